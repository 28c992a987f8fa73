//! Hours worked, by interpreter and month.

use askama::Template;
use axum::http::Uri;
use domain::city::City;
use domain::interpretation::SEE_HOURS;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use store::interpretation::Hours as Counted;

use super::{INTERPRETERS, Tab, tabs, view};
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, show as render};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::table::export;

#[derive(Template)]
#[template(path = "interpretation/hours.html")]
pub(super) struct Hours {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    /// `2026-03`.
    pub month: String,
    pub rows: Vec<Line>,
    pub before: String,
    pub after: String,
    pub csv: String,
}

pub(super) struct Line {
    pub name: String,
    pub jobs: u64,
    pub worked: String,
    pub waited: String,
    pub all: String,
}

impl Line {
    fn of(names: &Names, counted: &Counted) -> Self {
        Self {
            name: names.get(counted.staff),
            jobs: counted.jobs,
            worked: view::length(counted.worked),
            waited: view::length(counted.waited),
            all: view::length(counted.worked + counted.waited),
        }
    }
}

/// The first day of the month that is asked for: `2026-03`, or this one.
fn month_of(desk: &Desk, query: &Fields) -> Date {
    let asked = query.filled("month").map(|month| format!("{month}-01"));
    let asked: Option<Date> = asked.and_then(|day| day.parse().ok());
    asked.unwrap_or_else(|| desk.app.today()).first_of_month()
}

/// From when to when it lasts in the city; `None` at the ends of time.
fn span(city: &City, first: Date) -> Option<(Timestamp, Timestamp)> {
    let next = first.checked_add(1.month()).ok()?;
    Some((view::begins(city, first)?, view::begins(city, next)?))
}

fn written(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}

impl Hours {
    pub(super) fn of(desk: Desk, names: &Names, month: Date, counted: &[Counted]) -> Self {
        let to = |month: Date| format!("{}/hours?month={}", INTERPRETERS.href, written(month));
        Self {
            tabs: tabs(&desk, "hours"),
            rows: counted.iter().map(|counted| Line::of(names, counted)).collect(),
            before: to(month.saturating_sub(1.month())),
            after: to(month.saturating_add(1.month())),
            csv: format!("{}/hours.csv?month={}", INTERPRETERS.href, written(month)),
            month: written(month),
            page: {
                let title = desk.t("interpretation-hours-title").with("month", written(month));
                let title = title.to_string();
                desk.called(title)
            },
        }
    }
}

async fn counted(desk: &Desk, month: Date) -> Result<Vec<Counted>, Fault> {
    if !desk.may(SEE_HOURS) {
        return Err(desk.forbidden());
    }
    let span = span(desk.city(), month).ok_or(Error::NotFound)?;
    Ok(desk.app.store().interpreting_hours(&desk.actor, span).await?)
}

/// `GET /desk/interpretation/hours?month=`
pub(super) async fn show(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&INTERPRETERS)?;
    let month = month_of(&desk, &query_of(&uri));
    let counted = counted(&desk, month).await?;
    let names = desk.names().await?;
    render(&Hours::of(desk, &names, month, &counted))
}

/// `GET /desk/interpretation/hours.csv?month=`: the same, in minutes that a spreadsheet can add up.
pub(super) async fn csv(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&INTERPRETERS)?;
    let month = month_of(&desk, &query_of(&uri));
    let counted = counted(&desk, month).await?;
    let names = desk.names().await?;
    let heads = ["month", "interpreter", "jobs", "worked-minutes", "waited-minutes"];
    let head = heads.map(|code| desk.tc("interpretation-column", code).to_string());
    let mut lines: Vec<Vec<String>> = vec![head.into()];
    lines.extend(counted.iter().map(|counted| {
        vec![
            written(month),
            names.get(counted.staff),
            counted.jobs.to_string(),
            counted.worked.to_string(),
            counted.waited.to_string(),
        ]
    }));
    export(
        &desk,
        "interpreting-hours",
        &format!("interpreting-hours-{}", written(month)),
        &lines,
    )
    .await
}
