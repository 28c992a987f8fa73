//! A chat, from its first word to the wrap-up: who may do what, what its case hears of it, and that nothing is said twice.

use std::collections::BTreeSet;

use domain::cases::{self, Case, Channel, ContactStep, Doubt, HOTLINE, Made, Outcome, TranslatedBy, Why};
use domain::city::City;
use domain::contacts::{
    CallBack, Command, CommandKind, Contact, ContactEvent, Conversation, Device, Event, Kind, Known, Open,
    Part, Says, Shared, Sharing, Spoken, State, Translated, Window, allowed,
};
use domain::journaled::{self, Context, Journaled as _, Refusal};
use domain::people::{Actor, Role, Staff, StaffId};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::{Lang, UnitCode};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const SERVICE: &str = r#"
code = "hotline"
article = 8
need = "ask"
text = false
unit = "hotline"
anonymous = true
[[topic]]
code = "visa"
[[clock]]
kind = "first-reply"
limit = "1 working day"
basis = "first-reply"
[[clock]]
kind = "resolution"
limit = "5 working days"
basis = "resolution"
"#;

fn case_reference() -> Reference {
    Reference::from_random([1; 7])
}

fn reference() -> Reference {
    Reference::from_random([2; 7])
}

fn someone(id: i64, role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(id),
        role,
        unit: unit.into(),
    }
}

fn visitor() -> Actor {
    Actor::holder(case_reference())
}

fn agent() -> Actor {
    someone(1, Role::Agent, "hotline")
}

fn interpreter() -> Actor {
    someone(2, Role::Interpreter, "hotline")
}

fn officer() -> Actor {
    someone(3, Role::Officer, "market")
}

fn supervisor() -> Actor {
    someone(4, Role::Supervisor, "hotline")
}

fn worker() -> Actor {
    Actor::System {
        worker: "hotline".to_owned(),
    }
}

/// A contact, its case and the time, as a shell would hold them.
struct Desk {
    city: City,
    now: Timestamp,
    events: Vec<Event>,
    contact: Contact,
    case_events: Vec<cases::Event>,
    case: Case,
    known: Known,
}

fn open() -> Open {
    Open {
        case: case_reference(),
        unit: "hotline".into(),
        kind: Kind::Chat,
        language: Lang::KO,
        topic: None,
        urgent: false,
        device: Device { id: 7, n: 1 },
        text: "비자가 곧 끝나요.".to_owned(),
        call_back: None,
        rang_at: None,
        telephone: None,
    }
}

fn call() -> Open {
    Open {
        kind: Kind::Call,
        text: String::new(),
        rang_at: Some("2026-03-02T03:59:40Z".parse().unwrap()),
        ..open()
    }
}

/// Within so many minutes from the beginning on.
fn call_back(number: &str, from: i64, until: i64) -> Open {
    let begun: Timestamp = "2026-03-02T04:00:00Z".parse().unwrap();
    Open {
        kind: Kind::CallBack,
        call_back: Some(CallBack {
            number: number.to_owned(),
            window: Window {
                from: begun + SignedDuration::from_mins(from),
                until: begun + SignedDuration::from_mins(until),
                offset: 540,
            },
        }),
        text: String::new(),
        ..open()
    }
}

fn staff(actor: &Actor, languages: &[Lang]) -> Option<Staff> {
    let Actor::Staff { id, role, unit } = actor else {
        return None;
    };
    Some(Staff {
        id: *id,
        login: "somebody".to_owned(),
        name: "Somebody".to_owned(),
        role: *role,
        unit: unit.clone(),
        languages: languages.to_vec(),
        active: true,
    })
}

fn say(n: u32, text: &str) -> Command {
    Command::Say {
        device: Device { id: 7, n },
        text: text.to_owned(),
        language: None,
    }
}

fn end(why: Why) -> Command {
    Command::End {
        why,
        reason: String::new(),
    }
}

fn wrap_up(outcome: Outcome, unit: Option<&str>) -> Command {
    Command::WrapUp {
        outcome,
        topic: Some("visa".to_owned()),
        unit: unit.map(UnitCode::new),
        note: String::new(),
    }
}

impl Desk {
    fn new() -> Self {
        Self::opened(&open(), &visitor())
    }

    /// A call that an agent has answered.
    fn called() -> Self {
        Self::opened(&call(), &agent())
    }

    /// A call-back that is asked for.
    fn asked() -> Self {
        Self::opened(&call_back("+86 631 523 1122", 60, 180), &visitor())
    }

    fn opened(open: &Open, actor: &Actor) -> Self {
        let mut city = crate::support::city();
        city.services.push(crate::support::service(SERVICE));
        city.hotline.hours = Some(serde_json::from_value(serde_json::json!("24/7")).unwrap());
        let now: Timestamp = "2026-03-02T04:00:00Z".parse().unwrap();
        let opened = cases::Open {
            service: HOTLINE.to_owned(),
            language: Lang::KO,
            detected: true,
            channel: open.kind.channel(),
            text: String::new(),
            topic: None,
            fields: std::collections::BTreeMap::new(),
            contact: cases::Contact::default(),
            place: None,
        };
        let ctx = Context {
            now,
            actor,
            city: &city,
        };
        let new = Case::open(&opened, &cases::Known::default(), &ctx).unwrap();
        let case_events: Vec<cases::Event> = journaled::numbered(&new, 0, now, ctx.actor).collect();
        let case = Case::fold(case_reference(), &case_events).unwrap();
        let known = Known {
            case: None,
            staff: staff(actor, &[Lang::ZH, Lang::EN]),
            spoken: None,
        };
        let new = Contact::open(open, &known, &ctx).unwrap();
        let events: Vec<Event> = journaled::numbered(&new, 0, now, ctx.actor).collect();
        let contact = Contact::fold(reference(), &events).unwrap();
        let mut desk = Self {
            city,
            now,
            events: events.clone(),
            contact,
            case_events,
            case,
            known: Known::default(),
        };
        desk.tell_case(actor, &events);
        desk
    }

