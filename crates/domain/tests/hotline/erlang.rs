//! The formulas, held against programs that no one here wrote. How their answers were made is in `tests/data/staffing`: by
//! pyworkforce 0.5.1 (MIT) and ciw 3.2.7 (MIT), on made-up numbers.

use domain::contacts::staffing::erlang::{impatient, need, need_of_impatient, patient};
use domain::contacts::staffing::{Demand, Target};
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::{numbers, seconds, whole};

const CLOSE: f64 = 1e-9;

fn demand(calls: f64, interval: f64, handling: f64) -> Demand {
    Demand {
        calls,
        interval: seconds(interval),
        handling: seconds(handling),
    }
}

fn target(within: f64, level: f64) -> Target {
    Target {
        answer_within: seconds(within),
        level,
        occupancy: 1.0,
        shrinkage: 0.0,
    }
}

/// 100 calls in 30 minutes, three minutes each.
fn example() -> Demand {
    demand(100.0, 1800.0, 180.0)
}

#[test]
fn erlang_c_needs_whom_pyworkforce_needs() {
    let cases = numbers::<12>(include_str!("../data/staffing/erlang_c.csv"));
    assert_eq!(cases.len(), 21);
    for case in cases {
        let [
            calls,
            interval,
            handling,
            within,
            level,
            occupancy,
            shrinkage,
            agents,
            positions,
            ..,
        ] = case;
        let [.., found_level, found_occupancy, waiting] = case;
        let target = Target {
            occupancy,
            shrinkage,
            ..target(within, level)
        };
        let need = need(&demand(calls, interval, handling), &target).expect("it can be met");
        assert_eq!(
            (f64::from(need.agents), f64::from(need.positions)),
            (agents, positions),
            "{case:?}"
        );
        for (ours, theirs) in [
            (need.service.level, found_level),
            (need.service.occupancy, found_occupancy),
            (need.service.waiting_probability, waiting),
        ] {
            assert!((ours - theirs).abs() < CLOSE, "{ours} is not {theirs}: {case:?}");
        }
    }
}

#[test]
fn the_case_that_is_known_needs_14_agents_and_20_positions() {
    let target = Target {
        occupancy: 0.85,
        shrinkage: 0.3,
        ..target(20.0, 0.8)
    };
    let need = need(&example(), &target).expect("it can be met");
    assert_eq!((need.agents, need.positions), (14, 20));
    assert!((need.service.level - 0.888).abs() < 5e-4);
}

