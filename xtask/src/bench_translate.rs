//! `cargo xtask bench translate`: our translator beside three others on the same weights, in one run.
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
use engines::{Engine, Engines, Ran, Took};
use table::{Direction, Found, Machine};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only the first so many sentences of each direction.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    sentences: Option<u32>,
    /// Measure this program instead of ours: `PATH FOLDER --threads N --batch N`, a line in, a line out.
    #[arg(long, value_name = "PATH")]
    engine_a: Option<PathBuf>,
    /// Rounds; each measures every engine once, in turns, and medians are shown.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// Write the table into docs/translation.md.
    #[arg(long, conflicts_with_all = ["engine_a", "sentences"])]
    write: bool,
}

const PAIRS: [(&str, &str); 2] = [("en", "pt"), ("pt", "en")];

/// Fails when a figure is below what is wanted, after the table is printed and written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let load = table::load();
    let folder = shell::target().join("bench-translate");
    fs::create_dir_all(&folder)?;
    // Held until the end. Two runs would slow each other and write the same files.
    let alone = fs::File::create(folder.join("lock"))?;
    alone.try_lock().context("another run is measuring")?;
    let engines = Engines::prepare(args.engine_a.as_deref())?;
    let mut directions = Vec::new();
    for (from, to) in PAIRS {
        let part = |language: &str| part(&folder, language, args.sentences);
        let (source, reference) = (part(from)?, part(to)?);
        let texts = Texts { source, reference };
        let direction = measure(&engines, &format!("{from}-{to}"), &folder, &texts, args.rounds)?;
        let differences = folder.join(format!("differences-{}.tsv", direction.pair));
        fs::write(
            differences,
            direction.differences(&fs::read_to_string(&texts.source)?),
        )?;
        directions.push(direction);
    }
    let near = directions
        .iter()
        .filter_map(|direction| direction.ours.alone.bytes_per_word);
    let machine = Machine::read(args.rounds, load, engines.bandwidth(near.reduce(f64::max))?)?;
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

/// The sentences and what they are in the other language, as files.
struct Texts {
    source: PathBuf,
    reference: PathBuf,
}

/// Every engine in one direction, one after the other, so that none takes the other's cores, and in turns, so that what
/// disturbs the machine for a while disturbs one measurement of each.
fn measure(
    engines: &Engines,
    pair: &str,
    folder: &Path,
    texts: &Texts,
    rounds: u8,
) -> anyhow::Result<Direction> {
    let mut measured = Engine::ALL.map(|_| Vec::new());
    for round in 1..=rounds {
        for (engine, measured) in Engine::ALL.into_iter().zip(&mut measured) {
            eprintln!("{pair}, round {round} of {rounds}: {}", engines.name(engine));
            let alone = engines.run(engine, pair, 1, &texts.source)?;
            let batched = engines.run(engine, pair, 2, &texts.source)?;
            measured.push((alone, batched));
        }
    }
    let [ours, fast, fx, wasm] = measured;
    let found = |engine: Engine, measured: Vec<(Ran, Ran)>| {
        let (alone, batched): (Vec<Ran>, Vec<Ran>) = measured.into_iter().unzip();
        let (lines, alone) = median(alone).context("nothing was measured")?;
        let (together, batched) = median(batched).context("nothing was measured")?;
        let path = folder.join(format!("{pair}.{engine:?}.txt"));
        fs::write(&path, table::ended(lines.iter().map(String::as_str)))?;
        let mut score = shell::program(&engines.python);
        score
            .args(["-m", "sacrebleu"])
            .arg(&texts.reference)
            .arg("--input");
        // Its defaults: one reference, mixed case, 13a tokens.
        let bleu = output(score.arg(&path).args(["--score-only", "--width", "2"]))?;
        Ok::<_, anyhow::Error>(Found {
            name: engines.name(engine),
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
        ours: found(Engine::Ours, ours)?,
        fast: found(Engine::FastTranslate, fast)?,
        fx: found(Engine::FxTranslate, fx)?,
        wasm: found(Engine::Wasm, wasm)?,
    })
}

/// The lines of the first round, and the median of each figure.
fn median(rounds: Vec<Ran>) -> Option<Ran> {
    let (mut lines, took): (Vec<_>, Vec<_>) = rounds.into_iter().unzip();
    lines.truncate(1);
    Some((lines.pop()?, Took::median(&took)?))
}
