//! The translator on the city's own machine: Bergamot's students, one for each direction, over English where there is none.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bergamot::{Options, Route, Term};
use domain::Lang;
use futures::future::BoxFuture;
use tokio::sync::Semaphore;

use crate::glossary::Glossary;
use crate::translate::{Engine, Request, Translated, Translator, Unavailable};

/// Below this a translation is not to be relied on: the geometric mean of its words' probabilities.
///
/// Measured on FLORES dev, English and Portuguese: the 4 to 5 % of sentences below it have a chrF of 59 to 62 on average, the
/// others of 70; of sentences whose words were shuffled, 85 % lie below it (`docs/translation.md`).
pub const LOW: f64 = 0.86;

/// A sentence below this makes the whole text doubtful, however sure the student is of the others: 0.6 to 0.7 % of the
/// sentences of FLORES dev.
pub const LOW_SENTENCE: f64 = 0.82;

/// The confidence of what looks wrong, however sure the student is: it has a number that nobody wrote, says the same again, or
/// put what it had to keep where it may not belong ([`bergamot::Doubt`]), or a few words do not come back.
pub const DOUBTED: f64 = 0.5;

/// So many words, and no more, are translated back. Of a greeting or a heading students make whole sentences with a high
/// confidence.
const BACK_WORDS: usize = 3;

/// The language that leads from one without a student of its own to another.
const BETWEEN: Lang = Lang::EN;

/// Where a word's form does not depend on its sentence, so that a term can be put in its place.
const UNBENT: [Lang; 2] = [Lang::ZH, Lang::JA];

/// The models that would lead from one language to another, of those that are not there.
///
/// ```
/// use domain::Lang;
/// use language::neural::lacking;
///
/// assert_eq!(lacking(Lang::KO, Lang::ZH, |from, _| from == Lang::KO), [(Lang::EN, Lang::ZH)]);
/// ```
pub fn lacking(from: Lang, to: Lang, has: impl Fn(Lang, Lang) -> bool) -> Vec<(Lang, Lang)> {
    let way = if [from, to].contains(&BETWEEN) {
        vec![(from, to)]
    } else {
        vec![(from, BETWEEN), (BETWEEN, to)]
    };
    way.into_iter().filter(|(from, to)| !has(*from, *to)).collect()
}

/// A model that was loaded.
#[derive(Debug, Clone)]
pub struct Student {
    pub from: Lang,
    pub to: Lang,
    /// As its record has them.
    pub name: String,
    pub version: String,
    pub translator: Arc<bergamot::Translator>,
}

/// All students of this machine, as one [`Translator`].
///
/// A call runs on a thread of its own, and ends with its limit there, too: whoever asked may have gone.
#[derive(Debug)]
pub struct Neural {
    students: HashMap<(Lang, Lang), Student>,
    glossary: Arc<Glossary>,
    threads: Arc<Semaphore>,
    limit: Duration,
}

impl Neural {
    /// Those students, with so long for each text, waiting included.
    pub fn new(
        students: impl IntoIterator<Item = Student>,
        glossary: Arc<Glossary>,
        limit: Duration,
    ) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            students: students
                .into_iter()
                .map(|student| ((student.from, student.to), student))
                .collect(),
            glossary,
            threads: Arc::new(Semaphore::new(threads)),
            limit,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.students.is_empty()
    }

    /// The students one after the other that lead from one language to another.
    fn way(&self, from: Lang, to: Lang) -> Option<Vec<&Student>> {
        if let Some(student) = self.students.get(&(from, to)) {
            return Some(vec![student]);
        }
        let there = self.students.get(&(from, BETWEEN))?;
        let on = self.students.get(&(BETWEEN, to))?;
        Some(vec![there, on])
    }

    /// The way from one language to another, and what it is called.
    pub fn route(&self, from: Lang, to: Lang) -> Option<(Route, Engine)> {
        let way = self.way(from, to)?;
        let named = |part: fn(&Student) -> &str| {
            let mut parts: Vec<&str> = way.iter().map(|student| part(student)).collect();
            parts.dedup();
            parts.join(" + ")
        };
        let engine = Engine {
            name: "bergamot".to_owned(),
            model: named(|student| &student.name),
            version: named(|student| &student.version),
        };
        let steps = way.iter().map(|student| Arc::clone(&student.translator));
        Some((Route::new(steps.collect())?, engine))
    }

    /// The city's terms in a text, where they can be put in their places.
    pub fn terms(&self, text: &str, from: Lang, to: Lang) -> Vec<Term> {
        if !UNBENT.contains(&to) {
            return Vec::new();
        }
        let found = self.glossary.find(text, from, to);
        let term = |found: crate::glossary::Found<'_>| Term {
            source: text[found.range].to_owned(),
            target: found.translation.to_owned(),
        };
        found.into_iter().map(term).collect()
    }

    async fn answer(&self, request: &Request) -> Result<Translated, Unavailable> {
        let (from, to) = (request.from, request.to);
        let (route, engine) = self.route(from, to).ok_or(Unavailable::Pair { from, to })?;
        let begun = tokio::time::Instant::now();
        let late = || Unavailable::Late(self.limit);
        let threads = Arc::clone(&self.threads);
        let thread = tokio::time::timeout(self.limit, threads.acquire_owned())
            .await
            .map_err(|_| late())?
            .map_err(|_| late())?;
        let options = Options {
            limit: Some(self.limit.saturating_sub(begun.elapsed())),
            terms: self.terms(&request.text, from, to),
            ..Options::default()
        };
        let text = request.text.clone();
        let back = self
            .route(to, from)
            .map(|(back, _)| back)
            .filter(|_| is_short(&text));
        let made = tokio::task::spawn_blocking(move || {
            let made = said_and_back(&text, &route, back.as_ref(), &options);
            drop(thread);
            made
        });
        let made = made
            .await
            .map_err(|_| Unavailable::Failed("it ended unexpectedly".to_owned()))?;
        let (made, back) = made.map_err(|error| match error {
            bergamot::Error::Late(_) => late(),
            other => Unavailable::Failed(other.to_string()),
        })?;
        let Some(mean) = made.log_probability() else {
            // Nothing in it that it can read: an address, a number, a text in another script.
            return Err(Unavailable::Pair { from, to });
        };
        let confidence = confidence(f64::from(mean), &made);
        let confidence = match back {
            _ if !made.doubts.is_empty() => confidence.min(DOUBTED),
            Back::Otherwise => confidence.min(DOUBTED),
            Back::Itself => confidence.max(LOW),
            Back::Alike => confidence,
        };
        Ok(Translated {
            text: made.text,
            engine,
            confidence: Some(confidence),
            ..Translated::default()
        })
    }
}

