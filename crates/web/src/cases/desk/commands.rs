//! What comes of sending a command's form.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::cases::{Case, Command, CommandKind, MessageKind, allowed};
use domain::deadlines::Limit;
use domain::journaled::{Journaled as _, Refusal};
use domain::problems::{FieldProblem, Problem};
use serde_json::{Map, Value, json};
use store::{CommandError, Happened, StoreError};

use super::cases::{Notice, shown};
use super::forms::{Draft, canned, extensible, purpose};
use super::{Answer, Cases as _, Desk, Names, see_other, speaker};
use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState};
use crate::kit::inputs;
use crate::kit::upload::{self, Sent};

/// Whether a form can only be read in view of the case: the limit of a clock says in which unit it is extended, and what is
/// taken back is written anew.
fn needs_case(kind: CommandKind) -> bool {
    matches!(kind, CommandKind::Extend | CommandKind::Withdraw)
}

/// The command that a form asks for. What the rules check is left to them; here only what cannot be read is refused.
fn command_of(
    desk: &Desk,
    case: Option<&Case>,
    kind: CommandKind,
    fields: &Fields,
) -> Result<Command, Vec<FieldProblem>> {
    let mut said = inputs::read(desk, kind.inputs(), fields)?;
    match kind {
        // The words are the resident's, in their language.
        CommandKind::AnswerQuestion => {
            said.remove("language");
        }
        CommandKind::Extend => {
            let by = case.and_then(|case| extended_by(desk, case, &said));
            let by = by.ok_or_else(|| vec![Problem::NoExtension.of("clock")])?;
            said.insert("by".to_owned(), json!(by));
        }
        _ => {}
    }
    said.insert("command".to_owned(), json!(kind.code()));
    serde_json::from_value(Value::Object(said)).map_err(|_| vec![Problem::NotAnOption.of("command")])
}

/// So many of the units in which the clock's extension is counted.
fn extended_by(desk: &Desk, case: &Case, said: &Map<String, Value>) -> Option<Limit> {
    let clock = said.get("clock")?.as_str()?;
    let count = u16::try_from(said.get("by")?.as_u64()?).ok()?;
    let (_, cap) = extensible(desk, case).find(|(known, _)| known.kind.code() == clock)?;
    Some(match cap {
        Limit::WorkingDays(_) => Limit::WorkingDays(count),
        Limit::Days(_) => Limit::Days(count),
        Limit::Hours(_) => Limit::Hours(count),
    })
}

/// Why a command was refused, in words. `None` when the fields say it themselves.
pub(super) fn refusal(desk: &Desk, kind: CommandKind, refusal: &Refusal) -> Notice {
    let what = desk.tc("desk-do", kind.code()).to_string();
    let mut lines = Vec::new();
    let text = match refusal {
        Refusal::NotAllowed => desk.t("desk-refused-not-allowed").with("what", what).to_string(),
        Refusal::WrongState { state, allowed, .. } => {
            let kinds = allowed
                .iter()
                .filter(|kind| **kind != CommandKind::Translate.code());
            let list: Vec<String> = kinds.map(|kind| desk.tc("desk-do", kind).to_string()).collect();
            if !list.is_empty() {
                lines.push(
                    desk.t("desk-refused-allowed")
                        .with("list", list.join(" · "))
                        .to_string(),
                );
            }
            let state = desk.tc("desk-state", state).to_string();
            desk.t("desk-refused-wrong-state")
                .with("state", state)
                .with("what", what)
                .to_string()
        }
        Refusal::TooLate { since } => desk
            .t("desk-refused-too-late")
            .with("since", desk.brief(*since))
            .to_string(),
        Refusal::OftenEnough { times, .. } => desk
            .t("desk-refused-reopened-enough")
            .with("n", *times)
            .to_string(),
        Refusal::Invalid(_) => desk.t("desk-refused-invalid").to_string(),
    };
    Notice {
        title: desk.t("desk-case-refused-title").to_string(),
        text,
        lines,
        kept: None,
        form: None,
        is_error: true,
    }
}

/// Why a command was not written, or is not known to be, in words.
pub(super) fn failure(desk: &Desk, error: &StoreError) -> Notice {
    let (title, text) = match error {
        StoreError::Unknown => (desk.t("desk-unsure-title"), desk.t("desk-unsure")),
        StoreError::Full => (desk.t("desk-case-refused-title"), desk.t("desk-refused-full")),
        _ => (
            desk.t("desk-case-refused-title"),
            desk.t("desk-refused-unavailable"),
        ),
    };
    Notice {
        title: title.to_string(),
        text: text.to_string(),
        lines: Vec::new(),
        kept: None,
        form: None,
        is_error: true,
    }
}

