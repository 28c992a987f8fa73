//! The room of the hotline: where one is, what rings, the conversations one holds, and who waits.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use domain::contacts::matching::What;
use domain::contacts::{At, BE_THERE, Command, CommandKind, Contact, Kind, SEE, State as Stands};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use domain::roles::{Actor, Reach, Role};
use store::CommandError;
use store::contacts::{Filter, Presence, Queue, Waits};

use super::{enter, held};
use crate::contacts::HOTLINE;
use crate::contacts::exchange::telephone;
use crate::contacts::signalling::ice;
use crate::contacts::view::wait;
use crate::kit::desk::{Answer, Desk, Fault, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::security::Allows;

/// So many who wait are listed; how many others there are is said.
const SHOWN: usize = 50;

/// A contact on a list.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub(in crate::contacts) struct Row {
    pub reference: String,
    pub href: String,
    /// `chat`, `call` or `call-back`, and what it is called.
    pub kind: &'static str,
    pub kind_text: String,
    /// It has a page: a call has none before it is answered.
    pub has_page: bool,
    /// It rings on a telephone, and is answered there.
    pub telephone: bool,
    pub language: String,
    pub state: &'static str,
    pub state_text: String,
    pub waited: String,
    /// How often the visitor has said something.
    pub said: u32,
    pub is_urgent: bool,
    pub is_current: bool,
    /// What rings wants somebody to interpret, no agent.
    pub interprets: bool,
}

/// The part of the room that changes by itself.
#[derive(Template)]
#[template(path = "contacts/desk/now.html")]
pub(in crate::contacts) struct Now {
    pub page: Desk,
    pub at: &'static str,
    pub at_text: String,
    /// They may take what waits.
    pub answers: bool,
    /// Whether one says here where one is.
    pub is_at: bool,
    pub ringing: Vec<Row>,
    /// Those that one is asked into.
    pub rung: Vec<Row>,
    pub held: Vec<Row>,
    /// Over, and nobody has said what came of it.
    pub left: Vec<Row>,
    pub sees_queue: bool,
    /// The first of them.
    pub waiting: Vec<Row>,
    /// That there are others.
    pub more: Option<String>,
    /// Call-backs that are not due yet.
    pub agreed: Vec<Row>,
}

#[derive(Template)]
#[template(path = "contacts/desk/hotline.html")]
pub(in crate::contacts) struct Hotline {
    pub page: Desk,
    pub now: Now,
    /// Why one may be away: code and name.
    pub breaks: Vec<(String, String)>,
    /// Those that one took part in before.
    pub before: Vec<Row>,
    /// This page is one's telephone: the servers that help it find a way to the exchange.
    pub telephone: Option<String>,
}

impl Row {
    pub(super) fn of(desk: &Desk, contact: &Contact) -> Self {
        let now = desk.app.now();
        let waited = now.duration_since(contact.opened_at).as_secs();
        let due = contact.due(now);
        Self {
            reference: contact.reference.to_string(),
            href: format!("{}/{}", HOTLINE.href, contact.reference),
            kind: contact.kind.code(),
            kind_text: desk.tc("contacts-kind", contact.kind.code()).to_string(),
            has_page: true,
            telephone: false,
            language: desk.language_name(contact.language),
            state: contact.state.code(),
            state_text: desk.tc("contacts-state", contact.state.code()).to_string(),
            waited: if let Some(window) = due.filter(|_| contact.state == Stands::Waiting) {
                desk.brief(window.from)
            } else if contact.state == Stands::Waiting {
                wait(desk, waited)
            } else {
                desk.brief(contact.opened_at)
            },
            said: contact.count.visitor,
            is_urgent: contact.urgent,
            is_current: false,
            interprets: false,
        }
    }

    fn waits(desk: &Desk, waits: &Waits) -> Option<Self> {
        let contact = waits.contact?;
        let waited = desk.app.now().duration_since(waits.since).as_secs();
        Some(Self {
            reference: contact.to_string(),
            href: format!("{}/{contact}", HOTLINE.href),
            kind: waits.what.code(),
            kind_text: match waits.what {
                What::Interpreter => String::new(),
                what => desk.tc("contacts-kind", what.code()).to_string(),
            },
            has_page: waits.what != What::Call,
            telephone: waits.in_turn.is_some(),
            language: desk.language_name(waits.language),
            state: Stands::Waiting.code(),
            state_text: desk.tc("contacts-state", Stands::Waiting.code()).to_string(),
            waited: wait(desk, waited),
            said: 0,
            is_urgent: waits.urgent,
            is_current: false,
            interprets: waits.what == What::Interpreter,
        })
    }
}

