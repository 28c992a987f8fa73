use serde_json::{Value, json};

use super::made::{files, record};
use super::pair;
use crate::models::offer::{Offer, choose};
use crate::models::registry::{Page, page, together};

fn read(registry: &Value) -> Vec<Offer> {
    match page(registry.to_string().as_bytes()).unwrap() {
        Page::Records(records) => together(records),
        Page::Models { offers, .. } => offers,
        Page::Root { .. } => panic!("it is no root"),
    }
}

/// The records of an en-pt model of a version, with its fields changed.
fn model(version: &str, change: impl Fn(&mut Value)) -> Vec<Value> {
    let records = files("enpt", 1).into_iter().map(|(kind, name, bytes)| {
        let mut record = record(("en", "pt"), version, kind, &name, &bytes);
        change(&mut record);
        record
    });
    records.collect()
}

fn chosen(records: &[Value], pre: bool) -> String {
    let offers = read(&json!({"data": records}));
    let offer = choose(&offers, pair("en-pt"), pre).unwrap();
    format!(
        "{} {}",
        offer.version.as_ref().unwrap(),
        offer.architecture.as_deref().unwrap()
    )
}

#[test]
fn the_highest_release_is_taken_and_with_pre_the_highest_of_all() {
    let same = |_: &mut Value| {};
    let records = [
        model("1.9", same),
        model("1.10", same),
        model("2.0a1", same),
        model("1.2", same),
    ]
    .concat();
    assert_eq!(chosen(&records, false), "1.10 tiny");
    assert_eq!(chosen(&records, true), "2.0a1 tiny");
}

#[test]
fn what_firefox_gives_to_everyone_comes_before_what_it_gives_to_telephones_or_to_testers() {
    let with = |filter: &'static str, architecture: &'static str| {
        model("3.0", |record| {
            record["filter_expression"] = json!(filter);
            record["architecture"] = json!(architecture);
        })
    };
    let android = with("env.appinfo.OS == 'Android'", "tiny");
    let desktop = with("env.appinfo.OS != 'Android'", "base");
    let nightly = with("env.channel == 'default' || env.channel == 'nightly'", "big");
    assert_eq!(
        chosen(&[android.clone(), desktop, nightly.clone()].concat(), false),
        "3.0 base"
    );
    assert_eq!(chosen(&[android, nightly.clone()].concat(), false), "3.0 tiny");
    let offers = read(&json!({"data": nightly}));
    let error = choose(&offers, pair("en-pt"), false).unwrap_err().to_string();
    assert!(error.contains("--pre"), "{error}");
    assert_eq!(chosen(&nightly, true), "3.0 big");
}

#[test]
fn the_older_form_of_records_is_read_and_what_is_not_understood_is_passed_over() {
    let older = |kind: &str, name: &str| {
        json!({
            "name": name, "fromLang": "en", "toLang": "pt", "version": "1.0", "fileType": kind,
            "attachment": {"location": format!("main-workspace/{name}"), "filename": name, "size": "12", "hash": "ab".repeat(32)},
        })
    };
    let registry = json!({"data": [
        older("model", "model.enpt.intgemm.alphas.bin"),
        older("vocab", "vocab.enpt.spm"),
        older("qualityModel", "qualityModel.enpt.bin"),
        older("hologram", "hologram.enpt.bin"),
        {"deleted": true}, null, 7, {"name": "half", "attachment": null},
    ]});
    let offers = read(&registry);
    let [offer] = &offers[..] else {
        panic!("{offers:?}")
    };
    let items = offer.items().unwrap();
    let names: Vec<_> = items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["model.enpt.intgemm.alphas.bin", "vocab.enpt.spm"]);
    assert!(
        items
            .iter()
            .all(|item| item.whole.size == Some(12) && item.whole.sha256.is_some())
    );
}

#[test]
fn a_model_without_a_vocabulary_or_with_an_impossible_hash_cannot_be_used() {
    let without: Vec<_> = model("1.0", |_| {})
        .into_iter()
        .filter(|record| record["fileType"] != "vocab")
        .collect();
    let error = |records: Vec<Value>| {
        let offers = read(&json!({"data": records}));
        format!(
            "{:#}",
            choose(&offers, pair("en-pt"), false)
                .unwrap()
                .items()
                .unwrap_err()
        )
    };
    assert!(error(without).contains("no vocabulary"));
    let mut odd = model("1.0", |_| {});
    odd[0]["decompressedHash"] = json!("xyz");
    assert!(error(odd).contains("64 hexadecimal digits"));
}

#[test]
fn of_a_models_json_the_released_one_is_taken() {
    let entry = |architecture: &str, status: Value, size: u64| {
        json!({"architecture": architecture, "releaseStatus": status, "files": {
            "model": {"path": "m/model.enpt.intgemm.alphas.bin.gz", "uncompressedSize": size},
            "vocab": {"path": "m/vocab.enpt.spm.gz"},
        }})
    };
    let registry = |entries: Value| json!({"baseUrl": "https://example.org", "models": {"en-pt": entries, "en-zh_hant": [], "x": 1}});
    let taken = |entries: Value| {
        let offers = read(&registry(entries));
        let offer = choose(&offers, pair("en-pt"), false).map_err(|error| error.to_string())?;
        Ok::<_, String>(offer.architecture.clone().unwrap())
    };
    let (tiny, base) = (
        entry("tiny", json!("Release"), 17),
        entry("base", json!("Release"), 40),
    );
    let (unreleased, android) = (
        entry("big", json!(null), 90),
        entry("mid", json!("Release Android"), 60),
    );
    assert_eq!(taken(json!([tiny, base, unreleased, android])).unwrap(), "base");
    assert_eq!(taken(json!([android, unreleased])).unwrap(), "mid");
    assert!(
        taken(json!([unreleased, {"files": 3}]))
            .unwrap_err()
            .contains("--pre")
    );
}

#[test]
fn a_pair_that_is_not_there_says_how_to_go_through_english() {
    let offers = read(&json!({"data": model("1.0", |_| {})}));
    let error = choose(&offers, pair("ko-zh"), false).unwrap_err().to_string();
    assert!(error.contains("add ko-en and en-zh"), "{error}");
    let error = choose(&offers, pair("pt-en"), false).unwrap_err().to_string();
    assert!(error.contains("there are en-pt"), "{error}");
}
