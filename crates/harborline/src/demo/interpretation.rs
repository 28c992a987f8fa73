//! Made-up bookings of the pack's `demo/interpretation.toml`, in every state, and a roster of the coming week. They are played
//! after everything else, with dice of their own.

use std::cell::RefCell;
use std::path::Path;

use anyhow::Context as _;
use domain::Lang;
use domain::city::City;
use domain::interpretation::{Absent, Command, Job, Kind, Open, Setting};
use domain::journaled::Context;
use domain::people::{Actor, Role, Staff};
use domain::receipts::Reference;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use store::{CommandError, OpenError, Store};

use super::dice::Dice;
use super::{SALTS, SEED};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// From and until which hour somebody is on duty, each working day of the coming week.
    shifts: Vec<(i8, i8)>,
    #[serde(rename = "job")]
    jobs: Vec<Made>,
}

/// One of them. Days are counted back from the last day of the year; those ahead are below nought.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    ago: i64,
    hour: i8,
    hours: i64,
    setting: Setting,
    language: Lang,
    becomes: Becomes,
    place: String,
    details: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Becomes {
    Asked,
    Offered,
    Accepted,
    Done,
    NoShow,
    /// At short notice.
    Cancelled,
}

/// Plays them, when the pack has them.
///
/// # Errors
/// When the file cannot be read, nobody supervises or interprets, or the store fails.
pub async fn seed(
    store: &Store,
    city: &City,
    pack: &Path,
    people: &[Staff],
    (until, end): (Date, Timestamp),
) -> anyhow::Result<()> {
    let path = pack.join("demo/interpretation.toml");
    if !path.exists() {
        return Ok(());
    }
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let supervisor = people.iter().find(|staff| staff.role == Role::Supervisor);
    let desk = Desk {
        store,
        city,
        people,
        supervisor: Actor::from(supervisor.context("someone supervises in a demo")?),
        until,
        end,
    };
    for (made, number) in file.jobs.iter().zip(0..) {
        let salts = RefCell::new(Dice::new(SEED.rotate_left(41), number));
        SALTS.scope(salts, desk.play(made, number)).await?;
    }
    let salts = RefCell::new(Dice::new(SEED.rotate_left(43), 0));
    SALTS.scope(salts, desk.roster(&file.shifts)).await
}

struct Desk<'a> {
    store: &'a Store,
    city: &'a City,
    people: &'a [Staff],
    /// Who asks and offers.
    supervisor: Actor,
    until: Date,
    end: Timestamp,
}

