//! Outliers.
//!
//! An indicator passes when |skewness| < 2 or kurtosis < 3.5 ([`shape`]: COINr's `check_SkewKurt`). One that does not is
//! winsorised: as long as it does not pass and fewer than a limit of points (5) are changed, the greatest values (the least
//! when it is skewed to the left) take the value of the next ones; ties go together. If it still does not pass, it is taken
//! as it was and transformed. COINr's `Treat` with its `winsorise` and `log_CT`, whose defaults these are.
//!
//! Missing values stay missing. An indicator of fewer than four values, or that does not vary, passes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::method::{NotAMethod, Written, as_text, write};
use crate::record::{Event, Record, Side};
use crate::stats::{range, shape};

/// What is done with outliers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Treat {
    /// Points that may be winsorised; 0 for none.
    pub winsorise: usize,
    /// What is done with an indicator that winsorising does not help.
    pub transform: Transform,
    /// An indicator passes below it, whatever its kurtosis.
    pub skewness: f64,
    /// An indicator passes below it, whatever its skewness.
    pub kurtosis: f64,
}

impl Default for Treat {
    fn default() -> Self {
        Self {
            winsorise: 5,
            transform: Transform::default(),
            skewness: 2.0,
            kurtosis: 3.5,
        }
    }
}

/// A transformation of a whole indicator; it keeps the order of units.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Transform {
    /// `none`: it stays as it was before winsorising, and the record says that it does not pass.
    None,
    /// `log`: ln(x − min + (max − min) ÷ 100), COINr's `log_CT`.
    #[default]
    Log,
    /// `log1`: ln(x − min + 1), its `log_CT_orig`.
    LogPlusOne,
    /// `loggii`: ln((max − 1)(x − min) ÷ (max − min) + 1), its `log_GII`; only where max > 1.
    LogGii,
    /// `boxcox:λ` (0): with y = x − min + 1, (y^λ − 1) ÷ λ, or ln y when λ is 0 (Box and Cox 1964, with COINr's shift).
    BoxCox { lambda: f64 },
}

impl FromStr for Transform {
    type Err = NotAMethod;

    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        let written = Written::new("transformation", text);
        let plain = match written.name {
            "boxcox" => {
                let [lambda] = written.numbers([0.0])?;
                return Ok(Self::BoxCox { lambda });
            }
            "none" => Self::None,
            "log" => Self::Log,
            "log1" => Self::LogPlusOne,
            "loggii" => Self::LogGii,
            _ => return Err(written.wrong("there are none, log, log1, loggii and boxcox")),
        };
        written.numbers([])?;
        Ok(plain)
    }
}

impl fmt::Display for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Log => f.write_str("log"),
            Self::LogPlusOne => f.write_str("log1"),
            Self::LogGii => f.write_str("loggii"),
            Self::BoxCox { lambda } => write(f, "boxcox", &[*lambda]),
        }
    }
}

as_text!(Transform);

impl Transform {
    /// The transformed values; `None` where it cannot be done.
    pub fn apply(self, x: &[f64]) -> Option<Vec<f64>> {
        let (min, max) = range(x).filter(|(min, max)| min < max)?;
        let each = |of: &dyn Fn(f64) -> f64| Some(x.iter().map(|value| of(*value)).collect());
        match self {
            Self::None => None,
            Self::Log => each(&|x| libm::log(x - min + 0.01 * (max - min))),
            Self::LogPlusOne => each(&|x| libm::log1p(x - min)),
            Self::LogGii => {
                if max > 1.0 {
                    each(&|x| libm::log((max - 1.0) * (x - min) / (max - min) + 1.0))
                } else {
                    None
                }
            }
            Self::BoxCox { lambda: 0.0 } => each(&|x| libm::log1p(x - min)),
            Self::BoxCox { lambda } => each(&|x| libm::expm1(lambda * libm::log1p(x - min)) / lambda),
        }
    }
}

impl FromStr for Treat {
    type Err = NotAMethod;

