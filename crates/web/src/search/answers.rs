//! What the city has written about somebody's words: asked of the index in their own words, then in those of the glossary,
//! then as a model on this machine translates them into the city's language: what people look for leaves it for no engine.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use domain::Lang;
use language::glossary::Glossary;
use language::translate::{Request, Translators};
use search::{Count, Excerpt, Hit, Hits, Index, Query};

use crate::kit::app::App;

/// Longer texts are stories, not questions: their beginning says what they are about.
const ASKED: usize = 400;
/// As many as somebody may ask for.
pub const MOST: usize = 50;
/// Nobody waits longer for a question to be translated.
const PATIENCE: Duration = Duration::from_millis(600);

/// By what something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Through {
    /// The words themselves.
    Words,
    /// Terms of the city's glossary: as they were written, and what they are called in the language of what was found.
    Glossary(Vec<(String, String)>),
    /// The question as a machine translated it.
    Machine(String),
}

#[derive(Debug, Clone)]
pub struct Answer {
    pub kind: String,
    /// Of its page, below the language.
    pub path: String,
    pub lang: Lang,
    pub title: Excerpt,
    pub excerpt: Excerpt,
    pub through: Through,
}

impl Answer {
    /// The last part of its path: `visas`.
    pub fn code(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    fn of(hit: Hit, through: &Through) -> Option<Self> {
        Some(Self {
            kind: hit.kind,
            path: hit.code,
            lang: Lang::parse(&hit.language).ok()?,
            title: hit.title,
            excerpt: hit.excerpt,
            through: through.clone(),
        })
    }
}

/// What is asked, and by whom.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub text: &'a str,
    /// The language it is written in, as far as that could be told.
    pub lang: Option<Lang>,
    /// The reader's.
    pub reads: Lang,
    /// None: of every kind.
    pub kinds: &'a [String],
    pub limit: usize,
}

/// What was found, the best first, and how much of each kind there is of what was found by the words themselves.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub list: Vec<Answer>,
    pub total: usize,
    pub kinds: Vec<Count>,
}

/// Asks the index. Without one, or with one that is damaged, nothing is found.
pub async fn answers(app: &App, asked: &Asked<'_>) -> Answers {
    let Some(index) = app.shelf().index() else {
        return Answers::default();
    };
    let text = beginning(asked.text);
    let Some(hits) = look(app, &index, text, asked).await else {
        return Answers::default();
    };
    let mut answers = Answers {
        total: hits.total,
        kinds: hits.counts.into_iter().flat_map(|(_, kinds)| kinds).collect(),
        list: Vec::new(),
    };
    let mut rankings = vec![ranking(hits.hits, &Through::Words)];
    let from = asked.lang.unwrap_or(asked.reads);
    let source = app.city().source_language;
    if from != source {
        let terms = terms(app.translators().glossary(), text, from, source);
        let words: Vec<&str> = terms.iter().map(|(_, term)| term.as_str()).collect();
        if !words.is_empty()
            && let Some(hits) = look(app, &index, &words.join(" "), asked).await
        {
            rankings.push(ranking(hits.hits, &Through::Glossary(terms)));
        }
        if let Some(translated) = translated(&app.translators().here(), text, from, source).await
            && let Some(hits) = look(app, &index, &translated, asked).await
        {
            rankings.push(ranking(hits.hits, &Through::Machine(translated)));
        }
    }
    answers.list = fused(rankings);
    answers.list.truncate(asked.limit);
    answers.total = answers.total.max(answers.list.len());
    answers
}

fn ranking(hits: Vec<Hit>, through: &Through) -> Vec<Answer> {
    hits.into_iter()
        .filter_map(|hit| Answer::of(hit, through))
        .collect()
}

/// One order of several, by reciprocal rank (Cormack, Clarke, Büttcher 2009): scores of different questions cannot be
/// compared, ranks can. What several found is shown as the first of them found it.
fn fused(rankings: Vec<Vec<Answer>>) -> Vec<Answer> {
    const K: f64 = 60.0;
    let mut all: Vec<(f64, Answer)> = Vec::new();
    for ranking in rankings {
        for (rank, answer) in (1_u32..).zip(ranking) {
            let worth = 1.0 / (K + f64::from(rank));
            match all.iter_mut().find(|(_, other)| other.path == answer.path) {
                Some((score, _)) => *score += worth,
                None => all.push((worth, answer)),
            }
        }
    }
    all.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    all.into_iter().map(|(_, answer)| answer).collect()
}

async fn look(app: &App, index: &Arc<Index>, text: &str, asked: &Asked<'_>) -> Option<Hits> {
    let mut query = Query::new(text).for_reader(reader(app, asked.reads));
    if !asked.kinds.is_empty() {
        query = query.only("kind", asked.kinds.iter().cloned());
    }
    query.counted = vec!["kind".to_owned()];
    query.limit = asked.limit.min(Query::MOST);
    let index = Arc::clone(index);
    match tokio::task::spawn_blocking(move || index.search(&query)).await {
        Ok(Ok(hits)) => Some(hits),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the index of the search was damaged while it was open");
            app.shelf().clear();
            None
        }
        Err(_) => None,
    }
}

/// The reader's language, the city's own, and then the others.
pub fn reader(app: &App, reads: Lang) -> Vec<String> {
    let others = app.city().languages.iter().map(|language| language.code);
    let mut languages = vec![reads, app.city().source_language];
    for lang in others {
        if !languages.contains(&lang) {
            languages.push(lang);
        }
    }
    languages.iter().map(Lang::to_string).collect()
}

/// As much of a text as is looked for.
pub fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(ASKED).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn terms(glossary: &Glossary, text: &str, from: Lang, to: Lang) -> Vec<(String, String)> {
    let found = glossary.find(text, from, to);
    let mut terms: Vec<(String, String)> = Vec::new();
    for found in found {
        let written = text.get(found.range.clone()).unwrap_or(found.term).to_owned();
        if !terms.iter().any(|(_, term)| term == found.translation) {
            terms.push((written, found.translation.to_owned()));
        }
    }
    terms
}

async fn translated(translators: &Translators, text: &str, from: Lang, to: Lang) -> Option<String> {
    if !translators.has(from, to) {
        return None;
    }
    let request = Request {
        text: text.to_owned(),
        from,
        to,
    };
    let translated = tokio::time::timeout(PATIENCE, translators.translate(&request)).await;
    Some(translated.ok()?.ok()?.text)
}

/// A piece of a text, part by part: the words, and whether they were asked for.
pub fn parts(excerpt: &Excerpt) -> Vec<(String, bool)> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut push = |range: Range<usize>, marked: bool| {
        if let Some(words) = excerpt.text.get(range).filter(|words| !words.is_empty()) {
            parts.push((words.to_owned(), marked));
        }
    };
    for mark in &excerpt.marks {
        push(at..mark.start, false);
        push(mark.clone(), true);
        at = mark.end;
    }
    push(at..excerpt.text.len(), false);
    parts
}
