//! Calls ring as rows, begin with their answer in one unit of work, and what their browsers tell one another goes with their end;
//! call-backs wait until they are due.

use domain::cases::Why;
use domain::contacts::matching::{Policy, WaitingId};
use domain::contacts::{At, CallBack, Command, Contact, Kind, Open, State, Window};
use domain::journaled::Context;
use domain::people::{Actor, Role};
use domain::{Lang, cases};
use jiff::{SignedDuration, Timestamp};
use store::OpenError;
use store::contacts::{Begins, Filter, Offer, Peer, Rang, Rings, SignalError};

use crate::both::{House, on_both, receipt};
use crate::contacts::{contact_reference, hotline, open};
use crate::sample;

impl House {
    pub async fn rings(&self, n: u8, now: Timestamp) {
        let receipt = receipt(n);
        let rings = Rings {
            id: WaitingId(u64::from(n)),
            contact: contact_reference(n),
            receipt: &receipt,
            language: Lang::JA,
        };
        self.store.ring(&rings, now).await.unwrap();
    }

    pub async fn picked_up(&self, n: u8, actor: &Actor) -> Result<Option<Contact>, OpenError> {
        let answered = self
            .store
            .answer_call(&self.at(actor), contact_reference(n))
            .await?;
        Ok(answered.map(|(_, contact)| contact))
    }

    async fn rows_of_calls(&self) -> (i64, i64) {
        let waits = "SELECT COUNT(*) FROM hotline_waiting WHERE until IS NULL AND kind <> 'interpreter'";
        (
            self.number(waits).await,
            self.number("SELECT COUNT(*) FROM hotline_calls").await,
        )
    }
}

