//! Recordings of calls while they are made: parts, sealed by whoever hands them over, in their order; and what becomes of them.
//!
//! No part is taken that not everybody in the call agreed to. Its unit of work looks at those rows itself, and holds the call
//! while it does, so that whoever comes or takes it back is before it or after it. What is over becomes one file of the contact.

use domain::city::City;
use domain::contacts::{Command, Contact, PART, PARTS_MAX, Recording, SIZE_MAX, Taken};
use domain::journaled::Context;
use domain::receipts::Reference;
use domain::roles::StaffId;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use super::consent::{self, Agreed, Recorded, all_agree, hold};
use crate::commands::{Beside, CommandError};
use crate::commit::{Clash, Commit, CommitError};
use crate::journal::hex;
use crate::streams::stream_of;
use crate::tasks::{Reminder, Task};
use crate::value::params;
use crate::{Store, StoreError};

/// Of whom nothing was heard for so long has no more of it: their machine sleeps, or is gone. A browser without a line keeps
/// what it records for five minutes, and sends it when the line is back.
const SILENT: SignedDuration = SignedDuration::from_mins(6);

/// A part of a recording, as it is handed over.
#[derive(Debug, Clone, Copy)]
pub struct RecordedPart<'a> {
    /// Who hands it over: the agent of that call.
    pub by: StaffId,
    /// Tells this recording from others of that call.
    pub take: u32,
    /// From 0.
    pub n: u32,
    pub sealed: &'a [u8],
}

/// It does not go on: what comes is another one.
pub(super) fn close(contact: Reference, commit: &mut Commit) {
    commit.run(
        "UPDATE hotline_recorded SET closed = 1 WHERE contact = ?1 AND n = 0",
        params![contact],
    );
}

/// Whoever comes has not agreed to what was begun without them. What became a file, or lost its words, is here no longer.
pub(super) fn follow(before: Option<&Contact>, after: &Contact, commit: &mut Commit) {
    let had = before.map_or(0, |before| before.recordings.len());
    if after.recordings.len() > had || after.erased {
        commit.run(
            "DELETE FROM hotline_recorded WHERE contact = ?1",
            params![after.reference],
        );
    } else if consent::is_otherwise(before, after) {
        close(after.reference, commit);
    }
}

/// The tasks that let recordings go.
#[derive(Debug)]
pub struct RecordingEnd;

impl Reminder for RecordingEnd {
    type Command = Command;

    const KIND: &'static str = "recording-end";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        let (contact, recording) = task.name.split_once('/')?;
        let recording = recording.parse().ok()?;
        Some((
            Reference::parse(contact).ok()?,
            Command::ForgetRecording { recording },
        ))
    }

    /// That of the one that goes first; the next is asked for when it has gone.
    fn again(contact: &Contact, city: &City) -> Option<Task> {
        let goes = |one: &Recording| Some((one.goes_at(city)?, one.id));
        let (due_at, id) = contact.kept_recordings().filter_map(goes).min()?;
        let name = format!("{}/{id}", contact.reference);
        Some(Task::new(
            Self::KIND,
            name,
            stream_of::<Contact>(contact.reference),
            due_at,
        ))
    }
}

