//! Symmetric matrices: eigenvalues and eigenvectors with the same bits everywhere.
//!
//! Only sums, products, quotients and square roots are taken, which IEEE 754 rounds in one way.

/// Eigenvalues, the greatest first, each with its vector of length 1. The entry of a vector that is greatest in absolute value
/// is positive; of several such (to 9 digits) the first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Eigen {
    pub values: Vec<f64>,
    /// By eigenvalue, then by row of the matrix.
    pub vectors: Vec<Vec<f64>>,
}

/// Jacobi's method, cyclic by rows (Golub and Van Loan, Matrix Computations, 8.5): plane rotations until nothing is left
/// beside the diagonal. `matrix` is square and symmetric, by rows.
pub(crate) fn eigen(mut matrix: Vec<Vec<f64>>) -> Eigen {
    /// It converges quadratically; matrices of hundreds of rows need about ten.
    const SWEEPS: usize = 60;
    let n = matrix.len();
    // By column of the matrix of vectors, which turns two at a time.
    let mut vectors: Vec<Vec<f64>> = (0..n)
        .map(|at| (0..n).map(|row| f64::from(u8::from(row == at))).collect())
        .collect();
    let whole: f64 = matrix.iter().flatten().map(|entry| entry * entry).sum();
    for _ in 0..SWEEPS {
        let beside: f64 = (0..n)
            .flat_map(|p| (p + 1..n).map(move |q| (p, q)))
            .map(|(p, q)| matrix[p][q] * matrix[p][q])
            .sum();
        if beside <= whole * 1e-34 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                turn(&mut matrix, &mut vectors, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| matrix[*b][*b].total_cmp(&matrix[*a][*a]));
    Eigen {
        values: order.iter().map(|at| matrix[*at][*at]).collect(),
        vectors: order.iter().map(|at| signed(&vectors[*at])).collect(),
    }
}

/// A rotation that makes the entry (p, q) vanish.
fn turn(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let entry = matrix[p][q];
    if entry == 0.0 {
        return;
    }
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * entry);
    let sign = if theta < 0.0 { -1.0 } else { 1.0 };
    // The smaller of the two angles. Where θ² overflows it is 0, as it should be.
    let tangent = sign / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for row in matrix.iter_mut() {
        let (a, b) = (row[p], row[q]);
        row[p] = cosine * a - sine * b;
        row[q] = sine * a + cosine * b;
    }
    let (upper, lower) = matrix.split_at_mut(q);
    rotate(&mut upper[p], &mut lower[0], cosine, sine);
    matrix[p][q] = 0.0;
    matrix[q][p] = 0.0;
    let (before, after) = vectors.split_at_mut(q);
    rotate(&mut before[p], &mut after[0], cosine, sine);
}

fn rotate(one: &mut [f64], other: &mut [f64], cosine: f64, sine: f64) {
    for (x, y) in one.iter_mut().zip(other) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
}

fn signed(vector: &[f64]) -> Vec<f64> {
    let greatest = vector
        .iter()
        .fold(0.0_f64, |greatest, entry| greatest.max(entry.abs()));
    let leads = vector.iter().find(|entry| entry.abs() >= greatest * (1.0 - 1e-9));
    let sign = if leads.is_some_and(|entry| *entry < 0.0) {
        -1.0
    } else {
        1.0
    };
    vector.iter().map(|entry| sign * entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: &[f64], expected: &[f64]) {
        let same = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-14);
        assert!(
            same && found.len() == expected.len(),
            "{found:?} is not {expected:?}"
        );
    }

    /// 2 1 / 1 2 has 3 on (1, 1) and 1 on (1, −1).
    #[test]
    fn two_by_two() {
        let found = eigen(vec![vec![2.0, 1.0], vec![1.0, 2.0]]);
        let half = 0.5_f64.sqrt();
        close(&found.values, &[3.0, 1.0]);
        close(&found.vectors[0], &[half, half]);
        close(&found.vectors[1], &[half, -half]);
    }

    /// 2 −1 0 / −1 2 −1 / 0 −1 2 has 2 + √2, 2, 2 − √2 on (1, −√2, 1), (1, 0, −1), (1, √2, 1).
    #[test]
    fn a_chain_of_three() {
        let found = eigen(vec![
            vec![2.0, -1.0, 0.0],
            vec![-1.0, 2.0, -1.0],
            vec![0.0, -1.0, 2.0],
        ]);
        let root = 2_f64.sqrt();
        close(&found.values, &[2.0 + root, 2.0, 2.0 - root]);
        close(&found.vectors[0], &[-0.5, root / 2.0, -0.5]);
        close(&found.vectors[1], &[root / 2.0, 0.0, -root / 2.0]);
        close(&found.vectors[2], &[0.5, root / 2.0, 0.5]);
    }

    #[test]
    fn what_is_diagonal_stays_in_order() {
        let found = eigen(vec![vec![1.0, 0.0], vec![0.0, 1.0]]);
        assert_eq!(found.vectors, [[1.0, 0.0], [0.0, 1.0]]);
        assert!(eigen(Vec::new()).values.is_empty());
    }

    /// A v = λ v, and vectors at right angles, for a matrix of forty rows of no special shape.
    #[test]
    fn many_rows_are_taken_apart_and_come_together() {
        let n = 40;
        let entry = |p: usize, q: usize| {
            let (low, high) = (p.min(q), p.max(q));
            ((low * 31 + high * 17 + low * high * 7) % 101) as f64 / 101.0 - 0.5
        };
        let matrix: Vec<Vec<f64>> = (0..n).map(|p| (0..n).map(|q| entry(p, q)).collect()).collect();
        let found = eigen(matrix.clone());
        assert!(found.values.is_sorted_by(|a, b| a >= b));
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        for (at, (value, vector)) in found.values.iter().zip(&found.vectors).enumerate() {
            for (row, own) in matrix.iter().zip(vector) {
                assert!((dot(row, vector) - value * own).abs() < 1e-12);
            }
            for (other, beside) in found.vectors.iter().enumerate() {
                assert!((dot(vector, beside) - f64::from(u8::from(at == other))).abs() < 1e-12);
            }
        }
    }
}
