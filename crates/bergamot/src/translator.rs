//! From text to text.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::bundle::Bundle;
use crate::error::Error;
use crate::kernel::Kernel;
use crate::links::{Link, target_of};
use crate::model::Workspace;
use crate::route::{Source, along};
use crate::search::{Found, Rules, Sentence, search};
use crate::split::{self, needs_no_blank};
use crate::vocabulary::Token;

/// The most pieces that are translated at once, as students are trained on sentences. A longer one is cut.
const PIECES_MAX: usize = 128;
/// A word without a blank that is longer, in bytes, is no word.
const WORD_MAX: usize = 1000;

/// One direction, ready to be used by any number of threads at once.
///
/// ```no_run
/// use bergamot::{Options, Translator};
///
/// let translator = Translator::load("models/en-pt".as_ref())?;
/// let translation = translator.translate("How are you today?", &Options::default())?;
/// println!("{}", translation.text);
/// # Ok::<(), bergamot::Error>(())
/// ```
#[derive(Debug)]
pub struct Translator {
    bundle: Bundle,
    kernel: Kernel,
}

/// How a text is translated.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long the call may take.
    pub limit: Option<Duration>,
    /// Hypotheses kept; as the model's configuration says, if `None`. One is greedy.
    pub beam: Option<usize>,
    /// Sentences translated together. More are faster and take more memory.
    pub batch: usize,
    /// Words that must be translated so.
    pub terms: Vec<Term>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limit: None,
            beam: None,
            batch: 8,
            terms: Vec::new(),
        }
    }
}

/// A word of a glossary, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub source: String,
    pub target: String,
}

/// A translated text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Translation {
    pub text: String,
    /// In order; blanks lie between them.
    pub sentences: Vec<TranslatedSentence>,
    /// What comes from where, word for word.
    pub links: Vec<Link>,
    /// Source terms that came out otherwise, and could not be placed.
    pub missing_terms: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TranslatedSentence {
    /// Bytes of the source.
    pub source: Range<usize>,
    /// Mean of the natural logarithms of its words' probabilities, from -∞ to 0; none when it was left as it is.
    pub log_probability: Option<f32>,
}

impl Translation {
    /// The mean over its sentences, by their length; none when nothing was translated.
    pub fn log_probability(&self) -> Option<f32> {
        let known = self.sentences.iter().filter_map(|sentence| {
            let weight = sentence.source.len() as f32;
            sentence.log_probability.map(|mean| (mean * weight, weight))
        });
        let (sum, weight) = known.fold((0.0, 0.0), |(sum, weight), (more, by)| (sum + more, weight + by));
        (weight > 0.0).then_some(sum / weight)
    }

    /// The part of the translation that comes from some bytes of the source.
    pub fn target_of(&self, source: Range<usize>) -> Option<Range<usize>> {
        target_of(&self.links, &source)
    }
}

/// A part of a sentence that is translated at once.
struct Job {
    /// Position of its sentence.
    of: usize,
    tokens: Vec<Token>,
    /// A blank stands before it in the source.
    after_blank: bool,
}

