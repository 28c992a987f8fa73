//! The keys of an installation: files of the data folder without which its database opens less than it should, and which are
//! therefore a part of each backup. They are never in the database, and never beside a copy of it but encrypted.
//!
//! To add one: its line in [`KEYS`]. It is then named, encrypted, put back and looked after like the others.

pub mod age;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use store::{Mark, Store};
use web::{Entropy as _, SystemEntropy};

/// A key that an installation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its file in the data folder.
    pub name: &'static str,
    /// What the lack of it means.
    pub without: &'static str,
    /// It never changes: the database knows which one it is served with.
    pub fixed: bool,
}

pub const SECRET: Key = Key {
    name: "secret",
    without: "no receipt opens its case, and no recording is heard",
    fixed: true,
};

pub const KEYS: &[Key] = &[SECRET];

/// No key is longer, in bytes.
const LONGEST: u64 = 16_384;
/// A shorter passphrase can be guessed by who has the file.
const PASSPHRASE_MIN: usize = 16;

/// A key as it is kept.
#[derive(Debug, PartialEq)]
pub struct Held {
    pub key: Key,
    bytes: Vec<u8>,
}

impl Held {
    /// What tells it from others, and says nothing else of it.
    pub fn mark(&self) -> Mark {
        use hmac::{Hmac, KeyInit as _, Mac as _};
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.bytes).expect("a key of any length will do");
        mac.update(b"harborline: the mark of a key");
        let mark: [u8; 32] = mac.finalize().into_bytes().into();
        Mark {
            key: self.key.name.to_owned(),
            mark: hex::encode(&mark[..16]),
        }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The marks of keys that never change.
pub fn marks<'a>(held: impl IntoIterator<Item = &'a Held>) -> Vec<Mark> {
    let fixed = held.into_iter().filter(|held| held.key.fixed);
    fixed.map(Held::mark).collect()
}

/// A key of a data folder, if it is there.
///
/// # Errors
/// When it is there and cannot be read, or is too long for a key.
pub fn read(data: &Path, key: Key) -> anyhow::Result<Option<Held>> {
    let file = data.join(key.name);
    match fs::metadata(&file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        found => {
            let found = found.with_context(|| format!("cannot read {}", file.display()))?;
            let is_key = found.is_file() && found.len() <= LONGEST;
            anyhow::ensure!(is_key, "{} is no key", file.display());
        }
    }
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Some(Held { key, bytes }))
}

/// All keys of a data folder.
///
/// # Errors
/// As [`read`].
pub fn all(data: &Path) -> anyhow::Result<Vec<Held>> {
    let read = KEYS.iter().map(|key| read(data, *key));
    read.filter_map(Result::transpose).collect()
}

/// Writes a key into a data folder that has none of that name.
///
/// # Errors
/// When it has, or when it cannot be written.
pub fn write(data: &Path, key: Key, bytes: &[u8]) -> anyhow::Result<()> {
    let file = data.join(key.name);
    new_file(&file, bytes)?;
    // On disk with its name, or a receipt may be given out that nothing opens.
    fs::File::open(data)?.sync_all()?;
    Ok(())
}

fn new_file(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || {
        let mut options = fs::OpenOptions::new();
        let mut made = options.write(true).create_new(true).mode(0o600).open(file)?;
        made.write_all(bytes)?;
        made.sync_all()
    };
    write().with_context(|| format!("cannot write {}", file.display()))
}

/// Where the keys of that copy of a database are.
pub fn beside(copy: &Path) -> PathBuf {
    let mut name = copy.as_os_str().to_owned();
    name.push(".keys.age");
    PathBuf::from(name)
}

/// A passphrase out of a file that holds nothing else.
///
/// # Errors
/// When it cannot be read, or is too short.
pub fn passphrase(file: &Path) -> anyhow::Result<SecretString> {
    let text = fs::read_to_string(file)
        .map(SecretString::from)
        .with_context(|| format!("cannot read the passphrase from {}", file.display()))?;
    let line = text.expose_secret().trim_end_matches(['\r', '\n']);
    let good = line.chars().count() >= PASSPHRASE_MIN && !line.contains(['\r', '\n']);
    anyhow::ensure!(
        good,
        "{} does not hold one line with a passphrase of at least {PASSPHRASE_MIN} characters",
        file.display()
    );
    Ok(SecretString::from(line))
}

