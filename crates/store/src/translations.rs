//! What waits for a translation: messages that somebody has no way to read yet.

use domain::cases::{Case, SEE_TRANSLATIONS};
use domain::receipts::Reference;
use domain::roles::Actor;
use domain::{Lang, UnitCode};
use jiff::Timestamp;

use crate::kept::Within;
use crate::lists::{
    By::{Number, Text},
    Key, Order, Page, Query,
};
use crate::value::{FromRow, Row};
use crate::{Store, StoreError};

/// A message that somebody cannot read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    pub reference: Reference,
    /// Number of the message within its case.
    pub message: u64,
    /// Code of the question of the form, when it is the answer to one.
    pub field: Option<String>,
    pub from: Lang,
    pub to: Lang,
    /// An engine has made a translation that a person should check.
    pub doubtful: bool,
    pub since: Timestamp,
    /// A resident waits for it.
    pub waits: bool,
    /// When it should be translated, or else when the case is due next, if anything runs.
    pub due_at: Option<Timestamp>,
    pub unit: UnitCode,
    /// How pressing it is: the lowest first.
    pub rank: i64,
}

const COLUMNS: &str = "w.due_at, w.since, w.reference, w.message, w.to_lang, w.from_lang, w.unit, w.doubtful, \
                       w.field, w.waits, w.rank";
const ORDER: Order = Order {
    code: "wants",
    keys: &[
        Number("w.rank"),
        Number("w.due_at"),
        Text("w.reference"),
        Number("w.message"),
        Text("w.field"),
        Text("w.to_lang"),
    ],
    upwards: true,
};

impl FromRow for Want {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let lang = |at: usize| {
            let code: String = row.get(at)?;
            Lang::parse(&code).map_err(|_| StoreError::Corrupt { what: "a language" })
        };
        let due_at: i64 = row.get(0)?;
        Ok(Self {
            since: row.get(1)?,
            reference: row.get(2)?,
            message: row.get(3)?,
            to: lang(4)?,
            from: lang(5)?,
            unit: UnitCode::new(row.get::<String>(6)?),
            doubtful: row.get(7)?,
            field: Some(row.get::<String>(8)?).filter(|field| !field.is_empty()),
            waits: row.get(9)?,
            rank: row.get(10)?,
            due_at: if due_at == i64::MAX {
                None
            } else {
                Some(row.get(0)?)
            },
        })
    }
}

impl Want {
    fn keys(&self) -> Vec<Key> {
        let due_at = self.due_at.map_or(i64::MAX, Timestamp::as_microsecond);
        let message = i64::try_from(self.message).unwrap_or(i64::MAX);
        vec![
            self.rank.into(),
            due_at.into(),
            self.reference.to_string().into(),
            message.into(),
            self.field.clone().unwrap_or_default().into(),
            self.to.to_string().into(),
        ]
    }
}

impl Store {
    /// What waits for someone who knows these languages (none named: everything), to be translated or to be checked:
    /// urgent cases first, then what a resident waits for, and of each what is due next.
    ///
    /// # Errors
    /// As reading has.
    pub async fn translation_wants(
        &self,
        actor: &Actor,
        languages: &[Lang],
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Want>, StoreError> {
        if Within::of::<Case>(actor, SEE_TRANSLATIONS) != Within::All {
            return Ok(Page::default());
        }
        let mut query = Query::default();
        query.any_of("w.from_lang", languages.iter().map(Lang::as_str));
        query.any_of("w.to_lang", languages.iter().map(Lang::as_str));
        self.wants(query, cursor, limit).await
    }

    /// How many messages that nothing has translated wait from one language to another: the most first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn waiting_pairs(&self, actor: &Actor) -> Result<Vec<(Lang, Lang, u64)>, StoreError> {
        if Within::of::<Case>(actor, SEE_TRANSLATIONS) != Within::All {
            return Ok(Vec::new());
        }
        let sql = "SELECT from_lang, to_lang, COUNT(*) FROM translation_wants WHERE doubtful = 0 \
                   GROUP BY from_lang, to_lang ORDER BY 3 DESC, 1, 2";
        let pairs: Vec<(String, String, u64)> = self.read().await?.rows(sql, &[]).await?;
        let lang = |code: &str| Lang::parse(code).map_err(|_| StoreError::Corrupt { what: "a language" });
        let pairs = pairs.into_iter();
        pairs
            .map(|(from, to, count)| Ok((lang(&from)?, lang(&to)?, count)))
            .collect()
    }

    /// What translation engines should take up next: all that nothing has translated.
    ///
    /// # Errors
    /// As reading has.
    pub async fn wants_for_engines(
        &self,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Want>, StoreError> {
        let mut query = Query::default();
        query.and("w.doubtful = 0");
        self.wants(query, cursor, limit).await
    }

    async fn wants(
        &self,
        query: Query,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Want>, StoreError> {
        let read = self.read().await?;
        query
            .page(
                &read,
                (COLUMNS, "translation_wants w"),
                &ORDER,
                cursor,
                limit,
                Want::keys,
            )
            .await
    }
}
