//! The visitor's side of a chat: the conversation, its end, and what they thought of it. Who holds the
//! receipt of its case holds it, on whatever node and after whatever pause.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use domain::cases::{Case, Why};
use domain::contacts::{By, Command, CommandKind, Contact, Device, Kind, State as Stands, allowed};
use domain::journaled::Refusal;
use domain::problems::{FieldProblem, Problem};
use domain::receipts::Reference;
use domain::roles::Actor;
use serde::Deserialize;
use store::{CommandError, StoreError};

use super::view::{LineView, Reads, lines as views};
use super::voice::Voice;
use super::{PATH, front};
use crate::cases::{held_case, intake};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState};
use crate::kit::page::{Nav, Page, Visit};

/// The part of the page that changes by itself.
#[derive(Template)]
#[template(path = "contacts/lines.html")]
pub(super) struct Lines {
    pub page: Page,
    pub said: Vec<LineView>,
    pub action: String,
    pub version: u64,
    pub state: &'static str,
    /// State of the page around them.
    pub around: &'static str,
    pub told: String,
    pub goes_on: bool,
    /// The rest of the page is as it was before: the chat has ended meanwhile.
    pub is_news: bool,
    /// Where a call-back is asked for, when they wait so long that it is offered.
    pub call_back: Option<String>,
}

#[derive(Template)]
#[template(path = "contacts/chat.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub(super) struct Chat {
    pub page: Page,
    pub reference: String,
    pub talk: Lines,
    /// Device of what is said next, when something may be.
    pub says: Option<u32>,
    /// Number of that.
    pub n: u32,
    /// What they wrote and can send here no more.
    pub kept: Option<String>,
    /// Other contacts about the same case: how and when each began, and where it is read.
    pub earlier: Vec<(String, String)>,
    /// A file may be added.
    pub attaches: bool,
    pub may_end: bool,
    pub may_rate: bool,
    pub state: FormState,
    pub refused: Option<String>,
    pub rated: bool,
    /// Where they begin another about the same case, unless its words are erased.
    pub again: Option<String>,
    pub receipt: String,
}

pub(super) fn private(status: StatusCode, html: String) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

pub(super) fn titled(page: Page) -> Page {
    let title = page.t("contacts-chat-title").to_string();
    page.titled(title)
}

/// That of the form, or a new one.
pub(super) fn device(app: &App, fields: &Fields) -> Device {
    device_of(app, |name| fields.get(name))
}

pub(super) fn device_of<'a>(app: &App, value: impl Fn(&str) -> &'a str) -> Device {
    let number = |name: &str| value(name).parse().ok();
    Device {
        id: number("id").unwrap_or_else(|| u32::from_be_bytes(app.entropy().bytes())),
        n: number("n").unwrap_or(1),
    }
}

/// The last contact of a case whose receipt this device holds.
pub(super) async fn held_contact(
    app: &App,
    headers: &HeaderMap,
    address: &str,
) -> Result<(Case, Contact), Error> {
    let reference = Reference::parse(address).map_err(|_| Error::NotFound)?;
    let case = held_case(app, headers, reference).await?;
    let case = case.ok_or(Error::WrongReceipt)?;
    let last = *case.contacts.last().ok_or(Error::NotFound)?;
    let contact = app.store().contact_of(&case, last).await?;
    Ok((case, contact.ok_or(Error::NotFound)?))
}

/// The one that was asked for among those of a case, or the last.
async fn chosen(app: &App, case: &Case, last: Contact, which: &Which) -> Result<Contact, Error> {
    let Some(n) = which.n else {
        return Ok(last);
    };
    let asked = n.checked_sub(1).and_then(|at| case.contacts.get(at));
    let asked = *asked.ok_or(Error::NotFound)?;
    if asked == last.reference {
        return Ok(last);
    }
    let contact = app.store().contact_of(case, asked).await?;
    contact.ok_or(Error::NotFound)
}

/// Which contact of a case is read, by its number from 1; none: the last.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    n: Option<usize>,
}

/// What the visitor and whoever else speaks are called on their page.
pub(super) fn name(page: &Page, by: &By) -> String {
    let key = match by {
        By::Visitor => "contacts-you",
        By::Staff(_) | By::System => "contacts-hotline",
    };
    page.t(key).to_string()
}

impl Lines {
    async fn of(page: Page, contact: &Contact) -> Result<Self, Error> {
        let actor = Actor::holder(contact.case);
        let said = page.app.store().conversation(contact, 0, &actor).await?;
        let lines = views(&page, contact, &said, Reads::Visitor, |by| name(&page, by));
        let offered = offered(&page.app, contact).await?;
        let call_back = offered.then(|| call_back_for(&page, contact));
        Ok(Self {
            call_back,
            ..Self::with(page, contact, lines)
        })
    }

