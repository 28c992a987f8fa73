use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Lang;
use domain::cases::{Case, Channel, Command, Contact, Open, State as CaseState};
use domain::journaled::Journaled as _;
use domain::people::Actor;
use domain::problems::Problem;
use domain::receipts::Reference;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::view::CaseView;
use crate::cases::intake;
use crate::kit::api::{Body, Caller, Once};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::guard::Guess;
use crate::kit::reader::Reader;
use crate::kit::upload::{self, Sent};

/// What a case is opened with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenBody {
    /// Code of the service.
    service: String,
    /// Language of `text`; detected when absent.
    #[serde(default)]
    language: Option<String>,
    /// At most 4,000 characters.
    #[serde(default)]
    text: String,
    #[serde(default)]
    topic: Option<String>,
    /// Answers to the service's questions, by code; several choices are parted by commas.
    #[serde(default)]
    fields: BTreeMap<String, String>,
    #[serde(default)]
    contact: Option<ContactBody>,
    /// Code of a district or zone.
    #[serde(default)]
    place: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactBody {
    #[serde(default)]
    name: Option<String>,
    /// Where mails are sent, a link to confirm it is sent there; then news of the case.
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    phone: Option<String>,
}

/// A receipt. The access code is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReceiptView {
    #[schema(example = "7KQ4-M2XH")]
    reference: String,
    #[schema(example = "3F7K-9QWX-4MTR")]
    access_code: String,
    status: &'static str,
    #[schema(value_type = String)]
    language: Lang,
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    unit: String,
}

/// `language` as stated, or the field's problem.
fn stated(language: Option<&str>) -> Result<Option<Lang>, Error> {
    let stated = language
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .map(Lang::parse)
        .transpose();
    stated.map_err(|_| Error::Invalid(vec![Problem::NotALanguage.of("language")]))
}

/// Open a case. Nobody needs an account; keep the reference and the access code.
///
/// Sent again with the same `Idempotency-Key` it gives the same receipt; with another body, `key-reused`.
#[utoipa::path(
    post, path = "/api/v1/cases", tag = "cases", request_body = OpenBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "At most 255 characters, random and yours alone: with it and the same body the receipt is shown again")),
    responses(
        (status = 201, body = ReceiptView),
        (status = 422, description = "Fields are wrong; each is named")
    )
)]
pub(super) async fn open(
    State(app): State<App>,
    reader: Reader,
    once: Once,
    Body(body): Body<OpenBody>,
) -> Result<Response, Error> {
    let stated = stated(body.language.as_deref())?;
    let (language, detected) = intake::language_of(&app, stated, &body.text, reader.lang);
    let contact = body.contact.map_or_else(Contact::default, |c| Contact {
        name: c.name,
        email: c.email,
        phone: c.phone,
        pages: Some(reader.lang),
    });
    let open = Open {
        service: body.service,
        language,
        detected,
        channel: Channel::Api,
        text: body.text,
        topic: body.topic,
        fields: body.fields,
        contact,
        place: body.place,
    };
    let opened = intake::open(&app, &Actor::ANYONE, &open, once.0.as_deref())
        .await
        .map_err(|error| once.told(error))?;
    let case = &opened.case;
    let receipt = ReceiptView {
        reference: case.reference.to_string(),
        access_code: opened.access_code.reveal(),
        status: case.state.code(),
        language: case.language,
        due_on: case.next_due().map(|clock| clock.due_on(&app.city().timezone)),
        unit: case.unit.to_string(),
    };
    let location = format!("/api/v1/cases/{}", case.reference);
    let headers = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((StatusCode::CREATED, headers, Json(receipt)).into_response())
}

/// The case that the receipt opens. What cannot be a reference or a code is answered like a wrong one.
async fn by_receipt(app: &App, given: &str, caller: &Caller) -> Result<Case, Error> {
    app.guard().may_try(Guess::Receipt, caller.address)?;
    let opened = async {
        let reference = Reference::parse(given).ok()?;
        let code_hash = app.secret().access_hash(reference, caller.code.as_ref()?);
        Some(app.store().by_receipt::<Case>(reference, &code_hash).await)
    };
    if let Some(case) = opened.await.transpose()?.flatten() {
        return Ok(case);
    }
    app.guard().failed(Guess::Receipt, caller.address)?;
    Err(Error::WrongReceipt)
}

/// A case, for the person it belongs to.
#[utoipa::path(
    get, path = "/api/v1/cases/{reference}", tag = "cases", security(("receipt" = [])),
    params(("reference" = String, Path)),
    responses(
        (status = 200, body = CaseView),
        (status = 401, description = "No such reference, or not its access code: it is not said which")
    )
)]
pub(super) async fn show(
    State(app): State<App>,
    Path(reference): Path<String>,
    caller: Caller,
) -> Result<Response, Error> {
    let case = by_receipt(&app, &reference, &caller).await?;
    Ok(shown(&app, &caller, &case))
}

fn shown(app: &App, caller: &Caller, case: &Case) -> Response {
    // Without a wish of the caller's, the language of the case itself.
    let view = CaseView::of(
        app,
        case,
        &Actor::holder(case.reference),
        caller.reads.unwrap_or(case.language),
    );
    ([(header::CACHE_CONTROL, "no-store")], Json(view)).into_response()
}

