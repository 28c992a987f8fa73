//! Training of staff: courses at the desk, who speaks which language, levels from and to files, and the same by the API.

mod api;
mod course;
mod history;
mod levels;
mod list;
mod people;
#[cfg(test)]
mod samples;
mod sheet;
mod speakers;
#[cfg(test)]
mod tests;
mod units;
mod view;
mod worked;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::journaled::Journaled as _;
use domain::training::{CommandKind, Course, EventKind, NOUN, OPEN, SEE, SEE_LEVELS};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use store::StoreError;

use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Room};
use crate::kit::form::Fields;
use crate::kit::slice::{Figure, Slice, Waiting};
use crate::kit::work::{self, Worked as _};

pub const SLICE: Slice = Slice {
    desk: routes,
    api: api::routes,
    describe: |api| work::describe::<Course>(api, "CourseView"),
    records: Some((Course::PREFIX, Course::PATH)),
    rooms: &[TRAINING],
    resume,
    events: ("training-event", || {
        EventKind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    figures: |app| figures(app).boxed(),
    waits: |desk| waits(desk).boxed(),
    #[cfg(test)]
    samples: samples::all,
    ..Slice::new(NOUN)
};

/// Levels of the reader's unit that expire soon, if renewing them is theirs.
async fn waits(desk: &Desk) -> Result<Vec<Waiting>, StoreError> {
    if !desk.may(CommandKind::Reach.action()) {
        return Ok(Vec::new());
    }
    let filter = speakers::expiring_soon(desk.app.today(), Some(desk.staff.unit.clone()));
    let n = desk
        .app
        .store()
        .levels(&desk.actor, &filter, None, 1)
        .await?
        .total;
    let waiting = Waiting {
        text: desk.t("training-waiting").with("n", n).to_string(),
        href: "/desk/training/expiring".to_owned(),
    };
    Ok(if n == 0 { Vec::new() } else { vec![waiting] })
}

const TRAINING: Room = Room {
    text: "training-title",
    href: "/desk/training",
    key: 'l',
    needs: SEE,
};

fn routes() -> Router<App> {
    Router::new()
        .route("/desk/training", get(list::show))
        .route("/desk/training/search", post(list::search))
        .route("/desk/training/courses.csv", get(list::csv))
        .route("/desk/training/new", get(course::new).post(course::open))
        .route("/desk/training/people/{id}", get(people::show))
        .route("/desk/training/units", get(units::city))
        .route("/desk/training/units/{unit}", get(units::show))
        .route("/desk/training/speakers", get(speakers::show))
        .route("/desk/training/expiring", get(speakers::expiring))
        .route(
            "/desk/training/import",
            get(sheet::show)
                .post(sheet::check)
                .layer(DefaultBodyLimit::max(sheet::FILE_BODY_MAX)),
        )
        .route(
            "/desk/training/import/enter",
            get(sheet::back)
                .post(sheet::enter)
                .layer(DefaultBodyLimit::max(sheet::FORM_BODY_MAX)),
        )
        .route("/desk/training/levels.csv", get(sheet::csv))
        .route("/desk/training/{reference}", get(course::show))
        .route(
            "/desk/training/{reference}/{command}",
            get(course::back).post(course::carry_out),
        )
}

fn resume(desk: Desk, path: Vec<String>, kept: Fields) -> Option<BoxFuture<'static, Answer>> {
    let mut parts = path.into_iter();
    let parts = (parts.next()?, parts.next()?, parts.next(), parts.next());
    match parts {
        (noun, ..) if noun != NOUN => None,
        (_, new, None, None) if new == "new" => Some(async move { course::resume(desk, kept) }.boxed()),
        (_, import, Some(_), None) if import == "import" => Some(sheet::again(desk, kept).boxed()),
        (_, reference, Some(command), None) => {
            Some(work::resume::<Course, _>(desk, reference, command, kept).boxed())
        }
        _ => None,
    }
}

/// How many members of staff hold a level today.
async fn figures(app: &App) -> Result<Vec<Figure>, StoreError> {
    let trained = app.store().trained(app.today()).await?;
    Ok(vec![Figure {
        mechanism: "staff-training".to_owned(),
        text: "training-public-staff",
        n: trained.staff as u64,
        of: None,
        path: None,
        runs: true,
    }])
}

/// A page of training, in the line of links above each of them.
pub(in crate::training) struct Tab {
    pub href: String,
    pub text: String,
    pub current: bool,
}

/// The pages that are theirs; `current` is the end of the key of the text of the one that is shown.
fn tabs(desk: &Desk, current: &str) -> Vec<Tab> {
    let levels = desk.may(SEE_LEVELS);
    let own = format!("people/{}", desk.staff.id.0);
    let pages = [
        ("courses", "", desk.may(SEE)),
        ("speakers", "speakers", levels),
        ("unit", "units", levels),
        ("expiring", "expiring", levels),
        ("import", "import", levels || imports(desk)),
        ("mine", own.as_str(), true),
    ];
    let theirs = pages.into_iter().filter(|(.., theirs)| *theirs);
    theirs
        .map(|(code, path, _)| Tab {
            href: format!("{}/{path}", TRAINING.href)
                .trim_end_matches('/')
                .to_owned(),
            text: desk.tc("training-tab", code).to_string(),
            current: code == current,
        })
        .collect()
}

/// Whether they enter levels from a file: each opens courses.
fn imports(desk: &Desk) -> bool {
    desk.may(OPEN) && desk.may(CommandKind::Reach.action())
}
