//! A recording of a call is kept only where the city keeps any, for its time and no longer, and who hears it is written down.

use domain::Lang;
use domain::city::City;
use domain::contacts::{
    Command, CommandKind, Contact, ContactEvent, Device, Event, Kind, Known, Open, Taken, allowed,
};
use domain::journaled::{self, Context, Journaled as _, Refusal};
use domain::people::{Actor, Role, Staff, StaffId};
use domain::receipts::Reference;
use jiff::{SignedDuration, Timestamp};

fn case() -> Reference {
    Reference::from_random([1; 7])
}

fn someone(id: i64, role: Role) -> Actor {
    Actor::Staff {
        id: StaffId(id),
        role,
        unit: "hotline".into(),
    }
}

fn staff(actor: &Actor) -> Option<Staff> {
    Some(Staff {
        id: actor.staff()?,
        login: "somebody".to_owned(),
        name: "Somebody".to_owned(),
        role: actor.role()?,
        unit: "hotline".into(),
        languages: vec![Lang::ZH],
        active: true,
    })
}

fn agent() -> Actor {
    someone(1, Role::Agent)
}

fn platform() -> Actor {
    Actor::System {
        worker: "hotline".to_owned(),
    }
}

/// A call that an agent has answered in a city that keeps recordings for so many days.
struct Call {
    city: City,
    now: Timestamp,
    contact: Contact,
}

impl Call {
    fn kept(days: Option<u16>, telephone: Option<String>) -> Self {
        let mut city = crate::support::city();
        city.hotline.recording_kept_days = days;
        // Noon in the city.
        let now: Timestamp = "2026-03-02T04:00:00Z".parse().unwrap();
        let open = Open {
            case: case(),
            unit: "hotline".into(),
            kind: Kind::Call,
            language: Lang::KO,
            topic: None,
            urgent: false,
            device: Device { id: 0, n: 0 },
            text: String::new(),
            call_back: None,
            rang_at: Some(now),
            telephone,
        };
        let actor = agent();
        let ctx = Context {
            now,
            actor: &actor,
            city: &city,
        };
        let known = Known {
            staff: staff(&actor),
            ..Known::default()
        };
        let new = Contact::open(&open, &known, &ctx).unwrap();
        let events: Vec<Event> = journaled::numbered(&new, 0, now, &actor).collect();
        let contact = Contact::fold(Reference::from_random([2; 7]), &events).unwrap();
        Self { city, now, contact }
    }

    fn gives(&mut self, actor: &Actor, command: &Command) -> Result<Vec<ContactEvent>, Refusal> {
        let ctx = Context {
            now: self.now,
            actor,
            city: &self.city,
        };
        let known = Known {
            staff: staff(actor),
            ..Known::default()
        };
        let new = self.contact.decide(command, &known, &ctx)?;
        for event in journaled::numbered(&new, self.contact.version, self.now, actor) {
            self.contact.apply(&event);
        }
        Ok(new.into_iter().map(|new| new.event).collect())
    }

    /// Keeps one that has just ended; its number.
    fn keeps(&mut self, take: u32) -> Result<u64, Refusal> {
        let keep = self.taken(take);
        self.gives(&platform(), &keep)?;
        Ok(self.contact.version)
    }

    fn taken(&self, take: u32) -> Command {
        Command::KeepRecording {
            taken: Some(Taken {
                take,
                from: self.now - SignedDuration::from_mins(2),
                until: self.now,
                parts: 40,
                bytes: 480_000,
                digest: "00".repeat(32),
            }),
        }
    }

    fn may_listen(&self, actor: &Actor) -> bool {
        allowed(&self.contact, actor, &self.city).contains(&CommandKind::Listen)
    }
}

#[test]
fn a_city_that_says_nothing_of_recordings_keeps_none() {
    let mut call = Call::kept(None, None);
    assert!(!call.contact.may_be_recorded(&call.city));
    assert_eq!(call.keeps(7), Err(Refusal::NotAllowed));
    // Who calls by telephone has no page to agree on.
    let mut by_telephone = Call::kept(Some(30), Some("+8613800000000".to_owned()));
    assert!(!by_telephone.contact.may_be_recorded(&by_telephone.city));
    assert_eq!(by_telephone.keeps(7), Err(Refusal::NotAllowed));
}

