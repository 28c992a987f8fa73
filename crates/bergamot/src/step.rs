//! One step from a language to another, sentence by sentence: a sentence that lost what it must keep is asked for again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::capitals::{in_capitals, lowered, raise};
use crate::doubt::{self, Doubt};
use crate::error::Error;
use crate::keep::{self, Kept, What};
use crate::links::{Edit, Link, edit};
use crate::mend::{Between, Settled, settle, with_fixed};
use crate::route::{Fixed, Source};
use crate::split;
use crate::stand_in::{Hidden, Shown, show};
use crate::translator::{Deadline, Options, Said, TranslatedSentence, Translation, Translator, Writer};

/// A longer one is no name that a student reads letter by letter.
const READ_MAX: usize = 60;

/// A word without a blank that is longer, in bytes, is no word.
const WORD_MAX: usize = 1000;

/// A text, and what is to be kept of it.
struct Text<'t> {
    source: &'t str,
    kept: Vec<Kept>,
    /// Which of those were fixed.
    fixed: Vec<usize>,
}

/// A sentence of a text.
struct Sentence {
    text: usize,
    range: Range<usize>,
    /// Which of the text's kept parts are in it.
    kept: Range<usize>,
    /// It is left as it is, but for its numbers.
    stays: bool,
    made: Option<Made>,
}

/// A sentence's translation, with what it came from within it.
#[derive(Default)]
struct Made {
    said: Said,
    /// Of each kept part.
    places: Vec<Range<usize>>,
    doubts: Vec<Doubt>,
}

/// What was asked of a sentence, and what came.
struct Attempt<'t> {
    of: usize,
    shown: Shown<'t>,
    capitals: Vec<Range<usize>>,
    draft: Translation,
    said: Said,
    settled: Settled,
}

impl Attempt<'_> {
    /// The fewer were lost, the better; then one without invented numbers.
    fn faults(&self) -> usize {
        2 * self.settled.lost.len() + usize::from(self.settled.invented)
    }
}

impl Translator {
    /// Translates texts, and says of each where what is fixed stands.
    pub(crate) fn step(
        &self,
        sources: &[Source<'_>],
        options: &Options,
        deadline: &Deadline,
    ) -> Result<Vec<Fixed>, Error> {
        let texts: Vec<Text<'_>> = sources.iter().map(|source| self.text(source)).collect();
        let mut sentences: Vec<Sentence> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            sentences.extend(sentences_of(at, text));
        }
        let first: Vec<usize> = (0..sentences.len()).filter(|at| !sentences[*at].stays).collect();
        let hidden = |at: &usize| {
            let sentence = &sentences[*at];
            let text = &texts[sentence.text];
            let kept = text.kept[sentence.kept.clone()].iter();
            let hidden = kept.map(|kept| {
                if self.cannot_read(&text.source[kept.range.clone()]) {
                    Hidden::ByName
                } else {
                    Hidden::Not
                }
            });
            (
                *at,
                show_sentence(text, sentence, &hidden.collect::<Vec<Hidden>>()),
            )
        };
        let shown = first.iter().map(hidden).collect();
        let mut attempts = self.attempt(shown, options, deadline)?;
        let again = attempts
            .iter()
            .filter(|attempt| attempt.faults() > 0)
            .map(|attempt| {
                let sentence = &sentences[attempt.of];
                let text = &texts[sentence.text];
                let hidden: Vec<Hidden> = (attempt.shown.wanted.iter().enumerate())
                    .map(|(at, wanted)| {
                        let lost = attempt.settled.lost.binary_search(&at).is_ok();
                        match &wanted.what {
                            _ if wanted.meant.stood_in => Hidden::ByName,
                            What::Quantity(quantity)
                                if (lost || attempt.settled.invented) && !quantity.is_money() =>
                            {
                                Hidden::ByNumber
                            }
                            _ if lost => Hidden::ByName,
                            _ => Hidden::Not,
                        }
                    })
                    .collect();
                (attempt.of, show_sentence(text, sentence, &hidden))
            });
        let again = self.attempt(again.collect(), options, deadline)?;
        let mut better: HashMap<usize, Attempt<'_>> =
            again.into_iter().map(|attempt| (attempt.of, attempt)).collect();
        for attempt in &mut attempts {
            if let Some(other) = better
                .remove(&attempt.of)
                .filter(|other| other.faults() < attempt.faults())
            {
                *attempt = other;
            }
        }
        for attempt in attempts {
            let of = attempt.of;
            sentences[of].made = Some(self.finished(attempt));
        }
        self.say_short_ones_again(&texts, &mut sentences, options, deadline)?;
        Ok(self.written(&texts, sentences))
    }

