//! Places where one arrives: a pack may be without them; what their leaflets lead to must be there.

use crate::small::Pack;
use domain::Lang;

const QUAY: &str = "arrivals/quay/arrival.toml";

const FILE: &str = r#"code = "quay"
order = 10
reviewed_on = "2026-01-02"

[medical]
places = ["clinic"]

[tourism]
places = ["hill"]
"#;

const PLACES: &str = r#"[[kind]]
code = "port"
group = "transport"

[[kind]]
code = "clinic"
group = "health"

[[kind]]
code = "hill"
group = "sight"

[[source]]
code = "listing"

[[place]]
code = "quay"
kind = "port"
sources = ["listing"]
confidence = "listed"

[[place]]
code = "clinic"
kind = "clinic"
sources = ["listing"]
confidence = "listed"

[[place]]
code = "hill"
kind = "hill"
sources = ["listing"]
confidence = "listed"
"#;

fn with_a_quay() -> Pack {
    let pack = Pack::valid();
    pack.write("places/places.toml", PLACES);
    pack.write(QUAY, FILE);
    for lang in ["zh", "en"] {
        let named = ["port", "clinic", "hill"];
        let kinds =
            named.map(|code| format!("kind.{code}.name = \"{code}\"\nkind.{code}.plural = \"{code}\"\n"));
        let places = ["quay", "clinic", "hill"].map(|code| format!("place.{code}.name = \"{code}\"\n"));
        pack.write(
            &format!("places/{lang}.toml"),
            format!(
                "{}{}source.listing = \"a listing\"\n",
                kinds.concat(),
                places.concat()
            ),
        );
        pack.write(
            &format!("arrivals/quay/{lang}.toml"),
            "way = \"Walk.\"\nborder = \"Nobody asks.\"\n",
        );
    }
    city::confirm(pack.path(), None, &[], &domain::city::Checker::Project).unwrap();
    pack
}

#[test]
fn a_pack_may_be_without_arrivals_and_those_it_has_are_the_city_s() {
    assert!(city::read(Pack::valid().path()).unwrap().arrivals.is_empty());
    let pack = with_a_quay();
    assert_eq!(pack.findings(), [""; 0]);
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.arrivals[0].code, "quay");
    assert_eq!(city.arrivals[0].medical.places, ["clinic"]);
    assert_eq!(city.texts.get("arrivals/quay", "way", Lang::EN), Some("Walk."));
}

#[test]
fn a_leaflet_that_leads_to_what_there_is_not_is_told_with_its_line() {
    for (from, to, told) in [
        (
            "code = \"quay\"",
            "code = \"hill\"",
            "unknown airport, station or port \"hill\"",
        ),
        ("[\"clinic\"]", "[\"hill\"]", "unknown hospital \"hill\""),
        ("[\"hill\"]", "[\"quay\"]", "unknown sight \"quay\""),
        (
            "[\"hill\"]",
            "[\"hill\", \"hill\"]",
            "sight \"hill\" is there twice",
        ),
        (
            "order = 10",
            "order = 10\nguides = [\"none\"]",
            "unknown guide \"none\"",
        ),
        (
            "order = 10",
            "order = 10\nborder = [\"none\"]",
            "unknown guide \"none\"",
        ),
    ] {
        let pack = with_a_quay();
        pack.write(QUAY, FILE.replacen(from, to, 1));
        let findings = pack.findings();
        assert!(
            findings
                .iter()
                .any(|line| line.contains(QUAY) && line.contains(told)),
            "{told}: {findings:?}"
        );
    }
}

#[test]
fn a_leaflet_says_how_to_go_on() {
    let pack = with_a_quay();
    pack.write("arrivals/quay/zh.toml", "");
    let findings = pack.findings();
    assert!(findings.iter().any(|line| line.contains("way")), "{findings:?}");
}
