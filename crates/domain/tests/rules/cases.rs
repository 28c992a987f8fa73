//! The life of a case: what each command does, in which state, and to which clock.

use std::collections::BTreeMap;

use domain::cases::{
    self, Case, Channel, Command, Contact, Doubt, Event, Known, Made, Message, NewEvent, Open, State, Target,
    Translated, TranslatedBy, Wanted,
};
use domain::city::City;
use domain::deadlines::{Card, ClockKind};
use domain::journaled::{Context, Journaled as _, Refusal};
use domain::people::{Actor, Role, Staff, StaffId};
use domain::problems::{FieldProblem, Problem};
use domain::receipts::Reference;
use domain::services::PausedBy;
use domain::{Lang, UnitCode};
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;

/// A case and the time, as a shell would hold them.
pub(crate) struct Desk {
    pub(crate) city: City,
    pub(crate) now: Timestamp,
    events: Vec<Event>,
    case: Option<Case>,
    /// What the shell would have looked up.
    known: Known,
}

pub(crate) fn reference() -> Reference {
    Reference::from_random([1, 2, 3, 4, 5, 6, 7])
}

pub(crate) fn staff(role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(7),
        role,
        unit: UnitCode::new(unit),
    }
}

pub(crate) fn agent() -> Actor {
    staff(Role::Agent, "hotline")
}

pub(crate) fn officer(unit: &str) -> Actor {
    staff(Role::Officer, unit)
}

pub(crate) fn supervisor() -> Actor {
    staff(Role::Supervisor, "hotline")
}

pub(crate) fn complaint() -> Open {
    Open {
        service: "consumer-complaint".to_owned(),
        language: Lang::RU,
        detected: true,
        channel: Channel::Web,
        text: "Магазин не возвращает деньги.".to_owned(),
        topic: None,
        fields: BTreeMap::from([("shop".to_owned(), "Sea Shop".to_owned())]),
        contact: Contact::default(),
        place: None,
    }
}

/// A message in that language.
pub(crate) fn said(message: &Message, language: Lang) -> Option<&str> {
    message.translation(language)?.text.as_deref()
}

/// In the resident's language.
pub(crate) fn text(command: &str) -> Command {
    const RU: Option<Lang> = Some(Lang::RU);
    let text = "Some words.".to_owned();
    match command {
        "reply" => Command::Reply { text, language: RU },
        "ask" => Command::Ask { text, language: RU },
        "answer-question" => Command::AnswerQuestion { text, language: RU },
        "resolve" => Command::Resolve { text, language: RU },
        "reopen" => Command::Reopen { text, language: RU },
        "decline" => Command::Decline { text, language: RU },
        "return" => Command::Return {
            reason: text,
            suggested: None,
        },
        other => panic!("no such command in these tests: {other}"),
    }
}

fn route(unit: &str) -> Command {
    Command::Route {
        unit: unit.into(),
        reason: String::new(),
    }
}

impl Desk {
    /// Noon in the city on that day.
    pub(crate) fn on(day: &str) -> Self {
        let mut desk = Self {
            city: crate::support::city(),
            now: Timestamp::UNIX_EPOCH,
            events: Vec::new(),
            case: None,
            known: Known::default(),
        };
        desk.go_to(day);
        desk
    }

    pub(crate) fn go_to(&mut self, day: &str) {
        let day: Date = day.parse().unwrap();
        self.now = day
            .at(12, 0, 0, 0)
            .to_zoned(self.city.timezone.clone())
            .unwrap()
            .timestamp();
    }

    fn record(&mut self, actor: &Actor, new: Vec<NewEvent>) {
        for NewEvent { event, body } in new {
            let seq = self.events.len() as u64 + 1;
            let event = Event {
                seq,
                at: self.now,
                actor: actor.recorded(),
                event,
                body,
            };
            match &mut self.case {
                Some(case) => case.apply(&event),
                None => self.case = Case::fold(reference(), std::slice::from_ref(&event)),
            }
            self.events.push(event);
        }
        assert_eq!(
            Case::fold(reference(), &self.events),
            self.case,
            "folding gives the same case"
        );
    }

    pub(crate) fn open(&mut self, open: &Open) -> Result<&Case, Refusal> {
        let actor = Actor::ANYONE;
        let new = Case::open(
            open,
            &Known::default(),
            &Context {
                now: self.now,
                actor: &actor,
                city: &self.city,
            },
        )?;
        self.record(&actor, new);
        Ok(self.case())
    }

