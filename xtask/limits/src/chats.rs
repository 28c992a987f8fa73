//! The hotline's chats: thousands open at once on one node, so many messages a second stored durably, how soon they are acknowledged
//! and heard at the desk, what a socket costs in memory; the most that goes through beside a bare socket; and how soon an offer
//! rings on another node.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, bail};
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::server::Server;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The program that is measured.
    #[arg(long)]
    harborline: PathBuf,
    /// Where data goes: on a disk, not in memory.
    #[arg(long)]
    folder: PathBuf,
    /// A PostgreSQL that two nodes share; without it, nothing is measured across nodes.
    #[arg(long)]
    postgres: Option<String>,
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=9_000))]
    chats: u32,
    /// Messages a second, all chats together.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    rate: u32,
    #[arg(long, default_value_t = 20)]
    seconds: u64,
}

/// What may be at most, and at least.
const P50_MS: f64 = 15.0;
const P99_MS: f64 = 100.0;
const SOCKET_KB: f64 = 40.0;
const RING_MS: f64 = 200.0;
const OF_BARE: f64 = 0.25;

/// Chats that the desk has open: twelve pages with twenty each.
const PAGES: usize = 12;
const ON_A_PAGE: usize = 20;
/// Who asks at once while chats are begun.
const BEGINNERS: usize = 16;
/// Messages under way in a closed loop.
const UNDER_WAY: usize = 128;
const RINGS: u32 = 25;
const PASSWORD: &str = "only for a measurement";

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<TcpStream>>;

pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folder = tempfile::Builder::new()
        .prefix("chats-")
        .tempdir_in(&args.folder)?;
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data)?;
    add_agent(args, &data, &[])?;
    let node = serve(args, &data, &[])?;
    let agent = sign_in(node.address).await?;
    eprintln!("{} chats begin", args.chats);
    let chats = begin(node.address, args.chats).await?;
    let before = node.resident_kb()?;
    let mut sockets = open(node.address, &chats).await?;
    sleep(Duration::from_secs(1)).await;
    let socket_kb = (node.resident_kb()? - before).max(0.0) / f64::from(args.chats);

    let desk = watch(node.address, &agent, args.chats).await?;
    let begun = Instant::now();
    let heard: Vec<_> = desk
        .into_iter()
        .map(|page| tokio::spawn(hear(page, begun, Duration::from_secs(args.seconds + 4))))
        .collect();
    eprintln!("{} messages a second for {} s", args.rate, args.seconds);
    let (acknowledged, back) = talk(sockets, begun, args).await?;
    sockets = back;
    let mut delivered = Vec::new();
    for page in heard {
        delivered.extend(page.await?);
    }
    let most = flood(sockets, args.seconds, true).await?;

    let file = folder.path().join("bare.db");
    let own = std::env::current_exe()?;
    let bare = Server::start(
        Command::new(own).arg("sockets").arg(&file),
        &folder.path().join("bare.log"),
    )?;
    let path = vec![Opened {
        path: String::new(),
        cookie: String::new(),
    }];
    let paths: Vec<Opened> = path.into_iter().cycle().take(args.chats as usize).collect();
    let bare = flood(open(bare.address, &paths).await?, args.seconds, false).await?;

    let rings = match &args.postgres {
        Some(url) => Some(rings(args, folder.path(), url).await?),
        None => None,
    };
    Ok(show(
        args,
        socket_kb,
        (acknowledged, delivered),
        (most, bare),
        rings,
    ))
}

