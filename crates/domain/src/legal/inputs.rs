//! What taking up a translation and each command on it takes.

use super::CommandKind;
use crate::inputs::{Input, Takes};
use crate::problems::REASON_MAX;

/// The longest title, in characters.
pub const TITLE_MAX: usize = 300;
/// The longest text, in characters: some two hundred articles.
pub const TEXT_MAX: usize = 60_000;
/// The longest address, in characters.
pub(super) const URL_MAX: usize = 500;

const TITLE: Input = Input::required("title", Takes::Line(TITLE_MAX));
const TEXT: Input = Input::required("text", Takes::Text(TEXT_MAX));
const REASON: Input = Input::required("reason", Takes::Text(REASON_MAX));

pub(super) const OPEN: &[Input] = &[
    Input::required("law", Takes::Offered),
    Input::required("language", Takes::Language),
    TITLE,
    TEXT,
];

impl CommandKind {
    pub const fn inputs(self) -> &'static [Input] {
        match self {
            Self::Revise => const { &[TITLE, TEXT] },
            Self::Review => &[],
            Self::Publish => {
                const {
                    &[
                        Input::required("on", Takes::Date),
                        Input::optional("url", Takes::Line(URL_MAX)),
                    ]
                }
            }
            Self::SendBack | Self::Withdraw | Self::Erase => const { &[REASON] },
        }
    }
}
