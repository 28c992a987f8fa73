//! Takes a file as it was transferred, checks it, and unpacks it into its place.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use sha2::Digest as _;

use super::offer::{Packing, Stated};
use super::record::Sha256;
use super::weigh;

/// Why a file is not what it should be.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    #[error("it has {is} bytes, and {stated} are stated")]
    Size { is: u64, stated: u64 },
    #[error("its SHA-256 is {is}, and {stated} is stated")]
    Hash { is: Sha256, stated: Sha256 },
    #[error("unpacked it has more than {0} bytes")]
    TooLong(u64),
    #[error("it cannot be unpacked")]
    Packing(#[source] io::Error),
    #[error("it cannot be read or written")]
    File(#[source] io::Error),
}

/// What a file turned out to be.
#[derive(Debug, Clone, Copy)]
pub struct Unpacked {
    pub size: u64,
    pub sha256: Sha256,
}

/// Checks a file against what is stated for it.
///
/// # Errors
/// As [`Wrong`] says.
pub fn check(path: &Path, stated: Stated) -> Result<(), Wrong> {
    let length = fs::metadata(path).map_err(Wrong::File)?.len();
    if let Some(stated) = stated.size.filter(|stated| *stated != length) {
        return Err(Wrong::Size { is: length, stated });
    }
    if let Some(stated) = stated.sha256 {
        let (_, is) = weigh(path, length).map_err(Wrong::File)?;
        if is != stated {
            return Err(Wrong::Hash { is, stated });
        }
    }
    Ok(())
}

/// Unpacks a file that was checked. What it holds gets the name `to` only when it is what is stated; until then it has that
/// name with `.part` after it. No more than the stated size is written, or `longest` where none is stated.
///
/// # Errors
/// As [`Wrong`] says; nothing is left behind then.
pub fn unpack(
    from: &Path,
    packing: Packing,
    to: &Path,
    stated: Stated,
    longest: u64,
) -> Result<Unpacked, Wrong> {
    let mut beside = to.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let unpacked = write(from, packing, beside, stated, longest).and_then(|unpacked| {
        fs::rename(beside, to).map_err(Wrong::File)?;
        Ok(unpacked)
    });
    if unpacked.is_err() {
        let _ = fs::remove_file(beside);
    }
    unpacked
}

fn write(from: &Path, packing: Packing, to: &Path, stated: Stated, longest: u64) -> Result<Unpacked, Wrong> {
    let most = stated.size.unwrap_or(longest);
    let packed = BufReader::with_capacity(1 << 16, File::open(from).map_err(Wrong::File)?);
    let mut reader: Box<dyn Read> = match packing {
        Packing::None => Box::new(packed),
        Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Packing::Zstd => Box::new(Frames::new(packed)),
    };
    let mut file = File::create(to).map_err(Wrong::File)?;
    let mut hasher = sha2::Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Wrong::Packing(error)),
        };
        size += read as u64;
        if size > most {
            return Err(Wrong::TooLong(most));
        }
        hasher.update(&buffer[..read]);
        file.write_all(&buffer[..read]).map_err(Wrong::File)?;
    }
    file.sync_all().map_err(Wrong::File)?;
    let sha256 = Sha256::of(hasher);
    if let Some(stated) = stated.size.filter(|stated| *stated != size) {
        return Err(Wrong::Size { is: size, stated });
    }
    if let Some(stated) = stated.sha256.filter(|stated| *stated != sha256) {
        return Err(Wrong::Hash { is: sha256, stated });
    }
    Ok(Unpacked { size, sha256 })
}

/// The zstd frames of a file, one after the other.
enum Frames<R: BufRead> {
    Between(Option<R>),
    In(Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>),
}

impl<R: BufRead> Frames<R> {
    fn new(packed: R) -> Self {
        Self::Between(Some(packed))
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self {
                Self::Between(packed) => {
                    let Some(mut rest) = packed.take() else {
                        return Ok(0);
                    };
                    if rest.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    *self = Self::In(Box::new(StreamingDecoder::new(rest).map_err(io::Error::other)?));
                }
                Self::In(frame) => {
                    let read = frame.read(buffer)?;
                    if read > 0 {
                        return Ok(read);
                    }
                    let ended = std::mem::replace(self, Self::Between(None));
                    if let Self::In(frame) = ended {
                        let (rest, decoder) = frame.into_parts();
                        let stated = decoder.get_checksum_from_data();
                        if stated.is_some() && stated != decoder.get_calculated_checksum() {
                            return Err(io::Error::other("its checksum is wrong"));
                        }
                        *self = Self::Between(Some(rest));
                    }
                }
            }
        }
    }
}
