//! The regulation, article by article, and where each mechanism it asks for is live.

use askama::Template;
use axum::extract::{Path, State};
use domain::city::{Article, Live};

use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::Published;
#[cfg(test)]
use crate::kit::slice::Sample;

#[derive(Template)]
#[template(path = "regulation/list.html")]
struct List {
    page: Page,
    heading: Published,
    intro: Published,
    unchecked: Option<String>,
    /// Its title in the language it was passed in.
    original: Published,
    in_force: String,
    live: usize,
    mechanisms: usize,
    articles: Vec<Line>,
}

struct Line {
    number: u16,
    topic: Published,
    href: String,
    status: Status,
}

/// How far what an article asks for has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// It asks for no mechanism.
    None,
    Live,
    Partly,
    Later,
}

impl Status {
    fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Live => "live",
            Self::Partly => "partly",
            Self::Later => "later",
        }
    }

    fn of(page: &Page, article: &Article) -> Self {
        let mechanisms = named(article);
        let live = mechanisms
            .iter()
            .filter(|code| live(page, code).is_some())
            .count();
        match (mechanisms.len(), live) {
            (0, _) => Self::None,
            (_, 0) => Self::Later,
            (all, live) if all == live => Self::Live,
            _ => Self::Partly,
        }
    }
}

fn named(article: &Article) -> Vec<&str> {
    let codes = article.mechanism.iter().map(String::as_str);
    codes.filter(|code| *code != "none").collect()
}

fn live<'a>(page: &'a Page, mechanism: &str) -> Option<&'a Live> {
    let found = page
        .city()
        .regulation
        .mechanisms
        .iter()
        .find(|m| m.code == mechanism);
    found.and_then(|mechanism| mechanism.live.as_ref())
}

fn href(page: &Page, live: &Live) -> String {
    match live {
        Live::Service(code) => page.url(&format!("/services/{code}")),
        Live::Need(need) => page.url(&format!("/services#{need}")),
        Live::Page(name) if name == "home" => page.url("/"),
        Live::Page(name) => page.url(&format!("/{name}")),
    }
}

impl List {
    fn of(page: &Page) -> Self {
        let regulation = &page.city().regulation;
        let line = |article: &Article| Line {
            number: article.number,
            topic: page.published("regulation", format!("article.{}.topic", article.number)),
            href: page.url(&format!("/regulation/{}", article.number)),
            status: Status::of(page, article),
        };
        let title = page.t("regulation-nav").to_string();
        let (heading, intro) = ["title", "intro"]
            .map(|key| page.published("regulation", key))
            .into();
        let articles: Vec<Line> = regulation.articles.iter().map(line).collect();
        let topics = articles.iter().map(|article| &article.topic);
        Self {
            unchecked: page.unchecked_parts(topics.chain([&heading, &intro])),
            heading,
            intro,
            original: page.original("regulation", "title"),
            in_force: page.short_date(regulation.in_force),
            live: regulation.mechanisms.iter().filter(|m| m.live.is_some()).count(),
            mechanisms: regulation.mechanisms.len(),
            articles,
            page: page.clone().titled(title),
        }
    }
}

pub(super) async fn list(visit: Visit) -> Shown {
    render(&List::of(&visit.page(Nav::Regulation)))
}

#[derive(Template)]
#[template(path = "regulation/article.html")]
struct ArticlePage {
    page: Page,
    number: u16,
    topic: Published,
    text: Published,
    unchecked: Option<String>,
    leads: Vec<String>,
    lead_inferred: bool,
    mechanisms: Vec<MechanismLine>,
    none: Option<Published>,
    before: Option<(u16, Published)>,
    after: Option<(u16, Published)>,
}

struct MechanismLine {
    name: Published,
    text: Published,
    href: Option<String>,
}

impl ArticlePage {
    fn of(page: &Page, article: &Article) -> Self {
        let number = article.number;
        let text = |key: String| page.published("regulation", key);
        let mechanism = |code: &str| MechanismLine {
            name: text(format!("mechanism.{code}.name")),
            text: text(format!("mechanism.{code}.text")),
            href: live(page, code).map(|live| href(page, live)),
        };
        let articles = &page.city().regulation.articles;
        let neighbour = |number: Option<u16>| {
            let article = articles.iter().find(|article| Some(article.number) == number)?;
            Some((article.number, text(format!("article.{}.topic", article.number))))
        };
        let mechanisms: Vec<_> = named(article).into_iter().map(mechanism).collect();
        let topic = text(format!("article.{number}.topic"));
        let title = page
            .t("regulation-article")
            .with("n", number.to_string())
            .to_string();
        let none = mechanisms
            .is_empty()
            .then(|| text(format!("article.{number}.none")));
        let words = text(format!("article.{number}.text"));
        let (before, after) = (neighbour(number.checked_sub(1)), neighbour(number.checked_add(1)));
        let shown = mechanisms
            .iter()
            .flat_map(|m| [&m.name, &m.text])
            .chain([&topic, &words])
            .chain(&none)
            .chain([&before, &after].into_iter().flatten().map(|(_, topic)| topic));
        Self {
            unchecked: page.unchecked_parts(shown),
            number,
            text: words,
            leads: article
                .lead
                .iter()
                .map(|unit| page.unit(unit).to_owned())
                .collect(),
            lead_inferred: article.lead_inferred,
            none,
            mechanisms,
            before,
            after,
            page: page.clone().titled(format!("{title} – {}", topic.text)),
            topic,
        }
    }
}

pub(super) async fn article(
    State(app): State<App>,
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
) -> Shown {
    let number: u16 = number.parse().map_err(|_| Error::NotFound)?;
    let articles = &app.city().regulation.articles;
    let article = articles
        .iter()
        .find(|a| a.number == number)
        .ok_or(Error::NotFound)?;
    render(&ArticlePage::of(&visit.page(Nav::Regulation), article))
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let article = |article| {
        let shown = ArticlePage::of(page, article);
        ("regulation/article", shown.render().unwrap_or_default())
    };
    let list = ("regulation/list", List::of(page).render().unwrap_or_default());
    let articles = page.city().regulation.articles.iter().map(article);
    std::iter::once(list).chain(articles).collect()
}
