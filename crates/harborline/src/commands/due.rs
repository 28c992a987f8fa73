use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use domain::deadlines::{Limit, PausedDays};
use jiff::civil::Date;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Day the limit begins on; it is not counted.
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// `5 working days`, `60 days` or `24 hours`.
    #[arg(long)]
    limit: String,
    /// A time in which the clock stands, `FROM..TO`: the days after FROM, up to and with TO. May be repeated.
    #[arg(long, value_name = "FROM..TO")]
    pause: Vec<String>,
}

fn pause(text: &str) -> anyhow::Result<PausedDays> {
    let (from, to) = text
        .split_once("..")
        .with_context(|| format!("`{text}` is not FROM..TO"))?;
    let day = |text: &str| {
        text.trim()
            .parse::<Date>()
            .with_context(|| format!("`{text}` is not a date"))
    };
    let pause = PausedDays {
        from: day(from)?,
        to: day(to)?,
    };
    if pause.to < pause.from {
        bail!("the pause {text} ends before it begins");
    }
    Ok(pause)
}

pub fn run(pack: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let limit: Limit = args.limit.parse()?;
    let pauses = args
        .pause
        .iter()
        .map(|text| pause(text))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let city = super::read_city(pack)?;
    let due = city.calendar.due(args.from, limit, &pauses);
    let answer = serde_json::json!({
        "due": due.on.to_string(),
        "provisional": due.provisional,
        "from": args.from.to_string(),
        "limit": limit.to_string(),
        "pauses": args.pause,
        "working_days": city.calendar.working_days(args.from, due.on),
        "city": city.code,
    });
    println!("{answer}");
    Ok(ExitCode::SUCCESS)
}
