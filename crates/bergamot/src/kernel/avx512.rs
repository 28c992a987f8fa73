//! AVX-512 F, BW and VNNI.
#![expect(unsafe_code, reason = "loads and stores of whole registers")]

use std::arch::x86_64::{
    __m512i, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_load_si512, _mm512_mul_ps,
    _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_si512, _mm512_storeu_ps,
};

use super::{Block, Matrix, PANEL, Quantised, Rescale, operations_on_floats};

operations_on_floats!("avx512f,avx512bw,avx512vl");

#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
pub(super) fn multiply(a: &Quantised, matrix: &Matrix, rescale: &Rescale<'_>, out: &mut [f32]) {
    let panels = matrix.blocks().len() / matrix.steps().max(1);
    let rows = a.rows();
    let mut to = Tile {
        a,
        matrix,
        rescale,
        out,
    };
    if rows == 1 {
        // The weights come from the second cache: enough sums at a time to have many loads under way.
        let mut panel = 0;
        while panel + 8 <= panels {
            to.compute::<1, 8>(0, panel);
            panel += 8;
        }
        while panel < panels {
            to.compute::<1, 1>(0, panel);
            panel += 1;
        }
        return;
    }
    let mut panel = 0;
    while panel < panels {
        // A group of panels stays in the first cache while all rows pass by.
        if panel + 4 <= panels {
            to.all_rows::<4>(panel);
            panel += 4;
        } else {
            to.all_rows::<1>(panel);
            panel += 1;
        }
    }
}

struct Tile<'t> {
    a: &'t Quantised,
    matrix: &'t Matrix,
    rescale: &'t Rescale<'t>,
    out: &'t mut [f32],
}

impl Tile<'_> {
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    fn all_rows<const PANELS: usize>(&mut self, panel: usize) {
        let mut row = 0;
        while row + 4 <= self.a.rows() {
            self.compute::<4, PANELS>(row, panel);
            row += 4;
        }
        while row < self.a.rows() {
            self.compute::<1, PANELS>(row, panel);
            row += 1;
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    fn compute<const ROWS: usize, const PANELS: usize>(&mut self, row: usize, panel: usize) {
        let steps = self.matrix.steps();
        let words: [&[[u8; 4]]; ROWS] = std::array::from_fn(|r| &self.a.words(row + r)[..steps]);
        let blocks: [&[Block]; PANELS] =
            std::array::from_fn(|p| &self.matrix.blocks()[(panel + p) * steps..][..steps]);
        let mut sums = [[_mm512_setzero_si512(); PANELS]; ROWS];
        for step in 0..steps {
            let weights: [__m512i; PANELS] = std::array::from_fn(|p| {
                // SAFETY: a block is 64 bytes, aligned to 64.
                unsafe { _mm512_load_si512(blocks[p][step].0.as_ptr().cast()) }
            });
            for r in 0..ROWS {
                let inputs = _mm512_set1_epi32(i32::from_ne_bytes(words[r][step]));
                for p in 0..PANELS {
                    sums[r][p] = _mm512_dpbusd_epi32(sums[r][p], inputs, weights[p]);
                }
            }
        }
        let factor = _mm512_set1_ps(self.rescale.factor);
        let outer = self.matrix.outer();
        for (r, sums) in sums.into_iter().enumerate() {
            for (p, sum) in sums.into_iter().enumerate() {
                let first = (panel + p) * PANEL;
                let product = _mm512_mul_ps(_mm512_cvtepi32_ps(sum), factor);
                let bias = &self.rescale.bias[first..];
                let out = &mut self.out[(row + r) * outer + first..(row + r + 1) * outer];
                if let (Some(bias), Some(out)) = (bias.first_chunk::<PANEL>(), out.first_chunk_mut::<PANEL>())
                {
                    // SAFETY: both are sixteen floats.
                    unsafe {
                        let bias = std::arch::x86_64::_mm512_loadu_ps(bias.as_ptr());
                        _mm512_storeu_ps(out.as_mut_ptr(), _mm512_add_ps(product, bias));
                    }
                } else {
                    let mut whole = [0.0; PANEL];
                    // SAFETY: it is sixteen floats.
                    unsafe { _mm512_storeu_ps(whole.as_mut_ptr(), product) };
                    for ((out, product), bias) in out.iter_mut().zip(whole).zip(bias) {
                        *out = product + bias;
                    }
                }
            }
        }
    }
}
