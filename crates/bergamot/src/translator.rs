//! From text to text.

use std::path::Path;
use std::sync::Arc;

use crate::bundle::Bundle;
use crate::error::Error;
use crate::kernel::Kernel;
use crate::model::Workspace;
use crate::search::{Sentence, search};

/// One direction, ready to be used by any number of threads at once.
#[derive(Debug)]
pub struct Translator {
    bundle: Bundle,
    kernel: Kernel,
}

impl Translator {
    /// Loads the model of a folder.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        Ok(Self {
            bundle: Bundle::load(folder)?,
            kernel: Kernel::best(),
        })
    }

    /// Translates sentences as they are, one for one.
    pub fn sentences(&self, texts: &[&str]) -> Vec<String> {
        let bundle = &self.bundle;
        let jobs: Vec<Sentence> = texts
            .iter()
            .map(|text| {
                let mut words: Vec<u32> = bundle.source.encode(text).iter().map(|token| token.id).collect();
                words.push(bundle.source.end());
                let selection = match &bundle.shortlist {
                    Some(list) => {
                        let words = list.words_for(words.iter().copied(), bundle.target().len());
                        Arc::new(bundle.model.select(words))
                    }
                    None => bundle.model.select_all(),
                };
                Sentence { words, selection }
            })
            .collect();
        let mut workspace = Workspace::default();
        let found = search(&bundle.model, self.kernel, &bundle.rules, &jobs, &mut workspace, || true);
        found
            .unwrap_or_default()
            .into_iter()
            .map(|found| {
                let found = found.without_end(bundle.rules.end);
                bundle.target().decode(&found.words).0
            })
            .collect()
    }
}
