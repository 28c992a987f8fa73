//! Which of the city's services somebody's words ask for.
//!
//! What people say who mean a service stands in the pack, in many languages ([`Words`]); the glossary's terms say it in
//! those of the interface. Beside that speak the services' own texts: their names, topics, questions and guides, and
//! their exclusions, which name the service that is meant instead. Those are compared by words without their endings
//! and, where a script parts no words, by pairs of letters. Nothing is learned and nothing is kept: the same text finds
//! the same services, and each is found with the words of the text that speak for it.

mod own;
mod phrases;
mod tokens;

use std::ops::Range;

use domain::city::City;
use domain::{Lang, ServiceCode};

use own::OwnTexts;
use phrases::Phrases;
use tokens::tokens;

/// A text is read as far as this many bytes: what somebody wants stands before that.
const ENOUGH: usize = 4000;

/// With less than this no service is found: a chance word of its texts.
const LEAST: f64 = 0.6;

/// Beside the best, services are found that have this part of what it has.
const BESIDE: f64 = 0.3;

/// As many as a person looks at.
const MOST: usize = 3;

/// Finds services. Made once of a city's pack.
#[derive(Debug)]
pub struct Finder {
    services: Vec<ServiceCode>,
    phrases: Phrases,
    own: OwnTexts,
}

/// A service that a text asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub service: ServiceCode,
    /// It comes first whatever else is said: there are words of danger.
    pub danger: bool,
    /// How much speaks for it. Comparable within one answer.
    pub score: f64,
    /// Where in the text the words stand that speak for it, in bytes, in their order.
    pub because: Vec<Range<usize>>,
}

impl Finder {
    pub fn new(city: &City) -> Self {
        Self {
            services: city.services.iter().map(|service| service.code.clone()).collect(),
            phrases: Phrases::new(city),
            own: OwnTexts::new(city),
        }
    }

    /// At most three services, the likeliest first; none when nothing speaks for any. `lang` is the text's language, if
    /// that is known: words of the others count less.
    pub fn find(&self, text: &str, lang: Option<Lang>) -> Vec<Found> {
        let tokens = tokens(&text[..text.floor_char_boundary(ENOUGH)]);
        let said = self.phrases.find(&tokens, lang);
        let own = self.own.score(&tokens);
        let all = self.services.iter().zip(said.into_iter().zip(own));
        let mut found: Vec<Found> = all
            .map(|(service, (said, own))| Found {
                service: service.clone(),
                danger: said.danger,
                score: said.score + own.score,
                because: if said.ranges.is_empty() {
                    own.ranges
                } else {
                    said.ranges
                },
            })
            .filter(|found| found.danger || found.score >= LEAST)
            .collect();
        // The order of the city's list decides between equals: the sort is stable.
        found.sort_by(|a, b| b.danger.cmp(&a.danger).then(b.score.total_cmp(&a.score)));
        let best = found.iter().map(|found| found.score).fold(0.0, f64::max);
        found.retain(|found| found.danger || found.score >= best * BESIDE);
        found.truncate(MOST);
        found
    }
}

/// What speaks for one service.
#[derive(Debug, Clone, Default)]
struct Speaks {
    score: f64,
    danger: bool,
    ranges: Vec<Range<usize>>,
}
