//! Readers whose language the interface lacks are told in their own what they can do.

use axum::http::{HeaderMap, header};
use domain::Lang;
use domain::city::Greeting;
use language::negotiate::negotiate;

use crate::kit::names;
use crate::kit::page::Page;

/// A line in another language, parted where the hotline's number stands in it.
#[derive(Debug)]
pub(super) struct Line {
    pub tag: String,
    pub dir: &'static str,
    /// The language's name, in itself.
    pub name: &'static str,
    pub before: String,
    pub after: String,
}

impl Line {
    fn of(page: &Page, greeting: &Greeting) -> Option<Self> {
        let (before, after) = greeting.text.split_once("{phone}")?;
        Some(Self {
            tag: page.tag_of(greeting.language).to_owned(),
            dir: page.dir_of(greeting.language),
            name: names::itself(greeting.language)?,
            before: before.to_owned(),
            after: after.to_owned(),
        })
    }
}

/// All lines of the pack, in its order.
pub(super) fn all(page: &Page) -> Vec<Line> {
    let greetings = page.city().greetings.iter();
    greetings
        .filter_map(|greeting| Line::of(page, greeting))
        .collect()
}

/// The line for a reader whose browser asks for its language before any of the interface's.
pub(super) fn for_reader(page: &Page, headers: &HeaderMap) -> Option<Line> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let city = page.city();
    let greeted = city.greetings.iter().map(|greeting| greeting.language);
    let known: Vec<Lang> = city.languages.iter().map(|l| l.code).chain(greeted).collect();
    let liked = negotiate(accepted, &known)?;
    let greeting = city
        .greetings
        .iter()
        .find(|greeting| greeting.language == liked)?;
    Line::of(page, greeting)
}
