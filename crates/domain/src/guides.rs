//! Guides, which answer before one has to ask, and decision helpers, which find the one that fits. Both are the pack's;
//! their words are texts of the places that [`Guide::place`] and [`Helper::place`] name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use jiff::civil::Date;
use serde::Deserialize;

use crate::since::Since;
use crate::{GuideCode, HelperCode, Lang, ServiceCode, UnitCode};

/// What someone should know who has one thing to see to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    pub code: GuideCode,
    /// What it is about, for programs: the same word for the same thing in every language.
    pub topic: String,
    /// Of the regulation.
    pub article: u16,
    /// Who is responsible for what it says.
    pub unit: UnitCode,
    pub need: String,
    /// Place on lists.
    pub order: u32,
    /// What follows from it; the first is its next step.
    pub services: Vec<ServiceCode>,
    #[serde(default)]
    pub related: Vec<GuideCode>,
    pub reviewed_on: Date,
    /// The last day on which it may be relied upon.
    pub expires_on: Date,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    /// What people call that which it is about, in any language: the search finds it by them.
    #[serde(default)]
    pub words: BTreeMap<Lang, Vec<String>>,
}

/// What a guide rests on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// In its own language.
    pub title: String,
    /// Of the document, as far as it is known.
    #[serde(default)]
    pub date: Option<Since>,
    #[serde(default)]
    pub url: Option<String>,
    pub status: SourceStatus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceStatus {
    InForce,
    /// Not checked against the original.
    Verify,
}

impl SourceStatus {
    pub fn code(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Verify => "verify",
        }
    }
}

impl Guide {
    /// The keys of its texts that stand before the body: what everybody wants to know first.
    pub const LEAD: [&str; 4] = ["do", "call", "cost", "time"];

    /// Where its texts are.
    pub fn place(&self) -> String {
        format!("guides/{}", self.code)
    }

    /// Whether it may not be relied upon any more on that day.
    pub fn has_expired(&self, today: Date) -> bool {
        today > self.expires_on
    }
}

/// Where a link in a guide leads.
///
/// ```
/// use domain::guides::Link;
/// assert_eq!(Link::parse("guide:visas"), Some(Link::Guide("visas".to_owned())));
/// assert_eq!(Link::parse("tel:0631-12345"), Some(Link::Phone("0631-12345".to_owned())));
/// assert_eq!(Link::parse("javascript:alert(1)"), None);
/// assert_eq!(Link::parse("http://example.org"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// `https` only.
    Web(String),
    Phone(String),
    Guide(String),
    Service(String),
    Place(String),
    Page(String),
    Helper(String),
}

impl Link {
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let is_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
        let is_phone = |b: u8| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'*' | b'#');
        let rest = rest.to_owned();
        match scheme {
            "https" => {
                let address = rest.strip_prefix("//")?;
                let host = address.split(['/', '?', '#']).next().unwrap_or_default();
                let is_written = !address.chars().any(|c| c.is_whitespace() || c.is_control());
                (host.contains('.') && host.chars().all(is_host) && is_written)
                    .then(|| Self::Web(text.to_owned()))
            }
            "tel" => (rest.bytes().all(is_phone) && rest.bytes().any(|b| b.is_ascii_digit()))
                .then_some(Self::Phone(rest)),
            "guide" => Some(Self::Guide(rest)),
            "service" => Some(Self::Service(rest)),
            "place" => Some(Self::Place(rest)),
            "page" => Some(Self::Page(rest)),
            "helper" => Some(Self::Helper(rest)),
            _ => None,
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web(address) => f.write_str(address),
            Self::Phone(number) => write!(f, "tel:{number}"),
            Self::Guide(code) => write!(f, "guide:{code}"),
            Self::Service(code) => write!(f, "service:{code}"),
            Self::Place(code) => write!(f, "place:{code}"),
            Self::Page(code) => write!(f, "page:{code}"),
            Self::Helper(code) => write!(f, "helper:{code}"),
        }
    }
}

