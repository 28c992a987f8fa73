//! The roster of a week as that of another.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::{Job, Kind, Open, State};
use crate::city::City;

/// The duties of a week, as they are put on the roster of the week that begins so many days later: by the city's clocks, also
/// when these are set meanwhile. What was cancelled is not.
pub fn copied<'a>(jobs: impl IntoIterator<Item = &'a Job>, from: Date, to: Date, city: &City) -> Vec<Open> {
    let days = from.until(to).map_or(0, |span| span.get_days());
    let later = |at: Timestamp| {
        let there = at.to_zoned(city.timezone.clone()).checked_add(days.days());
        there.map(|there| there.timestamp()).ok()
    };
    let of_week = |job: &&Job| {
        let day = city.day(job.starts_at);
        from <= day && day < from.saturating_add(7.days())
    };
    let duties = jobs
        .into_iter()
        .filter(|job| job.kind == Kind::Duty && job.state != State::Cancelled)
        .filter(of_week);
    let open = |job: &Job| {
        Some(Open {
            kind: Kind::Duty,
            setting: None,
            languages: job.languages.clone(),
            into: Some(job.into),
            starts_at: later(job.starts_at)?,
            ends_at: later(job.ends_at)?,
            travel_before: None,
            travel_after: None,
            place_code: job.place_code.clone().unwrap_or_default(),
            place: job.place.clone().unwrap_or_default(),
            details: job.details.clone().unwrap_or_default(),
            case: None,
            staff: job.interpreter,
        })
    };
    duties.filter_map(open).collect()
}
