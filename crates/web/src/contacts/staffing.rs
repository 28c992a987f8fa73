//! How many agents the hotline needs, day by day, and the duty roster that follows from it.
//!
//! Half-hours are planned of one day at a time: that is worked out within the time of a page. The duties themselves are those
//! of interpretation's roster, where a week can be copied to the next.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::Uri;
use domain::Lang;
use domain::city::City;
use domain::contacts::SEE_STAFFING;
use domain::contacts::figures::SLOTS;
use domain::contacts::matching::What;
use domain::contacts::staffing::day::{By, Day, Needed, Speaker, day};
use domain::contacts::staffing::forecast::{Arrived, Forecast, forecast, monday, paces};
use domain::contacts::staffing::shifts::{Person, REST_HOURS, Roster, shifts};
use domain::interpretation::{Job, Kind, Open, ROSTER, State};
use domain::roles::StaffId;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use store::OpenError;

use super::wall::{Tab, half_hour, in_order, percent, tabs};
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::table::export;
use crate::kit::work::open_new;

pub(super) const HREF: &str = "/desk/hotline/staffing";

const DAYS: usize = 7;

/// What is known of a day, and what it comes to.
pub(super) struct Planned {
    pub on: Date,
    /// Of the week.
    pub n: usize,
    pub weeks: u8,
    pub forecast: Forecast,
    pub day: Day,
    /// Duties of the week, of agents.
    pub duties: Vec<Job>,
}

/// When that day begins in the city; `None` at the ends of time.
fn begins(city: &City, day: Date) -> Option<Timestamp> {
    let begins = day.to_zoned(city.timezone.clone());
    begins.map(|begins| begins.timestamp()).ok()
}

impl Planned {
    async fn of(desk: &Desk, on: Date) -> Result<Self, Fault> {
        let app = &desk.app;
        let city = app.city().clone();
        let weeks = city.hotline.staffing.weeks;
        let first = monday(on);
        // What has not been yet tells nothing: of a week further ahead, the same weeks do.
        let before = first.min(monday(app.today()));
        let from =
            begins(&city, before.saturating_sub((i64::from(weeks) * 7).days())).ok_or(Error::NotFound)?;
        let until = begins(&city, before).ok_or(Error::NotFound)?;
        let store = app.store();
        let arrived = store.hotline_arrivals((from, until)).await?;
        let measured = store.hotline_paces((from, until)).await?;
        let speakers = store.hotline_speakers(on).await?;
        // A day before the first, for whoever must rest.
        let week = (
            begins(&city, first.saturating_sub(1.day())).ok_or(Error::NotFound)?,
            begins(&city, first.saturating_add(DAYS_SPAN.days())).ok_or(Error::NotFound)?,
        );
        let mut duties = store.roster(&desk.actor, week, None).await?;
        duties.retain(|job| job.kind == Kind::Duty && job.state != State::Cancelled);
        let n = usize::try_from(on.weekday().to_monday_zero_offset()).unwrap_or(0);
        let planned =
            tokio::task::spawn_blocking(move || worked_out(&city, &arrived, &measured, &speakers, before, n));
        let (forecast, day) = planned
            .await
            .map_err(|_| Error::Internal("a plan broke off".to_owned()))??;
        Ok(Self {
            on,
            n,
            weeks,
            forecast,
            day,
            duties,
        })
    }

    fn names(&self) -> Vec<Lang> {
        self.forecast.keys().map(|(language, _)| *language).collect()
    }

    /// Who is on the roster in each half-hour of the day.
    fn rostered(&self, city: &City, is_agent: &dyn Fn(StaffId) -> bool) -> Vec<usize> {
        let first = monday(self.on);
        let agents = self
            .duties
            .iter()
            .filter(|job| job.interpreter.is_some_and(is_agent));
        let there: Vec<_> = agents.map(|job| slots_of(job, first, city)).collect();
        (self.n * SLOTS..(self.n + 1) * SLOTS)
            .map(|slot| {
                let slot = i64::try_from(slot).unwrap_or(i64::MAX);
                there
                    .iter()
                    .filter(|(from, until)| *from <= slot && slot < *until)
                    .count()
            })
            .collect()
    }
}

