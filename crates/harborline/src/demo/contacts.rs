//! Chats of the pack's `demo/contacts.toml`, spread over the year, its languages and the half-hours of its days: most are
//! answered, some passed on, and some visitors leave before anybody comes. They are played after everything else, with dice
//! of their own.

use std::cell::RefCell;
use std::path::Path;

use anyhow::Context as _;
use domain::cases::{Outcome, Why};
use domain::city::City;
use domain::contacts::{Command, Contact, Device, Kind, Open, Translated};
use domain::journaled::Context;
use domain::people::{Actor, Role, Staff};
use domain::receipts::{AccessCode, Reference};
use domain::{Lang, UnitCode};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::Deserialize;
use store::contacts::Begins;
use store::{Receipt, Store};

use super::dice::Dice;
use super::{SALTS, SEED};

/// Chats among so many cases of the year.
const ONE_IN: u64 = 10;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "chat")]
    chats: Vec<Chat>,
}

/// What is said in one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chat {
    language: Lang,
    topic: String,
    says: String,
    /// The same for an agent who does not read it.
    #[serde(default)]
    reads: Option<String>,
    answer: String,
    /// The same in the visitor's language.
    #[serde(default)]
    told: Option<String>,
    thanks: String,
    /// The unit that goes on with it.
    #[serde(default)]
    passed_to: Option<UnitCode>,
}

/// Plays them, when the pack has them.
///
/// # Errors
/// When the file cannot be read, nobody answers, or the store fails.
pub async fn seed(
    store: &Store,
    city: &City,
    pack: &Path,
    people: &[Staff],
    (until, cases): (Date, u64),
    hash: &(dyn Fn(&Reference, &AccessCode) -> [u8; 32] + Sync),
) -> anyhow::Result<()> {
    let path = pack.join("demo/contacts.toml");
    if !path.exists() {
        return Ok(());
    }
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let agents: Vec<&Staff> = people.iter().filter(|staff| staff.role == Role::Agent).collect();
    for number in 0..cases.div_ceil(ONE_IN) {
        let mut dice = Dice::new(SEED.rotate_left(41), number);
        let (Some(chat), Some(agent)) = (dice.pick(&file.chats), dice.pick(&agents)) else {
            break;
        };
        // An agent who speaks the language, where there is one.
        let speaks = agents
            .iter()
            .find(|staff| staff.languages.contains(&chat.language));
        let agent = Actor::from(*speaks.unwrap_or(agent));
        let reference = Reference::from_random(dice.bytes());
        let code = AccessCode::from_random(dice.bytes());
        let receipt = Receipt {
            reference,
            code_hash: hash(&reference, &code),
        };
        let day = until.checked_sub(i64::from(dice.within(1..364)).days())?;
        let (hour, minute) = (dice.within(7..23), dice.within(0..60));
        let at = day.at(i8::try_from(hour)?, i8::try_from(minute)?, 0, 0);
        let begun = at.to_zoned(city.timezone.clone())?.timestamp();
        let play = Play {
            store,
            city,
            contact: Reference::from_random(dice.bytes()),
            agent,
            now: begun,
        };
        let salts = RefCell::new(Dice::new(SEED.rotate_left(43), number));
        SALTS.scope(salts, play.run(chat, &receipt, dice)).await?;
    }
    Ok(())
}

struct Play<'a> {
    store: &'a Store,
    city: &'a City,
    contact: Reference,
    agent: Actor,
    now: Timestamp,
}

fn say(id: u32, n: u32, text: &str, language: Lang) -> Command {
    Command::Say {
        device: Device { id, n },
        text: text.to_owned(),
        language: Some(language),
    }
}

fn translate(message: u64, language: Lang, text: &str) -> Command {
    Command::Translate {
        translated: Translated {
            message,
            language,
            text: text.to_owned(),
        },
        made: None,
    }
}

impl Play<'_> {
    async fn act(&mut self, actor: &Actor, seconds: u32, command: &Command) -> anyhow::Result<Contact> {
        self.now += SignedDuration::from_secs(i64::from(seconds));
        let ctx = Context {
            now: self.now,
            actor,
            city: self.city,
        };
        let done = self.store.carry_out(&ctx, self.contact, None, command).await;
        done.with_context(|| format!("{command:?} of the demo"))
    }

    async fn run(mut self, chat: &Chat, receipt: &Receipt, mut dice: Dice) -> anyhow::Result<()> {
        let visitor = Actor::holder(receipt.reference);
        let agent = self.agent.clone();
        let source = self.city.source_language;
        let open = Open {
            case: receipt.reference,
            unit: self.city.hotline_unit.clone(),
            kind: Kind::Chat,
            language: chat.language,
            topic: None,
            urgent: false,
            device: Device { id: 1, n: 1 },
            text: chat.says.clone(),
            call_back: None,
            rang_at: None,
        };
        let begins = Begins {
            open: &open,
            contact: self.contact,
            receipt,
        };
        let ctx = Context {
            now: self.now,
            actor: &visitor,
            city: self.city,
        };
        let opened = self.store.open_contact(&ctx, &begins, true).await;
        opened.context("a chat of the demo")?;
        if dice.percent(8) {
            let left = Command::End {
                why: Why::VisitorLeft,
                reason: String::new(),
            };
            self.act(&visitor, dice.within(20..400), &left).await?;
            return Ok(());
        }
        // Most within the time that the standard sets.
        let wait = if dice.percent(85) {
            dice.within(3..15)
        } else {
            dice.within(16..200)
        };
        self.act(&agent, wait, &Command::Answer).await?;
        if let Some(reads) = &chat.reads {
            self.act(&agent, 20, &translate(1, source, reads)).await?;
        }
        let answered = self
            .act(&agent, dice.within(20..90), &say(2, 1, &chat.answer, source))
            .await?;
        if let Some(told) = &chat.told {
            self.act(&agent, 20, &translate(answered.version, chat.language, told))
                .await?;
        }
        self.act(
            &visitor,
            dice.within(10..60),
            &say(1, 2, &chat.thanks, chat.language),
        )
        .await?;
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        self.act(&agent, dice.within(5..60), &end).await?;
        let wrap_up = Command::WrapUp {
            outcome: if chat.passed_to.is_some() {
                Outcome::PassedOn
            } else {
                Outcome::Answered
            },
            topic: Some(chat.topic.clone()),
            unit: chat.passed_to.clone(),
            note: String::new(),
        };
        self.act(&agent, dice.within(10..60), &wrap_up).await?;
        if dice.percent(60) {
            let rate = Command::Rate {
                solved: dice.percent(88),
                satisfied: dice.percent(92),
            };
            self.act(&visitor, dice.within(10..300), &rate).await?;
        }
        Ok(())
    }
}
