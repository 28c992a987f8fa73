//! Contacts with the hotline: their tables, what their rules need to know of elsewhere, how a case and a contact follow each
//! other, what is said, and lists. Who waits and who is there are rows alone, in [`queue`].

mod calls;
mod captions;
mod consent;
mod conversation;
mod exchange;
mod figures;
mod given_up;
mod held;
mod lists;
mod place;
mod presence;
mod queue;
mod recording;
mod rooms;
mod rounds;
mod rows;

use std::sync::atomic::{AtomicBool, Ordering};

use domain::cases::{self, Case};
use domain::city::City;
use domain::contacts::{Command, Contact, Known, Open};
use domain::journaled::{Context, Event, Journaled as _, numbered};
use domain::receipts::Reference;
use domain::roles::Actor;
use futures::future::{BoxFuture, FutureExt as _};

pub use calls::{Peer, Rings, Signal, SignalError, line};
pub use captions::Caption;
pub use consent::{Agreed, Captions, Consent, Purpose, Recorded};
pub use exchange::{Rang, Turn};
pub use figures::{Arrived, Now, NowIn};
pub use given_up::given_up;
pub use held::Held;
pub use lists::Filter;
pub use queue::{Agent, Aside, Does, Presence, QUEUE, Queue, Waits, rings};
pub use recording::{RecordedPart, RecordingEnd};
pub use rounds::Offer;

use crate::commit::{Clash, Commit, CommitError};
use crate::kept::table::Table;
use crate::kept::{Asked, Change, Kept, Within};
use crate::records::{OpenError, Receipt, Seal, kept};
use crate::value::Value;
use crate::{Store, StoreError, tasks};

impl Kept for Contact {
    /// Who had it, and how long, is in a table of its own since then.
    const SHAPE: u32 = 2;
    /// An interpreter's only by name: they work for all units.
    const OWN: &'static str = "r.reference IN (SELECT p.reference FROM contact_people p WHERE p.staff = {staff}) \
         OR (r.unit = {unit} AND NOT EXISTS (SELECT 1 FROM staff s WHERE s.id = {staff} AND s.role = 'interpreter'))";

    fn tables() -> &'static [Table<Self>] {
        &rows::TABLES
    }

    fn key_value(key: Reference) -> Value {
        key.into()
    }

    async fn known(store: &Store, actor: &Actor, asked: Asked<'_, Self>) -> Result<Known, StoreError> {
        let asks_for = match asked {
            Asked::Command(Command::Answer | Command::Join) => actor.staff(),
            Asked::Command(Command::Ring { staff }) => Some(*staff),
            _ => None,
        };
        let case = match asked {
            Asked::Open(open) => store.within::<Case>(open.case, &Within::All).await?,
            Asked::Command(_) => None,
        };
        Ok(Known {
            case: case.map(Box::new),
            staff: match asks_for {
                Some(staff) => store.staff_by_id(staff).await?,
                None => None,
            },
            spoken: None,
        })
    }

    async fn known_of(
        store: &Store,
        actor: &Actor,
        key: Reference,
        command: &Command,
    ) -> Result<Known, StoreError> {
        let mut known = Self::known(store, actor, Asked::Command(command)).await?;
        if let Command::Translate { translated, .. } = command {
            known.spoken = store.spoken(key, translated.message, translated.language).await?;
        }
        // Whether it goes to a unit is for its case to say.
        if let Command::WrapUp { unit: Some(_), .. } = command
            && let Some(contact) = store.within::<Self>(key, &Within::All).await?
        {
            let case: Option<Case> = store.within(contact.case, &Within::All).await?;
            known.case = case.map(Box::new);
        }
        Ok(known)
    }

    fn beside(before: Option<&Self>, after: &Self, city: &City, commit: &mut Commit) {
        place::follow(before, after, commit);
        captions::follow(before, after, commit);
        consent::follow(before, after, commit);
        recording::follow(before, after, commit);
        tasks::plan::<RecordingEnd>(before, after, city, commit);
    }

    /// Its case follows it.
    fn along<'a>(
        store: &'a Store,
        change: &'a Change<'a, Self>,
        commit: &'a mut Commit,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let contact = change.after;
        let mut steps = change.new.iter().filter_map(|new| contact.step_of(&new.event));
        let Some(step) = steps.next() else {
            return std::future::ready(Ok(())).boxed();
        };
        async move {
            let overtaken = AtomicBool::new(false);
            let decide = |case: &Case, ctx: &Context<'_>| {
                let new = case.follow(contact.reference, &step, ctx);
                let follows = contact.is_followed_by(case, &step, &new);
                overtaken.fetch_or(!follows, Ordering::Relaxed);
                new
            };
            store.follow(commit, change.ctx, contact.case, decide).await?;
            if overtaken.into_inner() {
                commit.overtaken();
            }
            Ok(())
        }
        .boxed()
    }
}

