//! What each command on a contact takes.

use super::CommandKind;
use crate::cases::{OUTCOMES, WHYS};
use crate::inputs::{Input, Takes};
use crate::problems::{MESSAGE_MAX, REASON_MAX};

const TEXT: Input = Input::required("text", Takes::Text(MESSAGE_MAX));
const RECORDING: Input = Input::required("recording", Takes::Number(1, u32::MAX));
const STAFF: Input = Input::required("staff", Takes::Staff);

impl CommandKind {
    pub const fn inputs(self) -> &'static [Input] {
        match self {
            Self::Answer | Self::Join | Self::Leave | Self::NotReached | Self::KeepRecording => &[],
            Self::Listen | Self::ForgetRecording => const { &[RECORDING] },
            Self::Ring | Self::HandOver | Self::PutBack => const { &[STAFF] },
            Self::Say => {
                const {
                    &[
                        Input::required("id", Takes::Number(0, u32::MAX)),
                        Input::required("n", Takes::Number(1, u32::MAX)),
                        TEXT,
                        Input::optional("language", Takes::TextLanguage),
                    ]
                }
            }
            Self::Whisper => const { &[TEXT] },
            Self::Share => {
                const {
                    &[
                        Input::required("what", Takes::Code(&["guide", "place"])),
                        Input::required("code", Takes::Line(100)),
                    ]
                }
            }
            Self::Attach => const { &[Input::required("file", Takes::File)] },
            Self::Translate => {
                const {
                    &[
                        Input::required("message", Takes::Number(1, u32::MAX)),
                        Input::required("language", Takes::Language),
                        Input::required("text", Takes::Text(4 * MESSAGE_MAX)),
                    ]
                }
            }
            Self::End => {
                const {
                    &[
                        Input::required("why", Takes::Code(&WHYS)),
                        Input::optional("reason", Takes::Text(REASON_MAX)),
                    ]
                }
            }
            Self::WrapUp => {
                const {
                    &[
                        Input::required("outcome", Takes::Code(&OUTCOMES)),
                        Input::optional("topic", Takes::Offered),
                        Input::optional("unit", Takes::Unit),
                        Input::optional("note", Takes::Text(REASON_MAX)),
                    ]
                }
            }
            Self::Rate => {
                const {
                    &[
                        Input::required("solved", Takes::YesNo),
                        Input::required("satisfied", Takes::YesNo),
                    ]
                }
            }
        }
    }
}
