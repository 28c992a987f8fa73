//! All answers once more, as they will be kept: each may be changed, a file may be added, and then it is sent.

use askama::Template;
use domain::cases::Open;
use domain::problems::Problem;
use domain::services::{Field, FieldKind, Service};

use super::answers::{Answers, CONTACT, Step, field_name};
use crate::kit::form::problem_text;
use crate::kit::page::Page;

#[derive(Template)]
#[template(path = "cases/check.html")]
pub(super) struct Check {
    page: Page,
    service: String,
    start: String,
    action: String,
    rows: Vec<Row>,
    carried: Vec<(String, String)>,
    /// The name of the file that comes with it.
    enclosed: Option<String>,
    file_error: Option<String>,
    /// Why it could not be sent, though nothing is wrong with it.
    failed: Option<String>,
    anonymous: bool,
}

struct Row {
    question: String,
    lines: Vec<String>,
    change: String,
}

/// Why what was ready to be sent was not.
#[derive(Debug, Clone, Default)]
pub(super) struct Wrong {
    /// It could not be sent, though nothing is wrong with it.
    pub failed: Option<String>,
    /// The file that was chosen cannot be taken.
    pub file: Option<Problem>,
}

impl Wrong {
    pub fn failed(why: String) -> Self {
        Self {
            failed: Some(why),
            file: None,
        }
    }

    pub fn file(problem: Problem) -> Self {
        Self {
            failed: None,
            file: Some(problem),
        }
    }
}

impl Check {
    pub fn of(page: &Page, answers: &Answers<'_>, open: &Open, wrong: &Wrong) -> Self {
        let service = answers.service;
        let title = page.t("apply-check-title").to_string();
        let row = |step: Step| rows_of(page, answers, open, &step);
        Self {
            service: page.service_text(&service.code, "name"),
            start: page.url(&format!("/services/{}", service.code)),
            action: page.url(&format!("/services/{}/apply", service.code)),
            rows: answers.steps().into_iter().flat_map(row).collect(),
            carried: answers.carried(&Step::Check),
            enclosed: answers
                .enclosed
                .as_ref()
                .map(|enclosed| enclosed.file.name.clone()),
            file_error: wrong.file.as_ref().map(|problem| problem_text(page, problem)),
            failed: wrong.failed.clone(),
            anonymous: CONTACT.iter().all(|name| answers.fields.filled(name).is_none()),
            page: page.clone().titled(title),
        }
    }
}

fn rows_of(page: &Page, answers: &Answers<'_>, open: &Open, step: &Step) -> Vec<Row> {
    let service = answers.service;
    let text = |key: &str| page.service_text(&service.code, key);
    let fields = &answers.fields;
    let row = |question: String, value: String| Row {
        question,
        lines: if value.trim().is_empty() {
            vec![page.t("apply-not-answered").to_string()]
        } else {
            value.lines().map(str::to_owned).collect()
        },
        change: step.code(),
    };
    let answered = |code: &String| {
        let label = text(&format!("field.{code}.label"));
        let value = fields.get(&field_name(code));
        let field = service.field(code);
        row(
            label,
            field.map_or_else(String::new, |f| answer_text(page, service, f, value)),
        )
    };
    match step {
        Step::Topic => {
            let topic = fields
                .filled("topic")
                .map(|topic| text(&format!("topic.{topic}")));
            vec![row(text("topic.label"), topic.unwrap_or_default())]
        }
        Step::Field(code) => vec![answered(code)],
        Step::Group(_, codes) => codes.iter().map(answered).collect(),
        Step::Place => {
            let unit = fields
                .filled("place")
                .map(|place| page.unit(&place.into()).to_owned());
            let none = || page.c_owned("city", "district.none");
            vec![row(
                page.t("apply-place-label").to_string(),
                unit.unwrap_or_else(none),
            )]
        }
        Step::Text => {
            let language = page.language_name(open.language);
            let found = page
                .t("apply-language-found")
                .with("language", language.clone())
                .to_string();
            vec![
                row(text("text.label"), fields.get("text").replace("\r\n", "\n")),
                row(
                    page.t("apply-language-row").to_string(),
                    if open.detected { found } else { language },
                ),
            ]
        }
        Step::Contact => {
            let said = |name: &&str| {
                let value = fields.filled(name)?;
                Some(if *name == "contact.phone" {
                    page.phone(value)
                } else {
                    value.to_owned()
                })
            };
            let value = CONTACT.iter().filter_map(said).collect::<Vec<_>>().join("\n");
            vec![row(page.t("apply-contact-row").to_string(), value)]
        }
        Step::Check => Vec::new(),
    }
}

/// An answer to a service's question as people read it.
fn answer_text(page: &Page, service: &Service, field: &Field, value: &str) -> String {
    let option =
        |option: &str| page.service_text(&service.code, &format!("field.{}.option.{option}", field.code));
    match field.kind {
        FieldKind::Choice if !value.is_empty() => option(value),
        FieldKind::Choices => value
            .split(',')
            .filter(|o| !o.is_empty())
            .map(option)
            .collect::<Vec<_>>()
            .join("\n"),
        FieldKind::Date => value
            .parse()
            .map_or_else(|_| value.to_owned(), |date| page.short_date(date)),
        FieldKind::Country => page.country(value).to_owned(),
        FieldKind::Yesno if value == "yes" => page.t("form-yes").to_string(),
        FieldKind::Yesno if value == "no" => page.t("form-no").to_string(),
        FieldKind::Number | FieldKind::Money => page.writing().amount(value),
        FieldKind::Phone => page.phone(value),
        _ => value.to_owned(),
    }
}
