//! What of a case is worth a mail, and what becomes of the address.

use std::collections::BTreeMap;

use domain::Lang;
use domain::cases::{Case, Channel, Command, Contact, Event, Known, Open};
use domain::deadlines::ClockKind;
use domain::journaled::{Context, Journaled as _, Refusal, numbered};
use domain::notices::{Change, Stands};
use domain::people::{Actor, Role, StaffId};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::services::PausedBy;

fn reference() -> Reference {
    Reference::from_random([1; 7])
}

fn holder() -> Actor {
    Actor::holder(reference())
}

fn staff(role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(7),
        role,
        unit: unit.into(),
    }
}

fn officer() -> Actor {
    staff(Role::Officer, "market")
}

fn opened(email: Option<&str>) -> (Case, Vec<Event>) {
    let open = Open {
        service: "consumer-complaint".to_owned(),
        language: Lang::RU,
        detected: false,
        channel: Channel::Web,
        text: "Магазин не возвращает деньги.".to_owned(),
        topic: Some("food".to_owned()),
        fields: BTreeMap::from([("shop".to_owned(), "Sea Shop".to_owned())]),
        contact: Contact {
            email: email.map(str::to_owned),
            pages: Some(Lang::EN),
            ..Contact::default()
        },
        place: None,
    };
    let city = crate::support::city();
    let context = Context {
        now: "2026-03-02T04:00:00Z".parse().unwrap(),
        actor: &Actor::ANYONE,
        city: &city,
    };
    let new = Case::open(&open, &Known::default(), &context).unwrap();
    let events: Vec<Event> = numbered(&new, 0, context.now, context.actor).collect();
    (Case::fold(reference(), &events).unwrap(), events)
}

fn give(case: &Case, actor: &Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
    let city = crate::support::city();
    let context = Context {
        now: case.changed_at,
        actor,
        city: &city,
    };
    let new = case.decide(command, &Known::default(), &context)?;
    Ok(numbered(&new, case.version, context.now, actor).collect())
}

fn then(case: &Case, actor: &Actor, command: &Command) -> Case {
    let mut after = case.clone();
    for event in give(case, actor, command).unwrap() {
        after.apply(&event);
    }
    after
}

/// With an address that somebody has confirmed.
fn confirmed() -> Case {
    let (case, _) = opened(Some("kim@example.org"));
    then(&case, &holder(), &Command::Notices(Change::Confirm { left: 1 }))
}

#[test]
fn what_the_city_says_asks_and_decides_is_worth_a_mail_and_what_it_does_within_is_not() {
    let text = || "Слова".to_owned();
    let language = Some(Lang::RU);
    let reason = text;
    let accepted = then(&confirmed(), &officer(), &Command::Accept);
    let accepted = then(&accepted, &system(), &tell(accepted.version));
    let asked = then(
        &accepted,
        &officer(),
        &Command::Ask {
            text: text(),
            language,
        },
    );
    let asked = then(&asked, &system(), &tell(asked.version));
    let worth = [
        (confirmed(), officer(), Command::Accept),
        (
            confirmed(),
            officer(),
            Command::Decline {
                text: text(),
                language,
            },
        ),
        (
            accepted.clone(),
            officer(),
            Command::Reply {
                text: text(),
                language,
            },
        ),
        (
            accepted.clone(),
            officer(),
            Command::Ask {
                text: text(),
                language,
            },
        ),
        (
            accepted.clone(),
            officer(),
            Command::Suspend {
                waits_for: PausedBy::Appraisal,
                reason: reason(),
            },
        ),
        (
            accepted.clone(),
            staff(Role::Supervisor, "hotline"),
            Command::Extend {
                clock: ClockKind::Resolution,
                by: "5 days".parse().unwrap(),
                reason: reason(),
            },
        ),
        (asked.clone(), officer(), Command::Resume),
    ];
    for (case, actor, command) in worth {
        let after = then(&case, &actor, &command);
        assert_eq!(after.untold(), Some(after.version), "{command:?}");
    }
    let within = [
        (accepted.clone(), officer(), Command::Note { text: text() }),
        (accepted.clone(), officer(), Command::Assign { staff: None }),
        (
            accepted.clone(),
            holder(),
            Command::Reply {
                text: text(),
                language,
            },
        ),
        (
            asked.clone(),
            holder(),
            Command::AnswerQuestion {
                text: text(),
                language,
            },
        ),
        // An agent takes down what the resident says.
        (
            asked,
            staff(Role::Agent, "hotline"),
            Command::AnswerQuestion {
                text: text(),
                language,
            },
        ),
    ];
    for (case, actor, command) in within {
        assert_eq!(then(&case, &actor, &command).untold(), None, "{command:?}");
    }
}

