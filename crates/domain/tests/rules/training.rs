//! The life of a course: what each command does, for whom, and what its levels tell.

use std::collections::BTreeMap;

use domain::Lang;
use domain::city::City;
use domain::journaled::{self, Context, Journaled as _, Refusal};
use domain::people::{Actor, Role, Staff, StaffId};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::training::sheet::{self, BadCell, Does, Into, Planned, Row, There};
use domain::training::{
    self, Command, CommandKind, Course, CourseEvent, Event, EventKind, How, Kind, Known, Level, NewEvent,
    Open, State, WARN_DAYS,
};
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;

/// Someone of the market unit, and someone who has left it.
const LI: StaffId = StaffId(9);
const GONE: StaffId = StaffId(10);
/// Who gives the commands below.
const ME: StaffId = StaffId(7);

/// A course and the time, as a shell would hold them.
struct Desk {
    city: City,
    now: Timestamp,
    events: Vec<Event>,
    course: Option<Course>,
}

fn reference() -> Reference {
    Reference::from_random([7, 6, 5, 4, 3, 2, 1])
}

fn actor(role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: ME,
        role,
        unit: unit.into(),
    }
}

fn planner() -> Actor {
    actor(Role::Planner, "foreign")
}

fn officer(unit: &str) -> Actor {
    actor(Role::Officer, unit)
}

fn administrator() -> Actor {
    actor(Role::Administrator, "hotline")
}

fn worker() -> Actor {
    Actor::System {
        worker: "training".to_owned(),
    }
}

/// What the shell looks up.
fn found(staff: StaffId) -> Option<Staff> {
    [LI, GONE, ME].contains(&staff).then(|| Staff {
        id: staff,
        login: format!("staff-{}", staff.0),
        name: "Li".to_owned(),
        role: Role::Officer,
        unit: "market".into(),
        languages: vec![Lang::ZH],
        active: staff != GONE,
    })
}

fn day(day: &str) -> Date {
    day.parse().unwrap()
}

fn russian() -> Open {
    Open {
        kind: Kind::Language,
        titles: BTreeMap::from([(Lang::ZH, "俄语入门".to_owned())]),
        language: Some(Lang::RU),
        unit: "market".into(),
    }
}

fn schedule(on: &str) -> Command {
    let at = |time: &str| format!("{on}T{time}+08:00").parse().unwrap();
    Command::Schedule {
        starts_at: at("18:00"),
        ends_at: at("19:30"),
        place: "Room 3".to_owned(),
        seats: Some(12),
    }
}

fn attend(staff: StaffId, how: How) -> Command {
    Command::Attend {
        session: 1,
        staff,
        how,
    }
}

fn reach(staff: StaffId, level: Level, on: &str) -> Command {
    Command::Reach {
        staff,
        language: None,
        level,
        reached_on: day(on),
        expires_on: None,
    }
}

fn words(command: &str) -> Command {
    let text = "Some words.".to_owned();
    match command {
        "close" => Command::Close { reason: text },
        "reopen" => Command::Reopen { reason: text },
        "erase" => Command::Erase { reason: text },
        "note" => Command::Note { text, language: None },
        "cancel-session" => Command::CancelSession {
            session: 1,
            reason: text,
        },
        "withdraw-level" => Command::WithdrawLevel {
            staff: LI,
            language: None,
            reason: text,
        },
        other => panic!("no such command in these tests: {other}"),
    }
}

fn invalid(problem: Problem, field: &str) -> Result<(), Refusal> {
    Err(problem.of(field).into())
}

impl Desk {
    /// Noon in the city on that day.
    fn on(day: &str) -> Self {
        let mut desk = Self {
            city: crate::support::city(),
            now: Timestamp::UNIX_EPOCH,
            events: Vec::new(),
            course: None,
        };
        desk.go_to(day);
        desk
    }

    /// A Russian course of the market unit, with a session on that day.
    fn with_course(day: &str) -> Self {
        let mut desk = Self::on(day);
        desk.opens(&planner(), &russian()).unwrap();
        desk.does(&planner(), &schedule(day));
        desk
    }

    fn go_to(&mut self, on: &str) {
        let noon = day(on).at(12, 0, 0, 0);
        self.now = noon.to_zoned(self.city.timezone.clone()).unwrap().timestamp();
    }

