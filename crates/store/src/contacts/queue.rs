//! Who waits for an agent, and who is there: rows alone, read by every node and claimed by their versions.
//!
//! What a contact's stream says goes before them: a row follows its contact in the same unit of work, and an agent who answers
//! needs no row at all. So a row that is lost costs a round, not a contact.

use std::collections::BTreeMap;

use domain::Lang;
use domain::contacts::matching::{Agreed, Policy, WaitingId, What};
use domain::contacts::{At, Kind};
use domain::interpretation::{self, quarter_of};
use domain::receipts::Reference;
use domain::roles::{Role, StaffId};
use domain::training::Level;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::place::stop_ringing;
use super::presence;
use crate::bus::Changed;
use crate::commit::Commit;
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// The most that wait of whom one round looks at.
pub(super) const ROUND_MAX: usize = 2_000;
/// Waits in a language that tell how long the next may be.
const RECENT_MAX: usize = 200;

/// Beats in between are not written.
const BEAT_EVERY: SignedDuration = SignedDuration::from_secs(15);

/// The stream by which the bus tells that somebody waits, came, went or is offered something.
pub const QUEUE: &str = "hotline/queue";

/// What happens in a conversation and no row keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aside {
    /// None: the visitor.
    pub by: Option<StaffId>,
    pub does: Does,
}

/// What somebody does without saying anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Types,
    /// Has read up to the event of that number.
    Reads(u64),
}

/// How the streams of asides begin.
const ASIDE: &str = "hotline";

impl Aside {
    fn told(self, contact: Reference) -> Changed {
        let by = self.by.map_or(0, |staff| staff.0);
        let (kind, seq) = match self.does {
            Does::Types => ("types", 0),
            Does::Reads(upto) => ("reads", upto),
        };
        Changed {
            stream: format!("{ASIDE}/{contact}"),
            seq,
            kind: format!("{kind} {by}"),
        }
    }

    /// In which conversation it happened, and what; `None` for what is no aside.
    pub fn of(changed: &Changed) -> Option<(Reference, Self)> {
        let contact = changed.stream.strip_prefix(ASIDE)?.strip_prefix('/')?;
        let (kind, by) = changed.kind.split_once(' ')?;
        let does = match kind {
            "types" => Does::Types,
            "reads" => Does::Reads(changed.seq),
            _ => return None,
        };
        let by = by.parse().ok().map(StaffId).filter(|staff| staff.0 != 0);
        Some((Reference::parse(contact).ok()?, Self { by, does }))
    }
}

pub(super) fn told() -> Changed {
    Changed {
        stream: QUEUE.to_owned(),
        seq: 0,
        kind: "queue".to_owned(),
    }
}

/// What is told when something begins to ring at somebody.
const RINGS: &str = "rings";

pub(super) fn rings_at(staff: StaffId) -> Changed {
    Changed {
        stream: QUEUE.to_owned(),
        seq: staff.0.unsigned_abs(),
        kind: RINGS.to_owned(),
    }
}

/// At whom something began to ring, if that is what changed.
pub fn rings(changed: &Changed) -> Option<StaffId> {
    let rings = changed.stream == QUEUE && changed.kind == RINGS;
    rings.then(|| changed.seq.try_into().ok().map(StaffId)).flatten()
}

/// Somebody at the hotline's desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    pub staff: StaffId,
    pub at: At,
    /// Code of why they are on a break.
    pub reason: Option<String>,
    /// So since then.
    pub since: Timestamp,
    pub beat_at: Timestamp,
    pub version: u64,
}

impl FromRow for Presence {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let at = At::parse(&row.get::<String>(2)?);
        Ok(Self {
            staff: StaffId(row.get(0)?),
            version: row.get(1)?,
            at: at.ok_or(StoreError::Corrupt { what: "a state" })?,
            reason: row.get(3)?,
            since: row.get(4)?,
            beat_at: row.get(5)?,
        })
    }
}

macro_rules! agents {
    () => {
        "SELECT staff, version, state, reason, since, beat_at FROM hotline_agents "
    };
}

