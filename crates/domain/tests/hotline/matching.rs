//! Who is offered whom, judged from outside: by a plain reading of the rules over the agents as they stand before and after.

use std::collections::{BTreeMap, BTreeSet};

use domain::Lang;
use domain::contacts::matching::{
    Agent, AgentState, Agreed, How, Offer, Offered, Part, Policy, Ringing, Waiting, WaitingId, What, offers,
    order, rung_in_turn,
};
use domain::roles::StaffId;
use domain::training::Level;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

const NOW: i64 = 1_000_000;

fn at(seconds_ago: i64) -> Timestamp {
    Timestamp::from_second(NOW - seconds_ago).expect("a time")
}

fn now() -> Timestamp {
    at(0)
}

fn policy() -> Policy {
    Policy {
        urgent_ahead: SignedDuration::from_secs(100),
        ..Policy::default()
    }
}

/// Speaks Russian, ready for a minute, three chats at once.
fn agent(staff: i64) -> Agent {
    Agent {
        staff: StaffId(staff),
        part: Part::Agent,
        languages: vec![(Lang::RU, Level::Working)],
        topics: BTreeSet::new(),
        state: AgentState::Ready,
        since: at(60),
        capacity: 3,
        chats: 0,
        on_a_call: false,
        offered: Vec::new(),
        agreed: Agreed::Nothing,
    }
}

/// A Russian who has waited for so many seconds.
fn waiting(id: u64, what: What, waited: i64) -> Waiting {
    Waiting {
        id: WaitingId(id),
        what,
        language: Lang::RU,
        urgent: false,
        topic: None,
        since: at(waited),
        declined_by: Vec::new(),
        wants_interpreter: false,
        machine: false,
        call_back_offered: false,
    }
}

/// Who is offered whom, by number; 0 is the call-back.
fn made(agents: &[Agent], waiting: &[Waiting]) -> Vec<(u64, i64)> {
    let offers = offers(agents, waiting, &policy(), now());
    let staff = |offer: &Offer| match offer.to {
        Offered::Agent { staff, .. } => staff.0,
        Offered::CallBack => 0,
    };
    offers
        .iter()
        .map(|offer| (offer.waiting.0, staff(offer)))
        .collect()
}

fn how(agents: &[Agent], waiting: Waiting) -> Option<How> {
    let offers = offers(agents, &[waiting], &policy(), now());
    offers.iter().find_map(|offer| match offer.to {
        Offered::Agent { how, .. } => Some(how),
        Offered::CallBack => None,
    })
}

#[test]
fn the_better_level_comes_first_then_who_holds_least_then_who_was_idle_longest() {
    let mut agents = vec![agent(1), agent(2), agent(3), agent(4)];
    agents[0].since = at(500);
    agents[0].chats = 1;
    agents[0].state = AgentState::Talking;
    agents[1].since = at(70);
    agents[3].languages = vec![(Lang::RU, Level::Native), (Lang::KO, Level::Basic)];
    let all: Vec<Waiting> = (1..=4)
        .map(|id| waiting(id, What::Chat, 10 - i64::try_from(id).expect("few")))
        .collect();
    assert_eq!(made(&agents, &all), [(1, 4), (2, 4), (3, 4), (4, 2)]);
    let all: Vec<Waiting> = (1..=4)
        .map(|id| waiting(id, What::Call, 10 - i64::try_from(id).expect("few")))
        .collect();
    assert_eq!(made(&agents, &all), [(1, 4), (2, 2), (3, 3)]);
}

