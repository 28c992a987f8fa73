//! Following a case: open it with the receipt, read, answer, write, rate, reopen.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::cases::{Case, Command};
use domain::journaled::Refusal;
use domain::people::Actor;
use domain::problems::{FieldProblem, MESSAGE_MAX, Problem, REASON_MAX};
use domain::receipts::{AccessCode, Reference};
use serde::Deserialize;
use store::CommandError;
use tokio::time::Instant;

use super::booking;
use super::held::{Held, Receipt};
use super::view::CaseView;
use crate::cases::intake;
use crate::contacts::{Recording, forget_call, recordings_of};
use crate::interpretation::told::Told;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::{Choice, Control, Counted, Fields, FormState, Kind};
use crate::kit::guard::Guess;
use crate::kit::page::{Nav, Page, Visit};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::notices::{self, follow::Mails};

/// How long a wrong receipt is answered after, whatever was wrong with it.
const WRONG_TAKES: Duration = Duration::from_millis(700);

#[derive(Template)]
#[template(path = "cases/find.html")]
struct Find<'a> {
    page: &'a Page,
    state: FormState,
    /// Neither reference nor code is named as the wrong one.
    wrong: bool,
    controls: Vec<Control>,
    held: Vec<(String, String)>,
    /// Words that were written when the receipt was gone: they wait until it is back.
    waiting: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "cases/follow.html")]
struct Follow<'a> {
    page: &'a Page,
    case: CaseView,
    action: String,
    state: FormState,
    /// What was just done.
    done: Option<String>,
    /// Why something was not done.
    refused: Option<String>,
    /// Only a page that is asked again for its status can say so.
    news: bool,
    answer_control: Option<Control>,
    reply_control: Option<Control>,
    reopen_control: Option<Control>,
    rating_controls: Vec<Control>,
    file_error: Option<String>,
    /// Where a new case of the same kind begins.
    again: String,
    mails: Option<Mails>,
    /// Who interprets; `None` where the city sends nobody.
    told: Option<Told>,
    /// What was recorded of its calls.
    recordings: Vec<Recording>,
}

#[derive(Template)]
#[template(path = "cases/status.html")]
struct Status<'a> {
    page: &'a Page,
    case: CaseView,
    action: String,
    /// Something happened since the page was read.
    news: bool,
}

impl<'a> Find<'a> {
    fn of(page: &'a Page, held: &Held, state: FormState, wrong: bool) -> Self {
        let line = |width| Kind::Line {
            kind: "text",
            width,
            keyboard: "",
        };
        let reference = Control::new(
            "reference",
            page.t("follow-reference").to_string(),
            line("hl-input--code"),
        );
        let code = Control::new("code", page.t("follow-code").to_string(), line("hl-input--code"));
        let mut controls = vec![
            reference
                .hinted(page.t("follow-reference-hint").to_string())
                .filled(page, &state),
            code.hinted(page.t("follow-code-hint").to_string())
                .filled(page, &state),
        ];
        for control in &mut controls {
            control.autocomplete = Some("off");
        }
        let to_case = |reference: Reference| {
            let href = page.url(&format!("/follow/{reference}"));
            (href, reference.to_string())
        };
        let waiting = WAITING.iter().filter_map(|name| {
            let value = state.value(name);
            (!value.is_empty()).then(|| ((*name).to_owned(), value.to_owned()))
        });
        Self {
            held: held.references().map(to_case).collect(),
            waiting: waiting.collect(),
            state,
            wrong,
            controls,
            page,
        }
    }
}

fn private(status: StatusCode, html: String) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// `GET /follow`.
pub(crate) async fn find(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let page = titled(visit.page(Nav::Follow));
    let held = Held::of(&app, &headers);
    let html = Find::of(&page, &held, FormState::default(), false).render()?;
    Ok(private(StatusCode::OK, html))
}

fn titled(page: Page) -> Page {
    let title = page.t("follow-title").to_string();
    page.titled(title)
}

