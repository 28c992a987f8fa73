//! The regulation, article by article, and where each mechanism it asks for is live.

use askama::Template;
use axum::extract::{Path, State};
use domain::city::{Article, Live};

use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::findable::{Findables, in_each_language};
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Published};
use crate::kit::slice::Figure;
#[cfg(test)]
use crate::kit::slice::Sample;

/// Each article, in the languages in which it is published.
pub(super) fn findable(app: &App) -> Findables<'_> {
    let texts = &app.city().texts;
    let of = |article: &Article| {
        let number = article.number;
        in_each_language(app, "article", &format!("/regulation/{number}"), |lang| {
            let text = |key: &str| {
                let key = format!("article.{number}.{key}");
                texts.get("regulation", &key, lang).map(str::to_owned)
            };
            Some((text("topic")?, text("text")?, Vec::new()))
        })
    };
    let all = app.city().regulation.articles.iter().flat_map(of).collect();
    Box::pin(async { Ok(all) })
}

#[derive(Template)]
#[template(path = "regulation/list.html")]
struct List {
    page: Page,
    heading: Published,
    intro: Published,
    unchecked: Option<Notice>,
    /// Its title in the language it was passed in.
    original: Published,
    in_force: String,
    source: Option<Source>,
    live: usize,
    mechanisms: usize,
    /// What runs, with its live numbers.
    runs: Vec<Running>,
    articles: Vec<Line>,
}

struct Running {
    name: Published,
    figures: Vec<Said>,
}

/// The official text.
struct Source {
    href: String,
    tag: String,
    /// The name of its language.
    language: String,
}

fn source(page: &Page) -> Option<Source> {
    let language = page.city().source_language;
    Some(Source {
        href: page.city().regulation.source.clone()?,
        tag: page.tag_of(language).to_owned(),
        language: page.language_name(language),
    })
}

/// A live number in words, and where it is seen.
struct Said {
    text: String,
    href: Option<String>,
}

fn said(page: &Page, mechanism: &str, figures: &[Figure]) -> Vec<Said> {
    let own = figures.iter().filter(|figure| figure.mechanism == mechanism);
    own.map(|figure| Said {
        text: page
            .t(figure.text)
            .with("n", figure.n)
            .with("of", figure.of.unwrap_or_default())
            .to_string(),
        href: figure.path.as_deref().map(|path| page.url(path)),
    })
    .collect()
}

struct Line {
    number: u16,
    topic: Published,
    href: String,
    status: Status,
}

/// How far something that an article asks for has come, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Later,
    /// A form takes requests for it; what it orders does not run here yet.
    Requests,
    /// It is set up, and nothing has been entered.
    Ready,
    /// It runs.
    Live,
}

impl Standing {
    fn code(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::Requests => "requests",
            Self::Ready => "ready",
            Self::Live => "live",
        }
    }

    fn of(page: &Page, mechanism: &str, figures: &[Figure]) -> Self {
        let own = figures
            .iter()
            .filter(|figure| figure.mechanism == mechanism && figure.runs);
        match (own.map(|figure| figure.n).max(), live(page, mechanism)) {
            (Some(0), _) => Self::Ready,
            (Some(_), _) => Self::Live,
            (None, Some(Live::Page(name))) if name != "services" => Self::Live,
            (None, Some(_)) => Self::Requests,
            (None, None) => Self::Later,
        }
    }
}

/// How far an article has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// It asks for no mechanism.
    None,
    /// All that it asks for stands so.
    All(Standing),
    /// Something runs, and something does not.
    Partly,
}

impl Status {
    fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::All(standing) => standing.code(),
            Self::Partly => "partly",
        }
    }

    fn of(page: &Page, article: &Article, figures: &[Figure]) -> Self {
        let standings = named(article)
            .into_iter()
            .map(|code| Standing::of(page, code, figures));
        let standings: Vec<Standing> = standings.collect();
        let (Some(least), Some(most)) = (standings.iter().min(), standings.iter().max()) else {
            return Self::None;
        };
        match (least, most) {
            (Standing::Live, _) => Self::All(Standing::Live),
            (_, Standing::Live) => Self::Partly,
            (_, most) => Self::All(*most),
        }
    }

    /// What runs comes first, what asks for nothing last.
    fn order(self) -> u8 {
        match self {
            Self::All(Standing::Live) => 0,
            Self::Partly => 1,
            Self::All(Standing::Ready) => 2,
            Self::All(Standing::Requests) => 3,
            Self::All(Standing::Later) => 4,
            Self::None => 5,
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
        Live::Page(name) => page.url_of(name),
    }
}

