use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use domain::city::City;
use language::detect::Detector;
use language::memory::MemoryTranslator;
use language::speech::Transcribers;
use language::translate::Translators;
use store::{Store, StoreError};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use web::{Entropy as _, Mixer, Options, Parts, Scanner, Secret, SystemEntropy};

use super::{clock, mail, open_store, read_city, read_texts};
use crate::config::Config;
use crate::connections::{self, Allowed, Most, Places};
use crate::duties::{Duties, Memory, Node};
use crate::engines;
use crate::janus::Janus;
use crate::keys::{self, SECRET};

/// How long answers and work that are under way may take once the process is told to end.
const DRAIN: std::time::Duration = std::time::Duration::from_secs(5);

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Leave the workers to `harborline work`.
    #[arg(long)]
    no_workers: bool,
}

pub async fn run(config: Config, args: &Args) -> anyhow::Result<ExitCode> {
    log_to_stderr(&config);
    let demo = config.data.join(super::demo::MARKER);
    anyhow::ensure!(
        !demo.exists(),
        "{} is a demo's: its logins are known to all",
        config.data.display()
    );
    let city = Arc::new(read_city(&config.city)?);
    let store = open_store(&config).await?;
    store.adopt(&city).await?;
    let secret = secret(&config, &store).await?;
    let memory = Memory::new(store.clone(), &city);
    let seen = memory.translator();
    let translators = engines::translators(&config, &city, seen.clone())?;
    let mut duties = Duties::of(&store, memory);
    if !args.no_workers {
        let node = Node {
            store: store.clone(),
            city: Arc::clone(&city),
            clock: clock(&config),
            mail: mail(&config, &city, &secret)?,
        };
        duties = duties.with_workers(&node, translators.clone());
    }
    let serving = Serving {
        city,
        store,
        secret,
        memory: seen,
        translators,
        transcribers: engines::speech::transcribers(&config)?,
        demo: false,
    };
    serve(&config, serving, duties, |_| {}).await
}

/// What is served.
pub struct Serving {
    pub city: Arc<City>,
    pub store: Store,
    pub secret: Secret,
    pub memory: MemoryTranslator,
    pub translators: Translators,
    pub transcribers: Transcribers,
    /// The pages say that what they show is made up.
    pub demo: bool,
}

