//! The page for the press.

use askama::Template;
use domain::abroad::{Drawing as Shows, News, Number, Picture, Source};

use super::{PATH, TEXTS, feed, picture};
use crate::city::map::Drawing;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Published};
#[cfg(test)]
use crate::kit::slice::Sample;

#[derive(Template)]
#[template(path = "abroad/press.html")]
struct Press {
    page: Page,
    title: Published,
    about: Published,
    naming: Published,
    contact: Published,
    numbers: Vec<NumberLine>,
    pictures: Vec<PictureLine>,
    news: Vec<NewsLine>,
    feed: String,
    unchecked: Option<Notice>,
}

struct NumberLine {
    text: Published,
    source: SourceLine,
}

/// Where it was published: its title, of when it says something, and its address.
struct SourceLine {
    title: String,
    date: Option<String>,
    href: Option<String>,
}

struct PictureLine {
    code: String,
    href: String,
    width: String,
    height: String,
    title: Published,
    alt: Published,
    credit: Published,
    licence: Option<String>,
}

struct NewsLine {
    code: String,
    date: String,
    day: String,
    title: Published,
    text: Published,
    source: SourceLine,
}

impl SourceLine {
    fn of(page: &Page, source: &Source) -> Self {
        Self {
            title: source.title.clone(),
            date: source.date.map(|date| page.since(date)),
            href: source.url.clone(),
        }
    }
}

impl Press {
    fn of(page: &Page) -> Self {
        let city = page.app.city().clone();
        let text = |key: &str| page.published(TEXTS, key);
        let number = |number: &Number| NumberLine {
            text: text(&format!("number.{}", number.code)),
            source: SourceLine::of(page, &number.source),
        };
        let news = |news: &&News| NewsLine {
            date: page.short_date(news.date),
            day: news.date.to_string(),
            title: text(&format!("news.{}.title", news.code)),
            text: text(&format!("news.{}.text", news.code)),
            source: SourceLine::of(page, &news.source),
            code: news.code.clone(),
        };
        let [title, about, naming, contact] = ["title", "about", "naming", "contact"].map(text);
        let abroad = &city.abroad;
        let pictures = abroad.pictures.iter();
        let pictures: Vec<PictureLine> = pictures.filter_map(|one| picture_line(page, one)).collect();
        let numbers: Vec<NumberLine> = abroad.numbers.iter().map(number).collect();
        let news: Vec<NewsLine> = abroad.latest().iter().map(news).collect();
        let shown = [&title, &about, &naming, &contact].into_iter();
        let shown = shown
            .chain(numbers.iter().map(|line| &line.text))
            .chain(
                pictures
                    .iter()
                    .flat_map(|line| [&line.title, &line.alt, &line.credit]),
            )
            .chain(news.iter().flat_map(|line| [&line.title, &line.text]));
        let said = page
            .t("press-description")
            .with("city", page.city_name())
            .to_string();
        Self {
            unchecked: page.unchecked_parts(shown),
            feed: page.url(feed::PATH),
            page: page.clone().titled(page.t("press-title")).described(said),
            title,
            about,
            naming,
            contact,
            numbers,
            pictures,
            news,
        }
    }
}

fn picture_line(page: &Page, picture: &Picture) -> Option<PictureLine> {
    let text = |what: &str| page.published(TEXTS, format!("picture.{}.{what}", picture.code));
    let (href, width, height) = match picture.shows {
        Shows::Districts => {
            let drawing = Drawing::of(page, page.city().map.as_ref()?);
            (page.url(picture::PATH), drawing.width, drawing.height)
        }
        // As the file says.
        Shows::Coast => (page.asset("coast.svg").to_owned(), 760, 420),
    };
    Some(PictureLine {
        code: picture.code.clone(),
        href,
        width: width.to_string(),
        height: height.to_string(),
        title: text("title"),
        alt: text("alt"),
        credit: text("credit"),
        licence: picture.licence.clone(),
    })
}

pub(super) async fn show(visit: Visit) -> Shown {
    if visit.app.city().abroad.is_empty() {
        return Err(Error::NotFound);
    }
    render(&Press::of(&visit.page(Nav::Of(PATH))))
}

/// What the small city of the tests has for the press.
#[cfg(test)]
pub fn sample() -> domain::abroad::Abroad {
    let abroad = serde_json::json!({
        "number": [{"code": "people", "source": {"title": "Census", "date": "2020", "url": "https://census.example/"}}],
        "picture": [
            {"code": "map", "shows": "districts"},
            {"code": "sea", "shows": "coast", "licence": "Apache-2.0"}
        ],
        "news": [
            {"code": "old", "date": "2025-01-02", "source": {"title": "Paper"}},
            {"code": "new", "date": "2026-01-02", "source": {"title": "Paper"}}
        ]
    });
    serde_json::from_value(abroad).expect("it is whole")
}

#[cfg(test)]
pub(super) fn samples(page: &Page) -> Vec<Sample> {
    vec![("abroad/press", Press::of(page).render().unwrap_or_default())]
}
