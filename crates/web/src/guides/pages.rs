//! The list of guides by need, and a guide.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, State};
use domain::Lang;
use domain::city::Checker;
use domain::guides::{Guide, Helper, Source};
use jiff::civil::Date;

use super::markdown::{self, Body};
use super::phones::{self, Piece};
use super::{Line, PATH, Service, guide_path, helper_path, linked};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::findable::{Findables, in_each_language, words_by_language};
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Original, Published};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::needs::icon;

/// From so many headings on, a page says first what is on it.
const CONTENTS: usize = 4;

#[derive(Template)]
#[template(path = "guides/list.html")]
struct List {
    page: Page,
    unchecked: Option<Notice>,
    helpers: Vec<Line>,
    needs: Vec<Need>,
}

struct Need {
    code: String,
    icon: &'static str,
    name: String,
    guides: Vec<Line>,
}

impl List {
    fn of(page: Page) -> Self {
        let city = page.city();
        let need = |code: &String| {
            let of_need = city.guides.iter().filter(|guide| guide.need == *code);
            let guides: Vec<Line> = of_need.map(|guide| Line::of(&page, guide)).collect();
            (!guides.is_empty()).then(|| Need {
                code: code.clone(),
                icon: icon(code),
                name: page.c_owned("needs", format!("{code}.name")),
                guides,
            })
        };
        let needs: Vec<Need> = city.needs.iter().filter_map(need).collect();
        let helpers: Vec<Line> = super::helpers::lines(&page);
        let shown = needs
            .iter()
            .flat_map(|need| &need.guides)
            .chain(&helpers)
            .map(|line| &line.title);
        let [title, about] = ["guides-title", "guides-lede"].map(|key| page.t(key).to_string());
        Self {
            // Each says itself who checked it.
            unchecked: page.unchecked_parts(shown).filter(|notice| !notice.is_quiet),
            helpers,
            needs,
            page: page.titled(title).described(about),
        }
    }
}

pub(super) async fn list(visit: Visit) -> Shown {
    render(&List::of(visit.page(Nav::Of(PATH))))
}

#[derive(Template)]
#[template(path = "guides/guide.html")]
struct GuidePage {
    page: Page,
    title: Published,
    summary: Published,
    need: String,
    /// Said at the top: it may not be relied upon any more.
    expired: Option<String>,
    unchecked: Option<Notice>,
    /// The reviewer whom the city names.
    checked_by: Option<String>,
    lead: Vec<Lead>,
    body: Body,
    /// The language of the body, where it is not the page's.
    original: Option<Original>,
    next: Option<Next>,
    services: Vec<Service>,
    related: Vec<Line>,
    unit: String,
    article: Option<(u16, Published)>,
    reviewed_on: String,
    expires_on: String,
    sources: Vec<SourceLine>,
    data: String,
}

/// One of what everybody wants to know first.
struct Lead {
    label: String,
    pieces: Vec<Piece>,
}

/// What a guide leads to first.
struct Next {
    service: Service,
    summary: String,
}

struct SourceLine {
    title: String,
    tag: String,
    href: Option<String>,
    date: Option<String>,
    status: &'static str,
    status_name: String,
}

impl SourceLine {
    fn of(page: &Page, source: &Source) -> Self {
        Self {
            title: source.title.clone(),
            tag: language_of(page, &source.title),
            href: source.url.clone(),
            date: source.date.map(|date| page.since(date)),
            status: source.status.code(),
            status_name: page.tc("services-basis-name", source.status.code()).to_string(),
        }
    }
}

/// The language of a source's title, for whoever has it read out.
fn language_of(page: &Page, title: &str) -> String {
    let source = page.city().source_language;
    let lang = domain::of_few_words(title, source).unwrap_or(source);
    page.tag_of(lang).to_owned()
}