/// Serves until the process is told to end. `ready` is told the address before the ready line is printed.
pub async fn serve(
    config: &Config,
    serving: Serving,
    duties: Duties,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<ExitCode> {
    let public_url = config
        .public_url
        .as_deref()
        .map(|url| url.trim_end_matches('/').to_owned());
    let detector = Arc::new(Detector::new());
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}; is something there already?", config.listen))?;
    let address = listener.local_addr()?;
    let app = web::app(Parts {
        texts: read_texts(&serving.city, &config.city)?,
        city: serving.city,
        pack: config.city.clone(),
        store: serving.store,
        clock: clock(config),
        entropy: Arc::new(SystemEntropy),
        secret: serving.secret,
        detector: Arc::clone(&detector),
        memory: serving.memory,
        translators: serving.translators,
        transcribers: serving.transcribers,
        options: Options {
            secure_cookies: public_url
                .as_deref()
                .is_some_and(|url| url.starts_with("https://")),
            public_url,
            behind_proxy: config.behind_proxy,
            mails: config.mail()?.is_some(),
            unlimited: config.rate_limit == "off",
            demo: serving.demo,
            map_tiles: config.map_tiles()?,
            turn: config.turn()?,
            exchange: config.exchange()?,
            mixer: mixer(config)?,
            uploads: config.uploads(),
            scanner: config.clamav().map(|clamav| Arc::new(clamav) as Arc<dyn Scanner>),
            reached: Some(reached(address)),
        },
    });
    // Loading the models takes a while, and reading the fonts; nobody has to wait for it.
    tokio::task::spawn_blocking(move || detector.warm_up());
    let prints = app.clone();
    tokio::task::spawn_blocking(move || {
        if let Err(missing) = prints.printer().read_ahead() {
            tracing::warn!(%missing, "no leaflet can be set");
        }
    });
    let duties = match config.missed_calls()? {
        Some(missed) => duties.with_missed_calls(app.clone(), &missed)?,
        None => duties,
    };
    let duties = match app.options().mixer {
        Some(_) => duties.with_rooms(app.clone()),
        None => duties,
    };
    let duties = duties.finding(app.clone(), config.data.join("search"));
    let duties = tokio::spawn(duties.run(told_to_end()));
    // Behind a proxy, all connections are the proxy's.
    let most = Most::of_process(config.rate_limit == "on" && !config.behind_proxy);
    let places = Places::new(most, Allowed::default());
    let router = web::router(app);
    ready(address);
    println!("ready http://{address}");
    drained(async {
        connections::serve(listener, router, places, told_to_end()).await;
        Ok(duties.await?)
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}

/// How the machine itself reaches what listens there.
fn reached(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

fn mixer(config: &Config) -> anyhow::Result<Option<Arc<dyn Mixer>>> {
    let Some(media) = config.media()? else {
        return Ok(None);
    };
    Ok(Some(Arc::new(Janus::new(&media)?)))
}

/// Waits for work that ends when the process is told to, but then no longer than [`DRAIN`]: pages that listen for news
/// would hold it open for minutes, and an answer that a duty waits for may never come.
pub async fn drained(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::select! {
        ended = work => ended,
        () = async { told_to_end().await; tokio::time::sleep(DRAIN).await } => {
            tracing::info!("what is still under way is left");
            Ok(())
        }
    }
}

/// Ends when the process is asked to end.
pub async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Logs to standard error; `RUST_LOG` chooses what.
pub fn log_to_stderr(config: &Config) {
    // Where, but not what: the text of a panic may quote what someone wrote.
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(at, "a panic");
    }));
    let mut filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // What reads sockets writes down, at its finest, what is said on them.
    for quiet in ["tungstenite=off", "tokio_tungstenite=off"] {
        filter = filter.add_directive(quiet.parse().expect("it is a directive"));
    }
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second call in one process changes nothing.
    let _ = if config.log == "json" {
        log.json().try_init()
    } else {
        log.try_init()
    };
}

/// The installation's secret: made once, readable by its owner alone. With PostgreSQL every node needs the same file.
///
/// # Errors
/// When it is missing though people hold receipts, which no other secret opens, or is another than the database is served with.
pub async fn secret(config: &Config, store: &Store) -> anyhow::Result<Secret> {
    let data = config.prepare_data()?;
    let file = data.join(SECRET.name);
    let there = keys::read(data, SECRET)?;
    let is_new = there.is_none();
    if is_new {
        anyhow::ensure!(
            store.mark_of(SECRET.name).await?.is_none() && !store.holds_receipts().await?,
            "{} is missing, and the receipts that people hold open their cases with nothing else; put the file \
             back from the backup, or from another node: all that serve one database have the same",
            file.display()
        );
        let mut bytes = [0; 32];
        SystemEntropy.fill(&mut bytes);
        keys::write(data, SECRET, &bytes)?;
    }
    let held = match there {
        Some(held) => held,
        None => keys::read(data, SECRET)?.context("it was written a moment ago")?,
    };
    let bytes: [u8; 32] = held
        .bytes()
        .try_into()
        .ok()
        .with_context(|| format!("{} is not 32 bytes long", file.display()))?;
    if let Err(error) = store.serve_with(&held.mark()).await {
        if is_new && matches!(error, StoreError::OtherKey { .. }) {
            // Another node was faster, and nothing was made with this one.
            std::fs::remove_file(&file)?;
        }
        return Err(error).with_context(|| {
            format!(
                "{} cannot be used: put the file back from the backup, or from another node, which all have the same",
                file.display()
            )
        });
    }
    Ok(Secret::new(bytes))
}
