//! A control of a form of the desk: denser than those of the public pages, and with ids of its own, since a case shows
//! many forms at once.

use crate::form::{Choice, Counted, FormState, id_of};
use crate::page::Page;

#[derive(Debug, Clone)]
pub struct Field {
    pub id: String,
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    pub value: String,
    pub kind: Kind,
    pub is_optional: bool,
}

#[derive(Debug, Clone)]
pub enum Kind {
    /// `text`, `email`, `tel`, `number`, `date` or `datetime-local`.
    Line(&'static str),
    Area {
        rows: u8,
        counted: Counted,
        /// Language and direction of what is written, if they are known.
        tag: Option<String>,
    },
    Select(Vec<Choice>),
    Radios(Vec<Choice>),
    Checks(Vec<Choice>),
    /// One box; its value is `yes`.
    Check,
}

impl Field {
    pub fn new(form: &str, name: &str, label: impl std::fmt::Display, kind: Kind) -> Self {
        Self {
            id: format!("{form}-{}", id_of(name)),
            name: name.to_owned(),
            label: label.to_string(),
            hint: None,
            error: None,
            value: String::new(),
            kind,
            is_optional: false,
        }
    }

    pub fn area(page: &Page, form: &str, name: &str, label: impl std::fmt::Display, max: usize) -> Self {
        let rows = if max > 1_000 { 7 } else { 3 };
        Self::new(
            form,
            name,
            label,
            Kind::Area {
                rows,
                counted: Counted::new(page, max),
                tag: None,
            },
        )
    }

    #[must_use]
    pub fn hinted(mut self, hint: impl std::fmt::Display) -> Self {
        self.hint = Some(hint.to_string()).filter(|hint| !hint.is_empty());
        self
    }

    #[must_use]
    pub fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    #[must_use]
    pub fn valued(mut self, value: impl Into<String>) -> Self {
        self.set(&value.into());
        self
    }

    fn set(&mut self, value: &str) {
        match &mut self.kind {
            Kind::Select(choices) | Kind::Radios(choices) => {
                for choice in choices {
                    choice.chosen = choice.value == value;
                }
            }
            _ => value.clone_into(&mut self.value),
        }
    }

    /// With the value and the error the form came back with.
    #[must_use]
    pub fn filled(mut self, page: &Page, state: &FormState) -> Self {
        let name = self.name.clone();
        if let Kind::Checks(choices) = &mut self.kind {
            for choice in choices {
                choice.chosen = state.has(&name, &choice.value);
            }
        } else {
            let value = state.value(&name).to_owned();
            self.set(&value);
        }
        self.error = state.error(page, &self.name);
        self
    }

    /// Fields with what the form came back with. What is wrong with a text in several languages as a whole stands at the
    /// first of them.
    pub fn all_filled(fields: Vec<Self>, page: &Page, state: &FormState) -> Vec<Self> {
        let mut fields: Vec<Self> = fields
            .into_iter()
            .map(|field| field.filled(page, state))
            .collect();
        for problem in state.problems() {
            let begins = format!("{}.", problem.field);
            let first = fields.iter_mut().find(|field| field.name.starts_with(&begins));
            if let Some(first) = first.filter(|first| first.error.is_none()) {
                first.error = state.error(page, &problem.field);
            }
        }
        fields
    }

    /// `aria-describedby`: hint, count and error.
    pub fn described_by(&self) -> String {
        let counted = matches!(self.kind, Kind::Area { .. });
        let parts = [
            (self.hint.is_some(), "hint"),
            (counted, "count"),
            (self.error.is_some(), "error"),
        ];
        let ids = parts
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{}-{part}", self.id));
        ids.collect::<Vec<_>>().join(" ")
    }
}

/// A choice of a list.
pub fn choice(value: impl std::fmt::Display, label: impl std::fmt::Display) -> Choice {
    Choice {
        value: value.to_string(),
        label: label.to_string(),
        hint: None,
        chosen: false,
        tag: None,
    }
}

/// Choices in the order in which the reader looks their labels up.
pub fn sorted(page: &Page, choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = choices.collect();
    choices.sort_by(|a, b| page.writing().compare(&a.label, &b.label));
    choices
}
