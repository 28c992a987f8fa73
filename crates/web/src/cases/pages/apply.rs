//! A service's form: one question a page, then all answers to be checked, then it is sent.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::cases::Open;
use domain::journaled::Refusal;
use domain::people::Actor;
use domain::problems::FieldProblem;
use domain::services::{Field, FieldKind, Service};
use store::OpenError;

use super::answers::{self, Answers, CONTACT, Step};
use super::held::{Held, Receipt};
use super::questions::controls;
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::{Control, Fields, FormState};
use crate::kit::page::{Nav, Page, Visit};
#[cfg(test)]
use crate::kit::slice::Sample;

#[derive(Template)]
#[template(path = "cases/question.html")]
struct Question {
    page: Page,
    state: FormState,
    service: String,
    start: String,
    action: String,
    at: String,
    number: usize,
    of: usize,
    heading: Option<String>,
    intro: Option<String>,
    controls: Vec<Control>,
    carried: Vec<(String, String)>,
    to_check: bool,
    may_go_back: bool,
}

#[derive(Template)]
#[template(path = "cases/check.html")]
struct Check {
    page: Page,
    service: String,
    start: String,
    action: String,
    rows: Vec<Row>,
    carried: Vec<(String, String)>,
    /// Why it could not be sent, though nothing is wrong with it.
    failed: Option<String>,
    anonymous: bool,
}

struct Row {
    question: String,
    lines: Vec<String>,
    change: String,
}

/// `GET`: the first question.
pub(crate) async fn begin(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Result<Response, Error> {
    let service = app.city().service(&code).ok_or(Error::NotFound)?;
    let page = visit.page(Nav::Services);
    let mut fields = Fields::default();
    fields.set("once", page.once());
    let answers = Answers::new(&page, service, fields);
    let first = answers.first();
    question(&page, &answers, &first, Vec::new(), false)
}

/// `POST`: the answer to a question, a step back, a change, or all of it.
pub(crate) async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
    headers: axum::http::HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    let service = app.city().service(&code).ok_or(Error::NotFound)?;
    let page = visit.page(Nav::Services);
    let answers = Answers::new(&page, service, fields);
    let at = answers
        .step(answers.fields.get("at"))
        .unwrap_or_else(|| answers.first());
    if let Some(step) = answers
        .fields
        .filled("change")
        .and_then(|code| answers.step(code))
    {
        return question(&page, &answers, &step, Vec::new(), true);
    }
    let to_check = answers.fields.has("to_check");
    match answers.fields.get("go") {
        "back" => {
            let step = answers.before(&at).unwrap_or_else(|| answers.first());
            question(&page, &answers, &step, Vec::new(), to_check)
        }
        "send" if at == Step::Check => send(&app, &page, &headers, &answers).await,
        _ => {
            let read = answers.read(&app, page.lang);
            let wrong = read.wrong_at(&at);
            if !wrong.is_empty() {
                return question(&page, &answers, &at, wrong, to_check);
            }
            let wrong_step = answers.first_wrong(&read.wrong);
            // A changed answer may bring up a question that was not asked before.
            let next = if to_check {
                wrong_step.clone().unwrap_or(Step::Check)
            } else {
                answers.after(&at)
            };
            if next != Step::Check {
                return question(&page, &answers, &next, Vec::new(), to_check);
            }
            match wrong_step {
                Some(step) => question(&page, &answers, &step, read.wrong_at(&step), true),
                None => check(&page, &answers, &read.open, None),
            }
        }
    }
}

