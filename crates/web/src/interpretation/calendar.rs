//! An interpreter's own jobs as a calendar (RFC 5545), at an address that only its owner knows. It says when, where, what sort
//! of place, which language and which number, and no word that anybody wrote.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use domain::interpretation::{CommandKind, Job, State as JobState};
use domain::roles::Actor;
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};
use jiff::{Timestamp, ToSpan as _};

use super::{INTERPRETERS, Tab, tabs, view};
use crate::kit::address;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};

/// How far back, and how far ahead, a calendar reaches.
const DAYS_BACK: i64 = 31;
const DAYS_AHEAD: i64 = 370;
/// How many random bytes an address has.
const SECRET: usize = 24;

#[derive(Template)]
#[template(path = "interpretation/calendar.html")]
pub(super) struct Own {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    /// Since when they have an address.
    pub since: Option<String>,
    /// It is shown once, when it is new.
    pub address: Option<String>,
}

impl Own {
    pub(super) fn of(desk: Desk, since: Option<Timestamp>, address: Option<String>) -> Self {
        let title = desk.t("interpretation-calendar-title").to_string();
        Self {
            tabs: tabs(&desk, "calendar"),
            since: since.map(|since| desk.brief(since)),
            address,
            page: desk.called(title),
        }
    }
}

fn interprets(desk: Desk) -> Result<Desk, crate::kit::desk::Fault> {
    if desk.may(CommandKind::Accept.action()) {
        desk.enter(&INTERPRETERS)
    } else {
        Err(desk.forbidden())
    }
}

/// `GET /desk/interpretation/calendar`
pub(super) async fn show(desk: Desk) -> Answer {
    let desk = interprets(desk)?;
    let since = desk.app.store().calendar_since(desk.staff.id).await?;
    render(&Own::of(desk, since, None))
}

fn hash(app: &App, secret: &str) -> [u8; 32] {
    app.secret().hash("interpreters-calendar", &[secret.as_bytes()])
}

/// `POST /desk/interpretation/calendar`: another address. The one before is read by nobody any more.
pub(super) async fn renew(desk: Desk) -> Answer {
    let desk = interprets(desk)?;
    let app = desk.app.clone();
    let secret = hex::encode(app.entropy().bytes::<SECRET>());
    let now = app.now();
    app.store()
        .renew_calendar(now, desk.staff.id, &hash(&app, &secret))
        .await?;
    let path = desk.url(&format!("/interpreters/calendar/{secret}.ics"));
    let address = format!("{}{path}", address::base(&app));
    render(&Own::of(desk, Some(now), Some(address)))
}

/// `POST /desk/interpretation/calendar/revoke`
pub(super) async fn revoke(desk: Desk) -> Answer {
    let desk = interprets(desk)?;
    desk.app.store().revoke_calendar(desk.staff.id).await?;
    Ok(see_other("/desk/interpretation/calendar"))
}

/// As RFC 5545 writes a moment.
fn written(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// What is there of a job. One that was cancelled is said to be, so that it does not only vanish.
fn event(page: &Page, job: &Job) -> Option<Event> {
    let status = match job.state {
        JobState::Offered => EventStatus::Tentative,
        JobState::Accepted | JobState::Rostered | JobState::Done | JobState::NoShow => EventStatus::Confirmed,
        JobState::Cancelled => EventStatus::Cancelled,
        JobState::Asked | JobState::NotFound => return None,
    };
    let title = format!("{} · {}", view::sort(page, job), view::languages(page, job));
    let host = page.base.split("//").last().unwrap_or_default();
    let mut event = Event::new();
    event
        .uid(&format!("{}@{host}", job.reference))
        .summary(&title)
        .description(&job.reference.to_string())
        .status(status)
        .append_property(Property::new("DTSTAMP", written(job.changed_at)))
        .append_property(Property::new("SEQUENCE", job.version.to_string()))
        .append_property(Property::new("DTSTART", written(job.starts_at)))
        .append_property(Property::new("DTEND", written(job.ends_at)));
    if let Some(code) = &job.place_code {
        event.location(&view::place_name(page, code));
    }
    Some(event.done())
}

/// The jobs as a calendar of that name.
pub(super) fn calendar(page: &Page, jobs: &[Job]) -> String {
    let name = page
        .t("interpretation-calendar-name")
        .with("city", page.city_name());
    let mut calendar = Calendar::new();
    calendar.name(&name.to_string());
    for event in jobs.iter().filter_map(|job| event(page, job)) {
        calendar.push(event);
    }
    calendar.done().to_string()
}

/// `GET /{lang}/interpreters/calendar/{secret}.ics`
pub(super) async fn feed(
    State(app): State<App>,
    visit: Visit,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, Error> {
    let secret = file.strip_suffix(".ics").ok_or(Error::NotFound)?;
    let staff = app.store().calendar_of(&hash(&app, secret)).await?;
    let staff = staff.ok_or(Error::NotFound)?;
    let (city, today) = (app.city(), app.today());
    let begins = |day| view::begins(city, day).unwrap_or_else(|| app.now());
    let span = (
        begins(today.saturating_sub(DAYS_BACK.days())),
        begins(today.saturating_add(DAYS_AHEAD.days())),
    );
    let (actor, own) = (Actor::from(&staff), Some(staff.id));
    let jobs = app.store().roster(&actor, span, own).await?;
    let mut response = calendar(&visit.page(Nav::None), &jobs).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/calendar; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
