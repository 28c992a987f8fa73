//! Cases whose address takes no mail: whoever left it waits for news that does not come.

use askama::Template;
use axum::http::Uri;
use store::Page;
use store::notices::Refused;

use super::ROOM;
use crate::kit::desk::{Answer, Desk, query_of, show as render};
#[cfg(test)]
use crate::kit::slice::Sample;

const ROWS: usize = 50;

#[derive(Debug, Template)]
#[template(path = "notices/list.html")]
struct List {
    page: Desk,
    rows: Vec<Row>,
    total: String,
    /// No mail is sent at all.
    none_sent: bool,
    /// Where mails are that were not sent, if they may be seen.
    tasks: bool,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Debug)]
struct Row {
    reference: String,
    unit: String,
    since: String,
}

/// `GET /desk/notices`
pub async fn list(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let desk = desk.clone().called(desk.t("notices-desk-title"));
    let asked = query_of(&uri);
    let store = desk.app.store();
    let found = store
        .refused_addresses(&desk.actor, asked.filled("cursor"), ROWS)
        .await?;
    render(&List::of(desk, &found))
}

impl List {
    fn of(page: Desk, found: &Page<Refused>) -> Self {
        let at = |cursor: &Option<String>| {
            let cursor = cursor.as_ref()?;
            Some(format!("{}?cursor={cursor}", ROOM.href))
        };
        let row = |refused: &Refused| Row {
            reference: refused.reference.to_string(),
            unit: page.short_unit(&refused.unit),
            since: page.brief(refused.since),
        };
        Self {
            rows: found.rows.iter().map(row).collect(),
            total: page.t("notices-desk-total").with("n", found.total).to_string(),
            none_sent: !page.app.options().mails,
            tasks: page.may(domain::tasks::SEE),
            previous: at(&found.previous),
            next: at(&found.next),
            page,
        }
    }
}

#[cfg(test)]
pub(super) fn samples(page: &crate::kit::page::Page) -> Vec<Sample> {
    use domain::receipts::Reference;

    let staff = crate::samples::supervisor(page.lang);
    let desk = Desk::new(&page.app, staff, page.lang, ROOM.href);
    let refused = Refused {
        reference: Reference::from_random([1; 7]),
        unit: "market".into(),
        since: page.app.now(),
    };
    let some = Page {
        rows: vec![refused],
        total: 1,
        next: Some("cursor".to_owned()),
        previous: None,
    };
    [some, Page::default()]
        .map(|found| ("notices/list", List::of(desk.clone(), &found).render().unwrap()))
        .into()
}
