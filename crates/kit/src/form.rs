//! Forms: what was entered is kept, and each field says what is wrong with it. Handlers build no error text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use domain::problems::{FieldProblem, Problem};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode};
use store::IdempotencyKey;

use crate::app::App;
use crate::error::Error;
use crate::page::Page;

/// What `go` says of a form that is shown again as it is, in another language.
pub const STAY: &str = "stay";

/// What a form sent: `application/x-www-form-urlencoded`. Names may stand more than once.
///
/// Bytes that are no UTF-8 are kept as well as they can be and remembered, so that the form can come back with all the
/// rest and say which field was broken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    values: BTreeMap<String, Vec<String>>,
    broken: BTreeSet<String>,
}

/// More fields than any form has.
const FIELDS_MAX: usize = 1000;

impl Fields {
    pub fn parse(body: &[u8]) -> Self {
        let mut fields = Self::default();
        for pair in body
            .split(|b| *b == b'&')
            .filter(|p| !p.is_empty())
            .take(FIELDS_MAX)
        {
            let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            let (name, value) = (&pair[..at], pair.get(at + 1..).unwrap_or_default());
            let name = String::from_utf8_lossy(&decode(name)).into_owned();
            fields.take(name, &decode(value));
        }
        fields
    }

    /// One more value of that name, as it was sent.
    pub fn take(&mut self, name: String, value: &[u8]) {
        if std::str::from_utf8(value).is_err() {
            self.broken.insert(name.clone());
        }
        let value = String::from_utf8_lossy(value).into_owned();
        self.values.entry(name).or_default().push(value);
    }

    /// The first value of that name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.values
            .get(name)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    /// The value without blanks around it; `None` when nothing is left.
    pub fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty())
    }

    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.insert(name.to_owned(), vec![value.into()]);
    }

    pub fn remove(&mut self, name: &str) {
        self.values.remove(name);
    }

    pub fn set_all(&mut self, name: &str, values: Vec<String>) {
        self.values.insert(name.to_owned(), values);
    }

    /// Name and first value of every field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .filter_map(|(name, values)| Some((name.as_str(), values.first()?.as_str())))
    }

    /// The key of a form that carries a token: sent again as it was, it is done once. `what` it asks for, and of whom.
    pub fn once(&self, app: &App, scope: &str, what: &str) -> Option<IdempotencyKey> {
        let chosen = self.filled("once")?;
        let values = self.values.iter().flat_map(|(name, values)| {
            std::iter::once(name)
                .chain(values)
                .flat_map(|part| [part.as_str(), "\0"])
        });
        let said: String = [what, "\0"].into_iter().chain(values).collect();
        Some(app.once(scope.as_bytes(), chosen, said.as_bytes()))
    }

    /// Fields whose bytes were no text.
    pub fn broken(&self) -> Vec<FieldProblem> {
        self.broken.iter().map(|name| Problem::NotText.of(name)).collect()
    }
}

/// What an address has as it is (RFC 3986, "unreserved"); all else in a part of one is written as `%XX`.
pub const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-decoding as forms do it: `+` is a blank, a broken escape stands for itself.
fn decode(text: &[u8]) -> Vec<u8> {
    let blanks: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    percent_decode(&blanks).collect()
}

impl FromRequest<App> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        if kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"application/x-www-form-urlencoded")) {
            return Err(Error::UnsupportedMediaType);
        }
        let body = Bytes::from_request(request, app)
            .await
            .map_err(|_| Error::TooLarge)?;
        Ok(Self::parse(&body))
    }
}

/// A form as it comes back: values and problems by field. Passwords are dropped.
#[derive(Debug, Clone, Default)]
pub struct FormState {
    fields: Fields,
    problems: Vec<FieldProblem>,
    /// What the form calls its fields.
    questions: BTreeMap<String, String>,
}

impl FormState {
    pub fn new(fields: Fields, problems: Vec<FieldProblem>) -> Self {
        let mut state = Self {
            fields,
            problems,
            questions: BTreeMap::new(),
        };
        state.fields.values.retain(|name, _| !name.contains("password"));
        state
    }

