//! What a pack may say for the first page: words that lead to services, greetings, and the map. None of it has to be there.

use crate::small::Pack;
use domain::Lang;
use domain::city::Checker;

const MAP: &str = "frame = { west = 121.0, east = 123.0, south = 36.0, north = 38.0 }

[[outline]]
adcode = \"000001\"
label = [122.0, 37.0]
points = [[121.5, 36.5], [122.5, 36.5], [122.0, 37.5]]

[[place]]
code = \"light\"
at = [122.0, 37.2]
";

/// A pack with words, greetings and a map.
fn pack() -> Pack {
    let pack = Pack::valid();
    pack.write(
        "words/help.toml",
        "terms = [\"tide\"]\n[words]\nen = [\"leak*\", \"no water\"]\nde = [\"Leck\"]\n[first]\nzh = [\"救命\"]\n",
    );
    pack.write(
        "greetings/greetings.toml",
        "[[greeting]]\nlanguage = \"ar\"\ntext = \"… {phone}\"\n",
    );
    pack.write("map/map.toml", MAP);
    for lang in ["zh", "en"] {
        let text = "title = \"t\"\ntext = \"t\"\ncredit = \"c\"\nplace.light = \"l\"\n";
        pack.write(&format!("map/{lang}.toml"), text);
    }
    city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    pack
}

#[track_caller]
fn finds(file: &str, from: &str, to: &str, expected: &str) {
    assert_eq!(pack().and(file, from, to).findings(), [expected]);
}

#[test]
fn a_pack_gives_its_words_greetings_and_map_and_may_have_none() {
    let pack = pack();
    assert_eq!(pack.findings(), Vec::<String>::new());
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.words[0].words[&Lang::parse("de").unwrap()], ["Leck"]);
    assert_eq!(city.greetings[0].language, Lang::parse("ar").unwrap());
    assert_eq!(city.map.unwrap().places[0].code, "light");

    let without = city::read(Pack::valid().path()).unwrap();
    assert!(without.words.is_empty() && without.greetings.is_empty() && without.map.is_none());
}

#[test]
fn words_of_a_service_that_is_none_and_of_a_term_that_is_none() {
    let pack = pack();
    pack.write("words/nothing.toml", "terms = [\"nothing\"]\n");
    assert_eq!(
        pack.findings(),
        [
            "words/nothing.toml:1: unknown service \"nothing\"",
            "words/nothing.toml:1: unknown term \"nothing\"",
        ]
    );
}

#[test]
fn a_word_that_has_no_letter_and_one_that_is_there_twice() {
    let file = "words/help.toml";
    finds(
        file,
        "\"leak*\"",
        "\"*\"",
        "words/help.toml:3: \"*\" has no letter to be found by",
    );
    finds(
        file,
        "\"leak*\"",
        "\"no water\"",
        "words/help.toml:3: word \"no water\" is there twice",
    );
}

#[test]
fn a_greeting_that_does_not_name_the_phone_once() {
    finds(
        "greetings/greetings.toml",
        " {phone}",
        "",
        "greetings/greetings.toml:3: missing text \"{phone}\"",
    );
}

#[test]
fn nobody_is_greeted_in_a_language_that_the_interface_speaks() {
    let pack = pack().and("greetings/greetings.toml", "\"ar\"", "\"en\"");
    assert_eq!(pack.findings(), Vec::<String>::new());
    assert!(city::read(pack.path()).unwrap().greetings.is_empty());
}

#[test]
fn a_map_turned_round_and_what_is_not_on_it() {
    let file = "map/map.toml";
    finds(
        file,
        "west = 121.0",
        "west = 124.0",
        "map/map.toml:1: the map has no inside: west lies before east, south before north",
    );
    finds(
        file,
        "at = [122.0, 37.2]",
        "at = [122.0, 39.0]",
        "map/map.toml:10: longitude 122, latitude 39 is not within the frame of the map",
    );
    finds(
        file,
        "000001",
        "000002",
        "map/map.toml:4: unknown district or zone \"000002\"",
    );
}

#[test]
fn a_place_without_its_name() {
    let pack = pack();
    for lang in ["zh", "en"] {
        pack.write(
            &format!("map/{lang}.toml"),
            "title = \"t\"\ntext = \"t\"\ncredit = \"c\"\n",
        );
    }
    assert_eq!(pack.findings(), ["map/map.toml:9: missing text \"place.light\""]);
}

#[test]
fn a_map_that_lacks_a_language() {
    let pack = pack();
    pack.remove("map/en.toml");
    assert_eq!(pack.findings(), ["map/en.toml:1: this file is missing"]);
}
