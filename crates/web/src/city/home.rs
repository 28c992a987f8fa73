//! The first page: what one can do here, and what happens then.

use askama::Template;

use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::services::icon;

#[derive(Template)]
#[template(path = "city/home.html")]
struct Home {
    page: Page,
    needs: Vec<Need>,
    urgent: Option<Link>,
    ask: Option<Link>,
    articles: usize,
}

/// A need and how many services meet it.
struct Need {
    icon: &'static str,
    name: String,
    summary: String,
    href: String,
}

struct Link {
    href: String,
    name: String,
}

impl Home {
    fn of(page: Page) -> Self {
        let city = page.city();
        let need = |code: &String| {
            let mut services = city.services.iter().filter(|service| service.need == *code);
            let first = services.next()?;
            // A need that one service meets leads straight to it.
            let href = if services.next().is_some() {
                page.url(&format!("/services#{code}"))
            } else {
                page.url(&format!("/services/{}", first.code))
            };
            Some(Need {
                icon: icon(code),
                name: page.c_owned("needs", format!("{code}.name")),
                summary: page.c_owned("needs", format!("{code}.summary")),
                href,
            })
        };
        let link = |service: &domain::services::Service| Link {
            href: page.url(&format!("/services/{}", service.code)),
            name: page.service_text(&service.code, "name"),
        };
        let needs = city.needs.iter().filter_map(need).collect();
        let urgent = city.services.iter().find(|s| s.urgent).map(link);
        let ask = city.services.iter().find(|s| s.need == "ask").map(link);
        let articles = city.regulation.articles.len();
        let about = page.t("home-lede").to_string();
        Self {
            page: page.described(about),
            needs,
            urgent,
            ask,
            articles,
        }
    }
}

pub(super) async fn show(visit: Visit) -> Shown {
    render(&Home::of(visit.page(Nav::None)))
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    vec![("home", Home::of(page.clone()).render().unwrap_or_default())]
}
