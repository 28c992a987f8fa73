//! A case as its resident sees it.

use domain::cases::{self, Case, CommandKind, MessageKind, Speaker, State, Step};
use domain::deadlines::{Card, Clock, ClockKind};
use domain::people::Actor;

use super::messages::{MessageView, speaker};
use crate::kit::page::Page;
use crate::services::{clock_name, pause_code};

/// What the page of a case shows.
#[derive(Debug)]
pub(crate) struct CaseView {
    /// It was talked about with the hotline.
    pub has_chats: bool,
    pub reference: String,
    pub service: String,
    pub state: &'static str,
    pub state_name: String,
    /// Where it stands, in a plain sentence or two.
    pub state_text: String,
    pub unit: String,
    pub opened: String,
    pub version: u64,
    /// The clock that is due next.
    pub due: Option<ClockView>,
    pub clocks: Vec<ClockView>,
    pub timeline: Vec<StepView>,
    /// Without the question and the answer, which stand for themselves.
    pub messages: Vec<MessageView>,
    pub question: Option<MessageView>,
    pub answer: Option<MessageView>,
    pub bookings: Vec<String>,
    /// Number and name of each.
    pub files: Vec<(u64, String)>,
    pub rating: Option<RatingView>,
    /// It is answered, and whom it concerns has said that this solved nothing.
    pub unsolved: bool,
    pub can: Can,
    pub reopen_until: Option<String>,
    pub merged_into: Option<String>,
    pub erased: bool,
}