/// Those that somebody asks one into.
async fn rung(desk: &Desk) -> Result<Vec<Contact>, Fault> {
    let filter = Filter {
        states: vec![Stands::Talking],
        mine: true,
        ..Filter::default()
    };
    let page = desk.app.store().contacts(&desk.actor, &filter, None, 50).await?;
    let asked = page
        .rows
        .into_iter()
        .filter(|contact| contact.rung.contains(&desk.staff.id));
    Ok(asked.collect())
}

/// Call-backs that are not due yet or not any more today, for those who may answer them.
async fn agreed(desk: &Desk) -> Result<Vec<Contact>, Fault> {
    if !desk.may(CommandKind::Answer.action()) {
        return Ok(Vec::new());
    }
    let filter = Filter {
        states: vec![Stands::Waiting],
        kind: Some(Kind::CallBack),
        ..Filter::default()
    };
    let now = desk.app.now();
    let page = desk.app.store().contacts(&desk.actor, &filter, None, 50).await?;
    let mut ahead: Vec<Contact> = page.rows;
    let due = |contact: &Contact| contact.due(now).map(|window| window.from);
    ahead.retain(|contact| due(contact).is_some_and(|from| from > now));
    ahead.sort_by_key(due);
    Ok(ahead)
}

/// The chats that are over and of which nobody says what came of them, for who can.
async fn left(desk: &Desk) -> Result<Vec<Contact>, Fault> {
    // An officer wraps up what was handed to them alone.
    if Contact::reach(&desk.actor, CommandKind::WrapUp.action()) != Reach::All {
        return Ok(Vec::new());
    }
    let filter = Filter {
        states: vec![Stands::WrappingUp],
        left: desk.staff.role != Role::Supervisor,
        ..Filter::default()
    };
    Ok(desk
        .app
        .store()
        .contacts(&desk.actor, &filter, None, 50)
        .await?
        .rows)
}

/// What one has to do with.
#[derive(Debug, Default)]
pub(in crate::contacts) struct Lists {
    pub held: Vec<Contact>,
    pub left: Vec<Contact>,
    pub rung: Vec<Contact>,
    pub agreed: Vec<Contact>,
}

impl Now {
    async fn of(desk: Desk) -> Result<Self, Fault> {
        let app = desk.app.clone();
        let policy = &app.city().hotline.policy;
        let presence = app.store().presence(desk.staff.id).await?;
        let queue = app.store().hotline_queue(policy, app.today(), app.now()).await?;
        let lists = Lists {
            held: held(&desk).await?,
            left: left(&desk).await?,
            rung: rung(&desk).await?,
            agreed: agreed(&desk).await?,
        };
        Ok(Self::with(desk, presence.as_ref(), &queue, &lists))
    }

    pub(in crate::contacts) fn with(
        desk: Desk,
        presence: Option<&Presence>,
        queue: &Queue,
        lists: &Lists,
    ) -> Self {
        let rows = |contacts: &[Contact]| contacts.iter().map(|contact| Row::of(&desk, contact)).collect();
        let at = presence.map_or(At::Offline, |presence| presence.at);
        let reason = presence.and_then(|presence| presence.reason.as_deref());
        let reason = reason.map(|code| desk.c_owned("hotline", format!("break.{code}")));
        let at_text = desk.tc("contacts-at", at.code()).to_string();
        let ringing = queue.ringing(desk.staff.id);
        // Whoever sees only what is theirs sees nobody else's.
        let sees_queue = Contact::reach(&desk.actor, SEE) == Reach::All;
        let waiting = queue.waiting.iter().filter(|_| sees_queue);
        let others = waiting.clone().count().saturating_sub(SHOWN);
        let more = (others > 0).then(|| desk.t("contacts-more").with("n", others).to_string());
        Self {
            at: at.code(),
            at_text: reason.map_or(at_text.clone(), |reason| format!("{at_text} · {reason}")),
            is_at: desk.may(BE_THERE),
            sees_queue,
            more,
            ringing: ringing.filter_map(|waits| Row::waits(&desk, waits)).collect(),
            answers: desk.may(CommandKind::Answer.action()),
            held: rows(&lists.held),
            left: rows(&lists.left),
            rung: rows(&lists.rung),
            agreed: rows(&lists.agreed),
            waiting: waiting
                .take(SHOWN)
                .filter_map(|waits| Row::waits(&desk, waits))
                .collect(),
            page: desk,
        }
    }
}

