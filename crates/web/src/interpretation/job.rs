//! One job: what it is, what was promised and worked, and what may be done next.

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use domain::interpretation::{CommandKind, Job, Kind, OPEN, ROSTER};
use domain::roles::Role;

use super::worked::among;
use super::{INTERPRETERS, view};
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render, show_with};
use crate::kit::field::{Field, Kind as FieldKind, choice};
use crate::kit::form::{Fields, FormState};
use crate::kit::published::Published;
use crate::kit::work::{self, Form, Notice, Shown, Step, Worked as _};

#[derive(Template)]
#[template(path = "interpretation/job.html")]
pub(super) struct JobPage {
    pub page: Desk,
    pub reference: String,
    pub version: u64,
    pub title: String,
    pub state: &'static str,
    pub state_text: String,
    pub erased: bool,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub case: Option<Case>,
    pub details: Option<String>,
    /// Its words are there, and not for this reader, or not yet.
    pub is_silent: bool,
    pub cancelled: Option<String>,
    /// Whoever has it does not work here any more.
    pub gone: Option<String>,
    pub is_short: bool,
    /// Shown beside the form that accepts it.
    pub promise: Option<Published>,
    pub forms: Vec<Form>,
    pub steps: Vec<Step>,
    pub notice: Option<Notice>,
    pub done: Option<String>,
}

/// The case that it belongs to.
pub(super) struct Case {
    pub reference: String,
    /// Where it is, for who works on cases.
    pub href: Option<String>,
}

fn facts(desk: &Desk, job: &Job, names: &Names) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (desk.tc("interpretation-column", key).to_string(), value);
    let minutes = |n: u16| desk.t("interpretation-minutes").with("n", n).to_string();
    let moment = |at| desk.brief(at);
    let mut facts = vec![
        fact("when", view::when(desk, (job.starts_at, job.ends_at), moment)),
        fact("language", view::languages(desk, job)),
    ];
    facts.extend(view::place(desk, job).map(|place| fact("place", place)));
    if job.kind == Kind::Appointment {
        facts.push(fact("travel-before", minutes(job.travel_before)));
        facts.push(fact("travel-after", minutes(job.travel_after)));
    }
    let interpreter = job.interpreter.map(|staff| names.get(staff));
    facts.extend(interpreter.map(|name| fact("interpreter", name)));
    let answer_by = job.answer_by(desk.city());
    facts.extend(answer_by.map(|by| fact("answer-by", desk.brief(by))));
    let reason = job.cancellation.as_ref().and_then(|one| one.reason.clone());
    facts.extend(reason.map(|reason| fact("reason", reason)));
    facts.push(fact("unit", desk.unit(&job.unit).to_owned()));
    let asked_by = match job.asked_by {
        Some(staff) => names.get(staff),
        None => desk.t("desk-resident").to_string(),
    };
    facts.push(fact("asked-by", asked_by));
    facts.extend(job.worked.map(|worked| {
        let worked = view::when(desk, (worked.began_at, worked.ended_at), moment);
        fact("worked", worked)
    }));
    let absent = job.absent.map(|who| desk.tc("interpretation-who", who.code()));
    facts.extend(absent.map(|who| fact("absent", who.to_string())));
    let waited = job.counted().filter(|counted| counted.waited > 0);
    facts.extend(waited.map(|counted| fact("waited", view::length(u64::from(counted.waited)))));
    for (key, staff) in [("declined", &job.declined), ("unanswered", &job.unanswered)] {
        let people: Vec<String> = staff.iter().map(|staff| names.get(*staff)).collect();
        if !people.is_empty() {
            facts.push(fact(key, people.join(" · ")));
        }
    }
    facts
}

impl JobPage {
    /// # Errors
    /// When its journal cannot be read.
    pub(super) async fn of(desk: Desk, job: &Job, shown: Shown) -> Result<Self, Fault> {
        let names = desk.names().await?;
        let steps = desk.history(job, &names).await?;
        Ok(Self::with(desk, job, &names, shown, steps))
    }

    pub(super) fn with(desk: Desk, job: &Job, names: &Names, shown: Shown, steps: Vec<Step>) -> Self {
        let title = view::sort(&desk, job);
        let desk = desk
            .room(&INTERPRETERS)
            .called(format!("{title} · {}", job.reference));
        let forms = desk.forms(job, names, shown.draft.as_ref());
        let accepts = forms.iter().any(|form| form.code == CommandKind::Accept.code());
        let done = shown.done.as_deref().and_then(|code| match code {
            "open" => Some("interpretation-event-opened".to_owned()),
            code => CommandKind::parse(code).map(|kind| format!("interpretation-command-{}", kind.code())),
        });
        // The case is for who works on it, not for who interprets in it.
        let reads_cases = desk.staff.role != Role::Interpreter;
        Self {
            reference: job.reference.to_string(),
            version: job.version,
            state: job.state.code(),
            state_text: view::state(&desk, job),
            erased: job.erased,
            facts: facts(&desk, job, names),
            case: job.case.map(|case| Case {
                reference: case.to_string(),
                href: reads_cases.then(|| format!("/desk/cases/{case}")),
            }),
            details: job.details.clone(),
            is_silent: !job.shows_words_to(&desk.actor),
            cancelled: job
                .cancellation
                .as_ref()
                .map(|cancellation| view::cancelled(&desk, cancellation)),
            gone: job
                .interpreter
                .filter(|staff| {
                    job.state.holds_time() && !names.staff(*staff).is_some_and(|known| known.active)
                })
                .map(|staff| {
                    let text = desk.t("interpretation-gone-text").with("name", names.get(staff));
                    text.to_string()
                }),
            is_short: job.cancellation.as_ref().is_some_and(|one| one.short),
            promise: accepts.then(|| view::promise(&desk)),
            forms,
            steps,
            notice: shown.notice,
            done: done.map(|key| {
                let what = desk.t(&key).to_string();
                desk.t("interpretation-done").with("what", what).to_string()
            }),
            title,
            page: desk,
        }
    }
}

