//! How many will come in each half-hour of a week, by how many came in the same half-hour of the weeks before.
//!
//! The mean of the same weekday and half-hour, and how far the weeks lay apart. It knows no holidays and no trend: whoever plans
//! looks at the spread, and adds to it what they know.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::erlang::{need, need_as_counted};
use super::simulation::{Stream, Times};
use super::{Demand, Need, Target, Wrong};
use crate::Lang;
use crate::contacts::figures::{SLOTS, slot_of};
use crate::contacts::matching::{Policy, What};

/// Half-hours of a week, from Monday.
pub const WEEK: usize = 7 * SLOTS;

/// The length of one.
pub const SLOT: SignedDuration = SignedDuration::from_mins(30);

/// Some who came at about the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    pub what: What,
    pub language: Lang,
    pub at: Timestamp,
    pub n: u64,
}

/// How many are expected.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Expected {
    pub mean: f64,
    /// Standard deviation from week to week; nothing with less than two weeks.
    pub deviation: f64,
}

/// What is expected of each language, by the half-hours of a week.
pub type Forecast = BTreeMap<(Lang, What), Vec<Expected>>;

/// Which half-hour of its week a time is in.
fn place(at: Timestamp, zone: &TimeZone) -> usize {
    let day = zone.to_datetime(at).weekday().to_monday_zero_offset();
    usize::try_from(day).unwrap_or(0) * SLOTS + slot_of(at, zone)
}

/// The Monday of the week of that day.
pub fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// By so many whole weeks that end before the Monday `before`. What came at another time does not count.
pub fn forecast(arrived: &[Arrived], before: Date, weeks: u32, zone: &TimeZone) -> Forecast {
    let mut counts: BTreeMap<(Lang, What), BTreeMap<(usize, u32), u64>> = BTreeMap::new();
    for one in arrived {
        let monday = monday(zone.to_datetime(one.at).date());
        let ago = monday.until(before).map_or(0, |span| span.get_days() / 7);
        let Some(ago) = u32::try_from(ago).ok().filter(|ago| (1..=weeks).contains(ago)) else {
            continue;
        };
        let of = counts.entry((one.language, one.what)).or_default();
        *of.entry((place(one.at, zone), ago)).or_default() += one.n;
    }
    let n = f64::from(weeks.max(1));
    let expected = |counts: BTreeMap<(usize, u32), u64>| {
        let mut sums = vec![(0.0, 0.0); WEEK];
        for ((place, _), count) in counts {
            #[expect(clippy::cast_precision_loss, reason = "no hotline counts 2^53 contacts")]
            let count = count as f64;
            sums[place].0 += count;
            sums[place].1 += count * count;
        }
        let of = |(sum, squares): (f64, f64)| {
            let mean: f64 = sum / n;
            // Weeks in which nobody came are among them.
            let spread = (squares - n * mean * mean).max(0.0);
            let deviation = if weeks > 1 {
                (spread / (n - 1.0)).sqrt()
            } else {
                0.0
            };
            Expected { mean, deviation }
        };
        sums.into_iter().map(of).collect()
    };
    counts
        .into_iter()
        .map(|(of, counts)| (of, expected(counts)))
        .collect()
}

/// How long things take in a language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// From taking a contact to the end of its wrap-up.
    pub handling: SignedDuration,
    /// Until people give up, on average; `None`: nobody does.
    pub patience: Option<SignedDuration>,
}

/// What was measured in a language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measured {
    pub handled: u64,
    /// Seconds that these took together.
    pub handling: u64,
    pub abandoned: u64,
    /// Seconds that all waited together, answered or not.
    pub waited: u64,
}

impl Measured {
    /// Fewer say nothing of a language of its own.
    const FEWEST: u64 = 10;

    fn add(&mut self, other: Self) {
        self.handled += other.handled;
        self.handling += other.handling;
        self.abandoned += other.abandoned;
        self.waited += other.waited;
    }

    /// Mean handling, if enough were handled.
    fn handling(self) -> Option<SignedDuration> {
        let mean = self.handling / self.handled.max(1);
        let mean = SignedDuration::from_secs(i64::try_from(mean.max(1)).ok()?);
        (self.handled >= Self::FEWEST).then_some(mean)
    }

    /// Mean patience: whoever was answered would have waited longer, so that all waits stand against those who gave up (the
    /// likeliest mean of an exponential patience that is cut off by the answer).
    fn patience(self) -> Option<SignedDuration> {
        let mean = self.waited / self.abandoned.max(1);
        let mean = SignedDuration::from_secs(i64::try_from(mean.clamp(1, 3600)).ok()?);
        (self.abandoned >= Self::FEWEST).then_some(mean)
    }
}

/// Where nothing was measured yet.
const HANDLING: SignedDuration = SignedDuration::from_mins(6);

/// The pace of each language that was measured, and of all the others: where too few tell, that of all together.
pub fn paces(measured: &BTreeMap<Lang, Measured>) -> (BTreeMap<Lang, Pace>, Pace) {
    let mut all = Measured::default();
    for of in measured.values() {
        all.add(*of);
    }
    let others = Pace {
        handling: all.handling().unwrap_or(HANDLING),
        patience: all.patience(),
    };
    let pace = |of: &Measured| Pace {
        handling: of.handling().unwrap_or(others.handling),
        patience: of.patience().or(others.patience),
    };
    let paces = measured.iter().map(|(lang, of)| (*lang, pace(of)));
    (paces.collect(), others)
}

