use domain::cases::Case;
use domain::cases::Command;
use domain::journaled::Context;
use domain::people::Change;
use domain::people::Role;

use crate::both::{House, on_both};
use crate::sample;

/// A house with two cases and one of the staff, in which all is well.
async fn furnish(house: &House) -> String {
    let case = house.answered(1).await;
    let other = house.case(2).await;
    crate::cases::attach(house, &other, b"a picture").await.unwrap();
    let involve = Command::Involve {
        unit: "tourism".into(),
        reason: String::new(),
    };
    house.act(&sample::officer(), &other, involve).await.unwrap();
    // It comes last: the numbers below count events.
    crate::memory::translate(house, &other, "水壶坏了").await;
    let new = crate::people::new("chen");
    house
        .store
        .add_staff(&house.city, house.now(), &sample::administrator(), &new)
        .await
        .unwrap();
    house.is_clean().await;
    case.reference.to_string()
}

/// Each an edit that someone with the database in hand could make, and what `verify` says of it. `{r}` is a reference.
const EDITS: &[(&str, &str)] = &[
    // Every column of an event.
    (
        "UPDATE events SET stream = 'case/other' WHERE stream = 'case/{r}' AND seq = 3",
        "case/other 1 missing-event",
    ),
    (
        "UPDATE events SET seq = 30 WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 missing-event",
    ),
    (
        "UPDATE events SET id = 'f' || id WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 chain",
    ),
    (
        "UPDATE events SET at = at + 1 WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 chain",
    ),
    (
        "UPDATE events SET actor = replace(actor, '2', '3') WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 chain",
    ),
    (
        "UPDATE events SET kind = 'noted' WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 chain",
    ),
    (
        "UPDATE events SET facts = replace(facts, '\"en\"', '\"ko\"') WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 chain",
    ),
    (
        "UPDATE events SET facts = facts || ' ' WHERE stream = 'case/{r}' AND seq = 2",
        "case/{r} 2 chain",
    ),
    (
        "UPDATE events SET body = replace(body, '4711', '4712') WHERE stream = 'case/{r}' AND seq = 4",
        "case/{r} 4 body",
    ),
    (
        "UPDATE events SET body = NULL WHERE stream = 'case/{r}' AND seq = 4",
        "case/{r} 4 missing-body",
    ),
    (
        "UPDATE events SET salt = body_digest WHERE stream = 'case/{r}' AND seq = 4",
        "case/{r} 4 body",
    ),
    (
        "UPDATE events SET salt = NULL WHERE stream = 'case/{r}' AND seq = 4",
        "case/{r} 4 body",
    ),
    (
        "UPDATE events SET body_digest = hash WHERE stream = 'case/{r}' AND seq = 4",
        "case/{r} 4 chain",
    ),
    (
        "UPDATE events SET body = NULL, salt = NULL, body_digest = NULL WHERE stream = 'case/{r}' AND seq = 4",
        "case/{r} 4 chain",
    ),
    (
        "UPDATE events SET hash = body_digest WHERE stream = 'case/{r}' AND seq = 4",
        "case/{r} 4 chain",
    ),
    // Whole events.
    (
        "DELETE FROM events WHERE stream = 'case/{r}' AND seq = 2",
        "case/{r} 2 missing-event",
    ),
    (
        "DELETE FROM events WHERE stream = 'case/{r}' AND seq = 7",
        "case/{r} 7 missing-event",
    ),
    (
        "DELETE FROM events WHERE stream = 'case/{r}'",
        "case/{r} 1 missing-event",
    ),
    (
        "UPDATE events SET seq = 50 WHERE stream = 'case/{r}' AND seq = 4; \
         UPDATE events SET seq = 4 WHERE stream = 'case/{r}' AND seq = 5; \
         UPDATE events SET seq = 5 WHERE stream = 'case/{r}' AND seq = 50",
        "case/{r} 4 chain",
    ),
    // The end.
    (
        "UPDATE cases SET version = 8 WHERE reference = '{r}'",
        "case/{r} 8 missing-event",
    ),
    (
        "DELETE FROM events WHERE stream = 'case/{r}' AND seq = 7; \
         UPDATE cases SET version = 6 WHERE reference = '{r}'",
        "case/{r} 6 row state",
    ),
    ("UPDATE staff SET version = 2", "staff/1 2 missing-event"),
    (
        "UPDATE events SET stream = 'other' WHERE stream = 'case/{r}'",
        "other 1 chain",
    ),
    // What follows from the events.
    (
        "UPDATE cases SET version = 6 WHERE reference = '{r}'",
        "case/{r} 7 row version",
    ),
    (
        "UPDATE cases SET state = 'closed' WHERE reference = '{r}'",
        "case/{r} 7 row state",
    ),
    (
        "UPDATE cases SET unit = 'tourism' WHERE reference = '{r}'",
        "case/{r} 7 row unit",
    ),
    (
        "UPDATE cases SET due_at = due_at - 1 WHERE reference = '{r}'",
        "case/{r} 7 row due_at",
    ),
    (
        "UPDATE cases SET responded_at = 0 WHERE reference = '{r}'",
        "case/{r} 7 row responded_at",
    ),
    (
        "UPDATE cases SET solved = 1 WHERE reference = '{r}'",
        "case/{r} 7 row solved",
    ),
    (
        "UPDATE cases SET topic = '' WHERE reference = '{r}'",
        "case/{r} 7 row topic",
    ),
    // Whose access code opens the case.
    (
        "UPDATE cases SET receipt_hash = (SELECT hash FROM events WHERE stream = 'case/{r}' AND seq = 7) WHERE reference = '{r}'",
        "case/{r} 7 row receipt_hash",
    ),
    (
        "UPDATE cases SET folded = replace(folded, '4711', '4712') WHERE reference = '{r}'",
        "case/{r} 7 row folded",
    ),
    (
        "UPDATE cases SET folded = folded || ' ' WHERE reference = '{r}'",
        "case/{r} 7 row folded",
    ),
    (
        "UPDATE cases SET folded = '' WHERE reference = '{r}'",
        "case/{r} 7 row folded",
    ),
    (
        "DELETE FROM cases WHERE reference = '{r}'",
        "case/{r} 7 missing-row",
    ),
    (
        "INSERT INTO case_units (reference, unit) VALUES ('{r}', 'harbour')",
        "case/{r} 7 units",
    ),
    (
        "DELETE FROM case_units WHERE reference = '{o}'",
        "case/{o} 4 units",
    ),
    (
        "UPDATE case_search SET words = words || ' x' WHERE reference = '{r}'",
        "case/{r} 7 search",
    ),
    (
        "UPDATE case_search SET notes = '' WHERE reference = '{r}'",
        "case/{r} 7 search",
    ),
    (
        "DELETE FROM case_search WHERE reference = '{r}'",
        "case/{r} 7 search",
    ),
    (
        "DELETE FROM translation_wants WHERE reference = '{r}' AND message = 1",
        "case/{r} 7 wants",
    ),
    (
        "UPDATE translation_wants SET due_at = 1 WHERE reference = '{r}' AND message = 1",
        "case/{r} 7 wants",
    ),
    (
        "UPDATE translation_wants SET doubtful = 1 WHERE reference = '{r}' AND message = 1",
        "case/{r} 7 wants",
    ),
    // What people have translated, in the other case.
    (
        "UPDATE translation_memory SET target = 'x' WHERE reference = '{o}'",
        "case/{o} 4 memory",
    ),
    (
        "UPDATE translation_memory SET from_lang = 'ru' WHERE reference = '{o}'",
        "case/{o} 4 memory",
    ),
    (
        "DELETE FROM translation_memory WHERE reference = '{o}'",
        "case/{o} 4 memory",
    ),
    (
        "UPDATE translation_memory SET reference = '{r}'",
        "case/{r} 7 memory",
    ),
    (
        "UPDATE translation_memory SET reference = 'ZZZZ-ZZZZ'",
        "case/ZZZZ-ZZZZ 1 missing-event",
    ),
    // The files of the other case.
    (
        "UPDATE files SET bytes = (SELECT hash FROM events WHERE stream = 'case/{r}' AND seq = 7)",
        "case/{o} 2 file",
    ),
    ("UPDATE files SET id = 1", "case/{o} 4 file"),
    ("DELETE FROM files", "case/{o} 4 file"),
    (
        "UPDATE case_search SET opened_at = 1 WHERE reference = '{r}'",
        "case/{r} 7 search",
    ),
    (
        "INSERT INTO translation_wants \
         (rank, due_at, reference, message, field, to_lang, from_lang, since, unit, doubtful, waits) \
         VALUES (2, 1, '{r}', 1, '', 'ru', 'en', 1, 'market', 0, 0)",
        "case/{r} 7 wants",
    ),
    (
        "UPDATE translation_wants SET rank = 0, waits = 1 WHERE reference = '{r}' AND message = 1",
        "case/{r} 7 wants",
    ),
    // Streams and files of nothing.
    (
        "INSERT INTO files (stream, id, bytes) SELECT 'other/1', 1, bytes FROM files",
        "other/1 0 unknown-stream",
    ),
    (
        "INSERT INTO files (stream, id, bytes) SELECT 'case/other', 1, bytes FROM files",
        "case/other 1 missing-event",
    ),
    // Rows of nothing.
    (
        "INSERT INTO case_search (opened_at, reference, words, notes) VALUES (1, 'ZZZZ-ZZZZ', '', '')",
        "case/ZZZZ-ZZZZ 0 search",
    ),
    (
        "INSERT INTO case_units (reference, unit) VALUES ('ZZZZ-ZZZZ', 'market')",
        "case/ZZZZ-ZZZZ 1 missing-event",
    ),
    // People who gave themselves a role, another's password, or a new life.
    ("UPDATE staff SET role = 'administrator'", "staff/1 1 row role"),
    (
        "UPDATE staff SET password_hash = 'known'",
        "staff/1 1 row password_hash",
    ),
    ("UPDATE staff SET name = 'Someone'", "staff/1 1 row name"),
    ("UPDATE staff SET active = 0", "staff/1 1 row active"),
    ("DELETE FROM staff", "staff/1 1 missing-row"),
    (
        "INSERT INTO staff (id, version, login, name, role, unit, languages, active, password_hash) \
         VALUES (2, 1, 'x', 'x', 'administrator', 'hotline', 'zh', 1, 'x')",
        "staff/2 1 missing-event",
    ),
];

