//! Configuration: flags, then `HARBORLINE_*`, then a TOML file, then defaults.

mod engine;
mod exchange;
mod mail;
mod map;
mod media;
mod turn;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use web::kit::upload::spool::Waits;

use crate::clamav::ClamAv;

pub use self::engine::{Entry, Kind, SpeechEntry};
pub use self::exchange::{ExchangeEntry, Missed};
pub use self::mail::{Server, Tls};
pub use self::media::{Media, MediaEntry};

/// What may be set on the command line; what is not set there is looked for elsewhere.
#[derive(Debug, Clone, Default, clap::Args, Serialize)]
pub struct Settings {
    /// A TOML file with the same names [default: harborline.toml in the data folder].
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Where the database and the secret are kept [default: data].
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// `postgres://…`; without it, SQLite in the data folder.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// Folder of the city pack [default: cities/weihai].
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<PathBuf>,
    /// Address to listen on [default: 127.0.0.1:8080].
    #[arg(long, global = true, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// Address under which people reach it, for links on receipts (https:// turns on secure cookies).
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// `on` or `off`: limits on how often one address may ask.
    #[arg(long, global = true, value_name = "on|off", value_parser = ["on", "off"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<String>,
    /// A trusted proxy stands in front and sets X-Forwarded-For.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub behind_proxy: bool,
    /// Mail server, `smtp.example.org` or with `:port`; without one no mail is sent, and the pages say so.
    #[arg(long, global = true, value_name = "HOST")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_server: Option<String>,
    /// How mail is kept to itself on its way there [default: starttls].
    #[arg(long, global = true, value_name = "HOW", value_enum)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_tls: Option<Tls>,
    /// Name at the mail server. Its password: --mail-password-file, or `HARBORLINE_MAIL_PASSWORD`.
    #[arg(long, global = true, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_user: Option<String>,
    /// A file with the password and nothing else.
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_password_file: Option<PathBuf>,
    /// Address that mails come from.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_from: Option<String>,
    /// Tiles for the map of places, as `https://tiles.example/{z}/{x}/{y}.png`; without them the pack's outlines are enough.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map_tiles: Option<String>,
    /// Whom the tiles are from, as it must stand on the map.
    #[arg(long, global = true, value_name = "TEXT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map_credit: Option<String>,
    /// A server that helps calls in the browser to get through: `turn:turn.example.org:3478`, `turns:…` or `stun:…`; may be
    /// given more than once. Without one, calls find a way within one network alone.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub turn_url: Vec<String>,
    /// A file with the secret that is shared with it (coturn's static-auth-secret), and nothing else.
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn_secret_file: Option<PathBuf>,
    /// Where ClamAV's daemon listens, a socket's file or `127.0.0.1:3310`: files in which it finds something are refused.
    #[arg(long, global = true, value_name = "SOCKET")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clamav: Option<String>,
    /// Megabytes of the data folder's disk that uploads leave free [default: 1024].
    #[arg(long, global = true, value_name = "MB")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_free: Option<u64>,
    /// `text` or `json`.
    #[arg(long, global = true, value_name = "FORMAT", value_parser = ["text", "json"])]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// Reads the time from a file (RFC 3339), for tests on loopback.
    #[arg(long, global = true, value_name = "FILE", hide = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_file: Option<PathBuf>,
}

/// The configuration as it holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    #[serde(default = "default_data")]
    pub data: PathBuf,
    #[serde(default)]
    pub database: Option<String>,
    #[serde(default = "default_city")]
    pub city: PathBuf,
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    #[serde(default)]
    pub public_url: Option<String>,
    #[serde(default = "default_rate_limit")]
    pub rate_limit: String,
    #[serde(default)]
    pub behind_proxy: bool,
    #[serde(default = "default_log")]
    pub log: String,
    #[serde(default)]
    pub clock_file: Option<PathBuf>,
    #[serde(default)]
    pub mail_server: Option<String>,
    #[serde(default)]
    pub mail_tls: Tls,
    #[serde(default)]
    pub mail_user: Option<String>,
    #[serde(default)]
    pub mail_password: Option<SecretString>,
    #[serde(default)]
    pub mail_password_file: Option<PathBuf>,
    #[serde(default)]
    pub mail_from: Option<String>,
    #[serde(default)]
    pub clamav: Option<String>,
    #[serde(default = "default_keep_free")]
    pub keep_free: u64,
    #[serde(default)]
    pub map_tiles: Option<String>,
    #[serde(default)]
    pub map_credit: Option<String>,
    #[serde(default, deserialize_with = "turn::one_or_more")]
    pub turn_url: Vec<String>,
    #[serde(default)]
    pub turn_secret_file: Option<PathBuf>,
    /// Translation engines on other machines, in the order they are asked.
    #[serde(default)]
    pub engine: Vec<Entry>,
    /// Engines on other machines that write down what is said, in the order they are asked.
    #[serde(default)]
    pub speech: Vec<SpeechEntry>,
    /// A telephone exchange that asks here whom to ring.
    #[serde(default)]
    pub exchange: Option<ExchangeEntry>,
    /// A media server for calls with more than three.
    #[serde(default)]
    pub media: Option<MediaEntry>,
}

