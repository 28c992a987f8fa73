//! Interpreters' jobs: who may ask, who can take what, nobody is in two places, and what counts as work.

use domain::Lang;
use domain::cases::{self, Case};
use domain::city::City;
use domain::interpretation::{
    self, Absent, By, Colleague, Command, CommandKind, Event, Job, JobEvent, Kind, Known, NewEvent, Open,
    Policy, Served, Setting, State, Taken, Worked, copied,
};
use domain::journaled::{self, Context, Journaled as _, Refusal};
use domain::people::{Actor, Role, Staff, StaffId};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::training::{Level, Reached};
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

const ANNA: StaffId = StaffId(21);
const BORIS: StaffId = StaffId(22);

fn reference(n: u8) -> Reference {
    Reference::from_random([n, 5, 4, 3, 2, 1, 7])
}

fn case() -> Reference {
    reference(99)
}

fn someone(id: i64, role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(id),
        role,
        unit: unit.into(),
    }
}

fn supervisor() -> Actor {
    someone(3, Role::Supervisor, "hotline")
}

fn officer(unit: &str) -> Actor {
    someone(5, Role::Officer, unit)
}

fn administrator() -> Actor {
    someone(4, Role::Administrator, "hotline")
}

fn interpreter(id: StaffId) -> Actor {
    someone(id.0, Role::Interpreter, "hotline")
}

fn resident() -> Actor {
    Actor::holder(case())
}

/// Somebody who speaks Korean at that level since the beginning of the year, and says of themselves that they know Russian.
fn colleague(id: StaffId, level: Level) -> Colleague {
    Colleague {
        staff: Staff {
            id,
            login: format!("i{}", id.0),
            name: "Someone".to_owned(),
            role: Role::Interpreter,
            unit: "hotline".into(),
            languages: vec![Lang::ZH, Lang::KO, Lang::RU],
            active: true,
        },
        levels: vec![Reached {
            staff: id,
            language: Lang::KO,
            level,
            reached_on: date(2026, 1, 1),
            expires_on: Some(date(2026, 12, 31)),
            warned: false,
        }],
        taken: Vec::new(),
    }
}

fn knows(colleague: Colleague) -> Known {
    Known {
        colleague: Some(colleague),
        ..Known::default()
    }
}

fn of_case() -> Known {
    Known {
        case: Some(Served {
            reference: case(),
            unit: "market".into(),
            state: cases::State::Received,
            erased: false,
            jobs: Vec::new(),
        }),
        ..Known::default()
    }
}

/// In the city's time.
fn at(time: &str) -> Timestamp {
    let local: jiff::civil::DateTime = time.parse().unwrap();
    let city = TimeZone::get("Asia/Shanghai").unwrap();
    local.to_zoned(city).unwrap().timestamp()
}

fn policy() -> Policy {
    serde_json::from_value(serde_json::json!({
        "short_notice": 24, "pays_short_notice": true, "travel": 30, "days_ahead": 90, "confidentiality": 2,
        "setting": [{"code": "hospital", "level": "working"}, {"code": "court", "level": "native"}],
    }))
    .unwrap()
}

/// At the hospital on Tuesday from ten to eleven.
fn hospital() -> Open {
    Open {
        kind: Kind::Appointment,
        setting: Some(Setting::Hospital),
        languages: vec![Lang::KO],
        into: None,
        starts_at: at("2026-03-10T10:00"),
        ends_at: at("2026-03-10T11:00"),
        travel_before: None,
        travel_after: Some(15),
        place_code: String::new(),
        place: "Second floor".to_owned(),
        details: "Ask for Mrs Wang, 138".to_owned(),
        case: Some(case()),
        staff: None,
    }
}

fn duty() -> Open {
    Open {
        kind: Kind::Duty,
        setting: None,
        languages: vec![Lang::RU, Lang::KO, Lang::RU],
        starts_at: at("2026-03-10T08:00"),
        ends_at: at("2026-03-10T12:00"),
        travel_after: None,
        place: String::new(),
        details: String::new(),
        case: None,
        staff: Some(ANNA),
        ..hospital()
    }
}

/// A job and the time, as a shell would hold them.
struct Desk {
    city: City,
    now: Timestamp,
    events: Vec<Event>,
    job: Option<Job>,
}

impl Desk {
    /// Monday morning.
    fn new() -> Self {
        let mut city = crate::support::city();
        city.interpretation = policy();
        Self {
            city,
            now: at("2026-03-09T08:00"),
            events: Vec::new(),
            job: None,
        }
    }

    fn asked() -> Self {
        let mut desk = Self::new();
        desk.opens(&resident(), &hospital(), &of_case()).unwrap();
        desk
    }

    fn offered() -> Self {
        let mut desk = Self::asked();
        desk.offers(ANNA).unwrap();
        desk
    }

    fn accepted() -> Self {
        let mut desk = Self::offered();
        desk.does(&interpreter(ANNA), &accept(2));
        desk
    }

