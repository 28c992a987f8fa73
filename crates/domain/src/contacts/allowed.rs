//! Which commands make sense for a contact, and who may give them.

use super::{CommandKind, Contact, Kind, Part, RECORDINGS_MAX, SEE, State};
use crate::cases::FILES_MAX;
use crate::city::City;
use crate::journaled::Journaled as _;
use crate::roles::{Actor, Role};

/// The most that is said in one conversation, on both sides. Whoever has more to say begins another.
const SAID_MAX: u32 = 2_000;
/// So many events, of whatever kind, and nothing more is added to a contact; it can still be ended. A reader gets all of them.
pub const EVENTS_MAX: u64 = 4_000;

/// States in which a command makes sense.
pub(super) fn fits(kind: CommandKind, contact: &Contact) -> bool {
    use CommandKind as K;
    let state = contact.state;
    if contact.erased {
        return false;
    }
    let has_room = contact.version < EVENTS_MAX;
    match kind {
        K::Answer => state == State::Waiting,
        K::Ring | K::Join if !has_room => false,
        // Whoever talks on a telephone hangs up, or hands it over: nobody else has the line.
        K::Leave if contact.by_telephone && agents(contact) < 2 => false,
        K::Ring | K::Join | K::Leave => state == State::Talking,
        // What somebody left without a word of what came of it, others take up.
        K::PutBack => matches!(state, State::Talking | State::WrappingUp),
        K::HandOver => {
            let mut present = contact.present();
            state == State::Talking && present.any(|party| party.part == Part::Officer)
        }
        K::NotReached => state == State::Talking && contact.kind == Kind::CallBack,
        // What is spoken is written nowhere.
        K::Say | K::Share | K::Attach | K::Translate if contact.kind != Kind::Chat => false,
        K::Share => state == State::Talking && has_room,
        K::Say => state.is_live() && has_room && contact.count.visitor + contact.count.staff < SAID_MAX,
        K::Attach => state.is_live() && has_room && usize::from(contact.count.files) < FILES_MAX,
        K::End => state.is_live(),
        // Also when the visitor is gone already.
        K::Whisper => matches!(state, State::Talking | State::WrappingUp) && has_room,
        K::WrapUp => state == State::WrappingUp,
        K::Translate => has_room,
        K::KeepRecording => contact.recordings.len() < RECORDINGS_MAX,
        K::Listen => contact.kept_recordings().next().is_some() && has_room,
        K::ForgetRecording => contact.kept_recordings().next().is_some(),
        K::Rate => contact.answered_at.is_some() && contact.ended_at.is_some() && contact.rating.is_none(),
    }
}

fn agents(contact: &Contact) -> usize {
    contact
        .present()
        .filter(|party| party.part == Part::Agent)
        .count()
}

pub(super) fn permitted(kind: CommandKind, contact: &Contact, actor: &Actor) -> bool {
    use CommandKind as K;
    let may = contact.permits(actor, SEE) && contact.permits(actor, kind.action());
    // The platform's own workers and the visitor take no part of the kind that is asked for here.
    let Some(_) = actor.staff() else {
        return may;
    };
    let took_part = actor.staff().is_some_and(|staff| contact.took_part(staff));
    let takes_part = match kind {
        K::Leave | K::Say | K::Share | K::Attach => contact.is_present(actor),
        K::Ring | K::HandOver | K::NotReached | K::End => contact.is_agent(actor),
        K::Join => !contact.is_present(actor),
        // Its agent, which an officer may be whom it was handed to; where none is there any more, any of the hotline.
        K::WrapUp => {
            let left = !contact.present().any(|party| party.part == Part::Agent);
            let is_hotline = actor.role() == Some(Role::Agent);
            (left && is_hotline) || contact.is_agent(actor) || actor.role() == Some(Role::Supervisor)
        }
        // Whoever was there may put right what they read until it is over.
        K::Translate => contact.is_present(actor) || (took_part && contact.state != State::Ended),
        K::Listen => {
            let was_agent = actor.staff().is_some_and(|staff| contact.was_agent(staff));
            was_agent || actor.role() == Some(Role::Supervisor)
        }
        K::Whisper => took_part || actor.role() == Some(Role::Supervisor),
        _ => true,
    };
    may && takes_part
}

/// The commands that this actor may give now, in the order of [`CommandKind::ALL`].
pub fn allowed(contact: &Contact, actor: &Actor, _city: &City) -> Vec<CommandKind> {
    CommandKind::ALL
        .iter()
        .copied()
        .filter(|kind| fits(*kind, contact) && permitted(*kind, contact, actor))
        .collect()
}