const DAYS_SPAN: i64 = 7;

fn worked_out(
    city: &City,
    arrived: &[store::contacts::Arrived],
    measured: &BTreeMap<Lang, domain::contacts::staffing::forecast::Measured>,
    speakers: &[Speaker],
    before: Date,
    n: usize,
) -> Result<(Forecast, Day), Error> {
    let came: Vec<Arrived> = arrived
        .iter()
        .filter_map(|arrived| {
            Some(Arrived {
                what: What::parse(&arrived.kind).filter(|what| matches!(what, What::Chat | What::Call))?,
                language: arrived.language,
                at: Timestamp::from_second(arrived.quarter * 900).ok()?,
                n: arrived.n,
            })
        })
        .collect();
    let policy = &city.hotline.policy;
    let staffing = &city.hotline.staffing;
    let forecast = forecast(&came, before, u32::from(staffing.weeks), &city.timezone);
    let (paces, others) = paces(measured);
    let by = By {
        policy,
        target: staffing.target(policy),
        pace: &|language| paces.get(&language).copied().unwrap_or(others),
        // On the safe side: an engine may be down.
        machine: &|_| false,
        speakers,
    };
    let day = day(&forecast, n, by).map_err(|wrong| Error::Internal(format!("a plan: {wrong}")))?;
    Ok((forecast, day))
}

/// From which half-hour of the week to which a duty lasts, also one that began before it.
fn slots_of(job: &Job, first: Date, city: &City) -> (i64, i64) {
    let place = |at: Timestamp| {
        let here = at.to_zoned(city.timezone.clone()).datetime();
        let days = first
            .until(here.date())
            .map_or(0, |span| i64::from(span.get_days()));
        let minutes = i64::from(here.hour()) * 60 + i64::from(here.minute());
        (days * i64::try_from(SLOTS).unwrap_or(0), minutes)
    };
    let ((day, begins), (last, ends)) = (place(job.starts_at), place(job.ends_at));
    (day + begins / 30, last + (ends + 29) / 30)
}

/// A day of the week.
pub(super) struct DayLine {
    pub href: String,
    pub name: String,
    pub is_current: bool,
    /// Of each language, in the order of the heads, and of all.
    pub expected: Vec<String>,
}

/// A half-hour of the day.
pub(super) struct SlotLine {
    pub name: String,
    pub expected: Vec<String>,
    pub alone: String,
    pub agents: String,
    pub crews: String,
    pub level: String,
    pub rostered: String,
    /// There are too few on the roster, or too few speakers at all.
    pub is_short: bool,
    pub missing: Option<String>,
}

#[derive(Template)]
#[template(path = "contacts/wall/staffing.html")]
pub(super) struct Staffing {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub on: Date,
    pub day_name: String,
    pub before: String,
    pub after: String,
    pub csv: String,
    pub languages: Vec<String>,
    pub days: Vec<DayLine>,
    pub slots: Vec<SlotLine>,
    /// A letter and what they speak, and how many they are.
    pub crews: Vec<(String, String)>,
    pub means: Vec<String>,
    pub rosters: bool,
    pub week: String,
    pub done: Option<String>,
}

/// A number with one digit behind the point.
fn tenths(desk: &Desk, number: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded, not negative, and what is beyond becomes the largest"
    )]
    let tenths = (number * 10.0).round().max(0.0) as u64;
    desk.writing().tenths(tenths)
}

fn letter(n: usize) -> String {
    let letter = u8::try_from(n % 26).map_or('A', |n| char::from(b'A' + n));
    let round = n / 26;
    if round == 0 {
        letter.to_string()
    } else {
        format!("{letter}{round}")
    }
}

fn expected(desk: &Desk, need: Option<&Needed>) -> String {
    let Some(need) = need else {
        return String::new();
    };
    let text = desk.t("contacts-staffing-expected");
    let text = text.with("mean", tenths(desk, need.expected.mean));
    text.with("spread", tenths(desk, need.expected.deviation))
        .to_string()
}

