//! The table of data.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use csv::StringRecord;
use encodings::Text;

use super::column::{self, Column, ReadAs};
use super::error::{ReadErrors, Wrong, Wrongs};
use super::meta::{Kind, Meta, ragged};
use super::number::{is_missing, plain, text};
use super::text::{Layout, Rows, decode};
use super::{File, LikeMissing, Options, Tables, check_header, no_column, place};
use crate::data::{Data, Grouping, Panel};
use crate::framework::Framework;
use crate::record::Record;
use crate::table::{self, Table};

pub(super) fn read(file: File<'_>, meta: Meta, options: &Options) -> Result<Tables, ReadErrors> {
    let mut wrongs = Wrongs::of(file.name);
    match parse(file.bytes, &meta, options, &mut wrongs) {
        Ok(Some((columns, data))) if wrongs.is_empty() => {
            return Ok(Tables {
                panel: columns.panel(&meta.framework),
                framework: meta.framework,
                like_missing: columns.like_missing(),
                left_out: columns.left_out,
                read_as: meta.read_as.into_iter().chain(columns.read_as).collect(),
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
    numbers: Vec<(String, usize, Column)>,
    values: HashMap<String, Vec<f64>>,
    read_as: Vec<ReadAs>,
    groups: Vec<(String, usize, Vec<Option<String>>)>,
    denominators: Vec<String>,
    left_out: Vec<String>,
}

fn parse(
    bytes: &[u8],
    meta: &Meta,
    options: &Options,
    wrongs: &mut Wrongs,
) -> Result<Option<(Columns, Layout)>, Wrong> {
    let Text { text, encoding } = decode(bytes, options.encoding)?;
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
        names: options.names(&header, "uName"),
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
    columns.settle(options, wrongs);
    Ok(Some((columns, rows.layout(encoding))))
}

/// Places of the columns that say which unit it is.
struct Own {
    code: usize,
    /// In the language that is wanted, and in any.
    names: [Option<usize>; 2],
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
                None | Some(Kind::Other) if !is_own(name) => {
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
                    columns.numbers.push((code.clone(), at, Column::default()));
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
        let Some(unit) = text(&record[own.code]) else {
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
        let name = own.names.iter().flatten().find_map(|at| text(&record[*at]));
        self.names.push(name.unwrap_or(unit).to_owned());
        self.units.push(unit.to_owned());
        self.years.push(year);
        for (code, at, column) in &mut self.numbers {
            if let Err(wrong) = column.push(line, &record[*at]) {
                wrongs.add(Some(line), Some(code), wrong);
            }
        }
        for (_, at, groups) in &mut self.groups {
            groups.push(text(&record[*at]).map(str::to_owned));
        }
    }

    /// Numbers are known when all of them are there.
    fn settle(&mut self, options: &Options, wrongs: &mut Wrongs) {
        let columns = self.numbers.iter().map(|(.., column)| column);
        let said = options.numbers.or(column::told(columns));
        for (code, _, column) in std::mem::take(&mut self.numbers) {
            match column.settle(&code, said) {
                Ok((values, read_as)) => {
                    self.read_as.extend(read_as);
                    self.values.insert(code, values);
                }
                Err((row, wrong)) => wrongs.add(Some(row), Some(&code), wrong),
            }
        }
    }

    fn like_missing(&self) -> Vec<LikeMissing> {
        let mut found: Vec<LikeMissing> = Vec::new();
        for (column, _, groups) in &self.groups {
            for group in groups.iter().flatten().filter(|group| is_missing(group)) {
                let (column, group) = (column.clone(), group.clone());
                let like = LikeMissing { column, group };
                if !found.contains(&like) {
                    found.push(like);
                }
            }
        }
        found
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

    fn column(&self, code: &str, rows: &[usize]) -> table::Column {
        // Every code has a column: it would have been wrong otherwise.
        self.values.get(code).map_or_else(
            || rows.iter().map(|_| f64::NAN).collect(),
            |values| rows.iter().map(|row| values[*row]).collect(),
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

/// A column that says which unit it is, in some language.
fn is_own(column: &str) -> bool {
    ["uCode", "uName", "Time", ""].contains(&column) || column.starts_with("uName_")
}

fn year(cell: &str) -> Result<i32, Wrong> {
    if is_missing(cell) {
        return Err(Wrong::Blank);
    }
    let year = plain(cell).filter(|year| year.fract() == 0.0 && year.abs() <= 1e6);
    year.map(|year| year as i32)
        .ok_or_else(|| Wrong::NotAYear(cell.trim().to_owned()))
}
