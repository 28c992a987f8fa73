//! SentencePiece vocabularies of the unigram kind (Kudo 2018, "Subword Regularization"), as Marian's students have them.
//!
//! A text is normalised, and cut into the pieces whose log-probabilities add up to the most. Each piece knows which bytes
//! of the text it stands for.

mod normaliser;
mod proto;

use std::ops::Range;

use prost::Message as _;
use yada::DoubleArray;
use yada::builder::DoubleArrayBuilder;

use crate::error::{Broken, broken};
use normaliser::Normaliser;
use proto::{ModelProto, PieceKind};

/// Stands for a blank within pieces.
const BLANK: &str = "\u{2581}";
/// How much worse than the worst piece an unknown letter is; SentencePiece's own number.
const UNKNOWN_PENALTY: f32 = 10.0;
/// A piece is a part of a word. A longer one is refused: building what finds pieces takes stack by their length.
const PIECE_MAX: usize = 512;
/// As many pieces as ids have room; models have a tenth of it.
const PIECES_MAX: usize = 1 << 20;

/// A vocabulary.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pieces: Vec<Piece>,
    find: DoubleArray<Vec<u8>>,
    normaliser: Normaliser,
    /// Of each byte, the piece that stands for it alone; for what no other piece has.
    bytes: Option<Box<[u32; 256]>>,
    worst: f32,
    best: f32,
    unknown: u32,
    end: u32,
}

#[derive(Debug)]
struct Piece {
    text: Box<str>,
    score: f32,
    kind: PieceKind,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub id: u32,
    /// Bytes of the text.
    pub range: Range<usize>,
}

/// A way to a position of the text: the last piece on the best one.
#[derive(Debug, Clone, Copy)]
struct Step {
    from: usize,
    id: u32,
    score: f32,
}

/// The trie that finds pieces; `None` when it cannot be one.
fn trie(bytes: Vec<u8>) -> Option<DoubleArray<Vec<u8>>> {
    // `yada` checks what a search follows, but for the root, which must not be a leaf.
    let root = u32::from_le_bytes(*bytes.first_chunk()?);
    if root >> 31 == 1 {
        return None;
    }
    DoubleArray::new(bytes).ok()
}

impl Vocabulary {
    pub fn parse(bytes: &[u8]) -> Result<Self, Broken> {
        let model = ModelProto::decode(bytes).map_err(|_| Broken::new("it is no SentencePiece model"))?;
        let trainer = model.trainer_spec.unwrap_or_default();
        if trainer.model_type() != proto::UNIGRAM {
            broken!(
                "it is a SentencePiece model of kind {}, not unigram",
                trainer.model_type()
            );
        }
        if trainer.treat_whitespace_as_suffix() {
            broken!("it marks blanks after words");
        }
        if model.pieces.is_empty() || model.pieces.len() > PIECES_MAX {
            broken!("it has {} pieces", model.pieces.len());
        }
        let pieces: Vec<Piece> = model
            .pieces
            .into_iter()
            .map(|piece| {
                let kind = piece.kind();
                Piece {
                    text: piece.piece.unwrap_or_default().into(),
                    score: piece.score.filter(|score| score.is_finite()).unwrap_or(0.0),
                    kind,
                }
            })
            .collect();
        let normal = || pieces.iter().filter(|piece| piece.kind == PieceKind::Normal);
        let worst = normal().map(|piece| piece.score).fold(f32::INFINITY, f32::min);
        let best = normal()
            .map(|piece| piece.score)
            .fold(f32::NEG_INFINITY, f32::max);
        if worst > best {
            broken!("it has no ordinary piece");
        }
        let unknown = match pieces.iter().position(|piece| piece.kind == PieceKind::Unknown) {
            Some(unknown) => unknown as u32,
            None => broken!("it has no piece for what is unknown"),
        };
        let end = trainer.eos_id();
        let end = u32::try_from(end)
            .ok()
            .filter(|end| (*end as usize) < pieces.len());
        let Some(end) = end else {
            broken!("it has no piece that ends a sentence");
        };
        let bytes = if trainer.byte_fallback() {
            Some(pieces_of_bytes(&pieces)?)
        } else {
            None
        };
        Ok(Self {
            find: finder(&pieces)?,
            normaliser: Normaliser::new(model.normalizer_spec.unwrap_or_default())?,
            bytes,
            worst,
            best,
            unknown,
            end,
            pieces,
        })
    }

    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The piece after the last of a sentence.
    pub fn end(&self) -> u32 {
        self.end
    }

    pub fn unknown(&self) -> u32 {
        self.unknown
    }

    /// The most probable pieces of a text, without the end.
    pub fn encode(&self, text: &str) -> Vec<Token> {
        let normalised = self.normaliser.normalise(text);
        let mut tokens: Vec<Token> = Vec::new();
        for (id, range) in self.best_path(&normalised.text) {
            let origin = normalised.origin(&range);
            if id == self.unknown
                && let Some(bytes) = &self.bytes
            {
                let letter = &normalised.text.as_bytes()[range];
                tokens.extend(letter.iter().map(|byte| Token {
                    id: bytes[usize::from(*byte)],
                    range: origin.clone(),
                }));
            } else if id == self.unknown
                && let Some(last) = tokens.last_mut().filter(|last| last.id == id)
            {
                // What follows each other unknown is unknown together.
                last.range.end = origin.end;
            } else {
                tokens.push(Token { id, range: origin });
            }
        }
        tokens
    }

