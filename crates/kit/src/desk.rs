//! The desk: where staff work. Pages under `/desk`, in the language each member of staff picks.
//!
//! A handler takes [`Desk`], which says who is signed in, asks [`Desk::may`] whether the page is theirs, and leaves what
//! they reach to the store's queries and what they may do to the rules.
//!
//! To add a page: a handler in its noun's slice with its template, its samples, its route, its texts and, if it is a room of
//! its own, a [`Room`] in the slice.

use std::collections::HashMap;
use std::ops::Deref;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::Lang;
use domain::receipts::Reference;
use domain::roles::{Action, Actor, Reach, Staff, StaffId};
use domain::since::{Precision, Since};
use jiff::Timestamp;
use jiff::civil::Date;
use store::StoreError;

use crate::app::App;
use crate::error::Error;
use crate::form::Fields;
use crate::page::{Nav, Page};
use crate::slice::Waiting;

/// A part of the desk, in its navigation.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Key of its name.
    pub text: &'static str,
    pub href: &'static str,
    /// The second key of its shortcut, after `g`.
    pub key: char,
    /// What one must be allowed to do for it to be there.
    pub needs: Action,
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
    pub room: Option<&'static Room>,
    /// What waits for them besides what the page shows; only where they begin.
    pub waits: Vec<Waiting>,
}

impl Deref for Desk {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Desk {
    pub fn new(app: &App, staff: Staff, lang: Lang, rest: &str) -> Self {
        let mut page = Page::new(app, lang, rest, Nav::None);
        page.by_path = false;
        let actor = Actor::from(&staff);
        Self {
            page,
            staff,
            actor,
            room: None,
            waits: Vec::new(),
        }
    }

    /// On the device that asks for it, which may be one that keeps nothing.
    #[must_use]
    pub fn on(mut self, app: &App, headers: &HeaderMap) -> Self {
        self.page.kiosk = crate::reader::is_kiosk(app, headers);
        self
    }

    /// With what waits for them, if that page is where they begin.
    ///
    /// # Errors
    /// As reading has.
    pub async fn begun(mut self, path: &str) -> Result<Self, StoreError> {
        if self.home() == Some(path) {
            for slice in self.app.slices() {
                let waits = (slice.waits)(&self).await?;
                self.waits.extend(waits);
            }
        }
        Ok(self)
    }

    #[must_use]
    pub fn room(mut self, room: &'static Room) -> Self {
        self.room = Some(room);
        self
    }

    #[must_use]
    pub fn called(mut self, title: impl std::fmt::Display) -> Self {
        self.page.title = title.to_string();
        self
    }

    pub fn reach(&self, action: Action) -> Reach {
        domain::permissions::reach(&self.actor, action)
    }

    /// Whether the role takes that action at all.
    pub fn may(&self, action: Action) -> bool {
        self.reach(action) != Reach::No
    }

    /// Only for those whose role has this room.
    pub fn enter(self, room: &'static Room) -> Result<Self, Fault> {
        if self.may(room.needs) {
            Ok(self.room(room))
        } else {
            Err(self.forbidden())
        }
    }

    fn theirs(&self) -> impl Iterator<Item = &'static Room> {
        let rooms = self.app.slices().iter().flat_map(|slice| slice.rooms);
        rooms.filter(|room| self.may(room.needs))
    }

    /// The rooms of this role.
    pub fn rooms(&self) -> Vec<RoomLink> {
        let link = |room: &Room| RoomLink {
            href: room.href,
            text: self.t(room.text).to_string(),
            key: room.key,
            current: self.room.is_some_and(|current| current.href == room.href),
        };
        self.theirs().map(link).collect()
    }

