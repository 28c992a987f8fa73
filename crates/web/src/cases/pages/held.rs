//! The receipts a device holds: in one sealed cookie, until the browser is closed or they are given up.

use axum::http::HeaderMap;
use domain::receipts::{AccessCode, Reference};
use jiff::Timestamp;

use crate::kit::app::App;
use crate::kit::cookies::{self, Keep, SetCookie};
use crate::kit::reader::is_kiosk;

const COOKIE: &str = "receipt";
/// More than these and the oldest is forgotten.
const MOST: usize = 5;
/// A device that many use, one after the other, holds one, for so many seconds after it was last opened.
const KIOSK_HOLDS: u32 = 600;
/// How long a new receipt's access code is shown again on this device.
const SHOWN: jiff::SignedDuration = jiff::SignedDuration::from_mins(60);

/// One receipt.
#[derive(Debug, Clone)]
pub(crate) struct Receipt {
    pub reference: Reference,
    pub code: AccessCode,
    /// When the case was opened here; `None` when it was opened elsewhere and followed here.
    pub opened_at: Option<Timestamp>,
}

impl Receipt {
    /// The access code, while it may still be shown.
    pub fn shown_code(&self, now: Timestamp) -> Option<String> {
        let opened_at = self.opened_at?;
        (now.duration_since(opened_at) < SHOWN).then(|| self.code.reveal())
    }
}

/// All of a device, the newest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Held {
    receipts: Vec<Receipt>,
    kiosk: bool,
}

impl Held {
    pub fn of(app: &App, headers: &HeaderMap) -> Self {
        let content = cookies::sealed(app, headers, COOKIE).unwrap_or_default();
        let receipt = |line: &str| {
            let mut parts = line.split(' ');
            Some(Receipt {
                reference: Reference::parse(parts.next()?).ok()?,
                code: AccessCode::parse(parts.next()?)?,
                opened_at: parts.next().and_then(|seconds| {
                    let seconds = seconds.parse().ok()?;
                    Timestamp::from_second(seconds).ok()
                }),
            })
        };
        Self {
            receipts: content.lines().filter_map(receipt).collect(),
            kiosk: is_kiosk(app, headers),
        }
    }

    pub fn find(&self, reference: Reference) -> Option<&Receipt> {
        self.receipts
            .iter()
            .find(|receipt| receipt.reference == reference)
    }

    /// Those that are offered; at a kiosk none is, since somebody else may ask.
    pub fn references(&self) -> impl Iterator<Item = Reference> + '_ {
        let offered = self.receipts.iter().filter(|_| !self.kiosk);
        offered.map(|receipt| receipt.reference)
    }

    #[must_use]
    pub fn with(mut self, receipt: Receipt) -> Self {
        self.receipts.retain(|held| held.reference != receipt.reference);
        self.receipts.insert(0, receipt);
        self.receipts.truncate(if self.kiosk { 1 } else { MOST });
        self
    }

    #[must_use]
    pub fn without(mut self, reference: Reference) -> Self {
        self.receipts.retain(|held| held.reference != reference);
        self
    }

    pub fn cookie(&self, app: &App) -> SetCookie {
        if self.receipts.is_empty() {
            return SetCookie::forget(app, COOKIE);
        }
        let line = |receipt: &Receipt| {
            let opened = receipt
                .opened_at
                .map_or_else(String::new, |at| at.as_second().to_string());
            format!("{} {} {opened}", receipt.reference, receipt.code.reveal())
        };
        let lines: Vec<String> = self.receipts.iter().map(line).collect();
        let keep = if self.kiosk {
            Keep::Seconds(KIOSK_HOLDS)
        } else {
            Keep::Session
        };
        SetCookie::sealed(app, COOKIE, &lines.join("\n"), keep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_holds_the_newest_five_and_gives_up_what_it_is_told_to() {
        let app = crate::testing::app();
        let receipt = |n: u8| Receipt {
            reference: Reference::from_random([n; 7]),
            code: AccessCode::from_random([n; 12]),
            opened_at: (n == 6).then_some(app.now()),
        };
        let held = (0..7).map(receipt).fold(Held::default(), Held::with);
        let cookie = held.cookie(&app).header();
        let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        let headers: HeaderMap = [(axum::http::header::COOKIE, pair.parse().unwrap())]
            .into_iter()
            .collect();
        let held = Held::of(&app, &headers);
        assert_eq!(held.references().count(), 5);
        assert_eq!(
            held.find(receipt(6).reference).unwrap().shown_code(app.now()),
            Some(receipt(6).code.reveal())
        );
        assert_eq!(
            held.find(receipt(5).reference).unwrap().shown_code(app.now()),
            None
        );
        assert!(held.find(receipt(1).reference).is_none());
        assert!(
            held.without(receipt(6).reference)
                .find(receipt(6).reference)
                .is_none()
        );
    }
}
