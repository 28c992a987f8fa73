//! Colours between others, and what can be read on them.

pub type Colour = [u8; 3];

pub const WHITE: &str = "#ffffff";
pub const BLACK: &str = "#000000";

/// A colour as `#rrggbb`, of which there is so much, from 0 to 1, and white for the rest.
pub fn tint([r, g, b]: Colour, much: f64) -> Colour {
    [r, g, b].map(|part| (255.0 + (f64::from(part) - 255.0) * much).round() as u8)
}

pub fn hex([r, g, b]: Colour) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Of a colour that is written `#rrggbb`.
pub fn parts(hex: &str) -> Colour {
    let part = |at: usize| {
        hex.get(at..at + 2)
            .and_then(|part| u8::from_str_radix(part, 16).ok())
    };
    [1, 3, 5].map(|at| part(at).unwrap_or(0))
}

/// Black or white, whichever is easier to read on a colour: 4.5:1 or more, as one of them always is.
pub fn ink_on(colour: Colour) -> &'static str {
    let light = luminance(colour);
    if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) {
        BLACK
    } else {
        WHITE
    }
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: Colour) -> f64 {
    let [r, g, b] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            libm::pow((part + 0.055) / 1.055, 2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::super::svg::{BAND, INK, SERIES, SOFT};
    use super::*;

    fn contrast(one: Colour, other: Colour) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_colour() {
        assert!((contrast(parts(BLACK), parts(WHITE)) - 21.0).abs() < 1e-9);
        for text in [INK, SOFT] {
            assert!(contrast(parts(text), parts(WHITE)) >= 4.5);
            assert!(contrast(parts(text), parts(BAND)) >= 4.5);
        }
        for colour in SERIES.map(parts) {
            assert!(contrast(colour, parts(WHITE)) >= 3.0);
            for much in 0..=100 {
                let ground = tint(colour, f64::from(much) / 100.0);
                assert!(contrast(ground, parts(ink_on(ground))) >= 4.5, "{ground:?}");
            }
        }
    }

    #[test]
    fn series_differ_for_everybody() {
        // Machado et al. (2009), severity 1: all cones, and without those for long, middle and short waves.
        let eyes = [
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ];
        for eye in eyes {
            let seen = SERIES.map(|colour| lab(eye, parts(colour)));
            for (at, one) in seen.iter().enumerate() {
                for other in &seen[..at] {
                    let far = one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
                    assert!(far.sqrt() >= 34.0, "{}", far.sqrt());
                }
            }
        }
    }

    /// In CIELAB (white D65), as an eye sees it.
    fn lab(eye: [[f64; 3]; 3], colour: Colour) -> [f64; 3] {
        let linear = colour.map(|part| luminance([part; 3]));
        let dot = |row: [f64; 3], of: [f64; 3]| row.iter().zip(of).map(|(a, b)| a * b).sum::<f64>();
        let seen = eye.map(|row| dot(row, linear).clamp(0.0, 1.0));
        let [x, y, z] = [
            [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
            [0.2126, 0.7152, 0.0722],
            [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
        ]
        .map(|row| {
            let t = dot(row, seen);
            if t > 0.008_856 {
                t.cbrt()
            } else {
                7.787 * t + 16.0 / 116.0
            }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }
}
