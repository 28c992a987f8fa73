//! Places of the city: where they are, what is spoken there, when they are open.
//!
//! A place is of the pack alone and says only what is known. What is absent is *not known*, never *no*: no language in
//! `spoken` does not mean that nobody there speaks one, and a place without `at` is on lists and on no map. When it is
//! open says [`hours`]; whether its point can be right says [`ground`].

pub mod ground;
pub mod hours;

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use serde::Deserialize;

pub use ground::{Astray, Shape};
pub use hours::{Hours, Opening};

use crate::deadlines::Calendar;
use crate::journaled::codes;
use crate::{Lang, UnitCode};

codes! {
    /// What a kind of place is for.
    Group {
        Transport = "transport",
        Health = "health",
        School = "school",
        University = "university",
        Police = "police",
        Government = "government",
        Consulate = "consulate",
        Legal = "legal",
        Business = "business",
        Community = "community",
        Culture = "culture",
        Sight = "sight",
        Park = "park",
        Sport = "sport",
        Sea = "sea",
        Shopping = "shopping",
    }
}

codes! {
    /// Whether somebody in a wheelchair gets in.
    Access {
        Yes = "yes",
        Partly = "partly",
        No = "no",
    }
}

codes! {
    /// How sure what is said of a place is.
    Confidence {
        /// Its point is known.
        High = "high",
        /// Its point is about right, or what is said of it is dated.
        Medium = "medium",
        /// Its name and address stand in a listing, and nobody has looked.
        Listed = "listed",
    }
}

/// What a city's pack says of its places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    /// In the order of lists.
    pub kinds: Vec<Kind>,
    pub sources: Vec<Source>,
    /// What hospitals treat: codes, in the order of lists.
    pub specialities: Vec<String>,
    /// In the order of the kinds.
    pub list: Vec<Place>,
    pub routes: Vec<Route>,
}

/// A kind of place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub code: String,
    pub group: Group,
    /// Of the regulation, which ask for such places.
    #[serde(default)]
    pub articles: Vec<u16>,
}

/// Where what is said of a place was found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub code: String,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub date: Option<Date>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub code: String,
    pub kind: String,
    /// Longitude and latitude (WGS-84), in degrees.
    #[serde(default)]
    pub at: Option<[f64; 2]>,
    /// Its point lies beyond the outline of its district, and was looked at: an island, or a shore that a coarse outline
    /// cuts off.
    #[serde(default)]
    pub off_outline: bool,
    #[serde(default)]
    pub district: Option<UnitCode>,
    /// Languages that people there speak.
    #[serde(default)]
    pub spoken: Vec<Lang>,
    /// Languages that somebody interprets there, on the spot or by phone.
    #[serde(default)]
    pub interpreted: Vec<Lang>,
    #[serde(default)]
    pub wheelchair: Option<Access>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub website: Option<String>,
    #[serde(default)]
    pub hours: Option<Hours>,
    /// Of a hospital: codes of [`Places::specialities`].
    #[serde(default)]
    pub specialities: Vec<String>,
    /// Codes of [`Places::sources`].
    pub sources: Vec<String>,
    pub confidence: Confidence,
}

/// A line that people travel by, to or from a place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    pub code: String,
    pub means: Means,
    /// Places of the city that it calls at.
    pub calls: Vec<String>,
    pub sources: Vec<String>,
    /// What is said of it is confirmed; else it is shown with the day it rests on, as not confirmed.
    #[serde(default)]
    pub confirmed: bool,
    /// The day of what is known.
    #[serde(default)]
    pub as_of: Option<Date>,
}

codes! {
    /// By what one travels.
    Means {
        Air = "air",
        Rail = "rail",
        Ferry = "ferry",
        Road = "road",
    }
}

impl Places {
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    pub fn place(&self, code: &str) -> Option<&Place> {
        self.list.iter().find(|place| place.code == code)
    }

    pub fn source(&self, code: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.code == code)
    }

    pub fn group_of(&self, place: &Place) -> Option<Group> {
        self.kind(&place.kind).map(|kind| kind.group)
    }

    /// Languages that are spoken or interpreted anywhere.
    pub fn languages(&self) -> BTreeSet<Lang> {
        let each = self.list.iter();
        each.flat_map(|place| place.spoken.iter().chain(&place.interpreted))
            .copied()
            .collect()
    }
}

/// Whether a place is open at that moment of the city's. Where its hours are not known, neither is that.
pub fn is_open(place: &Place, at: DateTime, calendar: &Calendar) -> Opening {
    let hours = place.hours.as_ref();
    hours.map_or(Opening::Unknown, |hours| hours.at(at, calendar))
}
