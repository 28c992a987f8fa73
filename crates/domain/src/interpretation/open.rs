//! What asking for an interpreter, or putting somebody on the roster, makes.

use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::event::said;
use super::inputs::PLACE_MAX;
use super::wanted::Wanted;
use super::{
    Body, Job, JobEvent, Kind, Known, NOUN, NewEvent, OPEN, Open, QUARTER, QUARTER_MINUTES, ROSTER,
    TRAVEL_MAX, quarters,
};
use crate::UnitCode;
use crate::cases;
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, FieldProblem, MESSAGE_MAX, Problem};
use crate::roles::Reach;
use crate::training::Level;

/// The longest job, in minutes: what is longer is two.
pub const LENGTH_MAX_MINUTES: u16 = 12 * 60;

/// So many interpreters may be asked for in one case before the first of them has come.
const ASKED_MAX: u16 = 8;

/// The events that open a job.
pub(super) fn open(open: &Open, known: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
    let action = match open.kind {
        Kind::Appointment => OPEN,
        Kind::Duty => ROSTER,
    };
    let reach = Job::reach(ctx.actor, action);
    if reach == Reach::No || ctx.city.interpretation.is_empty() {
        return Err(Refusal::NotAllowed);
    }
    let case = known
        .case
        .as_ref()
        .filter(|case| open.case == Some(case.reference));
    if let Some(case) = case {
        if !case.goes_on() {
            return Err(Refusal::WrongState {
                noun: cases::NOUN,
                state: case.state.code(),
                allowed: Vec::new(),
            });
        }
        if case.jobs.len() >= usize::from(ASKED_MAX) {
            return Err(Refusal::OftenEnough {
                noun: NOUN,
                what: "asked",
                times: ASKED_MAX,
            });
        }
    }
    let mut opening = Opening {
        open,
        known,
        ctx,
        wrong: Vec::new(),
    };
    let event = match open.kind {
        Kind::Appointment => opening.appointment(reach),
        Kind::Duty => opening.duty(),
    };
    let body = opening.words();
    match event.zip(body) {
        Some((event, body)) if opening.wrong.is_empty() => Ok(vec![NewEvent {
            event,
            body: (!body.is_empty()).then_some(body),
        }]),
        _ => Err(Refusal::Invalid(opening.wrong)),
    }
}

struct Opening<'a> {
    open: &'a Open,
    known: &'a Known,
    ctx: &'a Context<'a>,
    wrong: Vec<FieldProblem>,
}

