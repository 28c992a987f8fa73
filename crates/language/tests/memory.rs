//! The translation memory: known answers, what must hold for any texts, and how much of what was changed is found.

mod sentences;
mod small;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use domain::Lang;
use language::memory::{
    LEAST_SCORE, LONGEST, MOST_COMPARED, Match, Memories, Memory, MemoryTranslator, Segment,
};
use language::translate::{Request, Translators, Unavailable};
use proptest::prelude::*;
use sentences::{Draw, EDITS, LANGUAGES, Sentence};

fn segment(id: u64, source: &str) -> Segment {
    let target = format!("target {id}");
    Segment {
        id,
        source: source.to_owned(),
        target,
    }
}

/// A memory of these texts, with the ids 0, 1, 2…
fn memory_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Memory {
    (0..).zip(texts).map(|(id, text)| segment(id, text)).collect()
}

/// Ids, and scores in thousandths.
#[expect(clippy::cast_possible_truncation, reason = "thousandths of one")]
fn found(matches: &[Match]) -> Vec<(u64, i64)> {
    let thousandths = |found: &Match| (found.segment.id, (found.score * 1000.0).round() as i64);
    matches.iter().map(thousandths).collect()
}

fn ids(matches: &[Match]) -> Vec<u64> {
    matches.iter().map(|found| found.segment.id).collect()
}

#[test]
fn the_score_is_one_less_the_share_of_words_that_differ() {
    let rows = [
        ("Your permit is ready now", "Your permit is ready now", 1000),
        ("Your permit is ready now", "your PERMIT  is\nready now", 1000),
        ("Your permit is ready now", "Your visa is ready now", 800),
        ("Your permit is ready now", "Your permit is ready", 800),
        ("Your permit is ready now", "Your permit is not ready now", 833),
        ("Your permit is ready now", "Your permit is ready now.", 833),
        ("Ваша виза готова", "Ваша виза не готова", 750),
        (
            "비자가 아직 나오지 않았습니다",
            "비자가 이미 나오지 않았습니다",
            750,
        ),
        // Letters, where no blanks part the words: two of eight, one of nine, four of twelve.
        ("您的居留许可已到", "您的工作许可已到", 750),
        ("ビザはまだ出ません", "ビザはまた出ません", 889),
        ("ใบขับขี่หาย", "ใบขับขี่", 727),
        // A word of letters with blanks among those without counts as one.
        ("请带上passport原件", "请带上visa原件", 833),
        // A sign of several characters that are one on the screen.
        ("👍🏽 ok", "👍 ok", 667),
    ];
    for (source, text, score) in rows {
        let memory = memory_of([source]);
        assert_eq!(found(&memory.look_up(text, 3)), [(0, score)], "{source} / {text}");
    }
}

#[test]
fn what_shares_less_than_half_its_words_is_another_text() {
    let memory = memory_of(["one two three four", "您好"]);
    assert_eq!(ids(&memory.look_up("one two 3 4", 3)), [0]);
    assert_eq!(ids(&memory.look_up("one 2 3 4", 3)), []);
    assert_eq!(ids(&memory.look_up("再见", 3)), []);
}

