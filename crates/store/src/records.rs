//! Records of every noun: opened, found by key and by receipt, shown with their journal. What changes them is in `commands`.

use domain::city::City;
use domain::journaled::{Context, Event, Journaled, New, Recorded, Refusal, numbered};
use domain::receipts::Reference;
use domain::roles::Actor;
use jiff::Timestamp;
use subtle::ConstantTimeEq;

use crate::commands::{Beside, CommandError};
use crate::commit::{Clash, Commit, CommitError};
use crate::journal::{Hash, Head, Stored, entries, hex, json};
use crate::kept::table::{Folded, Rows};
use crate::kept::{Asked, Change, Kept, Noun, Within};
use crate::latest::Loaded;
use crate::once::IdempotencyKey;
use crate::streams::stream_of;
use crate::tries::Tries;
use crate::value::{FromRow, Row, Value, params};
use crate::{Store, StoreError};

/// What someone without an account keeps of a record, as the city keeps it: the access code only as a keyed hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    pub reference: Reference,
    pub code_hash: [u8; 32],
}

/// A record that was opened, now or by the same request before.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened<N> {
    pub record: N,
    pub replayed: bool,
}

/// Why a record was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("the rules refuse it")]
    Refused(Refusal),
    /// The idempotency key was used for another request.
    #[error("the key was used for another request")]
    OtherRequest,
    /// There is a record of that key; try with another.
    #[error("the key is taken")]
    KeyTaken,
    /// Something else that must be its own is another record's.
    #[error("something of it is taken")]
    Taken,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the main row keeps of a new record that its events do not say.
#[derive(Debug, Clone)]
pub(crate) enum Seal {
    Nothing,
    /// The hash of the access code, which the first event holds, too.
    Receipt(Hash),
    Kept(Value),
}

impl Seal {
    fn value(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Receipt(hash) => hash.to_vec().into(),
            Self::Kept(value) => value.clone(),
        }
    }

    fn receipt(&self) -> Option<&Hash> {
        match self {
            Self::Receipt(hash) => Some(hash),
            _ => None,
        }
    }
}

/// Times are kept to the microsecond; deciding with anything finer would not fold to the same record again.
pub(crate) fn kept(now: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

pub(crate) fn parse<N: Journaled>(folded: &str) -> Result<N, StoreError> {
    serde_json::from_str(folded).map_err(|_| StoreError::Corrupt { what: N::NOUN })
}

/// The record that stored events make; `None` when one cannot be read.
pub(crate) fn fold<N: Journaled>(key: N::Key, stored: &[Stored]) -> Option<N> {
    let events: Vec<Event<N>> = stored.iter().map(Stored::event).collect::<Option<_>>()?;
    N::fold(key, &events)
}

/// The rows of a record, table by table.
pub(crate) fn rows_of<N: Kept>(record: &N, seal: &Value, city: &City) -> Result<Vec<Rows>, StoreError> {
    let json = if N::HAS_FOLDED {
        json(record)?
    } else {
        String::new()
    };
    let folded = Folded {
        record,
        seal,
        json: &json,
        city,
    };
    Ok(N::tables().iter().map(|table| (table.rows)(&folded)).collect())
}

/// A record's JSON, its seal (whatever that is), and where its stream ends.
struct LoadedRow {
    folded: Option<String>,
    seal: Value,
    head: Head,
}

impl FromRow for LoadedRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            folded: row.get(0)?,
            seal: row.get(1)?,
            head: Head {
                seq: row.get(2)?,
                hash: row.get(3)?,
            },
        })
    }
}

impl Store {
    /// Opens a record under that key.
    pub(crate) async fn open_as<N: Kept>(
        &self,
        ctx: &Context<'_>,
        key: N::Key,
        seal: &Seal,
        open: &N::Open,
        idempotency: Option<&IdempotencyKey>,
    ) -> Result<Opened<N>, OpenError> {
        let now = kept(ctx.now);
        let ctx = &Context { now, ..*ctx };
        let mut tries = Tries::of(self, N::PREFIX);
        loop {
            let known = N::known(self, ctx.actor, Asked::Open(open)).await?;
            let new = match (N::open(open, &known, ctx), idempotency) {
                (Ok(new), _) => new,
                // What was opened by it already may stand in its own way.
                (Err(refusal), Some(key)) => {
                    return match self.first_with(key).await? {
                        Some(_) => self.replay(key).await,
                        None => Err(OpenError::Refused(refusal)),
                    };
                }
                (Err(refusal), None) => return Err(OpenError::Refused(refusal)),
            };
            let mut commit = Commit::default();
            if let Some(once) = idempotency {
                once.use_up(&mut commit, &stream_of::<N>(key), now);
            }
            let record = self.begin(&mut commit, ctx, key, seal, &new).await?;
            return match (self.commit(commit).await, idempotency) {
                (Ok(()), _) => Ok(Opened {
                    record,
                    replayed: false,
                }),
                (Err(CommitError::Clash(Clash::KeyUsed)), Some(key)) => self.replay(key).await,
                (Err(CommitError::Clash(Clash::Taken)), _) => Err(OpenError::Taken),
                // What follows it has changed meanwhile: look again.
                (Err(CommitError::Clash(Clash::Version)), _) => {
                    tries.again().await?;
                    continue;
                }
                (Err(CommitError::Clash(_)), _) => Err(OpenError::KeyTaken),
                (Err(CommitError::Store(error)), _) => Err(error.into()),
            };
        }
    }

