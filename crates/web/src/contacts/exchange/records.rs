//! The record of a call, which the exchange sends once when it is over.

use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use super::settle::{Call, Ended, settle};
use super::{MOST, admitted, read};
use crate::kit::app::App;
use crate::kit::error::Error;

/// The part of the form that it stands in.
const PART: &str = "calllog.json";

/// As far as it is read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    call_id: String,
    /// Of the whole call, which may have several records: one for each transfer.
    #[serde(default)]
    session_id: Option<String>,
    start_time: Timestamp,
    #[serde(default)]
    answer_time: Option<Timestamp>,
    end_time: Timestamp,
    caller: String,
    callee: String,
    #[serde(default)]
    hangup_reason: Option<String>,
    #[serde(default)]
    rewrite: Rewrite,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Rewrite {
    caller_original: Option<String>,
    callee_original: Option<String>,
    callee_final: Option<String>,
}

impl Record {
    /// `None`: it is of a part of a call.
    fn call(self) -> Option<Call> {
        if self.session_id.is_some_and(|whole| whole != self.call_id) {
            return None;
        }
        let ended = self.hangup_reason.as_deref();
        Some(Call {
            id: self.call_id,
            from: self.rewrite.caller_original.unwrap_or(self.caller),
            dialled: self.rewrite.callee_original.unwrap_or_default(),
            to: self.rewrite.callee_final.unwrap_or(self.callee),
            began_at: self.start_time,
            answered_at: self.answer_time,
            ended_at: self.end_time,
            ended: ended.map_or(Ended::Broken, Ended::by),
        })
    }
}

/// `POST /exchange/records`
pub(super) async fn record(State(app): State<App>, request: Request) -> Result<StatusCode, Error> {
    let exchange = admitted(&app, &request)?;
    let malformed = || Error::Malformed("no record of an exchange".to_owned());
    let mut form = Multipart::from_request(request, &app)
        .await
        .map_err(|_| malformed())?;
    while let Some(mut part) = form.next_field().await.map_err(|_| malformed())? {
        if part.name() != Some(PART) {
            continue;
        }
        let mut text = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(|_| malformed())? {
            if text.len() + piece.len() > MOST {
                return Err(Error::TooLarge);
            }
            text.extend_from_slice(&piece);
        }
        if let Some(call) = read::<Record>(&text)?.call() {
            settle(&app, exchange, &call).await?;
        }
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(malformed())
}
