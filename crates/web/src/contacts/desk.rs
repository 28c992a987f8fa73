//! Where the hotline is answered: one's own state, what rings, the chats one holds, who waits; and one chat.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use domain::Lang;
use domain::cases::{Case, HOTLINE as HOTLINE_SERVICE};
use domain::city::{CannedReply, ReplyUse};
use domain::contacts::matching::What;
use domain::contacts::{
    At, BE_THERE, By, Command, CommandKind, Contact, Conversation, Device, Event, Kind, Part, SEE, Sharing,
    State as Stands,
};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use domain::roles::{Actor, Reach, Role};
use store::contacts::{Filter, Peer, Presence, Queue, Waits};
use store::{CommandError, OpenError, StoreError};

use super::HOTLINE;
use super::call_back::Times;
use super::chat::{LeftOpen, device_of};
use super::signalling::{CallView, Ear, Has, Tells, ice, json};
use super::view::{LineView, Reads, Words, lines as views, title, wait, words};
use crate::cases::intake;
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState};
use crate::kit::security::Allows;
use crate::kit::work::{self, Form, Notice, Shown, Step, Worked as _};

/// So many who wait are listed; how many others there are is said.
const SHOWN: usize = 50;
/// What is shown of a chat besides it: the translations of a line, by its number.
const CORRECT: &str = "correct-";

