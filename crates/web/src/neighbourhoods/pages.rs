//! The checklist of each neighbourhood, and the districts in numbers.

use askama::Template;
use domain::city::Unit;
use domain::neighbourhoods::{Check, Facility, Neighbourhood, in_district};

use super::PATH;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::places::view;

#[derive(Template)]
#[template(path = "neighbourhoods/list.html")]
struct List {
    page: Page,
    neighbourhoods: Vec<Own>,
    facilities: Vec<&'static str>,
    districts: Vec<District>,
}

struct Own {
    code: String,
    name: String,
    text: String,
    district: String,
    /// Its middle is known: what is not found is not there, as far as the places go.
    is_measured: bool,
    checks: Vec<Line>,
}

struct Line {
    facility: &'static str,
    /// Address, name, and how far.
    found: Vec<(String, String, Option<String>)>,
}

struct District {
    name: String,
    href: String,
    /// In the order of the facilities; `None` where the pack knows none.
    counts: Vec<Option<String>>,
    is_silent: bool,
}

impl List {
    fn of(page: Page) -> Self {
        let city = page.app.city().clone();
        let own = city.neighbourhoods.iter().map(|one| own(&page, one)).collect();
        let title = page.t("neighbourhoods-title").to_string();
        let about = page
            .t("neighbourhoods-description")
            .with("city", page.city_name())
            .to_string();
        Self {
            neighbourhoods: own,
            facilities: Facility::ALL.iter().map(|facility| facility.code()).collect(),
            districts: city.districts().map(|unit| district(&page, unit)).collect(),
            page: page.titled(title).described(about),
        }
    }
}

fn own(page: &Page, one: &Neighbourhood) -> Own {
    let line = |check: Check| Line {
        facility: check.facility.code(),
        found: check
            .found
            .iter()
            .map(|near| {
                (
                    view::href(page, &near.place.code),
                    view::name(page, near.place),
                    near.metres.map(|metres| view::distance(page, metres)),
                )
            })
            .collect(),
    };
    Own {
        name: page.c_owned("neighbourhoods", format!("{}.name", one.code)),
        text: page.c_owned("neighbourhoods", format!("{}.text", one.code)),
        district: page.unit(&one.district).to_owned(),
        is_measured: one.at.is_some(),
        checks: one.checklist(&page.city().places).into_iter().map(line).collect(),
        code: one.code.clone(),
    }
}

fn district(page: &Page, unit: &Unit) -> District {
    let counted = in_district(&page.city().places, &unit.code);
    District {
        name: page.unit(&unit.code).to_owned(),
        href: format!("{}?district={}", page.url(crate::places::PATH), unit.code),
        is_silent: counted.iter().all(|(_, count)| *count == 0),
        counts: counted
            .into_iter()
            .map(|(_, count)| (count > 0).then(|| page.number(count)))
            .collect(),
    }
}

pub(super) async fn show(visit: Visit) -> Shown {
    render(&List::of(visit.page(Nav::Of(PATH))))
}

#[cfg(test)]
pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let list = List::of(page.clone()).render();
    vec![("neighbourhoods/list", list.unwrap_or_default())]
}
