//! Runs a test on both engines, each in a database of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::cases::{Case, Command};
use domain::city::City;
use domain::journaled::Context;
use domain::people::Actor;
use domain::receipts::Reference;
use jiff::{Timestamp, ToSpan};
use store::{CommandError, Location, Random, Receipt, Store};

use crate::sample;

/// A store with a city, a clock that the test sets, and a way past the program to the rows.
pub struct House {
    pub store: Store,
    pub city: City,
    pub location: Location,
    ticks: AtomicU64,
    _folder: Option<tempfile::TempDir>,
}

/// Bytes that are the same in every run, and differ from call to call.
pub fn random() -> Random {
    let calls = AtomicU64::new(0);
    Arc::new(move |bytes: &mut [u8]| {
        let mut x = calls.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        for byte in bytes {
            // splitmix64
            x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = x;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            *byte = (z ^ (z >> 31)).to_le_bytes()[0];
        }
    })
}

pub fn server() -> Option<String> {
    std::env::var("HARBORLINE_TEST_POSTGRES")
        .ok()
        .filter(|url| !url.is_empty())
}

async fn postgres(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// A new database on the server; its address.
async fn new_database(server: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = format!(
        "store_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let client = postgres(server).await;
    client
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .await
        .unwrap();
    client
        .batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
        ))
        .await
        .unwrap();
    let (host, query) = server
        .split_once('?')
        .map_or((server, None), |(host, query)| (host, Some(query)));
    let start = host.find("://").unwrap() + 3;
    let end = host[start..].find('/').map_or(host.len(), |slash| start + slash);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}/{name}{query}", &host[..end])
}

pub async fn on_both(test: impl AsyncFn(House)) {
    test(House::sqlite().await).await;
    let Some(server) = server() else {
        eprintln!("HARBORLINE_TEST_POSTGRES is not set: only SQLite was tested");
        return;
    };
    let url = new_database(&server).await;
    test(House::open(Location::Postgres(url.clone()), None).await).await;
    let name = url
        .rsplit('/')
        .next()
        .unwrap()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    postgres(&server)
        .await
        .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await
        .unwrap();
}

impl House {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("city.db"));
        Self::open(location, Some(folder)).await
    }

    async fn open(location: Location, folder: Option<tempfile::TempDir>) -> Self {
        let store = Store::open(&location, random()).await.unwrap();
        let city = sample::city();
        store.adopt(&city).await.unwrap();
        Self {
            store,
            city,
            location,
            ticks: AtomicU64::new(0),
            _folder: folder,
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.location, Location::Postgres(_))
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
                connection
                    .busy_timeout(std::time::Duration::from_secs(5))
                    .unwrap();
                connection.pragma_update(None, "foreign_keys", "OFF").unwrap();
                connection.execute_batch(sql).unwrap();
            }
            Location::Postgres(url) => postgres(url).await.batch_execute(sql).await.unwrap(),
        }
    }

    /// A number past the program.
    pub async fn number(&self, sql: &str) -> i64 {
        match &self.location {
            Location::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.query_row(sql, [], |row| row.get(0)).unwrap()
            }
            Location::Postgres(url) => postgres(url).await.query_one(sql, &[]).await.unwrap().get(0),
        }
    }

    /// The columns, of all tables that there are, that hold that word somewhere: whatever noun they are of.
    pub async fn holding(&self, word: &str) -> Vec<String> {
        let columns: Vec<(String, String, String)> = match &self.location {
            Location::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                let sql = "SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p \
                           WHERE m.type = 'table' ORDER BY m.name, p.cid";
                let mut rows = connection.prepare(sql).unwrap();
                let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
                rows.unwrap().map(Result::unwrap).collect()
            }
            Location::Postgres(url) => {
                let sql = "SELECT table_name::TEXT, column_name::TEXT, data_type::TEXT FROM information_schema.columns \
                           WHERE table_schema = 'public' ORDER BY 1, 2";
                let rows = postgres(url).await.query(sql, &[]).await.unwrap();
                rows.iter()
                    .map(|row| (row.get(0), row.get(1), row.get(2)))
                    .collect()
            }
        };
        let mut holding = Vec::new();
        for (table, column, kind) in columns {
            let text = match kind.as_str() {
                "bytea" => format!("encode(\"{column}\", 'escape')"),
                _ => format!("CAST(\"{column}\" AS TEXT)"),
            };
            let sql = format!("SELECT COUNT(*) FROM \"{table}\" WHERE LOWER({text}) LIKE '%{word}%'");
            if self.number(&sql).await > 0 {
                holding.push(format!("{table}.{column}"));
            }
        }
        holding
    }

    /// Opens the sample case, the `n`th of them.
    pub async fn case(&self, n: u8) -> Case {
        self.case_about(n, "The shop sold me a broken kettle").await
    }

    pub async fn case_about(&self, n: u8, text: &str) -> Case {
        let open = sample::open(text);
        let receipt = receipt(n);
        let opened = self
            .store
            .open_held::<Case>(
                &Context {
                    now: self.now(),
                    actor: &Actor::ANYONE,
                    city: &self.city,
                },
                &open,
                &receipt,
                None,
            )
            .await
            .unwrap();
        assert!(!opened.replayed);
        opened.record
    }

    pub async fn act(
        &self,
        actor: &Actor,
        case: &Case,
        command: Command,
    ) -> Result<Case, CommandError<Case>> {
        self.store
            .carry_out(
                &Context {
                    now: self.now(),
                    actor,
                    city: &self.city,
                },
                case.reference,
                None,
                &command,
            )
            .await
    }

    /// A case that went all the way to an answer.
    pub async fn answered(&self, n: u8) -> Case {
        let case = self.case(n).await;
        let officer = sample::officer();
        self.act(&officer, &case, Command::Accept).await.unwrap();
        let ask = Command::Ask {
            text: "请提供发票号".to_owned(),
            language: Some(domain::Lang::EN),
        };
        self.act(&officer, &case, ask).await.unwrap();
        let answer = Command::AnswerQuestion {
            text: "It is 4711".to_owned(),
            language: Some(domain::Lang::EN),
        };
        self.act(&Actor::holder(case.reference), &case, answer)
            .await
            .unwrap();
        let note = Command::Note {
            text: "电话联系了店主".to_owned(),
        };
        self.act(&officer, &case, note).await.unwrap();
        self.act(
            &officer,
            &case,
            Command::Advance {
                stage: "mediation".to_owned(),
            },
        )
        .await
        .unwrap();
        let resolve = Command::Resolve {
            text: "店家已退款".to_owned(),
            language: Some(domain::Lang::EN),
        };
        self.act(&officer, &case, resolve).await.unwrap()
    }

    pub async fn is_clean(&self) {
        let report = self.store.verify(&self.city, |_| {}).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.broken);
    }

    /// The one broken stream: its name, number and what is wrong.
    pub async fn broken(&self) -> String {
        let report = self.store.verify(&self.city, |_| {}).await.unwrap();
        let broken: Vec<String> = report.broken.iter().map(ToString::to_string).collect();
        broken.join("; ")
    }
}

pub fn receipt(n: u8) -> Receipt {
    Receipt {
        reference: Reference::from_random([n, 2, 3, 4, 5, 6, 7]),
        code_hash: [n; 32],
    }
}
