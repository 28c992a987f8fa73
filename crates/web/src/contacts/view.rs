//! A conversation as its reader sees it: each line in its own words, and beside them in the reader's.

use domain::Lang;
use domain::cases::{TranslatedBy, Translation, Why};
use domain::contacts::{By, Contact, Conversation, Line, Says, Sharing};
use domain::files::tidy_name;
use jiff::Timestamp;

use super::files;
use crate::kit::page::Page;

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    Visitor,
    Staff,
}

/// Words in a language.
#[derive(Debug)]
pub(super) struct Words {
    pub text: String,
    pub tag: String,
    pub dir: &'static str,
}

/// Words that stand beside others.
#[derive(Debug)]
pub(super) struct Beside {
    pub words: Words,
    /// Who or what made them.
    pub made: String,
    /// Nobody should rely on them yet.
    pub is_doubtful: bool,
}

/// One line.
#[derive(Debug)]
pub(super) struct LineView {
    pub id: u64,
    /// `words`, `whisper`, `shared`, `file` or `told`.
    pub kind: &'static str,
    pub is_own: bool,
    pub who: String,
    pub at: String,
    pub machine_time: String,
    pub words: Option<Words>,
    pub beside: Vec<Beside>,
    /// What happened, or what is shown.
    pub told: Option<String>,
    pub href: Option<String>,
    /// There is a translation of it, or may be one: it can be put right.
    pub corrects: bool,
}

pub(super) fn words(page: &Page, language: Lang, text: &str) -> Words {
    Words {
        text: text.to_owned(),
        tag: page.tag_of(language).to_owned(),
        dir: page.dir_of(language),
    }
}

fn made(page: &Page, translation: &Translation) -> String {
    let key = match &translation.by {
        _ if translation.corrected => "contacts-made-corrected",
        TranslatedBy::Person { .. } => "contacts-made-person",
        TranslatedBy::Pack | TranslatedBy::Memory => "contacts-made-memory",
        TranslatedBy::Engine { .. } => "contacts-made-machine",
    };
    let language = page.language_name(translation.language);
    page.t(key).with("language", language).to_string()
}

impl LineView {
    fn of(
        page: &Page,
        (contact, line): (&Contact, &Line),
        reads: Reads,
        name: &dyn Fn(&By) -> String,
    ) -> Self {
        let beside = |translation: &Translation| {
            let text = translation.text.as_deref()?;
            Some(Beside {
                words: words(page, translation.language, text),
                made: made(page, translation),
                is_doubtful: translation.is_doubtful(),
            })
        };
        let t = |key: &str| page.t(key).to_string();
        let (kind, told, href) = match &line.says {
            Says::Words => ("words", None, None),
            Says::Whisper => ("whisper", None, None),
            Says::Shared(shared) => {
                let href = match shared.what {
                    Sharing::Guide => format!("/guides/{}", shared.code),
                    Sharing::Place => format!("/places/{}", shared.code),
                };
                (
                    "shared",
                    Some(title(page, shared.what, &shared.code)),
                    Some(page.url(&href)),
                )
            }
            Says::File { size, .. } => {
                let href = match reads {
                    Reads::Visitor => files::of_visitor(page, contact, line.id),
                    Reads::Staff => files::of_staff(contact, line.id),
                };
                let named = line.text.as_deref().map(|name| sized(page, name, *size));
                ("file", named, Some(href))
            }
            Says::Answered => ("told", Some(t("contacts-told-answered")), None),
            Says::Joined => ("told", Some(t("contacts-told-joined")), None),
            Says::Left(_) => ("told", Some(t("contacts-told-left")), None),
            Says::HandedOver(_) => ("told", Some(t("contacts-told-handed-over")), None),
            Says::NotReached => ("told", Some(t("contacts-told-not-reached")), None),
            // Whoever left reads it of themselves.
            Says::Ended(Why::VisitorLeft) if reads == Reads::Visitor => {
                let key = if line.by == By::Visitor {
                    "contacts-told-you-left"
                } else {
                    "contacts-told-you-were-gone"
                };
                ("told", Some(t(key)), None)
            }
            Says::Ended(why) => (
                "told",
                Some(page.tc("contacts-told-ended", why.code()).to_string()),
                None,
            ),
        };
        let is_words = matches!(line.says, Says::Words | Says::Whisper);
        let is_file = matches!(line.says, Says::File { .. });
        let gone = ((is_words || is_file) && line.text.is_none()).then(|| t("contacts-told-erased"));
        Self {
            id: line.id,
            kind: if gone.is_some() { "told" } else { kind },
            is_own: (line.by == By::Visitor) == (reads == Reads::Visitor),
            who: name(&line.by),
            at: at(page, line.at),
            machine_time: page.machine_time(line.at),
            words: line
                .text
                .as_deref()
                .filter(|_| !is_file)
                .map(|text| words(page, line.language.unwrap_or(page.lang), text)),
            beside: line.translations.iter().filter_map(beside).collect(),
            corrects: is_words
                && line.text.is_some()
                && (!line.translations.is_empty()
                    || line.language.is_some_and(|language| language != page.lang)),
            href: href.filter(|_| gone.is_none()),
            told: gone.or(told),
        }
    }
}

/// What something that can be shown is called in the reader's language; its code, when that has no text.
pub(super) fn title(page: &Page, what: Sharing, code: &str) -> String {
    let title = match what {
        Sharing::Guide => page.c_opt(&format!("guides/{code}"), "title"),
        Sharing::Place => page.c_opt("places", &format!("place.{code}.name")),
    };
    title.map_or_else(|| code.to_owned(), str::to_owned)
}

/// A file's name, and how large it is.
fn sized(page: &Page, name: &str, size: u64) -> String {
    // Names of files that came long ago were not looked at.
    let name = tidy_name(name, "");
    format!("{name} · {} kB", page.writing().number(size.div_ceil(1024)))
}

/// All of it, in its order.
pub(super) fn lines(
    page: &Page,
    contact: &Contact,
    said: &Conversation,
    reads: Reads,
    name: impl Fn(&By) -> String,
) -> Vec<LineView> {
    let view = |line: &Line| LineView::of(page, (contact, line), reads, &name);
    said.lines.iter().map(view).collect()
}

/// The time; with the day when that was another.
fn at(page: &Page, at: Timestamp) -> String {
    let zoned = at.to_zoned(page.city().timezone.clone());
    if zoned.date() == page.app.today() {
        page.writing().time(zoned.time())
    } else {
        page.moment(at)
    }
}

/// What a wait was like: in seconds or minutes, as one says it.
pub(super) fn wait(page: &Page, seconds: i64) -> String {
    let (key, n) = if seconds < 90 {
        ("contacts-seconds", seconds.max(1))
    } else {
        ("contacts-minutes", (seconds + 30) / 60)
    };
    page.t(key)
        .with("n", usize::try_from(n).unwrap_or(usize::MAX))
        .to_string()
}