    fn ctx<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.now,
            actor,
            city: &self.city,
        }
    }

    fn today(&self) -> Date {
        self.city.day(self.now)
    }

    fn record(&mut self, actor: &Actor, new: &[NewEvent]) {
        let after = self.events.len() as u64;
        for event in journaled::numbered(new, after, self.now, actor) {
            match &mut self.course {
                Some(course) => course.apply(&event),
                None => self.course = Course::begin(reference(), &event),
            }
            self.events.push(event);
        }
        let folded = Course::fold(reference(), &self.events);
        assert_eq!(folded, self.course, "folding gives the same course");
    }

    fn opens(&mut self, actor: &Actor, open: &Open) -> Result<(), Refusal> {
        let new = Course::open(open, &Known::default(), &self.ctx(actor))?;
        self.record(actor, &new);
        Ok(())
    }

    fn try_to(&mut self, actor: &Actor, command: &Command) -> Result<(), Refusal> {
        let known = Known {
            colleagues: command.staff().into_iter().filter_map(found).collect(),
        };
        let new = self.course().decide(command, &known, &self.ctx(actor))?;
        self.record(actor, &new);
        Ok(())
    }

    #[track_caller]
    fn does(&mut self, actor: &Actor, command: &Command) {
        let kind = command.kind();
        self.try_to(actor, command)
            .unwrap_or_else(|refusal| panic!("{kind:?} refused: {refusal:?}"));
    }

    fn course(&self) -> &Course {
        self.course.as_ref().expect("a course was opened")
    }

    fn allowed(&self, actor: &Actor) -> Vec<CommandKind> {
        training::allowed(self.course(), actor, &self.city)
    }
}

#[test]
fn every_wrong_field_of_a_new_course_is_named() {
    let mut desk = Desk::on("2026-03-02");
    let problems = |result: Result<(), Refusal>| match result {
        Err(Refusal::Invalid(problems)) => problems
            .iter()
            .map(|wrong| format!("{} {}", wrong.field, wrong.problem.code()))
            .collect::<Vec<_>>(),
        other => panic!("not refused for its fields: {other:?}"),
    };
    let empty = Open {
        titles: BTreeMap::from([(Lang::ZH, " ".to_owned())]),
        language: None,
        unit: "moon".into(),
        ..russian()
    };
    assert_eq!(
        problems(desk.opens(&planner(), &empty)),
        ["titles required", "language required", "unit unknown-unit"]
    );
    let long = Open {
        titles: BTreeMap::from([(Lang::RU, "х".repeat(201))]),
        ..russian()
    };
    assert_eq!(problems(desk.opens(&planner(), &long)), ["titles.ru too-long"]);
    let protocol = Open {
        kind: Kind::Protocol,
        language: None,
        ..russian()
    };
    desk.opens(&planner(), &protocol).unwrap();
    assert_eq!(desk.course().state, State::Planned);
}

#[test]
fn an_officer_opens_and_runs_the_courses_of_their_unit_only() {
    let mut desk = Desk::on("2026-03-02");
    let elsewhere = desk.opens(&officer("tourism"), &russian());
    assert_eq!(elsewhere, invalid(Problem::NotAnOption, "unit"));
    assert_eq!(
        desk.opens(&actor(Role::Agent, "market"), &russian()),
        Err(Refusal::NotAllowed)
    );
    desk.opens(&officer("market"), &russian()).unwrap();
    desk.does(&officer("market"), &schedule("2026-03-02"));
    assert_eq!(
        desk.try_to(&officer("tourism"), &words("note")),
        Err(Refusal::NotAllowed)
    );
    let away = Command::Edit {
        titles: BTreeMap::new(),
        language: None,
        unit: Some("tourism".into()),
    };
    let given_away = desk.try_to(&officer("market"), &away);
    assert_eq!(given_away, invalid(Problem::NotAnOption, "unit"));
    desk.does(&planner(), &away);
    assert_eq!(desk.course().unit, "tourism");
}

#[test]
fn who_took_part_sees_the_course_and_runs_nothing() {
    let mut desk = Desk::with_course("2026-03-02");
    let colleague = officer("tourism");
    assert!(!desk.course().permits(&colleague, training::SEE));
    desk.does(&planner(), &attend(ME, How::Excused));
    assert!(desk.course().permits(&colleague, training::SEE));
    assert!(desk.allowed(&colleague).is_empty());
    assert!(!desk.course().permits(&Actor::holder(reference()), training::SEE));
}

#[test]
fn a_course_runs_from_the_first_attendance_and_is_closed_and_reopened() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &attend(LI, How::Excused));
    assert_eq!(desk.course().state, State::Planned);
    desk.does(&planner(), &attend(LI, How::Attended));
    assert_eq!(desk.course().state, State::Running);
    assert_eq!(desk.course().attendance.len(), 1, "a correction takes the place");
    desk.does(&planner(), &words("close"));
    assert!(matches!(
        desk.try_to(&planner(), &attend(LI, How::Absent)),
        Err(Refusal::WrongState { state: "closed", .. })
    ));
    desk.does(&planner(), &words("reopen"));
    assert_eq!(desk.course().state, State::Running);
}

#[test]
fn a_session_is_called_off_only_while_nobody_was_there() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &schedule("2026-03-09"));
    desk.does(&planner(), &attend(LI, How::Attended));
    let cancelled = desk.try_to(&planner(), &words("cancel-session"));
    assert_eq!(cancelled, invalid(Problem::NotAnOption, "session"));
    desk.does(
        &planner(),
        &Command::CancelSession {
            session: 2,
            reason: String::new(),
        },
    );
    let to_cancelled = Command::Attend {
        session: 2,
        staff: LI,
        how: How::Excused,
    };
    let refused = desk.try_to(&planner(), &to_cancelled);
    assert_eq!(refused, invalid(Problem::NotAnOption, "session"));
    desk.does(&planner(), &schedule("2026-03-16"));
    assert_eq!(
        desk.course().sessions.last().unwrap().number,
        3,
        "no number is given twice"
    );
}

