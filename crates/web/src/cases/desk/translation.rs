//! The translation desk: what somebody cannot read yet, most pressing first, and a page to translate one message.

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use domain::Lang;
use domain::cases::{Case, Command, CommandKind, Message, Translated};
use domain::journaled::Refusal;
use domain::problems::{FieldProblem, MESSAGE_MAX};
use domain::receipts::Reference;
use language::glossary::Glossary;
use language::translate::Request;
use store::{CommandError, Want};

use super::cases::Notice;
use super::commands::{failure, refusal};
use super::missing::Missing;
use super::row::Words;
use super::said::{Said, TermLine, original_of, terms, wanted_of};
use super::suggestions::{Suggestion, suggestions};
use super::{
    Answer, Cases as _, Desk, Fault, Names, TRANSLATION, pair, query_of, see_other, show as render, show_with,
};
use crate::kit::error::Error;
use crate::kit::field::{Field, Kind, choice};
use crate::kit::form::{Choice, Fields, FormState};

const PAGE: usize = 50;
/// Characters of a message that the list shows.
const SNIPPET: usize = 140;
const FORM: &str = "translation";

#[derive(Template)]
#[template(path = "cases/desk/translation.html")]
pub(super) struct List {
    pub page: Desk,
    pub wants: Vec<WantLine>,
    pub total: u64,
    pub which: Which,
    /// Pairs of the city's language with each other one.
    pub pairs: Vec<Choice>,
    pub next: Option<String>,
    pub missing: Option<Missing>,
    pub laws: Option<crate::kit::slice::Waiting>,
    pub may_translate: bool,
    /// What was just done.
    pub done: Option<String>,
}

/// What of a case is translated: a message, or the answer to a question of its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub message: u64,
    pub field: Option<String>,
}

impl Part {
    /// From an address: the number of a message, or the code of a question, whose answer came with the first.
    fn parse(part: &str) -> Self {
        match part.parse() {
            Ok(message) => Self { message, field: None },
            Err(_) => Self {
                message: 1,
                field: Some(part.to_owned()),
            },
        }
    }

    fn of(want: &Want) -> Self {
        Self {
            message: want.message,
            field: want.field.clone(),
        }
    }

    pub(super) fn href(&self, reference: Reference, to: Lang) -> String {
        match &self.field {
            Some(field) => format!("/desk/translation/{reference}/{field}/{to}"),
            None => format!("/desk/translation/{reference}/{}/{to}", self.message),
        }
    }

    /// What it is called: the kind of the message, or the question.
    fn name(&self, desk: &Desk, case: &Case, message: &Message) -> String {
        match &self.field {
            Some(field) => desk.c_owned(
                &format!("services/{}", case.service),
                format!("field.{field}.label"),
            ),
            None => desk.tc("desk-message", message.kind.code()).to_string(),
        }
    }

    /// Its words, as a message.
    fn words(&self, desk: &Desk, case: &Case) -> Option<Message> {
        let service = desk.city().service(case.service.as_str())?;
        case.words(self.message, self.field.as_deref(), service)
    }
}

/// Which languages are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Those one knows.
    Mine,
    All,
    /// That one and the city's.
    With(Lang),
}

impl Which {
    fn of(query: &Fields) -> Self {
        match query.get("languages") {
            "all" => Self::All,
            code => Lang::parse(code).map_or(Self::Mine, Self::With),
        }
    }

    /// None named: all.
    fn languages(self, desk: &Desk) -> Vec<Lang> {
        match self {
            Self::Mine => desk.staff.languages.clone(),
            Self::All => Vec::new(),
            Self::With(lang) => vec![lang, desk.city().source_language],
        }
    }

    fn query(self) -> String {
        match self {
            Self::Mine => String::new(),
            Self::All => "languages=all&".to_owned(),
            Self::With(lang) => format!("languages={lang}&"),
        }
    }
}

/// The pairs that can be chosen.
pub(super) fn pairs(desk: &Desk, which: Which) -> Vec<Choice> {
    let source = desk.city().source_language;
    let one = desk.language_name(source);
    let pair = |lang: Lang| {
        let other = desk.language_name(lang);
        let label = desk
            .t("desk-translation-both")
            .with("one", one.clone())
            .with("other", other);
        Choice {
            chosen: which == Which::With(lang),
            ..choice(lang, label)
        }
    };
    let any = Choice {
        chosen: !matches!(which, Which::With(_)),
        ..choice("", desk.t("desk-list-any"))
    };
    let others = desk.all_languages().into_iter().filter(|lang| *lang != source);
    std::iter::once(any).chain(others.map(pair)).collect()
}

