//! The receipts a device holds: in one sealed cookie, until the browser is closed or they are given up, and at the longest for a week
//! after one of them was looked at. Phones never close a browser, and what a browser keeps is its own affair: so the end stands in
//! the cookie.

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
/// Any other, for so long.
const HOLDS: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);
/// What the lines begin with that say until when, and on which device.
const UNTIL: &str = "until ";
const DEVICE: &str = "device ";
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
    /// When it ends; `None`: it holds none.
    pub ends_at: Option<Timestamp>,
    /// By which what the device has open is known, when it gives a receipt up. It opens nothing.
    pub device: String,
}

impl Held {
    pub fn of(app: &App, headers: &HeaderMap) -> Self {
        let content = cookies::sealed(app, headers, COOKIE).unwrap_or_default();
        let said = |what: &str| content.lines().find_map(|line| line.strip_prefix(what));
        let until = said(UNTIL).and_then(|seconds| seconds.parse().ok());
        let until = until.and_then(|seconds| Timestamp::from_second(seconds).ok());
        let ends_at = until.filter(|until| app.now() < *until);
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
            receipts: content
                .lines()
                .filter(|_| ends_at.is_some())
                .filter_map(receipt)
                .collect(),
            kiosk: is_kiosk(app, headers),
            ends_at,
            device: said(DEVICE).unwrap_or_default().to_owned(),
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
        let (keep, holds) = if self.kiosk {
            let holds = jiff::SignedDuration::from_secs(KIOSK_HOLDS.into());
            (Keep::Seconds(KIOSK_HOLDS), holds)
        } else {
            (Keep::Session, HOLDS)
        };
        let until = format!("{UNTIL}{}", (app.now() + holds).as_second());
        let device = if self.device.is_empty() {
            hex::encode(app.entropy().bytes::<8>())
        } else {
            self.device.clone()
        };
        let lines = self.receipts.iter().map(line);
        let lines: Vec<String> = lines.chain([until, format!("{DEVICE}{device}")]).collect();
        SetCookie::sealed(app, COOKIE, &lines.join("\n"), keep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_not_held_for_ever_whatever_the_browser_keeps() {
        let app = crate::testing::app();
        let reference = Reference::from_random([1; 7]);
        let code = AccessCode::from_random([2; 12]);
        let holds = |until: Option<Timestamp>| {
            let until = until.map_or_else(String::new, |until| format!("\n{UNTIL}{}", until.as_second()));
            let content = format!("{reference} {} {until}", code.reveal());
            let cookie = SetCookie::sealed(&app, COOKIE, &content, Keep::Session).header();
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let headers = [(axum::http::header::COOKIE, pair.parse().unwrap())];
            Held::of(&app, &headers.into_iter().collect())
                .find(reference)
                .is_some()
        };
        let second = jiff::SignedDuration::from_secs(1);
        assert!(holds(Some(app.now() + second)));
        assert!(!holds(Some(app.now())));
        // Nor one of the time before there was an end.
        assert!(!holds(None));
    }

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
        assert_eq!(held.ends_at, Some(app.now() + HOLDS));
        assert_eq!(held.device.len(), 16);
        assert!(
            held.without(receipt(6).reference)
                .find(receipt(6).reference)
                .is_none()
        );
    }
}
