//! Opening a case for a caller or a visitor, on one page, with the receipt to read out at the end.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use domain::Lang;
use domain::cases::{Case, Channel, Contact, Open};
use domain::journaled::Journaled as _;
use domain::problems::{FieldProblem, MESSAGE_MAX, Problem};
use domain::services::{self, FieldKind, Place, Service};
use store::{OpenError, StoreError};

use super::{Answer, Desk, NEW, show as render, show_with};
use crate::cases::intake;
use crate::kit::error::Error;
use crate::kit::field::{Field, Kind, choice};
use crate::kit::form::{Choice, Fields, FormState, SummaryLine};
use crate::kit::published::Published;
use crate::kit::watch;

const FORM: &str = "new";

#[derive(Template)]
#[template(path = "cases/desk/new.html")]
pub(super) struct Choose {
    pub page: Desk,
    pub needs: Vec<Need>,
}

pub(super) struct Need {
    pub name: String,
    pub services: Vec<ServiceLine>,
}

pub(super) struct ServiceLine {
    pub href: String,
    pub name: String,
    pub summary: String,
    pub is_urgent: bool,
}

#[derive(Template)]
#[template(path = "cases/desk/new_case.html")]
pub(super) struct NewCase {
    pub page: Desk,
    pub service: String,
    pub name: String,
    pub not_for: Option<Published>,
    pub first: Vec<Field>,
    pub questions: Vec<Field>,
    pub contact: Vec<Field>,
    pub contact_hint: String,
    /// Makes one case of a form that is sent twice.
    pub key: String,
    pub summary: Vec<SummaryLine>,
    pub notice: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "cases/desk/new_done.html")]
pub(super) struct Done {
    pub page: Desk,
    pub reference: String,
    /// The code, and each of its parts to be read out.
    pub access_code: String,
    pub unit: String,
    pub due: Option<String>,
    pub service: String,
}

impl Choose {
    pub(super) fn of(desk: Desk) -> Self {
        let city = desk.city();
        let line = |service: &Service| ServiceLine {
            href: format!("/desk/new/{}", service.code),
            name: desk.service_text(&service.code, "name"),
            summary: desk.service_text(&service.code, "summary"),
            is_urgent: service.urgent,
        };
        let need = |code: &String| Need {
            name: desk.c_owned("needs", format!("{code}.name")),
            services: city
                .services
                .iter()
                .filter(|service| service.need == *code)
                .map(line)
                .collect(),
        };
        let needs: Vec<Need> = city
            .needs
            .iter()
            .map(need)
            .filter(|need| !need.services.is_empty())
            .collect();
        Self { needs, page: desk }
    }
}

/// A question of the service's form.
fn question(desk: &Desk, service: &Service, field: &services::Field) -> Field {
    let place = format!("services/{}", service.code);
    let text = |key: String| desk.c_owned(&place, key);
    let code = &field.code;
    let name = format!("fields.{code}");
    let label = text(format!("field.{code}.label"));
    let options = || -> Vec<Choice> {
        let options = field.options.iter();
        options
            .map(|option| choice(option, text(format!("field.{code}.option.{option}"))))
            .collect()
    };
    let control = match field.kind {
        FieldKind::Textarea => {
            Field::area(
                desk,
                FORM,
                &name,
                &label,
                field.max_characters().unwrap_or(MESSAGE_MAX),
            )
            .kind
        }
        FieldKind::Choice if field.options.len() <= 4 => Kind::Radios(options()),
        FieldKind::Choice => {
            let first = choice("", desk.t("desk-choose"));
            Kind::Select(std::iter::once(first).chain(options()).collect())
        }
        FieldKind::Choices => Kind::Checks(options()),
        FieldKind::Yesno => Kind::Radios(vec![
            choice("yes", desk.t("desk-yes")),
            choice("no", desk.t("desk-no")),
        ]),
        FieldKind::Email => Kind::Line("email"),
        FieldKind::Phone => Kind::Line("tel"),
        FieldKind::Date => Kind::Line("date"),
        FieldKind::Text | FieldKind::Number | FieldKind::Money | FieldKind::Country => Kind::Line("text"),
    };
    let mut hints = Vec::new();
    if let Some(when) = &field.when {
        let other = text(format!("field.{}.label", when.field));
        let option = text(format!("field.{}.option.{}", when.field, when.is));
        hints.push(
            desk.t("desk-new-when")
                .with("field", other)
                .with("option", option)
                .to_string(),
        );
    }
    hints.extend(
        desk.c_opt(&place, &format!("field.{code}.hint"))
            .map(str::to_owned),
    );
    if field.kind == FieldKind::Country {
        hints.push(desk.t("desk-new-country-hint").to_string());
    }
    let mut made = Field::new(FORM, &name, label, control).hinted(hints.join(" · "));
    made.is_optional = !field.required;
    made
}

