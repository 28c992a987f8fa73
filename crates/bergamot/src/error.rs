use std::path::PathBuf;
use std::time::Duration;

/// Why a model cannot be used, or a text was not translated. It never holds the text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{} is not what it should be: {what}", path.display())]
    Broken { path: PathBuf, what: String },
    #[error("there is no {what} in {}", folder.display())]
    Missing { folder: PathBuf, what: &'static str },
    #[error("the marks of the text cannot be: {0}")]
    Marks(&'static str),
    /// Line and column count from 1, in letters.
    #[error("the HTML is damaged in line {line}, column {column}: {what}")]
    Html {
        line: usize,
        column: usize,
        what: &'static str,
    },
    /// The time limit of the call ran out.
    #[error("not translated within {0:?}")]
    Late(Duration),
}

/// What is wrong with a part of a model; the file is named by who reads it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub(crate) String);

impl Broken {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

/// Returns with a [`Broken`] made as `format!` does.
macro_rules! broken {
    ($($what:tt)*) => {
        return Err($crate::error::Broken::new(format!($($what)*)))
    };
}
pub(crate) use broken;
