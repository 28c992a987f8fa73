//! Contacts with the hotline: who answers now, the chat, calls and call-backs, for everybody; the desk where they are answered
//! (article 8).
//!
//! All but calls works by forms and pages. A page that is left open is told what happens by a socket ([`live`]), or asks again
//! for it where there is none; calls ask again always.

mod api;
mod begin;
mod call;
mod call_back;
mod captions;
mod chat;
mod consent;
mod desk;
pub mod exchange;
mod figures;
mod files;
mod front;
mod live;
pub mod media;
mod of_case;
mod polls;
mod recording;
#[cfg(test)]
pub mod samples;
mod signalling;
mod staffing;
#[cfg(test)]
mod tests;
mod view;
mod voice;
mod wall;
mod worked;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::contacts::{CommandKind, Contact, EventKind, NOUN};
use domain::journaled::Journaled as _;
use domain::roles::Action;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use store::StoreError;

pub(crate) use call::forget as forget_call;
pub(crate) use of_case::{OfCase, of_case};
pub(crate) use recording::{Named as Recording, of_case as recordings_of};

use crate::kit::desk::{Answer, Desk, Room};
use crate::kit::form::Fields;
use crate::kit::slice::{Slice, Waiting};
use crate::kit::upload::FILE_BODY_MAX;
use crate::kit::work;

/// Where everybody sees who answers, below the language.
pub const PATH: &str = "/hotline";

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route(PATH, get(front::show))
            .route("/call", get(call::show).post(call::ring))
            .route("/call/now", get(call::poll))
            .route("/call/signals", post(call::signal))
            .route("/call/media", post(media::offer))
            .route("/call/end", post(call::end))
            .route("/call/captions", post(captions::agree))
            .route("/call/heard", post(captions::hear))
            .route("/call/recording", post(recording::agree))
            .route("/call-back", get(call_back::show).post(call_back::ask))
            .route("/chat", get(begin::begin).post(begin::open))
            .route("/chat/here", post(begin::here))
            .route("/chat/{reference}", get(chat::show))
            .route("/chat/{reference}/lines", get(chat::lines))
            .route("/chat/{reference}/live", get(live::of_visitor))
            .route(
                "/chat/{reference}/attach",
                get(chat::back)
                    .post(files::attach)
                    .layer(DefaultBodyLimit::max(FILE_BODY_MAX)),
            )
            .route("/chat/{reference}/files/{contact}/{id}", get(files::file))
            .route("/chat/{reference}/recordings/{contact}/{id}", get(recording::own))
            .route("/chat/{reference}/{what}", get(chat::back).post(chat::act))
    },
    desk: || {
        Router::new()
            .route("/desk/hotline", get(desk::show))
            .route("/desk/hotline/now", get(desk::now))
            .route("/desk/hotline/at", post(desk::be_at))
            .route("/desk/hotline/here", get(desk::here))
            .route("/desk/hotline/telephone", get(exchange::telephone::account))
            .route("/desk/hotline/live", get(live::of_desk))
            .route(wall::WALL.href, get(wall::show))
            .route("/desk/hotline/wall.csv", get(wall::csv))
            .route(staffing::HREF, get(staffing::show).post(staffing::roster))
            .route("/desk/hotline/staffing.csv", get(staffing::csv))
            .route("/desk/hotline/signals", post(desk::signal))
            .route("/desk/hotline/media", post(media::desk_offer))
            .route("/desk/hotline/heard", post(captions::desk_hear))
            .route("/desk/hotline/recorded", post(recording::take))
            .route("/desk/hotline/{reference}", get(desk::contact))
            .route("/desk/hotline/{reference}/captions", post(captions::desk_agree))
            .route("/desk/hotline/{reference}/recording", post(recording::desk_agree))
            .route(
                "/desk/hotline/{reference}/recordings/{id}",
                get(recording::desk_listen),
            )
            .route("/desk/hotline/{reference}/lines", get(desk::lines))
            .route("/desk/hotline/{reference}/call", get(desk::poll))
            .route("/desk/hotline/{reference}/decline", post(desk::decline))
            .route("/desk/hotline/{reference}/take", post(desk::take))
            .route(
                "/desk/hotline/{reference}/attach",
                get(files::desk_back)
                    .post(files::desk_attach)
                    .layer(DefaultBodyLimit::max(FILE_BODY_MAX)),
            )
            .route("/desk/hotline/{reference}/files/{id}", get(files::desk_file))
            .route(
                "/desk/hotline/{reference}/{command}",
                get(desk::back).post(desk::carry_out),
            )
    },
    api: api::routes,
    describe: |api| crate::kit::work::describe::<Contact>(api, "ContactView"),
    records: Some((Contact::PREFIX, HOTLINE.href)),
    rooms: &[HOTLINE, wall::WALL],
    private: &["/chat", "/call-back"],
    // Pieces of speech and parts of recordings have limits of their own: an office of agents behind one address sends many.
    asks: &["/call/heard", "/hotline/heard", "/hotline/recorded"],
    holds: Some(polls::held),
    public: |app| {
        // A city whose hotline is only called says so on its other pages.
        let paths = [PATH, "/call"].map(str::to_owned);
        let paths = app.city().hotline.hours.is_some().then_some(paths);
        async { Ok(paths.into_iter().flatten().collect()) }.boxed()
    },
    events: ("contacts-event", || {
        EventKind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    beats: Some(("/desk/hotline/here", domain::contacts::BE_THERE)),
    figures: figures::figures,
    waits: |desk| waits(desk).boxed(),
    resume,
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

/// What an agent sent after their session had ended.
fn resume(desk: Desk, path: Vec<String>, kept: Fields) -> Option<BoxFuture<'static, Answer>> {
    let [room, reference, command]: [String; 3] = path.try_into().ok()?;
    let is_command = CommandKind::parse(&command).is_some();
    (room == "hotline" && is_command)
        .then(|| work::resume::<Contact, _>(desk, reference, command, kept).boxed())
}

/// Who waits, for those who answer.
async fn waits(desk: &Desk) -> Result<Vec<Waiting>, StoreError> {
    if !desk.may(CommandKind::Answer.action()) {
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