#[test]
fn texts_are_the_same_that_read_the_same() {
    let rows = [
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"),
        ("ＡＢＣ１２３", "abc123"),
        ("café", "cafe\u{301}"),
        ("don’t", "don't"),
        ("  a\tb\r\nc ", "A B C"),
        ("co\u{ad}operate", "cooperate"),
        ("❤\u{fe0f}", "❤"),
        ("각", "\u{1100}\u{1161}\u{11a8}"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("ǰ", "J\u{30c}"),
    ];
    for (source, text) in rows {
        let memory = memory_of([source]);
        assert_eq!(
            memory.exact(text).map(|found| found.id),
            Some(0),
            "{source} / {text}"
        );
        assert_eq!(found(&memory.look_up(text, 1)), [(0, 1000)], "{source} / {text}");
    }
    for (source, text) in [
        ("a b", "ab"),
        ("resume", "résumé"),
        ("可以", "可 以"),
        ("yes!", "yes"),
    ] {
        assert_eq!(memory_of([source]).exact(text), None, "{source} / {text}");
    }
}

#[test]
fn of_equals_the_very_text_comes_first_then_the_latest() {
    let memory = memory_of([
        "Polish lessons",
        "polish lessons",
        "POLISH LESSONS",
        "Polish courses",
    ]);
    assert_eq!(memory.exact("polish lessons").unwrap().id, 1);
    assert_eq!(memory.exact("Polish Lessons").unwrap().id, 2);
    assert_eq!(
        found(&memory.look_up("polish lessons", 4)),
        [(1, 1000), (2, 1000), (0, 1000), (3, 500)]
    );
    assert_eq!(
        found(&memory.look_up("polish lessons", 2)),
        [(1, 1000), (2, 1000)]
    );
    assert_eq!(found(&memory.look_up("polish lessons", 0)), []);
}

#[test]
fn a_replaced_segment_is_found_by_its_new_text_only() {
    let mut memory = memory_of(["the ferry leaves at noon", "the bank is closed"]);
    let before = memory.add(segment(0, "the harbour was shut for a storm"));
    assert_eq!(before.unwrap().source, "the ferry leaves at noon");
    assert_eq!(memory.len(), 2);
    assert_eq!(memory.exact("the ferry leaves at noon"), None);
    assert_eq!(ids(&memory.look_up("the ferry leaves at noon", 3)), []);
    assert_eq!(ids(&memory.look_up("the harbour is shut for a storm", 3)), [0]);
    assert_eq!(memory.get(0).unwrap().source, "the harbour was shut for a storm");
}

#[test]
fn a_segment_without_text_or_translation_is_kept_and_never_found() {
    let mut memory = memory_of(["", " \u{0}\u{200b}\n"]);
    memory.add(Segment {
        id: 2,
        source: "good morning".to_owned(),
        target: " ".to_owned(),
    });
    assert_eq!(memory.len(), 3);
    for text in ["", " ", "\u{0}", "good morning"] {
        assert_eq!(memory.exact(text), None, "{text:?}");
        assert_eq!(memory.look_up(text, 3), [], "{text:?}");
    }
    for id in 0..3 {
        assert!(memory.remove(id).is_some());
    }
    assert_eq!(memory.entries(), 0);
}

#[test]
fn what_is_removed_leaves_the_memory_as_if_it_had_never_been_there() {
    let mut draw = Draw(11);
    let texts: Vec<String> = (0..600)
        .map(|at| LANGUAGES[at % LANGUAGES.len()].sentence(&mut draw).text())
        .collect();
    let kept = texts.iter().enumerate().filter(|(at, _)| at % 3 != 0);
    let kept: Memory = kept.map(|(at, text)| segment(at as u64, text)).collect();
    let mut memory = memory_of(texts.iter().map(String::as_str));
    assert!(memory.entries() > kept.entries());
    for at in (0..600).step_by(3) {
        assert_eq!(
            memory.remove(at).unwrap().source,
            texts[usize::try_from(at).unwrap()]
        );
        assert_eq!(memory.remove(at), None);
    }
    assert_eq!(memory.entries(), kept.entries());
    for text in &texts {
        assert_eq!(memory.look_up(text, 5), kept.look_up(text, 5));
        assert_eq!(memory.exact(text), kept.exact(text));
    }
    for at in 0..600 {
        memory.remove(at);
    }
    assert_eq!((memory.len(), memory.entries()), (0, 0));
}

#[test]
fn a_memory_does_not_show_what_people_wrote() {
    let memory = memory_of(["my secret"]);
    let shown = format!("{memory:?} {:?}", memory.look_up("my secret", 1));
    assert!(!shown.contains("secret") && !shown.contains("target"), "{shown}");
}

/// What must be answered soon, even by a build without optimisation on a machine with other work.
const SOON: Duration = Duration::from_secs(5);

#[test]
fn any_text_is_answered_soon() {
    let mut draw = Draw(5);
    let mut memory: Memory = (0..3_000)
        .map(|id| segment(id, &LANGUAGES[0].sentence(&mut draw).text()))
        .collect();
    let hostile = [
        "word ".repeat(20_000),
        "a".repeat(100_000),
        "字".repeat(100_000),
        "字".repeat(LONGEST / 3),
        "ก".repeat(LONGEST / 3),
        "!".repeat(LONGEST),
        "!?".repeat(LONGEST / 2),
        "the landlord ".repeat(LONGEST / 14),
        "👩‍👩‍👧‍👦🇨🇳".repeat(4_000),
        "👍".repeat(LONGEST / 4),
        "\u{0}\u{1}\u{7f}\u{85}\u{200b}\u{202e}\u{feff}".repeat(10_000),
        "a\u{301}\u{302}\u{303}".repeat(20_000),
        "\u{fdfa}".repeat(5_000),
        "'".repeat(3_000),
        "\u{10ffff}\u{e000}".repeat(500),
    ];
    // Stored and looked for.
    for (id, text) in (10_000..).zip(&hostile) {
        let begun = Instant::now();
        let asked = memory.look_up(text, 100);
        assert!(
            asked
                .iter()
                .all(|found| (LEAST_SCORE..=1.0).contains(&found.score))
        );
        memory.add(segment(id, text));
        let matches = memory.look_up(text, 100);
        assert!(matches.len() <= MOST_COMPARED);
        if let Some(first) = matches.first() {
            assert_eq!((first.segment.id, first.score.to_bits()), (id, 1.0_f64.to_bits()));
        }
        let shown: String = text.chars().take(4).collect();
        assert!(begun.elapsed() < SOON, "{shown:?} took {:?}", begun.elapsed());
    }
    for (id, _) in (10_000..).zip(&hostile) {
        memory.remove(id);
    }
    assert_eq!(memory.len(), 3_000);
}

#[test]
fn a_memory_full_of_one_long_text_is_looked_into_soon() {
    let long = "!?".repeat(LONGEST / 2);
    let mut memory: Memory = (0..300).map(|id| segment(id, &long)).collect();
    memory.extend((300..600).map(|id| segment(id, &format!("{}{id}", &long[..LONGEST - 10]))));
    let begun = Instant::now();
    assert_eq!(ids(&memory.look_up(&long, 3)), [299, 298, 297]);
    assert!(!memory.look_up(&long[2..], 3).is_empty());
    assert!(begun.elapsed() < 2 * SOON, "{:?}", begun.elapsed());
}

/// The sentences of all languages in `data`, one file after another.
fn real() -> Vec<Sentence> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    texts
        .iter()
        .flat_map(|text| text.lines())
        .map(Sentence::of_text)
        .collect()
}

