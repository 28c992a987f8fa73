use std::fs;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::json;
use tempfile::tempdir;

use super::made::{
    RECORDS, attachment, en_pt, files, gz, left_below, models_json, noise, record, remote_settings, sha256,
    zst,
};
use super::server::{Does, Fake};
use super::{LIMITS, Limits, add_from, add_with, damage, installed, pair, refused};
use crate::models::{Client, Models, Source, add, offers};

const MODEL: &str = "model.enpt.intgemm.alphas.bin";

#[tokio::test]
async fn a_model_of_remote_settings_comes_whole_and_says_where_from() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, files) = en_pt(&fake);
    let record = add_from(data.path(), &registry, "en-pt").await.unwrap();
    assert_eq!(
        (record.name.as_str(), record.version.as_str()),
        ("en-pt tiny", "1.0")
    );
    let folder = data.path().join("models/en-pt");
    for (kind, name, bytes) in &files {
        assert_eq!(fs::read(folder.join(name)).unwrap(), *bytes);
        let stated = record
            .files
            .iter()
            .find(|file| file.name.as_str() == name)
            .unwrap();
        assert_eq!(serde_json::to_value(stated.kind).unwrap(), *kind);
        assert_eq!(stated.sha256.to_string(), sha256(bytes));
        assert_eq!(stated.source, format!("{}{}", fake.address, attachment(name)));
        assert!(stated.verified);
    }
    let expected = "relative-paths: true\nmodels:\n  - model.enpt.intgemm.alphas.bin\nvocabs:\n  - vocab.enpt.spm\n  \
                    - vocab.enpt.spm\nshortlist:\n  - lex.50.50.enpt.s2t.bin\n  - false\nbeam-size: 1\nnormalize: 1.0\n\
                    word-penalty: 0\nmax-length-factor: 2.0\ngemm-precision: int8shiftAlphaAll\n";
    assert_eq!(fs::read_to_string(folder.join("config.yml")).unwrap(), expected);
    assert!(damage(data.path()).is_empty());
    assert!(left_below(&data.path().join("models/.partial")).is_empty());
}

#[tokio::test]
async fn a_model_of_a_models_json_comes_whole_and_has_its_hash_for_a_version() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let files = vec![
        (
            "model",
            "model.zhen.intgemm.alphas.bin".to_owned(),
            noise(7, 100_000),
        ),
        ("srcVocab", "srcvocab.zhen.spm".to_owned(), noise(8, 9_000)),
        ("trgVocab", "trgvocab.zhen.spm".to_owned(), noise(9, 8_000)),
        ("lex", "lex.50.50.zhen.s2t.bin".to_owned(), noise(10, 7_000)),
    ];
    let json = models_json(&format!("{}/bucket", fake.address), "zh-en", &files);
    fake.hold("/db/models.json", json.to_string());
    for (_, name, bytes) in &files {
        fake.hold(&format!("/bucket/models/zh-en/run/exported/{name}.gz"), gz(bytes));
    }
    let registry = format!("{}/db/models.json", fake.address);
    let record = add_from(data.path(), &registry, "zh-en").await.unwrap();
    assert_eq!(record.version, sha256(&files[0].2)[..12]);
    let verified: Vec<_> = record.files.iter().map(|file| file.verified).collect();
    assert_eq!(verified, [true, false, false, false, false]);
    let config = fs::read_to_string(data.path().join("models/zh-en/config.yml")).unwrap();
    assert!(
        config.contains("vocabs:\n  - srcvocab.zhen.spm\n  - trgvocab.zhen.spm\n"),
        "{config}"
    );
    assert!(damage(data.path()).is_empty());
}

#[tokio::test]
async fn a_cut_connection_goes_on_where_it_stopped() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, _) = en_pt(&fake);
    let path = attachment(MODEL);
    fake.does(
        &path,
        [Does::CutsAfter(50_000), Does::CutsAfter(50_000), Does::Serves],
    );
    add_from(data.path(), &registry, "en-pt").await.unwrap();
    let asked = fake.asked(&path);
    let ranges: Vec<_> = asked.iter().map(|asked| asked.range.as_deref()).collect();
    assert_eq!(ranges, [None, Some("bytes=50000-"), Some("bytes=100000-")]);
    assert!(
        asked[1..].iter().all(|asked| asked.if_range.is_some()),
        "{asked:?}"
    );
    assert!(damage(data.path()).is_empty());
}

