//! `cargo xtask bench translate`: our translator beside two others on the same weights, in one run.
//!
//! Each engine is a program that takes a line in and gives a line out, and says at the end what it took, as JSON on
//! standard error ([`engines::Took`]). To set another beside the reference engines, write such a program and name it with
//! `--engine-a`.

mod engines;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use crate::shell::{self, output};
use engines::{Engine, Engines};
use table::{Direction, Found, Machine};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only the first so many sentences of each direction.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    sentences: Option<u32>,
    /// Measure this program instead of ours: `PATH FOLDER --threads N --batch N`, a line in, a line out.
    #[arg(long, value_name = "PATH")]
    engine_a: Option<PathBuf>,
    /// Write the table into docs/translation.md.
    #[arg(long, conflicts_with_all = ["engine_a", "sentences"])]
    write: bool,
}

const PAIRS: [(&str, &str); 2] = [("en", "pt"), ("pt", "en")];

/// Fails when a figure is below what is wanted, after the table is printed and written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let load = table::load();
    let engines = Engines::prepare(args.engine_a.as_deref())?;
    let folder = shell::target().join("bench-translate");
    let mut directions = Vec::new();
    for (from, to) in PAIRS {
        let part = |language: &str| part(&folder, language, args.sentences);
        let (source, reference) = (part(from)?, part(to)?);
        let direction = measure(&engines, &format!("{from}-{to}"), &folder, &source, &reference)?;
        let differences = folder.join(format!("differences-{}.tsv", direction.pair));
        fs::write(differences, direction.differences(&fs::read_to_string(&source)?))?;
        directions.push(direction);
    }
    let near = directions
        .iter()
        .filter_map(|direction| direction.ours.alone.bytes_per_word);
    let machine = Machine::read(load, engines.bandwidth(near.reduce(f64::max))?)?;
    let mut text = machine.to_string();
    for direction in &directions {
        text += &direction.to_string();
        text += &machine.reading(direction).unwrap_or_default();
    }
    println!("{text}");
    if args.write {
        let path = shell::root().join("docs/translation.md");
        let document = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let document = table::put(&document, &text)
            .with_context(|| format!("{} has no place for the table", path.display()))?;
        fs::write(&path, document)?;
    }
    let below = directions.iter().any(Direction::is_below);
    Ok(if below {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The first sentences of the dev set in a language, in a file.
fn part(folder: &Path, language: &str, sentences: Option<u32>) -> anyhow::Result<PathBuf> {
    let path = shell::root().join(format!("{}/data/dev.{language}", engines::FOLDER));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let most = sentences.map_or(usize::MAX, |most| most as usize);
    let path = folder.join(format!("dev.{language}"));
    fs::write(&path, table::ended(text.lines().take(most)))?;
    Ok(path)
}

/// Every engine in one direction, one after the other, so that none takes the other's cores.
fn measure(
    engines: &Engines,
    pair: &str,
    folder: &Path,
    source: &Path,
    reference: &Path,
) -> anyhow::Result<Direction> {
    let found = |engine: Engine| {
        let name = engines.name(engine);
        eprintln!("{pair}: {name}");
        let (lines, alone) = engines.run(engine, pair, 1, source)?;
        let (together, batched) = engines.run(engine, pair, 2, source)?;
        let path = folder.join(format!("{pair}.{engine:?}.txt"));
        fs::write(&path, table::ended(lines.iter().map(String::as_str)))?;
        let mut score = shell::program(&engines.python);
        score.args(["-m", "sacrebleu"]).arg(reference).arg("--input");
        // Its defaults: one reference, mixed case, 13a tokens.
        let bleu = output(score.arg(&path).args(["--score-only", "--width", "2"]))?;
        Ok::<_, anyhow::Error>(Found {
            name,
            bleu: bleu.trim().parse().context("sacreBLEU gave no number")?,
            pieces: engines.pieces(pair, &path)?,
            lines,
            together,
            alone,
            batched,
        })
    };
    Ok(Direction {
        pair: pair.to_owned(),
        model_bytes: engines.model_bytes(pair)?,
        ours: found(Engine::Ours)?,
        fast: found(Engine::FastTranslate)?,
        wasm: found(Engine::Wasm)?,
    })
}