    /// One that an agent who reads Chinese and English has taken.
    fn talking() -> Self {
        let mut desk = Self::new();
        desk.take(&agent());
        desk
    }

    fn take(&mut self, actor: &Actor) {
        self.known.staff = staff(actor, &[Lang::ZH, Lang::EN]);
        self.act(actor, &Command::Answer).unwrap();
    }

    fn tell_case(&mut self, actor: &Actor, events: &[Event]) {
        let contact = self.contact.clone();
        for step in events.iter().filter_map(|event| contact.step_of(&event.event)) {
            let ctx = Context {
                now: self.now,
                actor,
                city: &self.city,
            };
            let new = self.case.follow(reference(), &step, &ctx);
            assert!(contact.is_followed_by(&self.case, &step, &new), "{step:?}");
            let added: Vec<cases::Event> =
                journaled::numbered(&new, self.case.version, self.now, actor).collect();
            for event in added {
                self.case.apply(&event);
                self.case_events.push(event);
            }
        }
    }

    fn act(&mut self, actor: &Actor, command: &Command) -> Result<usize, Refusal> {
        self.now += SignedDuration::from_secs(10);
        self.known.case = Some(Box::new(self.case.clone()));
        let ctx = Context {
            now: self.now,
            actor,
            city: &self.city,
        };
        let new = self.contact.decide(command, &self.known, &ctx)?;
        let added: Vec<Event> = journaled::numbered(&new, self.contact.version, self.now, actor).collect();
        for event in &added {
            self.contact.apply(event);
        }
        self.tell_case(actor, &added);
        self.events.extend(added.iter().cloned());
        // What is stored and read again folds to the same.
        let again: Vec<ContactEvent> = added
            .iter()
            .map(|one| serde_json::from_str(&serde_json::to_string(&one.event).unwrap()).unwrap())
            .collect();
        assert!(again.iter().eq(added.iter().map(|one| &one.event)));
        assert_eq!(
            Contact::fold(reference(), &self.events).as_ref(),
            Some(&self.contact)
        );
        assert_eq!(
            Case::fold(case_reference(), &self.case_events).as_ref(),
            Some(&self.case)
        );
        Ok(added.len())
    }
}

fn wrong(field: &str, problem: Problem) -> Refusal {
    Refusal::Invalid(vec![problem.of(field)])
}

#[test]
fn it_is_opened_by_who_holds_the_receipt_of_its_case() {
    let desk = Desk::new();
    let opened = |open: &Open, actor: &Actor| {
        let ctx = Context {
            now: desk.now,
            actor,
            city: &desk.city,
        };
        Contact::open(open, &Known::default(), &ctx)
    };
    assert!(opened(&open(), &visitor()).is_ok());
    for other in [Actor::ANYONE, Actor::holder(reference()), agent(), supervisor()] {
        assert_eq!(opened(&open(), &other), Err(Refusal::NotAllowed), "{other:?}");
    }
    let silent = Open {
        text: " \u{200b}".to_owned(),
        ..open()
    };
    assert_eq!(opened(&silent, &visitor()), Err(wrong("text", Problem::Required)));
}

#[test]
fn what_a_device_has_said_is_not_said_again() {
    let mut desk = Desk::talking();
    assert_eq!(desk.act(&visitor(), &say(1, "비자가 곧 끝나요.")), Ok(0));
    assert_eq!(desk.act(&visitor(), &say(2, "어떻게 하죠?")), Ok(1));
    assert_eq!(desk.act(&visitor(), &say(2, "어떻게 하죠?")), Ok(0));
    let other = Command::Say {
        device: Device { id: 8, n: 1 },
        text: "다른 탭".to_owned(),
        language: None,
    };
    assert_eq!(desk.act(&visitor(), &other), Ok(1));
    desk.act(&agent(), &end(Why::Done)).unwrap();
    assert_eq!(desk.act(&visitor(), &other), Ok(0), "though it is over");
    assert_eq!(desk.contact.count.visitor, 3);
    assert!(matches!(
        desk.act(&visitor(), &say(3, "더")),
        Err(Refusal::WrongState { .. })
    ));
}

#[test]
fn what_the_last_devices_of_each_side_said_is_remembered() {
    let mut desk = Desk::talking();
    let one = |id, n| Command::Say {
        device: Device { id, n },
        text: "말".to_owned(),
        language: None,
    };
    desk.act(&agent(), &one(1, 1)).unwrap();
    for id in 100..164 {
        desk.act(&visitor(), &one(id, 1)).unwrap();
    }
    for id in 100..164 {
        assert_eq!(desk.act(&visitor(), &one(id, 1)), Ok(0), "{id}");
    }
    assert_eq!(desk.act(&agent(), &one(1, 1)), Ok(0), "whatever the visitor says");
    assert_eq!(desk.contact.devices.len(), 65);
    assert_eq!(
        desk.act(&visitor(), &say(1, "말")),
        Ok(1),
        "the first is forgotten"
    );
}

#[test]
fn nobody_silences_the_device_of_another() {
    let mut desk = Desk::talking();
    let by = |n| Command::Say {
        device: Device { id: 1, n },
        text: "말".to_owned(),
        language: None,
    };
    assert_eq!(desk.act(&visitor(), &by(u32::MAX)), Ok(1));
    assert_eq!(desk.act(&agent(), &by(1)), Ok(1));
    assert_eq!(desk.act(&agent(), &by(2)), Ok(1));
}