/// Opens the case. What is sent twice opens one: the form carries a number of its own.
async fn send(
    app: &App,
    page: &Page,
    headers: &axum::http::HeaderMap,
    answers: &Answers<'_>,
) -> Result<Response, Error> {
    let open = answers.open(app, page.lang);
    let content = serde_json::to_vec(&open).map_err(|e| Error::Internal(e.to_string()))?;
    let once = match answers.fields.filled("once") {
        Some(once) => once.to_owned(),
        None => page.once(),
    };
    // The same form with other answers is another case.
    let key = hex::encode(app.secret().hash("sent-form", &[once.as_bytes(), &content]));
    match intake::open(app, &Actor::ANYONE, &open, Some(&key)).await {
        Ok(opened) => {
            let reference = opened.case.reference;
            let held = Held::of(app, headers).with(Receipt {
                reference,
                code: opened.access_code,
                opened_at: Some(app.now()),
            });
            let to = page.url(&format!("/receipt/{reference}"));
            Ok((held.cookie(app), Redirect::to(&to)).into_response())
        }
        Err(OpenError::Refused(Refusal::Invalid(wrong))) => {
            let wrong = answers.with_unread(wrong);
            let step = answers.first_wrong(&wrong).unwrap_or_else(|| answers.first());
            question(page, answers, &step, answers::at(&wrong, &step), true)
        }
        Err(error) => {
            let mut error = Error::from(error);
            if answers.fields.has("once") {
                error = error.with_key();
            }
            if let Error::Internal(what) = &error {
                tracing::error!(what, "a case could not be opened");
            }
            // Nothing that was entered is lost.
            let shown = check(page, answers, &open, Some(error.text(page)))?;
            Ok((error.status(), shown).into_response())
        }
    }
}

fn question(
    page: &Page,
    answers: &Answers<'_>,
    step: &Step,
    wrong: Vec<FieldProblem>,
    to_check: bool,
) -> Result<Response, Error> {
    let status = if wrong.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    if *step == Step::Check {
        return check(page, answers, &answers.open(&page.app, page.lang), None);
    }
    let html = Question::of(page, answers, step, wrong, to_check).render()?;
    Ok((status, Html(html)).into_response())
}

fn check(page: &Page, answers: &Answers<'_>, open: &Open, failed: Option<String>) -> Result<Response, Error> {
    Ok(Html(Check::of(page, answers, open, failed).render()?).into_response())
}

impl Question {
    fn of(page: &Page, answers: &Answers<'_>, step: &Step, wrong: Vec<FieldProblem>, to_check: bool) -> Self {
        let state = FormState::new(answers.fields.clone(), wrong);
        let service = answers.service;
        let steps = answers.steps();
        let (heading, intro, controls) = controls(page, service, step, &state);
        let state = state.asked_by(&controls);
        let asked = heading
            .clone()
            .or_else(|| controls.first().map(|control| control.label.clone()));
        let wrong = if state.is_clean() {
            String::new()
        } else {
            format!("{} ", page.t("form-error-prefix"))
        };
        let name = page.service_text(&service.code, "name");
        let title = format!("{wrong}{} – {name}", asked.unwrap_or_default());
        Self {
            service: page.service_text(&service.code, "name"),
            start: page.url(&format!("/services/{}", service.code)),
            action: page.url(&format!("/services/{}/apply", service.code)),
            at: step.code(),
            number: steps.iter().position(|s| s == step).unwrap_or(0) + 1,
            of: steps.len(),
            heading,
            intro,
            controls,
            carried: answers.carried(step),
            to_check,
            may_go_back: answers.before(step).is_some() && !to_check,
            state,
            page: page.clone().titled(title),
        }
    }
}

impl Check {
    fn of(page: &Page, answers: &Answers<'_>, open: &Open, failed: Option<String>) -> Self {
        let service = answers.service;
        let row = |step: Step| rows_of(page, answers, open, &step);
        Self {
            service: page.service_text(&service.code, "name"),
            start: page.url(&format!("/services/{}", service.code)),
            action: page.url(&format!("/services/{}/apply", service.code)),
            rows: answers.steps().into_iter().flat_map(row).collect(),
            carried: answers.carried(&Step::Check),
            failed,
            anonymous: CONTACT.iter().all(|name| answers.fields.filled(name).is_none()),
            page: page.clone().titled(page.t("apply-check-title")),
        }
    }
}

