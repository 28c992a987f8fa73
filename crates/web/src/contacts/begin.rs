//! How a conversation begins: its first words, with a case of its own or about one that is there.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::UnitCode;
use domain::cases::Case;
use domain::contacts::matching::WaitingId;
use domain::contacts::{Command, Contact, Device, Kind, Open};
use domain::journaled::Refusal;
use domain::receipts::{AccessCode, Reference};
use domain::roles::Actor;
use serde::Deserialize;
use store::contacts::Begins;
use store::{CommandError, OpenError, Receipt as Paper};

use super::chat::{device, private, refused, titled};
use super::{PATH, front};
use crate::cases::{Held, Receipt, held_case, intake};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState};
use crate::kit::page::{Nav, Page, Visit};

/// How often other references are drawn when one is taken.
const TRIES: u8 = 5;

#[derive(Template)]
#[template(path = "contacts/begin.html")]
pub(super) struct Begin {
    pub page: Page,
    pub state: FormState,
    /// The case that it is about, when there is one already.
    pub about: Option<String>,
    /// It was about a case whose receipt this device holds no more.
    pub lost: bool,
    /// Why it was not begun.
    pub refused: Option<String>,
    pub is_open: bool,
}

/// What the address of the first page may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct About {
    #[serde(default)]
    case: Option<String>,
}

impl About {
    pub fn reference(&self) -> Option<Reference> {
        self.case.as_deref().and_then(|text| Reference::parse(text).ok())
    }
}

impl Begin {
    pub(super) fn of(
        page: Page,
        state: FormState,
        about: Option<Reference>,
        refused: Option<String>,
    ) -> Self {
        Self {
            is_open: front::is_open(&page.app),
            lost: false,
            about: about.map(|reference| reference.to_string()),
            state,
            refused,
            page,
        }
    }
}

/// `GET /{lang}/chat`: a chat that goes on here, or the form of the first words.
pub(super) async fn begin(
    State(app): State<App>,
    visit: Visit,
    Query(about): Query<About>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    let page = titled(visit.page(Nav::Of(PATH)));
    let about = about.reference();
    let held = Held::of(&app, &headers);
    for reference in held
        .references()
        .filter(|held| about.is_none_or(|about| about == *held))
    {
        if let Some(case) = held_case(&app, &headers, reference).await?
            && app.store().live_contact(case.reference).await?.is_some()
        {
            return Ok(Redirect::to(&page.url(&format!("/chat/{reference}"))).into_response());
        }
    }
    let about = about.filter(|reference| held.find(*reference).is_some());
    let html = Begin::of(page, FormState::default(), about, None).render()?;
    Ok(private(StatusCode::OK, html))
}

/// The case that a form is about, and that case if this device holds its receipt.
pub(super) async fn case_of(
    app: &App,
    headers: &HeaderMap,
    fields: &Fields,
) -> Result<(Option<Reference>, Option<Case>), Error> {
    let about = Reference::parse(fields.get("case")).ok();
    let case = match about {
        Some(reference) => held_case(app, headers, reference).await?,
        None => None,
    };
    Ok((about, case))
}

