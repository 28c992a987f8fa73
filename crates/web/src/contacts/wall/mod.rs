//! The wall of the hotline: who waits and who is there at this moment, and the figures of a day or a week, by language and by
//! half-hour. What each figure means is `domain::contacts::figures`, and said on the page.

pub(super) mod api;

use std::collections::BTreeMap;

use askama::Template;
use axum::http::{HeaderMap, Uri};
use domain::Lang;
use domain::city::City;
use domain::contacts::figures::{Counted, Figures, SLOTS, Span, count};
use domain::contacts::matching::{Abandoned, AgentState};
use domain::contacts::{SEE, SEE_STAFFING, SEE_WALL};
use domain::rates::Share;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use store::contacts::{Now, NowIn};

use super::HOTLINE;
use super::view::wait;
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk, Room, is_fragment, query_of, show as render};
use crate::kit::error::Error;
use crate::kit::field::choice;
use crate::kit::form::{Choice, Fields};
use crate::kit::table::export;

pub(super) const WALL: Room = Room {
    text: "contacts-wall-title",
    href: "/desk/hotline/wall",
    key: 'a',
    needs: SEE_WALL,
};

const WEEK: i64 = 7;

/// Of which days and which language the figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub first: Date,
    pub is_week: bool,
    /// The half-hours are those of this language alone.
    pub language: Option<Lang>,
}

impl Asked {
    /// By the fields of an address. A day that is none is today.
    pub fn read(fields: &Fields, today: Date) -> Self {
        let day = fields
            .filled("of")
            .and_then(|day| day.parse().ok())
            .unwrap_or(today);
        let is_week = fields.get("span") == "week";
        let back = i64::from(day.weekday().to_monday_zero_offset());
        Self {
            first: if is_week {
                day.saturating_sub(back.days())
            } else {
                day
            },
            is_week,
            language: fields.filled("language").and_then(|code| Lang::parse(code).ok()),
        }
    }

    fn last(self) -> Date {
        let days = if self.is_week { WEEK - 1 } else { 0 };
        self.first.saturating_add(days.days())
    }

    /// From when to when that is in the city; `None` at the ends of time.
    pub fn span(self, city: &City, now: Timestamp) -> Option<Span> {
        let begin = |day: Date| {
            let begin = day.to_zoned(city.timezone.clone());
            begin.map(|begin| begin.timestamp()).ok()
        };
        Some(Span {
            from: begin(self.first)?,
            until: begin(self.last().tomorrow().ok()?)?,
            now,
        })
    }

    /// The address of the same, or of other days.
    fn query(self, first: Date) -> String {
        let span = if self.is_week { "week" } else { "day" };
        let language = self.language.map(|language| format!("&language={language}"));
        format!("of={first}&span={span}{}", language.unwrap_or_default())
    }
}

/// What the wall shows, counted.
pub(super) struct Seen {
    pub now: Now,
    pub at: Timestamp,
    pub counted: Counted,
}

impl Seen {
    pub async fn of(app: &App, asked: Asked) -> Result<Self, Error> {
        let (city, at) = (app.city(), app.now());
        let policy = &city.hotline.policy;
        let span = asked.span(city, at).ok_or(Error::NotFound)?;
        let queue = app.store().hotline_queue(policy, app.today(), at).await?;
        let rows = app.store().hotline_rows((span.from, span.until)).await?;
        Ok(Self {
            now: queue.now(policy),
            at,
            counted: count(&rows, &span, policy, &city.timezone, asked.language),
        })
    }
}

pub(super) struct Tile {
    pub code: &'static str,
    pub label: String,
    pub value: String,
    /// What it is counted from.
    pub of: Option<String>,
    pub is_alarming: bool,
}

/// A language at this moment.
pub(super) struct NowLine {
    pub name: String,
    pub waiting: String,
    pub longest: String,
    pub ready: String,
    pub is_alarming: bool,
}

/// The figures of a language or of a half-hour.
pub(super) struct Line {
    pub name: String,
    pub is_all: bool,
    /// In the order of [`COLUMNS`].
    pub cells: Vec<Cell>,
}

pub(super) struct Cell {
    pub text: String,
    /// What it is counted from.
    pub of: Option<String>,
}

