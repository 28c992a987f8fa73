//! What maps are drawn on, besides the outlines of the pack.

use anyhow::{Context as _, ensure};
use reqwest::Url;
use web::MapTiles;

use super::Config;

impl Config {
    /// The tiles of a map service, if there is one.
    ///
    /// # Errors
    /// When its address is none that a browser could load tiles from, or nobody says whom they are from.
    pub fn map_tiles(&self) -> anyhow::Result<Option<MapTiles>> {
        let Some(url) = &self.map_tiles else {
            return Ok(None);
        };
        let credit = self.map_credit.clone();
        let credit = credit.context("map_tiles needs map_credit: whoever makes a map is named on it")?;
        let missing = ["{z}", "{x}", "{y}"].into_iter().find(|part| !url.contains(part));
        if let Some(part) = missing {
            anyhow::bail!("map_tiles lacks {part}: write https://tiles.example/{{z}}/{{x}}/{{y}}.png");
        }
        let parsed = Url::parse(url).with_context(|| format!("map_tiles is no address: {url}"))?;
        let host = parsed.host_str().unwrap_or_default();
        let is_own = matches!(host, "localhost" | "127.0.0.1");
        ensure!(
            parsed.scheme() == "https" || parsed.scheme() == "http" && is_own,
            "map_tiles is not https: {url}"
        );
        ensure!(
            !host.contains(['{', '%']),
            "map_tiles needs one host: its page may load images from that alone"
        );
        Ok(Some(MapTiles {
            url: url.clone(),
            origin: parsed.origin().ascii_serialization(),
            credit,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::bare;

    fn tiles(url: &str, credit: Option<&str>) -> anyhow::Result<Option<MapTiles>> {
        let mut config = bare();
        config.map_tiles = Some(url.to_owned());
        config.map_credit = credit.map(str::to_owned);
        config.map_tiles()
    }

    #[test]
    fn tiles_have_an_origin_and_somebody_who_is_named() {
        let found = tiles("https://t.example:8443/a/{z}/{x}/{y}.png?key=1", Some("© T")).unwrap();
        assert_eq!(found.unwrap().origin, "https://t.example:8443");
        assert!(
            tiles("http://127.0.0.1:9/{z}/{x}/{y}", Some("own"))
                .unwrap()
                .is_some()
        );
        assert!(bare().map_tiles().unwrap().is_none());
    }

    #[test]
    fn what_no_page_could_load_is_refused() {
        for (url, credit, why) in [
            ("https://t.example/{z}/{x}/{y}.png", None, "map_credit"),
            ("https://t.example/{z}/{x}.png", Some("t"), "{y}"),
            ("http://t.example/{z}/{x}/{y}.png", Some("t"), "https"),
            ("javascript:{z}{x}{y}", Some("t"), "https"),
            ("https://{s}.t.example/{z}/{x}/{y}.png", Some("t"), "map_tiles"),
            ("tiles/{z}/{x}/{y}", Some("t"), "no address"),
        ] {
            let error = format!("{:#}", tiles(url, credit).unwrap_err());
            assert!(error.contains(why), "{url}: {error}");
        }
    }
}
