//! The queue: the cases someone reaches, filtered, searched, sorted, a page at a time.

use domain::cases::Case;
use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use domain::Lang;
use domain::cases::State as CaseState;
use domain::city::City;
use domain::people::{Actor, Reach, Staff};
use domain::problems::{FieldProblem, Problem};
use jiff::Timestamp;
use percent_encoding::{PercentEncode, utf8_percent_encode};
use store::{DueFilter, Filter, Sort};

use super::row::{Due, Row};
use super::{Answer, Desk, Names, QUEUE, is_fragment, query_of, show as render};
use crate::kit::app::App;
use crate::kit::cookies;
use crate::kit::error::Error;
use crate::kit::field::{choice, sorted};
use crate::kit::form::{Choice, Fields, UNRESERVED};

const PAGE: usize = 50;
/// The most lines of an export.
const EXPORT_MAX: usize = 20_000;

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
                .into_iter()
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
pub fn filter_of(app: &App, staff: &Staff, asked: &[(&str, Option<&str>)]) -> Result<Filter, Error> {
    let mut filter = Filter::default();
    let mut wrong: Vec<FieldProblem> = Vec::new();
    let now = app.now();
    let asked = asked
        .iter()
        .filter_map(|(name, value)| Some((*name, value.map(str::trim)?)));
    for (name, value) in asked.filter(|(_, value)| !value.is_empty()) {
        let yes = matches!(value, "yes" | "true" | "1");
        match name {
            "state" => {
                for code in value.split(',').map(str::trim) {
                    match CaseState::parse(code) {
                        Some(state) => filter.states.push(state),
                        None => wrong.push(Problem::NotAnOption.of(name)),
                    }
                }
            }
            "group" => match Group::parse(value) {
                Some(group) => filter.states = group.states(),
                None => wrong.push(Problem::NotAnOption.of(name)),
            },
            "unit" => match app.city().unit(value) {
                Some(unit) => filter.unit = Some(unit.code.clone()),
                None => wrong.push(Problem::UnknownUnit.of(name)),
            },
            "language" => match Lang::parse(value) {
                Ok(lang) => filter.languages = vec![lang],
                Err(_) => wrong.push(Problem::NotALanguage.of(name)),
            },
            "readable" if yes && filter.languages.is_empty() => filter.languages.clone_from(&staff.languages),
            "service" => match app.city().service(value) {
                Some(service) => filter.service = Some(service.code.clone()),
                None => wrong.push(Problem::UnknownService.of(name)),
            },
            "due" => match value {
                "late" => filter.due = DueFilter::Late { now },
                "soon" => {
                    filter.due = DueFilter::Soon {
                        now,
                        until: soon(app.city(), now),
                    }
                }
                _ => wrong.push(Problem::NotAnOption.of(name)),
            },
            "urgent" => filter.urgent = yes,
            "escalated" => filter.escalated = yes,
            "extension" => filter.asks_extension = yes,
            "mine" => filter.mine = yes,
            "q" => value.clone_into(&mut filter.q),
            "sort" => match Sort::parse(value) {
                Some(sort) => filter.sort = sort,
                None => wrong.push(Problem::NotAnOption.of(name)),
            },
            _ => {}
        }
    }
    if wrong.is_empty() {
        Ok(filter)
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// Names of filters, in the order of an address. `language` comes before `readable`, which gives way to it.
const NAMES: [&str; 11] = [
    "group",
    "unit",
    "language",
    "readable",
    "service",
    "due",
    "urgent",
    "escalated",
    "extension",
    "mine",
    "q",
];

/// What an address asks for, as far as it is understood: a filter that is not known is as if it were not there.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pairs: Vec<(&'static str, String)>,
    pub filter: Filter,
    pub group: Group,
    pub cursor: Option<String>,
}

impl Asked {
    pub(super) fn of(desk: &Desk, query: &Fields) -> Self {
        let mut pairs = Vec::new();
        let group = Group::parse(query.get("group")).unwrap_or(Group::Open);
        for name in NAMES.into_iter().chain(["sort"]).filter(|name| *name != "group") {
            let Some(value) = query.filled(name) else { continue };
            if filter_of(&desk.app, &desk.staff, &[(name, Some(value))]).is_ok() {
                pairs.push((name, value.to_owned()));
            }
        }
        let asked: Vec<(&str, Option<&str>)> = [("group", Some(group.code()))]
            .into_iter()
            .chain(pairs.iter().map(|(name, value)| (*name, Some(value.as_str()))))
            .collect();
        let filter = filter_of(&desk.app, &desk.staff, &asked).unwrap_or_default();
        let cursor = query.filled("cursor").map(str::to_owned);
        Self {
            pairs,
            filter,
            group,
            cursor,
        }
    }

    fn value(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value)
    }

    /// The address of that group and page of the same list.
    fn href(&self, path: &str, group: Group, cursor: Option<&str>) -> String {
        let mut pairs: Vec<String> = Vec::new();
        if group != Group::Open {
            pairs.push(format!("group={}", group.code()));
        }
        pairs.extend(self.pairs.iter().map(|(name, value)| match *name {
            // What is looked for may be a name: it stays out of addresses.
            "q" => "search=yes".to_owned(),
            _ => format!("{name}={}", escaped(value)),
        }));
        pairs.extend(cursor.map(|cursor| format!("cursor={}", escaped(cursor))));
        let mark = if pairs.is_empty() { "" } else { "?" };
        format!("{path}{mark}{}", pairs.join("&"))
    }
}

