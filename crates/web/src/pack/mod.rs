//! The city's pack as its editors see it: each folder's texts in their languages beside each other, what is stale and
//! whose it is, and a change before it is made. Nothing is written here: a pack is files, which the city keeps, checks and
//! publishes as such.

mod list;
mod sheet;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use city::{Column, Severity, Sheet, Sheets};
use domain::guides::Guide;
use domain::pack::{NOUN, SEE};
use domain::{Lang, UnitCode};
use futures::FutureExt as _;
use jiff::civil::Date;
use tokio::sync::Semaphore;

use crate::kit::desk::{Desk, Fault, Room};
use crate::kit::error::Error;
use crate::kit::page::Page;
use crate::kit::slice::{Slice, Waiting};

pub const SLICE: Slice = Slice {
    desk: || {
        Router::new()
            .route(PATH, get(list::show))
            .route("/desk/pack/{*place}", get(sheet::show).post(sheet::preview))
    },
    rooms: &[ROOM],
    waits: |desk| {
        let waits = waits(desk);
        async { Ok(waits) }.boxed()
    },
    #[cfg(test)]
    samples: tests::samples,
    ..Slice::new(NOUN)
};

const PATH: &str = "/desk/pack";

const ROOM: Room = Room {
    text: "pack-title",
    href: PATH,
    key: 'e',
    needs: SEE,
};

/// So many days before a guide expires, whoever answers for it is told.
const AHEAD: i64 = 30;

/// Reading a whole pack takes a moment of one core; a second who asks waits for it.
static READING: Semaphore = Semaphore::const_new(1);

/// The texts of the pack as they stand in its folder now, or as they would if that file said that.
async fn sheets(desk: &Desk, change: Option<(String, String)>) -> Result<Sheets, Fault> {
    let turn = READING.acquire().await;
    let (folder, today) = (desk.app.pack().to_owned(), desk.app.today());
    let reading = tokio::task::spawn_blocking(move || {
        // Its turn lasts as long as it reads, though nobody may wait for it any more.
        let _turn = turn;
        let change = change.as_ref();
        let change = change.map(|(file, text)| city::Change { file, text });
        city::sheets(&folder, today, change)
    });
    let read = reading.await;
    read.map_err(|e| Error::Internal(format!("reading the pack: {e}")).into())
}

/// The guide of a folder.
fn guide_of<'p>(page: &'p Page, place: &str) -> Option<&'p Guide> {
    page.city().guides.iter().find(|guide| guide.place() == place)
}

/// The unit that answers for a folder's texts, where one does.
fn owner<'p>(page: &'p Page, place: &str) -> Option<&'p UnitCode> {
    let service = place
        .strip_prefix("services/")
        .and_then(|code| page.city().service(code));
    guide_of(page, place)
        .map(|guide| &guide.unit)
        .or(service.map(|service| &service.unit))
}

/// Whether a guide has expired, or soon will have.
fn expires_soon(guide: &Guide, today: Date) -> bool {
    let soon = today.checked_add(jiff::Span::new().days(AHEAD));
    soon.is_ok_and(|soon| guide.has_expired(soon))
}

/// Its translations into that language, or into all, if none is named.
fn translations<'s>(sheet: &'s Sheet, language: &str) -> impl Iterator<Item = &'s Column> {
    let all = sheet.columns.iter().skip(1);
    all.filter(move |column| language.is_empty() || column.lang.as_str() == language)
}

/// Whether a file of it is wrong; of the translations, those into that language alone, if one is named. What is to be
/// looked at again, its standing says.
fn is_wrong(sheet: &Sheet, language: &str) -> bool {
    let columns = sheet.columns.iter().take(1).chain(translations(sheet, language));
    let mut all = sheet
        .findings
        .iter()
        .chain(columns.flat_map(|column| &column.findings));
    all.any(|finding| finding.severity == Severity::Error)
}

/// A language and how the texts in it stand.
#[derive(Debug)]
struct Mark {
    lang: Lang,
    language: String,
    code: &'static str,
    standing: String,
}

impl Mark {
    fn of(desk: &Desk, column: &Column) -> Self {
        let standing = column.standing();
        Self {
            lang: column.lang,
            language: desk.language_name(column.lang),
            code: standing.code(),
            standing: standing_text(desk, &standing),
        }
    }
}

fn standing_text(desk: &Desk, standing: &city::Standing) -> String {
    let text = desk.tc("pack-standing", standing.code());
    match standing {
        city::Standing::Confirmed(domain::city::Checker::Reviewer(name)) => {
            text.with("name", &**name).to_string()
        }
        _ => text.to_string(),
    }
}

/// The guides of their unit that must be reviewed.
fn waits(desk: &Desk) -> Vec<Waiting> {
    let today = desk.app.today();
    let theirs = desk
        .city()
        .guides
        .iter()
        .filter(|guide| guide.unit == desk.staff.unit);
    let total = theirs.filter(|guide| expires_soon(guide, today)).count();
    let waiting = || Waiting {
        text: desk.t("pack-waiting").with("n", total).to_string(),
        href: format!("{PATH}?state=expires&unit={}", desk.staff.unit),
    };
    (desk.may(SEE) && total > 0).then(waiting).into_iter().collect()
}
