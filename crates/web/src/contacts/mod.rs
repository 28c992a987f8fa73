//! Contacts with the hotline: who answers now, the chat, calls and call-backs, for everybody; the desk where they are answered
//! (article 8).
//!
//! All but calls works by forms and pages. A page that is left open asks again for what has changed.

mod api;
mod call;
mod call_back;
mod chat;
mod desk;
mod front;
mod of_case;
#[cfg(test)]
pub mod samples;
mod signalling;
#[cfg(test)]
mod tests;
mod view;
mod voice;
mod worked;

use axum::Router;
use axum::routing::{get, post};
use domain::contacts::{Contact, EventKind, NOUN};
use domain::journaled::Journaled as _;
use domain::roles::Action;
use futures::FutureExt as _;
use store::StoreError;

pub(crate) use of_case::{OfCase, of_case};

use crate::kit::desk::{Desk, Room};
use crate::kit::slice::{Slice, Waiting};

/// Where everybody sees who answers, below the language.
pub const PATH: &str = "/hotline";

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route(PATH, get(front::show))
            .route("/call", get(call::show).post(call::ring))
            .route("/call/now", get(call::poll))
            .route("/call/signals", post(call::signal))
            .route("/call/end", post(call::end))
            .route("/call-back", get(call_back::show).post(call_back::ask))
            .route("/chat", get(chat::begin).post(chat::open))
            .route("/chat/{reference}", get(chat::show))
            .route("/chat/{reference}/lines", get(chat::lines))
            .route("/chat/{reference}/{what}", post(chat::act))
    },
    desk: || {
        Router::new()
            .route("/desk/hotline", get(desk::show))
            .route("/desk/hotline/now", get(desk::now))
            .route("/desk/hotline/at", post(desk::be_at))
            .route("/desk/hotline/signals", post(desk::signal))
            .route("/desk/hotline/{reference}", get(desk::contact))
            .route("/desk/hotline/{reference}/lines", get(desk::lines))
            .route("/desk/hotline/{reference}/call", get(desk::poll))
            .route("/desk/hotline/{reference}/decline", post(desk::decline))
            .route(
                "/desk/hotline/{reference}/{command}",
                get(desk::back).post(desk::carry_out),
            )
    },
    api: api::routes,
    describe: |api| crate::kit::work::describe::<Contact>(api, "ContactView"),
    records: Some((Contact::PREFIX, HOTLINE.href)),
    rooms: &[HOTLINE],
    private: &["/chat", "/call-back"],
    public: |app| {
        // A city whose hotline is only called says so on its other pages.
        let paths = [PATH, "/call"].map(str::to_owned);
        let paths = app.city().hotline.hours.is_some().then_some(paths);
        async { Ok(paths.into_iter().flatten().collect()) }.boxed()
    },
    events: ("contacts-event", || {
        EventKind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    waits: |desk| waits(desk).boxed(),
    #[cfg(test)]
    samples: samples::all,
    ..Slice::new(NOUN)
};

const HOTLINE: Room = Room {
    text: "contacts-title",
    href: "/desk/hotline",
    key: 'o',
    needs: Action::new(NOUN, "see"),
};

/// Who waits, for those who answer.
async fn waits(desk: &Desk) -> Result<Vec<Waiting>, StoreError> {
    if !desk.may(domain::contacts::CommandKind::Answer.action()) {
        return Ok(Vec::new());
    }
    let app = &desk.app;
    let policy = &app.city().hotline.policy;
    let queue = app.store().hotline_queue(policy, app.today(), app.now()).await?;
    let waiting = Waiting {
        text: desk
            .t("contacts-waiting")
            .with("n", queue.waiting.len())
            .to_string(),
        href: HOTLINE.href.to_owned(),
    };
    Ok((!queue.waiting.is_empty())
        .then_some(waiting)
        .into_iter()
        .collect())
}