    pub fn value(&self, name: &str) -> &str {
        self.fields.get(name)
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.fields.all(name).iter().any(|v| v == value)
    }

    /// The title of its page, which says first when something is wrong.
    pub fn title(&self, page: &Page, title: &str) -> String {
        if self.is_clean() {
            title.to_owned()
        } else {
            format!("{} {title}", page.t("form-error-prefix"))
        }
    }

    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn problem(&self, name: &str) -> Option<&Problem> {
        self.problems.iter().find(|p| p.field == name).map(|p| &p.problem)
    }

    pub fn problems(&self) -> &[FieldProblem] {
        &self.problems
    }

    /// What is wrong with that field, in words.
    pub fn error(&self, page: &Page, name: &str) -> Option<String> {
        self.problem(name).map(|problem| problem_text(page, problem))
    }

    /// With what those controls ask, for the summary.
    #[must_use]
    pub fn asked_by(mut self, controls: &[Control]) -> Self {
        let questions = controls
            .iter()
            .map(|control| (control.name.clone(), control.label.clone()));
        self.questions.extend(questions);
        self
    }

    /// The error summary: each problem with the question it is about, linked to its field.
    pub fn summary(&self, page: &Page) -> Vec<SummaryLine> {
        let text = |p: &FieldProblem| {
            let problem = problem_text(page, &p.problem);
            match self.questions.get(&p.field) {
                Some(question) => page
                    .t("form-summary-line")
                    .with("question", question.clone())
                    .with("problem", problem)
                    .to_string(),
                None => problem,
            }
        };
        self.problems
            .iter()
            .map(|p| SummaryLine {
                id: id_of(&p.field),
                text: text(p),
            })
            .collect()
    }
}

/// A line of an error summary.
#[derive(Debug, Clone)]
pub struct SummaryLine {
    pub id: String,
    pub text: String,
}

/// The `id` of the control of a field.
pub fn id_of(field: &str) -> String {
    field.replace(['.', '_'], "-")
}

/// What is wrong, in a sentence.
pub fn problem_text(page: &Page, problem: &Problem) -> String {
    let text = page.tc("problem", problem.code());
    let number = |n: u64| page.number(usize::try_from(n).unwrap_or(usize::MAX));
    match problem {
        Problem::TooLong { max, by } => text.with("max", page.number(*max)).with("by", page.number(*by)),
        Problem::TooLarge { max } => text.with("max", number(*max)),
        // Files are counted in bytes and spoken of in megabytes.
        Problem::FileTooLarge { max } => text.with("max", number(*max / (1024 * 1024))),
        Problem::OverTheCap { cap } => {
            let cap = cap
                .parse()
                .map_or_else(|_| cap.clone(), |limit| page.limit(limit));
            text.with("cap", cap)
        }
        Problem::TooShort { min } => text.with("min", page.number(*min)),
        Problem::NotANumber => text.with("example", page.number(12)),
        Problem::NotAnAmount => text.with("example", page.writing().typed_amount("368.50")),
        _ => text,
    }
    .to_string()
}

/// Something that what was entered can mean: as it is kept, and as it is read.
#[derive(Debug, Clone)]
pub struct Reading {
    pub value: String,
    pub label: String,
}

/// The name of the button that says which of two readings was meant: the field, `=`, and the value.
pub const READING: &str = "reading";

fn readings(page: &Page, problem: Option<&Problem>) -> Vec<Reading> {
    let Some(Problem::TwoReadings { readings }) = problem else {
        return Vec::new();
    };
    let reading = |value: &String| Reading {
        label: value
            .parse()
            .map_or_else(|_| page.writing().amount(value), |date| page.short_date(date)),
        value: value.clone(),
    };
    readings.iter().map(reading).collect()
}

/// A control of a form with its label, hint and error.
#[derive(Debug, Clone)]
pub struct Control {
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    pub value: String,
    pub kind: Kind,
    /// The label is the heading of the page: it asks one question.
    pub is_heading: bool,
    pub is_required: bool,
    pub autocomplete: Option<&'static str>,
    /// Texts around a control that counts.
    pub counted: Option<Counted>,
    /// What it can mean, when it can mean two things: a button each.
    pub readings: Vec<Reading>,
}

