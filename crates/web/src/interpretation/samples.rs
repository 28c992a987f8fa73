//! Interpreting in the small city of the tests, and every page with a sample of what it shows.

use askama::Template;
use domain::Lang;
use domain::city::Texts;
use domain::interpretation::{
    Absent, Colleague, Command, CommandKind, Job, Kind, Known, NOUN, Open, Policy, Served, Setting, State,
};
use domain::journaled::{Context, Event, Journaled as _, Refusal, numbered};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::roles::{Actor, Role, Staff, StaffId};
use jiff::{Span, Timestamp};
use store::interpretation::Hours as Counted;

use super::calendar::{Own, calendar};
use super::hours::Hours;
use super::job::{JobPage, New};
use super::list::{List, NAMES, filter_of};
use super::week::Week;
use crate::kit::asked::Asked;
use crate::kit::desk::{Desk, Names};
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::kit::work::{Draft, Shown};

/// What the small city has decided.
pub fn policy() -> Policy {
    serde_json::from_value(serde_json::json!({
        "short_notice": 24, "pays_short_notice": true, "travel": 30, "offer_lasts": 24, "days_ahead": 90, "confidentiality": 3,
        "service": "complaint",
        "setting": [{"code": "hospital", "level": "working"}, {"code": "court", "level": "native"}],
    }))
    .expect("a policy")
}

/// Its texts, in the source language and in English.
pub fn texts(texts: &mut Texts) {
    for key in ["intro", "confidentiality"] {
        texts.insert(
            "interpretation",
            key,
            Lang::ZH,
            format!("interpretation.{key}（原文）"),
        );
        texts.insert(
            "interpretation",
            key,
            Lang::EN,
            format!("interpretation.{key} in English"),
        );
    }
}

fn staff(id: i64, role: Role) -> Staff {
    Staff {
        id: StaffId(id),
        login: format!("{}-{id}", role.code()),
        name: format!("李<{id}>"),
        role,
        unit: "market".into(),
        languages: vec![Lang::ZH, Lang::EN],
        active: true,
    }
}

fn actor(id: i64, role: Role) -> Actor {
    Actor::from(&staff(id, role))
}

fn supervisor() -> Actor {
    actor(3, Role::Supervisor)
}

fn interpreter() -> Actor {
    actor(2, Role::Interpreter)
}

/// The next full hour but so many.
fn hour(page: &Page, hours: i64) -> Timestamp {
    let now = page.app.now().as_second();
    Timestamp::from_second((now.div_euclid(3_600) + hours) * 3_600).expect("a time that clocks show")
}

/// A job and its journal, as commands make them.
pub(super) struct Story<'p> {
    page: &'p Page,
    now: Timestamp,
    pub job: Job,
    journal: Vec<Event<Job>>,
}

impl<'p> Story<'p> {
    pub fn asked(page: &'p Page) -> Self {
        let case = Reference::from_random([7; 7]);
        let open = Open {
            kind: Kind::Appointment,
            setting: Some(Setting::Hospital),
            languages: vec![Lang::EN],
            into: None,
            starts_at: hour(page, 3),
            ends_at: hour(page, 4),
            travel_before: None,
            travel_after: Some(0),
            place_code: String::new(),
            place: "Second <floor>".to_owned(),
            details: "Ask for Mrs <Wang>".to_owned(),
            case: Some(case),
            staff: None,
        };
        let known = Known {
            case: Some(Served {
                reference: case,
                unit: "market".into(),
                state: domain::cases::State::Received,
                erased: false,
                jobs: Vec::new(),
            }),
            ..Known::default()
        };
        Self::begun(page, &Actor::holder(case), &open, &known)
    }

    pub fn duty(page: &'p Page) -> Self {
        let open = Open {
            kind: Kind::Duty,
            setting: None,
            languages: vec![Lang::EN, Lang::KO],
            into: None,
            starts_at: hour(page, 10),
            ends_at: hour(page, 14),
            travel_before: None,
            travel_after: None,
            place_code: String::new(),
            place: String::new(),
            details: String::new(),
            case: None,
            staff: Some(StaffId(2)),
        };
        Self::begun(page, &supervisor(), &open, &known())
    }

    fn begun(page: &'p Page, actor: &Actor, open: &Open, known: &Known) -> Self {
        let now = page.app.now();
        let ctx = Context {
            now,
            actor,
            city: page.city(),
        };
        let new = Job::open(open, known, &ctx).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let journal: Vec<_> = numbered(&new, 0, now, actor).collect();
        let job = Job::fold(Reference::from_random([6; 7]), &journal).expect("a job");
        Self {
            page,
            now,
            job,
            journal,
        }
    }

    /// Later by so many hours.
    pub fn after(mut self, hours: i64) -> Self {
        self.now = self.now.saturating_add(Span::new().hours(hours)).expect("a span");
        self
    }

    pub fn then(mut self, actor: &Actor, command: &Command) -> Self {
        let ctx = Context {
            now: self.now,
            actor,
            city: self.page.city(),
        };
        let new = self.job.decide(command, &known(), &ctx);
        let new = new.unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        for event in numbered(&new, self.job.version, ctx.now, actor) {
            self.job.apply(&event);
            self.journal.push(event);
        }
        self
    }

    pub fn accepted(self) -> Self {
        let accept = Command::Accept {
            confidentiality: 3,
            promised: true,
        };
        self.then(&supervisor(), &Command::Offer { staff: StaffId(2) })
            .then(&interpreter(), &accept)
    }
}

