//! The table of data.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use csv::StringRecord;

use super::error::{ReadErrors, Wrong, Wrongs};
use super::meta::{Kind, Meta, ragged};
use super::number::{number, present};
use super::text::{Layout, Rows, decode};
use super::{File, Tables, check_header, no_column, place};
use crate::data::{Data, Grouping, Panel};
use crate::framework::Framework;
use crate::record::Record;
use crate::table::{Column, Table};

pub(super) fn read(file: File<'_>, meta: Meta) -> Result<Tables, ReadErrors> {
    let mut wrongs = Wrongs::of(file.name);
    match parse(file.bytes, &meta, &mut wrongs) {
        Ok(Some((columns, data))) if wrongs.is_empty() => {
            return Ok(Tables {
                panel: columns.panel(&meta.framework),
                framework: meta.framework,
                left_out: columns.left_out,
                data,
                meta: meta.layout,
            });
        }
        Ok(_) => {}
        Err(what) => wrongs.add(None, None, what),
    }
    Err(wrongs.into_errors())
}

/// Everything that was read, by column.
#[derive(Default)]
struct Columns {
    units: Vec<String>,
    names: Vec<String>,
    years: Vec<Option<i32>>,
    /// By code; their places in the header besides.
    numbers: Vec<(String, usize, Vec<f64>)>,
    groups: Vec<(String, usize, Vec<Option<String>>)>,
    denominators: Vec<String>,
    left_out: Vec<String>,
}

fn parse(bytes: &[u8], meta: &Meta, wrongs: &mut Wrongs) -> Result<Option<(Columns, Layout)>, Wrong> {
    let (text, encoding) = decode(bytes)?;
    let mut rows = Rows::open(&text)?;
    let header = rows.header().to_vec();
    check_header(&header, wrongs);
    let Some(code) = place(&header, "uCode") else {
        return Err(no_column(&header, "uCode")).or_else(|wrong| {
            wrongs.add(None, Some("uCode"), wrong);
            Ok(None)
        });
    };
    let own = Own {
        code,
        name: place(&header, "uName"),
        year: place(&header, "Time"),
    };
    let mut columns = Columns::of(&header, meta, wrongs);
    if !wrongs.is_empty() {
        return Ok(None);
    }
    let mut seen = HashMap::new();
    while let Some((line, record)) = rows.next()? {
        columns.row(line, record, &header, &own, &mut seen, wrongs);
    }
    if columns.units.is_empty() && wrongs.is_empty() {
        return Err(Wrong::NoRows);
    }
    Ok(Some((columns, rows.layout(encoding))))
}

/// Places of the columns that say which unit it is.
struct Own {
    code: usize,
    name: Option<usize>,
    year: Option<usize>,
}

impl Columns {
    fn of(header: &[String], meta: &Meta, wrongs: &mut Wrongs) -> Self {
        let mut columns = Self::default();
        let kinds: HashMap<&str, Kind> = meta
            .kinds
            .iter()
            .map(|(code, kind)| (code.as_str(), *kind))
            .collect();
        for name in header {
            match kinds.get(name.as_str()) {
                Some(Kind::Aggregate) => wrongs.add(Some(1), Some(name), Wrong::AggregateGiven),
                None | Some(Kind::Other) if !["uCode", "uName", "Time", ""].contains(&name.as_str()) => {
                    columns.left_out.push(name.clone());
                }
                _ => {}
            }
        }
        for (code, kind) in &meta.kinds {
            if !matches!(kind, Kind::Indicator | Kind::Group | Kind::Denominator) {
                continue;
            }
            match place(header, code) {
                None => wrongs.add(None, Some(code), no_column(header, code)),
                Some(at) if *kind == Kind::Group => columns.groups.push((code.clone(), at, Vec::new())),
                Some(at) => {
                    if *kind == Kind::Denominator {
                        columns.denominators.push(code.clone());
                    }
                    columns.numbers.push((code.clone(), at, Vec::new()));
                }
            }
        }
        columns
    }

