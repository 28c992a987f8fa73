//! The rows that follow from a contact.

use std::collections::BTreeMap;

use domain::contacts::{Contact, Part, Party};

use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::value::params;

pub(super) static TABLES: [Table<Contact>; 3] = [
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
    // From when to when an agent had it.
    Table {
        name: "contact_held",
        what: "times with agents",
        columns: &["reference", "n", "staff", "language", "began_at", "ended_at"],
        found_by: &["reference"],
        sorted_by: &["n"],
        of_city: false,
        rows: held,
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

fn held(folded: &Folded<'_, Contact>) -> Rows {
    let contact = folded.record;
    let agents = contact.people.iter().filter(|party| party.part == Part::Agent);
    let row = |(n, party): (usize, &Party)| {
        params![
            contact.reference,
            n,
            party.staff.0,
            contact.language.as_str(),
            party.joined_at,
            party.left_at,
        ]
        .into()
    };
    agents.enumerate().map(row).collect()
}
