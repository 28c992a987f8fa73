//! Models are added from a real server on loopback and from folders, and what goes wrong on the way leaves nothing behind.

mod downloads;
mod folders;
mod made;
mod registries;
mod server;

use std::path::Path;
use std::time::Duration;

use super::{Client, Limits, Models, Pair, Record, Source, add};

/// Short ones, so that a test need not wait.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(2),
    silence: Duration::from_secs(5),
    whole: Duration::from_secs(20),
    listing: Duration::from_secs(20),
    tries: 3,
    pause: Duration::from_millis(10),
    page: 1 << 20,
    file: 1 << 20,
};

fn pair(text: &str) -> Pair {
    text.parse().unwrap()
}

async fn add_with(limits: Limits, data: &Path, from: &str, what: &str) -> anyhow::Result<Record> {
    let client = Client::new(limits).unwrap();
    let source: Source = from.parse().unwrap();
    add(
        &Models::of(data),
        &source,
        &client,
        pair(what),
        false,
        &|_| Ok(()),
    )
    .await
}

async fn add_from(data: &Path, from: &str, what: &str) -> anyhow::Result<Record> {
    add_with(LIMITS, data, from, what).await
}

/// Why it cannot be added.
async fn refused(data: &Path, from: &str, what: &str) -> String {
    let error = add_from(data, from, what).await.expect_err("it cannot be added");
    format!("{error:#}")
}

/// What is wrong with the models of a data folder.
fn damage(data: &Path) -> Vec<String> {
    let installed = Models::of(data).installed().unwrap();
    let damage = installed
        .iter()
        .flat_map(|model| model.damage.iter().map(move |damage| (model.pair, damage)));
    damage
        .map(|(pair, damage)| format!("{pair} {} {}", damage.file, damage.what))
        .collect()
}

fn installed(data: &Path) -> Vec<String> {
    let installed = Models::of(data).installed().unwrap();
    installed.iter().map(|model| model.pair.to_string()).collect()
}
