//! Levels, read whole: lists of them are as long as a city has staff.

use domain::roles::Actor;
use store::StoreError;
use store::training::{HeldLevel, LevelFilter};

use crate::kit::app::App;
use crate::kit::asked;

/// The most that a page holds.
const PAGE: usize = 200;

/// All levels that the actor may see and the filter keeps, at most so many and a page.
///
/// # Errors
/// As reading has.
pub async fn all(
    app: &App,
    actor: &Actor,
    filter: &LevelFilter,
    max: usize,
) -> Result<Vec<HeldLevel>, StoreError> {
    let store = app.store();
    let page =
        |cursor: Option<String>| async move { store.levels(actor, filter, cursor.as_deref(), PAGE).await };
    asked::all(max, page, |held| held).await
}
