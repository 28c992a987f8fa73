//! Proves that nothing was changed past the program: replays every stream, checks every link of its chain and every
//! digest, folds it, and compares each row that follows from it. What is done with one noun stands in `noun.rs`.

mod noun;
mod stretch;

use std::collections::BTreeSet;
use std::fmt;

use domain::city::City;

use crate::commit::Commit;
use crate::erasing::are_of;
use crate::journal::{Stored, body_digest};
use crate::kept::Kept;
use crate::read::Reader;
use crate::value::{Value, Values, params};
use crate::{Store, StoreError};

pub(crate) use noun::{adopt, check};

/// The most broken streams a report names; the rest are counted.
const NAMED: usize = 1_000;

/// What is wrong with a stream, or with a row that follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A stored value cannot be read as what it should be.
    Unreadable,
    /// The name belongs to no kind of stream.
    UnknownStream,
    /// An event is missing.
    MissingEvent,
    /// The event, or the link to the one before, was changed.
    Chain,
    /// The words of the event were changed.
    Body,
    /// The words of the event are gone, and nobody erased them.
    MissingBody,
    /// The row of the record is gone.
    MissingRow,
    /// That column of the row is not what the events make of it.
    Row { column: &'static str },
    /// What else follows from the record is not what the events make of it: a word for which table that is.
    Derived { what: &'static str },
    /// The bytes of a file are missing or were changed, or are still there after an erasure.
    File,
    /// The rows were derived with another city pack; what follows from the pack was not compared.
    OtherPack,
}

impl Fault {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::UnknownStream => "unknown-stream",
            Self::MissingEvent => "missing-event",
            Self::Chain => "chain",
            Self::Body => "body",
            Self::MissingBody => "missing-body",
            Self::MissingRow => "missing-row",
            Self::Row { .. } => "row",
            Self::Derived { what } => what,
            Self::File => "file",
            Self::OtherPack => "other-pack",
        }
    }
}

/// The first thing that is wrong with a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub stream: String,
    /// The event, from 1; the last one when a row is wrong, and 0 when there is none.
    pub seq: u64,
    pub what: Fault,
}

/// `case/ABCD-EFGH 3 chain`: for a log or a script.
impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.stream, self.seq, self.what.code())?;
        match self.what {
            Fault::Row { column } => write!(f, " {column}"),
            _ => Ok(()),
        }
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub streams: u64,
    pub events: u64,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub checked: Progress,
    /// The first things that are wrong, by stream.
    pub broken: Vec<Broken>,
    /// How many more streams are broken than are named.
    pub more: u64,
}

impl Report {
    pub fn is_clean(&self) -> bool {
        self.broken.is_empty() && self.more == 0
    }

    fn add(&mut self, broken: Broken) {
        if self.broken.len() < NAMED {
            self.broken.push(broken);
        } else {
            self.more += 1;
        }
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Int(n) => Some(*n),
        _ => None,
    }
}

/// Of another type than bytes or nothing.
struct NotBytes;

fn bytes(value: &Value) -> Result<Option<Vec<u8>>, NotBytes> {
    match value {
        Value::Null => Ok(None),
        Value::Blob(bytes) => Ok(Some(bytes.clone())),
        _ => Err(NotBytes),
    }
}

fn seq(value: Option<&Value>) -> u64 {
    value
        .and_then(number)
        .and_then(|n| u64::try_from(n).ok())
        .unwrap_or(0)
}

/// An event as it should be stored; `None` when a value is of another type.
fn read_event(row: &[Value]) -> Option<Stored> {
    let [stream, seq, id, at, actor, kind, facts, body, salt, digest, hash] = row else {
        return None;
    };
    Some(Stored {
        stream: text(stream)?.to_owned(),
        seq: u64::try_from(number(seq)?).ok()?,
        id: text(id)?.to_owned(),
        at: number(at)?,
        actor: text(actor)?.to_owned(),
        kind: text(kind)?.to_owned(),
        facts: text(facts)?.to_owned(),
        body: match body {
            Value::Null => None,
            body => Some(text(body)?.to_owned()),
        },
        salt: bytes(salt).ok()?,
        body_digest: bytes(digest).ok()?,
        hash: bytes(hash).ok()??,
    })
}

/// The first fault of a stream's events themselves.
fn check_chain(
    rows: &[Vec<Value>],
    is_erasure: impl Fn(&Stored) -> bool,
) -> Result<Vec<Stored>, (u64, Fault)> {
    let mut previous = [0; 32];
    let mut events = Vec::with_capacity(rows.len());
    for (row, expected) in rows.iter().zip(1..) {
        let event = read_event(row).ok_or((seq(row.get(1)), Fault::Unreadable))?;
        if event.seq != expected {
            return Err((expected, Fault::MissingEvent));
        }
        let hash = event.chained(&previous);
        if event.hash != hash {
            return Err((expected, Fault::Chain));
        }
        previous = hash;
        events.push(event);
    }
    let erased = events.iter().any(is_erasure);
    for event in &events {
        let fault = match (&event.body, &event.salt, &event.body_digest) {
            (Some(body), Some(salt), Some(digest)) if body_digest(salt, body)[..] == digest[..] => continue,
            (None, None, None) => continue,
            (None, None, Some(_)) if erased => continue,
            (None, _, Some(_)) => Fault::MissingBody,
            _ => Fault::Body,
        };
        return Err((event.seq, fault));
    }
    Ok(events)
}

