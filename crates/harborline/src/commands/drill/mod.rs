mod postgres;

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use domain::city::City;
use secrecy::SecretString;
use store::{Location, Store, StoreError};
use web::{Entropy as _, SystemEntropy};

use self::postgres::Scratch;
use super::backup::{copy, put_back};
use super::serve::told_to_end;
use super::{read_city, system_random};
use crate::config::Config;
use crate::keys::{self, Held, KEYS};

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
    let location = Location::parse(&config.location())?;
    if let (Location::Sqlite(file), None) = (&location, &args.from) {
        anyhow::ensure!(file.exists(), StoreError::NoDatabase);
    }
    let folder = args.folder.clone().unwrap_or_else(|| config.data.join("drill"));
    let place = Place::make(folder)?;
    let scratch = match &location {
        Location::Postgres(url) => Some(Scratch::of(url, &place.0)?),
        Location::Sqlite(_) => None,
    };
    let drill = Drill {
        data: &config.data,
        location: &location,
        city: &city,
        place: &place.0,
        scratch: scratch.as_ref(),
    };
    let mut steps = Steps::default();
    let done = tokio::select! {
        done = drill.in_steps(args, &mut steps) => done,
        () = told_to_end() => Err(anyhow::anyhow!("told to end before the end")),
    };
    if let Some(scratch) = &scratch {
        scratch.drop_it().await?;
    }
    done?;
    Ok(if steps.failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

struct Drill<'a> {
    data: &'a Path,
    location: &'a Location,
    city: &'a City,
    place: &'a Path,
    /// On PostgreSQL.
    scratch: Option<&'a Scratch>,
}

impl Drill<'_> {
    async fn in_steps(&self, args: &Args, steps: &mut Steps) -> anyhow::Result<()> {
        let (copy, passphrase) = if let (Some(from), Some(file)) = (&args.from, &args.passphrase_file) {
            (from.clone(), keys::passphrase(file)?)
        } else {
            let (copy, passphrase) = (self.place.join("backup"), drawn());
            let backup = steps.step("backup", self.backup(&copy, &passphrase)).await;
            if backup.is_none() {
                return Ok(());
            }
            (copy, passphrase)
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
        let restored = steps.step("restore", self.restore(&copy, &held)).await;
        if let Some(restored) = restored {
            steps.step("verify", self.verify(&restored, &held)).await;
        }
        Ok(())
    }

    async fn backup(&self, to: &Path, passphrase: &SecretString) -> anyhow::Result<((), String)> {
        match self.scratch {
            Some(scratch) => {
                keys::encrypt_to(&keys::beside(to), &keys::all(self.data)?, passphrase)?;
                scratch.dump(to).await?;
            }
            None => copy(self.location, self.data, to, Some(passphrase)).await?,
        }
        let bytes = std::fs::metadata(to)?.len();
        Ok(((), format!("{bytes} bytes")))
    }

    async fn restore(&self, copy: &Path, held: &[Held]) -> anyhow::Result<(Location, String)> {
        let data = self.place.join("restored");
        std::fs::DirBuilder::new().mode(0o700).create(&data)?;
        let location = if let Some(scratch) = self.scratch {
            scratch.restore(copy).await?;
            keys::put(&data, held)?;
            Location::Postgres(scratch.address())
        } else {
            let location = Location::Sqlite(data.join("harborline.db"));
            put_back(&location, &data, copy, held).await?;
            location
        };
        Ok((location, "it is put back".to_owned()))
    }

    /// A copy of an older version is brought up to date first, as it would be when the city had to live on it.
    async fn verify(&self, restored: &Location, held: &[Held]) -> anyhow::Result<((), String)> {
        let store = Store::open(restored, system_random()).await?;
        for key in KEYS.iter().filter(|key| key.fixed) {
            let with = store.mark_of(key.name).await?;
            let mark = held.iter().find(|held| held.key == *key).map(Held::mark);
            anyhow::ensure!(
                with.is_none() || with == mark,
                "it was served with another `{}` than the one that is put back: {}",
                key.name,
                key.without
            );
        }
        store.adopt(self.city).await?;
        let report = store.verify(self.city, |_| {}).await?;
        let checked = report.checked;
        let Some(first) = report.broken.first() else {
            let text = format!("{} streams, {} events", checked.streams, checked.events);
            return Ok(((), text));
        };
        let more = report.broken.len() as u64 - 1 + report.more;
        anyhow::bail!("{first}, and {more} more; `harborline verify` names them")
    }
}

/// A passphrase for this drill alone.
fn drawn() -> SecretString {
    let mut bytes = [0; 32];
    SystemEntropy.fill(&mut bytes);
    SecretString::from(hex::encode(bytes))
}
