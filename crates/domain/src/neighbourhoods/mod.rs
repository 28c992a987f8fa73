//! Neighbourhoods in which people from abroad live, and what is within their reach: education, culture, medical care and
//! leisure, which article 14 of the first city's regulation asks for.
//!
//! What is missing is found, not typed in: from the points of the places, or from those that the pack names because somebody
//! has walked there. Where a neighbourhood has no point, only the named ones are known, and the rest is *not known*.

use serde::Deserialize;

use crate::UnitCode;
use crate::journaled::codes;
use crate::places::{Group, Place, Places, ground};

/// How far one walks, in metres, as the crow flies.
pub const WALK: f64 = 1_000.0;

/// A neighbourhood.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neighbourhood {
    pub code: String,
    pub district: UnitCode,
    /// Longitude and latitude (WGS-84) of its middle, in degrees.
    #[serde(default)]
    pub at: Option<[f64; 2]>,
    /// Places that are within walking distance, by their codes, whatever their points say.
    #[serde(default)]
    pub near: Vec<String>,
    /// Codes of sources of the places.
    pub sources: Vec<String>,
}

codes! {
    /// What a neighbourhood should have.
    Facility {
        Education = "education",
        Culture = "culture",
        Medical = "medical",
        Leisure = "leisure",
    }
}

impl Facility {
    /// What a place of that group is to a neighbourhood.
    pub fn of(group: Group) -> Option<Self> {
        match group {
            Group::School | Group::University => Some(Self::Education),
            Group::Culture => Some(Self::Culture),
            Group::Health => Some(Self::Medical),
            Group::Park | Group::Sport | Group::Sight => Some(Self::Leisure),
            Group::Transport
            | Group::Police
            | Group::Government
            | Group::Consulate
            | Group::Legal
            | Group::Business
            | Group::Community
            | Group::Sea
            | Group::Shopping => None,
        }
    }
}

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq)]
pub struct Check<'a> {
    pub facility: Facility,
    /// Nearest first; those of which the distance is not known last.
    pub found: Vec<Near<'a>>,
}

/// A place and how far it is, in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near<'a> {
    pub place: &'a Place,
    pub metres: Option<f64>,
}

impl Neighbourhood {
    /// What is within walking distance, facility by facility.
    pub fn checklist<'a>(&self, places: &'a Places) -> Vec<Check<'a>> {
        let near = |place: &'a Place| {
            let metres = self.at.zip(place.at).map(|(own, at)| ground::metres([own, at]));
            let walks = self.near.contains(&place.code) || metres.is_some_and(|metres| metres <= WALK);
            walks.then_some(Near { place, metres })
        };
        let found: Vec<Near> = places.list.iter().filter_map(near).collect();
        let check = |facility: &Facility| {
            let own = |near: &&Near| facility_of(places, near.place) == Some(*facility);
            let mut found: Vec<Near> = found.iter().filter(own).copied().collect();
            found.sort_by(|a, b| {
                let far = |near: &Near| near.metres.unwrap_or(f64::INFINITY);
                far(a).total_cmp(&far(b))
            });
            Check {
                facility: *facility,
                found,
            }
        };
        Facility::ALL.iter().map(check).collect()
    }
}

/// What that place is to a neighbourhood.
pub fn facility_of(places: &Places, place: &Place) -> Option<Facility> {
    places.group_of(place).and_then(Facility::of)
}

/// How many places of each facility a district has that the pack knows, in the order of [`Facility::ALL`].
pub fn in_district(places: &Places, district: &UnitCode) -> Vec<(Facility, usize)> {
    let own = |facility: Facility| {
        let each = places.list.iter();
        each.filter(|place| place.district.as_ref() == Some(district))
            .filter(|place| facility_of(places, place) == Some(facility))
            .count()
    };
    Facility::ALL
        .iter()
        .map(|facility| (*facility, own(*facility)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        let kind = |code: &str, group: &str| -> crate::places::Kind {
            serde_json::from_value(serde_json::json!({"code": code, "group": group})).unwrap()
        };
        let place = |code: &str, kind: &str, at: Option<[f64; 2]>| -> Place {
            let district = if code == "clinic" { "hill" } else { "harbour" };
            serde_json::from_value(serde_json::json!({
                "code": code, "kind": kind, "at": at, "district": district, "sources": [], "confidence": "high"
            }))
            .unwrap()
        };
        Places {
            kinds: vec![
                kind("school", "school"),
                kind("clinic", "health"),
                kind("shop", "shopping"),
            ],
            list: vec![
                place("far", "school", Some([122.0, 37.02])),
                place("near", "school", Some([122.0, 37.005])),
                place("next-door", "school", Some([122.0, 37.001])),
                place("shop", "shop", Some([122.0, 37.0])),
                place("clinic", "clinic", None),
            ],
            ..Places::default()
        }
    }

    fn own(at: Option<[f64; 2]>, near: &[&str]) -> Neighbourhood {
        Neighbourhood {
            code: "own".to_owned(),
            district: "harbour".into(),
            at,
            near: near.iter().map(|code| (*code).to_owned()).collect(),
            sources: Vec::new(),
        }
    }

    fn found(check: &Check) -> Vec<(String, bool)> {
        let each = check.found.iter();
        each.map(|near| (near.place.code.clone(), near.metres.is_some()))
            .collect()
    }

    #[test]
    fn what_is_within_a_walk_is_found_nearest_first_and_gaps_are_empty() {
        let places = places();
        let list = own(Some([122.0, 37.0]), &[]).checklist(&places);
        assert_eq!(
            found(&list[0]),
            [("next-door".to_owned(), true), ("near".to_owned(), true)]
        );
        assert!(list[1..].iter().all(|check| check.found.is_empty()), "{list:?}");
    }

    #[test]
    fn what_the_pack_names_counts_without_a_point() {
        let places = places();
        let list = own(None, &["clinic", "far"]).checklist(&places);
        assert_eq!(found(&list[0]), [("far".to_owned(), false)]);
        assert_eq!(found(&list[2]), [("clinic".to_owned(), false)]);
        assert_eq!(list[2].facility, Facility::Medical);
    }

    #[test]
    fn a_district_counts_its_own() {
        let counted = in_district(&places(), &"harbour".into());
        let [education, .., medical, _] = counted.as_slice() else {
            panic!("four facilities: {counted:?}")
        };
        assert_eq!((education.1, medical.1), (3, 0));
    }
}
