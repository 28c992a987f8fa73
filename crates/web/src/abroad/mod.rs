//! The city abroad: texts, numbers with their sources, pictures with their licence, and news, for whoever writes about it. All
//! of it is the pack's.

mod feed;
mod pages;
mod picture;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use domain::city::{City, Live};

#[cfg(test)]
pub use pages::sample;

use crate::kit::app::App;
use crate::kit::findable::{Findables, in_each_language};
use crate::kit::slice::{Figure, Slice};

/// Where it is, below the language.
pub const PATH: &str = "/press";
/// The folder of its texts.
const TEXTS: &str = "abroad";

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route(PATH, get(pages::show))
            .route(feed::PATH, get(feed::show))
            .route(picture::PATH, get(picture::show))
    },
    public: |app| {
        let has = !app.city().abroad.is_empty();
        let paths = has.then(|| PATH.to_owned()).into_iter().collect();
        Box::pin(async { Ok(paths) })
    },
    findable,
    figures: |app| {
        let figures = figures(app.city());
        Box::pin(async { Ok(figures) })
    },
    #[cfg(test)]
    samples: pages::samples,
    ..Slice::new("abroad")
};

/// The page, and each piece of news.
fn findable(app: &App) -> Findables<'_> {
    let city = app.city();
    let abroad = &city.abroad;
    let text = |key: &str, lang| city.texts.get(TEXTS, key, lang).map(str::to_owned);
    let page = in_each_language(app, "press", PATH, |lang| {
        let numbers = abroad.numbers.iter();
        let numbers = numbers.filter_map(|number| text(&format!("number.{}", number.code), lang));
        let body: Vec<String> = text("about", lang).into_iter().chain(numbers).collect();
        Some((text("title", lang)?, body.join("\n"), Vec::new()))
    });
    let news = abroad.news.iter().flat_map(|news| {
        let path = format!("{PATH}#{}", news.code);
        in_each_language(app, "press", &path, |lang| {
            let said = |what: &str| text(&format!("news.{}.{what}", news.code), lang);
            Some((said("title")?, said("text")?, Vec::new()))
        })
    });
    let all = page.into_iter().chain(news).collect();
    Box::pin(async { Ok(all) })
}

/// How much there is for the press, for each mechanism that it makes work.
fn figures(city: &City) -> Vec<Figure> {
    let abroad = &city.abroad;
    let n = abroad.numbers.len() + abroad.pictures.len() + abroad.news.len();
    let mechanisms = city.regulation.mechanisms.iter();
    let own = mechanisms
        .filter(|mechanism| matches!(&mechanism.live, Some(Live::Page(page)) if format!("/{page}") == PATH));
    let figure = |code: &String| Figure {
        mechanism: code.clone(),
        text: "press-figure",
        n: n as u64,
        of: None,
        runs: true,
        path: Some(PATH.to_owned()),
    };
    own.map(|mechanism| figure(&mechanism.code)).collect()
}
