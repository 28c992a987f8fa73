//! City departments, districts, development zones and centres.

use domain::city::{Unit, UnitKind};
use serde::Deserialize;

use super::{Content, asked, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitsFile {
    #[serde(rename = "unit")]
    pub list: Vec<Unit>,
}

impl Content for UnitsFile {
    const NAME: &'static str = "units";
    const TEXTS: &'static [Key] = &[("{unit}.name", Must), ("{unit}.short", Must)];
    type Gives = Vec<Unit>;

    fn codes(&self) -> Codes {
        Codes::from([("unit", asked(&self.list, "unit", |unit| unit.code.as_str()))])
    }

    fn give(&self) -> Vec<Unit> {
        self.list.clone()
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let list = listed(&self.list, "unit", |unit| unit.code.as_str());
        codes(Kind::UNIT, list, document, findings);
        let source = pack.city.is().map(|city| city.source_language);
        for (i, unit) in self.list.iter().enumerate() {
            if let Some(source) = source.filter(|lang| !unit.languages.contains(lang)) {
                let what = What::DoesNotReadSource(source);
                findings.push(document.finding(&format!("unit/{i}/languages"), what));
            }
            if is_district(unit) && unit.adcode.is_none() {
                findings.push(document.finding(&format!("unit/{i}/kind"), What::NoAdcode));
            }
            if !is_district(unit) && unit.adcode.is_some() {
                findings.push(document.finding(&format!("unit/{i}/adcode"), What::StrayAdcode));
            }
        }
    }
}

pub fn is_district(unit: &Unit) -> bool {
    matches!(unit.kind, UnitKind::District | UnitKind::Zone)
}
