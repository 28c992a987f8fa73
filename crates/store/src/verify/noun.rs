//! Checks and derives what is stored of one noun.

use std::collections::BTreeSet;

use domain::city::City;
use domain::journaled::{Happening as _, Key as _};

use super::stretch::{BATCH, ByKey, Stretch, keys_after, names_after, strays, stretch};
use super::{Broken, Check, Fault, changed_file, check_chain, read_event, seq};
use crate::commit::{Clash, Commit};
use crate::journal::Stored;
use crate::kept::Kept;
use crate::kept::table::Table;
use crate::records::{fold, rows_of};
use crate::streams::stream_of;
use crate::tries::Tries;
use crate::value::{Value, params};
use crate::{Store, StoreError};

/// Checks every record of a noun.
pub(crate) async fn check<N: Kept>(check: &mut Check<'_>) -> Result<(), StoreError> {
    let adopted = super::adopted::<N>(check.read, check.city).await?;
    let mut after = String::new();
    loop {
        check.read.renew().await?;
        let names = names_after::<N>(check, &after).await?;
        let (Some(first), Some(last)) = (names.first(), names.last()) else {
            break;
        };
        let found = stretch::<N>(check.read, first, last).await?;
        let all: BTreeSet<&String> = names.iter().chain(found.keys()).collect();
        for name in all {
            let stream = format!("{}/{name}", N::PREFIX);
            let broken = match found.fault::<N>(name, check.city, adopted) {
                Some(broken) => Some(broken),
                None => changed_file(check.read, &stream, found.files_of::<N>(name))
                    .await?
                    .map(|seq| (seq, Fault::File)),
            };
            if let Some((seq, what)) = broken {
                check.report.add(Broken { stream, seq, what });
            }
        }
        if !adopted {
            other_pack(check);
        }
        check.report.checked.streams += names.len() as u64;
        let events = found.events.values().map(|events| events.len() as u64);
        check.report.checked.events += events.sum::<u64>();
        (check.progress)(check.report.checked);
        after.clone_from(last);
    }
    strays::<N>(check).await
}

/// Says it once.
fn other_pack(check: &mut Check<'_>) {
    let broken = Broken {
        stream: "settings".to_owned(),
        seq: 0,
        what: Fault::OtherPack,
    };
    if !check.report.broken.contains(&broken) {
        check.report.add(broken);
    }
}

fn erases<N: Kept>(event: &Stored) -> bool {
    event.event::<N>().is_some_and(|event| event.event.erases())
}

/// The files that a record should have, with the digests of their bytes: none once it is erased, nor those that went before.
fn files<N: Kept>(events: &[Stored]) -> Vec<(u64, String)> {
    let events: Vec<_> = events.iter().filter_map(Stored::event::<N>).collect();
    if events.iter().any(|event| event.event.erases()) {
        return Vec::new();
    }
    let dropped: Vec<u64> = events
        .iter()
        .filter_map(|event| event.event.drops_file())
        .collect();
    let with_file = events
        .iter()
        .filter(|event| !dropped.contains(&event.seq))
        .filter_map(|event| Some((event.seq, event.event.file()?)));
    with_file.map(|(seq, digest)| (seq, digest.to_owned())).collect()
}

fn rows<'a>(table: &'a ByKey, name: &str) -> &'a [Vec<Value>] {
    table.get(name).map_or(&[], Vec::as_slice)
}

impl Stretch {
    /// The first fault of a record, with the number of the event.
    fn fault<N: Kept>(&self, name: &str, city: &City, adopted: bool) -> Option<(u64, Fault)> {
        let events = match check_chain(rows(&self.events, name), erases::<N>) {
            Ok(events) => events,
            Err(broken) => return Some(broken),
        };
        let Some(last) = events.last() else {
            return Some((1, Fault::MissingEvent));
        };
        let main = rows(&self.tables[0], name);
        let version = N::main().at("version");
        let recorded = main.iter().map(|row| seq(row.get(version))).max();
        if recorded > Some(last.seq) {
            return Some((last.seq + 1, Fault::MissingEvent));
        }
        let Some(key) = N::Key::parse_exact(name) else {
            return Some((last.seq, Fault::UnknownStream));
        };
        self.fault_of_rows::<N>(key, name, &events, city, adopted)
            .map(|what| (last.seq, what))
    }

