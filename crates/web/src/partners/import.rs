//! Partners from a table: read and checked against the city and its register, and entered. The desk and the binary's command
//! line do it alike.

use std::collections::HashMap;

use domain::city::City;
use domain::journaled::Context;
use domain::partners::{BadCell, Imported, Partner, Proposal, Row, Terms, import};
use domain::receipts::Reference;
use futures::future::try_join_all;
use store::{OpenError, Store};

use crate::kit::app::Entropy;
use crate::kit::form::problem_text;
use crate::kit::page::Page;
use crate::kit::table::{self, NotATable};
use crate::kit::texts::Texts;

/// Partners that are entered at the same time, so that the store can commit them together.
const AT_ONCE: usize = 16;
/// How often another reference is drawn when one is taken.
const TRIES: u8 = 5;

/// Why a table was not looked through.
#[derive(Debug, thiserror::Error)]
pub enum NotImported {
    #[error(transparent)]
    NotATable(#[from] NotATable),
    #[error(transparent)]
    Store(#[from] store::StoreError),
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
    let lines = table::read(bytes)?.into_iter();
    let rows: Vec<Row> = lines
        .map(|line| Row {
            line: line.number,
            cells: line.cells,
        })
        .collect();
    let known = store.known_partners(ctx.actor).await?;
    let terms = Terms::of(ctx.city, ctx.city.day(ctx.now));
    let countries = Countries::of(texts, ctx.city);
    Ok(import(&rows, &known, &terms, &|cell| countries.code(cell)))
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

/// Enters what a dry run found good; gives their references, in the order of the table.
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
    let mut tries = 0;
    loop {
        let mut bytes = [0; 7];
        entropy.fill(&mut bytes);
        let reference = Reference::from_random(bytes);
        let opened = store
            .open_stream::<Partner>(ctx, &proposal.open, reference, None)
            .await;
        match opened {
            Err(OpenError::KeyTaken) if tries < TRIES => tries += 1,
            opened => return opened.map(|opened| opened.record.reference),
        }
    }
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
