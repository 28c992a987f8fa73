//! What is written to a resident who does not read it: it waits to be translated, and only then is anything asked or answered.

use domain::Lang;
use domain::cases::{Command, CommandKind, Message, MessageKind, Speaker, State, Translated};
use domain::deadlines::{Card, Clock, ClockKind};
use domain::journaled::Refusal;
use domain::people::{Actor, Role};
use proptest::prelude::*;

use crate::cases::{Desk, agent, complaint, engine, officer, reference, said, staff, text, worker};

/// In the language of the unit, which a Russian does not read.
fn chinese(command: &str) -> Command {
    let mut command = text(command);
    match &mut command {
        Command::Reply { language, .. }
        | Command::Ask { language, .. }
        | Command::Resolve { language, .. }
        | Command::Decline { language, .. } => *language = None,
        other => panic!("{other:?} says nothing to a resident"),
    }
    command
}

fn waiting(desk: &Desk) -> &Message {
    desk.case().waiting().next().expect("something waits")
}

/// It stands in the resident's language now.
fn translated(desk: &Desk, language: Lang) -> Command {
    Command::Translate {
        translated: Translated {
            message: waiting(desk).id,
            field: None,
            language,
            text: "Слова.".to_owned(),
        },
        made: None,
    }
}

fn interpreter() -> Actor {
    staff(Role::Interpreter, "hotline")
}

#[test]
fn a_question_in_a_language_the_resident_does_not_read_is_asked_when_it_is_translated() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let due = desk.due(ClockKind::Resolution);
    desk.go_to("2026-03-05");
    desk.does(&officer("market"), &chinese("ask"));
    assert_eq!(desk.case().state, State::InProgress);
    assert!(desk.case().open_question().is_none() && !waiting(&desk).reaches_resident());
    assert!(desk.case().steps.last().is_some_and(|step| !step.public));
    let wanted = desk.case().wanted_translations(&desk.city);
    let wanted = wanted
        .iter()
        .find(|wanted| wanted.to == Lang::RU)
        .expect("it is wanted");
    let by = wanted
        .translate_by
        .expect("it is due")
        .to_zoned(desk.city.timezone.clone());
    assert_eq!(
        by.date().to_string(),
        "2026-03-07",
        "at the end of the next working day"
    );

    desk.go_to("2026-03-12");
    assert_eq!(desk.due(ClockKind::Resolution), due, "the clock ran on");
    // A translation into another language is none for this resident.
    desk.does(&interpreter(), &translated(&desk, Lang::EN));
    assert_eq!(desk.case().state, State::InProgress);
    desk.does(&interpreter(), &translated(&desk, Lang::RU));
    assert_eq!(desk.case().state, State::WaitingResident);
    let question = desk.case().open_question().expect("it is asked");
    assert!(question.reaches_resident() && question.at == desk.now);
    assert_eq!(said(question, Lang::RU), Some("Слова."));
    let asked = desk.case().steps.last().unwrap();
    assert_eq!(asked.kind, "asked");
    assert!(asked.public && matches!(&asked.by, Speaker::Unit { unit, .. } if *unit == "market"));

    desk.go_to("2026-03-22");
    desk.does(&Actor::holder(reference()), &text("answer-question"));
    assert_eq!(
        desk.due(ClockKind::Resolution),
        "2026-05-11",
        "ten days, not seventeen"
    );
}

#[test]
fn an_answer_or_a_refusal_is_given_when_the_resident_can_read_it() {
    for (command, state) in [("resolve", State::Answered), ("decline", State::Declined)] {
        let mut desk = Desk::on("2026-03-02");
        desk.open(&complaint()).unwrap();
        desk.does(
            &agent(),
            &Command::Route {
                unit: "market".into(),
                reason: String::new(),
            },
        );
        let kind = if command == "resolve" {
            desk = Desk::in_mediation("2026-03-02");
            ClockKind::Resolution
        } else {
            ClockKind::Acceptance
        };
        desk.does(&officer("market"), &chinese(command));
        assert!(
            !desk.case().state.is_over() && desk.case().answered_at.is_none(),
            "{command}"
        );
        desk.go_to("2026-05-20");
        assert_eq!(
            desk.card(kind),
            Card::Red,
            "the city keeps the limit or misses it"
        );
        // An engine's translation is one, and says so.
        let mut by_engine = translated(&desk, Lang::RU);
        if let Command::Translate { made, .. } = &mut by_engine {
            *made = Some(engine().into());
        }
        desk.does(&worker(), &by_engine);
        assert_eq!(desk.case().state, state, "{command}");
        assert_eq!(desk.case().answered_at, Some(desk.now));
        assert!(desk.case().clocks.iter().all(|clock| !clock.is_running()));
    }
}

