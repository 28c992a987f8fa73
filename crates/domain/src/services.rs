//! What a city offers: a service's form, documents, stages, clocks and routing.

use std::collections::BTreeMap;
use std::num::NonZeroU8;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::deadlines::{ClockKind, Limit};
use crate::problems::{self, FieldProblem, Problem};
use crate::typed::{self, Writing};
use crate::{BasisCode, Lang, ServiceCode, UnitCode};

/// A service, as its `service.toml` gives it. Its texts are rows of the city's [`crate::city::Texts`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub struct Service {
    pub code: ServiceCode,
    /// Article of the regulation that orders it.
    pub article: u16,
    pub need: String,
    /// Lead unit.
    pub unit: UnitCode,
    #[serde(default)]
    pub order: u16,
    #[serde(default)]
    pub urgent: bool,
    /// It is asked for by a form. Otherwise its cases begin elsewhere, and no list of services has it.
    #[serde(default = "yes")]
    pub form: bool,
    /// For whom a form of many pages is too long.
    #[serde(default)]
    pub emergency: Option<Emergency>,
    #[serde(default = "yes")]
    pub anonymous: bool,
    #[serde(default = "yes")]
    pub text: bool,
    /// Years after its end for which a case keeps its words. Without it they stay until somebody erases them.
    #[serde(default)]
    pub keep_years: Option<NonZeroU8>,
    #[serde(default)]
    pub place: Place,
    #[serde(default, rename = "topic")]
    pub topics: Vec<Topic>,
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    /// Questions that are asked together.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
    #[serde(default, rename = "document")]
    pub documents: Vec<Document>,
    #[serde(default, rename = "stage")]
    pub stages: Vec<Stage>,
    #[serde(default, rename = "clock")]
    pub clocks: Vec<ClockRule>,
    #[serde(default, rename = "route")]
    pub routes: Vec<Route>,
}

fn yes() -> bool {
    true
}

/// Questions that are asked together, under a heading of their own: what one has before one at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub code: String,
    /// Codes of fields that follow each other.
    pub fields: Vec<String>,
}

/// Whether a service asks for the district or zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    None,
    #[default]
    Optional,
    Required,
}

/// Help that cannot wait: whom to call, and the one page that asks for it in writing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    /// Numbers to call, in the order in which they are shown.
    pub call: Vec<String>,
    /// The yes-or-no question whether they are safe: who is not should call instead of waiting for an answer.
    pub safe: String,
    /// The fields that its page asks for, besides that question and the text.
    pub asks: Vec<String>,
}

impl Emergency {
    /// Whether those answers say that somebody is not safe.
    pub fn in_danger(&self, answers: &BTreeMap<String, String>) -> bool {
        answers.get(&self.safe).is_some_and(|answer| answer == "no")
    }

    /// Whether its page asks for that field.
    pub fn asks_for(&self, code: &str) -> bool {
        self.safe == code || self.asks.iter().any(|asked| asked == code)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub code: String,
}

/// A question of a service's form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub code: String,
    pub kind: FieldKind,
    #[serde(default)]
    pub required: bool,
    /// Characters for text, highest value for numbers and money.
    #[serde(default)]
    pub max: Option<u64>,
    /// Whether an answer that is no free text is somebody's own, too: it is erased with the words then, and counted no more.
    #[serde(default)]
    pub personal: Option<bool>,
    /// The answer is a name or a number, and the same in every language.
    #[serde(default)]
    pub as_written: bool,
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub when: Option<When>,
}

/// A field is asked only when another has this answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    pub field: String,
    pub is: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    Text,
    Textarea,
    Choice,
    Choices,
    Date,
    Number,
    Money,
    Email,
    Phone,
    Country,
    Yesno,
}

impl FieldKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Textarea => "textarea",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Date => "date",
            Self::Number => "number",
            Self::Money => "money",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Country => "country",
            Self::Yesno => "yesno",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub code: String,
    #[serde(default)]
    pub required: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub code: String,
    #[serde(default)]
    pub next: Vec<String>,
    #[serde(default, rename = "final")]
    pub last: bool,
}

/// A limit of a service and its legal basis.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    pub kind: ClockKind,
    #[serde(default)]
    pub stage: Option<String>,
    pub limit: Limit,
    pub basis: BasisCode,
    #[serde(default)]
    pub pauses: Vec<PausedBy>,
    /// The most that may be added in all.
    #[serde(default)]
    pub extension: Option<Limit>,
}