#[test]
fn only_the_platform_keeps_a_recording_and_once() {
    let mut call = Call::kept(Some(30), None);
    let keep = call.taken(7);
    for role in Role::ALL {
        let actor = match role {
            Role::Resident => Actor::holder(case()),
            role => someone(1, role),
        };
        assert_eq!(call.gives(&actor, &keep), Err(Refusal::NotAllowed), "{role:?}");
    }
    let unsaid = Command::KeepRecording { taken: None };
    assert_eq!(call.gives(&platform(), &unsaid), Err(Refusal::NotAllowed));
    assert_eq!(call.gives(&platform(), &keep).unwrap().len(), 1);
    assert_eq!(
        call.gives(&platform(), &keep),
        Ok(Vec::new()),
        "two nodes keep it once"
    );
    let recording = &call.contact.recordings[0];
    assert_eq!((recording.take, recording.bytes), (7, 480_000));
    assert_eq!(recording.kept_until.to_string(), "2026-04-01");
}

#[test]
fn a_recording_is_kept_to_the_end_of_its_last_day_whatever_the_pack_says_later() {
    let mut call = Call::kept(Some(30), None);
    let id = call.keeps(7).unwrap();
    call.city.hotline.recording_kept_days = Some(1);
    let forget = Command::ForgetRecording { recording: id };
    let goes_at = call.contact.recordings[0].goes_at(&call.city).unwrap();
    call.now = goes_at - SignedDuration::from_secs(1);
    assert_eq!(call.gives(&platform(), &forget), Ok(Vec::new()));
    call.now = goes_at;
    assert_eq!(
        call.gives(&platform(), &forget),
        Ok(vec![ContactEvent::RecordingErased { recording: id }])
    );
    assert!(call.contact.recordings[0].erased && !call.may_listen(&agent()));
    let listen = Command::Listen { recording: id };
    assert!(call.gives(&agent(), &listen).is_err());
}

#[test]
fn its_agent_their_supervisor_and_who_called_hear_it_and_nobody_else() {
    let mut call = Call::kept(Some(30), None);
    assert!(!call.may_listen(&agent()), "there is none yet");
    let id = call.keeps(7).unwrap();
    for (actor, may) in [
        (agent(), true),
        (someone(9, Role::Agent), false),
        (someone(8, Role::Supervisor), true),
        (someone(7, Role::Officer), false),
        (someone(7, Role::Interpreter), false),
        (someone(6, Role::Planner), false),
        (someone(5, Role::Administrator), false),
        (Actor::holder(case()), true),
        (Actor::holder(Reference::from_random([5; 7])), false),
        (Actor::ANYONE, false),
    ] {
        assert_eq!(call.may_listen(&actor), may, "{actor:?}");
        let listen = Command::Listen { recording: id };
        let heard = call.gives(&actor, &listen);
        assert_eq!(heard.is_ok(), may, "{actor:?}");
        if may {
            assert_eq!(heard, Ok(vec![ContactEvent::Listened { recording: id }]));
            // A player that asks again is the same hearing.
            assert_eq!(call.gives(&actor, &listen), Ok(Vec::new()));
        }
    }
    call.now += SignedDuration::from_mins(10);
    let listen = Command::Listen { recording: id };
    assert_eq!(call.gives(&agent(), &listen).unwrap().len(), 1);
    let other = Command::Listen { recording: id + 1 };
    assert!(call.gives(&agent(), &other).is_err());
}

#[test]
fn the_agent_who_was_first_in_the_call_records() {
    let mut call = Call::kept(Some(30), None);
    let second = someone(9, Role::Agent);
    call.gives(&second, &Command::Join).unwrap();
    assert_eq!(call.contact.recorder(), Some(StaffId(1)));
    call.gives(&agent(), &Command::Leave).unwrap();
    assert_eq!(call.contact.recorder(), Some(StaffId(9)));
}

#[test]
fn a_call_has_only_so_many_recordings() {
    let mut call = Call::kept(Some(30), None);
    for take in 0..24 {
        call.keeps(take).unwrap();
    }
    assert!(matches!(call.keeps(24), Err(Refusal::WrongState { .. })));
}
