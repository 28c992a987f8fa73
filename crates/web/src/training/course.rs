//! One course: its sessions and who was there, the levels reached in it, and what may be done next.

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use domain::journaled::{Journaled as _, Recorded};
use domain::training::{Course, CourseEvent, OPEN, Session};

use super::TRAINING;
use super::view::{self, LevelLine, Person};
use super::worked::{GROUPS, group};
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render, show_with};
use crate::kit::field::Field;
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::published::Published;
use crate::kit::work::{self, Form, Notice, Shown, Worked as _};

#[derive(Template)]
#[template(path = "training/course.html")]
pub(super) struct CoursePage {
    pub page: Desk,
    pub reference: String,
    pub version: u64,
    pub title: Published,
    pub state: &'static str,
    pub state_text: String,
    pub kind: String,
    pub erased: bool,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    /// Name of the language and the title in it.
    pub titles: Vec<(String, Published)>,
    pub sessions: Vec<SessionLine>,
    pub has_sessions: bool,
    pub levels: Vec<LevelLine>,
    pub sees_notes: bool,
    pub notes: Vec<NoteLine>,
    pub steps: Vec<StepLine>,
    pub groups: Vec<(&'static str, Vec<Form>)>,
    pub notice: Option<Notice>,
    pub done: Option<String>,
}

pub(super) struct SessionLine {
    pub name: String,
    pub time: String,
    pub machine: String,
    /// As it was written; the text that says there is none otherwise.
    pub place: Result<String, String>,
    pub seats: Option<String>,
    pub attended: String,
    pub is_full: bool,
    pub is_cancelled: bool,
    pub people: Vec<(Person, String)>,
}

pub(super) struct NoteLine {
    pub who: String,
    pub at: String,
    pub machine: String,
    pub words: Option<Published>,
}

pub(super) struct StepLine {
    pub number: u64,
    pub text: String,
    pub detail: Option<String>,
    pub who: String,
    pub at: String,
    pub machine: String,
}

impl SessionLine {
    fn of(desk: &Desk, names: &Names, course: &Course, session: &Session) -> Self {
        let attended = course.attended(session.number);
        let entries = course.attendance.iter();
        let entries = entries.filter(|entry| entry.session == session.number);
        let how = |code: &str| desk.tc("training-how", code).to_string();
        Self {
            name: desk.t("training-session").with("n", session.number).to_string(),
            time: desk
                .t("training-session-time")
                .with("from", desk.brief(session.starts_at))
                .with("to", ends(desk, session))
                .to_string(),
            machine: desk.machine_time(session.starts_at),
            place: session
                .place
                .clone()
                .ok_or_else(|| desk.t("training-session-no-place").to_string()),
            seats: session
                .seats
                .map(|seats| desk.t("training-session-seats").with("n", seats).to_string()),
            attended: desk
                .t("training-session-attended")
                .with("n", attended)
                .to_string(),
            is_full: session.seats.is_some_and(|seats| attended > seats as usize),
            is_cancelled: session.cancelled,
            people: entries
                .map(|entry| (Person::of(desk, names, entry.staff), how(entry.how.code())))
                .collect(),
        }
    }
}

/// The time alone, when it ends on the day on which it began.
fn ends(desk: &Desk, session: &Session) -> String {
    let city = desk.city();
    if city.day(session.starts_at) == city.day(session.ends_at) {
        let ends = session.ends_at.to_zoned(city.timezone.clone());
        format!("{:02}:{:02}", ends.hour(), ends.minute())
    } else {
        desk.brief(session.ends_at)
    }
}

impl StepLine {
    fn of(desk: &Desk, names: &Names, recorded: &Recorded<Course>) -> Self {
        let event = &recorded.event;
        Self {
            number: event.seq,
            text: desk.tc("training-event", event.event.kind().code()).to_string(),
            detail: detail(desk, names, &event.event),
            who: names.actor(desk, &event.actor),
            at: desk.brief(event.at),
            machine: desk.machine_time(event.at),
        }
    }
}

/// Whom it is about, and what was entered of them.
fn detail(desk: &Desk, names: &Names, event: &CourseEvent) -> Option<String> {
    let name = names.get(event.staff()?);
    Some(match event {
        CourseEvent::AttendanceTaken { session, how, .. } => desk
            .t("training-detail-attendance")
            .with("n", *session)
            .with("name", name)
            .with("how", desk.tc("training-how", how.code()).to_string())
            .to_string(),
        CourseEvent::LevelReached { language, level, .. } => desk
            .t("training-detail-level")
            .with("name", name)
            .with("language", desk.language_name(*language))
            .with("level", view::level(desk, *level))
            .to_string(),
        _ => desk.t("training-detail-staff").with("name", name).to_string(),
    })
}

fn facts(desk: &Desk, course: &Course) -> Vec<(String, String)> {
    let t = |key: &str| desk.t(key).to_string();
    vec![
        (t("training-column-language"), view::language(desk, course)),
        (t("training-column-unit"), desk.unit(&course.unit).to_owned()),
        (t("training-opened"), desk.brief(course.opened_at)),
    ]
}

fn titles(desk: &Desk, course: &Course) -> Vec<(String, Published)> {
    let titles = course.titles.iter();
    titles
        .map(|(lang, title)| (desk.language_name(*lang), Page::said(desk, (*lang, title))))
        .collect()
}

impl NoteLine {
    fn of(desk: &Desk, names: &Names, note: &domain::training::Note) -> Self {
        Self {
            who: match note.by {
                Some(by) => names.get(by),
                None => desk.t("desk-system").to_string(),
            },
            at: desk.brief(note.at),
            machine: desk.machine_time(note.at),
            words: note
                .text
                .as_deref()
                .map(|text| Page::said(desk, (note.language, text))),
        }
    }
}

impl CoursePage {
    /// The page of a course as far as they see it.
    ///
    /// # Errors
    /// When its journal cannot be read.
    pub(super) async fn of(desk: Desk, course: &Course, names: &Names, shown: Shown) -> Result<Self, Fault> {
        let journal = desk.app.store();
        let journal = journal
            .journal_of::<Course>(course.reference, &desk.actor)
            .await?;
        Ok(Self::with(
            desk,
            course,
            names,
            shown,
            &journal.unwrap_or_default(),
        ))
    }

