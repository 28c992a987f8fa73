//! What must hold of training: courses, the levels that staff reach in them, and warnings before these expire.

mod courses;
mod expiry;
mod levels;
mod random;
mod rows;

use std::collections::BTreeMap;

use domain::Lang;
use domain::journaled::Context;
use domain::people::{Actor, Role, StaffId};
use domain::receipts::Reference;
use domain::training::Level::{Basic, Native, Working};
use domain::training::{Command, Course, How, Kind, Level, Open};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use store::Reminder as _;
use store::people::NewStaff;
use store::training::{CourseFilter, Expiry, LevelFilter};
use store::{CommandError, OpenError};

use crate::both::House;
use crate::{people, sample};

/// The day on which these tests take place.
pub const TODAY: Date = date(2026, 3, 2);
pub const AGENT: StaffId = StaffId(1);
pub const OFFICER: StaffId = StaffId(2);
pub const ELSEWHERE: StaffId = StaffId(3);
pub const INTERPRETER: StaffId = StaffId(5);

pub fn reference(n: u8) -> Reference {
    Reference::from_random([n, 7, 7, 7, 7, 7, 7])
}

pub fn system() -> Actor {
    Actor::System {
        worker: "training".to_owned(),
    }
}

pub fn russian(unit: &str) -> Open {
    Open {
        kind: Kind::Language,
        titles: BTreeMap::from([
            (Lang::ZH, "俄语窗口用语".to_owned()),
            (Lang::EN, "Russian at the counter".to_owned()),
        ]),
        language: Some(Lang::RU),
        unit: unit.into(),
    }
}

pub fn protocol(unit: &str) -> Open {
    Open {
        kind: Kind::Protocol,
        titles: BTreeMap::from([(Lang::ZH, "涉外礼仪".to_owned())]),
        language: None,
        unit: unit.into(),
    }
}

pub fn schedule(starts_at: &str) -> Command {
    let starts_at: Timestamp = starts_at.parse().unwrap();
    Command::Schedule {
        starts_at,
        ends_at: starts_at + jiff::SignedDuration::from_hours(2),
        place: "Room 3, Harbour House".to_owned(),
        seats: None,
    }
}

pub fn attend(staff: StaffId) -> Command {
    Command::Attend {
        session: 1,
        staff,
        how: How::Attended,
    }
}

pub fn reach(staff: StaffId, level: Level, reached_on: Date, expires_on: Option<Date>) -> Command {
    Command::Reach {
        staff,
        language: None,
        level,
        reached_on,
        expires_on,
    }
}

/// A house in which the people of the sample work.
pub async fn with_people(house: &House) {
    for (login, role, unit) in [
        ("agent", Role::Agent, "hotline"),
        ("officer", Role::Officer, "market"),
        ("elsewhere", Role::Officer, "tourism"),
        ("supervisor", Role::Supervisor, "hotline"),
        ("interpreter", Role::Interpreter, "hotline"),
        ("administrator", Role::Administrator, "hotline"),
        ("planner", Role::Planner, "hotline"),
    ] {
        let new = NewStaff {
            role,
            unit: unit.into(),
            ..people::new(login)
        };
        let (now, system) = (house.now(), system());
        let added = house.store.add_staff(&house.city, now, &system, &new);
        added.await.unwrap();
    }
}

impl House {
    pub async fn course(&self, n: u8, actor: &Actor, open: &Open) -> Result<Course, OpenError> {
        let ctx = Context {
            now: self.now(),
            actor,
            city: &self.city,
        };
        let opened = self.store.open_stream::<Course>(&ctx, open, reference(n), None);
        Ok(opened.await?.record)
    }

    pub async fn train(
        &self,
        n: u8,
        actor: &Actor,
        command: Command,
    ) -> Result<Course, CommandError<Course>> {
        self.train_at(self.now(), n, actor, command).await
    }

    pub async fn train_at(
        &self,
        now: Timestamp,
        n: u8,
        actor: &Actor,
        command: Command,
    ) -> Result<Course, CommandError<Course>> {
        let ctx = Context {
            now,
            actor,
            city: &self.city,
        };
        self.store.carry_out(&ctx, reference(n), None, &command).await
    }

    pub async fn leaves(&self, staff: StaffId) {
        let (now, system) = (self.now(), system());
        let left = self.store.deactivate_staff(&self.city, now, &system, staff);
        left.await.unwrap();
    }

    pub async fn listed(&self, actor: &Actor, filter: &CourseFilter) -> Vec<Reference> {
        let page = self.store.courses(actor, filter, None, 50).await.unwrap();
        assert_eq!(page.total, page.rows.len() as u64);
        page.rows.iter().map(|course| course.reference).collect()
    }

    /// Who has which level, as the list has them.
    pub async fn held(&self, actor: &Actor, filter: &LevelFilter) -> Vec<(String, Lang, Level)> {
        let page = self.store.levels(actor, filter, None, 50).await.unwrap();
        assert_eq!(page.total, page.rows.len() as u64);
        let held = page.rows.into_iter();
        held.map(|held| (held.login, held.reached.language, held.reached.level))
            .collect()
    }

    pub async fn spoken(&self, at_least: Level, on: Date) -> Vec<(StaffId, Level)> {
        let speakers = self.store.speakers(Lang::RU, at_least, on).await.unwrap();
        speakers
            .into_iter()
            .map(|(staff, _, level)| (staff, level))
            .collect()
    }

    /// Warnings that wait, due at that time or at all.
    pub async fn warnings(&self, due_at: Option<&str>) -> i64 {
        let due = due_at.map_or(String::new(), |due_at| {
            let due_at: Timestamp = due_at.parse().unwrap();
            format!(" AND due_at = {}", due_at.as_microsecond())
        });
        let kind = Expiry::KIND;
        let sql = format!("SELECT COUNT(*) FROM tasks WHERE kind = '{kind}'{due}");
        self.number(&sql).await
    }
}

/// Levels of Russian: the agent's of two courses, the officer's about to expire, the other officer's for good.
pub async fn with_levels(house: &House) {
    with_people(house).await;
    let planner = sample::planner();
    for (n, unit) in [(1, "market"), (2, "harbour")] {
        house.course(n, &planner, &russian(unit)).await.unwrap();
    }
    for (n, command) in [
        (1, reach(AGENT, Working, date(2024, 4, 1), Some(date(2026, 4, 1)))),
        (2, reach(AGENT, Basic, date(2026, 2, 1), Some(date(2028, 2, 1)))),
        (
            1,
            reach(OFFICER, Basic, date(2025, 1, 1), Some(date(2026, 3, 10))),
        ),
        (2, reach(ELSEWHERE, Native, date(2020, 1, 1), None)),
        (
            2,
            reach(INTERPRETER, Working, date(2020, 1, 1), Some(date(2022, 1, 1))),
        ),
    ] {
        house.train(n, &planner, command).await.unwrap();
    }
}