impl Store {
    /// Keeps the next part of a recording; one that is there already is kept once. False: not everybody agrees any more, it is
    /// not the next one, this recording is closed, another of that call is not kept yet, or it is as long as one may be.
    ///
    /// # Errors
    /// As writing has.
    pub async fn record(
        &self,
        agreed: &Agreed<Recorded>,
        part: &RecordedPart<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let contact = agreed.contact();
        if part.n >= PARTS_MAX {
            return Ok(false);
        }
        let room = SIZE_MAX.saturating_sub(part.sealed.len() as u64);
        let mut commit = Commit::default();
        hold(contact, &mut commit);
        commit.must(
            concat!(
                "UPDATE contacts AS c SET version = version WHERE c.reference = ?1 AND c.state = 'talking' \
                 AND EXISTS (SELECT 1 FROM contact_people p WHERE p.reference = c.reference AND p.staff = ?2 \
                 AND p.here = 1 AND p.part = 'agent') \
                 AND NOT EXISTS (SELECT 1 FROM hotline_recorded r WHERE r.contact = c.reference \
                 AND (r.take <> ?3 OR r.closed = 1)) \
                 AND (CAST(?4 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM hotline_recorded r \
                 WHERE r.contact = c.reference AND r.n = CAST(?4 AS BIGINT) - 1)) \
                 AND (SELECT COALESCE(SUM(LENGTH(r.sealed)), 0) FROM hotline_recorded r \
                 WHERE r.contact = c.reference) <= ?5 \
                 AND ",
                all_agree!("'recording'")
            ),
            params![contact, part.by.0, u64::from(part.take), u64::from(part.n), room],
            Clash::Version,
        );
        commit.run(
            "INSERT INTO hotline_recorded (contact, n, take, closed, at, sealed) VALUES (?1, ?2, ?3, 0, ?4, ?5) \
             ON CONFLICT DO NOTHING",
            params![
                contact,
                u64::from(part.n),
                u64::from(part.take),
                now,
                part.sealed.to_vec()
            ],
        );
        match self.commit(commit).await {
            Ok(()) => Ok(true),
            Err(CommitError::Clash(_)) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// Calls of which there are parts and no more will come: somebody came or took it back, the call is over, or nothing was heard
    /// of whoever records.
    ///
    /// # Errors
    /// As reading has.
    pub async fn recordings_over(&self, now: Timestamp) -> Result<Vec<Reference>, StoreError> {
        let before = now.saturating_sub(SILENT).unwrap_or(Timestamp::MIN);
        let read = self.read().await?;
        let over: Vec<(String,)> = read
            .rows(
                "SELECT r.contact FROM hotline_recorded r WHERE r.n = 0 AND (r.closed = 1 OR \
                 (SELECT MAX(l.at) FROM hotline_recorded l WHERE l.contact = r.contact) < ?1) ORDER BY r.contact",
                &params![before],
            )
            .await?;
        let corrupt = StoreError::Corrupt { what: "a recording" };
        let over = over.iter().map(|(contact,)| Reference::parse(contact));
        over.collect::<Result<_, _>>().map_err(|_| corrupt)
    }

    /// The parts that there are of a recording become a file of its contact; nothing when there are none. What the rules do not
    /// let be kept goes.
    ///
    /// # Errors
    /// As [`Store::attach`] has.
    pub async fn keep_recording(
        &self,
        ctx: &Context<'_>,
        contact: Reference,
    ) -> Result<(), CommandError<Contact>> {
        // What is taken is in the file: no part comes between reading them and letting them go.
        let mut over = Commit::default();
        hold(contact, &mut over);
        close(contact, &mut over);
        self.commit(over).await.map_err(StoreError::from)?;
        let read = self.read().await?;
        let rows: Vec<(u64, u64, Timestamp, Vec<u8>)> = read
            .rows(
                "SELECT n, take, at, sealed FROM hotline_recorded WHERE contact = ?1 ORDER BY n",
                &params![contact],
            )
            .await?;
        drop(read);
        let parts: Vec<_> = (0..).zip(&rows).take_while(|(n, row)| row.0 == *n).collect();
        let (Some((_, first)), Some((_, last))) = (parts.first(), parts.last()) else {
            return Ok(self.drop_parts(contact).await?);
        };
        let sound: Vec<u8> = parts.iter().flat_map(|(_, row)| row.3.iter().copied()).collect();
        let taken = Taken {
            take: u32::try_from(first.1).unwrap_or(u32::MAX),
            // A part is there when it is over.
            from: first.2.saturating_sub(PART).unwrap_or(first.2),
            until: last.2,
            parts: u32::try_from(parts.len()).unwrap_or(u32::MAX),
            bytes: sound.len() as u64,
            digest: hex(&Sha256::digest(&sound)),
        };
        let keep = Command::KeepRecording { taken: Some(taken) };
        let beside = Beside {
            bytes: Some(&sound),
            ..Beside::default()
        };
        match self.act(ctx, contact, None, &keep, beside).await {
            Ok(_) => Ok(()),
            Err(CommandError::Refused(_) | CommandError::NotFound) => Ok(self.drop_parts(contact).await?),
            Err(error) => Err(error),
        }
    }

    async fn drop_parts(&self, contact: Reference) -> Result<(), StoreError> {
        let mut commit = Commit {
            purge: true,
            ..Commit::default()
        };
        commit.run(
            "DELETE FROM hotline_recorded WHERE contact = ?1",
            params![contact],
        );
        Ok(self.commit(commit).await?)
    }
}