#[test]
fn erlang_a_lies_in_the_intervals_of_ciw() {
    let cases = numbers::<11>(include_str!("../data/staffing/waiting.csv"));
    assert_eq!(cases.len(), 20);
    for case in cases {
        let [
            calls,
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
        let demand = demand(calls, 1800.0, handling);
        let found = impatient(&demand, seconds(patience), seconds(within), whole(agents)).expect("numbers");
        for (ours, theirs, half) in [
            (found.level, level, level_half),
            (found.abandonment, lost, lost_half),
            (found.waiting_probability, waiting, waiting_half),
        ] {
            assert!(
                (ours - theirs).abs() <= half,
                "{ours} is not {theirs} ± {half}: {case:?}"
            );
        }
    }
}

#[test]
fn with_11_agents_and_two_minutes_patience_942_in_10000_give_up() {
    let found = impatient(&example(), seconds(120.0), seconds(20.0), 11).expect("numbers");
    assert!((found.abandonment - 0.0942).abs() < 5e-5, "{}", found.abandonment);
}

/// The steady state of the birth-and-death process itself, summed state by state.
fn by_states(demand: &Demand, patience: f64, agents: u32) -> (f64, f64) {
    let (lambda, mu) = (
        demand.calls / demand.interval.as_secs_f64(),
        1.0 / demand.handling.as_secs_f64(),
    );
    let n = f64::from(agents);
    let mut states = vec![1.0_f64];
    let mut k = 0.0_f64;
    while states.len() < 5000 {
        k += 1.0;
        let leaves = mu * k.min(n) + (k - n).max(0.0) / patience;
        states.push(states[states.len() - 1] * lambda / leaves);
    }
    let all: f64 = states.iter().sum();
    let states = (0..).zip(states).map(|(k, state)| (f64::from(k), state / all));
    let (mut waiting, mut queue) = (0.0, 0.0);
    for (k, share) in states.filter(|(k, _)| *k >= n) {
        waiting += share;
        queue += (k - n) * share;
    }
    (waiting, queue / patience / lambda)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn erlang_a_is_the_steady_state_of_its_queue(
        calls in 1.0..600.0_f64, handling in 20.0..900.0_f64, patience in 5.0..900.0_f64, agents in 1..120_u32,
    ) {
        let demand = demand(calls, 1800.0, handling);
        let found = impatient(&demand, seconds(patience), seconds(20.0), agents).expect("numbers");
        let (waiting, lost) = by_states(&demand, seconds(patience).as_secs_f64(), agents);
        prop_assert!((found.waiting_probability - waiting).abs() < 1e-8, "{} is not {waiting}", found.waiting_probability);
        prop_assert!((found.abandonment - lost).abs() < 1e-8, "{} is not {lost}", found.abandonment);
    }

    #[test]
    fn one_agent_fewer_misses_the_target(
        calls in 1.0..3000.0_f64, handling in 20.0..900.0_f64, patience in 5.0..900.0_f64, level in 0.5..0.99_f64,
    ) {
        let (demand, target, patience) = (demand(calls, 1800.0, handling), target(15.0, level), seconds(patience));
        let within = target.answer_within;
        let c = need(&demand, &target).expect("it can be met");
        prop_assert!(patient(&demand, within, c.agents).expect("numbers").level >= level);
        prop_assert!(c.agents == 1 || patient(&demand, within, c.agents - 1).expect("numbers").level < level);
        let a = need_of_impatient(&demand, patience, &target).expect("it can be met");
        prop_assert!(a.service.level >= level);
        prop_assert!(a.agents == 1 || impatient(&demand, patience, within, a.agents - 1).expect("numbers").level < level);
    }
}

#[test]
fn with_endless_patience_erlang_a_is_erlang_c() {
    for agents in [12, 14, 20] {
        let c = patient(&example(), seconds(20.0), agents).expect("numbers");
        let a = impatient(&example(), seconds(80_000.0), seconds(20.0), agents).expect("numbers");
        assert!((a.level - c.level).abs() < 0.02, "{a:?} {c:?}");
        assert!(a.abandonment < 0.01);
    }
}

#[test]
fn thousands_of_agents_are_counted_without_overflow() {
    let large = demand(900_000.0, 1800.0, 600.0);
    let need_c = need(&large, &target(15.0, 0.95)).expect("it can be met");
    assert!((300_001..302_000).contains(&need_c.agents), "{need_c:?}");
    let need_a = need_of_impatient(&large, seconds(120.0), &target(15.0, 0.95)).expect("it can be met");
    // Nearly all wait, and as many give up as the level allows.
    assert!(need_a.agents < need_c.agents, "{need_a:?}");
    assert!(
        need_a.service.level >= 0.95 && (need_a.service.abandonment - 0.05).abs() < 1e-3,
        "{need_a:?}"
    );
    // So many more come than can be answered that all wait, and the share that is too much gives up.
    let flooded = impatient(&large, seconds(600.0), seconds(15.0), 30_000).expect("numbers");
    assert!((flooded.abandonment - 0.9).abs() < 1e-6, "{flooded:?}");
    assert!((flooded.occupancy - 1.0).abs() < 1e-6 && flooded.level < 1e-6);
}

#[test]
fn too_few_agents_never_catch_up_when_everybody_waits() {
    let found = patient(&example(), seconds(20.0), 10).expect("numbers");
    assert_eq!(
        (found.level, found.waiting_probability, found.occupancy),
        (0.0, 1.0, 1.0)
    );
    assert!(found.wait.is_infinite());
}

#[test]
fn what_nothing_can_be_worked_out_from_is_named() {
    let needed = |demand: Demand, target: Target| need(&demand, &target).map_err(|wrong| wrong.field);
    let fine = target(20.0, 0.8);
    assert!(needed(example(), fine).is_ok());
    for (demand, field) in [
        (demand(0.0, 1800.0, 180.0), "calls"),
        (demand(f64::NAN, 1800.0, 180.0), "calls"),
        (demand(1e12, 1800.0, 180.0), "calls"),
        (demand(100.0, 0.0, 180.0), "interval"),
        (demand(100.0, 1800.0, 0.0), "handling"),
        (demand(100.0, 1800.0, -5.0), "handling"),
        (demand(1.0, 1800.0, 90_000.0), "handling"),
    ] {
        assert_eq!(needed(demand, fine), Err(field), "{demand:?}");
    }
    for (target, field) in [
        (target(20.0, 1.0), "level"),
        (target(20.0, 0.0), "level"),
        (target(20.0, f64::NAN), "level"),
        (target(-1.0, 0.8), "answer_within"),
        (
            Target {
                occupancy: 0.0,
                ..fine
            },
            "occupancy",
        ),
        (
            Target {
                occupancy: 1.1,
                ..fine
            },
            "occupancy",
        ),
        (
            Target {
                shrinkage: 1.0,
                ..fine
            },
            "shrinkage",
        ),
        (
            Target {
                shrinkage: -0.1,
                ..fine
            },
            "shrinkage",
        ),
    ] {
        assert_eq!(needed(example(), target), Err(field), "{target:?}");
    }
    let patience = |patience: SignedDuration, agents| {
        let found = impatient(&example(), patience, seconds(20.0), agents);
        found.map(|_| ()).map_err(|wrong| wrong.field)
    };
    assert_eq!(patience(SignedDuration::ZERO, 11), Err("patience"));
    assert_eq!(patience(seconds(120.0), 0), Err("agents"));
    let busy = demand(1e9, 1800.0, 0.001);
    assert_eq!(
        impatient(&busy, seconds(3600.0), seconds(20.0), 11).map_err(|wrong| wrong.field),
        Err("patience")
    );
}
