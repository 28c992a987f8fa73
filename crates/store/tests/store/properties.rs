//! Whatever commands come, in whatever order: those that are carried out leave a database that verifies.

use domain::cases::{Case, Command, State, Translated, TranslatedBy};
use domain::deadlines::{ClockKind, Limit};
use domain::people::{Actor, StaffId};
use domain::services::PausedBy;
use domain::{Lang, UnitCode};
use proptest::prelude::*;

use crate::both::on_both;
use crate::sample;

fn actors() -> impl Strategy<Value = Actor> {
    prop_oneof![
        Just(Actor::ANYONE),
        Just(sample::agent()),
        Just(sample::officer()),
        Just(sample::officer()),
        Just(sample::supervisor()),
        Just(sample::interpreter()),
        Just(sample::administrator()),
        Just(Actor::System {
            worker: "translation".to_owned()
        }),
    ]
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("The kettle leaks".to_owned()),
        Just("水壶漏水".to_owned()),
        Just("주전자".to_owned()),
        any::<String>(),
    ]
}

fn units() -> impl Strategy<Value = UnitCode> {
    prop_oneof![Just("hotline"), Just("market"), Just("tourism"), Just("nowhere")].prop_map(UnitCode::from)
}

fn languages() -> impl Strategy<Value = Lang> {
    prop_oneof![Just(Lang::ZH), Just(Lang::EN), Just(Lang::KO)]
}

fn commands() -> impl Strategy<Value = Command> {
    let language = None;
    prop_oneof![
        (any::<Option<bool>>(), proptest::option::of(languages())).prop_map(|(urgent, language)| {
            Command::Triage {
                topic: None,
                district: None,
                urgent,
                language,
            }
        }),
        (units(), texts()).prop_map(|(unit, reason)| Command::Route { unit, reason }),
        texts().prop_map(|reason| Command::Return {
            reason,
            suggested: None
        }),
        Just(Command::Accept),
        Just(Command::Accept),
        texts().prop_map(move |text| Command::Decline { text, language }),
        proptest::option::of(Just(StaffId(2))).prop_map(|staff| Command::Assign { staff }),
        texts().prop_map(|text| Command::Note { text }),
        texts().prop_map(move |text| Command::Reply { text, language }),
        texts().prop_map(move |text| Command::Ask { text, language }),
        texts().prop_map(move |text| Command::AnswerQuestion { text, language }),
        Just(Command::Suspend {
            waits_for: PausedBy::Appraisal,
            reason: "鉴定".to_owned()
        }),
        Just(Command::Resume),
        (1..20u16).prop_map(|days| Command::Extend {
            clock: ClockKind::Resolution,
            by: Limit::Days(days),
            reason: "忙".to_owned()
        }),
        any::<bool>().prop_map(|grant| Command::DecideExtension {
            grant,
            reason: String::new()
        }),
        Just(Command::Advance {
            stage: "mediation".to_owned()
        }),
        (units(), texts()).prop_map(|(unit, reason)| Command::Involve { unit, reason }),
        Just(Command::Refer {
            partner: "律所".to_owned(),
            reason: "需要".to_owned()
        }),
        texts().prop_map(|what| Command::Book {
            starts_at: sample::start(),
            what
        }),
        texts().prop_map(move |text| Command::Resolve { text, language }),
        (any::<bool>(), any::<bool>(), texts()).prop_map(|(solved, satisfied, comment)| Command::Rate {
            solved,
            satisfied,
            comment
        }),
        texts().prop_map(move |text| Command::Reopen { text, language }),
        Just(Command::Close {
            reason: String::new()
        }),
        Just(Command::Erase {
            reason: "asked for".to_owned()
        }),
        (1..6u64, languages(), texts()).prop_map(|(message, language, text)| Command::Translate {
            translated: Translated {
                field: None,
                message,
                language,
                text
            },
            made: Some(TranslatedBy::Pack.into())
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_commands_verifies(
        steps in proptest::collection::vec((0..3usize, actors(), commands()), 60..120),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(on_both(async |house| {
            let mut cases: Vec<Case> = Vec::new();
            for n in 1..=3 {
                cases.push(house.case(n).await);
            }
            let mut carried_out = 0;
            for (at, actor, command) in &steps {
                // Each case's own resident.
                let holder = Actor::holder(cases[*at].reference);
                let actor = if actor.is_resident() { &holder } else { actor };
                if let Ok(after) = house.act(actor, &cases[*at], command.clone()).await {
                    carried_out += usize::from(after.version > cases[*at].version);
                    cases[*at] = after;
                }
            }
            for case in &cases {
                let kept = house.store.get::<Case>(case.reference, &sample::agent()).await.unwrap();
                assert_eq!(kept.as_ref(), Some(case));
            }
            let open = cases.iter().filter(|case| case.state != State::Merged).count();
            assert!(carried_out > 0 && open <= 3);
            house.is_clean().await;
        }));
    }
}
