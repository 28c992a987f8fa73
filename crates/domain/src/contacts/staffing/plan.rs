//! How many agents of which languages are to be there in each half-hour.
//!
//! Each slot is planned for itself, as if its rates went on for ever (the stationary approach: L. Green, P. Kolesar,
//! J. Soares, Improving the SIPP approach for staffing service systems that have cyclic demands, Operations Research 49(4)
//! (2001), <https://doi.org/10.1287/opre.49.4.549.11228>). It carries where a contact is short beside a slot.
//!
//! 1. Erlang's formulas give two bounds: each language served by agents of its own, and every agent speaking all of them.
//! 2. From the first, the simulation takes agents away, group by group, as long as every language still meets the target;
//!    first those who speak fewest of the languages, since the others can stand in for them, and never below the second.
//!    Where the first does not meet the target, agents are added before.
//!
//! The same input and seed give the same plan.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::erlang::{need, need_as_counted, positions};
use super::simulation::{Outcome, Place, Runs, Scenario, Stream, Times, simulate};
use super::{Demand, Need, Target, Wrong};
use crate::Lang;
use crate::contacts::matching::{Part, Policy, What};
use crate::training::Level;

/// Agents who speak the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub languages: Vec<(Lang, Level)>,
    /// So many there are.
    pub most: u32,
}

/// What is to be planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted<'a> {
    pub slot: SignedDuration,
    /// Calls and chats of each language, all of as many slots.
    pub streams: Vec<Stream>,
    pub groups: Vec<Group>,
    pub policy: &'a Policy,
    /// Its time and level take the place of the policy's.
    pub target: Target,
    pub effort: Effort,
}

/// How closely to look. Twice the contacts take twice as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    pub seed: u64,
    pub runs: u32,
    /// Contacts in each run.
    pub contacts: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            seed: 1,
            runs: 5,
            contacts: 2000,
        }
    }
}

/// One language in one slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// Agents it would take if they did nothing else.
    pub alone: u32,
    /// Agents of the plan who speak it.
    pub agents: u32,
    /// Share answered in time, by the simulation.
    pub level: f64,
}

/// One slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Agents of each group, in the order of the groups.
    pub groups: Vec<u32>,
    pub agents: u32,
    /// As if every agent spoke every language.
    pub at_least: u32,
    /// Of the languages in which somebody comes.
    pub languages: BTreeMap<Lang, Spoken>,
    pub occupancy: f64,
    /// Every language meets the target. Else there are too few agents who speak one of them.
    pub met: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub slots: Vec<Planned>,
    /// On the roster, so that the fullest slot has its agents.
    pub positions: u32,
}

/// Plans every slot.
pub fn plan(wanted: &Wanted) -> Result<Plan, Wrong> {
    wanted.streams.iter().try_for_each(Stream::check)?;
    let slots = wanted
        .streams
        .iter()
        .map(|stream| stream.calls.len())
        .min()
        .unwrap_or(0);
    // Half-hours that are alike are planned once.
    let mut known: BTreeMap<Vec<u64>, Planned> = BTreeMap::new();
    let mut planned = Vec::with_capacity(slots);
    for slot in 0..slots {
        let rates = wanted
            .streams
            .iter()
            .map(|stream| stream.calls[slot].to_bits())
            .collect();
        let plan = match known.get(&rates) {
            Some(plan) => plan.clone(),
            None => plan_slot(wanted, slot)?,
        };
        known.insert(rates, plan.clone());
        planned.push(plan);
    }
    let most = planned.iter().map(|plan| plan.agents).max().unwrap_or(0);
    Ok(Plan {
        slots: planned,
        positions: positions(most, wanted.target.shrinkage),
    })
}

/// One slot while it is planned.
struct Slot<'a> {
    wanted: &'a Wanted<'a>,
    policy: Policy,
    /// Those in which somebody comes, at the slot's rate for as many slots as are played.
    streams: Vec<Stream>,
    /// Agents of each group.
    counts: Vec<u32>,
}

