//! What opens receipts is never replaced.

mod served;

use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use served::{Served, harborline, on_postgres};

/// Starts it, though it should not start; what it said.
fn refused(data: &Path) -> String {
    let ended = harborline(data).stderr(Stdio::piped()).output().unwrap();
    assert!(!ended.status.success());
    String::from_utf8(ended.stderr).unwrap()
}

async fn opens(served: &Served, receipt: &Value) {
    let messages = served.messages("pt", receipt).await;
    assert_eq!(messages.len(), 1);
}

/// Serves one database from data folders with that configuration.
async fn a_secret_is_made_once(configuration: &str) {
    let node = || {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join("harborline.toml"), configuration).unwrap();
        data
    };
    let served = Served::on(node());
    let receipt = served.open("Perdi o meu passaporte ontem à noite").await;
    let data = served.ended();

    let secret = data.path().join("secret");
    let kept = std::fs::read(&secret).unwrap();
    std::fs::remove_file(&secret).unwrap();
    let said = refused(data.path());
    assert!(said.contains("secret is missing"), "{said}");
    assert!(!secret.exists(), "another was made");

    std::fs::write(&secret, &kept).unwrap();
    opens(&Served::on(data), &receipt).await;
    if configuration.contains("postgres") {
        let other = node();
        let said = refused(other.path());
        assert!(said.contains("from another node"), "{said}");
        std::fs::write(other.path().join("secret"), &kept).unwrap();
        opens(&Served::on(other), &receipt).await;
    }
}

#[tokio::test]
async fn a_missing_secret_is_not_replaced() {
    a_secret_is_made_once("").await;
}

#[tokio::test]
async fn a_missing_secret_is_not_replaced_on_any_node() {
    on_postgres(async |url| a_secret_is_made_once(&format!("database = \"{url}\"\n")).await).await;
}
