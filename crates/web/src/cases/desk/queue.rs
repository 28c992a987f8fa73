//! The queue: the cases someone reaches, filtered, searched, sorted, a page at a time.

use askama::Template;
use axum::http::{HeaderMap, Uri};
use domain::Lang;
use domain::cases::{Case, State as CaseState};
use domain::city::City;
use domain::people::{Reach, Staff};
use domain::problems::Problem;
use jiff::Timestamp;
use store::cases::{DueFilter, Filter, Sort};

use super::row::{Due, Row};
use super::{Answer, Desk, Names, QUEUE, is_fragment, show as render};
use crate::kit::app::App;
use crate::kit::asked::{self, Asked, Tab};
use crate::kit::error::Error;
use crate::kit::field::choice;
use crate::kit::form::{Choice, Fields};
use crate::kit::table::{EXPORT_MAX, EXPORT_PAGE, export};

const PAGE: usize = 50;
const PATH: &str = "/desk";
/// The cookie that holds what is looked for.
const SEARCH: &str = "desk-search";

/// States that belong together on a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Open,
    ToAccept,
    InHand,
    Waiting,
    Answered,
    Over,
    All,
}

impl Group {
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::ToAccept,
        Self::InHand,
        Self::Waiting,
        Self::Answered,
        Self::Over,
        Self::All,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ToAccept => "to-accept",
            Self::InHand => "in-hand",
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Over => "over",
            Self::All => "all",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }

    fn holds(self, state: CaseState) -> bool {
        use CaseState as S;
        match self {
            Self::Open => !state.is_over() && state != S::Answered,
            Self::ToAccept => matches!(state, S::Received | S::Returned),
            Self::InHand => matches!(state, S::Accepted | S::InProgress | S::Reopened),
            Self::Waiting => state.waits_for().is_some(),
            Self::Answered => state == S::Answered,
            Self::Over => state.is_over(),
            Self::All => true,
        }
    }

    /// None when it is all of them.
    pub fn states(self) -> Vec<CaseState> {
        match self {
            Self::All => Vec::new(),
            _ => CaseState::ALL
                .iter()
                .copied()
                .filter(|state| self.holds(*state))
                .collect(),
        }
    }
}

/// The first moment at which what is due no longer gets a yellow card today: the second working day from now begins.
pub(super) fn soon(city: &City, now: Timestamp) -> Timestamp {
    let calendar = &city.calendar;
    let second = calendar.next_working(calendar.next_working(city.day(now)));
    second
        .to_zoned(city.timezone.clone())
        .map_or(now, |begins| begins.timestamp())
}

/// The filter that these names and values ask for. Pages and API read the same ones.
///
/// # Errors
/// [`Error::Invalid`] names what is not understood.
pub fn filter_of<'n, 'v>(
    app: &App,
    staff: &Staff,
    asked: impl IntoIterator<Item = (&'n str, &'v str)>,
) -> Result<Filter, Error> {
    let mut filter = Filter::default();
    asked::read(asked, |name, value| take(app, staff, &mut filter, name, value))?;
    Ok(filter)
}

fn take(app: &App, staff: &Staff, filter: &mut Filter, name: &str, value: &str) -> Result<(), Problem> {
    let (city, now) = (app.city(), app.now());
    let yes = matches!(value, "yes" | "true" | "1");
    match name {
        "state" => {
            for code in value.split(',').map(str::trim) {
                filter
                    .states
                    .push(CaseState::parse(code).ok_or(Problem::NotAnOption)?);
            }
        }
        "group" => filter.states = Group::parse(value).ok_or(Problem::NotAnOption)?.states(),
        "unit" => {
            let unit = city.unit(value).ok_or(Problem::UnknownUnit)?;
            filter.unit = Some(unit.code.clone());
        }
        "language" => filter.languages = vec![Lang::parse(value).map_err(|_| Problem::NotALanguage)?],
        "readable" if yes && filter.languages.is_empty() => filter.languages.clone_from(&staff.languages),
        "service" => {
            let service = city.service(value).ok_or(Problem::UnknownService)?;
            filter.service = Some(service.code.clone());
        }
        "due" => {
            filter.due = match value {
                "late" => DueFilter::Late { now },
                "soon" => DueFilter::Soon {
                    now,
                    until: soon(city, now),
                },
                _ => return Err(Problem::NotAnOption),
            }
        }
        "urgent" => filter.urgent = yes,
        "danger" => filter.danger = yes,
        "escalated" => filter.escalated = yes,
        "extension" => filter.asks_extension = yes,
        "mine" => filter.mine = yes,
        "q" => value.clone_into(&mut filter.q),
        "sort" => filter.sort = Sort::parse(value).ok_or(Problem::NotAnOption)?,
        _ => {}
    }
    Ok(())
}

