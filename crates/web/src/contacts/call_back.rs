//! A call-back, asked for: the number, a time in one's own zone, the language. It begins a case like a chat does.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::cases::{Case, HOTLINE, Why};
use domain::contacts::{CallBack, Command, Contact, Device, Kind, Open, State as Stands, Window};
use domain::journaled::Refusal;
use domain::problems::{FieldProblem, Problem};
use domain::receipts::Reference;
use domain::roles::Actor;
use domain::{Lang, UnitCode};
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use store::{CommandError, OpenError};

use super::begin::{About, Anew, begin_anew, case_of, open_in};
use super::call::{Ticket, hang_up};
use super::chat::{private, refused};
use super::{PATH, front};
use crate::cases::Held;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::field::choice;
use crate::kit::form::{Choice, Fields, FormState};
use crate::kit::page::{Nav, Page, Visit};

/// Whoever names an hour is called within so long after it.
const LASTS: SignedDuration = SignedDuration::from_hours(2);
/// Days that are offered, the first of them today.
const DAYS: i64 = 8;
/// What stands in the place of an hour: at once.
const SOON: &str = "soon";
/// How far clocks are ahead of Greenwich's in the world, in minutes.
const OFFSETS: [i16; 40] = [
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180,
    210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 825, 840,
];

/// `UTC+08:00`.
fn offset_text(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn zone(minutes: i16) -> Option<TimeZone> {
    let offset = Offset::from_seconds(i32::from(minutes) * 60).ok()?;
    Some(TimeZone::fixed(offset))
}

/// That of the city at that time, in minutes.
fn own_offset(app: &App, at: Timestamp) -> i16 {
    let seconds = app.city().timezone.to_offset(at).seconds();
    i16::try_from(seconds / 60).unwrap_or_default()
}

/// A time as it is where somebody is, and as it is in the city.
#[derive(Debug)]
pub(super) struct Times {
    pub theirs: String,
    pub offset: String,
    /// `None`: their clock is the city's.
    pub here: Option<String>,
}

impl Times {
    pub fn of(page: &Page, window: Window) -> Self {
        let span = |zone: &TimeZone| {
            let (from, until) = (
                window.from.to_zoned(zone.clone()),
                window.until.to_zoned(zone.clone()),
            );
            page.t("contacts-window")
                .with("date", page.date(from.date()))
                .with("from", page.writing().time(from.time()))
                .with("until", page.writing().time(until.time()))
                .to_string()
        };
        let city = &page.city().timezone;
        let is_here = own_offset(&page.app, window.from) == window.offset;
        let theirs = zone(window.offset).unwrap_or_else(|| city.clone());
        Self {
            theirs: span(&theirs),
            offset: offset_text(window.offset),
            here: (!is_here).then(|| span(city)),
        }
    }
}

#[derive(Template)]
#[template(path = "contacts/call_back.html")]
pub(super) struct Ask {
    pub page: Page,
    pub state: FormState,
    pub about: Option<String>,
    /// It was about a case whose receipt this device holds no more.
    pub lost: bool,
    pub refused: Option<String>,
    pub emergencies: Vec<(String, String)>,
    pub hours: String,
    pub days: Vec<Choice>,
    pub times: Vec<Choice>,
    pub offsets: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub topics: Vec<Choice>,
}

fn chosen(mut choices: Vec<Choice>, value: &str) -> Vec<Choice> {
    for choice in &mut choices {
        choice.chosen = choice.value == value;
    }
    choices
}

impl Ask {
    pub fn of(page: Page, state: FormState, about: Option<Reference>, refused: Option<String>) -> Self {
        let now = page.app.now();
        let here = own_offset(&page.app, now);
        let offset = state.value("offset").parse().unwrap_or(here);
        let today = zone(offset).map_or_else(|| page.app.today(), |zone| now.to_zoned(zone).date());
        let days = (0..DAYS).filter_map(|n| today.checked_add(n.days()).ok());
        let days = days.map(|day| choice(day, page.date(day))).collect();
        let hours = (0..24).map(|hour| {
            let from = Time::constant(hour, 0, 0, 0);
            let until = Time::constant((hour + 2) % 24, 0, 0, 0);
            let text = page
                .t("contacts-call-back-between")
                .with("from", page.writing().time(from))
                .with("until", page.writing().time(until));
            choice(from.strftime("%H:%M"), text)
        });
        let soon = choice(SOON, page.t("contacts-call-back-soon"));
        let mut offsets = OFFSETS.to_vec();
        if !offsets.contains(&here) {
            offsets.push(here);
            offsets.sort_unstable();
        }
        let offsets = offsets.into_iter().map(|minutes| {
            let text = offset_text(minutes);
            if minutes == here {
                let own = page.t("contacts-call-back-here");
                choice(minutes, own.with("offset", text).with("city", page.city_name()))
            } else {
                choice(minutes, text)
            }
        });
        let languages = page.city().languages.iter();
        let languages = languages.map(|language| choice(language.code, language.name.clone()));
        let place = format!("services/{HOTLINE}");
        let topics = page
            .city()
            .service(HOTLINE)
            .into_iter()
            .flat_map(|service| &service.topics);
        let topics =
            topics.map(|topic| choice(&topic.code, page.c_owned(&place, format!("topic.{}", topic.code))));
        let or = |name: &str, otherwise: String| {
            let value = state.value(name);
            if value.is_empty() {
                otherwise
            } else {
                value.to_owned()
            }
        };
        Self {
            emergencies: front::emergencies(&page),
            hours: page.c_owned("hotline", "hours"),
            days: chosen(days, &or("day", today.to_string())),
            times: chosen(
                std::iter::once(soon).chain(hours).collect(),
                &or("time", SOON.to_owned()),
            ),
            offsets: chosen(offsets.collect(), &or("offset", here.to_string())),
            languages: chosen(languages.collect(), &or("language", page.lang.to_string())),
            topics: chosen(topics.collect(), state.value("topic")),
            about: about.map(|reference| reference.to_string()),
            lost: false,
            refused,
            state,
            page,
        }
    }
}

fn titled(page: Page) -> Page {
    let title = page.t("contacts-call-back-title").to_string();
    page.titled(title)
}

/// `GET /{lang}/call-back`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(about): Query<About>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    let page = titled(visit.page(Nav::Of(PATH)));
    let held = Held::of(&app, &headers);
    let about = about
        .reference()
        .filter(|reference| held.find(*reference).is_some());
    let html = Ask::of(page, FormState::default(), about, None).render()?;
    Ok(private(StatusCode::OK, html))
}

