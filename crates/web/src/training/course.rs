//! One course: its sessions and who was there, the levels reached in it, and what may be done next.

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use domain::journaled::Journaled as _;
use domain::problems::Problem;
use domain::roles::StaffId;
use domain::training::{CommandKind, Course, How, Level, OPEN, Session};
use jiff::Timestamp;

use super::TRAINING;
use super::view::{self, LevelLine, Person};
use super::worked::{GROUPS, group};
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render, show_with};
use crate::kit::field::{Field, Kind};
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::published::Published;
use crate::kit::work::{self, Draft, Form, Notice, Shown, Step, Worked as _};

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
    /// Who is to take it.
    pub enrolled: Vec<Person>,
    pub several: Option<LevelTable>,
    pub sees_notes: bool,
    pub notes: Vec<NoteLine>,
    pub steps: Vec<Step>,
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
    /// How many; none for who sees but themselves.
    pub attended: Option<String>,
    pub is_full: bool,
    pub is_cancelled: bool,
    pub people: Vec<(Person, String)>,
    pub forms: Vec<SessionForm>,
}

/// A command on one session, as a form beside it.
pub(super) struct SessionForm {
    pub id: String,
    pub session: u32,
    pub form: Form,
}

/// Levels of several people: a line for each, with a box for each level.
pub(super) struct LevelTable {
    pub form: Form,
    /// Names of the levels.
    pub heads: Vec<String>,
    pub lines: Vec<(String, Vec<Tick>)>,
    pub errors: Vec<String>,
}

pub(super) struct Tick {
    pub name: String,
    pub value: String,
    pub head: String,
    pub label: String,
    pub is_ticked: bool,
}

pub(super) struct NoteLine {
    pub who: String,
    pub at: String,
    pub machine: String,
    pub words: Option<Published>,
}

impl SessionLine {
    fn of(desk: &Desk, names: &Names, course: &Course, session: &Session) -> Self {
        let attended = course.attended(session.number);
        let entries = course.attendance.iter();
        let entries = entries.filter(|entry| entry.session == session.number);
        let how = |code: &str| desk.tc("training-how", code).to_string();
        Self {
            name: desk.t("training-session").with("n", session.number).to_string(),
            time: time(desk, (session.starts_at, session.ends_at)),
            machine: desk.machine_time(session.starts_at),
            place: session
                .place
                .clone()
                .ok_or_else(|| desk.t("training-session-no-place").to_string()),
            seats: session
                .seats
                .map(|seats| desk.t("training-session-seats").with("n", seats).to_string()),
            attended: course.shows_all_to(&desk.actor).then(|| {
                let text = desk.t("training-session-attended").with("n", attended);
                text.to_string()
            }),
            is_full: session.seats.is_some_and(|seats| attended > seats as usize),
            is_cancelled: session.cancelled,
            people: entries
                .map(|entry| (Person::of(desk, names, entry.staff), how(entry.how.code())))
                .collect(),
            forms: Vec::new(),
        }
    }
}

/// From when to when: the time alone, when it ends on the day on which it began.
pub(super) fn time(desk: &Desk, (from, to): (Timestamp, Timestamp)) -> String {
    let city = desk.city();
    let ends = if city.day(from) == city.day(to) {
        let ends = to.to_zoned(city.timezone.clone());
        format!("{:02}:{:02}", ends.hour(), ends.minute())
    } else {
        desk.brief(to)
    };
    let text = desk.t("training-session-time");
    text.with("from", desk.brief(from)).with("to", ends).to_string()
}

/// The forms of one session among those of its course: what is ticked and filled in is the session's own.
fn of_session(
    form: &Form,
    course: &Course,
    session: &Session,
    desk: &Desk,
    draft: Option<&Draft>,
) -> SessionForm {
    let own = draft.filter(|draft| {
        let sent = draft.state.value("session").trim().parse();
        draft.code == form.code && sent == Ok(session.number)
    });
    let local = |at: Timestamp| {
        let civil = at.to_zoned(desk.city().timezone.clone()).datetime();
        civil.strftime("%Y-%m-%dT%H:%M").to_string()
    };
    let fields = form
        .fields
        .iter()
        .filter(|field| field.name != "session")
        .cloned();
    let fields = fields.map(|mut field| {
        field.id = format!("{}-{}", field.id, session.number);
        if own.is_some() {
            return field;
        }
        field.error = None;
        match (field.name.as_str(), &mut field.kind) {
            (_, Kind::Checks(choices)) => {
                for choice in choices {
                    let staff = choice.value.parse().map(StaffId);
                    let how = staff
                        .ok()
                        .and_then(|staff| course.attendance_of(staff, session.number));
                    choice.chosen = how == Some(How::Attended);
                }
                field
            }
            ("starts_at", _) => field.valued(local(session.starts_at)),
            ("ends_at", _) => field.valued(local(session.ends_at)),
            ("place", _) => field.valued(session.place.clone().unwrap_or_default()),
            ("seats", _) => field.valued(session.seats.map(|n| n.to_string()).unwrap_or_default()),
            _ => field,
        }
    });
    // With nobody on a list there is nothing to tick in it.
    let fields = fields.filter(|field| !matches!(&field.kind, Kind::Checks(choices) if choices.is_empty()));
    SessionForm {
        id: match own {
            // What is said above the page leads here.
            Some(_) => format!("do-{}", form.code),
            None => format!("do-{}-{}", form.code, session.number),
        },
        session: session.number,
        form: Form {
            code: form.code,
            action: form.action.clone(),
            version: form.version,
            title: form.title.clone(),
            hint: form.hint.clone(),
            fields: fields.collect(),
            is_open: own.is_some(),
            is_danger: form.is_danger,
            is_upload: form.is_upload,
        },
    }
}

