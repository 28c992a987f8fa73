use domain::roles::{Actor, StaffId};
use domain::security::{Entry, EntryId, Kind, SEE};
use jiff::Timestamp;

use crate::kept::Within;
use crate::lists::{By::Text, Key, Order, Page, Query};
use crate::{Store, StoreError};

/// Which entries a list holds. The default holds all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityFilter {
    /// Any of these; none: all.
    pub kinds: Vec<Kind>,
    /// Who did it, or to whom it was done.
    pub person: Option<StaffId>,
    pub from: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
}

/// The newest first.
const ORDER: Order = Order {
    code: "newest",
    keys: &[Text("r.id")],
    upwards: false,
};

impl SecurityFilter {
    fn query(&self, actor: &Actor) -> Option<Query> {
        let mut query = Query::within::<Entry>(&Within::of::<Entry>(actor, SEE))?;
        query.any_of("r.kind", self.kinds.iter().map(|kind| kind.code()));
        if let Some(StaffId(person)) = self.person {
            let person = query.bind(person);
            query.and(&format!("(r.who = {person} OR r.whom = {person})"));
        }
        // A key begins with when it was.
        for (bound, than) in [(self.from, ">="), (self.until, "<")] {
            if let Some(at) = bound {
                let first = query.bind(EntryId::first_at(at).to_string());
                query.and(&format!("r.id {than} {first}"));
            }
        }
        Some(query)
    }
}

impl Store {
    /// A page of the security log, the newest first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn security_log(
        &self,
        actor: &Actor,
        filter: &SecurityFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Entry>, StoreError> {
        let Some(query) = filter.query(actor) else {
            return Ok(Page::default());
        };
        let read = self.read().await?;
        let keys = |entry: &Entry| vec![Key::from(entry.id.to_string())];
        query
            .records(&read, "security r", &ORDER, cursor, limit, keys)
            .await
    }
}