    pub(super) fn with(page: Page, contact: &Contact, lines: Vec<LineView>) -> Self {
        Self {
            said: lines,
            call_back: None,
            action: page.url(&format!("/chat/{}", contact.case)),
            version: contact.version,
            state: contact.state.code(),
            around: contact.state.code(),
            told: stands(&page, contact),
            goes_on: contact.state.is_live(),
            is_news: false,
            page,
        }
    }
}

/// How and when another contact of the same case began.
pub(super) fn one_of(page: &Page, contact: &Contact) -> String {
    page.t("contacts-earlier-one")
        .with("kind", page.tc("contacts-kind", contact.kind.code()).to_string())
        .with("at", page.moment(contact.opened_at))
        .to_string()
}

/// Where who waits asks to be called back.
pub(super) fn call_back_for(page: &Page, contact: &Contact) -> String {
    page.url(&format!("/call-back?case={}", contact.case))
}

/// What a visitor is told of where it stands.
fn stands(page: &Page, contact: &Contact) -> String {
    if contact.state == Stands::Waiting && !front::is_open(&page.app) {
        return page.t("contacts-closed-text").to_string();
    }
    page.tc("contacts-stands", contact.state.code()).to_string()
}

impl Chat {
    async fn of(
        page: Page,
        (case, contact): (&Case, &Contact),
        state: FormState,
        refused: Option<String>,
    ) -> Result<Self, Error> {
        let talk = Lines::of(page.clone(), contact).await?;
        let mut earlier = Vec::new();
        for (n, other) in (1..).zip(&case.contacts) {
            if *other == contact.reference {
                continue;
            }
            let is_last = case.contacts.last() == Some(other);
            let path = if is_last {
                format!("/chat/{}", case.reference)
            } else {
                format!("/chat/{}?n={n}", case.reference)
            };
            if let Some(other) = page.app.store().contact_of(case, *other).await? {
                earlier.push((one_of(&page, &other), page.url(&path)));
            }
        }
        let chat = Self::with(page, contact, talk, state, refused);
        // What is sent from a page goes to the last one.
        let is_last = case.contacts.last() == Some(&contact.reference);
        Ok(Self {
            earlier,
            may_rate: chat.may_rate && is_last,
            ..chat
        })
    }

    pub(super) fn with(
        page: Page,
        contact: &Contact,
        talk: Lines,
        state: FormState,
        refused: Option<String>,
    ) -> Self {
        let may = allowed(contact, &Actor::holder(contact.case), page.city());
        let says = may.contains(&CommandKind::Say);
        // A form that comes back says the same, should it have been said after all.
        let Device { id, n } = device_of(&page.app, |name| state.value(name));
        Self {
            reference: contact.case.to_string(),
            talk,
            says: says.then_some(id),
            n,
            kept: (!says && !state.value("text").is_empty()).then(|| state.value("text").to_owned()),
            earlier: Vec::new(),
            attaches: may.contains(&CommandKind::Attach),
            may_end: may.contains(&CommandKind::End),
            may_rate: may.contains(&CommandKind::Rate),
            state,
            refused,
            rated: contact.rating.is_some(),
            again: (!contact.erased).then(|| page.url(&format!("/chat?case={}", contact.case))),
            receipt: page.url(&format!("/receipt/{}", contact.case)),
            page,
        }
    }
}

/// Whether they wait so long that a call-back is offered.
pub(super) async fn offered(app: &App, contact: &Contact) -> Result<bool, StoreError> {
    if contact.state != Stands::Waiting {
        return Ok(false);
    }
    let waits = app.store().waits(contact.reference).await?;
    Ok(waits.is_some_and(|waits| waits.call_back_offered))
}

/// They are there still. It is written only while somebody may be offered to an agent.
async fn beat(app: &App, contact: &Contact) -> Result<(), Error> {
    if contact.state == Stands::Waiting {
        app.store().visitor_beat(contact.reference, app.now()).await?;
    }
    Ok(())
}

/// `GET /{lang}/chat/{reference}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let page = titled(visit.page(Nav::Of(PATH)));
    let (case, contact) = held_contact(&app, &headers, &reference).await?;
    beat(&app, &contact).await?;
    let contact = chosen(&app, &case, contact, &which).await?;
    whole(
        page,
        (&case, &contact),
        (FormState::default(), None),
        StatusCode::OK,
    )
    .await
}

