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
pub use public::{PublicBy, PublicFilter};
pub use renewal::Renewal;

use crate::commit::Commit;
use crate::kept::table::Table;
use crate::kept::{Asked, Kept, Within};
use crate::lists::normalise;
use crate::value::Value;
use crate::{Store, StoreError, tasks};

/// Partners with a word of a name that are looked through at a time.
const NAMED_PAGE: usize = 200;

impl Kept for Partner {
    /// In 2 an edit takes the confirmation back, and a renewal says until when.
    const SHAPE: u32 = 2;

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
            Err(_) => store.named(to, actor).await?,
        };
        Ok(Known { target })
    }

    fn beside(before: Option<&Self>, after: &Self, city: &City, commit: &mut Commit) {
        tasks::plan::<Renewal>(before, after, city, commit);
    }
}

impl Store {
    /// The one partner of that name, in whatever language, that the actor may see; none when several have it.
    async fn named(&self, name: &str, actor: &Actor) -> Result<Option<Link>, StoreError> {
        let asked = PartnerFilter {
            q: name.to_owned(),
            ..PartnerFilter::default()
        };
        let name = normalise(name);
        if name.is_empty() {
            return Ok(None);
        }
        let mut found = None;
        let mut cursor: Option<String> = None;
        loop {
            let page = self
                .partners(actor, &asked, cursor.as_deref(), NAMED_PAGE)
                .await?;
            let is_called = |partner: &&Partner| partner.names.values().any(|known| normalise(known) == name);
            for partner in page.rows.iter().filter(is_called) {
                if found.replace(Link::Partners(partner.reference)).is_some() {
                    return Ok(None);
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(found);
            }
        }
    }

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
