//! One translation: the original on one side, its words on the other, and what may be done next.

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use domain::Lang;
use domain::legal::{CommandKind, Law, OPEN, Standing, Translation};

use super::{LAWS, late_text, law_title};
use crate::kit::desk::{Answer, Desk, Fault, Names, query_of, see_other, show as render, show_with};
use crate::kit::field::{Field, Kind};
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::published::Published;
use crate::kit::work::{self, Form, Notice, Shown, Step, Worked as _};

/// Lines of the area that a translation is written in.
const ROWS: u8 = 18;

#[derive(Template)]
#[template(path = "legal/desk/record.html")]
pub(super) struct RecordPage {
    pub page: Desk,
    pub reference: String,
    pub version: u64,
    pub law: Published,
    pub state: &'static str,
    pub state_text: String,
    pub language: String,
    pub erased: bool,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub original: Option<Original>,
    pub title: Option<Published>,
    pub text: Option<Published>,
    /// Whom it waits for, and why it was sent back.
    pub told: Vec<String>,
    pub forms: Vec<Form>,
    pub steps: Vec<Step>,
    pub notice: Option<Notice>,
    pub done: Option<String>,
}

/// The law that is translated.
pub(super) struct Original {
    pub title: Published,
    pub summary: Published,
    pub number: Option<String>,
    pub url: Option<String>,
    /// Its page for everybody.
    pub href: String,
}

impl Original {
    fn of(desk: &Desk, law: &Law) -> Self {
        let place = law.place();
        Self {
            title: Page::original(desk, &place, "title"),
            summary: Page::original(desk, &place, "summary"),
            number: law.number.clone(),
            url: law.url.clone(),
            href: Page::url(desk, &super::law_path(law.code.as_str())),
        }
    }
}

fn facts(desk: &Desk, translation: &Translation, names: &Names) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (desk.tc("legal-fact", key).to_string(), value);
    let mut facts = vec![
        fact("language", desk.language_name(translation.language)),
        fact("unit", desk.unit(&translation.unit).to_owned()),
    ];
    if let Some(law) = desk.city().law(translation.law.as_str()) {
        let standing = Standing::of(law, Some(translation.progress()), desk.city(), desk.app.today());
        facts.extend(standing.due.map(|due| fact("due", desk.brief_date(due.on))));
        facts.extend(late_text(desk, &standing).map(|late| fact("late", late)));
    }
    let day = |day| desk.brief_date(day);
    facts.extend(translation.source_day.map(|from| fact("source-day", day(from))));
    let drafters = translation.drafters.iter().map(|staff| names.get(*staff));
    let drafters: Vec<String> = drafters.collect();
    if !drafters.is_empty() {
        facts.push(fact("drafters", drafters.join(" · ")));
    }
    if let Some(by) = translation.review.as_ref().and_then(|review| review.by) {
        facts.push(fact("reviewer", names.get(by)));
    }
    if let Some(made) = &translation.publication {
        facts.push(fact("published", day(made.on)));
    }
    facts
}

/// What its reader should know before they do anything.
fn told(desk: &Desk, translation: &Translation) -> Vec<String> {
    let t = |key: &str| desk.t(key).to_string();
    let mut told = Vec::new();
    if let Some(sent) = &translation.sent_back {
        let why = |reason: &String| desk.t("legal-sent-back").with("reason", reason.clone());
        told.extend(sent.reason.as_ref().map(|reason| why(reason).to_string()));
    } else if translation.state == domain::legal::State::Draft {
        let own = translation.is_by(&desk.actor);
        told.push(t(if own {
            "legal-second-reader"
        } else {
            "legal-to-be-read"
        }));
    }
    let is_public = translation.publication.is_some();
    if is_public && translation.state != domain::legal::State::Published {
        told.push(t("legal-public-meanwhile"));
    }
    let law = desk.city().law(translation.law.as_str());
    let amended = law.and_then(|law| law.amended_since(translation.source_day));
    if let Some((from, now)) = translation.source_day.zip(amended) {
        let text = desk.t("legal-of-earlier").with("date", desk.brief_date(from));
        told.push(text.with("now", desk.brief_date(now)).to_string());
    }
    told
}

/// What is wrong with a field, in words of its own where it has some.
fn say_why(desk: &Desk, form: &str, fields: &mut [Field], state: &FormState) {
    for field in fields {
        let Some(problem) = state.problem(&field.name) else {
            continue;
        };
        let key = format!("legal-problem-{form}-{}-{}", field.name, problem.code());
        if desk.app.texts().has(desk.lang, &key) {
            field.error = Some(desk.t(&key).to_string());
        }
    }
}

/// A law is long, and written in a language that is known.
fn make_room(desk: &Desk, fields: &mut [Field], language: Option<Lang>) {
    for field in fields {
        if let Kind::Area { rows, tag, .. } = &mut field.kind
            && field.name == "text"
        {
            *rows = ROWS;
            *tag = language.map(|lang| desk.tag_of(lang).to_owned());
        }
    }
}

impl RecordPage {
    /// # Errors
    /// When its journal cannot be read.
    pub(super) async fn of(desk: Desk, translation: &Translation, shown: Shown) -> Result<Self, Fault> {
        let names = desk.names().await?;
        let steps = desk.history(translation, &names).await?;
        Ok(Self::with(desk, translation, &names, shown, steps))
    }

