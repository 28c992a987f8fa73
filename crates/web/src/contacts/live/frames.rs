//! What travels on a socket: JSON, one frame a message.

use domain::Lang;
use domain::receipts::Reference;
use serde::{Deserialize, Serialize};

/// From the page of a visitor. Which conversation it is, the socket knows.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum FromVisitor {
    Say {
        id: u32,
        n: u32,
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    Typing {},
    Read {
        upto: u64,
    },
    /// They are still there.
    Here {},
}

/// From the desk, where one socket carries all conversations.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum FromDesk {
    /// Show what is said in it, after that event.
    Watch {
        contact: Reference,
        after: u64,
    },
    /// Show no more of it.
    Leave {
        contact: Reference,
    },
    Say {
        contact: Reference,
        id: u32,
        n: u32,
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    Typing {
        contact: Reference,
    },
    Read {
        contact: Reference,
        upto: u64,
    },
    Here {},
}

/// A line of a conversation as the page shows it. One with the same number takes the place of what was there.
#[derive(Debug, Serialize)]
pub(super) struct LineFrame {
    pub id: u64,
    /// Of the reader's side.
    pub own: bool,
    /// Somebody's words, not only what happened.
    pub words: bool,
    pub html: String,
}

/// Somebody who waits and rings at who listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Rings {
    pub contact: Reference,
    pub language: String,
    pub href: String,
}

/// To a page. `contact` is there at the desk alone.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Tells {
    /// What was said; `seq` is the last event that was looked at, from which one goes on after a break.
    Lines {
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<Reference>,
        lines: Vec<LineFrame>,
        seq: u64,
    },
    /// It is on disk.
    Acknowledged {
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<Reference>,
        id: u32,
        n: u32,
    },
    /// It was not said, and why; `again`: it may be sent again.
    Refused {
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<Reference>,
        id: u32,
        n: u32,
        problem: String,
        again: bool,
    },
    /// The other side writes.
    Typing {
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<Reference>,
    },
    /// The other side has read up to that line.
    Read {
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<Reference>,
        upto: u64,
    },
    /// Where the conversation stands.
    State {
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<Reference>,
        state: &'static str,
        told: String,
        goes_on: bool,
    },
    /// They wait so long that they may ask to be called back: as the page says it.
    CallBack { html: String },
    /// So many things the visitor has said by now in one that somebody holds.
    News { contact: Reference, said: u32 },
    /// What rings, whenever that changes.
    Rings { rings: Vec<Rings> },
    /// Who waits or who is there has changed.
    Queue {},
    /// The database does not answer: what is new comes later.
    Away {},
    /// It answers again.
    Back {},
}