/// Edits that only SQLite lets through: it keeps a value of any type in any column.
const LOOSE_EDITS: &[(&str, &str)] = &[
    (
        "UPDATE events SET facts = CAST(x'ff' AS TEXT) WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 unreadable",
    ),
    (
        "UPDATE events SET at = 'noon' WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 unreadable",
    ),
    (
        "UPDATE events SET hash = 'x' WHERE stream = 'case/{r}' AND seq = 3",
        "case/{r} 3 unreadable",
    ),
    (
        "UPDATE cases SET calm = 'yes' WHERE reference = '{r}'",
        "case/{r} 7 row calm",
    ),
    (
        "UPDATE cases SET folded = x'ff' WHERE reference = '{r}'",
        "case/{r} 7 row folded",
    ),
];

#[tokio::test]
async fn every_edit_past_the_program_is_found_and_named() {
    on_both(async |house| {
        let reference = furnish(&house).await;
        let other = crate::both::receipt(2).reference.to_string();
        let loose = if house.is_postgres() { &[] } else { LOOSE_EDITS };
        for (edit, expected) in EDITS.iter().chain(loose) {
            let edit = edit.replace("{r}", &reference).replace("{o}", &other);
            let expected = expected.replace("{r}", &reference).replace("{o}", &other);
            copy(&house).await;
            house.raw(&edit).await;
            let broken = house.broken().await;
            assert!(
                broken.split("; ").any(|one| one == expected),
                "{edit}\n  {broken}\n  {expected}"
            );
            copy_back(&house).await;
        }
        house.is_clean().await;
    })
    .await;
}

