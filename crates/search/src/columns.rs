//! What is known of every text without reading it: its document, its facets, what it is sorted by.
//!
//! It is read once, when an index is opened: some thirty bytes a text.

use rustc_hash::FxHashMap;
use tantivy::SegmentReader;
use tantivy::columnar::Column;

use crate::damaged::Damaged;

/// Names of the columns on disk.
pub const DOCUMENT: &str = "document";
pub const SAME: &str = "same";
pub const ORDER: &str = "order";
pub const DATE: &str = "date";
pub const NUMBER: &str = "number";
pub const FACETS: &str = "facets";
/// Between a facet's name and its value, on disk.
pub const IS: char = '\u{1F}';

/// Of one segment, by its documents' numbers.
#[derive(Debug, Default)]
pub struct Columns {
    pub document: Vec<u32>,
    pub same: Vec<u64>,
    /// When it was given to the index, counted from 0.
    pub order: Vec<u32>,
    pub date: Vec<Option<i64>>,
    pub number: Vec<Option<f64>>,
    facets: Vec<u32>,
    /// Where in `facets` those of each text end.
    facets_end: Vec<u32>,
}

/// All values of all facets in an index, each with its number.
#[derive(Debug, Default)]
pub struct Facets {
    numbers: FxHashMap<(String, String), u32>,
    values: Vec<(String, String)>,
}

impl Facets {
    fn number(&mut self, name: &str, value: &str) -> u32 {
        let next = short(self.values.len());
        let key = (name.to_owned(), value.to_owned());
        let values = &mut self.values;
        *self.numbers.entry(key).or_insert_with_key(|key| {
            values.push(key.clone());
            next
        })
    }

    pub fn find(&self, name: &str, value: &str) -> Option<u32> {
        self.numbers.get(&(name.to_owned(), value.to_owned())).copied()
    }

    /// The values of a facet, with their numbers.
    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (u32, &'a str)> + 'a {
        let numbered = (0..).zip(&self.values);
        numbered
            .filter(move |(_, (of, _))| of == name)
            .map(|(number, (_, value))| (number, value.as_str()))
    }
}

impl Columns {
    pub fn read(reader: &SegmentReader, facets: &mut Facets) -> Result<Self, Damaged> {
        let fast = reader.fast_fields();
        let (document, same, order) = (fast.u64(DOCUMENT)?, fast.u64(SAME)?, fast.u64(ORDER)?);
        let date = fast.column_opt::<i64>(DATE)?;
        let number = fast.column_opt::<f64>(NUMBER)?;
        let values = fast.str(FACETS)?;
        let mut numbers = Vec::new();
        if let Some(values) = &values {
            let mut value = String::new();
            for at in 0..values.num_terms() as u64 {
                value.clear();
                values.ord_to_str(at, &mut value)?;
                let (name, value) = value.split_once(IS).unwrap_or_default();
                numbers.push(facets.number(name, value));
            }
        }
        let mut columns = Self::default();
        for doc in 0..reader.max_doc() {
            columns.document.push(first(&document, doc)?);
            columns.same.push(same.first(doc).unwrap_or_default());
            columns.order.push(first(&order, doc)?);
            columns.date.push(date.as_ref().and_then(|date| date.first(doc)));
            columns
                .number
                .push(number.as_ref().and_then(|number| number.first(doc)));
            if let Some(values) = &values {
                let known = values
                    .term_ords(doc)
                    .filter_map(|at| numbers.get(usize::try_from(at).ok()?));
                columns.facets.extend(known);
            }
            columns.facets_end.push(short(columns.facets.len()));
        }
        Ok(columns)
    }

    pub fn facets(&self, doc: u32) -> &[u32] {
        let doc = doc as usize;
        let from = doc.checked_sub(1).map_or(0, |before| self.facets_end[before]);
        &self.facets[from as usize..self.facets_end[doc] as usize]
    }
}

/// A number that the index itself gave, and that counts texts.
fn first(column: &Column<u64>, doc: u32) -> Result<u32, Damaged> {
    let number = column.first(doc).and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| Damaged::of("a text without its number"))
}

fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
