//! The place of a contact in the queue follows what happens to it, in the same unit of work.

use std::collections::BTreeSet;

use domain::contacts::{Contact, Kind, Part, State};
use domain::roles::StaffId;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::presence;
use super::queue::told;
use crate::commit::Commit;
use crate::value::params;

/// Who answers a contact.
fn answers(contact: &Contact) -> BTreeSet<StaffId> {
    let agents = contact.present().filter(|party| party.part == Part::Agent);
    agents.map(|party| party.staff).collect()
}

/// What waits of a contact follows it, and who answers it is there.
pub(super) fn follow(before: Option<&Contact>, after: &Contact, commit: &mut Commit) {
    follow_interpreter(before, after, commit);
    let was = before.map(|before| before.state);
    let had = before.map(answers).unwrap_or_default();
    let has = answers(after);
    let erased = after.erased && !before.is_some_and(|before| before.erased);
    if was == Some(after.state) && had == has && !erased {
        return;
    }
    // A call has waited before it began.
    if was.is_none_or(|was| was == State::Waiting) && after.state != State::Waiting {
        let outcome = match (after.state, after.why) {
            (State::Ended, _) if after.erased => "erased",
            (State::Ended, Some(why)) => why.code(),
            _ => "answered",
        };
        commit.run(
            "UPDATE hotline_waiting SET until = ?1, outcome = ?2, offered_to = NULL, version = version + 1 \
             WHERE contact = ?3 AND until IS NULL AND kind <> 'interpreter'",
            params![after.changed_at, outcome, after.reference],
        );
    }
    if after.state == State::Waiting && was != Some(State::Waiting) {
        wait(after, after.changed_at, commit);
    }
    if erased {
        commit.run(
            "UPDATE hotline_waiting SET declined_by = '', in_turn = CASE WHEN in_turn IS NULL THEN NULL ELSE '' END \
             WHERE contact = ?1",
            params![after.reference],
        );
    }
    if after.kind == Kind::Call && !after.state.is_live() {
        commit.run(
            "DELETE FROM hotline_signals WHERE contact = ?1",
            params![after.reference],
        );
    }
    // Whoever takes a contact is there, whatever they said before: only who is heard of can be missed. An officer whom it was
    // handed to is at no desk of the hotline.
    let was_there =
        |staff: &StaffId| before.is_some_and(|before| before.present().any(|party| party.staff == *staff));
    for staff in has.difference(&had).filter(|staff| !was_there(staff)) {
        presence::is_there(commit, *staff, after.changed_at);
        commit.run(
            "INSERT INTO hotline_agents (staff, version, state, reason, since, beat_at) \
             VALUES (?1, 1, 'ready', NULL, ?2, ?2) \
             ON CONFLICT (staff) DO UPDATE SET version = hotline_agents.version + 1, \
             since = CASE WHEN hotline_agents.state = 'offline' THEN excluded.since ELSE hotline_agents.since END, \
             state = CASE WHEN hotline_agents.state = 'offline' THEN 'ready' ELSE hotline_agents.state END, \
             beat_at = excluded.beat_at",
            params![staff.0, after.changed_at],
        );
    }
    // A round that saw them hold something else makes them no offer.
    for staff in &had {
        commit.run(
            "UPDATE hotline_agents SET version = version + 1 WHERE staff = ?1",
            params![staff.0],
        );
    }
    commit.changed.push(told());
}

/// It has a place in the queue from then on.
pub(super) fn wait(contact: &Contact, now: Timestamp, commit: &mut Commit) {
    commit.run(
        "INSERT INTO hotline_waiting (id, version, kind, language, urgent, topic, contact, since, again, beat_at, \
         declined_by, due_until) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', ?10) \
         ON CONFLICT (id) DO UPDATE SET until = NULL, outcome = NULL, version = hotline_waiting.version + 1, \
         beat_at = excluded.beat_at",
        params![
            place(contact),
            contact.kind.code(),
            contact.language.as_str(),
            contact.urgent,
            contact.topic.as_deref(),
            contact.reference,
            // They do not wait anew when it was the agent who went.
            contact.waits_since(),
            contact.again,
            now,
            contact.window.map(|window| window.until),
        ],
    );
}

/// What rings at them goes on to others.
pub(super) fn stop_ringing(staff: StaffId, commit: &mut Commit) {
    commit.run(
        "UPDATE hotline_waiting SET offered_to = NULL, offered_at = NULL, version = version + 1 \
         WHERE offered_to = ?1 AND until IS NULL",
        params![staff.0],
    );
}

/// Whether those who talk do not understand one another, and nobody interprets.
fn wants_interpreter(contact: &Contact) -> bool {
    let mut agents = contact
        .present()
        .filter(|party| party.part == Part::Agent)
        .peekable();
    contact.state == State::Talking
        && agents.peek().is_some()
        && agents.all(|agent| !agent.languages.contains(&contact.language))
        && !contact.present().any(|party| party.part == Part::Interpreter)
}

/// An interpreter is rung for as long as one is wanted.
fn follow_interpreter(before: Option<&Contact>, after: &Contact, commit: &mut Commit) {
    let wanted = before.is_some_and(wants_interpreter);
    let wants = wants_interpreter(after);
    if wanted == wants {
        return;
    }
    if wants {
        commit.run(
            "INSERT INTO hotline_waiting (id, version, kind, language, urgent, contact, since, again, beat_at, \
             declined_by) VALUES (?1, 1, 'interpreter', ?2, ?3, ?4, ?5, 0, ?5, '') ON CONFLICT DO NOTHING",
            params![
                place(after),
                after.language.as_str(),
                after.urgent,
                after.reference,
                after.changed_at,
            ],
        );
    } else {
        let came = after.present().any(|party| party.part == Part::Interpreter);
        let outcome = if came { "joined" } else { "over" };
        commit.run(
            "UPDATE hotline_waiting SET until = ?1, outcome = ?2, offered_to = NULL, version = version + 1 \
             WHERE contact = ?3 AND until IS NULL AND kind = 'interpreter'",
            params![after.changed_at, outcome, after.reference],
        );
    }
    commit.changed.push(told());
}

/// A number for the place of a contact in the queue: another each time that it waits.
fn place(contact: &Contact) -> i64 {
    let digest = Sha256::digest(format!("{}/{}", contact.reference, contact.version));
    let first: [u8; 8] = std::array::from_fn(|at| digest[at]);
    i64::from_be_bytes(first) & i64::MAX
}
