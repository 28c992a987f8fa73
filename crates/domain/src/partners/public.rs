//! What the public may read of a partner. Pages and the API for the public take this and nothing else, so that neither
//! can show more.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Link, Partner, Since, State};
use crate::receipts::Reference;
use crate::{Lang, UnitCode, said_in};

/// A partner as the public reads of it: nothing of contacts, notes, decisions, sources, cases or inner documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Public {
    pub reference: Reference,
    pub kind: String,
    pub names: BTreeMap<Lang, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub summaries: BTreeMap<Lang, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Lang>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<u16>,
    pub unit: UnitCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Where it is not, the reader is told.
    pub confirmed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<PublicDocument>,
    /// Other partners; each is shown only if it is public itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<Reference>,
}

/// A document that the public may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicDocument {
    /// Number of the event that added it.
    pub id: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
}

impl Public {
    /// What is public of a partner; `None` when nothing is.
    pub fn of(partner: &Partner) -> Option<Self> {
        let shown = partner.public && partner.state == State::Active && !partner.erased;
        shown.then(|| Self {
            reference: partner.reference,
            kind: partner.kind.clone(),
            names: partner.names.clone(),
            summaries: partner.summaries.clone(),
            country: partner.country.clone(),
            since: partner.since,
            until: partner.until,
            languages: partner.languages.clone(),
            articles: partner.articles.clone(),
            unit: partner.unit.clone(),
            website: partner.website.clone(),
            confirmed: partner.confirmed,
            confirmed_on: partner.confirmed_on,
            documents: partner
                .documents
                .iter()
                .filter(|document| document.public)
                .map(|document| PublicDocument {
                    id: document.id,
                    title: document.title.clone(),
                    date: document.date,
                    media_type: document.media_type.clone(),
                    size: document.size,
                })
                .collect(),
            partners: partner
                .links
                .iter()
                .filter_map(|link| match link {
                    Link::Partners(reference) => Some(*reference),
                    Link::Cases(_) => None,
                })
                .collect(),
        })
    }

    /// Its name for someone who reads `lang`, and the language that name is in.
    pub fn name(&self, lang: Lang) -> Option<(Lang, &str)> {
        said_in(&self.names, lang)
    }
}
