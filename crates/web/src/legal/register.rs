//! The register: what the pack says is owed, with what has been made of it.

use domain::city::City;
use domain::legal::Standing;
use domain::receipts::Reference;
use domain::{Lang, LawCode, UnitCode};
use jiff::civil::Date;
use store::legal::Line;

/// A translation that is owed, or is there.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The pack may have it no more.
    pub law: LawCode,
    pub language: Lang,
    /// Who owes it. Once it is taken up, that is its record's: the pack may name another unit since.
    pub unit: UnitCode,
    /// Of its record, once there is one.
    pub reference: Option<Reference>,
    pub standing: Standing,
}

/// Everything that is owed, in the pack's order, and then what is there though nobody owes it.
pub fn entries(city: &City, lines: &[Line], today: Date) -> Vec<Entry> {
    let of = |law: &LawCode, language: Lang| {
        lines
            .iter()
            .find(|line| line.law == *law && line.language == language)
    };
    let owed = city.owed_translations().map(|(law, owed, language)| {
        let line = of(&law.code, language);
        Entry {
            law: law.code.clone(),
            language,
            unit: line.map_or(&owed.unit, |line| &line.unit).clone(),
            reference: line.map(|line| line.reference),
            standing: Standing::of(law, line.map(|line| line.progress), city, today),
        }
    });
    let mut all: Vec<Entry> = owed.collect();
    for line in lines {
        if all.iter().any(|entry| entry.reference == Some(line.reference)) {
            continue;
        }
        all.push(Entry {
            law: line.law.clone(),
            language: line.language,
            unit: line.unit.clone(),
            reference: Some(line.reference),
            standing: match city.law(line.law.as_str()) {
                Some(law) => Standing::of(law, Some(line.progress), city, today),
                None => Standing {
                    at_desk: line.progress.state.into(),
                    published_on: line.progress.published.map(|days| days.on),
                    due: None,
                    late: 0,
                    of_earlier: None,
                },
            },
        });
    }
    all
}

/// How many are owed in all, how many of them are published as the law is now, and how many are late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: u64,
    pub published: u64,
    pub late: u64,
}

impl Counts {
    pub fn of(entries: &[Entry]) -> Self {
        let owed = entries.iter().filter(|entry| entry.standing.due.is_some());
        owed.fold(Self::default(), |counts, entry| Self {
            all: counts.all + 1,
            published: counts.published + u64::from(!entry.standing.is_owed()),
            late: counts.late + u64::from(entry.standing.is_overdue()),
        })
    }

    /// How many still have to be seen to.
    pub fn owed(&self) -> u64 {
        self.all - self.published
    }
}