/// A half-hour in the picture.
pub(super) struct Bar {
    pub x: usize,
    /// From below: answered in time, answered later, gave up, wait still; where each begins and how high it is.
    pub parts: Vec<(&'static str, u64, u64)>,
}

const COLUMNS: [&str; 9] = [
    "offered",
    "answered",
    "in-time",
    "lost",
    "short",
    "waits",
    "speed",
    "handling",
    "occupancy",
];

/// Of the picture.
const STEP: usize = 10;
const HIGH: u64 = 100;

/// A page of this room.
pub(super) struct Tab {
    pub href: &'static str,
    pub text: String,
    pub current: bool,
}

/// The pages about the hotline that are theirs.
pub(super) fn tabs(desk: &Desk, current: &str) -> Vec<Tab> {
    let pages = [
        ("desk", HOTLINE.href, desk.may(SEE)),
        ("wall", WALL.href, desk.may(SEE_WALL)),
        ("staffing", super::staffing::HREF, desk.may(SEE_STAFFING)),
    ];
    let theirs = pages.into_iter().filter(|(.., theirs)| *theirs);
    theirs
        .map(|(code, href, _)| Tab {
            href,
            text: desk.tc("contacts-tab", code).to_string(),
            current: code == current,
        })
        .collect()
}

#[derive(Template)]
#[template(path = "contacts/wall/wall.html")]
pub(super) struct WallPage {
    pub page: Desk,
    pub tabs: Vec<Tab>,
    pub asked: Asked,
    pub choices: Vec<Choice>,
    pub before: String,
    pub after: String,
    pub csv: String,
    /// The same for a screen on the wall of a room, or back.
    pub other_size: String,
    /// What the figures mean.
    pub means: Vec<String>,
    pub body: Body,
}

/// The part that keeps itself up to date.
#[derive(Template)]
#[template(path = "contacts/wall/body.html")]
pub(super) struct Body {
    pub page: Desk,
    pub here: String,
    /// For a screen on the wall of a room.
    pub is_big: bool,
    pub as_of: String,
    pub now: Vec<Tile>,
    pub lines: Vec<NowLine>,
    /// Of the figures.
    pub from_to: String,
    pub tiles: Vec<Tile>,
    pub columns: Vec<String>,
    pub languages: Vec<Line>,
    pub slots: Vec<Line>,
    pub slots_of: String,
    pub bars: Vec<Bar>,
    pub width: usize,
    pub legend: Vec<(&'static str, String)>,
    /// What is counted apart.
    pub aside: String,
}

/// A time as it stands in a table: `8 s`, `4 min 05 s`.
pub(super) fn lasted(desk: &Desk, seconds: Option<f64>) -> String {
    let Some(seconds) = seconds else {
        return desk.t("contacts-wall-nothing").to_string();
    };
    let whole = whole(seconds);
    if whole < 90 {
        return desk.t("contacts-seconds").with("n", whole).to_string();
    }
    let text = desk.t("contacts-wall-lasted").with("m", desk.count(whole / 60));
    text.with("s", format!("{:02}", whole % 60)).to_string()
}

fn whole(number: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded, not negative, and what is beyond becomes the largest"
    )]
    let whole = number.round().max(0.0) as u64;
    whole
}

pub(super) fn percent(desk: &Desk, per_mille: Option<u64>) -> String {
    per_mille.map_or_else(
        || desk.t("contacts-wall-nothing").to_string(),
        |tenths| {
            let n = desk.writing().tenths(tenths);
            desk.t("desk-wall-percent").with("n", n).to_string()
        },
    )
}

fn per_mille(share: Option<f64>) -> Option<u64> {
    share.map(|share| whole(share * 1000.0))
}

fn share(desk: &Desk, share: Share) -> (String, Option<String>) {
    let of = desk.t("contacts-wall-of");
    let of = of
        .with("count", desk.count(share.count))
        .with("of", desk.count(share.of));
    (percent(desk, share.per_mille()), Some(of.to_string()))
}

