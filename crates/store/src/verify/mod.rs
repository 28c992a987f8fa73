//! Proves that nothing was changed past the program: replays every stream, checks every link of its chain and every
//! digest, folds it, and compares each row that follows from it.

mod stretch;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::cases::{Case, Event, What};
use domain::city::City;
use domain::receipts::Reference;
use sha2::{Digest, Sha256};

use stretch::{BATCH, ByStream, CASES, Stretch, names_after, strays, stretch};

use crate::cases::{COLUMNS, MemoryRow, Rows, WantRow};
use crate::commit::{Clash, Commit};
use crate::journal::{Stored, body_digest, case_stream, hex, reference_of, staff_of};
use crate::read::Reader;
use crate::value::{Value, params};
use crate::{Store, StoreError, people};

/// The most broken streams a report names; the rest are counted.
const NAMED: usize = 1_000;
/// How often rows are derived anew when the case changes meanwhile.
const TRIES: usize = 16;
/// How the streams of cases begin.
const CASE: &str = "case/";
/// Raise it when a case or its rows change their shape: then [`Store::adopt`] derives all rows anew.
const SHAPE: u32 = 2;

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
    /// The row of the case, or of the member of staff, is gone.
    MissingRow,
    /// That column of the row is not what the events make of it.
    Row { column: &'static str },
    /// The units involved in the case are not what the events make of them.
    Units,
    /// What finds the case is not what the events make of it.
    Search,
    /// What waits for a translation is not what the events make of it.
    Wants,
    /// What the translation memory has of the case is not what the events make of it.
    Memory,
    /// The bytes of a file are missing or were changed, or are still there after an erasure.
    File,
    /// The rows were derived with another city pack; `wants` were not compared.
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
            Self::Units => "units",
            Self::Search => "search",
            Self::Wants => "wants",
            Self::Memory => "memory",
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

/// What rows were derived with: the shape of this program's rows, and the languages each unit of the pack reads.
fn derived_with(city: &City) -> String {
    let mut sha = Sha256::new();
    for unit in &city.units {
        let languages: Vec<&str> = unit.languages.iter().map(domain::Lang::as_str).collect();
        sha.update(format!("{}={}\n", unit.code, languages.join(" ")));
    }
    format!("{SHAPE}:{}:{}", city.source_language, hex(&sha.finalize()))
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

fn seq(row: &[Value]) -> u64 {
    row.get(1)
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
fn check_chain(rows: &[Vec<Value>]) -> Result<Vec<Stored>, (u64, Fault)> {
    let mut previous = [0; 32];
    let mut events = Vec::with_capacity(rows.len());
    for (row, expected) in rows.iter().zip(1..) {
        let event = read_event(row).ok_or((seq(row), Fault::Unreadable))?;
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
    let erased = events.iter().any(|event| event.kind == "erased");
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

impl Stretch {
    fn streams_of<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        let tables = [
            &self.events,
            &self.cases,
            &self.units,
            &self.search,
            &self.wants,
            &self.memory,
            &self.files,
            &self.staff,
        ];
        names.extend(tables.into_iter().flat_map(BTreeMap::keys).map(String::as_str));
    }

    /// The first fault of a stream.
    fn check(&self, stream: &str, city: &City, wants: bool) -> Option<Broken> {
        let rows = |table: &'_ ByStream| table.get(stream).cloned().unwrap_or_default();
        let broken = |seq, what| {
            Some(Broken {
                stream: stream.to_owned(),
                seq,
                what,
            })
        };
        let events = match check_chain(&rows(&self.events)) {
            Ok(events) => events,
            Err((seq, what)) => return broken(seq, what),
        };
        let Some(last) = events.last() else {
            return broken(1, Fault::MissingEvent);
        };
        // Version is the second column of both.
        let recorded = rows(&self.cases)
            .iter()
            .chain(&rows(&self.staff))
            .map(|row| seq(row))
            .max();
        if recorded > Some(last.seq) {
            return broken(last.seq + 1, Fault::MissingEvent);
        }
        let fault = if let Some(reference) = reference_of(stream) {
            self.check_case(stream, reference, &events, city, wants)
        } else if let Some(id) = staff_of(stream) {
            let row = staff_row_of(id, last);
            check_row(row.as_deref(), &rows(&self.staff), &people::COLUMNS)
        } else {
            Some(Fault::UnknownStream)
        };
        fault.and_then(|what| broken(last.seq, what))
    }

    fn check_case(
        &self,
        stream: &str,
        reference: Reference,
        events: &[Stored],
        city: &City,
        with_wants: bool,
    ) -> Option<Fault> {
        let Some(rows) = derive(reference, events, city) else {
            return Some(Fault::Unreadable);
        };
        let found = |table: &'_ ByStream| table.get(stream).cloned().unwrap_or_default();
        let due_at = rows.column("due_at");
        if let Some(fault) = check_row(Some(&rows.case), &found(&self.cases), &COLUMNS) {
            return Some(fault);
        }
        let name = Value::from(reference);
        let units: BTreeSet<String> = rows.units;
        let units: Vec<Vec<Value>> = units
            .into_iter()
            .map(|unit| vec![name.clone(), Value::from(unit)])
            .collect();
        if found(&self.units) != units {
            return Some(Fault::Units);
        }
        if found(&self.search) != [vec![name.clone(), rows.words.into(), rows.notes.into()]] {
            return Some(Fault::Search);
        }
        let wants: Vec<Vec<Value>> = rows
            .wants
            .into_iter()
            .map(|want| want_row(&name, &due_at, want))
            .collect();
        if with_wants && found(&self.wants) != wants {
            return Some(Fault::Wants);
        }
        let memory: Vec<Vec<Value>> = rows
            .memory
            .into_iter()
            .map(|row| memory_row(&name, row))
            .collect();
        if found(&self.memory) != memory {
            return Some(Fault::Memory);
        }
        let files = files_of(events)
            .into_iter()
            .map(|(id, _)| vec![name.clone(), Value::from(id)]);
        (found(&self.files) != files.collect::<Vec<_>>()).then_some(Fault::File)
    }

    /// The files of a stream whose rows are right, with the digests that the journal has of their bytes.
    fn files(&self, stream: &str) -> Vec<(u64, String)> {
        let Some(rows) = self.files.get(stream).and(self.events.get(stream)) else {
            return Vec::new();
        };
        let events: Vec<Stored> = rows.iter().filter_map(|row| read_event(row)).collect();
        files_of(&events)
    }
}

/// The files that a case should have: none once it is erased.
fn files_of(events: &[Stored]) -> Vec<(u64, String)> {
    if events.iter().any(|event| event.kind == "erased") {
        return Vec::new();
    }
    let attached = events
        .iter()
        .filter(|event| event.kind == "attached")
        .filter_map(Stored::case_event);
    attached
        .filter_map(|event| match event.event.what {
            What::Attached { digest, .. } => Some((event.seq, digest)),
            _ => None,
        })
        .collect()
}

/// The first file whose bytes are not those that were added. Read one by one: a file may be large.
async fn changed_file(
    read: &Reader,
    stream: &str,
    files: Vec<(u64, String)>,
) -> Result<Option<u64>, StoreError> {
    for (id, digest) in files {
        let sql = "SELECT bytes FROM attachments WHERE reference = ?1 AND id = ?2";
        let reference = stream.strip_prefix(CASE).unwrap_or_default();
        let kept: Option<(Value,)> = read.first(sql, &params![reference, id]).await?;
        match kept {
            Some((Value::Blob(ref bytes),)) if hex(&Sha256::digest(bytes)) == digest => {}
            _ => return Ok(Some(id)),
        }
    }
    Ok(None)
}

fn want_row(reference: &Value, due_at: &Value, want: WantRow) -> Vec<Value> {
    let key = [reference.clone(), due_at.clone()];
    let row = params![
        want.message,
        want.to,
        want.from,
        want.since,
        want.unit,
        want.doubtful
    ];
    key.into_iter().chain(row).collect()
}

fn memory_row(reference: &Value, row: MemoryRow) -> Vec<Value> {
    let columns = params![row.message, row.to, row.from, row.at, row.source, row.target];
    std::iter::once(reference.clone()).chain(columns).collect()
}

fn staff_row_of(id: i64, last: &Stored) -> Option<Vec<Value>> {
    people::staff_row(id, last.seq, &last.facts, last.body.as_deref()?)
}

fn check_row(expected: Option<&[Value]>, found: &[Vec<Value>], columns: &[&'static str]) -> Option<Fault> {
    let Some(expected) = expected else {
        return Some(Fault::Unreadable);
    };
    let [found] = found else {
        return Some(Fault::MissingRow);
    };
    let differs = expected
        .iter()
        .zip(found)
        .position(|(expected, found)| expected != found);
    differs.map(|at| Fault::Row { column: columns[at] })
}

/// The rows that events make; `None` when an event cannot be read.
fn derive(reference: Reference, stored: &[Stored], city: &City) -> Option<Rows> {
    let events: Vec<Event> = stored.iter().map(Stored::case_event).collect::<Option<_>>()?;
    let receipt = stored.first()?.receipt()?;
    Rows::of(&Case::fold(reference, &events)?, &receipt, city).ok()
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
        let mut report = Report::default();
        let adopted = self.adopted(city).await?;
        if !adopted {
            report.add(Broken {
                stream: "settings".to_owned(),
                seq: 0,
                what: Fault::OtherPack,
            });
        }
        let mut after = String::new();
        // What is written meanwhile would look like damage.
        let read = self.snapshot().await?;
        loop {
            read.renew().await?;
            let names = names_after(&read, &after, &mut report).await?;
            let (Some(first), Some(last)) = (names.first(), names.last()) else {
                break;
            };
            let found = stretch(&read, first, last).await?;
            let mut all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
            found.streams_of(&mut all);
            for name in all {
                let broken = match found.check(name, city, adopted) {
                    Some(broken) => Some(broken),
                    None => changed_file(&read, name, found.files(name))
                        .await?
                        .map(|seq| Broken {
                            stream: name.to_owned(),
                            seq,
                            what: Fault::File,
                        }),
                };
                if let Some(broken) = broken {
                    report.add(broken);
                }
            }
            report.checked.streams += names.len() as u64;
            report.checked.events += found
                .events
                .values()
                .map(|events| events.len() as u64)
                .sum::<u64>();
            progress(report.checked);
            after.clone_from(last);
        }
        strays(&read, &mut report).await?;
        Ok(report)
    }

    async fn adopted(&self, city: &City) -> Result<bool, StoreError> {
        let read = self.read().await?;
        let with: Option<(String,)> = read
            .first("SELECT value FROM settings WHERE name = 'derived'", &[])
            .await?;
        Ok(with.is_some_and(|(with,)| with == derived_with(city)))
    }

    /// Makes the rows fit this version of the program and this city pack: derives them anew from the journal when
    /// they were derived otherwise. To be called at start; costs one read when nothing changed.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when an event cannot be read; `verify` says which.
    pub async fn adopt(&self, city: &City) -> Result<(), StoreError> {
        if self.adopted(city).await? {
            return Ok(());
        }
        let mut after = String::new();
        loop {
            let read = self.read().await?;
            let references: Vec<(Reference,)> = read.rows(CASES, &params![after.as_str(), BATCH]).await?;
            drop(read);
            let Some((last,)) = references.last() else { break };
            after = last.to_string();
            for (reference,) in references {
                self.derive_anew(reference, city).await?;
            }
        }
        let mut commit = Commit::default();
        commit.run(
            "INSERT INTO settings (name, value) VALUES ('derived', ?1) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![derived_with(city)],
        );
        Ok(self.commit(commit).await?)
    }

    async fn derive_anew(&self, reference: Reference, city: &City) -> Result<(), StoreError> {
        let unreadable = StoreError::Corrupt { what: "an event" };
        for _ in 0..TRIES {
            let stored = self.stored_events(&case_stream(reference)).await?;
            let rows = derive(reference, &stored, city).ok_or(unreadable.clone())?;
            let version = stored.len();
            let mut commit = Commit::default();
            commit.must(
                "UPDATE cases SET version = version WHERE reference = ?1 AND version = ?2",
                params![reference, version],
                Clash::Version,
            );
            rows.replace(&mut commit);
            match self.commit(commit).await.map_err(StoreError::from) {
                Err(StoreError::Conflict) => {}
                done => return done,
            }
        }
        Err(StoreError::Conflict)
    }
}