/// One language in one half-hour, answered by agents who do nothing else.
pub fn alone(expected: f64, pace: Pace, target: &Target, policy: &Policy) -> Result<Option<Need>, Wrong> {
    if expected <= 0.0 {
        return Ok(None);
    }
    let demand = Demand {
        calls: expected,
        interval: SLOT,
        handling: pace.handling,
    };
    let need = match pace.patience {
        Some(patience) => need_as_counted(&demand, patience, target, policy),
        None => need(&demand, target),
    };
    need.map(Some)
}

/// The streams of one day of a forecast, as a plan is made of them. Means are rounded to steps of a quarter above one and of a
/// sixth below, up, so that half-hours which are nearly alike are played once.
pub fn streams(
    forecast: &Forecast,
    day: usize,
    pace: &dyn Fn(Lang) -> Pace,
    machine: &dyn Fn(Lang) -> bool,
) -> Vec<Stream> {
    let of = |((language, what), week): (&(Lang, What), &Vec<Expected>)| {
        let calls: Vec<f64> = week
            .iter()
            .skip(day * SLOTS)
            .take(SLOTS)
            .map(|expected| rounded(expected.mean))
            .collect();
        let pace = pace(*language);
        (calls.iter().any(|calls| *calls > 0.0)).then(|| Stream {
            language: *language,
            what: *what,
            machine: machine(*language),
            calls,
            handling: Times::Exponential(pace.handling),
            patience: pace.patience.map(Times::Exponential),
        })
    };
    forecast.iter().filter_map(of).collect()
}

fn rounded(mean: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    let step = if mean < 1.0 {
        1.0 / 6.0
    } else {
        mean.log2().floor().exp2() / 4.0
    };
    // What is on a step stays there, whatever its last digit says.
    ((mean / step) - 1e-9).ceil() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(at: &str, n: u64) -> Arrived {
        Arrived {
            what: What::Chat,
            language: Lang::KO,
            at: at.parse().expect("a time"),
            n,
        }
    }

    fn here() -> TimeZone {
        TimeZone::get("Asia/Shanghai").expect("it is known")
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn a_half_hour_is_expected_to_be_like_those_of_the_weeks_before() {
        let arrived = [
            // The 12th is a Monday.
            came("2026-10-12T09:00:00+08:00", 1),
            came("2026-10-12T09:15:00+08:00", 2),
            came("2026-10-05T09:20:00+08:00", 5),
            // Neither of this week nor of one long gone.
            came("2026-10-19T09:00:00+08:00", 90),
            came("2026-09-14T09:00:00+08:00", 90),
            came("2026-10-18T23:59:00+08:00", 4),
        ];
        let forecast = forecast(&arrived, day("2026-10-19"), 4, &here());
        let week = &forecast[&(Lang::KO, What::Chat)];
        assert_eq!(week.len(), WEEK);
        assert_eq!((week[18].mean, week[WEEK - 1].mean), (2.0, 1.0));
        // 3, 5, 0 and 0.
        assert!((week[18].deviation - (18.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert_eq!(week[19], Expected::default());
    }

    #[test]
    fn one_week_has_no_spread_and_none_no_forecast() {
        let arrived = [came("2026-10-12T09:00:00+08:00", 3)];
        let one = forecast(&arrived, day("2026-10-19"), 1, &here());
        assert_eq!(
            one[&(Lang::KO, What::Chat)][18],
            Expected {
                mean: 3.0,
                deviation: 0.0
            }
        );
        assert!(forecast(&arrived, day("2026-10-19"), 0, &here()).is_empty());
        assert!(forecast(&[], day("2026-10-19"), 4, &here()).is_empty());
    }

    #[test]
    fn where_clocks_are_set_the_half_hour_is_that_of_the_wall() {
        let zone = TimeZone::get("Europe/Berlin").expect("it is known");
        let arrived = [
            came("2026-10-19T09:00:00+02:00", 2),
            came("2026-10-26T09:00:00+01:00", 4),
        ];
        let forecast = forecast(&arrived, day("2026-11-02"), 2, &zone);
        let nine = forecast[&(Lang::KO, What::Chat)][18];
        assert_eq!((nine.mean, nine.deviation > 0.0), (3.0, true));
    }

    #[test]
    fn where_too_few_tell_all_together_do() {
        let many = Measured {
            handled: 20,
            handling: 6000,
            abandoned: 10,
            waited: 1200,
        };
        let few = Measured {
            handled: 2,
            handling: 2,
            abandoned: 1,
            waited: 1,
        };
        let measured = BTreeMap::from([(Lang::KO, many), (Lang::RU, few)]);
        let (paces, others) = paces(&measured);
        assert_eq!(paces[&Lang::KO].handling.as_secs(), 300);
        assert_eq!(paces[&Lang::KO].patience.map(|time| time.as_secs()), Some(120));
        assert_eq!((paces[&Lang::RU], others.handling.as_secs()), (others, 272));
        let (none, others) = super::paces(&BTreeMap::new());
        assert_eq!(
            (none.len(), others.handling, others.patience),
            (0, HANDLING, None)
        );
    }

    #[test]
    fn what_is_played_is_never_less_than_what_is_expected() {
        assert_eq!((rounded(0.0), rounded(0.01)), (0.0, 1.0 / 6.0));
        let mut before = 0.0;
        for n in 8..4000_u32 {
            let mean = f64::from(n) / 100.0;
            let played = rounded(mean);
            assert!(
                played >= mean - 1e-9 && played <= mean.mul_add(1.25, 1.0 / 6.0),
                "{mean} {played}"
            );
            assert!(played >= before);
            before = played;
        }
        assert_eq!((rounded(1.0), rounded(5.0), rounded(5.1)), (1.0, 5.0, 6.0));
    }
}
