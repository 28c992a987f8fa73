//! The commands of a case as forms, and what comes of sending one.

use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use domain::Lang;
use domain::cases::{Case, Command, CommandKind, Refusal, Translated, allowed, next_stages};
use domain::city::ReplyUse;
use domain::deadlines::{Clock, ClockKind, Limit};
use domain::people::{Actor, StaffId};
use domain::problems::{FieldProblem, MESSAGE_MAX, Problem, REASON_MAX};
use domain::services::PausedBy;
use jiff::civil::DateTime;
use store::{CommandError, Happened, StoreError};

use super::cases::{Notice, shown};
use super::field::{Field, Kind, choice};
use super::row::Words;
use super::{Answer, Desk, Names, see_other};
use crate::error::Error;
use crate::form::{Choice, Fields, FormState};
use crate::intake;

/// A form that was sent and comes back.
#[derive(Debug)]
pub(super) struct Draft {
    pub kind: CommandKind,
    pub state: FormState,
}

/// The forms of a case, in their groups.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// What to do next.
    pub primary: Option<Form>,
    pub write: Vec<Form>,
    pub moves: Vec<Form>,
    pub more: Vec<Form>,
}

/// One command as a form.
#[derive(Debug)]
pub(super) struct Form {
    pub code: &'static str,
    pub title: String,
    pub hint: String,
    pub fields: Vec<Field>,
    pub canned: Vec<Canned>,
    /// Says that what is written will be translated.
    pub translated: Option<String>,
    /// It came back: shown open.
    pub is_open: bool,
    pub is_danger: bool,
    pub is_upload: bool,
}

/// A canned reply: in the language of who writes, and in the resident's if it is another.
#[derive(Debug)]
pub(super) struct Canned {
    pub code: String,
    pub title: String,
    pub text: String,
    pub known: Option<Words>,
}

impl Forms {
    pub fn is_empty(&self) -> bool {
        self.primary.is_none() && self.write.is_empty() && self.moves.is_empty() && self.more.is_empty()
    }

