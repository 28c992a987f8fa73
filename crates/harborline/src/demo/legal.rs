//! Made-up translations of the pack's `demo/legal.toml`, at every stage; no word of them is one of a law. They are played
//! after everything else, with dice of their own.

use std::cell::RefCell;
use std::path::Path;

use anyhow::Context as _;
use domain::city::City;
use domain::journaled::Context;
use domain::legal::{Command, Open, Translation};
use domain::people::{Actor, Role, Staff};
use domain::receipts::Reference;
use domain::{Lang, LawCode};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use store::Store;

use super::dice::Dice;
use super::{SALTS, SEED};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "translation")]
    translations: Vec<Made>,
}

/// One of them. Days are counted back from the last day of the year.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    law: LawCode,
    language: Lang,
    begun: i64,
    #[serde(default)]
    review: Option<i64>,
    #[serde(default)]
    publish: Option<i64>,
    #[serde(default)]
    send_back: Option<i64>,
    #[serde(default)]
    withdraw: Option<i64>,
    /// Why it was sent back or withdrawn.
    #[serde(default)]
    reason: String,
    title: String,
    text: String,
}

/// Plays them, when the pack has them.
///
/// # Errors
/// When the file cannot be read, nobody translates, or the store fails.
pub async fn seed(
    store: &Store,
    city: &City,
    pack: &Path,
    people: &[Staff],
    until: Date,
) -> anyhow::Result<()> {
    let path = pack.join("demo/legal.toml");
    if !path.exists() {
        return Ok(());
    }
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let someone = |role: Role| {
        let found = people.iter().find(|staff| staff.role == role);
        let found = found.with_context(|| format!("a demo has somebody who is {}", role.code()));
        anyhow::Ok(Actor::from(found?))
    };
    let desk = Desk {
        store,
        city,
        writes: someone(Role::Agent)?,
        reads: someone(Role::Interpreter)?,
        publishes: someone(Role::Supervisor)?,
        until,
    };
    for (made, number) in file.translations.iter().zip(0..) {
        let salts = RefCell::new(Dice::new(SEED.rotate_left(33), number));
        SALTS.scope(salts, desk.play(made, number)).await?;
    }
    Ok(())
}

struct Desk<'a> {
    store: &'a Store,
    city: &'a City,
    writes: Actor,
    reads: Actor,
    publishes: Actor,
    until: Date,
}

impl Desk<'_> {
    fn day(&self, ago: i64) -> anyhow::Result<Date> {
        Ok(self.until.checked_sub(ago.days())?)
    }

    fn at(&self, ago: i64) -> anyhow::Result<Timestamp> {
        let morning = self.day(ago)?.at(10, 0, 0, 0);
        Ok(morning.to_zoned(self.city.timezone.clone())?.timestamp())
    }

    async fn play(&self, made: &Made, number: u64) -> anyhow::Result<()> {
        let reference = Reference::from_random(Dice::new(SEED.rotate_left(35), number).bytes());
        let open = Open {
            law: made.law.clone(),
            language: made.language,
            title: made.title.clone(),
            text: made.text.clone(),
        };
        let ctx = Context {
            now: self.at(made.begun)?,
            actor: &self.writes,
            city: self.city,
        };
        let opened = self
            .store
            .open_stream::<Translation>(&ctx, &open, reference, None);
        opened.await.with_context(|| format!("{open:?} of the demo"))?;
        let reason = || made.reason.clone();
        let publish = |ago| -> anyhow::Result<Command> {
            Ok(Command::Publish {
                on: self.day(ago)?,
                url: String::new(),
            })
        };
        let steps = [
            (made.review, &self.reads, Command::Review),
            (
                made.send_back,
                &self.reads,
                Command::SendBack { reason: reason() },
            ),
            (
                made.publish,
                &self.publishes,
                publish(made.publish.unwrap_or_default())?,
            ),
            (
                made.withdraw,
                &self.publishes,
                Command::Withdraw { reason: reason() },
            ),
        ];
        for (ago, actor, command) in steps {
            let Some(ago) = ago else { continue };
            let ctx = Context {
                now: self.at(ago)?,
                actor,
                city: self.city,
            };
            let done = self.store.carry_out(&ctx, reference, None, &command);
            done.await
                .with_context(|| format!("{command:?} of the demo's laws"))?;
        }
        Ok(())
    }
}