fn show(
    args: &Args,
    socket_kb: f64,
    (mut acknowledged, mut delivered): (Vec<f64>, Vec<f64>),
    (most, bare): (f64, f64),
    rings: Option<Vec<f64>>,
) -> ExitCode {
    let (acknowledged_50, acknowledged_99) = (at(&mut acknowledged, 50), at(&mut acknowledged, 99));
    let (p50, p99) = (at(&mut delivered, 50), at(&mut delivered, 99));
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 messages")]
    let said = acknowledged.len() as f64 / Duration::from_secs(args.seconds).as_secs_f64();
    let mut lines = vec![
        (
            "acknowledged a second",
            said,
            f64::from(args.rate) * 0.98,
            false,
            "",
        ),
        ("acknowledged, p50", acknowledged_50, P50_MS, true, " ms"),
        ("acknowledged, p99", acknowledged_99, P99_MS, true, " ms"),
        ("heard at the desk, p50", p50, P50_MS, true, " ms"),
        ("heard at the desk, p99", p99, P99_MS, true, " ms"),
        ("memory of a socket", socket_kb, SOCKET_KB, true, " KB"),
        (
            "of a bare socket's messages a second",
            most / bare,
            OF_BARE,
            false,
            "",
        ),
    ];
    if let Some(mut rings) = rings {
        lines.push((
            "an offer rings on another node, p99",
            at(&mut rings, 99),
            RING_MS,
            true,
            " ms",
        ));
    }
    println!(
        "\n| {} chats, {} messages a second | found | limit | |\n|---|--:|--:|---|",
        args.chats, args.rate
    );
    let mut all_kept = true;
    for (what, found, limit, at_most, unit) in lines {
        let kept = if at_most { found <= limit } else { found >= limit };
        all_kept &= kept;
        let (sign, word) = (
            if at_most { "≤" } else { "≥" },
            if kept { "kept" } else { "missed" },
        );
        println!("| {what} | {found:.2}{unit} | {sign} {limit:.2}{unit} | {word} |");
    }
    println!(
        "\nAt most {most:.0} messages a second, a bare socket {bare:.0}; {} were heard at the desk.",
        delivered.len()
    );
    if all_kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// So many of a hundred are no greater.
fn at(values: &mut [f64], hundredths: usize) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = (values.len() * hundredths / 100).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(f64::INFINITY)
}

fn harborline(args: &Args, command: &str, data: &Path, more: &[&str]) -> Command {
    let mut run = Command::new(&args.harborline);
    run.args(command.split(' ')).arg("--data").arg(data).args(more);
    run
}

fn add_agent(args: &Args, data: &Path, more: &[&str]) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut add = harborline(args, "user add", data, more);
    add.args([
        "--login",
        "agent",
        "--role",
        "agent",
        "--unit",
        "hotline-centre",
        "--name",
        "Agent",
    ]);
    add.args(["--languages", "zh,en", "--password-stdin"]);
    let mut child = add.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    child
        .stdin
        .take()
        .context("a pipe")?
        .write_all(PASSWORD.as_bytes())?;
    if !child.wait()?.success() {
        bail!("no agent could be added");
    }
    Ok(())
}

fn serve(args: &Args, data: &Path, more: &[&str]) -> anyhow::Result<Server> {
    let mut serve = harborline(args, "serve", data, more);
    serve.args(["--listen", "127.0.0.1:0", "--rate-limit", "off"]);
    Server::start(serve.env("RUST_LOG", "error"), &data.join("log"))
}

/// Status, address and cookie of an answer to a form.
async fn post(
    node: SocketAddr,
    path: &str,
    cookie: &str,
    form: &str,
) -> anyhow::Result<(u16, String, String)> {
    let mut stream = TcpStream::connect(node).await?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {node}\r\norigin: http://{node}\r\ncookie: {cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    let header = |name: &str| {
        let line = head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            (found.eq_ignore_ascii_case(name)).then_some(value.trim())
        });
        line.and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .to_owned()
    };
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((
        status.context("an answer")?,
        header("location"),
        header("set-cookie"),
    ))
}

/// The cookie of a session.
async fn sign_in(node: SocketAddr) -> anyhow::Result<String> {
    let form = format!("login=agent&password={}", PASSWORD.replace(' ', "+"));
    let (status, _, cookie) = post(node, "/desk/sign-in", "", &form).await?;
    if status != 303 {
        bail!("signing in was answered with {status}");
    }
    Ok(cookie)
}

/// A chat, and what holds it.
#[derive(Debug, Clone)]
struct Opened {
    path: String,
    cookie: String,
}

async fn begin(node: SocketAddr, chats: u32) -> anyhow::Result<Vec<Opened>> {
    let next = Arc::new(AtomicU64::new(0));
    let mut beginners = JoinSet::new();
    for _ in 0..BEGINNERS {
        let next = Arc::clone(&next);
        beginners.spawn(async move {
            let mut begun = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= u64::from(chats) {
                    return anyhow::Ok(begun);
                }
                begun.push(begin_one(node, &number.to_string()).await?);
            }
        });
    }
    let mut all = Vec::new();
    while let Some(begun) = beginners.join_next().await {
        all.extend(begun??);
    }
    Ok(all)
}

