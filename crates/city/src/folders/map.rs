//! The city as it is drawn. A pack may be without this folder.

use domain::city::Map;
use domain::places::ground;
use serde::Deserialize;

use super::{Content, asked, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct MapFile(pub Map);

impl Content for MapFile {
    const NAME: &'static str = "map";
    const TEXTS: &'static [Key] = &[
        ("title", Must),
        ("text", Must),
        ("credit", Must),
        ("place.{place}", Must),
    ];
    type Gives = Option<Map>;

    fn codes(&self) -> Codes {
        Codes::from([(
            "place",
            asked(&self.0.places, "place", |place| place.code.as_str()),
        )])
    }

    fn give(&self) -> Option<Map> {
        Some(self.0.clone())
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let Map {
            frame,
            outlines,
            places,
        } = &self.0;
        let list = listed(places, "place", |place| place.code.as_str());
        codes(Kind("place"), list, document, findings);
        let turned = frame.west >= frame.east || frame.south >= frame.north;
        if turned {
            findings.push(document.finding("frame", What::EmptyFrame));
        }
        let mut inside = |[longitude, latitude]: [f64; 2], path: &str| {
            let holds = (frame.west..=frame.east).contains(&longitude)
                && (frame.south..=frame.north).contains(&latitude);
            if !holds && !turned {
                findings.push(document.finding(path, What::OffTheMap { longitude, latitude }));
            }
        };
        for (i, outline) in outlines.iter().enumerate() {
            for (j, point) in outline.points.iter().enumerate() {
                inside(*point, &format!("outline/{i}/points/{j}"));
            }
            if let Some(label) = outline.label {
                inside(label, &format!("outline/{i}/label"));
            }
        }
        for (i, place) in places.iter().enumerate() {
            inside(place.at, &format!("place/{i}/at"));
        }
        // Land next to the city is only drawn: cut at the frame, its line runs along itself.
        let own = outlines.iter().enumerate();
        for (i, outline) in own.filter(|(_, outline)| outline.adcode.is_some()) {
            if !ground::is_simple(&outline.points) {
                findings.push(document.finding(&format!("outline/{i}/points"), What::NotAnOutline));
            }
        }
        for (i, adcode) in outlines
            .iter()
            .enumerate()
            .filter_map(|(i, o)| Some((i, o.adcode.as_ref()?)))
        {
            if !pack.has_adcode(adcode) {
                let what = What::unknown(Kind::DISTRICT, adcode.as_str());
                findings.push(document.finding(&format!("outline/{i}/adcode"), what));
            }
        }
    }
}
