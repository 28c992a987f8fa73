//! What people say who mean a service, found in a text.

use std::collections::HashMap;
use std::ops::Range;

use domain::Lang;
use domain::city::{City, Words};

use super::Speaks;
use super::tokens::{Token, tokens};

/// What a word of the pack says, a term of the glossary, and a hint.
const WORD: f64 = 2.0;
const TERM: f64 = 1.2;
const HINT: f64 = 0.7;

/// What each further token of a phrase adds: `no hot water` says more than `water`. A letter is no word.
const LONGER: f64 = 0.35;
const LONGER_BY_A_LETTER: f64 = 0.12;

/// What words of another language count for than that of the text.
const OF_ANOTHER: f64 = 0.5;

/// The phrases of all services, by the first letter of their first token.
#[derive(Debug)]
pub struct Phrases {
    by_first: HashMap<char, Vec<Phrase>>,
    services: usize,
    languages: Vec<Lang>,
}

#[derive(Debug)]
struct Phrase {
    service: usize,
    lang: Lang,
    pieces: Vec<Piece>,
    weight: f64,
    danger: bool,
}

#[derive(Debug)]
struct Piece {
    form: String,
    /// Any ending may follow.
    open: bool,
}

impl Phrases {
    pub fn new(city: &City) -> Self {
        let mut phrases = Self {
            by_first: HashMap::new(),
            services: city.services.len(),
            languages: Vec::new(),
        };
        for words in &city.words {
            let at = city
                .services
                .iter()
                .position(|service| service.code == words.service);
            if let Some(service) = at {
                phrases.add_words(city, service, words);
            }
        }
        phrases
    }

    fn add_words(&mut self, city: &City, service: usize, words: &Words) {
        for (lists, weight, danger) in [
            (&words.words, WORD, false),
            (&words.hints, HINT, false),
            (&words.first, WORD, true),
        ] {
            for (lang, list) in lists {
                for phrase in list {
                    self.add(service, *lang, phrase, weight, danger);
                }
            }
        }
        for term in &words.terms {
            for (lang, text) in city.texts.row("glossary", term).into_iter().flatten() {
                self.add(service, *lang, text, TERM, false);
            }
        }
    }

    fn add(&mut self, service: usize, lang: Lang, phrase: &str, weight: f64, danger: bool) {
        let pieces: Vec<Piece> = tokens(phrase)
            .into_iter()
            .map(|token| Piece {
                open: phrase[token.range.end..].starts_with('*'),
                form: token.form,
            })
            .collect();
        let letters = phrase
            .chars()
            .filter(|c| !c.is_ascii() && c.is_alphabetic())
            .count();
        let further = pieces.len().saturating_sub(1);
        let longer = if letters >= pieces.len() && pieces.iter().all(|piece| piece.form.chars().count() == 1)
        {
            LONGER_BY_A_LETTER
        } else {
            LONGER
        };
        let further = u8::try_from(further.min(8)).map_or(8.0, f64::from);
        let Some(first) = pieces.first().and_then(|piece| piece.form.chars().next()) else {
            return;
        };
        if !self.languages.contains(&lang) {
            self.languages.push(lang);
        }
        self.by_first.entry(first).or_default().push(Phrase {
            service,
            lang,
            pieces,
            weight: weight * (1.0 + longer * further),
            danger,
        });
    }

    /// What speaks for each service. Where two of its phrases overlap the weightier counts, and one that is said twice
    /// counts once.
    pub fn find(&self, text: &[Token], lang: Option<Lang>) -> Vec<Speaks> {
        let known = lang.filter(|lang| self.languages.contains(lang));
        let mut heard: Vec<Vec<Heard<'_>>> = vec![Vec::new(); self.services];
        for (at, token) in text.iter().enumerate() {
            let first = token.form.chars().next();
            for phrase in first
                .and_then(|first| self.by_first.get(&first))
                .into_iter()
                .flatten()
            {
                if phrase.stands(&text[at..]) {
                    let of_another = known.is_some_and(|known| known != phrase.lang);
                    heard[phrase.service].push(Heard {
                        range: token.range.start..text[at + phrase.pieces.len() - 1].range.end,
                        weight: phrase.weight * if of_another { OF_ANOTHER } else { 1.0 },
                        phrase,
                    });
                }
            }
        }
        heard.into_iter().map(speaks).collect()
    }
}

impl Phrase {
    fn stands(&self, text: &[Token]) -> bool {
        let says = |(piece, token): (&Piece, &Token)| {
            if piece.open {
                token.form.starts_with(&piece.form)
            } else {
                token.form == piece.form
            }
        };
        text.len() >= self.pieces.len()
            && self.pieces.iter().zip(text).all(says)
            && text[..self.pieces.len()].iter().skip(1).all(|token| token.joined)
    }
}

#[derive(Debug, Clone)]
struct Heard<'p> {
    range: Range<usize>,
    weight: f64,
    phrase: &'p Phrase,
}

fn speaks(mut heard: Vec<Heard<'_>>) -> Speaks {
    heard.sort_by(|a, b| {
        (b.phrase.danger.cmp(&a.phrase.danger))
            .then(b.weight.total_cmp(&a.weight))
            .then(a.range.start.cmp(&b.range.start))
    });
    let mut taken: Vec<&Heard<'_>> = Vec::new();
    for one in &heard {
        let said = |other: &&Heard<'_>| {
            let overlaps = other.range.start < one.range.end && one.range.start < other.range.end;
            overlaps || std::ptr::eq(other.phrase, one.phrase)
        };
        if !taken.iter().any(said) {
            taken.push(one);
        }
    }
    let mut ranges: Vec<Range<usize>> = taken.iter().map(|heard| heard.range.clone()).collect();
    ranges.sort_by_key(|range| range.start);
    Speaks {
        score: taken.iter().map(|heard| heard.weight).sum(),
        danger: taken.iter().any(|heard| heard.phrase.danger),
        ranges,
    }
}
