//! Levels from a file, looked through before any is entered, and to a file.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::http::StatusCode;
use domain::problems::Problem;
use domain::roles::{Actor, Reach, Staff};
use domain::training::sheet::{self, BadCell, Does, Into, Planned, Row, There};
use domain::training::{Command, Course, OPEN, Reached, SEE_LEVELS, State};
use domain::{Lang, UnitCode, said_in};
use sha2::{Digest as _, Sha256};
use store::training::{CourseFilter, LevelFilter};
use store::{IdempotencyKey, Opened, StoreError};

use super::view::{self, level};
use super::worked::units;
use super::{TRAINING, Tab, imports, levels, tabs};
use crate::kit::app::App;
use crate::kit::asked;
use crate::kit::desk::{Answer, Desk, Names, see_other, show as render, show_with};
use crate::kit::error::Error;
use crate::kit::field::{Field, Kind, choice};
use crate::kit::form::{Fields, problem_text};
use crate::kit::table::{self, EXPORT_MAX, EXPORT_PAGE, NotATable};
use crate::kit::upload::{self, Sent};
use crate::kit::work;

/// The most rows of a file: it is entered while someone waits.
pub(super) const ROWS_MAX: usize = 1_000;
/// The most cells that are named, and the most characters of each that are shown.
pub(super) const NAMED_MAX: usize = 200;
const SHOWN_MAX: usize = 60;
/// The largest table, in bytes.
const TABLE_MAX: usize = 1024 * 1024;
/// What it may take to bring, with what stands around it; and to enter: in a form of an address each byte may take three.
pub(super) const FILE_BODY_MAX: usize = TABLE_MAX + 64 * 1024;
pub(super) const FORM_BODY_MAX: usize = 3 * FILE_BODY_MAX;

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
        /// How many rows do what.
        plan: String,
        /// Whether entering it changes anything.
        is_something: bool,
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
    /// What stands in it.
    pub value: String,
    pub problem: String,
}

pub(super) struct EntryLine {
    pub name: String,
    pub language: String,
    pub level: String,
    pub reached_on: String,
    pub expires_on: String,
    pub title: String,
    /// What entering it does.
    pub does: String,
    pub is_something: bool,
}

/// What comes with a file.
struct Told {
    /// Who runs what is opened; `None`: the unit of each person.
    unit: Option<UnitCode>,
    said_in: Lang,
}

