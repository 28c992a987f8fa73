//! Levels as rows of a file: those that come in, each checked before any is entered, and those that go out.
//!
//! Splitting a file into cells, and cells into a file, is the shell's.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::allowed::{fits, permitted};
use super::decide::is_of_oneself;
use super::levels::{checked_expiry, read_day};
use super::{Command, CommandKind, Course, Kind, Level, Open, Reached, TITLE_MAX};
use crate::journaled::Context;
use crate::problems::{self, Problem};
use crate::receipts::Reference;
use crate::roles::{Staff, StaffId};
use crate::{Lang, UnitCode};

/// The columns, in the order in which they go out. They come in in any order; `course`, a reference, tells courses of one
/// title apart.
pub const COLUMNS: [&str; 7] = [
    "login",
    "language",
    "level",
    "reached_on",
    "expires_on",
    "title",
    "course",
];
/// Those that may be left out.
const OPTIONAL: [&str; 2] = ["expires_on", "course"];

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
    pub login: String,
    /// Where they work.
    pub unit: UnitCode,
    pub language: Lang,
    pub level: Level,
    pub reached_on: Date,
    /// As it will be kept.
    pub expires_on: Option<Date>,
    /// Of the course or certificate.
    pub title: String,
    pub course: Option<Reference>,
}

impl Entry {
    /// Whether it says that level, no more and no less.
    fn says(&self, there: &Reached) -> bool {
        self.level == there.level
            && self.reached_on == there.reached_on
            && self.expires_on == there.expires_on
    }
}

/// A cell that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    pub line: u64,
    /// Its name, or its number where the header has none for it.
    pub column: String,
    /// What stands in it.
    pub value: String,
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
    let mut bad = check_header(header);
    if !bad.is_empty() {
        return Err(bad);
    }
    let header: Vec<String> = header.iter().map(|name| column_name(name)).collect();
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
        let same = (entry.staff, entry.language, entry.title.clone(), entry.course);
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

/// What is wrong with line 1. A file is not read further then.
pub fn check_header(header: &[String]) -> Vec<BadCell> {
    let bad = |column: &str, problem| BadCell {
        line: 1,
        column: column.to_owned(),
        value: String::new(),
        problem,
    };
    let mut found = Vec::new();
    let mut named = BTreeSet::new();
    for name in header.iter().map(|name| column_name(name)) {
        if !COLUMNS.contains(&name.as_str()) {
            found.push(bad(&name, Problem::UnknownField));
        } else if named.contains(&name) {
            found.push(bad(&name, Problem::Twice));
        } else {
            named.insert(name);
        }
    }
    for name in COLUMNS {
        if !OPTIONAL.contains(&name) && !named.contains(name) {
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
        let value = self.cell(column).unwrap_or_default().to_owned();
        self.bad.push(BadCell {
            line: self.row.line,
            column: column.to_owned(),
            value,
            problem,
        });
    }

    /// Cells past the header, as an unquoted comma makes them.
    fn check_width(&mut self) {
        let row = self.row;
        for (at, cell) in row.cells.iter().enumerate().skip(self.header.len()) {
            if !cell.trim().is_empty() {
                self.bad.push(BadCell {
                    line: row.line,
                    column: (at + 1).to_string(),
                    value: cell.trim().to_owned(),
                    problem: Problem::UnknownField,
                });
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
            Some(found) if found.active => Ok(found),
            _ => Err(Problem::UnknownStaff),
        };
        let past = |cell: &str| match read_day(cell) {
            Some(date) if date > ctx.city.day(ctx.now) => Err(Problem::InTheFuture),
            Some(date) => Ok(date),
            None => Err(Problem::NotADate),
        };
        let login = self.read("login", colleague);
        let language = self.read("language", |cell| {
            Lang::parse(cell).map_err(|_| Problem::NotALanguage)
        });
        let level = self.read("level", |cell| Level::parse(cell).ok_or(Problem::NotAnOption));
        let reached_on = self.read("reached_on", past);
        let given = self
            .cell("expires_on")
            .map(|cell| read_day(cell).ok_or(Problem::NotADate))
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
        let course = self.cell("course").map(Reference::parse).transpose();
        let course = course
            .map_err(|_| self.note("course", Problem::UnknownReference))
            .ok();
        let colleague = login?;
        Some(Entry {
            line: self.row.line,
            staff: colleague.id,
            login: colleague.login,
            unit: colleague.unit,
            language: language?,
            level: level?,
            reached_on: reached_on?,
            expires_on: expires_on?,
            title: title?,
            course: course?,
        })
    }
}

/// A level that is there already, and its course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    pub course: Reference,
    /// Of the course. None when its words were erased.
    pub titles: BTreeMap<Lang, String>,
    pub reached: Reached,
}

/// What entering a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// There is no such level yet.
    Enters,
    /// It takes the place of this one.
    Replaces(Reached),
    /// It is there as it is.
    Nothing,
    /// The level was taken back on that day, and the row says nothing newer: it stays so.
    Withdrawn(Date),
    /// This one stays: its course is closed, or not theirs to run.
    Keeps(Reached),
}

