//! What is wrong with tables.

use std::fmt;

use encodings::NotRead;

use crate::framework::FrameworkError;
use crate::read::number::NumberError;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadError {
    /// The name of the file.
    pub table: String,
    /// The line of the file where the row begins, from 1, which is the header.
    pub row: Option<u64>,
    /// By its name in the header.
    pub column: Option<String>,
    pub what: Wrong,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.table)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {}", quoted(column))?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for ReadError {}

/// What can be wrong in a table.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Wrong {
    #[error("it is larger than {limit} {of}")]
    TooLarge { limit: usize, of: &'static str },
    #[error("it is a workbook, not CSV; save the sheet as CSV")]
    Workbook,
    #[error(transparent)]
    NotRead(#[from] NotRead),
    #[error("it is empty")]
    Empty,
    #[error("it has a header, and no rows")]
    NoRows,
    #[error("it has {found} fields, and the header has {header}{}", if *.open { "; a quotation mark may not be closed" } else { "" })]
    Ragged {
        found: usize,
        header: usize,
        /// One of its fields goes over several lines.
        open: bool,
    },
    #[error("the column is not there{}", near(.like.as_deref()))]
    NoColumn {
        /// A column whose name differs in upper and lower case only.
        like: Option<String>,
    },
    #[error("the column is there twice")]
    ColumnTwice,
    #[error("it is an aggregate, which is computed; take the column out")]
    AggregateGiven,
    #[error(transparent)]
    Number(#[from] NumberError),
    #[error("it is empty, and must not be")]
    Blank,
    #[error("{} stands in row {first} already", quoted(.code))]
    Twice { code: String, first: u64 },
    #[error("{} of {year} stands in row {first} already", quoted(.code))]
    TwiceInYear { code: String, year: i32, first: u64 },
    #[error("{} is no year; it must be a whole number", quoted(.0))]
    NotAYear(String),
    #[error("{} is the name of a column that is no indicator; take another code", quoted(.0))]
    Reserved(String),
    #[error("{} is no type; there are Indicator, Aggregate, Group, Denominator and Other", quoted(.0))]
    NotAType(String),
    #[error("{} is no level; indicators have 1, aggregates a whole number from 2 to 1000", quoted(.0))]
    NotALevel(String),
    #[error("{} is no direction; it is 1 (more is better) or -1", quoted(.0))]
    NotADirection(String),
    #[error("{} is part of {}, which is no aggregate", quoted(.code), quoted(.parent))]
    NotAnAggregate { code: String, parent: String },
    #[error("{} is part of nothing, and is not of the highest level, {highest}", quoted(.code))]
    Alone { code: String, highest: usize },
    #[error("{} is divided by {}, which is no denominator or indicator", quoted(.code), quoted(.by))]
    NotADenominator { code: String, by: String },
    #[error(transparent)]
    Framework(#[from] FrameworkError),
}

fn near(like: Option<&str>) -> String {
    like.map(|like| format!("; there is {}", quoted(like)))
        .unwrap_or_default()
}

/// In quotation marks, on one line, and not longer than what a message bears.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("\"{}\"", short.replace("\\\"", "\"").replace("\\'", "'"))
}

/// All that is wrong with the tables, in the order of their rows; a long list is cut off.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadErrors {
    pub errors: Vec<ReadError>,
    /// How many there are besides.
    pub further: usize,
}

impl fmt::Display for ReadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.errors.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        if self.further > 0 {
            write!(f, "\nand {} more", self.further)?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadErrors {}

/// Collects what is wrong with one table.
#[derive(Debug)]
pub(super) struct Wrongs {
    table: String,
    errors: Vec<ReadError>,
    further: usize,
}

impl Wrongs {
    /// As many are named; whoever has so many looks at the first ones.
    const MOST: usize = 100;

    pub fn of(table: &str) -> Self {
        Self {
            table: table.to_owned(),
            errors: Vec::new(),
            further: 0,
        }
    }

    pub fn add(&mut self, row: Option<u64>, column: Option<&str>, what: impl Into<Wrong>) {
        if self.errors.len() < Self::MOST {
            self.errors.push(ReadError {
                table: self.table.clone(),
                row,
                column: column.map(str::to_owned),
                what: what.into(),
            });
        } else {
            self.further += 1;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// What was found; rows are in their order, as hierarchy is checked after them.
    pub fn into_errors(mut self) -> ReadErrors {
        self.errors.sort_by_key(|error| error.row);
        ReadErrors {
            errors: self.errors,
            further: self.further,
        }
    }
}