#[test]
fn who_is_on_duty_for_the_language_is_rung_first_and_who_is_at_an_appointment_never() {
    let interpreter = |staff, level, agreed| Agent {
        part: Part::Interpreter,
        languages: vec![(Lang::RU, level)],
        agreed,
        ..agent(staff)
    };
    let asked = [waiting(1, What::Interpreter, 5)];
    let on_duty = |language| Agreed::Duty(vec![language]);
    let all = [
        interpreter(1, Level::Native, Agreed::Nothing),
        interpreter(2, Level::Working, on_duty(Lang::RU)),
        interpreter(3, Level::Native, on_duty(Lang::KO)),
        interpreter(4, Level::Native, Agreed::Appointment),
    ];
    assert_eq!(made(&all, &asked), [(1, 2)]);
    // On duty for another language: as everybody else.
    assert_eq!(made(&all[2..], &asked), [(1, 3)]);
    assert_eq!(made(&all[3..], &asked), []);
    // Nobody else could come: whoever declined is asked again, and nobody waits for who is somewhere else.
    let declined = [Waiting {
        declined_by: vec![StaffId(1)],
        ..waiting(1, What::Interpreter, 5)
    }];
    assert_eq!(made(&[all[0].clone(), all[3].clone()], &declined), [(1, 1)]);
    // An agent who does not speak the language takes nobody for whom nobody can be rung.
    let chinese = Agent {
        languages: vec![(Lang::ZH, Level::Native)],
        ..agent(9)
    };
    let call = waiting(2, What::Call, 60);
    assert_eq!(how(&[chinese.clone(), all[3].clone()], call.clone()), None);
    assert_eq!(
        how(&[chinese, all[1].clone()], call.clone()),
        Some(How::WithInterpreter)
    );
    // An agent may be at an appointment, too.
    let away = Agent {
        agreed: Agreed::Appointment,
        ..agent(8)
    };
    assert_eq!(made(&[away], &[call]), []);
}

#[test]
fn an_exchange_rings_speakers_first_then_whoever_an_interpreter_can_help_and_nobody_out_of_turn() {
    let chinese = |staff| Agent {
        languages: vec![(Lang::ZH, Level::Native)],
        ..agent(staff)
    };
    let interpreter = Agent {
        part: Part::Interpreter,
        ..agent(9)
    };
    let call = waiting(99, What::Call, 0);
    let rung = |agents: &[Agent], others: &[Waiting], most| {
        let rung = rung_in_turn(agents, others, &call, &policy(), now(), most);
        rung.iter().map(|staff| staff.0).collect::<Vec<_>>()
    };
    let mut native = agent(3);
    native.languages = vec![(Lang::RU, Level::Native)];
    let mut talks = agent(4);
    talks.chats = 1;
    talks.state = AgentState::Talking;
    let all = [chinese(1), agent(2), native, talks, interpreter];
    assert_eq!(rung(&all, &[], 9), [3, 2, 1]);
    assert_eq!(rung(&all, &[], 2), [3, 2]);
    assert_eq!(rung(&all[..4], &[], 9), [3, 2], "without an interpreter");
    // Whoever waits already has the native speaker.
    assert_eq!(rung(&all, &[waiting(1, What::Chat, 5)], 1), [2]);
    assert_eq!(rung(&[], &[], 9), [0; 0]);
}

#[test]
fn who_speaks_another_language_is_asked_with_an_interpreter_or_a_machine_when_it_is_time() {
    let mut chinese = agent(1);
    chinese.languages = vec![(Lang::ZH, Level::Native)];
    let mut interpreter = agent(2);
    interpreter.part = Part::Interpreter;
    let alone = [chinese.clone()];
    let both = [chinese, interpreter];
    let call = |waited| waiting(1, What::Call, waited);
    assert_eq!(how(&both, call(19)), None);
    assert_eq!(how(&both, call(20)), Some(How::WithInterpreter));
    assert_eq!(how(&alone, call(100)), None);
    let mut wants = call(0);
    wants.wants_interpreter = true;
    assert_eq!(how(&both, wants), Some(How::WithInterpreter));
    let chat = |waited, machine| Waiting {
        machine,
        ..waiting(1, What::Chat, waited)
    };
    assert_eq!(how(&alone, chat(39, true)), None);
    assert_eq!(how(&alone, chat(40, true)), Some(How::WithMachine));
    assert_eq!(how(&alone, chat(40, false)), None);
    assert_eq!(how(&both, chat(40, true)), Some(How::WithInterpreter));
}

