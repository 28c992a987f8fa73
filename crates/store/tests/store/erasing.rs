use std::fmt::Write as _;

use domain::cases::Case;
use domain::cases::Command;

use crate::both::on_both;
use crate::sample;

#[tokio::test]
async fn what_is_erased_is_gone_and_the_chain_still_holds() {
    on_both(async |house| {
        let case = house.answered(1).await;
        let other = house.case(2).await;
        crate::cases::attach(&house, &other, b"a picture").await.unwrap();
        let reopen = Command::Reopen { text: "Look".to_owned(), language: None };
        house.act(&sample::agent(), &case, reopen).await.unwrap();
        crate::cases::attach(&house, &case, b"another picture").await.unwrap();
        let decline = Command::Resolve { text: "已处理".to_owned(), language: Some(domain::Lang::EN) };
        house.act(&sample::officer(), &case, decline).await.unwrap();
        let case = crate::memory::translate(&house, &case, "水壶坏了").await;
        let erase = Command::Erase { reason: "asked for".to_owned() };
        let erased = house.act(&sample::administrator(), &case, erase).await.unwrap();
        assert!(erased.erased && erased.fields.is_empty() && erased.contact.is_empty());
        assert!(erased.messages.iter().all(|message| message.text.is_none()));

        let reference = case.reference;
        let none = async |sql: String| assert_eq!(house.number(&sql).await, 0, "{sql}");
        none(format!(
            "SELECT COUNT(*) FROM events WHERE stream = 'case/{reference}' AND (body IS NOT NULL OR salt IS NOT NULL)"
        ))
        .await;
        none(format!("SELECT COUNT(*) FROM case_search WHERE reference = '{reference}' AND words || notes <> ''"))
            .await;
        none(format!("SELECT COUNT(*) FROM files WHERE stream = 'case/{reference}'")).await;
        none(format!("SELECT COUNT(*) FROM translation_wants WHERE reference = '{reference}'")).await;
        none(format!("SELECT COUNT(*) FROM translation_memory WHERE reference = '{reference}'")).await;
        none(format!("SELECT COUNT(*) FROM cases WHERE reference = '{reference}' AND folded LIKE '%kettle%'"))
            .await;
        house.is_clean().await;
        let report = house.store.verify(&house.city, |_| {}).await.unwrap();
        // Both cases, and what the security log says of the erasure.
        assert_eq!(report.checked.streams, 3);

        // The other case still has its words.
        assert!(house.store.get::<Case>(other.reference, &sample::agent()).await.unwrap().unwrap().messages[0].text.is_some());
        // And the journal still says what was done, and that there were words.
        let journal = house.store.journal_of::<Case>(reference, &sample::administrator()).await.unwrap().unwrap();
        assert_eq!(journal.len(), 12);
        assert!(journal[0].erased && !journal[1].erased);
    })
    .await;
}