impl Hotline {
    pub(in crate::contacts) fn with(desk: Desk, now: Now, before: &[Contact]) -> Self {
        let title = desk.t("contacts-title").to_string();
        let breaks = desk.city().hotline.breaks.iter();
        let named = |code: &String| (code.clone(), desk.c_owned("hotline", format!("break.{code}")));
        Self {
            now,
            breaks: breaks.map(named).collect(),
            before: before.iter().map(|contact| Row::of(&desk, contact)).collect(),
            telephone: telephone::socket(&desk).map(|_| ice(&desk)),
            page: desk.room(&HOTLINE).called(title),
        }
    }
}

/// `GET /desk/hotline`
pub(in crate::contacts) async fn show(desk: Desk) -> Answer {
    let desk = enter(desk).await?;
    let now = Now::of(desk.clone()).await?;
    let filter = Filter {
        states: vec![Stands::Ended],
        mine: true,
        ..Filter::default()
    };
    let before = desk.app.store().contacts(&desk.actor, &filter, None, 10).await?;
    let connect = telephone::socket(&desk).map(|socket| socket.origin.clone());
    let mut response = render(&Hotline::with(desk, now, &before.rows))?;
    if connect.is_some() {
        response.extensions_mut().insert(Allows {
            microphone: true,
            connect,
            ..Allows::default()
        });
    }
    Ok(response)
}

/// `GET /desk/hotline/now`: for a page that is left open.
pub(in crate::contacts) async fn now(desk: Desk) -> Answer {
    let desk = enter(desk).await?;
    render(&Now::of(desk).await?)
}

/// `GET /desk/hotline/here`: a page of the desk is open, whichever.
pub(in crate::contacts) async fn here(desk: Desk) -> Answer {
    enter(desk).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /desk/hotline/at`: one says where one is.
pub(in crate::contacts) async fn be_at(desk: Desk, fields: Fields) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    if !desk.may(BE_THERE) {
        return Err(desk.forbidden());
    }
    let breaks = &desk.city().hotline.breaks;
    let reason = fields
        .filled("reason")
        .filter(|code| breaks.iter().any(|known| known == code));
    let at = match At::parse(fields.get("at")) {
        Some(At::Break) if reason.is_none() => None,
        at => at,
    };
    if let Some(at) = at {
        let reason = reason.filter(|_| at == At::Break);
        desk.app
            .store()
            .be_at(desk.staff.id, at, reason, desk.app.now())
            .await?;
    }
    Ok(see_other(HOTLINE.href))
}

/// `POST /desk/hotline/{reference}/decline`: what rings goes on to others.
pub(in crate::contacts) async fn decline(desk: Desk, Path(address): Path<String>) -> Answer {
    let desk = enter(desk).await?;
    if let Ok(reference) = Reference::parse(&address) {
        desk.app.store().decline_offer(reference, desk.staff.id).await?;
    }
    Ok(see_other(HOTLINE.href))
}

/// `POST /desk/hotline/{reference}/take`: whoever it rings at for an interpreter comes in, and sees the conversation from then
/// on.
pub(in crate::contacts) async fn take(desk: Desk, Path(address): Path<String>) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let app = &desk.app;
    let Ok(reference) = Reference::parse(&address) else {
        return Ok(see_other(HOTLINE.href));
    };
    let policy = &app.city().hotline.policy;
    let queue = app.store().hotline_queue(policy, app.today(), app.now()).await?;
    let staff = desk.staff.id;
    let mut rings = queue
        .asked
        .iter()
        .filter(|waits| waits.contact == Some(reference));
    if !rings.any(|waits| waits.offered.is_some_and(|(at, _)| at == staff)) {
        return Ok(see_other(HOTLINE.href));
    }
    let hotline = Actor::System {
        worker: "hotline".to_owned(),
    };
    for (actor, command) in [(&hotline, Command::Ring { staff }), (&desk.actor, Command::Join)] {
        let done = app
            .store()
            .carry_out(&app.context(actor), reference, None, &command)
            .await;
        match done {
            Ok(_) => {}
            // It ended meanwhile.
            Err(CommandError::Refused(_) | CommandError::NotFound) => return Ok(see_other(HOTLINE.href)),
            Err(error) => return Err(Error::from(error).into()),
        }
    }
    Ok(see_other(&format!("{}/{reference}", HOTLINE.href)))
}
