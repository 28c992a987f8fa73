//! What waits for a translation: messages that somebody has no way to read yet.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::people::{Action, Actor};
use domain::receipts::Reference;
use domain::{Lang, UnitCode};
use jiff::Timestamp;

use crate::cases::{Query, Within, reach_of};
use crate::value::{FromRow, Row};
use crate::{Store, StoreError};

/// A message that somebody cannot read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    pub reference: Reference,
    /// Number of the message within its case.
    pub message: u64,
    pub from: Lang,
    pub to: Lang,
    /// An engine has made a translation that a person should check.
    pub doubtful: bool,
    pub since: Timestamp,
    /// When the case is due next, if anything runs.
    pub due_at: Option<Timestamp>,
    pub unit: UnitCode,
}

/// Some of what waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantPage {
    pub wants: Vec<Want>,
    pub next: Option<String>,
    pub total: u64,
}

const COLUMNS: &str = "w.due_at, w.since, w.reference, w.message, w.to_lang, w.from_lang, w.unit, w.doubtful";
const KEYS: &str = "w.due_at, w.reference, w.message, w.to_lang";

struct Keyed {
    due_at: i64,
    want: Want,
}

impl FromRow for Keyed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let lang = |at: usize| {
            let code: String = row.get(at)?;
            Lang::parse(&code).map_err(|_| StoreError::Corrupt { what: "a language" })
        };
        let due_at: i64 = row.get(0)?;
        let want = Want {
            since: row.get(1)?,
            reference: row.get(2)?,
            message: row.get(3)?,
            to: lang(4)?,
            from: lang(5)?,
            unit: UnitCode::new(row.get::<String>(6)?),
            doubtful: row.get(7)?,
            due_at: if due_at == i64::MAX {
                None
            } else {
                Some(row.get(0)?)
            },
        };
        Ok(Self { due_at, want })
    }
}

type Place = (i64, Reference, u64, Lang);

fn place(text: &str) -> Option<Place> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

impl Keyed {
    fn cursor(&self) -> String {
        let w = &self.want;
        let place: Place = (self.due_at, w.reference, w.message, w.to);
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&place).unwrap_or_default())
    }
}

impl Store {
    /// What waits for someone who knows these languages (none named: everything), to be translated or to be checked:
    /// what is due next first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn translation_wants(
        &self,
        actor: &Actor,
        languages: &[Lang],
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<WantPage, StoreError> {
        if reach_of(actor, Action::SeeTranslations) != Within::All {
            return Ok(WantPage::default());
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
        if reach_of(actor, Action::SeeTranslations) != Within::All {
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
    ) -> Result<WantPage, StoreError> {
        let mut query = Query::default();
        query.and("w.doubtful = 0");
        self.wants(query, cursor, limit).await
    }

    async fn wants(
        &self,
        mut query: Query,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<WantPage, StoreError> {
        let counting = format!("SELECT COUNT(*) FROM translation_wants w{}", query.conditions());
        let read = self.read().await?;
        let total: Option<(u64,)> = read.first(&counting, &query.params).await?;
        if let Some((due_at, reference, message, to)) = cursor.and_then(place) {
            let places = [
                query.bind(due_at),
                query.bind(reference),
                query.bind(message),
                query.bind(to.as_str()),
            ];
            query.and(&format!("({KEYS}) > ({})", places.join(", ")));
        }
        let limit = limit.clamp(1, 200);
        let one_more = query.bind(limit + 1);
        let reading = format!(
            "SELECT {COLUMNS} FROM translation_wants w{} ORDER BY {KEYS} LIMIT {one_more}",
            query.conditions()
        );
        let rows: Vec<Keyed> = read.rows(&reading, &query.params).await?;
        let next = (rows.len() > limit).then(|| rows[limit - 1].cursor());
        Ok(WantPage {
            wants: rows.into_iter().take(limit).map(|keyed| keyed.want).collect(),
            next,
            total: total.map_or(0, |(count,)| count),
        })
    }
}
