//! Work on a record at the desk, alike for every noun: its commands as forms, what comes of sending one, and the same by
//! the API.

mod api;
mod history;

use axum::http::StatusCode;
use domain::files::File;
use domain::inputs::{Input, Takes};
use domain::journaled::{Coded, Command, Context, Event, Journaled, Refusal};
use domain::problems::{FieldProblem, Problem};
use domain::receipts::Reference;
use domain::roles::Actor;
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use store::{CommandError, Happened, IdempotencyKey, Noun, OpenError, Opened, Store, StoreError};

use crate::api::misread;
use crate::app::{App, Entropy};
use crate::desk::{Answer, Desk, Fault, Names, see_other};
use crate::error::Error;
use crate::field::Field;
use crate::form::{Fields, FormState};
use crate::inputs::{self, Drawing, Given};
use crate::upload::spool::Whole;
use crate::upload::{self, Sent};

pub use api::{by_api, command_by_api, describe, fresh, routes, said_by_api};
pub use history::Step;

pub type Kind<N> = <<N as Journaled>::Command as Command>::Kind;

/// How often another reference is drawn when one is taken.
const TRIES: u8 = 5;

/// A noun that is worked on at the desk, and by the API seen as a `View`. Its texts: `{noun}-command-…`, `{noun}-hint-…`,
/// `{noun}-state-…`, `{noun}-event-…`, `{noun}-input-…`, and `{noun}-unknown` with its title.
///
/// The noun is a type of `domain`, so whoever says this of it needs a type of their own in what they say: that view.
pub trait Worked<View>: Noun<Key = Reference, Command: DeserializeOwned, Open: DeserializeOwned> {
    /// Where its list is.
    const PATH: &'static str;

    /// What the actor may do with it now, in the order of the forms.
    fn allowed(&self, desk: &Desk) -> Vec<Kind<Self>>;

    /// What is known of an input of a command; `None` when the form does not ask for it.
    fn given(&self, desk: &Desk, names: &Names, kind: Kind<Self>, input: &Input) -> Option<Given> {
        let _ = (desk, names, kind, input);
        Some(Given::default())
    }

    /// What is known of an input of a new one.
    fn given_new(desk: &Desk, input: &Input) -> Option<Given> {
        let _ = (desk, input);
        Some(Given::default())
    }

    /// A command that takes something away.
    fn is_danger(kind: Kind<Self>) -> bool {
        matches!(kind.code(), "erase" | "end" | "withdraw")
    }

    /// What an event changed, in words, for that reader; when it was opened, there was none before.
    fn told(
        &self,
        (desk, names): (&Desk, &Names),
        event: &Event<Self>,
        before: Option<&Self>,
        after: &Self,
    ) -> Vec<String> {
        let _ = (desk, names, event, before, after);
        Vec::new()
    }

    /// Its page.
    fn page(&self, desk: Desk, shown: Shown) -> BoxFuture<'_, Answer>;

    /// As far as that actor may see it. What they may not, no page and no answer of the API has.
    #[must_use]
    fn seen_by(&self, actor: &Actor) -> Self {
        let _ = actor;
        self.clone()
    }

    /// What the API shows that actor of it.
    fn view(&self, app: &App, actor: &Actor) -> View;
}

/// How a page of a record is shown.
#[derive(Debug, Default)]
pub struct Shown {
    pub status: StatusCode,
    pub draft: Option<Draft>,
    pub notice: Option<Notice>,
    /// Code of the command that was just carried out.
    pub done: Option<String>,
}

/// A form that was sent and comes back.
#[derive(Debug)]
pub struct Draft {
    /// Code of the command.
    pub code: String,
    pub state: FormState,
}

