//! Where the hotline is answered: one's own state, what rings, the chats one holds, who waits; and one chat.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use domain::contacts::{At, By, CommandKind, Contact, Kind, Part, State as Stands};
use domain::receipts::Reference;
use domain::roles::Role;
use store::OpenError;
use store::contacts::{Filter, Peer, Presence, Queue, Waits};

use super::HOTLINE;
use super::call_back::Times;
use super::chat::Seen;
use super::signalling::{CallView, Ear, Has, Tells, ice, json};
use super::view::{LineView, Reads, lines as views, wait};
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render};
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::security::Allows;
use crate::kit::work::{self, Form, Notice, Shown, Step, Worked as _};

/// A chat on a list.
#[derive(Debug)]
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
    pub is_urgent: bool,
    pub is_current: bool,
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
    /// They are here to answer, or to come in.
    pub is_here: bool,
    pub ringing: Vec<Row>,
    /// Those that one is asked into.
    pub rung: Vec<Row>,
    pub held: Vec<Row>,
    pub waiting: Vec<Row>,
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
            is_urgent: contact.urgent,
            is_current: false,
        }
    }

    fn waits(desk: &Desk, waits: &Waits) -> Option<Self> {
        let contact = waits.contact?;
        let waited = desk.app.now().duration_since(waits.since).as_secs();
        Some(Self {
            reference: contact.to_string(),
            href: format!("{}/{contact}", HOTLINE.href),
            kind: waits.kind.code(),
            kind_text: desk.tc("contacts-kind", waits.kind.code()).to_string(),
            has_page: waits.kind != Kind::Call,
            language: desk.language_name(waits.language),
            state: Stands::Waiting.code(),
            state_text: desk.tc("contacts-state", Stands::Waiting.code()).to_string(),
            waited: wait(desk, waited),
            is_urgent: waits.urgent,
            is_current: false,
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

/// What one has to do with.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub held: Vec<Contact>,
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
        Self {
            at: at.code(),
            at_text: reason.map_or(at_text.clone(), |reason| format!("{at_text} · {reason}")),
            answers: desk.may(CommandKind::Answer.action()),
            ringing: ringing.filter_map(|waits| Row::waits(&desk, waits)).collect(),
            is_here: matches!(desk.staff.role, Role::Agent | Role::Interpreter),
            held: rows(&lists.held),
            rung: rows(&lists.rung),
            agreed: rows(&lists.agreed),
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
    let desk = desk.enter(&HOTLINE)?;
    if let Ok(reference) = Reference::parse(&address) {
        desk.app.store().decline_offer(reference, desk.staff.id).await?;
    }
    Ok(see_other(HOTLINE.href))
}

/// What visitors are called, and staff by name.
fn name(desk: &Desk, names: &Names, by: By) -> String {
    match by {
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
    /// And whom to call back.
    async fn of(desk: Desk, contact: &Contact, names: &Names) -> Result<(Self, Option<String>), Fault> {
        let said = desk.app.store().conversation(contact, 0, &desk.actor).await?;
        let lines = views(&desk, &said, Reads::Staff, |by| name(&desk, names, *by));
        Ok((Self::with(desk, contact, lines), said.number))
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
        let (talk, number) = Lines::of(desk.clone(), contact, &names).await?;
        let held = held(&desk).await?;
        let last = desk.app.store().last_signal(contact.reference).await?;
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
            (number, last),
            shown,
            steps,
        ))
    }

    pub(super) fn with(
        desk: Desk,
        contact: &Contact,
        (names, same): (&Names, u64),
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
        if same > 1 {
            facts.push(fact("before", desk.count(same - 1)));
        }
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
        let calls = contact.kind == Kind::CallBack && contact.is_agent(&desk.actor) && !contact.erased;
        let number = number.filter(|_| calls && contact.state != Stands::Ended);
        let talks = contact.kind == Kind::Call && Peer::Staff(desk.staff.id).is_in(contact);
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
        let replies = desk.city().replies.iter().map(|reply| {
            let key = format!("{}.text", reply.code);
            desk.c_owned("replies", key)
        });
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
    let (lines, _) = Lines::of(desk, &contact, &names).await?;
    render(&lines)
}

/// `GET /desk/hotline/{reference}/call?after=&seen=`: how a call stands that one takes part in, as soon as it is otherwise than
/// the page has seen.
pub(super) async fn poll(
    State(app): State<App>,
    desk: Desk,
    Path(address): Path<String>,
    Query(has): Query<Has>,
) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    app.store().agent_beat(desk.staff.id, app.now()).await?;
    let reference = Reference::parse(&address).map_err(|_| Error::NotFound)?;
    let mut ear = Ear::of(&app, reference);
    ear.only_its_own();
    loop {
        let contact: Contact = desk.record(&address).await?;
        let name = |peer: Peer, part: Option<Part>| match peer {
            Peer::Caller => desk.t("contacts-part-caller").to_string(),
            Peer::Staff(_) => desk
                .tc("contacts-part", part.map_or("agent", Part::code))
                .to_string(),
        };
        let mut view = CallView::of(&app, &contact, Peer::Staff(desk.staff.id), &has, name).await?;
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
