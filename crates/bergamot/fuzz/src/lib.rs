//! What the targets share: a small made model, and bounds on what it may take to read one and to translate.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use bergamot::{Error, Options, Translator};
use peak_alloc::PeakAlloc;

#[path = "../../tests/made/write.rs"]
pub mod made;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How long a translation may take. The code is built to be checked, and is some ten times slower than it is.
const LIMIT: Duration = Duration::from_secs(2);
/// What may pass after the limit: the clock is looked at between layers and words.
const AFTER_LIMIT: Duration = Duration::from_secs(4);

/// Memory that reading a model may take for each byte of its files.
///
/// A piece of a vocabulary is at least two bytes, and takes 40 as it is decoded, 32 as it is kept, and 16 as it is sorted; a
/// matrix with one column is padded to sixteen. Both are far from what models are, and bounded by their files.
const READ_FACTOR: usize = 48;
/// What is needed for the smallest: a finder of pieces has blocks of 1 KiB, lists double as they grow.
const READ_LEAST: usize = 128 << 10;

/// Memory that a translation may take: of a sentence some hundred words, ten times as many in the translation, sixteen
/// beams, eight sentences at once.
const TRANSLATE_LEAST: usize = 32 << 20;
/// And for each byte of the text: its sentences, pieces and links.
const TRANSLATE_FACTOR: usize = 1 << 10;

/// Files by their names.
pub type Files = HashMap<&'static str, Vec<u8>>;

/// A model with everything that there is, of some ten kilobytes.
pub fn files() -> Files {
    use made::{Embeddings, Made, Variant, Weights};
    let variant = Variant {
        name: "hostile",
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
    };
    Made::new(variant).files().into_iter().collect()
}

static WHOLE: LazyLock<Files> = LazyLock::new(files);

/// The made model, with another file in place of its own.
pub fn try_file(name: &'static str, bytes: &[u8]) {
    try_files("kaka toto mimi, nene 12.", &|wanted| {
        if wanted == name {
            Some(Cow::Borrowed(bytes))
        } else {
            WHOLE.get(wanted).map(Cow::from)
        }
    });
}

/// Reads a model from those files, and translates if it can. Panics when that takes more than it may.
pub fn try_files<'f>(text: &str, file: &dyn Fn(&str) -> Option<Cow<'f, [u8]>>) {
    let names = ["model.bin", "source.spm", "target.spm", "list.bin", "config.yml"];
    let size: usize = names
        .iter()
        .filter_map(|name| file(name))
        .map(|file| file.len())
        .sum();
    let config = file("config.yml").unwrap_or_default();
    let loaded = within(READ_LEAST + READ_FACTOR * size, || {
        Translator::from_bytes(&config, |name| file(name.to_str()?))
    });
    match loaded {
        Ok(translator) => translate(&translator, text),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Translates, and panics when that takes more memory or time than it may.
pub fn translate(translator: &Translator, text: &str) {
    bounded(text, |options| translator.translate(text, options).map(drop));
}

/// Does something with a text, and panics when that takes more memory or time than it may.
pub fn bounded(text: &str, translate: impl FnOnce(&Options) -> Result<(), Error>) {
    let options = Options {
        limit: Some(LIMIT),
        ..Options::default()
    };
    let begun = Instant::now();
    let done = within(TRANSLATE_LEAST + TRANSLATE_FACTOR * text.len(), || {
        translate(&options)
    });
    if let Err(error) = done {
        assert!(!error.to_string().is_empty());
    }
    let took = begun.elapsed();
    assert!(took < LIMIT + AFTER_LIMIT, "{took:?}");
}

/// The made model, read once.
pub fn small() -> &'static Translator {
    static SMALL: LazyLock<Translator> = LazyLock::new(|| {
        let config = &WHOLE["config.yml"];
        Translator::from_bytes(config, |name: &Path| WHOLE.get(name.to_str()?).map(Cow::from))
            .expect("the made model is whole")
    });
    &SMALL
}

fn within<T>(most: usize, what: impl FnOnce() -> T) -> T {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = what();
    let took = MEMORY.peak_usage().saturating_sub(before);
    assert!(took <= most, "{took} bytes instead of {most} at the most");
    result
}

/// Puts the mark and the checksum of a shortlist where they belong, so that what follows is looked at.
pub fn with_checksum(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some((head, rest)) = bytes.split_at_mut_checked(16) {
        let words = rest.as_chunks::<8>().0.iter();
        let sum = words.fold(0_u64, |sum, word| {
            let mixed = u64::from_le_bytes(*word)
                .wrapping_add(0x9e37_79b9)
                .wrapping_add(sum << 6)
                .wrapping_add(sum >> 2);
            sum ^ mixed
        });
        head[..8].copy_from_slice(&0xF11A_48D5_0134_17F5_u64.to_le_bytes());
        head[8..].copy_from_slice(&sum.to_le_bytes());
    }
    bytes
}
