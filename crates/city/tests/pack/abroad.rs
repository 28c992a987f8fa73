//! The city abroad: a pack may be without it; its sources and its drawings are checked.

use crate::small::Pack;
use domain::Lang;

const FILE: &str = "abroad/abroad.toml";

fn with_press() -> Pack {
    let pack = Pack::valid();
    pack.write(
        FILE,
        "[[number]]\ncode = \"people\"\nsource = { title = \"Census\", url = \"https://census.example/\" }\n\
         [[picture]]\ncode = \"sea\"\nshows = \"coast\"\n\
         [[news]]\ncode = \"opened\"\ndate = \"2026-01-02\"\nsource = { title = \"Paper\" }\n",
    );
    for lang in ["zh", "en"] {
        let text = |key: &str| format!("{key} = \"{key} in {lang}\"\n");
        let keys = [
            "title",
            "about",
            "contact",
            "naming",
            "number.people",
            "picture.sea.title",
            "picture.sea.alt",
            "picture.sea.credit",
            "news.opened.title",
            "news.opened.text",
        ];
        pack.write(&format!("abroad/{lang}.toml"), keys.map(text).concat());
    }
    city::confirm(pack.path(), None, &[], &domain::city::Checker::Project).unwrap();
    pack
}

#[test]
fn a_pack_without_it_is_a_city_without_it() {
    assert!(city::read(Pack::valid().path()).unwrap().abroad.is_empty());
    let pack = with_press();
    assert_eq!(pack.findings(), [""; 0]);
    assert_eq!(city::read(pack.path()).unwrap().abroad.news[0].code, "opened");
}

#[test]
fn what_nobody_confirmed_stays_the_original() {
    let pack = with_press().and("abroad/en.toml", "about in en", "About us.");
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.texts.get("abroad", "about", Lang::EN), None);
    assert_eq!(city.text("abroad", "about", Lang::EN), "about in zh");
}

#[test]
fn a_source_is_an_address_of_the_web_and_a_map_needs_outlines() {
    for (from, to, expected) in [
        (
            "https://census.example/",
            "census.example",
            "abroad/abroad.toml:3: \"census.example\" is no address of the web",
        ),
        (
            "\"coast\"",
            "\"districts\"",
            "abroad/abroad.toml:6: unknown drawing \"districts\"",
        ),
    ] {
        let pack = with_press().and(FILE, from, to);
        assert_eq!(pack.findings(), [expected]);
        assert!(city::read(pack.path()).is_err());
    }
}
