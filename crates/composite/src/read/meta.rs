//! The table of metadata.

use std::collections::HashMap;

use csv::StringRecord;

use super::error::{ReadErrors, Wrong, Wrongs};
use super::number::{number, present};
use super::text::{Layout, Rows, decode};
use super::{File, check_header, no_column, place};
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
    pub layout: Layout,
}

/// Columns of the data that have a meaning of their own.
const RESERVED: [&str; 3] = ["uCode", "uName", "Time"];
const REQUIRED: [&str; 6] = ["iCode", "Type", "Level", "Parent", "Direction", "Weight"];
const OPTIONAL: [&str; 4] = ["iName", "Unit", "Target", "Denominator"];
const HIGHEST_LEVEL: f64 = 1000.0;

pub(super) fn read(file: File<'_>) -> Result<Meta, ReadErrors> {
    let mut wrongs = Wrongs::of(file.name);
    match parse(file.bytes, &mut wrongs) {
        Ok(Some(meta)) if wrongs.is_empty() => return Ok(meta),
        Ok(_) => {}
        Err(what) => wrongs.add(None, None, what),
    }
    Err(wrongs.into_errors())
}

fn parse(bytes: &[u8], wrongs: &mut Wrongs) -> Result<Option<Meta>, Wrong> {
    let (text, encoding) = decode(bytes)?;
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
        wrongs,
        kinds: Vec::new(),
        elements: Vec::new(),
        lines: HashMap::new(),
    };
    while let Some((line, record)) = rows.next()? {
        reading.row(line, record);
    }
    if reading.lines.is_empty() && reading.wrongs.is_empty() {
        return Err(Wrong::NoRows);
    }
    let framework = reading.framework();
    let kinds = std::mem::take(&mut reading.kinds);
    Ok(framework.map(|framework| Meta {
        framework,
        kinds,
        layout: rows.layout(encoding),
    }))
}

struct Reading<'r> {
    header: &'r [String],
    wrongs: &'r mut Wrongs,
    kinds: Vec<(String, Kind)>,
    elements: Vec<Element>,
    /// Of each code, where it stands.
    lines: HashMap<String, u64>,
}

impl Reading<'_> {
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
        self.kinds.push((code.clone(), kind));
        if matches!(kind, Kind::Indicator | Kind::Aggregate) {
            self.element(line, record, code, kind);
        }
    }

    fn element(&mut self, line: u64, record: &StringRecord, code: String, kind: Kind) {
        let parent = self.text(record, "Parent").map(str::to_owned);
        let level = self.level(line, record, kind);
        let direction = self.direction(line, record, kind);
        let weight = match self.number(line, record, "Weight") {
            Some(weight) => weight,
            // The highest is part of nothing that it could weigh in.
            None if parent.is_none() => 1.0,
            None => {
                if present(self.cell(record, "Weight")).is_none() {
                    self.wrongs.add(Some(line), Some("Weight"), Wrong::Blank);
                }
                1.0
            }
        };
        if weight < 0.0 {
            let wrong = FrameworkError::Weight {
                code: code.clone(),
                weight: weight.to_string(),
            };
            self.wrongs.add(Some(line), Some("Weight"), wrong);
        }
        let mut numbers = HashMap::new();
        for name in self.header {
            let is_own = REQUIRED.contains(&name.as_str()) || OPTIONAL.contains(&name.as_str());
            if name.is_empty() || is_own {
                continue;
            }
            // Remarks may stand in further columns, but not where a method looks for a number.
            let is_method = name == "ScaleFactor" || name.starts_with("goalpost");
            match number(self.cell(record, name)) {
                Ok(Some(value)) => drop(numbers.insert(name.clone(), value)),
                Err(wrong) if is_method => self.wrongs.add(Some(line), Some(name), wrong),
                Ok(None) | Err(_) => {}
            }
        }
        let owned = |name| self.text(record, name).map(str::to_owned);
        let (name, unit, denominator) = (owned("iName"), owned("Unit"), owned("Denominator"));
        let target = self.number(line, record, "Target");
        self.elements.push(Element {
            name: name.unwrap_or_else(|| code.clone()),
            code,
            level,
            direction,
            weight,
            parent,
            unit: unit.unwrap_or_default(),
            target,
            denominator: denominator.filter(|_| kind == Kind::Indicator),
            numbers,
        });
    }

    fn level(&mut self, line: u64, record: &StringRecord, kind: Kind) -> usize {
        let written = self.text(record, "Level").unwrap_or_default().to_owned();
        let level = number(&written).ok().flatten();
        let is_right = |level: &f64| match kind {
            Kind::Indicator => *level == 1.0,
            _ => level.fract() == 0.0 && (2.0..=HIGHEST_LEVEL).contains(level),
        };
        let level = level.filter(is_right);
        if level.is_none() {
            let wrong = if written.is_empty() {
                Wrong::Blank
            } else {
                Wrong::NotALevel(written)
            };
            self.wrongs.add(Some(line), Some("Level"), wrong);
        }
        level.unwrap_or(1.0) as usize
    }

    fn direction(&mut self, line: u64, record: &StringRecord, kind: Kind) -> Direction {
        let written = self.text(record, "Direction");
        match written.map(|written| (written.to_owned(), number(written))) {
            Some((_, Ok(Some(1.0)))) => Direction::Up,
            Some((_, Ok(Some(-1.0)))) => Direction::Down,
            None if kind == Kind::Aggregate => Direction::Up,
            None => {
                self.wrongs.add(Some(line), Some("Direction"), Wrong::Blank);
                Direction::Up
            }
            Some((written, _)) => {
                let wrong = Wrong::NotADirection(written);
                self.wrongs.add(Some(line), Some("Direction"), wrong);
                Direction::Up
            }
        }
    }

    /// A cell of a column that may not be there.
    fn cell<'c>(&self, record: &'c StringRecord, name: &str) -> &'c str {
        let at = place(self.header, name);
        at.and_then(|at| record.get(at)).unwrap_or_default()
    }

    fn text<'c>(&self, record: &'c StringRecord, name: &str) -> Option<&'c str> {
        present(self.cell(record, name))
    }

    fn number(&mut self, line: u64, record: &StringRecord, name: &str) -> Option<f64> {
        match number(self.cell(record, name)) {
            Ok(number) => number,
            Err(wrong) => {
                self.wrongs.add(Some(line), Some(name), wrong);
                None
            }
        }
    }

    /// The hierarchy, if all elements could be read.
    fn framework(&mut self) -> Option<Framework> {
        // What has no type that could be read has been named for that.
        let kinds: HashMap<&str, Kind> = self
            .kinds
            .iter()
            .map(|(code, kind)| (code.as_str(), *kind))
            .collect();
        let is_none_of = |code: &str, wanted: &[Kind]| match kinds.get(code) {
            Some(kind) => !wanted.contains(kind),
            None => !self.lines.contains_key(code),
        };
        let highest = self.elements.iter().map(|one| one.level).max().unwrap_or(0);
        let mut found = Vec::new();
        for Element {
            code,
            parent,
            level,
            denominator,
            ..
        } in &self.elements
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
        Framework::new(std::mem::take(&mut self.elements))
            .map_err(|wrong| {
                let (code, column) = at(&wrong);
                let line = code.and_then(|code| self.lines.get(code).copied());
                self.wrongs.add(line, column, wrong);
            })
            .ok()
    }
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
