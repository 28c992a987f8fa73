//! Places of the small city of the tests, and every page with them.

use askama::Template as _;
use domain::neighbourhoods::Neighbourhood;
use domain::places::{Place, Places};

use super::list::List;
use super::place::Shows;
use super::transport::Transport;
use super::view;
use crate::kit::form::Fields;
use crate::kit::page::Page;
use crate::kit::slice::Sample;

/// A clinic of which all is known, a school of which nothing is, a station and a shop beside the clinic; all made up.
pub fn places() -> Places {
    let kind = |code: &str, group: &str| {
        let kind = serde_json::json!({"code": code, "group": group, "articles": [8]});
        serde_json::from_value(kind).expect("a kind")
    };
    let place = |place: serde_json::Value| -> Place { serde_json::from_value(place).expect("a place") };
    let route = serde_json::json!({
        "code": "ferry", "means": "ferry", "calls": ["quay"], "sources": ["listing"], "as_of": "2025-08-15"
    });
    let rail = serde_json::json!({
        "code": "rail", "means": "rail", "calls": ["quay"], "sources": ["listing"], "confirmed": true
    });
    Places {
        kinds: vec![
            kind("clinic", "health"),
            kind("school", "school"),
            kind("port", "transport"),
            kind("shop", "shopping"),
        ],
        sources: vec![
            serde_json::from_value(serde_json::json!({
                "code": "listing", "url": "https://listing.example/", "date": "2026-01-02"
            }))
            .expect("a source"),
        ],
        specialities: vec!["teeth".to_owned()],
        list: vec![
            place(serde_json::json!({
                "code": "clinic", "kind": "clinic", "at": [122.0, 37.0], "district": "harbour",
                "spoken": ["zh", "ru"], "interpreted": ["ko"], "wheelchair": "partly", "phone": "0631-5231122",
                "email": "clinic@example.org", "website": "https://clinic.example/",
                "hours": "Mo-Fr 08:00-12:00,13:00-17:00; PH off", "specialities": ["teeth"],
                "sources": ["listing"], "confidence": "high"
            })),
            place(serde_json::json!({
                "code": "school", "kind": "school", "sources": ["listing"], "confidence": "listed"
            })),
            place(serde_json::json!({
                "code": "quay", "kind": "port", "at": [122.05, 37.05], "district": "harbour",
                "hours": "Mo-Fr 20:00-02:00", "sources": ["listing"], "confidence": "medium"
            })),
            place(serde_json::json!({
                "code": "shop", "kind": "shop", "at": [122.001, 37.0], "district": "harbour",
                "sources": ["listing"], "confidence": "medium"
            })),
        ],
        routes: vec![
            serde_json::from_value(route).expect("a route"),
            serde_json::from_value(rail).expect("a route"),
        ],
    }
}

pub fn neighbourhoods() -> Vec<Neighbourhood> {
    let one = |code: &str, at: Option<[f64; 2]>| {
        serde_json::from_value(serde_json::json!({
            "code": code, "district": "harbour", "at": at, "near": ["school"], "sources": ["listing"]
        }))
        .expect("a neighbourhood")
    };
    vec![one("pier-row", Some([122.0, 37.001])), one("hill", None)]
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let now = view::now(page);
    let lists = [
        "",
        "language=ru&open=now&wheelchair=yes&by=spoken",
        "kind=school",
        "language=ja",
    ];
    let lists = lists.map(|query| List::of(page.clone(), &Fields::parse(query.as_bytes()), now).render());
    let places = &page.city().places.list;
    let shown = places
        .iter()
        .map(|place| Shows::of(page.clone(), place, now).render());
    let lists = lists
        .into_iter()
        .map(|html| ("places/list", html.unwrap_or_default()));
    let transport = Transport::of(page).render().unwrap_or_default();
    lists
        .chain(shown.map(|html| ("places/place", html.unwrap_or_default())))
        .chain([("places/transport", transport)])
        .collect()
}
