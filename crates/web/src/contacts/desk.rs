//! Where the hotline is answered: one's own state, what rings, the chats one holds, who waits; and one chat.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use domain::contacts::matching::What;
use domain::contacts::{At, By, Command, CommandKind, Contact, State as Stands};
use domain::receipts::Reference;
use domain::roles::{Actor, Role};
use store::CommandError;
use store::contacts::{Filter, Presence, Queue, Waits};

use super::HOTLINE;
use super::chat::Seen;
use super::view::{LineView, Reads, lines as views, wait};
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::work::{self, Form, Notice, Shown, Step, Worked as _};

/// A chat on a list.
#[derive(Debug)]
pub(super) struct Row {
    pub reference: String,
    pub href: String,
    pub language: String,
    pub state: &'static str,
    pub state_text: String,
    pub waited: String,
    pub is_urgent: bool,
    pub is_current: bool,
    /// What rings wants somebody to interpret, no agent.
    pub interprets: bool,
}

/// The part of the room that changes by itself.
#[derive(Template)]
#[template(path = "contacts/desk/now.html")]
pub(super) struct Now {
    pub page: Desk,
    pub at: &'static str,
    pub at_text: String,
    /// They are rung here, as an agent or as an interpreter.
    pub answers: bool,
    pub ringing: Vec<Row>,
    pub held: Vec<Row>,
    pub waiting: Vec<Row>,
}

#[derive(Template)]
#[template(path = "contacts/desk/hotline.html")]
pub(super) struct Hotline {
    pub page: Desk,
    pub now: Now,
    /// Why one may be away: code and name.
    pub breaks: Vec<(String, String)>,
    /// Those that one took part in before.
    pub before: Vec<Row>,
}

/// The part of a chat's page that changes by itself.
#[derive(Template)]
#[template(path = "contacts/desk/lines.html")]
pub(super) struct Lines {
    pub page: Desk,
    pub said: Vec<LineView>,
    pub action: String,
    pub version: u64,
    pub corrects: bool,
    /// Language that corrections are in.
    pub into: String,
    pub goes_on: bool,
}

#[derive(Template)]
#[template(path = "contacts/desk/contact.html")]
pub(super) struct ContactPage {
    pub page: Desk,
    pub case: String,
    pub state: &'static str,
    pub state_text: String,
    pub facts: Vec<(String, String)>,
    pub talk: Lines,
    pub held: Vec<Row>,
    pub replies: Vec<String>,
    /// Device of what is said next, when one may say something.
    pub says: Option<u32>,
    pub answers: bool,
    pub erased: bool,
    pub forms: Vec<Form>,
    pub steps: Vec<Step>,
    pub notice: Option<Notice>,
    pub done: Option<String>,
}

impl Row {
    fn of(desk: &Desk, contact: &Contact) -> Self {
        let waited = desk.app.now().duration_since(contact.opened_at).as_secs();
        Self {
            reference: contact.reference.to_string(),
            href: format!("{}/{}", HOTLINE.href, contact.reference),
            language: desk.language_name(contact.language),
            state: contact.state.code(),
            state_text: desk.tc("contacts-state", contact.state.code()).to_string(),
            waited: if contact.state == Stands::Waiting {
                wait(desk, waited)
            } else {
                desk.brief(contact.opened_at)
            },
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
            language: desk.language_name(waits.language),
            state: Stands::Waiting.code(),
            state_text: desk.tc("contacts-state", Stands::Waiting.code()).to_string(),
            waited: wait(desk, waited),
            is_urgent: waits.urgent,
            is_current: false,
            interprets: waits.what == What::Interpreter,
        })
    }
}

/// The chats that one holds.
async fn held(desk: &Desk) -> Result<Vec<Contact>, Fault> {
    let filter = Filter {
        states: vec![Stands::Talking, Stands::WrappingUp],
        mine: true,
        ..Filter::default()
    };
    let page = desk.app.store().contacts(&desk.actor, &filter, None, 50).await?;
    let own = page
        .rows
        .into_iter()
        .filter(|contact| contact.is_present(&desk.actor));
    Ok(own.collect())
}

/// Agents are, and interpreters: others come when somebody asks for them by name.
fn is_rung(desk: &Desk) -> bool {
    desk.may(CommandKind::Answer.action()) || desk.staff.role == Role::Interpreter
}

impl Now {
    async fn of(desk: Desk) -> Result<Self, Fault> {
        let app = desk.app.clone();
        let policy = &app.city().hotline.policy;
        let presence = app.store().presence(desk.staff.id).await?;
        let queue = app.store().hotline_queue(policy, app.today(), app.now()).await?;
        let held = held(&desk).await?;
        Ok(Self::with(desk, presence.as_ref(), &queue, &held))
    }

