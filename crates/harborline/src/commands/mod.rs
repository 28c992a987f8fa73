//! One module a command, and what several of them need.

pub mod backup;
pub mod check;
pub mod demo;
pub mod detect;
pub mod doctor;
pub mod drill;
pub mod due;
pub mod index;
pub mod migrate;
pub mod models;
pub mod partners;
pub mod serve;
pub mod staff;
pub mod tasks;
pub mod transcribe;
pub mod translate;
pub mod user;
pub mod verify;
pub mod work;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use domain::city::City;
use store::{Location, Random, Store};
use web::notices::Letters;
use web::{Clock, Entropy, Secret, SystemClock, SystemEntropy, Texts};

use crate::clock::FileClock;
use crate::config::Config;
use crate::duties::Mail;
use crate::mail::Mailer;

/// Reads a city pack, or says what is wrong with it, with file and line.
pub fn read_city(pack: &Path) -> anyhow::Result<City> {
    city::read(pack).map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        anyhow::anyhow!(
            "the city pack {} cannot be used:\n{}",
            pack.display(),
            lines.join("\n")
        )
    })
}

/// Reads the interface's texts in the languages of a city, or says what keeps one from being shown.
pub fn read_texts(city: &City, pack: &Path) -> anyhow::Result<Texts> {
    web::texts(&city.languages, city.source_language, Some(&pack.join("locales"))).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!(
            "{} offers languages that cannot be shown:\n{}",
            pack.display(),
            lines.join("\n")
        )
    })
}

/// What sends mails, if a server is configured.
pub fn mail(config: &Config, city: &Arc<City>, secret: &Secret) -> anyhow::Result<Option<Arc<Mail>>> {
    let Some(server) = config.mail()? else {
        return Ok(None);
    };
    let letters = Letters {
        texts: read_texts(city, &config.city)?,
        city: Arc::clone(city),
        secret: secret.clone(),
        site: server.site.clone(),
    };
    let mailer = Mailer::new(server)?;
    Ok(Some(Arc::new(Mail { letters, mailer })))
}

/// Where the time comes from in this configuration.
pub fn clock(config: &Config) -> Arc<dyn Clock> {
    match &config.clock_file {
        Some(file) => Arc::new(FileClock::new(file.clone())),
        None => Arc::new(SystemClock),
    }
}

fn system_random() -> Random {
    Arc::new(|bytes: &mut [u8]| SystemEntropy.fill(bytes))
}

/// Opens the store of this configuration, makes it when it is not there, and brings it up to date.
pub async fn open_store(config: &Config) -> anyhow::Result<Store> {
    open_store_with(config, system_random()).await
}

/// Opens a store that is there, for a command that only looks: on a mistyped path it must find nothing, not make it.
pub async fn open_as_is(config: &Config) -> anyhow::Result<Store> {
    let location = Location::parse(&config.location())?;
    Store::open_as_is(&location, system_random())
        .await
        .with_context(|| format!("{location:?} cannot be opened"))
}

/// As [`open_store`], with randomness of the caller's.
pub async fn open_store_with(config: &Config, random: Random) -> anyhow::Result<Store> {
    if config.database.is_none() {
        config.prepare_data()?;
    }
    let location = Location::parse(&config.location())?;
    if location.is_exposed()? {
        tracing::warn!("what is said to the database can be overheard: its address does not ask for TLS");
    }
    let wait = "is the address right, and does the server run? `harborline doctor` says more";
    Store::open(&location, random)
        .await
        .with_context(|| format!("the store cannot be opened ({wait})"))
}
