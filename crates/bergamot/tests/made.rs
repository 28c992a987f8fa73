//! Every architecture that students have, on small models made here, against a plain computation of the same numbers.

#[path = "made/damaged.rs"]
mod damaged;
#[path = "made/reference.rs"]
mod reference;
#[path = "made/write.rs"]
mod write;

use bergamot::{Kernel, Options, Translator};
use write::{Embeddings, Made, Variant, Weights};

fn variant(name: &'static str) -> Variant {
    Variant {
        name,
        width: 32,
        heads: 4,
        feed_forward: 96,
        encoder: 2,
        decoder: 2,
        tied_layers: Vec::new(),
        embeddings: Embeddings::All,
        weights: Weights::Alphas,
        swish: false,
        shortlist: true,
        beam: 1,
    }
}

/// Translates the same sentences by the engine, on every kernel, together and alone, and by the reference.
fn compare(variant: Variant) {
    // Plain computation takes its time.
    let count = if variant.width > 100 { 6_u32 } else { 24 };
    let made = Made::new(variant);
    let folder = tempfile::tempdir().unwrap();
    made.write(folder.path());
    let sentences: Vec<Vec<u32>> = (0..count)
        .map(|n| {
            (0..=n % 9)
                .map(|at| 2 + (n * 37 + at * at * 11 + at * 5) % made.source.len() as u32)
                .collect()
        })
        .collect();
    let text = |words: &[u32], from: &[String]| -> String {
        let said: String = words
            .iter()
            .map(|word| from[*word as usize - 2].replace('▁', " "))
            .collect();
        said.trim().to_owned()
    };
    let texts: Vec<String> = sentences.iter().map(|words| text(words, &made.source)).collect();
    let expected: Vec<String> = sentences
        .iter()
        .map(|words| text(&reference::translate(&made, words), &made.target))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for kernel in Kernel::available() {
        let translator = Translator::load(folder.path()).unwrap().with_kernel(kernel);
        let alone: Vec<String> = texts
            .iter()
            .map(|text| translator.translate(text, &Options::default()).unwrap().text)
            .collect();
        assert_eq!(alone, expected, "{} on {}", made.variant.name, kernel.name());
        let options = Options {
            batch: 7,
            ..Options::default()
        };
        let together = translator.translate_all(&texts, &options).unwrap();
        let together: Vec<String> = together.into_iter().map(|translation| translation.text).collect();
        assert_eq!(
            together,
            expected,
            "{} on {}, together",
            made.variant.name,
            kernel.name()
        );
    }
    // Not all the same, or the comparison would say little.
    let mut different = expected;
    different.sort();
    different.dedup();
    assert!(different.len() > count as usize / 3, "{different:?}");
}

#[test]
fn one_vocabulary_for_everything() {
    compare(variant("one vocabulary"));
}

#[test]
fn a_vocabulary_for_each_side() {
    compare(Variant {
        embeddings: Embeddings::Target,
        ..variant("apart")
    });
}

#[test]
fn nothing_tied() {
    compare(Variant {
        embeddings: Embeddings::Untied,
        ..variant("untied")
    });
}

#[test]
fn four_layers_that_write() {
    compare(Variant {
        decoder: 4,
        encoder: 6,
        ..variant("deep")
    });
}

#[test]
fn layers_that_share_their_weights() {
    compare(Variant {
        decoder: 4,
        tied_layers: vec![1, 2, 1, 2],
        ..variant("tied layers")
    });
}

#[test]
fn as_wide_as_base_memory() {
    compare(Variant {
        width: 512,
        heads: 8,
        feed_forward: 1024,
        encoder: 1,
        decoder: 1,
        ..variant("base-memory")
    });
}

#[test]
fn sizes_that_fill_no_register() {
    compare(Variant {
        width: 30,
        heads: 3,
        feed_forward: 50,
        ..variant("odd sizes")
    });
}

#[test]
fn without_a_shortlist() {
    compare(Variant {
        shortlist: false,
        embeddings: Embeddings::Target,
        ..variant("all words")
    });
}

#[test]
fn inputs_scaled_by_their_largest() {
    compare(Variant {
        weights: Weights::Plain,
        ..variant("plain")
    });
}

#[test]
fn weights_of_32_bits() {
    compare(Variant {
        weights: Weights::Floats,
        embeddings: Embeddings::Untied,
        ..variant("floats")
    });
}

#[test]
fn another_activation() {
    compare(Variant {
        swish: true,
        ..variant("swish")
    });
}
