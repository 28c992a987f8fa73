use std::path::PathBuf;
use std::process::ExitCode;

use domain::city::City;
use store::{Location, Store};

use super::{open_as_is, read_city};
use crate::clamav::ClamAv;
use crate::config::{Config, SpeechEntry};
use crate::engines;
use crate::janus::Janus;
use crate::keys::{self, KEYS};
use crate::models::Models;

/// So many tasks that were given up are named.
const NAMED: usize = 5;

/// Says of each thing that is needed whether it is there, and what to do when it is not.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let mut well = true;
    let mut say = |what: &str, found: Result<String, String>| {
        let (mark, text) = match &found {
            Ok(text) => ("ok  ", text),
            Err(text) => ("MEND", text),
        };
        well &= found.is_ok();
        println!("{mark} {what}: {text}");
    };
    let city = read_city(&config.city).map_err(|error| format!("{error:#}"));
    say(
        "city pack",
        city.as_ref()
            .map(|city| format!("{} ({})", config.city.display(), city.code))
            .map_err(Clone::clone),
    );
    let store = open_as_is(&config).await.map_err(|error| format!("{error:#}"));
    let kind = if config.database.is_some() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    let reached = match &store {
        Ok(store) => store
            .ping()
            .await
            .map(|()| format!("{kind} answers"))
            .map_err(|error| error.to_string()),
        Err(error) => Err(error.clone()),
    };
    say("database", reached);
    if config.database.is_some() {
        say("line to the database", line(&config));
    }
    if let Ok(store) = &store {
        say("staff", people(store).await?);
        say("tasks", tasks(store).await?);
    }
    // A demo's is known to all, and no file.
    if !config.data.join(super::demo::MARKER).exists() {
        for key in KEYS {
            say(
                key.name,
                keys::state(&config.data, *key, store.as_ref().ok()).await,
            );
        }
    }
    if let Some(left) = left(&config) {
        say("restore", Err(left));
    }
    if let Ok(city) = &city {
        say("calendar", calendar(&config, city));
    }
    say("address", address(&config));
    let fonts = typesetting::Fonts::are_there().map(|()| "all are there".to_owned());
    say(
        "fonts for leaflets",
        fonts.map_err(|why| format!("leaflets cannot be printed: {why}")),
    );
    let models = Models::of(&config.data);
    say("models", models.summary());
    if let Ok(city) = &city {
        say("languages", Ok(languages(&models, city)?));
    }
    for (at, entry) in config.speech.iter().enumerate() {
        say(&format!("speech, {}", entry.model), speech(at, entry).await);
    }
    if let Some(exchange) = &config.exchange {
        let found = config.exchange().map_err(|error| format!("{error:#}"));
        say(
            "exchange",
            found.map(|_| format!("asks from {:?}", exchange.from)),
        );
    }
    if config.media.is_some() {
        say("media server", media(&config).await);
    }
    if let Some(clamav) = config.clamav() {
        say("ClamAV", scanner(&clamav).await);
    }
    say(
        "limits",
        match config.rate_limit.as_str() {
            "on" => Ok("on".to_owned()),
            _ => Err("off; only for measuring".to_owned()),
        },
    );
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn people(store: &Store) -> anyhow::Result<Result<String, String>> {
    let staff = store.staff().await?;
    let active = staff.iter().filter(|staff| staff.active).count();
    Ok(match active {
        0 => Err("nobody can sign in; `harborline user add` adds someone".to_owned()),
        _ => Ok(format!("{active} can sign in")),
    })
}

fn calendar(config: &Config, city: &City) -> Result<String, String> {
    let year = city.day(super::clock(config).now()).year();
    match city.calendar.years().get(&year) {
        Some(known) if !known.provisional => Ok(format!("{year} is announced")),
        Some(_) => Err(format!(
            "{year} is provisional; put the announced days into calendar/{year}.toml"
        )),
        None => Err(format!("{year} is not in the pack; add calendar/{year}.toml")),
    }
}

/// What a restore left that did not end: a copy of everything, which nobody looks after.
fn left(config: &Config) -> Option<String> {
    let mut part = config.sqlite_file().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    part.exists().then(|| {
        let part = part.display();
        format!("{part} is left of one that did not end; restore again, or remove it")
    })
}

/// What is translated here. A city may want none, or have engines elsewhere: this is no fault.
fn languages(models: &Models, city: &City) -> anyhow::Result<String> {
    let lacking: Vec<String> = models.lacking(city)?.iter().map(ToString::to_string).collect();
    Ok(if lacking.is_empty() {
        "all of the pages are translated on this machine".to_owned()
    } else {
        let pairs = lacking.join(" ");
        format!("some wait for people or engines elsewhere; `harborline models add {pairs}` changes that")
    })
}

/// Whether others can listen to what is said to the database.
fn line(config: &Config) -> Result<String, String> {
    match Location::parse(&config.location()).and_then(|location| location.is_exposed()) {
        Ok(false) => Ok("nobody else can listen".to_owned()),
        Ok(true) => Err(
            "it leaves this machine without TLS; sslmode=require in the address of the database changes that"
                .to_owned(),
        ),
        Err(error) => Err(error.to_string()),
    }
}

/// Whether receipts carry the right address, and cookies are kept to it.
fn address(config: &Config) -> Result<String, String> {
    match &config.public_url {
        Some(url) if url.starts_with("https://") => Ok(url.clone()),
        Some(url) => Err(format!(
            "{url} is not https: cookies are not kept to secure connections"
        )),
        None if config.listen.ip().is_loopback() => Ok("loopback only".to_owned()),
        None => Err("set --public-url, so that receipts carry the right address".to_owned()),
    }
}

/// Whether an engine that listens can be used and answers.
async fn speech(at: usize, entry: &SpeechEntry) -> Result<String, String> {
    let engine = engines::speech::remote(at, entry).map_err(|error| format!("{error:#}"))?;
    let took = engine.tried().await.map_err(|why| why.to_string())?;
    if !entry.is_private() {
        return Err("it is asked without TLS: whoever listens on the way hears what people say".to_owned());
    }
    Ok(format!("it answers in {} ms", took.as_millis()))
}

async fn media(config: &Config) -> Result<String, String> {
    let media = config.media().map_err(|error| format!("{error:#}"))?;
    let media = media.ok_or_else(|| "there is none".to_owned())?;
    let janus = Janus::new(&media).map_err(|error| format!("{error:#}"))?;
    let took = janus.tried().await.map_err(|why| why.to_string())?;
    Ok(format!("it answers in {} ms", took.as_millis()))
}

async fn scanner(clamav: &ClamAv) -> Result<String, String> {
    let tried = clamav.tried().await;
    tried
        .map(|()| "it answers".to_owned())
        .map_err(|why| format!("no file is taken: {why}"))
}

/// Whether any task was given up, and what to do about it.
async fn tasks(store: &Store) -> anyhow::Result<Result<String, String>> {
    let given_up = store.given_up(None, NAMED).await?;
    if given_up.rows.is_empty() {
        return Ok(Ok("none was given up".to_owned()));
    }
    let named = given_up.rows.iter();
    let named: Vec<String> = named
        .map(|task| format!("{} {} ({})", task.kind, task.name, task.why))
        .collect();
    let more = if given_up.total > named.len() as u64 {
        ", …"
    } else {
        ""
    };
    Ok(Err(format!(
        "{} given up: {}{more}; mend what keeps them from being done, then `harborline tasks retry <kind> <name>` takes each \
         up again (`harborline tasks list` names all)",
        given_up.total,
        named.join(", ")
    )))
}
