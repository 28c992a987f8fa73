//! Who says that they are not safe: told wherever one begins, and heard at the lists.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::cases::SEE;
use store::StoreError;
use store::cases::Filter;

use super::queue::Group;
use super::{Answer, Desk};
use crate::kit::slice::Waiting;

/// More than these ring no louder.
const MOST: usize = 20;

/// `GET /desk/alarm`: the references of those whom nobody has taken up yet, as JSON.
pub(super) async fn show(desk: Desk) -> Answer {
    let filter = Filter {
        danger: true,
        states: Group::ToAccept.states(),
        ..Filter::default()
    };
    let found = desk.app.store().queue(&desk.actor, &filter, None, MOST).await?;
    let references = found.rows.iter().map(|case| case.reference.to_string());
    Ok(Json(references.collect::<Vec<String>>()).into_response())
}

/// How many there are, said above whatever list is shown.
pub(super) async fn waits(desk: &Desk) -> Result<Vec<Waiting>, StoreError> {
    if !desk.may(SEE) {
        return Ok(Vec::new());
    }
    let filter = Filter {
        danger: true,
        ..Filter::default()
    };
    let found = desk.app.store().queue(&desk.actor, &filter, None, 1).await?;
    let waiting = (found.total > 0).then(|| Waiting {
        text: desk
            .t("desk-queue-danger-waits")
            .with("n", found.total)
            .to_string(),
        href: "/desk?danger=yes".to_owned(),
    });
    Ok(waiting.into_iter().collect())
}