/// Names of filters, in the order of an address. `language` comes before `readable`, which gives way to it.
const NAMES: [&str; 13] = [
    "group",
    "unit",
    "language",
    "readable",
    "service",
    "due",
    "urgent",
    "danger",
    "escalated",
    "extension",
    "mine",
    "q",
    "sort",
];

/// The tab that is shown: what is open, unless another is asked for.
fn group_of(asked: &Asked) -> Group {
    Group::parse(asked.value("group")).unwrap_or(Group::Open)
}

/// What is asked for, and the filter of it.
pub(super) fn asked_for(desk: &Desk, fields: &Fields) -> (Asked, Filter) {
    let open = Group::Open.code();
    let understood = |name: &str, value: &str| {
        (name, value) != ("group", open) && filter_of(&desk.app, &desk.staff, [(name, value)]).is_ok()
    };
    let asked = Asked::of(PATH, &NAMES, fields, understood);
    let pairs = std::iter::once(("group", open)).chain(asked.pairs());
    let filter = filter_of(&desk.app, &desk.staff, pairs).unwrap_or_default();
    (asked, filter)
}

#[derive(Template)]
#[template(path = "cases/desk/queue.html")]
pub(super) struct Queue {
    pub page: Desk,
    pub list: List,
    pub q: String,
    /// Code of the tab.
    pub group: &'static str,
    pub filters: Vec<asked::Filter>,
    /// Name, label, checked.
    pub boxes: Vec<(&'static str, String, bool)>,
    pub done: Option<String>,
}

/// The part that is refreshed alone.
#[derive(Template)]
#[template(path = "cases/desk/queue_list.html")]
pub(super) struct List {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub rows: Vec<Row>,
    pub total: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub here: String,
    pub clear: Option<String>,
    pub csv: Option<String>,
}

/// `GET /desk`
pub(super) async fn show(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    if !desk.may(domain::cases::SEE) {
        return match desk.home() {
            Some(home) => Ok(super::see_other(home)),
            None => Err(desk.no_rooms()),
        };
    }
    let desk = desk.enter(&QUEUE)?;
    let title = desk.t("desk-queue-title").to_string();
    let desk = desk.called(title);
    let query = asked::looked_for(&desk.app, &headers, SEARCH, &uri);
    let (asked, filter) = asked_for(&desk, &query);
    let store = desk.app.store();
    let found = store
        .queue(&desk.actor, &filter, asked.cursor.as_deref(), PAGE)
        .await?;
    let counts = store.counts_by_state(&desk.actor, filter.unit.as_ref()).await?;
    let names = desk.names().await?;
    let list = List::of(&desk, &asked, &found, &counts, &names);
    if is_fragment(&headers) {
        return render(&list);
    }
    render(&Queue::of(desk, list, &asked, &filter, done(&query)))
}

/// `POST /desk/search`: the filters, with words that are looked for. They come back by a cookie.
pub(super) async fn search(desk: Desk, fields: Fields) -> Answer {
    let (asked, _) = asked_for(&desk, &fields);
    Ok(asked::search(&desk.app, SEARCH, &asked))
}

/// The command that was just carried out, when its case is not in reach any more.
pub(super) fn done(query: &Fields) -> Option<domain::cases::CommandKind> {
    domain::cases::CommandKind::parse(query.get("done"))
}

impl List {
    pub(super) fn of(
        desk: &Desk,
        asked: &Asked,
        found: &store::Page<Case>,
        counts: &[(CaseState, u64)],
        names: &Names,
    ) -> Self {
        let now = desk.app.now();
        let tab = |group: Group| Tab {
            code: group.code(),
            href: match group {
                Group::Open => asked.with("group", "").href(),
                _ => asked.with("group", group.code()).href(),
            },
            text: desk.tc("desk-queue-group", group.code()).to_string(),
            count: counts
                .iter()
                .filter(|(state, _)| group.holds(*state))
                .map(|(_, count)| count)
                .sum(),
            is_current: group == group_of(asked),
        };
        let exports = desk.may(domain::cases::SEE_WALL) && desk.reach(domain::cases::SEE) == Reach::All;
        let [previous, next] = asked.beside(found);
        Self {
            tabs: Group::ALL.map(tab).into(),
            rows: found
                .rows
                .iter()
                .map(|case| Row::of(desk, case, names, now))
                .collect(),
            total: found.total,
            previous,
            next,
            here: asked.at(asked.cursor.as_deref()),
            clear: asked.cleared("group"),
            csv: exports.then(|| asked.to("/desk/cases.csv").href()),
            page: desk.clone(),
        }
    }
}

impl Queue {
    pub(super) fn of(
        desk: Desk,
        list: List,
        asked: &Asked,
        filter: &Filter,
        done: Option<domain::cases::CommandKind>,
    ) -> Self {
        let boxes = ["mine", "readable", "urgent", "danger", "escalated"].map(|name| {
            let label = desk.tc("desk-queue", name).to_string();
            (name, label, !asked.value(name).is_empty())
        });
        Self {
            q: asked.value("q").to_owned(),
            group: group_of(asked).code(),
            filters: filters(&desk, asked, filter),
            boxes: boxes.into(),
            done: done.map(|kind| desk.tc("desk-do", kind.code()).to_string()),
            list,
            page: desk,
        }
    }
}

fn filters(desk: &Desk, asked: &Asked, filter: &Filter) -> Vec<asked::Filter> {
    let choose = |name: &'static str, choices: Vec<Choice>, value: &str| {
        asked::Filter::new(name, desk.tc("desk-queue", name), choices, value)
    };
    let any = || desk.t("desk-list-any");
    let services = desk.city().services.iter();
    let services = services.map(|s| choice(&s.code, desk.service_text(&s.code, "name")));
    let dues = ["late", "soon"].map(|code| choice(code, desk.tc("desk-queue-due", code)));
    let sorts = [Sort::Due, Sort::Newest, Sort::Changed];
    let sorts = sorts.map(|sort| choice(sort.code(), desk.tc("desk-queue-sort", sort.code())));
    let units = (desk.reach(domain::cases::SEE) == Reach::All)
        .then(|| choose("unit", desk.unit_choices(), asked.value("unit")).or(any()));
    let others = [
        choose("service", services.collect(), asked.value("service")).or(any()),
        choose("language", desk.language_choices(), asked.value("language")).or(any()),
        choose("due", dues.into(), asked.value("due")).or(desk.t("desk-queue-due-any")),
        choose("sort", sorts.into(), filter.sort.code()),
    ];
    units.into_iter().chain(others).collect()
}

