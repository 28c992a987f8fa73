//! What a city gives people to find a doctor with and to be understood by one: a medical card of coded terms, sentences to
//! show, and the service that asks for an appointment with an interpreter.
//!
//! All of it is of the pack. What somebody ticks on a card is theirs: nothing here has a place for it.

use serde::Deserialize;

use crate::{GuideCode, HelperCode, ServiceCode};

/// What a city's pack says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// Asks for an appointment, with somebody who interprets.
    #[serde(default)]
    pub service: Option<ServiceCode>,
    /// That service's question which hospital.
    #[serde(default)]
    pub hospital: Option<String>,
    /// That service's question which kind of doctor; its options are [`crate::places::Places::specialities`].
    #[serde(default)]
    pub speciality: Option<String>,
    /// That service's question in which language.
    #[serde(default)]
    pub language: Option<String>,
    /// That service's topic for it.
    #[serde(default)]
    pub topic: Option<String>,
    #[serde(default)]
    pub helper: Option<HelperCode>,
    /// In the order of lists.
    #[serde(default)]
    pub guides: Vec<GuideCode>,
    /// What a medical card is made of, in its order.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
    /// Sentences, by what they are for.
    #[serde(default, rename = "scene")]
    pub scenes: Vec<Scene>,
}

/// Terms of a medical card that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub code: String,
    /// One of them at most can hold, as of blood types.
    #[serde(default)]
    pub one: bool,
    /// The term that says that none of the others holds, as *no known allergies*.
    #[serde(default)]
    pub none: Option<String>,
    /// A term may stand in several groups: one is allergic to aspirin, or takes it.
    pub items: Vec<String>,
}

/// Sentences for one occasion.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    pub code: String,
    pub sentences: Vec<String>,
}

impl Health {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        let each = self.scenes.iter().flat_map(|scene| &scene.sentences);
        each.map(String::as_str)
    }
}
