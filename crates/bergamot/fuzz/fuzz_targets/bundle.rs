#![no_main]
//! All files of a model, changed here and there, and a text.

use std::borrow::Cow;

use arbitrary::Arbitrary;
use bergamot_fuzz::{files, try_files, with_checksum};

#[derive(Debug, Arbitrary)]
struct Case {
    changes: Vec<Change>,
    text: String,
}

#[derive(Debug, Arbitrary)]
struct Change {
    file: File,
    /// Most of what decides stands at the beginning.
    near: bool,
    at: u16,
    removed: u8,
    put: Vec<u8>,
}

#[derive(Debug, Arbitrary)]
enum File {
    Model,
    Source,
    Target,
    List,
    Config,
}

libfuzzer_sys::fuzz_target!(|case: Case| {
    let mut files = files();
    for Change {
        file,
        near,
        at,
        removed,
        put,
    } in case.changes
    {
        let name = match file {
            File::Model => "model.bin",
            File::Source => "source.spm",
            File::Target => "target.spm",
            File::List => "list.bin",
            File::Config => "config.yml",
        };
        let bytes = files.entry(name).or_default();
        let within = if near { bytes.len().min(2048) } else { bytes.len() };
        let at = usize::from(at) % (within + 1);
        let end = (at + usize::from(removed)).min(bytes.len());
        bytes.splice(at..end, put);
    }
    let list = with_checksum(&files["list.bin"]);
    files.insert("list.bin", list);
    try_files(&case.text, &|name| files.get(name).map(Cow::from));
});