impl Staffing {
    pub(super) fn of(desk: Desk, names: &Names, planned: &Planned, done: Option<Done>) -> Self {
        let languages = in_order(&desk, planned.names());
        let first = monday(planned.on);
        let to = |day: Date| format!("{HREF}?of={day}");
        let days = (0..DAYS).map(|n| {
            let day = first.saturating_add(i64::try_from(n).unwrap_or(0).days());
            let sum = |language: Option<Lang>| {
                let all = planned.forecast.iter();
                let all = all.filter(|((of, _), _)| language.is_none_or(|language| language == *of));
                let slots = all.flat_map(|(_, week)| week.iter().skip(n * SLOTS).take(SLOTS));
                tenths(&desk, slots.map(|expected| expected.mean).sum())
            };
            DayLine {
                href: to(day),
                name: desk.short_date(day),
                is_current: day == planned.on,
                expected: languages
                    .iter()
                    .map(|lang| sum(Some(*lang)))
                    .chain([sum(None)])
                    .collect(),
            }
        });
        let is_agent = |id: StaffId| {
            names
                .staff(id)
                .is_some_and(|staff| staff.role == domain::roles::Role::Agent)
        };
        let rostered = planned.rostered(desk.city(), &is_agent);
        let crews = planned.day.crews.iter().enumerate().map(|(n, crew)| {
            let spoken = crew.languages.iter().map(|(lang, _)| desk.language_name(*lang));
            let spoken: Vec<String> = spoken.collect();
            let text = desk
                .t("contacts-staffing-crew")
                .with("languages", spoken.join(" · "));
            (letter(n), text.with("n", crew.people.len()).to_string())
        });
        Self {
            tabs: tabs(&desk, "staffing"),
            on: planned.on,
            day_name: desk.date(planned.on),
            before: to(planned.on.saturating_sub(DAYS_SPAN.days())),
            after: to(planned.on.saturating_add(DAYS_SPAN.days())),
            csv: format!("{HREF}.csv?of={}", planned.on),
            languages: languages.iter().map(|lang| desk.language_name(*lang)).collect(),
            days: days.collect(),
            slots: slot_lines(&desk, planned, &languages, &rostered),
            crews: crews.collect(),
            means: means(&desk, planned),
            rosters: desk.may(ROSTER)
                && !desk.city().interpretation.is_empty()
                && planned.on >= desk.app.today(),
            week: format!("/desk/interpretation/week?of={}", planned.on),
            done: done.map(|done| {
                let text = desk.t("contacts-staffing-done").with("made", done.made);
                text.with("left", done.left)
                    .with("missing", done.missing)
                    .to_string()
            }),
            page: {
                let title = desk.t("contacts-staffing-title").to_string();
                desk.room(&super::wall::WALL).called(title)
            },
        }
    }
}

fn slot_lines(desk: &Desk, planned: &Planned, languages: &[Lang], rostered: &[usize]) -> Vec<SlotLine> {
    let line = |(slot, needs): (usize, &Vec<Needed>)| {
        let plan = planned.day.plan.slots.get(slot);
        let there = rostered.get(slot).copied().unwrap_or(0);
        if needs.is_empty() && there == 0 {
            return None;
        }
        let need = |language: &Lang| needs.iter().find(|need| need.language == *language);
        let agents = plan.map_or(0, |plan| plan.agents);
        let worst = plan.and_then(|plan| {
            let levels = plan.languages.values().map(|spoken| spoken.level);
            levels.min_by(f64::total_cmp)
        });
        let target = desk.city().hotline.policy.level;
        let unmet = plan.filter(|plan| !plan.met).map(|plan| {
            let short = plan.languages.iter().filter(|(_, spoken)| spoken.level < target);
            let short: Vec<String> = short.map(|(lang, _)| desk.language_name(*lang)).collect();
            let text = desk.t("contacts-staffing-too-few");
            text.with("languages", short.join(" · ")).to_string()
        });
        let crews = plan.map(|plan| {
            let crews = plan.groups.iter().enumerate().filter(|(_, n)| **n > 0);
            let crews: Vec<String> = crews.map(|(crew, n)| format!("{} {n}", letter(crew))).collect();
            crews.join(" · ")
        });
        Some(SlotLine {
            name: half_hour(desk, slot),
            expected: languages.iter().map(|lang| expected(desk, need(lang))).collect(),
            alone: desk.count(needs.iter().map(|need| u64::from(need.alone)).sum::<u64>()),
            agents: desk.count(u64::from(agents)),
            crews: crews.unwrap_or_default(),
            level: percent(desk, worst.map(thousandths)),
            rostered: desk.number(there),
            is_short: usize::try_from(agents).unwrap_or(usize::MAX) > there || unmet.is_some(),
            missing: unmet,
        })
    };
    planned.day.needs.iter().enumerate().filter_map(line).collect()
}

