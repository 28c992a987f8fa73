//! The mails themselves: plain text, in the language of whoever gets them, without a word of the case.

use std::fmt;
use std::sync::Arc;

use domain::Lang;
use domain::cases::Case;
use domain::city::City;
use domain::notices::CONFIRM_WITHIN;

use super::links::{Does, Link};
use crate::kit::app::Secret;
use crate::kit::texts::Texts;

/// What stands between the same mail in two languages.
const BETWEEN: &str = "\n\n----------\n\n";

/// A mail to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    /// Who sends it, as people read it.
    pub from: String,
    pub subject: String,
    pub body: String,
    /// Where a program stops these mails by a single request (RFC 8058), and a person by a button.
    pub stop: String,
    /// The same for the same mail, sent again: with the host it makes its `Message-ID`.
    pub name: String,
    /// The address as it is counted: as a keyed hash.
    pub address_hash: [u8; 32],
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What letters are made of.
#[derive(Debug)]
pub struct Letters {
    pub texts: Texts,
    pub city: Arc<City>,
    pub secret: Secret,
    /// Where the site is reached, without a slash at its end.
    pub site: String,
}

impl Letters {
    /// Asks whoever reads the mail of an address whether they want news of a case.
    pub fn confirmation(&self, case: &Case) -> Option<Letter> {
        let (to, left) = (case.waiting_address()?, case.notices.as_ref()?.left);
        let days = CONFIRM_WITHIN.as_hours() / 24;
        let write = |lang| {
            let text = self
                .texts
                .get(lang, "notices-mail-confirm")
                .with("reference", case.reference.to_string())
                .with("days", days)
                .with("confirm", self.link(case, Does::Confirm, left, lang))
                .with("stop", self.link(case, Does::Stop, left, lang));
            text.to_string()
        };
        Some(self.letter(
            case,
            to,
            (Does::Confirm.code(), left),
            "notices-mail-confirm-subject",
            write,
        ))
    }

    /// Says that something happened in a case, and where to read it.
    pub fn notice(&self, case: &Case) -> Option<Letter> {
        let to = case.confirmed_address()?;
        let notices = case.notices.as_ref()?;
        let write = |lang| {
            let text = self
                .texts
                .get(lang, "notices-mail-news")
                .with("reference", case.reference.to_string())
                .with(
                    "follow",
                    format!("{}/{lang}/follow/{}", self.site, case.reference),
                )
                .with("stop", self.link(case, Does::Stop, notices.left, lang));
            text.to_string()
        };
        // Named by what was told before it, which is the same until it is known to have been sent.
        Some(self.letter(
            case,
            to,
            ("news", notices.told),
            "notices-mail-news-subject",
            write,
        ))
    }

    fn link(&self, case: &Case, does: Does, left: u64, lang: Lang) -> String {
        let link = Link {
            does,
            reference: case.reference,
            left,
        };
        format!("{}{}", self.site, link.path(&self.secret, lang))
    }

    /// That of the person, if there are mails in it; if not, English, and that of the pages on which they left their address.
    fn languages(&self, case: &Case) -> Vec<Lang> {
        let first = self.city.interface_language(case.language);
        let mut languages = vec![first];
        if first != case.language {
            let pages = case.contact.pages.unwrap_or(self.city.source_language);
            languages.extend(
                Some(pages).filter(|pages| *pages != first && self.city.is_interface_language(*pages)),
            );
        }
        languages
    }

    fn letter(
        &self,
        case: &Case,
        to: &str,
        (kind, number): (&str, u64),
        subject: &str,
        write: impl Fn(Lang) -> String,
    ) -> Letter {
        let languages = self.languages(case);
        let first = languages[0];
        let city = |lang| self.city.text("city", "name", lang).to_owned();
        let site = |lang| {
            let site = self.texts.get(lang, "page-site").with("city", city(lang));
            site.to_string()
        };
        let subject = |lang| {
            let text = self.texts.get(lang, subject).with("site", site(lang));
            text.with("reference", case.reference.to_string()).to_string()
        };
        let subjects: Vec<String> = languages.iter().map(|lang| subject(*lang)).collect();
        let bodies: Vec<String> = languages.iter().map(|lang| write(*lang)).collect();
        let reference = case.reference.to_string();
        let named = [kind.as_bytes(), reference.as_bytes(), &number.to_be_bytes()];
        let left = case.notices.as_ref().map_or(0, |notices| notices.left);
        Letter {
            to: to.to_owned(),
            from: site(first),
            subject: subjects.join(" / "),
            body: format!("{}\n", bodies.join(BETWEEN)),
            stop: self.link(case, Does::Stop, left, first),
            name: hex::encode(&self.secret.hash("notice-name", &named)[..16]),
            address_hash: self
                .secret
                .hash("notice-address", &[to.to_lowercase().as_bytes()]),
        }
    }
}
