//! Bringing indicators to one scale, on which more is better.
//!
//! Names, definitions and defaults are COINr's (`n_minmax` is `minmax`, …). As there, values are first multiplied by the
//! direction (1 or −1), then normalised; so are targets, reference values and goalposts. Missing values stay missing and
//! count for nothing. Below x is a value after the direction, min, max, m and s are least, greatest, mean and standard
//! deviation (n − 1) of the indicator.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::framework::Element;
use crate::method::{NotAMethod, Written, as_text, write};
use crate::stats::{Ties, count, mean, range, ranks, sd};

/// A method. Written as its name and numbers: `minmax:0:100`.
#[derive(Debug, Clone, PartialEq)]
pub enum Normalise {
    /// As it is, but for the direction.
    None,
    /// `minmax:low:high` (0:100): (x − min) ÷ (max − min) · (high − low) + low.
    Minmax { low: f64, high: f64 },
    /// `scaled:from:to:factor` (0:100:100): (x − from) ÷ (to − from) · factor, with fixed ends of the scale.
    Scaled { from: f64, to: f64, factor: f64 },
    /// `zscore:mean:sd` (0:1): (x − m) ÷ s · sd + mean.
    Zscore { mean: f64, sd: f64 },
    /// `rank`: the rank, the least 1, ties the lowest of theirs.
    Rank,
    /// `prank`: (rank − 1) ÷ (n − 1).
    Prank,
    /// `borda`: rank − 1.
    Borda,
    /// `dist2max`: 1 − (max − x) ÷ (max − min).
    DistanceToMax,
    /// `dist2targ` or `dist2targ:cap`: (x − min) ÷ (target − min), at most 1 with `cap`. The target is the metadata's.
    DistanceToTarget { cap: bool },
    /// `dist2ref:UNIT`: 1 − (xᵣ − x) ÷ (xᵣ − min), where xᵣ is that unit's value.
    DistanceToReference { unit: String },
    /// `fracmax`: x ÷ max.
    FractionOfMax,
    /// `goalposts`: (x − lower) ÷ (upper − lower), cut at 0 and 1, times the scale. The metadata has `goalpost_lower`,
    /// `goalpost_upper` and, where it is not 1, `goalpost_scale`; for an indicator of which less is better the upper one
    /// gets 0. Not cut when `goalpost_trunc2posts` is 0.
    Goalposts,
}

impl Default for Normalise {
    fn default() -> Self {
        Self::Minmax {
            low: 0.0,
            high: 100.0,
        }
    }
}

impl FromStr for Normalise {
    type Err = NotAMethod;

    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        let written = Written::new("way to normalise", text);
        Ok(match written.name {
            "dist2ref" => {
                let unit = written.word()?.filter(|unit| !unit.is_empty());
                let unit = unit.ok_or_else(|| written.wrong("it takes the code of a unit"))?;
                Self::DistanceToReference {
                    unit: unit.to_owned(),
                }
            }
            "dist2targ" => match written.word()? {
                None => Self::DistanceToTarget { cap: false },
                Some("cap") => Self::DistanceToTarget { cap: true },
                Some(_) => return Err(written.wrong("after it stands `cap` or nothing")),
            },
            "minmax" => {
                let [low, high] = written.numbers([0.0, 100.0])?;
                Self::Minmax { low, high }
            }
            "scaled" => {
                let [from, to, factor] = written.numbers([0.0, 100.0, 100.0])?;
                if from == to {
                    return Err(written.wrong("its scale has no length"));
                }
                Self::Scaled { from, to, factor }
            }
            "zscore" => {
                let [mean, sd] = written.numbers([0.0, 1.0])?;
                if sd <= 0.0 {
                    return Err(written.wrong("its standard deviation must be above 0"));
                }
                Self::Zscore { mean, sd }
            }
            name => {
                let plain = match name {
                    "none" => Self::None,
                    "rank" => Self::Rank,
                    "prank" => Self::Prank,
                    "borda" => Self::Borda,
                    "dist2max" => Self::DistanceToMax,
                    "fracmax" => Self::FractionOfMax,
                    "goalposts" => Self::Goalposts,
                    _ => {
                        return Err(written.wrong(
                            "there are none, minmax, scaled, zscore, rank, prank, borda, dist2max, dist2targ, \
                             dist2ref, fracmax and goalposts",
                        ));
                    }
                };
                written.numbers([])?;
                plain
            }
        })
    }
}

impl fmt::Display for Normalise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Minmax { low, high } => write(f, "minmax", &[*low, *high]),
            Self::Scaled { from, to, factor } => write(f, "scaled", &[*from, *to, *factor]),
            Self::Zscore { mean, sd } => write(f, "zscore", &[*mean, *sd]),
            Self::Rank => f.write_str("rank"),
            Self::Prank => f.write_str("prank"),
            Self::Borda => f.write_str("borda"),
            Self::DistanceToMax => f.write_str("dist2max"),
            Self::DistanceToTarget { cap } => f.write_str(if *cap { "dist2targ:cap" } else { "dist2targ" }),
            Self::DistanceToReference { unit } => write!(f, "dist2ref:{unit}"),
            Self::FractionOfMax => f.write_str("fracmax"),
            Self::Goalposts => f.write_str("goalposts"),
        }
    }
}

