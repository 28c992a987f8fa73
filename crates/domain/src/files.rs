//! Files that come with a record of any noun, without their bytes.

use serde::{Deserialize, Serialize};

use crate::problems::Problem;

/// The largest file, in bytes.
pub const FILE_MAX: u64 = 10 * 1024 * 1024;
/// What is taken: papers and pictures of them.
pub const MEDIA_TYPES: [&str; 5] = [
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
];

/// A file that is added, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub name: String,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub digest: String,
}

impl File {
    /// If it may be kept.
    ///
    /// # Errors
    /// [`Problem::NotAFileType`], [`Problem::FileTooLarge`].
    pub fn checked(&self) -> Result<&Self, Problem> {
        if !MEDIA_TYPES.contains(&self.media_type.as_str()) {
            return Err(Problem::NotAFileType);
        }
        if self.size == 0 || self.size > FILE_MAX {
            return Err(Problem::FileTooLarge { max: FILE_MAX });
        }
        Ok(self)
    }
}
