//! A screen in a hall: it is touched by one person after another, asks nothing of them and keeps nothing. No link on it leads
//! anywhere but to itself. Left alone it goes back to where it begins, and there it goes dark.

use askama::Template;
use axum::extract::{Path, State};
use domain::Lang;
use domain::arrivals::Arrival;
use jiff::civil::Date;

use super::leaflet::{Leaflet, Section};
use super::{find, path};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::Notice;
use crate::places::view;

/// What is chosen from.
const MENU: &str = "menu";
/// Whom to call.
const NUMBERS: &str = "numbers";

/// Where it begins: each language says the same.
#[derive(Template)]
#[template(path = "arrivals/kiosk_first.html")]
pub(super) struct First {
    page: Page,
    name: String,
    languages: Vec<Choice>,
}

/// A language that one may touch.
struct Choice {
    href: String,
    tag: String,
    dir: &'static str,
    name: String,
    touch: String,
}

#[derive(Template)]
#[template(path = "arrivals/kiosk_menu.html")]
pub(super) struct Menu {
    page: Page,
    home: String,
    leaflet: Leaflet,
    /// Where it leads, and what it is called.
    topics: Vec<(String, &'static str, String)>,
}

#[derive(Template)]
#[template(path = "arrivals/kiosk_topic.html")]
pub(super) struct Topic {
    page: Page,
    home: String,
    menu: String,
    leaflet: Leaflet,
    unchecked: Option<Notice>,
    /// None: the numbers.
    section: Option<Section>,
}

/// Where it begins, below the language.
fn begins(code: &str) -> String {
    format!("{}/kiosk", path(code))
}

/// Where it goes back to: in the city's own language, not in that of who stood there last.
fn home(page: &Page, code: &str) -> String {
    format!("/{}{}", page.city().source_language, begins(code))
}

impl First {
    pub(super) fn of(page: &Page, arrival: &Arrival) -> Option<Self> {
        let name = view::name(page, page.city().places.place(&arrival.code)?);
        let menu = format!("{}/{MENU}", begins(&arrival.code));
        let texts = page.app.texts();
        let touch = |lang: Lang| texts.get(lang, "arrivals-kiosk-touch").marked().to_string();
        let languages = page.city().languages.iter().map(|language| Choice {
            href: format!("/{}{menu}", language.code),
            tag: language.tag.clone(),
            dir: page.dir_of(language.code),
            name: language.name.clone(),
            touch: touch(language.code),
        });
        let title = page
            .t("arrivals-welcome")
            .with("city", page.city_name())
            .to_string();
        Some(Self {
            languages: languages.collect(),
            page: page.clone().titled(title),
            name,
        })
    }
}

impl Menu {
    pub(super) fn of(page: Page, arrival: &Arrival, today: Date) -> Option<Self> {
        let leaflet = Leaflet::of(&page, arrival, today)?;
        let here = page.url(&begins(&arrival.code));
        let to = |topic: &str| format!("{here}/{topic}");
        let numbers = (to(NUMBERS), NUMBERS, page.t("arrivals-numbers").to_string());
        let sections = leaflet.sections.iter();
        let sections = sections.map(|section| (to(section.code), section.code, section.title.clone()));
        let title = page.t("arrivals-kiosk-menu").to_string();
        Some(Self {
            topics: std::iter::once(numbers).chain(sections).collect(),
            home: home(&page, &arrival.code),
            page: page.titled(title),
            leaflet,
        })
    }
}

impl Topic {
    pub(super) fn of(page: Page, arrival: &Arrival, topic: &str, today: Date) -> Option<Self> {
        let mut leaflet = Leaflet::of(&page, arrival, today)?;
        let at = leaflet.sections.iter().position(|section| section.code == topic);
        let section = at.map(|at| leaflet.sections.swap_remove(at));
        if section.is_none() && topic != NUMBERS {
            return None;
        }
        let title = match &section {
            Some(section) => section.title.clone(),
            None => page.t("arrivals-numbers").to_string(),
        };
        Some(Self {
            menu: format!("{}/{MENU}", page.url(&begins(&arrival.code))),
            home: home(&page, &arrival.code),
            unchecked: leaflet.unchecked.clone().filter(|_| section.is_some()),
            leaflet,
            section,
            page: page.titled(title),
        })
    }
}

pub(super) async fn first(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Shown {
    let arrival = find(&app, &code)?;
    let first = First::of(&visit.page(Nav::None), arrival);
    render(&first.ok_or(Error::NotFound)?)
}

pub(super) async fn topic(
    State(app): State<App>,
    visit: Visit,
    Path((_, code, topic)): Path<(String, String, String)>,
) -> Shown {
    let arrival = find(&app, &code)?;
    let page = visit.page(Nav::None);
    if topic == MENU {
        return render(&Menu::of(page, arrival, app.today()).ok_or(Error::NotFound)?);
    }
    render(&Topic::of(page, arrival, &topic, app.today()).ok_or(Error::NotFound)?)
}
