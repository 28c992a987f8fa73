use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::config::Config;
use crate::models::{self, Bytes, Client, Installed, Limits, Models, Offer, PUBLIC, Pair, Source};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say which models are there and whether they are whole; with --from, which are offered too.
    List {
        /// What this registry (http:// or https://) or folder offers.
        #[arg(long, value_name = "URL|FOLDER")]
        from: Option<Source>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Fetch a model, check it, and put it in its place.
    Add {
        /// Source and target language, as en-pt.
        #[arg(required = true, value_name = "PAIR")]
        pairs: Vec<Pair>,
        /// A registry (http:// or https://), or a folder with a registry's JSON or a model's files.
        #[arg(long, value_name = "URL|FOLDER", default_value = PUBLIC)]
        from: Source,
        /// Take the highest version, even one that is not released.
        #[arg(long)]
        pre: bool,
    },
    /// Take a model away.
    Remove {
        /// Source and target language, as en-pt.
        pair: Pair,
    },
    /// Read all models to the last byte and name what is damaged or missing; silent when all is well.
    Check,
}

pub async fn run(config: Config, args: &Args) -> anyhow::Result<ExitCode> {
    let models = Models::of(&config.data);
    match &args.command {
        Command::List { from, json } => list(&models, from.as_ref(), *json).await,
        Command::Add { pairs, from, pre } => {
            config.prepare_data()?;
            let client = Client::new(Limits::default())?;
            for pair in pairs {
                let record = models::add(&models, from, &client, *pair, *pre, &reads).await?;
                for file in record.files.iter().filter(|file| file.came_unproved()) {
                    eprintln!(
                        "{}: no SHA-256 is stated for it; what came is now what it must be",
                        file.name
                    );
                }
                println!("{pair} {} {}", record.version, models.folder(*pair).display());
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Remove { pair } => {
            models.remove(*pair)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check => check(&models),
    }
}

/// Whether a model can be read to its end.
fn reads(folder: &std::path::Path) -> anyhow::Result<()> {
    bergamot::Translator::load(folder)?;
    Ok(())
}

fn check(models: &Models) -> anyhow::Result<ExitCode> {
    let mut well = true;
    for model in models.installed()? {
        for damage in &model.damage {
            well = false;
            println!("{} {} {}", model.pair, damage.file, damage.what);
        }
    }
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        eprintln!("`harborline models add PAIR` fetches a model anew");
        ExitCode::FAILURE
    })
}

async fn list(models: &Models, from: Option<&Source>, json: bool) -> anyhow::Result<ExitCode> {
    let installed = models.installed()?;
    let offers = match from {
        Some(from) => Some(models::offers(from, &Client::new(Limits::default())?).await?),
        None => None,
    };
    if json {
        println!("{:#}", as_json(&installed, offers.as_deref()));
    } else {
        as_columns(&installed, offers.as_deref())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn as_columns(installed: &[Installed], offers: Option<&[Offer]>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if installed.is_empty() {
        writeln!(
            out,
            "no model is installed; `harborline models add PAIR` adds one"
        )?;
    } else {
        writeln!(out, "{:<8} {:<13} {:>9}  STATE", "PAIR", "VERSION", "SIZE")?;
    }
    for model in installed {
        let (version, size) = match &model.record {
            Some(record) => (record.version.as_str(), Bytes(record.size()).to_string()),
            None => ("?", "?".to_owned()),
        };
        let state = if model.damage.is_empty() {
            "whole"
        } else {
            "damaged"
        };
        writeln!(
            out,
            "{:<8} {version:<13} {size:>9}  {state}",
            model.pair.to_string()
        )?;
    }
    let Some(offers) = offers else {
        return Ok(());
    };
    writeln!(
        out,
        "\n{:<8} {:<13} {:>9}  {:<13} STATUS",
        "OFFERED", "VERSION", "SIZE", "ARCHITECTURE"
    )?;
    for offer in offers {
        writeln!(
            out,
            "{:<8} {:<13} {:>9}  {:<13} {}",
            offer.pair.to_string(),
            offer
                .version
                .as_ref()
                .map_or_else(|| "-".to_owned(), ToString::to_string),
            offer
                .size()
                .map_or_else(|| "?".to_owned(), |size| Bytes(size).to_string()),
            offer.architecture.as_deref().unwrap_or("-"),
            if offer.is_release() {
                "released"
            } else {
                "not released"
            },
        )?;
    }
    Ok(())
}

fn as_json(installed: &[Installed], offers: Option<&[Offer]>) -> Value {
    let installed = installed.iter().map(|model| {
        let damage = model
            .damage
            .iter()
            .map(|damage| json!({"file": damage.file, "what": damage.what}));
        json!({
            "pair": model.pair.to_string(),
            "name": model.record.as_ref().map(|record| &record.name),
            "version": model.record.as_ref().map(|record| &record.version),
            "size": model.record.as_ref().map(models::Record::size),
            "whole": model.damage.is_empty(),
            "damage": damage.collect::<Value>(),
        })
    });
    let mut answer = json!({"installed": installed.collect::<Value>()});
    if let Some(offers) = offers {
        let offers = offers.iter().map(|offer| {
            json!({
                "pair": offer.pair.to_string(),
                "name": offer.name(),
                "version": offer.version.as_ref().map(ToString::to_string),
                "size": offer.size(),
                "architecture": offer.architecture,
                "released": offer.is_release(),
            })
        });
        answer["offered"] = offers.collect();
    }
    answer
}
