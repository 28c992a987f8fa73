//! What the store asks of a journaled noun: its tables, and who sees which rows. All that is done with records is written
//! once, in [`crate::records`], [`crate::verify`] and [`crate::lists`].

pub(crate) mod table;

use domain::city::City;
use domain::journaled::{Context, Journaled, New};
use domain::roles::{Action, Actor, Reach};
use futures::future::{BoxFuture, FutureExt as _};

use crate::commit::Commit;
use crate::journal::Stored;
use crate::kept::table::Table;
use crate::value::Value;
use crate::{Store, StoreError};

/// What is asked of a record: to be opened, or a command.
pub enum Asked<'a, N: Journaled> {
    Open(&'a N::Open),
    Command(&'a N::Command),
}

/// What happens to a record in a unit of work. There is nothing before it when it is opened.
#[derive(Debug)]
pub(crate) struct Change<'a, N: Journaled> {
    pub before: Option<&'a N>,
    pub after: &'a N,
    pub new: &'a [New<N>],
    pub ctx: &'a Context<'a>,
}

/// A journaled noun as it is stored.
pub(crate) trait Kept: Journaled {
    /// Raise it when a record or its rows change their shape: then [`Store::adopt`] derives the rows of this noun anew.
    const SHAPE: u32 = 1;
    /// The column of the record's key, in each of its tables.
    const KEY: &'static str = "reference";
    /// The key as text, in SQL: it sorts as the names of the streams do.
    const KEY_TEXT: &'static str = Self::KEY;
    /// The column of the main row that the events do not say, but vouch for (see [`Kept::vouched`]).
    const SEAL: Option<&'static str> = None;
    /// Whether the main row holds all of the record as JSON, in the column `folded`.
    const HAS_FOLDED: bool = true;
    /// Which records are a unit's own, as a condition on the main row `r`. `{unit}` and `{staff}` stand for who asks.
    const OWN: &'static str = "r.unit = {unit}";

    /// The first is the main one, with one row for each record.
    fn tables() -> &'static [Table<Self>];

    fn main() -> &'static Table<Self> {
        &Self::tables()[0]
    }

    fn key_value(key: Self::Key) -> Value;

    /// What of the city its rows follow from, besides the record.
    fn follows_from(_: &City) -> String {
        String::new()
    }

    /// What the events of a record say of the seal of its main row; `None` when they cannot be read.
    fn vouched(_events: &[Stored]) -> Option<Value> {
        Some(Value::Null)
    }

    /// A seal as [`Kept::vouched`] gives it.
    fn as_vouched(seal: &Value) -> Value {
        seal.clone()
    }

    /// What the rules need to know of elsewhere, as far as the actor may see it.
    fn known(
        store: &Store,
        actor: &Actor,
        asked: Asked<'_, Self>,
    ) -> impl Future<Output = Result<Self::Known, StoreError>> + Send {
        let _ = (store, actor, asked);
        async { Ok(Self::Known::default()) }
    }

    /// As [`Kept::known`] of a command, where the rules need to know something of the record's own stream, too.
    fn known_of(
        store: &Store,
        actor: &Actor,
        _key: Self::Key,
        command: &Self::Command,
    ) -> impl Future<Output = Result<Self::Known, StoreError>> + Send {
        Self::known(store, actor, Asked::Command(command))
    }

    /// What else is written in the same unit of work. There is nothing before it when it is opened.
    fn beside(_before: Option<&Self>, _after: &Self, _: &City, _: &mut Commit) {}

    /// Which records of other nouns change in the same unit of work, because this one does (see [`Store::follow`]).
    ///
    /// Boxed, since nouns may name one another. A clash in any of their streams has all of it decided anew.
    fn along<'a>(
        _: &'a Store,
        _: &'a Change<'a, Self>,
        _: &'a mut Commit,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        std::future::ready(Ok(())).boxed()
    }
}

/// A journaled noun that this store keeps.
#[expect(private_bounds, reason = "how it is kept is this room's own")]
pub trait Noun: Kept {}

impl<N: Kept> Noun for N {}

/// Which records an actor reaches, as a query asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Within {
    Nothing,
    /// What is their unit's, or their own otherwise: [`Kept::OWN`].
    Own {
        unit: String,
        staff: i64,
    },
    All,
}

impl Within {
    /// What the actor may take that action on, on lists. A resident has no lists: the receipt opens a record.
    pub fn of<N: Journaled>(actor: &Actor, action: Action) -> Self {
        match (N::reach(actor, action), actor) {
            (Reach::All, _) => Self::All,
            (Reach::Own, Actor::Staff { id, unit, .. }) => Self::Own {
                unit: unit.as_str().to_owned(),
                staff: id.0,
            },
            (Reach::Own | Reach::No, _) => Self::Nothing,
        }
    }
}
