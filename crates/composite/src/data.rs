//! What an index is computed from.

use std::sync::Arc;

use crate::error::Error;
use crate::framework::Framework;
use crate::record::Record;
use crate::table::Table;

mod panel;

pub use panel::{ImputeYears, Panel};

/// Units in groups, such as regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    pub code: String,
    pub names: Vec<String>,
    /// Of each unit the place in `names`.
    pub of: Vec<Option<usize>>,
}

/// Units at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    /// Names of the units, for people to read.
    pub names: Vec<String>,
    pub year: Option<i32>,
    /// Its columns are the framework's indicators, in their order.
    pub indicators: Table,
    /// What indicators may be divided by.
    pub denominators: Table,
    pub groupings: Vec<Grouping>,
    /// What was done to them before; a build's record begins with it.
    pub record: Record,
}

impl Data {
    /// Units with their indicators, and nothing besides.
    pub fn new(indicators: Table) -> Self {
        let units = Arc::clone(indicators.units());
        Self {
            names: units.to_vec(),
            year: None,
            denominators: Table::new(units, Arc::from([]), Vec::new()),
            indicators,
            groupings: Vec::new(),
            record: Record::default(),
        }
    }

    /// Codes of the units.
    pub fn units(&self) -> &Arc<[String]> {
        self.indicators.units()
    }

    /// With the indicators of a framework only, in its order.
    ///
    /// # Errors
    /// [`Error::NoColumn`] when one is not there.
    pub fn of(&self, framework: &Framework) -> Result<Self, Error> {
        let codes: Arc<[String]> = framework
            .indicators()
            .iter()
            .map(|one| one.code.clone())
            .collect();
        if codes == *self.indicators.codes() {
            return Ok(self.clone());
        }
        let own = self.indicators.codes();
        let columns = codes.iter().map(|code| {
            let at = own.iter().position(|other| other == code);
            let at = at.ok_or_else(|| Error::NoColumn(code.clone()))?;
            Ok(Arc::clone(&self.indicators.columns()[at]))
        });
        let columns = columns.collect::<Result<_, Error>>()?;
        Ok(Self {
            indicators: Table::new(Arc::clone(self.units()), codes, columns),
            ..self.clone()
        })
    }

    pub(crate) fn with_rows(&self, rows: &[usize]) -> Self {
        let groupings = self.groupings.iter().map(|grouping| Grouping {
            of: rows.iter().map(|row| grouping.of[*row]).collect(),
            ..grouping.clone()
        });
        Self {
            names: rows.iter().map(|row| self.names[*row].clone()).collect(),
            year: self.year,
            indicators: self.indicators.with_rows(rows),
            denominators: self.denominators.with_rows(rows),
            groupings: groupings.collect(),
            record: self.record.clone(),
        }
    }
}
