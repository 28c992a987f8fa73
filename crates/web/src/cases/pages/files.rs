//! Files of a case: chosen before it is sent, added and fetched by its resident.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::cases::{Case, Command};
use domain::files::File;
use domain::journaled::{Journaled as _, Refusal};
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
use crate::kit::upload::{self, Posted, Sent};

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

fn invalid(problem: Problem) -> Error {
    Error::Invalid(vec![problem.of("file")])
}

impl Enclosed {
    /// The file that was chosen now, else the one that was chosen before.
    ///
    /// # Errors
    /// [`Error::Invalid`] with what is wrong with it; as the scanner has.
    pub async fn of(app: &App, posted: &mut Posted) -> Result<Option<Self>, Error> {
        let carried = posted
            .fields
            .filled(BYTES)
            .and_then(|text| STANDARD.decode(text).ok());
        let name = posted.fields.get(NAME).to_owned();
        posted.fields.remove(BYTES);
        let carried = carried.filter(|_| posted.fields.get("go") != LEAVE_OUT);
        let chosen = posted.file.take();
        // One that is too large is not there.
        if let Some((file, _)) = &chosen {
            file.checked().map_err(invalid)?;
        }
        let chosen = chosen.map(|(file, bytes)| (file.name, bytes));
        let Some((name, bytes)) = chosen.or(carried.map(|bytes| (name, bytes))) else {
            return Ok(None);
        };
        let (file, bytes) = upload::carried(app, name, bytes).await?;
        file.checked().map_err(invalid)?;
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
    form: Sent,
) -> Result<Response, Error> {
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    let page = visit.page(Nav::Follow);
    let case = held_case(&app, &headers, reference)
        .await?
        .ok_or(Error::WrongReceipt)?;
    let done = match upload::file(form.to(Case::NOUN, reference)).await {
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