    fn text<'t>(&self, source: &Source<'t>) -> Text<'t> {
        let known: RefCell<HashMap<char, bool>> = RefCell::default();
        let lacks = |letter: char| {
            *known
                .borrow_mut()
                .entry(letter)
                .or_insert_with(|| self.lacks(letter))
        };
        let found = keep::kept(source.text, &self.from, &lacks);
        let (kept, fixed) = with_fixed(found, source.fixed);
        Text {
            source: source.text,
            kept,
            fixed,
        }
    }

    /// Asks for sentences together, and looks for what must be in them.
    fn attempt<'t>(
        &self,
        shown: Vec<(usize, Shown<'t>)>,
        options: &Options,
        deadline: &Deadline,
    ) -> Result<Vec<Attempt<'t>>, Error> {
        let is_word = |word: &str| self.is_word(word);
        let read: Vec<(Vec<Range<usize>>, String)> = shown
            .iter()
            .map(|(_, shown)| {
                let kept: Vec<Range<usize>> =
                    shown.wanted.iter().map(|wanted| wanted.range.clone()).collect();
                let capitals = in_capitals(&shown.text, &kept, &is_word);
                let text = lowered(&shown.text, &capitals, &self.from.lang);
                (capitals, text)
            })
            .collect();
        let texts: Vec<&str> = read.iter().map(|(_, text)| text.as_str()).collect();
        let said = self.say(&texts, options, deadline)?;
        let between = Between {
            from: &self.from,
            to: &self.to,
        };
        let mut attempts = Vec::with_capacity(said.len());
        for (((of, shown), (capitals, _)), said) in shown.into_iter().zip(read).zip(said) {
            let draft = Translation {
                text: said.text.clone(),
                links: said.links.clone(),
                sentences: vec![TranslatedSentence {
                    source: 0..shown.text.len(),
                    log_probability: None,
                }],
                ..Translation::default()
            };
            let settled = settle(&shown.text, &shown.wanted, &draft, between, &|| {
                deadline.is_ahead()
            });
            attempts.push(Attempt {
                of,
                settled: settled.ok_or_else(|| deadline.error())?,
                shown,
                capitals,
                draft,
                said,
            });
        }
        Ok(attempts)
    }

    /// A sentence as it is given back.
    fn finished(&self, attempt: Attempt<'_>) -> Made {
        let Attempt {
            shown,
            capitals,
            mut draft,
            mut said,
            mut settled,
            ..
        } = attempt;
        let kept: Vec<Range<usize>> = shown.wanted.iter().map(|wanted| wanted.range.clone()).collect();
        let read = lowered(&shown.text, &capitals, &self.from.lang);
        let mut doubts = doubt::of_words(&read, &kept, &draft.text);
        doubts.extend((!settled.lost.is_empty()).then_some(Doubt::Placed));
        doubts.extend(settled.invented.then_some(Doubt::Number));
        if !capitals.is_empty() {
            let is_small = |(at, letter): (usize, char)| {
                letter.is_lowercase() && !kept.iter().any(|kept| kept.contains(&at))
            };
            let all = !shown.text.char_indices().any(is_small);
            raise(&mut draft.text, &draft.links, &capitals, all, settled.taken());
        }
        settled.put_lost(&shown.wanted, &draft, &self.to);
        let places = settled.finish(&mut draft);
        said.text = draft.text;
        said.links = draft.links;
        for link in &mut said.links {
            link.source = shown.source_of(&link.source);
        }
        Made { said, places, doubts }
    }

    /// Of a few words students make a text. With another mark at their end they may not.
    fn say_short_ones_again(
        &self,
        texts: &[Text<'_>],
        sentences: &mut [Sentence],
        options: &Options,
        deadline: &Deadline,
    ) -> Result<(), Error> {
        const ENDS: [&str; 2] = [".", "!"];
        let is_end = |letter: char| ENDS.iter().any(|end| end.starts_with(letter));
        let mut asked: Vec<(usize, String)> = Vec::new();
        for (at, sentence) in sentences.iter().enumerate() {
            let source = &texts[sentence.text].source[sentence.range.clone()];
            let doubted = sentence.made.as_ref().is_some_and(|made| !made.doubts.is_empty());
            if doubted
                && sentence.kept.is_empty()
                && doubt::length(source) <= doubt::SHORT
                && !source.ends_with('?')
            {
                let plain = lowered_whole(source, self);
                let ends = ENDS
                    .iter()
                    .filter(|end| !plain.ends_with(**end) && !end.chars().any(|end| self.lacks(end)));
                asked.extend(ends.map(|end| (at, format!("{}{end}", plain.trim_end_matches(is_end)))));
            }
        }
        let reads: Vec<&str> = asked.iter().map(|(_, text)| text.as_str()).collect();
        let said = self.say(&reads, options, deadline)?;
        for ((at, read), mut said) in asked.into_iter().zip(said) {
            let sentence = &mut sentences[at];
            let source = &texts[sentence.text].source[sentence.range.clone()];
            let doubts = doubt::of_words(&read, &[], &said.text);
            let Some(made) = sentence
                .made
                .as_mut()
                .filter(|made| !made.doubts.is_empty() && doubts.is_empty())
            else {
                continue;
            };
            let words = said.text.trim_end_matches(is_end).len();
            let end = source.len() - source.trim_end_matches(is_end).len();
            let with = source[source.len() - end..].to_owned();
            let edits = [Edit {
                range: words..said.text.len(),
                with,
            }];
            edit(&mut said.text, &mut said.links, &edits);
            for Link { source, .. } in &mut said.links {
                *source = sentence.range.start + source.start
                    ..(sentence.range.start + source.end).min(sentence.range.end);
            }
            *made = Made {
                said,
                places: Vec::new(),
                doubts,
            };
        }
        Ok(())
    }

    /// Texts of their sentences.
    fn written(&self, texts: &[Text<'_>], sentences: Vec<Sentence>) -> Vec<Fixed> {
        let mut all: Vec<(Writer<'_>, Vec<Range<usize>>)> = texts
            .iter()
            .map(|text| (Writer::new(text.source), vec![0..0; text.kept.len()]))
            .collect();
        for sentence in sentences {
            let text = &texts[sentence.text];
            let kept = &text.kept[sentence.kept.clone()];
            let made = sentence
                .made
                .unwrap_or_else(|| self.left(text.source, &sentence.range, kept));
            let (writer, places) = &mut all[sentence.text];
            let start = writer.sentence(sentence.range, made.said, made.doubts);
            for (place, found) in places[sentence.kept].iter_mut().zip(made.places) {
                *place = start + found.start..start + found.end;
            }
        }
        let finished = all.into_iter().zip(texts).map(|((writer, places), text)| {
            let fixed = text.fixed.iter().map(|at| places[*at].clone()).collect();
            (writer.finish(), fixed)
        });
        finished.collect()
    }

    /// A sentence that stays as it is, with its numbers as the target writes them.
    fn left(&self, source: &str, range: &Range<usize>, kept: &[Kept]) -> Made {
        let mut text = String::new();
        let mut links = Vec::new();
        let mut places = Vec::new();
        let mut done = range.start;
        let mut put = |from: Range<usize>, with: &str| {
            let start = text.len();
            text.push_str(with);
            if !with.is_empty() {
                links.push(Link {
                    source: from,
                    target: start..text.len(),
                });
            }
            start..text.len()
        };
        for kept in kept {
            put(done..kept.range.start, &source[done..kept.range.start]);
            let with = match &kept.what {
                What::Quantity(quantity) => quantity.written(source, &kept.range, &self.to),
                What::Exact | What::Signs => source[kept.range.clone()].to_owned(),
            };
            places.push(put(kept.range.clone(), &with));
            done = kept.range.end;
        }
        put(done..range.end, &source[done..range.end]);
        Made {
            said: Said {
                text,
                links,
                ..Said::default()
            },
            places,
            doubts: Vec::new(),
        }
    }

    /// Whether a part of a text does not come through as it is, for want of pieces.
    fn cannot_read(&self, part: &str) -> bool {
        part.len() > READ_MAX || part.chars().any(|letter| self.lacks(letter))
    }
}

/// Sentences, none of which ends within what is kept, without the signs around them.
fn sentences_of(of: usize, text: &Text<'_>) -> Vec<Sentence> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for range in split::sentences(text.source) {
        let next = text.kept.partition_point(|kept| kept.range.end <= range.start);
        let cuts = text
            .kept
            .get(next)
            .is_some_and(|kept| kept.range.start < range.start);
        match ranges.last_mut().filter(|_| cuts) {
            Some(last) => last.end = range.end,
            None => ranges.push(range),
        }
    }
    let mut sentences = Vec::new();
    for range in ranges {
        let first = text.kept.partition_point(|kept| kept.range.end <= range.start);
        let after = text.kept.partition_point(|kept| kept.range.start < range.end);
        let mut kept = first..after.max(first);
        let mut range = range;
        while let Some(signs) = text.kept[kept.clone()]
            .first()
            .filter(|kept| kept.what == What::Signs && kept.range.start == range.start)
        {
            let rest = &text.source[signs.range.end..range.end];
            range.start = range.end - rest.trim_start().len();
            kept.start += 1;
        }
        while let Some(signs) = text.kept[kept.clone()]
            .last()
            .filter(|kept| kept.what == What::Signs && kept.range.end == range.end)
        {
            range.end = range.start
                + text.source[range.start..signs.range.start.max(range.start)]
                    .trim_end()
                    .len();
            kept.end -= 1;
        }
        if !range.is_empty() {
            let stays = stays(text, &range, &text.kept[kept.clone()]);
            sentences.push(Sentence {
                text: of,
                range,
                kept,
                stays,
                made: None,
            });
        }
    }
    sentences
}

/// Whether there is nothing in a sentence that can be translated.
fn stays(text: &Text<'_>, range: &Range<usize>, kept: &[Kept]) -> bool {
    let sentence = &text.source[range.clone()];
    let mut done = range.start;
    let mut words = 0;
    let mut foreign = 0;
    for part in kept {
        words += text.source[done..part.range.start]
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .count();
        done = part.range.end;
        let part = text.source[part.range.clone()].chars();
        foreign += part
            .filter(|letter| letter.is_alphabetic() && !letter.is_ascii())
            .count();
    }
    words += text.source[done..range.end]
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    words == 0 || foreign > words || is_endless(sentence)
}

fn is_endless(sentence: &str) -> bool {
    sentence
        .split(|letter: char| letter.is_whitespace() || !letter.is_ascii())
        .any(|word| word.len() > WORD_MAX)
}

fn lowered_whole(source: &str, translator: &Translator) -> String {
    let capitals = in_capitals(source, &[], &|word| translator.is_word(word));
    lowered(source, &capitals, &translator.from.lang)
}

fn show_sentence<'t>(text: &'t Text<'_>, sentence: &Sentence, hidden: &[Hidden]) -> Shown<'t> {
    show(
        text.source,
        &sentence.range,
        &text.kept[sentence.kept.clone()],
        hidden,
    )
}
