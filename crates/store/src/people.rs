//! Staff and their sessions. Every change of staff is journaled, so that `verify` finds a role that someone gave
//! themselves past the program.

use domain::people::{Action, Actor, Reach, Role, Staff, StaffId, reach};
use domain::{Lang, UnitCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cases::normalise;
use crate::commit::{Clash, Commit, CommitError};
use crate::journal::{Entry, Hash, Head, hex, json, staff_stream};
use crate::value::{FromRow, Row, Value, params};
use crate::{Store, StoreError};

const TRIES: usize = 16;

/// Someone to be added to the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStaff {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub unit: UnitCode,
    pub languages: Vec<Lang>,
    pub password_hash: String,
}

/// What is to be changed of someone; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffChange {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub unit: Option<UnitCode>,
    pub languages: Option<Vec<Lang>>,
    pub active: Option<bool>,
    pub password_hash: Option<String>,
}

/// Someone's time at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub staff: Staff,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_seen_at: Timestamp,
}

/// Why staff was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    #[error("not allowed")]
    NotAllowed,
    #[error("the login is taken")]
    LoginTaken,
    #[error("there is no such member of staff")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The columns of `staff`, in the order of [`staff_row`].
pub(crate) const COLUMNS: [&str; 9] = [
    "id",
    "version",
    "login",
    "name",
    "role",
    "unit",
    "languages",
    "active",
    "password_hash",
];

/// What the journal keeps of someone: all of it at each change. Of the password only a digest of its hash, to notice
/// when somebody exchanges it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StaffFacts {
    login: String,
    role: Role,
    unit: UnitCode,
    languages: Vec<Lang>,
    active: bool,
    password: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct StaffBody {
    name: String,
}

/// Someone as the row has them.
#[derive(Debug, Clone)]
struct Known {
    staff: Staff,
    password_hash: String,
}

/// The columns of [`Known`], in its order.
macro_rules! known {
    () => {
        "SELECT s.id, s.login, s.name, s.role, s.unit, s.languages, s.active, s.password_hash"
    };
}

fn languages(text: &str) -> Result<Vec<Lang>, StoreError> {
    let languages = text.split(' ').filter(|code| !code.is_empty()).map(Lang::parse);
    languages
        .collect::<Result<_, _>>()
        .map_err(|_| StoreError::Corrupt { what: "a language" })
}

fn written(languages: &[Lang]) -> String {
    languages.iter().map(Lang::as_str).collect::<Vec<_>>().join(" ")
}

impl FromRow for Known {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let role: String = row.get(3)?;
        let staff = Staff {
            id: StaffId(row.get(0)?),
            login: row.get(1)?,
            name: row.get(2)?,
            role: Role::parse(&role).ok_or(StoreError::Corrupt { what: "a role" })?,
            unit: UnitCode::new(row.get::<String>(4)?),
            languages: languages(&row.get::<String>(5)?)?,
            active: row.get(6)?,
        };
        Ok(Self {
            staff,
            password_hash: row.get(7)?,
        })
    }
}

struct SessionRow(Session);

impl FromRow for SessionRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let staff = Known::from_row(row)?.staff;
        let (created_at, expires_at, last_seen_at) = (row.get(8)?, row.get(9)?, row.get(10)?);
        Ok(Self(Session {
            staff,
            created_at,
            expires_at,
            last_seen_at,
        }))
    }
}

pub(crate) fn password_digest(password_hash: &str) -> String {
    hex(&Sha256::digest(password_hash))
}

impl Known {
    fn facts(&self) -> StaffFacts {
        let staff = &self.staff;
        StaffFacts {
            login: staff.login.clone(),
            role: staff.role,
            unit: staff.unit.clone(),
            languages: staff.languages.clone(),
            active: staff.active,
            password: password_digest(&self.password_hash),
        }
    }

    fn entry<'a>(
        &self,
        at: Timestamp,
        actor: &'a Actor,
        kind: &'static str,
    ) -> Result<Entry<'a>, StoreError> {
        let body = json(&StaffBody {
            name: self.staff.name.clone(),
        })?;
        Ok(Entry {
            at,
            actor,
            kind,
            facts: json(&self.facts())?,
            body: Some(body),
        })
    }

    fn row(&self, version: u64) -> Vec<Value> {
        let staff = &self.staff;
        params![
            staff.id.0,
            version,
            staff.login.as_str(),
            staff.name.as_str(),
            staff.role.code(),
            staff.unit.as_str(),
            written(&staff.languages),
            staff.active,
            self.password_hash.as_str(),
        ]
        .into()
    }
}