/// What changed since the form was shown.
fn changes(desk: &Desk, case: &Case, names: &Names, since: &[Happened]) -> Notice {
    let line = |happened: &Happened| {
        let step = usize::try_from(happened.seq)
            .ok()
            .and_then(|seq| case.steps.get(seq.checked_sub(1)?));
        let who = step
            .map(|step| speaker(desk, names, &step.by))
            .unwrap_or_default();
        let unit = step.and_then(|step| step.unit.as_ref()).unwrap_or(&case.unit);
        let stage = step
            .and_then(|step| step.stage.as_ref())
            .cloned()
            .unwrap_or_default();
        let what = desk
            .tc("desk-event", &happened.kind)
            .with("unit", desk.short_unit(unit))
            .with("stage", stage);
        format!("{} – {what} – {who}", desk.brief(happened.at))
    };
    Notice {
        title: desk.t("desk-case-stale-title").to_string(),
        text: desk.t("desk-case-stale").to_string(),
        lines: since.iter().map(line).collect(),
        kept: None,
        form: None,
        is_error: true,
    }
}

/// Keeps what was written when its form is not on the page any more.
fn keep(desk: &Desk, case: &Case, kind: CommandKind, fields: &Fields, notice: &mut Notice) {
    if allowed(case, &desk.actor, desk.city()).contains(&kind) {
        let title = desk.tc("desk-do", kind.code()).to_string();
        notice.form = Some((kind.code(), title));
        return;
    }
    let kept: Vec<&str> = ["text", "reason", "what", "comment"]
        .iter()
        .filter_map(|name| fields.filled(name))
        .collect();
    if !kept.is_empty() {
        notice
            .lines
            .push(desk.t("desk-case-stale-not-possible").to_string());
        notice.kept = Some(kept.join("\n\n"));
    }
}

async fn again(
    status: StatusCode,
    desk: Desk,
    case: &Case,
    kind: CommandKind,
    (fields, problems, mut notice): (Fields, Vec<FieldProblem>, Notice),
) -> Answer {
    keep(&desk, case, kind, &fields, &mut notice);
    let draft = Draft {
        kind,
        state: FormState::new(fields, problems),
    };
    shown(status, desk, case, Some(&draft), Some(notice)).await
}

