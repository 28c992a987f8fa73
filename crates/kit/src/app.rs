//! What every handler can reach.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::Lang;
use domain::city::City;
use domain::journaled::Context;
use domain::receipts::{AccessCode, Reference};
use domain::roles::Actor;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use jiff::civil::Date;
use language::detect::Detector;
use language::memory::MemoryTranslator;
use language::services::Finder;
use language::speech::Transcribers;
use language::translate::Translators;
use rand::TryRngCore as _;
use sha2::Sha256;
use store::{IdempotencyKey, Store, StoreError};

use crate::assets::{Asset, Assets};
use crate::crowd::Crowd;
use crate::findable::Shelf;
use crate::guard::Guard;
use crate::keeps::Keeps;
use crate::lately::Lately;
use crate::mixer::Mixer;
use crate::printer::Printer;
use crate::slice::{Figure, Slice};
use crate::texts::Texts;
use crate::turn::Turn;
use crate::upload::Scanner;
use crate::upload::spool::{Spool, Waits};

/// Where the time comes from.
pub trait Clock: Send + Sync + fmt::Debug {
    fn now(&self) -> Timestamp;
}

/// The time of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that others take the time from"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Where randomness comes from.
pub trait Entropy: Send + Sync + fmt::Debug {
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rngs::OsRng
            .try_fill_bytes(bytes)
            .expect("the operating system gives random bytes");
    }
}

impl dyn Entropy {
    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

/// The installation's own secret. Other keys are derived from it, each for one purpose.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A keyed hash of these parts for that purpose. No other list of parts has the same.
    pub fn hash(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length will do");
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// What is kept of an access code: its keyed hash, bound to the reference it opens.
    pub fn access_hash(&self, reference: Reference, code: &AccessCode) -> [u8; 32] {
        self.hash(
            "access-code",
            &[reference.to_string().as_bytes(), code.as_bytes()],
        )
    }
}

/// What an [`App`] is made of.
pub struct Parts {
    pub city: Arc<City>,
    /// The folder of its pack.
    pub pack: PathBuf,
    /// In each of the city's languages.
    pub texts: Texts,
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub secret: Secret,
    pub detector: Arc<Detector>,
    /// What people have translated before.
    pub memory: MemoryTranslator,
    /// What is translated by machine here.
    pub translators: Translators,
    /// What writes down what is said in calls; none, and nobody is offered it.
    pub transcribers: Transcribers,
    pub options: Options,
}

/// How it is set up.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches that have nothing to do with one another"
)]
pub struct Options {
    /// Address under which people reach it, without a slash at its end: `https://…`.
    pub public_url: Option<String>,
    /// And where it listens, for who has said nothing of that: what a request calls it is not believed.
    pub reached: Option<String>,
    /// Cookies only travel over TLS, and are bound to the host.
    pub secure_cookies: bool,
    /// A trusted proxy stands in front and sets `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// There is a mail server: who leaves an address gets mails.
    pub mails: bool,
    /// Everything shown is made up, and every page says so.
    pub demo: bool,
    /// No limits on how often one address may ask. For measurements.
    pub unlimited: bool,
    /// What maps are drawn on; without them, on the outlines of the pack alone.
    pub map_tiles: Option<MapTiles>,
    /// Who helps the browsers in a call to find a way to one another; without them, they find one in one network.
    pub turn: Option<Turn>,
    /// A telephone exchange that asks here whom to ring.
    pub exchange: Option<Exchange>,
    /// Where what comes with forms waits.
    pub uploads: Waits,
    /// Looks at files before anybody else does; without it, nobody does.
    pub scanner: Option<Arc<dyn Scanner>>,
    /// Mixes calls with more than three; without it, each of them sends to each.
    pub mixer: Option<Arc<dyn Mixer>>,
}

/// A telephone exchange.
#[derive(Clone, PartialEq, Eq)]
pub struct Exchange {
    /// SHA-256 of the secret that it sends along.
    pub secret: [u8; 32],
    /// Where it asks from; nobody else is answered.
    pub from: Vec<IpAddr>,
    /// Of the addresses of the agents' telephones, whose names are their logins.
    pub domain: String,
    /// The numbers of the hotline, as they are dialled or a menu passes them on, and the language that is spoken there: `None`, the
    /// city's own.
    pub numbers: BTreeMap<String, Option<Lang>>,
    /// The address of who answers when nobody here can; without one the caller hears that the line is engaged.
    pub busy: Option<String>,
    /// Whose calls are not put through, by their numbers as the exchange writes them.
    pub spam: BTreeSet<String>,
    /// Where a page of the desk is a telephone of it; `None`: agents have telephones of their own.
    pub socket: Option<SipSocket>,
}

