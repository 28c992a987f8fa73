//! Lists of partners, and how many there are: filtered by what the actor may see in the query.

use std::fmt::Write as _;

use domain::partners::{Existing, Partner, SEE, SEE_CONTACTS, SEE_NOTES, State};
use domain::receipts::Reference;
use domain::roles::Actor;
use domain::{Lang, UnitCode};
use serde::{Deserialize, Serialize};

use super::rows::{renew_by, sort_name};
use crate::kept::Within;
use crate::lists::{
    By::{self, Number, Text},
    Key, Order, Page, Query, by_code,
};
use crate::{Store, StoreError};

/// The rows of lists.
const FROM: &str = "partners r";

/// Which partners a list holds. The default holds all that the actor may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartnerFilter {
    /// Any of these; none: all.
    pub states: Vec<State>,
    pub kind: Option<String>,
    /// ISO 3166 code.
    pub country: Option<String>,
    pub unit: Option<UnitCode>,
    pub article: Option<u16>,
    pub language: Option<Lang>,
    /// Only those that have to do with that record.
    pub linked_to: Option<Reference>,
    /// Only those whose unit was warned that they must be renewed, and which were not.
    pub renewal_near: bool,
    /// Only those of which nobody has checked what is said.
    pub unconfirmed: bool,
    /// Words, all of which a partner must hold.
    pub q: String,
    pub sort: PartnerSort,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartnerSort {
    #[default]
    Name,
    /// Proposed last first.
    Newest,
    /// What must be renewed next first; what need not be comes last.
    Renewal,
}

impl PartnerSort {
    pub const ALL: [Self; 3] = [Self::Name, Self::Newest, Self::Renewal];

    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Newest => "newest",
            Self::Renewal => "renewal",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }

    fn order(self) -> Order {
        let (keys, upwards): (&[By], bool) = match self {
            Self::Name => (&[Text("r.name"), Text("r.reference")], true),
            Self::Newest => (&[Number("r.opened_at"), Text("r.reference")], false),
            Self::Renewal => (&[Text("r.renew_by"), Text("r.name"), Text("r.reference")], true),
        };
        Order {
            code: self.code(),
            keys,
            upwards,
        }
    }

    /// Where a partner stands in it.
    fn keys(self, partner: &Partner) -> Vec<Key> {
        let mut keys: Vec<Key> = match self {
            Self::Name => vec![sort_name(partner).into()],
            Self::Newest => vec![partner.opened_at.as_microsecond().into()],
            Self::Renewal => vec![renew_by(partner).into(), sort_name(partner).into()],
        };
        keys.push(partner.reference.to_string().into());
        keys
    }
}

impl PartnerFilter {
    /// The query of it for that actor; `None` when they may see nothing.
    fn query(&self, actor: &Actor) -> Option<Query> {
        let mut query = Query::within::<Partner>(&Within::of::<Partner>(actor, SEE))?;
        query.any_of("r.state", self.states.iter().map(|state| state.code()));
        query.any_of("r.kind", self.kind.iter().map(String::as_str));
        query.any_of("r.country", self.country.iter().map(String::as_str));
        query.any_of("r.unit", self.unit.iter().map(UnitCode::as_str));
        if let Some(article) = self.article {
            let article = query.bind(i64::from(article));
            query.and(&format!(
                "r.reference IN (SELECT a.reference FROM partner_articles a WHERE a.article = {article})"
            ));
        }
        if let Some(language) = self.language {
            let language = query.bind(language.as_str());
            query.and(&format!(
                "r.reference IN (SELECT l.reference FROM partner_languages l WHERE l.language = {language})"
            ));
        }
        if let Some(target) = self.linked_to {
            let target = query.bind(target);
            query.and(&format!(
                "r.reference IN (SELECT l.reference FROM partner_links l WHERE l.target = {target})"
            ));
        }
        if self.renewal_near {
            query.and("r.renewal = 1");
        }
        if self.unconfirmed {
            query.and("r.confirmed = 0");
        }
        self.search(actor, &mut query);
        Some(query)
    }

