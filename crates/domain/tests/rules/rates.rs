//! What may be published of numbers that count people.

use domain::rates::{FEWEST, withheld};
use proptest::prelude::*;

fn table() -> impl Strategy<Value = Vec<Vec<u64>>> {
    let cell = || prop_oneof![3 => Just(0), 4 => 1..FEWEST, 5 => FEWEST..20];
    (1..6usize, 1..6usize).prop_flat_map(move |(rows, columns)| {
        prop::collection::vec(prop::collection::vec(cell(), columns), rows)
    })
}

/// The cells of each row, then of each column.
fn lines<T: Copy>(table: &[Vec<T>]) -> Vec<Vec<T>> {
    let columns = (0..table[0].len()).map(|at| table.iter().map(|row| row[at]).collect());
    table.iter().cloned().chain(columns).collect()
}

proptest! {
    #[test]
    fn no_sum_gives_away_what_is_withheld(table in table()) {
        let held = withheld(&table);
        for (cells, held) in lines(&table).into_iter().zip(lines(&held)) {
            for (n, held) in cells.iter().zip(&held) {
                prop_assert!(*held || *n == 0 || *n >= FEWEST, "{n} is shown");
            }
            let missing = held.iter().filter(|held| **held).count();
            prop_assert!(missing != 1 || held.len() == 1, "what is left of the sum is the one of {held:?}");
        }
        if table.iter().flatten().all(|n| *n == 0 || *n >= FEWEST) {
            prop_assert!(!held.iter().flatten().any(|held| *held));
        }
    }
}

#[test]
fn what_is_withheld_besides_is_as_little_as_can_be() {
    let held = withheld(&[vec![9, 3, 12], vec![8, 30, 0]]);
    // The 12 goes with the 0 below it; with the 9 it would have to be the 8.
    assert_eq!(held, [[false, true, true], [false, true, true]]);
    assert!(withheld(&[]).is_empty());
}
