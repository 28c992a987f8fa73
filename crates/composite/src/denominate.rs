//! Dividing indicators by what they depend on, such as people or land: x ÷ (denominator ÷ factor).
//!
//! Which column divides which indicator stands in the metadata (`Denominator`); a `ScaleFactor` there multiplies. COINr's
//! `Denominate`. A value whose denominator is missing or 0 is missing, and the record says so.

use crate::error::Error;
use crate::framework::Framework;
use crate::record::{Event, Record};
use crate::table::Table;

pub(crate) fn denominate(
    table: &Table,
    denominators: &Table,
    framework: &Framework,
    record: &mut Record,
) -> Result<Table, Error> {
    let mut columns = table.columns().to_vec();
    for (element, column) in framework.indicators().iter().zip(&mut columns) {
        let Some(code) = &element.denominator else {
            continue;
        };
        let by = denominators
            .column(code)
            .or_else(|| table.column(code))
            .ok_or_else(|| Error::NoColumn(code.clone()))?;
        let factor = element.numbers.get("ScaleFactor").copied().unwrap_or(1.0);
        let mut lost = 0_usize;
        let divided: Vec<f64> = column
            .iter()
            .zip(by)
            .map(|(x, by)| {
                let divided = x / (by / factor);
                let is_lost = !divided.is_finite();
                lost += usize::from(is_lost && !x.is_nan());
                if is_lost { f64::NAN } else { divided }
            })
            .collect();
        if lost > 0 {
            for (row, (x, by)) in column.iter().zip(by).enumerate() {
                if !x.is_nan() && divided[row].is_nan() {
                    let why = if by.is_nan() {
                        "its denominator is missing"
                    } else {
                        "its denominator is 0"
                    };
                    record.add(Event::Lost {
                        stage: "denominated".to_owned(),
                        indicator: element.code.clone(),
                        unit: Some(table.units()[row].clone()),
                        why: why.to_owned(),
                    });
                }
            }
        }
        *column = divided.into();
    }
    Ok(table.with_columns(columns))
}