impl Does {
    pub fn is_something(self) -> bool {
        matches!(self, Self::Enters | Self::Replaces(_))
    }
}

/// A row, and what entering it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub entry: Entry,
    pub does: Does,
    /// Into which course; `None`: one that is to be opened.
    pub course: Option<Reference>,
    /// Who is to run a new one.
    pub unit: UnitCode,
}

/// What entering these rows does. `there` and `courses` are those that the actor may see; without a `unit`, new courses are
/// run by that of each person, which then sees no other's people in them.
///
/// # Errors
/// Every cell that is wrong; then none of the rows should be entered.
pub fn plan(
    entries: Vec<Entry>,
    there: &[There],
    courses: &[Course],
    unit: Option<&UnitCode>,
    ctx: &Context<'_>,
) -> Result<Vec<Planned>, Vec<BadCell>> {
    let mut levels: HashMap<(StaffId, Lang), Vec<&There>> = HashMap::new();
    for one in there {
        let of = (one.reached.staff, one.reached.language);
        levels.entry(of).or_default().push(one);
    }
    let by_reference = courses.iter().map(|course| (course.reference, course)).collect();
    let planning = Planning {
        levels,
        courses: by_reference,
        ctx,
    };
    let planned = entries.into_iter().map(|entry| {
        let unit = unit.unwrap_or(&entry.unit).clone();
        planning.plan(entry, unit)
    });
    let planned: Vec<Planned> = planned.collect();
    // What is there already may be in the file, whoever brings it.
    let oneself =
        |planned: &&Planned| planned.does.is_something() && is_of_oneself(planned.entry.staff, ctx.actor);
    let bad = planned.iter().filter(oneself).map(|planned| BadCell {
        line: planned.entry.line,
        column: "login".to_owned(),
        value: planned.entry.login.clone(),
        problem: Problem::Oneself,
    });
    let bad: Vec<BadCell> = bad.collect();
    if bad.is_empty() { Ok(planned) } else { Err(bad) }
}

struct Planning<'a> {
    levels: HashMap<(StaffId, Lang), Vec<&'a There>>,
    courses: BTreeMap<Reference, &'a Course>,
    ctx: &'a Context<'a>,
}

