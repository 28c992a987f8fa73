//! Puts right what a model may get wrong though it must not: what is to be kept.

use std::collections::HashSet;
use std::ops::Range;

use crate::keep::{self, Kept, What};
use crate::links::{Edit, overlap, target_of};
use crate::quantity::{self, Quantity, Value};
use crate::taken::{Taken, is_alone, is_of_word, trimmed, whole_words};
use crate::terms::moved;
use crate::translator::Translation;
use crate::words;
use crate::writing::Writing;

/// The languages of a translation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Between<'w> {
    pub from: &'w Writing,
    pub to: &'w Writing,
}

/// Something to be kept, as the model was asked for it.
#[derive(Debug, Clone)]
pub(crate) struct Wanted<'t> {
    /// Bytes of the text that the model read.
    pub range: Range<usize>,
    /// What stands there.
    pub what: What,
    /// What is meant, where something else stood in for it.
    pub meant: Meant<'t>,
}

/// What is to come out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meant<'t> {
    /// The text that it stands in, and where.
    pub text: &'t str,
    pub kept: &'t Kept,
    /// Something else stood in for it.
    pub stood_in: bool,
}

/// What became of what was to be kept.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    edits: Vec<Edit>,
    taken: Taken,
    places: Vec<Place>,
    /// Those that are not in the translation.
    pub lost: Vec<usize>,
    /// A number is in the translation that nothing in the source says.
    pub invented: bool,
}

/// Where something is.
#[derive(Debug, Clone)]
enum Place {
    /// The translator left it as it is.
    Found(Range<usize>),
    /// So many bytes into what an edit puts.
    Put {
        edit: usize,
        offset: usize,
        length: usize,
    },
    /// In words, wherever they are.
    Said,
    Lost,
}

impl Meant<'_> {
    fn exact(&self) -> &str {
        &self.text[self.kept.range.clone()]
    }

    /// As it is written in the target's language.
    fn written(&self, to: &Writing) -> String {
        match &self.kept.what {
            What::Quantity(quantity) => quantity.written(self.text, &self.kept.range, to),
            What::Exact | What::Signs => self.exact().to_owned(),
        }
    }
}

/// Looks for what was to be kept in a translation of `read`. `None` when `go_on` said no.
pub(crate) fn settle(
    read: &str,
    wanted: &[Wanted<'_>],
    translation: &Translation,
    between: Between<'_>,
    go_on: &dyn Fn() -> bool,
) -> Option<Settled> {
    let mut settled = Settled {
        places: vec![Place::Lost; wanted.len()],
        ..Settled::default()
    };
    let text = &translation.text;
    let there = keep::kept(text, between.to, &|_| false);
    let whole = keep::kept(read, between.from, &|_| false);
    let source = Source {
        read,
        between,
        translation,
        whole: &whole,
        there: &there,
    };
    let mut known_lost: HashSet<&str> = HashSet::new();
    for (at, wanted) in wanted.iter().enumerate() {
        if !go_on() {
            return None;
        }
        if !matches!(wanted.what, What::Quantity(_)) && !known_lost.contains(&read[wanted.range.clone()]) {
            source.find_exact(at, wanted, &mut settled);
            if matches!(settled.places[at], Place::Lost) {
                known_lost.insert(&read[wanted.range.clone()]);
            }
        }
    }
    source.find_quantities(wanted, &mut settled, go_on)?;
    settled.lost = (0..wanted.len())
        .filter(|at| matches!(settled.places[*at], Place::Lost))
        .collect();
    settled.invented = source.invents(&settled, &there);
    Some(settled)
}

/// A text that a model read, and what it made of it.
struct Source<'s> {
    read: &'s str,
    between: Between<'s>,
    translation: &'s Translation,
    /// What is of a kind to be kept in what was read, fixed parts aside, and in the translation, both in order.
    whole: &'s [Kept],
    there: &'s [Kept],
}

