//! The city as it is drawn. A pack may be without this folder.

use domain::city::{Map, Outline};
use serde::Deserialize;

use super::districts::{self, Districts};
use super::{Content, Folder, Optional, asked, codes, listed};
use crate::document::{Document, Files};
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};
use crate::texts::Folders;

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
            // Which point is off the map has been said.
            let fault = districts::fault(outline, *frame).filter(|fault| *fault == What::NotAnOutline);
            findings.extend(fault.map(|what| document.finding(&format!("outline/{i}/points"), what)));
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

/// The folder, if the pack has it, and the outlines that lie beside its structure file.
#[derive(Debug)]
pub struct Drawn<'f> {
    file: Optional<'f, MapFile>,
    districts: Districts,
    path: std::path::PathBuf,
}

impl<'f> Drawn<'f> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        Self {
            file: Optional::load(files, findings),
            districts: Districts::load(files, findings),
            path: files.folder.join(districts::FILE),
        }
    }

    /// All outlines of the city's own land, from either file.
    pub fn own(&self) -> impl Iterator<Item = &Outline> {
        let drawn = self.file.is().into_iter().flat_map(|MapFile(map)| &map.outlines);
        let beside = self.districts.outlines.iter().map(|(_, outline)| outline);
        drawn.chain(beside).filter(|outline| outline.adcode.is_some())
    }

    #[expect(
        clippy::option_option,
        reason = "whether it could be understood, and then whether there is one"
    )]
    pub fn give(&self, pack: &Pack) -> Option<Option<Map>> {
        let mut map = self.file.give(pack)?;
        if self.districts.is_broken {
            return None;
        }
        if let Some(map) = &mut map {
            let beside = self.districts.outlines.iter();
            map.outlines.extend(beside.map(|(_, outline)| outline.clone()));
        }
        Some(map)
    }
}

impl Folder for Drawn<'_> {
    fn files(&self) -> Vec<String> {
        let own = self.file.files();
        own.into_iter().chain([districts::FILE.to_owned()]).collect()
    }

    fn places(&self) -> Vec<String> {
        self.file.places()
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        self.file.check(pack, findings);
        let Some(MapFile(map)) = self.file.is() else {
            return;
        };
        for (line, outline) in &self.districts.outlines {
            let mut wrong = |what| findings.push(Finding::new(&self.path, *line, what));
            if let Some(fault) = districts::fault(outline, map.frame) {
                wrong(fault);
            }
            if let Some(adcode) = outline
                .adcode
                .as_deref()
                .filter(|adcode| !pack.has_adcode(adcode))
            {
                wrong(What::unknown(Kind::DISTRICT, adcode));
            }
            if map.outlines.iter().any(|drawn| drawn.adcode == outline.adcode) {
                let adcode = outline.adcode.clone().unwrap_or_default();
                wrong(What::twice(Kind::DISTRICT, adcode));
            }
        }
    }

    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        self.file.check_texts(texts, findings);
    }
}
