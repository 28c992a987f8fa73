//! The districts as a picture to take away: it carries its own words and its credit.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::city::map::Drawing;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};

/// Where it is, below the language.
pub const PATH: &str = "/press/districts.svg";

#[derive(Template)]
#[template(path = "abroad/districts.svg", escape = "html")]
struct Districts {
    page: Page,
    map: Drawing,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Error> {
    let page = visit.page(Nav::None);
    let city = page.app.city().clone();
    if city.abroad.is_empty() {
        return Err(Error::NotFound);
    }
    let map = city.map.as_ref().ok_or(Error::NotFound)?;
    let map = Drawing::of(&page, map);
    let svg = Districts { page, map }.render()?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}