    /// Adds to a unit of work what opens a record under that key, and what follows from it.
    pub(crate) async fn begin<N: Kept>(
        &self,
        commit: &mut Commit,
        ctx: &Context<'_>,
        key: N::Key,
        seal: &Seal,
        new: &[New<N>],
    ) -> Result<N, StoreError> {
        let folded: Vec<Event<N>> = numbered(new, 0, ctx.now, ctx.actor).collect();
        let record = N::fold(key, &folded).ok_or(StoreError::Refused)?;
        let entries = entries(new, ctx.now, ctx.actor, seal.receipt())?;
        self.append(commit, &stream_of::<N>(key), Head::NONE, entries)?;
        let rows = rows_of(&record, &seal.value(), ctx.city)?;
        for (table, rows) in N::tables().iter().zip(rows) {
            table.insert(rows, commit);
        }
        N::beside(None, &record, ctx.city, commit);
        let change = Change {
            before: None,
            after: &record,
            new,
            ctx,
        };
        N::along(self, &change, commit).await?;
        Ok(record)
    }

    /// Adds to a unit of work what follows for another record; nothing when there is none of that key, or when it changes in
    /// the same unit of work already.
    pub(crate) async fn follow<N: Kept>(
        &self,
        commit: &mut Commit,
        ctx: &Context<'_>,
        key: N::Key,
        decide: impl Fn(&N, &Context<'_>) -> Vec<New<N>> + Send,
    ) -> Result<(), StoreError> {
        let stream = stream_of::<N>(key);
        if commit.changed.iter().any(|changed| changed.stream == stream) {
            return Ok(());
        }
        let Some(loaded) = self.load::<N>(key).await? else {
            return Ok(());
        };
        let ctx = &ctx.not_before(loaded.record.changed_at());
        let new = decide(&loaded.record, ctx);
        if new.is_empty() {
            return Ok(());
        }
        match self.change(commit, ctx, &loaded, &new, &Beside::default()).await {
            Ok(_) => Ok(()),
            Err(CommandError::Store(error)) => Err(error),
            // Only a file that comes along can be refused, and none does.
            Err(_) => Err(StoreError::Refused),
        }
    }

    /// Opens a record that someone holds by a receipt.
    ///
    /// # Errors
    /// [`OpenError::KeyTaken`] asks for another receipt; [`OpenError::OtherRequest`] when the key is known from a request
    /// that was not this one.
    pub async fn open_held<N: Noun<Key = Reference>>(
        &self,
        ctx: &Context<'_>,
        open: &N::Open,
        receipt: &Receipt,
        idempotency: Option<&IdempotencyKey>,
    ) -> Result<Opened<N>, OpenError> {
        let seal = Seal::Receipt(receipt.code_hash);
        self.open_as(ctx, receipt.reference, &seal, open, idempotency)
            .await
    }

    /// Opens a record under a reference that nobody holds.
    ///
    /// # Errors
    /// [`OpenError::KeyTaken`] asks for another reference.
    pub async fn open_stream<N: Noun<Key = Reference>>(
        &self,
        ctx: &Context<'_>,
        open: &N::Open,
        reference: Reference,
        idempotency: Option<&IdempotencyKey>,
    ) -> Result<Opened<N>, OpenError> {
        self.open_as(ctx, reference, &Seal::Nothing, open, idempotency)
            .await
    }

    /// The record that the same request opened before.
    async fn replay<N: Kept>(&self, key: &IdempotencyKey) -> Result<Opened<N>, OpenError> {
        let first = self.first_with(key).await?;
        // It was there a moment ago, and only erasing its record removes it.
        let (digest, stream) = first.ok_or(StoreError::Conflict)?;
        let same = digest == key.request_digest;
        let Some(opened) = crate::streams::key_of::<N>(&stream).filter(|_| same) else {
            return Err(OpenError::OtherRequest);
        };
        let loaded = self.load::<N>(opened).await?.ok_or(StoreError::Conflict)?;
        Ok(Opened {
            record: loaded.record,
            replayed: true,
        })
    }

    pub(crate) async fn load<N: Kept>(&self, key: N::Key) -> Result<Option<Loaded<N>>, StoreError> {
        let read = self.read().await?;
        let row: Option<LoadedRow> = read
            .first(
                N::main().one().load,
                &[N::key_value(key), stream_of::<N>(key).into()],
            )
            .await?;
        drop(read);
        let Some(LoadedRow { folded, seal, head }) = row else {
            return Ok(None);
        };
        let corrupt = StoreError::Corrupt { what: N::NOUN };
        let record: N = if let Some(folded) = folded {
            parse(&folded)?
        } else {
            let stored = self.stored_events(&stream_of::<N>(key)).await?;
            fold(key, &stored).ok_or(corrupt.clone())?
        };
        if record.version() != head.seq || record.key() != key {
            return Err(corrupt);
        }
        Ok(Some(Loaded { record, seal, head }))
    }

    /// The record that a receipt opens. A wrong code and an unknown reference get the same answer for the same work.
    ///
    /// # Errors
    /// As reading has.
    pub async fn by_receipt<N: Noun<Key = Reference>>(
        &self,
        reference: Reference,
        code_hash: &[u8; 32],
    ) -> Result<Option<N>, StoreError> {
        let by_receipt = N::main().one().by_receipt;
        let read = self.read().await?;
        let row: Option<(Hash, String)> = read.first(by_receipt, &params![reference]).await?;
        let (known, folded) = match row {
            Some((hash, folded)) => (hash, Some(folded)),
            // Never equal, but compared all the same.
            None => (code_hash.map(|byte| !byte), None),
        };
        let opens = bool::from(known.ct_eq(code_hash));
        folded.filter(|_| opens).map(|folded| parse(&folded)).transpose()
    }

    /// A record, if it is there and the actor may see it.
    ///
    /// # Errors
    /// As reading has.
    pub async fn get<N: Noun>(&self, key: N::Key, actor: &Actor) -> Result<Option<N>, StoreError> {
        self.within(key, &Within::of::<N>(actor, N::see())).await
    }

    pub(crate) async fn within<N: Kept>(
        &self,
        key: N::Key,
        within: &Within,
    ) -> Result<Option<N>, StoreError> {
        let one = N::main().one();
        let read = self.read().await?;
        let row: Option<(Option<String>,)> = match within {
            Within::Nothing => None,
            Within::All => read.first(one.all, &[N::key_value(key)]).await?,
            Within::Own { unit, staff } => {
                let mut params = vec![N::key_value(key)];
                if N::OWN.contains("{unit}") {
                    params.push(unit.as_str().into());
                }
                if N::OWN.contains("{staff}") {
                    params.push((*staff).into());
                }
                read.first(one.own, &params).await?
            }
        };
        drop(read);
        match row {
            None => Ok(None),
            Some((Some(folded),)) => parse(&folded).map(Some),
            // What no row holds whole, its events make.
            Some((None,)) => Ok(self.load(key).await?.map(|loaded| loaded.record)),
        }
    }

    /// Every event of a record, if it is there and the actor may see its journal.
    ///
    /// # Errors
    /// As reading has.
    pub async fn journal_of<N: Noun>(
        &self,
        key: N::Key,
        actor: &Actor,
    ) -> Result<Option<Vec<Recorded<N>>>, StoreError> {
        let within = Within::of::<N>(actor, N::see_journal());
        // What is their own to see may be more than what is their own to look into.
        let found: Option<N> = self.within(key, &within).await?;
        if !found.is_some_and(|record| record.permits(actor, N::see_journal())) {
            return Ok(None);
        }
        let stored = self.stored_events(&stream_of::<N>(key)).await?;
        let recorded = stored.into_iter().map(|stored| {
            Some(Recorded {
                event: stored.event()?,
                erased: stored.body.is_none() && stored.body_digest.is_some(),
                hash: hex(&stored.hash),
                id: stored.id,
            })
        });
        recorded
            .collect::<Option<_>>()
            .map(Some)
            .ok_or(StoreError::Corrupt { what: "an event" })
    }

    /// The bytes of a file of a record. The caller has loaded the record, and so seen that it may be seen.
    ///
    /// # Errors
    /// As reading has.
    pub async fn file<N: Noun>(&self, record: &N, id: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let read = self.read().await?;
        let sql = "SELECT bytes FROM files WHERE stream = ?1 AND id = ?2";
        let stream = stream_of::<N>(record.key());
        let row: Option<(Vec<u8>,)> = read.first(sql, &params![stream, id]).await?;
        Ok(row.map(|(bytes,)| bytes))
    }
}
