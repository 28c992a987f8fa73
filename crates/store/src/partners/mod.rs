//! Partners: their tables, what is looked up for their rules, their renewals, lists, and what the public reads.

mod lists;
mod public;
mod renewal;
mod rows;

use domain::cases::{self, Case};
use domain::city::City;
use domain::partners::{Command, Known, Link, Partner, SEE};
use domain::receipts::Reference;
use domain::roles::Actor;

pub use lists::{PartnerFilter, PartnerSort};
pub use public::PublicFilter;
pub use renewal::Renewal;

use crate::commit::Commit;
use crate::kept::table::Table;
use crate::kept::{Asked, Kept, Within};
use crate::value::Value;
use crate::{Store, StoreError};

impl Kept for Partner {
    fn tables() -> &'static [Table<Self>] {
        &rows::TABLES
    }

    fn key_value(key: Reference) -> Value {
        key.into()
    }

    async fn known(store: &Store, actor: &Actor, asked: Asked<'_, Self>) -> Result<Known, StoreError> {
        let Asked::Command(Command::Link { to }) = asked else {
            return Ok(Known::default());
        };
        let target = match Reference::parse(to) {
            Ok(reference) => store.linkable(reference, actor).await?,
            Err(_) => None,
        };
        Ok(Known { target })
    }

    fn beside(before: Option<&Self>, after: &Self, city: &City, commit: &mut Commit) {
        renewal::plan(before, after, city, commit);
    }
}

impl Store {
    /// The record of that reference, if the actor may see it. References are drawn at random, each noun's for itself: of a
    /// partner and a case that should ever have the same one, the partner is meant.
    async fn linkable(&self, reference: Reference, actor: &Actor) -> Result<Option<Link>, StoreError> {
        let partners = Within::of::<Partner>(actor, SEE);
        if self.within::<Partner>(reference, &partners).await?.is_some() {
            return Ok(Some(Link::Partners(reference)));
        }
        let cases = Within::of::<Case>(actor, cases::SEE);
        let case = self.within::<Case>(reference, &cases).await?;
        Ok(case.map(|_| Link::Cases(reference)))
    }
}
