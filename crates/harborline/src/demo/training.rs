//! A made-up year of training: courses of the pack's `demo/training.toml`, who attended them, and what they reached; some
//! of it is about to expire. It is played after the cases, with dice of its own, so that theirs fall as before.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use domain::city::City;
use domain::journaled::Context;
use domain::people::{Actor, Role, Staff};
use domain::receipts::Reference;
use domain::training::{Command, Course, How, Kind, Level, Open};
use domain::{Lang, UnitCode};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::Deserialize;
use store::Store;

use super::dice::Dice;
use super::{SALTS, SEED};

/// Days between two sessions.
const EVERY: i64 = 7;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "course")]
    courses: Vec<Made>,
    #[serde(rename = "recognition")]
    recognitions: Vec<Recognition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    kind: Kind,
    #[serde(default)]
    language: Option<Lang>,
    unit: UnitCode,
    begins: i64,
    sessions: u32,
    people: usize,
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    until: Option<i64>,
    place: String,
    #[serde(default)]
    note: Option<String>,
    title: BTreeMap<Lang, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recognition {
    language: Lang,
    begins: i64,
    title: BTreeMap<Lang, String>,
}

/// Plays it, when the pack has it, up to a moment of the last day.
///
/// # Errors
/// When the file cannot be read, nobody plans, or the store fails.
pub async fn seed(
    store: &Store,
    city: &City,
    pack: &Path,
    people: &[Staff],
    (until, end): (Date, Timestamp),
) -> anyhow::Result<()> {
    let path = pack.join("demo/training.toml");
    if !path.exists() {
        return Ok(());
    }
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let planner = people.iter().find(|staff| staff.role == Role::Planner);
    let stage = Stage {
        store,
        city,
        people,
        actor: Actor::from(planner.context("someone plans in a demo")?),
        until,
        end,
    };
    for (made, number) in file.courses.iter().zip(0..) {
        let salts = RefCell::new(Dice::new(SEED.rotate_left(21), number));
        SALTS.scope(salts, stage.course(made, number)).await?;
    }
    for (made, number) in file.recognitions.iter().zip(1_000..) {
        let salts = RefCell::new(Dice::new(SEED.rotate_left(21), number));
        SALTS.scope(salts, stage.recognised(made, number)).await?;
    }
    Ok(())
}

struct Stage<'a> {
    store: &'a Store,
    city: &'a City,
    people: &'a [Staff],
    /// Who enters everything.
    actor: Actor,
    until: Date,
    end: Timestamp,
}

