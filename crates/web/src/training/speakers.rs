//! Who speaks which language at least how well today, and whose levels are about to expire.

use askama::Template;
use axum::http::Uri;
use domain::roles::Reach;
use domain::training::{Level, SEE_LEVELS, WARN_DAYS};
use domain::{Lang, UnitCode};
use jiff::ToSpan as _;
use jiff::civil::Date;
use store::Page;
use store::training::{HeldLevel, LevelFilter};

use super::view::{self, LevelLine, soon};
use super::{TRAINING, Tab, tabs};
use crate::kit::asked::{Asked, Filter};
use crate::kit::desk::{Answer, Desk, Names, query_of, show as render};
use crate::kit::field::choice;

const PAGE: usize = 50;
const SPEAKERS: &str = "/desk/training/speakers";
const EXPIRING: &str = "/desk/training/expiring";

#[derive(Template)]
#[template(path = "training/speakers.html")]
pub(super) struct Speakers {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub filters: Vec<Filter>,
    /// What each level means.
    pub meanings: Vec<(String, String)>,
    /// What was asked; none before a language is chosen.
    pub answer: Option<String>,
    pub rows: Vec<LevelLine>,
    pub total: u64,
    /// Why there is nobody, and how many there are elsewhere, with where they are listed.
    pub nobody: Option<(String, Option<(String, String)>)>,
    /// Whom to ask next, or how to reach someone.
    pub further: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// The language and level that are asked for: a level that anyone can work with, unless another is chosen.
fn wanted(asked: &Asked) -> (Option<Lang>, Level) {
    let level = Level::parse(asked.value("level")).unwrap_or(Level::Working);
    (Lang::parse(asked.value("language")).ok(), level)
}

fn asked(desk: &Desk, path: &'static str, uri: &Uri) -> Asked {
    let understood = |name: &str, value: &str| match name {
        "language" => Lang::parse(value).is_ok(),
        "level" => Level::parse(value).is_some(),
        _ => desk.city().unit(value).is_some(),
    };
    Asked::of(path, &["language", "level", "unit"], &query_of(uri), understood)
}

fn unit_filter(desk: &Desk, asked: &Asked) -> Option<Filter> {
    let sees_all = desk.reach(SEE_LEVELS) == Reach::All;
    sees_all.then(|| {
        let label = desk.t("training-speaks-unit");
        Filter::new("unit", label, desk.unit_choices(), asked.value("unit")).or(desk.t("desk-list-any"))
    })
}

impl Speakers {
    /// `elsewhere`: how many there are in other units, as far as they may know.
    pub(super) fn of(
        desk: Desk,
        asked: &Asked,
        names: &Names,
        found: Option<&Page<HeldLevel>>,
        elsewhere: u64,
    ) -> Self {
        let title = desk.t("training-speaks-title").to_string();
        let desk = desk.called(title);
        let (language, level) = wanted(asked);
        let label = desk.t("training-speaks-language");
        let spoken = Filter::new(
            "language",
            label,
            desk.language_choices(),
            asked.value("language"),
        );
        let spoken = spoken.or(desk.t("desk-choose"));
        let levels = Level::ALL.iter();
        let levels = levels.map(|level| choice(level.code(), view::level(&desk, *level)));
        let least = Filter::new("level", desk.t("training-speaks-level"), levels, level.code());
        let filters = [spoken, least].into_iter().chain(unit_filter(&desk, asked));
        let [previous, next] = found.map_or([None, None], |found| asked.beside(found));
        let meaning = |level: &Level| {
            let hint = desk.tc("training-level-hint", level.code()).to_string();
            (view::level(&desk, *level), hint)
        };
        let hotline = |key: &str| {
            let city = desk.city();
            desk.t(key)
                .with("unit", desk.unit(&city.hotline_unit))
                .with("phone", city.phone.as_str())
                .to_string()
        };
        let is_empty = found.is_some_and(|page| page.rows.is_empty());
        let own = desk.reach(SEE_LEVELS) == Reach::Own;
        Self {
            nobody: is_empty.then(|| {
                let none = match (own, asked.value("unit")) {
                    (true, _) => "training-speaks-none-own",
                    (false, "") => "training-speaks-none",
                    (false, _) => "training-speaks-none-unit",
                };
                let elsewhere = (elsewhere > 0).then(|| {
                    let text = desk.t("training-speaks-elsewhere").with("n", elsewhere);
                    (text.to_string(), asked.with("unit", "").href())
                });
                (desk.t(none).to_string(), elsewhere)
            }),
            further: hotline(if is_empty {
                "training-speaks-next"
            } else {
                "training-speaks-reach"
            }),
            tabs: tabs(&desk, "speakers"),
            filters: filters.collect(),
            meanings: Level::ALL.iter().map(meaning).collect(),
            answer: language.map(|language| {
                desk.t("training-speaks-answer")
                    .with("language", desk.language_name(language))
                    .with("level", view::level(&desk, level))
                    .to_string()
            }),
            rows: found
                .iter()
                .flat_map(|page| &page.rows)
                .map(|held| LevelLine::of(&desk, names, held))
                .collect(),
            total: found.map_or(0, |page| page.total),
            previous,
            next,
            page: desk,
        }
    }
}

/// `GET /desk/training/speakers`
pub(super) async fn show(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&TRAINING)?;
    if !desk.may(SEE_LEVELS) {
        return Err(desk.forbidden());
    }
    let asked = asked(&desk, SPEAKERS, &uri);
    let (language, level) = wanted(&asked);
    let names = desk.names().await?;
    let mut elsewhere = 0;
    let found = match language {
        None => None,
        Some(language) => {
            let filter = LevelFilter {
                language: Some(language),
                at_least: Some(level),
                valid_on: Some(desk.app.today()),
                unit: desk
                    .city()
                    .unit(asked.value("unit"))
                    .map(|unit| unit.code.clone()),
                ..LevelFilter::default()
            };
            let store = desk.app.store();
            let cursor = asked.cursor.as_deref();
            let found = store.levels(&desk.actor, &filter, cursor, PAGE).await?;
            if found.total == 0 && filter.unit.is_some() {
                // Of no more than they may see: who sees their unit alone finds nobody here either.
                let unit = None;
                let all = LevelFilter { unit, ..filter };
                elsewhere = store.levels(&desk.actor, &all, None, 1).await?.total;
            }
            Some(found)
        }
    };
    render(&Speakers::of(desk, &asked, &names, found.as_ref(), elsewhere))
}

