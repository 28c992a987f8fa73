//! The visitor's side of a chat: the first words, the conversation, its end, and what they thought of it. Who holds the
//! receipt of its case holds it, on whatever node and after whatever pause.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use domain::UnitCode;
use domain::cases::{Case, Why};
use domain::contacts::matching::WaitingId;
use domain::contacts::{By, Command, CommandKind, Contact, Device, Kind, Open, State as Stands, allowed};
use domain::journaled::Refusal;
use domain::problems::Problem;
use domain::receipts::{AccessCode, Reference};
use domain::roles::Actor;
use serde::Deserialize;
use store::contacts::Begins;
use store::{CommandError, OpenError, Receipt as Paper, StoreError};

use super::view::{LineView, Reads, lines as views};
use super::voice::Voice;
use super::{PATH, front};
use crate::cases::{Held, Receipt, held_case, intake};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState};
use crate::kit::page::{Nav, Page, Visit};

/// How often other references are drawn when one is taken.
const TRIES: u8 = 5;

#[derive(Template)]
#[template(path = "contacts/begin.html")]
pub(super) struct Begin {
    pub page: Page,
    pub state: FormState,
    /// The case that it is about, when there is one already.
    pub about: Option<String>,
    /// It was about a case whose receipt this device holds no more.
    pub lost: bool,
    /// Why it was not begun.
    pub refused: Option<String>,
    pub is_open: bool,
}

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

/// What the address of the first page may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct About {
    #[serde(default)]
    case: Option<String>,
}

impl About {
    pub fn reference(&self) -> Option<Reference> {
        self.case.as_deref().and_then(|text| Reference::parse(text).ok())
    }
}

impl Begin {
    pub(super) fn of(
        page: Page,
        state: FormState,
        about: Option<Reference>,
        refused: Option<String>,
    ) -> Self {
        Self {
            is_open: front::is_open(&page.app),
            lost: false,
            about: about.map(|reference| reference.to_string()),
            state,
            refused,
            page,
        }
    }
}

/// `GET /{lang}/chat`: a chat that goes on here, or the form of the first words.
pub(super) async fn begin(
    State(app): State<App>,
    visit: Visit,
    Query(about): Query<About>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    let page = titled(visit.page(Nav::Of(PATH)));
    let about = about.reference();
    let held = Held::of(&app, &headers);
    for reference in held
        .references()
        .filter(|held| about.is_none_or(|about| about == *held))
    {
        if let Some(case) = held_case(&app, &headers, reference).await?
            && app.store().live_contact(case.reference).await?.is_some()
        {
            return Ok(Redirect::to(&page.url(&format!("/chat/{reference}"))).into_response());
        }
    }
    let about = about.filter(|reference| held.find(*reference).is_some());
    let html = Begin::of(page, FormState::default(), about, None).render()?;
    Ok(private(StatusCode::OK, html))
}

/// `POST /{lang}/chat`: the first words. Sent twice, they begin one chat.
pub(super) async fn open(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    let page = titled(visit.page(Nav::Of(PATH)));
    let about = Reference::parse(fields.get("case")).ok();
    let case = match about {
        Some(reference) => held_case(&app, &headers, reference).await?,
        None => None,
    };
    if about.is_some() && case.is_none() {
        // It is not silently made another's: they open the case again, or begin anew.
        let begin = Begin {
            lost: true,
            ..Begin::of(page, FormState::new(fields, Vec::new()), None, None)
        };
        return Ok(private(StatusCode::UNAUTHORIZED, begin.render()?));
    }
    let wrong = fields.broken();
    let begun = if wrong.is_empty() {
        if let Some(case) = case {
            begin_about(&app, &page, &case, &fields).await
        } else {
            let anew = Anew {
                purpose: "chat-receipt",
                once: fields.filled("once"),
                said: fields.get("text").as_bytes(),
            };
            let opens = |case: Reference, unit: &UnitCode| open_of(&app, &page, (case, unit), &fields);
            begin_anew(&app, &page, &headers, &anew, &opens).await
        }
    } else {
        Err(OpenError::Refused(Refusal::Invalid(wrong)))
    };
    match begun {
        Ok(answer) => Ok(answer),
        Err(OpenError::Refused(Refusal::Invalid(problems))) => {
            let state = FormState::new(fields, problems);
            let html = Begin::of(page, state, about, None).render()?;
            Ok(private(StatusCode::UNPROCESSABLE_ENTITY, html))
        }
        Err(error) => {
            let error = Error::from(error);
            let refused = Some(error.text(&page));
            let html = Begin::of(page, FormState::new(fields, Vec::new()), about, refused).render()?;
            Ok(private(error.status(), html))
        }
    }
}

