use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use secrecy::SecretString;
use store::{Location, Store};

use crate::config::Config;
use crate::keys::{self, Held, KEYS};

#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// File to be written; it must not be there yet.
    file: PathBuf,
    /// A file with a passphrase and nothing else: the keys are encrypted to it, as FILE.keys.age. Without it, keep them yourself.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Write the keys alone, as FILE.keys.age: where the database is copied by PostgreSQL's own tools.
    #[arg(long, requires = "passphrase_file")]
    keys_only: bool,
}

#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// File that `backup` wrote. Nothing may serve the data folder meanwhile.
    file: PathBuf,
    /// A file with the passphrase that opens FILE.keys.age: the keys in it are put back, too.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Put the keys alone back.
    #[arg(long, requires = "passphrase_file", conflicts_with = "without_keys")]
    keys_only: bool,
    /// Put the database alone back, though there are keys beside it.
    #[arg(long)]
    without_keys: bool,
}

fn passphrase(file: Option<&Path>) -> anyhow::Result<Option<SecretString>> {
    file.map(keys::passphrase).transpose()
}

pub async fn backup(config: Config, args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let location = Location::parse(&config.location())?;
    let passphrase = passphrase(args.passphrase_file.as_deref())?;
    if args.keys_only {
        let passphrase = passphrase.context("the keys are encrypted to a passphrase")?;
        let held = keys::all(&config.data)?;
        anyhow::ensure!(!held.is_empty(), "{} has no keys", config.data.display());
        let to = keys::beside(&args.file);
        keys::encrypt_to(&to, &held, &passphrase)?;
        eprintln!("wrote {}", to.display());
        return Ok(ExitCode::SUCCESS);
    }
    anyhow::ensure!(
        matches!(location, Location::Sqlite(_)),
        "not for PostgreSQL: use pg_dump, and --keys-only for what goes with it"
    );
    copy(&location, &config.data, &args.file, passphrase.as_ref()).await?;
    eprintln!("wrote {}", args.file.display());
    if passphrase.is_some() {
        eprintln!(
            "wrote {}, which the passphrase opens: keep that apart from both",
            keys::beside(&args.file).display()
        );
        return Ok(ExitCode::SUCCESS);
    }
    for key in KEYS {
        let file = config.data.join(key.name);
        let (file, without) = (file.display(), key.without);
        if keys::read(&config.data, *key)?.is_some() {
            eprintln!(
                "keep {file} as well, elsewhere: without it {without} (--passphrase-file encrypts the keys beside the copy)"
            );
        } else {
            eprintln!("{file} is not there: if the database is served with one, without it {without}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Copies a database and, with a passphrase, its keys. They come first: a copy is never there without what it needs.
pub async fn copy(
    location: &Location,
    data: &Path,
    to: &Path,
    passphrase: Option<&SecretString>,
) -> anyhow::Result<()> {
    let Some(passphrase) = passphrase else {
        return Ok(Store::backup(location, to, None).await?);
    };
    let held = keys::all(data)?;
    let marks = keys::marks(&held);
    let beside = keys::beside(to);
    keys::encrypt_to(&beside, &held, passphrase)?;
    let copied = Store::backup(location, to, Some(&marks)).await;
    if copied.is_err() {
        // It was made above.
        std::fs::remove_file(&beside)?;
    }
    copied.with_context(|| format!("nothing was written of {location:?}"))
}

pub async fn restore(config: Config, args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let location = Location::parse(&config.location())?;
    let beside = keys::beside(&args.file);
    let passphrase = passphrase(args.passphrase_file.as_deref())?;
    anyhow::ensure!(
        passphrase.is_some() || args.without_keys || !beside.exists(),
        "there are keys in {}: give --passphrase-file to put them back, or --without-keys",
        beside.display()
    );
    let held = match &passphrase {
        Some(passphrase) if !args.without_keys => keys::decrypt(&beside, passphrase)?,
        _ => Vec::new(),
    };
    if config.database.is_none() || !held.is_empty() {
        config.prepare_data()?;
    }
    if args.keys_only {
        keys::put(&config.data, &held)?;
    } else {
        put_back(&location, &config.data, &args.file, &held).await?;
        eprintln!("restored; `harborline verify` proves it whole");
    }
    for key in KEYS {
        if keys::read(&config.data, *key)?.is_none() {
            let file = config.data.join(key.name);
            eprintln!(
                "put the `{}` of the backup back, too, as {}: without it {}",
                key.name,
                file.display(),
                key.without
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a database back, and these keys of it; nothing where they do not belong together.
pub async fn put_back(location: &Location, data: &Path, from: &Path, held: &[Held]) -> anyhow::Result<()> {
    keys::have_room(data, held)?;
    let there = keys::all(data)?;
    let marks = keys::marks(there.iter().chain(held));
    // Without any key, the right ones may come later; the server asks for them.
    let marks = Some(marks.as_slice()).filter(|marks| !marks.is_empty());
    Store::restore(location, from, marks)
        .await
        .with_context(|| format!("nothing was restored to {location:?}"))?;
    keys::put(data, held)
}
