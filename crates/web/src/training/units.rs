//! A unit's table: of each language, how many of its people hold which level today; and the same of the whole city.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::http::Uri;
use domain::UnitCode;
use domain::roles::{Reach, StaffId};
use domain::training::{SEE_LEVELS, table};
use store::training::{HeldLevel, LevelFilter};

use super::view::Person;
use super::{TRAINING, Tab, levels, tabs};
use crate::kit::asked::Filter;
use crate::kit::desk::{Answer, Desk, Names, query_of, see_other, show as render};

/// More levels than a city's staff has.
pub(super) const LEVELS_MAX: usize = 50_000;

#[derive(Template)]
#[template(path = "training/unit.html")]
pub(super) struct UnitPage {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub title: String,
    pub members: String,
    /// Which unit; none when they see but one.
    pub choose: Option<Filter>,
    /// Language, and how many at each level.
    pub rows: Vec<(String, [String; 3])>,
    /// Those who work in it, with what they speak.
    pub people: Vec<(Person, String)>,
}

impl UnitPage {
    pub(super) fn of(desk: Desk, unit: Option<&UnitCode>, names: &Names, held: &[HeldLevel]) -> Self {
        let there = match unit {
            Some(unit) => names.in_unit(&desk, unit),
            None => names.at_work(&desk),
        };
        let members: BTreeSet<StaffId> = there.iter().map(|staff| staff.id).collect();
        let counted = table(&members, held.iter().map(|held| &held.reached), desk.app.today());
        let mut rows: Vec<(String, [String; 3])> = counted
            .into_iter()
            .map(|(lang, n)| {
                (
                    desk.language_name(lang),
                    [n.basic, n.working, n.native].map(|n| desk.number(n)),
                )
            })
            .collect();
        rows.sort_by(|(a, _), (b, _)| desk.writing().compare(a, b));
        let spoken = |id: StaffId| {
            let own = held.iter().filter(|held| held.reached.staff == id);
            let own = own.map(|held| {
                let level = super::view::level(&desk, held.reached.level);
                format!("{} ({level})", desk.language_name(held.reached.language))
            });
            own.collect::<Vec<_>>().join(" · ")
        };
        // Of the whole city the table is enough.
        let people = if unit.is_some() { there } else { Vec::new() };
        let people = people
            .into_iter()
            .map(|staff| (Person::of(&desk, names, staff.id), spoken(staff.id)))
            .collect();
        let name = match unit {
            Some(unit) => desk.unit(unit).to_owned(),
            None => desk.t("training-unit-all").to_string(),
        };
        let title = match unit {
            Some(_) => desk
                .t("training-unit-title")
                .with("unit", name.as_str())
                .to_string(),
            None => desk.t("training-unit-title-all").to_string(),
        };
        let choose = (desk.reach(SEE_LEVELS) == Reach::All).then(|| {
            let value = unit.map_or("", UnitCode::as_str);
            let label = desk.t("training-filter-unit");
            Filter::new("unit", label, desk.unit_choices(), value).or(desk.t("training-unit-all"))
        });
        let desk = desk.called(&title);
        Self {
            tabs: tabs(&desk, "unit"),
            members: desk
                .t("training-unit-members")
                .with("n", members.len())
                .to_string(),
            title,
            choose,
            rows,
            people,
            page: desk,
        }
    }
}

async fn page(desk: Desk, unit: Option<&UnitCode>) -> Answer {
    let names = desk.names().await?;
    let filter = LevelFilter {
        unit: unit.cloned(),
        valid_on: Some(desk.app.today()),
        ..LevelFilter::default()
    };
    let held = levels::all(&desk.app, &desk.actor, &filter, LEVELS_MAX).await?;
    render(&UnitPage::of(desk, unit, &names, &held))
}

/// `GET /desk/training/units`: the whole city, or the unit that is chosen; who sees but their own gets that.
pub(super) async fn city(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&TRAINING)?;
    let own = desk.staff.unit.to_string();
    let query = query_of(&uri);
    let chosen = match desk.reach(SEE_LEVELS) {
        Reach::No => return Err(desk.forbidden()),
        Reach::Own => Some(own.as_str()),
        Reach::All => query
            .filled("unit")
            .filter(|unit| desk.city().unit(unit).is_some()),
    };
    match chosen {
        Some(unit) => Ok(see_other(&format!("{}/units/{unit}", TRAINING.href))),
        None => page(desk, None).await,
    }
}

/// `GET /desk/training/units/{unit}`
pub(super) async fn show(desk: Desk, Path(unit): Path<String>) -> Answer {
    let desk = desk.enter(&TRAINING)?;
    let unit = match desk.city().unit(&unit) {
        Some(unit) => unit.code.clone(),
        None => return Err(desk.unknown("training-unit-unknown")),
    };
    match desk.reach(SEE_LEVELS) {
        Reach::All => {}
        Reach::Own if unit == desk.staff.unit => {}
        _ => return Err(desk.forbidden()),
    }
    page(desk, Some(&unit)).await
}
