//! A line that falls silent. Needs `HARBORLINE_TEST_POSTGRES`, as the tests in `tests/store` do.

use std::sync::atomic::AtomicU64;
use std::time::Instant;

use super::*;
use crate::bus::Subscription;

#[path = "../../tests/line/mod.rs"]
mod line;

use line::{Line, Lost};

const SHORT: Patience = Patience {
    answer: Duration::from_millis(700),
    long_answer: Duration::from_millis(700),
    news: Duration::from_millis(100),
};

async fn run(url: &str, sql: &str) {
    let (client, line) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(line);
    client.batch_execute(sql).await.unwrap();
}

/// With a new database at the end of a line.
async fn on_a_line(test: impl AsyncFnOnce(Line, Postgres, Subscription)) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let Some(server) = std::env::var("HARBORLINE_TEST_POSTGRES")
        .ok()
        .filter(|url| !url.is_empty())
    else {
        eprintln!("HARBORLINE_TEST_POSTGRES is not set: nothing was tested");
        return;
    };
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("line_{}_{count}", std::process::id());
    run(&server, &format!("CREATE DATABASE {name}")).await;
    let (before, database) = server.rsplit_once('/').unwrap();
    let query = database.split_once('?').map(|(_, query)| format!("?{query}"));
    let url = format!("{before}/{name}{}", query.unwrap_or_default());
    let line = Line::to(&url);
    let bus = Bus::new();
    let heard = bus.subscribe();
    let postgres = Postgres::open_with(&line.url(), Tables::Migrated, bus, SHORT)
        .await
        .unwrap();
    test(line, postgres, heard).await;
    run(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn value(postgres: &Postgres, name: &'static str) -> Result<Option<String>, StoreError> {
    let sql = Sql::from("SELECT value FROM settings WHERE name = ?1");
    let rows: Vec<(String,)> = postgres.client().await?.rows(sql, &params![name]).await?;
    Ok(rows.into_iter().next().map(|(value,)| value))
}

/// Adds to what was written before: what is written twice is seen.
fn adding(name: &'static str) -> Commit {
    let mut commit = Commit::default();
    commit.run(
        "INSERT INTO settings (name, value) VALUES (?1, 'once') \
         ON CONFLICT (name) DO UPDATE SET value = settings.value || ', again'",
        params![name],
    );
    commit
}

#[tokio::test]
async fn a_silent_connection_is_waited_for_in_time_and_not_used_again() {
    on_a_line(async |line, postgres, _| {
        // Several, all of which fall silent at once.
        let held = futures::future::try_join_all((0..4).map(|_| postgres.client())).await;
        drop(held.unwrap());
        line.be_silent(true);
        let begun = Instant::now();
        assert_eq!(value(&postgres, "a").await, Err(StoreError::Unavailable));
        assert!(begun.elapsed() < SHORT.answer * 2, "{:?}", begun.elapsed());
        line.be_silent(false);
        assert_eq!(value(&postgres, "a").await, Ok(None));
        assert_eq!(postgres.pool.status().size, 1);
        postgres.commit(adding("a")).await.unwrap();
        assert_eq!(value(&postgres, "a").await, Ok(Some("once".to_owned())));
    })
    .await;
}

#[tokio::test]
async fn a_connection_whose_answer_nobody_waited_for_is_not_used_again() {
    on_a_line(async |_, postgres, _| {
        let client = postgres.client().await.unwrap();
        let sleeps = client.run("SELECT pg_sleep(5)");
        assert!(
            tokio::time::timeout(Duration::from_millis(50), sleeps)
                .await
                .is_err()
        );
        drop(client);
        assert_eq!(postgres.pool.status().size, 0);
        let begun = Instant::now();
        assert_eq!(value(&postgres, "a").await, Ok(None));
        assert!(begun.elapsed() < Duration::from_secs(4));
    })
    .await;
}

#[tokio::test]
async fn a_refused_statement_leaves_its_connection_in_use() {
    on_a_line(async |_, postgres, _| {
        let client = postgres.client().await.unwrap();
        assert_eq!(
            client.run("SELECT no_such_column").await,
            Err(StoreError::Refused)
        );
        drop(client);
        assert_eq!(postgres.pool.status().size, 1);
    })
    .await;
}

#[tokio::test]
async fn a_line_that_tells_of_nothing_any_more_is_made_anew() {
    on_a_line(async |line, postgres, mut heard| {
        assert_eq!(heard.next().await, Some(Heard::Missed));
        line.be_silent(true);
        tokio::time::sleep((SHORT.answer + SHORT.news) * 2).await;
        line.be_silent(false);
        let missed = tokio::time::timeout(Duration::from_secs(5), heard.next()).await;
        assert_eq!(missed.unwrap(), Some(Heard::Missed));
        let mut commit = adding("a");
        let changed = Changed {
            stream: "case/x".to_owned(),
            seq: 1,
            kind: "noted".to_owned(),
        };
        commit.changed.push(changed.clone());
        postgres.commit(commit).await.unwrap();
        assert_eq!(heard.next().await, Some(Heard::Changed(changed)));
    })
    .await;
}

#[tokio::test]
async fn what_was_told_to_be_kept_and_not_answered_is_neither_called_lost_nor_written_twice() {
    on_a_line(async |line, postgres, _| {
        for what in [Lost::Answer, Lost::Broken] {
            postgres.commit(adding("before")).await.unwrap();
            line.lose(&["COMMIT"], what);
            let outcome = postgres.commit(adding("a")).await;
            assert_eq!(outcome, Err(CommitError::Store(StoreError::Unknown)), "{what:?}");
            assert!(line.has_lost());
        }
        // It was written each time, and each time once; the server may still be at it when the line is gone.
        let twice = Ok(Some("once, again".to_owned()));
        let begun = Instant::now();
        while value(&postgres, "a").await != twice && begun.elapsed() < Duration::from_secs(5) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(value(&postgres, "a").await, twice);

        line.lose(&["COMMIT"], Lost::Question);
        let outcome = postgres.commit(adding("b")).await;
        assert_eq!(outcome, Err(CommitError::Store(StoreError::Unknown)));
        assert_eq!(value(&postgres, "b").await, Ok(None));
    })
    .await;
}

#[tokio::test]
async fn what_was_never_told_to_be_kept_is_known_not_to_be() {
    on_a_line(async |line, postgres, _| {
        postgres.commit(adding("a")).await.unwrap();
        for words in [&["BEGIN"], &["once, and more"]] {
            line.lose(words, Lost::Question);
            let mut commit = adding("a");
            commit.run(
                "UPDATE settings SET value = ?2 WHERE name = ?1",
                params!["a", "once, and more"],
            );
            let outcome = postgres.commit(commit).await;
            assert_eq!(
                outcome,
                Err(CommitError::Store(StoreError::Unavailable)),
                "{words:?}"
            );
            assert!(line.has_lost());
        }
        assert_eq!(value(&postgres, "a").await, Ok(Some("once".to_owned())));
    })
    .await;
}
