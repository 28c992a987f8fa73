//! Finding a doctor and being understood by one: where it begins, the finder, a medical card that never leaves the browser,
//! and sentences to show. All of it is the pack's; what somebody ticks or shows is theirs alone.

mod card;
mod finder;
mod front;
#[cfg(test)]
pub mod samples;
mod sentences;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use domain::city::{Checker, City, Live};
use domain::places::Group;

use crate::kit::app::App;
use crate::kit::findable::{Findable, Findables, in_each_language};
use crate::kit::page::Page;
use crate::kit::published::Published;
use crate::kit::slice::{Figure, Slice};

/// Where it begins, below the language.
pub const PATH: &str = "/health";
/// The folder of its texts.
const TEXTS: &str = "health";
/// Its pages, each with the keys of its title and of what it is about.
const PAGES: [(&str, [&str; 2]); 4] = [
    (PATH, ["health-title", "health-lede"]),
    (finder::PATH, ["health-find-title", "health-find-lede"]),
    (card::PATH, ["health-card-title", "health-card-lede"]),
    (
        sentences::PATH,
        ["health-sentences-title", "health-sentences-text"],
    ),
];

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route(PATH, get(front::show))
            .route(finder::PATH, get(finder::show))
            .route(card::PATH, get(card::show))
            .route(sentences::PATH, get(sentences::show))
    },
    public: |app| {
        let has = !app.city().health.is_empty();
        let paths = PAGES.iter().filter(|_| has);
        let paths = paths.map(|(path, _)| (*path).to_owned()).collect();
        Box::pin(async { Ok(paths) })
    },
    findable,
    figures: |app| {
        let figures = figures(app.city());
        Box::pin(async { Ok(figures) })
    },
    #[cfg(test)]
    samples: samples::samples,
    ..Slice::new("health")
};

/// A term or a sentence as the reader says it, and as the doctor reads it.
#[derive(Debug)]
struct Pair {
    code: String,
    own: Published,
    /// Nothing, where the two are the same.
    doctor: Option<Published>,
}

impl Pair {
    fn of(page: &Page, kind: &str, code: &str) -> Self {
        let key = format!("{kind}.{code}");
        let own = page.published(TEXTS, &key);
        let is_original = own.original.is_some() || page.lang == page.city().source_language;
        Self {
            code: code.to_owned(),
            doctor: (!is_original).then(|| page.original(TEXTS, &key)),
            own,
        }
    }

    /// A text of the interface.
    fn of_interface(page: &Page, key: &str) -> Self {
        let source = page.city().source_language;
        let doctor = (page.lang != source).then(|| {
            let text = page.app.texts().get(source, key).marked().to_string();
            page.said((source, &text))
        });
        Self {
            code: key.to_owned(),
            own: page.said((page.lang, &page.t(key).to_string())),
            doctor,
        }
    }

    /// In large letters.
    fn shown(&self) -> &Published {
        self.doctor.as_ref().unwrap_or(&self.own)
    }
}

/// Whether these are words that no reviewer of the city has confirmed.
fn is_unconfirmed<'a>(page: &Page, kind: &str, codes: impl IntoIterator<Item = &'a str>) -> bool {
    let texts = &page.city().texts;
    let checked = |code: &str| texts.checked_by(TEXTS, &format!("{kind}.{code}"), page.lang);
    let foreign = page.lang != page.city().source_language;
    let mut codes = codes.into_iter();
    foreign && codes.any(|code| !matches!(checked(code), Some(Checker::Reviewer(_))))
}

/// The pages, each sentence, and what hospitals treat.
fn findable(app: &App) -> Findables<'_> {
    let city = app.city();
    if city.health.is_empty() {
        return Box::pin(async { Ok(Vec::new()) });
    }
    let page = |(path, keys): &(&str, [&str; 2])| {
        in_each_language(app, "health", path, |lang| {
            let texts = app.texts();
            let [title, body] =
                keys.map(|key| texts.has_own(lang, key).then(|| texts.get(lang, key).to_string()));
            Some((title?, body.unwrap_or_default(), Vec::new()))
        })
    };
    let named = |kind: &'static str, path: String, place: &'static str, key: String| {
        in_each_language(app, kind, &path, move |lang| {
            let text = city.texts.get(place, &key, lang)?;
            Some((text.to_owned(), String::new(), Vec::new()))
        })
    };
    let sentences = city.health.sentences().map(|code| {
        let path = format!("{}#{}", sentences::PATH, sentences::id(code));
        named("sentence", path, TEXTS, format!("sentence.{code}"))
    });
    let specialities = city.places.specialities.iter().map(|code| {
        let path = format!("{}?speciality={code}", finder::PATH);
        named("doctor", path, "places", format!("speciality.{code}"))
    });
    let all: Vec<Findable> = PAGES
        .iter()
        .map(page)
        .chain(sentences)
        .chain(specialities)
        .flatten()
        .collect();
    Box::pin(async { Ok(all) })
}

/// How many places where people are treated the finder knows, for each mechanism that it makes work.
fn figures(city: &City) -> Vec<Figure> {
    let treats = city.places.list.iter();
    let treats = treats.filter(|place| city.places.group_of(place) == Some(Group::Health));
    let n = treats.count() as u64;
    let mechanisms = city.regulation.mechanisms.iter();
    let own = mechanisms
        .filter(|mechanism| matches!(&mechanism.live, Some(Live::Page(page)) if format!("/{page}") == PATH));
    let figure = |code: &String| Figure {
        mechanism: code.clone(),
        text: "health-figure",
        n,
        of: None,
        runs: true,
        path: Some(PATH.to_owned()),
    };
    own.map(|mechanism| figure(&mechanism.code)).collect()
}
