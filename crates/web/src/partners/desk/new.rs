//! Proposing a partner.

use askama::Template;
use axum::http::StatusCode;
use domain::journaled::Refusal;
use domain::partners::{NOUN, OPEN, Partner};

use super::partner::own_errors;
use super::{Answer, Desk, ROOM};
use crate::kit::desk::{Fault, see_other, show_with};
use crate::kit::field::Field;
use crate::kit::form::{Fields, FormState};
use crate::kit::work::{self, Notice, Worked as _};
use crate::partners::import::may_import;

#[derive(Template)]
#[template(path = "partners/desk/new.html")]
pub(super) struct New {
    pub page: Desk,
    pub fields: Vec<Field>,
    pub notice: Option<Notice>,
    pub may_import: bool,
}

impl New {
    pub(super) fn of(page: Desk, state: Option<&FormState>, notice: Option<Notice>) -> Self {
        let mut fields = page.opening::<Partner, _>(state);
        if let Some(state) = state {
            own_errors(&page, "open", None, state, &mut fields);
        }
        Self {
            fields,
            may_import: may_import(&page.actor),
            notice,
            page,
        }
    }
}

fn enter(desk: Desk) -> Result<Desk, Fault> {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    let title = desk.t("partners-open-title").to_string();
    Ok(desk.room(&ROOM).called(title))
}

/// `GET /desk/partners/new`
pub(super) async fn show(desk: Desk) -> Answer {
    show_with(StatusCode::OK, &New::of(enter(desk)?, None, None))
}

/// `POST /desk/partners/new`
pub(super) async fn open(desk: Desk, fields: Fields) -> Answer {
    let desk = enter(desk)?;
    match work::open::<Partner, _>(&desk, &fields).await? {
        Ok(partner) => Ok(see_other(&format!(
            "{}/{}?done=open",
            Partner::PATH,
            partner.reference
        ))),
        Err(problems) => {
            let notice = desk.refusal(NOUN, "open", &Refusal::Invalid(Vec::new()));
            let state = FormState::new(fields, problems);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show_with(status, &New::of(desk, Some(&state), Some(notice)))
        }
    }
}

/// Shows a form that was sent without a session, as it was.
pub(super) fn resume(desk: Desk, fields: Fields) -> Answer {
    let desk = enter(desk)?;
    let notice = Notice {
        title: desk.t("desk-resumed-title").to_string(),
        text: desk.t("desk-resumed").to_string(),
        lines: Vec::new(),
        kept: None,
        form: None,
        is_error: false,
    };
    let state = FormState::new(fields, Vec::new());
    show_with(StatusCode::OK, &New::of(desk, Some(&state), Some(notice)))
}
