//! What a configuration says of an engine: an `[[engine]]` in the file, or `HARBORLINE_ENGINE='[{kind="…",url="…"}]'`;
//! of one that writes down what is said, a `[[speech]]`, or `HARBORLINE_SPEECH`.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use domain::Lang;
use reqwest::Url;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

/// The longest an engine may be given: whoever waits longer asks a person.
const LONGEST: u64 = 120;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub kind: Kind,
    /// Where its API begins: `http://127.0.0.1:5000`, `https://llm.example.org/v1`.
    #[serde(deserialize_with = "address")]
    pub url: Url,
    /// For `openai`, the one to ask.
    #[serde(default)]
    pub model: Option<String>,
    /// A file with the secret and nothing else.
    #[serde(default)]
    pub key_file: Option<PathBuf>,
    /// How long an answer may take; in the file, whole seconds.
    #[serde(default = "ten_seconds", deserialize_with = "seconds")]
    pub limit: Duration,
    /// As in `["ko-en"]`: the only ones it is asked for. Empty: all.
    #[serde(default, deserialize_with = "pairs")]
    pub pairs: Vec<(Lang, Lang)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    LibreTranslate,
    OpenAi,
}

impl Kind {
    /// As in the configuration, in logs and with a translation.
    pub fn name(self) -> &'static str {
        match self {
            Self::LibreTranslate => "libretranslate",
            Self::OpenAi => "openai",
        }
    }
}

impl Entry {
    /// The model to ask.
    ///
    /// # Errors
    /// When there is none.
    pub fn model(&self) -> anyhow::Result<&str> {
        self.model
            .as_deref()
            .filter(|model| !model.trim().is_empty())
            .context("model: an engine of kind openai needs one")
    }

    /// Whether nobody between here and there can listen.
    pub fn is_private(&self) -> bool {
        is_private(&self.url)
    }

    /// The secret, from its file. No part of it gets into an error.
    ///
    /// # Errors
    /// When the file is named but cannot be read, or holds no secret.
    pub fn key(&self) -> anyhow::Result<Option<SecretString>> {
        self.key_file.as_deref().map(read_key).transpose()
    }
}

/// A server that speaks `OpenAI`'s transcription call.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeechEntry {
    /// Where its API begins: `http://127.0.0.1:8000/v1`.
    #[serde(deserialize_with = "address")]
    pub url: Url,
    /// The one to ask.
    #[serde(deserialize_with = "not_blank")]
    pub model: String,
    /// A file with the secret and nothing else.
    #[serde(default)]
    pub key_file: Option<PathBuf>,
    /// How long an answer may take; in the file, whole seconds.
    #[serde(default = "ten_seconds", deserialize_with = "seconds")]
    pub limit: Duration,
    /// As in `["ja", "ko"]`: the only ones it is asked to hear. Empty: all.
    #[serde(default)]
    pub languages: Vec<Lang>,
}

impl SpeechEntry {
    /// Whether nobody between here and there can listen.
    pub fn is_private(&self) -> bool {
        is_private(&self.url)
    }

    /// As [`Entry::key`].
    ///
    /// # Errors
    /// As [`Entry::key`].
    pub fn key(&self) -> anyhow::Result<Option<SecretString>> {
        self.key_file.as_deref().map(read_key).transpose()
    }
}

/// TLS, or this machine.
fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    url.scheme() == "https" || host == "localhost" || address.is_ok_and(|ip| ip.is_loopback())
}

fn not_blank<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text.trim().is_empty() {
        return Err(D::Error::custom("it names a model"));
    }
    Ok(text)
}

pub(super) fn read_key(file: &Path) -> anyhow::Result<SecretString> {
    let text = std::fs::read_to_string(file)
        .map(SecretString::from)
        .with_context(|| format!("key_file: {} cannot be read", file.display()))?;
    let key = secrecy::ExposeSecret::expose_secret(&text).trim();
    anyhow::ensure!(
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_graphic()),
        "key_file: {} does not hold one secret and nothing else",
        file.display()
    );
    Ok(SecretString::from(key))
}

fn ten_seconds() -> Duration {
    Duration::from_secs(10)
}

/// An address is quoted in no error: it may hold a password, which does not belong there.
fn address<'de, D: Deserializer<'de>>(from: D) -> Result<Url, D::Error> {
    let url = Url::parse(&String::deserialize(from)?).map_err(|_| D::Error::custom("this is no URL"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(D::Error::custom("it begins with http:// or https:// and a host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(D::Error::custom(
            "it holds no name or password; the secret goes into key_file",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(D::Error::custom(
            "it holds no ? or #; the secret goes into key_file",
        ));
    }
    Ok(url)
}

fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    match u64::deserialize(from)? {
        seconds @ 1..=LONGEST => Ok(Duration::from_secs(seconds)),
        _ => Err(D::Error::custom(format!("between 1 and {LONGEST} seconds"))),
    }
}

fn pairs<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(Lang, Lang)>, D::Error> {
    let pair = |text: &String| {
        let (from, to) = text.split_once('-')?;
        let pair = (Lang::parse(from).ok()?, Lang::parse(to).ok()?);
        (pair.0 != pair.1 && *text == format!("{}-{}", pair.0, pair.1)).then_some(pair)
    };
    Vec::<String>::deserialize(from)?
        .iter()
        .map(|text| {
            pair(text)
                .ok_or_else(|| D::Error::custom(format!("`{text}` is no pair of languages such as `ko-en`")))
        })
        .collect()
}
