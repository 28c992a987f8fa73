//! The supervisor's wall: what is late or soon will be, what units disagree about, what is to be decided, and how the
//! city does by its three rates.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::{HeaderMap, Uri};
use domain::UnitCode;
use domain::cases::{Case, CommandKind};
use domain::city::City;
use domain::people::Reach;
use domain::rates::{Share, Tally};
use jiff::ToSpan as _;
use jiff::civil::Date;
use store::{Period, Wall};

use super::queue::{done, soon};
use super::row::Row;
use super::{Answer, Desk, Names, WALL, is_fragment, query_of, show as render};
use crate::cases::sums;
use crate::kit::form::{Choice, Fields};
use crate::kit::table::export;

const LIST: usize = 8;

/// A stretch of time that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    Month,
    LastMonth,
    Quarter,
    Year,
    LastYear,
}

impl Stretch {
    const ALL: [Self; 5] = [
        Self::Month,
        Self::LastMonth,
        Self::Quarter,
        Self::Year,
        Self::LastYear,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::LastMonth => "last-month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::LastYear => "last-year",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stretch| stretch.code() == code)
    }

    /// Its first and its last day, seen from that day.
    fn days(self, today: Date) -> (Date, Date) {
        let month = today.first_of_month();
        let back = |from: Date, months: i64| from.checked_sub(months.months()).unwrap_or(from);
        let before = |day: Date| day.yesterday().unwrap_or(day);
        let year = today.first_of_year();
        match self {
            Self::Month => (month, today),
            Self::LastMonth => (back(month, 1), before(month)),
            Self::Quarter => (back(month, i64::from((today.month() - 1) % 3)), today),
            Self::Year => (year, today),
            Self::LastYear => (back(year, 12), before(year)),
        }
    }
}

/// From the beginning of the first day to the end of the last, in the city.
fn period(city: &City, (first, last): (Date, Date), now: jiff::Timestamp) -> Period {
    let begins = |day: Date| {
        let zoned = day.to_zoned(city.timezone.clone());
        zoned.map_or(jiff::Timestamp::UNIX_EPOCH, |begins| begins.timestamp())
    };
    // What is due later today is not missed yet; what happened at this very moment counts.
    let after_now = now.saturating_add(1.microsecond()).unwrap_or(now);
    Period {
        from: begins(first),
        to: begins(last.tomorrow().unwrap_or(last)).min(after_now),
    }
}

#[derive(Template)]
#[template(path = "cases/desk/wall.html")]
pub(super) struct WallPage {
    pub page: Desk,
    pub body: Body,
    pub done: Option<String>,
}

/// The part that is refreshed alone.
#[derive(Template)]
#[template(path = "cases/desk/wall_body.html")]
pub(super) struct Body {
    pub page: Desk,
    pub here: String,
    pub as_of: String,
    pub tiles: Vec<Tile>,
    pub lists: Vec<CaseList>,
    pub extensions: Vec<Extension>,
    pub extensions_total: u64,
    pub may_decide: bool,
    pub sees_cases: bool,
    pub stretches: Vec<Choice>,
    pub from_to: String,
    pub rates: Vec<UnitRates>,
    pub csv: String,
}

pub(super) struct Tile {
    pub code: &'static str,
    pub label: String,
    pub count: String,
    pub href: Option<String>,
    pub is_alarming: bool,
}

pub(super) struct CaseList {
    pub code: &'static str,
    pub title: String,
    pub rows: Vec<Row>,
    pub total: u64,
    pub href: String,
}

pub(super) struct Extension {
    pub row: Row,
    pub what: String,
    pub who: String,
    pub reason: Option<String>,
}

pub(super) struct UnitRates {
    pub name: String,
    pub is_all: bool,
    pub rates: [RateCell; 3],
    pub merged: String,
    pub declined: String,
    pub unrated: String,
}

pub(super) struct RateCell {
    pub label: String,
    pub percent: Option<String>,
    /// Of a hundred, for a bar.
    pub width: u64,
    pub share: String,
}

fn cell(desk: &Desk, key: &str, share: Share) -> RateCell {
    let number = |n: u64| desk.number(usize::try_from(n).unwrap_or(usize::MAX));
    RateCell {
        label: desk.t(key).to_string(),
        percent: share.per_mille().map(|tenths| {
            let n = desk.writing().tenths(tenths);
            desk.t("desk-wall-percent").with("n", n).to_string()
        }),
        width: share.per_mille().unwrap_or(0) / 10,
        share: desk
            .t("desk-wall-share")
            .with("count", number(share.count))
            .with("of", number(share.of))
            .to_string(),
    }
}