    fn ctx<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.now,
            actor,
            city: &self.city,
        }
    }

    fn record(&mut self, actor: &Actor, new: &[NewEvent]) {
        let after = self.events.len() as u64;
        for event in journaled::numbered(new, after, self.now, actor) {
            match &mut self.job {
                Some(job) => job.apply(&event),
                None => self.job = Job::begin(reference(1), &event),
            }
            self.events.push(event);
        }
        let folded = Job::fold(reference(1), &self.events);
        assert_eq!(folded, self.job, "folding gives the same job");
    }

    fn opens(&mut self, actor: &Actor, open: &Open, known: &Known) -> Result<(), Refusal> {
        let new = Job::open(open, known, &self.ctx(actor))?;
        self.record(actor, &new);
        Ok(())
    }

    fn tries(&mut self, actor: &Actor, command: &Command, known: &Known) -> Result<(), Refusal> {
        let new = self.it().decide(command, known, &self.ctx(actor))?;
        self.record(actor, &new);
        Ok(())
    }

    fn offers(&mut self, staff: StaffId) -> Result<(), Refusal> {
        let known = knows(colleague(staff, Level::Working));
        self.tries(&supervisor(), &Command::Offer { staff }, &known)
    }

    #[track_caller]
    fn does(&mut self, actor: &Actor, command: &Command) {
        self.tries(actor, command, &Known::default())
            .unwrap_or_else(|refusal| panic!("{:?} refused: {refusal:?}", command.kind()));
    }

    fn it(&self) -> &Job {
        self.job.as_ref().expect("a job was opened")
    }

    fn allowed(&self, actor: &Actor) -> Vec<CommandKind> {
        interpretation::allowed(self.it(), actor, &self.city)
    }
}

/// Makes the promise as that version has it.
fn accept(confidentiality: u32) -> Command {
    Command::Accept {
        confidentiality,
        promised: true,
    }
}

/// What makes one that is right wrong.
type Change<T> = fn(&mut T);

fn because() -> String {
    "I am ill.".to_owned()
}

#[test]
fn what_is_asked_for_can_be_kept() {
    let mut desk = Desk::new();
    let wrong: [(Change<Open>, &str, Problem); 15] = [
        (|open| open.setting = None, "setting", Problem::Required),
        (
            |open| open.setting = Some(Setting::School),
            "setting",
            Problem::NotAnOption,
        ),
        (|open| open.languages.clear(), "languages", Problem::Required),
        (
            |open| open.languages.push(Lang::EN),
            "languages",
            Problem::NotAnOption,
        ),
        (|open| open.into = Some(Lang::KO), "into", Problem::SameLanguage),
        (
            |open| open.starts_at = at("2026-03-10T10:05"),
            "starts_at",
            Problem::NotAQuarter,
        ),
        (
            |open| open.ends_at = open.starts_at,
            "ends_at",
            Problem::NotAfterStart,
        ),
        (
            |open| open.ends_at = at("2026-03-10T22:15"),
            "ends_at",
            Problem::TooLongForOne,
        ),
        (
            |open| open.starts_at = at("2026-03-09T08:00"),
            "ends_at",
            Problem::TooLongForOne,
        ),
        (
            |open| {
                open.starts_at = at("2026-12-10T10:00");
                open.ends_at = at("2026-12-10T11:00");
            },
            "starts_at",
            Problem::TooFarAhead,
        ),
        (
            |open| open.travel_before = Some(255),
            "travel_before",
            Problem::TooLarge { max: 240 },
        ),
        (
            |open| open.travel_after = Some(20),
            "travel_after",
            Problem::NotAQuarter,
        ),
        (
            |open| open.place_code = "moon".to_owned(),
            "place_code",
            Problem::NotAnOption,
        ),
        (
            |open| open.place = "x".repeat(201),
            "place",
            Problem::TooLong { max: 200, by: 1 },
        ),
        (|open| open.staff = Some(ANNA), "staff", Problem::UnknownField),
    ];
    for (change, field, problem) in wrong {
        let mut open = hospital();
        change(&mut open);
        let refused = desk.opens(&resident(), &open, &of_case());
        let expected = problem.of(field);
        match &refused {
            Err(Refusal::Invalid(problems)) => {
                assert!(problems.contains(&expected), "{expected:?} not in {problems:?}");
            }
            other => panic!("{expected:?}: {other:?}"),
        }
    }
    desk.now = at("2026-03-10T10:00");
    let late = desk.opens(&resident(), &hospital(), &of_case());
    assert_eq!(late, Err(Problem::InThePast.of("starts_at").into()));
    desk.now = at("2026-03-10T09:59");
    desk.opens(&resident(), &hospital(), &of_case()).unwrap();
    let job = desk.it();
    assert_eq!((job.state, job.into), (State::Asked, Lang::ZH));
    assert_eq!((job.travel_before, job.travel_after), (30, 15));
    assert_eq!(
        job.busy(),
        (at("2026-03-10T09:30"), at("2026-03-10T11:15")),
        "travel is part of it"
    );
}

#[test]
fn one_asks_for_a_case_that_one_may_see_and_a_supervisor_without() {
    let without = Open {
        case: None,
        ..hospital()
    };
    for actor in [resident(), officer("market"), someone(1, Role::Agent, "hotline")] {
        let mut desk = Desk::new();
        let refused = desk.opens(&actor, &without, &Known::default());
        assert_eq!(refused, Err(Problem::Required.of("case").into()), "{actor:?}");
        let refused = desk.opens(&actor, &hospital(), &Known::default());
        assert_eq!(
            refused,
            Err(Problem::UnknownReference.of("case").into()),
            "{actor:?}"
        );
        desk.opens(&actor, &hospital(), &of_case()).unwrap();
        assert_eq!(desk.it().unit, "market", "it belongs where the case does");
    }
    let mut desk = Desk::new();
    desk.opens(&supervisor(), &without, &Known::default()).unwrap();
    assert_eq!(desk.it().unit, "hotline");
    for role in [
        Role::Interpreter,
        Role::Planner,
        Role::Reviewer,
        Role::Administrator,
    ] {
        let refused = desk.opens(&someone(8, role, "market"), &hospital(), &of_case());
        assert_eq!(refused, Err(Refusal::NotAllowed), "{role:?}");
    }
}

#[test]
fn a_city_that_decided_nothing_books_nothing() {
    let mut desk = Desk::new();
    desk.city.interpretation = Policy::default();
    let refused = desk.opens(&supervisor(), &hospital(), &of_case());
    assert_eq!(refused, Err(Refusal::NotAllowed));
}

