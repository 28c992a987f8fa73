//! A database that falls silent while the city serves. Needs `HARBORLINE_TEST_POSTGRES`.

mod served;

#[path = "../../store/tests/line/mod.rs"]
mod line;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use line::{Line, Lost};
use serde_json::{Value, json};
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
        let data = city(&line).ended();
        line.lose(&["FROM translation_wants"], Lost::Question);
        let served = Served::on(data);
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
        line.lose(&["SELECT r.receipt_hash"], Lost::Question);
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

#[tokio::test]
async fn a_case_whose_receipt_was_lost_on_its_way_is_opened_once() {
    on_postgres(async |url| {
        let line = Line::to(&url);
        let served = city(&line);
        // Workers write, too: the one after this case's words.
        line.lose(&["Perdi o meu", "COMMIT"], Lost::Broken);
        let send = async || {
            let sent = served
                .client
                .post(format!("{}/api/v1/cases", served.address))
                .header("idempotency-key", "one of mine")
                .header("accept-language", "en")
                .json(&json!({"service": "enquiry", "language": "pt", "text": "Perdi o meu passaporte"}))
                .send()
                .await
                .unwrap();
            (sent.status().as_u16(), sent.json::<Value>().await.unwrap())
        };
        let (status, problem) = send().await;
        assert!(line.has_lost());
        assert_eq!(status, 504, "{problem}");
        assert!(
            problem["type"]
                .as_str()
                .unwrap()
                .ends_with("/problems/outcome-unknown")
        );
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("send the same again")
        );
        let (status, receipt) = send().await;
        assert_eq!(status, 201, "{receipt}");
        assert_eq!(served.messages("pt", &receipt).await.len(), 1);
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let cases = client.query_one("SELECT COUNT(*) FROM cases", &[]).await.unwrap();
        assert_eq!(cases.get::<_, i64>(0), 1);
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_of_the_database_is_told_as_that() {
    on_postgres(async |url| {
        let served = Served::with(&format!("database = \"{url}\"\n"));
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
                    $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$; \
                    CREATE TRIGGER full_disk BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION full_disk()";
        client.batch_execute(full).await.unwrap();
        let case = json!({"service": "enquiry", "language": "pt", "text": "Perdi o meu passaporte"});
        let sent = served.client.post(format!("{}/api/v1/cases", served.address));
        let sent = sent.header("accept-language", "en").json(&case).send().await.unwrap();
        assert_eq!(sent.status(), 507);
        let problem: Value = sent.json().await.unwrap();
        assert!(problem["type"].as_str().unwrap().ends_with("/problems/storage-full"), "{problem}");
        assert!(problem["detail"].as_str().unwrap().starts_with("Nothing was saved"), "{problem}");
        client.batch_execute("DROP TRIGGER full_disk ON cases").await.unwrap();
        served.open("Perdi o meu passaporte").await;
    })
    .await;
}

/// Someone at the hotline, with a password of their own.
fn add_agent(data: &std::path::Path) {
    let mut add = Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .args(["user", "add", "--login", "agent", "--role", "agent"])
        .args([
            "--unit",
            "hotline-centre",
            "--name",
            "An agent",
            "--languages",
            "en",
        ])
        .args(["--password-stdin", "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    add.stdin
        .take()
        .unwrap()
        .write_all(b"seven gulls over a quay")
        .unwrap();
    assert!(add.wait().unwrap().success());
}

#[tokio::test]
async fn a_note_whose_answer_was_lost_is_not_called_unwritten_at_the_desk() {
    on_postgres(async |url| {
        let line = Line::to(&url);
        let data = tempfile::tempdir().unwrap();
        let configuration = format!("database = \"{}\"\n", line.url());
        std::fs::write(data.path().join("harborline.toml"), configuration).unwrap();
        add_agent(data.path());
        let served = Served::on(data);
        let receipt = served.open("Perdi o meu passaporte").await;
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let post = async |path: String, form: &'static str, cookie: &str| {
            client
                .post(format!("{}{path}", served.address))
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept-language", "en")
                .header("cookie", cookie)
                .body(form)
                .send()
                .await
                .unwrap()
        };
        let signed_in = post(
            "/desk/sign-in".to_owned(),
            "login=agent&password=seven+gulls+over+a+quay&to=/desk",
            "",
        )
        .await;
        let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap();

        line.lose(&["The counter called", "COMMIT"], Lost::Broken);
        let path = format!("/desk/cases/{}/note", receipt["reference"].as_str().unwrap());
        let note = "version=1&text=The+counter+called";
        let sent = post(path.clone(), note, cookie).await;
        assert_eq!(sent.status(), 504);
        let page = sent.text().await.unwrap();
        assert!(page.contains("It is not known whether this was saved"), "{page}");
        assert!(page.contains("The counter called"), "what was written is kept");
        // The form is at the version it was: sent again, it shows what happened.
        assert_eq!(post(path, note, cookie).await.status(), 409);
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let noted = "SELECT COUNT(*) FROM events WHERE kind = 'noted'";
        let noted = client.query_one(noted, &[]).await.unwrap();
        assert_eq!(noted.get::<_, i64>(0), 1);
    })
    .await;
}