impl UnitRates {
    fn of(desk: &Desk, name: String, is_all: bool, tally: Tally) -> Self {
        let rates = tally.rates();
        let number = |n: u64| desk.number(usize::try_from(n).unwrap_or(usize::MAX));
        Self {
            name,
            is_all,
            rates: [
                cell(desk, "desk-wall-responded", rates.responded),
                cell(desk, "desk-wall-solved", rates.solved),
                cell(desk, "desk-wall-satisfied", rates.satisfied),
            ],
            merged: number(tally.merged),
            declined: number(tally.declined),
            unrated: number(tally.unrated),
        }
    }
}

/// The whole city first, then each unit in the order of the pack.
fn by_unit<'a>(
    city: &'a City,
    tallies: &'a BTreeMap<UnitCode, Tally>,
) -> (Tally, Vec<(&'a UnitCode, Tally)>) {
    let mut all = Tally::default();
    for tally in tallies.values() {
        all += *tally;
    }
    let known = city
        .units
        .iter()
        .filter_map(|unit| Some((&unit.code, *tallies.get(&unit.code)?)));
    (
        all,
        known.filter(|(_, tally)| *tally != Tally::default()).collect(),
    )
}

impl Extension {
    fn of(desk: &Desk, case: &Case, names: &Names) -> Option<Self> {
        let asked = case.asked_extension.as_ref()?;
        let clock = desk.tc("deadlines-clock", asked.clock.code()).to_string();
        let what = desk
            .t("desk-case-asked-extension")
            .with("clock", clock)
            .with("by", desk.limit(asked.by));
        let name = asked.asked_by.map(|staff| names.get(staff)).unwrap_or_default();
        Some(Self {
            row: Row::of(desk, case, names, desk.app.now()),
            what: what.to_string(),
            who: desk
                .t("desk-wall-asked-by")
                .with("name", name)
                .with("at", desk.brief(asked.at))
                .to_string(),
            reason: asked.reason.clone(),
        })
    }
}

impl Body {
    pub(super) fn of(
        desk: &Desk,
        wall: &Wall,
        untranslated: u64,
        names: &Names,
        (stretch, tallies): (Stretch, &BTreeMap<UnitCode, Tally>),
    ) -> Self {
        let now = desk.app.now();
        let number = |n: u64| desk.number(usize::try_from(n).unwrap_or(usize::MAX));
        let sees_cases = desk.reach(domain::cases::SEE) == Reach::All;
        let tile = |code: &'static str, count: u64, href: &str, alarming: bool| Tile {
            code,
            label: desk.tc("desk-wall", code).to_string(),
            count: number(count),
            href: sees_cases.then(|| href.to_owned()),
            is_alarming: alarming && count > 0,
        };
        let mut tiles = Vec::new();
        if sees_cases {
            tiles = vec![
                tile("late", wall.late.total, "/desk?group=all&due=late", true),
                tile("soon", wall.soon.total, "/desk?group=all&due=soon", false),
                tile("escalated", wall.escalated.total, "/desk?escalated=yes", true),
                tile(
                    "extensions",
                    wall.extensions.total,
                    "/desk?group=all&extension=yes",
                    false,
                ),
                tile("urgent", wall.urgent, "/desk?urgent=yes", true),
            ];
            if desk.may(domain::cases::SEE_TRANSLATIONS) {
                tiles.push(tile(
                    "untranslated",
                    untranslated,
                    "/desk/translation?languages=all",
                    false,
                ));
            }
        }
        let cases = |code: &'static str, page: &store::Page<Case>, href: &str| CaseList {
            code,
            title: desk.tc("desk-wall", code).to_string(),
            rows: page
                .rows
                .iter()
                .map(|case| Row::of(desk, case, names, now))
                .collect(),
            total: page.total,
            href: href.to_owned(),
        };
        let (first, last) = stretch.days(desk.app.today());
        let (all, units) = by_unit(desk.city(), tallies);
        let mut rates = vec![UnitRates::of(
            desk,
            desk.t("desk-wall-all-units").to_string(),
            true,
            all,
        )];
        rates.extend(
            units
                .into_iter()
                .map(|(unit, tally)| UnitRates::of(desk, desk.unit(unit).to_owned(), false, tally)),
        );
        let stretches = Stretch::ALL.map(|known| Choice {
            chosen: known == stretch,
            ..crate::kit::field::choice(known.code(), desk.tc("desk-wall-period", known.code()))
        });
        Self {
            here: format!("/desk/wall?period={}", stretch.code()),
            csv: format!("/desk/wall.csv?period={}", stretch.code()),
            as_of: desk.t("desk-wall-as-of").with("at", desk.brief(now)).to_string(),
            tiles,
            lists: vec![
                cases("late", &wall.late, "/desk?group=all&due=late"),
                cases("soon", &wall.soon, "/desk?group=all&due=soon"),
                cases("escalated", &wall.escalated, "/desk?escalated=yes"),
            ],
            extensions: wall
                .extensions
                .rows
                .iter()
                .filter_map(|c| Extension::of(desk, c, names))
                .collect(),
            extensions_total: wall.extensions.total,
            may_decide: desk.may(CommandKind::DecideExtension.action()),
            sees_cases,
            stretches: stretches.into(),
            from_to: desk
                .t("desk-wall-from-to")
                .with("from", desk.brief_date(first))
                .with("to", desk.brief_date(last))
                .to_string(),
            rates,
            page: desk.clone(),
        }
    }
}