impl GuidePage {
    fn of(page: &Page, guide: &Guide, today: Date) -> Self {
        let city = page.city();
        let place = guide.place();
        let text = |key: &str| page.published(&place, key);
        let [title, summary, words] = ["title", "summary", "body"].map(text);
        let known: BTreeSet<String> = phones::of_city(city)
            .into_iter()
            .chain(markdown::phones(&words.text))
            .collect();
        let lead = |key: &str| Lead {
            label: page.tc("guides-lead", key).to_string(),
            pieces: phones::pieces(&text(key).text, &known, key == "call"),
        };
        let mut services = guide.services.iter();
        let next = services.next().map(|code| Next {
            service: Service::of(page, code),
            summary: page.service_text(code, "summary"),
        });
        let related = guide.related.iter().filter_map(|code| city.guide(code.as_str()));
        let related: Vec<Line> = related.map(|guide| Line::of(page, guide)).collect();
        let articles = city.regulation.articles.iter();
        let article = articles
            .map(|article| article.number)
            .find(|n| *n == guide.article);
        let article = article.map(|n| (n, page.published("regulation", format!("article.{n}.topic"))));
        let expired = guide.has_expired(today).then(|| {
            let expired = page
                .t("guides-expired")
                .with("date", page.short_date(guide.expires_on));
            expired.with("phone", city.phone.clone()).to_string()
        });
        let about = page
            .t("guides-description")
            .with("city", page.city_name())
            .to_string();
        let reviewer = match city.texts.checked_by(&place, "body", page.lang) {
            Some(Checker::Reviewer(name)) => Some(name.to_string()),
            _ => None,
        };
        Self {
            unchecked: page.unchecked_text([&title]),
            checked_by: reviewer,
            need: page.c_owned("needs", format!("{}.name", guide.need)),
            expired,
            lead: Guide::LEAD.map(lead).into(),
            body: Body::of(page, &words.text),
            next,
            services: services.map(|code| Service::of(page, code)).collect(),
            related,
            unit: page.unit(&guide.unit).to_owned(),
            article,
            reviewed_on: page.short_date(guide.reviewed_on),
            expires_on: page.short_date(guide.expires_on),
            sources: guide
                .sources
                .iter()
                .map(|source| SourceLine::of(page, source))
                .collect(),
            data: linked::data(page, guide, &title, &summary),
            page: page.clone().titled(&title.text).described_by(&summary, about),
            original: words.original,
            title,
            summary,
        }
    }

    fn contents(&self) -> &[(String, String)] {
        let headings = &self.body.headings;
        if headings.len() < CONTENTS { &[] } else { headings }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Shown {
    let guide = app.city().guide(&code).ok_or(Error::NotFound)?;
    render(&GuidePage::of(&visit.page(Nav::Of(PATH)), guide, app.today()))
}

/// Guides and decision helpers, in the languages in which they are published.
pub(super) fn findable(app: &App) -> Findables<'_> {
    let city = app.city();
    let guide = |guide: &Guide| {
        let place = guide.place();
        let lists = guide.words.iter();
        let said = words_by_language(app, lists.map(|(lang, words)| (*lang, words.as_slice())));
        // Where it is not published in a language, it is still found by that language's words.
        let published = |lang: &Lang| city.texts.get(&place, "body", *lang).is_some();
        let (mut words, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            said.into_iter().partition(|(lang, _)| published(lang));
        let source = words.entry(city.source_language).or_default();
        source.extend(others.into_values().flatten());
        in_each_language(app, "guide", &guide_path(guide.code.as_str()), |lang| {
            let text = |key: &str| city.texts.get(&place, key, lang);
            let (title, summary, body) = (text("title")?, text("summary")?, text("body")?);
            let lead = Guide::LEAD.into_iter().filter_map(text);
            let said: Vec<&str> = std::iter::once(summary).chain(lead).collect();
            let body = format!("{}\n{}", said.join("\n"), markdown::plain(body));
            let mut words = words.remove(&lang).unwrap_or_default();
            words.push(guide.topic.clone());
            Some((title.to_owned(), body, words))
        })
    };
    let helper = |helper: &Helper| {
        let place = helper.place();
        in_each_language(app, "helper", &helper_path(helper.code.as_str()), |lang| {
            let text = |key: &str| city.texts.get(&place, key, lang).map(str::to_owned);
            Some((text("title")?, text("summary")?, Vec::new()))
        })
    };
    let helpers = city.helpers.iter().flat_map(helper);
    let all = city.guides.iter().flat_map(guide).chain(helpers).collect();
    Box::pin(async { Ok(all) })
}

#[cfg(test)]
pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let list = List::of(page.clone()).render();
    let days = ["2026-02-13", "2030-01-01"].map(|day| day.parse().expect("a day"));
    let guide = |guide| {
        days.map(|day| {
            let shown = GuidePage::of(page, guide, day).render();
            ("guides/guide", shown.unwrap_or_default())
        })
    };
    std::iter::once(("guides/list", list.unwrap_or_default()))
        .chain(page.city().guides.iter().flat_map(guide))
        .collect()
}
