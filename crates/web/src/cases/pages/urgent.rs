//! Help that cannot wait: whom to call, what to show a passer-by, and one page that opens a case.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use domain::deadlines::ClockKind;
use domain::journaled::Refusal;
use domain::problems::FieldProblem;
use domain::services::{Emergency, Field};
use store::OpenError;

use super::answers::{Answers, Step};
use super::questions::field_control;
use super::sending;
use crate::kit::error::Error;
use crate::kit::form::{Control, Counted, FormState, Kind, STAY};
use crate::kit::page::Page;
use crate::kit::published::{Notice, Published};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::services::calls;

#[derive(Template)]
#[template(path = "cases/urgent.html")]
struct Urgent {
    page: Page,
    state: FormState,
    name: String,
    action: String,
    once: String,
    help: Help,
    /// How fast the city answers: said here, and nowhere else on the page.
    promise: Option<String>,
    controls: Vec<Control>,
    failed: Option<String>,
    about: [Published; 2],
    unchecked: Option<Notice>,
}

#[derive(Template)]
#[template(path = "cases/urgent_stop.html")]
struct Stop {
    page: Page,
    action: String,
    help: Help,
    carried: Vec<(String, String)>,
}

/// What helps at once.
struct Help {
    /// Numbers, and whom one reaches there.
    calls: Vec<(String, String)>,
    /// When and where they can be called.
    free: String,
    card: Card,
}

/// What a passer-by is shown: in the city's language, with the reader's own beside it.
struct Card {
    tag: String,
    dir: &'static str,
    text: String,
    /// Which language they speak; nobody has to be told who speaks the city's.
    speaks: Option<String>,
    /// The same two lines in the reader's language.
    own: Option<[String; 2]>,
}

impl Help {
    fn of(page: &Page, answers: &Answers<'_>) -> Self {
        let service = &answers.service.code;
        let there = page.city().source_language;
        let card = |lang| {
            page.city()
                .service_text(service, "emergency.card", lang)
                .to_owned()
        };
        let foreign = page.lang != there;
        let texts = page.app.texts();
        let speaks = |lang| {
            let theirs = texts.writing(lang)?.names().language(page.lang)?;
            let speaks = texts.get(lang, "urgent-card-speaks").marked();
            Some(speaks.with("language", theirs.to_owned()).to_string())
        };
        Self {
            calls: calls(page, answers.service),
            free: page.service_text(service, "emergency.free"),
            card: Card {
                tag: page.tag_of(there).to_owned(),
                dir: page.dir_of(there),
                text: card(there),
                speaks: speaks(there).filter(|_| foreign),
                own: foreign.then(|| [card(page.lang), speaks(page.lang).unwrap_or_default()]),
            },
        }
    }
}

/// The page, empty.
pub(super) fn show(page: &Page, answers: &Answers<'_>, emergency: &Emergency) -> Result<Response, Error> {
    again(page, answers, emergency, Vec::new(), None, StatusCode::OK)
}

/// What was written there: sent, or shown again. Who is not safe is told to call first, and may send it all the same.
pub(super) async fn answer(
    page: &Page,
    headers: &HeaderMap,
    answers: &Answers<'_>,
    emergency: &Emergency,
) -> Result<Response, Error> {
    let go = answers.fields.get("go");
    if go == STAY && answers.fields.has(STOPPED) {
        return stop(page, answers);
    }
    if matches!(go, STAY | "back") {
        return show(page, answers, emergency);
    }
    let wrong = answers.read(&page.app, page.lang).wrong;
    if !wrong.is_empty() {
        return refused(page, answers, emergency, wrong);
    }
    if emergency.in_danger(&answers.of_fields()) && go != "anyway" {
        return stop(page, answers);
    }
    match sending::send(page, headers, answers).await {
        Ok(sent) => Ok(sent),
        Err(OpenError::Refused(Refusal::Invalid(wrong))) => {
            refused(page, answers, emergency, answers.with_unread(wrong))
        }
        Err(error) => {
            // Nothing that was entered is lost.
            let (status, failed) = sending::failed(page, answers, error);
            again(page, answers, emergency, Vec::new(), Some(failed), status)
        }
    }
}