/// What the form asks for.
fn read(app: &App, fields: &Fields) -> Result<(CallBack, Lang), Vec<FieldProblem>> {
    let mut wrong = Vec::new();
    let offset: Option<i16> = fields.get("offset").parse().ok();
    let offset = offset.filter(|offset| OFFSETS.contains(offset) || *offset == own_offset(app, app.now()));
    let language = Lang::parse(fields.get("language")).ok();
    let language = language.filter(|lang| app.city().is_interface_language(*lang));
    if language.is_none() {
        wrong.push(Problem::Required.of("language"));
    }
    let now = app.now();
    let from = match (offset.and_then(zone), fields.get("time")) {
        (None, _) => {
            wrong.push(Problem::NotAnOption.of("offset"));
            None
        }
        (Some(_), SOON) => Some(now),
        (Some(zone), time) => {
            let day: Option<Date> = fields.get("day").parse().ok();
            let time = Time::strptime("%H:%M", time).ok();
            if day.is_none() {
                wrong.push(Problem::NotADate.of("day"));
            } else if time.is_none() {
                wrong.push(Problem::NotAnOption.of("time"));
            }
            let at = day
                .zip(time)
                .map(|(day, time)| day.to_datetime(time).to_zoned(zone));
            at.and_then(Result::ok).map(|at| at.timestamp())
        }
    };
    let until = from.and_then(|from| from.checked_add(LASTS).ok());
    match (from, until, offset, language) {
        (Some(from), Some(until), Some(offset), Some(language)) => Ok((
            CallBack {
                number: fields.get("number").to_owned(),
                window: Window { from, until, offset },
            },
            language,
        )),
        _ => Err(wrong),
    }
}

/// What is wrong with the time stands at the hour.
fn at_the_field(problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
    let problems = problems.into_iter();
    let named = problems.map(|problem| match problem.field.as_str() {
        "from" | "until" => problem.problem.of("time"),
        _ => problem,
    });
    named.collect()
}

