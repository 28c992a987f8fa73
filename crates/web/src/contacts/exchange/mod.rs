//! The telephone exchange: for each call it asks here whom to ring, and tells what became of it. The contract is that of RustPBX
//! 0.5 (`[proxy.http_router]`, `[[proxy.user_backends]]`, `[rwi_webhook]`, `[callrecord]`); docs/telephony.md has its traps.
//!
//! Everything that a call becomes here follows from its number at the exchange under the installation's secret, so that any node
//! hears of it in any order, once or twice. Of what is sent, the number of who calls is kept in the body of the contact alone, and
//! nothing is logged or quoted.

mod records;
mod route;
mod settle;
pub(super) mod telephone;
#[cfg(test)]
mod tests;

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use domain::Lang;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

pub use self::settle::{Call, Ended, settle};

use super::call::Ticket;
use crate::kit::app::{App, Exchange};
use crate::kit::error::Error;
use crate::kit::guard::Guess;

/// The largest question, in bytes. An INVITE with its description of media is a few thousand; a record with its trace, more.
const MOST: usize = 256 * 1024;
/// Characters of what an exchange calls somebody by.
const NAME_MAX: usize = 64;
/// What is written where a number is withheld.
const WITHHELD: [&str; 5] = ["anonymous", "unknown", "unavailable", "restricted", "private"];

/// Between two programs of the city's: not of the API that its description lists.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/exchange/route", post(route::route))
        .route("/exchange/telephones", post(telephone::sign_in))
        .route("/exchange/events", post(events))
        .route("/exchange/records", post(records::record))
}

/// The exchange, if it is the one that asks. From elsewhere nothing is seen of these addresses, with the secret or without.
fn admitted<'a>(app: &'a App, request: &Request) -> Result<&'a Exchange, Error> {
    let exchange = app.options().exchange.as_ref().ok_or(Error::NotFound)?;
    // Not what a proxy says of it: the exchange is beside us, or known by its own address.
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0.ip().to_canonical());
    // What came through a proxy comes from anywhere, though the proxy is beside us too.
    let through = request.headers().contains_key("x-forwarded-for")
        || request.headers().contains_key(header::FORWARDED);
    if through || !exchange.from.contains(&address) {
        return Err(Error::NotFound);
    }
    let guard = app.guard();
    let counted = guard.address(request.headers(), request.extensions());
    guard.may_try(Guess::Exchange, counted)?;
    let given = bearer(request.headers()).unwrap_or_default();
    let given: [u8; 32] = Sha256::digest(given).into();
    if bool::from(given.ct_eq(&exchange.secret)) {
        return Ok(exchange);
    }
    guard.failed(Guess::Exchange, counted)?;
    Err(Error::SignIn)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ")
}

async fn body_of(request: Request) -> Result<Bytes, Error> {
    axum::body::to_bytes(request.into_body(), MOST)
        .await
        .map_err(|_| Error::TooLarge)
}

/// What is wrong with it might quote it.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| Error::Malformed("nothing that an exchange says".to_owned()))
}

/// What a call of that number at the exchange is and becomes here.
fn ticket(app: &App, call: &str) -> Ticket {
    let hash = app.secret().hash("exchange-call", &[call.as_bytes()]);
    Ticket::of(app, std::array::from_fn(|at| hash[at]))
}

/// The language of the hotline's number that was dialled; `None`: it is another number.
fn language(app: &App, exchange: &Exchange, uri: &str) -> Option<Lang> {
    let language = exchange.numbers.get(&user(uri)?)?;
    Some(language.unwrap_or(app.city().source_language))
}

/// What stands before the `@` of an address, which may stand between `<` and `>` after a name.
fn user(text: &str) -> Option<String> {
    let address = text.rsplit_once('<').map_or(text, |(_, address)| address);
    let (scheme, rest) = address.split_once(':')?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "sip" | "sips" | "tel") {
        return None;
    }
    let end = rest.find(['@', ';', '?', '>']).unwrap_or(rest.len());
    let user = percent_decode_str(&rest[..end]).decode_utf8().ok()?;
    (user.chars().count() <= NAME_MAX).then(|| user.into_owned())
}

/// The number of who calls; empty where it is withheld.
fn caller(text: &str) -> String {
    let withheld = |name: &String| WITHHELD.contains(&name.to_ascii_lowercase().as_str());
    user(text).filter(|name| !withheld(name)).unwrap_or_default()
}

/// What happens in a call, as far as it is read.
#[derive(Deserialize)]
struct Told {
    call_id: String,
    event_type: String,
    #[serde(default)]
    event: About,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct About {
    caller: Option<String>,
    hangup_by: Option<String>,
}

/// `POST /exchange/events`: a call was answered, or is over. Calls that did not ring here are none of ours.
async fn events(State(app): State<App>, request: Request) -> Result<StatusCode, Error> {
    admitted(&app, &request)?;
    let body = body_of(request).await?;
    let told: Told = read(&body)?;
    let ticket = ticket(&app, &told.call_id);
    match told.event_type.as_str() {
        "call_answered" => {
            let number = told.event.caller.as_deref().map(caller).unwrap_or_default();
            settle::answered_now(&app, &ticket, &number).await?;
        }
        "call_hangup" => {
            let by = told.event.hangup_by.as_deref().map_or(Ended::Broken, Ended::by);
            settle::over(&app, &ticket, by, app.now()).await?;
        }
        _ => {}
    }
    Ok(StatusCode::NO_CONTENT)
}
