//! Against Debian's own daemon, with one signature of ours; and against ones that do not behave.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use tokio::net::UnixListener;

use super::*;

const CLAMD: &str = "/usr/sbin/clamd";
/// What our signature finds.
const FOUND: &[u8] = b"harborline looks for these words";

/// A daemon of our own, until it is dropped.
struct Daemon {
    process: Child,
    folder: tempfile::TempDir,
}

impl Daemon {
    /// `None`: it is not installed.
    async fn started() -> Option<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        if !Path::new(CLAMD).exists() {
            eprintln!("{CLAMD} is not there (Debian: clamav-daemon): nothing was scanned");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        // It may give up being root.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let signature = format!("Harborline.Test:0:*:{}\n", hex::encode(FOUND));
        std::fs::write(folder.path().join("local.ndb"), signature).unwrap();
        let at = folder.path().display();
        let configuration = format!(
            "Foreground yes\nLocalSocket {at}/socket\nDatabaseDirectory {at}\nPidFile {at}/pid\n\
             StreamMaxLength 11M\nConcurrentDatabaseReload no\n"
        );
        std::fs::write(folder.path().join("clamd.conf"), configuration).unwrap();
        let process = Command::new(CLAMD)
            .arg("--config-file")
            .arg(folder.path().join("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let daemon = Self { process, folder };
        let begun = Instant::now();
        while daemon.clamav().tried().await.is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "it does not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Some(daemon)
    }

    fn clamav(&self) -> ClamAv {
        ClamAv::new(Place::File(self.folder.path().join("socket")))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn what_it_finds_is_found_and_nothing_else() {
    let Some(daemon) = Daemon::started().await else {
        return;
    };
    let clamav = daemon.clamav();
    assert_eq!(clamav.scan(b"%PDF-1.4 a lease").await, Ok(false));
    assert_eq!(clamav.scan(b"").await, Ok(false));
    assert_eq!(clamav.scan(FOUND).await, Ok(true));
    // In the last piece of a long one, and between two.
    let mut long = vec![b'x'; 10 * 1024 * 1024 - FOUND.len()];
    long.extend_from_slice(FOUND);
    assert_eq!(clamav.scan(&long).await, Ok(true));
    let mut between = vec![b'x'; PIECE - 7];
    between.extend_from_slice(FOUND);
    assert_eq!(clamav.scan(&between).await, Ok(true));
    // What is longer than it takes is known to nobody.
    assert_eq!(clamav.scan(&vec![b'x'; 12 * 1024 * 1024]).await, Err(Unscanned));
    // Many at once.
    let many = (0..30).map(|n| {
        let clamav = &clamav;
        async move { clamav.scan(if n % 2 == 0 { FOUND } else { b"words" }).await == Ok(n % 2 == 0) }
    });
    assert!(
        futures::future::join_all(many)
            .await
            .into_iter()
            .all(|is_so| is_so)
    );
}

/// A daemon that reads nothing, and says that.
fn says(answer: &'static [u8]) -> (ClamAv, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let listener = UnixListener::bind(&socket).unwrap();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            if answer == b"nothing" {
                held.push(stream);
            } else {
                let _ = stream.write_all(answer).await;
                // All that is sent is taken.
                let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
            }
        }
    });
    let mut clamav = ClamAv::new(Place::File(socket));
    clamav.limit = Duration::from_millis(300);
    (clamav, folder)
}

#[tokio::test]
async fn what_says_nothing_or_something_else_has_looked_at_nothing() {
    for answer in [
        &b"nothing"[..],
        b"",
        b"stream: Broken ERROR\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"OK\0",
        b"stream: OK, or so",
    ] {
        let (clamav, _folder) = says(answer);
        assert_eq!(clamav.scan(b"a file").await, Err(Unscanned), "{answer:?}");
        assert!(clamav.tried().await.is_err());
    }
    let away = ClamAv::new(Place::File("/nowhere/socket".into()));
    assert_eq!(away.scan(b"a file").await, Err(Unscanned));
}

#[test]
fn a_place_is_a_file_or_an_address() {
    let place = |text: &str| text.parse::<Place>().unwrap();
    assert_eq!(
        place("127.0.0.1:3310"),
        Place::Address("127.0.0.1:3310".parse().unwrap())
    );
    assert_eq!(place("[::1]:3310"), Place::Address("[::1]:3310".parse().unwrap()));
    assert_eq!(
        place("/run/clamav/clamd.ctl"),
        Place::File("/run/clamav/clamd.ctl".into())
    );
}
