//! Someone who works here, as a record: every change is journaled, so that a role that someone gave themselves past the
//! program is found.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{MANAGE, NOUN, PERMISSIONS};
use crate::inputs::Input;
use crate::journaled::{self, Context, Event, Happening, Journaled, Key, New, Refusal, kinds};
use crate::problems::{self, FieldProblem, Problem};
use crate::roles::{Action, Actor, Reach, Role, Row, Staff, StaffId};
use crate::{Lang, UnitCode};

/// The longest name, in characters.
pub const NAME_MAX: usize = 200;
/// And the longest login.
pub const LOGIN_MAX: usize = 100;

/// A member of staff: the fold of their events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub staff: Staff,
    /// Digest of the hash of their password: enough to notice when somebody exchanges it.
    pub password: String,
    pub version: u64,
    pub changed_at: Timestamp,
}

/// Someone to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub unit: UnitCode,
    pub languages: Vec<Lang>,
    /// See [`Member::password`].
    pub password: String,
}

/// Something to be done with a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Change(Change),
    SetPassword {
        /// See [`Member::password`].
        password: String,
    },
    /// End someone's work here. They stay on record: the journal names them.
    Deactivate,
}

/// What is to be changed of someone; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub unit: Option<UnitCode>,
    pub languages: Option<Vec<Lang>>,
    pub active: Option<bool>,
}

kinds! {
    /// A command without what it says.
    CommandKind of Command {
        Change = "change",
        SetPassword = "set-password",
        Deactivate = "deactivate",
    }
}

impl journaled::Command for Command {
    type Of = Member;
    type Kind = CommandKind;

    fn kind(&self) -> CommandKind {
        self.kind()
    }

    /// Staff are changed by the command line.
    fn inputs(_: CommandKind) -> &'static [Input] {
        &[]
    }
}

journaled::codes! {
    /// What an event is called in the journal.
    EventKind {
        Added = "staff-added",
        Changed = "staff-changed",
        PasswordSet = "password-set",
    }
}

/// A change of someone. The journal keeps all of them at each, and what it was called beside that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberEvent {
    #[serde(skip, default = "unnamed")]
    pub kind: EventKind,
    #[serde(flatten)]
    pub facts: Facts,
}

/// Until [`Happening::named`] says.
fn unnamed() -> EventKind {
    EventKind::Changed
}

/// What the journal keeps of someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub login: String,
    pub role: Role,
    pub unit: UnitCode,
    pub languages: Vec<Lang>,
    pub active: bool,
    pub password: String,
}

/// Their name: it can be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    pub name: String,
}

impl Happening for MemberEvent {
    type Kind = EventKind;

    fn kind(&self) -> EventKind {
        self.kind
    }

    fn named(self, kind: &str) -> Option<Self> {
        Some(Self {
            kind: EventKind::parse(kind)?,
            ..self
        })
    }
}

impl Key for StaffId {
    fn parse_exact(text: &str) -> Option<Self> {
        let id: i64 = text.parse().ok()?;
        (id.to_string() == text).then_some(Self(id))
    }
}

impl std::fmt::Display for StaffId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

fn manages(ctx: &Context<'_>) -> Result<(), Refusal> {
    if Member::reach(ctx.actor, MANAGE) == Reach::All {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// A name or a login as it is kept. There is no rule of names but their length.
fn kept(text: &str, (field, max): (&str, usize)) -> Result<String, FieldProblem> {
    problems::text(text, max).map_err(|problem| problem.of(field))
}

fn known_unit(unit: &UnitCode, ctx: &Context<'_>) -> Result<(), Refusal> {
    match ctx.city.unit(unit.as_str()) {
        Some(_) => Ok(()),
        None => Err(Problem::UnknownUnit.of("unit").into()),
    }
}

impl Member {
    fn event(kind: EventKind, staff: &Staff, password: &str) -> Vec<New<Self>> {
        let facts = Facts {
            login: staff.login.clone(),
            role: staff.role,
            unit: staff.unit.clone(),
            languages: staff.languages.clone(),
            active: staff.active,
            password: password.to_owned(),
        };
        let name = staff.name.clone();
        vec![New {
            event: MemberEvent { kind, facts },
            body: Some(Name { name }),
        }]
    }

    fn changed(&self, change: &Change, ctx: &Context<'_>) -> Result<Staff, Refusal> {
        let mut staff = self.staff.clone();
        if let Some(name) = &change.name {
            staff.name = kept(name, ("name", NAME_MAX))?;
        }
        if let Some(unit) = &change.unit {
            known_unit(unit, ctx)?;
            staff.unit = unit.clone();
        }
        if let Some(languages) = &change.languages {
            staff.languages.clone_from(languages);
        }
        staff.role = change.role.unwrap_or(staff.role);
        staff.active = change.active.unwrap_or(staff.active);
        Ok(staff)
    }
}

impl Journaled for Member {
    const NOUN: &'static str = NOUN;
    const PERMISSIONS: &'static [Row] = PERMISSIONS;
    const PREFIX: &'static str = "staff";

    type Key = StaffId;
    type Open = NewMember;
    type Command = Command;
    type Event = MemberEvent;
    type Body = Name;
    type Known = ();

    fn key(&self) -> StaffId {
        self.staff.id
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn changed_at(&self) -> Timestamp {
        self.changed_at
    }

    fn open(new: &NewMember, (): &(), ctx: &Context<'_>) -> Result<Vec<New<Self>>, Refusal> {
        manages(ctx)?;
        known_unit(&new.unit, ctx)?;
        let staff = Staff {
            // Numbered by where it is stored.
            id: StaffId(0),
            login: kept(&new.login, ("login", LOGIN_MAX))?,
            name: kept(&new.name, ("name", NAME_MAX))?,
            role: new.role,
            unit: new.unit.clone(),
            languages: new.languages.clone(),
            active: true,
        };
        Ok(Self::event(EventKind::Added, &staff, &new.password))
    }

    fn decide(&self, command: &Command, (): &(), ctx: &Context<'_>) -> Result<Vec<New<Self>>, Refusal> {
        if !(ctx.actor.staff() == Some(self.staff.id) && command.kind() == CommandKind::SetPassword) {
            manages(ctx)?;
        }
        let staff = match command {
            Command::SetPassword { password } => {
                return Ok(Self::event(EventKind::PasswordSet, &self.staff, password));
            }
            Command::Change(change) => self.changed(change, ctx)?,
            Command::Deactivate => Staff {
                active: false,
                ..self.staff.clone()
            },
        };
        if staff == self.staff {
            return Ok(Vec::new());
        }
        Ok(Self::event(EventKind::Changed, &staff, &self.password))
    }

    fn begin(key: StaffId, event: &Event<Self>) -> Option<Self> {
        let Facts {
            login,
            role,
            unit,
            languages,
            active,
            password,
        } = event.event.facts.clone();
        let name = event.body.clone()?.name;
        Some(Self {
            staff: Staff {
                id: key,
                login,
                name,
                role,
                unit,
                languages,
                active,
            },
            password,
            version: event.seq,
            changed_at: event.at,
        })
    }

    /// Each event says all of them.
    fn apply(&mut self, event: &Event<Self>) {
        if let Some(next) = Self::begin(self.staff.id, event) {
            *self = next;
        }
    }

    /// Themselves.
    fn is_own(&self, actor: &Actor, _: Action) -> bool {
        actor.staff() == Some(self.staff.id)
    }
}
