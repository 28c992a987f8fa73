//! A server of our own: on a free port of loopback, in a temporary folder, never as root, and gone at the end.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use tokio_postgres::NoTls;

const USER: &str = "harborline";
/// Whom it runs as when we are root: PostgreSQL refuses to run as root.
const SYSTEM_USER: &str = "postgres";

/// Where PostgreSQL's programs are, if such tests are wanted.
pub fn programs() -> Option<PathBuf> {
    if std::env::var("HARBORLINE_TEST_POSTGRES").is_ok_and(|url| !url.is_empty()) {
        let versions = fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten();
        let version = |path: &Path| path.file_name()?.to_str()?.parse::<u16>().ok();
        let with = versions.filter(|entry| entry.path().join("bin/initdb").is_file());
        let newest = with
            .filter_map(|entry| Some((version(&entry.path())?, entry.path())))
            .max();
        if let Some((_, path)) = newest {
            return Some(path.join("bin"));
        }
    }
    eprintln!("HARBORLINE_TEST_POSTGRES is not set, or /usr/lib/postgresql is empty: nothing was tested");
    None
}

#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
    server: Option<Child>,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Below those that the system gives to whoever connects: nobody takes it while its server is down.
fn free_port() -> u16 {
    static COUNT: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % 1200).unwrap();
    let ports = (0..1000).map(|_| 20_000 + (process * 10 + COUNT.fetch_add(1, Ordering::Relaxed)) % 12_000);
    let mut free = ports.filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.next().expect("a free port")
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

fn done(command: &mut Command) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

impl Cluster {
    /// A new one, serving, with those lines in its configuration.
    pub fn start(programs: &Path, settings: &str) -> Self {
        let mut cluster = Self::empty(programs);
        let mut init = cluster.program("initdb");
        init.args([
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--username",
            USER,
        ]);
        done(init.arg("--pgdata").arg(cluster.data()));
        let file = cluster.data().join("postgresql.conf");
        let configuration = fs::read_to_string(&file).unwrap() + "include_if_exists = 'own.conf'\n";
        fs::write(file, configuration).unwrap();
        cluster.write("own.conf", settings);
        cluster.serve();
        cluster
    }

    /// A copy of another, which follows it.
    pub fn following(primary: &Self) -> Self {
        let mut cluster = Self::empty(&primary.programs);
        cluster.follow(primary);
        cluster
    }

    /// Begins anew as a copy of another, which it follows.
    pub fn follow(&mut self, primary: &Self) {
        self.kill();
        let _ = fs::remove_dir_all(self.data());
        let mut copy = self.program("pg_basebackup");
        copy.args(["-h", "127.0.0.1", "-p", &primary.port.to_string(), "-U", USER]);
        done(
            copy.args(["-R", "-X", "stream", "-c", "fast", "-D"])
                .arg(self.data()),
        );
        self.serve();
    }

    fn empty(programs: &Path) -> Self {
        let mut folder = tempfile::Builder::new();
        let folder = folder.prefix("harborline-servers-").tempdir().unwrap();
        if is_root() {
            let owner = format!("{SYSTEM_USER}:{SYSTEM_USER}");
            done(Command::new("chown").arg(owner).arg(folder.path()));
        }
        Self {
            programs: programs.to_owned(),
            folder,
            // Kept when it is started again: the address that a city has of it stays.
            port: free_port(),
            server: None,
        }
    }

    /// One of PostgreSQL's programs, as the user that the cluster belongs to.
    fn program(&self, name: &str) -> Command {
        // However this process ends, what it started ends with it.
        let mut program = Command::new("setpriv");
        program.arg("--pdeathsig=INT");
        if is_root() {
            program.args(["--reuid", SYSTEM_USER, "--regid", SYSTEM_USER, "--init-groups"]);
        }
        program.arg("--").arg(self.programs.join(name));
        program.current_dir(self.folder.path()).env("LC_ALL", "C.UTF-8");
        program
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file in its data folder that only its user reads.
    pub fn write(&self, name: &str, text: &str) {
        let file = self.data().join(name);
        fs::write(&file, text).unwrap();
        done(Command::new("chmod").arg("600").arg(&file));
        if is_root() {
            done(Command::new("chown").arg(SYSTEM_USER).arg(&file));
        }
    }

    fn serve(&mut self) {
        let log = File::create(self.folder.path().join("log")).unwrap();
        let mut server = self.program("postgres");
        server
            .arg("-D")
            .arg(self.data())
            .arg("-k")
            .arg(self.folder.path());
        server.args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        server.args(["-c", "wal_keep_size=512MB"]);
        server
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        self.server = Some(server.spawn().unwrap());
        let begun = Instant::now();
        loop {
            let mut ready = self.program("pg_isready");
            ready.arg("-q").arg("-h").arg(self.folder.path());
            if ready
                .args(["-p", &self.port.to_string()])
                .status()
                .unwrap()
                .success()
            {
                return;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "{}", self.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Other lines in its configuration, which hold from now on.
    pub async fn set(&self, settings: &str) {
        let loaded = "SELECT (extract(epoch FROM pg_conf_load_time()) * 1000000)::bigint";
        let before = self.number(loaded).await;
        self.write("own.conf", settings);
        self.control(&["reload"]);
        self.reaches(loaded, before + 1).await;
    }

    /// Makes the one that follows one that takes writes.
    pub fn promote(&self) {
        self.control(&["promote", "--wait"]);
    }

    fn control(&self, arguments: &[&str]) {
        let mut control = self.program("pg_ctl");
        done(
            control
                .args(arguments)
                .arg("--silent")
                .arg("--pgdata")
                .arg(self.data()),
        );
    }

    /// Ends it as a crash does: each of its processes at once, without a word to anybody.
    pub fn kill(&mut self) {
        self.signal("-KILL");
        if let Some(mut server) = self.server.take() {
            let _ = server.wait();
        }
    }

    /// Stops it as a machine that hangs: its lines stay, and nothing comes.
    pub fn freeze(&mut self) {
        self.signal("-STOP");
    }

    fn signal(&self, signal: &str) {
        let Some(server) = &self.server else { return };
        let id = server.id().to_string();
        // So that it begins no other meanwhile.
        let _ = Command::new("kill").args(["-STOP", &id]).status();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        let ids = children.split_whitespace().chain([id.as_str()]);
        let mut all = Command::new("kill");
        let _ = all.arg(signal).args(ids).stderr(Stdio::null()).status();
    }

    /// Host and port, for those who are elsewhere.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn url(&self) -> String {
        format!("postgres://{USER}@{}/postgres", self.host())
    }

    /// A connection of the test's own, past what the configuration says of others.
    pub async fn client(&self) -> tokio_postgres::Client {
        let mut config = tokio_postgres::Config::new();
        config.host_path(self.folder.path()).port(self.port);
        let connected = config.user(USER).dbname("postgres").connect(NoTls).await;
        let (client, line) = connected.unwrap_or_else(|error| panic!("{error}: {}", self.log()));
        tokio::spawn(line);
        client
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.client().await.query_one(sql, &[]).await.unwrap().get(0)
    }

    /// Waits until that number is at least so much.
    pub async fn reaches(&self, sql: &str, least: i64) {
        let begun = Instant::now();
        while self.number(sql).await < least {
            assert!(begun.elapsed() < Duration::from_secs(30), "{sql}: {}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
