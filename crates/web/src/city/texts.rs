//! The pack's own pages: help, about, privacy, accessibility.

use askama::Template;
use axum::extract::{Path, State};

use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::findable::{Findables, in_each_language};
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Published};
#[cfg(test)]
use crate::kit::slice::Sample;

#[derive(Template)]
#[template(path = "page.html")]
struct TextPage {
    page: Page,
    title: Published,
    body: Published,
    unchecked: Option<Notice>,
    others: Vec<(String, Published)>,
}

impl TextPage {
    fn of(page: Page, code: &str) -> Self {
        let others = page.city().pages.iter().filter(|other| *other != code);
        let others = others
            .map(|other| (page.url(&format!("/{other}")), page.text_title(other)))
            .collect();
        let title = page.text_title(code);
        let body = page.published("pages", format!("{code}.body"));
        let about = page
            .t("page-description")
            .with("city", page.city_name())
            .to_string();
        Self {
            unchecked: page.unchecked_text([&title, &body]),
            others,
            page: page.titled(&title.text).described_by(&body, about),
            title,
            body,
        }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Shown {
    if !app.city().pages.contains(&code) {
        return Err(Error::NotFound);
    }
    render(&TextPage::of(visit.page(Nav::About), &code))
}

/// The pages, in the languages in which they are published.
pub(super) fn findable(app: &App) -> Findables<'_> {
    let texts = &app.city().texts;
    let of = |code: &String| {
        in_each_language(app, "page", &format!("/{code}"), |lang| {
            let text = |key: &str| {
                texts
                    .get("pages", &format!("{code}.{key}"), lang)
                    .map(str::to_owned)
            };
            Some((text("title")?, text("body")?, Vec::new()))
        })
    };
    let all = app.city().pages.iter().flat_map(of).collect();
    Box::pin(async { Ok(all) })
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let sample = |code: &String| {
        (
            "page",
            TextPage::of(page.clone(), code).render().unwrap_or_default(),
        )
    };
    page.city().pages.iter().map(sample).collect()
}
