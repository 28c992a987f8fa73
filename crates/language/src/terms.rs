//! Whether the city's terms came back from a machine as the glossary says.
//!
//! [`Translators`](crate::translate::Translators) asks this of what every engine alike gives. A term that came back
//! otherwise does not make a translation useless, but it is named, so that a person looks at it.
//!
//! How forms of a word are taken as one:
//!
//! - What the glossary explains in brackets need not come back: `領収書（発票）` is in `領収書を`.
//! - Chinese, Japanese, Thai: the term stands somewhere, character by character; blanks between them do not count.
//! - Korean: the same by syllables, so a particle after the term (`거류허가를`) changes nothing; of a word of three
//!   syllables or more that ends in one that makes a noun of a verb (`됨`, `기`, …), the ones before are enough
//!   (`접수됨` is in `접수되었습니다`).
//! - English, Russian and others with letters: words are compared without endings, as the glossary finds them; where
//!   that is not enough, two words are one if at least five letters and half of the longer one are the same from the
//!   beginning (`acceptance` and `accepted`, `продление` and `продлить`).
//! - Russian: they also are if their consonants are, of which one may have up to two more at its end than the other:
//!   vowels come and go within a word (`день` and `дней`, `ребёнок` and `ребенка`).
//!
//! Counted on the canned replies of Weihai's pack, which people put freely into each language: of 152 terms in the
//! Chinese ones, 10 are named in the Korean, 15 in the Japanese, 27 in the English and 30 in the Russian, mostly
//! because it was said in other words. So a term that is named is a place to look at, no more.

use domain::Lang;

use crate::glossary::Glossary;
use crate::translate::Request;

/// The terms of a text, as the glossary writes them in its language, that its translation lacks; each once, in their
/// order.
///
/// ```
/// use std::collections::HashMap;
/// use domain::Lang;
/// use language::glossary::Glossary;
/// use language::terms;
/// use language::translate::Request;
///
/// let day = HashMap::from([(Lang::EN, "working day".to_owned()), (Lang::RU, "рабочий день".to_owned())]);
/// let glossary = Glossary::of([("working-day".to_owned(), day)]);
/// let request = Request { text: "Wait five working days.".into(), from: Lang::EN, to: Lang::RU };
///
/// assert!(terms::wrong(&glossary, &request, "Подождите пять рабочих дней.").is_empty());
/// assert_eq!(terms::wrong(&glossary, &request, "Подождите пять будней."), ["working day"]);
/// ```
pub fn wrong(glossary: &Glossary, request: &Request, translation: &str) -> Vec<String> {
    glossary
        .missing_terms((&request.text, request.from), (translation, request.to))
        .into_iter()
        .filter(|missing| !bent(missing.translation, translation, request.to))
        .map(|missing| missing.term.to_owned())
        .collect()
}

/// Whether a term stands in a text in a form that the glossary's own comparison does not know.
fn bent(term: &str, text: &str, lang: Lang) -> bool {
    let term = without_brackets(term);
    let same: fn(&str, &str) -> bool = match lang.as_str() {
        "zh" | "ja" | "th" => return squeezed(text).contains(&squeezed(&term)),
        "ko" => same_verb,
        "ru" => |wanted, word| same_beginning(wanted, word) || same_consonants(wanted, word),
        _ => same_beginning,
    };
    let (term, text) = (words(&term), words(text));
    !term.is_empty()
        && text
            .windows(term.len())
            .any(|here| term.iter().zip(here).all(|(wanted, word)| same(wanted, word)))
}

/// A term without what explains it; the whole, if nothing else is left.
fn without_brackets(term: &str) -> String {
    let mut depth = 0_usize;
    let mut left = String::new();
    for c in term.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => left.push(c),
            _ => {}
        }
    }
    if left.trim().is_empty() {
        term.to_owned()
    } else {
        left
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Letters that two words must share at least, to be forms of one.
const SHARED: usize = 5;

fn same_beginning(wanted: &str, word: &str) -> bool {
    let shared = wanted
        .chars()
        .zip(word.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let longer = wanted.chars().count().max(word.chars().count());
    wanted == word || (shared >= SHARED && shared * 2 >= longer)
}

/// Consonants that a Russian ending may add.
const MORE: usize = 2;

fn same_consonants(wanted: &str, word: &str) -> bool {
    let consonants = |word: &str| -> Vec<char> {
        let letters = word.chars();
        letters.filter(|c| !"аеёийоуыьъэюя".contains(*c)).collect()
    };
    let first = |word: &str| word.chars().next();
    let (a, b) = (consonants(wanted), consonants(word));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    // With a single consonant half of the dictionary would be the same word.
    first(wanted) == first(word)
        && short.len() >= 2
        && long.starts_with(&short)
        && long.len() - short.len() <= MORE
}

/// Syllables that make a noun of a Korean verb, or end its plain form.
const ENDS_OF_VERBS: [char; 8] = ['됨', '함', '림', '짐', '기', '음', '임', '다'];

fn same_verb(wanted: &str, word: &str) -> bool {
    if word.starts_with(wanted) {
        return true;
    }
    let stem = wanted.strip_suffix(ENDS_OF_VERBS);
    stem.is_some_and(|stem| stem.chars().count() >= 2 && word.starts_with(stem))
}
