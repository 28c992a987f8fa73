//! The operations on floats, once for all instruction sets: inlined into functions that turn them on. Sums go over
//! sixteen lanes, so that a compiler can use registers of any width without another order of additions.
#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the caller's instructions"
)]

use super::Activation;

const LANES: usize = 16;

/// As Marian has it in `src/layers/generic.h`.
const EPSILON: f32 = 1e-6;

/// Sums of sixteen lanes, added up in a fixed order.
#[inline(always)]
fn total(lanes: [f32; LANES]) -> f32 {
    let mut lanes = lanes;
    let mut width = LANES / 2;
    while width > 0 {
        for at in 0..width {
            lanes[at] += lanes[at + width];
        }
        width /= 2;
    }
    lanes[0]
}

#[inline(always)]
fn sum_of(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += of(*value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += of(*value);
    }
    total(lanes)
}

#[inline(always)]
fn max_of(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [f32::NEG_INFINITY; LANES];
    for chunk in values.chunks(LANES) {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            let value = of(*value);
            *lane = if value > *lane { value } else { *lane };
        }
    }
    lanes.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

/// `eˣ`, to about 1 in 10⁷, by the method of the Cephes library (S. Moshier): the exponent apart, a polynomial of degree 5 for
/// the rest. Written here because the standard one is not the same on every system and does not go in lanes.
#[inline(always)]
fn exp(x: f32) -> f32 {
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    // ln 2 in two parts: the first has few digits, so that its multiples are exact.
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-87.0, 88.0);
    let n = (x * LOG2_E + 0.5).floor();
    let x = x - n * LN2_HIGH;
    let x = x - n * LN2_LOW;
    let mut y = 1.987_569_1e-4;
    y = y * x + 1.398_199_9e-3;
    y = y * x + 8.333_452e-3;
    y = y * x + 4.166_579_6e-2;
    y = y * x + 1.666_666_5e-1;
    y = y * x + 0.5;
    y = y * (x * x) + x + 1.0;
    // n lies between -126 and 127.
    y * f32::from_bits(((n as i32 + 127) as u32) << 23)
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    let e = exp(x);
    e / (1.0 + e)
}

#[inline(always)]
pub(super) fn quantise(values: &[f32], scale: f32, out: &mut [u8]) {
    // Adding 1.5 · 2²³ leaves no room for a fraction: the sum is rounded to a whole number, which then stands in its
    // lowest bits.
    const ROUNDING: f32 = 12_582_912.0;
    for (out, value) in out.iter_mut().zip(values) {
        let rounded = (value * scale).clamp(-127.0, 127.0) + ROUNDING;
        *out = (rounded.to_bits() as u8).wrapping_add(127);
    }
}

#[inline(always)]
pub(super) fn largest(values: &[f32]) -> f32 {
    max_of(values, f32::abs).max(0.0)
}

#[inline(always)]
pub(super) fn add_and_normalise(values: &mut [f32], added: &[f32], scale: &[f32], bias: &[f32]) {
    for (value, added) in values.iter_mut().zip(added) {
        *value += added;
    }
    let count = values.len() as f32;
    // One after the other, as the engine adds them that students are published with.
    let mean = values.iter().sum::<f32>() / count;
    let squares = values.iter().map(|x| (x - mean) * (x - mean));
    let variance = squares.sum::<f32>() / count;
    let sigma = (variance + EPSILON).sqrt();
    for ((value, scale), bias) in values.iter_mut().zip(scale).zip(bias) {
        *value = scale * ((*value - mean) / sigma) + bias;
    }
}

/// What one query attends to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attention<'a> {
    /// `width` numbers, head after head.
    pub query: &'a [f32],
    /// Turned: `width × positions`.
    pub keys: &'a [f32],
    /// `positions × width`.
    pub values: &'a [f32],
    pub heads: usize,
}

#[inline(always)]
pub(super) fn attend(attention: Attention<'_>, scores: &mut [f32], out: &mut [f32]) {
    let Attention {
        query,
        keys,
        values,
        heads,
    } = attention;
    let width = query.len();
    let depth = width / heads;
    let scale = 1.0 / (depth as f32).sqrt();
    // The last computed stay: the first head's.
    for head in (0..heads).rev() {
        let part = head * depth..(head + 1) * depth;
        let query = &query[part.clone()];
        // One number of the query after the other, for all positions at once: the order of additions that students were
        // published with.
        scores.fill(0.0);
        let keys = &keys[part.start * scores.len()..part.end * scores.len()];
        for (query, keys) in query.iter().zip(keys.chunks_exact(scores.len())) {
            for (score, key) in scores.iter_mut().zip(keys) {
                *score += query * key;
            }
        }
        for score in scores.iter_mut() {
            *score *= scale;
        }
        let largest = max_of(scores, |x| x);
        // In fours where they come out even, else one by one and with the exact exponential: as that engine does.
        let sum = if scores.len().is_multiple_of(4) {
            let mut lanes = [0.0; 4];
            for four in scores.as_chunks_mut::<4>().0 {
                for (lane, score) in lanes.iter_mut().zip(four) {
                    *score = exp(*score - largest);
                    *lane += *score;
                }
            }
            (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
        } else {
            for score in scores.iter_mut() {
                *score = (*score - largest).exp();
            }
            scores.iter().sum::<f32>()
        };
        for score in scores.iter_mut() {
            *score /= sum;
        }
        let out = &mut out[part.clone()];
        out.fill(0.0);
        for (weight, value) in scores.iter().zip(values.chunks_exact(width)) {
            for (out, value) in out.iter_mut().zip(&value[part.clone()]) {
                *out += weight * value;
            }
        }
    }
}

#[inline(always)]
pub(super) fn highway(cell: &mut [f32], input: &[f32], gate: &[f32], out: &mut [f32]) {
    for (((cell, input), gate), out) in cell.iter_mut().zip(input).zip(gate).zip(out) {
        let gate = sigmoid(*gate);
        *cell = gate * *cell + (1.0 - gate) * input;
        *out = cell.max(0.0);
    }
}

#[inline(always)]
pub(super) fn log_sum_exp(values: &[f32]) -> f32 {
    let largest = max_of(values, |x| x);
    largest + sum_of(values, |x| exp(x - largest)).ln()
}

#[inline(always)]
pub(super) fn activate(values: &mut [f32], activation: Activation) {
    match activation {
        Activation::Relu => {
            for value in values {
                *value = value.max(0.0);
            }
        }
        Activation::Swish => {
            for value in values {
                *value *= sigmoid(*value);
            }
        }
    }
}
