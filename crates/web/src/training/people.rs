//! A person's record: what they have reached, and the courses in which they took part.

use askama::Template;
use axum::extract::Path;
use axum::http::Uri;
use domain::roles::{Staff, StaffId};
use domain::training::{Course, How};
use store::Page;
use store::training::{CourseFilter, HeldLevel, LevelFilter};

use super::view::{CourseLine, LevelLine, sees_record};
use super::{TRAINING, Tab, levels, tabs};
use crate::kit::desk::{Answer, Desk, Names, query_of, show as render};

const PAGE: usize = 50;
/// More levels than anyone has.
const LEVELS_MAX: usize = 500;

#[derive(Template)]
#[template(path = "training/person.html")]
pub(super) struct PersonPage {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub name: String,
    pub unit: String,
    /// Where the unit's table is.
    pub unit_href: Option<String>,
    pub levels: Vec<LevelLine>,
    /// Each with how often they attended.
    pub courses: Vec<(CourseLine, Option<String>)>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// `attended 3 of 4 sessions`; nothing where there are none.
fn attended(desk: &Desk, course: &Course, staff: StaffId) -> Option<String> {
    let held = course
        .sessions
        .iter()
        .filter(|session| !session.cancelled)
        .count();
    let there = course
        .attendance
        .iter()
        .filter(|entry| entry.staff == staff && entry.how == How::Attended);
    let text = desk
        .t("training-person-attended")
        .with("n", there.count())
        .with("all", held);
    (held > 0).then(|| text.to_string())
}

impl PersonPage {
    pub(super) fn of(
        desk: Desk,
        of: &Staff,
        names: &Names,
        held: &[HeldLevel],
        courses: &Page<Course>,
    ) -> Self {
        let title = desk
            .t("training-person-title")
            .with("name", of.name.as_str())
            .to_string();
        let desk = desk.called(title);
        let own = of.id == desk.staff.id;
        let path = format!("{}/people/{}", TRAINING.href, of.id.0);
        let at = |cursor: &Option<String>| Some(format!("{path}?cursor={}", cursor.as_deref()?));
        let sees_unit = desk.may(domain::training::SEE_LEVELS);
        Self {
            tabs: tabs(&desk, if own { "mine" } else { "" }),
            name: of.name.clone(),
            unit: desk.unit(&of.unit).to_owned(),
            unit_href: sees_unit.then(|| format!("{}/units/{}", TRAINING.href, of.unit)),
            levels: held
                .iter()
                .map(|held| LevelLine::of(&desk, names, held))
                .collect(),
            courses: courses
                .rows
                .iter()
                .map(|course| (CourseLine::of(&desk, course), attended(&desk, course, of.id)))
                .collect(),
            previous: at(&courses.previous),
            next: at(&courses.next),
            page: desk,
        }
    }
}

/// `GET /desk/training/people/{id}`
pub(super) async fn show(desk: Desk, Path(id): Path<String>, uri: Uri) -> Answer {
    let unknown = |desk: &Desk| desk.unknown("training-person-unknown");
    let id = StaffId(id.parse().map_err(|_| unknown(&desk))?);
    let names = desk.names().await?;
    let of = names.staff(id).ok_or_else(|| unknown(&desk))?;
    if !sees_record(&desk.staff, of) {
        return Err(unknown(&desk));
    }
    // Their own is everyone's to read, also of those who have no room of training.
    let desk = if desk.may(TRAINING.needs) {
        desk.room(&TRAINING)
    } else {
        desk
    };
    let theirs = LevelFilter {
        staff: Some(id),
        ..LevelFilter::default()
    };
    let held = levels::all(&desk.app, &desk.actor, &theirs, LEVELS_MAX).await?;
    let filter = CourseFilter {
        staff: Some(id),
        ..CourseFilter::default()
    };
    let query = query_of(&uri);
    let store = desk.app.store();
    let courses = store
        .courses(&desk.actor, &filter, query.filled("cursor"), PAGE)
        .await?;
    render(&PersonPage::of(desk, of, &names, &held, &courses))
}
