//! What each role may see or do with interpreters' jobs.

use super::CommandKind;
use crate::roles::{Action, Reach, Role, Row};

/// The name of this noun in every room.
pub const NOUN: &str = "interpretation";

/// Ask for an interpreter: whoever reaches their own only, for a case that they may see.
pub const OPEN: Action = Action::new(NOUN, "open");
/// Put somebody on the duty roster.
pub const ROSTER: Action = Action::new(NOUN, "roster");
/// See a job, and find it on lists. Its words are not shown to everybody who sees it: [`super::Job::seen_by`].
pub const SEE: Action = Action::new(NOUN, "see");
/// See every event of a job.
pub const SEE_JOURNAL: Action = Action::new(NOUN, "see-journal");
/// See the hours worked. Own are one's own.
pub const SEE_HOURS: Action = Action::new(NOUN, "see-hours");

impl CommandKind {
    /// Carry it out on a job.
    pub const fn action(self) -> Action {
        Action::new(NOUN, self.code())
    }
}

use Reach::{All, Own};
use Role::{Administrator, Agent, Interpreter, Mediator, Officer, Resident, Supervisor};

/// Those who may be asked to interpret. That it was offered to them is a rule of its own.
const INTERPRETERS: &[(Role, Reach)] = &[(Agent, Own), (Interpreter, Own)];
/// Those who say what became of a job.
const REPORTERS: &[(Role, Reach)] = &[(Agent, Own), (Interpreter, Own), (Supervisor, All)];
/// Those who ask for an interpreter for a case.
const ASKERS: &[(Role, Reach)] = &[
    (Resident, Own),
    (Agent, Own),
    (Officer, Own),
    (Mediator, Own),
    (Supervisor, All),
];
const SUPERVISORS: &[(Role, Reach)] = &[(Supervisor, All)];

/// Who may do what with interpreters' jobs.
pub const PERMISSIONS: &[Row] = &[
    (
        SEE,
        &[
            (Resident, Own),
            (Agent, All),
            (Interpreter, Own),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
            (Administrator, All),
        ],
    ),
    // It names who said no, and why.
    (SEE_JOURNAL, &[(Supervisor, All), (Administrator, All)]),
    (
        SEE_HOURS,
        &[
            (Agent, Own),
            (Interpreter, Own),
            (Supervisor, All),
            (Administrator, All),
        ],
    ),
    (OPEN, ASKERS),
    (ROSTER, SUPERVISORS),
    (CommandKind::Offer.action(), SUPERVISORS),
    (CommandKind::Accept.action(), INTERPRETERS),
    (CommandKind::Decline.action(), INTERPRETERS),
    (CommandKind::GiveBack.action(), INTERPRETERS),
    (CommandKind::Substitute.action(), SUPERVISORS),
    (CommandKind::Report.action(), REPORTERS),
    (CommandKind::NoShow.action(), REPORTERS),
    (CommandKind::Cancel.action(), ASKERS),
    // The platform's own workers do; they are not asked.
    (CommandKind::Remind.action(), &[]),
    (CommandKind::TakeBack.action(), &[]),
    (CommandKind::Lapse.action(), &[]),
    (CommandKind::Erase.action(), &[(Administrator, All)]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::{may, written};

    /// The whole table, role by role, as a reader checks it. N: no, o: own, A: all.
    #[test]
    fn every_role_and_every_action() {
        let expected = [
            ("see", "oAoooANNA"),
            ("see-journal", "NNNNNANNA"),
            ("see-hours", "NooNNANNA"),
            ("open", "ooNooANNN"),
            ("roster", "NNNNNANNN"),
            ("offer", "NNNNNANNN"),
            ("accept", "NooNNNNNN"),
            ("decline", "NooNNNNNN"),
            ("give-back", "NooNNNNNN"),
            ("substitute", "NNNNNANNN"),
            ("report", "NooNNANNN"),
            ("no-show", "NooNNANNN"),
            ("cancel", "ooNooANNN"),
            ("remind", "NNNNNNNNN"),
            ("take-back", "NNNNNNNNN"),
            ("lapse", "NNNNNNNNN"),
            ("erase", "NNNNNNNNA"),
        ];
        let expected = expected.map(|(does, reaches)| (does, reaches.to_owned()));
        assert_eq!(written(PERMISSIONS), expected);
        for &kind in CommandKind::ALL {
            let named = PERMISSIONS.iter().any(|(action, _)| *action == kind.action());
            assert!(named, "{kind:?} is not in the table, so nobody may do it");
        }
    }

    #[test]
    fn whoever_does_anything_with_a_job_sees_it() {
        for role in Role::ALL {
            for (action, _) in PERMISSIONS {
                let does = may(PERMISSIONS, role, *action);
                assert!(does <= may(PERMISSIONS, role, SEE), "{role:?} {action:?}");
            }
        }
    }
}