    pub(super) fn with(desk: Desk, presence: Option<&Presence>, queue: &Queue, held: &[Contact]) -> Self {
        let at = presence.map_or(At::Offline, |presence| presence.at);
        let reason = presence.and_then(|presence| presence.reason.as_deref());
        let reason = reason.map(|code| desk.c_owned("hotline", format!("break.{code}")));
        let at_text = desk.tc("contacts-at", at.code()).to_string();
        let ringing = queue.ringing(desk.staff.id);
        Self {
            at: at.code(),
            at_text: reason.map_or(at_text.clone(), |reason| format!("{at_text} · {reason}")),
            answers: is_rung(&desk),
            ringing: ringing.filter_map(|waits| Row::waits(&desk, waits)).collect(),
            held: held.iter().map(|contact| Row::of(&desk, contact)).collect(),
            waiting: queue
                .waiting
                .iter()
                .filter_map(|waits| Row::waits(&desk, waits))
                .collect(),
            page: desk,
        }
    }
}

impl Hotline {
    pub(super) fn with(desk: Desk, now: Now, before: &[Contact]) -> Self {
        let title = desk.t("contacts-title").to_string();
        let breaks = desk.city().hotline.breaks.iter();
        let named = |code: &String| (code.clone(), desk.c_owned("hotline", format!("break.{code}")));
        Self {
            now,
            breaks: breaks.map(named).collect(),
            before: before.iter().map(|contact| Row::of(&desk, contact)).collect(),
            page: desk.room(&HOTLINE).called(title),
        }
    }
}

/// `GET /desk/hotline`
pub(super) async fn show(desk: Desk) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let now = Now::of(desk.clone()).await?;
    let filter = Filter {
        states: vec![Stands::Ended],
        mine: true,
        ..Filter::default()
    };
    let before = desk.app.store().contacts(&desk.actor, &filter, None, 10).await?;
    render(&Hotline::with(desk, now, &before.rows))
}

/// `GET /desk/hotline/now`: for a page that is left open. Whoever asks is there.
pub(super) async fn now(desk: Desk) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    desk.app.store().agent_beat(desk.staff.id, desk.app.now()).await?;
    render(&Now::of(desk).await?)
}

/// `POST /desk/hotline/at`: one says where one is.
pub(super) async fn be_at(desk: Desk, fields: Fields) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let breaks = &desk.city().hotline.breaks;
    let reason = fields
        .filled("reason")
        .filter(|code| breaks.iter().any(|known| known == code));
    let at = match At::parse(fields.get("at")) {
        Some(At::Break) if reason.is_none() => None,
        at => at,
    };
    if let Some(at) = at.filter(|_| is_rung(&desk)) {
        let reason = reason.filter(|_| at == At::Break);
        desk.app
            .store()
            .be_at(desk.staff.id, at, reason, desk.app.now())
            .await?;
    }
    Ok(see_other(HOTLINE.href))
}

/// `POST /desk/hotline/{reference}/decline`: what rings goes on to others.
pub(super) async fn decline(desk: Desk, Path(address): Path<String>) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    if let Ok(reference) = Reference::parse(&address) {
        desk.app.store().decline_offer(reference, desk.staff.id).await?;
    }
    Ok(see_other(HOTLINE.href))
}

