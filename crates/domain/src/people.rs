//! Who works here and what each role may see or do: one table, asked in one place.

use serde::{Deserialize, Serialize};

use crate::cases::CommandKind;
use crate::{Lang, UnitCode};

/// What someone is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Resident,
    Agent,
    Interpreter,
    Officer,
    Mediator,
    Supervisor,
    Planner,
    Reviewer,
    Administrator,
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::Resident,
        Self::Agent,
        Self::Interpreter,
        Self::Officer,
        Self::Mediator,
        Self::Supervisor,
        Self::Planner,
        Self::Reviewer,
        Self::Administrator,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Agent => "agent",
            Self::Interpreter => "interpreter",
            Self::Officer => "officer",
            Self::Mediator => "mediator",
            Self::Supervisor => "supervisor",
            Self::Planner => "planner",
            Self::Reviewer => "reviewer",
            Self::Administrator => "administrator",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A member of staff, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StaffId(pub i64);

/// Someone who works at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub unit: UnitCode,
    /// Languages they read and write.
    pub languages: Vec<Lang>,
    pub active: bool,
}

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Actor {
    /// The person a case belongs to, known by the receipt.
    Resident,
    Staff {
        id: StaffId,
        role: Role,
        unit: UnitCode,
    },
    /// A worker of the platform, by name.
    System {
        worker: String,
    },
}

impl Actor {
    pub fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Staff { id, .. } => Some(*id),
            _ => None,
        }
    }

    pub fn unit(&self) -> Option<&UnitCode> {
        match self {
            Self::Staff { unit, .. } => Some(unit),
            _ => None,
        }
    }

    /// Their role; the platform itself has none.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Resident => Some(Role::Resident),
            Self::Staff { role, .. } => Some(*role),
            Self::System { .. } => None,
        }
    }
}

impl From<&Staff> for Actor {
    fn from(staff: &Staff) -> Self {
        Self::Staff {
            id: staff.id,
            role: staff.role,
            unit: staff.unit.clone(),
        }
    }
}

/// Something that may be seen or done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open a case for someone (a caller, a visitor at the counter).
    OpenCase,
    /// See a case and its messages, and find it on lists.
    SeeCase,
    /// See the internal notes of a case.
    SeeNotes,
    /// See every event of a case.
    SeeJournal,
    /// Carry out a command on a case.
    Case(CommandKind),
    /// See what waits for a translation.
    SeeTranslations,
    /// See the supervisor's wall.
    SeeWall,
    /// See and change staff.
    ManageStaff,
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Not at all.
    No,
    /// A resident: the case of their receipt. Staff: cases of their unit, or that involve it.
    Own,
    All,
}

use Reach::{All, Own};
use Role::{Administrator, Agent, Interpreter, Mediator, Officer, Planner, Resident, Supervisor};

