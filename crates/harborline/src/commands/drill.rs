use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use domain::city::City;
use secrecy::SecretString;
use store::{Location, Store};
use web::{Entropy as _, SystemEntropy};

use super::backup::{copy, put_back};
use super::{read_city, system_random};
use crate::config::Config;
use crate::keys::{self, Held};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Try this copy, which `backup` wrote, instead of one that is made now.
    #[arg(long, value_name = "FILE", requires = "passphrase_file")]
    from: Option<PathBuf>,
    /// A file with the passphrase that opens its keys.
    #[arg(long, value_name = "FILE", requires = "from")]
    passphrase_file: Option<PathBuf>,
    /// Where to put it back; the folder must not be there, and is removed afterwards [default: drill in the data folder].
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// A folder of this drill alone. What is put back there is what people told the city: it goes again, however the drill ends.
struct Place(PathBuf);

impl Place {
    fn make(folder: PathBuf) -> anyhow::Result<Self> {
        let mut make = std::fs::DirBuilder::new();
        make.mode(0o700).create(&folder).with_context(|| {
            format!(
                "{} cannot be made; what a drill left that was killed has to be removed first",
                folder.display()
            )
        })?;
        Ok(Self(folder))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("remove {} by hand: {error}", self.0.display());
        }
    }
}

/// Says of each step whether it went well, and how long it took.
#[derive(Default)]
struct Steps {
    failed: bool,
}

impl Steps {
    async fn step<T>(
        &mut self,
        name: &str,
        work: impl Future<Output = anyhow::Result<(T, String)>>,
    ) -> Option<T> {
        let begun = Instant::now();
        let done = work.await;
        let took = begun.elapsed().as_secs_f64();
        match done {
            Ok((made, text)) => {
                println!("ok   {name}: {text}, {took:.1} s");
                Some(made)
            }
            Err(error) => {
                println!("MEND {name}: {error:#}");
                self.failed = true;
                None
            }
        }
    }
}

/// Backs up, puts the copy back elsewhere with the keys out of their encrypted file, brings it up to date there, and proves it.
pub async fn run(config: Config, args: &Args) -> anyhow::Result<ExitCode> {
    let city = read_city(&config.city)?;
    let folder = args.folder.clone().unwrap_or_else(|| config.data.join("drill"));
    let place = Place::make(folder)?;
    let mut steps = Steps::default();
    in_steps(&config, args, &city, &place.0, &mut steps).await?;
    Ok(if steps.failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

async fn in_steps(
    config: &Config,
    args: &Args,
    city: &City,
    place: &Path,
    steps: &mut Steps,
) -> anyhow::Result<()> {
    let (copy, passphrase) = match (&args.from, &args.passphrase_file) {
        (Some(from), Some(file)) => (from.clone(), keys::passphrase(file)?),
        _ => {
            let (copy, passphrase) = (place.join("backup.db"), drawn());
            let location = Location::parse(&config.location())?;
            let backup = backup(&location, &config.data, &copy, &passphrase);
            if steps.step("backup", backup).await.is_none() {
                return Ok(());
            }
            (copy, passphrase)
        }
    };
    let keys = async {
        let held = keys::decrypt(&keys::beside(&copy), &passphrase)?;
        let names: Vec<&str> = held.iter().map(|held| held.key.name).collect();
        let text = match names.as_slice() {
            [] => "the data folder has none".to_owned(),
            names => names.join(", "),
        };
        Ok((held, text))
    };
    let Some(held) = steps.step("keys", keys).await else {
        return Ok(());
    };
    let data = place.join("restored");
    std::fs::DirBuilder::new().mode(0o700).create(&data)?;
    let location = Location::Sqlite(data.join("harborline.db"));
    let restored = steps
        .step("restore", restore(&location, &data, &copy, &held))
        .await;
    if restored.is_some() {
        steps.step("verify", verify(&location, city)).await;
    }
    Ok(())
}

fn drawn() -> SecretString {
    let mut bytes = [0; 32];
    SystemEntropy.fill(&mut bytes);
    SecretString::from(hex::encode(bytes))
}

async fn backup(
    location: &Location,
    data: &Path,
    to: &Path,
    passphrase: &SecretString,
) -> anyhow::Result<((), String)> {
    copy(location, data, to, Some(passphrase)).await?;
    let bytes = std::fs::metadata(to)?.len();
    Ok(((), format!("{bytes} bytes")))
}

async fn restore(
    location: &Location,
    data: &Path,
    copy: &Path,
    held: &[Held],
) -> anyhow::Result<((), String)> {
    put_back(location, data, copy, held).await?;
    Ok(((), "whole, and served with these keys".to_owned()))
}

/// A copy of an older version is brought up to date first, as it would be when the city had to live on it.
async fn verify(location: &Location, city: &City) -> anyhow::Result<((), String)> {
    let store = Store::open(location, system_random()).await?;
    store.adopt(city).await?;
    let report = store.verify(city, |_| {}).await?;
    let checked = report.checked;
    let Some(first) = report.broken.first() else {
        return Ok((
            (),
            format!("{} streams, {} events", checked.streams, checked.events),
        ));
    };
    let more = report.broken.len() as u64 - 1 + report.more;
    anyhow::bail!("{first}, and {more} more; `harborline verify` names them")
}
