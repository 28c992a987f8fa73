//! What the wall says of a time: how many came, how soon they were answered, how many gave up, how long an agent had each,
//! and how busy the agents were; in all, by language and by half-hour of the day.
//!
//! Made of plain rows, so that each figure can be counted again by hand:
//!
//! - **offered**: who waited for the first time; counted where they began to wait, whenever the wait ended;
//! - **answered in time**, **given up**: as [`Tally`] counts them, with what the city's policy says;
//! - **speed of answer**: mean wait of those who were answered;
//! - **handling**: from taking a contact to the end of its wrap-up, over all agents who had it; the mean of those that are
//!   wrapped up, counted where they were first taken;
//! - **occupancy**: of the time that agents were at the desk and on no break, the part in which they had a contact. Three
//!   chats at once are one agent who is busy.
//!
//! A time that ends before it begins, as a wrong clock gives it, is none.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::matching::Policy;
use super::staffing::Tally;
use crate::Lang;
use crate::receipts::Reference;
use crate::roles::StaffId;

/// Half-hours of a day.
pub const SLOTS: usize = 48;

/// Length of one, in seconds.
const SLOT: i64 = 30 * 60;

/// Nobody has a contact or is at the desk for longer at a stretch: what is said to be longer was forgotten.
pub const STRETCH: SignedDuration = SignedDuration::from_hours(24);

/// What became of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes on.
    Waits,
    Answered {
        at: Timestamp,
    },
    /// They left before an agent came, or nobody could come.
    GaveUp {
        at: Timestamp,
    },
    /// They came, said nothing and went. No contact, and so not offered.
    Silent,
    /// Of a contact that had an agent before: it counts where it waited first.
    Again,
}

/// Somebody who waited for an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    pub language: Lang,
    pub since: Timestamp,
    pub fate: Fate,
}

/// A contact in the hands of an agent, from taking it to the end of the wrap-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub contact: Reference,
    pub staff: StaffId,
    pub language: Lang,
    pub from: Timestamp,
    /// `None`: they still have it.
    pub until: Option<Timestamp>,
}

/// An agent at the desk and on no break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    pub staff: StaffId,
    /// What they speak.
    pub languages: Vec<Lang>,
    pub from: Timestamp,
    /// `None`: they still are.
    pub until: Option<Timestamp>,
}

/// All that is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    pub waits: Vec<Wait>,
    /// Also what began up to [`STRETCH`] before the time or after it.
    pub held: Vec<Held>,
    pub there: Vec<There>,
}

/// When.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
    pub now: Timestamp,
}

/// What is said of some contacts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    pub tally: Tally,
    /// They wait still.
    pub waits: u64,
    pub silent: u64,
    pub again: u64,
    /// Contacts that were wrapped up.
    pub handled: u64,
    /// Agent-seconds that these took.
    pub handling: f64,
    /// Agent-seconds with a contact, of those at the desk.
    pub busy: f64,
    /// Agent-seconds at the desk.
    pub there: f64,
}

impl Figures {
    pub fn offered(&self) -> u64 {
        self.tally.all() + self.waits
    }

    /// Mean, in seconds.
    pub fn handling_time(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "no hotline counts 2^53 contacts")]
        let handled = self.handled as f64;
        (self.handled > 0).then(|| self.handling / handled)
    }

    /// Share of their time at the desk in which agents had a contact.
    pub fn occupancy(&self) -> Option<f64> {
        (self.there > 0.0).then(|| self.busy / self.there)
    }

    /// Nobody came and nobody was there.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn waited(&mut self, wait: &Wait, policy: &Policy) {
        let lasted = |at: Timestamp| at.duration_since(wait.since).max(SignedDuration::ZERO);
        match wait.fate {
            Fate::Waits => self.waits += 1,
            Fate::Answered { at } => self.tally.answered(lasted(at), policy),
            Fate::GaveUp { at } => self.tally.abandoned(lasted(at), policy),
            Fate::Silent => self.silent += 1,
            Fate::Again => self.again += 1,
        }
    }
}

/// The figures of a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    pub all: Figures,
    /// Of agents, those who speak the language, whatever they were busy with.
    pub languages: BTreeMap<Lang, Figures>,
    /// By the half-hours of the city's day, those of all days together: [`SLOTS`] of them.
    pub slots: Vec<Figures>,
}