fn default_data() -> PathBuf {
    "data".into()
}

fn default_city() -> PathBuf {
    "cities/weihai".into()
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn default_rate_limit() -> String {
    "on".to_owned()
}

fn default_keep_free() -> u64 {
    1024
}

fn default_log() -> String {
    "text".to_owned()
}

impl Settings {
    /// Puts flags, environment, file and defaults together.
    ///
    /// # Errors
    /// When a file or a value cannot be read; the message says which and where it came from.
    pub fn load(&self) -> anyhow::Result<Config> {
        let data = self
            .data
            .clone()
            .or_else(|| std::env::var_os("HARBORLINE_DATA").map(PathBuf::from));
        let beside = data.unwrap_or_else(default_data).join("harborline.toml");
        let file = self.config.clone().unwrap_or(beside);
        let file = match (self.config.is_some(), file.is_file()) {
            (_, true) => Figment::from(Toml::file_exact(file)),
            (true, false) => anyhow::bail!("there is no configuration file {}", file.display()),
            (false, false) => Figment::new(),
        };
        let config: Config = file
            .merge(Env::prefixed("HARBORLINE_").ignore(&["test_postgres", "test_python"]))
            .merge(Serialized::defaults(self))
            .extract()
            .context("the configuration cannot be used")?;
        let public = !config.listen.ip().is_loopback() || config.public_url.is_some() || config.behind_proxy;
        if config.clock_file.is_some() && public {
            anyhow::bail!(
                "--clock-file is for tests: it needs --listen on loopback, and nobody else to serve"
            );
        }
        Ok(config)
    }
}

impl Config {
    /// Where the store is.
    pub fn location(&self) -> String {
        match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.sqlite_file().display()),
        }
    }

    pub fn sqlite_file(&self) -> PathBuf {
        self.data.join("harborline.db")
    }

    /// ClamAV's daemon, if there is one.
    pub fn clamav(&self) -> Option<ClamAv> {
        let place = self
            .clamav
            .as_ref()?
            .parse()
            .unwrap_or_else(|never| match never {});
        Some(ClamAv::new(place))
    }

    /// Where what comes with forms waits.
    pub fn uploads(&self) -> Waits {
        Waits {
            folder: self.data.clone(),
            keep_free: self.keep_free.saturating_mul(1024 * 1024),
        }
    }

    /// Makes the data folder, readable by its owner alone.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn prepare_data(&self) -> anyhow::Result<&Path> {
        use std::os::unix::fs::DirBuilderExt as _;
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.data)
            .with_context(|| format!("cannot make the data folder {}", self.data.display()))?;
        Ok(&self.data)
    }
}

/// What nobody has configured, read where no other test sets a file or the environment meanwhile.
#[cfg(test)]
#[expect(
    clippy::result_large_err,
    reason = "the error is that of figment's own test helper"
)]
pub fn bare() -> Config {
    let mut config = None;
    figment::Jail::expect_with(|_| {
        config = Some(Settings::default().load().map_err(|error| error.to_string())?);
        Ok(())
    });
    config.expect("an empty configuration can be read")
}

#[cfg(test)]
#[expect(
    clippy::result_large_err,
    reason = "the error is that of figment's own test helper"
)]
mod tests {
    use figment::Jail;

    use super::*;

    #[test]
    fn flags_come_before_the_environment_and_that_before_the_file() {
        Jail::expect_with(|jail| {
            jail.create_dir("data")?;
            jail.create_file(
                "data/harborline.toml",
                "listen = \"127.0.0.1:1\"\nlog = \"json\"\nrate_limit = \"off\"\n",
            )?;
            jail.set_env("HARBORLINE_LISTEN", "127.0.0.1:2");
            jail.set_env("HARBORLINE_LOG", "text");
            let settings = Settings {
                listen: "127.0.0.1:3".parse().ok(),
                ..Settings::default()
            };
            let config = settings.load().expect("it fits");
            assert_eq!(config.listen.port(), 3);
            assert_eq!(config.log, "text");
            assert_eq!(config.rate_limit, "off");
            assert_eq!(config.city, Path::new("cities/weihai"));
            Ok(())
        });
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        Jail::expect_with(|jail| {
            jail.create_dir("data")?;
            jail.create_file("data/harborline.toml", "lissen = \"127.0.0.1:1\"\n")?;
            let error = format!("{:#}", Settings::default().load().expect_err("it is a slip"));
            assert!(error.contains("lissen"), "{error}");
            Ok(())
        });
    }

    #[test]
    fn a_test_clock_needs_loopback() {
        Jail::expect_with(|_| {
            let listen = "0.0.0.0:80".parse().ok();
            let settings = Settings {
                listen,
                clock_file: Some("clock".into()),
                ..Settings::default()
            };
            assert!(settings.load().is_err());
            Ok(())
        });
    }
}