impl Source<'_> {
    /// Letter for letter, as a word of its own, nearest to where its words went.
    fn find_exact(&self, at: usize, wanted: &Wanted<'_>, settled: &mut Settled) {
        let text = &self.translation.text;
        let with = &self.read[wanted.range.clone()];
        let linked = target_of(&self.translation.links, &wanted.range);
        let expected = linked.map_or(0, |place| whole_words(text, place).start);
        let found = text
            .match_indices(with)
            .map(|(start, _)| start..start + with.len());
        let was_cut = cuts_any(&wanted.range, self.whole);
        let fits = |place: &Range<usize>| {
            is_alone(self.read, &wanted.range, text, place)
                && settled.taken.is_free(place)
                && (was_cut || !cuts_any(place, self.there))
        };
        let Some(place) = found
            .filter(fits)
            .min_by_key(|place| place.start.abs_diff(expected))
        else {
            return;
        };
        settled.taken.take(&place);
        settled.places[at] = if wanted.meant.stood_in {
            let with = wanted.meant.written(self.between.to);
            settled.put(place, with)
        } else {
            Place::Found(place)
        };
    }

    /// By value, then by digits, then in words; mostly they come in the same order.
    fn find_quantities(
        &self,
        wanted: &[Wanted<'_>],
        settled: &mut Settled,
        go_on: &dyn Fn() -> bool,
    ) -> Option<()> {
        let numbers: Vec<&Kept> = self
            .there
            .iter()
            .filter(|kept| settled.taken.is_free(&kept.range))
            .collect();
        let mut used = vec![false; numbers.len()];
        for by_digits in [false, true] {
            let mut next = 0;
            let mut known_lost: HashSet<&str> = HashSet::new();
            for (at, wanted) in wanted.iter().enumerate() {
                let What::Quantity(quantity) = &wanted.what else {
                    continue;
                };
                if !matches!(settled.places[at], Place::Lost)
                    || known_lost.contains(&self.read[wanted.range.clone()])
                {
                    continue;
                }
                if !go_on() {
                    return None;
                }
                let fits =
                    |index: &usize| !used[*index] && self.fits(quantity, wanted, numbers[*index], by_digits);
                let found = (next..numbers.len())
                    .find(fits)
                    .or_else(|| (0..next.min(numbers.len())).find(fits));
                if let Some(index) = found {
                    used[index] = true;
                    next = index + 1;
                    settled.places[at] = self.placed(wanted, quantity, numbers[index], settled);
                } else {
                    known_lost.insert(&self.read[wanted.range.clone()]);
                }
            }
        }
        for (at, wanted) in wanted.iter().enumerate() {
            if matches!(settled.places[at], Place::Lost) && self.is_said(wanted) {
                settled.places[at] = Place::Said;
            }
        }
        Some(())
    }

    fn fits(&self, quantity: &Quantity, wanted: &Wanted<'_>, there: &Kept, by_digits: bool) -> bool {
        let text = &self.translation.text;
        match &there.what {
            What::Quantity(found) if !by_digits => {
                // What stood in is put away digit by digit, so that its words must be the same, too.
                quantity.same(found) && (!wanted.meant.stood_in || quantity.scale() == found.scale())
            }
            What::Quantity(found) => {
                Quantity::same_digits(&self.read[quantity.core.clone()], &text[found.core.clone()])
                    && quantity.scale() == found.scale()
                    && quantity.counts_as(found)
            }
            What::Exact if by_digits => {
                let alike = text[there.range.clone()]
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
                let around = quantity::around(text, &there.range, self.between.to);
                alike
                    && Quantity::same_digits(&self.read[quantity.core.clone()], &text[there.range.clone()])
                    && quantity.counts_as(&around)
            }
            What::Exact | What::Signs => false,
        }
    }

    /// Where a number was found; written as it must be, if it is not.
    fn placed(&self, wanted: &Wanted<'_>, quantity: &Quantity, there: &Kept, settled: &mut Settled) -> Place {
        let to = self.between.to;
        settled.taken.take(&there.range);
        let What::Quantity(meant) = &wanted.meant.kept.what else {
            // A number stood in for it.
            return settled.put(there.range.clone(), wanted.meant.exact().to_owned());
        };
        let (found, is_right) = match &there.what {
            What::Quantity(found) => (found.core.clone(), found.as_here && quantity.same(found)),
            What::Exact | What::Signs => (there.range.clone(), false),
        };
        if is_right && !wanted.meant.stood_in {
            return Place::Found(there.range.clone());
        }
        match &meant.value {
            Value::Clock(_) => {
                let mut with = wanted.meant.written(to);
                // The full stop of `p.m.` is the sentence's, too.
                if with.ends_with('.') && self.translation.text[there.range.end..].starts_with('.') {
                    with.pop();
                }
                settled.put(there.range.clone(), with)
            }
            Value::Number(number) => {
                let mut end = found.end;
                let mut with = to.write(number);
                let mark = &self.translation.text[found.end..there.range.end];
                if let (Some(number), true) = (number.small(), meant.is_ordinal() && is_ordinal(there)) {
                    with += quantity::ordinal(number, mark, to);
                    end = there.range.end;
                }
                settled.put(found.start..end, with)
            }
        }
    }

    /// In words, or in Roman numerals as centuries are in many languages.
    fn is_said(&self, wanted: &Wanted<'_>) -> bool {
        let What::Quantity(quantity) = &wanted.what else {
            return false;
        };
        let text = &self.translation.text;
        let lang = &self.between.to.lang;
        match &quantity.value {
            Value::Clock(minutes) => *minutes == 12 * 60 && words::says(text, lang, 12),
            Value::Number(number) => number.small().is_some_and(|number| {
                (quantity.is_plain() && words::says(text, lang, number))
                    || (quantity.is_month() && words::months(text, lang).contains(&(number as usize)))
            }),
        }
    }

    fn invents(&self, settled: &Settled, there: &[Kept]) -> bool {
        let lang = &self.between.from.lang;
        let surplus = there.iter().any(|kept| {
            let digits = self.translation.text[kept.range.clone()]
                .bytes()
                .any(|byte| byte.is_ascii_digit());
            let month = matches!(&kept.what, What::Quantity(quantity) if quantity.is_month());
            digits && !month && settled.taken.is_free(&kept.range)
        });
        surplus && words::knows(lang) && !words::says_any(self.read, lang)
    }
}