/// What a case can wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PausedBy {
    Resident,
    Appraisal,
    Partner,
}

/// Where a new case can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes<'a> {
    To(&'a str),
    /// To the unit of the district that is given.
    ToDistrict,
}

/// Sends a new case to a unit when every condition it names holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    #[serde(default)]
    pub topic: Vec<String>,
    #[serde(default)]
    pub district: Vec<UnitCode>,
    #[serde(default)]
    pub language: Vec<Lang>,
    /// A unit's code, or `district` for the unit of the district that was given.
    pub unit: String,
}

impl Service {
    /// The clock rule of that kind (and stage).
    pub fn clock(&self, kind: ClockKind, stage: Option<&str>) -> Option<&ClockRule> {
        self.clocks
            .iter()
            .find(|rule| rule.kind == kind && rule.stage.as_deref() == stage)
    }

    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }

    pub fn stage(&self, code: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.code == code)
    }

    /// The unit a new case goes to: the first route whose conditions all hold, else the lead unit.
    pub fn route(&self, topic: Option<&str>, district: Option<&UnitCode>, language: Lang) -> UnitCode {
        let holds = |route: &Route| {
            (route.topic.is_empty() || topic.is_some_and(|t| route.topic.iter().any(|r| r == t)))
                && (route.district.is_empty() || district.is_some_and(|d| route.district.contains(d)))
                && (route.language.is_empty() || route.language.contains(&language))
                && (route.unit != "district" || district.is_some())
        };
        match self.routes.iter().find(|route| holds(route)) {
            Some(route) if route.unit == "district" => district.unwrap_or(&self.unit).clone(),
            Some(route) => UnitCode::new(route.unit.clone()),
            None => self.unit.clone(),
        }
    }

    /// Where new cases about that topic can go, in the order of the routes: their district and language decide. What
    /// [`Self::route`] gives is among it, so that a page may promise it.
    pub fn goes(&self, topic: Option<&str>) -> Vec<Goes<'_>> {
        let mut goes = Vec::new();
        for route in &self.routes {
            let is_about = topic.is_some_and(|topic| route.topic.iter().any(|code| code == topic));
            let by_district = !route.district.is_empty() || route.unit == "district";
            let holds = (route.topic.is_empty() || is_about) && !(by_district && self.place == Place::None);
            if !holds {
                continue;
            }
            goes.push(match route.unit.as_str() {
                "district" => Goes::ToDistrict,
                unit => Goes::To(unit),
            });
            let whatever_district =
                route.district.is_empty() && (route.unit != "district" || self.place == Place::Required);
            if whatever_district && route.language.is_empty() {
                return goes;
            }
        }
        goes.push(Goes::To(self.unit.as_str()));
        goes
    }

    /// The questions that this one is asked with, when it is not asked alone.
    pub fn group_of(&self, field: &str) -> Option<&Group> {
        self.groups
            .iter()
            .find(|group| group.fields.iter().any(|code| code == field))
    }

    /// The fields that are asked, given the answers so far.
    pub fn asked<'a>(&'a self, answers: &'a BTreeMap<String, String>) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(|field| {
            field.when.as_ref().is_none_or(|when| {
                answers
                    .get(&when.field)
                    .is_some_and(|answer| answer.split(',').any(|a| a.trim() == when.is))
            })
        })
    }

    /// The answers as they may be kept: cleaned, without those to questions that were not asked.
    ///
    /// # Errors
    /// Every field that is missing, unknown or not of its kind.
    pub fn check_fields(
        &self,
        answers: &BTreeMap<String, String>,
        today: Date,
        country: &str,
    ) -> Result<BTreeMap<String, String>, Vec<FieldProblem>> {
        let mut wrong = Vec::new();
        let mut kept = BTreeMap::new();
        wrong.extend(unknown(answers.keys().filter(|code| self.field(code).is_none())));
        for field in self.asked(answers) {
            match field.check(
                answers.get(&field.code).map_or("", String::as_str),
                today,
                country,
            ) {
                Ok(answer) if answer.is_empty() => {}
                Ok(answer) => {
                    kept.insert(field.code.clone(), answer);
                }
                Err(problem) => wrong.push(problem.of(&field.code)),
            }
        }
        if wrong.is_empty() { Ok(kept) } else { Err(wrong) }
    }
}

/// So many fields that there are not are named.
const UNKNOWN_NAMED: usize = 5;

