//! Neighbourhoods and what is near them. A pack may be without this folder.

use domain::neighbourhoods::Neighbourhood;
use serde::Deserialize;

use super::{Content, asked, codes, known, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};

const NEIGHBOURHOOD: Kind = Kind("neighbourhood");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeighbourhoodsFile {
    #[serde(default, rename = "neighbourhood")]
    list: Vec<Neighbourhood>,
}

impl Content for NeighbourhoodsFile {
    const NAME: &'static str = "neighbourhoods";
    const TEXTS: &'static [Key] = &[("{neighbourhood}.name", Must), ("{neighbourhood}.text", Must)];
    type Gives = Vec<Neighbourhood>;

    fn codes(&self) -> Codes {
        let list = asked(&self.list, "neighbourhood", |one| one.code.as_str());
        Codes::from([("neighbourhood", list)])
    }

    fn give(&self) -> Vec<Neighbourhood> {
        self.list.clone()
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let list = listed(&self.list, "neighbourhood", |one| one.code.as_str());
        codes(NEIGHBOURHOOD, list, document, findings);
        for (i, one) in self.list.iter().enumerate() {
            let mut wrong = |path: &str, what| {
                findings.push(document.finding(&format!("neighbourhood/{i}/{path}"), what));
            };
            if !pack.has_district(one.district.as_str()) {
                wrong("district", What::unknown(Kind::DISTRICT, one.district.as_str()));
            }
            let near = known(&one.near, "near", Kind::PLACE, |code| pack.has_place(code));
            let sources = known(&one.sources, "sources", Kind::SOURCE, |code| {
                pack.has_source(code)
            });
            for (path, what) in near.chain(sources) {
                wrong(&path, what);
            }
        }
    }
}
