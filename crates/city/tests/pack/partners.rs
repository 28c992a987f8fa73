//! The folder of partners: a pack may be without it; kinds and register are checked.

use crate::small::Pack;
use domain::Lang;
use domain::city::Checker;

const KINDS: &str = "partners/partners.toml";
const REGISTER: &str = "partners/register.csv";

fn with_partners() -> Pack {
    let pack = Pack::valid();
    pack.write(
        KINDS,
        r#"[[kind]]
code = "sister-city"
articles = [2]
notice = "60 days"
public = true
unit = "hotline"
"#,
    );
    for lang in ["zh", "en"] {
        let texts =
            ["name", "plural", "summary"].map(|key| format!("sister-city.{key} = \"{key} in {lang}\"\n"));
        pack.write(&format!("partners/{lang}.toml"), texts.concat());
    }
    pack.write(
        REGISTER,
        "kind,name_zh,name_en,country,since,source,status\n\
         sister-city,宇部市,Ube,JP,1992-05-18,\"treaty,\nsigned by both\",in-force\n\
         sister-city,图尔达,Turda,RO,,,verify\n",
    );
    city::confirm(pack.path(), None, &[], &Checker::Project).unwrap();
    pack
}

#[track_caller]
fn finds(file: &str, from: &str, to: &str, expected: &[&str]) {
    let pack = with_partners().and(file, from, to);
    assert_eq!(pack.findings(), expected);
    assert!(city::read(pack.path()).is_err());
}

#[test]
fn a_pack_without_the_folder_is_a_city_without_partners() {
    let city = city::read(Pack::valid().path()).unwrap();
    assert_eq!(city.partners, domain::partners::Partners::default());
}

#[test]
fn kinds_and_register_are_the_city_s() {
    let pack = with_partners();
    assert_eq!(pack.findings(), [""; 0]);
    let city = city::read(pack.path()).unwrap();
    assert_eq!(city.partners.kind("sister-city").unwrap().articles, [2]);
    let [ube, turda] = city.partners.register.as_slice() else {
        panic!("two partners: {:?}", city.partners.register)
    };
    assert!(ube.confirmed && ube.already && !turda.confirmed && turda.already);
    assert_eq!(ube.entry.names[&Lang::ZH], "宇部市");
    assert_eq!(turda.entry.since, None);
    let text = city.texts.get("partners", "sister-city.plural", Lang::EN);
    assert_eq!(text, Some("plural in en"), "a kind's name needs no check");
}

#[test]
fn a_folder_needs_its_kinds_and_their_texts() {
    let pack = with_partners();
    pack.remove(KINDS);
    let found = pack.findings();
    assert!(
        found.contains(&format!("{KINDS}:1: this file is missing")),
        "{found:?}"
    );
    finds(
        "partners/zh.toml",
        "sister-city.plural",
        "sister-city.many",
        &[
            "partners/en.toml:1: missing translation of \"sister-city.many\" (zh: partners/zh.toml:2)",
            "partners/en.toml:2: \"sister-city.plural\" is translated, but zh has no such text",
            "partners/partners.toml:2: missing text \"sister-city.plural\"",
            "partners/zh.toml:2: nothing uses the text \"sister-city.many\"",
        ],
    );
}

#[test]
fn a_kind_refers_to_what_there_is() {
    let article = "partners/partners.toml:3: unknown article \"3\"";
    finds(KINDS, "[2]", "[3]", &[article]);
    let unit = "partners/partners.toml:6: unknown unit \"moon\"";
    finds(KINDS, "\"hotline\"", "\"moon\"", &[unit]);
    let notice =
        "partners/partners.toml:4: not a limit; write \"5 working days\", \"60 days\" or \"24 hours\"";
    finds(KINDS, "60 days", "soon", &[notice]);
}

#[test]
fn every_bad_cell_of_the_register_is_named() {
    finds(
        REGISTER,
        "Turda,RO,,,verify",
        "Turda,Romania,1990s,,recalled",
        &[
            "partners/register.csv:4: the cell \"status\" cannot be taken: not-an-option",
            "partners/register.csv:4: the cell \"since\" cannot be taken: not-a-date",
            "partners/register.csv:4: the cell \"country\" cannot be taken: not-an-option",
        ],
    );
    let unknown = "partners/register.csv:2: the cell \"kind\" cannot be taken: not-an-option";
    finds(REGISTER, "sister-city,宇部市", "moon,宇部市", &[unknown]);
}

#[test]
fn a_line_is_named_whatever_the_line_ends_are() {
    let pack = with_partners();
    let text = std::fs::read_to_string(pack.path().join(REGISTER)).unwrap();
    let text = text.replace("RO,,,verify", "XX,,,verify").replace('\n', "\r\n");
    pack.write(REGISTER, text);
    let wrong = "partners/register.csv:4: the cell \"country\" cannot be taken: not-an-option";
    assert_eq!(pack.findings(), [wrong]);
}

#[test]
fn the_same_partner_twice_is_named() {
    let twice = "partners/register.csv:4: the same kind and name as on line 2";
    finds(REGISTER, "Turda", "ube", &[twice]);
}

#[test]
fn a_register_that_is_no_table() {
    let pack = with_partners().and(REGISTER, "RO,,,verify", "RO,,,verify,more");
    let found = pack.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("partners/register.csv:4: is not a table: "),
        "{found:?}"
    );
}
