use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use serde_json::json;
use tempfile::tempdir;

use super::made::{files, gz, left_below, models_json, record, zst};
use super::{add_from, damage, installed, pair, refused};
use crate::models::{Models, Record};

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn of(folder: &Path) -> &str {
    folder.to_str().unwrap()
}

/// The same model in every form in which it may lie in a folder.
#[tokio::test]
async fn a_model_comes_from_a_folder_in_any_form() {
    let files = files("enpt", 1);
    let plain = tempdir().unwrap();
    let packed = tempdir().unwrap();
    let below = tempdir().unwrap();
    let settings = tempdir().unwrap();
    let flat = tempdir().unwrap();
    let registry = tempdir().unwrap();
    let mut records = Vec::new();
    for (kind, name, bytes) in &files {
        write(plain.path(), name, bytes);
        write(packed.path(), &format!("{name}.gz"), &gz(bytes));
        write(below.path(), &format!("enpt-1693087644/{name}"), bytes);
        write(
            settings.path(),
            &format!("main-workspace/translations-models-v2/{name}.zst"),
            &zst(bytes),
        );
        write(flat.path(), &format!("{name}.zst"), &zst(bytes));
        write(
            registry.path(),
            &format!("models/en-pt/run/exported/{name}.gz"),
            &gz(bytes),
        );
        records.push(record(("en", "pt"), "1.0", kind, name, bytes));
    }
    let records = json!({"data": records}).to_string();
    // Another JSON, as models bring along.
    write(settings.path(), "a.json", b"{\"data\": []}");
    write(settings.path(), "records.json", records.as_bytes());
    write(flat.path(), "records.json", records.as_bytes());
    let json = models_json("https://example.org", "en-pt", &files).to_string();
    write(registry.path(), "models.json", json.as_bytes());
    let named = registry.path().join("models.json");
    let forms = [&plain, &packed, &below, &settings, &flat, &registry].map(tempfile::TempDir::path);
    for form in forms.into_iter().chain([named.as_path()]) {
        let data = tempdir().unwrap();
        let record = add_from(data.path(), of(form), "en-pt").await.unwrap();
        assert!(!record.version.is_empty());
        for (_, name, bytes) in &files {
            let there = fs::read(data.path().join("models/en-pt").join(name)).unwrap();
            assert!(there == *bytes, "{name} from {}", form.display());
        }
        assert!(damage(data.path()).is_empty());
    }
}

#[tokio::test]
async fn a_folder_of_two_models_gives_each_its_own_and_says_what_it_lacks() {
    let (data, folder) = (tempdir().unwrap(), tempdir().unwrap());
    for (tag, seed) in [("enpt", 1), ("pten", 20)] {
        for (_, name, bytes) in files(tag, seed) {
            write(folder.path(), &name, &bytes);
        }
    }
    for what in ["en-pt", "pt-en"] {
        add_from(data.path(), of(folder.path()), what).await.unwrap();
    }
    assert_eq!(installed(data.path()), ["en-pt", "pt-en"]);
    assert!(damage(data.path()).is_empty());
    let error = refused(data.path(), of(folder.path()), "en-ko").await;
    assert!(
        error.contains("no model en-ko") && error.contains("en-pt, pt-en"),
        "{error}"
    );
    let empty = tempdir().unwrap();
    let error = refused(data.path(), of(empty.path()), "en-pt").await;
    assert!(error.contains("no model in"), "{error}");
}

#[tokio::test]
async fn files_that_name_no_languages_take_them_from_their_folder() {
    let (data, folder) = (tempdir().unwrap(), tempdir().unwrap());
    for (kind, _, bytes) in files("enpt", 1) {
        let name = if kind == "vocab" {
            "vocab.spm".to_owned()
        } else {
            format!("{kind}.bin")
        };
        write(folder.path(), &format!("some/{name}"), &bytes);
    }
    let error = refused(data.path(), of(&folder.path().join("some")), "en-pt").await;
    assert!(error.contains("name the folder as en-pt"), "{error}");
    fs::rename(folder.path().join("some"), folder.path().join("en-pt")).unwrap();
    add_from(data.path(), of(&folder.path().join("en-pt")), "en-pt")
        .await
        .unwrap();
    assert!(damage(data.path()).is_empty());
}

#[tokio::test]
async fn a_configuration_is_taken_along_only_when_it_names_these_files() {
    let folder = tempdir().unwrap();
    for (_, name, bytes) in files("enpt", 1) {
        write(folder.path(), &name, &bytes);
    }
    let fits = "# made by hand\nmodels:\n  - model.enpt.intgemm.alphas.bin\nvocabs:\n  - vocab.enpt.spm\n  - vocab.enpt.spm\n\
                shortlist:\n    - lex.50.50.enpt.s2t.bin\n    - false\nbeam-size: 4\n";
    let hostile = fits.replace("- vocab.enpt.spm\n  - vocab", "- ../../../etc/passwd\n  - vocab");
    let other = fits.replace("lex.50.50", "lex.99");
    for (config, taken) in [
        (fits, true),
        (&hostile, false),
        (&other, false),
        ("{", false),
        ("", false),
    ] {
        write(folder.path(), "config.intgemm8bitalpha.yml", config.as_bytes());
        let data = tempdir().unwrap();
        add_from(data.path(), of(folder.path()), "en-pt").await.unwrap();
        let there = fs::read_to_string(data.path().join("models/en-pt/config.yml")).unwrap();
        assert_eq!(there == config, taken, "{there}");
        assert!(there.contains("model.enpt.intgemm.alphas.bin") && !there.contains("passwd"));
        assert!(damage(data.path()).is_empty());
    }
}