#[test]
fn what_comes_out_of_order_is_said_once() {
    let mut desk = Desk::new();
    for (n, said) in [
        (3, 1),
        (2, 1),
        (3, 0),
        (2, 0),
        (67, 1),
        (4, 1),
        (4, 0),
        (66, 1),
        (66, 0),
        (3, 0),
    ] {
        assert_eq!(desk.act(&visitor(), &say(n, "말")), Ok(said), "{n}");
    }
    // What nobody can tell any more is neither said again nor passed over in silence.
    desk.act(&visitor(), &say(1_000, "말")).unwrap();
    assert_eq!(
        desk.act(&visitor(), &say(5, "말")),
        Err(wrong("n", Problem::NotAnOption))
    );
}

#[test]
fn a_contact_has_an_end_to_what_is_added() {
    let mut desk = Desk::talking();
    desk.contact.version = domain::contacts::EVENTS_MAX;
    let offered = |desk: &Desk, actor: &Actor| allowed(&desk.contact, actor, &desk.city);
    assert_eq!(offered(&desk, &visitor()), [CommandKind::End]);
    assert_eq!(
        offered(&desk, &agent()),
        [CommandKind::Leave, CommandKind::End],
        "it can be ended"
    );
    desk.contact.version -= 1;
    assert!(offered(&desk, &visitor()).contains(&CommandKind::Say));
}

#[test]
fn who_comes_back_is_the_same_one() {
    let mut desk = Desk::talking();
    desk.known.staff = staff(&interpreter(), &[Lang::KO]);
    desk.act(&agent(), &Command::Ring { staff: StaffId(2) }).unwrap();
    for _ in 0..5 {
        desk.act(&interpreter(), &Command::Join).unwrap();
        desk.act(&interpreter(), &Command::Leave).unwrap();
    }
    assert_eq!(desk.contact.people.len(), 2);
}

#[test]
fn what_an_agent_left_to_be_wrapped_up_another_wraps_up() {
    let mut desk = Desk::talking();
    let other = someone(12, Role::Agent, "hotline");
    desk.act(&visitor(), &end(Why::VisitorLeft)).unwrap();
    let answered = wrap_up(Outcome::Answered, None);
    assert_eq!(
        desk.act(&other, &answered),
        Err(Refusal::NotAllowed),
        "its agent is there"
    );
    assert!(allowed(&desk.contact, &supervisor(), &desk.city).contains(&CommandKind::WrapUp));
    let gone = Command::PutBack { staff: StaffId(1) };
    assert_eq!(desk.act(&worker(), &gone), Ok(1));
    assert_eq!(
        (desk.contact.state, desk.contact.again),
        (State::WrappingUp, false)
    );
    assert_eq!(desk.act(&officer(), &answered), Err(Refusal::NotAllowed));
    assert_eq!(desk.act(&other, &answered), Ok(1));
    assert_eq!(desk.case.state, cases::State::Answered);
}

#[test]
fn a_rating_counts_whether_it_comes_before_the_wrap_up_or_after() {
    let rate = Command::Rate {
        solved: true,
        satisfied: false,
    };
    for rates_first in [true, false] {
        for (outcome, counts) in [(Outcome::Answered, true), (Outcome::FollowUp, false)] {
            let mut desk = Desk::talking();
            desk.act(&agent(), &end(Why::Done)).unwrap();
            let (first, then) = (rate.clone(), wrap_up(outcome, None));
            if rates_first {
                desk.act(&visitor(), &first).unwrap();
                assert!(!desk.case.rated, "nothing is answered yet");
                desk.act(&agent(), &then).unwrap();
            } else {
                desk.act(&agent(), &then).unwrap();
                desk.act(&visitor(), &first).unwrap();
            }
            let ratings: Vec<_> = desk
                .case
                .ratings
                .iter()
                .map(|one| (one.solved, one.satisfied))
                .collect();
            let expected: &[(bool, bool)] = if counts { &[(true, false)] } else { &[] };
            assert_eq!(
                (desk.case.rated, ratings.as_slice()),
                (counts, expected),
                "{rates_first} {outcome:?}"
            );
        }
    }
}

#[test]
fn nobody_begins_one_about_an_erased_case() {
    let mut desk = Desk::new();
    desk.case.erased = true;
    let ctx = Context {
        now: desk.now,
        actor: &visitor(),
        city: &desk.city,
    };
    let known = Known {
        case: Some(Box::new(desk.case.clone())),
        ..Known::default()
    };
    assert_eq!(Contact::open(&open(), &known, &ctx), Err(Refusal::NotAllowed));
    let new = desk.case.follow(reference(), &ContactStep::Began, &ctx);
    assert!(!desk.contact.is_followed_by(&desk.case, &ContactStep::Began, &new));
}

#[test]
fn it_begins_with_the_unit_that_has_its_case() {
    let mut desk = Desk::new();
    desk.case.unit = "market".into();
    let ctx = Context {
        now: desk.now,
        actor: &visitor(),
        city: &desk.city,
    };
    let known = Known {
        case: Some(Box::new(desk.case.clone())),
        ..Known::default()
    };
    let new = Contact::open(&open(), &known, &ctx).unwrap();
    assert!(matches!(&new[0].event, ContactEvent::Opened { unit, .. } if unit.as_str() == "market"));
    // It was another's when the rules saw it: what was decided does not hold.
    let new = desk.case.follow(reference(), &ContactStep::Began, &ctx);
    assert!(!desk.contact.is_followed_by(&desk.case, &ContactStep::Began, &new));
}

#[test]
fn what_another_unit_has_is_not_passed_on_from_the_hotline() {
    let mut desk = Desk::talking();
    desk.act(&agent(), &end(Why::Done)).unwrap();
    desk.case.unit = "market".into();
    let refused = desk.act(&agent(), &wrap_up(Outcome::PassedOn, Some("tourism")));
    assert_eq!(refused, Err(wrong("outcome", Problem::NotWithHotline)));
    assert!(
        !desk
            .contact
            .permits(&someone(9, Role::Officer, "tourism"), Contact::see())
    );
    desk.case.unit = "hotline".into();
    assert_eq!(
        desk.act(&agent(), &wrap_up(Outcome::FollowUp, Some("tourism"))),
        Ok(1)
    );
    assert_eq!(
        desk.contact.unit.as_str(),
        "hotline",
        "it goes where its case goes"
    );
}

