//! Weights that people agree on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::shares;

/// Points that experts spend on what an aggregate is made of (budget allocation; OECD/JRC handbook, section 6.3): the weight
/// of an element is the mean of the shares of points that each expert gives it. An element that an expert does not name gets
/// none from them. COINr does not have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Budget {
    /// What each expert has to spend, to the last point.
    pub points: f64,
    /// By the name of an expert, then by the code of an element.
    pub experts: BTreeMap<String, BTreeMap<String, f64>>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            points: 100.0,
            experts: BTreeMap::new(),
        }
    }
}

impl Budget {
    /// Weights of these elements, which sum to 1.
    ///
    /// # Errors
    /// Why there are none: nobody has spent points, or somebody more or less than there are, below 0, or on what is not one
    /// of the elements.
    pub fn weights(&self, elements: &[&str]) -> Result<Vec<f64>, String> {
        if !(self.points.is_finite() && self.points > 0.0) {
            return Err(format!("a budget of {} points cannot be spent", self.points));
        }
        if self.experts.is_empty() {
            return Err("no expert has spent points".to_owned());
        }
        for (expert, given) in &self.experts {
            for (element, points) in given {
                if !elements.contains(&element.as_str()) {
                    return Err(format!(
                        "{expert} spends points on \"{element}\", which is not part of it"
                    ));
                }
                if !(points.is_finite() && *points >= 0.0) {
                    return Err(format!("{expert} spends {points} points on \"{element}\""));
                }
            }
            let spent: f64 = given.values().sum();
            // Tenths of points do not sum exactly.
            if (spent - self.points).abs() > 1e-9 * self.points {
                return Err(format!("{expert} spends {spent} of {} points", self.points));
            }
        }
        let of_all = |element: &&str| -> f64 {
            let given = self.experts.values();
            given.filter_map(|given| given.get(*element)).sum()
        };
        Ok(shares(elements.iter().map(of_all).collect()))
    }
}

/// Comparisons of each two elements of an aggregate on Saaty's scale: `beds = { doctors = 3 }` says that beds count three
/// times as much as doctors, which makes doctors count a third of beds. 1 is equal, 3 moderately more, 5 strongly, 7 very
/// strongly, 9 extremely; a number below 1 is the reciprocal of such. Each pair stands once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Comparisons(pub BTreeMap<String, BTreeMap<String, f64>>);

impl Comparisons {
    /// Weights of these elements.
    ///
    /// # Errors
    /// Why there are none: a pair is missing or there twice, a number is not on the scale, something is compared that is not
    /// one of the elements, or there are more than 15.
    pub fn judge(&self, elements: &[&str]) -> Result<Judgement, String> {
        let n = elements.len();
        let place = |code: &str| {
            let place = elements.iter().position(|element| *element == code);
            place.ok_or_else(|| format!("\"{code}\" is compared, which is not part of it"))
        };
        let mut matrix = vec![vec![f64::NAN; n]; n];
        for (one, others) in &self.0 {
            let row = place(one)?;
            for (other, times) in others {
                let column = place(other)?;
                // A ninth may be written with a few digits.
                if !(0.111..=9.0).contains(times) {
                    return Err(format!(
                        "\"{one}\" to \"{other}\" is {times}; Saaty's scale goes from 1/9 to 9"
                    ));
                }
                if row == column {
                    return Err(format!("\"{one}\" is compared with itself"));
                }
                if !matrix[row][column].is_nan() {
                    return Err(format!("\"{one}\" and \"{other}\" are compared twice"));
                }
                matrix[row][column] = *times;
                matrix[column][row] = 1.0 / times;
            }
        }
        for row in 0..n {
            matrix[row][row] = 1.0;
            if let Some(column) = matrix[row].iter().position(|times| times.is_nan()) {
                return Err(format!(
                    "\"{}\" and \"{}\" are not compared",
                    elements[row], elements[column]
                ));
            }
        }
        Judgement::of(&matrix).ok_or_else(|| format!("{n} elements are too many to compare"))
    }
}

/// What follows from a matrix of comparisons: the analytic hierarchy process of Saaty (1977),
/// <https://doi.org/10.1016/0022-2496(77)90033-5>; OECD/JRC handbook, section 6.5. COINr does not have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// The principal eigenvector, scaled to sum to 1.
    pub weights: Vec<f64>,
    /// The principal eigenvalue λ; n, the number of elements, when nothing contradicts.
    pub eigenvalue: f64,
    /// (λ − n) ÷ (n − 1), consistency index over random index; 0 of fewer than three elements. Above 0.1 judgements should be
    /// gone over again.
    pub ratio: f64,
}

/// Mean consistency index of random matrices, by the number of elements (Saaty 1980).
const RANDOM: [f64; 16] = [
    0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
];

impl Judgement {
    /// Of a matrix in which each entry is how many times its row counts as much as its column: positive, reciprocal, 1 on the
    /// diagonal. By power iteration from equal weights, until none changes by more than 1e-15, 10,000 times at most. None for
    /// no elements, and for more than 15, for which no random index is known.
    pub fn of(matrix: &[Vec<f64>]) -> Option<Self> {
        let n = matrix.len();
        let random = *RANDOM.get(n)?;
        if n == 0 {
            return None;
        }
        let mut weights = vec![1.0 / n as f64; n];
        let mut eigenvalue = n as f64;
        for _ in 0..10_000 {
            let times = |row: &Vec<f64>| row.iter().zip(&weights).map(|(a, w)| a * w).sum();
            let next: Vec<f64> = matrix.iter().map(times).collect();
            // As weights sum to 1.
            eigenvalue = next.iter().sum();
            let next = shares(next);
            let pairs = next.iter().zip(&weights);
            let change = pairs.fold(0.0_f64, |most, (a, b)| most.max((a - b).abs()));
            weights = next;
            if change <= 1e-15 {
                break;
            }
        }
        let ratio = if n < 3 {
            0.0
        } else {
            ((eigenvalue - n as f64) / (n as f64 - 1.0)).max(0.0) / random
        };
        Some(Self {
            weights,
            eigenvalue,
            ratio,
        })
    }
}
