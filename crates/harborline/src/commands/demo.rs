use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use jiff::civil::Date;
use web::Secret;

use super::serve::{Serving, log_to_stderr, serve};
use super::{clock, mail, open_store_with, read_city};
use crate::config::{Config, Settings};
use crate::demo::{self, PASSWORD, Year};
use crate::duties::{Duties, Memory, Node};
use crate::engines;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Last day of the made-up year [default: today].
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// How many cases the year has [default: 3200].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    cases: Option<u64>,
    /// Make the year again, though there is one.
    #[arg(long)]
    fresh: bool,
    /// Make the year and end, without serving.
    #[arg(long)]
    seed_only: bool,
    /// So many made-up visitors chat with the hotline while it is served.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    visitors: u32,
}

/// Stands in a folder that a demo made.
pub const MARKER: &str = "demo";

/// A demo's secret is known to all, so that the same year gives the same receipts. Nothing in it is anyone's.
const SECRET: [u8; 32] = *b"harborline demo: nothing is real";

pub async fn run(settings: &Settings, args: &Args) -> anyhow::Result<ExitCode> {
    let mut settings = settings.clone();
    let own = std::env::var_os("HARBORLINE_DATA").is_none();
    if settings.data.is_none() && own {
        settings.data = Some("data/demo".into());
    }
    let config = settings.load()?;
    let city = Arc::new(read_city(&config.city)?);
    let until = args.until.unwrap_or_else(|| city.day(clock(&config).now()));
    let cases = args.cases.unwrap_or(demo::CASES);
    config.prepare_data()?;
    let done = config.data.join("demo-year");
    let there = std::fs::read_to_string(&done).ok();
    let wanted = until.to_string();
    let keep = there.is_some() && !args.fresh && args.until.is_none_or(|_| there.as_deref() == Some(&wanted));
    if !keep {
        start_again(&config, &done)?;
    }
    let store = open_store_with(&config, demo::random()).await?;
    store.adopt(&city).await?;
    if keep {
        eprintln!("the made-up year is there already (--fresh makes it again)");
    } else {
        let empty = store.staff().await?.is_empty();
        anyhow::ensure!(empty, "the database is not empty: a demo wants one of its own");
        let year = make(&config, &store, &city, demo::Extent { until, cases }).await?;
        print_logins(&config, &year)?;
        std::fs::write(&done, &wanted)?;
    }
    if args.seed_only {
        return Ok(ExitCode::SUCCESS);
    }
    let logins = std::fs::read_to_string(config.data.join("logins.txt")).unwrap_or_default();
    log_to_stderr(&config);
    let memory = Memory::new(store.clone(), &city);
    let seen = memory.translator();
    let translators = engines::translators(&config, &city, seen.clone())?;
    let node = Node {
        store: store.clone(),
        city: Arc::clone(&city),
        clock: clock(&config),
        mail: mail(&config, &city, &Secret::new(SECRET))?,
    };
    let duties = Duties::of(&store, memory).with_workers(&node, translators.clone());
    let serving = Serving {
        city,
        store,
        secret: Secret::new(SECRET),
        memory: seen,
        translators,
        transcribers: engines::speech::transcribers(&config)?,
        demo: true,
    };
    let (pack, visitors) = (config.city.clone(), args.visitors);
    serve(&config, serving, duties, |address| {
        print!("{logins}");
        if visitors > 0
            && let Err(error) = demo::visitors::play(address, &pack, visitors)
        {
            tracing::warn!(%error, "nobody visits");
        }
    })
    .await
}

/// Removes what an earlier or unfinished demo left. Only in a folder that a demo made, or an empty one.
fn start_again(config: &Config, done: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        config.database.is_none() || !done.exists(),
        "a demo on PostgreSQL is made once; drop the database to make it again"
    );
    let marker = config.data.join(MARKER);
    let database = config.sqlite_file();
    let strange = database.exists() && !marker.exists();
    anyhow::ensure!(
        !strange,
        "{} holds data that is no demo's; choose another --data",
        config.data.display()
    );
    std::fs::write(
        &marker,
        "This folder belongs to `harborline demo`. Everything in it is made up.\n",
    )?;
    for name in [
        "harborline.db",
        "harborline.db-wal",
        "harborline.db-shm",
        "demo-year",
        "logins.txt",
    ] {
        match std::fs::remove_file(config.data.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove {name}"));
            }
            _ => {}
        }
    }
    Ok(())
}

async fn make(
    config: &Config,
    store: &store::Store,
    city: &domain::city::City,
    extent: demo::Extent,
) -> anyhow::Result<Year> {
    let started = Instant::now();
    let secret = Secret::new(SECRET);
    let hash = move |reference: &domain::receipts::Reference, code: &domain::receipts::AccessCode| {
        secret.access_hash(*reference, code)
    };
    let said = |done: usize| {
        if done.is_multiple_of(200) {
            eprintln!("made {done} of {} cases", extent.cases);
        }
    };
    let year = demo::seed(store, city, &config.city, extent, &hash, &said).await?;
    let seconds = started.elapsed().as_secs_f64();
    eprintln!(
        "a year of {} made-up cases, {} commands, in {seconds:.1} s",
        year.cases, year.commands
    );
    Ok(year)
}

fn print_logins(config: &Config, year: &Year) -> anyhow::Result<()> {
    use std::fmt::Write as _;
    let mut text = String::new();
    writeln!(
        text,
        "\nEverything here is made up. Sign in at /desk/sign-in with the password {PASSWORD}:"
    )?;
    for login in &year.logins {
        writeln!(
            text,
            "  {:14} {:24} {}",
            login.role.code(),
            login.name,
            login.unit
        )?;
    }
    writeln!(text, "Follow a case at /en/follow:")?;
    for (language, reference, code) in &year.receipts {
        writeln!(text, "  {reference}  {}  {language}", code.reveal())?;
    }
    writeln!(text)?;
    std::fs::write(config.data.join("logins.txt"), text)?;
    Ok(())
}