/// `GET /desk/cases.csv`: the same list without anybody's words, for those who see everything.
pub(super) async fn csv(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    if !desk.may(domain::cases::SEE_WALL) || desk.reach(domain::cases::SEE) != Reach::All {
        return Err(desk.forbidden());
    }
    let (_, filter) = asked_for(&desk, &asked::looked_for(&desk.app, &headers, SEARCH, &uri));
    let now = desk.app.now();
    let heads = [
        "reference",
        "service",
        "state",
        "unit",
        "language",
        "opened",
        "due",
    ];
    let mut head: Vec<String> = heads
        .iter()
        .map(|code| {
            desk.tc(
                "desk-queue-column",
                if *code == "service" { "case" } else { code },
            )
            .to_string()
        })
        .collect();
    head.extend(["urgent", "escalated"].map(|code| desk.tc("desk", code).to_string()));
    let mut lines = vec![head];
    let yes = |stands: bool| desk.t(if stands { "desk-yes" } else { "desk-no" }).to_string();
    let line = |case: Case| {
        let due = case.next_due().map(|clock| Due::of(&desk, clock, now));
        let due = due.map_or_else(String::new, |due| {
            let card = due.card_code();
            let card = if matches!(card, "yellow" | "red") {
                format!(" ({})", desk.tc("desk-card", card))
            } else {
                String::new()
            };
            format!("{}{card}", due.date)
        });
        vec![
            case.reference.to_string(),
            desk.service_text(&case.service, "name"),
            desk.tc("desk-state", case.state.code()).to_string(),
            desk.unit(&case.unit).to_owned(),
            desk.language_name(case.language),
            desk.brief(case.opened_at),
            due,
            yes(case.urgent),
            yes(case.escalated),
        ]
    };
    let (store, actor, filter) = (desk.app.store(), &desk.actor, &filter);
    let page = |cursor: Option<String>| async move {
        store.queue(actor, filter, cursor.as_deref(), EXPORT_PAGE).await
    };
    lines.extend(asked::all(EXPORT_MAX, page, line).await?);
    let today = desk.app.today();
    export(&desk, "cases", &format!("cases-{today}"), &lines).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_stands_on_a_tab_and_on_one_besides_those_that_hold_more() {
        for &state in CaseState::ALL {
            let narrow = [
                Group::ToAccept,
                Group::InHand,
                Group::Waiting,
                Group::Answered,
                Group::Over,
            ];
            assert_eq!(
                narrow.iter().filter(|group| group.holds(state)).count(),
                1,
                "{state:?}"
            );
        }
        assert!(Group::All.states().is_empty());
    }
}
