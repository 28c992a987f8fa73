//! When somebody was at the desk: what the wall counts occupancy from. Rows alone, appended as staff say where they are and
//! as they vanish.

use domain::contacts::At;
use domain::roles::StaffId;
use jiff::Timestamp;

use super::queue::{Presence, told};
use super::rounds::claimed;
use crate::commit::{Clash, Commit};
use crate::value::params;
use crate::{Store, StoreError};

/// What was ends at `until`, and what is begins `now`. A clock that was set back gives no time that ends before it begins.
pub(super) fn now_at(
    commit: &mut Commit,
    (staff, at, reason): (StaffId, At, Option<&str>),
    until: Timestamp,
    now: Timestamp,
) {
    commit.run(
        "UPDATE hotline_presence SET ended_at = CASE WHEN began_at > ?2 THEN began_at ELSE ?2 END \
         WHERE staff = ?1 AND ended_at IS NULL",
        params![staff.0, until],
    );
    if at != At::Offline {
        commit.run(
            "INSERT INTO hotline_presence (staff, began_at, state, reason, role, languages) \
             SELECT s.id, ?2, ?3, ?4, s.role, s.languages FROM staff s WHERE s.id = ?1 \
             ON CONFLICT (staff, began_at) DO UPDATE SET ended_at = NULL, state = excluded.state, reason = excluded.reason",
            params![staff.0, now, at.code(), reason],
        );
    }
}

impl Store {
    /// Somebody was not heard of since that time, and is offline: they were there until they were last heard of. Nothing
    /// happens when they are back.
    pub(super) async fn vanish(&self, gone: &Presence, before: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.must(
            "UPDATE hotline_agents SET version = version + 1, state = 'offline', reason = NULL, since = beat_at \
             WHERE staff = ?1 AND version = ?2 AND beat_at <= ?3",
            params![gone.staff.0, gone.version, before],
            Clash::Version,
        );
        now_at(
            &mut commit,
            (gone.staff, At::Offline, None),
            gone.beat_at,
            gone.beat_at,
        );
        commit.run(
            "UPDATE hotline_waiting SET offered_to = NULL, offered_at = NULL, version = version + 1 \
             WHERE offered_to = ?1 AND until IS NULL",
            params![gone.staff.0],
        );
        commit.changed.push(told());
        claimed(self.commit(commit).await).map(|_| ())
    }
}