/// What became of the form that was sent. In templates: `desk/notice.html`.
#[derive(Debug, Clone)]
pub struct Notice {
    pub title: String,
    pub text: String,
    /// What changed meanwhile, or what may be done instead.
    pub lines: Vec<String>,
    /// Words that have no form to stand in any more.
    pub kept: Option<String>,
    /// Code and name of the command whose form has what was entered.
    pub form: Option<(&'static str, String)>,
    pub is_error: bool,
}

/// One command as a form. In templates: `desk/work_form.html`.
#[derive(Debug)]
pub struct Form {
    pub code: &'static str,
    pub action: String,
    pub version: u64,
    pub title: String,
    pub hint: String,
    pub fields: Vec<Field>,
    /// It came back: shown open.
    pub is_open: bool,
    pub is_danger: bool,
    pub is_upload: bool,
}

impl Desk {
    fn said(&self, noun: &str, what: &str, code: &str) -> String {
        self.tc(&format!("{noun}-{what}"), code).to_string()
    }

    fn unknown_record<N: Noun>(&self) -> Fault {
        self.unknown(&format!("{}-unknown", N::NOUN))
    }

    /// The record of an address, if it is there and theirs to see, as far as they may see it.
    pub async fn record<N: Worked<View>, View>(&self, address: &str) -> Result<N, Fault> {
        let reference = self.reference(address, &format!("{}-unknown", N::NOUN))?;
        let found: Option<N> = self.app.store().get(reference, &self.actor).await?;
        let found = found.ok_or_else(|| self.unknown_record::<N>())?;
        Ok(found.seen_by(&self.actor))
    }

    /// The commands of a record as forms.
    pub fn forms<N: Worked<View>, View>(
        &self,
        record: &N,
        names: &Names,
        draft: Option<&Draft>,
    ) -> Vec<Form> {
        let kinds = record.allowed(self).into_iter();
        kinds
            .map(|kind| {
                self.form(
                    record,
                    names,
                    kind,
                    draft.filter(|draft| draft.code == kind.code()),
                )
            })
            .collect()
    }

    fn form<N: Worked<View>, View>(
        &self,
        record: &N,
        names: &Names,
        kind: Kind<N>,
        draft: Option<&Draft>,
    ) -> Form {
        let drawing = Drawing {
            desk: self,
            noun: N::NOUN,
            form: kind.code(),
        };
        let inputs = N::Command::inputs(kind);
        let fields = inputs
            .iter()
            .filter_map(|input| Some((input, record.given(self, names, kind, input)?)))
            .flat_map(|(input, given)| drawing.draw(input, given));
        let mut fields: Vec<Field> = fields.collect();
        if let Some(draft) = draft {
            fields = Field::all_filled(fields, self, &draft.state);
        }
        Form {
            code: kind.code(),
            action: format!("{}/{}/{}", N::PATH, record.key(), kind.code()),
            version: record.version(),
            title: self.said(N::NOUN, "command", kind.code()),
            hint: self.said(N::NOUN, "hint", kind.code()),
            fields,
            is_open: draft.is_some(),
            is_danger: N::is_danger(kind),
            is_upload: inputs.iter().any(|input| input.takes == Takes::File),
        }
    }

    /// The fields of a new one.
    pub fn opening<N: Worked<View>, View>(&self, state: Option<&FormState>) -> Vec<Field> {
        let drawing = Drawing {
            desk: self,
            noun: N::NOUN,
            form: "open",
        };
        let inputs = N::OPEN_INPUTS.iter();
        let fields = inputs
            .filter_map(|input| Some((input, N::given_new(self, input)?)))
            .flat_map(|(input, given)| drawing.draw(input, given));
        match state {
            Some(state) => Field::all_filled(fields.collect(), self, state),
            None => fields.collect(),
        }
    }

