//! What is said of a partner. It knows nothing of cities, since a city's pack holds such entries.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::since::Since;
use crate::{Lang, UnitCode};

/// What is said of a partner: what a proposal and an edit take, and a row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Code of one of the city's kinds.
    pub kind: String,
    pub names: BTreeMap<Lang, String>,
    #[serde(default)]
    pub summaries: BTreeMap<Lang, String>,
    /// ISO 3166 code.
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub since: Option<Since>,
    #[serde(default)]
    pub until: Option<Date>,
    #[serde(default)]
    pub languages: Vec<Lang>,
    /// The kind's, when none is given.
    #[serde(default)]
    pub articles: Vec<u16>,
    /// The kind's, unless given.
    #[serde(default)]
    pub unit: Option<UnitCode>,
    #[serde(default)]
    pub website: Option<String>,
    #[serde(default)]
    pub source: Option<String>,
}

/// What a new partner is proposed with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    #[serde(flatten)]
    pub entry: Entry,
    /// As the kind says, unless given.
    #[serde(default)]
    pub public: Option<bool>,
    #[serde(default)]
    pub confirmed: bool,
    /// It is a partner already, and taken into the register as one. For those who may make one active.
    #[serde(default)]
    pub already: bool,
}
