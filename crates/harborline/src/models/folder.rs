//! Models from a folder: a copy of a registry with its files, or simply the files of a model or of several.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;

use super::offer::{Listed, Offer, Packing, Status, Unchecked};
use super::pair::Pair;
use super::record::{Kind, Record, SMALL_MAX};
use super::registry::{self, Page};
use super::version::Version;

/// The longest JSON that is looked at for a registry, in bytes.
const REGISTRY_MAX: u64 = 16 << 20;

/// A folder that models are taken from.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The registry that was named; None where there may be one or not.
    registry: Option<PathBuf>,
}

/// A file that may be of a model.
struct Candidate {
    kind: Kind,
    /// The languages as they stand in its name: `enpt`.
    tag: Option<String>,
    name: String,
}

impl Folder {
    /// A folder, or a registry's JSON in one.
    ///
    /// # Errors
    /// When it is neither.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        if path.is_dir() {
            return Ok(Self {
                path: path.to_owned(),
                registry: None,
            });
        }
        let parent = path.parent().filter(|_| path.is_file());
        let folder = parent.with_context(|| {
            format!(
                "there is no folder {}; --from takes a folder, or an address that begins with http:// or https://",
                path.display()
            )
        })?;
        Ok(Self {
            path: folder.to_owned(),
            registry: Some(path.to_owned()),
        })
    }

    /// What is offered here, and one folder below.
    ///
    /// # Errors
    /// When it cannot be read, or nothing is.
    pub fn offers(&self) -> anyhow::Result<Vec<Offer>> {
        if let Some(registry) = &self.registry {
            return read_registry(registry).with_context(|| format!("cannot use {}", registry.display()));
        }
        let names = names(&self.path)?;
        let jsons = names.iter().filter(|name| {
            let path = Path::new(name);
            path.extension().is_some_and(|extension| extension == "json")
        });
        for name in jsons {
            match read_registry(&self.path.join(name)) {
                Ok(offers) if !offers.is_empty() => return Ok(offers),
                // Models bring JSON of other kinds along.
                _ => {}
            }
        }
        let mut offers = self.models_in("", &names)?;
        for name in names.iter().filter(|name| !name.starts_with('.')) {
            let below = self.path.join(name);
            if below.is_dir() {
                offers.extend(self.models_in(name, &self::names(&below)?)?);
            }
        }
        anyhow::ensure!(
            !offers.is_empty(),
            "there is no model in {}: neither a registry's JSON, nor files named as model.enpt.….bin and vocab.enpt.spm",
            self.path.display()
        );
        Ok(offers)
    }

    /// Where the file of a location is: there, or right in the folder, packed or not.
    ///
    /// # Errors
    /// When it is not there.
    pub fn find(&self, location: &str) -> anyhow::Result<PathBuf> {
        let flat = location.rsplit('/').next().unwrap_or(location);
        [location, flat]
            .into_iter()
            .map(|place| self.path.join(place))
            .find(|path| path.is_file())
            .with_context(|| format!("there is no {location} in {}", self.path.display()))
    }

    /// The models whose files lie in one folder; `below` is its name, or empty.
    fn models_in(&self, below: &str, names: &[String]) -> anyhow::Result<Vec<Offer>> {
        let folder = self.path.join(below);
        let candidates: Vec<Candidate> = names.iter().filter_map(|name| candidate(name)).collect();
        let models: Vec<&Candidate> = candidates
            .iter()
            .filter(|file| file.kind == Kind::Model)
            .collect();
        let mut tags: Vec<&Option<String>> = models.iter().map(|model| &model.tag).collect();
        tags.sort();
        tags.dedup();
        let record = Record::read(&folder).ok();
        let about = About::read(&folder);
        let alone = tags.len() == 1;
        let mut offers = Vec::new();
        for tag in tags {
            let by_name = || {
                let absolute = fs::canonicalize(&folder).ok()?;
                let name = absolute.file_name()?.to_str()?;
                name.parse()
                    .ok()
                    .or_else(|| Pair::of_joined(name.split('-').next()?))
            };
            let of_record = record.as_ref().filter(|_| alone);
            let pair = of_record
                .map(|record| Pair {
                    from: record.from,
                    to: record.to,
                })
                .or_else(|| tag.as_deref().and_then(Pair::of_joined))
                .or_else(|| by_name().filter(|_| alone));
            let Some(pair) = pair else {
                anyhow::bail!(
                    "the files in {} do not say which languages they are for; name the folder as en-pt",
                    folder.display()
                );
            };
            let files = candidates
                .iter()
                .filter(|file| alone || file.tag == *tag)
                .map(|file| {
                    let (packing, bare) = Packing::of(&file.name);
                    let known = of_record
                        .and_then(|record| record.files.iter().find(|known| known.name.as_str() == bare));
                    Listed {
                        kind: file.kind,
                        name: bare.to_owned(),
                        location: if below.is_empty() {
                            file.name.clone()
                        } else {
                            format!("{below}/{}", file.name)
                        },
                        packing,
                        packed: match known {
                            // What it must be is known, and not what it happens to be.
                            Some(_) if packing == Packing::None => Unchecked::default(),
                            _ => Unchecked {
                                size: fs::metadata(folder.join(&file.name)).ok().map(|file| file.len()),
                                sha256: None,
                            },
                        },
                        whole: known.map_or_else(Unchecked::default, |known| Unchecked {
                            size: Some(known.size),
                            sha256: Some(known.sha256.to_string()),
                        }),
                    }
                });
            let mut files: Vec<Listed> = files.collect();
            // Plain comes before packed, `lex.50.50.…` before `lex.…`.
            files.sort_by(|one, two| {
                let key = |file: &Listed| (file.kind, file.packing != Packing::None, file.name.clone());
                key(one).cmp(&key(two))
            });
            let version = of_record
                .map(|record| record.version.clone())
                .or_else(|| about.version.clone());
            offers.push(Offer {
                pair,
                architecture: of_record
                    .and_then(|record| record.name.split_once(' '))
                    .and_then(|(_, architecture)| registry::shown(architecture.to_owned()))
                    .or_else(|| about.architecture.clone()),
                version: version.as_deref().and_then(Version::parse),
                status: Status::Release,
                files,
            });
        }
        Ok(offers)
    }
}

