//! Levels from a file by the API, as the desk's page enters them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::Lang;
use domain::problems::Problem;
use domain::roles::{Actor, Reach};
use domain::training::sheet::{Does, Planned};
use domain::training::{CommandKind, OPEN};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ReachedLevelView;
use super::levels::unit_of;
use crate::kit::api::{Body, Token};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::table::NotATable;
use crate::kit::work;
use crate::training::sheet::{self, Unfit};

/// A file with levels, as the desk's export has it.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct LevelsFile {
    /// The table, as CSV: `login`, `language`, `level`, `reached_on`, `expires_on`, `title`, `course`.
    table: String,
    /// Who runs the courses that are opened; without it the unit of each person.
    #[serde(default)]
    unit: Option<String>,
    /// The language of the titles; without it the city's own.
    #[serde(default)]
    said_in: Option<String>,
    /// Whether it is entered. Otherwise the answer says what entering it would do.
    #[serde(default)]
    enter: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LevelsFileView {
    rows: Vec<LevelsRowView>,
    /// Levels that were entered or changed.
    entered: usize,
    opened: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct LevelsRowView {
    /// Of the file, from 1.
    line: u64,
    login: String,
    /// `enters`, `replaces`, `nothing`, `withdrawn` (it was taken back, and stays so) or `keeps` (its course is closed, or
    /// another unit's).
    does: &'static str,
    /// The level that is there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<ReachedLevelView>,
    /// The day on which it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    withdrawn_on: Option<Date>,
}

impl LevelsRowView {
    fn of(planned: &Planned) -> Self {
        let (does, before, withdrawn_on) = match planned.does {
            Does::Enters => ("enters", None, None),
            Does::Replaces(before) => ("replaces", Some(before), None),
            Does::Nothing => ("nothing", None, None),
            Does::Withdrawn(on) => ("withdrawn", None, Some(on)),
            Does::Keeps(before) => ("keeps", Some(before), None),
        };
        Self {
            line: planned.entry.line,
            login: planned.entry.login.clone(),
            does,
            before: before.as_ref().map(ReachedLevelView::of),
            withdrawn_on,
        }
    }
}

/// What is wrong with a file; a cell is named as `3.level`, by its line and column.
fn unfit(unfit: Unfit) -> Error {
    Error::Invalid(match unfit {
        Unfit::NotATable(NotATable::NotText) => vec![Problem::NotText.of("table")],
        Unfit::NotATable(NotATable::Uneven(line)) => vec![Problem::UnknownField.of(line.to_string())],
        Unfit::Empty => vec![Problem::Required.of("table")],
        Unfit::TooMany => {
            let max = sheet::ROWS_MAX as u64;
            vec![Problem::TooLarge { max }.of("table")]
        }
        Unfit::Bad(bad) => bad
            .into_iter()
            .take(sheet::NAMED_MAX)
            .map(|bad| bad.problem.of(format!("{}.{}", bad.line, bad.column)))
            .collect(),
    })
}

/// Enters levels from a file, or says what entering it would do. Sent again, it changes nothing.
#[utoipa::path(
    post, path = "/api/v1/desk/training/import", operation_id = "training_import", tag = "desk",
    security(("token" = [])), request_body = LevelsFile,
    responses((status = 200, body = LevelsFileView))
)]
pub(super) async fn import(
    State(app): State<App>,
    Token(staff): Token,
    Body(file): Body<LevelsFile>,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    let reach = |action| domain::permissions::reach(&actor, action);
    if reach(OPEN) == Reach::No || reach(CommandKind::Reach.action()) == Reach::No {
        return Err(Error::Forbidden);
    }
    let unit = unit_of(&app, file.unit.as_deref());
    let said_in = file.said_in.as_deref().map(Lang::parse).transpose();
    let said_in = said_in.map_err(|_| Problem::NotALanguage.of("said_in"));
    let (unit, said_in) = match (unit, said_in) {
        (Ok(unit), Ok(said_in)) => (unit, said_in.unwrap_or(app.city().source_language)),
        (unit, said_in) => {
            let wrong = [unit.err(), said_in.err()];
            return Err(Error::Invalid(wrong.into_iter().flatten().collect()));
        }
    };
    let own = (reach(OPEN) == Reach::Own).then(|| staff.unit.clone());
    let unit = unit.or(own);
    let text = file.table.as_bytes();
    let planned = sheet::plan(&app, &actor, text, unit.as_ref())
        .await?
        .map_err(unfit)?;
    let opened = if file.enter {
        sheet::enter_all(&app, &actor, &planned, said_in, text).await?
    } else {
        0
    };
    let entered = planned
        .iter()
        .filter(|planned| file.enter && planned.does.is_something());
    let view = LevelsFileView {
        entered: entered.count(),
        opened,
        rows: planned.iter().map(LevelsRowView::of).collect(),
    };
    Ok(work::fresh(StatusCode::OK, &view))
}
