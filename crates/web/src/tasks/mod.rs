//! Tasks that were given up: what was to happen by itself and did not, why, and trying it again.

use askama::Template;
use axum::Router;
use axum::http::Uri;
use axum::routing::{get, post};
use domain::tasks::{RETRY, SEE};
use futures::future::FutureExt as _;
use store::{Page, Task};

use crate::kit::desk::{Answer, Desk, Room, query_of, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::slice::{Slice, Waiting};

pub const SLICE: Slice = Slice {
    desk: || {
        Router::new()
            .route(PATH, get(list))
            .route("/desk/tasks/retry", post(retry))
    },
    rooms: &[ROOM],
    waits: |desk| waits(desk).boxed(),
    #[cfg(test)]
    samples: tests::samples,
    ..Slice::new(domain::tasks::NOUN)
};

const PATH: &str = "/desk/tasks";

const ROOM: Room = Room {
    text: "tasks-title",
    href: PATH,
    key: 'u',
    needs: SEE,
};

const ROWS: usize = 50;

#[derive(Debug, Template)]
#[template(path = "tasks/list.html")]
struct List {
    page: Desk,
    rows: Vec<Given>,
    /// How many there are.
    total: String,
    may_retry: bool,
    /// What was just taken up again.
    done: bool,
    previous: Option<String>,
    next: Option<String>,
}

/// A task that was given up.
#[derive(Debug)]
struct Given {
    task: Task,
    what: String,
    why: String,
    /// The record it is about, where the desk shows it.
    about: Option<(String, String)>,
    last: String,
}

impl Given {
    fn of(desk: &Desk, task: Task) -> Self {
        Self {
            what: desk.tc("tasks-kind", &task.kind).to_string(),
            why: desk.tc("tasks-why", &task.why).to_string(),
            about: about(desk, &task.about),
            last: desk.brief(task.due_at),
            task,
        }
    }
}

/// The name and the address of a record at the desk, by its stream.
fn about(desk: &Desk, stream: &str) -> Option<(String, String)> {
    let (prefix, key) = stream.split_once('/')?;
    let mut shown = desk.app.slices().iter().filter_map(|slice| slice.records);
    let (_, path) = shown.find(|(begins, _)| *begins == prefix)?;
    Some((key.to_owned(), format!("{path}/{key}")))
}

async fn waits(desk: &Desk) -> Result<Vec<Waiting>, store::StoreError> {
    if !desk.may(SEE) {
        return Ok(Vec::new());
    }
    let total = desk.app.store().given_up(None, 1).await?.total;
    let waiting = Waiting {
        text: desk.t("tasks-waiting").with("n", total).to_string(),
        href: PATH.to_owned(),
    };
    Ok(if total == 0 { Vec::new() } else { vec![waiting] })
}

/// `GET /desk/tasks`
async fn list(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let desk = desk.clone().called(desk.t("tasks-title"));
    let asked = query_of(&uri);
    let found = desk.app.store().given_up(asked.filled("cursor"), ROWS).await?;
    render(&List::of(desk, found, asked.filled("done").is_some()))
}

impl List {
    fn of(page: Desk, found: Page<Task>, done: bool) -> Self {
        let at = |cursor: &Option<String>| cursor.as_ref().map(|cursor| format!("{PATH}?cursor={cursor}"));
        Self {
            total: page.t("tasks-total").with("n", found.total).to_string(),
            previous: at(&found.previous),
            next: at(&found.next),
            rows: found
                .rows
                .into_iter()
                .map(|task| Given::of(&page, task))
                .collect(),
            may_retry: page.may(RETRY),
            done,
            page,
        }
    }
}

/// `POST /desk/tasks/retry`
async fn retry(desk: Desk, fields: Fields) -> Answer {
    if !desk.may(RETRY) {
        return Err(desk.forbidden());
    }
    let (Some(kind), Some(name)) = (fields.filled("kind"), fields.filled("name")) else {
        return Err(Error::NotFound.into());
    };
    // If a colleague was faster, it is taken up again all the same.
    desk.app.store().try_again(desk.app.now(), kind, name).await?;
    Ok(see_other(&format!("{PATH}?done=yes")))
}

#[cfg(test)]
mod tests;
