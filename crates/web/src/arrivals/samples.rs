//! A quay of the small city of the tests where one arrives, and every page of it.

use askama::Template as _;
use domain::arrivals::Arrival;

use super::kiosk::{First, Menu, Topic};
use super::pages::{List, Ports, Shows};
use crate::kit::page::Page;
use crate::kit::slice::Sample;

/// The quay, of which all is known, and the shop, of which nothing is but that one may arrive there.
pub fn arrivals() -> Vec<Arrival> {
    let arrival = |arrival| serde_json::from_value(arrival).expect("an arrival");
    vec![
        arrival(serde_json::json!({
            "code": "quay", "order": 10, "reviewed_on": "2026-01-02", "guides": ["refunds", "queues"], "border": ["refunds"],
            "medical": {"guide": "refunds", "places": ["clinic"]}, "tourism": {"places": ["shop"]}
        })),
        arrival(serde_json::json!({"code": "shop", "order": 20, "reviewed_on": "2026-01-02"})),
    ]
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let mut page = page.clone();
    page.base = "https://harbour.example".to_owned();
    let today = page.app.today();
    let city = page.app.city().clone();
    let mut samples = vec![
        ("arrivals/list", List::of(page.clone()).render()),
        ("arrivals/ports", Ports::of(&page).render()),
    ];
    for arrival in &city.arrivals {
        let shows = Shows::of(page.clone(), arrival, today).expect("its place is there");
        let first = First::of(&page, arrival).expect("its place is there");
        let menu = Menu::of(page.clone(), arrival, today).expect("its place is there");
        samples.extend([
            ("arrivals/arrival", shows.render()),
            ("arrivals/kiosk_first", first.render()),
            ("arrivals/kiosk_menu", menu.render()),
        ]);
        let topics = ["numbers", "way", "first", "border", "medical", "tourism"];
        let topics = topics
            .iter()
            .filter_map(|topic| Topic::of(page.clone(), arrival, topic, today));
        samples.extend(topics.map(|topic| ("arrivals/kiosk_topic", topic.render())));
    }
    let html = |(name, html): (&'static str, askama::Result<String>)| (name, html.unwrap_or_default());
    samples.into_iter().map(html).collect()
}