/// Somebody who waits for an agent, or a conversation that waits for an interpreter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    pub id: WaitingId,
    pub what: What,
    pub language: Lang,
    pub urgent: bool,
    pub topic: Option<String>,
    /// None: they have said nothing yet.
    pub contact: Option<Reference>,
    pub since: Timestamp,
    pub beat_at: Timestamp,
    /// At whom it rings, and since when.
    pub offered: Option<(StaffId, Timestamp)>,
    pub declined_by: Vec<StaffId>,
    /// They were asked whether they would rather be called back.
    pub call_back_offered: bool,
    /// A call from the telephone network: whom the exchange rings, in this order.
    pub in_turn: Option<Vec<StaffId>>,
    pub(super) version: u64,
}

macro_rules! waiting {
    () => {
        "SELECT id, version, kind, language, urgent, topic, contact, since, beat_at, offered_to, offered_at, \
         declined_by, call_back_at, in_turn FROM hotline_waiting "
    };
}

/// Whether a call-back is due at that time: at the hours that were agreed, on that day or, when nobody took it, on a later one.
macro_rules! due {
    ($now:literal) => {
        concat!(
            "since <= ",
            $now,
            " AND (",
            $now,
            " - since) % 86400000000 < due_until - since"
        )
    };
}

pub(super) use {agents, waiting};

impl FromRow for Waits {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let what = What::parse(&row.get::<String>(2)?);
        let contact: Option<String> = row.get(6)?;
        let (offered_to, offered_at): (Option<i64>, Option<i64>) = (row.get(9)?, row.get(10)?);
        let offered_at = offered_at.and_then(|at| Timestamp::from_microsecond(at).ok());
        let declined: String = row.get(11)?;
        Ok(Self {
            id: WaitingId(row.get(0)?),
            version: row.get(1)?,
            what: what.ok_or(StoreError::Corrupt { what: "a kind" })?,
            language: lang(&row.get::<String>(3)?)?,
            urgent: row.get(4)?,
            topic: row.get(5)?,
            contact: contact.and_then(|text| Reference::parse(&text).ok()),
            since: row.get(7)?,
            beat_at: row.get(8)?,
            offered: offered_to.map(StaffId).zip(offered_at),
            declined_by: numbers(&declined),
            call_back_offered: row.get::<Option<i64>>(12)?.is_some(),
            in_turn: row.get::<Option<String>>(13)?.map(|turn| numbers(&turn)),
        })
    }
}

pub(super) fn lang(code: &str) -> Result<Lang, StoreError> {
    Lang::parse(code).map_err(|_| StoreError::Corrupt { what: "a language" })
}

/// What somebody speaks, by what they say themselves and by the levels of everybody.
pub(super) fn spoken(
    staff: i64,
    own: &str,
    levels: &[(i64, String, String)],
) -> Result<BTreeMap<Lang, Level>, StoreError> {
    // Whoever reads and writes a language can answer in it; what a course or a test has shown says how well.
    let mut languages: BTreeMap<Lang, Level> = own
        .split(' ')
        .filter_map(|code| Some((Lang::parse(code).ok()?, Level::Working)))
        .collect();
    for (_, language, level) in levels.iter().filter(|(of, ..)| *of == staff) {
        languages.insert(lang(language)?, Level::parse(level).unwrap_or(Level::Basic));
    }
    Ok(languages)
}

/// What somebody's time is given to now, by the kind and the languages of what everybody has.
fn agreed_by(staff: i64, agreed: &[(i64, String, String)]) -> Result<Agreed, StoreError> {
    let mut own = agreed.iter().filter(|(of, ..)| *of == staff).peekable();
    let Some((_, kind, _)) = own.peek() else {
        return Ok(Agreed::Nothing);
    };
    if kind == interpretation::Kind::Appointment.code() {
        return Ok(Agreed::Appointment);
    }
    let languages: Result<_, _> = own.map(|(.., language)| lang(language)).collect();
    languages.map(Agreed::Duty)
}