fn is_ordinal(kept: &Kept) -> bool {
    matches!(&kept.what, What::Quantity(quantity) if quantity.is_ordinal())
}

/// All that is to be kept of a text, in order, with parts that are `fixed`: those are letter for letter, whatever is in them. Says
/// which they are.
pub(crate) fn with_fixed(found: Vec<Kept>, fixed: &[Range<usize>]) -> (Vec<Kept>, Vec<usize>) {
    let apart = |kept: &Kept| {
        let next = fixed.partition_point(|range| range.end <= kept.range.start);
        fixed.get(next).is_none_or(|range| !overlap(range, &kept.range))
    };
    let fixed = fixed.iter().map(|range| Kept {
        range: range.clone(),
        what: What::Exact,
    });
    let mut all: Vec<(Kept, bool)> = found
        .into_iter()
        .filter(apart)
        .map(|kept| (kept, false))
        .collect();
    all.extend(fixed.map(|kept| (kept, true)));
    all.sort_by_key(|(kept, _)| kept.range.start);
    let places = all
        .iter()
        .enumerate()
        .filter(|(_, (_, fixed))| *fixed)
        .map(|(at, _)| at)
        .collect();
    (all.into_iter().map(|(kept, _)| kept).collect(), places)
}

/// Whether a part of a text is but a part of a link or a number; those are in order.
fn cuts_any(range: &Range<usize>, whole: &[Kept]) -> bool {
    let first = whole.partition_point(|kept| kept.range.end <= range.start);
    whole[first..]
        .iter()
        .map(|kept| match &kept.what {
            What::Quantity(quantity) => &quantity.core,
            What::Exact | What::Signs => &kept.range,
        })
        .take_while(|kept| kept.start < range.end)
        .any(|kept| range.start < kept.end && (kept.start < range.start || range.end < kept.end))
}

impl Settled {
    fn put(&mut self, range: Range<usize>, with: String) -> Place {
        let (edit, length) = (self.edits.len(), with.len());
        self.edits.push(Edit { range, with });
        Place::Put {
            edit,
            offset: 0,
            length,
        }
    }

    /// What stands where it must.
    pub fn taken(&self) -> &Taken {
        &self.taken
    }

