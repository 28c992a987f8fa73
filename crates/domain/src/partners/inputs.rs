//! What proposing a partner and each command on it take.

use super::CommandKind;
use super::check::{LINE_MAX, NAME_MAX, WEBSITE_MAX};
use crate::inputs::{Input, Takes};
use crate::problems::{MESSAGE_MAX, REASON_MAX};

const KIND: Input = Input::required("kind", Takes::Offered);
const NAMES: Input = Input::required("names", Takes::Texts(NAME_MAX));
const SUMMARIES: Input = Input::optional("summaries", Takes::Texts(REASON_MAX));
const COUNTRY: Input = Input::optional("country", Takes::Country);
const SINCE: Input = Input::optional("since", Takes::Since);
const UNTIL: Input = Input::optional("until", Takes::Date);
const LANGUAGES: Input = Input::optional("languages", Takes::Languages);
const ARTICLES: Input = Input::optional("articles", Takes::Articles);
const UNIT: Input = Input::optional("unit", Takes::Unit);
const WEBSITE: Input = Input::optional("website", Takes::Line(WEBSITE_MAX));
const SOURCE: Input = Input::optional("source", Takes::Text(REASON_MAX));

const DECIDED_BY: Input = Input::optional("decided_by", Takes::Line(LINE_MAX));
const DOCUMENT: Input = Input::required("document", Takes::Offered);
const ON: Input = Input::optional("on", Takes::Date);
const REASON: Input = Input::required("reason", Takes::Text(REASON_MAX));

pub const OPEN: &[Input] = &[
    KIND,
    NAMES,
    SUMMARIES,
    COUNTRY,
    SINCE,
    UNTIL,
    LANGUAGES,
    ARTICLES,
    UNIT,
    WEBSITE,
    SOURCE,
    Input::optional("public", Takes::YesNo),
    Input::optional("confirmed", Takes::Flag),
    Input::optional("already", Takes::Flag),
];

impl CommandKind {
    pub const fn inputs(self) -> &'static [Input] {
        match self {
            Self::Edit => {
                const {
                    &[
                        KIND, NAMES, SUMMARIES, COUNTRY, SINCE, UNTIL, LANGUAGES, ARTICLES, UNIT, WEBSITE,
                        SOURCE,
                    ]
                }
            }
            Self::Agree => const { &[Input::required("decided_by", Takes::Line(LINE_MAX)), ON] },
            Self::Activate => const { &[SINCE, UNTIL] },
            Self::End => const { &[REASON, DECIDED_BY, ON] },
            Self::Renew => const { &[Input::required("until", Takes::Date), DECIDED_BY, ON] },
            Self::AddContact => {
                const {
                    &[
                        Input::required("name", Takes::Line(LINE_MAX)),
                        Input::optional("role", Takes::Line(LINE_MAX)),
                        Input::optional("email", Takes::Line(254)),
                        Input::optional("phone", Takes::Line(40)),
                        Input::optional("language", Takes::Language),
                    ]
                }
            }
            Self::ChangeContact => {
                const {
                    &[
                        Input::required("contact", Takes::Offered),
                        Input::optional("name", Takes::Line(LINE_MAX)),
                        Input::optional("role", Takes::Line(LINE_MAX)),
                        Input::optional("email", Takes::Line(254)),
                        Input::optional("phone", Takes::Line(40)),
                        Input::optional("language", Takes::Language),
                    ]
                }
            }
            Self::RemoveContact => const { &[Input::required("contact", Takes::Offered)] },
            Self::Attach => {
                const {
                    &[
                        Input::required("title", Takes::Line(LINE_MAX)),
                        Input::optional("date", Takes::Date),
                        Input::optional("public", Takes::Flag),
                        Input::required("file", Takes::File),
                    ]
                }
            }
            Self::RemoveDocument | Self::PublishDocument | Self::WithdrawDocument => const { &[DOCUMENT] },
            Self::Unlink => const { &[Input::required("link", Takes::Offered)] },
            Self::Link => const { &[Input::required("to", Takes::Reference)] },
            Self::Note => const { &[Input::required("text", Takes::Text(MESSAGE_MAX))] },
            Self::Confirm => const { &[SOURCE] },
            Self::Erase => const { &[REASON] },
            Self::Publish | Self::Withdraw | Self::Warn => &[],
        }
    }
}
