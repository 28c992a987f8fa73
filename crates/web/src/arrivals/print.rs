//! The leaflet as it is printed.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::find;
use super::leaflet::{Entry, Leaflet, Section};
use crate::kit::api::is_known;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};
use crate::kit::printer::print;
use crate::kit::published::Published;

/// What a leaflet looks like. It says no word of its own.
pub(super) const TEMPLATE: &str = include_str!("../../templates/arrivals/leaflet.typ");

/// Paper that it is printed on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paper {
    A4,
    A5,
}

impl Paper {
    fn code(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
        }
    }
}

pub(super) async fn a4(
    app: State<App>,
    visit: Visit,
    path: Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    printed(&app, &visit, &path.1, Paper::A4, &headers).await
}

pub(super) async fn a5(
    app: State<App>,
    visit: Visit,
    path: Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    printed(&app, &visit, &path.1, Paper::A5, &headers).await
}

async fn printed(
    app: &App,
    visit: &Visit,
    code: &str,
    paper: Paper,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let arrival = find(app, code)?;
    let page = visit.page(Nav::None);
    let leaflet = Leaflet::of(&page, arrival, app.today()).ok_or(Error::NotFound)?;
    let printed = print(app, TEMPLATE, data(&page, &leaflet, paper)).await?;
    let mark = format!("\"{}\"", printed.mark);
    let is_known = is_known(headers, &mark);
    let kept = [
        (header::ETAG, mark),
        (header::CACHE_CONTROL, "public, max-age=3600".to_owned()),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let name = format!("inline; filename=\"{code}-{}-{}.pdf\"", page.lang, paper.code());
    let told = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((kept, told, Bytes::copy_from_slice(&printed.sheet.pdf)).into_response())
}

/// What the template reads.
pub(super) fn data(page: &Page, leaflet: &Leaflet, paper: Paper) -> Value {
    let picture = leaflet.qr.as_ref().map(|qr| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\"><path d=\"{1}\"/></svg>",
            qr.size, qr.path
        )
    });
    json!({
        "paper": paper.code(),
        "lang": page.lang,
        "source": page.city().source_language,
        "title": page.t("arrivals-sheet").with("name", leaflet.name.as_str()).with("city", page.city_name()).to_string(),
        "welcome": page.t("arrivals-welcome").with("city", page.city_name()).to_string(),
        "name": leaflet.name,
        "local": leaflet.local,
        "numbers": leaflet.numbers,
        "hotline": leaflet.hotline,
        "sections": leaflet.sections.iter().map(|part| section(page, part)).collect::<Vec<_>>(),
        "qr": picture,
        "qr-says": page.t("arrivals-qr").to_string(),
        "address": leaflet.typed_address(),
        "foot": foot(page, leaflet),
    })
}

fn section(page: &Page, section: &Section) -> Value {
    json!({
        "title": section.title,
        "texts": section.texts.iter().map(|text| said(page, text)).collect::<Vec<_>>(),
        "entries": section.told().map(|one| entry(page, one)).collect::<Vec<_>>(),
    })
}

fn entry(page: &Page, entry: &Entry) -> Value {
    json!({
        "title": said(page, &entry.title),
        "texts": entry.texts.iter().map(|text| said(page, text)).collect::<Vec<_>>(),
        "local": entry.local,
        "phone": entry.phone.as_ref().map(|(read, _)| read),
        "unconfirmed": entry.unconfirmed,
    })
}

/// A text and the language it is in.
fn said(page: &Page, text: &Published) -> Value {
    let lang = if text.original.is_some() {
        page.city().source_language
    } else {
        page.lang
    };
    json!({"text": text.text, "lang": lang})
}

/// What stands at the end: how old it is, and how far it may be relied upon.
fn foot(page: &Page, leaflet: &Leaflet) -> Vec<String> {
    let reviewed = page
        .t("arrivals-reviewed")
        .with("date", leaflet.reviewed_on.as_str());
    let notice = leaflet.unchecked.as_ref().map(|notice| notice.text.clone());
    let demo = page.app.options().demo.then(|| page.t("page-demo").to_string());
    let imprint = page.c_owned("city", "imprint");
    [Some(reviewed.to_string()), notice, demo, Some(imprint)]
        .into_iter()
        .flatten()
        .collect()
}
