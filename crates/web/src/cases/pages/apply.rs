//! A service's form: one question a page, then all answers to be checked, then it is sent.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use domain::cases::Open;
use domain::journaled::Refusal;
use domain::problems::FieldProblem;
use store::OpenError;

use super::answers::{self, Answers, Step};
use super::check::{Check, Wrong};
use super::files::Enclosed;
use super::questions::controls;
use super::{sending, urgent};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::{Control, Fields, FormState, STAY};
use crate::kit::page::{Nav, Page, Visit};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::kit::upload::Posted;

/// The `id` of the form of such a page.
const FORM: &str = "form";

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
    /// A file is carried with them.
    encloses: bool,
    to_check: bool,
    may_go_back: bool,
}

/// `GET`: the first question.
pub(crate) async fn begin(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Result<Response, Error> {
    let service = app.city().service(&code).ok_or(Error::NotFound)?;
    let page = visit.page(Nav::Services).posting(FORM);
    let mut fields = Fields::default();
    fields.set("once", page.once());
    let answers = Answers::new(&page, service, fields);
    if let Some(emergency) = &service.emergency {
        return urgent::show(&page, &answers, emergency);
    }
    let first = answers.first();
    question(&page, &answers, &first, Vec::new(), false)
}

/// `POST`: the answer to a question, a step back, a change, another language, or all of it.
pub(crate) async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    mut posted: Posted,
) -> Result<Response, Error> {
    let service = app.city().service(&code).ok_or(Error::NotFound)?;
    let page = visit.page(Nav::Services).posting(FORM);
    let enclosed = Enclosed::of(&app, &mut posted).await;
    let mut answers = Answers::new(&page, service, posted.fields);
    if let Some(emergency) = &service.emergency {
        return urgent::answer(&page, &headers, &answers, emergency).await;
    }
    match enclosed {
        Ok(enclosed) => answers.enclosed = enclosed,
        Err(Error::Invalid(mut problems)) if !problems.is_empty() => {
            return check(&page, &answers, &Wrong::file(problems.remove(0).problem));
        }
        Err(error) => return Err(error),
    }
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
        // Another language: the same page, and nothing is said of what is not done yet.
        STAY => question(&page, &answers, &at, Vec::new(), to_check),
        "send" if at == Step::Check => send(&page, &headers, &answers).await,
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
                None => shown(&page, &answers, &read.open, &Wrong::default()),
            }
        }
    }
}

async fn send(page: &Page, headers: &HeaderMap, answers: &Answers<'_>) -> Result<Response, Error> {
    match sending::send(page, headers, answers).await {
        Ok(sent) => Ok(sent),
        Err(OpenError::Refused(Refusal::Invalid(wrong))) => {
            let wrong = answers.with_unread(wrong);
            let step = answers.first_wrong(&wrong).unwrap_or_else(|| answers.first());
            question(page, answers, &step, answers::at(&wrong, &step), true)
        }
        Err(error) => {
            // Nothing that was entered is lost.
            let (status, failed) = sending::failed(page, answers, error);
            let shown = check(page, answers, &Wrong::failed(failed))?;
            Ok((status, shown).into_response())
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
    if *step == Step::Check {
        return check(page, answers, &Wrong::default());
    }
    let status = if wrong.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let html = Question::of(page, answers, step, wrong, to_check).render()?;
    Ok((status, Html(html)).into_response())
}

fn check(page: &Page, answers: &Answers<'_>, wrong: &Wrong) -> Result<Response, Error> {
    shown(page, answers, &answers.open(&page.app, page.lang), wrong)
}

fn shown(page: &Page, answers: &Answers<'_>, open: &Open, wrong: &Wrong) -> Result<Response, Error> {
    let status = if wrong.file.is_none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let html = Check::of(page, answers, open, wrong).render()?;
    Ok((status, Html(html)).into_response())
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
        let name = page.service_text(&service.code, "name");
        let title = state.title(page, &format!("{} – {name}", asked.unwrap_or_default()));
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
            encloses: answers.enclosed.is_some(),
            to_check,
            may_go_back: answers.before(step).is_some() && !to_check,
            state,
            page: page.clone().titled(title),
        }
    }
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    use super::answers::field_name;
    use domain::problems::Problem;
    use domain::services::FieldKind;

    let page = &page.clone().posting(FORM);
    let mut all = urgent::samples(page);
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
                    let open = answers.open(&page.app, page.lang);
                    let wrong = wrong
                        .into_iter()
                        .next()
                        .map_or_else(Wrong::default, |wrong| Wrong {
                            file: Some(wrong.problem),
                            ..Wrong::failed("…".to_owned())
                        });
                    Check::of(page, &answers, &open, &wrong).render()
                } else {
                    Question::of(page, &answers, &step, wrong, false).render()
                };
                all.push(("cases/apply", html.unwrap_or_default()));
            }
        }
    }
    all
}