fn escaped(value: &str) -> PercentEncode<'_> {
    utf8_percent_encode(value, UNRESERVED)
}

#[derive(Template)]
#[template(path = "cases/desk/queue.html")]
pub(super) struct Queue {
    pub page: Desk,
    pub list: List,
    pub q: String,
    pub units: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub services: Vec<Choice>,
    pub dues: Vec<Choice>,
    pub sorts: Vec<Choice>,
    /// Name, label, checked.
    pub boxes: Vec<(&'static str, String, bool)>,
    pub is_filtered: bool,
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

pub(super) struct Tab {
    pub code: &'static str,
    pub href: String,
    pub text: String,
    pub count: u64,
    pub is_current: bool,
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
    let query = looked_for(&desk.app, &headers, query_of(&uri));
    let asked = Asked::of(&desk, &query);
    let store = desk.app.store();
    let found = store
        .queue(&desk.actor, &asked.filter, asked.cursor.as_deref(), PAGE)
        .await?;
    let counts = store
        .counts_by_state(&desk.actor, asked.filter.unit.as_ref())
        .await?;
    let names = desk.names().await?;
    let list = List::of(&desk, &asked, &found, &counts, &names);
    if is_fragment(&headers) {
        return render(&list);
    }
    render(&Queue::of(desk, list, &asked, done(&query)))
}

/// The cookie that holds what is looked for.
const SEARCH: &str = "desk-search";

/// The query, with the words that are looked for in it when it says that there are some.
fn looked_for(app: &App, headers: &HeaderMap, mut query: Fields) -> Fields {
    let words = query
        .filled("search")
        .and_then(|_| cookies::sealed(app, headers, SEARCH));
    query.set("q", words.unwrap_or_default());
    query
}

/// `POST /desk/search`: the filters, with words that are looked for. They come back by a cookie.
pub(super) async fn search(desk: Desk, fields: Fields) -> Answer {
    let asked = Asked::of(&desk, &fields);
    let words: String = fields.get("q").trim().chars().take(200).collect();
    let keep = cookies::SetCookie::sealed(&desk.app, SEARCH, &words, cookies::Keep::Session);
    let to = super::see_other(&asked.href("/desk", asked.group, None));
    Ok((keep, to).into_response())
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
            href: asked.href("/desk", group, None),
            text: desk.tc("desk-queue-group", group.code()).to_string(),
            count: counts
                .iter()
                .filter(|(state, _)| group.holds(*state))
                .map(|(_, count)| count)
                .sum(),
            is_current: group == asked.group,
        };
        let exports = desk.may(domain::cases::SEE_WALL) && desk.reach(domain::cases::SEE) == Reach::All;
        Self {
            tabs: Group::ALL.map(tab).into(),
            rows: found
                .rows
                .iter()
                .map(|case| Row::of(desk, case, names, now))
                .collect(),
            total: found.total,
            previous: found
                .previous
                .as_deref()
                .map(|at| asked.href("/desk", asked.group, Some(at))),
            next: found
                .next
                .as_deref()
                .map(|at| asked.href("/desk", asked.group, Some(at))),
            here: asked.href("/desk", asked.group, asked.cursor.as_deref()),
            clear: (!asked.pairs.is_empty()).then(|| {
                Asked {
                    pairs: Vec::new(),
                    ..asked.clone()
                }
                .href("/desk", asked.group, None)
            }),
            csv: exports.then(|| asked.href("/desk/cases.csv", asked.group, None)),
            page: desk.clone(),
        }
    }
}

