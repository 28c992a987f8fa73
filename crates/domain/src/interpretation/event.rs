use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Absent, Job, Kind, Setting};
use crate::journaled::{self, Happening, kinds};
use crate::receipts::Reference;
use crate::roles::StaffId;
use crate::{Lang, UnitCode};

/// Words that someone wrote: the part of an event that can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Body {
    pub(super) fn reason(reason: String) -> Self {
        Self {
            reason: said(reason),
            ..Self::default()
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What was written, if anything.
pub(super) fn said(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A change of a job, without anyone's words. As JSON it is what the journal keeps as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case")]
pub enum JobEvent {
    Opened {
        of: Kind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        setting: Option<Setting>,
        languages: Vec<Lang>,
        into: Lang,
        starts_at: Timestamp,
        ends_at: Timestamp,
        /// Minutes.
        #[serde(default, skip_serializing_if = "is_none")]
        travel_before: u16,
        #[serde(default, skip_serializing_if = "is_none")]
        travel_after: u16,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place_code: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<Reference>,
        unit: UnitCode,
        /// Who is on duty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        staff: Option<StaffId>,
    },
    Offered {
        staff: StaffId,
    },
    Accepted {
        /// Version of the promise that was accepted with it.
        confidentiality: u32,
    },
    Declined {
        staff: StaffId,
    },
    GivenBack {
        staff: StaffId,
        /// Minutes before the beginning.
        notice: u32,
    },
    Substituted {
        from: StaffId,
        staff: StaffId,
    },
    HoursReported {
        began_at: Timestamp,
        ended_at: Timestamp,
    },
    NotShownUp {
        who: Absent,
        /// It is counted as worked all the same.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        paid: bool,
    },
    Cancelled {
        /// Minutes before the beginning.
        notice: u32,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        short: bool,
        /// It is counted as worked all the same.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        paid: bool,
    },
    /// Whoever it was offered to did not answer in time.
    Unanswered {
        staff: StaffId,
    },
    /// Nobody took it on before its end.
    Lapsed,
    /// With its case, to another unit.
    Moved {
        unit: UnitCode,
    },
    /// Those whom it concerns were told that it is near.
    Reminded,
    Erased,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(minutes: &u16) -> bool {
    *minutes == 0
}

kinds! {
    /// What an event is called in the journal.
    EventKind of JobEvent {
        Opened = "opened",
        Offered = "offered",
        Accepted = "accepted",
        Declined = "declined",
        GivenBack = "given-back",
        Substituted = "substituted",
        HoursReported = "hours-reported",
        NotShownUp = "not-shown-up",
        Cancelled = "cancelled",
        Unanswered = "unanswered",
        Lapsed = "lapsed",
        Moved = "moved",
        Reminded = "reminded",
        Erased = "erased",
    }
}

impl JobEvent {
    /// Of whom it tells.
    pub fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Offered { staff }
            | Self::Declined { staff }
            | Self::Unanswered { staff }
            | Self::GivenBack { staff, .. }
            | Self::Substituted { staff, .. } => Some(*staff),
            Self::Opened { staff, .. } => *staff,
            _ => None,
        }
    }
}

impl Happening for JobEvent {
    type Kind = EventKind;

    fn kind(&self) -> EventKind {
        self.kind()
    }

    fn erases(&self) -> bool {
        *self == Self::Erased
    }
}

/// An event that a command made and nothing has recorded yet.
pub type NewEvent = journaled::New<Job>;

/// A recorded event.
pub type Event = journaled::Event<Job>;
