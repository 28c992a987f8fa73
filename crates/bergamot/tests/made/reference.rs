//! What a model gives, computed as plainly as can be: no batches, no panels, no lanes; every attention and every product a
//! loop over floats. Only what is rounded in the engine is rounded here.

use super::write::{Embeddings, FREQUENT, Made, Matrix, Weights};

const END: u32 = 0;
const UNKNOWN: u32 = 1;

type Row = Vec<f32>;

/// The best translation by a greedy search: words without the end.
pub fn translate(made: &Made, source: &[u32]) -> Vec<u32> {
    let with_end: Vec<u32> = source.iter().copied().chain([END]).collect();
    let words = selected(made, &with_end);
    let encoded = encode(made, &with_end);
    let mut cells = vec![vec![0.0; made.variant.width]; made.variant.decoder];
    let mut found = Vec::new();
    let most = (2.0 * with_end.len() as f32).ceil() as usize;
    while found.len() < most {
        let scores = step(made, &encoded, &mut cells, found.last().copied(), found.len());
        let best = words
            .iter()
            .filter(|word| **word != UNKNOWN)
            .fold(None, |best: Option<u32>, word| match best {
                Some(best) if scores[best as usize] >= scores[*word as usize] => Some(best),
                _ => Some(*word),
            });
        found.push(best.unwrap());
        if best == Some(END) {
            found.pop();
            break;
        }
    }
    found
}

fn selected(made: &Made, source: &[u32]) -> Vec<u32> {
    let count = made.target.len() as u32 + 2;
    if !made.variant.shortlist {
        return (0..count).collect();
    }
    let mut words: Vec<u32> = (0..FREQUENT as u32).collect();
    for word in source {
        words.extend(&made.likely[*word as usize]);
        if made.variant.embeddings == Embeddings::All {
            words.push(*word);
        }
    }
    words.sort_unstable();
    words.dedup();
    let mut next = FREQUENT as u32;
    while !words.len().is_multiple_of(8) && next < count {
        if !words.contains(&next) {
            words.push(next);
        }
        next += 1;
    }
    words.sort_unstable();
    words
}

fn names(made: &Made) -> (&'static str, &'static str, &'static str) {
    match made.variant.embeddings {
        Embeddings::All => ("Wemb", "Wemb", "Wemb"),
        Embeddings::Target => ("encoder_Wemb", "decoder_Wemb", "decoder_Wemb"),
        Embeddings::Untied => ("encoder_Wemb", "decoder_Wemb", "decoder_ff_logit_out_Wt"),
    }
}

/// A word's vector with its position's signal.
fn embedded(made: &Made, name: &str, word: Option<u32>, position: usize) -> Row {
    let width = made.variant.width;
    let matrix = made.matrix(name);
    let numbers = &matrix.numbers;
    let half = width / 2;
    (0..width)
        .map(|at| {
            let vector = word.map_or(0.0, |word| {
                f32::from(numbers[word as usize * width + at]) / matrix.scale * (width as f32).sqrt()
            });
            let period = -(10_000_f32.ln()) / (half as f32 - 1.0) * (at % half) as f32;
            let angle = position as f32 * period.exp();
            vector + if at < half { angle.sin() } else { angle.cos() }
        })
        .collect()
}

/// `x · W`, with both rounded to eight bits.
fn product(made: &Made, matrix: &Matrix, x: &[f32]) -> Row {
    let weights = &matrix.numbers;
    let alpha = match (made.variant.weights, matrix.alpha) {
        (Weights::Alphas, Some(alpha)) => alpha,
        _ => 127.0 / x.iter().fold(0.0_f32, |most, number| most.max(number.abs())),
    };
    let inputs: Vec<i32> = x
        .iter()
        .map(|number| (number * alpha).clamp(-127.0, 127.0).round_ties_even() as i32)
        .collect();
    (0..matrix.columns)
        .map(|column| {
            let weight = |row: usize| i32::from(weights[row * matrix.columns + column]);
            // As bytes without a sign, in pairs that are kept within 16 bits.
            let shifted = |row: usize| (inputs[row] + 127) * weight(row);
            let pair = |row: usize| {
                let second = if row + 1 < matrix.rows {
                    shifted(row + 1)
                } else {
                    0
                };
                (shifted(row) + second).clamp(-32768, 32767)
            };
            let sum: i32 = (0..matrix.rows).step_by(2).map(pair).sum();
            let all: i32 = (0..matrix.rows).map(weight).sum();
            (sum - 127 * all) as f32 / (alpha * matrix.scale)
        })
        .collect()
}

fn affine(made: &Made, weights: &str, bias: &str, x: &[f32]) -> Row {
    let sums = product(made, made.matrix(weights), x);
    sums.iter()
        .zip(made.vector(bias))
        .map(|(sum, bias)| sum + bias)
        .collect()
}

