use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use clap::Subcommand;
use composite::read::{Encoding, Numbers, Options};
use composite::uncertainty::{Ranking, Running, Sensitivity, Uncertainty, run as uncertainty, sensitivity};
use composite::{
    Aggregate, Build, Data, Framework, Impute, ImputeYears, Levels, Normalise, Recipe, Treat, build,
};
use domain::Lang;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::index::charts::Words;
use crate::index::read::{self, Read};
use crate::index::report::Report;
use crate::index::{charts, looks, tables};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build an index from a table of data and one of metadata, and write every stage of it.
    Build(Box<BuildArgs>),
}

/// What is given here takes the place of what the recipe says.
#[derive(Debug, Clone, clap::Args)]
struct BuildArgs {
    /// Units by indicators: a column uCode, and one for each indicator, denominator and group of the metadata.
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// What the columns are and how they make an index: columns iCode, Type, Level, Parent, Direction, Weight and more.
    #[arg(long, value_name = "FILE")]
    meta: PathBuf,
    /// What the two are in, where they are not in UTF-8 and their bytes do not tell: GB18030, Big5, Shift-JIS, EUC-KR,
    /// windows-1251 or another.
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// decimal-point or decimal-comma: how columns are read that can be read in two ways, as 1.234 or 1,234.
    #[arg(long, value_name = "WAY")]
    numbers: Option<Numbers>,
    /// Of the charts: zh, en, ko, ja or ru. Names come from the tables' columns in it, where these are there.
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = Lang::parse)]
    language: Lang,
    /// Every choice on the way, as TOML.
    #[arg(long, value_name = "FILE")]
    recipe: Option<PathBuf>,
    /// The year to build; else all that the data have, each in a folder of its own.
    #[arg(long)]
    year: Option<i32>,
    /// What is missing in a year comes from others: none, last, linear, and at most how many years off: last:3.
    #[arg(long, value_name = "METHOD")]
    impute_years: Option<ImputeYears>,
    /// none, mean, median, or mean:GROUP and median:GROUP with a column of groups.
    #[arg(long, value_name = "METHOD")]
    impute: Option<Impute>,
    /// none, or winsorise:POINTS and a transformation with a plus: winsorise:5+log.
    #[arg(long, value_name = "METHOD")]
    treat: Option<Treat>,
    /// minmax[:low:high], scaled, zscore, rank, prank, borda, dist2max, dist2targ, dist2ref:UNIT, fracmax, goalposts.
    #[arg(long, value_name = "METHOD")]
    normalise: Option<Normalise>,
    /// amean, gmean, hmean, genmean:P, median, copeland; several with commas, from the indicators up.
    #[arg(long, value_name = "METHOD", value_delimiter = ',')]
    aggregate: Vec<Aggregate>,
    /// Build it so often with other choices: those of the recipe's [uncertainty], else other ways to normalise and to
    /// aggregate and weights up or down by a quarter.
    #[arg(long, value_name = "TIMES")]
    uncertainty: Option<usize>,
    /// Say which of the choices the ranks depend on, too.
    #[arg(long)]
    sensitivity: bool,
    /// Look closer, too: statistics and correlations, how well parts agree, what each element does, strengths of each unit.
    #[arg(long)]
    look: bool,
    /// Chances are drawn from it.
    #[arg(long)]
    seed: Option<u64>,
    /// As many as there are processors, if not given.
    #[arg(long)]
    threads: Option<usize>,
    /// Where everything is written; made if it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl BuildArgs {
    fn options(&self) -> Options {
        Options {
            encoding: self.encoding,
            numbers: self.numbers,
            language: Some(self.language.to_string()),
        }
    }
}

pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Command::Build(args) = &args.command;
    let args = args.clone();
    let stop = Arc::new(AtomicBool::new(false));
    let stopping = Arc::clone(&stop);
    let mut building = tokio::task::spawn_blocking(move || build_all(&args, &stopping));
    tokio::select! {
        done = &mut building => return done?,
        () = super::serve::told_to_end() => stop.store(true, Ordering::Relaxed),
    }
    building.await?
}

fn build_all(args: &BuildArgs, stop: &AtomicBool) -> anyhow::Result<ExitCode> {
    let recipe = recipe(args)?;
    let words = Words::of(args.language)?;
    let Read {
        framework,
        panel,
        reading,
    } = read::tables(&args.data, &args.meta, &args.options())?;
    let panel = panel.imputed(recipe.impute_years);
    let several = panel.years().len() > 1;
    let is_wanted = |data: &&Data| args.year.is_none() || args.year == data.year;
    let wanted: Vec<&Data> = panel.years().iter().filter(is_wanted).collect();
    if let (Some(year), true) = (args.year, wanted.is_empty()) {
        anyhow::bail!("{} has no year {year}", args.data.display());
    }
    let mut written = Vec::new();
    for data in wanted {
        let folder = match data.year {
            Some(year) if several && args.year.is_none() => args.out.join(year.to_string()),
            _ => args.out.clone(),
        };
        let work = Work {
            framework: &framework,
            recipe: &recipe,
            args,
            words: &words,
            stop,
        };
        written.push(work.year(data, &reading, &folder)?);
    }
    println!("{:#}", serde_json::Value::from(written));
    Ok(ExitCode::SUCCESS)
}

