//! One case: what was said, in the original and translated; its clocks; who did what; and what may be done next.

use domain::journaled::Journaled as _;
use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use domain::Lang;
use domain::cases::{Case, CommandKind, Message};
use domain::deadlines::Clock;
use domain::services::FieldKind;
use language::glossary::Glossary;

use super::forms::{Draft, Forms, purpose};
use super::row::{Due, Flag, Words, flags};
use super::said::{Answered, Said, TermLine, terms};
use super::{Answer, Cases as _, Desk, Fault, Names, QUEUE, query_of, show as render, show_with, speaker};
use crate::cases::intake;
use crate::contacts::{OfCase as ContactOfCase, of_case};
use crate::interpretation::view::OfCase;
use crate::kit::published::Published;

#[derive(Template)]
#[template(path = "cases/desk/case.html")]
pub(super) struct CasePage {
    pub page: Desk,
    pub reference: String,
    pub version: u64,
    pub service: String,
    pub state: &'static str,
    pub state_text: String,
    pub flags: Vec<Flag>,
    pub due: Option<Due>,
    /// Label and value, what one must know of a case at a glance.
    pub facts: Vec<(String, String)>,
    pub banners: Vec<String>,
    pub merged_into: Option<String>,
    pub messages: Vec<Said>,
    pub notes: Vec<Said>,
    pub sees_notes: bool,
    pub terms: Vec<TermLine>,
    pub clocks: Vec<ClockLine>,
    pub answers: Vec<AnswerLine>,
    pub contact: Vec<(String, String)>,
    pub files: Vec<FileLine>,
    pub ratings: Vec<RatingLine>,
    pub bookings: Vec<(String, String)>,
    /// Those with the hotline.
    pub contacts: Vec<ContactOfCase>,
    pub wrong_units: Vec<(String, String)>,
    pub links: Vec<String>,
    /// Interpreters who were asked for in it, as far as the reader may see them.
    pub interpreters: Vec<OfCase>,
    /// Where another is asked for.
    pub interpreter_wanted: Option<String>,
    pub steps: Vec<StepLine>,
    pub forms: Forms,
    pub notice: Option<Notice>,
    pub done: Option<String>,
    /// What was done waits to be translated.
    pub done_waits: bool,
}

