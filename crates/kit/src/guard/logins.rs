//! Tries at passwords, by login: each wrong one makes the next wait longer, and nobody can make somebody else wait.
//!
//! Who tries is known by the device, where that login was signed in before, or else by the address. Each has waits of its own
//! for each login, so that who guesses keeps neither the login's owner nor their office out. All who are strangers to a login
//! get, together, ever fewer tries at it: thousands of addresses are no help. Only its owner on a device that is new, while
//! somebody is at it, waits with them.
//!
//! A login that nobody has is treated like one that somebody has. What is known of it is this node's, and is forgotten in an
//! hour.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// What a login counts by: a digest of it.
pub type Login = [u8; 32];

/// Who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// A device on which that login was signed in before.
    Device([u8; 16]),
    Address(IpAddr),
}

/// So many wrong ones are slips.
const SLIPS: u32 = 5;
/// The longest that somebody has to wait for a next try of theirs.
const LONGEST: Duration = Duration::from_mins(15);
/// So many tries of strangers at one login are a bad day.
const STRANGERS: u32 = 20;
/// The longest that strangers, all together, have to wait for the next try at it.
const STRANGERS_LONGEST: Duration = Duration::from_secs(10);
/// A try of a stranger waits for its turn so long at most, and is refused beyond.
const TURN: Duration = Duration::from_secs(20);
/// And so many in all, on this node, lest all connections wait.
const TURNS: usize = 256;
/// Tries are forgotten when there was none for so long.
const FORGOTTEN: Duration = Duration::from_hours(1);
/// Where a login was signed in well, it is no stranger for so long.
const KNOWN: Duration = Duration::from_hours(24 * 30);
/// How many are remembered; beyond, the oldest is forgotten.
const MOST: usize = 50_000;

#[derive(Debug, Clone, Copy)]
struct Tried {
    wrong: u32,
    /// No next one before.
    next: Instant,
    last: Instant,
}

/// What becomes of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is that try's turn after so long.
    In(Duration),
    /// It may be tried again after so long.
    Refused(Duration),
}

#[derive(Debug, Default)]
pub struct Logins {
    tried: HashMap<(Login, Who), Tried>,
    strangers: HashMap<Login, Tried>,
    /// Addresses where a login was signed in well, and when.
    known: HashMap<(Login, IpAddr), Instant>,
    /// When the tries that wait have their turn.
    turns: Vec<Instant>,
}

/// How long after that many wrong ones.
fn wait(wrong: u32) -> Duration {
    let doubled = wrong.checked_sub(SLIPS).map(|n| 1_u64 << n.min(20));
    Duration::from_secs(doubled.unwrap_or(0)).min(LONGEST)
}

/// How long after that many tries of strangers.
fn strangers_wait(tries: u32) -> Duration {
    let beyond = tries.saturating_sub(STRANGERS);
    (Duration::from_millis(100) * beyond).min(STRANGERS_LONGEST)
}

impl Logins {
    /// Whether that login is known to whoever tries.
    pub fn knows(&self, login: &Login, who: &Who, now: Instant) -> bool {
        match who {
            Who::Device(_) => true,
            Who::Address(address) => {
                let seen = self.known.get(&(*login, *address));
                seen.is_some_and(|seen| now.saturating_duration_since(*seen) < KNOWN)
            }
        }
    }

    /// A try. It counts as a wrong one until it is known to be right, so that many at once are many.
    pub fn tries(&mut self, login: Login, who: Who, now: Instant) -> Turn {
        self.forget(now);
        let is_known = self.knows(&login, &who, now);
        let fresh = Tried {
            wrong: 0,
            next: now,
            last: now,
        };
        let is_recent = |tried: &Tried| now.saturating_duration_since(tried.last.max(tried.next)) < FORGOTTEN;
        let own = self
            .tried
            .get(&(login, who))
            .copied()
            .filter(is_recent)
            .unwrap_or(fresh);
        if own.next > now {
            return Turn::Refused(own.next - now);
        }
        let mut turn = now;
        if !is_known {
            let all = self.strangers.entry(login).or_insert(fresh);
            if !is_recent(all) {
                *all = fresh;
            }
            turn = all.next.max(now);
            if turn - now > TURN || (turn > now && self.turns.len() >= TURNS) {
                return Turn::Refused(turn - now);
            }
            all.wrong += 1;
            all.last = now;
            all.next = turn + strangers_wait(all.wrong);
            if turn > now {
                self.turns.push(turn);
            }
        }
        let wrong = own.wrong + 1;
        let tried = Tried {
            wrong,
            next: turn + wait(wrong),
            last: now,
        };
        self.tried.insert((login, who), tried);
        Turn::In(turn - now)
    }

    /// The last try was right.
    pub fn was_right(&mut self, login: Login, who: Who, address: IpAddr, now: Instant) {
        self.tried.remove(&(login, who));
        self.known.insert((login, address), now);
    }

    fn forget(&mut self, now: Instant) {
        self.turns.retain(|turn| *turn > now);
        oldest_out(&mut self.tried, |tried| tried.last);
        oldest_out(&mut self.strangers, |tried| tried.last);
        oldest_out(&mut self.known, |seen| *seen);
    }
}

