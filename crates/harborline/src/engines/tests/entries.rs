//! What a configuration may say of engines.

use std::path::PathBuf;

use figment::Jail;

use super::*;
use crate::config::{Config, Settings};

pub fn load(file: &str) -> anyhow::Result<Config> {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("harborline.toml"), file).unwrap();
    let settings = Settings {
        data: Some(data.path().to_owned()),
        ..Settings::default()
    };
    settings.load()
}

#[test]
fn engines_are_read_in_their_order() {
    let config = load(
        r#"
        [[engine]]
        kind = "libretranslate"
        url = "http://127.0.0.1:5000"
        pairs = ["ko-en", "pt-zh"]

        [[engine]]
        kind = "openai"
        url = "https://llm.example.org/v1"
        model = "qwen2.5-7b-instruct"
        limit = 25
        "#,
    )
    .unwrap();
    let [libre, openai] = &config.engine[..] else {
        panic!("two engines")
    };
    assert_eq!(libre.kind, Kind::LibreTranslate);
    assert_eq!(libre.limit, Duration::from_secs(10));
    assert_eq!(libre.pairs, [(Lang::KO, Lang::EN), (pt(), Lang::ZH)]);
    assert_eq!(openai.limit, Duration::from_secs(25));
    assert_eq!(openai.model().unwrap(), "qwen2.5-7b-instruct");
    let engines = super::super::remote(
        &Config {
            engine: vec![libre.clone()],
            ..config.clone()
        },
        weihai(),
    );
    assert_eq!(engines.unwrap().len(), 1);
}

#[test]
#[expect(
    clippy::result_large_err,
    reason = "the error is that of figment's own test helper"
)]
fn engines_are_read_from_the_environment() {
    Jail::expect_with(|jail| {
        jail.set_env(
            "HARBORLINE_ENGINE",
            r#"[{kind="libretranslate", url="http://127.0.0.1:5000", limit=3}]"#,
        );
        let config = Settings::default().load().expect("it fits");
        assert_eq!(config.engine[0].limit, Duration::from_secs(3));
        Ok(())
    });
}

#[test]
fn a_wrong_entry_is_refused_and_its_field_named() {
    let whole = "kind = \"libretranslate\"\nurl = \"http://127.0.0.1:5000\"\n";
    for (file, field) in [
        ("url = \"http://127.0.0.1:5000\"", "kind"),
        ("kind = \"deepl\"\nurl = \"http://127.0.0.1:5000\"", "kind"),
        ("kind = \"libretranslate\"", "url"),
        ("kind = \"libretranslate\"\nurl = \"engine\"", "url"),
        ("kind = \"libretranslate\"\nurl = \"ftp://engine\"", "url"),
        (
            "kind = \"libretranslate\"\nurl = \"http://me:hush@engine\"",
            "url",
        ),
        (
            "kind = \"libretranslate\"\nurl = \"http://engine/?api_key=hush\"",
            "url",
        ),
        (&format!("{whole}limit = 0"), "limit"),
        (&format!("{whole}limit = 121"), "limit"),
        (&format!("{whole}limit = -1"), "limit"),
        (&format!("{whole}pairs = [\"ko\"]"), "pairs"),
        (&format!("{whole}pairs = [\"ko-ko\"]"), "pairs"),
        (&format!("{whole}pairs = \"ko-en\""), "pairs"),
        (&format!("{whole}key = \"hush\""), "key"),
    ] {
        let error = format!("{:#}", load(&format!("[[engine]]\n{file}\n")).expect_err(file));
        assert!(
            error.contains("engine") && error.contains(field),
            "{file}: {error}"
        );
        assert!(!error.contains("hush"), "{error}");
    }
}

#[test]
fn it_is_known_which_engines_are_asked_in_the_open() {
    for (url, private) in [
        ("http://127.0.0.1:5000", true),
        ("http://[::1]:5000", true),
        ("http://localhost", true),
        ("https://engine.example.org", true),
        ("http://engine.example.org", false),
        ("http://192.0.2.1", false),
        ("http://127.example.org", false),
    ] {
        assert_eq!(entry(Kind::LibreTranslate, url).is_private(), private, "{url}");
    }
}

#[test]
fn an_entry_that_lacks_what_its_kind_needs_is_refused_and_its_field_named() {
    let data = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| -> PathBuf {
        let file = data.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    };
    let plain = |kind| entry(kind, "http://127.0.0.1:1");
    let with_key = |key_file| Entry {
        key_file: Some(key_file),
        ..plain(Kind::LibreTranslate)
    };
    for (entry, field) in [
        (
            Entry {
                model: None,
                ..plain(Kind::OpenAi)
            },
            "model",
        ),
        (
            Entry {
                model: Some("x".to_owned()),
                ..plain(Kind::LibreTranslate)
            },
            "model",
        ),
        (with_key(data.path().join("nowhere")), "key_file"),
        (with_key(file("empty", " \n")), "key_file"),
        (with_key(file("two", "hush hush")), "key_file"),
    ] {
        let config = Config {
            engine: vec![plain(Kind::LibreTranslate), entry],
            ..load("").unwrap()
        };
        let error = format!("{:#}", super::super::remote(&config, weihai()).expect_err(field));
        assert!(error.contains("engine.1") && error.contains(field), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }
}
