//! Whatever commands come, in whatever order: those that are carried out leave a database that verifies.

use std::collections::BTreeMap;

use domain::Lang;
use domain::partners::{Command, Entry, Partner, State};
use domain::people::Actor;
use domain::receipts::Reference;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use store::partners::{PartnerFilter, PublicBy, PublicFilter};

use super::{MILL, UBE, attach, end, erase, furnish, link, note, reference, sato, system};
use crate::both::{House, on_both};
use crate::sample;

fn actors() -> impl Strategy<Value = Actor> {
    prop_oneof![
        Just(Actor::ANYONE),
        Just(sample::agent()),
        Just(sample::officer()),
        Just(sample::officer_elsewhere()),
        Just(sample::supervisor()),
        Just(sample::planner()),
        Just(sample::planner()),
        Just(sample::administrator()),
        Just(system()),
    ]
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("A harbour".to_owned()),
        Just("港口".to_owned()),
        any::<String>(),
    ]
}

fn languages() -> impl Strategy<Value = Lang> {
    prop_oneof![Just(Lang::ZH), Just(Lang::EN), Just(Lang::JA)]
}

/// Some of them within the notice of a kind.
fn days() -> impl Strategy<Value = Date> {
    (0..400i64).prop_map(|days| date(2026, 2, 1) + jiff::Span::new().days(days))
}

fn entries() -> impl Strategy<Value = Entry> {
    (
        prop_oneof![Just("sister-city"), Just("park"), Just("nothing")],
        proptest::collection::btree_map(languages(), texts(), 0..3),
        proptest::option::of(texts()),
        proptest::option::of(days()),
        proptest::collection::vec(languages(), 0..3),
        proptest::collection::vec(1..60u16, 0..3),
    )
        .prop_map(|(kind, names, summary, until, languages, articles)| Entry {
            kind: kind.to_owned(),
            names,
            summaries: summary.map(|text| (Lang::EN, text)).into_iter().collect(),
            country: Some("JP".to_owned()),
            until,
            languages,
            articles,
            ..Entry::default()
        })
}

fn targets() -> impl Strategy<Value = Reference> {
    (1..8u8).prop_map(reference)
}

fn commands() -> impl Strategy<Value = Command> {
    let from = |json: &str| -> Command { serde_json::from_str(json).unwrap() };
    prop_oneof![
        entries().prop_map(Command::Edit),
        texts().prop_map(|decided_by| Command::Agree { decided_by, on: None }),
        proptest::option::of(days()).prop_map(|until| Command::Activate { since: None, until }),
        days().prop_map(|until| Command::Renew {
            until,
            decided_by: String::new(),
            on: None
        }),
        Just(end()),
        Just(sato()),
        (1..20u64).prop_map(|contact| Command::RemoveContact {
            contact: contact.to_string()
        }),
        any::<bool>().prop_map(|public| attach("A letter", public, b"a letter")),
        (1..20u64, 0..3usize).prop_map(|(document, does)| {
            let document = document.to_string();
            match does {
                0 => Command::RemoveDocument { document },
                1 => Command::PublishDocument { document },
                _ => Command::WithdrawDocument { document },
            }
        }),
        (1..20u64, texts()).prop_map(|(contact, role)| Command::ChangeContact {
            contact: contact.to_string(),
            name: None,
            role: Some(role),
            email: None,
            phone: None,
            language: None,
        }),
        targets().prop_map(link),
        targets().prop_map(|link| Command::Unlink {
            link: link.to_string()
        }),
        Just(Command::Link { to: "Ube".to_owned() }),
        texts().prop_map(|text| note(&text)),
        Just(Command::Publish),
        Just(Command::Withdraw),
        texts().prop_map(|source| Command::Confirm { source }),
        Just(Command::Warn),
        Just(from(r#"{"command":"activate"}"#)),
        Just(erase()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_commands_verifies(
        steps in proptest::collection::vec((UBE..=MILL, actors(), commands()), 60..120),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(on_both(async |mut house: House| {
            furnish(&mut house).await;
            let mut partners: BTreeMap<u8, Partner> = BTreeMap::new();
            for (n, actor, command) in &steps {
                let done = if let Command::Attach { .. } = command {
                    house.attach_to_partner(*n, command.clone(), b"a letter").await
                } else {
                    house.on_partner(*n, actor, command.clone()).await
                };
                if let Ok(after) = done {
                    partners.insert(*n, after);
                }
            }
            let all = PartnerFilter::default();
            let kept = house.store.partners(&sample::planner(), &all, None, 50).await.unwrap().rows;
            lists_agree(&house, &partners, &kept).await;
            house.is_clean().await;
        }));
    }
}

async fn lists_agree(house: &House, partners: &BTreeMap<u8, Partner>, kept: &[Partner]) {
    assert_eq!(kept.len(), 5);
    for (n, partner) in partners {
        assert!(kept.contains(partner), "{n}");
    }
    // Exactly those that wait for a warning have a task.
    let waits = |partner: &&Partner| {
        partner.state == State::Active && partner.until.is_some() && partner.warned_for != partner.until
    };
    let waiting = kept.iter().filter(waits).count();
    let tasks = house.number("SELECT COUNT(*) FROM tasks").await;
    assert_eq!(tasks, i64::try_from(waiting).unwrap());
    let all = PublicFilter::default();
    let shown = house.store.public_partners(&all, PublicBy::Kind, None, 50).await;
    let shown = shown.unwrap().rows;
    let public = kept
        .iter()
        .filter(|partner| partner.public && partner.state == State::Active);
    assert_eq!(shown.len(), public.count());
}