/// Of how many of these sentences in a hundred, one word of each changed, dropped or added, the memory gives the
/// sentence itself among the first three.
fn share_found(memory: &Memory, made: &[Sentence], word: &mut dyn FnMut(&mut Draw) -> String) -> f64 {
    let mut draw = Draw(3);
    let mut found = 0_u32;
    let mut asked = 0_u32;
    for sentence in made {
        let own = sentence.text();
        for edit in EDITS {
            let other = word(&mut draw);
            let matches = memory.look_up(&sentence.edited(edit, &mut draw, &other), 3);
            found += u32::from(matches.iter().any(|found| found.segment.source == own));
            asked += 1;
        }
    }
    f64::from(found) / f64::from(asked) * 100.0
}

#[test]
fn a_sentence_with_one_word_changed_dropped_or_added_is_among_the_first_three() {
    let mut draw = Draw(1);
    let real = real();
    assert!(real.len() >= 18 * 20);
    let made: Vec<Vec<Sentence>> = LANGUAGES
        .iter()
        .map(|language| (0..2_000).map(|_| language.sentence(&mut draw)).collect())
        .collect();
    // All in one memory, so that they are in each other's way.
    let all: Vec<String> = made.iter().flatten().chain(&real).map(Sentence::text).collect();
    let memory = memory_of(all.iter().map(String::as_str));
    for (language, made) in LANGUAGES.iter().zip(&made) {
        let share = share_found(&memory, &made[..150], &mut |draw| language.word(draw));
        assert!(share >= 95.0, "{}: {share:.1} %", language.name);
    }
    let share = share_found(&memory, &real, &mut |draw| {
        let words = &real[draw.below(real.len())].words;
        words[draw.below(words.len())].clone()
    });
    assert!(share >= 99.0, "real sentences: {share:.1} %");
}

/// Words of a small made-up language, so that texts share many.
fn a_text() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec!["ab", "cd", "ef", "gh", "ij", "kl", "mn", "Op", "."]);
    proptest::collection::vec(word, 1..12).prop_map(|words| words.join(" "))
}

