//! Places and neighbourhoods: a pack may be without them; what they refer to, where they are and when they are open is checked.

use crate::small::Pack;
use domain::Lang;
use domain::places::ground::to_gcj02;

const PLACES: &str = "places/places.toml";
const NEAR: &str = "neighbourhoods/neighbourhoods.toml";

const FILE: &str = r#"[[kind]]
code = "clinic"
group = "health"
articles = [2]

[[source]]
code = "listing"
url = "https://listing.example/"

[[speciality]]
code = "teeth"

[[place]]
code = "pier-clinic"
kind = "clinic"
at = [122.01, 37.01]
district = "harbour"
spoken = ["zh"]
interpreted = ["ru"]
phone = "12345"
website = "https://clinic.example/"
hours = "Mo-Fr 08:00-12:00"
specialities = ["teeth"]
sources = ["listing"]
confidence = "high"

[[place]]
code = "hill-clinic"
kind = "clinic"
sources = ["listing"]
confidence = "listed"

[[route]]
code = "boat"
means = "ferry"
calls = ["pier-clinic"]
sources = ["listing"]
"#;

/// A pack with places, a neighbourhood and a square map.
fn with_places() -> Pack {
    let pack = Pack::valid();
    pack.write(PLACES, FILE);
    pack.write(
        NEAR,
        "[[neighbourhood]]\ncode = \"row\"\ndistrict = \"harbour\"\nnear = [\"hill-clinic\"]\nsources = [\"listing\"]\n",
    );
    pack.write(
        "map/map.toml",
        "frame = { west = 121.0, east = 123.0, south = 36.0, north = 38.0 }\n\
         [[outline]]\nadcode = \"000001\"\n\
         points = [[122.0, 37.0], [122.1, 37.0], [122.1, 37.1], [122.0, 37.1]]\n",
    );
    for lang in ["zh", "en"] {
        let text = |key: &str| format!("{key} = \"{key} in {lang}\"\n");
        let keys = [
            "kind.clinic.name",
            "kind.clinic.plural",
            "source.listing",
            "speciality.teeth",
            "place.pier-clinic.name",
            "place.pier-clinic.address",
            "place.hill-clinic.name",
            "route.boat.name",
            "route.boat.text",
        ];
        pack.write(&format!("places/{lang}.toml"), keys.map(text).concat());
        pack.write(
            &format!("neighbourhoods/{lang}.toml"),
            ["row.name", "row.text"].map(text).concat(),
        );
        pack.write(
            &format!("map/{lang}.toml"),
            ["title", "text", "credit"].map(text).concat(),
        );
    }
    city::confirm(pack.path(), None, &[], &domain::city::Checker::Project).unwrap();
    pack
}

#[track_caller]
fn finds(file: &str, from: &str, to: &str, expected: &[&str]) {
    let pack = with_places().and(file, from, to);
    assert_eq!(pack.findings(), expected);
    assert!(city::read(pack.path()).is_err());
}

#[test]
fn a_pack_without_them_is_a_city_without_places() {
    let city = city::read(Pack::valid().path()).unwrap();
    assert!(city.places.list.is_empty() && city.neighbourhoods.is_empty());
}

#[test]
fn places_and_neighbourhoods_are_the_city_s() {
    let pack = with_places();
    assert_eq!(pack.findings(), [""; 0]);
    let city = city::read(pack.path()).unwrap();
    let clinic = city.places.place("pier-clinic").unwrap();
    assert_eq!(clinic.spoken, [Lang::ZH]);
    assert_eq!(clinic.interpreted, [Lang::RU]);
    assert_eq!(city.places.place("hill-clinic").unwrap().at, None);
    assert_eq!(city.neighbourhoods[0].near, ["hill-clinic"]);
}