as_text!(Normalise);

/// What became of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalised {
    pub values: Vec<f64>,
    /// It cannot be put on this scale (all its values are the same, or a part of the fraction is 0), so all its values are
    /// missing; why.
    pub lost: Option<&'static str>,
}

impl Normalise {
    /// Normalises an indicator's values.
    ///
    /// # Errors
    /// When the metadata lacks what the method needs, or the reference unit is not there.
    pub fn apply(&self, x: &[f64], element: &Element, units: &[String]) -> Result<Normalised, Error> {
        let sign = element.direction.sign();
        let lacks = |what: &str| Error::Parameter {
            step: "normalising",
            element: element.code.clone(),
            why: format!("{self} needs {what}"),
        };
        let Some((least, greatest)) = range(x) else {
            return Ok(lost(x.len(), "it has no values"));
        };
        let (min, max) = if sign > 0.0 {
            (least, greatest)
        } else {
            (-greatest, -least)
        };
        let flat = "all its values are the same";
        // A line a·x + b, or something else.
        let line = |zero: f64, one: f64, scale: f64, shift: f64| {
            (one - zero != 0.0).then(|| {
                let length = one - zero;
                x.iter()
                    .map(|value| (value * sign - zero) / length * scale + shift)
                    .collect::<Vec<f64>>()
            })
        };
        let values = match self {
            Self::None => Some(x.iter().map(|value| value * sign).collect()),
            Self::Minmax { low, high } => line(min, max, high - low, *low),
            Self::Scaled { from, to, factor } => line(*from, *to, *factor, 0.0),
            Self::Zscore { mean: to, sd: wide } => {
                let m = mean(x) * sign;
                let s = sd(x);
                (min != max && !s.is_nan())
                    .then(|| x.iter().map(|value| (value * sign - m) / s * wide + to).collect())
            }
            Self::Rank | Self::Prank | Self::Borda => {
                let turned: Vec<f64> = x.iter().map(|value| value * sign).collect();
                let ranks = ranks(&turned, Ties::Min);
                match self {
                    Self::Rank => Some(ranks),
                    Self::Borda => Some(ranks.into_iter().map(|rank| rank - 1.0).collect()),
                    _ => {
                        let others = count(x) as f64 - 1.0;
                        (others > 0.0).then(|| ranks.into_iter().map(|rank| (rank - 1.0) / others).collect())
                    }
                }
            }
            Self::DistanceToMax => (min != max).then(|| {
                let distance = |value: &f64| 1.0 - (max - value * sign) / (max - min);
                x.iter().map(distance).collect()
            }),
            Self::DistanceToTarget { cap } => {
                let target = element.target.ok_or_else(|| lacks("a target"))? * sign;
                let values = line(min, target, 1.0, 0.0);
                if *cap {
                    values.map(|values| cut(values, f64::NEG_INFINITY, 1.0))
                } else {
                    values
                }
            }
            Self::DistanceToReference { unit } => {
                let row = units.iter().position(|other| other == unit);
                let reference = x[row.ok_or_else(|| Error::NoUnit(unit.clone()))?] * sign;
                (!reference.is_nan() && reference != min).then(|| {
                    let distance = |value: &f64| 1.0 - (reference - value * sign) / (reference - min);
                    x.iter().map(distance).collect()
                })
            }
            Self::FractionOfMax => (max != 0.0).then(|| x.iter().map(|value| value * sign / max).collect()),
            Self::Goalposts => {
                let number = |key: &str| element.numbers.get(key).copied();
                let lower = number("goalpost_lower").ok_or_else(|| lacks("goalpost_lower"))?;
                let upper = number("goalpost_upper").ok_or_else(|| lacks("goalpost_upper"))?;
                let (zero, one) = if sign > 0.0 {
                    (lower, upper)
                } else {
                    (-upper, -lower)
                };
                let values = line(zero, one, 1.0, 0.0).ok_or_else(|| lacks("two different goalposts"))?;
                let is_cut = number("goalpost_trunc2posts").is_none_or(|cut| cut != 0.0);
                let values = if is_cut { cut(values, 0.0, 1.0) } else { values };
                let scale = number("goalpost_scale").unwrap_or(1.0);
                Some(values.into_iter().map(|value| value * scale).collect())
            }
        };
        Ok(match values {
            Some(values) => Normalised { values, lost: None },
            None => lost(
                x.len(),
                match self {
                    Self::DistanceToTarget { .. } => "its target is its worst value",
                    Self::DistanceToReference { .. } => "the reference unit has no value, or the worst",
                    Self::FractionOfMax => "its greatest value is 0",
                    _ => flat,
                },
            ),
        })
    }
}

fn lost(n: usize, why: &'static str) -> Normalised {
    Normalised {
        values: vec![f64::NAN; n],
        lost: Some(why),
    }
}

/// Cuts at both ends; what is missing stays missing.
fn cut(mut values: Vec<f64>, low: f64, high: f64) -> Vec<f64> {
    for value in &mut values {
        if *value > high {
            *value = high;
        } else if *value < low {
            *value = low;
        }
    }
    values
}
