//! The list: tabs by state, filters, search, a page at a time, and the same as a file.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::http::{HeaderMap, Uri};
use domain::Lang;
use domain::partners::{Partner, State, renewal_is_near, status_of};
use domain::roles::Actor;
use store::partners::{PartnerFilter, PartnerSort};

use super::import::columns;
use super::{Answer, Desk, ROOM};
use crate::kit::asked::{self, Asked, Filter, Tab};
use crate::kit::desk::{Fault, show as render};
use crate::kit::field::choice;
use crate::kit::form::Fields;
use crate::kit::published::Published;
use crate::kit::table::{EXPORT_MAX, EXPORT_PAGE, export};
use crate::kit::work::Worked as _;
use crate::partners::filter::{NAMES, filter_of};
use crate::partners::import::may_import;
use crate::partners::view::Told as _;

const PAGE: usize = 50;
/// The cookie that holds what is looked for.
const SEARCH: &str = "partners-search";

#[derive(Template)]
#[template(path = "partners/desk/list.html")]
pub(super) struct List {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub filters: Vec<Filter>,
    /// Name, label, checked.
    pub boxes: Vec<(&'static str, String, bool)>,
    pub q: String,
    pub state: String,
    pub rows: Vec<Line>,
    pub total: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub clear: Option<String>,
    pub csv: String,
    pub may_open: bool,
    pub may_import: bool,
    pub done: Option<String>,
}

pub(super) struct Line {
    pub reference: String,
    pub href: String,
    pub name: Option<Published>,
    pub kind: String,
    pub country: String,
    pub unit: String,
    pub state: &'static str,
    pub state_text: String,
    pub since: String,
    pub until: String,
    pub is_unconfirmed: bool,
    pub is_public: bool,
    pub is_near: bool,
}

/// Whether its unit is to see to its renewal now.
pub(super) fn is_near(desk: &Desk, partner: &Partner) -> bool {
    let city = desk.city();
    let kind = city.partners.kind(&partner.kind);
    kind.is_some_and(|kind| renewal_is_near(partner, kind.notice, &city.calendar, desk.app.today()))
}

impl Line {
    fn of(desk: &Desk, partner: &Partner) -> Self {
        let country = partner.country.as_deref();
        Self {
            reference: partner.reference.to_string(),
            href: format!("{}/{}", Partner::PATH, partner.reference),
            name: desk.said_of(&partner.names),
            kind: desk.partner_kind(&partner.kind),
            country: country.map_or("", |country| desk.country(country)).to_owned(),
            unit: desk.short_unit(&partner.unit),
            state: partner.state.code(),
            state_text: desk.tc("partners-state", partner.state.code()).to_string(),
            since: partner
                .since
                .map(|since| desk.brief_since(since))
                .unwrap_or_default(),
            until: partner
                .until
                .map(|until| desk.brief_date(until))
                .unwrap_or_default(),
            is_unconfirmed: !partner.confirmed,
            is_public: partner.public && partner.state == State::Active,
            is_near: is_near(desk, partner),
        }
    }
}

/// What is asked for, and the filter of it.
fn asked_for(desk: &Desk, fields: &Fields) -> (Asked, PartnerFilter) {
    let understood = |name: &str, value: &str| filter_of(&desk.app, [(name, value)]).is_ok();
    let asked = Asked::of(Partner::PATH, &NAMES, fields, understood);
    let filter = filter_of(&desk.app, asked.pairs()).unwrap_or_default();
    (asked, filter)
}

/// `GET /desk/partners`
pub(super) async fn show(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let title = desk.t("partners-title").to_string();
    let desk = desk.called(title);
    let query = asked::looked_for(&desk.app, &headers, SEARCH, &uri);
    let (asked, filter) = asked_for(&desk, &query);
    let done = query.filled("done").map(str::to_owned);
    render(&List::load(desk, &asked, &filter, done).await?)
}

/// `POST /desk/partners/search`: the filters, with words that are looked for.
pub(super) async fn search(desk: Desk, fields: Fields) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let (asked, _) = asked_for(&desk, &fields);
    Ok(asked::search(&desk.app, SEARCH, &asked))
}

impl List {
    async fn load(
        desk: Desk,
        asked: &Asked,
        filter: &PartnerFilter,
        done: Option<String>,
    ) -> Result<Self, Fault> {
        let store = desk.app.store();
        let actor: &Actor = &desk.actor;
        let found = store
            .partners(actor, filter, asked.cursor.as_deref(), PAGE)
            .await?;
        let by_state = store.partners_by_state(actor, filter).await?;
        let by_kind = store.partners_by_kind(actor, filter).await?;
        let counts = Counts { by_state, by_kind };
        Ok(Self::of(desk, asked, filter, &found, &counts, done))
    }

    pub(super) fn of(
        desk: Desk,
        asked: &Asked,
        filter: &PartnerFilter,
        found: &store::Page<Partner>,
        counts: &Counts,
        done: Option<String>,
    ) -> Self {
        let [previous, next] = asked.beside(found);
        Self {
            tabs: tabs(&desk, asked, &counts.by_state),
            filters: filters(&desk, asked, filter, &counts.by_kind),
            boxes: ["renewal", "unconfirmed"]
                .map(|name| {
                    let label = desk.tc("partners-filter", name).to_string();
                    (name, label, !asked.value(name).is_empty())
                })
                .into(),
            q: asked.value("q").to_owned(),
            state: asked.value("state").to_owned(),
            rows: found
                .rows
                .iter()
                .map(|partner| Line::of(&desk, partner))
                .collect(),
            total: found.total,
            previous,
            next,
            clear: asked.cleared("state"),
            csv: asked.to("/desk/partners.csv").href(),
            may_open: desk.may(domain::partners::OPEN),
            may_import: may_import(&desk.actor),
            done: done.and_then(|code| desk.partner_done(&code)),
            page: desk,
        }
    }
}

