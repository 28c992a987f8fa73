//! What can be wrong with something a person entered. The web room has a text for each in every language.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
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
    TooLong {
        max: usize,
        by: usize,
    },
    NotAnOption,
    NotADate,
    /// Neither a year, nor a month, nor a day.
    NotASince,
    InTheFuture,
    NotAfterStart,
    NotANumber,
    NotAnAmount,
    /// It can be read in two ways; each as it would be kept.
    TwoReadings {
        readings: Vec<String>,
    },
    TooLarge {
        max: u64,
    },
    NotAnEmail,
    NotAPhone,
    NotAWebsite,
    NotALanguage,
    UnknownField,
    UnknownService,
    UnknownUnit,
    UnknownStaff,
    UnknownStage {
        next: Vec<String>,
    },
    UnknownReference,
    SameCase,
    UnknownMessage,
    NoSuchClock,
    NoExtension,
    OverTheCap {
        cap: String,
    },
    NotALimit,
    NotText,
    NoFile,
    NotAFileType,
    /// A scanner found something in it.
    HarmfulFile,
    FileTooLarge {
        max: u64,
    },
    Twice,
    Oneself,
    InThePast,
    TooFarAhead,
    /// Times that are given out in quarters of an hour.
    NotAQuarter,
    /// What takes so long is two.
    TooLongForOne,
    /// They do not speak that language well enough.
    NotSpoken,
    /// They have something else at that time.
    Booked,
    FarFromBooked,
    /// The unit that works on the case passes it on, or has to answer it first.
    NotWithHotline,
    /// Its time has not come.
    NotYet,
    /// From a language into itself.
    SameLanguage,
    NotATime,
    /// It is asked for at that time already.
    AskedTwice,
    TooShort {
        min: usize,
    },
    /// A password that many have, or that is soon guessed.
    TooCommon,
    /// Not the password that they have.
    WrongPassword,
    /// What is written twice, so that it is right, is not the same.
    NotTheSame,
}

impl Problem {
    /// The code of this problem: the last part of the key of its text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too-long",
            Self::NotAnOption => "not-an-option",
            Self::NotADate => "not-a-date",
            Self::NotASince => "not-a-since",
            Self::InTheFuture => "in-the-future",
            Self::NotAfterStart => "not-after-start",
            Self::NotANumber => "not-a-number",
            Self::NotAnAmount => "not-an-amount",
            Self::TwoReadings { .. } => "two-readings",
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
            Self::NoFile => "no-file",
            Self::NotAFileType => "not-a-file-type",
            Self::HarmfulFile => "harmful-file",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::Twice => "twice",
            Self::Oneself => "oneself",
            Self::InThePast => "in-the-past",
            Self::TooFarAhead => "too-far-ahead",
            Self::NotAQuarter => "not-a-quarter",
            Self::TooLongForOne => "too-long-for-one",
            Self::NotSpoken => "not-spoken",
            Self::Booked => "booked",
            Self::FarFromBooked => "far-from-booked",
            Self::NotWithHotline => "not-with-hotline",
            Self::NotYet => "not-yet",
            Self::SameLanguage => "same-language",
            Self::NotATime => "not-a-time",
            Self::AskedTwice => "asked-twice",
            Self::TooShort { .. } => "too-short",
            Self::TooCommon => "too-common",
            Self::WrongPassword => "wrong-password",
            Self::NotTheSame => "not-the-same",
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

/// Whether a reader sees anything of it. Blanks, joiners, fillers and marks of direction alone are no text, nor is the
/// braille cell without dots.
fn is_seen(c: char) -> bool {
    const BLANK_BRAILLE: char = '\u{2800}';
    !c.is_whitespace()
        && c != BLANK_BRAILLE
        && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
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
    if !kept.chars().any(is_seen) {
        return Ok(String::new());
    }
    let length = kept.chars().count();
    if length > max {
        return Err(Problem::TooLong {
            max,
            by: length - max,
        });
    }
    Ok(kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_no_text() {
        for unseen in [
            "",
            " ",
            "\u{200b}",
            "\u{feff}",
            "\u{3164}",
            "\u{2800}",
            "\u{115f}\u{1160}",
            "\u{ffa0}",
            "\u{202e}\u{202c}",
            "\u{a0}\u{3000}",
            "\u{ad}",
            "\u{2060}\u{200d}",
            "\u{e0020}",
            "\0\u{7}",
        ] {
            assert_eq!(text(unseen, 9), Err(Problem::Required), "{unseen:?}");
            assert_eq!(optional_text(unseen, 9).as_deref(), Ok(""), "{unseen:?}");
        }
        for seen in ["a", ".", "한", "\u{200b}x", "👨\u{200d}👩", "\u{2801}"] {
            assert_eq!(text(seen, 9).as_deref(), Ok(seen));
        }
    }
}