impl NewCase {
    pub(super) fn of(desk: &Desk, service: &Service, state: &FormState, key: String) -> Self {
        let place = format!("services/{}", service.code);
        let t = |key: &str| desk.t(key).to_string();
        let mut first = Vec::new();
        let channels = [Channel::Phone, Channel::Counter];
        let channels = channels
            .map(|c| choice(c.code(), desk.tc("desk-channel", c.code())))
            .into();
        first.push(
            Field::new(FORM, "channel", t("desk-new-channel"), Kind::Radios(channels))
                .valued(Channel::Phone.code()),
        );
        let languages = desk.all_languages();
        let languages = languages
            .iter()
            .map(|lang| choice(lang, desk.language_name(*lang)));
        let languages = std::iter::once(choice("", t("desk-choose")))
            .chain(languages)
            .collect();
        let hint = t("desk-new-language-hint");
        first
            .push(Field::new(FORM, "language", t("desk-new-language"), Kind::Select(languages)).hinted(hint));
        if !service.topics.is_empty() {
            let topics = service.topics.iter();
            let topics = topics.map(|t| choice(&t.code, desk.c_owned(&place, format!("topic.{}", t.code))));
            let topics = std::iter::once(choice("", t("desk-choose")))
                .chain(topics)
                .collect();
            first.push(Field::new(FORM, "topic", t("desk-new-topic"), Kind::Select(topics)).optional());
        }
        if service.place != Place::None {
            let districts = desk
                .city()
                .districts()
                .map(|unit| choice(&unit.code, desk.unit(&unit.code)));
            let none = desk
                .c_opt("city", "district.none")
                .map_or_else(|| t("desk-choose"), str::to_owned);
            let districts = std::iter::once(choice("", none)).chain(districts).collect();
            let mut field = Field::new(FORM, "place", t("desk-new-place"), Kind::Select(districts));
            field.is_optional = service.place == Place::Optional;
            first.push(field);
        }
        let mut text = Field::area(desk, FORM, "text", t("desk-new-text"), MESSAGE_MAX);
        text.is_optional = !service.text;
        first.push(text.hinted(t("desk-new-text-hint")));
        let line = |name: &str, key: &str, kind| Field::new(FORM, name, t(key), Kind::Line(kind)).optional();
        let contact = vec![
            line("contact.name", "desk-case-name", "text"),
            line("contact.phone", "desk-case-phone", "tel"),
            line("contact.email", "desk-case-email", "email"),
        ];
        let questions: Vec<Field> = service
            .fields
            .iter()
            .map(|field| question(desk, service, field))
            .collect();
        let was_sent = state.has("service", service.code.as_str());
        let fill = |fields: Vec<Field>| -> Vec<Field> {
            if !was_sent {
                return fields;
            }
            fields
                .into_iter()
                .map(|field| field.filled(desk, state))
                .collect()
        };
        let summary = state.summary(desk).into_iter();
        let contact_hint = if service.anonymous {
            "desk-new-contact-optional"
        } else {
            "desk-new-contact-needed"
        };
        Self {
            service: service.code.to_string(),
            name: desk.service_text(&service.code, "name"),
            not_for: desk
                .c_opt(&place, "not_for")
                .map(|_| desk.published(&place, "not_for")),
            first: fill(first),
            questions: fill(questions),
            contact: fill(contact),
            contact_hint: t(contact_hint),
            key,
            summary: summary
                .map(|line| SummaryLine {
                    id: format!("{FORM}-{}", line.id),
                    ..line
                })
                .collect(),
            notice: None,
            page: desk.clone(),
        }
    }
}

impl Done {
    pub(super) fn of(desk: Desk, case: &domain::cases::Case, access_code: String) -> Self {
        let due = case
            .next_due()
            .map(|clock| desk.date(clock.due_on(&desk.city().timezone)));
        Self {
            reference: case.reference.to_string(),
            access_code,
            unit: desk.unit(&case.unit).to_owned(),
            due,
            service: desk.service_text(&case.service, "name"),
            page: desk,
        }
    }
}

fn enter(desk: Desk) -> Result<Desk, super::Fault> {
    let desk = desk.enter(&NEW)?;
    let title = desk.t("desk-new-title").to_string();
    Ok(desk.called(title))
}

fn service_of<'a>(city: &'a domain::city::City, code: &str) -> Result<&'a Service, Error> {
    city.service(code).ok_or(Error::NotFound)
}

fn fresh_key(desk: &Desk) -> String {
    hex::encode(desk.app.entropy().bytes::<16>())
}

/// `GET /desk/new`
pub(super) async fn choose(desk: Desk) -> Answer {
    render(&Choose::of(enter(desk)?))
}

/// `GET /desk/new/{service}`
pub(super) async fn show(desk: Desk, Path(service): Path<String>) -> Answer {
    let desk = enter(desk)?;
    let city = desk.app.city().clone();
    let service = service_of(&city, &service)?;
    let key = fresh_key(&desk);
    render(&NewCase::of(&desk, service, &FormState::default(), key))
}

