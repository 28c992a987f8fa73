//! Every page of training with a sample of what it shows, for the test that renders all of them.

use std::collections::BTreeMap;

use askama::Template;
use domain::Lang;
use domain::journaled::{Context, Event, Journaled as _, Refusal, numbered};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::roles::{Actor, Role, Staff, StaffId};
use domain::training::sheet::COLUMNS;
use domain::training::{Command, CommandKind, Course, How, Kind, Known, Level, NOUN, Open, State};
use jiff::SignedDuration;
use store::Page as Rows;
use store::training::HeldLevel;

use super::course::{CoursePage, New};
use super::list::List;
use super::people::PersonPage;
use super::sheet::{CellLine, EntryLine, Found, Import};
use super::speakers::{Expiring, Speakers, asked_for};
use super::units::UnitPage;
use crate::kit::asked::Asked;
use crate::kit::desk::{Desk, Names};
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::kit::work::{Draft, Shown};

fn staff(id: i64, role: Role, unit: &str) -> Staff {
    Staff {
        id: StaffId(id),
        login: role.code().to_owned(),
        name: format!("李<{id}>"),
        role,
        unit: unit.into(),
        languages: vec![Lang::ZH, Lang::EN],
        active: true,
    }
}

/// A course, and its journal, as commands make it.
struct Story<'p> {
    page: &'p Page,
    course: Course,
    journal: Vec<Event<Course>>,
}

impl<'p> Story<'p> {
    fn begin(page: &'p Page, actor: &Actor, kind: Kind) -> Self {
        let open = Open {
            kind,
            titles: BTreeMap::from([
                (Lang::ZH, "俄语窗口用语".to_owned()),
                (Lang::RU, "Русский <язык>".to_owned()),
            ]),
            language: (kind != Kind::Protocol).then_some(Lang::RU),
            unit: "market".into(),
        };
        let ctx = Context {
            now: page.app.now(),
            actor,
            city: page.city(),
        };
        let new = Course::open(&open, &Known::default(), &ctx).expect("it opens");
        let events: Vec<_> = numbered(&new, 0, ctx.now, actor).collect();
        let course = Course::fold(Reference::from_random([9; 7]), &events).expect("a course");
        let mut story = Self {
            page,
            course,
            journal: Vec::new(),
        };
        story.journal.extend(events);
        story
    }

    fn page(&self, desk: Desk, names: &Names, shown: Shown) -> CoursePage {
        let steps = desk.steps(&self.course, names, &self.journal);
        CoursePage::with(desk, &self.course, names, shown, steps)
    }

    fn then(mut self, actor: &Actor, command: &Command) -> Self {
        let ctx = Context {
            now: self.page.app.now(),
            actor,
            city: self.page.city(),
        };
        let known = Known {
            colleagues: command
                .staff()
                .into_iter()
                .map(|id| staff(id.0, Role::Officer, "market"))
                .collect(),
        };
        let new = self.course.decide(command, &known, &ctx);
        let new = new.unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        let events: Vec<_> = numbered(&new, self.course.version, ctx.now, actor).collect();
        for event in &events {
            self.course.apply(event);
        }
        self.journal.extend(events);
        self
    }

