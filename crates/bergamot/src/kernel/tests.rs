use proptest::prelude::*;

use super::*;

fn matrix(inner: usize, outer: usize, seed: u8, largest: i8) -> Matrix {
    let columns: Vec<Vec<u8>> = (0..outer)
        .map(|n| {
            (0..inner)
                .map(|k| {
                    (k * 31 + n * 17 + usize::from(seed))
                        .wrapping_mul(2_654_435_761)
                        .to_be_bytes()[5] as i8
                })
                .map(|byte| (byte % largest.max(1)) as u8)
                .collect()
        })
        .collect();
    Matrix::new(inner, columns.iter().map(Vec::as_slice), 3.0)
}

fn values(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        })
        .collect()
}

fn product(kernel: Kernel, rows: usize, matrix: &Matrix, seed: u32) -> Vec<f32> {
    let scale = 100.0;
    let mut a = Quantised::default();
    a.fill(
        kernel,
        &values(rows * matrix.inner(), seed),
        matrix.inner(),
        scale,
    );
    let bias = matrix.prepared_bias(scale, None);
    let rescale = Rescale {
        factor: matrix.factor(scale),
        bias: &bias,
    };
    let mut out = vec![f32::NAN; rows * matrix.outer()];
    kernel.multiply(&a, matrix, &rescale, &mut out);
    out
}

proptest! {
    #[test]
    fn every_kernel_gives_the_same_bits(
        rows in 1_usize..12, inner in 1_usize..80, outer in 1_usize..180, seed: u8,
    ) {
        let matrix = matrix(inner, outer, seed, 127);
        let expected = product(Kernel(Instructions::Portable), rows, &matrix, u32::from(seed));
        for kernel in Kernel::available() {
            prop_assert_eq!(&product(kernel, rows, &matrix, u32::from(seed)), &expected, "{}", kernel.name());
        }
    }

    #[test]
    fn operations_on_floats_give_the_same_bits(positions in 1_usize..40, depth in 1_usize..40, seed: u32) {
        let heads = 4;
        let width = depth * heads;
        let all = |kernel: Kernel| {
            let mut values_ = values(width, seed);
            let (scale, bias) = (values(width, seed ^ 1), values(width, seed ^ 2));
            kernel.add_and_normalise(&mut values_, &scale, &scale, &bias);
            let (keys, contents) = (values(positions * width, seed ^ 3), values(positions * width, seed ^ 4));
            let mut scores = vec![0.0; positions];
            let mut out = vec![0.0; width];
            let attention = Attention { query: &values_, keys: &keys, values: &contents, heads };
            kernel.attend(attention, &mut scores, &mut out);
            let mut cell = values(width, seed ^ 5);
            kernel.highway(&mut cell, &values_, &scale, &mut out);
            kernel.activate(&mut values_, Activation::Swish);
            let sum = kernel.log_sum_exp(&values_);
            let largest = kernel.largest(&values_);
            [values_, scores, out, cell, vec![sum, largest]].concat().into_iter().map(f32::to_bits).collect::<Vec<_>>()
        };
        let expected = all(Kernel(Instructions::Portable));
        for kernel in Kernel::available() {
            prop_assert_eq!(&all(kernel), &expected, "{}", kernel.name());
        }
    }
}

#[test]
fn a_product_is_what_floats_would_give_but_for_rounding() {
    let matrix = matrix(64, 33, 7, 60);
    let inputs = values(3 * 64, 9);
    let found = product(Kernel::best(), 3, &matrix, 9);
    for row in 0..3 {
        for n in 0..33 {
            let weight = |k: usize| {
                let block = matrix.blocks()[n / PANEL * matrix.steps() + k / 4];
                f32::from(block.0[n % PANEL * 4 + k % 4]) / 3.0
            };
            let exact: f32 = (0..64).map(|k| inputs[row * 64 + k] * weight(k)).sum();
            let near = found[row * 33 + n];
            assert!((exact - near).abs() < 64.0 * 43.0 * 0.006, "{exact} {near}");
        }
    }
}

#[test]
fn pairs_that_are_too_loud_stop_at_the_end_of_16_bits() {
    // 254 · 127 · 2 is 64516, and 254 · -127 · 2 as far below.
    let columns: [&[u8]; 3] = [&[127, 127, 1, 0], &[129, 129, 0, 0], &[127, 129, 0, 0]];
    let matrix = Matrix::new(4, columns.into_iter(), 1.0);
    for kernel in Kernel::available() {
        let mut a = Quantised::default();
        a.fill(kernel, &[127.0, 127.0, -127.0, 0.0], 4, 1.0);
        let bias = [0.0; 3];
        let rescale = Rescale {
            factor: 1.0,
            bias: &bias,
        };
        let mut out = [0.0; 3];
        kernel.multiply(&a, &matrix, &rescale, &mut out);
        assert_eq!(out.map(|sum| sum as i32), [32767, -32768, 0], "{}", kernel.name());
    }
}

#[test]
fn quantising_rounds_to_even_and_stays_within_a_byte() {
    for kernel in Kernel::available() {
        let mut out = [0; 8];
        kernel.quantise(&[0.5, 1.5, -0.5, -1.5, 0.49, 1e9, -1e9, f32::NAN], 1.0, &mut out);
        assert_eq!(out[..7], [127, 129, 127, 125, 127, 254, 0], "{}", kernel.name());
    }
}

#[test]
fn the_exponential_is_right_to_seven_digits() {
    // log_sum_exp of two equal numbers is theirs plus ln 2; of one, itself.
    for x in [-80.0, -10.5, -1.0, 0.0, 0.3, 5.0, 50.0] {
        let kernel = Kernel::best();
        assert!((kernel.log_sum_exp(&[x, x]) - (x + std::f32::consts::LN_2)).abs() < 2e-6 * (1.0 + x.abs()));
    }
    let mut values = [-3.0_f32, -0.5, 0.0, 0.5, 3.0];
    let expected = values.map(|x| f64::from(x) / (1.0 + (-f64::from(x)).exp()));
    Kernel::best().activate(&mut values, Activation::Swish);
    for (found, expected) in values.into_iter().zip(expected) {
        assert!((f64::from(found) - expected).abs() < 1e-6, "{found} {expected}");
    }
}
