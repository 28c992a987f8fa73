//! Cases: their tables, what their rules need to know of elsewhere, and lists.

mod lists;
mod rows;

use domain::ServiceCode;
use domain::cases::{Case, Command, Known, SEE};
use domain::city::City;
use domain::receipts::Reference;
use domain::roles::Actor;
use futures::future::{BoxFuture, FutureExt as _};
use jiff::Timestamp;

pub use lists::{DueFilter, Filter, Sort};

use crate::commit::Commit;
use crate::journal::Stored;
use crate::kept::table::Table;
use crate::kept::{Asked, Change, Kept, Within};
use crate::value::{Value, params};
use crate::{Store, StoreError};

impl Kept for Case {
    const SHAPE: u32 = 7;
    const SEAL: Option<&'static str> = Some("receipt_hash");
    const OWN: &'static str =
        "r.unit = {unit} OR r.reference IN (SELECT u.reference FROM case_units u WHERE u.unit = {unit})";

    fn tables() -> &'static [Table<Self>] {
        &rows::TABLES
    }

    fn key_value(key: Reference) -> Value {
        key.into()
    }

    /// The languages that each unit reads, and the questions that are answered in somebody's own words: they say what waits
    /// for a translation.
    fn follows_from(city: &City) -> String {
        let line = |unit: &domain::city::Unit| {
            let languages: Vec<&str> = unit.languages.iter().map(domain::Lang::as_str).collect();
            format!("{}={}\n", unit.code, languages.join(" "))
        };
        let worded = |service: &domain::services::Service| {
            let fields = service.fields.iter().filter(|field| field.is_worded());
            let fields: Vec<&str> = fields.map(|field| field.code.as_str()).collect();
            format!("{}={}\n", service.code, fields.join(" "))
        };
        let units = city.units.iter().map(line);
        let of: String = units.chain(city.services.iter().map(worded)).collect();
        format!(":{}:{}", city.source_language, crate::journal::digest(&of))
    }

    fn vouched(events: &[Stored]) -> Option<Value> {
        events.first()?.receipt().map(Value::from)
    }

    async fn known(store: &Store, actor: &Actor, asked: Asked<'_, Self>) -> Result<Known, StoreError> {
        let mut known = Known::default();
        let Asked::Command(command) = asked else {
            return Ok(known);
        };
        match command {
            Command::Merge { into: other } | Command::Link { to: other } => {
                if let Ok(reference) = Reference::parse(other) {
                    let within = Within::of::<Self>(actor, SEE);
                    let found: Option<Self> = store.within(reference, &within).await?;
                    known.target = found.as_ref().map(Into::into);
                }
            }
            Command::Assign { staff: Some(id) } => known.colleague = store.staff_by_id(*id).await?,
            _ => {}
        }
        Ok(known)
    }

    fn beside(before: Option<&Self>, after: &Self, _: &City, commit: &mut Commit) {
        crate::notices::plan(before, after, commit);
    }

    fn along<'a>(
        store: &'a Store,
        change: &'a Change<'a, Self>,
        commit: &'a mut Commit,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            crate::contacts::after_case(store, change, commit).await?;
            crate::interpretation::after_case(store, change, commit).await
        }
        .boxed()
    }
}

impl Store {
    /// How many cases each service has taken. A number for everybody.
    ///
    /// # Errors
    /// As reading has.
    pub async fn cases_by_service(&self) -> Result<Vec<(ServiceCode, u64)>, StoreError> {
        let sql = "SELECT service, COUNT(*) FROM cases GROUP BY service".to_owned();
        let rows: Vec<(String, u64)> = self.read().await?.long_rows(sql, Vec::new()).await?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(code, count)| (ServiceCode::new(code), count))
            .collect())
    }

    /// Cases of a service that were over before that time and still have their words, which nothing holds: for the duty that
    /// erases them. Longest ago first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn over_before(
        &self,
        service: &ServiceCode,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<Reference>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(Reference,)> = read
            .rows(
                "SELECT reference FROM cases WHERE service = ?1 AND may_go_from < ?2 \
                 ORDER BY may_go_from, reference LIMIT ?3",
                &params![service.as_str(), before, limit],
            )
            .await?;
        Ok(rows.into_iter().map(|(reference,)| reference).collect())
    }

    /// Cases answered before that time that nobody closed: for the duty that does. Longest ago first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn answered_before(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<Reference>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(Reference,)> = read
            .rows(
                "SELECT reference FROM cases WHERE state = 'answered' AND answered_at < ?1 \
                 ORDER BY answered_at, reference LIMIT ?2",
                &params![before, limit],
            )
            .await?;
        Ok(rows.into_iter().map(|(reference,)| reference).collect())
    }
}