impl Planning<'_> {
    /// Whether the actor may enter levels of that language in it now.
    fn takes(&self, course: Reference, language: Lang) -> bool {
        self.courses.get(&course).is_some_and(|course| {
            fits(CommandKind::Reach, course)
                && permitted(CommandKind::Reach, course, self.ctx.actor)
                && course.language.is_none_or(|own| own == language)
        })
    }

    fn plan(&self, entry: Entry, unit: UnitCode) -> Planned {
        let levels = self.levels.get(&(entry.staff, entry.language));
        let levels: &[&There] = levels.map_or(&[], Vec::as_slice);
        // A reference that nobody knows comes from another house: then the title says which.
        let known = entry.course.filter(|given| {
            self.courses.contains_key(given) || levels.iter().any(|there| there.course == *given)
        });
        let named = |reference: Reference, titles: &BTreeMap<Lang, String>| match known {
            Some(known) => reference == known,
            None => {
                titles.values().any(|title| *title == entry.title) || reference.to_string() == entry.title
            }
        };
        let levels: Vec<&There> = levels
            .iter()
            .copied()
            .filter(|there| named(there.course, &there.titles))
            .collect();
        let (does, course) = if levels.iter().any(|there| entry.says(&there.reached)) {
            (Does::Nothing, None)
        } else if let Some(there) = levels
            .iter()
            .find(|there| self.takes(there.course, entry.language))
        {
            (Does::Replaces(there.reached), Some(there.course))
        } else if let Some(there) = levels.first() {
            (Does::Keeps(there.reached), None)
        } else {
            let courses = || {
                self.courses
                    .values()
                    .filter(|course| named(course.reference, &course.titles))
            };
            let withdrawn = courses().filter_map(|course| course.withdrawn_at(entry.staff, entry.language));
            let withdrawn = withdrawn.max().map(|at| self.ctx.city.day(at));
            if let Some(on) = withdrawn.filter(|on| entry.reached_on <= *on) {
                (Does::Withdrawn(on), None)
            } else {
                let into = courses().find(|course| {
                    let is_theirs = course.unit == unit && course.language == Some(entry.language);
                    self.takes(course.reference, entry.language) && (known.is_some() || is_theirs)
                });
                (Does::Enters, into.map(|course| course.reference))
            }
        };
        Planned {
            entry,
            does,
            course,
            unit,
        }
    }
}

/// The course into which levels go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Into {
    Known(Reference),
    /// It is to be opened.
    New(Open),
}

/// What is to be done, course by course: a new one for every title, language and unit. `said_in` is the language of the
/// titles.
pub fn courses(planned: &[Planned], said_in: Lang) -> Vec<(Into, Vec<Command>)> {
    let mut known: BTreeMap<Reference, Vec<Command>> = BTreeMap::new();
    let mut new: BTreeMap<(&str, Lang, &UnitCode), Vec<Command>> = BTreeMap::new();
    for planned in planned.iter().filter(|planned| planned.does.is_something()) {
        let entry = &planned.entry;
        let commands = match planned.course {
            Some(course) => known.entry(course).or_default(),
            None => new
                .entry((&entry.title, entry.language, &planned.unit))
                .or_default(),
        };
        commands.push(Command::Reach {
            staff: entry.staff,
            language: Some(entry.language),
            level: entry.level,
            reached_on: entry.reached_on,
            expires_on: entry.expires_on,
        });
    }
    let opened = |(title, language, unit): (&str, Lang, &UnitCode)| Open {
        kind: Kind::Recognition,
        titles: BTreeMap::from([(said_in, title.to_owned())]),
        language: Some(language),
        unit: unit.clone(),
    };
    let known = known
        .into_iter()
        .map(|(course, levels)| (Into::Known(course), levels));
    let new = new
        .into_iter()
        .map(|(course, levels)| (Into::New(opened(course)), levels));
    known.chain(new).collect()
}

/// A level as a row that goes out. `title` is that of the course, or its reference when its words were erased.
pub fn row(login: &str, level: &Reached, title: &str, course: Reference) -> [String; 7] {
    [
        login.to_owned(),
        level.language.to_string(),
        level.level.code().to_owned(),
        level.reached_on.to_string(),
        level.expires_on.map(|on| on.to_string()).unwrap_or_default(),
        title.to_owned(),
        course.to_string(),
    ]
}
