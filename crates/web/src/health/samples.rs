//! What the small city of the tests says of health, and every page with it.

use askama::Template as _;
use domain::health::Health;

use super::card::Card;
use super::finder::Finder;
use super::front::Front;
use super::sentences::Sentences;
use crate::kit::form::Fields;
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::places::view;

pub fn health() -> Health {
    let health = serde_json::json!({
        "service": "complaint", "hospital": "shop", "topic": "food",
        "helper": "which", "guides": ["refunds"],
        "group": [
            {"code": "blood", "one": true, "items": ["a", "b"]},
            {"code": "allergies", "none": "no-allergies", "items": ["no-allergies", "latex", "aspirin"]},
            {"code": "medicines", "items": ["aspirin"]}
        ],
        "scene": [{"code": "pain", "sentences": ["chest-pain", "headache"]}]
    });
    serde_json::from_value(health).expect("it is whole")
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let now = view::now(page);
    let finders = [
        "",
        "language=ru&open=now&by=spoken",
        "language=ja&speciality=teeth",
    ];
    let finders = finders.map(|query| Finder::of(page, &Fields::parse(query.as_bytes()), now).render());
    let finders = finders
        .into_iter()
        .map(|html| ("health/finder", html.unwrap_or_default()));
    let others = [
        ("health/front", Front::of(page).render()),
        ("health/card", Card::of(page).render()),
        ("health/sentences", Sentences::of(page).render()),
    ];
    let others = others.map(|(name, html)| (name, html.unwrap_or_default()));
    others.into_iter().chain(finders).collect()
}
