//! The rows of partners follow from their events, and from nothing else.

use domain::partners::{Command, Entry, Partner};

use super::{UBE, attach, end, erase, furnish, link, note, reference, sato, system, ube};
use crate::both::{House, on_both};
use crate::sample;

/// A house in which Ube has something in every column.
async fn full(house: &mut House) -> String {
    furnish(house).await;
    let warned = sample::start() + jiff::SignedDuration::from_hours(24 * 60);
    let warned = house.on_partner_at(warned, UBE, &system(), Command::Warn).await;
    assert_eq!(warned.unwrap().version, 7);
    house.is_clean().await;
    format!("partner/{} 7", reference(UBE))
}

#[tokio::test]
async fn what_is_changed_past_the_program_is_named() {
    on_both(async |mut house: House| {
        let stream = full(&mut house).await;
        let of = format!("WHERE reference = '{}'", reference(UBE));
        let texts = ("'x' || {c}", "substr({c}, 2)");
        let numbers = ("{c} + 1", "{c} - 1");
        for (table, columns, (change, back)) in [
            (
                "partners",
                "kind state country unit since until renew_by name folded",
                texts,
            ),
            (
                "partners",
                "is_public confirmed renewal opened_at changed_at",
                numbers,
            ),
            ("partner_names", "language name", texts),
            ("partner_articles", "article", numbers),
            ("partner_languages", "language", texts),
            ("partner_links", "noun target", texts),
            ("partner_search", "words contacts notes", texts),
        ] {
            for column in columns.split(' ') {
                let set = |to: &str| {
                    let to = to.replace("{c}", column);
                    format!("UPDATE {table} SET {column} = {to} {of}")
                };
                house.raw(&set(change)).await;
                let said = if table == "partners" {
                    format!("{stream} row {column}")
                } else {
                    format!("{stream} {}", table.trim_start_matches("partner_"))
                };
                assert_eq!(house.broken().await, said);
                house.raw(&set(back)).await;
            }
        }
        house.is_clean().await;
        house.raw(&format!("DELETE FROM partners {of}")).await;
        assert_eq!(house.broken().await, format!("{stream} missing-row"));
    })
    .await;
}

#[tokio::test]
async fn rows_are_derived_anew_when_they_were_derived_otherwise() {
    on_both(async |mut house: House| {
        full(&mut house).await;
        house
            .raw("DELETE FROM settings WHERE name = 'derived/partner'; DELETE FROM partner_links")
            .await;
        house.store.adopt(&house.city).await.unwrap();
        house.is_clean().await;
        assert_eq!(house.number("SELECT COUNT(*) FROM partner_links").await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_erased_is_gone_and_the_chain_still_holds() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let scan = attach("The agreement", true, b"a scan");
        house.attach_to_partner(UBE, scan, b"a scan").await.unwrap();
        house.on_partner(UBE, &sample::planner(), end()).await.unwrap();
        let erased = house
            .on_partner(UBE, &sample::administrator(), erase())
            .await
            .unwrap();
        assert!(erased.erased && erased.names.is_empty() && erased.contacts.is_empty());

        let reference = reference(UBE);
        for rows in [
            format!("events WHERE stream = 'partner/{reference}' AND (body IS NOT NULL OR salt IS NOT NULL)"),
            format!("files WHERE stream = 'partner/{reference}'"),
            format!("partner_names WHERE reference = '{reference}'"),
            format!("partner_search WHERE reference = '{reference}' AND words || contacts || notes <> ''"),
            format!("partners WHERE reference = '{reference}' AND (name <> '' OR folded LIKE '%Ube%')"),
            format!("tasks WHERE about = 'partner/{reference}'"),
        ] {
            let sql = format!("SELECT COUNT(*) FROM {rows}");
            assert_eq!(house.number(&sql).await, 0, "{rows}");
        }
        let known = house.store.known_partners(&sample::planner()).await.unwrap();
        assert!(known.iter().all(|known| known.reference != reference));
        house.is_clean().await;
        // The journal still says what was done.
        let journal = house
            .store
            .journal_of::<Partner>(reference, &sample::administrator())
            .await
            .unwrap()
            .unwrap();
        assert!(journal[0].erased && journal.len() == 9);
    })
    .await;
}

#[tokio::test]
async fn many_who_write_at_once_lose_nothing() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let (planner, before) = (sample::planner(), 6);
        let edit = Entry {
            website: Some("https://www.city.ube.yamaguchi.jp".to_owned()),
            ..ube()
        };
        let commands = [
            sato(),
            note("one"),
            note("two"),
            link(reference(super::PARK)),
            Command::Edit(edit),
        ];
        let all = commands.map(|command| house.on_partner(UBE, &planner, command));
        for done in futures::future::join_all(all).await {
            done.unwrap();
        }
        let kept = house.store.get::<Partner>(reference(UBE), &planner).await;
        let kept = kept.unwrap().unwrap();
        assert_eq!(
            (kept.version, kept.notes.len(), kept.links.len()),
            (before + 5, 3, 3)
        );
        house.is_clean().await;
    })
    .await;
}
