//! `cargo xtask test`: each step announced and timed, and a table of all at the end.
//!
//! A step that fails stops no other: one run names all that is wrong. What takes part in the whole run is the list
//! [`Step::ALL`]; to add a step, a variant there, its name, advice and tools, and an arm in [`Shared::carry_out`].

mod green;
mod report;

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::anyhow;
use clap::ValueEnum;

use crate::browser::{self, Suites};
use crate::postgres::Postgres;
use crate::python::with_packages;
use crate::shell::{cargo, program, root, run as run_command, run_held};
use crate::speech;
use crate::tidy;
use crate::tools::{self, Tool};
use crate::weights::weights;
use green::Commit;
use report::Report;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only this step.
    #[arg(long, value_name = "STEP")]
    only: Option<Only>,
    /// Only on this database.
    #[arg(long, value_name = "ENGINE")]
    engine: Option<Engine>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    /// cargo fmt --check
    Fmt,
    /// cargo xtask tidy
    Tidy,
    /// cargo clippy, warnings denied
    Lint,
    /// cargo test: unit, store, web, documentation
    Unit,
    /// harborline check, of each city
    Check,
    /// Browser tests against the real binary
    E2e,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Format,
    Tidy,
    Lint,
    Unit,
    Check,
    Browser(Engine),
}

impl Step {
    /// These run side by side.
    const BROWSERS: [Self; 2] = [Self::Browser(Engine::Sqlite), Self::Browser(Engine::Postgres)];

    const ALL: [Self; 7] = [
        Self::Format,
        Self::Tidy,
        Self::Lint,
        Self::Unit,
        Self::Check,
        Self::Browser(Engine::Sqlite),
        Self::Browser(Engine::Postgres),
    ];

    fn only(self) -> Only {
        match self {
            Self::Format => Only::Fmt,
            Self::Tidy => Only::Tidy,
            Self::Lint => Only::Lint,
            Self::Unit => Only::Unit,
            Self::Check => Only::Check,
            Self::Browser(_) => Only::E2e,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Tidy => "rules of the house",
            Self::Lint => "lints",
            Self::Unit => "tests in Rust",
            Self::Check => "check of the city pack",
            Self::Browser(Engine::Sqlite) => "browser tests on SQLite",
            Self::Browser(Engine::Postgres) => "browser tests on PostgreSQL",
        }
    }

    /// What to do when it fails.
    fn advice(self) -> &'static str {
        match self {
            Self::Format => "run `cargo fmt --all`, look at the change, commit it",
            Self::Tidy => "mend each place with ✗ above; alone again: `cargo xtask tidy`",
            Self::Lint => "mend what clippy names; alone again: `cargo xtask test --only lint`",
            Self::Unit => "the failing tests are named above; alone again: `cargo xtask test --only unit`",
            Self::Check => "each line above names a file and a line of a city's pack",
            Self::Browser(Engine::Sqlite) => {
                "the failing steps are named above, pictures are in e2e/screens; alone again: \
                 `cargo xtask test --only e2e --engine sqlite`"
            }
            Self::Browser(Engine::Postgres) => {
                "the failing steps are named above, pictures are in e2e/screens; alone again: \
                 `cargo xtask test --only e2e --engine postgres`"
            }
        }
    }

    fn tools(self, engine: Option<Engine>) -> &'static [Tool] {
        match self {
            Self::Format => &[Tool::RustComponents],
            Self::Tidy => &[],
            Self::Lint => &[Tool::RustComponents, Tool::Node],
            Self::Unit if engine == Some(Engine::Sqlite) => &[
                Tool::Node,
                Tool::Python,
                Tool::Fonts,
                Tool::MoreFonts,
                Tool::Emoji,
                Tool::Poppler,
            ],
            Self::Unit => &[
                Tool::Node,
                Tool::Python,
                Tool::Fonts,
                Tool::MoreFonts,
                Tool::Emoji,
                Tool::Poppler,
                Tool::Clamav,
                Tool::Postgres,
            ],
            Self::Check => &[Tool::Node],
            Self::Browser(Engine::Sqlite) => &[
                Tool::Node,
                Tool::Python,
                Tool::Chromium,
                Tool::ChromiumShell,
                Tool::Coturn,
                Tool::Janus,
                Tool::Fonts,
                Tool::MoreFonts,
                Tool::Emoji,
            ],
            Self::Browser(Engine::Postgres) => &[
                Tool::Node,
                Tool::Python,
                Tool::Chromium,
                Tool::ChromiumShell,
                Tool::Coturn,
                Tool::Janus,
                Tool::Fonts,
                Tool::MoreFonts,
                Tool::Emoji,
                Tool::Postgres,
            ],
        }
    }

    fn on(self, engine: Option<Engine>) -> bool {
        !matches!((self, engine), (Self::Browser(on), Some(engine)) if on != engine)
    }
}

