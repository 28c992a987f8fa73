//! One conversation: what was said, what can be done, what was done.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use domain::Lang;
use domain::cases::Case;
use domain::contacts::{
    By, CommandKind, Contact, Conversation, Device, Event, EventKind, Kind, State as Stands,
};
use domain::journaled::Journaled as _;
use store::contacts::{Filter, Peer};

use super::call::answer_call;
use super::replies::{Reply, replies, shares};
use super::room::Row;
use super::{enter, held};
use crate::cases::intake;
use crate::contacts::HOTLINE;
use crate::contacts::call_back::Times;
use crate::contacts::chat::{LeftOpen, device_of};
use crate::contacts::recording::{Named, of_staff as recordings};
use crate::contacts::signalling::ice;
use crate::contacts::view::{LineView, Reads, Words, lines as views, wait, words};
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render};
use crate::kit::form::{Fields, FormState};
use crate::kit::security::Allows;
use crate::kit::work::{self, Form, Notice, Shown, Step, Worked as _};

/// What is shown of a chat besides it: the translations of a line, by its number.
const CORRECT: &str = "correct-";

/// The part of a chat's page that changes by itself.
#[derive(Template)]
#[template(path = "contacts/desk/lines.html")]
pub(in crate::contacts) struct Lines {
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
pub(in crate::contacts) struct Correction {
    pub language: String,
    pub name: String,
    pub words: Words,
    pub problem: Option<String>,
}

#[derive(Template)]
#[template(path = "contacts/desk/contact.html")]
pub(in crate::contacts) struct ContactPage {
    pub page: Desk,
    pub reference: String,
    pub case: String,
    pub kind: &'static str,
    /// Whom to call: as it is read, and as it is dialled.
    pub number: Option<(String, String)>,
    pub times: Option<Times>,
    /// One takes part in a call that goes on: what the browser needs for it, and the signals that are old.
    pub call: Option<(String, u64)>,
    /// That call may be recorded here.
    pub records: bool,
    pub recordings: Vec<Named>,
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
pub(in crate::contacts) struct Before {
    /// With those that are linked to it.
    pub cases: u64,
    pub chats: u64,
}

/// What visitors are called, and staff by name.
pub(in crate::contacts) fn name(desk: &Desk, names: &Names, by: &By) -> String {
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
        let lines = views(&desk, contact, &said, Reads::Staff, |by| name(&desk, names, by));
        Ok(Self::with(desk, contact, lines))
    }

    pub(in crate::contacts) fn with(desk: Desk, contact: &Contact, lines: Vec<LineView>) -> Self {
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
    pub(in crate::contacts) async fn of(desk: Desk, contact: &Contact, shown: Shown) -> Result<Self, Fault> {
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
            .filter(|event| {
                let kind = event.event.kind();
                kind == EventKind::Listened || !Contact::ASIDE.contains(&kind)
            })
            .collect();
        let steps = desk.steps(contact, &names, &events);
        let said = desk.app.store().conversation(contact, 0, &desk.actor).await?;
        let lines = views(&desk, contact, &said, Reads::Staff, |by| name(&desk, &names, by));
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

    pub(in crate::contacts) fn with(
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
        forms.retain(|form| !matches!(form.code, "say" | "answer" | "translate" | "listen"));
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
            times: contact.due(desk.app.now()).map(|window| Times::of(&desk, window)),
            call: talks.then(|| (ice(&desk), last)),
            records: contact.may_be_recorded(desk.city()),
            recordings: recordings(&desk, contact),
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
pub(in crate::contacts) async fn contact(
    desk: Desk,
    Path(address): Path<String>,
    uri: axum::http::Uri,
) -> Answer {
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
pub(in crate::contacts) async fn lines(
    desk: Desk,
    Path(address): Path<String>,
    Query(seen): Query<LeftOpen>,
) -> Answer {
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

/// `POST /desk/hotline/{reference}/{command}`
pub(in crate::contacts) async fn carry_out(
    desk: Desk,
    Path(at): Path<(String, String)>,
    mut fields: Fields,
) -> Answer {
    desk.app.store().agent_beat(desk.staff.id, desk.app.now()).await?;
    if at.1 == CommandKind::Answer.code()
        && let Some(answered) = answer_call(&desk, &at.0).await?
    {
        return Ok(answered);
    }
    // Nobody who answers several chats says in which language they write.
    if at.1 == CommandKind::Say.code() {
        let language = intake::language_after(&desk.app, None, fields.get("text"), desk.writes());
        fields.set("language", language.to_string());
    }
    work::carry_out::<Contact, _>(desk, at, fields).await
}

/// The address of a command is no page: whoever reloads it gets the chat.
pub(in crate::contacts) async fn back(desk: Desk, Path((address, _)): Path<(String, String)>) -> Answer {
    let contact: Contact = desk.record(&address).await?;
    Ok(see_other(&format!("{}/{}", Contact::PATH, contact.reference)))
}
