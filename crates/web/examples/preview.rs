//! Serves the public pages of a city pack on a database of its own, for looking at them while they are made:
//! `cargo run -p web --example preview -- cities/weihai 127.0.0.1:8099`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use language::detect::Detector;
use language::memory::MemoryTranslator;
use language::speech::Transcribers;
use language::translate::Translators;
use web::{Entropy as _, Options, Parts, Secret, SystemClock, SystemEntropy};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let pack = args.next().unwrap_or_else(|| "cities/weihai".to_owned());
    let address: SocketAddr = args
        .next()
        .unwrap_or_else(|| "127.0.0.1:8099".to_owned())
        .parse()?;
    let database = args.next().map_or_else(
        || std::env::temp_dir().join("harborline-preview.db"),
        PathBuf::from,
    );
    let pack = PathBuf::from(pack);
    let city = city::read(&pack).map_err(|findings| format!("{findings:?}"))?;
    let texts = web::texts(&city.languages, city.source_language, Some(&pack.join("locales")))
        .map_err(|faults| format!("{faults:?}"))?;
    let random: store::Random = Arc::new(|bytes| SystemEntropy.fill(bytes));
    let app = web::app(Parts {
        city: Arc::new(city),
        pack,
        texts,
        store: store::Store::open(&store::Location::Sqlite(database), random).await?,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        secret: Secret::new([0; 32]),
        detector: Arc::new(Detector::new()),
        memory: MemoryTranslator::default(),
        translators: Translators::default(),
        transcribers: Transcribers::default(),
        options: Options::default(),
    });
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    let service = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).await?;
    Ok(())
}
