//! Where the links in mails lead: to a button, since programs open links, too. A program that stops mails for somebody posts
//! at once (RFC 8058).

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use domain::cases::{Case, Command};
use domain::notices::{Change, NOUN, Notices, Stands};
use domain::roles::Actor;
use store::CommandError;

use super::links::{Does, Link};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};
#[cfg(test)]
use crate::kit::slice::Sample;

pub fn routes() -> Router<App> {
    Router::new().route("/notices/{reference}/{does}/{link}", get(show).post(act))
}

/// How a link stands that came from a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// It does something when the button is pressed.
    Asks,
    Done,
    /// A later one has taken its place, or its time is over.
    Over,
}

impl Found {
    const fn code(self) -> &'static str {
        match self {
            Self::Asks => "asks",
            Self::Done => "done",
            Self::Over => "over",
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "notices/link.html")]
struct LinkPage {
    page: Page,
    does: Does,
    /// It has a button.
    asks: bool,
    follow: String,
    text: String,
}

impl LinkPage {
    fn of(page: Page, link: &Link, found: Found) -> Self {
        let key = format!("notices-{}-{}", link.does.code(), found.code());
        let title = page.tc(&key, "title").to_string();
        let text = page
            .tc(&key, "text")
            .with("reference", link.reference.to_string());
        Self {
            text: text.to_string(),
            does: link.does,
            asks: found == Found::Asks,
            follow: page.url(&format!("/follow/{}", link.reference)),
            page: page.titled(title),
        }
    }

    fn answer(&self) -> Result<Response, Error> {
        let headers = [
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        Ok((StatusCode::OK, headers, Html(self.render()?)).into_response())
    }
}

type Address = Path<(String, String, String, String)>;

/// The link of an address, and how it stands. Whoever has it is who reads the mail.
async fn found(app: &App, Path((_, reference, does, rest)): &Address) -> Result<(Link, Found), Error> {
    let link = Link::read(app.secret(), reference, does, rest).ok_or(Error::NotFound)?;
    let worker = Actor::System {
        worker: NOUN.to_owned(),
    };
    let case: Option<Case> = app.store().get(link.reference, &worker).await?;
    let notices = case.and_then(|case| case.notices);
    let current = notices.filter(|notices| notices.left == link.left);
    Ok((link, stands(&link, current.as_ref(), app)))
}

fn stands(link: &Link, notices: Option<&Notices>, app: &App) -> Found {
    match (link.does, notices) {
        (Does::Confirm, Some(notices)) => match notices.stands {
            Stands::Confirmed => Found::Done,
            Stands::Stopped => Found::Over,
            Stands::Waiting if notices.expired(app.now()) => Found::Over,
            Stands::Waiting | Stands::Refused => Found::Asks,
        },
        (Does::Confirm, None) => Found::Over,
        (Does::Stop, Some(notices)) if notices.stands != Stands::Stopped => Found::Asks,
        // Nothing goes to that address any more, whatever became of it.
        (Does::Stop, _) => Found::Done,
    }
}

/// `GET /notices/{reference}/{confirm|stop}/{link}`
async fn show(State(app): State<App>, visit: Visit, address: Address) -> Result<Response, Error> {
    let (link, found) = found(&app, &address).await?;
    LinkPage::of(visit.page(Nav::Follow), &link, found).answer()
}

/// `POST /notices/{reference}/{confirm|stop}/{link}`. It asks for no body and leads nowhere else, as programs want it.
async fn act(State(app): State<App>, visit: Visit, address: Address) -> Result<Response, Error> {
    let (link, mut now) = found(&app, &address).await?;
    if now == Found::Asks {
        let left = link.left;
        let change = match link.does {
            Does::Confirm => Change::Confirm { left },
            Does::Stop => Change::Stop { left },
        };
        let actor = Actor::holder(link.reference);
        let done = app
            .store()
            .carry_out(
                &app.context(&actor),
                link.reference,
                None,
                &Command::Notices(change),
            )
            .await;
        now = match done {
            Ok(_) => Found::Done,
            Err(CommandError::<Case>::Refused(_)) => Found::Over,
            Err(error) => return Err(error.into()),
        };
    }
    LinkPage::of(visit.page(Nav::Follow), &link, now).answer()
}

#[cfg(test)]
pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let link = |does| Link {
        does,
        reference: domain::receipts::Reference::from_random([1; 7]),
        left: 1,
    };
    let all = [
        (Does::Confirm, Found::Asks),
        (Does::Confirm, Found::Done),
        (Does::Confirm, Found::Over),
        (Does::Stop, Found::Asks),
        (Does::Stop, Found::Done),
    ];
    all.map(|(does, found)| {
        let shown = LinkPage::of(page.clone(), &link(does), found);
        ("notices/link", shown.render().unwrap_or_default())
    })
    .into()
}