    /// Why a command was refused, in words.
    pub fn refusal(&self, noun: &str, code: &str, refusal: &Refusal) -> Notice {
        let what = self.said(noun, "command", code);
        let mut lines = Vec::new();
        let text = match refusal {
            Refusal::NotAllowed => self.t("work-not-allowed").with("what", what).to_string(),
            Refusal::WrongState { noun, state, allowed } => {
                let list: Vec<String> = allowed
                    .iter()
                    .map(|code| self.said(noun, "command", code))
                    .collect();
                if !list.is_empty() {
                    let list = list.join(" · ");
                    lines.push(self.t("desk-refused-allowed").with("list", list).to_string());
                }
                self.t("work-wrong-state")
                    .with("state", self.said(noun, "state", state))
                    .with("what", what)
                    .to_string()
            }
            Refusal::TooLate { since } => self
                .t("desk-refused-too-late")
                .with("since", self.brief(*since))
                .to_string(),
            Refusal::OftenEnough { noun, what, times } => self
                .tc(&format!("{noun}-often-enough"), what)
                .with("times", *times)
                .to_string(),
            Refusal::Invalid(_) => self.t("desk-refused-invalid").to_string(),
        };
        self.notice("desk-case-refused-title", text, lines)
    }

    fn notice(&self, title: &str, text: String, lines: Vec<String>) -> Notice {
        Notice {
            title: self.t(title).to_string(),
            text,
            lines,
            kept: None,
            form: None,
            is_error: true,
        }
    }

    /// Why a command was not written, or is not known to be.
    fn failure(&self, error: &StoreError) -> Notice {
        match error {
            StoreError::Unknown => {
                self.notice("desk-unsure-title", self.t("work-unsure").to_string(), Vec::new())
            }
            StoreError::Full => self.notice(
                "desk-case-refused-title",
                self.t("desk-refused-full").to_string(),
                Vec::new(),
            ),
            _ => self.notice(
                "desk-case-refused-title",
                self.t("desk-refused-unavailable").to_string(),
                Vec::new(),
            ),
        }
    }

