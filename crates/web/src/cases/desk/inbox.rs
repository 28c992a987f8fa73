//! The inbox of one's own unit: what is to be accepted, in hand, waiting, and answered.

use askama::Template;
use axum::http::{HeaderMap, Uri};
use domain::cases::{Case, CommandKind};
use store::cases::{Filter, Sort};

use super::queue::{Group, done};
use super::row::Row;
use super::{Answer, Desk, INBOX, Names, is_fragment, query_of, show as render};

const SECTION: usize = 25;

#[derive(Template)]
#[template(path = "cases/desk/inbox.html")]
pub(super) struct Inbox {
    pub page: Desk,
    pub list: Sections,
    pub done: Option<String>,
}

/// The part that is refreshed alone.
#[derive(Template)]
#[template(path = "cases/desk/inbox_list.html")]
pub(super) struct Sections {
    pub page: Desk,
    pub sections: Vec<Section>,
}

pub(super) struct Section {
    pub code: &'static str,
    pub title: String,
    pub empty: String,
    pub rows: Vec<Row>,
    pub total: u64,
    /// How many are not shown here.
    pub more: u64,
    pub href: String,
}

const SECTIONS: [(&str, Group); 5] = [
    ("to-accept", Group::ToAccept),
    ("in-hand", Group::InHand),
    ("waiting", Group::Waiting),
    ("extension", Group::All),
    ("answered", Group::Answered),
];

impl Section {
    pub(super) fn of(
        desk: &Desk,
        (code, group): (&'static str, Group),
        cases: &[Case],
        total: u64,
        names: &Names,
    ) -> Self {
        let now = desk.app.now();
        let rows: Vec<Row> = cases.iter().map(|case| Row::of(desk, case, names, now)).collect();
        let extension = if code == "extension" { "&extension=yes" } else { "" };
        Self {
            code,
            title: desk.tc("desk-inbox", code).to_string(),
            empty: desk.tc("desk-inbox-empty", code).to_string(),
            more: total.saturating_sub(rows.len() as u64),
            rows,
            total,
            href: format!("/desk?group={}&unit={}{extension}", group.code(), desk.staff.unit),
        }
    }
}

impl Inbox {
    pub(super) fn of(desk: &Desk, sections: Vec<Section>, done: Option<CommandKind>) -> Self {
        Self {
            page: desk.clone(),
            list: Sections {
                page: desk.clone(),
                sections,
            },
            done: done.map(|kind| desk.tc("desk-do", kind.code()).to_string()),
        }
    }
}

/// `GET /desk/inbox`
pub(super) async fn show(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let desk = desk.enter(&INBOX)?;
    let title = desk
        .t("desk-inbox-title")
        .with("unit", desk.own_unit())
        .to_string();
    let desk = desk.called(title);
    let names = desk.names().await?;
    let mut sections = Vec::with_capacity(SECTIONS.len());
    for (code, group) in SECTIONS {
        let filter = Filter {
            unit: Some(desk.staff.unit.clone()),
            states: group.states(),
            asks_extension: code == "extension",
            sort: if group == Group::Answered {
                Sort::Changed
            } else {
                Sort::Due
            },
            ..Filter::default()
        };
        let found = desk
            .app
            .store()
            .queue(&desk.actor, &filter, None, SECTION)
            .await?;
        sections.push(Section::of(
            &desk,
            (code, group),
            &found.rows,
            found.total,
            &names,
        ));
    }
    let inbox = Inbox::of(&desk, sections, done(&query_of(&uri)));
    if is_fragment(&headers) {
        render(&inbox.list)
    } else {
        render(&inbox)
    }
}
