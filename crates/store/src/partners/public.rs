//! What anyone may read of partners: chosen in the query, and no more of each than [`Public::of`] lets through.

use std::collections::HashSet;

use domain::partners::{Partner, Public, PublicDocument};
use domain::receipts::Reference;

use crate::kept::Within;
use crate::lists::Query;
use crate::records::parse;
use crate::{Store, StoreError};

/// The most partners that are shown at once.
const SHOWN_MAX: usize = 1_000;

/// Those that are shown at all.
const SHOWN: &str = "r.is_public = 1 AND r.state = 'active'";

/// Which partners the public's list holds. The default holds all that are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicFilter {
    pub kind: Option<String>,
    /// ISO 3166 code.
    pub country: Option<String>,
}

impl Store {
    /// The partners that the city shows, by name.
    ///
    /// # Errors
    /// As reading has.
    pub async fn public_partners(&self, filter: &PublicFilter) -> Result<Vec<Public>, StoreError> {
        let mut query = Query::default();
        query.any_of("r.kind", filter.kind.iter().map(String::as_str));
        query.any_of("r.country", filter.country.iter().map(String::as_str));
        self.shown(query).await
    }

    /// One of them.
    ///
    /// # Errors
    /// As reading has.
    pub async fn public_partner(&self, reference: Reference) -> Result<Option<Public>, StoreError> {
        let mut query = Query::default();
        query.equal("r.reference", reference);
        Ok(self.shown(query).await?.pop())
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

    /// Those of them that are shown, each with those of its partners that are.
    async fn shown(&self, mut query: Query) -> Result<Vec<Public>, StoreError> {
        query.and(SHOWN);
        let limit = query.bind(SHOWN_MAX);
        let sql = format!(
            "SELECT r.folded FROM partners r{} ORDER BY r.name, r.reference LIMIT {limit}",
            query.conditions()
        );
        let read = self.read().await?;
        let rows: Vec<(String,)> = query.rows(&read, sql).await?;
        let mut shown = Vec::with_capacity(rows.len());
        for (folded,) in rows {
            shown.extend(Public::of(&parse(&folded)?));
        }
        if shown.iter().all(|partner| partner.partners.is_empty()) {
            return Ok(shown);
        }
        let linked = format!(
            "SELECT DISTINCT l.target FROM partner_links l JOIN partners r ON r.reference = l.target \
             WHERE l.noun = 'partners' AND {SHOWN}"
        );
        let linked: Vec<(Reference,)> = read.rows(&linked, &[]).await?;
        let linked: HashSet<Reference> = linked.into_iter().map(|(reference,)| reference).collect();
        for partner in &mut shown {
            partner.partners.retain(|other| linked.contains(other));
        }
        Ok(shown)
    }
}