/// What a `model_info.json` says.
#[derive(Debug, Default)]
struct About {
    architecture: Option<String>,
    version: Option<String>,
}

impl About {
    fn read(folder: &Path) -> Self {
        let json = read_small(&folder.join("model_info.json"));
        let json = json
            .and_then(|json| serde_json::from_str::<Value>(&json).ok())
            .unwrap_or_default();
        let architecture = json.get("type").and_then(Value::as_str);
        Self {
            architecture: architecture.and_then(|name| registry::shown(name.to_owned())),
            version: json.get("version").map(|version| match version {
                Value::String(version) => version.clone(),
                other => other.to_string(),
            }),
        }
    }
}

/// A short text; None when it is not there, longer, or no text.
pub fn read_small(path: &Path) -> Option<String> {
    let mut text = String::new();
    // A pipe may never come to an end.
    let file = path.is_file().then(|| fs::File::open(path).ok()).flatten()?;
    file.take(SMALL_MAX + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= SMALL_MAX).then_some(text)
}

fn read_registry(path: &Path) -> anyhow::Result<Vec<Offer>> {
    let found = fs::metadata(path)?;
    anyhow::ensure!(found.is_file(), "it is no file");
    anyhow::ensure!(found.len() <= REGISTRY_MAX, "it is too long for a registry");
    match registry::page(&fs::read(path)?)? {
        Page::Models { offers, .. } => Ok(offers),
        Page::Records(records) => Ok(registry::together(records)),
        Page::Root { .. } => anyhow::bail!("it has no records; save those of the collection, too"),
    }
}

/// The names in a folder, in order; what is no text is no name of a model's file.
fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let unread = || format!("cannot read {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(unread)? {
        names.extend(entry.with_context(unread)?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}

/// What a file is for, by its name: `model.enpt.intgemm.alphas.bin`, `lex.50.50.enpt.s2t.bin`, `vocab.enpt.spm`,
/// `srcvocab.zhen.spm`, `config.intgemm8bitalpha.yml`; packed or not.
fn candidate(name: &str) -> Option<Candidate> {
    let (_, bare) = Packing::of(name);
    let parts: Vec<&str> = bare.split('.').collect();
    let kind = match (parts[0], *parts.last()?) {
        ("model", "bin") => Kind::Model,
        ("lex", "bin") => Kind::Lex,
        ("vocab", "spm") => Kind::Vocab,
        ("srcvocab", "spm") => Kind::SrcVocab,
        ("trgvocab", "spm") => Kind::TrgVocab,
        ("config", "yml" | "yaml") => Kind::Config,
        _ => return None,
    };
    let tag = parts.iter().find(|part| Pair::of_joined(part).is_some());
    Some(Candidate {
        kind,
        tag: tag.filter(|_| kind != Kind::Config).map(|tag| (*tag).to_owned()),
        name: name.to_owned(),
    })
}
