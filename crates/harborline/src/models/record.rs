//! What a model must be: `record.json`, and the `config.yml` for the translator.

use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;

use domain::Lang;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

pub const RECORD: &str = "record.json";
pub const CONFIG: &str = "config.yml";

/// A `record.json` or `config.yml` has a few hundred bytes.
pub const SMALL_MAX: u64 = 64 * 1024;

/// `record.json`: a model by name and version, and each of its files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// The pair, and the architecture where it is known: `en-pt base-memory`.
    pub name: String,
    pub from: Lang,
    pub to: Lang,
    /// As the registry has it; without one, the first twelve digits of the hash of the model file.
    pub version: String,
    pub files: Vec<FileRecord>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileRecord {
    pub name: FileName,
    #[serde(rename = "type")]
    pub kind: Kind,
    /// In bytes, unpacked.
    pub size: u64,
    /// Of the unpacked file.
    pub sha256: Sha256,
    /// The address or path it came from.
    pub source: String,
    /// Whether the source stated a SHA-256, and it was right. Without one, `sha256` is that of the file as it came.
    pub verified: bool,
}

impl FileRecord {
    /// Whether it came over a network and nothing says that it is the right one.
    pub fn came_unproved(&self) -> bool {
        !self.verified && self.source.starts_with("http")
    }
}

/// What a file is for. The names are those of Mozilla's registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Model,
    Lex,
    /// Of both languages.
    Vocab,
    SrcVocab,
    TrgVocab,
    Config,
}

impl Record {
    /// # Errors
    /// When it is not there, cannot be read, or is no record ([`io::ErrorKind::InvalidData`]).
    pub fn read(folder: &Path) -> io::Result<Self> {
        let path = folder.join(RECORD);
        if fs::metadata(&path)?.len() > SMALL_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        serde_json::from_slice(&fs::read(path)?).map_err(io::Error::from)
    }

    /// Of all files, in bytes.
    pub fn size(&self) -> u64 {
        self.files
            .iter()
            .fold(0, |sum, file| sum.saturating_add(file.size))
    }

    fn named(&self, kind: Kind) -> Option<&FileName> {
        let file = self.files.iter().find(|file| file.kind == kind)?;
        Some(&file.name)
    }

    /// Source vocabulary, and target vocabulary: the same file where one serves both.
    fn vocabularies(&self) -> Option<[&FileName; 2]> {
        match (self.named(Kind::SrcVocab), self.named(Kind::TrgVocab)) {
            (Some(source), Some(target)) => Some([source, target]),
            _ => self.named(Kind::Vocab).map(|both| [both, both]),
        }
    }

    /// Whether it names what a translator cannot do without.
    pub fn is_complete(&self) -> bool {
        let config = self.named(Kind::Config).map(FileName::as_str);
        self.named(Kind::Model).is_some() && self.vocabularies().is_some() && config == Some(CONFIG)
    }

    /// A `config.yml` for the files of this record, with the settings that Firefox translates with. None when there is no
    /// model or no vocabulary.
    pub fn config(&self) -> Option<String> {
        let model = self.named(Kind::Model)?;
        let [source, target] = self.vocabularies()?;
        // Which of the two a model was made for stands in its name alone.
        let precision = if model.as_str().ends_with("intgemm8.bin") {
            "int8shiftAll"
        } else {
            "int8shiftAlphaAll"
        };
        let mut yaml =
            format!("relative-paths: true\nmodels:\n  - {model}\nvocabs:\n  - {source}\n  - {target}\n");
        if let Some(lex) = self.named(Kind::Lex) {
            let _ = write!(yaml, "shortlist:\n  - {lex}\n  - false\n");
        }
        let _ = write!(
            yaml,
            "beam-size: 1\nnormalize: 1.0\nword-penalty: 0\nmax-length-factor: 2.0\ngemm-precision: {precision}\n"
        );
        Some(yaml)
    }

    /// Whether a configuration that came with the files names these files and no other.
    pub fn agrees_with(&self, config: &str) -> bool {
        #[derive(Deserialize)]
        struct Names {
            models: Vec<String>,
            vocabs: Vec<String>,
            #[serde(default)]
            shortlist: Vec<Option<serde_json::Value>>,
        }
        let Ok(names) = serde_saphyr::from_str::<Names>(config) else {
            return false;
        };
        let (Some(model), Some(vocabularies)) = (self.named(Kind::Model), self.vocabularies()) else {
            return false;
        };
        let shortlist = names.shortlist.first().and_then(|name| name.as_ref()?.as_str());
        let vocabs: Vec<&str> = names.vocabs.iter().map(String::as_str).collect();
        let shared = vocabularies[0] == vocabularies[1];
        names.models == [model.as_str()]
            && (vocabs == vocabularies.map(FileName::as_str)
                || shared && vocabs == [vocabularies[0].as_str()])
            && shortlist == self.named(Kind::Lex).map(FileName::as_str)
    }
}

/// A name that a file can have inside a model's folder: a letter first, a dot somewhere, and nothing but letters,
/// digits, `.`, `-` and `_`. So it is no path, and no word of YAML.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct FileName(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no name for a file of a model")]
pub struct NotAName(String);

impl FileName {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn config() -> Self {
        Self(CONFIG.to_owned())
    }
}

impl TryFrom<String> for FileName {
    type Error = NotAName;

    fn try_from(name: String) -> Result<Self, NotAName> {
        let known = |b: u8| b.is_ascii_alphanumeric() || b".-_".contains(&b);
        let first = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        if first && name.len() <= 128 && name.contains('.') && name.bytes().all(known) && name != RECORD {
            Ok(Self(name))
        } else {
            Err(NotAName(name))
        }
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The SHA-256 of a file; written in 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sha256([u8; 32]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 has 64 hexadecimal digits")]
pub struct NotASha256;

impl Sha256 {
    pub fn of(hasher: sha2::Sha256) -> Self {
        Self(hasher.finalize().into())
    }
}

impl FromStr for Sha256 {
    type Err = NotASha256;

    fn from_str(text: &str) -> Result<Self, NotASha256> {
        let (digits, []) = text.as_bytes().as_chunks::<2>() else {
            return Err(NotASha256);
        };
        let digit = |b: u8| {
            char::from(b)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        let bytes: Option<Vec<u8>> = digits
            .iter()
            .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
            .collect();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(NotASha256)
    }
}

impl TryFrom<String> for Sha256 {
    type Error = NotASha256;

    fn try_from(text: String) -> Result<Self, NotASha256> {
        text.parse()
    }
}

impl From<Sha256> for String {
    fn from(hash: Sha256) -> Self {
        hash.to_string()
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