impl Opening<'_> {
    /// What a rule gives; what is wrong is noted.
    fn take<T>(&mut self, field: &str, ruled: Result<T, Problem>) -> Option<T> {
        ruled.map_err(|problem| self.wrong.push(problem.of(field))).ok()
    }

    fn appointment(&mut self, reach: Reach) -> Option<JobEvent> {
        let (open, city) = (self.open, self.ctx.city);
        let policy = &city.interpretation;
        let setting = match open.setting {
            None => Err(Problem::Required),
            Some(setting) => policy.level(setting).map(|_| setting).ok_or(Problem::NotAnOption),
        };
        let setting = self.take("setting", setting);
        let language = match open.languages[..] {
            [] => Err(Problem::Required),
            [language] => Ok(language),
            _ => Err(Problem::NotAnOption),
        };
        let language = self.take("languages", language);
        let into = open.into.unwrap_or(city.source_language);
        if language == Some(into) {
            self.wrong.push(Problem::SameLanguage.of("into"));
        }
        // Who is asked only then would have to be there already.
        self.times(open.starts_at);
        // Of several who speak different languages each may need somebody.
        let same = |job: &Job| {
            job.languages == open.languages && job.starts_at < open.ends_at && open.starts_at < job.ends_at
        };
        let known = self.known.case.as_ref();
        if known.is_some_and(|case| case.jobs.iter().any(same)) {
            self.wrong.push(Problem::AskedTwice.of("starts_at"));
        }
        let travel = [
            ("travel_before", open.travel_before),
            ("travel_after", open.travel_after),
        ];
        let travel = travel.map(|(field, minutes)| {
            let minutes = minutes.unwrap_or(policy.travel);
            if minutes > TRAVEL_MAX {
                let max = u64::from(TRAVEL_MAX);
                self.wrong.push(Problem::TooLarge { max }.of(field));
            } else if minutes % QUARTER_MINUTES != 0 {
                self.wrong.push(Problem::NotAQuarter.of(field));
            }
            minutes
        });
        let place_code = self.place_code();
        let unit = self.unit(reach);
        if open.staff.is_some() {
            self.wrong.push(Problem::UnknownField.of("staff"));
        }
        Some(JobEvent::Opened {
            of: Kind::Appointment,
            setting: Some(setting?),
            languages: vec![language?],
            into,
            starts_at: open.starts_at,
            ends_at: open.ends_at,
            travel_before: travel[0],
            travel_after: travel[1],
            place_code,
            case: open.case,
            unit: unit?,
            staff: None,
        })
    }

    fn duty(&mut self) -> Option<JobEvent> {
        let (open, city) = (self.open, self.ctx.city);
        let mut languages = open.languages.clone();
        languages.sort_unstable();
        languages.dedup();
        if languages.is_empty() {
            self.wrong.push(Problem::Required.of("languages"));
        }
        self.times(open.ends_at);
        for (field, given) in [("setting", open.setting.is_some()), ("case", open.case.is_some())] {
            if given {
                self.wrong.push(Problem::UnknownField.of(field));
            }
        }
        let place_code = self.place_code();
        let into = open.into.unwrap_or(city.source_language);
        let wanted = Wanted {
            languages: &languages,
            into,
            // A hotline has to understand whatever somebody says.
            level: Level::Working,
            quarters: quarters(open.starts_at, open.ends_at),
            starts_at: open.starts_at,
            job: None,
        };
        let staff = match open.staff {
            None => Err(Problem::Required),
            Some(staff) => wanted.of(staff, self.known, self.ctx),
        };
        let staff = self.take("staff", staff)?;
        Some(JobEvent::Opened {
            of: Kind::Duty,
            setting: None,
            languages,
            into,
            starts_at: open.starts_at,
            ends_at: open.ends_at,
            travel_before: 0,
            travel_after: 0,
            place_code,
            case: None,
            unit: staff.unit.clone(),
            staff: Some(staff.id),
        })
    }

    /// On the quarter, the end after the beginning, not too long, neither gone by nor too far ahead. `ahead` must still come.
    fn times(&mut self, ahead: Timestamp) {
        let Open {
            starts_at, ends_at, ..
        } = *self.open;
        let (city, now) = (self.ctx.city, self.ctx.now);
        let ahead_max = i64::from(city.interpretation.days_ahead).days();
        for (field, at) in [("starts_at", starts_at), ("ends_at", ends_at)] {
            if at.as_second() % QUARTER != 0 || at.subsec_nanosecond() != 0 {
                self.wrong.push(Problem::NotAQuarter.of(field));
            }
        }
        let length = ends_at.duration_since(starts_at);
        if ends_at <= starts_at {
            self.wrong.push(Problem::NotAfterStart.of("ends_at"));
        } else if length > SignedDuration::from_mins(i64::from(LENGTH_MAX_MINUTES)) {
            self.wrong.push(Problem::TooLongForOne.of("ends_at"));
        }
        if ahead <= now {
            self.wrong.push(Problem::InThePast.of("starts_at"));
        } else if city.day(starts_at) > city.day(now).saturating_add(ahead_max) {
            self.wrong.push(Problem::TooFarAhead.of("starts_at"));
        }
    }

    fn place_code(&mut self) -> Option<String> {
        let code = self.open.place_code.trim();
        if !code.is_empty() && self.ctx.city.places.place(code).is_none() {
            self.wrong.push(Problem::NotAnOption.of("place_code"));
        }
        said(code.to_owned())
    }

    /// Whose it is: that of the case, or of whoever may ask without one.
    fn unit(&mut self, reach: Reach) -> Option<UnitCode> {
        let known = self.known.case.as_ref();
        let unit = match (self.open.case, known) {
            (Some(asked), Some(known)) if known.reference == asked => Ok(known.unit.clone()),
            (Some(_), _) => Err(Problem::UnknownReference),
            (None, _) if reach == Reach::All => {
                let own = self.ctx.actor.unit();
                Ok(own.unwrap_or(&self.ctx.city.hotline_unit).clone())
            }
            (None, _) => Err(Problem::Required),
        };
        self.take("case", unit)
    }

    fn words(&mut self) -> Option<Body> {
        let place = problems::optional_text(&self.open.place, PLACE_MAX);
        let place = self.take("place", place);
        let details = problems::optional_text(&self.open.details, MESSAGE_MAX);
        let details = self.take("details", details);
        Some(Body {
            place: said(place?),
            details: said(details?),
            reason: None,
        })
    }
}
