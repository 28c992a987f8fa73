//! Sessions of staff: who holds a token, known here by its hash. That one has ended is told on the bus, so that what is open by it
//! closes at once, on whatever node.

use domain::city::City;
use domain::journaled::Context;
use domain::people::session::{Browser, MOST, SeenAs, System, ends_at};
use domain::people::{Actor, Member, SESSIONS, Staff, StaffId};
use domain::security::{Kind, Noted};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::Known;
use crate::bus::Changed;
use crate::commit::{Clash, Commit};
use crate::journal::hex;
use crate::kept::Within;
use crate::lists::{
    By::{Number, Text},
    Key, Order, Page, Query,
};
use crate::records::kept;
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// How a message on the bus begins that a session has ended.
const ENDED: &str = "session";

/// The name by which a session is listed and ended. It says nothing of the token.
pub fn session_name(token_hash: &[u8; 32]) -> String {
    hex(&Sha256::digest(token_hash)[..8])
}

/// Whose session has ended, and its name, if that is what the message says.
pub fn session_of(changed: &Changed) -> Option<(StaffId, &str)> {
    let (staff, name) = changed
        .stream
        .strip_prefix(ENDED)?
        .strip_prefix('/')?
        .split_once('/')?;
    Some((StaffId(staff.parse().ok()?), name))
}

/// Someone's time at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub staff: Staff,
    /// See [`session_name`].
    pub name: String,
    pub seen_as: SeenAs,
    pub began_at: Timestamp,
    pub ends_at: Timestamp,
    /// To some minutes.
    pub used_at: Timestamp,
    token_hash: [u8; 32],
}

/// A session to be begun.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    pub token_hash: &'a [u8; 32],
    pub staff: StaffId,
    pub seen_as: SeenAs,
    /// A hash of what the browser it is on keeps. A program keeps nothing.
    pub device: Option<&'a [u8; 32]>,
    /// The session that whoever signs in had.
    pub before: Option<&'a [u8; 32]>,
    /// See [`Noted::from`].
    pub from: Option<&'a str>,
}

/// The columns of [`Session`], in its order.
macro_rules! columns {
    () => {
        concat!(
            "s.id, s.login, s.name, s.role, s.unit, s.languages, s.active, s.password_hash, ",
            "t.token_hash, t.browser, t.system, t.created_at, t.expires_at, t.last_seen_at"
        )
    };
}

/// And where they stand: `s` is whose a session is.
macro_rules! sessions {
    () => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM sessions t JOIN staff s ON s.id = t.staff "
        )
    };
}

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let staff = Known::from_row(row)?.staff;
        let token_hash: [u8; 32] = row.get(8)?;
        let (browser, system): (String, String) = (row.get(9)?, row.get(10)?);
        Ok(Self {
            staff,
            name: session_name(&token_hash),
            seen_as: SeenAs {
                browser: Browser::parse(&browser).unwrap_or(Browser::Other),
                system: System::parse(&system).unwrap_or(System::Other),
            },
            began_at: row.get(11)?,
            ends_at: row.get(12)?,
            used_at: row.get(13)?,
            token_hash,
        })
    }
}

/// Used last first.
const ORDER: Order = Order {
    code: "used",
    keys: &[Number("t.last_seen_at"), Text("t.name")],
    upwards: false,
};

impl Store {
    /// Begins a session; those on the same device end, and the oldest of somebody who has very many.
    ///
    /// # Errors
    /// As writing has.
    pub async fn begin_session(
        &self,
        city: &City,
        now: Timestamp,
        staff: &Staff,
        new: &NewSession<'_>,
    ) -> Result<(), StoreError> {
        let actor = Actor::from(staff);
        let now = kept(now);
        let ctx = Context {
            now,
            actor: &actor,
            city,
        };
        let mut commit = Commit::default();
        let read = self.read().await?;
        let mut ending: Vec<(Session, &str)> = Vec::new();
        for (column, hash) in [("device", new.device), ("token_hash", new.before)] {
            if let Some(hash) = hash {
                let sql = format!("{}WHERE t.{column} = ?1", sessions!());
                let there: Vec<Session> = read.rows(&sql, &params![*hash]).await?;
                ending.extend(there.into_iter().map(|session| (session, "same-device")));
            }
        }
        let sql = concat!(sessions!(), "WHERE t.staff = ?1 ORDER BY t.last_seen_at DESC");
        let theirs: Vec<Session> = read.rows(sql, &params![staff.id.0]).await?;
        drop(read);
        ending.extend(
            theirs
                .into_iter()
                .skip(MOST - 1)
                .map(|session| (session, "too-many")),
        );
        let mut ended = Vec::new();
        for (session, why) in ending {
            if !ended.contains(&session.token_hash) {
                self.end(&mut commit, &ctx, &session, Some(why)).await?;
                ended.push(session.token_hash);
            }
        }
        let SeenAs { browser, system } = new.seen_as;
        commit.must(
            "INSERT INTO sessions (token_hash, staff, created_at, expires_at, last_seen_at, name, device, browser, system) \
             VALUES (?1, ?2, ?3, ?4, ?3, ?5, ?6, ?7, ?8)",
            params![
                *new.token_hash,
                staff.id.0,
                now,
                ends_at(now, now),
                session_name(new.token_hash),
                new.device.copied(),
                browser.code(),
                system.code()
            ],
            Clash::Version,
        );
        let noted = Noted {
            from: new.from.map(str::to_owned),
            ..Noted::new(Kind::SignedIn).what(format!("{}/{}", browser.code(), system.code()))
        };
        self.noted(&mut commit, &ctx, noted).await?;
        Ok(self.commit(commit).await?)
    }