    /// The groups below the messages: the key of each one's name, and its forms.
    pub fn groups(&self) -> [(&'static str, &[Form]); 3] {
        [
            ("desk-case-write", &self.write),
            ("desk-case-move", &self.moves),
            ("desk-case-more", &self.more),
        ]
    }

    pub(super) fn of(desk: &Desk, case: &Case, names: &Names, draft: Option<&Draft>) -> Self {
        use CommandKind as K;
        let mut kinds = allowed(case, &desk.actor, desk.city());
        // It has a page of its own.
        kinds.retain(|kind| *kind != K::Translate);
        let next = next_step(desk, case, &kinds);
        let mut forms = Self::default();
        for kind in kinds {
            let form = Form::of(desk, case, names, kind, draft.filter(|draft| draft.kind == kind));
            let group = match kind {
                _ if Some(kind) == next => {
                    forms.primary = Some(form);
                    continue;
                }
                K::Reply | K::Ask | K::AnswerQuestion | K::Note | K::Resolve | K::Decline => &mut forms.write,
                K::Rate | K::Reopen | K::Merge | K::Link | K::Close | K::Erase | K::Book | K::Attach => {
                    &mut forms.more
                }
                _ => &mut forms.moves,
            };
            group.push(form);
        }
        forms
    }
}

/// What is to be done first, of what may be done.
fn next_step(desk: &Desk, case: &Case, kinds: &[CommandKind]) -> Option<CommandKind> {
    use CommandKind as K;
    let unsettled = case.escalated || case.unit == desk.city().hotline_unit;
    let route = if unsettled { K::Route } else { K::Accept };
    let order = [
        K::DecideExtension,
        route,
        K::Accept,
        K::Resolve,
        K::Advance,
        K::AnswerQuestion,
        K::Resume,
        K::Rate,
        K::Close,
    ];
    order.into_iter().find(|kind| kinds.contains(kind))
}

fn purpose(kind: CommandKind) -> Option<ReplyUse> {
    Some(match kind {
        CommandKind::Reply => ReplyUse::Reply,
        CommandKind::Ask => ReplyUse::Ask,
        CommandKind::Resolve => ReplyUse::Resolve,
        CommandKind::Decline => ReplyUse::Decline,
        _ => return None,
    })
}

impl Form {
    fn of(desk: &Desk, case: &Case, names: &Names, kind: CommandKind, draft: Option<&Draft>) -> Self {
        let mut fields = fields(desk, case, names, kind);
        if let Some(draft) = draft {
            fields = fields
                .into_iter()
                .map(|field| field.filled(desk, &draft.state))
                .collect();
        }
        let others = desk.writes() != case.language;
        let translated = purpose(kind).filter(|_| others).map(|_| {
            let language = desk.language_name(case.language);
            desk.t("desk-will-be-translated")
                .with("language", language)
                .to_string()
        });
        Self {
            code: kind.code(),
            title: desk.tc("desk-do", kind.code()).to_string(),
            hint: desk.tc("desk-hint", kind.code()).to_string(),
            fields,
            canned: purpose(kind)
                .map(|purpose| canned(desk, case, purpose))
                .unwrap_or_default(),
            translated,
            is_open: draft.is_some(),
            is_danger: matches!(
                kind,
                CommandKind::Erase | CommandKind::Decline | CommandKind::Merge
            ),
            is_upload: kind == CommandKind::Attach,
        }
    }
}

fn canned(desk: &Desk, case: &Case, purpose: ReplyUse) -> Vec<Canned> {
    let city = desk.city();
    let writes = desk.writes();
    let fits = |reply: &&domain::city::CannedReply| {
        reply.purpose == purpose && (reply.services.is_empty() || reply.services.contains(&case.service))
    };
    let one = |reply: &domain::city::CannedReply| {
        let key = format!("{}.text", reply.code);
        let text = city.texts.get("replies", &key, writes)?;
        let known = city
            .texts
            .get("replies", &key, case.language)
            .filter(|_| writes != case.language);
        Some(Canned {
            code: reply.code.clone(),
            title: desk.c_owned("replies", format!("{}.title", reply.code)),
            text: text.trim().to_owned(),
            known: known.map(|known| Words::new(desk, known.trim(), case.language)),
        })
    };
    city.replies.iter().filter(fits).filter_map(one).collect()
}

/// Clocks that run and may be extended, with the most that may be added.
fn extensible<'a>(desk: &'a Desk, case: &'a Case) -> impl Iterator<Item = (&'a Clock, Limit)> {
    let service = desk.city().service(case.service.as_str());
    case.clocks
        .iter()
        .filter(|clock| clock.is_running())
        .filter_map(move |clock| {
            let rule = service?.clock(clock.kind, clock.stage.as_deref())?;
            Some((clock, rule.extension?))
        })
}

fn select(desk: &Desk, choices: Vec<Choice>) -> Kind {
    let first = choice("", desk.t("desk-choose"));
    Kind::Select(std::iter::once(first).chain(choices).collect())
}