/// What became of the form that was sent.
#[derive(Debug, Clone)]
pub(super) struct Notice {
    pub title: String,
    pub text: String,
    /// What changed meanwhile, or what may be done instead.
    pub lines: Vec<String>,
    /// Words that have no form to stand in any more.
    pub kept: Option<String>,
    /// Code and name of the command whose form has what was entered.
    pub form: Option<(&'static str, String)>,
    pub is_error: bool,
}

pub(super) struct ClockLine {
    pub name: String,
    pub limit: String,
    pub extended: Option<String>,
    pub due: Due,
    /// `running`, `paused`, `kept` or `missed`.
    pub state: &'static str,
    pub state_text: String,
    pub pauses: Vec<String>,
    pub basis: Published,
    pub basis_source: Published,
    pub basis_status: String,
}

/// An answer of the form: as it was chosen, or in the resident's own words, which may be translated.
pub(super) struct AnswerLine {
    pub label: String,
    pub value: String,
    pub said: Option<Said>,
}

pub(super) struct FileLine {
    pub href: String,
    pub name: String,
    pub size: String,
    pub who: String,
}

pub(super) struct RatingLine {
    pub at: String,
    pub solved: String,
    pub satisfied: String,
    pub comment: Option<Words>,
    pub by_staff: bool,
}

pub(super) struct StepLine {
    pub number: usize,
    pub at: String,
    pub machine: String,
    pub text: String,
    pub who: String,
}

impl ClockLine {
    fn of(desk: &Desk, clock: &Clock, service: &str) -> Self {
        let due = Due::of(desk, clock, desk.app.now());
        let name = desk.tc("deadlines-clock", clock.kind.code()).to_string();
        let name = match &clock.stage {
            Some(stage) => {
                let stage = desk.c_owned(&format!("services/{service}"), format!("stage.{stage}"));
                format!("{name} · {stage}")
            }
            None => name,
        };
        let (state, state_text) = if clock.is_held() {
            let since = clock
                .pauses
                .last()
                .map(|pause| desk.brief(pause.from))
                .unwrap_or_default();
            (
                "paused",
                desk.t("desk-case-clock-paused").with("at", since).to_string(),
            )
        } else if clock.is_running() {
            ("running", due.left.clone())
        } else if clock.in_time(desk.app.now()) {
            ("kept", desk.t("desk-case-clock-stopped-in-time").to_string())
        } else {
            ("missed", desk.t("desk-case-clock-stopped-late").to_string())
        };
        let pause = |pause: &domain::deadlines::Pause| {
            let to = pause.to.map(|to| desk.brief(to)).unwrap_or_default();
            format!("{} – {to}", desk.brief(pause.from))
        };
        let basis = clock.basis.as_str();
        let status = desk.city().basis(basis).map(|basis| basis.status.code());
        Self {
            name,
            limit: desk.limit(clock.limit),
            extended: clock.extended_by.map(|by| {
                desk.t("desk-case-clock-extended")
                    .with("by", desk.limit(by))
                    .to_string()
            }),
            due,
            state,
            state_text,
            pauses: clock
                .pauses
                .iter()
                .filter(|pause| pause.to.is_some())
                .map(pause)
                .collect(),
            basis: desk.published("bases", format!("{basis}.what")),
            basis_source: desk.published("bases", format!("{basis}.source")),
            basis_status: status
                .map(|code| desk.tc("desk-case-basis", code).to_string())
                .unwrap_or_default(),
        }
    }
}

/// An answer of the form as it is read.
fn answer(desk: &Desk, place: &str, code: &str, kind: Option<FieldKind>, value: &str) -> String {
    let option = |value: &str| desk.c_owned(place, format!("field.{code}.option.{value}"));
    match kind {
        Some(FieldKind::Choice) => option(value),
        Some(FieldKind::Choices) => value.split(',').map(option).collect::<Vec<_>>().join(" · "),
        Some(FieldKind::Yesno) => desk
            .t(if value == "yes" { "desk-yes" } else { "desk-no" })
            .to_string(),
        Some(FieldKind::Date) => value
            .parse()
            .map_or_else(|_| value.to_owned(), |date| desk.brief_date(date)),
        Some(FieldKind::Country) => desk.country(value).to_owned(),
        _ => value.to_owned(),
    }
}

fn answers(desk: &Desk, case: &Case, names: &Names) -> Vec<AnswerLine> {
    let place = format!("services/{}", case.service);
    let mut left: BTreeMap<&str, &str> = case
        .fields
        .iter()
        .map(|(code, value)| (code.as_str(), value.as_str()))
        .collect();
    let mut lines = Vec::new();
    let mut worded: BTreeMap<String, Answered> = Answered::all(desk, case, names).into_iter().collect();
    let service = desk.city().service(case.service.as_str());
    for field in service.map_or(&[][..], |service| &service.fields) {
        if let Some(value) = left.remove(field.code.as_str()) {
            lines.push(match worded.remove(&field.code) {
                Some(Answered { label, said }) => AnswerLine {
                    label,
                    value: value.to_owned(),
                    said: Some(said),
                },
                None => AnswerLine {
                    label: desk.c_owned(&place, format!("field.{}.label", field.code)),
                    value: answer(desk, &place, &field.code, Some(field.kind), value),
                    said: None,
                },
            });
        }
    }
    // Questions the form no longer has.
    lines.extend(left.into_iter().map(|(code, value)| AnswerLine {
        label: code.to_owned(),
        value: value.to_owned(),
        said: None,
    }));
    lines
}

fn facts(desk: &Desk, case: &Case, names: &Names) -> Vec<(String, String)> {
    let place = format!("services/{}", case.service);
    let t = |key: &str| desk.t(key).to_string();
    let mut facts = vec![
        (t("desk-case-unit"), desk.unit(&case.unit).to_owned()),
        (
            t("desk-case-holder"),
            case.holder
                .map_or_else(|| t("desk-queue-nobody"), |holder| names.get(holder)),
        ),
        (t("desk-case-language"), desk.language_name(case.language)),
        (t("desk-case-opened"), desk.brief(case.opened_at)),
        (
            t("desk-case-channel"),
            desk.tc("desk-channel", case.channel.code()).to_string(),
        ),
    ];
    if let Some(topic) = &case.topic {
        facts.push((
            t("desk-case-topic"),
            desk.c_owned(&place, format!("topic.{topic}")),
        ));
    }
    if let Some(district) = &case.district {
        facts.push((t("desk-case-district"), desk.unit(district).to_owned()));
    }
    if let Some(stage) = &case.stage {
        facts.push((
            t("desk-case-stage"),
            desk.c_owned(&place, format!("stage.{stage}")),
        ));
    }
    if !case.involved.is_empty() {
        let units: Vec<&str> = case.involved.iter().map(|unit| desk.unit(unit)).collect();
        facts.push((t("desk-case-involved"), units.join(" · ")));
    }
    facts
}

fn steps(desk: &Desk, case: &Case, names: &Names) -> Vec<StepLine> {
    let all = case.permits(&desk.actor, domain::cases::SEE_JOURNAL);
    let place = format!("services/{}", case.service);
    let line = |(at, step): (usize, &domain::cases::Step)| {
        let unit = step.unit.as_ref().unwrap_or(&case.unit);
        let stage = step
            .stage
            .as_ref()
            .map(|stage| desk.c_owned(&place, format!("stage.{stage}")));
        StepLine {
            number: at + 1,
            at: desk.brief(step.at),
            machine: desk.machine_time(step.at),
            text: desk
                .tc("desk-event", &step.kind)
                .with("unit", desk.short_unit(unit))
                .with("stage", stage.unwrap_or_default())
                .to_string(),
            who: speaker(desk, names, &step.by),
        }
    };
    let shown = case
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| all || step.public);
    let mut lines: Vec<StepLine> = shown.map(line).collect();
    lines.reverse();
    lines
}

