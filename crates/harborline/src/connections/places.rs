//! Who is connected. A connection takes a place; there are so many in all, and so many for one address. When they are taken,
//! whoever came last gets that of one that is not at work: a connection that only waits, or has sent half a request, keeps
//! nobody out. Who takes too long over a request, waits too long between two, or does not take its answer, leaves.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use web::kit::guard::network;

/// Whoever takes nothing of an answer for so long, in milliseconds, makes room for others.
const TAKES_SOME: u64 = 5_000;

/// How many connections there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Most {
    pub all: usize,
    /// Of one address; `None`: where it is not known who that is, behind a proxy, or nobody is limited.
    pub each: Option<usize>,
}

/// However many files the machine lets a process open: each connection costs some memory, too.
const ALL_MAX: usize = 32_768;
/// Files that are no connections: the database's, the search's, what others are asked over.
const OTHERS: u64 = 256;
/// Beyond this, one address is no office.
const EACH_MAX: usize = 2_048;
const EACH_MIN: usize = 64;

impl Most {
    /// As many as this process may open files, which it raises as far as it may.
    pub fn of_process(is_limited_by_address: bool) -> Self {
        let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1_024);
        Self::of_files(files, is_limited_by_address)
    }

    pub fn of_files(files: u64, is_limited_by_address: bool) -> Self {
        let all = files.saturating_sub(OTHERS.min(files / 4));
        let all = usize::try_from(all).unwrap_or(ALL_MAX).min(ALL_MAX);
        let each = (all / 4).clamp(EACH_MIN.min(all), EACH_MAX);
        Self {
            all,
            each: is_limited_by_address.then_some(each),
        }
    }
}

/// How long a connection may take.
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    /// Over the head of a request, from its first byte; over that of the first, from the beginning.
    pub head: Duration,
    /// Until the next piece of a body. Whoever reads it gives up sooner, and says so.
    pub body: Duration,
    /// Between two requests.
    pub idle: Duration,
    /// Until it takes something of its answer.
    pub takes: Duration,
}

impl Default for Allowed {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            body: Duration::from_secs(30),
            // Proxies keep their connections for a minute.
            idle: Duration::from_secs(75),
            takes: Duration::from_secs(30),
        }
    }
}

impl Allowed {
    pub fn shortest(&self) -> Duration {
        let of_requests = self.head.min(self.body);
        of_requests.min(self.idle).min(self.takes)
    }
}

/// What a connection does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// It waits for a next request.
    Rests,
    /// It has begun one, or has said nothing yet.
    Asks,
    /// A request is being read and answered.
    Works,
    /// It is a socket, which has limits of its own.
    IsASocket,
}

/// What one connection does, and since when.
#[derive(Debug)]
pub struct Place {
    /// All times are milliseconds since then.
    begun: Instant,
    /// What it does, in the lowest two bits, and since when.
    does: AtomicU64,
    /// Since when it takes nothing of its answer; 0: it does.
    stands: AtomicU64,
    /// Since when more of its request's body is waited for; 0: it is not.
    owes: AtomicU64,
    leaves: Notify,
}

impl Place {
    fn new(begun: Instant) -> Self {
        let place = Self {
            begun,
            does: AtomicU64::new(0),
            stands: AtomicU64::new(0),
            owes: AtomicU64::new(0),
            leaves: Notify::new(),
        };
        place.now_does(Does::Asks);
        place
    }

    fn now(&self) -> u64 {
        // 0 stands for never.
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX >> 2) + 1
    }

    fn now_does(&self, does: Does) {
        self.does.store(self.now() << 2 | does as u64, Ordering::Relaxed);
    }

    fn does(&self) -> (Does, u64) {
        let both = self.does.load(Ordering::Relaxed);
        let all = [Does::Rests, Does::Asks, Does::Works, Does::IsASocket];
        let does = usize::try_from(both & 3).ok().and_then(|n| all.get(n));
        (*does.unwrap_or(&Does::Asks), both >> 2)
    }

    /// Something was read from it.
    pub fn says(&self) {
        if self.does().0 == Does::Rests {
            self.now_does(Does::Asks);
        }
    }

    /// Writes down since when something has been so, or that it is not.
    fn note(&self, since: &AtomicU64, is_so: bool) {
        let was = since.load(Ordering::Relaxed) != 0;
        if was != is_so {
            since.store(if is_so { self.now() } else { 0 }, Ordering::Relaxed);
        }
    }

    /// Something was to be written to it, and was taken or not.
    pub fn takes(&self, is_taken: bool) {
        self.note(&self.stands, !is_taken);
    }

    /// More of its request's body is waited for, or is there.
    pub fn owes(&self, is_waited_for: bool) {
        self.note(&self.owes, is_waited_for);
    }

    /// A request is there.
    pub fn works(&self) {
        self.now_does(Does::Works);
    }

    /// Its request is answered.
    pub fn rests(&self) {
        self.now_does(Does::Rests);
    }

    pub fn becomes_a_socket(&self) {
        self.now_does(Does::IsASocket);
    }

    /// Ends when it has to leave.
    pub async fn leaves(&self) {
        self.leaves.notified().await;
    }

    /// A request of it is being answered: it has sent all of it, and takes what it asked for.
    pub fn is_at_work(&self) -> bool {
        let waits = |since: &AtomicU64| since.load(Ordering::Relaxed) != 0;
        self.does().0 == Does::Works && !waits(&self.stands) && !waits(&self.owes)
    }

    /// Since when it has been doing nothing that anybody waits for. Of an answer that is on its way, somebody may, who takes some of
    /// it now and then.
    fn spare_since(&self) -> Option<u64> {
        let (does, since) = self.does();
        let owes = self.owes.load(Ordering::Relaxed);
        let stands = self.stands.load(Ordering::Relaxed);
        if does == Does::IsASocket {
            return None;
        }
        if stands != 0 {
            return (self.now().saturating_sub(stands) > TAKES_SOME).then_some(stands);
        }
        if owes != 0 {
            return Some(owes);
        }
        (does != Does::Works).then_some(since)
    }

    fn takes_too_long(&self, allowed: &Allowed) -> bool {
        let now = self.now();
        let longer = |since: u64, than: Duration| u128::from(now.saturating_sub(since)) > than.as_millis();
        let (does, since) = self.does();
        let stands = self.stands.load(Ordering::Relaxed);
        let owes = self.owes.load(Ordering::Relaxed);
        if does == Does::IsASocket {
            return false;
        }
        if stands != 0 {
            return longer(stands, allowed.takes);
        }
        if owes != 0 {
            return longer(owes, allowed.body);
        }
        match does {
            Does::Rests => longer(since, allowed.idle),
            Does::Asks => longer(since, allowed.head),
            Does::Works | Does::IsASocket => false,
        }
    }
}