impl Translator {
    /// Loads the model of a folder: its `config.yml` names the files.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        Ok(Self {
            bundle: Bundle::load(folder)?,
            kernel: Kernel::best(),
        })
    }

    /// Takes a model from wherever its files are: `config` is the configuration, and `file` gives each file that it names.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use std::path::Path;
    ///
    /// use bergamot::Translator;
    ///
    /// let files: HashMap<&Path, Vec<u8>> = HashMap::new();
    /// let config = b"models: [model.bin]\nvocabs: [vocab.spm, vocab.spm]";
    /// let refused = Translator::from_bytes(config, |name| files.get(name).map(|bytes| bytes.into()));
    /// assert_eq!(refused.unwrap_err().to_string(), "cannot read vocab.spm: entity not found");
    /// ```
    ///
    /// # Errors
    /// As [`Translator::load`]: a file that is not given counts as not read.
    pub fn from_bytes<'f>(
        config: &[u8],
        file: impl FnMut(&Path) -> Option<Cow<'f, [u8]>>,
    ) -> Result<Self, Error> {
        Ok(Self {
            bundle: Bundle::from_bytes(config, file)?,
            kernel: Kernel::best(),
        })
    }

    /// Uses other instructions; all give the same translations.
    #[must_use]
    pub fn with_kernel(self, kernel: Kernel) -> Self {
        Self { kernel, ..self }
    }

    pub fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// Of the model's files, in bytes.
    pub fn size(&self) -> u64 {
        self.bundle.size
    }

    /// Bytes of weights that each word of a translation of that sentence reads, when it is translated alone.
    pub fn bytes_per_word(&self, sentence: &str) -> usize {
        let input = self.input(&self.bundle.source.encode(sentence));
        self.bundle.model.bytes_per_step() + input.selection.bytes()
    }

    /// Translates a text: its lines and blanks stay, and so do links, addresses, reference numbers and numbers.
    ///
    /// # Errors
    /// [`Error::Late`] when the time limit runs out.
    pub fn translate(&self, text: &str, options: &Options) -> Result<Translation, Error> {
        let mut all = self.translate_all(&[text], options)?;
        Ok(all.pop().unwrap_or_default())
    }

    /// Translates several texts together, one for one.
    ///
    /// # Errors
    /// As [`Translator::translate`].
    pub fn translate_all(&self, texts: &[&str], options: &Options) -> Result<Vec<Translation>, Error> {
        let sources: Vec<Source<'_>> = texts.iter().map(|text| Source::plain(text)).collect();
        let all = along(&[self], &sources, options)?;
        Ok(all.into_iter().map(|(translation, _)| translation).collect())
    }

    /// As the model has it, before anything is put right.
    pub(crate) fn unchecked(
        &self,
        texts: &[&str],
        options: &Options,
        deadline: &Deadline,
    ) -> Result<Vec<Translation>, Error> {
        let mut sentences = Vec::new();
        let mut jobs = Vec::new();
        for (text, source) in texts.iter().enumerate() {
            for range in split::sentences(source) {
                self.plan(&source[range.clone()], sentences.len(), &mut jobs);
                sentences.push((text, range));
            }
        }
        // Long ones together, so that none waits for another.
        let mut order: Vec<usize> = (0..jobs.len()).collect();
        order.sort_by_key(|job| std::cmp::Reverse(jobs[*job].tokens.len()));
        let mut found: Vec<Found> = vec![Found::default(); jobs.len()];
        let mut workspace = Workspace::default();
        let rules = Rules {
            beam: options.beam.unwrap_or(self.bundle.rules.beam).max(1),
            ..self.bundle.rules
        };
        for batch in order.chunks(options.batch.max(1)) {
            let inputs: Vec<Sentence> = batch.iter().map(|job| self.input(&jobs[*job].tokens)).collect();
            let results = search(
                &self.bundle.model,
                self.kernel,
                &rules,
                &inputs,
                &mut workspace,
                || deadline.is_ahead(),
            );
            for (job, result) in batch.iter().zip(results.ok_or_else(|| deadline.error())?) {
                found[*job] = result.without_end(rules.end);
            }
        }
        let mut of_sentence: Vec<Vec<(Job, Found)>> = sentences.iter().map(|_| Vec::new()).collect();
        for (job, found) in jobs.into_iter().zip(found) {
            of_sentence[job.of].push((job, found));
        }
        let mut all: Vec<Writer<'_>> = texts.iter().map(|text| Writer::new(text)).collect();
        for ((text, range), parts) in sentences.into_iter().zip(of_sentence) {
            all[text].sentence(range, &parts, self);
        }
        Ok(all.into_iter().map(Writer::finish).collect())
    }

    /// Cuts a sentence into what is translated at once. Nothing, when it is left as it is.
    fn plan(&self, sentence: &str, of: usize, jobs: &mut Vec<Job>) {
        let readable = sentence.chars().any(char::is_alphabetic);
        let endless = sentence
            .split(|letter: char| letter.is_whitespace() || !letter.is_ascii())
            .any(|word| word.len() > WORD_MAX);
        if !readable || endless {
            return;
        }
        let tokens = self.bundle.source.encode(sentence);
        let unknown = tokens
            .iter()
            .filter(|token| token.id == self.bundle.source.unknown());
        let foreign: usize = unknown.map(|token| token.range.len()).sum();
        // Most of it is in letters that the model has never seen.
        if tokens.is_empty() || 2 * foreign > sentence.len() {
            return;
        }
        let mut rest = &tokens[..];
        let mut after_blank = false;
        while !rest.is_empty() {
            let cut = if rest.len() < PIECES_MAX {
                rest.len()
            } else {
                // Best before a word after a comma, else before a word, in the second half.
                let half = PIECES_MAX / 2..PIECES_MAX;
                let before_word = |at: &usize| self.bundle.source.begins_word(rest[*at].id);
                let after_comma = |at: &usize| {
                    let before = &sentence[rest[at - 1].range.clone()];
                    before
                        .trim_end()
                        .ends_with([',', ';', ':', '，', '；', '：', '、'])
                };
                let best = half.clone().rev().find(after_comma);
                best.or_else(|| half.rev().find(before_word))
                    .unwrap_or(PIECES_MAX - 1)
            };
            let (now, later) = rest.split_at(cut);
            jobs.push(Job {
                of,
                tokens: now.to_vec(),
                after_blank,
            });
            after_blank = later.first().is_some_and(|token| {
                sentence[token.range.clone()].starts_with(char::is_whitespace)
                    || sentence[..token.range.start].ends_with(char::is_whitespace)
            });
            rest = later;
        }
    }

    fn input(&self, tokens: &[Token]) -> Sentence {
        let Bundle {
            model,
            source,
            shortlist,
            ..
        } = &self.bundle;
        let words: Vec<u32> = tokens
            .iter()
            .map(|token| token.id)
            .chain([source.end()])
            .collect();
        let selection = match shortlist {
            Some(list) => {
                Arc::new(model.select(list.words_for(words.iter().copied(), self.bundle.target().len())))
            }
            None => model.select_all(),
        };
        Sentence { words, selection }
    }
}

