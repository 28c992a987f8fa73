//! What one address that does its worst costs the others: how long these wait while it is at it, beside how long they wait when
//! nobody is. The attacker is a process of its own, and yields to the server as one on another machine would.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

use crate::server::Server;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The binary to measure.
    #[arg(long)]
    harborline: PathBuf,
    /// Where its data goes, in a folder that is removed at the end.
    #[arg(long)]
    folder: PathBuf,
    /// Each measures once without an attack and once with each; medians are shown.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Seconds that each measurement takes.
    #[arg(long, default_value_t = 8)]
    seconds: u64,
}

/// What is done by the attacker's process.
#[derive(Debug, clap::Args)]
pub struct AttackerArgs {
    kind: Kind,
    server: SocketAddr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Connections that say nothing.
    Silence,
    /// Heads and bodies that are never whole.
    Halves,
    /// Pages, as fast as they are answered.
    Pages,
    /// Uploads that lack their last byte.
    Uploads,
    /// Wrong passwords.
    Passwords,
}

const ATTACKER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 66);
/// Connections that the attacker has at once.
const AT_ONCE: usize = 400;
/// And of those that are answered.
const ASKING: usize = 32;
/// Others, and how often each asks.
const OTHERS: u8 = 20;
const ASKS_EVERY: Duration = Duration::from_millis(100);
/// Before anything is counted.
const WARM_UP: Duration = Duration::from_secs(1);
/// What another address may wait, of what it waits when all is quiet.
const MOST: f64 = 2.0;

