//! What is said in a call, as text, for those who are in it: off until everybody there agreed, and again as soon as one of them
//! does not. Each browser sends what its own microphone hears in short pieces; an engine writes a piece down, the translators
//! put it beside, and the pages get both with what else they ask for. Sound and text pass through and are kept nowhere.

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::Lang;
use domain::contacts::{Contact, Kind};
use domain::receipts::Reference;
use language::speech::{self, Sound};
use language::translate;
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::contacts::{Agreed, Caption, Captions, Consent, Peer};

use super::consent::{Present, state};
use super::signalling::{Has, json};
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Fault};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::page::Page;

/// The most bytes of a piece. A browser sends eight seconds at most, some 32 KB of them.
const PIECE_MAX: usize = 256 * 1024;
/// So many pieces are listened to at once by this node; what comes beyond them is dropped.
const PIECES_MAX: usize = 16;
/// The most letters of a caption: nobody says more in a piece.
const LETTERS_MAX: usize = 600;
/// A translation that takes longer comes too late to be read.
const PATIENCE: Duration = Duration::from_secs(6);
/// What a machine is less sure of than this is marked.
const SURE: f64 = 0.5;

/// Whose pieces are listened to just now: one of each speaker at a time.
#[derive(Debug, Default)]
struct Ears(Mutex<HashSet<(Reference, i64)>>);

/// A place among them.
struct Turn {
    ears: Arc<Ears>,
    whose: (Reference, i64),
}

impl Ears {
    /// `None`: a piece of theirs is listened to already, or too many are.
    fn turn(self: Arc<Self>, contact: Reference, speaker: Peer) -> Option<Turn> {
        let whose = (contact, speaker.number());
        let mut busy = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = busy.len() < PIECES_MAX && busy.insert(whose);
        drop(busy);
        free.then_some(Turn { ears: self, whose })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut busy = self.ears.0.lock().unwrap_or_else(PoisonError::into_inner);
        busy.remove(&self.whose);
    }
}

/// Words in a language, as they are handed on.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    language: Lang,
    text: String,
    /// A machine was not sure of them.
    unsure: bool,
}

/// What is handed on of a piece.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Heard {
    said: Written,
    into: Vec<Written>,
}

#[derive(Debug, Serialize)]
struct WordsView {
    text: String,
    tag: String,
    dir: &'static str,
    unsure: bool,
}

impl WordsView {
    fn of(page: &Page, written: Written) -> Self {
        Self {
            tag: page.tag_of(written.language).to_owned(),
            dir: page.dir_of(written.language),
            text: written.text,
            unsure: written.unsure,
        }
    }
}

#[derive(Debug, Serialize)]
struct LineView {
    from: i64,
    said: WordsView,
    into: Vec<WordsView>,
}

/// How captions stand, as one of those in the call sees it.
#[derive(Debug, Serialize)]
pub(super) struct CaptionsView {
    /// `off`, `asked` (by somebody else), `agreed` (by oneself, and not by all) or `on`.
    state: &'static str,
    /// Of those who agreed, and that state: the page tells what it has seen.
    stands: String,
    lines: Vec<LineView>,
    /// Number of the last line.
    last: u64,
}

impl CaptionsView {
    pub fn is_old(&self, has: &Has) -> bool {
        self.lines.is_empty() && self.stands == has.captions
    }

    /// `None`: there is nothing that listens to the caller's language.
    pub async fn of(page: &Page, contact: &Contact, me: Peer, has: &Has) -> Result<Option<Self>, StoreError> {
        let app = &page.app;
        if !is_offered(app, contact) {
            return Ok(None);
        }
        let consent = app.store().consent::<Captions>(contact).await?;
        let all = consent.all();
        let captions = match &all {
            Some(agreed) => app.store().captions(agreed, has.heard).await?,
            None => Vec::new(),
        };
        Ok(Some(Self::with(
            page,
            (contact, me),
            &consent,
            captions,
            has.heard,
        )))
    }

    fn with(
        page: &Page,
        (contact, me): (&Contact, Peer),
        consent: &Consent<Captions>,
        captions: Vec<Caption>,
        heard: u64,
    ) -> Self {
        let state = state(consent, me);
        let last = captions.last().map_or(heard, |caption| caption.seq);
        let line = |caption: Caption| {
            let Heard { said, into } = serde_json::from_str(&caption.data).ok()?;
            // Who calls reads their own language; staff may read any of them.
            let into = into
                .into_iter()
                .filter(|words| me != Peer::Caller || words.language == contact.language);
            Some(LineView {
                from: caption.speaker.number(),
                into: into.map(|words| WordsView::of(page, words)).collect(),
                said: WordsView::of(page, said),
            })
        };
        Self {
            state,
            stands: format!("{state} {}", consent.count()),
            lines: captions.into_iter().filter_map(line).collect(),
            last,
        }
    }
}

fn is_offered(app: &App, contact: &Contact) -> bool {
    contact.kind == Kind::Call && app.transcribers().hear(contact.language)
}

/// Somebody in a call of which captions can be had.
struct Speaker(Present);

impl std::ops::Deref for Speaker {
    type Target = Present;

    fn deref(&self) -> &Present {
        &self.0
    }
}