/// Whoever is asked speaks everything.
fn known() -> Known {
    let mut staff = staff(2, Role::Interpreter);
    staff.languages.push(Lang::KO);
    Known {
        colleague: Some(Colleague {
            staff,
            levels: Vec::new(),
            taken: Vec::new(),
        }),
        ..Known::default()
    }
}

/// A job in each state.
fn stories(page: &Page) -> Vec<Story<'_>> {
    let reason = || "because <so>".to_owned();
    let cancel = Command::Cancel { reason: reason() };
    let platform = Actor::System {
        worker: "interpretation-answer".to_owned(),
    };
    let report = |story: &Story<'_>| Command::Report {
        began_at: story.job.starts_at,
        ended_at: story.job.ends_at,
    };
    let done = Story::asked(page).accepted().after(9);
    let reported = report(&done);
    let cancelled = || {
        Story::asked(page)
            .accepted()
            .after(1)
            .then(&supervisor(), &cancel)
    };
    vec![
        Story::asked(page),
        Story::asked(page).then(&supervisor(), &Command::Offer { staff: StaffId(2) }),
        Story::asked(page)
            .then(&supervisor(), &Command::Offer { staff: StaffId(2) })
            .after(2)
            .then(&platform, &Command::TakeBack),
        Story::asked(page).accepted(),
        done.then(&interpreter(), &reported),
        Story::asked(page)
            .accepted()
            .then(&interpreter(), &Command::GiveBack { reason: reason() }),
        Story::asked(page)
            .accepted()
            .after(4)
            .then(&interpreter(), &Command::NoShow { who: Absent::Client }),
        cancelled(),
        cancelled().then(
            &actor(4, Role::Administrator),
            &Command::Erase { reason: reason() },
        ),
        Story::duty(page),
    ]
}

/// All of them in one language.
pub(super) fn all(page: &Page) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut add = |name, html: askama::Result<String>| samples.push((name, html.unwrap_or_default()));
    let desk = |id, role| Desk::new(&page.app, staff(id, role), page.lang, "/desk/interpretation");
    let names = Names::of(vec![
        staff(1, Role::Agent),
        staff(2, Role::Interpreter),
        staff(3, Role::Supervisor),
    ]);
    let stories = stories(page);
    for story in &stories {
        for (id, role) in [
            (3, Role::Supervisor),
            (2, Role::Interpreter),
            (5, Role::Officer),
            (1, Role::Agent),
        ] {
            let desk = desk(id, role);
            let steps = desk.steps(&story.job, &names, &story.journal);
            let seen = story.job.seen_by(&desk.actor);
            let shown = JobPage::with(desk, &seen, &names, Shown::default(), steps);
            add("interpretation/job", shown.render());
        }
    }
    let supervisor = || desk(3, Role::Supervisor);
    let refused = Shown {
        draft: Some(Draft {
            code: "offer".to_owned(),
            state: FormState::new(Fields::parse(b"staff=2"), vec![Problem::Booked.of("staff")]),
        }),
        notice: Some(supervisor().refusal(NOUN, CommandKind::Offer.code(), &Refusal::NotAllowed)),
        done: Some("open".to_owned()),
        ..Shown::default()
    };
    let back = JobPage::with(supervisor(), &stories[0].job, &names, refused, Vec::new());
    add("interpretation/job", back.render());

    let jobs = jobs(page);
    for (role, query, rows) in [
        (Role::Supervisor, "", &jobs[..]),
        (Role::Interpreter, "state=asked&language=en&week=2026-02-16", &[]),
        (Role::Supervisor, "", &[]),
    ] {
        let fields = Fields::parse(query.as_bytes());
        let asked = Asked::of("/desk/interpretation", &NAMES, &fields, |name, value| {
            filter_of(&page.app, [(name, value)]).is_ok()
        });
        let found = store::Page {
            rows: rows.to_vec(),
            total: rows.len() as u64,
            next: (!rows.is_empty()).then(|| "cursor".to_owned()),
            previous: None,
        };
        let list = List::of(desk(3, role), &names, &asked, &found, &[(State::Asked, 2)]);
        add("interpretation/list", list.render());
    }
    let today = page.app.today();
    for (jobs, copied) in [(&jobs[..], Some((2, 1))), (&[], None)] {
        let week = Week::of(supervisor(), &names, today, jobs, copied);
        add("interpretation/week", week.render());
    }
    let counted = Counted {
        staff: StaffId(2),
        jobs: 3,
        worked: 90,
        waited: 60,
    };
    for counted in [&[counted][..], &[]] {
        let hours = Hours::of(supervisor(), &names, today, counted);
        add("interpretation/hours", hours.render());
    }
    for (since, address) in [
        (None, None),
        (
            Some(page.app.now()),
            Some("https://city.example/a.ics".to_owned()),
        ),
    ] {
        let own = Own::of(desk(2, Role::Interpreter), since, address);
        add("interpretation/calendar", own.render());
    }
    for query in ["kind=duty", "case=7KQ4-M2XH"] {
        let chosen = Fields::parse(query.as_bytes());
        let problems = FormState::new(chosen.clone(), vec![Problem::Required.of("languages")]);
        for state in [None, Some(&problems)] {
            let new = New::of(supervisor(), &names, &chosen, state);
            add("interpretation/new", new.render());
        }
    }
    samples
}

/// A job in each state, of one case.
pub fn jobs(page: &Page) -> Vec<Job> {
    stories(page).into_iter().map(|story| story.job).collect()
}

/// The calendar of all of them.
pub(super) fn calendars(page: &Page) -> [String; 2] {
    let jobs = jobs(page);
    [calendar(page, &jobs), calendar(page, &[])]
}