pub(super) struct WantLine {
    pub href: String,
    pub reference: String,
    pub pair: String,
    pub kind: String,
    pub words: Option<Words>,
    pub unit: String,
    pub since: String,
    pub due: Option<super::row::Due>,
    pub is_urgent: bool,
    /// The resident has nothing of it before it is translated.
    pub is_awaited: bool,
    /// An engine has translated it, and is unsure.
    pub is_check: bool,
}

#[derive(Template)]
#[template(path = "cases/desk/translate.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub(super) struct One {
    pub page: Desk,
    pub reference: String,
    pub href: String,
    pub kind: String,
    pub original: Words,
    pub original_language: String,
    pub said: Said,
    pub text: Field,
    pub to_language: String,
    pub terms: Vec<TermLine>,
    pub suggestions: Vec<Suggestion>,
    pub earlier: Vec<Said>,
    /// There is one already.
    pub corrects: bool,
    /// It waits on the translation desk, to be translated or checked.
    pub waits: bool,
    pub skip: String,
    pub notice: Option<Notice>,
    pub done: bool,
    pub may_translate: bool,
}

fn enter(desk: Desk) -> Result<Desk, Fault> {
    let desk = desk.enter(&TRANSLATION)?;
    let title = desk.t("desk-translation-title").to_string();
    Ok(desk.called(title))
}

impl WantLine {
    pub(super) fn of(desk: &Desk, want: &Want, case: &Case) -> Option<Self> {
        let part = Part::of(want);
        let message = part.words(desk, case)?;
        let words = message.text.as_deref().map(|text| {
            let mut short: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if short.chars().count() > SNIPPET {
                short = short.chars().take(SNIPPET).chain(['…']).collect();
            }
            Words::new(desk, &short, message.language)
        });
        let now = desk.app.now();
        Some(Self {
            href: part.href(want.reference, want.to),
            reference: want.reference.to_string(),
            pair: pair(desk, want.from, want.to),
            kind: part.name(desk, case, &message),
            words,
            unit: desk.short_unit(&want.unit),
            since: desk.brief(want.since),
            due: match want.due_at.filter(|_| want.waits) {
                Some(due_at) => Some(super::row::Due::of_translation(desk, want.since, due_at)),
                None => case.next_due().map(|clock| super::row::Due::of(desk, clock, now)),
            },
            is_urgent: case.urgent,
            is_awaited: want.waits,
            is_check: want.doubtful,
        })
    }
}

/// `GET /desk/translation`: by default what waits in the languages one knows.
pub(super) async fn list(desk: Desk, uri: Uri) -> Answer {
    let desk = enter(desk)?;
    let query = query_of(&uri);
    let which = Which::of(&query);
    let languages = which.languages(&desk);
    let store = desk.app.store();
    let found = store
        .translation_wants(&desk.actor, &languages, query.filled("cursor"), PAGE)
        .await?;
    let mut wants = Vec::with_capacity(found.rows.len());
    for want in &found.rows {
        if let Some(case) = store.get::<Case>(want.reference, &desk.actor).await? {
            wants.extend(WantLine::of(&desk, want, &case));
        }
    }
    let missing = Missing::of(&desk).await?;
    let languages = which.query();
    let done = match query.get("done") {
        "saved" => Some(desk.t("desk-translation-saved").to_string()),
        "last" => Some(format!(
            "{} {}",
            desk.t("desk-translation-saved"),
            desk.t("desk-translation-all-done")
        )),
        _ => None,
    };
    render(&List {
        wants,
        total: found.total,
        which,
        pairs: pairs(&desk, which),
        next: found
            .next
            .map(|cursor| format!("/desk/translation?{languages}cursor={cursor}")),
        missing,
        laws: crate::legal::owed(&desk).await?,
        may_translate: desk.may(CommandKind::Translate.action()),
        done,
        page: desk,
    })
}

/// Of an address: case, message, language of the translation.
type Place<'a> = (&'a str, &'a str, &'a str);

