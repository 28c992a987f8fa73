//! When a partner's renewal comes near.

use jiff::civil::Date;

use super::{Partner, State};
use crate::deadlines::{Calendar, Limit};

/// The first day on which a unit is told of an end on `until`.
///
/// As with a limit, the first day is not counted: with 60 days' notice the end is 60 days after it.
pub fn notice_begins(until: Date, notice: Limit, calendar: &Calendar) -> Date {
    let by_working_days = matches!(notice, Limit::WorkingDays(_));
    let mut left = match notice {
        Limit::WorkingDays(n) | Limit::Days(n) => n,
        Limit::Hours(n) => n.div_ceil(24),
    };
    let counts = |day: Date| !by_working_days || calendar.is_working(day);
    let mut day = until;
    // A day off before the first day that counts is not worked: its unit is told on the working day before.
    while (left > 0 || !counts(day)) && day > Date::MIN {
        left = left.saturating_sub(u16::from(counts(day)));
        day = day.yesterday().unwrap_or(Date::MIN);
    }
    day
}

/// Whether it is active and its end is within its notice, or past.
pub fn renewal_is_near(partner: &Partner, notice: Limit, calendar: &Calendar, today: Date) -> bool {
    partner.state == State::Active
        && partner
            .until
            .is_some_and(|until| notice_begins(until, notice, calendar) <= today)
}

/// Whether its unit is to be told so: once for each end.
pub fn warning_is_due(partner: &Partner, notice: Limit, calendar: &Calendar, today: Date) -> bool {
    partner.warned_for != partner.until && renewal_is_near(partner, notice, calendar, today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(until: &str, notice: &str) -> String {
        notice_begins(
            until.parse().unwrap(),
            notice.parse().unwrap(),
            &Calendar::default(),
        )
        .to_string()
    }

    #[test]
    fn notice_is_counted_back_from_the_end() {
        assert_eq!(begins("2026-06-30", "60 days"), "2026-05-01");
        assert_eq!(begins("2026-06-30", "36 hours"), "2026-06-28");
        // From Friday back over a weekend.
        assert_eq!(begins("2026-07-03", "5 working days"), "2026-06-26");
    }
}