#[derive(Debug, Clone)]
pub enum Kind {
    /// `text`, `email`, `tel` or `password`, how wide, and which keyboard.
    Line {
        kind: &'static str,
        width: &'static str,
        keyboard: &'static str,
    },
    Area {
        rows: u8,
    },
    Radios(Vec<Choice>),
    Checks(Vec<Choice>),
    Select(Vec<Choice>),
    /// Year, month and day, in the order the reader's language has them.
    Date(Vec<DatePart>),
}

#[derive(Debug, Clone)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
    pub chosen: bool,
    /// Of the label, when it is not the page's.
    pub tag: Option<String>,
}

#[derive(Debug, Clone)]
pub struct DatePart {
    /// `year`, `month` or `day`: the last part of the field's name.
    pub part: &'static str,
    pub label: String,
    pub value: String,
}

/// A control that says how many characters are left.
#[derive(Debug, Clone)]
pub struct Counted {
    pub max: usize,
    /// Without a script: how many there may be.
    pub fixed: String,
    /// With `{n}` for the number.
    pub left: String,
    pub over: String,
}

impl Counted {
    pub fn new(page: &Page, max: usize) -> Self {
        Self {
            max,
            fixed: page
                .t("form-characters-max")
                .with("max", page.number(max))
                .to_string(),
            left: page.t("form-characters-left").with("n", "{n}").to_string(),
            over: page.t("form-characters-over").with("n", "{n}").to_string(),
        }
    }
}

impl Control {
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            error: None,
            value: String::new(),
            kind,
            is_heading: false,
            is_required: false,
            autocomplete: None,
            counted: None,
            readings: Vec::new(),
        }
    }

    /// A line of text.
    pub fn line(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(
            name,
            label,
            Kind::Line {
                kind: "text",
                width: "",
                keyboard: "",
            },
        )
    }

    /// With the value and the error the form came back with.
    #[must_use]
    pub fn filled(mut self, page: &Page, state: &FormState) -> Self {
        state.value(&self.name).clone_into(&mut self.value);
        self.error = state.error(page, &self.name);
        self.readings = readings(page, state.problem(&self.name));
        self
    }

    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into()).filter(|hint| !hint.is_empty());
        self
    }

    pub fn id(&self) -> String {
        id_of(&self.name)
    }

    /// `aria-describedby`: hint, count and error.
    pub fn described_by(&self) -> String {
        let id = self.id();
        let mut ids = String::new();
        let parts = [
            (self.hint.is_some(), "hint"),
            (self.counted.is_some(), "count"),
            (self.error.is_some(), "error"),
        ];
        for (_, part) in parts.iter().filter(|(there, _)| *there) {
            let blank = if ids.is_empty() { "" } else { " " };
            write!(ids, "{blank}{id}-{part}").expect("a String can be written");
        }
        ids
    }

    /// As HTML, for `{{ control.html(page)|safe }}`.
    pub fn html(&self, page: &Page) -> String {
        ControlHtml { page, c: self }.render().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "form/control.html")]
struct ControlHtml<'a> {
    page: &'a Page,
    c: &'a Control,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_text_is_kept_and_named() {
        let fields = Fields::parse(b"text=caf%E9+au+lait&name=%E5%BC%A0&x=%zz&flag&many=1&many=2");
        assert_eq!(fields.get("text"), "caf\u{fffd} au lait");
        assert_eq!(fields.get("name"), "张");
        assert_eq!(fields.get("x"), "%zz");
        assert_eq!(fields.all("many"), ["1", "2"]);
        assert!(fields.has("flag"));
        assert_eq!(fields.broken(), vec![Problem::NotText.of("text")]);
    }

    #[test]
    fn a_form_comes_back_without_its_password() {
        let fields = Fields::parse(b"login=a&password=secret");
        let state = FormState::new(fields, vec![Problem::Required.of("login")]);
        assert_eq!(state.value("login"), "a");
        assert_eq!(state.value("password"), "");
        assert!(!state.is_clean());
    }
}
