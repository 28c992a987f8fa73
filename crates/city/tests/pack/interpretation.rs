//! Interpreting: a pack may be without it; what it decides can be kept.

use crate::small::Pack;
use domain::Lang;
use domain::interpretation::Setting;
use domain::training::Level;

const FILE: &str = "interpretation/interpretation.toml";

fn with_interpreters() -> Pack {
    let pack = Pack::valid();
    pack.write(
        FILE,
        "short_notice = 24\npays_short_notice = true\ntravel = 30\ndays_ahead = 90\nconfidentiality = 2\n\
         [[setting]]\ncode = \"court\"\nlevel = \"native\"\n",
    );
    for lang in ["zh", "en"] {
        let text = format!("intro = \"intro in {lang}\"\nconfidentiality = \"promise in {lang}\"\n");
        pack.write(&format!("interpretation/{lang}.toml"), text);
    }
    city::confirm(pack.path(), None, &[], &domain::city::Checker::Project).unwrap();
    pack
}

#[track_caller]
fn finds(from: &str, to: &str, expected: &[&str]) {
    let pack = with_interpreters().and(FILE, from, to);
    assert_eq!(pack.findings(), expected);
    assert!(city::read(pack.path()).is_err());
}

#[test]
fn a_pack_without_it_books_nothing() {
    let city = city::read(Pack::valid().path()).unwrap();
    assert!(city.interpretation.is_empty());
}

#[test]
fn what_a_pack_decides_is_what_the_city_keeps_to() {
    let pack = with_interpreters();
    assert_eq!(pack.findings(), [""; 0]);
    let policy = city::read(pack.path()).unwrap().interpretation;
    assert_eq!(policy.level(Setting::Court), Some(Level::Native));
    assert_eq!(policy.level(Setting::School), None);
    assert_eq!((policy.short_notice, policy.confidentiality), (24, 2));
}

#[test]
fn a_promise_that_nobody_confirmed_is_read_in_the_source_language() {
    let pack = with_interpreters().and("interpretation/en.toml", "promise in en", "I might.");
    assert_eq!(pack.findings().len(), 1);
    let city = city::read(pack.path()).unwrap();
    assert_eq!(
        city.text("interpretation", "confidentiality", Lang::EN),
        "promise in zh"
    );
}

#[test]
fn what_cannot_be_kept_to() {
    finds(
        "travel = 30",
        "travel = 20",
        &["interpretation/interpretation.toml:3: is no multiple of 15 minutes, or more than 240"],
    );
    finds(
        "days_ahead = 90\nconfidentiality = 2",
        "days_ahead = 0\nconfidentiality = 0",
        &[
            "interpretation/interpretation.toml:4: is nought: nothing could be booked",
            "interpretation/interpretation.toml:5: is nought: nothing could be booked",
        ],
    );
    finds(
        "level = \"native\"\n",
        "level = \"native\"\n[[setting]]\ncode = \"court\"\nlevel = \"basic\"\n",
        &["interpretation/interpretation.toml:10: setting \"court\" is there twice"],
    );
}

#[test]
fn the_service_that_opens_a_case_asks_for_nothing_that_a_booking_does_not() {
    let with = |code: &str| format!("travel = 30\nservice = \"{code}\"");
    finds(
        "travel = 30",
        &with("nowhere"),
        &["interpretation/interpretation.toml:4: unknown service \"nowhere\""],
    );
    let pack = with_interpreters().and(FILE, "travel = 30", &with("help"));
    assert_eq!(pack.findings(), [""; 0]);
    let asks = "kind = \"choice\"";
    let pack = pack.and(
        "services/help/service.toml",
        asks,
        &format!("{asks}\nrequired = true"),
    );
    assert_eq!(
        pack.findings(),
        [
            "interpretation/interpretation.toml:4: \"where\" has to be answered there, and who books an \
          interpreter is not asked it"
        ]
    );
}
