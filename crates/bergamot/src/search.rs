//! Beam search: the best few beginnings of a translation go on, word by word. With a beam of one it is greedy.

use std::sync::Arc;

use crate::kernel::Kernel;
use crate::model::{Continued, Encoded, Model, Selection, State, Workspace};

/// How a search goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// Beginnings kept of each sentence.
    pub beam: usize,
    /// A translation has at most so many times the words of its source.
    pub length_factor: f32,
    /// Scores of finished translations are divided by `lengthᵃ`, so that short ones do not win for being short.
    pub length_power: f32,
    /// Ends a sentence.
    pub end: u32,
    /// Never comes out.
    pub unknown: u32,
}

/// A sentence to be translated.
#[derive(Debug)]
pub(crate) struct Sentence {
    /// With its end.
    pub words: Vec<u32>,
    /// What may come out.
    pub selection: Arc<Selection>,
}

/// A translation, word by word.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Found {
    pub words: Vec<u32>,
    /// Of each word, natural logarithm of its probability.
    pub log_probabilities: Vec<f32>,
    /// Of each word, how much of each source position went into it.
    pub attended: Vec<Vec<f32>>,
    /// Mean of the logarithms, the end's included.
    pub mean_log_probability: f32,
}

/// A word of a hypothesis, and what came before it.
#[derive(Debug)]
struct Node {
    before: Option<usize>,
    word: u32,
    log_probability: f32,
    attended: Vec<f32>,
}

#[derive(Debug)]
struct Hypothesis {
    state: State,
    last: Option<usize>,
    /// Sum of the logarithms.
    score: f32,
}

/// What is known of one sentence.
#[derive(Debug)]
struct Progress<'s> {
    sentence: &'s Sentence,
    encoded: Encoded,
    nodes: Vec<Node>,
    going_on: Vec<Hypothesis>,
    /// The best that ended: its score by length, and its last node.
    ended: Option<(f32, usize)>,
    most: usize,
}

/// One way to go on.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    hypothesis: usize,
    /// Position in the selection.
    at: usize,
    score: f32,
    log_probability: f32,
}

/// Translates sentences together. `None` when `go_on` said no.
pub(crate) fn search(
    model: &Model,
    kernel: Kernel,
    rules: &Rules,
    sentences: &[Sentence],
    workspace: &mut Workspace,
    mut go_on: impl FnMut() -> bool,
) -> Option<Vec<Found>> {
    let mut all = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let encoded = model.encode(kernel, &sentence.words, workspace, &mut go_on)?;
        all.push(Progress {
            encoded,
            nodes: Vec::new(),
            going_on: vec![Hypothesis {
                state: model.start(),
                last: None,
                score: 0.0,
            }],
            ended: None,
            most: (rules.length_factor * sentence.words.len() as f32)
                .ceil()
                .max(1.0) as usize,
            sentence,
        });
    }
    let mut buffers: Vec<(Vec<f32>, Vec<f32>)> = Vec::new();
    let mut position = 0;
    while all.iter().any(|progress| !progress.going_on.is_empty()) {
        if !go_on() {
            return None;
        }
        let mut continued = Vec::new();
        for progress in &mut all {
            let Progress {
                sentence,
                encoded,
                nodes,
                going_on,
                ..
            } = progress;
            continued.extend(going_on.iter_mut().map(|hypothesis| {
                let (scores, attended) = buffers.pop().unwrap_or_default();
                Continued {
                    encoded,
                    selection: &sentence.selection,
                    word: hypothesis.last.map(|last| nodes[last].word),
                    state: &mut hypothesis.state,
                    position,
                    scores,
                    attended,
                }
            }));
        }
        model.step(kernel, &mut continued, workspace);
        position += 1;
        let results: Vec<(Vec<f32>, Vec<f32>)> = continued
            .into_iter()
            .map(|continued| (continued.scores, continued.attended))
            .collect();
        let mut at = 0;
        for progress in &mut all {
            let count = progress.going_on.len();
            progress.advance(kernel, rules, &results[at..at + count], position);
            at += count;
        }
        buffers.extend(results);
    }
    Some(all.into_iter().map(Progress::finish).collect())
}