/// One machine has a network; its models are carried to one that has none.
#[tokio::test]
async fn models_of_another_machine_are_checked_by_their_record() {
    let (one, two, folder) = (tempdir().unwrap(), tempdir().unwrap(), tempdir().unwrap());
    for (_, name, bytes) in files("enpt", 1) {
        write(folder.path(), &name, &bytes);
    }
    write(
        folder.path(),
        "model_info.json",
        br#"{"type": "tiny", "version": 2.0}"#,
    );
    add_from(one.path(), of(folder.path()), "en-pt").await.unwrap();
    let carried = one.path().join("models");
    let record = add_from(two.path(), of(&carried), "en-pt").await.unwrap();
    assert_eq!(
        (record.name.as_str(), record.version.as_str()),
        ("en-pt tiny", "2.0")
    );
    assert!(record.files.iter().all(|file| file.verified));
    change(&carried.join("en-pt/vocab.enpt.spm"), 77);
    let error = refused(two.path(), of(&carried), "en-pt").await;
    assert!(
        error.contains("vocab.enpt.spm") && error.contains("SHA-256"),
        "{error}"
    );
    let vocabulary = carried.join("en-pt/vocab.enpt.spm");
    fs::File::options()
        .write(true)
        .open(vocabulary)
        .unwrap()
        .set_len(9)
        .unwrap();
    let error = refused(two.path(), of(&carried), "en-pt").await;
    assert!(error.contains("it has 9 bytes, and 20000 are stated"), "{error}");
    assert!(damage(two.path()).is_empty(), "what was there is still whole");
}

/// Changes one bit of one byte.
fn change(path: &Path, at: u64) {
    let file = fs::File::options().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ 1], at).unwrap();
}

#[tokio::test]
async fn a_check_names_the_file_with_one_changed_byte_and_those_that_are_missing() {
    let (data, folder) = (tempdir().unwrap(), tempdir().unwrap());
    assert!(damage(data.path()).is_empty(), "no models are no damage");
    for (_, name, bytes) in files("enpt", 1) {
        write(folder.path(), &name, &bytes);
    }
    add_from(data.path(), of(folder.path()), "en-pt").await.unwrap();
    let model = data.path().join("models/en-pt");
    change(&model.join("model.enpt.intgemm.alphas.bin"), 199_999);
    assert_eq!(
        damage(data.path()),
        ["en-pt model.enpt.intgemm.alphas.bin changed"]
    );
    change(&model.join("model.enpt.intgemm.alphas.bin"), 199_999);
    assert!(damage(data.path()).is_empty());
    fs::File::options()
        .write(true)
        .open(model.join("vocab.enpt.spm"))
        .unwrap()
        .set_len(19_999)
        .unwrap();
    fs::remove_file(model.join("lex.50.50.enpt.s2t.bin")).unwrap();
    assert_eq!(
        damage(data.path()),
        [
            "en-pt vocab.enpt.spm of another size",
            "en-pt lex.50.50.enpt.s2t.bin missing"
        ]
    );
    fs::write(model.join("record.json"), "{").unwrap();
    assert_eq!(damage(data.path()), ["en-pt record.json unreadable"]);
    fs::remove_file(model.join("record.json")).unwrap();
    assert_eq!(damage(data.path()), ["en-pt record.json missing"]);
}

#[tokio::test]
async fn a_record_that_was_tampered_with_leads_nowhere_else() {
    let (data, folder) = (tempdir().unwrap(), tempdir().unwrap());
    for (_, name, bytes) in files("enpt", 1) {
        write(folder.path(), &name, &bytes);
    }
    let record = add_from(data.path(), of(folder.path()), "en-pt").await.unwrap();
    let model = data.path().join("models/en-pt");
    let tampered = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut json = serde_json::to_value(&record).unwrap();
        change(&mut json);
        fs::write(model.join("record.json"), json.to_string()).unwrap();
        damage(data.path())
    };
    assert_eq!(
        tampered(&|json| json["files"][0]["name"] = json!("../../../secret.txt")),
        ["en-pt record.json unreadable"]
    );
    assert_eq!(
        tampered(&|json| json["to"] = json!("ko")),
        ["en-pt record.json of another pair"]
    );
    assert_eq!(
        tampered(&|json| json["files"] = json!([])),
        ["en-pt record.json names no whole model"]
    );
    assert!(tampered(&|_| {}).is_empty());
    assert!(Record::read(&model).is_ok());
}

#[tokio::test]
async fn a_removed_model_is_gone_and_others_stay() {
    let (data, folder) = (tempdir().unwrap(), tempdir().unwrap());
    for (tag, seed) in [("enpt", 1), ("pten", 20)] {
        for (_, name, bytes) in files(tag, seed) {
            write(folder.path(), &name, &bytes);
        }
    }
    for what in ["en-pt", "pt-en"] {
        add_from(data.path(), of(folder.path()), what).await.unwrap();
    }
    let models = Models::of(data.path());
    models.remove(pair("en-pt")).unwrap();
    assert_eq!(installed(data.path()), ["pt-en"]);
    assert!(left_below(&data.path().join("models/.partial")).is_empty());
    assert!(models.remove(pair("en-pt")).is_err());
    assert!(damage(data.path()).is_empty());
}
