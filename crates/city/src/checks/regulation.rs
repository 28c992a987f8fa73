//! The articles and the mechanisms they ask for.

use std::collections::BTreeSet;

use domain::city::Live;

use super::{codes, listed};
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;

/// Stands in an article's list in place of a mechanism.
const NONE: &str = "none";

pub fn check(pack: &Pack, findings: &mut Vec<Finding>) {
    let Some(part) = &pack.regulation else { return };
    let (regulation, document) = (&part.is, &part.document);
    let list = listed(&regulation.mechanisms, "mechanism", |m| m.code.as_str());
    codes(Kind::Mechanism, list, document, findings);

    for (i, mechanism) in regulation.mechanisms.iter().enumerate() {
        let (kind, code, known) = match &mechanism.live {
            None => continue,
            Some(Live::Service(code)) => (Kind::Service, code.as_str(), pack.has_service(code.as_str())),
            Some(Live::Need(code)) => (Kind::Need, code.as_str(), pack.has_need(code)),
            Some(Live::Page(code)) => (Kind::Page, code.as_str(), pack.has_page(code)),
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
            let what = What::unknown(Kind::Article, number.to_string());
            findings.push(document.finding(&at("number"), what));
        }
        if !seen.insert(number) {
            let what = What::twice(Kind::Article, number.to_string());
            findings.push(document.finding(&at("number"), what));
        }
        for (j, unit) in article.lead.iter().enumerate() {
            if !pack.has_unit(unit.as_str()) {
                let what = What::unknown(Kind::Unit, unit.as_str());
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
                let what = What::unknown(Kind::Mechanism, code);
                findings.push(document.finding(&at(&format!("mechanism/{j}")), what));
            }
        }
    }
    for missing in (1..=regulation.last_article).filter(|number| !seen.contains(number)) {
        findings.push(document.finding("last_article", What::MissingArticle(missing)));
    }
}
