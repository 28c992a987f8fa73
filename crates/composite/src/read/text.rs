//! From the bytes of a file to rows of text.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use csv::StringRecord;
use encodings::{Encoding, Text};

use crate::read::error::Wrong;

/// How a table was found to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    pub encoding: Encoding,
    /// Of fields: a comma, a semicolon or a tab.
    pub separator: char,
    /// Besides the header.
    pub rows: usize,
}

pub(super) const MAX_BYTES: usize = 256 << 20;
pub(super) const MAX_ROWS: usize = 1_000_000;
pub(super) const MAX_COLUMNS: usize = 20_000;
pub(super) const MAX_CELLS: usize = 32_000_000;
/// A longer row is a quotation mark that nobody closed, or no table.
const MAX_ROW_BYTES: usize = 4 << 20;

/// In the encoding of its mark, in the one that is named, or in what its bytes tell.
pub(super) fn decode(bytes: &[u8], named: Option<Encoding>) -> Result<Text<'_>, Wrong> {
    if bytes.len() > MAX_BYTES {
        return Err(Wrong::TooLarge {
            limit: MAX_BYTES >> 20,
            of: "MiB",
        });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Wrong::Workbook);
    }
    Ok(encodings::read(bytes, named)?)
}

/// Hands out bytes as long as a row is not too long.
struct Metered<'t> {
    rest: &'t [u8],
    left: Rc<Cell<usize>>,
}

impl io::Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = io::Read::read(&mut self.rest, buffer)?;
        let left = self.left.get().checked_sub(read);
        self.left.set(left.ok_or_else(|| io::Error::other("row"))?);
        Ok(read)
    }
}

/// Rows of a table, one after another.
pub(super) struct Rows<'t> {
    text: &'t str,
    reader: csv::Reader<Metered<'t>>,
    left: Rc<Cell<usize>>,
    record: StringRecord,
    header: Vec<String>,
    separator: u8,
    /// Lines that begin before or at this byte.
    line: u64,
    counted: usize,
    read: usize,
}

impl<'t> Rows<'t> {
    /// Reads the header.
    pub fn open(text: &'t str) -> Result<Self, Wrong> {
        let separator = separator(text);
        let left = Rc::new(Cell::new(MAX_ROW_BYTES));
        let metered = Metered {
            rest: text.as_bytes(),
            left: Rc::clone(&left),
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(metered);
        let mut rows = Self {
            text,
            reader,
            left,
            record: StringRecord::new(),
            header: Vec::new(),
            separator,
            line: 1,
            counted: 0,
            read: 0,
        };
        let header = match rows.read()? {
            Some(_) => rows.record.iter().map(|name| name.trim().to_owned()).collect(),
            None => Vec::new(),
        };
        if header.iter().all(String::is_empty) {
            return Err(Wrong::Empty);
        }
        if header.len() > MAX_COLUMNS {
            return Err(Wrong::TooLarge {
                limit: MAX_COLUMNS,
                of: "columns",
            });
        }
        rows.header = header;
        Ok(rows)
    }

    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The next row and the line it begins on. A row may have another number of fields than the header.
    pub fn next(&mut self) -> Result<Option<(u64, &StringRecord)>, Wrong> {
        let Some(line) = self.read()? else {
            return Ok(None);
        };
        self.read += 1;
        let too_large = |limit, of| Err(Wrong::TooLarge { limit, of });
        if self.read > MAX_ROWS {
            return too_large(MAX_ROWS, "rows");
        }
        if self.read * self.header.len() > MAX_CELLS {
            return too_large(MAX_CELLS, "cells");
        }
        Ok(Some((line, &self.record)))
    }

    fn read(&mut self) -> Result<Option<u64>, Wrong> {
        self.left.set(MAX_ROW_BYTES);
        match self.reader.read_record(&mut self.record) {
            Ok(true) => Ok(Some(self.line_of_record())),
            Ok(false) => Ok(None),
            Err(_) => Err(Wrong::TooLarge {
                limit: MAX_ROW_BYTES >> 20,
                of: "MiB in one row; a quotation mark may not be closed",
            }),
        }
    }

    /// The reader's own count does not see empty lines before a row.
    fn line_of_record(&mut self) -> u64 {
        let start = self
            .record
            .position()
            .map_or(0, |position| position.byte() as usize);
        let bytes = self.text.as_bytes();
        let empty = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let start = start + bytes.iter().skip(start).take_while(empty).count();
        while self.counted < start.min(bytes.len()) {
            let is_pair = bytes[self.counted..].starts_with(b"\r\n");
            self.line += u64::from(matches!(bytes[self.counted], b'\r' | b'\n') && !is_pair);
            self.counted += 1;
        }
        self.line
    }

    pub fn layout(&self, encoding: Encoding) -> Layout {
        Layout {
            encoding,
            separator: char::from(self.separator),
            rows: self.read,
        }
    }
}

/// What stands most often between the names of the header.
fn separator(text: &str) -> u8 {
    let mut counts = [(0_usize, b','), (0, b';'), (0, b'\t')];
    let mut is_quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if !is_quoted => counts
                .iter_mut()
                .filter(|one| one.1 == byte)
                .for_each(|one| one.0 += 1),
            _ => {}
        }
    }
    // The first of those with the same count.
    let most = counts.iter().rev().max_by_key(|one| one.0);
    most.map_or(b',', |one| one.1)
}