/// `POST /follow`: the receipt is tried. An unknown reference and a wrong code get the same answer after the same time.
pub(crate) async fn open(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    extensions: Extensions,
    fields: Fields,
) -> Result<Response, Error> {
    let started = Instant::now();
    let address = app.guard().address(&headers, &extensions);
    app.guard().may_try(Guess::Receipt, address)?;
    let page = titled(visit.page(Nav::Follow));
    let held = Held::of(&app, &headers);
    let mut wrong = Vec::new();
    for name in ["reference", "code"] {
        if fields.filled(name).is_none() {
            wrong.push(Problem::Required.of(name));
        }
    }
    if !wrong.is_empty() {
        let html = Find::of(&page, &held, FormState::new(fields, wrong), false).render()?;
        return Ok(private(StatusCode::UNPROCESSABLE_ENTITY, html));
    }
    let reference = Reference::parse(fields.get("reference")).ok();
    let code = AccessCode::parse(fields.get("code"));
    if let Some((reference, code)) = reference.zip(code) {
        let hash = app.secret().access_hash(reference, &code);
        if let Some(case) = app.store().by_receipt::<Case>(reference, &hash).await? {
            let held = held.with(Receipt {
                reference,
                code,
                opened_at: None,
            });
            if fields.filled(BOOKING).is_some() {
                let booking = booking::kept(page, reference, fields).await?;
                return Ok((held.cookie(&app), booking).into_response());
            }
            if WAITING.iter().any(|name| fields.filled(name).is_some()) {
                let state = FormState::new(fields, Vec::new());
                let kept = page.t("follow-words-kept").to_string();
                let html = Follow::of(&page, &case, state, Some(kept), None).render()?;
                return Ok((held.cookie(&app), private(StatusCode::OK, html)).into_response());
            }
            let to = page.url(&format!("/follow/{reference}"));
            return Ok((held.cookie(&app), Redirect::to(&to)).into_response());
        }
    }
    tokio::time::sleep_until(started + WRONG_TAKES).await;
    app.guard().failed(Guess::Receipt, address)?;
    let mut fields = fields;
    fields.set("code", "");
    let html = Find::of(&page, &held, FormState::new(fields, Vec::new()), true).render()?;
    Ok(private(StatusCode::UNAUTHORIZED, html))
}

/// What a followed case's address may say beside its reference.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    done: Option<String>,
    #[serde(default)]
    seen: Option<u64>,
}

/// The case of that reference, if this device holds its receipt.
pub(crate) async fn held_case(
    app: &App,
    headers: &HeaderMap,
    reference: Reference,
) -> Result<Option<Case>, Error> {
    let held = Held::of(app, headers);
    let Some(receipt) = held.find(reference) else {
        return Ok(None);
    };
    let hash = app.secret().access_hash(reference, &receipt.code);
    Ok(app.store().by_receipt::<Case>(reference, &hash).await?)
}

/// `GET /follow/{reference}`: the case, or the form with its reference filled in.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let page = titled(visit.page(Nav::Follow));
    let given = reference;
    let reference = Reference::parse(&given).map_err(|_| Error::NotFound)?;
    // One address for a thing.
    if given != reference.to_string() {
        return Ok(Redirect::permanent(&page.url(&format!("/follow/{reference}"))).into_response());
    }
    let Some(case) = held_case(&app, &headers, reference).await? else {
        let mut fields = Fields::default();
        fields.set("reference", reference.to_string());
        let state = FormState::new(fields, Vec::new());
        let html = Find::of(&page, &Held::of(&app, &headers), state, false).render()?;
        return Ok(private(StatusCode::OK, html));
    };
    let has_rated = asked.done.as_deref() == Some("rate");
    let done = asked.done.filter(|done| DONE.contains(&done.as_str()));
    let done = done.map(|done| page.tc("follow-done", &done).to_string());
    let mut shown = Follow::of(&page, &case, FormState::default(), done, None);
    if has_rated {
        shown.offer();
    }
    shown.told = told(&page, &case).await?;
    shown.recordings = recordings_of(&page, &case).await?;
    // Looked at, it is held on.
    let held = Held::of(&app, &headers).cookie(&app);
    Ok((held, private(StatusCode::OK, shown.render()?)).into_response())
}

/// Who interprets in the case. Nobody more is asked for when it is over.
async fn told(page: &Page, case: &Case) -> Result<Option<Told>, Error> {
    let told = Told::of(page, case.reference).await?;
    let asks = !case.erased && !case.state.is_over();
    Ok(told.map(|told| Told { asks, ..told }))
}

/// `GET /follow/{reference}/status`: where it stands, for a page that is left open.
pub(crate) async fn status(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let page = visit.page(Nav::Follow);
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    let case = held_case(&app, &headers, reference)
        .await?
        .ok_or(Error::WrongReceipt)?;
    let action = page.url(&format!("/follow/{reference}"));
    let news = asked.seen.is_some_and(|seen| seen < case.version);
    let mut view = CaseView::of(&page, &case);
    view.version = asked.seen.unwrap_or(case.version);
    let fragment = Status {
        page: &page,
        case: view,
        action,
        news,
    };
    Ok(private(StatusCode::OK, fragment.render()?))
}

/// What a resident does with a case, each with its notice afterwards.
const DONE: [&str; 7] = [
    "reply",
    "answer-question",
    "rate",
    "reopen",
    "attach",
    notices::follow::LEAVE,
    notices::follow::STOP,
];

