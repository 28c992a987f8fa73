//! The parts a model is made of.

use std::sync::{Arc, OnceLock};

use crate::error::{Broken, broken};
use crate::file::{Data, File, Item};
use crate::kernel::{Activation, Kernel, Matrix, Quantised, Rescale};

/// Room that is used again and again within a call.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    quantised: Quantised,
    prepared: Vec<f32>,
}

/// `x · W + b`
#[derive(Debug)]
pub(super) struct Affine {
    matrix: Matrix,
    scale: Scale,
    bias: Option<Vec<f32>>,
}

/// What inputs are multiplied with before they are rounded.
#[derive(Debug)]
enum Scale {
    /// Known from training ("alpha"), with the bias that follows from it.
    Fixed { scale: f32, bias: Vec<f32> },
    /// 127 to the largest of a row.
    ByRow,
}

/// The numbers of a weight matrix as signed bytes, `rows × columns`, and what they were multiplied with.
fn quantised(item: Item<'_>, name: &str) -> Result<(Vec<u8>, f32), Broken> {
    match item.data {
        Data::Intgemm8 { bytes, scale } => Ok((bytes.to_vec(), scale)),
        Data::Float32(_) => {
            let numbers = item.floats();
            let kernel = Kernel::best();
            let largest = kernel.largest(&numbers);
            let scale = 127.0
                / if largest > 0.0 && largest.is_finite() {
                    largest
                } else {
                    1.0
                };
            let mut bytes = vec![0; numbers.len()];
            kernel.quantise(&numbers, scale, &mut bytes);
            for byte in &mut bytes {
                *byte = byte.wrapping_sub(127);
            }
            Ok((bytes, scale))
        }
        Data::Int8(_) => broken!("{name} is no matrix of weights"),
    }
}

fn transposed(bytes: &[u8], rows: usize, columns: usize) -> Vec<u8> {
    let mut turned = Vec::with_capacity(bytes.len());
    for column in 0..columns {
        turned.extend((0..rows).map(|row| bytes[row * columns + column]));
    }
    turned
}

fn alpha(file: &File<'_>, name: &str) -> Result<Option<f32>, Broken> {
    let name = format!("{name}_QuantMultA");
    let Some(item) = file.get(&name) else {
        return Ok(None);
    };
    match item.floats().first() {
        Some(alpha) if alpha.is_finite() && *alpha > 0.0 => Ok(Some(*alpha)),
        _ => broken!("{name} is no scale"),
    }
}

/// A matrix with a row for each word.
fn rows_of_words<'f>(file: &File<'f>, name: &str, words: usize, width: usize) -> Result<Item<'f>, Broken> {
    let item = file.item(name)?;
    if (item.rows, item.columns) != (words, width) {
        let (rows, columns) = (item.rows, item.columns);
        broken!("{name} is {rows} × {columns} instead of {words} × {width}");
    }
    Ok(item)
}

/// A row of numbers of that width.
pub(super) fn vector(file: &File<'_>, name: &str, width: usize) -> Result<Vec<f32>, Broken> {
    let numbers = file.item(name)?.floats();
    if numbers.len() != width || numbers.iter().any(|number| !number.is_finite()) {
        broken!("{name} has {} numbers instead of {width}", numbers.len());
    }
    Ok(numbers)
}

impl Affine {
    /// The weights of that name, for inputs of width `inner`.
    pub fn read(file: &File<'_>, weights: &str, bias: Option<&str>, inner: usize) -> Result<Self, Broken> {
        let item = file.item(weights)?;
        if item.rows != inner {
            broken!("{weights} takes {} numbers instead of {inner}", item.rows);
        }
        let (bytes, scale) = quantised(item, weights)?;
        // In the file the matrix stands turned, but its shape does not.
        let bytes = match item.data {
            Data::Intgemm8 { .. } => bytes,
            _ => transposed(&bytes, item.rows, item.columns),
        };
        let matrix = Matrix::new(inner, bytes.chunks_exact(inner), scale);
        let bias = bias.map(|bias| vector(file, bias, matrix.outer())).transpose()?;
        let scale = match alpha(file, weights)? {
            Some(scale) => Scale::Fixed {
                scale,
                bias: matrix.prepared_bias(scale, bias.as_deref()),
            },
            None => Scale::ByRow,
        };
        Ok(Self { matrix, scale, bias })
    }

    pub fn outer(&self) -> usize {
        self.matrix.outer()
    }

