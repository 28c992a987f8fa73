//! What is published of translations, and what waits for a person.

use crate::small::Pack;
use domain::Lang;
use domain::city::Checker;

/// Texts that need a check, and the folder of each.
const CHECKED: &[(&str, &str)] = &[
    ("regulation", "title"),
    ("regulation", "intro"),
    ("regulation", "article.1.topic"),
    ("regulation", "article.2.text"),
    ("regulation", "article.1.none"),
    ("regulation", "mechanism.helping.text"),
    ("bases", "standard.what"),
    ("bases", "standard.source"),
    ("pages", "privacy.title"),
    ("pages", "privacy.body"),
    ("services/help", "intro"),
    ("services/help", "after"),
    ("replies", "thanks.text"),
];

/// Texts that only name things.
const NAMES: &[(&str, &str)] = &[
    ("city", "imprint"),
    ("units", "harbour.name"),
    ("calendar", "new-year"),
    ("needs", "living.summary"),
    ("services/help", "name"),
    ("services/help", "summary"),
    ("services/help", "field.where.label"),
    ("services/help", "stage.look"),
    ("services/help", "document.bill"),
    ("replies", "thanks.title"),
    ("glossary", "pier"),
];

fn file(place: &str, lang: &str) -> String {
    match place {
        "city" => format!("{lang}.toml"),
        place => format!("{place}/{lang}.toml"),
    }
}

fn published(pack: &Pack, place: &str, key: &str) -> Option<String> {
    let city = city::read(pack.path()).unwrap();
    city.texts.get(place, key, Lang::EN).map(str::to_owned)
}

/// Each way in which a translation can be one that nobody has checked.
fn unchecked(place: &str, key: &str) -> [Pack; 4] {
    let (source, translation) = (file(place, "zh"), file(place, "en"));
    [
        Pack::with(&source, &format!("{key} in zh"), "something else"),
        Pack::with(&translation, &format!("{key} in en"), "something else"),
        {
            let pack = Pack::valid();
            let kept = pack.text("translated.toml");
            let (before, rest) = kept.split_once(&format!("[en.\"{place}\"]\n")).unwrap();
            let rest = rest.replacen(&format!("\"{key}\" = "), "\"gone\" = ", 1);
            pack.write("translated.toml", format!("{before}[en.\"{place}\"]\n{rest}"));
            pack
        },
        {
            let pack = Pack::valid();
            pack.remove("translated.toml");
            pack
        },
    ]
}

#[test]
fn a_guide_legal_text_or_reply_is_published_only_as_it_was_checked() {
    for (place, key) in CHECKED {
        let expected = format!("{key} in en");
        assert_eq!(
            published(&Pack::valid(), place, key),
            Some(expected),
            "{place}/{key}"
        );
        for (how, pack) in unchecked(place, key).iter().enumerate() {
            assert_eq!(published(pack, place, key), None, "{place}/{key}, {how}");
            let city = city::read(pack.path()).unwrap();
            let source = city.texts.get(place, key, Lang::ZH).unwrap();
            assert_eq!(city.text(place, key, Lang::EN), source);
        }
    }
}

#[test]
fn a_name_is_published_before_it_is_checked() {
    for (place, key) in NAMES {
        for pack in &unchecked(place, key) {
            assert!(published(pack, place, key).is_some(), "{place}/{key}");
        }
    }
}

#[test]
fn the_texts_beside_one_that_waits_are_published() {
    let pack = Pack::with("pages/en.toml", "privacy.body in en", "pasted");
    assert!(published(&pack, "pages", "privacy.title").is_some());
    assert!(published(&pack, "bases", "standard.what").is_some());
}

#[test]
fn what_is_confirmed_is_published_as_it_is_now() {
    let pack = Pack::with("pages/en.toml", "privacy.body in en", "checked by someone");
    city::confirm(
        pack.path(),
        Some(Lang::EN),
        &["pages/privacy.body".to_owned()],
        &Checker::Project,
    )
    .unwrap();
    assert_eq!(
        published(&pack, "pages", "privacy.body").as_deref(),
        Some("checked by someone")
    );
    assert_eq!(pack.findings(), [""; 0]);
}

#[test]
fn confirming_something_else_does_not_publish_it() {
    let pack = Pack::with("pages/en.toml", "privacy.body in en", "pasted").and(
        "bases/en.toml",
        "standard.what in en",
        "pasted",
    );
    city::confirm(
        pack.path(),
        Some(Lang::EN),
        &["bases".to_owned()],
        &Checker::Project,
    )
    .unwrap();
    assert_eq!(
        published(&pack, "bases", "standard.what").as_deref(),
        Some("pasted")
    );
    assert_eq!(published(&pack, "pages", "privacy.body"), None);
}

#[test]
fn a_record_of_the_source_alone_confirms_nothing() {
    let pack = Pack::valid();
    let kept = pack.text("translated.toml");
    let old = kept.lines().map(|line| match line.rsplit_once(' ') {
        Some((source, _)) if line.ends_with('"') => format!("{source}\"\n"),
        _ => format!("{line}\n"),
    });
    pack.write("translated.toml", old.collect::<String>());
    assert_eq!(published(&pack, "pages", "privacy.body"), None);
    assert!(published(&pack, "needs", "living.name").is_some());
    let found = pack.findings();
    assert!(
        found.iter().all(|f| f.contains("is not confirmed yet")),
        "{found:?}"
    );
}
