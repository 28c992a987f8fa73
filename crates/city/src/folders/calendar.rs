//! Holidays and make-up workdays, year by year.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use domain::deadlines::{Calendar, CalendarYear, Weekend};
use jiff::civil::Date;
use serde::Deserialize;

use super::{Folder, Part};
use crate::document::Files;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{self, Codes, Is::Must, Key};
use crate::texts::Folders;

const NAME: &str = "calendar";
const TEXTS: &[Key] = &[("{holiday}", Must)];

/// Days of one holiday that are no further apart belong to one time off.
const SAME_TIME_OFF: i32 = 4;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearFile {
    pub year: i16,
    #[serde(default)]
    pub provisional: bool,
    pub source: String,
    #[serde(default)]
    pub holidays: Vec<Day>,
    #[serde(default)]
    pub workdays: Vec<Day>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    pub date: Date,
    pub name: String,
}

/// By the name of the file without its ending; `None` for those that could not be understood.
#[derive(Debug)]
pub struct Years<'f> {
    folder: PathBuf,
    years: BTreeMap<String, Option<Part<'f, YearFile>>>,
}

impl<'f> Years<'f> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let years = files
            .names()
            .filter_map(|name| name.strip_prefix("calendar/")?.strip_suffix(".toml"))
            .filter(|stem| stem.bytes().all(|b| b.is_ascii_digit()))
            .map(|stem| (stem.to_owned(), Part::load(files, &file(stem), findings)))
            .collect();
        Self {
            folder: files.folder.join(NAME),
            years,
        }
    }

    pub fn give(&self, pack: &Pack) -> Option<Calendar> {
        let mut years = BTreeMap::new();
        for part in self.years.values() {
            let year = &part.as_ref()?.is;
            let days = |days: &[Day]| days.iter().map(|day| (day.date, day.name.clone())).collect();
            let known = CalendarYear {
                provisional: year.provisional,
                source: year.source.clone(),
                holidays: days(&year.holidays),
                workdays: days(&year.workdays),
            };
            years.insert(year.year, known);
        }
        Some(Calendar::new(years).with_weekend(pack.city.is()?.weekend))
    }

    /// Those that could be understood.
    fn parts(&self) -> impl Iterator<Item = (&str, &Part<'f, YearFile>)> {
        self.years
            .iter()
            .filter_map(|(stem, part)| Some((stem.as_str(), part.as_ref()?)))
    }

    fn all_understood(&self) -> bool {
        self.years.values().all(Option::is_some)
    }

    fn contiguous(&self, findings: &mut Vec<Finding>) {
        let mut years: Vec<_> = self.parts().map(|(_, part)| part).collect();
        years.sort_by_key(|part| part.is.year);
        for pair in years.windows(2) {
            for missing in pair[0].is.year.saturating_add(1)..pair[1].is.year {
                findings.push(pair[1].document.finding("year", What::MissingYear(missing)));
            }
            if pair[0].is.year == pair[1].is.year {
                let what = What::twice(Kind::YEAR, pair[1].is.year.to_string());
                findings.push(pair[1].document.finding("year", what));
            }
        }
    }
}

fn file(stem: &str) -> String {
    format!("{NAME}/{stem}.toml")
}

impl Folder for Years<'_> {
    fn files(&self) -> Vec<String> {
        self.years.keys().map(|stem| file(stem)).collect()
    }

    fn places(&self) -> Vec<String> {
        vec![NAME.to_owned()]
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        if self.years.is_empty() {
            findings.push(Finding::new(&self.folder, 1, What::MissingFile));
        }
        let weekend = pack.city.is().map(|city| city.weekend);
        for (stem, part) in self.parts() {
            year(stem, part, weekend, findings);
        }
        if self.all_understood() {
            self.contiguous(findings);
        }
    }

    /// The names of holidays are asked for by all years together: with one missing, it is not known which.
    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        if !self.all_understood() {
            return;
        }
        let mut asked = BTreeMap::new();
        for (_, part) in self.parts() {
            for (list, days) in [("holidays", &part.is.holidays), ("workdays", &part.is.workdays)] {
                for (i, day) in days.iter().enumerate() {
                    asked
                        .entry(day.name.clone())
                        .or_insert_with(|| (&part.document, format!("{list}/{i}/name")));
                }
            }
        }
        let names = asked.iter().map(|(name, (_, path))| (name.clone(), path.clone()));
        let wanted = required::wanted(TEXTS, &Codes::from([("holiday", names.collect())]));
        required::compare(NAME, &wanted, |key| asked[key].0, texts, findings);
    }
}

/// Where the city's file could not be understood, its weekend is not known.
fn year(stem: &str, part: &Part<YearFile>, weekend: Option<Weekend>, findings: &mut Vec<Finding>) {
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
                let what = What::twice(Kind::DAY, day.date.to_string());
                findings.push(document.finding(&path, what));
            }
            let is_worked = weekend.is_some_and(|weekend| !weekend.has(day.date.weekday()));
            if list == "workdays" && is_worked {
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
