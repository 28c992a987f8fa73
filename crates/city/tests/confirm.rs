//! Confirming translations.

mod small;

use std::io::ErrorKind;

use domain::Lang;
use small::Pack;

#[test]
fn a_new_pack_has_nothing_confirmed() {
    let pack = Pack::valid();
    pack.remove("translated.toml");
    let all = pack.findings().len();
    assert!(all > 20);
    assert_eq!(city::confirm(pack.path(), Some(Lang::EN)).unwrap(), all);
    assert_eq!(pack.findings(), [""; 0]);
    assert_eq!(city::confirm(pack.path(), None).unwrap(), 0);
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
    ] {
        pack.write(
            &format!("{folder}ru.toml"),
            pack.text(&format!("{folder}en.toml")),
        );
    }
    let pack = pack.and("needs/zh.toml", "living.name in zh", "something else");
    city::confirm(pack.path(), Some(Lang::RU)).unwrap();
    let stale =
        "needs/en.toml:1: stale translation of \"living.name\": the zh text has changed (needs/zh.toml:1)";
    assert_eq!(pack.findings(), [stale]);
    assert_eq!(city::confirm(pack.path(), Some(Lang::EN)).unwrap(), 1);
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
        let refused = city::confirm(pack.path(), Some(lang)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    }
}

#[test]
fn a_pack_that_cannot_be_parsed_is_refused_and_its_file_kept() {
    let pack = Pack::with("needs/en.toml", "living.name =", "living.name");
    let before = pack.text("translated.toml");
    assert_eq!(
        city::confirm(pack.path(), None).unwrap_err().kind(),
        ErrorKind::InvalidData
    );
    assert_eq!(pack.text("translated.toml"), before);
}

#[test]
fn a_folder_that_is_no_pack_is_refused() {
    assert!(city::confirm("no/such/pack".as_ref(), None).is_err());
}
