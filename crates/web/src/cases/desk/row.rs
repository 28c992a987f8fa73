//! A case as a line of a list, and how it stands to its limits.

use domain::Lang;
use domain::cases::{Case, MessageKind, State};
use domain::deadlines::{Card, Clock, ClockKind, Limit};
use jiff::Timestamp;

use super::{Desk, Names};
use crate::guides::named;
use crate::kit::writing::direction_of_script;

/// Characters of a case's first words that a list shows.
const SNIPPET: usize = 90;

/// How a clock stands.
#[derive(Debug, Clone)]
pub struct Due {
    pub date: String,
    /// For `time datetime`.
    pub machine: String,
    /// In words: what is left, or by how much it is late.
    pub left: String,
    pub card: Card,
    pub is_held: bool,
    pub is_provisional: bool,
}

impl Due {
    pub fn of(desk: &Desk, clock: &Clock, now: Timestamp) -> Self {
        let city = desk.city();
        let (calendar, zone) = (&city.calendar, &city.timezone);
        let clock = &clock.at(now, calendar, zone);
        let due_on = clock.due_on(zone);
        let today = city.day(now);
        let card = clock.card(now, calendar, zone);
        let by_hours = matches!(clock.limit, Limit::Hours(_));
        let count = |key: &str, n: u32| desk.t(key).with("n", n).to_string();
        let left = if clock.is_held() {
            desk.t("desk-due-paused").to_string()
        } else if card == Card::Red {
            match calendar.working_days(due_on, today) {
                0 => desk.t("desk-due-late-now").to_string(),
                n => count("desk-due-late", n),
            }
        } else {
            let minutes = clock.due_at.duration_since(now).as_mins().max(0);
            let hours = u32::try_from((minutes + 59) / 60).unwrap_or(u32::MAX);
            match calendar.working_days(today, due_on) {
                _ if by_hours && hours <= 48 => count("desk-due-left-hours", hours),
                0 => desk.t("desk-due-today").to_string(),
                n => count("desk-due-left", n),
            }
        };
        let date = if by_hours {
            let last = clock.due_at.to_zoned(zone.clone());
            let time = format!("{:02}:{:02}", last.hour(), last.minute());
            desk.t("desk-moment")
                .with("date", desk.brief_date(last.date()))
                .with("time", time)
                .to_string()
        } else {
            desk.brief_date(due_on)
        };
        Self {
            date,
            machine: due_on.to_string(),
            left,
            card,
            is_held: clock.is_held(),
            is_provisional: clock.provisional,
        }
    }

    /// Of a translation that a resident waits for.
    pub fn of_translation(desk: &Desk, since: Timestamp, due_at: Timestamp) -> Self {
        let limit = &desk.city().limits.translate;
        let clock = Clock {
            kind: ClockKind::Stage,
            stage: None,
            limit: limit.limit,
            basis: limit.basis.clone(),
            started_at: since,
            pauses: Vec::new(),
            extended_by: None,
            stopped_at: None,
            due_at,
            provisional: false,
        };
        Self::of(desk, &clock, desk.app.now())
    }

    pub fn card_code(&self) -> &'static str {
        if self.is_held { "paused" } else { self.card.code() }
    }
}

/// Some words with their language.
#[derive(Debug, Clone)]
pub struct Words {
    pub text: String,
    /// As HTML, with links to the guides that are named.
    pub html: String,
    pub tag: String,
    pub dir: &'static str,
}

impl Words {
    pub fn new(desk: &Desk, text: &str, lang: Lang) -> Self {
        Self {
            html: named::html(desk, text),
            text: text.to_owned(),
            tag: desk.tag_of(lang).to_owned(),
            dir: desk.dir_of(lang),
        }
    }

    /// Words in a language that nobody could tell, only their script by its code.
    pub fn unknown(desk: &Desk, text: &str, script: &str) -> Self {
        Self {
            html: named::html(desk, text),
            text: text.to_owned(),
            tag: format!("und-{script}"),
            dir: direction_of_script(script),
        }
    }
}

/// Something that stands out: its kind for the style sheet, and its words.
#[derive(Debug, Clone)]
pub struct Flag {
    pub kind: &'static str,
    pub text: String,
}

