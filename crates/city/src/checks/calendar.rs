//! Holidays and make-up workdays, year by year.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use crate::finding::{Finding, Kind, What};
use crate::pack::{Pack, Part, YearFile};

/// Days of one holiday that are no further apart belong to one time off.
const SAME_TIME_OFF: i32 = 4;

pub fn check(pack: &Pack, findings: &mut Vec<Finding>) {
    if pack.years.is_empty() {
        let file = pack.folder.join("calendar");
        findings.push(Finding::new(file, 1, What::MissingFile));
    }
    for (stem, part) in pack.years() {
        year(stem, part, findings);
    }
    if pack.years.values().all(Option::is_some) {
        contiguous(pack, findings);
    }
}

fn contiguous(pack: &Pack, findings: &mut Vec<Finding>) {
    let mut years: Vec<_> = pack.years().map(|(_, part)| part).collect();
    years.sort_by_key(|part| part.is.year);
    for pair in years.windows(2) {
        for missing in pair[0].is.year.saturating_add(1)..pair[1].is.year {
            findings.push(pair[1].document.finding("year", What::MissingYear(missing)));
        }
        if pair[0].is.year == pair[1].is.year {
            let what = What::twice(Kind::Year, pair[1].is.year.to_string());
            findings.push(pair[1].document.finding("year", what));
        }
    }
}

fn year(stem: &str, part: &Part<YearFile>, findings: &mut Vec<Finding>) {
    let (file, document) = (&part.is, &part.document);
    if stem.parse() != Ok(file.year) {
        let what = What::OtherYear {
            file: stem.to_owned(),
            year: file.year,
        };
        findings.push(document.finding("year", what));
    }
    let mut seen = BTreeSet::new();
    for (list, days) in [("holidays", &file.holidays), ("workdays", &file.workdays)] {
        for (i, day) in days.iter().enumerate() {
            let path = format!("{list}/{i}/date");
            if day.date.year() != file.year {
                findings.push(document.finding(&path, What::DayOutOfYear(day.date)));
            }
            if !seen.insert(day.date) {
                let what = What::twice(Kind::Day, day.date.to_string());
                findings.push(document.finding(&path, what));
            }
            if list == "workdays" && !is_weekend(day.date) {
                findings.push(document.finding(&path, What::MakeUpOnWeekday(day.date)));
            }
        }
    }
    let mut holidays: BTreeMap<&str, Vec<(Date, usize)>> = BTreeMap::new();
    for (i, day) in file.holidays.iter().enumerate() {
        holidays.entry(&day.name).or_default().push((day.date, i));
    }
    for (name, mut days) in holidays {
        days.sort_unstable();
        for pair in days.windows(2) {
            let ((before, _), (after, i)) = (pair[0], pair[1]);
            if (after - before).get_days() > SAME_TIME_OFF {
                continue;
            }
            let between = before.series(jiff::Span::new().days(1)).skip(1);
            for date in between
                .take_while(|day| *day < after)
                .filter(|day| !seen.contains(day))
            {
                let holiday = name.to_owned();
                let what = What::DayMissing { date, holiday };
                findings.push(document.finding(&format!("holidays/{i}/date"), what));
            }
        }
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}
