//! Where in an index a unit of a question is said: its ways as postings.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use crate::damaged::Damaged;
use crate::index::{Index, Part};
use crate::question::{SPELLED, Unit, Way};

/// Of the words that begin as was typed, so many are looked at, and the most frequent of them count.
const BEGINNINGS: usize = 2000;
const BEGUN: usize = 40;
/// Neighbours of a misspelled word that count.
const NEIGHBOURS: usize = 20;
/// A word of so many letters may have two errors.
const TWO_ERRORS: usize = 8;
/// A word in so few texts may be misspelled there, and its neighbours are meant, too.
const RARE: usize = 2;
/// What a word is worth with one error, and with two.
const ERRORS: [f32; 2] = [0.6, 0.4];
/// And beside texts that have it as typed: behind them, be it in a title.
const BESIDE: f32 = 0.1;
/// A phrase of frequent words is looked for in so many texts.
const PHRASED: usize = 20_000;

/// Texts of one part that say something in one field.
#[derive(Debug)]
pub struct Leaf {
    pub field: usize,
    pub worth: f32,
    pub texts: Texts,
}

#[derive(Debug)]
pub enum Texts {
    Term(TermInfo),
    /// Each with how often.
    Found(Vec<(u32, u32)>),
}

/// A unit as an index says it.
#[derive(Debug)]
pub struct Said {
    /// For each part of the index.
    pub leaves: Vec<Vec<Leaf>>,
    /// How many texts say it; of several ways, at least.
    pub frequency: usize,
    pub weight: f32,
    /// What it is said by, to be marked in a text.
    pub terms: Vec<Vec<String>>,
}

impl Texts {
    fn len(&self) -> usize {
        match self {
            Self::Term(info) => info.doc_freq as usize,
            Self::Found(texts) => texts.len(),
        }
    }
}

/// Says a unit in the given fields: as it stands, else with typing errors, else what it is taken apart into.
pub fn say(index: &Index, unit: &Unit, fields: &[usize], said: &mut Vec<Said>) -> Result<(), Damaged> {
    let mut found = Said {
        leaves: index.parts.iter().map(|_| Vec::new()).collect(),
        frequency: 0,
        weight: unit.weight,
        terms: Vec::new(),
    };
    for way in &unit.ways {
        found.say(index, way, fields)?;
    }
    if found.frequency <= RARE
        && let Some(word) = &unit.spelled
    {
        found.spell(index, word, fields)?;
    }
    if found.frequency > 0 {
        said.push(found);
        return Ok(());
    }
    for part in &unit.parts {
        say(index, part, fields, said)?;
    }
    Ok(())
}

impl Said {
    /// Adds a way, and gives how many texts say it so.
    fn say(&mut self, index: &Index, way: &Way, fields: &[usize]) -> Result<usize, Damaged> {
        let mut frequency = 0;
        let mut begun = FxHashSet::default();
        for (part, leaves) in index.parts.iter().zip(&mut self.leaves) {
            let mut most = 0;
            for &field in fields {
                let before = leaves.len();
                let mut add = |texts| {
                    leaves.push(Leaf {
                        field,
                        worth: way.worth,
                        texts,
                    });
                };
                match way.terms.as_slice() {
                    [term] if way.begun => {
                        begin(part, field, term, &mut begun, |info| add(Texts::Term(info)))?;
                    }
                    [term] => {
                        let term = Term::from_field_text(index.layout.searched[field], term);
                        let info = part.fields[field].0.get_term_info(&term)?;
                        info.map(Texts::Term).into_iter().for_each(add);
                    }
                    terms => {
                        let texts = phrase(index, part, field, terms, |_| true)?;
                        if !texts.is_empty() {
                            add(Texts::Found(texts));
                        }
                    }
                }
                let texts: usize = leaves[before..].iter().map(|leaf| leaf.texts.len()).sum();
                most = most.max(texts);
            }
            frequency += most.min(part.columns.order.len());
        }
        if frequency > 0 {
            if way.begun {
                self.terms.extend(begun.into_iter().map(|term| vec![term]));
            } else {
                self.terms.push(way.terms.clone());
            }
        }
        self.frequency = self.frequency.max(frequency);
        Ok(frequency)
    }