/// Carries out a command of the resident's; once, if the request has a key for what was said.
async fn resident_does(
    app: &App,
    caller: &Caller,
    case: &Case,
    command: &Command,
    (once, said): (&Once, &impl Serialize),
) -> Result<Response, Error> {
    let key = once.key(app, &case.reference.to_string(), said);
    let actor = Actor::holder(case.reference);
    let case = app
        .store()
        .carry_out_once(&app.context(&actor), case.reference, None, command, key.as_ref())
        .await
        .map_err(|error| once.told(error))?;
    Ok((StatusCode::CREATED, shown(app, caller, &case)).into_response())
}

/// What the resident writes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WriteBody {
    /// At most 4,000 characters.
    text: String,
    #[serde(default)]
    language: Option<String>,
}

/// Write to the unit; when it has asked something, this is the answer.
#[utoipa::path(
    post, path = "/api/v1/cases/{reference}/messages", tag = "cases", security(("receipt" = [])),
    params(("reference" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "At most 255 characters, random and yours alone: with it the same request is carried out once")), request_body = WriteBody,
    responses((status = 201, body = CaseView))
)]
pub(super) async fn write(
    State(app): State<App>,
    Path(reference): Path<String>,
    caller: Caller,
    once: Once,
    Body(body): Body<WriteBody>,
) -> Result<Response, Error> {
    let case = by_receipt(&app, &reference, &caller).await?;
    let (language, _) =
        intake::language_of(&app, stated(body.language.as_deref())?, &body.text, case.language);
    let said = ("messages", &body.text, &body.language);
    let (text, language) = (body.text.clone(), Some(language));
    let command = if case.state == CaseState::WaitingResident {
        Command::AnswerQuestion { text, language }
    } else {
        Command::Reply { text, language }
    };
    resident_does(&app, &caller, &case, &command, (&once, &said)).await
}

/// What the resident says of the answer: two separate questions.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RatingBody {
    solved: bool,
    satisfied: bool,
    #[serde(default)]
    comment: String,
}

/// Rate the answer.
#[utoipa::path(
    post, path = "/api/v1/cases/{reference}/rating", tag = "cases", security(("receipt" = [])),
    params(("reference" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "At most 255 characters, random and yours alone: with it the same request is carried out once")), request_body = RatingBody,
    responses((status = 201, body = CaseView), (status = 409, description = "There is no answer to rate"))
)]
pub(super) async fn rate(
    State(app): State<App>,
    Path(reference): Path<String>,
    caller: Caller,
    once: Once,
    Body(RatingBody {
        solved,
        satisfied,
        comment,
    }): Body<RatingBody>,
) -> Result<Response, Error> {
    let case = by_receipt(&app, &reference, &caller).await?;
    let said = ("rating", solved, satisfied, comment.clone());
    let command = Command::Rate {
        solved,
        satisfied,
        comment,
    };
    resident_does(&app, &caller, &case, &command, (&once, &said)).await
}

/// Open an answered case again, with the reason.
#[utoipa::path(
    post, path = "/api/v1/cases/{reference}/reopening", tag = "cases", security(("receipt" = [])),
    params(("reference" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "At most 255 characters, random and yours alone: with it the same request is carried out once")), request_body = WriteBody,
    responses((status = 201, body = CaseView), (status = 409, description = "Not in this state, or too late"))
)]
pub(super) async fn reopen(
    State(app): State<App>,
    Path(reference): Path<String>,
    caller: Caller,
    once: Once,
    Body(body): Body<WriteBody>,
) -> Result<Response, Error> {
    let case = by_receipt(&app, &reference, &caller).await?;
    let (language, _) =
        intake::language_of(&app, stated(body.language.as_deref())?, &body.text, case.language);
    let said = ("reopening", &body.text, &body.language);
    let command = Command::Reopen {
        text: body.text.clone(),
        language: Some(language),
    };
    resident_does(&app, &caller, &case, &command, (&once, &said)).await
}

/// A file, as `multipart/form-data`.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only describes the form")]
pub(super) struct FileBody {
    /// PDF, JPEG, PNG, WebP or HEIC; at most 10 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Add a file to a case.
#[utoipa::path(
    post, path = "/api/v1/cases/{reference}/attachments", tag = "cases", security(("receipt" = [])),
    params(("reference" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "At most 255 characters, random and yours alone: with it the same request is carried out once")),
    request_body(content = FileBody, content_type = "multipart/form-data"),
    responses((status = 201, body = CaseView))
)]
pub(super) async fn attach(
    State(app): State<App>,
    Path(reference): Path<String>,
    caller: Caller,
    once: Once,
    form: Sent,
) -> Result<Response, Error> {
    let case = by_receipt(&app, &reference, &caller).await?;
    let (file, bytes, _) = upload::file(form.to(Case::NOUN, case.reference)).await?;
    let key = once.key(&app, &case.reference.to_string(), &("attachments", &file.digest));
    let actor = Actor::holder(case.reference);
    let case = app
        .store()
        .attach_once(
            &app.context(&actor),
            case.reference,
            None,
            (&Command::Attach(file.clone()), &bytes),
            key.as_ref(),
        )
        .await
        .map_err(|error| once.told(error))?;
    Ok((StatusCode::CREATED, shown(&app, &caller, &case)).into_response())
}