#[test]
fn only_who_was_there_puts_in_words_and_only_into_what_is_read_there() {
    let mut desk = Desk::talking();
    desk.known.spoken = Some(Spoken {
        language: Lang::KO,
        translated: false,
        corrected: false,
    });
    let into = |language| Command::Translate {
        translated: Translated {
            message: 1,
            language,
            text: "签证快到期了。".to_owned(),
        },
        made: None,
    };
    desk.known.staff = staff(&interpreter(), &[Lang::KO]);
    desk.act(&agent(), &Command::Ring { staff: StaffId(2) }).unwrap();
    for stranger in [someone(12, Role::Agent, "hotline"), interpreter()] {
        assert_eq!(
            desk.act(&stranger, &into(Lang::ZH)),
            Err(Refusal::NotAllowed),
            "{stranger:?}"
        );
    }
    desk.act(&interpreter(), &Command::Join).unwrap();
    assert_eq!(desk.act(&interpreter(), &into(Lang::ZH)), Ok(1));
    assert_eq!(
        desk.act(&agent(), &into(Lang::RU)),
        Err(wrong("language", Problem::NotAnOption)),
        "nobody reads it here"
    );
    desk.act(&agent(), &end(Why::Done)).unwrap();
    assert_eq!(
        desk.act(&agent(), &into(Lang::EN)),
        Ok(1),
        "while it is wrapped up"
    );
    desk.act(&agent(), &wrap_up(Outcome::Answered, None)).unwrap();
    assert_eq!(desk.act(&agent(), &into(Lang::ZH)), Err(Refusal::NotAllowed));
}

#[test]
fn only_who_takes_part_speaks() {
    let mut desk = Desk::new();
    let words = say(9, "您好");
    assert_eq!(desk.act(&agent(), &words), Err(Refusal::NotAllowed));
    desk.take(&agent());
    assert_eq!(desk.act(&agent(), &words), Ok(1));
    for other in [
        someone(11, Role::Agent, "hotline"),
        interpreter(),
        officer(),
        supervisor(),
        Actor::ANYONE,
        Actor::holder(reference()),
    ] {
        assert_eq!(desk.act(&other, &words), Err(Refusal::NotAllowed), "{other:?}");
    }
}

#[test]
fn an_interpreter_sees_it_when_asked_in() {
    let mut desk = Desk::talking();
    let sees = |desk: &Desk, actor: &Actor| desk.contact.permits(actor, Contact::see());
    assert!(!sees(&desk, &interpreter()));
    assert!(!sees(&desk, &officer()));
    desk.known.staff = staff(&interpreter(), &[Lang::KO, Lang::ZH]);
    let ring = Command::Ring { staff: StaffId(2) };
    assert_eq!(desk.act(&interpreter(), &Command::Join), Err(Refusal::NotAllowed));
    assert_eq!(desk.act(&agent(), &ring), Ok(1));
    assert_eq!(desk.act(&agent(), &ring), Ok(0), "asked already");
    assert!(sees(&desk, &interpreter()));
    desk.act(&interpreter(), &Command::Join).unwrap();
    let here: Vec<Part> = desk.contact.present().map(|party| party.part).collect();
    assert_eq!(here, [Part::Agent, Part::Interpreter]);
    assert_eq!(desk.contact.in_call(), 0, "it is a chat");
    let mut call = desk.contact.clone();
    call.kind = Kind::Call;
    assert_eq!(call.in_call(), 3);
    call.by_telephone = true;
    assert_eq!(call.in_call(), 0, "they hear each other by the exchange");
    assert!(desk.contact.rung.is_empty());
    desk.act(&interpreter(), &Command::Leave).unwrap();
    assert_eq!(desk.contact.state, State::Talking);
    assert!(sees(&desk, &interpreter()), "what they heard they may read");
    // Only who can come is asked.
    for (other, languages) in [
        (supervisor(), [Lang::ZH]),
        (someone(11, Role::Agent, "hotline"), [Lang::ZH]),
    ] {
        desk.known.staff = staff(&other, &languages);
        let ring = Command::Ring {
            staff: other.staff().unwrap(),
        };
        assert_eq!(
            desk.act(&agent(), &ring),
            Err(wrong("staff", Problem::NotAnOption))
        );
    }
}

#[test]
fn without_its_agent_it_waits_again_with_all_that_was_said() {
    let mut desk = Desk::talking();
    desk.act(&agent(), &say(9, "您好")).unwrap();
    let gone = Command::PutBack { staff: StaffId(1) };
    assert_eq!(desk.act(&agent(), &gone), Err(Refusal::NotAllowed));
    assert_eq!(desk.act(&worker(), &gone), Ok(1));
    assert_eq!((desk.contact.state, desk.contact.again), (State::Waiting, true));
    assert_eq!(desk.contact.count.staff, 1);
    let first = desk.contact.answered_at;
    desk.take(&someone(12, Role::Agent, "hotline"));
    assert_eq!(desk.contact.answered_at, first);
    assert!(!desk.contact.is_agent(&agent()));
}

