//! Files that come with a form, and go out again.

mod shape;
pub mod spool;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::files::{FILE_MAX, File, tidy_name};
use domain::problems::Problem;
use futures::future::BoxFuture;
use percent_encoding::utf8_percent_encode;
use sha2::{Digest as _, Sha256};
use store::Noun;

use self::spool::{Room, Whole};
use crate::app::App;
use crate::desk::Desk;
use crate::error::Error;
use crate::form::{Fields, UNRESERVED};
use crate::guard::{Brings, Waiting};

/// The largest body that brings a file: the file and what stands around it.
pub const FILE_BODY_MAX: usize = 10 * 1024 * 1024 + 64 * 1024;
/// A form has no more parts.
const PARTS_MAX: usize = 1_000;

fn broken() -> Error {
    Error::Malformed("multipart/form-data".to_owned())
}

fn unread(error: &MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge
    } else {
        broken()
    }
}

/// What says whether a file would harm who opens it. Which program that is, and how it is spoken to, is the binary's.
pub trait Scanner: Send + Sync + fmt::Debug {
    /// Whether something was found in it.
    fn scan<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, Result<bool, Unscanned>>;
}

/// Nothing is known of it: the scanner is away, too slow, or has refused. Why stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the scanner does not answer")]
pub struct Unscanned;

/// The file that those bytes are. What it is, they tell; what the sender calls it is not believed.
fn described(name: &str, bytes: &[u8]) -> File {
    let media_type = shape::media_type(bytes);
    File {
        name: tidy_name(name, media_type),
        media_type: media_type.to_owned(),
        size: bytes.len() as u64,
        digest: hex::encode(Sha256::digest(bytes)),
    }
}

/// As [`described`], where a long file keeps nobody waiting.
async fn known<B: AsRef<[u8]> + Send + 'static>(name: String, bytes: B) -> Result<(File, B), Error> {
    let known = tokio::task::spawn_blocking(move || (described(&name, bytes.as_ref()), bytes));
    known
        .await
        .map_err(|_| Error::Internal("a file could not be read".to_owned()))
}

/// Has the scanner look at it, if there is one.
async fn scanned(app: &App, bytes: &[u8]) -> Result<(), Error> {
    let Some(scanner) = &app.options().scanner else {
        return Ok(());
    };
    match scanner.scan(bytes).await {
        Ok(false) => Ok(()),
        Ok(true) => Err(Error::Invalid(vec![Problem::HarmfulFile.of("file")])),
        // Nobody opens what nobody looked at.
        Err(Unscanned) => Err(Error::Unavailable),
    }
}

/// A file that came before and was carried in a page since: as new.
///
/// # Errors
/// As the scanner has.
pub async fn carried(app: &App, name: String, bytes: Vec<u8>) -> Result<(File, Vec<u8>), Error> {
    let (file, bytes) = known(name, bytes).await?;
    scanned(app, &bytes).await?;
    Ok((file, bytes))
}

/// A form with a file in it, as it comes. What is sent is counted by who sends it.
pub struct Sent {
    form: Multipart,
    app: App,
    by: Brings,
    /// Counts what of it waits in memory.
    counted: Option<Arc<Waiting>>,
    record: Option<String>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("by", &self.by)
            .finish_non_exhaustive()
    }
}

impl FromRequest<App> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let by = match request.extensions().get::<Desk>() {
            Some(desk) => Brings::Staff(desk.staff.id.0),
            None => Brings::Address(app.guard().address(request.headers(), request.extensions())),
        };
        let counted = request.extensions().get::<Arc<Waiting>>().cloned();
        let form = Multipart::from_request(request, app)
            .await
            .map_err(|_| broken())?;
        Ok(Self {
            form,
            app: app.clone(),
            by,
            counted,
            record: None,
        })
    }
}

impl Sent {
    /// The file goes to that record: it counts by that, too.
    #[must_use]
    pub fn to(self, noun: &str, key: impl fmt::Display) -> Self {
        Self {
            record: Some(format!("{noun}/{key}")),
            ..self
        }
    }
}

/// One part of a form that has come.
struct Part {
    name: String,
    /// What its sender calls the file that it is.
    file: Option<String>,
    /// Where it waits.
    at: Range<usize>,
    /// How long it was.
    size: u64,
}

