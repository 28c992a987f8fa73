//! What must hold of mail, with a mail server that fails in every way that they do. Needs `HARBORLINE_TEST_PYTHON`, a Python
//! with aiosmtpd; `cargo xtask test` has one.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use secrecy::SecretString;
use serde_json::Value;

use super::*;

/// A real mail server, which does what the name of the recipient says: `xtask/mail/server.py`.
pub struct Relay {
    process: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    /// Closed, it ends.
    _open: Option<ChildStdin>,
    port: u16,
    /// Where it wants a name and a password.
    members: u16,
}

impl Relay {
    pub fn start() -> Option<Self> {
        let Ok(python) = std::env::var("HARBORLINE_TEST_PYTHON") else {
            eprintln!("HARBORLINE_TEST_PYTHON is not set: no mail was sent");
            return None;
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/mail/server.py");
        let mut process = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ports: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let port = |at: usize| u16::try_from(ports["ports"][at].as_u64().unwrap()).unwrap();
        Some(Self {
            port: port(0),
            members: port(1),
            _open: process.stdin.take(),
            lines,
            process,
        })
    }

    pub fn mailer(&self) -> Mailer {
        mailer(self.port, Tls::Off, None)
    }

    /// The next letter that it got.
    pub fn letter(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn mailer(port: u16, tls: Tls, login: Option<(&str, &str)>) -> Mailer {
    let login = login.map(|(user, password)| (user.to_owned(), SecretString::from(password)));
    let server = Server {
        host: "127.0.0.1".to_owned(),
        port,
        tls,
        login,
        from: "noreply@harbour.example".to_owned(),
        site: "https://harbour.example".to_owned(),
    };
    Mailer {
        // Long enough for a busy machine, and no longer than a test should take.
        limit: Duration::from_secs(3),
        ..Mailer::new(server).unwrap()
    }
}

fn letter(to: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        from: "威海港湾线".to_owned(),
        subject: "威海港湾线：编号K7M2-4QXD的事项有新进展".to_owned(),
        body: "您编号K7M2-4QXD的事项有新进展。\n\n.\nhttps://harbour.example/zh/follow/K7M2-4QXD\n"
            .to_owned(),
        stop: "https://harbour.example/zh/notices/K7M2-4QXD/stop/1-00".to_owned(),
        name: "0123456789abcdef".to_owned(),
        address_hash: [0; 32],
    }
}

async fn send(mailer: &Mailer, to: &str) -> Result<(), NotSent> {
    let now: jiff::Timestamp = "2026-03-02T01:00:00Z".parse().unwrap();
    mailer.send(&letter(to), now.into()).await
}

#[tokio::test]
async fn a_letter_arrives_as_it_was_written_and_says_how_to_stop_it() {
    let Some(mut relay) = Relay::start() else { return };
    send(&relay.mailer(), "kim@пример.example").await.unwrap();
    let got = relay.letter();
    assert_eq!(got["from"], "noreply@harbour.example");
    assert_eq!(got["to"][0], "kim@xn--e1afmkfd.example");
    let expected = letter("");
    assert_eq!(got["text"].as_str().unwrap().replace("\r\n", "\n"), expected.body);
    let headers = &got["headers"];
    assert_eq!(headers["subject"], expected.subject.as_str());
    assert_eq!(headers["from"], "威海港湾线 <noreply@harbour.example>");
    assert_eq!(headers["message-id"], "<0123456789abcdef@harbour.example>");
    assert_eq!(headers["date"], "Mon, 02 Mar 2026 01:00:00 +0000");
    assert_eq!(headers["content-type"], "text/plain; charset=\"utf-8\"");
    assert_eq!(headers["list-unsubscribe"], format!("<{}>", expected.stop));
    assert_eq!(headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
    assert_eq!(headers["auto-submitted"], "auto-generated");
    let raw = got["raw"].as_str().unwrap();
    let unsubscribe = format!("List-Unsubscribe: <{}>\r\n", expected.stop);
    assert!(raw.contains(&unsubscribe), "not folded or encoded: {raw}");
}

#[tokio::test]
async fn what_a_server_refuses_is_told_apart() {
    let Some(relay) = Relay::start() else { return };
    let mailer = relay.mailer();
    for (name, why) in [
        ("nobody", NotSent::Refused),
        ("later", NotSent::PutOff),
        ("stranger", NotSent::NotTaken),
        ("busy", NotSent::PutOff),
        ("spam", NotSent::NotTaken),
        ("breaks", NotSent::Unknown),
        ("hangs", NotSent::Unknown),
    ] {
        let sent = send(&mailer, &format!("{name}@example.org")).await;
        assert_eq!(sent, Err(why), "{name}");
    }
    assert_eq!(
        send(&mailer, "well@example.org").await,
        Ok(()),
        "a line of its own"
    );
    assert_eq!(send(&mailer, "no address").await, Err(NotSent::Refused));
}

#[tokio::test]
async fn a_server_that_is_not_there_says_nothing_of_the_address() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    let mut silent = mailer(port, Tls::Off, None);
    silent.limit = Duration::from_millis(200);
    // It takes the connection, and says nothing.
    assert_eq!(send(&silent, "a@example.org").await, Err(NotSent::Unreachable));
    drop(free);
    assert_eq!(send(&silent, "a@example.org").await, Err(NotSent::Unreachable));
}

#[tokio::test]
async fn without_the_protection_that_is_wanted_nothing_is_sent() {
    let Some(relay) = Relay::start() else { return };
    for tls in [Tls::On, Tls::Starttls] {
        let sent = send(&mailer(relay.port, tls, None), "well@example.org").await;
        assert!(
            matches!(sent, Err(NotSent::Unreachable | NotSent::NotTaken)),
            "{tls:?}: {sent:?}"
        );
    }
}

#[tokio::test]
async fn a_name_and_a_password_open_a_server_that_wants_them() {
    let Some(mut relay) = Relay::start() else { return };
    let with = |login| mailer(relay.members, Tls::Off, login);
    let (none, wrong) = (with(None), with(Some(("city", "sesame"))));
    assert_eq!(send(&none, "well@example.org").await, Err(NotSent::NotTaken));
    assert_eq!(send(&wrong, "well@example.org").await, Err(NotSent::NotTaken));
    let right = with(Some(("city", "open sesame")));
    assert_eq!(send(&right, "well@example.org").await, Ok(()));
    assert_eq!(relay.letter()["to"][0], "well@example.org");
}
