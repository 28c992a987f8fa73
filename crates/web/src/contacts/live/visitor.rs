//! The socket of a visitor's page: one conversation, which the receipt of its case opens.

use askama::Template;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::Lang;
use domain::cases::Case;
use domain::contacts::{Command, Contact, Conversation, Device, Event, State as Stands};
use domain::receipts::Reference;
use domain::roles::Actor;
use jiff::Timestamp;
use store::contacts::{Aside, Does};
use store::{CommandError, Latest, StoreError};
use tokio::time::Instant;

use super::frames::{FromVisitor, LineFrame, Tells};
use super::hub::{Hub, News, Seat, Whose};
use super::wire::{Closes, Happens, Wire, admitted};
use super::{After, Asides, BEATS, Seldom, news, problem};
use crate::cases::{Held, intake};
use crate::contacts::PATH;
use crate::contacts::chat::{call_back_for, held_contact, name, offered};
use crate::contacts::view::{LineView, Reads, lines as views};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};

/// A line as it is added to the page.
#[derive(Template)]
#[template(path = "contacts/visitor_line.html")]
struct OneLine<'a> {
    page: &'a Page,
    line: &'a LineView,
}

/// That they may ask to be called back.
#[derive(Template)]
#[template(path = "contacts/call_back_offer.html")]
struct Offer<'a> {
    page: &'a Page,
    call_back: &'a str,
}

/// How often one that has too many sockets asks again, in seconds.
const TOO_MANY_S: u64 = 30;

