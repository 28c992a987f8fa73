//! The register at the desk: everything that is owed or there, by where it stands. It is as long as the pack makes it, and
//! stands on one page.

use askama::Template;
use axum::http::Uri;
use domain::Lang;
use domain::legal::{OPEN, SEE, Stands};
use domain::problems::Problem;
use domain::roles::Reach;

use super::register::{Counts, Entry};
use super::{LAWS, entries_of, law_title, said_owed};
use crate::kit::app::App;
use crate::kit::asked::{self, Asked, Filter};
use crate::kit::desk::{Answer, Desk, query_of, show as render};
use crate::kit::error::Error;
use crate::kit::field::choice;
use crate::kit::form::Fields;
use crate::kit::published::Published;
use crate::kit::table::export;

/// Names of filters, in the order of an address.
const NAMES: [&str; 4] = ["state", "unit", "language", "late"];

/// Which of the register a list holds. The default holds all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub state: Option<Stands>,
    unit: Option<String>,
    language: Option<Lang>,
    is_late: bool,
}

impl Wanted {
    /// What these names and values ask for. Pages and API read the same ones.
    ///
    /// # Errors
    /// [`Error::Invalid`] names what is not understood.
    pub(super) fn of<'n, 'v>(
        app: &App,
        asked: impl IntoIterator<Item = (&'n str, &'v str)>,
    ) -> Result<Self, Error> {
        let mut wanted = Self::default();
        asked::read(asked, |name, value| {
            match name {
                "state" => wanted.state = Some(Stands::parse(value).ok_or(Problem::NotAnOption)?),
                "unit" => {
                    let unit = app.city().unit(value).ok_or(Problem::UnknownUnit)?;
                    wanted.unit = Some(unit.code.to_string());
                }
                "language" => wanted.language = Some(Lang::parse(value).map_err(|_| Problem::NotALanguage)?),
                _ if value == "yes" => wanted.is_late = true,
                _ => return Err(Problem::NotAnOption),
            }
            Ok(())
        })?;
        Ok(wanted)
    }

    fn keeps_but_for_state(&self, entry: &Entry) -> bool {
        self.unit.as_ref().is_none_or(|unit| entry.unit == unit.as_str())
            && self.language.is_none_or(|language| entry.language == language)
            && (!self.is_late || entry.standing.is_overdue())
    }

    pub(super) fn keeps(&self, entry: &Entry) -> bool {
        self.keeps_but_for_state(entry) && self.state.is_none_or(|state| entry.standing.at_desk == state)
    }
}

fn asked(desk: &Desk, query: &Fields) -> (Asked, Wanted) {
    let understood = |name: &str, value: &str| Wanted::of(&desk.app, [(name, value)]).is_ok();
    let asked = Asked::of(LAWS.href, &NAMES, query, understood);
    let wanted = Wanted::of(&desk.app, asked.pairs()).unwrap_or_default();
    (asked, wanted)
}

#[derive(Template)]
#[template(path = "legal/desk/list.html")]
pub(super) struct List {
    pub page: Desk,
    pub summary: String,
    pub states: Vec<asked::Tab>,
    /// Code of the state that is shown; empty for all.
    pub state: String,
    pub filters: Vec<Filter>,
    pub rows: Vec<Row>,
    pub clear: Option<String>,
    pub csv: String,
}

pub(super) struct Row {
    /// Its record, or the form that takes it up; none for who only reads.
    pub href: Option<String>,
    pub law: Published,
    pub code: String,
    pub language: String,
    pub state: &'static str,
    pub state_text: String,
    pub unit: String,
    pub due: String,
    pub late: u32,
    pub is_overdue: bool,
    pub published_on: String,
    pub is_outdated: bool,
}

