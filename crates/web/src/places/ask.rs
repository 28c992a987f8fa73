//! The way into the form that asks for an appointment, with what is known already filled in.

use domain::Lang;
use domain::places::{Group, Place};
use domain::services::Service;

use super::filter::Filter;
use super::{TEXTS, view};
use crate::kit::form::STAY;
use crate::kit::page::Page;

/// A button that begins the form. What is filled in is posted: none of it stands in an address.
#[derive(Debug, Clone)]
pub struct Ask {
    pub action: String,
    /// Names and values of what is filled in.
    pub fields: Vec<(String, String)>,
    /// The place that it is for.
    pub place: Option<String>,
}

impl Ask {
    /// For an appointment at that place, if it is one where people are treated.
    pub fn at(page: &Page, place: &Place) -> Option<Self> {
        Self::for_filter(page, Some(place), &Filter::default())
    }

    /// The same, with what is looked for; without a place, for one that the service finds.
    pub fn for_filter(page: &Page, place: Option<&Place>, filter: &Filter) -> Option<Self> {
        let city = page.city();
        let health = &city.health;
        let service = city.service(health.service.as_ref()?.as_str())?;
        if place.is_some_and(|place| city.places.group_of(place) != Some(Group::Health)) {
            return None;
        }
        let begins = health.hospital.as_deref().and_then(|code| step(service, code));
        let option = |field: &Option<String>, value: Option<&str>| {
            let field = service
                .fields
                .iter()
                .find(|own| Some(&own.code) == field.as_ref())?;
            let value = value.filter(|value| field.options.iter().any(|option| option == value))?;
            Some((format!("fields.{}", field.code), value.to_owned()))
        };
        let hospital = health.hospital.as_ref().zip(place);
        let fields = [
            Some(("go".to_owned(), STAY.to_owned())),
            Some(("once".to_owned(), page.once())),
            begins.map(|step| ("at".to_owned(), step)),
            health.topic.clone().map(|topic| ("topic".to_owned(), topic)),
            hospital.map(|(code, place)| (format!("fields.{code}"), both_names(page, place))),
            option(&health.speciality, filter.speciality.as_deref()),
            option(&health.language, filter.language.as_ref().map(Lang::as_str)),
        ];
        Some(Self {
            action: page.url(&format!("/services/{}/apply", service.code)),
            fields: fields.into_iter().flatten().collect(),
            place: place.map(|place| view::name(page, place)),
        })
    }
}

/// The page of the form that asks for that field.
fn step(service: &Service, field: &str) -> Option<String> {
    let own = service.fields.iter().find(|own| own.code == field)?;
    Some(match service.group_of(&own.code) {
        Some(group) => format!("group.{}", group.code),
        None => format!("fields.{}", own.code),
    })
}

/// A place as those who arrange the visit know it, and as the reader does.
fn both_names(page: &Page, place: &Place) -> String {
    let city = page.city();
    let name = view::name(page, place);
    let key = format!("place.{}.name", place.code);
    match city.texts.get(TEXTS, &key, city.source_language) {
        Some(local) if local != name => page
            .t("health-both-names")
            .with("local", local)
            .with("name", name)
            .to_string(),
        _ => name,
    }
}
