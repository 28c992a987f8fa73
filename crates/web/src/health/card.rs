//! The medical card: a list of terms in the reader's and the doctor's language. The page gives the list, and nothing comes
//! back: it has no form. A script makes a card of what is ticked, on the device; without it the list is one to print and to
//! tick by pen.

use askama::Template;
use domain::health::Group;

use super::{PATH as HEALTH, Pair, is_unconfirmed};
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};

/// Where it is, below the language.
pub const PATH: &str = "/health/card";

/// What somebody writes on it themselves, and for how much of it there is room.
const WRITTEN: [(&str, usize); 3] = [("name", 80), ("contact", 120), ("other", 200)];

#[derive(Template)]
#[template(path = "health/card.html")]
pub(super) struct Card {
    page: Page,
    /// The doctor's language, in the reader's; nothing where they are the same.
    doctor: Option<String>,
    heading: Pair,
    written: Vec<Written>,
    groups: Vec<Terms>,
    is_unconfirmed: bool,
}

struct Written {
    code: &'static str,
    max: usize,
    label: Pair,
    hint: String,
}

/// Terms that belong together.
struct Terms {
    code: String,
    one: bool,
    /// The term that says that none of the others holds.
    none: Option<String>,
    name: Pair,
    items: Vec<Pair>,
}

impl Terms {
    fn is_none(&self, term: &Pair) -> bool {
        self.none.as_ref() == Some(&term.code)
    }
}

impl Card {
    pub(super) fn of(page: &Page) -> Self {
        let city = page.app.city().clone();
        let groups = &city.health.groups;
        let terms = |group: &Group| Terms {
            code: group.code.clone(),
            one: group.one,
            none: group.none.clone(),
            name: Pair::of(page, "group", &group.code),
            items: group
                .items
                .iter()
                .map(|item| Pair::of(page, "item", item))
                .collect(),
        };
        let written = WRITTEN.map(|(code, max)| Written {
            code,
            max,
            label: Pair::of_interface(page, &format!("health-card-{code}")),
            hint: page.t(&format!("health-card-{code}-hint")).to_string(),
        });
        let items = groups.iter().flat_map(|group| &group.items);
        let source = city.source_language;
        let about = page.t("health-card-lede").to_string();
        Self {
            doctor: (page.lang != source).then(|| page.language_name(source)),
            heading: Pair::of_interface(page, "health-card-heading"),
            written: written.into(),
            groups: groups.iter().map(terms).collect(),
            is_unconfirmed: is_unconfirmed(page, "item", items.map(String::as_str))
                || is_unconfirmed(page, "group", groups.iter().map(|group| group.code.as_str())),
            page: page.clone().titled(page.t("health-card-title")).described(about),
        }
    }
}

pub(super) async fn show(visit: Visit) -> Shown {
    if visit.app.city().health.is_empty() {
        return Err(Error::NotFound);
    }
    render(&Card::of(&visit.page(Nav::Of(HEALTH))))
}
