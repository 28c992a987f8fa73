//! Recordings of calls: who makes one, how long it is kept, who has heard it. Its sound is a file of the contact, and never here.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::{Contact, Kind, Part};
use crate::city::City;
use crate::roles::{Actor, StaffId};

/// Of so much sound a browser makes a part, and sends it.
pub const PART: SignedDuration = SignedDuration::from_secs(3);
/// The most parts of one recording: an hour. What is said after it is another recording.
pub const PARTS_MAX: u32 = 1_200;
/// The most bytes of one recording, as they are kept.
pub const SIZE_MAX: u64 = 16 * 1024 * 1024;
/// The most recordings of one call.
pub const RECORDINGS_MAX: usize = 24;
/// Who hears a recording again within so long hears it still: players ask more than once.
const STILL: SignedDuration = SignedDuration::from_mins(10);

/// What a recording was put together from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The number by which the browser that made it told it from others: its sound is sealed under it.
    pub take: u32,
    pub from: Timestamp,
    pub until: Timestamp,
    pub parts: u32,
    /// Of all parts as they are kept, in bytes.
    pub bytes: u64,
    /// SHA-256 of them, in hexadecimal.
    pub digest: String,
}

/// A recording that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Number of its event, and of the file with its sound.
    pub id: u64,
    pub take: u32,
    pub from: Timestamp,
    pub until: Timestamp,
    /// As [`Taken::bytes`].
    pub bytes: u64,
    /// The last day on which it is kept.
    pub kept_until: Date,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// Who heard it, and when they last began to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<Listener>,
}

/// Somebody who heard a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listener {
    /// `None`: whoever called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StaffId>,
    pub at: Timestamp,
}

impl Recording {
    pub(super) fn of(id: u64, taken: &Taken, kept_until: Date) -> Self {
        Self {
            id,
            take: taken.take,
            from: taken.from,
            until: taken.until,
            bytes: taken.bytes,
            kept_until,
            erased: false,
            heard: Vec::new(),
        }
    }

    /// Whether they are hearing it just now, as the journal says already.
    pub(super) fn is_heard_by(&self, actor: &Actor, now: Timestamp) -> bool {
        let mut heard = self.heard.iter();
        heard.any(|heard| heard.by == actor.staff() && now.duration_since(heard.at) < STILL)
    }

    pub(super) fn hear(&mut self, actor: &Actor, at: Timestamp) {
        let by = actor.staff();
        self.heard.retain(|heard| heard.by != by);
        self.heard.push(Listener { by, at });
    }

    /// When it goes: as the day after the last one begins. `None`: beyond all calendars.
    pub fn goes_at(&self, city: &City) -> Option<Timestamp> {
        let next = self.kept_until.tomorrow().ok()?;
        Some(next.to_zoned(city.timezone.clone()).ok()?.timestamp())
    }
}

/// The last day on which a recording is kept that ended then; `None`: this city records nothing.
pub(super) fn kept_until(until: Timestamp, city: &City) -> Option<Date> {
    let days = i64::from(city.hotline.recording_kept_days?);
    city.day(until).checked_add(days.days()).ok()
}

impl Contact {
    /// Whether this city lets a call like this one be recorded, if everybody in it agrees. One by telephone has a caller without
    /// a page on which to agree; one with as many recordings as a call may have gets no other.
    pub fn may_be_recorded(&self, city: &City) -> bool {
        let has_room = self.recordings.len() < RECORDINGS_MAX;
        self.kind == Kind::Call
            && !self.by_telephone
            && has_room
            && city.hotline.recording_kept_days.is_some()
    }

    /// Who records, if it is recorded: the agent who has been in it the longest, and nobody else.
    pub fn recorder(&self) -> Option<StaffId> {
        let mut agents = self.present().filter(|party| party.part == Part::Agent);
        agents.next().map(|party| party.staff)
    }

    /// One whose sound is still kept.
    pub fn recording(&self, id: u64) -> Option<&Recording> {
        self.kept_recordings().find(|recording| recording.id == id)
    }

    pub fn kept_recordings(&self) -> impl Iterator<Item = &Recording> {
        self.recordings.iter().filter(|recording| !recording.erased)
    }
}
