//! A resident asks for an interpreter: for a case whose receipt they hold, or with a new one; and says when none is needed any
//! more.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use domain::cases::{Channel, Contact, Open as OpenCase};
use domain::interpretation::{Command, Job, Known, Open, Served};
use domain::journaled::{Journaled as _, Refusal};
use domain::people::Actor;
use domain::problems::{FieldProblem, Problem};
use domain::receipts::Reference;
use serde::Deserialize;
use store::{CommandError, OpenError};

use super::follow::held_case;
use super::held::{Held, Receipt};
use crate::cases::intake;
use crate::interpretation::told::{Told, controls, of_form, read};
use crate::interpretation::view;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::{Control, Fields, FormState};
use crate::kit::page::{Nav, Page, Visit};
use crate::kit::published::{Notice, Published};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::kit::work::open_new;

/// Where one asks for an interpreter without a case, below the language.
pub(crate) const PATH: &str = "/interpreters";

#[derive(Template)]
#[template(path = "interpretation/ask.html")]
struct Ask<'a> {
    page: &'a Page,
    /// The case that it is for; none: one is opened.
    case: Option<String>,
    told: Option<Told>,
    intro: Published,
    unchecked: Option<Notice>,
    action: String,
    state: FormState,
    controls: Vec<Control>,
    /// The city's place that was chosen before: code and name.
    place: Option<(String, String)>,
    done: Option<String>,
    refused: Option<String>,
    /// Without a case nothing can be asked for in this city.
    needs_case: bool,
}

impl<'a> Ask<'a> {
    fn of(page: &'a Page, case: Option<Reference>, told: Option<Told>, state: FormState) -> Self {
        let action = match case {
            Some(case) => page.url(&format!("/follow/{case}/interpreters")),
            None => page.url(PATH),
        };
        let code = state.value("place_code");
        let known = page.city().places.place(code).is_some();
        let intro = page.published(view::PLACE, "intro");
        Self {
            case: case.map(|case| case.to_string()),
            told,
            unchecked: page.unchecked_parts([&intro]),
            intro,
            action,
            controls: controls(page, &state, case.is_none()),
            place: known.then(|| (code.to_owned(), view::place_name(page, code))),
            state,
            done: None,
            refused: None,
            needs_case: case.is_none() && page.city().interpretation.service.is_none(),
            page,
        }
    }
}

fn titled(page: Page) -> Page {
    let title = page.t("interpretation-ask-title").to_string();
    let about = page.t("interpretation-ask-about").to_string();
    page.titled(title).described(about)
}

fn private(status: StatusCode, html: String) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// Only where the city sends interpreters.
fn sent(app: &App) -> Result<(), Error> {
    if app.city().interpretation.is_empty() {
        Err(Error::NotFound)
    } else {
        Ok(())
    }
}

/// What an address may choose before: the place.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    place: String,
    #[serde(default)]
    done: Option<String>,
}

/// `GET /{lang}/interpreters?place=`
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    sent(&app)?;
    let page = titled(visit.page(Nav::None));
    let mut fields = Fields::default();
    fields.set("place_code", chosen.place);
    let ask = Ask::of(&page, None, None, FormState::new(fields, Vec::new()));
    Ok(Html(ask.render()?).into_response())
}

/// What the rules say of it before there is a case.
fn checked(app: &App, open: &Open, case: Reference) -> Result<(), Refusal> {
    let known = Known {
        colleague: None,
        case: Some(Served {
            reference: case,
            unit: app.city().hotline_unit.clone(),
        }),
    };
    let holder = Actor::holder(case);
    Job::open(open, &known, &app.context(&holder)).map(|_| ())
}

/// Asks for it, for that case, once.
async fn book(app: &App, open: &Open, case: Reference, fields: &Fields) -> Result<(), OpenError> {
    let holder = Actor::holder(case);
    let once = fields.once(app, &case.to_string(), "interpreters");
    let ctx = app.context(&holder);
    open_new::<Job>(app.store(), &ctx, app.entropy().as_ref(), open, once.as_ref())
        .await
        .map(|_| ())
}

/// The problems that a form shows, and what else is said above it.
fn why(page: &Page, refusal: Refusal) -> (Vec<FieldProblem>, Option<String>) {
    match refusal {
        Refusal::Invalid(problems) => (problems.into_iter().map(of_form).collect(), None),
        refusal => (Vec::new(), Some(Error::from(refusal).text(page))),
    }
}

/// `POST /{lang}/interpreters`: a case is opened, and the interpreter is asked for it.
pub(crate) async fn ask(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    sent(&app)?;
    let page = titled(visit.page(Nav::None));
    let again = |fields: Fields, (problems, refused): (Vec<FieldProblem>, Option<String>)| {
        let mut ask = Ask::of(&page, None, None, FormState::new(fields, problems));
        ask.refused = refused;
        Ok(private(StatusCode::UNPROCESSABLE_ENTITY, ask.render()?))
    };
    let service = app.city().interpretation.service.clone().ok_or(Error::NotFound)?;
    // Whose it will be nobody knows yet: the rules ask only that it is the same.
    let nobodys = Reference::from_random([0; 7]);
    let mut open = match read(&page, &fields, nobodys) {
        Ok(open) => open,
        Err(problems) => return again(fields, (problems, None)),
    };
    if fields.filled("details").is_none() {
        return again(fields, (vec![Problem::Required.of("details")], None));
    }
    if let Err(refusal) = checked(&app, &open, nobodys) {
        let why = why(&page, refusal);
        return again(fields, why);
    }
    let text = open.details.clone();
    let (language, detected) = intake::language_of(&app, None, &text, page.lang);
    let about = OpenCase {
        service: service.to_string(),
        language,
        detected,
        channel: Channel::Web,
        text,
        topic: None,
        fields: std::collections::BTreeMap::new(),
        contact: Contact::default(),
        place: None,
    };
    let content = serde_json::to_vec(&(&about, &open)).unwrap_or_default();
    let once = fields.get("once").as_bytes();
    let key = hex::encode(app.secret().hash("sent-booking", &[once, &content]));
    let opened = match intake::open(&app, &Actor::ANYONE, &about, Some(&key)).await {
        Ok(opened) => opened,
        Err(OpenError::Refused(refusal)) => return again(fields, why(&page, refusal)),
        Err(error) => return Err(error.into()),
    };
    let reference = opened.case.reference;
    open.case = Some(reference);
    book(&app, &open, reference, &fields).await?;
    let held = Held::of(&app, &headers).with(Receipt {
        reference,
        code: opened.access_code,
        opened_at: Some(app.now()),
    });
    let to = page.url(&format!("/receipt/{reference}"));
    Ok((held.cookie(&app), Redirect::to(&to)).into_response())
}

