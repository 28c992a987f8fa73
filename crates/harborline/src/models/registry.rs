//! What a registry offers, in the two forms in which Mozilla publishes its models.
//!
//! - Remote Settings, the collections `translations-models` (files as they are) and `translations-models-v2` (zstd):
//!   `{"data": [record, …]}`, a record a file, with name, languages, version, `fileType`, `attachment` and `filter_expression`.
//!   <https://remote-settings.readthedocs.io>
//! - The model registry of the project that trains them, `db/models.json` (gzip): `{"baseUrl", "models": {"en-pt":
//!   [model, …]}}`, a model with `architecture`, `releaseStatus` and `files`. It states no versions, and a hash only for the
//!   model itself. <https://github.com/mozilla/translations>
//!
//! What is not understood is passed over; what is wanted and wrong is an error, but only then ([`Offer::items`]).

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

use anyhow::Context as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::pair::Pair;
use super::record::{FileName, Kind, Sha256};
use super::version::Version;

/// A model that can be had.
#[derive(Debug, Clone)]
pub struct Offer {
    pub pair: Pair,
    pub architecture: Option<String>,
    pub version: Option<Version>,
    pub status: Status,
    pub files: Vec<Listed>,
}

/// To whom Firefox gives a model. In the order of what is better here: a smaller one for telephones exists beside a
/// larger one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// To those who try the next version, or to nobody.
    Unreleased,
    Android,
    Release,
}

/// A file as a registry states it. Nothing of it has been checked.
#[derive(Debug, Clone)]
pub struct Listed {
    pub kind: Kind,
    pub name: String,
    /// Where it is, below the registry's files.
    pub location: String,
    pub packing: Packing,
    pub packed: Unchecked,
    pub whole: Unchecked,
}

/// Size and hash as they stand there.
#[derive(Debug, Clone, Default)]
pub struct Unchecked {
    pub size: Option<u64>,
    pub sha256: Option<String>,
}

/// A file that is to be had: checked, as far as a statement can be.
#[derive(Debug, Clone)]
pub struct Item {
    pub kind: Kind,
    pub name: FileName,
    pub location: String,
    pub packing: Packing,
    /// As it is transferred.
    pub packed: Stated,
    /// As it is installed.
    pub whole: Stated,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stated {
    pub size: Option<u64>,
    pub sha256: Option<Sha256>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    /// By the end of a file's name, and the name without it.
    pub fn of(name: &str) -> (Self, &str) {
        if let Some(bare) = name.strip_suffix(".gz") {
            (Self::Gzip, bare)
        } else if let Some(bare) = name.strip_suffix(".zst") {
            (Self::Zstd, bare)
        } else {
            (Self::None, name)
        }
    }
}

impl Offer {
    /// Whether Firefox gives it to everyone.
    pub fn is_release(&self) -> bool {
        self.status > Status::Unreleased && self.version.as_ref().is_none_or(Version::is_release)
    }

    /// What is to be transferred, in bytes; None where a size is not stated.
    pub fn size(&self) -> Option<u64> {
        self.files.iter().try_fold(0_u64, |sum, file| {
            Some(sum.saturating_add(file.packed.size.or(file.whole.size)?))
        })
    }

    /// `en-pt base-memory`
    pub fn name(&self) -> String {
        match &self.architecture {
            Some(architecture) => format!("{} {architecture}", self.pair),
            None => self.pair.to_string(),
        }
    }

    /// The files of it that are needed.
    ///
    /// # Errors
    /// When one is missing, or what is stated of one cannot be.
    pub fn items(&self) -> anyhow::Result<Vec<Item>> {
        let of = |kind| self.files.iter().filter(move |file| file.kind == kind);
        let model = of(Kind::Model).next().context("it has no model file")?;
        let mut wanted = vec![model];
        match (of(Kind::SrcVocab).next(), of(Kind::TrgVocab).next()) {
            (Some(source), Some(target)) => wanted.extend([source, target]),
            _ => wanted.push(of(Kind::Vocab).next().context("it has no vocabulary")?),
        }
        wanted.extend(of(Kind::Lex).next());
        wanted.extend(of(Kind::Config).next());
        let mut names = HashSet::new();
        let items = wanted.into_iter().map(|file| {
            let item = file.check()?;
            anyhow::ensure!(
                names.insert(item.name.clone()),
                "two of its files are named {}",
                item.name
            );
            Ok(item)
        });
        items.collect()
    }

