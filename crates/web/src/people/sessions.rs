//! Who is signed in, for administrators: whose session, on what, since when; and ending it.

use askama::Template;
use axum::http::{HeaderMap, Uri};
use domain::people::MANAGE;
use domain::people::session::Browser;
use domain::roles::StaffId;
use store::Page as Rows;
use store::people::Session;

use super::account::own_session;
use crate::kit::asked::{Asked, Filter};
use crate::kit::desk::{Answer, Desk, Names, Room, query_of, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::field::choice;
use crate::kit::form::Fields;

pub(super) const PATH: &str = "/desk/sessions";
const NAMES: [&str; 1] = ["person"];
const ROWS: usize = 50;

pub(super) const ROOM: Room = Room {
    text: "people-sessions-title",
    href: PATH,
    key: 's',
    needs: MANAGE,
};

/// A session in a list.
#[derive(Debug)]
pub(super) struct Line {
    /// By which it is ended.
    pub name: String,
    /// Whose it is.
    pub who: String,
    pub role: String,
    pub staff: StaffId,
    /// On what.
    pub on: String,
    pub began: String,
    pub used: String,
    pub ends: String,
    /// The one by which the list is read.
    pub is_own: bool,
}

impl Line {
    pub fn of(desk: &Desk, session: Session, own: &str) -> Self {
        let seen = session.seen_as;
        let browser = desk.tc("people-browser", seen.browser.code()).to_string();
        let on = if seen.browser == Browser::Program {
            browser
        } else {
            let system = desk.tc("people-system", seen.system.code()).to_string();
            let on = desk.t("people-session-on").with("browser", browser);
            on.with("system", system).to_string()
        };
        Self {
            is_own: session.name == own,
            name: session.name,
            role: desk.tc("people-role", session.staff.role.code()).to_string(),
            staff: session.staff.id,
            who: session.staff.name,
            on,
            began: desk.brief(session.began_at),
            used: desk.brief(session.used_at),
            ends: desk.brief(session.ends_at),
        }
    }
}

#[derive(Template)]
#[template(path = "people/sessions.html")]
struct List {
    page: Desk,
    rows: Vec<Line>,
    total: String,
    filters: Vec<Filter>,
    clear: Option<String>,
    /// All of whose sessions can be ended at once: the person that the list is of.
    of: Option<StaffId>,
    done: Option<String>,
    previous: Option<String>,
    next: Option<String>,
}

impl List {
    fn of(
        page: Desk,
        names: &Names,
        asked: &Asked,
        found: Rows<Session>,
        own: &str,
        done: Option<String>,
    ) -> Self {
        let [previous, next] = asked.beside(&found);
        let people = names.at_work(&page).into_iter();
        let people = people
            .map(|staff| choice(staff.id, &staff.name))
            .collect::<Vec<_>>();
        let filter = Filter::new(
            "person",
            page.t("people-sessions-person"),
            people,
            asked.value("person"),
        );
        let of = person(asked.value("person"));
        let rows = found.rows.into_iter();
        Self {
            total: page.t("people-sessions-total").with("n", found.total).to_string(),
            rows: rows.map(|session| Line::of(&page, session, own)).collect(),
            filters: vec![filter.or(page.t("desk-list-any"))],
            clear: asked.cleared(""),
            of,
            done,
            previous,
            next,
            page,
        }
    }
}

/// A member of staff that an address or a form names by number.
pub(crate) fn person(number: &str) -> Option<StaffId> {
    Some(StaffId(number.parse().ok()?))
}

/// `GET /desk/sessions`
pub(super) async fn show(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let desk = desk.clone().called(desk.t("people-sessions-title"));
    let query = query_of(&uri);
    let asked = Asked::of(PATH, &NAMES, &query, |_, value| person(value).is_some());
    let (app, names) = (desk.app.clone(), desk.names().await?);
    let of = person(asked.value("person"));
    let cursor = asked.cursor.as_deref();
    let found = app
        .store()
        .sessions(&desk.actor, app.now(), of, cursor, ROWS)
        .await?;
    let done = query.filled("done").and_then(|done| {
        let known = ["end", "all"].contains(&done);
        known.then(|| desk.tc("people-done", done).to_string())
    });
    let own = own_session(&app, &headers);
    render(&List::of(desk, &names, &asked, found, &own, done))
}

/// `POST /desk/sessions/end`
pub(super) async fn end(desk: Desk, fields: Fields) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let ctx = desk.app.context(&desk.actor);
    // One that has ended meanwhile is as it was to be.
    desk.app.store().end_session(&ctx, fields.get("session")).await?;
    Ok(see_other(&format!("{PATH}?done=end")))
}

/// `POST /desk/sessions/end-all`: all of somebody's.
pub(super) async fn end_all(desk: Desk, fields: Fields) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let staff = person(fields.get("person")).ok_or(Error::NotFound)?;
    let ctx = desk.app.context(&desk.actor);
    desk.app.store().end_sessions_of(&ctx, staff, None).await?;
    Ok(see_other(&format!("{PATH}?done=all")))
}

#[cfg(test)]
pub(super) fn samples(page: &crate::kit::page::Page) -> Vec<crate::kit::slice::Sample> {
    let staff = crate::samples::supervisor(page.lang);
    let desk = Desk::new(&page.app, staff.clone(), page.lang, PATH);
    let names = Names::of(vec![staff]);
    let asked = |query: &str| Asked::of(PATH, &NAMES, &Fields::parse(query.as_bytes()), |_, _| true);
    let done = desk.t("people-done-end").to_string();
    [
        List::of(
            desk.clone(),
            &names,
            &asked("person=7"),
            Rows::default(),
            "",
            Some(done),
        ),
        List::of(desk, &names, &asked(""), Rows::default(), "", None),
    ]
    .map(|list| ("desk-sessions", list.render().unwrap_or_default()))
    .into()
}