#[test]
fn places_refer_to_what_there_is() {
    for (from, to, expected) in [
        (
            "kind = \"clinic\"\nat",
            "kind = \"moon\"\nat",
            "15: unknown kind of place \"moon\"",
        ),
        ("[2]", "[3]", "4: unknown article \"3\""),
        ("\"harbour\"", "\"moon\"", "17: unknown district or zone \"moon\""),
        ("[\"zh\"]", "[\"zh\", \"qq\"]", "18: unknown language \"qq\""),
        ("[\"teeth\"]", "[\"eyes\"]", "23: unknown speciality \"eyes\""),
        (
            "[\"listing\"]\nconfidence = \"high\"",
            "[\"hearsay\"]\nconfidence = \"high\"",
            "24: unknown source \"hearsay\"",
        ),
        ("[\"pier-clinic\"]", "[\"pier\"]", "36: unknown place \"pier\""),
        (
            "phone = \"12345\"",
            "phone = \"call us\"",
            "20: \"call us\" is no number that can be called",
        ),
        (
            "https://clinic.example/",
            "clinic.example",
            "21: \"clinic.example\" is no address of the web",
        ),
        (
            "code = \"hill-clinic\"",
            "code = \"Hill\"",
            "28: \"Hill\" is not a code: lower-case ASCII letters, digits and hyphens, a letter or digit first",
        ),
    ] {
        let pack = with_places().and(PLACES, from, to);
        let found = pack.findings();
        let expected = format!("{PLACES}:{expected}");
        assert!(found.contains(&expected), "{expected} is not in {found:?}");
        assert!(city::read(pack.path()).is_err());
    }
    finds(
        NEAR,
        "hill-clinic",
        "moon",
        &[&format!("{NEAR}:4: unknown place \"moon\"")],
    );
    finds(
        NEAR,
        "[\"listing\"]",
        "[\"hearsay\"]",
        &[&format!("{NEAR}:5: unknown source \"hearsay\"")],
    );
    finds(
        NEAR,
        "\"harbour\"",
        "\"moon\"",
        &[&format!("{NEAR}:3: unknown district or zone \"moon\"")],
    );
}

#[test]
fn what_is_not_known_is_left_out_and_not_made_up() {
    let line = |what: &str| format!("{PLACES}:{what}");
    finds(
        PLACES,
        "code = \"hill-clinic\"",
        "code = \"hill-clinic\"\nat = [122.05, 37.05]",
        &[&line(
            "29: has a point, and is only listed: a point that nobody has looked at is left out",
        )],
    );
    let language = &line("18: not a language tag");
    finds(PLACES, "[\"zh\"]", "[\"English\"]", &[language]);
}

#[test]
fn hours_that_cannot_be_read_are_named_with_their_reason() {
    finds(
        PLACES,
        "Mo-Fr 08:00-12:00",
        "sunrise-sunset",
        &[&format!(
            "{PLACES}:22: opening hours with the sun cannot be counted here"
        )],
    );
    let pack = with_places().and(PLACES, "Mo-Fr 08:00-12:00", "weekdays");
    let found = pack.findings();
    let begins = format!("{PLACES}:22: are no opening hours as OpenStreetMap writes them: ");
    assert!(found.len() == 1 && found[0].starts_with(&begins), "{found:?}");
    // Past midnight is how some are open.
    assert_eq!(
        with_places().and(PLACES, "08:00-12:00", "18:00-02:00").findings(),
        [""; 0]
    );
}

#[test]
fn a_point_that_cannot_be_right_is_named_as_what_it_is() {
    let at = |at: &str| {
        let found = with_places().and(PLACES, "[122.01, 37.01]", at).findings();
        assert_eq!(found.len(), 1, "{at}: {found:?}");
        found[0].clone()
    };
    let swapped = at("[37.01, 122.01]");
    assert!(
        swapped.contains(":16: 37.01, 122.01 lies in its district with its numbers changed over"),
        "{swapped}"
    );
    let outside = at("[122.01, 36.9]");
    assert!(
        outside.ends_with(":16: 122.01, 36.9 lies 11120 m outside its district"),
        "{outside}"
    );
    let [longitude, latitude] = to_gcj02([122.098, 37.05]);
    let given = at(&format!("[{longitude:.6}, {latitude:.6}]"));
    assert!(
        given.contains("inside as GCJ-02") && given.contains("write 122.09800, 37.05000 (WGS-84)"),
        "{given}"
    );
    assert!(at("[400.0, 37.0]").contains("is no longitude and latitude in degrees"));
    // An island that somebody looked at.
    let island = with_places().and(PLACES, "[122.01, 37.01]", "[122.15, 37.05]\noff_outline = true");
    assert_eq!(island.findings(), [""; 0]);
}

#[test]
fn a_place_is_there_once() {
    let second = "code = \"hill-clinic\"\nat = [122.01, 37.01]\nconfidence = \"high\"\nkind = \"clinic\"\nsources = []\n\
                  [[place]]\ncode = \"third\"";
    let found = with_places()
        .and(PLACES, "code = \"hill-clinic\"", second)
        .findings();
    let twice = format!("{PLACES}:29: the same point as the place on line 14");
    assert!(found.contains(&twice), "{found:?}");
    let named = with_places().and(
        "places/zh.toml",
        "place.hill-clinic.name in zh",
        "place.pier-clinic.name in zh",
    );
    let twice = format!("{PLACES}:28: the same name as the place on line 14");
    assert!(named.findings().contains(&twice), "{:?}", named.findings());
}