/// What steps share.
#[derive(Debug)]
struct Shared {
    engine: Option<Engine>,
    postgres: Option<Postgres>,
    /// The binary as the step before built it.
    binary: Option<PathBuf>,
}

impl Shared {
    /// The URL of a PostgreSQL, started by the first who asks.
    fn postgres(&mut self) -> anyhow::Result<String> {
        if self.postgres.is_none() {
            self.postgres = Some(Postgres::start()?);
        }
        Ok(self.postgres.as_ref().map(Postgres::url).unwrap_or_default())
    }

    /// The binary. A whole run takes the one that was built for the tests in Rust.
    fn binary(&mut self) -> anyhow::Result<PathBuf> {
        match &self.binary {
            Some(binary) => Ok(binary.clone()),
            None => Ok(self.binary.insert(browser::binary()?).clone()),
        }
    }

    fn carry_out(&mut self, step: Step) -> anyhow::Result<()> {
        match step {
            Step::Format => run_command(cargo().args(["fmt", "--all", "--check"])),
            Step::Tidy => tidy::carry_out(),
            Step::Lint => {
                let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
                run_command(cargo().args(arguments))
            }
            Step::Unit => self.tests_in_rust(),
            // Guides expire by and by, which is the city's to see and no fault of the code.
            Step::Check => {
                for pack in ["cities/weihai", "cities/sample-bay"] {
                    run_command(program(self.binary()?).args(["check", pack, "--on", "2026-11-28"]))?;
                }
                Ok(())
            }
            Step::Browser(engine) => {
                let suites = Suites::of(self.binary()?)?;
                run_command(&mut suites.command(self.url(engine)?.as_deref()))
            }
        }
    }

    /// All tests in Rust. What they leave in their temporary folders goes when they have ended.
    fn tests_in_rust(&mut self) -> anyhow::Result<()> {
        let mut temporary = tempfile::Builder::new();
        temporary.prefix("harborline-tests-");
        // A database server runs as somebody else, and comes to its own folder through this one.
        let temporary = temporary.permissions(Permissions::from_mode(0o755)).tempdir()?;
        let mut test = cargo();
        test.env("TMPDIR", temporary.path());
        test.args(["test", "--workspace", "--no-fail-fast"]);
        test.env("BERGAMOT_WEIGHTS", weights()?);
        test.env("HARBORLINE_TEST_PYTHON", with_packages()?);
        // Without a URL the tests that want PostgreSQL too run on SQLite alone.
        if self.engine != Some(Engine::Sqlite) {
            test.env("HARBORLINE_TEST_POSTGRES", self.postgres()?);
        }
        run_command(cargo().args(["test", "--workspace", "--no-run"]))?;
        self.binary = Some(browser::built());
        let passed = run_command(&mut test);
        passed.and(speech::carry_out())
    }

