//! A recording of a call, where the city has any: asked for by its agent, begun when everybody in it agreed, each in their own page,
//! and over when one of them does not any more. The agent's browser mixes what all of them say and sends it in parts, which are
//! sealed here and kept; who was its agent, who answers for them, and who called have it afterwards, and the journal says so.

#[cfg(test)]
mod tests;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use domain::cases::Case;
use domain::contacts::{Command, CommandKind, Contact, Recording, allowed};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use domain::roles::Actor;
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::contacts::{Peer, Recorded, RecordedPart};

use super::HOTLINE;
use super::consent::{Present, state};
use super::signalling::{Has, json};
use super::view::wait;
use crate::cases::held_case;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::page::Page;
use crate::kit::{sealed, upload, watch};

/// The most bytes of a part, which has some 12 KB.
const PART_MAX: usize = 64 * 1024;
/// What browsers record, and so what is kept.
const MEDIA_TYPE: &str = "audio/webm";
/// With which a file of it begins: that of any Matroska.
const MAGIC: [u8; 4] = [0x1A, 0x45, 0xDF, 0xA3];
/// For what a key is made.
const PURPOSE: &str = "recording";

/// How a recording stands, as one of those in the call sees it.
#[derive(Debug, Serialize)]
pub(super) struct RecordingView {
    state: &'static str,
    /// The page tells what it has seen.
    stands: String,
    /// What everybody agreed to: a part says to which it was recorded.
    agreed: String,
    /// This page asks for it, and records.
    records: bool,
}

impl RecordingView {
    pub fn is_old(&self, has: &Has) -> bool {
        self.stands == has.recording
    }

    /// `None`: this city records no such call.
    pub async fn of(page: &Page, contact: &Contact, me: Peer) -> Result<Option<Self>, StoreError> {
        if !contact.may_be_recorded(page.city()) {
            return Ok(None);
        }
        let consent = page.app.store().consent::<Recorded>(contact).await?;
        let state = state(&consent, me);
        let records = contact.recorder().is_some_and(|staff| me == Peer::Staff(staff));
        Ok(Some(Self {
            state,
            stands: format!(
                "{state} {} {} {}",
                consent.count(),
                u8::from(records),
                consent.since()
            ),
            agreed: consent.since().to_string(),
            records,
        }))
    }
}

/// A call that this city may record.
fn offered(app: &App, present: &Present) -> Result<(), Error> {
    if present.contact.may_be_recorded(app.city()) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// `POST /{lang}/call/recording`: who calls agrees that it is recorded (`agrees=yes`), or not any more (`no`).
pub(super) async fn agree(
    State(app): State<App>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    let present = Present::caller(&app, &headers).await?;
    offered(&app, &present)?;
    present.agree::<Recorded>(&app, &fields).await
}

/// `POST /desk/hotline/{reference}/recording`: as [`agree`], for staff in that call.
pub(super) async fn desk_agree(desk: Desk, Path(address): Path<String>, fields: Fields) -> Answer {
    let (desk, present) = Present::staff(desk, &address).await?;
    offered(&desk.app, &present)?;
    Ok(present.agree::<Recorded>(&desk.app, &fields).await?)
}

/// Which part of what.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    contact: String,
    take: u32,
    n: u32,
    /// See [`RecordingView`].
    agreed: i64,
}

/// Under what name a part is sealed: in no other place does it open.
fn name(contact: Reference, take: u32, n: u32) -> String {
    format!("{contact}/{take}/{n}")
}

/// A part as it is kept: how long it is, and what was sealed.
fn kept(app: &App, name: &str, part: &[u8]) -> Vec<u8> {
    let sealed = sealed::seal(app, (PURPOSE, name), part);
    // `PART_MAX` is far below.
    let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], &sealed].concat()
}

/// The sound of all parts that were kept; `None`: they are not as they were.
fn opened(app: &App, contact: Reference, take: u32, mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut sound = Vec::with_capacity(rest.len());
    let mut n = 0;
    while !rest.is_empty() {
        let (length, after) = rest.split_at_checked(4)?;
        let length = u32::from_be_bytes(length.try_into().ok()?);
        let (part, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
        sound.extend(sealed::open(app, (PURPOSE, &name(contact, take, n)), part)?);
        (rest, n) = (after, n + 1);
    }
    Some(sound)
}

/// `POST /desk/hotline/recorded?contact=&take=&n=&agreed=`: the next part of what the agent's browser records, in its order. What became of
/// it is `kept`, `not-agreed`, or `again`: this recording is over, and another may begin.
pub(super) async fn take(desk: Desk, Query(which): Query<Which>, part: Bytes) -> Answer {
    let (desk, present) = Present::staff(desk, &which.contact).await?;
    let app = &desk.app;
    offered(app, &present)?;
    let recorder = present.contact.recorder();
    let Some(by) = recorder.filter(|staff| *staff == desk.staff.id) else {
        return Err(Error::Conflict.into());
    };
    if part.len() > PART_MAX {
        return Err(Error::TooLarge.into());
    }
    if part.is_empty() || (which.n == 0 && !part.starts_with(&MAGIC)) {
        return Err(Error::Malformed("no sound".to_owned()).into());
    }
    let became = keep(app, &present, &which, by, &part).await?;
    Ok(json(&serde_json::json!({ "became": became })))
}

async fn keep(
    app: &App,
    present: &Present,
    which: &Which,
    by: domain::roles::StaffId,
    part: &[u8],
) -> Result<&'static str, Error> {
    let contact = present.contact.reference;
    let store = app.store();
    let sealed = kept(app, &name(contact, which.take, which.n), part);
    let part = RecordedPart {
        by,
        take: which.take,
        n: which.n,
        sealed: &sealed,
    };
    let consent = store.consent::<Recorded>(&present.contact).await?;
    let Some(agreed) = consent.all() else {
        return Ok("not-agreed");
    };
    // What was recorded while the line was gone, before somebody said no and yes again, is kept no more.
    if consent.since() != which.agreed {
        return Ok("again");
    }
    if store.record(&agreed, &part, app.now()).await? {
        return Ok("kept");
    }
    if present.consent_now::<Recorded>(app).await?.all().is_none() {
        return Ok("not-agreed");
    }
    if which.n > 0 {
        return Ok("again");
    }
    // The one before is over when another begins.
    let worker = Actor::System {
        worker: PURPOSE.to_owned(),
    };
    store.keep_recording(&app.context(&worker), contact).await?;
    let kept = store.record(&agreed, &part, app.now()).await?;
    Ok(if kept { "kept" } else { "again" })
}

