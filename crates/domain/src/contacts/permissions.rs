//! What each role may see or do with contacts.

use super::CommandKind;
use crate::roles::{Action, Reach, Role, Row};

/// The name of this noun in every room.
pub const NOUN: &str = "contacts";

/// Reach the hotline.
pub const OPEN: Action = Action::new(NOUN, "open");
/// See a contact and what was said, and find it on lists.
pub const SEE: Action = Action::new(NOUN, "see");
/// See what staff say to one another in it.
pub const SEE_WHISPERS: Action = Action::new(NOUN, "see-whispers");
/// Say that one is there to answer or to interpret, so that it rings.
pub const BE_THERE: Action = Action::new(NOUN, "be-there");
/// See every event of a contact.
pub const SEE_JOURNAL: Action = Action::new(NOUN, "see-journal");
/// See the wall: how many wait, who is there, and the figures of a time. Nobody is named on it.
pub const SEE_WALL: Action = Action::new(NOUN, "see-wall");
/// See how many agents are needed.
pub const SEE_STAFFING: Action = Action::new(NOUN, "see-staffing");

impl CommandKind {
    /// Carry it out on a contact.
    pub const fn action(self) -> Action {
        Action::new(NOUN, self.code())
    }
}

use Reach::{All, Own};
use Role::{Administrator, Agent, Interpreter, Mediator, Officer, Planner, Resident, Supervisor};

/// Who may do what with contacts. Their words are erased with those of their case.
pub const PERMISSIONS: &[Row] = &[
    (OPEN, &[(Resident, Own)]),
    (
        SEE,
        &[
            (Resident, Own),
            (Agent, All),
            (Interpreter, Own),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
        ],
    ),
    (
        SEE_WHISPERS,
        &[
            (Agent, All),
            (Interpreter, Own),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
        ],
    ),
    (
        SEE_JOURNAL,
        &[(Agent, All), (Supervisor, All), (Administrator, All)],
    ),
    (BE_THERE, &[(Agent, All), (Interpreter, All)]),
    (SEE_WALL, &[(Agent, All), (Supervisor, All), (Planner, All)]),
    (SEE_STAFFING, &[(Supervisor, All), (Planner, All)]),
    (CommandKind::Answer.action(), &[(Agent, All)]),
    (
        CommandKind::Ring.action(),
        &[(Agent, All), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Join.action(),
        &[(Agent, All), (Interpreter, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Leave.action(),
        &[(Agent, All), (Interpreter, Own), (Officer, Own), (Mediator, Own)],
    ),
    (CommandKind::HandOver.action(), &[(Agent, All)]),
    (CommandKind::NotReached.action(), &[(Agent, All)]),
    (CommandKind::PutBack.action(), &[(Supervisor, All)]),
    (
        CommandKind::Say.action(),
        &[
            (Resident, Own),
            (Agent, All),
            (Interpreter, Own),
            (Officer, Own),
            (Mediator, Own),
        ],
    ),
    (
        CommandKind::Whisper.action(),
        &[
            (Agent, All),
            (Interpreter, Own),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
        ],
    ),
    (
        CommandKind::Share.action(),
        &[(Agent, All), (Interpreter, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Attach.action(),
        &[(Resident, Own), (Agent, All), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::Translate.action(),
        &[(Agent, All), (Interpreter, Own)],
    ),
    // An officer whom it was handed to is its agent.
    (
        CommandKind::End.action(),
        &[(Resident, Own), (Agent, All), (Officer, Own), (Mediator, Own)],
    ),
    (
        CommandKind::WrapUp.action(),
        &[(Agent, All), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (CommandKind::Rate.action(), &[(Resident, Own)]),
    // What was recorded only the platform puts together and lets go.
    (CommandKind::KeepRecording.action(), &[]),
    // Whoever was its agent, which an officer may be, and who answers for them; who called hears their own.
    (
        CommandKind::Listen.action(),
        &[
            (Resident, Own),
            (Agent, Own),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
        ],
    ),
    (CommandKind::ForgetRecording.action(), &[]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::written;

    /// The whole table, role by role, as a reader checks it. N: no, o: own, A: all.
    #[test]
    fn every_role_and_every_action() {
        let expected = [
            ("open", "oNNNNNNNN"),
            ("see", "oAoooANNN"),
            ("see-whispers", "NAoooANNN"),
            ("see-journal", "NANNNANNA"),
            ("be-there", "NAANNNNNN"),
            ("see-wall", "NANNNAANN"),
            ("see-staffing", "NNNNNAANN"),
            ("answer", "NANNNNNNN"),
            ("ring", "NANooNNNN"),
            ("join", "NAoooNNNN"),
            ("leave", "NAoooNNNN"),
            ("hand-over", "NANNNNNNN"),
            ("not-reached", "NANNNNNNN"),
            ("put-back", "NNNNNANNN"),
            ("say", "oAoooNNNN"),
            ("whisper", "NAoooANNN"),
            ("share", "NAoooNNNN"),
            ("attach", "oANooNNNN"),
            ("translate", "NAoNNNNNN"),
            ("end", "oANooNNNN"),
            ("wrap-up", "NANooANNN"),
            ("rate", "oNNNNNNNN"),
            ("keep-recording", "NNNNNNNNN"),
            ("listen", "ooNooANNN"),
            ("forget-recording", "NNNNNNNNN"),
        ];
        let expected = expected.map(|(does, reaches)| (does, reaches.to_owned()));
        assert_eq!(written(PERMISSIONS), expected);
        for &kind in CommandKind::ALL {
            let named = PERMISSIONS.iter().any(|(action, _)| *action == kind.action());
            assert!(named, "{kind:?} is not in the table, so nobody may do it");
        }
    }
}
