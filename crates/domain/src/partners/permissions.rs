//! What each role may see or do with partners.

use super::CommandKind;
use crate::roles::{Action, Reach, Role, Row};

/// The name of this noun in every room.
pub const NOUN: &str = "partners";

/// Propose a partner.
pub const OPEN: Action = Action::new(NOUN, "open");
/// See partners that are not public, and find them on lists.
pub const SEE: Action = Action::new(NOUN, "see");
/// See who is written to at a partner.
pub const SEE_CONTACTS: Action = Action::new(NOUN, "see-contacts");
/// See the internal notes of a partner.
pub const SEE_NOTES: Action = Action::new(NOUN, "see-notes");
/// See every event of a partner, contacts and notes among them.
pub const SEE_JOURNAL: Action = Action::new(NOUN, "see-journal");

impl CommandKind {
    /// Carry it out on a partner.
    pub const fn action(self) -> Action {
        Action::new(NOUN, self.code())
    }
}

use Reach::{All, Own};
use Role::{Administrator, Agent, Interpreter, Mediator, Officer, Planner, Supervisor};

/// Everyone who works with what is on the desk only.
const INSIDERS: &[(Role, Reach)] = &[
    (Agent, All),
    (Officer, Own),
    (Mediator, Own),
    (Supervisor, All),
    (Planner, All),
];
/// Those who keep the register: an officer that of the unit.
const KEEPERS: &[(Role, Reach)] = &[(Officer, Own), (Supervisor, All), (Planner, All)];
/// Those who say what the city has decided and what the public reads.
const DECIDERS: &[(Role, Reach)] = &[(Supervisor, All), (Planner, All)];

/// Who may do what with partners.
pub const PERMISSIONS: &[Row] = &[
    (OPEN, KEEPERS),
    (
        SEE,
        &[
            (Agent, All),
            (Interpreter, All),
            (Officer, All),
            (Mediator, All),
            (Supervisor, All),
            (Planner, All),
            (Administrator, All),
        ],
    ),
    (SEE_CONTACTS, INSIDERS),
    (SEE_NOTES, INSIDERS),
    (
        SEE_JOURNAL,
        &[
            (Agent, All),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
            (Planner, All),
            (Administrator, All),
        ],
    ),
    (CommandKind::Edit.action(), KEEPERS),
    (CommandKind::Agree.action(), DECIDERS),
    (CommandKind::Activate.action(), DECIDERS),
    (CommandKind::End.action(), DECIDERS),
    (CommandKind::Renew.action(), KEEPERS),
    (CommandKind::AddContact.action(), KEEPERS),
    (CommandKind::ChangeContact.action(), KEEPERS),
    (CommandKind::RemoveContact.action(), KEEPERS),
    (CommandKind::Attach.action(), KEEPERS),
    (CommandKind::RemoveDocument.action(), KEEPERS),
    (CommandKind::PublishDocument.action(), DECIDERS),
    (CommandKind::WithdrawDocument.action(), DECIDERS),
    (CommandKind::Link.action(), KEEPERS),
    (CommandKind::Unlink.action(), KEEPERS),
    (CommandKind::Note.action(), KEEPERS),
    (CommandKind::Publish.action(), DECIDERS),
    (CommandKind::Withdraw.action(), DECIDERS),
    (CommandKind::Confirm.action(), KEEPERS),
    // The platform's own worker, and nobody else.
    (CommandKind::Warn.action(), &[]),
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
            ("open", "NNNoNAANN"),
            ("see", "NAAAAAANA"),
            ("see-contacts", "NANooAANN"),
            ("see-notes", "NANooAANN"),
            ("see-journal", "NANooAANA"),
            ("edit", "NNNoNAANN"),
            ("agree", "NNNNNAANN"),
            ("activate", "NNNNNAANN"),
            ("end", "NNNNNAANN"),
            ("renew", "NNNoNAANN"),
            ("add-contact", "NNNoNAANN"),
            ("change-contact", "NNNoNAANN"),
            ("remove-contact", "NNNoNAANN"),
            ("attach", "NNNoNAANN"),
            ("remove-document", "NNNoNAANN"),
            ("publish-document", "NNNNNAANN"),
            ("withdraw-document", "NNNNNAANN"),
            ("link", "NNNoNAANN"),
            ("unlink", "NNNoNAANN"),
            ("note", "NNNoNAANN"),
            ("publish", "NNNNNAANN"),
            ("withdraw", "NNNNNAANN"),
            ("confirm", "NNNoNAANN"),
            ("warn", "NNNNNNNNN"),
            ("erase", "NNNNNNNNA"),
        ];
        let expected = expected.map(|(does, reaches)| (does, reaches.to_owned()));
        assert_eq!(written(PERMISSIONS), expected);
        for &kind in CommandKind::ALL {
            let named = PERMISSIONS.iter().any(|(action, _)| *action == kind.action());
            assert!(named, "{kind:?} is not in the table");
        }
    }

    #[test]
    fn whoever_does_anything_with_a_partner_sees_it() {
        for role in Role::ALL {
            let does = PERMISSIONS
                .iter()
                .any(|(action, _)| may(PERMISSIONS, role, *action) != Reach::No);
            assert!(!does || may(PERMISSIONS, role, SEE) == Reach::All, "{role:?}");
        }
    }
}
