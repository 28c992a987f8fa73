//! Whether what an engine gave can be a translation: a server that answers is not yet one that tells the truth.

use std::collections::HashSet;

use domain::Lang;
use language::detect::Detector;
use language::translate::Request;

use super::line::Failure;

/// How much longer or shorter a translation may be, in letters weighed by [`weight`], and what is left to short texts:
/// a greeting may become a sentence, and a sentence a nod.
const TIMES: usize = 4;
const MORE: usize = 60;
const LESS: usize = 30;

/// From here on the detector is taken at its word. Related languages are hard to tell apart in a short text.
const SURE: f64 = 0.7;

/// The languages that [`Detector`] knows.
pub const TOLD_APART: [&str; 18] = [
    "ar", "de", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "ko", "pt", "ru", "th", "tr", "uk", "vi",
    "zh",
];

/// Words in lower-case Latin letters that a text in another script may hold though its original does not: units, brands.
const LATIN_WORDS: usize = 3;

/// # Errors
/// [`Failure::Wrong`] when an answer cannot be the translation of this request.
pub fn check(detector: &Detector, request: &Request, answer: &str) -> Result<(), Failure> {
    let (text, answer) = (request.text.trim(), answer.trim());
    let wrong = if answer.is_empty() {
        "its answer is empty"
    } else if markup(answer) && !markup(text) {
        "its answer is a web page"
    } else if weight(answer) > weight(text) * TIMES + MORE {
        "its answer is too long for the text"
    } else if weight(text) > weight(answer) * TIMES + LESS {
        "its answer is too short for the text"
    } else if weight(text) > 0 && plain(text) == plain(answer) {
        "its answer is the text itself"
    } else if !in_language(detector, answer, request.to) {
        "its answer is in another language"
    } else if lines(answer) > lines(text) || lead_ins(answer) > lead_ins(text) || foreign(request, answer) {
        "its answer says more than the translation"
    } else {
        return Ok(());
    };
    Err(Failure::Wrong(wrong))
}

/// Letters, of which one that stands for a syllable or a word counts as three.
pub fn weight(text: &str) -> usize {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.map(|c| if c >= '\u{2e80}' { 3 } else { 1 }).sum()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}

pub fn markup(text: &str) -> bool {
    let begin: String = text.chars().take(200).collect::<String>().to_lowercase();
    ["<!doctype", "<html", "<head", "<body"]
        .iter()
        .any(|tag| begin.contains(tag))
}

pub fn in_language(detector: &Detector, answer: &str, to: Lang) -> bool {
    !TOLD_APART.contains(&to.as_str())
        || detector
            .detect(answer)
            .is_none_or(|found| found.lang == to || found.confidence < SURE)
}

fn lines(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

/// Colons in the first line that are no time of day and no address: `Here is the translation: …`.
fn lead_ins(text: &str) -> usize {
    let first: Vec<char> = text.lines().next().unwrap_or_default().chars().collect();
    let at = |i: usize| first.get(i).copied().unwrap_or(' ');
    (0..first.len())
        .filter(|i| matches!(at(*i), ':' | '：') && !at(i + 1).is_ascii_digit() && at(i + 1) != '/')
        .count()
}

/// Whether there are words in Latin letters that the original does not have, in a language that is not written so.
fn foreign(request: &Request, answer: &str) -> bool {
    if !["ar", "fa", "hi", "ja", "ko", "ru", "th", "uk", "zh"].contains(&request.to.as_str()) {
        return false;
    }
    let text = request.text.to_lowercase();
    let known: HashSet<&str> = words(&text).collect();
    let added: HashSet<&str> = words(answer)
        .filter(|word| {
            word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && !known.contains(word)
        })
        .collect();
    added.len() > LATIN_WORDS
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
}
