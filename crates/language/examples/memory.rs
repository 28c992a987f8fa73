//! Measures the translation memory on one core: building it, looking into it, finding what was changed, its size.
//!
//! ```text
//! cargo run --release -p language --example memory [-- SEGMENTS [FILE…]]
//! ```
//!
//! Each language is a direction of its own with so many segments (100,000 unless told), made up as in
//! `tests/sentences`. With files, a segment a line, their lines make one more, filled up with lines that are put
//! together from halves of two.

#[path = "../tests/sentences/mod.rs"]
mod sentences;

use std::hint::black_box;
use std::time::{Duration, Instant};

use language::memory::{Memory, Segment};
use sentences::{Draw, EDITS, LANGUAGES, Sentence};

/// Look-ups of each kind that are timed and counted.
const LOOK_UPS: usize = 2_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let segments = arguments
        .next()
        .map_or(100_000, |count| count.parse().expect("a number of segments"));
    println!(
        "{:<10} {:>8} {:>7} {:>9} {:>7} {:>7} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9}",
        "language",
        "segments",
        "build",
        "a second",
        "median",
        "99 %",
        "changed",
        "dropped",
        "added",
        "same",
        "text B",
        "index B"
    );
    let mut kept = Vec::new();
    for language in &LANGUAGES {
        let mut draw = Draw(1);
        let made: Vec<Sentence> = (0..segments).map(|_| language.sentence(&mut draw)).collect();
        kept.push((measure(language.name, &made, |draw| language.word(draw)), made));
    }
    let lines: Vec<String> = arguments
        .flat_map(|file| {
            let text = std::fs::read_to_string(&file).unwrap_or_else(|why| panic!("{file}: {why}"));
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    if !lines.is_empty() {
        let real: Vec<Sentence> = lines.iter().map(|line| Sentence::of_text(line)).collect();
        let mut draw = Draw(2);
        let mut made = real.clone();
        while made.len() < segments {
            let (a, b) = (&real[draw.below(real.len())], &real[draw.below(real.len())]);
            if a.blank == b.blank {
                let mut words = a.words[..a.words.len() / 2].to_vec();
                words.extend_from_slice(&b.words[b.words.len() / 2..]);
                made.push(Sentence {
                    words,
                    blank: a.blank,
                });
            }
        }
        measure("files", &made, |draw| {
            let words = &real[draw.below(real.len())].words;
            words[draw.below(words.len())].clone()
        });
    }
}

/// Gives the memory back: what is freed would be filled by the next, and that would look smaller than it is.
fn measure(
    name: &str,
    made: &[Sentence],
    word: impl Fn(&mut Draw) -> String,
) -> (Memory, Vec<(String, String)>) {
    let texts: Vec<(String, String)> = made
        .iter()
        .map(|sentence| (sentence.text(), sentence.text()))
        .collect();
    let text_bytes: usize = texts
        .iter()
        .map(|(source, target)| source.len() + target.len())
        .sum();
    let before = resident();
    let begun = Instant::now();
    let mut memory = Memory::default();
    for (id, (source, target)) in (0..).zip(&texts) {
        memory.add(Segment {
            id,
            source: source.clone(),
            target: target.clone(),
        });
    }
    let built = begun.elapsed();
    let beyond = (resident() - before).saturating_sub(text_bytes);

    let mut draw = Draw(3);
    let mut times: Vec<Duration> = Vec::new();
    let mut shares = Vec::new();
    for edit in EDITS.map(Some).into_iter().chain([None]) {
        let mut found = 0;
        for _ in 0..LOOK_UPS {
            let at = draw.below(made.len());
            let text = match edit {
                Some(edit) => {
                    let other = word(&mut draw);
                    made[at].edited(edit, &mut draw, &other)
                }
                None => made[at].text(),
            };
            let begun = Instant::now();
            let matches = black_box(memory.look_up(black_box(&text), 3));
            times.push(begun.elapsed());
            found += usize::from(matches.iter().any(|found| found.segment.source == texts[at].0));
        }
        shares.push(format!("{:.1} %", share(found, LOOK_UPS)));
    }
    times.sort_unstable();
    let all: Duration = times.iter().sum();
    let micros = |share: usize| times[times.len() * share / 100].as_micros();
    println!(
        "{name:<10} {:>8} {:>6.2}s {:>9.0} {:>4} µs {:>4} µs {:>8} {:>8} {:>8} {:>8} {:>9} {:>9}",
        memory.len(),
        built.as_secs_f64(),
        1.0 / (all / u32::try_from(times.len()).expect("some thousands")).as_secs_f64(),
        micros(50),
        micros(99),
        shares[0],
        shares[1],
        shares[2],
        shares[3],
        text_bytes / made.len(),
        beyond / made.len(),
    );
    (memory, texts)
}

#[expect(clippy::cast_precision_loss, reason = "some thousands")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64 * 100.0
}

/// Bytes of this process in memory; 0 where there is no `/proc`.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or_default() * 1024
}
