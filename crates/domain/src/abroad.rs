//! How a city shows itself abroad: numbers with where they are from, pictures with their licence, and news. All of it is the
//! pack's, and what has no source is not in it.

use jiff::civil::Date;
use serde::Deserialize;

use crate::journaled::codes;
use crate::since::Since;

/// What a city's pack has for those who write about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abroad {
    /// In the order of the page.
    #[serde(default, rename = "number")]
    pub numbers: Vec<Number>,
    #[serde(default, rename = "picture")]
    pub pictures: Vec<Picture>,
    #[serde(default)]
    pub news: Vec<News>,
}

/// A number of the city, as somebody published it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    pub code: String,
    pub source: Source,
}

/// Where something was published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// In its own language.
    pub title: String,
    /// Of what it says.
    #[serde(default)]
    pub date: Option<Since>,
    #[serde(default)]
    pub url: Option<String>,
}

/// A picture that anybody may take.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    pub code: String,
    pub shows: Drawing,
    /// By the short name of the SPDX list, where it has one.
    #[serde(default)]
    pub licence: Option<String>,
}

codes! {
    /// What the platform draws.
    Drawing {
        /// The districts, from the city's own map.
        Districts = "districts",
        /// The sea and a lighthouse.
        Coast = "coast",
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct News {
    pub code: String,
    pub date: Date,
    pub source: Source,
}

impl Abroad {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The latest first.
    pub fn latest(&self) -> Vec<&News> {
        let mut news: Vec<&News> = self.news.iter().collect();
        news.sort_by(|a, b| (b.date, &b.code).cmp(&(a.date, &a.code)));
        news
    }
}