    /// Puts what is lost where its words went, if that place is free, or says it beside.
    pub fn put_lost(&mut self, wanted: &[Wanted<'_>], translation: &Translation, to: &Writing) {
        for at in std::mem::take(&mut self.lost) {
            let wanted = &wanted[at];
            let with = wanted.meant.written(to);
            let linked = target_of(&translation.links, &wanted.range);
            let place = linked.map(|place| match &wanted.what {
                // The number alone, if what it counts is no part of it.
                What::Quantity(quantity) if quantity.is_plain() => {
                    number_within(&translation.text, trimmed(&translation.text, place))
                }
                What::Quantity(_) | What::Exact | What::Signs => whole_words(&translation.text, place),
            });
            if let Some(place) = place.filter(|place| !place.is_empty() && self.taken.is_free(place)) {
                self.taken.take(&place);
                self.places[at] = self.put(place, with);
                continue;
            }
            // Nowhere else: at the end of its sentence's translation, better than not at all.
            let end = end_of_sentence(translation, &wanted.range);
            let rest = translation.text[end..].find(|letter| !is_of_word(letter));
            let end = self
                .taken
                .outside(rest.map_or(translation.text.len(), |rest| end + rest));
            self.taken.take(&(end..end));
            let (edit, length) = (self.edits.len(), with.len());
            self.edits.push(Edit {
                range: end..end,
                with: format!(" ({with})"),
            });
            self.places[at] = Place::Put {
                edit,
                offset: 2,
                length,
            };
        }
    }

    /// Makes the edits, and says where everything is; an empty range for what is said in words.
    pub fn finish(self, translation: &mut Translation) -> Vec<Range<usize>> {
        let found = self.places.iter().map(|place| match place {
            Place::Found(range) => range.clone(),
            Place::Put { .. } | Place::Said | Place::Lost => 0..0,
        });
        let (starts, found) = moved(translation, found.collect(), &self.edits);
        let places = self.places.into_iter().zip(found);
        let places = places.map(|(place, found)| match place {
            Place::Put { edit, offset, length } => {
                let start = starts[edit] + offset;
                start..start + length
            }
            Place::Found(_) | Place::Said | Place::Lost => found,
        });
        places.collect()
    }
}

/// The first number of a part of a text; nothing, if there is none.
fn number_within(text: &str, range: Range<usize>) -> Range<usize> {
    match text[range.clone()].find(|letter: char| letter.is_ascii_digit()) {
        Some(start) => range.start + start..quantity::core_end(text, range.start + start),
        None => range.start..range.start,
    }
}

fn end_of_sentence(translation: &Translation, source: &Range<usize>) -> usize {
    let sentence = translation
        .sentences
        .iter()
        .find(|sentence| sentence.source.start <= source.start && source.end <= sentence.source.end);
    let of_it = sentence.and_then(|sentence| {
        let links = translation.links.iter();
        let inside = links.filter(|link| {
            sentence.source.start <= link.source.start && link.source.end <= sentence.source.end
        });
        inside.map(|link| link.target.end).max()
    });
    let end = of_it.unwrap_or(translation.text.len());
    let said = translation.text[..end].trim_end();
    // Before the full stop.
    said.trim_end_matches(['.', '!', '?', '。', '！', '？']).len()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::links::Link;
    use crate::translator::TranslatedSentence;

    /// A translation whose words are linked one to one, in order.
    pub(crate) fn word_by_word(source: &str, text: &str) -> Translation {
        let words = |text: &str| -> Vec<Range<usize>> {
            let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
            text.split(' ')
                .map(|word| place(word)..place(word) + word.len())
                .collect()
        };
        let links = words(source).into_iter().zip(words(text));
        Translation {
            text: text.to_owned(),
            sentences: vec![TranslatedSentence {
                source: 0..source.len(),
                log_probability: Some(0.0),
            }],
            links: links.map(|(source, target)| Link { source, target }).collect(),
            ..Translation::default()
        }
    }

    /// Puts right what is to be kept of English, in the writing of another language; says where what is fixed stands.
    pub(crate) fn mend(
        source: &str,
        fixed: &[Range<usize>],
        translation: &mut Translation,
        to: &str,
    ) -> Vec<Range<usize>> {
        let (from, to) = (Writing::of("en"), Writing::of(to));
        let (kept, fixed) = with_fixed(keep::kept(source, &from, &|_| false), fixed);
        let wanted: Vec<Wanted<'_>> = kept
            .iter()
            .map(|kept| Wanted {
                range: kept.range.clone(),
                what: kept.what.clone(),
                meant: Meant {
                    text: source,
                    kept,
                    stood_in: false,
                },
            })
            .collect();
        let between = Between { from: &from, to: &to };
        let mut settled = settle(source, &wanted, translation, between, &|| true).unwrap();
        settled.put_lost(&wanted, translation, &to);
        let places = settled.finish(translation);
        fixed.into_iter().map(|at| places[at].clone()).collect()
    }

    fn mended(source: &str, text: &str) -> Translation {
        let mut translation = word_by_word(source, text);
        mend(source, &[], &mut translation, "pt");
        translation
    }

    #[test]
    fn what_must_be_kept_is_put_where_its_word_stands() {
        let case = mended("case ME54-V8KV is open.", "caso ME54-V8 está aberto.");
        assert_eq!(case.text, "caso ME54-V8KV está aberto.");
        assert_eq!(case.target_of(5..14), Some(5..14));
        // Both of two equal numbers, and no more than that.
        assert_eq!(mended("50 and 50", "50 e 5").text, "50 e 50");
        // Around a number nothing changes, and one in words is left to the translator.
        assert_eq!(mended("of $11,000 now", "de US$1,000 já").text, "de $11.000 já");
        assert_eq!(mended("15th century", "XV século").text, "XV século");
        assert_eq!(mended("5 and 7", "5 e 7").text, "5 e 7");
        assert_eq!(mended("5 and 7", "cinco e 7").text, "cinco e 7");
    }

    #[test]
    fn a_number_is_found_by_its_value_and_written_as_the_target_does() {
        for (source, text, expected) in [
            ("at 9:30 today", "às 9h30 hoje", "às 9h30 hoje"),
            (
                "paid 2,200,112 yuan",
                "paguei 2.200,112 yuan",
                "paguei 2.200.112 yuan",
            ),
            (
                "paid 1,999.99 dollars",
                "paguei 1.999.99 dólares",
                "paguei 1.999,99 dólares",
            ),
            (
                "paid 1,999.99 dollars",
                "paguei 1,999.99 dólares",
                "paguei 1.999,99 dólares",
            ),
            ("it 3.5 km", "isso 3.5 km", "isso 3,5 km"),
            ("opens 3 p.m. today", "abre 3 p.m. hoje", "abre 15h hoje"),
            ("the 21st floor", "o 21o andar", "o 21º andar"),
            ("12 and 112", "112 e 12", "112 e 12"),
        ] {
            assert_eq!(mended(source, text).text, expected);
        }
    }

    #[test]
    fn what_is_fixed_comes_out_letter_for_letter_and_is_found() {
        let placed = |source: &str, text: &str, fixed: &[&str]| {
            let range = |part: &&str| {
                let at = source.find(*part).unwrap();
                at..at + part.len()
            };
            let fixed: Vec<Range<usize>> = fixed.iter().map(range).collect();
            let mut translation = word_by_word(source, text);
            let places = mend(source, &fixed, &mut translation, "pt");
            for (place, fixed) in places.iter().zip(fixed) {
                assert_eq!(translation.text[place.clone()], source[fixed]);
            }
            (translation.text, places)
        };
        // As it came out, as a word of its own, where it belongs.
        assert_eq!(
            placed("a use a now", "casa a usa a já", &["a use"]).0,
            "a use usa a já"
        );
        assert_eq!(placed("see cat and go", "cata cat e ir", &["cat"]).1[0], 5..8);
        // In place of what was made of it, and moved by what is put before it.
        let (text, places) = placed("of 12 or run rm v2 now", "de 1 ou corra rm2 v2 já", &["rm", "v2"]);
        assert_eq!(
            (text.as_str(), &places[..]),
            ("de 12 ou corra rm v2 já", &[15..17, 18..20][..])
        );
        // Beside, when it has no place.
        let mut nowhere = word_by_word("run rm v2 now", "já. Sim.");
        nowhere.links.clear();
        let places = mend("run rm v2 now", &[4..6, 7..9], &mut nowhere, "pt");
        assert_eq!(nowhere.text, "já. Sim (rm) (v2).");
        assert_eq!(
            places
                .into_iter()
                .map(|place| &nowhere.text[place])
                .collect::<Vec<_>>(),
            ["rm", "v2"]
        );
    }

    #[test]
    fn nothing_is_put_into_a_word_or_into_what_is_put() {
        // The first sentence's words end within the number of the second.
        let source = "a 7. b 34";
        let mut translation = Translation {
            text: "x 56 y".to_owned(),
            sentences: [0..4, 5..9]
                .map(|source| TranslatedSentence {
                    source,
                    log_probability: None,
                })
                .into(),
            links: [(0..1, 0..3), (7..9, 2..4), (5..6, 5..6)]
                .map(|(source, target)| Link { source, target })
                .into(),
            ..Translation::default()
        };
        mend(source, &[], &mut translation, "pt");
        assert_eq!(translation.text, "x 34 (7) y");
    }

    #[test]
    fn a_long_list_of_numbers_takes_no_long_time() {
        let begun = std::time::Instant::now();
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        let numbers: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
        for list in ["1 ".repeat(50_000), numbers.join(" ")] {
            let mut translation = Translation {
                text: list.replace(" 777 ", " "),
                ..Translation::default()
            };
            mend(&list, &[], &mut translation, "pt");
            assert_eq!(digits(&translation.text), digits(&list));
        }
        assert!(
            begun.elapsed() < std::time::Duration::from_secs(10),
            "{:?}",
            begun.elapsed()
        );
    }

    #[test]
    fn what_has_no_place_is_said_beside() {
        let mut translation = word_by_word("It is far, 645 miles.", "É longe.");
        translation.links.truncate(2);
        mend("It is far, 645 miles.", &[], &mut translation, "pt");
        assert_eq!(translation.text, "É longe (645).");
    }
}
