//! Files in a chat, from both sides. What a file is, its first bytes tell; it goes to whoever may read the chat, to be saved and
//! never shown in place, and it is erased with the chat's words.

#[cfg(test)]
mod tests;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::contacts::{Command, CommandKind, Contact, Says};
use domain::journaled::{Journaled as _, Refusal};
use domain::receipts::Reference;
use domain::roles::Actor;
use store::CommandError;

use super::HOTLINE;
use super::chat::{held_contact, refused, titled, whole};
use crate::cases::held_case;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, see_other};
use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState};
use crate::kit::page::{Nav, Page, Visit};
use crate::kit::upload::{self, Sent};
use crate::kit::work;

/// Where a file of a contact is fetched, by who holds its case.
pub(super) fn of_visitor(page: &Page, contact: &Contact, id: u64) -> String {
    page.url(&format!(
        "/chat/{}/files/{}/{id}",
        contact.case, contact.reference
    ))
}

/// And by staff.
pub(super) fn of_staff(contact: &Contact, id: u64) -> String {
    format!("{}/{}/files/{id}", HOTLINE.href, contact.reference)
}

/// A file of a contact that the actor may see.
async fn download(app: &App, contact: &Contact, id: u64, actor: &Actor) -> Result<Response, Error> {
    let said = app
        .store()
        .conversation(contact, id.saturating_sub(1), actor)
        .await?;
    let line = said.lines.into_iter().find(|line| line.id == id);
    match line.map(|line| (line.says, line.text)) {
        Some((Says::File { media_type, .. }, name)) => {
            upload::download(app, contact, id, (name.as_deref(), &media_type)).await
        }
        _ => Err(Error::NotFound),
    }
}

/// `POST /{lang}/chat/{reference}/attach`: one file, as `multipart/form-data`.
pub(super) async fn attach(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
    headers: HeaderMap,
    form: Sent,
) -> Result<Response, Error> {
    let page = titled(visit.page(Nav::Of(super::PATH)));
    let (case, contact) = held_contact(&app, &headers, &reference).await?;
    let done = match upload::file(form.to(Contact::NOUN, contact.reference)).await {
        Ok((file, bytes, fields)) => {
            let scope = contact.reference.to_string();
            let once = fields.once(&app, &scope, &file.digest);
            let (actor, command) = (Actor::holder(case.reference), Command::Attach(file));
            let ctx = app.context(&actor);
            app.store()
                .attach_once(&ctx, contact.reference, None, (&command, &bytes), once.as_ref())
                .await
        }
        Err(Error::Invalid(problems)) => Err(CommandError::Refused(Refusal::Invalid(problems))),
        Err(error) => return Err(error),
    };
    let Err(error) = done else {
        return Ok(Redirect::to(&page.url(&format!("/chat/{}", case.reference))).into_response());
    };
    let (status, problems, why) = refused(&page, error);
    // The chat may stand elsewhere by now.
    let (case, contact) = held_contact(&app, &headers, &reference).await?;
    let state = FormState::new(Fields::default(), problems);
    whole(page, (&case, &contact), (state, why), status).await
}

/// `GET /{lang}/chat/{reference}/files/{contact}/{id}`
pub(super) async fn file(
    State(app): State<App>,
    Path((_, reference, contact, id)): Path<(String, String, String, u64)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let known = |text: &str| Reference::parse(text).map_err(|_| Error::NotFound);
    let case = held_case(&app, &headers, known(&reference)?).await?;
    let case = case.ok_or(Error::WrongReceipt)?;
    let contact = app.store().contact_of(&case, known(&contact)?).await?;
    let contact = contact.ok_or(Error::NotFound)?;
    download(&app, &contact, id, &Actor::holder(case.reference)).await
}

/// `POST /desk/hotline/{reference}/attach`
pub(super) async fn desk_attach(desk: Desk, Path(address): Path<String>, form: Sent) -> Answer {
    desk.app.store().agent_beat(desk.staff.id, desk.app.now()).await?;
    let at = (address, CommandKind::Attach.code().to_owned());
    work::attach::<Contact, _>(desk.room(&HOTLINE), at, form).await
}

/// The address of the form is no page.
pub(super) async fn desk_back(desk: Desk, Path(address): Path<String>) -> Answer {
    let contact: Contact = desk.record(&address).await?;
    Ok(see_other(&format!("{}/{}", HOTLINE.href, contact.key())))
}

/// `GET /desk/hotline/{reference}/files/{id}`
pub(super) async fn desk_file(desk: Desk, Path((address, id)): Path<(String, u64)>) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let contact: Contact = desk.record(&address).await?;
    Ok(download(&desk.app, &contact, id, &desk.actor).await?)
}
