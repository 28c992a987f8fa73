use std::process::ExitCode;

use super::{open_as_is, read_city};
use crate::config::Config;

/// Names each broken stream on standard output; silent there when all is well. Standard error says how much was read.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let city = read_city(&config.city)?;
    let store = open_as_is(&config).await?;
    let report = store.verify(&city, |_| {}).await?;
    for broken in &report.broken {
        println!("{broken}");
    }
    if report.more > 0 {
        println!("and {} more", report.more);
    }
    eprintln!(
        "{} streams, {} events read",
        report.checked.streams, report.checked.events
    );
    Ok(if report.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
