//! A database that falls silent while the city serves. Needs `HARBORLINE_TEST_POSTGRES`.

mod served;

#[path = "../../store/tests/line/mod.rs"]
mod line;

use std::time::{Duration, Instant};

use line::{Line, Lost};
use served::{Served, on_postgres};

/// A city on that line.
fn city(line: &Line) -> Served {
    Served::with(&format!("database = \"{}\"\n", line.url()))
}

async fn lost(line: &Line) {
    while !line.has_lost() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_worker_that_waits_for_no_answer_does_not_keep_the_process_from_ending() {
    on_postgres(async |url| {
        let line = Line::to(&url);
        // The tables are made before, so that only the workers ask for what waits.
        city(&line).ended();
        line.lose(&["FROM translation_wants"], Lost::Question);
        let served = city(&line);
        lost(&line).await;
        let told = Instant::now();
        assert!(served.told_to_end().success());
        assert!(told.elapsed() < Duration::from_secs(8), "{:?}", told.elapsed());
    })
    .await;
}

#[tokio::test]
async fn a_page_that_waits_for_no_answer_does_not_keep_the_process_from_ending() {
    on_postgres(async |url| {
        let line = Line::to(&url);
        let served = city(&line);
        let receipt = served.open("Perdi o meu passaporte ontem").await;
        line.lose(&["SELECT receipt_hash"], Lost::Question);
        let asks = served.messages("pt", &receipt);
        assert!(
            tokio::time::timeout(Duration::from_millis(500), asks)
                .await
                .is_err()
        );
        lost(&line).await;
        let told = Instant::now();
        assert!(served.told_to_end().success());
        assert!(told.elapsed() < Duration::from_secs(8), "{:?}", told.elapsed());
    })
    .await;
}
