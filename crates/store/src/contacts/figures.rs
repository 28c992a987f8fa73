//! What the wall counts, read by when it began: what it costs grows with the time that is asked for, not with the years
//! before it. Whoever may see the wall sees all of it.

use std::collections::BTreeMap;

use domain::Lang;
use domain::contacts::figures::{Fate, Held, Rows, STRETCH, There, Wait};
use domain::contacts::matching::{AgentState, Policy};
use domain::contacts::staffing::day::Speaker;
use domain::contacts::staffing::forecast::Measured;
use domain::roles::{Role, StaffId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::queue::{Queue, lang, spoken};
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// Those who wait for one language, and who could answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NowIn {
    pub waiting: usize,
    /// Who waits longest, since when.
    pub since: Option<Timestamp>,
    /// Agents who speak it and could take somebody.
    pub ready: usize,
}

/// The hotline at this moment, without anybody's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Now {
    pub languages: BTreeMap<Lang, NowIn>,
    /// Agents in each state; whoever is rung counts as ready.
    pub states: BTreeMap<AgentState, usize>,
    /// Interpreters who are ready.
    pub interpreters: usize,
}

impl Now {
    pub fn waiting(&self) -> usize {
        self.languages.values().map(|now| now.waiting).sum()
    }

    pub fn since(&self) -> Option<Timestamp> {
        self.languages.values().filter_map(|now| now.since).min()
    }

    pub fn agents(&self, state: AgentState) -> usize {
        self.states.get(&state).copied().unwrap_or(0)
    }
}

impl Queue {
    /// What the wall shows of it.
    pub fn now(&self, policy: &Policy) -> Now {
        let mut now = Now::default();
        for waits in &self.waiting {
            let of = now.languages.entry(waits.language).or_default();
            of.waiting += 1;
            of.since = Some(of.since.map_or(waits.since, |since| since.min(waits.since)));
        }
        for agent in &self.agents {
            let state = match agent.state(false) {
                AgentState::Offered => AgentState::Ready,
                state => state,
            };
            let has_room = matches!(state, AgentState::Ready | AgentState::Talking)
                && !agent.on_a_call
                && agent.chats < policy.chats_at_once
                && !agent.agreed.is_elsewhere();
            if agent.role != Role::Agent {
                let is_ready = state == AgentState::Ready && !agent.agreed.is_elsewhere();
                now.interpreters += usize::from(agent.role == Role::Interpreter && is_ready);
                continue;
            }
            *now.states.entry(state).or_default() += 1;
            let spoken = agent
                .languages
                .iter()
                .filter(|(_, level)| **level >= policy.least_level);
            for (language, _) in spoken {
                now.languages.entry(*language).or_default().ready += usize::from(has_room);
            }
        }
        now
    }
}

struct Waited(Option<Wait>);

impl FromRow for Waited {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (until, outcome): (Option<Timestamp>, Option<String>) = (row.get(2)?, row.get(3)?);
        let (contact, again): (Option<String>, bool) = (row.get(4)?, row.get(5)?);
        let contact = contact.is_some();
        let fate = match (until, outcome.as_deref()) {
            (_, Some("silent")) if !contact => Fate::Silent,
            // Whoever spoke waits as a contact.
            _ if !contact => return Ok(Self(None)),
            _ if again => Fate::Again,
            (None, _) => Fate::Waits,
            (Some(at), Some("answered")) => Fate::Answered { at },
            (Some(at), _) => Fate::GaveUp { at },
        };
        Ok(Self(Some(Wait {
            language: lang(&row.get::<String>(0)?)?,
            since: row.get(1)?,
            fate,
        })))
    }
}

struct Had(Held);

impl FromRow for Had {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(Held {
            contact: row.get(0)?,
            staff: StaffId(row.get(1)?),
            language: lang(&row.get::<String>(2)?)?,
            from: row.get(3)?,
            until: row.get(4)?,
        }))
    }
}

struct Was(There);

impl FromRow for Was {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let languages: String = row.get(1)?;
        Ok(Self(There {
            staff: StaffId(row.get(0)?),
            languages: languages
                .split(' ')
                .filter_map(|code| Lang::parse(code).ok())
                .collect(),
            from: row.get(2)?,
            until: row.get(3)?,
        }))
    }
}

/// How many came in one language and quarter of an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    pub kind: String,
    pub language: Lang,
    /// Quarters of an hour since 1970.
    pub quarter: i64,
    pub n: u64,
}

impl FromRow for Arrived {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            kind: row.get(0)?,
            language: lang(&row.get::<String>(1)?)?,
            quarter: row.get(2)?,
            n: row.get(3)?,
        })
    }
}

