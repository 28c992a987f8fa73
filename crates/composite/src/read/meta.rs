//! The table of metadata.

use std::collections::HashMap;

use csv::StringRecord;
use encodings::Text;

use super::column::{self, Column, ReadAs};
use super::error::{ReadErrors, Wrong, Wrongs};
use super::number::{is_missing, plain, text};
use super::text::{Layout, Rows, decode};
use super::{File, Options, check_header, no_column, place};
use crate::framework::{Direction, Element, Framework, FrameworkError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Indicator,
    Aggregate,
    Group,
    Denominator,
    Other,
}

/// What the metadata hold.
pub(super) struct Meta {
    pub framework: Framework,
    /// Of each code, in the order of rows.
    pub kinds: Vec<(String, Kind)>,
    pub read_as: Vec<ReadAs>,
    pub layout: Layout,
}

/// Columns of the data that have a meaning of their own.
const RESERVED: [&str; 3] = ["uCode", "uName", "Time"];
const WEIGHT: &str = "Weight";
const TARGET: &str = "Target";
const REQUIRED: [&str; 6] = ["iCode", "Type", "Level", "Parent", "Direction", WEIGHT];
/// Columns of text, and of numbers that have a few values only.
const TEXTS: [&str; 8] = [
    "iCode",
    "Type",
    "Level",
    "Parent",
    "Direction",
    "iName",
    "Unit",
    "Denominator",
];
const HIGHEST_LEVEL: f64 = 1000.0;

pub(super) fn read(file: File<'_>, options: &Options) -> Result<Meta, ReadErrors> {
    let mut wrongs = Wrongs::of(file.name);
    match parse(file.bytes, options, &mut wrongs) {
        Ok(Some(meta)) if wrongs.is_empty() => return Ok(meta),
        Ok(_) => {}
        Err(what) => wrongs.add(None, None, what),
    }
    Err(wrongs.into_errors())
}

fn parse(bytes: &[u8], options: &Options, wrongs: &mut Wrongs) -> Result<Option<Meta>, Wrong> {
    let Text { text, encoding } = decode(bytes, options.encoding)?;
    let mut rows = Rows::open(&text)?;
    let header = rows.header().to_vec();
    check_header(&header, wrongs);
    for name in REQUIRED {
        if place(&header, name).is_none() {
            wrongs.add(None, Some(name), no_column(&header, name));
        }
    }
    if !wrongs.is_empty() {
        return Ok(None);
    }
    let mut reading = Reading {
        header: &header,
        names: options.names(&header, "iName"),
        wrongs,
        rows: Vec::new(),
        lines: HashMap::new(),
        numbers: HashMap::new(),
        read_as: Vec::new(),
    };
    while let Some((line, record)) = rows.next()? {
        reading.row(line, record);
    }
    if reading.lines.is_empty() && reading.wrongs.is_empty() {
        return Err(Wrong::NoRows);
    }
    reading.read_numbers(options);
    let elements = reading.elements();
    let framework = reading.framework(elements);
    let kinds = reading.rows.iter().map(|row| (row.code.clone(), row.kind));
    Ok(framework.map(|framework| Meta {
        framework,
        kinds: kinds.collect(),
        read_as: std::mem::take(&mut reading.read_as),
        layout: rows.layout(encoding),
    }))
}

/// A row whose code and type are known.
struct Row {
    line: u64,
    code: String,
    kind: Kind,
    record: StringRecord,
}

struct Reading<'r> {
    header: &'r [String],
    /// Where names stand: in the language that is wanted, and in any.
    names: [Option<usize>; 2],
    wrongs: &'r mut Wrongs,
    rows: Vec<Row>,
    /// Of each code, where it stands.
    lines: HashMap<String, u64>,
    /// Columns of numbers, a value for each of the rows.
    numbers: HashMap<&'r str, Vec<f64>>,
    read_as: Vec<ReadAs>,
}

