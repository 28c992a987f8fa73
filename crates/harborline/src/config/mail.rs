//! What a configuration says of mail. Without a server no mail is sent, and the pages say so.

use std::path::PathBuf;

use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::Config;

/// How the line to the mail server is kept to itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// From the first byte, on port 465.
    On,
    /// After asking for it, on port 587. A server that does not offer it is sent nothing.
    #[default]
    Starttls,
    /// Not at all, on port 25: for a relay on this machine or in a network that is one's own.
    Off,
}

impl Tls {
    fn port(self) -> u16 {
        match self {
            Self::On => 465,
            Self::Starttls => 587,
            Self::Off => 25,
        }
    }
}

/// A mail server, and who writes through it.
#[derive(Debug, Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    /// Name and password, where it asks for them.
    pub login: Option<(String, SecretString)>,
    /// The address that mails come from.
    pub from: String,
    /// Where the site is reached, for the links in mails; without a slash at its end.
    pub site: String,
}

impl Config {
    /// The mail server, if one is configured.
    ///
    /// # Errors
    /// When what is said of it does not fit together. No part of a password gets into an error.
    pub fn mail(&self) -> anyhow::Result<Option<Server>> {
        let Some(server) = &self.mail_server else {
            return Ok(None);
        };
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) => {
                let port = port.parse().ok().filter(|port| *port > 0);
                (host, port.context("mail_server: after the colon stands a port")?)
            }
            None => (server.as_str(), self.mail_tls.port()),
        };
        anyhow::ensure!(!host.is_empty(), "mail_server: it names no host");
        let from = self
            .mail_from
            .clone()
            .context("mail_from: mails need an address that they come from")?;
        let password = match (&self.mail_password, &self.mail_password_file) {
            (Some(_), Some(_)) => anyhow::bail!("mail_password and mail_password_file: one of them will do"),
            (Some(password), None) => Some(password.clone()),
            (None, Some(file)) => Some(read_password(file)?),
            (None, None) => None,
        };
        let login = match (self.mail_user.clone(), password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            (Some(_), None) => anyhow::bail!("mail_user: it has no password (mail_password_file)"),
            (None, Some(_)) => anyhow::bail!("mail_password: it has no mail_user"),
        };
        let here = matches!(host, "localhost" | "127.0.0.1" | "::1");
        anyhow::ensure!(
            login.is_none() || self.mail_tls != Tls::Off || here,
            "mail_tls: a password does not go over an open line"
        );
        let site = match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.listen.ip().is_loopback() => format!("http://{}", self.listen),
            None => anyhow::bail!("mail_server: links in mails need --public-url"),
        };
        Ok(Some(Server {
            host: host.to_owned(),
            port,
            tls: self.mail_tls,
            login,
            from,
            site,
        }))
    }
}

fn read_password(file: &PathBuf) -> anyhow::Result<SecretString> {
    let text = std::fs::read_to_string(file)
        .map(SecretString::from)
        .with_context(|| format!("mail_password_file: {} cannot be read", file.display()))?;
    let password = text.expose_secret().trim_end_matches(['\r', '\n']);
    anyhow::ensure!(
        !password.is_empty() && !password.contains('\n'),
        "mail_password_file: {} does not hold one password and nothing else",
        file.display()
    );
    Ok(SecretString::from(password))
}

#[cfg(test)]
#[expect(
    clippy::result_large_err,
    reason = "the error is that of figment's own test helper"
)]
mod tests {
    use figment::Jail;

    use super::*;
    use crate::config::Settings;

    /// What a file says of mail, and the environment.
    fn mail(file: &str, environment: &[(&str, &str)]) -> Result<Option<Server>, String> {
        let mut found = Ok(None);
        Jail::expect_with(|jail| {
            jail.create_dir("data")?;
            jail.create_file("data/harborline.toml", file)?;
            jail.create_file("password", "open sesame\n")?;
            for (name, value) in environment {
                jail.set_env(name, value);
            }
            let loaded = Settings::default().load().and_then(|config| config.mail());
            found = loaded.map_err(|error| format!("{error:#}"));
            Ok(())
        });
        found
    }

    #[test]
    fn without_a_server_there_is_no_mail() {
        assert!(mail("", &[]).unwrap().is_none());
    }

    #[test]
    fn a_server_has_the_port_of_its_kind_unless_one_is_named() {
        let port = |more: &str| {
            let file = format!("mail_from = \"a@example.org\"\n{more}");
            let server = mail(&file, &[]).unwrap().unwrap();
            (server.host, server.port, server.tls)
        };
        let host = || "smtp.example.org".to_owned();
        assert_eq!(
            port("mail_server = \"smtp.example.org\""),
            (host(), 587, Tls::Starttls)
        );
        let on = "mail_server = \"smtp.example.org\"\nmail_tls = \"on\"";
        assert_eq!(port(on), (host(), 465, Tls::On));
        let off = "mail_server = \"smtp.example.org:2525\"\nmail_tls = \"off\"";
        assert_eq!(port(off), (host(), 2525, Tls::Off));
    }

    #[test]
    fn a_password_comes_from_its_file_or_the_environment_and_is_not_shown() {
        let file =
            "mail_server = \"smtp.example.org\"\nmail_from = \"a@example.org\"\nmail_user = \"city\"\n";
        let by_file = format!("{file}mail_password_file = \"password\"\n");
        for (file, environment) in [
            (by_file.as_str(), &[][..]),
            (file, &[("HARBORLINE_MAIL_PASSWORD", "open sesame")][..]),
        ] {
            let server = mail(file, environment).unwrap().unwrap();
            assert!(!format!("{server:?}").contains("sesame"));
            assert_eq!(server.login.unwrap().1.expose_secret(), "open sesame");
        }
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let from = "mail_from = \"a@example.org\"\n";
        let server = "mail_server = \"smtp.example.org\"\n";
        let login = "mail_user = \"city\"\nmail_password_file = \"password\"\n";
        for (file, why) in [
            (server.to_owned(), "mail_from"),
            (
                format!("{from}mail_server = \"smtp.example.org:mail\"\n"),
                "a port",
            ),
            (format!("{from}{server}mail_user = \"city\"\n"), "no password"),
            (
                format!("{from}{server}mail_password_file = \"password\"\n"),
                "no mail_user",
            ),
            (format!("{from}{server}{login}mail_tls = \"off\"\n"), "open line"),
            (format!("{from}{server}mail_tls = \"maybe\"\n"), "mail_tls"),
            (format!("{from}{server}listen = \"0.0.0.0:80\"\n"), "--public-url"),
        ] {
            let error = mail(&file, &[]).unwrap_err();
            assert!(error.contains(why) && !error.contains("sesame"), "{error}");
        }
    }
}
