//! Pieces that several pages show of an interpreter's job, the desk's and the residents'.

use domain::interpretation::{Cancellation, Job, Kind, Setting};
use jiff::Timestamp;

use crate::kit::page::Page;

/// Where its texts stand in the pack.
pub(crate) const PLACE: &str = "interpretation";

pub(crate) fn setting(page: &Page, setting: Setting) -> String {
    page.tc("interpretation-setting", setting.code()).to_string()
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