/// Fields with a resident's words, and those of a booking.
const WAITING: [&str; 15] = [
    "reply",
    "answer-question",
    "reopen",
    "comment",
    "solved",
    "satisfied",
    BOOKING,
    "language",
    "setting",
    "date",
    "from",
    "until",
    "place",
    "place_code",
    "details",
];

/// What waits is what an interpreter is asked for with.
pub(super) const BOOKING: &str = "booking";

/// The receipt is asked for anew, and what was sent without it waits.
pub(super) fn asked_anew(
    page: &Page,
    app: &App,
    headers: &HeaderMap,
    reference: Reference,
    mut fields: Fields,
    waits: &str,
) -> Result<Response, Error> {
    fields.set("reference", reference.to_string());
    fields.set(waits, "1");
    let state = FormState::new(fields, Vec::new());
    let html = Find::of(page, &Held::of(app, headers), state, false).render()?;
    Ok(private(StatusCode::UNAUTHORIZED, html))
}

/// `POST /follow/{reference}/{what}`.
pub(crate) async fn act(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference, what)): Path<(String, String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    let page = titled(visit.page(Nav::Follow));
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    let to = page.url(&format!("/follow/{reference}"));
    if what == "close" {
        let held = Held::of(&app, &headers).without(reference);
        // A page that misses it hears no more as soon as it asks.
        let _ = app.store().tell_given_up(reference, &held.device).await;
        let to = Redirect::to(&page.url("/follow"));
        return Ok((held.cookie(&app), forget_call(&app), to).into_response());
    }
    if !DONE.contains(&what.as_str()) {
        return Err(Error::NotFound);
    }
    let Some(case) = held_case(&app, &headers, reference).await? else {
        let mut fields = fields;
        fields.set("reference", reference.to_string());
        let html = Find::of(
            &page,
            &Held::of(&app, &headers),
            FormState::new(fields, Vec::new()),
            false,
        )
        .render()?;
        return Ok(private(StatusCode::UNAUTHORIZED, html));
    };
    let mut wrong = fields.broken();
    let command = match notices::follow::command(&page, &case, &what, &fields) {
        Some(command) => Some(command),
        None => command(&app, &case, &what, &fields, &mut wrong),
    };
    let refusal = match command.filter(|_| wrong.is_empty()) {
        None => Refusal::Invalid(wrong),
        Some(command) => {
            let once = fields.once(&app, &reference.to_string(), &what);
            let actor = Actor::holder(reference);
            let done = app
                .store()
                .carry_out_once(&app.context(&actor), reference, None, &command, once.as_ref())
                .await;
            match done {
                Ok(_) => return Ok(Redirect::to(&format!("{to}?done={what}")).into_response()),
                Err(CommandError::Refused(refusal)) => refusal,
                Err(error) => {
                    let error = Error::from(error);
                    let refused = Some(error.text(&page));
                    let state = FormState::new(fields, Vec::new());
                    let mut shown = Follow::of(&page, &case, state, None, refused);
                    shown.told = told(&page, &case).await?;
                    shown.recordings = recordings_of(&page, &case).await?;
                    return Ok(private(error.status(), shown.render()?));
                }
            }
        }
    };
    // What was written is there still, though the case may stand elsewhere by now.
    let now = held_case(&app, &headers, reference).await?.unwrap_or(case);
    again(&page, &now, fields, refusal, &what).await
}

/// The page of the case with what was entered and why it was not done. A problem with "the text" belongs to the control
/// of what was to be done.
pub(super) async fn again(
    page: &Page,
    case: &Case,
    fields: Fields,
    refusal: Refusal,
    what: &str,
) -> Result<Response, Error> {
    let (problems, refused) = match refusal {
        Refusal::Invalid(problems) => {
            let named = |p: FieldProblem| if p.field == "text" { p.problem.of(what) } else { p };
            (problems.into_iter().map(named).collect(), None)
        }
        refusal => (Vec::new(), Some(Error::from(refusal).text(page))),
    };
    let mut shown = Follow::of(page, case, FormState::new(fields, problems), None, refused);
    shown.told = told(page, case).await?;
    shown.recordings = recordings_of(page, case).await?;
    Ok(private(StatusCode::UNPROCESSABLE_ENTITY, shown.render()?))
}

