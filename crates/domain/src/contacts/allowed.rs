//! Which commands make sense for a contact, and who may give them.

use super::{CommandKind, Contact, Kind, Part, SEE, State};
use crate::cases::FILES_MAX;
use crate::city::City;
use crate::journaled::Journaled as _;
use crate::roles::Actor;

/// The most that is said in one conversation, on both sides. Whoever has more to say begins another.
const SAID_MAX: u32 = 2_000;

/// States in which a command makes sense.
pub(super) fn fits(kind: CommandKind, contact: &Contact) -> bool {
    use CommandKind as K;
    let state = contact.state;
    if contact.erased {
        return false;
    }
    match kind {
        K::Answer => state == State::Waiting,
        K::Ring | K::Join | K::Leave | K::PutBack => state == State::Talking,
        K::HandOver => {
            let mut present = contact.present();
            state == State::Talking && present.any(|party| party.part == Part::Officer)
        }
        K::NotReached => state == State::Talking && contact.kind == Kind::CallBack,
        // What is spoken is written nowhere.
        K::Say | K::Share | K::Attach | K::Translate if contact.kind != Kind::Chat => false,
        K::Share => state == State::Talking,
        K::Say => state.is_live() && contact.count.visitor + contact.count.staff < SAID_MAX,
        K::Attach => state.is_live() && usize::from(contact.count.files) < FILES_MAX,
        K::End => state.is_live(),
        // Also when the visitor is gone already.
        K::Whisper => matches!(state, State::Talking | State::WrappingUp),
        K::WrapUp => state == State::WrappingUp,
        K::Translate => true,
        K::Rate => contact.answered_at.is_some() && contact.ended_at.is_some() && contact.rating.is_none(),
    }
}

pub(super) fn permitted(kind: CommandKind, contact: &Contact, actor: &Actor) -> bool {
    use CommandKind as K;
    let may = contact.permits(actor, SEE) && contact.permits(actor, kind.action());
    // The platform's own workers and the visitor take no part of the kind that is asked for here.
    let Some(_) = actor.staff() else {
        return may;
    };
    let takes_part = match kind {
        K::Leave | K::Say | K::Share | K::Attach => contact.is_present(actor),
        K::Ring | K::HandOver | K::NotReached | K::End => contact.is_agent(actor),
        K::Join => !contact.is_present(actor),
        // Whoever was its agent when it ended.
        K::WrapUp => contact.answered_by == actor.staff() || contact.is_agent(actor),
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