/// Each figure, in the order of [`COLUMNS`], with what it is counted from.
fn cells(desk: &Desk, figures: &Figures) -> Vec<Cell> {
    let plain = |text: String| Cell { text, of: None };
    let number = |n: u64| plain(desk.count(n));
    let shared = |of: Share| {
        let (text, of) = share(desk, of);
        Cell { text, of }
    };
    let tally = &figures.tally;
    let hours = |seconds: f64| {
        let quarters = whole(seconds / 360.0);
        desk.writing().tenths(quarters)
    };
    vec![
        number(figures.offered()),
        number(tally.answered),
        shared(tally.counted()),
        shared(tally.lost()),
        number(tally.abandoned_short),
        number(figures.waits),
        Cell {
            text: lasted(desk, tally.speed_of_answer()),
            of: Some(desk.t("contacts-wall-over").with("n", tally.answered).to_string()),
        },
        Cell {
            text: lasted(desk, figures.handling_time()),
            of: Some(
                desk.t("contacts-wall-over")
                    .with("n", figures.handled)
                    .to_string(),
            ),
        },
        Cell {
            text: percent(desk, per_mille(figures.occupancy())),
            of: Some(
                desk.t("contacts-wall-hours")
                    .with("busy", hours(figures.busy))
                    .with("there", hours(figures.there))
                    .to_string(),
            ),
        },
    ]
}

fn line(desk: &Desk, name: String, is_all: bool, figures: &Figures) -> Line {
    Line {
        name,
        is_all,
        cells: cells(desk, figures),
    }
}

/// `09:30–10:00`
pub(super) fn half_hour(desk: &Desk, slot: usize) -> String {
    let at = |slot: usize| {
        let hour = i8::try_from(slot / 2).unwrap_or(0) % 24;
        let minute = if slot.is_multiple_of(2) { 0 } else { 30 };
        desk.writing().time(jiff::civil::time(hour, minute, 0, 0))
    };
    format!("{}–{}", at(slot), at(slot + 1))
}

/// The languages of the city first, in its order, then the others by their names.
pub(super) fn in_order(desk: &Desk, languages: impl IntoIterator<Item = Lang>) -> Vec<Lang> {
    let own = desk.all_languages();
    let place = |lang: &Lang| own.iter().position(|own| own == lang).unwrap_or(usize::MAX);
    let mut languages: Vec<Lang> = languages.into_iter().collect();
    languages.sort_by_key(|lang| (place(lang), *lang));
    languages.dedup();
    languages
}

fn bars(slots: &[Figures]) -> Vec<Bar> {
    let most = slots.iter().map(Figures::offered).max().unwrap_or(0).max(1);
    let bar = |(at, figures): (usize, &Figures)| {
        let tally = &figures.tally;
        let parts = [
            ("in-time", tally.in_time),
            ("late", tally.answered - tally.in_time),
            ("lost", tally.abandoned),
            ("waits", figures.waits),
        ];
        let mut below = 0;
        let drawn = parts.into_iter().filter(|(_, n)| *n > 0).map(|(code, n)| {
            let from = below * HIGH / most;
            below += n;
            let height = below * HIGH / most - from;
            (code, HIGH - from - height, height)
        });
        Bar {
            x: at * STEP,
            parts: drawn.collect(),
        }
    };
    slots.iter().enumerate().map(bar).collect()
}

/// What the figures mean, with what the city has decided of them.
fn means(desk: &Desk) -> Vec<String> {
    let policy = &desk.city().hotline.policy;
    let seconds = |time: SignedDuration| time.as_secs().max(0).unsigned_abs();
    let short = seconds(policy.abandoned_short);
    let counts = match policy.abandoned {
        Abandoned::Against => "contacts-wall-means-against",
        Abandoned::LeftOut => "contacts-wall-means-left-out",
    };
    let level = desk.t("contacts-wall-means-level");
    let level = level.with("seconds", seconds(policy.answer_within));
    let mut means = vec![
        desk.t("contacts-wall-means-offered").to_string(),
        level
            .with("level", percent(desk, per_mille(Some(policy.level))))
            .to_string(),
        desk.t(counts).with("seconds", short).to_string(),
        desk.t("contacts-wall-means-lost")
            .with("seconds", short)
            .to_string(),
    ];
    // That by which the city has set its target.
    let standard = desk.c_opt("hotline", "standard");
    means.extend(standard.map(|standard| {
        let text = desk.t("contacts-wall-means-standard");
        text.with("standard", standard).to_string()
    }));
    let others = ["speed", "handling", "occupancy"];
    means.extend(others.map(|code| desk.tc("contacts-wall-means", code).to_string()));
    means
}

fn address(asked: Asked, first: Date, is_big: bool) -> String {
    let big = if is_big { "&view=big" } else { "" };
    format!("{}?{}{big}", WALL.href, asked.query(first))
}

