//! Writes models as the trainer's tools do: small ones, made of numbers from a fixed sequence.

use std::fs;
use std::path::Path;

use prost::Message;

/// What a model is like.
#[derive(Debug, Clone)]
pub struct Variant {
    pub name: &'static str,
    pub width: usize,
    pub heads: usize,
    pub feed_forward: usize,
    pub encoder: usize,
    pub decoder: usize,
    /// Of the decoder, which layer's weights each uses, from 1.
    pub tied_layers: Vec<usize>,
    pub embeddings: Embeddings,
    pub weights: Weights,
    pub swish: bool,
    pub shortlist: bool,
    pub beam: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Embeddings {
    /// One vocabulary, one matrix for source, target and output.
    All,
    /// A vocabulary each; the target's matrix is the output's.
    Target,
    /// A vocabulary each, and three matrices.
    Untied,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// 8 bits, with the scales of inputs.
    Alphas,
    /// 8 bits; inputs are scaled by their largest.
    Plain,
    /// 32 bits.
    Floats,
}

/// A matrix as it is written and as it is computed with.
#[derive(Debug, Clone)]
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    /// Row by row, before quantising.
    pub floats: Vec<f32>,
    /// Quantised: as signed bytes, multiplied with `scale`.
    pub numbers: Vec<i8>,
    pub scale: f32,
    /// Of its inputs.
    pub alpha: Option<f32>,
}

/// Everything in a model.
#[derive(Debug)]
pub struct Made {
    pub variant: Variant,
    pub matrices: Vec<(String, Matrix)>,
    pub vectors: Vec<(String, Vec<f32>)>,
    pub source: Vec<String>,
    pub target: Vec<String>,
    /// Of each source word, the target words that may come of it.
    pub likely: Vec<Vec<u32>>,
}

pub const FREQUENT: u64 = 6;

/// A fixed sequence of numbers between -1 and 1.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 40) as f32) / 8_388_608.0 - 1.0
    }

    fn matrix(&mut self, rows: usize, columns: usize, size: f32, alpha: Option<f32>) -> Matrix {
        let floats: Vec<f32> = (0..rows * columns).map(|_| self.next() * size).collect();
        let scale = 127.0 / floats.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        Matrix {
            rows,
            columns,
            numbers: floats
                .iter()
                .map(|number| (number * scale).round_ties_even() as i8)
                .collect(),
            floats,
            scale,
            alpha,
        }
    }

    fn vector(&mut self, length: usize, around: f32, size: f32) -> Vec<f32> {
        (0..length).map(|_| around + self.next() * size).collect()
    }
}

/// Words of both sides.
fn words(embeddings: Embeddings) -> (Vec<String>, Vec<String>) {
    let word = |n: usize| -> String {
        let letters = ["ka", "to", "mi", "ne", "su", "ra", "lo", "ve"];
        format!(
            "▁{}{}{}",
            letters[n % 8],
            letters[n / 8 % 8],
            if n >= 64 { "n" } else { "" }
        )
    };
    let source: Vec<String> = (0..90).map(word).collect();
    let target: Vec<String> = if embeddings == Embeddings::All {
        source.clone()
    } else {
        (0..110).map(|n| format!("▁{}s", &word(n)["▁".len()..])).collect()
    };
    (source, target)
}

