//! Levels, read whole: lists of them are as long as a city has staff.

use domain::roles::Actor;
use store::{HeldLevel, LevelFilter, StoreError};

use crate::kit::app::App;

const PAGE: usize = 500;

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
    let mut levels = Vec::new();
    let mut cursor = None;
    loop {
        let page = app.store().levels(actor, filter, cursor.as_deref(), PAGE).await?;
        levels.extend(page.rows);
        cursor = page.next;
        if cursor.is_none() || levels.len() >= max {
            return Ok(levels);
        }
    }
}