/// The name of what the page that stops says of itself.
const STOPPED: &str = "stopped";

fn stop(page: &Page, answers: &Answers<'_>) -> Result<Response, Error> {
    Ok(Html(Stop::of(page, answers).render()?).into_response())
}

fn refused(
    page: &Page,
    answers: &Answers<'_>,
    emergency: &Emergency,
    wrong: Vec<FieldProblem>,
) -> Result<Response, Error> {
    again(
        page,
        answers,
        emergency,
        wrong,
        None,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
}

fn again(
    page: &Page,
    answers: &Answers<'_>,
    emergency: &Emergency,
    wrong: Vec<FieldProblem>,
    failed: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let html = Urgent::of(page, answers, emergency, wrong, failed).render()?;
    Ok((status, Html(html)).into_response())
}

impl Urgent {
    fn of(
        page: &Page,
        answers: &Answers<'_>,
        emergency: &Emergency,
        wrong: Vec<FieldProblem>,
        failed: Option<String>,
    ) -> Self {
        let service = answers.service;
        let state = FormState::new(answers.fields.clone(), wrong);
        let controls = controls(page, answers, emergency, &state);
        let state = state.asked_by(&controls);
        let place = format!("services/{}", service.code);
        let about = ["intro", "not_for"].map(|key| page.published(&place, key));
        let clock = service.clock(ClockKind::FirstReply, None);
        let promise = clock.map(|rule| {
            let promise = page.t("urgent-promise").with("limit", page.limit(rule.limit));
            promise.to_string()
        });
        let name = page.service_text(&service.code, "name");
        let titled = state.title(page, &name);
        Self {
            action: page.url(&format!("/services/{}/apply", service.code)),
            once: answers.fields.get("once").to_owned(),
            help: Help::of(page, answers),
            unchecked: page.unchecked_parts(&about),
            state,
            name,
            promise,
            controls,
            failed,
            about,
            page: page.clone().titled(titled),
        }
    }
}

/// What happened, what else the pack asks for, and whether they are safe.
fn controls(page: &Page, answers: &Answers<'_>, emergency: &Emergency, state: &FormState) -> Vec<Control> {
    let service = answers.service;
    let text = |key: &str| page.service_text(&service.code, key);
    let mut words = Control::new("text", text("text.label"), Kind::Area { rows: 4 });
    words.is_required = service.text;
    words.counted = Some(Counted::new(page, Answers::text_max()));
    let hint = page.c_opt(&format!("services/{}", service.code), "text.hint");
    let words = words.hinted(hint.unwrap_or_default()).filled(page, state);
    let asks = |field: &&Field| emergency.asks.contains(&field.code);
    let asked = service.fields.iter().filter(asks);
    asked
        .chain(service.field(&emergency.safe))
        .map(|field| field_control(page, service, field, state))
        .fold(vec![words], |mut controls, control| {
            controls.push(control);
            controls
        })
}

impl Stop {
    fn of(page: &Page, answers: &Answers<'_>) -> Self {
        Self {
            action: page.url(&format!("/services/{}/apply", answers.service.code)),
            help: Help::of(page, answers),
            carried: answers.carried(&Step::Check),
            page: page.clone().titled(page.t("urgent-stop-title")),
        }
    }
}

#[cfg(test)]
pub(super) fn samples(page: &Page) -> Vec<Sample> {
    use super::answers::field_name;
    use crate::kit::form::Fields;
    use domain::problems::Problem;

    let mut all = Vec::new();
    for service in &page.city().services {
        let Some(emergency) = &service.emergency else {
            continue;
        };
        let mut fields = Fields::default();
        fields.set("text", "He is at the door");
        let answers = Answers::new(page, service, fields);
        let wrong = vec![Problem::Required.of(field_name(&emergency.safe))];
        for (wrong, failed) in [(Vec::new(), None), (wrong, Some("…".to_owned()))] {
            let html = Urgent::of(page, &answers, emergency, wrong, failed).render();
            all.push(("cases/urgent", html.unwrap_or_default()));
        }
        let stop = Stop::of(page, &answers).render();
        all.push(("cases/urgent-stop", stop.unwrap_or_default()));
    }
    all
}
