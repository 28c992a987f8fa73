//! A student: a transformer that reads, and one whose layers remember by an SSRU that writes.
//!
//! Sources: Vaswani et al. 2017, "Attention Is All You Need"; Kim et al. 2019, "From Research to Production and Back:
//! Ludicrously Fast Neural Machine Translation" (SSRU, students); browsermt/marian-dev, `src/models/transformer.h`.

mod config;
mod layers;

use std::sync::Arc;

use crate::error::{Broken, broken};
use crate::file::File;
use crate::kernel::{Activation, Attention, Kernel};
use config::Architecture;
pub(crate) use layers::Selection;
use layers::{Affine, Embedding, FeedForward, Normalisation, Output, Room};

/// A model, ready to be used by any number of threads.
#[derive(Debug)]
pub(crate) struct Model {
    width: usize,
    heads: usize,
    source: Embedding,
    target: Embedding,
    encoder: Vec<EncoderLayer>,
    decoder: Vec<Arc<DecoderLayer>>,
    output: Output,
}

#[derive(Debug)]
struct EncoderLayer {
    attention: MultiHead,
    feed_forward: FeedForward,
}

#[derive(Debug)]
struct DecoderLayer {
    /// What is remembered anew: `x · W`.
    candidate: Affine,
    /// How much of the old stays: `x · W + b`.
    gate: Affine,
    after_cell: Normalisation,
    context: MultiHead,
    feed_forward: FeedForward,
}

#[derive(Debug)]
struct MultiHead {
    query: Affine,
    key: Affine,
    value: Affine,
    output: Affine,
    normalisation: Normalisation,
}

impl MultiHead {
    fn read(file: &File<'_>, prefix: &str, width: usize) -> Result<Self, Broken> {
        let affine = |part: &str| {
            let weights = format!("{prefix}_W{part}");
            let affine = Affine::read(file, &weights, Some(&format!("{prefix}_b{part}")), width)?;
            if affine.outer() != width {
                broken!("{weights} gives {} numbers instead of {width}", affine.outer());
            }
            Ok(affine)
        };
        Ok(Self {
            query: affine("q")?,
            key: affine("k")?,
            value: affine("v")?,
            output: affine("o")?,
            normalisation: Normalisation::read(file, &format!("{prefix}_Wo"), width)?,
        })
    }
}

/// A sentence as the decoder attends to it: of each layer the keys, `width × positions`, and the values, `positions × width`.
#[derive(Debug)]
pub(crate) struct Encoded {
    layers: Vec<(Vec<f32>, Vec<f32>)>,
    positions: usize,
}

/// What a hypothesis remembers: a cell for each layer.
#[derive(Debug, Clone)]
pub(crate) struct State {
    cells: Vec<f32>,
}

/// One hypothesis that is to be continued.
#[derive(Debug)]
pub(crate) struct Continued<'s> {
    pub encoded: &'s Encoded,
    pub selection: &'s Selection,
    pub state: &'s mut State,
    /// The word before; none at the beginning.
    pub word: Option<u32>,
    /// How many words are before.
    pub position: usize,
    /// Scores of the selection's words, not yet probabilities.
    pub scores: Vec<f32>,
    /// How much of each source position went into it: the first head of the last layer.
    pub attended: Vec<f32>,
}

/// Room for intermediate results, used again and again by one thread.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    room: Room,
    layer: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    weights: Vec<f32>,
}

/// Adds the signal of a position (Vaswani et al. 2017, 3.5): sines of growing periods, then their cosines.
fn add_position(position: usize, out: &mut [f32]) {
    let half = out.len() / 2;
    let step = 10_000_f32.ln() / (half as f32 - 1.0).max(1.0);
    let (sines, cosines) = out.split_at_mut(half);
    for (at, (sine, cosine)) in sines.iter_mut().zip(cosines).enumerate() {
        let angle = position as f32 * (at as f32 * -step).exp();
        *sine += angle.sin();
        *cosine += angle.cos();
    }
}

/// Rows become columns.
fn turn(rows: &[f32], width: usize, out: &mut Vec<f32>) {
    let count = rows.len() / width;
    out.resize(rows.len(), 0.0);
    for (at, row) in rows.chunks_exact(width).enumerate() {
        for (number, column) in row.iter().zip(out.chunks_exact_mut(count)) {
            column[at] = *number;
        }
    }
}

