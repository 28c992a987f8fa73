//! From text to text.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::bundle::Bundle;
use crate::doubt::Doubt;
use crate::error::Error;
use crate::keep::is_sign;
use crate::kernel::Kernel;
use crate::links::{Link, target_of};
use crate::model::Workspace;
use crate::route::{Source, along};
use crate::search::{Found, Rules, Sentence, search};
use crate::split::needs_no_blank;
use crate::vocabulary::{Token, Vocabulary};
use crate::writing::Writing;

/// The most pieces that are translated at once, as students are trained on sentences. A longer one is cut.
const PIECES_MAX: usize = 128;

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
    /// How the languages write what is kept by its value.
    pub(crate) from: Writing,
    pub(crate) to: Writing,
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
    /// Why a person should look at it, each once.
    pub doubts: Vec<Doubt>,
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
        Ok(Self::of(Bundle::load(folder)?))
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
        Ok(Self::of(Bundle::from_bytes(config, file)?))
    }

    fn of(bundle: Bundle) -> Self {
        Self {
            bundle,
            kernel: Kernel::best(),
            from: Writing::of("und"),
            to: Writing::of("und"),
        }
    }

    /// Says which languages they are, by their tags: numbers and times are written as each does. A model's files do not say it.
    #[must_use]
    pub fn between(self, from: &str, to: &str) -> Self {
        Self {
            from: Writing::of(from),
            to: Writing::of(to),
            ..self
        }
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

    /// Translates a text: its lines and blanks stay, and so do links, addresses, reference numbers, names in other scripts and
    /// the values of numbers.
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

    /// Sentences as the model has them, each on its own.
    pub(crate) fn say(
        &self,
        sentences: &[&str],
        options: &Options,
        deadline: &Deadline,
    ) -> Result<Vec<Said>, Error> {
        let mut jobs = Vec::new();
        for (of, sentence) in sentences.iter().enumerate() {
            self.plan(sentence, of, &mut jobs);
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
        let mut all: Vec<Said> = vec![Said::default(); sentences.len()];
        for (job, found) in jobs.iter().zip(&found) {
            all[job.of].add(job, found, self.bundle.target());
        }
        Ok(all)
    }

    /// Whether there is no piece for a letter, or a sign becomes another one: `²` is read as `2`.
    pub(crate) fn lacks(&self, letter: char) -> bool {
        let source = &self.bundle.source;
        let lacking = |text: &str| {
            let ids: Vec<u32> = source.encode(text).iter().map(|token| token.id).collect();
            ids.contains(&source.unknown()) || (is_sign(letter) && source.decode(&ids).0 != text)
        };
        // Of some letters of its own a language hardly sees the capital: `À`, `Í`.
        lacking(&letter.to_string()) && lacking(&letter.to_lowercase().to_string())
    }

    /// Whether a word is a piece of its own.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        match &self.bundle.source.encode(word)[..] {
            [one] => one.id != self.bundle.source.unknown(),
            _ => false,
        }
    }

    /// Cuts a sentence into what is translated at once.
    fn plan(&self, sentence: &str, of: usize, jobs: &mut Vec<Job>) {
        let tokens = self.bundle.source.encode(sentence);
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
pub(crate) struct Writer<'t> {
    source: &'t str,
    /// The end of the sentence before.
    done: usize,
    translation: Translation,
}

impl<'t> Writer<'t> {
    pub fn new(source: &'t str) -> Self {
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

    /// One more sentence; says where its translation begins.
    pub fn sentence(&mut self, range: Range<usize>, said: Said, doubts: Vec<Doubt>) -> usize {
        self.gap(range.start);
        self.done = range.end;
        let translation = &mut self.translation;
        let start = translation.text.len();
        translation.text.push_str(&said.text);
        translation.links.extend(said.links.into_iter().map(|link| Link {
            source: link.source,
            target: start + link.target.start..start + link.target.end,
        }));
        translation.doubts.extend(doubts);
        translation.sentences.push(TranslatedSentence {
            source: range,
            log_probability: (said.count > 0).then(|| said.sum / said.count as f32),
        });
        start
    }

    pub fn finish(mut self) -> Translation {
        self.translation.text.push_str(&self.source[self.done..]);
        self.translation.doubts.sort_unstable();
        self.translation.doubts.dedup();
        self.translation
    }
}

/// A sentence as a model has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    pub text: String,
    pub links: Vec<Link>,
    /// Of the logarithms of its words' probabilities.
    pub sum: f32,
    pub count: usize,
}

impl Said {
    /// One more part of the sentence.
    fn add(&mut self, job: &Job, found: &Found, vocabulary: &Vocabulary) {
        if job.after_blank && !self.text.chars().next_back().is_none_or(needs_no_blank) {
            self.text.push(' ');
        }
        let start = self.text.len();
        let (said, ranges) = vocabulary.decode(&found.words);
        self.text.push_str(&said);
        for (attended, target) in found.attended.iter().zip(ranges) {
            // The last position is the end of the sentence, which is no word.
            let words = &attended[..job.tokens.len().min(attended.len())];
            let most = (0..words.len()).max_by(|a, b| words[*a].total_cmp(&words[*b]));
            if let Some(most) = most {
                self.links.push(Link {
                    source: job.tokens[most].range.clone(),
                    target: start + target.start..start + target.end,
                });
            }
        }
        self.sum += found.mean_log_probability * found.words.len().max(1) as f32;
        self.count += found.words.len().max(1);
    }
}
