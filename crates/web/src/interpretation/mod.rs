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
use domain::interpretation::{CommandKind, EventKind, Job, NOUN, OPEN, SEE};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::ToSpan as _;
use store::StoreError;

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

/// What waits for whoever is signed in: offers to answer, what was cancelled and what is near of their own; what has nobody and
/// begins soon, what nobody answered, and what a colleague has who is gone, for who looks for somebody. Each line counts what its link shows.
async fn waits(desk: &Desk) -> Result<Vec<Waiting>, StoreError> {
    // Whether it is theirs, which it is, and what its link asks for.
    type Line<'l> = (bool, &'l str, &'l [(&'l str, &'l str)]);
    let interprets = desk.may(CommandKind::Accept.action());
    let finds = desk.may(CommandKind::Offer.action());
    let own = desk.staff.id.0.to_string();
    let own = own.as_str();
    let day = desk.app.today().saturating_add(1.day()).to_string();
    let lines: [Line<'_>; 6] = [
        (
            interprets,
            "offers",
            &[("state", "offered"), ("staff", own), ("when", list::AHEAD)],
        ),
        (
            interprets,
            "cancelled",
            &[("state", "cancelled"), ("staff", own), ("when", list::AHEAD)],
        ),
        (
            interprets,
            "near",
            &[("state", "accepted"), ("staff", own), ("day", day.as_str())],
        ),
        (finds, "nobody", &[("when", list::SOON)]),
        (finds, "unanswered", &[("when", list::UNANSWERED)]),
        (finds, "gone", &[("when", list::GONE)]),
    ];
    let mut waits = Vec::new();
    for (theirs, code, asked) in lines {
        // What is understood of it is in the list's own words.
        let Some(filter) = list::filter_of(&desk.app, asked.iter().copied())
            .ok()
            .filter(|_| theirs)
        else {
            continue;
        };
        let n = desk.app.store().jobs(&desk.actor, &filter, None, 1).await?.total;
        if n > 0 {
            let query: Vec<String> = asked
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            waits.push(Waiting {
                text: desk.tc("interpretation-waiting", code).with("n", n).to_string(),
                href: format!("{}?{}", INTERPRETERS.href, query.join("&")),
            });
        }
    }
    Ok(waits)
}

/// Where an interpreter is asked for in that case, for who may.
pub(crate) fn wanted_for(desk: &Desk, case: Reference) -> Option<String> {
    let asks = desk.may(OPEN) && !desk.city().interpretation.is_empty();
    asks.then(|| format!("{}/new?case={case}", INTERPRETERS.href))
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
        ("week", "/week", true),
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
    let since = view::begins(app.city(), app.today().saturating_sub(1.year())).unwrap_or(now);
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
