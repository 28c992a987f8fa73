//! The city itself: the files at the root of the pack.

use domain::city::{InterfaceLanguage, Limits};
use domain::deadlines::Weekend;
use domain::{BasisCode, Lang, UnitCode};
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::{Content, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityFile {
    pub code: String,
    #[serde(default)]
    pub made_up: bool,
    pub timezone: String,
    pub country: String,
    pub source_language: Lang,
    pub hotline_unit: UnitCode,
    pub phone: String,
    #[serde(default)]
    pub weekend: Weekend,
    #[serde(rename = "language")]
    pub languages: Vec<InterfaceLanguage>,
    pub limits: Limits,
}

impl Content for CityFile {
    const NAME: &'static str = "city";
    const TEXTS: &'static [Key] = &[
        ("name", Must),
        ("tagline", Must),
        ("hotline.note", Must),
        ("imprint", Must),
        ("district.none", Must),
    ];
    /// It is many fields of the city: `pack.rs` takes them.
    type Gives = ();

    fn codes(&self) -> Codes {
        Codes::new()
    }

    fn give(&self) {}

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        codes(
            Kind::UNIT,
            [(self.code.as_str(), "code".to_owned())],
            document,
            findings,
        );
        let languages = listed(&self.languages, "language", |language| language.code.as_str());
        codes(Kind::LANGUAGE, languages, document, findings);
        if TimeZone::get(&self.timezone).is_err() {
            let what = What::unknown(Kind::TIME_ZONE, &self.timezone);
            findings.push(document.finding("timezone", what));
        }
        if !self.languages.iter().any(|l| l.code == self.source_language) {
            let what = What::unknown(Kind::LANGUAGE, self.source_language.as_str());
            findings.push(document.finding("source_language", what));
        }
        if !pack.has_unit(self.hotline_unit.as_str()) {
            let what = What::unknown(Kind::UNIT, self.hotline_unit.as_str());
            findings.push(document.finding("hotline_unit", what));
        }
        let mut based = |basis: &BasisCode, path: &str| {
            if !pack.has_basis(basis.as_str()) {
                findings.push(document.finding(path, What::unknown(Kind::BASIS, basis.as_str())));
            }
        };
        based(&self.limits.wrong_unit.basis, "limits/return/basis");
        based(&self.limits.translate.basis, "limits/translate/basis");
        based(&self.limits.reopen.basis, "limits/reopen/basis");
        based(&self.limits.close.basis, "limits/close/basis");
    }
}
