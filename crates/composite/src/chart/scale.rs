//! Numbers on a scale: how they are written, and where its ticks are.

/// How numbers are written on a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// What stands before decimals.
    pub decimal: char,
    /// What stands behind a percentage, with the space before it, if there is one.
    pub percent: String,
}

impl Default for Writing {
    /// As in English.
    fn default() -> Self {
        Self {
            decimal: '.',
            percent: "%".to_owned(),
        }
    }
}

impl Writing {
    /// [`fixed()`], as it is written here.
    pub(super) fn fixed(&self, value: f64, decimals: usize) -> String {
        fixed(value, decimals).replace('.', self.decimal.encode_utf8(&mut [0; 4]))
    }

    /// [`short()`], as it is written here.
    pub(super) fn short(&self, value: f64, decimals: usize) -> String {
        short(value, decimals).replace('.', self.decimal.encode_utf8(&mut [0; 4]))
    }
}

/// Decimals with which numbers over such a range can be told apart: a two-hundredth of it or less is the last digit.
pub fn decimals(range: f64) -> usize {
    if range > 0.0 && range.is_finite() {
        // 100 has one decimal, and so has 35; 1.3 has three.
        (2.0 - libm::log10(range / 2.0).floor()).clamp(0.0, 6.0) as usize
    } else {
        0
    }
}

/// A number with so many decimals, and a minus; in powers of ten when it is very large. A dash for what is no number.
fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = if value.abs() < 1e6 {
        format!("{value:.decimals$}")
    } else {
        format!("{value:.1e}")
    };
    // What rounds to nothing has no sign.
    match text.strip_prefix('-') {
        Some(digits) if digits.contains(|c| ('1'..='9').contains(&c)) => format!("−{digits}"),
        Some(digits) => digits.to_owned(),
        None => text,
    }
}

/// A number with the decimals it needs, up to so many.
fn short(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Round numbers from one to another, at most so many: steps of 1, 2 or 5, or ten times that, and so on.
pub fn ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let span = high - low;
    if !(span > 0.0 && span.is_finite()) || most == 0 {
        return Vec::new();
    }
    let power = libm::pow(10.0, libm::log10(span / most as f64).floor());
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0].map(|times| times * power);
    let count = |step: f64| (high / step).floor() - (low / step).ceil() + 1.0;
    let Some(step) = steps
        .into_iter()
        .find(|step| *step > 0.0 && count(*step) <= most as f64)
    else {
        return Vec::new();
    };
    let first = (low / step).ceil();
    (0..most)
        .map(|at| (first + at as f64) * step)
        .take_while(|tick| *tick <= high)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_as_many_digits_as_tell_them_apart() {
        assert_eq!(
            [0.0, 1.3, 35.0, 100.0, 900.0, f64::NAN].map(decimals),
            [0, 3, 1, 1, 0, 0]
        );
        assert_eq!(fixed(63.0, 1), "63.0");
        assert_eq!(fixed(-0.004, 2), "0.00");
        assert_eq!(fixed(-0.13, 2), "−0.13");
        assert_eq!(fixed(-2.5e300, 2), "−2.5e300");
        assert_eq!(fixed(f64::INFINITY, 2), "–");
        assert_eq!(short(50.0, 2), "50");
        assert_eq!(short(2.50, 2), "2.5");
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(0.0, 100.0, 6), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(1.0, 51.0, 6), [10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(ticks(-2.5, 2.5, 5), [-2.0, -1.0, 0.0, 1.0, 2.0]);
        assert_eq!(ticks(0.0, 73.98, 4), [0.0, 20.0, 40.0, 60.0]);
        assert!(ticks(1.0, 1.0, 5).is_empty());
        assert!(ticks(f64::MIN, f64::MAX, 5).is_empty());
        assert!(ticks(0.0, 5e-324, 5).len() <= 5);
    }
}
