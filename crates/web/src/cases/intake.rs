//! Opening a case for someone: the language of their words, and their receipt. Pages, desk and API all come in here.

use axum::response::Response;
use domain::Lang;
use domain::cases::{Case, Open};
use domain::journaled::Context;
use domain::people::Actor;
use domain::receipts::{AccessCode, Reference};
use language::detect::Detected;
use store::{OpenError, Receipt};

use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::upload;

/// How often another reference is drawn when one is taken.
const TRIES: u8 = 5;
/// Below this the detector's guess is not worth more than the language the page is read in.
const SURE: f64 = 0.5;

/// A case that was opened, and the code that opens it again: shown now and never kept.
#[derive(Debug)]
pub struct Opened {
    pub case: Case,
    pub access_code: AccessCode,
}

/// The language of a text, and whether it was found by reading it: as stated, else as detected, else `otherwise`.
pub fn language_of(app: &App, stated: Option<Lang>, text: &str, otherwise: Lang) -> (Lang, bool) {
    if let Some(stated) = stated {
        return (stated, false);
    }
    sure(app.detector().detect(text)).map_or((otherwise, false), |lang| (lang, true))
}

/// The language of a text that goes on with others in a language, as in a chat.
pub fn language_after(app: &App, stated: Option<Lang>, text: &str, before: Lang) -> Lang {
    stated
        .or_else(|| sure(app.detector().detect_after(text, before)))
        .unwrap_or(before)
}

fn sure(found: Option<Detected>) -> Option<Lang> {
    Some(found.filter(|found| found.confidence >= SURE)?.lang)
}

/// Opens a case. A request that comes again with the same key gets the same case and the same receipt, however late.
///
/// # Errors
/// As [`store::Store::open_case`] has.
pub async fn open(app: &App, actor: &Actor, open: &Open, key: Option<&str>) -> Result<Opened, OpenError> {
    let request = serde_json::to_vec(open).unwrap_or_default();
    let staff = actor.staff().map_or(0, |staff| staff.0).to_be_bytes();
    let secret = app.secret();
    let once = key.map(|key| app.once(&staff, key, &request));
    // With a key the receipt is derived, since a repeated request must show it again and the code is not stored.
    let draw = |attempt: u8| match &once {
        Some(once) => {
            let parts: [&[u8]; 3] = [&once.key_hash, &once.request_digest, &[attempt]];
            receipt(secret.hash("idempotent-receipt", &parts))
        }
        None => receipt(app.entropy().bytes()),
    };
    for attempt in 0..TRIES {
        let (reference, access_code) = draw(attempt);
        let paper = Receipt {
            reference,
            code_hash: secret.access_hash(reference, &access_code),
        };
        let opened = app
            .store()
            .open_held::<Case>(
                &Context {
                    now: app.now(),
                    actor,
                    city: app.city(),
                },
                open,
                &paper,
                once.as_ref(),
            )
            .await;
        return match opened {
            Err(OpenError::KeyTaken) => match app.store().by_receipt(reference, &paper.code_hash).await? {
                // The key went with the words of a case that was erased. The same request alone makes this code.
                Some(case) => Ok(Opened { case, access_code }),
                None => continue,
            },
            Err(error) => Err(error),
            Ok(opened) if opened.replayed => {
                let again = (0..TRIES)
                    .map(draw)
                    .find(|(reference, _)| *reference == opened.record.reference);
                let (_, access_code) = again.ok_or(OpenError::OtherRequest)?;
                Ok(Opened {
                    case: opened.record,
                    access_code,
                })
            }
            Ok(opened) => Ok(Opened {
                case: opened.record,
                access_code,
            }),
        };
    }
    Err(OpenError::KeyTaken)
}

fn receipt(random: [u8; 32]) -> (Reference, AccessCode) {
    let mut reference = [0; 7];
    let mut code = [0; 12];
    reference.copy_from_slice(&random[..7]);
    code.copy_from_slice(&random[7..19]);
    (Reference::from_random(reference), AccessCode::from_random(code))
}

/// A file of a case that the reader may see.
///
/// # Errors
/// [`Error::NotFound`] when the case has no such file.
pub async fn download(app: &App, case: &Case, id: u64) -> Result<Response, Error> {
    let attachment = case
        .attachments
        .iter()
        .find(|attachment| attachment.id == id)
        .ok_or(Error::NotFound)?;
    let named = (attachment.name.as_deref(), attachment.media_type.as_str());
    upload::download(app, case, id, named).await
}
