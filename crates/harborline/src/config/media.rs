//! The media server that mixes calls with more than three: `[media]` in the file.

use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use reqwest::Url;
use secrecy::SecretString;
use serde::Deserialize;

use super::Config;
use super::engine::read_key;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaEntry {
    /// Where Janus has its HTTP API, on this machine or an inner network: `http://127.0.0.1:8088/janus`.
    pub janus_url: String,
    /// A file with its `api_secret` and nothing else.
    pub secret_file: PathBuf,
}

/// A Janus, and what it asks for.
#[derive(Debug, Clone)]
pub struct Media {
    pub url: Url,
    pub secret: SecretString,
}

impl Config {
    /// The media server, if there is one.
    ///
    /// # Errors
    /// When it cannot be asked by that; the error names the field.
    pub fn media(&self) -> anyhow::Result<Option<Media>> {
        self.media
            .as_ref()
            .map(|entry| read(entry).context("the configuration cannot be used: media"))
            .transpose()
    }
}

fn read(entry: &MediaEntry) -> anyhow::Result<Media> {
    // Not quoted: it may hold a secret that belongs elsewhere.
    let url = Url::parse(&entry.janus_url).ok().filter(|url| {
        let no_secret = url.username().is_empty() && url.password().is_none();
        let is_plain = url.query().is_none() && url.fragment().is_none();
        matches!(url.scheme(), "http" | "https") && url.host().is_some() && no_secret && is_plain
    });
    let url = url.context("janus_url: this is no http:// or https:// address without a secret")?;
    ensure!(
        url.scheme() == "https" || is_inner(&url),
        "janus_url: over http:// it is on this machine or an inner network, since its secret goes there"
    );
    Ok(Media {
        url,
        secret: read_key(&entry.secret_file).context("secret_file")?,
    })
}

/// No address that the world reaches; a name is taken to be one of an inner network.
fn is_inner(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::bare;

    fn media(url: &str, secret: &str) -> anyhow::Result<Option<Media>> {
        let folder = tempfile::tempdir().unwrap();
        let secret_file = folder.path().join("secret");
        std::fs::write(&secret_file, secret).unwrap();
        let mut config = bare();
        config.media = Some(MediaEntry {
            janus_url: url.to_owned(),
            secret_file,
        });
        config.media()
    }

    #[test]
    fn a_media_server_is_near_and_has_a_secret() {
        assert!(bare().media().unwrap().is_none());
        for url in [
            "http://127.0.0.1:8088/janus",
            "http://[::1]:8088/janus",
            "http://10.0.0.7:8088/janus",
            "http://janus:8088/janus",
            "https://media.example/janus",
        ] {
            let found = media(url, "north-wind\n").unwrap().unwrap();
            assert_eq!(found.url.as_str(), url);
            assert!(!format!("{found:?}").contains("north"));
        }
    }

    #[test]
    fn what_is_wrong_with_it_names_its_field() {
        for (url, secret, field) in [
            ("janus", "north-wind", "janus_url"),
            ("ws://127.0.0.1:8188", "north-wind", "janus_url"),
            ("http://203.0.113.7:8088/janus", "north-wind", "janus_url"),
            ("http://a:north-wind@127.0.0.1/janus", "north-wind", "janus_url"),
            (
                "http://127.0.0.1/janus?apisecret=north-wind",
                "north-wind",
                "janus_url",
            ),
            ("http://127.0.0.1:8088/janus", "", "secret_file"),
            ("http://127.0.0.1:8088/janus", "north wind", "secret_file"),
        ] {
            let error = format!("{:#}", media(url, secret).unwrap_err());
            assert!(error.contains("media") && error.contains(field), "{url}: {error}");
            assert!(!error.contains("north"), "{error}");
        }
    }
}
