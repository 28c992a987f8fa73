//! Cases as the API shows them.

use domain::Lang;
use domain::cases::{self, Case, CommandKind, Message, Speaker, TranslatedBy};
use domain::deadlines::Card;
use domain::people::Actor;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::kit::app::App;

/// A case as someone who reads `Accept-Language` sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseView {
    #[schema(example = "7KQ4-M2XH")]
    pub reference: String,
    /// Code of the service.
    pub service: String,
    /// `received`, `returned`, `accepted`, `in-progress`, `waiting-resident`, `waiting-appraisal`, `waiting-partner`,
    /// `answered`, `closed`, `declined`, `reopened`, `merged`.
    pub status: &'static str,
    /// The status in words.
    pub status_text: String,
    /// The resident's language.
    #[schema(value_type = String, example = "ko")]
    pub language: Lang,
    /// Code of the unit that handles it.
    pub unit: String,
    pub unit_name: String,
    /// When the next thing is due, in the city's days. While a clock stands, as if it went on today.
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<Date>,
    pub clocks: Vec<ClockView>,
    pub messages: Vec<MessageView>,
    pub attachments: Vec<AttachmentView>,
    /// What the caller may do now.
    pub actions: Vec<&'static str>,
    /// Give it back with a command to hear of changes made in between.
    pub version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClockView {
    /// `first-reply`, `acceptance`, `resolution`, `stage`.
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    #[schema(value_type = String, example = "7 working days")]
    pub limit: domain::deadlines::Limit,
    /// Code of the legal basis.
    pub basis: String,
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// `running`, `paused` or `stopped`.
    pub state: &'static str,
    /// `clear`, `yellow` (one working day left, and half of the time gone) or `red` (over). How pressing it is, is for those
    /// who work on it: a resident's is yellow never.
    pub card: &'static str,
    /// Counted over a year whose holidays are not announced yet.
    pub provisional: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    pub id: u64,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// `resident`, or the code of a unit, or `system`.
    pub from: String,
    /// `description`, `reply`, `question`, `question-answer`, `answer`, `decline`, `reopening`, `note`.
    pub kind: &'static str,
    /// Language of `text`.
    #[schema(value_type = String)]
    pub language: Lang,
    /// In the caller's language if there is a translation, else as written. Absent when erased. `guide:visas` in it names a
    /// guide by its code.
    pub text: Option<String>,
    /// As written, when `text` is a translation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translated_by: Option<TranslatorView>,
    /// It has not gone to the resident: it waits to be translated, which is due by then. For staff alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub translate_by: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Original {
    #[schema(value_type = String)]
    pub language: Lang,
    pub text: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TranslatorView {
    /// `person`, `pack`, `memory` (a person translated the same text before) or `engine`.
    pub is: &'static str,
    /// Engine, model and version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// A person has checked it.
    pub checked: bool,
    /// A person put it in the place of an engine's.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
    /// Why it should not be relied on before a person has checked it: `low-confidence`, `terms`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentView {
    pub id: u64,
    pub name: Option<String>,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
}

impl CaseView {
    /// What that actor sees of it in that language.
    pub fn of(app: &App, case: &Case, actor: &Actor, reads: Lang) -> Self {
        let city = app.city();
        let now = app.now().max(case.changed_at);
        let resident = actor.is_resident();
        let interface = app.city().interface_language(reads);
        let clock = |clock: &domain::deadlines::Clock| {
            let clock = clock.at(now, &city.calendar, &city.timezone);
            ClockView {
                kind: clock.kind.code(),
                due_on: clock.due_on(&city.timezone),
                state: match () {
                    () if !clock.is_running() => "stopped",
                    () if clock.is_paused() => "paused",
                    () => "running",
                },
                card: match clock.card(now, &city.calendar, &city.timezone) {
                    Card::Yellow if resident => Card::Clear,
                    card => card,
                }
                .code(),
                provisional: clock.provisional,
                limit: clock.limit,
                basis: clock.basis.to_string(),
                stage: clock.stage,
            }
        };
        let next = case
            .next_due()
            .map(|clock| clock.at(now, &city.calendar, &city.timezone));
        let notes = cases::sees_notes(case, actor);
        let shown = |message: &&Message| {
            if resident {
                message.reaches_resident()
            } else {
                message.kind.is_public() || notes
            }
        };
        let public = |clock: &&domain::deadlines::Clock| {
            !resident || clock.kind != domain::deadlines::ClockKind::Return
        };
        Self {
            reference: case.reference.to_string(),
            service: case.service.to_string(),
            status: case.state.code(),
            status_text: app
                .texts()
                .get(interface, format!("cases-state-{}", case.state.code()))
                .to_string(),
            language: case.language,
            unit: case.unit.to_string(),
            unit_name: city.unit_name(&case.unit, interface).to_owned(),
            due_on: next.map(|clock| clock.due_on(&city.timezone)),
            clocks: case.clocks.iter().filter(public).map(clock).collect(),
            messages: case
                .messages
                .iter()
                .filter(shown)
                .map(|m| MessageView::of(m, reads))
                .collect(),
            attachments: case.attachments.iter().map(AttachmentView::of).collect(),
            actions: cases::allowed(case, actor, city)
                .into_iter()
                .map(CommandKind::code)
                .collect(),
            version: case.version,
        }
    }
}

impl MessageView {
    fn of(message: &Message, reads: Lang) -> Self {
        let translation = if message.language == reads {
            None
        } else {
            message.translation(reads)
        };
        let from = match &message.from {
            Speaker::Resident => "resident".to_owned(),
            Speaker::Unit { unit, .. } => unit.to_string(),
            Speaker::System => "system".to_owned(),
        };
        Self {
            id: message.id,
            at: message.at,
            from,
            kind: message.kind.code(),
            translate_by: message.translate_by,
            language: translation.map_or(message.language, |t| t.language),
            text: translation.map_or_else(|| message.text.clone(), |t| t.text.clone()),
            original: translation.map(|_| Original {
                language: message.language,
                text: message.text.clone(),
            }),
            translated_by: translation.map(|t| TranslatorView {
                is: match t.by {
                    TranslatedBy::Person { .. } => "person",
                    TranslatedBy::Pack => "pack",
                    TranslatedBy::Memory => "memory",
                    TranslatedBy::Engine { .. } => "engine",
                },
                engine: match &t.by {
                    TranslatedBy::Engine { name, model, version } => {
                        Some(format!("{name} {model} {version}"))
                    }
                    _ => None,
                },
                checked: t.checked,
                corrected: t.corrected,
                doubts: t.doubts.iter().map(|doubt| doubt.code()).collect(),
            }),
        }
    }
}

impl AttachmentView {
    fn of(attachment: &cases::Attachment) -> Self {
        Self {
            id: attachment.id,
            name: attachment.shown_name(),
            media_type: attachment.media_type.clone(),
            size: attachment.size,
        }
    }
}
