//! Several steps from one language to another, and the terms that are put right at their end.

use std::ops::Range;
use std::sync::Arc;

use crate::error::Error;
use crate::links::composed;
use crate::terms::put_terms;
use crate::translator::{Deadline, Options, TranslatedSentence, Translation, Translator};

/// One or more directions one after the other, such as Korean to English to Chinese.
#[derive(Debug, Clone)]
pub struct Route(Vec<Arc<Translator>>);

impl Route {
    /// A way over each of those; `None` without any.
    pub fn new(steps: Vec<Arc<Translator>>) -> Option<Self> {
        (!steps.is_empty()).then_some(Self(steps))
    }

    /// Translates a text along the way. Terms are put right at its end.
    ///
    /// # Errors
    /// [`Error::Late`] when the time limit runs out; it is one for all steps.
    pub fn translate(&self, text: &str, options: &Options) -> Result<Translation, Error> {
        let mut all = self.translate_all(&[text], options)?;
        Ok(all.pop().unwrap_or_default())
    }

    /// Translates several texts together, one for one.
    ///
    /// # Errors
    /// As [`Route::translate`].
    pub fn translate_all(&self, texts: &[&str], options: &Options) -> Result<Vec<Translation>, Error> {
        let sources: Vec<Source<'_>> = texts.iter().map(|text| Source::plain(text)).collect();
        let all = along(&self.steps(), &sources, options)?;
        Ok(all.into_iter().map(|(translation, _)| translation).collect())
    }

    pub(crate) fn steps(&self) -> Vec<&Translator> {
        self.0.iter().map(Arc::as_ref).collect()
    }
}

/// A text to be translated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'t> {
    pub text: &'t str,
    /// What must come out letter for letter.
    pub fixed: &'t [Range<usize>],
}

impl<'t> Source<'t> {
    pub fn plain(text: &'t str) -> Self {
        Self { text, fixed: &[] }
    }
}

/// A translation, and where what is fixed stands in it.
pub(crate) type Fixed = (Translation, Vec<Range<usize>>);

/// Translates several texts together, step by step, each of which keeps what must be kept, and puts terms right at the end.
pub(crate) fn along(
    steps: &[&Translator],
    sources: &[Source<'_>],
    options: &Options,
) -> Result<Vec<Fixed>, Error> {
    let deadline = Deadline::new(options.limit);
    let mut whole: Option<Vec<Fixed>> = None;
    for step in steps {
        let mut next = match &whole {
            Some(before) => {
                let texts: Vec<Source<'_>> = before
                    .iter()
                    .map(|(before, fixed)| Source {
                        text: &before.text,
                        fixed,
                    })
                    .collect();
                step.step(&texts, options, &deadline)?
            }
            None => step.step(sources, options, &deadline)?,
        };
        for ((next, _), (before, _)) in next.iter_mut().zip(whole.iter().flatten()) {
            next.links = composed(&before.links, &next.links);
            next.sentences = joined(before, next);
            next.doubts.extend(&before.doubts);
            next.doubts.sort_unstable();
            next.doubts.dedup();
        }
        whole = Some(next);
    }
    let termed = |(source, (mut translation, fixed)): (&Source<'_>, Fixed)| {
        let fixed = put_terms(source.text, &mut translation, fixed, &options.terms, || {
            deadline.is_ahead()
        });
        Ok((translation, fixed.ok_or_else(|| deadline.error())?))
    };
    sources
        .iter()
        .zip(whole.unwrap_or_default())
        .map(termed)
        .collect()
}

/// Sentences of the source with the worse of what both steps say of them.
fn joined(before: &Translation, next: &Translation) -> Vec<TranslatedSentence> {
    let worst = next.log_probability();
    let worse = |sentence: &TranslatedSentence| TranslatedSentence {
        source: sentence.source.clone(),
        log_probability: match (sentence.log_probability, worst) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        },
    };
    before.sentences.iter().map(worse).collect()
}
