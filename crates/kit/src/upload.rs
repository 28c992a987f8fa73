//! Files that come with a form, and go out again.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::files::{FILE_MAX, File};
use domain::problems::Problem;
use percent_encoding::utf8_percent_encode;
use sha2::{Digest as _, Sha256};
use store::Noun;

use crate::app::App;
use crate::error::Error;
use crate::form::{Fields, UNRESERVED};

/// The largest body that brings a file: the file and what stands around it.
pub const FILE_BODY_MAX: usize = 10 * 1024 * 1024 + 64 * 1024;

fn unread(error: &MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge
    } else {
        Error::Malformed("multipart/form-data".to_owned())
    }
}

/// The file that those bytes are. What it is, its first bytes tell; what the sender calls it is not believed.
pub fn described(name: &str, bytes: &[u8]) -> File {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("file").to_owned();
    let media_type = infer::get(bytes).map_or("", |kind| kind.mime_type());
    let media_type = if media_type == "image/heif" {
        "image/heic"
    } else {
        media_type
    }
    .to_owned();
    File {
        name,
        media_type,
        size: bytes.len() as u64,
        digest: hex::encode(Sha256::digest(bytes)),
    }
}

/// A file of a form. Of more than `keep` bytes it is read to its end and only counted.
async fn taken(mut part: axum::extract::multipart::Field<'_>, keep: u64) -> Result<(File, Vec<u8>), Error> {
    let name = part.file_name().unwrap_or("file").to_owned();
    let (mut bytes, mut size) = (Vec::new(), 0);
    while let Some(chunk) = part.chunk().await.map_err(|error| unread(&error))? {
        size += chunk.len() as u64;
        if size <= keep {
            bytes.extend_from_slice(&chunk);
        }
    }
    let described = described(&name, &bytes);
    Ok((File { size, ..described }, bytes))
}

/// A posted form with a file in it: its fields, and the file if one was chosen.
///
/// # Errors
/// When it is too large or broken.
pub async fn form(form: Multipart) -> Result<(Fields, Option<(File, Vec<u8>)>), Error> {
    read(form, u64::MAX).await
}

async fn read(mut form: Multipart, keep: u64) -> Result<(Fields, Option<(File, Vec<u8>)>), Error> {
    let mut fields = Fields::default();
    let mut file = None;
    while let Some(part) = form.next_field().await.map_err(|error| unread(&error))? {
        let Some(name) = part.name().map(str::to_owned) else {
            continue;
        };
        if name == "file" {
            let found = taken(part, keep).await?;
            file = (found.0.size > 0).then_some(found);
        } else {
            let value = part.bytes().await.map_err(|error| unread(&error))?;
            fields.take(name, &value);
        }
    }
    Ok((fields, file))
}

/// A form that comes with or without a file. One that is too large takes nothing else with it: it is described, and not
/// there.
#[derive(Debug)]
pub struct Posted {
    pub fields: Fields,
    pub file: Option<(File, Vec<u8>)>,
}

/// The largest body of a form whose file may be too large and whose words must not be lost with it.
pub const POSTED_MAX: usize = 32 * 1024 * 1024;

impl FromRequest<App> for Posted {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data")) {
            let fields = Fields::from_request(request, app).await?;
            return Ok(Self { fields, file: None });
        }
        let sent = Multipart::from_request(request, app).await;
        let sent = sent.map_err(|_| Error::Malformed("multipart/form-data".to_owned()))?;
        let (fields, file) = read(sent, FILE_MAX).await?;
        Ok(Self { fields, file })
    }
}

/// As [`form()`], of a form that is nothing without its file.
///
/// # Errors
/// As [`form()`], and [`Error::Invalid`] when none was chosen.
pub async fn file(sent: Multipart) -> Result<(File, Vec<u8>, Fields), Error> {
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
    // RFC 8187: what is not plainly safe is written as %XX.
    let name = utf8_percent_encode(name, UNRESERVED);
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
