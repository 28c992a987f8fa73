//! What an index keeps of a text: words, stems, and of scripts without blanks every two characters that stand side by side.
//!
//! Each has its real position, so that a phrase is found, and a word of Chinese, Japanese, Korean or Thai within any other.
//! What is no word as it stands has a mark before it, which no text can contain.

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::fold::{Folded, fold};
use crate::runs::{Run, runs, words};
use crate::stems::stem;

/// Before a whole word of a script without blanks: it is worth more than the same characters by chance.
pub const WORD: char = '\u{1}';
/// Before the digits of a telephone number.
pub const PHONE: char = '\u{2}';
/// Before a stem, so that the word itself can be told from it.
pub const STEM: char = '\u{3}';
/// No word is longer; a longer one is found by its beginning.
pub const LONGEST: usize = 48;

/// A term of a text, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    pub term: &'a str,
    pub position: u32,
    /// Bytes of the text.
    pub from: usize,
    pub to: usize,
}

/// Whether words of scripts without blanks are kept whole, too. In a title that tells 京都 from 東京都; in a long text, where
/// they are found by their characters all the same, it would cost a third of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    Kept,
    Left,
}

/// All pieces of a text, their terms in one string.
#[derive(Debug, Clone, Default)]
pub struct Pieces {
    terms: String,
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    term_end: usize,
    position: u32,
    from: u32,
    to: u32,
}

impl Pieces {
    /// What can be marked in a text: no whole words, and the stems of words that begin with a letter that is asked for.
    pub fn marked(text: &str, stemmed: impl Fn(char) -> bool) -> Self {
        let mut pieces = Self::default();
        pieces.read(text, Whole::Left, stemmed);
        pieces
    }

    fn read(&mut self, text: &str, whole: Whole, stemmed: impl Fn(char) -> bool) {
        self.terms.clear();
        self.places.clear();
        let folded = fold(text);
        let mut position = 0;
        runs(&folded, |run| match run {
            Run::Phone(phone, place) => {
                let (from, to) = (folded[place.start].from, folded[place.end - 1].to);
                for number in phone.kept() {
                    self.push(position, from, to, |term| {
                        term.push(PHONE);
                        term.push_str(&number);
                    });
                }
            }
            Run::Joined(parts) => {
                if let ([first, .., last], Some(word)) = (parts.as_slice(), joined(&folded, &parts)) {
                    let (from, to) = (folded[first.start].from, folded[last.end - 1].to);
                    self.push(position, from, to, |term| term.push_str(&word));
                }
                for part in parts {
                    self.word(&folded[part], position, &stemmed);
                    position += 1;
                }
            }
            Run::Dense(run) => {
                let stands = |at: usize| folded[run[at]];
                if whole == Whole::Kept {
                    words(&folded, &run, |word| {
                        if word.len() > 1 && word.len() <= LONGEST {
                            let (from, to) = (stands(word.start).from, stands(word.end - 1).to);
                            let first = position + short(word.start);
                            self.push(first, from, to, |term| {
                                term.push(WORD);
                                term.extend(word.map(|at| stands(at).is));
                            });
                        }
                    });
                }
                for at in 0..run.len() {
                    let one = stands(at);
                    let next = run.get(at + 1).map(|_| stands(at + 1));
                    self.push(position, one.from, next.map_or(one.to, |next| next.to), |term| {
                        term.push(one.is);
                        term.extend(next.map(|next| next.is));
                    });
                    position += 1;
                }
            }
        });
    }

    fn word(&mut self, word: &[Folded], position: u32, stemmed: impl Fn(char) -> bool) {
        let (Some(first), Some(last)) = (word.first(), word.last()) else {
            return;
        };
        let begins = self.terms.len();
        self.push(position, first.from, last.to, |term| {
            term.extend(word.iter().take(LONGEST).map(|folded| folded.is));
        });
        if stemmed(first.is)
            && let Some(stem) = stem(&self.terms[begins..])
        {
            self.push(position, first.from, last.to, |term| {
                term.push(STEM);
                term.push_str(&stem);
            });
        }
    }

    fn push(&mut self, position: u32, from: u32, to: u32, write: impl FnOnce(&mut String)) {
        write(&mut self.terms);
        self.places.push(Place {
            term_end: self.terms.len(),
            position,
            from,
            to,
        });
    }

    fn get(&self, at: usize) -> Option<Piece<'_>> {
        let place = self.places.get(at)?;
        let begins = at
            .checked_sub(1)
            .and_then(|before| self.places.get(before))
            .map_or(0, |before| before.term_end);
        Some(Piece {
            term: &self.terms[begins..place.term_end],
            position: place.position,
            from: place.from as usize,
            to: place.to as usize,
        })
    }

    pub fn iter(&self) -> impl Iterator<Item = Piece<'_>> {
        (0..self.places.len()).filter_map(|at| self.get(at))
    }
}

/// The words of a compound without what joins them, unless that is too long to be a name or a reference.
pub fn joined(text: &[Folded], parts: &[Range<usize>]) -> Option<String> {
    let length: usize = parts.iter().map(ExactSizeIterator::len).sum();
    (parts.len() > 1 && length <= LONGEST).then(|| {
        parts
            .iter()
            .flat_map(|part| &text[part.clone()])
            .map(|folded| folded.is)
            .collect()
    })
}

/// A place within a text as the index counts it.
fn short(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Hands the pieces to the index.
#[derive(Debug, Clone)]
pub struct Reading {
    whole: Whole,
    pieces: Pieces,
    token: Token,
}

impl Reading {
    pub fn new(whole: Whole) -> Self {
        Self {
            whole,
            pieces: Pieces::default(),
            token: Token::default(),
        }
    }
}

impl Tokenizer for Reading {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.pieces.read(text, self.whole, |_| true);
        Stream {
            pieces: &self.pieces,
            token: &mut self.token,
            next: 0,
        }
    }
}

#[derive(Debug)]
pub struct Stream<'a> {
    pieces: &'a Pieces,
    token: &'a mut Token,
    next: usize,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(piece) = self.pieces.get(self.next) else {
            return false;
        };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(piece.term);
        self.token.position = piece.position as usize;
        self.token.offset_from = piece.from;
        self.token.offset_to = piece.to;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
