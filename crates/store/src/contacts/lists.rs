//! Lists of contacts: filtered by what the actor may see in the query.

use domain::Lang;
use domain::contacts::{Contact, Kind, SEE, State};
use domain::receipts::Reference;
use domain::roles::Actor;

use crate::kept::Within;
use crate::lists::{
    By::{Number, Text},
    Order, Page, Query, by_code,
};
use crate::{Store, StoreError};

/// Which contacts a list holds. The default holds all that the actor may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Any of these; none: all.
    pub states: Vec<State>,
    /// The visitor's language, any of these; none: all.
    pub languages: Vec<Lang>,
    pub kind: Option<Kind>,
    /// Only those that the actor takes part in, or did.
    pub mine: bool,
    /// Of those only the ones they take part in now.
    pub here: bool,
    /// Only those that no agent has.
    pub left: bool,
    /// Only those of that case.
    pub case: Option<Reference>,
}

/// Begun last first.
const NEWEST: Order = Order {
    code: "newest",
    keys: &[Number("r.opened_at"), Text("r.reference")],
    upwards: false,
};

impl Filter {
    fn query(&self, actor: &Actor) -> Option<Query> {
        let mut query = Query::within::<Contact>(&Within::of::<Contact>(actor, SEE))?;
        query.any_of("r.language", self.languages.iter().map(Lang::as_str));
        if let Some(kind) = self.kind {
            query.equal("r.kind", kind.code());
        }
        if let Some(case) = self.case {
            query.equal("r.case_reference", case);
        }
        if let Some(staff) = actor.staff().filter(|_| self.mine || self.here) {
            let staff = query.bind(staff.0);
            let here = if self.here { " AND m.here = 1" } else { "" };
            query.and(&format!(
                "r.reference IN (SELECT m.reference FROM contact_people m WHERE m.staff = {staff}{here})"
            ));
        }
        if self.left {
            query.and(
                "NOT EXISTS (SELECT 1 FROM contact_people a WHERE a.reference = r.reference AND a.part = 'agent' \
                 AND a.here = 1)",
            );
        }
        Some(query)
    }
}

impl Store {
    /// A page of the contacts that the actor may see and the filter keeps.
    ///
    /// # Errors
    /// As reading has.
    pub async fn contacts(
        &self,
        actor: &Actor,
        filter: &Filter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Contact>, StoreError> {
        let Some(mut query) = filter.query(actor) else {
            return Ok(Page::default());
        };
        query.any_of("r.state", filter.states.iter().copied().map(State::code));
        let keys = |contact: &Contact| {
            vec![
                contact.opened_at.as_microsecond().into(),
                contact.reference.to_string().into(),
            ]
        };
        let read = self.read().await?;
        query
            .records(&read, "contacts r", &NEWEST, cursor, limit, keys)
            .await
    }

    /// How many there are in each state, whatever states the filter names.
    ///
    /// # Errors
    /// As reading has.
    pub async fn contacts_by_state(
        &self,
        actor: &Actor,
        filter: &Filter,
    ) -> Result<Vec<(State, u64)>, StoreError> {
        let Some(query) = filter.query(actor) else {
            return Ok(by_code(&[]));
        };
        let read = self.read().await?;
        Ok(by_code(&query.counted(&read, "contacts r", "r.state").await?))
    }

    /// The contact of a case that goes on; none when all are over. For who holds the case.
    ///
    /// # Errors
    /// As reading has.
    pub async fn live_contact(&self, case: Reference) -> Result<Option<Contact>, StoreError> {
        let mut query = Query::default();
        query.equal("r.case_reference", case);
        query.any_of(
            "r.state",
            State::ALL
                .iter()
                .filter(|state| state.is_live())
                .map(|state| state.code()),
        );
        let read = self.read().await?;
        let keys = |_: &Contact| Vec::new();
        let page = query.records(&read, "contacts r", &NEWEST, None, 1, keys).await?;
        Ok(page.rows.into_iter().next())
    }

    /// One of the contacts of a case; none when it is another's. For who holds the case, or may see it.
    ///
    /// # Errors
    /// As reading has.
    pub async fn contact_of(
        &self,
        case: &domain::cases::Case,
        contact: Reference,
    ) -> Result<Option<Contact>, StoreError> {
        let found: Option<Contact> = self.within(contact, &Within::All).await?;
        Ok(found.filter(|found| found.case == case.reference))
    }

    /// The contacts of a case, the first first. For who holds the case, or may see it.
    ///
    /// # Errors
    /// As reading has.
    pub async fn contacts_of(&self, case: &domain::cases::Case) -> Result<Vec<Contact>, StoreError> {
        let mut found = Vec::with_capacity(case.contacts.len());
        for reference in &case.contacts {
            found.extend(self.within::<Contact>(*reference, &Within::All).await?);
        }
        Ok(found)
    }
}
