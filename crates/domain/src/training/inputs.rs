//! What opening a course and each command on it takes.

use super::CommandKind;
use crate::inputs::{Input, Takes};
use crate::problems::{MESSAGE_MAX, REASON_MAX};

/// The longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Sessions a course may have.
pub const SESSIONS_MAX: u32 = 200;
/// Seats a session may have.
pub const SEATS_MAX: u32 = 10_000;
/// The longest name of a place, in characters.
pub(super) const PLACE_MAX: usize = 200;

const LANGUAGE: Input = Input::optional("language", Takes::Language);
const REASON: Input = Input::required("reason", Takes::Text(REASON_MAX));
const OPTIONAL_REASON: Input = Input::optional("reason", Takes::Text(REASON_MAX));
const SESSION: Input = Input::required("session", Takes::Number(1, SESSIONS_MAX));
const STAFF: Input = Input::required("staff", Takes::Staff);

pub(super) const OPEN: &[Input] = &[
    Input::required("kind", Takes::Code(&["language", "protocol", "recognition"])),
    Input::required("titles", Takes::Texts(TITLE_MAX)),
    LANGUAGE,
    Input::required("unit", Takes::Unit),
];

impl CommandKind {
    pub const fn inputs(self) -> &'static [Input] {
        match self {
            Self::Edit => {
                const {
                    &[
                        Input::optional("titles", Takes::Texts(TITLE_MAX)),
                        LANGUAGE,
                        Input::optional("unit", Takes::Unit),
                    ]
                }
            }
            Self::Schedule => {
                const {
                    &[
                        Input::required("starts_at", Takes::Moment),
                        Input::required("ends_at", Takes::Moment),
                        Input::optional("place", Takes::Line(PLACE_MAX)),
                        Input::optional("seats", Takes::Number(1, SEATS_MAX)),
                    ]
                }
            }
            Self::MoveSession => {
                const {
                    &[
                        SESSION,
                        Input::required("starts_at", Takes::Moment),
                        Input::required("ends_at", Takes::Moment),
                        Input::optional("place", Takes::Line(PLACE_MAX)),
                        Input::optional("seats", Takes::Number(1, SEATS_MAX)),
                    ]
                }
            }
            Self::Enrol | Self::Unenrol => const { &[Input::required("staff", Takes::ManyOffered)] },
            Self::TakeAttendance => {
                const {
                    &[
                        SESSION,
                        Input::optional("attended", Takes::ManyOffered),
                        Input::optional("others", Takes::ManyOffered),
                    ]
                }
            }
            Self::ReachSeveral => {
                const {
                    &[
                        Input::optional("basic", Takes::ManyOffered),
                        Input::optional("working", Takes::ManyOffered),
                        Input::optional("native", Takes::ManyOffered),
                        LANGUAGE,
                        Input::required("reached_on", Takes::Date),
                        Input::optional("expires_on", Takes::Date),
                    ]
                }
            }
            Self::CancelSession => const { &[SESSION, OPTIONAL_REASON] },
            Self::Attend => {
                const {
                    &[
                        SESSION,
                        STAFF,
                        Input::required("how", Takes::Code(&["attended", "excused", "absent"])),
                    ]
                }
            }
            Self::Reach => {
                const {
                    &[
                        STAFF,
                        LANGUAGE,
                        Input::required("level", Takes::Code(&["basic", "working", "native"])),
                        Input::required("reached_on", Takes::Date),
                        Input::optional("expires_on", Takes::Date),
                    ]
                }
            }
            Self::WithdrawLevel => const { &[STAFF, LANGUAGE, REASON] },
            Self::Close | Self::Reopen => const { &[OPTIONAL_REASON] },
            Self::Note => {
                const {
                    &[
                        Input::required("text", Takes::Text(MESSAGE_MAX)),
                        Input::optional("language", Takes::TextLanguage),
                    ]
                }
            }
            Self::Warn => const { &[STAFF, Input::required("language", Takes::Language)] },
            Self::Erase => const { &[REASON] },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Course, How, Kind, Level};
    use super::*;
    use crate::journaled::Journaled as _;

    #[test]
    fn what_is_offered_is_every_code_there_is() {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        let hows: Vec<&str> = How::ALL.iter().map(|how| how.code()).collect();
        let levels: Vec<&str> = Level::ALL.iter().map(|level| level.code()).collect();
        let offered = |inputs: &[Input], name: &str| {
            let input = inputs.iter().find(|input| input.name == name).unwrap();
            match input.takes {
                Takes::Code(codes) => codes.to_vec(),
                other => panic!("{name} takes {other:?}"),
            }
        };
        assert_eq!(offered(Course::OPEN_INPUTS, "kind"), kinds);
        assert_eq!(offered(CommandKind::Attend.inputs(), "how"), hows);
        assert_eq!(offered(CommandKind::Reach.inputs(), "level"), levels);
    }
}