#[test]
fn it_is_offered_to_somebody_who_speaks_the_language_well_enough_that_day() {
    let changes: [(Change<Colleague>, Option<Problem>); 8] = [
        (|_| {}, None),
        (|one| one.levels[0].level = Level::Basic, Some(Problem::NotSpoken)),
        (
            |one| one.levels[0].expires_on = Some(date(2026, 3, 9)),
            Some(Problem::NotSpoken),
        ),
        // Their own word counts where nobody has tested them.
        (|one| one.levels.clear(), None),
        (
            |one| {
                one.levels.clear();
                one.staff.languages = vec![Lang::ZH];
            },
            Some(Problem::NotSpoken),
        ),
        (|one| one.staff.active = false, Some(Problem::UnknownStaff)),
        (|one| one.staff.role = Role::Officer, Some(Problem::UnknownStaff)),
        (|one| one.staff.id = BORIS, Some(Problem::UnknownStaff)),
    ];
    for (change, problem) in changes {
        let mut desk = Desk::asked();
        let mut anna = colleague(ANNA, Level::Working);
        change(&mut anna);
        let offered = desk.tries(&supervisor(), &Command::Offer { staff: ANNA }, &knows(anna));
        assert_eq!(
            offered,
            problem.map_or(Ok(()), |problem| Err(problem.of("staff").into()))
        );
    }
    // A court asks for more than a hospital, and than their own word.
    let court = Open {
        setting: Some(Setting::Court),
        ..hospital()
    };
    let offer = Command::Offer { staff: ANNA };
    for (level, fits) in [(Level::Working, false), (Level::Native, true)] {
        let mut desk = Desk::new();
        desk.opens(&resident(), &court, &of_case()).unwrap();
        let offered = desk.tries(&supervisor(), &offer, &knows(colleague(ANNA, level)));
        assert_eq!(offered.is_ok(), fits, "{level:?}");
    }
    let mut desk = Desk::new();
    let russian = Open {
        languages: vec![Lang::RU],
        ..court
    };
    desk.opens(&resident(), &russian, &of_case()).unwrap();
    let offered = desk.tries(&supervisor(), &offer, &knows(colleague(ANNA, Level::Native)));
    assert_eq!(offered, Err(Problem::NotSpoken.of("staff").into()));
}

#[test]
fn nobody_is_in_two_places_and_travel_takes_time() {
    // Busy from half past nine to a quarter past eleven.
    for (from, until, free) in [
        ("2026-03-10T08:00", "2026-03-10T09:30", true),
        ("2026-03-10T08:00", "2026-03-10T09:31", false),
        ("2026-03-10T10:15", "2026-03-10T10:30", false),
        ("2026-03-10T11:00", "2026-03-10T12:00", false),
        ("2026-03-10T11:15", "2026-03-10T12:00", true),
        ("2026-03-09T10:00", "2026-03-09T11:00", true),
    ] {
        let mut desk = Desk::asked();
        let mut anna = colleague(ANNA, Level::Working);
        anna.taken.push(Taken {
            job: reference(2),
            from: at(from),
            until: at(until),
        });
        let offered = desk.tries(
            &supervisor(),
            &Command::Offer { staff: ANNA },
            &knows(anna.clone()),
        );
        let expected = if free {
            Ok(())
        } else {
            Err(Problem::Booked.of("staff").into())
        };
        assert_eq!(offered, expected, "{from} {until}");
        if !free {
            // The same of who is put in the place of another.
            desk.offers(BORIS).unwrap();
            let command = Command::Substitute {
                staff: ANNA,
                reason: String::new(),
            };
            assert_eq!(desk.tries(&supervisor(), &command, &knows(anna)), expected);
        }
    }
}

#[test]
fn whoever_it_was_offered_to_accepts_the_promise_as_it_stands_now() {
    let mut desk = Desk::offered();
    for actor in [interpreter(BORIS), supervisor(), resident()] {
        let refused = desk.tries(&actor, &accept(2), &Known::default());
        assert_eq!(refused, Err(Refusal::NotAllowed), "{actor:?}");
        assert!(!desk.allowed(&actor).contains(&CommandKind::Accept), "{actor:?}");
    }
    let anna = interpreter(ANNA);
    let old = desk.tries(&anna, &accept(1), &Known::default());
    assert_eq!(old, Err(Problem::NotAnOption.of("confidentiality").into()));
    assert!(
        desk.it().seen_by(&anna).details.is_none(),
        "not before it is promised"
    );
    desk.does(&anna, &accept(2));
    assert_eq!(desk.it().acceptance.unwrap().confidentiality, 2);
    assert_eq!(desk.it().seen_by(&anna).details, desk.it().details);
}

#[test]
fn after_a_no_it_is_asked_for_again_and_a_substitute_promises_for_themselves() {
    let mut desk = Desk::offered();
    desk.does(
        &interpreter(ANNA),
        &Command::Decline {
            reason: String::new(),
        },
    );
    assert_eq!((desk.it().state, desk.it().interpreter), (State::Asked, None));
    desk.offers(BORIS).unwrap();
    desk.does(&interpreter(BORIS), &accept(2));
    desk.now = at("2026-03-10T09:00");
    desk.does(&interpreter(BORIS), &Command::GiveBack { reason: because() });
    let given_back = &desk.events.last().unwrap().event;
    assert_eq!(
        *given_back,
        JobEvent::GivenBack {
            staff: BORIS,
            notice: 60
        }
    );
    assert_eq!(desk.it().declined, [ANNA, BORIS]);
    assert!(desk.it().seen_by(&resident()).declined.is_empty());

    let mut desk = Desk::accepted();
    let substitute = |staff| Command::Substitute {
        staff,
        reason: because(),
    };
    let same = desk.tries(
        &supervisor(),
        &substitute(ANNA),
        &knows(colleague(ANNA, Level::Working)),
    );
    assert_eq!(same, Err(Problem::NotAnOption.of("staff").into()));
    desk.tries(
        &supervisor(),
        &substitute(BORIS),
        &knows(colleague(BORIS, Level::Working)),
    )
    .unwrap();
    let job = desk.it();
    assert_eq!(
        (job.state, job.interpreter, job.acceptance, job.substitutions),
        (State::Offered, Some(BORIS), None, 1)
    );
    assert_eq!(desk.allowed(&interpreter(ANNA)), []);
}

