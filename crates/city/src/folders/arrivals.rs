//! Places where one arrives, a folder each: what the leaflet that lies there leads to. A pack may be without them.

use domain::GuideCode;
use domain::arrivals::{Arrival, is_a_sight};
use domain::places::Group;

use super::many::{Entry, Many};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Is::May, Is::Must, Key};
use crate::texts::Rules;

/// By the name of the folder.
pub type Arrivals<'f> = Many<'f, Arrival>;

impl Entry for Arrival {
    const KIND: Kind = Kind("arrival");
    const NAME: &'static str = "arrivals";
    const FILE: &'static str = "arrival.toml";
    const TEXTS: &'static [Key] = &[("way", Must), ("border", May)];
    /// As those of places and lines, beside which they stand.
    const RULES: Rules = Rules::NAMES;

    fn code(&self) -> &str {
        &self.code
    }

    fn order(&self) -> u32 {
        self.order
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let is = |wanted: Group| move |group: Group| group == wanted;
        if !pack.has_place_of(&self.code, is(Group::Transport)) {
            let kind = Kind("airport, station or port");
            findings.push(document.finding("code", What::unknown(kind, &self.code)));
        }
        let mut list = |path: &str, kind: Kind, codes: &[String], known: &dyn Fn(&str) -> bool| {
            for (i, code) in codes.iter().enumerate() {
                let at = format!("{path}/{i}");
                if !known(code) {
                    findings.push(document.finding(&at, What::unknown(kind, code)));
                }
                if codes[..i].contains(code) {
                    findings.push(document.finding(&at, What::twice(kind, code)));
                }
            }
        };
        let guides = |list: &[GuideCode]| -> Vec<String> { list.iter().map(ToString::to_string).collect() };
        for (path, codes) in [
            ("guides", guides(&self.guides)),
            ("border", guides(&self.border)),
            ("medical/guide", guides(self.medical.guide.as_slice())),
            ("tourism/guide", guides(self.tourism.guide.as_slice())),
        ] {
            list(path, Kind::GUIDE, &codes, &|code| pack.has_guide(code));
        }
        let hospital = |code: &str| pack.has_place_of(code, is(Group::Health));
        list(
            "medical/places",
            Kind("hospital"),
            &self.medical.places,
            &hospital,
        );
        let sight = |code: &str| pack.has_place_of(code, is_a_sight);
        list("tourism/places", Kind("sight"), &self.tourism.places, &sight);
    }
}