#[test]
fn who_was_there_is_known_on_the_day_and_who_cannot_come_says_so_ahead() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &schedule("2026-03-03"));
    let tomorrow = |how| Command::Attend {
        session: 2,
        staff: LI,
        how,
    };
    for how in [How::Attended, How::Absent] {
        let refused = desk.try_to(&planner(), &tomorrow(how));
        assert_eq!(refused, invalid(Problem::InTheFuture, "session"));
    }
    desk.does(&planner(), &tomorrow(How::Excused));
    // It begins at six; the list may go round before.
    desk.does(&planner(), &attend(LI, How::Attended));
}

#[test]
fn a_session_ends_after_it_begins_and_has_a_seat() {
    let mut desk = Desk::with_course("2026-03-02");
    let at: Timestamp = desk.now;
    let wrong = Command::Schedule {
        starts_at: at,
        ends_at: at,
        place: String::new(),
        seats: Some(0),
    };
    let problems = vec![
        Problem::NotAfterStart.of("ends_at"),
        Problem::NotANumber.of("seats"),
    ];
    assert_eq!(desk.try_to(&planner(), &wrong), Err(Refusal::Invalid(problems)));
}

#[test]
fn whom_a_command_names_works_here() {
    let mut desk = Desk::with_course("2026-03-02");
    for unfit in [GONE, StaffId(99)] {
        for command in [
            attend(unfit, How::Attended),
            reach(unfit, Level::Basic, "2026-03-01"),
        ] {
            let refused = desk.try_to(&planner(), &command);
            assert_eq!(refused, invalid(Problem::UnknownStaff, "staff"));
        }
    }
}

#[test]
fn an_officer_never_enters_a_level_of_their_own() {
    let mut desk = Desk::with_course("2026-03-02");
    let own = reach(ME, Level::Working, "2026-03-01");
    let refused = desk.try_to(&officer("market"), &own);
    assert_eq!(refused, invalid(Problem::Oneself, "staff"));
    desk.does(&officer("market"), &reach(LI, Level::Working, "2026-03-01"));
    desk.does(&planner(), &own);
}

#[test]
fn a_level_has_a_past_date_an_end_and_the_language_of_its_course() {
    let mut desk = Desk::with_course("2026-03-02");
    let reached = |language, on: &str, until: Option<&str>| Command::Reach {
        staff: LI,
        language,
        level: Level::Working,
        reached_on: day(on),
        expires_on: until.map(day),
    };
    for (command, refusal) in [
        (
            reached(None, "2026-03-03", None),
            invalid(Problem::InTheFuture, "reached_on"),
        ),
        (
            reached(None, "2026-03-01", Some("2026-03-01")),
            invalid(Problem::NotAfterStart, "expires_on"),
        ),
        (
            reached(Some(Lang::KO), "2026-03-01", None),
            invalid(Problem::NotAnOption, "language"),
        ),
    ] {
        assert_eq!(desk.try_to(&planner(), &command), refusal);
    }
    desk.does(&planner(), &reached(Some(Lang::RU), "2026-03-01", None));
    let level = desk.course().level_of(LI, Lang::RU).unwrap();
    assert_eq!(level.expires_on, Some(day("2028-03-01")));
    assert_eq!(desk.course().state, State::Running);

    let mut protocol = Desk::on("2026-03-02");
    let open = Open {
        kind: Kind::Protocol,
        language: None,
        ..russian()
    };
    protocol.opens(&planner(), &open).unwrap();
    let refused = protocol.try_to(&planner(), &reached(None, "2026-03-01", None));
    assert_eq!(refused, invalid(Problem::Required, "language"));
}

#[test]
fn a_native_speaker_stays_one() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &reach(LI, Level::Native, "1990-01-01"));
    let levels = training::levels_of(LI, [desk.course()]);
    assert!(training::speaks(
        &levels,
        Lang::RU,
        Level::Working,
        day("2050-01-01")
    ));
    assert!(training::expiring(desk.course(), day("2050-01-01"), 36_500).is_empty());
}

#[test]
fn a_level_takes_the_place_of_the_one_before_and_a_withdrawn_one_is_gone() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &reach(LI, Level::Basic, "2025-03-01"));
    desk.does(&planner(), &reach(LI, Level::Working, "2026-03-01"));
    assert_eq!(desk.course().levels.len(), 1);
    let events = desk.events.len();
    desk.does(&planner(), &reach(LI, Level::Working, "2026-03-01"));
    assert_eq!(desk.events.len(), events, "the same again changes nothing");
    desk.does(&planner(), &words("close"));
    desk.does(&planner(), &words("withdraw-level"));
    assert!(desk.course().levels.is_empty());
    assert!(training::levels_of(LI, [desk.course()]).is_empty());
    assert!(!desk.allowed(&planner()).contains(&CommandKind::WithdrawLevel));
}