fn banners(desk: &Desk, case: &Case) -> Vec<String> {
    let mut banners = Vec::new();
    if case.escalated {
        banners.push(desk.t("desk-case-escalated").to_string());
    }
    if let Some(asked) = &case.asked_extension {
        let clock = desk.tc("deadlines-clock", asked.clock.code()).to_string();
        let line = desk
            .t("desk-case-asked-extension")
            .with("clock", clock)
            .with("by", desk.limit(asked.by));
        let reason = asked
            .reason
            .as_deref()
            .filter(|_| domain::cases::sees_notes(case, &desk.actor))
            .map(|reason| format!(" – {reason}"))
            .unwrap_or_default();
        banners.push(format!("{line}{reason}"));
    }
    if let Some(hold) = &case.legal_hold {
        let line = desk.t("desk-case-legal-hold").with("at", desk.brief(hold.at));
        banners.push(line.to_string());
    }
    if case.erased {
        banners.push(desk.t("desk-case-erased").to_string());
    }
    banners
}

impl RatingLine {
    fn of(desk: &Desk, case: &Case, rating: &domain::cases::Rating) -> Self {
        let yes = |yes: bool| desk.t(if yes { "desk-yes" } else { "desk-no" }).to_string();
        let comment = rating.comment.as_deref();
        Self {
            at: desk.brief(rating.at),
            solved: yes(rating.solved),
            satisfied: yes(rating.satisfied),
            comment: comment.map(|text| Words::new(desk, text, case.language)),
            by_staff: rating.by_staff,
        }
    }
}

impl FileLine {
    fn of(desk: &Desk, case: &Case, file: &domain::cases::Attachment, names: &Names) -> Self {
        let erased = || desk.t("desk-case-file-erased").to_string();
        Self {
            href: format!("/desk/cases/{}/files/{}", case.reference, file.id),
            name: file.shown_name().unwrap_or_else(erased),
            size: format!("{} kB", desk.count(file.size.div_ceil(1024))),
            who: speaker(desk, names, &file.from),
        }
    }
}

/// When a unit sent it back, which, and where it thinks the case belongs.
fn wrong_unit(desk: &Desk, wrong: &domain::cases::WrongUnit) -> (String, String) {
    let suggested = wrong.suggested.as_ref().map(|unit| {
        let unit = desk.unit(unit).to_owned();
        format!(" – {}", desk.t("desk-case-suggested").with("unit", unit))
    });
    let who = format!("{}{}", desk.unit(&wrong.unit), suggested.unwrap_or_default());
    (desk.brief(wrong.at), who)
}