#[tokio::test]
async fn what_an_earlier_run_fetched_is_not_fetched_again() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, _) = en_pt(&fake);
    let vocabulary = attachment("vocab.enpt.spm");
    fake.does(&vocabulary, [Does::CutsAfter(4_000)]);
    let once = Limits { tries: 1, ..LIMITS };
    let error = add_with(once, data.path(), &registry, "en-pt").await.unwrap_err();
    assert!(
        format!("{error:#}").contains("run the same command again"),
        "{error:#}"
    );
    assert!(installed(data.path()).is_empty());
    fake.does(&vocabulary, [Does::Serves]);
    add_from(data.path(), &registry, "en-pt").await.unwrap();
    assert_eq!(fake.asked(&attachment(MODEL)).len(), 1);
    let last = fake.asked(&vocabulary).pop().unwrap();
    assert_eq!(last.range.as_deref(), Some("bytes=4000-"));
    assert!(damage(data.path()).is_empty());
}

/// A vocabulary that no hash is stated for: the server's tag alone tells whether it is the same.
#[tokio::test]
async fn parts_of_two_files_are_never_put_together() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let mut files = files("enpt", 1);
    let json = models_json(&fake.address, "en-pt", &files);
    fake.hold("/models.json", json.to_string());
    let path = |name: &str| format!("/models/en-pt/run/exported/{name}.gz");
    for (_, name, bytes) in &files {
        fake.hold(&path(name), gz(bytes));
    }
    let vocabulary = path("vocab.enpt.spm");
    fake.does(&vocabulary, [Does::CutsAfter(4_000)]);
    let registry = format!("{}/models.json", fake.address);
    let once = Limits { tries: 1, ..LIMITS };
    add_with(once, data.path(), &registry, "en-pt").await.unwrap_err();
    files[1].2 = noise(99, 21_000);
    fake.hold(&vocabulary, gz(&files[1].2));
    add_from(data.path(), &registry, "en-pt").await.unwrap();
    let there = fs::read(data.path().join("models/en-pt/vocab.enpt.spm")).unwrap();
    assert!(there == files[1].2, "it is the new one, whole");
}

#[tokio::test]
async fn a_part_that_does_not_fit_is_thrown_away_and_the_file_fetched_anew() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, files) = en_pt(&fake);
    let path = attachment(MODEL);
    let once = Limits { tries: 1, ..LIMITS };
    // As long as the right one, but another one.
    let mut wrong = zst(&files[0].2);
    wrong[100] ^= 1;
    fake.hold(&path, wrong);
    fake.does(&path, [Does::CutsAfter(50_000)]);
    add_with(once, data.path(), &registry, "en-pt").await.unwrap_err();
    fake.hold(&path, zst(&files[0].2));
    fake.does(&path, [Does::MixesParts]);
    add_from(data.path(), &registry, "en-pt").await.unwrap();
    let ranges: Vec<_> = fake.asked(&path).into_iter().map(|asked| asked.range).collect();
    assert_eq!(ranges, [None, Some("bytes=50000-".to_owned()), None]);
    assert!(damage(data.path()).is_empty());
}

#[tokio::test]
async fn a_wrong_hash_is_refused_and_nothing_gets_its_name() {
    let data = tempdir().unwrap();
    for unpacked in [false, true] {
        let fake = Fake::new().await;
        let files = files("enpt", 1);
        let mut records: Vec<_> = files
            .iter()
            .map(|(kind, name, bytes)| record(("en", "pt"), "1.0", kind, name, bytes))
            .collect();
        let stated = if unpacked {
            &mut records[1]["decompressedHash"]
        } else {
            &mut records[1]["attachment"]["hash"]
        };
        *stated = json!(sha256(b"something else"));
        let registry = remote_settings(&fake, &records, &files);
        let error = refused(data.path(), &registry, "en-pt").await;
        assert!(
            error.contains("vocab.enpt.spm") && error.contains("SHA-256"),
            "{error}"
        );
        assert!(installed(data.path()).is_empty());
        let left = left_below(&data.path().join("models"));
        assert!(!left.iter().any(|name| name.contains("vocab")), "{left:?}");
    }
}