impl Stage<'_> {
    fn at(&self, day: Date, hour: i8) -> anyhow::Result<Timestamp> {
        let there = day.at(hour, 0, 0, 0).to_zoned(self.city.timezone.clone())?;
        Ok(there.timestamp())
    }

    fn ctx(&self, now: Timestamp) -> Context<'_> {
        Context {
            now,
            actor: &self.actor,
            city: self.city,
        }
    }

    async fn open(&self, now: Timestamp, open: &Open, dice: &mut Dice) -> anyhow::Result<Reference> {
        let reference = Reference::from_random(dice.bytes());
        let ctx = self.ctx(now);
        let opened = self.store.open_stream::<Course>(&ctx, open, reference, None);
        Ok(opened.await?.record.reference)
    }

    /// What has not happened yet is left out.
    async fn does(&self, now: Timestamp, course: Reference, command: Command) -> anyhow::Result<()> {
        if now < self.end {
            let ctx = self.ctx(now);
            let done = self.store.carry_out(&ctx, course, None, &command);
            done.await
                .with_context(|| format!("{command:?} of the demo's training"))?;
        }
        Ok(())
    }

    async fn course(&self, made: &Made, number: u64) -> anyhow::Result<()> {
        let mut dice = Dice::new(!SEED.rotate_left(21), number);
        let first = self.until.checked_sub(made.begins.days())?;
        let planned = self.at(first.checked_sub(20.days())?, 9)?;
        let open = Open {
            kind: made.kind,
            titles: made.title.clone(),
            language: made.language,
            unit: made.unit.clone(),
        };
        let course = self.open(planned, &open, &mut dice).await?;
        let mut days = Vec::new();
        for n in 0..made.sessions {
            let day = first.checked_add((i64::from(n) * EVERY).days())?;
            let schedule = Command::Schedule {
                starts_at: self.at(day, 14)?,
                ends_at: self.at(day, 16)?,
                place: made.place.clone(),
                seats: Some(12),
            };
            self.does(planned, course, schedule).await?;
            days.push(day);
        }
        if let Some(text) = &made.note {
            let note = Command::Note {
                text: text.clone(),
                language: None,
            };
            self.does(planned, course, note).await?;
        }
        let mut left: Vec<&Staff> = self.learners(made);
        let mut learners = Vec::new();
        while learners.len() < made.people && !left.is_empty() {
            let at = dice.within(0..u32::try_from(left.len())?);
            learners.push(left.swap_remove(at as usize));
        }
        let mut attended: BTreeMap<i64, u32> = BTreeMap::new();
        for (day, session) in days.iter().zip(1..) {
            for staff in &learners {
                let how = match dice.within(0..10) {
                    0 => How::Absent,
                    1 => How::Excused,
                    _ => How::Attended,
                };
                *attended.entry(staff.id.0).or_default() += u32::from(how == How::Attended);
                let staff = staff.id;
                let attend = Command::Attend { session, staff, how };
                self.does(self.at(*day, 16)?, course, attend).await?;
            }
        }
        let Some(last) = days.last() else {
            return Ok(());
        };
        let tested = self.at(*last, 17)?;
        let most = learners.iter().filter(|staff| {
            attended
                .get(&staff.id.0)
                .is_some_and(|n| n * 3 >= made.sessions * 2)
        });
        if let Some(level) = made.level {
            for staff in most {
                let reach = Command::Reach {
                    staff: staff.id,
                    language: None,
                    level,
                    reached_on: *last,
                    expires_on: made
                        .until
                        .map(|days| self.until.checked_add(days.days()))
                        .transpose()?,
                };
                self.does(tested, course, reach).await?;
            }
        }
        let reason = String::new();
        self.does(
            tested + SignedDuration::from_hours(1),
            course,
            Command::Close { reason },
        )
        .await
    }

    /// Who may learn it: those of its unit and of the hotline who do not know it yet.
    fn learners(&self, made: &Made) -> Vec<&Staff> {
        let knows = |staff: &Staff| made.language.is_some_and(|lang| staff.languages.contains(&lang));
        let near = |staff: &Staff| {
            staff.unit == made.unit || staff.role == Role::Officer || staff.role == Role::Agent
        };
        let learn = |staff: &&Staff| near(staff) && !knows(staff);
        self.people.iter().filter(learn).collect()
    }

    /// What those at the hotline know who work in that language, learnt elsewhere.
    async fn recognised(&self, made: &Recognition, number: u64) -> anyhow::Result<()> {
        let mut dice = Dice::new(!SEED.rotate_left(21), number);
        let language = made.language;
        let day = self.until.checked_sub(made.begins.days())?;
        let now = self.at(day, 10)?;
        let open = Open {
            kind: Kind::Recognition,
            titles: made.title.clone(),
            language: Some(language),
            unit: self.city.hotline_unit.clone(),
        };
        let course = self.open(now, &open, &mut dice).await?;
        let of_hotline = |staff: &&Staff| {
            matches!(staff.role, Role::Agent | Role::Interpreter) && staff.languages.contains(&language)
        };
        for staff in self.people.iter().filter(of_hotline) {
            let native = staff.role == Role::Interpreter && dice.percent(60);
            // Half of what counts for a time is over soon.
            let soon = self.until.checked_add(i64::from(dice.within(4..55)).days())?;
            let reach = Command::Reach {
                staff: staff.id,
                language: None,
                level: if native { Level::Native } else { Level::Working },
                reached_on: day,
                expires_on: (!native && dice.percent(50)).then_some(soon),
            };
            self.does(now, course, reach).await?;
        }
        Ok(())
    }
}
