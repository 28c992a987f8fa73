//! What every noun that is kept as a journal has in common, written once: its events are numbered, folded and shown here.
//!
//! A noun says what is its own: how it is opened, what may be done with it ([`Journaled::open`], [`Journaled::decide`])
//! and what events make of it ([`Journaled::begin`], [`Journaled::apply`]). It never says when, by whom or where it is
//! stored.
//!
//! To add a noun: a folder with a type that is [`Journaled`], its rows of the permission table and its line in
//! `permissions::TABLES`; then what the store and the web room ask of a noun.

use std::fmt::{Debug, Display};
use std::hash::Hash;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::city::City;
use crate::inputs::Input;
use crate::problems::FieldProblem;
use crate::receipts::Reference;
use crate::roles::{self, Action, Actor, Reach, Row};

/// A noun whose every change is an appended event: the record is what folding them gives.
pub trait Journaled:
    Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Its name in every room, in the plural: `cases`. Also the first part of the keys of its texts and permissions.
    const NOUN: &'static str;
    /// Who may do what with it.
    const PERMISSIONS: &'static [Row];
    /// How the names of its streams begin: `case`, for `case/ABCD-EFGH`. It never changes: it is hashed.
    const PREFIX: &'static str;
    /// Someone without an account may hold it by a receipt.
    const BY_RECEIPT: bool = false;
    /// Kinds of events that say nothing of what a form on the record is about: they overtake nobody's.
    const ASIDE: &'static [<Self::Event as Happening>::Kind] = &[];

    /// Which one it is.
    type Key: Key;
    /// What a new one is opened with.
    type Open: Debug + Send + Sync;
    type Command: Command<Of = Self>;
    /// A change, without anyone's words. As JSON it is what the journal keeps as facts.
    type Event: Happening;
    /// Words that someone wrote, and what names or reaches people: the part of an event that can be erased.
    type Body: Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync;
    /// Facts from elsewhere that its rules need (does that colleague exist, is that slot free). The shell looks them up
    /// before it asks; a fact that no one asked for is absent.
    type Known: Default + Debug + Send + Sync;

    /// What opening one takes, where staff do it by a form.
    const OPEN_INPUTS: &'static [Input] = &[];

    fn key(&self) -> Self::Key;

    /// Sequence number of its last event.
    fn version(&self) -> u64;

    /// When its last event happened.
    fn changed_at(&self) -> Timestamp;

    /// The events that open one.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] names every field that is wrong.
    fn open(open: &Self::Open, known: &Self::Known, ctx: &Context<'_>) -> Result<Vec<New<Self>>, Refusal>;

    /// The events that a command makes of it. None at all when it changes nothing.
    ///
    /// # Errors
    /// A [`Refusal`] that says why not.
    fn decide(
        &self,
        command: &Self::Command,
        known: &Self::Known,
        ctx: &Context<'_>,
    ) -> Result<Vec<New<Self>>, Refusal>;

    /// What its first event makes; `None` when that event opens nothing.
    fn begin(key: Self::Key, event: &Event<Self>) -> Option<Self>;

    /// The next event of it.
    fn apply(&mut self, event: &Event<Self>);

    /// Whether it is the actor's own to take that action on: what [`Reach::Own`] reaches.
    fn is_own(&self, actor: &Actor, action: Action) -> bool;

    /// What one must be allowed to do to see it, and find it on lists.
    fn see() -> Action {
        Action::new(Self::NOUN, "see")
    }

    /// What one must be allowed to do to see every event of it.
    fn see_journal() -> Action {
        Action::new(Self::NOUN, "see-journal")
    }

    /// The record that these events make; `None` unless the first of them opens it.
    fn fold(key: Self::Key, events: &[Event<Self>]) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let mut record = Self::begin(key, first)?;
        for event in rest {
            record.apply(event);
        }
        Some(record)
    }

    /// How far that actor may take that action of this noun.
    fn reach(actor: &Actor, action: Action) -> Reach {
        roles::reach(Self::PERMISSIONS, actor, action)
    }

    /// Whether this actor may take that action on this record.
    fn permits(&self, actor: &Actor, action: Action) -> bool {
        match Self::reach(actor, action) {
            Reach::No => false,
            Reach::Own => self.is_own(actor, action),
            Reach::All => true,
        }
    }
}

/// Which record of its noun. Its `Display` is the rest of the name of its stream.
pub trait Key: Copy + Ord + Hash + Debug + Display + Send + Sync + 'static {
    /// The key that is written so; any other spelling of it is none.
    fn parse_exact(text: &str) -> Option<Self>;
}

impl Key for Reference {
    fn parse_exact(text: &str) -> Option<Self> {
        let reference = Self::parse(text).ok()?;
        (reference.to_string() == text).then_some(reference)
    }
}

/// An enum of codes: what is stored, sent and looked up in texts.
pub trait Coded: Copy + Eq + Debug + Send + Sync + 'static {
    const ALL: &'static [Self];

    fn code(self) -> &'static str;

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.code() == code)
    }
}

