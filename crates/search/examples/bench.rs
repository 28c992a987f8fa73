//! What searching costs, as JSON on one line, for `cargo xtask bench guide`: `bench WORDS FOLDER TEXTS SECONDS`, where WORDS
//! has a file of sentences for each language, and FOLDER is a place on a disk.
//!
//! The texts are made up. A language has thirty thousand words, glued from pieces of its own, and uses them as languages do:
//! the second half as often as the first, the third a third as often. Questions are taken from the texts: a title, a few
//! words, a sentence, half a word, a word with a typing error, a telephone number.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures that are rounded anyhow"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use search::{Document, Index, Query};
use serde_json::json;

type Failure = Box<dyn std::error::Error>;

const LANGUAGES: [&str; 5] = ["zh", "en", "ko", "ja", "ru"];
const WORDS: usize = 30_000;
/// Words of a title, and at most of a text.
const TITLE: usize = 5;
const LONGEST: usize = 260;
const QUESTIONS: usize = 2000;

fn main() -> Result<(), Failure> {
    let mut arguments = env::args().skip(1);
    let mut next = || arguments.next().ok_or("bench WORDS FOLDER TEXTS SECONDS");
    let (words, folder, count, seconds) = (
        next()?,
        next()?,
        next()?.parse::<usize>()?,
        next()?.parse::<u64>()?,
    );
    let mut random = StdRng::seed_from_u64(10);
    let tongues = LANGUAGES.map(|language| Tongue::of(language, Path::new(&words), &mut random));
    let texts: Vec<Document> = (0..count)
        .map(|at| {
            tongues[at % 5]
                .as_ref()
                .map(|tongue| tongue.text(at, &mut random))
        })
        .collect::<Result<_, _>>()
        .map_err(ToString::to_string)?;
    let bytes: usize = texts
        .iter()
        .map(|text| text.title.len() + text.body.len() + text.words.iter().map(String::len).sum::<usize>())
        .sum();
    let questions: Vec<Query> = (0..QUESTIONS)
        .map(|at| question(&texts[random.random_range(0..texts.len())], at, &mut random))
        .collect();

    let folder = tempfile::Builder::new().prefix("search-").tempdir_in(folder)?;
    let start = Instant::now();
    let built = Index::build(folder.path(), "bench", texts)?;
    let build_s = start.elapsed().as_secs_f64();
    let disk = on_disk(folder.path())?;
    drop(built);
    let start = Instant::now();
    let index = Index::open(folder.path())?;
    let open_s = start.elapsed().as_secs_f64();

    let mut found = 0;
    let mut took = Vec::with_capacity(QUESTIONS);
    // Once to warm up, once to measure.
    for measured in [false, true] {
        for question in &questions {
            let start = Instant::now();
            let hits = index.search(question)?;
            if measured {
                took.push((start.elapsed(), question));
                found += usize::from(hits.total > 0);
            }
        }
    }
    took.sort_by_key(|(took, _)| *took);
    if env::var_os("SLOWEST").is_some() {
        for (took, question) in took.iter().rev().take(25) {
            eprintln!("{took:?} {} {}", question.typing, question.text);
        }
    }
    let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize].0.as_secs_f64() * 1e3;
    let mut typed: Vec<Duration> = Vec::new();
    for question in &questions {
        let start = Instant::now();
        index.suggest(&question.text, &question.languages, 8)?;
        typed.push(start.elapsed());
    }
    typed.sort();
    let per_second = on_two_threads(&index, &questions, Duration::from_secs(seconds));
    println!(
        "{}",
        json!({
            "texts": index.texts(),
            "text_mb": bytes as f64 / 1e6,
            "build_mb_s": bytes as f64 / 1e6 / build_s,
            "disk": disk as f64 / bytes as f64,
            "open_s": open_s,
            "p50_ms": at(0.5),
            "p99_ms": at(0.99),
            "worst_ms": at(1.0),
            "suggest_p99_ms": typed[typed.len() * 99 / 100].as_secs_f64() * 1e3,
            "per_second": per_second,
            "found": found as f64 / questions.len() as f64,
        })
    );
    Ok(())
}

/// A language: its words, the most frequent first.
struct Tongue {
    language: &'static str,
    words: Vec<String>,
    between: &'static str,
}

