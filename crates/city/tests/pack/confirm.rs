//! Confirming translations.

use std::io::ErrorKind;

use crate::small::Pack;
use domain::Lang;
use domain::city::Checker;

#[test]
fn a_new_pack_has_nothing_confirmed() {
    let pack = Pack::valid();
    pack.remove("translated.toml");
    let all = pack.findings().len();
    assert!(all > 20);
    assert_eq!(
        city::confirm(pack.path(), Some(Lang::EN), &[], &Checker::Project)
            .unwrap()
            .len(),
        all
    );
    assert_eq!(pack.findings(), [""; 0]);
    assert_eq!(
        city::confirm(pack.path(), None, &[], &Checker::Project).unwrap(),
        []
    );
}

#[test]
fn confirming_one_language_leaves_the_others_as_they_are() {
    let pack = Pack::with(
        "city.toml",
        "[limits]",
        "[[language]]\ncode = \"ru\"\ntag = \"ru\"\nname = \"Русский\"\n[limits]",
    );
    for folder in [
        "",
        "units/",
        "calendar/",
        "bases/",
        "regulation/",
        "needs/",
        "services/help/",
        "replies/",
        "glossary/",
        "pages/",
        "helpers/may-i-swim/",
    ] {
        pack.write(
            &format!("{folder}ru.toml"),
            pack.text(&format!("{folder}en.toml")),
        );
    }
    for guide in ["swimming", "sailing"] {
        let page = pack.text(&format!("guides/{guide}/en.md"));
        pack.write(&format!("guides/{guide}/ru.md"), page);
    }
    let pack = pack.and("needs/zh.toml", "living.name in zh", "something else");
    city::confirm(pack.path(), Some(Lang::RU), &[], &Checker::Project).unwrap();
    let stale =
        "needs/en.toml:1: stale translation of \"living.name\": the zh text has changed (needs/zh.toml:1)";
    assert_eq!(pack.findings(), [stale]);
    assert_eq!(
        city::confirm(pack.path(), Some(Lang::EN), &[], &Checker::Project)
            .unwrap()
            .len(),
        1
    );
    assert_eq!(pack.findings(), [""; 0]);
}

#[test]
fn the_same_pack_gives_the_same_file() {
    let (one, other) = (Pack::valid(), Pack::valid());
    assert_eq!(one.text("translated.toml"), other.text("translated.toml"));
}

#[test]
fn a_language_that_is_no_translation_is_refused() {
    let pack = Pack::valid();
    for lang in [Lang::ZH, Lang::KO] {
        let refused = city::confirm(pack.path(), Some(lang), &[], &Checker::Project).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    }
}

#[test]
fn a_pack_that_cannot_be_parsed_is_refused_and_its_file_kept() {
    let pack = Pack::with("needs/en.toml", "living.name =", "living.name");
    let before = pack.text("translated.toml");
    assert_eq!(
        city::confirm(pack.path(), None, &[], &Checker::Project)
            .unwrap_err()
            .kind(),
        ErrorKind::InvalidData
    );
    assert_eq!(pack.text("translated.toml"), before);
}

#[test]
fn a_folder_that_is_no_pack_is_refused() {
    assert!(city::confirm("no/such/pack".as_ref(), None, &[], &Checker::Project).is_err());
}

#[test]
fn only_what_is_named_is_confirmed_and_told() {
    let pack = Pack::valid();
    pack.remove("translated.toml");
    let all = pack.findings().len();
    let only = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let confirmed = city::confirm(pack.path(), Some(Lang::EN), &names, &Checker::Project).unwrap();
        let folder = format!("{}/", pack.path().display());
        let told = confirmed.iter().map(|c| c.to_string().replace(&folder, ""));
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        only(&["pages/privacy.body"]),
        ["pages/en.toml:2: confirmed \"privacy.body\""]
    );
    assert_eq!(
        only(&["pages/privacy"]),
        ["pages/en.toml:1: confirmed \"privacy.title\""]
    );
    assert_eq!(only(&["glossary", "needs/living.name", "city/name"]).len(), 4);
    assert_eq!(only(&["services/help/stage"]).len(), 2);
    assert_eq!(only(&["services"]).len(), 12);
    assert_eq!(only(&["regulation/article.1", "regulation/article.2"]).len(), 5);
    assert_eq!(pack.findings().len(), all - 2 - 4 - 2 - 12 - 5);
}

#[test]
fn a_name_that_nothing_translated_has_is_refused_and_the_file_kept() {
    let pack = Pack::with("translated.toml", "\"pier\" = ", "\"gone\" = ");
    let before = pack.text("translated.toml");
    for name in [
        "pages/priv",
        "page",
        "glossary/pier.name",
        "",
        "pages/privacy.body/more",
    ] {
        let names = ["glossary".to_owned(), name.to_owned()];
        let refused = city::confirm(pack.path(), None, &names, &Checker::Project).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidInput, "{name}");
    }
    assert_eq!(pack.text("translated.toml"), before);
}

#[test]
fn what_is_gone_is_forgotten() {
    let pack = Pack::with("glossary/en.toml", "pier = \"pier in en\"\n", "");
    assert!(pack.text("translated.toml").contains("\"pier\""));
    city::confirm(pack.path(), None, &["needs".to_owned()], &Checker::Project).unwrap();
    assert!(!pack.text("translated.toml").contains("\"pier\""));
    assert!(pack.text("translated.toml").contains("\"tide\""));
}
