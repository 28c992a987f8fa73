//! A server that has to wait for a standby which is not there.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cluster::{Cluster, programs};
use crate::served::Served;

const WAITING: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

async fn send(served: &Served, key: &str) -> (u16, Value) {
    let sent = served
        .client
        .post(format!("{}/api/v1/cases", served.address))
        .header("idempotency-key", key)
        .json(&json!({"service": "enquiry", "language": "pt", "text": "Perdi o meu passaporte"}));
    let sent = sent.send().await.unwrap();
    (sent.status().as_u16(), sent.json().await.unwrap())
}

#[tokio::test]
async fn what_no_standby_has_confirmed_is_not_called_kept_and_others_go_on_reading() {
    let Some(programs) = programs() else { return };
    let mut primary = Cluster::start(&programs, "");
    let served = Served::with(&format!("database = \"{}\"\n", primary.url()));
    let receipt = served.open("Perdi o meu passaporte ontem").await;
    primary.set("synchronous_standby_names = 'nobody'\n").await;
    let (sent, ()) = futures::join!(send(&served, "one of mine"), async {
        primary.reaches(WAITING, 1).await;
        let begun = Instant::now();
        assert_eq!(served.messages("pt", &receipt).await.len(), 1);
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
        // Whoever sees commits hang may cancel them: then the server says that they are done, and warns.
        let cancel =
            "SELECT COUNT(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        assert!(primary.number(cancel).await >= 1);
    });
    assert_eq!(sent.0, 504, "{}", sent.1);
    primary.set("").await;
    let (status, again) = send(&served, "one of mine").await;
    assert_eq!(status, 201, "{again}");
    assert_eq!(primary.number("SELECT COUNT(*) FROM cases").await, 2);
    // And when there is no server at all, it says when to ask again, and ends when it is told to.
    primary.kill();
    let code = format!("Receipt {}", receipt["access_code"].as_str().unwrap());
    for path in [
        format!("/api/v1/cases/{}", receipt["reference"].as_str().unwrap()),
        "/en/partners".to_owned(),
    ] {
        let asked = served.client.get(format!("{}{path}", served.address));
        let answer = asked.header("authorization", &code).send().await.unwrap();
        assert_eq!(answer.status(), 503, "{path}");
        assert_eq!(answer.headers()["retry-after"], "10", "{path}");
    }
    assert!(served.told_to_end().success());
}
