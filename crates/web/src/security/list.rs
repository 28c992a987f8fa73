use askama::Template;
use axum::http::Uri;
use domain::problems::Problem;
use domain::roles::{Actor, StaffId};
use domain::security::{Entry, Kind};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use store::Page as Rows;
use store::security::SecurityFilter;

use super::{PATH, ROOM};
use crate::kit::app::App;
use crate::kit::asked::{self, Asked, Filter};
use crate::kit::desk::{Answer, Desk, Names, query_of, show as render};
use crate::kit::error::Error;
use crate::kit::field::{choice, sorted};
use crate::kit::form::Fields;
use crate::kit::table::{EXPORT_MAX, EXPORT_PAGE, export};
use crate::people::sessions::person;

/// Names of filters, in the order of an address.
const NAMES: [&str; 4] = ["kind", "person", "from", "until"];
const ROWS: usize = 50;

/// The beginning of a day in the city.
fn begins(app: &App, day: Date) -> Option<Timestamp> {
    let zoned = day.to_zoned(app.city().timezone.clone()).ok()?;
    Some(zoned.timestamp())
}

/// What these names and values ask for. Page and API read the same ones.
///
/// # Errors
/// [`Error::Invalid`] names what is not understood.
pub(super) fn filter<'n, 'v>(
    app: &App,
    asked: impl IntoIterator<Item = (&'n str, &'v str)>,
) -> Result<SecurityFilter, Error> {
    let mut filter = SecurityFilter::default();
    asked::read(asked, |name, value| {
        let day = || value.parse::<Date>().map_err(|_| Problem::NotADate);
        match name {
            "kind" => filter.kinds = vec![Kind::parse(value).ok_or(Problem::NotAnOption)?],
            "person" => filter.person = Some(person(value).ok_or(Problem::UnknownStaff)?),
            "from" => filter.from = begins(app, day()?),
            // The day itself is within.
            _ => {
                let next = day()?.checked_add(1.day()).map_err(|_| Problem::NotADate)?;
                filter.until = begins(app, next);
            }
        }
        Ok(())
    })?;
    Ok(filter)
}

fn asked(desk: &Desk, query: &Fields) -> (Asked, SecurityFilter) {
    let understood = |name: &str, value: &str| filter(&desk.app, [(name, value)]).is_ok();
    let asked = Asked::of(PATH, &NAMES, query, understood);
    let filter = filter(&desk.app, asked.pairs()).unwrap_or_default();
    (asked, filter)
}

/// An entry as it is read.
#[derive(Debug)]
pub(super) struct Row {
    id: String,
    at: String,
    kind: Kind,
    text: String,
    who: String,
    whom: Option<String>,
    /// What else is known of it, in the reader's words.
    details: Vec<String>,
    /// Method and pattern of an address.
    asked: Option<String>,
    /// The record, and where the desk shows it.
    of: Option<(String, Option<String>)>,
}

impl Row {
    pub fn of(desk: &Desk, names: &Names, entry: &Entry) -> Self {
        let noted = &entry.noted;
        let of = noted.of.as_deref().map(|stream| {
            let (prefix, key) = stream.split_once('/').unwrap_or((stream, ""));
            let mut shown = desk.app.slices().iter().filter_map(|slice| slice.records);
            let path = shown.find(|(begins, _)| *begins == prefix);
            (key.to_owned(), path.map(|(_, path)| format!("{path}/{key}")))
        });
        Self {
            id: entry.id.to_string(),
            at: desk.brief(entry.at),
            kind: noted.kind,
            text: desk.tc("security-kind", noted.kind.code()).to_string(),
            who: who(desk, names, &entry.actor),
            whom: noted.whom.map(|staff| name(names, staff)),
            details: details(desk, entry),
            asked: noted.what.clone().filter(|what| denied(noted.kind, what)),
            of,
        }
    }
}

/// Somebody is named by login: two may have one name.
fn name(names: &Names, staff: StaffId) -> String {
    let known = names.staff(staff);
    known.map_or_else(
        || names.get(staff),
        |staff| format!("{} ({})", staff.name, staff.login),
    )
}

fn who(desk: &Desk, names: &Names, actor: &Actor) -> String {
    match actor {
        Actor::Staff { id, .. } => name(names, *id),
        Actor::Resident { .. } => desk.t("security-nobody").to_string(),
        Actor::System { worker } if worker == "command-line" => desk.t("security-command-line").to_string(),
        Actor::System { .. } => desk.t("desk-system").to_string(),
    }
}

/// Whether it names what was denied, which stands for itself, and not that several were.
fn denied(kind: Kind, what: &str) -> bool {
    kind == Kind::Denied && what != "gathered"
}

/// `officer/market`, as it is read.
fn rights(desk: &Desk, written: &str) -> String {
    let (role, unit) = written.split_once('/').unwrap_or((written, ""));
    format!("{} · {}", desk.tc("people-role", role), desk.unit(&unit.into()))
}