/// What the form asks for; what is missing from it goes to `wrong`.
fn command(
    app: &App,
    case: &Case,
    what: &str,
    fields: &Fields,
    wrong: &mut Vec<FieldProblem>,
) -> Option<Command> {
    let text = fields.get(what).to_owned();
    let (language, _) = intake::language_of(app, None, &text, case.language);
    let language = Some(language);
    Some(match what {
        "reply" => Command::Reply { text, language },
        "answer-question" => Command::AnswerQuestion { text, language },
        "reopen" => Command::Reopen { text, language },
        _ => {
            let mut yes_no = |name: &str| match fields.get(name) {
                "yes" => Some(true),
                "no" => Some(false),
                _ => {
                    wrong.push(Problem::Required.of(name));
                    None
                }
            };
            let (solved, satisfied) = (yes_no("solved"), yes_no("satisfied"));
            let comment = fields.get("comment").to_owned();
            Command::Rate {
                solved: solved?,
                satisfied: satisfied?,
                comment,
            }
        }
    })
}

impl<'a> Follow<'a> {
    /// Whoever has just said that nothing is solved is told at once that it can be taken up again.
    fn offer(&mut self) {
        if let Some(done) = self
            .done
            .as_mut()
            .filter(|_| self.case.unsolved && self.case.can.reopen)
        {
            *done = format!("{done} {}", self.page.t("follow-reopen-below"));
        }
    }

    fn of(
        page: &'a Page,
        case: &Case,
        state: FormState,
        done: Option<String>,
        refused: Option<String>,
    ) -> Self {
        let view = CaseView::of(page, case);
        let can = view.can;
        let state_error = state.error(page, "file");
        let area = |name: &str, label: String, hint: String, max| {
            let mut control = Control::new(name, label, Kind::Area { rows: 5 });
            control.counted = Some(Counted::new(page, max));
            control.hinted(hint).filled(page, &state)
        };
        let any_language = || page.t("apply-text-any-language").to_string();
        let answer_control = can.answer.then(|| {
            let label = page.t("follow-your-answer").to_string();
            area("answer-question", label, any_language(), MESSAGE_MAX)
        });
        let reply_control = can.reply.then(|| {
            let label = page.t("follow-write-label").to_string();
            area("reply", label, any_language(), MESSAGE_MAX)
        });
        let reopen_control = can.reopen.then(|| {
            let label = page.t("follow-reopen-label").to_string();
            area("reopen", label, any_language(), MESSAGE_MAX)
        });
        let yes_no = |name: &str, label: String, yes: String, no: String| {
            let choice = |value: &str, label| Choice {
                value: value.to_owned(),
                label,
                hint: None,
                chosen: state.value(name) == value,
                tag: None,
            };
            let choices = vec![choice("yes", yes), choice("no", no)];
            Control::new(name, label, Kind::Radios(choices)).filled(page, &state)
        };
        let rating_controls = if can.rate {
            let comment = area(
                "comment",
                page.t("follow-comment").to_string(),
                String::new(),
                REASON_MAX,
            );
            vec![
                yes_no(
                    "solved",
                    page.t("follow-solved").to_string(),
                    page.t("follow-solved-yes").to_string(),
                    page.t("follow-solved-no").to_string(),
                ),
                yes_no(
                    "satisfied",
                    page.t("follow-satisfied").to_string(),
                    page.t("follow-satisfied-yes").to_string(),
                    page.t("follow-satisfied-no").to_string(),
                ),
                comment,
            ]
        } else {
            Vec::new()
        };
        Self {
            action: page.url(&format!("/follow/{}", case.reference)),
            case: view,
            done,
            refused,
            news: false,
            answer_control,
            reply_control,
            reopen_control,
            rating_controls,
            file_error: state_error,
            again: page.url(&format!("/services/{}", case.service)),
            mails: Mails::of(page, case, &state),
            told: None,
            recordings: Vec::new(),
            state,
            page,
        }
    }
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let mut all = Vec::new();
    let problems = vec![
        Problem::Required.of("solved"),
        Problem::TooLong { max: 4000, by: 1 }.of("reply"),
    ];
    let wrong = FormState::new(Fields::default(), problems);
    let mut held = Held::default();
    for case in crate::testing::cases(page.city()) {
        let done = Some(page.tc("follow-done", "reply").to_string());
        let pages = [
            Follow::of(page, &case, FormState::default(), done, None),
            Follow::of(page, &case, wrong.clone(), None, Some("…".to_owned())),
        ];
        all.extend(pages.map(|shown| ("cases/follow", shown.render().unwrap_or_default())));
        held = held.with(Receipt {
            reference: case.reference,
            code: AccessCode::from_random([1; 12]),
            opened_at: None,
        });
    }
    for is_wrong in [false, true] {
        let shown = Find::of(page, &held, wrong.clone(), is_wrong);
        all.push(("cases/find", shown.render().unwrap_or_default()));
    }
    all
}
