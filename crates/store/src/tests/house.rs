//! A store that keeps the made-up noun, too, on both engines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::cases::Case;
use domain::city::City;
use domain::people::Member;
use domain::security::Entry;
use jiff::{Timestamp, ToSpan as _};

use super::buoys::{Buoy, MIGRATION};
use crate::dialect::Dialect;
use crate::kinds::{Kind, Of};
use crate::{Location, Store};

#[path = "../../tests/store/sample.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod sample;

static KINDS: &[&dyn Kind] = &[
    &Of::<Case>::NOUN,
    &Of::<Member>::NOUN,
    &Of::<Entry>::NOUN,
    &Of::<Buoy>::NOUN,
];

pub struct House {
    pub store: Store,
    pub city: City,
    location: Location,
    ticks: AtomicU64,
    _folder: Option<tempfile::TempDir>,
}

/// Databases made on the server.
static COUNT: AtomicU64 = AtomicU64::new(0);

pub async fn on_both(test: impl AsyncFn(House)) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(folder.path().join("city.db"));
    test(House::open(location, Some(folder)).await).await;
    let Some(server) = std::env::var("HARBORLINE_TEST_POSTGRES").ok() else {
        eprintln!("HARBORLINE_TEST_POSTGRES is not set: only SQLite was tested");
        return;
    };
    let (pid, n) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let name = format!("kinds_{pid}_{n}");
    say(
        &server,
        &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"),
    )
    .await;
    let (before, _) = server.rsplit_once('/').unwrap();
    test(House::open(Location::Postgres(format!("{before}/{name}")), None).await).await;
    say(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn say(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
}

impl House {
    async fn open(location: Location, folder: Option<tempfile::TempDir>) -> Self {
        let calls = AtomicU64::new(0);
        let random = move |bytes: &mut [u8]| {
            let call = calls.fetch_add(1, Ordering::Relaxed).to_le_bytes();
            bytes
                .iter_mut()
                .zip(call.iter().cycle())
                .for_each(|(to, from)| *to = *from);
        };
        let mut store = Store::open(&location, Arc::new(random)).await.unwrap();
        Arc::get_mut(&mut store.0).unwrap().kinds = KINDS;
        let house = Self {
            store,
            city: sample::city(),
            location,
            ticks: AtomicU64::new(0),
            _folder: folder,
        };
        let dialect = match house.location {
            Location::Sqlite(_) => Dialect::Sqlite,
            Location::Postgres(_) => Dialect::Postgres,
        };
        house.raw(&dialect.types(MIGRATION)).await;
        house.store.adopt(&house.city).await.unwrap();
        house
    }

    /// Each time a minute later.
    pub fn now(&self) -> Timestamp {
        let ticks = self.ticks.fetch_add(1, Ordering::Relaxed);
        sample::start() + i64::try_from(ticks).unwrap().minutes()
    }

    /// Runs statements past the program.
    pub async fn raw(&self, sql: &str) {
        match &self.location {
            Location::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.execute_batch(sql).unwrap();
            }
            Location::Postgres(url) => say(url, sql).await,
        }
    }
}