#[test]
fn an_interpreter_is_promised_once_and_whoever_talks_already_has_them_first() {
    let mut chinese = agent(1);
    chinese.languages = vec![(Lang::ZH, Level::Native)];
    let mut other = chinese.clone();
    other.staff = StaffId(2);
    let mut interpreter = agent(3);
    interpreter.part = Part::Interpreter;
    let mut agents = vec![chinese, other, interpreter];
    let calls = [waiting(1, What::Call, 90), waiting(2, What::Call, 80)];
    assert_eq!(made(&agents, &calls), [(1, 1)]);
    let ring = [waiting(1, What::Call, 90), waiting(2, What::Interpreter, 1)];
    assert_eq!(made(&agents, &ring), [(2, 3)]);
    agents[1].state = AgentState::Offered;
    agents[1].offered = vec![Ringing {
        waiting: WaitingId(7),
        what: What::Call,
        interpreter: Some(Lang::RU),
    }];
    assert_eq!(made(&agents, &calls), []);
}

#[test]
fn a_call_back_is_offered_once_and_one_that_is_due_is_called() {
    let offered = waiting(1, What::Chat, 120);
    assert_eq!(made(&[], std::slice::from_ref(&offered)), [(1, 0)]);
    let again = Waiting {
        call_back_offered: true,
        ..offered.clone()
    };
    assert_eq!(made(&[], &[again, waiting(2, What::Call, 119)]), []);
    assert_eq!(
        made(
            &[],
            &[
                waiting(1, What::CallBack, 900),
                waiting(2, What::Interpreter, 900)
            ]
        ),
        []
    );
    assert_eq!(made(&[agent(1)], &[waiting(1, What::CallBack, -1)]), []);
    assert_eq!(made(&[agent(1)], &[waiting(1, What::CallBack, 0)]), [(1, 1)]);
    assert_eq!(made(&[agent(1)], &[offered]), [(1, 1)]);
}

#[test]
fn an_urgent_one_goes_ahead_of_who_has_waited_a_little_longer_and_of_no_others() {
    let agents = [agent(1)];
    let urgent = Waiting {
        urgent: true,
        ..waiting(1, What::Call, 0)
    };
    assert_eq!(
        made(&agents, &[waiting(2, What::Call, 99), urgent.clone()]),
        [(1, 1)]
    );
    assert_eq!(made(&agents, &[waiting(2, What::Call, 101), urgent]), [(2, 1)]);
}

#[test]
fn a_call_is_not_overtaken_by_chats_that_came_later() {
    let mut busy = agent(1);
    busy.chats = 1;
    busy.state = AgentState::Talking;
    let call = waiting(1, What::Call, 30);
    assert_eq!(
        made(
            std::slice::from_ref(&busy),
            &[call.clone(), waiting(2, What::Chat, 20)]
        ),
        []
    );
    assert_eq!(made(&[busy], &[call, waiting(2, What::Chat, 40)]), [(2, 1)]);
}

const LANGUAGES: [Lang; 3] = [Lang::RU, Lang::KO, Lang::JA];

