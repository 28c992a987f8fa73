//! The index as a function of what is drawn.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use rand_chacha::rand_core::RngCore as _;

use super::factors::{Varies, check, pick, random, uniform, varied, wrong};
use super::spec::Uncertainty;
use super::{Factor, Outcome};
use crate::aggregate::Aggregate;
use crate::build::{self, Build};
use crate::data::{Data, Grouping};
use crate::error::Error;
use crate::framework::{Framework, FrameworkError};
use crate::impute::Impute;
use crate::normalise::Normalise;
use crate::recipe::{Levels, Recipe};
use crate::record::Record;
use crate::table::Table;
use crate::treat::Treat;

/// Alternatives of every choice, those of the recipe where it does not vary; and what they give up to normalisation, worked
/// out once for each combination that is drawn.
pub(super) struct Model {
    pub nominal: Build,
    /// Ranks by target and unit; 0 for none.
    pub nominal_ranks: Box<[u32]>,
    /// Places of the elements whose ranks are wanted.
    pub targets: Vec<usize>,
    seed: u64,
    varied: Vec<(Varies, Factor)>,
    groupings: Vec<Grouping>,
    impute: Vec<Impute>,
    treat: Vec<Treat>,
    normalise: Vec<Normalise>,
    aggregate: Vec<Levels<Aggregate>>,
    aggregate_at: BTreeMap<usize, Vec<Aggregate>>,
    noise: Option<Levels<f64>>,
    /// For each alternative, by place: what is left out.
    left_out: Vec<Vec<bool>>,
    imputed: Vec<OnceLock<Result<Table, Error>>>,
    treated: Vec<OnceLock<Result<Table, Error>>>,
    normalised: Vec<OnceLock<Result<Table, Error>>>,
}

/// What a thread uses again and again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    weights: Vec<f64>,
    /// Of the children of one aggregate.
    own: Vec<f64>,
    /// By aggregate.
    columns: Vec<Vec<f64>>,
    order: Vec<u32>,
}

/// What was drawn, as places among the alternatives.
struct Choices {
    impute: usize,
    treat: usize,
    normalise: usize,
    aggregate: usize,
    /// By level.
    at: BTreeMap<usize, usize>,
    left_out: usize,
    noise: Option<u64>,
}

const NOISE: u64 = 1;

fn or_else<T: Clone>(varied: &[T], own: &T) -> Vec<T> {
    if varied.is_empty() {
        vec![own.clone()]
    } else {
        varied.to_vec()
    }
}

fn empty<T>(n: usize) -> Vec<OnceLock<T>> {
    (0..n).map(|_| OnceLock::new()).collect()
}

impl Model {
    pub fn new(
        data: &Data,
        framework: &Framework,
        recipe: &Recipe,
        spec: &Uncertainty,
    ) -> Result<Self, Error> {
        check(framework, spec)?;
        let varied = varied(spec);
        if varied.is_empty() {
            return Err(wrong("factors", "there is nothing that varies"));
        }
        let place = |code: &String| {
            framework
                .place(code)
                .ok_or_else(|| Error::NoElement(code.clone()))
        };
        let mut targets = spec.elements.iter().map(place).collect::<Result<Vec<_>, _>>()?;
        if targets.is_empty() {
            targets.push(framework.elements().len() - 1);
        }
        let left_out = if spec.leave_out.is_empty() {
            vec![vec![false; framework.elements().len()]]
        } else {
            let codes = spec.leave_out.iter();
            codes
                .map(|code| left_out(framework, code))
                .collect::<Result<_, _>>()?
        };
        let nominal = build::build(data, framework, recipe)?;
        let groupings = groupings(data, &nominal);
        let (impute, treat, normalise) = (
            or_else(&spec.impute, &recipe.impute),
            or_else(&spec.treat, &recipe.treat),
            or_else(&spec.normalise, &recipe.normalise),
        );
        let mut model = Self {
            nominal_ranks: Box::default(),
            targets,
            seed: spec.seed,
            varied,
            groupings,
            imputed: empty(impute.len()),
            treated: empty(impute.len() * treat.len()),
            normalised: empty(impute.len() * treat.len() * normalise.len()),
            impute,
            treat,
            normalise,
            aggregate: or_else(&spec.aggregate, &recipe.aggregate),
            aggregate_at: spec.aggregate_at.clone(),
            noise: spec.weights.clone(),
            left_out,
            nominal,
        };
        let mut order = Vec::new();
        let columns = model
            .targets
            .iter()
            .map(|place| &model.nominal.aggregated.columns()[*place][..]);
        model.nominal_ranks = ranks(columns, model.nominal.units().len(), &mut order);
        Ok(model)
    }