impl Model {
    /// Reads a model for vocabularies of those sizes.
    pub fn parse(bytes: &[u8], source_words: usize, target_words: usize) -> Result<Self, Broken> {
        let file = File::parse(bytes)?;
        let shape = Architecture::parse(file.configuration()?)?;
        let width = shape.dim_emb;
        let [from, to] = shape.dim_vocabs[..] else {
            broken!("it has {} vocabularies", shape.dim_vocabs.len());
        };
        // A vocabulary may be padded in the model, never the other way round.
        if source_words > from || target_words > to {
            broken!(
                "its vocabularies have {from} and {to} words, the files {source_words} and {target_words}"
            );
        }
        let activation = match shape.transformer_ffn_activation.as_str() {
            "swish" => Activation::Swish,
            _ => Activation::Relu,
        };
        let all = shape.tied_embeddings_all;
        let (source_name, target_name) = if all || shape.tied_embeddings_src {
            ("Wemb", "Wemb")
        } else {
            ("encoder_Wemb", "decoder_Wemb")
        };
        let source = Embedding::read(&file, source_name, from, width)?;
        let target = if source_name == target_name {
            if from != to {
                broken!("it shares vectors between vocabularies of {from} and {to} words");
            }
            source.clone()
        } else {
            Embedding::read(&file, target_name, to, width)?
        };
        let output = if all || shape.tied_embeddings {
            Output::tied(&file, target_name, target.clone())?
        } else {
            Output::read(&file, "decoder_ff_logit_out_Wt", to, width)?
        };
        let encoder = (1..=shape.enc_depth).map(|layer| {
            Ok(EncoderLayer {
                attention: MultiHead::read(&file, &format!("encoder_l{layer}_self"), width)?,
                feed_forward: FeedForward::read(&file, &format!("encoder_l{layer}_ffn"), width, activation)?,
            })
        });
        let encoder = encoder.collect::<Result<_, Broken>>()?;
        let mut decoder: Vec<Arc<DecoderLayer>> = Vec::with_capacity(shape.dec_depth);
        for index in 0..shape.dec_depth {
            let number = shape.decoder_layer(index);
            let same = (0..index).find(|earlier| shape.decoder_layer(*earlier) == number);
            decoder.push(match same {
                Some(earlier) => Arc::clone(&decoder[earlier]),
                None => Arc::new(DecoderLayer::read(&file, number, width, activation)?),
            });
        }
        Ok(Self {
            width,
            heads: shape.transformer_heads,
            source,
            target,
            encoder,
            decoder,
            output,
        })
    }

    /// The words that may come out.
    pub fn select(&self, words: Vec<u32>) -> Selection {
        self.output.select(words)
    }

    pub fn select_all(&self) -> Arc<Selection> {
        self.output.all()
    }

    pub fn start(&self) -> State {
        State {
            cells: vec![0.0; self.decoder.len() * self.width],
        }
    }

    /// Bytes of weights that one word of one sentence reads, without the words to choose from.
    pub fn bytes_per_step(&self) -> usize {
        let layer = |layer: &DecoderLayer| {
            let context = &layer.context;
            [&layer.candidate, &layer.gate, &context.query, &context.output]
                .map(Affine::bytes)
                .iter()
                .sum::<usize>()
                + layer.feed_forward.bytes()
        };
        self.decoder.iter().map(|at| layer(at)).sum()
    }

    /// Reads a sentence, its end included. `go_on` is asked before each layer.
    pub fn encode(
        &self,
        kernel: Kernel,
        words: &[u32],
        workspace: &mut Workspace,
        mut go_on: impl FnMut() -> bool,
    ) -> Option<Encoded> {
        let width = self.width;
        let Workspace {
            room,
            layer: x,
            keys,
            values,
            weights,
        } = workspace;
        x.clear();
        x.resize(words.len() * width, 0.0);
        let factor = (width as f32).sqrt();
        for (position, (word, out)) in words.iter().zip(x.chunks_exact_mut(width)).enumerate() {
            self.source.write(*word, factor, out);
            add_position(position, out);
        }
        weights.resize(words.len(), 0.0);
        for layer in &self.encoder {
            if !go_on() {
                return None;
            }
            let attention = &layer.attention;
            attention.query.apply(kernel, x, &mut room.scratch, &mut room.one);
            attention.key.apply(kernel, x, &mut room.scratch, &mut room.two);
            turn(&room.two, width, keys);
            attention.value.apply(kernel, x, &mut room.scratch, values);
            room.two.resize(x.len(), 0.0);
            for (query, out) in room.one.chunks_exact(width).zip(room.two.chunks_exact_mut(width)) {
                let attention = Attention {
                    query,
                    keys,
                    values,
                    heads: self.heads,
                };
                kernel.attend(attention, weights, out);
            }
            attention
                .output
                .apply(kernel, &room.two, &mut room.scratch, &mut room.one);
            attention.normalisation.apply(kernel, x, &room.one);
            layer.feed_forward.apply(kernel, x, room);
        }
        let layers = self.decoder.iter().map(|layer| {
            let (mut keys, mut values) = (Vec::new(), Vec::new());
            layer
                .context
                .key
                .apply(kernel, x, &mut room.scratch, &mut room.one);
            turn(&room.one, width, &mut keys);
            layer
                .context
                .value
                .apply(kernel, x, &mut room.scratch, &mut values);
            (keys, values)
        });
        Some(Encoded {
            layers: layers.collect(),
            positions: words.len(),
        })
    }