/// When a call must end.
#[derive(Debug)]
pub(crate) struct Deadline {
    limit: Option<Duration>,
    begun: Instant,
}

impl Deadline {
    pub fn new(limit: Option<Duration>) -> Self {
        Self {
            limit,
            begun: Instant::now(),
        }
    }

    pub fn is_ahead(&self) -> bool {
        self.limit.is_none_or(|limit| self.begun.elapsed() < limit)
    }

    pub fn error(&self) -> Error {
        Error::Late(self.limit.unwrap_or_default())
    }
}

/// Puts a translation together.
struct Writer<'t> {
    source: &'t str,
    /// The end of the sentence before.
    done: usize,
    translation: Translation,
}

impl<'t> Writer<'t> {
    fn new(source: &'t str) -> Self {
        Self {
            source,
            done: 0,
            translation: Translation::default(),
        }
    }

    /// What lies between two sentences: as the target writes it, when it is but a blank or nothing.
    fn gap(&mut self, until: usize) {
        let gap = &self.source[self.done..until];
        let text = &mut self.translation.text;
        let before = text.chars().next_back();
        match before {
            Some(before) if gap.is_empty() || gap == " " => {
                if !needs_no_blank(before) && !before.is_whitespace() {
                    text.push(' ');
                }
            }
            _ => text.push_str(gap),
        }
    }

    fn sentence(&mut self, range: Range<usize>, parts: &[(Job, Found)], translator: &Translator) {
        self.gap(range.start);
        self.done = range.end;
        let mut sum = 0.0;
        let mut count = 0;
        if parts.is_empty() {
            let start = self.translation.text.len();
            self.translation.text.push_str(&self.source[range.clone()]);
            self.translation.links.push(Link {
                source: range.clone(),
                target: start..self.translation.text.len(),
            });
        }
        for (job, found) in parts {
            let text = &mut self.translation.text;
            if job.after_blank && !text.chars().next_back().is_none_or(needs_no_blank) {
                text.push(' ');
            }
            let start = text.len();
            let (said, ranges) = translator.bundle.target().decode(&found.words);
            text.push_str(&said);
            for (attended, target) in found.attended.iter().zip(ranges) {
                // The last position is the end of the sentence, which is no word.
                let words = &attended[..job.tokens.len().min(attended.len())];
                let most = (0..words.len()).max_by(|a, b| words[*a].total_cmp(&words[*b]));
                if let Some(most) = most {
                    let source = &job.tokens[most].range;
                    self.translation.links.push(Link {
                        source: range.start + source.start..range.start + source.end,
                        target: start + target.start..start + target.end,
                    });
                }
            }
            sum += found.mean_log_probability * found.words.len().max(1) as f32;
            count += found.words.len().max(1);
        }
        self.translation.sentences.push(TranslatedSentence {
            source: range,
            log_probability: (count > 0).then(|| sum / count as f32),
        });
    }

    fn finish(mut self) -> Translation {
        self.translation.text.push_str(&self.source[self.done..]);
        self.translation
    }
}