    /// Bytes that one application reads.
    pub fn bytes(&self) -> usize {
        self.matrix.bytes()
    }

    /// `out = input · W + b` for each row of the input.
    pub fn apply(&self, kernel: Kernel, input: &[f32], scratch: &mut Scratch, out: &mut Vec<f32>) {
        let (inner, outer) = (self.matrix.inner(), self.matrix.outer());
        out.resize(input.len() / inner * outer, 0.0);
        match &self.scale {
            Scale::Fixed { scale, bias } => {
                scratch.quantised.fill(kernel, input, inner, *scale);
                let rescale = Rescale {
                    factor: self.matrix.factor(*scale),
                    bias,
                };
                kernel.multiply(&scratch.quantised, &self.matrix, &rescale, out);
            }
            Scale::ByRow => {
                for (row, out) in input.chunks_exact(inner).zip(out.chunks_exact_mut(outer)) {
                    by_row(kernel, row, &self.matrix, self.bias.as_deref(), scratch, out);
                }
            }
        }
    }
}

fn by_row(
    kernel: Kernel,
    row: &[f32],
    matrix: &Matrix,
    bias: Option<&[f32]>,
    scratch: &mut Scratch,
    out: &mut [f32],
) {
    let largest = kernel.largest(row);
    let scale = if largest > 0.0 && largest.is_finite() {
        127.0 / largest
    } else {
        1.0
    };
    scratch.quantised.fill(kernel, row, matrix.inner(), scale);
    scratch.prepared = matrix.prepared_bias(scale, bias);
    let rescale = Rescale {
        factor: matrix.factor(scale),
        bias: &scratch.prepared,
    };
    kernel.multiply(&scratch.quantised, matrix, &rescale, out);
}

/// Added to what was before, and normalised.
#[derive(Debug)]
pub(super) struct Normalisation {
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Normalisation {
    pub fn read(file: &File<'_>, prefix: &str, width: usize) -> Result<Self, Broken> {
        Ok(Self {
            scale: vector(file, &format!("{prefix}_ln_scale"), width)?,
            bias: vector(file, &format!("{prefix}_ln_bias"), width)?,
        })
    }

    /// `values = normalised(added + values)`, position by position.
    pub fn apply(&self, kernel: Kernel, values: &mut [f32], added: &[f32]) {
        let width = self.scale.len();
        for (values, added) in values.chunks_exact_mut(width).zip(added.chunks_exact(width)) {
            kernel.add_and_normalise(values, added, &self.scale, &self.bias);
        }
    }
}

/// `x = normalised(x + W₂ · f(W₁ · x + b₁) + b₂)`, or of more or fewer layers.
#[derive(Debug)]
pub(super) struct FeedForward {
    layers: Vec<Affine>,
    activation: Activation,
    normalisation: Normalisation,
}

impl FeedForward {
    pub fn read(file: &File<'_>, prefix: &str, width: usize, activation: Activation) -> Result<Self, Broken> {
        let mut layers = Vec::new();
        let mut inner = width;
        for layer in 1.. {
            let weights = format!("{prefix}_W{layer}");
            if !file.has(&weights) {
                break;
            }
            let affine = Affine::read(file, &weights, Some(&format!("{prefix}_b{layer}")), inner)?;
            inner = affine.outer();
            layers.push(affine);
        }
        if layers.is_empty() || inner != width {
            broken!("{prefix} does not end as wide as it begins");
        }
        Ok(Self {
            layers,
            activation,
            normalisation: Normalisation::read(file, &format!("{prefix}_ffn"), width)?,
        })
    }

    pub fn bytes(&self) -> usize {
        self.layers.iter().map(Affine::bytes).sum()
    }

    pub fn apply(&self, kernel: Kernel, x: &mut [f32], room: &mut Room) {
        let (last, before) = self.layers.split_last().expect("there is one");
        let Room {
            scratch, one, two, ..
        } = room;
        one.clear();
        one.extend_from_slice(x);
        for layer in before {
            layer.apply(kernel, one, scratch, two);
            kernel.activate(two, self.activation);
            std::mem::swap(one, two);
        }
        last.apply(kernel, one, scratch, two);
        self.normalisation.apply(kernel, x, two);
    }
}

/// Intermediate results.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub scratch: Scratch,
    pub one: Vec<f32>,
    pub two: Vec<f32>,
    pub three: Vec<f32>,
}

