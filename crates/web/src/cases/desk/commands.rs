//! What comes of sending a command's form.

use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use axum::response::Response;
use domain::Lang;
use domain::cases::{Case, Command, CommandKind, Translated, allowed};
use domain::deadlines::{ClockKind, Limit};
use domain::journaled::Refusal;
use domain::people::StaffId;
use domain::problems::{FieldProblem, Problem};
use domain::services::PausedBy;
use jiff::civil::DateTime;
use store::{CommandError, Happened, StoreError};

use super::cases::{Notice, shown};
use super::forms::{Draft, canned, extensible, purpose};
use super::{Answer, Desk, Names, see_other};
use crate::cases::intake;
use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState};

/// Whether a form can only be read in view of the case: the limit of a clock says in which unit it is extended.
fn needs_case(kind: CommandKind) -> bool {
    kind == CommandKind::Extend
}

/// The command that a form asks for. What the rules check is left to them; here only what cannot be read is refused.
#[expect(clippy::too_many_lines, reason = "one arm a command, each its fields")]
fn command_of(
    desk: &Desk,
    case: Option<&Case>,
    kind: CommandKind,
    fields: &Fields,
) -> Result<Command, Vec<FieldProblem>> {
    use CommandKind as K;
    let broken = fields.broken();
    if !broken.is_empty() {
        return Err(broken);
    }
    let one = |problem: Problem, field: &str| vec![problem.of(field)];
    let text = || fields.get("text").to_owned();
    let reason = || fields.get("reason").to_owned();
    let unit = |name: &str| fields.filled(name).map(domain::UnitCode::from);
    let required = |name: &str| {
        fields
            .filled(name)
            .ok_or_else(|| vec![Problem::Required.of(name)])
    };
    let yes = |name: &str| match fields.get(name) {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(vec![Problem::Required.of(name)]),
    };
    let language = || match fields.filled("language").map(Lang::parse) {
        None => Ok(Some(desk.writes())),
        Some(Ok(lang)) => Ok(Some(lang)),
        Some(Err(_)) => Err(one(Problem::NotALanguage, "language")),
    };
    Ok(match kind {
        K::Triage => Command::Triage {
            topic: fields.filled("topic").map(str::to_owned),
            district: unit("district"),
            urgent: Some(fields.get("urgent") == "yes"),
            language: fields
                .filled("language")
                .map(Lang::parse)
                .transpose()
                .map_err(|_| one(Problem::NotALanguage, "language"))?,
        },
        K::Route => Command::Route {
            unit: required("unit")?.into(),
            reason: reason(),
        },
        K::Return => Command::Return {
            reason: reason(),
            suggested: unit("suggested"),
        },
        K::Accept => Command::Accept,
        K::Decline => Command::Decline {
            text: text(),
            language: language()?,
        },
        K::Assign => Command::Assign {
            staff: match required("staff")? {
                "nobody" => None,
                id => Some(StaffId(
                    id.parse().map_err(|_| one(Problem::NotAnOption, "staff"))?,
                )),
            },
        },
        K::Note => Command::Note { text: text() },
        K::Reply => Command::Reply {
            text: text(),
            language: language()?,
        },
        K::Ask => Command::Ask {
            text: text(),
            language: language()?,
        },
        K::AnswerQuestion => Command::AnswerQuestion {
            text: text(),
            language: None,
        },
        K::Suspend => Command::Suspend {
            waits_for: match required("waits_for")? {
                "appraisal" => PausedBy::Appraisal,
                "partner" => PausedBy::Partner,
                _ => return Err(one(Problem::NotAnOption, "waits_for")),
            },
            reason: reason(),
        },
        K::Resume => Command::Resume,
        K::Extend => {
            let clock =
                ClockKind::parse(required("clock")?).ok_or_else(|| one(Problem::NotAnOption, "clock"))?;
            let count: u16 = required("by")?
                .parse()
                .map_err(|_| one(Problem::NotANumber, "by"))?;
            let cap = case.and_then(|case| {
                let mut clocks = extensible(desk, case);
                clocks.find(|(known, _)| known.kind == clock)
            });
            let cap = cap.map(|(_, cap)| cap);
            let by = match cap.ok_or_else(|| one(Problem::NoExtension, "clock"))? {
                Limit::WorkingDays(_) => Limit::WorkingDays(count),
                Limit::Days(_) => Limit::Days(count),
                Limit::Hours(_) => Limit::Hours(count),
            };
            Command::Extend {
                clock,
                by,
                reason: reason(),
            }
        }
        K::DecideExtension => Command::DecideExtension {
            grant: yes("grant")?,
            reason: reason(),
        },
        K::Advance => Command::Advance {
            stage: required("stage")?.to_owned(),
        },
        K::Involve => Command::Involve {
            unit: required("unit")?.into(),
            reason: reason(),
        },
        K::Refer => Command::Refer {
            partner: fields.get("partner").to_owned(),
            reason: reason(),
        },
        K::Book => {
            let entered = required("starts_at")?.replace(' ', "T");
            let civil: DateTime = entered.parse().map_err(|_| one(Problem::NotADate, "starts_at"))?;
            let zoned = civil.to_zoned(desk.city().timezone.clone());
            let starts_at = zoned
                .map_err(|_| one(Problem::NotADate, "starts_at"))?
                .timestamp();
            Command::Book {
                starts_at,
                what: fields.get("what").to_owned(),
            }
        }
        K::Resolve => Command::Resolve {
            text: text(),
            language: language()?,
        },
        K::Rate => Command::Rate {
            solved: yes("solved")?,
            satisfied: yes("satisfied")?,
            comment: fields.get("comment").to_owned(),
        },
        K::Reopen => Command::Reopen {
            text: text(),
            language: language()?,
        },
        K::Merge => Command::Merge {
            into: fields.get("into").to_owned(),
        },
        K::Link => Command::Link {
            to: fields.get("to").to_owned(),
        },
        K::Close => Command::Close { reason: reason() },
        K::Erase => Command::Erase { reason: reason() },
        K::Translate => Command::Translate {
            translated: Translated {
                message: required("message")?
                    .parse()
                    .map_err(|_| one(Problem::UnknownMessage, "message"))?,
                language: Lang::parse(required("language")?)
                    .map_err(|_| one(Problem::NotALanguage, "language"))?,
                text: text(),
            },
            made: None,
        },
        // Its bytes come another way.
        K::Attach => return Err(one(Problem::Required, "file")),
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
        let who = step.map(|step| names.speaker(desk, &step.by)).unwrap_or_default();
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
    let carried = app
        .store()
        .carry_out(&app.context(&desk.actor), reference, version, &command)
        .await;
    let (status, problems, notice) = match carried {
        Ok(after) => return Ok(onwards(&desk, &after, kind, fields.get("then"))),
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
            error @ (StoreError::Unavailable | StoreError::Unknown | StoreError::Conflict),
        )) => {
            tracing::warn!(%error, "a command was not written");
            let notice = failure(&desk, &error);
            (Error::from(error).status(), Vec::new(), notice)
        }
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
pub(super) async fn attach(desk: Desk, Path(reference): Path<String>, form: Multipart) -> Answer {
    let kind = CommandKind::Attach;
    let case = desk.case(&reference).await?;
    let app = desk.app.clone();
    let wrong = |problems| {
        let notice = refusal(&desk, kind, &Refusal::Invalid(Vec::new()));
        (Fields::default(), problems, notice)
    };
    let (file, bytes) = match intake::file(form).await {
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
