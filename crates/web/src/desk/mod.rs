//! The desk: where staff work. Pages under `/desk`, in the language each member of staff picks.
//!
//! A handler takes [`Desk`], which says who is signed in, asks [`domain::people`] through [`Desk::may`] whether the page
//! is theirs, and leaves what they reach to the store's queries and what they may do to [`domain::cases::decide`].
//!
//! To add a page: a module with its context, its template in `templates/desk/`, its samples in `sample.rs`, its route in
//! [`routes`], its texts in `locales/*/desk-….ftl`, and, if it is a room of its own, a line in [`Room::ALL`].

mod cases;
mod commands;
mod field;
mod forms;
mod inbox;
mod live;
mod missing;
mod new;
pub mod queue;
mod row;
mod said;
#[cfg(test)]
mod sample;
pub mod session;
mod signing;
mod suggestions;
#[cfg(test)]
mod tests;
mod translation;
mod wall;

use domain::journaled::Journaled as _;
use std::collections::HashMap;
use std::ops::Deref;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::Lang;
use domain::cases::{Case, CommandKind, Speaker};
use domain::people::{Action, Actor, Reach, Staff, StaffId};
use domain::receipts::Reference;
use jiff::Timestamp;
use jiff::civil::Date;
use store::StoreError;
use tower_http::compression::CompressionLayer;

use crate::app::App;
use crate::error::Error;
use crate::form::Fields;
use crate::page::{Nav, Page};
#[cfg(test)]
pub(crate) use sample::samples;

/// Everything under `/desk`.
pub fn routes(app: &App) -> Router<App> {
    let signed_in = Router::new()
        .route("/desk", get(queue::show))
        .route("/desk/search", post(queue::search))
        .route("/desk/cases.csv", get(queue::csv))
        .route("/desk/inbox", get(inbox::show))
        .route("/desk/cases/{reference}", get(cases::show))
        .route("/desk/cases/{reference}/files/{id}", get(cases::file))
        .route(
            "/desk/cases/{reference}/attach",
            get(cases::back)
                .post(commands::attach)
                .layer(DefaultBodyLimit::max(crate::intake::FILE_BODY_MAX)),
        )
        .route(
            "/desk/cases/{reference}/{command}",
            get(cases::back).post(commands::carry_out),
        )
        .route("/desk/new", get(new::choose))
        .route("/desk/new/{service}", get(new::show).post(new::open))
        .route("/desk/translation", get(translation::list))
        .route(
            "/desk/translation/{reference}/{message}/{language}",
            get(translation::show).post(translation::save),
        )
        .route("/desk/wall", get(wall::show))
        .route("/desk/wall.csv", get(wall::csv))
        .layer(CompressionLayer::new())
        .route("/desk/live", get(live::listen))
        .layer(from_fn_with_state(app.clone(), signing::signed_in));
    Router::new()
        .route("/desk/sign-in", get(signing::show).post(signing::sign_in))
        .route("/desk/sign-out", post(signing::sign_out))
        .merge(signed_in)
}

/// The part of the desk a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Queue,
    Inbox,
    New,
    Translation,
    Wall,
}

impl Room {
    const ALL: [Self; 5] = [Self::Queue, Self::Inbox, Self::New, Self::Translation, Self::Wall];

    fn code(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Inbox => "inbox",
            Self::New => "new",
            Self::Translation => "translation",
            Self::Wall => "wall",
        }
    }

    fn href(self) -> &'static str {
        match self {
            Self::Queue => "/desk",
            Self::Inbox => "/desk/inbox",
            Self::New => "/desk/new",
            Self::Translation => "/desk/translation",
            Self::Wall => "/desk/wall",
        }
    }

    /// The second key of its shortcut, after `g`.
    fn key(self) -> char {
        match self {
            Self::Queue => 'q',
            Self::Inbox => 'i',
            Self::New => 'n',
            Self::Translation => 't',
            Self::Wall => 'w',
        }
    }

    /// What one must be allowed to do for it to be there.
    fn needs(self) -> Action {
        match self {
            Self::Queue => domain::cases::SEE,
            Self::Inbox => CommandKind::Accept.action(),
            Self::New => domain::cases::OPEN,
            Self::Translation => domain::cases::SEE_TRANSLATIONS,
            Self::Wall => domain::cases::SEE_WALL,
        }
    }
}

/// A line of the desk's navigation.
#[derive(Debug)]
pub struct RoomLink {
    pub href: &'static str,
    pub text: String,
    pub key: char,
    pub current: bool,
}