#[tokio::test]
async fn another_size_than_stated_is_refused_before_it_is_read() {
    let data = tempdir().unwrap();
    for (difference, does) in [
        (-1, Does::Serves),
        (1, Does::Serves),
        (1, Does::ServesUnsized),
        (0, Does::Floods),
    ] {
        let fake = Fake::new().await;
        let (_, files) = en_pt(&fake);
        let records: Vec<_> = files
            .iter()
            .map(|(kind, name, bytes)| {
                let mut record = record(("en", "pt"), "1.0", kind, name, bytes);
                let size = record["attachment"]["size"].as_i64().unwrap();
                record["attachment"]["size"] = json!(size + difference);
                record
            })
            .collect();
        let registry = remote_settings(&fake, &records, &files);
        fake.does(&attachment(MODEL), [does]);
        let error = refused(data.path(), &registry, "en-pt").await;
        assert!(error.contains("bytes"), "{error}");
        assert_eq!(fake.asked(&attachment(MODEL)).len(), 1);
        let left = left_below(&data.path().join("models"));
        let kept = data
            .path()
            .join("models/.partial/en-pt")
            .join(format!("{MODEL}.part"));
        assert_eq!(fs::metadata(kept).unwrap().len(), 0, "{left:?}");
    }
    assert!(installed(data.path()).is_empty());
}

#[tokio::test]
async fn a_file_without_a_size_has_the_general_limit_and_no_size_may_be_above_it() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (_, files) = en_pt(&fake);
    for stated in [json!(null), json!(u64::MAX)] {
        let mut records: Vec<_> = files
            .iter()
            .map(|(kind, name, bytes)| record(("en", "pt"), "1.0", kind, name, bytes))
            .collect();
        records[0]["attachment"]["size"] = stated;
        let registry = remote_settings(&fake, &records, &files);
        fake.does(&attachment(MODEL), [Does::Floods]);
        let error = refused(data.path(), &registry, "en-pt").await;
        assert!(error.contains("more than 1048576 bytes"), "{error}");
    }
}

#[tokio::test]
async fn a_bomb_is_stopped_at_the_stated_size_or_the_limit() {
    let zeros = vec![0; 8 << 20];
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    // In a models.json no size is stated for a vocabulary.
    let files = files("enpt", 1);
    fake.hold(
        "/models.json",
        models_json(&fake.address, "en-pt", &files).to_string(),
    );
    for (_, name, bytes) in &files {
        fake.hold(&format!("/models/en-pt/run/exported/{name}.gz"), gz(bytes));
    }
    fake.hold("/models/en-pt/run/exported/vocab.enpt.spm.gz", gz(&zeros));
    let error = refused(data.path(), &format!("{}/models.json", fake.address), "en-pt").await;
    assert!(
        error.contains("unpacked it has more than 1048576 bytes"),
        "{error}"
    );
    // In Remote Settings one is, and it is wrong.
    let (registry, files) = en_pt(&fake);
    let (_, name, bytes) = &files[1];
    let mut lies = record(("en", "pt"), "1.0", "vocab", name, &zeros);
    lies["decompressedSize"] = json!(bytes.len());
    let records = [0, 2].map(|at| record(("en", "pt"), "1.0", files[at].0, &files[at].1, &files[at].2));
    let records = [records[0].clone(), lies, records[1].clone()];
    remote_settings(&fake, &records, &files);
    fake.hold(&attachment(name), zst(&zeros));
    let error = refused(data.path(), &registry, "en-pt").await;
    assert!(
        error.contains(&format!("unpacked it has more than {} bytes", bytes.len())),
        "{error}"
    );
    assert!(installed(data.path()).is_empty());
    let left = left_below(&data.path().join("models"));
    assert!(!left.iter().any(|name| name.contains("vocab")), "{left:?}");
}

