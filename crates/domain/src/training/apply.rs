//! Folding events into a course.

use jiff::Timestamp;

use super::{Attendance, Course, CourseEvent, Event, How, Note, Reached, Session, State, Withdrawn};
use crate::Lang;
use crate::receipts::Reference;
use crate::roles::StaffId;

impl Course {
    pub(super) fn opened(reference: Reference, event: &Event) -> Option<Self> {
        let CourseEvent::Opened { kind, language, unit } = &event.event else {
            return None;
        };
        Some(Self {
            reference,
            version: event.seq,
            kind: *kind,
            state: State::Planned,
            titles: event.body.clone().unwrap_or_default().titles,
            language: *language,
            unit: unit.clone(),
            opened_at: event.at,
            changed_at: event.at,
            enrolled: Vec::new(),
            sessions: Vec::new(),
            attendance: Vec::new(),
            levels: Vec::new(),
            withdrawn: Vec::new(),
            notes: Vec::new(),
            erased: false,
        })
    }

    /// The next event of this course.
    pub(super) fn applied(&mut self, event: &Event) {
        self.version = event.seq;
        self.changed_at = event.at;
        let body = event.body.clone().unwrap_or_default();
        match &event.event {
            CourseEvent::Opened { .. } => {}
            CourseEvent::Edited { language, unit } => {
                self.language = *language;
                self.unit = unit.clone();
                if !body.titles.is_empty() {
                    self.titles = body.titles;
                }
            }
            CourseEvent::SessionScheduled {
                session,
                starts_at,
                ends_at,
                seats,
            } => self.sessions.push(Session {
                number: *session,
                starts_at: *starts_at,
                ends_at: *ends_at,
                place: body.place,
                seats: *seats,
                cancelled: false,
            }),
            CourseEvent::SessionMoved {
                session,
                starts_at,
                ends_at,
                seats,
            } => {
                for moved in self.sessions.iter_mut().filter(|moved| moved.number == *session) {
                    *moved = Session {
                        number: *session,
                        starts_at: *starts_at,
                        ends_at: *ends_at,
                        place: body.place.clone(),
                        seats: *seats,
                        cancelled: false,
                    };
                }
            }
            CourseEvent::Enrolled { staff } => {
                if let Err(at) = self.enrolled.binary_search(staff) {
                    self.enrolled.insert(at, *staff);
                }
            }
            CourseEvent::Unenrolled { staff } => self.enrolled.retain(|one| one != staff),
            CourseEvent::SessionCancelled { session } => {
                for held in self.sessions.iter_mut().filter(|held| held.number == *session) {
                    held.cancelled = true;
                }
            }
            CourseEvent::AttendanceTaken { session, staff, how } => {
                self.attend(Attendance {
                    session: *session,
                    staff: *staff,
                    how: *how,
                });
            }
            CourseEvent::LevelReached {
                staff,
                language,
                level,
                reached_on,
                expires_on,
            } => self.reach(Reached {
                staff: *staff,
                language: *language,
                level: *level,
                reached_on: *reached_on,
                expires_on: *expires_on,
                warned: false,
            }),
            CourseEvent::LevelWithdrawn { staff, language } => self.withdraw(*staff, *language, event.at),
            CourseEvent::Closed => self.state = State::Closed,
            CourseEvent::Reopened => {
                self.state = State::Planned;
                self.run_if_begun();
            }
            CourseEvent::Noted { language } => self.notes.push(Note {
                id: event.seq,
                at: event.at,
                by: event.actor.staff(),
                language: *language,
                text: body.text,
            }),
            CourseEvent::ExpiryWarned { staff, language, .. } => {
                let same = |level: &&mut Reached| level.staff == *staff && level.language == *language;
                for level in self.levels.iter_mut().filter(same) {
                    level.warned = true;
                }
            }
            CourseEvent::Erased => self.erase(),
        }
    }

    fn attend(&mut self, entry: Attendance) {
        let place = |entry: &Attendance| (entry.session, entry.staff);
        match self.attendance.binary_search_by_key(&place(&entry), place) {
            Ok(at) => self.attendance[at] = entry,
            Err(at) => self.attendance.insert(at, entry),
        }
        self.run_if_begun();
    }

    fn reach(&mut self, level: Reached) {
        let place = |level: &Reached| (level.staff, level.language);
        self.withdrawn
            .retain(|one| (one.staff, one.language) != (level.staff, level.language));
        match self.levels.binary_search_by_key(&place(&level), place) {
            Ok(at) => self.levels[at] = level,
            Err(at) => self.levels.insert(at, level),
        }
        self.run_if_begun();
    }

    fn withdraw(&mut self, staff: StaffId, language: Lang, at: Timestamp) {
        self.levels
            .retain(|level| level.staff != staff || level.language != language);
        let withdrawn = Withdrawn { staff, language, at };
        let place = |one: &Withdrawn| (one.staff, one.language);
        match self.withdrawn.binary_search_by_key(&(staff, language), place) {
            Ok(known) => self.withdrawn[known] = withdrawn,
            Err(at) => self.withdrawn.insert(at, withdrawn),
        }
    }

    /// An excuse comes before a session: it is not yet a beginning.
    fn run_if_begun(&mut self) {
        let begun = !self.levels.is_empty() || self.attendance.iter().any(|entry| entry.how != How::Excused);
        if self.state == State::Planned && begun {
            self.state = State::Running;
        }
    }

    fn erase(&mut self) {
        self.erased = true;
        self.titles.clear();
        for session in &mut self.sessions {
            session.place = None;
        }
        for note in &mut self.notes {
            note.text = None;
        }
    }
}