/// The edit distance of words, counted plainly: a row of the table after another.
fn distance(one: &[String], other: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, word) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (to, other) in other.iter().enumerate() {
            let replaced = corner + usize::from(word != other);
            corner = row[to + 1];
            row[to + 1] = replaced.min(corner + 1).min(row[to] + 1);
        }
    }
    row[other.len()]
}

#[expect(clippy::cast_precision_loss, reason = "some words")]
fn plain_score(one: &str, other: &str) -> f64 {
    let words = |text: &str| text.split(' ').map(str::to_lowercase).collect::<Vec<String>>();
    let (one, other) = (words(one), words(other));
    1.0 - distance(&one, &other) as f64 / one.len().max(other.len()) as f64
}

proptest! {
    #[test]
    fn a_small_memory_gives_what_comparing_with_every_segment_gives(
        texts in proptest::collection::vec(a_text(), 1..60),
        asked in a_text(),
        at_most in 1_usize..8,
    ) {
        let memory = memory_of(texts.iter().map(String::as_str));
        let mut every: Vec<f64> = texts.iter().map(|text| plain_score(text, &asked)).collect();
        every.retain(|score| *score >= LEAST_SCORE);
        every.sort_by(|a, b| b.total_cmp(a));
        every.truncate(at_most);
        let matches = memory.look_up(&asked, at_most);
        for found in &matches {
            prop_assert_eq!(found.score.to_bits(), plain_score(&found.segment.source, &asked).to_bits());
        }
        prop_assert_eq!(matches.iter().map(|found| found.score).collect::<Vec<_>>(), every);
    }

    #[test]
    fn a_text_that_is_there_scores_one_and_comes_first(
        texts in proptest::collection::vec("\\PC{0,40}", 1..30),
        at in any::<proptest::sample::Index>(),
    ) {
        let memory = memory_of(texts.iter().map(String::as_str));
        let text = at.get(&texts);
        let matches = memory.look_up(text, 3);
        match memory.exact(text) {
            Some(exact) => {
                prop_assert_eq!(&exact.source, text);
                prop_assert_eq!(&matches[0].segment, exact);
                prop_assert_eq!(matches[0].score.to_bits(), 1.0_f64.to_bits());
            }
            // Nothing in it shows.
            None => prop_assert!(matches.is_empty()),
        }
    }

    #[test]
    fn the_order_of_adding_does_not_matter(
        texts in proptest::collection::vec(a_text(), 1..200),
        asked in a_text(),
        turns in any::<u64>(),
    ) {
        let memory = memory_of(texts.iter().map(String::as_str));
        let mut turned: Vec<(u64, &String)> = (0..).zip(&texts).collect();
        let mut draw = Draw(turns);
        for end in (1..turned.len()).rev() {
            turned.swap(end, draw.below(end + 1));
        }
        let turned: Memory = turned.into_iter().map(|(id, text)| segment(id, text)).collect();
        prop_assert_eq!(memory.look_up(&asked, 5), turned.look_up(&asked, 5));
        prop_assert_eq!(memory.exact(&asked), turned.exact(&asked));
        prop_assert_eq!(memory.entries(), turned.entries());
    }

    #[test]
    fn adding_and_removing_in_any_order_gives_what_is_left(
        steps in proptest::collection::vec((0_u64..12, proptest::option::of("[a-c字句ก-ค .]{0,12}")), 1..60),
    ) {
        let mut memory = Memory::default();
        let mut left: HashMap<u64, Segment> = HashMap::new();
        for (id, text) in steps {
            if let Some(text) = text {
                let segment = segment(id, &text);
                prop_assert_eq!(memory.add(segment.clone()), left.insert(id, segment));
            } else {
                prop_assert_eq!(memory.remove(id), left.remove(&id));
            }
        }
        let fresh: Memory = left.values().cloned().collect();
        prop_assert_eq!((memory.len(), memory.entries()), (left.len(), fresh.entries()));
        for segment in left.values() {
            prop_assert_eq!(memory.look_up(&segment.source, 5), fresh.look_up(&segment.source, 5));
        }
    }
}

fn request(text: &str, from: Lang, to: Lang) -> Request {
    let text = text.to_owned();
    Request { text, from, to }
}