fn plan_slot(wanted: &Wanted, slot: usize) -> Result<Planned, Wrong> {
    let mut alone: BTreeMap<Lang, u32> = BTreeMap::new();
    let coming = wanted.streams.iter().filter(|stream| stream.calls[slot] > 0.0);
    let coming: Vec<(&Stream, f64)> = coming.map(|stream| (stream, stream.calls[slot])).collect();
    for (stream, calls) in &coming {
        let need = need_of(wanted, *calls, stream.handling.mean(), patience(stream))?;
        *alone.entry(stream.language).or_default() += side_by_side(wanted, stream, need.agents);
    }
    let all: f64 = coming.iter().map(|(_, calls)| calls).sum();
    if coming.is_empty() {
        return Ok(Planned {
            groups: vec![0; wanted.groups.len()],
            agents: 0,
            at_least: 0,
            languages: BTreeMap::new(),
            occupancy: 0.0,
            met: true,
        });
    }
    let mean = |of: &dyn Fn(&Stream) -> f64| {
        coming
            .iter()
            .map(|(stream, calls)| of(stream) * calls)
            .sum::<f64>()
            / all
    };
    let handling = mean(&|stream| stream.handling.mean());
    let patient = coming
        .iter()
        .filter(|(stream, _)| stream.patience.is_none())
        .count();
    let at_least = if coming.iter().any(|(stream, _)| stream.what == What::Chat) {
        None
    } else if patient == coming.len() {
        Some(need_of(wanted, all, handling, None)?)
    } else if patient == 0 {
        let patience = mean(&|stream| patience(stream).unwrap_or(0.0));
        Some(need_of(wanted, all, handling, Some(patience))?)
    } else {
        None
    };
    // There is no formula for calls beside chats, nor for people of whom some give up and some never do.
    let at_least = at_least.map_or(1, |need| need.agents);
    let mut plan = Slot::new(wanted, &coming, all, &alone);
    let (outcome, met) = plan.fit(at_least)?;
    Ok(plan.planned(&outcome, met, at_least, &alone))
}

/// Of chats an agent holds several, as if they were so many.
fn side_by_side(wanted: &Wanted, stream: &Stream, agents: u32) -> u32 {
    match stream.what {
        What::Chat => agents.div_ceil(u32::from(wanted.policy.chats_at_once).max(1)),
        _ => agents,
    }
}

fn patience(stream: &Stream) -> Option<f64> {
    stream.patience.as_ref().map(Times::mean)
}

fn need_of(wanted: &Wanted, calls: f64, handling: f64, patience: Option<f64>) -> Result<Need, Wrong> {
    let demand = Demand {
        calls,
        interval: wanted.slot,
        handling: SignedDuration::from_secs_f64(handling),
    };
    match patience {
        Some(patience) => {
            let patience = SignedDuration::from_secs_f64(patience);
            need_as_counted(&demand, patience, &wanted.target, wanted.policy)
        }
        None => need(&demand, &wanted.target),
    }
}