/// `POST /{lang}/chat`: the first words. Sent twice, they begin one chat.
pub(super) async fn open(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Error> {
    if app.city().hotline.hours.is_none() {
        return Err(Error::NotFound);
    }
    let page = titled(visit.page(Nav::Of(PATH)));
    let (about, case) = case_of(&app, &headers, &fields).await?;
    if about.is_some() && case.is_none() {
        // It is not silently made another's: they open the case again, or begin anew.
        let begin = Begin {
            lost: true,
            ..Begin::of(page, FormState::new(fields, Vec::new()), None, None)
        };
        return Ok(private(StatusCode::UNAUTHORIZED, begin.render()?));
    }
    let wrong = fields.broken();
    let begun = if wrong.is_empty() {
        if let Some(case) = case {
            begin_about(&app, &page, &case, &fields).await
        } else {
            let anew = Anew {
                purpose: "chat-receipt",
                once: fields.filled("once"),
                said: fields.get("text").as_bytes(),
            };
            let opens = |case: Reference, unit: &UnitCode| open_of(&app, &page, (case, unit), &fields);
            begin_anew(&app, &page, &headers, &anew, &opens).await
        }
    } else {
        Err(OpenError::Refused(Refusal::Invalid(wrong)))
    };
    let error = match begun {
        Ok(answer) => return Ok(answer),
        Err(error) => error,
    };
    let (status, problems, why) = refused(&page, error);
    let html = Begin::of(page, FormState::new(fields, problems), about, why).render()?;
    Ok(private(status, html))
}

/// The place in the queue of whoever has that form open and has said nothing yet.
fn place(app: &App, once: &str) -> Option<WaitingId> {
    // What is drawn for a form is short.
    let drawn = !once.is_empty() && once.len() <= 64;
    let hash = app.secret().hash("chat-visit", &[once.as_bytes()]);
    let first: [u8; 8] = std::array::from_fn(|at| hash[at]);
    drawn.then_some(WaitingId(u64::from_be_bytes(first) >> 1))
}

/// `POST /{lang}/chat/here`: somebody has the form of the first words open. They count on the wall alone.
pub(super) async fn here(State(app): State<App>, visit: Visit, fields: Fields) -> Result<StatusCode, Error> {
    let page = visit.page(Nav::Of(PATH));
    if let Some(place) = place(&app, fields.get("once")) {
        app.store().visits(place, page.lang, app.now()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// What is asked for, in the language it is written in.
fn open_of(app: &App, page: &Page, case: (Reference, &UnitCode), fields: &Fields) -> (Open, bool) {
    let text = fields.get("text").to_owned();
    let (language, detected) = intake::language_of(app, None, &text, page.lang);
    let open = Open {
        case: case.0,
        unit: case.1.clone(),
        kind: Kind::Chat,
        language,
        topic: None,
        urgent: false,
        device: device(app, fields),
        text,
        call_back: None,
        rang_at: None,
        telephone: None,
    };
    (open, detected)
}

/// About a case that is there. One chat at a time: what who has one writes is said in it.
async fn begin_about(app: &App, page: &Page, case: &Case, fields: &Fields) -> Result<Response, OpenError> {
    let to = Redirect::to(&page.url(&format!("/chat/{}", case.reference)));
    let actor = Actor::holder(case.reference);
    let once = once_of(page, fields);
    let draw = |attempt: u8| {
        let parts = [case.reference.to_string(), once.clone()];
        app.secret().hash(
            "chat-about",
            &[parts[0].as_bytes(), parts[1].as_bytes(), &[attempt]],
        )
    };
    let (mut open, _) = open_of(app, page, (case.reference, &case.unit), fields);
    // The same form is the same device: what it says, it says once.
    let form = draw(0);
    open.device = Device {
        id: u32::from_be_bytes(std::array::from_fn(|at| form[at + 7])),
        n: 1,
    };
    for attempt in 0..TRIES {
        if let Some(live) = app.store().live_contact(case.reference).await? {
            if live.kind != Kind::Chat {
                // Who talks, or is called back, says it there.
                return Ok(to.into_response());
            }
            let say = Command::Say {
                device: open.device,
                text: open.text.clone(),
                language: Some(open.language),
            };
            let ctx = app.context(&actor);
            return match app.store().carry_out(&ctx, live.reference, None, &say).await {
                Ok(_) => Ok(to.into_response()),
                // It has ended in between: then another begins.
                Err(CommandError::Refused(Refusal::WrongState { .. })) => continue,
                Err(CommandError::Refused(refusal)) => Err(OpenError::Refused(refusal)),
                Err(CommandError::Store(error)) => Err(error.into()),
                Err(_) => Err(OpenError::Taken),
            };
        }
        let bytes = draw(attempt);
        let reference = Reference::from_random(std::array::from_fn(|at| bytes[at]));
        if case.contacts.contains(&reference) {
            // The same form began one that is over by now.
            return Ok(to.into_response());
        }
        let ctx = app.context(&actor);
        let opened = app.store().open_stream::<Contact>(&ctx, &open, reference, None);
        match opened.await {
            Err(OpenError::KeyTaken | OpenError::Taken) => {}
            Err(error) => return Err(error),
            Ok(_) => return Ok(to.into_response()),
        }
    }
    Err(OpenError::Taken)
}

/// What tells a form from others: it is drawn for each, and comes back with it.
fn once_of(page: &Page, fields: &Fields) -> String {
    fields.filled("once").map_or_else(|| page.once(), str::to_owned)
}

/// Opens a contact in the case that it is for, whose holder asks.
pub(super) async fn open_in(app: &App, open: &Open) -> Result<(), OpenError> {
    let actor = Actor::holder(open.case);
    let mut tried = 0;
    loop {
        tried += 1;
        let reference = Reference::from_random(app.entropy().bytes());
        let ctx = app.context(&actor);
        match app
            .store()
            .open_stream::<Contact>(&ctx, open, reference, None)
            .await
        {
            Err(OpenError::KeyTaken) if tried < TRIES => {}
            Err(error) => return Err(error),
            Ok(_) => return Ok(()),
        }
    }
}

/// What is begun with a case of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anew<'a> {
    pub purpose: &'static str,
    /// The token of the form.
    pub once: Option<&'a str>,
    /// All that the form says.
    pub said: &'a [u8],
}

/// With a case of its own, whose receipt this device holds from then on.
pub(super) async fn begin_anew(
    app: &App,
    page: &Page,
    headers: &HeaderMap,
    anew: &Anew<'_>,
    opens: &(dyn Fn(Reference, &UnitCode) -> (Open, bool) + Sync),
) -> Result<Response, OpenError> {
    let once = match anew.once {
        Some(once) => once.to_owned(),
        None => page.once(),
    };
    for attempt in 0..TRIES {
        // The same form draws the same receipt: what was begun by it is found again.
        let drawn = app
            .secret()
            .hash(anew.purpose, &[once.as_bytes(), anew.said, &[attempt]]);
        let reference = Reference::from_random(std::array::from_fn(|at| drawn[at]));
        let code = AccessCode::from_random(std::array::from_fn(|at| drawn[at + 7]));
        let paper = Paper {
            reference,
            code_hash: app.secret().access_hash(reference, &code),
        };
        let actor = Actor::holder(reference);
        let (open, detected) = opens(reference, &app.city().hotline_unit);
        let begins = Begins {
            open: &open,
            contact: Reference::from_random(std::array::from_fn(|at| drawn[at + 19])),
            receipt: &paper,
        };
        match app
            .store()
            .open_contact(&app.context(&actor), &begins, detected)
            .await
        {
            Ok(_) => {}
            Err(OpenError::KeyTaken) => {
                let begun: Option<Case> = app.store().by_receipt(reference, &paper.code_hash).await?;
                if begun.is_none() {
                    continue;
                }
            }
            Err(error) => return Err(error),
        }
        if let Some(place) = place(app, &once) {
            // The chat has begun, whatever becomes of that row.
            let _ = app.store().visited(place, true, app.now()).await;
        }
        let held = Held::of(app, headers).with(Receipt {
            reference,
            code,
            opened_at: Some(app.now()),
        });
        let to = page.url(&format!("/chat/{reference}"));
        return Ok((held.cookie(app), Redirect::to(&to)).into_response());
    }
    Err(OpenError::KeyTaken)
}
