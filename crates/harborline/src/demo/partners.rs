//! The register of partners that the pack begins with, and a few made-up ones: with contacts, with a renewal that comes
//! near, decided and not yet active, ended.

use std::cell::RefCell;
use std::path::Path;

use anyhow::Context as _;
use domain::city::City;
use domain::journaled::Context;
use domain::partners::{Command, Entry, Open, Partner, Person, Since};
use domain::people::{Actor, Role, Staff};
use domain::receipts::Reference;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use store::Store;

use super::dice::Dice;
use super::{SALTS, SEED};

/// One of the pack's `demo/partners.toml`. Days are counted from the last day of the year.
#[derive(Debug, Deserialize)]
struct MadeUp {
    #[serde(flatten)]
    entry: Entry,
    #[serde(default)]
    confirmed: bool,
    #[serde(default)]
    decided_by: Option<String>,
    #[serde(default)]
    active_since: Option<i64>,
    /// When it must be renewed.
    #[serde(default, rename = "until")]
    renewed_by: Option<i64>,
    #[serde(default)]
    ended: Option<i64>,
    #[serde(default)]
    end_reason: String,
    #[serde(default)]
    note: Option<String>,
    #[serde(default, rename = "contact")]
    contacts: Vec<Person>,
}

#[derive(Debug, Default, Deserialize)]
struct File {
    #[serde(default, rename = "partner")]
    partners: Vec<MadeUp>,
}

/// Enters them, in the name of a planner. Its dice are of its own, so that everything else of the year stays what it is.
///
/// # Errors
/// When the pack's file is wrong or the store fails.
pub async fn enter(
    store: &Store,
    city: &City,
    pack: &Path,
    staff: &[Staff],
    until: Date,
) -> anyhow::Result<()> {
    let file = pack.join("demo/partners.toml");
    let made_up: File = match std::fs::read_to_string(&file) {
        Ok(text) => toml::from_str(&text).with_context(|| format!("{} is wrong", file.display()))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => File::default(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    };
    let planner = staff.iter().find(|staff| staff.role == Role::Planner);
    let planner = Actor::from(planner.context("nobody plans in the made-up city")?);
    let register = Register {
        store,
        city,
        planner,
        until,
        references: RefCell::new(Dice::new(!SEED, u64::MAX)),
    };
    let salts = RefCell::new(Dice::new(SEED.rotate_left(7), u64::MAX - 1));
    let enter = async {
        register.of_the_pack().await?;
        for partner in &made_up.partners {
            register.made_up(partner).await?;
        }
        Ok(())
    };
    SALTS.scope(salts, enter).await
}

struct Register<'a> {
    store: &'a Store,
    city: &'a City,
    planner: Actor,
    /// The last day of the year.
    until: Date,
    references: RefCell<Dice>,
}

impl Register<'_> {
    /// That day at ten.
    fn at(&self, day: Date) -> anyhow::Result<Timestamp> {
        let at = day.at(10, 0, 0, 0).to_zoned(self.city.timezone.clone())?;
        Ok(at.timestamp())
    }

    fn context(&self, day: Date) -> anyhow::Result<Context<'_>> {
        Ok(Context {
            now: self.at(day)?,
            actor: &self.planner,
            city: self.city,
        })
    }

    fn first(&self) -> anyhow::Result<Date> {
        Ok(self.until.checked_sub(364.days())?)
    }

    /// What the pack knows stands in the register from the first day, or from the day it began.
    async fn of_the_pack(&self) -> anyhow::Result<()> {
        let first = self.first()?;
        for open in &self.city.partners.register {
            let began = open.entry.since.map_or(first, Since::first_day);
            if began <= self.until {
                self.open(open, began.max(first)).await?;
            }
        }
        Ok(())
    }

    async fn open(&self, open: &Open, day: Date) -> anyhow::Result<Partner> {
        let reference = Reference::from_random(self.references.borrow_mut().bytes());
        let ctx = self.context(day)?;
        let opened = self
            .store
            .open_stream::<Partner>(&ctx, open, reference, None)
            .await;
        let opened = opened.with_context(|| format!("a partner was not entered: {open:?}"))?;
        Ok(opened.record)
    }

    async fn then(&self, partner: &Partner, day: Date, command: Command) -> anyhow::Result<()> {
        let ctx = self.context(day)?;
        let done = self
            .store
            .carry_out(&ctx, partner.reference, None, &command)
            .await;
        done.with_context(|| format!("{command:?} was not carried out"))?;
        Ok(())
    }

    async fn made_up(&self, made_up: &MadeUp) -> anyhow::Result<()> {
        let day = |days: i64| self.until.checked_add(days.days());
        let since = made_up.active_since.map(day).transpose()?;
        let renewed_by = made_up.renewed_by.map(day).transpose()?;
        let open = Open {
            entry: made_up.entry.clone(),
            confirmed: made_up.confirmed,
            ..Open::default()
        };
        let proposed = since.unwrap_or(self.until).checked_sub(20.days())?;
        let proposed = proposed.max(self.first()?);
        let partner = self.open(&open, proposed).await?;
        for contact in &made_up.contacts {
            let command = Command::AddContact(contact.clone());
            self.then(&partner, proposed, command).await?;
        }
        if let Some(note) = &made_up.note {
            let command = Command::Note { text: note.clone() };
            self.then(&partner, proposed, command).await?;
        }
        if let Some(decided_by) = &made_up.decided_by {
            let command = Command::Agree {
                decided_by: decided_by.clone(),
                on: None,
            };
            self.then(&partner, proposed, command).await?;
        }
        if let Some(since) = since {
            let command = Command::Activate {
                since: Some(since.into()),
                until: renewed_by,
            };
            self.then(&partner, since, command).await?;
        }
        if let Some(ended) = made_up.ended.map(day).transpose()? {
            let command = Command::End {
                reason: made_up.end_reason.clone(),
                decided_by: made_up.decided_by.clone().unwrap_or_default(),
                on: None,
            };
            self.then(&partner, ended, command).await?;
        }
        Ok(())
    }
}