/// A chat on a list.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub(super) struct Row {
    pub reference: String,
    pub href: String,
    /// `chat`, `call` or `call-back`, and what it is called.
    pub kind: &'static str,
    pub kind_text: String,
    /// It has a page: a call has none before it is answered.
    pub has_page: bool,
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
pub(super) struct Now {
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
pub(super) struct Hotline {
    pub page: Desk,
    pub now: Now,
    /// Why one may be away: code and name.
    pub breaks: Vec<(String, String)>,
    /// Those that one took part in before.
    pub before: Vec<Row>,
}

/// A reply that is ready: as one writes it, and as the visitor reads it.
#[derive(Debug)]
pub(super) struct Reply {
    pub title: String,
    pub text: String,
    /// Where they read another language, and it is there in that.
    pub known: Option<Words>,
}

/// The replies of the pack that fit a chat: those that promise nothing of a case's own.
fn replies(desk: &Desk, contact: &Contact) -> Vec<Reply> {
    let (texts, writes) = (&desk.city().texts, desk.writes());
    let one = |reply: &CannedReply| {
        let key = format!("{}.text", reply.code);
        let text = texts.get("replies", &key, writes)?;
        let known = texts.get("replies", &key, contact.language);
        let known = known.filter(|_| contact.language != writes);
        Some(Reply {
            title: desk.c_owned("replies", format!("{}.title", reply.code)),
            text: text.trim().to_owned(),
            known: known.map(|known| words(desk, contact.language, known.trim())),
        })
    };
    let fits = |reply: &&CannedReply| {
        let of_hotline = reply.services.is_empty() || reply.services.iter().any(|of| of == HOTLINE_SERVICE);
        of_hotline && matches!(reply.purpose, ReplyUse::Reply | ReplyUse::Ask)
    };
    desk.city().replies.iter().filter(fits).filter_map(one).collect()
}

/// The guides and places that may be shown, by their titles.
fn shares(desk: &Desk) -> Vec<(&'static str, Vec<(String, String)>)> {
    let titled = |what: Sharing, code: &str| (code.to_owned(), title(desk, what, code));
    let guides = desk.city().guides.iter();
    let places = desk.city().places.list.iter();
    vec![
        (
            Sharing::Guide.code(),
            guides
                .map(|guide| titled(Sharing::Guide, guide.code.as_str()))
                .collect(),
        ),
        (
            Sharing::Place.code(),
            places.map(|place| titled(Sharing::Place, &place.code)).collect(),
        ),
    ]
}

/// The part of a chat's page that changes by itself.
#[derive(Template)]
#[template(path = "contacts/desk/lines.html")]
pub(super) struct Lines {
    pub page: Desk,
    pub said: Vec<LineView>,
    pub action: String,
    pub version: u64,
    /// State of the page around them.
    pub around: &'static str,
    pub corrects: bool,
    pub goes_on: bool,
    /// The rest of the page is as it was before: its state has changed meanwhile.
    pub is_news: bool,
}

/// A translation of a line that can be put right, or put in.
#[derive(Debug)]
pub(super) struct Correction {
    pub language: String,
    pub name: String,
    pub words: Words,
    pub problem: Option<String>,
}

#[derive(Template)]
#[template(path = "contacts/desk/contact.html")]
pub(super) struct ContactPage {
    pub page: Desk,
    pub reference: String,
    pub case: String,
    pub kind: &'static str,
    /// Whom to call: as it is read, and as it is dialled.
    pub number: Option<(String, String)>,
    pub times: Option<Times>,
    /// One takes part in a call that goes on: what the browser needs for it, and the signals that are old.
    pub call: Option<(String, u64)>,
    pub state: &'static str,
    pub state_text: String,
    pub facts: Vec<(String, String)>,
    /// What else the same receipt opens, when there is more.
    pub same: Option<String>,
    pub talk: Lines,
    pub held: Vec<Row>,
    pub replies: Vec<Reply>,
    /// What may be shown: a kind, and code and title of each of it.
    pub shares: Vec<(&'static str, Vec<(String, String)>)>,
    /// Device of what is said next, when one may say something.
    pub says: Option<u32>,
    /// Number of that.
    pub n: u32,
    /// What was sent and comes back, and what is wrong with it.
    pub draft: String,
    pub problem: Option<String>,
    /// The line whose translations are put right, and those.
    pub correcting: u64,
    pub corrections: Vec<Correction>,
    pub answers: bool,
    pub erased: bool,
    pub forms: Vec<Form>,
    pub steps: Vec<Step>,
    pub notice: Option<Notice>,
    pub done: Option<String>,
}

/// What whoever chats did before: what the same receipt opens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    /// With those that are linked to it.
    pub cases: u64,
    pub chats: u64,
}

impl Row {
    fn of(desk: &Desk, contact: &Contact) -> Self {
        let waited = desk.app.now().duration_since(contact.opened_at).as_secs();
        Self {
            reference: contact.reference.to_string(),
            href: format!("{}/{}", HOTLINE.href, contact.reference),
            kind: contact.kind.code(),
            kind_text: desk.tc("contacts-kind", contact.kind.code()).to_string(),
            has_page: true,
            language: desk.language_name(contact.language),
            state: contact.state.code(),
            state_text: desk.tc("contacts-state", contact.state.code()).to_string(),
            waited: if let Some(window) = contact.window.filter(|_| contact.state == Stands::Waiting) {
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

/// Call-backs that are not due yet, for those who may answer them.
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
    ahead.retain(|contact| contact.waits_since() > now);
    ahead.sort_by_key(Contact::waits_since);
    Ok(ahead)
}

/// The chats that one holds.
pub(super) async fn held(desk: &Desk) -> Result<Vec<Contact>, StoreError> {
    let filter = Filter {
        states: vec![Stands::Talking, Stands::WrappingUp],
        here: true,
        ..Filter::default()
    };
    let page = desk.app.store().contacts(&desk.actor, &filter, None, 50).await?;
    Ok(page.rows)
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

/// Enters the room. Whoever asks for anything here is there.
async fn enter(desk: Desk) -> Result<Desk, Fault> {
    let desk = desk.enter(&HOTLINE)?;
    desk.app.store().agent_beat(desk.staff.id, desk.app.now()).await?;
    Ok(desk)
}

/// What one has to do with.
#[derive(Debug, Default)]
pub(super) struct Lists {
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

    pub(super) fn with(desk: Desk, presence: Option<&Presence>, queue: &Queue, lists: &Lists) -> Self {
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
    let desk = enter(desk).await?;
    let now = Now::of(desk.clone()).await?;
    let filter = Filter {
        states: vec![Stands::Ended],
        mine: true,
        ..Filter::default()
    };
    let before = desk.app.store().contacts(&desk.actor, &filter, None, 10).await?;
    render(&Hotline::with(desk, now, &before.rows))
}

/// `GET /desk/hotline/now`: for a page that is left open.
pub(super) async fn now(desk: Desk) -> Answer {
    let desk = enter(desk).await?;
    render(&Now::of(desk).await?)
}

/// `GET /desk/hotline/here`: a page of the desk is open, whichever.
pub(super) async fn here(desk: Desk) -> Answer {
    enter(desk).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /desk/hotline/at`: one says where one is.
pub(super) async fn be_at(desk: Desk, fields: Fields) -> Answer {
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
pub(super) async fn decline(desk: Desk, Path(address): Path<String>) -> Answer {
    let desk = enter(desk).await?;
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
pub(super) fn name(desk: &Desk, names: &Names, by: &By) -> String {
    match *by {
        By::Visitor => desk.t("contacts-visitor").to_string(),
        By::Staff(staff) => names.get(staff),
        By::System => desk.t("desk-system").to_string(),
    }
}

/// A number that was kept, as a telephone takes it.
fn dialled(number: &str) -> String {
    format!("tel:{number}")
}

impl Lines {
    async fn of(desk: Desk, contact: &Contact, names: &Names) -> Result<Self, Fault> {
        let said = desk.app.store().conversation(contact, 0, &desk.actor).await?;
        let lines = views(&desk, &said, Reads::Staff, |by| name(&desk, names, by));
        Ok(Self::with(desk, contact, lines))
    }

    pub(super) fn with(desk: Desk, contact: &Contact, lines: Vec<LineView>) -> Self {
        Self {
            said: lines,
            action: format!("{}/{}", HOTLINE.href, contact.reference),
            version: contact.version,
            around: contact.state.code(),
            corrects: contact.allowed(&desk).contains(&CommandKind::Translate),
            // Whoever wraps up is there as well.
            goes_on: contact.state != Stands::Ended,
            is_news: false,
            page: desk,
        }
    }
}

/// The translations of a line that may be put right, and those that somebody needs: a form for each language.
fn corrections(
    desk: &Desk,
    contact: &Contact,
    said: &Conversation,
    (id, sent): (u64, &FormState),
) -> Vec<Correction> {
    let may = contact.allowed(desk).contains(&CommandKind::Translate);
    let line = said
        .lines
        .iter()
        .find(|line| line.id == id && line.text.is_some());
    let Some((line, said_in)) = line.filter(|_| may).and_then(|line| Some((line, line.language?))) else {
        return Vec::new();
    };
    let mut into: Vec<Lang> = line.translations.iter().map(|one| one.language).collect();
    let wanted = contact.wanted(said_in, line.by == By::Visitor, desk.city());
    let came_back = Lang::parse(sent.value("language")).ok();
    let others = wanted.into_iter().chain(came_back).collect::<Vec<Lang>>();
    // Where nobody needs one, whoever writes one knows for whom.
    let own = [desk.writes(), contact.language];
    let own = own.into_iter().filter(|_| into.is_empty() && others.is_empty());
    for language in others.iter().copied().chain(own.collect::<Vec<Lang>>()) {
        let is_read = contact.is_read(language, desk.city());
        if language != said_in && is_read && !into.contains(&language) {
            into.push(language);
        }
    }
    let one = |language: Lang| {
        let code = language.to_string();
        let came_back = sent.value("language") == code;
        let there = line.translation(language).and_then(|one| one.text.as_deref());
        let text = if came_back {
            sent.value("text")
        } else {
            there.unwrap_or_default()
        };
        Correction {
            name: desk.language_name(language),
            words: words(desk, language, text),
            problem: sent.error(desk, "text").filter(|_| came_back),
            language: code,
        }
    };
    into.into_iter().map(one).collect()
}

impl ContactPage {
    /// # Errors
    /// When its journal cannot be read.
    pub(super) async fn of(desk: Desk, contact: &Contact, shown: Shown) -> Result<Self, Fault> {
        let draft = shown
            .draft
            .as_ref()
            .filter(|draft| draft.code == CommandKind::Translate.code());
        let correcting =
            draft.and_then(|draft| Some((draft.state.value("message").parse().ok()?, draft.state.clone())));
        let correcting = correcting.or_else(|| {
            Some((
                shown.done.as_deref()?.strip_prefix(CORRECT)?.parse().ok()?,
                FormState::default(),
            ))
        });
        let names = desk.names().await?;
        // What was said stands above.
        let journal = desk
            .app
            .store()
            .journal_of::<Contact>(contact.reference, &desk.actor)
            .await?;
        let events = journal
            .unwrap_or_default()
            .into_iter()
            .map(|recorded| recorded.event);
        let events: Vec<Event> = events
            .filter(|event| !Contact::ASIDE.contains(&event.event.kind()))
            .collect();
        let steps = desk.steps(contact, &names, &events);
        let said = desk.app.store().conversation(contact, 0, &desk.actor).await?;
        let lines = views(&desk, &said, Reads::Staff, |by| name(&desk, &names, by));
        let talk = Lines::with(desk.clone(), contact, lines);
        let (line, corrections) = match &correcting {
            Some((line, state)) => (*line, corrections(&desk, contact, &said, (*line, state))),
            None => (0, Vec::new()),
        };
        let held = held(&desk).await?;
        let last = desk.app.store().last_signal(contact.reference).await?;
        let of_case = Filter {
            case: Some(contact.case),
            ..Filter::default()
        };
        let store = desk.app.store();
        let chats = store.contacts(&desk.actor, &of_case, None, 1).await?.total;
        let case: Option<Case> = store.get(contact.case, &desk.actor).await?;
        let cases = case.map_or(1, |case| 1 + case.links.len() as u64);
        let before = Before { cases, chats };
        Ok(Self {
            correcting: line,
            corrections,
            ..Self::with(
                desk,
                contact,
                (&names, before),
                (talk, &held),
                (said.number, last),
                shown,
                steps,
            )
        })
    }

    pub(super) fn with(
        desk: Desk,
        contact: &Contact,
        (names, before): (&Names, Before),
        (talk, held): (Lines, &[Contact]),
        (number, last): (Option<String>, u64),
        shown: Shown,
        steps: Vec<Step>,
    ) -> Self {
        let title = desk
            .t("contacts-one")
            .with("kind", desk.tc("contacts-kind", contact.kind.code()).to_string())
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
        let has_more = before.cases > 1 || before.chats > 1;
        let same = desk
            .t("contacts-same-receipt")
            .with("cases", desk.count(before.cases));
        let same = has_more.then(|| same.with("chats", desk.count(before.chats)).to_string());
        if let Some(rang_at) = contact.rang_at {
            let waited = contact.opened_at.duration_since(rang_at).as_secs();
            facts.push(fact("waited", wait(&desk, waited)));
        }
        if contact.tries > 0 {
            facts.push(fact("tries", desk.count(u64::from(contact.tries))));
        }
        if let Some(topic) = &contact.topic {
            let place = format!("services/{}", domain::cases::HOTLINE);
            facts.push(fact("topic", desk.c_owned(&place, format!("topic.{topic}"))));
        }
        // Only for who calls, and while they do.
        let has_number = contact.kind == Kind::CallBack || contact.by_telephone;
        let calls = has_number && contact.is_agent(&desk.actor) && !contact.erased;
        let number = number.filter(|_| calls && contact.state != Stands::Ended);
        // A call by telephone is spoken on telephones.
        let in_browser = contact.kind == Kind::Call && !contact.by_telephone;
        let talks = in_browser && Peer::Staff(desk.staff.id).is_in(contact);
        let allowed = contact.allowed(&desk);
        let says = allowed.contains(&CommandKind::Say);
        let mut forms = desk.forms(contact, names, shown.draft.as_ref());
        // These have forms of their own on the page.
        forms.retain(|form| !matches!(form.code, "say" | "answer" | "translate"));
        if contact.kind != Kind::Chat {
            let end = forms
                .iter_mut()
                .filter(|form| form.code == CommandKind::End.code());
            end.for_each(|form| form.title = desk.tc("contacts-end", contact.kind.code()).to_string());
        }
        let rows = held.iter().map(|other| Row {
            is_current: other.reference == contact.reference,
            ..Row::of(&desk, other)
        });
        let shares = if allowed.contains(&CommandKind::Share) {
            shares(&desk)
        } else {
            Vec::new()
        };
        let sent = shown.draft.filter(|draft| draft.code == CommandKind::Say.code());
        let sent = sent.map(|draft| draft.state).unwrap_or_default();
        // A form that comes back says the same, should it have been said after all.
        let device = device_of(&desk.app, |name| sent.value(name));
        let is_said = contact.heard(&desk.actor, device);
        let sent = if is_said { FormState::default() } else { sent };
        let Device { id, n } = device_of(&desk.app, |name| sent.value(name));
        let done = shown.done.as_deref().and_then(CommandKind::parse);
        let done = done.filter(|kind| !matches!(kind, CommandKind::Say));
        Self {
            reference: contact.reference.to_string(),
            case: contact.case.to_string(),
            kind: contact.kind.code(),
            number: number.map(|number| (desk.phone(&number), dialled(&number))),
            times: contact.window.map(|window| Times::of(&desk, window)),
            call: talks.then(|| (ice(&desk), last)),
            state: contact.state.code(),
            state_text: desk.tc("contacts-state", contact.state.code()).to_string(),
            facts,
            same,
            talk,
            held: rows.collect(),
            replies: replies(&desk, contact),
            shares,
            says: says.then_some(id),
            n,
            draft: sent.value("text").to_owned(),
            problem: sent.error(&desk, "text"),
            correcting: 0,
            corrections: Vec::new(),
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

/// `GET /desk/hotline/{reference}`; with `?correct=` the translations of that line as forms, which no news of the chat disturbs.
pub(super) async fn contact(desk: Desk, Path(address): Path<String>, uri: axum::http::Uri) -> Answer {
    let desk = enter(desk).await?;
    let contact: Contact = desk.record(&address).await?;
    let query = query_of(&uri);
    let done = match query.filled("correct") {
        Some(line) => format!("{CORRECT}{line}"),
        None => query.get("done").to_owned(),
    };
    let shown = Shown {
        done: Some(done),
        ..Shown::default()
    };
    let is_call = contact.kind == Kind::Call;
    let mut response = contact.page(desk, shown).await?;
    if is_call {
        response.extensions_mut().insert(Allows {
            media: true,
            ..Allows::default()
        });
    }
    Ok(response)
}

/// `GET /desk/hotline/{reference}/lines?seen=`: what was said, if anything happened since. Whoever asks is there.
pub(super) async fn lines(desk: Desk, Path(address): Path<String>, Query(seen): Query<LeftOpen>) -> Answer {
    let desk = enter(desk).await?;
    let contact: Contact = desk.record(&address).await?;
    if contact.version == seen.seen {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let names = desk.names().await?;
    let around = seen.around(&contact);
    let lines = Lines::of(desk, &contact, &names).await?;
    render(&Lines {
        is_news: around != contact.state.code(),
        around,
        ..lines
    })
}

/// `GET /desk/hotline/{reference}/call?after=&seen=`: how a call stands that one takes part in, as soon as it is otherwise than
/// the page has seen.
pub(super) async fn poll(desk: Desk, Path(address): Path<String>, Query(has): Query<Has>) -> Answer {
    let desk = enter(desk).await?;
    let reference = Reference::parse(&address).map_err(|_| Error::NotFound)?;
    let mut ear = Ear::of(&desk.app, reference);
    ear.only_its_own();
    loop {
        let contact: Contact = desk.record(&address).await?;
        let name = |peer: Peer, part: Option<Part>| match peer {
            Peer::Caller => desk.t("contacts-part-caller").to_string(),
            Peer::Staff(_) => desk
                .tc("contacts-part", part.map_or("agent", Part::code))
                .to_string(),
        };
        let mut view = CallView::of(&desk.app, &contact, Peer::Staff(desk.staff.id), &has, name).await?;
        let is_in = contact.kind == Kind::Call && Peer::Staff(desk.staff.id).is_in(&contact);
        if !is_in {
            view.state = "over";
        }
        if !is_in || !view.is_old(&has) || !ear.hears().await {
            return Ok(json(&view));
        }
    }
}

/// `POST /desk/hotline/signals`: what this browser tells another in a call.
pub(super) async fn signal(desk: Desk, body: Bytes) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let tells = Tells::read(&body)?;
    let contact: Contact = desk.record(&tells.contact).await?;
    Ok(tells
        .tell(&desk.app, &contact, Peer::Staff(desk.staff.id))
        .await?)
}

/// Answers a call that rings, which is no contact before that; `None`: it is no such call.
async fn answer_call(desk: &Desk, address: &str) -> Result<Option<axum::response::Response>, Fault> {
    let Ok(reference) = Reference::parse(address) else {
        return Ok(None);
    };
    let ctx = desk.app.context(&desk.actor);
    match desk.app.store().answer_call(&ctx, reference).await {
        Ok(answered) => Ok(answered.map(|_| see_other(&format!("{}/{reference}", HOTLINE.href)))),
        // Somebody was faster.
        Err(OpenError::KeyTaken) => Ok(Some(see_other(HOTLINE.href))),
        Err(error) => Err(Error::from(error).into()),
    }
}

/// `POST /desk/hotline/{reference}/{command}`
pub(super) async fn carry_out(desk: Desk, Path(at): Path<(String, String)>, mut fields: Fields) -> Answer {
    desk.app.store().agent_beat(desk.staff.id, desk.app.now()).await?;
    if at.1 == CommandKind::Answer.code()
        && let Some(answered) = answer_call(&desk, &at.0).await?
    {
        return Ok(answered);
    }
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