/// The reference of a case that this device holds, or the way to its receipt.
async fn held(app: &App, page: &Page, headers: &HeaderMap, given: &str) -> Result<Reference, Response> {
    let reference = Reference::parse(given).map_err(|_| Error::NotFound.into_response())?;
    let case = held_case(app, headers, reference).await;
    match case.map_err(axum::response::IntoResponse::into_response)? {
        Some(_) => Ok(reference),
        None => Err(Redirect::to(&page.url(&format!("/follow/{reference}"))).into_response()),
    }
}

/// `GET /{lang}/follow/{reference}/interpreters`
pub(crate) async fn of_case(
    State(app): State<App>,
    visit: Visit,
    Path((_, given)): Path<(String, String)>,
    Query(chosen): Query<Chosen>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    sent(&app)?;
    let page = titled(visit.page(Nav::Follow));
    let reference = match held(&app, &page, &headers, &given).await {
        Ok(reference) => reference,
        Err(answer) => return Ok(answer),
    };
    let told = Told::of(&page, reference).await?;
    let mut ask = Ask::of(&page, Some(reference), told, FormState::default());
    let done = chosen
        .done
        .filter(|done| ["ask", "cancel"].contains(&done.as_str()));
    ask.done = done.map(|done| page.tc("interpretation-ask-done", &done).to_string());
    Ok(private(StatusCode::OK, ask.render()?))
}

/// `POST /{lang}/follow/{reference}/interpreters`
pub(crate) async fn ask_for_case(
    State(app): State<App>,
    visit: Visit,
    Path((_, given)): Path<(String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    sent(&app)?;
    let page = titled(visit.page(Nav::Follow));
    let reference = match held(&app, &page, &headers, &given).await {
        Ok(reference) => reference,
        Err(answer) => return Ok(answer),
    };
    let (problems, refused) = match read(&page, &fields, reference) {
        Err(problems) => (problems, None),
        Ok(open) => match book(&app, &open, reference, &fields).await {
            Ok(()) => {
                let to = page.url(&format!("/follow/{reference}/interpreters?done=ask"));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(OpenError::Refused(refusal)) => why(&page, refusal),
            Err(error) => return Err(error.into()),
        },
    };
    let told = Told::of(&page, reference).await?;
    let mut ask = Ask::of(&page, Some(reference), told, FormState::new(fields, problems));
    ask.refused = refused;
    Ok(private(StatusCode::UNPROCESSABLE_ENTITY, ask.render()?))
}

/// `POST /{lang}/follow/{reference}/interpreters/cancel`
pub(crate) async fn cancel(
    State(app): State<App>,
    visit: Visit,
    Path((_, given)): Path<(String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    let page = titled(visit.page(Nav::Follow));
    let reference = match held(&app, &page, &headers, &given).await {
        Ok(reference) => reference,
        Err(answer) => return Ok(answer),
    };
    let job = Reference::parse(fields.get("job")).map_err(|_| Error::NotFound)?;
    let holder = Actor::holder(reference);
    let command = Command::Cancel {
        reason: String::new(),
    };
    let once = fields.once(&app, &reference.to_string(), "interpreters-cancel");
    let done = app
        .store()
        .carry_out_once(&app.context(&holder), job, None, &command, once.as_ref())
        .await;
    match done {
        Ok(_) => {
            let to = page.url(&format!("/follow/{reference}/interpreters?done=cancel"));
            Ok(Redirect::to(&to).into_response())
        }
        Err(CommandError::Refused(refusal)) => {
            let told = Told::of(&page, reference).await?;
            let mut ask = Ask::of(&page, Some(reference), told, FormState::default());
            ask.refused = Some(Error::from(refusal).text(&page));
            Ok(private(StatusCode::CONFLICT, ask.render()?))
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let case = Reference::from_random([7; 7]);
    let told = || {
        let jobs = crate::interpretation::samples::jobs(page);
        Told::with(page, case, &jobs)
    };
    let wrong = FormState::new(Fields::default(), vec![Problem::InThePast.of("date")]);
    let mut asked = Ask::of(page, Some(case), Some(told()), wrong.clone());
    asked.refused = Some("…".to_owned());
    let mut done = Ask::of(page, Some(case), Some(told()), FormState::default());
    done.done = Some(page.tc("interpretation-ask-done", "ask").to_string());
    let mut first = Ask::of(page, None, None, wrong);
    first.place = Some(("school".to_owned(), "School <3>".to_owned()));
    let mut closed = Ask::of(page, None, None, FormState::default());
    closed.needs_case = true;
    [asked, done, first, closed]
        .map(|ask| ("interpretation/ask", ask.render().unwrap_or_default()))
        .into()
}