impl Queue {
    pub(super) fn of(
        desk: Desk,
        list: List,
        asked: &Asked,
        done: Option<domain::cases::CommandKind>,
    ) -> Self {
        let city = desk.city();
        let chosen = |choices: Vec<Choice>, value: &str| -> Vec<Choice> {
            let any = choice("", desk.t("desk-queue-any"));
            let all = std::iter::once(any).chain(choices);
            all.map(|c| Choice {
                chosen: c.value == value,
                ..c
            })
            .collect()
        };
        let dues = ["any", "late", "soon"].map(|code| {
            let value = if code == "any" { "" } else { code };
            let label = desk.tc("desk-queue-due", code);
            Choice {
                chosen: asked.value("due") == value,
                ..choice(value, label)
            }
        });
        let sorts = [Sort::Due, Sort::Newest, Sort::Changed].map(|sort| {
            let label = desk.tc("desk-queue-sort", sort.code());
            Choice {
                chosen: asked.filter.sort == sort,
                ..choice(sort.code(), label)
            }
        });
        let boxes = ["mine", "readable", "urgent", "escalated"].map(|name| {
            let label = desk.tc("desk-queue", name).to_string();
            (name, label, !asked.value(name).is_empty())
        });
        let sees_all = desk.reach(domain::cases::SEE) == Reach::All;
        let units: Vec<Choice> = if sees_all {
            let units = city.units.iter();
            sorted(&desk, units.map(|unit| choice(&unit.code, desk.unit(&unit.code))))
        } else {
            Vec::new()
        };
        let languages = desk.all_languages();
        let languages = languages
            .iter()
            .map(|lang| choice(lang, desk.language_name(*lang)))
            .collect();
        let services = city.services.iter();
        let services = services
            .map(|s| choice(&s.code, desk.service_text(&s.code, "name")))
            .collect();
        Self {
            q: asked.value("q").to_owned(),
            units: if units.is_empty() {
                units
            } else {
                chosen(units, asked.value("unit"))
            },
            languages: chosen(languages, asked.value("language")),
            services: chosen(services, asked.value("service")),
            dues: dues.into(),
            sorts: sorts.into(),
            boxes: boxes.into(),
            is_filtered: !asked.pairs.is_empty(),
            done: done.map(|kind| desk.tc("desk-do", kind.code()).to_string()),
            list,
            page: desk,
        }
    }

    pub(super) fn group(&self) -> Option<&Tab> {
        self.list.tabs.iter().find(|tab| tab.is_current)
    }
}

/// A value that no spreadsheet takes for a formula.
fn no_formula(value: &str) -> Cow<'_, str> {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{value}"))
    } else {
        Cow::Borrowed(value)
    }
}

/// A table as a file. The mark at its beginning tells spreadsheets that it is UTF-8.
///
/// # Errors
/// [`Error::Internal`] when the table cannot be written, which memory always can.
pub(super) fn csv_file(name: &str, lines: &[Vec<String>]) -> Result<Response, Error> {
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let unwritten =
        |error: &dyn std::fmt::Display| Error::Internal(format!("a table was not written: {error}"));
    for line in lines {
        let values = line.iter().map(|value| no_formula(value).into_owned());
        table.write_record(values).map_err(|error| unwritten(&error))?;
    }
    let bytes = table.into_inner().map_err(|error| unwritten(&error))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// `GET /desk/cases.csv`: the same list without anybody's words, for those who see everything.
pub(super) async fn csv(State(app): State<App>, desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    if !desk.may(domain::cases::SEE_WALL) || desk.reach(domain::cases::SEE) != Reach::All {
        return Err(desk.forbidden());
    }
    let asked = Asked::of(&desk, &looked_for(&app, &headers, query_of(&uri)));
    let now = app.now();
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
    let actor: &Actor = &desk.actor;
    let mut cursor = None;
    loop {
        let found = app
            .store()
            .queue(actor, &asked.filter, cursor.as_deref(), 200)
            .await?;
        for case in &found.rows {
            let due = case.next_due().map(|clock| Due::of(&desk, clock, now));
            let yes = |stands: bool| desk.t(if stands { "desk-yes" } else { "desk-no" }).to_string();
            let due = due.map_or_else(String::new, |due| {
                let card = due.card_code();
                let card = if matches!(card, "yellow" | "red") {
                    format!(" ({})", desk.tc("desk-card", card))
                } else {
                    String::new()
                };
                format!("{}{card}", due.date)
            });
            lines.push(vec![
                case.reference.to_string(),
                desk.service_text(&case.service, "name"),
                desk.tc("desk-state", case.state.code()).to_string(),
                desk.unit(&case.unit).to_owned(),
                desk.language_name(case.language),
                desk.brief(case.opened_at),
                due,
                yes(case.urgent),
                yes(case.escalated),
            ]);
        }
        cursor = found.next;
        if cursor.is_none() || lines.len() > EXPORT_MAX {
            break;
        }
    }
    let today = app.today();
    Ok(csv_file(&format!("cases-{today}"), &lines)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_stands_on_a_tab_and_on_one_besides_those_that_hold_more() {
        for state in CaseState::ALL {
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

    #[tokio::test]
    async fn a_table_is_quoted_and_holds_no_formula() {
        let line = ["=1+1", "a \"b\"", "한국, 1\n2"].map(str::to_owned).to_vec();
        let file = csv_file("cases", &[line]).unwrap();
        let bytes = axum::body::to_bytes(file.into_body(), usize::MAX).await.unwrap();
        assert_eq!(
            std::str::from_utf8(&bytes).unwrap(),
            "\u{feff}\"'=1+1\",\"a \"\"b\"\"\",\"한국, 1\n2\"\r\n"
        );
    }
}