    pub(crate) fn try_to(&mut self, actor: &Actor, command: &Command) -> Result<&Case, Refusal> {
        let new = self.case().decide(
            command,
            &self.known,
            &Context {
                now: self.now,
                actor,
                city: &self.city,
            },
        )?;
        self.record(actor, new);
        Ok(self.case())
    }

    #[track_caller]
    pub(crate) fn does(&mut self, actor: &Actor, command: &Command) -> &Case {
        let kind = command.kind();
        self.try_to(actor, command)
            .unwrap_or_else(|refusal| panic!("{kind:?} refused: {refusal:?}"))
    }

    pub(crate) fn case(&self) -> &Case {
        self.case.as_ref().expect("a case was opened")
    }

    pub(crate) fn due(&self, kind: ClockKind) -> String {
        let clock = self
            .case()
            .clocks
            .iter()
            .find(|c| c.kind == kind)
            .expect("there is such a clock");
        clock.due_on(&self.city.timezone).to_string()
    }

    pub(crate) fn card(&self, kind: ClockKind) -> Card {
        let clock = self
            .case()
            .clocks
            .iter()
            .find(|c| c.kind == kind)
            .expect("there is such a clock");
        clock.card(self.now, &self.city.calendar, &self.city.timezone)
    }

    /// A complaint that the market regulator has accepted and taken to its last stage.
    pub(crate) fn in_mediation(day: &str) -> Self {
        let mut desk = Self::on(day);
        desk.open(&complaint()).unwrap();
        desk.does(&agent(), &route("market"));
        desk.does(&officer("market"), &Command::Accept);
        desk.does(
            &officer("market"),
            &Command::Advance {
                stage: "mediation".to_owned(),
            },
        );
        desk
    }
}

fn problems(result: Result<&Case, Refusal>) -> Vec<(String, &'static str)> {
    match result {
        Err(Refusal::Invalid(problems)) => problems
            .iter()
            .map(|FieldProblem { field, problem }| (field.clone(), problem.code()))
            .collect(),
        other => panic!("not refused for its fields: {other:?}"),
    }
}

#[test]
fn a_new_case_starts_its_clocks_over_a_public_holiday() {
    let mut desk = Desk::on("2026-09-30");
    desk.open(&complaint()).unwrap();
    assert_eq!(desk.case().state, State::Received);
    assert_eq!(desk.case().unit, "hotline");
    // 8, 9, 10 (a Saturday that is worked), 12, 13, 14, 15 October.
    assert_eq!(desk.due(ClockKind::Acceptance), "2026-10-15");
    assert_eq!(desk.due(ClockKind::FirstReply), "2026-10-08");
    assert_eq!(desk.case().next_due().unwrap().kind, ClockKind::FirstReply);
}

#[test]
fn routing_follows_topic_district_and_language() {
    let unit = |change: &dyn Fn(&mut Open)| {
        let mut open = complaint();
        change(&mut open);
        let mut desk = Desk::on("2026-03-02");
        desk.open(&open).unwrap().unit.to_string()
    };
    assert_eq!(unit(&|_| {}), "hotline");
    assert_eq!(unit(&|o| o.language = Lang::KO), "foreign");
    assert_eq!(unit(&|o| o.topic = Some("food".to_owned())), "market");
    assert_eq!(
        unit(&|o| {
            o.topic = Some("food".to_owned());
            o.place = Some("harbour".to_owned());
        }),
        "harbour"
    );
}

#[test]
fn every_wrong_field_is_named() {
    let mut desk = Desk::on("2026-03-02");
    let mut open = complaint();
    open.text = "x".repeat(4_001);
    open.topic = Some("weather".to_owned());
    open.place = Some("market".to_owned());
    open.contact.email = Some("nobody".to_owned());
    open.contact.phone = Some("call me".to_owned());
    open.fields = BTreeMap::from(
        [
            ("bought", "online"),
            ("amount", "-3"),
            ("bought_on", "2026-13-01"),
            ("colour", "red"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned())),
    );
    let found = problems(desk.open(&open));
    let expected = [
        ("text", "too-long"),
        ("topic", "not-an-option"),
        ("place", "not-an-option"),
        ("contact.email", "not-an-email"),
        ("contact.phone", "not-a-phone"),
        ("fields.colour", "unknown-field"),
        ("fields.shop", "required"),
        ("fields.site", "required"),
        ("fields.amount", "not-an-amount"),
        ("fields.bought_on", "not-a-date"),
    ];
    assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
    open = Open {
        service: "moon".to_owned(),
        ..complaint()
    };
    assert_eq!(
        problems(desk.open(&open)),
        [("service".to_owned(), "unknown-service")]
    );
    open = Open {
        text: " \u{0} \n".to_owned(),
        ..complaint()
    };
    assert_eq!(problems(desk.open(&open)), [("text".to_owned(), "required")]);
}

