//! The list of a pack's folders: how each language of each stands, and who answers for it.

use askama::Template;
use axum::http::Uri;
use city::{Sheet, Sheets};
use domain::Lang;
use store::Page;

use super::{Mark, PATH, ROOM, expires_soon, guide_of, is_wrong, owner, sheets, translations};
use crate::kit::asked::{self, Asked, Filter};
use crate::kit::desk::{Answer, Desk, query_of, show as render};
use crate::kit::field::choice;

const ROWS: usize = 50;
/// Names of filters, in the order of an address.
const NAMES: [&str; 4] = ["state", "in", "language", "unit"];
/// Tabs besides all: what waits for an editor, what expires, what is wrong.
const STATES: [&str; 3] = ["waits", "expires", "wrong"];

#[derive(Debug, Template)]
#[template(path = "pack/list.html")]
pub(super) struct List {
    page: Desk,
    tabs: Vec<asked::Tab>,
    filters: Vec<Filter>,
    /// Code of the tab that is shown; empty for all.
    state: String,
    rows: Vec<Row>,
    total: u64,
    /// What is wrong with files that hold no texts.
    elsewhere: Vec<String>,
    previous: Option<String>,
    next: Option<String>,
    clear: Option<String>,
}

#[derive(Debug)]
struct Row {
    href: String,
    place: String,
    title: String,
    tag: String,
    unit: Option<String>,
    expires: Option<(String, bool)>,
    is_wrong: bool,
    marks: Vec<Mark>,
}

impl Row {
    fn of(desk: &Desk, sheet: &Sheet, language: &str) -> Self {
        let guide = guide_of(desk, &sheet.place);
        let expires = guide.map(|guide| {
            (
                desk.brief_date(guide.expires_on),
                expires_soon(guide, desk.app.today()),
            )
        });
        Self {
            href: format!("{PATH}/{}", sheet.place),
            place: sheet.place.clone(),
            title: sheet.title().to_owned(),
            tag: desk.tag_of(sheet.source).to_owned(),
            unit: owner(desk, &sheet.place).map(|unit| desk.short_unit(unit)),
            expires,
            is_wrong: is_wrong(sheet, language),
            marks: translations(sheet, language)
                .map(|column| Mark::of(desk, column))
                .collect(),
        }
    }
}

/// The folder that a place lies in: `guides` of `guides/visas`.
fn folder_of(place: &str) -> &str {
    place.split('/').next().unwrap_or(place)
}

fn asked(desk: &Desk, uri: &Uri) -> Asked {
    let understood = |name: &str, value: &str| match name {
        "state" => STATES.contains(&value),
        "language" => Lang::parse(value).is_ok(),
        "unit" => desk.city().unit(value).is_some(),
        _ => true,
    };
    Asked::of(PATH, &NAMES, &query_of(uri), understood)
}

/// Whether a folder is one of those that a tab holds, of that language alone if one is named.
fn is_in(desk: &Desk, state: &str, language: &str, sheet: &Sheet) -> bool {
    match state {
        "waits" => translations(sheet, language).any(|column| column.standing().waits()),
        "expires" => guide_of(desk, &sheet.place).is_some_and(|guide| expires_soon(guide, desk.app.today())),
        "wrong" => is_wrong(sheet, language),
        _ => true,
    }
}

impl List {
    pub(super) fn of(desk: &Desk, asked: &Asked, found: &Sheets) -> Self {
        let [inside, language, unit] = ["in", "language", "unit"].map(|name| asked.value(name));
        let chosen = |sheet: &&Sheet| {
            (inside.is_empty() || folder_of(&sheet.place) == inside)
                && (unit.is_empty() || owner(desk, &sheet.place).is_some_and(|own| own.as_str() == unit))
        };
        let chosen: Vec<&Sheet> = found.sheets.iter().filter(chosen).collect();
        let of_tab = |state: &str| -> Vec<&Sheet> {
            let all = chosen.iter().copied();
            all.filter(|sheet| is_in(desk, state, language, sheet)).collect()
        };
        let tab = |code: &'static str| asked::Tab {
            code,
            href: asked.with("state", code).href(),
            text: desk
                .tc("pack-tab", if code.is_empty() { "all" } else { code })
                .to_string(),
            count: of_tab(code).len() as u64,
            is_current: asked.value("state") == code,
        };
        let rows = of_tab(asked.value("state"));
        let begins = asked
            .cursor
            .as_deref()
            .and_then(|at| at.parse().ok())
            .unwrap_or(0);
        let begins = usize::min(begins, rows.len());
        let ends = usize::min(begins + ROWS, rows.len());
        let shown = Page::<()> {
            rows: Vec::new(),
            total: rows.len() as u64,
            previous: (begins > 0).then(|| begins.saturating_sub(ROWS).to_string()),
            next: (ends < rows.len()).then(|| ends.to_string()),
        };
        let [previous, next] = asked.beside(&shown);
        Self {
            tabs: std::iter::once("").chain(STATES).map(tab).collect(),
            filters: filters(desk, asked, found),
            state: asked.value("state").to_owned(),
            total: shown.total,
            rows: rows[begins..ends]
                .iter()
                .map(|sheet| Row::of(desk, sheet, language))
                .collect(),
            elsewhere: found.findings.iter().map(ToString::to_string).collect(),
            previous,
            next,
            clear: asked.cleared("state"),
            page: desk.clone().called(desk.t("pack-title")),
        }
    }
}

fn filters(desk: &Desk, asked: &Asked, found: &Sheets) -> Vec<Filter> {
    let mut folders: Vec<&str> = found.sheets.iter().map(|sheet| folder_of(&sheet.place)).collect();
    folders.dedup();
    let languages = desk.city().languages.iter().map(|language| language.code);
    let translated = languages.filter(|lang| *lang != desk.city().source_language);
    let translated: Vec<_> = translated
        .map(|lang| choice(lang, desk.language_name(lang)))
        .collect();
    let any = || desk.t("desk-list-any");
    let filter =
        |name, label, choices| Filter::new(name, desk.t(label), choices, asked.value(name)).or(any());
    vec![
        filter(
            "in",
            "pack-filter-folder",
            folders.into_iter().map(|f| choice(f, f)).collect::<Vec<_>>(),
        ),
        filter("language", "pack-filter-language", translated),
        filter("unit", "pack-filter-unit", desk.unit_choices()),
    ]
}

/// `GET /desk/pack`
pub(super) async fn show(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let asked = asked(&desk, &uri);
    let found = sheets(&desk, None).await?;
    render(&List::of(&desk, &asked, &found))
}
