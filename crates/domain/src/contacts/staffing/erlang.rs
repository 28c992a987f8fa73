//! The formulas of Erlang and Palm for one queue whose agents are all alike.
//!
//! Contacts come at random (Poisson) at a rate λ, each keeps an agent for an exponential time of mean 1/μ, and `n` agents
//! answer in the order of coming; `a` = λ/μ is the load in erlangs, ρ = a/n.
//!
//! **Erlang B**, the share that finds all busy if nobody waited: B(0) = 1, B(n) = a·B(n−1) / (n + a·B(n−1)). It stays between
//! 0 and 1 for thousands of agents, where aⁿ/n! overflows.
//!
//! **Erlang C**, everybody waits: C = n·B / (n − a·(1 − B)), for a < n; answered within t: 1 − C·e^(−(nμ−λ)t); mean wait:
//! C / (nμ − λ).
//!
//! **Erlang A** (Palm), whoever waits longer than their patience, exponential of mean 1/θ, gives up. With x = nμ/θ, y = λ/θ
//! and A(x, y) = 1 + y/(x+1) + y²/((x+1)(x+2)) + …:
//!
//! - not answered at once: A·B / (1 + (A − 1)·B);
//! - of those who wait, give up: q(x, y) = 1 − x/y·(1 − 1/A); their mean wait: q/θ;
//! - wait longer than t: as the share that waits, times e^(−θt + y(1−e^(−θt)) − xθt)·A(x, y′)/A(x, y), where y′ = y·e^(−θt): who
//!   waits still sees a queue to which fewer come, since of those behind fewer will be there;
//! - answered within t: 1 − (share that gives up) − (share that waits longer than t)·(1 − q(x, y′)).
//!
//! Sources: C. Palm, Research on telephone traffic carried by full availability groups, Tele 1 (1957); O. Garnett,
//! A. Mandelbaum, M. Reiman, Designing a call center with impatient customers, Manufacturing & Service Operations Management
//! 4(3) (2002), <https://doi.org/10.1287/msom.4.3.208.7753>; A. Mandelbaum, S. Zeltyn, Service engineering in action: the
//! Palm/Erlang-A queue (2007), <https://doi.org/10.1007/978-3-540-29860-1_2>. The last two lines follow from theirs, as an
//! exponential patience has no memory.

use jiff::SignedDuration;

use super::{Demand, Need, Service, Target, Wrong, not_too_long, positive};
use crate::contacts::matching::{Abandoned, Policy};

/// More erlangs, agents, or contacts in the time of one patience than any city has; beyond it a number is a slip.
const MOST: f64 = 1e6;

/// What a demand is, in the letters above.
#[derive(Debug, Clone, Copy)]
struct Rates {
    /// Contacts a second.
    lambda: f64,
    /// Seconds of handling, 1/μ.
    handling: f64,
}

impl Rates {
    fn of(demand: &Demand) -> Result<Self, Wrong> {
        let field = "calls";
        if !(demand.calls.is_finite() && demand.calls > 0.0) {
            let why = "must be above 0";
            return Err(Wrong { field, why });
        }
        let rates = Self {
            lambda: demand.calls / positive("interval", demand.interval)?,
            handling: positive("handling", demand.handling)?,
        };
        if rates.erlangs() > MOST {
            let why = "would keep more than a million agents busy";
            return Err(Wrong { field, why });
        }
        Ok(rates)
    }

    fn erlangs(self) -> f64 {
        self.lambda * self.handling
    }
}

/// How long callers wait before they give up, on average, in seconds.
fn checked_patience(patience: SignedDuration, rates: Rates) -> Result<f64, Wrong> {
    let field = "patience";
    let seconds = positive(field, patience)?;
    if rates.lambda * seconds > MOST {
        let why = "is too long for so many calls";
        return Err(Wrong { field, why });
    }
    Ok(seconds)
}

fn checked_agents(agents: u32) -> Result<f64, Wrong> {
    let field = "agents";
    let agents = f64::from(agents);
    if agents < 1.0 {
        let why = "must be one at least";
        return Err(Wrong { field, why });
    }
    if agents > 2.0 * MOST {
        let why = "must be two millions at most";
        return Err(Wrong { field, why });
    }
    Ok(agents)
}

/// Erlang B: the share of contacts that finds all agents busy, if nobody waited.
fn blocking(agents: u32, erlangs: f64) -> f64 {
    (1..=agents).fold(1.0, |blocked, n| one_more(blocked, n, erlangs))
}

fn one_more(blocked: f64, agents: u32, erlangs: f64) -> f64 {
    let load = erlangs * blocked;
    load / (f64::from(agents) + load)
}

