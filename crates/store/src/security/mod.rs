//! The security log: an entry is written in the unit of work of what it tells of, and in one of its own only where nothing else is
//! written. A journaled noun like any: `verify` checks it, and whatever seals events seals it.

mod lists;

use std::borrow::Cow;

use domain::journaled::{Context, Journaled as _, New};
use domain::security::{Entry, EntryId, Noted};

pub use lists::SecurityFilter;

use crate::commit::Commit;
use crate::kept::Kept;
use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::records::{Seal, kept};
use crate::value::{Value, params};
use crate::{Store, StoreError};

static TABLES: [Table<Entry>; 1] = [Table {
    name: "security",
    what: "row",
    columns: &["id", "version", "kind", "who", "whom", "folded"],
    found_by: &["id"],
    sorted_by: &[],
    of_city: false,
    rows: row,
    statements: Statements::new(),
}];

fn row(folded: &Folded<'_, Entry>) -> Rows {
    let Entry { id, actor, noted, .. } = folded.record;
    let row = params![
        id.to_string(),
        folded.record.version(),
        noted.kind.code(),
        actor.staff().map(|staff| staff.0),
        noted.whom.map(|staff| staff.0),
        folded.json,
    ];
    vec![row.into()]
}

impl Kept for Entry {
    const KEY: &'static str = "id";
    /// Nobody's: who sees it sees all of it.
    const OWN: &'static str = "r.id = {unit}";

    fn tables() -> &'static [Table<Self>] {
        &TABLES
    }

    fn key_value(key: EntryId) -> Value {
        Value::Text(Cow::Owned(key.to_string()))
    }
}

impl Store {
    /// Adds an entry to a unit of work.
    pub(crate) async fn noted(
        &self,
        commit: &mut Commit,
        ctx: &Context<'_>,
        noted: Noted,
    ) -> Result<(), StoreError> {
        let ctx = &Context {
            now: kept(ctx.now),
            ..*ctx
        };
        let new = Entry::open(&noted, &(), ctx).map_err(|_| StoreError::Refused)?;
        let id = EntryId::new(ctx.now, self.random());
        let new: Vec<New<Entry>> = new;
        self.begin(commit, ctx, id, &Seal::Nothing, &new).await?;
        Ok(())
    }

    /// Notes what nothing else is written of: a refusal, a list that was taken out.
    ///
    /// # Errors
    /// As writing has.
    pub async fn note(&self, ctx: &Context<'_>, noted: Noted) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        self.noted(&mut commit, ctx, noted).await?;
        Ok(self.commit(commit).await?)
    }
}
