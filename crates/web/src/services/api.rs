use axum::Json;
use axum::extract::State;
use domain::Lang;
use domain::city::City;
use domain::services::Service;
use serde::Serialize;
use utoipa::ToSchema;

use crate::kit::app::App;
use crate::kit::reader::Reader;

/// A service of the city.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceView {
    code: String,
    name: String,
    summary: String,
    /// Article of the regulation that orders it.
    article: u16,
    /// Code of the lead unit.
    unit: String,
    unit_name: String,
    /// `none`, `optional` or `required`: the district or zone.
    place: domain_place::Place,
    places: Vec<Choice>,
    topics: Vec<Choice>,
    /// Whether it asks for a description in free text.
    text: bool,
    /// Whether it may be used without an e-mail address or phone number.
    anonymous: bool,
    fields: Vec<FieldView>,
    clocks: Vec<ClockRuleView>,
}

mod domain_place {
    use serde::Serialize;

    #[derive(Debug, Serialize, utoipa::ToSchema)]
    #[serde(rename_all = "kebab-case")]
    pub enum Place {
        None,
        Optional,
        Required,
    }

    impl From<domain::services::Place> for Place {
        fn from(place: domain::services::Place) -> Self {
            match place {
                domain::services::Place::None => Self::None,
                domain::services::Place::Optional => Self::Optional,
                domain::services::Place::Required => Self::Required,
            }
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct Choice {
    code: String,
    label: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct FieldView {
    code: String,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// `text`, `textarea`, `choice`, `choices`, `date`, `number`, `money`, `email`, `phone`, `country`, `yesno`.
    kind: &'static str,
    required: bool,
    /// Characters, or the highest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<Choice>,
    /// Asked only when that field has that answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<WhenView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct WhenView {
    field: String,
    is: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct ClockRuleView {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    #[schema(value_type = String, example = "7 working days")]
    limit: domain::deadlines::Limit,
    /// Code of the legal basis.
    basis: String,
    /// Statute and article.
    source: String,
    /// The language `source` is in: the city's own while nobody has checked its translation.
    #[schema(value_type = String, example = "en")]
    source_language: Lang,
    /// `in-force`, `analogue`, `verify` or `city`.
    status: &'static str,
}

impl ServiceView {
    fn of(city: &City, service: &Service, lang: Lang) -> Self {
        let place = format!("services/{}", service.code);
        let text = |key: &str| city.texts.get(&place, key, lang).map(str::to_owned);
        let named = |key: String, code: &str| Choice {
            label: text(&key).unwrap_or_else(|| code.to_owned()),
            code: code.to_owned(),
        };
        let field = |field: &domain::services::Field| FieldView {
            code: field.code.clone(),
            label: text(&format!("field.{}.label", field.code)).unwrap_or_default(),
            hint: text(&format!("field.{}.hint", field.code)),
            kind: field.kind.code(),
            required: field.required,
            max: field.max_characters().map(|max| max as u64).or(field.max),
            options: field
                .options
                .iter()
                .map(|option| named(format!("field.{}.option.{option}", field.code), option))
                .collect(),
            when: field.when.as_ref().map(|w| WhenView {
                field: w.field.clone(),
                is: w.is.clone(),
            }),
        };
        let source_language = |key: &str| match city.texts.get("bases", key, lang) {
            Some(_) => lang,
            None => city.source_language,
        };
        let clock = |rule: &domain::services::ClockRule| ClockRuleView {
            kind: rule.kind.code(),
            stage: rule.stage.clone(),
            limit: rule.limit,
            basis: rule.basis.to_string(),
            source: city
                .text("bases", &format!("{}.source", rule.basis), lang)
                .to_owned(),
            source_language: source_language(&format!("{}.source", rule.basis)),
            status: city
                .basis(rule.basis.as_str())
                .map_or("", |basis| basis.status.code()),
        };
        Self {
            code: service.code.to_string(),
            name: text("name").unwrap_or_default(),
            summary: text("summary").unwrap_or_default(),
            article: service.article,
            unit: service.unit.to_string(),
            unit_name: city.unit_name(&service.unit, lang).to_owned(),
            place: service.place.into(),
            places: if service.place == domain::services::Place::None {
                Vec::new()
            } else {
                let unit = |unit: &domain::city::Unit| Choice {
                    code: unit.code.to_string(),
                    label: city.unit_name(&unit.code, lang).to_owned(),
                };
                city.districts().map(unit).collect()
            },
            topics: service
                .topics
                .iter()
                .map(|t| named(format!("topic.{}", t.code), &t.code))
                .collect(),
            text: service.text,
            anonymous: service.anonymous,
            fields: service.fields.iter().map(field).collect(),
            clocks: service.clocks.iter().map(clock).collect(),
        }
    }
}

/// What the city offers, in the language of `Accept-Language`.
#[utoipa::path(get, path = "/api/v1/services", tag = "services", responses((status = 200, body = Vec<ServiceView>)))]
pub(super) async fn list(State(app): State<App>, reader: Reader) -> Json<Vec<ServiceView>> {
    let city = app.city();
    Json(
        city.services
            .iter()
            .map(|service| ServiceView::of(city, service, reader.lang))
            .collect(),
    )
}