fn any_agent(staff: i64) -> impl Strategy<Value = Agent> {
    let languages = vec((select(&LANGUAGES[..]), select(Level::ALL)), 0..3);
    let topics = btree_set(select(vec!["visa".to_owned(), "tax".to_owned()]), 0..=2);
    let state = prop_oneof![4 => Just(AgentState::Ready), 4 => select(AgentState::ALL)];
    let rings = vec(
        (
            select(&[What::Chat, What::Call][..]),
            option::of(select(&LANGUAGES[..])),
        ),
        0..=1,
    );
    let duty = vec(select(&LANGUAGES[..]), 1..3).prop_map(Agreed::Duty);
    let agreed = prop_oneof![4 => Just(Agreed::Nothing), 2 => duty, 1 => Just(Agreed::Appointment)];
    let part = prop_oneof![3 => Just(Part::Agent), 1 => Just(Part::Interpreter)];
    (
        part,
        languages,
        topics,
        state,
        0..5_i64,
        0..4_u8,
        0..3_u8,
        any::<[bool; 3]>(),
        (rings, agreed),
    )
        .prop_map(
            move |(part, languages, topics, state, since, capacity, chats, [a, b, c], (rings, agreed))| {
                Agent {
                    staff: StaffId(staff),
                    part,
                    languages,
                    topics,
                    state,
                    since: at(since),
                    capacity,
                    chats: if a { chats } else { 0 },
                    on_a_call: a && b,
                    offered: rings
                        .into_iter()
                        .filter(|_| c)
                        .map(|(what, interpreter)| Ringing {
                            waiting: WaitingId(1000),
                            what,
                            interpreter,
                        })
                        .collect(),
                    agreed,
                }
            },
        )
}

fn any_waiting(id: u64) -> impl Strategy<Value = Waiting> {
    let what = prop_oneof![4 => Just(What::Chat), 3 => Just(What::Call), 2 => select(What::ALL)];
    let topic = option::of(select(vec!["visa".to_owned(), "tax".to_owned()]));
    let declined = vec((0..8_i64).prop_map(StaffId), 0..3);
    (
        what,
        select(&LANGUAGES[..]),
        any::<[bool; 4]>(),
        topic,
        -5..180_i64,
        declined,
    )
        .prop_map(
            move |(
                what,
                language,
                [urgent, wants_interpreter, machine, call_back_offered],
                topic,
                waited,
                declined,
            )| {
                Waiting {
                    id: WaitingId(id),
                    what,
                    language,
                    urgent,
                    topic,
                    since: at(waited),
                    declined_by: declined,
                    wants_interpreter,
                    machine,
                    call_back_offered,
                }
            },
        )
}

fn any_agents() -> impl Strategy<Value = Vec<Agent>> {
    (0..8_i64).prop_flat_map(|n| (0..n).map(any_agent).collect::<Vec<_>>())
}

fn all_waiting() -> impl Strategy<Value = Vec<Waiting>> {
    (0..12_u64).prop_flat_map(|n| (0..n).map(any_waiting).collect::<Vec<_>>())
}

/// What one agent holds when all offers are made, and nothing else of theirs is changed.
struct After<'a> {
    agent: &'a Agent,
    held: usize,
}

fn after<'a>(agents: &'a [Agent], made: &[Offer]) -> Vec<After<'a>> {
    let new = |agent: &Agent| made.iter().filter(|offer| is_to(offer, agent.staff)).count();
    let held = |agent: &Agent| usize::from(agent.chats) + agent.offered.len() + new(agent);
    agents
        .iter()
        .map(|agent| After {
            agent,
            held: held(agent),
        })
        .collect()
}

fn is_to(offer: &Offer, to: StaffId) -> bool {
    matches!(offer.to, Offered::Agent { staff, .. } if staff == to)
}

fn is_on_duty(agent: &Agent, language: Lang) -> bool {
    matches!(&agent.agreed, Agreed::Duty(languages) if languages.contains(&language))
}

fn level_of(agent: &Agent, language: Lang) -> Option<Level> {
    let levels = agent.languages.iter().filter(|(spoken, _)| *spoken == language);
    levels.map(|(_, level)| *level).max()
}

fn suits(agent: &Agent, waiting: &Waiting) -> bool {
    let part = if waiting.what == What::Interpreter {
        Part::Interpreter
    } else {
        Part::Agent
    };
    let topic = waiting.topic.as_ref();
    agent.part == part && topic.is_none_or(|topic| agent.topics.is_empty() || agent.topics.contains(topic))
}

