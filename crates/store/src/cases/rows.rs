//! The rows that follow from a case. Built in one place, for the side that writes and for `verify`.

use std::collections::BTreeSet;

use domain::Lang;
use domain::cases::{Case, Message, MessageKind, TranslatedBy, Translation, Wanted};
use domain::city::City;
use domain::rates::Exclusion;
use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use crate::StoreError;
use crate::commit::{Clash, Commit};
use crate::journal::json;
use crate::value::{Value, params};

/// The columns of `cases`, in the order of [`Rows::case`].
pub(crate) const COLUMNS: [&str; 28] = [
    "reference",
    "version",
    "service",
    "state",
    "unit",
    "language",
    "district",
    "topic",
    "calm",
    "holder",
    "channel",
    "opened_at",
    "changed_at",
    "due_at",
    "paused",
    "escalated",
    "returned",
    "asks_extension",
    "response_due_at",
    "responded_at",
    "answered_at",
    "solved",
    "satisfied",
    "rated_at",
    "excluded",
    "excluded_at",
    "receipt_hash",
    "folded",
];

const INSERT: &str = "INSERT INTO cases (reference, version, service, state, unit, language, district, topic, calm, \
     holder, channel, opened_at, changed_at, due_at, paused, escalated, returned, asks_extension, response_due_at, \
     responded_at, answered_at, solved, satisfied, rated_at, excluded, excluded_at, receipt_hash, folded) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, \
     ?23, ?24, ?25, ?26, ?27, ?28)";

const UPDATE: &str = "UPDATE cases SET version = ?2, service = ?3, state = ?4, unit = ?5, language = ?6, \
     district = ?7, topic = ?8, calm = ?9, holder = ?10, channel = ?11, opened_at = ?12, changed_at = ?13, \
     due_at = ?14, paused = ?15, escalated = ?16, returned = ?17, asks_extension = ?18, response_due_at = ?19, \
     responded_at = ?20, answered_at = ?21, solved = ?22, satisfied = ?23, rated_at = ?24, excluded = ?25, \
     excluded_at = ?26, receipt_hash = ?27, folded = ?28 WHERE reference = ?1";

/// A message that somebody cannot read yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WantRow {
    pub message: u64,
    pub to: String,
    pub from: String,
    pub since: i64,
    pub unit: String,
    pub doubtful: bool,
}

/// A translation that a person has written or checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MemoryRow {
    pub message: u64,
    pub to: String,
    pub from: String,
    pub at: i64,
    pub source: String,
    pub target: String,
}

/// Everything that follows from a case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    pub case: Vec<Value>,
    pub units: BTreeSet<String>,
    pub words: String,
    pub notes: String,
    pub wants: BTreeSet<WantRow>,
    pub memory: BTreeSet<MemoryRow>,
}

/// When the case is due next; the largest number when nothing runs, so that it comes last.
pub(crate) fn micros_due(case: &Case) -> i64 {
    case.next_due()
        .map_or(i64::MAX, |clock| clock.due_at.as_microsecond())
}

/// Text as it is searched: compatible forms made one (full and half width, composed and not), lower case, single blanks.
pub(crate) fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for word in text.nfkc().collect::<String>().to_lowercase().split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    normal
}

impl Rows {
    pub fn of(case: &Case, receipt: &[u8], city: &City) -> Result<Self, StoreError> {
        let due = case.next_due();
        let response = case.response_clock();
        let rating = case.ratings.last();
        let excluded = Exclusion::of(case).map(Exclusion::code);
        let excluded_at: Option<Timestamp> = excluded
            .and_then(|kind| case.steps.iter().rev().find(|step| step.kind == kind))
            .map(|step| step.at);
        let row = params![
            case.reference,
            case.version,
            case.service.as_str(),
            case.state.code(),
            case.unit.as_str(),
            case.language.as_str(),
            case.district.as_ref().map(domain::UnitCode::as_str),
            case.topic.as_deref(),
            !case.urgent,
            case.holder.map(|staff| staff.0),
            case.channel.code(),
            case.opened_at,
            case.changed_at,
            micros_due(case),
            due.is_some_and(domain::deadlines::Clock::is_paused),
            case.escalated,
            case.wrong_units.len(),
            case.asked_extension.is_some(),
            response.map(|clock| clock.due_at),
            response.and_then(|clock| clock.stopped_at),
            case.answered_at,
            rating.map(|rating| rating.solved),
            rating.map(|rating| rating.satisfied),
            rating.map(|rating| rating.at),
            excluded,
            excluded_at,
            receipt.to_vec(),
            json(case)?,
        ];
        let units = case.involved.iter().map(|unit| unit.as_str().to_owned());
        let (words, notes) = searched(case);
        Ok(Self {
            case: row.into(),
            units: units.collect(),
            words,
            notes,
            wants: wants(case, city),
            memory: memory(case),
        })
    }

    pub fn column(&self, name: &str) -> Value {
        let at = COLUMNS.iter().position(|column| *column == name);
        at.map_or(Value::Null, |at| self.case[at].clone())
    }

    /// Writes them for a new case.
    pub fn insert(self, commit: &mut Commit) {
        let reference = self.column("reference");
        let opened_at = self.column("opened_at");
        let due_at = self.column("due_at");
        commit.run(INSERT, self.case);
        commit.run(
            "INSERT INTO case_search (opened_at, reference, words, notes) VALUES (?1, ?2, ?3, ?4)",
            params![opened_at, reference.clone(), self.words, self.notes],
        );
        insert_units(commit, &reference, self.units);
        insert_wants(commit, &reference, &due_at, self.wants);
        insert_memory(commit, &reference, self.memory);
    }

