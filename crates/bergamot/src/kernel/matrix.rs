//! Quantised matrices.

use super::{Block, Kernel, PANEL};

/// A weight matrix of `inner × outer` signed bytes, cut into panels of sixteen outputs: block after block, each with four
/// inputs of every output of the panel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matrix {
    inner: usize,
    outer: usize,
    blocks: Vec<Block>,
    /// `Σ_k b[k][n]` of each output, which undoes the 127 that is added to each input.
    sums: Vec<i32>,
    /// What the weights were multiplied with.
    scale: f32,
    loud: Vec<Loud>,
}

/// Two weights next to each other whose products with large inputs do not fit into 16 bits together.
///
/// The engine that students are published with adds such pairs in 16 bits and stops at the ends of their range, and the students
/// were judged with it. So what is computed exactly here is put right afterwards, for the few pairs that can be that loud.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Loud {
    column: u32,
    /// The first of the two inputs.
    input: u32,
}

/// With inputs of at most 254, a pair of one sign reaches the end of the range from here on: `254 · 130 > 2¹⁵ - 1`.
const LOUD: i32 = 130;

/// Rows that were quantised: bytes with 127 added, padded to whole words.
#[derive(Debug, Default)]
pub(crate) struct Quantised {
    bytes: Vec<u8>,
    rows: usize,
    stride: usize,
}

/// What makes floats of an integer product: `product · factor + bias[n]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rescale<'a> {
    pub factor: f32,
    pub bias: &'a [f32],
}

impl Matrix {
    /// From `outer` columns of `inner` bytes each, given one by one.
    pub fn new<'b>(inner: usize, columns: impl ExactSizeIterator<Item = &'b [u8]>, scale: f32) -> Self {
        let outer = columns.len();
        let steps = inner.div_ceil(4);
        let mut matrix = Self {
            inner,
            outer,
            blocks: vec![Block([0; 4 * PANEL]); outer.div_ceil(PANEL) * steps],
            sums: Vec::with_capacity(outer),
            scale,
            loud: Vec::new(),
        };
        for (n, column) in columns.enumerate() {
            let panel = &mut matrix.blocks[n / PANEL * steps..][..steps];
            let lane = n % PANEL * 4;
            let mut sum = 0;
            for (block, four) in panel.iter_mut().zip(column.chunks(4)) {
                for (to, byte) in block.0[lane..].iter_mut().zip(four) {
                    // -128 has no positive counterpart in a byte, which AVX2 needs; quantisers never make it.
                    let byte = (*byte as i8).max(-127);
                    *to = byte;
                    sum += i32::from(byte);
                }
            }
            for (pair, weights) in column.chunks_exact(2).enumerate() {
                let (first, second) = (i32::from(weights[0] as i8), i32::from(weights[1] as i8));
                if (first + second).abs() >= LOUD {
                    matrix.loud.push(Loud {
                        column: n as u32,
                        input: 2 * pair as u32,
                    });
                }
            }
            matrix.sums.push(sum);
        }
        matrix
    }

    pub fn inner(&self) -> usize {
        self.inner
    }

    pub fn outer(&self) -> usize {
        self.outer
    }

    /// Blocks of a panel.
    pub fn steps(&self) -> usize {
        self.inner.div_ceil(4)
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub fn sums(&self) -> &[i32] {
        &self.sums
    }

    /// Bytes that one product reads of it.
    pub fn bytes(&self) -> usize {
        self.blocks.len() * size_of::<Block>()
    }

    fn weight(&self, input: usize, column: usize) -> i32 {
        let block = &self.blocks[column / PANEL * self.steps() + input / 4];
        i32::from(block.0[column % PANEL * 4 + input % 4])
    }

    /// Puts right what an exact product makes of pairs that are too loud.
    pub fn soften(&self, a: &Quantised, rescale: &Rescale<'_>, out: &mut [f32]) {
        if self.loud.is_empty() {
            return;
        }
        for (row, out) in out.chunks_exact_mut(self.outer).enumerate() {
            let inputs = a.words(row).as_flattened();
            for pairs in self.loud.chunk_by(|one, other| one.column == other.column) {
                let column = pairs[0].column as usize;
                let excess = |pair: &Loud| {
                    let at = pair.input as usize;
                    let sum = i32::from(inputs[at]) * self.weight(at, column)
                        + i32::from(inputs[at + 1]) * self.weight(at + 1, column);
                    sum - sum.clamp(i16::MIN.into(), i16::MAX.into())
                };
                let excess: i32 = pairs.iter().map(excess).sum();
                if excess != 0 {
                    let products = inputs[..self.inner].iter().enumerate();
                    let exact: i32 = products
                        .map(|(at, input)| i32::from(*input) * self.weight(at, column))
                        .sum();
                    out[column] = (exact - excess) as f32 * rescale.factor + rescale.bias[column];
                }
            }
        }
    }

    /// What to add to a product of rows that were quantised with `scale`, so that `bias` comes out. Operations in Marian's
    /// order (`int8PrepareBias`), since they round.
    pub fn prepared_bias(&self, scale: f32, bias: Option<&[f32]>) -> Vec<f32> {
        let factor = -((127.0 / scale) * (127.0 / self.scale)) / 127.0;
        let sums = self.sums.iter().map(|sum| *sum as f32 * factor);
        match bias {
            Some(bias) => sums.zip(bias).map(|(sum, bias)| sum + bias).collect(),
            None => sums.collect(),
        }
    }

    /// What a product of rows quantised with `scale` is multiplied with.
    pub fn factor(&self, scale: f32) -> f32 {
        1.0 / (scale * self.scale)
    }
}

impl Quantised {
    /// Quantises rows of `width` floats.
    pub fn fill(&mut self, kernel: Kernel, values: &[f32], width: usize, scale: f32) {
        self.rows = values.len() / width;
        self.stride = width.next_multiple_of(4);
        // The padding meets weights that are 0.
        self.bytes.resize(self.rows * self.stride, 0);
        for (row, out) in values
            .chunks_exact(width)
            .zip(self.bytes.chunks_exact_mut(self.stride))
        {
            kernel.quantise(row, scale, &mut out[..width]);
        }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn words_per_row(&self) -> usize {
        self.stride / 4
    }

    /// One row, four bytes at a time.
    pub fn words(&self, row: usize) -> &[[u8; 4]] {
        self.bytes[row * self.stride..][..self.stride].as_chunks().0
    }
}