/// Fields that there are not. What could not be the name of one is not repeated, nor are many.
fn unknown<'a>(codes: impl Iterator<Item = &'a String>) -> Vec<FieldProblem> {
    let is_code = |code: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        (1..=40).contains(&code.len()) && code.bytes().all(plain)
    };
    let mut codes: Vec<&str> = codes.map(|code| if is_code(code) { code } else { "…" }).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.truncate(UNKNOWN_NAMED);
    codes
        .into_iter()
        .map(|code| Problem::UnknownField.of(code))
        .collect()
}

impl Field {
    /// Whether its answer is a person's words rather than a fact. What anything can be written into always is, whatever the
    /// pack says: somebody will write a name there.
    pub fn is_personal(&self) -> bool {
        self.is_free() || self.personal.unwrap_or(false)
    }

    /// Whether people write what they like as its answer.
    pub fn is_free(&self) -> bool {
        matches!(
            self.kind,
            FieldKind::Text | FieldKind::Textarea | FieldKind::Email | FieldKind::Phone
        )
    }

    /// Whether its answer is written in somebody's language, so that others may need it translated.
    pub fn is_worded(&self) -> bool {
        matches!(self.kind, FieldKind::Text | FieldKind::Textarea) && !self.as_written
    }

    fn longest(&self) -> usize {
        let default = if self.kind == FieldKind::Textarea {
            problems::MESSAGE_MAX
        } else {
            200
        };
        self.max
            .and_then(|max| usize::try_from(max).ok())
            .unwrap_or(default)
    }

    /// The most characters its answer may have, if it is text.
    pub fn max_characters(&self) -> Option<usize> {
        matches!(self.kind, FieldKind::Text | FieldKind::Textarea).then(|| self.longest())
    }

    /// The answer as it may be kept; empty when nothing was entered and nothing is required.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, entered: &str, today: Date, country: &str) -> Result<String, Problem> {
        let max = if self.max_characters().is_some() {
            self.longest()
        } else {
            problems::REASON_MAX
        };
        let answer = problems::optional_text(entered, max)?;
        if answer.is_empty() {
            return if self.required {
                Err(Problem::Required)
            } else {
                Ok(answer)
            };
        }
        match self.kind {
            FieldKind::Text | FieldKind::Textarea => Ok(answer),
            FieldKind::Choice if self.options.contains(&answer) => Ok(answer),
            FieldKind::Yesno if answer == "yes" || answer == "no" => Ok(answer),
            FieldKind::Choice | FieldKind::Yesno => Err(Problem::NotAnOption),
            FieldKind::Choices => {
                let chosen: Vec<&str> = answer
                    .split(',')
                    .map(str::trim)
                    .filter(|c| !c.is_empty())
                    .collect();
                if chosen.iter().all(|c| self.options.iter().any(|o| o == c)) {
                    Ok(chosen.join(","))
                } else {
                    Err(Problem::NotAnOption)
                }
            }
            FieldKind::Date => {
                let date = typed::day(&answer)?;
                let never = !(1900..=2200).contains(&date.year());
                let past_only = self.max == Some(0);
                if never {
                    Err(Problem::NotADate)
                } else if past_only && date > today {
                    Err(Problem::InTheFuture)
                } else {
                    Ok(date.to_string())
                }
            }
            FieldKind::Number | FieldKind::Money => self.check_number(&answer, None),
            FieldKind::Email => typed::email(&answer),
            FieldKind::Phone => typed::phone(&answer, country),
            FieldKind::Country => {
                let code = answer.to_ascii_uppercase();
                let two_letters = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
                if two_letters {
                    Ok(code)
                } else {
                    Err(Problem::NotAnOption)
                }
            }
        }
    }

    /// The places that a number it takes may have after the point; `None` when it takes no number.
    pub fn places(&self) -> Option<usize> {
        match self.kind {
            FieldKind::Number => Some(0),
            FieldKind::Money => Some(2),
            _ => None,
        }
    }

    /// A number or an amount as it is kept, read as a language writes them.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_number(&self, answer: &str, writing: Option<Writing>) -> Result<String, Problem> {
        let kept =
            typed::number(answer, self.places().unwrap_or(0), writing).map_err(|problem| match problem {
                Problem::NotANumber if self.kind == FieldKind::Money => Problem::NotAnAmount,
                problem => problem,
            })?;
        let (whole, _) = kept.split_once('.').unwrap_or((&kept, ""));
        let value: u64 = whole.parse().map_err(|_| Problem::NotANumber)?;
        match self.max {
            Some(max) if value > max => Err(Problem::TooLarge { max }),
            _ => Ok(kept),
        }
    }
}