#[derive(Template)]
#[template(path = "training/expiring.html")]
pub(super) struct Expiring {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub within: String,
    pub filter: Option<Filter>,
    pub rows: Vec<LevelLine>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Expiring {
    pub(super) fn of(desk: Desk, asked: &Asked, names: &Names, found: &Page<HeldLevel>) -> Self {
        let title = desk.t("training-expiring-title").to_string();
        let desk = desk.called(title);
        let [previous, next] = asked.beside(found);
        Self {
            tabs: tabs(&desk, "expiring"),
            within: desk
                .t("training-expiring-within")
                .with("n", WARN_DAYS)
                .to_string(),
            filter: unit_filter(&desk, asked),
            rows: found
                .rows
                .iter()
                .map(|held| LevelLine::of(&desk, names, held))
                .collect(),
            previous,
            next,
            page: desk,
        }
    }
}

/// What still counts, and not for long.
pub(super) fn expiring_soon(today: Date, unit: Option<UnitCode>) -> LevelFilter {
    LevelFilter {
        valid_on: Some(today),
        expiring_before: Some(soon(today).saturating_add(1.day())),
        unit,
        ..LevelFilter::default()
    }
}

/// `GET /desk/training/expiring`: what still counts, and not for long; the first to expire first.
pub(super) async fn expiring(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&TRAINING)?;
    if !desk.may(SEE_LEVELS) {
        return Err(desk.forbidden());
    }
    let asked = asked(&desk, EXPIRING, &uri);
    let today = desk.app.today();
    let unit = desk.city().unit(asked.value("unit"));
    let filter = expiring_soon(today, unit.map(|unit| unit.code.clone()));
    let names = desk.names().await?;
    let store = desk.app.store();
    let found = store
        .levels(&desk.actor, &filter, asked.cursor.as_deref(), PAGE)
        .await?;
    render(&Expiring::of(desk, &asked, &names, &found))
}

#[cfg(test)]
pub(super) fn asked_for(desk: &Desk, address: &'static str) -> Asked {
    asked(desk, SPEAKERS, &Uri::from_static(address))
}