/// `POST /desk/cases/{reference}/{command}`
///
/// The store reads the case and decides; here it is read only for what has to be shown of it.
pub(super) async fn carry_out(
    desk: Desk,
    Path((address, command)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let kind = CommandKind::parse(&command).ok_or(Error::NotFound)?;
    let reference = desk.case_reference(&address)?;
    if fields.has("insert") {
        return with_canned(desk, &address, kind, fields).await;
    }
    let case = if needs_case(kind) {
        Some(desk.case(&address).await?)
    } else {
        None
    };
    let command = match command_of(&desk, case.as_ref(), kind, &fields) {
        Ok(command) => command,
        Err(problems) => {
            let case = desk.case(&address).await?;
            let notice = refusal(&desk, kind, &Refusal::Invalid(Vec::new()));
            let back = (fields, problems, notice);
            return again(StatusCode::UNPROCESSABLE_ENTITY, desk, &case, kind, back).await;
        }
    };
    let version = fields.get("version").parse().ok();
    let app = desk.app.clone();
    let what = format!("{reference}/{}", kind.code());
    let once = fields.once(&app, &desk.staff.id.to_string(), &what);
    let carried = app
        .store()
        .carry_out_once(
            &app.context(&desk.actor),
            reference,
            version,
            &command,
            once.as_ref(),
        )
        .await;
    let (status, problems, notice) = match carried {
        Ok(after) => {
            return match case.and_then(|before| taken_back(&before, &command)) {
                Some(draft) => shown(StatusCode::OK, desk, &after, Some(&draft), None).await,
                None => Ok(onwards(&desk, &after, kind, fields.get("then"))),
            };
        }
        Err(CommandError::NotFound) => return Err(desk.case_unknown()),
        Err(CommandError::Stale { current, since }) => {
            let names = desk.names().await?;
            let notice = changes(&desk, &current, &names, &since);
            let back = (fields, Vec::new(), notice);
            return again(StatusCode::CONFLICT, desk, &current, kind, back).await;
        }
        Err(CommandError::Refused(refused)) => {
            let notice = refusal(&desk, kind, &refused);
            let (status, problems) = match refused {
                Refusal::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
                Refusal::NotAllowed => (StatusCode::FORBIDDEN, Vec::new()),
                _ => (StatusCode::CONFLICT, Vec::new()),
            };
            (status, problems, notice)
        }
        Err(CommandError::Store(
            error @ (StoreError::Unavailable | StoreError::Full | StoreError::Unknown | StoreError::Conflict),
        )) => {
            tracing::warn!(%error, "a command was not written");
            let notice = failure(&desk, &error);
            (Error::from(error).status(), Vec::new(), notice)
        }
        Err(error @ CommandError::OtherRequest) => return Err(Error::from(error).into()),
        Err(CommandError::Store(error)) => return Err(error.into()),
    };
    let case = desk.case(&address).await?;
    again(status, desk, &case, kind, (fields, problems, notice)).await
}

/// Without a script: the canned reply comes back in its form.
async fn with_canned(desk: Desk, address: &str, kind: CommandKind, mut fields: Fields) -> Answer {
    let case = desk.case(address).await?;
    let replies = purpose(kind)
        .map(|purpose| canned(&desk, &case, purpose))
        .unwrap_or_default();
    if let Some(reply) = replies
        .into_iter()
        .find(|reply| reply.code == fields.get("canned"))
    {
        let before = fields.get("text").trim().to_owned();
        let gap = if before.is_empty() { "" } else { "\n\n" };
        fields.set("text", format!("{before}{gap}{}", reply.text));
    }
    let draft = Draft {
        kind,
        state: FormState::new(fields, Vec::new()),
    };
    shown(StatusCode::OK, desk, &case, Some(&draft), None).await
}

/// What was taken back, in the form that it was written in.
fn taken_back(before: &Case, command: &Command) -> Option<Draft> {
    let Command::Withdraw { message } = command else {
        return None;
    };
    let message = before.waiting().find(|waiting| waiting.id == *message)?;
    let kind = match message.kind {
        MessageKind::Question => CommandKind::Ask,
        MessageKind::Answer => CommandKind::Resolve,
        MessageKind::Decline => CommandKind::Decline,
        _ => CommandKind::Reply,
    };
    let mut fields = Fields::default();
    fields.set("text", message.text.clone().unwrap_or_default());
    fields.set("language", message.language.to_string());
    let state = FormState::new(fields, Vec::new());
    Some(Draft { kind, state })
}

/// Where a command leads: back to its case, or to the list it was sent from, or on to the inbox when the case is no
/// longer in reach.
fn onwards(desk: &Desk, after: &Case, kind: CommandKind, then: &str) -> Response {
    let done = kind.code();
    if then == "wall" {
        return see_other(&format!("/desk/wall?done={done}"));
    }
    if !desk.sees(after) {
        return see_other(&format!("/desk/inbox?done={done}"));
    }
    see_other(&format!("/desk/cases/{}?done={done}", after.reference))
}

/// `POST /desk/cases/{reference}/attach`
pub(super) async fn attach(desk: Desk, Path(reference): Path<String>, form: Sent) -> Answer {
    let kind = CommandKind::Attach;
    let case = desk.case(&reference).await?;
    let app = desk.app.clone();
    let wrong = |problems| {
        let notice = refusal(&desk, kind, &Refusal::Invalid(Vec::new()));
        (Fields::default(), problems, notice)
    };
    let (file, bytes, _) = match upload::file(form.to(Case::NOUN, case.reference)).await {
        Ok(file) => file,
        Err(Error::Invalid(problems)) => {
            let wrong = wrong(problems);
            return again(StatusCode::UNPROCESSABLE_ENTITY, desk, &case, kind, wrong).await;
        }
        Err(error) => return Err(error.into()),
    };
    match app
        .store()
        .attach(
            &app.context(&desk.actor),
            case.reference,
            None,
            &Command::Attach(file.clone()),
            &bytes,
        )
        .await
    {
        Ok(after) => Ok(onwards(&desk, &after, kind, "")),
        Err(CommandError::Refused(Refusal::Invalid(problems))) => {
            let wrong = wrong(problems);
            again(StatusCode::UNPROCESSABLE_ENTITY, desk, &case, kind, wrong).await
        }
        Err(CommandError::Refused(refused)) => {
            let notice = refusal(&desk, kind, &refused);
            again(
                StatusCode::CONFLICT,
                desk,
                &case,
                kind,
                (Fields::default(), Vec::new(), notice),
            )
            .await
        }
        Err(error) => Err(Error::from(error).into()),
    }
}

/// Shows a form that was sent without a session, as it was.
pub(super) async fn resume(desk: Desk, reference: &str, command: &str, fields: Fields) -> Answer {
    let kind = CommandKind::parse(command).ok_or(Error::NotFound)?;
    let case = desk.case(reference).await?;
    let notice = Notice {
        title: desk.t("desk-resumed-title").to_string(),
        text: desk.t("desk-resumed").to_string(),
        lines: Vec::new(),
        kept: None,
        form: None,
        is_error: false,
    };
    again(StatusCode::OK, desk, &case, kind, (fields, Vec::new(), notice)).await
}