#[test]
fn a_question_that_was_not_asked_is_not_kept() {
    let mut desk = Desk::on("2026-03-02");
    let mut open = complaint();
    open.fields
        .extend([("bought", "in-shop"), ("amount", "1,299.50元")].map(|(k, v)| (k.to_owned(), v.to_owned())));
    open.fields.insert("site".to_owned(), "example.com".to_owned());
    let case = desk.open(&open).unwrap();
    assert_eq!(case.fields.get("site"), None);
    assert_eq!(case.fields["amount"], "1299.50");
}

#[test]
fn a_question_to_the_resident_pauses_the_clock_and_moves_the_due_date() {
    let mut desk = Desk::in_mediation("2026-03-02");
    assert_eq!(
        desk.due(ClockKind::Resolution),
        "2026-05-06",
        "60 days end on 1 May, a holiday"
    );
    desk.go_to("2026-03-05");
    desk.does(&officer("market"), &text("ask"));
    assert_eq!(desk.case().state, State::WaitingResident);
    assert!(desk.case().open_question().is_some());
    desk.go_to("2026-03-15");
    assert_eq!(desk.card(ClockKind::Resolution), Card::Clear);
    desk.does(&Actor::holder(reference()), &text("answer-question"));
    assert_eq!(desk.case().state, State::InProgress);
    assert_eq!(desk.due(ClockKind::Resolution), "2026-05-11", "ten days more");
    assert!(desk.case().open_question().is_none());
    // The stage's clock does not say that it pauses.
    assert_eq!(desk.due(ClockKind::Stage), "2026-04-01");
}

#[test]
fn a_suspended_case_moves_its_due_date_when_it_goes_on() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let suspend = |waits_for| Command::Suspend {
        waits_for,
        reason: "Laboratory".to_owned(),
    };
    let refused = desk.try_to(&officer("market"), &suspend(PausedBy::Resident));
    assert_eq!(problems(refused), [("waits_for".to_owned(), "not-an-option")]);
    desk.does(&officer("market"), &suspend(PausedBy::Appraisal));
    assert_eq!(desk.case().state, State::WaitingAppraisal);
    desk.go_to("2026-03-12");
    desk.does(&officer("market"), &Command::Resume);
    assert_eq!(desk.due(ClockKind::Resolution), "2026-05-11");
    // This service's clocks do not stand while a partner has it.
    desk.does(
        &officer("market"),
        &Command::Refer {
            partner: "Bank".to_owned(),
            reason: "Card".to_owned(),
        },
    );
    assert_eq!(desk.case().state, State::WaitingPartner);
    assert!(desk.case().clocks.iter().all(|c| !c.is_paused()));
}

#[test]
fn cards_are_yellow_at_one_working_day_and_red_after_the_last() {
    let mut desk = Desk::on("2026-09-30");
    desk.open(&complaint()).unwrap();
    for (day, card) in [
        ("2026-10-13", Card::Clear),
        ("2026-10-14", Card::Yellow),
        ("2026-10-15", Card::Yellow),
        ("2026-10-16", Card::Red),
    ] {
        desk.go_to(day);
        assert_eq!(desk.card(ClockKind::Acceptance), card, "{day}");
    }
}

#[test]
fn a_wrong_unit_returns_it_within_two_working_days_and_the_second_goes_to_the_supervisor() {
    let mut desk = Desk::on("2026-03-02");
    desk.open(&complaint()).unwrap();
    desk.does(&agent(), &route("tourism"));
    let case = desk.does(&officer("tourism"), &text("return"));
    assert_eq!(
        (case.state, case.unit.as_str(), case.escalated),
        (State::Returned, "hotline", false)
    );
    desk.does(&agent(), &route("foreign"));
    let case = desk.does(&officer("foreign"), &text("return"));
    assert!(case.escalated, "two units say it is not theirs");
    desk.does(&supervisor(), &route("market"));
    assert!(!desk.case().escalated);
    desk.go_to("2026-03-05");
    assert!(matches!(
        desk.try_to(&officer("market"), &text("return")),
        Err(Refusal::TooLate { .. })
    ));
}

