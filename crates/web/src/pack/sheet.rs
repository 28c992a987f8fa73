//! A folder of the pack: its texts in the source language and in one more beside each other, and what a change to a file
//! would bring.

use askama::Template;
use axum::extract::Path;
use axum::http::Uri;
use city::{Column, Severity, Sheet};
use domain::Lang;

use super::{Mark, PATH, ROOM, expires_soon, guide_of, owner, sheets, standing_text};
use crate::guides::markdown_html;
use crate::kit::desk::{Answer, Desk, Fault, query_of, show as render};
use crate::kit::form::Fields;
use crate::kit::upload::attached;

/// The key of the longer text of a page.
const BODY: &str = "body";

#[derive(Debug, Template)]
#[template(path = "pack/sheet.html")]
pub(super) struct SheetPage {
    page: Desk,
    title: String,
    tag: String,
    place: String,
    unit: Option<String>,
    reviewed: Option<String>,
    expires: Option<(String, bool)>,
    /// Where readers see it.
    public: Option<String>,
    /// Each language, as a link to it.
    languages: Vec<(Mark, String, bool)>,
    /// What is wrong with the files beside the texts.
    beside: Vec<Told>,
    rows: Vec<Row>,
    /// The file that is shown and may be tried out.
    file: String,
    lang: Lang,
    side: Side,
    standing: String,
    /// What the source language is called.
    original: String,
    /// There is no such file yet: what stands in the field is the source's.
    is_new: bool,
    /// It is shown as it would be.
    is_preview: bool,
    told: Vec<Told>,
    text: String,
    pack: String,
}

/// A language that a column is in.
#[derive(Debug)]
struct Side {
    language: String,
    tag: String,
    dir: &'static str,
}

/// A text in both languages.
#[derive(Debug)]
struct Row {
    key: String,
    source: String,
    here: Option<Here>,
    /// They are HTML.
    is_page: bool,
}

#[derive(Debug)]
struct Here {
    text: String,
    code: &'static str,
    standing: String,
    /// Readers get the source text meanwhile.
    is_withheld: bool,
}

/// What is wrong, in the words of those who write packs.
#[derive(Debug)]
struct Told {
    line: usize,
    what: String,
    severity: &'static str,
}

impl Told {
    fn of(finding: &city::Finding) -> Self {
        Self {
            line: finding.line,
            what: finding.what.to_string(),
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Stale => "stale",
                Severity::Note => "note",
            },
        }
    }
}

impl Side {
    fn of(desk: &Desk, lang: Lang) -> Self {
        Self {
            language: desk.language_name(lang),
            tag: desk.tag_of(lang).to_owned(),
            dir: desk.dir_of(lang),
        }
    }
}

impl SheetPage {
    /// The sheet with that language's file beside the source.
    pub(super) fn of(desk: &Desk, sheet: &Sheet, column: &Column, is_preview: bool) -> Self {
        let source = &sheet.columns[0];
        let guide = guide_of(desk, &sheet.place);
        let links = sheet.columns.iter().map(|of| {
            let href = format!("{PATH}/{}?language={}", sheet.place, of.lang);
            (Mark::of(desk, of), href, of.lang == column.lang)
        });
        let path = ["guides/", "services/"]
            .iter()
            .any(|kind| sheet.place.starts_with(kind));
        let public = format!("/{}/{}", desk.lang, sheet.place);
        Self {
            title: sheet.title().to_owned(),
            tag: desk.tag_of(sheet.source).to_owned(),
            place: sheet.place.clone(),
            unit: owner(desk, &sheet.place).map(|unit| desk.unit(unit).to_owned()),
            reviewed: guide.map(|guide| desk.date(guide.reviewed_on)),
            expires: guide.map(|guide| (desk.date(guide.expires_on), expires_soon(guide, desk.app.today()))),
            public: path.then_some(public),
            languages: links.collect(),
            beside: sheet.findings.iter().map(Told::of).collect(),
            rows: rows(desk, source, column),
            file: column.file.clone(),
            lang: column.lang,
            side: Side::of(desk, column.lang),
            standing: standing_text(desk, &column.standing()),
            original: desk.language_name(source.lang),
            is_new: column.text.is_none(),
            is_preview,
            told: column.findings.iter().map(Told::of).collect(),
            text: column
                .text
                .as_ref()
                .or(source.text.as_ref())
                .cloned()
                .unwrap_or_default(),
            pack: desk
                .app
                .pack()
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            page: desk.clone().called(sheet.title()),
        }
    }
}

fn rows(desk: &Desk, source: &Column, column: &Column) -> Vec<Row> {
    let is_source = source.lang == column.lang;
    let shown = |key: &str, text: &str| match key {
        BODY => markdown_html(desk, text),
        _ => text.to_owned(),
    };
    let row = |cell: &city::Cell| {
        let is_page = cell.key == BODY;
        let here = column
            .cells
            .iter()
            .find(|here| here.key == cell.key && !is_source);
        Row {
            key: cell.key.clone(),
            source: shown(&cell.key, &cell.text),
            here: here.map(|here| Here {
                text: shown(&here.key, &here.text),
                code: here.standing.code(),
                standing: standing_text(desk, &here.standing),
                is_withheld: here.is_relied_upon && here.standing.waits(),
            }),
            is_page,
        }
    };
    source.cells.iter().map(row).collect()
}

/// The folder's sheet, and which of its columns is that language's: the first translation, if it is none's.
fn find(desk: &Desk, found: Vec<Sheet>, place: &str, language: &str) -> Result<(Sheet, usize), Fault> {
    let sheet = found.into_iter().find(|sheet| sheet.place == place);
    let sheet = sheet.ok_or_else(|| desk.unknown("pack-unknown"))?;
    let at = |code: &str| {
        sheet
            .columns
            .iter()
            .position(|column| column.lang.as_str() == code)
    };
    let own = at(desk.lang.as_str()).filter(|at| *at > 0);
    let column = at(language)
        .or(own)
        .unwrap_or(usize::from(sheet.columns.len() > 1));
    Ok((sheet, column))
}

/// `GET /desk/pack/{place}`
pub(super) async fn show(desk: Desk, Path(place): Path<String>, uri: Uri) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let found = sheets(&desk, None).await?;
    let (sheet, at) = find(&desk, found.sheets, &place, query_of(&uri).get("language"))?;
    render(&SheetPage::of(&desk, &sheet, &sheet.columns[at], false))
}

/// `POST /desk/pack/{place}`: how it would be, or the file to put into the pack.
pub(super) async fn preview(desk: Desk, Path(place): Path<String>, fields: Fields) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let (file, language) = (fields.get("file"), fields.get("language"));
    let text = fields.get("text").replace("\r\n", "\n");
    if fields.has("save") {
        let name = file.rsplit('/').next().unwrap_or(file);
        return Ok(attached(name, "text/plain; charset=utf-8", text));
    }
    let found = sheets(&desk, Some((file.to_owned(), text))).await?;
    let (sheet, at) = find(&desk, found.sheets, &place, language)?;
    if sheet.columns[at].file != file {
        return Err(desk.unknown("pack-unknown"));
    }
    render(&SheetPage::of(&desk, &sheet, &sheet.columns[at], true))
}
