//! The list of jobs: those that somebody reaches, by state, filtered, a page at a time.

use askama::Template;
use axum::http::Uri;
use domain::Lang;
use domain::interpretation::{Job, Kind, OPEN, ROSTER, SEE, Setting, State};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::roles::{Reach, StaffId};
use jiff::ToSpan as _;
use jiff::civil::Date;
use store::Page;
use store::interpretation::{JobFilter, JobSort};

use super::week::week_of;
use super::{INTERPRETERS, SOON_DAYS, Tab, tabs, view};
use crate::kit::app::App;
use crate::kit::asked::{self, Asked, Filter};
use crate::kit::desk::{Answer, Desk, Names, query_of, show as render};
use crate::kit::error::Error;
use crate::kit::field::choice;
use crate::kit::form::Fields;
use crate::kit::table::{EXPORT_MAX, EXPORT_PAGE, export};

const PAGE: usize = 50;
/// Names of filters, in the order of an address.
pub(super) const NAMES: [&str; 10] = [
    "state", "kind", "setting", "language", "staff", "week", "day", "when", "case", "sort",
];
/// What `when` may say: what has yet to begin, what begins within [`SOON_DAYS`] and nobody has taken on, what was offered in vain
/// and waits again, and what somebody has who does not work here any more.
pub(super) const AHEAD: &str = "ahead";
pub(super) const SOON: &str = "soon";
pub(super) const UNANSWERED: &str = "unanswered";
pub(super) const GONE: &str = "gone";

/// The filter that these names and values ask for. Pages and API read the same ones.
///
/// # Errors
/// [`Error::Invalid`] names what is not understood.
pub(super) fn filter_of<'n, 'v>(
    app: &App,
    asked: impl IntoIterator<Item = (&'n str, &'v str)>,
) -> Result<JobFilter, Error> {
    let mut filter = JobFilter::default();
    asked::read(asked, |name, value| {
        match name {
            "state" => filter.states = vec![State::parse(value).ok_or(Problem::NotAnOption)?],
            "kind" => filter.kind = Some(Kind::parse(value).ok_or(Problem::NotAnOption)?),
            "setting" => filter.setting = Some(Setting::parse(value).ok_or(Problem::NotAnOption)?),
            "language" => filter.language = Some(Lang::parse(value).map_err(|_| Problem::NotALanguage)?),
            "staff" => {
                let id = value.parse().map_err(|_| Problem::UnknownStaff)?;
                filter.staff = Some(StaffId(id));
            }
            "week" => {
                let day: Date = value.parse().map_err(|_| Problem::NotADate)?;
                let (from, until) = week_of(app.city(), day).ok_or(Problem::NotADate)?;
                (filter.from, filter.until) = (Some(from), Some(until));
            }
            "day" => {
                let day: Date = value.parse().map_err(|_| Problem::NotADate)?;
                filter.from = view::begins(app.city(), day);
                filter.until = view::begins(app.city(), day.saturating_add(1.day()));
            }
            "when" => {
                filter.from = Some(app.now());
                match value {
                    AHEAD => {}
                    SOON => {
                        let last = app.today().saturating_add(SOON_DAYS.days());
                        filter.until = view::begins(app.city(), last);
                        filter.states = vec![State::Asked, State::Offered];
                    }
                    UNANSWERED => {
                        filter.unanswered = true;
                        filter.states = vec![State::Asked];
                    }
                    GONE => filter.gone = true,
                    _ => return Err(Problem::NotAnOption),
                }
            }
            "case" => filter.case = Some(Reference::parse(value).map_err(|_| Problem::UnknownReference)?),
            _ => filter.sort = JobSort::parse(value).ok_or(Problem::NotAnOption)?,
        }
        Ok(())
    })?;
    Ok(filter)
}

fn asked(desk: &Desk, query: &Fields) -> (Asked, JobFilter) {
    let understood = |name: &str, value: &str| filter_of(&desk.app, [(name, value)]).is_ok();
    let asked = Asked::of(INTERPRETERS.href, &NAMES, query, understood);
    // Without another wish what begins last is looked at first, but for what is still to come.
    let mut filter = filter_of(&desk.app, asked.pairs()).unwrap_or_default();
    if asked.value("sort").is_empty() && asked.value("when").is_empty() {
        filter.sort = JobSort::Latest;
    }
    (asked, filter)
}

#[derive(Template)]
#[template(path = "interpretation/list.html")]
pub(super) struct List {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub states: Vec<asked::Tab>,
    /// Code of the state that is shown; empty for all.
    pub state: String,
    pub filters: Vec<Filter>,
    pub rows: Vec<Row>,
    pub total: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub clear: Option<String>,
    pub csv: String,
    pub opens: bool,
    pub rosters: bool,
}

/// A job as a line of a list.
pub(super) struct Row {
    pub reference: String,
    pub sort: String,
    pub when: String,
    pub machine: String,
    pub languages: String,
    pub place: Option<String>,
    pub interpreter: Option<String>,
    pub state: &'static str,
    pub state_text: String,
    /// It was cancelled too late.
    pub is_short: bool,
    /// It waits again, since an offer was not answered.
    pub is_unanswered: bool,
}