#[test]
fn only_the_platform_warns_once_and_in_time() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &reach(LI, Level::Working, "2025-03-02"));
    let warn = Command::Warn {
        staff: LI,
        language: Lang::RU,
    };
    for role in Role::ALL {
        let refused = desk.try_to(&actor(role, "market"), &warn);
        assert_eq!(refused, Err(Refusal::NotAllowed), "{role:?}");
    }
    desk.does(&worker(), &warn);
    assert!(!desk.course().levels[0].warned, "it is too early");
    desk.go_to("2027-01-10");
    assert_eq!(
        training::expiring(desk.course(), desk.today(), WARN_DAYS).len(),
        1
    );
    desk.does(&worker(), &warn);
    assert!(desk.course().levels[0].warned);
    assert!(training::to_warn(desk.course(), desk.today()).is_empty());
    let events = desk.events.len();
    desk.does(&worker(), &reach(LI, Level::Working, "2025-03-02"));
    assert_eq!(desk.events.len(), events, "the same level stays as it is, warned");
    desk.does(&planner(), &reach(LI, Level::Working, "2027-01-09"));
    assert!(
        !desk.course().levels[0].warned,
        "a new level has an expiry of its own"
    );
}

#[test]
fn a_person_has_the_levels_of_all_courses_the_highest_first() {
    let mut one = Desk::with_course("2026-03-02");
    one.does(&planner(), &reach(LI, Level::Basic, "2026-03-01"));
    one.does(&planner(), &reach(ME, Level::Native, "2026-03-01"));
    let mut other = Desk::with_course("2026-03-02");
    other.does(&planner(), &reach(LI, Level::Working, "2025-03-01"));
    let levels = training::levels_of(LI, [one.course(), other.course()]);
    let codes: Vec<&str> = levels.iter().map(|level| level.level.code()).collect();
    assert_eq!(codes, ["working", "basic"]);
    assert!(training::speaks(
        &levels,
        Lang::RU,
        Level::Working,
        day("2027-03-01")
    ));
    // The better one expires first; the other still counts.
    assert!(!training::speaks(
        &levels,
        Lang::RU,
        Level::Working,
        day("2027-03-02")
    ));
    assert!(training::speaks(
        &levels,
        Lang::RU,
        Level::Basic,
        day("2027-03-02")
    ));
}

#[test]
fn erasing_leaves_levels_and_what_folding_without_the_words_gives() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &words("note"));
    desk.does(&planner(), &reach(LI, Level::Working, "2026-03-01"));
    let early = desk.try_to(&administrator(), &words("erase"));
    assert!(matches!(early, Err(Refusal::WrongState { .. })));
    desk.does(&planner(), &words("close"));
    assert_eq!(desk.try_to(&planner(), &words("erase")), Err(Refusal::NotAllowed));
    desk.does(&administrator(), &words("erase"));
    assert_eq!(
        desk.allowed(&administrator()),
        [CommandKind::WithdrawLevel, CommandKind::Warn][..1]
    );
    assert!(desk.course().titles.is_empty());
    assert!(desk.course().level_of(LI, Lang::RU).is_some());
    desk.does(&administrator(), &words("withdraw-level"));
    assert_eq!(desk.events.last().unwrap().body, None, "no words come after");
    let without: Vec<Event> = desk
        .events
        .iter()
        .cloned()
        .map(|event| Event { body: None, ..event })
        .collect();
    assert_eq!(Course::fold(reference(), &without).as_ref(), Some(desk.course()));
}

/// The journal keeps these for good: a change of a name here loses what was written.
#[test]
fn the_journals_facts_keep_their_names_and_hold_no_words() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &attend(LI, How::Attended));
    desk.does(&planner(), &reach(LI, Level::Native, "2026-03-01"));
    desk.does(&planner(), &words("note"));
    let facts: Vec<String> = desk
        .events
        .iter()
        .map(|event| serde_json::to_string(&event.event).unwrap())
        .collect();
    assert_eq!(
        facts,
        [
            r#"{"kind":"opened","facts":{"kind":"language","language":"ru","unit":"market"}}"#,
            r#"{"kind":"session-scheduled","facts":{"session":1,"starts_at":"2026-03-02T10:00:00Z","ends_at":"2026-03-02T11:30:00Z","seats":12}}"#,
            r#"{"kind":"attendance-taken","facts":{"session":1,"staff":9,"how":"attended"}}"#,
            r#"{"kind":"level-reached","facts":{"staff":9,"language":"ru","level":"native","reached_on":"2026-03-01"}}"#,
            r#"{"kind":"noted","facts":{"language":"zh"}}"#,
        ]
    );
    for (event, facts) in desk.events.iter().zip(&facts) {
        assert_eq!(serde_json::from_str::<CourseEvent>(facts).unwrap(), event.event);
    }
    let row = serde_json::to_string(desk.course()).unwrap();
    assert_eq!(&serde_json::from_str::<Course>(&row).unwrap(), desk.course());
}

