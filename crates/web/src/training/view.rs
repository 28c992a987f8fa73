//! Pieces that several pages of training show.

use std::collections::BTreeMap;

use domain::Lang;
use domain::journaled::Journaled as _;
use domain::roles::{Actor, Reach, Staff, StaffId};
use domain::training::{Course, Level, Reached, SEE, SEE_LEVELS, Session, WARN_DAYS};
use jiff::ToSpan as _;
use jiff::civil::Date;
use store::training::HeldLevel;

use super::TRAINING;
use crate::kit::desk::{Desk, Names};
use crate::kit::page::Page;
use crate::kit::published::Published;

/// A title, in whatever language there is one that the reader gets.
pub fn title(desk: &Desk, titles: &BTreeMap<Lang, String>) -> Published {
    let untitled = || Page::said(desk, (desk.lang, &desk.t("training-untitled").to_string()));
    desk.said_of(titles).unwrap_or_else(untitled)
}

/// A person's name, and where their record is, if it is theirs to read.
#[derive(Debug)]
pub struct Person {
    pub name: String,
    pub unit: String,
    /// Of the unit, when it has one.
    pub phone: Option<String>,
    pub href: Option<String>,
}

impl Person {
    pub fn of(desk: &Desk, names: &Names, id: StaffId) -> Self {
        let staff = names.staff(id);
        let seen = staff.is_some_and(|staff| sees_record(&desk.staff, staff));
        Self {
            name: names.get(id),
            unit: staff.map_or_else(String::new, |staff| desk.short_unit(&staff.unit)),
            phone: staff
                .and_then(|staff| desk.city().unit(staff.unit.as_str()))
                .and_then(|unit| unit.phone.clone()),
            href: seen.then(|| format!("{}/people/{}", TRAINING.href, id.0)),
        }
    }
}

/// Whether someone's record is theirs to read: their own, whatever they are here.
pub fn sees_record(reader: &Staff, of: &Staff) -> bool {
    of.id == reader.id
        || match domain::permissions::reach(&Actor::from(reader), SEE_LEVELS) {
            Reach::All => true,
            Reach::Own => of.unit == reader.unit,
            Reach::No => false,
        }
}

/// The last day on which a level counts, in words.
pub fn last_day(desk: &Desk, expires_on: Option<Date>) -> String {
    expires_on.map_or_else(
        || desk.t("training-level-for-good").to_string(),
        |on| desk.brief_date(on),
    )
}

/// How long a level counts.
#[derive(Debug)]
pub struct Until {
    /// The last day, or that there is none or that it is over.
    pub text: String,
    pub is_dated: bool,
    /// It still counts, and not for long.
    pub is_soon: bool,
    pub is_over: bool,
}

/// The last day of those on which what expires is called soon.
pub fn soon(today: Date) -> Date {
    today.saturating_add(WARN_DAYS.days())
}

impl Until {
    pub fn of(desk: &Desk, reached: &Reached) -> Self {
        let today = desk.app.today();
        let last = reached.expires_on;
        let is_over = last.is_some_and(|last| last < today);
        Self {
            text: match last.map(|last| desk.brief_date(last)) {
                None => desk.t("training-level-for-good").to_string(),
                Some(date) if is_over => desk.t("training-level-expired").with("date", date).to_string(),
                Some(date) => date,
            },
            is_dated: last.is_some() && !is_over,
            is_soon: !is_over && last.is_some_and(|last| last <= soon(today)),
            is_over,
        }
    }
}

/// A level as a line of a list.
#[derive(Debug)]
pub struct LevelLine {
    pub person: Person,
    pub language: String,
    pub level: String,
    pub reached_on: String,
    pub until: Until,
    pub warned: bool,
    pub course: Published,
    /// Where the course is, if it is theirs to see.
    pub href: Option<String>,
    /// `3 days left`.
    pub left: String,
}

impl LevelLine {
    pub fn of(desk: &Desk, names: &Names, held: &HeldLevel) -> Self {
        let reached = &held.reached;
        let runs = match desk.reach(SEE) {
            Reach::All => true,
            // In what they reached something, they took part.
            Reach::Own => reached.staff == desk.staff.id,
            Reach::No => false,
        };
        let left = reached.expires_on.map_or(0, |last| days(desk.app.today(), last));
        Self {
            href: runs.then(|| format!("{}/{}", TRAINING.href, held.course)),
            course: title(desk, &held.titles),
            left: if left == 0 {
                desk.t("training-expiring-today").to_string()
            } else {
                desk.t("training-expiring-left").with("n", left).to_string()
            },
            ..Self::in_course(desk, names, reached)
        }
    }

    /// On the page of its course, which need not be named.
    pub fn in_course(desk: &Desk, names: &Names, reached: &Reached) -> Self {
        Self {
            person: Person::of(desk, names, reached.staff),
            language: desk.language_name(reached.language),
            level: level(desk, reached.level),
            reached_on: desk.brief_date(reached.reached_on),
            until: Until::of(desk, reached),
            warned: reached.warned,
            course: title(desk, &BTreeMap::new()),
            href: None,
            left: String::new(),
        }
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days()).max(0)
}

pub fn level(desk: &Desk, level: Level) -> String {
    desk.tc("training-level", level.code()).to_string()
}

/// A course as a line of a list.
#[derive(Debug)]
pub struct CourseLine {
    pub reference: String,
    pub title: Published,
    pub kind: String,
    pub language: String,
    pub unit: String,
    pub state: &'static str,
    pub state_text: String,
    pub next: Option<String>,
    pub people: usize,
    pub levels: usize,
    /// Whether its page is theirs to see.
    pub is_open: bool,
}

impl CourseLine {
    pub fn of(desk: &Desk, course: &Course) -> Self {
        Self {
            reference: course.reference.to_string(),
            title: title(desk, &course.titles),
            kind: desk.tc("training-kind", course.kind.code()).to_string(),
            language: language(desk, course),
            unit: desk.short_unit(&course.unit),
            state: course.state.code(),
            state_text: desk.tc("training-state", course.state.code()).to_string(),
            next: next(desk, course).map(|session| desk.brief(session.starts_at)),
            people: course.people().len(),
            levels: course.levels.len(),
            is_open: course.permits(&desk.actor, SEE),
        }
    }
}

pub fn language(desk: &Desk, course: &Course) -> String {
    match course.language {
        Some(language) => desk.language_name(language),
        None => desk.t("training-no-language").to_string(),
    }
}

/// The session that begins next.
fn next<'c>(desk: &Desk, course: &'c Course) -> Option<&'c Session> {
    let ahead = course
        .sessions
        .iter()
        .filter(|session| !session.cancelled && session.starts_at >= desk.app.now());
    ahead.min_by_key(|session| session.starts_at)
}