/// The sound of a recording, for whoever may have it. That they had it is written down first. Who asks for the head of the answer
/// alone has heard nothing.
async fn listen(
    app: &App,
    method: &Method,
    contact: &Contact,
    id: u64,
    actor: &Actor,
) -> Result<Response, Error> {
    let recording = contact.recording(id).ok_or(Error::NotFound)?;
    if method == Method::HEAD {
        return Err(Error::MethodNotAllowed);
    }
    let listen = Command::Listen { recording: id };
    app.store()
        .carry_out(&app.context(actor), contact.reference, None, &listen)
        .await?;
    let stream = format!("{}/{}", Contact::PREFIX, contact.reference);
    watch::read_secret(app, actor, "recording", Some(stream)).await?;
    let kept = app.store().file(contact, id).await?.ok_or(Error::NotFound)?;
    let is_whole = kept.len() as u64 == recording.bytes;
    let sound = opened(app, contact.reference, recording.take, &kept).filter(|_| is_whole);
    let sound = sound.ok_or_else(|| Error::Internal("a recording does not open".to_owned()))?;
    let zoned = recording.from.to_zoned(app.city().timezone.clone());
    let name = format!("{}-{}.webm", contact.reference, zoned.strftime("%Y-%m-%d-%H%M"));
    Ok(upload::attached(&name, MEDIA_TYPE, sound))
}

/// `GET /desk/hotline/{reference}/recordings/{id}`
pub(super) async fn desk_listen(
    desk: Desk,
    method: Method,
    Path((address, id)): Path<(String, u64)>,
) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let contact: Contact = desk.record(&address).await?;
    Ok(listen(&desk.app, &method, &contact, id, &desk.actor).await?)
}

/// `GET /{lang}/chat/{reference}/recordings/{contact}/{id}`: by who holds its case.
pub(super) async fn own(
    State(app): State<App>,
    Path((_, reference, contact, id)): Path<(String, String, String, u64)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let known = |text: &str| Reference::parse(text).map_err(|_| Error::NotFound);
    let case = held_case(&app, &headers, known(&reference)?).await?;
    let case = case.ok_or(Error::WrongReceipt)?;
    let contact = app.store().contact_of(&case, known(&contact)?).await?;
    let contact = contact.ok_or(Error::NotFound)?;
    listen(&app, &method, &contact, id, &Actor::holder(case.reference)).await
}

/// A recording as a page names it.
#[derive(Debug)]
pub(crate) struct Named {
    /// When it was made, and how long it is.
    pub text: String,
    /// Until when it is kept, or that it is gone.
    pub kept: String,
    /// Where it is had; `None`: it is gone, or is not the reader's.
    pub href: Option<String>,
}

impl Named {
    fn of(page: &Page, recording: &Recording, href: Option<String>) -> Self {
        let lasted = recording.until.duration_since(recording.from).as_secs();
        let text = page
            .t("contacts-recording-one")
            .with("at", page.moment(recording.from))
            .with("lasted", wait(page, lasted));
        let key = if recording.erased {
            "contacts-recording-gone"
        } else {
            "contacts-recording-kept-until"
        };
        let kept = page.t(key).with("date", page.short_date(recording.kept_until));
        Self {
            text: text.to_string(),
            kept: kept.to_string(),
            href: href.filter(|_| !recording.erased),
        }
    }
}

/// Those of a contact, as staff see them.
pub(super) fn of_staff(desk: &Desk, contact: &Contact) -> Vec<Named> {
    let may = allowed(contact, &desk.actor, desk.city()).contains(&CommandKind::Listen);
    let one = |recording: &Recording| {
        let href = format!(
            "{}/{}/recordings/{}",
            HOTLINE.href, contact.reference, recording.id
        );
        Named::of(desk, recording, may.then_some(href))
    };
    contact.recordings.iter().map(one).collect()
}

/// Those of a contact, as who called sees them.
pub(super) fn of_caller(page: &Page, contact: &Contact) -> Vec<Named> {
    let one = |recording: &Recording| {
        let href = format!(
            "/chat/{}/recordings/{}/{}",
            contact.case, contact.reference, recording.id
        );
        Named::of(page, recording, Some(page.url(&href)))
    };
    contact.recordings.iter().map(one).collect()
}

/// What was recorded of the calls of a case, for who holds its receipt.
pub(crate) async fn of_case(page: &Page, case: &Case) -> Result<Vec<Named>, StoreError> {
    if case.contacts.is_empty() || case.erased {
        return Ok(Vec::new());
    }
    let contacts = page.app.store().contacts_of(case).await?;
    Ok(contacts
        .iter()
        .flat_map(|contact| of_caller(page, contact))
        .collect())
}
