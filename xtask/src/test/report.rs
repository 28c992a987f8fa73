//! How long each step took and what came of it: a line as it ends, and a table of all at the end.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What came of a step.
#[derive(Debug)]
struct Row {
    step: &'static str,
    time: Duration,
    passed: bool,
}

/// All steps so far.
#[derive(Debug)]
pub struct Report {
    began: Instant,
    rows: Vec<Row>,
}

impl Report {
    pub fn begin() -> Self {
        Self {
            began: Instant::now(),
            rows: Vec::new(),
        }
    }

    /// Notes what came of a step, and says so; when it failed, why, and what to do.
    pub fn took(&mut self, step: &'static str, time: Duration, done: anyhow::Result<()>, advice: &str) {
        let passed = done.is_ok();
        if let Err(error) = done {
            eprintln!("\n{step}: {error:#}\nWhat to do: {advice}.");
        }
        let row = Row { step, time, passed };
        println!("{} {step} in {:.1} s", row.word(), row.time.as_secs_f64());
        self.rows.push(row);
    }

    pub fn is_green(&self) -> bool {
        self.rows.iter().all(|row| row.passed)
    }

    /// A line a step with its seconds, for the record of a green run.
    pub fn lines(&self) -> String {
        self.rows.iter().fold(String::new(), |mut lines, row| {
            let _ = writeln!(lines, "{} {:.1} s", row.step, row.time.as_secs_f64());
            lines
        })
    }

    /// The table, which closes on `N passed, M failed`.
    fn table(&self, whole: Duration) -> String {
        let mut table = String::new();
        let mut line = |step: &str, time: Duration, word: &str| {
            let text = format!("{step:<28} {:>8.1} s  {word}", time.as_secs_f64());
            let _ = writeln!(table, "{}", text.trim_end());
        };
        for row in &self.rows {
            line(row.step, row.time, row.word());
        }
        line("all", whole, "");
        let passed = self.rows.iter().filter(|row| row.passed).count();
        let _ = write!(table, "{passed} passed, {} failed", self.rows.len() - passed);
        table
    }

    /// Prints the table, and fails when a step has.
    pub fn end(&self) -> ExitCode {
        println!("\n{}", self.table(self.began.elapsed()));
        if self.is_green() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

impl Row {
    fn word(&self) -> &'static str {
        if self.passed { "passed" } else { "FAILED" }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn the_table_closes_on_how_many_passed_and_failed() {
        let mut report = Report::begin();
        report.took("format", Duration::from_millis(1_234), Ok(()), "");
        report.took("lints", Duration::from_secs(61), Err(anyhow!("no")), "look");
        report.took("tests in Rust", Duration::from_secs(200), Ok(()), "");
        assert!(!report.is_green());
        assert_eq!(
            report.table(Duration::from_secs(270)),
            "format                            1.2 s  passed\n\
             lints                            61.0 s  FAILED\n\
             tests in Rust                   200.0 s  passed\n\
             all                             270.0 s\n\
             2 passed, 1 failed"
        );
    }
}
