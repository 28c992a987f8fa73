//! A place as a reader sees it.

use domain::Lang;
use domain::places::{Opening, Place, hours};
use jiff::ToSpan as _;
use jiff::civil::{DateTime, Time};

use super::{PATH, TEXTS};
use crate::kit::page::Page;

/// The moment in the city.
pub fn now(page: &Page) -> DateTime {
    let now = page.app.now();
    now.to_zoned(page.city().timezone.clone()).datetime()
}

pub fn name(page: &Page, place: &Place) -> String {
    page.c_owned(TEXTS, format!("place.{}.name", place.code))
}

pub fn href(page: &Page, code: &str) -> String {
    page.url(&format!("{PATH}/{code}"))
}

pub fn kind(page: &Page, place: &Place) -> String {
    page.c_owned(TEXTS, format!("kind.{}.name", place.kind))
}

pub fn district(page: &Page, place: &Place) -> Option<String> {
    let district = place.district.as_ref()?;
    Some(page.c_owned("units", format!("{district}.name")))
}

/// A text that a place may have.
pub fn said(page: &Page, place: &Place, what: &str) -> Option<String> {
    let said = page.c_opt(TEXTS, &format!("place.{}.{what}", place.code));
    said.map(str::to_owned)
}

/// Its phone number as it is read, and as it is called.
pub fn phone(page: &Page, place: &Place) -> Option<(String, String)> {
    let given = place.phone.as_ref()?;
    let kept = domain::typed::phone(given, &page.city().country).unwrap_or_else(|_| given.clone());
    Some((page.phone(&kept), kept))
}

/// Names of languages, one after the other; `None` when none is known.
pub fn languages(page: &Page, languages: &[Lang]) -> Option<String> {
    let names: Vec<String> = languages.iter().map(|lang| page.language_name(*lang)).collect();
    (!names.is_empty()).then(|| names.join(&page.t("page-list-comma").to_string()))
}

/// Whether it is open, in words; `None` when its hours are not known.
#[derive(Debug)]
pub struct Said {
    /// `open`, `closed` or `unknown`.
    pub code: &'static str,
    pub text: String,
}

pub fn opening(page: &Page, place: &Place, now: DateTime) -> Option<Said> {
    let hours = place.hours.as_ref()?;
    let time = |at: DateTime| page.writing().time(at.time());
    // The name of a weekday means the next one.
    let day = |at: DateTime| {
        let far = now.date().until(at.date()).is_ok_and(|span| span.get_days() >= 7);
        if far {
            page.short_date(at.date())
        } else {
            page.writing().weekday(at.date())
        }
    };
    let tonight = |at: DateTime| {
        at.date() == now.date() || at.date().yesterday().is_ok_and(|day| day == now.date()) && at.hour() < 12
    };
    let (code, text) = match hours.at(now, &page.city().calendar) {
        Opening::Open { until: None } => ("open", page.t("places-open").to_string()),
        Opening::Open { until: Some(until) } if tonight(until) => {
            let text = page.t("places-open-until").with("time", time(until));
            ("open", text.to_string())
        }
        Opening::Open { until: Some(until) } => {
            let text = page.t("places-open-until-day");
            let text = text.with("day", day(until)).with("time", time(until));
            ("open", text.to_string())
        }
        Opening::Closed { opens: None } => ("closed", page.t("places-closed").to_string()),
        Opening::Closed { opens: Some(opens) } if opens.date() == now.date() => {
            let text = page.t("places-closed-until").with("time", time(opens));
            ("closed", text.to_string())
        }
        Opening::Closed { opens: Some(opens) } => {
            let text = page
                .t("places-closed-until-day")
                .with("day", day(opens))
                .with("time", time(opens));
            ("closed", text.to_string())
        }
        Opening::Unknown => ("unknown", page.t("places-maybe-open").to_string()),
    };
    Some(Said { code, text })
}

/// A day of the week that begins today.
#[derive(Debug)]
pub struct Day {
    pub name: String,
    pub date: String,
    pub is_today: bool,
    /// The holiday it is, or the one it makes up for.
    pub because: Option<String>,
    /// From when to when, and whether that is sure; empty when it is closed.
    pub spans: Vec<(String, bool)>,
}

/// The seven days from today on.
pub fn week(page: &Page, hours: &hours::Hours, now: DateTime) -> Vec<Day> {
    let week = hours.week(now.date(), &page.city().calendar);
    let time = |minute: u16| {
        // 24:00 is 0:00 to whoever reads a clock.
        let at = Time::midnight().wrapping_add(i64::from(minute).minutes());
        page.writing().time(at)
    };
    let span = |span: &hours::Span| {
        let text = if span.from == 0 && span.to == 24 * 60 {
            page.t("places-all-day")
        } else {
            page.t("places-span")
                .with("from", time(span.from))
                .with("to", time(span.to))
        };
        (text.to_string(), span.certain)
    };
    let day = |day: &hours::Day| Day {
        name: page.writing().weekday(day.date),
        date: page.short_date(day.date),
        is_today: day.date == now.date(),
        because: match &day.kind {
            hours::DayKind::Ordinary => None,
            hours::DayKind::Holiday(code) => Some(page.c_owned("calendar", code)),
            hours::DayKind::MadeUp(code) => {
                let holiday = page.c_owned("calendar", code);
                Some(page.t("places-made-up").with("holiday", holiday).to_string())
            }
        },
        spans: day.spans.iter().map(span).collect(),
    };
    week.iter().map(day).collect()
}

/// A distance as one says it: `350 m`, `1.2 km`.
pub fn distance(page: &Page, metres: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a distance within a city"
    )]
    let tens = (metres / 10.0).round() as u64;
    if tens < 100 {
        let text = page
            .t("places-metres")
            .with("n", page.writing().number(tens * 10));
        text.to_string()
    } else {
        let text = page
            .t("places-kilometres")
            .with("n", page.writing().tenths((tens + 5) / 10));
        text.to_string()
    }
}
