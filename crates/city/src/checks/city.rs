//! The city itself, its units, bases and needs.

use domain::BasisCode;
use jiff::tz::TimeZone;

use super::{codes, listed};
use crate::finding::{Finding, Kind, What};
use crate::pack::{Pack, is_district};

pub fn check(pack: &Pack, findings: &mut Vec<Finding>) {
    the_city(pack, findings);
    units(pack, findings);
    if let Some(part) = &pack.bases {
        let list = listed(&part.is.list, "basis", |basis| basis.code.as_str());
        codes(Kind::Basis, list, &part.document, findings);
    }
    if let Some(part) = &pack.needs {
        let list = listed(&part.is.list, "need", |need| need.code.as_str());
        codes(Kind::Need, list, &part.document, findings);
    }
}

fn the_city(pack: &Pack, findings: &mut Vec<Finding>) {
    let Some(part) = &pack.city else { return };
    let (city, document) = (&part.is, &part.document);
    codes(
        Kind::Unit,
        [(city.code.as_str(), "code".to_owned())],
        document,
        findings,
    );
    let languages = listed(&city.languages, "language", |language| language.code.as_str());
    codes(Kind::Language, languages, document, findings);
    if TimeZone::get(&city.timezone).is_err() {
        let what = What::unknown(Kind::TimeZone, &city.timezone);
        findings.push(document.finding("timezone", what));
    }
    if !city.languages.iter().any(|l| l.code == city.source_language) {
        let what = What::unknown(Kind::Language, city.source_language.as_str());
        findings.push(document.finding("source_language", what));
    }
    if !pack.has_unit(city.hotline_unit.as_str()) {
        let what = What::unknown(Kind::Unit, city.hotline_unit.as_str());
        findings.push(document.finding("hotline_unit", what));
    }
    let mut based = |basis: &BasisCode, path: &str| {
        if !pack.has_basis(basis.as_str()) {
            findings.push(document.finding(path, What::unknown(Kind::Basis, basis.as_str())));
        }
    };
    based(&city.limits.wrong_unit.basis, "limits/return/basis");
    based(&city.limits.reopen.basis, "limits/reopen/basis");
    based(&city.limits.close.basis, "limits/close/basis");
}

fn units(pack: &Pack, findings: &mut Vec<Finding>) {
    let Some(part) = &pack.units else { return };
    let document = &part.document;
    let list = listed(&part.is.list, "unit", |unit| unit.code.as_str());
    codes(Kind::Unit, list, document, findings);
    let source = pack.city.as_ref().map(|city| city.is.source_language);
    for (i, unit) in part.is.list.iter().enumerate() {
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