    /// Which of two is taken: the higher version, the larger one, the one for everybody.
    pub fn rank(&self, other: &Self) -> Ordering {
        let size = |offer: &Self| {
            let model = offer.files.iter().find(|file| file.kind == Kind::Model)?;
            model.whole.size.or(model.packed.size)
        };
        self.version
            .cmp(&other.version)
            .then(self.status.cmp(&other.status))
            .then_with(|| size(self).cmp(&size(other)))
    }
}

impl Listed {
    fn check(&self) -> anyhow::Result<Item> {
        let name = match self.kind {
            Kind::Config => FileName::config(),
            _ => FileName::try_from(self.name.clone())?,
        };
        let stated = |unchecked: &Unchecked| {
            let sha256 = unchecked.sha256.as_deref().map(str::parse);
            let sha256 = sha256
                .transpose()
                .with_context(|| format!("the hash of {name}"))?;
            let size = unchecked.size;
            anyhow::Ok(Stated { size, sha256 })
        };
        let (mut packed, mut whole) = (stated(&self.packed)?, stated(&self.whole)?);
        if self.packing == Packing::None {
            packed.size = packed.size.or(whole.size);
            packed.sha256 = packed.sha256.or(whole.sha256);
            anyhow::ensure!(
                whole == Stated::default() || whole == packed,
                "two hashes are stated for {name}"
            );
            whole = packed;
        }
        Ok(Item {
            kind: self.kind,
            location: self.location.clone(),
            packing: self.packing,
            packed,
            whole,
            name,
        })
    }
}

/// The one that is taken for a pair, unless others are asked for: of the releases, or with `pre` of all.
///
/// # Errors
/// When there is none; the error says what there is.
pub fn choose(offers: &[Offer], pair: Pair, pre: bool) -> anyhow::Result<&Offer> {
    let of_pair = || offers.iter().filter(|offer| offer.pair == pair);
    let chosen = of_pair()
        .filter(|offer| pre || offer.is_release())
        .max_by(|one, two| one.rank(two));
    if let Some(offer) = chosen {
        return Ok(offer);
    }
    if of_pair().next().is_some() {
        anyhow::bail!("no model {pair} is released there yet; --pre takes one that is not");
    }
    let near: Vec<String> = offers
        .iter()
        .map(|offer| offer.pair)
        .filter(|other| {
            [other.from, other.to]
                .iter()
                .any(|lang| [pair.from, pair.to].contains(lang))
        })
        .map(|pair| pair.to_string())
        .collect();
    let near: std::collections::BTreeSet<String> = near.into_iter().collect();
    let through = pair.from != domain::Lang::EN && pair.to != domain::Lang::EN;
    let hint = if through {
        format!(
            "; pairs without English go through it: add {}-en and en-{}",
            pair.from, pair.to
        )
    } else if near.is_empty() || near.len() > 12 {
        "; `harborline models list --from …` shows what is offered".to_owned()
    } else {
        format!("; there are {}", near.into_iter().collect::<Vec<_>>().join(", "))
    };
    anyhow::bail!("there is no model {pair} there{hint}")
}

/// A page of a registry.
#[derive(Debug)]
pub enum Page {
    /// Records of Remote Settings; there may be more pages.
    Records(Vec<FileEntry>),
    /// The whole of a `models.json`: where its files are, and what it offers.
    Models {
        base: Option<String>,
        offers: Vec<Offer>,
    },
    /// The root of a Remote Settings server, which says where its files are.
    Root { attachments: String },
}

/// A record of Remote Settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileEntry {
    name: String,
    #[serde(alias = "fromLang")]
    source_language: String,
    #[serde(alias = "toLang")]
    target_language: String,
    #[serde(default)]
    version: Option<String>,
    file_type: String,
    #[serde(default)]
    architecture: Option<String>,
    #[serde(default, rename = "filter_expression")]
    filter: Option<String>,
    #[serde(default)]
    decompressed_hash: Option<String>,
    #[serde(default, deserialize_with = "number")]
    decompressed_size: Option<u64>,
    attachment: Attachment,
}