#[test]
fn its_case_follows_it_to_the_answer() {
    let mut desk = Desk::talking();
    let clock = desk.case.response_clock().unwrap();
    assert!(clock.stopped_at.is_some(), "the first reply is given");
    desk.act(&agent(), &end(Why::Done)).unwrap();
    assert_eq!(desk.contact.state, State::WrappingUp);
    desk.act(&agent(), &wrap_up(Outcome::Answered, None)).unwrap();
    assert_eq!(desk.case.state, cases::State::Answered);
    assert_eq!(desk.case.topic.as_deref(), Some("visa"));
    assert!(desk.case.clocks.iter().all(|clock| !clock.is_running()));
    let rate = Command::Rate {
        solved: true,
        satisfied: false,
    };
    assert_eq!(desk.act(&agent(), &rate), Err(Refusal::NotAllowed));
    desk.act(&visitor(), &rate).unwrap();
    let rating = desk.case.ratings.last().unwrap();
    assert_eq!(
        (rating.solved, rating.satisfied, desk.case.rated),
        (true, false, true)
    );
    let steps: Vec<&str> = desk.case.steps.iter().map(|step| step.kind.as_str()).collect();
    let expected = [
        "opened",
        "contact-began",
        "contact-answered",
        "contact-ended",
        "contact-wrapped-up-answered",
        "contact-rated",
    ];
    assert_eq!(steps, expected);
}

#[test]
fn every_step_has_its_code() {
    let wrapped = |outcome| ContactStep::WrappedUp {
        outcome,
        topic: None,
        unit: None,
        rated: None,
    };
    let mut steps = vec![
        ContactStep::Began,
        ContactStep::Called,
        ContactStep::CallBackAsked,
        ContactStep::NotReached,
        ContactStep::Answered,
        ContactStep::Ended { why: Why::Done },
        ContactStep::Rated {
            solved: true,
            satisfied: true,
        },
    ];
    steps.extend(Outcome::ALL.iter().copied().map(wrapped));
    let codes: BTreeSet<&str> = steps.iter().map(ContactStep::code).collect();
    assert_eq!(codes, ContactStep::CODES.into_iter().collect());
}

#[test]
fn what_is_passed_on_goes_to_the_unit_with_its_case() {
    let mut desk = Desk::talking();
    desk.act(&agent(), &end(Why::Done)).unwrap();
    let missing = desk.act(&agent(), &wrap_up(Outcome::PassedOn, None));
    assert_eq!(missing, Err(wrong("unit", Problem::Required)));
    let unknown = desk.act(&agent(), &wrap_up(Outcome::PassedOn, Some("moon")));
    assert_eq!(unknown, Err(wrong("unit", Problem::UnknownUnit)));
    desk.act(&agent(), &wrap_up(Outcome::PassedOn, Some("market")))
        .unwrap();
    assert_eq!(
        (desk.case.unit.as_str(), desk.case.state),
        ("market", cases::State::Received)
    );
    assert_eq!(desk.contact.unit.as_str(), "market");
    assert!(desk.contact.permits(&officer(), Contact::see()));
    let rate = Command::Rate {
        solved: false,
        satisfied: true,
    };
    desk.act(&visitor(), &rate).unwrap();
    assert!(!desk.case.rated, "nothing of it was answered yet");
}

#[test]
fn a_case_of_another_unit_is_not_answered_at_the_hotline() {
    let mut desk = Desk::talking();
    desk.case.unit = "market".into();
    let ctx = Context {
        now: desk.now,
        actor: &agent(),
        city: &desk.city,
    };
    for outcome in [Outcome::Answered, Outcome::PassedOn, Outcome::NoMatter] {
        let step = ContactStep::WrappedUp {
            outcome,
            topic: None,
            unit: Some("tourism".into()),
            rated: None,
        };
        let events = desk.case.follow(reference(), &step, &ctx);
        assert_eq!(events.len(), 1, "{outcome:?} is only written down");
        assert_eq!(events[0].event.clocks, None);
    }
}

#[test]
fn where_nothing_was_asked_nothing_is_left_to_do() {
    let mut desk = Desk::talking();
    let insult = end(Why::Insult);
    let refused = desk.act(&agent(), &insult);
    assert_eq!(refused, Err(wrong("reason", Problem::Required)));
    let insult = Command::End {
        why: Why::Insult,
        reason: "骂人".to_owned(),
    };
    desk.act(&agent(), &insult).unwrap();
    desk.act(&agent(), &wrap_up(Outcome::NoMatter, None)).unwrap();
    assert_eq!(desk.case.state, cases::State::Closed);
    let why = Conversation::of(&desk.events, false);
    let why = why.lines.last().unwrap();
    assert_eq!(
        (&why.says, why.text.as_deref()),
        (&Says::Ended(Why::Insult), None)
    );
}

#[test]
fn everyone_ends_it_by_their_own_reasons() {
    for (actor, fits) in [
        (visitor(), &[Why::VisitorLeft][..]),
        (agent(), &[Why::Done, Why::Silent, Why::Insult]),
        (worker(), &[Why::VisitorLeft, Why::Silent, Why::NobodyCame]),
    ] {
        for &why in Why::ALL {
            let command = Command::End {
                why,
                reason: "words".to_owned(),
            };
            let ended = Desk::talking().act(&actor, &command);
            assert_eq!(ended.is_ok(), fits.contains(&why), "{actor:?} {why:?}");
        }
    }
    // Who leaves before anybody came has nothing to wrap up.
    let mut desk = Desk::new();
    desk.act(&visitor(), &end(Why::VisitorLeft)).unwrap();
    assert_eq!(desk.contact.state, State::Ended);
    assert_eq!(desk.case.state, cases::State::Received, "what was asked is there");
}