#[test]
fn an_extension_is_asked_for_capped_and_decided_by_a_supervisor() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let extend = |by: &str| Command::Extend {
        clock: ClockKind::Resolution,
        by: by.parse().unwrap(),
        reason: "Witness abroad".to_owned(),
    };
    assert_eq!(
        problems(desk.try_to(&officer("market"), &extend("16 days"))),
        [("by".to_owned(), "over-the-cap")]
    );
    assert_eq!(
        problems(desk.try_to(&officer("market"), &extend("3 working days"))),
        [("by".to_owned(), "over-the-cap")]
    );
    desk.does(&officer("market"), &extend("10 days"));
    assert_eq!(desk.due(ClockKind::Resolution), "2026-05-06", "only asked for");
    let grant = Command::DecideExtension {
        grant: true,
        reason: String::new(),
    };
    assert_eq!(desk.try_to(&officer("market"), &grant), Err(Refusal::NotAllowed));
    desk.does(&supervisor(), &grant);
    assert_eq!(desk.due(ClockKind::Resolution), "2026-05-11");
    assert_eq!(
        problems(desk.try_to(&supervisor(), &extend("6 days"))),
        [("by".to_owned(), "over-the-cap")],
        "the cap holds for all together"
    );
    desk.does(&supervisor(), &extend("5 days"));
    desk.does(
        &officer("market"),
        &Command::Note {
            text: "Told the shop.".to_owned(),
        },
    );
    let none = Command::Extend {
        clock: ClockKind::Acceptance,
        by: "1 working day".parse().unwrap(),
        reason: "x".to_owned(),
    };
    assert_eq!(
        problems(desk.try_to(&supervisor(), &none)),
        [("by".to_owned(), "no-extension")]
    );
}

#[test]
fn solved_and_satisfied_are_separate_and_a_resident_reopens_once() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &text("resolve"));
    assert_eq!(desk.case().state, State::Answered);
    assert!(desk.case().clocks.iter().all(|c| !c.is_running()));
    let rate = Command::Rate {
        solved: true,
        satisfied: false,
        comment: "Slow".to_owned(),
    };
    desk.does(&Actor::holder(reference()), &rate);
    assert!(
        matches!(
            desk.try_to(&Actor::holder(reference()), &rate),
            Err(Refusal::WrongState { .. })
        ),
        "rated already"
    );
    desk.go_to("2026-03-20");
    desk.does(&Actor::holder(reference()), &text("reopen"));
    assert_eq!(desk.case().state, State::Reopened);
    assert!(desk.case().next_due().is_some(), "a new limit runs");
    desk.does(&officer("market"), &Command::Accept);
    desk.does(
        &officer("market"),
        &Command::Advance {
            stage: "mediation".to_owned(),
        },
    );
    desk.does(&officer("market"), &text("resolve"));
    desk.does(
        &Actor::holder(reference()),
        &Command::Rate {
            solved: true,
            satisfied: true,
            comment: String::new(),
        },
    );
    let again = desk.try_to(&Actor::holder(reference()), &text("reopen"));
    assert_eq!(
        again,
        Err(Refusal::OftenEnough {
            noun: "cases",
            what: "reopened",
            times: 1
        })
    );
    desk.does(&agent(), &text("reopen"));
}

#[test]
fn a_resident_who_comes_too_late_cannot_reopen() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &text("resolve"));
    desk.go_to("2026-04-02");
    assert!(matches!(
        desk.try_to(&Actor::holder(reference()), &text("reopen")),
        Err(Refusal::TooLate { .. })
    ));
}

#[test]
fn a_case_is_answered_only_from_a_final_stage() {
    let mut desk = Desk::on("2026-03-02");
    desk.open(&complaint()).unwrap();
    desk.does(&agent(), &route("market"));
    desk.does(&officer("market"), &Command::Accept);
    let refused = desk.try_to(&officer("market"), &text("resolve"));
    let Err(Refusal::WrongState {
        noun: "cases",
        state: "accepted",
        allowed,
    }) = refused
    else {
        panic!("not refused for its state: {refused:?}")
    };
    assert!(allowed.contains(&"advance") && !allowed.contains(&"resolve"));
    let unknown = desk.try_to(
        &officer("market"),
        &Command::Advance {
            stage: "court".to_owned(),
        },
    );
    assert_eq!(
        unknown,
        Err(Problem::UnknownStage {
            next: vec!["mediation".to_owned()]
        }
        .of("stage")
        .into())
    );
}

