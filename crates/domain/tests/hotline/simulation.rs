//! The simulation, held against the formulas where there are any, and against ciw 3.2.7, a simulator that no one here wrote.

use std::collections::BTreeSet;

use domain::Lang;
use domain::contacts::matching::{Part, Policy, What};
use domain::contacts::staffing::erlang::{impatient, patient};
use domain::contacts::staffing::simulation::{
    Estimate, Measured, Outcome, Place, Runs, Scenario, Stream, Times, simulate,
};
use domain::contacts::staffing::{Demand, Service};
use domain::training::Level;
use jiff::SignedDuration;

use crate::{numbers, seconds, whole};

const RUNS: Runs = Runs {
    seed: 11,
    runs: 10,
    warm_up: 2,
};

/// A share that is below that of one contact.
const NOBODY: f64 = 1e-9;

fn half_hour() -> SignedDuration {
    SignedDuration::from_mins(30)
}

/// Everybody who gives up counts, as in the formulas.
fn policy(within: f64) -> Policy {
    Policy {
        answer_within: seconds(within),
        abandoned_short: SignedDuration::ZERO,
        ..Policy::default()
    }
}

fn calls(language: Lang, calls: f64, handling: f64, patience: Option<f64>, slots: usize) -> Stream {
    Stream {
        language,
        what: What::Call,
        machine: false,
        calls: vec![calls; slots],
        handling: Times::Exponential(seconds(handling)),
        patience: patience.map(|patience| Times::Exponential(seconds(patience))),
    }
}

fn speakers(languages: &[Lang], agents: usize, slots: usize) -> Vec<Place> {
    let place = Place {
        part: Part::Agent,
        languages: languages
            .iter()
            .map(|language| (*language, Level::Working))
            .collect(),
        chats_at_once: 3,
        slots: 0..slots,
    };
    vec![place; agents]
}

fn played(streams: Vec<Stream>, places: Vec<Place>, policy: &Policy, runs: Runs) -> Outcome {
    let scenario = Scenario {
        slot: half_hour(),
        streams,
        places,
        policy,
    };
    simulate(&scenario, runs).expect("it can be played")
}

fn mean(estimate: Option<Estimate>) -> f64 {
    estimate.expect("somebody came").mean
}

/// Each figure within twice its interval: of 95 % ones, one in 10,000 is not.
fn agree(found: &Measured, formula: &Service, what: &str) {
    for (figure, formula) in [
        (found.level, formula.level),
        (found.abandonment, formula.abandonment),
        (found.waiting_probability, formula.waiting_probability),
    ] {
        let Estimate { mean, half } = figure.expect("somebody came");
        assert!(
            (mean - formula).abs() <= 2.0 * half,
            "{mean} ± {half} is not {formula}: {what}"
        );
    }
}

#[test]
fn the_simulation_is_erlang_a_and_ciw_where_all_speak_one_language() {
    let cases = numbers::<11>(include_str!("../data/staffing/waiting.csv"));
    assert_eq!(cases.len(), 20);
    for case in cases {
        let [
            each,
            handling,
            patience,
            agents,
            within,
            level,
            level_half,
            lost,
            lost_half,
            waiting,
            waiting_half,
        ] = case;
        let slots = RUNS.warm_up + whole((1500.0 / each).ceil()) as usize;
        let policy = policy(within);
        let streams = vec![calls(Lang::RU, each, handling, Some(patience), slots)];
        let outcome = played(
            streams,
            speakers(&[Lang::RU], whole(agents) as usize, slots),
            &policy,
            RUNS,
        );
        let demand = Demand {
            calls: each,
            interval: half_hour(),
            handling: seconds(handling),
        };
        let formula = impatient(&demand, seconds(patience), seconds(within), whole(agents)).expect("numbers");
        agree(&outcome.all, &formula, &format!("{case:?}"));
        for (figure, theirs, their_half) in [
            (outcome.all.level, level, level_half),
            (outcome.all.abandonment, lost, lost_half),
            (outcome.all.waiting_probability, waiting, waiting_half),
        ] {
            let Estimate { mean, half } = figure.expect("somebody came");
            assert!(
                (mean - theirs).abs() <= half + their_half,
                "{mean} ± {half} is not {theirs} ± {their_half}: {case:?}"
            );
        }
        let busy = outcome.occupancy.expect("agents are there");
        assert!(
            (busy.mean - formula.occupancy).abs() <= 2.0 * busy.half + 0.01,
            "{busy:?}: {case:?}"
        );
    }
}

#[test]
fn with_endless_patience_it_is_erlang_c() {
    let policy = policy(20.0);
    let outcome = played(
        vec![calls(Lang::KO, 100.0, 180.0, None, 42)],
        speakers(&[Lang::KO], 14, 42),
        &policy,
        RUNS,
    );
    let demand = Demand {
        calls: 100.0,
        interval: half_hour(),
        handling: seconds(180.0),
    };
    let formula = patient(&demand, seconds(20.0), 14).expect("numbers");
    let level = outcome.all.level.expect("calls came");
    assert!(
        (level.mean - formula.level).abs() <= 2.0 * level.half,
        "{level:?} is not {}",
        formula.level
    );
    let speed = outcome.all.speed_of_answer.expect("calls came");
    assert!(
        (speed.mean - formula.wait).abs() <= 2.0 * speed.half,
        "{speed:?} is not {}",
        formula.wait
    );
    assert!(mean(outcome.all.abandonment) < NOBODY);
}

