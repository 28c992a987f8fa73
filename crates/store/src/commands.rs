//! Commands on records of every noun: the rules decide on the record as it is, and what they decided is written.

use std::borrow::Cow;

use domain::journaled::{
    Coded as _, Command, Context, Event, Happening as _, Journaled, New, Refusal, numbered,
};
use domain::roles::Actor;
use domain::security::{self, Noted};

use crate::commit::{Commit, CommitError};
use crate::erasing::{Salt, erase, erase_file, salted, whole};
use crate::journal::{Happened, Stored, entries};
use crate::kept::{Change, Kept, Noun};
use crate::latest::{Done, Latest, Loaded};
use crate::once::IdempotencyKey;
use crate::records::{kept, rows_of};
use crate::streams::stream_of;
use crate::tries::Tries;
use crate::value::{Value, params};
use crate::{Store, StoreError};

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CommandError<N: Journaled> {
    #[error("the rules refuse it")]
    Refused(Refusal),
    /// Someone changed the record since the actor looked at it.
    #[error("the record has changed")]
    Stale { current: Box<N>, since: Vec<Happened> },
    /// There is no such record, or none that the actor may see.
    #[error("there is no such record")]
    NotFound,
    /// The key is known from a request that was not this one.
    #[error("the key was used for another request")]
    OtherRequest,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Events as the journal keeps them, and the salt of the file that came along.
type Salted<'a, N> = (Cow<'a, [New<N>]>, Option<Salt>);

/// What comes along with a command.
#[derive(Debug)]
pub(crate) struct Beside<'a, N> {
    pub bytes: Option<&'a [u8]>,
    /// In the place of the seal that the row has.
    pub seal: Option<Value>,
    pub once: Option<&'a IdempotencyKey>,
    /// What is known of the record: it is not read, unless it has changed.
    pub latest: Option<Box<Latest<N>>>,
}

impl<N> Default for Beside<'_, N> {
    fn default() -> Self {
        Self {
            bytes: None,
            seal: None,
            once: None,
            latest: None,
        }
    }
}

impl<N: Journaled> From<Refusal> for CommandError<N> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Store {
    /// Carries out a command on a record: loads it, lets the rules decide, writes what they decided.
    ///
    /// With `expected`, only if the record is at that version. For a resident the caller has checked the receipt.
    ///
    /// # Errors
    /// [`CommandError::Stale`] when the record is not at the expected version, with what happened since.
    pub async fn carry_out<C>(
        &self,
        ctx: &Context<'_>,
        key: <C::Of as Journaled>::Key,
        expected: Option<u64>,
        command: &C,
    ) -> Result<C::Of, CommandError<C::Of>>
    where
        C: Command<Of: Noun>,
    {
        let done = self.act(ctx, key, expected, command, Beside::default()).await?;
        Ok(done.into_record())
    }

    /// As [`Store::carry_out`], on what is known of the record, if that is still so.
    ///
    /// # Errors
    /// As [`Store::carry_out`].
    pub async fn carry_out_on<C>(
        &self,
        ctx: &Context<'_>,
        key: <C::Of as Journaled>::Key,
        command: &C,
        known: Option<Box<Latest<C::Of>>>,
    ) -> Result<Done<C::Of>, CommandError<C::Of>>
    where
        C: Command<Of: Noun>,
    {
        let beside = Beside {
            latest: known.filter(|known| known.record().key() == key),
            ..Beside::default()
        };
        self.act(ctx, key, None, command, beside).await
    }

    /// As [`Store::carry_out`], and once: the same request with the same key, sent again, gives the record as it is now.
    ///
    /// # Errors
    /// As [`Store::carry_out`]; [`CommandError::OtherRequest`].
    pub async fn carry_out_once<C>(
        &self,
        ctx: &Context<'_>,
        key: <C::Of as Journaled>::Key,
        expected: Option<u64>,
        command: &C,
        once: Option<&IdempotencyKey>,
    ) -> Result<C::Of, CommandError<C::Of>>
    where
        C: Command<Of: Noun>,
    {
        let beside = Beside {
            once,
            ..Beside::default()
        };
        let done = self.act(ctx, key, expected, command, beside).await?;
        Ok(done.into_record())
    }

