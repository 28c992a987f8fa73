//! Harborline beside the limits, in turns: machines are noisy, and what slows one of them slows the other too.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::load::{self, Connection, Measured, Requests};
use crate::server::Server;
use crate::table::{HEAD, Line, Rounds};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The binary to measure.
    #[arg(long)]
    harborline: PathBuf,
    /// A PostgreSQL with an empty database, to be measured too.
    #[arg(long)]
    postgres: Option<String>,
    #[arg(long)]
    rounds: u8,
    /// How long each measurement takes.
    #[arg(long)]
    seconds: u64,
    /// Where the databases are made, in a folder that is removed at the end.
    #[arg(long)]
    folder: PathBuf,
}

/// Least shares of the limits that will do.
const OPEN_WANTED: f64 = 0.25;
const SHOW_WANTED: f64 = 0.30;
const START_WANTED: Duration = Duration::from_secs(1);
/// Cases that are read.
const CASES: u64 = 256;
const STARTS: usize = 5;

/// Numbers of requests, so that no two open a case with the same words.
#[derive(Debug, Default)]
struct Numbers(AtomicU64);

impl Numbers {
    /// The first of more than any one measurement uses.
    fn first(&self) -> u64 {
        self.0.fetch_add(1 << 32, Ordering::Relaxed)
    }
}

/// A Harborline with cases in it.
#[derive(Debug)]
struct Ours {
    server: Server,
    requests: OurRequests,
    stated: Rounds,
    detected: Rounds,
    show: Rounds,
}

struct OurRequests {
    stated: Requests,
    detected: Requests,
    show: Requests,
}

impl std::fmt::Debug for OurRequests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OurRequests(…)")
    }
}

/// What measures.
struct Meter {
    time: Duration,
    numbers: Numbers,
}

impl Meter {
    async fn measure(
        &self,
        address: SocketAddr,
        requests: &Requests,
        status: u16,
    ) -> anyhow::Result<Measured> {
        load::measure(address, requests, status, self.numbers.first(), self.time).await
    }
}

pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folder = tempfile::Builder::new()
        .prefix("bench-")
        .tempdir_in(&args.folder)?;
    let folder = folder.path();
    let meter = Meter {
        time: Duration::from_secs(args.seconds),
        numbers: Numbers::default(),
    };

    let own = std::env::current_exe()?;
    let hello = Server::start(Command::new(&own).arg("hello"), &folder.join("hello.log"))?;
    let mut insert = Command::new(&own);
    insert.arg("insert").arg(folder.join("insert.db"));
    let insert = Server::start(&mut insert, &folder.join("insert.log"))?;
    let mut sqlite = Ours::start(args, &meter.numbers, &folder.join("sqlite"), None).await?;
    let mut postgres = match &args.postgres {
        Some(url) => Some(Ours::start(args, &meter.numbers, &folder.join("postgres"), Some(url)).await?),
        None => None,
    };

    let say_hello: Requests = Arc::new(|_| b"GET / HTTP/1.1\r\nHost: limits\r\n\r\n".to_vec());
    let insert_one: Requests = Arc::new(|n| post("/", &opening(n, Some("ko"))));
    let (mut hellos, mut inserts) = (Rounds::default(), Rounds::default());
    for round in 1..=args.rounds {
        eprintln!("round {round} of {}", args.rounds);
        // Each makes some hundred thousand cases; no city begins with those of the one before.
        inserts.add(meter.measure(insert.address, &insert_one, 201).await?);
        sqlite
            .start_anew(args, &meter.numbers, &folder.join(format!("stated-{round}")))
            .await?;
        sqlite.open_stated(&meter).await?;
        sqlite
            .start_anew(args, &meter.numbers, &folder.join(format!("detected-{round}")))
            .await?;
        sqlite.open_detected(&meter).await?;
        hellos.add(meter.measure(hello.address, &say_hello, 200).await?);
        sqlite.show(&meter).await?;
        if let Some(postgres) = &mut postgres {
            postgres.open_stated(&meter).await?;
            postgres.open_detected(&meter).await?;
            postgres.show(&meter).await?;
        }
    }

    let mut lines = Vec::new();
    sqlite.lines("SQLite", inserts.median(), hellos.median(), &mut lines);
    if let Some(postgres) = &postgres {
        postgres.lines("PostgreSQL", None, None, &mut lines);
    }
    drop((sqlite, postgres, hello, insert));
    lines.push(start_line(args, folder)?);

    println!("{HEAD}");
    for line in &lines {
        println!("{line}");
    }
    let below = lines.iter().any(Line::is_below);
    Ok(if below {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// `harborline serve` on a data folder. Nothing is limited per address, since all comes from one here.
fn harborline(args: &Args, data: &Path, database: Option<&str>) -> anyhow::Result<Command> {
    std::fs::create_dir_all(data)?;
    let mut command = Command::new(&args.harborline);
    command.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--rate-limit",
        "off",
        "--data",
    ]);
    command.arg(data);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    Ok(command)
}

impl Ours {
    async fn start(
        args: &Args,
        numbers: &Numbers,
        data: &Path,
        database: Option<&str>,
    ) -> anyhow::Result<Self> {
        let log = data.with_extension("log");
        let server = Server::start(&mut harborline(args, data, database)?, &log)
            .with_context(|| format!("{}", args.harborline.display()))?;
        let cases = open_cases(server.address, numbers.first()).await?;
        let requests = OurRequests {
            stated: Arc::new(|n| post("/api/v1/cases", &opening(n, Some("ko")))),
            detected: Arc::new(|n| post("/api/v1/cases", &opening(n, None))),
            show: Arc::new(move |n| {
                let at = usize::try_from(n % CASES).unwrap_or(0);
                let (reference, access_code) = &cases[at];
                format!(
                    "GET /api/v1/cases/{reference} HTTP/1.1\r\nHost: limits\r\n\
                     Authorization: Receipt {access_code}\r\n\r\n"
                )
                .into_bytes()
            }),
        };
        Ok(Self {
            server,
            requests,
            stated: Rounds::default(),
            detected: Rounds::default(),
            show: Rounds::default(),
        })
    }