/// Something to be done with a record.
pub trait Command: Debug + Send + Sync {
    /// What it is done with.
    type Of: Journaled<Command = Self>;
    /// A command without its words: what a permission is about.
    type Kind: Coded;

    fn kind(&self) -> Self::Kind;

    /// What a command of that kind takes.
    fn inputs(kind: Self::Kind) -> &'static [Input];
}

/// Something that happened to a record.
pub trait Happening: Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync {
    /// Its name in the journal.
    type Kind: Coded;

    fn kind(&self) -> Self::Kind;

    /// The event as the journal names it: the facts alone may not tell its kind. `None` when they say another.
    #[must_use]
    fn named(self, kind: &str) -> Option<Self> {
        (self.kind().code() == kind).then_some(self)
    }

    /// After it no words of the record are kept: those of all its events are erased.
    fn erases(&self) -> bool {
        false
    }

    /// Digest of the bytes of a file that it added: their SHA-256 in hexadecimal as it is decided, and as the store keeps it then.
    fn file(&self) -> Option<&str> {
        None
    }

    /// The same, to be put in its place. Who has the one has the other.
    fn file_mut(&mut self) -> Option<&mut String> {
        None
    }

    /// Number of the event whose file is not kept any longer.
    fn drops_file(&self) -> Option<u64> {
        None
    }
}

/// An event that a decision made and nothing has recorded yet.
#[derive(Debug, Clone, PartialEq)]
pub struct New<N: Journaled> {
    pub event: N::Event,
    pub body: Option<N::Body>,
}

/// A recorded event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<N: Journaled> {
    /// Number within its stream, from 1.
    pub seq: u64,
    pub at: Timestamp,
    pub actor: Actor,
    pub event: N::Event,
    /// `None` when it never had one or it was erased.
    pub body: Option<N::Body>,
}

/// An event as the journal shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<N: Journaled> {
    pub id: String,
    pub event: Event<N>,
    /// It had words that were erased.
    pub erased: bool,
    /// In hexadecimal.
    pub hash: String,
}

/// The events that are recorded next after that number.
pub fn numbered<'a, N: Journaled>(
    new: &'a [New<N>],
    after: u64,
    at: Timestamp,
    actor: &'a Actor,
) -> impl Iterator<Item = Event<N>> + 'a {
    new.iter().zip(after + 1..).map(move |(new, seq)| Event {
        seq,
        at,
        actor: actor.recorded(),
        event: new.event.clone(),
        body: new.body.clone(),
    })
}

/// What a decision needs besides the record, the command and what is known.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub now: Timestamp,
    pub actor: &'a Actor,
    pub city: &'a City,
}

impl Context<'_> {
    /// As it is when a record that changed at that time is decided about: time never runs backwards within one, whatever
    /// the machine's clock does.
    #[must_use]
    pub fn not_before(self, changed_at: Timestamp) -> Self {
        Self {
            now: self.now.max(changed_at),
            ..self
        }
    }
}

/// Why something is not done. The web room has a text for each in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// This role may not do this, or not with this record.
    NotAllowed,
    /// Not in this state.
    WrongState {
        /// Whose state and commands these are.
        noun: &'static str,
        state: &'static str,
        /// Codes of what the actor may do instead.
        allowed: Vec<&'static str>,
    },
    /// The time for it is over.
    TooLate {
        since: Timestamp,
    },
    /// It was done as often as it may be: a code of the noun's, and how often.
    OftenEnough {
        noun: &'static str,
        what: &'static str,
        times: u16,
    },
    Invalid(Vec<FieldProblem>),
}

impl From<FieldProblem> for Refusal {
    fn from(problem: FieldProblem) -> Self {
        Self::Invalid(vec![problem])
    }
}

/// Makes an enum of kinds from another enum, variant by variant, with the code of each, so that no kind is left out of
/// `ALL`.
macro_rules! kinds {
    ($(#[$doc:meta])* $kinds:ident of $whole:ident { $($kind:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum $kinds {
            $($kind),+
        }

        impl $kinds {
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$kind => $code),+
                }
            }

            pub fn parse(code: &str) -> Option<Self> {
                <Self as $crate::journaled::Coded>::parse(code)
            }
        }

        impl $crate::journaled::Coded for $kinds {
            const ALL: &'static [Self] = Self::ALL;

            fn code(self) -> &'static str {
                self.code()
            }
        }

        impl $whole {
            pub fn kind(&self) -> $kinds {
                match self {
                    $(Self::$kind { .. } => $kinds::$kind),+
                }
            }
        }
    };
}
pub(crate) use kinds;

/// Makes an enum of codes.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$one])* #[serde(rename = $code)] $variant),+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }

            pub fn parse(code: &str) -> Option<Self> {
                <Self as $crate::journaled::Coded>::parse(code)
            }
        }

        impl $crate::journaled::Coded for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn code(self) -> &'static str {
                self.code()
            }
        }
    };
}
pub(crate) use codes;