#[tokio::test]
async fn a_call_is_a_row_until_one_of_eight_answers_it() {
    on_both(async |house| {
        let house = hotline(house).await;
        for _ in 0..2 {
            house.rings(1, house.now()).await;
        }
        assert_eq!(house.rows_of_calls().await, (1, 1));
        assert_eq!(
            house
                .number("SELECT COUNT(*) FROM events WHERE stream LIKE 'c%'")
                .await,
            0
        );
        let mut agents = Vec::new();
        for n in 0..8 {
            agents.push(
                house
                    .staff(&format!("agent{n}"), Role::Agent, &[Lang::ZH])
                    .await
                    .1,
            );
        }
        let answers = agents.iter().map(|actor| house.picked_up(1, actor));
        let answers = futures::future::join_all(answers).await;
        let taken: Vec<&Contact> = answers
            .iter()
            .filter_map(|one| one.as_ref().ok()?.as_ref())
            .collect();
        assert_eq!(taken.len(), 1);
        for other in &answers {
            assert!(matches!(other, Ok(_) | Err(OpenError::KeyTaken)), "{other:?}");
        }
        let contact = taken[0];
        assert_eq!(
            (contact.kind, contact.state, contact.language),
            (Kind::Call, State::Talking, Lang::JA)
        );
        assert_eq!(house.rows_of_calls().await, (0, 0));
        // The receipt that whoever called has held all along opens its case.
        let paper = receipt(1);
        let case: Option<cases::Case> = house
            .store
            .by_receipt(paper.reference, &paper.code_hash)
            .await
            .unwrap();
        assert_eq!(case.unwrap().contacts, [contact.reference]);
        let called = house
            .store
            .called(contact.reference, paper.reference)
            .await
            .unwrap();
        assert_eq!(called.as_ref(), Some(contact));
        let other = house
            .store
            .called(contact.reference, receipt(2).reference)
            .await
            .unwrap();
        assert_eq!(other, None);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn only_an_agent_answers_a_call_and_only_while_it_rings() {
    on_both(async |house| {
        let house = hotline(house).await;
        let now = house.now();
        house.rings(1, now).await;
        for actor in [
            sample::officer(),
            sample::supervisor(),
            Actor::holder(receipt(1).reference),
        ] {
            assert!(
                matches!(house.picked_up(1, &actor).await, Err(OpenError::Refused(_))),
                "{actor:?}"
            );
        }
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        assert_eq!(house.picked_up(2, &agent).await, Ok(None), "nobody called there");
        assert!(house.store.hang_up(contact_reference(1), now).await.unwrap());
        assert!(!house.store.hang_up(contact_reference(1), now).await.unwrap());
        assert_eq!(house.picked_up(1, &agent).await, Ok(None));
        assert_eq!(
            house.number("SELECT COUNT(*) FROM cases").await,
            0,
            "who only waits makes no case"
        );
        assert_eq!(house.rows_of_calls().await, (0, 0));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_call_rings_at_one_who_holds_nothing_and_not_when_its_page_is_gone() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (kim, kim_acts) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
        let now = house.now();
        let later = |seconds| now + SignedDuration::from_secs(seconds);
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        house.rings(1, now).await;
        assert_eq!(house.rounds(later(31)).await, [], "its page was not heard of");
        house
            .store
            .visitor_beat(contact_reference(1), later(31))
            .await
            .unwrap();
        house.store.agent_beat(kim.id, later(31)).await.unwrap();
        assert_eq!(house.rounds(later(32)).await, [(contact_reference(1), kim.id.0)]);
        house.picked_up(1, &kim_acts).await.unwrap().unwrap();
        // In a call, nothing else rings at them.
        let chat = house.chat(3).await;
        let later = |seconds| chat.opened_at + SignedDuration::from_secs(seconds);
        house.store.agent_beat(kim.id, later(33)).await.unwrap();
        house.rings(2, later(32)).await;
        house.beats(&[&chat], later(33)).await;
        assert_eq!(house.rounds(later(33)).await, []);
        // Whoever never comes back is written off, and no case is left of it.
        let left = house
            .store
            .left_waiting(&Policy::default(), later(700))
            .await
            .unwrap();
        assert_eq!(left, [chat.reference]);
        let outcome = "SELECT COUNT(*) FROM hotline_waiting WHERE kind = 'call' AND outcome = 'visitor-left'";
        assert_eq!(house.number(outcome).await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM hotline_calls").await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_is_still_there_can_be_answered_when_others_are_written_off() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (_, kim_acts) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
        let now = house.now();
        let later = |seconds| now + SignedDuration::from_secs(seconds);
        for n in 1..=3 {
            house.rings(n, now).await;
        }
        // Told once more after they gave up, it does not ring again.
        assert!(house.store.hang_up(contact_reference(3), now).await.unwrap());
        house.rings(3, now).await;
        assert_eq!(house.rows_of_calls().await, (2, 3));
        house
            .store
            .visitor_beat(contact_reference(2), later(690))
            .await
            .unwrap();
        let left = house
            .store
            .left_waiting(&Policy::default(), later(700))
            .await
            .unwrap();
        assert_eq!(left, []);
        assert_eq!(house.rows_of_calls().await, (1, 1));
        assert_eq!(house.picked_up(1, &kim_acts).await, Ok(None));
        let answered = house.picked_up(2, &kim_acts).await.unwrap();
        assert_eq!(answered.unwrap().state, State::Talking);
        assert_eq!(house.rows_of_calls().await, (0, 0));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_call_without_its_agent_rings_at_another_and_is_not_overlooked() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (kim, kim_acts) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
        let (lin, lin_acts) = house.staff("lin", Role::Agent, &[Lang::JA]).await;
        let now = house.now();
        house.rings(1, now).await;
        let contact = house.picked_up(1, &kim_acts).await.unwrap().unwrap();
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        let gone = now + SignedDuration::from_secs(100);
        house.store.be_at(lin.id, At::Ready, None, gone).await.unwrap();
        let vanished = house.store.vanished(&Policy::default(), gone).await.unwrap();
        assert_eq!(
            vanished.iter().map(|one| one.contact).collect::<Vec<_>>(),
            [contact.reference]
        );
        let back = Command::PutBack { staff: kim.id };
        let worker = Actor::System {
            worker: "hotline".to_owned(),
        };
        house.on(&contact, &worker, back).await.unwrap();
        house.store.visitor_beat(contact.reference, gone).await.unwrap();
        assert_eq!(house.rounds(gone).await, [(contact.reference, lin.id.0)]);
        // It is a contact already, and answered as one.
        assert_eq!(house.picked_up(1, &lin_acts).await, Ok(None));
        let again = house.on(&contact, &lin_acts, Command::Answer).await.unwrap();
        assert!(again.is_agent(&lin_acts));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_browsers_tell_one_another_reaches_those_in_the_call_alone_and_goes_with_its_end() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (kim, kim_acts) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
        let (lin, _) = house.staff("lin", Role::Interpreter, &[Lang::JA]).await;
        house.rings(1, house.now()).await;
        let contact = house.picked_up(1, &kim_acts).await.unwrap().unwrap();
        let (caller, agent, interpreter) = (Peer::Caller, Peer::Staff(kim.id), Peer::Staff(lin.id));
        let tell =
            async |from, to, data: &str| house.store.signal(&contact, (from, to), data, house.now()).await;
        // Several at once, of both sides: each has a number of its own.
        let told = (0..6).map(|n| {
            let pair = if n % 2 == 0 {
                (caller, agent)
            } else {
                (agent, caller)
            };
            let (store, contact, now) = (&house.store, &contact, house.now());
            async move { store.signal(contact, pair, &format!("{n}"), now).await }
        });
        let told = futures::future::join_all(told).await;
        assert!(told.iter().all(Result::is_ok), "{told:?}");
        let heard = house.store.signals(contact.reference, agent, 0).await.unwrap();
        let mut said: Vec<&str> = heard.iter().map(|signal| signal.data.as_str()).collect();
        said.sort_unstable();
        assert_eq!(said, ["0", "2", "4"]);
        assert!(heard.iter().all(|signal| signal.from == caller));
        let rest = house
            .store
            .signals(contact.reference, agent, heard[0].seq)
            .await
            .unwrap();
        assert_eq!(rest, heard[1..]);
        assert_eq!(house.store.last_signal(contact.reference).await.unwrap(), 6);
        for (from, to) in [(interpreter, caller), (caller, interpreter), (caller, caller)] {
            assert_eq!(tell(from, to, "x").await, Err(SignalError::NotThere));
        }
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        house.on(&contact, &kim_acts, end).await.unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM hotline_signals").await, 0);
        // A page that has not heard of the end yet leaves nothing behind.
        assert!(tell(caller, agent, "late").await.is_err());
        assert_eq!(house.number("SELECT COUNT(*) FROM hotline_signals").await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_call_back_is_offered_when_it_is_due_and_its_number_is_in_no_row() {
    Box::pin(on_both(async |mut house| {
        house.city.hotline.hours = Some(serde_json::from_value(serde_json::json!("24/7")).unwrap());
        let house = hotline(house).await;
        let (kim, kim_acts) = house.staff("kim", Role::Agent, &[Lang::KO]).await;
        let now = house.now();
        let due = now + SignedDuration::from_hours(3);
        let paper = receipt(1);
        let open = Open {
            case: paper.reference,
            kind: Kind::CallBack,
            call_back: Some(CallBack {
                number: "+82 10 9999 1234".to_owned(),
                window: Window {
                    from: due,
                    until: due + SignedDuration::from_hours(2),
                    offset: 540,
                },
            }),
            ..open()
        };
        let begins = Begins {
            open: &open,
            contact: contact_reference(1),
            receipt: &paper,
        };
        let visitor = Actor::holder(paper.reference);
        let opened = house
            .store
            .open_contact(&house.at(&visitor), &begins, false)
            .await
            .unwrap();
        let contact = opened.1;
        for table in ["contacts", "cases"] {
            let words = format!("SELECT COUNT(*) FROM {table} WHERE folded LIKE '%99991234%'");
            assert_eq!(house.number(&words).await, 0, "{table}");
        }
        let facts = "SELECT COUNT(*) FROM events WHERE facts LIKE '%99991234%'";
        assert_eq!(house.number(facts).await, 0);
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        assert_eq!(house.rounds(now).await, []);
        let queue = house
            .store
            .hotline_queue(&Policy::default(), house.city.day(now), now)
            .await
            .unwrap();
        assert_eq!(queue.waiting, [], "it is not due");
        // Nobody sits before a page and waits for it.
        assert_eq!(
            house.store.left_waiting(&Policy::default(), due).await.unwrap(),
            []
        );
        house.store.agent_beat(kim.id, due).await.unwrap();
        assert_eq!(house.rounds(due).await, [(contact.reference, kim.id.0)]);
        house.on(&contact, &kim_acts, Command::Answer).await.unwrap();
        let said = house.store.conversation(&contact, 0, &kim_acts).await.unwrap();
        assert_eq!(said.number.as_deref(), Some("+821099991234"));
        let missed = house.on(&contact, &kim_acts, Command::NotReached).await.unwrap();
        assert_eq!((missed.state, missed.tries), (State::Waiting, 1));
        let calls = Filter {
            kind: Some(Kind::CallBack),
            ..Filter::default()
        };
        assert_eq!(
            house
                .store
                .contacts(&kim_acts, &calls, None, 9)
                .await
                .unwrap()
                .total,
            1
        );
        house.is_clean().await;
    }))
    .await;
}

#[tokio::test]
async fn whoever_waits_long_is_offered_a_call_back_once() {
    on_both(async |house| {
        let house = hotline(house).await;
        let chat = house.chat(1).await;
        let now = chat.opened_at;
        house.rings(2, now).await;
        let offered = async |contact| {
            house
                .store
                .waits(contact)
                .await
                .unwrap()
                .unwrap()
                .call_back_offered
        };
        let contacts = [chat.reference, contact_reference(2)];
        for (seconds, is) in [(60, false), (121, true), (122, true)] {
            let at = now + SignedDuration::from_secs(seconds);
            for contact in contacts {
                house.store.visitor_beat(contact, at).await.unwrap();
            }
            assert_eq!(house.rounds(at).await, []);
            for contact in contacts {
                assert_eq!(offered(contact).await, is, "{seconds}");
            }
        }
        house.is_clean().await;
    })
    .await;
}

fn by_telephone(n: u8, receipt: &store::Receipt) -> Rings<'_> {
    Rings {
        id: WaitingId(u64::from(n)),
        contact: contact_reference(n),
        receipt,
        language: Lang::JA,
    }
}

#[tokio::test]
async fn a_call_of_the_exchange_rings_at_those_it_was_told_and_at_nobody_else() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (kim, _) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
        let (lin, lin_acts) = house.staff("lin", Role::Agent, &[Lang::JA]).await;
        let (free, _) = house.staff("free", Role::Agent, &[Lang::JA]).await;
        let now = house.now();
        let later = |seconds| now + SignedDuration::from_secs(seconds);
        for staff in [&kim, &lin, &free] {
            house.store.be_at(staff.id, At::Ready, None, now).await.unwrap();
        }
        let paper = receipt(1);
        let rings = by_telephone(1, &paper);
        let each = Policy::default().offer_lasts;
        let seen = house.store.presence(kim.id).await.unwrap().unwrap().version;
        let mut rang = Vec::new();
        for _ in 0..2 {
            let turn = [kim.id, lin.id];
            rang.push(
                house
                    .store
                    .ring_in_turn(&rings, (&turn, seen), each, now)
                    .await
                    .unwrap(),
            );
        }
        // Who was looked at before that is not free any more.
        let (other, turn) = (receipt(3), [kim.id]);
        let other = by_telephone(3, &other);
        rang.push(
            house
                .store
                .ring_in_turn(&other, (&turn, seen), each, now)
                .await
                .unwrap(),
        );
        assert_eq!(rang, [Rang::Rings, Rang::Known, Rang::Taken]);
        let turn = house
            .store
            .rung_in_turn((&Policy::default(), house.city.day(now), now), Lang::JA, 3)
            .await
            .unwrap();
        let next: Vec<i64> = turn.unwrap().staff.iter().map(|staff| staff.id.0).collect();
        assert_eq!(next, [lin.id.0, free.id.0]);
        assert_eq!(house.rows_of_calls().await, (1, 1));
        assert_eq!(house.store.ringing_at(kim.id).await.unwrap().len(), 1);
        assert_eq!(house.rounds(later(1)).await, []);
        // When the first does not pick up it is the other's turn, and then nobody's, whoever is free.
        assert_eq!(house.rounds(later(21)).await, [(rings.contact, lin.id.0)]);
        assert_eq!(house.store.ringing_at(kim.id).await.unwrap(), []);
        for staff in [&kim, &lin, &free] {
            house.store.agent_beat(staff.id, later(41)).await.unwrap();
        }
        assert_eq!(house.rounds(later(42)).await, []);
        let ctx = Context {
            now: later(43),
            ..house.at(&lin_acts)
        };
        let answered = |number| house.store.answer_by_telephone(&ctx, &rings, now, number);
        let (case, contact) = answered("+8615712345678").await.unwrap();
        assert_eq!(
            (contact.case, case.contacts.as_slice()),
            (paper.reference, &[contact.reference][..])
        );
        assert_eq!((contact.rang_at, contact.by_telephone), (Some(now), true));
        assert!(matches!(answered("").await, Err(OpenError::KeyTaken)));
        // The number is in a body, and goes with it.
        let said = house.store.conversation(&contact, 0, &lin_acts).await.unwrap();
        assert_eq!(said.number.as_deref(), Some("+8615712345678"));
        let rows = "SELECT COUNT(*) FROM contacts WHERE folded LIKE '%15712345678%'";
        assert_eq!(house.number(rows).await, 0);
        let facts = "SELECT COUNT(*) FROM events WHERE facts LIKE '%15712345678%'";
        assert_eq!(house.number(facts).await, 0);
        assert_eq!(house.rows_of_calls().await, (0, 0));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_call_of_which_nothing_was_heard_while_it_rang_begins_with_its_record() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (kim, kim_acts) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
        let now = house.now();
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        let papers = [receipt(1), receipt(2)];
        let (known, unknown) = (by_telephone(1, &papers[0]), by_telephone(2, &papers[1]));
        let each = SignedDuration::from_secs(20);
        let seen = house.store.presence(kim.id).await.unwrap().unwrap().version;
        house
            .store
            .ring_in_turn(&known, (&[kim.id], seen), each, now)
            .await
            .unwrap();
        let policy = Policy::default();
        let gone = now + policy.visitor_left_after + each;
        house.store.left_waiting(&policy, gone).await.unwrap();
        assert_eq!(house.rows_of_calls().await, (0, 0), "written off");
        house.store.turned_away(&unknown, now).await.unwrap();
        for rings in [&known, &unknown] {
            let ctx = house.at(&kim_acts);
            let begun = house.store.answer_by_telephone(&ctx, rings, now, "").await;
            assert_eq!(begun.unwrap().1.rang_at, Some(now));
        }
        let answered = "SELECT COUNT(*) FROM hotline_waiting WHERE outcome = 'answered'";
        assert_eq!(house.number(answered).await, 1);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_talks_on_a_telephone_is_not_missed_at_the_desk() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (kim, kim_acts) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
        let now = house.now();
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        let papers = [receipt(1), receipt(2)];
        let mut calls = Vec::new();
        for (n, paper) in (1..).zip(&papers) {
            let (ctx, rings) = (house.at(&kim_acts), by_telephone(n, paper));
            let begun = house.store.answer_by_telephone(&ctx, &rings, now, "").await;
            calls.push(begun.unwrap().1);
        }
        let (one, other) = (&calls[0], &calls[1]);
        let policy = Policy::default();
        let gone = other.changed_at + policy.vanished_after;
        assert_eq!(house.store.vanished(&policy, gone).await.unwrap(), []);
        let presence = house.store.presence(kim.id).await.unwrap();
        assert_eq!(presence.unwrap().at, At::Offline);

        // Put back by hand, it waits until the exchange says that it is over.
        let worker = Actor::System {
            worker: "hotline".to_owned(),
        };
        let back = Command::PutBack { staff: kim.id };
        let waits = house.on(other, &worker, back).await.unwrap();
        assert_eq!(waits.state, State::Waiting);
        let late = waits.changed_at + policy.visitor_left_after;
        assert_eq!(house.store.left_waiting(&policy, late).await.unwrap(), []);

        // What is to be wrapped up is not on the telephone any more.
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        house.on(one, &kim_acts, end).await.unwrap();
        let held = house.store.vanished(&policy, gone).await.unwrap();
        let missed = Offer {
            contact: one.reference,
            staff: kim.id,
        };
        assert_eq!(held, [missed]);
        house.is_clean().await;
    })
    .await;
}
