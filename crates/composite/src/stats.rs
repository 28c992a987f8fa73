//! Statistics of a column. `NaN` is missing and left out; sums run in the order of rows, so that a result has the same
//! bits everywhere.

/// Values that are there.
pub(crate) fn present(x: &[f64]) -> impl Iterator<Item = f64> + Clone + '_ {
    x.iter().copied().filter(|value| !value.is_nan())
}

/// Values that are there.
pub fn count(x: &[f64]) -> usize {
    present(x).count()
}

/// `NaN` of nothing. The sum is mended once by what the deviations from it sum to, as R does: numbers that hardly differ keep
/// their digits.
pub fn mean(x: &[f64]) -> f64 {
    let (mut sum, mut n) = (0.0, 0_usize);
    for value in present(x) {
        sum += value;
        n += 1;
    }
    let mean = sum / n as f64;
    let left: f64 = present(x).map(|value| value - mean).sum();
    mean + left / n as f64
}

/// Least and greatest; `None` of nothing.
pub fn range(x: &[f64]) -> Option<(f64, f64)> {
    let mut values = present(x);
    let first = values.next()?;
    Some(values.fold((first, first), |(min, max), value| {
        (
            if value < min { value } else { min },
            if value > max { value } else { max },
        )
    }))
}

/// Of a sample, with n − 1; `NaN` of fewer than two.
pub fn variance(x: &[f64]) -> f64 {
    let mean = mean(x);
    let (mut sum, mut n) = (0.0, 0_usize);
    for value in present(x) {
        sum += (value - mean) * (value - mean);
        n += 1;
    }
    if n < 2 { f64::NAN } else { sum / (n - 1) as f64 }
}

/// Of a sample, with n − 1.
pub fn sd(x: &[f64]) -> f64 {
    variance(x).sqrt()
}

/// A quantile between 0 and 1, linear between neighbours (type 7 of Hyndman and Fan 1996, R's and numpy's default); `NaN`
/// of nothing.
pub fn quantile(x: &[f64], p: f64) -> f64 {
    let mut values: Vec<f64> = present(x).collect();
    let Some(last) = values.len().checked_sub(1) else {
        return f64::NAN;
    };
    // The two neighbours are in their places then, which is all that is asked of the sorted ones.
    let low = (p.clamp(0.0, 1.0) * last as f64).floor() as usize;
    let (_, _, above) = values.select_nth_unstable_by(low, f64::total_cmp);
    if let Some(next) = (0..above.len()).min_by(|a, b| above[*a].total_cmp(&above[*b])) {
        above.swap(0, next);
    }
    quantile_of_sorted(&values, p)
}

pub(crate) fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let at = p.clamp(0.0, 1.0) * last as f64;
    let (low, part) = (at.floor() as usize, at - at.floor());
    let (a, b) = (sorted[low], sorted[(low + 1).min(last)]);
    if part == 0.0 { a } else { a + (b - a) * part }
}

pub fn median(x: &[f64]) -> f64 {
    quantile(x, 0.5)
}

/// Skewness and excess kurtosis of a sample: G₁ and G₂ of Joanes and Gill (1998), which is type 2 of R's e1071, COINr's
/// `skew` and `kurt`.
///
/// With m the mean, G₁ = √n Σ(x−m)³ ÷ (Σ(x−m)²)^1.5 · √(n(n−1)) ÷ (n−2), and
/// G₂ = ((n+1)(n Σ(x−m)⁴ ÷ (Σ(x−m)²)² − 3) + 6)(n−1) ÷ ((n−2)(n−3)). `NaN` of fewer than three, or four, values, and
/// when all are the same.
pub fn shape(x: &[f64]) -> (f64, f64) {
    let mean = mean(x);
    let (mut n, mut two, mut three, mut four) = (0_usize, 0.0, 0.0, 0.0);
    for value in present(x) {
        let d = value - mean;
        let square = d * d;
        two += square;
        three += square * d;
        four += square * square;
        n += 1;
    }
    let n = n as f64;
    if two == 0.0 || n < 3.0 {
        return (f64::NAN, f64::NAN);
    }
    let skewness = n.sqrt() * three / (two * two.sqrt()) * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let kurtosis = if n < 4.0 {
        f64::NAN
    } else {
        ((n + 1.0) * (n * four / (two * two) - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0))
    };
    (skewness, kurtosis)
}

/// How equal values are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// All get the lowest of their ranks: 1, 2, 2, 4.
    #[default]
    Min,
    /// All get the mean of their ranks: 1, 2.5, 2.5, 4.
    Average,
    /// All get the highest of their ranks: 1, 3, 3, 4.
    Max,
}

