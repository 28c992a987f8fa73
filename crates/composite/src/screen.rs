//! Leaving out units of which too little is known: COINr's `Screen`.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::record::{Event, Record};
use crate::table::Table;

/// What a unit must have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// The least share of indicators that it has a value of, from 0 to 1.
    #[serde(default)]
    pub available: f64,
    /// The least share of its values that are not 0.
    #[serde(default)]
    pub nonzero: f64,
    /// Codes of units that stay whatever they have.
    #[serde(default)]
    pub keep: Vec<String>,
    /// Codes of units that go whatever they have.
    #[serde(default)]
    pub drop: Vec<String>,
}

impl Screen {
    /// Rows that stay.
    pub(crate) fn rows(&self, table: &Table, record: &mut Record) -> Result<Vec<usize>, Error> {
        let units = table.units();
        for named in self.keep.iter().chain(&self.drop) {
            if !units.contains(named) {
                return Err(Error::NoUnit(named.clone()));
            }
        }
        let columns = table.columns();
        let mut rows = Vec::with_capacity(units.len());
        for (row, unit) in units.iter().enumerate() {
            let values = || {
                columns
                    .iter()
                    .map(|column| column[row])
                    .filter(|value| !value.is_nan())
            };
            let there = values().count();
            let available = there as f64 / columns.len() as f64;
            let nonzero = values().filter(|value| *value != 0.0).count() as f64 / there.max(1) as f64;
            let enough = available >= self.available && (self.nonzero <= 0.0 || nonzero >= self.nonzero);
            let stays = self.keep.contains(unit) || (enough && !self.drop.contains(unit));
            if stays {
                rows.push(row);
            } else {
                record.add(Event::ScreenedOut {
                    unit: unit.clone(),
                    available,
                    nonzero,
                });
            }
        }
        if rows.is_empty() {
            Err(Error::Empty)
        } else {
            Ok(rows)
        }
    }
}
