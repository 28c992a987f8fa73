//! The translation memory: what people have translated or checked, in whatever case.
//!
//! It is for the platform itself, which looks texts up in it; whose words they are, nobody is shown.

use domain::Lang;
use domain::receipts::Reference;

use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// A text of a case and its translation.
#[derive(Clone, PartialEq, Eq)]
pub struct Remembered {
    pub reference: Reference,
    /// Number of the message within its case.
    pub message: u64,
    pub from: Lang,
    pub to: Lang,
    pub source: String,
    pub target: String,
}

/// Without the texts: people wrote them.
impl std::fmt::Debug for Remembered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remembered")
            .field("reference", &self.reference)
            .field("message", &self.message)
            .field("from", &self.from)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

impl FromRow for Remembered {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let lang = |at: usize| {
            let code: String = row.get(at)?;
            Lang::parse(&code).map_err(|_| StoreError::Corrupt { what: "a language" })
        };
        Ok(Self {
            reference: row.get(0)?,
            message: row.get(1)?,
            from: lang(2)?,
            to: lang(3)?,
            source: row.get(4)?,
            target: row.get(5)?,
        })
    }
}

const COLUMNS: &str = "reference, message, from_lang, to_lang, source, target";

impl Store {
    /// The next cases, after that one, of which the memory has anything: all they have, those translated later last.
    ///
    /// # Errors
    /// As reading has.
    pub async fn remembered_after(
        &self,
        after: Option<Reference>,
        cases: usize,
    ) -> Result<Vec<Remembered>, StoreError> {
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        let sql = format!(
            "SELECT {COLUMNS} FROM translation_memory WHERE reference IN (SELECT DISTINCT reference \
             FROM translation_memory WHERE reference > ?1 ORDER BY reference LIMIT ?2) \
             ORDER BY reference, at, message, field, to_lang"
        );
        self.read().await?.rows(&sql, &params![after, cases]).await
    }

    /// What the memory has of one case.
    ///
    /// # Errors
    /// As reading has.
    pub async fn remembered_of(&self, reference: Reference) -> Result<Vec<Remembered>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM translation_memory WHERE reference = ?1 ORDER BY at, message, field, to_lang"
        );
        self.read().await?.rows(&sql, &params![reference]).await
    }
}