    pub(super) fn with(
        desk: Desk,
        translation: &Translation,
        names: &Names,
        shown: Shown,
        steps: Vec<Step>,
    ) -> Self {
        let law = law_title(&desk, &translation.law);
        let language = desk.language_name(translation.language);
        let desk = desk.room(&LAWS).called(format!("{} · {language}", law.text));
        let words = translation.words.as_ref();
        let said = |text: &str| Page::said(&desk, (translation.language, text));
        let mut forms = desk.forms(translation, names, shown.draft.as_ref());
        if let Some(draft) = &shown.draft
            && let Some(form) = forms.iter_mut().find(|form| form.code == draft.code)
        {
            say_why(&desk, form.code, &mut form.fields, &draft.state);
        }
        for form in &mut forms {
            make_room(&desk, &mut form.fields, Some(translation.language));
        }
        let done = shown.done.as_deref().and_then(|code| match code {
            "open" => Some("legal-event-opened".to_owned()),
            code => CommandKind::parse(code).map(|kind| format!("legal-command-{}", kind.code())),
        });
        Self {
            reference: translation.reference.to_string(),
            version: translation.version,
            state: translation.state.code(),
            state_text: desk.tc("legal-state", translation.state.code()).to_string(),
            erased: translation.erased,
            facts: facts(&desk, translation, names),
            original: desk
                .city()
                .law(translation.law.as_str())
                .map(|law| Original::of(&desk, law)),
            title: words.map(|words| said(&words.title)),
            text: words.map(|words| said(&words.text)),
            told: told(&desk, translation),
            forms,
            steps,
            notice: shown.notice,
            done: done.map(|key| {
                let what = desk.t(&key).to_string();
                desk.t("legal-done").with("what", what).to_string()
            }),
            law,
            language,
            page: desk,
        }
    }
}

/// `GET /desk/legal/{reference}`
pub(super) async fn show(desk: Desk, Path(address): Path<String>, uri: Uri) -> Answer {
    let desk = desk.enter(&LAWS)?;
    let translation: Translation = desk.record(&address).await?;
    let shown = Shown {
        done: Some(query_of(&uri).get("done").to_owned()),
        ..Shown::default()
    };
    translation.page(desk, shown).await
}

/// `POST /desk/legal/{reference}/{command}`
pub(super) async fn carry_out(desk: Desk, Path(at): Path<(String, String)>, fields: Fields) -> Answer {
    work::carry_out::<Translation, _>(desk, at, fields).await
}

/// The address of a command is no page: whoever reloads it gets the translation.
pub(super) async fn back(desk: Desk, Path((address, _)): Path<(String, String)>) -> Answer {
    let translation: Translation = desk.record(&address).await?;
    Ok(see_other(&format!(
        "{}/{}",
        Translation::PATH,
        translation.reference
    )))
}

#[derive(Template)]
#[template(path = "legal/desk/new.html")]
pub(super) struct New {
    pub page: Desk,
    pub fields: Vec<Field>,
    /// The law that was chosen before.
    pub original: Option<Original>,
    /// What was entered did not do, or came back after signing in.
    pub notice: Option<(String, String, bool)>,
}

impl New {
    /// With what an address chose, or as it was sent.
    pub(super) fn of(desk: Desk, chosen: &Fields, state: Option<&FormState>) -> Self {
        let title = desk.t("legal-open-title").to_string();
        let notice = state.map(|state| {
            let t = |key: &str| desk.t(key).to_string();
            if state.is_clean() {
                (t("desk-resumed-title"), t("desk-resumed"), false)
            } else {
                (t("desk-case-refused-title"), t("desk-refused-invalid"), true)
            }
        });
        let fields = desk.opening::<Translation, _>(state).into_iter();
        let fields = fields.map(|field| match chosen.filled(&field.name) {
            Some(value) if state.is_none() => field.valued(value),
            _ => field,
        });
        let mut fields: Vec<Field> = fields.collect();
        make_room(&desk, &mut fields, Lang::parse(chosen.get("language")).ok());
        if let Some(state) = state {
            say_why(&desk, "open", &mut fields, state);
        }
        let law = desk.city().law(chosen.get("law"));
        Self {
            fields,
            original: law.map(|law| Original::of(&desk, law)),
            notice,
            page: desk.room(&LAWS).called(title),
        }
    }
}

/// `GET /desk/legal/new?law=&language=`
pub(super) async fn new(desk: Desk, uri: Uri) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    render(&New::of(desk, &query_of(&uri), None))
}

/// `POST /desk/legal/new`
pub(super) async fn open(desk: Desk, fields: Fields) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    match work::open::<Translation, _>(&desk, &fields).await? {
        Ok(translation) => Ok(see_other(&format!(
            "{}/{}?done=open",
            Translation::PATH,
            translation.reference
        ))),
        Err(problems) => {
            let state = FormState::new(fields.clone(), problems);
            let new = New::of(desk, &fields, Some(&state));
            show_with(StatusCode::UNPROCESSABLE_ENTITY, &new)
        }
    }
}

/// Shows the form of a new one that was sent when the session had ended.
pub(super) fn resume(desk: Desk, kept: &Fields) -> Answer {
    if !desk.may(OPEN) {
        return Err(desk.forbidden());
    }
    let state = FormState::new(kept.clone(), Vec::new());
    render(&New::of(desk, kept, Some(&state)))
}