/// The page of a contact, of whatever kind.
pub(super) async fn whole(
    page: Page,
    (case, contact): (&Case, &Contact),
    (state, refused): (FormState, Option<String>),
    status: StatusCode,
) -> Result<Response, Error> {
    let html = if contact.kind == Kind::Chat {
        Chat::of(page, (case, contact), state, refused).await?.render()?
    } else {
        Voice::of(page, case, contact, state, refused).await?.render()?
    };
    Ok(private(status, html))
}

/// What a page that is left open has seen.
#[derive(Debug, Default, Deserialize)]
pub(super) struct LeftOpen {
    #[serde(default)]
    pub seen: u64,
    /// The state of the page around them.
    #[serde(default)]
    pub state: Option<String>,
    /// A call-back is offered there already.
    #[serde(default)]
    pub offered: u8,
}

impl LeftOpen {
    /// The state of the page around what is asked for; where it does not say, that of the contact.
    pub fn around(&self, contact: &Contact) -> &'static str {
        let said = self.state.as_deref().and_then(Stands::parse);
        said.unwrap_or(contact.state).code()
    }
}

/// `GET /{lang}/chat/{reference}/lines?seen=`: what was said, if anything happened since.
pub(super) async fn lines(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
    Query(seen): Query<LeftOpen>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (_, contact) = held_contact(&app, &headers, &reference).await?;
    beat(&app, &contact).await?;
    if contact.version == seen.seen && offered(&app, &contact).await? == (seen.offered > 0) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let page = visit.page(Nav::Of(PATH));
    let around = seen.around(&contact);
    let lines = Lines {
        is_news: around != contact.state.code(),
        around,
        ..Lines::of(page, &contact).await?
    };
    let html = lines.render()?;
    Ok(private(StatusCode::OK, html))
}

/// How a form comes back that was not taken: the status, what is wrong with its fields, or else why, in a sentence.
pub(super) fn refused(
    page: &Page,
    error: impl Into<Error>,
) -> (StatusCode, Vec<FieldProblem>, Option<String>) {
    let error = error.into();
    let (status, said) = (error.status(), error.text(page));
    match error {
        Error::Invalid(problems) => (status, problems, None),
        _ => (status, Vec::new(), Some(said)),
    }
}

/// `GET /{lang}/chat/{reference}/{what}`: the address of a form is no page; whoever reloads it gets the chat.
pub(super) async fn back(visit: Visit, Path(address): Path<Vec<(String, String)>>) -> Redirect {
    let page = visit.page(Nav::Of(PATH));
    let mut parts = address.into_iter();
    let reference = parts.find(|(name, _)| name == "reference");
    let reference = reference.and_then(|(_, part)| Reference::parse(&part).ok());
    let reference = reference.map_or_else(String::new, |known| format!("/{known}"));
    Redirect::to(&page.url(&format!("/chat{reference}")))
}

/// `POST /{lang}/chat/{reference}/{what}`
pub(super) async fn act(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference, what)): Path<(String, String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    let page = titled(visit.page(Nav::Of(PATH)));
    let (case, contact) = held_contact(&app, &headers, &reference).await?;
    let mut wrong = fields.broken();
    let command = match what.as_str() {
        "say" => {
            let text = fields.get("text").to_owned();
            let language = intake::language_after(&app, None, &text, contact.language);
            Command::Say {
                device: device(&app, &fields),
                text,
                language: Some(language),
            }
        }
        "end" => Command::End {
            why: Why::VisitorLeft,
            reason: String::new(),
        },
        "rate" => {
            let mut yes = |name: &str| match fields.get(name) {
                "yes" => true,
                "no" => false,
                _ => {
                    wrong.push(Problem::Required.of(name));
                    false
                }
            };
            Command::Rate {
                solved: yes("solved"),
                satisfied: yes("satisfied"),
            }
        }
        _ => return Err(Error::NotFound),
    };
    let actor = Actor::holder(case.reference);
    let done = if wrong.is_empty() {
        let ctx = app.context(&actor);
        app.store()
            .carry_out(&ctx, contact.reference, None, &command)
            .await
    } else {
        Err(CommandError::Refused(Refusal::Invalid(wrong)))
    };
    let Err(error) = done else {
        return Ok(Redirect::to(&page.url(&format!("/chat/{}", case.reference))).into_response());
    };
    let (status, problems, why) = refused(&page, error);
    // What was written is there still, though the chat may stand elsewhere by now.
    let (case, contact) = held_contact(&app, &headers, &reference).await?;
    if what == "say" && contact.heard(&actor, device(&app, &fields)) {
        // Nobody could tell, and it was written all the same.
        return Ok(Redirect::to(&page.url(&format!("/chat/{}", case.reference))).into_response());
    }
    whole(
        page,
        (&case, &contact),
        (FormState::new(fields, problems), why),
        status,
    )
    .await
}
