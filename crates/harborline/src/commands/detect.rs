use std::io::{BufRead as _, Write as _};
use std::process::ExitCode;

use language::detect::Detector;

/// A text a line in; its language and the confidence a line out, as CSV; `und` when it cannot be told.
pub fn run() -> anyhow::Result<ExitCode> {
    let detector = Detector::new();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().split(b'\n') {
        let line = line?;
        let text = String::from_utf8_lossy(&line);
        match detector.detect(&text) {
            Some(found) => writeln!(out, "{},{:.3}", found.lang, found.confidence)?,
            None => writeln!(out, "und,0.000")?,
        }
    }
    Ok(ExitCode::SUCCESS)
}