/// What the form says; the rules check it.
fn open_of(desk: &Desk, service: &Service, fields: &Fields) -> Result<Open, Vec<FieldProblem>> {
    let mut wrong = fields.broken();
    let language = match fields.filled("language").map(Lang::parse) {
        Some(Ok(lang)) => lang,
        Some(Err(_)) => {
            wrong.push(Problem::NotALanguage.of("language"));
            desk.lang
        }
        None => {
            wrong.push(Problem::Required.of("language"));
            desk.lang
        }
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut answers = BTreeMap::new();
    for field in &service.fields {
        let name = format!("fields.{}", field.code);
        let answer = if field.kind == FieldKind::Choices {
            fields.all(&name).join(",")
        } else {
            fields.get(&name).to_owned()
        };
        if !answer.trim().is_empty() {
            answers.insert(field.code.clone(), answer);
        }
    }
    let contact = |name: &str| fields.filled(name).map(str::to_owned);
    Ok(Open {
        service: service.code.to_string(),
        language,
        detected: false,
        channel: if fields.get("channel") == Channel::Counter.code() {
            Channel::Counter
        } else {
            Channel::Phone
        },
        text: fields.get("text").to_owned(),
        topic: fields.filled("topic").map(str::to_owned),
        fields: answers,
        contact: Contact {
            name: contact("contact.name"),
            email: contact("contact.email"),
            phone: contact("contact.phone"),
            pages: None,
        },
        place: fields.filled("place").map(str::to_owned),
    })
}

/// Whoever opens a case for somebody sees its access code.
async fn code_read(desk: &Desk, case: &Case) -> Result<(), Error> {
    let stream = format!("{}/{}", Case::PREFIX, case.reference);
    watch::read_secret(&desk.app, &desk.actor, "access-code", Some(stream)).await
}

/// `POST /desk/new/{service}`
pub(super) async fn open(desk: Desk, Path(service): Path<String>, mut fields: Fields) -> Answer {
    let desk = enter(desk)?;
    let city = desk.app.city().clone();
    let service = service_of(&city, &service)?;
    // Says that the form was sent, also where a browser left it out.
    fields.set("service", service.code.as_str());
    let key = fields
        .filled("key")
        .map_or_else(|| fresh_key(&desk), str::to_owned);
    let again = |desk: Desk, status, fields, problems, notice| {
        let state = FormState::new(fields, problems);
        let page = NewCase {
            notice,
            ..NewCase::of(&desk, service, &state, key.clone())
        };
        show_with(status, &page)
    };
    let open = match open_of(&desk, service, &fields) {
        Ok(open) => open,
        Err(problems) => return again(desk, StatusCode::UNPROCESSABLE_ENTITY, fields, problems, None),
    };
    match intake::open(&desk.app, &desk.actor, &open, Some(&key)).await {
        Ok(opened) => {
            code_read(&desk, &opened.case).await?;
            let done = Done::of(desk, &opened.case, opened.access_code.reveal());
            let html = render(&done)?;
            Ok(([(CACHE_CONTROL, "no-store")], html).into_response())
        }
        Err(OpenError::Refused(domain::journaled::Refusal::Invalid(problems))) => {
            again(desk, StatusCode::UNPROCESSABLE_ENTITY, fields, problems, None)
        }
        Err(OpenError::Refused(domain::journaled::Refusal::NotAllowed)) => Err(desk.forbidden()),
        // The form was changed after it had opened a case: it gets a key of its own.
        Err(OpenError::OtherRequest) => {
            let key = fresh_key(&desk);
            let opened = intake::open(&desk.app, &desk.actor, &open, Some(&key))
                .await
                .map_err(Error::from)?;
            code_read(&desk, &opened.case).await?;
            let done = Done::of(desk, &opened.case, opened.access_code.reveal());
            Ok(([(CACHE_CONTROL, "no-store")], render(&done)?).into_response())
        }
        Err(OpenError::Store(error)) => {
            tracing::warn!(%error, "a case was not opened");
            let (title, text) = match error {
                StoreError::Unknown => (desk.t("desk-unsure-title"), desk.t("desk-unsure-again")),
                StoreError::Full => (desk.t("desk-case-refused-title"), desk.t("desk-refused-full")),
                _ => (
                    desk.t("desk-case-refused-title"),
                    desk.t("desk-refused-unavailable"),
                ),
            };
            let notice = Some((title.to_string(), text.to_string()));
            again(desk, Error::from(error).status(), fields, Vec::new(), notice)
        }
        Err(error) => Err(Error::from(error).into()),
    }
}

/// Shows a form that was sent without a session, as it was.
pub(super) fn resume(desk: Desk, service: &str, mut fields: Fields) -> Answer {
    let desk = enter(desk)?;
    let city = desk.app.city().clone();
    let service = service_of(&city, service)?;
    fields.set("service", service.code.as_str());
    let key = fields
        .filled("key")
        .map_or_else(|| fresh_key(&desk), str::to_owned);
    let title = desk.t("desk-resumed-title").to_string();
    let notice = Some((title, desk.t("desk-resumed").to_string()));
    let state = FormState::new(fields, Vec::new());
    render(&NewCase {
        notice,
        ..NewCase::of(&desk, service, &state, key)
    })
}
