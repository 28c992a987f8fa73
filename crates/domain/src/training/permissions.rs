//! What each role may see or do with courses.

use super::CommandKind;
use crate::roles::{Action, Reach, Role, Row};

/// The name of this noun in every room.
pub const NOUN: &str = "training";

/// Open a course.
pub const OPEN: Action = Action::new(NOUN, "open");
/// See a course, who took part in it and what they reached, and find it on lists. Who only took part sees nobody else.
pub const SEE: Action = Action::new(NOUN, "see");
/// See every event of a course, and its notes.
pub const SEE_JOURNAL: Action = Action::new(NOUN, "see-journal");
/// Search for who speaks what, whoever's course they learnt it in. Own are the levels of the unit's own people.
pub const SEE_LEVELS: Action = Action::new(NOUN, "see-levels");

impl CommandKind {
    /// Carry it out on a course.
    pub const fn action(self) -> Action {
        Action::new(NOUN, self.code())
    }
}

use Reach::{All, Own};
use Role::{Administrator, Agent, Interpreter, Mediator, Officer, Planner, Supervisor};

/// Those who run courses. An officer's own are their unit's: what they only took part in, they see.
const RUN_COURSES: &[(Role, Reach)] = &[
    (Officer, Own),
    (Supervisor, All),
    (Planner, All),
    (Administrator, All),
];

/// Who may do what with courses.
pub const PERMISSIONS: &[Row] = &[
    (
        SEE,
        &[
            (Agent, Own),
            (Interpreter, Own),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
            (Planner, All),
            (Administrator, All),
        ],
    ),
    (SEE_JOURNAL, RUN_COURSES),
    (
        SEE_LEVELS,
        &[
            (Agent, All),
            (Interpreter, Own),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
            (Planner, All),
            (Administrator, All),
        ],
    ),
    (OPEN, RUN_COURSES),
    (CommandKind::Edit.action(), RUN_COURSES),
    (CommandKind::Schedule.action(), RUN_COURSES),
    (CommandKind::MoveSession.action(), RUN_COURSES),
    (CommandKind::CancelSession.action(), RUN_COURSES),
    (CommandKind::Enrol.action(), RUN_COURSES),
    (CommandKind::Unenrol.action(), RUN_COURSES),
    (CommandKind::TakeAttendance.action(), RUN_COURSES),
    (CommandKind::Attend.action(), RUN_COURSES),
    (CommandKind::ReachSeveral.action(), RUN_COURSES),
    (CommandKind::Reach.action(), RUN_COURSES),
    (CommandKind::WithdrawLevel.action(), RUN_COURSES),
    (CommandKind::Close.action(), RUN_COURSES),
    (CommandKind::Reopen.action(), RUN_COURSES),
    (CommandKind::Note.action(), RUN_COURSES),
    // The platform's own worker does; it is not asked.
    (CommandKind::Warn.action(), &[]),
    (CommandKind::Erase.action(), &[(Administrator, All)]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::written;

    /// The whole table, role by role, as a reader checks it. N: no, o: own, A: all.
    #[test]
    fn every_role_and_every_action() {
        let expected = [
            ("see", "NooooAANA"),
            ("see-journal", "NNNoNAANA"),
            ("see-levels", "NAoooAANA"),
            ("open", "NNNoNAANA"),
            ("edit", "NNNoNAANA"),
            ("schedule", "NNNoNAANA"),
            ("move-session", "NNNoNAANA"),
            ("cancel-session", "NNNoNAANA"),
            ("enrol", "NNNoNAANA"),
            ("unenrol", "NNNoNAANA"),
            ("take-attendance", "NNNoNAANA"),
            ("attend", "NNNoNAANA"),
            ("reach-several", "NNNoNAANA"),
            ("reach", "NNNoNAANA"),
            ("withdraw-level", "NNNoNAANA"),
            ("close", "NNNoNAANA"),
            ("reopen", "NNNoNAANA"),
            ("note", "NNNoNAANA"),
            ("warn", "NNNNNNNNN"),
            ("erase", "NNNNNNNNA"),
        ];
        let expected = expected.map(|(does, reaches)| (does, reaches.to_owned()));
        assert_eq!(written(PERMISSIONS), expected);
        for &kind in CommandKind::ALL {
            let named = PERMISSIONS.iter().any(|(action, _)| *action == kind.action());
            assert!(named, "{kind:?} is not in the table, so nobody may do it");
        }
    }
}