impl Progress<'_> {
    fn advance(&mut self, kernel: Kernel, rules: &Rules, results: &[(Vec<f32>, Vec<f32>)], position: usize) {
        let words = &self.sentence.selection.words;
        // Each that ended leaves one fewer to go on, as in Marian.
        let room = if position == 1 {
            rules.beam
        } else {
            self.going_on.len()
        };
        let unknown = words.binary_search(&rules.unknown).ok();
        let mut best: Vec<Candidate> = Vec::with_capacity(room + 1);
        for (hypothesis, (scores, _)) in results.iter().enumerate() {
            let all = kernel.log_sum_exp(scores);
            let before = self.going_on[hypothesis].score;
            for (at, score) in scores.iter().enumerate() {
                let log_probability = score - all;
                let score = before + log_probability;
                // The first of equals stays first.
                let worse = best.len() == room && best.last().is_none_or(|last| score <= last.score);
                if worse || Some(at) == unknown || score.is_nan() {
                    continue;
                }
                let place = best.partition_point(|better| better.score >= score);
                best.insert(
                    place,
                    Candidate {
                        hypothesis,
                        at,
                        score,
                        log_probability,
                    },
                );
                best.truncate(room);
            }
        }
        let mut states: Vec<Option<State>> = self.going_on.iter().map(|_| None).collect();
        let lasts: Vec<Option<usize>> = self.going_on.iter().map(|hypothesis| hypothesis.last).collect();
        for (to, hypothesis) in states.iter_mut().zip(self.going_on.drain(..)) {
            *to = Some(hypothesis.state);
        }
        for (index, candidate) in best.iter().enumerate() {
            let word = words[candidate.at];
            self.nodes.push(Node {
                before: lasts[candidate.hypothesis],
                word,
                log_probability: candidate.log_probability,
                attended: results[candidate.hypothesis].1.clone(),
            });
            let node = self.nodes.len() - 1;
            if word == rules.end || position >= self.most {
                let score = candidate.score / (position as f32).powf(rules.length_power);
                if self.ended.is_none_or(|(known, _)| score > known) {
                    self.ended = Some((score, node));
                }
                continue;
            }
            let again = best[index + 1..]
                .iter()
                .any(|later| later.hypothesis == candidate.hypothesis);
            let state = &mut states[candidate.hypothesis];
            let state = if again { state.clone() } else { state.take() };
            if let Some(state) = state {
                self.going_on.push(Hypothesis {
                    state,
                    last: Some(node),
                    score: candidate.score,
                });
            }
        }
        // Nothing that goes on can still become better: its score only falls.
        if let Some((ended, _)) = self.ended {
            let most = (self.most as f32).powf(rules.length_power);
            self.going_on.retain(|hypothesis| hypothesis.score / most > ended);
        }
        if position >= self.most {
            self.going_on.clear();
        }
    }

    fn finish(self) -> Found {
        let mut found = Found::default();
        let mut sum = 0.0;
        let mut count = 0;
        let mut at = self.ended.map(|(_, node)| node);
        while let Some(node) = at.map(|at| &self.nodes[at]) {
            sum += node.log_probability;
            count += 1;
            found.words.push(node.word);
            found.log_probabilities.push(node.log_probability);
            found.attended.push(node.attended.clone());
            at = node.before;
        }
        found.words.reverse();
        found.log_probabilities.reverse();
        found.attended.reverse();
        found.mean_log_probability = if count == 0 { 0.0 } else { sum / count as f32 };
        found
    }
}

impl Found {
    /// Without the end.
    pub fn without_end(mut self, end: u32) -> Self {
        if self.words.last() == Some(&end) {
            self.words.pop();
            self.log_probabilities.pop();
            self.attended.pop();
        }
        self
    }
}
