//! What was done with a course, event by event: with whom, what, and why.

use std::collections::BTreeMap;

use domain::Lang;
use domain::journaled::Recorded;
use domain::roles::StaffId;
use domain::training::{Body, Course, CourseEvent, Reached};

use super::course::time;
use super::view;
use crate::kit::desk::{Desk, Names};

pub(super) struct StepLine {
    pub number: u64,
    pub text: String,
    pub detail: Option<String>,
    /// Why, as someone wrote it.
    pub reason: Option<String>,
    pub who: String,
    pub at: String,
    pub machine: String,
}

/// Levels as they stood before an event, by who has them.
type Before = BTreeMap<(StaffId, Lang), Reached>;

impl StepLine {
    /// The journal, the last event first.
    pub fn all(desk: &Desk, names: &Names, journal: &[Recorded<Course>]) -> Vec<Self> {
        let mut before = Before::new();
        let mut steps: Vec<Self> = journal
            .iter()
            .map(|recorded| Self::of(desk, names, recorded, &mut before))
            .collect();
        steps.reverse();
        steps
    }

    fn of(desk: &Desk, names: &Names, recorded: &Recorded<Course>, before: &mut Before) -> Self {
        let event = &recorded.event;
        let body = event.body.clone().unwrap_or_default();
        let is_note = matches!(event.event, CourseEvent::Noted { .. });
        Self {
            number: event.seq,
            text: desk.tc("training-event", event.event.kind().code()).to_string(),
            detail: detail(desk, names, &event.event, &body, before),
            // A note stands among the notes.
            reason: body.text.filter(|_| !is_note),
            who: names.actor(desk, &event.actor),
            at: desk.brief(event.at),
            machine: desk.machine_time(event.at),
        }
    }
}

/// What was done: of whom, and what was entered.
fn detail(
    desk: &Desk,
    names: &Names,
    event: &CourseEvent,
    body: &Body,
    before: &mut Before,
) -> Option<String> {
    let session = |n: u32, parts: &[Option<String>]| {
        let first = desk.t("training-session").with("n", n).to_string();
        let parts = parts.iter().flatten().cloned();
        std::iter::once(first)
            .chain(parts)
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let level = |reached: &Reached| {
        desk.t("training-detail-level")
            .with("name", names.get(reached.staff))
            .with("language", desk.language_name(reached.language))
            .with("level", view::level(desk, reached.level))
            .with("date", desk.brief_date(reached.reached_on))
            .with("until", view::last_day(desk, reached.expires_on))
            .to_string()
    };
    let staff = |staff: StaffId| {
        let text = desk.t("training-detail-staff").with("name", names.get(staff));
        text.to_string()
    };
    Some(match event {
        CourseEvent::Opened { .. } => {
            let titles = body.titles.values().cloned();
            titles.collect::<Vec<_>>().join(" · ")
        }
        CourseEvent::Edited { language, unit } => {
            let titles = body.titles.values().cloned();
            let language = language.map(|language| desk.language_name(language));
            let parts = titles.chain(language);
            let parts = parts.chain(std::iter::once(desk.unit(unit).to_owned()));
            parts.collect::<Vec<_>>().join(" · ")
        }
        CourseEvent::SessionScheduled {
            session: number,
            starts_at,
            ends_at,
            seats,
        }
        | CourseEvent::SessionMoved {
            session: number,
            starts_at,
            ends_at,
            seats,
        } => {
            let seats = seats.map(|n| desk.t("training-session-seats").with("n", n).to_string());
            let time = time(desk, (*starts_at, *ends_at));
            session(*number, &[Some(time), body.place.clone(), seats])
        }
        CourseEvent::SessionCancelled { session: number } => session(*number, &[]),
        CourseEvent::AttendanceTaken { session, staff, how } => desk
            .t("training-detail-attendance")
            .with("n", *session)
            .with("name", names.get(*staff))
            .with("how", desk.tc("training-how", how.code()).to_string())
            .to_string(),
        CourseEvent::LevelReached {
            staff,
            language,
            level: reached,
            reached_on,
            expires_on,
        } => {
            let reached = Reached {
                staff: *staff,
                language: *language,
                level: *reached,
                reached_on: *reached_on,
                expires_on: *expires_on,
                warned: false,
            };
            before.insert((*staff, *language), reached);
            level(&reached)
        }
        CourseEvent::LevelWithdrawn { staff: of, language } => match before.remove(&(*of, *language)) {
            Some(reached) => level(&reached),
            None => staff(*of),
        },
        CourseEvent::ExpiryWarned {
            staff: of, language, ..
        } => match before.get(&(*of, *language)) {
            Some(reached) => level(reached),
            None => staff(*of),
        },
        CourseEvent::Enrolled { staff: of } | CourseEvent::Unenrolled { staff: of } => staff(*of),
        CourseEvent::Closed | CourseEvent::Reopened | CourseEvent::Noted { .. } | CourseEvent::Erased => {
            return None;
        }
    })
    .filter(|detail| !detail.is_empty())
}
