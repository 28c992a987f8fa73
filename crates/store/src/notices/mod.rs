//! Mails about cases: the tasks that send them, which addresses take none, and how many each was sent.
//!
//! A task is written in the unit of work of what it tells of, and names a case and an event, never an address: that is
//! read when the mail is sent, and is gone when the case is erased.

use domain::UnitCode;
use domain::cases::Case;
use domain::notices::{GATHERED, Notices, Stands};
use domain::receipts::Reference;
use domain::roles::Actor;
use jiff::Timestamp;

use crate::commit::Commit;
use crate::kept::Within;
use crate::kept::table::{Folded, Rows};
use crate::lists::{
    By::{Number, Text},
    Key, Order, Page, Query,
};
use crate::streams::stream_of;
use crate::tasks::Task;
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// The kind of tasks that ask whoever reads the mail of an address whether it is right.
pub const CONFIRMATION: &str = "notice-confirmation";
/// The kind of tasks that tell of what happened.
pub const NOTICE: &str = "notice";

/// The case that a task is about, and the event: the one that left the address, or the one to be told of.
pub fn asked(task: &Task) -> Option<(Reference, u64)> {
    let (reference, seq) = task.name.split_once('/')?;
    Some((Reference::parse(reference).ok()?, seq.parse().ok()?))
}

/// Asks for the mails that a change makes due, and takes back those of a case whose words are erased.
pub(crate) fn plan(before: Option<&Case>, after: &Case, commit: &mut Commit) {
    let reference = after.reference;
    if after.erased {
        if before.is_none_or(|before| !before.erased) {
            commit.run(
                "DELETE FROM tasks WHERE kind IN (?1, ?2) AND name LIKE ?3",
                params![CONFIRMATION, NOTICE, format!("{reference}/%")],
            );
        }
        return;
    }
    let about = stream_of::<Case>(reference);
    let mut ask = |kind: &str, seq: u64, due_at: Timestamp| {
        commit.task(Task::new(
            kind,
            format!("{reference}/{seq}"),
            about.as_str(),
            due_at,
        ));
    };
    let waits = |case: &Case| {
        case.waiting_address()?;
        case.notices.as_ref().map(|notices| notices.left)
    };
    if let Some(left) = waits(after).filter(|left| before.and_then(waits) != Some(*left)) {
        ask(CONFIRMATION, left, after.changed_at);
    }
    if let Some(news) = after.untold()
        && before.and_then(Case::untold) != Some(news)
    {
        let gathered = after.changed_at.saturating_add(GATHERED);
        ask(NOTICE, news, gathered.unwrap_or(after.changed_at));
    }
}

pub(crate) fn row(folded: &Folded<'_, Case>) -> Rows {
    let case = folded.record;
    let row = |notices: &Notices| params![case.reference, notices.stands.code(), notices.since].into();
    case.notices.iter().map(row).collect()
}

/// A case whose address takes no mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub reference: Reference,
    pub unit: UnitCode,
    pub since: Timestamp,
}

impl FromRow for Refused {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            reference: row.get(0)?,
            unit: UnitCode::new(row.get::<String>(1)?),
            since: row.get(2)?,
        })
    }
}

impl Store {
    /// Cases whose address takes no mail, as far as the actor may see them, the last first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn refused_addresses(
        &self,
        actor: &Actor,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Refused>, StoreError> {
        let within = Within::of::<Case>(actor, domain::cases::SEE);
        let Some(mut query) = Query::within::<Case>(&within) else {
            return Ok(Page::default());
        };
        query.equal("n.stands", Stands::Refused.code());
        let order = Order {
            code: "refused",
            keys: &[Number("n.since"), Text("n.reference")],
            upwards: false,
        };
        let keys = |refused: &Refused| -> Vec<Key> {
            vec![
                refused.since.as_microsecond().into(),
                refused.reference.to_string().into(),
            ]
        };
        let columns = "n.reference, r.unit, n.since";
        let from = "notices n JOIN cases r ON r.reference = n.reference";
        let read = self.read().await?;
        query
            .page(&read, (columns, from), &order, cursor, limit, keys)
            .await
    }

    /// A mail of that kind and name went out to the address with that keyed hash.
    ///
    /// # Errors
    /// As writing has.
    pub async fn mailed(
        &self,
        address_hash: &[u8; 32],
        kind: &str,
        name: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "INSERT INTO mails_sent (address_hash, kind, name, sent_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            params![*address_hash, kind, name, now],
        );
        Ok(self.commit(commit).await?)
    }

    /// When mails of that kind went out to the address with that keyed hash since then, the first first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn mails_since(
        &self,
        address_hash: &[u8; 32],
        kind: &str,
        since: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(Timestamp,)> = read
            .rows(
                "SELECT sent_at FROM mails_sent WHERE address_hash = ?1 AND kind = ?2 AND sent_at > ?3 ORDER BY sent_at",
                &params![*address_hash, kind, since],
            )
            .await?;
        Ok(rows.into_iter().map(|(at,)| at).collect())
    }

    /// Forgets mails that went out before that time.
    ///
    /// # Errors
    /// As writing has.
    pub async fn forget_mails_before(&self, before: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run("DELETE FROM mails_sent WHERE sent_at < ?1", params![before]);
        Ok(self.commit(commit).await?)
    }
}