fn numbers(text: &str) -> Vec<StaffId> {
    text.split(' ')
        .filter_map(|n| n.parse().ok())
        .map(StaffId)
        .collect()
}

/// Somebody at the desk, with what they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    pub presence: Presence,
    pub role: Role,
    pub languages: BTreeMap<Lang, Level>,
    /// Chats that they hold as an agent, or interpret in.
    pub chats: u8,
    /// They hold a call, or are calling somebody back.
    pub on_a_call: bool,
    /// One that is over, of which they have not said what came of it.
    pub wraps_up: bool,
    /// By the interpreters' bookings.
    pub agreed: Agreed,
}

/// Who waits, and who is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// Whoever has said something, the urgent and then the longest first.
    pub waiting: Vec<Waits>,
    /// Conversations in which somebody is to interpret.
    pub asked: Vec<Waits>,
    /// In the order of their numbers.
    pub agents: Vec<Agent>,
}

impl Queue {
    /// What rings at that member of staff, the longest first.
    pub fn ringing(&self, staff: StaffId) -> impl Iterator<Item = &Waits> {
        let rings = move |waits: &&Waits| waits.offered.is_some_and(|(at, _)| at == staff);
        self.waiting.iter().chain(&self.asked).filter(rings)
    }
}

impl Store {
    /// Where that member of staff is.
    ///
    /// # Errors
    /// As reading has.
    pub async fn presence(&self, staff: StaffId) -> Result<Option<Presence>, StoreError> {
        let read = self.read().await?;
        read.first(concat!(agents!(), "WHERE staff = ?1"), &params![staff.0])
            .await
    }

    /// A member of staff says where they are. What rang at them goes on to others unless they are ready.
    ///
    /// # Errors
    /// As writing has.
    pub async fn be_at(
        &self,
        staff: StaffId,
        at: At,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        // Who waits before who is there, as everywhere: two units of work never wait for each other.
        if at != At::Ready {
            stop_ringing(staff, &mut commit);
        }
        commit.run(
            "INSERT INTO hotline_agents (staff, version, state, reason, since, beat_at) VALUES (?1, 1, ?2, ?3, ?4, ?4) \
             ON CONFLICT (staff) DO UPDATE SET version = hotline_agents.version + 1, state = excluded.state, \
             reason = excluded.reason, since = excluded.since, beat_at = excluded.beat_at",
            params![staff.0, at.code(), reason, now],
        );
        presence::now_at(&mut commit, (staff, at, reason), now, now);
        commit.changed.push(told());
        Ok(self.commit(commit).await?)
    }

