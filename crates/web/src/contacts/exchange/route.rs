//! Whom the exchange rings for a call: the same matching that chats go through says it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Request, State};
use domain::Lang;
use domain::roles::{Staff, StaffId};
use jiff::SignedDuration;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use store::contacts::{Rang, Turn};

use super::{admitted, body_of, caller, language, read, ticket};
use crate::contacts::call::Ticket;
use crate::contacts::front::is_open;
use crate::kit::app::{App, Exchange};
use crate::kit::error::Error;

/// So many agents may be rung for one call, one after the other.
const IN_TURN: usize = 3;
/// How often it is looked again for who is free.
const TRIES: u8 = 5;
/// `480 Temporarily Unavailable` and `486 Busy Here`, as SIP numbers them.
const CLOSED: u16 = 480;
const BUSY: u16 = 486;
const CONTACT: &str = "X-Harborline-Contact";
/// What stands in an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// What the exchange asks about a call, as far as it is read.
#[derive(Deserialize)]
struct Invite {
    call_id: String,
    /// `name <sip:…@…>;tag=…`.
    from: String,
    method: String,
    /// `sip:hotline@pbx.example`.
    uri: String,
}

/// What it is told.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(super) enum Route {
    Forward {
        targets: Vec<String>,
        strategy: &'static str,
        /// Until somebody answers, in seconds: of all of them together. Not `timeout`, which bounds the whole call.
        #[serde(skip_serializing_if = "Option::is_none")]
        max_ring_time: Option<u64>,
        /// Nothing is recorded unless everybody agreed, and nobody was asked.
        record: bool,
        /// Of the INVITE that rings at them.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<&'static str, String>,
    },
    Reject {
        status: u16,
        /// A code, for the exchange's log.
        reason: &'static str,
    },
    /// A number that is not put through: 403.
    Spam,
    /// Another number than the hotline's: the exchange goes on by itself.
    NotHandled,
}

impl Route {
    fn to(targets: Vec<String>, max_ring_time: Option<u64>) -> Self {
        Self::Forward {
            targets,
            strategy: "sequential",
            max_ring_time,
            record: false,
            headers: BTreeMap::new(),
        }
    }

    /// It rings with the reference of what it becomes, so that a telephone in a page can show that beside it.
    fn of(mut self, ticket: &Ticket) -> Self {
        if let Self::Forward { headers, .. } = &mut self {
            headers.insert(CONTACT, ticket.contact.to_string());
        }
        self
    }
}

/// `POST /exchange/route`
pub(super) async fn route(State(app): State<App>, request: Request) -> Result<Json<Route>, Error> {
    let exchange = admitted(&app, &request)?;
    let body = body_of(request).await?;
    let invite: Invite = read(&body)?;
    let language = language(&app, exchange, &invite.uri);
    let Some(language) = language.filter(|_| invite.method == "INVITE") else {
        return Ok(Json(Route::NotHandled));
    };
    if exchange.spam.contains(&caller(&invite.from)) {
        return Ok(Json(Route::Spam));
    }
    if !is_open(&app) {
        let number = app.city().hotline.after_hours.as_ref();
        return Ok(Json(match number {
            Some(number) => Route::to(vec![format!("sip:{number}@{}", exchange.domain)], None),
            None => Route::Reject {
                status: CLOSED,
                reason: "closed",
            },
        }));
    }
    open(&app, exchange, &invite, language).await.map(Json)
}

/// During the hotline's hours: it rings at those who can take it, and waits in the queue meanwhile.
async fn open(app: &App, exchange: &Exchange, invite: &Invite, language: Lang) -> Result<Route, Error> {
    let (store, policy, now) = (app.store(), &app.city().hotline.policy, app.now());
    let each = policy.offer_lasts;
    let ticket = ticket(app, &invite.call_id);
    if let Some(told) = as_told(app, exchange, &ticket).await? {
        return Ok(told);
    }
    let receipt = ticket.paper(app);
    let rings = ticket.rings(&receipt, language);
    for _ in 0..TRIES {
        let turn = store.rung_in_turn((policy, app.today(), now), language, IN_TURN);
        let Some(Turn { staff, version }) = turn.await? else {
            break;
        };
        let in_turn: Vec<StaffId> = staff.iter().map(|staff| staff.id).collect();
        match store.ring_in_turn(&rings, (&in_turn, version), each, now).await? {
            Rang::Rings => return Ok(forward(exchange, &staff, each).of(&ticket)),
            // Asked twice at once, it is told the same; a call that is over rings at nobody again.
            Rang::Known => {
                let told = as_told(app, exchange, &ticket).await?;
                return Ok(told.unwrap_or_else(|| busy(exchange)));
            }
            Rang::Taken => {}
        }
    }
    store.turned_away(&rings, now).await?;
    Ok(busy(exchange))
}

/// Asked again, it is told the same.
async fn as_told(app: &App, exchange: &Exchange, ticket: &Ticket) -> Result<Option<Route>, Error> {
    let store = app.store();
    let known = store.waits(ticket.contact).await?;
    let Some(in_turn) = known.and_then(|waits| waits.in_turn) else {
        return Ok(None);
    };
    let mut rung = Vec::new();
    for staff in in_turn {
        rung.extend(store.staff_by_id(staff).await?);
    }
    let each = app.city().hotline.policy.offer_lasts;
    Ok(Some(forward(exchange, &rung, each).of(ticket)))
}

fn busy(exchange: &Exchange) -> Route {
    match &exchange.busy {
        Some(busy) => Route::to(vec![busy.clone()], None),
        None => Route::Reject {
            status: BUSY,
            reason: "nobody-free",
        },
    }
}

/// A telephone that nobody picks up gives up by itself after `each`; the exchange bounds only all of them together.
fn forward(exchange: &Exchange, rung: &[Staff], each: SignedDuration) -> Route {
    let targets: Vec<String> = rung.iter().map(|staff| telephone(exchange, staff)).collect();
    let seconds = each.as_secs().max(1).unsigned_abs();
    let all = seconds.saturating_mul(targets.len() as u64);
    Route::to(targets, Some(all))
}

pub(super) fn telephone(exchange: &Exchange, staff: &Staff) -> String {
    format!("sip:{}@{}", encoded(&staff.login), exchange.domain)
}

/// A login as it stands in an address.
pub(super) fn encoded(login: &str) -> String {
    utf8_percent_encode(login, PLAIN).to_string()
}