/// What the resident may do now.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that may be done or not"
)]
pub(crate) struct Can {
    pub reply: bool,
    pub answer: bool,
    pub rate: bool,
    pub reopen: bool,
    pub attach: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct ClockView {
    pub name: String,
    pub limit: String,
    pub due: String,
    pub machine_due: String,
    /// `running`, `paused`, `late`, `kept` or `missed`: how pressing it is, is for those who work on it.
    pub status: &'static str,
    pub status_text: String,
    pub provisional: bool,
    pub extended: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct StepView {
    pub at: String,
    pub machine_time: String,
    pub text: String,
    pub by: String,
    pub weighty: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct RatingView {
    pub solved: bool,
    pub satisfied: bool,
    pub comment: Option<String>,
}

impl CaseView {
    pub fn of(page: &Page, case: &Case) -> Self {
        let allowed = cases::allowed(case, &Actor::holder(case.reference), page.city());
        let can = |kind| allowed.contains(&kind);
        let public = case.messages.iter().filter(|message| message.reaches_resident());
        let mut messages: Vec<MessageView> =
            public.map(|m| MessageView::of(page, m, case.language)).collect();
        let view = |id: u64| messages.iter().find(|message| message.id == id).cloned();
        let promises = case.clocks.iter().filter(|clock| clock.kind != ClockKind::Return);
        let clocks: Vec<ClockView> = promises.map(|clock| ClockView::of(page, case, clock)).collect();
        let answers = [MessageKind::Answer, MessageKind::Decline];
        let answer = case
            .messages
            .iter()
            .rev()
            .find(|message| answers.contains(&message.kind));
        let answer = answer.filter(|_| case.state.is_over() || case.state == State::Answered);
        let rated = case.ratings.last().filter(|_| case.rated);
        let question = case.open_question().and_then(|message| view(message.id));
        let answer = answer.and_then(|message| view(message.id));
        let apart: Vec<u64> = question.iter().chain(&answer).map(|message| message.id).collect();
        messages.retain(|message| !apart.contains(&message.id));
        Self {
            has_chats: !case.contacts.is_empty(),
            reference: case.reference.to_string(),
            service: page.service_text(&case.service, "name"),
            state: case.state.code(),
            state_name: page.tc("cases-state", case.state.code()).to_string(),
            state_text: state_text(page, case),
            unit: page.unit(&case.unit).to_owned(),
            opened: page.moment(case.opened_at),
            version: case.version,
            due: case.next_due().map(|clock| ClockView::of(page, case, clock)),
            clocks,
            timeline: timeline(page, case),
            question,
            answer,
            bookings: case
                .bookings
                .iter()
                .map(|booking| page.moment(booking.starts_at))
                .collect(),
            files: case
                .attachments
                .iter()
                .filter_map(|file| Some((file.id, file.shown_name()?)))
                .collect(),
            rating: rated.map(|rating| RatingView {
                solved: rating.solved,
                satisfied: rating.satisfied,
                comment: rating.comment.clone(),
            }),
            unsolved: matches!(case.state, State::Answered | State::Closed)
                && rated.is_some_and(|rating| !rating.solved),
            can: Can {
                reply: can(CommandKind::Reply),
                answer: can(CommandKind::AnswerQuestion),
                rate: can(CommandKind::Rate),
                reopen: can(CommandKind::Reopen) && reopen_is_in_time(page, case),
                attach: can(CommandKind::Attach),
            },
            reopen_until: reopen_until(page, case).map(|date| page.date(date)),
            merged_into: case.merged_into.map(|reference| reference.to_string()),
            erased: case.erased,
            messages,
        }
    }
}

fn state_text(page: &Page, case: &Case) -> String {
    let unit = page.unit(&case.unit).to_owned();
    let rated = case.rated && case.state == State::Answered;
    let key = if rated { "rated" } else { case.state.code() };
    let text = page.tc("case-status", key).with("unit", unit).to_string();
    let stage = case.stage.as_deref().filter(|_| case.state == State::InProgress);
    match stage {
        Some(stage) => {
            let stage = page.service_text(&case.service, &format!("stage.{stage}"));
            format!("{text} {}", page.t("case-status-stage").with("stage", stage))
        }
        None => text,
    }
}

/// The last day on which the resident may reopen it.
fn reopen_until(page: &Page, case: &Case) -> Option<jiff::civil::Date> {
    let over = matches!(case.state, State::Answered | State::Closed | State::Declined);
    case.reopen_until(page.city()).filter(|_| over)
}

fn reopen_is_in_time(page: &Page, case: &Case) -> bool {
    reopen_until(page, case).is_some_and(|last| page.app.today() <= last)
}

impl ClockView {
    pub fn of(page: &Page, case: &Case, clock: &Clock) -> Self {
        let city = page.city();
        let now = page.app.now();
        let clock = &clock.at(now, &city.calendar, &city.timezone);
        let due_on = clock.due_on(&city.timezone);
        let due = if clock.limit.unit() == "hours" {
            page.moment(clock.due_at)
        } else {
            page.date(due_on)
        };
        let status = match (
            clock.is_running(),
            clock.is_paused(),
            clock.card(now, &city.calendar, &city.timezone),
        ) {
            (false, _, Card::Red) => "missed",
            (false, ..) => "kept",
            (true, true, _) => "paused",
            (true, false, Card::Red) => "late",
            (true, false, Card::Yellow | Card::Clear) => "running",
        };
        let waits_for = case.state.waits_for().map(pause_code);
        let status_text = match (status, waits_for) {
            ("paused", Some(waits_for)) => page.tc("case-paused", waits_for).to_string(),
            _ => page.tc("case-clock", status).to_string(),
        };
        let service = city.service(case.service.as_str());
        let name = service.map(|service| clock_name(page, service, clock.kind, clock.stage.as_deref()));
        let extended = clock.extended_by.map(|by| page.limit(by));
        Self {
            name: name.unwrap_or_else(|| page.tc("deadlines-clock", clock.kind.code()).to_string()),
            limit: page.limit(clock.limit),
            due,
            machine_due: due_on.to_string(),
            status,
            status_text,
            provisional: clock.provisional && clock.is_running(),
            extended: extended.map(|by| page.t("case-extended").with("by", by).to_string()),
        }
    }
}

/// The public steps, the newest first.
fn timeline(page: &Page, case: &Case) -> Vec<StepView> {
    let steps = case.steps.iter().rev().filter(|step| step.public);
    steps.map(|step| step_view(page, case, step)).collect()
}

fn step_view(page: &Page, case: &Case, step: &Step) -> StepView {
    let mine = step.by == Speaker::Resident;
    let kind = if mine && matches!(step.kind.as_str(), "replied" | "attached") {
        format!("{}-resident", step.kind)
    } else {
        step.kind.clone()
    };
    let stage = step.stage.as_deref();
    let stage = stage.map(|stage| page.service_text(&case.service, &format!("stage.{stage}")));
    let unit = step.unit.as_ref().map_or("", |unit| page.unit(unit)).to_owned();
    let text = page.tc("case-step", &kind);
    let text = text.with("unit", unit).with("stage", stage.unwrap_or_default());
    let weighty = [
        "opened", "accepted", "resolved", "declined", "asked", "reopened", "closed",
    ];
    StepView {
        at: page.moment(step.at),
        machine_time: page.machine_time(step.at),
        text: text.to_string(),
        by: speaker(page, &step.by),
        weighty: weighty.contains(&step.kind.as_str()),
    }
}