fn system() -> Actor {
    Actor::System {
        worker: "notice".to_owned(),
    }
}

fn tell(up_to: u64) -> Command {
    Command::Notices(Change::Tell { left: 1, up_to })
}

#[test]
fn nothing_is_told_before_somebody_has_confirmed_the_address() {
    let (case, _) = opened(Some("kim@example.org"));
    let accepted = then(&case, &officer(), &Command::Accept);
    assert_eq!(
        (accepted.untold(), accepted.waiting_address()),
        (None, Some("kim@example.org"))
    );
    let confirmed = then(
        &accepted,
        &holder(),
        &Command::Notices(Change::Confirm { left: 1 }),
    );
    assert_eq!(confirmed.untold(), None, "the link led to where it is to be read");
    assert_eq!(confirmed.confirmed_address(), Some("kim@example.org"));
    let (nobody, _) = opened(None);
    assert_eq!((nobody.notices, nobody.contact.pages), (None, None));
}

#[test]
fn an_address_can_be_left_later_and_only_one_that_is_an_address() {
    let (case, _) = opened(None);
    let leave = |email: &str| {
        Command::Notices(Change::Leave {
            email: email.to_owned(),
            pages: Some(Lang::KO),
        })
    };
    let left = then(&case, &holder(), &leave(" mailto:Kim@Example.org "));
    assert_eq!(left.waiting_address(), Some("Kim@example.org"));
    assert_eq!(left.contact.pages, Some(Lang::KO));
    for (email, problem) in [("", Problem::Required), ("kim@", Problem::NotAnEmail)] {
        let refused = give(&case, &holder(), &leave(email));
        assert_eq!(refused, Err(problem.of("email").into()));
    }
    let stranger = Actor::holder(Reference::from_random([9; 7]));
    for actor in [Actor::ANYONE, stranger, officer(), staff(Role::Agent, "hotline")] {
        assert_eq!(
            give(&case, &actor, &leave("kim@example.org")),
            Err(Refusal::NotAllowed)
        );
    }
    let confirmed = then(
        &left,
        &holder(),
        &Command::Notices(Change::Confirm { left: left.version }),
    );
    let again = then(&confirmed, &holder(), &leave("other@example.org"));
    assert_eq!(again.notices.map(|notices| notices.stands), Some(Stands::Waiting));
}

#[test]
fn an_erased_case_folds_to_one_without_an_address() {
    let (case, mut events) = opened(Some("kim@example.org"));
    let mut after = case;
    for (actor, command) in [
        (holder(), Command::Notices(Change::Confirm { left: 1 })),
        (
            officer(),
            Command::Decline {
                text: "Нет".to_owned(),
                language: Some(Lang::RU),
            },
        ),
        (system(), tell(3)),
        (
            staff(Role::Administrator, "hotline"),
            Command::Erase {
                reason: "asked".to_owned(),
            },
        ),
    ] {
        let added = give(&after, &actor, &command).unwrap();
        for event in &added {
            after.apply(event);
        }
        events.extend(added);
    }
    for event in &mut events {
        event.body = None;
    }
    let folded = Case::fold(reference(), &events).unwrap();
    assert_eq!((&folded.notices, &folded.contact), (&None, &Contact::default()));
    assert_eq!(folded, after);
    assert!(give(&folded, &holder(), &Command::Notices(Change::Stop { left: 1 })).is_err());
}