/// A tenth of them, the oldest, once there are too many.
fn oldest_out<K: Copy + Eq + std::hash::Hash, V: Copy>(
    all: &mut HashMap<K, V>,
    when: impl Fn(&V) -> Instant,
) {
    if all.len() < MOST {
        return;
    }
    let mut ages: Vec<(Instant, K)> = all.iter().map(|(key, value)| (when(value), *key)).collect();
    let tenth = ages.len() / 10;
    ages.select_nth_unstable_by_key(tenth, |(when, _)| *when);
    for (_, key) in &ages[..tenth] {
        all.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const LOGIN: Login = [1; 32];
    const OWNER: Who = Who::Device([7; 16]);

    fn address(n: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from(0x0A00_0000 + n))
    }

    /// Has all of them try so often, each again as soon as it may; the time that passes until the last has had its turn.
    fn guess(logins: &mut Logins, begun: Instant, addresses: u32, times: u32) -> Duration {
        let mut all: Vec<(Instant, u32, u32)> = (0..addresses).map(|n| (begun, n, times)).collect();
        let mut last = begun;
        while let Some(at) = (0..all.len()).min_by_key(|at| all[*at].0) {
            let (now, n, left) = all[at];
            match logins.tries(LOGIN, Who::Address(address(n)), now) {
                Turn::In(after) if left == 1 => {
                    last = last.max(now + after);
                    all.swap_remove(at);
                }
                Turn::In(after) => all[at] = (now + after, n, left - 1),
                Turn::Refused(after) => all[at].0 = now + after,
            }
        }
        last - begun
    }

    #[test]
    fn each_wrong_password_makes_the_next_wait_longer() {
        let (mut logins, now) = (Logins::default(), Instant::now());
        for _ in 0..5 {
            assert_eq!(logins.tries(LOGIN, OWNER, now), Turn::In(Duration::ZERO));
        }
        assert_eq!(
            logins.tries(LOGIN, OWNER, now),
            Turn::Refused(Duration::from_secs(1))
        );
        let mut now = now;
        for seconds in [1, 2, 4, 8, 16, 32] {
            assert_eq!(
                logins.tries(LOGIN, OWNER, now),
                Turn::Refused(Duration::from_secs(seconds))
            );
            now += Duration::from_secs(seconds);
            assert_eq!(logins.tries(LOGIN, OWNER, now), Turn::In(Duration::ZERO));
        }
        // Another login of theirs is nobody's concern.
        assert_eq!(logins.tries([2; 32], OWNER, now), Turn::In(Duration::ZERO));
        assert_eq!(wait(1_000), LONGEST);
    }

    #[test]
    fn a_right_one_ends_the_wait() {
        let (mut logins, now) = (Logins::default(), Instant::now());
        for _ in 0..4 {
            logins.tries(LOGIN, OWNER, now);
        }
        logins.was_right(LOGIN, OWNER, address(1), now);
        for _ in 0..5 {
            assert_eq!(logins.tries(LOGIN, OWNER, now), Turn::In(Duration::ZERO));
        }
    }

    #[test]
    fn many_addresses_are_slowed_as_one_is() {
        let begun = Instant::now();
        let took = guess(&mut Logins::default(), begun, 60, 8);
        assert!(
            took > Duration::from_mins(55),
            "480 of 60 addresses took {took:?}"
        );
        let took = guess(&mut Logins::default(), begun, 1_000, 1);
        assert!(took > Duration::from_hours(2), "1,000 of as many took {took:?}");
    }

    #[test]
    fn who_guesses_keeps_neither_the_owner_nor_their_office_out() {
        let (mut logins, now) = (Logins::default(), Instant::now());
        let office = address(500);
        logins.was_right(LOGIN, Who::Address(office), office, now);
        guess(&mut logins, now, 60, 4);
        // The owner, on a device of theirs, and by a program from the office.
        assert_eq!(logins.tries(LOGIN, OWNER, now), Turn::In(Duration::ZERO));
        assert_eq!(
            logins.tries(LOGIN, Who::Address(office), now),
            Turn::In(Duration::ZERO)
        );
        // Somebody at the office guesses, too: its other logins are not concerned, nor is the owner's device.
        for _ in 0..50 {
            logins.tries(LOGIN, Who::Address(office), now);
        }
        assert_eq!(
            logins.tries([3; 32], Who::Address(office), now),
            Turn::In(Duration::ZERO)
        );
        assert_eq!(logins.tries(LOGIN, OWNER, now), Turn::In(Duration::ZERO));
    }

    #[test]
    fn only_so_many_wait_and_only_so_many_are_remembered() {
        let (mut logins, now) = (Logins::default(), Instant::now());
        let mut waiting = 0;
        for login in 0..40_u8 {
            for n in 0..100 {
                let turn = logins.tries([login; 32], Who::Address(address(n)), now);
                waiting += usize::from(matches!(turn, Turn::In(after) if !after.is_zero()));
            }
        }
        assert_eq!(waiting, TURNS);
        for n in 0..60_000_u32 {
            let mut login = [9; 32];
            login[..4].copy_from_slice(&n.to_be_bytes());
            logins.tries(login, OWNER, now);
        }
        assert!(logins.tried.len() <= MOST);
    }
}
