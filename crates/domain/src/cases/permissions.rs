//! What each role may see or do with cases.

use super::CommandKind;
use crate::roles::{Action, Reach, Role, Row};

/// The name of this noun in every room.
pub const NOUN: &str = "cases";

/// Open a case for someone (a caller, a visitor at the counter).
pub const OPEN: Action = Action::new(NOUN, "open");
/// See a case and its messages, and find it on lists.
pub const SEE: Action = Action::new(NOUN, "see");
/// See the internal notes of a case.
pub const SEE_NOTES: Action = Action::new(NOUN, "see-notes");
/// See every event of a case.
pub const SEE_JOURNAL: Action = Action::new(NOUN, "see-journal");
/// See what waits for a translation.
pub const SEE_TRANSLATIONS: Action = Action::new(NOUN, "see-translations");
/// See the supervisor's wall.
pub const SEE_WALL: Action = Action::new(NOUN, "see-wall");

impl CommandKind {
    /// Carry it out on a case.
    pub const fn action(self) -> Action {
        Action::new(NOUN, self.code())
    }
}

use Reach::{All, Own};
use Role::{Administrator, Agent, Interpreter, Mediator, Officer, Planner, Resident, Supervisor};

/// Who may do what with cases.
pub const PERMISSIONS: &[Row] = &[
    (OPEN, &[(Resident, Own), (Agent, All), (Supervisor, All)]),
    (
        SEE,
        &[
            (Resident, Own),
            (Agent, All),
            (Interpreter, All),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
            (Administrator, All),
        ],
    ),
    (
        SEE_NOTES,
        &[(Agent, All), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        SEE_JOURNAL,
        &[
            (Agent, All),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
            (Administrator, All),
        ],
    ),
    (CommandKind::Triage.action(), &[(Agent, All), (Supervisor, All)]),
    (CommandKind::Route.action(), &[(Agent, All), (Supervisor, All)]),
    (CommandKind::Return.action(), &[(Officer, Own), (Mediator, Own)]),
    (
        CommandKind::Accept.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Decline.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Assign.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        CommandKind::Note.action(),
        &[(Agent, All), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        CommandKind::Reply.action(),
        &[
            (Resident, Own),
            (Agent, All),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
        ],
    ),
    (
        CommandKind::Ask.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::AnswerQuestion.action(),
        &[(Resident, Own), (Agent, All)],
    ),
    (
        CommandKind::Send.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        CommandKind::Withdraw.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        CommandKind::Suspend.action(),
        &[(Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        CommandKind::Resume.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        CommandKind::Extend.action(),
        &[(Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (CommandKind::DecideExtension.action(), &[(Supervisor, All)]),
    (
        CommandKind::Advance.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Involve.action(),
        &[(Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        CommandKind::Refer.action(),
        &[(Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        CommandKind::Book.action(),
        &[(Agent, All), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Resolve.action(),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (CommandKind::Rate.action(), &[(Resident, Own), (Agent, All)]),
    (
        CommandKind::Reopen.action(),
        &[(Resident, Own), (Agent, All), (Supervisor, All)],
    ),
    (CommandKind::Merge.action(), &[(Agent, All), (Supervisor, All)]),
    (
        CommandKind::Link.action(),
        &[(Agent, All), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (CommandKind::Close.action(), &[(Agent, All), (Supervisor, All)]),
    (CommandKind::Erase.action(), &[(Administrator, All)]),
    // Who erases may not lift what keeps them from it.
    (
        CommandKind::LegalHold.action(),
        &[(Supervisor, All), (Administrator, All)],
    ),
    (CommandKind::LegalRelease.action(), &[(Supervisor, All)]),
    (
        CommandKind::Attach.action(),
        &[(Resident, Own), (Agent, All), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Translate.action(),
        &[(Agent, All), (Interpreter, All)],
    ),
    (CommandKind::Notices.action(), &[(Resident, Own)]),
    (
        SEE_TRANSLATIONS,
        &[(Agent, All), (Interpreter, All), (Supervisor, All)],
    ),
    (
        SEE_WALL,
        &[(Supervisor, All), (Planner, All), (Administrator, All)],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::{may, written};

    /// The whole table, role by role, as a reader checks it. N: no, o: own, A: all.
    #[test]
    fn every_role_and_every_action() {
        let expected = [
            ("open", "oANNNANNN"),
            ("see", "oAAooANNA"),
            ("see-notes", "NANooANNN"),
            ("see-journal", "NANooANNA"),
            ("triage", "NANNNANNN"),
            ("route", "NANNNANNN"),
            ("return", "NNNooNNNN"),
            ("accept", "NoNooNNNN"),
            ("decline", "NoNooNNNN"),
            ("assign", "NoNooANNN"),
            ("note", "NANooANNN"),
            ("reply", "oANooANNN"),
            ("ask", "NoNooNNNN"),
            ("answer-question", "oANNNNNNN"),
            ("send", "NoNooANNN"),
            ("withdraw", "NoNooANNN"),
            ("suspend", "NNNooANNN"),
            ("resume", "NoNooANNN"),
            ("extend", "NNNooANNN"),
            ("decide-extension", "NNNNNANNN"),
            ("advance", "NoNooNNNN"),
            ("involve", "NNNooANNN"),
            ("refer", "NNNooANNN"),
            ("book", "NANooNNNN"),
            ("resolve", "NoNooNNNN"),
            ("rate", "oANNNNNNN"),
            ("reopen", "oANNNANNN"),
            ("merge", "NANNNANNN"),
            ("link", "NANooANNN"),
            ("close", "NANNNANNN"),
            ("erase", "NNNNNNNNA"),
            ("legal-hold", "NNNNNANNA"),
            ("legal-release", "NNNNNANNN"),
            ("attach", "oANooNNNN"),
            ("translate", "NAANNNNNN"),
            ("notices", "oNNNNNNNN"),
            ("see-translations", "NAANNANNN"),
            ("see-wall", "NNNNNAANA"),
        ];
        let expected = expected.map(|(does, reaches)| (does, reaches.to_owned()));
        assert_eq!(written(PERMISSIONS), expected);
        for &kind in CommandKind::ALL {
            let named = PERMISSIONS.iter().any(|(action, _)| *action == kind.action());
            assert!(named, "{kind:?} is not in the table, so nobody may do it");
        }
    }

    #[test]
    fn whoever_sees_the_translation_desk_sees_all_cases() {
        // It shows what was translated in others.
        for role in Role::ALL {
            let sees = may(PERMISSIONS, role, SEE_TRANSLATIONS) != Reach::No;
            assert!(!sees || may(PERMISSIONS, role, SEE) == Reach::All, "{role:?}");
        }
    }
}