/// Counts. With a language, the half-hours are those of its contacts and of the agents who speak it.
pub fn count(rows: &Rows, span: &Span, policy: &Policy, zone: &TimeZone, language: Option<Lang>) -> Counted {
    let mut counted = Counted {
        all: Figures::default(),
        languages: BTreeMap::new(),
        slots: vec![Figures::default(); SLOTS],
    };
    let is_in = |at: Timestamp| span.from <= at && at < span.until;
    let shown = |other: Lang| language.is_none_or(|language| language == other);
    for wait in rows.waits.iter().filter(|wait| is_in(wait.since)) {
        counted.all.waited(wait, policy);
        let of_language = counted.languages.entry(wait.language).or_default();
        of_language.waited(wait, policy);
        if shown(wait.language) {
            counted.slots[slot_of(wait.since, zone)].waited(wait, policy);
        }
    }
    for (first, handling) in handled(&rows.held) {
        if !is_in(first.from) {
            continue;
        }
        let add = |figures: &mut Figures| {
            figures.handled += 1;
            figures.handling += handling;
        };
        add(&mut counted.all);
        add(counted.languages.entry(first.language).or_default());
        if shown(first.language) {
            add(&mut counted.slots[slot_of(first.from, zone)]);
        }
    }
    for agent in agents(rows, span) {
        let (there, busy) = (length(&agent.there), length(&agent.busy));
        counted.all.there += there;
        counted.all.busy += busy;
        for language in &agent.languages {
            // A language in which nobody came is no line of the wall.
            if let Some(figures) = counted.languages.get_mut(language) {
                figures.there += there;
                figures.busy += busy;
            }
        }
        if language.is_none_or(|language| agent.languages.contains(&language)) {
            spread(&agent.there, zone, |slot, seconds| {
                counted.slots[slot].there += seconds;
            });
            spread(&agent.busy, zone, |slot, seconds| {
                counted.slots[slot].busy += seconds;
            });
        }
    }
    counted
}

/// Which half-hour of the city's day a time is in.
pub fn slot_of(at: Timestamp, zone: &TimeZone) -> usize {
    let here = zone.to_datetime(at);
    let half = i16::from(here.hour()) * 2 + i16::from(here.minute() >= 30);
    usize::try_from(half).unwrap_or(0).min(SLOTS - 1)
}

/// Of each contact that is wrapped up, who took it first, and the agent-seconds that it took.
fn handled(held: &[Held]) -> Vec<(&Held, f64)> {
    let mut contacts: BTreeMap<Reference, Vec<&Held>> = BTreeMap::new();
    for one in held {
        contacts.entry(one.contact).or_default().push(one);
    }
    let done = contacts.into_values().filter_map(|pieces| {
        let mut seconds = 0.0;
        for piece in &pieces {
            seconds += piece.until?.duration_since(piece.from).as_secs_f64().max(0.0);
        }
        let first = pieces.into_iter().min_by_key(|piece| piece.from)?;
        Some((first, seconds))
    });
    done.collect()
}

type Stretch = (Timestamp, Timestamp);

struct Agent {
    languages: Vec<Lang>,
    there: Vec<Stretch>,
    busy: Vec<Stretch>,
}

/// When each agent was there, and when busy meanwhile, within the time.
fn agents(rows: &Rows, span: &Span) -> Vec<Agent> {
    let end = span.until.min(span.now);
    let within = |from: Timestamp, until: Option<Timestamp>| {
        let (from, until) = (from.max(span.from), until.unwrap_or(end).min(end));
        (from < until).then_some((from, until))
    };
    let mut agents: BTreeMap<StaffId, Agent> = BTreeMap::new();
    for there in &rows.there {
        let Some(stretch) = within(there.from, there.until) else {
            continue;
        };
        let agent = agents.entry(there.staff).or_insert_with(|| Agent {
            languages: there.languages.clone(),
            there: Vec::new(),
            busy: Vec::new(),
        });
        agent.there.push(stretch);
    }
    for held in &rows.held {
        if let Some(agent) = agents.get_mut(&held.staff)
            && let Some(stretch) = within(held.from, held.until)
        {
            agent.busy.push(stretch);
        }
    }
    let mut agents: Vec<Agent> = agents.into_values().collect();
    for agent in &mut agents {
        agent.there = joined(std::mem::take(&mut agent.there));
        agent.busy = both(&agent.there, &joined(std::mem::take(&mut agent.busy)));
    }
    agents
}