#[test]
fn a_first_reply_counts_when_it_can_be_read() {
    let mut desk = Desk::on("2026-03-02");
    desk.open(&complaint()).unwrap();
    desk.does(&agent(), &chinese("reply"));
    let runs = |desk: &Desk| desk.case().response_clock().is_some_and(Clock::is_running);
    assert!(runs(&desk));
    desk.does(&interpreter(), &translated(&desk, Lang::RU));
    assert!(!runs(&desk));
}

#[test]
fn words_the_resident_reads_go_out_at_once() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &text("ask"));
    assert_eq!(desk.case().state, State::WaitingResident);
    assert_eq!(desk.case().waiting().count(), 0);
    // What the resident writes goes to the unit as it is.
    desk.does(&Actor::holder(reference()), &text("answer-question"));
    assert!(desk.case().messages.iter().all(Message::reaches_resident));
}

#[test]
fn an_officer_sends_the_original_at_once_for_a_reason_that_is_kept() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &chinese("resolve"));
    let message = waiting(&desk).id;
    let send = |reason: &str| Command::Send {
        message,
        reason: reason.to_owned(),
    };
    assert!(matches!(
        desk.try_to(&officer("market"), &send(" ")),
        Err(Refusal::Invalid(_))
    ));
    assert_eq!(
        desk.try_to(&officer("tourism"), &send("x")),
        Err(Refusal::NotAllowed)
    );
    desk.does(
        &officer("market"),
        &send("They asked for Chinese on the telephone."),
    );
    assert_eq!(desk.case().state, State::Answered);
    let notes: Vec<&Message> = desk
        .case()
        .messages
        .iter()
        .filter(|m| m.kind == MessageKind::Note)
        .collect();
    assert_eq!(
        notes[0].text.as_deref(),
        Some("They asked for Chinese on the telephone.")
    );
    let answers = desk
        .case()
        .messages
        .iter()
        .filter(|m| m.kind == MessageKind::Answer);
    assert_eq!(answers.count(), 1);
    // It may still be translated; nothing is answered a second time.
    let steps = desk.case().steps.len();
    let late = Command::Translate {
        translated: Translated {
            message,
            field: None,
            language: Lang::RU,
            text: "Слова.".to_owned(),
        },
        made: None,
    };
    desk.does(&interpreter(), &late);
    assert_eq!(desk.case().steps.len(), steps + 1);
}

#[test]
fn what_is_taken_back_was_never_said() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let said = desk.case().messages.clone();
    desk.does(&officer("market"), &chinese("ask"));
    let message = waiting(&desk).id;
    desk.does(&officer("market"), &Command::Withdraw { message });
    assert_eq!(desk.case().messages, said);
    assert!(
        desk.try_to(&officer("market"), &Command::Withdraw { message })
            .is_err()
    );
    desk.does(&officer("market"), &text("ask"));
    assert_eq!(desk.case().state, State::WaitingResident);
}

#[test]
fn a_unit_that_is_only_involved_takes_back_its_own_reply_and_no_other() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let involve = Command::Involve {
        unit: "tourism".into(),
        reason: String::new(),
    };
    desk.does(&officer("market"), &involve);
    desk.does(&officer("market"), &chinese("reply"));
    let market = waiting(&desk).id;
    let take_back = |message| Command::Withdraw { message };
    assert_eq!(
        desk.try_to(&officer("tourism"), &take_back(market)),
        Err(Refusal::NotAllowed)
    );
    desk.does(&officer("tourism"), &chinese("reply"));
    let tourism = desk.case().waiting().last().unwrap().id;
    assert!(matches!(
        desk.try_to(&officer("tourism"), &take_back(market)),
        Err(Refusal::Invalid(_))
    ));
    desk.does(&officer("tourism"), &take_back(tourism));
    desk.does(&officer("market"), &take_back(market));
    assert_eq!(desk.case().waiting().count(), 0);
}

#[test]
fn a_case_is_not_merged_while_its_resident_waits_for_words() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &chinese("reply"));
    let merges =
        |desk: &Desk| domain::cases::allowed(desk.case(), &agent(), &desk.city).contains(&CommandKind::Merge);
    assert!(!merges(&desk));
    desk.does(&interpreter(), &translated(&desk, Lang::RU));
    assert!(merges(&desk));
}

