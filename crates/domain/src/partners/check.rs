//! What may be kept of what is said of a partner.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use url::Url;

use super::assigned::{is_country, is_language};
use super::event::{Body, Facts};
use super::{Entry, Kind};
use crate::Lang;
use crate::city::{City, Unit};
use crate::problems::{self, FieldProblem, Problem, REASON_MAX};
use crate::since::is_plausible;

/// The longest name, in characters.
pub const NAME_MAX: usize = 300;
/// The longest title, office or body that decides, in characters.
pub const LINE_MAX: usize = 200;
/// The longest address of a website, in characters.
pub const WEBSITE_MAX: usize = 300;
/// The most languages in which something is said, or that are spoken.
pub const LANGUAGES_MAX: usize = 40;

/// What the codes, numbers and days of an entry are checked against.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    pub kinds: &'a [Kind],
    pub units: &'a [Unit],
    /// Of the regulation.
    pub last_article: u16,
    /// Without it no day is in the future.
    pub today: Option<Date>,
}

impl<'a> Terms<'a> {
    pub fn of(city: &'a City, today: Date) -> Self {
        let articles = city.regulation.articles.iter().map(|article| article.number);
        Self {
            kinds: &city.partners.kinds,
            units: &city.units,
            last_article: articles.max().unwrap_or_default(),
            today: Some(today),
        }
    }
}

impl Entry {
    /// What may be kept of it, with what its kind says where it says nothing.
    ///
    /// # Errors
    /// Every field that is wrong: `names.en` where it is one language of several.
    pub(super) fn checked(&self, terms: &Terms<'_>) -> Result<(Facts, Body), Vec<FieldProblem>> {
        let mut wrong = Vec::new();
        let kind = terms.kinds.iter().find(|kind| kind.code == self.kind.trim());
        if kind.is_none() {
            let problem = if self.kind.trim().is_empty() {
                Problem::Required
            } else {
                Problem::NotAnOption
            };
            wrong.push(problem.of("kind"));
        }
        let names = texts(&self.names, NAME_MAX, "names", &mut wrong);
        if names.is_empty() && !wrong.iter().any(|problem| problem.field.starts_with("names")) {
            wrong.push(Problem::Required.of("names"));
        }
        let summaries = texts(&self.summaries, REASON_MAX, "summaries", &mut wrong);
        let country = given(self.country.as_deref());
        let country = kept(country.map(as_country), "country", &mut wrong);
        let website = given(self.website.as_deref());
        let website = kept(website.map(as_website), "website", &mut wrong);
        let source = given(self.source.as_deref());
        let source = source.map(|source| problems::text(source, REASON_MAX));
        let source = kept(source, "source", &mut wrong);
        if let (Some(since), Some(today)) = (self.since, terms.today)
            && since.first_day() > today
        {
            wrong.push(Problem::InTheFuture.of("since"));
        }
        if let Some(until) = self.until {
            if !is_plausible(until) {
                wrong.push(Problem::NotADate.of("until"));
            } else if self.since.is_some_and(|since| until < since.first_day()) {
                wrong.push(Problem::NotAfterStart.of("until"));
            }
        }
        let articles: BTreeSet<u16> = self.articles.iter().copied().collect();
        if articles
            .iter()
            .any(|number| !(1..=terms.last_article).contains(number))
        {
            wrong.push(Problem::NotAnOption.of("articles"));
        }
        let unit = self.unit.as_ref().filter(|unit| !unit.as_str().is_empty());
        if unit.is_some_and(|unit| !terms.units.iter().any(|known| known.code == *unit)) {
            wrong.push(Problem::UnknownUnit.of("unit"));
        }
        let mut languages = Vec::new();
        for language in &self.languages {
            if !languages.contains(language) {
                languages.push(*language);
            }
        }
        if let Some(problem) = as_languages(&languages) {
            wrong.push(problem.of("languages"));
        }
        let Some(kind) = kind.filter(|_| wrong.is_empty()) else {
            return Err(wrong);
        };
        let facts = Facts {
            kind: kind.code.clone(),
            country,
            since: self.since,
            until: self.until,
            languages,
            articles: if articles.is_empty() {
                kind.articles.clone()
            } else {
                articles.into_iter().collect()
            },
            unit: unit.unwrap_or(&kind.unit).clone(),
        };
        let body = Body {
            names,
            summaries,
            website,
            source,
            ..Body::default()
        };
        Ok((facts, body))
    }
}

/// What is not blank.
pub(super) fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// What may be kept of something that need not be there.
pub(super) fn kept<T>(
    checked: Option<Result<T, Problem>>,
    field: &str,
    wrong: &mut Vec<FieldProblem>,
) -> Option<T> {
    checked?.map_err(|problem| wrong.push(problem.of(field))).ok()
}

fn texts(
    given: &BTreeMap<Lang, String>,
    max: usize,
    field: &str,
    wrong: &mut Vec<FieldProblem>,
) -> BTreeMap<Lang, String> {
    let mut texts = BTreeMap::new();
    let said = given.iter().filter(|(_, text)| !text.trim().is_empty());
    if said.count() > LANGUAGES_MAX {
        let max = LANGUAGES_MAX as u64;
        wrong.push(Problem::TooLarge { max }.of(field));
        return texts;
    }
    for (lang, text) in given {
        if !text.trim().is_empty() && !is_language(*lang) {
            wrong.push(Problem::NotALanguage.of(format!("{field}.{lang}")));
            continue;
        }
        match problems::optional_text(text, max) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => {
                texts.insert(*lang, text);
            }
            Err(problem) => wrong.push(problem.of(format!("{field}.{lang}"))),
        }
    }
    texts
}

/// What is wrong with languages that are spoken.
fn as_languages(languages: &[Lang]) -> Option<Problem> {
    if languages.len() > LANGUAGES_MAX {
        let max = LANGUAGES_MAX as u64;
        return Some(Problem::TooLarge { max });
    }
    let all_named = languages.iter().all(|lang| is_language(*lang));
    (!all_named).then_some(Problem::NotALanguage)
}

fn as_country(entered: &str) -> Result<String, Problem> {
    let code = entered.to_ascii_uppercase();
    if is_country(&code) {
        Ok(code)
    } else {
        Err(Problem::NotAnOption)
    }
}

/// An address as it may be kept, the way a browser reads it: `https`, a host with a dot, nobody's name or password before
/// it. A host in other letters is kept as the network has it, so that nobody takes it for another one.
fn as_website(entered: &str) -> Result<String, Problem> {
    // A browser would take these for something else than a reader does.
    let misleads = |c: char| c.is_whitespace() || c.is_control() || c == '\\';
    if entered.contains(misleads) {
        return Err(Problem::NotAWebsite);
    }
    let entered = problems::text(entered, WEBSITE_MAX)?;
    let address = Url::parse(&entered).map_err(|_| Problem::NotAWebsite)?;
    let host = address.domain().unwrap_or_default();
    let is_host = host.split('.').count() > 1
        && host
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let is_nobody_s = address.username().is_empty() && address.password().is_none();
    if address.scheme() != "https" || !is_host || !is_nobody_s {
        return Err(Problem::NotAWebsite);
    }
    let kept = String::from(address);
    // Only the host: no stroke is added that nobody wrote.
    let kept = match kept.strip_suffix('/') {
        Some(bare) if bare.matches('/').count() == 2 && !entered.ends_with('/') => bare.to_owned(),
        _ => kept,
    };
    problems::text(&kept, WEBSITE_MAX)
}