/// SIP over a WebSocket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SipSocket {
    pub url: String,
    /// The origin of that address, which the page may connect to.
    pub origin: String,
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("from", &self.from)
            .field("domain", &self.domain)
            .finish_non_exhaustive()
    }
}

/// Tiles of a map service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapTiles {
    /// With `{z}`, `{x}` and `{y}` in it.
    pub url: String,
    /// The origin of that address, which the page may show images of.
    pub origin: String,
    /// Whom they are from, as it must be said on the map.
    pub credit: String,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("city", &self.city.code)
            .field("store", &self.store)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The web room's state. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    parts: Parts,
    guard: Guard,
    spool: Spool,
    slices: &'static [Slice],
    assets: Assets,
    finder: Finder,
    shelf: Shelf,
    lately: Lately,
    keeps: Keeps,
    crowd: Crowd,
    printer: Printer,
}

impl App {
    /// With these nouns, and what their pages load.
    pub fn new(parts: Parts, slices: &'static [Slice], assets: &'static [Asset]) -> Self {
        let spool = Spool::new(parts.options.uploads.clone());
        let guard = Guard::new(!parts.options.unlimited, parts.options.behind_proxy);
        Self(Arc::new(Inner {
            finder: Finder::new(&parts.city),
            shelf: Shelf::default(),
            parts,
            guard,
            spool,
            slices,
            assets: Assets::new(assets),
            lately: Lately::default(),
            keeps: Keeps::default(),
            crowd: Crowd::default(),
            printer: Printer::default(),
        }))
    }

    pub fn slices(&self) -> &'static [Slice] {
        self.0.slices
    }

    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    pub fn city(&self) -> &Arc<City> {
        &self.0.parts.city
    }

    /// The folder that the city was read from. What stands there may be newer.
    pub fn pack(&self) -> &Path {
        &self.0.parts.pack
    }

    pub fn store(&self) -> &Store {
        &self.0.parts.store
    }

    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    /// What a decision that this actor asks for now needs.
    pub fn context<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.now(),
            actor,
            city: self.city(),
        }
    }

    /// A key by which a request that is sent twice is carried out once: what the sender chose, in their own scope, and the
    /// whole request.
    pub fn once(&self, scope: &[u8], chosen: &str, request: &[u8]) -> IdempotencyKey {
        IdempotencyKey {
            key_hash: self.secret().hash("idempotency-key", &[scope, chosen.as_bytes()]),
            request_digest: self.secret().hash("idempotent-request", &[request]),
        }
    }

    /// The day it is in the city.
    pub fn today(&self) -> Date {
        self.city().day(self.now())
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.parts.clock
    }

    pub fn entropy(&self) -> &Arc<dyn Entropy> {
        &self.0.parts.entropy
    }

    pub fn secret(&self) -> &Secret {
        &self.0.parts.secret
    }

    pub fn detector(&self) -> &Detector {
        &self.0.parts.detector
    }

    pub fn memory(&self) -> &MemoryTranslator {
        &self.0.parts.memory
    }

    pub fn translators(&self) -> &Translators {
        &self.0.parts.translators
    }

    pub fn transcribers(&self) -> &Transcribers {
        &self.0.parts.transcribers
    }

    pub fn texts(&self) -> &Texts {
        &self.0.parts.texts
    }

    /// What `find` finds, no older than a minute. It is known by its type, which is the finder's own.
    ///
    /// # Errors
    /// As `find` has.
    pub async fn lately<T: Send + Sync + 'static, E>(
        &self,
        find: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        self.0.lately.get(self.now(), find).await
    }

    /// What a noun keeps in this process. It is known by its type, which is the noun's own.
    pub fn keeps<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        self.0.keeps.get()
    }

    /// Live numbers of the regulation's mechanisms, no older than a minute: counting looks at much, and the pages are
    /// public.
    ///
    /// # Errors
    /// As reading has.
    pub async fn figures(&self) -> Result<Arc<Vec<Figure>>, StoreError> {
        self.lately(async {
            let mut figures = Vec::new();
            for slice in self.slices() {
                figures.extend((slice.figures)(self).await?);
            }
            Ok(figures)
        })
        .await
    }

    /// Finds the services that somebody's words ask for.
    pub fn finder(&self) -> &Finder {
        &self.0.finder
    }

    /// Where the index of everything that may be found stands.
    pub fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    /// The pages that many ask for in this second.
    pub fn crowd(&self) -> &Crowd {
        &self.0.crowd
    }

    pub fn printer(&self) -> &Printer {
        &self.0.printer
    }

    /// Where what comes with a form waits until it is whole.
    pub fn spool(&self) -> &Spool {
        &self.0.spool
    }

    pub fn guard(&self) -> &Guard {
        &self.0.guard
    }

    pub fn options(&self) -> &Options {
        &self.0.parts.options
    }
}
