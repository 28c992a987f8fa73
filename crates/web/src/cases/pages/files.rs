//! Files of a case: chosen before it is sent, added and fetched by its resident.

use axum::extract::{Multipart, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::cases::Command;
use domain::files::File;
use domain::journaled::Refusal;
use domain::people::Actor;
use domain::problems::Problem;
use domain::receipts::Reference;
use store::CommandError;

use super::follow::{again, held_case};
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::page::{Nav, Visit};
use crate::kit::upload::{self, Posted};

/// A file that comes with a form. Until that is sent it is carried in the page, as every answer is.
#[derive(Debug, Clone)]
pub(super) struct Enclosed {
    pub file: File,
    pub bytes: Vec<u8>,
}

const NAME: &str = "enclosed.name";
const BYTES: &str = "enclosed.bytes";
/// The button that takes it out again.
const LEAVE_OUT: &str = "leave-out";

impl Enclosed {
    /// The file that was chosen now, else the one that was chosen before.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of(posted: &mut Posted) -> Result<Option<Self>, Problem> {
        let carried = posted
            .fields
            .filled(BYTES)
            .and_then(|text| STANDARD.decode(text).ok());
        let name = posted.fields.get(NAME).to_owned();
        posted.fields.remove(BYTES);
        let carried = carried.filter(|_| posted.fields.get("go") != LEAVE_OUT);
        let carried = carried.map(|bytes| (upload::described(&name, &bytes), bytes));
        let Some((file, bytes)) = posted.file.take().or(carried) else {
            return Ok(None);
        };
        file.checked()?;
        Ok(Some(Self { file, bytes }))
    }

    /// Name and value of what a page carries of it.
    pub fn carried(&self) -> [(String, String); 2] {
        [
            (NAME.to_owned(), self.file.name.clone()),
            (BYTES.to_owned(), STANDARD.encode(&self.bytes)),
        ]
    }
}

/// `POST /follow/{reference}/attach`: one file, as `multipart/form-data`.
pub(crate) async fn attach(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Error> {
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    let page = visit.page(Nav::Follow);
    let case = held_case(&app, &headers, reference)
        .await?
        .ok_or(Error::WrongReceipt)?;
    let done = match upload::file(form).await {
        Ok((file, bytes, fields)) => {
            let once = fields.once(&app, &reference.to_string(), &file.digest);
            let (actor, command) = (Actor::holder(reference), Command::Attach(file));
            app.store()
                .attach_once(
                    &app.context(&actor),
                    reference,
                    None,
                    (&command, &bytes),
                    once.as_ref(),
                )
                .await
        }
        Err(Error::Invalid(problems)) => Err(CommandError::Refused(Refusal::Invalid(problems))),
        Err(error) => return Err(error),
    };
    match done {
        Ok(_) => {
            let to = page.url(&format!("/follow/{reference}?done=attach"));
            Ok(Redirect::to(&to).into_response())
        }
        Err(CommandError::Refused(refusal)) => again(&page, &case, Fields::default(), refusal, "file").await,
        Err(error) => Err(error.into()),
    }
}

/// `GET /follow/{reference}/files/{id}`.
pub(crate) async fn download(
    State(app): State<App>,
    Path((_, reference, id)): Path<(String, String, u64)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    let case = held_case(&app, &headers, reference)
        .await?
        .ok_or(Error::WrongReceipt)?;
    intake::download(&app, &case, id).await
}