fn erase() -> Command {
    Command::Erase {
        reason: "asked for".to_owned(),
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    let mut digest = String::new();
    for byte in Sha256::digest(bytes) {
        write!(digest, "{byte:02x}").unwrap();
    }
    digest
}

#[tokio::test]
async fn an_open_case_is_erased_and_closed() {
    on_both(async |house| {
        let case = house.case(1).await;
        crate::cases::attach(&house, &case, b"a picture").await.unwrap();
        let erased = house.act(&sample::administrator(), &case, erase()).await.unwrap();
        assert!(erased.erased && erased.state == domain::cases::State::Closed);
        let reference = case.reference;
        for sql in [
            format!("SELECT COUNT(*) FROM events WHERE stream = 'case/{reference}' AND (body IS NOT NULL OR salt IS NOT NULL)"),
            format!("SELECT COUNT(*) FROM files WHERE stream = 'case/{reference}'"),
            format!("SELECT COUNT(*) FROM case_search WHERE reference = '{reference}' AND words || notes <> ''"),
            format!("SELECT COUNT(*) FROM translation_wants WHERE reference = '{reference}'"),
            format!("SELECT COUNT(*) FROM cases WHERE reference = '{reference}' AND (folded LIKE '%kettle%' OR folded LIKE '%Kettle%')"),
            format!("SELECT COUNT(*) FROM tasks WHERE about = 'case/{reference}'"),
            format!("SELECT COUNT(*) FROM events WHERE stream = 'case/{reference}' AND facts LIKE '%Kettle%'"),
        ] {
            assert_eq!(house.number(&sql).await, 0, "{sql}");
        }
        house.is_clean().await;
    })
    .await;
}

/// Whatever keeps words of a case, of its conversations and of what follows from them: a table of tomorrow, too.
#[tokio::test]
async fn no_table_holds_a_word_of_what_was_erased() {
    on_both(async |house| {
        let house = crate::contacts::hotline(house).await;
        let contact = house.chat(1).await;
        let case = house.case_of(&contact).await;
        crate::cases::attach(&house, &case, b"a picture of zanzibar")
            .await
            .unwrap();
        let note = Command::Note {
            text: "about Zanzibar".to_owned(),
        };
        house.act(&sample::supervisor(), &case, note).await.unwrap();
        let other = house.case_about(2, "Zanzibar, and a kettle").await;
        let held = house.holding("zanzibar").await;
        for column in [
            "cases.folded",
            "case_search.words",
            "case_search.notes",
            "events.body",
            "files.bytes",
        ] {
            assert!(held.contains(&column.to_owned()), "{column} of {held:?}");
        }
        for case in [&case, &other] {
            house.act(&sample::administrator(), case, erase()).await.unwrap();
        }
        assert_eq!(house.holding("zanzibar").await, Vec::<String>::new());
        assert_eq!(house.holding("kettle house").await, Vec::<String>::new());
        assert_eq!(house.holding("someone@example").await, Vec::<String>::new());
        house.is_clean().await;
    })
    .await;
}

/// A picture that somebody else has, too, would be known by it for good.
#[tokio::test]
async fn what_is_kept_of_an_erased_file_does_not_tell_which_it_was() {
    on_both(async |mut house| {
        crate::partners::with_kinds(&mut house);
        let bytes = b"a picture that is known".as_slice();
        let case = house.case(1).await;
        crate::cases::attach(&house, &case, bytes).await.unwrap();
        let ube = crate::partners::already(crate::partners::ube());
        house.propose(1, &sample::planner(), &ube).await.unwrap();
        let attach = crate::partners::attach("Agreement", false, bytes);
        house.attach_to_partner(1, attach, bytes).await.unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM files").await, 2);
        let told = format!(
            "SELECT COUNT(*) FROM events WHERE facts LIKE '%{}%'",
            sha256(bytes)
        );
        assert_eq!(house.number(&told).await, 0);
        // Each has a salt of its own, which goes with it.
        assert_eq!(house.number("SELECT COUNT(DISTINCT salt) FROM files").await, 2);
        house.is_clean().await;

        for edit in ["salt = NULL", "bytes = salt", "salt = bytes"] {
            house.raw("CREATE TABLE kept AS SELECT * FROM files").await;
            let stream = format!("case/{}", case.reference);
            house
                .raw(&format!("UPDATE files SET {edit} WHERE stream = '{stream}'"))
                .await;
            assert_eq!(house.broken().await, format!("{stream} 2 file"), "{edit}");
            house.raw("DELETE FROM files").await;
            house.raw("INSERT INTO files SELECT * FROM kept").await;
            house.raw("DROP TABLE kept").await;
        }
        house.act(&sample::administrator(), &case, erase()).await.unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM files").await, 1);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn cases_that_may_go_are_found_by_when_they_ended() {
    on_both(async |house| {
        let service = domain::ServiceCode::new("consumer-complaint");
        let found = async |house: &crate::both::House| {
            let later = house.now() + jiff::Span::new().hours(1);
            house.store.over_before(&service, later, 9).await.unwrap()
        };
        let close = Command::Close {
            reason: String::new(),
        };
        let first = house.answered(1).await;
        assert!(found(&house).await.is_empty());
        let supervisor = sample::supervisor();
        house.act(&supervisor, &first, close.clone()).await.unwrap();
        let ended = house.now();
        let second = house.answered(2).await;
        house.act(&supervisor, &second, close).await.unwrap();
        assert_eq!(found(&house).await, [first.reference, second.reference]);
        let only = house.store.over_before(&service, ended, 9).await.unwrap();
        assert_eq!(only, [first.reference]);
        assert!(
            house
                .store
                .over_before(&"urgent-help".into(), house.now(), 9)
                .await
                .unwrap()
                .is_empty()
        );

        let hold = Command::LegalHold {
            reason: "A court has asked for it".to_owned(),
        };
        house.act(&supervisor, &first, hold).await.unwrap();
        house
            .act(&sample::administrator(), &second, erase())
            .await
            .unwrap();
        assert!(found(&house).await.is_empty());
        let release = Command::LegalRelease {
            reason: "The court is done".to_owned(),
        };
        house.act(&supervisor, &first, release).await.unwrap();
        assert_eq!(found(&house).await, [first.reference]);
        house.is_clean().await;
    })
    .await;
}

/// PostgreSQL keeps what an erasure took away until somebody vacuums; on SQLite it is gone with it.
#[tokio::test]
async fn what_an_erasure_left_is_swept_until_nobody_can_be_reading_it() {
    on_both(async |house| {
        let minutes = |n: i64| house.now() + jiff::Span::new().minutes(n);
        let vacuumed = async || {
            if !house.is_postgres() {
                return 0;
            }
            // What was counted comes a moment later.
            tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
            house
                .number("SELECT COALESCE(SUM(vacuum_count), 0)::BIGINT FROM pg_stat_user_tables WHERE relname IN ('events', 'cases')")
                .await
        };
        let case = house.case(1).await;
        assert!(!house.store.sweep(minutes(0)).await.unwrap());
        house.act(&sample::administrator(), &case, erase()).await.unwrap();
        assert!(house.store.sweep(minutes(0)).await.unwrap());
        assert!(house.store.sweep(minutes(30)).await.unwrap());
        assert!(!house.store.sweep(minutes(31)).await.unwrap(), "nothing is left to be swept");
        if house.is_postgres() {
            assert!(vacuumed().await >= 4);
        }
    })
    .await;
}

#[tokio::test]
async fn erased_words_leave_the_files_of_sqlite() {
    let house = crate::both::House::sqlite().await;
    let case = house.case_about(1, "Zanzibarquartz and nothing else").await;
    let store::Location::Sqlite(path) = &house.location else {
        unreachable!()
    };
    let holds = || {
        ["", "-wal"].iter().any(|end| {
            let mut name = path.clone().into_os_string();
            name.push(end);
            let bytes = std::fs::read(name).unwrap_or_default();
            bytes
                .windows(14)
                .any(|window| window.eq_ignore_ascii_case(b"zanzibarquartz"))
        })
    };
    assert!(holds());
    house
        .act(
            &sample::officer(),
            &case,
            Command::Decline {
                text: "不受理".to_owned(),
                language: Some(domain::Lang::EN),
            },
        )
        .await
        .unwrap();
    let erase = Command::Erase {
        reason: "asked for".to_owned(),
    };
    house.act(&sample::administrator(), &case, erase).await.unwrap();
    // The log is emptied after the answer; the next write waits for that.
    house.case(2).await;
    assert!(!holds());
}

#[tokio::test]
async fn words_that_vanish_without_an_erasure_are_missed() {
    on_both(async |house| {
        let case = house.answered(1).await;
        let stream = format!("case/{}", case.reference);
        house
            .raw(&format!(
                "UPDATE events SET body = NULL, salt = NULL WHERE stream = '{stream}' AND seq = 5"
            ))
            .await;
        assert_eq!(house.broken().await, format!("{stream} 5 missing-body"));
    })
    .await;
}
