//! Numbers of units by indicators.

use std::sync::Arc;

/// A column of numbers, one for each unit; `NaN` is a missing value. Infinities never stand in a table.
///
/// Columns are shared: a stage that leaves an indicator as it was holds the same numbers as the stage before it.
pub type Column = Arc<[f64]>;

/// A table of units × columns. Columns are indicators, denominators or, after aggregation, aggregates too.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    units: Arc<[String]>,
    codes: Arc<[String]>,
    columns: Vec<Column>,
}

impl Table {
    /// Columns of one length each, in the order of `codes`.
    ///
    /// # Panics
    /// When a column has not as many values as there are units, or there are not as many columns as codes. Tables that come
    /// from outside are checked by [`read`](crate::read) before this.
    pub fn new(units: Arc<[String]>, codes: Arc<[String]>, columns: Vec<Column>) -> Self {
        assert_eq!(columns.len(), codes.len(), "a column for each code");
        assert!(
            columns.iter().all(|column| column.len() == units.len()),
            "a value for each unit"
        );
        Self {
            units,
            codes,
            columns,
        }
    }

    /// Codes of its units, in the order of rows.
    pub fn units(&self) -> &Arc<[String]> {
        &self.units
    }

    /// Codes of its columns, in their order.
    pub fn codes(&self) -> &Arc<[String]> {
        &self.codes
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    pub fn column(&self, code: &str) -> Option<&[f64]> {
        let at = self.codes.iter().position(|other| other == code)?;
        Some(&self.columns[at])
    }

    /// A value, if the unit and the column are there and it is not missing.
    pub fn value(&self, unit: &str, code: &str) -> Option<f64> {
        let row = self.units.iter().position(|other| other == unit)?;
        let value = self.column(code)?[row];
        (!value.is_nan()).then_some(value)
    }

    /// Missing values in all of it.
    pub fn missing(&self) -> usize {
        let columns = self.columns.iter();
        columns
            .map(|column| column.iter().filter(|value| value.is_nan()).count())
            .sum()
    }

    /// The same table with other columns in place of its own.
    pub(crate) fn with_columns(&self, columns: Vec<Column>) -> Self {
        Self::new(Arc::clone(&self.units), Arc::clone(&self.codes), columns)
    }

    /// Only these rows.
    pub(crate) fn with_rows(&self, rows: &[usize]) -> Self {
        let units = rows.iter().map(|row| self.units[*row].clone()).collect();
        let columns = self
            .columns
            .iter()
            .map(|column| rows.iter().map(|row| column[*row]).collect());
        Self::new(units, Arc::clone(&self.codes), columns.collect())
    }
}
