//! How words and files leave the database, and what a file has to be to come into it.

use domain::journaled::Refusal;
use domain::problems::Problem;
use sha2::{Digest as _, Sha256};

use crate::commit::Commit;
use crate::journal::hex;
use crate::value::params;

/// All words of a stream leave the database; what was derived from them, the caller writes anew.
pub(crate) fn erase(commit: &mut Commit, stream: &str) {
    commit.purge = true;
    commit.run(
        "UPDATE events SET body = NULL, salt = NULL WHERE stream = ?1",
        params![stream],
    );
    commit.run("DELETE FROM files WHERE stream = ?1", params![stream]);
    // The digest of a request could be guessed at with the words.
    commit.run("DELETE FROM idempotency WHERE stream = ?1", params![stream]);
}

/// One file of a stream leaves the database.
pub(crate) fn erase_file(commit: &mut Commit, stream: &str, id: u64) {
    commit.purge = true;
    commit.run(
        "DELETE FROM files WHERE stream = ?1 AND id = ?2",
        params![stream, id],
    );
}

/// The bytes, if they are those that the event says.
pub(crate) fn whole<'a>(bytes: Option<&'a [u8]>, digest: &str) -> Result<&'a [u8], Refusal> {
    let bytes = bytes.ok_or(Problem::Required.of("file"))?;
    if hex(&Sha256::digest(bytes)) == digest {
        Ok(bytes)
    } else {
        Err(Problem::NotAFileType.of("file").into())
    }
}