impl<'r> Reading<'r> {
    fn row(&mut self, line: u64, record: &StringRecord) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if record.len() != self.header.len() {
            self.wrongs.add(Some(line), None, ragged(record, self.header));
            return;
        }
        let Some(code) = self.text(record, "iCode").map(str::to_owned) else {
            self.wrongs.add(Some(line), Some("iCode"), Wrong::Blank);
            return;
        };
        if RESERVED.contains(&code.as_str()) {
            self.wrongs.add(Some(line), Some("iCode"), Wrong::Reserved(code));
            return;
        }
        if let Some(first) = self.lines.get(&code) {
            let twice = Wrong::Twice { code, first: *first };
            self.wrongs.add(Some(line), Some("iCode"), twice);
            return;
        }
        self.lines.insert(code.clone(), line);
        let kind = match self.text(record, "Type").unwrap_or_default() {
            "Indicator" => Kind::Indicator,
            "Aggregate" => Kind::Aggregate,
            "Group" => Kind::Group,
            "Denominator" => Kind::Denominator,
            "Other" => Kind::Other,
            "" => return self.wrongs.add(Some(line), Some("Type"), Wrong::Blank),
            other => {
                let wrong = Wrong::NotAType(other.to_owned());
                return self.wrongs.add(Some(line), Some("Type"), wrong);
            }
        };
        self.rows.push(Row {
            line,
            code,
            kind,
            record: record.clone(),
        });
    }

    /// Numbers of elements, whose columns are read as a whole.
    fn read_numbers(&mut self, options: &Options) {
        let header = self.header;
        let names = header.iter().map(String::as_str).enumerate();
        let names = names.filter(|(_, name)| {
            let is_text = TEXTS.contains(name) || name.starts_with("iName_");
            !name.is_empty() && !is_text
        });
        let mut columns: Vec<(&'r str, Column)> = Vec::new();
        for (at, name) in names {
            let mut column = Column::default();
            for row in &self.rows {
                if !row.is_element() {
                    column.skip();
                } else if let Err(wrong) = column.push(row.line, &row.record[at])
                    && is_needed(name)
                {
                    self.wrongs.add(Some(row.line), Some(name), wrong);
                }
            }
            columns.push((name, column));
        }
        let needed = columns.iter().filter(|(name, _)| is_needed(name));
        let said = options.numbers.or(column::told(needed.map(|(_, column)| column)));
        for (name, column) in columns {
            match column.settle(name, said) {
                Ok((values, read_as)) => {
                    self.read_as.extend(read_as.filter(|_| is_needed(name)));
                    self.numbers.insert(name, values);
                }
                Err((row, wrong)) if is_needed(name) => self.wrongs.add(Some(row), Some(name), wrong),
                Err(_) => {}
            }
        }
    }

    fn elements(&mut self) -> Vec<Element> {
        let rows = std::mem::take(&mut self.rows);
        let elements = rows.iter().enumerate().filter(|(_, row)| row.is_element());
        let elements = elements.map(|(at, row)| self.element(at, row)).collect();
        self.rows = rows;
        elements
    }

    fn element(&mut self, at: usize, row: &Row) -> Element {
        let Row {
            line,
            ref code,
            kind,
            ref record,
        } = *row;
        // What marks a missing number is no element, unless there is one of that name.
        let named = |name: &str| {
            let other = self.text(record, name);
            let other = other.filter(|other| !is_missing(other) || self.lines.contains_key(*other));
            other.map(str::to_owned)
        };
        let (parent, denominator) = (named("Parent"), named("Denominator"));
        let number = |name: &str| {
            let value = self.numbers.get(name).and_then(|values| values.get(at)).copied();
            value.filter(|value| !value.is_nan())
        };
        let (weight, target) = (number("Weight"), number("Target"));
        let further = self
            .numbers
            .keys()
            .filter(|name| ![WEIGHT, TARGET].contains(*name));
        let numbers = further.filter_map(|name| Some(((*name).to_owned(), number(name)?)));
        let numbers = numbers.collect();
        // The highest is part of nothing that it could weigh in.
        if weight.is_none() && parent.is_some() && is_missing(self.cell(record, WEIGHT)) {
            self.wrongs.add(Some(line), Some(WEIGHT), Wrong::Blank);
        }
        let weight = weight.unwrap_or(1.0);
        if weight < 0.0 {
            let wrong = FrameworkError::Weight {
                code: code.clone(),
                weight: weight.to_string(),
            };
            self.wrongs.add(Some(line), Some(WEIGHT), wrong);
        }
        let name = self.names.iter().flatten().find_map(|at| text(&record[*at]));
        Element {
            name: name.unwrap_or(code).to_owned(),
            code: code.clone(),
            level: self.level(line, record, kind),
            direction: self.direction(line, record, kind),
            weight,
            parent,
            unit: self.text(record, "Unit").unwrap_or_default().to_owned(),
            target,
            denominator: denominator.filter(|_| kind == Kind::Indicator),
            numbers,
        }
    }

    fn level(&mut self, line: u64, record: &StringRecord, kind: Kind) -> usize {
        let written = self.text(record, "Level").unwrap_or_default().to_owned();
        let level = plain(&written);
        let is_right = |level: &f64| match kind {
            Kind::Indicator => *level == 1.0,
            _ => level.fract() == 0.0 && (2.0..=HIGHEST_LEVEL).contains(level),
        };
        let level = level.filter(is_right);
        if level.is_none() {
            let wrong = if is_missing(&written) {
                Wrong::Blank
            } else {
                Wrong::NotALevel(written)
            };
            self.wrongs.add(Some(line), Some("Level"), wrong);
        }
        level.unwrap_or(1.0) as usize
    }

    fn direction(&mut self, line: u64, record: &StringRecord, kind: Kind) -> Direction {
        let written = self.cell(record, "Direction").trim();
        match plain(written) {
            Some(1.0) => return Direction::Up,
            Some(-1.0) => return Direction::Down,
            None if is_missing(written) && kind == Kind::Aggregate => return Direction::Up,
            _ => {}
        }
        let wrong = if is_missing(written) {
            Wrong::Blank
        } else {
            Wrong::NotADirection(written.to_owned())
        };
        self.wrongs.add(Some(line), Some("Direction"), wrong);
        Direction::Up
    }

    /// A cell of a column that may not be there.
    fn cell<'c>(&self, record: &'c StringRecord, name: &str) -> &'c str {
        let at = place(self.header, name);
        at.and_then(|at| record.get(at)).unwrap_or_default()
    }

    fn text<'c>(&self, record: &'c StringRecord, name: &str) -> Option<&'c str> {
        text(self.cell(record, name))
    }

    /// The hierarchy, if all elements could be read.
    fn framework(&mut self, elements: Vec<Element>) -> Option<Framework> {
        // What has no type that could be read has been named for that.
        let kinds: HashMap<&str, Kind> = self
            .rows
            .iter()
            .map(|row| (row.code.as_str(), row.kind))
            .collect();
        let is_none_of = |code: &str, wanted: &[Kind]| match kinds.get(code) {
            Some(kind) => !wanted.contains(kind),
            None => !self.lines.contains_key(code),
        };
        let highest = elements.iter().map(|one| one.level).max().unwrap_or(0);
        let mut found = Vec::new();
        for Element {
            code,
            parent,
            level,
            denominator,
            ..
        } in &elements
        {
            match parent {
                None if *level < highest => found.push((
                    code,
                    "Parent",
                    Wrong::Alone {
                        code: code.clone(),
                        highest,
                    },
                )),
                Some(parent) if !self.lines.contains_key(parent) => {
                    let orphan = FrameworkError::Orphan {
                        code: code.clone(),
                        parent: parent.clone(),
                    };
                    found.push((code, "Parent", orphan.into()));
                }
                Some(parent) if is_none_of(parent, &[Kind::Aggregate]) => found.push((
                    code,
                    "Parent",
                    Wrong::NotAnAggregate {
                        code: code.clone(),
                        parent: parent.clone(),
                    },
                )),
                _ => {}
            }
            let divisors = [Kind::Indicator, Kind::Denominator];
            if let Some(by) = denominator.as_ref().filter(|by| is_none_of(by, &divisors)) {
                let wrong = Wrong::NotADenominator {
                    code: code.clone(),
                    by: by.clone(),
                };
                found.push((code, "Denominator", wrong));
            }
        }
        for (code, column, wrong) in found {
            self.wrongs
                .add(self.lines.get(code).copied(), Some(column), wrong);
        }
        if !self.wrongs.is_empty() {
            return None;
        }
        Framework::new(elements)
            .map_err(|wrong| {
                let (code, column) = at(&wrong);
                let line = code.and_then(|code| self.lines.get(code).copied());
                self.wrongs.add(line, column, wrong);
            })
            .ok()
    }
}

