//! The translation models of this machine: what is installed, where more come from, and how they get in.
//!
//! A model is a folder `<data>/models/<from>-<to>/` with the files that Bergamot needs, a `config.yml` that names them,
//! and a [`record`] of what each must be. It comes from a [`source`]: a [`registry`] on the network, or a [`folder`]. Files are
//! fetched ([`download`]) and unpacked ([`unpack`]) beside, checked there, and the folder gets its name only when it is
//! whole ([`install`]).
//!
//! Nothing here reads a model: whether it translates is the translator's to say. A registry is a stranger: what it names
//! never leaves the folder, and no file is read past the size stated for it.
//!
//! To add a registry format: a form in [`registry`] that gives [`Offer`]s.

mod download;
mod folder;
mod install;
mod offer;
mod pair;
mod progress;
mod record;
mod registry;
mod source;
#[cfg(test)]
mod tests;
mod unpack;
mod version;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use domain::city::City;
use language::neural::lacking;
use sha2::Digest as _;

pub use self::download::{Client, Limits};
pub use self::install::add;
pub use self::offer::Offer;
pub use self::pair::Pair;
pub use self::progress::Bytes;
pub use self::record::Record;
use self::record::{RECORD, Sha256};
pub use self::source::{PUBLIC, Source};

/// Where a download stays until it is whole. It begins with a dot, so that it is no pair.
const PARTIAL: &str = ".partial";

/// The models below one data folder.
#[derive(Debug, Clone)]
pub struct Models {
    root: PathBuf,
}

/// A model that is there, whole or not.
#[derive(Debug)]
pub struct Installed {
    pub pair: Pair,
    /// None when it cannot be read.
    pub record: Option<Record>,
    /// Empty when it is whole.
    pub damage: Vec<Damage>,
}

/// What is wrong with one file of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    pub file: String,
    pub what: &'static str,
}

impl Models {
    /// The folder need not be there.
    pub fn of(data: &Path) -> Self {
        Self {
            root: data.join("models"),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn folder(&self, pair: Pair) -> PathBuf {
        self.root.join(pair.to_string())
    }

    /// The pairs that have a folder, by name.
    ///
    /// # Errors
    /// When the folder cannot be read; one that is not there holds nothing.
    pub fn pairs(&self) -> anyhow::Result<Vec<Pair>> {
        let unread = || format!("cannot read {}", self.root.display());
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).with_context(unread),
        };
        let mut pairs = Vec::new();
        for entry in entries {
            let path = entry.with_context(unread)?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let pair = name.and_then(|name| name.parse().ok());
            // `EN-pt` reads as a pair, but is not the folder of one.
            pairs.extend(pair.filter(|pair: &Pair| name == Some(&pair.to_string()) && path.is_dir()));
        }
        pairs.sort();
        Ok(pairs)
    }

    /// All that are there, each read to its last byte.
    ///
    /// # Errors
    /// As [`Models::pairs`]; what is wrong with a model is in [`Installed::damage`].
    pub fn installed(&self) -> anyhow::Result<Vec<Installed>> {
        let pairs = self.pairs()?;
        Ok(pairs.into_iter().map(|pair| self.inspect(pair)).collect())
    }

    /// Which models would have to be added so that a machine translates between a city's language and those of its pages.
    ///
    /// # Errors
    /// As [`Models::pairs`].
    pub fn lacking(&self, city: &City) -> anyhow::Result<BTreeSet<Pair>> {
        let there = self.pairs()?;
        let has = |from, to| there.contains(&Pair { from, to });
        let source = city.source_language;
        let others = city.languages.iter().map(|language| language.code);
        let both = others
            .filter(|code| *code != source)
            .flat_map(|code| [(code, source), (source, code)]);
        let wanted = both.filter(|(from, to)| !has(*from, *to));
        let lacking = wanted.flat_map(|(from, to)| lacking(from, to, has));
        Ok(lacking.map(|(from, to)| Pair { from, to }).collect())
    }