    /// The session of that token, if it has not ended and its owner still works here.
    ///
    /// # Errors
    /// As reading has.
    pub async fn session(
        &self,
        now: Timestamp,
        token_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        let sql = concat!(
            sessions!(),
            "WHERE t.token_hash = ?1 AND t.expires_at > ?2 AND s.active = 1"
        );
        self.read().await?.first(sql, &params![*token_hash, now]).await
    }

    /// Notes that a session is used, and lets it last longer: never beyond what any lasts.
    ///
    /// # Errors
    /// As writing has.
    pub async fn use_session(&self, now: Timestamp, session: &Session) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "UPDATE sessions SET last_seen_at = ?2, expires_at = ?3 WHERE token_hash = ?1 AND expires_at > ?2",
            params![session.token_hash, now, ends_at(session.began_at, now)],
        );
        Ok(self.commit(commit).await?)
    }

    /// Forgets the sessions that have ended by themselves. What is open by one knows when it ends.
    ///
    /// # Errors
    /// As writing has.
    pub async fn forget_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run("DELETE FROM sessions WHERE expires_at <= ?1", params![now]);
        Ok(self.commit(commit).await?)
    }

    /// Its owner signs out.
    ///
    /// # Errors
    /// As writing has.
    pub async fn sign_out(
        &self,
        city: &City,
        now: Timestamp,
        token_hash: &[u8; 32],
    ) -> Result<(), StoreError> {
        let sql = concat!(sessions!(), "WHERE t.token_hash = ?1");
        let there: Option<Session> = self.read().await?.first(sql, &params![*token_hash]).await?;
        let Some(session) = there else { return Ok(()) };
        let actor = Actor::from(&session.staff);
        let ctx = Context {
            now,
            actor: &actor,
            city,
        };
        let mut commit = Commit::default();
        remove(&mut commit, &session);
        let out = Noted::new(Kind::SignedOut);
        self.noted(&mut commit, &ctx, out).await?;
        Ok(self.commit(commit).await?)
    }

    /// Adds to a unit of work that a session ends.
    async fn end(
        &self,
        commit: &mut Commit,
        ctx: &Context<'_>,
        session: &Session,
        why: Option<&str>,
    ) -> Result<(), StoreError> {
        remove(commit, session);
        let ended = Noted {
            what: why.map(str::to_owned),
            ..Noted::new(Kind::SessionEnded).whom(session.staff.id)
        };
        self.noted(commit, ctx, ended).await
    }

    /// Ends the session of that name, if there is one that the actor may end.
    ///
    /// # Errors
    /// As writing has.
    pub async fn end_session(&self, ctx: &Context<'_>, name: &str) -> Result<bool, StoreError> {
        let Some(mut query) = theirs(ctx.actor) else {
            return Ok(false);
        };
        query.equal("t.name", name);
        Ok(self.end_all(ctx, query, None).await? > 0)
    }

    /// Ends all of somebody's sessions that the actor may end, but for the one of that name; says how many.
    ///
    /// # Errors
    /// As writing has.
    pub async fn end_sessions_of(
        &self,
        ctx: &Context<'_>,
        staff: StaffId,
        but: Option<&str>,
    ) -> Result<usize, StoreError> {
        let Some(mut query) = theirs(ctx.actor) else {
            return Ok(0);
        };
        query.equal("t.staff", staff.0);
        self.end_all(ctx, query, but).await
    }

    async fn end_all(&self, ctx: &Context<'_>, query: Query, but: Option<&str>) -> Result<usize, StoreError> {
        let read = self.read().await?;
        // `r` is the row by which is decided whose it is, as in every list of staff.
        let sql = format!("SELECT {} FROM {FROM}{}", columns!(), query.conditions());
        let mut there: Vec<Session> = query.rows(&read, sql).await?;
        drop(read);
        there.retain(|session| but != Some(session.name.as_str()));
        let mut commit = Commit::default();
        for session in &there {
            self.end(&mut commit, ctx, session, None).await?;
        }
        if !there.is_empty() {
            self.commit(commit).await?;
        }
        Ok(there.len())
    }

    /// Sessions that go on, as far as the actor sees them; of that member of staff, or of everybody.
    ///
    /// # Errors
    /// As reading has.
    pub async fn sessions(
        &self,
        actor: &Actor,
        now: Timestamp,
        of: Option<StaffId>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Session>, StoreError> {
        let Some(mut query) = theirs(actor) else {
            return Ok(Page::default());
        };
        let now = query.bind(now);
        query.and(&format!("t.expires_at > {now} AND s.active = 1"));
        if let Some(StaffId(staff)) = of {
            query.equal("t.staff", staff);
        }
        let read = self.read().await?;
        let keys = |session: &Session| {
            let used: Key = session.used_at.as_microsecond().into();
            vec![used, session.name.clone().into()]
        };
        query
            .page(&read, (columns!(), FROM), &ORDER, cursor, limit, keys)
            .await
    }
}

/// Sessions with whose they are, as `s`, and as `r`, by which is decided who sees them.
const FROM: &str = "sessions t JOIN staff s ON s.id = t.staff JOIN staff r ON r.id = t.staff";

/// The sessions that an actor sees and may end.
fn theirs(actor: &Actor) -> Option<Query> {
    Query::within::<Member>(&Within::of::<Member>(actor, SESSIONS))
}

/// Adds to a unit of work that a session goes, and that those hear of it who serve it.
fn remove(commit: &mut Commit, session: &Session) {
    commit.run(
        "DELETE FROM sessions WHERE token_hash = ?1",
        params![session.token_hash],
    );
    commit.changed.push(Changed {
        stream: format!("{ENDED}/{}/{}", session.staff.id, session.name),
        seq: 0,
        kind: "ended".to_owned(),
    });
}
