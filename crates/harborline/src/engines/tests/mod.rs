//! Engines before servers on loopback that are right, slow, broken, and liars.

mod entries;
mod fake;
mod servers;
mod silence;
mod speech;

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use domain::Lang;
use domain::city::City;
use language::detect::Detector;
use language::glossary::Glossary;
use language::translate::{Request, Translated, Translator as _, Unavailable};

use self::fake::Fake;
use super::{Remote, breaker};
use crate::config::{Entry, Kind};

const BOTH: [Kind; 2] = [Kind::LibreTranslate, Kind::OpenAi];
/// What waits for nothing ends long before this.
const LIMIT: Duration = Duration::from_secs(2);

fn pt() -> Lang {
    Lang::parse("pt").unwrap()
}

fn weihai() -> &'static City {
    static CITY: LazyLock<City> = LazyLock::new(|| {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
        crate::commands::read_city(&pack).unwrap()
    });
    &CITY
}

fn entry(kind: Kind, server: &str) -> Entry {
    let url = match kind {
        Kind::LibreTranslate => server.to_owned(),
        Kind::OpenAi => format!("{server}/v1/"),
    };
    Entry {
        kind,
        url: url.parse().unwrap(),
        model: (kind == Kind::OpenAi).then(|| "qwen2.5-7b-instruct".to_owned()),
        key_file: None,
        limit: LIMIT,
        pairs: Vec::new(),
    }
}

fn made(entry: &Entry) -> Remote {
    Remote::new(
        entry,
        &Arc::new(Glossary::new(weihai())),
        &Arc::new(Detector::new()),
    )
    .unwrap()
}

fn engine(kind: Kind, fake: &Fake) -> Remote {
    made(&entry(kind, &fake.address))
}

const LOST: &str = "Perdi o meu passaporte ontem à noite no autocarro e não sei o que fazer agora.";
const LOST_ZH: &str = "我昨晚在公交车上丢了护照，现在不知道该怎么办。";

fn lost() -> Request {
    Request {
        text: LOST.to_owned(),
        from: pt(),
        to: Lang::ZH,
    }
}

async fn translated(engine: &Remote) -> Result<Translated, Unavailable> {
    engine.translate(&lost()).await
}

mod breakers {
    use super::*;
    use breaker::Breaker;

    fn fails(breaker: &Breaker) {
        drop(breaker.enter().expect("it lets through"));
    }

    #[tokio::test(start_paused = true)]
    async fn five_failures_in_a_row_open_it_and_one_success_between_does_not() {
        let breaker = Breaker::new("made up");
        for _ in 0..4 {
            fails(&breaker);
        }
        breaker.enter().unwrap().went_well();
        for _ in 0..4 {
            fails(&breaker);
        }
        assert!(breaker.lets_through());
        fails(&breaker);
        assert!(!breaker.lets_through() && breaker.enter().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_pause_one_call_tries_and_closes_it() {
        let breaker = Breaker::new("made up");
        (0..5).for_each(|_| fails(&breaker));
        tokio::time::advance(Duration::from_secs(14)).await;
        assert!(breaker.enter().is_none());
        tokio::time::advance(Duration::from_secs(1)).await;
        let trial = breaker.enter().expect("a trial");
        assert!(breaker.enter().is_none(), "one is enough");
        trial.went_well();
        assert!(breaker.lets_through());
        (0..4).for_each(|_| fails(&breaker));
        assert!(breaker.lets_through(), "it counts from the beginning");
    }

    #[tokio::test(start_paused = true)]
    async fn the_pause_grows_to_five_minutes() {
        let breaker = Breaker::new("made up");
        (0..5).for_each(|_| fails(&breaker));
        for seconds in [15, 30, 60, 120, 240, 300, 300] {
            tokio::time::advance(Duration::from_millis(seconds * 1_000 - 1)).await;
            assert!(breaker.enter().is_none(), "{seconds}");
            tokio::time::advance(Duration::from_millis(1)).await;
            fails(&breaker);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_failure_from_before_does_not_end_the_trial() {
        let breaker = Breaker::new("made up");
        let old = breaker.enter().unwrap();
        (0..5).for_each(|_| fails(&breaker));
        tokio::time::advance(Duration::from_secs(15)).await;
        let trial = breaker.enter().unwrap();
        drop(old);
        trial.went_well();
        assert!(breaker.lets_through());
    }
}