/// `POST /desk/hotline/{reference}/take`: whoever it rings at for an interpreter comes in, and sees the conversation from then
/// on.
pub(super) async fn take(desk: Desk, Path(address): Path<String>) -> Answer {
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

/// What visitors are called, and staff by name.
fn name(desk: &Desk, names: &Names, by: By) -> String {
    match by {
        By::Visitor => desk.t("contacts-visitor").to_string(),
        By::Staff(staff) => names.get(staff),
        By::System => desk.t("desk-system").to_string(),
    }
}

impl Lines {
    async fn of(desk: Desk, contact: &Contact, names: &Names) -> Result<Self, Fault> {
        let said = desk.app.store().conversation(contact, 0, &desk.actor).await?;
        let lines = views(&desk, &said, Reads::Staff, |by| name(&desk, names, *by));
        Ok(Self::with(desk, contact, lines))
    }

    pub(super) fn with(desk: Desk, contact: &Contact, lines: Vec<LineView>) -> Self {
        Self {
            said: lines,
            action: format!("{}/{}", HOTLINE.href, contact.reference),
            version: contact.version,
            corrects: contact.allowed(&desk).contains(&CommandKind::Translate),
            into: desk.writes().to_string(),
            goes_on: contact.state.is_live(),
            page: desk,
        }
    }
}

impl ContactPage {
    /// # Errors
    /// When its journal cannot be read.
    pub(super) async fn of(desk: Desk, contact: &Contact, shown: Shown) -> Result<Self, Fault> {
        let names = desk.names().await?;
        let steps = desk.history(contact, &names).await?;
        let talk = Lines::of(desk.clone(), contact, &names).await?;
        let held = held(&desk).await?;
        let of_case = Filter {
            case: Some(contact.case),
            ..Filter::default()
        };
        let same = desk.app.store().contacts(&desk.actor, &of_case, None, 1).await?;
        Ok(Self::with(
            desk,
            contact,
            (&names, same.total),
            (talk, &held),
            shown,
            steps,
        ))
    }

    pub(super) fn with(
        desk: Desk,
        contact: &Contact,
        (names, same): (&Names, u64),
        (talk, held): (Lines, &[Contact]),
        shown: Shown,
        steps: Vec<Step>,
    ) -> Self {
        let title = desk
            .t("contacts-one")
            .with("reference", contact.reference.to_string());
        let title = title.to_string();
        let desk = desk.room(&HOTLINE).called(title);
        let fact = |key: &str, value: String| (desk.tc("contacts-fact", key).to_string(), value);
        let mut facts = vec![
            fact("language", desk.language_name(contact.language)),
            fact("begun", desk.brief(contact.opened_at)),
            fact("unit", desk.unit(&contact.unit).to_owned()),
        ];
        let people: Vec<String> = contact.present().map(|party| names.get(party.staff)).collect();
        if !people.is_empty() {
            facts.push(fact("people", people.join(" · ")));
        }
        if same > 1 {
            facts.push(fact("before", desk.count(same - 1)));
        }
        let allowed = contact.allowed(&desk);
        let says = allowed.contains(&CommandKind::Say);
        let mut forms = desk.forms(contact, names, shown.draft.as_ref());
        // These have forms of their own on the page.
        forms.retain(|form| !matches!(form.code, "say" | "answer" | "translate"));
        let rows = held.iter().map(|other| Row {
            is_current: other.reference == contact.reference,
            ..Row::of(&desk, other)
        });
        let replies = desk.city().replies.iter().map(|reply| {
            let key = format!("{}.text", reply.code);
            desk.c_owned("replies", key)
        });
        let done = shown.done.as_deref().and_then(CommandKind::parse);
        let done = done.filter(|kind| !matches!(kind, CommandKind::Say));
        Self {
            case: contact.case.to_string(),
            state: contact.state.code(),
            state_text: desk.tc("contacts-state", contact.state.code()).to_string(),
            facts,
            talk,
            held: rows.collect(),
            replies: replies.collect(),
            says: says.then(|| u32::from_be_bytes(desk.app.entropy().bytes())),
            answers: allowed.contains(&CommandKind::Answer),
            erased: contact.erased,
            forms,
            steps,
            notice: shown.notice,
            done: done.map(|kind| {
                let what = desk.tc("contacts-command", kind.code()).to_string();
                desk.t("contacts-done").with("what", what).to_string()
            }),
            page: desk,
        }
    }
}

/// `GET /desk/hotline/{reference}`
pub(super) async fn contact(desk: Desk, Path(address): Path<String>, uri: axum::http::Uri) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let contact: Contact = desk.record(&address).await?;
    let shown = Shown {
        done: Some(query_of(&uri).get("done").to_owned()),
        ..Shown::default()
    };
    contact.page(desk, shown).await
}

/// `GET /desk/hotline/{reference}/lines?seen=`: what was said, if anything happened since. Whoever asks is there.
pub(super) async fn lines(
    State(app): State<App>,
    desk: Desk,
    Path(address): Path<String>,
    Query(seen): Query<Seen>,
) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    app.store().agent_beat(desk.staff.id, app.now()).await?;
    let contact: Contact = desk.record(&address).await?;
    if contact.version == seen.seen {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let names = desk.names().await?;
    render(&Lines::of(desk, &contact, &names).await?)
}

/// `POST /desk/hotline/{reference}/{command}`
pub(super) async fn carry_out(desk: Desk, Path(at): Path<(String, String)>, mut fields: Fields) -> Answer {
    // Nobody who answers several chats says in which language they write.
    if at.1 == CommandKind::Say.code() {
        let (language, _) = intake::language_of(&desk.app, None, fields.get("text"), desk.writes());
        fields.set("language", language.to_string());
    }
    work::carry_out::<Contact, _>(desk, at, fields).await
}

/// The address of a command is no page: whoever reloads it gets the chat.
pub(super) async fn back(desk: Desk, Path((address, _)): Path<(String, String)>) -> Answer {
    let contact: Contact = desk.record(&address).await?;
    Ok(see_other(&format!("{}/{}", Contact::PATH, contact.reference)))
}
