//! What a command makes of a translation.

use super::allowed::{fits, permitted};
use super::inputs::URL_MAX;
use super::{
    Body, Command, CommandKind, NOUN, NewEvent, OPEN, Open, TEXT_MAX, TITLE_MAX, Translation,
    TranslationEvent, Words, allowed,
};
use crate::guides::Link;
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, FieldProblem, Problem, REASON_MAX};
use crate::roles::Reach;

/// What is known of elsewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// There is a translation of that law into that language.
    pub is_taken: bool,
}

/// The events that take up a translation.
pub(super) fn open(open: &Open, known: Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
    let reach = Translation::reach(ctx.actor, OPEN);
    if reach == Reach::No {
        return Err(Refusal::NotAllowed);
    }
    let law = ctx.city.law(open.law.as_str());
    let owing = law.and_then(|law| Some((law, law.translation.as_ref()?)));
    let is_theirs = |unit| reach == Reach::All || ctx.actor.is_of(unit);
    let owing = owing.filter(|(_, owed)| is_theirs(&owed.unit));
    let Some((law, owed)) = owing else {
        return Err(Problem::NotAnOption.of("law").into());
    };
    let mut wrong = Vec::new();
    if !owed.languages.contains(&open.language) {
        wrong.push(Problem::NotAnOption.of("language"));
    } else if known.is_taken {
        wrong.push(Problem::Twice.of("language"));
    }
    match words(&open.title, &open.text) {
        Ok(words) if wrong.is_empty() => Ok(vec![NewEvent {
            event: TranslationEvent::Opened {
                law: open.law.clone(),
                language: open.language,
                unit: owed.unit.clone(),
                source_day: law.version_day(),
            },
            body: Some(Body::words(words)),
        }]),
        said => {
            wrong.extend(said.err().into_iter().flatten());
            Err(Refusal::Invalid(wrong))
        }
    }
}

fn words(title: &str, text: &str) -> Result<Words, Vec<FieldProblem>> {
    let title = problems::text(title, TITLE_MAX).map_err(|problem| problem.of("title"));
    let text = problems::text(text, TEXT_MAX).map_err(|problem| problem.of("text"));
    match (title, text) {
        (Ok(title), Ok(text)) => Ok(Words { title, text }),
        (title, text) => Err(title.err().into_iter().chain(text.err()).collect()),
    }
}

/// The events that a command makes of a translation. None at all when it changes nothing.
pub(super) fn decide(
    translation: &Translation,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Vec<NewEvent>, Refusal> {
    let kind = command.kind();
    if !permitted(kind, translation, ctx.actor) {
        return Err(Refusal::NotAllowed);
    }
    if !fits(kind, translation) {
        let allowed = allowed(translation, ctx.actor, ctx.city);
        return Err(Refusal::WrongState {
            noun: NOUN,
            state: translation.state.code(),
            allowed: allowed.into_iter().map(CommandKind::code).collect(),
        });
    }
    let ctx = &ctx.not_before(translation.changed_at);
    let (event, body) = match command {
        Command::Revise { title, text } => {
            let words = words(title, text).map_err(Refusal::Invalid)?;
            let law = ctx.city.law(translation.law.as_str());
            let source_day = law.map_or(translation.source_day, super::Law::version_day);
            let same = translation.words.as_ref() == Some(&words) && translation.source_day == source_day;
            if same && translation.state == super::State::Draft && translation.sent_back.is_none() {
                return Ok(Vec::new());
            }
            (TranslationEvent::Revised { source_day }, Body::words(words))
        }
        Command::Review => (TranslationEvent::Reviewed, Body::default()),
        Command::SendBack { reason } => (TranslationEvent::SentBack, because(reason)?),
        Command::Publish { on, url } => {
            if *on > ctx.city.day(ctx.now) {
                return Err(Problem::InTheFuture.of("on").into());
            }
            if translation.source_day.is_some_and(|source| *on < source) {
                return Err(Problem::NotAfterStart.of("on").into());
            }
            let url = address(url).map_err(|problem| problem.of("url"))?;
            (TranslationEvent::Published { on: *on, url }, Body::default())
        }
        Command::Withdraw { reason } => (TranslationEvent::Withdrawn, because(reason)?),
        Command::Erase { reason } => {
            // Asked for so that nobody erases by a slip; not kept, since it may name the person.
            because(reason)?;
            (TranslationEvent::Erased, Body::default())
        }
    };
    Ok(vec![NewEvent {
        event,
        body: (body != Body::default()).then_some(body),
    }])
}

fn because(reason: &str) -> Result<Body, Refusal> {
    let reason = problems::text(reason, REASON_MAX).map_err(|problem| problem.of("reason"))?;
    Ok(Body::reason(reason))
}

/// An address of the web that may be empty: only what a reader's browser keeps to itself on the way.
fn address(entered: &str) -> Result<Option<String>, Problem> {
    let entered = problems::optional_text(entered, URL_MAX)?;
    match Link::parse(&entered) {
        _ if entered.is_empty() => Ok(None),
        Some(Link::Web(address)) => Ok(Some(address)),
        _ => Err(Problem::NotAWebsite),
    }
}
