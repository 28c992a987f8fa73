//! Staff and their sessions. Every change of staff is journaled, so that `verify` finds a role that someone gave
//! themselves past the program.

mod sessions;

use domain::city::City;
use domain::journaled::{Context, Journaled as _, Refusal};
use domain::people::{Actor, Change, Command, Facts, Member, NewMember, Role, Staff, StaffId};
use domain::security::{Kind, Noted};
use domain::{Lang, UnitCode};
use futures::future::{BoxFuture, FutureExt as _};
use jiff::Timestamp;

pub use sessions::{NewSession, Session, session_name, session_of};

use crate::commands::{Beside, CommandError};
use crate::commit::Commit;
use crate::journal::{Stored, digest};
use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::kept::{Change as Changes, Kept};
use crate::lists::normalise;
use crate::records::{OpenError, Seal};
use crate::tries::Tries;
use crate::value::{FromRow, Row, Value, params};
use crate::{Store, StoreError};

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

/// Why staff was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    #[error("not allowed")]
    NotAllowed,
    #[error("the rules refuse it")]
    Refused(Refusal),
    #[error("the login is taken")]
    LoginTaken,
    #[error("there is no such member of staff")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refusal> for PeopleError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAllowed => Self::NotAllowed,
            other => Self::Refused(other),
        }
    }
}

impl From<CommandError<Member>> for PeopleError {
    fn from(error: CommandError<Member>) -> Self {
        match error {
            CommandError::Refused(refusal) => refusal.into(),
            CommandError::NotFound => Self::NotFound,
            CommandError::Stale { .. } | CommandError::OtherRequest => StoreError::Conflict.into(),
            CommandError::Store(error) => error.into(),
        }
    }
}

static TABLES: [Table<Member>; 1] = [Table {
    name: "staff",
    what: "row",
    columns: &[
        "id",
        "version",
        "login",
        "name",
        "role",
        "unit",
        "languages",
        "active",
        "password_hash",
    ],
    found_by: &["id"],
    sorted_by: &[],
    of_city: false,
    rows: row,
    statements: Statements::new(),
}];

fn row(folded: &Folded<'_, Member>) -> Rows {
    let Member { staff, version, .. } = folded.record;
    let row = params![
        staff.id.0,
        *version,
        staff.login.as_str(),
        staff.name.as_str(),
        staff.role.code(),
        staff.unit.as_str(),
        written(&staff.languages),
        staff.active,
        folded.seal.clone(),
    ];
    vec![row.into()]
}

/// Someone is loaded by their events: they are few, and the row lacks some.
impl Kept for Member {
    const KEY: &'static str = "id";
    const KEY_TEXT: &'static str = "CAST(id AS TEXT)";
    const SEAL: Option<&'static str> = Some("password_hash");
    const HAS_FOLDED: bool = false;
    const OWN: &'static str = "r.id = {staff}";

    fn tables() -> &'static [Table<Self>] {
        &TABLES
    }

    fn key_value(key: StaffId) -> Value {
        key.0.into()
    }

    /// The digest of the password's hash: the journal keeps no more of it.
    fn vouched(events: &[Stored]) -> Option<Value> {
        let facts: Facts = serde_json::from_str(&events.last()?.facts).ok()?;
        Some(facts.password.into())
    }

    fn as_vouched(seal: &Value) -> Value {
        match seal {
            Value::Text(hash) => digest(hash).into(),
            other => other.clone(),
        }
    }

    /// What was changed of them, for the security log.
    fn along<'a>(
        store: &'a Store,
        change: &'a Changes<'a, Self>,
        commit: &'a mut Commit,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            for noted in noted(change.before, change.after) {
                store.noted(commit, change.ctx, noted).await?;
            }
            Ok(())
        }
        .boxed()
    }

    /// Whoever loses the password or the right to be here is signed out everywhere.
    fn beside(before: Option<&Self>, after: &Self, _: &City, commit: &mut Commit) {
        let same = before.is_none_or(|before| before.password == after.password);
        if !same || !after.staff.active {
            commit.run("DELETE FROM sessions WHERE staff = ?1", params![after.staff.id.0]);
        }
    }
}

