//! How words and files leave the database, and what a file has to be to come into it.

use domain::journaled::Refusal;
use domain::problems::Problem;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::commit::Commit;
use crate::dialect;
use crate::journal::hex;
use crate::value::params;
use crate::{Driver, Store, StoreError};

/// Since when there may be dead rows with words in them.
const UNSWEPT: &str = "unswept";
/// Nobody reads for longer from one moment on: `verify` has the most time, and ten minutes.
const LONGEST_READ: SignedDuration = SignedDuration::from_mins(15);

fn left(commit: &mut Commit, now: Timestamp) {
    commit.purge = true;
    commit.run(
        "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![UNSWEPT, now.as_microsecond().to_string()],
    );
}

/// All words of a stream leave the database; what was derived from them, the caller writes anew.
pub(crate) fn erase(commit: &mut Commit, stream: &str, now: Timestamp) {
    left(commit, now);
    commit.run(
        "UPDATE events SET body = NULL, salt = NULL WHERE stream = ?1",
        params![stream],
    );
    commit.run("DELETE FROM files WHERE stream = ?1", params![stream]);
    // The digest of a request could be guessed at with the words.
    commit.run("DELETE FROM idempotency WHERE stream = ?1", params![stream]);
}

/// One file of a stream leaves the database.
pub(crate) fn erase_file(commit: &mut Commit, stream: &str, id: u64, now: Timestamp) {
    left(commit, now);
    commit.run(
        "DELETE FROM files WHERE stream = ?1 AND id = ?2",
        params![stream, id],
    );
}

impl Store {
    /// Takes out of the tables what erasures left in dead rows, as PostgreSQL does; again and again, until nobody can still be
    /// reading what was there before. Says whether there was anything to do. To be called every minute.
    ///
    /// # Errors
    /// As writing has.
    pub async fn sweep(&self, now: Timestamp) -> Result<bool, StoreError> {
        let read = self.read().await?;
        let sql = "SELECT value FROM settings WHERE name = ?1";
        let unswept: Option<(String,)> = read.first(sql, &params![UNSWEPT]).await?;
        drop(read);
        let Some((since,)) = unswept else {
            return Ok(false);
        };
        if let Driver::Postgres(postgres) = &self.0.driver {
            postgres
                .client_for_long()
                .await?
                .run(dialect::POSTGRES_SWEEP)
                .await?;
        }
        let at = since
            .parse()
            .ok()
            .and_then(|at| Timestamp::from_microsecond(at).ok());
        if at.is_none_or(|at| now.duration_since(at) > LONGEST_READ) {
            let mut commit = Commit {
                purge: true,
                ..Commit::default()
            };
            // Not if more was erased meanwhile.
            commit.run(
                "DELETE FROM settings WHERE name = ?1 AND value = ?2",
                params![UNSWEPT, since],
            );
            self.commit(commit).await?;
        }
        Ok(true)
    }
}

/// The bytes, if they are those that the command says.
pub(crate) fn whole<'a>(bytes: Option<&'a [u8]>, digest: &str) -> Result<&'a [u8], Refusal> {
    let bytes = bytes.ok_or(Problem::Required.of("file"))?;
    if hex(&Sha256::digest(bytes)) == digest {
        Ok(bytes)
    } else {
        Err(Problem::NotAFileType.of("file").into())
    }
}

pub(crate) type Salt = [u8; 16];

/// How the digest of a file begins that was made with a salt. Those that were recorded before are of the bytes alone, and so
/// tell for good which file it was, to whoever has it.
const SALTED: &str = "salted:";

/// What is recorded of a file: once the salt is erased with it, it says nothing of the bytes.
pub(crate) fn salted(salt: &Salt, bytes: &[u8]) -> String {
    let digest = Sha256::new().chain_update(salt).chain_update(bytes).finalize();
    format!("{SALTED}{}", hex(&digest))
}

/// Whether those are the bytes of which that was recorded.
pub(crate) fn are_of(digest: &str, salt: Option<&[u8]>, bytes: &[u8]) -> bool {
    match salt.map(Salt::try_from) {
        Some(Ok(salt)) => salted(&salt, bytes) == digest,
        Some(Err(_)) => false,
        None => hex(&Sha256::digest(bytes)) == digest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_bytes_and_its_salt_and_an_old_one_by_its_bytes_alone() {
        let (bytes, salt) = (b"a picture".as_slice(), [7; 16]);
        let (kept, old) = (salted(&salt, bytes), hex(&Sha256::digest(bytes)));
        assert!(are_of(&kept, Some(&salt), bytes) && are_of(&old, None, bytes));
        assert_ne!(kept, salted(&[8; 16], bytes));
        assert!(!kept.contains(&old));
        // Nothing that is no salt stands for one, and none of it for a part of the bytes.
        let moved = [&salt[..], bytes].concat();
        for (salt, bytes) in [
            (None, moved.as_slice()),
            (None, bytes),
            (Some(&[][..]), moved.as_slice()),
            (Some(&salt[..8]), bytes),
        ] {
            assert!(!are_of(&kept, salt, bytes));
        }
        assert!(!are_of(&old, Some(&salt), bytes));
    }
}