    pub fn factors(&self) -> Vec<Factor> {
        self.varied.iter().map(|(_, factor)| factor.clone()).collect()
    }

    /// A number for each factor.
    pub fn draws(&self, stream: u64) -> Vec<u64> {
        let mut random = random(self.seed, 0, stream);
        let draw = |(varies, _): &(Varies, Factor)| {
            // Two words of 32 bits each.
            random.set_word_pos(2 * varies.place());
            random.next_u64()
        };
        self.varied.iter().map(draw).collect()
    }

    /// The alternatives that were drawn, by factor.
    fn places(&self, draws: &[u64]) -> Vec<usize> {
        let picked = self.varied.iter().zip(draws);
        picked
            .map(|((_, factor), draw)| pick(*draw, factor.alternatives.len()))
            .collect()
    }

    /// Names of factors and alternatives.
    pub fn named(&self, places: &[usize]) -> BTreeMap<String, String> {
        let named = self.varied.iter().zip(places);
        named
            .filter(|((varies, _), _)| *varies != Varies::Weights)
            .map(|((_, factor), place)| (factor.name.clone(), factor.alternatives[*place].clone()))
            .collect()
    }

    /// Ranks by target and unit.
    pub fn ranks(&self, draws: &[u64], scratch: &mut Scratch) -> Outcome {
        let normalised = self.aggregate(draws, scratch);
        let normalised = normalised.map_err(|error| (self.places(draws), error.to_string()))?;
        let columns = self
            .targets
            .iter()
            .map(|place| column(normalised, &scratch.columns, *place));
        Ok(ranks(columns, self.nominal.units().len(), &mut scratch.order))
    }

    /// The score of a unit by the first target, as the last replication had it.
    pub fn score(&self, draws: &[u64], scratch: &Scratch, row: usize) -> f64 {
        let normalised = self.normalised(&self.choices(draws));
        normalised.map_or(f64::NAN, |normalised| {
            column(normalised, &scratch.columns, self.targets[0])[row]
        })
    }

    fn choices(&self, draws: &[u64]) -> Choices {
        let mut choices = Choices {
            impute: 0,
            treat: 0,
            normalise: 0,
            aggregate: 0,
            at: BTreeMap::new(),
            left_out: 0,
            noise: None,
        };
        for ((varies, factor), draw) in self.varied.iter().zip(draws) {
            let place = pick(*draw, factor.alternatives.len());
            match varies {
                Varies::Impute => choices.impute = place,
                Varies::Treat => choices.treat = place,
                Varies::Normalise => choices.normalise = place,
                Varies::Aggregate => choices.aggregate = place,
                Varies::AggregateAt(level) => {
                    choices.at.insert(*level, place);
                }
                Varies::Weights => choices.noise = Some(*draw),
                Varies::LeaveOut => choices.left_out = place,
            }
        }
        choices
    }

    /// The table that is aggregated, worked out when it is first asked for.
    fn normalised(&self, choices: &Choices) -> Result<&Table, Error> {
        let recipe = &self.nominal.recipe;
        let mut nobody = Record::default();
        let mut at = choices.impute;
        let imputed = self.imputed[at].get_or_init(|| {
            self.impute[choices.impute].apply(&self.nominal.denominated, &self.groupings, &mut nobody)
        });
        let imputed = imputed.as_ref().map_err(Clone::clone)?;
        at = at * self.treat.len() + choices.treat;
        let treated = self.treated[at].get_or_init(|| {
            let recipe = Recipe {
                treat: self.treat[choices.treat].clone(),
                ..recipe.clone()
            };
            Ok(build::treat(imputed, &recipe, &mut nobody))
        });
        let treated = treated.as_ref().map_err(Clone::clone)?;
        at = at * self.normalise.len() + choices.normalise;
        let normalised = self.normalised[at].get_or_init(|| {
            let recipe = Recipe {
                normalise: self.normalise[choices.normalise].clone(),
                ..recipe.clone()
            };
            build::normalise(treated, &self.nominal.framework, &recipe, &mut nobody)
        });
        normalised.as_ref().map_err(Clone::clone)
    }

