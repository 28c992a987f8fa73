//! What a city pack says of its hotline.

use jiff::Timestamp;
use serde::Deserialize;

use super::matching::Policy;
use crate::city::City;
use crate::places::{Hours, Opening};

/// A hotline that answers here. Its number stands with the city, its topics with its service.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hotline {
    /// When the chat is answered. `None`: there is none.
    #[serde(default)]
    pub hours: Option<Hours>,
    /// Codes of why an agent is on a break.
    #[serde(default)]
    pub breaks: Vec<String>,
    #[serde(default)]
    pub policy: Policy,
}

impl Hotline {
    /// Whether the chat is answered at that time.
    pub fn is_open(&self, at: Timestamp, city: &City) -> bool {
        let here = at.to_zoned(city.timezone.clone()).datetime();
        let hours = self.hours.as_ref();
        hours.is_some_and(|hours| matches!(hours.at(here, &city.calendar), Opening::Open { .. }))
    }
}