fn details(desk: &Desk, entry: &Entry) -> Vec<String> {
    let noted = &entry.noted;
    let mut details = Vec::new();
    if let Some(what) = &noted.what {
        match noted.kind {
            Kind::SignedIn => details.push(device(desk, what)),
            kind if denied(kind, what) => {}
            _ => details.push(desk.tc("security-what", what).to_string()),
        }
    }
    match (&noted.was, &noted.is) {
        (Some(was), Some(is)) => {
            let changed = desk.t("security-was-is").with("was", rights(desk, was));
            details.push(changed.with("is", rights(desk, is)).to_string());
        }
        (None, Some(is)) => details.push(rights(desk, is)),
        _ => {}
    }
    if let Some(count) = noted.count {
        let key = if noted.kind == Kind::Exported {
            "security-rows"
        } else {
            "security-times"
        };
        details.push(desk.t(key).with("n", count).to_string());
    }
    if let Some(from) = &noted.from {
        details.push(desk.t("security-from").with("from", from.clone()).to_string());
    }
    details
}

/// `firefox/linux`, as it is read.
fn device(desk: &Desk, written: &str) -> String {
    let (browser, system) = written.split_once('/').unwrap_or((written, "other"));
    let name = desk.tc("people-browser", browser).to_string();
    if browser == "program" {
        return name;
    }
    let on = desk.t("people-session-on").with("browser", name);
    on.with("system", desk.tc("people-system", system).to_string())
        .to_string()
}

#[derive(Template)]
#[template(path = "security/list.html")]
pub(super) struct List {
    page: Desk,
    total: String,
    rows: Vec<Row>,
    filters: Vec<Filter>,
    from: String,
    until: String,
    clear: Option<String>,
    csv: String,
    previous: Option<String>,
    next: Option<String>,
}

impl List {
    pub fn of(page: Desk, names: &Names, asked: &Asked, found: &Rows<Entry>) -> Self {
        let [previous, next] = asked.beside(found);
        let kinds = Kind::ALL.iter().map(|kind| {
            let text = page.tc("security-kind", kind.code());
            choice(kind.code(), text)
        });
        let kinds = sorted(&page, kinds);
        let people = names.at_work(&page).into_iter();
        let people: Vec<_> = people.map(|staff| choice(staff.id, &staff.name)).collect();
        let any = page.t("desk-list-any");
        let filters = vec![
            Filter::new("kind", page.t("security-filter-kind"), kinds, asked.value("kind")).or(&any),
            Filter::new(
                "person",
                page.t("security-filter-person"),
                people,
                asked.value("person"),
            )
            .or(&any),
        ];
        Self {
            total: page.t("security-total").with("n", found.total).to_string(),
            rows: found
                .rows
                .iter()
                .map(|entry| Row::of(&page, names, entry))
                .collect(),
            filters,
            from: asked.value("from").to_owned(),
            until: asked.value("until").to_owned(),
            clear: asked.cleared(""),
            csv: asked.to("/desk/security/log.csv").href(),
            previous,
            next,
            page,
        }
    }
}

/// `GET /desk/security`
pub(super) async fn show(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let desk = desk.clone().called(desk.t("security-title"));
    let (asked, filter) = asked(&desk, &query_of(&uri));
    let names = desk.names().await?;
    let (store, cursor) = (desk.app.store(), asked.cursor.as_deref());
    let found = store.security_log(&desk.actor, &filter, cursor, ROWS).await?;
    render(&List::of(desk, &names, &asked, &found))
}

/// `GET /desk/security/log.csv`: the same list. That it was taken out is an entry of it.
pub(super) async fn csv(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let (_, filter) = asked(&desk, &query_of(&uri));
    let names = desk.names().await?;
    let heads = ["at", "kind", "code", "who", "whom", "record", "details"];
    let head = heads.map(|code| desk.tc("security-column", code).to_string());
    let mut lines: Vec<Vec<String>> = vec![head.into()];
    let line = |entry: Entry| {
        let row = Row::of(&desk, &names, &entry);
        let details = row.asked.into_iter().chain(row.details);
        vec![
            entry.at.to_string(),
            row.text,
            row.kind.code().to_owned(),
            row.who,
            row.whom.unwrap_or_default(),
            entry.noted.of.unwrap_or_default(),
            details.collect::<Vec<_>>().join("; "),
        ]
    };
    let (store, actor, filter) = (desk.app.store(), &desk.actor, &filter);
    let page = |cursor: Option<String>| async move {
        store
            .security_log(actor, filter, cursor.as_deref(), EXPORT_PAGE)
            .await
    };
    lines.extend(asked::all(EXPORT_MAX, page, line).await?);
    let name = format!("security-{}", desk.app.today());
    export(&desk, "security", &name, &lines).await
}
