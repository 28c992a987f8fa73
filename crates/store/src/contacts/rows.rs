//! The rows that follow from a contact.

use std::collections::BTreeMap;

use domain::contacts::{Contact, Part};

use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::value::params;

pub(super) static TABLES: [Table<Contact>; 2] = [
    Table {
        name: "contacts",
        what: "row",
        columns: &[
            "reference",
            "version",
            "case_reference",
            "kind",
            "state",
            "language",
            "unit",
            "topic",
            "urgent",
            "opened_at",
            "answered_at",
            "answered_by",
            "ended_at",
            "why",
            "outcome",
            "solved",
            "satisfied",
            "folded",
        ],
        found_by: &["reference"],
        sorted_by: &[],
        of_city: false,
        rows: row,
        statements: Statements::new(),
    },
    // Who takes part, took part, or was asked in.
    Table {
        name: "contact_people",
        what: "people",
        columns: &["reference", "staff", "part", "here"],
        found_by: &["reference"],
        sorted_by: &["staff"],
        of_city: false,
        rows: people,
        statements: Statements::new(),
    },
];

fn row(folded: &Folded<'_, Contact>) -> Rows {
    let contact = folded.record;
    let row = params![
        contact.reference,
        contact.version,
        contact.case,
        contact.kind.code(),
        contact.state.code(),
        contact.language.as_str(),
        contact.unit.as_str(),
        contact.topic.as_deref(),
        contact.urgent,
        contact.opened_at,
        contact.answered_at,
        contact.answered_by.map(|staff| staff.0),
        contact.ended_at,
        contact.why.map(domain::cases::Why::code),
        contact.outcome.map(domain::cases::Outcome::code),
        contact.rating.map(|rating| rating.solved),
        contact.rating.map(|rating| rating.satisfied),
        folded.json,
    ];
    vec![row.into()]
}

/// What the rows say of somebody who was only asked in.
const RUNG: &str = "rung";

fn people(folded: &Folded<'_, Contact>) -> Rows {
    let contact = folded.record;
    let mut people: BTreeMap<i64, (&str, bool)> = BTreeMap::new();
    for staff in &contact.rung {
        people.insert(staff.0, (RUNG, false));
    }
    for party in &contact.people {
        let here = party.left_at.is_none() || people.get(&party.staff.0).is_some_and(|known| known.1);
        people.insert(party.staff.0, (Part::code(party.part), here));
    }
    let rows = people.into_iter();
    rows.map(|(staff, (part, here))| params![contact.reference, staff, part, here].into())
        .collect()
}