impl Row {
    fn is_element(&self) -> bool {
        matches!(self.kind, Kind::Indicator | Kind::Aggregate)
    }
}

/// A column in which a method looks for a number. Remarks may stand in further ones.
fn is_needed(column: &str) -> bool {
    [WEIGHT, TARGET, "ScaleFactor"].contains(&column) || column.starts_with("goalpost")
}

/// The element and the column that an error of the hierarchy is about.
fn at(wrong: &FrameworkError) -> (Option<&str>, Option<&'static str>) {
    match wrong {
        FrameworkError::Empty => (None, None),
        FrameworkError::Orphan { code, .. } | FrameworkError::Cycle(code) => (Some(code), Some("Parent")),
        FrameworkError::Level { code, .. } => (Some(code), Some("Level")),
        FrameworkError::Duplicate(code) | FrameworkError::Childless(code) => (Some(code), Some("iCode")),
        FrameworkError::Weight { code, .. } | FrameworkError::NoWeight(code) => (Some(code), Some("Weight")),
    }
}

/// A row of another length than the header.
pub(super) fn ragged(record: &StringRecord, header: &[String]) -> Wrong {
    Wrong::Ragged {
        found: record.len(),
        header: header.len(),
        open: record.iter().any(|cell| cell.contains('\n')),
    }
}
