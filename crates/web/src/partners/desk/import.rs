//! A table of partners: looked through first, which enters nothing and names every bad cell; then entered, so many at a time,
//! with what is left told in between.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::Lang;
use domain::partners::{BadCell, COLUMNS, Duplicate, Imported, Partner};
use domain::problems::Problem;

use super::{Answer, Desk, ROOM};
use crate::kit::desk::{Fault, see_other, show_with};
use crate::kit::error::Error;
use crate::kit::form::{Fields, problem_text};
use crate::kit::published::Published;
use crate::kit::table::{NotATable, csv_file};
use crate::kit::upload::{self, Sent};
use crate::kit::work::Worked as _;
use crate::partners::import::{TABLE_MAX, cell_text, enter as enter_all, looked_through, may_import};
use crate::partners::view::Told as _;

/// What it may take to send: in a form of an address each of its bytes may take three.
pub const BODY_MAX: usize = 3 * TABLE_MAX + 64 * 1024;
/// Partners that are entered before the next page is shown.
const AT_ONCE: usize = 500;
/// Bad cells and duplicates that are named; of more, the number is told.
const NAMED_MAX: usize = 200;
/// The most characters of a bad cell that are shown.
const VALUE_MAX: usize = 80;

#[derive(Template)]
#[template(path = "partners/desk/import.html")]
pub(super) struct ImportPage {
    pub page: Desk,
    pub error: Option<String>,
    pub looked: Option<Looked>,
    pub entered: Option<Entered>,
    /// The table, to be entered by the next form.
    pub table: String,
}

/// What the dry run found.
pub(super) struct Looked {
    pub bad: Vec<Bad>,
    pub bad_count: usize,
    pub good: Vec<Good>,
    pub good_count: usize,
    pub duplicates: Vec<String>,
    pub duplicate_count: usize,
}

pub(super) struct Bad {
    pub line: usize,
    pub column: String,
    pub value: String,
    pub problem: String,
}

/// A row that becomes a partner.
pub(super) struct Good {
    pub line: usize,
    pub name: Option<Published>,
    pub kind: String,
    pub country: String,
    pub state: String,
}

/// What was entered.
pub(super) struct Entered {
    /// So far.
    pub count: usize,
    pub left: usize,
    /// Name and address of those of the last step.
    pub partners: Vec<(Option<Published>, String, String)>,
}

impl Entered {
    pub fn all(&self) -> usize {
        self.count + self.left
    }
}

