//! A server or a line to it that fails. Needs `HARBORLINE_TEST_POSTGRES`, as the tests in `tests/store` do.

use std::sync::atomic::AtomicU64;
use std::time::Instant;

use tokio_postgres::NoTls;

use super::*;
use crate::bus::{Changed, Heard, Subscription};

#[path = "../../tests/line/mod.rs"]
mod line;

use line::{Line, Lost};

const SHORT: Patience = Patience {
    answer: Duration::from_millis(700),
    late: Duration::from_millis(100),
    long_answer: Duration::from_millis(700),
    news: Duration::from_millis(100),
};

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, line) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(line);
    client
}

async fn run(url: &str, sql: &str) {
    connect(url).await.batch_execute(sql).await.unwrap();
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

/// Has the server do that at the end of each unit of work that writes a setting, when all of it was told to be kept.
async fn at_commit(line: &Line, does: &str) {
    let trigger = format!(
        "CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN NULL; END $$; \
         CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT OR UPDATE ON settings \
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()"
    );
    run(&line.url(), &trigger).await;
}

#[tokio::test]
async fn a_server_that_warns_as_it_commits_is_not_believed_to_have_kept_it_safe() {
    on_a_line(async |line, postgres, _| {
        at_commit(&line, "RAISE WARNING 'not on the standby'").await;
        let outcome = postgres.commit(adding("a")).await;
        assert_eq!(outcome, Err(CommitError::Store(StoreError::Unknown)));
        run(&line.url(), "DROP TRIGGER at_commit ON settings").await;
        assert_eq!(postgres.commit(adding("b")).await, Ok(()));
    })
    .await;
}

#[tokio::test]
async fn commits_that_a_server_keeps_waiting_leave_room_for_those_who_read() {
    on_a_line(async |line, postgres, _| {
        at_commit(&line, "PERFORM pg_advisory_xact_lock_shared(77)").await;
        let keeps = connect(&line.url()).await;
        keeps.batch_execute("SELECT pg_advisory_lock(77)").await.unwrap();
        let put = |name: String| {
            let mut commit = Commit::default();
            commit.run("INSERT INTO settings (name, value) VALUES (?1, 'x')", params![name]);
            postgres.commit(commit)
        };
        let commits = futures::future::join_all((0..40).map(|n| put(format!("waits-{n}"))));
        let reads = async {
            tokio::time::sleep(SHORT.answer / 2).await;
            value(&postgres, "a").await
        };
        let (outcomes, read) = futures::join!(commits, reads);
        assert_eq!(read, Ok(None));
        let unknown = Err(CommitError::Store(StoreError::Unknown));
        let unavailable = Err(CommitError::Store(StoreError::Unavailable));
        let count = |wanted: &Result<(), CommitError>| outcomes.iter().filter(|one| *one == wanted).count();
        assert_eq!((count(&unknown), count(&unavailable)), (pool::WRITERS, 40 - pool::WRITERS));
        // As long as they wait, no more are begun: the server would not take connections for ever.
        assert_eq!(put("refused".to_owned()).await, unavailable);
        let waiting = async || {
            let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'COMMIT' \
                           AND state = 'active'";
            let waiting: i64 = keeps.query_one(waiting, &[]).await.unwrap().get(0);
            usize::try_from(waiting).unwrap()
        };
        assert_eq!(waiting().await, pool::WRITERS);
        keeps.batch_execute("SELECT pg_advisory_unlock(77)").await.unwrap();
        assert_eq!(put("again".to_owned()).await, Ok(()));
        // Who does not wait for the answer has not left his place, either.
        keeps.batch_execute("SELECT pg_advisory_lock(77)").await.unwrap();
        let left = futures::future::join_all((0..pool::WRITERS).map(|n| put(format!("left-{n}"))));
        tokio::select! {
            _ = left => {}
            () = async { while waiting().await < pool::WRITERS {} } => {}
        }
        assert_eq!(postgres.writers.available_permits(), 0);
        keeps.batch_execute("SELECT pg_advisory_unlock(77)").await.unwrap();
        assert_eq!(put("once more".to_owned()).await, Ok(()));
        let kept = Sql::from("SELECT COUNT(*) FROM settings WHERE value = 'x'");
        let kept: Vec<(i64,)> = postgres.client().await.unwrap().rows(kept, &[]).await.unwrap();
        assert_eq!(usize::try_from(kept[0].0).unwrap(), pool::WRITERS * 2 + 2);
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_is_the_servers_word_and_leaves_its_connection_in_use() {
    on_a_line(async |line, postgres, _| {
        let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
                    $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$; \
                    CREATE TRIGGER full_disk BEFORE INSERT ON settings FOR EACH ROW EXECUTE FUNCTION full_disk()";
        run(&line.url(), full).await;
        let outcome = postgres.commit(adding("a")).await;
        assert_eq!(outcome, Err(CommitError::Store(StoreError::Full)));
        assert_eq!(postgres.pool.status().size, 1);
        run(&line.url(), "DROP TRIGGER full_disk ON settings").await;
        assert_eq!(postgres.commit(adding("a")).await, Ok(()));
    })
    .await;
}

#[tokio::test]
async fn a_server_that_takes_no_writes_any_more_is_left() {
    on_a_line(async |_, postgres, _| {
        let client = postgres.client().await.unwrap();
        client
            .run("SET default_transaction_read_only TO on")
            .await
            .unwrap();
        drop(client);
        let outcome = postgres.commit(adding("a")).await;
        assert_eq!(outcome, Err(CommitError::Store(StoreError::Unavailable)));
        assert_eq!(postgres.pool.status().size, 0);
        assert_eq!(postgres.commit(adding("a")).await, Ok(()));
    })
    .await;
}

/// The same address with other servers before its own.
fn behind(before: &str, url: &str) -> String {
    let (user, rest) = url.rsplit_once('@').unwrap();
    format!("{user}@{before},{rest}")
}

#[tokio::test]
async fn a_server_that_is_gone_or_does_not_greet_is_passed_over_and_asked_last_from_then_on() {
    on_a_line(async |line, _, _| {
        let mute = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let gone = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let before = format!("{gone},{}", mute.local_addr().unwrap());
        let url = behind(&before, &line.url());
        let postgres = Postgres::open_with(&url, Tables::AsTheyAre, Bus::new(), SHORT)
            .await
            .unwrap();
        assert_eq!(postgres.pool.manager().right(), 2);
        let begun = Instant::now();
        assert_eq!(postgres.commit(adding("a")).await, Ok(()));
        assert!(begun.elapsed() < SHORT.answer, "{:?}", begun.elapsed());
        // The last of them falls silent, and there is nobody else.
        line.be_silent(true);
        let nobody = Err(StoreError::Unavailable);
        assert_eq!(value(&postgres, "a").await, nobody);
        assert_eq!(value(&postgres, "a").await, nobody);
        line.be_silent(false);
        assert_eq!(value(&postgres, "a").await, Ok(Some("once".to_owned())));
    })
    .await;
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left_for_one_that_has_taken_its_place() {
    on_a_line(async |other, postgres, _| {
        drop(postgres);
        let line = Line::to(&other.url());
        let host = line
            .url()
            .rsplit_once('@')
            .unwrap()
            .1
            .split('/')
            .next()
            .unwrap()
            .to_owned();
        let url = behind(&host, &other.url());
        let timed = if url.contains('?') { "&" } else { "?" };
        let url = format!("{url}{timed}connect_timeout=1");
        let patient = Patience {
            answer: Duration::from_secs(20),
            ..SHORT
        };
        let bus = Bus::new();
        let mut heard = bus.subscribe();
        let postgres = Postgres::open_with(&url, Tables::AsTheyAre, bus, patient)
            .await
            .unwrap();
        assert_eq!(heard.next().await, Some(Heard::Missed));
        let held = futures::future::try_join_all((0..4).map(|_| postgres.client())).await;
        drop(held.unwrap());
        line.be_silent(true);
        let begun = Instant::now();
        assert_eq!(value(&postgres, "a").await, Err(StoreError::Unavailable));
        assert_eq!(postgres.pool.manager().right(), 1);
        // Nobody waits for the rest of them.
        assert_eq!(postgres.commit(adding("a")).await, Ok(()));
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
        // And whoever listens is told that something may have been missed.
        let missed = tokio::time::timeout(Duration::from_secs(3), heard.next()).await;
        assert_eq!(missed.unwrap(), Some(Heard::Missed));
    })
    .await;
}

#[tokio::test]
async fn a_database_that_takes_no_writes_is_not_opened_to_write() {
    on_a_line(async |line, postgres, _| {
        let name: Vec<(String,)> = postgres
            .client()
            .await
            .unwrap()
            .rows(Sql::from("SELECT current_database()::text"), &[])
            .await
            .unwrap();
        let only_reads = format!(
            "ALTER DATABASE {} SET default_transaction_read_only TO on",
            name[0].0
        );
        run(&line.url(), &only_reads).await;
        let open = async |url: &str| {
            let opened = Postgres::open_with(url, Tables::AsTheyAre, Bus::new(), SHORT).await;
            opened.map(drop)
        };
        assert_eq!(open(&line.url()).await, Err(StoreError::Unavailable));
        // To look at it is something else.
        let looks = if line.url().contains('?') { "&" } else { "?" };
        let looks = format!("{}{looks}target_session_attrs=any", line.url());
        assert_eq!(open(&looks).await, Ok(()));
    })
    .await;
}
