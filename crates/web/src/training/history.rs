//! What each event of a course changed, in words: with whom, what, and why.

use domain::Lang;
use domain::journaled::Event;
use domain::roles::StaffId;
use domain::training::{Body, Course, CourseEvent, Reached};

use super::course::time;
use super::view;
use crate::kit::desk::{Desk, Names};

/// What an event changed, and the reason that someone gave for it.
pub(super) fn told(
    (desk, names): (&Desk, &Names),
    event: &Event<Course>,
    before: Option<&Course>,
) -> Vec<String> {
    let body = event.body.clone().unwrap_or_default();
    // A note stands among the notes.
    let is_note = matches!(event.event, CourseEvent::Noted { .. });
    let why = |why: String| desk.t("training-detail-reason").with("reason", why).to_string();
    let reason = body.text.clone().filter(|_| !is_note).map(why);
    let detail = detail(desk, names, &event.event, &body, before);
    detail.into_iter().chain(reason).collect()
}

/// What was done: of whom, and what was entered.
fn detail(
    desk: &Desk,
    names: &Names,
    event: &CourseEvent,
    body: &Body,
    before: Option<&Course>,
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
    let had = |staff: StaffId, language: Lang| {
        let mut levels = before?.levels.iter();
        levels.find(|reached| reached.staff == staff && reached.language == language)
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
            level(&reached)
        }
        CourseEvent::LevelWithdrawn { staff: of, language }
        | CourseEvent::ExpiryWarned {
            staff: of, language, ..
        } => match had(*of, *language) {
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
