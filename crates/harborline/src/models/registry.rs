//! What a registry offers, in the two forms in which Mozilla publishes its models.
//!
//! - Remote Settings, the collections `translations-models` (files as they are) and `translations-models-v2` (zstd):
//!   `{"data": [record, …]}`, a record a file, with name, languages, version, `fileType`, `attachment` and `filter_expression`.
//!   <https://remote-settings.readthedocs.io>
//! - The model registry of the project that trains them, `db/models.json` (gzip): `{"baseUrl", "models": {"en-pt":
//!   [model, …]}}`, a model with `architecture`, `releaseStatus` and `files`. It states no versions, and a hash only for the
//!   model itself. <https://github.com/mozilla/translations>
//!
//! What is not understood is passed over; what is wanted and wrong is an error, but only then ([`super::offer::Offer::items`]).

use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

use anyhow::Context as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::offer::{Listed, Offer, Packing, Status, Unchecked};
use super::pair::Pair;
use super::record::Kind;
use super::version::Version;

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