fn normalised(made: &Made, prefix: &str, x: &[f32], added: &[f32]) -> Row {
    let sum: Row = x.iter().zip(added).map(|(x, added)| x + added).collect();
    let count = sum.len() as f32;
    let mean = sum.iter().sum::<f32>() / count;
    let variance = sum.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / count;
    let scale = made.vector(&format!("{prefix}_ln_scale"));
    let bias = made.vector(&format!("{prefix}_ln_bias"));
    let of = sum.iter().zip(scale).zip(bias);
    of.map(|((x, scale), bias)| scale * (x - mean) / (variance + 1e-6).sqrt() + bias)
        .collect()
}

fn attended(made: &Made, query: &[f32], keys: &[Row], values: &[Row]) -> Row {
    let heads = made.variant.heads;
    let depth = made.variant.width / heads;
    let mut out = Vec::new();
    for head in 0..heads {
        let part = head * depth..(head + 1) * depth;
        let dot = |key: &Row| -> f32 {
            query[part.clone()]
                .iter()
                .zip(&key[part.clone()])
                .map(|(q, k)| q * k)
                .sum()
        };
        let scores: Row = keys.iter().map(|key| dot(key) / (depth as f32).sqrt()).collect();
        let largest = scores
            .iter()
            .fold(f32::NEG_INFINITY, |most, score| most.max(*score));
        let powers: Row = scores.iter().map(|score| (score - largest).exp()).collect();
        let all: f32 = powers.iter().sum();
        for at in part {
            out.push(
                powers
                    .iter()
                    .zip(values)
                    .map(|(power, value)| power / all * value[at])
                    .sum(),
            );
        }
    }
    out
}

fn feed_forward(made: &Made, prefix: &str, x: &[f32]) -> Row {
    let inner = affine(made, &format!("{prefix}_W1"), &format!("{prefix}_b1"), x);
    let active: Row = inner
        .into_iter()
        .map(|x| {
            if made.variant.swish {
                x / (1.0 + (-x).exp())
            } else {
                x.max(0.0)
            }
        })
        .collect();
    let out = affine(made, &format!("{prefix}_W2"), &format!("{prefix}_b2"), &active);
    normalised(made, &format!("{prefix}_ffn"), x, &out)
}

fn projected(made: &Made, prefix: &str, part: &str, x: &[f32]) -> Row {
    affine(
        made,
        &format!("{prefix}_W{part}"),
        &format!("{prefix}_b{part}"),
        x,
    )
}

fn encode(made: &Made, words: &[u32]) -> Vec<Row> {
    let (name, ..) = names(made);
    let mut x: Vec<Row> = words
        .iter()
        .enumerate()
        .map(|(position, word)| embedded(made, name, Some(*word), position))
        .collect();
    for layer in 1..=made.variant.encoder {
        let prefix = format!("encoder_l{layer}_self");
        let keys: Vec<Row> = x.iter().map(|x| projected(made, &prefix, "k", x)).collect();
        let values: Vec<Row> = x.iter().map(|x| projected(made, &prefix, "v", x)).collect();
        x = x
            .iter()
            .map(|x| {
                let out = attended(made, &projected(made, &prefix, "q", x), &keys, &values);
                let out = projected(made, &prefix, "o", &out);
                normalised(made, &format!("{prefix}_Wo"), x, &out)
            })
            .map(|x| feed_forward(made, &format!("encoder_l{layer}_ffn"), &x))
            .collect();
    }
    x
}

fn step(made: &Made, encoded: &[Row], cells: &mut [Row], word: Option<u32>, position: usize) -> Row {
    let (_, name, output) = names(made);
    let mut x = embedded(made, name, word, position);
    for (index, cell) in cells.iter_mut().enumerate() {
        let layer = made.variant.tied_layers.get(index).copied().unwrap_or(index + 1);
        let prefix = format!("decoder_l{layer}_rnn");
        let candidate = product(made, made.matrix(&format!("{prefix}_W")), &x);
        let gate = affine(made, &format!("{prefix}_Wf"), &format!("{prefix}_bf"), &x);
        for ((cell, candidate), gate) in cell.iter_mut().zip(&candidate).zip(&gate) {
            let gate = 1.0 / (1.0 + (-gate).exp());
            *cell = gate * *cell + (1.0 - gate) * candidate;
        }
        let out: Row = cell.iter().map(|cell| cell.max(0.0)).collect();
        x = normalised(made, &format!("{prefix}_ffn"), &x, &out);

        let prefix = format!("decoder_l{layer}_context");
        let keys: Vec<Row> = encoded.iter().map(|x| projected(made, &prefix, "k", x)).collect();
        let values: Vec<Row> = encoded.iter().map(|x| projected(made, &prefix, "v", x)).collect();
        let out = attended(made, &projected(made, &prefix, "q", &x), &keys, &values);
        let out = projected(made, &prefix, "o", &out);
        x = normalised(made, &format!("{prefix}_Wo"), &x, &out);
        x = feed_forward(made, &format!("decoder_l{layer}_ffn"), &x);
    }
    // The output's matrix has a row for each word.
    let turned = made.matrix(output).turned();
    let scores = product(made, &turned, &x);
    let bias = made.vector("decoder_ff_logit_out_b");
    scores
        .iter()
        .zip(bias)
        .map(|(score, bias)| score + bias)
        .collect()
}