/// The table. Who or what it does not name is not allowed.
pub const TABLE: &[(Action, &[(Role, Reach)])] = &[
    (
        Action::OpenCase,
        &[(Resident, Own), (Agent, All), (Supervisor, All)],
    ),
    (
        Action::SeeCase,
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
        Action::SeeNotes,
        &[(Agent, All), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        Action::SeeJournal,
        &[
            (Agent, All),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
            (Administrator, All),
        ],
    ),
    (
        Action::Case(CommandKind::Triage),
        &[(Agent, All), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Route),
        &[(Agent, All), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Return),
        &[(Officer, Own), (Mediator, Own)],
    ),
    (
        Action::Case(CommandKind::Accept),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        Action::Case(CommandKind::Decline),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        Action::Case(CommandKind::Assign),
        &[(Agent, Own), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Note),
        &[(Agent, All), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Reply),
        &[
            (Resident, Own),
            (Agent, All),
            (Officer, Own),
            (Mediator, Own),
            (Supervisor, All),
        ],
    ),
    (
        Action::Case(CommandKind::Ask),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        Action::Case(CommandKind::AnswerQuestion),
        &[(Resident, Own), (Agent, All)],
    ),
    (
        Action::Case(CommandKind::Suspend),
        &[(Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Resume),
        &[(Agent, Own), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Extend),
        &[(Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (Action::Case(CommandKind::DecideExtension), &[(Supervisor, All)]),
    (
        Action::Case(CommandKind::Advance),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (
        Action::Case(CommandKind::Involve),
        &[(Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Refer),
        &[(Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Book),
        &[(Agent, All), (Officer, Own), (Mediator, Own)],
    ),
    (
        Action::Case(CommandKind::Resolve),
        &[(Agent, Own), (Officer, Own), (Mediator, Own)],
    ),
    (Action::Case(CommandKind::Rate), &[(Resident, Own), (Agent, All)]),
    (
        Action::Case(CommandKind::Reopen),
        &[(Resident, Own), (Agent, All), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Merge),
        &[(Agent, All), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Link),
        &[(Agent, All), (Officer, Own), (Mediator, Own), (Supervisor, All)],
    ),
    (
        Action::Case(CommandKind::Close),
        &[(Agent, All), (Supervisor, All)],
    ),
    (Action::Case(CommandKind::Erase), &[(Administrator, All)]),
    (
        Action::Case(CommandKind::Attach),
        &[(Resident, Own), (Agent, All), (Officer, Own), (Mediator, Own)],
    ),
    (
        Action::Case(CommandKind::Translate),
        &[(Agent, All), (Interpreter, All)],
    ),
    (
        Action::SeeTranslations,
        &[(Agent, All), (Interpreter, All), (Supervisor, All)],
    ),
    (
        Action::SeeWall,
        &[(Supervisor, All), (Planner, All), (Administrator, All)],
    ),
    (Action::ManageStaff, &[(Administrator, All)]),
    // A reviewer's actions come with nominations; until then the role is known and may do nothing.
];

/// How far that role may take that action. What the table does not name reaches nowhere.
pub fn may(role: Role, action: Action) -> Reach {
    TABLE
        .iter()
        .find(|(named, _)| *named == action)
        .and_then(|(_, roles)| roles.iter().find(|(named, _)| *named == role))
        .map_or(Reach::No, |(_, reach)| *reach)
}

/// How far that actor may take that action. The platform's own workers are not people and are not asked; what they may
/// do is what they are written to do.
pub fn reach(actor: &Actor, action: Action) -> Reach {
    actor.role().map_or(Reach::All, |role| may(role, action))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole table, role by role, as a reader checks it. N: no, o: own, A: all.
    #[test]
    fn every_role_and_every_action() {
        let order = Role::ALL.map(Role::code).join(" ");
        assert_eq!(
            order,
            "resident agent interpreter officer mediator supervisor planner reviewer administrator"
        );
        let expected = [
            (Action::OpenCase, "oANNNANNN"),
            (Action::SeeCase, "oAAooANNA"),
            (Action::SeeNotes, "NANooANNN"),
            (Action::SeeJournal, "NANooANNA"),
            (Action::Case(CommandKind::Triage), "NANNNANNN"),
            (Action::Case(CommandKind::Route), "NANNNANNN"),
            (Action::Case(CommandKind::Return), "NNNooNNNN"),
            (Action::Case(CommandKind::Accept), "NoNooNNNN"),
            (Action::Case(CommandKind::Decline), "NoNooNNNN"),
            (Action::Case(CommandKind::Assign), "NoNooANNN"),
            (Action::Case(CommandKind::Note), "NANooANNN"),
            (Action::Case(CommandKind::Reply), "oANooANNN"),
            (Action::Case(CommandKind::Ask), "NoNooNNNN"),
            (Action::Case(CommandKind::AnswerQuestion), "oANNNNNNN"),
            (Action::Case(CommandKind::Suspend), "NNNooANNN"),
            (Action::Case(CommandKind::Resume), "NoNooANNN"),
            (Action::Case(CommandKind::Extend), "NNNooANNN"),
            (Action::Case(CommandKind::DecideExtension), "NNNNNANNN"),
            (Action::Case(CommandKind::Advance), "NoNooNNNN"),
            (Action::Case(CommandKind::Involve), "NNNooANNN"),
            (Action::Case(CommandKind::Refer), "NNNooANNN"),
            (Action::Case(CommandKind::Book), "NANooNNNN"),
            (Action::Case(CommandKind::Resolve), "NoNooNNNN"),
            (Action::Case(CommandKind::Rate), "oANNNNNNN"),
            (Action::Case(CommandKind::Reopen), "oANNNANNN"),
            (Action::Case(CommandKind::Merge), "NANNNANNN"),
            (Action::Case(CommandKind::Link), "NANooANNN"),
            (Action::Case(CommandKind::Close), "NANNNANNN"),
            (Action::Case(CommandKind::Erase), "NNNNNNNNA"),
            (Action::Case(CommandKind::Attach), "oANooNNNN"),
            (Action::Case(CommandKind::Translate), "NAANNNNNN"),
            (Action::SeeTranslations, "NAANNANNN"),
            (Action::SeeWall, "NNNNNAANA"),
            (Action::ManageStaff, "NNNNNNNNA"),
        ];
        assert_eq!(
            expected.len(),
            TABLE.len(),
            "a row was added to the table or left out here"
        );
        for (action, reaches) in expected {
            let found: String = Role::ALL
                .map(|role| match may(role, action) {
                    Reach::No => 'N',
                    Reach::Own => 'o',
                    Reach::All => 'A',
                })
                .iter()
                .collect();
            assert_eq!(found, reaches, "{action:?}");
        }
        for &kind in CommandKind::ALL {
            let named = TABLE.iter().any(|(action, _)| *action == Action::Case(kind));
            assert!(named, "{kind:?} is not in the table, so nobody may do it");
        }
    }

    #[test]
    fn whoever_sees_the_translation_desk_sees_all_cases() {
        // It shows what was translated in others.
        for role in Role::ALL {
            let sees = may(role, Action::SeeTranslations) != Reach::No;
            assert!(!sees || may(role, Action::SeeCase) == Reach::All, "{role:?}");
        }
    }

    #[test]
    fn what_the_table_does_not_name_is_denied() {
        for (action, roles) in TABLE {
            for role in Role::ALL {
                let named = roles.iter().any(|(named, _)| *named == role);
                assert_eq!(may(role, *action) == Reach::No, !named, "{role:?} {action:?}");
            }
        }
    }
}
