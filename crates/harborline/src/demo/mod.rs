//! A made-up year: cases opened, routed, asked about, answered and rated through the real commands.
//!
//! The same seed and last day give the same cases. Everything in it is invented and says so.

mod contacts;
mod dice;
mod interpretation;
mod legal;
mod partners;
mod plot;
mod staff;
mod texts;
mod training;
pub mod visitors;

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use domain::cases::{Case, Command, State};
use domain::city::City;
use domain::journaled::Context;
use domain::people::{Actor, Role};
use domain::receipts::{AccessCode, Reference};
use futures::StreamExt as _;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use store::{CommandError, OpenError, Receipt, Store};
use web::{Entropy as _, SystemEntropy};

pub use staff::{Login, PASSWORD};

use dice::Dice;
use plot::{Scene, Stage};
use texts::Texts;

/// Cases of a year, unless told otherwise.
pub const CASES: u64 = 3_200;

/// Which year is played.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Its last day, played until noon.
    pub until: Date,
    pub cases: u64,
}
const SEED: u64 = 2021;
/// Cases that are played at the same time, so that the store can commit them together.
const AT_ONCE: usize = 64;
/// More steps than any case takes; one that runs on is a mistake in the plot.
const STEPS_MAX: usize = 60;

tokio::task_local! {
    /// Ids and salts of the case that is being played.
    static SALTS: RefCell<Dice>;
}

/// Randomness for a store that a demo is made in: each case draws from dice of its own, so that the journal is the same
/// whatever order the cases are committed in. Outside a made-up case it is the system's.
pub fn random() -> store::Random {
    Arc::new(|bytes: &mut [u8]| {
        let drawn = SALTS.try_with(|dice| dice.borrow_mut().fill(bytes));
        if drawn.is_err() {
            SystemEntropy.fill(bytes);
        }
    })
}

/// What was made.
#[derive(Debug)]
pub struct Year {
    pub cases: u64,
    pub commands: usize,
    pub logins: Vec<Login>,
    /// Receipts to try the follow page with: language, reference, access code.
    pub receipts: Vec<(String, Reference, AccessCode)>,
}

/// Plays a year.
///
/// # Errors
/// When the pack has no demo texts or the store fails.
pub async fn seed(
    store: &Store,
    city: &City,
    pack: &Path,
    extent: Extent,
    hash: &(dyn Fn(&Reference, &AccessCode) -> [u8; 32] + Sync),
    progress: &(dyn Fn(usize) + Sync),
) -> anyhow::Result<Year> {
    let texts = Texts::read(pack, city.source_language)?;
    let Extent {
        until,
        cases: number_of_cases,
    } = extent;
    let end = until.at(12, 0, 0, 0).to_zoned(city.timezone.clone())?.timestamp();
    let first = until.checked_sub(364.days())?;
    let salts = RefCell::new(Dice::new(SEED.rotate_left(7), u64::MAX));
    let (people, logins) = SALTS
        .scope(salts, staff::hire(store, city, &texts, first))
        .await?;
    let stage = Stage {
        city,
        staff: &people,
        texts: &texts,
        until,
    };
    let commands = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let play = |number: u64| {
        let (stage, commands, done) = (&stage, &commands, &done);
        async move {
            let salts = RefCell::new(Dice::new(SEED.rotate_left(7), number));
            let play = Play {
                store,
                stage,
                number,
                of: number_of_cases,
                end,
                hash,
            }
            .run(first, commands);
            let played = SALTS.scope(salts, play).await;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            played
        }
    };
    let cases: Vec<Option<Case>> = futures::stream::iter(0..number_of_cases)
        .map(play)
        .buffered(AT_ONCE)
        .collect::<Vec<_>>()
        .await
        .into_iter()
        .collect::<anyhow::Result<_>>()?;
    let cases: Vec<Case> = cases.into_iter().flatten().collect();
    training::seed(store, city, pack, &people, (until, end)).await?;
    partners::enter(store, city, pack, &people, until).await?;
    legal::seed(store, city, pack, &people, until).await?;
    contacts::seed(store, city, pack, &people, (until, number_of_cases), hash).await?;
    interpretation::seed(store, city, pack, &people, (until, end)).await?;
    let mut receipts = Vec::new();
    for language in &city.languages {
        let shown = cases
            .iter()
            .rev()
            .find(|case| case.language == language.code && case.state == State::Answered);
        if let Some(case) = shown {
            let number = (0..number_of_cases).find(|number| receipt(*number).0 == case.reference);
            let (reference, code) = receipt(number.context("a case that was made has a number")?);
            receipts.push((language.name.clone(), reference, code));
        }
    }
    Ok(Year {
        cases: cases.len() as u64,
        commands: commands.into_inner(),
        logins,
        receipts,
    })
}

