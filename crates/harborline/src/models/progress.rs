//! How far a download is, on standard error: one line that is written over on a terminal, one line a file elsewhere.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// A terminal is not written to more often.
const BETWEEN: Duration = Duration::from_millis(200);

/// A number of bytes as people read it: `17.1 MB`.
#[derive(Debug, Clone, Copy)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = |unit: u64| {
            let tenths = self.0.saturating_add(unit / 20) / (unit / 10);
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        // Padded as one text.
        f.pad(&match self.0 {
            0..1000 => format!("{} B", self.0),
            1000..999_950 => format!("{} kB", tenths(1000)),
            _ => format!("{} MB", tenths(1_000_000)),
        })
    }
}

/// The state of one file.
#[derive(Debug)]
pub struct Progress {
    name: String,
    whole: Option<u64>,
    terminal: bool,
    shown: Option<Instant>,
}

impl Progress {
    pub fn of(name: &str, whole: Option<u64>) -> Self {
        Self {
            name: name.to_owned(),
            whole,
            terminal: io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// So many bytes are there.
    pub fn at(&mut self, bytes: u64) {
        let due = self
            .shown
            .is_none_or(|shown| self.terminal && shown.elapsed() > BETWEEN);
        if due {
            self.show(bytes);
        }
    }

    /// It is there.
    pub fn end(&self) {
        if self.terminal && self.shown.is_some() {
            eprintln!("\r{}: there\x1b[K", self.name);
        }
    }

    fn show(&mut self, bytes: u64) {
        self.shown = Some(Instant::now());
        let whole = self
            .whole
            .map(|whole| format!(" of {}", Bytes(whole)))
            .unwrap_or_default();
        let name = &self.name;
        if self.terminal {
            eprint!("\r{name}: {}{whole}\x1b[K", Bytes(bytes));
            let _ = io::stderr().flush();
        } else if bytes > 0 {
            eprintln!("{name}: goes on at {}{whole}", Bytes(bytes));
        } else {
            eprintln!(
                "{name}{}",
                self.whole
                    .map(|whole| format!(": {}", Bytes(whole)))
                    .unwrap_or_default()
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn sizes_are_rounded_to_a_tenth() {
        let shown = [0, 999, 1000, 999_949, 999_950, 17_140_836].map(|bytes| Bytes(bytes).to_string());
        assert_eq!(shown, ["0 B", "999 B", "1.0 kB", "999.9 kB", "1.0 MB", "17.1 MB"]);
    }
}