fn rows_of(page: &Page, answers: &Answers<'_>, open: &Open, step: &Step) -> Vec<Row> {
    let service = answers.service;
    let text = |key: &str| page.service_text(&service.code, key);
    let fields = &answers.fields;
    let row = |question: String, value: String| Row {
        question,
        lines: if value.trim().is_empty() {
            vec![page.t("apply-not-answered").to_string()]
        } else {
            value.lines().map(str::to_owned).collect()
        },
        change: step.code(),
    };
    match step {
        Step::Topic => {
            let topic = fields
                .filled("topic")
                .map(|topic| text(&format!("topic.{topic}")));
            vec![row(text("topic.label"), topic.unwrap_or_default())]
        }
        Step::Field(code) => {
            let label = text(&format!("field.{code}.label"));
            let value = fields.get(&step.code());
            vec![row(
                label,
                service
                    .field(code)
                    .map_or_else(String::new, |f| answer_text(page, service, f, value)),
            )]
        }
        Step::Place => {
            let unit = fields
                .filled("place")
                .map(|place| page.unit(&place.into()).to_owned());
            let none = || page.c_owned("city", "district.none");
            vec![row(
                page.t("apply-place-label").to_string(),
                unit.unwrap_or_else(none),
            )]
        }
        Step::Text => {
            let language = page.language_name(open.language);
            let found = page
                .t("apply-language-found")
                .with("language", language.clone())
                .to_string();
            vec![
                row(text("text.label"), fields.get("text").replace("\r\n", "\n")),
                row(
                    page.t("apply-language-row").to_string(),
                    if open.detected { found } else { language },
                ),
            ]
        }
        Step::Contact => {
            let said = |name: &&str| {
                let value = fields.filled(name)?;
                Some(if *name == "contact.phone" {
                    page.phone(value)
                } else {
                    value.to_owned()
                })
            };
            let value = CONTACT.iter().filter_map(said).collect::<Vec<_>>().join("\n");
            vec![row(page.t("apply-contact-row").to_string(), value)]
        }
        Step::Check => Vec::new(),
    }
}

/// An answer to a service's question as people read it.
pub(crate) fn answer_text(page: &Page, service: &Service, field: &Field, value: &str) -> String {
    let option =
        |option: &str| page.service_text(&service.code, &format!("field.{}.option.{option}", field.code));
    match field.kind {
        FieldKind::Choice if !value.is_empty() => option(value),
        FieldKind::Choices => value
            .split(',')
            .filter(|o| !o.is_empty())
            .map(option)
            .collect::<Vec<_>>()
            .join("\n"),
        FieldKind::Date => value
            .parse()
            .map_or_else(|_| value.to_owned(), |date| page.short_date(date)),
        FieldKind::Country => page.country(value).to_owned(),
        FieldKind::Yesno if value == "yes" => page.t("form-yes").to_string(),
        FieldKind::Yesno if value == "no" => page.t("form-no").to_string(),
        FieldKind::Number | FieldKind::Money => page.writing().amount(value),
        FieldKind::Phone => page.phone(value),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    use super::answers::field_name;
    use domain::problems::Problem;

    let mut all = Vec::new();
    for service in &page.city().services {
        let mut fields = Fields::default();
        for field in &service.fields {
            let value = match field.kind {
                FieldKind::Choice | FieldKind::Choices => field.options.first().map_or("", String::as_str),
                FieldKind::Date => "2026-02-10",
                FieldKind::Country => "KR",
                FieldKind::Yesno => "yes",
                _ => "12",
            };
            fields.set(&field_name(&field.code), value);
        }
        fields.set("text", "One\ntwo");
        let answers = Answers::new(page, service, fields);
        for step in answers.steps() {
            let name = step.code();
            let wrong = vec![
                Problem::Required.of(name.as_str()),
                Problem::TooLong { max: 4000, by: 12 }.of(name),
            ];
            for wrong in [Vec::new(), wrong] {
                let html = if step == Step::Check {
                    Check::of(
                        page,
                        &answers,
                        &answers.open(&page.app, page.lang),
                        (!wrong.is_empty()).then(|| "…".to_owned()),
                    )
                    .render()
                } else {
                    Question::of(page, &answers, &step, wrong, false).render()
                };
                all.push(("cases/apply", html.unwrap_or_default()));
            }
        }
    }
    all
}
