//! Servers that help the browsers in a call to find a way to one another.

use anyhow::{Context as _, ensure};
use serde::{Deserialize, Deserializer};
use web::Turn;

use super::Config;

/// What the address of such a server begins with.
const SCHEMES: [&str; 4] = ["stun:", "stuns:", "turn:", "turns:"];

/// The environment has room for one, written as it is.
pub(super) fn one_or_more<'de, D: Deserializer<'de>>(given: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        One(String),
        More(Vec<String>),
    }
    Ok(match Given::deserialize(given)? {
        Given::One(url) => vec![url],
        Given::More(urls) => urls,
    })
}

impl Config {
    /// Those that are set, if any.
    ///
    /// # Errors
    /// When an address is none of such a server, or one of TURN has no secret, or a secret no such server.
    pub fn turn(&self) -> anyhow::Result<Option<Turn>> {
        let wrong = self.turn_url.iter().find(|url| {
            !SCHEMES
                .iter()
                .any(|scheme| url.len() > scheme.len() && url.starts_with(scheme))
        });
        if let Some(wrong) = wrong {
            anyhow::bail!("turn_url: {wrong} is not turn:HOST, turns:HOST or stun:HOST");
        }
        let is_turn = self.turn_url.iter().any(|url| url.starts_with("turn"));
        let secret = match &self.turn_secret_file {
            None => None,
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .with_context(|| format!("turn_secret_file: {} cannot be read", file.display()))?;
                let secret = text.trim_end_matches(['\r', '\n']).to_owned();
                ensure!(
                    !secret.is_empty() && !secret.contains(['\r', '\n']),
                    "turn_secret_file: {} does not hold one secret and nothing else",
                    file.display()
                );
                Some(secret)
            }
        };
        ensure!(
            is_turn == secret.is_some(),
            "turn_url and turn_secret_file: a server of TURN and the secret that it shares belong together"
        );
        Ok((!self.turn_url.is_empty()).then(|| Turn {
            urls: self.turn_url.clone(),
            secret,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::bare;

    fn turn(urls: &[&str], secret: Option<&str>) -> anyhow::Result<Option<Turn>> {
        let folder = tempfile::tempdir().unwrap();
        let mut config = bare();
        config.turn_url = urls.iter().map(|url| (*url).to_owned()).collect();
        if let Some(secret) = secret {
            let file = folder.path().join("secret");
            std::fs::write(&file, secret).unwrap();
            config.turn_secret_file = Some(file);
        }
        config.turn()
    }

    #[test]
    fn a_server_of_turn_comes_with_its_secret() {
        assert_eq!(turn(&[], None).unwrap(), None);
        let found = turn(&["stun:a.example", "turn:b.example:3478"], Some("north\n")).unwrap();
        assert_eq!(found.unwrap().secret.as_deref(), Some("north"));
        assert!(turn(&["stun:a.example"], None).unwrap().is_some());
        for (urls, secret) in [
            (&["turn:b.example"][..], None),
            (&["stun:a.example"], Some("north")),
            (&[], Some("north")),
            (&["https://b.example"], Some("north")),
            (&["turn:"], Some("north")),
            (&["turn:b.example"], Some("")),
            (&["turn:b.example"], Some("north\nsouth")),
        ] {
            assert!(turn(urls, secret).is_err(), "{urls:?} {secret:?}");
        }
    }
}