/// Of the whole, or of the worst sentence when that alone must not be relied on.
fn confidence(mean: f64, made: &bergamot::Translation) -> f64 {
    let sentences = made
        .sentences
        .iter()
        .filter_map(|sentence| sentence.log_probability);
    let worst = sentences.map(|one| f64::from(one).exp()).fold(1.0, f64::min);
    let whole = mean.exp();
    if worst < LOW_SENTENCE {
        worst.min(whole)
    } else {
        whole
    }
}

fn is_short(text: &str) -> bool {
    text.split_whitespace().count() <= BACK_WORDS && text.chars().count() <= 12 * BACK_WORDS
}

/// A translation, and how it comes back where there is a way.
fn said_and_back(
    text: &str,
    there: &Route,
    back: Option<&Route>,
    options: &Options,
) -> Result<(bergamot::Translation, Back), bergamot::Error> {
    let made = there.translate(text, options)?;
    let Some(back) = back else {
        return Ok((made, Back::Alike));
    };
    let plain = Options {
        terms: Vec::new(),
        ..options.clone()
    };
    let again = back.translate(&made.text, &plain)?;
    let back = comes_back(text, &made.text, &again.text);
    Ok((made, back))
}

/// How a short text that was translated there and back compares with itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// The same words.
    Itself,
    /// Some word begins alike, and it is not far longer.
    Alike,
    /// Other words, or words that were never translated.
    Otherwise,
}

/// How a short text comes back from its translation.
///
/// ```
/// use language::neural::{Back, comes_back};
///
/// assert_eq!(comes_back("Not yet.", "Ainda não.", "Not yet!"), Back::Itself);
/// assert_eq!(comes_back("Good evening.", "Boa noite.", "Good night."), Back::Alike);
/// assert_eq!(comes_back("Thank you.", "Obrigado por tudo.", "Thank you for your kind words."), Back::Otherwise);
/// assert_eq!(comes_back("Bye.", "Bye.", "Bye."), Back::Otherwise);
/// ```
pub fn comes_back(text: &str, translation: &str, again: &str) -> Back {
    const ALIKE: usize = 4;
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|letter: char| !letter.is_alphanumeric());
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (there, back) = (words(text), words(again));
    if words(translation) == there && there.iter().any(|word| word.chars().count() >= ALIKE - 1) {
        return Back::Otherwise;
    }
    if there == back {
        return Back::Itself;
    }
    let begins = |word: &str| word.chars().take(ALIKE).collect::<String>();
    // Of a script without blanks a sentence is one word: some letter of it is enough.
    let letter = |letter: char| {
        matches!(letter, '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}') && again.contains(letter)
    };
    let alike = there
        .iter()
        .any(|word| back.iter().any(|other| begins(word) == begins(other)))
        || text.chars().any(letter);
    if alike && back.len() <= 2 * there.len() + 1 {
        Back::Alike
    } else {
        Back::Otherwise
    }
}

impl Translator for Neural {
    #[expect(
        clippy::unnecessary_literal_bound,
        reason = "the trait lets engines name themselves at run time"
    )]
    fn name(&self) -> &str {
        "bergamot"
    }

    fn is_here(&self) -> bool {
        true
    }

    fn has(&self, from: Lang, to: Lang) -> bool {
        self.way(from, to).is_some()
    }

    fn translate<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
        Box::pin(self.answer(request))
    }
}
