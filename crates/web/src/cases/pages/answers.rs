//! What was answered so far: the form's own state, carried from page to page in hidden fields, so that nothing runs out.

use domain::cases::Case;
use domain::cases::Known;
use domain::journaled::Journaled as _;
use std::collections::BTreeMap;

use domain::Lang;
use domain::cases::{Channel, Contact, Open};
use domain::journaled::Refusal;
use domain::people::Actor;
use domain::problems::{self, FieldProblem, Problem};
use domain::services::{Field, FieldKind, Place, Service};
use domain::typed;

use super::files::Enclosed;
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::form::{Fields, READING};
use crate::kit::page::Page;

/// A page of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Topic,
    /// A question of the service, by its code.
    Field(String),
    /// Questions that are asked together: the group's code, and theirs.
    Group(String, Vec<String>),
    Place,
    Text,
    Contact,
    Check,
}

impl Step {
    /// The name of what it asks for: `fields.shop`, `group.purchase`.
    pub fn code(&self) -> String {
        match self {
            Self::Topic => "topic".to_owned(),
            Self::Field(code) => field_name(code),
            Self::Group(code, _) => format!("group.{code}"),
            Self::Place => "place".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Contact => "contact".to_owned(),
            Self::Check => "check".to_owned(),
        }
    }

    /// Names of the controls on it.
    fn names(&self) -> Vec<String> {
        match self {
            Self::Text => vec!["text".to_owned(), "language".to_owned()],
            Self::Contact => CONTACT.map(str::to_owned).into(),
            Self::Group(_, fields) => fields.iter().map(|code| field_name(code)).collect(),
            Self::Check => Vec::new(),
            other => vec![other.code()],
        }
    }

    fn asks_for(&self, field: &str) -> bool {
        self.names().iter().any(|name| name == field)
    }
}

/// The name of what says in which language a page was answered: its numbers are read as that one writes them.
const WRITTEN: &str = "written";

pub(crate) const CONTACT: [&str; 3] = ["contact.name", "contact.email", "contact.phone"];

pub(crate) fn field_name(code: &str) -> String {
    format!("fields.{code}")
}

/// A form on its way.
#[derive(Debug, Clone)]
pub(crate) struct Answers<'a> {
    pub service: &'a Service,
    pub fields: Fields,
    pub enclosed: Option<Enclosed>,
}

impl<'a> Answers<'a> {
    /// Joins what the controls sent in parts: the days of a date, the boxes of a choice.
    ///
    /// What was typed as a number is read as a language writes them, and from then on it is what will be kept.
    pub fn new(page: &Page, service: &'a Service, mut fields: Fields) -> Self {
        let written = Lang::parse(fields.get(WRITTEN)).ok();
        let writing = written.and_then(|lang| page.app.texts().writing(lang));
        let writing = writing.unwrap_or_else(|| page.writing()).marks();
        let country = page.city().country.as_str();
        let chosen = fields.filled(READING).and_then(|chosen| chosen.split_once('='));
        if let Some((name, meant)) = chosen.map(|(name, meant)| (name.to_owned(), meant.to_owned()))
            && service.fields.iter().any(|field| field_name(&field.code) == name)
        {
            // Its parts say something else.
            for part in ["year", "month", "day"] {
                fields.remove(&format!("{name}.{part}"));
            }
            fields.set(&name, meant);
        }
        for field in &service.fields {
            let name = field_name(&field.code);
            match field.kind {
                FieldKind::Choices => {
                    let chosen = fields.all(&name).join(",");
                    fields.set(&name, chosen);
                }
                FieldKind::Date if fields.has(&format!("{name}.year")) => {
                    let part =
                        |part: &str| typed::one_form(fields.get(&format!("{name}.{part}"))).into_owned();
                    let parts = [part("year"), part("month"), part("day")];
                    let entered: Vec<&String> = parts.iter().filter(|part| !part.is_empty()).collect();
                    let date = match entered[..] {
                        [] => String::new(),
                        // All of it in one box.
                        [whole] if typed::day(whole).is_ok() => whole.clone(),
                        _ => {
                            let [year, month, day] = parts.map(|part| typed::part_of_a_day(&part));
                            format!("{year}-{month:0>2}-{day:0>2}")
                        }
                    };
                    fields.set(&name, date);
                }
                _ => {}
            }
            let kept = match field.kind {
                FieldKind::Number | FieldKind::Money => {
                    field.check_number(fields.get(&name), Some(writing)).ok()
                }
                FieldKind::Date => typed::day(fields.get(&name)).ok().map(|day| day.to_string()),
                FieldKind::Email => typed::email(fields.get(&name)).ok(),
                FieldKind::Phone => typed::phone(fields.get(&name), country).ok(),
                _ => None,
            };
            if let Some(kept) = kept {
                fields.set(&name, kept);
            }
        }
        for (name, kept) in [
            ("contact.email", typed::email(fields.get("contact.email"))),
            (
                "contact.phone",
                typed::phone(fields.get("contact.phone"), country),
            ),
        ] {
            if let Ok(kept) = kept {
                fields.set(name, kept);
            }
        }
        Self {
            service,
            fields,
            enclosed: None,
        }
    }

    /// The answers to the service's own questions.
    pub fn of_fields(&self) -> BTreeMap<String, String> {
        let answer = |field: &Field| {
            (
                field.code.clone(),
                self.fields.get(&field_name(&field.code)).to_owned(),
            )
        };
        self.service.fields.iter().map(answer).collect()
    }

