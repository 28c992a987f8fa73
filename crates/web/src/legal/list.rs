//! The public register: whose laws there are, which translations are owed of them, and how far these have come.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use domain::guides::SourceStatus;
use domain::legal::{Kind, Law, Scope, Stands};

use super::register::{Counts, Entry};
use super::{PATH, late_text, law_path, public_entries};
use crate::kit::app::App;
use crate::kit::desk::query_of;
use crate::kit::field::choice;
use crate::kit::form::{Choice, Fields};
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Published};

#[derive(Template)]
#[template(path = "legal/list.html")]
pub(super) struct List {
    pub page: Page,
    pub unchecked: Option<Notice>,
    /// None where no law owes a translation.
    pub counted: Option<String>,
    pub states: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub is_filtered: bool,
    pub sections: Vec<Section>,
    pub feed: String,
}

pub(super) struct Section {
    pub code: &'static str,
    pub name: String,
    pub about: String,
    pub laws: Vec<Line>,
}

pub(super) struct Line {
    pub href: String,
    pub title: Published,
    pub kind: String,
    pub is_unchecked: bool,
    pub summary: Published,
    /// Who owes its translations.
    pub unit: Option<String>,
    pub translations: Vec<Told>,
}

/// How one translation stands, in words.
pub(super) struct Told {
    pub language: String,
    pub state: &'static str,
    pub state_text: String,
    /// How late it is, or was.
    pub late: Option<String>,
    pub is_overdue: bool,
}

impl Told {
    pub(super) fn of(page: &Page, entry: &Entry) -> Self {
        let standing = &entry.standing;
        let shown = standing.shown();
        Self {
            language: page.language_name(entry.language),
            state: shown.code(),
            state_text: page.tc("legal-stands", shown.code()).to_string(),
            late: late_text(page, standing),
            is_overdue: standing.is_overdue(),
        }
    }
}

/// What the reader chose.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    state: Option<Stands>,
    kind: Option<Kind>,
}

impl Chosen {
    pub(super) fn of(query: &Fields) -> Self {
        Self {
            state: query.filled("state").and_then(Stands::parse),
            kind: query.filled("kind").and_then(Kind::parse),
        }
    }

    fn keeps(&self, law: &Law, of_law: &[&Entry]) -> bool {
        let stands = |state: Stands| of_law.iter().any(|entry| entry.standing.shown() == state);
        self.kind.is_none_or(|kind| law.kind == kind) && self.state.is_none_or(stands)
    }
}

impl Line {
    fn of(page: &Page, law: &Law, entries: &[&Entry]) -> Self {
        let text = |key| page.published(&law.place(), key);
        Self {
            href: page.url(&law_path(law.code.as_str())),
            title: text("title"),
            kind: page.tc("legal-kind", law.kind.code()).to_string(),
            is_unchecked: law.status == SourceStatus::Verify,
            summary: text("summary"),
            unit: law
                .translation
                .as_ref()
                .map(|owed| page.unit(&owed.unit).to_owned()),
            translations: entries.iter().map(|entry| Told::of(page, entry)).collect(),
        }
    }
}

impl List {
    pub(super) fn of(page: Page, entries: &[Entry], chosen: &Chosen) -> Self {
        let city = page.city();
        let section = |scope: Scope| {
            let laws = city.legal.iter().filter(|law| law.scope == scope);
            let line = |law: &Law| {
                let own = entries.iter().filter(|entry| entry.law == law.code);
                let own: Vec<&Entry> = own.collect();
                chosen.keeps(law, &own).then(|| Line::of(&page, law, &own))
            };
            let laws: Vec<Line> = laws.filter_map(line).collect();
            (!laws.is_empty()).then(|| Section {
                code: scope.code(),
                name: page.tc("legal-scope", scope.code()).to_string(),
                about: page.tc("legal-scope-about", scope.code()).to_string(),
                laws,
            })
        };
        let sections: Vec<Section> = Scope::ALL.iter().copied().filter_map(section).collect();
        let counts = Counts::of(entries);
        let counted = page
            .t("legal-counted")
            .with("n", counts.all)
            .with("published", counts.published)
            .with("late", counts.late);
        let named = |prefix, code, is_chosen| Choice {
            chosen: is_chosen,
            ..choice(code, page.tc(prefix, code))
        };
        let states = Stands::ALL.iter();
        let kinds = Kind::ALL.iter();
        let [title, about] = ["legal-public-title", "legal-public-about"].map(|key| page.t(key).to_string());
        let texts = sections.iter().flat_map(|section| &section.laws);
        Self {
            unchecked: page.unchecked_parts(texts.map(|law| &law.summary)),
            counted: (counts.all > 0).then(|| counted.to_string()),
            states: states
                .map(|state| named("legal-stands", state.code(), chosen.state == Some(*state)))
                .collect(),
            kinds: kinds
                .map(|kind| named("legal-kind", kind.code(), chosen.kind == Some(*kind)))
                .collect(),
            is_filtered: chosen.state.is_some() || chosen.kind.is_some(),
            sections,
            feed: page.url("/laws.atom"),
            page: page.titled(title).described(about),
        }
    }
}

/// `GET /{lang}/laws`
pub(super) async fn show(State(app): State<App>, visit: Visit, uri: Uri) -> Shown {
    let entries = public_entries(&app).await?;
    render(&List::of(
        visit.page(Nav::Of(PATH)),
        &entries,
        &Chosen::of(&query_of(&uri)),
    ))
}