#[tokio::test]
async fn only_the_very_text_is_answered_as_a_translation_and_after_the_citys_own() {
    let thanks: &[(Lang, &str)] = &[(Lang::ZH, "谢谢。"), (Lang::EN, "Thank you.")];
    let city = small::city(&[Lang::ZH, Lang::EN], &[("thanks", thanks)], &[]);
    let memory = MemoryTranslator::new(Memories::default());
    let translators = Translators::new(&city).then(memory.clone(), Duration::from_secs(1));
    let come = |id, target: &str| Segment {
        id,
        source: "Please come on Monday.".to_owned(),
        target: target.to_owned(),
    };
    assert_eq!(memory.add(Lang::EN, Lang::ZH, come(1, "请星期一来。")), None);
    memory.add(
        Lang::EN,
        Lang::ZH,
        Segment {
            id: 2,
            ..segment(2, "Thank you.")
        },
    );

    let translated = translators
        .translate(&request("please come  on Monday.", Lang::EN, Lang::ZH))
        .await
        .unwrap();
    assert_eq!(
        (translated.text.as_str(), translated.is_checked()),
        ("请星期一来。", true)
    );
    let engine = (translated.engine.name.as_str(), translated.engine.model.as_str());
    assert_eq!(engine, ("memory", "en-zh"));
    let citys = translators
        .translate(&request("Thank you.", Lang::EN, Lang::ZH))
        .await
        .unwrap();
    assert_eq!(citys.text, "谢谢。");

    // Nearly it is a suggestion to a person, never an answer.
    let nearly = request("Please come on Tuesday.", Lang::EN, Lang::ZH);
    assert_eq!(translators.translate(&nearly).await, Err(Unavailable::Nobody));
    assert_eq!(ids(&memory.look_up(Lang::EN, Lang::ZH, &nearly.text, 3)), [1]);
    let other_way = request("Please come on Monday.", Lang::ZH, Lang::EN);
    assert_eq!(translators.translate(&other_way).await, Err(Unavailable::Nobody));

    // A correction takes the place of what it corrects, and what is erased is gone.
    let before = memory.add(Lang::EN, Lang::ZH, come(1, "请您星期一来。"));
    assert_eq!(before.unwrap().target, "请星期一来。");
    let again = translators
        .translate(&request("Please come on Monday.", Lang::EN, Lang::ZH))
        .await
        .unwrap();
    assert_eq!(again.text, "请您星期一来。");
    assert!(memory.remove(1).is_some());
    let erased = request("Please come on Monday.", Lang::EN, Lang::ZH);
    assert_eq!(translators.translate(&erased).await, Err(Unavailable::Nobody));
    assert_eq!(memory.len(), 1);
}

#[test]
fn an_id_is_one_segment_in_all_directions() {
    let mut memories = Memories::default();
    memories.add(Lang::EN, Lang::ZH, segment(1, "good morning"));
    let before = memories.add(Lang::EN, Lang::KO, segment(1, "good morning"));
    assert_eq!(before.map(|segment| segment.id), Some(1));
    assert_eq!(memories.len(), 1);
    assert!(memories.memory(Lang::EN, Lang::ZH).is_none());
    assert_eq!(memories.memory(Lang::EN, Lang::KO).unwrap().len(), 1);
    assert!(memories.remove(1).is_some());
    assert!(memories.is_empty() && memories.remove(1).is_none());
}

#[test]
fn many_look_into_one_memory_while_another_adds() {
    let memory = MemoryTranslator::default();
    std::thread::scope(|scope| {
        for reader in 0..4 {
            let memory = memory.clone();
            scope.spawn(move || {
                let text = format!("sentence number {reader} of the memory");
                let begun = Instant::now();
                let there = || {
                    memory
                        .look_up(Lang::EN, Lang::ZH, &text, 1)
                        .first()
                        .is_some_and(|found| found.score >= 1.0)
                };
                while !there() {
                    assert!(begun.elapsed() < SOON, "{text} is not found");
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
        }
        for id in 0..4 {
            memory.add(
                Lang::EN,
                Lang::ZH,
                segment(id, &format!("sentence number {id} of the memory")),
            );
        }
    });
    assert_eq!(memory.len(), 4);
}
