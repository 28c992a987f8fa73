//! A law, or what else binds people, as the pack has it.

use jiff::civil::Date;
use serde::Deserialize;

use crate::city::City;
use crate::deadlines::Limit;
use crate::guides::{Guide, SourceStatus};
use crate::journaled::codes;
use crate::since::Since;
use crate::{BasisCode, Lang, LawCode, UnitCode};

codes! {
    /// What a text is.
    Kind {
        Law = "law",
        /// Of a people's congress, or of the State Council.
        Regulation = "regulation",
        /// Of a ministry or a government.
        Rules = "rules",
        NormativeDocument = "normative-document",
    }
}

codes! {
    /// Whose text it is, seen from the city.
    Scope {
        City = "city",
        Province = "province",
        Nation = "nation",
        /// Of another city: it does not hold here, and served as a model.
        Elsewhere = "elsewhere",
    }
}

/// A law, or what else binds people. Its title, its summary and who passed it are texts of its place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    pub code: LawCode,
    pub kind: Kind,
    pub scope: Scope,
    /// Place on lists, within its scope.
    pub order: u32,
    /// As its issuer writes it.
    #[serde(default)]
    pub number: Option<String>,
    #[serde(default)]
    pub adopted: Option<Date>,
    #[serde(default)]
    pub published: Option<Date>,
    #[serde(default)]
    pub in_force: Option<Date>,
    /// Of the version that is named here, where it is not the first.
    #[serde(default)]
    pub amended: Option<Date>,
    /// The date that it bears, where it is not known of what.
    #[serde(default)]
    pub dated: Option<Since>,
    pub status: SourceStatus,
    /// Of the original.
    #[serde(default)]
    pub url: Option<String>,
    /// How sources begin that cite it.
    #[serde(default)]
    pub cited: Vec<String>,
    /// The city owes translations of it.
    #[serde(default)]
    pub translation: Option<Owed>,
}

/// Which translations are owed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// Who owes them.
    pub unit: UnitCode,
    /// No text names that unit: it is assumed.
    #[serde(default)]
    pub unit_inferred: bool,
    pub languages: Vec<Lang>,
    /// From publication.
    pub limit: Limit,
    pub basis: BasisCode,
}

impl Law {
    /// Where its texts are.
    pub fn place(&self) -> String {
        format!("legal/{}", self.code)
    }

    /// When it became known, as far as that is known.
    pub fn known_since(&self) -> Option<Date> {
        let dated = self.dated.and_then(Since::day);
        self.published.or(dated).or(self.adopted).or(self.in_force)
    }

    /// The day of the version that the register names.
    pub fn version_day(&self) -> Option<Date> {
        self.amended.or_else(|| self.known_since())
    }

    /// The day of an amendment that a translation of the version of that day does not have.
    pub fn amended_since(&self, source_day: Option<Date>) -> Option<Date> {
        self.amended
            .filter(|amended| source_day.is_some_and(|made_from| made_from < *amended))
    }

    /// Whether a source of that title is this one, or a part of it.
    ///
    /// A title that only begins alike is another law: the regulations that carry out a law have its name in theirs.
    pub fn is_cited_as(&self, title: &str) -> bool {
        let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '　', '（', '(', '》']);
        let title = title.trim_start_matches('《');
        let mut names = self.cited.iter();
        names.any(|name| title.strip_prefix(name.as_str()).is_some_and(ends))
    }

    /// The guides that rest on it.
    pub fn guides<'c>(&self, city: &'c City) -> Vec<&'c Guide> {
        let cites = |guide: &&Guide| guide.sources.iter().any(|source| self.is_cited_as(&source.title));
        city.guides.iter().filter(cites).collect()
    }
}

impl City {
    pub fn law(&self, code: &str) -> Option<&Law> {
        self.legal.iter().find(|law| law.code == *code)
    }

    /// Every translation that is owed: of which law, by whom, into what.
    pub fn owed_translations(&self) -> impl Iterator<Item = (&Law, &Owed, Lang)> {
        let owing = self.legal.iter();
        let owing = owing.filter_map(|law| Some((law, law.translation.as_ref()?)));
        owing.flat_map(|(law, owed)| owed.languages.iter().map(move |lang| (law, owed, *lang)))
    }
}