    /// Carries out a command that adds a file; its bytes go into the same unit of work.
    ///
    /// # Errors
    /// As [`Store::carry_out`]. [`domain::problems::Problem::NotAFileType`] when the bytes are not those that the command says.
    pub async fn attach<C>(
        &self,
        ctx: &Context<'_>,
        key: <C::Of as Journaled>::Key,
        expected: Option<u64>,
        command: &C,
        bytes: &[u8],
    ) -> Result<C::Of, CommandError<C::Of>>
    where
        C: Command<Of: Noun>,
    {
        self.attach_once(ctx, key, expected, (command, bytes), None).await
    }

    /// As [`Store::attach`], and once, as [`Store::carry_out_once`].
    ///
    /// # Errors
    /// As both have.
    pub async fn attach_once<C>(
        &self,
        ctx: &Context<'_>,
        key: <C::Of as Journaled>::Key,
        expected: Option<u64>,
        (command, bytes): (&C, &[u8]),
        once: Option<&IdempotencyKey>,
    ) -> Result<C::Of, CommandError<C::Of>>
    where
        C: Command<Of: Noun>,
    {
        let beside = Beside {
            bytes: Some(bytes),
            once,
            ..Beside::default()
        };
        let done = self.act(ctx, key, expected, command, beside).await?;
        Ok(done.into_record())
    }