#[derive(Debug, Default)]
struct Held {
    by: HashMap<IpAddr, Vec<Arc<Place>>>,
    count: usize,
}

impl Held {
    fn remove(&mut self, address: IpAddr, place: &Arc<Place>) {
        let Some(places) = self.by.get_mut(&address) else {
            return;
        };
        let Some(at) = places.iter().position(|held| Arc::ptr_eq(held, place)) else {
            return;
        };
        places.swap_remove(at);
        self.count -= 1;
        if places.is_empty() {
            self.by.remove(&address);
        }
    }

    /// Takes the place of that address which has been spare for longest.
    fn free_one(&mut self, address: IpAddr) -> bool {
        let places = self.by.get(&address).into_iter().flatten();
        let spare = places.filter_map(|place| Some((place.spare_since()?, place)));
        let Some((_, place)) = spare.min_by_key(|(since, _)| *since) else {
            return false;
        };
        let place = Arc::clone(place);
        self.remove(address, &place);
        place.leaves.notify_one();
        true
    }

    /// Takes a spare place of whoever has most.
    fn free_any(&mut self) -> bool {
        let most = self.by.iter().max_by_key(|(_, places)| places.len());
        let most = most.map(|(address, _)| *address);
        most.is_some_and(|address| self.free_one(address)) || self.free_another()
    }

    /// Whoever has most works with all they have.
    fn free_another(&mut self) -> bool {
        let mut most: Vec<(usize, IpAddr)> = self.by.iter().map(|(ip, places)| (places.len(), *ip)).collect();
        most.sort_unstable_by(|one, other| other.cmp(one));
        most.into_iter().any(|(_, address)| self.free_one(address))
    }
}

/// All places.
#[derive(Debug)]
pub struct Places {
    most: Most,
    allowed: Allowed,
    begun: Instant,
    held: Mutex<Held>,
}

impl Places {
    pub fn new(most: Most, allowed: Allowed) -> Arc<Self> {
        Arc::new(Self {
            most,
            allowed,
            begun: Instant::now(),
            held: Mutex::default(),
        })
    }

    pub fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Each change is whole before anything can panic.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection from there; `None` when all are taken by connections at work.
    pub fn take(self: &Arc<Self>, address: IpAddr) -> Option<Seat> {
        let address = network(address);
        let mut held = self.held();
        let of_address = held.by.get(&address).map_or(0, Vec::len);
        if self.most.each.is_some_and(|each| of_address >= each) && !held.free_one(address) {
            return None;
        }
        if held.count >= self.most.all && !held.free_any() {
            return None;
        }
        let place = Arc::new(Place::new(self.begun));
        held.by.entry(address).or_default().push(Arc::clone(&place));
        held.count += 1;
        Some(Seat {
            places: Arc::clone(self),
            address,
            place,
        })
    }

    /// The machine has no more: one that is spare goes.
    pub fn make_room(&self) {
        self.held().free_any();
    }

    /// Whoever takes too long leaves.
    pub fn look(&self) {
        for place in self.held().by.values().flatten() {
            if place.takes_too_long(&self.allowed) {
                place.leaves.notify_one();
            }
        }
    }

    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.held().count
    }
}

/// A place that is taken, until it is dropped.
#[derive(Debug)]
pub struct Seat {
    places: Arc<Places>,
    address: IpAddr,
    place: Arc<Place>,
}

impl Seat {
    pub fn place(&self) -> &Arc<Place> {
        &self.place
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.places.held().remove(self.address, &self.place);
    }
}