impl WallPage {
    pub(super) fn of(desk: Desk, asked: Asked, seen: &Seen, body: Body) -> Self {
        let languages = seen.counted.languages.keys().copied();
        let choices = in_order(&desk, languages.chain(asked.language));
        let all = Choice {
            chosen: asked.language.is_none(),
            ..choice("", desk.t("contacts-wall-all").to_string())
        };
        let choices = choices.into_iter().map(|lang| Choice {
            chosen: asked.language == Some(lang),
            ..choice(lang, desk.language_name(lang))
        });
        let days = if asked.is_week { WEEK } else { 1 };
        Self {
            tabs: tabs(&desk, "wall"),
            choices: std::iter::once(all).chain(choices).collect(),
            before: address(asked, asked.first.saturating_sub(days.days()), false),
            after: address(asked, asked.first.saturating_add(days.days()), false),
            csv: format!("{}.csv?{}", WALL.href, asked.query(asked.first)),
            other_size: address(asked, asked.first, !body.is_big),
            means: means(&desk),
            asked,
            body,
            page: desk,
        }
    }
}

impl Body {
    pub(super) fn of(desk: &Desk, asked: Asked, seen: &Seen, is_big: bool) -> Self {
        let Counted {
            all,
            languages,
            slots,
        } = &seen.counted;
        let mut of_languages = vec![line(desk, desk.t("contacts-wall-all").to_string(), true, all)];
        let shown = in_order(desk, languages.keys().copied()).into_iter();
        of_languages.extend(shown.map(|lang| line(desk, desk.language_name(lang), false, &languages[&lang])));
        let busy = slots
            .iter()
            .enumerate()
            .filter(|(_, figures)| !figures.is_empty());
        let slots_of = asked.language.map_or_else(
            || desk.t("contacts-wall-by-slot").to_string(),
            |lang| {
                let text = desk.t("contacts-wall-by-slot-of");
                text.with("language", desk.language_name(lang)).to_string()
            },
        );
        let legend = ["in-time", "late", "lost", "waits"];
        let aside = desk.t("contacts-wall-aside").with("silent", all.silent);
        Self {
            here: address(asked, asked.first, is_big),
            is_big,
            as_of: desk
                .t("desk-wall-as-of")
                .with("at", desk.brief(seen.at))
                .to_string(),
            now: now_tiles(desk, &seen.now, seen.at),
            lines: now_lines(desk, &seen.now, seen.at),
            from_to: if asked.is_week {
                let text = desk.t("contacts-wall-week");
                let text = text.with("from", desk.brief_date(asked.first));
                text.with("to", desk.brief_date(asked.last())).to_string()
            } else {
                desk.brief_date(asked.first)
            },
            tiles: tiles(desk, all),
            columns: COLUMNS
                .map(|code| desk.tc("contacts-wall-column", code).to_string())
                .into(),
            languages: of_languages,
            slots: busy
                .map(|(slot, figures)| line(desk, half_hour(desk, slot), false, figures))
                .collect(),
            slots_of,
            bars: bars(slots),
            width: SLOTS * STEP,
            legend: legend
                .map(|code| (code, desk.tc("contacts-wall-legend", code).to_string()))
                .into(),
            aside: aside.with("again", all.again).to_string(),
            page: desk.clone(),
        }
    }
}

fn tile(desk: &Desk, code: &'static str, value: String, of: Option<String>, is_alarming: bool) -> Tile {
    Tile {
        code,
        label: desk.tc("contacts-wall-tile", code).to_string(),
        value,
        of,
        is_alarming,
    }
}

fn waited(desk: &Desk, since: Option<Timestamp>, at: Timestamp) -> (String, bool) {
    let within = desk.city().hotline.policy.answer_within;
    since.map_or_else(
        || (desk.t("contacts-wall-nothing").to_string(), false),
        |since| {
            let waited = at.duration_since(since);
            (wait(desk, waited.as_secs()), waited > within)
        },
    )
}

fn now_tiles(desk: &Desk, now: &Now, at: Timestamp) -> Vec<Tile> {
    let (longest, is_late) = waited(desk, now.since(), at);
    let agents = |state| desk.number(now.agents(state));
    vec![
        tile(desk, "waiting", desk.number(now.waiting()), None, false),
        tile(desk, "longest", longest, None, is_late),
        tile(desk, "ready", agents(AgentState::Ready), None, false),
        tile(desk, "talking", agents(AgentState::Talking), None, false),
        tile(desk, "wrapping-up", agents(AgentState::WrappingUp), None, false),
        tile(desk, "break", agents(AgentState::Break), None, false),
        tile(desk, "interpreters", desk.number(now.interpreters), None, false),
    ]
}