    /// What their open page asks for every half a minute.
    pub fn beats(&self) -> Vec<&'static str> {
        let beats = self.app.slices().iter().filter_map(|slice| slice.beats);
        let theirs = beats.filter(|(_, needs)| self.may(*needs));
        theirs.map(|(path, _)| path).collect()
    }

    /// Where this role begins.
    pub fn home(&self) -> Option<&'static str> {
        self.theirs().next().map(|room| room.href)
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

    /// A day as far as it is known, as the desk writes days.
    pub fn brief_since(&self, since: Since) -> String {
        match since.precision() {
            Precision::Day => self.brief_date(since.first_day()),
            Precision::Year | Precision::Month => self.since(since),
        }
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

    pub fn reads(&self, lang: Lang) -> bool {
        self.staff.languages.contains(&lang)
    }

    /// The language they write in: that of the page if they know it, else their first.
    pub fn writes(&self) -> Lang {
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
    pub fn all_languages(&self) -> Vec<Lang> {
        let own = self.city().languages.iter().map(|language| language.code);
        let mut others: Vec<(String, Lang)> = self
            .other_languages()
            .map(|lang| (self.language_name(lang), lang))
            .collect();
        others.sort_by(|(a, _), (b, _)| self.writing().compare(a, b));
        own.chain(others.into_iter().map(|(_, lang)| lang)).collect()
    }

    pub async fn names(&self) -> Result<Names, Fault> {
        Ok(Names::of(self.app.store().staff().await?))
    }

    pub fn forbidden(&self) -> Fault {
        let mut page = self.clone();
        page.room = None;
        let title = page.t("desk-forbidden-title").to_string();
        let text = page.t("desk-forbidden").with("role", page.role()).to_string();
        refused(StatusCode::FORBIDDEN, page.called(&title), title, text)
    }

    pub fn no_rooms(&self) -> Fault {
        let title = self.t("desk-title").to_string();
        let text = self.t("desk-no-rooms").to_string();
        refused(StatusCode::OK, self.clone().called(&title), title, text)
    }

    /// What is asked for is not there, or not theirs to see; texts `{prefix}-title` and `{prefix}`.
    pub fn unknown(&self, prefix: &str) -> Fault {
        let title = self.t(&format!("{prefix}-title")).to_string();
        let text = self.t(prefix).to_string();
        refused(StatusCode::NOT_FOUND, self.clone().called(&title), title, text)
    }

    /// The key of an address.
    pub fn reference(&self, address: &str, prefix: &str) -> Result<Reference, Fault> {
        Reference::parse(address).map_err(|_| self.unknown(prefix))
    }
}

#[derive(Debug, Template)]
#[template(path = "desk/refused.html")]
pub struct Refused {
    pub page: Desk,
    pub title: String,
    pub text: String,
    pub home: Option<&'static str>,
}

pub fn refused(status: StatusCode, page: Desk, title: String, text: String) -> Fault {
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
pub struct Fault(Box<Response>);

pub type Answer = Result<Response, Fault>;

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

pub fn show(template: &impl Template) -> Answer {
    Ok(Html(template.render()?).into_response())
}

pub fn show_with(status: StatusCode, template: &impl Template) -> Answer {
    Ok((status, Html(template.render()?)).into_response())
}

pub fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// The fields of an address's query.
pub fn query_of(uri: &Uri) -> Fields {
    Fields::parse(uri.query().unwrap_or_default().as_bytes())
}

pub fn is_fragment(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}

impl FromRequestParts<App> for Desk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        // `people::signing::signed_in` put it there.
        parts.extensions.get::<Self>().cloned().ok_or(Error::SignIn)
    }
}

/// What members of staff are called.
#[derive(Debug, Default)]
pub struct Names(HashMap<StaffId, Staff>);

impl Names {
    pub fn of(staff: Vec<Staff>) -> Self {
        Self(staff.into_iter().map(|staff| (staff.id, staff)).collect())
    }

    pub fn get(&self, id: StaffId) -> String {
        self.0
            .get(&id)
            .map_or_else(|| format!("#{}", id.0), |staff| staff.name.clone())
    }

    pub fn staff(&self, id: StaffId) -> Option<&Staff> {
        self.0.get(&id)
    }

    /// Everyone who works here, in the order in which the reader looks names up.
    pub fn at_work(&self, desk: &Desk) -> Vec<&Staff> {
        let mut there: Vec<&Staff> = self.0.values().filter(|staff| staff.active).collect();
        there.sort_by(|a, b| {
            let by_name = desk.writing().compare(&a.name, &b.name);
            by_name.then(a.id.cmp(&b.id))
        });
        there
    }

    /// Those who work in that unit, in the same order.
    pub fn in_unit(&self, desk: &Desk, unit: &domain::UnitCode) -> Vec<&Staff> {
        let mut there = self.at_work(desk);
        there.retain(|staff| staff.unit == *unit);
        there
    }
}
