//! The life of a course: what each command does, for whom, and what its levels tell.

use std::collections::BTreeMap;

use domain::city::City;
use domain::journaled::{self, Context, Journaled as _, Refusal};
use domain::people::{Actor, Role, Staff, StaffId};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::training::sheet::{self, BadCell, Row};
use domain::training::{
    self, Command, CommandKind, Course, CourseEvent, Event, EventKind, How, Kind, Known, Level, NewEvent,
    Open, State, WARN_DAYS,
};
use domain::{Lang, UnitCode};
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
            colleague: command.staff().and_then(found),
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
        row(7, "staff-7,ru,basic,01.02.2025,,TORFL,and more"),
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
            "7 7 unknown-field",
            "7 login oneself",
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

#[test]
fn what_went_out_as_rows_comes_in_again_the_same() {
    let mut desk = Desk::with_course("2026-03-02");
    desk.does(&planner(), &reach(LI, Level::Working, "2026-03-01"));
    desk.does(&planner(), &reach(ME, Level::Native, "2020-03-01"));
    let levels = desk.course().levels.iter();
    let rows: Vec<_> = levels
        .map(|level| sheet::row(&found(level.staff).unwrap().login, level, "俄语入门"))
        .collect();
    assert_eq!(
        rows[1],
        ["staff-9", "ru", "working", "2026-03-01", "2028-03-01", "俄语入门"]
    );
    let lines: Vec<Row> = rows
        .iter()
        .zip(2..)
        .map(|(cells, line)| Row {
            line,
            cells: cells.to_vec(),
        })
        .collect();
    let actor = planner();
    let entries = sheet::read(&header(), &lines, &by_login, &desk.ctx(&actor)).unwrap();
    let courses = sheet::courses(&entries, &UnitCode::new("foreign"), Lang::ZH);
    let [(open, commands)] = &courses[..] else {
        panic!("one title and language make one course: {courses:?}");
    };
    let mut copy = Desk::on("2026-03-02");
    copy.opens(&planner(), open).unwrap();
    for command in commands {
        copy.does(&planner(), command);
    }
    assert_eq!(copy.course().levels, desk.course().levels);
    assert_eq!(copy.course().kind, Kind::Recognition);
    assert!(!copy.allowed(&planner()).contains(&CommandKind::Schedule));
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
    prop_oneof![
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