const TABLES: [&str; 9] = [
    "files",
    "events",
    "cases",
    "case_units",
    "case_search",
    "translation_wants",
    "translation_memory",
    "staff",
    "sessions",
];

async fn copy(house: &House) {
    let copies: Vec<String> = TABLES
        .iter()
        .map(|table| format!("CREATE TABLE {table}_kept AS SELECT * FROM {table}"))
        .collect();
    house.raw(&copies.join("; ")).await;
}

async fn copy_back(house: &House) {
    let back: Vec<String> = TABLES
        .iter()
        .rev()
        .map(|table| {
            format!(
                "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {table}_kept; DROP TABLE {table}_kept"
            )
        })
        .collect();
    house.raw(&back.join("; ")).await;
}

#[tokio::test]
async fn one_byte_of_one_event_is_enough() {
    // A byte of each stored text and bytes of one event, turned one after another.
    let house = House::sqlite().await;
    let reference = furnish(&house).await;
    let store::Location::Sqlite(path) = &house.location else {
        unreachable!()
    };
    let connection = rusqlite::Connection::open(path).unwrap();
    for column in [
        "id",
        "actor",
        "kind",
        "facts",
        "body",
        "salt",
        "body_digest",
        "hash",
    ] {
        let whole: Vec<u8> = connection
            .query_row(
                &format!("SELECT CAST({column} AS BLOB) FROM events WHERE stream = ?1 AND seq = 4"),
                [format!("case/{reference}")],
                |row| row.get(0),
            )
            .unwrap();
        let cast = if ["salt", "body_digest", "hash"].contains(&column) {
            "?1"
        } else {
            "CAST(?1 AS TEXT)"
        };
        let update = format!("UPDATE events SET {column} = {cast} WHERE stream = ?2 AND seq = 4");
        for at in (0..whole.len()).step_by(1 + whole.len() / 12) {
            let mut turned = whole.clone();
            turned[at] ^= 1;
            connection
                .execute(&update, rusqlite::params![turned, format!("case/{reference}")])
                .unwrap();
            let broken = house.broken().await;
            assert!(
                broken.starts_with(&format!("case/{reference} 4 ")),
                "{column} {at}: {broken}"
            );
            connection
                .execute(&update, rusqlite::params![whole, format!("case/{reference}")])
                .unwrap();
        }
    }
    house.is_clean().await;
}