    /// Writes what differs from the rows before.
    pub fn update(self, before: &Self, commit: &mut Commit) {
        let reference = self.column("reference");
        if self.units != before.units {
            commit.run(
                "DELETE FROM case_units WHERE reference = ?1",
                params![reference.clone()],
            );
            insert_units(commit, &reference, self.units.clone());
        }
        if (&self.words, &self.notes) != (&before.words, &before.notes) {
            commit.run(
                "UPDATE case_search SET words = ?3, notes = ?4 WHERE opened_at = ?2 AND reference = ?1",
                params![
                    reference.clone(),
                    self.column("opened_at"),
                    self.words.as_str(),
                    self.notes.as_str()
                ],
            );
        }
        let (was_due, due) = (before.column("due_at"), self.column("due_at"));
        if self.wants != before.wants || (was_due != due && !self.wants.is_empty()) {
            commit.run(
                "DELETE FROM translation_wants WHERE due_at = ?2 AND reference = ?1",
                params![reference.clone(), was_due],
            );
            insert_wants(commit, &reference, &due, self.wants);
        }
        if self.memory != before.memory {
            commit.run(
                "DELETE FROM translation_memory WHERE reference = ?1",
                params![reference.clone()],
            );
            insert_memory(commit, &reference, self.memory);
        }
        commit.must(UPDATE, self.case, Clash::Version);
    }

    /// Writes them anew, whatever is there.
    pub fn replace(self, commit: &mut Commit) {
        for delete in [
            "DELETE FROM case_search WHERE reference = ?1 \
             AND opened_at = (SELECT opened_at FROM cases WHERE reference = ?1)",
            "DELETE FROM translation_wants WHERE reference = ?1 \
             AND due_at = (SELECT due_at FROM cases WHERE reference = ?1)",
            "DELETE FROM translation_memory WHERE reference = ?1",
            "DELETE FROM case_units WHERE reference = ?1",
            "DELETE FROM cases WHERE reference = ?1",
        ] {
            commit.run(delete, params![self.column("reference")]);
        }
        self.insert(commit);
    }
}

fn insert_units(commit: &mut Commit, reference: &Value, units: BTreeSet<String>) {
    for unit in units {
        commit.run(
            "INSERT INTO case_units (reference, unit) VALUES (?1, ?2)",
            params![reference.clone(), unit],
        );
    }
}

fn insert_wants(commit: &mut Commit, reference: &Value, due_at: &Value, wants: BTreeSet<WantRow>) {
    for want in wants {
        commit.run(
            "INSERT INTO translation_wants (due_at, reference, message, to_lang, from_lang, since, unit, doubtful) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                due_at.clone(),
                reference.clone(),
                want.message,
                want.to,
                want.from,
                want.since,
                want.unit,
                want.doubtful
            ],
        );
    }
}

fn insert_memory(commit: &mut Commit, reference: &Value, memory: BTreeSet<MemoryRow>) {
    for row in memory {
        commit.run(
            "INSERT INTO translation_memory (reference, message, to_lang, from_lang, at, source, target) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                reference.clone(),
                row.message,
                row.to,
                row.from,
                row.at,
                row.source,
                row.target
            ],
        );
    }
}

fn wants(case: &Case, city: &City) -> BTreeSet<WantRow> {
    let source = [city.source_language];
    let languages: &[Lang] = city
        .unit(case.unit.as_str())
        .map_or(&source, |unit| &unit.languages);
    let row = |wanted: Wanted| {
        let message = case.message(wanted.message)?;
        Some(WantRow {
            message: wanted.message,
            to: wanted.to.as_str().to_owned(),
            from: message.language.as_str().to_owned(),
            since: message.at.as_microsecond(),
            unit: case.unit.as_str().to_owned(),
            doubtful: wanted.doubtful,
        })
    };
    let wanted = case.wanted_translations(languages).into_iter();
    wanted.filter_map(row).collect()
}

/// What others may be helped by. A note is for those of its case alone, and what came from the pack or from here is there
/// already.
fn memory(case: &Case) -> BTreeSet<MemoryRow> {
    let public = case.messages.iter().filter(|message| message.kind.is_public());
    let all = public.flat_map(|message| message.translations.iter().map(move |one| (message, one)));
    let by_hand =
        all.filter(|(_, one)| one.checked && !matches!(one.by, TranslatedBy::Pack | TranslatedBy::Memory));
    let row = |(message, one): (&Message, &Translation)| {
        Some(MemoryRow {
            message: message.id,
            to: one.language.as_str().to_owned(),
            from: message.language.as_str().to_owned(),
            at: one.at.as_microsecond(),
            source: message.text.clone()?,
            target: one.text.clone()?,
        })
    };
    by_hand.filter_map(row).collect()
}

/// What finds a case, and what finds it for those who may read its notes. Nothing once it is erased.
fn searched(case: &Case) -> (String, String) {
    if case.erased {
        return (String::new(), String::new());
    }
    let reference = case.reference.to_string();
    let contact = [&case.contact.name, &case.contact.email, &case.contact.phone];
    let mut words: Vec<&str> = vec![&reference];
    words.extend(contact.into_iter().filter_map(Option::as_deref));
    words.extend(case.fields.values().map(String::as_str));
    let mut notes = Vec::new();
    for message in &case.messages {
        let to = if message.kind == MessageKind::Note {
            &mut notes
        } else {
            &mut words
        };
        to.extend(message.text.as_deref());
        to.extend(
            message
                .translations
                .iter()
                .filter_map(|translation| translation.text.as_deref()),
        );
    }
    (normalise(&words.join(" ")), normalise(&notes.join(" ")))
}
