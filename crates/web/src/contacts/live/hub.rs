//! Who listens to what on this node. One listener hears the bus for all sockets, so that a word costs those two whom it
//! concerns, however many are connected. What it tells a socket is only where to look; what was missed is looked for.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::contacts::Contact;
use domain::journaled::Journaled as _;
use domain::people::Member;
use domain::receipts::Reference;
use domain::roles::StaffId;
use store::contacts::{Aside, QUEUE, given_up, rings};
use store::people::session_of;
use store::{Heard, Subscription};
use tokio::sync::Notify;

use crate::kit::app::App;

/// Sockets on one node.
const SOCKETS_MAX: usize = 20_000;
/// Of one receipt: a phone and a computer, each with some tabs.
const OF_RECEIPT_MAX: usize = 6;
/// Of one login.
const OF_STAFF_MAX: usize = 12;
/// Asides that are kept for a socket; older ones are of no use.
const ASIDES_MAX: usize = 16;

/// Whose a socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// Of that case.
    Receipt(Reference),
    Staff(StaffId),
}

/// What happened in the queue.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moved {
    #[default]
    Nothing,
    /// Somebody came, went or was taken.
    Somebody,
    /// Somebody began to ring at the member of staff whose socket it is.
    RingsHere,
}

/// What a socket should look at.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// Something was said there, and the number of the last event.
    pub said: BTreeMap<Reference, u64>,
    /// And it stands elsewhere, or with others.
    pub changed: BTreeSet<Reference>,
    pub asides: Vec<(Reference, Aside)>,
    pub queue: Moved,
    /// The member of staff, their leave to be here, or one of their sessions.
    pub staff: bool,
    /// Devices that have given up the receipt.
    pub given_up: BTreeSet<String>,
    /// Some news were missed.
    pub all: bool,
}

/// What one socket has not looked at yet: it does not grow with what is said.
#[derive(Debug, Default)]
pub(super) struct Ear {
    news: Mutex<News>,
    awake: Notify,
}

impl Ear {
    fn hear(&self, note: impl FnOnce(&mut News)) {
        note(&mut self.news.lock().unwrap_or_else(PoisonError::into_inner));
        self.awake.notify_one();
    }

    /// Whether there are any now.
    pub fn has_news(&self) -> bool {
        *self.news.lock().unwrap_or_else(PoisonError::into_inner) != News::default()
    }

    /// The next news, as soon as there are any.
    pub async fn next(&self) -> News {
        loop {
            let news = {
                let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
                std::mem::take(&mut *news)
            };
            if news != News::default() {
                return news;
            }
            self.awake.notified().await;
        }
    }
}

#[derive(Debug, Default)]
struct Connected {
    next: u64,
    sockets: HashMap<u64, Arc<Ear>>,
    /// By whose they are.
    of: HashMap<Whose, Vec<u64>>,
    /// Those of staff.
    desk: BTreeSet<u64>,
    /// By conversation.
    following: HashMap<Reference, Vec<u64>>,
}

/// All sockets of this node.
#[derive(Debug, Default)]
pub(super) struct Hub {
    connected: Mutex<Connected>,
    listens: AtomicBool,
}

impl Hub {
    /// That of this process, which listens from the first socket on.
    pub fn of(app: &App) -> Arc<Self> {
        let hub = app.keeps::<Self>();
        if !hub.listens.swap(true, Ordering::AcqRel) {
            // It ends with the store.
            tokio::spawn(Arc::clone(&hub).listen(app.store().bus().subscribe()));
        }
        hub
    }

    async fn listen(self: Arc<Self>, mut changes: Subscription) {
        while let Some(heard) = changes.next().await {
            self.pass_on(&heard);
        }
    }

