//! The telephone exchange that asks whom to ring: `[exchange]` in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use domain::Lang;
use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use web::{Exchange, SipSocket};

use super::Config;
use super::engine::read_key;

/// A shorter secret can be guessed.
const SECRET_MIN: usize = 16;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeEntry {
    /// A file with the secret and nothing else, which the exchange sends as `Authorization: Bearer …`.
    pub secret_file: PathBuf,
    /// Where it asks from.
    #[serde(default = "this_machine")]
    pub from: Vec<IpAddr>,
    /// Of the addresses of the agents' telephones: `pbx.example` of `sip:LOGIN@pbx.example`.
    pub domain: String,
    /// The numbers of the hotline as they are dialled, and the language that is spoken there.
    /// An empty one: the city's own.
    pub numbers: BTreeMap<String, String>,
    /// `sip:…`: who answers when nobody here can.
    #[serde(default)]
    pub busy: Option<String>,
    /// Numbers whose calls are not put through, as the exchange writes them.
    #[serde(default)]
    pub spam: BTreeSet<String>,
    /// `wss://pbx.example/ws`: its WebSocket, by which a page of the desk is an agent's telephone.
    #[serde(default)]
    pub ws_url: Option<String>,
    /// Where the API of its console is, `http://127.0.0.1:8081/api`: what it did not get to tell is read there.
    #[serde(default)]
    pub console_url: Option<String>,
    /// A file with a token of its console and nothing else.
    #[serde(default)]
    pub console_key_file: Option<PathBuf>,
}

/// Where call records are read that were missed.
#[derive(Debug)]
pub struct Missed {
    pub url: Url,
    pub key: Option<SecretString>,
}

fn this_machine() -> Vec<IpAddr> {
    vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
}

impl Config {
    /// The exchange, if there is one.
    ///
    /// # Errors
    /// When it cannot be asked by that; the error names the field.
    pub fn exchange(&self) -> anyhow::Result<Option<Exchange>> {
        self.exchange
            .as_ref()
            .map(|entry| read(entry).context("the configuration cannot be used: exchange"))
            .transpose()
    }

    /// Where its missed call records are read, if that is set.
    ///
    /// # Errors
    /// As [`Config::exchange`].
    pub fn missed_calls(&self) -> anyhow::Result<Option<Missed>> {
        let Some(entry) = &self.exchange else {
            return Ok(None);
        };
        let Some(url) = &entry.console_url else {
            ensure!(
                entry.console_key_file.is_none(),
                "exchange: console_key_file: of no console_url"
            );
            return Ok(None);
        };
        // Not quoted: it may hold a secret that belongs elsewhere.
        let url = Url::parse(url).ok().filter(|url| {
            let no_secret = url.username().is_empty() && url.password().is_none() && url.query().is_none();
            matches!(url.scheme(), "http" | "https") && url.host().is_some() && no_secret
        });
        let url =
            url.context("exchange: console_url: this is no http:// or https:// address without a secret")?;
        let key = entry.console_key_file.as_deref().map(read_key).transpose();
        let key = key.context("exchange: console_key_file")?;
        Ok(Some(Missed { url, key }))
    }
}

fn read(entry: &ExchangeEntry) -> anyhow::Result<Exchange> {
    let secret = read_key(&entry.secret_file).context("secret_file")?;
    let secret = secret.expose_secret();
    ensure!(
        secret.len() >= SECRET_MIN,
        "secret_file: a secret has at least {SECRET_MIN} characters"
    );
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    ensure!(
        !entry.domain.is_empty() && entry.domain.chars().all(is_host),
        "domain: it is a host, with or without a port"
    );
    ensure!(!entry.numbers.is_empty(), "numbers: the hotline has one at least");
    let is_address = |address: &str| {
        let rest = address
            .strip_prefix("sip:")
            .or_else(|| address.strip_prefix("sips:"));
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_graphic()))
    };
    ensure!(
        entry.busy.as_deref().is_none_or(is_address),
        "busy: it begins with sip: or sips:"
    );
    let numbers = entry.numbers.iter().map(|(number, language)| {
        let language = (!language.is_empty()).then(|| Lang::parse(language)).transpose();
        Ok((
            number.clone(),
            language.map_err(|_| anyhow::anyhow!("{number}: no language"))?,
        ))
    });
    Ok(Exchange {
        secret: Sha256::digest(secret).into(),
        from: entry.from.iter().map(IpAddr::to_canonical).collect(),
        domain: entry.domain.clone(),
        numbers: numbers.collect::<anyhow::Result<_>>().context("numbers")?,
        busy: entry.busy.clone(),
        spam: entry.spam.clone(),
        socket: entry
            .ws_url
            .as_deref()
            .map(socket)
            .transpose()
            .context("ws_url")?,
    })
}

