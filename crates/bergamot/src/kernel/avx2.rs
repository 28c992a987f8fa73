//! AVX2.
//!
//! Its instruction for bytes adds pairs of products in 16 bits, where `254 · 127 · 2` has no room. So the 127 is taken off the
//! inputs again, the sign of each moved to its weight, and `127 · Σ b` added at the end: the same integers.
#![expect(unsafe_code, reason = "loads and stores of whole registers")]

use std::arch::x86_64::{
    __m256i, _mm256_abs_epi8, _mm256_add_epi32, _mm256_load_si256, _mm256_madd_epi16, _mm256_maddubs_epi16,
    _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256, _mm256_sign_epi8, _mm256_storeu_si256,
};

use super::{Block, Matrix, PANEL, Quantised, Rescale, operations_on_floats};

operations_on_floats!("avx2");

#[target_feature(enable = "avx2")]
pub(super) fn multiply(a: &Quantised, matrix: &Matrix, rescale: &Rescale<'_>, out: &mut [f32]) {
    let panels = matrix.blocks().len() / matrix.steps().max(1);
    for panel in 0..panels {
        let mut row = 0;
        while row + 4 <= a.rows() {
            compute::<4>(a, matrix, rescale, out, row, panel);
            row += 4;
        }
        while row < a.rows() {
            compute::<1>(a, matrix, rescale, out, row, panel);
            row += 1;
        }
    }
}

#[target_feature(enable = "avx2")]
fn compute<const ROWS: usize>(
    a: &Quantised,
    matrix: &Matrix,
    rescale: &Rescale<'_>,
    out: &mut [f32],
    row: usize,
    panel: usize,
) {
    let steps = matrix.steps();
    let words: [&[[u8; 4]]; ROWS] = std::array::from_fn(|r| &a.words(row + r)[..steps]);
    let blocks: &[Block] = &matrix.blocks()[panel * steps..][..steps];
    let ones = _mm256_set1_epi16(1);
    let mut sums = [[_mm256_setzero_si256(); 2]; ROWS];
    for step in 0..steps {
        let halves: [__m256i; 2] = std::array::from_fn(|half| {
            // SAFETY: a block is 64 bytes, aligned to 64; a half is 32, aligned to 32.
            unsafe { _mm256_load_si256(blocks[step].0.as_ptr().add(32 * half).cast()) }
        });
        for r in 0..ROWS {
            let signed = words[r][step].map(|byte| byte.wrapping_sub(127));
            let inputs = _mm256_set1_epi32(i32::from_ne_bytes(signed));
            let magnitudes = _mm256_abs_epi8(inputs);
            for half in 0..2 {
                let weights = _mm256_sign_epi8(halves[half], inputs);
                let pairs = _mm256_maddubs_epi16(magnitudes, weights);
                sums[r][half] = _mm256_add_epi32(sums[r][half], _mm256_madd_epi16(pairs, ones));
            }
        }
    }
    let first = panel * PANEL;
    let outer = matrix.outer();
    for (r, halves) in sums.into_iter().enumerate() {
        let mut whole = [0_i32; PANEL];
        for (half, sum) in halves.into_iter().enumerate() {
            let to = &mut whole[8 * half..][..8];
            // SAFETY: it is eight integers of 32 bits.
            unsafe { _mm256_storeu_si256(to.as_mut_ptr().cast(), sum) };
        }
        let out = &mut out[(row + r) * outer + first..(row + r + 1) * outer];
        let sums = whole.into_iter().zip(&matrix.sums()[first..]);
        for ((out, (sum, weights)), bias) in out.iter_mut().zip(sums).zip(&rescale.bias[first..]) {
            *out = (sum + 127 * weights) as f32 * rescale.factor + bias;
        }
    }
}
