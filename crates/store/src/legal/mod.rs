//! Translations of laws: their table, whether one is taken up already, and what is read of them.

mod lists;
mod rows;

use domain::legal::{Known, Translation};
use domain::receipts::Reference;
use domain::roles::Actor;

pub use lists::Line;

use crate::kept::table::Table;
use crate::kept::{Asked, Kept};
use crate::value::{Value, params};
use crate::{Store, StoreError};

impl Kept for Translation {
    fn tables() -> &'static [Table<Self>] {
        &rows::TABLES
    }

    fn key_value(key: Reference) -> Value {
        key.into()
    }

    async fn known(store: &Store, _: &Actor, asked: Asked<'_, Self>) -> Result<Known, StoreError> {
        let Asked::Open(open) = asked else {
            return Ok(Known::default());
        };
        let slot = rows::slot(&open.law, open.language);
        let read = store.read().await?;
        let found: Vec<(String,)> = read
            .rows(
                "SELECT reference FROM legal_translations WHERE slot = ?1",
                &params![slot],
            )
            .await?;
        Ok(Known {
            is_taken: !found.is_empty(),
        })
    }
}
