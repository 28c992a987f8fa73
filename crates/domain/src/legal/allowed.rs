//! Which commands make sense for a translation, and who may give them.

use super::{CommandKind, State, Translation};
use crate::city::City;
use crate::journaled::Journaled as _;
use crate::roles::Actor;

/// States in which a command makes sense.
pub(super) fn fits(kind: CommandKind, translation: &Translation) -> bool {
    use CommandKind as K;
    let state = translation.state;
    match kind {
        // When its words are gone none come after them.
        K::Revise => !translation.erased,
        K::Review => state == State::Draft && translation.sent_back.is_none(),
        K::SendBack => state == State::Reviewed || state == State::Draft && translation.sent_back.is_none(),
        K::Publish => state == State::Reviewed,
        K::Withdraw => state != State::Withdrawn,
        K::Erase => state == State::Withdrawn && !translation.erased,
    }
}

pub(super) fn permitted(kind: CommandKind, translation: &Translation, actor: &Actor) -> bool {
    // Four eyes: who wrote at it does not vouch for it.
    let own_words = kind == CommandKind::Review && translation.is_by(actor);
    !own_words && translation.permits(actor, kind.action())
}

/// The commands that this actor may give now, in the order of [`CommandKind::ALL`].
pub fn allowed(translation: &Translation, actor: &Actor, _city: &City) -> Vec<CommandKind> {
    CommandKind::ALL
        .iter()
        .copied()
        .filter(|kind| fits(*kind, translation) && permitted(*kind, translation, actor))
        .collect()
}
