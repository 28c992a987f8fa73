//! Which commands make sense for a partner, and who may give them.

use super::{
    CONTACTS_MAX, CommandKind, DOCUMENTS_MAX, NOTES_MAX, Partner, SEE, SEE_CONTACTS, SEE_NOTES, State,
};
use crate::city::City;
use crate::journaled::Journaled as _;
use crate::roles::Actor;

/// Whether that actor may see who is written to at the partner.
pub fn sees_contacts(partner: &Partner, actor: &Actor) -> bool {
    partner.permits(actor, SEE_CONTACTS)
}

/// Whether that actor may read the internal notes of the partner.
pub fn sees_notes(partner: &Partner, actor: &Actor) -> bool {
    partner.permits(actor, SEE_NOTES)
}

/// States in which a command makes sense.
pub(super) fn fits(kind: CommandKind, partner: &Partner) -> bool {
    use CommandKind as K;
    let state = partner.state;
    if partner.erased {
        return false;
    }
    let goes_on = state != State::Ended;
    match kind {
        // What was checked can be checked again.
        K::Edit | K::End | K::Confirm => goes_on,
        K::Agree => state == State::Proposed,
        K::Activate => state == State::Agreed,
        K::Renew => state == State::Active,
        K::AddContact => goes_on && partner.contacts.len() < CONTACTS_MAX,
        K::ChangeContact => goes_on && !partner.contacts.is_empty(),
        K::RemoveContact => !partner.contacts.is_empty(),
        K::Attach => partner.documents.len() < DOCUMENTS_MAX,
        K::RemoveDocument => !partner.documents.is_empty(),
        K::PublishDocument => goes_on && partner.documents.iter().any(|document| !document.public),
        K::WithdrawDocument => partner.documents.iter().any(|document| document.public),
        K::Link => true,
        K::Unlink => !partner.links.is_empty(),
        K::Note => partner.notes.len() < NOTES_MAX,
        K::Publish => goes_on && !partner.public,
        // One that has ended is not public, whatever was said of it before.
        K::Withdraw => goes_on && partner.public,
        K::Warn => state == State::Active && partner.until.is_some() && partner.warned_for != partner.until,
        // The names of a partner that the city has are on its pages.
        K::Erase => matches!(state, State::Proposed | State::Ended),
    }
}

pub(super) fn permitted(kind: CommandKind, partner: &Partner, actor: &Actor) -> bool {
    partner.permits(actor, SEE) && partner.permits(actor, kind.action())
}

/// The commands that this actor may give now, in the order of [`CommandKind::ALL`].
pub fn allowed(partner: &Partner, actor: &Actor, _: &City) -> Vec<CommandKind> {
    CommandKind::ALL
        .iter()
        .copied()
        .filter(|kind| fits(*kind, partner) && permitted(*kind, partner, actor))
        .collect()
}
