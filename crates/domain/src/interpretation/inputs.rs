//! What opening a job and each command on it takes.

use super::CommandKind;
use crate::inputs::{Input, Takes};
use crate::problems::{MESSAGE_MAX, REASON_MAX};

/// The longest name of a place, in characters.
pub(super) const PLACE_MAX: usize = 200;
/// The most minutes of travel, each way.
pub const TRAVEL_MAX: u16 = 240;

const REASON: Input = Input::required("reason", Takes::Text(REASON_MAX));
const OPTIONAL_REASON: Input = Input::optional("reason", Takes::Text(REASON_MAX));
const STAFF: Input = Input::required("staff", Takes::Staff);
const TRAVEL: Takes = Takes::Number(0, TRAVEL_MAX as u32);

pub(super) const OPEN: &[Input] = &[
    Input::required("kind", Takes::Code(&["appointment", "duty"])),
    Input::optional(
        "setting",
        Takes::Code(&["hospital", "court", "school", "police", "office", "other"]),
    ),
    Input::required("languages", Takes::Languages),
    Input::optional("into", Takes::Language),
    Input::required("starts_at", Takes::Moment),
    Input::required("ends_at", Takes::Moment),
    Input::optional("travel_before", TRAVEL),
    Input::optional("travel_after", TRAVEL),
    Input::optional("place_code", Takes::Offered),
    Input::optional("place", Takes::Line(PLACE_MAX)),
    Input::optional("details", Takes::Text(MESSAGE_MAX)),
    Input::optional("case", Takes::Reference),
    Input::optional("staff", Takes::Staff),
];

impl CommandKind {
    pub const fn inputs(self) -> &'static [Input] {
        match self {
            Self::Offer => const { &[STAFF] },
            Self::Accept => {
                const {
                    &[
                        Input::required("confidentiality", Takes::Offered),
                        Input::required("promised", Takes::Flag),
                    ]
                }
            }
            Self::Substitute => const { &[STAFF, OPTIONAL_REASON] },
            Self::Report => {
                const {
                    &[
                        Input::required("began_at", Takes::Moment),
                        Input::required("ended_at", Takes::Moment),
                    ]
                }
            }
            Self::NoShow => const { &[Input::required("who", Takes::Code(&["client", "interpreter"]))] },
            Self::Decline | Self::Cancel => const { &[OPTIONAL_REASON] },
            Self::GiveBack | Self::Erase => const { &[REASON] },
            Self::Remind | Self::TakeBack | Self::Lapse => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Absent, Job, Kind, Setting};
    use super::*;
    use crate::journaled::Journaled as _;

    #[test]
    fn what_is_offered_is_every_code_there_is() {
        let offered = |inputs: &[Input], name: &str| {
            let input = inputs.iter().find(|input| input.name == name).unwrap();
            match input.takes {
                Takes::Code(codes) => codes.to_vec(),
                other => panic!("{name} takes {other:?}"),
            }
        };
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        let settings: Vec<&str> = Setting::ALL.iter().map(|setting| setting.code()).collect();
        let absent: Vec<&str> = Absent::ALL.iter().map(|who| who.code()).collect();
        assert_eq!(offered(Job::OPEN_INPUTS, "kind"), kinds);
        assert_eq!(offered(Job::OPEN_INPUTS, "setting"), settings);
        assert_eq!(offered(CommandKind::NoShow.inputs(), "who"), absent);
    }
}