#[test]
fn what_is_cancelled_late_is_counted_when_somebody_had_accepted() {
    let cancel = Command::Cancel { reason: because() };
    for (desk, now, notice, short, waited) in [
        (Desk::accepted(), "2026-03-09T09:00", 25 * 60, false, None),
        (Desk::accepted(), "2026-03-09T10:00", 24 * 60, false, None),
        (Desk::accepted(), "2026-03-09T10:01", 24 * 60 - 1, true, Some(60)),
        // Nobody had taken it on: it was short for nobody.
        (Desk::offered(), "2026-03-10T09:00", 60, false, None),
        (Desk::asked(), "2026-03-10T09:00", 60, false, None),
    ] {
        let mut desk = desk;
        desk.now = at(now);
        desk.does(&resident(), &cancel);
        let cancelled = desk.it().cancellation.clone().unwrap();
        assert_eq!(
            (cancelled.by, cancelled.notice, cancelled.short),
            (By::Resident, notice, short),
            "{now}"
        );
        let counted = desk.it().counted();
        assert_eq!(counted.map(|counted| counted.waited), waited, "{now}");
    }
    let mut desk = Desk::accepted();
    desk.city.interpretation.pays_short_notice = false;
    desk.now = at("2026-03-10T09:00");
    desk.does(&officer("market"), &cancel);
    assert_eq!(desk.it().cancellation.as_ref().unwrap().by, By::Staff);
    assert_eq!(desk.it().counted(), None);
}

#[test]
fn nobody_cancels_what_is_not_theirs_or_has_begun() {
    let cancel = Command::Cancel {
        reason: String::new(),
    };
    let mut desk = Desk::accepted();
    for actor in [
        Actor::holder(reference(98)),
        interpreter(ANNA),
        officer("hotline"),
        administrator(),
        // An agent who interprets gives it back, of their own unit's, too: cancelled, it might count as worked.
        someone(ANNA.0, Role::Agent, "hotline"),
        someone(ANNA.0, Role::Agent, "market"),
    ] {
        let refused = desk.tries(&actor, &cancel, &Known::default());
        assert_eq!(refused, Err(Refusal::NotAllowed), "{actor:?}");
    }
    desk.now = at("2026-03-10T10:00");
    let since = desk.now;
    let late = desk.tries(&resident(), &cancel, &Known::default());
    assert_eq!(late, Err(Refusal::TooLate { since }));

    let mut desk = Desk::new();
    let anna = knows(colleague(ANNA, Level::Working));
    desk.opens(&supervisor(), &duty(), &anna).unwrap();
    for agent in [ANNA, BORIS] {
        let refused = desk.tries(
            &someone(agent.0, Role::Agent, "hotline"),
            &cancel,
            &Known::default(),
        );
        assert_eq!(
            refused,
            Err(Refusal::NotAllowed),
            "the roster is the supervisor's"
        );
    }
    desk.now = at("2026-03-10T08:00");
    let since = desk.now;
    let begun = desk.tries(&supervisor(), &cancel, &Known::default());
    assert_eq!(
        begun,
        Err(Refusal::TooLate { since }),
        "what was worked is reported"
    );
}

#[test]
fn who_is_sent_after_the_beginning_accepts_comes_and_is_counted() {
    let mut desk = Desk::accepted();
    desk.now = at("2026-03-10T10:10");
    let known = knows(colleague(BORIS, Level::Working));
    let substitute = Command::Substitute {
        staff: BORIS,
        reason: because(),
    };
    desk.tries(&supervisor(), &substitute, &known).unwrap();
    desk.now = at("2026-03-10T10:59");
    desk.does(&interpreter(BORIS), &accept(2));
    desk.now = at("2026-03-10T11:30");
    let report = Command::Report {
        began_at: at("2026-03-10T10:45"),
        ended_at: at("2026-03-10T11:30"),
    };
    desk.does(&interpreter(BORIS), &report);
    let counted = desk.it().counted().unwrap();
    assert_eq!((counted.staff, counted.worked), (BORIS, 45));

    // Nobody takes on what is over.
    let mut desk = Desk::offered();
    desk.now = at("2026-03-10T11:00");
    let since = desk.now;
    let late = desk.tries(&interpreter(ANNA), &accept(2), &Known::default());
    assert_eq!(late, Err(Refusal::TooLate { since }));
}

#[test]
fn what_nobody_took_on_is_over_at_its_end() {
    let platform = Actor::System {
        worker: "interpretation-end".to_owned(),
    };
    for mut desk in [Desk::asked(), Desk::offered()] {
        assert_eq!(desk.it().lapses_at(), Some(desk.it().ends_at));
        let before = desk.events.len();
        desk.does(&platform, &Command::Lapse);
        assert_eq!(desk.events.len(), before, "its time has not come");
        desk.now = desk.it().ends_at;
        let refused = desk.tries(&supervisor(), &Command::Lapse, &Known::default());
        assert_eq!(refused, Err(Refusal::NotAllowed));
        desk.does(&platform, &Command::Lapse);
        assert_eq!(
            (desk.it().state, desk.it().interpreter, desk.it().lapses_at()),
            (State::NotFound, None, None)
        );
        desk.does(&administrator(), &Command::Erase { reason: because() });
        assert_eq!(desk.it().details, None);
    }
    let mut desk = Desk::accepted();
    assert_eq!(desk.it().lapses_at(), None);
    desk.now = desk.it().ends_at;
    let refused = desk.tries(&platform, &Command::Lapse, &Known::default());
    assert!(matches!(refused, Err(Refusal::WrongState { .. })), "{refused:?}");
}