    /// Which models there are, in a line, or what to do about those that are not whole.
    pub fn summary(&self) -> Result<String, String> {
        let installed = self.installed().map_err(|error| format!("{error:#}"))?;
        let damaged: Vec<String> = installed
            .iter()
            .filter(|model| !model.damage.is_empty())
            .map(|model| model.pair.to_string())
            .collect();
        if !damaged.is_empty() {
            let pairs = damaged.join(" ");
            return Err(format!(
                "{pairs} damaged; `harborline models add {pairs}` fetches anew"
            ));
        }
        let whole: Vec<String> = installed
            .iter()
            .filter_map(|model| Some(format!("{} {}", model.pair, model.record.as_ref()?.version)))
            .collect();
        Ok(if whole.is_empty() {
            "none; texts are not translated on this machine (`harborline models add PAIR`)".to_owned()
        } else {
            whole.join(", ")
        })
    }

    fn inspect(&self, pair: Pair) -> Installed {
        let folder = self.folder(pair);
        let of_record = |what| Damage {
            file: RECORD.to_owned(),
            what,
        };
        let record = match Record::read(&folder) {
            Ok(record) => record,
            Err(error) => {
                let missing = error.kind() == io::ErrorKind::NotFound;
                return Installed {
                    pair,
                    record: None,
                    damage: vec![of_record(if missing { "missing" } else { "unreadable" })],
                };
            }
        };
        let mut damage = Vec::new();
        if (record.from, record.to) != (pair.from, pair.to) {
            damage.push(of_record("of another pair"));
        }
        if !record.is_complete() {
            damage.push(of_record("names no whole model"));
        }
        damage.extend(record.files.iter().filter_map(|file| {
            let what = match weigh(&folder.join(file.name.as_str()), file.size) {
                Ok((size, sha256)) if size == file.size && sha256 == file.sha256 => return None,
                Ok((size, _)) if size != file.size => "of another size",
                Ok(_) => "changed",
                Err(error) if error.kind() == io::ErrorKind::NotFound => "missing",
                Err(_) => "unreadable",
            };
            Some(Damage {
                file: file.name.to_string(),
                what,
            })
        }));
        Installed {
            pair,
            record: Some(record),
            damage,
        }
    }

    /// Takes a model away, and what there is of an unfinished download of it. It is gone at once, even when deleting its
    /// files takes a while.
    ///
    /// # Errors
    /// When there is none, or it cannot be moved.
    pub fn remove(&self, pair: Pair) -> anyhow::Result<()> {
        let folder = self.folder(pair);
        let begun = self.root.join(PARTIAL).join(pair.to_string());
        if !folder.is_dir() && !begun.is_dir() {
            anyhow::bail!("there is no model {pair}; `harborline models list` says which there are");
        }
        let lock = install::Lock::take(&self.root)?;
        install::clear(&begun)?;
        if !folder.is_dir() {
            return Ok(());
        }
        let away = lock.beside(&format!("{pair}.removed"))?;
        fs::rename(&folder, &away).with_context(|| format!("cannot remove {}", folder.display()))?;
        install::clear(&away)
    }
}

/// What a source offers, by pair, the highest version first.
///
/// # Errors
/// As [`Source::read`].
pub async fn offers(source: &Source, client: &Client) -> anyhow::Result<Vec<Offer>> {
    let mut offers = source.read(client).await?.offers;
    offers.sort_by(|one, two| one.pair.cmp(&two.pair).then(two.rank(one)));
    Ok(offers)
}

/// Size and hash of a file. What is longer than expected is not read to its end: its size says enough.
fn weigh(path: &Path, expected: u64) -> io::Result<(u64, Sha256)> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut hasher = sha2::Sha256::new();
    io::copy(&mut file.take(expected.min(size)), &mut HashInto(&mut hasher))?;
    Ok((size, Sha256::of(hasher)))
}

/// A hash that can be written to.
struct HashInto<'a>(&'a mut sha2::Sha256);

impl io::Write for HashInto<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