/// How many there are.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub by_state: Vec<(State, u64)>,
    pub by_kind: Vec<(String, u64)>,
}

fn tabs(desk: &Desk, asked: &Asked, by_state: &[(State, u64)]) -> Vec<Tab> {
    let current = asked.value("state");
    let tab = |state: Option<State>| {
        let code = state.map_or("", State::code);
        let counted = by_state
            .iter()
            .filter(|(of, _)| state.is_none_or(|state| *of == state));
        Tab {
            code,
            href: asked.with("state", code).href(),
            text: match state {
                Some(state) => desk.tc("partners-state", state.code()).to_string(),
                None => desk.t("desk-list-all").to_string(),
            },
            count: counted.map(|(_, count)| count).sum(),
            is_current: current == code,
        }
    };
    std::iter::once(None)
        .chain(State::ALL.iter().copied().map(Some))
        .map(tab)
        .collect()
}

fn filters(desk: &Desk, asked: &Asked, filter: &PartnerFilter, by_kind: &[(String, u64)]) -> Vec<Filter> {
    let city = desk.city();
    let kinds = city.partners.kinds.iter().map(|kind| {
        let count = by_kind.iter().find(|(code, _)| *code == kind.code);
        let n = desk.count(count.map_or(0, |(_, n)| *n));
        choice(&kind.code, format!("{} ({n})", desk.partner_kinds(&kind.code)))
    });
    let countries = desk.writing().names().countries();
    let countries = countries.map(|(code, name)| choice(code, name));
    let articles = city.regulation.articles.iter();
    let articles = articles
        .filter(|article| {
            let mut kinds = city.partners.kinds.iter();
            kinds.any(|kind| kind.articles.contains(&article.number))
        })
        .map(|article| {
            let n = article.number.to_string();
            choice(&n, desk.t("partners-article").with("n", n.clone()))
        });
    let sorts = PartnerSort::ALL.iter();
    let sorts = sorts.map(|sort| choice(sort.code(), desk.tc("partners-sort", sort.code())));
    let label = |name: &str| desk.tc("partners-filter", name);
    let any = || desk.t("desk-list-any");
    let country = filter.country.as_deref().unwrap_or_default();
    let value = |name: &str| asked.value(name);
    vec![
        Filter::new("kind", label("kind"), kinds, value("kind")).or(any()),
        Filter::new("country", label("country"), countries, country).or(any()),
        Filter::new("unit", label("unit"), desk.unit_choices(), value("unit")).or(any()),
        Filter::new("article", label("article"), articles, value("article")).or(any()),
        Filter::new(
            "language",
            label("language"),
            desk.language_choices(),
            value("language"),
        )
        .or(any()),
        Filter::new("sort", label("sort"), sorts, filter.sort.code()),
    ]
}

/// `GET /desk/partners.csv`: the same list, without contacts and notes, with the columns that an import reads.
pub(super) async fn csv(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let desk = desk.enter(&ROOM)?;
    let (_, filter) = asked_for(&desk, &asked::looked_for(&desk.app, &headers, SEARCH, &uri));
    let (store, actor, filter) = (desk.app.store(), &desk.actor, &filter);
    let page = |cursor: Option<String>| async move {
        store
            .partners(actor, filter, cursor.as_deref(), EXPORT_PAGE)
            .await
    };
    let partners: Vec<Partner> = asked::all(EXPORT_MAX, page, |partner| partner).await?;
    let mut languages: Vec<Lang> = desk
        .city()
        .languages
        .iter()
        .map(|language| language.code)
        .collect();
    let said = partners
        .iter()
        .flat_map(|partner| partner.names.keys().chain(partner.summaries.keys()));
    let others: BTreeSet<Lang> = said.filter(|lang| !languages.contains(lang)).copied().collect();
    languages.extend(others);
    let columns = columns(&languages);
    let lines = partners
        .iter()
        .map(|partner| columns.iter().map(|column| cell(partner, column)).collect());
    let lines: Vec<Vec<String>> = std::iter::once(columns.clone()).chain(lines).collect();
    let today = desk.app.today();
    export(&desk, "partners", &format!("partners-{today}"), &lines).await
}

/// What a partner has in a column, as an import reads it.
fn cell(partner: &Partner, column: &str) -> String {
    let said = |texts: &BTreeMap<Lang, String>, lang: &str| {
        let lang = Lang::parse(lang).ok();
        lang.and_then(|lang| texts.get(&lang).cloned())
            .unwrap_or_default()
    };
    let list = |items: &[String]| items.join("; ");
    match column {
        "reference" => partner.reference.to_string(),
        "kind" => partner.kind.clone(),
        "country" => partner.country.clone().unwrap_or_default(),
        "since" => partner.since.map(|since| since.to_string()).unwrap_or_default(),
        "until" => partner.until.map(|until| until.to_string()).unwrap_or_default(),
        "languages" => list(&partner.languages.iter().map(Lang::to_string).collect::<Vec<_>>()),
        "articles" => list(&partner.articles.iter().map(u16::to_string).collect::<Vec<_>>()),
        "website" => partner.website.clone().unwrap_or_default(),
        "unit" => partner.unit.to_string(),
        "source" => partner.source.clone().unwrap_or_default(),
        "status" => status_of(partner).to_owned(),
        "public" => if partner.public { "yes" } else { "no" }.to_owned(),
        _ => match column.split_once('_') {
            Some(("name", lang)) => said(&partner.names, lang),
            Some((_, lang)) => said(&partner.summaries, lang),
            None => String::new(),
        },
    }
}
