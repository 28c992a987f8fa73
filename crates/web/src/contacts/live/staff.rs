//! The socket of the desk: what rings at whoever is signed in, and all conversations that they have open.

use std::collections::BTreeMap;
use std::time::Duration;

use askama::Template;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::IntoResponse as _;
use domain::Lang;
use domain::contacts::{Command, CommandKind, Contact, Device};
use domain::receipts::Reference;
use store::contacts::{Aside, Does};
use store::{CommandError, StoreError};
use tokio::time::Instant;

use super::frames::{FromDesk, LineFrame, Rings, Tells};
use super::hub::{Hub, Moved, News, Seat, Whose};
use super::wire::{Closes, Happens, Wire, admitted};
use super::{AGAIN, Asides, BEATS, Seldom, news, problem};
use crate::cases::intake;
use crate::contacts::HOTLINE;
use crate::contacts::desk::{held, name};
use crate::contacts::view::{LineView, Reads, lines as views};
use crate::kit::cookies;
use crate::kit::desk::{Answer, Desk, Names};
use crate::kit::error::Error;
use crate::kit::live::left;
use crate::kit::session;
use crate::kit::work::Worked as _;
use crate::people::signing::TOKEN;

/// Conversations that one socket shows at once.
const WATCHED_MAX: usize = 20;
/// The queue is looked at so often at most, since many come and go; but at once for what rings here.
const QUEUE_EVERY: Duration = Duration::from_millis(250);
/// How often one that has too many sockets asks again, in seconds.
const TOO_MANY_S: u64 = 30;

/// A line as it is added to the page.
#[derive(Template)]
#[template(path = "contacts/desk/line.html")]
struct OneLine<'a> {
    page: &'a Desk,
    line: &'a LineView,
    action: &'a str,
    corrects: bool,
}

