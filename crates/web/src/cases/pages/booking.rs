//! A resident asks for an interpreter: for a case whose receipt they hold, or with a new one; and says when none is needed any
//! more.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use domain::cases::{self, Channel, Contact, Open as OpenCase};
use domain::interpretation::{Command, Job, Known, Open, Served, State as JobState};
use domain::journaled::{Journaled as _, Refusal};
use domain::people::Actor;
use domain::problems::{FieldProblem, Problem};
use domain::receipts::Reference;
use jiff::SignedDuration;
use serde::Deserialize;
use store::{CommandError, OpenError};

use super::follow::{self, BOOKING, held_case};
use super::held::{Held, Receipt};
use crate::cases::intake;
use crate::interpretation::told::{Line, Told, controls, of_form, read};
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
    /// A case was opened, and nobody is asked for in it yet: where its receipt is.
    receipt: Option<String>,
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
            receipt: None,
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
        case: Some(Served {
            reference: case,
            unit: app.city().hotline_unit.clone(),
            state: cases::State::Received,
            erased: false,
            jobs: Vec::new(),
        }),
        ..Known::default()
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

/// Why a form comes back.
struct Back {
    status: StatusCode,
    problems: Vec<FieldProblem>,
    /// What else is said above it.
    refused: Option<String>,
}

impl Back {
    fn wrong(problems: Vec<FieldProblem>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            problems,
            refused: None,
        }
    }

    fn of(page: &Page, error: OpenError) -> Self {
        if let OpenError::Refused(Refusal::Invalid(problems)) = error {
            return Self::wrong(problems.into_iter().map(of_form).collect());
        }
        let error = Error::from(error);
        if let Error::Internal(what) = &error {
            tracing::error!(what, "an interpreter could not be asked for");
        }
        Self {
            status: error.status(),
            problems: Vec::new(),
            refused: Some(error.text(page)),
        }
    }
}

/// What the case says that a booking opens: what it is about stands with the job alone, for who interprets.
fn said_in_case(page: &Page, open: &Open) -> String {
    let setting = open.setting.map(|setting| view::setting(page, setting));
    let language = open.languages.first().map(|lang| page.language_name(*lang));
    let when = view::when(page, (open.starts_at, open.ends_at), |at| page.moment(at));
    page.t("interpretation-ask-case")
        .with("setting", setting.unwrap_or_default())
        .with("language", language.unwrap_or_default())
        .with("when", when)
        .to_string()
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
    let again = |fields: Fields, back: Back| {
        let mut ask = Ask::of(&page, None, None, FormState::new(fields, back.problems));
        ask.refused = back.refused;
        Ok(private(back.status, ask.render()?))
    };
    let service = app.city().interpretation.service.clone().ok_or(Error::NotFound)?;
    // Whose it will be nobody knows yet: the rules ask only that it is the same.
    let nobodys = Reference::from_random([0; 7]);
    let mut open = match read(&page, &fields, nobodys) {
        Ok(open) => open,
        Err(problems) => return again(fields, Back::wrong(problems)),
    };
    if fields.filled("details").is_none() {
        return again(fields, Back::wrong(vec![Problem::Required.of("details")]));
    }
    if let Err(refusal) = checked(&app, &open, nobodys) {
        return again(fields, Back::of(&page, OpenError::Refused(refusal)));
    }
    let about = OpenCase {
        service: service.to_string(),
        language: page.lang,
        detected: false,
        channel: Channel::Web,
        text: said_in_case(&page, &open),
        topic: None,
        fields: std::collections::BTreeMap::new(),
        contact: Contact::default(),
        place: None,
    };
    let content = serde_json::to_vec(&(&about, &open)).unwrap_or_default();
    let once = match fields.filled("once") {
        Some(once) => once.to_owned(),
        None => page.once(),
    };
    let key = hex::encode(app.secret().hash("sent-booking", &[once.as_bytes(), &content]));
    let opened = match intake::open(&app, &Actor::ANYONE, &about, Some(&key)).await {
        Ok(opened) => opened,
        Err(error) => return again(fields, Back::of(&page, error)),
    };
    let reference = opened.case.reference;
    let held = Held::of(&app, &headers).with(Receipt {
        reference,
        code: opened.access_code,
        opened_at: Some(app.now()),
    });
    let receipt = page.url(&format!("/receipt/{reference}"));
    open.case = Some(reference);
    if let Err(error) = book(&app, &open, reference, &fields).await {
        // The case is there: they get its receipt, and ask in it from then on.
        let back = Back::of(&page, error);
        let mut ask = Ask::of(
            &page,
            Some(reference),
            None,
            FormState::new(fields, back.problems),
        );
        ask.refused = back.refused;
        ask.receipt = Some(receipt);
        return Ok((held.cookie(&app), private(back.status, ask.render()?)).into_response());
    }
    Ok((held.cookie(&app), Redirect::to(&receipt)).into_response())
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
    let reference = Reference::parse(&given).map_err(|_| Error::NotFound)?;
    if held_case(&app, &headers, reference).await?.is_none() {
        // Their receipt is asked for anew; what they wrote waits for it.
        return follow::asked_anew(&page, &app, &headers, reference, fields, BOOKING);
    }
    let back = match read(&page, &fields, reference) {
        Err(problems) => Back::wrong(problems),
        Ok(open) => match book(&app, &open, reference, &fields).await {
            Ok(()) => {
                let to = page.url(&format!("/follow/{reference}/interpreters?done=ask"));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => Back::of(&page, error),
        },
    };
    let told = Told::of(&page, reference).await?;
    let mut ask = Ask::of(
        &page,
        Some(reference),
        told,
        FormState::new(fields, back.problems),
    );
    ask.refused = back.refused;
    Ok(private(back.status, ask.render()?))
}

/// The form with what waited for a receipt, once that has opened the case.
pub(super) async fn kept(page: Page, case: Reference, fields: Fields) -> Result<Response, Error> {
    let page = titled(page);
    let told = Told::of(&page, case).await?;
    let mut ask = Ask::of(&page, Some(case), told, FormState::new(fields, Vec::new()));
    ask.done = Some(page.t("follow-words-kept").to_string());
    Ok(private(StatusCode::OK, ask.render()?))
}

/// A page that asks whether a job is to be cancelled.
#[derive(Template)]
#[template(path = "interpretation/cancel.html")]
struct Cancelling<'a> {
    page: &'a Page,
    case: String,
    line: Line,
    /// It is late, by what the city asks for.
    is_short: bool,
    href: String,
}

