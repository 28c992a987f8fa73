//! Where the time comes from.

use std::path::PathBuf;

use jiff::Timestamp;
use web::Clock;

/// The time that stands in a file, for tests: it moves when the file is changed. Without a readable file it is 1970.
#[derive(Debug)]
pub struct FileClock {
    file: PathBuf,
}

impl FileClock {
    pub fn new(file: PathBuf) -> Self {
        Self { file }
    }
}

impl Clock for FileClock {
    fn now(&self) -> Timestamp {
        std::fs::read_to_string(&self.file)
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
