//! Every journaled noun that is kept, so that what is done for all of them is done for each.
//!
//! To add a noun: its tables as [`Kept`] in a folder of its own, a migration, and its line in [`KINDS`].

use std::marker::PhantomData;

use domain::city::City;
use domain::journaled::Key as _;
use domain::roles::Actor;
use futures::future::{BoxFuture, FutureExt as _};

use crate::kept::{Kept, Within};
use crate::verify::{self, Check};
use crate::{Store, StoreError};

/// Every noun.
pub(crate) static KINDS: &[&dyn Kind] = &[
    // In the order in which they are checked.
    &Of::<domain::cases::Case>::NOUN,
    &Of::<domain::contacts::Contact>::NOUN,
    &Of::<domain::interpretation::Job>::NOUN,
    &Of::<domain::legal::Translation>::NOUN,
    &Of::<domain::partners::Partner>::NOUN,
    &Of::<domain::people::Member>::NOUN,
    &Of::<domain::security::Entry>::NOUN,
    &Of::<domain::training::Course>::NOUN,
];

/// What is done for each noun.
pub(crate) trait Kind: Send + Sync {
    /// How the names of its streams begin, without the slash.
    fn prefix(&self) -> &'static str;

    fn verify<'a>(&'a self, check: &'a mut Check<'_>) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Whether the actor may see the record of that key, as it is written in the name of its stream.
    fn sees<'a>(
        &'a self,
        store: &'a Store,
        key: &'a str,
        actor: &'a Actor,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// See [`Store::adopt`].
    fn adopt<'a>(&'a self, store: &'a Store, city: &'a City) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// A noun as a value.
pub(crate) struct Of<N>(PhantomData<fn() -> N>);

impl<N> Of<N> {
    pub const NOUN: Self = Self(PhantomData);
}

impl<N: Kept> Kind for Of<N> {
    fn prefix(&self) -> &'static str {
        N::PREFIX
    }

    fn verify<'a>(&'a self, check: &'a mut Check<'_>) -> BoxFuture<'a, Result<(), StoreError>> {
        verify::check::<N>(check).boxed()
    }

    fn sees<'a>(
        &'a self,
        store: &'a Store,
        key: &'a str,
        actor: &'a Actor,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move {
            let Some(key) = N::Key::parse_exact(key) else {
                return Ok(false);
            };
            match Within::of::<N>(actor, N::see()) {
                Within::Nothing => Ok(false),
                Within::All => Ok(true),
                within @ Within::Own { .. } => Ok(store.within::<N>(key, &within).await?.is_some()),
            }
        }
        .boxed()
    }

    fn adopt<'a>(&'a self, store: &'a Store, city: &'a City) -> BoxFuture<'a, Result<(), StoreError>> {
        verify::adopt::<N>(store, city).boxed()
    }
}
