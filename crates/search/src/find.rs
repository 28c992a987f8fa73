//! What says best what was asked.
//!
//! A text earns for each unit of the question what that unit is worth (the rarer, the more) in the field that says it best:
//! title before keywords before body. What it earned is multiplied by the square of the share of the question that it says,
//! so that a text that says all comes before one that says a rare word often. What says less than [`SHARE`] of it is not
//! found at all; frequent words carry so little of a question that no list of stop words is needed. A title that is the
//! question comes first.

use std::cmp::Ordering;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{DocSet, TERMINATED, TantivyDocument};

use crate::columns::Columns;
use crate::damaged::Damaged;
use crate::excerpt::{Marked, excerpt, title};
use crate::filters::{Counter, Filters};
use crate::index::{BODY, FIELDS, Index, Part, TITLE, WORDS};
use crate::postings::{Leaf, Said, Texts, phrase, say};
use crate::query::{Hit, Hits, Query, Sort, Suggestion};
use crate::question::Question;

/// What a word is worth in each field.
const WEIGHTS: [f32; FIELDS] = [4.0, 3.0, 1.0];
/// How soon a further time that a word stands in a text says nothing more, and how much a long text has to say it oftener.
const OFTEN: f32 = 1.2;
const LONG: f32 = 0.75;
/// The share of a question, by weight, that a text must say.
const SHARE: f32 = 0.3;
/// A suggestion says all that was typed, give or take how numbers are added.
const ALL: f32 = 0.999;
/// What the whole question is worth where it stands word by word, in shares of itself.
const PHRASE: [f32; FIELDS] = [3.0, 0.0, 1.5];
/// Above what anything else earns.
const SAME: f32 = 1000.0;
/// What a text in the reader's first language gains, and each further one less; one in another language gains nothing.
const OWN: f32 = 1.5;
const NEXT: f32 = 0.1;
/// Nobody turns so many pages.
const FARTHEST: usize = 10_000;

/// A text that was found.
#[derive(Debug, Clone, Copy)]
struct Found {
    part: usize,
    doc: u32,
    score: f32,
}

impl Index {
    pub fn search(&self, query: &Query) -> Result<Hits, Damaged> {
        search(self, query)
    }

    /// Titles, one a document, that what was typed so far may become; the reader's languages first.
    pub fn suggest(
        &self,
        typed: &str,
        languages: &[String],
        limit: usize,
    ) -> Result<Vec<Suggestion>, Damaged> {
        suggest(self, typed, languages, limit)
    }
}

fn search(index: &Index, query: &Query) -> Result<Hits, Damaged> {
    let question = Question::of(&query.text, query.typing);
    let (said, scored) = weigh(index, &question, &[TITLE, WORDS, BODY], SHARE)?;
    let mut hits = Hits::default();
    let filters = Filters::of(index, query);
    let mut counter = Counter::of(index, query);
    let best = choose(index, &question, scored, &query.languages, |columns, doc| {
        filters.pass(columns, doc, &mut counter)
    });
    hits.total = best.len();
    hits.counts = counter.counts(index);
    let marked = Marked::of(&said);
    for found in page(index, best, query) {
        let text = Text::read(index, found)?;
        hits.hits.push(Hit {
            score: found.score,
            title: title(&text.title, &marked),
            excerpt: excerpt(&text.body, &marked),
            date: index.parts[found.part].columns.date[found.doc as usize],
            number: index.parts[found.part].columns.number[found.doc as usize],
            kind: text.kind,
            code: text.code,
            language: text.language,
        });
    }
    Ok(hits)
}

fn suggest(
    index: &Index,
    typed: &str,
    languages: &[String],
    limit: usize,
) -> Result<Vec<Suggestion>, Damaged> {
    let question = Question::of(typed, true);
    if question.units.is_empty() {
        return Ok(Vec::new());
    }
    let (said, scored) = weigh(index, &question, &[TITLE, WORDS], ALL)?;
    let best = choose(index, &question, scored, languages, |_, _| true);
    let marked = Marked::of(&said);
    let query = Query {
        limit,
        ..Query::new(typed)
    };
    let texts = page(index, best, &query).into_iter().map(|found| {
        let text = Text::read(index, found)?;
        Ok(Suggestion {
            title: title(&text.title, &marked),
            kind: text.kind,
            code: text.code,
            language: text.language,
        })
    });
    texts.collect()
}

