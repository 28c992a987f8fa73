//! What the wall counts and a plan is made of.

use domain::Lang;
use domain::cases::{Outcome, Why};
use domain::contacts::figures::Fate;
use domain::contacts::matching::{AgentState, Policy, WaitingId};
use domain::contacts::{At, Command, Contact};
use domain::people::{Actor, Role};
use jiff::{SignedDuration, Timestamp};

use crate::both::on_both;
use crate::contacts::hotline;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn the_wall_counts_each_wait_once_and_who_had_it() {
    on_both(async |house| {
        let house = hotline(house).await;
        let begun = house.now();
        let (lin, actor) = house.staff("lin", Role::Agent, &[Lang::KO, Lang::ZH]).await;
        house.store.be_at(lin.id, At::Ready, None, begun).await.unwrap();
        let (answered, left, waits) = (house.chat(1).await, house.chat(2).await, house.chat(3).await);
        house.on(&answered, &actor, Command::Answer).await.unwrap();
        let away = Command::End {
            why: Why::VisitorLeft,
            reason: String::new(),
        };
        house.on(&left, &Actor::holder(left.case), away).await.unwrap();
        house.store.visits(WaitingId(1), Lang::RU, begun).await.unwrap();
        house.store.visited(WaitingId(1), false, begun).await.unwrap();
        house.store.visits(WaitingId(2), Lang::RU, begun).await.unwrap();
        house.store.visited(WaitingId(2), true, begun).await.unwrap();

        let span = (begun - HOUR, begun + HOUR);
        let rows = house.store.hotline_rows(span).await.unwrap();
        let fates = |wanted: fn(&Fate) -> bool| rows.waits.iter().filter(|wait| wanted(&wait.fate)).count();
        assert_eq!(rows.waits.len(), 4, "{:?}", rows.waits);
        assert_eq!(fates(|fate| matches!(fate, Fate::Answered { .. })), 1);
        assert_eq!(fates(|fate| matches!(fate, Fate::GaveUp { .. })), 1);
        assert_eq!(fates(|fate| *fate == Fate::Waits), 1);
        assert_eq!(fates(|fate| *fate == Fate::Silent), 1);
        assert_eq!((rows.held.len(), rows.held[0].until), (1, None));
        assert_eq!(rows.there.len(), 1);
        assert_eq!((rows.there[0].from, rows.there[0].until), (begun, None));
        assert_eq!(rows.there[0].languages, [Lang::KO, Lang::ZH]);

        // They leave it, and it waits a second time: that is no second contact.
        house.on(&answered, &actor, Command::Leave).await.unwrap();
        let again = house.on(&answered, &actor, Command::Answer).await.unwrap();
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        house.on(&again, &actor, end).await.unwrap();
        let wrap_up = Command::WrapUp {
            outcome: Outcome::Answered,
            topic: None,
            unit: None,
            note: String::new(),
        };
        house.on(&again, &actor, wrap_up).await.unwrap();
        let rows = house.store.hotline_rows(span).await.unwrap();
        let again = rows.waits.iter().filter(|wait| wait.fate == Fate::Again).count();
        assert_eq!((again, rows.held.len()), (1, 2));
        assert!(
            rows.held
                .iter()
                .all(|held| held.until.is_some() && held.staff == lin.id)
        );

        let arrived = house.store.hotline_arrivals(span).await.unwrap();
        assert_eq!(arrived.iter().map(|arrived| arrived.n).sum::<u64>(), 3);
        assert_eq!(arrived[0].quarter, answered.opened_at.as_second() / 900);
        let paces = house.store.hotline_paces(span).await.unwrap();
        let korean = &paces[&Lang::KO];
        assert_eq!((korean.handled, korean.abandoned), (1, 1));
        assert!(korean.handling >= 120 && korean.waited >= 120, "{korean:?}");
        // Neither before nor after.
        for (from, until) in [(begun - HOUR, begun), (begun + HOUR, begun + HOUR + HOUR)] {
            let rows = house.store.hotline_rows((from, until)).await.unwrap();
            assert_eq!(rows.waits.len(), 0);
            assert_eq!(house.store.hotline_arrivals((from, until)).await.unwrap(), []);
            assert!(house.store.hotline_paces((from, until)).await.unwrap().is_empty());
        }
        assert_eq!(waits.answered_at, None);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn when_somebody_was_there_is_kept_until_they_are_last_heard_of() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (lin, _) = house.staff("lin", Role::Agent, &[Lang::KO]).await;
        let (ira, _) = house.staff("ira", Role::Interpreter, &[Lang::KO]).await;
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let there = async || {
            let rows = house.store.hotline_rows((at(0), at(600))).await.unwrap();
            rows.there
                .iter()
                .map(|there| (there.from, there.until))
                .collect::<Vec<_>>()
        };
        house.store.be_at(lin.id, At::Ready, None, at(60)).await.unwrap();
        // Not an agent's time.
        house.store.be_at(ira.id, At::Ready, None, at(60)).await.unwrap();
        house
            .store
            .be_at(lin.id, At::Break, Some("meal"), at(90))
            .await
            .unwrap();
        house.store.be_at(lin.id, At::Ready, None, at(120)).await.unwrap();
        assert_eq!(there().await, [(at(60), Some(at(90))), (at(120), None)]);
        house.store.agent_beat(lin.id, at(150)).await.unwrap();
        let policy = Policy::default();
        house.store.vanished(&policy, at(200)).await.unwrap();
        assert_eq!(there().await, [(at(60), Some(at(90))), (at(120), Some(at(150)))]);
        assert_eq!(
            house.store.presence(lin.id).await.unwrap().unwrap().at,
            At::Offline
        );
        // A clock that was set back ends nothing before it began.
        house.store.be_at(lin.id, At::Ready, None, at(300)).await.unwrap();
        house
            .store
            .be_at(lin.id, At::Offline, None, at(200))
            .await
            .unwrap();
        assert_eq!(there().await[2], (at(300), Some(at(300))));
        // Twice the same moment is once.
        house.store.be_at(lin.id, At::Ready, None, at(400)).await.unwrap();
        house.store.be_at(lin.id, At::Ready, None, at(400)).await.unwrap();
        assert_eq!(there().await[3..], [(at(400), None)]);
    })
    .await;
}