#[test]
fn an_involved_unit_sees_and_writes_but_does_not_move_the_case() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let note = Command::Note {
        text: "We know this shop.".to_owned(),
    };
    assert_eq!(desk.try_to(&officer("tourism"), &note), Err(Refusal::NotAllowed));
    desk.does(
        &officer("market"),
        &Command::Involve {
            unit: "tourism".into(),
            reason: String::new(),
        },
    );
    desk.does(&officer("tourism"), &note);
    assert_eq!(
        desk.try_to(&officer("tourism"), &text("resolve")),
        Err(Refusal::NotAllowed)
    );
}

#[test]
fn a_machine_never_replaces_a_persons_translation() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let wanted = |desk: &Desk| desk.case().wanted_translations(&desk.city);
    let missing = Wanted {
        message: 1,
        field: None,
        to: Lang::ZH,
        doubtful: false,
        translate_by: None,
    };
    assert_eq!(wanted(&desk), [missing]);
    desk.does(&worker(), &translate("机器", Some(engine().into())));
    assert_eq!(wanted(&desk), []);
    desk.does(&staff(Role::Interpreter, "hotline"), &translate("人", None));
    for made in [engine(), TranslatedBy::Pack, TranslatedBy::Memory] {
        desk.does(&worker(), &translate("机器", Some(made.into())));
    }
    let message = desk.case().message(1).unwrap();
    assert_eq!(said(message, Lang::ZH), Some("人"));
    assert!(message.translation(Lang::ZH).unwrap().checked);
    // A person cannot pass their words off as a machine's: what they claim is not even read.
    assert_eq!(
        desk.try_to(&officer("market"), &translate("x", None)),
        Err(Refusal::NotAllowed)
    );
}

fn translate(text: &str, made: Option<Made>) -> Command {
    Command::Translate {
        translated: Translated {
            message: 1,
            field: None,
            language: Lang::ZH,
            text: text.to_owned(),
        },
        made,
    }
}

pub(crate) fn engine() -> TranslatedBy {
    TranslatedBy::Engine {
        name: "e".to_owned(),
        model: "m".to_owned(),
        version: "1".to_owned(),
    }
}

pub(crate) fn worker() -> Actor {
    Actor::System {
        worker: "translation".to_owned(),
    }
}

fn doubtful(doubt: Doubt) -> Made {
    let doubts = [doubt].into();
    Made { by: engine(), doubts }
}

#[test]
fn what_an_engine_is_unsure_of_waits_until_a_person_has_checked_it() {
    let interpreter = staff(Role::Interpreter, "hotline");
    // Corrected, or left as it is.
    for (text, by, corrected) in [
        ("人", TranslatedBy::Person { staff: StaffId(1) }, true),
        ("机器", engine(), false),
    ] {
        let mut desk = Desk::in_mediation("2026-03-02");
        desk.does(
            &worker(),
            &translate("机器", Some(doubtful(Doubt::LowConfidence))),
        );
        let wanted = Wanted {
            message: 1,
            field: None,
            to: Lang::ZH,
            doubtful: true,
            translate_by: None,
        };
        assert_eq!(desk.case().wanted_translations(&desk.city), [wanted]);
        desk.does(&interpreter, &translate(text, None));
        assert_eq!(desk.case().wanted_translations(&desk.city), []);
        let translation = desk
            .case()
            .message(1)
            .unwrap()
            .translation(Lang::ZH)
            .unwrap()
            .clone();
        assert!(translation.checked && translation.doubts.is_empty());
        assert_eq!(
            std::mem::discriminant(&translation.by),
            std::mem::discriminant(&by)
        );
        assert_eq!(translation.corrected, corrected);
    }
}

#[test]
fn terms_that_came_back_otherwise_are_named_and_wait_for_nobody() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&worker(), &translate("机器", Some(doubtful(Doubt::Terms))));
    assert_eq!(desk.case().wanted_translations(&desk.city), []);
    let translation = desk.case().message(1).unwrap().translation(Lang::ZH).unwrap();
    assert_eq!(translation.doubts, [Doubt::Terms].into());
}

#[test]
fn time_does_not_run_backwards_within_a_case() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &text("ask"));
    let asked = desk.case().changed_at;
    desk.go_to("2026-02-20");
    let actor = Actor::holder(reference());
    let ctx = Context {
        now: desk.now,
        actor: &actor,
        city: &desk.city,
    };
    let new = desk
        .case()
        .decide(&text("answer-question"), &Known::default(), &ctx)
        .unwrap();
    let clocks = new[0].event.clocks.as_ref().unwrap();
    let pause = clocks
        .iter()
        .find(|c| c.kind == ClockKind::Resolution)
        .unwrap()
        .pauses[0];
    assert_eq!(pause.to, Some(asked));
}

