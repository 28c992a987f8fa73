//! The receipt: what one keeps of a case that was just sent.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::cases::Case;
use domain::receipts::Reference;

use super::held::Held;
use super::view::CaseView;
use crate::guides::Beside;
use crate::kit::address;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};
use crate::kit::published::{Notice, Published};
use crate::kit::qr::Qr;
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::notices;

#[derive(Template)]
#[template(path = "cases/receipt.html")]
struct ReceiptPage {
    page: Page,
    case: CaseView,
    /// While it may still be shown.
    code: Option<String>,
    follow: String,
    /// The address as people type it.
    address: String,
    qr: Option<Qr>,
    after: Published,
    /// What may answer it already.
    beside: Beside,
    unchecked: Option<Notice>,
    /// What is sent to the address that was left.
    mails: Option<String>,
}

impl ReceiptPage {
    fn of(page: Page, case: &Case, code: Option<String>, base: &str) -> Self {
        let follow = page.url(&format!("/follow/{}", case.reference));
        let title = page.t("receipt-title").to_string();
        let after = page.published(&format!("services/{}", case.service), "after");
        let beside = Beside::of(&page, &case.service);
        let shown = base.split_once("://").map_or(base, |(_, host)| host);
        Self {
            case: CaseView::of(&page, case),
            mails: notices::follow::on_receipt(&page, case),
            code,
            qr: Qr::of(&format!("{base}{follow}")),
            address: format!("{shown}{}", page.url("/follow")),
            follow,
            unchecked: page.unchecked_parts(beside.titles().chain([&after])),
            after,
            beside,
            page: page.titled(title),
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let reference = Reference::parse(&reference).map_err(|_| Error::NotFound)?;
    let page = visit.page(Nav::Follow);
    let held = Held::of(&app, &headers);
    let Some(receipt) = held.find(reference) else {
        return Ok(Redirect::to(&page.url(&format!("/follow/{reference}"))).into_response());
    };
    let hash = app.secret().access_hash(reference, &receipt.code);
    let case = app
        .store()
        .by_receipt::<Case>(reference, &hash)
        .await?
        .ok_or(Error::NotFound)?;
    let code = receipt.shown_code(app.now());
    let html = ReceiptPage::of(page, &case, code, address::base(&app)).render()?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response())
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let sample = |(case, code): (&Case, Option<&str>)| {
        let code = code.map(str::to_owned);
        let shown = ReceiptPage::of(page.clone(), case, code, "https://harbour.example");
        ("cases/receipt", shown.render().unwrap_or_default())
    };
    let cases = crate::testing::cases(page.city());
    cases
        .iter()
        .flat_map(|case| [(case, None), (case, Some("1111-1111-1111"))])
        .map(sample)
        .collect()
}
