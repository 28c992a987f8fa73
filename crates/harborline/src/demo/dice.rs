//! Seeded randomness: the same number gives the same year.

use domain::city::City;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// A stream of random numbers of its own for every case, so that cases can be made in any order.
#[derive(Debug)]
pub struct Dice(fastrand::Rng);

impl Dice {
    pub fn new(year: u64, case: u64) -> Self {
        // Spread, since neighbouring seeds of a small generator begin alike.
        Self(fastrand::Rng::with_seed(
            year.rotate_left(32) ^ case.wrapping_mul(0x9E37_79B9_7F4A_7C15),
        ))
    }

    /// True that many times in a hundred.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.0.u32(0..100) < chance
    }

    pub fn within(&mut self, range: std::ops::Range<u32>) -> u32 {
        self.0.u32(range)
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill(&mut bytes);
        bytes
    }

    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() {
            None
        } else {
            of.get(self.0.usize(0..of.len()))
        }
    }

    /// One of these, each as likely as its weight.
    pub fn weighted<'a, T>(&mut self, of: &'a [(T, u32)]) -> Option<&'a T> {
        let all: u32 = of.iter().map(|(_, weight)| weight).sum();
        let mut left = self.0.u32(0..all.max(1));
        of.iter().find_map(|(what, weight)| {
            if left < *weight {
                return Some(what);
            }
            left -= weight;
            None
        })
    }

    /// A moment in the city's office hours, that many working days after `after`; later the same day for none.
    pub fn office(&mut self, city: &City, after: Timestamp, working_days: u32) -> Timestamp {
        let mut day = city.calendar.roll(city.day(after));
        for _ in 0..working_days {
            day = city.calendar.next_working(day);
        }
        let moment = self.time_of(city, day, 8 * 60 + 40, 17 * 60 + 20);
        if moment > after {
            moment
        } else {
            after + SignedDuration::from_mins(i64::from(self.within(3..90)))
        }
    }

    /// A moment on that day, between two minutes of it.
    pub fn time_of(&mut self, city: &City, day: Date, from: u32, to: u32) -> Timestamp {
        let minute = self.within(from..to);
        let second = self.within(0..60);
        let midnight = day
            .to_zoned(city.timezone.clone())
            .map_or(Timestamp::UNIX_EPOCH, |z| z.timestamp());
        midnight + SignedDuration::from_secs(i64::from(minute * 60 + second))
    }
}
