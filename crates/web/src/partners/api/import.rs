//! A table of partners by the API.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::partners::{BadCell, Duplicate};
use domain::roles::Actor;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kit::api::Token;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::work::fresh;
use crate::partners::import::{TABLE_MAX, enter, looked_through, may_import};

/// What becomes of a table.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportQuery {
    /// `yes`: only look through it.
    dry_run: Option<String>,
}

/// What a table says.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct PartnersImport {
    /// Rows that become a partner.
    rows: usize,
    /// The references of those that were entered, in the order of the table.
    entered: Vec<String>,
    /// With any of them nothing is entered.
    bad: Vec<PartnersCell>,
    /// Lines that are left out: such a partner is there, or further up.
    left_out: Vec<usize>,
}

/// A cell that cannot be taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartnersCell {
    line: usize,
    column: String,
    value: String,
    problem: &'static str,
}

/// Enter partners from a CSV in UTF-8, of at most 1 MiB, whose first line names the columns.
#[utoipa::path(
    post, path = "/api/v1/desk/partners/import", tag = "desk", operation_id = "partners-import",
    security(("token" = [])), params(ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = PartnersImport), (status = 422, body = PartnersImport))
)]
pub(super) async fn import(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<ImportQuery>,
    table: Bytes,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    if !may_import(&actor) {
        return Err(Error::Forbidden);
    }
    if table.len() > TABLE_MAX {
        return Err(Error::TooLarge);
    }
    let imported = looked_through(&app, &actor, table.to_vec()).await?;
    let imported = imported.map_err(|error| Error::Malformed(error.to_string()))?;
    let cell = |bad: &BadCell| PartnersCell {
        line: bad.line,
        column: bad.column.clone(),
        value: bad.value.clone(),
        problem: bad.problem.code(),
    };
    let line = |duplicate: &Duplicate| match duplicate {
        Duplicate::OfLine { line, .. } | Duplicate::OfPartner { line, .. } => *line,
    };
    let mut said = PartnersImport {
        rows: imported.proposals.len(),
        entered: Vec::new(),
        bad: imported.bad.iter().map(cell).collect(),
        left_out: imported.duplicates.iter().map(line).collect(),
    };
    if !said.bad.is_empty() {
        return Ok(fresh(StatusCode::UNPROCESSABLE_ENTITY, &said));
    }
    if query.dry_run.as_deref() != Some("yes") {
        let ctx = app.context(&actor);
        let entered = enter(app.store(), &ctx, &**app.entropy(), &imported.proposals).await?;
        said.entered = entered.iter().map(ToString::to_string).collect();
    }
    Ok(fresh(StatusCode::OK, &said))
}