    /// `winsorise:5+log`, either part alone, or `none`; thresholds as by default.
    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        let mut treat = Self::none();
        if text.trim() == "none" {
            return Ok(treat);
        }
        for part in text.split('+') {
            let written = Written::new("way to treat outliers", part);
            if written.name == "winsorise" {
                let [points] = written.numbers([Self::default().winsorise as f64])?;
                if points < 1.0 || points.fract() != 0.0 || points > 1e6 {
                    return Err(written.wrong("it takes a number of points"));
                }
                treat.winsorise = points as usize;
            } else {
                treat.transform = part.parse()?;
            }
        }
        Ok(treat)
    }
}

impl Treat {
    /// Nothing is treated.
    pub fn none() -> Self {
        Self {
            winsorise: 0,
            transform: Transform::None,
            ..Self::default()
        }
    }

    fn passes(&self, x: &[f64]) -> (bool, f64, f64) {
        let (skewness, kurtosis) = shape(x);
        let fails = skewness.abs() >= self.skewness && kurtosis >= self.kurtosis;
        (!fails, skewness, kurtosis)
    }

    /// The treated values, or `None` when they stay as they are.
    pub(crate) fn apply(
        &self,
        x: &[f64],
        code: &str,
        units: &[String],
        record: &mut Record,
    ) -> Option<Vec<f64>> {
        let (passes, skewness, kurtosis) = self.passes(x);
        if passes || (self.winsorise == 0 && self.transform == Transform::None) {
            return None;
        }
        let mut changed = x.to_vec();
        let mut sides: Vec<Option<Side>> = vec![None; x.len()];
        let mut passes = false;
        let mut skewed = skewness;
        while !passes && sides.iter().flatten().count() < self.winsorise {
            let side = if skewed >= 0.0 { Side::High } else { Side::Low };
            if !pull_in(&mut changed, side, &mut sides) {
                break;
            }
            let (now, skewness, _) = self.passes(&changed);
            (passes, skewed) = (now, skewness);
        }
        if passes {
            for (row, side) in sides.iter().enumerate() {
                if let Some(side) = side {
                    record.add(Event::Winsorised {
                        indicator: code.to_owned(),
                        unit: units[row].clone(),
                        side: *side,
                        from: x[row],
                        to: changed[row],
                    });
                }
            }
            return Some(changed);
        }
        let transformed = self.transform.apply(x);
        let after = transformed.as_deref().map(|values| self.passes(values));
        record.add(Event::Transformed {
            indicator: code.to_owned(),
            by: transformed.as_ref().map(|_| self.transform.to_string()),
            skewness,
            kurtosis,
            passes: after.is_some_and(|(passes, _, _)| passes),
        });
        transformed
    }
}

/// Gives the outermost values of a side that of the next ones; false when all are the same.
fn pull_in(x: &mut [f64], side: Side, sides: &mut [Option<Side>]) -> bool {
    // Both in one pass: a column may be long, and most of its values are compared once only.
    let two = |from: f64, beyond: fn(f64, f64) -> bool| {
        let (mut out, mut next) = (from, from);
        for value in x.iter().copied() {
            if beyond(value, next) {
                if beyond(value, out) {
                    (out, next) = (value, out);
                } else if value != out {
                    next = value;
                }
            }
        }
        (out, next)
    };
    let (out, next) = match side {
        Side::High => two(f64::NEG_INFINITY, |a, b| a > b),
        Side::Low => two(f64::INFINITY, |a, b| a < b),
    };
    if next.is_infinite() {
        return false;
    }
    for (value, side_of) in x.iter_mut().zip(sides) {
        if *value == out {
            *value = next;
            *side_of = Some(side);
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_treatment_is_read_in_one_line() {
        let read = |text: &str| text.parse::<Treat>();
        assert_eq!(read("winsorise:5+log"), Ok(Treat::default()));
        assert_eq!(read("none"), Ok(Treat::none()));
        assert_eq!(
            read("boxcox:0.5").unwrap().transform,
            Transform::BoxCox { lambda: 0.5 }
        );
        assert_eq!(read("winsorise").unwrap().winsorise, 5);
        for wrong in ["", "winsorise:0.5", "winsorise:-1", "log:2", "cut", "log+"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
