//! A plan meets its target, and no agent in it can be spared.

use domain::Lang;
use domain::contacts::matching::{Abandoned, Policy, What};
use domain::contacts::staffing::Target;
use domain::contacts::staffing::plan::{Effort, Group, Plan, Wanted, plan};
use domain::contacts::staffing::simulation::{Stream, Times};
use domain::training::Level;
use jiff::SignedDuration;

use crate::{seconds, whole};

fn calls(language: Lang, calls: &[f64]) -> Stream {
    Stream {
        language,
        what: What::Call,
        machine: false,
        calls: calls.to_vec(),
        handling: Times::Exponential(seconds(240.0)),
        patience: Some(Times::Exponential(seconds(120.0))),
    }
}

fn group(languages: &[Lang], most: u32) -> Group {
    Group {
        languages: languages
            .iter()
            .map(|language| (*language, Level::Working))
            .collect(),
        most,
    }
}

fn wanted(policy: &Policy, streams: Vec<Stream>, groups: Vec<Group>) -> Wanted<'_> {
    Wanted {
        slot: SignedDuration::from_mins(30),
        streams,
        groups,
        policy,
        target: Target {
            answer_within: seconds(15.0),
            level: 0.8,
            occupancy: 0.9,
            shrinkage: 0.3,
        },
        effort: Effort {
            contacts: 600,
            ..Effort::default()
        },
    }
}

fn planned(wanted: &Wanted) -> Plan {
    plan(wanted).expect("it can be planned")
}

#[test]
fn one_language_needs_whom_erlang_needs() {
    let policy = Policy {
        abandoned_short: SignedDuration::ZERO,
        ..Policy::default()
    };
    let wanted = wanted(
        &policy,
        vec![calls(Lang::RU, &[40.0, 0.0, 10.0])],
        vec![group(&[Lang::RU], 30)],
    );
    let plan = planned(&wanted);
    let erlang: Vec<u32> = plan.slots.iter().map(|slot| slot.at_least).collect();
    for (slot, erlang) in plan.slots.iter().zip(&erlang) {
        assert!(slot.met && slot.agents.abs_diff(*erlang) <= 1, "{slot:?}");
    }
    assert_eq!((erlang[1], plan.slots[1].agents), (0, 0));
    assert!(plan.slots[0].agents > plan.slots[2].agents);
    let most = f64::from(plan.slots[0].agents);
    assert_eq!(plan.positions, whole((most / 0.7).ceil()));
}

#[test]
fn who_speaks_several_languages_stands_in_for_others() {
    let policy = Policy::default();
    let languages = [Lang::RU, Lang::KO, Lang::JA];
    let streams = || languages.map(|language| calls(language, &[6.0])).to_vec();
    let apart = languages.map(|language| group(&[language], 10)).to_vec();
    let mut shared = apart.clone();
    shared.push(group(&languages, 10));
    let apart = planned(&wanted(&policy, streams(), apart));
    let shared = planned(&wanted(&policy, streams(), shared));
    let (apart, shared) = (&apart.slots[0], &shared.slots[0]);
    assert!(apart.met && shared.met);
    assert!(shared.agents < apart.agents, "{shared:?} {apart:?}");
    assert!(shared.agents >= shared.at_least);
    for spoken in shared.languages.values() {
        assert!(spoken.level >= 0.8 && spoken.agents <= shared.agents);
    }
}

#[test]
fn too_few_speakers_are_said_to_be_too_few() {
    let policy = Policy::default();
    let streams = vec![calls(Lang::RU, &[30.0]), calls(Lang::KO, &[5.0])];
    let groups = vec![group(&[Lang::RU], 2), group(&[Lang::KO], 9)];
    let plan = planned(&wanted(&policy, streams, groups));
    let slot = &plan.slots[0];
    assert!(!slot.met && slot.groups[0] == 2);
    let russian = &slot.languages[&Lang::RU];
    assert!(russian.level < 0.8 && russian.alone > russian.agents);
    assert!(slot.languages[&Lang::KO].level >= 0.8);
}

#[test]
fn the_same_wish_gives_the_same_plan() {
    let policy = Policy::default();
    let streams = vec![calls(Lang::RU, &[8.0, 3.0]), calls(Lang::KO, &[5.0, 5.0])];
    let groups = vec![group(&[Lang::RU, Lang::KO], 9), group(&[Lang::KO], 9)];
    let wanted = wanted(&policy, streams, groups);
    assert_eq!(planned(&wanted), planned(&wanted));
}

#[test]
fn chats_take_fewer_agents_than_calls_of_the_same_length() {
    let policy = Policy::default();
    let agents = |what| {
        let stream = Stream {
            what,
            ..calls(Lang::RU, &[20.0])
        };
        let plan = planned(&wanted(&policy, vec![stream], vec![group(&[Lang::RU], 20)]));
        let slot = &plan.slots[0];
        assert!(slot.met && slot.languages[&Lang::RU].level >= 0.8, "{slot:?}");
        slot.agents
    };
    let (chats, calls) = (agents(What::Chat), agents(What::Call));
    assert!(chats < calls, "{chats} {calls}");
}

#[test]
fn a_target_that_cannot_be_is_named() {
    let policy = Policy::default();
    let mut wanted = wanted(
        &policy,
        vec![calls(Lang::RU, &[8.0])],
        vec![group(&[Lang::RU], 9)],
    );
    wanted.target.level = 1.5;
    assert_eq!(plan(&wanted).map_err(|wrong| wrong.field), Err("level"));
    wanted.target.level = 0.8;
    wanted.streams[0].handling = Times::Given(Vec::new());
    assert_eq!(plan(&wanted).map_err(|wrong| wrong.field), Err("handling"));
}

#[test]
fn who_gives_up_at_once_is_left_out_of_the_bound_as_of_the_plan() {
    let with = |short: f64, abandoned| {
        let policy = Policy {
            abandoned_short: seconds(short),
            abandoned,
            ..Policy::default()
        };
        let plan = planned(&wanted(
            &policy,
            vec![calls(Lang::RU, &[40.0])],
            vec![group(&[Lang::RU], 30)],
        ));
        (plan.slots[0].at_least, plan.slots[0].agents)
    };
    let (all, of_all) = with(0.0, Abandoned::Against);
    let (later, of_later) = with(10.0, Abandoned::Against);
    let (none, of_none) = with(10.0, Abandoned::LeftOut);
    assert!(
        none <= later && later <= all && none < all,
        "{none} {later} {all}"
    );
    // The bound is one: nothing holds a plan above what the simulation says.
    for (bound, agents) in [(all, of_all), (later, of_later), (none, of_none)] {
        assert!(bound <= agents && agents <= bound + 1, "{bound} {agents}");
    }
}
