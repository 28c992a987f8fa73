//! Who acts and what they are: residents by what they hold, staff by their role, the platform by its workers; and how a
//! permission of a role is written. The whole table is [`crate::permissions`].

use serde::{Deserialize, Serialize};

use crate::receipts::Reference;
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
    /// Someone without an account, known by a receipt: what it opens is theirs, and everything else is not. Which that is
    /// is not kept: the journal of a record knows whose it is.
    Resident {
        #[serde(skip)]
        holds: Option<Reference>,
    },
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
    /// Someone who holds nothing yet.
    pub const ANYONE: Self = Self::Resident { holds: None };

    /// The person whose receipt opens that record. The caller has checked the receipt.
    pub fn holder(reference: Reference) -> Self {
        Self::Resident {
            holds: Some(reference),
        }
    }

    pub fn is_resident(&self) -> bool {
        matches!(self, Self::Resident { .. })
    }

    /// Whether their receipt opens that record.
    pub fn holds(&self, reference: Reference) -> bool {
        matches!(self, Self::Resident { holds: Some(held) } if *held == reference)
    }

    /// As the journal keeps them.
    #[must_use]
    pub fn recorded(&self) -> Self {
        match self {
            Self::Resident { .. } => Self::ANYONE,
            other => other.clone(),
        }
    }

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

    /// Whether they work in that unit.
    pub fn is_of(&self, unit: &UnitCode) -> bool {
        self.unit() == Some(unit)
    }

    /// Their role; the platform itself has none.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Resident { .. } => Some(Role::Resident),
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

/// Something that may be seen or done, by the noun it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Action {
    pub noun: &'static str,
    /// `see`, `open`, or the code of a command.
    pub does: &'static str,
}

impl Action {
    pub const fn new(noun: &'static str, does: &'static str) -> Self {
        Self { noun, does }
    }
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Not at all.
    No,
    /// What is theirs: a resident's by the receipt that opens it, staff's as the noun says (usually their unit's).
    Own,
    All,
}

/// An action, and how far each role may take it. Who it does not name is not allowed.
pub type Row = (Action, &'static [(Role, Reach)]);

/// How far that role may take that action, by these rows. What they do not name reaches nowhere.
pub fn may(rows: &[Row], role: Role, action: Action) -> Reach {
    rows.iter()
        // Within a noun's rows all nouns are alike: what is done tells them apart at once.
        .find(|(named, _)| named.does == action.does && named.noun == action.noun)
        .and_then(|(_, roles)| roles.iter().find(|(named, _)| *named == role))
        .map_or(Reach::No, |(_, reach)| *reach)
}

/// How far that actor may take that action, by these rows. The platform's own workers are not people and are not asked;
/// what they may do is what they are written to do.
pub fn reach(rows: &[Row], actor: &Actor, action: Action) -> Reach {
    actor.role().map_or(Reach::All, |role| may(rows, role, action))
}

/// A noun's rows as a reader checks them: what is done, and N (no), o (own) or A (all) for each of [`Role::ALL`].
#[cfg(test)]
pub(crate) fn written(rows: &[Row]) -> Vec<(&'static str, String)> {
    let letter = |reach| match reach {
        Reach::No => 'N',
        Reach::Own => 'o',
        Reach::All => 'A',
    };
    let row = |(action, _): &Row| {
        let reaches = Role::ALL.map(|role| letter(may(rows, role, *action)));
        (action.does, reaches.iter().collect())
    };
    rows.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_resident_holds_does_not_enter_the_journal() {
        let actor = Actor::holder(Reference::from_random([1; 7]));
        let kept = serde_json::to_string(&actor).unwrap();
        assert_eq!(kept, r#"{"is":"resident"}"#);
        assert_eq!(serde_json::from_str::<Actor>(&kept).unwrap(), actor.recorded());
    }

    #[test]
    fn who_is_no_staff_is_of_no_unit() {
        let officer = Actor::Staff {
            id: StaffId(1),
            role: Role::Officer,
            unit: "market".into(),
        };
        assert!(officer.is_of(&"market".into()));
        assert!(!officer.is_of(&"harbour".into()));
        assert!(!Actor::ANYONE.is_of(&"market".into()));
    }

    #[test]
    fn the_platform_itself_reaches_everything_so_nothing_need_be_its_own() {
        let worker = Actor::System {
            worker: "clock".to_owned(),
        };
        assert_eq!(reach(&[], &worker, Action::new("case", "see")), Reach::All);
    }

    #[test]
    fn what_is_held_is_that_record_alone() {
        let (one, other) = (Reference::from_random([1; 7]), Reference::from_random([2; 7]));
        assert!(Actor::holder(one).holds(one));
        assert!(!Actor::holder(one).holds(other));
        assert!(!Actor::ANYONE.holds(one));
    }
}
