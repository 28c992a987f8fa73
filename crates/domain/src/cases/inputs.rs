//! What each command on a case takes.

use super::CommandKind;
use crate::inputs::{Input, Takes};
use crate::problems::{MESSAGE_MAX, REASON_MAX};

const TEXT: Input = Input::required("text", Takes::Text(MESSAGE_MAX));
const LANGUAGE: Input = Input::optional("language", Takes::TextLanguage);
const REASON: Input = Input::required("reason", Takes::Text(REASON_MAX));
const OPTIONAL_REASON: Input = Input::optional("reason", Takes::Text(REASON_MAX));
/// Number of a message that waits to be translated.
const WAITING: Input = Input::required("message", Takes::Number(1, u32::MAX));
const UNIT: Input = Input::required("unit", Takes::Unit);

/// What a case may wait for besides the resident.
pub const WAITS_FOR: [&str; 2] = ["appraisal", "partner"];

impl CommandKind {
    pub const fn inputs(self) -> &'static [Input] {
        match self {
            Self::Triage => {
                const {
                    &[
                        Input::optional("topic", Takes::Offered),
                        Input::optional("district", Takes::District),
                        Input::optional("language", Takes::Language),
                        Input::optional("urgent", Takes::Flag),
                    ]
                }
            }
            Self::Route | Self::Involve => const { &[UNIT, OPTIONAL_REASON] },
            Self::Return => const { &[REASON, Input::optional("suggested", Takes::Unit)] },
            // About mails: residents have a form and links for each change.
            Self::Accept | Self::Resume | Self::Notices => &[],
            Self::Decline | Self::Reply | Self::Ask | Self::Resolve | Self::AnswerQuestion | Self::Reopen => {
                &[TEXT, LANGUAGE]
            }
            Self::Note => const { &[TEXT] },
            Self::Send => const { &[WAITING, REASON] },
            Self::Withdraw => const { &[WAITING] },
            Self::Assign => const { &[Input::optional("staff", Takes::Colleague)] },
            Self::Suspend => const { &[Input::required("waits_for", Takes::Code(&WAITS_FOR)), REASON] },
            Self::Extend => {
                const {
                    &[
                        Input::required("clock", Takes::Offered),
                        Input::required("by", Takes::Limit),
                        REASON,
                    ]
                }
            }
            Self::DecideExtension => const { &[Input::required("grant", Takes::YesNo), OPTIONAL_REASON] },
            Self::Advance => const { &[Input::required("stage", Takes::Offered)] },
            Self::Refer => const { &[Input::required("partner", Takes::Line(200)), REASON] },
            Self::Book => {
                const {
                    &[
                        Input::required("starts_at", Takes::Moment),
                        Input::required("what", Takes::Text(REASON_MAX)),
                    ]
                }
            }
            Self::Rate => {
                const {
                    &[
                        Input::required("solved", Takes::YesNo),
                        Input::required("satisfied", Takes::YesNo),
                        Input::optional("comment", Takes::Text(REASON_MAX)),
                    ]
                }
            }
            Self::Merge => const { &[Input::required("into", Takes::Reference)] },
            Self::Link => const { &[Input::required("to", Takes::Reference)] },
            Self::Close => const { &[OPTIONAL_REASON] },
            Self::Erase | Self::LegalHold | Self::LegalRelease => const { &[REASON] },
            Self::Attach => const { &[Input::required("file", Takes::File)] },
            Self::Translate => {
                const {
                    &[
                        Input::required("message", Takes::Number(1, u32::MAX)),
                        Input::optional("field", Takes::Line(100)),
                        Input::required("language", Takes::Language),
                        Input::required("text", Takes::Text(4 * MESSAGE_MAX)),
                    ]
                }
            }
        }
    }
}