/// The guides that a message names by their links, `guide:visas`, each with where it stands in the text. Whoever reads the
/// message gets the guide's title in their language.
///
/// ```
/// let named: Vec<_> = domain::guides::named("请看guide:visas。 misguide:x guide: guide:pets-2").collect();
/// assert_eq!(named.iter().map(|(_, code)| *code).collect::<Vec<_>>(), ["visas", "pets-2"]);
/// assert_eq!(named[0].0, 6..17);
/// ```
pub fn named(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    const SCHEME: &str = "guide:";
    text.match_indices(SCHEME).filter_map(|(begins, _)| {
        let is_word = text[..begins].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = &text[begins + SCHEME.len()..];
        let is_code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let code = &rest[..rest.find(|c| !is_code(c)).unwrap_or(rest.len())];
        let ends = begins + SCHEME.len() + code.len();
        (!is_word && !code.is_empty()).then_some((begins..ends, code))
    })
}

/// Questions that lead to a result.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helper {
    pub code: HelperCode,
    pub need: String,
    /// Place on lists.
    pub order: u32,
    /// The first is asked first.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
    #[serde(rename = "result")]
    pub results: Vec<Outcome>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub code: String,
    #[serde(rename = "answer")]
    pub answers: Vec<Answer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub code: String,
    /// Code of a question or of a result.
    pub to: String,
}

/// Where questions end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub code: String,
    #[serde(default)]
    pub guides: Vec<GuideCode>,
    #[serde(default)]
    pub services: Vec<ServiceCode>,
}

/// Where some answers have led.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached<'h> {
    Question(&'h Question),
    Outcome(&'h Outcome),
}

/// The answers that were given, in the order of the questions: each question with the answer's number, from 0.
pub type Given<'h> = Vec<(&'h Question, usize)>;

impl Helper {
    /// Where its texts are.
    pub fn place(&self) -> String {
        format!("helpers/{}", self.code)
    }

