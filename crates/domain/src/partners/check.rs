//! What may be kept of what is said of a partner.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::event::{Body, Facts};
use super::{Entry, Kind};
use crate::Lang;
use crate::city::{City, Unit};
use crate::problems::{self, FieldProblem, Problem, REASON_MAX};

/// The longest name, in characters.
pub const NAME_MAX: usize = 300;
/// The longest title, office or body that decides, in characters.
pub const LINE_MAX: usize = 200;
/// The longest address of a website, in characters.
pub const WEBSITE_MAX: usize = 300;

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
        if let (Some(since), Some(until)) = (self.since, self.until)
            && until < since.first_day()
        {
            wrong.push(Problem::NotAfterStart.of("until"));
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
        let Some(kind) = kind.filter(|_| wrong.is_empty()) else {
            return Err(wrong);
        };
        let mut languages = Vec::new();
        for language in &self.languages {
            if !languages.contains(language) {
                languages.push(*language);
            }
        }
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
    for (lang, text) in given {
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

fn as_country(entered: &str) -> Result<String, Problem> {
    let code = entered.to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(code)
    } else {
        Err(Problem::NotAnOption)
    }
}

/// An address as it may be kept: `https`, a host with a dot, no blanks, nobody's name or password before it.
fn as_website(entered: &str) -> Result<String, Problem> {
    let address = problems::text(entered, WEBSITE_MAX)?;
    let host = address
        .strip_prefix("https://")
        .and_then(|rest| rest.split(['/', '?', '#']).next())
        .unwrap_or_default();
    let labels = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    if labels && !host.contains('@') && !address.contains(char::is_whitespace) {
        Ok(address)
    } else {
        Err(Problem::NotAWebsite)
    }
}
