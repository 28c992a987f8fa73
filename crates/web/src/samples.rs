//! Every page with every sample of its context, rendered, for the test that looks at all of them in every language. It
//! is no part of what is served.

use domain::Lang;
use domain::cases::{self, CommandKind, Doubt, Made, State, TranslatedBy};
use domain::journaled::Refusal;
use domain::people::{Role, Staff, StaffId};
use domain::problems::Problem;

use crate::kit::error::{self, Error};
use crate::kit::page::Page;
use crate::kit::slice::Sample;

/// All samples of all pages in one language.
pub fn all(page: &Page) -> Vec<Sample> {
    let slices = page.app.slices().iter();
    let samples = slices.flat_map(|slice| (slice.samples)(page));
    errors(page).into_iter().chain(samples).collect()
}

fn errors(page: &Page) -> Vec<Sample> {
    let errors = [
        Error::NotFound,
        Error::TooMany { retry_after: 6 },
        Error::Refused(Refusal::WrongState {
            noun: cases::NOUN,
            state: State::Closed.code(),
            allowed: vec![CommandKind::Rate.code(), CommandKind::Reopen.code()],
        }),
        Error::Refused(Refusal::OftenEnough {
            noun: cases::NOUN,
            what: "reopened",
            times: 1,
        }),
        Error::Refused(Refusal::TooLate {
            since: jiff::Timestamp::UNIX_EPOCH,
        }),
        Error::Invalid(vec![Problem::Required.of("text")]),
        Error::Full,
        Error::Unknown { again: false },
        Error::Unknown { again: true },
        Error::Internal("not shown".to_owned()),
    ];
    let sample = |error| ("error", error::html(page.clone(), error));
    errors.iter().map(sample).collect()
}

/// A supervisor whose name is no markup.
pub(crate) fn supervisor(lang: Lang) -> Staff {
    Staff {
        id: StaffId(7),
        login: "supervisor".to_owned(),
        name: "李<7>".to_owned(),
        role: Role::Supervisor,
        unit: "hotline".into(),
        languages: vec![lang],
        active: true,
    }
}

/// An engine is not sure of what it made.
pub(crate) fn unsure() -> Made {
    Made {
        by: TranslatedBy::Engine {
            name: "bergamot".to_owned(),
            model: "zh-en + en-ko".to_owned(),
            version: "1.0".to_owned(),
        },
        doubts: Doubt::ALL.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::page::Nav;
    use crate::kit::texts::MISSING;

    #[test]
    fn every_kind_of_event_has_a_text() {
        let app = crate::testing::app();
        let mut nouns = 0;
        for slice in app.slices() {
            let (prefix, codes) = slice.events;
            let codes = codes();
            nouns += usize::from(!codes.is_empty());
            for language in &app.city().languages {
                for code in &codes {
                    let key = format!("{prefix}-{code}");
                    assert!(app.texts().has(language.code, &key), "{key} in {}", language.code);
                }
            }
        }
        assert!(nouns > 0);
    }

    #[test]
    fn every_page_renders_every_sample_in_every_language() {
        let app = crate::testing::app();
        for language in &app.city().languages {
            let page = Page::new(&app, language.code, "/somewhere", Nav::Services);
            for (name, html) in all(&page) {
                let place = format!("{name} in {}", language.code);
                assert!(!html.trim().is_empty(), "{place} is empty");
                assert!(
                    html.contains(&format!("<html lang=\"{}\"", language.tag)),
                    "{place} says no language"
                );
                assert!(html.contains("<h1"), "{place} has no heading");
                if let Some(at) = html.find(MISSING) {
                    let end = html[at..].find('⟧').map_or(html.len(), |end| at + end);
                    panic!("{place} lacks the text {}", &html[at..end]);
                }
                for forbidden in [" style=\"", "<style", " onclick", " onload", "javascript:"] {
                    assert!(!html.contains(forbidden), "{place} has {forbidden}");
                }
                // What is data to search engines is no script to a browser.
                let allowed = [
                    "<script type=\"module\" src=",
                    "<script type=\"application/ld+json\">",
                ];
                for (at, _) in html.match_indices("<script") {
                    assert!(
                        allowed.iter().any(|begins| html[at..].starts_with(begins)),
                        "{place} has an inline script"
                    );
                }
                let mut ids: Vec<&str> = html
                    .split(" id=\"")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .collect();
                let count = ids.len();
                ids.sort_unstable();
                ids.dedup();
                assert_eq!(ids.len(), count, "{place} has an id twice");
            }
        }
    }
}