impl List {
    fn of(page: &Page, figures: &[Figure]) -> Self {
        let regulation = &page.city().regulation;
        let line = |article: &Article| Line {
            number: article.number,
            topic: page.published("regulation", format!("article.{}.topic", article.number)),
            href: page.url(&format!("/regulation/{}", article.number)),
            status: Status::of(page, article, figures),
        };
        let runs: Vec<Running> = regulation
            .mechanisms
            .iter()
            .filter(|mechanism| Standing::of(page, &mechanism.code, figures) == Standing::Live)
            .map(|mechanism| Running {
                name: page.published("regulation", format!("mechanism.{}.name", mechanism.code)),
                figures: said(page, &mechanism.code, figures),
            })
            .collect();
        let title = page.t("regulation-nav").to_string();
        let about = page
            .t("regulation-description")
            .with("city", page.city_name())
            .to_string();
        let (heading, intro) = ["title", "intro"]
            .map(|key| page.published("regulation", key))
            .into();
        let mut articles: Vec<Line> = regulation.articles.iter().map(line).collect();
        articles.sort_by_key(|line| (line.status.order(), line.number));
        let topics = articles.iter().map(|article| &article.topic);
        Self {
            unchecked: page.unchecked_parts(
                topics
                    .chain([&heading, &intro])
                    .chain(runs.iter().map(|runs| &runs.name)),
            ),
            heading,
            intro,
            original: page.original("regulation", "title"),
            in_force: page.short_date(regulation.in_force),
            source: source(page),
            live: runs.len(),
            runs,
            mechanisms: regulation.mechanisms.len(),
            articles,
            page: page.clone().titled(title).described(about),
        }
    }
}

pub(super) async fn list(State(app): State<App>, visit: Visit) -> Shown {
    let figures = app.figures().await?;
    render(&List::of(&visit.page(Nav::Regulation), &figures))
}

#[derive(Template)]
#[template(path = "regulation/article.html")]
struct ArticlePage {
    page: Page,
    number: u16,
    topic: Published,
    text: Published,
    unchecked: Option<Notice>,
    leads: Vec<String>,
    lead_inferred: bool,
    source: Option<Source>,
    mechanisms: Vec<MechanismLine>,
    none: Option<Published>,
    before: Option<(u16, Published)>,
    after: Option<(u16, Published)>,
}

struct MechanismLine {
    name: Published,
    text: Published,
    standing: Standing,
    href: Option<String>,
    figures: Vec<Said>,
}

impl ArticlePage {
    fn of(page: &Page, article: &Article, figures: &[Figure]) -> Self {
        let number = article.number;
        let text = |key: String| page.published("regulation", key);
        let mechanism = |code: &str| {
            let figures_said = said(page, code, figures);
            // A number that leads to what it counts leads there alone.
            let leads = figures_said.iter().any(|said| said.href.is_some());
            MechanismLine {
                name: text(format!("mechanism.{code}.name")),
                text: text(format!("mechanism.{code}.text")),
                standing: Standing::of(page, code, figures),
                href: live(page, code).filter(|_| !leads).map(|live| href(page, live)),
                figures: figures_said,
            }
        };
        let articles = &page.city().regulation.articles;
        let neighbour = |number: Option<u16>| {
            let article = articles.iter().find(|article| Some(article.number) == number)?;
            Some((article.number, text(format!("article.{}.topic", article.number))))
        };
        let mut mechanisms: Vec<_> = named(article).into_iter().map(mechanism).collect();
        mechanisms.sort_by_key(|mechanism| std::cmp::Reverse(mechanism.standing));
        let topic = text(format!("article.{number}.topic"));
        let title = page
            .t("regulation-article")
            .with("n", number.to_string())
            .to_string();
        let about = page
            .t("regulation-article-description")
            .with("n", number.to_string())
            .with("city", page.city_name())
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
            leads: article
                .lead
                .iter()
                .map(|unit| page.unit(unit).to_owned())
                .collect(),
            lead_inferred: article.lead_inferred,
            source: source(page),
            none,
            mechanisms,
            before,
            after,
            page: page
                .clone()
                .titled(format!("{title} – {}", topic.text))
                .described_by(&words, about),
            text: words,
            topic,
        }
    }
}

pub(super) async fn article(
    State(app): State<App>,
    visit: Visit,
    Path((_, given)): Path<(String, String)>,
) -> Shown {
    let number: u16 = given.parse().map_err(|_| Error::NotFound)?;
    // `08` is no second address of it.
    if given != number.to_string() {
        return Err(Error::NotFound);
    }
    let articles = &app.city().regulation.articles;
    let article = articles
        .iter()
        .find(|a| a.number == number)
        .ok_or(Error::NotFound)?;
    let figures = app.figures().await?;
    render(&ArticlePage::of(&visit.page(Nav::Regulation), article, &figures))
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let mechanisms = page.city().regulation.mechanisms.iter();
    let figure = |n: u64, mechanism: &domain::city::Mechanism| Figure {
        mechanism: mechanism.code.clone(),
        text: "cases-figure-requests",
        n,
        of: None,
        path: Some("/services".to_owned()),
        runs: n != 1,
    };
    let figures: Vec<Figure> = mechanisms
        .zip(0..)
        .map(|(mechanism, n)| figure(n, mechanism))
        .collect();
    let article = |article| {
        let shown = ArticlePage::of(page, article, &figures);
        ("regulation/article", shown.render().unwrap_or_default())
    };
    let lists = [&figures[..], &[]].map(|figures| {
        let list = List::of(page, figures).render();
        ("regulation/list", list.unwrap_or_default())
    });
    let articles = page.city().regulation.articles.iter().map(article);
    lists.into_iter().chain(articles).collect()
}
