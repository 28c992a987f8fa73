//! Cases at the desk: queue, inbox, case, new case, translation desk and wall.

mod alarm;
pub mod cases;
mod commands;
mod forms;
mod inbox;
mod missing;
mod new;
pub mod queue;
mod row;
mod said;
#[cfg(test)]
mod sample;
mod suggestions;
#[cfg(test)]
mod tests;
mod translation;
mod wall;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::Lang;
use domain::cases::{Case, CommandKind, OPEN, SEE, SEE_TRANSLATIONS, SEE_WALL, Speaker};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use futures::FutureExt as _;
use futures::future::BoxFuture;

use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Fault, Names, Room, is_fragment, query_of, see_other, show, show_with};
use crate::kit::form::Fields;
use crate::kit::slice::Waits;
#[cfg(test)]
pub(crate) use sample::samples;

const QUEUE: Room = Room {
    text: "desk-nav-queue",
    href: "/desk",
    key: 'q',
    needs: SEE,
};
const INBOX: Room = Room {
    text: "desk-nav-inbox",
    href: "/desk/inbox",
    key: 'i',
    needs: CommandKind::Accept.action(),
};
const NEW: Room = Room {
    text: "desk-nav-new",
    href: "/desk/new",
    key: 'n',
    needs: OPEN,
};
const TRANSLATION: Room = Room {
    text: "desk-nav-translation",
    href: "/desk/translation",
    key: 't',
    needs: SEE_TRANSLATIONS,
};
const WALL: Room = Room {
    text: "desk-nav-wall",
    href: "/desk/wall",
    key: 'w',
    needs: SEE_WALL,
};
pub const ROOMS: &[Room] = &[QUEUE, INBOX, NEW, TRANSLATION, WALL];

/// Routes for who is signed in.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk", get(queue::show))
        .route("/desk/alarm", get(alarm::show))
        .route("/desk/search", post(queue::search))
        .route("/desk/cases.csv", get(queue::csv))
        .route("/desk/inbox", get(inbox::show))
        .route("/desk/cases/{reference}", get(cases::show))
        .route("/desk/cases/{reference}/files/{id}", get(cases::file))
        .route(
            "/desk/cases/{reference}/attach",
            get(cases::back)
                .post(commands::attach)
                .layer(DefaultBodyLimit::max(crate::kit::upload::FILE_BODY_MAX)),
        )
        .route(
            "/desk/cases/{reference}/{command}",
            get(cases::back).post(commands::carry_out),
        )
        .route("/desk/new", get(new::choose))
        .route("/desk/new/{service}", get(new::show).post(new::open))
        .route("/desk/translation", get(translation::list))
        .route(
            "/desk/translation/{reference}/{message}/{language}",
            get(translation::show).post(translation::save),
        )
        .route("/desk/wall", get(wall::show))
        .route("/desk/wall.csv", get(wall::csv))
}

/// What is said where somebody begins.
pub fn waits(desk: &Desk) -> Waits<'_> {
    alarm::waits(desk).boxed()
}

/// Shows the form that was sent to that path, below `/desk`, when the session had ended.
pub fn resume(desk: Desk, path: Vec<String>, kept: Fields) -> Option<BoxFuture<'static, Answer>> {
    let known = matches!(
        path.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
        ["cases", _, _] | ["new", _] | ["translation", _, _, _]
    );
    known.then(|| {
        async move {
            match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["cases", reference, command] => commands::resume(desk, reference, command, kept).await,
                ["new", service] => new::resume(desk, service, kept),
                ["translation", reference, message, language] => {
                    translation::resume(desk, (reference, message, language), kept).await
                }
                _ => Ok(see_other("/desk")),
            }
        }
        .boxed()
    })
}

/// Texts of a case that is not there.
const UNKNOWN: &str = "desk-case-unknown";

/// The cases of whoever is signed in.
trait Cases {
    fn case_reference(&self, address: &str) -> Result<Reference, Fault>;

    fn case_unknown(&self) -> Fault;

    /// Whether a case, as it is now, is theirs to see.
    fn sees(&self, case: &Case) -> bool;

    /// The case of an address, if it is there and theirs to see.
    async fn case(&self, address: &str) -> Result<Case, Fault>;
}

impl Cases for Desk {
    fn case_reference(&self, address: &str) -> Result<Reference, Fault> {
        self.reference(address, UNKNOWN)
    }

    fn case_unknown(&self) -> Fault {
        self.unknown(UNKNOWN)
    }

    fn sees(&self, case: &Case) -> bool {
        case.permits(&self.actor, SEE)
    }

    async fn case(&self, address: &str) -> Result<Case, Fault> {
        let reference = self.case_reference(address)?;
        let case = self.app.store().get::<Case>(reference, &self.actor).await?;
        case.ok_or_else(|| self.case_unknown())
    }
}

/// Who said or did something of a case.
fn speaker(desk: &Desk, names: &Names, speaker: &Speaker) -> String {
    match speaker {
        Speaker::Resident => desk.t("desk-resident").to_string(),
        Speaker::System => desk.t("desk-system").to_string(),
        Speaker::Unit { unit, staff } => match staff {
            Some(staff) => format!("{} · {}", names.get(*staff), desk.short_unit(unit)),
            None => desk.unit(unit).to_owned(),
        },
    }
}

/// `Korean → Chinese`, in the reader's language.
fn pair(desk: &Desk, from: Lang, to: Lang) -> String {
    desk.t("desk-translation-pair")
        .with("from", desk.language_name(from))
        .with("to", desk.language_name(to))
        .to_string()
}
