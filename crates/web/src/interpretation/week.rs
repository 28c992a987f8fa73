//! The roster of a week: who is where, day by day.

use askama::Template;
use axum::http::Uri;
use domain::city::City;
use domain::interpretation::{Job, ROSTER, State, copied};
use domain::roles::StaffId;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use store::OpenError;

use super::{INTERPRETERS, Tab, tabs, view};
use crate::kit::desk::{Answer, Desk, Names, query_of, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::work::{Worked as _, open_new};

const DAYS: i64 = 7;

/// The Monday of the week of that day.
fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// From when to when the week of that day lasts in the city; `None` at the ends of time.
pub(super) fn week_of(city: &City, day: Date) -> Option<(Timestamp, Timestamp)> {
    let first = monday(day);
    let last = first.checked_add(DAYS.days()).ok()?;
    Some((view::begins(city, first)?, view::begins(city, last)?))
}

#[derive(Template)]
#[template(path = "interpretation/week.html")]
pub(super) struct Week {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    /// Monday.
    pub first: Date,
    pub days: Vec<String>,
    pub rows: Vec<Line>,
    pub before: String,
    pub after: String,
    /// They put people on the roster.
    pub rosters: bool,
    pub copied: Option<String>,
}

/// What one person has in a week.
pub(super) struct Line {
    pub name: String,
    /// They do not work here any more.
    pub gone: Option<String>,
    /// One a day.
    pub days: Vec<Vec<Entry>>,
}

pub(super) struct Entry {
    pub href: String,
    pub time: String,
    pub what: String,
    pub state: &'static str,
    pub state_text: String,
}

impl Week {
    pub(super) fn of(desk: Desk, names: &Names, day: Date, jobs: &[Job], copied: Option<(u64, u64)>) -> Self {
        let first = monday(day);
        let days: Vec<Date> = (0..DAYS).map(|n| first.saturating_add(n.days())).collect();
        let jobs: Vec<&Job> = jobs.iter().filter(|job| job.state != State::Cancelled).collect();
        let has = |id: StaffId| jobs.iter().any(|job| job.interpreter == Some(id));
        let at_work = names.at_work(&desk);
        let there = at_work.iter().map(|staff| staff.id).filter(|id| has(*id));
        // Whose jobs somebody else has to take.
        let mut gone: Vec<StaffId> = jobs.iter().filter_map(|job| job.interpreter).collect();
        gone.retain(|id| !at_work.iter().any(|staff| staff.id == *id));
        gone.sort_unstable();
        gone.dedup();
        let there: Vec<(StaffId, bool)> = there
            .map(|id| (id, false))
            .chain(gone.into_iter().map(|id| (id, true)))
            .collect();
        let entry = |job: &&&Job| Entry {
            href: format!("{}/{}", Job::PATH, job.reference),
            time: format!(
                "{}–{}",
                view::clock(&desk, job.starts_at),
                view::clock(&desk, job.ends_at)
            ),
            what: format!("{} · {}", view::sort(&desk, job), view::languages(&desk, job)),
            state: job.state.code(),
            state_text: view::state(&desk, job),
        };
        let city = desk.city();
        // At midnight it is over.
        let last = |job: &Job| city.day(job.ends_at.saturating_sub(1.second()).unwrap_or(job.ends_at));
        let on = |day: Date| move |job: &&&Job| city.day(job.starts_at) <= day && day <= last(job);
        let rows = there.into_iter().map(|(id, gone)| Line {
            name: names.get(id),
            gone: gone.then(|| desk.t("interpretation-gone").to_string()),
            days: days
                .iter()
                .map(|day| {
                    let own = jobs.iter().filter(|job| job.interpreter == Some(id));
                    own.filter(on(*day)).map(|job| entry(&job)).collect()
                })
                .collect(),
        });
        let to = |day: Date| format!("{}/week?of={day}", INTERPRETERS.href);
        Self {
            tabs: tabs(&desk, "week"),
            rows: rows.collect(),
            days: days.iter().map(|day| desk.short_date(*day)).collect(),
            before: to(first.saturating_sub(DAYS.days())),
            after: to(first.saturating_add(DAYS.days())),
            rosters: desk.may(ROSTER),
            copied: copied.map(|(made, left)| {
                let text = desk.t("interpretation-week-copied");
                text.with("n", made).with("left", left).to_string()
            }),
            first,
            page: {
                let title = desk
                    .t("interpretation-week-title")
                    .with("day", desk.short_date(first));
                let title = title.to_string();
                desk.called(title)
            },
        }
    }
}

fn day_of(desk: &Desk, fields: &Fields) -> Date {
    let asked: Option<Date> = fields.filled("of").and_then(|day| day.parse().ok());
    asked.unwrap_or_else(|| desk.app.today())
}

/// `GET /desk/interpretation/week?of=`
pub(super) async fn show(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&INTERPRETERS)?;
    let query = query_of(&uri);
    let day = day_of(&desk, &query);
    let week = week_of(desk.city(), day).ok_or(Error::NotFound)?;
    let jobs = desk.app.store().roster(&desk.actor, week, None).await?;
    let names = desk.names().await?;
    let number = |name: &str| query.get(name).parse().ok();
    let copied = number("copied").zip(number("left"));
    render(&Week::of(desk, &names, day, &jobs, copied))
}

/// `POST /desk/interpretation/week/copy`: the duties of that week in the next one. Whoever is not free then is left out, so
/// that doing it twice changes nothing.
pub(super) async fn copy(desk: Desk, fields: Fields) -> Answer {
    if !desk.may(ROSTER) {
        return Err(desk.forbidden());
    }
    let asked: Option<Date> = fields.filled("of").and_then(|day| day.parse().ok());
    let from = monday(asked.ok_or(Error::NotFound)?);
    let to = from.saturating_add(DAYS.days());
    let week = week_of(desk.city(), from).ok_or(Error::NotFound)?;
    let app = &desk.app;
    let jobs = app.store().roster(&desk.actor, week, None).await?;
    let (mut made, mut left) = (0_u64, 0_u64);
    for open in copied(&jobs, from, to, app.city()) {
        let ctx = app.context(&desk.actor);
        match open_new::<Job>(app.store(), &ctx, app.entropy().as_ref(), &open, None).await {
            Ok(_) => made += 1,
            Err(OpenError::Refused(_)) => left += 1,
            Err(error) => return Err(Error::from(error).into()),
        }
    }
    Ok(see_other(&format!(
        "{}/week?of={to}&copied={made}&left={left}",
        INTERPRETERS.href
    )))
}