impl Tongue {
    fn of(language: &'static str, folder: &Path, random: &mut StdRng) -> Result<Self, Failure> {
        let sentences = fs::read_to_string(folder.join(format!("{language}.txt")))?;
        let dense = matches!(language, "zh" | "ja");
        let mut pieces: Vec<String> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        for written in sentences
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
        {
            let chars: Vec<char> = written.chars().collect();
            let size = if matches!(language, "en" | "ru") { 3 } else { 1 };
            pieces.extend(
                chars
                    .chunks(size)
                    .map(|piece| piece.iter().collect::<String>().to_lowercase()),
            );
            let whole = if dense {
                chars.chunks(2).map(|pair| pair.iter().collect()).collect()
            } else {
                vec![written.to_owned()]
            };
            words.extend(
                whole
                    .into_iter()
                    .filter(|word| !words.contains(word))
                    .collect::<Vec<_>>(),
            );
        }
        while words.len() < WORDS {
            let count = if matches!(language, "en" | "ru") {
                random.random_range(2..4)
            } else {
                random.random_range(2..5)
            };
            words.push(
                (0..count)
                    .map(|_| pieces[random.random_range(0..pieces.len())].as_str())
                    .collect(),
            );
        }
        Ok(Self {
            language,
            words,
            between: if dense { "" } else { " " },
        })
    }

    /// A word, as often as its place among the words says.
    fn word(&self, random: &mut StdRng) -> &str {
        let place = (WORDS as f64).powf(random.random::<f64>()) as usize;
        &self.words[place.saturating_sub(1).min(WORDS - 1)]
    }

    fn sentence(&self, words: usize, random: &mut StdRng) -> String {
        let words: Vec<&str> = (0..words).map(|_| self.word(random)).collect();
        words.join(self.between)
    }

    fn text(&self, at: usize, random: &mut StdRng) -> Document {
        let mut body = String::new();
        let words = random.random_range(40..LONGEST);
        for _ in 0..words / 12 {
            let end = if self.between.is_empty() { "。" } else { ". " };
            let _ = write!(body, "{}{end}", self.sentence(12, random));
        }
        let _ = write!(body, "0631-{}", 5_000_000 + at);
        Document {
            kind: ["guide", "service", "place", "law"][at / 5 % 4].to_owned(),
            code: format!("{}", at / 5),
            language: self.language.to_owned(),
            title: self.sentence(TITLE, random),
            body,
            words: vec![self.sentence(2, random)],
            facets: vec![("group".to_owned(), format!("{}", at / 5 % 9))],
            date: i64::try_from(at).ok(),
            number: None,
        }
    }
}

fn question(of: &Document, at: usize, random: &mut StdRng) -> Query {
    let title = of.title.as_str();
    let sentences: Vec<&str> = of
        .body
        .split(['.', '。'])
        .filter(|sentence| sentence.len() > 20)
        .collect();
    let sentence = sentences
        .get(random.random_range(0..sentences.len().max(1)))
        .copied()
        .unwrap_or(title)
        .trim();
    let dense = matches!(of.language.as_str(), "zh" | "ja");
    let word = |of: &str, random: &mut StdRng| {
        if dense {
            let chars: Vec<char> = of.chars().collect();
            let from = random.random_range(0..chars.len().saturating_sub(3).max(1));
            chars[from..chars.len().min(from + 3)].iter().collect()
        } else {
            let words: Vec<&str> = of.split(' ').collect();
            words[random.random_range(0..words.len())].to_owned()
        }
    };
    let mut typing = false;
    let text = match at % 20 {
        0..4 => title.to_owned(),
        4..8 => word(title, random),
        8..12 => format!("{} {}", word(sentence, random), word(sentence, random)),
        12..14 => sentence.to_owned(),
        14..17 => {
            typing = true;
            let word = word(title, random);
            let half = word.chars().count().div_ceil(2).max(2);
            word.chars().take(half).collect()
        }
        17..19 => {
            let mut chars: Vec<char> = word(title, random).chars().collect();
            let wrong = random.random_range(0..chars.len());
            chars.remove(wrong);
            chars.into_iter().collect()
        }
        _ => of.body[of.body.len() - 12..].to_owned(),
    };
    Query {
        typing,
        counted: vec!["kind".to_owned(), "language".to_owned()],
        ..Query::new(text).for_reader([of.language.as_str(), "en"])
    }
}

/// Searches that end within a second, two at a time.
fn on_two_threads(index: &Index, questions: &[Query], long: Duration) -> f64 {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while start.elapsed() < long {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    std::hint::black_box(index.search(&questions[at % questions.len()]).is_ok());
                }
            });
        }
    });
    next.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64()
}

fn on_disk(folder: &Path) -> Result<u64, Failure> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let known = entry.metadata()?;
        bytes += if known.is_dir() {
            on_disk(&entry.path())?
        } else {
            known.len()
        };
    }
    Ok(bytes)
}
