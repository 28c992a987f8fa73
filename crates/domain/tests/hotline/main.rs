//! The hotline's rules, tested through the crate's public face: who is offered whom, and how many agents that takes.

mod erlang;
mod matching;
mod plan;
mod simulation;

use jiff::SignedDuration;

fn seconds(seconds: f64) -> SignedDuration {
    SignedDuration::from_secs_f64(seconds)
}

fn whole(number: f64) -> u32 {
    number.to_string().parse().expect("a whole number")
}

/// The rows of a table of numbers, below its head.
fn numbers<const COLUMNS: usize>(table: &str) -> Vec<[f64; COLUMNS]> {
    let row = |line: &str| {
        let cells: Vec<f64> = line
            .split(',')
            .map(|cell| cell.parse().expect("a number"))
            .collect();
        cells.try_into().expect("as many columns as the head")
    };
    table.lines().skip(1).map(row).collect()
}