impl WallPage {
    pub(super) fn of(body: Body, done: Option<CommandKind>) -> Self {
        let page = body.page.clone();
        let done = done.map(|kind| page.tc("desk-do", kind.code()).to_string());
        Self { page, body, done }
    }
}

fn stretch_of(query: &Fields) -> Stretch {
    Stretch::parse(query.get("period")).unwrap_or(Stretch::Month)
}

/// `GET /desk/wall`
pub(super) async fn show(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let desk = desk.enter(&WALL)?;
    let title = desk.t("desk-wall-title").to_string();
    let desk = desk.called(title);
    let query = query_of(&uri);
    let stretch = stretch_of(&query);
    let (app, now) = (desk.app.clone(), desk.app.now());
    let store = app.store();
    let wall = store.wall(&desk.actor, now, soon(app.city(), now), LIST).await?;
    let untranslated = store.translation_wants(&desk.actor, &[], None, 1).await?.total;
    let tallies = store
        .tallies(&desk.actor, period(app.city(), stretch.days(app.today()), now))
        .await?;
    let names = desk.names().await?;
    let body = Body::of(&desk, &wall, untranslated, &names, (stretch, &tallies));
    if is_fragment(&headers) {
        render(&body)
    } else {
        render(&WallPage::of(body, done(&query)))
    }
}

/// `GET /desk/wall.csv`: the rates of a period with what they are counted from.
pub(super) async fn csv(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&WALL)?;
    let stretch = stretch_of(&query_of(&uri));
    let (first, last) = stretch.days(desk.app.today());
    let city = desk.app.city().clone();
    let tallies = desk
        .app
        .store()
        .tallies(&desk.actor, period(&city, (first, last), desk.app.now()))
        .await?;
    let (all, units) = by_unit(&city, &tallies);
    let t = |key: &str| desk.t(key).to_string();
    let mut head = vec![t("desk-queue-column-unit")];
    head.extend(sums::heads(&desk));
    let mut lines = vec![head];
    let mut line = |name: String, tally: Tally| {
        let rates = tally.rates();
        let mut values = vec![name];
        for share in [rates.responded, rates.solved, rates.satisfied] {
            values.extend(sums::rate(Some(share), true));
        }
        values.extend(sums::left_out(&tally));
        lines.push(values);
    };
    line(t("desk-wall-all-units"), all);
    for (unit, tally) in units {
        line(desk.unit(unit).to_owned(), tally);
    }
    export(&desk, "rates", &format!("rates-{first}-{last}"), &lines).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_its_first_and_last_day() {
        let today: Date = "2026-05-09".parse().unwrap();
        let days = |stretch: Stretch| {
            let (first, last) = stretch.days(today);
            format!("{first} {last}")
        };
        assert_eq!(days(Stretch::Month), "2026-05-01 2026-05-09");
        assert_eq!(days(Stretch::LastMonth), "2026-04-01 2026-04-30");
        assert_eq!(days(Stretch::Quarter), "2026-04-01 2026-05-09");
        assert_eq!(days(Stretch::Year), "2026-01-01 2026-05-09");
        assert_eq!(days(Stretch::LastYear), "2025-01-01 2025-12-31");
        assert_eq!(
            Stretch::LastMonth.days("2026-01-31".parse().unwrap()).0,
            "2025-12-01".parse().unwrap()
        );
    }

    #[test]
    fn a_period_holds_this_moment_and_nothing_after_it() {
        let city = crate::testing::city();
        let now: jiff::Timestamp = "2026-05-09T10:00:00+08:00".parse().unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let this_month = period(&city, (day("2026-05-01"), day("2026-05-09")), now);
        assert_eq!(this_month.from, "2026-05-01T00:00:00+08:00".parse().unwrap());
        assert!(this_month.to > now && this_month.to <= now + 1.millisecond());
        let last_month = period(&city, (day("2026-04-01"), day("2026-04-30")), now);
        assert_eq!(last_month.to, "2026-05-01T00:00:00+08:00".parse().unwrap());
    }
}
