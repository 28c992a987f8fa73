//! Who comes when, so that each half-hour of a day has its agents.
//!
//! Day by day and group by group: the first half-hour that lacks somebody begins a shift, for whoever of the group has worked
//! least that week and has rested since their last one. It fills what it can and says what it cannot; that nobody could do
//! better it does not claim.

use std::ops::Range;

use crate::contacts::figures::SLOTS;
use crate::roles::StaffId;

/// Hours between two shifts of one person, at least.
pub const REST_HOURS: usize = 11;

/// Half-hours in an hour.
const HALVES: usize = 2;

/// Somebody who can be put on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub staff: StaffId,
    /// Number of their group in the plan.
    pub group: usize,
    /// They have rested from then on since what they had in the week before.
    pub from: usize,
    /// What they have already, in half-hours of the week.
    pub has: Vec<Range<usize>>,
}

/// A shift to be put on the roster, in half-hours of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub staff: StaffId,
    pub slots: Range<usize>,
}

/// How long people work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Of a shift.
    pub shift: u8,
    /// Of a week, at most.
    pub week: u8,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    pub shifts: Vec<Shift>,
    /// Half-hours for which nobody was left.
    pub missing: usize,
}

/// Shifts for what is needed: of each half-hour of the week, how many of each group.
pub fn shifts(needed: &[Vec<u32>], people: &[Person], hours: Hours) -> Roster {
    let mut people: Vec<Person> = people.to_vec();
    let mut roster = Roster::default();
    let groups = needed.iter().map(Vec::len).max().unwrap_or(0);
    for first in (0..needed.len()).step_by(SLOTS) {
        let day = first..needed.len().min(first + SLOTS);
        for group in 0..groups {
            let mut lacking = None;
            while let Some(slot) = lacks(needed, &people, group, &day, lacking) {
                let slots = slot..(slot + usize::from(hours.shift) * HALVES).min(day.end);
                let Some(person) = next(&mut people, group, &slots, hours) else {
                    roster.missing += 1;
                    lacking = Some(slot);
                    continue;
                };
                person.has.push(slots.clone());
                roster.shifts.push(Shift {
                    staff: person.staff,
                    slots,
                });
            }
        }
    }
    roster
}

/// The first half-hour of the day, after that one, which has too few of the group.
fn lacks(
    needed: &[Vec<u32>],
    people: &[Person],
    group: usize,
    day: &Range<usize>,
    after: Option<usize>,
) -> Option<usize> {
    let mut slots = after.map_or(day.start, |after| after + 1)..day.end;
    slots.find(|slot| {
        let there = people
            .iter()
            .filter(|person| person.group == group && person.has.iter().any(|has| has.contains(slot)));
        let wanted = needed[*slot].get(group).copied().unwrap_or(0);
        there.count() < usize::try_from(wanted).unwrap_or(usize::MAX)
    })
}

/// Who of the group can take that shift: who has least already, then the lowest number.
fn next<'p>(
    people: &'p mut [Person],
    group: usize,
    slots: &Range<usize>,
    hours: Hours,
) -> Option<&'p mut Person> {
    let worked = |person: &Person| person.has.iter().map(ExactSizeIterator::len).sum::<usize>();
    let rest = REST_HOURS * HALVES;
    let is_free = |person: &Person| {
        let is_apart = |has: &Range<usize>| has.end + rest <= slots.start || slots.end + rest <= has.start;
        person.from <= slots.start
            && person.has.iter().all(is_apart)
            && worked(person) + slots.len() <= usize::from(hours.week) * HALVES
    };
    let free = people
        .iter_mut()
        .filter(|person| person.group == group && is_free(person));
    free.min_by_key(|person| (worked(person), person.staff))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOURS: Hours = Hours { shift: 8, week: 40 };

    fn person(staff: i64, group: usize) -> Person {
        Person {
            staff: StaffId(staff),
            group,
            from: 0,
            has: Vec::new(),
        }
    }

    /// So many of the first group from nine to five, on so many days.
    fn office(days: usize, agents: u32) -> Vec<Vec<u32>> {
        let slot = |slot: usize| {
            if (18..34).contains(&(slot % SLOTS)) {
                vec![agents]
            } else {
                vec![0]
            }
        };
        (0..days * SLOTS).map(slot).collect()
    }

    #[test]
    fn everybody_who_is_needed_comes_and_nobody_else() {
        let people = [person(1, 0), person(2, 0), person(3, 0), person(9, 1)];
        let roster = shifts(&office(1, 2), &people, HOURS);
        assert_eq!(roster.missing, 0);
        let shift = |staff| Shift {
            staff: StaffId(staff),
            slots: 18..34,
        };
        assert_eq!(roster.shifts, [shift(1), shift(2)]);
    }

    #[test]
    fn work_is_shared_and_no_week_is_too_long() {
        let people = [person(1, 0), person(2, 0)];
        let roster = shifts(&office(7, 1), &people, HOURS);
        let of = |staff| {
            roster
                .shifts
                .iter()
                .filter(|shift| shift.staff == StaffId(staff))
                .count()
        };
        assert_eq!((of(1), of(2), roster.missing), (4, 3, 0));
        let alone = shifts(&office(7, 1), &people[..1], HOURS);
        // Five days of eight hours; what is left is said.
        assert_eq!((alone.shifts.len(), alone.missing), (5, 2 * 16));
    }

    #[test]
    fn between_two_shifts_lie_eleven_hours() {
        // Until midnight, and again from six.
        let mut needed = vec![vec![0]; 2 * SLOTS];
        for slot in (32..48).chain(60..76) {
            needed[slot] = vec![1];
        }
        let one = shifts(&needed, &[person(1, 0)], HOURS);
        assert_eq!(one.shifts.len(), 2);
        // At eleven in the morning they have rested; what lies before is missing.
        assert_eq!((one.shifts[1].slots.start, one.missing), (70, 10));
        let two = shifts(&needed, &[person(1, 0), person(2, 0)], HOURS);
        assert_eq!((two.shifts.len(), two.missing), (2, 0));
    }

    #[test]
    fn what_is_on_the_roster_already_counts() {
        let mut people = [person(1, 0), person(2, 0)];
        let first = shifts(&office(2, 1), &people, HOURS);
        for shift in &first.shifts {
            let who = people.iter_mut().find(|person| person.staff == shift.staff);
            who.expect("one of them").has.push(shift.slots.clone());
        }
        assert_eq!(shifts(&office(2, 1), &people, HOURS), Roster::default());
    }
}