#[tokio::test]
async fn what_cannot_be_unpacked_is_refused() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let files = files("enpt", 1);
    fake.hold(
        "/models.json",
        models_json(&fake.address, "en-pt", &files).to_string(),
    );
    for (_, name, bytes) in &files {
        fake.hold(&format!("/models/en-pt/run/exported/{name}.gz"), gz(bytes));
    }
    let registry = format!("{}/models.json", fake.address);
    let whole = gz(&files[1].2);
    let mut changed = whole.clone();
    changed[5_000] ^= 1;
    let more = [whole.as_slice(), b"and more"].concat();
    for broken in [&whole[..whole.len() - 3], &changed, &more, b"no gzip", b""] {
        fake.hold("/models/en-pt/run/exported/vocab.enpt.spm.gz", broken.to_vec());
        let error = refused(data.path(), &registry, "en-pt").await;
        assert!(error.contains("cannot be unpacked"), "{error}");
    }
    assert!(installed(data.path()).is_empty());
}

#[tokio::test]
async fn names_and_places_outside_the_folder_are_refused() {
    let data = tempdir().unwrap();
    let outside = data.path().join("models/outside.bin");
    for (field, hostile) in [
        ("/name", "../outside.bin"),
        ("/name", "/tmp/outside.bin"),
        ("/name", "..\\outside.bin"),
        ("/name", ".hidden.bin"),
        ("/name", "record.json"),
        ("/name", "model: [.bin"),
        ("/name", ""),
        ("/attachment/location", "../secret.zst"),
        ("/attachment/location", "a/../../secret.zst"),
        ("/attachment/location", "%2e%2e/secret.zst"),
        ("/attachment/location", "/secret.zst"),
        ("/attachment/location", "http://127.0.0.1:9/secret.zst"),
        ("/attachment/location", "a?b"),
    ] {
        let fake = Fake::new().await;
        let files = files("enpt", 1);
        let mut records: Vec<_> = files
            .iter()
            .map(|(kind, name, bytes)| record(("en", "pt"), "1.0", kind, name, bytes))
            .collect();
        fake.hold("/secret.zst", zst(&files[0].2));
        *records[0].pointer_mut(field).unwrap() = json!(hostile);
        let registry = remote_settings(&fake, &records, &files);
        let error = refused(data.path(), &registry, "en-pt").await;
        let says = error.contains("no name for a file") || error.contains("no place below");
        assert!(says, "{hostile}: {error}");
        assert!(fake.asked("/secret.zst").is_empty(), "{hostile}");
        assert!(
            !outside.exists() && installed(data.path()).is_empty(),
            "{hostile}"
        );
    }
}

#[tokio::test]
async fn a_server_that_stumbles_is_asked_again_and_one_that_says_no_is_not() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, _) = en_pt(&fake);
    let path = attachment(MODEL);
    let stumbles = Does::Says(StatusCode::INTERNAL_SERVER_ERROR);
    fake.does(&path, [Does::Says(StatusCode::NOT_FOUND)]);
    let error = refused(data.path(), &registry, "en-pt").await;
    assert!(error.contains("404"), "{error}");
    assert_eq!(fake.asked(&path).len(), 1);
    fake.does(&path, [stumbles]);
    let error = refused(data.path(), &registry, "en-pt").await;
    assert!(error.contains("500"), "{error}");
    assert_eq!(fake.asked(&path).len(), 4);
    fake.does(&path, [stumbles, Does::Serves]);
    fake.does(RECORDS, [stumbles, Does::Serves]);
    add_from(data.path(), &registry, "en-pt").await.unwrap();
    assert!(damage(data.path()).is_empty());
}

#[tokio::test]
async fn a_server_that_hangs_or_drips_is_given_up_in_time() {
    let data = tempdir().unwrap();
    let fake = Fake::new().await;
    let (registry, _) = en_pt(&fake);
    let short = Limits {
        silence: Duration::from_millis(100),
        whole: Duration::from_millis(600),
        listing: Duration::from_millis(600),
        tries: 2,
        ..LIMITS
    };
    for path in [attachment(MODEL), RECORDS.to_owned()] {
        for does in [Does::Hangs, Does::Drips, Does::StallsAfter(100)] {
            fake.does(&path, [does]);
            let begun = Instant::now();
            add_with(short, data.path(), &registry, "en-pt")
                .await
                .unwrap_err();
            assert!(begun.elapsed() < Duration::from_secs(3), "{does:?} {path}");
        }
        fake.does(&path, [Does::Serves]);
    }
    assert!(installed(data.path()).is_empty());
    add_from(data.path(), &registry, "en-pt").await.unwrap();
}

