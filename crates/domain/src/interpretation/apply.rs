//! Folding events into a job.

use jiff::Timestamp;

use super::{Acceptance, By, Cancellation, Event, Job, JobEvent, Kind, State, Worked};
use crate::receipts::Reference;
use crate::roles::StaffId;

impl Job {
    pub(super) fn opened(reference: Reference, event: &Event) -> Option<Self> {
        let JobEvent::Opened {
            of,
            setting,
            languages,
            into,
            starts_at,
            ends_at,
            travel_before,
            travel_after,
            place_code,
            case,
            unit,
            staff,
        } = &event.event
        else {
            return None;
        };
        let body = event.body.clone().unwrap_or_default();
        Some(Self {
            reference,
            version: event.seq,
            kind: *of,
            state: match of {
                Kind::Appointment => State::Asked,
                Kind::Duty => State::Rostered,
            },
            setting: *setting,
            languages: languages.clone(),
            into: *into,
            starts_at: *starts_at,
            ends_at: *ends_at,
            travel_before: *travel_before,
            travel_after: *travel_after,
            place_code: place_code.clone(),
            place: body.place,
            details: body.details,
            case: *case,
            unit: unit.clone(),
            asked_by: event.actor.staff(),
            interpreter: *staff,
            offered_at: None,
            acceptance: None,
            declined: Vec::new(),
            unanswered: Vec::new(),
            substitutions: 0,
            cancellation: None,
            worked: None,
            absent: None,
            paid: false,
            reminded: false,
            opened_at: event.at,
            changed_at: event.at,
            erased: false,
        })
    }

    /// The next event of this job.
    pub(super) fn applied(&mut self, event: &Event) {
        self.version = event.seq;
        self.changed_at = event.at;
        match &event.event {
            JobEvent::Opened { .. } => {}
            JobEvent::Offered { staff } => self.offer(*staff, event.at),
            JobEvent::Accepted { confidentiality } => {
                self.state = State::Accepted;
                self.reminded = false;
                self.acceptance = Some(Acceptance {
                    at: event.at,
                    confidentiality: *confidentiality,
                });
            }
            JobEvent::Declined { staff } | JobEvent::GivenBack { staff, .. } => {
                self.look_for_somebody();
                if let Err(at) = self.declined.binary_search(staff) {
                    self.declined.insert(at, *staff);
                }
            }
            JobEvent::Unanswered { staff } => {
                self.look_for_somebody();
                if let Err(at) = self.unanswered.binary_search(staff) {
                    self.unanswered.insert(at, *staff);
                }
            }
            JobEvent::Substituted { staff, .. } => {
                self.substitutions += 1;
                self.offer(*staff, event.at);
            }
            JobEvent::HoursReported { began_at, ended_at } => {
                self.state = State::Done;
                // Who was noted as absent came all the same.
                self.absent = None;
                self.paid = false;
                self.worked = Some(Worked {
                    began_at: *began_at,
                    ended_at: *ended_at,
                });
            }
            JobEvent::NotShownUp { who, paid } => {
                self.state = State::NoShow;
                self.absent = Some(*who);
                self.paid = *paid;
            }
            JobEvent::Cancelled { notice, short, paid } => {
                self.state = State::Cancelled;
                self.paid = *paid;
                self.cancellation = Some(Cancellation {
                    at: event.at,
                    by: if event.actor.is_resident() {
                        By::Resident
                    } else {
                        By::Staff
                    },
                    notice: *notice,
                    short: *short,
                    reason: event.body.as_ref().and_then(|body| body.reason.clone()),
                });
            }
            JobEvent::Lapsed => {
                self.state = State::NotFound;
                self.interpreter = None;
            }
            JobEvent::Moved { unit } => self.unit = unit.clone(),
            JobEvent::Reminded => self.reminded = true,
            JobEvent::Erased => {
                self.erased = true;
                self.place = None;
                self.details = None;
                if let Some(cancellation) = &mut self.cancellation {
                    cancellation.reason = None;
                }
            }
        }
    }

    fn look_for_somebody(&mut self) {
        self.state = State::Asked;
        self.interpreter = None;
        self.acceptance = None;
    }

    fn offer(&mut self, staff: StaffId, at: Timestamp) {
        self.state = State::Offered;
        self.interpreter = Some(staff);
        self.offered_at = Some(at);
        self.acceptance = None;
    }
}
