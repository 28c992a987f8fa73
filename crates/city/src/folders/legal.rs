//! Laws and what else binds people, a folder each: `law.toml`, with title, summary and issuer in each language.

use domain::legal::{Law, Owed};

use super::many::{Entry, Many};
use super::not_an_address;
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Is::Must, Key};
use crate::texts::Rules;

/// By the name of the folder.
pub type Laws<'f> = Many<'f, Law>;

impl Entry for Law {
    const KIND: Kind = Kind::LAW;
    const NAME: &'static str = "legal";
    const FILE: &'static str = "law.toml";
    const TEXTS: &'static [Key] = &[("title", Must), ("summary", Must), ("issuer", Must)];
    /// What a law says, in one sentence, is relied upon; title and issuer name it.
    const RULES: Rules = Rules {
        needs_a_check: |key| key == "summary",
        ..Rules::NAMES
    };

    fn code(&self) -> &str {
        self.code.as_str()
    }

    fn order(&self) -> u32 {
        self.order
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        if let Some(what) = not_an_address(self.url.as_deref()) {
            findings.push(document.finding("url", what));
        }
        let first = self.adopted.or(self.published);
        for (name, day) in [("published", self.published), ("amended", self.amended)] {
            if day.is_some_and(|day| first.is_some_and(|first| day < first)) {
                findings.push(document.finding(name, What::BeforeAdopted));
            }
        }
        if let Some(owed) = &self.translation {
            owes(pack, owed, document, findings);
            if self.known_since().is_none() {
                findings.push(document.finding("translation", What::NoDayToCountFrom));
            }
        }
    }
}

fn owes(pack: &Pack, owed: &Owed, document: &Document, findings: &mut Vec<Finding>) {
    if !pack.has_unit(owed.unit.as_str()) {
        let what = What::unknown(Kind::UNIT, owed.unit.as_str());
        findings.push(document.finding("translation/unit", what));
    }
    if !pack.has_basis(owed.basis.as_str()) {
        let what = What::unknown(Kind::BASIS, owed.basis.as_str());
        findings.push(document.finding("translation/basis", what));
    }
    let source = pack.city.is().map(|city| city.source_language);
    for (i, language) in owed.languages.iter().enumerate() {
        let path = format!("translation/languages/{i}");
        if !pack.offers(*language) || source == Some(*language) {
            let what = What::unknown(Kind::LANGUAGE, language.to_string());
            findings.push(document.finding(&path, what));
        }
        if owed.languages[..i].contains(language) {
            findings.push(document.finding(&path, What::twice(Kind::LANGUAGE, language.to_string())));
        }
    }
}