#[tokio::test]
async fn the_queue_says_who_could_answer_in_which_language() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (lin, actor) = house.staff("lin", Role::Agent, &[Lang::KO, Lang::ZH]).await;
        let (kim, _) = house.staff("kim", Role::Agent, &[Lang::KO]).await;
        let (ira, _) = house.staff("ira", Role::Interpreter, &[Lang::RU]).await;
        let (one, two) = (house.chat(1).await, house.chat(2).await);
        let now = house.now();
        for staff in [lin.id, ira.id] {
            house.store.be_at(staff, At::Ready, None, now).await.unwrap();
        }
        house
            .store
            .be_at(kim.id, At::Break, Some("meal"), now)
            .await
            .unwrap();
        house.on(&one, &actor, Command::Answer).await.unwrap();
        let policy = Policy {
            chats_at_once: 1,
            ..Policy::default()
        };
        let of = async |policy: &Policy| {
            let queue = house.store.hotline_queue(policy, house.city.day(now), now).await;
            queue.unwrap().now(policy)
        };
        let full = of(&policy).await;
        assert_eq!((full.waiting(), full.since()), (1, Some(two.opened_at)));
        assert_eq!(
            (full.agents(AgentState::Talking), full.agents(AgentState::Break)),
            (1, 1)
        );
        assert_eq!((full.interpreters, full.languages[&Lang::KO].ready), (1, 0));
        // Who holds one of three can take another.
        assert_eq!(of(&Policy::default()).await.languages[&Lang::KO].ready, 1);
        let speakers = house.store.hotline_speakers(house.city.day(now)).await.unwrap();
        assert_eq!(speakers.len(), 2);
        assert_eq!(speakers[0].languages.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn who_takes_somebody_they_do_not_understand_has_an_interpreter_rung() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (lin, lin_acts) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        let (ira, ira_acts) = house.staff("ira", Role::Interpreter, &[Lang::KO, Lang::ZH]).await;
        let (ivo, ivo_acts) = house.staff("ivo", Role::Interpreter, &[Lang::KO, Lang::ZH]).await;
        let (one, two) = (house.chat(1).await, house.chat(2).await);
        let now = house.now();
        for staff in [lin.id, ira.id, ivo.id] {
            house.store.be_at(staff, At::Ready, None, now).await.unwrap();
        }
        house.beats(&[&one, &two], now).await;
        let both = [(one.reference, lin.id.0), (two.reference, lin.id.0)];
        assert_eq!(
            house.rounds(now).await,
            both,
            "each with an interpreter of their own"
        );
        house.on(&one, &lin_acts, Command::Answer).await.unwrap();
        // One is rung at a time, and whoever is kept for the other chat is not.
        let first = house.rounds(now).await;
        let &[(reference, rung)] = first.as_slice() else {
            panic!("{first:?}");
        };
        assert_eq!(reference, one.reference);
        let (one_rung, other) = if rung == ira.id.0 {
            (&ira, &ivo)
        } else {
            (&ivo, &ira)
        };
        let other_acts = if other.id == ira.id { &ira_acts } else { &ivo_acts };
        assert_eq!(house.rounds(now).await, []);
        assert!(
            house
                .store
                .decline_offer(one.reference, one_rung.id)
                .await
                .unwrap()
        );
        // The other chat goes on to nobody else meanwhile.
        house.store.decline_offer(two.reference, lin.id).await.unwrap();
        let after = house.rounds(now).await;
        assert!(after.contains(&(one.reference, other.id.0)), "{after:?}");
        // Nobody sees a conversation before they have come in.
        assert_eq!(
            house
                .store
                .get::<Contact>(one.reference, other_acts)
                .await
                .unwrap(),
            None
        );
        let worker = Actor::System {
            worker: "hotline".to_owned(),
        };
        let asked = Command::Ring { staff: other.id };
        house.on(&one, &worker, asked).await.unwrap();
        let one = house.on(&one, other_acts, Command::Join).await.unwrap();
        assert_eq!(one.present().count(), 2);
        let open = "SELECT COUNT(*) FROM hotline_waiting WHERE kind = 'interpreter' AND until IS NULL";
        assert_eq!(house.number(open).await, 0);
        // They hold one, and are rung for no other.
        house.on(&two, &lin_acts, Command::Answer).await.unwrap();
        assert_eq!(house.rounds(now).await, [(two.reference, one_rung.id.0)]);
        // It ends, and nobody is wanted any more.
        let away = Command::End {
            why: Why::VisitorLeft,
            reason: String::new(),
        };
        house.on(&two, &Actor::holder(two.case), away).await.unwrap();
        assert_eq!(house.number(open).await, 0);
        let rows = house.store.hotline_rows((now - HOUR, now + HOUR)).await.unwrap();
        assert_eq!(rows.waits.len(), 2, "no interpreter is a wait of the wall");
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_understands_needs_no_interpreter() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (kim, actor) = house.staff("kim", Role::Agent, &[Lang::KO]).await;
        let one = house.chat(1).await;
        house
            .store
            .be_at(kim.id, At::Ready, None, house.now())
            .await
            .unwrap();
        house.on(&one, &actor, Command::Answer).await.unwrap();
        let all = "SELECT COUNT(*) FROM hotline_waiting WHERE kind = 'interpreter'";
        assert_eq!(house.number(all).await, 0);
    })
    .await;
}