    /// Every word must be in the partner; contacts and notes are looked through only where the actor may see them.
    fn search(&self, actor: &Actor, query: &mut Query) {
        let apart = [(SEE_CONTACTS, "s.contacts"), (SEE_NOTES, "s.notes")];
        let apart = apart.map(|(action, column)| (Within::of::<Partner>(actor, action), column));
        let holds = |query: &mut Query, place: &str| {
            let mut holds = format!("s.words LIKE {place} ESCAPE '!'");
            for (within, column) in &apart {
                let where_seen = match within {
                    Within::Nothing => continue,
                    Within::All => String::new(),
                    Within::Own { unit, staff } => format!("{} AND ", query.own::<Partner>(unit, *staff)),
                };
                // Writing to a string does not fail.
                let _ = write!(holds, " OR {where_seen}{column} LIKE {place} ESCAPE '!'");
            }
            holds
        };
        query.search(&self.q, holds, |found| {
            format!("EXISTS (SELECT 1 FROM partner_search s WHERE s.reference = r.reference AND {found})")
        });
    }
}

impl Store {
    /// A page of the partners that the actor may see and the filter keeps, as they may see them.
    ///
    /// # Errors
    /// As reading has.
    pub async fn partners(
        &self,
        actor: &Actor,
        filter: &PartnerFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Partner>, StoreError> {
        let Some(query) = filter.query(actor) else {
            return Ok(Page::default());
        };
        let read = self.read().await?;
        let sort = filter.sort;
        let keys = |partner: &Partner| sort.keys(partner);
        let page = query
            .records(&read, FROM, &sort.order(), cursor, limit, keys)
            .await?;
        Ok(page.map(|partner| partner.seen_by(actor)))
    }

    /// How many partners are in each state, of those that the actor may see and the filter keeps but for their state.
    ///
    /// # Errors
    /// As reading has.
    pub async fn partners_by_state(
        &self,
        actor: &Actor,
        filter: &PartnerFilter,
    ) -> Result<Vec<(State, u64)>, StoreError> {
        let any = PartnerFilter {
            states: Vec::new(),
            ..filter.clone()
        };
        let Some(query) = any.query(actor) else {
            return Ok(Vec::new());
        };
        Ok(by_code(
            &query.counted(&self.read().await?, FROM, "r.state").await?,
        ))
    }

    /// How many partners are of each kind, of those that the actor may see and the filter keeps but for their kind. A kind
    /// of which there is none is left out.
    ///
    /// # Errors
    /// As reading has.
    pub async fn partners_by_kind(
        &self,
        actor: &Actor,
        filter: &PartnerFilter,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        let any = PartnerFilter {
            kind: None,
            ..filter.clone()
        };
        let Some(query) = any.query(actor) else {
            return Ok(Vec::new());
        };
        query.counted(&self.read().await?, FROM, "r.kind").await
    }

    /// How many active partners the city has of each kind, also of those that it does not show: the number alone is
    /// anyone's to know.
    ///
    /// # Errors
    /// As reading has.
    pub async fn active_partners_by_kind(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let mut query = Query::default();
        query.equal("r.state", State::Active.code());
        query.counted(&self.read().await?, FROM, "r.kind").await
    }

    /// Kind and names of all partners that the actor may see, also of those that have ended: for an import to find what is
    /// there already.
    ///
    /// # Errors
    /// As reading has.
    pub async fn known_partners(&self, actor: &Actor) -> Result<Vec<Existing>, StoreError> {
        let Some(query) = PartnerFilter::default().query(actor) else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT r.reference, r.kind, n.language, n.name FROM partners r \
             JOIN partner_names n ON n.reference = r.reference{} ORDER BY r.reference, n.language",
            query.conditions()
        );
        let rows: Vec<(Reference, String, String, String)> = query.rows(&self.read().await?, sql).await?;
        let mut known: Vec<Existing> = Vec::new();
        for (reference, kind, language, name) in rows {
            let language = Lang::parse(&language).map_err(|_| StoreError::Corrupt { what: "a language" })?;
            match known.last_mut().filter(|last| last.reference == reference) {
                Some(last) => {
                    last.names.insert(language, name);
                }
                None => known.push(Existing {
                    reference,
                    kind,
                    names: [(language, name)].into(),
                }),
            }
        }
        Ok(known)
    }
}