    /// Scores what may follow each hypothesis, and remembers in its state that it went on.
    pub fn step(&self, kernel: Kernel, hypotheses: &mut [Continued<'_>], workspace: &mut Workspace) {
        let width = self.width;
        let Workspace {
            room,
            layer: x,
            weights,
            ..
        } = workspace;
        x.clear();
        x.resize(hypotheses.len() * width, 0.0);
        let factor = (width as f32).sqrt();
        for (hypothesis, out) in hypotheses.iter().zip(x.chunks_exact_mut(width)) {
            if let Some(word) = hypothesis.word {
                self.target.write(word, factor, out);
            }
            add_position(hypothesis.position, out);
        }
        for (index, layer) in self.decoder.iter().enumerate() {
            layer.candidate.apply(kernel, x, &mut room.scratch, &mut room.one);
            layer.gate.apply(kernel, x, &mut room.scratch, &mut room.two);
            room.three.resize(x.len(), 0.0);
            let parts = room.one.chunks_exact(width).zip(room.two.chunks_exact(width));
            let parts = parts.zip(room.three.chunks_exact_mut(width));
            for (hypothesis, ((candidate, gate), out)) in hypotheses.iter_mut().zip(parts) {
                let cell = &mut hypothesis.state.cells[index * width..][..width];
                kernel.highway(cell, candidate, gate, out);
            }
            layer.after_cell.apply(kernel, x, &room.three);

            layer
                .context
                .query
                .apply(kernel, x, &mut room.scratch, &mut room.one);
            room.two.resize(x.len(), 0.0);
            let parts = room.one.chunks_exact(width).zip(room.two.chunks_exact_mut(width));
            let last = index + 1 == self.decoder.len();
            for (hypothesis, (query, out)) in hypotheses.iter_mut().zip(parts) {
                let (keys, values) = &hypothesis.encoded.layers[index];
                weights.resize(hypothesis.encoded.positions, 0.0);
                let attention = Attention {
                    query,
                    keys,
                    values,
                    heads: self.heads,
                };
                kernel.attend(attention, weights, out);
                if last {
                    hypothesis.attended.clear();
                    hypothesis.attended.extend_from_slice(weights);
                }
            }
            layer
                .context
                .output
                .apply(kernel, &room.two, &mut room.scratch, &mut room.one);
            layer.context.normalisation.apply(kernel, x, &room.one);
            layer.feed_forward.apply(kernel, x, room);
        }
        for (hypothesis, row) in hypotheses.iter_mut().zip(x.chunks_exact(width)) {
            hypothesis
                .selection
                .scores(kernel, row, &mut room.scratch, &mut hypothesis.scores);
        }
    }
}

impl DecoderLayer {
    fn read(file: &File<'_>, number: usize, width: usize, activation: Activation) -> Result<Self, Broken> {
        let prefix = format!("decoder_l{number}");
        let cell = |weights: &str, bias: Option<&str>| {
            let weights = format!("{prefix}_rnn_{weights}");
            let bias = bias.map(|bias| format!("{prefix}_rnn_{bias}"));
            let affine = Affine::read(file, &weights, bias.as_deref(), width)?;
            if affine.outer() != width {
                broken!("{weights} gives {} numbers instead of {width}", affine.outer());
            }
            Ok(affine)
        };
        Ok(Self {
            candidate: cell("W", None)?,
            gate: cell("Wf", Some("bf"))?,
            after_cell: Normalisation::read(file, &format!("{prefix}_rnn_ffn"), width)?,
            context: MultiHead::read(file, &format!("{prefix}_context"), width)?,
            feed_forward: FeedForward::read(file, &format!("{prefix}_ffn"), width, activation)?,
        })
    }
}
