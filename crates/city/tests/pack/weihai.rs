//! The first city's pack.

use std::path::Path;

use city::Severity;
use domain::Lang;
use domain::places::Group;
use jiff::civil::{Date, date};

/// A day on which the guides of the pack are known to hold.
const TODAY: Date = date(2026, 11, 28);

#[test]
fn nothing_is_wrong_or_stale_in_weihai() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
    let (city, findings) = city::check(&folder, TODAY);
    let to_mend = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note);
    let told: Vec<String> = to_mend.map(ToString::to_string).collect();
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

#[test]
fn every_guide_of_weihai_is_there_in_chinese_and_in_english_and_every_helper_in_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
    let city = city::read(&folder).unwrap();
    for guide in &city.guides {
        for lang in [Lang::ZH, Lang::EN] {
            let title = city.texts.get(&guide.place(), "title", lang);
            assert!(title.is_some(), "{} in {lang}", guide.code);
        }
    }
    for helper in &city.helpers {
        for language in &city.languages {
            let title = city.texts.get(&helper.place(), "title", language.code);
            assert!(title.is_some(), "{} in {}", helper.code, language.code);
        }
    }
}

#[test]
fn each_airport_station_and_port_of_weihai_has_its_leaflet() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
    let city = city::read(&folder).unwrap();
    let places = city.places.list.iter();
    let arrive = places.filter(|place| city.places.group_of(place) == Some(Group::Transport));
    let mut codes: Vec<&str> = arrive.map(|place| place.code.as_str()).collect();
    let mut leaflets: Vec<&str> = city
        .arrivals
        .iter()
        .map(|arrival| arrival.code.as_str())
        .collect();
    codes.sort_unstable();
    leaflets.sort_unstable();
    assert_eq!(leaflets, codes);
}
