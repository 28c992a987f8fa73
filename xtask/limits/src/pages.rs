//! Public pages: what each weighs with all that it loads, how fast it is answered when many ask; and how soon a city with
//! many guides is ready. Printed as JSON, for `cargo xtask bench guide`.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::load::{Connection, Measured, measure};
use crate::server::Server;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The binary.
    #[arg(long)]
    harborline: PathBuf,
    /// The pack.
    #[arg(long)]
    city: PathBuf,
    /// Where data folders may be made.
    #[arg(long)]
    folder: PathBuf,
    /// Guides of the city that is started with many.
    #[arg(long, default_value_t = 2_000)]
    guides: usize,
    /// Path of a leaflet, which is asked for as soon as the server is ready.
    #[arg(long)]
    leaflet: String,
    /// Seconds that each page is asked for, after a warm-up.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Paths of the pages.
    #[arg(required = true)]
    pages: Vec<String>,
}

/// Starts that are measured; the one in the middle counts.
const STARTS: usize = 3;

pub async fn run(args: &Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(&args.folder)?;
    let server = start(args, &args.city, &folder.path().join("pages"))?;
    let mut pages = Vec::new();
    for path in &args.pages {
        pages.push(page(args, server.address, path).await?);
    }
    drop(server);
    let many = folder.path().join("many");
    with_guides(&args.city, &many, args.guides)?;
    let mut took = Vec::new();
    for n in 0..STARTS {
        let server = start(args, &many, &folder.path().join(format!("start-{n}")))?;
        took.push(server.took.as_secs_f64());
    }
    let mut first = Vec::new();
    for n in 0..STARTS {
        let server = start(args, &args.city, &folder.path().join(format!("leaflet-{n}")))?;
        first.push(answered(server.address, &args.leaflet).await?.as_secs_f64());
    }
    let measured = json!({
        "pages": pages, "guides": args.guides, "start_s": middle(took), "leaflet_s": middle(first),
    });
    println!("{measured}");
    Ok(())
}

fn middle(mut took: Vec<f64>) -> f64 {
    took.sort_by(f64::total_cmp);
    took[took.len() / 2]
}

/// How long the answer to one request takes.
async fn answered(address: SocketAddr, path: &str) -> anyhow::Result<Duration> {
    let mut connection = Connection::open(address).await?;
    let asked = Instant::now();
    let answer = connection.ask(&get(path)).await?;
    ensure!(answer.status == 200, "{path} is answered with {}", answer.status);
    Ok(asked.elapsed())
}

fn start(args: &Args, city: &Path, data: &Path) -> anyhow::Result<Server> {
    fs::create_dir_all(data)?;
    let mut command = Command::new(&args.harborline);
    command.args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "off"]);
    command.arg("--city").arg(city).arg("--data").arg(data);
    Server::start(&mut command, &data.with_extension("log"))
}

fn get(path: &str) -> Vec<u8> {
    let head = "Host: limits\r\nAccept-Encoding: gzip\r\nCookie: harborline-language=en\r\n\r\n";
    format!("GET {path} HTTP/1.1\r\n{head}").into_bytes()
}

async fn page(args: &Args, address: SocketAddr, path: &str) -> anyhow::Result<Value> {
    let mut connection = Connection::open(address).await?;
    // Read as it is, for what it loads; then as a browser gets it.
    let plain = format!("GET {path} HTTP/1.1\r\nHost: limits\r\nCookie: harborline-language=en\r\n\r\n");
    let answer = connection.ask(plain.as_bytes()).await?;
    ensure!(answer.status == 200, "{path} is answered with {}", answer.status);
    let loads = loaded(std::str::from_utf8(answer.body).context("a page is text")?);
    let mut bytes = 0;
    for path in std::iter::once(path).chain(loads.iter().map(String::as_str)) {
        let answer = connection.ask(&get(path)).await?;
        ensure!(answer.status == 200, "{path} is answered with {}", answer.status);
        bytes += answer.head.len() + answer.body.len();
    }
    let request = get(path);
    let requests = Arc::new(move |_| request.clone());
    let time = Duration::from_secs(args.seconds);
    let Measured {
        per_second,
        median,
        p99,
    } = measure(address, &(requests as _), 200, 0, time).await?;
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    Ok(json!({
        "path": path, "kb": bytes / 1000, "per_second": per_second, "median_ms": ms(median), "p99_ms": ms(p99),
    }))
}

/// What a page loads from here: style sheets, scripts, pictures.
fn loaded(html: &str) -> BTreeSet<String> {
    let attributes = ["href=\"", "src=\""].into_iter();
    let values = attributes.flat_map(|begins| html.split(begins).skip(1));
    let values = values.filter_map(|rest| rest.split(['"', '#']).next());
    values
        .filter(|value| value.starts_with("/assets/"))
        .map(ToOwned::to_owned)
        .collect()
}

/// The pack with so many guides: its own, again and again under other names.
fn with_guides(city: &Path, to: &Path, guides: usize) -> anyhow::Result<()> {
    copy(city, to)?;
    let folder = to.join("guides");
    let mut own: Vec<PathBuf> = fs::read_dir(&folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<_>>()?;
    own.sort();
    let translated = fs::read_to_string(to.join("translated.toml"))?;
    let sections: Vec<&str> = translated.split("\n[").collect();
    let mut more = String::new();
    for n in own.len()..guides {
        let from = &own[n % own.len()];
        let code = from
            .file_name()
            .and_then(|name| name.to_str())
            .context("a guide has a name")?;
        let new = format!("{code}-{n}");
        copy(from, &folder.join(&new))?;
        let structure = folder.join(&new).join("guide.toml");
        let text = fs::read_to_string(&structure)?;
        fs::write(
            &structure,
            text.replacen(&format!("code = \"{code}\""), &format!("code = \"{new}\""), 1),
        )?;
        // Confirmed as the one that it is a copy of.
        let place = format!("\"guides/{code}\"]");
        for section in sections.iter().filter(|section| section.contains(&place)) {
            more.push_str("\n[");
            more += &section.replacen(&place, &format!("\"guides/{new}\"]"), 1);
        }
    }
    fs::write(to.join("translated.toml"), translated.clone() + &more)?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_loads_is_what_lies_here() {
        let html = "<link href=\"/assets/a.css\"><use href=\"/assets/i.svg#x\"/><use href=\"/assets/i.svg#y\"/>\
                    <a href=\"/en\"><script src=\"/assets/b.js\"><a href=\"https://c.example/assets/\">";
        let loaded: Vec<String> = loaded(html).into_iter().collect();
        assert_eq!(loaded, ["/assets/a.css", "/assets/b.js", "/assets/i.svg"]);
    }
}