/// Who is signed in, and the page they get.
#[derive(Debug, Clone)]
pub struct Desk {
    page: Page,
    pub staff: Staff,
    pub actor: Actor,
    pub room: Option<Room>,
}

impl Deref for Desk {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Desk {
    pub(crate) fn new(app: &App, staff: Staff, lang: Lang, rest: &str) -> Self {
        let mut page = Page::new(app, lang, rest, Nav::None);
        page.by_path = false;
        let actor = Actor::from(&staff);
        Self {
            page,
            staff,
            actor,
            room: None,
        }
    }

    #[must_use]
    fn room(mut self, room: Room) -> Self {
        self.room = Some(room);
        self
    }

    #[must_use]
    fn called(mut self, title: impl std::fmt::Display) -> Self {
        self.page.title = title.to_string();
        self
    }

    fn reach(&self, action: Action) -> Reach {
        domain::permissions::reach(&self.actor, action)
    }

    /// Whether the role takes that action at all.
    pub fn may(&self, action: Action) -> bool {
        self.reach(action) != Reach::No
    }

    /// Only for those whose role has this room.
    fn enter(self, room: Room) -> Result<Self, Fault> {
        if self.may(room.needs()) {
            Ok(self.room(room))
        } else {
            Err(self.forbidden())
        }
    }

    /// The rooms of this role.
    pub fn rooms(&self) -> Vec<RoomLink> {
        let link = |room: Room| RoomLink {
            href: room.href(),
            text: self.tc("desk-nav", room.code()).to_string(),
            key: room.key(),
            current: self.room == Some(room),
        };
        Room::ALL
            .into_iter()
            .filter(|room| self.may(room.needs()))
            .map(link)
            .collect()
    }

    /// Where this role begins.
    fn home(&self) -> Option<&'static str> {
        Room::ALL
            .into_iter()
            .find(|room| self.may(room.needs()))
            .map(Room::href)
    }

    pub fn role(&self) -> String {
        self.tc("people-role", self.staff.role.code()).to_string()
    }

    pub fn own_unit(&self) -> String {
        self.unit(&self.staff.unit).to_owned()
    }

    /// A unit's name as it stands in narrow columns.
    pub fn short_unit(&self, unit: &domain::UnitCode) -> String {
        let key = format!("{unit}.short");
        self.c_opt("units", &key)
            .unwrap_or_else(|| self.unit(unit))
            .to_owned()
    }

    /// `2026-02-27`, as short as dates get in the reader's language.
    pub fn brief_date(&self, date: Date) -> String {
        self.t("desk-date")
            .with("y", date.year().to_string())
            .with("m", format!("{:02}", date.month()))
            .with("d", format!("{:02}", date.day()))
            .to_string()
    }

    pub fn brief(&self, at: Timestamp) -> String {
        let zoned = at.to_zoned(self.city().timezone.clone());
        self.t("desk-moment")
            .with("date", self.brief_date(zoned.date()))
            .with("time", format!("{:02}:{:02}", zoned.hour(), zoned.minute()))
            .to_string()
    }

    /// A number as it is read.
    pub fn count(&self, n: impl std::borrow::Borrow<u64>) -> String {
        self.number(usize::try_from(*n.borrow()).unwrap_or(usize::MAX))
    }

    fn reads(&self, lang: Lang) -> bool {
        self.staff.languages.contains(&lang)
    }

    /// The language they write in: that of the page if they know it, else their first.
    fn writes(&self) -> Lang {
        if self.reads(self.lang) {
            self.lang
        } else {
            self.staff
                .languages
                .first()
                .copied()
                .unwrap_or(self.city().source_language)
        }
    }

    /// Languages people may be written to in: those of the interface, then the others by name.
    fn all_languages(&self) -> Vec<Lang> {
        let own = self.city().languages.iter().map(|language| language.code);
        let mut others: Vec<(String, Lang)> = self
            .other_languages()
            .map(|lang| (self.language_name(lang), lang))
            .collect();
        others.sort_by(|(a, _), (b, _)| self.writing().compare(a, b));
        own.chain(others.into_iter().map(|(_, lang)| lang)).collect()
    }

    fn reference(&self, address: &str) -> Result<Reference, Fault> {
        Reference::parse(address).map_err(|_| self.case_unknown())
    }