#[derive(Debug, Clone, Deserialize)]
struct Attachment {
    location: String,
    #[serde(default)]
    filename: Option<String>,
    #[serde(default)]
    mimetype: Option<String>,
    #[serde(default)]
    hash: Option<String>,
    #[serde(default, deserialize_with = "number")]
    size: Option<u64>,
}

/// A number, or one that is written as text; anything else is none.
fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| u64::from_str(text).ok())))
}

/// An entry of `models.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ModelEntry {
    #[serde(default)]
    architecture: Option<String>,
    #[serde(default)]
    release_status: Option<String>,
    #[serde(default)]
    version: Option<String>,
    files: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ModelFile {
    path: String,
    #[serde(default, deserialize_with = "number")]
    size: Option<u64>,
    #[serde(default)]
    hash: Option<String>,
    #[serde(default, deserialize_with = "number")]
    uncompressed_size: Option<u64>,
    #[serde(default)]
    uncompressed_hash: Option<String>,
}

/// Reads a page in whichever form it is.
///
/// # Errors
/// When it is in none.
pub fn page(json: &[u8]) -> anyhow::Result<Page> {
    let mut root: Value = serde_json::from_slice(json).context("it is not JSON")?;
    if let Some(attachments) = root
        .pointer("/capabilities/attachments/base_url")
        .and_then(Value::as_str)
    {
        return Ok(Page::Root {
            attachments: attachments.to_owned(),
        });
    }
    let base = root.get("baseUrl").and_then(Value::as_str).map(str::to_owned);
    if let Some(Value::Object(models)) = root.get_mut("models").map(Value::take) {
        let offers = models
            .into_iter()
            .flat_map(|(pair, entries)| of_models(&pair, entries));
        return Ok(Page::Models {
            base,
            offers: offers.collect(),
        });
    }
    let records = ["data", "changes"]
        .into_iter()
        .find_map(|key| root.get_mut(key).map(Value::take));
    match records {
        Some(Value::Array(records)) => Ok(Page::Records(
            records
                .into_iter()
                .filter_map(|record| serde_json::from_value(record).ok())
                .collect(),
        )),
        _ => anyhow::bail!("it is no registry of models: neither records nor models are in it"),
    }
}

fn kind(of: &str) -> Option<Kind> {
    match of.to_ascii_lowercase().as_str() {
        "model" => Some(Kind::Model),
        "lex" | "lexicalshortlist" => Some(Kind::Lex),
        "vocab" => Some(Kind::Vocab),
        "srcvocab" => Some(Kind::SrcVocab),
        "trgvocab" => Some(Kind::TrgVocab),
        _ => None,
    }
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Letters of a name that may be shown.
pub fn shown(name: String) -> Option<String> {
    let fits = !name.is_empty() && name.len() <= 32;
    (fits
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)))
    .then_some(name)
}

