//! Health: a pack may be without it; what it refers to and what it lists is checked.

use crate::small::Pack;
use domain::Lang;

const FILE: &str = "health/health.toml";

fn with_health() -> Pack {
    let pack = Pack::valid();
    pack.write(
        FILE,
        "[[group]]\ncode = \"allergies\"\nitems = [\"aspirin\", \"latex\"]\n\
         [[group]]\ncode = \"medicines\"\nitems = [\"aspirin\"]\n\
         [[scene]]\ncode = \"pain\"\nsentences = [\"chest-pain\"]\n",
    );
    for lang in ["zh", "en"] {
        let text = |key: &str| format!("{key} = \"{key} in {lang}\"\n");
        let keys = [
            "group.allergies",
            "group.medicines",
            "item.aspirin",
            "item.latex",
            "scene.pain",
            "sentence.chest-pain",
        ];
        pack.write(&format!("health/{lang}.toml"), keys.map(text).concat());
    }
    city::confirm(pack.path(), None, &[], &domain::city::Checker::Project).unwrap();
    pack
}

#[track_caller]
fn finds(from: &str, to: &str, expected: &[&str]) {
    let pack = with_health().and(FILE, from, to);
    assert_eq!(pack.findings(), expected);
    assert!(city::read(pack.path()).is_err());
}

#[test]
fn a_pack_without_it_is_a_city_without_it() {
    let city = city::read(Pack::valid().path()).unwrap();
    assert!(city.health.is_empty());
}

#[test]
fn a_term_of_two_groups_has_one_text() {
    let pack = with_health();
    assert_eq!(pack.findings(), [""; 0]);
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.health.groups[1].items, ["aspirin"]);
    assert_eq!(
        city.text("health", "item.aspirin", Lang::EN),
        "item.aspirin in en"
    );
}

#[test]
fn a_translation_that_nobody_confirmed_shows_all_the_same() {
    let pack = with_health().and("health/en.toml", "sentence.chest-pain in en", "My chest hurts.");
    assert_eq!(pack.findings().len(), 1);
    let city = city::read(pack.path()).unwrap();
    let key = "sentence.chest-pain";
    assert_eq!(city.text("health", key, Lang::EN), "My chest hurts.");
    assert_eq!(city.texts.checked_by("health", key, Lang::EN), None);
}

#[test]
fn what_stands_there_twice() {
    finds(
        "\"latex\"",
        "\"latex\", \"latex\"",
        &["health/health.toml:3: item \"latex\" is there twice"],
    );
    finds(
        "[\"chest-pain\"]",
        "[\"chest-pain\", \"chest-pain\"]",
        &["health/health.toml:9: sentence \"chest-pain\" is there twice"],
    );
}

#[test]
fn the_term_for_none_is_one_of_the_terms() {
    let first = "code = \"allergies\"\n";
    finds(
        first,
        &format!("{first}none = \"nothing\"\n"),
        &["health/health.toml:3: unknown item \"nothing\""],
    );
    let pack = with_health().and(FILE, first, &format!("{first}none = \"latex\"\n"));
    assert_eq!(pack.findings(), [""; 0]);
}

#[test]
fn what_it_refers_to() {
    let first = "[[group]]\ncode = \"allergies\"";
    let with = |more: &str| format!("{more}\n{first}");
    finds(
        first,
        &with("service = \"nowhere\"\nhelper = \"nobody\"\nguides = [\"nothing\"]"),
        &[
            "health/health.toml:1: unknown service \"nowhere\"",
            "health/health.toml:2: unknown helper \"nobody\"",
            "health/health.toml:3: unknown guide \"nothing\"",
        ],
    );
    finds(
        first,
        &with("service = \"help\"\nhospital = \"moon\"\nspeciality = \"where\"\ntopic = \"fire\""),
        &[
            "health/health.toml:2: unknown field \"moon\"",
            "health/health.toml:3: unknown speciality \"inside\"",
            "health/health.toml:3: unknown speciality \"outside\"",
            "health/health.toml:4: unknown topic \"fire\"",
        ],
    );
}
