//! `cargo xtask test`: each step announced and timed, up to the first that fails.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::postgres::Postgres;
use crate::shell::{cargo, run as run_command};
use crate::tools::Tool;
use crate::weights::weights;
use crate::{browser, tools};

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
    /// cargo clippy, warnings denied
    Lint,
    /// cargo test: unit, store, web, documentation
    Unit,
    /// harborline check cities/weihai
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
    Lint,
    Unit,
    Check,
    Browser(Engine),
}

impl Step {
    const ALL: [Self; 6] = [
        Self::Format,
        Self::Lint,
        Self::Unit,
        Self::Check,
        Self::Browser(Engine::Sqlite),
        Self::Browser(Engine::Postgres),
    ];

    fn only(self) -> Only {
        match self {
            Self::Format => Only::Fmt,
            Self::Lint => Only::Lint,
            Self::Unit => Only::Unit,
            Self::Check => Only::Check,
            Self::Browser(_) => Only::E2e,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
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
            Self::Lint => "mend what clippy names; alone again: `cargo xtask test --only lint`",
            Self::Unit => "the failing tests are named above; alone again: `cargo xtask test --only unit`",
            Self::Check => "each line above names a file and a line of cities/weihai",
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
            Self::Lint => &[Tool::RustComponents, Tool::Node],
            Self::Unit if engine == Some(Engine::Sqlite) => &[Tool::Node, Tool::Python],
            Self::Unit => &[Tool::Node, Tool::Python, Tool::Postgres],
            Self::Check => &[Tool::Node],
            Self::Browser(Engine::Sqlite) => &[Tool::Node, Tool::Chromium, Tool::Fonts],
            Self::Browser(Engine::Postgres) => &[Tool::Node, Tool::Chromium, Tool::Fonts, Tool::Postgres],
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
}

impl Shared {
    /// The URL of a PostgreSQL, started by the first who asks.
    fn postgres(&mut self) -> anyhow::Result<String> {
        if self.postgres.is_none() {
            self.postgres = Some(Postgres::start()?);
        }
        Ok(self.postgres.as_ref().map(Postgres::url).unwrap_or_default())
    }

    fn carry_out(&mut self, step: Step) -> anyhow::Result<()> {
        match step {
            Step::Format => run_command(cargo().args(["fmt", "--all", "--check"])),
            Step::Lint => {
                let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
                run_command(cargo().args(arguments))
            }
            Step::Unit => {
                let mut test = cargo();
                test.args(["test", "--workspace"]);
                test.env("BERGAMOT_WEIGHTS", weights()?);
                // Without a URL the tests that want PostgreSQL too run on SQLite alone.
                if self.engine != Some(Engine::Sqlite) {
                    test.env("HARBORLINE_TEST_POSTGRES", self.postgres()?);
                }
                run_command(&mut test)
            }
            Step::Check => {
                let arguments = [
                    "run",
                    "--quiet",
                    "--package",
                    "harborline",
                    "--",
                    "check",
                    "cities/weihai",
                ];
                run_command(cargo().args(arguments))
            }
            Step::Browser(Engine::Sqlite) => browser::tests(None),
            Step::Browser(Engine::Postgres) => browser::tests(Some(&self.postgres()?)),
        }
    }
}

/// `cargo xtask test`.
///
/// Its last line is `N passed, M failed`, counting steps.
pub fn run(args: &Args) -> ExitCode {
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
    let mut report = Report::default();
    announce("tools");
    let began = Instant::now();
    let there = tools::ensure(&wanted);
    if report.took("tools", began.elapsed(), there, "see the message above") {
        let mut shared = Shared {
            engine: args.engine,
            postgres: None,
        };
        for step in steps {
            announce(step.name());
            let began = Instant::now();
            let done = shared.carry_out(step);
            if !report.took(step.name(), began.elapsed(), done, step.advice()) {
                break;
            }
        }
    }
    report.end()
}

fn announce(step: &str) {
    println!("\n── {step} ──");
}

#[derive(Debug, Default)]
struct Report {
    lines: Vec<String>,
    passed: usize,
    failed: usize,
}

impl Report {
    fn took(&mut self, step: &str, time: Duration, done: anyhow::Result<()>, advice: &str) -> bool {
        let (word, passed) = match done {
            Ok(()) => ("passed", true),
            Err(error) => {
                eprintln!("\n{step}: {error:#}\nWhat to do: {advice}.");
                ("FAILED", false)
            }
        };
        let line = format!("{word} {step} in {:.1} s", time.as_secs_f64());
        println!("{line}");
        self.lines.push(line);
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
        passed
    }

    fn end(self) -> ExitCode {
        println!();
        for line in &self.lines {
            println!("{line}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
