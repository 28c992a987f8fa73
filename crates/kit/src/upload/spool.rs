//! Where what comes with a form waits until all of it is there: the first of it in memory, the rest on the disk, in a file
//! without a name, which is gone with whoever held it. So what is sent slowly, or never to its end, costs no memory; and what is
//! whole is read into memory by a few at a time.

use std::io::{ErrorKind, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;

/// Bytes of a form that wait in memory.
const IN_MEMORY: usize = 64 * 1024;
/// How often it is looked whether the disk has room, in bytes that were written.
const LOOKS_EVERY: u64 = 1024 * 1024;
/// So many that are whole are in memory at once.
const WHOLE: usize = 8;

/// Where files wait.
#[derive(Debug, Clone)]
pub struct Waits {
    pub folder: PathBuf,
    /// Bytes of its disk that uploads leave free.
    pub keep_free: u64,
}

/// A spare gigabyte, and the database goes on when there are files no more.
pub const KEEP_FREE: u64 = 1024 * 1024 * 1024;

impl Default for Waits {
    fn default() -> Self {
        Self {
            folder: std::env::temp_dir(),
            keep_free: 0,
        }
    }
}

#[derive(Debug)]
pub struct Spool {
    waits: Waits,
    whole: Arc<Semaphore>,
}

impl Spool {
    pub fn new(waits: Waits) -> Self {
        Self {
            waits,
            whole: Arc::new(Semaphore::new(WHOLE)),
        }
    }

    /// Whether the disk has room for more.
    ///
    /// # Errors
    /// [`Error::NoRoom`].
    pub fn has_room(&self) -> Result<(), Error> {
        let disk = rustix::fs::statvfs(&self.waits.folder).map_err(|error| failed(&error.into()))?;
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        if free < self.waits.keep_free {
            return Err(Error::NoRoom);
        }
        Ok(())
    }

    pub fn begin(&self) -> Waiting<'_> {
        Waiting {
            spool: self,
            first: Vec::new(),
            rest: None,
            length: 0,
            looked_at: 0,
        }
    }
}

fn failed(error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::NoRoom,
        _ => Error::Internal(format!("an upload cannot be kept: {error}")),
    }
}

/// Bytes that have come.
#[derive(Debug)]
pub struct Waiting<'a> {
    spool: &'a Spool,
    first: Vec<u8>,
    rest: Option<File>,
    length: u64,
    looked_at: u64,
}

impl Waiting<'_> {
    pub fn length(&self) -> u64 {
        self.length
    }

    /// # Errors
    /// [`Error::NoRoom`] when there is no room for more.
    pub async fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.length += bytes.len() as u64;
        let into_memory = bytes.len().min(IN_MEMORY - self.first.len());
        let (memory, disk) = bytes.split_at(into_memory);
        self.first.extend_from_slice(memory);
        if disk.is_empty() {
            return Ok(());
        }
        if self.rest.is_none() || self.length - self.looked_at >= LOOKS_EVERY {
            self.spool.has_room()?;
            self.looked_at = self.length;
        }
        let rest = match &mut self.rest {
            Some(rest) => rest,
            none => {
                let made = tempfile::tempfile_in(&self.spool.waits.folder).map_err(|error| failed(&error))?;
                none.insert(File::from_std(made))
            }
        };
        rest.write_all(disk).await.map_err(|error| failed(&error))
    }

    /// All of them, once there is room for it in memory. Of what is held with it, nothing else may wait for that.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn whole(self) -> Result<Whole, Error> {
        let Some(mut rest) = self.rest else {
            return Ok(Whole::from(self.first));
        };
        let room = Arc::clone(&self.spool.whole).acquire_owned().await.ok();
        let room = room.map(|permit| Room {
            _permit: Arc::new(permit),
        });
        let read = async {
            rest.flush().await?;
            rest.seek(SeekFrom::Start(0)).await?;
            let mut bytes = self.first;
            bytes.reserve_exact(
                usize::try_from(self.length)
                    .unwrap_or(0)
                    .saturating_sub(bytes.len()),
            );
            rest.read_to_end(&mut bytes).await?;
            std::io::Result::Ok(bytes)
        };
        let bytes = read.await.map_err(|error| failed(&error))?;
        Ok(Whole { bytes, room })
    }
}

/// Room in memory for what is long.
#[derive(Debug, Clone)]
pub struct Room {
    _permit: Arc<OwnedSemaphorePermit>,
}

/// What was sent, all of it; while it is held, few others are.
#[derive(Debug)]
pub struct Whole {
    pub bytes: Vec<u8>,
    room: Option<Room>,
}

impl Whole {
    /// What it takes up, for what was made of it.
    pub fn room(&self) -> Option<Room> {
        self.room.clone()
    }

    /// A part of it, which keeps its room.
    #[must_use]
    pub fn part(mut self, part: std::ops::Range<usize>) -> Self {
        self.bytes.truncate(part.end);
        self.bytes.drain(..part.start);
        self
    }
}

impl std::ops::Deref for Whole {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsRef<[u8]> for Whole {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// What is in memory already.
impl From<Vec<u8>> for Whole {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, room: None }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn spool(keep_free: u64) -> Spool {
        Spool::new(Waits {
            keep_free,
            ..Waits::default()
        })
    }

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect()
    }

    #[tokio::test]
    async fn what_was_sent_comes_back_as_it_was() {
        let spool = spool(0);
        for length in [0, 1, IN_MEMORY - 1, IN_MEMORY, IN_MEMORY + 1, 3_000_000] {
            for piece in [7_000, 65_536, 1_000_000] {
                let sent = bytes(length);
                let mut waiting = spool.begin();
                for piece in sent.chunks(piece) {
                    waiting.add(piece).await.unwrap();
                }
                assert_eq!(waiting.length(), length as u64);
                assert!(waiting.first.capacity() <= 2 * IN_MEMORY, "it is on the disk");
                assert_eq!(waiting.rest.is_some(), length > IN_MEMORY);
                assert!(
                    waiting.whole().await.unwrap()[..] == sent[..],
                    "{length} by {piece}"
                );
            }
        }
    }

    #[tokio::test]
    async fn with_little_room_left_nothing_more_is_taken() {
        let spool = spool(u64::MAX);
        let mut waiting = spool.begin();
        waiting.add(&bytes(IN_MEMORY)).await.unwrap();
        assert!(matches!(waiting.add(&[1]).await, Err(Error::NoRoom)));
    }

    #[tokio::test]
    async fn few_are_in_memory_at_once() {
        let spool = spool(0);
        let mut held = Vec::new();
        for _ in 0..WHOLE {
            let mut waiting = spool.begin();
            waiting.add(&bytes(100_000)).await.unwrap();
            held.push(waiting.whole().await.unwrap());
        }
        let mut one_more = spool.begin();
        one_more.add(&bytes(100_000)).await.unwrap();
        let mut one_more = std::pin::pin!(one_more.whole());
        let soon = Duration::from_millis(50);
        assert!(tokio::time::timeout(soon, &mut one_more).await.is_err());
        // What is small waits for nobody.
        let mut small = spool.begin();
        small.add(b"a word").await.unwrap();
        assert_eq!(&small.whole().await.unwrap()[..], b"a word");
        held.pop();
        let whole = one_more.await.unwrap();
        assert_eq!(whole.part(3..5)[..], [3, 4]);
    }
}