    /// What is written nearly so, with one error before two. A word that hardly any text has may be an error itself.
    fn spell(&mut self, index: &Index, word: &str, fields: &[usize]) -> Result<(), Damaged> {
        let letters = word.chars().count();
        let errors = match self.frequency {
            0 if letters >= TWO_ERRORS => 2,
            0 => 1,
            _ if letters > SPELLED => 1,
            _ => return Ok(()),
        };
        let exact = self.frequency > 0;
        for (distance, worth) in (1..=errors).zip(ERRORS) {
            let worth = if exact { BESIDE } else { worth };
            let mut near = index.vocabulary.near(word, distance);
            near.truncate(NEIGHBOURS);
            let mut found = 0;
            for neighbour in near {
                let way = Way {
                    terms: vec![neighbour.to_owned()],
                    worth,
                    begun: false,
                };
                found += self.say(index, &way, fields)?;
            }
            if found > 0 {
                break;
            }
        }
        Ok(())
    }
}

/// The most frequent of the terms that begin so.
fn begin(
    part: &Part,
    field: usize,
    beginning: &str,
    terms: &mut FxHashSet<String>,
    mut give: impl FnMut(TermInfo),
) -> Result<(), Damaged> {
    let mut stream = part.fields[field].0.terms().range().ge(beginning).into_stream()?;
    let mut found = Vec::new();
    while let Some((key, info)) = stream.next() {
        if !key.starts_with(beginning.as_bytes()) || found.len() == BEGINNINGS {
            break;
        }
        found.push((key.to_vec(), info.clone()));
    }
    found.sort_by_key(|(_, info)| Reverse(info.doc_freq));
    for (key, info) in found.into_iter().take(BEGUN) {
        terms.extend(String::from_utf8(key));
        give(info);
    }
    Ok(())
}

/// The texts in which terms stand one behind another, and how often.
///
/// Of those that are wanted; it is asked before their positions are read.
pub fn phrase(
    index: &Index,
    part: &Part,
    field: usize,
    terms: &[String],
    wanted: impl Fn(u32) -> bool,
) -> Result<Vec<(u32, u32)>, Damaged> {
    let reader = &part.fields[field].0;
    let mut infos = Vec::with_capacity(terms.len());
    for (at, term) in (0..).zip(terms) {
        let term = Term::from_field_text(index.layout.searched[field], term);
        match reader.get_term_info(&term)? {
            Some(info) => infos.push((at, info)),
            None => return Ok(Vec::new()),
        }
    }
    // The rarest leads.
    infos.sort_by_key(|(_, info)| info.doc_freq);
    let mut postings = Vec::with_capacity(infos.len());
    for (at, info) in &infos {
        let option = IndexRecordOption::WithFreqsAndPositions;
        postings.push((*at, reader.read_postings_from_terminfo(info, option)?));
    }
    let mut found = Vec::new();
    let Some(((lead_at, lead), others)) = postings.split_first_mut() else {
        return Ok(found);
    };
    let (mut places, mut other) = (Vec::new(), Vec::new());
    let mut doc = lead.doc();
    let mut looked = 0;
    'texts: while doc != TERMINATED && looked < PHRASED {
        for (_, postings) in others.iter_mut() {
            let next = if postings.doc() < doc {
                postings.seek(doc)
            } else {
                postings.doc()
            };
            if next > doc {
                doc = lead.seek(next);
                continue 'texts;
            }
        }
        if !wanted(doc) {
            doc = lead.advance();
            continue;
        }
        looked += 1;
        // Where the phrase would begin, counted from so far before it that nothing is negative.
        let offset = |at: u32| u32::try_from(terms.len()).unwrap_or(u32::MAX) - at;
        lead.positions_with_offset(offset(*lead_at), &mut places);
        for (at, postings) in others.iter_mut() {
            postings.positions_with_offset(offset(*at), &mut other);
            places.retain(|place| other.binary_search(place).is_ok());
            if places.is_empty() {
                break;
            }
        }
        if !places.is_empty() {
            found.push((doc, u32::try_from(places.len()).unwrap_or(u32::MAX)));
        }
        doc = lead.advance();
    }
    Ok(found)
}
