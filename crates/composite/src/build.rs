//! From data to an index.

use std::sync::Arc;

use crate::data::Data;
use crate::denominate::denominate;
use crate::error::Error;
use crate::framework::Framework;
use crate::recipe::Recipe;
use crate::record::{Event, Record};
use crate::stats::places;
use crate::table::{Column, Table};
use crate::weights::Pending;

/// An index and every stage on the way to it. Stages that change nothing share their columns with the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Build {
    pub framework: Framework,
    pub recipe: Recipe,
    /// Names of the units that are left, in the order of rows of all stages.
    pub names: Vec<String>,
    pub year: Option<i32>,
    /// As they came, of the units that are left.
    pub raw: Table,
    pub denominated: Table,
    pub imputed: Table,
    pub treated: Table,
    pub normalised: Table,
    /// All elements: normalised indicators first, then the aggregates, each after what it is made of.
    pub aggregated: Table,
    /// Weights used, by place of the element in the framework.
    pub weights: Vec<f64>,
    pub record: Record,
}

impl Build {
    /// Codes of the units, in the order of rows.
    pub fn units(&self) -> &Arc<[String]> {
        self.aggregated.units()
    }

    /// Values of an element after aggregation.
    ///
    /// # Errors
    /// [`Error::NoElement`].
    pub fn scores(&self, code: &str) -> Result<&[f64], Error> {
        self.aggregated
            .column(code)
            .ok_or_else(|| Error::NoElement(code.to_owned()))
    }

    /// Places in the ranking by an element, the greatest first; equal ones share the better place.
    ///
    /// # Errors
    /// [`Error::NoElement`].
    pub fn ranks(&self, code: &str) -> Result<Vec<f64>, Error> {
        Ok(places(self.scores(code)?))
    }

    /// The stages by name, in their order.
    pub fn stages(&self) -> [(&'static str, &Table); 6] {
        [
            ("raw", &self.raw),
            ("denominated", &self.denominated),
            ("imputed", &self.imputed),
            ("treated", &self.treated),
            ("normalised", &self.normalised),
            ("aggregated", &self.aggregated),
        ]
    }
}

/// Builds an index: denominates, screens, imputes, treats, normalises, aggregates.
///
/// The same data and recipe give the same bits on every machine.
///
/// # Errors
/// When the data lack what the framework or the recipe names, or a method meets a value it cannot take.
pub fn build(data: &Data, framework: &Framework, recipe: &Recipe) -> Result<Build, Error> {
    let mut record = data.record.clone();
    let record = &mut record;
    let mut data = data.of(framework)?;
    for code in recipe.treat_each.keys().chain(recipe.normalise_each.keys()) {
        if !framework.indicators().iter().any(|one| one.code == *code) {
            return Err(Error::NoElement(code.clone()));
        }
    }
    recipe.weights.check(framework)?;
    if data.units().is_empty() {
        return Err(Error::Empty);
    }
    let mut denominated = data.indicators.clone();
    if recipe.denominate {
        denominated = denominate(&data.indicators, &data.denominators, framework, record)?;
    }
    check_size(&denominated)?;
    if let Some(screen) = &recipe.screen {
        let rows = screen.rows(&denominated, record)?;
        if rows.len() < data.units().len() {
            denominated = denominated.with_rows(&rows);
            data = data.with_rows(&rows);
        }
    }
    let imputed = recipe.impute.apply(&denominated, &data.groupings, record)?;
    let treated = treat(&imputed, recipe, record);
    let normalised = normalise(&treated, framework, recipe, record)?;
    let (aggregated, weights) = aggregate(&normalised, framework, recipe, record)?;
    Ok(Build {
        framework: framework.clone(),
        recipe: recipe.clone(),
        names: data.names,
        year: data.year,
        raw: data.indicators,
        denominated,
        imputed,
        treated,
        normalised,
        aggregated,
        weights,
        record: std::mem::take(record),
    })
}

/// Fourth powers of differences, which kurtosis takes, stay finite below this.
const LARGEST: f64 = 1e70;

fn check_size(table: &Table) -> Result<(), Error> {
    for (code, column) in table.codes().iter().zip(table.columns()) {
        if let Some(row) = column.iter().position(|value| value.abs() > LARGEST) {
            return Err(Error::Parameter {
                step: "values of",
                element: code.clone(),
                why: format!(
                    "\"{}\" has {:e}, more than {LARGEST:e}",
                    table.units()[row],
                    column[row]
                ),
            });
        }
    }
    Ok(())
}

pub(crate) fn treat(table: &Table, recipe: &Recipe, record: &mut Record) -> Table {
    let columns = table.codes().iter().zip(table.columns()).map(|(code, column)| {
        let treated = recipe.treat_of(code).apply(column, code, table.units(), record);
        treated.map_or_else(|| Arc::clone(column), Column::from)
    });
    table.with_columns(columns.collect())
}

pub(crate) fn normalise(
    table: &Table,
    framework: &Framework,
    recipe: &Recipe,
    record: &mut Record,
) -> Result<Table, Error> {
    let mut columns = Vec::with_capacity(table.columns().len());
    for (element, column) in framework.indicators().iter().zip(table.columns()) {
        let how = recipe.normalise_of(&element.code);
        let normalised = how.apply(column, element, table.units())?;
        if let Some(why) = normalised.lost {
            record.add(Event::Lost {
                stage: "normalised".to_owned(),
                indicator: element.code.clone(),
                unit: None,
                why: why.to_owned(),
            });
        }
        columns.push(Column::from(normalised.values));
    }
    Ok(table.with_columns(columns))
}

/// All elements' values, and the weights they were put together with.
pub(crate) fn aggregate(
    table: &Table,
    framework: &Framework,
    recipe: &Recipe,
    record: &mut Record,
) -> Result<(Table, Vec<f64>), Error> {
    let elements = framework.elements();
    let mut columns = table.columns().to_vec();
    let mut weights = framework.weights();
    for place in framework.indicators().len()..elements.len() {
        let element = &elements[place];
        let children = framework.children(place);
        let how = recipe.aggregate.at(element.level).unwrap_or_default();
        let at_least = recipe.at_least.at(element.level).unwrap_or_default();
        let pending = Pending {
            framework,
            place,
            units: table.units(),
            columns: &columns,
            how,
            at_least,
        };
        let own = recipe.weights.of(&pending, record)?;
        for (child, weight) in children.iter().zip(&own) {
            weights[*child] = *weight;
        }
        let parts: Vec<&[f64]> = children.iter().map(|child| &columns[*child][..]).collect();
        let values = how.apply(&parts, &own, at_least).map_err(|wrong| {
            let child = &elements[children[wrong.column]].code;
            wrong.named(&element.code, child, &table.units()[wrong.row])
        })?;
        for (row, _) in values.iter().enumerate().filter(|(_, value)| value.is_nan()) {
            record.add(Event::NotAggregated {
                aggregate: element.code.clone(),
                unit: table.units()[row].clone(),
                why: "it has a value of too little".to_owned(),
            });
        }
        columns.push(values.into());
    }
    let table = Table::new(Arc::clone(table.units()), Arc::clone(framework.codes()), columns);
    Ok((table, weights))
}
