//! Interpreters: bookings and the roster at the desk, hours worked, a calendar of one's own, and the same by the API. What
//! residents ask for, they ask for on the pages of their cases.

mod api;
mod calendar;
mod hours;
mod job;
mod list;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
pub(crate) mod told;
pub(crate) mod view;
mod week;
mod worked;

use axum::Router;
use axum::routing::{get, post};
use domain::interpretation::{CommandKind, EventKind, Job, NOUN, ROSTER, SEE, State};
use domain::journaled::Journaled as _;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::ToSpan as _;
use store::StoreError;
use store::interpretation::JobFilter;

use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Room};
use crate::kit::form::Fields;
use crate::kit::slice::{Figure, Slice, Waiting};
use crate::kit::work::{self, Worked as _};

pub const SLICE: Slice = Slice {
    pages: || Router::new().route("/interpreters/calendar/{file}", get(calendar::feed)),
    desk: routes,
    api: api::routes,
    describe: |api| work::describe::<Job>(api, "InterpretationView"),
    records: Some((Job::PREFIX, Job::PATH)),
    rooms: &[INTERPRETERS],
    private: &["/interpreters/calendar/"],
    resume,
    events: ("interpretation-event", || {
        EventKind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    waits: |desk| waits(desk).boxed(),
    figures: |app| figures(app).boxed(),
    #[cfg(test)]
    samples: samples::all,
    ..Slice::new(NOUN)
};

const INTERPRETERS: Room = Room {
    text: "interpretation-title",
    href: "/desk/interpretation",
    key: 'b',
    needs: SEE,
};

/// How many days ahead a job without an interpreter is called urgent.
const SOON_DAYS: i64 = 3;

fn routes() -> Router<App> {
    Router::new()
        .route("/desk/interpretation", get(list::show))
        .route("/desk/interpretation/jobs.csv", get(list::csv))
        .route("/desk/interpretation/new", get(job::new).post(job::open))
        .route("/desk/interpretation/week", get(week::show))
        .route("/desk/interpretation/week/copy", post(week::copy))
        .route("/desk/interpretation/hours", get(hours::show))
        .route("/desk/interpretation/hours.csv", get(hours::csv))
        .route(
            "/desk/interpretation/calendar",
            get(calendar::show).post(calendar::renew),
        )
        .route("/desk/interpretation/calendar/revoke", post(calendar::revoke))
        .route("/desk/interpretation/{reference}", get(job::show))
        .route(
            "/desk/interpretation/{reference}/{command}",
            get(job::back).post(job::carry_out),
        )
}

fn resume(desk: Desk, path: Vec<String>, kept: Fields) -> Option<BoxFuture<'static, Answer>> {
    let mut parts = path.into_iter();
    let parts = (parts.next()?, parts.next()?, parts.next(), parts.next());
    match parts {
        (noun, ..) if noun != NOUN => None,
        (_, new, None, None) if new == "new" => Some(job::resume(desk, kept).boxed()),
        (_, reference, Some(command), None) if !["week", "calendar"].contains(&reference.as_str()) => {
            Some(work::resume::<Job, _>(desk, reference, command, kept).boxed())
        }
        _ => None,
    }
}

/// Offers that wait for their answer, for whoever they were made to; what begins soon and has nobody, for who looks for
/// somebody.
async fn waits(desk: &Desk) -> Result<Vec<Waiting>, StoreError> {
    let now = desk.app.now();
    let offered = JobFilter {
        states: vec![State::Offered],
        staff: Some(desk.staff.id),
        from: Some(now),
        ..JobFilter::default()
    };
    let soon = now.checked_add((SOON_DAYS * 24).hours()).ok();
    let nobody = JobFilter {
        states: vec![State::Asked],
        from: Some(now),
        until: soon,
        ..JobFilter::default()
    };
    let lines = [
        (
            desk.may(CommandKind::Accept.action()),
            offered,
            "interpretation-waiting-offers",
            format!("?state=offered&staff={}", desk.staff.id.0),
        ),
        (
            desk.may(CommandKind::Offer.action()),
            nobody,
            "interpretation-waiting-nobody",
            "?state=asked".to_owned(),
        ),
    ];
    let mut waits = Vec::new();
    for (theirs, filter, text, query) in lines {
        if !theirs {
            continue;
        }
        let n = desk.app.store().jobs(&desk.actor, &filter, None, 1).await?.total;
        if n > 0 {
            waits.push(Waiting {
                text: desk.t(text).with("n", n).to_string(),
                href: format!("{}{query}", INTERPRETERS.href),
            });
        }
    }
    Ok(waits)
}

/// A page of this room, in the line of links above each of them.
pub(in crate::interpretation) struct Tab {
    pub href: String,
    pub text: String,
    pub current: bool,
}

/// The pages that are theirs; `current` is the end of the key of the text of the one that is shown.
fn tabs(desk: &Desk, current: &str) -> Vec<Tab> {
    let interprets = desk.may(CommandKind::Accept.action());
    let pages = [
        ("jobs", "", true),
        ("week", "/week", interprets || desk.may(ROSTER)),
        ("hours", "/hours", desk.may(domain::interpretation::SEE_HOURS)),
        ("calendar", "/calendar", interprets),
    ];
    let theirs = pages.into_iter().filter(|(.., theirs)| *theirs);
    theirs
        .map(|(code, path, _)| Tab {
            href: format!("{}{path}", INTERPRETERS.href),
            text: desk.tc("interpretation-tab", code).to_string(),
            current: code == current,
        })
        .collect()
}

/// Appointments that an interpreter kept within a year: the hotline is to be understood in everybody's language.
async fn figures(app: &App) -> Result<Vec<Figure>, StoreError> {
    let now = app.now();
    let since = now.checked_sub((365 * 24).hours()).unwrap_or(now);
    let kept = app.store().appointments_kept((since, now)).await?;
    Ok(vec![Figure {
        mechanism: "hotline".to_owned(),
        text: "interpretation-figure",
        n: kept.iter().map(|(_, n)| n).sum(),
        of: None,
        runs: true,
        path: None,
    }])
}