/// Writes keys into a new file, encrypted to a passphrase. `age -d` opens it, too: it is TOML with a line for each.
///
/// # Errors
/// When there is such a file, or it cannot be written.
pub fn encrypt_to(file: &Path, held: &[Held], passphrase: &SecretString) -> anyhow::Result<()> {
    let named = held
        .iter()
        .map(|held| (held.key.name, STANDARD.encode(&held.bytes)));
    let text = SecretString::from(toml::to_string(&named.collect::<BTreeMap<_, _>>())?);
    let random = |bytes: &mut [u8]| SystemEntropy.fill(bytes);
    let sealed = age::encrypt(text.expose_secret().as_bytes(), passphrase, random);
    new_file(file, &sealed)?;
    fs::File::open(
        file.parent()
            .filter(|at| !at.as_os_str().is_empty())
            .unwrap_or(Path::new(".")),
    )?
    .sync_all()?;
    Ok(())
}

/// The keys in a file that [`encrypt_to`] wrote.
///
/// # Errors
/// When it cannot be read, the passphrase is not its own, or it holds something else.
pub fn decrypt(file: &Path, passphrase: &SecretString) -> anyhow::Result<Vec<Held>> {
    let size = fs::metadata(file)
        .with_context(|| format!("cannot read {}", file.display()))?
        .len();
    anyhow::ensure!(size <= age::LONGEST, "{} is no file with keys", file.display());
    let sealed = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let plain = age::decrypt(&sealed, passphrase).with_context(|| file.display().to_string())?;
    let other = || {
        format!(
            "{} holds something else than keys of this program",
            file.display()
        )
    };
    let text = String::from_utf8(plain).ok().with_context(other)?;
    let named: BTreeMap<String, String> = toml::from_str(&text).ok().with_context(other)?;
    let held = named.into_iter().map(|(name, bytes)| {
        let key = KEYS.iter().find(|key| key.name == name).with_context(other)?;
        let bytes = STANDARD.decode(bytes).ok().with_context(other)?;
        Ok(Held { key: *key, bytes })
    });
    held.collect()
}

/// Whether a data folder has those keys or room for them.
///
/// # Errors
/// When it has another of a name.
pub fn have_room(data: &Path, held: &[Held]) -> anyhow::Result<()> {
    for held in held {
        let other = read(data, held.key)?.is_some_and(|there| there != *held);
        anyhow::ensure!(
            !other,
            "there is another {} already; move it away first",
            data.join(held.key.name).display()
        );
    }
    Ok(())
}

/// Puts keys into a data folder; those that are there already stay.
///
/// # Errors
/// As [`have_room`], and when one cannot be written.
pub fn put(data: &Path, held: &[Held]) -> anyhow::Result<()> {
    have_room(data, held)?;
    for held in held {
        if read(data, held.key)?.is_none() {
            write(data, held.key, &held.bytes)?;
        }
    }
    Ok(())
}

/// What there is to say of a key: that all is well, or what to mend.
pub async fn state(data: &Path, key: Key, store: Option<&Store>) -> Result<String, String> {
    let file = data.join(key.name);
    let known = match store {
        Some(store) => store.mark_of(key.name).await.map_err(|error| error.to_string())?,
        None => None,
    };
    let Some(held) = read(data, key).map_err(|error| format!("{error:#}"))? else {
        let needed = match store {
            Some(store) => {
                known.is_some() || store.holds_receipts().await.map_err(|error| error.to_string())?
            }
            None => false,
        };
        return if needed {
            Err(format!(
                "{} is missing: {}; put it back",
                file.display(),
                key.without
            ))
        } else {
            Ok("made when it is first needed".to_owned())
        };
    };
    if known.as_ref().is_some_and(|known| *known != held.mark()) {
        return Err(format!(
            "{} is not the one that the database is served with: {}",
            file.display(),
            key.without
        ));
    }
    let mode = fs::metadata(&file).map(|found| found.permissions().mode());
    if mode.is_ok_and(|mode| mode & 0o077 != 0) {
        return Err(format!(
            "others than its owner may read {0}: `chmod 600 {0}`",
            file.display()
        ));
    }
    Ok(match known {
        Some(_) => "the one that the database is served with".to_owned(),
        None => "there".to_owned(),
    })
}