fn recipe(args: &BuildArgs) -> anyhow::Result<Recipe> {
    let mut recipe = match &args.recipe {
        None => Recipe::default(),
        Some(file) => {
            let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            toml::from_str(&text).with_context(|| format!("{} is no recipe", file.display()))?
        }
    };
    if let Some(how) = args.impute_years {
        recipe.impute_years = how;
    }
    if let Some(impute) = &args.impute {
        recipe.impute = impute.clone();
    }
    if let Some(treat) = &args.treat {
        recipe.treat = treat.clone();
    }
    if let Some(normalise) = &args.normalise {
        recipe.normalise = normalise.clone();
    }
    match args.aggregate[..] {
        [] => {}
        [one] => recipe.aggregate = Levels::All(one),
        ref each => recipe.aggregate = Levels::Each(each.to_vec()),
    }
    if args.uncertainty.is_some() || args.sensitivity {
        let own = usual(&recipe);
        let spec = recipe.uncertainty.get_or_insert(own);
        spec.replications = args.uncertainty.unwrap_or(spec.replications);
        spec.seed = args.seed.unwrap_or(spec.seed);
        if args.sensitivity {
            spec.sensitivity.get_or_insert_default();
        }
    }
    Ok(recipe)
}

/// What varies when the recipe does not say.
fn usual(recipe: &Recipe) -> Uncertainty {
    let mut normalise = vec![recipe.normalise.clone()];
    for other in [
        Normalise::default(),
        Normalise::Zscore { mean: 0.0, sd: 1.0 },
        Normalise::Prank,
    ] {
        if !normalise.contains(&other) {
            normalise.push(other);
        }
    }
    let mut aggregate = vec![recipe.aggregate.clone()];
    for other in [Aggregate::ArithmeticMean, Aggregate::Median] {
        if !aggregate.contains(&Levels::All(other)) {
            aggregate.push(Levels::All(other));
        }
    }
    Uncertainty {
        normalise,
        aggregate,
        weights: Some(Levels::All(0.25)),
        ..Uncertainty::default()
    }
}

/// What a build of one year needs.
struct Work<'w> {
    framework: &'w Framework,
    recipe: &'w Recipe,
    args: &'w BuildArgs,
    words: &'w Words,
    stop: &'w AtomicBool,
}

impl Work<'_> {
    /// Builds a year and writes it; what is printed of it.
    fn year(&self, data: &Data, reading: &read::Reading, folder: &Path) -> anyhow::Result<serde_json::Value> {
        let built = build(data, self.framework, self.recipe)?;
        let ranking = self.uncertainty(data)?;
        let sobol = self.sensitivity(data)?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let write = |name: &str, text: String| {
            let file = folder.join(name);
            fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
        };
        for (name, text) in tables::all(&built, ranking.as_ref(), sobol.as_ref()) {
            write(name, text)?;
        }
        if self.args.look {
            for (name, text) in looks::all(&built, data)? {
                write(name, text)?;
            }
        }
        let report = Report::of(&built, reading, ranking.as_ref(), sobol.as_ref());
        let drawn = charts::all(&built, ranking.as_ref(), self.words);
        let names: Vec<&str> = drawn.iter().map(|(name, _)| *name).collect();
        write("report.md", report.markdown(&built, &names)?)?;
        write("report.json", serde_json::to_string_pretty(&report)? + "\n")?;
        write("recipe.toml", toml::to_string(self.recipe)?)?;
        for (name, text) in drawn {
            write(name, text)?;
        }
        Ok(summary(&built, &report, folder))
    }

    fn uncertainty(&self, data: &Data) -> anyhow::Result<Option<Ranking>> {
        let Some(spec) = self
            .recipe
            .uncertainty
            .as_ref()
            .filter(|_| self.args.uncertainty.is_some())
        else {
            return Ok(None);
        };
        let bar = bar("uncertainty");
        let progress = |done: usize, of: usize| show(&bar, done, of);
        let ranking = uncertainty(data, self.framework, self.recipe, spec, &self.running(&progress))?;
        bar.finish_and_clear();
        Ok(Some(ranking))
    }

    fn sensitivity(&self, data: &Data) -> anyhow::Result<Option<Sensitivity>> {
        let Some(spec) = self.recipe.uncertainty.as_ref().filter(|_| self.args.sensitivity) else {
            return Ok(None);
        };
        let bar = bar("sensitivity");
        let progress = |done: usize, of: usize| show(&bar, done, of);
        let found = sensitivity(data, self.framework, self.recipe, spec, &self.running(&progress))?;
        bar.finish_and_clear();
        Ok(Some(found))
    }

    fn running<'r>(&'r self, progress: &'r (dyn Fn(usize, usize) + Sync)) -> Running<'r> {
        let all = std::thread::available_parallelism().map_or(1, usize::from);
        Running {
            threads: self.args.threads.unwrap_or(all).max(1),
            progress,
            stop: self.stop,
        }
    }
}

/// On a terminal; nothing elsewhere.
fn bar(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    ProgressBar::new(0)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(what)
}

fn show(bar: &ProgressBar, done: usize, of: usize) {
    bar.set_length(of as u64);
    bar.set_position(done as u64);
}

fn summary(built: &Build, report: &Report<'_>, folder: &Path) -> serde_json::Value {
    json!({
        "out": folder,
        "year": built.year,
        "units": built.units().len(),
        "indicators": built.framework.indicators().len(),
        "estimated": report.imputed,
        "winsorised": built.record.winsorised(),
        "missing": built.aggregated.missing(),
        "left_out": report.left_out,
        "first": report.ranking.first().map(|one| one.unit),
    })
}