#[test]
fn a_correction_stands_before_every_machine() {
    let mut desk = Desk::talking();
    let translate = |made: Option<Made>, text: &str| Command::Translate {
        translated: Translated {
            message: 1,
            language: Lang::ZH,
            text: text.to_owned(),
        },
        made,
    };
    let engine = Made {
        by: TranslatedBy::Engine {
            name: "neural".to_owned(),
            model: "koen".to_owned(),
            version: "1".to_owned(),
        },
        doubts: BTreeSet::from([Doubt::LowConfidence]),
    };
    let unknown = desk.act(&worker(), &translate(Some(engine.clone()), "签证快到期了。"));
    assert_eq!(unknown, Err(wrong("message", Problem::UnknownMessage)));
    desk.known.spoken = Some(Spoken {
        language: Lang::KO,
        translated: false,
        corrected: false,
    });
    desk.act(&worker(), &translate(Some(engine.clone()), "签证快到期了。"))
        .unwrap();
    desk.known.spoken = Some(Spoken {
        language: Lang::KO,
        translated: true,
        corrected: false,
    });
    let again = desk.act(&worker(), &translate(Some(engine.clone()), "签证要到期了。"));
    assert_eq!(again, Ok(0), "another node has asked, too");
    assert_eq!(
        desk.act(&visitor(), &translate(None, "x")),
        Err(Refusal::NotAllowed)
    );
    desk.act(&agent(), &translate(None, "我的签证快到期了。"))
        .unwrap();
    desk.known.spoken = Some(Spoken {
        language: Lang::KO,
        translated: true,
        corrected: true,
    });
    assert_eq!(desk.act(&worker(), &translate(Some(engine), "签证")), Ok(0));
    let read = Conversation::of(&desk.events, false);
    let translation = read.lines[0].translation(Lang::ZH).unwrap();
    assert_eq!(translation.text.as_deref(), Some("我的签证快到期了。"));
    assert!(translation.corrected && translation.doubts.is_empty());
    // Who reads on from there hears of translations of what was said before.
    let rest = Conversation::of(&desk.events[2..], false);
    assert_eq!((rest.lines.len(), rest.translated.len()), (0, 2));
    assert_eq!(rest.seq, desk.contact.version);
}

#[test]
fn visitors_hear_no_whisper() {
    let mut desk = Desk::talking();
    let whisper = Command::Whisper {
        text: "请主管看一下".to_owned(),
    };
    desk.act(&supervisor(), &whisper).unwrap();
    assert_eq!(desk.act(&visitor(), &whisper), Err(Refusal::NotAllowed));
    let heard = |sees| {
        let read = Conversation::of(&desk.events, sees);
        read.lines.iter().any(|line| line.says == Says::Whisper)
    };
    assert!(heard(true) && !heard(false));
    assert!(!desk.contact.permits(&visitor(), domain::contacts::SEE_WHISPERS));
}

#[test]
fn what_is_shared_is_of_this_city() {
    let mut desk = Desk::talking();
    let share = Command::Share(Shared {
        what: Sharing::Guide,
        code: "no-such-guide".to_owned(),
    });
    assert_eq!(
        desk.act(&agent(), &share),
        Err(wrong("code", Problem::NotAnOption))
    );
    assert_eq!(desk.act(&visitor(), &share), Err(Refusal::NotAllowed));
}

#[test]
fn what_somebody_does_not_read_is_wanted_in_their_language() {
    let mut desk = Desk::new();
    let wanted = |desk: &Desk, said_in, by_visitor| desk.contact.wanted(said_in, by_visitor, &desk.city);
    assert_eq!(wanted(&desk, Lang::KO, true), [], "the unit reads it");
    assert_eq!(wanted(&desk, Lang::RU, true), [Lang::ZH]);
    desk.take(&agent());
    assert_eq!(wanted(&desk, Lang::KO, true), [Lang::ZH]);
    assert_eq!(wanted(&desk, Lang::EN, true), []);
    assert_eq!(wanted(&desk, Lang::ZH, false), [Lang::KO]);
    // An agent reads along what a colleague writes in the visitor's language.
    assert_eq!(wanted(&desk, Lang::KO, false), [Lang::ZH]);
    // Whoever joins reads along, too; whoever interprets needs nothing.
    for (actor, languages) in [(officer(), [Lang::JA]), (interpreter(), [Lang::EN])] {
        desk.known.staff = staff(&actor, &languages);
        desk.act(
            &agent(),
            &Command::Ring {
                staff: actor.staff().unwrap(),
            },
        )
        .unwrap();
        desk.act(&actor, &Command::Join).unwrap();
    }
    assert_eq!(wanted(&desk, Lang::KO, true), [Lang::ZH, Lang::JA]);
    assert_eq!(wanted(&desk, Lang::ZH, false), [Lang::KO, Lang::JA]);
    assert_eq!(wanted(&desk, Lang::JA, true), [Lang::ZH]);
}

#[test]
fn it_loses_its_words_and_changes_units_with_its_case() {
    let mut desk = Desk::talking();
    assert!(desk.contact.follow(&desk.case).is_empty());
    desk.case.unit = "market".into();
    let moved = desk.contact.follow(&desk.case);
    assert_eq!(
        moved[0].event,
        ContactEvent::Moved {
            unit: "market".into()
        }
    );
    desk.case.erased = true;
    let erased = desk.contact.follow(&desk.case);
    assert_eq!(erased[0].event, ContactEvent::Erased);
    let added: Vec<Event> = journaled::numbered(&erased, desk.contact.version, desk.now, &worker()).collect();
    desk.contact.apply(&added[0]);
    assert_eq!(desk.contact.state, State::Ended);
    for actor in [visitor(), agent(), supervisor()] {
        assert!(allowed(&desk.contact, &actor, &desk.city).is_empty());
    }
    assert!(desk.contact.follow(&desk.case).is_empty(), "once is enough");
    assert_eq!(desk.contact.present().count(), 0);
}

#[test]
fn an_ended_contact_goes_on_with_its_case() {
    let mut desk = Desk::talking();
    desk.act(&agent(), &end(Why::Done)).unwrap();
    desk.act(&agent(), &wrap_up(Outcome::PassedOn, Some("market")))
        .unwrap();
    desk.case.unit = "tourism".into();
    let moved = desk.contact.follow(&desk.case);
    assert_eq!(
        moved[0].event,
        ContactEvent::Moved {
            unit: "tourism".into()
        }
    );
}

