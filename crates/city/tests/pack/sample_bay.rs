//! A pack that is as small as one can be, of a city that is unlike the first: made up.

use std::path::{Path, PathBuf};

use domain::deadlines::Limit;
use jiff::civil::{Date, Weekday, date};

/// A day on which the guides of the pack are known to hold.
const TODAY: Date = date(2026, 11, 28);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/sample-bay")
}

#[test]
fn nothing_is_wrong_or_stale_in_sample_bay_or_only_there_in_one_language() {
    let (city, findings) = city::check(&folder(), TODAY);
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(city.unwrap().made_up);
}

#[test]
fn its_weekend_is_its_own() {
    let calendar = city::read(&folder()).unwrap().calendar;
    let weekend = calendar.weekend();
    assert!(weekend.has(Weekday::Friday) && weekend.has(Weekday::Saturday) && !weekend.has(Weekday::Sunday));
    // A Thursday before the Lighthouse Days, which are made up for on the Saturday before.
    let due = |limit| calendar.due(date(2026, 10, 8), limit, &[]).on;
    assert_eq!(due(Limit::WorkingDays(1)), date(2026, 10, 10));
    assert_eq!(due(Limit::WorkingDays(2)), date(2026, 10, 14));
}

#[test]
fn what_a_small_city_does_not_have_is_empty() {
    let city = city::read(&folder()).unwrap();
    assert!(city.replies.is_empty() && city.partners.kinds.is_empty());
    assert_eq!(city.map.unwrap().outlines.len(), 2, "from the file beside it");
    assert!(city.places.list.len() >= 12);
}
