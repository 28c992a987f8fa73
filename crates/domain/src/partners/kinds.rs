use serde::Deserialize;

use super::entry::Open;
use crate::UnitCode;
use crate::deadlines::Limit;

/// What a city's pack says of its partners.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partners {
    /// In the order of lists.
    pub kinds: Vec<Kind>,
    /// Those that the city has when it begins.
    pub register: Vec<Open>,
}

impl Partners {
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }
}

/// A kind of partner.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub code: String,
    /// Of the regulation, which ask for it.
    #[serde(default)]
    pub articles: Vec<u16>,
    /// How long before its end its unit is warned.
    pub notice: Limit,
    /// Whether the public reads of a new one, once it is active, unless someone says otherwise.
    #[serde(default)]
    pub public: bool,
    /// Whose a new one is, unless someone says otherwise.
    pub unit: UnitCode,
}