#[test]
fn while_a_step_waits_the_case_stays_where_it_is() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &chinese("reply"));
    let may = |desk: &Desk, kind| {
        domain::cases::allowed(desk.case(), &officer("market"), &desk.city).contains(&kind)
    };
    assert!(may(&desk, CommandKind::Ask), "a reply holds nothing up");
    desk.does(&officer("market"), &chinese("ask"));
    for kind in [
        CommandKind::Ask,
        CommandKind::Resolve,
        CommandKind::Suspend,
        CommandKind::Refer,
    ] {
        assert!(!may(&desk, kind), "{kind:?}");
    }
    for kind in [
        CommandKind::Send,
        CommandKind::Withdraw,
        CommandKind::Note,
        CommandKind::Reply,
    ] {
        assert!(may(&desk, kind), "{kind:?}");
    }
}

#[test]
fn when_the_case_is_said_to_be_in_another_language_what_stands_in_it_goes_out() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &chinese("reply"));
    desk.does(&officer("market"), &chinese("ask"));
    let language = Some(desk.city.source_language);
    let triage = Command::Triage {
        topic: None,
        district: None,
        urgent: None,
        language,
    };
    desk.does(&agent(), &triage);
    assert_eq!(desk.case().state, State::WaitingResident);
    assert_eq!(desk.case().waiting().count(), 0);
}

#[test]
fn answers_in_the_residents_own_words_are_translated_like_messages() {
    let mut desk = Desk::on("2026-03-02");
    let mut open = complaint();
    let fields = [
        ("bought", "online"),
        ("site", "Мой магазин"),
        ("shop", "Sea Shop"),
    ];
    open.fields = fields
        .map(|(code, answer)| (code.to_owned(), answer.to_owned()))
        .into();
    desk.open(&open).unwrap();
    let wanted = |desk: &Desk| -> Vec<Option<String>> {
        let wanted = desk.case().wanted_translations(&desk.city);
        wanted.into_iter().map(|wanted| wanted.field).collect()
    };
    assert_eq!(
        wanted(&desk),
        [None, Some("site".to_owned())],
        "a name is the same in every language"
    );
    let translate = |field: &str| Command::Translate {
        translated: Translated {
            message: 1,
            field: Some(field.to_owned()),
            language: Lang::ZH,
            text: "我的商店".to_owned(),
        },
        made: None,
    };
    for wrong in ["shop", "bought", "colour"] {
        assert!(
            matches!(
                desk.try_to(&interpreter(), &translate(wrong)),
                Err(Refusal::Invalid(_))
            ),
            "{wrong}"
        );
    }
    desk.does(&interpreter(), &translate("site"));
    assert_eq!(wanted(&desk), [None]);
    let kept = &desk.case().field_translations["site"][0];
    assert!(kept.checked && kept.text.as_deref() == Some("我的商店"));
    assert_eq!(desk.case().fields["site"], "Мой магазин", "the original stays");
}

#[test]
fn what_has_just_come_in_is_not_due_soon() {
    let mut desk = Desk::on("2026-03-02");
    desk.open(&complaint()).unwrap();
    let one_day = ClockKind::FirstReply;
    assert_eq!(
        desk.card(one_day),
        Card::Clear,
        "though its only working day is tomorrow"
    );
    desk.go_to("2026-03-03");
    assert_eq!(desk.card(one_day), Card::Yellow);
    desk.go_to("2026-03-04");
    assert_eq!(desk.card(one_day), Card::Red);
}

proptest! {
    /// However long it lies, the resident has as much time as if it had been asked when they could read it.
    #[test]
    fn a_wait_for_translation_never_moves_a_due_date(days in 0_i64..40) {
        let mut desk = Desk::in_mediation("2026-03-02");
        let due = desk.due(ClockKind::Resolution);
        desk.does(&officer("market"), &chinese("ask"));
        desk.now += jiff::SignedDuration::from_hours(24 * days);
        prop_assert_eq!(desk.due(ClockKind::Resolution), due.clone());
        desk.does(&interpreter(), &translated(&desk, Lang::RU));
        desk.does(&Actor::holder(reference()), &text("answer-question"));
        prop_assert_eq!(desk.due(ClockKind::Resolution), due);
    }
}