#[test]
fn an_offer_that_is_not_answered_is_taken_back_so_that_somebody_else_is_asked() {
    let platform = Actor::System {
        worker: "interpretation-answer".to_owned(),
    };
    let mut desk = Desk::offered();
    assert_eq!(desk.it().answer_by(&desk.city), None, "the city gives no time");
    let before = desk.events.len();
    desk.does(&platform, &Command::TakeBack);
    assert_eq!(desk.events.len(), before);
    // Offered on Monday at eight, for Tuesday at ten: half of the time that is left, and not the whole day.
    desk.city.interpretation.offer_lasts = 24;
    let half = at("2026-03-09T21:00");
    assert_eq!(desk.it().answer_by(&desk.city), Some(half));
    desk.city.interpretation.offer_lasts = 6;
    let due = at("2026-03-09T14:00");
    assert_eq!(desk.it().answer_by(&desk.city), Some(due));
    desk.now = due - 1.second();
    desk.does(&platform, &Command::TakeBack);
    assert_eq!(desk.events.len(), before, "there is time still");
    desk.now = due;
    let refused = desk.tries(&supervisor(), &Command::TakeBack, &Known::default());
    assert_eq!(refused, Err(Refusal::NotAllowed));
    desk.does(&platform, &Command::TakeBack);
    let job = desk.it();
    assert_eq!((job.state, job.interpreter), (State::Asked, None));
    assert_eq!(
        (job.unanswered.as_slice(), job.declined.as_slice()),
        (&[ANNA][..], &[][..])
    );
    assert_eq!(job.answer_by(&desk.city), None);
    // That is for those who look for somebody.
    assert_eq!(job.seen_by(&supervisor()).unanswered, [ANNA]);
    assert_eq!(job.seen_by(&resident()).unanswered, []);
    let late = desk.tries(&interpreter(ANNA), &accept(2), &Known::default());
    assert_eq!(late, Err(Refusal::NotAllowed), "it is theirs no more");
    let again = desk.tries(&platform, &Command::TakeBack, &Known::default());
    assert!(matches!(again, Err(Refusal::WrongState { .. })), "{again:?}");

    // Each has a time of their own, also in the place of another; who has answered is let be.
    desk.offers(ANNA).unwrap();
    desk.now = at("2026-03-09T15:00");
    let substitute = Command::Substitute {
        staff: BORIS,
        reason: because(),
    };
    let known = knows(colleague(BORIS, Level::Working));
    desk.tries(&supervisor(), &substitute, &known).unwrap();
    assert_eq!(desk.it().answer_by(&desk.city), Some(at("2026-03-09T21:00")));
    desk.does(&interpreter(BORIS), &accept(2));
    assert_eq!(desk.it().answer_by(&desk.city), None);

    // Shortly before the beginning, and after it, they have a quarter of an hour.
    for (offered, due) in [
        ("2026-03-10T09:50", "2026-03-10T10:05"),
        ("2026-03-10T10:30", "2026-03-10T10:45"),
    ] {
        let mut desk = Desk::asked();
        desk.city.interpretation.offer_lasts = 6;
        desk.now = at(offered);
        desk.offers(ANNA).unwrap();
        assert_eq!(desk.it().answer_by(&desk.city), Some(at(due)));
    }
}

#[test]
fn those_whom_it_concerns_are_reminded_once_on_the_day_before() {
    let platform = Actor::System {
        worker: "interpretation-reminder".to_owned(),
    };
    let mut desk = Desk::accepted();
    let due = at("2026-03-09T09:00");
    assert_eq!(desk.it().reminder_at(&desk.city), Some(due));
    desk.now = due;
    desk.does(&platform, &Command::Remind);
    assert_eq!(desk.it().reminder_at(&desk.city), None);
    let again = desk.tries(&platform, &Command::Remind, &Known::default());
    assert!(matches!(again, Err(Refusal::WrongState { .. })), "{again:?}");
    // Somebody else is to come: they have not been.
    desk.does(&interpreter(ANNA), &Command::GiveBack { reason: because() });
    desk.offers(BORIS).unwrap();
    desk.does(&interpreter(BORIS), &accept(2));
    assert!(!desk.it().reminded);
    assert_eq!(desk.it().reminder_at(&desk.city), None, "it is too late for that");
    assert_eq!(Desk::offered().it().reminder_at(&desk.city), None);
}

#[test]
fn its_case_hears_of_what_concerns_whoever_asked() {
    use domain::cases::InterpreterStep as Step;
    let mut desk = Desk::new();
    let step = |desk: &Desk, before: Option<&Job>| Job::step_of(before, &desk.events.last().unwrap().event);
    desk.opens(&resident(), &hospital(), &of_case()).unwrap();
    assert_eq!(step(&desk, None), Some(Step::Asked));
    let known = knows(colleague(BORIS, Level::Working));
    let substitute = Command::Substitute {
        staff: BORIS,
        reason: String::new(),
    };
    let decline = Command::Decline {
        reason: String::new(),
    };
    let cancel = Command::Cancel {
        reason: String::new(),
    };
    let offer = Command::Offer { staff: BORIS };
    let given: [(Actor, &Command, Option<Step>); 9] = [
        (supervisor(), &offer, None),
        (interpreter(BORIS), &decline, None),
        (supervisor(), &offer, None),
        (interpreter(BORIS), &accept(2), Some(Step::Found)),
        (
            interpreter(BORIS),
            &Command::GiveBack { reason: because() },
            Some(Step::Sought),
        ),
        (supervisor(), &Command::Offer { staff: ANNA }, None),
        // Nobody had been told that it would be Anna.
        (supervisor(), &substitute, None),
        (interpreter(BORIS), &accept(2), Some(Step::Found)),
        (supervisor(), &cancel, Some(Step::Cancelled)),
    ];
    for (actor, command, expected) in given {
        let before = desk.it().clone();
        let known = match command.staff() {
            Some(ANNA) => knows(colleague(ANNA, Level::Working)),
            _ => known.clone(),
        };
        desk.tries(&actor, command, &known).unwrap();
        assert_eq!(step(&desk, Some(&before)), expected, "{:?}", command.kind());
    }
    let mut desk = Desk::accepted();
    let before = desk.it().clone();
    desk.tries(&supervisor(), &substitute, &known).unwrap();
    assert_eq!(
        step(&desk, Some(&before)),
        Some(Step::Sought),
        "Anna had taken it on"
    );
}

