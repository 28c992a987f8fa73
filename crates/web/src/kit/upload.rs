//! Files that come with a form, and go out again.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::files::File;
use domain::problems::Problem;
use percent_encoding::utf8_percent_encode;
use sha2::{Digest as _, Sha256};
use store::Noun;

use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::{Fields, UNRESERVED};

/// The largest body that brings a file: the file and what stands around it.
pub const FILE_BODY_MAX: usize = 10 * 1024 * 1024 + 64 * 1024;

fn unread(error: &MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge
    } else {
        Error::Malformed("multipart/form-data".to_owned())
    }
}

/// What it is, its first bytes tell; what the sender calls it is not believed.
async fn taken(part: axum::extract::multipart::Field<'_>) -> Result<(File, Vec<u8>), Error> {
    let name = part
        .file_name()
        .unwrap_or("file")
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or("file")
        .to_owned();
    let bytes = part.bytes().await.map_err(|error| unread(&error))?.to_vec();
    let media_type = infer::get(&bytes).map_or("", |kind| kind.mime_type());
    let media_type = if media_type == "image/heif" {
        "image/heic"
    } else {
        media_type
    }
    .to_owned();
    let digest = hex::encode(Sha256::digest(&bytes));
    Ok((
        File {
            name,
            media_type,
            size: bytes.len() as u64,
            digest,
        },
        bytes,
    ))
}

/// A posted form with a file in it: its fields, and the file if one was chosen.
///
/// # Errors
/// When it is too large or broken.
pub async fn form(mut form: Multipart) -> Result<(Fields, Option<(File, Vec<u8>)>), Error> {
    let mut fields = Fields::default();
    let mut file = None;
    while let Some(part) = form.next_field().await.map_err(|error| unread(&error))? {
        let Some(name) = part.name().map(str::to_owned) else {
            continue;
        };
        if name == "file" {
            let found = taken(part).await?;
            file = (found.0.size > 0).then_some(found);
        } else {
            let value = part.text().await.map_err(|error| unread(&error))?;
            fields.add(&name, value);
        }
    }
    Ok((fields, file))
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
    // RFC 8187: what is not plainly safe is written as %XX.
    let name = utf8_percent_encode(name.unwrap_or("file"), UNRESERVED);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