#[test]
fn a_command_is_read_as_the_api_sends_it() {
    let sent = r#"{"command":"reach","staff":9,"level":"working","reached_on":"2026-03-01"}"#;
    let read: Command = serde_json::from_str(sent).unwrap();
    assert_eq!(read, reach(LI, Level::Working, "2026-03-01"));
    let edit: Command = serde_json::from_str(r#"{"command":"edit","titles":{"ru":"Русский"}}"#).unwrap();
    assert!(matches!(edit, Command::Edit { titles, .. } if titles[&Lang::RU] == "Русский"));
}

fn header() -> Vec<String> {
    sheet::COLUMNS.map(str::to_owned).to_vec()
}

fn row(line: u64, cells: &str) -> Row {
    Row {
        line,
        cells: cells.split(',').map(str::to_owned).collect(),
    }
}

fn by_login(login: &str) -> Option<Staff> {
    let id = login.strip_prefix("staff-")?.parse().ok()?;
    found(StaffId(id))
}

#[test]
fn every_bad_cell_of_a_file_is_named_by_line_and_column() {
    let desk = Desk::on("2026-03-02");
    let actor = officer("market");
    let rows = [
        row(2, "staff-9,ru,working,2025-01-01,,TORFL"),
        row(3, "staff-10,klingon,fluent,2027-01-01,soon,"),
        row(4, ",,,,,"),
        row(5, "staff-9,ru,basic,2025-01-01,2024-01-01,TORFL"),
        row(6, "staff-9,ru,basic,2025-01-01,,TORFL"),
        row(7, "staff-7,ru,basic,1/2/2025,,TORFL,,and more"),
        row(8, "staff-9"),
    ];
    let bad = sheet::read(&header(), &rows, &by_login, &desk.ctx(&actor)).unwrap_err();
    let told: Vec<String> = bad
        .iter()
        .map(|bad| format!("{} {} {}", bad.line, bad.column, bad.problem.code()))
        .collect();
    assert_eq!(
        told,
        [
            "3 login unknown-staff",
            "3 language not-a-language",
            "3 level not-an-option",
            "3 reached_on in-the-future",
            "3 expires_on not-a-date",
            "3 title required",
            "5 expires_on not-after-start",
            "6 login twice",
            "7 8 unknown-field",
            "7 reached_on not-a-date",
            "8 language required",
            "8 level required",
            "8 reached_on required",
            "8 title required",
        ]
    );
}

#[test]
fn a_header_has_every_column_once_in_any_order() {
    let desk = Desk::on("2026-03-02");
    let actor = planner();
    let read = |names: &str, cells: &str| {
        let header: Vec<String> = names.split(',').map(str::to_owned).collect();
        sheet::read(&header, &[row(2, cells)], &by_login, &desk.ctx(&actor))
    };
    let bad = |column: &str, problem| BadCell {
        line: 1,
        column: column.to_owned(),
        value: String::new(),
        problem,
    };
    assert_eq!(
        read("login,login,colour,level,reached_on,title", ""),
        Err(vec![
            bad("login", Problem::Twice),
            bad("colour", Problem::UnknownField),
            bad("language", Problem::Required),
        ])
    );
    let entries = read(
        "\u{feff}Title, LEVEL,language,reached_on,login",
        "TOPIK,native,ko-KR,2025-01-01,staff-9",
    )
    .unwrap();
    assert_eq!((entries[0].staff, entries[0].language), (LI, Lang::KO));
    assert_eq!((entries[0].level, entries[0].expires_on), (Level::Native, None));
}

/// The rows that an export of that course has, one corrected by `correct`.
fn exported(course: &Course, correct: impl Fn(&mut [String; 7])) -> Vec<Row> {
    let rows = course.levels.iter().zip(2..).map(|(level, line)| {
        let login = found(level.staff).unwrap().login;
        let mut cells = sheet::row(&login, level, "俄语入门", course.reference);
        correct(&mut cells);
        Row {
            line,
            cells: cells.to_vec(),
        }
    });
    rows.collect()
}

fn there(course: &Course) -> Vec<There> {
    let there = course.levels.iter().map(|reached| There {
        course: course.reference,
        titles: course.titles.clone(),
        reached: *reached,
    });
    there.collect()
}

impl Desk {
    /// What the rows of a file would do, as that actor.
    fn plans(&self, actor: &Actor, rows: &[Row]) -> Result<Vec<Planned>, Vec<BadCell>> {
        let ctx = self.ctx(actor);
        let entries = sheet::read(&header(), rows, &by_login, &ctx)?;
        let courses = [self.course().clone()];
        sheet::plan(entries, &there(self.course()), &courses, None, &ctx)
    }

    /// Carries out what they do with this course; new ones are counted.
    fn enters(&mut self, planned: &[Planned]) -> usize {
        let mut new = 0;
        for (into, commands) in sheet::courses(planned, Lang::ZH) {
            match into {
                Into::Known(course) => {
                    assert_eq!(course, reference());
                    for command in &commands {
                        self.does(&planner(), command);
                    }
                }
                Into::New(_) => new += 1,
            }
        }
        new
    }
}

#[test]
fn a_file_that_went_out_comes_in_again_and_changes_what_was_corrected_alone() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &reach(LI, Level::Working, "2026-03-01"));
    desk.does(&planner(), &reach(ME, Level::Native, "2020-03-01"));
    let rows = exported(desk.course(), |_| {});
    assert_eq!(
        rows[1].cells[..6],
        ["staff-9", "ru", "working", "2026-03-01", "2028-03-01", "俄语入门"]
    );
    for without_reference in [false, true] {
        let rows = exported(desk.course(), |cells| {
            if without_reference {
                cells[6].clear();
            }
        });
        let same = desk.plans(&planner(), &rows).unwrap();
        assert!(same.iter().all(|row| row.does == Does::Nothing), "{same:?}");
        // Their own level is no fault while it stays as it is.
        assert_eq!(desk.plans(&officer("market"), &rows), Ok(same));
    }
    let before = desk.course().levels.clone();
    let lower = exported(desk.course(), |cells| {
        if cells[0] == "staff-9" {
            cells[2] = "basic".to_owned();
        }
    });
    let corrected = desk.plans(&planner(), &lower).unwrap();
    let does: Vec<Does> = corrected.iter().map(|row| row.does).collect();
    assert_eq!(does, [Does::Nothing, Does::Replaces(before[1])]);
    assert_eq!(desk.enters(&corrected), 0, "no course is opened");
    assert_eq!(desk.course().level_of(LI, Lang::RU).unwrap().level, Level::Basic);
    let own = exported(desk.course(), |cells| cells[2] = "working".to_owned());
    let refused = desk.plans(&officer("market"), &own).unwrap_err();
    assert_eq!(refused[0].problem, Problem::Oneself);
    desk.does(&planner(), &words("close"));
    let again = desk.plans(&planner(), &own).unwrap();
    assert!(again.iter().all(|row| matches!(row.does, Does::Keeps(_))));
}

