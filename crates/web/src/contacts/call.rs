//! A call in the browser, as whoever calls has it. It rings as a row that this device's cookie knows, and becomes a case and a
//! contact when somebody answers; from then on the device holds the receipt, too.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use domain::Lang;
use domain::cases::Why;
use domain::contacts::matching::WaitingId;
use domain::contacts::{Command, Contact, Part, State as Stands};
use domain::receipts::{AccessCode, Reference};
use domain::roles::Actor;
use jiff::SignedDuration;
use store::contacts::{Peer, Rings};
use store::{CommandError, Receipt as Paper};

use super::signalling::{CallView, Ear, Has, Tells, ice, json};
use super::{PATH, front};
use crate::cases::{Held, Receipt};
use crate::kit::app::App;
use crate::kit::cookies::{self, Keep, SetCookie};
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};
use crate::kit::security::Allows;

const COOKIE: &str = "call";
/// How long a device knows its call, in hours: no call lasts so long.
const KNOWN: i64 = 12;
/// How long after its end it still gets the receipt, in minutes.
const LATE: i64 = 10;

/// What a device knows of its call. All of it follows from one drawn number.
pub(super) struct Ticket {
    drawn: [u8; 16],
    pub id: WaitingId,
    pub contact: Reference,
    reference: Reference,
    code: AccessCode,
}

impl Ticket {
    pub fn of(app: &App, drawn: [u8; 16]) -> Self {
        let hash = app.secret().hash("call-receipt", &[&drawn]);
        let more = app.secret().hash("call-place", &[&drawn]);
        let place: [u8; 8] = std::array::from_fn(|at| more[at]);
        Self {
            drawn,
            // As a positive number of the database.
            id: WaitingId(u64::from_be_bytes(place) >> 1),
            reference: Reference::from_random(std::array::from_fn(|at| hash[at])),
            code: AccessCode::from_random(std::array::from_fn(|at| hash[at + 7])),
            contact: Reference::from_random(std::array::from_fn(|at| hash[at + 19])),
        }
    }

    pub fn held(app: &App, headers: &HeaderMap) -> Option<Self> {
        let content = cookies::sealed(app, headers, COOKIE)?;
        let (drawn, until) = content.split_once(' ')?;
        let drawn: [u8; 16] = hex::decode(drawn).ok()?.try_into().ok()?;
        (app.now().as_second() < until.parse().ok()?).then(|| Self::of(app, drawn))
    }

    fn cookie(&self, app: &App) -> SetCookie {
        let until = app.now().as_second() + KNOWN * 3600;
        let content = format!("{} {until}", hex::encode(self.drawn));
        SetCookie::sealed(app, COOKIE, &content, Keep::Session)
    }

    pub fn paper(&self, app: &App) -> Paper {
        Paper {
            reference: self.reference,
            code_hash: app.secret().access_hash(self.reference, &self.code),
        }
    }

    /// It rings in that language. `receipt` is its [`Self::paper`].
    pub fn rings<'a>(&self, receipt: &'a Paper, language: Lang) -> Rings<'a> {
        Rings {
            id: self.id,
            contact: self.contact,
            receipt,
            language,
        }
    }

    /// What it has become, if somebody has answered.
    pub async fn contact(&self, app: &App) -> Result<Option<Contact>, Error> {
        Ok(app.store().called(self.contact, self.reference).await?)
    }

    /// Whether it rings or goes on.
    async fn is_live(&self, app: &App) -> Result<bool, Error> {
        if app.store().waits(self.contact).await?.is_some() {
            return Ok(true);
        }
        let contact = self.contact(app).await?;
        Ok(contact.is_some_and(|contact| contact.state.is_live()))
    }
}

/// Whoever gives up a receipt has no call on that device any more.
pub(crate) fn forget(app: &App) -> SetCookie {
    SetCookie::forget(app, COOKIE)
}

#[derive(Template)]
#[template(path = "contacts/call.html")]
pub(super) struct Call {
    pub page: Page,
    pub emergencies: Vec<(String, String)>,
    pub is_open: bool,
    /// Calls may be recorded here.
    pub records: bool,
    pub hours: String,
    /// One that this device began goes on.
    pub goes_on: bool,
    pub ice: String,
    pub chat: String,
    pub ask: String,
}

impl Call {
    pub fn of(page: Page, goes_on: bool) -> Self {
        let title = page.t("contacts-call-title").to_string();
        let about = page.t("contacts-call-about").to_string();
        Self {
            emergencies: front::emergencies(&page),
            is_open: front::is_open(&page.app),
            records: page.city().hotline.recording_kept_days.is_some(),
            hours: page.c_owned("hotline", "hours"),
            goes_on,
            // Who only looks gets no name at the relay.
            ice: if goes_on { ice(&page) } else { "[]".to_owned() },
            chat: page.url("/chat"),
            ask: page.url("/call-back"),
            page: page.titled(title).described(about),
        }
    }
}

/// `GET /{lang}/call`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    let goes_on = match Ticket::held(&app, &headers) {
        Some(ticket) => ticket.is_live(&app).await?,
        None => false,
    };
    let html = Call::of(visit.page(Nav::Of(PATH)), goes_on).render()?;
    let mut response = ([("cache-control", "no-store")], Html(html)).into_response();
    response.extensions_mut().insert(Allows {
        media: true,
        ..Allows::default()
    });
    Ok(response)
}