impl After<'_> {
    fn is_there(&self) -> bool {
        !matches!(self.agent.state, AgentState::Offline | AgentState::Break)
            && self.agent.agreed != Agreed::Appointment
    }

    fn is_free_for(&self, what: What) -> bool {
        let agent = self.agent;
        if agent.on_a_call || agent.offered.iter().any(|ringing| ringing.what != What::Chat) {
            return false;
        }
        if agent.agreed == Agreed::Appointment {
            return false;
        }
        match what {
            What::Chat => {
                [AgentState::Ready, AgentState::Offered, AgentState::Talking].contains(&agent.state)
                    && self.held < usize::from(agent.capacity)
            }
            _ => agent.state == AgentState::Ready && self.held == 0,
        }
    }
}

fn waited(waiting: &Waiting) -> i64 {
    now().duration_since(waiting.since).as_secs()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nobody_is_offered_what_they_cannot_hold(agents in any_agents(), waiting in all_waiting()) {
        let made = offers(&agents, &waiting, &policy(), now());
        let by_id: BTreeMap<WaitingId, &Waiting> = waiting.iter().map(|w| (w.id, w)).collect();
        let mut once = BTreeSet::new();
        for offer in &made {
            prop_assert!(once.insert(offer.waiting), "two offers for one");
        }
        for agent in &agents {
            let new: Vec<&Waiting> = made.iter().filter(|offer| is_to(offer, agent.staff)).map(|offer| by_id[&offer.waiting]).collect();
            let held = usize::from(agent.chats) + agent.offered.len();
            prop_assert!(new.iter().all(|w| suits(agent, w)));
            prop_assert!(new.is_empty() || agent.agreed != Agreed::Appointment);
            if new.iter().any(|w| w.what != What::Chat) {
                prop_assert!(new.len() == 1 && held == 0 && agent.state == AgentState::Ready && !agent.on_a_call);
            } else if !new.is_empty() {
                prop_assert!(held + new.len() <= usize::from(agent.capacity) && !agent.on_a_call);
                prop_assert!(agent.offered.iter().all(|ringing| ringing.what == What::Chat));
                prop_assert!(matches!(agent.state, AgentState::Ready | AgentState::Offered | AgentState::Talking));
            }
        }
    }

    #[test]
    fn the_same_input_gives_the_same_offers_in_whatever_order(
        agents in any_agents().prop_shuffle(), waiting in all_waiting().prop_shuffle(),
    ) {
        let made = offers(&agents, &waiting, &policy(), now());
        let mut sorted = (agents, waiting);
        sorted.0.sort_by_key(|agent| agent.staff);
        sorted.1.sort_by_key(|waiting| waiting.id);
        prop_assert_eq!(made, offers(&sorted.0, &sorted.1, &policy(), now()));
    }

    #[test]
    fn a_speaker_is_asked_before_others_and_the_better_before_the_worse(agents in any_agents(), waiting in all_waiting()) {
        let made = offers(&agents, &waiting, &policy(), now());
        let after = after(&agents, &made);
        for offer in &made {
            let Offered::Agent { staff, how } = offer.to else { continue };
            let waiting = waiting.iter().find(|w| w.id == offer.waiting).expect("someone waits");
            let taken = agents.iter().find(|agent| agent.staff == staff).expect("an agent");
            // Whoever is left when the round is over was there when the choice was made.
            let left = after.iter().filter(|other| {
                other.agent.staff != staff
                    && suits(other.agent, waiting)
                    && other.is_free_for(waiting.what)
                    && waiting.declined_by.contains(&staff) == waiting.declined_by.contains(&other.agent.staff)
                    && other.held == usize::from(other.agent.chats) + other.agent.offered.len()
            });
            let held = usize::from(taken.chats) + taken.offered.len();
            for other in left {
                let Some(theirs) = level_of(other.agent, waiting.language) else { continue };
                let How::Speaker(level) = how else {
                    // Kept free of chats for a call that comes before this one.
                    prop_assert!(waiting.what == What::Chat && other.held > 0, "{:?} could speak to {waiting:?}", other.agent);
                    continue;
                };
                let place = |held, agent: &Agent| (held, agent.since, agent.staff);
                if waiting.what == What::Interpreter {
                    let duties = [taken, other.agent].map(|agent| is_on_duty(agent, waiting.language));
                    prop_assert!(duties != [false, true] || other.held > 0, "{:?} is on duty", other.agent);
                    if duties == [true, false] {
                        continue;
                    }
                }
                let comes_later = level > theirs || level == theirs && place(other.held, other.agent) > place(held, taken);
                prop_assert!(comes_later || other.held > 0, "{:?} comes before {taken:?}", other.agent);
            }
        }
    }

    #[test]
    fn who_is_not_offered_could_be_taken_by_nobody_who_took_someone_behind(agents in any_agents(), waiting in all_waiting()) {
        let policy = policy();
        let made = offers(&agents, &waiting, &policy, now());
        let after = after(&agents, &made);
        let taken = |w: &Waiting| made.iter().any(|o| o.waiting == w.id && matches!(o.to, Offered::Agent { .. }));
        let order = order(&waiting, &policy, now());
        // An interpreter who is promised to a call that rings is free, and yet is not rung for another.
        let promised = agents.iter().flat_map(|agent| &agent.offered).any(|ringing| ringing.interpreter.is_some());
        let judged = |w: &Waiting| !(taken(w) || promised && w.what == What::Interpreter);
        for (place, first) in order.iter().enumerate().filter(|(_, w)| judged(w)) {
            let speakers = |other: &&After| suits(other.agent, first)
                && level_of(other.agent, first.language).is_some()
                && !first.declined_by.contains(&other.agent.staff);
            for other in after.iter().filter(speakers) {
                let theirs = |w: &&&Waiting| made.iter().any(|o| o.waiting == w.id && is_to(o, other.agent.staff));
                if order[..place].iter().filter(theirs).any(|w| w.what != What::Chat) {
                    continue;
                }
                // As they were when the turn of the first came.
                let behind = order[place..].iter().filter(theirs).count();
                let then = After { agent: other.agent, held: other.held - behind };
                if first.what == What::Chat {
                    let calls_ahead = order[..place].iter().any(|w| w.what != What::Chat && !taken(w));
                    prop_assert!(!then.is_free_for(What::Chat) || calls_ahead && then.held > 0);
                } else {
                    prop_assert!(!then.is_free_for(first.what));
                }
            }
        }
    }

    #[test]
    fn who_declined_is_asked_again_only_when_nobody_else_could(agents in any_agents(), waiting in all_waiting()) {
        for offer in offers(&agents, &waiting, &policy(), now()) {
            let Offered::Agent { staff, how } = offer.to else { continue };
            let waiting = waiting.iter().find(|w| w.id == offer.waiting).expect("someone waits");
            if !waiting.declined_by.contains(&staff) {
                continue;
            }
            let others = after(&agents, &[]);
            let others = others.iter().filter(|other| {
                other.is_there() && suits(other.agent, waiting) && !waiting.declined_by.contains(&other.agent.staff)
            });
            for other in others {
                prop_assert_eq!(level_of(other.agent, waiting.language), None);
                prop_assert!(!matches!(how, How::WithInterpreter | How::WithMachine));
            }
        }
    }

    #[test]
    fn other_ways_wait_until_their_time(agents in any_agents(), waiting in all_waiting()) {
        let policy = policy();
        let made = offers(&agents, &waiting, &policy, now());
        let mut promised: BTreeMap<Lang, usize> = BTreeMap::new();
        for offer in &made {
            let w = waiting.iter().find(|w| w.id == offer.waiting).expect("someone waits");
            match offer.to {
                Offered::CallBack => {
                    prop_assert!(waited(w) >= 120 && !w.call_back_offered);
                    prop_assert!(matches!(w.what, What::Call | What::Chat));
                }
                Offered::Agent { how: How::WithInterpreter, .. } => {
                    prop_assert!(waited(w) >= 20 || w.wants_interpreter);
                    *promised.entry(w.language).or_default() += 1;
                }
                Offered::Agent { how: How::WithMachine, .. } => {
                    prop_assert!(waited(w) >= 40 && w.what == What::Chat && w.machine);
                }
                Offered::Agent { staff, how: How::Speaker(level) } => {
                    let agent = agents.iter().find(|agent| agent.staff == staff).expect("an agent");
                    prop_assert_eq!(level_of(agent, w.language), Some(level));
                    prop_assert!(w.what != What::CallBack || waited(w) >= 0);
                }
            }
        }
        for (language, promised) in promised {
            let ready = after(&agents, &made);
            let ready = ready.iter().filter(|one| {
                one.agent.part == Part::Interpreter && one.is_free_for(What::Interpreter) && level_of(one.agent, language).is_some()
            });
            prop_assert!(promised <= ready.count(), "an interpreter is promised twice");
        }
    }

    /// Agents answer whoever rings, talk until the next round and are free again, while urgent ones and chats keep coming.
    #[test]
    fn nobody_starves(
        agents in vec((1..3_u8, any::<bool>()), 1..4), mut queue in all_waiting(), coming in vec(any::<[bool; 3]>(), 150),
    ) {
        let mut agents: Vec<Agent> = (1..).zip(&agents).map(|(staff, (capacity, _))| {
            let languages = LANGUAGES.map(|language| (language, Level::Working)).to_vec();
            Agent { capacity: *capacity, languages, ..agent(staff) }
        }).collect();
        let policy = policy();
        for waiting in &mut queue {
            waiting.declined_by.clear();
            waiting.since = waiting.since.min(now());
            if waiting.what == What::Interpreter {
                waiting.what = What::Call;
            }
        }
        let mut left: BTreeSet<WaitingId> = queue.iter().map(|w| w.id).collect();
        // Those who can come in ahead do so in the first `urgent_ahead`.
        let rounds = 100 + 2 * queue.len() + 12;
        for (second, [urgent, call, chat]) in (0..).zip(&coming) {
            let now = at(-second);
            for agent in &mut agents {
                // A chat ends each time, and a call does.
                agent.chats = agent.chats.saturating_sub(1);
                agent.on_a_call = false;
                agent.state = if agent.chats > 0 { AgentState::Talking } else { AgentState::Ready };
            }
            let new = |id: usize, what, urgent| Waiting { urgent, ..waiting(u64::try_from(id).expect("few"), what, -second) };
            let base = 1000 + 10 * usize::try_from(second).expect("few");
            queue.extend(urgent.then(|| new(base, What::Chat, true)).into_iter().filter(|_| second % 2 == 0));
            queue.extend(call.then(|| new(base + 1, What::Call, false)));
            queue.extend(chat.then(|| new(base + 2, What::Chat, false)));
            for offer in offers(&agents, &queue, &policy, now) {
                let Offered::Agent { staff, .. } = offer.to else { continue };
                let at = queue.iter().position(|w| w.id == offer.waiting).expect("someone waits");
                let agent = agents.iter_mut().find(|agent| agent.staff == staff).expect("an agent");
                if queue[at].what == What::Chat {
                    agent.chats += 1;
                } else {
                    agent.on_a_call = true;
                }
                agent.state = AgentState::Talking;
                left.remove(&queue[at].id);
                queue.remove(at);
            }
            if usize::try_from(second).expect("few") > rounds {
                break;
            }
        }
        prop_assert!(left.is_empty(), "{left:?} wait still");
    }
}