/// The same, in order and without what overlaps.
fn joined(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut joined: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for (from, until) in stretches {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    joined
}

/// What is in both, each in order and without overlaps.
fn both(one: &[Stretch], other: &[Stretch]) -> Vec<Stretch> {
    let (mut i, mut j) = (0, 0);
    let mut both = Vec::new();
    while i < one.len() && j < other.len() {
        let (from, until) = (one[i].0.max(other[j].0), one[i].1.min(other[j].1));
        if from < until {
            both.push((from, until));
        }
        if one[i].1 < other[j].1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    both
}

fn length(stretches: &[Stretch]) -> f64 {
    let lengths = stretches.iter();
    lengths
        .map(|(from, until)| until.duration_since(*from).as_secs_f64())
        .sum()
}

/// Gives each half-hour its seconds. The city's half-hours begin on those of the clock, wherever it is.
fn spread(stretches: &[Stretch], zone: &TimeZone, mut add: impl FnMut(usize, f64)) {
    for (from, until) in stretches {
        let mut at = *from;
        while at < *until {
            let here = zone.to_datetime(at);
            let gone = i64::from(here.minute()) * 60 + i64::from(here.second());
            let left = SLOT - gone % SLOT;
            let left = SignedDuration::new(left, 0)
                - SignedDuration::from_nanos(i64::from(here.subsec_nanosecond()));
            let next = at.saturating_add(left).unwrap_or(*until).min(*until);
            add(slot_of(at, zone), next.duration_since(at).as_secs_f64());
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn here() -> TimeZone {
        TimeZone::get("Asia/Shanghai").expect("it is known")
    }

    fn wait(language: Lang, since: &str, fate: Fate) -> Wait {
        Wait {
            language,
            since: at(since),
            fate,
        }
    }

    fn held(n: u8, staff: i64, from: &str, until: Option<&str>) -> Held {
        Held {
            contact: Reference::from_random([n; 7]),
            staff: StaffId(staff),
            language: Lang::KO,
            from: at(from),
            until: until.map(at),
        }
    }

    fn there(staff: i64, from: &str, until: Option<&str>) -> There {
        There {
            staff: StaffId(staff),
            languages: vec![Lang::ZH, Lang::KO],
            from: at(from),
            until: until.map(at),
        }
    }

    fn day(now: &str) -> Span {
        Span {
            from: at("2026-10-12T00:00:00+08:00"),
            until: at("2026-10-13T00:00:00+08:00"),
            now: at(now),
        }
    }

    fn counted(rows: &Rows) -> Counted {
        let span = day("2026-10-13T09:00:00+08:00");
        count(rows, &span, &Policy::default(), &here(), None)
    }

    #[test]
    fn each_is_counted_once_and_where_they_began_to_wait() {
        let answered = |at_text| Fate::Answered { at: at(at_text) };
        let rows = Rows {
            waits: vec![
                wait(
                    Lang::KO,
                    "2026-10-12T09:00:00+08:00",
                    answered("2026-10-12T09:00:15+08:00"),
                ),
                wait(
                    Lang::KO,
                    "2026-10-12T09:29:59+08:00",
                    answered("2026-10-12T09:30:29+08:00"),
                ),
                // Over midnight: of the day on which it began.
                wait(
                    Lang::RU,
                    "2026-10-12T23:59:55+08:00",
                    answered("2026-10-13T00:00:05+08:00"),
                ),
                wait(
                    Lang::RU,
                    "2026-10-11T23:59:55+08:00",
                    answered("2026-10-12T00:00:05+08:00"),
                ),
                wait(
                    Lang::RU,
                    "2026-10-12T10:00:00+08:00",
                    Fate::GaveUp {
                        at: at("2026-10-12T10:00:04+08:00"),
                    },
                ),
                wait(
                    Lang::RU,
                    "2026-10-12T10:00:00+08:00",
                    Fate::GaveUp {
                        at: at("2026-10-12T10:02:00+08:00"),
                    },
                ),
                wait(Lang::RU, "2026-10-12T10:00:00+08:00", Fate::Waits),
                wait(Lang::RU, "2026-10-12T10:00:00+08:00", Fate::Silent),
                wait(Lang::KO, "2026-10-12T09:00:00+08:00", Fate::Again),
            ],
            ..Rows::default()
        };
        let Counted {
            all,
            languages,
            slots,
        } = counted(&rows);
        assert_eq!(
            (all.offered(), all.tally.answered, all.tally.abandoned),
            (6, 3, 2)
        );
        assert_eq!((all.waits, all.silent, all.again), (1, 1, 1));
        assert_eq!((all.tally.counted().count, all.tally.counted().of), (2, 4));
        assert_eq!((all.tally.lost().count, all.tally.lost().of), (1, 4));
        assert_eq!(all.tally.speed_of_answer(), Some((15.0 + 30.0 + 10.0) / 3.0));
        assert_eq!(
            (languages[&Lang::KO].offered(), languages[&Lang::RU].offered()),
            (2, 4)
        );
        assert_eq!(slots.len(), SLOTS);
        assert_eq!(
            (slots[18].offered(), slots[20].offered(), slots[47].offered()),
            (2, 3, 1)
        );
        assert_eq!(slots.iter().map(Figures::offered).sum::<u64>(), all.offered());
    }

    #[test]
    fn where_nobody_came_no_share_is_made_up() {
        let nobody = counted(&Rows::default()).all;
        assert!(nobody.is_empty());
        assert_eq!(nobody.tally.counted().per_mille(), None);
        assert_eq!(nobody.tally.lost().per_mille(), None);
        assert_eq!(
            (
                nobody.tally.speed_of_answer(),
                nobody.handling_time(),
                nobody.occupancy()
            ),
            (None, None, None)
        );
    }

    #[test]
    fn when_all_gave_up_the_level_is_nothing_and_at_once_it_is_unknown() {
        let gave_up = |seconds: i64| {
            let since = at("2026-10-12T10:00:00+08:00");
            let gone = Fate::GaveUp {
                at: since + SignedDuration::from_secs(seconds),
            };
            wait(Lang::RU, "2026-10-12T10:00:00+08:00", gone)
        };
        let late = counted(&Rows {
            waits: vec![gave_up(60), gave_up(2)],
            ..Rows::default()
        });
        assert_eq!(late.all.tally.counted().per_mille(), Some(0));
        assert_eq!(late.all.tally.lost().per_mille(), Some(1000));
        let at_once = counted(&Rows {
            waits: vec![gave_up(2), gave_up(4)],
            ..Rows::default()
        });
        assert_eq!(at_once.all.tally.counted().per_mille(), None);
        assert_eq!(
            (at_once.all.tally.abandoned_short, at_once.all.tally.lost().of),
            (2, 0)
        );
    }

    #[test]
    fn a_wrong_clock_makes_no_time_less_than_nothing() {
        let rows = Rows {
            waits: vec![wait(
                Lang::KO,
                "2026-10-12T10:00:00+08:00",
                Fate::Answered {
                    at: at("2026-10-11T10:00:00+08:00"),
                },
            )],
            held: vec![held(
                1,
                1,
                "2026-10-12T10:00:00+08:00",
                Some("2026-10-12T09:00:00+08:00"),
            )],
            there: vec![there(
                1,
                "2026-10-12T12:00:00+08:00",
                Some("2026-10-12T11:00:00+08:00"),
            )],
        };
        let all = counted(&rows).all;
        assert_eq!(all.tally.speed_of_answer(), Some(0.0));
        assert_eq!(all.handling_time(), Some(0.0));
        assert_eq!((all.there, all.busy), (0.0, 0.0));
    }

    #[test]
    fn three_chats_at_once_are_one_busy_agent_and_a_break_counts_for_nothing() {
        let rows = Rows {
            waits: Vec::new(),
            held: vec![
                held(
                    1,
                    1,
                    "2026-10-12T09:00:00+08:00",
                    Some("2026-10-12T09:20:00+08:00"),
                ),
                held(
                    2,
                    1,
                    "2026-10-12T09:10:00+08:00",
                    Some("2026-10-12T09:40:00+08:00"),
                ),
                held(3, 1, "2026-10-12T09:35:00+08:00", None),
                // Nobody who was there.
                held(
                    4,
                    9,
                    "2026-10-12T09:00:00+08:00",
                    Some("2026-10-12T09:20:00+08:00"),
                ),
            ],
            there: vec![
                there(1, "2026-10-12T09:00:00+08:00", Some("2026-10-12T10:00:00+08:00")),
                // Said twice.
                there(1, "2026-10-12T09:30:00+08:00", Some("2026-10-12T10:00:00+08:00")),
                there(2, "2026-10-12T09:00:00+08:00", Some("2026-10-12T10:00:00+08:00")),
            ],
        };
        let Counted { all, slots, .. } = counted(&rows);
        assert_eq!((all.there, all.busy), (7200.0, 3600.0));
        assert_eq!(all.occupancy(), Some(0.5));
        assert_eq!((slots[18].there, slots[19].busy), (3600.0, 1800.0));
        // The third goes on.
        assert_eq!((all.handled, all.handling_time()), (3, Some(70.0 * 60.0 / 3.0)));
    }

    #[test]
    fn who_had_a_contact_one_after_the_other_had_it_together() {
        let rows = Rows {
            held: vec![
                held(
                    1,
                    2,
                    "2026-10-12T09:40:00+08:00",
                    Some("2026-10-12T09:50:00+08:00"),
                ),
                held(
                    1,
                    1,
                    "2026-10-12T09:00:00+08:00",
                    Some("2026-10-12T09:05:00+08:00"),
                ),
            ],
            ..Rows::default()
        };
        let Counted {
            all,
            slots,
            languages,
        } = counted(&rows);
        assert_eq!((all.handled, all.handling_time()), (1, Some(900.0)));
        assert_eq!((slots[18].handled, slots[19].handled), (1, 0));
        assert_eq!(languages[&Lang::KO].handled, 1);
    }

    #[test]
    fn who_is_there_still_is_counted_until_now_and_over_midnight_on_both_days() {
        let rows = Rows {
            there: vec![
                there(1, "2026-10-11T23:00:00+08:00", Some("2026-10-12T01:10:00+08:00")),
                there(2, "2026-10-12T09:50:00+08:00", None),
            ],
            held: vec![held(1, 2, "2026-10-12T09:55:00+08:00", None)],
            ..Rows::default()
        };
        let span = day("2026-10-12T10:05:00+08:00");
        let Counted { all, slots, .. } = count(&rows, &span, &Policy::default(), &here(), None);
        assert_eq!((all.there, all.busy), (70.0 * 60.0 + 15.0 * 60.0, 10.0 * 60.0));
        assert_eq!((slots[0].there, slots[2].there), (1800.0, 600.0));
        assert_eq!((slots[19].busy, slots[20].busy), (300.0, 300.0));
    }

    #[test]
    fn the_half_hours_are_those_of_the_citys_clocks_when_they_are_changed() {
        // In Berlin the hour from two to three comes twice on 2026-10-25, and not at all on 2026-03-29.
        let zone = TimeZone::get("Europe/Berlin").expect("it is known");
        let counted = |from: &str, until: &str, waits: &[&str]| {
            let span = Span {
                from: at(from),
                until: at(until),
                now: at(until),
            };
            let gone = |text: &&str| wait(Lang::RU, text, Fate::Waits);
            let rows = Rows {
                waits: waits.iter().map(gone).collect(),
                there: vec![there(1, from, Some(until))],
                ..Rows::default()
            };
            count(&rows, &span, &Policy::default(), &zone, None)
        };
        let long = counted(
            "2026-10-25T00:00:00+02:00",
            "2026-10-26T00:00:00+01:00",
            &["2026-10-25T02:10:00+02:00", "2026-10-25T02:10:00+01:00"],
        );
        assert_eq!(long.slots[4].offered(), 2);
        assert_eq!((long.slots[4].there, long.all.there), (3600.0, 25.0 * 3600.0));
        let short = counted("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", &[]);
        assert_eq!((short.slots[4].there, short.all.there), (0.0, 23.0 * 3600.0));
        assert_eq!((short.slots[6].there, short.slots[6].busy), (1800.0, 0.0));
    }

    #[test]
    fn with_a_language_the_half_hours_are_its_own() {
        let rows = Rows {
            waits: vec![
                wait(Lang::KO, "2026-10-12T09:00:00+08:00", Fate::Waits),
                wait(Lang::RU, "2026-10-12T09:00:00+08:00", Fate::Waits),
            ],
            there: vec![there(
                1,
                "2026-10-12T09:00:00+08:00",
                Some("2026-10-12T09:30:00+08:00"),
            )],
            ..Rows::default()
        };
        let span = day("2026-10-13T09:00:00+08:00");
        let of = |language| count(&rows, &span, &Policy::default(), &here(), Some(language));
        let (korean, russian) = (of(Lang::KO), of(Lang::RU));
        assert_eq!((korean.slots[18].offered(), korean.slots[18].there), (1, 1800.0));
        assert_eq!((russian.slots[18].offered(), russian.slots[18].there), (1, 0.0));
        assert_eq!(
            (korean.all.offered(), korean.languages[&Lang::RU].there),
            (2, 0.0)
        );
        let of_korean = korean.languages[&Lang::KO];
        assert_eq!((of_korean.there, of_korean.waits), (1800.0, 1));
    }
}