#[test]
fn erasing_leaves_what_folding_without_the_words_gives() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(
        &officer("market"),
        &Command::Note {
            text: "Note".to_owned(),
        },
    );
    desk.does(&officer("market"), &text("resolve"));
    desk.does(
        &Actor::holder(reference()),
        &Command::Rate {
            solved: false,
            satisfied: false,
            comment: "Bad".to_owned(),
        },
    );
    let administrator = staff(Role::Administrator, "hotline");
    desk.does(
        &administrator,
        &Command::Erase {
            reason: "Asked on the phone".to_owned(),
        },
    );
    assert!(desk.case().erased && desk.case().messages.iter().all(|m| m.text.is_none()));
    let without: Vec<Event> = desk
        .events
        .iter()
        .cloned()
        .map(|e| Event { body: None, ..e })
        .collect();
    assert_eq!(Case::fold(reference(), &without).as_ref(), Some(desk.case()));
    assert!(cases::allowed(desk.case(), &administrator, &desk.city).is_empty());
}

fn erase() -> Command {
    Command::Erase {
        reason: "Asked on the phone".to_owned(),
    }
}

#[test]
fn whoever_asks_for_it_need_not_wait_for_an_answer() {
    let administrator = staff(Role::Administrator, "hotline");
    // In whatever state: with the hotline, waiting for the resident, with words that wait for a translation.
    let received = || {
        let mut desk = Desk::on("2026-03-02");
        desk.open(&complaint()).unwrap();
        desk
    };
    let asked = || {
        let mut desk = Desk::in_mediation("2026-03-02");
        desk.does(&officer("market"), &text("ask"));
        desk
    };
    let written = || {
        let mut desk = Desk::in_mediation("2026-03-02");
        let reply = Command::Reply {
            text: "请稍候".to_owned(),
            language: Some(Lang::ZH),
        };
        desk.does(&officer("market"), &reply);
        assert_eq!(desk.case().waiting().count(), 1);
        desk
    };
    for mut desk in [received(), asked(), written()] {
        let before = desk.case().state;
        desk.does(&administrator, &erase());
        let case = desk.case();
        assert_eq!(case.state, State::Closed, "{before:?}");
        assert!(case.erased && case.resumes_as.is_none() && case.waiting().next().is_none());
        assert_eq!(case.next_due(), None);
        let without: Vec<Event> = desk
            .events
            .iter()
            .cloned()
            .map(|e| Event { body: None, ..e })
            .collect();
        assert_eq!(Case::fold(reference(), &without).as_ref(), Some(desk.case()));
        assert!(cases::allowed(desk.case(), &administrator, &desk.city).is_empty());
    }
}

#[test]
fn what_was_missed_before_an_erasure_stays_missed_and_nothing_else_counts() {
    let mut desk = Desk::on("2026-03-02");
    desk.open(&complaint()).unwrap();
    // The first reply was due on 3 March, the acceptance on 11 March.
    desk.go_to("2026-03-06");
    desk.does(&staff(Role::Administrator, "hotline"), &erase());
    let [missed] = desk.case().clocks.as_slice() else {
        panic!("{:?}", desk.case().clocks)
    };
    assert_eq!(missed.kind, ClockKind::FirstReply);
    assert!(!missed.is_running() && !missed.in_time(desk.now));
    assert_eq!(desk.case().response_clock(), Some(missed));

    let mut desk = Desk::on("2026-03-02");
    desk.open(&complaint()).unwrap();
    desk.does(&staff(Role::Administrator, "hotline"), &erase());
    assert_eq!(desk.case().response_clock(), None);
}

#[test]
fn what_anyone_can_write_into_is_never_a_fact() {
    let mut desk = Desk::on("2026-03-02");
    let service = &mut desk.city.services[0];
    for field in &mut service.fields {
        field.personal = Some(false);
    }
    let mut open = complaint();
    open.fields.insert("bought".to_owned(), "in-shop".to_owned());
    open.fields.insert("amount".to_owned(), "120".to_owned());
    desk.open(&open).unwrap();
    let facts = serde_json::to_string(&desk.events[0].event).unwrap();
    assert!(
        !facts.contains("Sea Shop") && facts.contains("in-shop") && facts.contains("120"),
        "{facts}"
    );
    assert_eq!(desk.events[0].body.as_ref().unwrap().fields["shop"], "Sea Shop");
    // What is no free text follows the pack's mark.
    let amount = |personal| {
        let mut field = desk.city.services[0].field("amount").unwrap().clone();
        field.personal = personal;
        field.is_personal()
    };
    assert!(amount(Some(true)) && !amount(Some(false)) && !amount(None));
}

