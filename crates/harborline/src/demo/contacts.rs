//! Conversations of the pack's `demo/contacts.toml`, spread over the year, its languages and the half-hours of its days: chats,
//! calls and call-backs. Most are answered, some passed on, and some visitors leave before anybody comes. They are played after
//! everything else, with dice of their own.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use domain::cases::{Outcome, Why};
use domain::city::City;
use domain::contacts::matching::WaitingId;
use domain::contacts::{At, CallBack, Command, Contact, Device, Kind, Open, Translated, Window};
use domain::journaled::Context;
use domain::people::{Actor, Role, Staff};
use domain::receipts::{AccessCode, Reference};
use domain::{Lang, UnitCode};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::Deserialize;
use store::contacts::{Begins, Rings};
use store::{Receipt, Store};

use super::dice::Dice;
use super::{SALTS, SEED};

/// Chats among so many cases of the year.
const ONE_IN: u64 = 10;
/// Days in which half of the chats come.
const LATELY: u32 = 57;
/// Days of which it is kept when agents were at the desk.
const WORKED: i64 = 28;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(rename = "chat")]
    pub chats: Vec<Chat>,
    /// What visitors who chat with a demo add to their words: that they are made up.
    #[serde(default)]
    pub made_up: BTreeMap<Lang, String>,
    /// The number that is called back: nobody's.
    #[serde(default)]
    call_back: Option<String>,
}

/// What is said in one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chat {
    pub language: Lang,
    topic: String,
    pub says: String,
    /// The same for an agent who does not read it.
    #[serde(default)]
    reads: Option<String>,
    answer: String,
    /// The same in the visitor's language.
    #[serde(default)]
    told: Option<String>,
    pub thanks: String,
    /// The unit that goes on with it.
    #[serde(default)]
    passed_to: Option<UnitCode>,
}

/// Reads them; `None` when the pack has none.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn read(pack: &Path) -> anyhow::Result<Option<File>> {
    let path = pack.join("demo/contacts.toml");
    if !path.exists() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(Some(
        toml::from_str(&text).with_context(|| path.display().to_string())?,
    ))
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
    let Some(file) = read(pack)? else {
        return Ok(());
    };
    let agents: Vec<&Staff> = people.iter().filter(|staff| staff.role == Role::Agent).collect();
    let interpreters = people.iter().filter(|staff| staff.role == Role::Interpreter);
    let interpreters: Vec<&Staff> = interpreters.collect();
    let there = agents
        .iter()
        .zip(0..)
        .map(|(agent, n)| at_the_desk(store, city, agent, n, until));
    futures::future::try_join_all(there).await?;
    for number in 0..cases.div_ceil(ONE_IN) {
        let mut dice = Dice::new(SEED.rotate_left(41), number);
        let (Some(chat), Some(agent)) = (dice.pick(&file.chats), dice.pick(&agents)) else {
            break;
        };
        // An agent who speaks the language, where there is one: each of those in turn.
        let speak = agents
            .iter()
            .filter(|staff| staff.languages.contains(&chat.language));
        let speak: Vec<&&Staff> = speak.collect();
        let turn = usize::try_from(number)?.checked_rem(speak.len());
        let agent = turn.map_or(*agent, |turn| *speak[turn]);
        let reference = Reference::from_random(dice.bytes());
        let code = AccessCode::from_random(dice.bytes());
        let receipt = Receipt {
            reference,
            code_hash: hash(&reference, &code),
        };
        // The hotline becomes known: half of them come in the last weeks, some this morning.
        let ago = match number % 16 {
            0 => 0,
            n if n % 2 == 0 => dice.within(1..LATELY),
            _ => dice.within(1..364),
        };
        let day = until.checked_sub(i64::from(ago).days())?;
        let hours = if ago == 0 {
            8..11
        } else if dice.percent(80) {
            8..18
        } else {
            7..23
        };
        let (hour, minute) = (dice.within(hours), dice.within(0..60));
        let at = day.at(i8::try_from(hour)?, i8::try_from(minute)?, 0, 0);
        let begun = at.to_zoned(city.timezone.clone())?.timestamp();
        let number_of = file.call_back.as_ref().filter(|_| number % 8 == 6);
        let play = Play {
            store,
            city,
            contact: Reference::from_random(dice.bytes()),
            agent: Actor::from(agent),
            understands: agent.languages.contains(&chat.language),
            interpreters: &interpreters,
            now: begun,
        };
        let salts = RefCell::new(Dice::new(SEED.rotate_left(43), number));
        SALTS
            .scope(salts, async {
                if number % 4 == 1 {
                    play.call(chat, &receipt, dice).await
                } else {
                    play.written(chat, &receipt, number_of, dice).await
                }
            })
            .await?;
    }
    Ok(())
}

/// The last four weeks of an agent: early on one day, late on the next, with a meal between, and no weekends.
async fn at_the_desk(store: &Store, city: &City, agent: &Staff, n: i64, until: Date) -> anyhow::Result<()> {
    let meal = city.hotline.breaks.first().map(String::as_str);
    for ago in (0..WORKED).rev() {
        let day = until.checked_sub(ago.days())?;
        if day.weekday().to_monday_zero_offset() > 4 {
            continue;
        }
        let is_early = (ago + n) % 2 == 0 || ago == 0;
        let begins = if is_early { 8 } else { 13 };
        let mut says = vec![(At::Ready, None, 0)];
        if ago > 0 {
            says.extend([(At::Break, meal, 210), (At::Ready, None, 255)]);
        }
        // On the last day the year ends at noon.
        says.push((At::Offline, None, if ago == 0 { 220 } else { 510 }));
        for (at, reason, minutes) in says {
            let begins = day
                .at(begins, 0, 0, 0)
                .to_zoned(city.timezone.clone())?
                .timestamp();
            let now = begins + SignedDuration::from_mins(minutes + n);
            store.be_at(agent.id, at, reason, now).await?;
        }
    }
    Ok(())
}