impl Store {
    /// Everything that the figures of a time are counted from.
    ///
    /// # Errors
    /// As reading has.
    pub async fn hotline_rows(&self, (from, until): (Timestamp, Timestamp)) -> Result<Rows, StoreError> {
        let before = from.saturating_sub(STRETCH).unwrap_or(Timestamp::MIN);
        let after = until.saturating_add(STRETCH).unwrap_or(Timestamp::MAX);
        let read = self.read().await?;
        let waits: Vec<Waited> = read
            .long_rows(
                "SELECT language, since, until, outcome, contact, again \
                 FROM hotline_waiting WHERE since >= ?1 AND since < ?2 AND kind <> 'interpreter' ORDER BY since, id"
                    .to_owned(),
                params![from, until].into(),
            )
            .await?;
        let held: Vec<Had> = read
            .long_rows(
                "SELECT reference, staff, language, began_at, ended_at FROM contact_held \
                 WHERE began_at >= ?1 AND began_at < ?2 ORDER BY began_at, reference, n"
                    .to_owned(),
                params![before, after].into(),
            )
            .await?;
        let there: Vec<Was> = read
            .long_rows(
                "SELECT staff, languages, began_at, ended_at FROM hotline_presence \
                 WHERE began_at >= ?1 AND began_at < ?2 AND state = 'ready' AND role = 'agent' \
                 ORDER BY began_at, staff"
                    .to_owned(),
                params![before, until].into(),
            )
            .await?;
        Ok(Rows {
            waits: waits.into_iter().filter_map(|Waited(wait)| wait).collect(),
            held: held.into_iter().map(|Had(held)| held).collect(),
            there: there.into_iter().map(|Was(there)| there).collect(),
        })
    }

    /// How many came to the hotline in a time, in each language and quarter of an hour: whoever said something, once.
    ///
    /// # Errors
    /// As reading has.
    pub async fn hotline_arrivals(
        &self,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<Arrived>, StoreError> {
        let read = self.read().await?;
        read.long_rows(
            "SELECT kind, language, since / 900000000, COUNT(*) FROM hotline_waiting \
             WHERE since >= ?1 AND since < ?2 AND contact IS NOT NULL AND again = 0 AND kind <> 'interpreter' \
             GROUP BY kind, language, since / 900000000 ORDER BY 3, 2, 1"
                .to_owned(),
            params![from, until].into(),
        )
        .await
    }

    /// How long things took in each language in a time.
    ///
    /// # Errors
    /// As reading has.
    pub async fn hotline_paces(
        &self,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<BTreeMap<Lang, Measured>, StoreError> {
        let read = self.read().await?;
        let handled: Vec<(String, u64, u64)> = read
            .long_rows(
                "SELECT language, COUNT(DISTINCT reference), CAST(SUM(ended_at - began_at) / 1000000 AS BIGINT) \
                 FROM contact_held WHERE began_at >= ?1 AND began_at < ?2 AND ended_at >= began_at \
                 GROUP BY language ORDER BY language"
                    .to_owned(),
                params![from, until].into(),
            )
            .await?;
        let waited: Vec<(String, u64, u64)> = read
            .long_rows(
                "SELECT language, CAST(SUM(CASE WHEN outcome = 'answered' THEN 0 ELSE 1 END) AS BIGINT), \
                 CAST(SUM(until - since) / 1000000 AS BIGINT) \
                 FROM hotline_waiting WHERE since >= ?1 AND since < ?2 AND until >= since AND contact IS NOT NULL \
                 AND again = 0 AND kind <> 'interpreter' GROUP BY language ORDER BY language"
                    .to_owned(),
                params![from, until].into(),
            )
            .await?;
        let mut measured: BTreeMap<Lang, Measured> = BTreeMap::new();
        for (language, handled, handling) in handled {
            let of = measured.entry(lang(&language)?).or_default();
            (of.handled, of.handling) = (handled, handling);
        }
        for (language, abandoned, waited) in waited {
            let of = measured.entry(lang(&language)?).or_default();
            (of.abandoned, of.waited) = (abandoned, waited);
        }
        Ok(measured)
    }

    /// The agents, and what they speak on that day: whoever plans sees all of them.
    ///
    /// # Errors
    /// As reading has.
    pub async fn hotline_speakers(&self, today: Date) -> Result<Vec<Speaker>, StoreError> {
        let read = self.read().await?;
        let staff: Vec<(i64, String)> = read
            .rows(
                "SELECT id, languages FROM staff WHERE active = 1 AND role = 'agent' ORDER BY id",
                &[],
            )
            .await?;
        let levels: Vec<(i64, String, String)> = read
            .rows(
                "SELECT l.staff, l.language, l.level FROM training_levels l \
                 WHERE l.reached_on <= ?1 AND l.expires_on >= ?1 ORDER BY l.staff, l.height",
                &params![today.to_string()],
            )
            .await?;
        let speaker = |(id, own): (i64, String)| {
            let languages = spoken(id, &own, &levels)?;
            Ok(Speaker {
                staff: StaffId(id),
                languages,
            })
        };
        staff.into_iter().map(speaker).collect()
    }
}