fn of_models(pair: &str, entries: Value) -> Vec<Offer> {
    let Some(pair) = pair
        .split_once('-')
        .and_then(|(from, to)| Pair::of_tags(from, to))
    else {
        return Vec::new();
    };
    let Value::Array(entries) = entries else {
        return Vec::new();
    };
    let entries = entries
        .into_iter()
        .filter_map(|entry| serde_json::from_value(entry).ok());
    let offers = entries.map(|entry: ModelEntry| {
        let files = entry.files.into_iter().filter_map(|(of, file)| {
            let kind = kind(&of)?;
            let file: ModelFile = serde_json::from_value(file).ok()?;
            let (packing, name) = Packing::of(base_name(&file.path));
            Some(Listed {
                kind,
                name: name.to_owned(),
                packing,
                packed: Unchecked {
                    size: file.size,
                    sha256: file.hash,
                },
                whole: Unchecked {
                    size: file.uncompressed_size,
                    sha256: file.uncompressed_hash,
                },
                location: file.path,
            })
        });
        let status = match entry.release_status.as_deref() {
            Some("Release Android") => Status::Android,
            Some(status) if status.starts_with("Release") => Status::Release,
            _ => Status::Unreleased,
        };
        Offer {
            pair,
            architecture: entry.architecture.and_then(shown),
            version: entry.version.as_deref().and_then(Version::parse),
            status,
            files: files.collect(),
        }
    });
    offers.collect()
}

/// Puts the records of files together to models: those of one pair, architecture, version and audience. What only a
/// part of the audience lacks a record of its own for is the same for all.
pub fn together(records: Vec<FileEntry>) -> Vec<Offer> {
    type Key = (Pair, Option<String>, String, String);
    let mut models: BTreeMap<Key, Vec<Listed>> = BTreeMap::new();
    for record in records {
        let pair = Pair::of_tags(&record.source_language, &record.target_language);
        let (Some(pair), Some(kind)) = (pair, kind(&record.file_type)) else {
            continue;
        };
        let attachment = record.attachment;
        let sent_as = attachment.filename.as_deref().unwrap_or(&attachment.location);
        let packing = match (attachment.mimetype.as_deref(), Packing::of(sent_as).0) {
            (Some("application/zstd"), _) => Packing::Zstd,
            (Some("application/gzip" | "application/x-gzip"), _) => Packing::Gzip,
            (_, packing) => packing,
        };
        let file = Listed {
            kind,
            name: Packing::of(&record.name).1.to_owned(),
            packing,
            packed: Unchecked {
                size: attachment.size,
                sha256: attachment.hash,
            },
            whole: Unchecked {
                size: record.decompressed_size,
                sha256: record.decompressed_hash,
            },
            location: attachment.location,
        };
        let filter = record.filter.unwrap_or_default().trim().to_owned();
        let version = record.version.unwrap_or_default();
        let key = (pair, record.architecture.and_then(shown), version, filter);
        models.entry(key).or_default().push(file);
    }
    let mut offers = Vec::new();
    for ((pair, architecture, version, filter), files) in &models {
        if !files.iter().any(|file| file.kind == Kind::Model) {
            continue;
        }
        let mut files = files.clone();
        let for_all = models.get(&(*pair, architecture.clone(), version.clone(), String::new()));
        if let Some(others) = for_all.filter(|_| !filter.is_empty()) {
            let has: HashSet<_> = files.iter().map(|file| file.kind as u8).collect();
            let lacking = others.iter().filter(|file| !has.contains(&(file.kind as u8)));
            files.extend(lacking.cloned());
        }
        // Where there are two of a kind, `lex.50.50.…` comes before `lex.…`.
        files.sort_by(|one, two| (one.kind, &one.name).cmp(&(two.kind, &two.name)));
        let parsed = Version::parse(version);
        let status = match &parsed {
            // Nobody knows what it means.
            None if !version.is_empty() => Status::Unreleased,
            _ => audience(filter),
        };
        offers.push(Offer {
            pair: *pair,
            architecture: architecture.clone(),
            version: parsed,
            status,
            files,
        });
    }
    offers
}

/// Whom a filter of Remote Settings lets through, for the filters that occur.
fn audience(filter: &str) -> Status {
    match filter {
        "" | "env.appinfo.OS != 'Android'" => Status::Release,
        "env.appinfo.OS == 'Android'" => Status::Android,
        _ => Status::Unreleased,
    }
}