#[test]
fn nothing_is_asked_for_in_a_case_that_is_over_twice_at_once_or_without_an_end() {
    let mut desk = Desk::new();
    let with = |change: &dyn Fn(&mut Served)| {
        let mut known = of_case();
        change(known.case.as_mut().unwrap());
        known
    };
    for over in [
        with(&|case| case.erased = true),
        with(&|case| case.state = cases::State::Closed),
        with(&|case| case.state = cases::State::Merged),
    ] {
        let refused = desk.opens(&resident(), &hospital(), &over);
        assert!(
            matches!(&refused, Err(Refusal::WrongState { noun: "cases", .. })),
            "{refused:?}"
        );
    }
    let asked = Desk::asked();
    let at_ten = with(&|case| case.jobs = vec![asked.it().clone()]);
    let (mut overlaps, mut after, mut other) = (hospital(), hospital(), hospital());
    overlaps.starts_at = at("2026-03-10T10:45");
    overlaps.ends_at = at("2026-03-10T11:45");
    let refused = desk.opens(&resident(), &overlaps, &at_ten);
    assert_eq!(refused, Err(Problem::AskedTwice.of("starts_at").into()));
    after.starts_at = at("2026-03-10T11:00");
    after.ends_at = at("2026-03-10T12:00");
    desk.opens(&resident(), &after, &at_ten).unwrap();
    other.languages = vec![Lang::RU];
    Desk::new().opens(&resident(), &other, &at_ten).unwrap();
    let eight = with(&|case| case.jobs = vec![asked.it().clone(); 8]);
    let refused = Desk::new().opens(&resident(), &after, &eight);
    assert!(matches!(refused, Err(Refusal::OftenEnough { times: 8, .. })));
}

#[test]
fn a_job_goes_where_its_case_goes_until_it_is_over() {
    let city = crate::support::city();
    let open = cases::Open {
        service: "consumer-complaint".to_owned(),
        language: Lang::KO,
        detected: false,
        channel: cases::Channel::Web,
        text: "환불".to_owned(),
        topic: Some("food".to_owned()),
        fields: [("shop".to_owned(), "Sea Shop".to_owned())].into(),
        contact: cases::Contact::default(),
        place: None,
    };
    let ctx = Context {
        now: at("2026-03-09T08:00"),
        actor: &Actor::ANYONE,
        city: &city,
    };
    let new = Case::open(&open, &cases::Known::default(), &ctx).unwrap();
    let events: Vec<cases::Event> = journaled::numbered(&new, 0, ctx.now, ctx.actor).collect();
    let mut of = Case::fold(case(), &events).unwrap();
    let follows = |job: &Job, case: &Case| -> Vec<JobEvent> {
        job.follow(case).into_iter().map(|new| new.event).collect()
    };
    let mut desk = Desk::accepted();
    of.unit = "market".into();
    assert_eq!(follows(desk.it(), &of), []);
    of.unit = "housing".into();
    let moved = JobEvent::Moved {
        unit: "housing".into(),
    };
    assert_eq!(follows(desk.it(), &of), std::slice::from_ref(&moved));
    let new = desk.it().follow(&of);
    desk.record(&supervisor(), &new);
    assert!(desk.it().permits(&officer("housing"), interpretation::SEE));
    assert!(!desk.it().permits(&officer("market"), interpretation::SEE));
    desk.does(&resident(), &Command::Cancel { reason: because() });
    of.unit = "market".into();
    assert_eq!(follows(desk.it(), &of), [], "what is over stays");
    of.erased = true;
    assert_eq!(follows(desk.it(), &of), [JobEvent::Erased]);
}

