//! What each role may see or do with translations of laws.

use super::CommandKind;
use crate::roles::{Action, Reach, Role, Row};

/// The name of this noun in every room.
pub const NOUN: &str = "legal";

/// Take up a translation.
pub const OPEN: Action = Action::new(NOUN, "open");
/// See translations that are not public, and find them on lists.
pub const SEE: Action = Action::new(NOUN, "see");
/// See every event of a translation: whoever sees it does.
const SEE_JOURNAL: Action = Action::new(NOUN, "see-journal");

impl CommandKind {
    /// Carry it out on a translation.
    pub const fn action(self) -> Action {
        Action::new(NOUN, self.code())
    }
}

use Reach::{All, Own};
use Role::{Administrator, Agent, Interpreter, Officer, Planner, Supervisor};

/// Those who work with the register: an officer with what the unit owes.
const INSIDERS: &[(Role, Reach)] = &[
    (Agent, All),
    (Interpreter, All),
    (Officer, Own),
    (Supervisor, All),
    (Planner, All),
    (Administrator, All),
];
/// Those who write.
const DRAFTERS: &[(Role, Reach)] = &[
    (Agent, All),
    (Interpreter, All),
    (Officer, Own),
    (Supervisor, All),
];
/// Those who read what others wrote. That nobody reads their own is a rule of its own.
const REVIEWERS: &[(Role, Reach)] = &[(Interpreter, All), (Supervisor, All)];
/// Those who say what the public reads.
const PUBLISHERS: &[(Role, Reach)] = &[(Supervisor, All), (Planner, All), (Administrator, All)];

/// Who may do what with translations of laws.
pub const PERMISSIONS: &[Row] = &[
    (SEE, INSIDERS),
    (SEE_JOURNAL, INSIDERS),
    (OPEN, DRAFTERS),
    (CommandKind::Revise.action(), DRAFTERS),
    (CommandKind::Review.action(), REVIEWERS),
    (CommandKind::SendBack.action(), REVIEWERS),
    (CommandKind::Publish.action(), PUBLISHERS),
    (CommandKind::Withdraw.action(), PUBLISHERS),
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
            ("see", "NAAoNAANA"),
            ("see-journal", "NAAoNAANA"),
            ("open", "NAAoNANNN"),
            ("revise", "NAAoNANNN"),
            ("review", "NNANNANNN"),
            ("send-back", "NNANNANNN"),
            ("publish", "NNNNNAANA"),
            ("withdraw", "NNNNNAANA"),
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
    fn whoever_does_anything_with_a_translation_sees_it() {
        for role in Role::ALL {
            for (action, _) in PERMISSIONS {
                let does = may(PERMISSIONS, role, *action);
                let sees = may(PERMISSIONS, role, SEE);
                assert!(
                    does == Reach::No || sees == Reach::All || does == sees,
                    "{role:?} {action:?}"
                );
            }
        }
    }
}
