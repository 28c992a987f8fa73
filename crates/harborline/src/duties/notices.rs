//! Mails about cases: asks whether an address is right, and tells whoever confirmed it that something happened.
//!
//! A mail is sent once for what happened; twice only when the process died, or the database was away, after the server took
//! the mail and before that was noted. Both have the same `Message-ID` then. Every process with workers has the same mail
//! settings: one without a server takes a task as done, since nobody waits for what the pages say is not sent.

use domain::cases::{Case, Command};
use domain::notices::Change;
use domain::receipts::Reference;
use jiff::{SignedDuration, Timestamp};
use store::notices::{CONFIRMATION, NOTICE};
use store::{CommandError, StoreError, Task};
use web::notices::{Letter, Letters};

use super::tasks::{Carried, Failure};
use super::{Node, system};
use crate::mail::{Mailer, NotSent};

/// Mails are counted over so long.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// So often a day an address is asked, whoever leaves it in whichever cases.
const ASKED_A_DAY: usize = 3;
/// So many notices a day an address gets. What is beyond waits, and is told of in one.
const TOLD_A_DAY: usize = 20;

/// What mails are made of, and what sends them.
#[derive(Debug)]
pub struct Mail {
    pub letters: Letters,
    pub mailer: Mailer,
}

/// Asks whether an address is right.
pub async fn ask(node: &Node, task: &Task) -> Result<Carried, Failure> {
    let Some((mail, case, left)) = wanted(node, task).await? else {
        return Ok(Carried::Out);
    };
    let now = node.clock.now();
    let still = case.notices.as_ref().filter(|notices| notices.left == left);
    let asks = still.is_some_and(|notices| !notices.expired(now));
    let Some(letter) = mail.letters.confirmation(&case).filter(|_| asks) else {
        return Ok(Carried::Out);
    };
    let post = Post {
        node,
        mail,
        case: &case,
        letter: &letter,
    };
    if let Some(later) = post.too_many(CONFIRMATION, ASKED_A_DAY).await? {
        return Ok(Carried::NotBefore(later));
    }
    post.send(CONFIRMATION).await?;
    Ok(Carried::Out)
}

/// Tells that something happened.
pub async fn tell(node: &Node, task: &Task) -> Result<Carried, Failure> {
    let Some((mail, case, seq)) = wanted(node, task).await? else {
        return Ok(Carried::Out);
    };
    // Another mail has told of it, or the task of what happened last will: one of several at once sends.
    let tells = case.untold() == Some(seq);
    let Some(letter) = mail.letters.notice(&case).filter(|_| tells) else {
        return Ok(Carried::Out);
    };
    let post = Post {
        node,
        mail,
        case: &case,
        letter: &letter,
    };
    if let Some(later) = post.too_many(NOTICE, TOLD_A_DAY).await? {
        return Ok(Carried::NotBefore(later));
    }
    if post.send(NOTICE).await? {
        let left = case.notices.as_ref().map_or(0, |notices| notices.left);
        let up_to = case.version;
        post.note(NOTICE, Change::Tell { left, up_to }).await?;
    }
    Ok(Carried::Out)
}

/// The case that a task is about, with the number of the event; nothing when no mail is sent, or there is no such case.
async fn wanted<'a>(node: &'a Node, task: &Task) -> Result<Option<(&'a Mail, Case, u64)>, Failure> {
    let (reference, seq): (Reference, u64) = store::notices::asked(task).ok_or(Failure::Unreadable)?;
    let Some(mail) = node.mail.as_deref() else {
        return Ok(None);
    };
    let case: Option<Case> = node.store.get(reference, &system(&task.kind)).await?;
    Ok(case.map(|case| (mail, case, seq)))
}

/// A letter on its way.
struct Post<'a> {
    node: &'a Node,
    mail: &'a Mail,
    case: &'a Case,
    letter: &'a Letter,
}

impl Post<'_> {
    /// When the address may be written to again, if it was so often within a day.
    async fn too_many(&self, kind: &str, limit: usize) -> Result<Option<Timestamp>, StoreError> {
        let now = self.node.clock.now();
        let hash = &self.letter.address_hash;
        let sent = self.node.store.mails_since(hash, kind, now - A_DAY).await?;
        let first_that_counts = sent.len().checked_sub(limit).and_then(|at| sent.get(at));
        Ok(first_that_counts.map(|at| *at + A_DAY))
    }

    /// Whether it was sent. To an address that takes none it is not, and never again.
    async fn send(&self, kind: &str) -> Result<bool, Failure> {
        let now = self.node.clock.now();
        match self.mail.mailer.send(self.letter, now.into()).await {
            Ok(()) => {
                let Letter {
                    address_hash, name, ..
                } = self.letter;
                self.node.store.mailed(address_hash, kind, name, now).await?;
                Ok(true)
            }
            Err(NotSent::Refused) => {
                let left = self.case.notices.as_ref().map_or(0, |notices| notices.left);
                self.note(kind, Change::Refuse { left }).await?;
                Ok(false)
            }
            Err(why) => Err(Failure::NotSent(why)),
        }
    }

    async fn note(&self, kind: &str, change: Change) -> Result<(), Failure> {
        let noted = self
            .node
            .carry_out(kind, self.case.reference, &Command::Notices(change))
            .await;
        match noted {
            Ok(_) | Err(CommandError::Refused(_) | CommandError::NotFound) => Ok(()),
            Err(CommandError::Stale { .. } | CommandError::OtherRequest) => Err(StoreError::Conflict.into()),
            Err(CommandError::Store(error)) => Err(error.into()),
        }
    }
}