#[tokio::test]
async fn a_model_that_is_there_stays_until_the_new_one_is_whole() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, old) = en_pt(&fake);
    add_from(data.path(), &registry, "en-pt").await.unwrap();
    let new = files("enpt", 50);
    let records: Vec<_> = new
        .iter()
        .map(|(kind, name, bytes)| record(("en", "pt"), "2.0", kind, name, bytes))
        .collect();
    remote_settings(&fake, &records, &new);
    let last = attachment("lex.50.50.enpt.s2t.bin");
    fake.does(&last, [Does::Says(StatusCode::NOT_FOUND)]);
    refused(data.path(), &registry, "en-pt").await;
    let there = || fs::read(data.path().join("models/en-pt").join(MODEL)).unwrap();
    assert!(there() == old[0].2 && damage(data.path()).is_empty());
    fake.does(&last, [Does::Serves]);
    let record = add_from(data.path(), &registry, "en-pt").await.unwrap();
    assert_eq!(record.version, "2.0");
    assert!(there() == new[0].2 && damage(data.path()).is_empty());
    assert!(left_below(&data.path().join("models/.partial")).is_empty());
}

#[tokio::test]
async fn two_do_not_change_the_models_at_once() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, _) = en_pt(&fake);
    fake.does(&attachment(MODEL), [Does::Hangs]);
    let models = Models::of(data.path());
    let source: Source = registry.parse().unwrap();
    let client = Client::new(LIMITS).unwrap();
    let first = add(&models, &source, &client, pair("en-pt"), false, &|_| Ok(()));
    let second = async {
        while fake.asked(&attachment(MODEL)).is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        refused(data.path(), &registry, "en-pt").await
    };
    let error = tokio::select! {
        _ = first => panic!("it hangs"),
        error = second => error,
    };
    assert!(error.contains("another `harborline models`"), "{error}");
}

#[tokio::test]
async fn a_registry_of_several_pages_is_read_to_the_end_and_a_server_finds_its_collection() {
    let fake = Fake::new().await;
    let (registry, files) = en_pt(&fake);
    let second: Vec<_> = files
        .iter()
        .map(|(kind, name, bytes)| record(("pt", "en"), "1.0", kind, name, bytes))
        .collect();
    fake.says_with(RECORDS, "next-page", format!("{}/second", fake.address));
    fake.hold("/second", json!({"data": second}).to_string());
    let client = Client::new(LIMITS).unwrap();
    for from in [registry, format!("{}/v1/", fake.address)] {
        let found = offers(&from.parse().unwrap(), &client).await.unwrap();
        let pairs: Vec<_> = found.iter().map(|offer| offer.pair.to_string()).collect();
        assert_eq!(pairs, ["en-pt", "pt-en"]);
    }
    // A page that names itself as the next one.
    fake.says_with("/second", "next-page", format!("{}/second", fake.address));
    let source: Source = format!("{}{RECORDS}", fake.address).parse().unwrap();
    let error = offers(&source, &client).await.unwrap_err();
    assert!(format!("{error:#}").contains("more than 50 pages"), "{error:#}");
}

#[tokio::test]
async fn what_is_no_registry_says_so() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    for page in ["<html>", "{}", "[1]", "{\"data\": 3}", "{\"models\": 3}"] {
        fake.hold("/registry", page);
        let error = refused(data.path(), &format!("{}/registry", fake.address), "en-pt").await;
        assert!(
            error.contains("registry") || error.contains("no model en-pt"),
            "{page}: {error}"
        );
    }
    fake.hold("/registry", vec![b' '; 2 << 20]);
    let error = refused(data.path(), &format!("{}/registry", fake.address), "en-pt").await;
    assert!(error.contains("more than 1048576 bytes"), "{error}");
}

#[tokio::test]
async fn an_unfinished_download_can_be_removed() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, _) = en_pt(&fake);
    fake.does(&attachment(MODEL), [Does::CutsAfter(10)]);
    let once = Limits { tries: 1, ..LIMITS };
    add_with(once, data.path(), &registry, "en-pt").await.unwrap_err();
    let models = Models::of(data.path());
    assert!(!left_below(models.root()).is_empty());
    models.remove(pair("en-pt")).unwrap();
    assert!(left_below(models.root()).is_empty());
}