/// Ranks from 1, the least first; missing values keep missing.
pub fn ranks(x: &[f64], ties: Ties) -> Vec<f64> {
    let mut order: Vec<u32> = (0..x.len() as u32)
        .filter(|at| !x[*at as usize].is_nan())
        .collect();
    order.sort_unstable_by(|a, b| x[*a as usize].total_cmp(&x[*b as usize]).then(a.cmp(b)));
    let mut ranks = vec![f64::NAN; x.len()];
    let mut from = 0;
    while from < order.len() {
        let value = x[order[from] as usize];
        let mut to = from + 1;
        while to < order.len() && x[order[to] as usize] == value {
            to += 1;
        }
        let rank = match ties {
            Ties::Min => (from + 1) as f64,
            Ties::Average => (from + 1 + to) as f64 / 2.0,
            Ties::Max => to as f64,
        };
        for at in &order[from..to] {
            ranks[*at as usize] = rank;
        }
        from = to;
    }
    ranks
}

/// Ranks from 1, the greatest first, equal ones the lowest of theirs: the places of a ranking.
pub fn places(x: &[f64]) -> Vec<f64> {
    let turned: Vec<f64> = x.iter().map(|value| -value).collect();
    ranks(&turned, Ties::Min)
}

/// Pearson's correlation over the pairs that are there; `NaN` of fewer than two, or when one of them does not vary.
pub fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let pairs = || x.iter().zip(y).filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let n = pairs().count() as f64;
    let (sx, sy) = pairs().fold((0.0, 0.0), |(sx, sy), (a, b)| (sx + a, sy + b));
    let (mx, my) = (sx / n, sy / n);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (a, b) in pairs() {
        let (dx, dy) = (a - mx, b - my);
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    if n < 2.0 || xx == 0.0 || yy == 0.0 {
        return f64::NAN;
    }
    (xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0)
}

/// Spearman's: Pearson's of the ranks, ties at their mean, over the pairs that are there.
pub fn rank_correlation(x: &[f64], y: &[f64]) -> f64 {
    let both = |a: f64, b: f64| if b.is_nan() { f64::NAN } else { a };
    let x_there: Vec<f64> = x.iter().zip(y).map(|(a, b)| both(*a, *b)).collect();
    let y_there: Vec<f64> = x.iter().zip(y).map(|(a, b)| both(*b, *a)).collect();
    correlation(&ranks(&x_there, Ties::Average), &ranks(&y_there, Ties::Average))
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: [f64; 6] = [1.0, 2.0, f64::NAN, 2.0, 5.0, 10.0];

    /// Worked out by hand: 1, 2, 2, 5, 10 have the mean 4 and squares 9 + 4 + 4 + 1 + 36 = 54.
    #[test]
    fn sums_leave_out_what_is_missing() {
        assert_eq!((count(&X), mean(&X), range(&X)), (5, 4.0, Some((1.0, 10.0))));
        assert_eq!(variance(&X), 13.5);
        assert_eq!(
            (quantile(&X, 0.25), median(&X), quantile(&X, 0.9)),
            (2.0, 2.0, 8.0)
        );
        assert!(mean(&[f64::NAN]).is_nan() && range(&[]).is_none() && quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn ties_are_ranked_as_asked() {
        let ranked = |ties| {
            ranks(&X, ties)
                .into_iter()
                .filter(|r| !r.is_nan())
                .collect::<Vec<_>>()
        };
        assert_eq!(ranked(Ties::Min), [1.0, 2.0, 2.0, 4.0, 5.0]);
        assert_eq!(ranked(Ties::Average), [1.0, 2.5, 2.5, 4.0, 5.0]);
        assert_eq!(ranked(Ties::Max), [1.0, 3.0, 3.0, 4.0, 5.0]);
        assert_eq!(places(&[3.0, 9.0, 3.0]), [2.0, 1.0, 2.0]);
    }

    /// 0, 0, 0, 0, 5: mean 1, Σd² = 20, Σd³ = 60, Σd⁴ = 260.
    #[test]
    fn the_shape_of_an_outlier() {
        let (skewness, kurtosis) = shape(&[0.0, 0.0, 0.0, 0.0, 5.0]);
        assert!((skewness - 5_f64.sqrt() * 60.0 / 20_f64.powf(1.5) * 20_f64.sqrt() / 3.0).abs() < 1e-12);
        assert!((skewness - 5_f64.sqrt()).abs() < 1e-12);
        assert!((kurtosis - 5.0).abs() < 1e-12);
        assert!(shape(&[3.0, 3.0, 3.0, 3.0]).0.is_nan());
    }

    #[test]
    fn correlations_use_the_pairs_that_are_there() {
        let y = [2.0, 4.0, 8.0, 4.0, 10.0, f64::NAN];
        assert!((correlation(&X, &y) - 1.0).abs() < 1e-12);
        assert!((rank_correlation(&[1.0, 2.0, 3.0], &[1.0, 8.0, 27.0]) - 1.0).abs() < 1e-12);
        assert!(correlation(&[1.0, 1.0], &[1.0, 2.0]).is_nan());
    }
}