    /// The question or result of that code.
    pub fn find(&self, code: &str) -> Option<Reached<'_>> {
        let question = self.questions.iter().find(|question| question.code == code);
        let result = || self.results.iter().find(|result| result.code == code);
        question
            .map(Reached::Question)
            .or_else(|| result().map(Reached::Outcome))
    }

    /// Where those answers lead, each by its number from 0; `None` where there is no such answer, or one too many.
    pub fn follow(&self, answers: &[usize]) -> Option<(Given<'_>, Reached<'_>)> {
        let mut given = Vec::new();
        let mut at = Reached::Question(self.questions.first()?);
        for number in answers {
            let Reached::Question(question) = at else {
                return None;
            };
            given.push((question, *number));
            at = self.find(&question.answers.get(*number)?.to)?;
        }
        Some((given, at))
    }

    /// The codes of questions and results that no answers lead to.
    pub fn unreached(&self) -> Vec<&str> {
        let first = self.questions.first().map(|question| question.code.as_str());
        let mut reached = first.map_or_else(BTreeSet::new, |first| self.reached_from(first));
        reached.extend(first);
        let questions = self.questions.iter().map(|question| question.code.as_str());
        let results = self.results.iter().map(|result| result.code.as_str());
        questions
            .chain(results)
            .filter(|code| !reached.contains(code))
            .collect()
    }

    /// A question that its own answers lead back to, if there is one.
    pub fn looped(&self) -> Option<&str> {
        let mut questions = self.questions.iter().map(|question| question.code.as_str());
        questions.find(|code| self.reached_from(code).contains(code))
    }

    /// The codes of everything that answers lead to from that question on.
    fn reached_from<'h>(&'h self, code: &'h str) -> BTreeSet<&'h str> {
        let mut reached = BTreeSet::new();
        let mut next = vec![code];
        while let Some(code) = next.pop() {
            let Some(Reached::Question(question)) = self.find(code) else {
                continue;
            };
            for answer in &question.answers {
                if reached.insert(answer.to.as_str()) {
                    next.push(&answer.to);
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn helper(questions: &[(&str, &[&str])], results: &[&str]) -> Helper {
        let answer = |(i, to): (usize, &&str)| Answer {
            code: format!("a{i}"),
            to: (*to).to_owned(),
        };
        let question = |(code, answers): &(&str, &[&str])| Question {
            code: (*code).to_owned(),
            answers: answers.iter().enumerate().map(answer).collect(),
        };
        let result = |code: &&str| Outcome {
            code: (*code).to_owned(),
            guides: Vec::new(),
            services: Vec::new(),
        };
        Helper {
            code: "which".into(),
            need: "arriving".to_owned(),
            order: 1,
            questions: questions.iter().map(question).collect(),
            results: results.iter().map(result).collect(),
        }
    }

    #[test]
    fn answers_lead_to_a_question_or_a_result_and_no_further() {
        let helper = helper(&[("where", &["home", "why"]), ("why", &["home"])], &["home"]);
        let at = |answers: &[usize]| helper.follow(answers).map(|(given, at)| (given.len(), at));
        assert_eq!(at(&[]), Some((0, Reached::Question(&helper.questions[0]))));
        assert_eq!(at(&[1]), Some((1, Reached::Question(&helper.questions[1]))));
        assert_eq!(at(&[1, 0]), Some((2, Reached::Outcome(&helper.results[0]))));
        for none in [&[2][..], &[0, 0], &[1, 0, 0], &[usize::MAX]] {
            assert_eq!(at(none), None, "{none:?}");
        }
    }

    #[test]
    fn what_no_answers_lead_to_is_found() {
        let whole = helper(&[("a", &["b", "x"]), ("b", &["x", "y"])], &["x", "y"]);
        assert!(whole.unreached().is_empty());
        let broken = helper(&[("a", &["x"]), ("b", &["y"]), ("c", &["b"])], &["x", "y"]);
        assert_eq!(broken.unreached(), ["b", "c", "y"]);
    }

    #[test]
    fn a_loop_is_found_wherever_it_lies_and_ways_that_meet_are_none() {
        let meets = helper(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &["x"])], &["x"]);
        assert_eq!(meets.looped(), None);
        let loops = helper(&[("a", &["b", "x"]), ("b", &["c"]), ("c", &["b", "x"])], &["x"]);
        assert_eq!(loops.looped(), Some("b"));
        let itself = helper(&[("a", &["a", "x"])], &["x"]);
        assert_eq!(itself.looped(), Some("a"));
    }

    #[test]
    fn a_guide_may_be_relied_upon_until_its_last_day_is_over() {
        let guide: Guide = toml::from_str(
            "code = \"visas\"\ntopic = \"visas\"\narticle = 7\nunit = \"police\"\nneed = \"arriving\"\norder = 1\n\
             services = [\"enquiry\"]\nreviewed_on = \"2026-11-28\"\nexpires_on = \"2026-12-31\"\n",
        )
        .unwrap();
        for (day, expired) in [("2026-12-31", false), ("2027-01-01", true)] {
            assert_eq!(guide.has_expired(day.parse().unwrap()), expired);
        }
    }

    #[test]
    fn a_link_leads_to_the_web_by_https_to_a_phone_or_into_the_city_and_nowhere_else() {
        for good in [
            "https://www.gov.cn/a?b=c#d",
            "https://例え.jp/",
            "tel:+86-631-5231140",
            "tel:12345",
            "place:x",
            "page:help",
            "helper:must-i-register",
            "service:enquiry",
        ] {
            assert!(Link::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "visas",
            "/en/guides/visas",
            "//evil.example",
            "http://www.gov.cn/",
            "https:www.gov.cn",
            "https://",
            "https://localhost/",
            "https://user@host.example/",
            "https://host.example:8080/",
            "https://a.example/\u{1}",
            "HTTPS://www.gov.cn/",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "mailto:a@b.example",
            "tel:",
            "tel:call-me",
        ] {
            assert_eq!(Link::parse(bad), None, "{bad}");
        }
    }
}