    pub(crate) async fn act<C>(
        &self,
        ctx: &Context<'_>,
        key: <C::Of as Journaled>::Key,
        expected: Option<u64>,
        command: &C,
        mut beside: Beside<'_, C::Of>,
    ) -> Result<Done<C::Of>, CommandError<C::Of>>
    where
        C: Command<Of: Noun>,
    {
        let stream = stream_of::<C::Of>(key);
        let mut tries = Tries::of(self, &stream);
        loop {
            // Before the record is read: what was done by then stands in it.
            let done = match beside.once {
                Some(once) => self.was_done(once, &stream).await?,
                None => Some(false),
            };
            // What is known may be old: then it clashes, and is read.
            let loaded = match beside.latest.take() {
                Some(latest) => latest.0,
                None => self.load::<C::Of>(key).await?.ok_or(CommandError::NotFound)?,
            };
            if !sees(ctx.actor, &loaded.record) {
                return Err(CommandError::NotFound);
            }
            // Before the rules, which may not allow twice what was done.
            if done.ok_or(CommandError::OtherRequest)? {
                return Ok(Done::of(loaded, Vec::new()));
            }
            let now = kept(ctx.now);
            let ctx = &Context { now, ..*ctx }.not_before(loaded.record.changed_at());
            let known = C::Of::known_of(self, ctx.actor, key, command).await?;
            let decided = loaded.record.decide(command, &known, ctx);
            // Who may not give it is not told what happened meanwhile.
            if let (Some(expected), false) = (expected, matches!(decided, Err(Refusal::NotAllowed)))
                && let Some(since) = self.overtaken(&loaded.record, &stream, expected).await?
            {
                let sees = loaded.record.permits(ctx.actor, C::Of::see_journal());
                return Err(CommandError::Stale {
                    current: Box::new(loaded.record),
                    since: if sees { since } else { Vec::new() },
                });
            }
            let new = decided.map_err(CommandError::Refused)?;
            if new.is_empty() {
                return Ok(Done::of(loaded, Vec::new()));
            }
            let mut commit = Commit::default();
            let done = Box::pin(self.change(&mut commit, ctx, &loaded, &new, &beside)).await?;
            match self.commit(commit).await {
                Ok(()) => return Ok(done),
                // Someone was faster, or the same request: look again, and decide again.
                Err(CommitError::Clash(_)) => tries.again().await?,
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
    }

    /// What happened to a record since that version, if that is not the one it has. What the platform did by itself
    /// meanwhile (a translation, a reminder) takes nobody's form from them: the rules decide on the record as it is.
    async fn overtaken<N: Journaled>(
        &self,
        record: &N,
        stream: &str,
        seen: u64,
    ) -> Result<Option<Vec<Happened>>, StoreError> {
        if seen == record.version() {
            return Ok(None);
        }
        let since = self.since(stream, seen).await?;
        let aside = |happened: &Happened| N::ASIDE.iter().any(|kind| kind.code() == happened.kind);
        let by_people = since
            .iter()
            .any(|happened| happened.actor.role().is_some() && !aside(happened));
        Ok((by_people || seen > record.version()).then_some(since))
    }

    /// Adds those events of a record to a unit of work, and what follows from them; gives what came of it.
    pub(crate) async fn change<N: Kept>(
        &self,
        commit: &mut Commit,
        ctx: &Context<'_>,
        loaded: &Loaded<N>,
        new: &[New<N>],
        beside: &Beside<'_, N>,
    ) -> Result<Done<N>, CommandError<N>> {
        let stream = stream_of::<N>(loaded.record.key());
        let (new, salt) = self.as_kept(new, beside.bytes)?;
        let new: &[New<N>] = &new;
        let added = numbered(new, loaded.head.seq, ctx.now, ctx.actor);
        if let Some(once) = beside.once {
            once.use_up(commit, &stream, ctx.now);
        }
        let entries = entries(new, ctx.now, ctx.actor, None)?;
        let head = self.append(commit, &stream, loaded.head, entries)?;
        let record = if new.iter().any(|new| new.event.erases()) {
            erase(commit, &stream, ctx.now);
            let erased = Noted::new(security::Kind::Erased).what("words").of(&stream);
            Box::pin(self.noted(commit, ctx, erased)).await?;
            self.without_words(loaded.record.key(), &stream, added).await?
        } else {
            let mut record = loaded.record.clone();
            added.for_each(|event| record.apply(&event));
            record
        };
        let seal = beside.seal.as_ref().unwrap_or(&loaded.seal);
        let before = rows_of(&loaded.record, &loaded.seal, ctx.city)?;
        let after = rows_of(&record, seal, ctx.city)?;
        // The main row goes last, as the one that the others are found by.
        for ((table, before), after) in N::tables().iter().zip(&before).zip(after).rev() {
            table.update(before, after, commit);
        }
        let files = new.iter().zip(loaded.head.seq + 1..);
        for (_, seq) in files.filter(|(new, _)| new.event.file().is_some()) {
            let bytes = beside.bytes.unwrap_or_default().to_vec();
            commit.run(
                "INSERT INTO files (stream, id, bytes, salt) VALUES (?1, ?2, ?3, ?4)",
                params![stream.as_str(), seq, bytes, salt.map(Vec::from)],
            );
        }
        for dropped in new.iter().filter_map(|new| new.event.drops_file()) {
            erase_file(commit, &stream, dropped, ctx.now);
            let erased = Noted::new(security::Kind::Erased).what("file").of(&stream);
            Box::pin(self.noted(commit, ctx, erased)).await?;
        }
        N::beside(Some(&loaded.record), &record, ctx.city, commit);
        let change = Change {
            before: Some(&loaded.record),
            after: &record,
            new,
            ctx,
        };
        N::along(self, &change, commit).await?;
        let seal = seal.clone();
        let events = numbered(new, loaded.head.seq, ctx.now, ctx.actor).collect();
        Ok(Done::of(Loaded { record, seal, head }, events))
    }

    /// Events as the journal keeps them: of a file that comes along, with a salt for its digest.
    fn as_kept<'a, N: Kept>(
        &self,
        new: &'a [New<N>],
        bytes: Option<&[u8]>,
    ) -> Result<Salted<'a, N>, CommandError<N>> {
        if new.iter().all(|new| new.event.file().is_none()) {
            return Ok((Cow::Borrowed(new), None));
        }
        let salt: Salt = self.random();
        let mut kept = new.to_vec();
        for digest in kept.iter_mut().filter_map(|new| new.event.file_mut()) {
            *digest = salted(&salt, whole(bytes, digest)?);
        }
        Ok((Cow::Owned(kept), Some(salt)))
    }

    /// The record that its events make without any words: what the journal will fold to once they are erased.
    async fn without_words<N: Journaled>(
        &self,
        key: N::Key,
        stream: &str,
        added: impl Iterator<Item = Event<N>>,
    ) -> Result<N, StoreError> {
        let unreadable = StoreError::Corrupt { what: "an event" };
        let stored = self.stored_events(stream).await?;
        let events: Option<Vec<Event<N>>> = stored.iter().map(Stored::event).collect();
        let wordless = events.ok_or(unreadable.clone())?.into_iter().chain(added);
        let wordless: Vec<Event<N>> = wordless.map(|event| Event { body: None, ..event }).collect();
        N::fold(key, &wordless).ok_or(unreadable)
    }
}

/// Whether the actor may see it, as [`Store::get`] finds it.
fn sees<N: Journaled>(actor: &Actor, record: &N) -> bool {
    record.permits(actor, N::see())
}
