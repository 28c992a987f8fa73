//! What residents read of the interpreters of their case, and the form by which they ask for one.

use domain::Lang;
use domain::interpretation::{Absent, CommandKind, Job, Kind as JobKind, Open, Setting, State, allowed};
use domain::problems::{FieldProblem, MESSAGE_MAX, Problem};
use domain::receipts::Reference;
use domain::roles::Actor;
use domain::typed;
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use store::StoreError;

use super::view;
use crate::kit::field::choice;
use crate::kit::form::{Choice, Control, Counted, Fields, FormState, Kind};
use crate::kit::page::Page;

/// The interpreters of a case, the first first.
pub(crate) struct Told {
    pub lines: Vec<Line>,
    /// Where one is asked for.
    pub href: String,
    /// One may be.
    pub asks: bool,
}

/// An interpreter who was asked for.
pub(crate) struct Line {
    pub reference: String,
    pub sort: String,
    pub when: String,
    pub machine: String,
    pub languages: String,
    pub place: Option<String>,
    pub state_text: String,
    pub cancelled: Option<String>,
    pub cancels: bool,
}

/// How it stands for whoever asked, now: code of a text.
fn stands(page: &Page, job: &Job) -> &'static str {
    match (job.state, job.absent) {
        (State::NoShow, Some(Absent::Interpreter)) => "nobody-came",
        // What became of it has yet to be said.
        (State::Accepted, _) if job.ends_at <= page.app.now() => "over",
        (state, _) => state.code(),
    }
}

impl Line {
    fn of(page: &Page, job: &Job, holder: &Actor) -> Self {
        let cancel = allowed(job, holder, page.city()).contains(&CommandKind::Cancel);
        Self {
            reference: job.reference.to_string(),
            sort: view::sort(page, job),
            when: view::when(page, (job.starts_at, job.ends_at), |at| page.moment(at)),
            machine: page.machine_time(job.starts_at),
            languages: view::languages(page, job),
            place: view::place(page, job),
            state_text: page.tc("interpretation-told", stands(page, job)).to_string(),
            cancelled: job
                .cancellation
                .as_ref()
                .map(|cancellation| view::cancelled(page, cancellation)),
            cancels: cancel && page.app.now() < job.starts_at,
        }
    }
}

impl Told {
    /// `None` where the city sends no interpreters. The caller has seen that the reader holds the case.
    ///
    /// # Errors
    /// As reading has.
    pub(crate) async fn of(page: &Page, case: Reference) -> Result<Option<Self>, StoreError> {
        if page.city().interpretation.is_empty() {
            return Ok(None);
        }
        let jobs = page.app.store().jobs_of_case(case).await?;
        Ok(Some(Self::with(page, case, &jobs)))
    }

    pub(crate) fn with(page: &Page, case: Reference, jobs: &[Job]) -> Self {
        let holder = Actor::holder(case);
        Self {
            lines: jobs.iter().map(|job| Line::of(page, job, &holder)).collect(),
            href: page.url(&format!("/follow/{case}/interpreters")),
            asks: true,
        }
    }
}

/// Languages that people ask for: all but the one into which is interpreted.
fn spoken(page: &Page) -> Vec<Lang> {
    let source = page.city().source_language;
    let own = page.city().languages.iter().map(|language| language.code);
    let mut others: Vec<(String, Lang)> = page
        .other_languages()
        .map(|lang| (page.language_name(lang), lang))
        .collect();
    others.sort_by(|(a, _), (b, _)| page.writing().compare(a, b));
    own.chain(others.into_iter().map(|(_, lang)| lang))
        .filter(|lang| *lang != source)
        .collect()
}