#[test]
fn nobody_is_offered_what_is_refused() {
    use CommandKind as K;
    let mut desk = Desk::talking();
    desk.known.staff = staff(&interpreter(), &[Lang::KO]);
    desk.act(&agent(), &Command::Ring { staff: StaffId(2) }).unwrap();
    let offered = |actor: &Actor| allowed(&desk.contact, actor, &desk.city);
    assert_eq!(offered(&visitor()), [K::Say, K::Attach, K::End]);
    assert_eq!(offered(&interpreter()), [K::Join]);
    assert_eq!(offered(&supervisor()), [K::PutBack, K::Whisper]);
    assert_eq!(
        offered(&agent()),
        [
            K::Ring,
            K::Leave,
            K::Say,
            K::Whisper,
            K::Share,
            K::Attach,
            K::Translate,
            K::End
        ]
    );
    assert_eq!(offered(&someone(5, Role::Administrator, "hotline")), []);
}

#[test]
fn a_call_begins_with_its_answer() {
    let desk = Desk::called();
    assert_eq!(
        (desk.contact.kind, desk.contact.state, desk.contact.answered_by),
        (Kind::Call, State::Talking, Some(StaffId(1)))
    );
    assert_eq!(desk.contact.waits_since(), call().rang_at.unwrap());
    assert!(desk.contact.is_agent(&agent()));
    let steps: Vec<&str> = desk.case.steps.iter().map(|step| step.kind.as_str()).collect();
    assert_eq!(steps, ["opened", "contact-called", "contact-answered"]);
    assert_eq!(desk.case.channel, Channel::Call);
    assert!(desk.case.response_clock().unwrap().stopped_at.is_some());
    assert!(
        Conversation::of(&desk.events, true)
            .lines
            .iter()
            .all(|line| line.says == Says::Answered)
    );
    // Nobody but who answers opens one.
    for other in [
        visitor(),
        interpreter(),
        officer(),
        supervisor(),
        worker(),
        Actor::ANYONE,
    ] {
        let ctx = Context {
            now: desk.now,
            actor: &other,
            city: &desk.city,
        };
        let known = Known {
            case: None,
            staff: staff(&other, &[Lang::ZH]),
            spoken: None,
        };
        assert_eq!(
            Contact::open(&call(), &known, &ctx),
            Err(Refusal::NotAllowed),
            "{other:?}"
        );
    }
}

#[test]
fn a_call_goes_on_with_the_officer_whom_it_is_handed_to() {
    let mut desk = Desk::called();
    let hand_over = Command::HandOver { staff: StaffId(3) };
    assert!(matches!(
        desk.act(&agent(), &hand_over),
        Err(Refusal::WrongState { .. })
    ));
    desk.known.staff = staff(&officer(), &[Lang::ZH]);
    desk.act(&agent(), &Command::Ring { staff: StaffId(3) }).unwrap();
    assert!(
        matches!(desk.act(&agent(), &hand_over), Err(Refusal::WrongState { .. })),
        "not there yet"
    );
    desk.act(&officer(), &Command::Join).unwrap();
    assert_eq!(desk.act(&officer(), &hand_over), Err(Refusal::NotAllowed));
    let elsewhere = Command::HandOver { staff: StaffId(9) };
    assert_eq!(
        desk.act(&agent(), &elsewhere),
        Err(wrong("staff", Problem::NotAnOption))
    );
    desk.act(&agent(), &hand_over).unwrap();
    assert_eq!(desk.contact.state, State::Talking, "it never waited");
    assert!(desk.contact.is_agent(&officer()) && !desk.contact.is_present(&agent()));
    desk.act(&officer(), &end(Why::Done)).unwrap();
    desk.act(&officer(), &wrap_up(Outcome::PassedOn, Some("market")))
        .unwrap();
    assert_eq!(
        (desk.contact.state, desk.case.unit.as_str()),
        (State::Ended, "market")
    );
}

#[test]
fn a_call_back_waits_until_it_is_due_and_again_when_nobody_was_reached() {
    let mut desk = Desk::asked();
    let asked = desk.contact.window.unwrap();
    assert_eq!(desk.contact.waits_since(), asked.from);
    assert_eq!(desk.contact.count.visitor, 0);
    let steps: Vec<&str> = desk.case.steps.iter().map(|step| step.kind.as_str()).collect();
    assert_eq!(steps, ["opened", "contact-call-back"]);
    // The number is in the body alone.
    let facts = serde_json::to_string(&desk.events[0].event).unwrap();
    let folded = serde_json::to_string(&desk.contact).unwrap();
    assert!(!facts.contains("5231122") && !folded.contains("5231122"));
    assert_eq!(
        Conversation::of(&desk.events, true).number.as_deref(),
        Some("+866315231122")
    );
    for tries in 1..=2u8 {
        desk.now = desk.contact.waits_since();
        desk.take(&agent());
        let before = desk.now;
        assert_eq!(
            desk.act(&supervisor(), &Command::NotReached),
            Err(Refusal::NotAllowed)
        );
        desk.act(&agent(), &Command::NotReached).unwrap();
        assert_eq!((desk.contact.state, desk.contact.tries), (State::Waiting, tries));
        assert!(desk.contact.waits_since() > before && desk.contact.present().next().is_none());
    }
    desk.now = desk.contact.waits_since();
    desk.take(&agent());
    desk.act(&agent(), &Command::NotReached).unwrap();
    assert_eq!(
        (desk.contact.state, desk.contact.tries, desk.contact.why),
        (State::WrappingUp, 3, Some(Why::NotReached))
    );
    desk.act(&agent(), &wrap_up(Outcome::FollowUp, None)).unwrap();
    let missed = desk
        .case
        .steps
        .iter()
        .filter(|step| step.kind == "contact-not-reached");
    assert_eq!(missed.count(), 3);
}

