//! What counts how much in the end.

use serde::Serialize;

use super::compare::{Comparison, compare};
use crate::build::{Build, build};
use crate::data::Data;
use crate::error::Error;
use crate::framework::Framework;
use crate::recipe::Recipe;

/// How much an element counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EffectiveWeight {
    pub code: String,
    pub level: usize,
    /// Of what it is part of, from 0 to 1.
    pub within: f64,
    /// Of the highest element above it, from 0 to 1.
    pub whole: f64,
}

/// Shares of all elements in what they are part of, and multiplied upwards: COINr's `get_eff_weights`. Those of indicators under
/// one highest element sum to 1. That is how much they count in a weighted arithmetic mean; what moves an index depends on
/// correlations, too ([`with_parents`](super::with_parents)).
pub fn effective_weights(build: &Build) -> Vec<EffectiveWeight> {
    let framework = &build.framework;
    let count = framework.elements().len();
    let mut found: Vec<(f64, f64)> = vec![(1.0, 1.0); count];
    // Parents come after what they are made of.
    for place in (0..count).rev() {
        let children = framework.children(place);
        let sum: f64 = children.iter().map(|child| build.weights[*child]).sum();
        for child in children {
            let within = build.weights[*child] / sum;
            found[*child] = (within, within * found[place].1);
        }
    }
    let elements = framework.elements().iter().zip(found);
    elements
        .map(|(element, (within, whole))| EffectiveWeight {
            code: element.code.clone(),
            level: element.level,
            within,
            whole,
        })
        .collect()
}

/// What it does to leave out an element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Removal {
    pub removed: String,
    /// As [`Comparison::mean_shift`]; `NaN` when there is no result.
    pub mean_shift: f64,
    pub greatest_shift: f64,
    /// Spearman's, of the scores before and after.
    pub correlation: f64,
    /// Why there is no result: nothing would be left, or weights would sum to nothing.
    pub why_not: Option<String>,
}

/// Builds without an element and all it is made of, and compares by another. What a recipe says of elements that go is left
/// out, too.
///
/// # Errors
/// [`Error::NoElement`]; [`Error::Framework`] when nothing is left; those of [`build()`](crate::build()).
pub fn remove(data: &Data, whole: &Build, removed: &str, element: &str) -> Result<Comparison, Error> {
    if whole.framework.place(removed).is_none() {
        return Err(Error::NoElement(removed.to_owned()));
    }
    let framework = whole.framework.without(&[removed])?;
    let recipe = without(&whole.recipe, &framework);
    compare(whole, &build(data, &framework, &recipe)?, element)
}

/// Leaves out each element of a level in turn, COINr's `remove_elements`. `data` are what `whole` was built from.
///
/// # Errors
/// [`Error::NoElement`] when there is no element to compare by. What cannot be left out says why.
pub fn remove_each(data: &Data, whole: &Build, level: usize, element: &str) -> Result<Vec<Removal>, Error> {
    whole.scores(element)?;
    let elements = whole.framework.elements().iter();
    let removals = elements.filter(|one| one.level == level).map(|one| {
        let found = remove(data, whole, &one.code, element);
        let of = |number: fn(&Comparison) -> f64| found.as_ref().map_or(f64::NAN, number);
        Removal {
            removed: one.code.clone(),
            mean_shift: of(|found| found.mean_shift),
            greatest_shift: of(|found| found.greatest_shift),
            correlation: of(|found| found.correlation),
            why_not: found.as_ref().err().map(ToString::to_string),
        }
    });
    Ok(removals.collect())
}

/// The same choices, as far as they are about elements that are there.
fn without(recipe: &Recipe, framework: &Framework) -> Recipe {
    let mut recipe = recipe.clone();
    let is_there = |code: &String| framework.place(code).is_some();
    recipe.treat_each.retain(|code, _| is_there(code));
    recipe.normalise_each.retain(|code, _| is_there(code));
    let weights = &mut recipe.weights;
    weights.set.retain(|code, _| is_there(code));
    weights.each.retain(|code, _| is_there(code));
    weights.targets.retain(|code, _| is_there(code));
    weights.budget.retain(|code, _| is_there(code));
    weights.ahp.retain(|code, _| is_there(code));
    recipe
}