/// The first file whose bytes are not those that were added. Read one by one: a file may be large.
async fn changed_file(
    read: &Reader,
    stream: &str,
    files: Vec<(u64, String)>,
) -> Result<Option<u64>, StoreError> {
    for (id, digest) in files {
        let sql = "SELECT bytes, salt FROM files WHERE stream = ?1 AND id = ?2";
        let kept: Option<(Value, Value)> = read.first(sql, &params![stream, id]).await?;
        let is_whole = match &kept {
            Some((Value::Blob(kept), salt)) => match bytes(salt) {
                Ok(salt) => are_of(&digest, salt.as_deref(), kept),
                Err(NotBytes) => false,
            },
            _ => false,
        };
        if !is_whole {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// What the rows of a noun were derived with: their shape, and what of the city pack they follow from.
fn derived_with<N: Kept>(city: &City) -> String {
    format!("{}{}", N::SHAPE, N::follows_from(city))
}

/// How the setting is called that says so.
fn setting<N: Kept>() -> String {
    format!("derived/{}", N::PREFIX)
}

/// Where `verify` stands.
pub(crate) struct Check<'a> {
    read: &'a Reader,
    city: &'a City,
    report: Report,
    progress: &'a mut (dyn FnMut(Progress) + Send),
}

impl Store {
    /// Checks every stream and every row that follows from one; says the first thing wrong with each.
    ///
    /// It reads some streams at a time, and may run while the store is in use. What it cannot notice is a stream
    /// whose every trace is gone: keep backups elsewhere.
    ///
    /// # Errors
    /// As reading has. What is wrong with the data is in the report.
    pub async fn verify(
        &self,
        city: &City,
        mut progress: impl FnMut(Progress) + Send,
    ) -> Result<Report, StoreError> {
        // What is written meanwhile would look like damage.
        let read = self.snapshot().await?;
        let mut check = Check {
            read: &read,
            city,
            report: Report::default(),
            progress: &mut progress,
        };
        for kind in self.kinds() {
            kind.verify(&mut check).await?;
        }
        self.unknown_streams(&mut check).await?;
        Ok(check.report)
    }

    /// Streams that belong to no noun, and files of such.
    async fn unknown_streams(&self, check: &mut Check<'_>) -> Result<(), StoreError> {
        check.read.renew().await?;
        let known: Vec<String> = self
            .kinds()
            .iter()
            .map(|kind| format!("stream >= '{0}/' AND stream < '{0}0'", kind.prefix()))
            .collect();
        let known = known.join(" OR ");
        let mut names = BTreeSet::new();
        for table in ["events", "files"] {
            let sql =
                format!("SELECT DISTINCT stream FROM {table} WHERE NOT ({known}) ORDER BY stream LIMIT ?1");
            let rows: Vec<Values> = check.read.rows(&sql, &params![NAMED]).await?;
            let rows = rows.into_iter();
            names.extend(rows.map(|Values(row)| row.first().and_then(text).unwrap_or("?").to_owned()));
        }
        for stream in names {
            let sql = concat!(crate::journal::stored!(), "WHERE stream = ?1 ORDER BY seq");
            let rows: Vec<Values> = check.read.rows(sql, &params![stream.as_str()]).await?;
            let rows: Vec<Vec<Value>> = rows.into_iter().map(|Values(row)| row).collect();
            let (seq, what) = match check_chain(&rows, |_| false) {
                Err(broken) => broken,
                Ok(events) => (events.len() as u64, Fault::UnknownStream),
            };
            check.report.add(Broken { stream, seq, what });
        }
        Ok(())
    }

    /// Makes the rows fit this version of the program and this city pack: derives those of a noun anew from the journal
    /// when they were derived otherwise. To be called at start; costs a read for each noun when nothing changed.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when an event cannot be read; `verify` says which.
    pub async fn adopt(&self, city: &City) -> Result<(), StoreError> {
        for kind in self.kinds() {
            kind.adopt(self, city).await?;
        }
        Ok(())
    }

    async fn adopted<N: Kept>(&self, city: &City) -> Result<bool, StoreError> {
        adopted::<N>(&self.read().await?, city).await
    }

    async fn note_adopted<N: Kept>(&self, city: &City) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "INSERT INTO settings (name, value) VALUES (?1, ?2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![setting::<N>(), derived_with::<N>(city)],
        );
        Ok(self.commit(commit).await?)
    }
}

async fn adopted<N: Kept>(read: &Reader, city: &City) -> Result<bool, StoreError> {
    let with: Option<(String,)> = read
        .first(
            "SELECT value FROM settings WHERE name = ?1",
            &params![setting::<N>()],
        )
        .await?;
    Ok(with.is_some_and(|(with,)| with == derived_with::<N>(city)))
}