impl Looked {
    pub(super) fn of(desk: &Desk, imported: &Imported) -> Self {
        let bad = |bad: &BadCell| Bad {
            line: bad.line,
            column: bad.column.clone(),
            value: shortened(&bad.value),
            problem: cell_text(desk, bad),
        };
        let good = imported.proposals.iter().map(|proposal| {
            let entry = &proposal.open.entry;
            let country = entry.country.as_deref();
            let state = match (proposal.open.already, proposal.open.confirmed) {
                (false, _) => "partners-state-proposed",
                (true, true) => "partners-state-active",
                (true, false) => "partners-import-active-unconfirmed",
            };
            Good {
                line: proposal.line,
                name: desk.said_of(&entry.names),
                kind: desk.partner_kind(&entry.kind),
                country: country.map_or("", |country| desk.country(country)).to_owned(),
                state: desk.t(state).to_string(),
            }
        });
        let duplicate = |duplicate: &Duplicate| match duplicate {
            Duplicate::OfLine { line, other } => desk
                .t("partners-import-duplicate-line")
                .with("line", line.to_string())
                .with("other", other.to_string())
                .to_string(),
            Duplicate::OfPartner { line, other } => desk
                .t("partners-import-duplicate-partner")
                .with("line", line.to_string())
                .with("reference", other.to_string())
                .to_string(),
        };
        Self {
            bad: imported.bad.iter().take(NAMED_MAX).map(bad).collect(),
            bad_count: imported.bad.len(),
            good: good.take(NAMED_MAX).collect(),
            good_count: imported.proposals.len(),
            duplicates: imported
                .duplicates
                .iter()
                .take(NAMED_MAX)
                .map(duplicate)
                .collect(),
            duplicate_count: imported.duplicates.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.bad_count + self.good_count + self.duplicate_count == 0
    }
}

impl ImportPage {
    pub(super) fn of(page: Desk) -> Self {
        Self {
            page,
            error: None,
            looked: None,
            entered: None,
            table: String::new(),
        }
    }
}

/// As much of a cell as shows which it is.
fn shortened(value: &str) -> String {
    let mut short: String = value.chars().take(VALUE_MAX).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}

/// The names of a table's columns, with a name and a summary in each of these languages.
pub(super) fn columns(languages: &[Lang]) -> Vec<String> {
    let texts = ["name", "summary"]
        .into_iter()
        .flat_map(|text| languages.iter().map(move |lang| format!("{text}_{lang}")));
    let (first, rest) = COLUMNS.split_at(2);
    let named = |columns: &[&str]| {
        columns
            .iter()
            .map(|column| (*column).to_owned())
            .collect::<Vec<_>>()
    };
    named(first).into_iter().chain(texts).chain(named(rest)).collect()
}

/// `GET /desk/partners/import.csv`: a table with nothing but its columns, to be filled in.
pub(super) async fn template(desk: Desk) -> Answer {
    let desk = come_in(desk)?;
    let languages: Vec<Lang> = desk
        .city()
        .languages
        .iter()
        .map(|language| language.code)
        .collect();
    let mut columns = columns(&languages);
    // What is not there yet has no reference.
    columns.retain(|column| column != "reference");
    Ok(csv_file("partners", &[columns])?)
}

fn come_in(desk: Desk) -> Result<Desk, Fault> {
    if !may_import(&desk.actor) {
        return Err(desk.forbidden());
    }
    let title = desk.t("partners-import-title").to_string();
    Ok(desk.room(&ROOM).called(title))
}

/// `GET /desk/partners/import`
pub(super) async fn show(desk: Desk) -> Answer {
    show_with(StatusCode::OK, &ImportPage::of(come_in(desk)?))
}

/// The address of the second step, opened again as a page.
pub(super) async fn back() -> Response {
    see_other("/desk/partners/import")
}

/// `POST /desk/partners/import`: looks through a table. Nothing is entered.
pub(super) async fn check(desk: Desk, form: Sent) -> Answer {
    let desk = come_in(desk)?;
    let (_, file) = upload::form(form).await?;
    let Some((_, bytes)) = file else {
        let error = desk.t("partners-import-no-file").to_string();
        return refused(desk, error);
    };
    if bytes.len() > TABLE_MAX {
        let max = TABLE_MAX as u64;
        let error = problem_text(&desk, &Problem::FileTooLarge { max });
        return refused(desk, error);
    }
    let imported = match look(&desk, bytes.to_vec()).await? {
        Ok(imported) => imported,
        Err(error) => return refused(desk, error),
    };
    let status = if imported.bad.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = ImportPage {
        looked: Some(Looked::of(&desk, &imported)),
        table: String::from_utf8_lossy(&bytes).into_owned(),
        ..ImportPage::of(desk)
    };
    show_with(status, &page)
}

fn refused(desk: Desk, error: String) -> Answer {
    let page = ImportPage {
        error: Some(error),
        ..ImportPage::of(desk)
    };
    show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the table says, or why it is none, in words.
async fn look(desk: &Desk, bytes: Vec<u8>) -> Result<Result<Imported, String>, Fault> {
    let looked = looked_through(&desk.app, &desk.actor, bytes).await?;
    Ok(looked.map_err(|error| match error {
        NotATable::NotText => desk.t("partners-import-not-csv").to_string(),
        NotATable::Uneven(line) => desk
            .t("partners-import-uneven")
            .with("line", line.to_string())
            .to_string(),
    }))
}

/// `POST /desk/partners/import/enter`: enters a table that was looked through, or the next part of it. It is looked through
/// again: what is entered already is left out, and with a bad cell nothing is.
pub(super) async fn enter(desk: Desk, fields: Fields) -> Answer {
    let desk = come_in(desk)?;
    let table = fields.get("table").to_owned();
    let before: usize = fields.get("entered").parse().unwrap_or_default();
    let imported = match look(&desk, table.clone().into_bytes()).await? {
        Ok(imported) => imported,
        Err(error) => return refused(desk, error),
    };
    if !imported.bad.is_empty() {
        let page = ImportPage {
            looked: Some(Looked::of(&desk, &imported)),
            ..ImportPage::of(desk)
        };
        return show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let (now, later) = imported.proposals.split_at(imported.proposals.len().min(AT_ONCE));
    let app = desk.app.clone();
    let ctx = app.context(&desk.actor);
    let references = enter_all(app.store(), &ctx, &**app.entropy(), now)
        .await
        .map_err(Error::from)?;
    let named = now.iter().zip(references).take(NAMED_MAX);
    let partners = named.map(|(proposal, reference)| {
        let href = format!("{}/{reference}", Partner::PATH);
        (
            desk.said_of(&proposal.open.entry.names),
            reference.to_string(),
            href,
        )
    });
    let page = ImportPage {
        entered: Some(Entered {
            count: before + now.len(),
            left: later.len(),
            partners: partners.collect(),
        }),
        table: if later.is_empty() { String::new() } else { table },
        ..ImportPage::of(desk.clone())
    };
    show_with(StatusCode::OK, &page)
}
