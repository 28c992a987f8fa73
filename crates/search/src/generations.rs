//! A folder with an index in it.
//!
//! Each index that is built is a *generation*, a folder of its own, and is never written to afterwards; the file `current`
//! names the one that counts. It is put in place by a rename, so that there is always a whole one or none.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{fs, str};

use serde::{Deserialize, Serialize};
use tantivy::TantivyError;

use crate::damaged::Damaged;

/// Counts up whenever the layout changes or what is kept of a text, be it by a library that folds, segments or stems: what was
/// made otherwise is made again.
const VERSION: u32 = 1;

const CURRENT: &str = "current";
const STAMP: &str = "stamp.json";
const PREFIX: &str = "generation-";

/// What a generation says of itself, written when it is whole.
#[derive(Debug, Serialize, Deserialize)]
struct Stamp {
    version: u32,
    fingerprint: String,
}

/// Why there is no index to read; whatever it is, building one anew is the way out.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("there is no index in the folder yet")]
    Absent,
    /// Made by another version of the program, which keeps other things of a text.
    #[error("the index is of version {found}, and this is {VERSION}")]
    OtherVersion { found: u32 },
    #[error(transparent)]
    Damaged(#[from] Damaged),
    #[error("the folder of the index cannot be read")]
    Unreadable(#[source] io::Error),
}

/// Why none was built; the one that was there is as it was. One in memory needs no folder.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A folder that cannot be written to, a disk that is full.
    #[error("the index cannot be written: {0}")]
    Unwritable(String),
    #[error("there are more texts than an index can number")]
    TooMany,
    /// It was written, and is not what was written.
    #[error(transparent)]
    Unusable(#[from] OpenError),
}

impl From<TantivyError> for BuildError {
    fn from(error: TantivyError) -> Self {
        Self::Unwritable(error.to_string())
    }
}

impl From<io::Error> for BuildError {
    fn from(error: io::Error) -> Self {
        Self::Unwritable(error.to_string())
    }
}

impl From<Damaged> for BuildError {
    fn from(damaged: Damaged) -> Self {
        Self::Unusable(damaged.into())
    }
}

pub fn open<T>(
    folder: &Path,
    read: impl FnOnce(&Path, String) -> Result<T, Damaged>,
) -> Result<T, OpenError> {
    let generation = current(folder)?.ok_or(OpenError::Absent)?;
    let stamp = match fs::read(generation.join(STAMP)) {
        Ok(stamp) => stamp,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Damaged::of("it has no stamp").into());
        }
        Err(error) => return Err(OpenError::Unreadable(error)),
    };
    let stamp: Stamp = serde_json::from_slice(&stamp).map_err(Damaged::of)?;
    if stamp.version != VERSION {
        return Err(OpenError::OtherVersion { found: stamp.version });
    }
    Ok(read(&generation, stamp.fingerprint)?)
}

/// Writes a generation and makes it the one that counts. What it replaces, and what was never finished, goes.
pub fn build(
    folder: &Path,
    fingerprint: &str,
    write: impl FnOnce(&Path) -> Result<(), BuildError>,
) -> Result<(), BuildError> {
    fs::create_dir_all(folder)?;
    // It goes by itself when something fails on the way.
    let generation = tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder)?;
    write(generation.path())?;
    let stamp = Stamp {
        version: VERSION,
        fingerprint: fingerprint.to_owned(),
    };
    let stamp = serde_json::to_vec(&stamp).map_err(io::Error::from)?;
    whole(&generation.path().join(STAMP), &stamp)?;
    let name = generation.path().file_name().unwrap_or_default().to_owned();
    let mut pointer = tempfile::NamedTempFile::new_in(folder)?;
    pointer.write_all(name.as_encoded_bytes())?;
    pointer.as_file().sync_all()?;
    pointer
        .persist(folder.join(CURRENT))
        .map_err(|error| error.error)?;
    // From here on it is the one that is pointed to, whatever fails.
    let _kept = generation.keep();
    fs::File::open(folder)?.sync_all()?;
    for entry in fs::read_dir(folder)?.filter_map(Result::ok) {
        let found = entry.file_name();
        if found != name && found.as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
            // Who reads it has it open; what cannot go now goes the next time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// The generation that counts, if there is one.
fn current(folder: &Path) -> Result<Option<PathBuf>, OpenError> {
    let name = match fs::read(folder.join(CURRENT)) {
        Ok(name) => name,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(OpenError::Unreadable(error)),
    };
    let name = str::from_utf8(&name).ok().filter(|name| {
        name.strip_prefix(PREFIX)
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    });
    let name = name.ok_or_else(|| Damaged::of("the file that names its generation names none"))?;
    Ok(Some(folder.join(name)))
}

fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