#[test]
fn a_level_that_was_withdrawn_does_not_come_back_with_its_file() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &reach(LI, Level::Working, "2026-03-01"));
    let rows = exported(desk.course(), |_| {});
    desk.go_to("2026-03-20");
    desk.does(&planner(), &words("withdraw-level"));
    let planned = desk.plans(&planner(), &rows).unwrap();
    assert_eq!(planned[0].does, Does::Withdrawn(day("2026-03-20")));
    assert_eq!(desk.enters(&planned), 0);
    assert!(desk.course().levels.is_empty());
    desk.go_to("2026-04-02");
    let newer = [row(2, "staff-9,ru,basic,2026-04-01,,俄语入门")];
    let planned = desk.plans(&planner(), &newer).unwrap();
    assert_eq!(planned[0].does, Does::Enters);
    desk.enters(&planned);
    assert!(desk.course().withdrawn.is_empty() && desk.course().levels.len() == 1);
}

#[test]
fn a_file_opens_a_course_for_each_title_language_and_unit() {
    let desk = Desk::with_course("2026-03-02");
    let rows = [
        row(2, "staff-9,ko,native,2020-01-01,,=TOPIK"),
        row(3, "staff-7,ko,basic,2020-01-01,2030-01-01,=TOPIK"),
        row(4, "staff-7,ru,basic,2026.1.5,,Elsewhere"),
    ];
    let planned = desk.plans(&planner(), &rows).unwrap();
    let courses = sheet::courses(&planned, Lang::EN);
    let opened = courses.iter().map(|(into, commands)| match into {
        Into::New(open) => {
            assert_eq!(open.kind, Kind::Recognition);
            (
                open.titles[&Lang::EN].as_str(),
                open.unit.to_string(),
                commands.len(),
            )
        }
        Into::Known(_) => panic!("it is another course"),
    });
    let market = || "market".to_owned();
    assert_eq!(
        opened.collect::<Vec<_>>(),
        [("=TOPIK", market(), 2), ("Elsewhere", market(), 1)]
    );
}

#[test]
fn a_courses_language_stays_while_levels_hang_on_it() {
    let mut desk = Desk::with_course("2026-03-02");
    let korean = Command::Edit {
        titles: BTreeMap::new(),
        language: Some(Lang::KO),
        unit: None,
    };
    desk.does(&planner(), &reach(LI, Level::Working, "2026-03-01"));
    let refused = desk.try_to(&planner(), &korean);
    assert_eq!(refused, invalid(Problem::NotAnOption, "language"));
    // Journals in which it was changed all the same are there.
    let edited = NewEvent {
        event: CourseEvent::Edited {
            language: Some(Lang::KO),
            unit: "market".into(),
        },
        body: None,
    };
    desk.record(&planner(), &[edited]);
    desk.does(&planner(), &words("withdraw-level"));
    assert!(desk.course().levels.is_empty());
    assert_eq!(desk.course().withdrawn[0].language, Lang::RU);
}

