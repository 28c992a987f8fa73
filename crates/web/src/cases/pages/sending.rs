//! What was answered becomes a case, and whoever sent it gets its receipt.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::cases::{Case, Command};
use domain::people::Actor;
use store::{CommandError, OpenError, StoreError};

use super::answers::Answers;
use super::files::Enclosed;
use super::held::{Held, Receipt};
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::Page;

/// Opens the case, with the file that comes with it. What is sent twice opens one: the form carries a number of its own.
pub(super) async fn send(
    page: &Page,
    headers: &HeaderMap,
    answers: &Answers<'_>,
) -> Result<Response, OpenError> {
    let app = &page.app;
    let open = answers.open(app, page.lang);
    let content = serde_json::to_vec(&open).unwrap_or_default();
    let once = match answers.fields.filled("once") {
        Some(once) => once.to_owned(),
        None => page.once(),
    };
    // The same form with other answers is another case.
    let key = hex::encode(app.secret().hash("sent-form", &[once.as_bytes(), &content]));
    let opened = intake::open(app, &Actor::ANYONE, &open, Some(&key)).await?;
    if let Some(enclosed) = &answers.enclosed {
        enclose(app, &opened.case, enclosed, &once).await?;
    }
    let reference = opened.case.reference;
    let held = Held::of(app, headers).with(Receipt {
        reference,
        code: opened.access_code,
        opened_at: Some(app.now()),
    });
    let to = page.url(&format!("/receipt/{reference}"));
    Ok((held.cookie(app), Redirect::to(&to)).into_response())
}

/// Adds the file. When that fails, the form comes back, and sent again it finds its case.
async fn enclose(app: &App, case: &Case, enclosed: &Enclosed, once: &str) -> Result<(), StoreError> {
    let reference = case.reference;
    let once = app.once(
        reference.to_string().as_bytes(),
        once,
        enclosed.file.digest.as_bytes(),
    );
    let (actor, command) = (Actor::holder(reference), Command::Attach(enclosed.file.clone()));
    let context = app.context(&actor);
    let file = (&command, enclosed.bytes.as_slice());
    match app
        .store()
        .attach_once(&context, reference, None, file, Some(&once))
        .await
    {
        Err(CommandError::Store(error)) => Err(error),
        // The case is there, and takes no more files since it went on meanwhile.
        _ => Ok(()),
    }
}

/// Why it could not be sent, though nothing is wrong with it.
pub(super) fn failed(page: &Page, answers: &Answers<'_>, error: OpenError) -> (StatusCode, String) {
    let mut error = Error::from(error);
    if answers.fields.has("once") {
        error = error.with_key();
    }
    if let Error::Internal(what) = &error {
        tracing::error!(what, "a case could not be opened");
    }
    (error.status(), error.text(page))
}