/// `GET /{lang}/chat/{reference}/live?after=`
pub(in crate::contacts) async fn listen(
    State(app): State<App>,
    visit: Visit,
    Path((_, reference)): Path<(String, String)>,
    Query(from): Query<After>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Error> {
    let upgrade = admitted(upgrade, &headers)?;
    let (case, contact) = held_contact(&app, &headers, &reference).await?;
    let held = Held::of(&app, &headers);
    let receipt = held.find(case.reference).ok_or(Error::WrongReceipt)?;
    let code_hash = app.secret().access_hash(case.reference, &receipt.code);
    let seat = Seat::take(&Hub::of(&app), Whose::Receipt(case.reference));
    let mut seat = seat.ok_or(Error::TooMany {
        retry_after: TOO_MANY_S,
    })?;
    seat.follow(contact.reference);
    let talk = Talk {
        page: visit.page(Nav::Of(PATH)),
        actor: Actor::holder(case.reference),
        paper: (case.reference, code_hash),
        ends_at: held.ends_at,
        device: held.device.clone(),
        after: from.after.min(contact.version),
        seat,
        contact,
        latest: None,
        asides: Asides::default(),
        beaten: Seldom::default(),
        again_at: None,
        stale: true,
        offered: false,
    };
    Ok(upgrade.on_upgrade(|socket| talk.run(socket)))
}

struct Talk {
    page: Page,
    actor: Actor,
    /// Reference and hash of the code by which the case is held.
    paper: (Reference, [u8; 32]),
    /// When the device holds it no longer; a page that goes on holding it comes back.
    ends_at: Option<Timestamp>,
    /// By which it is known when the device gives its receipt up.
    device: String,
    seat: Seat,
    contact: Contact,
    /// As it was after they said something last: the next thing goes on from there.
    latest: Option<Box<Latest<Contact>>>,
    /// The last event that was looked at.
    after: u64,
    asides: Asides,
    beaten: Seldom,
    /// The database did not answer: it is asked again then.
    again_at: Option<Instant>,
    /// The record may be another by now.
    stale: bool,
    /// The page has been told that they may ask to be called back.
    offered: bool,
}

impl Talk {
    async fn run(mut self, socket: WebSocket) {
        let mut wire = Wire::new(socket);
        let why = match self.begin(&mut wire).await {
            Ok(()) => loop {
                if let Err(why) = self.step(&mut wire).await {
                    break why;
                }
            },
            Err(why) => why,
        };
        wire.close(why).await;
    }

    async fn begin(&mut self, wire: &mut Wire) -> Result<(), Closes> {
        self.beat().await;
        self.catch_up(wire).await
    }

    async fn step(&mut self, wire: &mut Wire) -> Result<(), Closes> {
        let due = self.again_at.into_iter().chain(self.asides.due()).min();
        match wire.next(&self.seat.ear, due).await? {
            Happens::Asked(asked) => self.asked(wire, asked).await?,
            Happens::Heard(news) => self.heard(wire, &news).await?,
            Happens::Due if self.again_at.is_some_and(|at| at <= Instant::now()) => {
                self.catch_up(wire).await?;
            }
            Happens::Due => {}
            Happens::Look => {
                if wire.is_there() {
                    self.beat().await;
                }
                self.look().await?;
                self.offer(wire).await?;
            }
        }
        if let Some(upto) = self.asides.take() {
            self.tell_others(Does::Reads(upto)).await;
        }
        Ok(())
    }

    async fn asked(&mut self, wire: &mut Wire, asked: FromVisitor) -> Result<(), Closes> {
        match asked {
            FromVisitor::Say {
                id,
                n,
                text,
                language,
            } => {
                let (told, said) = self.say(Device { id, n }, text, language).await?;
                wire.tell(&told).await?;
                self.show_own(wire, &said).await
            }
            FromVisitor::Typing {} => {
                if self.asides.types() {
                    self.tell_others(Does::Types).await;
                }
                Ok(())
            }
            FromVisitor::Read { upto } => {
                self.asides.reads(upto.min(self.after));
                Ok(())
            }
            FromVisitor::Here {} => {
                self.beat().await;
                Ok(())
            }
        }
    }

    /// What they are told, and what it added.
    async fn say(
        &mut self,
        device: Device,
        text: String,
        stated: Option<Lang>,
    ) -> Result<(Tells, Vec<Event>), Closes> {
        let app = &self.page.app;
        let language = intake::language_after(app, stated, &text, self.contact.language);
        let command = Command::Say {
            device,
            text,
            language: Some(language),
        };
        let ctx = app.context(&self.actor);
        let known = self.latest.take();
        let done = app
            .store()
            .carry_out_on(&ctx, self.contact.reference, &command, known);
        // Boxed: a socket that says nothing has no room for it.
        let Device { id, n } = device;
        match Box::pin(done).await {
            Ok(done) => {
                self.latest = Some(done.latest);
                Ok((Tells::Acknowledged { contact: None, id, n }, done.events))
            }
            Err(CommandError::NotFound) => Err(Closes::NotTheirs),
            Err(error) => {
                let (problem, again) = problem(&self.page, error);
                let refused = Tells::Refused {
                    contact: None,
                    id,
                    n,
                    problem,
                    again,
                };
                Ok((refused, Vec::new()))
            }
        }
    }

    /// Their own words go out with what acknowledges them. If others said something before, all of it is looked up.
    async fn show_own(&mut self, wire: &mut Wire, said: &[Event]) -> Result<(), Closes> {
        match said {
            [] => Ok(()),
            [first, ..] if first.seq == self.after + 1 && !self.stale => {
                let frames = self.lines(&Conversation::of(said, false));
                wire.show(Ok(frames), &mut self.again_at).await
            }
            _ => self.catch_up(wire).await,
        }
    }

    async fn tell_others(&self, does: Does) {
        if self.contact.state.is_live() {
            let aside = Aside { by: None, does };
            // Lost without harm.
            let _ = self
                .page
                .app
                .store()
                .tell_hotline(self.contact.reference, aside)
                .await;
        }
    }

    /// They are there still. It is written only while somebody may be offered to an agent.
    async fn beat(&mut self) {
        if self.contact.state == Stands::Waiting && self.beaten.may(BEATS) {
            let app = &self.page.app;
            // The next one says the same.
            let _ = app.store().visitor_beat(self.contact.reference, app.now()).await;
        }
    }

    async fn heard(&mut self, wire: &mut Wire, news: &News) -> Result<(), Closes> {
        if news.given_up.contains(&self.device) {
            return Err(Closes::SessionEnded);
        }
        self.stale |= news.all || news.changed.contains(&self.contact.reference);
        for (_, aside) in news.asides.iter().filter(|(_, aside)| aside.by.is_some()) {
            let told = match aside.does {
                Does::Types => Tells::Typing { contact: None },
                Does::Reads(upto) => Tells::Read { contact: None, upto },
            };
            wire.tell(&told).await?;
        }
        // One that goes on after their own words has been looked at with them.
        let last = news.said.get(&self.contact.reference).copied();
        if last > self.latest.as_ref().map(|latest| latest.record().version) {
            self.latest = None;
        }
        if news.all || self.stale || news.said.values().any(|seq| *seq > self.after) {
            self.catch_up(wire).await?;
        }
        Ok(())
    }

    /// Whether the receipt still opens the case.
    async fn look(&mut self) -> Result<(), Closes> {
        let (reference, code_hash) = self.paper;
        // A chat at a device that many use goes on as long as its page.
        let ends_at = self.ends_at.filter(|_| !self.page.kiosk);
        if ends_at.is_some_and(|at| at <= self.page.app.now()) {
            return Err(Closes::SessionEnded);
        }
        let store = self.page.app.store();
        match store.by_receipt::<Case>(reference, &code_hash).await {
            Ok(None) => Err(Closes::SessionEnded),
            // Whether it does, nobody can tell now.
            Ok(Some(_)) | Err(_) => Ok(()),
        }
    }

    /// Whoever waits long is offered a call-back, once.
    async fn offer(&mut self, wire: &mut Wire) -> Result<(), Closes> {
        if self.offered || self.contact.state != Stands::Waiting {
            return Ok(());
        }
        let offered = Box::pin(offered(&self.page.app, &self.contact)).await;
        // Whether they are, nobody can tell now.
        if !offered.unwrap_or(false) {
            return Ok(());
        }
        self.offered = true;
        let call_back = call_back_for(&self.page, &self.contact);
        let offer = Offer {
            page: &self.page,
            call_back: &call_back,
        };
        match offer.render() {
            Ok(html) => wire.tell(&Tells::CallBack { html }).await,
            Err(_) => Ok(()),
        }
    }

    async fn catch_up(&mut self, wire: &mut Wire) -> Result<(), Closes> {
        let looked = Box::pin(self.look_up()).await;
        wire.show(looked, &mut self.again_at).await
    }

    async fn look_up(&mut self) -> Result<Vec<Tells>, StoreError> {
        let store = self.page.app.store();
        let mut frames = Vec::new();
        let was_stale = self.stale;
        if was_stale {
            let (reference, code_hash) = self.paper;
            let case: Option<Case> = store.by_receipt(reference, &code_hash).await?;
            if let Some(case) = case
                && let Some(contact) = store.contact_of(&case, self.contact.reference).await?
            {
                self.contact = contact;
            }
        }
        let said = news(store, &self.contact, self.after, &self.actor).await?;
        frames.extend(self.lines(&said));
        if was_stale {
            let state = self.contact.state;
            frames.push(Tells::State {
                contact: None,
                state: state.code(),
                told: self.page.tc("contacts-stands", state.code()).to_string(),
                goes_on: state.is_live() && !self.contact.erased,
            });
            self.stale = false;
        }
        Ok(frames)
    }

    /// Those lines, if there are any.
    fn lines(&mut self, said: &Conversation) -> Vec<Tells> {
        if said.seq <= self.after {
            return Vec::new();
        }
        self.after = said.seq;
        let page = &self.page;
        let lines = views(page, &self.contact, said, Reads::Visitor, |by| name(page, by));
        vec![Tells::Lines {
            contact: None,
            lines: lines.iter().filter_map(|line| frame(page, line)).collect(),
            seq: said.seq,
        }]
    }
}

fn frame(page: &Page, line: &LineView) -> Option<LineFrame> {
    Some(LineFrame {
        id: line.id,
        own: line.is_own,
        words: line.kind == "words",
        html: OneLine { page, line }.render().ok()?,
    })
}
