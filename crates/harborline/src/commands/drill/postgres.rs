//! A drill on PostgreSQL, by its own tools: a dump, put back into a database of the drill's own on the same server.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::Context as _;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use tokio::process::Command;

/// What the file calls the server.
const SERVICE: &str = "harborline";

/// The server, and the database that a drill makes there and drops again.
pub struct Scratch {
    url: Url,
    /// Says where the server is and how one gets in: on a command line, everybody on the machine could read it.
    services: PathBuf,
    name: String,
}

impl Scratch {
    /// # Errors
    /// When the address cannot be read, or the file not be written.
    pub fn of(url: &str, place: &Path) -> anyhow::Result<Self> {
        // Not quoted: it may hold a password.
        let url = Url::parse(url)
            .ok()
            .context("this is no address of a PostgreSQL server")?;
        let services = place.join("service.conf");
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&services)?;
        file.write_all(service(&url)?.as_bytes())?;
        Ok(Self {
            url,
            services,
            name: format!("harborline_drill_{}", std::process::id()),
        })
    }

    /// Where the copy is put back.
    pub fn address(&self) -> String {
        let mut url = self.url.clone();
        url.set_path(&self.name);
        url.into()
    }

    async fn run(&self, tool: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let ended = Command::new(tool)
            .args(arguments)
            .env("PGSERVICEFILE", &self.services)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .with_context(|| format!("{tool} cannot be run; PostgreSQL's client programs have it"))?;
        let said = String::from_utf8_lossy(&ended.stderr);
        let why = said.lines().find(|line| line.contains("error"));
        anyhow::ensure!(ended.status.success(), "{tool} failed: {}", why.unwrap_or(&said));
        Ok(())
    }

    /// # Errors
    /// When the tool fails.
    pub async fn dump(&self, to: &Path) -> anyhow::Result<()> {
        let file = format!("--file={}", to.display());
        let from = format!("--dbname=service={SERVICE}");
        self.run("pg_dump", &["--format=custom", "--no-owner", &file, &from])
            .await
    }

    /// # Errors
    /// When a tool fails: who is signed in there has to be allowed to make databases.
    pub async fn restore(&self, from: &Path) -> anyhow::Result<()> {
        let at = format!("--maintenance-db=service={SERVICE}");
        // As the server sorts and writes is no part of a dump; the encoding must be this one.
        self.run(
            "createdb",
            &[&at, "--template=template0", "--encoding=UTF8", &self.name],
        )
        .await?;
        let to = format!("--dbname=service={SERVICE} dbname={}", self.name);
        let from = from.display().to_string();
        self.run(
            "pg_restore",
            &["--no-owner", "--no-privileges", "--exit-on-error", &to, &from],
        )
        .await
    }

    /// # Errors
    /// When the tool fails.
    pub async fn drop_it(&self) -> anyhow::Result<()> {
        let at = format!("--maintenance-db=service={SERVICE}");
        self.run("dropdb", &[&at, "--if-exists", "--force", &self.name])
            .await
    }
}

/// An address as the tools read it from a file.
fn service(url: &Url) -> anyhow::Result<String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(Cow::into_owned);
    let mut set = vec![("dbname".to_owned(), decoded(url.path().trim_start_matches('/'))?)];
    if let Some(host) = url.host_str().filter(|host| !host.is_empty()) {
        set.push(("host".to_owned(), decoded(host.trim_matches(['[', ']']))?));
    }
    if let Some(port) = url.port() {
        set.push(("port".to_owned(), port.to_string()));
    }
    if !url.username().is_empty() {
        set.push(("user".to_owned(), decoded(url.username())?));
    }
    if let Some(password) = url.password() {
        set.push(("password".to_owned(), decoded(password)?));
    }
    set.extend(url.query_pairs().into_owned());
    let mut text = format!("[{SERVICE}]\n");
    for (name, value) in set {
        anyhow::ensure!(
            !value.contains(['\n', '\r']),
            "the address holds the end of a line"
        );
        writeln!(text, "{name}={value}")?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_to_the_tools_in_a_file() {
        let told = |url: &str| service(&Url::parse(url).unwrap()).unwrap();
        assert_eq!(
            told("postgres://city:p%40ss@db.example.org:6432/weihai?sslmode=require"),
            "[harborline]\ndbname=weihai\nhost=db.example.org\nport=6432\nuser=city\npassword=p@ss\nsslmode=require\n"
        );
        assert_eq!(
            told("postgres:///weihai?host=/run/postgresql"),
            "[harborline]\ndbname=weihai\nhost=/run/postgresql\n"
        );
        let ends = Url::parse("postgres://city:a%0Ahost=elsewhere@db/weihai").unwrap();
        assert!(service(&ends).is_err());
    }
}
