//! `map/districts.geojson`: outlines of districts as most who have them give them. A pack may write them into `map.toml` instead.
//!
//! The file has no line of its own for a mistake, so each is named by the line on which its district begins.

use domain::city::{Frame, Outline};
use domain::places::ground;
use geojson::{Feature, GeometryValue, JsonObject};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::document::Files;
use crate::finding::{Finding, What};

pub const FILE: &str = "map/districts.geojson";

/// A collection of features, each still as it is written.
#[derive(Deserialize)]
struct Collection<'t> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    features: Vec<&'t RawValue>,
}

/// The outlines that could be read, each with the line it begins on.
#[derive(Debug, Default)]
pub struct Districts {
    pub outlines: Vec<(usize, Outline)>,
    /// Something of the file could not be read, which the findings tell.
    pub is_broken: bool,
}

impl Districts {
    /// None, when there is no such file.
    pub fn load(files: &Files, findings: &mut Vec<Finding>) -> Self {
        if !files.has(FILE) {
            return Self::default();
        }
        let before = findings.len();
        let mut districts = Self::default();
        if let Some(text) = files.text(FILE, findings) {
            let mut wrong = |line: usize, what: What| {
                findings.push(Finding::new(files.folder.join(FILE), line, what));
            };
            match serde_json::from_str::<Collection>(text) {
                Ok(collection) if collection.kind == "FeatureCollection" => {
                    for feature in collection.features {
                        let line = line_of(text, feature.get());
                        match outlines(feature.get()) {
                            Ok(outlines) => {
                                districts
                                    .outlines
                                    .extend(outlines.into_iter().map(|outline| (line, outline)));
                            }
                            Err(what) => wrong(line, what),
                        }
                    }
                }
                Ok(other) => wrong(
                    1,
                    What::NotGeoJson(format!("`{}` is no collection of features", other.kind)),
                ),
                Err(error) => wrong(error.line().max(1), What::NotGeoJson(error.to_string())),
            }
        }
        districts.is_broken = findings.len() > before;
        districts
    }
}

/// The line of a part of a text.
fn line_of(text: &str, part: &str) -> usize {
    let at = part.as_ptr().addr() - text.as_ptr().addr();
    text[..at].matches('\n').count() + 1
}

/// A district, or the parts of one.
fn outlines(feature: &str) -> Result<Vec<Outline>, What> {
    let not = |error: &dyn std::fmt::Display| What::NotGeoJson(error.to_string());
    let feature: Feature = serde_json::from_str(feature).map_err(|error| not(&error))?;
    let properties = feature.properties.unwrap_or_default();
    let adcode = match properties.get("adcode") {
        Some(serde_json::Value::String(adcode)) => adcode.clone(),
        _ => return Err(What::NoAdcodeOfOutline),
    };
    let polygons = match feature.geometry.map(|geometry| geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
        _ => return Err(What::NotAPolygon),
    };
    let mut outlines = Vec::new();
    for (i, rings) in polygons.into_iter().enumerate() {
        let [ring] = rings.as_slice() else {
            return Err(if rings.is_empty() {
                What::NotAnOutline
            } else {
                What::Hole
            });
        };
        let mut points = Vec::new();
        for position in ring {
            let [longitude, latitude, ..] = position.as_slice() else {
                return Err(What::NotAnOutline);
            };
            points.push([*longitude, *latitude]);
        }
        // The last is the first, as the format has it; here a line closes by itself.
        if points.len() < 4 || points.pop() != points.first().copied() {
            return Err(What::OpenRing);
        }
        outlines.push(Outline {
            adcode: Some(adcode.clone()),
            label: if i == 0 { label(&properties) } else { None },
            points,
        });
    }
    Ok(outlines)
}

/// Where its name stands.
fn label(properties: &JsonObject) -> Option<[f64; 2]> {
    serde_json::from_value(properties.get("label")?.clone()).ok()
}

/// What is wrong with an outline, whichever file it is from.
pub fn fault(outline: &Outline, frame: Frame) -> Option<What> {
    let holds = |[longitude, latitude]: [f64; 2]| {
        (frame.west..=frame.east).contains(&longitude) && (frame.south..=frame.north).contains(&latitude)
    };
    let points = &outline.points;
    if let Some(out) = points.iter().find(|point| !holds(**point)) {
        let turned = points.iter().all(|point| holds([point[1], point[0]]));
        let [longitude, latitude] = *out;
        return Some(if turned {
            What::SwappedOutline
        } else {
            What::OffTheMap { longitude, latitude }
        });
    }
    (!ground::is_simple(points)).then_some(What::NotAnOutline)
}