impl Told {
    fn of(desk: &Desk, fields: &Fields) -> Self {
        let unit = desk.city().unit(fields.get("unit"));
        let said_in = Lang::parse(fields.get("said_in")).ok();
        let own = (desk.reach(OPEN) == Reach::Own).then(|| desk.staff.unit.clone());
        Self {
            unit: unit.map(|unit| unit.code.clone()).or(own),
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
            let each =
                (desk.reach(OPEN) == Reach::All).then(|| choice("", desk.t("training-import-unit-each")));
            let units = each.into_iter().chain(units(&desk, OPEN).choices);
            let unit = Kind::Select(units.collect());
            vec![
                form("unit", "training-import-unit", unit)
                    .valued(told.unit.as_ref().map_or("", UnitCode::as_str))
                    .hinted(desk.t("training-import-unit-hint")),
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

/// Why nothing of a file is entered.
pub(super) enum Unfit {
    NotATable(NotATable),
    Empty,
    TooMany,
    Bad(Vec<BadCell>),
}

impl From<Vec<BadCell>> for Unfit {
    fn from(bad: Vec<BadCell>) -> Self {
        Self::Bad(bad)
    }
}

/// The rows of a file, by the columns there are. A file with others is read no further than its first line.
fn rows(text: &[u8]) -> Result<(Vec<String>, Vec<Row>), Unfit> {
    let lines = table::read(text).map_err(Unfit::NotATable)?;
    if lines.is_empty() {
        return Err(Unfit::Empty);
    }
    if lines.len() > ROWS_MAX {
        return Err(Unfit::TooMany);
    }
    let header: BTreeSet<&String> = lines.iter().flat_map(|line| line.cells.keys()).collect();
    let header: Vec<String> = header.into_iter().cloned().collect();
    let bad = sheet::check_header(&header);
    if !bad.is_empty() {
        return Err(Unfit::Bad(bad));
    }
    let cell = |cells: &BTreeMap<String, String>, name| cells.get(name).cloned().unwrap_or_default();
    let row = |line: &table::Line| Row {
        line: line.number as u64,
        cells: header.iter().map(|name| cell(&line.cells, name)).collect(),
    };
    let rows = lines.iter().map(row).collect();
    Ok((header, rows))
}

/// What entering a file would do. Without a unit, new courses are run by that of each person.
///
/// # Errors
/// As reading has.
pub(super) async fn plan(
    app: &App,
    actor: &Actor,
    text: &[u8],
    run_by: Option<&UnitCode>,
) -> Result<Result<Vec<Planned>, Unfit>, StoreError> {
    let (header, rows) = match rows(text) {
        Ok(rows) => rows,
        Err(unfit) => return Ok(Err(unfit)),
    };
    let store = app.store();
    let staff = store.staff().await?.into_iter();
    let by_login: BTreeMap<String, Staff> = staff
        .filter(|staff| staff.active)
        .map(|staff| (staff.login.clone(), staff))
        .collect();
    let ctx = app.context(actor);
    let found = |login: &str| by_login.get(&login.to_lowercase()).cloned();
    let entries = match sheet::read(&header, &rows, &found, &ctx) {
        Ok(entries) => entries,
        Err(bad) => return Ok(Err(bad.into())),
    };
    let all = CourseFilter::default();
    let all = &all;
    let page = |cursor: Option<String>| async move {
        store.courses(actor, all, cursor.as_deref(), EXPORT_PAGE).await
    };
    let courses = asked::all(EXPORT_MAX, page, |course: Course| course.seen_by(actor)).await?;
    let held = levels::all(app, actor, &LevelFilter::default(), EXPORT_MAX).await?;
    // A unit sees its people's levels in any course, and anyone's in its own.
    let held = held.into_iter().map(|held| There {
        course: held.course,
        titles: held.titles,
        reached: held.reached,
    });
    let reached = courses.iter().flat_map(|course| {
        course.levels.iter().map(|reached| There {
            course: course.reference,
            titles: course.titles.clone(),
            reached: *reached,
        })
    });
    let there: Vec<There> = held.chain(reached).collect();
    let planned = sheet::plan(entries, &there, &courses, run_by, &ctx);
    Ok(planned.map_err(Unfit::from))
}

fn unread(desk: &Desk, unfit: &Unfit) -> Found {
    let not_read = |text: String| Found::NotRead(text);
    match unfit {
        Unfit::NotATable(NotATable::NotText) => not_read(desk.t("training-import-not-csv").to_string()),
        Unfit::NotATable(NotATable::Uneven(line)) => {
            not_read(desk.t("training-import-uneven").with("line", *line).to_string())
        }
        Unfit::Empty => not_read(desk.t("training-import-empty").to_string()),
        Unfit::TooMany => not_read(
            desk.t("training-import-too-many")
                .with("max", ROWS_MAX)
                .to_string(),
        ),
        Unfit::Bad(bad) => bad_cells(desk, bad),
    }
}

/// What is wrong with a cell, in words: those of its column where it has its own.
fn cell_text(desk: &Desk, bad: &BadCell) -> String {
    let key = format!("training-cell-{}-{}", bad.column, bad.problem.code());
    if desk.app.texts().has(desk.lang, &key) {
        desk.t(&key).to_string()
    } else if bad.line == 1 && bad.problem == Problem::Required {
        desk.t("training-import-missing-column").to_string()
    } else if bad.problem == Problem::UnknownField {
        // What a form calls a question is a column here.
        desk.t("training-import-unknown-column").to_string()
    } else {
        problem_text(desk, &bad.problem)
    }
}

/// A long text is cut: enough of it to be found again.
fn brief(text: &str) -> String {
    let cut: String = text.chars().take(SHOWN_MAX).collect();
    if cut.len() < text.len() {
        format!("{cut}…")
    } else {
        cut
    }
}

fn bad_cells(desk: &Desk, bad: &[BadCell]) -> Found {
    let line = |bad: &BadCell| CellLine {
        line: bad.line,
        column: brief(&bad.column),
        value: brief(&bad.value),
        problem: cell_text(desk, bad),
    };
    Found::Bad {
        count: desk.t("training-import-bad").with("n", bad.len()).to_string(),
        cells: bad.iter().take(NAMED_MAX).map(line).collect(),
    }
}

/// What a row does, in words.
fn does(desk: &Desk, does: Does) -> String {
    let before = |key: &str, before: &Reached| {
        desk.t(key)
            .with("level", level(desk, before.level))
            .with("date", desk.brief_date(before.reached_on))
            .with("until", view::last_day(desk, before.expires_on))
            .to_string()
    };
    match does {
        Does::Enters => desk.t("training-import-does-enters").to_string(),
        Does::Nothing => desk.t("training-import-does-nothing").to_string(),
        Does::Replaces(reached) => before("training-import-does-replaces", &reached),
        Does::Keeps(reached) => before("training-import-does-keeps", &reached),
        Does::Withdrawn(on) => desk
            .t("training-import-does-withdrawn")
            .with("date", desk.brief_date(on))
            .to_string(),
    }
}

/// How many rows enter, change, are there already, and are left out.
fn counted(planned: &[Planned]) -> [usize; 4] {
    let mut counts = [0; 4];
    for row in planned {
        counts[match row.does {
            Does::Enters => 0,
            Does::Replaces(_) => 1,
            Does::Nothing => 2,
            Does::Withdrawn(_) | Does::Keeps(_) => 3,
        }] += 1;
    }
    counts
}

fn in_all(desk: &Desk, planned: &[Planned]) -> String {
    let [new, changed, same, left] = counted(planned);
    desk.t("training-import-plan")
        .with("new", new)
        .with("changed", changed)
        .with("same", same)
        .with("left", left)
        .to_string()
}

fn good(desk: &Desk, names: &Names, planned: &[Planned], told: &Told, text: String) -> Found {
    let line = |planned: &Planned| {
        let entry = &planned.entry;
        EntryLine {
            name: names.get(entry.staff),
            language: desk.language_name(entry.language),
            level: level(desk, entry.level),
            reached_on: desk.brief_date(entry.reached_on),
            expires_on: view::last_day(desk, entry.expires_on),
            title: entry.title.clone(),
            does: does(desk, planned.does),
            is_something: planned.does.is_something(),
        }
    };
    let unit = told.unit.as_ref().map(UnitCode::to_string);
    Found::Good {
        count: desk
            .t("training-import-good")
            .with("n", planned.len())
            .to_string(),
        plan: in_all(desk, planned),
        is_something: planned.iter().any(|planned| planned.does.is_something()),
        rows: planned.iter().map(line).collect(),
        kept: vec![
            ("table", text),
            ("unit", unit.unwrap_or_default()),
            ("said_in", told.said_in.to_string()),
        ],
    }
}

/// Shows what a file holds; nothing is entered.
async fn look(desk: Desk, fields: &Fields, text: &[u8]) -> Answer {
    let names = desk.names().await?;
    let told = Told::of(&desk, fields);
    let found = match plan(&desk.app, &desk.actor, text, told.unit.as_ref()).await? {
        Ok(planned) => {
            let text = String::from_utf8_lossy(text).into_owned();
            good(&desk, &names, &planned, &told, text)
        }
        Err(unfit) => unread(&desk, &unfit),
    };
    let status = match found {
        Found::Good { .. } => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show_with(status, &Import::of(desk, fields, found))
}

/// `POST /desk/training/import`: what a file would do, or every cell that is wrong.
pub(super) async fn check(desk: Desk, form: Sent) -> Answer {
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
    let text = fields.get("table").as_bytes();
    let told = Told::of(&desk, &fields);
    let planned = match plan(&desk.app, &desk.actor, text, told.unit.as_ref()).await? {
        Ok(planned) => planned,
        Err(unfit) => {
            let found = unread(&desk, &unfit);
            return show_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &Import::of(desk, &fields, found),
            );
        }
    };
    let opened = match enter_all(&desk.app, &desk.actor, &planned, told.said_in, text).await {
        Err(Error::Forbidden | Error::Invalid(_)) => return Err(desk.forbidden()),
        opened => opened?,
    };
    let [new, changed, ..] = counted(&planned);
    let done = [
        desk.t("training-import-entered")
            .with("n", new + changed)
            .to_string(),
        desk.t("training-import-opened").with("n", opened).to_string(),
        in_all(&desk, &planned),
    ];
    render(&Import::of(desk, &fields, Found::Entered(done.into())))
}

/// Enters what the rows of a file do; how many courses it opened.
///
/// # Errors
/// As opening and commands have. What was entered before stays, and is found there when the file is sent again.
pub(super) async fn enter_all(
    app: &App,
    actor: &Actor,
    planned: &[Planned],
    said_in: Lang,
    text: &[u8],
) -> Result<usize, Error> {
    let digest: [u8; 32] = Sha256::digest(text).into();
    let who = actor.staff().map_or(0, |staff| staff.0).to_be_bytes();
    let mut opened = 0;
    for (into, commands) in sheet::courses(planned, said_in) {
        let (course, before) = match into {
            Into::Known(course) => (course, None),
            Into::New(open) => {
                let said = open.titles.get(&said_in).map_or("", String::as_str);
                let language = open.language.map(|language| language.to_string());
                let parts: [&[u8]; 6] = [
                    &who,
                    open.unit.as_str().as_bytes(),
                    said_in.as_str().as_bytes(),
                    &digest,
                    said.as_bytes(),
                    language.as_deref().unwrap_or_default().as_bytes(),
                ];
                let key = IdempotencyKey {
                    key_hash: app.secret().hash("training-import", &parts),
                    request_digest: digest,
                };
                let ctx = app.context(actor);
                let Opened { record, replayed } =
                    work::open_new::<Course>(app.store(), &ctx, app.entropy().as_ref(), &open, Some(&key))
                        .await?;
                opened += usize::from(!replayed);
                (record.reference, replayed.then_some(record))
            }
        };
        for command in commands
            .iter()
            .filter(|command| !is_past(before.as_ref(), command))
        {
            let ctx = app.context(actor);
            app.store().carry_out(&ctx, course, None, command).await?;
        }
    }
    Ok(opened)
}

/// Whether the same file has entered it before, and what became of it since holds. That course has another title by now, or
/// two forms were sent at once.
fn is_past(before: Option<&Course>, command: &Command) -> bool {
    let (Some(course), Command::Reach { staff, language, .. }) = (before, command) else {
        return false;
    };
    let language = language.or(course.language);
    course.state == State::Closed
        || language.is_some_and(|language| course.withdrawn_at(*staff, language).is_some())
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
        sheet::row(&held.login, &held.reached, title, held.course).to_vec()
    }));
    let name = format!("training-levels-{}", desk.app.today());
    table::export(&desk, "levels", &name, &lines).await
}
