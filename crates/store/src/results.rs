//! How the city does, by service and by month: what everybody may know of it.

use domain::ServiceCode;
use domain::rates::Tally;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// What the three rates of a service are made of in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub service: ServiceCode,
    /// Its first day.
    pub month: Date,
    pub tally: Tally,
}

struct InMonth {
    service: String,
    /// Which of those that were asked for.
    month: u64,
    tally: Tally,
}

impl FromRow for InMonth {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            service: row.get(0)?,
            month: row.get(1)?,
            tally: tally(row, 2)?,
        })
    }
}

/// The columns of [`COUNTS`], from that one on.
pub(crate) fn tally(row: &Row<'_>, from: usize) -> Result<Tally, StoreError> {
    let count = |at: usize| row.get(from + at);
    Ok(Tally {
        due: count(0)?,
        responded_in_time: count(1)?,
        follow_ups: count(2)?,
        solved: count(3)?,
        satisfied: count(4)?,
        unrated: count(5)?,
        merged: count(6)?,
        declined: count(7)?,
    })
}

// What happened to a case that counts, and when: its response when it was given or was due, whichever came
// first; its rating when it was given; an answer that nobody rated when it was given; what is left out when it was left
// out. `yes` and `pleased` are what it came to.
pub(crate) const HAPPENED: &str = "
    SELECT service, unit, CASE WHEN responded_at < response_due_at THEN responded_at ELSE response_due_at END AS happened,
        'response' AS what, CASE WHEN responded_at < response_due_at THEN 1 ELSE 0 END AS yes, 0 AS pleased
    FROM cases WHERE excluded IS NULL
    UNION ALL
    SELECT service, unit, rated_at, 'rating', solved, satisfied FROM cases WHERE excluded IS NULL AND rated_at IS NOT NULL
    UNION ALL
    SELECT service, unit, answered_at, 'unrated', 0, 0 FROM cases WHERE excluded IS NULL AND rated_at IS NULL
    UNION ALL
    SELECT service, unit, excluded_at, excluded, 0, 0 FROM cases WHERE excluded IS NOT NULL";

/// How many there are of each kind.
pub(crate) const COUNTS: &str = "
    COUNT(CASE WHEN what = 'response' THEN 1 END), COUNT(CASE WHEN what = 'response' AND yes = 1 THEN 1 END),
    COUNT(CASE WHEN what = 'rating' THEN 1 END), COUNT(CASE WHEN what = 'rating' AND yes = 1 THEN 1 END),
    COUNT(CASE WHEN what = 'rating' AND pleased = 1 THEN 1 END), COUNT(CASE WHEN what = 'unrated' THEN 1 END),
    COUNT(CASE WHEN what = 'merged' THEN 1 END), COUNT(CASE WHEN what = 'declined' THEN 1 END)";

/// Which of these months `happened` falls into, from that number on: halved until one is left, since every case is asked.
/// Months are the city's, which no engine knows.
fn month_of(months: &[Timestamp], number: usize) -> String {
    let (before, after) = months.split_at(months.len() / 2);
    match after {
        [begins, ..] if !before.is_empty() => format!(
            "CASE WHEN happened < {} THEN {} ELSE {} END",
            begins.as_microsecond(),
            month_of(before, number),
            month_of(after, number + before.len())
        ),
        _ => number.to_string(),
    }
}

impl Store {
    /// What the three rates are made of, by service and by the months of that time zone, from the first case until now.
    /// Months and services of which there is nothing to say are not there. Numbers for everybody.
    ///
    /// # Errors
    /// As reading has.
    pub async fn results(&self, now: Timestamp, zone: &TimeZone) -> Result<Vec<Counted>, StoreError> {
        let read = self.read().await?;
        let first: Option<(Timestamp,)> = read
            .first(
                "SELECT opened_at FROM cases ORDER BY opened_at, reference LIMIT 1",
                &[],
            )
            .await?;
        let Some((first,)) = first else {
            return Ok(Vec::new());
        };
        let today = now.to_zoned(zone.clone()).date();
        let month = first.to_zoned(zone.clone()).date().first_of_month();
        let begins = |month: Date| month.to_zoned(zone.clone()).ok().map(|begins| begins.timestamp());
        let months: Vec<(Date, Timestamp)> = month
            .series(1.month())
            .take_while(|month| *month <= today)
            .map_while(|month| Some((month, begins(month)?)))
            .collect();
        let begins: Vec<Timestamp> = months.iter().map(|(_, begins)| *begins).collect();
        // What happened at this very moment counts.
        let after_now = now.saturating_add(1.microsecond()).unwrap_or(now);
        let sql = format!(
            "SELECT service, CAST({} AS BIGINT) AS month, {COUNTS} FROM ({HAPPENED}) AS counted
             WHERE happened >= ?1 AND happened < ?2 GROUP BY service, month",
            month_of(&begins, 0)
        );
        let begin = begins.first().copied().unwrap_or(first);
        // It looks at every case.
        let rows: Vec<InMonth> = read.long_rows(sql, params![begin, after_now].into()).await?;
        let counted = rows.into_iter().filter_map(|row| {
            let (month, _) = months.get(usize::try_from(row.month).ok()?)?;
            Some(Counted {
                service: ServiceCode::new(row.service),
                month: *month,
                tally: row.tally,
            })
        });
        Ok(counted.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_found_in_its_month_by_halving() {
        let months: Vec<Timestamp> = (1..=3).map(|n| Timestamp::from_microsecond(n).unwrap()).collect();
        assert_eq!(month_of(&months[..1], 0), "0");
        assert_eq!(
            month_of(&months, 0),
            "CASE WHEN happened < 2 THEN 0 ELSE CASE WHEN happened < 3 THEN 1 ELSE 2 END END"
        );
    }
}