/// Every text that says enough of a question, with what it earned.
fn weigh(
    index: &Index,
    question: &Question,
    fields: &[usize],
    enough: f32,
) -> Result<(Vec<Said>, Vec<Found>), Damaged> {
    let mut said = Vec::new();
    for unit in &question.units {
        say(index, unit, fields, &mut said)?;
    }
    let all = index.texts();
    let mut found = Vec::new();
    if question.lists_all {
        for (part, columns) in index.parts.iter().map(|part| &part.columns).enumerate() {
            found.extend((0..).take(columns.order.len()).map(|doc| Found {
                part,
                doc,
                score: 0.0,
            }));
        }
        return Ok((said, found));
    }
    // The rarest first: what they leave behind is few.
    said.sort_by_key(|said| said.frequency);
    let weights: Vec<f32> = said
        .iter()
        .map(|said| said.weight * rarity(said.frequency, all))
        .collect();
    let asked: f32 = weights.iter().sum();
    for (number, part) in index.parts.iter().enumerate() {
        let mut scores = Scores::of(part);
        let mut open = asked;
        for (said, &weight) in said.iter().zip(&weights) {
            // A text that says nothing yet could not say enough any more.
            let begins = open >= asked * enough;
            for leaf in &said.leaves[number] {
                scores.earn(index, part, leaf, weight, begins)?;
            }
            scores.close(weight, begins);
            open -= weight;
        }
        if question.phrase.len() > 1 {
            for &field in fields.iter().filter(|&&field| PHRASE[field] > 0.0) {
                let wanted = |doc: u32| scores.of[doc as usize].share >= asked * enough;
                for (doc, _) in phrase(index, part, field, &question.phrase, wanted)? {
                    scores.of[doc as usize].total += asked * PHRASE[field];
                }
            }
        }
        found.extend(scores.candidates.iter().filter_map(|&doc| {
            let earned = scores.of[doc as usize];
            let share = earned.share / asked;
            let score = earned.total * share * share;
            (share >= enough - f32::EPSILON).then_some(Found {
                part: number,
                doc,
                score,
            })
        }));
    }
    Ok((said, found))
}

/// What it is worth that a text says what few say.
#[expect(clippy::cast_precision_loss, reason = "a logarithm of counts")]
fn rarity(frequency: usize, all: usize) -> f32 {
    let (frequency, all) = (frequency.min(all) as f32, all as f32);
    (1.0 + (all - frequency + 0.5) / (frequency + 0.5)).ln()
}

/// What the texts of one part earn.
struct Scores {
    of: Vec<Earned>,
    touched: Vec<u32>,
    candidates: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Earned {
    total: f32,
    /// The weights of the units that a text says.
    share: f32,
    /// What it earns for the unit that is being weighed.
    unit: f32,
}

impl Scores {
    fn of(part: &Part) -> Self {
        Self {
            of: vec![Earned::default(); part.columns.order.len()],
            touched: Vec::new(),
            candidates: Vec::new(),
        }
    }

    fn earn(
        &mut self,
        index: &Index,
        part: &Part,
        leaf: &Leaf,
        weight: f32,
        begins: bool,
    ) -> Result<(), Damaged> {
        let (_, norms) = &part.fields[leaf.field];
        let mean = index.lengths[leaf.field];
        #[expect(clippy::cast_precision_loss, reason = "a length that is rounded already")]
        let lengths: [f32; 256] = std::array::from_fn(|id| {
            let length = FieldNormReader::id_to_fieldnorm(u8::try_from(id).unwrap_or(u8::MAX)) as f32;
            OFTEN * (1.0 - LONG + LONG * length / mean)
        });
        let worth = weight * leaf.worth * WEIGHTS[leaf.field] * (1.0 + OFTEN);
        let mut add = |doc: u32, times: u32| {
            let earned = &mut self.of[doc as usize];
            if !begins && earned.share == 0.0 {
                return;
            }
            #[expect(clippy::cast_precision_loss, reason = "how often a word stands in a text")]
            let times = times as f32;
            if earned.unit == 0.0 {
                self.touched.push(doc);
            }
            let earns = worth * times / (times + lengths[usize::from(norms.fieldnorm_id(doc))]);
            earned.unit = earned.unit.max(earns);
        };
        match &leaf.texts {
            Texts::Found(texts) => texts.iter().for_each(|(doc, times)| add(*doc, *times)),
            Texts::Term(info) => walk(part, leaf.field, info, add)?,
        }
        Ok(())
    }