#[test]
fn hours_are_those_of_the_job_and_can_be_put_right() {
    let report = |from: &str, until: &str| Command::Report {
        began_at: at(from),
        ended_at: at(until),
    };
    let mut desk = Desk::accepted();
    desk.now = at("2026-03-10T13:00");
    let anna = interpreter(ANNA);
    for (from, until, field, problem) in [
        (
            "2026-03-10T10:00",
            "2026-03-10T10:00",
            "ended_at",
            Problem::NotAfterStart,
        ),
        (
            "2026-03-10T10:00",
            "2026-03-10T13:01",
            "ended_at",
            Problem::NotYet,
        ),
        // Nobody is through before it has begun.
        (
            "2026-03-10T08:30",
            "2026-03-10T10:00",
            "ended_at",
            Problem::FarFromBooked,
        ),
        (
            "2026-03-10T07:59",
            "2026-03-10T11:00",
            "began_at",
            Problem::FarFromBooked,
        ),
        (
            "2026-03-10T11:00",
            "2026-03-10T12:00",
            "began_at",
            Problem::FarFromBooked,
        ),
    ] {
        let refused = desk.tries(&anna, &report(from, until), &Known::default());
        assert_eq!(refused, Err(problem.of(field).into()), "{from} {until}");
    }
    let other = desk.tries(
        &interpreter(BORIS),
        &report("2026-03-10T10:00", "2026-03-10T11:00"),
        &Known::default(),
    );
    assert_eq!(other, Err(Refusal::NotAllowed));
    let elsewhere = Known {
        worked: vec![Worked {
            began_at: at("2026-03-10T11:30"),
            ended_at: at("2026-03-10T12:00"),
        }],
        ..Known::default()
    };
    let twice = desk.tries(&anna, &report("2026-03-10T10:10", "2026-03-10T11:40"), &elsewhere);
    assert_eq!(twice, Err(Problem::Booked.of("began_at").into()));
    desk.tries(&anna, &report("2026-03-10T10:10", "2026-03-10T11:30"), &elsewhere)
        .unwrap();
    desk.does(&anna, &report("2026-03-10T10:10", "2026-03-10T11:40"));
    assert_eq!(desk.it().state, State::Done);
    assert_eq!(desk.it().counted().unwrap().worked, 90);
    let events = desk.events.len();
    desk.does(&anna, &report("2026-03-10T10:10", "2026-03-10T11:40"));
    assert_eq!(desk.events.len(), events, "nothing changes");
    desk.does(&supervisor(), &report("2026-03-10T10:10", "2026-03-10T11:10"));
    assert_eq!(desk.it().counted().unwrap().worked, 60);
}

#[test]
fn who_waited_for_nobody_has_worked_and_who_did_not_come_has_not() {
    let no_show = |who| Command::NoShow { who };
    let mut desk = Desk::accepted();
    let early = desk.tries(&interpreter(ANNA), &no_show(Absent::Client), &Known::default());
    assert_eq!(early, Err(Problem::NotYet.of("who").into()));
    desk.now = at("2026-03-10T10:30");
    let own = desk.tries(
        &interpreter(ANNA),
        &no_show(Absent::Interpreter),
        &Known::default(),
    );
    assert_eq!(own, Err(Problem::Oneself.of("who").into()));
    desk.does(&interpreter(ANNA), &no_show(Absent::Client));
    assert_eq!(desk.it().counted().unwrap().waited, 60);
    // They came after all.
    desk.now = at("2026-03-10T11:30");
    let report = Command::Report {
        began_at: at("2026-03-10T10:15"),
        ended_at: at("2026-03-10T11:15"),
    };
    desk.does(&interpreter(ANNA), &report);
    let job = desk.it();
    assert_eq!((job.state, job.absent, job.paid), (State::Done, None, false));
    let counted = job.counted().unwrap();
    assert_eq!((counted.worked, counted.waited), (60, 0));

    let mut desk = Desk::accepted();
    desk.now = at("2026-03-10T10:30");
    desk.does(&supervisor(), &no_show(Absent::Interpreter));
    assert_eq!((desk.it().state, desk.it().counted()), (State::NoShow, None));
    desk.now = at("2026-03-10T11:30");
    let own = desk.tries(&interpreter(ANNA), &report, &Known::default());
    assert_eq!(own, Err(Refusal::NotAllowed), "it is not for them to take back");
    desk.does(&supervisor(), &report);
    assert_eq!(desk.it().counted().unwrap().worked, 60);
}

#[test]
fn a_duty_is_put_on_the_roster_of_somebody_who_is_free() {
    let mut desk = Desk::new();
    let anna = || colleague(ANNA, Level::Working);
    for actor in [resident(), interpreter(ANNA), officer("market")] {
        let refused = desk.opens(&actor, &duty(), &knows(anna()));
        assert_eq!(refused, Err(Refusal::NotAllowed), "{actor:?}");
    }
    let nobody = Open {
        staff: None,
        ..duty()
    };
    let refused = desk.opens(&supervisor(), &nobody, &Known::default());
    assert_eq!(refused, Err(Problem::Required.of("staff").into()));
    let mut busy = anna();
    busy.taken.push(Taken {
        job: reference(2),
        from: at("2026-03-10T11:00"),
        until: at("2026-03-10T13:00"),
    });
    let refused = desk.opens(&supervisor(), &duty(), &knows(busy));
    assert_eq!(refused, Err(Problem::Booked.of("staff").into()));
    desk.opens(&supervisor(), &duty(), &knows(anna())).unwrap();
    let job = desk.it();
    assert_eq!((job.state, job.interpreter), (State::Rostered, Some(ANNA)));
    assert_eq!(job.languages, [Lang::KO, Lang::RU], "each once, in order");
    assert_eq!(job.quarters().count(), 16);
    desk.now = at("2026-03-10T12:00");
    desk.does(
        &interpreter(ANNA),
        &Command::Report {
            began_at: at("2026-03-10T08:00"),
            ended_at: at("2026-03-10T12:00"),
        },
    );
    assert_eq!(desk.it().counted().unwrap().worked, 240);
}

#[test]
fn a_week_is_copied_by_the_clock_on_the_wall() {
    let mut desk = Desk::new();
    // Where clocks go forward on 29 March.
    desk.city.timezone = TimeZone::get("Europe/Berlin").unwrap();
    let berlin = |time: &str| {
        let local: jiff::civil::DateTime = time.parse().unwrap();
        local.to_zoned(desk.city.timezone.clone()).unwrap().timestamp()
    };
    let open = Open {
        starts_at: berlin("2026-03-26T08:00"),
        ends_at: berlin("2026-03-26T12:00"),
        place: "Hall".to_owned(),
        ..duty()
    };
    let expected = (berlin("2026-04-02T08:00"), berlin("2026-04-02T12:00"));
    desk.opens(&supervisor(), &open, &knows(colleague(ANNA, Level::Working)))
        .unwrap();
    let (monday, next) = (date(2026, 3, 23), date(2026, 3, 30));
    let made = copied([desk.it()], monday, next, &desk.city);
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].starts_at, made[0].ends_at), expected);
    assert_eq!((made[0].staff, made[0].place.as_str()), (Some(ANNA), "Hall"));
    assert_eq!(copied([desk.it()], next, next + 7.days(), &desk.city), []);
    desk.does(
        &supervisor(),
        &Command::Cancel {
            reason: String::new(),
        },
    );
    assert_eq!(copied([desk.it()], monday, next, &desk.city), []);
}