#[expect(clippy::too_many_lines, reason = "one arm a command, each its fields")]
fn fields(desk: &Desk, case: &Case, names: &Names, kind: CommandKind) -> Vec<Field> {
    use CommandKind as K;
    let city = desk.city();
    let form = kind.code();
    let place = format!("services/{}", case.service);
    let t = |key: &str| desk.t(key).to_string();
    let reason = || Field::area(desk, form, "reason", t("desk-field-reason"), REASON_MAX);
    let text = || {
        let mut fields = vec![Field::area(desk, form, "text", t("desk-field-text"), MESSAGE_MAX)];
        if desk.staff.languages.len() > 1 {
            let own = desk.staff.languages.iter();
            let choices = own.map(|lang| choice(lang, desk.language_name(*lang))).collect();
            let writes = desk.writes().to_string();
            fields.push(
                Field::new(
                    form,
                    "language",
                    t("desk-field-text-language"),
                    Kind::Select(choices),
                )
                .valued(writes),
            );
        }
        fields
    };
    let units = |but: &[&domain::UnitCode]| -> Vec<Choice> {
        let others = city.units.iter().filter(|unit| !but.contains(&&unit.code));
        others
            .map(|unit| choice(&unit.code, desk.unit(&unit.code)))
            .collect()
    };
    match kind {
        K::Triage => {
            let service = city.service(case.service.as_str());
            let mut fields = Vec::new();
            let topics = service.map_or(&[][..], |service| &service.topics);
            if !topics.is_empty() {
                let topics = topics.iter();
                let choices =
                    topics.map(|t| choice(&t.code, desk.c_owned(&place, format!("topic.{}", t.code))));
                let kind = select(desk, choices.collect());
                let topic = case.topic.clone().unwrap_or_default();
                fields.push(
                    Field::new(form, "topic", t("desk-field-topic"), kind)
                        .valued(topic)
                        .optional(),
                );
            }
            let districts = city
                .districts()
                .map(|unit| choice(&unit.code, desk.unit(&unit.code)))
                .collect();
            let district = case
                .district
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let districts = Field::new(
                form,
                "district",
                t("desk-field-district"),
                select(desk, districts),
            );
            fields.push(districts.valued(district).optional());
            let languages = desk.all_languages();
            let languages = languages
                .iter()
                .map(|lang| choice(lang, desk.language_name(*lang)))
                .collect();
            let languages = Field::new(
                form,
                "language",
                t("desk-field-language"),
                Kind::Select(languages),
            );
            fields.push(languages.valued(case.language.to_string()));
            let urgent = if case.urgent { "yes" } else { "" };
            fields.push(Field::new(form, "urgent", t("desk-field-urgent"), Kind::Check).valued(urgent));
            fields
        }
        K::Route => {
            let mut choices = units(&[&case.unit]);
            // What a unit suggested when it sent the case back comes first.
            let suggested = case.wrong_units.last().and_then(|wrong| wrong.suggested.as_ref());
            let suggested = suggested.map(ToString::to_string).unwrap_or_default();
            choices.sort_by_key(|choice| choice.value != suggested);
            let unit =
                Field::new(form, "unit", t("desk-field-unit"), select(desk, choices)).valued(suggested);
            vec![unit, reason().optional()]
        }
        K::Return => {
            let choices = select(desk, units(&[&case.unit, &city.hotline_unit]));
            let suggested = Field::new(form, "suggested", t("desk-field-suggested"), choices).optional();
            vec![reason(), suggested]
        }
        K::Accept | K::Resume | K::Translate => Vec::new(),
        K::Decline | K::Reply | K::Ask | K::Resolve => text(),
        K::Reopen => vec![Field::area(desk, form, "text", t("desk-field-text"), MESSAGE_MAX)],
        K::AnswerQuestion => {
            let label = t("desk-field-text");
            let language = desk.language_name(case.language);
            let hint = desk
                .t("desk-canned-read-in")
                .with("language", language)
                .to_string();
            vec![Field::area(desk, form, "text", label, MESSAGE_MAX).hinted(hint)]
        }
        K::Note => vec![Field::area(desk, form, "text", t("desk-field-text"), MESSAGE_MAX)],
        K::Assign => {
            let mut choices = Vec::new();
            if desk.staff.unit == case.unit {
                choices.push(choice(desk.staff.id.0, t("desk-field-staff-me")));
            }
            let others = names
                .in_unit(&case.unit)
                .into_iter()
                .filter(|staff| staff.id != desk.staff.id);
            choices.extend(others.map(|staff| choice(staff.id.0, &staff.name)));
            choices.push(choice("nobody", t("desk-field-staff-none")));
            vec![Field::new(
                form,
                "staff",
                t("desk-field-staff"),
                Kind::Select(choices),
            )]
        }
        K::Suspend => {
            let choices = ["appraisal", "partner"].map(|code| choice(code, desk.tc("desk-wait", code)));
            let waits_for = Field::new(
                form,
                "waits_for",
                t("desk-field-waits-for"),
                Kind::Radios(choices.into()),
            );
            vec![waits_for, reason()]
        }
        K::Extend => {
            let clock = |(clock, cap): (&Clock, Limit)| {
                let name = desk.tc("deadlines-clock", clock.kind.code());
                let cap = desk.t("desk-field-by-cap").with("cap", desk.limit(cap));
                choice(clock.kind.code(), format!("{name} – {cap}"))
            };
            let choices: Vec<Choice> = extensible(desk, case).map(clock).collect();
            let clock = Field::new(form, "clock", t("desk-field-clock"), Kind::Select(choices));
            vec![
                clock,
                Field::new(form, "by", t("desk-field-by"), Kind::Line("number")),
                reason(),
            ]
        }
        K::DecideExtension => {
            let choices = [("yes", "desk-field-grant"), ("no", "desk-field-refuse")];
            let choices = choices.map(|(value, key)| choice(value, t(key))).into();
            let grant = Field::new(
                form,
                "grant",
                t("desk-do-decide-extension"),
                Kind::Radios(choices),
            );
            vec![
                grant,
                Field::area(desk, form, "reason", t("desk-field-decision-reason"), REASON_MAX).optional(),
            ]
        }
        K::Advance => {
            let stages = next_stages(case, city);
            let choices: Vec<Choice> = stages
                .map(|stage| choice(stage, desk.c_owned(&place, format!("stage.{stage}"))))
                .collect();
            vec![Field::new(
                form,
                "stage",
                t("desk-field-stage"),
                Kind::Select(choices),
            )]
        }
        K::Involve => {
            let mut there: Vec<&domain::UnitCode> = case.involved.iter().collect();
            there.push(&case.unit);
            let unit = Field::new(form, "unit", t("desk-field-unit"), select(desk, units(&there)));
            vec![unit, reason().optional()]
        }
        K::Refer => vec![
            Field::new(form, "partner", t("desk-field-partner"), Kind::Line("text")),
            reason(),
        ],
        K::Book => vec![
            Field::new(
                form,
                "starts_at",
                t("desk-field-starts-at"),
                Kind::Line("datetime-local"),
            ),
            Field::area(desk, form, "what", t("desk-field-what"), REASON_MAX),
        ],
        K::Rate => {
            let yes_no = || Kind::Radios(vec![choice("yes", t("desk-yes")), choice("no", t("desk-no"))]);
            vec![
                Field::new(form, "solved", t("desk-field-solved"), yes_no()),
                Field::new(form, "satisfied", t("desk-field-satisfied"), yes_no()),
                Field::area(desk, form, "comment", t("desk-field-comment"), REASON_MAX).optional(),
            ]
        }
        K::Merge => vec![Field::new(form, "into", t("desk-field-into"), Kind::Line("text"))],
        K::Link => vec![Field::new(form, "to", t("desk-field-to"), Kind::Line("text"))],
        K::Close => vec![reason().optional()],
        K::Erase => vec![reason()],
        K::Attach => vec![Field::new(form, "file", t("desk-field-file"), Kind::Line("file"))],
    }
}