#[test]
fn the_outline_of_a_district_does_not_cross_itself() {
    finds(
        "map/map.toml",
        "[122.1, 37.0], [122.1, 37.1]",
        "[122.1, 37.1], [122.1, 37.0]",
        &["map/map.toml:4: the outline crosses itself, or is no outline: it needs three points"],
    );
}

/// The pack with its district in GeoJSON instead.
fn with_districts(feature: &str) -> Pack {
    let pack = with_places().and(
        "map/map.toml",
        "[[outline]]\nadcode = \"000001\"\npoints = [[122.0, 37.0], [122.1, 37.0], [122.1, 37.1], [122.0, 37.1]]\n",
        "outline = []\n",
    );
    let collection = format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{feature}\n]}}\n");
    pack.write("map/districts.geojson", collection);
    pack
}

fn district(rings: &str) -> String {
    format!(
        "{{\"type\": \"Feature\", \"properties\": {{\"adcode\": \"000001\", \"label\": [122.05, 37.05]}},\n\
         \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [{rings}]}}}}"
    )
}

const RING: &str = "[[122.0, 37.0], [122.1, 37.0], [122.1, 37.1], [122.0, 37.1], [122.0, 37.0]]";

#[test]
fn districts_may_come_as_geojson() {
    let pack = with_districts(&district(RING));
    assert_eq!(pack.findings(), [""; 0]);
    let map = city::read(pack.path()).unwrap().map.unwrap();
    assert_eq!(map.outlines.len(), 1);
    assert_eq!(map.outlines[0].points.len(), 4, "a line closes by itself");
    assert_eq!(map.outlines[0].label, Some([122.05, 37.05]));
    // They hold the places, too.
    let outside = pack.and(PLACES, "[122.01, 37.01]", "[122.01, 36.9]").findings();
    assert!(outside[0].contains("outside its district"), "{outside:?}");
}

#[test]
fn geojson_that_is_no_outline_is_refused_with_its_reason() {
    let hole = format!("{RING}, [[122.04, 37.04], [122.05, 37.04], [122.05, 37.05], [122.04, 37.04]]");
    let other = "[[37.0, 122.0], [37.0, 122.1], [37.1, 122.1], [37.1, 122.0], [37.0, 122.0]]";
    let crossed = "[[122.0, 37.0], [122.1, 37.1], [122.1, 37.0], [122.0, 37.1], [122.0, 37.0]]";
    let open = "[[122.0, 37.0], [122.1, 37.0], [122.1, 37.1], [122.0, 37.1]]";
    let far = RING.replace("122.1, 37.1", "125.0, 37.1");
    let twice = format!(
        "{},\n{}",
        district(RING),
        district(RING).replace("000001", "moon")
    );
    let line = "{\"type\": \"Feature\", \"properties\": {\"adcode\": \"000001\"}, \
                \"geometry\": {\"type\": \"LineString\", \"coordinates\": [[122.0, 37.0], [122.1, 37.0]]}}";
    for (feature, expected) in [
        (district(&hole), "2: the outline has a hole"),
        (
            district(other),
            "2: the outline lies on the map with its numbers changed over",
        ),
        (district(crossed), "2: the outline crosses itself"),
        (district(open), "2: the line is not closed"),
        (district("[]"), "2: the line is not closed"),
        (
            district(&far),
            "2: longitude 125, latitude 37.1 is not within the frame",
        ),
        (
            district(RING).replace("adcode", "code"),
            "2: a district without its \"adcode\"",
        ),
        (line.to_owned(), "2: is no polygon"),
        (twice, "4: unknown district or zone \"moon\""),
        (district("[[\"a\"]]"), "2: is not GeoJSON: "),
        (r"\ud800".to_owned(), "2: is not GeoJSON: "),
    ] {
        let found = with_districts(&feature).findings();
        let expected = format!("map/districts.geojson:{expected}");
        assert!(
            found.iter().any(|found| found.starts_with(&expected)),
            "{expected}: {found:?}"
        );
        assert!(city::read(with_districts(&feature).path()).is_err());
    }
}
