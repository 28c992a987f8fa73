//! Levels as rows of a file: those that come in, each checked before any is entered, and those that go out.
//!
//! Splitting a file into cells, and cells into a file, is the shell's.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::decide::is_of_oneself;
use super::levels::checked_expiry;
use super::{Command, Kind, Level, Open, Reached, TITLE_MAX};
use crate::journaled::Context;
use crate::problems::{self, Problem};
use crate::roles::{Staff, StaffId};
use crate::{Lang, UnitCode};

/// The columns, in the order in which they go out. They come in in any order; all but `expires_on` must be there.
pub const COLUMNS: [&str; 6] = ["login", "language", "level", "reached_on", "expires_on", "title"];

/// A row that comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Of the file, from 1.
    pub line: u64,
    /// In the order of the header.
    pub cells: Vec<String>,
}

/// A level that a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub line: u64,
    pub staff: StaffId,
    pub language: Lang,
    pub level: Level,
    pub reached_on: Date,
    /// As it will be kept.
    pub expires_on: Option<Date>,
    /// Of the course or certificate.
    pub title: String,
}

/// A cell that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    pub line: u64,
    /// Its name, or its number where the header has none for it.
    pub column: String,
    pub problem: Problem,
}

/// The levels that these rows say. `header` is line 1; `staff` finds someone by their login.
///
/// # Errors
/// Every cell that is wrong; then none of the rows should be entered.
pub fn read(
    header: &[String],
    rows: &[Row],
    staff: &dyn Fn(&str) -> Option<Staff>,
    ctx: &Context<'_>,
) -> Result<Vec<Entry>, Vec<BadCell>> {
    let header: Vec<String> = header.iter().map(|name| column_name(name)).collect();
    let mut bad = check_header(&header);
    if !bad.is_empty() {
        return Err(bad);
    }
    let mut entries = Vec::new();
    let mut seen = HashMap::new();
    for row in rows
        .iter()
        .filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
    {
        let mut reading = Reading {
            row,
            header: &header,
            bad: &mut bad,
        };
        reading.check_width();
        let Some(entry) = reading.entry(staff, ctx) else {
            continue;
        };
        let same = (entry.staff, entry.language, entry.title.clone());
        if seen.insert(same, entry.line).is_some() {
            reading.note("login", Problem::Twice);
        }
        entries.push(entry);
    }
    if bad.is_empty() { Ok(entries) } else { Err(bad) }
}

/// As spreadsheets write it: some put a mark before the first.
fn column_name(cell: &str) -> String {
    cell.trim_start_matches('\u{feff}').trim().to_ascii_lowercase()
}

fn check_header(header: &[String]) -> Vec<BadCell> {
    let bad = |column: &str, problem| BadCell {
        line: 1,
        column: column.to_owned(),
        problem,
    };
    let mut found = Vec::new();
    for (at, name) in header.iter().enumerate() {
        if !COLUMNS.contains(&name.as_str()) {
            found.push(bad(name, Problem::UnknownField));
        } else if header[..at].contains(name) {
            found.push(bad(name, Problem::Twice));
        }
    }
    for name in COLUMNS {
        if name != "expires_on" && !header.iter().any(|known| known == name) {
            found.push(bad(name, Problem::Required));
        }
    }
    found
}

/// One row while its cells are read.
struct Reading<'a> {
    row: &'a Row,
    header: &'a [String],
    bad: &'a mut Vec<BadCell>,
}

impl<'a> Reading<'a> {
    fn note(&mut self, column: &str, problem: Problem) {
        self.bad.push(BadCell {
            line: self.row.line,
            column: column.to_owned(),
            problem,
        });
    }

    /// Cells past the header, as an unquoted comma makes them.
    fn check_width(&mut self) {
        let row = self.row;
        for (at, cell) in row.cells.iter().enumerate().skip(self.header.len()) {
            if !cell.trim().is_empty() {
                self.note(&(at + 1).to_string(), Problem::UnknownField);
            }
        }
    }

    fn cell(&self, column: &str) -> Option<&'a str> {
        let at = self.header.iter().position(|name| name == column)?;
        let cell = self.row.cells.get(at)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// What a cell says; what is wrong with it is noted.
    fn read<T>(&mut self, column: &str, rule: impl FnOnce(&'a str) -> Result<T, Problem>) -> Option<T> {
        let read = self.cell(column).ok_or(Problem::Required).and_then(rule);
        read.map_err(|problem| self.note(column, problem)).ok()
    }

    fn entry(&mut self, staff: &dyn Fn(&str) -> Option<Staff>, ctx: &Context<'_>) -> Option<Entry> {
        let colleague = |login: &str| match staff(login) {
            Some(found) if is_of_oneself(found.id, ctx.actor) => Err(Problem::Oneself),
            Some(found) if found.active => Ok(found.id),
            _ => Err(Problem::UnknownStaff),
        };
        let past = |cell: &str| match cell.parse::<Date>() {
            Ok(date) if date > ctx.city.day(ctx.now) => Err(Problem::InTheFuture),
            Ok(date) => Ok(date),
            Err(_) => Err(Problem::NotADate),
        };
        let login = self.read("login", colleague);
        let language = self.read("language", |cell| {
            Lang::parse(cell).map_err(|_| Problem::NotALanguage)
        });
        let level = self.read("level", |cell| Level::parse(cell).ok_or(Problem::NotAnOption));
        let reached_on = self.read("reached_on", past);
        let given = self
            .cell("expires_on")
            .map(|cell| cell.parse::<Date>().map_err(|_| Problem::NotADate))
            .transpose();
        let expires_on = match (given, level.zip(reached_on)) {
            (Err(problem), _) => Err(problem),
            (Ok(given), Some((level, reached_on))) => checked_expiry(level, reached_on, given),
            (Ok(given), None) => Ok(given),
        };
        let expires_on = expires_on
            .map_err(|problem| self.note("expires_on", problem))
            .ok();
        let title = self.read("title", |cell| problems::text(cell, TITLE_MAX));
        Some(Entry {
            line: self.row.line,
            staff: login?,
            language: language?,
            level: level?,
            reached_on: reached_on?,
            expires_on: expires_on?,
            title: title?,
        })
    }
}

/// The courses that hold these levels, to be opened, each with its commands: one for every title and language. `said_in` is
/// the language of the titles.
pub fn courses(entries: &[Entry], unit: &UnitCode, said_in: Lang) -> Vec<(Open, Vec<Command>)> {
    let mut courses: BTreeMap<(&str, Lang), Vec<Command>> = BTreeMap::new();
    for entry in entries {
        let course = courses.entry((&entry.title, entry.language)).or_default();
        course.push(Command::Reach {
            staff: entry.staff,
            language: None,
            level: entry.level,
            reached_on: entry.reached_on,
            expires_on: entry.expires_on,
        });
    }
    let opened = |(title, language): (&str, Lang)| Open {
        kind: Kind::Recognition,
        titles: BTreeMap::from([(said_in, title.to_owned())]),
        language: Some(language),
        unit: unit.clone(),
    };
    courses
        .into_iter()
        .map(|(course, levels)| (opened(course), levels))
        .collect()
}

/// A level as a row that goes out. `title` is that of the course, or its reference when its words were erased.
pub fn row(login: &str, level: &Reached, title: &str) -> [String; 6] {
    [
        login.to_owned(),
        level.language.to_string(),
        level.level.code().to_owned(),
        level.reached_on.to_string(),
        level.expires_on.map(|on| on.to_string()).unwrap_or_default(),
        title.to_owned(),
    ]
}
