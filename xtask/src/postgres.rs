//! A PostgreSQL of our own for tests: on a free port of loopback, in a temporary folder, never as root, and gone at the
//! end. Other clusters, and port 5432, are never touched.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::shell::{self, OnEnd, output, succeeds};

/// The user of the database, who owns everything in it.
const USER: &str = "harborline";
/// The user of the system that it runs as when we are root: PostgreSQL refuses to run as root.
const SYSTEM_USER: &str = "postgres";
const PORT_TRIES: u8 = 5;
const START_MAX: Duration = Duration::from_mins(1);

/// A running PostgreSQL; dropped, it is stopped and its folder removed.
#[derive(Debug)]
pub struct Postgres {
    port: u16,
    _end: OnEnd,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start() -> anyhow::Result<Self> {
        let bin = bin().context("PostgreSQL's initdb is not on this machine")?;
        let owner = if is_root()? {
            Some(SystemUser::find()?)
        } else {
            None
        };
        for _ in 1..PORT_TRIES {
            match Self::start_once(&bin, owner.clone()) {
                // Between looking for a port and taking it somebody else may have taken it.
                Err(error) if format!("{error:#}").contains("could not bind") => {}
                started => return started,
            }
        }
        Self::start_once(&bin, owner)
    }

    fn start_once(bin: &Path, owner: Option<SystemUser>) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("harborline-postgres-")
            .tempdir()?;
        if let Some(SystemUser { uid, gid }) = owner {
            chown(folder.path(), Some(uid), Some(gid))?;
        }
        let cluster = Cluster {
            bin: bin.to_owned(),
            owner,
            folder: folder.path().to_owned(),
        };
        cluster.init()?;
        let port = free_port()?;
        let server = Arc::new(Mutex::new(cluster.spawn(port)?));
        let end = OnEnd::new({
            let (cluster, server) = (cluster.clone(), server.clone());
            move || {
                cluster.stop(&server);
                drop(folder);
            }
        });
        cluster.wait(port, &server)?;
        Ok(Self { port, _end: end })
    }

    /// The URL of its first database; others may be made beside it.
    pub fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }
}

#[derive(Debug, Clone)]
struct Cluster {
    bin: PathBuf,
    owner: Option<SystemUser>,
    folder: PathBuf,
}

#[derive(Debug, Clone)]
struct SystemUser {
    uid: u32,
    gid: u32,
}

impl SystemUser {
    fn find() -> anyhow::Result<Self> {
        let id = |flag: &str| -> anyhow::Result<u32> {
            let id = output(shell::program("id").args([flag, SYSTEM_USER]))
                .context("PostgreSQL does not run as root, and there is no user `postgres` to run it as")?;
            Ok(id.trim().parse()?)
        };
        Ok(Self {
            uid: id("-u")?,
            gid: id("-g")?,
        })
    }
}

impl Cluster {
    /// One of PostgreSQL's programs, as the user that the cluster belongs to.
    fn program(&self, name: &str, setpriv: &[&str]) -> Command {
        let mut command = shell::program("setpriv");
        command.args(setpriv);
        if let Some(SystemUser { uid, gid }) = self.owner {
            command.args([format!("--reuid={uid}"), format!("--regid={gid}")]);
            command.arg("--init-groups");
        }
        command.arg("--").arg(self.bin.join(name));
        // That user may not be allowed to enter the repository.
        command.current_dir(&self.folder);
        command.env_remove("PGDATA").env("LC_ALL", "C.UTF-8");
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn init(&self) -> anyhow::Result<()> {
        let mut initdb = self.program("initdb", &[]);
        initdb.arg("--pgdata").arg(self.data());
        initdb.args([
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--username",
            USER,
        ]);
        output(&mut initdb).context("no PostgreSQL cluster could be made")?;
        Ok(())
    }

    fn spawn(&self, port: u16) -> anyhow::Result<Child> {
        let log = File::create(self.folder.join("log"))?;
        // However this process ends, the server ends with it.
        let mut postgres = self.program("postgres", &["--pdeathsig=INT"]);
        postgres.arg("-D").arg(self.data());
        postgres.args(["-p", &port.to_string()]);
        postgres.arg("-k").arg(&self.folder);
        postgres.args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]);
        // A ctrl-c in the terminal is for us; we stop it in order.
        postgres.process_group(0);
        postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        postgres.spawn().context("PostgreSQL cannot be started")
    }

    fn wait(&self, port: u16, server: &Mutex<Child>) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            let mut ready = self.program("pg_isready", &[]);
            ready.args(["-q", "-h", "127.0.0.1", "-U", USER, "-p", &port.to_string()]);
            let ended = server.lock().unwrap_or_else(PoisonError::into_inner).try_wait()?;
            if ended.is_some() || began.elapsed() > START_MAX {
                bail!("PostgreSQL did not start:\n{}", self.log().trim());
            }
            if succeeds(&mut ready) {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
    }

    fn stop(&self, server: &Mutex<Child>) {
        let mut server = server.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stop = self.program("pg_ctl", &[]);
        stop.args(["stop", "--silent", "--mode=fast", "--timeout=30", "--pgdata"]);
        stop.arg(self.data());
        let running = matches!(server.try_wait(), Ok(None));
        if running && !succeeds(&mut stop) {
            let _ = server.kill();
        }
        let _ = server.wait();
    }
}

fn is_root() -> anyhow::Result<bool> {
    Ok(output(shell::program("id").arg("-u"))?.trim() == "0")
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on loopback")?;
    Ok(listener.local_addr()?.port())
}

/// Where PostgreSQL's programs are: Debian keeps them off the path, in a folder a version.
pub fn bin() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = debian
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u16>().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, bin)| holds_server(bin))
        .max();
    if let Some((_, bin)) = newest {
        return Some(bin);
    }
    std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| holds_server(folder))
}

fn holds_server(bin: &Path) -> bool {
    ["initdb", "postgres", "pg_ctl"]
        .iter()
        .all(|name| bin.join(name).is_file())
}