/// Fails when somebody waits longer than they may.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folder = tempfile::Builder::new()
        .prefix("attack-")
        .tempdir_in(&args.folder)?;
    let time = Duration::from_secs(args.seconds);
    let kinds = Kind::value_variants();
    let mut quiet = Vec::new();
    let mut under = vec![Vec::new(); kinds.len()];
    for round in 0..args.rounds {
        eprintln!("round {} of {}", round + 1, args.rounds);
        for (at, kind) in kinds.iter().enumerate() {
            // What an address has used up, a new server has forgotten.
            let server = start(args, &folder.path().join(format!("{round}-{at}")))?;
            quiet.push(others(server.address, time).await?);
            let attacker = Attacker::starts(*kind, server.address)?;
            under[at].push(others(server.address, time).await?);
            attacker.ends()?;
        }
    }
    let quiet = median(&mut quiet);
    println!("| from another address | half within | 99 % within | of the quiet | at most | |");
    println!("|---|--:|--:|--:|--:|---|");
    println!(
        "| nobody attacks | {} | {} | – | – | – |",
        ms(quiet.0),
        ms(quiet.1)
    );
    let mut is_kept = true;
    for (kind, found) in kinds.iter().zip(&mut under) {
        let (half, most) = median(found);
        let share = most.as_secs_f64() / quiet.1.as_secs_f64();
        is_kept &= share <= MOST;
        let said = if share <= MOST { "PASS" } else { "ABOVE" };
        let (half, most) = (ms(half), ms(most));
        println!("| {kind:?} | {half} | {most} | {share:.2} | {MOST:.2} | {said} |");
    }
    Ok(if is_kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn start(args: &Args, data: &Path) -> anyhow::Result<Server> {
    std::fs::create_dir_all(data)?;
    let mut command = Command::new(&args.harborline);
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--keep-free", "1", "--data"])
        .arg(data);
    Server::start(&mut command, &data.with_extension("log"))
}

/// The one whose ninety-nine in a hundred are in the middle: half, and 99 of 100.
fn median(found: &mut [(Duration, Duration)]) -> (Duration, Duration) {
    found.sort_unstable_by_key(|(_, most)| *most);
    found.get(found.len() / 2).copied().unwrap_or_default()
}

async fn from(address: Ipv4Addr, server: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(IpAddr::V4(address), 0))?;
    let stream = socket.connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// How long others wait for what they ask for: half of them, and 99 of 100.
async fn others(server: SocketAddr, time: Duration) -> anyhow::Result<(Duration, Duration)> {
    let counts_from = Instant::now() + WARM_UP;
    let until = counts_from + time;
    let mut all = JoinSet::new();
    for n in 0..OTHERS {
        all.spawn(async move {
            let address = Ipv4Addr::new(127, 0, 1, n + 1);
            // They do not ask in step.
            tokio::time::sleep(ASKS_EVERY * u32::from(n) / u32::from(OTHERS)).await;
            let mut every = tokio::time::interval(ASKS_EVERY);
            let mut took = Vec::new();
            let mut asked = 0_u32;
            loop {
                every.tick().await;
                let begun = Instant::now();
                if begun >= until {
                    return anyhow::Ok(took);
                }
                asked += 1;
                ask(address, server, &request(asked)).await?;
                if begun >= counts_from {
                    took.push(begun.elapsed());
                }
            }
        });
    }
    let mut took = Vec::new();
    while let Some(one) = all.join_next().await {
        took.extend(one??);
    }
    took.sort_unstable();
    let at = |hundredths: usize| took.get(took.len() * hundredths / 100).copied();
    at(50).zip(at(99)).context("nobody was answered")
}

/// Mostly pages, and now and then a case is opened.
fn request(n: u32) -> Vec<u8> {
    if n.is_multiple_of(10) {
        let body = format!(r#"{{"service": "enquiry", "language": "en", "text": "a question {n}"}}"#);
        let length = body.len();
        return format!(
            "POST /api/v1/cases HTTP/1.1\r\nhost: limits\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .into_bytes();
    }
    let page = ["en", "ko/services", "ja/help", "zh/guides"][n as usize % 4];
    format!("GET /{page} HTTP/1.1\r\nhost: limits\r\nconnection: close\r\n\r\n").into_bytes()
}

async fn ask(address: Ipv4Addr, server: SocketAddr, request: &[u8]) -> anyhow::Result<()> {
    let mut stream = from(address, server).await?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    if !answer.starts_with(b"HTTP/1.1 20") {
        let first = answer.split(|b| *b == b'\r').next().unwrap_or_default();
        bail!("{address} was answered {:?}", String::from_utf8_lossy(first));
    }
    Ok(())
}

/// Its process.
struct Attacker(Child);

impl Attacker {
    fn starts(kind: Kind, server: SocketAddr) -> anyhow::Result<Self> {
        let kind = kind.to_possible_value().context("a kind has a name")?;
        let mut command = Command::new("nice");
        command
            .args(["-n", "19"])
            .arg(std::env::current_exe()?)
            .args(["attacker", kind.get_name(), &server.to_string()])
            .stdin(Stdio::null());
        Ok(Self(command.spawn().context("the attacker cannot be started")?))
    }

    /// Fails when it ended by itself: then nothing was attacked.
    fn ends(mut self) -> anyhow::Result<()> {
        if let Some(status) = self.0.try_wait()? {
            bail!("the attacker ended before it was told to ({status})");
        }
        Ok(())
    }
}

impl Drop for Attacker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Attacks until it is killed.
pub async fn attack(args: &AttackerArgs) -> anyhow::Result<()> {
    let connections = match args.kind {
        Kind::Pages | Kind::Passwords => ASKING,
        Kind::Uploads => 124,
        Kind::Silence | Kind::Halves => AT_ONCE,
    };
    let mut all = JoinSet::new();
    for n in 0..connections {
        let (kind, server) = (args.kind, args.server);
        all.spawn(async move {
            loop {
                // Whatever becomes of it, the next one comes.
                let _ = one(kind, server, n).await;
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
    }
    all.join_next().await;
    Ok(())
}

/// One connection of the attacker's, until it is closed.
async fn one(kind: Kind, server: SocketAddr, n: usize) -> std::io::Result<()> {
    let mut stream = from(ATTACKER, server).await?;
    let mut buffer = vec![0; 64 * 1024];
    match kind {
        Kind::Silence => {}
        Kind::Halves if n.is_multiple_of(2) => stream.write_all(b"GET /en HTTP/1.1\r\nhost: li").await?,
        Kind::Halves => {
            let head = "POST /api/v1/cases HTTP/1.1\r\nhost: limits\r\ncontent-type: application/json\r\n\
                        content-length: 1000000\r\n\r\n";
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&vec![b' '; 999_999]).await?;
        }
        Kind::Uploads => {
            let begins =
                "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 ";
            let length = 10 * 1024 * 1024;
            let head = format!(
                "POST /en/services/enquiry HTTP/1.1\r\nhost: limits\r\ncontent-length: {length}\r\n\
                 content-type: multipart/form-data; boundary=b\r\n\r\n{begins}"
            );
            stream.write_all(head.as_bytes()).await?;
            let mut left = length - begins.len() - 1;
            while left > 0 {
                let piece = left.min(buffer.len());
                stream.write_all(&buffer[..piece]).await?;
                left -= piece;
            }
        }
        Kind::Pages => loop {
            stream
                .write_all(b"GET /ru/services HTTP/1.1\r\nhost: limits\r\n\r\n")
                .await?;
            if stream.read(&mut buffer).await? == 0 {
                return Ok(());
            }
        },
        Kind::Passwords => loop {
            let body = format!(r#"{{"login": "login-{n}", "password": "a wrong one"}}"#);
            let length = body.len();
            let request = format!(
                "POST /api/v1/session HTTP/1.1\r\nhost: limits\r\ncontent-type: application/json\r\n\
                 content-length: {length}\r\n\r\n{body}"
            );
            stream.write_all(request.as_bytes()).await?;
            if stream.read(&mut buffer).await? == 0 {
                return Ok(());
            }
        },
    }
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}
