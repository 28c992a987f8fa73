//! Bytes of bodies that have come in part and wait in memory for the rest: so many of one address, and so many in all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Of one address, in bytes. A form of words is one megabyte at most.
const EACH: usize = 32 * 1024 * 1024;
/// Of all together.
const ALL: usize = 256 * 1024 * 1024;

#[derive(Debug, Default)]
struct Counted {
    by: HashMap<IpAddr, usize>,
    all: usize,
}

#[derive(Debug, Default, Clone)]
pub struct Bodies(Arc<Mutex<Counted>>);

impl Bodies {
    /// A body from there.
    pub fn of(&self, address: IpAddr) -> Waiting {
        Waiting {
            bodies: self.clone(),
            address,
            bytes: AtomicUsize::new(0),
        }
    }

    /// So many bytes from there wait no more.
    fn less(&self, address: IpAddr, bytes: usize) {
        if bytes == 0 {
            return;
        }
        let mut counted = self.counted();
        counted.all -= bytes;
        let left = counted.by.get(&address).copied().unwrap_or(0);
        match left.checked_sub(bytes).filter(|left| *left > 0) {
            Some(left) => counted.by.insert(address, left),
            None => counted.by.remove(&address),
        };
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        // Each change is whole before anything can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body that waits for its rest, until it is dropped.
#[derive(Debug)]
pub struct Waiting {
    bodies: Bodies,
    address: IpAddr,
    bytes: AtomicUsize,
}

impl Waiting {
    /// So many bytes more of it wait; `false`: there is no room for them.
    #[must_use]
    pub fn add(&self, bytes: usize) -> bool {
        let mut counted = self.bodies.counted();
        let of_address = counted.by.get(&self.address).copied().unwrap_or(0);
        if of_address + bytes > EACH || counted.all + bytes > ALL {
            return false;
        }
        counted.all += bytes;
        counted.by.insert(self.address, of_address + bytes);
        drop(counted);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        true
    }

    /// So many bytes of it wait no more: they were taken, or are on the disk.
    pub fn gone(&self, bytes: usize) {
        let less = |held: usize| Some(held.saturating_sub(bytes));
        let held = self
            .bytes
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        self.bodies
            .less(self.address, held.unwrap_or_default().min(bytes));
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.bodies.less(self.address, *self.bytes.get_mut());
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn there_is_room_for_some_of_each_and_for_some_of_all() {
        const MB: usize = 1024 * 1024;
        let bodies = Bodies::default();
        let address = |n| IpAddr::V4(Ipv4Addr::new(192, 0, 2, n));
        let mut held = Vec::new();
        for n in 0..8 {
            for _ in 0..32 {
                let body = bodies.of(address(n));
                assert!(body.add(MB), "{n}");
                held.push(body);
            }
            assert!(!bodies.of(address(n)).add(1), "{n}");
        }
        assert!(!bodies.of(address(9)).add(1), "all of it is taken");
        held.pop();
        assert!(bodies.of(address(9)).add(MB));
        held.clear();
        let body = bodies.of(address(1));
        assert!(body.add(MB));
        body.gone(MB / 2);
        assert_eq!(bodies.counted().all, MB / 2);
        body.gone(MB);
        drop(body);
        let counted = bodies.counted();
        assert_eq!((counted.all, counted.by.len()), (0, 0));
    }
}
