use std::io;
use std::sync::atomic::AtomicUsize;

use tokio::sync::mpsc;
use tracing_subscriber::fmt::MakeWriter;

use super::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Fails in every round.
struct Failing;

impl Duty for Failing {
    const NAME: &'static str = "failing";
    const EVERY: Option<Duration> = Some(A_MINUTE);

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        anyhow::bail!("on purpose")
    }
}

/// Breaks off in its first round.
struct Breaking(mpsc::UnboundedSender<()>, AtomicUsize);

impl Duty for Breaking {
    const NAME: &'static str = "breaking";
    const EVERY: Option<Duration> = None;

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        assert!(self.1.fetch_add(1, Ordering::Relaxed) > 0, "on purpose");
        Ok(self.0.send(())?)
    }
}

/// Tells why it was woken.
struct Telling(mpsc::UnboundedSender<Wake>);

impl Duty for Telling {
    const NAME: &'static str = "telling";
    const EVERY: Option<Duration> = Some(A_MINUTE);

    async fn round(&mut self, wake: Wake) -> anyhow::Result<()> {
        Ok(self.0.send(wake)?)
    }
}

/// Wants to hear of new cases.
struct Hearing(mpsc::UnboundedSender<Wake>);

impl Duty for Hearing {
    const NAME: &'static str = "hearing";
    const EVERY: Option<Duration> = None;
    const HEARS: bool = true;

    fn wants(&self, changed: &Changed) -> bool {
        changed.kind == "opened"
    }

    async fn round(&mut self, wake: Wake) -> anyhow::Result<()> {
        Ok(self.0.send(wake)?)
    }
}

/// Never comes to the end of its round.
struct Hanging;

impl Duty for Hanging {
    const NAME: &'static str = "hanging";
    const EVERY: Option<Duration> = None;

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn one_that_fails_is_named_and_ends_no_other() {
    // Of two, both are asked whether a line is logged: other tests' threads have no subscriber.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let house = House::new().await;
    tokio::time::pause();
    let (broken, mut mended) = mpsc::unbounded_channel();
    let (told, mut tells) = mpsc::unbounded_channel();
    let duties = Duties::none(house.node.store.bus().clone())
        .and(Failing)
        .and(Breaking(broken, AtomicUsize::new(0)))
        .and(Telling(told));
    let all = async {
        for _ in 0..3 {
            assert_eq!(tells.recv().await, Some(Wake::All));
        }
        mended.recv().await.expect("it has another round");
    };
    let begun = Instant::now();
    duties.run(all).await;
    assert!(begun.elapsed() < A_MINUTE * 3);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for name in ["failing", "breaking"] {
        assert!(log.contains(&format!("duty=\"{name}\"")), "{log}");
    }
    assert!(!log.contains("telling"), "{log}");
}

#[tokio::test]
async fn one_that_hangs_neither_holds_up_the_others_nor_the_end() {
    let house = House::new().await;
    let (told, mut tells) = mpsc::unbounded_channel();
    let duties = Duties::none(house.node.store.bus().clone())
        .and(Hanging)
        .and(Telling(told));
    let end = async {
        tells.recv().await.unwrap();
    };
    let ended = tokio::time::timeout(Duration::from_secs(5), duties.run(end)).await;
    assert!(ended.is_ok());
}

#[tokio::test]
async fn a_change_wakes_those_who_want_it_and_only_them() {
    let house = House::new().await;
    let (heard, mut hearing) = mpsc::unbounded_channel();
    let (told, mut tells) = mpsc::unbounded_channel();
    let duties = Duties::none(house.node.store.bus().clone())
        .and(Hearing(heard))
        .and(Telling(told));
    let opened = async {
        assert_eq!(hearing.recv().await, Some(Wake::All));
        assert_eq!(tells.recv().await, Some(Wake::All));
        let reference = translating::open(&house, 1, "Perdi o meu passaporte").await;
        translating::note(&house, reference).await;
        let second = translating::open(&house, 2, "Perdi as minhas chaves").await;
        for expected in [reference, second] {
            let Some(Wake::Changed(changed)) = hearing.recv().await else {
                panic!("it was not woken by a change");
            };
            assert_eq!(changed.of::<domain::cases::Case>(), Some(expected));
        }
        assert!(hearing.try_recv().is_err() && tells.try_recv().is_err());
    };
    duties.run(opened).await;
}
