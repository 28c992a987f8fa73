//! What was translated before and is like a message: help for whoever translates it.
//!
//! It shows words of other cases, and only the translation desk has it: whoever sees that sees all cases (a test of
//! `domain::people` holds the two together).

use domain::Lang;
use domain::cases::Message;

use super::Desk;
use super::row::Words;

/// The most that are shown; more would not be read.
const SHOWN: usize = 4;

#[derive(Debug, Clone)]
pub(super) struct Suggestion {
    /// How much of it is the same: `87%`.
    pub percent: String,
    /// It is the same word for word.
    pub is_same: bool,
    pub source: Words,
    pub target: Words,
}

/// Best first. What stands there already is no suggestion.
pub(super) fn suggestions(desk: &Desk, message: &Message, to: Lang) -> Vec<Suggestion> {
    let Some(text) = message.text.as_deref() else {
        return Vec::new();
    };
    let current = message.translation(to).and_then(|one| one.text.as_deref());
    let memory = desk.app.memory();
    let found = memory.suggest(message.language, to, text, SHOWN + 1).into_iter();
    let found = found.filter(|one| current.is_none_or(|current| !current.contains(&one.segment.target)));
    let shown = found.take(SHOWN).map(|one| Suggestion {
        is_same: one.segment.source.trim() == text.trim(),
        percent: desk
            .t("desk-wall-percent")
            .with("n", format!("{:.0}", one.score * 100.0))
            .to_string(),
        source: Words::new(desk, &one.segment.source, message.language),
        target: Words::new(desk, &one.segment.target, to),
    });
    shown.collect()
}
