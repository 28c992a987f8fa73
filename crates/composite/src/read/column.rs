//! Columns of numbers: what one cell cannot say, the others may.

use super::number::{Cell, NumberError, Numbers, cell};

/// A number that does not stand in its table as a machine would write it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadAs {
    pub column: String,
    /// The first such cell, …
    pub found: String,
    /// … and what it was read as.
    pub value: f64,
}

/// A cell that says something of its column.
#[derive(Debug, Clone)]
struct Witness {
    row: u64,
    found: String,
}

/// Numbers of a column, cell by cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    values: Vec<f64>,
    /// Places of what can be read in two ways, and whether it has a point; the values are thousands so far.
    either: Vec<(usize, bool)>,
    first_either: Option<Witness>,
    point: Option<Witness>,
    comma: Option<Witness>,
    /// A large number without marks: nobody puts them between thousands here.
    is_ungrouped: bool,
    /// The first that is not written as machines do, and its place.
    rewritten: Option<(String, usize)>,
}

impl Column {
    /// Takes in a cell that stands in a row of the file.
    pub fn push(&mut self, row: u64, found: &str) -> Result<(), NumberError> {
        let place = self.values.len();
        let witness = || Witness {
            row,
            found: found.trim().to_owned(),
        };
        // Whatever is wrong, the column keeps its length.
        self.values.push(f64::NAN);
        let cell = cell(found)?;
        if self.rewritten.is_none() && is_rewritten(cell, found) {
            self.rewritten = Some((found.trim().to_owned(), place));
        }
        let value = match cell {
            Cell::Missing => return Ok(()),
            Cell::Whole { value, ungrouped } => {
                self.is_ungrouped |= ungrouped;
                value
            }
            Cell::Told { value, numbers } => {
                match numbers {
                    Numbers::DecimalPoint => self.point.get_or_insert_with(witness),
                    Numbers::DecimalComma => self.comma.get_or_insert_with(witness),
                };
                value
            }
            Cell::Either { thousands, point } => {
                self.first_either.get_or_insert_with(witness);
                self.either.push((place, point));
                thousands
            }
        };
        self.values[place] = value;
        Ok(())
    }

    /// Takes in a row without a cell of this column.
    pub fn skip(&mut self) {
        self.values.push(f64::NAN);
    }

    /// What its cells tell, if they tell one thing.
    pub fn told(&self) -> Option<Numbers> {
        match (&self.point, &self.comma) {
            (Some(_), None) => Some(Numbers::DecimalPoint),
            (None, Some(_)) => Some(Numbers::DecimalComma),
            _ => None,
        }
    }

    /// Its values: as its own cells tell, else as `said`. What is wrong has the row that it is in.
    pub fn settle(
        mut self,
        code: &str,
        said: Option<Numbers>,
    ) -> Result<(Vec<f64>, Option<ReadAs>), (u64, NumberError)> {
        if let (Some(point), Some(comma)) = (&self.point, &self.comma) {
            let (has, late, early) = if point.row > comma.row {
                (Numbers::DecimalPoint, point, comma)
            } else {
                (Numbers::DecimalComma, comma, point)
            };
            let mixed = NumberError::Mixed {
                found: late.found.clone(),
                has,
                other: early.found.clone(),
                row: early.row,
            };
            return Err((late.row, mixed));
        }
        if let (Some(first), Some((place, point))) = (&self.first_either, self.either.first()) {
            let (whole, part) = (self.values[*place], self.values[*place] / 1000.0);
            let numbers = self.told().or(self.ungrouped()).or(said).ok_or_else(|| {
                let ambiguous = NumberError::Ambiguous {
                    found: first.found.clone(),
                    point: if *point { part } else { whole },
                    comma: if *point { whole } else { part },
                };
                (first.row, ambiguous)
            })?;
            for (place, point) in &self.either {
                if *point == (numbers == Numbers::DecimalPoint) {
                    // Both are whole and small: the quotient is the nearest number there is, as if it had been read.
                    self.values[*place] /= 1000.0;
                }
            }
            if *point && numbers == Numbers::DecimalComma && self.rewritten.is_none() {
                self.rewritten = Some((first.found.clone(), *place));
            }
        }
        let read_as = self.rewritten.map(|(found, place)| ReadAs {
            column: code.to_owned(),
            found,
            value: self.values[place],
        });
        Ok((self.values, read_as))
    }

    /// Where large numbers have nothing between thousands, a single mark stands before decimals.
    fn ungrouped(&self) -> Option<Numbers> {
        let (_, first) = self.either.first().filter(|_| self.is_ungrouped)?;
        let is_one = self.either.iter().all(|(_, point)| point == first);
        is_one.then_some(if *first {
            Numbers::DecimalPoint
        } else {
            Numbers::DecimalComma
        })
    }
}

/// Whether a machine would have written a number otherwise. One with a point is seen to when it is known what it stands for.
fn is_rewritten(cell: Cell, found: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    match cell {
        Cell::Missing | Cell::Either { point: true, .. } => false,
        Cell::Told {
            numbers: Numbers::DecimalComma,
            ..
        } => true,
        _ => !found.trim().bytes().all(is_plain),
    }
}

/// What the columns of a table tell together: a table is written in one way.
pub(super) fn told<'c>(columns: impl Iterator<Item = &'c Column>) -> Option<Numbers> {
    let mut told = columns.filter_map(Column::told);
    let first = told.next()?;
    told.all(|other| other == first).then_some(first)
}