    /// Weighs and aggregates into the scratch's columns.
    fn aggregate(&self, draws: &[u64], scratch: &mut Scratch) -> Result<&Table, Error> {
        let choices = self.choices(draws);
        let normalised = self.normalised(&choices)?;
        let framework = &self.nominal.framework;
        let (elements, indicators) = (framework.elements(), framework.indicators().len());
        let left_out = &self.left_out[choices.left_out];
        self.weigh(&choices, &mut scratch.weights);
        scratch.columns.resize(elements.len() - indicators, Vec::new());
        for place in indicators..elements.len() {
            let element = &elements[place];
            let (below, own_column) = scratch.columns.split_at_mut(place - indicators);
            let own_column = &mut own_column[0];
            if left_out[place] {
                own_column.clear();
                own_column.resize(normalised.units().len(), f64::NAN);
                continue;
            }
            let children = framework.children(place);
            scratch.own.clear();
            scratch
                .own
                .extend(children.iter().map(|child| scratch.weights[*child]));
            if scratch.own.iter().sum::<f64>() <= 0.0 {
                return Err(Error::Weights {
                    element: element.code.clone(),
                    why: "sum to nothing",
                });
            }
            let parts: Vec<&[f64]> = children
                .iter()
                .map(|child| column(normalised, below, *child))
                .collect();
            let how = match choices.at.get(&element.level) {
                Some(at) => self.aggregate_at[&element.level][*at],
                None => self.aggregate[choices.aggregate]
                    .at(element.level)
                    .unwrap_or_default(),
            };
            let at_least = self.nominal.recipe.at_least.at(element.level).unwrap_or_default();
            *own_column = how.apply(&parts, &scratch.own, at_least).map_err(|wrong| {
                let child = &elements[children[wrong.column]].code;
                wrong.named(&element.code, child, &normalised.units()[wrong.row])
            })?;
        }
        Ok(normalised)
    }

    /// Weights by place: the build's, with noise, nothing for what is left out.
    fn weigh(&self, choices: &Choices, weights: &mut Vec<f64>) {
        weights.clone_from(&self.nominal.weights);
        if let (Some(noise), Some(draw)) = (&self.noise, choices.noise) {
            let mut random = random(self.seed, NOISE, draw);
            for (weight, element) in weights.iter_mut().zip(self.nominal.framework.elements()) {
                let noise = noise.at(element.level + 1).unwrap_or_default();
                *weight += (uniform(random.next_u64()) * 2.0 - 1.0) * noise * *weight;
            }
        }
        for (weight, left_out) in weights.iter_mut().zip(&self.left_out[choices.left_out]) {
            if *left_out {
                *weight = 0.0;
            }
        }
    }
}

/// Values of an element: of an indicator as normalised, of an aggregate as far as they are worked out.
fn column<'c>(normalised: &'c Table, aggregates: &'c [Vec<f64>], place: usize) -> &'c [f64] {
    match place.checked_sub(normalised.columns().len()) {
        None => &normalised.columns()[place],
        Some(at) => &aggregates[at],
    }
}

/// Ranks in columns, one after the other: the greatest 1, equal ones the better; 0 where there is no value.
fn ranks<'c>(
    columns: impl ExactSizeIterator<Item = &'c [f64]>,
    rows: usize,
    order: &mut Vec<u32>,
) -> Box<[u32]> {
    let mut all = vec![0; columns.len() * rows].into_boxed_slice();
    for (column, ranks) in columns.zip(all.chunks_mut(rows)) {
        order.clear();
        order.extend((0..rows as u32).filter(|row| !column[*row as usize].is_nan()));
        order.sort_unstable_by(|a, b| column[*b as usize].total_cmp(&column[*a as usize]));
        let mut rank = 0;
        let mut before = f64::NAN;
        for (at, row) in order.iter().enumerate() {
            let value = column[*row as usize];
            if value != before {
                (rank, before) = (at as u32 + 1, value);
            }
            ranks[*row as usize] = rank;
        }
    }
    all
}

/// By place: the element, all it is made of, and aggregates that then have nothing left.
fn left_out(framework: &Framework, code: &str) -> Result<Vec<bool>, Error> {
    let elements = framework.elements();
    let mut out = vec![false; elements.len()];
    if code == "none" {
        return Ok(out);
    }
    let place = framework
        .place(code)
        .ok_or_else(|| Error::NoElement(code.to_owned()))?;
    out[place] = true;
    for place in (0..elements.len()).rev() {
        out[place] |= framework.parent(place).is_some_and(|parent| out[parent]);
    }
    let indicators = framework.indicators().len();
    for place in indicators..elements.len() {
        out[place] |= framework.children(place).iter().all(|child| out[*child]);
    }
    if out[..indicators].iter().all(|out| *out) {
        return Err(FrameworkError::Empty.into());
    }
    Ok(out)
}

/// Of the units that are left after screening.
fn groupings(data: &Data, nominal: &Build) -> Vec<Grouping> {
    if data.units() == nominal.units() {
        return data.groupings.clone();
    }
    let at: HashMap<&String, usize> = data
        .units()
        .iter()
        .enumerate()
        .map(|(row, unit)| (unit, row))
        .collect();
    let rows: Vec<usize> = nominal.units().iter().map(|unit| at[unit]).collect();
    data.with_rows(&rows).groupings
}
