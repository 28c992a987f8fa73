//! Sentences to show in an emergency room. Each fills the screen in the doctor's language when its link is followed: that
//! needs no script, and what is shown stands behind the `#` of the address, which no browser sends.

use askama::Template;
use domain::health::Scene;

use super::{PATH as HEALTH, Pair, is_unconfirmed};
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};

/// Where they are, below the language.
pub const PATH: &str = "/health/sentences";

#[derive(Template)]
#[template(path = "health/sentences.html")]
pub(super) struct Sentences {
    page: Page,
    lede: String,
    scenes: Vec<Said>,
    is_unconfirmed: bool,
}

/// Sentences for one occasion.
struct Said {
    code: String,
    name: Pair,
    sentences: Vec<Pair>,
}

/// Where a sentence fills the screen.
pub(super) fn id(code: &str) -> String {
    format!("say-{code}")
}

impl Sentences {
    pub(super) fn of(page: &Page) -> Self {
        let city = page.app.city().clone();
        let said = |scene: &Scene| Said {
            code: scene.code.clone(),
            name: Pair::of(page, "scene", &scene.code),
            sentences: scene
                .sentences
                .iter()
                .map(|code| Pair::of(page, "sentence", code))
                .collect(),
        };
        let scenes = city.health.scenes.iter().map(|scene| scene.code.as_str());
        let doctor = page.language_name(city.source_language);
        let about = page
            .t("health-sentences-description")
            .with("language", doctor.as_str())
            .to_string();
        Self {
            lede: page
                .t("health-sentences-lede")
                .with("language", doctor)
                .to_string(),
            scenes: city.health.scenes.iter().map(said).collect(),
            is_unconfirmed: is_unconfirmed(page, "sentence", city.health.sentences())
                || is_unconfirmed(page, "scene", scenes),
            page: page
                .clone()
                .titled(page.t("health-sentences-title"))
                .described(about),
        }
    }
}

pub(super) async fn show(visit: Visit) -> Shown {
    if visit.app.city().health.is_empty() {
        return Err(Error::NotFound);
    }
    render(&Sentences::of(&visit.page(Nav::Of(HEALTH))))
}