#[tokio::test]
async fn more_streams_than_are_read_at_once_are_all_looked_at() {
    on_both(async |house| {
        for n in 0..=230 {
            let receipt = store::Receipt {
                reference: domain::receipts::Reference::from_random([n, n / 31, 3, 4, 5, 6, 7]),
                code_hash: [n; 32],
            };
            let open = sample::open("One of many");
            let actor = domain::people::Actor::ANYONE;
            house
                .store
                .open_held::<Case>(
                    &Context {
                        now: house.now(),
                        actor: &actor,
                        city: &house.city,
                    },
                    &open,
                    &receipt,
                    None,
                )
                .await
                .unwrap();
        }
        let mut steps = 0;
        let report = house.store.verify(&house.city, |_| steps += 1).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.broken);
        assert_eq!(
            (report.checked.streams, report.checked.events, steps),
            (231, 231, 3)
        );
        house.raw("UPDATE cases SET state = 'closed'").await;
        let report = house.store.verify(&house.city, |_| {}).await.unwrap();
        assert_eq!(report.broken.len(), 231);
    })
    .await;
}

#[tokio::test]
async fn rows_are_derived_anew_when_a_unit_reads_another_language() {
    on_both(async |mut house: House| {
        house.case(1).await;
        assert_eq!(
            house.store.wants_for_engines(None, 10).await.unwrap().rows.len(),
            1
        );
        let market = house
            .city
            .units
            .iter_mut()
            .find(|unit| unit.code == "market")
            .unwrap();
        market.languages.push(domain::Lang::EN);
        assert_eq!(house.broken().await, "settings 0 other-pack");
        house.store.adopt(&house.city).await.unwrap();
        assert!(
            house
                .store
                .wants_for_engines(None, 10)
                .await
                .unwrap()
                .rows
                .is_empty()
        );
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn verifying_does_not_take_work_in_progress_for_damage() {
    on_both(async |house| {
        let case = house.case(1).await;
        let agent = sample::agent();
        let work = async {
            for n in 0..40 {
                house
                    .act(
                        &agent,
                        &case,
                        Command::Note {
                            text: format!("note {n}"),
                        },
                    )
                    .await
                    .unwrap();
                tokio::task::yield_now().await;
            }
        };
        let look = async {
            for _ in 0..10 {
                Box::pin(house.is_clean()).await;
            }
        };
        tokio::join!(work, look);
    })
    .await;
}

#[tokio::test]
async fn a_stray_stream_is_named_and_nobody_else_is_accused() {
    on_both(async |house| {
        furnish(&house).await;
        for stray in ["aaa/1", "stage/1", "zzz/1", "zzz", "staff/x"] {
            house
                .raw(&format!(
                    "INSERT INTO events (stream, seq, id, at, actor, kind, facts, hash) \
                     SELECT '{stray}', 2, id, at, actor, kind, facts, hash FROM events \
                     WHERE stream = 'staff/1' AND seq = 1"
                ))
                .await;
            assert_eq!(house.broken().await, format!("{stray} 1 missing-event"));
            house
                .raw(&format!("DELETE FROM events WHERE stream = '{stray}'"))
                .await;
        }
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn staff_that_changed_many_times_still_verifies() {
    on_both(async |house| {
        furnish(&house).await;
        let administrator = sample::administrator();
        for role in [Role::Officer, Role::Supervisor] {
            let change = Change {
                role: Some(role),
                ..Change::default()
            };
            let id = domain::people::StaffId(1);
            house
                .store
                .change_staff(&house.city, house.now(), &administrator, id, change)
                .await
                .unwrap();
        }
        house.is_clean().await;
    })
    .await;
}