#[test]
fn nothing_is_erased_while_a_legal_hold_stands() {
    let mut desk = Desk::in_mediation("2026-03-02");
    desk.does(&officer("market"), &text("resolve"));
    let administrator = staff(Role::Administrator, "hotline");
    let supervisor = staff(Role::Supervisor, "hotline");
    let why = || "A court has asked for it".to_owned();
    assert!(
        desk.try_to(&officer("market"), &Command::LegalHold { reason: why() })
            .is_err()
    );
    desk.does(&administrator, &Command::LegalHold { reason: why() });
    let worker = Actor::System {
        worker: "retention".to_owned(),
    };
    assert!(matches!(
        desk.try_to(&administrator, &erase()),
        Err(Refusal::WrongState { .. })
    ));
    // What erases when the time is over does not look at what goes on, held or not.
    assert_eq!(desk.try_to(&worker, &erase()).unwrap_err(), Refusal::NotAllowed);
    // Who erases does not lift it.
    let release = Command::LegalRelease { reason: why() };
    assert_eq!(
        desk.try_to(&administrator, &release).unwrap_err(),
        Refusal::NotAllowed
    );
    assert!(
        desk.case().messages.iter().any(|said| said.text == Some(why())),
        "it is a note"
    );
    let public = desk.case().steps.iter().filter(|step| step.public);
    assert!(
        public.clone().all(|step| !step.kind.contains("legal")),
        "the resident is not told"
    );
    desk.does(&supervisor, &release);
    assert_eq!(desk.try_to(&worker, &erase()).unwrap_err(), Refusal::NotAllowed);
    desk.does(&administrator, &erase());
    let without: Vec<Event> = desk
        .events
        .iter()
        .cloned()
        .map(|e| Event { body: None, ..e })
        .collect();
    assert_eq!(Case::fold(reference(), &without).as_ref(), Some(desk.case()));
}

#[test]
fn a_case_is_over_since_it_ended_last() {
    let mut desk = Desk::in_mediation("2026-03-02");
    assert_eq!(desk.case().over_since(), None);
    desk.does(&officer("market"), &text("resolve"));
    let close = Command::Close {
        reason: String::new(),
    };
    desk.go_to("2026-03-06");
    desk.does(&agent(), &close);
    let closed = desk.now;
    desk.go_to("2026-03-09");
    let note = Command::Note {
        text: "Filed".to_owned(),
    };
    desk.does(&officer("market"), &note);
    assert_eq!(desk.case().over_since(), Some(closed));
    desk.does(&agent(), &text("reopen"));
    assert_eq!(desk.case().over_since(), None);
}

/// Every command, with words that pass, so that only state and permission decide.
fn any_command() -> impl Strategy<Value = Command> {
    let unit = prop::sample::select(vec!["market", "tourism", "hotline"]).prop_map(UnitCode::new);
    let words = [
        "reply",
        "ask",
        "answer-question",
        "resolve",
        "reopen",
        "decline",
        "return",
    ];
    prop_oneof![
        prop::sample::select(words.to_vec()).prop_map(text),
        unit.clone().prop_map(|unit| Command::Route {
            unit,
            reason: String::new()
        }),
        unit.prop_map(|unit| Command::Involve {
            unit,
            reason: "r".to_owned()
        }),
        Just(Command::Accept),
        Just(Command::Resume),
        Just(Command::Assign {
            staff: Some(StaffId(3))
        }),
        Just(Command::Note { text: "n".to_owned() }),
        Just(Command::Suspend {
            waits_for: PausedBy::Appraisal,
            reason: "r".to_owned()
        }),
        Just(Command::Extend {
            clock: ClockKind::Resolution,
            by: "3 days".parse().unwrap(),
            reason: "r".to_owned()
        }),
        any::<bool>().prop_map(|grant| Command::DecideExtension {
            grant,
            reason: String::new()
        }),
        Just(Command::Advance {
            stage: "mediation".to_owned()
        }),
        Just(Command::Refer {
            partner: "p".to_owned(),
            reason: "r".to_owned()
        }),
        any::<(bool, bool)>().prop_map(|(solved, satisfied)| Command::Rate {
            solved,
            satisfied,
            comment: String::new()
        }),
        Just(Command::Close {
            reason: String::new()
        }),
        Just(Command::Erase {
            reason: "r".to_owned()
        }),
    ]
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let actors = vec![
        Actor::holder(reference()),
        agent(),
        supervisor(),
        officer("market"),
        officer("tourism"),
        staff(Role::Administrator, "hotline"),
        staff(Role::Planner, "hotline"),
    ];
    prop::sample::select(actors)
}