fn now_lines(desk: &Desk, now: &Now, at: Timestamp) -> Vec<NowLine> {
    let own = desk.city().languages.iter().map(|language| language.code);
    let languages: BTreeMap<Lang, NowIn> = own
        .map(|code| (code, NowIn::default()))
        .chain(now.languages.iter().map(|(lang, now)| (*lang, now.clone())))
        .collect();
    let line = |lang: Lang| {
        let of = &languages[&lang];
        let (longest, is_late) = waited(desk, of.since, at);
        NowLine {
            name: desk.language_name(lang),
            waiting: desk.number(of.waiting),
            longest,
            ready: desk.number(of.ready),
            is_alarming: is_late,
        }
    };
    in_order(desk, languages.keys().copied())
        .into_iter()
        .map(line)
        .collect()
}

fn tiles(desk: &Desk, all: &Figures) -> Vec<Tile> {
    let policy = &desk.city().hotline.policy;
    let missed = all.tally.level().is_some_and(|level| level < policy.level);
    let made = COLUMNS.into_iter().zip(cells(desk, all));
    // What waits still stands above.
    let made = made.filter(|(code, _)| !matches!(*code, "answered" | "waits" | "short"));
    made.map(|(code, cell)| tile(desk, code, cell.text, cell.of, code == "in-time" && missed))
        .collect()
}

/// `GET /desk/hotline/wall?of=&span=&language=&view=`
pub(super) async fn show(desk: Desk, uri: Uri, headers: HeaderMap) -> Answer {
    let desk = desk.enter(&WALL)?;
    let title = desk.t("contacts-wall-title").to_string();
    let desk = desk.called(title);
    let query = query_of(&uri);
    let asked = Asked::read(&query, desk.app.today());
    let is_big = query.get("view") == "big";
    let seen = Seen::of(&desk.app, asked).await?;
    let body = Body::of(&desk, asked, &seen, is_big);
    if is_fragment(&headers) {
        return render(&body);
    }
    render(&WallPage::of(desk, asked, &seen, body))
}

/// `GET /desk/hotline/wall.csv?of=&span=&language=`: the half-hours and the languages, in seconds and counts.
pub(super) async fn csv(desk: Desk, uri: Uri) -> Answer {
    let desk = desk.enter(&WALL)?;
    let asked = Asked::read(&query_of(&uri), desk.app.today());
    let seen = Seen::of(&desk.app, asked).await?;
    let Counted {
        all,
        languages,
        slots,
    } = &seen.counted;
    let heads = [
        "line",
        "offered",
        "answered",
        "counted-in-time",
        "counted",
        "abandoned",
        "short",
        "waits",
        "speed-s",
        "handled",
        "handling-s",
        "busy-s",
        "there-s",
        "silent",
        "again",
    ];
    let mut lines: Vec<Vec<String>> = vec![
        heads
            .map(|code| desk.tc("contacts-wall-csv", code).to_string())
            .into(),
    ];
    let seconds = |seconds: Option<f64>| seconds.map_or(String::new(), |seconds| whole(seconds).to_string());
    let mut add = |name: String, figures: &Figures| {
        let tally = &figures.tally;
        let counted = tally.counted();
        lines.push(vec![
            name,
            figures.offered().to_string(),
            tally.answered.to_string(),
            counted.count.to_string(),
            counted.of.to_string(),
            tally.abandoned.to_string(),
            tally.abandoned_short.to_string(),
            figures.waits.to_string(),
            seconds(tally.speed_of_answer()),
            figures.handled.to_string(),
            seconds(figures.handling_time()),
            whole(figures.busy).to_string(),
            whole(figures.there).to_string(),
            figures.silent.to_string(),
            figures.again.to_string(),
        ]);
    };
    add(desk.t("contacts-wall-all").to_string(), all);
    for lang in in_order(&desk, languages.keys().copied()) {
        add(desk.language_name(lang), &languages[&lang]);
    }
    for (slot, figures) in slots.iter().enumerate() {
        add(half_hour(&desk, slot), figures);
    }
    let name = format!("hotline-{}-{}", asked.first, asked.last());
    export(&desk, "hotline", &name, &lines).await
}