/// What is wrong with a field, in words of this form's own where it has some.
fn say_why(desk: &Desk, form: &mut Form, draft: &Draft) {
    for field in &mut form.fields {
        let Some(problem) = draft.state.problem(&field.name) else {
            continue;
        };
        let key = format!("training-problem-{}-{}-{}", form.code, field.name, problem.code());
        if desk.app.texts().has(desk.lang, &key) {
            let text = desk.t(&key);
            field.error = Some(match problem {
                Problem::TooLarge { max } => text.with("max", *max).to_string(),
                _ => text.to_string(),
            });
        }
    }
}

/// Sessions whose list is at hand: the last ones that have begun. Of others, it is put right person by person.
const AT_HAND: usize = 3;

/// Whether a command is offered beside that session now.
fn suits(kind: CommandKind, course: &Course, session: &Session, desk: &Desk) -> bool {
    match kind {
        CommandKind::TakeAttendance => {
            let held =
                |held: &&Session| !held.cancelled && desk.city().day(held.starts_at) <= desk.app.today();
            let later = course
                .sessions
                .iter()
                .filter(held)
                .filter(|held| (held.starts_at, held.number) > (session.starts_at, session.number));
            held(&session) && later.count() < AT_HAND
        }
        CommandKind::MoveSession => !course.was_held(session.number),
        _ => false,
    }
}

impl LevelTable {
    /// `None` when nobody is on the course's lists: then levels are entered one by one.
    fn of(mut form: Form, desk: &Desk) -> Option<Self> {
        let mut heads = Vec::new();
        let mut lines: Vec<(String, Vec<Tick>)> = Vec::new();
        let mut errors = Vec::new();
        for level in Level::ALL {
            let head = view::level(desk, *level);
            let columns = form.fields.iter().filter(|field| field.name == level.code());
            for field in columns {
                errors.extend(field.error.iter().map(|error| {
                    let line = desk.t("form-summary-line").with("question", head.as_str());
                    line.with("problem", error.as_str()).to_string()
                }));
                let Kind::Checks(choices) = &field.kind else {
                    continue;
                };
                for (at, choice) in choices.iter().enumerate() {
                    if lines.len() == at {
                        lines.push((choice.label.clone(), Vec::new()));
                    }
                    lines[at].1.push(Tick {
                        name: field.name.clone(),
                        value: choice.value.clone(),
                        head: head.clone(),
                        label: format!("{} – {head}", choice.label),
                        is_ticked: choice.chosen,
                    });
                }
            }
            heads.push(head);
        }
        form.fields.retain(|field| Level::parse(&field.name).is_none());
        (!lines.is_empty()).then_some(Self {
            form,
            heads,
            lines,
            errors,
        })
    }
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
        let steps = desk.history(course, names).await?;
        Ok(Self::with(desk, course, names, shown, steps))
    }

    pub(super) fn with(desk: Desk, course: &Course, names: &Names, shown: Shown, steps: Vec<Step>) -> Self {
        let title = view::title(&desk, &course.titles);
        let called = desk
            .t("training-course-title")
            .with("reference", course.reference.to_string())
            .to_string();
        let desk = desk.room(&TRAINING).called(format!("{} · {called}", title.text));
        let mut groups: Vec<(&'static str, Vec<Form>)> =
            GROUPS.into_iter().map(|key| (key, Vec::new())).collect();
        let forms = desk.forms(course, names, shown.draft.as_ref());
        let (mut of_sessions, mut several) = (Vec::new(), None);
        for (kind, mut form) in course.allowed(&desk).into_iter().zip(forms) {
            if let Some(draft) = shown.draft.as_ref().filter(|draft| draft.code == form.code) {
                say_why(&desk, &mut form, draft);
            }
            match kind {
                CommandKind::TakeAttendance | CommandKind::MoveSession => {
                    of_sessions.push((kind, form));
                    continue;
                }
                CommandKind::ReachSeveral => {
                    several = LevelTable::of(form, &desk);
                    continue;
                }
                _ => {}
            }
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
                .map(|session| {
                    let suiting = of_sessions
                        .iter()
                        .filter(|(kind, _)| suits(*kind, course, session, &desk));
                    let draft = shown.draft.as_ref();
                    SessionLine {
                        forms: suiting
                            .map(|(_, form)| of_session(form, course, session, &desk, draft))
                            .collect(),
                        ..SessionLine::of(&desk, names, course, session)
                    }
                })
                .collect(),
            has_sessions: course.kind.has_sessions(),
            levels: course
                .levels
                .iter()
                .map(|level| LevelLine::in_course(&desk, names, level))
                .collect(),
            enrolled: course
                .enrolled
                .iter()
                .map(|staff| Person::of(&desk, names, *staff))
                .collect(),
            several,
            sees_notes: course.permits(&desk.actor, Course::see_journal()),
            notes: course
                .notes
                .iter()
                .map(|note| NoteLine::of(&desk, names, note))
                .collect(),
            steps,
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
    work::carry_out::<Course, _>(desk, at, fields).await
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
            fields: opening(&desk, state),
            notice,
            page: desk.room(&TRAINING).called(title),
        }
    }
}

/// The fields of a new course. A language is needed but for protocol: it is not optional, and its hint says when.
fn opening(desk: &Desk, state: Option<&FormState>) -> Vec<Field> {
    let mut fields = desk.opening::<Course, _>(state);
    for field in &mut fields {
        field.is_optional &= field.name != "language";
    }
    fields
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
    match work::open::<Course, _>(&desk, &fields).await? {
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