impl One {
    pub(super) fn of(
        desk: Desk,
        case: &Case,
        (part, to): (&Part, Lang),
        names: &Names,
        state: Option<&FormState>,
    ) -> Option<Self> {
        let readable = |m: &Message| m.kind.is_public() || domain::cases::sees_notes(case, &desk.actor);
        let message = &part.words(&desk, case).filter(readable)?;
        let original = message.text.as_deref().filter(|_| message.language != to)?;
        let current = message
            .translation(to)
            .and_then(|translation| translation.text.as_deref());
        let label = format!("{} · {}", desk.t("desk-translation-text"), desk.language_name(to));
        let suggestions = suggestions(&desk, message, to);
        // What was translated word for word before stands there already.
        let same = suggestions
            .iter()
            .find(|one| one.is_same)
            .filter(|_| current.is_none());
        let hint = if same.is_some() {
            "desk-translation-filled"
        } else {
            "desk-translation-text-hint"
        };
        let filled = same.map(|one| one.target.text.as_str());
        let mut text = Field::area(&desk, FORM, "text", label, 4 * MESSAGE_MAX)
            .hinted(desk.t(hint))
            .valued(current.or(filled).unwrap_or_default());
        if let Kind::Area { rows, tag, .. } = &mut text.kind {
            *rows = 12;
            *tag = Some(desk.tag_of(to).to_owned());
        }
        if let Some(state) = state {
            text = text.filled(&desk, state);
        }
        let glossary = Glossary::new(desk.city());
        let mut of_terms = terms(&desk, &glossary, &[(original, message.language, to)]);
        if let Some(translation) = message.translation(to).filter(|translation| !translation.checked) {
            let request = Request {
                text: original.to_owned(),
                from: message.language,
                to,
            };
            let wrong = language::terms::wrong(
                &glossary,
                &request,
                translation.text.as_deref().unwrap_or_default(),
            );
            for line in &mut of_terms {
                line.is_wrong = wrong.contains(&line.term);
            }
        }
        let earlier = case
            .messages
            .iter()
            .filter(|m| (m.id < message.id || part.field.is_some()) && m.kind.is_public());
        let href = part.href(case.reference, to);
        let (original_language, words) = original_of(&desk, message);
        let title = desk
            .t("desk-translation-one-title")
            .with("from", original_language.as_str())
            .with("to", desk.language_name(to))
            .to_string();
        Some(Self {
            reference: case.reference.to_string(),
            kind: part.name(&desk, case, message),
            original: words?,
            original_language,
            said: Said::of_part(&desk, case, (message, part.field.as_deref()), names),
            text,
            to_language: desk.language_name(to),
            terms: of_terms,
            suggestions,
            earlier: earlier.map(|m| Said::of(&desk, case, m, names)).collect(),
            corrects: current.is_some(),
            waits: wanted_of(&desk, case)
                .iter()
                .any(|wanted| (wanted.message, &wanted.field, wanted.to) == (part.message, &part.field, to)),
            skip: format!("{href}?skip"),
            href,
            notice: None,
            done: false,
            may_translate: desk.may(CommandKind::Translate.action()),
            page: desk.called(title),
        })
    }
}

async fn find(desk: &Desk, (reference, part, to): Place<'_>) -> Result<(Case, Part, Lang), Fault> {
    let case = desk.case(reference).await?;
    let to = Lang::parse(to).map_err(|_| Error::NotFound)?;
    Ok((case, Part::parse(part), to))
}

/// What waits next for this member of staff, after that one.
async fn next_after(desk: &Desk, at: (Reference, &Part, Lang)) -> Result<Option<Want>, Fault> {
    let found = desk
        .app
        .store()
        .translation_wants(&desk.actor, &desk.staff.languages, None, 200)
        .await?;
    let here = found
        .rows
        .iter()
        .position(|want| (want.reference, &Part::of(want), want.to) == at);
    let wants = found.rows;
    Ok(match here {
        Some(here) => wants.into_iter().nth(here + 1),
        None => wants.into_iter().next(),
    })
}

fn address(want: &Want) -> String {
    Part::of(want).href(want.reference, want.to)
}