    /// Whether a case, as it is now, is theirs to see.
    fn sees(&self, case: &Case) -> bool {
        case.permits(&self.actor, domain::cases::SEE)
    }

    /// The case of an address, if it is there and theirs to see.
    async fn case(&self, address: &str) -> Result<Case, Fault> {
        let reference = self.reference(address)?;
        let case = self.app.store().get::<Case>(reference, &self.actor).await?;
        case.ok_or_else(|| self.case_unknown())
    }

    async fn names(&self) -> Result<Names, Fault> {
        Ok(Names::of(self.app.store().staff().await?))
    }

    fn forbidden(&self) -> Fault {
        let mut page = self.clone();
        page.room = None;
        let title = page.t("desk-forbidden-title").to_string();
        let text = page.t("desk-forbidden").with("role", page.role()).to_string();
        refused(StatusCode::FORBIDDEN, page.called(&title), title, text)
    }

    fn no_rooms(&self) -> Fault {
        let title = self.t("desk-title").to_string();
        let text = self.t("desk-no-rooms").to_string();
        refused(StatusCode::OK, self.clone().called(&title), title, text)
    }

    fn case_unknown(&self) -> Fault {
        let title = self.t("desk-case-unknown-title").to_string();
        let text = self.t("desk-case-unknown").to_string();
        refused(StatusCode::NOT_FOUND, self.clone().called(&title), title, text)
    }
}

#[derive(Template)]
#[template(path = "desk/refused.html")]
struct Refused {
    page: Desk,
    title: String,
    text: String,
    home: Option<&'static str>,
}

fn refused(status: StatusCode, page: Desk, title: String, text: String) -> Fault {
    let refused = Refused {
        home: page.home(),
        page,
        title,
        text,
    };
    match refused.render() {
        Ok(html) => Fault(Box::new((status, Html(html)).into_response())),
        Err(error) => error.into(),
    }
}

/// What a handler answers instead of what was asked for.
#[derive(Debug)]
pub(crate) struct Fault(Box<Response>);

pub(crate) type Answer = Result<Response, Fault>;

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        *self.0
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self(Box::new(error.into_response()))
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Error::from(error).into()
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Self {
        Error::from(error).into()
    }
}

fn show(template: &impl Template) -> Answer {
    Ok(Html(template.render()?).into_response())
}

fn show_with(status: StatusCode, template: &impl Template) -> Answer {
    Ok((status, Html(template.render()?)).into_response())
}

fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// The fields of an address's query.
fn query_of(uri: &Uri) -> Fields {
    Fields::parse(uri.query().unwrap_or_default().as_bytes())
}

fn is_fragment(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}

impl FromRequestParts<App> for Desk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        // `signing::signed_in` put it there.
        parts.extensions.get::<Self>().cloned().ok_or(Error::SignIn)
    }
}

/// What members of staff are called.
#[derive(Debug, Default)]
struct Names(HashMap<StaffId, Staff>);

impl Names {
    fn of(staff: Vec<Staff>) -> Self {
        Self(staff.into_iter().map(|staff| (staff.id, staff)).collect())
    }

    fn get(&self, id: StaffId) -> String {
        self.0
            .get(&id)
            .map_or_else(|| format!("#{}", id.0), |staff| staff.name.clone())
    }

    /// Those who work in that unit, in the order in which the reader looks names up.
    fn in_unit(&self, desk: &Desk, unit: &domain::UnitCode) -> Vec<&Staff> {
        let mut there: Vec<&Staff> = self
            .0
            .values()
            .filter(|staff| staff.active && staff.unit == *unit)
            .collect();
        there.sort_by(|a, b| {
            let by_name = desk.writing().compare(&a.name, &b.name);
            by_name.then(a.id.cmp(&b.id))
        });
        there
    }

    fn speaker(&self, desk: &Desk, speaker: &Speaker) -> String {
        match speaker {
            Speaker::Resident => desk.t("desk-resident").to_string(),
            Speaker::System => desk.t("desk-system").to_string(),
            Speaker::Unit { unit, staff } => match staff {
                Some(staff) => format!("{} · {}", self.get(*staff), desk.short_unit(unit)),
                None => desk.unit(unit).to_owned(),
            },
        }
    }
}

/// `Korean → Chinese`, in the reader's language.
fn pair(desk: &Desk, from: Lang, to: Lang) -> String {
    desk.t("desk-translation-pair")
        .with("from", desk.language_name(from))
        .with("to", desk.language_name(to))
        .to_string()
}