impl<'a> Slot<'a> {
    /// Begins with each language served by agents of its own, as far as there are any.
    fn new(wanted: &'a Wanted, coming: &[(&Stream, f64)], all: f64, alone: &BTreeMap<Lang, u32>) -> Self {
        let slots = (f64::from(wanted.effort.contacts) / all)
            .ceil()
            .clamp(1.0, MOST_SLOTS);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least one, and checked when played"
        )]
        let slots = slots as usize + WARM_UP;
        let streams = coming.iter().map(|(stream, calls)| Stream {
            calls: vec![*calls; slots],
            ..(*stream).clone()
        });
        let mut slot = Self {
            wanted,
            policy: Policy {
                answer_within: wanted.target.answer_within,
                level: wanted.target.level,
                ..wanted.policy.clone()
            },
            streams: streams.collect(),
            counts: vec![0; wanted.groups.len()],
        };
        for (language, need) in alone {
            let mut left = *need;
            for group in slot.most_spoken(*language) {
                let taken = left.min(slot.room(group));
                slot.counts[group] += taken;
                left -= taken;
            }
        }
        slot
    }

    fn room(&self, group: usize) -> u32 {
        self.wanted.groups[group].most.saturating_sub(self.counts[group])
    }

    fn speaks(&self, group: usize, language: Lang) -> bool {
        let mut languages = self.wanted.groups[group].languages.iter();
        languages.any(|(spoken, level)| *spoken == language && *level >= self.policy.least_level)
    }

    /// How many of the languages in which somebody comes a group speaks.
    fn versatility(&self, group: usize) -> usize {
        let languages = self.streams.iter().map(|stream| stream.language);
        languages.filter(|language| self.speaks(group, *language)).count()
    }

    /// Groups that speak a language, the most versatile first.
    fn most_spoken(&self, language: Lang) -> Vec<usize> {
        let mut groups: Vec<usize> = (0..self.counts.len())
            .filter(|group| self.speaks(*group, language))
            .collect();
        groups.sort_by_key(|group| std::cmp::Reverse(self.versatility(*group)));
        groups
    }

    fn agents(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Adds agents until every language meets the target, then takes away whom it can do without.
    fn fit(&mut self, at_least: u32) -> Result<(Outcome, bool), Wrong> {
        let mut outcome = self.play()?;
        while !self.meets(&outcome) {
            let Some(group) = self.who_helps(&outcome) else {
                return Ok((outcome, false));
            };
            self.counts[group] += 1;
            outcome = self.play()?;
        }
        let mut order: Vec<usize> = (0..self.counts.len()).collect();
        order.sort_by_key(|group| self.versatility(*group));
        let mut before = u32::MAX;
        // What one group gives up may let another give up more.
        while self.agents() < before {
            before = self.agents();
            for group in &order {
                self.take_away(*group, at_least)?;
            }
        }
        Ok((self.play()?, true))
    }

    /// The fewest of a group with whom the target is met, with the others as they are.
    fn take_away(&mut self, group: usize, at_least: u32) -> Result<(), Wrong> {
        let others = self.agents() - self.counts[group];
        let (mut low, mut high) = (at_least.saturating_sub(others), self.counts[group]);
        while low < high {
            self.counts[group] = low + (high - low) / 2;
            let outcome = self.play()?;
            if self.meets(&outcome) {
                high = self.counts[group];
            } else {
                low = self.counts[group] + 1;
            }
        }
        self.counts[group] = high;
        Ok(())
    }

    /// The most versatile group with somebody left who speaks the language that is answered worst, or the next one.
    fn who_helps(&self, outcome: &Outcome) -> Option<usize> {
        let mut languages: Vec<(f64, Lang)> = outcome
            .languages
            .keys()
            .map(|language| (level(outcome, *language), *language))
            .collect();
        languages.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let missed = languages
            .iter()
            .filter(|(level, _)| *level < self.wanted.target.level);
        // When all are answered in time, agents are too busy.
        let mut missed: Vec<Lang> = missed.map(|(_, language)| *language).collect();
        if missed.is_empty() {
            missed = languages.into_iter().map(|(_, language)| language).collect();
        }
        let mut helpers = missed.into_iter().flat_map(|language| self.most_spoken(language));
        helpers.find(|group| self.room(*group) > 0)
    }

    fn meets(&self, outcome: &Outcome) -> bool {
        let target = &self.wanted.target;
        let busy = outcome
            .occupancy
            .is_none_or(|occupancy| occupancy.mean > target.occupancy);
        !busy
            && outcome
                .languages
                .keys()
                .all(|language| level(outcome, *language) >= target.level)
    }

    fn play(&self) -> Result<Outcome, Wrong> {
        let slots = self.streams.first().map_or(0, |stream| stream.calls.len());
        let places = self
            .wanted
            .groups
            .iter()
            .zip(&self.counts)
            .flat_map(|(group, count)| {
                let place = Place {
                    part: Part::Agent,
                    languages: group.languages.clone(),
                    chats_at_once: self.policy.chats_at_once,
                    slots: 0..slots,
                };
                std::iter::repeat_n(place, *count as usize)
            });
        let scenario = Scenario {
            slot: self.wanted.slot,
            streams: self.streams.clone(),
            places: places.collect(),
            policy: &self.policy,
        };
        let Effort { seed, runs, .. } = self.wanted.effort;
        let warm_up = WARM_UP;
        simulate(&scenario, Runs { seed, runs, warm_up })
    }

    fn planned(&self, outcome: &Outcome, met: bool, at_least: u32, alone: &BTreeMap<Lang, u32>) -> Planned {
        let spoken = |language: Lang, alone: u32| {
            let groups = (0..self.counts.len()).filter(|group| self.speaks(*group, language));
            Spoken {
                alone,
                agents: groups.map(|group| self.counts[group]).sum(),
                level: level(outcome, language),
            }
        };
        Planned {
            groups: self.counts.clone(),
            agents: self.agents(),
            at_least,
            languages: alone
                .iter()
                .map(|(language, alone)| (*language, spoken(*language, *alone)))
                .collect(),
            occupancy: outcome.occupancy.map_or(0.0, |occupancy| occupancy.mean),
            met,
        }
    }
}

/// Slots in each run, at most: where next to nobody calls, a plan has fewer contacts to go by.
const MOST_SLOTS: f64 = 20_000.0;

/// Slots that a hotline which begins empty needs to be as busy as it will be.
const WARM_UP: usize = 1;

/// Nothing where nobody was counted: more agents would not show.
fn level(outcome: &Outcome, language: Lang) -> f64 {
    let measured = outcome.languages.get(&language);
    measured
        .and_then(|measured| measured.level)
        .map_or(1.0, |level| level.mean)
}