/// Vectors of words. Tied to the output, it is the output's matrix, too.
#[derive(Debug, Clone)]
pub(super) struct Embedding {
    bytes: Arc<[u8]>,
    scale: f32,
    width: usize,
}

impl Embedding {
    pub fn read(file: &File<'_>, name: &str, words: usize, width: usize) -> Result<Self, Broken> {
        let item = rows_of_words(file, name, words, width)?;
        let (bytes, scale) = quantised(item, name)?;
        Ok(Self {
            bytes: bytes.into(),
            scale,
            width,
        })
    }

    pub fn words(&self) -> usize {
        self.bytes.len() / self.width
    }

    fn row(&self, word: u32) -> &[u8] {
        &self.bytes[word as usize * self.width..][..self.width]
    }

    /// The vector of a word, times `factor`.
    pub fn write(&self, word: u32, factor: f32, out: &mut [f32]) {
        let inverse = 1.0 / self.scale;
        for (out, byte) in out.iter_mut().zip(self.row(word)) {
            *out = f32::from(*byte as i8) * inverse * factor;
        }
    }
}

/// From the last layer to the words.
#[derive(Debug)]
pub(super) struct Output {
    /// A row for each word.
    rows: Embedding,
    alpha: Option<f32>,
    bias: Vec<f32>,
    whole: OnceLock<Arc<Selection>>,
}

/// The rows of the output that may be chosen.
#[derive(Debug)]
pub(crate) struct Selection {
    pub words: Vec<u32>,
    matrix: Matrix,
    /// As the file has it.
    bias: Vec<f32>,
    /// For inputs quantised with alpha.
    prepared: Option<(f32, Vec<f32>)>,
}

impl Output {
    pub fn tied(file: &File<'_>, name: &str, rows: Embedding) -> Result<Self, Broken> {
        let alpha = alpha(file, name)?;
        Self::new(file, alpha, rows)
    }

    pub fn read(file: &File<'_>, name: &str, words: usize, width: usize) -> Result<Self, Broken> {
        let item = rows_of_words(file, name, words, width)?;
        let (bytes, scale) = quantised(item, name)?;
        let bytes = match item.data {
            // Turned as all other weights are; embeddings alone are not.
            Data::Intgemm8 { .. } => transposed(&bytes, width, words),
            _ => bytes,
        };
        let rows = Embedding {
            bytes: bytes.into(),
            scale,
            width,
        };
        Self::new(file, alpha(file, name)?, rows)
    }

    fn new(file: &File<'_>, alpha: Option<f32>, rows: Embedding) -> Result<Self, Broken> {
        let name = "decoder_ff_logit_out_b";
        let bias = if file.has(name) {
            vector(file, name, rows.words())?
        } else {
            vec![0.0; rows.words()]
        };
        Ok(Self {
            rows,
            alpha,
            bias,
            whole: OnceLock::new(),
        })
    }

    pub fn words(&self) -> usize {
        self.rows.words()
    }

    /// Only those words.
    pub fn select(&self, words: Vec<u32>) -> Selection {
        let columns: Vec<&[u8]> = words.iter().map(|word| self.rows.row(*word)).collect();
        let matrix = Matrix::new(self.rows.width, columns.into_iter(), self.rows.scale);
        let bias: Vec<f32> = words.iter().map(|word| self.bias[*word as usize]).collect();
        let prepared = self
            .alpha
            .map(|alpha| (alpha, matrix.prepared_bias(alpha, Some(&bias))));
        Selection {
            words,
            matrix,
            bias,
            prepared,
        }
    }

    /// All words; made once, when first needed.
    pub fn all(&self) -> Arc<Selection> {
        let all = || Arc::new(self.select((0..self.words() as u32).collect()));
        Arc::clone(self.whole.get_or_init(all))
    }
}

impl Selection {
    pub fn bytes(&self) -> usize {
        self.matrix.bytes()
    }

    /// A score for each word, of one row.
    pub fn scores(&self, kernel: Kernel, row: &[f32], scratch: &mut Scratch, out: &mut Vec<f32>) {
        out.resize(self.words.len(), 0.0);
        match &self.prepared {
            Some((alpha, bias)) => {
                scratch.quantised.fill(kernel, row, self.matrix.inner(), *alpha);
                let rescale = Rescale {
                    factor: self.matrix.factor(*alpha),
                    bias,
                };
                kernel.multiply(&scratch.quantised, &self.matrix, &rescale, out);
            }
            None => by_row(kernel, row, &self.matrix, Some(&self.bias), scratch, out),
        }
    }
}