fn thousandths(share: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded, not negative, and what is beyond becomes the largest"
    )]
    let n = (share * 1000.0).round().max(0.0) as u64;
    n
}

fn means(desk: &Desk, planned: &Planned) -> Vec<String> {
    let (policy, staffing) = (&desk.city().hotline.policy, &desk.city().hotline.staffing);
    let of = |share: f64| percent(desk, Some(thousandths(share)));
    let target = desk.t("contacts-staffing-means-target");
    let target = target.with("seconds", policy.answer_within.as_secs().max(0).unsigned_abs());
    let target = target
        .with("level", of(policy.level))
        .with("occupancy", of(staffing.occupancy));
    let positions = desk.t("contacts-staffing-means-positions");
    let positions = positions.with("n", planned.day.plan.positions);
    vec![
        desk.t("contacts-staffing-means-forecast")
            .with("weeks", planned.weeks)
            .to_string(),
        target.to_string(),
        desk.t("contacts-staffing-means-alone").to_string(),
        desk.t("contacts-staffing-means-together").to_string(),
        positions.with("shrinkage", of(staffing.shrinkage)).to_string(),
    ]
}

fn day_of(desk: &Desk, fields: &Fields) -> Date {
    let asked = fields.filled("of").and_then(|day| day.parse().ok());
    asked.unwrap_or_else(|| desk.app.today())
}

fn entered(desk: Desk) -> Result<Desk, Fault> {
    if desk.may(SEE_STAFFING) {
        Ok(desk)
    } else {
        Err(desk.forbidden())
    }
}

/// What putting a day on the roster came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Done {
    pub made: u64,
    pub left: u64,
    pub missing: u64,
}

/// `GET /desk/hotline/staffing?of=`
pub(super) async fn show(desk: Desk, uri: Uri) -> Answer {
    let desk = entered(desk)?;
    let query = query_of(&uri);
    let planned = Planned::of(&desk, day_of(&desk, &query)).await?;
    let names = desk.names().await?;
    let number = |name: &str| query.get(name).parse().ok();
    let done = number("made").zip(number("left")).zip(number("missing"));
    let done = done.map(|((made, left), missing)| Done { made, left, missing });
    render(&Staffing::of(desk, &names, &planned, done))
}

/// `GET /desk/hotline/staffing.csv?of=`
pub(super) async fn csv(desk: Desk, uri: Uri) -> Answer {
    let desk = entered(desk)?;
    let planned = Planned::of(&desk, day_of(&desk, &query_of(&uri))).await?;
    let languages = in_order(&desk, planned.names());
    let t = |code: &str| desk.tc("contacts-staffing-column", code).to_string();
    let mut head = vec![t("slot")];
    head.extend(languages.iter().map(|lang| desk.language_name(*lang)));
    head.extend(["alone", "agents"].map(t));
    head.extend((0..planned.day.crews.len()).map(letter));
    head.push(t("level"));
    let mut lines = vec![head];
    for (slot, needs) in planned.day.needs.iter().enumerate() {
        let plan = planned.day.plan.slots.get(slot);
        let mut line = vec![half_hour(&desk, slot)];
        line.extend(languages.iter().map(|lang| {
            let need = needs.iter().find(|need| need.language == *lang);
            format!("{:.2}", need.map_or(0.0, |need| need.expected.mean))
        }));
        line.push(needs.iter().map(|need| need.alone).sum::<u32>().to_string());
        line.push(plan.map_or(0, |plan| plan.agents).to_string());
        let crews =
            (0..planned.day.crews.len()).map(|crew| plan.and_then(|plan| plan.groups.get(crew)).copied());
        line.extend(crews.map(|n| n.unwrap_or(0).to_string()));
        let worst = plan.and_then(|plan| {
            plan.languages
                .values()
                .map(|spoken| spoken.level)
                .min_by(f64::total_cmp)
        });
        line.push(worst.map(|level| format!("{level:.3}")).unwrap_or_default());
        lines.push(line);
    }
    export(&desk, "staffing", &format!("staffing-{}", planned.on), &lines).await
}