/// The job of that case, if there is one.
async fn job_of(app: &App, case: Reference, given: &str) -> Result<Job, Error> {
    let reference = Reference::parse(given).map_err(|_| Error::NotFound)?;
    let jobs = app.store().jobs_of_case(case).await?;
    let mut jobs = jobs.into_iter();
    jobs.find(|job| job.reference == reference).ok_or(Error::NotFound)
}

/// `GET /{lang}/follow/{reference}/interpreters/cancel?job=`
pub(crate) async fn cancelling(
    State(app): State<App>,
    visit: Visit,
    Path((_, given)): Path<(String, String)>,
    Query(asked): Query<AskedOf>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let page = titled(visit.page(Nav::Follow));
    let reference = match held(&app, &page, &headers, &given).await {
        Ok(reference) => reference,
        Err(answer) => return Ok(answer),
    };
    let job = job_of(&app, reference, &asked.job).await?;
    Ok(match Cancelling::of(&page, reference, &job) {
        Some(cancelling) => private(StatusCode::OK, cancelling.render()?),
        None => Redirect::to(&page.url(&format!("/follow/{reference}/interpreters"))).into_response(),
    })
}

/// What is to be cancelled.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AskedOf {
    #[serde(default)]
    job: String,
}

impl<'a> Cancelling<'a> {
    /// `None`: it cannot be cancelled any more.
    fn of(page: &'a Page, case: Reference, job: &Job) -> Option<Self> {
        let told = Told::with(page, case, std::slice::from_ref(job));
        let line = told.lines.into_iter().next().filter(|line| line.cancels)?;
        let short = i64::from(page.city().interpretation.short_notice);
        let left = job.starts_at.duration_since(page.app.now());
        Some(Self {
            page,
            case: case.to_string(),
            line,
            is_short: job.state == JobState::Accepted && left < SignedDuration::from_hours(short),
            href: told.href,
        })
    }
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
    let job = job_of(&app, reference, fields.get("job")).await?.reference;
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
    let mut opened = Ask::of(page, Some(case), None, FormState::default());
    opened.refused = Some("…".to_owned());
    opened.receipt = Some(page.url("/receipt/X"));
    let jobs = crate::interpretation::samples::jobs(page);
    let cancelling = jobs.iter().filter_map(|job| Cancelling::of(page, case, job));
    let asks = [asked, done, first, closed, opened].map(|ask| ("interpretation/ask", ask.render()));
    let cancels = cancelling.map(|cancelling| ("interpretation/cancel", cancelling.render()));
    let all = asks.into_iter().chain(cancels);
    all.map(|(name, html)| (name, html.unwrap_or_default())).collect()
}