    /// Goes on measuring on another database, which is empty but for the cases that are read.
    async fn start_anew(&mut self, args: &Args, numbers: &Numbers, data: &Path) -> anyhow::Result<()> {
        let fresh = Self::start(args, numbers, data, None).await?;
        self.server = fresh.server;
        self.requests = fresh.requests;
        Ok(())
    }

    async fn open_stated(&mut self, meter: &Meter) -> anyhow::Result<()> {
        let measured = meter
            .measure(self.server.address, &self.requests.stated, 201)
            .await?;
        self.stated.add(measured);
        Ok(())
    }

    async fn open_detected(&mut self, meter: &Meter) -> anyhow::Result<()> {
        let measured = meter
            .measure(self.server.address, &self.requests.detected, 201)
            .await?;
        self.detected.add(measured);
        Ok(())
    }

    async fn show(&mut self, meter: &Meter) -> anyhow::Result<()> {
        self.show.add(
            meter
                .measure(self.server.address, &self.requests.show, 200)
                .await?,
        );
        Ok(())
    }

    fn lines(&self, engine: &str, insert: Option<Measured>, hello: Option<Measured>, lines: &mut Vec<Line>) {
        let all = [
            (
                "POST /api/v1/cases, language stated",
                &self.stated,
                insert,
                OPEN_WANTED,
            ),
            (
                "POST /api/v1/cases, language detected",
                &self.detected,
                insert,
                OPEN_WANTED,
            ),
            ("GET /api/v1/cases/{reference}", &self.show, hello, SHOW_WANTED),
        ];
        for (figure, rounds, limit, wanted) in all {
            if let Some(ours) = rounds.median() {
                let wanted = limit.map(|_| wanted);
                lines.push(Line::rate(&format!("{figure} ({engine})"), limit, ours, wanted));
            }
        }
    }
}

/// From nothing to ready: an empty data folder each time, tables and all.
fn start_line(args: &Args, folder: &Path) -> anyhow::Result<Line> {
    let mut took = Vec::new();
    for n in 0..STARTS {
        let data = folder.join(format!("start-{n}"));
        let server = Server::start(&mut harborline(args, &data, None)?, &data.with_extension("log"))?;
        took.push(server.took.as_secs_f64());
    }
    took.sort_by(f64::total_cmp);
    let ours = took[STARTS / 2];
    let wanted = START_WANTED.as_secs_f64();
    Ok(Line {
        figure: "start to ready (SQLite)".to_owned(),
        limit: format!("{wanted:.2} s"),
        ours: format!("{ours:.2} s"),
        took: "–".to_owned(),
        ratio: Some((wanted / ours, Some(1.0))),
    })
}

/// Receipts of cases that are there to be read.
async fn open_cases(address: SocketAddr, first: u64) -> anyhow::Result<Vec<(String, String)>> {
    let mut connection = Connection::open(address).await?;
    let mut cases = Vec::new();
    for n in 0..CASES {
        let answer = connection
            .ask(&post("/api/v1/cases", &opening(first + n, Some("ko"))))
            .await?;
        let receipt: Value =
            serde_json::from_slice(answer.body).context("the answer to POST /api/v1/cases")?;
        let text = |name: &str| receipt[name].as_str().map(str::to_owned);
        let reference = text("reference").with_context(|| format!("no receipt: {receipt}"))?;
        let access_code = text("access_code").with_context(|| format!("no receipt: {receipt}"))?;
        cases.push((reference, access_code));
    }
    Ok(cases)
}

fn post(path: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    format!(
        "POST {path} HTTP/1.1\r\nHost: limits\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// An enquiry in Korean, with words that no other request has.
fn opening(n: u64, language: Option<&str>) -> Value {
    let pick = |words: [&'static str; 4], digit: u32| {
        let at = usize::try_from((n >> (2 * digit)) % 4).unwrap_or(0);
        words[at]
    };
    let what = pick(["거류 허가", "운전면허", "건강 검진", "아파트 임대 계약"], 0);
    let when = pick(["어제", "지난주에", "오늘 아침", "이번 달에"], 1);
    let place = pick(["창구", "출입국 사무소", "병원 접수처", "동네 주민 센터"], 2);
    let problem = pick(
        [
            "서류가 부족하다고",
            "예약을 다시 하라고",
            "통역이 없다고",
            "기한이 지났다고",
        ],
        3,
    );
    let text = format!(
        "{when} {place}에서 {what} 때문에 문의했는데 {problem} 들었습니다. 무엇을 더 준비해야 하는지, 어디로 가면 되는지 \
         알려 주시면 감사하겠습니다. 접수 번호는 {n}번입니다."
    );
    let mut opening = json!({ "service": "enquiry", "text": text });
    if let Some(language) = language {
        opening["language"] = language.into();
    }
    opening
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_requests_say_the_same() {
        let texts: std::collections::BTreeSet<String> =
            (0..1000).map(|n| opening(n, None)["text"].to_string()).collect();
        assert_eq!(texts.len(), 1000);
    }
}
