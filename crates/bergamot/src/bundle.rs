//! A folder with everything that one direction needs, or its files from anywhere else.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::error::{Broken, Error};
use crate::model::Model;
use crate::search::Rules;
use crate::shortlist::Shortlist;
use crate::vocabulary::Vocabulary;

/// The largest file that is read. Students have tens of megabytes.
const FILE_MAX: u64 = 1 << 30;
/// What a search may take of memory: hypotheses of each sentence, and words of each source word. Students are searched
/// with one hypothesis, and twice the words.
const BEAM_MAX: usize = 16;
const LENGTH_FACTOR_MAX: f32 = 10.0;

/// `config.yml`, as Marian's decoder has it. It may be JSON, which is YAML, too.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Config {
    models: Vec<PathBuf>,
    vocabs: Vec<PathBuf>,
    /// A file, and options of it.
    #[serde(default)]
    shortlist: Vec<Scalar>,
    #[serde(default = "one")]
    beam_size: usize,
    #[serde(default)]
    normalize: f32,
    #[serde(default = "three")]
    max_length_factor: f32,
}

/// A file's name, a number, or whether to check.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Scalar {
    Bool(#[expect(dead_code, reason = "only that it is one")] bool),
    Number(#[expect(dead_code, reason = "only that it is one")] f64),
    Text(String),
}

fn one() -> usize {
    1
}

fn three() -> f32 {
    3.0
}

/// Everything of one direction.
#[derive(Debug)]
pub(crate) struct Bundle {
    pub model: Model,
    pub source: Vocabulary,
    /// None when both sides share one.
    pub target: Option<Vocabulary>,
    pub shortlist: Option<Shortlist>,
    pub rules: Rules,
    /// Of the files, in bytes.
    pub size: u64,
}

/// Finds the configuration of a folder: `config.yml`, or any `config*.yml` or `.json`.
fn config_file(folder: &Path) -> Result<PathBuf, Error> {
    let named = folder.join("config.yml");
    if named.is_file() {
        return Ok(named);
    }
    let unread = |source| Error::Read {
        path: folder.to_owned(),
        source,
    };
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let known = path
            .extension()
            .is_some_and(|extension| extension == "yml" || extension == "yaml" || extension == "json");
        if name.starts_with("config") && known {
            found.push(path);
        }
    }
    found.sort();
    found.into_iter().next().ok_or(Error::Missing {
        folder: folder.to_owned(),
        what: "config.yml",
    })
}

fn broken(path: &Path) -> impl Fn(Broken) -> Error {
    let path = path.to_owned();
    move |what| Error::Broken {
        path: path.clone(),
        what: what.to_string(),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let unread = |source| Error::Read {
        path: path.to_owned(),
        source,
    };
    let known = fs::metadata(path).map_err(unread)?;
    // A device or a pipe says it has no bytes, and gives them without end.
    if !known.is_file() {
        return Err(broken(path)(Broken::new("it is no file")));
    }
    if known.len() > FILE_MAX {
        return Err(broken(path)(Broken::new(format!("it has {} bytes", known.len()))));
    }
    let mut bytes = Vec::with_capacity(known.len() as usize);
    let file = File::open(path).map_err(unread)?;
    file.take(FILE_MAX).read_to_end(&mut bytes).map_err(unread)?;
    Ok(bytes)
}

/// Whether a name leads to a file within the model's own folder.
fn is_inside(name: &Path) -> bool {
    name.components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

impl Bundle {
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let path = config_file(folder)?;
        let config = read(&path)?;
        Self::read(folder, &path, &config, |path| read(path).map(Cow::Owned))
    }

    /// From files by their names, as the configuration has them.
    pub fn from_bytes<'f>(
        config: &[u8],
        mut file: impl FnMut(&Path) -> Option<Cow<'f, [u8]>>,
    ) -> Result<Self, Error> {
        Self::read(Path::new(""), Path::new("config.yml"), config, |path| {
            file(path).ok_or_else(|| Error::Read {
                path: path.to_owned(),
                source: std::io::ErrorKind::NotFound.into(),
            })
        })
    }

    /// `config` stands at `path`; the others are read by their paths, below `folder`.
    fn read<'f>(
        folder: &Path,
        path: &Path,
        config: &[u8],
        mut read: impl FnMut(&Path) -> Result<Cow<'f, [u8]>, Error>,
    ) -> Result<Self, Error> {
        let text = std::str::from_utf8(config).map_err(|_| broken(path)(Broken::new("it is no text")))?;
        let config: Config = serde_saphyr::from_str(text)
            .map_err(|_| broken(path)(Broken::new("it names no models and vocabularies")))?;
        let (beam, factor) = (config.beam_size, config.max_length_factor);
        let fits = (1..=BEAM_MAX).contains(&beam)
            && (0.1..=LENGTH_FACTOR_MAX).contains(&factor)
            && (0.0..=10.0).contains(&config.normalize);
        let ([model], [source, rest @ ..]) = (&config.models[..], &config.vocabs[..]) else {
            return Err(broken(path)(Broken::new(
                "it must name one model, and its vocabularies",
            )));
        };
        if !fits || rest.len() > 1 {
            return Err(broken(path)(Broken::new("a number in it is impossible")));
        }
        let mut size = 0;
        let mut file = |name: &Path| {
            if !is_inside(name) {
                return Err(broken(path)(Broken::new("it names a file outside its folder")));
            }
            let path = folder.join(name);
            let bytes = read(&path)?;
            size += bytes.len() as u64;
            Ok::<_, Error>((path, bytes))
        };
        let mut vocabulary = |name: &Path| {
            let (path, bytes) = file(name)?;
            Vocabulary::parse(&bytes).map_err(broken(&path))
        };
        let target = match rest.first().filter(|target| *target != source) {
            Some(target) => Some(vocabulary(target)?),
            None => None,
        };
        let source = vocabulary(source)?;
        let (from, to) = (source.len(), target.as_ref().unwrap_or(&source).len());
        let shortlist = match config.shortlist.first() {
            Some(Scalar::Text(name)) => {
                let (path, bytes) = file(Path::new(name))?;
                Some(Shortlist::parse(&bytes, from, to, target.is_none()).map_err(broken(&path))?)
            }
            _ => None,
        };
        let (path, bytes) = file(model)?;
        let model = Model::parse(&bytes, from, to).map_err(broken(&path))?;
        let written = target.as_ref().unwrap_or(&source);
        let rules = Rules {
            beam,
            length_factor: factor,
            length_power: config.normalize,
            end: written.end(),
            unknown: written.unknown(),
        };
        Ok(Self {
            model,
            source,
            target,
            shortlist,
            rules,
            size,
        })
    }

    pub fn target(&self) -> &Vocabulary {
        self.target.as_ref().unwrap_or(&self.source)
    }
}
