//! Laws: what is wrong with their files, and what of them is published.

use crate::small::Pack;
use domain::Lang;
use domain::city::Checker;
use jiff::civil::date;

const LAW: &str = "legal/harbour/law.toml";
const STRUCTURE: &str = "\
code = \"harbour\"
kind = \"regulation\"
scope = \"city\"
order = 1
adopted = \"2019-05-01\"
published = \"2019-05-31\"
status = \"in-force\"
url = \"http://law.example/harbour\"
cited = [\"港口条例\"]

[translation]
unit = \"hotline\"
languages = [\"en\"]
limit = \"30 working days\"
basis = \"standard\"
";

/// A valid pack with a law.
fn pack() -> Pack {
    let pack = Pack::valid();
    pack.write(LAW, STRUCTURE);
    for lang in ["zh", "en"] {
        let text = |key: &str| format!("{key} = \"{key} in {lang}\"\n");
        let texts: String = ["title", "summary", "issuer"].map(text).concat();
        pack.write(&format!("legal/harbour/{lang}.toml"), texts);
    }
    pack
}

#[test]
fn a_law_is_a_part_of_the_city() {
    let city = city::read(pack().path()).unwrap();
    let law = city.law("harbour").unwrap();
    assert_eq!(law.version_day(), Some(date(2019, 5, 31)));
    let owed: Vec<Lang> = city.owed_translations().map(|(.., lang)| lang).collect();
    assert_eq!(owed, [Lang::EN]);
    assert!(law.is_cited_as("港口条例 第3条"));
}

#[test]
fn what_a_law_says_in_one_sentence_is_published_once_it_is_confirmed() {
    let pack = pack();
    let text = |key| {
        let city = city::read(pack.path()).unwrap();
        city.texts.get("legal/harbour", key, Lang::EN).map(str::to_owned)
    };
    assert_eq!(
        (text("title").as_deref(), text("summary")),
        (Some("title in en"), None)
    );
    city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    assert_eq!(text("summary").as_deref(), Some("summary in en"));
}

#[test]
fn what_a_law_names_has_to_be_there() {
    for (from, to, expected) in [
        (
            "unit = \"hotline\"",
            "unit = \"moon\"",
            "legal/harbour/law.toml:12: unknown unit \"moon\"",
        ),
        (
            "basis = \"standard\"",
            "basis = \"whim\"",
            "legal/harbour/law.toml:15: unknown basis \"whim\"",
        ),
        (
            "[\"en\"]",
            "[\"en\", \"zh\"]",
            "legal/harbour/law.toml:13: unknown language \"zh\"",
        ),
        (
            "http://law.example/harbour",
            "javascript:alert(1)",
            "legal/harbour/law.toml:8: \"javascript:alert(1)\" is no address of the web",
        ),
        (
            "published = \"2019-05-31\"",
            "published = \"2019-04-30\"",
            "legal/harbour/law.toml:6: lies before the day on which it was adopted",
        ),
        (
            "adopted = \"2019-05-01\"\npublished = \"2019-05-31\"\n",
            "",
            "legal/harbour/law.toml:9: translations are owed, and no day is known from which their limit counts",
        ),
        (
            "code = \"harbour\"",
            "code = \"port\"",
            "legal/harbour/law.toml:1: the folder is called \"harbour\", the code is \"port\"",
        ),
    ] {
        let pack = pack().and(LAW, from, to);
        city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
        assert_eq!(pack.findings(), [expected], "{to}");
    }
}