/// The command that a form asks for. What the rules check is left to them; here only what cannot be read is refused.
fn command_of(
    desk: &Desk,
    case: &Case,
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
            let cap = extensible(desk, case)
                .find(|(known, _)| known.kind == clock)
                .map(|(_, cap)| cap);
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
            by: None,
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
        Refusal::WrongState { state, allowed } => {
            let kinds = allowed.iter().filter(|kind| **kind != CommandKind::Translate);
            let list: Vec<String> = kinds
                .map(|kind| desk.tc("desk-do", kind.code()).to_string())
                .collect();
            if !list.is_empty() {
                lines.push(
                    desk.t("desk-refused-allowed")
                        .with("list", list.join(" · "))
                        .to_string(),
                );
            }
            let state = desk.tc("desk-state", state.code()).to_string();
            desk.t("desk-refused-wrong-state")
                .with("state", state)
                .with("what", what)
                .to_string()
        }
        Refusal::TooLate { since } => desk
            .t("desk-refused-too-late")
            .with("since", desk.brief(*since))
            .to_string(),
        Refusal::ReopenedEnough { times } => desk
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
        is_error: true,
    }
}

/// Keeps what was written when its form is not on the page any more.
fn keep(desk: &Desk, case: &Case, kind: CommandKind, fields: &Fields, notice: &mut Notice) {
    if allowed(case, &desk.actor, desk.city()).contains(&kind) {
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
pub(super) async fn carry_out(
    desk: Desk,
    Path((reference, command)): Path<(String, String)>,
    mut fields: Fields,
) -> Answer {
    let kind = CommandKind::parse(&command).ok_or(Error::NotFound)?;
    let case = desk.case(&reference).await?;
    if fields.has("insert") {
        // Without a script: the canned reply comes back in its form.
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
        return shown(StatusCode::OK, desk, &case, Some(&draft), None).await;
    }
    let command = match command_of(&desk, &case, kind, &fields) {
        Ok(command) => command,
        Err(problems) => {
            let notice = refusal(&desk, kind, &Refusal::Invalid(Vec::new()));
            return again(
                StatusCode::UNPROCESSABLE_ENTITY,
                desk,
                &case,
                kind,
                (fields, problems, notice),
            )
            .await;
        }
    };
    let version = fields.get("version").parse().ok();
    let app = desk.app.clone();
    let carried = app
        .store()
        .carry_out(
            app.city(),
            app.now(),
            &desk.actor,
            case.reference,
            version,
            &command,
        )
        .await;
    match carried {
        Ok(after) => {
            add_known_translation(&desk, &case, &after, kind).await;
            onwards(&desk, &after, kind, fields.get("then")).await
        }
        Err(CommandError::NotFound) => Err(desk.case_unknown()),
        Err(CommandError::Stale { current, since }) => {
            let names = desk.names().await?;
            let notice = changes(&desk, &current, &names, &since);
            again(
                StatusCode::CONFLICT,
                desk,
                &current,
                kind,
                (fields, Vec::new(), notice),
            )
            .await
        }
        Err(CommandError::Refused(refused)) => {
            let notice = refusal(&desk, kind, &refused);
            let (status, problems) = match refused {
                Refusal::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
                Refusal::NotAllowed => (StatusCode::FORBIDDEN, Vec::new()),
                _ => (StatusCode::CONFLICT, Vec::new()),
            };
            again(status, desk, &case, kind, (fields, problems, notice)).await
        }
        Err(CommandError::Store(error @ (StoreError::Unavailable | StoreError::Conflict))) => {
            tracing::warn!(%error, "a command was not written");
            let mut notice = refusal(&desk, kind, &Refusal::NotAllowed);
            notice.text = desk.t("desk-refused-unavailable").to_string();
            again(
                StatusCode::SERVICE_UNAVAILABLE,
                desk,
                &case,
                kind,
                (fields, Vec::new(), notice),
            )
            .await
        }
        Err(CommandError::Store(error)) => Err(error.into()),
    }
}

/// Where a command leads: back to its case, or to the list it was sent from, or on to the inbox when the case is no
/// longer in reach.
async fn onwards(desk: &Desk, after: &Case, kind: CommandKind, then: &str) -> Answer {
    let done = kind.code();
    if then == "wall" {
        return Ok(see_other(&format!("/desk/wall?done={done}")));
    }
    if desk
        .app
        .store()
        .case(after.reference, &desk.actor)
        .await?
        .is_none()
    {
        return Ok(see_other(&format!("/desk/inbox?done={done}")));
    }
    Ok(see_other(&format!("/desk/cases/{}?done={done}", after.reference)))
}

/// What was sent is a canned reply, word for word: its translation is known, so nobody needs to make one.
async fn add_known_translation(desk: &Desk, before: &Case, after: &Case, kind: CommandKind) {
    let Some(purpose) = purpose(kind) else { return };
    let Some(message) = after.messages.last().filter(|m| m.id > before.version) else {
        return;
    };
    let Some(text) = message
        .text
        .as_deref()
        .filter(|_| message.language != after.language)
    else {
        return;
    };
    let texts = &desk.city().texts;
    let known = desk
        .city()
        .replies
        .iter()
        .filter(|reply| reply.purpose == purpose)
        .find_map(|reply| {
            let key = format!("{}.text", reply.code);
            let same = texts.get("replies", &key, message.language)?.trim() == text;
            same.then(|| texts.get("replies", &key, after.language)).flatten()
        });
    let Some(known) = known else { return };
    let command = Command::Translate {
        translated: Translated {
            message: message.id,
            language: after.language,
            text: known.trim().to_owned(),
        },
        by: Some(domain::cases::TranslatedBy::Pack),
    };
    let worker = Actor::System {
        worker: "canned-replies".to_owned(),
    };
    let app = &desk.app;
    let done = app
        .store()
        .carry_out(app.city(), app.now(), &worker, after.reference, None, &command)
        .await;
    if let Err(error) = done {
        // It then waits at the translation desk like any other.
        tracing::warn!(%error, "a known translation was not added");
    }
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
        .attach(app.city(), app.now(), &desk.actor, case.reference, &file, &bytes)
        .await
    {
        Ok(after) => onwards(&desk, &after, kind, "").await,
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
        is_error: false,
    };
    again(StatusCode::OK, desk, &case, kind, (fields, Vec::new(), notice)).await
}