/// A case on a list.
#[derive(Debug, Clone)]
pub struct Row {
    pub reference: String,
    pub version: u64,
    pub service: String,
    /// Its first words, in a language the reader knows if there is one.
    pub words: Option<Words>,
    /// Stands there when it has none.
    pub wordless: String,
    pub state: State,
    pub state_text: String,
    pub unit: String,
    pub unit_full: String,
    pub language: String,
    pub due: Option<Due>,
    pub holder: Option<String>,
    pub is_mine: bool,
    /// They said that they are not safe.
    pub in_danger: bool,
    pub opened: String,
    pub flags: Vec<Flag>,
}

/// The first message in a language they read: the original, else a translation they know, else the original.
fn first_words(desk: &Desk, case: &Case) -> Option<Words> {
    let message = case
        .messages
        .iter()
        .find(|m| m.kind == MessageKind::Description)?;
    let known = message
        .translations
        .iter()
        .rev()
        .find(|t| desk.reads(t.language) && t.text.is_some());
    let (text, lang) = match known.filter(|_| !desk.reads(message.language)) {
        Some(translation) => (translation.text.as_deref()?, translation.language),
        None => (message.text.as_deref()?, message.language),
    };
    let mut short: String = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(SNIPPET + 1)
        .collect();
    if short.chars().count() > SNIPPET {
        short.pop();
        short.push('…');
    }
    Some(Words::new(desk, &short, lang))
}

/// Their answer to the question whether they are safe, as it stands in the form.
fn danger_text(desk: &Desk, case: &Case) -> String {
    let service = desk.city().service(case.service.as_str());
    let Some(emergency) = service.and_then(|service| service.emergency.as_ref()) else {
        return desk.t("desk-urgent").to_string();
    };
    let question = desk.service_text(&case.service, &format!("field.{}.label", emergency.safe));
    desk.t("desk-queue-danger-answer")
        .with("question", question)
        .with("answer", desk.t("form-no").to_string())
        .to_string()
}

/// What stands out about a case.
pub(super) fn flags(desk: &Desk, case: &Case) -> Vec<Flag> {
    let mut flags = Vec::new();
    let mut flag = |stands: bool, kind, text: String| {
        if stands {
            flags.push(Flag { kind, text });
        }
    };
    let open = !case.state.is_over() && case.state != State::Answered;
    let danger = case.in_danger();
    flag(danger, "danger", danger_text(desk, case));
    flag(
        case.urgent && open && !danger,
        "urgent",
        desk.t("desk-urgent").to_string(),
    );
    let waits = case.waiting().next().is_some();
    flag(waits, "waits", desk.t("desk-waits-for-translation").to_string());
    flag(case.escalated, "escalated", desk.t("desk-escalated").to_string());
    flag(
        case.asked_extension.is_some(),
        "extension",
        desk.t("desk-asks-extension").to_string(),
    );
    let returned = case.wrong_units.len();
    flag(
        returned > 0 && open,
        "returned",
        desk.t("desk-returned-times").with("n", returned).to_string(),
    );
    let reopened = desk.t("desk-reopened-times").with("n", case.reopened).to_string();
    flag(case.reopened > 0 && open, "reopened", reopened);
    flags
}

impl Row {
    pub(super) fn of(desk: &Desk, case: &Case, names: &Names, now: Timestamp) -> Self {
        let words = first_words(desk, case);
        let wordless = if case.erased {
            "desk-queue-erased"
        } else {
            "desk-queue-no-text"
        };
        Self {
            reference: case.reference.to_string(),
            version: case.version,
            service: desk.service_text(&case.service, "name"),
            words,
            wordless: desk.t(wordless).to_string(),
            state: case.state,
            state_text: desk.tc("desk-state", case.state.code()).to_string(),
            unit: desk.short_unit(&case.unit),
            unit_full: desk.unit(&case.unit).to_owned(),
            language: desk.language_name(case.language),
            due: case.next_due().map(|clock| Due::of(desk, clock, now)),
            holder: case.holder.map(|id| names.get(id)),
            in_danger: case.in_danger(),
            is_mine: case.holder == Some(desk.staff.id),
            opened: desk.brief_date(desk.city().day(case.opened_at)),
            flags: flags(desk, case),
        }
    }
}
