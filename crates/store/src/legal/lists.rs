//! What is read of translations of laws. There are as many as the pack's register asks for: they are read together.

use domain::journaled::Journaled as _;
use domain::legal::{Days, Progress, Public, State, Translation};
use domain::receipts::Reference;
use domain::roles::Actor;
use domain::{Lang, LawCode, UnitCode};
use jiff::civil::Date;

use crate::kept::Within;
use crate::lists::Query;
use crate::records::parse;
use crate::value::{FromRow, Row};
use crate::{Store, StoreError};

/// A translation, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub reference: Reference,
    pub law: LawCode,
    pub language: Lang,
    pub unit: UnitCode,
    pub progress: Progress,
}

const LINES: &str = "SELECT r.reference, r.law, r.language, r.unit, r.state, r.published_on, \
     r.first_on, r.source_day, r.replaces FROM legal_translations r";

fn day(text: Option<String>) -> Result<Option<Date>, StoreError> {
    let day = text.map(|text| text.parse()).transpose();
    day.map_err(|_| StoreError::Corrupt { what: "a day" })
}

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let language = Lang::parse(&row.get::<String>(2)?);
        let state = State::parse(&row.get::<String>(4)?);
        let on = |at| day(row.get(at)?);
        let (published_on, first_on, source_day, replaces) = (on(5)?, on(6)?, on(7)?, on(8)?);
        Ok(Self {
            reference: row.get(0)?,
            law: LawCode::new(row.get::<String>(1)?),
            language: language.map_err(|_| StoreError::Corrupt { what: "a language" })?,
            unit: UnitCode::new(row.get::<String>(3)?),
            progress: Progress {
                state: state.ok_or(StoreError::Corrupt { what: "a state" })?,
                published: published_on.map(|on| Days {
                    on,
                    first_on,
                    source_day,
                    replaces,
                }),
            },
        })
    }
}

/// What the public reads of one.
struct Shown(Option<Public>);

impl FromRow for Shown {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let translation: Translation = parse(&row.get::<String>(0)?)?;
        Ok(Self(Public::of(translation)))
    }
}

impl Store {
    /// Every translation of a law that the actor may see.
    ///
    /// # Errors
    /// As reading has.
    pub async fn translations_of_laws(&self, actor: &Actor) -> Result<Vec<Line>, StoreError> {
        match Query::within::<Translation>(&Within::of::<Translation>(actor, Translation::see())) {
            Some(query) => self.lines(query).await,
            None => Ok(Vec::new()),
        }
    }

    /// How each translation of a law stands, without its words: what anybody may know.
    ///
    /// # Errors
    /// As reading has.
    pub async fn standing_of_laws(&self) -> Result<Vec<Line>, StoreError> {
        self.lines(Query::default()).await
    }

    async fn lines(&self, mut query: Query) -> Result<Vec<Line>, StoreError> {
        // Erased ones are nobody's translation any more.
        query.and("r.slot IS NOT NULL");
        let sql = format!("{LINES}{} ORDER BY r.law, r.language", query.conditions());
        query.rows(&self.read().await?, sql).await
    }

    /// What is published of that law in that language.
    ///
    /// # Errors
    /// As reading has.
    pub async fn published_law(&self, law: &LawCode, language: Lang) -> Result<Option<Public>, StoreError> {
        let mut query = Query::default();
        query.equal("r.law", law.as_str());
        query.equal("r.language", language.as_str());
        Ok(self.published(query).await?.pop())
    }

    /// Everything that is published: the day that counts is the latest first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn published_laws(&self) -> Result<Vec<Public>, StoreError> {
        self.published(Query::default()).await
    }

    async fn published(&self, mut query: Query) -> Result<Vec<Public>, StoreError> {
        query.and("r.published_on IS NOT NULL");
        let sql = format!(
            "SELECT r.folded FROM legal_translations r{} ORDER BY r.published_on DESC, r.law, r.language",
            query.conditions()
        );
        let found: Vec<Shown> = query.rows(&self.read().await?, sql).await?;
        Ok(found.into_iter().filter_map(|Shown(public)| public).collect())
    }
}
