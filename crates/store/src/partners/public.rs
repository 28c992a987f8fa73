//! What anyone may read of partners: chosen in the query, and no more of each than [`Public::of`] lets through.

use std::collections::HashSet;

use domain::partners::{Partner, Public, PublicDocument};
use domain::receipts::Reference;

use super::rows::sort_name;
use crate::kept::Within;
use crate::lists::By::Text;
use crate::lists::{By, Order, Page, Query};
use crate::read::Reader;
use crate::{Store, StoreError};

/// The rows of lists.
const FROM: &str = "partners r";

/// Those that are shown at all.
const SHOWN: &str = "r.is_public = 1 AND r.state = 'active'";

/// What stands for the country of a partner that has none. It sorts after every code.
const NO_COUNTRY: &str = "none";

/// Which partners the public's list holds. The default holds all that are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicFilter {
    pub kind: Option<String>,
    /// Any of these kinds.
    pub kinds: Option<Vec<String>>,
    /// ISO 3166 code; `none` for those of no country.
    pub country: Option<String>,
}

/// What the public's list is sorted by before names, and counted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PublicBy {
    #[default]
    Kind,
    Country,
}

impl PublicBy {
    const fn column(self) -> &'static str {
        match self {
            Self::Kind => "r.kind",
            // The same as `NO_COUNTRY`, which no code in capitals is.
            Self::Country => "COALESCE(r.country, 'none')",
        }
    }

    fn order(self) -> Order {
        const KIND: &[By] = &[Text(PublicBy::Kind.column()), Text("r.name"), Text("r.reference")];
        const COUNTRY: &[By] = &[
            Text(PublicBy::Country.column()),
            Text("r.name"),
            Text("r.reference"),
        ];
        let (code, keys) = match self {
            Self::Kind => ("public-kind", KIND),
            Self::Country => ("public-country", COUNTRY),
        };
        Order {
            code,
            keys,
            upwards: true,
        }
    }

    fn of(self, partner: &Partner) -> &str {
        match self {
            Self::Kind => &partner.kind,
            Self::Country => partner.country.as_deref().unwrap_or(NO_COUNTRY),
        }
    }
}

impl PublicFilter {
    fn query(&self) -> Query {
        let mut query = Query::default();
        query.and(SHOWN);
        query.any_of("r.kind", self.kind.iter().map(String::as_str));
        match self.kinds.as_deref() {
            None => {}
            Some([]) => query.and("1 = 0"),
            Some(kinds) => query.any_of("r.kind", kinds.iter().map(String::as_str)),
        }
        match self.country.as_deref() {
            None => {}
            Some(NO_COUNTRY) => query.and("r.country IS NULL"),
            Some(country) => query.equal("r.country", country),
        }
        query
    }
}

impl Store {
    /// A page of the partners that the city shows: by kind or by country, and by name.
    ///
    /// # Errors
    /// As reading has.
    pub async fn public_partners(
        &self,
        filter: &PublicFilter,
        by: PublicBy,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Public>, StoreError> {
        let read = self.read().await?;
        let keys = |partner: &Partner| {
            let reference = partner.reference.to_string();
            [by.of(partner).to_owned(), sort_name(partner), reference]
                .map(Into::into)
                .into()
        };
        let found = filter
            .query()
            .records(&read, FROM, &by.order(), cursor, limit, keys)
            .await?;
        let mut shown: Vec<Public> = found.rows.iter().filter_map(Public::of).collect();
        only_shown(&read, &mut shown).await?;
        Ok(Page {
            rows: shown,
            next: found.next,
            previous: found.previous,
            total: found.total,
        })
    }

    /// How many of them there are of each kind, or each country, `none` where there is none.
    ///
    /// # Errors
    /// As reading has.
    pub async fn public_partners_counted(
        &self,
        filter: &PublicFilter,
        by: PublicBy,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        filter
            .query()
            .counted(&self.read().await?, FROM, by.column())
            .await
    }

    /// One of them.
    ///
    /// # Errors
    /// As reading has.
    pub async fn public_partner(&self, reference: Reference) -> Result<Option<Public>, StoreError> {
        let partner: Option<Partner> = self.within(reference, &Within::All).await?;
        let mut shown: Vec<Public> = partner.iter().filter_map(Public::of).collect();
        only_shown(&self.read().await?, &mut shown).await?;
        Ok(shown.pop())
    }

    /// A document that the city shows, and its bytes.
    ///
    /// # Errors
    /// As reading has.
    pub async fn public_document(
        &self,
        reference: Reference,
        id: u64,
    ) -> Result<Option<(PublicDocument, Vec<u8>)>, StoreError> {
        let Some(partner) = self.within::<Partner>(reference, &Within::All).await? else {
            return Ok(None);
        };
        let documents = Public::of(&partner).map_or_else(Vec::new, |shown| shown.documents);
        let Some(document) = documents.into_iter().find(|document| document.id == id) else {
            return Ok(None);
        };
        let bytes = self.file(&partner, id).await?;
        Ok(bytes.map(|bytes| (document, bytes)))
    }
}

/// Leaves of the partners that each has to do with those that are shown themselves.
async fn only_shown(read: &Reader, partners: &mut [Public]) -> Result<(), StoreError> {
    let mut query = Query::default();
    query.and("l.noun = 'partners'");
    query.and(SHOWN);
    let linked = partners.iter().filter(|partner| !partner.partners.is_empty());
    let linked: Vec<Reference> = linked.map(|partner| partner.reference).collect();
    if linked.is_empty() {
        return Ok(());
    }
    query.any_of("l.reference", linked.into_iter());
    let sql = format!(
        "SELECT DISTINCT l.target FROM partner_links l JOIN partners r ON r.reference = l.target{}",
        query.conditions()
    );
    let linked: Vec<(Reference,)> = query.rows(read, sql).await?;
    let linked: HashSet<Reference> = linked.into_iter().map(|(reference,)| reference).collect();
    for partner in partners {
        partner.partners.retain(|other| linked.contains(other));
    }
    Ok(())
}