impl Desk<'_> {
    fn at(&self, day: Date, hour: i8) -> anyhow::Result<Timestamp> {
        let there = day.at(hour, 0, 0, 0).to_zoned(self.city.timezone.clone())?;
        Ok(there.timestamp())
    }

    fn ctx<'a>(&'a self, now: Timestamp, actor: &'a Actor) -> Context<'a> {
        Context {
            now,
            actor,
            city: self.city,
        }
    }

    /// `None` when the rules refuse it: whoever was meant has let their language lapse, or is somewhere else.
    async fn open(&self, now: Timestamp, open: &Open, dice: &mut Dice) -> anyhow::Result<Option<Reference>> {
        let ctx = self.ctx(now, &self.supervisor);
        let reference = Reference::from_random(dice.bytes());
        match self.store.open_stream::<Job>(&ctx, open, reference, None).await {
            Ok(_) => Ok(Some(reference)),
            Err(OpenError::Refused(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Offers it to the first who can take it.
    async fn offer(&self, now: Timestamp, job: Reference, language: Lang) -> anyhow::Result<Option<&Staff>> {
        let takes = |staff: &&Staff| matches!(staff.role, Role::Interpreter | Role::Agent);
        for staff in self.people.iter().filter(takes) {
            if !staff.languages.contains(&language) {
                continue;
            }
            let ctx = self.ctx(now, &self.supervisor);
            let offer = Command::Offer { staff: staff.id };
            match self.store.carry_out(&ctx, job, None, &offer).await {
                Ok(_) => return Ok(Some(staff)),
                Err(CommandError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// What has not happened yet is left out.
    async fn does(
        &self,
        now: Timestamp,
        actor: &Actor,
        job: Reference,
        command: &Command,
    ) -> anyhow::Result<()> {
        if now < self.end {
            let ctx = self.ctx(now, actor);
            let done = self.store.carry_out(&ctx, job, None, command);
            done.await
                .with_context(|| format!("{command:?} of the demo's interpreters"))?;
        }
        Ok(())
    }

    async fn play(&self, made: &Made, number: u64) -> anyhow::Result<()> {
        let mut dice = Dice::new(!SEED.rotate_left(41), number);
        let day = self.until.checked_sub(made.ago.days())?;
        let starts_at = self.at(day, made.hour)?;
        let ends_at = starts_at + made.hours.hours();
        // Three days before, or yesterday.
        let asked = self.at(day.checked_sub(3.days())?, 9)?;
        let asked = asked.min(self.at(self.until.checked_sub(1.day())?, 9)?);
        let open = Open {
            kind: Kind::Appointment,
            setting: Some(made.setting),
            languages: vec![made.language],
            into: None,
            starts_at,
            ends_at,
            travel_before: None,
            travel_after: None,
            place_code: String::new(),
            place: made.place.clone(),
            details: made.details.clone(),
            case: None,
            staff: None,
        };
        let Some(job) = self.open(asked, &open, &mut dice).await? else {
            return Ok(());
        };
        if made.becomes == Becomes::Asked {
            return Ok(());
        }
        // Who is to answer still was asked just now.
        let offered = if made.becomes == Becomes::Offered {
            self.end - 1.hour()
        } else {
            asked + 1.hour()
        };
        let Some(staff) = self.offer(offered, job, made.language).await? else {
            return Ok(());
        };
        let interpreter = Actor::from(staff);
        if made.becomes == Becomes::Offered {
            return Ok(());
        }
        let accept = Command::Accept {
            confidentiality: self.city.interpretation.confidentiality,
            promised: true,
        };
        self.does(asked + 2.hours(), &interpreter, job, &accept).await?;
        let (now, command) = match made.becomes {
            Becomes::Done => (
                ends_at + 30.minutes(),
                Command::Report {
                    began_at: starts_at,
                    ended_at: ends_at + 10.minutes(),
                },
            ),
            Becomes::NoShow => (starts_at + 30.minutes(), Command::NoShow { who: Absent::Client }),
            Becomes::Cancelled => (
                starts_at - 3.hours(),
                Command::Cancel {
                    reason: String::new(),
                },
            ),
            Becomes::Asked | Becomes::Offered | Becomes::Accepted => return Ok(()),
        };
        let actor = if made.becomes == Becomes::Cancelled {
            &self.supervisor
        } else {
            &interpreter
        };
        self.does(now, actor, job, &command).await
    }

    /// Agents and interpreters take turns, day by day.
    async fn roster(&self, shifts: &[(i8, i8)]) -> anyhow::Result<()> {
        let mut dice = Dice::new(!SEED.rotate_left(43), 0);
        let agents: Vec<&Staff> = self
            .people
            .iter()
            .filter(|staff| staff.role == Role::Agent)
            .collect();
        let now = self.at(self.until.checked_sub(1.day())?, 17)?;
        let mut monday = self.until.tomorrow()?;
        while monday.weekday() != Weekday::Monday {
            monday = monday.tomorrow()?;
        }
        for (n, day) in (0..5).zip(monday.series(1.day())) {
            for (shift, (from, until)) in shifts.iter().enumerate() {
                let Some(staff) = agents.get((n + shift) % agents.len().max(1)) else {
                    return Ok(());
                };
                let mut languages = staff.languages.clone();
                languages.retain(|lang| *lang != self.city.source_language);
                let open = Open {
                    kind: Kind::Duty,
                    setting: None,
                    languages,
                    into: None,
                    starts_at: self.at(day, *from)?,
                    ends_at: self.at(day, *until)?,
                    travel_before: None,
                    travel_after: None,
                    place_code: String::new(),
                    place: String::new(),
                    details: String::new(),
                    case: None,
                    staff: Some(staff.id),
                };
                self.open(now, &open, &mut dice).await?;
            }
        }
        Ok(())
    }
}
