//! Where it begins: whom to call first, then what to look for.

use askama::Template;

use super::{PATH, card, finder, sentences};
use crate::guides;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::Notice;
use crate::places::ask::Ask;
use crate::places::filter::Filter;
use crate::services::calls;

#[derive(Template)]
#[template(path = "health/front.html")]
pub(super) struct Front {
    page: Page,
    /// Whom to call in an emergency, as the city's urgent service says it.
    calls: Vec<(String, String)>,
    ways: Vec<Way>,
    ask: Option<Ask>,
    helper: Option<guides::Line>,
    guides: Vec<guides::Line>,
    unchecked: Option<Notice>,
}

/// Where one goes from here.
struct Way {
    href: String,
    title: String,
    text: String,
}

impl Front {
    pub(super) fn of(page: &Page) -> Self {
        let city = page.app.city().clone();
        let urgent = city.services.iter().find(|service| service.emergency.is_some());
        let way = |path: &str, title: &str, text: &str| Way {
            href: page.url(path),
            title: page.t(title).to_string(),
            text: page.t(text).to_string(),
        };
        let ways = vec![
            way(finder::PATH, "health-find-title", "health-find-text"),
            way(sentences::PATH, "health-sentences-title", "health-sentences-text"),
            way(card::PATH, "health-card-title", "health-card-text"),
        ];
        let health = &city.health;
        let helper = health.helper.as_ref().and_then(|code| {
            let helper = city.helpers.iter().find(|helper| helper.code == *code)?;
            Some(guides::Line::of_helper(page, helper))
        });
        let named = health.guides.iter().filter_map(|code| city.guide(code.as_str()));
        let guides: Vec<guides::Line> = named.map(|guide| guides::Line::of(page, guide)).collect();
        let shown = guides.iter().chain(&helper).map(|line| &line.title);
        let about = page
            .t("health-description")
            .with("city", page.city_name())
            .to_string();
        Self {
            calls: urgent.map_or_else(Vec::new, |urgent| calls(page, urgent)),
            ways,
            ask: Ask::for_filter(page, None, &Filter::default()),
            // Each says itself who checked it.
            unchecked: page.unchecked_parts(shown).filter(|notice| !notice.is_quiet),
            helper,
            guides,
            page: page.clone().titled(page.t("health-title")).described(about),
        }
    }
}

pub(super) async fn show(visit: Visit) -> Shown {
    if visit.app.city().health.is_empty() {
        return Err(Error::NotFound);
    }
    render(&Front::of(&visit.page(Nav::Of(PATH))))
}
