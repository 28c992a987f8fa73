//! Levels from a file, looked through before any is entered, and to a file.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Multipart;
use axum::http::StatusCode;
use domain::journaled::Refusal;
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::roles::Staff;
use domain::training::sheet::{self, BadCell, Entry, Row};
use domain::training::{Course, OPEN, SEE_LEVELS};
use domain::{Lang, UnitCode, said_in};
use sha2::{Digest as _, Sha256};
use store::training::LevelFilter;
use store::{IdempotencyKey, OpenError};

use super::view::level;
use super::worked::units;
use super::{TRAINING, Tab, imports, levels, tabs};
use crate::kit::desk::{Answer, Desk, Fault, Names, see_other, show as render, show_with};
use crate::kit::error::Error;
use crate::kit::field::{Field, Kind, choice};
use crate::kit::form::{Fields, problem_text};
use crate::kit::table::{self, EXPORT_MAX, NotATable};
use crate::kit::upload;

/// The most rows of a file: it is entered while someone waits.
const ROWS_MAX: usize = 1_000;
/// The most cells that are named.
const NAMED_MAX: usize = 200;
/// How often another reference is drawn when one is taken.
const TRIES: u8 = 5;

#[derive(Template)]
#[template(path = "training/import.html")]
pub(super) struct Import {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    /// The form for a file; none when they may not enter any.
    pub fields: Option<Vec<Field>>,
    /// Whether levels are theirs to take along as a file.
    pub exports: bool,
    pub found: Found,
}

/// What a file holds.
pub(super) enum Found {
    /// There is none yet.
    Nothing,
    /// Why it was not read.
    NotRead(String),
    Bad {
        count: String,
        cells: Vec<CellLine>,
    },
    Good {
        count: String,
        rows: Vec<EntryLine>,
        /// The form that enters it: name and value.
        kept: Vec<(&'static str, String)>,
    },
    /// What was done.
    Entered(Vec<String>),
}

pub(super) struct CellLine {
    pub line: u64,
    pub column: String,
    pub problem: String,
}

pub(super) struct EntryLine {
    pub name: String,
    pub language: String,
    pub level: String,
    pub reached_on: String,
    pub expires_on: String,
    pub title: String,
}

/// What comes with a file.
struct Told {
    unit: UnitCode,
    said_in: Lang,
}

impl Told {
    fn of(desk: &Desk, fields: &Fields) -> Self {
        let unit = desk.city().unit(fields.get("unit"));
        let said_in = Lang::parse(fields.get("said_in")).ok();
        Self {
            unit: unit.map_or_else(|| desk.staff.unit.clone(), |unit| unit.code.clone()),
            said_in: said_in.unwrap_or_else(|| desk.writes()),
        }
    }
}

impl Import {
    pub(super) fn of(desk: Desk, fields: &Fields, found: Found) -> Self {
        let title = desk.t("training-import-title").to_string();
        let told = Told::of(&desk, fields);
        let form = |name, label, kind| Field::new("import", name, desk.t(label), kind);
        let languages = desk.all_languages().into_iter();
        let languages = languages.map(|lang| choice(lang, desk.language_name(lang)));
        let fields = imports(&desk).then(|| {
            let unit = Kind::Select(units(&desk, OPEN).choices);
            vec![
                form("unit", "training-import-unit", unit).valued(told.unit.as_str()),
                form(
                    "said_in",
                    "training-import-said-in",
                    Kind::Select(languages.collect()),
                )
                .valued(told.said_in.as_str()),
            ]
        });
        Self {
            tabs: tabs(&desk, "import"),
            fields,
            exports: desk.may(SEE_LEVELS),
            found,
            page: desk.room(&TRAINING).called(title),
        }
    }