impl Made {
    pub fn new(variant: Variant) -> Self {
        let mut sequence = Sequence(variant.name.bytes().fold(7_u64, |seed, byte| {
            seed.wrapping_mul(31).wrapping_add(u64::from(byte))
        }));
        let width = variant.width;
        let alpha = (variant.weights == Weights::Alphas).then_some(28.0);
        let spread = 1.7 / (width as f32).sqrt();
        let mut matrices = Vec::new();
        let mut vectors = Vec::new();
        let (source, target) = words(variant.embeddings);
        let (from, to) = (source.len() + 2, target.len() + 2);
        let mut block = |prefix: String, gates: bool| {
            if gates {
                for (weights, bias) in [("W", None), ("Wf", Some("bf"))] {
                    matrices.push((
                        format!("{prefix}_{weights}"),
                        sequence.matrix(width, width, spread, alpha),
                    ));
                    if let Some(bias) = bias {
                        vectors.push((format!("{prefix}_{bias}"), sequence.vector(width, 0.5, 0.5)));
                    }
                }
                vectors.push((format!("{prefix}_ffn_ln_scale"), sequence.vector(width, 1.0, 0.3)));
                vectors.push((format!("{prefix}_ffn_ln_bias"), sequence.vector(width, 0.0, 0.3)));
            } else {
                for part in ["q", "k", "v", "o"] {
                    matrices.push((
                        format!("{prefix}_W{part}"),
                        sequence.matrix(width, width, spread, alpha),
                    ));
                    vectors.push((format!("{prefix}_b{part}"), sequence.vector(width, 0.0, 0.3)));
                }
                vectors.push((format!("{prefix}_Wo_ln_scale"), sequence.vector(width, 1.0, 0.3)));
                vectors.push((format!("{prefix}_Wo_ln_bias"), sequence.vector(width, 0.0, 0.3)));
            }
        };
        let mut layers: Vec<usize> = variant.tied_layers.clone();
        if layers.is_empty() {
            layers = (1..=variant.decoder).collect();
        }
        layers.sort_unstable();
        layers.dedup();
        for layer in 1..=variant.encoder {
            block(format!("encoder_l{layer}_self"), false);
        }
        for layer in &layers {
            block(format!("decoder_l{layer}_rnn"), true);
            block(format!("decoder_l{layer}_context"), false);
        }
        let prefixes = (1..=variant.encoder)
            .map(|layer| format!("encoder_l{layer}_ffn"))
            .chain(layers.iter().map(|layer| format!("decoder_l{layer}_ffn")));
        for prefix in prefixes {
            let inner = variant.feed_forward;
            matrices.push((
                format!("{prefix}_W1"),
                sequence.matrix(width, inner, spread, alpha),
            ));
            vectors.push((format!("{prefix}_b1"), sequence.vector(inner, 0.0, 0.3)));
            let narrow = 1.7 / (inner as f32).sqrt();
            matrices.push((
                format!("{prefix}_W2"),
                sequence.matrix(inner, width, narrow, alpha),
            ));
            vectors.push((format!("{prefix}_b2"), sequence.vector(width, 0.0, 0.3)));
            vectors.push((format!("{prefix}_ffn_ln_scale"), sequence.vector(width, 1.0, 0.3)));
            vectors.push((format!("{prefix}_ffn_ln_bias"), sequence.vector(width, 0.0, 0.3)));
        }
        let mut embedding = |name: &str, rows: usize| {
            matrices.push((name.to_owned(), sequence.matrix(rows, width, spread, alpha)));
        };
        match variant.embeddings {
            Embeddings::All => embedding("Wemb", from),
            Embeddings::Target | Embeddings::Untied => {
                embedding("encoder_Wemb", from);
                embedding("decoder_Wemb", to);
            }
        }
        if variant.embeddings == Embeddings::Untied {
            embedding("decoder_ff_logit_out_Wt", to);
        }
        vectors.push(("decoder_ff_logit_out_b".to_owned(), sequence.vector(to, 0.0, 0.6)));
        let likely = (0..from as u32).map(|word| (0..7).map(|n| (word * 7 + n * 13) % to as u32).collect());
        Self {
            likely: likely.collect(),
            variant,
            matrices,
            vectors,
            source,
            target,
        }
    }

    pub fn matrix(&self, name: &str) -> &Matrix {
        &self
            .matrices
            .iter()
            .find(|(known, _)| known == name)
            .expect("it was made")
            .1
    }

    pub fn vector(&self, name: &str) -> &[f32] {
        &self
            .vectors
            .iter()
            .find(|(known, _)| known == name)
            .expect("it was made")
            .1
    }

