//! Everyone's own page at the desk: where they are signed in, and their password.

use askama::Template;
use axum::http::header::SET_COOKIE;
use axum::http::{Extensions, HeaderMap, StatusCode, Uri};
use axum::response::{AppendHeaders, IntoResponse as _};
use domain::people::PASSWORD_MIN;
use domain::people::session::{IDLE, LASTS};
use domain::problems::{FieldProblem, Problem};
use domain::roles::{Actor, Staff};
use domain::security::{Kind, Noted};
use store::Page as Rows;
use store::people::{PeopleError, Session};

use super::sessions::Line;
use crate::kit::app::App;
use crate::kit::cookies::{self, Keep, SetCookie};
use crate::kit::desk::{Answer, Desk, Fault, query_of, see_other, show as render, show_with};
use crate::kit::devices::Comer;
use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState, SummaryLine};
use crate::kit::session::{self, Place, TOKEN};
use crate::kit::watch;

pub(super) const PATH: &str = "/desk/account";
/// More than anybody has.
const MOST: usize = 100;

/// A field that a password is typed into: what stood in it never comes back.
#[derive(Debug)]
struct Secret {
    name: &'static str,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    autocomplete: &'static str,
}

impl Secret {
    fn described_by(&self) -> String {
        let parts = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error")];
        let ids = parts.iter().filter(|(there, _)| *there);
        let ids: Vec<String> = ids.map(|(_, part)| format!("{}-{part}", self.name)).collect();
        ids.join(" ")
    }
}

#[derive(Template)]
#[template(path = "people/account.html")]
struct Account {
    page: Desk,
    /// What was just done.
    done: Option<String>,
    sessions: Vec<Line>,
    /// How long a session lasts.
    lasts: String,
    /// There are others than this one.
    has_others: bool,
    secrets: Vec<Secret>,
    summary: Vec<SummaryLine>,
}

impl Account {
    fn of(
        page: Desk,
        found: Rows<Session>,
        own: &str,
        done: Option<String>,
        problems: Vec<FieldProblem>,
    ) -> Self {
        let state = FormState::new(Fields::default(), problems);
        let secret = |name: &'static str, autocomplete| Secret {
            name,
            label: page.tc("people-password", name).to_string(),
            hint: None,
            error: state.error(&page, name),
            autocomplete,
        };
        let mut secrets = vec![
            secret("current-password", "current-password"),
            secret("new-password", "new-password"),
            secret("again-password", "new-password"),
        ];
        let least = page
            .t("people-password-hint")
            .with("min", page.number(PASSWORD_MIN));
        secrets[1].hint = Some(least.to_string());
        let summary = secrets.iter().filter_map(|secret| {
            let text = page
                .t("form-summary-line")
                .with("question", secret.label.clone())
                .with("problem", secret.error.clone()?);
            Some(SummaryLine {
                id: secret.name.to_owned(),
                text: text.to_string(),
            })
        });
        let rows = found.rows.into_iter();
        let sessions: Vec<Line> = rows.map(|session| Line::of(&page, session, own)).collect();
        let lasts = page
            .t("people-sessions-last")
            .with("idle", IDLE.as_hours())
            .with("hours", LASTS.as_hours());
        Self {
            done,
            lasts: lasts.to_string(),
            has_others: sessions.iter().any(|line| !line.is_own),
            sessions,
            summary: summary.collect(),
            secrets,
            page,
        }
    }

    async fn found(
        desk: Desk,
        headers: &HeaderMap,
        done: Option<String>,
        problems: Vec<FieldProblem>,
    ) -> Result<Self, Fault> {
        let app = desk.app.clone();
        let (now, of) = (app.now(), Some(desk.staff.id));
        let found = app.store().sessions(&desk.actor, now, of, None, MOST).await?;
        let own = own_session(&app, headers);
        let desk = desk.clone().called(desk.t("people-account-title"));
        Ok(Self::of(desk, found, &own, done, problems))
    }
}

/// The name of the session that a request comes by.
pub(crate) fn own_session(app: &App, headers: &HeaderMap) -> String {
    cookies::get(app, headers, TOKEN).map_or_else(String::new, session::name_of)
}

/// `GET /desk/account`
pub(super) async fn show(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let query = query_of(&uri);
    let done = query.filled("done").and_then(|done| {
        let known = ["password", "end", "others"].contains(&done);
        known.then(|| desk.tc("people-done", done).to_string())
    });
    render(&Account::found(desk, &headers, done, Vec::new()).await?)
}