    /// What changed since the form was shown.
    fn changes(&self, noun: &str, names: &Names, since: &[Happened]) -> Notice {
        let line = |happened: &Happened| {
            let what = self.said(noun, "event", &happened.kind);
            format!(
                "{} – {what} – {}",
                self.brief(happened.at),
                names.actor(self, &happened.actor)
            )
        };
        let lines = since.iter().map(line).collect();
        self.notice("work-stale-title", self.t("desk-case-stale").to_string(), lines)
    }
}

impl Names {
    /// Who did something.
    pub fn actor(&self, desk: &Desk, actor: &Actor) -> String {
        match actor {
            Actor::Resident { .. } => desk.t("desk-resident").to_string(),
            Actor::System { .. } => desk.t("desk-system").to_string(),
            Actor::Staff { id, unit, .. } => format!("{} · {}", self.get(*id), desk.short_unit(unit)),
        }
    }
}

/// The command that a posted form says.
fn command_of<N: Noun<Command: DeserializeOwned>>(
    desk: &Desk,
    kind: Kind<N>,
    fields: &Fields,
    file: Option<&File>,
) -> Result<N::Command, Vec<FieldProblem>> {
    let inputs = N::Command::inputs(kind);
    let mut said = inputs::read(desk, inputs, fields)?;
    if file.is_none()
        && let Some(input) = inputs.iter().find(|input| input.takes == Takes::File)
    {
        return Err(vec![Problem::NoFile.of(input.name)]);
    }
    said.insert("command".to_owned(), json!(kind.code()));
    if let Some(Ok(Value::Object(file))) = file.map(serde_json::to_value) {
        said.extend(file);
    }
    serde_json::from_value(Value::Object(said)).map_err(|error| {
        // The table of inputs and the command differ: a mistake in this program.
        tracing::error!(%error, command = kind.code(), "a form does not fit its command");
        Vec::new()
    })
}

/// Carries out the command that a form of the desk asks for: `POST {PATH}/{reference}/{command}`.
///
/// # Errors
/// A page of its own when there is no such record or command.
pub async fn carry_out<N: Worked<View>, View>(
    desk: Desk,
    (address, command): (String, String),
    fields: Fields,
) -> Answer {
    act::<N, View>(desk, &address, &command, fields, None).await
}

/// As [`carry_out()`], with a file.
///
/// # Errors
/// As [`carry_out()`], and when the form is too large.
pub async fn attach<N: Worked<View>, View>(
    desk: Desk,
    (address, command): (String, String),
    form: Sent,
) -> Answer {
    let (fields, file) = upload::form(form.to(N::NOUN, &address)).await?;
    act::<N, View>(desk, &address, &command, fields, file).await
}

async fn act<N: Worked<View>, View>(
    desk: Desk,
    address: &str,
    command: &str,
    fields: Fields,
    file: Option<(File, Whole)>,
) -> Answer {
    let kind = <Kind<N> as Coded>::parse(command).ok_or(Error::NotFound)?;
    let reference = desk.reference(address, &format!("{}-unknown", N::NOUN))?;
    let command = match command_of::<N>(&desk, kind, &fields, file.as_ref().map(|(file, _)| file)) {
        Ok(command) => command,
        Err(problems) => {
            let notice = desk.refusal(N::NOUN, kind.code(), &Refusal::Invalid(Vec::new()));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return again::<N, View>(desk, address, kind, (status, fields, problems, notice)).await;
        }
    };
    let version = fields.get("version").parse().ok();
    let app = desk.app.clone();
    let (store, ctx) = (app.store(), app.context(&desk.actor));
    let what = format!("{reference}/{}", kind.code());
    let once = fields.once(&app, &desk.staff.id.to_string(), &what);
    let once = once.as_ref();
    let done = match &file {
        Some((_, bytes)) => {
            let attached = (&command, &**bytes);
            store.attach_once(&ctx, reference, version, attached, once).await
        }
        None => {
            store
                .carry_out_once(&ctx, reference, version, &command, once)
                .await
        }
    };
    let (status, problems, notice) = match done {
        Ok(after) => {
            let to = if after.permits(&desk.actor, N::see()) {
                format!("{}/{reference}?done={}", N::PATH, kind.code())
            } else {
                N::PATH.to_owned()
            };
            return Ok(see_other(&to));
        }
        Err(CommandError::NotFound) => return Err(desk.unknown_record::<N>()),
        Err(CommandError::Stale { since, .. }) => {
            let names = desk.names().await?;
            let notice = desk.changes(N::NOUN, &names, &since);
            (StatusCode::CONFLICT, Vec::new(), notice)
        }
        Err(CommandError::Refused(refused)) => {
            let notice = desk.refusal(N::NOUN, kind.code(), &refused);
            let (status, problems) = match refused {
                Refusal::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
                Refusal::NotAllowed => (StatusCode::FORBIDDEN, Vec::new()),
                _ => (StatusCode::CONFLICT, Vec::new()),
            };
            (status, problems, notice)
        }
        Err(CommandError::Store(
            error @ (StoreError::Unavailable | StoreError::Full | StoreError::Unknown | StoreError::Conflict),
        )) => {
            tracing::warn!(%error, "a command was not written");
            let notice = desk.failure(&error);
            (Error::from(error).status(), Vec::new(), notice)
        }
        Err(error @ CommandError::OtherRequest) => return Err(Error::from(error).into()),
        Err(CommandError::Store(error)) => return Err(error.into()),
    };
    again::<N, View>(desk, address, kind, (status, fields, problems, notice)).await
}

/// Shows the record with the form as it was sent.
async fn again<N: Worked<View>, View>(
    desk: Desk,
    address: &str,
    kind: Kind<N>,
    (status, fields, problems, mut notice): (StatusCode, Fields, Vec<FieldProblem>, Notice),
) -> Answer {
    let record = desk.record::<N, View>(address).await?;
    if record.allowed(&desk).contains(&kind) {
        notice.form = Some((kind.code(), desk.said(N::NOUN, "command", kind.code())));
    } else {
        // Words whose form is not on the page any more are kept for whoever wrote them.
        let texts = N::Command::inputs(kind).iter();
        let texts = texts.filter(|input| matches!(input.takes, Takes::Text(_) | Takes::Line(_)));
        let kept: Vec<&str> = texts.filter_map(|input| fields.filled(input.name)).collect();
        if !kept.is_empty() {
            notice
                .lines
                .push(desk.t("desk-case-stale-not-possible").to_string());
            notice.kept = Some(kept.join("\n\n"));
        }
    }
    let shown = Shown {
        status,
        draft: Some(Draft {
            code: kind.code().to_owned(),
            state: FormState::new(fields, problems),
        }),
        notice: Some(notice),
        done: None,
    };
    record.page(desk, shown).await
}

/// Shows a form that was sent without a session, as it was.
///
/// # Errors
/// As [`carry_out()`].
pub async fn resume<N: Worked<View>, View>(
    desk: Desk,
    address: String,
    command: String,
    fields: Fields,
) -> Answer {
    let kind = <Kind<N> as Coded>::parse(&command).ok_or(Error::NotFound)?;
    let mut notice = desk.notice(
        "desk-resumed-title",
        desk.t("desk-resumed").to_string(),
        Vec::new(),
    );
    notice.is_error = false;
    again::<N, View>(desk, &address, kind, (StatusCode::OK, fields, Vec::new(), notice)).await
}

/// Opens what a form of the desk says; what is wrong with it otherwise.
///
/// # Errors
/// What is not the form's fault.
pub async fn open<N: Worked<View>, View>(
    desk: &Desk,
    fields: &Fields,
) -> Result<Result<N, Vec<FieldProblem>>, Fault> {
    let said = match inputs::read(desk, N::OPEN_INPUTS, fields) {
        Ok(said) => said,
        Err(problems) => return Ok(Err(problems)),
    };
    let once = fields.once(&desk.app, &desk.staff.id.to_string(), N::NOUN);
    match open_said::<N, View>(&desk.app, &desk.actor, said, once.as_ref()).await {
        Ok(record) => Ok(Ok(record)),
        Err(Error::Invalid(problems)) => Ok(Err(problems)),
        Err(Error::Forbidden) => Err(desk.forbidden()),
        Err(error) => Err(error.into()),
    }
}

async fn open_said<N: Worked<View>, View>(
    app: &App,
    actor: &Actor,
    said: Map<String, Value>,
    once: Option<&IdempotencyKey>,
) -> Result<N, Error> {
    inputs::fit(N::OPEN_INPUTS, &said).map_err(Error::Invalid)?;
    let open: N::Open =
        serde_json::from_value(Value::Object(said)).map_err(|error| Error::Malformed(misread(&error)))?;
    let ctx = app.context(actor);
    let opened = open_new::<N>(app.store(), &ctx, app.entropy().as_ref(), &open, once);
    Ok(opened.await?.record)
}

/// Opens a record under a reference that nobody holds.
///
/// # Errors
/// As [`Store::open_stream`].
pub async fn open_new<N: Noun<Key = Reference>>(
    store: &Store,
    ctx: &Context<'_>,
    entropy: &dyn Entropy,
    open: &N::Open,
    once: Option<&IdempotencyKey>,
) -> Result<Opened<N>, OpenError> {
    let mut tries = 0;
    loop {
        let mut bytes = [0; 7];
        entropy.fill(&mut bytes);
        let reference = Reference::from_random(bytes);
        match store.open_stream::<N>(ctx, open, reference, once).await {
            // What else was taken meanwhile, the rules say when they are asked again.
            Err(OpenError::KeyTaken | OpenError::Taken) if tries < TRIES => tries += 1,
            opened => return opened,
        }
    }
}
