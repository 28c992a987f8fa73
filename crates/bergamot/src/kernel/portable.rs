//! For any machine.

use super::{Matrix, PANEL, Quantised, Rescale, operations_on_floats};

operations_on_floats!();

pub(super) fn multiply(a: &Quantised, matrix: &Matrix, rescale: &Rescale<'_>, out: &mut [f32]) {
    let steps = matrix.steps();
    for (row, out) in out.chunks_exact_mut(matrix.outer()).enumerate() {
        let words = a.words(row);
        let biases = rescale.bias.chunks(PANEL);
        for ((panel, out), bias) in matrix
            .blocks()
            .chunks_exact(steps)
            .zip(out.chunks_mut(PANEL))
            .zip(biases)
        {
            let mut sums = [0_i32; PANEL];
            for (word, block) in words.iter().zip(panel) {
                for (sum, weights) in sums.iter_mut().zip(block.0.as_chunks::<4>().0) {
                    for (input, weight) in word.iter().zip(weights) {
                        *sum += i32::from(*input) * i32::from(*weight);
                    }
                }
            }
            for ((out, sum), bias) in out.iter_mut().zip(sums).zip(bias) {
                *out = sum as f32 * rescale.factor + bias;
            }
        }
    }
}