/// The controls of the form, with what was entered. `needs_details`: what it is about has to be said.
pub(crate) fn controls(page: &Page, state: &FormState, needs_details: bool) -> Vec<Control> {
    let label = |name: &str| page.tc("interpretation-ask", name).to_string();
    let hint = |name: &str| page.tc("interpretation-ask-hint", name).to_string();
    let line = |kind| Kind::Line {
        kind,
        width: "govuk-input--width-10",
        keyboard: "",
    };
    let chosen = |name: &str, choices: Vec<Choice>| -> Vec<Choice> {
        let mark = |choice: Choice| Choice {
            chosen: state.value(name) == choice.value,
            ..choice
        };
        choices.into_iter().map(mark).collect()
    };
    let mut languages = vec![choice("", page.t("interpretation-ask-choose"))];
    languages.extend(
        spoken(page)
            .into_iter()
            .map(|lang| choice(lang, page.language_name(lang))),
    );
    if let Some(own) = languages
        .iter_mut()
        .find(|choice| state.value("language").is_empty() && choice.value == page.lang.as_str())
    {
        own.chosen = true;
    } else {
        languages = chosen("language", languages);
    }
    let settings = page.city().interpretation.settings.iter();
    let settings = settings.map(|demand| choice(demand.code.code(), view::setting(page, demand.code)));
    let mut details = Control::new("details", label("details"), Kind::Area { rows: 5 });
    details.counted = Some(Counted::new(page, MESSAGE_MAX));
    details.is_required = needs_details;
    let mut place = Control::line("place", label("place")).hinted(hint("place"));
    place.autocomplete = Some("off");
    let controls = [
        Control::new("language", label("language"), Kind::Select(languages)),
        Control::new(
            "setting",
            label("setting"),
            Kind::Radios(chosen("setting", settings.collect())),
        ),
        Control::new("date", label("date"), line("date")),
        Control::new("from", label("from"), line("time")).hinted(hint("from")),
        Control::new("until", label("until"), line("time")),
        place,
        details.hinted(hint("details")),
    ];
    controls.map(|control| control.filled(page, state)).into()
}

/// What the form asks for, for that case.
///
/// # Errors
/// Every field that cannot be read.
pub(crate) fn read(page: &Page, fields: &Fields, case: Reference) -> Result<Open, Vec<FieldProblem>> {
    let mut wrong = fields.broken();
    let required = |name: &str| fields.filled(name).ok_or(Problem::Required);
    let language = required("language").and_then(|code| Lang::parse(code).map_err(|_| Problem::NotALanguage));
    let setting = required("setting").and_then(|code| Setting::parse(code).ok_or(Problem::NotAnOption));
    let date = required("date").and_then(typed::day);
    let [from, until] = ["from", "until"].map(|name| required(name).and_then(typed::time));
    let errors = [
        ("language", language.as_ref().err()),
        ("setting", setting.as_ref().err()),
        ("date", date.as_ref().err()),
        ("from", from.as_ref().err()),
        ("until", until.as_ref().err()),
    ];
    for (name, problem) in errors {
        wrong.extend(problem.map(|problem| problem.clone().of(name)));
    }
    let (Ok(language), Ok(setting), Ok(date), Ok(from), Ok(until)) = (language, setting, date, from, until)
    else {
        return Err(wrong);
    };
    // What ends before it begins ends on the next day.
    let last = if until < from {
        date.saturating_add(1.day())
    } else {
        date
    };
    let mut at = |name: &str, day: Date, time: Time| {
        let there = page.city().timezone.to_ambiguous_zoned(day.to_datetime(time));
        // An hour that the clocks leave out, or show twice, is none that people can keep.
        let there = there
            .unambiguous()
            .map_err(|_| wrong.push(Problem::NotATime.of(name)));
        there.map(|there| there.timestamp()).ok()
    };
    let times = (at("from", date, from), at("until", last, until));
    match times {
        (Some(starts_at), Some(ends_at)) if wrong.is_empty() => Ok(Open {
            kind: JobKind::Appointment,
            setting: Some(setting),
            languages: vec![language],
            into: None,
            starts_at,
            ends_at,
            travel_before: None,
            travel_after: None,
            place_code: fields.get("place_code").to_owned(),
            place: fields.get("place").to_owned(),
            details: fields.get("details").to_owned(),
            case: Some(case),
            staff: None,
        }),
        _ => Err(wrong),
    }
}

/// A problem of the rules as a problem of the form.
pub(crate) fn of_form(FieldProblem { field, problem }: FieldProblem) -> FieldProblem {
    let name = match (field.as_str(), &problem) {
        ("languages" | "into", _) => "language",
        ("starts_at", Problem::AskedTwice | Problem::NotAQuarter) => "from",
        ("starts_at", _) => "date",
        ("ends_at", _) => "until",
        ("place_code", _) => "place",
        (other, _) => other,
    };
    problem.of(name)
}