#[test]
fn no_day_of_another_age_is_entered() {
    let mut desk = Desk::with_course("2026-03-02");
    let far = |on: &str, until: Option<&str>| Command::Reach {
        staff: LI,
        language: None,
        level: Level::Native,
        reached_on: day(on),
        expires_on: until.map(day),
    };
    for (command, field) in [
        (far("-009999-01-01", None), "reached_on"),
        (far("1899-12-31", None), "reached_on"),
        (far("2026-01-01", Some("9999-12-31")), "expires_on"),
        (far("2026-01-01", Some("2201-01-01")), "expires_on"),
        (schedule("1812-06-24"), "starts_at"),
    ] {
        match desk.try_to(&planner(), &command) {
            Err(Refusal::Invalid(wrong)) => assert_eq!(wrong[0], Problem::NotADate.of(field)),
            other => panic!("{command:?}: {other:?}"),
        }
    }
}

fn moved(session: u32, on: &str) -> Command {
    let Command::Schedule {
        starts_at, ends_at, ..
    } = schedule(on)
    else {
        unreachable!()
    };
    Command::MoveSession {
        session,
        starts_at,
        ends_at,
        place: "Room 4".to_owned(),
        seats: Some(12),
    }
}

#[test]
fn a_session_that_was_not_held_is_moved_and_one_called_off_goes_on() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &moved(1, "2026-03-01"));
    let session = desk.course().session(1).unwrap().clone();
    assert_eq!(session.place.as_deref(), Some("Room 4"));
    assert_eq!(desk.city.day(session.starts_at), day("2026-03-01"));
    let events = desk.events.len();
    desk.does(&planner(), &moved(1, "2026-03-01"));
    assert_eq!(desk.events.len(), events, "the same again changes nothing");
    desk.does(&planner(), &words("cancel-session"));
    desk.does(&planner(), &moved(1, "2026-03-01"));
    assert!(!desk.course().session(1).unwrap().cancelled);
    desk.does(&planner(), &attend(LI, How::Excused));
    desk.does(&planner(), &moved(1, "2026-03-02"));
    desk.does(&planner(), &attend(LI, How::Attended));
    let held = desk.try_to(&planner(), &moved(1, "2026-03-09"));
    assert!(matches!(held, Err(Refusal::WrongState { .. })), "{held:?}");
}

#[test]
fn a_list_is_ticked_at_once_and_has_no_more_people_than_seats() {
    let mut desk = Desk::on("2026-03-02");
    desk.opens(&planner(), &russian()).unwrap();
    let Command::Schedule {
        starts_at, ends_at, ..
    } = schedule("2026-03-02")
    else {
        unreachable!()
    };
    desk.does(
        &planner(),
        &Command::Schedule {
            starts_at,
            ends_at,
            place: String::new(),
            seats: Some(1),
        },
    );
    let both = Command::Enrol { staff: vec![LI, ME] };
    let full = Problem::TooLarge { max: 1 };
    assert_eq!(desk.try_to(&planner(), &both), invalid(full, "staff"));
    desk.does(&planner(), &Command::Enrol { staff: vec![LI, LI] });
    assert!(desk.course().permits(&planner(), training::SEE) && desk.course().took_part(LI));
    let take = |attended: &[StaffId], others: &[StaffId]| Command::TakeAttendance {
        session: 1,
        attended: attended.to_vec(),
        others: others.to_vec(),
    };
    desk.does(&planner(), &take(&[], &[ME]));
    let how = |desk: &Desk, staff| desk.course().attendance_of(staff, 1);
    assert_eq!(
        (how(&desk, LI), how(&desk, ME)),
        (Some(How::Absent), Some(How::Attended))
    );
    desk.does(&planner(), &attend(ME, How::Excused));
    desk.does(&planner(), &take(&[LI], &[]));
    assert_eq!(
        (how(&desk, LI), how(&desk, ME)),
        (Some(How::Attended), Some(How::Excused))
    );
    let events = desk.events.len();
    desk.does(&planner(), &take(&[LI], &[]));
    assert_eq!(desk.events.len(), events);
    let left = desk.try_to(&planner(), &take(&[LI], &[GONE]));
    assert_eq!(left, invalid(Problem::UnknownStaff, "others"));
    desk.does(&planner(), &Command::Unenrol { staff: vec![LI] });
    assert!(desk.course().enrolled.is_empty());
}

fn reach_several(basic: &[StaffId], working: &[StaffId]) -> Command {
    Command::ReachSeveral {
        basic: basic.to_vec(),
        working: working.to_vec(),
        native: Vec::new(),
        language: None,
        reached_on: day("2026-01-04"),
        expires_on: None,
    }
}

#[test]
fn levels_of_several_are_entered_at_once_or_none_is() {
    let mut desk = Desk::with_course("2026-03-02");
    for (command, field, problem) in [
        (reach_several(&[LI], &[LI]), "working", Problem::NotAnOption),
        (reach_several(&[LI], &[GONE]), "working", Problem::UnknownStaff),
        (reach_several(&[], &[]), "basic", Problem::Required),
    ] {
        assert_eq!(desk.try_to(&planner(), &command), invalid(problem, field));
    }
    let own = desk.try_to(&officer("market"), &reach_several(&[LI], &[ME]));
    assert_eq!(own, invalid(Problem::Oneself, "working"));
    assert!(desk.course().levels.is_empty());
    desk.does(&planner(), &reach_several(&[LI], &[ME]));
    assert_eq!(desk.course().levels.len(), 2);
    let sent = r#"{"command":"reach-several","basic":["9"],"working":[7],"reached_on":"2026-01-04"}"#;
    let read: Command = serde_json::from_str(sent).unwrap();
    assert_eq!(read, reach_several(&[LI], &[ME]));
}