impl Row {
    pub(super) fn of(desk: &Desk, names: &Names, job: &Job) -> Self {
        Self {
            reference: job.reference.to_string(),
            sort: view::sort(desk, job),
            when: view::when(desk, (job.starts_at, job.ends_at), |at| desk.brief(at)),
            machine: desk.machine_time(job.starts_at),
            languages: view::languages(desk, job),
            place: view::place(desk, job),
            interpreter: job.interpreter.map(|staff| names.get(staff)),
            state: job.state.code(),
            state_text: view::state(desk, job),
            is_short: job.cancellation.as_ref().is_some_and(|one| one.short),
            is_unanswered: job.state == State::Asked && !job.unanswered.is_empty(),
        }
    }
}

fn filters(desk: &Desk, names: &Names, asked: &Asked) -> Vec<Filter> {
    let any = || desk.t("desk-list-any");
    let filter =
        |name, label, choices| Filter::new(name, desk.t(label), choices, asked.value(name)).or(any());
    let kinds = Kind::ALL.iter();
    let kinds = kinds.map(|kind| choice(kind.code(), desk.tc("interpretation-kind", kind.code())));
    let settings = desk.city().interpretation.settings.iter();
    let settings = settings.map(|demand| choice(demand.code.code(), view::setting(desk, demand.code)));
    let times =
        [AHEAD, SOON, UNANSWERED, GONE].map(|code| choice(code, desk.tc("interpretation-filter-when", code)));
    let mut filters = vec![
        filter("when", "interpretation-filter-when", times.into()),
        filter("kind", "interpretation-filter-kind", kinds.collect::<Vec<_>>()),
        filter("setting", "interpretation-filter-setting", settings.collect()),
        filter(
            "language",
            "interpretation-filter-language",
            desk.language_choices(),
        ),
    ];
    if desk.reach(SEE) == Reach::All {
        let people = super::worked::interpreters(desk, names);
        let people = people.map(|staff| choice(staff.id.0, &staff.name));
        filters.push(filter("staff", "interpretation-filter-staff", people.collect()));
    }
    let orders = [JobSort::Start, JobSort::Newest];
    let orders = orders.map(|sort| choice(sort.code(), desk.tc("interpretation-sort", sort.code())));
    let latest = desk.tc("interpretation-sort", JobSort::Latest.code());
    let order = Filter::new("sort", desk.t("interpretation-sort"), orders, asked.value("sort"));
    filters.push(order.or(latest));
    filters
}

impl List {
    pub(super) fn of(
        desk: Desk,
        names: &Names,
        asked: &Asked,
        found: &Page<Job>,
        counts: &[(State, u64)],
    ) -> Self {
        let tab = |state: Option<State>| {
            let code = state.map_or("", State::code);
            let counted = counts
                .iter()
                .filter(|(of, _)| state.is_none_or(|state| *of == state));
            asked::Tab {
                code,
                href: asked.with("state", code).href(),
                text: match state {
                    Some(state) => desk.tc("interpretation-state", state.code()).to_string(),
                    None => desk.t("desk-list-all").to_string(),
                },
                count: counted.map(|(_, count)| count).sum(),
                is_current: asked.value("state") == code,
            }
        };
        let states = std::iter::once(None).chain(State::ALL.iter().copied().map(Some));
        let [previous, next] = asked.beside(found);
        Self {
            tabs: tabs(&desk, "jobs"),
            states: states.map(tab).collect(),
            state: asked.value("state").to_owned(),
            filters: filters(&desk, names, asked),
            rows: found.rows.iter().map(|job| Row::of(&desk, names, job)).collect(),
            total: found.total,
            previous,
            next,
            clear: asked.cleared("state"),
            csv: asked.to("/desk/interpretation/jobs.csv").href(),
            opens: desk.may(OPEN),
            rosters: desk.may(ROSTER),
            page: {
                let title = desk.t("interpretation-title").to_string();
                desk.called(title)
            },
        }
    }
}

/// `GET /desk/interpretation`
pub(super) async fn show(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&INTERPRETERS)?;
    let (asked, filter) = asked(&desk, &query_of(&uri));
    let store = desk.app.store();
    let found = store
        .jobs(&desk.actor, &filter, asked.cursor.as_deref(), PAGE)
        .await?;
    let counts = store.jobs_by_state(&desk.actor, &filter).await?;
    let names = desk.names().await?;
    render(&List::of(desk, &names, &asked, &found, &counts))
}

/// `GET /desk/interpretation/jobs.csv`: the same list, without what was said of a place.
pub(super) async fn csv(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&INTERPRETERS)?;
    let (_, filter) = asked(&desk, &query_of(&uri));
    let names = desk.names().await?;
    let heads = [
        "reference",
        "sort",
        "when",
        "language",
        "interpreter",
        "state",
        "case",
    ];
    let head = heads.map(|code| desk.tc("interpretation-column", code).to_string());
    let mut lines: Vec<Vec<String>> = vec![head.into()];
    let line = |job: Job| {
        let row = Row::of(&desk, &names, &job);
        vec![
            row.reference,
            row.sort,
            row.when,
            row.languages,
            row.interpreter.unwrap_or_default(),
            row.state_text,
            job.case.map(|case| case.to_string()).unwrap_or_default(),
        ]
    };
    let (store, actor, filter) = (desk.app.store(), &desk.actor, &filter);
    let page = |cursor: Option<String>| async move {
        store.jobs(actor, filter, cursor.as_deref(), EXPORT_PAGE).await
    };
    lines.extend(asked::all(EXPORT_MAX, page, line).await?);
    export(
        &desk,
        "interpretation",
        &format!("interpreters-{}", desk.app.today()),
        &lines,
    )
    .await
}