#[test]
fn the_same_seed_plays_the_same_day_and_another_another() {
    let policy = policy(15.0);
    let day = |seed| {
        let streams = vec![
            calls(Lang::RU, 30.0, 200.0, Some(60.0), 8),
            calls(Lang::KO, 10.0, 300.0, None, 8),
        ];
        let mut places = speakers(&[Lang::RU, Lang::KO], 4, 8);
        places.extend(speakers(&[Lang::KO], 1, 8));
        played(streams, places, &policy, Runs { seed, ..RUNS })
    };
    assert_eq!(day(3), day(3));
    assert_ne!(day(3), day(4));
}

#[test]
fn agents_who_speak_two_languages_do_better_than_as_many_who_speak_one_each() {
    let policy = policy(15.0);
    let level = |places: Vec<Place>| {
        let streams = vec![
            calls(Lang::RU, 10.0, 300.0, Some(120.0), 60),
            calls(Lang::KO, 10.0, 300.0, Some(120.0), 60),
        ];
        mean(played(streams, places, &policy, RUNS).all.level)
    };
    let mut apart = speakers(&[Lang::RU], 2, 60);
    apart.extend(speakers(&[Lang::KO], 2, 60));
    let (apart, shared) = (level(apart), level(speakers(&[Lang::RU, Lang::KO], 4, 60)));
    assert!(shared > apart + 0.05, "{shared} is not much better than {apart}");
}

#[test]
fn whom_nobody_speaks_to_an_interpreter_helps_and_two_are_busy() {
    let policy = policy(30.0);
    let stream = || vec![calls(Lang::RU, 4.0, 300.0, Some(600.0), 40)];
    let alone = speakers(&[Lang::ZH], 4, 40);
    let nobody = played(stream(), alone.clone(), &policy, RUNS);
    assert!(mean(nobody.all.level) < NOBODY);
    assert!(mean(nobody.all.abandonment) > 1.0 - NOBODY);
    let mut both = alone;
    both.extend(speakers(&[Lang::RU], 2, 40).into_iter().map(|place| Place {
        part: Part::Interpreter,
        ..place
    }));
    let helped = played(stream(), both, &policy, RUNS);
    let level = mean(helped.all.level);
    assert!(level > 0.6, "{level}");
    // Nobody is answered before an interpreter may be asked.
    assert!(mean(helped.all.speed_of_answer) >= policy.interpreter_after.as_secs_f64());
    assert!(mean(helped.all.waiting_probability) > 1.0 - NOBODY);
}

#[test]
fn chats_go_side_by_side_and_a_machine_translates_them() {
    let policy = policy(15.0);
    let chats = |language, machine| Stream {
        what: What::Chat,
        machine,
        ..calls(language, 12.0, 600.0, Some(300.0), 40)
    };
    let level = |chats_at_once, stream| {
        let places = speakers(&[Lang::RU], 4, 40).into_iter().map(|place| Place {
            chats_at_once,
            ..place
        });
        mean(played(vec![stream], places.collect(), &policy, RUNS).all.level)
    };
    assert!(level(3, chats(Lang::RU, false)) > level(1, chats(Lang::RU, false)) + 0.2);
    assert!(level(3, chats(Lang::KO, false)) < NOBODY);
    let places = speakers(&[Lang::RU], 4, 40);
    let translated = played(vec![chats(Lang::KO, true)], places, &policy, RUNS);
    assert!(mean(translated.all.abandonment) < 0.3);
    assert!(mean(translated.all.speed_of_answer) >= policy.machine_after.as_secs_f64());
}

#[test]
fn nobody_answers_before_agents_come_or_after_they_went() {
    let policy = policy(15.0);
    let mut places = speakers(&[Lang::RU], 5, 10);
    for place in &mut places {
        place.slots = 4..6;
    }
    let runs = Runs { warm_up: 0, ..RUNS };
    let fixed = |slot: usize| {
        let mut stream = calls(Lang::RU, 0.0, 60.0, Some(60.0), 10);
        stream.calls[slot] = 5.0;
        stream.handling = Times::Given(vec![seconds(30.0), seconds(90.0)]);
        mean(
            played(vec![stream], places.clone(), &policy, runs)
                .all
                .abandonment,
        )
    };
    let given_up: Vec<f64> = [2, 4, 5, 7].map(fixed).to_vec();
    assert!(given_up[0] > 0.99 && given_up[3] > 0.99, "{given_up:?}");
    assert!(given_up[1] < 0.01 && given_up[2] < 0.01, "{given_up:?}");
}

#[test]
fn what_cannot_be_played_is_named() {
    let policy = policy(15.0);
    let fails = |change: &dyn Fn(&mut Scenario, &mut Runs)| {
        let mut scenario = Scenario {
            slot: half_hour(),
            streams: vec![calls(Lang::RU, 4.0, 60.0, Some(60.0), 4)],
            places: speakers(&[Lang::RU], 1, 4),
            policy: &policy,
        };
        let mut runs = RUNS;
        change(&mut scenario, &mut runs);
        simulate(&scenario, runs).expect_err("it cannot be played").field
    };
    let named: BTreeSet<&str> = [
        fails(&|scenario, _| scenario.slot = SignedDuration::from_nanos(1)),
        fails(&|scenario, _| scenario.streams.clear()),
        fails(&|scenario, _| scenario.streams[0].calls[0] = -1.0),
        fails(&|scenario, _| scenario.streams[0].what = What::CallBack),
        fails(&|scenario, _| scenario.streams[0].handling = Times::Given(Vec::new())),
        fails(&|scenario, _| scenario.streams[0].patience = Some(Times::Exponential(SignedDuration::ZERO))),
        fails(&|_, runs| runs.runs = 1),
        fails(&|_, runs| runs.warm_up = 4),
    ]
    .into();
    let expected = [
        "slot", "streams", "calls", "what", "handling", "patience", "runs", "warm_up",
    ];
    assert_eq!(named, expected.into());
}
