//! The rows that follow from a course.

use domain::training::{Attendance, Course, Level, Reached, Session};
use jiff::civil::Date;

use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::lists::normalise;
use crate::value::params;

/// What follows from a course.
pub(super) static TABLES: [Table<Course>; 4] = [
    Table {
        name: "courses",
        what: "row",
        columns: &[
            "reference",
            "version",
            "kind",
            "state",
            "language",
            "unit",
            "opened_at",
            "changed_at",
            "words",
            "titles",
            "folded",
        ],
        found_by: &["reference"],
        sorted_by: &[],
        of_city: false,
        rows: row,
        statements: Statements::new(),
    },
    Table {
        name: "training_sessions",
        what: "sessions",
        columns: &["reference", "session", "starts_at"],
        found_by: &["reference"],
        sorted_by: &["session"],
        of_city: false,
        rows: sessions,
        statements: Statements::new(),
    },
    Table {
        name: "training_attendance",
        what: "attendance",
        columns: &["reference", "session", "staff", "how"],
        found_by: &["reference"],
        sorted_by: &["session", "staff"],
        of_city: false,
        rows: attendance,
        statements: Statements::new(),
    },
    Table {
        name: "training_levels",
        what: "levels",
        columns: &[
            "reference",
            "staff",
            "language",
            "level",
            "height",
            "reached_on",
            "expires_on",
            "warned",
        ],
        found_by: &["reference"],
        sorted_by: &["staff", "language"],
        of_city: false,
        rows: levels,
        statements: Statements::new(),
    },
];

/// A level as a number: the higher, the better.
pub(super) fn height(level: Level) -> i64 {
    match level {
        Level::Basic => 1,
        Level::Working => 2,
        Level::Native => 3,
    }
}

/// The last day on which a level counts, as it is kept: of one that counts for good, the last day there is.
pub(super) fn last_day(expires_on: Option<Date>) -> String {
    expires_on.unwrap_or(Date::MAX).to_string()
}

fn row(folded: &Folded<'_, Course>) -> Rows {
    let course = folded.record;
    let row = params![
        course.reference,
        course.version,
        course.kind.code(),
        course.state.code(),
        course.language.as_ref().map(domain::Lang::as_str),
        course.unit.as_str(),
        course.opened_at,
        course.changed_at,
        words(course),
        titles(course),
        folded.json,
    ];
    vec![row.into()]
}

/// What finds a course. Notes do not: not everybody who finds it may read them. Nothing once it is erased.
fn words(course: &Course) -> String {
    if course.erased {
        return String::new();
    }
    let reference = course.reference.to_string();
    let mut words: Vec<&str> = vec![&reference];
    words.extend(course.titles.values().map(String::as_str));
    words.extend(
        course
            .sessions
            .iter()
            .filter_map(|session| session.place.as_deref()),
    );
    normalise(&words.join(" "))
}

/// Beside the whole course, since lists of levels show no more of it.
fn titles(course: &Course) -> String {
    serde_json::to_string(&course.titles).expect("languages and texts are JSON")
}

fn sessions(folded: &Folded<'_, Course>) -> Rows {
    let course = folded.record;
    let held = course.sessions.iter().filter(|session| !session.cancelled);
    let row =
        |session: &Session| params![course.reference, i64::from(session.number), session.starts_at].into();
    held.map(row).collect()
}

/// Number of no session: of who is to take the course as a whole.
const ENROLLED: i64 = 0;

fn attendance(folded: &Folded<'_, Course>) -> Rows {
    let course = folded.record;
    let enrolled = course.enrolled.iter();
    let enrolled = enrolled.map(|staff| params![course.reference, ENROLLED, staff.0, "enrolled"].into());
    let row = |entry: &Attendance| {
        let session = i64::from(entry.session);
        params![course.reference, session, entry.staff.0, entry.how.code()].into()
    };
    enrolled.chain(course.attendance.iter().map(row)).collect()
}

fn levels(folded: &Folded<'_, Course>) -> Rows {
    let course = folded.record;
    let row = |level: &Reached| {
        params![
            course.reference,
            level.staff.0,
            level.language.as_str(),
            level.level.code(),
            height(level.level),
            level.reached_on.to_string(),
            last_day(level.expires_on),
            level.warned,
        ]
        .into()
    };
    course.levels.iter().map(row).collect()
}
