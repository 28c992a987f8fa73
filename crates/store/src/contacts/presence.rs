//! When somebody was at the desk: what the wall counts occupancy from. Rows alone, appended as staff say where they are and
//! as they vanish.

use domain::contacts::At;
use domain::roles::StaffId;
use jiff::Timestamp;

use crate::commit::Commit;
use crate::value::params;

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

/// Whoever does something at the desk is there, if it is not known already.
pub(super) fn is_there(commit: &mut Commit, staff: StaffId, now: Timestamp) {
    commit.run(
        "INSERT INTO hotline_presence (staff, began_at, state, role, languages) \
         SELECT s.id, ?2, 'ready', s.role, s.languages FROM staff s WHERE s.id = ?1 \
         AND NOT EXISTS (SELECT 1 FROM hotline_presence p WHERE p.staff = ?1 AND p.ended_at IS NULL) \
         ON CONFLICT (staff, began_at) DO UPDATE SET ended_at = NULL, state = excluded.state, reason = NULL",
        params![staff.0, now],
    );
}