impl Speaker {
    fn of(app: &App, present: Present) -> Result<Self, Error> {
        if is_offered(app, &present.contact) {
            Ok(Self(present))
        } else {
            Err(Error::NotFound)
        }
    }

    async fn caller(app: &App, headers: &HeaderMap) -> Result<Self, Error> {
        Self::of(app, Present::caller(app, headers).await?)
    }

    async fn staff(desk: Desk, address: &str) -> Result<(Desk, Self), Fault> {
        let (desk, present) = Present::staff(desk, address).await?;
        let speaker = Self::of(&desk.app, present)?;
        Ok((desk, speaker))
    }

    /// The language that this one speaks; `None`: several, and whoever listens tells.
    fn speaks(&self) -> Option<Lang> {
        let Peer::Staff(id) = self.me else {
            return Some(self.contact.language);
        };
        let party = self.contact.present().find(|party| party.staff == id)?;
        match party.languages.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Has a piece listened to. What became of it is all that whoever sent it is told.
    async fn hear(&self, app: &App, piece: Bytes) -> Result<Response, Error> {
        if piece.len() > PIECE_MAX {
            return Err(Error::TooLarge);
        }
        let sound = Sound::new(piece).map_err(|_| Error::Malformed("no sound".to_owned()))?;
        let consent = app.store().consent::<Captions>(&self.contact).await?;
        let became = match consent.all() {
            Some(agreed) => match app.keeps::<Ears>().turn(self.contact.reference, self.me) {
                Some(_turn) => self.listen(app, &agreed, sound).await?,
                None => "busy",
            },
            None => "not-agreed",
        };
        Ok(json(&serde_json::json!({ "became": became })))
    }

    async fn listen(&self, app: &App, _: &Agreed<Captions>, sound: Sound) -> Result<&'static str, Error> {
        let speaks = self.speaks();
        let request = speech::Request {
            sound,
            language: speaks,
        };
        let Ok(heard) = app.transcribers().transcribe(&request).await else {
            return Ok("unheard");
        };
        let text: String = heard.text.trim().chars().take(LETTERS_MAX).collect();
        if text.is_empty() {
            return Ok("nothing");
        }
        // While it was listened to, somebody may have come, or have taken it back.
        let Some(agreed) = self.consent_now::<Captions>(app).await?.all() else {
            return Ok("not-agreed");
        };
        let otherwise = app.city().source_language;
        let (language, _) = intake::language_of(app, speaks.or(heard.language), &text, otherwise);
        let heard = Heard {
            into: self.translated(app, &text, language).await,
            said: Written {
                language,
                text,
                unsure: heard.confidence.is_some_and(|sure| sure < SURE),
            },
        };
        let data = serde_json::to_string(&heard).map_err(|error| Error::Internal(error.to_string()))?;
        let handed = app.store().caption(&agreed, self.me, &data, app.now()).await?;
        Ok(if handed { "heard" } else { "not-agreed" })
    }

    /// Into what others in the call read. What none of the translators has in time stays in its original.
    async fn translated(&self, app: &App, text: &str, from: Lang) -> Vec<Written> {
        let by_visitor = self.me == Peer::Caller;
        let wanted = self.contact.wanted(from, by_visitor, app.city());
        let one = async |to: Lang| {
            let request = translate::Request {
                text: text.to_owned(),
                from,
                to,
            };
            let made = tokio::time::timeout(PATIENCE, app.translators().translate(&request)).await;
            let made = made.ok()?.ok()?;
            let unsure = made.confidence.is_some_and(|sure| sure < SURE) || !made.wrong_terms.is_empty();
            Some(Written {
                language: to,
                unsure: unsure && !made.is_checked(),
                text: made.text,
            })
        };
        let all = futures::future::join_all(wanted.into_iter().map(one)).await;
        all.into_iter().flatten().collect()
    }
}

/// `POST /{lang}/call/captions`: who calls agrees to captions (`agrees=yes`), or takes it back (`no`).
pub(super) async fn agree(
    State(app): State<App>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    let speaker = Speaker::caller(&app, &headers).await?;
    speaker.agree::<Captions>(&app, &fields).await
}

/// `POST /{lang}/call/heard`: a piece of what the caller's microphone hears.
pub(super) async fn hear(
    State(app): State<App>,
    headers: HeaderMap,
    piece: Bytes,
) -> Result<Response, Error> {
    Speaker::caller(&app, &headers).await?.hear(&app, piece).await
}

/// `POST /desk/hotline/{reference}/captions`: as [`agree`], for staff in that call.
pub(super) async fn desk_agree(desk: Desk, Path(address): Path<String>, fields: Fields) -> Answer {
    let (desk, speaker) = Speaker::staff(desk, &address).await?;
    Ok(speaker.agree::<Captions>(&desk.app, &fields).await?)
}

/// Whose call.
#[derive(Debug, Deserialize)]
pub(super) struct Whose {
    #[serde(default)]
    contact: String,
}

/// `POST /desk/hotline/heard?contact=`: as [`hear`], for staff in that call.
pub(super) async fn desk_hear(desk: Desk, Query(whose): Query<Whose>, piece: Bytes) -> Answer {
    let (desk, speaker) = Speaker::staff(desk, &whose.contact).await?;
    Ok(speaker.hear(&desk.app, piece).await?)
}
