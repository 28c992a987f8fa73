//! Servers: the bare ones as they serve, and all of them as processes that are started, found ready and stopped.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use axum::Router;
use tokio::net::TcpListener;

const READY_MAX: Duration = Duration::from_mins(1);

/// Serves on a free port of loopback and says where, in Harborline's own words.
pub async fn serve(router: Router) -> anyhow::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("ready http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

/// A server in a process of its own; dropped, it is stopped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From its start to the line that says it is ready.
    pub took: Duration,
}

impl Server {
    /// Starts it and waits for `ready http://ADDR`. What it says on standard error goes to `log`.
    pub fn start(command: &mut Command, log: &Path) -> anyhow::Result<Self> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(log)?);
        let began = Instant::now();
        let mut child = command
            .spawn()
            .with_context(|| format!("{} cannot be started", command.get_program().display()))?;
        let stdout = child.stdout.take().context("standard output is piped")?;
        let (found, ready) = channel();
        // Read to the end, so that the server never waits for room in the pipe.
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if let Some(address) = line.strip_prefix("ready http://") {
                    let _ = found.send((address.to_owned(), began.elapsed()));
                }
            }
        });
        let mut server = Self {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            took: Duration::ZERO,
        };
        match ready.recv_timeout(READY_MAX) {
            Ok((address, took)) => {
                server.address = address
                    .trim_end_matches('/')
                    .parse()
                    .context("the address it is ready at")?;
                server.took = took;
                Ok(server)
            }
            Err(RecvTimeoutError::Timeout) => bail!("not ready within {READY_MAX:?}"),
            Err(RecvTimeoutError::Disconnected) => {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                bail!("it ended before it was ready:\n{}", said.trim());
            }
        }
    }
}

impl Server {
    /// Memory that it holds now, in kilobytes.
    pub fn resident_kb(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kb = line.and_then(|rest| rest.trim().strip_suffix("kB"));
        kb.and_then(|kb| kb.trim().parse().ok())
            .context("how much memory a server holds")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