/// `POST /desk/account/end`: one of their own sessions.
pub(super) async fn end(desk: Desk, fields: Fields) -> Answer {
    let ctx = desk.app.context(&desk.actor);
    // One that has ended meanwhile is as it was to be.
    desk.app.store().end_session(&ctx, fields.get("session")).await?;
    Ok(see_other(&format!("{PATH}?done=end")))
}

/// `POST /desk/account/end-others`: all of their own but this one.
pub(super) async fn end_others(desk: Desk, headers: HeaderMap) -> Answer {
    let ctx = desk.app.context(&desk.actor);
    let own = own_session(&desk.app, &headers);
    let (store, staff) = (desk.app.store(), desk.staff.id);
    store.end_sessions_of(&ctx, staff, Some(&own)).await?;
    Ok(see_other(&format!("{PATH}?done=others")))
}

/// What somebody enters to have another password, by the names that form or API give it.
pub(super) struct Change<'a> {
    pub current: (&'static str, &'a str),
    pub new: (&'static str, &'a str),
}

/// Changes somebody's own password, if they know the one they have. All their sessions end; the caller begins another.
///
/// # Errors
/// [`Error::Invalid`] names what is wrong.
pub(super) async fn change(app: &App, staff: &Staff, change: &Change<'_>) -> Result<(), Error> {
    let (field, current) = change.current;
    if current.is_empty() {
        return Err(Error::Invalid(vec![Problem::Required.of(field)]));
    }
    let known = app.store().staff_by_login(&staff.login).await?;
    let hash = known.map(|(_, hash)| hash);
    let actor = Actor::from(staff);
    if !session::is_right(current, hash).await? {
        let refused = Noted::new(Kind::SignInRefused)
            .whom(staff.id)
            .what("password-change");
        watch::refused(app, &actor, refused);
        return Err(Error::Invalid(vec![Problem::WrongPassword.of(field)]));
    }
    let (field, new) = change.new;
    let hash = session::hash_of_new(app, new, staff).await?;
    let hash = hash.map_err(|problem| Error::Invalid(vec![problem.of(field)]))?;
    let set = app
        .store()
        .set_password(app.city(), app.now(), &actor, staff.id, hash);
    match set.await {
        Ok(_) => Ok(()),
        Err(PeopleError::Store(error)) => Err(error.into()),
        // They work here no more.
        Err(_) => Err(Error::SignIn),
    }
}

/// `POST /desk/account/password`
pub(super) async fn password(
    desk: Desk,
    headers: HeaderMap,
    extensions: Extensions,
    fields: Fields,
) -> Answer {
    let app = desk.app.clone();
    let address = app.guard().address(&headers, &extensions);
    let comer = Comer::of(&app, &headers, &desk.staff.login, address);
    let asked = Change {
        current: ("current-password", fields.get("current-password")),
        new: ("new-password", fields.get("new-password")),
    };
    let changed = if fields.get("again-password") == asked.new.1 {
        app.guard().tries(comer.login, comer.who, comer.address).await?;
        change(&app, &desk.staff, &asked).await
    } else {
        Err(Error::Invalid(vec![Problem::NotTheSame.of("again-password")]))
    };
    match changed {
        Ok(()) => {}
        Err(Error::Invalid(problems)) => {
            let again = Account::found(desk, &headers, None, problems).await?;
            return show_with(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
        Err(error) => return Err(error.into()),
    }
    // Whoever has just shown who they are stays, by another token.
    app.guard().was_right(comer.login, comer.who, comer.address);
    let place = Place::browser(&app, &headers, &comer);
    let token = session::begin(&app, &desk.staff, &place).await?;
    let cookie = SetCookie::new(&app, TOKEN, &token, Keep::Session);
    let known = AppendHeaders([(SET_COOKIE, comer.cookie(&app).header())]);
    Ok((cookie, known, see_other(&format!("{PATH}?done=password"))).into_response())
}

#[cfg(test)]
pub(super) fn samples(page: &crate::kit::page::Page) -> Vec<crate::kit::slice::Sample> {
    let desk = Desk::new(&page.app, crate::samples::supervisor(page.lang), page.lang, PATH);
    let wrong = vec![
        Problem::WrongPassword.of("current-password"),
        Problem::TooCommon.of("new-password"),
        Problem::NotTheSame.of("again-password"),
    ];
    let done = desk.t("people-done-password").to_string();
    let none = Rows::default;
    [
        Account::of(desk.clone(), none(), "", Some(done), Vec::new()),
        Account::of(desk, none(), "", None, wrong),
    ]
    .map(|account| ("desk-account", account.render().unwrap_or_default()))
    .into()
}
