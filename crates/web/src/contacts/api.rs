//! Who answers at the hotline now, by the API.

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::Lang;
use domain::cases::Outcome;
use domain::contacts::{Contact, Kind, State as Stands};
use domain::receipts::Reference;
use domain::roles::Actor;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::contacts::Filter;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Now;
use crate::kit::api::{Token, limit};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::work;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(hotline))
        .routes(routes!(list))
        .routes(routes!(show))
        .merge(super::wall::api::routes())
        .merge(work::routes::<Contact, _>())
}

/// A contact, without a word of what was said in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContactView {
    reference: String,
    /// Whose it is.
    case: String,
    version: u64,
    /// `chat`, `call` or `call-back`.
    #[schema(value_type = String)]
    kind: Kind,
    /// `waiting`, `talking`, `wrapping-up` or `ended`.
    #[schema(value_type = String)]
    state: Stands,
    /// The visitor's.
    #[schema(value_type = String)]
    language: Lang,
    /// Code of the unit of its case.
    unit: String,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// `answered`, `passed-on`, `follow-up` or `no-matter`.
    #[schema(value_type = Option<String>)]
    outcome: Option<Outcome>,
}

impl ContactView {
    pub fn of(contact: &Contact) -> Self {
        Self {
            reference: contact.reference.to_string(),
            case: contact.case.to_string(),
            version: contact.version,
            kind: contact.kind,
            state: contact.state,
            language: contact.language,
            unit: contact.unit.to_string(),
            opened_at: contact.opened_at,
            answered_at: contact.answered_at,
            ended_at: contact.ended_at,
            outcome: contact.outcome,
        }
    }
}

/// The hotline at this moment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HotlineView {
    /// Whether the chat is answered at this hour.
    open: bool,
    languages: Vec<SpokenHere>,
}

/// A language at the hotline.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SpokenHere {
    #[schema(value_type = String)]
    language: Lang,
    /// Agents who speak it and are ready.
    ready: usize,
    /// What half of those waited at most who were answered in it in the last two hours, in seconds; null when there were none.
    expected_wait_s: Option<i64>,
}

/// Who answers now
///
/// Which languages are spoken at the hotline at this moment, and how long one is likely to wait in each.
#[utoipa::path(
    get,
    path = "/api/v1/hotline",
    tag = "hotline",
    operation_id = "hotline",
    responses((status = 200, description = "The hotline at this moment.", body = HotlineView)),
)]
async fn hotline(State(app): State<App>) -> Result<Json<HotlineView>, Error> {
    let now = Now::of(&app).await?;
    let languages = now.languages.iter().map(|spoken| SpokenHere {
        language: spoken.language,
        ready: spoken.ready,
        expected_wait_s: spoken.wait.map(|(middle, ..)| middle.as_secs()),
    });
    Ok(Json(HotlineView {
        open: now.is_open,
        languages: languages.collect(),
    }))
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ContactsQuery {
    /// `waiting`, `talking`, `wrapping-up` or `ended`.
    state: Option<String>,
    /// The visitor's.
    language: Option<String>,
    /// Reference of the case that they belong to.
    case: Option<String>,
    /// Only those in which the caller takes part, or did.
    #[serde(default)]
    mine: bool,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ContactsView {
    contacts: Vec<ContactView>,
    total: u64,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// The contacts that you may see, begun last first.
#[utoipa::path(
    get, path = "/api/v1/desk/contacts", operation_id = "contacts_list", tag = "desk",
    security(("token" = [])), params(ContactsQuery),
    responses((status = 200, body = ContactsView), (status = 404, description = "No case has such a reference"))
)]
async fn list(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<ContactsQuery>,
) -> Result<Json<ContactsView>, Error> {
    let case = query.case.as_deref().map(Reference::parse).transpose();
    let filter = Filter {
        states: query
            .state
            .as_deref()
            .and_then(Stands::parse)
            .into_iter()
            .collect(),
        languages: query
            .language
            .as_deref()
            .and_then(|code| Lang::parse(code).ok())
            .into_iter()
            .collect(),
        mine: query.mine,
        case: case.map_err(|_| Error::NotFound)?,
        ..Filter::default()
    };
    let actor = Actor::from(&staff);
    let limit = limit(query.limit);
    let page = app
        .store()
        .contacts(&actor, &filter, query.cursor.as_deref(), limit)
        .await?;
    Ok(Json(ContactsView {
        contacts: page.rows.iter().map(ContactView::of).collect(),
        total: page.total,
        next: page.next,
    }))
}

/// A contact that you may see.
#[utoipa::path(
    get, path = "/api/v1/desk/contacts/{reference}", operation_id = "contacts_show", tag = "desk",
    security(("token" = [])), params(("reference" = String, Path, description = "The reference")),
    responses((status = 200, body = ContactView), (status = 404, description = "There is none that you may see"))
)]
async fn show(
    State(app): State<App>,
    Token(staff): Token,
    Path(reference): Path<String>,
) -> Result<Json<ContactView>, Error> {
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    let contact: Option<Contact> = app.store().get(reference, &Actor::from(&staff)).await?;
    Ok(Json(ContactView::of(&contact.ok_or(Error::NotFound)?)))
}