/// The shifts that the day lacks.
fn lacking(planned: &Planned, city: &City) -> Roster {
    let first = monday(planned.on);
    let week = i64::try_from(DAYS * SLOTS).unwrap_or(i64::MAX);
    let rest = i64::try_from(REST_HOURS * 2).unwrap_or(0);
    let crews = planned.day.crews.iter().enumerate();
    let people = crews.flat_map(|(group, crew)| crew.people.iter().map(move |staff| (group, *staff)));
    let person = |(group, staff): (usize, StaffId)| {
        let mut person = Person {
            staff,
            group,
            from: 0,
            has: Vec::new(),
        };
        for job in planned.duties.iter().filter(|job| job.interpreter == Some(staff)) {
            let (from, until) = slots_of(job, first, city);
            if from < 0 {
                person.from = person.from.max(usize::try_from(until + rest).unwrap_or(0));
            }
            let within = from.max(0)..until.min(week);
            if let (Ok(from), Ok(until)) = (usize::try_from(within.start), usize::try_from(within.end))
                && from < until
            {
                person.has.push(from..until);
            }
        }
        person
    };
    let people: Vec<Person> = people.map(person).collect();
    let mut needed = vec![Vec::new(); DAYS * SLOTS];
    for (slot, plan) in planned.day.plan.slots.iter().enumerate() {
        needed[planned.n * SLOTS + slot].clone_from(&plan.groups);
    }
    shifts(&needed, &people, city.hotline.staffing.hours())
}

/// When that half-hour of the week begins.
fn at(city: &City, first: Date, slot: usize) -> Option<Timestamp> {
    let day = first.saturating_add(i64::try_from(slot / SLOTS).ok()?.days());
    let (hour, minute) = ((slot % SLOTS) / 2, slot % 2 * 30);
    let here = day.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0);
    let there = here.to_zoned(city.timezone.clone());
    there.map(|there| there.timestamp()).ok()
}

/// `POST /desk/hotline/staffing`: the shifts that the day lacks become duties. Doing it twice changes nothing.
pub(super) async fn roster(desk: Desk, fields: Fields) -> Answer {
    let desk = entered(desk)?;
    if !desk.may(ROSTER) {
        return Err(desk.forbidden());
    }
    let planned = Planned::of(&desk, day_of(&desk, &fields)).await?;
    let app: &App = &desk.app;
    let first = monday(planned.on);
    let roster = lacking(&planned, app.city());
    let speakers = app.store().hotline_speakers(planned.on).await?;
    let (mut made, mut left) = (0_u64, 0_u64);
    for shift in &roster.shifts {
        let times = (
            at(app.city(), first, shift.slots.start),
            at(app.city(), first, shift.slots.end),
        );
        let speaker = speakers.iter().find(|speaker| speaker.staff == shift.staff);
        let ((Some(starts_at), Some(ends_at)), Some(speaker)) = (times, speaker) else {
            left += 1;
            continue;
        };
        let open = Open {
            kind: Kind::Duty,
            setting: None,
            languages: speaker.languages.keys().copied().collect(),
            into: None,
            starts_at,
            ends_at,
            travel_before: None,
            travel_after: None,
            place_code: String::new(),
            place: String::new(),
            details: String::new(),
            case: None,
            staff: Some(shift.staff),
        };
        let ctx = app.context(&desk.actor);
        match open_new::<Job>(app.store(), &ctx, app.entropy().as_ref(), &open, None).await {
            Ok(_) => made += 1,
            // Gone by, or they have something else then.
            Err(OpenError::Refused(_)) => left += 1,
            Err(error) => return Err(Error::from(error).into()),
        }
    }
    Ok(see_other(&format!(
        "{HREF}?of={}&made={made}&left={left}&missing={}",
        planned.on, roster.missing
    )))
}