/// `GET /desk/hotline/live`
pub(in crate::contacts) async fn listen(desk: Desk, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Answer {
    let upgrade = admitted(upgrade, &headers)?;
    let desk = desk.enter(&HOTLINE)?;
    let token = cookies::get(&desk.app, &headers, TOKEN).ok_or(Error::SignIn)?;
    let seat = Seat::take(&Hub::of(&desk.app), Whose::Staff(desk.staff.id));
    let seat = seat.ok_or(Error::TooMany {
        retry_after: TOO_MANY_S,
    })?;
    let post = Post {
        token: token.to_owned(),
        desk,
        seat,
        watched: BTreeMap::new(),
        held: BTreeMap::new(),
        rings: Vec::new(),
        queue_at: Some(Instant::now()),
        looked_at: Instant::now(),
        again_at: None,
        ends_at: Instant::now(),
        beaten: Seldom::default(),
    };
    Ok(upgrade.on_upgrade(|socket| post.run(socket)).into_response())
}

/// A conversation that the page shows.
struct Watched {
    contact: Contact,
    after: u64,
    /// Something may be new in it.
    is_behind: bool,
    /// And it may stand elsewhere.
    is_stale: bool,
    asides: Asides,
}

struct Post {
    desk: Desk,
    token: String,
    seat: Seat,
    watched: BTreeMap<Reference, Watched>,
    /// Those that they hold, and how often the visitor has said something.
    held: BTreeMap<Reference, u32>,
    rings: Vec<Rings>,
    /// When the queue is looked at again; not before something happens there.
    queue_at: Option<Instant>,
    /// When it was looked at last.
    looked_at: Instant,
    /// The database did not answer: it is asked again then.
    again_at: Option<Instant>,
    /// When the session ends by itself, as far as is known.
    ends_at: Instant,
    beaten: Seldom,
}

impl Post {
    async fn run(mut self, socket: WebSocket) {
        let mut wire = Wire::new(socket);
        self.beat().await;
        // It may have ended before the hub knew of this socket.
        let why = match self.look().await {
            Ok(()) => loop {
                if let Err(why) = self.step(&mut wire).await {
                    break why;
                }
            },
            Err(why) => why,
        };
        wire.close(why).await;
    }

    async fn step(&mut self, wire: &mut Wire) -> Result<(), Closes> {
        let marks = self.watched.values().filter_map(|watched| watched.asides.due());
        let due = marks.chain(self.queue_at).chain(self.again_at);
        let due = due.chain([self.ends_at]).min();
        match wire.next(&self.seat.ear, due).await? {
            Happens::Asked(asked) => self.asked(wire, asked).await?,
            Happens::Heard(news) => self.heard(wire, &news).await?,
            Happens::Due => {}
            Happens::Look => {
                if wire.is_there() {
                    self.beat().await;
                }
                self.look().await?;
            }
        }
        let now = Instant::now();
        if self.ends_at <= now {
            self.look().await?;
        }
        let again = self.again_at.is_some_and(|at| at <= now);
        if self.again_at.is_none() || again {
            self.catch_up(wire).await?;
        }
        self.tell_marks().await;
        Ok(())
    }

    async fn asked(&mut self, wire: &mut Wire, asked: FromDesk) -> Result<(), Closes> {
        match asked {
            FromDesk::Watch { contact, after } => self.watch(contact, after).await?,
            FromDesk::Leave { contact } => {
                self.watched.remove(&contact);
                if !self.held.contains_key(&contact) {
                    self.seat.unfollow(contact);
                }
            }
            FromDesk::Say {
                contact,
                id,
                n,
                text,
                language,
            } => {
                let said = self.say(contact, Device { id, n }, text, language).await?;
                wire.tell(&said).await?;
            }
            FromDesk::Typing { contact } => {
                let staff = self.desk.staff.id;
                let watched = self.own(contact)?;
                if watched.is_some_and(|watched| watched.asides.types()) {
                    let aside = Aside {
                        by: Some(staff),
                        does: Does::Types,
                    };
                    let _ = self.desk.app.store().tell_hotline(contact, aside).await;
                }
            }
            FromDesk::Read { contact, upto } => {
                if let Some(watched) = self.own(contact)? {
                    watched.asides.reads(upto.min(watched.after));
                }
            }
            FromDesk::Here {} => self.beat().await,
        }
        Ok(())
    }

    /// A conversation on the page in which they take part: who only looks on leaves no marks.
    fn own(&mut self, contact: Reference) -> Result<Option<&mut Watched>, Closes> {
        let watched = self.watched.get_mut(&contact).ok_or(Closes::NotTheirs)?;
        let takes_part = watched.contact.is_present(&self.desk.actor) && watched.contact.state.is_live();
        Ok(takes_part.then_some(watched))
    }

    async fn watch(&mut self, reference: Reference, after: u64) -> Result<(), Closes> {
        if self.watched.len() >= WATCHED_MAX && !self.watched.contains_key(&reference) {
            return Err(Closes::TooMuch);
        }
        let found = self
            .desk
            .app
            .store()
            .get::<Contact>(reference, &self.desk.actor)
            .await;
        let contact = match found {
            Ok(Some(contact)) => contact,
            Ok(None) => return Err(Closes::NotTheirs),
            // It comes back by itself and asks again.
            Err(_) => return Err(Closes::Gone),
        };
        self.seat.follow(reference);
        let watched = Watched {
            after: after.min(contact.version),
            contact,
            is_behind: true,
            is_stale: true,
            asides: Asides::default(),
        };
        self.watched.insert(reference, watched);
        Ok(())
    }

    async fn say(
        &mut self,
        contact: Reference,
        device: Device,
        text: String,
        stated: Option<Lang>,
    ) -> Result<Tells, Closes> {
        // Whoever has just been put out of the house says nothing more.
        self.look().await?;
        let app = &self.desk.app;
        let language = intake::language_after(app, stated, &text, self.desk.writes());
        let command = Command::Say {
            device,
            text,
            language: Some(language),
        };
        let ctx = app.context(&self.desk.actor);
        let done = Box::pin(app.store().carry_out(&ctx, contact, None, &command)).await;
        let (contact, Device { id, n }) = (Some(contact), device);
        match done {
            Ok(_) => Ok(Tells::Acknowledged { contact, id, n }),
            Err(CommandError::NotFound) => Err(Closes::NotTheirs),
            Err(error) => {
                let (problem, again) = problem(&self.desk, error);
                Ok(Tells::Refused {
                    contact,
                    id,
                    n,
                    problem,
                    again,
                })
            }
        }
    }

    async fn beat(&mut self) {
        if self.beaten.may(BEATS) {
            let app = &self.desk.app;
            // The next one says the same.
            let _ = app.store().agent_beat(self.desk.staff.id, app.now()).await;
        }
    }

    async fn heard(&mut self, wire: &mut Wire, news: &News) -> Result<(), Closes> {
        if news.staff {
            self.look().await?;
        }
        let now = Instant::now();
        if news.queue == Moved::RingsHere {
            self.queue_at = Some(now);
        } else if news.all || news.queue == Moved::Somebody {
            self.queue_at = Some(now.max(self.looked_at + QUEUE_EVERY));
        }
        for (reference, watched) in &mut self.watched {
            watched.is_behind |= news.all || news.said.get(reference) > Some(&watched.after);
            watched.is_stale |= news.all || news.changed.contains(reference);
        }
        let visitors = news.asides.iter().filter(|(_, aside)| aside.by.is_none());
        for (contact, aside) in visitors.filter(|(contact, _)| self.watched.contains_key(contact)) {
            let contact = Some(*contact);
            let told = match aside.does {
                Does::Types => Tells::Typing { contact },
                Does::Reads(upto) => Tells::Read { contact, upto },
            };
            wire.tell(&told).await?;
        }
        for reference in news.said.keys() {
            self.count(wire, *reference).await?;
        }
        Ok(())
    }

    /// How often the visitor has said something in one that they hold.
    async fn count(&mut self, wire: &mut Wire, reference: Reference) -> Result<(), Closes> {
        let Some(said) = self.held.get_mut(&reference) else {
            return Ok(());
        };
        let store = self.desk.app.store();
        let Ok(Some(contact)) = store.get::<Contact>(reference, &self.desk.actor).await else {
            return Ok(());
        };
        if contact.count.visitor == *said {
            return Ok(());
        }
        *said = contact.count.visitor;
        wire.tell(&Tells::News {
            contact: reference,
            said: *said,
        })
        .await
    }

    /// Whether they are still signed in as they were.
    async fn look(&mut self) -> Result<(), Closes> {
        let left = match session::used(&self.desk.app, &self.token).await {
            Ok(Some(session)) if session.staff == self.desk.staff => left(&self.desk.app, &session),
            Ok(_) => return Err(Closes::SessionEnded),
            // Whether they are, nobody can tell now.
            Err(_) => AGAIN,
        };
        // Never at once: time is kept here and there.
        self.ends_at = Instant::now() + left.max(AGAIN);
        Ok(())
    }

    async fn tell_marks(&mut self) {
        let by = Some(self.desk.staff.id);
        for (reference, watched) in &mut self.watched {
            if let Some(upto) = watched.asides.take() {
                let does = Does::Reads(upto);
                let store = self.desk.app.store();
                let _ = store.tell_hotline(*reference, Aside { by, does }).await;
            }
        }
    }

    async fn catch_up(&mut self, wire: &mut Wire) -> Result<(), Closes> {
        let looked = Box::pin(self.look_up()).await;
        wire.show(looked, &mut self.again_at).await
    }

    async fn look_up(&mut self) -> Result<Vec<Tells>, StoreError> {
        let mut frames = Vec::new();
        if self.queue_at.is_some_and(|at| at <= Instant::now()) {
            self.look_at_queue(&mut frames).await?;
        }
        let (desk, store) = (&self.desk, self.desk.app.store());
        for (reference, watched) in &mut self.watched {
            if watched.is_stale {
                let Some(contact) = store.get::<Contact>(*reference, &desk.actor).await? else {
                    continue;
                };
                watched.contact = contact;
            }
            if watched.is_behind {
                let names = desk
                    .app
                    .lately(async { Ok::<_, StoreError>(Names::of(store.staff().await?)) })
                    .await?;
                let said = news(store, &watched.contact, watched.after, &desk.actor).await?;
                let lines = views(desk, &watched.contact, &said, Reads::Staff, |by| {
                    name(desk, &names, by)
                });
                if said.seq > watched.after {
                    let lines = lines.iter();
                    frames.push(Tells::Lines {
                        contact: Some(*reference),
                        lines: lines
                            .filter_map(|line| frame(desk, &watched.contact, line))
                            .collect(),
                        seq: said.seq,
                    });
                    watched.after = said.seq;
                }
                watched.is_behind = false;
            }
            if std::mem::take(&mut watched.is_stale) {
                let state = watched.contact.state;
                frames.push(Tells::State {
                    contact: Some(*reference),
                    state: state.code(),
                    told: desk.tc("contacts-state", state.code()).to_string(),
                    goes_on: state.is_live() && !watched.contact.erased,
                });
            }
        }
        Ok(frames)
    }

    /// What rings, and what they hold by now.
    async fn look_at_queue(&mut self, frames: &mut Vec<Tells>) -> Result<(), StoreError> {
        let (desk, store) = (&self.desk, self.desk.app.store());
        let waits = store.ringing_at(desk.staff.id).await?;
        let held = held(desk).await?;
        let rings = waits.iter().filter_map(|waits| {
            let contact = waits.contact?;
            Some(Rings {
                contact,
                language: desk.language_name(waits.language),
                href: format!("{}/{contact}", HOTLINE.href),
            })
        });
        let rings: Vec<Rings> = rings.collect();
        if rings != self.rings {
            self.rings.clone_from(&rings);
            frames.push(Tells::Rings { rings });
        }
        let before = std::mem::take(&mut self.held);
        for contact in &held {
            self.seat.follow(contact.reference);
            self.held.insert(contact.reference, contact.count.visitor);
            if before.get(&contact.reference) != Some(&contact.count.visitor) {
                frames.push(Tells::News {
                    contact: contact.reference,
                    said: contact.count.visitor,
                });
            }
        }
        for gone in before.keys().filter(|gone| !self.held.contains_key(gone)) {
            if !self.watched.contains_key(gone) {
                self.seat.unfollow(*gone);
            }
        }
        frames.push(Tells::Queue {});
        (self.queue_at, self.looked_at) = (None, Instant::now());
        Ok(())
    }
}

fn frame(desk: &Desk, contact: &Contact, line: &LineView) -> Option<LineFrame> {
    let action = format!("{}/{}", HOTLINE.href, contact.reference);
    let html = OneLine {
        page: desk,
        line,
        action: &action,
        corrects: contact.allowed(desk).contains(&CommandKind::Translate),
    };
    Some(LineFrame {
        id: line.id,
        own: line.is_own,
        words: line.kind == "words",
        html: html.render().ok()?,
    })
}