    /// With sessions, attendance and levels of every sort.
    fn full(self, actor: &Actor) -> Self {
        let now = self.page.app.now();
        let today = self.page.app.today();
        let day = |days: i64| today.saturating_add(jiff::Span::new().days(days));
        let schedule = |hours: i64, seats| Command::Schedule {
            starts_at: now + SignedDuration::from_hours(hours),
            ends_at: now + SignedDuration::from_hours(hours + 2),
            place: if hours < 0 {
                "Room <3>".to_owned()
            } else {
                String::new()
            },
            seats,
        };
        let attend = |id, how| Command::Attend {
            session: 1,
            staff: StaffId(id),
            how,
        };
        let reach = |id, level, from, until: Option<i64>| Command::Reach {
            staff: StaffId(id),
            language: None,
            level,
            reached_on: day(from),
            expires_on: until.map(day),
        };
        self.then(actor, &schedule(-48, Some(1)))
            .then(actor, &schedule(24, None))
            .then(actor, &schedule(72, None))
            .then(
                actor,
                &Command::CancelSession {
                    session: 3,
                    reason: "ill".to_owned(),
                },
            )
            .then(
                actor,
                &Command::Enrol {
                    staff: vec![StaffId(3)],
                },
            )
            .then(actor, &attend(1, How::Attended))
            .then(actor, &attend(2, How::Attended))
            .then(actor, &attend(3, How::Absent))
            .then(actor, &reach(1, Level::Working, -1, Some(9)))
            .then(actor, &reach(2, Level::Native, -1, None))
            .then(actor, &reach(3, Level::Basic, -9, Some(-2)))
            .then(
                actor,
                &Command::WithdrawLevel {
                    staff: StaffId(1),
                    language: None,
                    reason: "<forged>".to_owned(),
                },
            )
            .then(actor, &reach(1, Level::Working, -1, Some(9)))
            .then(
                actor,
                &Command::Note {
                    text: "Ask <again>".to_owned(),
                    language: Some(Lang::EN),
                },
            )
    }

    fn held(&self) -> Vec<HeldLevel> {
        let levels = self.course.levels.iter();
        levels
            .map(|reached| HeldLevel {
                course: self.course.reference,
                titles: self.course.titles.clone(),
                login: format!("staff-{}", reached.staff.0),
                unit: "market".into(),
                reached: *reached,
            })
            .collect()
    }
}

fn rows<T>(rows: Vec<T>) -> Rows<T> {
    Rows {
        total: rows.len() as u64,
        rows,
        next: Some("next".to_owned()),
        previous: Some("previous".to_owned()),
    }
}