/// What of a change the security log says.
fn noted(before: Option<&Member>, after: &Member) -> Vec<Noted> {
    let rights = |member: &Member| format!("{}/{}", member.staff.role.code(), member.staff.unit);
    let new = |kind| Noted::new(kind).whom(after.staff.id);
    let Some(before) = before else {
        return vec![Noted {
            is: Some(rights(after)),
            ..new(Kind::PersonAdded)
        }];
    };
    let mut noted = Vec::new();
    if before.password != after.password {
        noted.push(new(Kind::PasswordSet));
    }
    if rights(before) != rights(after) {
        noted.push(Noted {
            was: Some(rights(before)),
            is: Some(rights(after)),
            ..new(Kind::RightsChanged)
        });
    }
    match (before.staff.active, after.staff.active) {
        (true, false) => noted.push(new(Kind::PersonLeft)),
        (false, true) => noted.push(new(Kind::PersonReturned)),
        _ => {}
    }
    let (was, is) = (&before.staff, &after.staff);
    if (&was.name, &was.languages) != (&is.name, &is.languages) {
        noted.push(new(Kind::PersonChanged));
    }
    noted
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

/// As it is kept: without what people mistype.
pub fn login(entered: &str) -> String {
    normalise(entered)
}

impl Store {
    /// Adds someone to the staff.
    ///
    /// # Errors
    /// [`PeopleError::LoginTaken`], and what the rules refuse.
    pub async fn add_staff(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        new: &NewStaff,
    ) -> Result<Staff, PeopleError> {
        let open = NewMember {
            login: login(&new.login),
            name: new.name.clone(),
            role: new.role,
            unit: new.unit.clone(),
            languages: new.languages.clone(),
            password: digest(&new.password_hash),
        };
        let seal = Seal::Kept(new.password_hash.clone().into());
        let ctx = Context { now, actor, city };
        let mut tries = Tries::of(self, Member::PREFIX);
        loop {
            let read = self.read().await?;
            let sql = "SELECT COALESCE(MAX(id), 0) + 1 FROM staff";
            let next: Option<(i64,)> = read.first(sql, &[]).await?;
            drop(read);
            let id = StaffId(next.map_or(1, |(id,)| id));
            match self.open_as::<Member>(&ctx, id, &seal, &open, None).await {
                Ok(opened) => return Ok(opened.record.staff),
                Err(OpenError::Refused(refusal)) => return Err(refusal.into()),
                Err(OpenError::Taken) => return Err(PeopleError::LoginTaken),
                // Someone else was added at the same time.
                Err(OpenError::KeyTaken | OpenError::OtherRequest) => tries.again().await?,
                Err(OpenError::Store(error)) => return Err(error.into()),
            }
        }
    }

    /// Changes someone.
    ///
    /// # Errors
    /// [`PeopleError::NotFound`], [`PeopleError::NotAllowed`], and what else the rules refuse.
    pub async fn change_staff(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        id: StaffId,
        change: Change,
    ) -> Result<Staff, PeopleError> {
        let ctx = Context { now, actor, city };
        let command = Command::Change(change);
        Ok(self
            .act(&ctx, id, None, &command, Beside::default())
            .await?
            .into_record()
            .staff)
    }

    /// Sets someone's password and signs them out everywhere.
    ///
    /// # Errors
    /// As [`Store::change_staff`].
    pub async fn set_password(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        id: StaffId,
        password_hash: String,
    ) -> Result<Staff, PeopleError> {
        let command = Command::SetPassword {
            password: digest(&password_hash),
        };
        let beside = Beside {
            seal: Some(password_hash.into()),
            ..Beside::default()
        };
        let ctx = Context { now, actor, city };
        Ok(self
            .act(&ctx, id, None, &command, beside)
            .await?
            .into_record()
            .staff)
    }

    /// Ends someone's work here. They stay on record: the journal names them.
    ///
    /// # Errors
    /// As [`Store::change_staff`].
    pub async fn deactivate_staff(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        id: StaffId,
    ) -> Result<Staff, PeopleError> {
        let ctx = Context { now, actor, city };
        let command = Command::Deactivate;
        Ok(self
            .act(&ctx, id, None, &command, Beside::default())
            .await?
            .into_record()
            .staff)
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
}