impl CasePage {
    pub(super) fn of(
        desk: &Desk,
        case: &Case,
        names: &Names,
        draft: Option<&Draft>,
        notice: Option<Notice>,
        done: Option<CommandKind>,
    ) -> Self {
        let sees_notes = domain::cases::sees_notes(case, &desk.actor);
        let said = |m: &Message| Said::of(desk, case, m, names);
        let messages: Vec<Said> = case
            .messages
            .iter()
            .filter(|m| m.kind.is_public())
            .map(said)
            .collect();
        let notes: Vec<Said> = case
            .messages
            .iter()
            .filter(|m| sees_notes && !m.kind.is_public())
            .map(said)
            .collect();
        let known = desk.writes();
        let texts: Vec<(&str, Lang, Lang)> = case
            .messages
            .iter()
            .filter(|m| m.kind.is_public())
            .filter_map(|m| {
                let to = if m.language == known { case.language } else { known };
                Some((m.text.as_deref()?, m.language, to))
            })
            .collect();
        let phone = case.contact.phone.as_deref().map(|phone| desk.phone(phone));
        let contact = [
            ("desk-case-name", &case.contact.name),
            ("desk-case-phone", &phone),
            ("desk-case-email", &case.contact.email),
        ];
        let mut clocks: Vec<&Clock> = case.clocks.iter().collect();
        clocks.sort_by_key(|clock| (!clock.is_running(), clock.due_at));
        let title = desk
            .t("desk-case-title")
            .with("reference", case.reference.to_string())
            .to_string();
        let service = desk.service_text(&case.service, "name");
        let page = desk.clone().called(format!("{service} · {title}"));
        Self {
            reference: case.reference.to_string(),
            version: case.version,
            state: case.state.code(),
            state_text: desk.tc("desk-state", case.state.code()).to_string(),
            flags: flags(desk, case),
            due: case.next_due().map(|clock| Due::of(desk, clock, desk.app.now())),
            facts: facts(desk, case, names),
            banners: banners(desk, case),
            merged_into: case.merged_into.map(|into| into.to_string()),
            messages,
            notes,
            sees_notes,
            terms: terms(desk, &Glossary::new(desk.city()), &texts),
            clocks: clocks
                .into_iter()
                .map(|c| ClockLine::of(desk, c, case.service.as_str()))
                .collect(),
            answers: answers(desk, case, names),
            contact: contact
                .into_iter()
                .filter_map(|(key, value)| Some((desk.t(key).to_string(), value.clone()?)))
                .collect(),
            files: case
                .attachments
                .iter()
                .map(|file| FileLine::of(desk, case, file, names))
                .collect(),
            ratings: case
                .ratings
                .iter()
                .map(|rating| RatingLine::of(desk, case, rating))
                .collect(),
            bookings: case
                .bookings
                .iter()
                .map(|booking| {
                    (
                        desk.brief(booking.starts_at),
                        booking.what.clone().unwrap_or_default(),
                    )
                })
                .collect(),
            contacts: Vec::new(),
            wrong_units: case
                .wrong_units
                .iter()
                .map(|wrong| wrong_unit(desk, wrong))
                .collect(),
            links: case.links.iter().map(ToString::to_string).collect(),
            interpreters: Vec::new(),
            interpreter_wanted: None,
            steps: steps(desk, case, names),
            forms: Forms::of(desk, case, names, draft),
            notice,
            done: done.map(|kind| desk.tc("desk-do", kind.code()).to_string()),
            done_waits: done.and_then(purpose).is_some()
                && case.messages.last().is_some_and(Message::is_waiting),
            service,
            page,
        }
    }
}

/// Shows a case with a form that came back.
pub(super) async fn shown(
    status: StatusCode,
    desk: Desk,
    case: &Case,
    draft: Option<&Draft>,
    notice: Option<Notice>,
) -> Answer {
    let names = desk.names().await?;
    let desk = desk.room(&QUEUE);
    let page = CasePage::of(&desk, case, &names, draft, notice, None);
    show_with(status, &page.followed(&desk, case, &names).await?)
}

impl CasePage {
    /// With its contacts and its interpreters.
    async fn followed(self, desk: &Desk, case: &Case, names: &Names) -> Result<Self, Fault> {
        let goes_on = !case.erased && !case.state.is_over();
        Ok(Self {
            contacts: of_case(desk, case, names).await?,
            interpreters: crate::interpretation::view::of_case(desk, case.reference, names).await?,
            interpreter_wanted: crate::interpretation::wanted_for(desk, case.reference).filter(|_| goes_on),
            ..self
        })
    }
}

/// `GET /desk/cases/{reference}`
pub(super) async fn show(desk: Desk, Path(reference): Path<String>, uri: Uri) -> Answer {
    if !desk.may(domain::cases::SEE) {
        return Err(desk.forbidden());
    }
    let case = desk.case(&reference).await?;
    let names = desk.names().await?;
    let done = super::queue::done(&query_of(&uri));
    let desk = desk.room(&QUEUE);
    let page = CasePage::of(&desk, &case, &names, None, None, done);
    render(&page.followed(&desk, &case, &names).await?)
}

/// The address of a command is no page: whoever reloads it gets the case.
pub(super) async fn back(desk: Desk, Path(parts): Path<Vec<(String, String)>>) -> Answer {
    let reference = parts
        .into_iter()
        .find(|(name, _)| name == "reference")
        .map(|(_, value)| value);
    let case = desk.case(&reference.unwrap_or_default()).await?;
    Ok(super::see_other(&format!("/desk/cases/{}", case.reference)))
}

/// `GET /desk/cases/{reference}/files/{id}`
pub(super) async fn file(desk: Desk, Path((reference, id)): Path<(String, u64)>) -> Answer {
    if !desk.may(domain::cases::SEE) {
        return Err(desk.forbidden());
    }
    let case = desk.case(&reference).await?;
    Ok(intake::download(&desk.app, &case, id).await?)
}
