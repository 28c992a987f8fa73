//! Messages as their reader gets them: in their own language first, the original always at hand.

use domain::Lang;
use domain::cases::{Message, Speaker, TranslatedBy, Translation};

use crate::guides::named;
use crate::kit::page::{Page, text_html};

/// A message on a page.
#[derive(Debug, Clone)]
pub(crate) struct MessageView {
    pub id: u64,
    pub mine: bool,
    pub from: String,
    pub at: String,
    pub machine_time: String,
    /// `question`, `answer` and so on.
    pub kind: &'static str,
    pub kind_name: Option<String>,
    pub text: Said,
    /// Who or what translated what is shown.
    pub translated: Option<String>,
    /// That an engine was not sure of it.
    pub unsure: Option<String>,
    /// Of what is shown, when it is a translation.
    pub original: Option<Said>,
    /// It is shown in a language that is not the reader's, and no translation is there yet.
    pub untranslated: Option<String>,
}

/// Words and the language they are in.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub html: String,
    pub tag: String,
    pub dir: &'static str,
    pub language: String,
}

impl Said {
    fn of(page: &Page, text: &str, lang: Lang) -> Self {
        Self {
            html: named::linked(page, &text_html(text)),
            tag: page.tag_of(lang).to_owned(),
            dir: page.dir_of(lang),
            language: page.language_name(lang),
        }
    }
}

impl MessageView {
    /// For a reader of the page's language whose case is in `own`.
    pub fn of(page: &Page, message: &Message, own: Lang) -> Self {
        let erased = page.t("case-erased-text").to_string();
        let original = message.text.as_deref();
        let translation = [page.lang, own]
            .into_iter()
            .take_while(|lang| *lang != message.language)
            .find_map(|lang| message.translation(lang).filter(|t| t.text.is_some()));
        let (text, shown_original, translated) = match translation {
            Some(translation) => (
                Said::of(
                    page,
                    translation.text.as_deref().unwrap_or_default(),
                    translation.language,
                ),
                original.map(|text| Said::of(page, text, message.language)),
                Some(translator(page, translation)),
            ),
            None => (
                Said::of(page, original.unwrap_or(&erased), message.language),
                None,
                None,
            ),
        };
        let mine = message.from == Speaker::Resident;
        let reads = [page.lang, own].contains(&message.language);
        let waits = translation.is_none() && original.is_some() && !reads;
        let language = page.language_name(message.language);
        let kind = message.kind.code();
        let named = ["question", "answer", "decline"].contains(&kind);
        Self {
            id: message.id,
            mine,
            from: speaker(page, &message.from),
            at: page.moment(message.at),
            machine_time: page.machine_time(message.at),
            kind,
            kind_name: named.then(|| page.tc("case-message", kind).to_string()),
            text,
            translated,
            unsure: translation
                .filter(|translation| translation.is_doubtful())
                .map(|_| page.t("case-translated-unsure").to_string()),
            original: shown_original,
            untranslated: waits.then(|| page.t("case-untranslated").with("language", language).to_string()),
        }
    }
}

/// Who said it, as the resident sees it: units speak, not their people.
pub(crate) fn speaker(page: &Page, speaker: &Speaker) -> String {
    match speaker {
        Speaker::Resident => page.t("case-you").to_string(),
        Speaker::Unit { unit, .. } => page.unit(unit).to_owned(),
        Speaker::System => page.city_name().to_owned(),
    }
}

fn translator(page: &Page, translation: &Translation) -> String {
    let key = match (&translation.by, translation.checked) {
        (TranslatedBy::Person { .. }, _) if translation.corrected => "case-translated-person-corrected",
        (TranslatedBy::Person { .. }, _) => "case-translated-person",
        (TranslatedBy::Pack, _) => "case-translated-pack",
        (TranslatedBy::Memory, _) => "case-translated-memory",
        (TranslatedBy::Engine { .. }, true) => "case-translated-engine-checked",
        (TranslatedBy::Engine { .. }, false) => "case-translated-engine",
    };
    let text = page.t(key);
    match &translation.by {
        TranslatedBy::Engine { name, .. } => text.with("engine", name.clone()).to_string(),
        _ => text.to_string(),
    }
}
