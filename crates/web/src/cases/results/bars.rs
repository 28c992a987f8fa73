//! The months of a rate as bars. They say nothing that the table beside them does not.

use domain::rates::Share;

/// The most months that are drawn.
pub const MONTHS: usize = 12;

/// Of a bar with the gap after it, and of the whole picture.
const STEP: usize = 20;
const HIGH: u64 = 60;

/// A bar of the picture.
pub struct Bar {
    pub x: usize,
    pub y: u64,
    pub height: u64,
    /// There are too few to say.
    pub is_empty: bool,
}

/// The picture of a rate.
pub struct Bars {
    pub width: usize,
    pub height: u64,
    /// The newest last.
    pub months: Vec<Bar>,
}

impl Bars {
    /// Of these months, the newest last.
    pub fn of(shares: &[Share]) -> Self {
        let newest = &shares[shares.len().saturating_sub(MONTHS)..];
        let bar = |(at, share): (usize, &Share)| {
            let per_mille = share.per_mille().filter(|_| share.tells());
            // A bar of no height would be no bar.
            let height = per_mille.map_or(2, |n| (n * HIGH / 1000).max(2));
            Bar {
                x: at * STEP,
                y: HIGH - height,
                height,
                is_empty: per_mille.is_none(),
            }
        };
        Self {
            width: newest.len() * STEP,
            height: HIGH,
            months: newest.iter().enumerate().map(bar).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_drawn_and_a_bar_is_as_high_as_its_rate() {
        let share = |count| Share { count, of: 10 };
        let mut shares = vec![share(0); 3];
        shares.extend([share(5); 10]);
        shares.extend([share(10), Share { count: 1, of: 1 }]);
        let bars = Bars::of(&shares);
        let heights: Vec<u64> = bars.months.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [[30; 10].as_slice(), &[60, 2]].concat());
        assert!(bars.months[11].is_empty && !bars.months[10].is_empty);
        assert!(bars.months.iter().all(|bar| bar.y + bar.height == bars.height));
        assert!(Bars::of(&[]).months.is_empty());
    }
}
