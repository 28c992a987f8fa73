//! Made-up models: nothing that translates, but files of the right names, and registries that offer them.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::{Value, json};
use sha2::Digest as _;

use super::server::Fake;

/// The collection, and the root of its server.
pub const RECORDS: &str = "/v1/buckets/main/collections/translations-models-v2/records";
pub const ROOT: &str = "/v1/";

/// A file: its type, its name, and what is in it.
pub type Made = (&'static str, String, Vec<u8>);

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

pub fn zst(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

pub fn sha256(bytes: &[u8]) -> String {
    let hash = sha2::Sha256::digest(bytes);
    format!("{:x}", axum::body::Bytes::copy_from_slice(&hash))
}

/// Bytes that differ from place to place and from seed to seed, and do not pack well.
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    std::iter::repeat_with(|| random.u8(..)).take(length).collect()
}

/// The files of a model, by type and name.
pub fn files(tag: &str, seed: u64) -> Vec<Made> {
    vec![
        (
            "model",
            format!("model.{tag}.intgemm.alphas.bin"),
            noise(seed, 200_000),
        ),
        ("vocab", format!("vocab.{tag}.spm"), noise(seed + 1, 20_000)),
        ("lex", format!("lex.50.50.{tag}.s2t.bin"), noise(seed + 2, 30_000)),
    ]
}

/// A record of Remote Settings for a file that is packed by zstd.
pub fn record(pair: (&str, &str), version: &str, kind: &str, name: &str, bytes: &[u8]) -> Value {
    let packed = zst(bytes);
    json!({
        "id": "f0e1", "schema": 17, "last_modified": 1_749_570_511_392_u64, "something new": {"a": [1]},
        "name": name, "version": version, "fileType": kind, "architecture": "tiny", "filter_expression": "",
        "sourceLanguage": pair.0, "targetLanguage": pair.1,
        "decompressedHash": sha256(bytes), "decompressedSize": bytes.len(),
        "attachment": {
            "hash": sha256(&packed), "size": packed.len(), "filename": format!("{name}.zst"),
            "location": format!("main-workspace/translations-models-v2/{name}.zst"), "mimetype": "application/zstd",
        },
    })
}

/// The path at which [`remote_settings`] has a file.
pub fn attachment(name: &str) -> String {
    format!("/cdn/main-workspace/translations-models-v2/{name}.zst")
}

/// Has the server be one of Remote Settings with these records and files. Gives the address of the collection.
pub fn remote_settings(fake: &Fake, records: &[Value], files: &[Made]) -> String {
    let root = json!({"capabilities": {"attachments": {"base_url": format!("{}/cdn/", fake.address)}}});
    fake.hold(ROOT, root.to_string());
    fake.hold(RECORDS, json!({"data": records}).to_string());
    for (_, name, bytes) in files {
        fake.hold(&attachment(name), zst(bytes));
    }
    format!("{}{RECORDS}", fake.address)
}

/// The same with one model en-pt, version 1.0.
pub fn en_pt(fake: &Fake) -> (String, Vec<Made>) {
    let files = files("enpt", 1);
    let records: Vec<Value> = files
        .iter()
        .map(|(kind, name, bytes)| record(("en", "pt"), "1.0", kind, name, bytes))
        .collect();
    (remote_settings(fake, &records, &files), files)
}

/// A `models.json` that offers the files for a pair, packed by gzip; the model alone has a hash.
pub fn models_json(base: &str, pair: &str, files: &[Made]) -> Value {
    let files: serde_json::Map<String, Value> = files
        .iter()
        .map(|(kind, name, bytes)| {
            let path = format!("models/{pair}/run/exported/{name}.gz");
            match *kind {
                "model" => {
                    let stated = json!({"path": path, "uncompressedSize": bytes.len(), "uncompressedHash": sha256(bytes)});
                    ("model".to_owned(), stated)
                }
                "lex" => ("lexicalShortlist".to_owned(), json!({"path": path})),
                kind => (kind.to_owned(), json!({"path": path})),
            }
        })
        .collect();
    let model = json!({
        "architecture": "base-memory", "releaseStatus": "Release", "metrics": {"flores200-plus": {"bleu": 40.1}}, "files": files,
    });
    json!({"generated": "2026-11-09T00:45:24Z", "baseUrl": base, "models": {pair: [model]}})
}

/// Every file below a folder, by its path there; the lock and the notes of nobody are left out.
pub fn left_below(folder: &Path) -> Vec<String> {
    let mut left = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let Ok(entries) = fs::read_dir(next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if !path.ends_with("lock") {
                left.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    left.sort();
    left
}
