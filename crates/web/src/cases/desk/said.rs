//! A message at the desk: the original and its translation side by side, who or what made that, and what is wrong with it.

use domain::Lang;
use domain::cases::{Case, CommandKind, Message, Speaker, TranslatedBy, Translation, Wanted};
use language::detect::{Detector, Reading};
use language::glossary::Glossary;

use super::row::{Due, Words};
use super::translation::Part;
use super::{Desk, Names, speaker};

/// A message and its translation.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub id: u64,
    pub kind: String,
    pub who: String,
    pub at: String,
    pub machine: String,
    pub is_residents: bool,
    pub language: String,
    pub original: Option<Words>,
    pub translation: Option<TranslationView>,
    /// Nobody has translated it, and somebody must.
    pub is_wanted: bool,
    pub translate: Option<Translate>,
    /// It has not gone to the resident: for which language it waits, until when.
    pub waits: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct TranslationView {
    pub words: Words,
    pub language: String,
    pub by: String,
    pub is_checked: bool,
    /// Why it should not be relied on.
    pub doubts: Vec<String>,
}

/// Where a translation is made, corrected or checked.
#[derive(Debug, Clone)]
pub(super) struct Translate {
    pub href: String,
    /// It is there, and waits to be checked.
    pub is_check: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TermLine {
    pub term: String,
    pub tag: String,
    pub translation: String,
    pub translation_tag: String,
    /// The translation does not have it so.
    pub is_wrong: bool,
}

/// What the case's unit, or the resident, needs translated or checked.
pub(super) fn wanted_of(desk: &Desk, case: &Case) -> Vec<Wanted> {
    case.wanted_translations(desk.city())
}

/// The language a message should be read in at the desk: what the resident wrote, in one the reader knows; what the city
/// wrote, in the resident's.
fn read_in(desk: &Desk, case: &Case, message: &Message) -> Lang {
    if message.from != Speaker::Resident {
        return case.language;
    }
    let unit_first = desk.city().read_by(&case.unit).first().copied();
    let there = message
        .translations
        .iter()
        .rev()
        .map(|t| t.language)
        .find(|lang| desk.reads(*lang));
    there.or(unit_first).unwrap_or(desk.city().source_language)
}

/// The name of the language a message is in, and its words. The page's language stood in where the detector knew none
/// of its own in the text: that is not what the text is in, and the desk must not look for someone who reads it.
pub(super) fn original_of(desk: &Desk, message: &Message) -> (String, Option<Words>) {
    let text = message.text.as_deref();
    let detected =
        message.from == Speaker::Resident && Detector::languages().any(|lang| lang == message.language);
    if let Some(text) = text.filter(|_| detected)
        && let Reading::Other { script } = desk.app.detector().read(text)
    {
        return (
            desk.unknown_language(script),
            Some(Words::unknown(desk, text, script)),
        );
    }
    let words = text.map(|text| Words::new(desk, text, message.language));
    (desk.language_name(message.language), words)
}

impl TranslationView {
    fn of(desk: &Desk, translation: &Translation, names: &Names) -> Option<Self> {
        let by = match &translation.by {
            TranslatedBy::Person { staff } => {
                let key = if translation.corrected {
                    "desk-case-corrected-by-person"
                } else {
                    "desk-case-by-person"
                };
                desk.t(key).with("name", names.get(*staff)).to_string()
            }
            TranslatedBy::Pack => desk.t("desk-case-by-pack").to_string(),
            TranslatedBy::Memory => desk.t("desk-case-by-memory").to_string(),
            TranslatedBy::Engine { name, model, version } => {
                let parts = [name, model, version].map(String::as_str);
                let known: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                desk.t("desk-case-by-engine")
                    .with("name", known.join(" "))
                    .to_string()
            }
        };
        let doubts = translation.doubts.iter();
        Some(Self {
            words: Words::new(desk, translation.text.as_deref()?, translation.language),
            language: desk.language_name(translation.language),
            by,
            is_checked: translation.checked,
            doubts: doubts
                .map(|doubt| desk.tc("desk-case-doubt", doubt.code()).to_string())
                .collect(),
        })
    }
}

/// An answer of the form in the resident's own words, as a message.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub label: String,
    pub said: Said,
}

impl Answered {
    pub(super) fn all(desk: &Desk, case: &Case, names: &Names) -> Vec<(String, Self)> {
        let Some(service) = desk.city().service(case.service.as_str()) else {
            return Vec::new();
        };
        let place = format!("services/{}", case.service);
        let answers = case.worded_answers(service);
        let answered = |(field, message): (&str, Message)| {
            let label = desk.c_owned(&place, format!("field.{field}.label"));
            let said = Said::of_part(desk, case, (&message, Some(field)), names);
            (field.to_owned(), Self { label, said })
        };
        answers.map(answered).collect()
    }
}

impl Said {
    pub(super) fn of(desk: &Desk, case: &Case, message: &Message, names: &Names) -> Self {
        Self::of_part(desk, case, (message, None), names)
    }

    /// A message, or an answer of the form.
    pub(super) fn of_part(
        desk: &Desk,
        case: &Case,
        (message, field): (&Message, Option<&str>),
        names: &Names,
    ) -> Self {
        let to = read_in(desk, case, message);
        let wanted = wanted_of(desk, case);
        let asked_for = wanted
            .iter()
            .find(|wanted| wanted.message == message.id && wanted.field.as_deref() == field);
        let part = Part {
            message: message.id,
            field: field.map(str::to_owned),
        };
        let waits = message.translate_by.map(|due| {
            let text = desk
                .t("desk-case-waits")
                .with("language", desk.language_name(case.language));
            text.with("date", Due::of_translation(desk, message.at, due).date)
                .to_string()
        });
        let shown = message
            .translation(to)
            .or_else(|| message.translations.last())
            .filter(|translation| translation.language != message.language);
        let view = shown.and_then(|translation| TranslationView::of(desk, translation, names));
        let target = asked_for
            .map(|wanted| wanted.to)
            .or(view.as_ref().and(shown.map(|t| t.language)));
        let target = target.or((to != message.language).then_some(to));
        let may = desk.may(CommandKind::Translate.action()) && !case.erased && message.kind.is_public();
        let translate = target
            .filter(|_| may && message.text.is_some())
            .map(|lang| Translate {
                href: part.href(case.reference, lang),
                is_check: asked_for.is_some_and(|wanted| wanted.doubtful),
            });
        let (language, original) = original_of(desk, message);
        Self {
            id: message.id,
            kind: desk.tc("desk-message", message.kind.code()).to_string(),
            who: speaker(desk, names, &message.from),
            at: desk.brief(message.at),
            machine: desk.machine_time(message.at),
            is_residents: message.from == Speaker::Resident,
            language,
            original,
            is_wanted: asked_for.is_some() && view.is_none(),
            translation: view,
            translate,
            waits,
        }
    }
}

/// The glossary's terms of some texts, each once.
pub(super) fn terms(desk: &Desk, glossary: &Glossary, texts: &[(&str, Lang, Lang)]) -> Vec<TermLine> {
    let mut lines: Vec<TermLine> = Vec::new();
    for (text, from, to) in texts {
        for found in glossary.find(text, *from, *to) {
            let line = TermLine {
                term: found.term.to_owned(),
                tag: desk.tag_of(*from).to_owned(),
                translation: found.translation.to_owned(),
                translation_tag: desk.tag_of(*to).to_owned(),
                is_wrong: false,
            };
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}