/// Reference and access code of that case.
fn receipt(number: u64) -> (Reference, AccessCode) {
    let mut dice = Dice::new(!SEED, number);
    (
        Reference::from_random(dice.bytes()),
        AccessCode::from_random(dice.bytes()),
    )
}

/// One case from its opening to the end of the year.
struct Play<'a> {
    store: &'a Store,
    stage: &'a Stage<'a>,
    number: u64,
    /// Cases of the year.
    of: u64,
    end: Timestamp,
    hash: &'a (dyn Fn(&Reference, &AccessCode) -> [u8; 32] + Sync),
}

impl Play<'_> {
    async fn run(self, first: Date, commands: &AtomicUsize) -> anyhow::Result<Option<Case>> {
        let mut dice = Dice::new(SEED, self.number);
        // The hotline becomes known: half of the cases come in the last 150 days.
        let share = self.number * 1_000 / self.of;
        let day = first + i64::try_from(364 * (1_600 - share * 600 / 1_000) * share / 1_000_000)?.days();
        let Some((at, actor, open)) = self.stage.opening(&mut dice, day) else {
            return Ok(None);
        };
        if at >= self.end {
            return Ok(None);
        }
        let (reference, code) = receipt(self.number);
        let paper = Receipt {
            reference,
            code_hash: (self.hash)(&reference, &code),
        };
        let opened = self
            .store
            .open_held::<Case>(
                &Context {
                    now: at,
                    actor: &actor,
                    city: self.stage.city,
                },
                &open,
                &paper,
                None,
            )
            .await;
        let mut case = match opened {
            Ok(opened) => opened.record,
            // Two of the made references may be alike.
            Err(OpenError::KeyTaken) => return Ok(None),
            Err(error) => anyhow::bail!(
                "case {} of the demo was not opened: {error}: {open:?}",
                self.number
            ),
        };
        commands.fetch_add(1, Ordering::Relaxed);
        for _ in 0..STEPS_MAX {
            let translation = self.stage.translation(&mut dice, &case);
            let scene = translation
                .or_else(|| self.aside(&mut dice, &case))
                .or_else(|| self.stage.next(&mut dice, &case));
            let Some(Scene { at, actor, command }) = scene.filter(|scene| scene.at < self.end) else {
                break;
            };
            let kind = command.kind();
            let version = Some(case.version);
            match self
                .store
                .carry_out(
                    &Context {
                        now: at,
                        actor: &actor,
                        city: self.stage.city,
                    },
                    reference,
                    version,
                    &command,
                )
                .await
            {
                Ok(after) => case = after,
                // Not this way: what this person may not do, or not any more, somebody does otherwise.
                Err(CommandError::Refused(_)) => continue,
                Err(error) => anyhow::bail!("{kind:?} on case {} of the demo failed: {error}", self.number),
            }
            commands.fetch_add(1, Ordering::Relaxed);
        }
        Ok(Some(case))
    }

    /// What happens now and then beside the plot: duplicates are merged, words are erased.
    fn aside(&self, dice: &mut Dice, case: &Case) -> Option<Scene> {
        let (role, command) = match case.state {
            State::Received if self.number > AT_ONCE as u64 * 2 && case.version == 1 && dice.percent(1) => {
                // Far enough back to have been opened.
                let (into, _) = receipt(self.number - AT_ONCE as u64 * 2);
                (
                    Role::Agent,
                    Command::Merge {
                        into: into.to_string(),
                    },
                )
            }
            State::Closed if !case.erased && self.number.is_multiple_of(400) => (
                Role::Administrator,
                Command::Erase {
                    reason: "demo".to_owned(),
                },
            ),
            _ => return None,
        };
        let actor = self
            .stage
            .staff
            .iter()
            .find(|staff| staff.role == role)
            .map(Actor::from)?;
        let at = dice.office(self.stage.city, case.changed_at, 1);
        Some(Scene { at, actor, command })
    }
}
