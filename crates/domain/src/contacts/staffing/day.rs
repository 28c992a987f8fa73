//! One day of the hotline: from what is expected to who is needed, half-hour by half-hour.

use std::collections::{BTreeMap, BTreeSet};

use super::forecast::{Expected, Forecast, Pace, SLOT, alone, streams};
use super::plan::{Effort, Group, Plan, Wanted, plan};
use super::{Target, Wrong};
use crate::Lang;
use crate::contacts::figures::SLOTS;
use crate::contacts::matching::{Policy, What};
use crate::roles::StaffId;
use crate::training::Level;

/// An agent and what they speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    pub staff: StaffId,
    pub languages: BTreeMap<Lang, Level>,
}

/// Agents who speak the same of what is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crew {
    pub languages: Vec<(Lang, Level)>,
    pub people: Vec<StaffId>,
}

/// What one language needs in one half-hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Needed {
    pub language: Lang,
    pub expected: Expected,
    /// Agents who do nothing else, by Erlang's formulas.
    pub alone: u32,
}

/// A day that is planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// By half-hours, of the languages in which somebody is expected.
    pub needs: Vec<Vec<Needed>>,
    pub crews: Vec<Crew>,
    /// By the simulation; its groups are the crews.
    pub plan: Plan,
}

/// What a day is planned by.
#[derive(Clone, Copy)]
pub struct By<'a> {
    pub policy: &'a Policy,
    pub target: Target,
    pub pace: &'a dyn Fn(Lang) -> Pace,
    /// Whether an engine translates a language and back.
    pub machine: &'a dyn Fn(Lang) -> bool,
    pub speakers: &'a [Speaker],
}

impl std::fmt::Debug for By<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut by = f.debug_struct("By");
        by.field("target", &self.target)
            .field("speakers", &self.speakers.len())
            .finish_non_exhaustive()
    }
}

/// So closely is looked that a page does not keep its reader waiting: within two or three percent of the level.
const EFFORT: Effort = Effort {
    seed: 1,
    runs: 3,
    contacts: 200,
};

/// Plans the `n`th day of the week, from Monday.
///
/// # Errors
/// What nothing can be worked out from.
pub fn day(forecast: &Forecast, n: usize, by: By<'_>) -> Result<Day, Wrong> {
    let needs = (0..SLOTS).map(|slot| needs(forecast, n * SLOTS + slot, by));
    let needs = needs.collect::<Result<Vec<_>, Wrong>>()?;
    let streams = streams(forecast, n, by.pace, by.machine);
    let expected: BTreeSet<Lang> = streams.iter().map(|stream| stream.language).collect();
    let crews = crews(by.speakers, &expected, by.policy);
    let groups = crews.iter().map(|crew| Group {
        languages: crew.languages.clone(),
        most: u32::try_from(crew.people.len()).unwrap_or(u32::MAX),
    });
    let plan = if streams.is_empty() {
        Plan {
            slots: Vec::new(),
            positions: 0,
        }
    } else {
        plan(&Wanted {
            slot: SLOT,
            streams,
            groups: groups.collect(),
            policy: by.policy,
            target: by.target,
            effort: EFFORT,
        })?
    };
    Ok(Day { needs, crews, plan })
}

fn needs(forecast: &Forecast, slot: usize, by: By<'_>) -> Result<Vec<Needed>, Wrong> {
    let mut needs: Vec<Needed> = Vec::new();
    for ((language, what), week) in forecast {
        let expected = week.get(slot).copied().unwrap_or_default();
        let need = alone(expected.mean, (by.pace)(*language), &by.target, by.policy)?;
        let Some(need) = need else {
            continue;
        };
        let agents = match what {
            What::Chat => need.agents.div_ceil(u32::from(by.policy.chats_at_once).max(1)),
            _ => need.agents,
        };
        match needs.last_mut().filter(|last| last.language == *language) {
            // Calls beside chats.
            Some(last) => {
                last.expected.mean += expected.mean;
                last.expected.deviation = last.expected.deviation.hypot(expected.deviation);
                last.alone += agents;
            }
            None => needs.push(Needed {
                language: *language,
                expected,
                alone: agents,
            }),
        }
    }
    Ok(needs)
}

/// Who speaks nothing that is expected is in none.
fn crews(speakers: &[Speaker], expected: &BTreeSet<Lang>, policy: &Policy) -> Vec<Crew> {
    let mut crews: BTreeMap<Vec<(Lang, Level)>, Vec<StaffId>> = BTreeMap::new();
    for speaker in speakers {
        let spoken: Vec<(Lang, Level)> = speaker
            .languages
            .iter()
            .filter(|(lang, level)| expected.contains(lang) && **level >= policy.least_level)
            .map(|(lang, level)| (*lang, *level))
            .collect();
        if !spoken.is_empty() {
            crews.entry(spoken).or_default().push(speaker.staff);
        }
    }
    let crews = crews.into_iter();
    crews
        .map(|(languages, people)| Crew { languages, people })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::contacts::Staffing;
    use crate::contacts::staffing::forecast::WEEK;

    fn speaker(staff: i64, languages: &[Lang]) -> Speaker {
        let languages = languages.iter().map(|lang| (*lang, Level::Working));
        Speaker {
            staff: StaffId(staff),
            languages: languages.collect(),
        }
    }

    fn expected(means: &[(usize, f64)]) -> Vec<Expected> {
        let mut week = vec![Expected::default(); WEEK];
        for (slot, mean) in means {
            week[*slot].mean = *mean;
        }
        week
    }

    #[test]
    fn a_day_needs_somebody_for_each_language_and_nobody_where_none_comes() {
        let forecast = Forecast::from([
            (
                (Lang::KO, What::Chat),
                expected(&[(48 + 18, 4.0), (48 + 19, 4.1)]),
            ),
            ((Lang::RU, What::Chat), expected(&[(48 + 18, 1.0)])),
            ((Lang::RU, What::Call), expected(&[(48 + 18, 2.0)])),
            ((Lang::JA, What::Chat), expected(&[(18, 9.0)])),
        ]);
        let speakers = [
            speaker(1, &[Lang::ZH, Lang::KO]),
            speaker(2, &[Lang::KO]),
            speaker(3, &[Lang::KO, Lang::RU]),
            speaker(4, &[Lang::RU]),
            speaker(5, &[Lang::ZH]),
        ];
        let policy = Policy::default();
        let pace = |_| Pace {
            handling: SignedDuration::from_mins(5),
            patience: Some(SignedDuration::from_mins(2)),
        };
        let by = By {
            policy: &policy,
            target: Staffing::default().target(&policy),
            pace: &pace,
            machine: &|_| true,
            speakers: &speakers,
        };
        let day = day(&forecast, 1, by).expect("it can be planned");
        assert_eq!((day.needs.len(), day.plan.slots.len()), (SLOTS, SLOTS));
        let [korean, russian] = day.needs[18].as_slice() else {
            panic!("two languages: {:?}", day.needs[18]);
        };
        assert_eq!((korean.language, korean.expected.mean), (Lang::KO, 4.0));
        assert_eq!((russian.language, russian.expected.mean), (Lang::RU, 3.0));
        assert!(korean.alone >= 1 && russian.alone >= 2);
        assert!(day.needs[20].is_empty() && day.plan.slots[20].agents == 0);
        // Chinese is not expected, so that two speak the same.
        let people: Vec<usize> = day.crews.iter().map(|crew| crew.people.len()).collect();
        assert_eq!((people.iter().sum::<usize>(), people.len()), (4, 3));
        assert!(day.plan.slots[18].agents >= 1);
    }
}