    /// They are still there. It is written only when the last beat is some time ago.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn agent_beat(&self, staff: StaffId, now: Timestamp) -> Result<(), StoreError> {
        let before = now.saturating_sub(BEAT_EVERY).unwrap_or(Timestamp::MIN);
        let known = self.presence(staff).await?;
        if known.is_none_or(|known| known.beat_at > before) {
            return Ok(());
        }
        let mut commit = Commit::default();
        commit.run(
            "UPDATE hotline_agents SET beat_at = ?2 WHERE staff = ?1 AND beat_at < ?2",
            params![staff.0, now],
        );
        Ok(self.commit(commit).await?)
    }

    /// The visitor of that contact is still there. It is written only when the last beat is some time ago.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn visitor_beat(&self, contact: Reference, now: Timestamp) -> Result<(), StoreError> {
        let before = now.saturating_sub(BEAT_EVERY).unwrap_or(Timestamp::MIN);
        let read = self.read().await?;
        let sql = "SELECT id FROM hotline_waiting WHERE contact = ?1 AND until IS NULL AND beat_at <= ?2";
        let old: Option<(i64,)> = read.first(sql, &params![contact, before]).await?;
        drop(read);
        if old.is_none() {
            return Ok(());
        }
        let mut commit = Commit::default();
        commit.run(
            "UPDATE hotline_waiting SET beat_at = ?2 WHERE contact = ?1 AND until IS NULL AND beat_at < ?2",
            params![contact, now],
        );
        Ok(self.commit(commit).await?)
    }

    /// Somebody has come to the chat and said nothing yet: a row alone, which goes when nothing more is heard.
    ///
    /// # Errors
    /// As writing has.
    pub async fn visits(&self, id: WaitingId, language: Lang, now: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "INSERT INTO hotline_waiting (id, version, kind, language, urgent, since, again, beat_at, declined_by) \
             VALUES (?1, 1, 'chat', ?2, 0, ?3, 0, ?3, '') \
             ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at",
            params![id.0, language.as_str(), now],
        );
        Ok(self.commit(commit).await?)
    }

    /// Who came and said nothing has begun to speak, and waits as a contact from now on, or has gone.
    ///
    /// # Errors
    /// As writing has.
    pub async fn visited(&self, id: WaitingId, spoke: bool, now: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        let outcome = if spoke { "spoke" } else { "silent" };
        commit.run(
            "UPDATE hotline_waiting SET until = ?2, outcome = ?3, version = version + 1 \
             WHERE id = ?1 AND contact IS NULL AND until IS NULL",
            params![id.0, now, outcome],
        );
        Ok(self.commit(commit).await?)
    }

    /// A call-back whose time is over rings at nobody any more: it is its turn when its hours come again.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn rest_call_backs(&self, now: Timestamp) -> Result<(), StoreError> {
        let read = self.read().await?;
        let late: Option<(i64,)> = read
            .first(
                concat!(
                    "SELECT id FROM hotline_waiting WHERE until IS NULL AND kind = 'call-back' \
                     AND offered_to IS NOT NULL AND NOT (",
                    due!("?1"),
                    ") LIMIT 1"
                ),
                &params![now],
            )
            .await?;
        drop(read);
        if late.is_none() {
            return Ok(());
        }
        let mut commit = Commit::default();
        commit.run(
            concat!(
                "UPDATE hotline_waiting SET offered_to = NULL, offered_at = NULL, version = version + 1 \
                 WHERE until IS NULL AND kind = 'call-back' AND offered_to IS NOT NULL AND NOT (",
                due!("?1"),
                ")"
            ),
            params![now],
        );
        commit.changed.push(told());
        Ok(self.commit(commit).await?)
    }

    /// Who waits and who is there at that time, call-backs while they are due, whoever asks: it says nothing of anybody but
    /// staff.
    ///
    /// # Errors
    /// As reading has.
    pub async fn hotline_queue(
        &self,
        policy: &Policy,
        today: Date,
        now: Timestamp,
    ) -> Result<Queue, StoreError> {
        let read = self.read().await?;
        // Who is there first: what is offered or taken after that raises the version of who has it, and a round that did not
        // see it claims nothing.
        let present: Vec<Presence> = read
            .rows(concat!(agents!(), "WHERE state <> 'offline' ORDER BY staff"), &[])
            .await?;
        let staff: Vec<(i64, String, String)> = read
            .rows(
                "SELECT s.id, s.role, s.languages FROM staff s JOIN hotline_agents a ON a.staff = s.id \
                 WHERE s.active = 1 AND s.role IN ('agent', 'interpreter') AND a.state <> 'offline'",
                &[],
            )
            .await?;
        let levels: Vec<(i64, String, String)> = read
            .rows(
                "SELECT l.staff, l.language, l.level FROM training_levels l \
                 JOIN hotline_agents a ON a.staff = l.staff WHERE a.state <> 'offline' \
                 AND l.reached_on <= ?1 AND l.expires_on >= ?1 ORDER BY l.staff, l.height",
                &params![today.to_string()],
            )
            .await?;
        let held: Vec<(i64, String, String, u64)> = read
            .rows(
                "SELECT p.staff, c.state, c.kind, COUNT(*) FROM contact_people p JOIN contacts c ON c.reference = p.reference \
                 WHERE p.here = 1 AND (p.part = 'agent' AND c.state IN ('talking', 'wrapping-up') \
                 OR p.part = 'interpreter' AND c.state = 'talking') GROUP BY p.staff, c.state, c.kind",
                &[],
            )
            .await?;
        // Of each who is there the quarter of an hour that it is, and no other.
        let agreed: Vec<(i64, String, String)> = read
            .rows(
                "SELECT a.staff, j.kind, l.language FROM hotline_agents a \
                 JOIN interpretation_quarters q ON q.staff = a.staff AND q.quarter = ?1 \
                 JOIN interpretation_jobs j ON j.reference = q.reference \
                 JOIN interpretation_languages l ON l.reference = j.reference \
                 WHERE a.state <> 'offline' AND j.state IN ('accepted', 'rostered')",
                &params![quarter_of(now)],
            )
            .await?;
        let waiting: Vec<Waits> = read
            .rows(
                concat!(
                    waiting!(),
                    "WHERE until IS NULL AND contact IS NOT NULL AND (kind <> 'call-back' OR ",
                    due!("?2"),
                    ") ORDER BY urgent DESC, since, id LIMIT ?1"
                ),
                &params![ROUND_MAX, now],
            )
            .await?;
        drop(read);
        let mut agents = Vec::with_capacity(present.len());
        let here = present
            .into_iter()
            .filter(|presence| !policy.has_vanished(presence.beat_at, now));
        for presence in here {
            let id = presence.staff.0;
            let Some((_, role, own)) = staff.iter().find(|(staff, ..)| *staff == id) else {
                continue;
            };
            let held = |state: &str, chat: bool| -> u64 {
                let held = held.iter();
                let held = held.filter(|(staff, of, kind, _)| {
                    *staff == id && of == state && (kind == Kind::Chat.code()) == chat
                });
                held.map(|(.., count)| *count).sum()
            };
            let languages = spoken(id, own, &levels)?;
            agents.push(Agent {
                role: Role::parse(role).ok_or(StoreError::Corrupt { what: "a role" })?,
                languages,
                chats: u8::try_from(held("talking", true)).unwrap_or(u8::MAX),
                on_a_call: held("talking", false) > 0,
                wraps_up: held("wrapping-up", true) + held("wrapping-up", false) > 0,
                agreed: agreed_by(id, &agreed)?,
                presence,
            });
        }
        let (asked, waiting) = waiting
            .into_iter()
            .partition(|waits| waits.what == What::Interpreter);
        Ok(Queue {
            waiting,
            asked,
            agents,
        })
    }

    /// What rings at that member of staff, the longest first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn ringing_at(&self, staff: StaffId) -> Result<Vec<Waits>, StoreError> {
        let read = self.read().await?;
        read.rows(
            concat!(
                waiting!(),
                "WHERE until IS NULL AND offered_to = ?1 AND contact IS NOT NULL ORDER BY offered_at, id LIMIT ?2"
            ),
            &params![staff.0, ROUND_MAX],
        )
        .await
    }

    /// How long those waited whom an agent answered since that time, in each language: the last of them.
    ///
    /// # Errors
    /// As reading has.
    pub async fn recent_waits(
        &self,
        since: Timestamp,
    ) -> Result<BTreeMap<Lang, Vec<SignedDuration>>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(String, Timestamp, Timestamp)> = read
            .rows(
                "SELECT language, since, until FROM (SELECT language, since, until, \
                 ROW_NUMBER() OVER (PARTITION BY language ORDER BY until DESC, id) AS place FROM hotline_waiting \
                 WHERE until >= ?1 AND outcome = 'answered' AND again = 0 AND kind <> 'call-back') w WHERE place <= ?2",
                &params![since, RECENT_MAX],
            )
            .await?;
        let mut waits: BTreeMap<Lang, Vec<SignedDuration>> = BTreeMap::new();
        for (language, since, until) in rows {
            let waited = until.duration_since(since).max(SignedDuration::ZERO);
            waits.entry(lang(&language)?).or_default().push(waited);
        }
        Ok(waits)
    }

    /// Tells everybody who listens that something happened at the hotline that no row keeps. Lost without harm.
    ///
    /// # Errors
    /// As writing has.
    pub async fn tell_hotline(&self, contact: Reference, aside: Aside) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.changed.push(aside.told(contact));
        Ok(self.commit(commit).await?)
    }
}
