//! The list of courses: those that someone reaches, by state, filtered, searched, sorted, a page at a time.

use askama::Template;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use domain::Lang;
use domain::problems::{FieldProblem, Problem};
use domain::roles::Reach;
use domain::training::{Course, Kind, OPEN, SEE, State};
use store::{CourseFilter, CourseSort, Page};

use super::view::CourseLine;
use super::{TRAINING, Tab, tabs};
use crate::kit::app::App;
use crate::kit::asked::{self, Asked};
use crate::kit::desk::{Answer, Desk, show as render};
use crate::kit::error::Error;
use crate::kit::field::{choice, sorted};
use crate::kit::form::{Choice, Fields};
use crate::kit::table::{EXPORT_MAX, csv_file};

const PAGE: usize = 50;
/// Rows that an export reads at a time.
const EXPORT_PAGE: usize = 200;
/// The cookie that holds what is looked for.
const SEARCH: &str = "training-search";
/// Names of filters, in the order of an address.
const NAMES: [&str; 6] = ["state", "kind", "language", "unit", "sort", "q"];

/// The filter that these names and values ask for. Pages and API read the same ones.
///
/// # Errors
/// [`Error::Invalid`] names what is not understood.
pub(super) fn filter_of<'n, 'v>(
    app: &App,
    asked: impl IntoIterator<Item = (&'n str, &'v str)>,
) -> Result<CourseFilter, Error> {
    let city = app.city();
    let mut filter = CourseFilter::default();
    let mut wrong: Vec<FieldProblem> = Vec::new();
    for (name, value) in asked {
        let read = match name {
            "state" => State::parse(value)
                .map(|state| filter.states = vec![state])
                .ok_or(Problem::NotAnOption),
            "kind" => Kind::parse(value)
                .map(|kind| filter.kind = Some(kind))
                .ok_or(Problem::NotAnOption),
            "language" => Lang::parse(value)
                .map(|language| filter.language = Some(language))
                .map_err(|_| Problem::NotALanguage),
            "unit" => city
                .unit(value)
                .map(|unit| filter.unit = Some(unit.code.clone()))
                .ok_or(Problem::UnknownUnit),
            "sort" => CourseSort::parse(value, app.now())
                .map(|sort| filter.sort = sort)
                .ok_or(Problem::NotAnOption),
            _ => {
                value.clone_into(&mut filter.q);
                Ok(())
            }
        };
        wrong.extend(read.err().map(|problem| problem.of(name)));
    }
    if wrong.is_empty() {
        Ok(filter)
    } else {
        Err(Error::Invalid(wrong))
    }
}

fn asked(desk: &Desk, query: &Fields) -> (Asked, CourseFilter) {
    let understood = |name: &str, value: &str| filter_of(&desk.app, [(name, value)]).is_ok();
    let asked = Asked::of(TRAINING.href, &NAMES, query, understood);
    let filter = filter_of(&desk.app, asked.pairs()).unwrap_or_default();
    (asked, filter)
}

#[derive(Template)]
#[template(path = "training/list.html")]
pub(super) struct List {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub states: Vec<StateTab>,
    /// Code of the state that is shown; empty for all.
    pub state: String,
    pub q: String,
    pub filters: Vec<Filter>,
    pub is_filtered: bool,
    pub rows: Vec<CourseLine>,
    pub total: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub clear: String,
    pub csv: String,
    pub opens: bool,
    /// They see their unit's and their own alone.
    pub is_own: bool,
}

pub(super) struct StateTab {
    pub href: String,
    pub text: String,
    pub count: u64,
    pub current: bool,
}

/// A filter as a list of choices.
pub(super) struct Filter {
    pub name: &'static str,
    pub label: String,
    pub choices: Vec<Choice>,
}

impl Filter {
    /// With a first choice that lets everything through.
    pub fn new(desk: &Desk, name: &'static str, label: &str, choices: Vec<Choice>, value: &str) -> Self {
        let any = choice("", desk.t("training-any"));
        let mut filter = Self {
            name,
            label: desk.t(label).to_string(),
            choices: std::iter::once(any).chain(choices).collect(),
        };
        for choice in &mut filter.choices {
            choice.chosen = choice.value == value;
        }
        filter
    }
}

/// The city's units, by name.
pub(super) fn units(desk: &Desk) -> Vec<Choice> {
    let units = desk.city().units.iter();
    sorted(desk, units.map(|unit| choice(&unit.code, desk.unit(&unit.code))))
}

pub(super) fn languages(desk: &Desk) -> Vec<Choice> {
    let all = desk.all_languages().into_iter();
    all.map(|lang| choice(lang, desk.language_name(lang))).collect()
}

