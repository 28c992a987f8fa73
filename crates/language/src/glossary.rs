//! The city's terms in a text: what they are called in another language, and whether a translation uses it.
//!
//! A term is found as a whole: `visa` is not in `advisable`. Chinese, Japanese, Korean and Thai are written without
//! blanks between words, or with particles joined on, so there every place counts. A word's ending may differ where
//! the language bends words (`визой` is `виза`, `permits` is `permit`): better to show a translator one term too
//! many than none.

use std::collections::HashMap;
use std::ops::Range;

use domain::Lang;
use domain::city::City;

/// The terms of a city, ready to be found.
#[derive(Debug, Default)]
pub struct Glossary {
    /// The code of each term, and its text in each language.
    terms: Vec<Term>,
    /// Of each language, the terms by their first word, longest first.
    index: HashMap<Lang, HashMap<String, Vec<Entry>>>,
}

#[derive(Debug)]
struct Term {
    code: String,
    texts: HashMap<Lang, String>,
}

#[derive(Debug)]
struct Entry {
    term: usize,
    words: Vec<String>,
}

/// A term that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'g> {
    /// Where, in bytes.
    pub range: Range<usize>,
    pub code: &'g str,
    /// In the language of the text, as the glossary writes it.
    pub term: &'g str,
    /// In the other language.
    pub translation: &'g str,
}

impl Glossary {
    /// The glossary of a city: the texts of its place `glossary`.
    pub fn new(city: &City) -> Self {
        Self::of(city.glossary.iter().map(|term| {
            let row = city.texts.row("glossary", &term.code);
            let texts = row
                .into_iter()
                .flatten()
                .map(|(lang, text)| (*lang, text.clone()));
            (term.code.clone(), texts.collect())
        }))
    }

    /// A glossary of these terms, each a code and its text in each language.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use domain::Lang;
    /// use language::glossary::Glossary;
    ///
    /// let permit = HashMap::from([
    ///     (Lang::EN, "residence permit".to_owned()),
    ///     (Lang::ZH, "居留许可".to_owned()),
    /// ]);
    /// let glossary = Glossary::of([("residence-permit".to_owned(), permit)]);
    ///
    /// let found = glossary.find("My Residence Permits expire.", Lang::EN, Lang::ZH);
    /// assert_eq!(found[0].translation, "居留许可");
    /// assert_eq!(found[0].range, 3..20);
    ///
    /// let missing = glossary.missing_terms(("My residence permit", Lang::EN), ("我的签证", Lang::ZH));
    /// assert_eq!(missing[0].translation, "居留许可");
    /// ```
    pub fn of(terms: impl IntoIterator<Item = (String, HashMap<Lang, String>)>) -> Self {
        let mut glossary = Self::default();
        for (code, texts) in terms {
            for (lang, text) in &texts {
                let words: Vec<String> = words(text, *lang).into_iter().map(|word| word.stem).collect();
                if let Some(first) = words.first() {
                    let term = glossary.terms.len();
                    let by_first = glossary.index.entry(*lang).or_default();
                    by_first
                        .entry(first.clone())
                        .or_default()
                        .push(Entry { term, words });
                }
            }
            glossary.terms.push(Term { code, texts });
        }
        for entries in glossary.index.values_mut().flat_map(HashMap::values_mut) {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        }
        glossary
    }

    /// The terms in a text of language `from` that have a text in `to`, in their order, none within another: of those
    /// that begin at one place, the longest.
    pub fn find(&self, text: &str, from: Lang, to: Lang) -> Vec<Found<'_>> {
        let Some(index) = self.index.get(&from).filter(|_| from != to) else {
            return Vec::new();
        };
        let words = words(text, from);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let entries = index.get(&words[at].stem).into_iter().flatten();
            let here = entries
                .filter(|entry| stands(&words[at..], &entry.words))
                .find_map(|entry| Some((entry, self.terms.get(entry.term)?.texts.get(&to)?)));
            let Some((entry, translation)) = here else {
                at += 1;
                continue;
            };
            let term = &self.terms[entry.term];
            let last = at + entry.words.len() - 1;
            found.push(Found {
                range: words[at].range.start..words[last].range.end,
                code: &term.code,
                term: &term.texts[&from],
                translation,
            });
            at = last + 1;
        }
        found
    }

    /// The terms of an original whose translation does not stand in its translation, each once. Both come with their
    /// language.
    pub fn missing_terms(&self, original: (&str, Lang), translation: (&str, Lang)) -> Vec<Found<'_>> {
        let translated = words(translation.0, translation.1);
        let mut missing: Vec<Found<'_>> = Vec::new();
        for found in self.find(original.0, original.1, translation.1) {
            let wanted: Vec<String> = words(found.translation, translation.1)
                .into_iter()
                .map(|word| word.stem)
                .collect();
            let there = (0..translated.len()).any(|at| stands(&translated[at..], &wanted));
            if !there && !missing.iter().any(|other| other.translation == found.translation) {
                missing.push(found);
            }
        }
        missing
    }
}

/// A word of a text, or one character where words are not parted.
#[derive(Debug)]
struct Word {
    range: Range<usize>,
    /// In lower case, without an ending that may differ.
    stem: String,
    /// Nothing but blanks and hyphens lie between it and the word before.
    joined: bool,
}

/// Whether a text's words begin with a term's.
fn stands(text: &[Word], term: &[String]) -> bool {
    text.len() >= term.len()
        && term.iter().zip(text).all(|(wanted, word)| *wanted == word.stem)
        && text[..term.len()].iter().skip(1).all(|word| word.joined)
}

fn words(text: &str, lang: Lang) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut joined = false;
    let mut open = false;
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        if unparted(c) {
            let stem = c.to_string();
            words.push(Word { range, stem, joined });
            (joined, open) = (true, false);
        } else if c.is_alphanumeric() || (open && matches!(c, '\'' | '’')) {
            match words.last_mut().filter(|_| open) {
                Some(word) => {
                    word.range.end = range.end;
                    word.stem.extend(c.to_lowercase());
                }
                None => words.push(Word {
                    range,
                    stem: c.to_lowercase().collect(),
                    joined,
                }),
            }
            (joined, open) = (true, true);
        } else {
            joined &= c.is_whitespace() || matches!(c, '-' | '‑' | '–');
            open = false;
        }
    }
    for word in &mut words {
        bend(&mut word.stem, lang);
    }
    words
}

/// Letters of scripts that part no words, or join particles to them.
fn unparted(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{e7f}' | '\u{1100}'..='\u{11ff}' | '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// Takes an ending off a word: enough that its forms become one, not enough that different words do.
fn bend(word: &mut String, lang: Lang) {
    match lang {
        Lang::EN => {
            for ending in ["'s", "’s", "'", "’"] {
                if let Some(stem) = word.strip_suffix(ending) {
                    word.truncate(stem.len());
                    break;
                }
            }
            if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
                let keep = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
                *word = keep.unwrap_or_else(|| word[..word.len() - 1].to_owned());
            }
        }
        Lang::RU => {
            let mut left = word.chars().count();
            let most = left.saturating_sub(3);
            for _ in 0..most {
                if left <= 3 || !word.ends_with(RU_ENDINGS) {
                    break;
                }
                word.pop();
                left -= 1;
            }
        }
        _ => {}
    }
}

/// Letters that Russian endings of nouns and adjectives are made of.
const RU_ENDINGS: [char; 16] = [
    'а', 'е', 'ё', 'и', 'й', 'о', 'у', 'ы', 'ь', 'э', 'ю', 'я', 'м', 'х', 'г', 'в',
];
