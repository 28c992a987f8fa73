//! Folding events into a contact.

use super::{
    Contact, ContactEvent, Count, Device, Event, Heard, Kind, Part, Party, Rating, Recording, State,
};
use crate::Lang;
use crate::cases::Why;
use crate::receipts::Reference;
use crate::roles::StaffId;

/// So many devices of either side are known by what they said last. Each form of a page without scripts is one of its own.
const DEVICES: usize = 64;

impl Contact {
    pub(super) fn opened(reference: Reference, event: &Event) -> Option<Self> {
        let ContactEvent::Opened {
            case,
            channel,
            language,
            unit,
            topic,
            urgent,
            device,
            window,
            rang_at,
            by_telephone,
        } = &event.event
        else {
            return None;
        };
        Some(Self {
            reference,
            version: event.seq,
            case: *case,
            kind: *channel,
            state: State::Waiting,
            language: *language,
            unit: unit.clone(),
            topic: topic.clone(),
            urgent: *urgent,
            opened_at: event.at,
            changed_at: event.at,
            said_at: event.at,
            rang_at: *rang_at,
            by_telephone: *by_telephone,
            window: *window,
            tries: 0,
            again: false,
            answered_at: None,
            answered_by: None,
            people: Vec::new(),
            rung: Vec::new(),
            devices: vec![Heard {
                by: event.actor.staff(),
                id: device.id,
                n: device.n,
                below: 0,
            }],
            count: Count {
                visitor: u32::from(*channel == Kind::Chat),
                ..Count::default()
            },
            ended_at: None,
            why: None,
            outcome: None,
            rating: None,
            recordings: Vec::new(),
            erased: false,
        })
    }

    /// The next event of this contact.
    pub(super) fn applied(&mut self, event: &Event) {
        self.version = event.seq;
        self.changed_at = event.at;
        match &event.event {
            ContactEvent::Opened { .. }
            | ContactEvent::Whispered { .. }
            | ContactEvent::Translated { .. }
            | ContactEvent::Corrected { .. } => {}
            ContactEvent::Answered { languages } => {
                self.state = State::Talking;
                self.answered_at = self.answered_at.or(Some(event.at));
                self.answered_by = self.answered_by.or(event.actor.staff());
                self.join(event, Part::Agent, languages);
            }
            ContactEvent::Rung { staff } => self.rung.push(*staff),
            ContactEvent::Joined { part, languages } => self.join(event, *part, languages),
            ContactEvent::Left { staff } => self.leave(*staff, event),
            ContactEvent::HandedOver { staff } => self.hand_over(*staff, event),
            ContactEvent::NotReached { again } => {
                self.tries = self.tries.saturating_add(1);
                if again.is_some() {
                    self.window = *again;
                    self.state = State::Waiting;
                    self.again = true;
                    self.rung.clear();
                    self.empty(event);
                }
            }
            ContactEvent::Said { device, .. } => {
                self.said_at = event.at;
                self.hear(event.actor.staff(), *device);
                if event.actor.is_resident() {
                    self.count.visitor = self.count.visitor.saturating_add(1);
                } else {
                    self.count.staff = self.count.staff.saturating_add(1);
                }
            }
            ContactEvent::Shared(_) => self.said_at = event.at,
            ContactEvent::Attached { .. } => {
                self.said_at = event.at;
                self.count.files = self.count.files.saturating_add(1);
            }
            ContactEvent::Ended { why } => {
                let had_agent = self.state == State::Talking;
                self.state = if had_agent {
                    State::WrappingUp
                } else {
                    State::Ended
                };
                self.ended_at = Some(event.at);
                self.why = Some(*why);
                self.rung.clear();
            }
            ContactEvent::WrappedUp { outcome, topic, .. } => {
                self.state = State::Ended;
                self.outcome = Some(*outcome);
                if topic.is_some() {
                    self.topic.clone_from(topic);
                }
                self.empty(event);
            }
            ContactEvent::Rated { solved, satisfied } => {
                self.rating = Some(Rating {
                    at: event.at,
                    solved: *solved,
                    satisfied: *satisfied,
                });
            }
            ContactEvent::Recorded { taken, kept_until } => {
                self.recordings.push(Recording::of(event.seq, taken, *kept_until));
            }
            ContactEvent::Listened { recording } => {
                if let Some(known) = self.recorded(*recording) {
                    known.hear(&event.actor, event.at);
                }
            }
            ContactEvent::RecordingErased { recording } => {
                if let Some(known) = self.recorded(*recording) {
                    known.erased = true;
                }
            }
            ContactEvent::Moved { unit } => self.unit = unit.clone(),
            ContactEvent::Erased => {
                self.erased = true;
                for recording in &mut self.recordings {
                    recording.erased = true;
                }
                self.rung.clear();
                self.empty(event);
                // Nobody can go on in a conversation whose words are gone.
                if self.state != State::Ended {
                    self.state = State::Ended;
                    self.ended_at = self.ended_at.or(Some(event.at));
                    self.why = self.why.or(Some(Why::Silent));
                }
            }
        }
    }

    fn hand_over(&mut self, staff: StaffId, event: &Event) {
        for party in self.people.iter_mut().filter(|party| party.left_at.is_none()) {
            if party.staff == staff {
                party.part = Part::Agent;
            } else if Some(party.staff) == event.actor.staff() {
                party.left_at = Some(event.at);
            }
        }
    }

    fn recorded(&mut self, id: u64) -> Option<&mut Recording> {
        self.recordings.iter_mut().find(|recording| recording.id == id)
    }

    fn join(&mut self, event: &Event, part: Part, languages: &[Lang]) {
        let Some(staff) = event.actor.staff() else {
            return;
        };
        self.rung.retain(|rung| *rung != staff);
        // Who comes back is the same one; when agents had it before is counted.
        let is_counted = |party: &Party| party.part == Part::Agent;
        self.people
            .retain(|party| party.staff != staff || is_counted(party));
        self.people.push(Party {
            staff,
            part,
            languages: languages.to_vec(),
            joined_at: event.at,
            left_at: None,
        });
    }

    fn leave(&mut self, staff: StaffId, event: &Event) {
        for party in self.people.iter_mut().filter(|party| party.staff == staff) {
            party.left_at = party.left_at.or(Some(event.at));
        }
        let goes_on = self.state == State::Talking;
        if goes_on && !self.present().any(|party| party.part == Part::Agent) {
            self.state = State::Waiting;
            self.again = true;
        }
    }

    /// Nobody is there any more.
    fn empty(&mut self, event: &Event) {
        for party in &mut self.people {
            party.left_at = party.left_at.or(Some(event.at));
        }
    }

    fn hear(&mut self, by: Option<StaffId>, device: Device) {
        let place = |known: &Heard| known.by == by && known.id == device.id;
        let heard = match self.devices.iter().position(place) {
            Some(at) => {
                let mut heard = self.devices.remove(at);
                heard.hear(device.n);
                heard
            }
            None => Heard {
                by,
                id: device.id,
                n: device.n,
                below: 0,
            },
        };
        // No side makes the other's be forgotten.
        let same_side = |known: &Heard| known.by.is_some() == by.is_some();
        if self.devices.iter().filter(|known| same_side(known)).count() >= DEVICES
            && let Some(oldest) = self.devices.iter().position(same_side)
        {
            self.devices.remove(oldest);
        }
        self.devices.push(heard);
    }
}
