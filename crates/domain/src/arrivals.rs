//! Where one arrives in the city, and what one is told there: article 8 of the first city's regulation asks for guides in
//! several languages at each airport, station and passenger terminal.
//!
//! The city's pack says which places those are and what a leaflet leads to. All that it says of them stands elsewhere in the
//! pack: places, lines, guides, numbers.

use jiff::civil::Date;
use serde::Deserialize;

use crate::GuideCode;
use crate::places::{Group, Places, Route};

/// A place where one arrives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// Of the place.
    pub code: String,
    /// Place on lists.
    pub order: u32,
    /// Somebody looked at all that a leaflet of it says.
    pub reviewed_on: Date,
    /// What to read first.
    #[serde(default)]
    pub guides: Vec<GuideCode>,
    /// One crosses the border here: what to read of that.
    #[serde(default)]
    pub border: Vec<GuideCode>,
    #[serde(default)]
    pub medical: Near,
    #[serde(default)]
    pub tourism: Near,
}

/// Places that a leaflet names, and what to read of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Near {
    #[serde(default)]
    pub guide: Option<GuideCode>,
    /// Codes of places.
    #[serde(default)]
    pub places: Vec<String>,
}

impl Arrival {
    /// Where its texts are.
    pub fn place(&self) -> String {
        format!("arrivals/{}", self.code)
    }

    /// One crosses the border there.
    pub fn is_port(&self) -> bool {
        !self.border.is_empty()
    }

    /// The lines that call there.
    pub fn lines<'p>(&self, places: &'p Places) -> Vec<&'p Route> {
        let calls = |route: &&Route| route.calls.contains(&self.code);
        places.routes.iter().filter(calls).collect()
    }
}

/// Whether one goes there to see it, rather than because one must.
pub fn is_a_sight(group: Group) -> bool {
    matches!(
        group,
        Group::Culture | Group::Sight | Group::Park | Group::Sport | Group::Sea | Group::Shopping
    )
}