    fn row(
        &mut self,
        line: u64,
        record: &StringRecord,
        header: &[String],
        own: &Own,
        seen: &mut HashMap<(String, Option<i32>), u64>,
        wrongs: &mut Wrongs,
    ) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if record.len() != header.len() {
            return wrongs.add(Some(line), None, ragged(record, header));
        }
        let Some(unit) = present(&record[own.code]) else {
            return wrongs.add(Some(line), Some("uCode"), Wrong::Blank);
        };
        let year = match own.year.map(|at| year(&record[at])).transpose() {
            Ok(year) => year,
            Err(wrong) => return wrongs.add(Some(line), Some("Time"), wrong),
        };
        if let Some(first) = seen.insert((unit.to_owned(), year), line) {
            let code = unit.to_owned();
            let twice = match year {
                None => Wrong::Twice { code, first },
                Some(year) => Wrong::TwiceInYear { code, year, first },
            };
            return wrongs.add(Some(line), Some("uCode"), twice);
        }
        let name = own.name.and_then(|at| present(&record[at]));
        self.names.push(name.unwrap_or(unit).to_owned());
        self.units.push(unit.to_owned());
        self.years.push(year);
        for (code, at, values) in &mut self.numbers {
            let value = number(&record[*at]).unwrap_or_else(|wrong| {
                wrongs.add(Some(line), Some(code), wrong);
                None
            });
            values.push(value.unwrap_or(f64::NAN));
        }
        for (_, at, groups) in &mut self.groups {
            groups.push(present(&record[*at]).map(str::to_owned));
        }
    }

    fn panel(&self, framework: &Framework) -> Panel {
        let mut years: BTreeMap<Option<i32>, Vec<usize>> = BTreeMap::new();
        for (row, year) in self.years.iter().enumerate() {
            years.entry(*year).or_default().push(row);
        }
        let years = years.iter().map(|(year, rows)| self.year(*year, rows, framework));
        Panel::new(years.collect())
    }

    fn year(&self, year: Option<i32>, rows: &[usize], framework: &Framework) -> Data {
        let units: Arc<[String]> = rows.iter().map(|row| self.units[*row].clone()).collect();
        let table = |codes: Vec<String>| {
            let columns = codes.iter().map(|code| self.column(code, rows));
            Table::new(
                Arc::clone(&units),
                codes.iter().cloned().collect(),
                columns.collect(),
            )
        };
        let indicators = framework.indicators().iter().map(|one| one.code.clone());
        Data {
            names: rows.iter().map(|row| self.names[*row].clone()).collect(),
            year,
            indicators: table(indicators.collect()),
            denominators: table(self.denominators.clone()),
            groupings: self
                .groups
                .iter()
                .map(|(code, _, all)| grouping(code, all, rows))
                .collect(),
            record: Record::default(),
        }
    }

    fn column(&self, code: &str, rows: &[usize]) -> Column {
        let found = self.numbers.iter().find(|(other, ..)| other == code);
        // Every code has a column: it would have been wrong otherwise.
        found.map_or_else(
            || rows.iter().map(|_| f64::NAN).collect(),
            |(_, _, values)| rows.iter().map(|row| values[*row]).collect(),
        )
    }
}

fn grouping(code: &str, all: &[Option<String>], rows: &[usize]) -> Grouping {
    let mut names: Vec<String> = Vec::new();
    let of = rows.iter().map(|row| {
        let name = all[*row].as_ref()?;
        Some(names.iter().position(|other| other == name).unwrap_or_else(|| {
            names.push(name.clone());
            names.len() - 1
        }))
    });
    let of = of.collect();
    Grouping {
        code: code.to_owned(),
        of,
        names,
    }
}

fn year(cell: &str) -> Result<i32, Wrong> {
    let written = present(cell).ok_or(Wrong::Blank)?;
    let year = number(written).ok().flatten();
    let year = year.filter(|year| year.fract() == 0.0 && year.abs() <= 1e6);
    year.map(|year| year as i32)
        .ok_or_else(|| Wrong::NotAYear(written.to_owned()))
}
