use domain::journaled::Context;
use domain::people::session::SeenAs;
use domain::people::{Actor, Change, Role};
use domain::security::{Entry, Kind, Noted};
use jiff::{Timestamp, ToSpan};
use store::people::{NewSession, NewStaff};
use store::security::SecurityFilter;

use crate::both::{House, on_both};
use crate::people::{added, command_line, new};
use crate::sample;

async fn chief(house: &House) -> Actor {
    let chief = NewStaff {
        role: Role::Administrator,
        ..new("chief")
    };
    let line = command_line();
    let added = house.store.add_staff(&house.city, house.now(), &line, &chief);
    Actor::from(&added.await.unwrap())
}

async fn log(house: &House, actor: &Actor, filter: &SecurityFilter) -> Vec<Entry> {
    let page = house.store.security_log(actor, filter, None, 100).await.unwrap();
    assert_eq!(page.total, page.rows.len() as u64);
    page.rows
}

fn kinds(entries: &[Entry]) -> Vec<Kind> {
    entries.iter().map(|entry| entry.noted.kind).collect()
}

#[tokio::test]
async fn what_is_changed_of_people_and_their_rights_stands_in_the_log_with_who_did_it() {
    on_both(async |house| {
        let chief = chief(&house).await;
        let chen = added(&house, "chen").await;
        let change = |change| house.store.change_staff(&house.city, house.now(), &chief, chen.id, change);
        change(Change {
            role: Some(Role::Supervisor),
            ..Change::default()
        })
        .await
        .unwrap();
        change(Change {
            name: Some("陈晨".to_owned()),
            active: Some(false),
            ..Change::default()
        })
        .await
        .unwrap();
        // What changes nothing is not noted.
        change(Change::default()).await.unwrap();
        let of_chen = SecurityFilter {
            person: Some(chen.id),
            ..SecurityFilter::default()
        };
        let entries = log(&house, &chief, &of_chen).await;
        let mut noted = kinds(&entries);
        noted[..2].sort();
        assert_eq!(
            noted,
            [Kind::PersonChanged, Kind::PersonLeft, Kind::RightsChanged, Kind::PersonAdded]
        );
        let rights = &entries[2];
        assert_eq!(
            (rights.noted.was.as_deref(), rights.noted.is.as_deref()),
            (Some("officer/market"), Some("supervisor/market"))
        );
        assert_eq!(rights.actor, chief);
        assert_eq!(entries[3].actor, command_line());
        // No name and no login.
        let kept = house.number("SELECT COUNT(*) FROM events WHERE stream LIKE 'security/%' AND (facts LIKE '%陈%' OR facts LIKE '%chen%' OR body IS NOT NULL)");
        assert_eq!(kept.await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn who_signs_in_and_out_and_whose_session_is_ended_stands_in_the_log() {
    on_both(async |house| {
        let chief = chief(&house).await;
        let chen = added(&house, "chen").await;
        let now = house.now();
        let mut new = NewSession {
            token_hash: &[1; 32],
            staff: chen.id,
            seen_as: SeenAs::PROGRAM,
            device: Some(&[9; 32]),
            before: None,
            from: Some("0a1b2c3d"),
        };
        house
            .store
            .begin_session(&house.city, now, &chen, &new)
            .await
            .unwrap();
        new.token_hash = &[2; 32];
        let later = now + 1.minute();
        house
            .store
            .begin_session(&house.city, later, &chen, &new)
            .await
            .unwrap();
        house
            .store
            .sign_out(&house.city, later + 1.minute(), &[2; 32])
            .await
            .unwrap();
        // Who is out already does not sign out again.
        house
            .store
            .sign_out(&house.city, later + 2.minutes(), &[2; 32])
            .await
            .unwrap();
        let since = SecurityFilter {
            from: Some(now),
            ..SecurityFilter::default()
        };
        let entries = log(&house, &chief, &since).await;
        let mut noted = kinds(&entries);
        noted[1..3].sort();
        assert_eq!(
            noted,
            [
                Kind::SignedOut,
                Kind::SignedIn,
                Kind::SessionEnded,
                Kind::SignedIn
            ]
        );
        assert!(entries.iter().all(|entry| entry.actor == Actor::from(&chen)));
        assert_eq!(entries[3].noted.from.as_deref(), Some("0a1b2c3d"));
        assert_eq!(entries[3].noted.what.as_deref(), Some("program/other"));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn an_erasure_of_any_noun_stands_in_the_log_and_names_the_record_and_no_more() {
    on_both(async |house| {
        let chief = chief(&house).await;
        let case = house.answered(1).await;
        let erase = domain::cases::Command::Erase {
            reason: "asked for".to_owned(),
        };
        house.act(&chief, &case, erase).await.unwrap();
        let erased = SecurityFilter {
            kinds: vec![Kind::Erased],
            ..SecurityFilter::default()
        };
        let entries = log(&house, &chief, &erased).await;
        let stream = format!("case/{}", case.reference);
        assert_eq!(entries[0].noted.of, Some(stream));
        assert_eq!(entries[0].actor, chief);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn only_an_administrator_sees_the_log_and_finds_in_it_page_by_page() {
    on_both(async |house| {
        let chief = chief(&house).await;
        let start: Timestamp = house.now();
        for n in 0..7_u32 {
            let ctx = Context {
                now: start + i64::from(n).minutes(),
                actor: &chief,
                city: &house.city,
            };
            let noted = Noted::new(Kind::Exported).what("cases").count(n.into());
            house.store.note(&ctx, noted).await.unwrap();
        }
        let exported = SecurityFilter {
            kinds: vec![Kind::Exported],
            ..SecurityFilter::default()
        };
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
            let actor = Actor::Staff {
                id: domain::people::StaffId(99),
                role,
                unit: "market".into(),
            };
            assert_eq!(log(&house, &actor, &exported).await, [], "{role:?}");
        }
        assert_eq!(log(&house, &sample::officer(), &exported).await, []);
        let mut counts = Vec::new();
        let mut cursor = None;
        loop {
            let page = house.store.security_log(&chief, &exported, cursor.as_deref(), 3);
            let page = page.await.unwrap();
            assert_eq!(page.total, 7);
            counts.extend(page.rows.iter().map(|entry| entry.noted.count.unwrap()));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(counts, [6, 5, 4, 3, 2, 1, 0]);
        let between = SecurityFilter {
            from: Some(start + 2.minutes()),
            until: Some(start + 4.minutes()),
            ..exported
        };
        assert_eq!(log(&house, &chief, &between).await.len(), 2);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_changes_or_removes_an_entry_past_the_program_is_found_out() {
    on_both(async |house| {
        let chief = chief(&house).await;
        let ctx = Context {
            now: house.now(),
            actor: &chief,
            city: &house.city,
        };
        house
            .store
            .note(&ctx, Noted::new(Kind::Exported).what("cases"))
            .await
            .unwrap();
        house.is_clean().await;
        for (spoil, found) in [
            (
                "UPDATE security SET kind = 'erased' WHERE kind = 'exported'",
                "row",
            ),
            ("DELETE FROM security WHERE kind = 'erased'", "missing-row"),
            (
                "UPDATE events SET actor = '{\"is\":\"resident\"}' WHERE kind = 'exported'",
                "chain",
            ),
        ] {
            house.raw(spoil).await;
            let broken = house.broken().await;
            assert!(broken.contains(found), "{spoil}: {broken}");
        }
    })
    .await;
}
