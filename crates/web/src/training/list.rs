//! The list of courses: those that someone reaches, by state, filtered, searched, sorted, a page at a time.

use askama::Template;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use domain::Lang;
use domain::problems::Problem;
use domain::roles::Reach;
use domain::training::{Course, Kind, OPEN, SEE, State};
use store::Page;
use store::training::{CourseFilter, CourseSort};

use super::view::CourseLine;
use super::{TRAINING, Tab, tabs};
use crate::kit::app::App;
use crate::kit::asked::{self, Asked, Filter};
use crate::kit::desk::{Answer, Desk, show as render};
use crate::kit::error::Error;
use crate::kit::field::choice;
use crate::kit::form::Fields;
use crate::kit::table::{EXPORT_MAX, EXPORT_PAGE, export};

const PAGE: usize = 50;
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
    asked::read(asked, |name, value| {
        match name {
            "state" => filter.states = vec![State::parse(value).ok_or(Problem::NotAnOption)?],
            "kind" => filter.kind = Some(Kind::parse(value).ok_or(Problem::NotAnOption)?),
            "language" => filter.language = Some(Lang::parse(value).map_err(|_| Problem::NotALanguage)?),
            "unit" => {
                let unit = city.unit(value).ok_or(Problem::UnknownUnit)?;
                filter.unit = Some(unit.code.clone());
            }
            "sort" => filter.sort = CourseSort::parse(value, app.now()).ok_or(Problem::NotAnOption)?,
            _ => value.clone_into(&mut filter.q),
        }
        Ok(())
    })?;
    Ok(filter)
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
    pub states: Vec<asked::Tab>,
    /// Code of the state that is shown; empty for all.
    pub state: String,
    pub q: String,
    pub filters: Vec<Filter>,
    pub rows: Vec<CourseLine>,
    pub total: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub clear: Option<String>,
    pub csv: String,
    pub opens: bool,
    /// They see their unit's and their own alone.
    pub is_own: bool,
}

fn filters(desk: &Desk, asked: &Asked) -> Vec<Filter> {
    let kinds = Kind::ALL
        .iter()
        .map(|kind| choice(kind.code(), desk.tc("training-kind", kind.code())));
    let any = || desk.t("desk-list-any");
    let filter = |name, label, choices| Filter::new(name, desk.t(label), choices, asked.value(name));
    let mut filters = vec![
        filter("kind", "training-filter-kind", kinds.collect::<Vec<_>>()).or(any()),
        filter("language", "training-filter-language", desk.language_choices()).or(any()),
    ];
    if desk.reach(SEE) == Reach::All {
        filters.push(filter("unit", "training-filter-unit", desk.unit_choices()).or(any()));
    }
    let next = vec![choice("next", desk.t("training-sort-next"))];
    filters.push(filter("sort", "training-sort", next).or(desk.t("training-sort-newest")));
    filters
}

impl List {
    pub(super) fn of(desk: Desk, asked: &Asked, found: &Page<Course>, counts: &[(State, u64)]) -> Self {
        let desk = {
            let title = desk.t("training-title").to_string();
            desk.called(title)
        };
        let tab = |state: Option<State>| {
            let code = state.map_or("", State::code);
            let counted = counts
                .iter()
                .filter(|(of, _)| state.is_none_or(|state| *of == state));
            asked::Tab {
                code,
                href: asked.with("state", code).href(),
                text: match state {
                    Some(state) => desk.tc("training-state", state.code()).to_string(),
                    None => desk.t("desk-list-all").to_string(),
                },
                count: counted.map(|(_, count)| count).sum(),
                is_current: asked.value("state") == code,
            }
        };
        let states = std::iter::once(None).chain(State::ALL.iter().copied().map(Some));
        let [previous, next] = asked.beside(found);
        Self {
            tabs: tabs(&desk, "courses"),
            states: states.map(tab).collect(),
            state: asked.value("state").to_owned(),
            q: asked.value("q").to_owned(),
            filters: filters(&desk, asked),
            rows: found
                .rows
                .iter()
                .map(|course| CourseLine::of(&desk, course))
                .collect(),
            total: found.total,
            previous,
            next,
            clear: asked.cleared("state"),
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
    let counts = store.courses_by_state(&desk.actor, &filter).await?;
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
    let line = |course: Course| {
        let line = CourseLine::of(&desk, &course);
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
    };
    let (store, actor, filter) = (desk.app.store(), &desk.actor, &filter);
    let page = |cursor: Option<String>| async move {
        store.courses(actor, filter, cursor.as_deref(), EXPORT_PAGE).await
    };
    lines.extend(asked::all(EXPORT_MAX, page, line).await?);
    export(
        &desk,
        "training",
        &format!("training-{}", desk.app.today()),
        &lines,
    )
    .await
}