/// `GET /desk/interpretation/{reference}`
pub(super) async fn show(desk: Desk, Path(address): Path<String>, uri: Uri) -> Answer {
    let desk = desk.enter(&INTERPRETERS)?;
    let job: Job = desk.record(&address).await?;
    let shown = Shown {
        done: Some(query_of(&uri).get("done").to_owned()),
        ..Shown::default()
    };
    job.page(desk, shown).await
}

/// `POST /desk/interpretation/{reference}/{command}`
pub(super) async fn carry_out(desk: Desk, Path(at): Path<(String, String)>, fields: Fields) -> Answer {
    work::carry_out::<Job, _>(desk, at, fields).await
}

/// The address of a command is no page: whoever reloads it gets the job.
pub(super) async fn back(desk: Desk, Path((address, _)): Path<(String, String)>) -> Answer {
    let job: Job = desk.record(&address).await?;
    Ok(see_other(&format!("{}/{}", Job::PATH, job.reference)))
}

#[derive(Template)]
#[template(path = "interpretation/new.html")]
pub(super) struct New {
    pub page: Desk,
    pub kind: &'static str,
    pub fields: Vec<Field>,
    /// What was entered did not do, or came back after signing in.
    pub notice: Option<(String, String, bool)>,
}

/// What is asked of one kind alone.
const APPOINTMENT: [&str; 6] = [
    "setting",
    "into",
    "travel_before",
    "travel_after",
    "details",
    "case",
];

impl New {
    /// With what an address chose, or as it was sent.
    pub(super) fn of(desk: Desk, names: &Names, chosen: &Fields, state: Option<&FormState>) -> Self {
        let kind = match chosen.get("kind") {
            code if code == Kind::Duty.code() && desk.may(ROSTER) => Kind::Duty,
            _ => Kind::Appointment,
        };
        let title = desk.tc("interpretation-open-title", kind.code()).to_string();
        let notice = state.map(|state| {
            let t = |key: &str| desk.t(key).to_string();
            if state.is_clean() {
                (t("desk-resumed-title"), t("desk-resumed"), false)
            } else {
                (t("desk-case-refused-title"), t("desk-refused-invalid"), true)
            }
        });
        let asked = |field: &Field| match kind {
            Kind::Appointment => !["kind", "staff"].contains(&field.name.as_str()),
            Kind::Duty => field.name != "kind" && !APPOINTMENT.contains(&field.name.as_str()),
        };
        let fields = desk.opening::<Job, _>(state).into_iter().filter(asked);
        let fields = fields.map(|mut field| {
            let value = match state {
                Some(state) => state.value(&field.name).to_owned(),
                None => chosen.get(&field.name).to_owned(),
            };
            if field.name == "staff" {
                let first = choice("", desk.t("desk-choose"));
                let people = among(&desk, names, &[]).into_iter();
                field.kind = FieldKind::Select(std::iter::once(first).chain(people).collect());
                field.is_optional = false;
                return field.valued(value);
            }
            // An appointment is in one language.
            if let (Kind::Appointment, "languages", FieldKind::Checks(choices)) =
                (kind, field.name.as_str(), &field.kind)
            {
                let first = choice("", desk.t("desk-choose"));
                let all = std::iter::once(first).chain(choices.iter().cloned());
                field.kind = FieldKind::Select(all.collect());
            }
            field.is_optional &= field.name != "setting";
            if state.is_none() && !value.is_empty() {
                field.valued(value)
            } else {
                field
            }
        });
        Self {
            kind: kind.code(),
            fields: fields.collect(),
            notice,
            page: desk.room(&INTERPRETERS).called(title),
        }
    }
}

/// `GET /desk/interpretation/new?kind=&case=`
pub(super) async fn new(desk: Desk, uri: Uri) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    let names = desk.names().await?;
    render(&New::of(desk, &names, &query_of(&uri), None))
}

/// `POST /desk/interpretation/new`
pub(super) async fn open(desk: Desk, fields: Fields) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    match work::open::<Job, _>(&desk, &fields).await? {
        Ok(job) => Ok(see_other(&format!("{}/{}?done=open", Job::PATH, job.reference))),
        Err(problems) => {
            let names = desk.names().await?;
            let state = FormState::new(fields.clone(), problems);
            let new = New::of(desk, &names, &fields, Some(&state));
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &new)
        }
    }
}

/// Shows the form of a new one that was sent when the session had ended.
pub(super) async fn resume(desk: Desk, kept: Fields) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    let names = desk.names().await?;
    let state = FormState::new(kept.clone(), Vec::new());
    render(&New::of(desk, &names, &kept, Some(&state)))
}