/// Not quoted: it may hold a secret, and would be shown to every agent.
fn socket(url: &str) -> anyhow::Result<SipSocket> {
    let url = Url::parse(url).ok().filter(|url| {
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        // The keys of what is spoken go through it. In the clear they stay on this machine.
        let here = url
            .host_str()
            .is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"));
        bare && url.has_host() && (url.scheme() == "wss" || (url.scheme() == "ws" && here))
    });
    let url = url.context("it is a wss:// address without a secret; ws:// will do on this machine alone")?;
    Ok(SipSocket {
        origin: url.origin().ascii_serialization(),
        url: url.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::bare;

    fn found(secret: &str, more: &str) -> anyhow::Result<Option<Exchange>> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, secret).unwrap();
        let text = format!("secret_file = {file:?}\n{more}");
        let mut config = bare();
        config.exchange = Some(toml::from_str(&text)?);
        config.exchange()
    }

    const WHOLE: &str =
        "domain = \"pbx.example:5060\"\nnumbers = { \"12345\" = \"\", hotline-ja = \"ja\" }\n";

    #[test]
    fn an_exchange_has_a_secret_and_asks_from_this_machine_unless_it_says_otherwise() {
        let here = found("0123456789abcdef\n", WHOLE).unwrap().unwrap();
        assert_eq!(here.secret, <[u8; 32]>::from(Sha256::digest("0123456789abcdef")));
        assert_eq!(here.from, this_machine());
        assert_eq!(here.numbers["hotline-ja"], Some(Lang::JA));
        assert_eq!(here.numbers["12345"], None);
        let there = format!("{WHOLE}from = [\"::ffff:192.0.2.7\"]\nbusy = \"sip:desk@pbx.example\"\n");
        let there = found("0123456789abcdef", &there).unwrap().unwrap();
        assert_eq!(there.from, [IpAddr::from([192, 0, 2, 7])]);
        assert!(bare().exchange().unwrap().is_none());
    }

    #[test]
    fn a_page_is_a_telephone_by_a_socket_that_is_encrypted_unless_it_stays_here() {
        let whole = |url: &str| found("0123456789abcdef", &format!("{WHOLE}ws_url = {url:?}\n"));
        let socket = whole("wss://pbx.example:8443/ws")
            .unwrap()
            .unwrap()
            .socket
            .unwrap();
        assert_eq!(socket.url, "wss://pbx.example:8443/ws");
        assert_eq!(socket.origin, "wss://pbx.example:8443");
        let here = whole("ws://127.0.0.1:9401/ws").unwrap().unwrap().socket.unwrap();
        assert_eq!(here.origin, "ws://127.0.0.1:9401");
        assert!(
            found("0123456789abcdef", WHOLE)
                .unwrap()
                .unwrap()
                .socket
                .is_none()
        );
        for wrong in [
            "ws://pbx.example/ws",
            "https://pbx.example/ws",
            "wss://name:hush@pbx.example/ws",
            "wss://pbx.example/ws?token=hush",
            "pbx.example; script-src *",
        ] {
            let error = format!("{:#}", whole(wrong).unwrap_err());
            assert!(error.contains("ws_url") && !error.contains("hush"), "{error}");
        }
    }

    #[test]
    fn missed_calls_are_read_where_the_console_is_and_its_address_holds_no_secret() {
        let missed = |more: &str| {
            let mut config = bare();
            let text = format!("secret_file = \"x\"\n{WHOLE}{more}");
            config.exchange = Some(toml::from_str(&text).unwrap());
            config.missed_calls()
        };
        assert!(missed("").unwrap().is_none());
        let found = missed("console_url = \"http://127.0.0.1:8081/api\"")
            .unwrap()
            .unwrap();
        assert_eq!(found.url.path(), "/api");
        assert!(found.key.is_none());
        for wrong in [
            "console_url = \"ftp://pbx.example\"",
            "console_url = \"http://name:hush@pbx.example/api\"",
            "console_url = \"http://pbx.example/api?token=hush\"",
            "console_key_file = \"/nowhere\"",
        ] {
            let error = format!("{:#}", missed(wrong).unwrap_err());
            assert!(error.contains("console") && !error.contains("hush"), "{error}");
        }
    }

    #[test]
    fn what_no_exchange_can_be_asked_by_is_refused_and_named() {
        for (secret, more, field) in [
            ("short", WHOLE, "secret_file"),
            ("two secrets 0123456789", WHOLE, "secret_file"),
            ("0123456789abcdef", "domain = \"pbx\"\nnumbers = {}", "numbers"),
            (
                "0123456789abcdef",
                "domain = \"a@b\"\nnumbers = { a = \"zh\" }",
                "domain",
            ),
            ("0123456789abcdef", &format!("{WHOLE}busy = \"110\""), "busy"),
            ("0123456789abcdef", &format!("{WHOLE}secret = \"x\""), "secret"),
            (
                "0123456789abcdef",
                "domain = \"a\"\nnumbers = { a = \"klingon tongue\" }",
                "numbers",
            ),
            ("0123456789abcdef", &format!("{WHOLE}from = [\"pbx\"]"), "IP"),
        ] {
            let error = format!("{:#}", found(secret, more).unwrap_err());
            assert!(error.contains(field), "{more}: {error}");
            assert!(!error.contains("0123456789"), "{error}");
        }
    }
}