    /// The server that the browser tests need on that engine.
    fn url(&mut self, engine: Engine) -> anyhow::Result<Option<String>> {
        match engine {
            Engine::Sqlite => Ok(None),
            Engine::Postgres => self.postgres().map(Some),
        }
    }

    /// The browser tests on both engines, side by side: one run alone waits for its browser more than it computes. The
    /// first speaks at once, the second when the first has ended.
    fn on_both(&mut self, report: &mut Report) {
        let began = Instant::now();
        let ready = (|| Ok((Suites::of(self.binary()?)?, self.postgres()?)))();
        let (suites, url) = match ready {
            Ok(ready) => ready,
            Err(error) => {
                let error: anyhow::Error = error;
                let why = format!("{error:#}");
                for step in Step::BROWSERS {
                    report.took(
                        step.name(),
                        began.elapsed(),
                        Err(anyhow!(why.clone())),
                        step.advice(),
                    );
                }
                return;
            }
        };
        let [sqlite, postgres] = Step::BROWSERS;
        std::thread::scope(|threads| {
            let held = threads.spawn(|| {
                let (said, done) = run_held(&mut suites.command(Some(&url)));
                (said, done, began.elapsed())
            });
            announce(sqlite.name());
            let done = run_command(&mut suites.command(None));
            report.took(sqlite.name(), began.elapsed(), done, sqlite.advice());
            announce(postgres.name());
            let (said, done, time) = held.join().expect("running a program does not panic");
            println!("{said}");
            report.took(postgres.name(), time, done, postgres.advice());
        });
    }
}

/// `cargo xtask test`.
///
/// Its last line is `N passed, M failed`, counting steps. When every step has passed, and the tree is clean and on the
/// same commit from beginning to end, the run is written to `target/green`; see [`green`].
pub fn run(args: &Args) -> ExitCode {
    let whole = args.only.is_none() && args.engine.is_none();
    let commit = if whole {
        Commit::of_clean_tree(root())
    } else {
        None
    };
    let mut report = Report::begin();
    carry_out(args, &mut report);
    if report.is_green() {
        record(whole, commit.as_ref(), &report);
    }
    report.end()
}

fn carry_out(args: &Args, report: &mut Report) {
    let steps: Vec<Step> = Step::ALL
        .into_iter()
        .filter(|step| args.only.is_none_or(|only| only == step.only()) && step.on(args.engine))
        .collect();
    let mut wanted: Vec<Tool> = Vec::new();
    for tool in steps.iter().flat_map(|step| step.tools(args.engine)) {
        if !wanted.contains(tool) {
            wanted.push(*tool);
        }
    }
    announce("tools");
    let began = Instant::now();
    report.took(
        "tools",
        began.elapsed(),
        tools::ensure(&wanted),
        "see the message above",
    );
    let mut shared = Shared {
        engine: args.engine,
        postgres: None,
        binary: None,
    };
    let (side_by_side, alone) = match steps.strip_suffix(&Step::BROWSERS) {
        Some(alone) => (true, alone),
        _ => (false, steps.as_slice()),
    };
    for step in alone {
        announce(step.name());
        let began = Instant::now();
        let done = tools::demand(step.tools(args.engine)).and_then(|()| shared.carry_out(*step));
        report.took(step.name(), began.elapsed(), done, step.advice());
    }
    if side_by_side {
        shared.on_both(report);
    }
}

/// Writes a green run down, or says why it is not written.
fn record(whole: bool, commit: Option<&Commit>, report: &Report) {
    let written = match commit {
        None if whole => Ok(None),
        None => return,
        Some(commit) => green::write(root(), commit, &report.lines()),
    };
    match written {
        Ok(Some(green)) => println!("\nWritten to {}.", green.display()),
        Ok(None) => println!("\nNot written to target/green: the tree is not one commit's."),
        Err(error) => eprintln!("\n{error:#}"),
    }
}

fn announce(step: &str) {
    println!("\n── {step} ──");
}
