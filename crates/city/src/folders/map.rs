//! The city as it is drawn. A pack may be without this folder.

use domain::city::Map;
use serde::Deserialize;

use super::{Content, Folder, One, asked, codes, listed};
use crate::document::{Document, Files};
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};
use crate::texts::Folders;

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct MapFile(Map);

impl Content for MapFile {
    const NAME: &'static str = "map";
    const TEXTS: &'static [Key] = &[
        ("title", Must),
        ("text", Must),
        ("credit", Must),
        ("place.{place}", Must),
    ];
    type Gives = Map;

    fn codes(&self) -> Codes {
        Codes::from([(
            "place",
            asked(&self.0.places, "place", |place| place.code.as_str()),
        )])
    }

    fn give(&self) -> Map {
        self.0.clone()
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

/// The folder, if the pack has it.
#[derive(Debug)]
pub struct Drawn<'f>(Option<One<'f, MapFile>>);

impl<'f> Drawn<'f> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let has_folder = files.names().any(|name| name.starts_with("map/"));
        Self(has_folder.then(|| One::load(files, findings)))
    }

    #[expect(
        clippy::option_option,
        reason = "whether it could be understood, and then whether there is one"
    )]
    pub fn give(&self, pack: &Pack) -> Option<Option<Map>> {
        match &self.0 {
            None => Some(None),
            Some(map) => map.give(pack).map(Some),
        }
    }
}

impl Folder for Drawn<'_> {
    fn files(&self) -> Vec<String> {
        self.0.iter().flat_map(Folder::files).collect()
    }

    fn places(&self) -> Vec<String> {
        self.0.iter().flat_map(Folder::places).collect()
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        if let Some(map) = &self.0 {
            map.check(pack, findings);
        }
    }

    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        if let Some(map) = &self.0 {
            map.check_texts(texts, findings);
        }
    }
}