async fn begin_one(node: SocketAddr, once: &str) -> anyhow::Result<Opened> {
    let form = format!("text=Where+can+I+renew+my+visa%3F&once=bench-{once}");
    let (status, path, cookie) = post(node, "/en/chat", "", &form).await?;
    if status != 303 {
        bail!("a chat was answered with {status}");
    }
    Ok(Opened { path, cookie })
}

async fn connect(node: SocketAddr, path: &str, cookie: &str) -> anyhow::Result<Socket> {
    let mut request = format!("ws://{node}{path}").into_client_request()?;
    request.headers_mut().insert("cookie", cookie.parse()?);
    let (socket, _) = tokio_tungstenite::connect_async(request).await?;
    Ok(socket)
}

async fn open(node: SocketAddr, chats: &[Opened]) -> anyhow::Result<Vec<Socket>> {
    let mut sockets = Vec::with_capacity(chats.len());
    for some in chats.chunks(BEGINNERS) {
        let opening = some.iter().map(|Opened { path, cookie }| async move {
            let live = if path.is_empty() {
                "/".to_owned()
            } else {
                format!("{path}/live?after=9")
            };
            connect(node, &live, cookie).await
        });
        for socket in futures::future::join_all(opening).await {
            sockets.push(socket?);
        }
    }
    Ok(sockets)
}