    fn connected(&self) -> MutexGuard<'_, Connected> {
        self.connected.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pass_on(&self, heard: &Heard) {
        let connected = self.connected();
        let changed = match heard {
            Heard::Missed => {
                let everybody = connected.sockets.values();
                everybody.for_each(|ear| ear.hear(|news| news.all = true));
                return;
            }
            Heard::Changed(changed) => changed,
        };
        if changed.stream == QUEUE {
            let desk = connected.ears(&connected.desk);
            desk.for_each(|ear| ear.hear(|news| news.queue = news.queue.max(Moved::Somebody)));
            let staff = rings(changed).map(Whose::Staff);
            let theirs = staff.and_then(|staff| connected.of.get(&staff));
            let ears = connected.ears(theirs.into_iter().flatten());
            ears.for_each(|ear| ear.hear(|news| news.queue = Moved::RingsHere));
        } else if let Some((contact, aside)) = Aside::of(changed) {
            for ear in connected.ears(connected.following.get(&contact).into_iter().flatten()) {
                ear.hear(|news| {
                    if news.asides.len() < ASIDES_MAX {
                        news.asides.push((contact, aside));
                    }
                });
            }
        } else if let Some((contact, kind)) = changed.happened::<Contact>() {
            let aside = Contact::ASIDE.contains(&kind);
            for ear in connected.ears(connected.following.get(&contact).into_iter().flatten()) {
                ear.hear(|news| {
                    let last = news.said.entry(contact).or_default();
                    *last = changed.seq.max(*last);
                    if !aside {
                        news.changed.insert(contact);
                    }
                });
            }
        } else if let Some((case, device)) = given_up(changed) {
            let theirs = connected.of.get(&Whose::Receipt(case));
            for ear in connected.ears(theirs.into_iter().flatten()) {
                ear.hear(|news| {
                    news.given_up.insert(device.to_owned());
                });
            }
        } else if let Some(member) = changed.of::<Member>().or_else(|| Some(session_of(changed)?.0)) {
            let theirs = connected.of.get(&Whose::Staff(member));
            let ears = connected.ears(theirs.into_iter().flatten());
            ears.for_each(|ear| ear.hear(|news| news.staff = true));
        }
    }
}

impl Connected {
    fn ears<'a>(&'a self, numbers: impl IntoIterator<Item = &'a u64>) -> impl Iterator<Item = &'a Ear> {
        let numbers = numbers.into_iter();
        numbers.filter_map(|number| self.sockets.get(number).map(|ear| &**ear))
    }

    fn leave(&mut self, contact: Reference, number: u64) {
        without(&mut self.following, &contact, number);
    }
}

/// An entry that nobody is left in goes.
fn without<K: Eq + std::hash::Hash>(map: &mut HashMap<K, Vec<u64>>, key: &K, number: u64) {
    if let Some(numbers) = map.get_mut(key) {
        numbers.retain(|other| *other != number);
        if numbers.is_empty() {
            map.remove(key);
        }
    }
}

/// A socket's place at the hub; it is given up with it.
#[derive(Debug)]
pub(super) struct Seat {
    hub: Arc<Hub>,
    number: u64,
    whose: Whose,
    follows: BTreeSet<Reference>,
    pub ear: Arc<Ear>,
}

impl Seat {
    /// `None`: there are too many already.
    pub fn take(hub: &Arc<Hub>, whose: Whose) -> Option<Self> {
        let mut guard = hub.connected();
        let connected = &mut *guard;
        let most = match whose {
            Whose::Receipt(_) => OF_RECEIPT_MAX,
            Whose::Staff(_) => OF_STAFF_MAX,
        };
        let theirs = connected.of.get(&whose).map_or(0, Vec::len);
        if connected.sockets.len() >= SOCKETS_MAX || theirs >= most {
            return None;
        }
        connected.next += 1;
        let (number, ear) = (connected.next, Arc::<Ear>::default());
        connected.sockets.insert(number, Arc::clone(&ear));
        connected.of.entry(whose).or_default().push(number);
        if matches!(whose, Whose::Staff(_)) {
            connected.desk.insert(number);
        }
        drop(guard);
        Some(Self {
            hub: Arc::clone(hub),
            number,
            whose,
            follows: BTreeSet::new(),
            ear,
        })
    }

    /// Hears of that conversation from now on.
    pub fn follow(&mut self, contact: Reference) {
        if self.follows.insert(contact) {
            let mut connected = self.hub.connected();
            connected.following.entry(contact).or_default().push(self.number);
        }
    }

    pub fn unfollow(&mut self, contact: Reference) {
        if self.follows.remove(&contact) {
            self.hub.connected().leave(contact, self.number);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut connected = self.hub.connected();
        connected.sockets.remove(&self.number);
        connected.desk.remove(&self.number);
        without(&mut connected.of, &self.whose, self.number);
        for contact in &self.follows {
            connected.leave(*contact, self.number);
        }
    }
}