fn filters(desk: &Desk, asked: &Asked) -> Vec<Filter> {
    let kinds = Kind::ALL
        .iter()
        .map(|kind| choice(kind.code(), desk.tc("training-kind", kind.code())));
    let filter = |name, label, choices| Filter::new(desk, name, label, choices, asked.value(name));
    let mut filters = vec![
        filter("kind", "training-filter-kind", kinds.collect()),
        filter("language", "training-filter-language", languages(desk)),
    ];
    if desk.reach(SEE) == Reach::All {
        filters.push(filter("unit", "training-filter-unit", units(desk)));
    }
    let mut sort = filter(
        "sort",
        "training-sort",
        vec![choice("next", desk.t("training-sort-next"))],
    );
    sort.choices[0].label = desk.t("training-sort-newest").to_string();
    filters.push(sort);
    filters
}

impl List {
    pub(super) fn of(desk: Desk, asked: &Asked, found: &Page<Course>, counts: &[u64]) -> Self {
        let desk = {
            let title = desk.t("training-title").to_string();
            desk.called(title)
        };
        let tab = |(code, count): (&str, &u64)| StateTab {
            href: asked.with("state", code).href(),
            text: match code {
                "" => desk.t("training-any").to_string(),
                code => desk.tc("training-state", code).to_string(),
            },
            count: *count,
            current: asked.value("state") == code,
        };
        let codes = std::iter::once("").chain(State::ALL.iter().map(|state| state.code()));
        let bare = NAMES.iter().filter(|name| **name != "state");
        let bare = bare.fold(asked.clone(), |asked, name| asked.with(name, ""));
        let at = |cursor: &Option<String>| Some(asked.at(Some(cursor.as_deref()?)));
        Self {
            tabs: tabs(&desk, "courses"),
            states: codes.zip(counts).map(tab).collect(),
            state: asked.value("state").to_owned(),
            q: asked.value("q").to_owned(),
            filters: filters(&desk, asked),
            is_filtered: asked.pairs().any(|(name, _)| name != "state"),
            rows: found
                .rows
                .iter()
                .map(|course| CourseLine::of(&desk, course))
                .collect(),
            total: found.total,
            previous: at(&found.previous),
            next: at(&found.next),
            clear: bare.href(),
            csv: asked.to("/desk/training/courses.csv").href(),
            opens: desk.may(OPEN),
            is_own: desk.reach(SEE) == Reach::Own,
            page: desk,
        }
    }
}

/// `GET /desk/training`
pub(super) async fn show(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let desk = desk.enter(&TRAINING)?;
    let query = asked::looked_for(&desk.app, &headers, SEARCH, &uri);
    let (asked, filter) = asked(&desk, &query);
    let store = desk.app.store();
    let found = store
        .courses(&desk.actor, &filter, asked.cursor.as_deref(), PAGE)
        .await?;
    let mut counts = Vec::new();
    for states in std::iter::once(Vec::new()).chain(State::ALL.iter().map(|state| vec![*state])) {
        let of_state = CourseFilter {
            states,
            ..filter.clone()
        };
        counts.push(store.courses(&desk.actor, &of_state, None, 1).await?.total);
    }
    render(&List::of(desk, &asked, &found, &counts))
}

/// `POST /desk/training/search`: the filters, with words that are looked for. They come back by a cookie.
pub(super) async fn search(desk: Desk, fields: Fields) -> Response {
    let (asked, _) = asked(&desk, &fields);
    asked::search(&desk.app, SEARCH, &asked)
}

/// `GET /desk/training/courses.csv`: the same list, with numbers of people and nobody's name.
pub(super) async fn csv(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let desk = desk.enter(&TRAINING)?;
    let query = asked::looked_for(&desk.app, &headers, SEARCH, &uri);
    let (_, filter) = asked(&desk, &query);
    let heads = [
        "course", "kind", "language", "unit", "state", "next", "people", "levels",
    ];
    let mut head: Vec<String> = heads
        .iter()
        .map(|code| desk.tc("training-column", code).to_string())
        .collect();
    head.insert(1, desk.t("training-input-titles").to_string());
    let mut lines = vec![head];
    let mut cursor = None;
    loop {
        let found = desk
            .app
            .store()
            .courses(&desk.actor, &filter, cursor.as_deref(), EXPORT_PAGE)
            .await?;
        lines.extend(found.rows.iter().map(|course| {
            let line = CourseLine::of(&desk, course);
            vec![
                line.reference,
                line.title.text,
                line.kind,
                line.language,
                desk.unit(&course.unit).to_owned(),
                line.state_text,
                line.next.unwrap_or_default(),
                line.people.to_string(),
                line.levels.to_string(),
            ]
        }));
        cursor = found.next;
        if cursor.is_none() || lines.len() > EXPORT_MAX {
            break;
        }
    }
    Ok(csv_file(&format!("training-{}", desk.app.today()), &lines)?)
}
