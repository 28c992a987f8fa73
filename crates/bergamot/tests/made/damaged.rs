//! Files that are truncated, changed or hostile: refused with an error that names the file, or harmless.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use super::write::{Embeddings, Made, Variant, Weights};
use bergamot::{Error, Options, Translator};

const FILES: [&str; 5] = ["model.bin", "source.spm", "target.spm", "list.bin", "config.yml"];

fn made() -> Made {
    Made::new(Variant {
        name: "damaged",
        width: 16,
        heads: 2,
        feed_forward: 32,
        encoder: 1,
        decoder: 1,
        tied_layers: Vec::new(),
        embeddings: Embeddings::Target,
        weights: Weights::Alphas,
        swish: false,
        shortlist: true,
        beam: 2,
    })
}

/// Loads what is there, and translates if it can. Whether it could be loaded.
fn try_out(folder: &Path) -> bool {
    match Translator::load(folder) {
        Ok(translator) => {
            let options = Options {
                limit: Some(Duration::from_secs(5)),
                ..Options::default()
            };
            let _ = translator.translate("kaka toto mimi, nene 12.", &options);
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

#[test]
fn a_file_that_ends_too_early_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    made().write(folder.path());
    assert!(try_out(folder.path()));
    for file in FILES {
        let path = folder.path().join(file);
        let whole = std::fs::read(&path).unwrap();
        // Every place in a small file, some hundred in a large one.
        for length in (0..whole.len()).step_by(whole.len() / 300 + 1) {
            std::fs::write(&path, &whole[..length]).unwrap();
            let loaded = try_out(folder.path());
            // A vocabulary cut between two pieces is a smaller one, and a configuration may end with less.
            let may_be_whole = file.ends_with("spm") || file == "config.yml";
            assert!(!loaded || may_be_whole, "{file} of {length} bytes");
        }
        std::fs::remove_file(&path).unwrap();
        assert!(!try_out(folder.path()), "without {file}");
        std::fs::write(&path, whole).unwrap();
    }
    assert!(try_out(folder.path()));
}

#[test]
fn a_changed_file_is_refused_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    made().write(folder.path());
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below.max(1)
    };
    for file in FILES {
        let path = folder.path().join(file);
        let whole = std::fs::read(&path).unwrap();
        for round in 0..400 {
            let mut changed = whole.clone();
            // Headers and tables stand at the beginning; there most of the changes are made.
            let within = if round % 2 == 0 {
                whole.len()
            } else {
                whole.len().min(4096)
            };
            let at = next(within);
            match round % 5 {
                0 => changed[at] ^= 1 << next(8),
                1 => changed[at] = 0xFF,
                2 => {
                    let end = (at + 8).min(changed.len());
                    changed[at..end].fill(if next(2) == 0 { 0xFF } else { 0x7F });
                }
                3 => drop(changed.drain(at..(at + 1 + next(16)).min(whole.len()))),
                _ => {
                    let from = next(whole.len().saturating_sub(32));
                    let piece: Vec<u8> = whole[from..whole.len().min(from + 32)].to_vec();
                    changed.splice(at..at, piece);
                }
            }
            std::fs::write(&path, &changed).unwrap();
            try_out(folder.path());
        }
        std::fs::write(&path, whole).unwrap();
    }
    assert!(try_out(folder.path()));
}

#[test]
fn a_model_may_come_from_memory() {
    let files: HashMap<&Path, Vec<u8>> = made()
        .files()
        .into_iter()
        .map(|(name, bytes)| (Path::new(name), bytes))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    made().write(folder.path());
    let config = &files[Path::new("config.yml")];
    let from_memory = Translator::from_bytes(config, |name| files.get(name).map(Into::into)).unwrap();
    let from_disk = Translator::load(folder.path()).unwrap();
    let text = "kaka toto mimi, nene 12.";
    let options = Options::default();
    assert_eq!(
        from_memory.translate(text, &options).unwrap(),
        from_disk.translate(text, &options).unwrap()
    );
    assert_eq!(from_memory.size(), from_disk.size());
    let missing = Translator::from_bytes(config, |_| None).unwrap_err();
    assert!(matches!(missing, Error::Read { path, .. } if path == Path::new("target.spm")));
}

#[test]
fn a_model_reads_nothing_outside_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("model");
    std::fs::create_dir(&model).unwrap();
    made().write(&model);
    std::fs::rename(model.join("list.bin"), folder.path().join("list.bin")).unwrap();
    let config = std::fs::read_to_string(model.join("config.yml")).unwrap();
    let absolute = folder.path().join("list.bin");
    for name in ["../list.bin", "./../list.bin", absolute.to_str().unwrap()] {
        std::fs::write(model.join("config.yml"), config.replace("list.bin", name)).unwrap();
        let refused = Translator::load(&model).unwrap_err();
        assert!(matches!(refused, Error::Broken { .. }), "{name}: {refused}");
    }
    // A pipe or a device would be read without end.
    std::fs::create_dir(model.join("list.bin")).unwrap();
    std::fs::write(model.join("config.yml"), config).unwrap();
    let refused = Translator::load(&model).unwrap_err();
    assert!(matches!(refused, Error::Broken { .. }), "{refused}");
}