    /// Writes the files into a folder.
    pub fn write(&self, folder: &Path) {
        for (name, bytes) in self.files() {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }

    /// The files by their names, the configuration first.
    pub fn files(&self) -> Vec<(&'static str, Vec<u8>)> {
        let embeddings = self.variant.embeddings;
        let target = if embeddings == Embeddings::All {
            "source.spm"
        } else {
            "target.spm"
        };
        let mut config = format!(
            "models:\n  - model.bin\nvocabs:\n  - source.spm\n  - {target}\nbeam-size: {}\nnormalize: 1.0\nmax-length-factor: 2.0\n",
            self.variant.beam
        );
        if self.variant.shortlist {
            config += "shortlist:\n  - list.bin\n  - false\n";
        }
        let mut files = vec![
            ("config.yml", config.into_bytes()),
            ("model.bin", self.model()),
            ("source.spm", vocabulary(&self.source)),
            ("target.spm", vocabulary(&self.target)),
        ];
        if self.variant.shortlist {
            files.push(("list.bin", self.list()));
        }
        files
    }

    fn model(&self) -> Vec<u8> {
        let variant = &self.variant;
        let configuration = format!(
            "type: transformer\ndim-emb: {}\ndim-vocabs:\n  - {}\n  - {}\nenc-depth: {}\ndec-depth: {}\n\
             transformer-heads: {}\ntransformer-decoder-autoreg: rnn\ndec-cell: ssru\ntied-embeddings-all: {}\n\
             tied-embeddings: {}\ntransformer-ffn-activation: {}\ntransformer-postprocess: dan\n\
             transformer-tied-layers: {:?}\n\0",
            variant.width,
            self.source.len() + 2,
            self.target.len() + 2,
            variant.encoder,
            variant.decoder,
            variant.heads,
            variant.embeddings == Embeddings::All,
            variant.embeddings == Embeddings::Target,
            if variant.swish { "swish" } else { "relu" },
            variant.tied_layers,
        );
        let mut items: Vec<(String, u64, [usize; 2], Vec<u8>)> = Vec::new();
        for (name, matrix) in &self.matrices {
            let shape = [matrix.rows, matrix.columns];
            if variant.weights == Weights::Floats {
                let bytes = matrix
                    .floats
                    .iter()
                    .flat_map(|number| number.to_le_bytes())
                    .collect();
                items.push((name.clone(), 0x404, shape, bytes));
                continue;
            }
            let scale = matrix.scale;
            let quantised = &matrix.numbers;
            // Embeddings alone are not turned.
            let turned = if name.contains("Wemb") {
                quantised.clone()
            } else {
                matrix.turned().numbers
            };
            let mut bytes: Vec<u8> = turned.into_iter().map(|number| number as u8).collect();
            bytes.extend(scale.to_le_bytes());
            items.push((name.clone(), 0x4101, shape, bytes));
            if let Some(alpha) = matrix.alpha {
                items.push((
                    format!("{name}_QuantMultA"),
                    0x404,
                    [1, 1],
                    alpha.to_le_bytes().to_vec(),
                ));
            }
        }
        for (name, vector) in &self.vectors {
            let bytes = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
            items.push((name.clone(), 0x404, [1, vector.len()], bytes));
        }
        let length = configuration.len();
        items.push((
            "special:model.yml".to_owned(),
            0x101,
            [1, length],
            configuration.into_bytes(),
        ));
        file(&items)
    }

    fn list(&self) -> Vec<u8> {
        let mut offsets = vec![0_u64];
        let mut words: Vec<u32> = Vec::new();
        for list in &self.likely {
            words.extend(list);
            offsets.push(words.len() as u64);
        }
        if words.len() % 2 == 1 {
            words.push(0);
            *offsets.last_mut().unwrap() += 1;
        }
        let mut rest: Vec<u8> = Vec::new();
        for number in [FREQUENT, 7, offsets.len() as u64, words.len() as u64] {
            rest.extend(number.to_le_bytes());
        }
        rest.extend(offsets.iter().flat_map(|offset| offset.to_le_bytes()));
        rest.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        let mut sum = 0_u64;
        for eight in rest.as_chunks::<8>().0 {
            let mixed = u64::from_le_bytes(*eight)
                .wrapping_add(0x9e37_79b9)
                .wrapping_add(sum << 6)
                .wrapping_add(sum >> 2);
            sum ^= mixed;
        }
        [
            &0xF11A_48D5_0134_17F5_u64.to_le_bytes()[..],
            &sum.to_le_bytes(),
            &rest,
        ]
        .concat()
    }
}

impl Matrix {
    pub fn turned(&self) -> Self {
        let places = (0..self.columns).flat_map(|column| (0..self.rows).map(move |row| (row, column)));
        let places: Vec<usize> = places.map(|(row, column)| row * self.columns + column).collect();
        Self {
            rows: self.columns,
            columns: self.rows,
            floats: places.iter().map(|at| self.floats[*at]).collect(),
            numbers: places.iter().map(|at| self.numbers[*at]).collect(),
            scale: self.scale,
            alpha: self.alpha,
        }
    }
}

fn file(items: &[(String, u64, [usize; 2], Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let number = |bytes: &mut Vec<u8>, number: u64| bytes.extend(number.to_le_bytes());
    number(&mut bytes, 1);
    number(&mut bytes, items.len() as u64);
    for (name, kind, _, data) in items {
        for part in [
            name.len() as u64 + 1,
            *kind,
            2,
            data.len().next_multiple_of(256) as u64,
        ] {
            number(&mut bytes, part);
        }
    }
    for (name, ..) in items {
        bytes.extend(name.bytes());
        bytes.push(0);
    }
    for (_, _, shape, _) in items {
        bytes.extend(shape.iter().flat_map(|side| (*side as i32).to_le_bytes()));
    }
    let padding = (bytes.len() + 8).next_multiple_of(256) - bytes.len() - 8;
    number(&mut bytes, padding as u64);
    bytes.extend(std::iter::repeat_n(0, padding));
    for (.., data) in items {
        bytes.extend(data);
        bytes.resize(bytes.len().next_multiple_of(256), 0);
    }
    bytes
}

#[derive(Clone, PartialEq, prost::Message)]
struct ModelProto {
    #[prost(message, repeated, tag = "1")]
    pieces: Vec<Piece>,
    #[prost(message, optional, tag = "2")]
    trainer: Option<Trainer>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Piece {
    #[prost(string, tag = "1")]
    text: String,
    #[prost(float, tag = "2")]
    score: f32,
    #[prost(int32, tag = "3")]
    kind: i32,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Trainer {
    #[prost(int32, optional, tag = "42")]
    end: Option<i32>,
}

fn vocabulary(words: &[String]) -> Vec<u8> {
    let special = [("</s>", 3), ("<unk>", 2)];
    let special = special.map(|(text, kind)| Piece {
        text: text.to_owned(),
        score: 0.0,
        kind,
    });
    let words = words.iter().zip(0..).map(|(text, n): (_, u16)| Piece {
        text: text.clone(),
        score: -3.0 - f32::from(n) * 0.01,
        kind: 1,
    });
    let model = ModelProto {
        pieces: special.into_iter().chain(words).collect(),
        trainer: Some(Trainer { end: Some(0) }),
    };
    model.encode_to_vec()
}