    /// Viterbi's algorithm over the letters of a normalised text.
    fn best_path(&self, text: &str) -> Vec<(u32, Range<usize>)> {
        let mut best: Vec<Option<Step>> = vec![None; text.len() + 1];
        let reach = |best: &mut Vec<Option<Step>>, to: usize, step: Step| {
            if best[to].is_none_or(|known| step.score > known.score) {
                best[to] = Some(step);
            }
        };
        for (from, letter) in text.char_indices() {
            // Every letter is reached: from the one before it, at the least as unknown.
            let here = best[from].map_or(0.0, |step| step.score);
            let mut alone = false;
            for (id, length) in self.find.common_prefix_search(&text.as_bytes()[from..]) {
                let Some(piece) = self.pieces.get(id as usize) else {
                    continue;
                };
                let score = match piece.kind {
                    // Such a piece always wins.
                    PieceKind::UserDefined => length as f32 * self.best - 0.1,
                    _ => piece.score,
                };
                let score = here + score;
                reach(&mut best, from + length, Step { from, id, score });
                alone |= length == letter.len_utf8();
            }
            if !alone {
                let score = here + self.worst - UNKNOWN_PENALTY;
                let id = self.unknown;
                reach(&mut best, from + letter.len_utf8(), Step { from, id, score });
            }
        }
        let mut path = Vec::new();
        let mut at = text.len();
        while let Some(step) = best[at].filter(|_| at > 0) {
            path.push((step.id, step.from..at));
            at = step.from;
        }
        path.reverse();
        path
    }

    /// The text that pieces make, and the bytes of it that each stands for.
    pub fn decode(&self, ids: &[u32]) -> (String, Vec<Range<usize>>) {
        let mut text = String::new();
        let mut ranges = Vec::with_capacity(ids.len());
        // Bytes that may make letters together with those after them.
        let mut bytes: Vec<u8> = Vec::new();
        let mut bytes_of: Vec<usize> = Vec::new();
        let settle =
            |text: &mut String, ranges: &mut Vec<Range<usize>>, bytes: &mut Vec<u8>, of: &mut Vec<usize>| {
                let start = text.len();
                text.push_str(&String::from_utf8_lossy(bytes));
                for at in of.drain(..) {
                    ranges[at] = start..text.len();
                }
                bytes.clear();
            };
        for id in ids {
            let piece = self.pieces.get(*id as usize);
            if let Some(byte) = piece
                .filter(|piece| piece.kind == PieceKind::Byte)
                .and_then(byte_of)
            {
                bytes.push(byte);
                bytes_of.push(ranges.len());
                ranges.push(text.len()..text.len());
                continue;
            }
            settle(&mut text, &mut ranges, &mut bytes, &mut bytes_of);
            let start = text.len();
            match piece {
                Some(piece) if matches!(piece.kind, PieceKind::Normal | PieceKind::UserDefined) => {
                    let said = piece.text.replace(BLANK, " ");
                    // The first word has a blank before it that no text has.
                    let said = if start == 0 {
                        said.strip_prefix(' ').unwrap_or(&said)
                    } else {
                        &said
                    };
                    text.push_str(said);
                }
                _ => {}
            }
            ranges.push(start..text.len());
        }
        settle(&mut text, &mut ranges, &mut bytes, &mut bytes_of);
        (text, ranges)
    }

    /// Whether a word begins with that piece.
    pub fn begins_word(&self, id: u32) -> bool {
        self.pieces
            .get(id as usize)
            .is_some_and(|piece| piece.text.starts_with(BLANK))
    }
}

/// `<0x41>` stands for the byte 0x41.
fn byte_of(piece: &Piece) -> Option<u8> {
    let digits = piece.text.strip_prefix("<0x")?.strip_suffix('>')?;
    u8::from_str_radix(digits, 16).ok()
}

fn pieces_of_bytes(pieces: &[Piece]) -> Result<Box<[u32; 256]>, Broken> {
    let mut known = Box::new([u32::MAX; 256]);
    for (id, piece) in pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.kind == PieceKind::Byte)
    {
        if let Some(byte) = byte_of(piece) {
            known[usize::from(byte)] = id as u32;
        }
    }
    if known.contains(&u32::MAX) {
        broken!("it lacks a piece for some byte");
    }
    Ok(known)
}

fn finder(pieces: &[Piece]) -> Result<DoubleArray<Vec<u8>>, Broken> {
    let found = |piece: &Piece| matches!(piece.kind, PieceKind::Normal | PieceKind::UserDefined);
    let mut keys: Vec<(&str, u32)> = pieces
        .iter()
        .zip(0..)
        .filter(|(piece, _)| found(piece) && !piece.text.is_empty() && !piece.text.contains('\0'))
        .map(|(piece, id)| (&*piece.text, id))
        .collect();
    if keys.iter().any(|(text, _)| text.len() > PIECE_MAX) {
        broken!("it has a piece of more than {PIECE_MAX} bytes");
    }
    keys.sort_unstable();
    keys.dedup_by_key(|(text, _)| *text);
    let built = DoubleArrayBuilder::build(&keys).ok().and_then(trie);
    built.ok_or_else(|| Broken::new("its pieces cannot be indexed"))
}

#[cfg(test)]
pub(crate) mod tests;