/// The contacts of a case follow it to another unit, and lose their words with it.
pub(crate) fn after_case<'a>(
    store: &'a Store,
    change: &'a Change<'a, Case>,
    commit: &'a mut Commit,
) -> BoxFuture<'a, Result<(), StoreError>> {
    let case = change.after;
    let moves = change
        .before
        .is_some_and(|before| before.unit != case.unit || before.erased != case.erased);
    if !moves || case.contacts.is_empty() {
        return std::future::ready(Ok(())).boxed();
    }
    async move {
        for contact in &case.contacts {
            let decide = |contact: &Contact, _: &Context<'_>| contact.follow(case);
            store.follow(commit, change.ctx, *contact, decide).await?;
        }
        Ok(())
    }
    .boxed()
}

/// A contact that is about to begin, with a case of its own.
#[derive(Debug, Clone)]
pub struct Begins<'a> {
    pub open: &'a Open,
    pub contact: Reference,
    /// Of the case: who holds it holds both.
    pub receipt: &'a Receipt,
}

impl Store {
    /// Opens a case of the hotline and the contact that it is for, in one unit of work.
    ///
    /// # Errors
    /// As [`Store::open_held`] has.
    pub async fn open_contact(
        &self,
        ctx: &Context<'_>,
        begins: &Begins<'_>,
        detected: bool,
    ) -> Result<(Case, Contact), OpenError> {
        let now = kept(ctx.now);
        let ctx = &Context { now, ..*ctx };
        let open = begins.open;
        let opens = cases::Open {
            service: cases::HOTLINE.to_owned(),
            language: open.language,
            detected,
            channel: open.kind.channel(),
            text: String::new(),
            topic: open.topic.clone(),
            fields: std::collections::BTreeMap::new(),
            contact: cases::Contact::default(),
            place: None,
        };
        let mut new = Case::open(&opens, &cases::Known::default(), ctx).map_err(OpenError::Refused)?;
        let events: Vec<Event<Case>> = numbered(&new, 0, now, ctx.actor).collect();
        let key = begins.receipt.reference;
        let case = Case::fold(key, &events).ok_or(StoreError::Refused)?;
        let open = &Open {
            case: key,
            unit: case.unit.clone(),
            ..open.clone()
        };
        let said = Contact::open(open, &Known::default(), ctx).map_err(OpenError::Refused)?;
        let events: Vec<Event<Contact>> = numbered(&said, 0, now, ctx.actor).collect();
        let opened = Contact::fold(begins.contact, &events).ok_or(StoreError::Refused)?;
        let step = said.iter().find_map(|event| opened.step_of(&event.event));
        let step = step.unwrap_or(cases::ContactStep::Began);
        new.extend(case.follow(begins.contact, &step, ctx));

        let mut commit = Commit::default();
        let seal = Seal::Receipt(begins.receipt.code_hash);
        let case = self.begin::<Case>(&mut commit, ctx, key, &seal, &new).await?;
        let contact = self
            .begin::<Contact>(&mut commit, ctx, begins.contact, &Seal::Nothing, &said)
            .await?;
        match self.commit(commit).await {
            Ok(()) => Ok((case, contact)),
            Err(CommitError::Clash(Clash::StreamTaken | Clash::Taken)) => Err(OpenError::KeyTaken),
            Err(CommitError::Clash(_)) => Err(StoreError::Conflict.into()),
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }
}