/// Takes all parts; of a file with more than `keep` bytes no more, but it is read to its end and counted.
async fn take(sent: Sent, keep: u64) -> Result<(Vec<Part>, Whole), Error> {
    let Sent {
        mut form,
        app,
        by,
        counted,
        record,
    } = sent;
    let mut waiting = app.spool().begin();
    let place = |waiting: &spool::Waiting<'_>| usize::try_from(waiting.length()).map_err(|_| Error::TooLarge);
    let mut parts = Vec::new();
    while let Some(mut part) = form.next_field().await.map_err(|error| unread(&error))? {
        let Some(name) = part.name().map(str::to_owned) else {
            continue;
        };
        if parts.len() == PARTS_MAX {
            return Err(broken());
        }
        let file = (name == "file").then(|| part.file_name().unwrap_or("file").to_owned());
        let (from, mut size) = (place(&waiting)?, 0);
        while let Some(piece) = part.chunk().await.map_err(|error| unread(&error))? {
            app.guard().brings(by, piece.len())?;
            size += piece.len() as u64;
            if file.is_none() || size <= keep {
                waiting.add(&piece).await?;
            }
            if let Some(counted) = &counted {
                counted.gone(piece.len());
            }
        }
        let at = from..place(&waiting)?;
        parts.push(Part { name, file, at, size });
    }
    if let Some(record) = record {
        let size = parts
            .iter()
            .filter(|part| part.file.is_some())
            .map(|part| part.size);
        app.guard().adds(&record, size.sum())?;
    }
    Ok((parts, waiting.whole().await?))
}

/// The fields, and the file if one was chosen.
async fn read(sent: Sent, keep: u64) -> Result<(Fields, Option<(File, Whole)>, Option<Room>), Error> {
    let (parts, whole) = take(sent, keep).await?;
    let room = whole.room();
    let mut fields = Fields::default();
    let mut last = None;
    for part in parts {
        match part.file {
            Some(name) => last = (part.size > 0).then_some((name, part.at, part.size)),
            None => fields.take(part.name, &whole[part.at]),
        }
    }
    let Some((name, at, size)) = last else {
        return Ok((fields, None, room));
    };
    let (file, whole) = known(name, whole.part(at)).await?;
    Ok((fields, Some((File { size, ..file }, whole)), room))
}

/// A posted form with a file in it: its fields, and the file if one was chosen.
///
/// # Errors
/// When it is too large or broken, there is no room, or they brought too much of late; and as the scanner has.
pub async fn form(sent: Sent) -> Result<(Fields, Option<(File, Whole)>), Error> {
    let app = sent.app.clone();
    let (fields, file, _) = read(sent, u64::MAX).await?;
    if let Some((_, bytes)) = &file {
        scanned(&app, bytes).await?;
    }
    Ok((fields, file))
}

/// A form that comes with or without a file. One that is too large takes nothing else with it: it is described, and not
/// there. The file is looked at when it is used ([`carried`]).
#[derive(Debug)]
pub struct Posted {
    pub fields: Fields,
    pub file: Option<(File, Vec<u8>)>,
    /// While this is held, few others are in memory.
    pub room: Option<Room>,
}

/// The largest body of a form whose file may be too large and whose words must not be lost with it.
pub const POSTED_MAX: usize = 32 * 1024 * 1024;

impl FromRequest<App> for Posted {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data")) {
            let fields = Fields::from_request(request, app).await?;
            return Ok(Self {
                fields,
                file: None,
                room: None,
            });
        }
        let (fields, file, room) = read(Sent::from_request(request, app).await?, FILE_MAX).await?;
        let file = file.map(|(file, whole)| (file, whole.bytes));
        Ok(Self { fields, file, room })
    }
}

/// As [`form()`], of a form that is nothing without its file.
///
/// # Errors
/// As [`form()`], and [`Error::Invalid`] when none was chosen.
pub async fn file(sent: Sent) -> Result<(File, Whole, Fields), Error> {
    let (fields, file) = form(sent).await?;
    let (file, bytes) = file.ok_or_else(|| Error::Invalid(vec![Problem::NoFile.of("file")]))?;
    Ok((file, bytes, fields))
}

/// A file of a record that the reader may see, to be saved and never shown in place.
///
/// # Errors
/// [`Error::NotFound`] when the record has no such file.
pub async fn download<N: Noun>(
    app: &App,
    record: &N,
    id: u64,
    (name, media_type): (Option<&str>, &str),
) -> Result<Response, Error> {
    let bytes = app.store().file(record, id).await?.ok_or(Error::NotFound)?;
    Ok(attached(name.unwrap_or("file"), media_type, bytes))
}

/// A file to be saved by the browser, and never shown in place.
pub fn attached(name: &str, media_type: &str, file: impl IntoResponse) -> Response {
    // Of files that came before names were looked at, too.
    let name = tidy_name(name, media_type);
    // RFC 8187: what is not plainly safe is written as %XX.
    let name = utf8_percent_encode(&name, UNRESERVED);
    let mut response = file.into_response();
    for (header, value) in [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(header, value);
        }
    }
    response
}