/// The row that someone's last event makes, in the order of [`COLUMNS`]; of the password its digest.
pub(crate) fn staff_row(id: i64, version: u64, facts: &str, body: &str) -> Option<Vec<Value>> {
    let facts: StaffFacts = serde_json::from_str(facts).ok()?;
    let body: StaffBody = serde_json::from_str(body).ok()?;
    let row = params![
        id,
        version,
        facts.login,
        body.name,
        facts.role.code(),
        facts.unit.as_str(),
        written(&facts.languages),
        facts.active,
        facts.password,
    ];
    Some(row.into())
}

/// The password's hash replaced by its digest, to compare with [`staff_row`].
pub(crate) fn digested(mut row: Vec<Value>) -> Vec<Value> {
    if let Some(Value::Text(hash)) = row.last() {
        let digest = password_digest(hash);
        row.pop();
        row.push(digest.into());
    }
    row
}

fn manages(actor: &Actor) -> Result<(), PeopleError> {
    if reach(actor, Action::ManageStaff) == Reach::All {
        Ok(())
    } else {
        Err(PeopleError::NotAllowed)
    }
}

/// As it is kept: without what people mistype.
fn login(entered: &str) -> String {
    normalise(entered)
}

impl Store {
    /// Adds someone to the staff.
    ///
    /// # Errors
    /// [`PeopleError::LoginTaken`].
    pub async fn add_staff(
        &self,
        now: Timestamp,
        actor: &Actor,
        new: &NewStaff,
    ) -> Result<Staff, PeopleError> {
        manages(actor)?;
        for _ in 0..TRIES {
            let read = self.read().await?;
            let id: Option<(i64,)> = read
                .first("SELECT COALESCE(MAX(id), 0) + 1 FROM staff", &[])
                .await?;
            let known = Known {
                staff: Staff {
                    id: StaffId(id.map_or(1, |(id,)| id)),
                    login: login(&new.login),
                    name: new.name.replace('\0', ""),
                    role: new.role,
                    unit: new.unit.clone(),
                    languages: new.languages.clone(),
                    active: true,
                },
                password_hash: new.password_hash.clone(),
            };
            let stream = staff_stream(known.staff.id.0);
            let mut commit = Commit::default();
            let head = self.append(
                &mut commit,
                &stream,
                Head::NONE,
                vec![known.entry(now, actor, "staff-added")?],
            )?;
            commit.must(
                "INSERT INTO staff (id, version, login, name, role, unit, languages, active, password_hash) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
                known.row(head.seq),
                Clash::LoginTaken,
            );
            match self.commit(commit).await {
                Ok(()) => return Ok(known.staff),
                Err(CommitError::Clash(Clash::LoginTaken)) => return Err(PeopleError::LoginTaken),
                // Someone else was added at the same time.
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Changes someone. Whoever loses the password or the right to be here is signed out everywhere.
    ///
    /// Staff may change their own password, and nothing else, themselves.
    ///
    /// # Errors
    /// [`PeopleError::NotFound`], [`PeopleError::NotAllowed`].
    pub async fn change_staff(
        &self,
        now: Timestamp,
        actor: &Actor,
        id: StaffId,
        change: &StaffChange,
    ) -> Result<Staff, PeopleError> {
        let only_password = StaffChange {
            password_hash: change.password_hash.clone(),
            ..StaffChange::default()
        };
        if !(actor.staff() == Some(id) && *change == only_password) {
            manages(actor)?;
        }
        for _ in 0..TRIES {
            let (mut known, head) = self.known(id).await?.ok_or(PeopleError::NotFound)?;
            let staff = &mut known.staff;
            staff.name = change
                .name
                .clone()
                .unwrap_or_else(|| staff.name.clone())
                .replace('\0', "");
            staff.role = change.role.unwrap_or(staff.role);
            staff.unit = change.unit.clone().unwrap_or_else(|| staff.unit.clone());
            staff.languages = change
                .languages
                .clone()
                .unwrap_or_else(|| staff.languages.clone());
            staff.active = change.active.unwrap_or(staff.active);
            known.password_hash = change.password_hash.clone().unwrap_or(known.password_hash);
            let kind = if *change == only_password {
                "password-set"
            } else {
                "staff-changed"
            };
            let mut commit = Commit::default();
            let entry = known.entry(now, actor, kind)?;
            let head = self.append(&mut commit, &staff_stream(id.0), head, vec![entry])?;
            commit.must(
                "UPDATE staff SET version = ?2, login = ?3, name = ?4, role = ?5, unit = ?6, languages = ?7, \
                 active = ?8, password_hash = ?9 WHERE id = ?1",
                known.row(head.seq),
                Clash::Version,
            );
            if change.password_hash.is_some() || change.active == Some(false) {
                commit.run("DELETE FROM sessions WHERE staff = ?1", params![id.0]);
            }
            match self.commit(commit).await {
                Ok(()) => return Ok(known.staff),
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Sets someone's password and signs them out everywhere.
    ///
    /// # Errors
    /// As [`Store::change_staff`].
    pub async fn set_password(
        &self,
        now: Timestamp,
        actor: &Actor,
        id: StaffId,
        password_hash: String,
    ) -> Result<Staff, PeopleError> {
        let change = StaffChange {
            password_hash: Some(password_hash),
            ..StaffChange::default()
        };
        self.change_staff(now, actor, id, &change).await
    }

    /// Ends someone's work here. They stay on record: the journal names them.
    ///
    /// # Errors
    /// As [`Store::change_staff`].
    pub async fn deactivate_staff(
        &self,
        now: Timestamp,
        actor: &Actor,
        id: StaffId,
    ) -> Result<Staff, PeopleError> {
        let change = StaffChange {
            active: Some(false),
            ..StaffChange::default()
        };
        self.change_staff(now, actor, id, &change).await
    }

    async fn known(&self, id: StaffId) -> Result<Option<(Known, Head)>, StoreError> {
        let read = self.read().await?;
        let sql = concat!(known!(), " FROM staff s WHERE s.id = ?1");
        let Some(known) = read.first::<Known>(sql, &params![id.0]).await? else {
            return Ok(None);
        };
        let head: Option<(u64, Hash)> = read
            .first(
                "SELECT e.seq, e.hash FROM staff s JOIN events e ON e.stream = ?2 AND e.seq = s.version \
                 WHERE s.id = ?1",
                &params![id.0, staff_stream(id.0)],
            )
            .await?;
        let (seq, hash) = head.ok_or(StoreError::Corrupt {
            what: "a member of staff",
        })?;
        Ok(Some((known, Head { seq, hash })))
    }

    /// Everyone who works or worked here, by login.
    ///
    /// # Errors
    /// As reading has.
    pub async fn staff(&self) -> Result<Vec<Staff>, StoreError> {
        let sql = concat!(known!(), " FROM staff s ORDER BY s.login");
        let known: Vec<Known> = self.read().await?.rows(sql, &[]).await?;
        Ok(known.into_iter().map(|known| known.staff).collect())
    }

    /// Someone by number.
    ///
    /// # Errors
    /// As reading has.
    pub async fn staff_by_id(&self, id: StaffId) -> Result<Option<Staff>, StoreError> {
        let sql = concat!(known!(), " FROM staff s WHERE s.id = ?1");
        let known: Option<Known> = self.read().await?.first(sql, &params![id.0]).await?;
        Ok(known.map(|known| known.staff))
    }

    /// Someone by login, with the hash of their password. Also who is not active any more: the caller looks.
    ///
    /// # Errors
    /// As reading has.
    pub async fn staff_by_login(&self, entered: &str) -> Result<Option<(Staff, String)>, StoreError> {
        let sql = concat!(known!(), " FROM staff s WHERE s.login = ?1");
        let known: Option<Known> = self.read().await?.first(sql, &params![login(entered)]).await?;
        Ok(known.map(|known| (known.staff, known.password_hash)))
    }

    /// Begins a session.
    ///
    /// # Errors
    /// As writing has.
    pub async fn create_session(
        &self,
        now: Timestamp,
        token_hash: &[u8; 32],
        staff: StaffId,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.must(
            "INSERT INTO sessions (token_hash, staff, created_at, expires_at, last_seen_at) \
             VALUES (?1, ?2, ?3, ?4, ?3)",
            params![*token_hash, staff.0, now, expires_at],
            Clash::Version,
        );
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
            known!(),
            ", t.created_at, t.expires_at, t.last_seen_at FROM sessions t JOIN staff s ON s.id = t.staff \
             WHERE t.token_hash = ?1 AND t.expires_at > ?2 AND s.active = 1"
        );
        let found: Option<SessionRow> = self.read().await?.first(sql, &params![*token_hash, now]).await?;
        Ok(found.map(|SessionRow(session)| session))
    }

    /// Notes that a session is used, and lets it last longer.
    ///
    /// # Errors
    /// As writing has.
    pub async fn extend_session(
        &self,
        now: Timestamp,
        token_hash: &[u8; 32],
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "UPDATE sessions SET last_seen_at = ?2, expires_at = ?3 WHERE token_hash = ?1 AND expires_at > ?2",
            params![*token_hash, now, expires_at],
        );
        Ok(self.commit(commit).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// As writing has.
    pub async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run("DELETE FROM sessions WHERE token_hash = ?1", params![*token_hash]);
        Ok(self.commit(commit).await?)
    }
}