#[test]
fn what_is_erased_has_no_words_and_stays_counted() {
    let erase = Command::Erase { reason: because() };
    let mut desk = Desk::accepted();
    assert!(matches!(
        desk.tries(&administrator(), &erase, &Known::default()),
        Err(Refusal::WrongState { .. })
    ));
    desk.now = at("2026-03-10T09:00");
    desk.does(&resident(), &Command::Cancel { reason: because() });
    desk.does(&administrator(), &erase);
    let job = desk.it();
    assert_eq!((&job.place, &job.details), (&None, &None));
    assert_eq!(job.cancellation.as_ref().unwrap().reason, None);
    assert_eq!(job.counted().unwrap().waited, 60);
    for actor in [resident(), supervisor(), administrator(), interpreter(ANNA)] {
        assert_eq!(desk.allowed(&actor), [], "{actor:?}");
    }
}

#[test]
fn words_are_read_by_those_whom_they_concern() {
    let desk = Desk::accepted();
    for (actor, reads) in [
        (resident(), true),
        (officer("market"), true),
        (officer("hotline"), false),
        (supervisor(), true),
        (interpreter(ANNA), true),
        (interpreter(BORIS), false),
        // Of their own unit's, but given to another.
        (someone(BORIS.0, Role::Interpreter, "market"), false),
        (Actor::ANYONE, false),
    ] {
        let seen = desk.it().seen_by(&actor);
        assert_eq!(seen.details.is_some(), reads, "{actor:?}");
        assert_eq!(seen.place.is_some(), reads, "{actor:?}");
    }
    // Of a unit that its case involves, say: who asked for it.
    let mut desk = Desk::new();
    let asks = someone(44, Role::Officer, "housing");
    desk.opens(&asks, &hospital(), &of_case()).unwrap();
    assert!(desk.it().permits(&asks, interpretation::SEE));
    assert!(desk.it().seen_by(&asks).details.is_some());
    let colleague = someone(45, Role::Officer, "housing");
    assert!(!desk.it().permits(&colleague, interpretation::SEE));
}

#[test]
fn who_said_no_and_who_worked_how_long_is_seen_by_those_whom_it_concerns() {
    let mut desk = Desk::offered();
    let decline = Command::Decline { reason: because() };
    desk.does(&interpreter(ANNA), &decline);
    desk.offers(BORIS).unwrap();
    desk.does(&interpreter(BORIS), &accept(2));
    desk.now = at("2026-03-10T11:30");
    let report = Command::Report {
        began_at: at("2026-03-10T10:00"),
        ended_at: at("2026-03-10T11:00"),
    };
    desk.does(&interpreter(BORIS), &report);
    for (actor, declined, hours) in [
        (supervisor(), true, true),
        (interpreter(BORIS), false, true),
        (someone(50, Role::Agent, "hotline"), false, false),
        (officer("market"), false, false),
        (resident(), false, false),
        (administrator(), false, true),
    ] {
        let seen = desk.it().seen_by(&actor);
        assert_eq!(!seen.declined.is_empty(), declined, "{actor:?}");
        assert_eq!(seen.counted().is_some(), hours, "{actor:?}");
        let journal = desk.it().permits(&actor, interpretation::SEE_JOURNAL);
        let looks = matches!(actor.role(), Some(Role::Supervisor | Role::Administrator));
        assert_eq!(journal, looks, "{actor:?}");
    }
}

/// A job of Anna's that is not the one to be given: from when, how long, with which travel, in quarters of an hour.
fn other() -> impl Strategy<Value = (i64, u32, u16, u16)> {
    (0..40i64, 1..8u32, 0..4u16, 0..4u16)
}

proptest! {
    /// Whatever is offered and taken back in whatever order, what holds somebody's time never overlaps, and what is refused
    /// as booked does.
    #[test]
    fn no_quarter_of_an_hour_is_given_twice(jobs in prop::collection::vec(other(), 1..20)) {
        let begin = at("2026-03-10T08:00");
        let mut given: Vec<Job> = Vec::new();
        for (start, length, before, after) in jobs {
            let starts_at = begin + (start * 15).minutes();
            let open = Open {
                starts_at,
                ends_at: starts_at + (i64::from(length) * 15).minutes(),
                travel_before: Some(before * 15),
                travel_after: Some(after * 15),
                ..hospital()
            };
            let mut desk = Desk::new();
            desk.opens(&resident(), &open, &of_case()).unwrap();
            let mut anna = colleague(ANNA, Level::Working);
            anna.taken = given
                .iter()
                .map(|job| {
                    let (from, until) = job.busy();
                    Taken { job: reference(2), from, until }
                })
                .collect();
            let offered = desk.tries(&supervisor(), &Command::Offer { staff: ANNA }, &knows(anna));
            let overlaps = given.iter().any(|job| {
                let (from, until) = job.busy();
                let (start, end) = desk.it().busy();
                from < end && start < until
            });
            prop_assert_eq!(offered.is_err(), overlaps);
            if !overlaps {
                given.push(desk.it().clone());
            }
        }
        let mut quarters: Vec<i64> = given.iter().flat_map(Job::quarters).collect();
        let all = quarters.len();
        quarters.sort_unstable();
        quarters.dedup();
        prop_assert_eq!(quarters.len(), all);
    }
}