/// `POST /{lang}/call-back`. Sent twice, it is asked for once.
pub(super) async fn ask(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    let page = titled(visit.page(Nav::Of(PATH)));
    let (about, case) = case_of(&app, &headers, &fields).await?;
    if about.is_some() && case.is_none() {
        // As with a chat: it is not silently made another's.
        let ask = Ask {
            lost: true,
            ..Ask::of(page, FormState::new(fields, Vec::new()), None, None)
        };
        return Ok(private(StatusCode::UNAUTHORIZED, ask.render()?));
    }
    let mut wrong = fields.broken();
    let asked = read(&app, &fields).map_err(|more| wrong.extend(more));
    let done = match asked {
        Ok(asked) if wrong.is_empty() => {
            let opens = |case: Reference, unit: &UnitCode| open_of(&fields, &asked, case, unit);
            match &case {
                Some(case) => about_case(&app, &page, case, &opens(case.reference, &case.unit)).await,
                None => anew(&app, &page, &headers, &fields, &opens).await,
            }
        }
        _ => Err(OpenError::Refused(Refusal::Invalid(wrong))),
    };
    let error = match done {
        Ok(answer) => {
            // Whoever rang for it rings no more.
            if let Some(ticket) = Ticket::held(&app, &headers) {
                let contact = ticket.contact(&app).await?;
                if contact.is_none_or(|contact| contact.state == Stands::Waiting) {
                    hang_up(&app, &ticket).await?;
                }
            }
            return Ok(answer);
        }
        Err(error) => error,
    };
    let (status, problems, why) = refused(&page, error);
    let state = FormState::new(fields, at_the_field(problems));
    let html = Ask::of(page, state, about, why).render()?;
    Ok(private(status, html))
}

fn open_of(
    fields: &Fields,
    (call_back, language): &(CallBack, Lang),
    case: Reference,
    unit: &UnitCode,
) -> Open {
    Open {
        case,
        unit: unit.clone(),
        kind: Kind::CallBack,
        language: *language,
        topic: fields.filled("topic").map(str::to_owned),
        urgent: false,
        device: Device { id: 0, n: 0 },
        text: fields.get("text").to_owned(),
        call_back: Some(call_back.clone()),
        rang_at: None,
        telephone: None,
    }
}

/// In place of a chat that waits still; whoever is talked to, or waits for a call-back already, goes on in that.
async fn about_case(app: &App, page: &Page, case: &Case, open: &Open) -> Result<Response, OpenError> {
    let to = page.url(&format!("/chat/{}", case.reference));
    let actor = Actor::holder(case.reference);
    if let Some(live) = app.store().live_contact(case.reference).await? {
        if live.kind == Kind::CallBack || live.state != Stands::Waiting {
            return Ok(Redirect::to(&to).into_response());
        }
        // Nothing is given up before the other can be had.
        let known = domain::contacts::Known::default();
        <Contact as domain::journaled::Journaled>::open(open, &known, &app.context(&actor))
            .map_err(OpenError::Refused)?;
        let left = Command::End {
            why: Why::VisitorLeft,
            reason: String::new(),
        };
        match app
            .store()
            .carry_out(&app.context(&actor), live.reference, Some(live.version), &left)
            .await
        {
            Ok(_) => {}
            Err(CommandError::Store(error)) => return Err(error.into()),
            // An agent came in this moment.
            Err(_) => return Ok(Redirect::to(&to).into_response()),
        }
    }
    open_in(app, open).await?;
    Ok(Redirect::to(&to).into_response())
}

async fn anew(
    app: &App,
    page: &Page,
    headers: &HeaderMap,
    fields: &Fields,
    opens: &(dyn Fn(Reference, &UnitCode) -> Open + Sync),
) -> Result<Response, OpenError> {
    let said: String = fields
        .iter()
        .flat_map(|(name, value)| [name, "\0", value, "\0"])
        .collect();
    let anew = Anew {
        purpose: "call-back-receipt",
        once: fields.filled("once"),
        said: said.as_bytes(),
    };
    begin_anew(app, page, headers, &anew, &|case, unit| {
        (opens(case, unit), false)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_written_as_their_clocks_are() {
        let texts = [480, 0, -570, 345, -720].map(offset_text);
        assert_eq!(
            texts,
            ["UTC+08:00", "UTC+00:00", "UTC-09:30", "UTC+05:45", "UTC-12:00"]
        );
        assert!(OFFSETS.is_sorted());
    }
}
