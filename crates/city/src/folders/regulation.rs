//! The articles and the mechanisms they ask for.

use std::collections::BTreeSet;

use domain::city::{Article, Live, Mechanism, Regulation};
use jiff::civil::Date;
use serde::Deserialize;

use super::{Content, asked, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};
use crate::texts::Rules;

/// Stands in an article's list in place of a mechanism.
const NONE: &str = "none";

/// [`Regulation`] and how many articles it must have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegulationFile {
    pub in_force: Date,
    #[serde(default)]
    pub source: Option<String>,
    pub last_article: u16,
    #[serde(default, rename = "mechanism")]
    pub mechanisms: Vec<Mechanism>,
    #[serde(default, rename = "article")]
    pub articles: Vec<Article>,
}

impl Content for RegulationFile {
    const NAME: &'static str = "regulation";
    const TEXTS: &'static [Key] = &[
        ("title", Must),
        ("intro", Must),
        ("article.{article}.topic", Must),
        ("article.{article}.text", Must),
        ("article.{none}.none", Must),
        ("mechanism.{mechanism}.name", Must),
        ("mechanism.{mechanism}.text", Must),
    ];
    /// The law in the city's words, what it orders and whom.
    const RULES: Rules = Rules::CHECKED;
    type Gives = Regulation;

    fn codes(&self) -> Codes {
        let numbers = |wanted: &dyn Fn(&Article) -> bool| {
            let articles = self.articles.iter().enumerate();
            articles
                .filter(|(_, article)| wanted(article))
                .map(|(i, article)| (article.number.to_string(), format!("article/{i}/number")))
                .collect()
        };
        Codes::from([
            ("article", numbers(&|_| true)),
            (
                "none",
                numbers(&|article| article.mechanism.iter().any(|m| m == NONE)),
            ),
            (
                "mechanism",
                asked(&self.mechanisms, "mechanism", |m| m.code.as_str()),
            ),
        ])
    }

    fn give(&self) -> Regulation {
        Regulation {
            in_force: self.in_force,
            source: self.source.clone(),
            mechanisms: self.mechanisms.clone(),
            articles: self.articles.clone(),
        }
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        check(self, document, pack, findings);
    }
}

fn check(regulation: &RegulationFile, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
    let list = listed(&regulation.mechanisms, "mechanism", |m| m.code.as_str());
    codes(Kind::MECHANISM, list, document, findings);

    for (i, mechanism) in regulation.mechanisms.iter().enumerate() {
        let (kind, code, known) = match &mechanism.live {
            None => continue,
            Some(Live::Service(code)) => (Kind::SERVICE, code.as_str(), pack.has_service(code.as_str())),
            Some(Live::Need(code)) => (Kind::NEED, code.as_str(), pack.has_need(code)),
            Some(Live::Page(code)) => (Kind::PAGE, code.as_str(), pack.has_page(code)),
        };
        if !known {
            findings.push(document.finding(&format!("mechanism/{i}/live"), What::unknown(kind, code)));
        }
    }

    let mut seen = BTreeSet::new();
    for (i, article) in regulation.articles.iter().enumerate() {
        let number = article.number;
        let at = |key: &str| format!("article/{i}/{key}");
        if !pack.has_article(number) {
            let what = What::unknown(Kind::ARTICLE, number.to_string());
            findings.push(document.finding(&at("number"), what));
        }
        if !seen.insert(number) {
            let what = What::twice(Kind::ARTICLE, number.to_string());
            findings.push(document.finding(&at("number"), what));
        }
        for (j, unit) in article.lead.iter().enumerate() {
            if !pack.has_unit(unit.as_str()) {
                let what = What::unknown(Kind::UNIT, unit.as_str());
                findings.push(document.finding(&at(&format!("lead/{j}")), what));
            }
        }
        if article.mechanism.is_empty() {
            findings.push(document.finding(&at("number"), What::NoMechanism(number)));
        }
        if article.mechanism.len() > 1 && article.mechanism.iter().any(|m| m == NONE) {
            findings.push(document.finding(&at("mechanism"), What::NoneAndSome(number)));
        }
        for (j, code) in article.mechanism.iter().enumerate() {
            if code != NONE && !regulation.mechanisms.iter().any(|m| m.code == *code) {
                let what = What::unknown(Kind::MECHANISM, code);
                findings.push(document.finding(&at(&format!("mechanism/{j}")), what));
            }
        }
    }
    for missing in (1..=regulation.last_article).filter(|number| !seen.contains(number)) {
        findings.push(document.finding("last_article", What::MissingArticle(missing)));
    }
}