/// The place in the queue of whoever has that form open and has said nothing yet.
fn place(app: &App, once: &str) -> Option<WaitingId> {
    // What is drawn for a form is short.
    let drawn = !once.is_empty() && once.len() <= 64;
    let hash = app.secret().hash("chat-visit", &[once.as_bytes()]);
    let first: [u8; 8] = std::array::from_fn(|at| hash[at]);
    drawn.then_some(WaitingId(u64::from_be_bytes(first) >> 1))
}

/// `POST /{lang}/chat/here`: somebody has the form of the first words open. They count on the wall alone.
pub(super) async fn here(State(app): State<App>, visit: Visit, fields: Fields) -> Result<StatusCode, Error> {
    let page = visit.page(Nav::Of(PATH));
    if let Some(place) = place(&app, fields.get("once")) {
        app.store().visits(place, page.lang, app.now()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// What is asked for, in the language it is written in.
fn open_of(app: &App, page: &Page, case: (Reference, &UnitCode), fields: &Fields) -> (Open, bool) {
    let text = fields.get("text").to_owned();
    let (language, detected) = intake::language_of(app, None, &text, page.lang);
    let open = Open {
        case: case.0,
        unit: case.1.clone(),
        kind: Kind::Chat,
        language,
        topic: None,
        urgent: false,
        device: device(app, fields),
        text,
        call_back: None,
        rang_at: None,
        telephone: None,
    };
    (open, detected)
}

/// That of the form, or a new one.
fn device(app: &App, fields: &Fields) -> Device {
    device_of(app, |name| fields.get(name))
}

pub(super) fn device_of<'a>(app: &App, value: impl Fn(&str) -> &'a str) -> Device {
    let number = |name: &str| value(name).parse().ok();
    Device {
        id: number("id").unwrap_or_else(|| u32::from_be_bytes(app.entropy().bytes())),
        n: number("n").unwrap_or(1),
    }
}

/// About a case that is there. One chat at a time: what who has one writes is said in it.
async fn begin_about(app: &App, page: &Page, case: &Case, fields: &Fields) -> Result<Response, OpenError> {
    let to = Redirect::to(&page.url(&format!("/chat/{}", case.reference)));
    let actor = Actor::holder(case.reference);
    let once = once_of(page, fields);
    let draw = |attempt: u8| {
        let parts = [case.reference.to_string(), once.clone()];
        app.secret().hash(
            "chat-about",
            &[parts[0].as_bytes(), parts[1].as_bytes(), &[attempt]],
        )
    };
    let (mut open, _) = open_of(app, page, (case.reference, &case.unit), fields);
    // The same form is the same device: what it says, it says once.
    let form = draw(0);
    open.device = Device {
        id: u32::from_be_bytes(std::array::from_fn(|at| form[at + 7])),
        n: 1,
    };
    for attempt in 0..TRIES {
        if let Some(live) = app.store().live_contact(case.reference).await? {
            if live.kind != Kind::Chat {
                // Who talks, or is called back, says it there.
                return Ok(to.into_response());
            }
            let say = Command::Say {
                device: open.device,
                text: open.text.clone(),
                language: Some(open.language),
            };
            let ctx = app.context(&actor);
            return match app.store().carry_out(&ctx, live.reference, None, &say).await {
                Ok(_) => Ok(to.into_response()),
                // It has ended in between: then another begins.
                Err(CommandError::Refused(Refusal::WrongState { .. })) => continue,
                Err(CommandError::Refused(refusal)) => Err(OpenError::Refused(refusal)),
                Err(CommandError::Store(error)) => Err(error.into()),
                Err(_) => Err(OpenError::Taken),
            };
        }
        let bytes = draw(attempt);
        let reference = Reference::from_random(std::array::from_fn(|at| bytes[at]));
        if case.contacts.contains(&reference) {
            // The same form began one that is over by now.
            return Ok(to.into_response());
        }
        let ctx = app.context(&actor);
        let opened = app.store().open_stream::<Contact>(&ctx, &open, reference, None);
        match opened.await {
            Err(OpenError::KeyTaken | OpenError::Taken) => {}
            Err(error) => return Err(error),
            Ok(_) => return Ok(to.into_response()),
        }
    }
    Err(OpenError::Taken)
}

/// What tells a form from others: it is drawn for each, and comes back with it.
fn once_of(page: &Page, fields: &Fields) -> String {
    fields.filled("once").map_or_else(|| page.once(), str::to_owned)
}

/// Opens a contact in the case that it is for, whose holder asks.
pub(super) async fn open_in(app: &App, open: &Open) -> Result<(), OpenError> {
    let actor = Actor::holder(open.case);
    let mut tried = 0;
    loop {
        tried += 1;
        let reference = Reference::from_random(app.entropy().bytes());
        let ctx = app.context(&actor);
        match app
            .store()
            .open_stream::<Contact>(&ctx, open, reference, None)
            .await
        {
            Err(OpenError::KeyTaken) if tried < TRIES => {}
            Err(error) => return Err(error),
            Ok(_) => return Ok(()),
        }
    }
}

/// What is begun with a case of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anew<'a> {
    pub purpose: &'static str,
    /// The token of the form.
    pub once: Option<&'a str>,
    /// All that the form says.
    pub said: &'a [u8],
}

/// With a case of its own, whose receipt this device holds from then on.
pub(super) async fn begin_anew(
    app: &App,
    page: &Page,
    headers: &HeaderMap,
    anew: &Anew<'_>,
    opens: &(dyn Fn(Reference, &UnitCode) -> (Open, bool) + Sync),
) -> Result<Response, OpenError> {
    let once = match anew.once {
        Some(once) => once.to_owned(),
        None => page.once(),
    };
    for attempt in 0..TRIES {
        // The same form draws the same receipt: what was begun by it is found again.
        let drawn = app
            .secret()
            .hash(anew.purpose, &[once.as_bytes(), anew.said, &[attempt]]);
        let reference = Reference::from_random(std::array::from_fn(|at| drawn[at]));
        let code = AccessCode::from_random(std::array::from_fn(|at| drawn[at + 7]));
        let paper = Paper {
            reference,
            code_hash: app.secret().access_hash(reference, &code),
        };
        let actor = Actor::holder(reference);
        let (open, detected) = opens(reference, &app.city().hotline_unit);
        let begins = Begins {
            open: &open,
            contact: Reference::from_random(std::array::from_fn(|at| drawn[at + 19])),
            receipt: &paper,
        };
        match app
            .store()
            .open_contact(&app.context(&actor), &begins, detected)
            .await
        {
            Ok(_) => {}
            Err(OpenError::KeyTaken) => {
                let begun: Option<Case> = app.store().by_receipt(reference, &paper.code_hash).await?;
                if begun.is_none() {
                    continue;
                }
            }
            Err(error) => return Err(error),
        }
        if let Some(place) = place(app, &once) {
            // The chat has begun, whatever becomes of that row.
            let _ = app.store().visited(place, true, app.now()).await;
        }
        let held = Held::of(app, headers).with(Receipt {
            reference,
            code,
            opened_at: Some(app.now()),
        });
        let to = page.url(&format!("/chat/{reference}"));
        return Ok((held.cookie(app), Redirect::to(&to)).into_response());
    }
    Err(OpenError::KeyTaken)
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

/// `GET /{lang}/chat/{reference}/{what}`: the address of a form is no page; whoever reloads it gets the chat.
pub(super) async fn back(visit: Visit, Path((_, reference, _)): Path<(String, String, String)>) -> Redirect {
    let page = visit.page(Nav::Of(PATH));
    let reference = Reference::parse(&reference).map_or_else(|_| String::new(), |known| format!("/{known}"));
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
            let (language, _) = intake::language_of(&app, None, &text, contact.language);
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
    let (status, problems, refused) = match done {
        Ok(_) => return Ok(Redirect::to(&page.url(&format!("/chat/{}", case.reference))).into_response()),
        Err(CommandError::Refused(Refusal::Invalid(problems))) => {
            (StatusCode::UNPROCESSABLE_ENTITY, problems, None)
        }
        Err(error) => {
            let error = Error::from(error);
            (error.status(), Vec::new(), Some(error.text(&page)))
        }
    };
    // What was written is there still, though the chat may stand elsewhere by now.
    let (case, contact) = held_contact(&app, &headers, &reference).await?;
    if what == "say" && contact.heard(&actor, device(&app, &fields)) {
        // Nobody could tell, and it was written all the same.
        return Ok(Redirect::to(&page.url(&format!("/chat/{}", case.reference))).into_response());
    }
    whole(
        page,
        (&case, &contact),
        (FormState::new(fields, problems), refused),
        status,
    )
    .await
}
