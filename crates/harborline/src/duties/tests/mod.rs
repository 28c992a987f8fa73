//! What must hold of duties: on a database of their own, at a time that the test sets.

mod hotline;
mod interpretation;
mod notices;
mod partners;
mod retention;
mod running;
mod tasks;
mod training;
mod translating;

use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};

use domain::city::City;
use domain::people::{Role, StaffId};
use jiff::Timestamp;
use store::Location;

use super::*;

/// A clock that a test sets.
#[derive(Debug)]
struct Hand(Mutex<Timestamp>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

struct House {
    node: Node,
    hand: Arc<Hand>,
    _folder: tempfile::TempDir,
}

fn weihai() -> City {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
    crate::commands::read_city(&pack).unwrap()
}

impl House {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("city.db"));
        let calls = AtomicU8::new(0);
        let random = Arc::new(move |bytes: &mut [u8]| bytes.fill(calls.fetch_add(1, Ordering::Relaxed)));
        let store = Store::open(&location, random).await.unwrap();
        let hand = Arc::new(Hand(Mutex::new("2026-03-02T01:00:00Z".parse().unwrap())));
        let city = weihai();
        store.adopt(&city).await.unwrap();
        Self {
            node: Node {
                store,
                city: Arc::new(city),
                clock: Arc::clone(&hand) as Arc<dyn Clock>,
                mail: None,
            },
            hand,
            _folder: folder,
        }
    }

    /// The pack changes, and the process starts anew.
    async fn is_now(&mut self, city: City) {
        self.node.store.adopt(&city).await.unwrap();
        self.node.city = Arc::new(city);
    }

    fn set(&self, now: &str) {
        *self.hand.0.lock().unwrap() = now.parse().unwrap();
    }

    fn context<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.node.clock.now(),
            actor,
            city: &self.node.city,
        }
    }
}

fn staff(role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(1),
        role,
        unit: unit.into(),
    }
}