impl Row {
    fn of(desk: &Desk, entry: &Entry) -> Self {
        let standing = &entry.standing;
        let takes_up = || {
            let query = format!("new?law={}&language={}", entry.law, entry.language);
            desk.may(OPEN).then(|| format!("{}/{query}", LAWS.href))
        };
        Self {
            href: match entry.reference {
                Some(reference) => Some(format!("{}/{reference}", LAWS.href)),
                None => takes_up(),
            },
            law: law_title(desk, &entry.law),
            code: entry
                .reference
                .map(|reference| reference.to_string())
                .unwrap_or_default(),
            language: desk.language_name(entry.language),
            state: standing.at_desk.code(),
            state_text: desk.tc("legal-stands", standing.at_desk.code()).to_string(),
            unit: desk.short_unit(&entry.unit),
            due: standing
                .due
                .map(|due| desk.brief_date(due.on))
                .unwrap_or_default(),
            late: standing.late,
            is_overdue: standing.is_overdue(),
            published_on: standing
                .published_on
                .map(|on| desk.brief_date(on))
                .unwrap_or_default(),
            is_outdated: standing.of_earlier.is_some(),
        }
    }
}

fn filters(desk: &Desk, asked: &Asked) -> Vec<Filter> {
    let any = || desk.t("desk-list-any");
    let filter =
        |name, label, choices| Filter::new(name, desk.t(label), choices, asked.value(name)).or(any());
    let source = desk.city().source_language;
    let languages = desk.language_choices().into_iter();
    let languages = languages.filter(|choice| choice.value != source.as_str());
    let late = vec![choice("yes", desk.t("legal-filter-late-yes"))];
    let mut filters = Vec::new();
    if desk.reach(SEE) == Reach::All {
        filters.push(filter("unit", "legal-filter-unit", desk.unit_choices()));
    }
    filters.push(filter("language", "legal-filter-language", languages.collect()));
    filters.push(filter("late", "legal-filter-late", late));
    filters
}

impl List {
    pub(super) fn of(desk: Desk, entries: &[Entry], asked: &Asked, wanted: &Wanted) -> Self {
        let counts = Counts::of(entries);
        let tab = |state: Option<Stands>| {
            let code = state.map_or("", Stands::code);
            let of_it = entries.iter().filter(|entry| {
                wanted.keeps_but_for_state(entry) && state.is_none_or(|state| entry.standing.at_desk == state)
            });
            asked::Tab {
                code,
                href: asked.with("state", code).href(),
                text: match state {
                    Some(state) => desk.tc("legal-stands", state.code()).to_string(),
                    None => desk.t("desk-list-all").to_string(),
                },
                count: of_it.count() as u64,
                is_current: asked.value("state") == code,
            }
        };
        let states = std::iter::once(None).chain(Stands::ALL.iter().copied().map(Some));
        let rows = entries.iter().filter(|entry| wanted.keeps(entry));
        Self {
            summary: said_owed(&desk, counts),
            states: states.map(tab).collect(),
            state: asked.value("state").to_owned(),
            filters: filters(&desk, asked),
            rows: rows.map(|entry| Row::of(&desk, entry)).collect(),
            clear: asked.cleared("state"),
            csv: asked.to("/desk/legal/translations.csv").href(),
            page: {
                let title = desk.t("legal-title").to_string();
                desk.called(title)
            },
        }
    }
}

/// `GET /desk/legal`
pub(super) async fn show(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&LAWS)?;
    let (asked, wanted) = asked(&desk, &query_of(&uri));
    let app = desk.app.clone();
    let entries = entries_of(&app, &desk.actor).await?;
    render(&List::of(desk, &entries, &asked, &wanted))
}

/// `GET /desk/legal/translations.csv`: the same list.
pub(super) async fn csv(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&LAWS)?;
    let (_, wanted) = asked(&desk, &query_of(&uri));
    let heads = [
        "reference",
        "law",
        "language",
        "state",
        "unit",
        "due",
        "late",
        "published",
    ];
    let head = heads.iter().map(|code| desk.tc("legal-column", code).to_string());
    let mut lines: Vec<Vec<String>> = vec![head.collect()];
    let entries = entries_of(&desk.app, &desk.actor).await?;
    for entry in entries.iter().filter(|entry| wanted.keeps(entry)) {
        let row = Row::of(&desk, entry);
        lines.push(vec![
            row.code,
            row.law.text,
            row.language,
            row.state_text,
            desk.unit(&entry.unit).to_owned(),
            row.due,
            row.late.to_string(),
            row.published_on,
        ]);
    }
    export(&desk, "legal", &format!("laws-{}", desk.app.today()), &lines).await
}