proptest! {
    /// Whatever is tried in whatever order: what `allowed` names is not refused for state or permission, what it does
    /// not name is refused, folding gives the same case, and no clock ends before it began.
    #[test]
    fn any_sequence_of_commands_keeps_the_rules(tries in prop::collection::vec((any_actor(), any_command(), 0i64..5), 1..40)) {
        let mut desk = Desk::on("2026-01-05");
        desk.open(&complaint()).unwrap();
        for (actor, command, days) in tries {
            desk.now += jiff::SignedDuration::from_hours(24 * days);
            let listed = cases::allowed(desk.case(), &actor, &desk.city).contains(&command.kind());
            match desk.try_to(&actor, &command) {
                Ok(_) => prop_assert!(listed, "{:?} went through unlisted", command.kind()),
                Err(Refusal::NotAllowed | Refusal::WrongState { .. }) => prop_assert!(!listed, "{:?}", command.kind()),
                Err(_) => {}
            }
            for clock in &desk.case().clocks {
                prop_assert!(clock.due_at >= clock.started_at);
                prop_assert!(clock.stopped_at.is_none_or(|at| at >= clock.started_at));
            }
            let waits = desk.case().state.waits_for().is_some();
            prop_assert!(waits || desk.case().clocks.iter().all(|c| !c.is_paused()));
        }
    }
}

fn colleague(unit: &str, active: bool) -> Staff {
    Staff {
        id: StaffId(9),
        login: "li".to_owned(),
        name: "Li".to_owned(),
        role: Role::Officer,
        unit: unit.into(),
        languages: vec![Lang::ZH],
        active,
    }
}

#[test]
fn a_case_is_given_to_someone_who_works_in_its_unit() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let give = Command::Assign {
        staff: Some(StaffId(9)),
    };
    let refused = Err(Refusal::from(Problem::NotAnOption.of("staff")));
    for unfit in [
        None,
        Some(colleague("tourism", true)),
        Some(colleague("market", false)),
    ] {
        desk.known.colleague = unfit;
        assert_eq!(desk.try_to(&officer("market"), &give).map(drop), refused);
    }
    desk.known.colleague = Some(colleague("market", true));
    desk.does(&officer("market"), &give);
    desk.known = Known::default();
    desk.does(&officer("market"), &Command::Assign { staff: None });
    assert_eq!(desk.case().holder, None);
}

#[test]
fn a_case_is_merged_into_one_that_goes_on_and_linked_to_any_that_is_seen() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let other = Reference::from_random([9; 7]);
    let link = Command::Link {
        to: other.to_string(),
    };
    let merge = Command::Merge {
        into: other.to_string(),
    };
    let unknown = |field: &str| Err(Refusal::from(Problem::UnknownReference.of(field)));
    assert_eq!(desk.try_to(&agent(), &link).map(drop), unknown("to"));
    desk.known.target = Some(Target {
        reference: other,
        goes_on: false,
    });
    assert_eq!(desk.try_to(&agent(), &merge).map(drop), unknown("into"));
    desk.does(&agent(), &link);
    desk.known.target = Some(Target {
        reference: other,
        goes_on: true,
    });
    desk.does(&agent(), &merge);
    assert_eq!(desk.case().merged_into, Some(other));
}

#[test]
fn a_receipt_opens_its_own_case_and_no_other() {
    let mut desk = Desk::in_mediation("2026-03-02");
    let other = Actor::holder(Reference::from_random([9; 7]));
    for stranger in [other, Actor::ANYONE] {
        let refused = desk.try_to(&stranger, &text("reply")).map(drop);
        assert_eq!(refused, Err(Refusal::NotAllowed));
        assert!(cases::allowed(desk.case(), &stranger, &desk.city).is_empty());
    }
    desk.does(&Actor::holder(reference()), &text("reply"));
}