struct Play<'a> {
    store: &'a Store,
    city: &'a City,
    contact: Reference,
    agent: Actor,
    /// The agent speaks the language.
    understands: bool,
    interpreters: &'a [&'a Staff],
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
    fn by<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.now,
            actor,
            city: self.city,
        }
    }

    async fn act(&mut self, actor: &Actor, seconds: u32, command: &Command) -> anyhow::Result<Contact> {
        self.now += SignedDuration::from_secs(i64::from(seconds));
        let ctx = self.by(actor);
        let done = self.store.carry_out(&ctx, self.contact, None, command).await;
        done.with_context(|| format!("{command:?} of the demo"))
    }

    /// A chat, or what is asked for in writing: to be called back at once under that number.
    async fn written(
        mut self,
        chat: &Chat,
        receipt: &Receipt,
        number: Option<&String>,
        mut dice: Dice,
    ) -> anyhow::Result<()> {
        let visitor = Actor::holder(receipt.reference);
        let window = Window {
            from: self.now,
            until: self.now + SignedDuration::from_hours(2),
            offset: i16::try_from(self.city.timezone.to_offset(self.now).seconds() / 60)?,
        };
        let open = Open {
            case: receipt.reference,
            unit: self.city.hotline_unit.clone(),
            kind: if number.is_some() {
                Kind::CallBack
            } else {
                Kind::Chat
            },
            language: chat.language,
            topic: None,
            urgent: false,
            device: Device { id: 1, n: 1 },
            text: chat.says.clone(),
            call_back: number.map(|number| CallBack {
                number: number.clone(),
                window,
            }),
            rang_at: None,
            telephone: None,
        };
        let begins = Begins {
            open: &open,
            contact: self.contact,
            receipt,
        };
        let opened = self.store.open_contact(&self.by(&visitor), &begins, true).await;
        opened.context("a conversation of the demo")?;
        if dice.percent(8) {
            let left = Command::End {
                why: Why::VisitorLeft,
                reason: String::new(),
            };
            self.act(&visitor, dice.within(20..400), &left).await?;
            return Ok(());
        }
        if number.is_some() {
            self.act(&self.agent.clone(), dice.within(60..1_800), &Command::Answer)
                .await?;
            return self.talked(chat, receipt, dice).await;
        }
        self.now += SignedDuration::from_secs(i64::from(wait(&mut dice)));
        self.chatted(chat, &visitor, &mut dice).await?;
        let seconds = dice.within(5..60);
        self.over(chat, receipt, seconds, dice).await
    }

    async fn chatted(&mut self, chat: &Chat, visitor: &Actor, dice: &mut Dice) -> anyhow::Result<()> {
        let agent = self.agent.clone();
        let source = self.city.source_language;
        self.act(&agent, 0, &Command::Answer).await?;
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
        let thanks = say(1, 2, &chat.thanks, chat.language);
        self.act(visitor, dice.within(10..60), &thanks).await?;
        Ok(())
    }

    /// It rings as a row, and is a case from its answer on.
    async fn call(mut self, chat: &Chat, receipt: &Receipt, mut dice: Dice) -> anyhow::Result<()> {
        let rings = Rings {
            id: WaitingId(u64::from_be_bytes(dice.bytes()) >> 1),
            contact: self.contact,
            receipt,
            language: chat.language,
        };
        self.store.ring(&rings, self.now).await?;
        let gives_up = dice.percent(8);
        let wait = if gives_up {
            dice.within(5..90)
        } else {
            wait(&mut dice)
        };
        self.now += SignedDuration::from_secs(i64::from(wait));
        if gives_up {
            self.store.hang_up(self.contact, self.now).await?;
            return Ok(());
        }
        let agent = self.agent.clone();
        let answered = self.store.answer_call(&self.by(&agent), self.contact).await;
        answered.context("a call of the demo")?.context("it rings")?;
        self.talked(chat, receipt, dice).await
    }

    /// By voice, with an interpreter where the agent does not speak the language and one does.
    async fn talked(mut self, chat: &Chat, receipt: &Receipt, mut dice: Dice) -> anyhow::Result<()> {
        let agent = self.agent.clone();
        let speaks = |staff: &&&Staff| staff.languages.contains(&chat.language);
        let interpreter = self.interpreters.iter().find(speaks);
        if let Some(interpreter) = interpreter.filter(|_| !self.understands) {
            let ring = Command::Ring {
                staff: interpreter.id,
            };
            self.act(&agent, 15, &ring).await?;
            self.act(&Actor::from(*interpreter), dice.within(5..30), &Command::Join)
                .await?;
        }
        let seconds = dice.within(60..420);
        self.over(chat, receipt, seconds, dice).await
    }

    /// It ends after so many seconds, its agent says what came of it, and most visitors what they thought of it.
    async fn over(
        mut self,
        chat: &Chat,
        receipt: &Receipt,
        seconds: u32,
        mut dice: Dice,
    ) -> anyhow::Result<()> {
        let agent = self.agent.clone();
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        self.act(&agent, seconds, &end).await?;
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
            let visitor = Actor::holder(receipt.reference);
            self.act(&visitor, dice.within(10..300), &rate).await?;
        }
        Ok(())
    }
}

/// Seconds until somebody answers: most within the time that the standard sets.
fn wait(dice: &mut Dice) -> u32 {
    if dice.percent(85) {
        dice.within(3..15)
    } else {
        dice.within(16..200)
    }
}
