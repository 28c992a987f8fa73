//! Partners from a table: read and checked against the city and its register, and entered. The desk and the binary's command
//! line do it alike.

use std::collections::HashMap;

use domain::city::City;
use domain::journaled::{Context, Journaled as _};
use domain::partners::{
    BadCell, CommandKind, Existing, Imported, OPEN, Partner, Proposal, Row, Terms, import,
};
use domain::receipts::Reference;
use domain::roles::{Actor, Reach};
use futures::future::try_join_all;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use store::{IdempotencyKey, OpenError, Store, StoreError};

use crate::kit::app::{App, Entropy};
use crate::kit::error::Error;
use crate::kit::form::problem_text;
use crate::kit::page::Page;
use crate::kit::table::{self, NotATable};
use crate::kit::texts::Texts;
use crate::kit::work::open_new;

/// The largest table, in bytes.
pub(crate) const TABLE_MAX: usize = 1024 * 1024;
/// Partners that are entered at the same time, so that the store can commit them together.
const AT_ONCE: usize = 16;
/// Why a table was not looked through.
#[derive(Debug, thiserror::Error)]
pub enum NotImported {
    #[error(transparent)]
    NotATable(#[from] NotATable),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a table says. It enters nothing.
///
/// # Errors
/// When it is no table, or the register cannot be read.
pub async fn dry_run(
    store: &Store,
    texts: &Texts,
    ctx: &Context<'_>,
    bytes: &[u8],
) -> Result<Imported, NotImported> {
    let known = store.known_partners(ctx.actor).await?;
    Ok(look_through(
        texts,
        ctx.city,
        ctx.city.day(ctx.now),
        &known,
        bytes,
    )?)
}

/// What a table says, besides what is known. It is nothing but work, for which a server has threads of its own.
///
/// # Errors
/// When it is no table.
pub fn look_through(
    texts: &Texts,
    city: &City,
    today: Date,
    known: &[Existing],
    bytes: &[u8],
) -> Result<Imported, NotATable> {
    let lines = table::read(bytes)?.into_iter();
    let rows: Vec<Row> = lines
        .map(|line| Row {
            line: line.number,
            cells: line.cells,
        })
        .collect();
    let terms = Terms::of(city, today);
    let countries = Countries::of(texts, city);
    Ok(import(&rows, known, &terms, &|cell| countries.code(cell)))
}

/// As [`look_through()`], on a thread where nobody else waits for a long table.
///
/// # Errors
/// When the register cannot be read.
pub(crate) async fn looked_through(
    app: &App,
    actor: &Actor,
    bytes: Vec<u8>,
) -> Result<Result<Imported, NotATable>, Error> {
    let known = app.store().known_partners(actor).await?;
    let app = app.clone();
    let looked = tokio::task::spawn_blocking(move || {
        look_through(app.texts(), app.city(), app.today(), &known, &bytes)
    });
    looked
        .await
        .map_err(|error| Error::Internal(format!("a table was not looked through: {error}")))
}

/// Whether they enter a table, in which there may be partners of any unit, and such as are partners already.
pub(crate) fn may_import(actor: &Actor) -> bool {
    [OPEN, CommandKind::Activate.action()]
        .into_iter()
        .all(|action| Partner::reach(actor, action) == Reach::All)
}

/// Countries by their code, and by their name in any language of the interface.
struct Countries(HashMap<String, String>);

impl Countries {
    fn of(texts: &Texts, city: &City) -> Self {
        let languages = city.languages.iter();
        let writings = languages.filter_map(|language| texts.writing(language.code));
        let named = writings.flat_map(|writing| writing.names().countries());
        let ways =
            named.flat_map(|(code, name)| [code, name].map(|way| (way.to_lowercase(), code.to_owned())));
        Self(ways.collect())
    }

    fn code(&self, cell: &str) -> Option<String> {
        self.0.get(&cell.trim().to_lowercase()).cloned()
    }
}

/// The key by which a row that is entered twice, by whom it may be, becomes one partner.
fn once(proposal: &Proposal) -> Result<IdempotencyKey, StoreError> {
    let row = serde_json::to_vec(&proposal.open).map_err(|_| StoreError::Refused)?;
    let request_digest = Sha256::digest(row).into();
    let mut key = Sha256::new();
    key.update(b"partners-import");
    key.update(request_digest);
    Ok(IdempotencyKey {
        key_hash: key.finalize().into(),
        request_digest,
    })
}

/// Enters what a dry run found good; gives their references, in the order of the table. What the same row entered before is
/// not entered again, though both were sent at the same moment.
///
/// # Errors
/// As opening has. Those before it are entered: the next dry run leaves them out.
pub async fn enter(
    store: &Store,
    ctx: &Context<'_>,
    entropy: &dyn Entropy,
    proposals: &[Proposal],
) -> Result<Vec<Reference>, OpenError> {
    let mut references = Vec::with_capacity(proposals.len());
    for some in proposals.chunks(AT_ONCE) {
        let entered = some
            .iter()
            .map(|proposal| enter_one(store, ctx, entropy, proposal));
        references.extend(try_join_all(entered).await?);
    }
    Ok(references)
}

async fn enter_one(
    store: &Store,
    ctx: &Context<'_>,
    entropy: &dyn Entropy,
    proposal: &Proposal,
) -> Result<Reference, OpenError> {
    let key = once(proposal)?;
    let opened = open_new::<Partner>(store, ctx, entropy, &proposal.open, Some(&key)).await?;
    Ok(opened.record.reference)
}

/// What is wrong with a cell, in words: those of its column where it has its own.
pub fn cell_text(page: &Page, bad: &BadCell) -> String {
    let key = format!("partners-cell-{}-{}", bad.column, bad.problem.code());
    if page.app.texts().has(page.lang, &key) {
        page.t(&key).to_string()
    } else if bad.problem == domain::problems::Problem::UnknownField {
        page.t("partners-cell-unknown-field").to_string()
    } else {
        problem_text(page, &bad.problem)
    }
}
