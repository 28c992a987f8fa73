//! The first page: say what you need in your own words, or choose; and how the city does.

use askama::Template;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use domain::rates::Share;

use super::greetings::{self, Line};
use super::map::Drawing;
use crate::cases::results::Results;
use crate::guides;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::needs::icon;
use crate::services::calls;

/// A single number, without the others beside it, says something from so many on; what is published may be of fewer
/// ([`Share::tells`]).
const FEW: u64 = 20;

#[derive(Template)]
#[template(path = "city/home.html")]
struct Home {
    page: Page,
    /// For a reader whose language the interface lacks.
    greeting: Option<Line>,
    needs: Vec<Need>,
    urgent: Option<Link>,
    /// Whom to call first.
    calls: Vec<(String, String)>,
    live: Option<String>,
    map: Option<Drawing>,
    has_guides: bool,
    others: Vec<Line>,
    articles: usize,
}

/// A need, and where it is met.
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
    fn of(page: Page, headers: &HeaderMap, in_time: Share) -> Self {
        let city = page.city();
        let need = |code: &String| {
            let mut services = city.services.iter().filter(|service| service.need == *code);
            let has_guides = city.guides.iter().any(|guide| guide.need == *code);
            // A need that one service meets leads straight to it; one of which there is only to read, to what there is.
            let href = match (services.next(), services.next()) {
                (None, _) if has_guides => format!("{}#{code}", guides::PATH),
                (None, _) => return None,
                // Who needs a doctor finds more than the service that comes along.
                (Some(only), None) if city.health.service.as_ref() == Some(&only.code) => {
                    crate::health::PATH.to_owned()
                }
                (Some(only), None) => format!("/services/{}", only.code),
                (Some(_), Some(_)) => format!("/services#{code}"),
            };
            Some(Need {
                icon: icon(code),
                name: page.c_owned("needs", format!("{code}.name")),
                summary: page.c_owned("needs", format!("{code}.summary")),
                href: page.url(&href),
            })
        };
        let link = |service: &domain::services::Service| Link {
            href: page.url(&format!("/services/{}", service.code)),
            name: page.service_text(&service.code, "name"),
        };
        let urgent = city.services.iter().find(|s| s.urgent);
        let about = page.t("home-eyebrow").with("city", page.city_name()).to_string();
        Self {
            greeting: greetings::for_reader(&page, headers),
            needs: city.needs.iter().filter_map(need).collect(),
            urgent: urgent.map(link),
            calls: urgent.map_or_else(Vec::new, |urgent| calls(&page, urgent)),
            live: live(&page, in_time),
            map: city.map.as_ref().map(|map| Drawing::of(&page, map)),
            has_guides: !city.guides.is_empty(),
            others: greetings::all(&page),
            articles: city.regulation.articles.len(),
            page: page.described(about),
        }
    }
}

/// How many were answered in time this month, where that says something.
fn live(page: &Page, in_time: Share) -> Option<String> {
    let tenths = in_time.per_mille().filter(|_| in_time.of >= FEW)?;
    let number = |n: u64| page.number(usize::try_from(n).unwrap_or(usize::MAX));
    let live = page
        .t("home-live")
        .with("percent", page.writing().tenths(tenths))
        .with("count", number(in_time.count))
        .with("of", number(in_time.of));
    Some(live.to_string())
}

pub(super) async fn show(visit: Visit, headers: HeaderMap) -> Result<Response, Error> {
    let in_time = Results::read(&visit.app).await?.this_month().rates().responded;
    let html = Home::of(visit.page(Nav::None), &headers, in_time).render()?;
    Ok(([(header::VARY, "accept-language, cookie")], Html(html)).into_response())
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let wants = |language| HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, language)]);
    let shares = [Share { count: 450, of: 467 }, Share { count: 3, of: 3 }];
    let languages = ["ar, en;q=0.5", "ko"].map(axum::http::HeaderValue::from_static);
    let sample = |(share, language)| Home::of(page.clone(), &wants(language), share).render();
    let homes = shares.into_iter().zip(languages).map(sample);
    homes.map(|home| ("home", home.unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;

    #[test]
    fn a_share_is_said_with_what_it_is_a_share_of_and_not_when_that_is_a_few() {
        let app = crate::testing::app();
        let said = |lang, count, of| live(&Page::new(&app, lang, "/", Nav::None), Share { count, of });
        assert_eq!(
            said(Lang::EN, 450, 467).as_deref(),
            Some("96.4% of first replies came on time this month (450 of 467)")
        );
        assert_eq!(
            said(Lang::ZH, 450, 467).as_deref(),
            Some("本月首次回复按期率96.4%（450/467）")
        );
        assert!(said(Lang::RU, 450, 467).unwrap().contains("96,4"));
        assert_eq!(said(Lang::EN, 19, 19), None);
        assert_eq!(said(Lang::EN, 0, 0), None);
    }
}
