//! Which commands make sense for a course, and who may give them.

use super::{CommandKind, Course, SEE, SESSIONS_MAX, Session, State};
use crate::city::City;
use crate::journaled::Journaled as _;
use crate::roles::{Actor, Reach};

/// Notes a course may have.
const NOTES_MAX: usize = 500;

/// States in which a command makes sense.
pub(super) fn fits(kind: CommandKind, course: &Course) -> bool {
    use CommandKind as K;
    let closed = course.state == State::Closed;
    let held = |session: &Session| !session.cancelled;
    match kind {
        K::Edit | K::Reach | K::ReachSeveral | K::Close => !closed,
        K::Enrol => !closed && course.kind.has_sessions(),
        K::Unenrol => !closed && !course.enrolled.is_empty(),
        K::MoveSession => {
            !closed
                && course
                    .sessions
                    .iter()
                    .any(|session| !course.was_held(session.number))
        }
        K::Schedule => {
            let room = u32::try_from(course.sessions.len()).is_ok_and(|sessions| sessions < SESSIONS_MAX);
            !closed && course.kind.has_sessions() && room
        }
        K::CancelSession | K::Attend | K::TakeAttendance => !closed && course.sessions.iter().any(held),
        // A certificate may turn out to be false long after.
        K::WithdrawLevel => !course.levels.is_empty(),
        K::Warn => course
            .levels
            .iter()
            .any(|level| level.expires_on.is_some() && !level.warned),
        // When its words are gone none come after them.
        K::Reopen | K::Erase => closed && !course.erased,
        K::Note => !course.erased && course.notes.len() < NOTES_MAX,
    }
}

pub(super) fn permitted(kind: CommandKind, course: &Course, actor: &Actor) -> bool {
    // Who only took part may see it.
    let runs = Course::reach(actor, kind.action()) != Reach::Own || course.is_run_by(actor);
    runs && course.permits(actor, SEE) && course.permits(actor, kind.action())
}

/// The commands that this actor may give now, in the order of [`CommandKind::ALL`].
pub fn allowed(course: &Course, actor: &Actor, _city: &City) -> Vec<CommandKind> {
    CommandKind::ALL
        .iter()
        .copied()
        .filter(|kind| fits(*kind, course) && permitted(*kind, course, actor))
        .collect()
}