/// How `agents` do when everybody waits until they are answered (Erlang C).
///
/// ```
/// use domain::contacts::staffing::{Demand, erlang};
/// use jiff::SignedDuration;
/// let demand = Demand {
///     calls: 100.0,
///     interval: SignedDuration::from_mins(30),
///     handling: SignedDuration::from_mins(3),
/// };
/// let service = erlang::patient(&demand, SignedDuration::from_secs(20), 14).unwrap();
/// assert_eq!((service.level * 1e3).round(), 888.0);
/// ```
pub fn patient(demand: &Demand, answer_within: SignedDuration, agents: u32) -> Result<Service, Wrong> {
    let rates = Rates::of(demand)?;
    let within = not_too_long("answer_within", answer_within)?;
    checked_agents(agents)?;
    Ok(patient_service(
        rates,
        within,
        agents,
        blocking(agents, rates.erlangs()),
    ))
}

fn patient_service(rates: Rates, within: f64, agents: u32, blocked: f64) -> Service {
    let (erlangs, n) = (rates.erlangs(), f64::from(agents));
    let free = n - erlangs;
    if free <= 0.0 {
        // The queue grows for ever.
        return Service {
            level: 0.0,
            waiting_probability: 1.0,
            abandonment: 0.0,
            wait: f64::INFINITY,
            occupancy: 1.0,
        };
    }
    let waiting = n * blocked / (free + erlangs * blocked);
    Service {
        level: 1.0 - waiting * (-free * within / rates.handling).exp(),
        waiting_probability: waiting,
        abandonment: 0.0,
        wait: waiting * rates.handling / free,
        occupancy: erlangs / n,
    }
}

/// How `agents` do when callers give up, after `patience` on average (Erlang A).
pub fn impatient(
    demand: &Demand,
    patience: SignedDuration,
    answer_within: SignedDuration,
    agents: u32,
) -> Result<Service, Wrong> {
    let rates = Rates::of(demand)?;
    let patience = checked_patience(patience, rates)?;
    let within = not_too_long("answer_within", answer_within)?;
    checked_agents(agents)?;
    let blocked = blocking(agents, rates.erlangs());
    Ok(impatient_service(rates, patience, within, agents, blocked))
}

fn impatient_service(rates: Rates, patience: f64, within: f64, agents: u32, blocked: f64) -> Service {
    let n = f64::from(agents);
    let x = n * patience / rates.handling;
    let y = rates.lambda * patience;
    let all = Palm::of(x, y);
    // 1/A, which is nothing long before A is too large for a number.
    let little = (-all.ln).exp();
    let waiting = blocked / (blocked + (1.0 - blocked) * little);
    let abandonment = waiting * all.lost;
    let (longer, lost) = beyond(x, y, within / patience, all.ln);
    Service {
        level: (1.0 - abandonment - waiting * longer * (1.0 - lost)).clamp(0.0, 1.0),
        waiting_probability: waiting,
        abandonment,
        wait: abandonment * patience,
        occupancy: rates.erlangs() * (1.0 - abandonment) / n,
    }
}

/// Of those who wait, the share that waits longer than `t` patiences, and the share of these that gives up then. `ln` is that
/// of A(x, y).
fn beyond(x: f64, y: f64, t: f64, ln: f64) -> (f64, f64) {
    let later = Palm::of(x, y * (-t).exp());
    // y·(1 − e^(−t)), without the loss of digits where t is small.
    let longer = (-t - y * (-t).exp_m1() - x * t + later.ln - ln).exp();
    (longer, later.lost)
}

/// Share of all that gives up within `short` seconds.
fn abandoned_short(rates: Rates, patience: f64, short: f64, agents: u32, service: &Service) -> f64 {
    let x = f64::from(agents) * patience / rates.handling;
    let y = rates.lambda * patience;
    let (longer, lost) = beyond(x, y, short / patience, Palm::of(x, y).ln);
    (service.abandonment - service.waiting_probability * longer * lost).clamp(0.0, 1.0)
}

/// A(x, y) and what follows from it.
struct Palm {
    /// ln A.
    ln: f64,
    /// q(x, y): of those who wait, the share that gives up.
    lost: f64,
}

impl Palm {
    /// By A(x + j) = 1 + y/(x + j + 1)·A(x + j + 1), from so far out that what is left away does not count: its share falls
    /// as a normal distribution's tail beyond 12 standard deviations.
    fn of(x: f64, y: f64) -> Self {
        /// From there on the 1 is lost in A anyway.
        const LARGE: f64 = 1e200;
        let terms = ((y - x).max(0.0) + 12.0 * x.max(y).sqrt()).ceil() + 64.0;
        let (mut a, mut ln) = (1.0, 0.0);
        let mut j = terms;
        while j > 1.0 {
            let factor = y / (x + j);
            if a < LARGE {
                a = 1.0 + factor * a;
            } else {
                ln += factor.ln();
            }
            j -= 1.0;
        }
        let next = (x + 1.0) / a * (-ln).exp();
        let last = y / (x + 1.0) * a;
        Self {
            ln: if ln == 0.0 {
                (1.0 + last).ln()
            } else {
                last.ln() + ln
            },
            lost: (next + y - x) / (next + y),
        }
    }
}

