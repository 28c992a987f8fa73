//! Pieces that several pages show of an interpreter's job, the desk's and the residents'.

use domain::city::City;
use domain::interpretation::{Cancellation, Job, Kind, Setting};
use domain::receipts::Reference;
use jiff::Timestamp;
use jiff::civil::Date;
use store::StoreError;
use store::interpretation::{JobFilter, JobSort};

use crate::kit::desk::{Desk, Names};
use crate::kit::page::Page;
use crate::kit::work::Worked as _;

/// Where its texts stand in the pack.
pub(crate) const PLACE: &str = "interpretation";

pub(crate) fn setting(page: &Page, setting: Setting) -> String {
    page.tc("interpretation-setting", setting.code()).to_string()
}

/// When that day begins in the city; `None` at the ends of time.
pub(crate) fn begins(city: &City, day: Date) -> Option<Timestamp> {
    let begins = day.to_zoned(city.timezone.clone()).ok()?;
    Some(begins.timestamp())
}

/// The time of day in the city: `09:30`.
pub(crate) fn clock(page: &Page, at: Timestamp) -> String {
    let there = at.to_zoned(page.city().timezone.clone());
    format!("{:02}:{:02}", there.hour(), there.minute())
}

/// From when to when: the time alone, when it ends on the day on which it began. `moment` says a moment as the page does.
pub(crate) fn when(
    page: &Page,
    (from, until): (Timestamp, Timestamp),
    moment: impl Fn(Timestamp) -> String,
) -> String {
    let city = page.city();
    let ends = if city.day(from) == city.day(until) {
        clock(page, until)
    } else {
        moment(until)
    };
    let text = page.t("interpretation-when").with("from", moment(from));
    text.with("to", ends).to_string()
}

/// What is spoken, and into what where that is not the city's own language.
pub(crate) fn languages(page: &Page, job: &Job) -> String {
    let names = job.languages.iter().map(|lang| page.language_name(*lang));
    let mut names: Vec<String> = names.collect();
    if job.into != page.city().source_language {
        names.push(page.language_name(job.into));
    }
    names.join(" · ")
}

/// The name of the city's place, and what was written of it.
pub(crate) fn place(page: &Page, job: &Job) -> Option<String> {
    let known = job.place_code.as_deref().map(|code| place_name(page, code));
    let said = job.place.clone();
    let both: Vec<String> = known.into_iter().chain(said).collect();
    (!both.is_empty()).then(|| both.join(" · "))
}

/// A place of the pack, by its code.
pub(crate) fn place_name(page: &Page, code: &str) -> String {
    page.c_owned("places", format!("place.{code}.name"))
}

/// What sort of job it is.
pub(crate) fn sort(page: &Page, job: &Job) -> String {
    match (job.kind, job.setting) {
        (Kind::Appointment, Some(of)) => setting(page, of),
        (kind, _) => page.tc("interpretation-kind", kind.code()).to_string(),
    }
}

pub(crate) fn state(page: &Page, job: &Job) -> String {
    page.tc("interpretation-state", job.state.code()).to_string()
}

/// Hours and minutes: `1:30`.
pub(crate) fn length(minutes: u64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// By whom it was cancelled, with how much notice, and whether that was enough.
pub(crate) fn cancelled(page: &Page, cancellation: &Cancellation) -> String {
    let key = if cancellation.short {
        "interpretation-cancelled-short"
    } else {
        "interpretation-cancelled"
    };
    let by = page.tc("interpretation-by", cancellation.by.code()).to_string();
    page.t(key)
        .with("by", by)
        .with("notice", length(u64::from(cancellation.notice)))
        .to_string()
}

/// The promise that interpreters make, in the reader's language or, while nobody has checked it in that, in the city's.
pub(crate) fn promise(page: &Page) -> crate::kit::published::Published {
    page.published(PLACE, "confidentiality")
}

/// So many are shown beside a case.
const OF_CASE: usize = 50;

/// An interpreter's job as the desk shows it beside its case.
pub(crate) struct OfCase {
    pub href: String,
    pub sort: String,
    pub when: String,
    pub machine: String,
    pub languages: String,
    pub interpreter: Option<String>,
    pub state: &'static str,
    pub state_text: String,
}

/// The interpreters of a case that the reader may see, the first first.
///
/// # Errors
/// As reading has.
pub(crate) async fn of_case(desk: &Desk, case: Reference, names: &Names) -> Result<Vec<OfCase>, StoreError> {
    let filter = JobFilter {
        case: Some(case),
        sort: JobSort::Start,
        ..JobFilter::default()
    };
    let jobs = desk.app.store().jobs(&desk.actor, &filter, None, OF_CASE).await?;
    let line = |job: &Job| OfCase {
        href: format!("{}/{}", Job::PATH, job.reference),
        sort: sort(desk, job),
        when: when(desk, (job.starts_at, job.ends_at), |at| desk.brief(at)),
        machine: desk.machine_time(job.starts_at),
        languages: languages(desk, job),
        interpreter: job.interpreter.map(|staff| names.get(staff)),
        state: job.state.code(),
        state_text: state(desk, job),
    };
    Ok(jobs.rows.iter().map(line).collect())
}