/// `POST /{lang}/call`: it rings from now on, unless this device has one that rings or goes on. The answer names the servers
/// that help to find a way.
pub(super) async fn ring(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Response, Error> {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    if !front::is_open(&app) {
        return Err(Error::Conflict);
    }
    let page = visit.page(Nav::Of(PATH));
    if let Some(ticket) = Ticket::held(&app, &headers)
        && ticket.is_live(&app).await?
    {
        return Ok(helped(&page).into_response());
    }
    app.guard().ring(app.guard().address(&headers, &extensions))?;
    let ticket = Ticket::of(&app, app.entropy().bytes());
    let receipt = ticket.paper(&app);
    app.store()
        .ring(&ticket.rings(&receipt, page.lang), app.now())
        .await?;
    Ok((StatusCode::CREATED, ticket.cookie(&app), helped(&page)).into_response())
}

/// The servers that help this browser to find a way, as JSON.
fn helped(page: &Page) -> ([(header::HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "application/json")], ice(page))
}

/// How it stands now. While it rings, whoever asks is there.
async fn now(app: &App, page: &Page, ticket: &Ticket, has: &Has) -> Result<CallView, Error> {
    if let Some(contact) = ticket.contact(app).await? {
        let name = |_: Peer, part: Option<Part>| {
            let part = part.map_or("caller", Part::code);
            page.tc("contacts-part", part).to_string()
        };
        let mut view = CallView::of(page, &contact, Peer::Caller, has, name).await?;
        if contact.state == Stands::Waiting {
            app.store().visitor_beat(contact.reference, app.now()).await?;
        }
        view.follow = Some(page.url(&format!("/chat/{}", contact.case)));
        return Ok(view);
    }
    let waits = app.store().waits(ticket.contact).await?;
    if waits.is_some() {
        app.store().visitor_beat(ticket.contact, app.now()).await?;
    }
    let state = match &waits {
        Some(_) => "waiting",
        // It rang until the hotline closed.
        None if !front::is_open(app) => "closed",
        None => "none",
    };
    Ok(CallView {
        state,
        offered: waits.is_some_and(|waits| waits.call_back_offered),
        ..CallView::default()
    })
}

/// `GET /{lang}/call/now?after=&seen=&offered=`: how it stands, as soon as it is otherwise than the page has seen.
pub(super) async fn poll(
    State(app): State<App>,
    visit: Visit,
    Query(has): Query<Has>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let page = visit.page(Nav::Of(PATH));
    let Some(ticket) = Ticket::held(&app, &headers) else {
        return Ok(json(&CallView {
            state: "none",
            ..CallView::default()
        }));
    };
    let mut ear = Ear::of(&app, ticket.contact);
    let view = loop {
        let view = now(&app, &page, &ticket, &has).await?;
        if view.state == "talking" {
            ear.only_its_own();
        }
        let ends = matches!(view.state, "none" | "closed" | "over");
        if ends || !view.is_old(&has) || !ear.hears().await {
            break view;
        }
    };
    // From its answer on, this device holds its receipt: not because somebody asks for it long after.
    let held = Held::of(&app, &headers);
    let is_late = view.state == "over" && {
        let contact = ticket.contact(&app).await?;
        let changed = contact.and_then(|contact| contact.ended_at).unwrap_or(app.now());
        app.now().duration_since(changed) > SignedDuration::from_mins(LATE)
    };
    if view.follow.is_none() || is_late || held.find(ticket.reference).is_some() {
        return Ok(json(&view));
    }
    let held = held.with(Receipt {
        reference: ticket.reference,
        code: ticket.code,
        opened_at: Some(app.now()),
    });
    Ok((held.cookie(&app), json(&view)).into_response())
}

/// `POST /{lang}/call/signals`: what this browser tells another.
pub(super) async fn signal(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Error> {
    let tells = Tells::read(&body)?;
    let ticket = Ticket::held(&app, &headers).ok_or(Error::WrongReceipt)?;
    let contact = ticket.contact(&app).await?.ok_or(Error::Conflict)?;
    tells.tell(&app, &contact, Peer::Caller).await
}

/// Whoever calls hangs up; gives the contact that came of it, if anybody answered.
pub(super) async fn hang_up(app: &App, ticket: &Ticket) -> Result<Option<Contact>, Error> {
    if app.store().hang_up(ticket.contact, app.now()).await? {
        return Ok(None);
    }
    let Some(contact) = ticket.contact(app).await? else {
        return Ok(None);
    };
    let left = Command::End {
        why: Why::VisitorLeft,
        reason: String::new(),
    };
    let actor = Actor::holder(contact.case);
    match app
        .store()
        .carry_out(&app.context(&actor), contact.reference, None, &left)
        .await
    {
        // It is over already.
        Ok(_) | Err(CommandError::Refused(_)) => Ok(Some(contact)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /{lang}/call/end`: whoever calls hangs up.
pub(super) async fn end(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, Error> {
    let page = visit.page(Nav::Of(PATH));
    let ticket = Ticket::held(&app, &headers).ok_or(Error::WrongReceipt)?;
    let to = match hang_up(&app, &ticket).await? {
        Some(contact) => page.url(&format!("/chat/{}", contact.case)),
        None => page.url(PATH),
    };
    Ok(Redirect::to(&to).into_response())
}