    pub(super) fn is_form_shown(&self) -> bool {
        !matches!(self.found, Found::Good { .. })
    }
}

/// `GET /desk/training/import`
pub(super) async fn show(desk: Desk) -> Answer {
    if !imports(&desk) && !desk.may(SEE_LEVELS) {
        return Err(desk.forbidden());
    }
    render(&Import::of(desk, &Fields::default(), Found::Nothing))
}

/// The address of the second step is no page.
pub(super) async fn back() -> axum::response::Response {
    see_other("/desk/training/import")
}

/// The levels of a file.
///
/// # Errors
/// What is found instead.
fn entries(desk: &Desk, names: &Names, text: &[u8]) -> Result<Vec<Entry>, Found> {
    let lines = match table::read(text) {
        Ok(lines) => lines,
        Err(NotATable::NotText) => {
            return Err(Found::NotRead(desk.t("training-import-not-csv").to_string()));
        }
        Err(NotATable::Uneven(line)) => {
            let uneven = desk.t("training-import-uneven").with("line", line);
            return Err(Found::NotRead(uneven.to_string()));
        }
    };
    if lines.is_empty() {
        return Err(Found::NotRead(desk.t("training-import-empty").to_string()));
    }
    if lines.len() > ROWS_MAX {
        let many = desk.t("training-import-too-many").with("max", ROWS_MAX);
        return Err(Found::NotRead(many.to_string()));
    }
    let header: BTreeSet<&String> = lines.iter().flat_map(|line| line.cells.keys()).collect();
    let header: Vec<String> = header.into_iter().cloned().collect();
    let cell = |cells: &BTreeMap<String, String>, name| cells.get(name).cloned().unwrap_or_default();
    let rows: Vec<Row> = lines
        .iter()
        .map(|line| Row {
            line: line.number as u64,
            cells: header.iter().map(|name| cell(&line.cells, name)).collect(),
        })
        .collect();
    let by_login: BTreeMap<String, &Staff> = names
        .at_work(desk)
        .into_iter()
        .map(|staff| (staff.login.clone(), staff))
        .collect();
    let staff = |login: &str| by_login.get(&login.to_lowercase()).map(|staff| (*staff).clone());
    let ctx = desk.app.context(&desk.actor);
    sheet::read(&header, &rows, &staff, &ctx).map_err(|bad| bad_cells(desk, &bad))
}

fn bad_cells(desk: &Desk, bad: &[BadCell]) -> Found {
    let line = |bad: &BadCell| CellLine {
        line: bad.line,
        column: bad.column.clone(),
        problem: match bad.problem {
            // What a form calls a question is a column here.
            Problem::UnknownField => desk.t("training-import-unknown-column").to_string(),
            _ => problem_text(desk, &bad.problem),
        },
    };
    Found::Bad {
        count: desk.t("training-import-bad").with("n", bad.len()).to_string(),
        cells: bad.iter().take(NAMED_MAX).map(line).collect(),
    }
}

fn good(desk: &Desk, names: &Names, entries: &[Entry], told: &Told, text: String) -> Found {
    let line = |entry: &Entry| EntryLine {
        name: names.get(entry.staff),
        language: desk.language_name(entry.language),
        level: level(desk, entry.level),
        reached_on: desk.brief_date(entry.reached_on),
        expires_on: entry.expires_on.map_or_else(
            || desk.t("training-level-for-good").to_string(),
            |on| desk.brief_date(on),
        ),
        title: entry.title.clone(),
    };
    Found::Good {
        count: desk
            .t("training-import-good")
            .with("n", entries.len())
            .to_string(),
        rows: entries.iter().map(line).collect(),
        kept: vec![
            ("table", text),
            ("unit", told.unit.to_string()),
            ("said_in", told.said_in.to_string()),
        ],
    }
}

/// Shows what a file holds; nothing is entered.
async fn look(desk: Desk, fields: &Fields, text: &[u8]) -> Answer {
    let names = desk.names().await?;
    let found = match entries(&desk, &names, text) {
        Ok(entries) => {
            let text = String::from_utf8_lossy(text).into_owned();
            good(&desk, &names, &entries, &Told::of(&desk, fields), text)
        }
        Err(found) => found,
    };
    let status = match found {
        Found::Good { .. } => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show_with(status, &Import::of(desk, fields, found))
}

/// `POST /desk/training/import`: what a file would do, or every cell that is wrong.
pub(super) async fn check(desk: Desk, form: Multipart) -> Answer {
    if !imports(&desk) {
        return Err(desk.forbidden());
    }
    let (fields, file) = upload::form(form).await?;
    if let Some((_, bytes)) = file {
        return look(desk, &fields, &bytes).await;
    }
    let missing = problem_text(&desk, &Problem::Required);
    let page = Import::of(desk, &fields, Found::NotRead(missing));
    show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Shows what was about to be entered when the session had ended.
pub(super) async fn again(desk: Desk, kept: Fields) -> Answer {
    if !imports(&desk) {
        return Err(desk.forbidden());
    }
    let text = kept.get("table").to_owned();
    look(desk, &kept, text.as_bytes()).await
}

/// `POST /desk/training/import/enter`: enters a file that was looked through. Sent twice, it does nothing twice.
pub(super) async fn enter(desk: Desk, fields: Fields) -> Answer {
    if !imports(&desk) {
        return Err(desk.forbidden());
    }
    let text = fields.get("table");
    let names = desk.names().await?;
    let entries = match entries(&desk, &names, text.as_bytes()) {
        Ok(entries) => entries,
        Err(found) => {
            let page = Import::of(desk, &fields, found);
            return show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let told = Told::of(&desk, &fields);
    let opened = enter_all(&desk, &told, &entries, text).await?;
    let done = [
        desk.t("training-import-entered")
            .with("n", entries.len())
            .to_string(),
        desk.t("training-import-opened").with("n", opened).to_string(),
    ];
    render(&Import::of(desk, &fields, Found::Entered(done.into())))
}

/// Opens the courses of a file and enters its levels; how many courses it opened.
async fn enter_all(desk: &Desk, told: &Told, entries: &[Entry], text: &str) -> Result<usize, Fault> {
    let app = &desk.app;
    let digest: [u8; 32] = Sha256::digest(text).into();
    let who = desk.staff.id.0.to_be_bytes();
    let mut opened = 0;
    for (at, (open, commands)) in sheet::courses(entries, &told.unit, told.said_in)
        .into_iter()
        .enumerate()
    {
        let at = at.to_be_bytes();
        let parts: [&[u8]; 5] = [
            &who,
            told.unit.as_str().as_bytes(),
            told.said_in.as_str().as_bytes(),
            &digest,
            &at,
        ];
        let key = IdempotencyKey {
            key_hash: app.secret().hash("training-import", &parts),
            request_digest: digest,
        };
        let course = open_once(desk, &open, &key).await?;
        opened += usize::from(!course.1);
        for command in &commands {
            let ctx = app.context(&desk.actor);
            let done = app.store().carry_out(&ctx, course.0.reference, None, command);
            done.await.map_err(Error::from)?;
        }
    }
    Ok(opened)
}

/// The course, and whether the same file had opened it before.
async fn open_once(
    desk: &Desk,
    open: &domain::training::Open,
    key: &IdempotencyKey,
) -> Result<(Course, bool), Fault> {
    for _ in 0..TRIES {
        let reference = Reference::from_random(desk.app.entropy().bytes());
        let ctx = desk.app.context(&desk.actor);
        let opened = desk.app.store();
        match opened
            .open_stream::<Course>(&ctx, open, reference, Some(key))
            .await
        {
            Ok(opened) => return Ok((opened.record, opened.replayed)),
            Err(OpenError::KeyTaken) => {}
            Err(OpenError::Refused(Refusal::NotAllowed | Refusal::Invalid(_))) => {
                return Err(desk.forbidden());
            }
            Err(error) => return Err(Error::from(error).into()),
        }
    }
    Err(Error::Conflict.into())
}

/// `GET /desk/training/levels.csv`: all levels that they may see, as a file that can be corrected and entered again.
pub(super) async fn csv(desk: Desk) -> Answer {
    if !desk.may(SEE_LEVELS) {
        return Err(desk.forbidden());
    }
    let mut lines = vec![sheet::COLUMNS.map(str::to_owned).to_vec()];
    let all = levels::all(&desk.app, &desk.actor, &LevelFilter::default(), EXPORT_MAX).await?;
    lines.extend(all.iter().map(|held| {
        let course = held.course.to_string();
        let title = said_in(&held.titles, desk.lang).map_or(course.as_str(), |(_, title)| title);
        sheet::row(&held.login, &held.reached, title).to_vec()
    }));
    let name = format!("training-levels-{}", desk.app.today());
    Ok(table::csv_file(&name, &lines)?)
}
