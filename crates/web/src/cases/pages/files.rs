//! Files of a case: added and fetched by its resident.

use axum::extract::{Multipart, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::cases::Command;
use domain::journaled::Refusal;
use domain::people::Actor;
use domain::receipts::Reference;
use store::CommandError;

use super::follow::{again, held_case};
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::page::{Nav, Visit};
use crate::kit::upload;

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
            let once = fields
                .filled("once")
                .map(|chosen| app.once(reference.to_string().as_bytes(), chosen, file.digest.as_bytes()));
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
        Err(CommandError::Refused(refusal)) => again(&page, &case, Fields::default(), refusal, "file"),
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
