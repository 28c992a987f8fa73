//! What a city pack says of its hotline.

use serde::Deserialize;

use super::matching::Policy;
use crate::places::Hours;

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