    /// The pages of the form, given the answers so far.
    pub fn steps(&self) -> Vec<Step> {
        let answers = self.of_fields();
        let topic = (!self.service.topics.is_empty()).then_some(Step::Topic);
        let place = (self.service.place != Place::None).then_some(Step::Place);
        let mut asked: Vec<Step> = Vec::new();
        for field in self.service.asked(&answers) {
            let code = field.code.clone();
            match (self.service.group_of(&code), asked.last_mut()) {
                (Some(group), Some(Step::Group(last, fields))) if *last == group.code => fields.push(code),
                (Some(group), _) => asked.push(Step::Group(group.code.clone(), vec![code])),
                (None, _) => asked.push(Step::Field(code)),
            }
        }
        topic
            .into_iter()
            .chain(asked)
            .chain(place)
            .chain(self.service.text.then_some(Step::Text))
            .chain([Step::Contact, Step::Check])
            .collect()
    }

    pub fn step(&self, code: &str) -> Option<Step> {
        self.steps().into_iter().find(|step| step.code() == code)
    }

    pub fn first(&self) -> Step {
        self.steps().swap_remove(0)
    }

    pub fn after(&self, step: &Step) -> Step {
        let steps = self.steps();
        let at = steps.iter().position(|s| s == step);
        at.and_then(|at| steps.get(at + 1).cloned())
            .unwrap_or(Step::Check)
    }

    pub fn before(&self, step: &Step) -> Option<Step> {
        let steps = self.steps();
        let at = steps.iter().position(|s| s == step)?;
        at.checked_sub(1).and_then(|at| steps.get(at).cloned())
    }

    /// Name and value of all answers but those the page itself asks for.
    pub fn carried(&self, step: &Step) -> Vec<(String, String)> {
        let of_service = self.service.fields.iter().map(|field| field_name(&field.code));
        let others = ["topic", "place", "text", "language", "once"]
            .into_iter()
            .chain(CONTACT);
        of_service
            .chain(others.map(str::to_owned))
            .filter(|name| !step.asks_for(name))
            .filter_map(|name| {
                let value = self.fields.get(&name).to_owned();
                (!value.is_empty()).then_some((name, value))
            })
            .chain(self.enclosed.iter().flat_map(Enclosed::carried))
            .collect()
    }

    /// The language it is written in, and whether that was found out instead of said.
    fn language(&self, app: &App, page: Lang) -> (Lang, bool) {
        let stated = self
            .fields
            .filled("language")
            .and_then(|code| Lang::parse(code).ok());
        intake::language_of(app, stated, self.fields.get("text"), page)
    }

    pub fn open(&self, app: &App, page: Lang) -> Open {
        let (language, detected) = self.language(app, page);
        let filled = |name: &str| self.fields.filled(name).map(str::to_owned);
        let answers = self.of_fields();
        let asked: Vec<&str> = self
            .service
            .asked(&answers)
            .map(|field| field.code.as_str())
            .collect();
        Open {
            service: self.service.code.to_string(),
            language,
            detected,
            channel: Channel::Web,
            text: self.fields.get("text").to_owned(),
            topic: filled("topic"),
            // What is no longer asked, since another answer changed, is left out.
            fields: answers
                .iter()
                .filter(|(code, _)| asked.contains(&code.as_str()))
                .map(owned)
                .collect(),
            contact: Contact {
                name: filled("contact.name"),
                email: filled("contact.email"),
                phone: filled("contact.phone"),
                pages: Some(page),
            },
            place: filled("place"),
        }
    }

    /// The case it would open, and everything that is wrong with it as the rules see it.
    pub fn read(&self, app: &App, page: Lang) -> Read {
        let open = self.open(app, page);
        let context = app.context(&Actor::ANYONE);
        let refused = match Case::open(&open, &Known::default(), &context) {
            Err(Refusal::Invalid(problems)) => problems,
            _ => Vec::new(),
        };
        Read {
            open,
            wrong: self.with_unread(refused),
        }
    }

    /// What the rules say is wrong, and what could not be read in the first place.
    pub fn with_unread(&self, mut wrong: Vec<FieldProblem>) -> Vec<FieldProblem> {
        wrong.splice(0..0, self.fields.broken());
        if self
            .fields
            .filled("language")
            .is_some_and(|code| Lang::parse(code).is_err())
        {
            wrong.push(Problem::NotALanguage.of("language"));
        }
        wrong
    }

    /// The first page with something wrong on it.
    pub fn first_wrong(&self, wrong: &[FieldProblem]) -> Option<Step> {
        let is_wrong = |step: &Step| wrong.iter().any(|problem| step.asks_for(&problem.field));
        self.steps().into_iter().find(is_wrong)
    }

    /// How long the text may be.
    pub const fn text_max() -> usize {
        problems::MESSAGE_MAX
    }
}

/// A form as it was understood. Finding the language of a text takes a while, and the rules look at every answer: a post
/// is read once.
#[derive(Debug)]
pub(crate) struct Read {
    pub open: Open,
    pub wrong: Vec<FieldProblem>,
}

impl Read {
    /// What is wrong with what that page asks for.
    pub fn wrong_at(&self, step: &Step) -> Vec<FieldProblem> {
        at(&self.wrong, step)
    }
}

/// Those of the problems that belong to what that page asks for.
pub(crate) fn at(wrong: &[FieldProblem], step: &Step) -> Vec<FieldProblem> {
    let asked = wrong.iter().filter(|problem| step.asks_for(&problem.field));
    asked.cloned().collect()
}

fn owned((code, answer): (&String, &String)) -> (String, String) {
    (code.clone(), answer.clone())
}