/// What so many agents come to: Erlang A with a patience, else Erlang C.
pub fn given(
    agents: u32,
    demand: &Demand,
    patience: Option<SignedDuration>,
    target: &Target,
) -> Result<Need, Wrong> {
    checked(target)?;
    let service = match patience {
        Some(patience) => impatient(demand, patience, target.answer_within, agents),
        None => patient(demand, target.answer_within, agents),
    };
    Ok(Need {
        agents,
        positions: positions(agents, target.shrinkage),
        service: service?,
    })
}

/// The fewest agents with whom the target is met, when nobody gives up (Erlang C).
pub fn need(demand: &Demand, target: &Target) -> Result<Need, Wrong> {
    let rates = Rates::of(demand)?;
    let within = checked(target)?;
    fewest(rates, target, |agents, blocked| {
        patient_service(rates, within, agents, blocked)
    })
}

/// The fewest agents with whom the target is met, when callers give up after `patience` on average (Erlang A).
pub fn need_of_impatient(demand: &Demand, patience: SignedDuration, target: &Target) -> Result<Need, Wrong> {
    let rates = Rates::of(demand)?;
    let patience = checked_patience(patience, rates)?;
    let within = checked(target)?;
    fewest(rates, target, |agents, blocked| {
        impatient_service(rates, patience, within, agents, blocked)
    })
}

/// As [`need_of_impatient`], with the level of those who count by the policy: it leaves out some who give up, as the wall and
/// the simulation do.
pub fn need_as_counted(
    demand: &Demand,
    patience: SignedDuration,
    target: &Target,
    policy: &Policy,
) -> Result<Need, Wrong> {
    let rates = Rates::of(demand)?;
    let patience = checked_patience(patience, rates)?;
    let within = checked(target)?;
    let short = not_too_long("abandoned_short", policy.abandoned_short)?;
    fewest(rates, target, |agents, blocked| {
        let service = impatient_service(rates, patience, within, agents, blocked);
        let left_out = match policy.abandoned {
            Abandoned::Against => abandoned_short(rates, patience, short, agents, &service),
            Abandoned::LeftOut => service.abandonment,
        };
        let counted = (1.0 - left_out).max(f64::EPSILON);
        Service {
            level: (service.level / counted).clamp(0.0, 1.0),
            ..service
        }
    })
}

/// Seconds within which to answer, if all of the target can be.
fn checked(target: &Target) -> Result<f64, Wrong> {
    let within = not_too_long("answer_within", target.answer_within)?;
    let wrong = |field, why| Err(Wrong { field, why });
    if !(target.level > 0.0 && target.level < 1.0) {
        return wrong("level", "must be above 0 and below 1");
    }
    if !(target.occupancy > 0.0 && target.occupancy <= 1.0) {
        return wrong("occupancy", "must be above 0 and up to 1");
    }
    if !(0.0..1.0).contains(&target.shrinkage) {
        return wrong("shrinkage", "must be from 0 to below 1");
    }
    Ok(within)
}

/// Each agent more answers more in time and is less busy, so that the first number that does is the fewest.
fn fewest(rates: Rates, target: &Target, service: impl Fn(u32, f64) -> Service) -> Result<Need, Wrong> {
    let mut blocked = 1.0;
    let (mut low, mut high) = (0_u32, 1_u32);
    let erlangs = rates.erlangs();
    let meets = |found: &Service| {
        // A cap is met by what differs from it in the last digits of the division only.
        found.level >= target.level && found.occupancy <= target.occupancy * (1.0 + 1e-12)
    };
    // B of every power of two on the way, from which the search in between goes on.
    let mut known = blocked;
    loop {
        for n in low + 1..=high {
            blocked = one_more(blocked, n, erlangs);
        }
        if meets(&service(high, blocked)) {
            break;
        }
        if f64::from(high) > 2.0 * MOST {
            let (field, why) = ("level", "would take more than a million agents");
            return Err(Wrong { field, why });
        }
        known = blocked;
        low = high;
        high *= 2;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let at = (low + 1..=middle).fold(known, |blocked, n| one_more(blocked, n, erlangs));
        if meets(&service(middle, at)) {
            high = middle;
            blocked = at;
        } else {
            low = middle;
            known = at;
        }
    }
    Ok(Need {
        agents: high,
        positions: positions(high, target.shrinkage),
        service: service(high, blocked),
    })
}

/// So many on the roster that so many are at their places.
pub(super) fn positions(agents: u32, shrinkage: f64) -> u32 {
    let exact = f64::from(agents) / (1.0 - shrinkage);
    // 14 / 0.7 is 20, whatever the last digit says.
    let nearest = exact.round();
    let whole = if (exact - nearest).abs() < 1e-9 * exact.max(1.0) {
        nearest
    } else {
        exact.ceil()
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and what is beyond becomes the largest"
    )]
    let whole = whole as u32;
    whole
}