/// The desk's pages, with as many chats as it may watch; those that the room of the hotline lists.
async fn watch(node: SocketAddr, agent: &str, chats: u32) -> anyhow::Result<Vec<Socket>> {
    let mut stream = TcpStream::connect(node).await?;
    let request = format!(
        "GET /desk/hotline/now HTTP/1.1\r\nhost: {node}\r\ncookie: {agent}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let mut contacts: Vec<&str> = answer
        .split("href=\"/desk/hotline/")
        .skip(1)
        .filter_map(|part| part.get(..9))
        .collect();
    contacts.dedup();
    contacts.truncate((PAGES * ON_A_PAGE).min(chats as usize));
    if contacts.is_empty() {
        bail!("nobody waits at the desk");
    }
    let mut pages = Vec::new();
    for some in contacts.chunks(ON_A_PAGE) {
        let mut page = connect(node, "/desk/hotline/live", agent).await?;
        for contact in some {
            let watch = json!({"kind": "watch", "contact": contact, "after": 9_999});
            page.send(frame(&watch)).await?;
        }
        pages.push(page);
    }
    Ok(pages)
}

fn frame(value: &Value) -> Message {
    Message::Text(value.to_string().into())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// How long messages took, each of which says when it was sent.
async fn hear(mut page: Socket, begun: Instant, time: Duration) -> Vec<f64> {
    let mut took = Vec::new();
    let until = begun + time;
    while let Ok(Some(Ok(message))) = tokio::time::timeout_at(until, page.next()).await {
        let Message::Text(text) = message else {
            continue;
        };
        let now = begun.elapsed();
        for part in text.split("sent at ").skip(1) {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            if let Ok(micros) = digits.parse() {
                took.push(ms(now.saturating_sub(Duration::from_micros(micros))));
            }
        }
    }
    took
}

/// All chats say something in turn, so that so many messages a second are sent; how long each was not acknowledged.
async fn talk(sockets: Vec<Socket>, begun: Instant, args: &Args) -> anyhow::Result<(Vec<f64>, Vec<Socket>)> {
    let period = Duration::from_secs_f64(f64::from(args.chats) / f64::from(args.rate));
    let until = begun + Duration::from_secs(args.seconds);
    let mut chats = JoinSet::new();
    for (number, mut socket) in (0_u32..).zip(sockets) {
        let first = begun + period.mul_f64(f64::from(number) / f64::from(args.chats));
        chats.spawn(async move {
            let mut took = Vec::new();
            let (mut next, mut n) = (first, 0_u32);
            while next < until {
                // What comes meanwhile is taken in, as a page does.
                while let Ok(heard) = tokio::time::timeout_at(next, socket.next()).await {
                    heard.context("a socket was closed")??;
                }
                n += 1;
                let at = begun.elapsed().as_micros();
                let says = json!({"kind": "say", "id": 5, "n": n, "text": format!("message {n} sent at {at} of this measurement")});
                let sent = Instant::now();
                socket.send(frame(&says)).await?;
                acknowledged(&mut socket).await?;
                took.push(ms(sent.elapsed()));
                next += period;
            }
            anyhow::Ok((took, socket))
        });
    }
    let (mut all, mut back) = (Vec::new(), Vec::new());
    while let Some(chat) = chats.join_next().await {
        let (took, socket) = chat??;
        all.extend(took);
        back.push(socket);
    }
    Ok((all, back))
}

async fn acknowledged(socket: &mut Socket) -> anyhow::Result<()> {
    loop {
        let message = timeout(Duration::from_secs(30), socket.next()).await?;
        if let Message::Text(text) = message.context("a socket was closed")?? {
            if text.contains("\"kind\":\"acknowledged\"") {
                return Ok(());
            }
            if text.contains("\"kind\":\"refused\"") {
                bail!("a message was refused: {text}");
            }
        }
    }
}

/// Messages a second when the next is sent as soon as one is acknowledged.
async fn flood(sockets: Vec<Socket>, seconds: u64, ours: bool) -> anyhow::Result<f64> {
    let until = Instant::now() + Duration::from_secs(seconds);
    let count = Arc::new(AtomicU64::new(0));
    let mut workers = JoinSet::new();
    let mut shares: Vec<Vec<Socket>> = (0..UNDER_WAY).map(|_| Vec::new()).collect();
    for (at, socket) in sockets.into_iter().enumerate() {
        shares[at % UNDER_WAY].push(socket);
    }
    let kind = if ours { "say" } else { "bare" };
    for mut share in shares.into_iter().filter(|share| !share.is_empty()) {
        let count = Arc::clone(&count);
        workers.spawn(async move {
            let mut n = 100_000_u32;
            while Instant::now() < until {
                n += 1;
                let says = json!({"kind": kind, "id": 5, "n": n, "text": format!("message {n} of this measurement")});
                for socket in &mut share {
                    socket.send(frame(&says)).await?;
                    acknowledged(socket).await?;
                    if Instant::now() < until {
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
            anyhow::Ok(())
        });
    }
    while let Some(worker) = workers.join_next().await {
        worker??;
    }
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 messages")]
    let count = count.load(Ordering::Relaxed) as f64;
    Ok(count / Duration::from_secs(seconds).as_secs_f64())
}

/// A visitor comes to one node, and an agent is at the other: how long it takes until it rings.
async fn rings(args: &Args, folder: &Path, url: &str) -> anyhow::Result<Vec<f64>> {
    let datas = ["one", "two"].map(|name| folder.join(name));
    let more = ["--database", url];
    for data in &datas {
        std::fs::create_dir_all(data)?;
        std::fs::write(data.join("secret"), [7; 32])?;
    }
    add_agent(args, &datas[0], &more)?;
    let nodes = [serve(args, &datas[0], &more)?, serve(args, &datas[1], &more)?];
    let agent = sign_in(nodes[1].address).await?;
    post(nodes[1].address, "/desk/hotline/at", &agent, "at=ready").await?;
    let mut desk = connect(nodes[1].address, "/desk/hotline/live", &agent).await?;
    let mut took = Vec::new();
    for number in 0..RINGS {
        // The ring before has gone from the list.
        sleep_until(Instant::now() + Duration::from_millis(700)).await;
        while let Ok(Some(Ok(_))) = timeout(Duration::from_millis(5), desk.next()).await {}
        let visitor = begin_one(nodes[0].address, &format!("ring-{number}")).await?;
        let waits = Instant::now();
        loop {
            let message = timeout(Duration::from_secs(10), desk.next())
                .await
                .context("nothing rang")?;
            if let Message::Text(text) = message.context("the desk was closed")??
                && text.contains("\"kind\":\"rings\"")
                && text.contains("\"contact\"")
            {
                break;
            }
        }
        took.push(ms(waits.elapsed()));
        desk.send(frame(&json!({"kind": "here"}))).await?;
        let end = format!("{}/end", visitor.path);
        post(nodes[0].address, &end, &visitor.cookie, "").await?;
    }
    Ok(took)
}