/// All of them in one language.
#[expect(clippy::too_many_lines, reason = "one page after another")]
pub(super) fn all(page: &Page) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut add = |name, html: askama::Result<String>| samples.push((name, html.unwrap_or_default()));
    let desk = |role, unit: &str| Desk::new(&page.app, staff(1, role, unit), page.lang, "/desk/training");
    let planner = || desk(Role::Planner, "hotline");
    let names = Names::of(vec![
        staff(1, Role::Planner, "hotline"),
        staff(2, Role::Officer, "market"),
        staff(3, Role::Officer, "market"),
    ]);
    let actor = planner().actor;
    let full = Story::begin(page, &actor, Kind::Language).full(&actor);
    let reason = || "because".to_owned();
    let closed =
        Story::begin(page, &actor, Kind::Protocol).then(&actor, &Command::Close { reason: reason() });
    let administrator = desk(Role::Administrator, "hotline").actor;
    let erased = Story::begin(page, &actor, Kind::Recognition)
        .then(
            &actor,
            &Command::Note {
                text: reason(),
                language: None,
            },
        )
        .then(&actor, &Command::Close { reason: reason() })
        .then(&administrator, &Command::Erase { reason: reason() });
    let stories = [&full, &closed, &erased];
    for story in stories {
        for role in [Role::Agent, Role::Officer, Role::Planner, Role::Administrator] {
            let page = story.page(desk(role, "market"), &names, Shown::default());
            add("training/course", page.render());
        }
    }
    let fields = Fields::parse(b"session=x&staff=2");
    let refused = Shown {
        draft: Some(Draft {
            code: "attend".to_owned(),
            state: FormState::new(fields, vec![Problem::NotANumber.of("session")]),
        }),
        notice: Some(planner().refusal(NOUN, CommandKind::Attend.code(), &Refusal::NotAllowed)),
        done: Some("open".to_owned()),
        ..Shown::default()
    };
    let back = full.page(planner(), &names, refused);
    add("training/course", back.render());

    for code in ["take-attendance", "move-session", "reach-several"] {
        let fields = Fields::parse(b"session=1&attended=2&working=2&starts_at=x");
        let sent = Shown {
            draft: Some(Draft {
                code: code.to_owned(),
                state: FormState::new(fields, vec![Problem::NotAnOption.of("working")]),
            }),
            ..Shown::default()
        };
        let back = full.page(planner(), &names, sent);
        add("training/course", back.render());
    }

    let courses = || rows(stories.map(|story| story.course.clone()).into());
    let query = Fields::parse(b"state=running&kind=language&q=words");
    let filtered = Asked::of(super::TRAINING.href, &["state", "kind", "q"], &query, |_, _| true);
    let bare = Asked::of(super::TRAINING.href, &[], &Fields::default(), |_, _| true);
    let counts = State::ALL.iter().map(|state| (*state, 1)).collect::<Vec<_>>();
    for asked in [&filtered, &bare] {
        add(
            "training/list",
            List::of(planner(), asked, &courses(), &counts).render(),
        );
        for role in [Role::Officer, Role::Planner] {
            let nothing = List::of(desk(role, "market"), asked, &Rows::default(), &[]);
            add("training/list", nothing.render());
        }
    }
    add("training/new", New::of(planner(), None).render());
    let state = FormState::new(
        Fields::parse(b"kind=language"),
        vec![Problem::Required.of("language")],
    );
    add("training/new", New::of(planner(), Some(&state)).render());
    let kept = FormState::new(Fields::parse(b"kind=language"), Vec::new());
    add("training/new", New::of(planner(), Some(&kept)).render());

    for (of, held, courses) in [
        (staff(1, Role::Planner, "hotline"), full.held(), courses()),
        (staff(2, Role::Officer, "market"), Vec::new(), Rows::default()),
    ] {
        let person = PersonPage::of(planner(), &of, &names, &held, &courses);
        add("training/person", person.render());
    }
    let market = "market".into();
    for (unit, held) in [
        (Some(&market), full.held()),
        (None, full.held()),
        (None, Vec::new()),
    ] {
        add(
            "training/unit",
            UnitPage::of(planner(), unit, &names, &held).render(),
        );
    }
    for (address, found) in [
        ("/desk/training/speakers", None),
        ("/desk/training/speakers?language=ru", Some(rows(full.held()))),
        (
            "/desk/training/speakers?language=ko&level=native",
            Some(Rows::default()),
        ),
    ] {
        let asked = asked_for(&planner(), address);
        let speakers = Speakers::of(planner(), &asked, &names, found.as_ref(), 3);
        add("training/speakers", speakers.render());
    }
    for found in [rows(full.held()), Rows::default()] {
        let expiring = Expiring::of(planner(), &bare, &names, &found);
        add("training/expiring", expiring.render());
    }
    add_imports(&planner(), &mut add);
    let reads = Import::of(desk(Role::Agent, "hotline"), &Fields::default(), Found::Nothing);
    add("training/import", reads.render());
    samples
}

fn add_imports(planner: &Desk, add: &mut impl FnMut(&'static str, askama::Result<String>)) {
    let text = || "<b>".to_owned();
    let entry = || EntryLine {
        name: text(),
        language: text(),
        level: text(),
        reached_on: text(),
        expires_on: text(),
        title: text(),
        does: text(),
        is_something: true,
    };
    let cell = |column: &str| CellLine {
        line: 2,
        column: column.to_owned(),
        value: text(),
        problem: text(),
    };
    for found in [
        Found::Nothing,
        Found::NotRead(text()),
        Found::Bad {
            count: text(),
            cells: COLUMNS.map(cell).into(),
        },
        Found::Good {
            count: text(),
            plan: text(),
            is_something: true,
            rows: vec![entry()],
            kept: vec![("table", text())],
        },
        Found::Good {
            count: text(),
            plan: text(),
            is_something: false,
            rows: vec![entry()],
            kept: Vec::new(),
        },
        Found::Entered(vec![text(), text()]),
    ] {
        let import = Import::of(planner.clone(), &Fields::default(), found);
        add("training/import", import.render());
    }
}