/// `GET /desk/translation/{reference}/{message}/{language}`
pub(super) async fn show(desk: Desk, Path(place): Path<(String, String, String)>, uri: Uri) -> Answer {
    let desk = enter(desk)?;
    let (case, part, to) = find(&desk, (&place.0, &place.1, &place.2)).await?;
    let query = query_of(&uri);
    if query.has("skip") {
        let next = next_after(&desk, (case.reference, &part, to)).await?;
        return Ok(see_other(
            &next.map_or_else(|| "/desk/translation".to_owned(), |want| address(&want)),
        ));
    }
    let names = desk.names().await?;
    let mut page = One::of(desk, &case, (&part, to), &names, None).ok_or(Error::NotFound)?;
    page.done = query.has("saved");
    render(&page)
}

/// `POST /desk/translation/{reference}/{message}/{language}`
pub(super) async fn save(desk: Desk, Path(place): Path<(String, String, String)>, fields: Fields) -> Answer {
    let desk = enter(desk)?;
    let (case, part, to) = find(&desk, (&place.0, &place.1, &place.2)).await?;
    let kind = CommandKind::Translate;
    let broken = fields.broken();
    if !broken.is_empty() {
        let notice = refusal(&desk, kind, &Refusal::Invalid(Vec::new()));
        return again(
            StatusCode::UNPROCESSABLE_ENTITY,
            desk,
            (&case, &part, to),
            (fields, broken, notice),
        )
        .await;
    }
    // Before it is saved: afterwards it does not wait any more, and nobody knows what came after it.
    let next = next_after(&desk, (case.reference, &part, to)).await?;
    let translated = Translated {
        message: part.message,
        field: part.field.clone(),
        language: to,
        text: fields.get("text").to_owned(),
    };
    let command = Command::Translate {
        translated,
        made: None,
    };
    let app = desk.app.clone();
    let carried = app
        .store()
        .carry_out(&app.context(&desk.actor), case.reference, None, &command)
        .await;
    match carried {
        Ok(_) if fields.has("next") => Ok(see_other(&match next {
            Some(want) => format!("{}?saved", address(&want)),
            None => "/desk/translation?done=last".to_owned(),
        })),
        Ok(_) if fields.get("then") == "case" => {
            let place = match &part.field {
                Some(_) => "answers".to_owned(),
                None => format!("m{}", part.message),
            };
            Ok(see_other(&format!("/desk/cases/{}#{place}", case.reference)))
        }
        Ok(_) => Ok(see_other("/desk/translation?done=saved")),
        Err(CommandError::Refused(refused)) => {
            let notice = refusal(&desk, kind, &refused);
            let (status, problems) = match refused {
                Refusal::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
                Refusal::NotAllowed => (StatusCode::FORBIDDEN, Vec::new()),
                _ => (StatusCode::CONFLICT, Vec::new()),
            };
            again(status, desk, (&case, &part, to), (fields, problems, notice)).await
        }
        Err(CommandError::NotFound) => Err(desk.case_unknown()),
        Err(CommandError::Stale { .. } | CommandError::OtherRequest) => Err(Error::Conflict.into()),
        Err(CommandError::Store(error)) => {
            tracing::warn!(%error, "a translation was not written");
            let state = (fields, Vec::new(), failure(&desk, &error));
            let status = Error::from(error).status();
            again(status, desk, (&case, &part, to), state).await
        }
    }
}

async fn again(
    status: StatusCode,
    desk: Desk,
    (case, part, to): (&Case, &Part, Lang),
    (fields, problems, notice): (Fields, Vec<FieldProblem>, Notice),
) -> Answer {
    let names = desk.names().await?;
    let state = FormState::new(fields, problems);
    let page = One::of(desk, case, (part, to), &names, Some(&state)).ok_or(Error::NotFound)?;
    show_with(
        status,
        &One {
            notice: Some(notice),
            ..page
        },
    )
}

/// Shows a form that was sent without a session, as it was.
pub(super) async fn resume(desk: Desk, place: Place<'_>, fields: Fields) -> Answer {
    let desk = enter(desk)?;
    let (case, part, to) = find(&desk, place).await?;
    let notice = Notice {
        title: desk.t("desk-resumed-title").to_string(),
        text: desk.t("desk-resumed").to_string(),
        lines: Vec::new(),
        kept: None,
        form: None,
        is_error: false,
    };
    again(
        StatusCode::OK,
        desk,
        (&case, &part, to),
        (fields, Vec::new(), notice),
    )
    .await
}