    fn fault_of_rows<N: Kept>(
        &self,
        key: N::Key,
        name: &str,
        events: &[Stored],
        city: &City,
        adopted: bool,
    ) -> Option<Fault> {
        let made = fold::<N>(key, events)
            .zip(N::vouched(events))
            .and_then(|(record, seal)| rows_of(&record, &seal, city).ok());
        let Some(made) = made else {
            return Some(Fault::Unreadable);
        };
        for ((table, expected), found) in N::tables().iter().zip(&made).zip(&self.tables) {
            let found = rows(found, name);
            if table.name == N::main().name {
                if let Some(fault) = fault_of_main(table, &expected[0], found) {
                    return Some(fault);
                }
            } else if (adopted || !table.of_city) && found != expected {
                return Some(Fault::Derived { what: table.what });
            }
        }
        let expected = files::<N>(events);
        let expected: Vec<Vec<Value>> = expected.into_iter().map(|(id, _)| vec![id.into()]).collect();
        (rows(&self.files, name) != expected).then_some(Fault::File)
    }

    /// The files of a record whose rows are right, with the digests that the journal has of their bytes.
    fn files_of<N: Kept>(&self, name: &str) -> Vec<(u64, String)> {
        if !self.files.contains_key(name) {
            return Vec::new();
        }
        let events = rows(&self.events, name).iter();
        let events: Vec<Stored> = events.filter_map(|row| read_event(row)).collect();
        files::<N>(&events)
    }
}

fn fault_of_main<N: Kept>(table: &Table<N>, expected: &[Value], found: &[Vec<Value>]) -> Option<Fault> {
    let [found] = found else {
        return Some(Fault::MissingRow);
    };
    let differs = table
        .columns
        .iter()
        .zip(expected.iter().zip(found))
        .find(|(column, (expected, found))| {
            if N::SEAL == Some(**column) {
                **expected != N::as_vouched(found)
            } else {
                expected != found
            }
        });
    differs.map(|(column, _)| Fault::Row { column })
}

/// Derives the rows of a noun anew when they were derived otherwise.
pub(crate) async fn adopt<N: Kept>(store: &Store, city: &City) -> Result<(), StoreError> {
    if store.adopted::<N>(city).await? {
        return Ok(());
    }
    let sql = keys_after(N::main());
    let mut after = String::new();
    loop {
        let read = store.read().await?;
        let names: Vec<(String,)> = read.rows(&sql, &params![after.as_str(), BATCH]).await?;
        drop(read);
        let Some((last,)) = names.last() else { break };
        after.clone_from(last);
        for (name,) in names {
            let key = N::Key::parse_exact(&name).ok_or(StoreError::Corrupt { what: N::NOUN })?;
            derive_anew::<N>(store, key, city).await?;
        }
    }
    store.note_adopted::<N>(city).await
}

async fn derive_anew<N: Kept>(store: &Store, key: N::Key, city: &City) -> Result<(), StoreError> {
    let unreadable = StoreError::Corrupt { what: "an event" };
    let stream = stream_of::<N>(key);
    let mut tries = Tries::of(store, &stream);
    loop {
        let stored = store.stored_events(&stream).await?;
        let record = fold::<N>(key, &stored).ok_or(unreadable.clone())?;
        let read = store.read().await?;
        // What the events say of it themselves is taken from them.
        let seal: Value = if N::BY_RECEIPT {
            N::vouched(&stored).ok_or(unreadable.clone())?
        } else {
            let row: Option<(Value,)> = read.first(N::main().one().seal, &[N::key_value(key)]).await?;
            row.map_or(Value::Null, |(seal,)| seal)
        };
        drop(read);
        let mut commit = Commit::default();
        commit.must(
            N::main().one().hold,
            [N::key_value(key), stored.len().into()],
            Clash::Version,
        );
        for table in N::tables().iter().rev() {
            table.delete_all(N::key_value(key), &mut commit);
        }
        for (table, rows) in N::tables().iter().zip(rows_of(&record, &seal, city)?) {
            table.insert(rows, &mut commit);
        }
        match store.commit(commit).await.map_err(StoreError::from) {
            Err(StoreError::Conflict) => tries.again().await?,
            done => return done,
        }
    }
}
