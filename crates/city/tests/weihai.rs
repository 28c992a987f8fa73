//! The first city's pack.

use std::path::Path;

#[test]
fn nothing_is_wrong_or_stale_in_weihai() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
    let (city, findings) = city::check(&folder);
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(city.is_some());
}

#[test]
fn every_text_of_weihai_is_published_in_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
    let city = city::read(&folder).unwrap();
    let services = city.services.iter().map(|s| format!("services/{}", s.code));
    let places = ["regulation", "bases", "pages", "replies"].map(str::to_owned);
    for place in places.into_iter().chain(services) {
        assert!(city.texts.keys(&place).count() > 0, "{place}");
        for key in city.texts.keys(&place) {
            for language in &city.languages {
                let text = city.texts.get(&place, key, language.code);
                assert!(text.is_some(), "{place}/{key} in {}", language.code);
            }
        }
    }
}