    pub(super) fn with(
        desk: Desk,
        course: &Course,
        names: &Names,
        shown: Shown,
        journal: &[Recorded<Course>],
    ) -> Self {
        let title = view::title(&desk, &course.titles);
        let called = desk
            .t("training-course-title")
            .with("reference", course.reference.to_string())
            .to_string();
        let desk = desk.room(&TRAINING).called(format!("{} · {called}", title.text));
        let mut groups: Vec<(&'static str, Vec<Form>)> =
            GROUPS.into_iter().map(|key| (key, Vec::new())).collect();
        let forms = desk.forms(course, names, shown.draft.as_ref());
        for (kind, form) in course.allowed(&desk).into_iter().zip(forms) {
            let own = groups.iter_mut().find(|(key, _)| *key == group(kind));
            if let Some((_, forms)) = own {
                forms.push(form);
            }
        }
        groups.retain(|(_, forms)| !forms.is_empty());
        let mut sessions: Vec<&Session> = course.sessions.iter().collect();
        sessions.sort_by_key(|session| (session.starts_at, session.number));
        let said = |code: &str| match code {
            "open" => Some("training-event-opened".to_owned()),
            code => domain::training::CommandKind::parse(code)
                .map(|kind| format!("training-command-{}", kind.code())),
        };
        let done = shown.done.as_deref().and_then(said);
        Self {
            reference: course.reference.to_string(),
            version: course.version,
            state: course.state.code(),
            state_text: desk.tc("training-state", course.state.code()).to_string(),
            kind: desk.tc("training-kind", course.kind.code()).to_string(),
            erased: course.erased,
            facts: facts(&desk, course),
            titles: titles(&desk, course),
            sessions: sessions
                .into_iter()
                .map(|session| SessionLine::of(&desk, names, course, session))
                .collect(),
            has_sessions: course.kind.has_sessions(),
            levels: course
                .levels
                .iter()
                .map(|level| LevelLine::in_course(&desk, names, level))
                .collect(),
            sees_notes: course.permits(&desk.actor, Course::see_journal()),
            notes: course
                .notes
                .iter()
                .map(|note| NoteLine::of(&desk, names, note))
                .collect(),
            steps: journal
                .iter()
                .rev()
                .map(|recorded| StepLine::of(&desk, names, recorded))
                .collect(),
            groups,
            notice: shown.notice,
            done: done.map(|key| {
                let what = desk.t(&key).to_string();
                desk.t("training-done").with("what", what).to_string()
            }),
            title,
            page: desk,
        }
    }
}

/// `GET /desk/training/{reference}`
pub(super) async fn show(desk: Desk, Path(address): Path<String>, uri: Uri) -> Answer {
    let desk = desk.enter(&TRAINING)?;
    let course: Course = desk.record(&address).await?;
    let shown = Shown {
        done: Some(query_of(&uri).get("done").to_owned()),
        ..Shown::default()
    };
    course.page(desk, shown).await
}

/// `POST /desk/training/{reference}/{command}`
pub(super) async fn carry_out(desk: Desk, Path(at): Path<(String, String)>, fields: Fields) -> Answer {
    work::carry_out::<Course>(desk, at, fields).await
}

/// The address of a command is no page: whoever reloads it gets the course.
pub(super) async fn back(desk: Desk, Path((address, _)): Path<(String, String)>) -> Answer {
    let course: Course = desk.record(&address).await?;
    Ok(see_other(&format!("{}/{}", Course::PATH, course.reference)))
}

#[derive(Template)]
#[template(path = "training/new.html")]
pub(super) struct New {
    pub page: Desk,
    pub fields: Vec<Field>,
    /// What was entered did not do, or came back after signing in.
    pub notice: Option<(String, String, bool)>,
}

impl New {
    pub(super) fn of(desk: Desk, state: Option<&FormState>) -> Self {
        let title = desk.t("training-open-title").to_string();
        let notice = state.map(|state| {
            let t = |key: &str| desk.t(key).to_string();
            if state.is_clean() {
                (t("desk-resumed-title"), t("desk-resumed"), false)
            } else {
                (t("desk-case-refused-title"), t("desk-refused-invalid"), true)
            }
        });
        Self {
            fields: desk.opening::<Course>(state),
            notice,
            page: desk.room(&TRAINING).called(title),
        }
    }
}

/// `GET /desk/training/new`
pub(super) async fn new(desk: Desk) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    render(&New::of(desk, None))
}

/// `POST /desk/training/new`
pub(super) async fn open(desk: Desk, fields: Fields) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    match work::open::<Course>(&desk, &fields).await? {
        Ok(course) => Ok(see_other(&format!(
            "{}/{}?done=open",
            Course::PATH,
            course.reference
        ))),
        Err(problems) => {
            let state = FormState::new(fields, problems);
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &New::of(desk, Some(&state)))
        }
    }
}

/// Shows the form of a new one that was sent when the session had ended.
pub(super) fn resume(desk: Desk, kept: Fields) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    render(&New::of(desk, Some(&FormState::new(kept, Vec::new()))))
}
