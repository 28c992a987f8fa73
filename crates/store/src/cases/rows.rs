//! The rows that follow from a case.

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::cases::{Case, Message, MessageKind, State, TranslatedBy, Translation, Wanted};
use domain::rates::Exclusion;
use jiff::Timestamp;

use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::lists::normalise;
use crate::value::params;

/// What follows from a case.
pub(super) static TABLES: [Table<Case>; 6] = [
    Table {
        name: "cases",
        what: "row",
        columns: &[
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
            "due_from",
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
            "may_go_from",
            "receipt_hash",
            "folded",
        ],
        found_by: &["reference"],
        sorted_by: &[],
        of_city: false,
        rows: row,
        statements: Statements::new(),
    },
    // The units involved in a case besides the one that handles it.
    Table {
        name: "case_units",
        what: "units",
        columns: &["reference", "unit"],
        found_by: &["reference"],
        sorted_by: &["unit"],
        of_city: false,
        rows: units,
        statements: Statements::new(),
    },
    Table {
        name: "case_search",
        what: "search",
        columns: &["opened_at", "reference", "words", "notes"],
        found_by: &["opened_at", "reference"],
        sorted_by: &[],
        of_city: false,
        rows: searched,
        statements: Statements::new(),
    },
    // Messages that somebody cannot read yet.
    Table {
        name: "translation_wants",
        what: "wants",
        columns: &[
            "rank",
            "due_at",
            "reference",
            "message",
            "field",
            "to_lang",
            "from_lang",
            "since",
            "unit",
            "doubtful",
            "waits",
        ],
        found_by: &["reference"],
        sorted_by: &["message", "field", "to_lang"],
        of_city: true,
        rows: wants,
        statements: Statements::new(),
    },
    // Translations that people have written or checked.
    Table {
        name: "translation_memory",
        what: "memory",
        columns: &[
            "reference",
            "message",
            "field",
            "to_lang",
            "from_lang",
            "at",
            "source",
            "target",
        ],
        found_by: &["reference"],
        sorted_by: &["message", "field", "to_lang"],
        of_city: true,
        rows: memory,
        statements: Statements::new(),
    },
    // How the address stands that mails go to.
    Table {
        name: "notices",
        what: "notices",
        columns: &["reference", "stands", "since"],
        found_by: &["reference"],
        sorted_by: &[],
        of_city: false,
        rows: crate::notices::row,
        statements: Statements::new(),
    },
];

/// When the case is due next; the largest number when nothing runs, so that it comes last.
pub(crate) fn micros_due(case: &Case) -> i64 {
    case.next_due()
        .map_or(i64::MAX, |clock| clock.due_at.as_microsecond())
}

/// Where it stands before its due date is looked at: what is urgent (0) before the rest (1), and who is in danger (-1) before
/// all.
pub(crate) fn calm(case: &Case) -> i64 {
    if case.in_danger() {
        -1
    } else {
        i64::from(!case.urgent)
    }
}

fn row(folded: &Folded<'_, Case>) -> Rows {
    let case = folded.record;
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
        calm(case),
        case.holder.map(|staff| staff.0),
        case.channel.code(),
        case.opened_at,
        case.changed_at,
        micros_due(case),
        due.map_or(0, |clock| clock.started_at.as_microsecond()),
        due.is_some_and(domain::deadlines::Clock::is_held),
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
        case.over_since()
            .filter(|_| !case.erased && case.legal_hold.is_none()),
        folded.seal.clone(),
        folded.json,
    ];
    vec![row.into()]
}

fn units(folded: &Folded<'_, Case>) -> Rows {
    let case = folded.record;
    let units: BTreeSet<&str> = case.involved.iter().map(domain::UnitCode::as_str).collect();
    let rows = units.into_iter().map(|unit| params![case.reference, unit].into());
    rows.collect()
}

fn wants(folded: &Folded<'_, Case>) -> Rows {
    let case = folded.record;
    let Some(service) = folded.city.service(case.service.as_str()) else {
        return Rows::new();
    };
    let row = |wanted: &Wanted| {
        let message = case.words(wanted.message, wanted.field.as_deref(), service)?;
        let due_at = wanted
            .translate_by
            .map_or_else(|| micros_due(case), Timestamp::as_microsecond);
        let row = params![
            rank(case, wanted),
            due_at,
            case.reference,
            wanted.message,
            wanted.field.as_deref().unwrap_or_default(),
            wanted.to.as_str(),
            message.language.as_str(),
            message.at,
            case.unit.as_str(),
            wanted.doubtful,
            wanted.translate_by.is_some(),
        ];
        Some(row.into())
    };
    let wanted: BTreeSet<Wanted> = case.wanted_translations(folded.city).into_iter().collect();
    wanted.iter().filter_map(row).collect()
}

/// How pressing a translation is: the lowest first.
fn rank(case: &Case, wanted: &Wanted) -> i64 {
    let open = !case.state.is_over() && case.state != State::Answered;
    match wanted.translate_by {
        _ if case.in_danger() => 0,
        _ if case.urgent && open => 1,
        Some(_) => 2,
        None => 3,
    }
}

/// What others may be helped by. A note is for those of its case alone, and what came from the pack or from here is there
/// already.
fn memory(folded: &Folded<'_, Case>) -> Rows {
    let case = folded.record;
    let public = case.messages.iter().filter(|message| message.kind.is_public());
    let mut said: Vec<(&str, Cow<'_, Message>)> = public.map(|one| ("", Cow::Borrowed(one))).collect();
    if let Some(service) = folded.city.service(case.service.as_str()) {
        said.extend(
            case.worded_answers(service)
                .map(|(field, answer)| (field, Cow::Owned(answer))),
        );
    }
    let mut kept: Vec<(&str, &Message, &Translation)> = Vec::new();
    for (field, message) in &said {
        let by_hand = message
            .translations
            .iter()
            .filter(|one| one.checked && !matches!(one.by, TranslatedBy::Pack | TranslatedBy::Memory));
        kept.extend(by_hand.map(|one| (*field, message.as_ref(), one)));
    }
    kept.sort_by_key(|(field, message, one)| (message.id, *field, one.language));
    let row = |(field, message, one): (&str, &Message, &Translation)| {
        let row = params![
            case.reference,
            message.id,
            field,
            one.language.as_str(),
            message.language.as_str(),
            one.at,
            message.text.as_deref()?,
            one.text.as_deref()?,
        ];
        Some(row.into())
    };
    kept.into_iter().filter_map(row).collect()
}

/// What finds a case, and what finds it for those who may read its notes. Nothing once it is erased.
fn searched(folded: &Folded<'_, Case>) -> Rows {
    let (words, notes) = words(folded.record);
    let case = folded.record;
    vec![params![case.opened_at, case.reference, words, notes].into()]
}

fn words(case: &Case) -> (String, String) {
    if case.erased {
        return (String::new(), String::new());
    }
    let reference = case.reference.to_string();
    let contact = [&case.contact.name, &case.contact.email, &case.contact.phone];
    let mut words: Vec<&str> = vec![&reference];
    words.extend(contact.into_iter().filter_map(Option::as_deref));
    words.extend(case.fields.values().map(String::as_str));
    let translated = case.field_translations.values().flatten();
    words.extend(translated.filter_map(|translation| translation.text.as_deref()));
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
