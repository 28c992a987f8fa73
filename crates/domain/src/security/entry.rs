use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{NOUN, PERMISSIONS};
use crate::inputs::Input;
use crate::journaled::{self, Coded, Context, Event, Happening, Journaled, Key, New, Refusal};
use crate::roles::{Action, Actor, Row, StaffId};

journaled::codes! {
    /// What happened, as the journal calls it.
    Kind {
        SignedIn = "signed-in",
        SignInRefused = "sign-in-refused",
        SignedOut = "signed-out",
        SessionEnded = "session-ended",
        /// Somebody tried what their role does not have.
        Denied = "denied",
        PersonAdded = "person-added",
        PersonChanged = "person-changed",
        /// Role or unit: what they see and may do.
        RightsChanged = "rights-changed",
        PersonLeft = "person-left",
        PersonReturned = "person-returned",
        PasswordSet = "password-set",
        Exported = "exported",
        Erased = "erased",
        SecretRead = "secret-read",
    }
}

/// Something that happened. What each part says depends on the kind; codes and numbers, never words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    pub kind: Kind,
    /// To whom, where that is not who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<StaffId>,
    /// Which list was taken out, which secret was read, with what somebody signed in, what was denied: a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// The stream of the record that it happened to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Role and unit before and after: `officer/market`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
    /// From where: eight hexadecimal digits of a keyed hash of the address. The same for the same address, and no address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How many rows, or how often, where it was noted once for several times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl Noted {
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            whom: None,
            what: None,
            of: None,
            was: None,
            is: None,
            from: None,
            count: None,
        }
    }

    #[must_use]
    pub fn whom(self, whom: StaffId) -> Self {
        Self {
            whom: Some(whom),
            ..self
        }
    }

    #[must_use]
    pub fn what(self, what: impl Into<String>) -> Self {
        Self {
            what: Some(what.into()),
            ..self
        }
    }

    #[must_use]
    pub fn of(self, stream: impl Into<String>) -> Self {
        Self {
            of: Some(stream.into()),
            ..self
        }
    }

    #[must_use]
    pub fn count(self, count: u64) -> Self {
        Self {
            count: Some(count),
            ..self
        }
    }
}

impl Happening for Noted {
    type Kind = Kind;

    fn kind(&self) -> Kind {
        self.kind
    }
}

/// Which entry: when it was, in milliseconds, and chance. They sort as they happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EntryId(u128);

impl EntryId {
    pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
        let chance = random.iter().fold(0, |n, byte| (n << 8) | u128::from(*byte));
        Self(Self::first_at(at).0 | chance)
    }

    /// The first that can be at that time.
    pub fn first_at(at: Timestamp) -> Self {
        // 48 bits last until the year 10889.
        let ms = u64::try_from(at.as_millisecond()).unwrap_or(0) & 0xFFFF_FFFF_FFFF;
        Self(u128::from(ms) << 80)
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Key for EntryId {
    fn parse_exact(text: &str) -> Option<Self> {
        let id = Self(u128::from_str_radix(text, 16).ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for EntryId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse_exact(&text).ok_or("no key of an entry")
    }
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    pub noted: Noted,
}

/// Nothing can be done with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {}

/// See [`Never`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeverKind {}

impl Coded for NeverKind {
    const ALL: &'static [Self] = &[];

    fn code(self) -> &'static str {
        match self {}
    }
}

impl journaled::Command for Never {
    type Of = Entry;
    type Kind = NeverKind;

    fn kind(&self) -> NeverKind {
        match *self {}
    }

    fn inputs(kind: NeverKind) -> &'static [Input] {
        match kind {}
    }
}

impl Journaled for Entry {
    const NOUN: &'static str = NOUN;
    const PERMISSIONS: &'static [Row] = PERMISSIONS;
    const PREFIX: &'static str = "security";

    type Key = EntryId;
    type Open = Noted;
    type Command = Never;
    type Event = Noted;
    type Body = ();
    type Known = ();

    fn key(&self) -> EntryId {
        self.id
    }

    fn version(&self) -> u64 {
        1
    }

    fn changed_at(&self) -> Timestamp {
        self.at
    }

    /// Whoever does something is asked for no leave to have it noted.
    fn open(noted: &Noted, (): &(), _: &Context<'_>) -> Result<Vec<New<Self>>, Refusal> {
        Ok(vec![New {
            event: noted.clone(),
            body: None,
        }])
    }

    fn decide(&self, command: &Never, (): &(), _: &Context<'_>) -> Result<Vec<New<Self>>, Refusal> {
        match *command {}
    }

    fn begin(key: EntryId, event: &Event<Self>) -> Option<Self> {
        Some(Self {
            id: key,
            at: event.at,
            actor: event.actor.clone(),
            noted: event.event.clone(),
        })
    }

    /// There is no second event.
    fn apply(&mut self, _: &Event<Self>) {}

    fn is_own(&self, _: &Actor, _: Action) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_sort_as_they_happened_and_are_spelled_one_way() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        let (early, late) = (
            EntryId::new(at(1_790_000_000_000), [255; 10]),
            EntryId::new(at(1_790_000_000_001), [0; 10]),
        );
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(EntryId::first_at(at(1_790_000_000_001)), late);
        assert_eq!(EntryId::parse_exact(&late.to_string()), Some(late));
        for other in [
            "",
            "1",
            "+00000000000000000000000000000001",
            &late.to_string().to_uppercase(),
        ] {
            let same = other == late.to_string();
            assert!(same || EntryId::parse_exact(other).is_none(), "{other}");
        }
    }

    #[test]
    fn the_journal_keeps_codes_and_numbers_and_nothing_that_is_not_said() {
        let noted = Noted::new(Kind::Exported).what("cases").count(12);
        let kept = serde_json::to_string(&noted).unwrap();
        assert_eq!(kept, r#"{"kind":"exported","what":"cases","count":12}"#);
        assert_eq!(serde_json::from_str::<Noted>(&kept).unwrap(), noted);
    }
}