#[test]
fn whom_nobody_reached_is_not_called_when_the_hotline_is_closed() {
    // From half past four to seven on a Monday.
    let mut desk = Desk::opened(&call_back("+86 631 523 1122", 270, 420), &visitor());
    desk.city.hotline.hours = Some("Mo-Fr 08:00-18:00".parse().unwrap());
    let asked = desk.contact.window.unwrap();
    desk.now = asked.from + SignedDuration::from_mins(40);
    desk.take(&agent());
    desk.act(&agent(), &Command::NotReached).unwrap();
    let a_day = SignedDuration::from_hours(24);
    let next = Window {
        from: asked.from + a_day,
        until: asked.until + a_day,
        ..asked
    };
    assert_eq!(desk.contact.window, Some(next));
    // Nobody takes it in time: it is due again a day later, until somebody does.
    let late = next.until + SignedDuration::from_hours(1);
    assert_eq!(
        desk.contact.due(late).map(|window| window.from),
        Some(next.from + a_day)
    );
    desk.take(&agent());
    assert_eq!(desk.contact.due(late), Some(next));
}

#[test]
fn a_call_back_needs_a_number_and_a_time_that_is_ahead() {
    let desk = Desk::new();
    let ask = |open: &Open, hours: &str| {
        let mut city = desk.city.clone();
        city.hotline.hours = Some(serde_json::from_value(serde_json::json!(hours)).unwrap());
        let ctx = Context {
            now: desk.now,
            actor: &visitor(),
            city: &city,
        };
        Contact::open(open, &Known::default(), &ctx).map(drop)
    };
    assert_eq!(ask(&call_back("0631-5231122", 0, 120), "24/7"), Ok(()));
    let number = "+82 10 1234 5678";
    for (open, field, problem) in [
        (call_back("", 0, 120), "number", Problem::Required),
        (call_back("call me", 0, 120), "number", Problem::NotAPhone),
        (call_back(number, 120, 120), "until", Problem::NotAfterStart),
        (call_back(number, 0, 1441), "until", Problem::NotAfterStart),
        (call_back(number, -180, -60), "from", Problem::InThePast),
        (call_back(number, 21_000, 21_060), "from", Problem::TooFarAhead),
    ] {
        assert_eq!(ask(&open, "24/7"), Err(wrong(field, problem)), "{open:?}");
    }
    // 2 March 2026 is a Monday, and it is noon.
    assert_eq!(ask(&call_back(number, 0, 120), "Mo-Fr 08:00-18:00"), Ok(()));
    assert_eq!(
        ask(&call_back(number, 7 * 60, 9 * 60), "Mo-Fr 08:00-18:00"),
        Err(wrong("from", Problem::NotAnOption))
    );
    let nothing = Open {
        call_back: None,
        ..call_back(number, 0, 120)
    };
    assert_eq!(ask(&nothing, "24/7"), Err(wrong("number", Problem::Required)));
}

/// Every role, every command and every kind, as a reader checks it: what each is offered in the middle of one.
#[test]
fn what_each_is_offered_in_the_middle_of_a_call_and_of_a_call_back() {
    use CommandKind as K;
    let mut desk = Desk::called();
    for other in [interpreter(), officer()] {
        desk.known.staff = staff(&other, &[Lang::KO]);
        let ring = Command::Ring {
            staff: other.staff().unwrap(),
        };
        desk.act(&agent(), &ring).unwrap();
    }
    desk.act(&officer(), &Command::Join).unwrap();
    let offered = |desk: &Desk, actor: &Actor| allowed(&desk.contact, actor, &desk.city);
    assert_eq!(offered(&desk, &visitor()), [K::End]);
    assert_eq!(
        offered(&desk, &agent()),
        [K::Ring, K::Leave, K::HandOver, K::Whisper, K::End]
    );
    assert_eq!(offered(&desk, &interpreter()), [K::Join]);
    assert_eq!(offered(&desk, &officer()), [K::Leave, K::Whisper]);
    assert_eq!(offered(&desk, &supervisor()), [K::PutBack, K::Whisper]);
    for role in [Role::Planner, Role::Reviewer, Role::Administrator] {
        assert_eq!(offered(&desk, &someone(6, role, "hotline")), []);
    }
    let mut desk = Desk::asked();
    assert_eq!(offered(&desk, &visitor()), [K::End]);
    assert_eq!(offered(&desk, &agent()), [K::Answer]);
    assert_eq!(offered(&desk, &Actor::holder(reference())), []);
    desk.take(&agent());
    assert_eq!(
        offered(&desk, &agent()),
        [K::Ring, K::Leave, K::NotReached, K::Whisper, K::End]
    );
    assert_eq!(offered(&desk, &someone(12, Role::Agent, "hotline")), [K::Join]);
}

proptest! {
    /// Whatever is tried, in whatever order: the record folds to itself, and the case never has an answer without a wrap-up.
    #[test]
    fn any_order_of_commands_leaves_a_whole_record(tries in prop::collection::vec((0usize..4, 0usize..9, 1u32..5), 0..24)) {
        let mut desk = Desk::new();
        for (who, what, n) in tries {
            let actor = [visitor(), agent(), someone(12, Role::Agent, "hotline"), worker()][who].clone();
            let command = match what {
                0 => Command::Answer,
                1 => say(n, "말"),
                2 => Command::Leave,
                3 => end(Why::VisitorLeft),
                4 => end(Why::Done),
                5 => wrap_up(Outcome::Answered, None),
                6 => wrap_up(Outcome::PassedOn, Some("market")),
                7 => Command::Rate { solved: true, satisfied: true },
                _ => Command::PutBack { staff: StaffId(1) },
            };
            desk.known.staff = staff(&actor, &[Lang::ZH]);
            // It may well be refused.
            let _ = desk.act(&actor, &command);
            let agents = desk.contact.present().filter(|party| party.part == Part::Agent).count();
            prop_assert_eq!(desk.contact.state == State::Talking, agents > 0 && desk.contact.state.is_live());
            if desk.case.state == cases::State::Answered {
                prop_assert_eq!(desk.contact.outcome, Some(Outcome::Answered));
            }
        }
    }
}
