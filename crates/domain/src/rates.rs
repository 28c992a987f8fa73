//! The three rates by which a hotline is judged: responded in time, solved, satisfied.
//!
//! Source: the regulation of Beijing on handling complaints at once (2021), art. 32, whose three rates the assessment
//! of Chinese hotlines follows. Solved and satisfied are separate questions, each over valid follow-ups. What is left
//! out is counted and shown.

use serde::{Deserialize, Serialize};

use crate::cases::{Case, State};

/// Why a case does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exclusion {
    /// The same as another case, which counts.
    Merged,
    /// Not a matter the city may decide.
    Declined,
}

impl Exclusion {
    pub const ALL: [Self; 2] = [Self::Merged, Self::Declined];

    pub fn code(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::Declined => "declined",
        }
    }

    /// Why that case does not count, if it does not.
    pub fn of(case: &Case) -> Option<Self> {
        match case.state {
            State::Merged => Some(Self::Merged),
            State::Declined => Some(Self::Declined),
            _ => None,
        }
    }
}

/// Counted cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Cases whose first response was due or given.
    pub due: u64,
    pub responded_in_time: u64,
    /// Cases the resident was asked about and answered.
    pub follow_ups: u64,
    pub solved: u64,
    pub satisfied: u64,
    /// Answered, but nobody rated them.
    pub unrated: u64,
    pub merged: u64,
    pub declined: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.due += other.due;
        self.responded_in_time += other.responded_in_time;
        self.follow_ups += other.follow_ups;
        self.solved += other.solved;
        self.satisfied += other.satisfied;
        self.unrated += other.unrated;
        self.merged += other.merged;
        self.declined += other.declined;
    }
}

/// A share with its denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    pub count: u64,
    pub of: u64,
}

/// A rate over fewer says nothing of how things go, and could say something of somebody.
pub const FEWEST: u64 = 5;

/// Which cells of a table must not be published beside the sums of its rows and columns: those that count some, but fewer
/// than [`FEWEST`], and as many others as it takes that what is left of no sum is the one cell that is missing. All rows are
/// of one length.
pub fn withheld(cells: &[Vec<u64>]) -> Vec<Vec<bool>> {
    let (height, width) = (cells.len(), cells.first().map_or(0, Vec::len));
    let row = |row: usize| (0..width).map(|column| (row, column)).collect();
    let column = |column: usize| (0..height).map(|row| (row, column)).collect();
    let rows: Vec<Line> = (0..height).map(row).collect();
    let columns: Vec<Line> = (0..width).map(column).collect();
    let is_few = |n: &u64| (1..FEWEST).contains(n);
    let mut held: Vec<Vec<bool>> = cells.iter().map(|row| row.iter().map(is_few).collect()).collect();
    loop {
        let in_rows = rows
            .iter()
            .find_map(|line| betrayed(cells, &held, line, |(_, column)| &columns[column]));
        let found = in_rows.or_else(|| {
            let mut lines = columns.iter();
            lines.find_map(|line| betrayed(cells, &held, line, |(row, _)| &rows[row]))
        });
        let Some((row, column)) = found else {
            return held;
        };
        held[row][column] = true;
    }
}

/// The cells of a row or a column.
type Line = Vec<(usize, usize)>;

/// The cell that must be withheld, too, when only one is missing from a line: the one with which least is lost, since it
/// may be the only one that is missing from the line that crosses there.
fn betrayed<'a>(
    cells: &[Vec<u64>],
    held: &[Vec<bool>],
    line: &Line,
    crossing: impl Fn((usize, usize)) -> &'a Line,
) -> Option<(usize, usize)> {
    let is_missing = |at: &(usize, usize)| held[at.0][at.1];
    let count = |at: &(usize, usize)| cells[at.0][at.1];
    if line.iter().filter(|at| is_missing(at)).count() != 1 {
        return None;
    }
    let lost = |at: &(usize, usize)| {
        let crossing = crossing(*at);
        let others = crossing.iter().filter(|other| *other != at).map(count);
        let next = others.min().filter(|_| !crossing.iter().any(is_missing));
        count(at) + next.unwrap_or(0)
    };
    let shown = line.iter().filter(|at| !is_missing(at)).copied();
    shown.min_by_key(lost)
}

impl Share {
    /// Whether there is enough to say how things go.
    pub fn tells(self) -> bool {
        self.of >= FEWEST
    }

    /// In tenths of a percent, rounded half up; `None` over nothing.
    pub fn per_mille(self) -> Option<u64> {
        (self.of > 0).then(|| (self.count * 2_000 + self.of) / (2 * self.of))
    }
}

/// The three rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rates {
    pub responded: Share,
    pub solved: Share,
    pub satisfied: Share,
}

impl Tally {
    pub fn rates(self) -> Rates {
        Rates {
            responded: Share {
                count: self.responded_in_time,
                of: self.due,
            },
            solved: Share {
                count: self.solved,
                of: self.follow_ups,
            },
            satisfied: Share {
                count: self.satisfied,
                of: self.follow_ups,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_over_nothing_is_no_rate() {
        assert_eq!(Tally::default().rates().solved.per_mille(), None);
        assert_eq!(Share { count: 2, of: 3 }.per_mille(), Some(667));
        assert_eq!(Share { count: 3, of: 3 }.per_mille(), Some(1000));
    }
}