#[test]
fn who_only_took_part_sees_themselves_alone() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &Command::Enrol { staff: vec![LI, ME] });
    for staff in [LI, ME] {
        desk.does(&planner(), &attend(staff, How::Attended));
        desk.does(&planner(), &reach(staff, Level::Working, "2026-03-01"));
    }
    desk.does(&planner(), &words("note"));
    let seen = desk.course().seen_by(&actor(Role::Agent, "tourism"));
    let only = |staff: Vec<StaffId>| assert_eq!(staff, [ME]);
    only(seen.enrolled.clone());
    only(seen.attendance.iter().map(|entry| entry.staff).collect());
    only(seen.levels.iter().map(|level| level.staff).collect());
    assert!(seen.notes.is_empty());
    let unit = desk.course().seen_by(&actor(Role::Agent, "market"));
    assert_eq!((unit.levels.len(), unit.notes.len()), (2, 0));
    assert_eq!(&desk.course().seen_by(&planner()), desk.course());
}

/// Every command, with words that pass, so that mostly state and permission decide.
fn any_command() -> impl Strategy<Value = Command> {
    let staff = prop::sample::select(vec![LI, ME, GONE]);
    let level = prop::sample::select(Level::ALL.to_vec());
    let how = prop::sample::select(How::ALL.to_vec());
    let said = [
        "close",
        "reopen",
        "erase",
        "note",
        "cancel-session",
        "withdraw-level",
    ];
    let several = || prop::collection::vec(prop::sample::select(vec![LI, ME, GONE]), 0..3);
    prop_oneof![
        2 => several().prop_map(|staff| Command::Enrol { staff }),
        1 => several().prop_map(|staff| Command::Unenrol { staff }),
        2 => (1u32..4, several()).prop_map(|(session, attended)| Command::TakeAttendance {
            session,
            attended,
            others: Vec::new(),
        }),
        1 => several().prop_map(|working| reach_several(&[], &working)),
        1 => (1u32..4).prop_map(|session| moved(session, "2026-01-08")),
        4 => prop::sample::select(said.to_vec()).prop_map(words),
        2 => (1u32..4, staff.clone(), how).prop_map(|(session, staff, how)| Command::Attend { session, staff, how }),
        2 => (staff.clone(), level).prop_map(|(staff, level)| reach(staff, level, "2026-01-04")),
        1 => Just(schedule("2026-01-06")),
        1 => staff.prop_map(|staff| Command::Warn { staff, language: Lang::RU }),
        1 => prop::sample::select(vec!["market", "tourism"]).prop_map(|unit| Command::Edit {
            titles: BTreeMap::from([(Lang::EN, "Russian".to_owned())]),
            language: None,
            unit: Some(unit.into()),
        }),
    ]
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let actors = vec![
        Actor::ANYONE,
        worker(),
        planner(),
        officer("market"),
        officer("tourism"),
        administrator(),
        actor(Role::Agent, "market"),
        actor(Role::Reviewer, "market"),
    ];
    prop::sample::select(actors)
}

proptest! {
    /// Whatever is tried in whatever order: what `allowed` names is not refused for state or permission, what it does
    /// not name is refused, folding gives the same course, one level stands for each person and language, and no officer
    /// ever entered their own.
    #[test]
    fn any_sequence_of_commands_keeps_the_rules(tries in prop::collection::vec((any_actor(), any_command(), 0i64..60), 1..40)) {
        let mut desk = Desk::on("2026-01-05");
        desk.opens(&planner(), &russian()).unwrap();
        for (actor, command, days) in tries {
            desk.now += jiff::SignedDuration::from_hours(24 * days);
            let listed = desk.allowed(&actor).contains(&command.kind());
            match desk.try_to(&actor, &command) {
                Ok(()) => prop_assert!(listed, "{:?} went through unlisted", command.kind()),
                Err(Refusal::NotAllowed | Refusal::WrongState { .. }) => prop_assert!(!listed, "{:?}", command.kind()),
                Err(_) => {}
            }
            let course = desk.course();
            prop_assert!(course.levels.is_sorted_by(|a, b| (a.staff, a.language) < (b.staff, b.language)));
            let places: Vec<_> = course.attendance.iter().map(|entry| (entry.session, entry.staff)).collect();
            prop_assert!(places.is_sorted_by(|a, b| a < b));
            prop_assert!(course.sessions.iter().all(|session| !session.cancelled || course.attended(session.number) == 0));
            prop_assert!(!course.erased || (course.titles.is_empty() && course.state == State::Closed));
        }
        let own_level = |event: &&Event| {
            event.actor.role() == Some(Role::Officer)
                && event.event.staff() == Some(ME)
                && event.event.kind() == EventKind::LevelReached
        };
        prop_assert_eq!(desk.events.iter().find(own_level), None);
    }
}