    /// Books what the unit earned.
    fn close(&mut self, weight: f32, begins: bool) {
        for doc in self.touched.drain(..) {
            let earned = &mut self.of[doc as usize];
            if begins && earned.share == 0.0 {
                self.candidates.push(doc);
            }
            earned.total += earned.unit;
            earned.share += weight;
            earned.unit = 0.0;
        }
    }
}

fn walk(part: &Part, field: usize, info: &TermInfo, mut visit: impl FnMut(u32, u32)) -> Result<(), Damaged> {
    let mut postings = part.fields[field]
        .0
        .read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
    let mut doc = postings.doc();
    while doc != TERMINATED {
        visit(doc, postings.term_freq());
        doc = postings.advance();
    }
    Ok(())
}

/// Of each document the text that says it best to this reader, among those that pass.
fn choose(
    index: &Index,
    question: &Question,
    scored: Vec<Found>,
    languages: &[String],
    mut pass: impl FnMut(&Columns, u32) -> bool,
) -> Vec<Found> {
    let preferred: Vec<(u32, f32)> = (0_u8..)
        .zip(languages)
        .filter_map(|(place, language)| {
            let gain = (OWN - NEXT * f32::from(place)).max(1.0 + NEXT);
            Some((index.facets.find("language", language)?, gain))
        })
        .collect();
    let mut best: Vec<Found> = Vec::new();
    // Where in `best` a document is.
    let mut places: Vec<u32> = vec![u32::MAX; index.documents];
    for mut found in scored {
        let columns = &index.parts[found.part].columns;
        if !pass(columns, found.doc) {
            continue;
        }
        if !question.lists_all && columns.same[found.doc as usize] == question.same {
            found.score += SAME;
        }
        let facets = columns.facets(found.doc);
        let gain = preferred
            .iter()
            .find(|(language, _)| facets.contains(language))
            .map_or(1.0, |(_, gain)| *gain);
        // Where nothing was asked, only the language tells.
        found.score = if question.lists_all {
            gain
        } else {
            found.score * gain
        };
        let place = &mut places[columns.document[found.doc as usize] as usize];
        match best.get_mut(*place as usize) {
            Some(known) if before(index, &found, known) => *known = found,
            Some(_) => {}
            None => {
                *place = u32::try_from(best.len()).unwrap_or(u32::MAX);
                best.push(found);
            }
        }
    }
    best
}

/// Whether a text says it better, or as well and was given first.
fn before(index: &Index, one: &Found, other: &Found) -> bool {
    let order = |found: &Found| index.parts[found.part].columns.order[found.doc as usize];
    one.score > other.score || (one.score >= other.score && order(one) < order(other))
}

/// The hits that were asked for, in their order.
fn page(index: &Index, mut best: Vec<Found>, query: &Query) -> Vec<Found> {
    let columns = |found: &Found| (&index.parts[found.part].columns, found.doc as usize);
    let compare = |one: &Found, other: &Found| {
        let ((a, at), (b, bt)) = (columns(one), columns(other));
        let by = match query.sort {
            // Where nothing was asked there is no better one.
            Sort::Best if query.text.trim().is_empty() => Ordering::Equal,
            Sort::Best => other.score.total_cmp(&one.score),
            Sort::Newest => b.date[bt].cmp(&a.date[at]),
            Sort::Oldest => none_last(a.date[at], b.date[bt], Ord::cmp),
            Sort::Largest => none_last(a.number[at], b.number[bt], |a, b| b.total_cmp(a)),
            Sort::Smallest => none_last(a.number[at], b.number[bt], f64::total_cmp),
        };
        by.then_with(|| a.order[at].cmp(&b.order[bt]))
    };
    let limit = query.limit.min(Query::MOST);
    let offset = query.offset.min(FARTHEST);
    if offset >= best.len() || limit == 0 {
        return Vec::new();
    }
    let end = (offset + limit).min(best.len());
    if end < best.len() {
        best.select_nth_unstable_by(end - 1, compare);
        best.truncate(end);
    }
    best.sort_unstable_by(compare);
    best.split_off(offset)
}

fn none_last<T: Copy>(
    one: Option<T>,
    other: Option<T>,
    compare: impl FnOnce(&T, &T) -> Ordering,
) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => compare(&one, &other),
        _ => other.is_some().cmp(&one.is_some()),
    }
}

/// What an index keeps of a text.
struct Text {
    kind: String,
    code: String,
    language: String,
    title: String,
    body: String,
}

impl Text {
    fn read(index: &Index, found: Found) -> Result<Self, Damaged> {
        let row: TantivyDocument = index.parts[found.part].store.get(found.doc)?;
        let layout = &index.layout;
        let text = |field| {
            row.get_first(field)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        Ok(Self {
            kind: text(layout.kind),
            code: text(layout.code),
            language: text(layout.language),
            title: text(layout.searched[TITLE]),
            body: text(layout.searched[BODY]),
        })
    }
}
