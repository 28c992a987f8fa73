//! What can be wrong with something a person entered. The web room has a text for each in every language.

use serde::{Deserialize, Serialize};

/// The longest message, in characters.
pub const MESSAGE_MAX: usize = 4_000;
/// The longest reason, comment or title, in characters.
pub const REASON_MAX: usize = 1_000;

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub field: String,
    #[serde(flatten)]
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum Problem {
    Required,
    TooLong { max: usize, by: usize },
    NotAnOption,
    NotADate,
    InTheFuture,
    NotAfterStart,
    NotANumber,
    TooLarge { max: u64 },
    NotAnEmail,
    NotAPhone,
    NotAWebsite,
    NotALanguage,
    UnknownField,
    UnknownService,
    UnknownUnit,
    UnknownStaff,
    UnknownStage { next: Vec<String> },
    UnknownReference,
    SameCase,
    UnknownMessage,
    NoSuchClock,
    NoExtension,
    OverTheCap { cap: String },
    NotALimit,
    NotText,
    NotAFileType,
    FileTooLarge { max: u64 },
    Twice,
    Oneself,
}

impl Problem {
    /// The code of this problem: the last part of the key of its text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too-long",
            Self::NotAnOption => "not-an-option",
            Self::NotADate => "not-a-date",
            Self::InTheFuture => "in-the-future",
            Self::NotAfterStart => "not-after-start",
            Self::NotANumber => "not-a-number",
            Self::TooLarge { .. } => "too-large",
            Self::NotAnEmail => "not-an-email",
            Self::NotAPhone => "not-a-phone",
            Self::NotAWebsite => "not-a-website",
            Self::NotALanguage => "not-a-language",
            Self::UnknownField => "unknown-field",
            Self::UnknownService => "unknown-service",
            Self::UnknownUnit => "unknown-unit",
            Self::UnknownStaff => "unknown-staff",
            Self::UnknownStage { .. } => "unknown-stage",
            Self::UnknownReference => "unknown-reference",
            Self::SameCase => "same-case",
            Self::UnknownMessage => "unknown-message",
            Self::NoSuchClock => "no-such-clock",
            Self::NoExtension => "no-extension",
            Self::OverTheCap { .. } => "over-the-cap",
            Self::NotALimit => "not-a-limit",
            Self::NotText => "not-text",
            Self::NotAFileType => "not-a-file-type",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::Twice => "twice",
            Self::Oneself => "oneself",
        }
    }

    pub fn of(self, field: impl Into<String>) -> FieldProblem {
        FieldProblem {
            field: field.into(),
            problem: self,
        }
    }
}

/// Text as it may be kept: line ends are `\n`, control characters are gone, blanks at both ends too.
///
/// # Errors
/// [`Problem::Required`] when nothing is left, [`Problem::TooLong`] past `max` characters.
pub fn text(entered: &str, max: usize) -> Result<String, Problem> {
    let kept = optional_text(entered, max)?;
    if kept.is_empty() {
        Err(Problem::Required)
    } else {
        Ok(kept)
    }
}

/// As [`text()`], but may be empty.
///
/// # Errors
/// [`Problem::TooLong`] past `max` characters.
pub fn optional_text(entered: &str, max: usize) -> Result<String, Problem> {
    let kept: String = entered
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let kept = kept.trim();
    let length = kept.chars().count();
    if length > max {
        return Err(Problem::TooLong {
            max,
            by: length - max,
        });
    }
    Ok(kept.to_owned())
}
