//! Every page of the desk with a sample of what it shows, for the test that renders all of them.

use domain::cases::Known;
use domain::journaled::{Journaled as _, numbered};
use std::collections::BTreeMap;

use askama::Template;
use domain::cases::{self, Case, Channel, Command, CommandKind, Contact, Open, Translated};
use domain::deadlines::{ClockKind, Limit};
use domain::journaled::{Context, Refusal};
use domain::people::{Actor, Role, Staff, StaffId};
use domain::problems::{MESSAGE_MAX, Problem};
use domain::rates::Tally;
use domain::receipts::Reference;
use domain::{Lang, UnitCode};
use jiff::{SignedDuration, Timestamp};
use store::Wall;

use super::cases::{CasePage, Notice};
use super::commands::refusal;
use super::forms::Draft;
use super::inbox::{Inbox, Section};
use super::missing::Missing;
use super::new::{Choose, Done, NewCase};
use super::queue::{Group, List, Queue, asked_for};
use super::suggestions::Suggestion;
use super::translation::{List as WantList, One, Part, WantLine, Which, pairs};
use super::wall::{Body, Stretch, WallPage};
use super::{Desk, NEW, Names, QUEUE, TRANSLATION, WALL};
use crate::kit::desk::Refused;
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::slice::Sample;

fn staff(role: Role, unit: &UnitCode) -> Staff {
    Staff {
        id: StaffId(1),
        login: role.code().to_owned(),
        name: role.code().to_owned(),
        role,
        unit: unit.clone(),
        languages: vec![Lang::ZH, Lang::EN],
        active: true,
    }
}

/// A case that commands are given to, one after the other.
struct Story<'p> {
    page: &'p Page,
    case: Case,
    now: Timestamp,
}

impl<'p> Story<'p> {
    fn begin(page: &'p Page) -> Option<Self> {
        let city = page.city();
        let service = city
            .services
            .iter()
            .find(|service| !service.topics.is_empty() && service.text)?;
        let today = city.day(page.app.now());
        let answers = service
            .fields
            .iter()
            .filter(|field| field.required && field.when.is_none());
        let answer = |field: &domain::services::Field| {
            let value = field
                .options
                .first()
                .cloned()
                .unwrap_or_else(|| match field.kind {
                    domain::services::FieldKind::Date => today.to_string(),
                    _ => "1".to_owned(),
                });
            (field.code.clone(), value)
        };
        let open = Open {
            service: service.code.to_string(),
            language: Lang::KO,
            detected: true,
            channel: Channel::Web,
            text: "환불을 거부당했습니다.\n<b>\"영수증\"</b>이 있습니다.".to_owned(),
            topic: service.topics.first().map(|topic| topic.code.clone()),
            fields: answers.map(answer).collect(),
            contact: Contact {
                email: Some("someone@example.org".to_owned()),
                ..Contact::default()
            },
            place: city.districts().next().map(|unit| unit.code.to_string()),
        };
        let actor = Actor::ANYONE;
        let now = page.app.now();
        let ctx = Context {
            now,
            actor: &actor,
            city,
        };
        let new = Case::open(&open, &Known::default(), &ctx).ok()?;
        let reference = Reference::from_random([1, 2, 3, 4, 5, 6, 7]);
        let case = Case::fold(reference, &numbered(&new, 0, now, &actor).collect::<Vec<_>>())?;
        Some(Self { page, case, now })
    }

    /// Carries it out, some hours later. What the rules refuse is left out.
    fn then(mut self, actor: &Actor, command: &Command) -> Self {
        self.now += SignedDuration::from_hours(3);
        let context = Context {
            now: self.now,
            actor,
            city: self.page.city(),
        };
        if let Ok(new) = self.case.decide(command, &Known::default(), &context) {
            for event in numbered(&new, self.case.version, self.now, actor) {
                self.case.apply(&event);
            }
        }
        self
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// One case in several states: just received, worked on, waiting, answered and rated, erased.
#[expect(
    clippy::too_many_lines,
    reason = "one state after another, each in a step or two"
)]
fn stories(page: &Page, officer: &Actor, agent: &Actor) -> Vec<Case> {
    let Some(new) = Story::begin(page) else {
        return Vec::new();
    };
    let received = new.case.clone();
    let translate = Command::Translate {
        translated: Translated {
            message: 1,
            field: None,
            language: Lang::ZH,
            text: text("对方拒绝退款。我有发票。"),
        },
        made: None,
    };
    let extend = Command::Extend {
        clock: ClockKind::Resolution,
        by: Limit::Days(15),
        reason: text("需要鉴定。"),
    };
    let asked = new
        .then(agent, &translate)
        .then(officer, &Command::Accept)
        .then(
            officer,
            &Command::Note {
                text: text("已联系商家。"),
            },
        )
        .then(
            officer,
            &Command::Ask {
                text: text("请提供发票号码。"),
                language: Some(Lang::ZH),
            },
        );
    let held = asked.case.clone();
    let question = Command::Translate {
        translated: Translated {
            message: held.messages.last().map_or(0, |message| message.id),
            field: None,
            language: held.language,
            text: text("영수증 번호를 알려 주세요."),
        },
        made: None,
    };
    let asked = asked.then(agent, &question).then(
        agent,
        &Command::AnswerQuestion {
            text: text("번호는 12345입니다."),
            language: None,
        },
    );
    let answer = asked.case.messages.last().map_or(0, |message| message.id);
    let machine = Actor::System {
        worker: text("translation"),
    };
    let unsure = Command::Translate {
        translated: Translated {
            message: answer,
            field: None,
            language: Lang::ZH,
            text: text("号码是12345。"),
        },
        made: Some(crate::samples::unsure()),
    };
    let worked = asked.then(&machine, &unsure).then(officer, &extend);
    let working = worked.case.clone();
    let waiting = Story {
        page,
        case: working.clone(),
        now: worked.now,
    }
    .then(
        officer,
        &Command::Refer {
            partner: text("检测机构"),
            reason: text("送检。"),
        },
    );
    let stages: Vec<String> = cases::next_stages(&working, page.city())
        .map(str::to_owned)
        .collect();
    let mut answered = worked;
    for stage in stages {
        answered = answered.then(officer, &Command::Advance { stage });
    }
    let answered = answered
        .then(
            officer,
            &Command::Resolve {
                text: text("상점이 환불하기로 했습니다."),
                language: Some(held.language),
            },
        )
        .then(
            &Actor::holder(received.reference),
            &Command::Rate {
                solved: true,
                satisfied: false,
                comment: text("오래 걸렸습니다."),
            },
        );
    let rated = answered.case.clone();
    let administrator = Actor::from(&staff(Role::Administrator, &received.unit));
    let erased = answered.then(&administrator, &Command::Erase { reason: text("x") });
    let cases = [received, working, waiting.case, held, rated, erased.case];
    let named = cases.into_iter().zip(1u8..).map(|(case, n)| Case {
        reference: Reference::from_random([n; 7]),
        ..case
    });
    named.collect()
}

fn page_of(cases: &[Case]) -> store::Page<Case> {
    store::Page {
        rows: cases.to_vec(),
        next: Some(text("next")),
        previous: Some(text("previous")),
        total: 1234,
    }
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let hotline = page.city().hotline_unit.clone();
    let service = page.city().services.first();
    let unit = service.map_or_else(|| hotline.clone(), |service| service.unit.clone());
    let desk = |role: Role, unit: &UnitCode, room| {
        Desk::new(&page.app, staff(role, unit), page.lang, "/desk")
            .room(room)
            .called("…")
    };
    let officer = desk(Role::Officer, &unit, &QUEUE);
    let agent = desk(Role::Agent, &hotline, &QUEUE);
    let supervisor = desk(Role::Supervisor, &hotline, &WALL);
    let cases = stories(page, &officer.actor, &agent.actor);
    let names = Names::of(vec![staff(Role::Officer, &unit)]);
    let mut samples: Vec<Sample> = Vec::new();
    let mut add = |name, html: askama::Result<String>| samples.push((name, html.unwrap_or_default()));

    lists(&mut add, &[&officer, &supervisor], &cases, &names);
    for case in &cases {
        for desk in [
            &officer,
            &agent,
            &supervisor,
            &desk(Role::Administrator, &hotline, &QUEUE),
        ] {
            let shown = CasePage::of(desk, case, &names, None, None, Some(CommandKind::Accept));
            add("desk-case", shown.render());
        }
    }
    if let Some(case) = cases.get(1) {
        returned_forms(&mut add, &officer, case, &names);
    }
    new_case(&mut add, &desk(Role::Agent, &hotline, &NEW), &cases);
    translation(
        &mut add,
        &desk(Role::Interpreter, &hotline, &TRANSLATION),
        &cases,
        &names,
    );
    for desk in [&supervisor, &desk(Role::Planner, &hotline, &WALL)] {
        let found = page_of(&cases);
        let wall = Wall {
            late: found.clone(),
            soon: store::Page::default(),
            escalated: found.clone(),
            extensions: found,
            urgent: 2,
        };
        let tally = Tally {
            due: 40,
            responded_in_time: 39,
            follow_ups: 3,
            solved: 2,
            satisfied: 1,
            ..Tally::default()
        };
        let tallies = BTreeMap::from([(unit.clone(), tally)]);
        for tallies in [tallies, BTreeMap::new()] {
            let body = Body::of(desk, &wall, 7, &names, (Stretch::Month, &tallies));
            add(
                "desk-wall",
                WallPage::of(body, Some(CommandKind::DecideExtension)).render(),
            );
        }
    }
    samples
}

fn lists(
    add: &mut impl FnMut(&'static str, askama::Result<String>),
    desks: &[&Desk],
    cases: &[Case],
    names: &Names,
) {
    let counts: Vec<_> = domain::cases::State::ALL
        .iter()
        .map(|state| (*state, 3))
        .collect();
    for desk in desks {
        for (query, found) in [
            ("", page_of(cases)),
            ("", store::Page::default()),
            (
                "group=all&q=x&due=late&mine=yes&sort=newest",
                store::Page::default(),
            ),
        ] {
            let (asked, filter) = asked_for(desk, &Fields::parse(query.as_bytes()));
            let list = List::of(desk, &asked, &found, &counts, names);
            add(
                "desk-queue",
                Queue::of((*desk).clone(), list, &asked, &filter, Some(CommandKind::Return)).render(),
            );
        }
        let section = |(code, group)| Section::of(desk, (code, group), cases, 40, names);
        let full = [("to-accept", Group::ToAccept), ("waiting", Group::Waiting)].map(section);
        let empty = ["in-hand", "extension", "answered"]
            .map(|code| Section::of(desk, (code, Group::All), &[], 0, names));
        let sections = full.into_iter().chain(empty).collect();
        add("desk-inbox", Inbox::of(desk, sections, None).render());
        let refused = Refused {
            page: (*desk).clone(),
            title: desk.t("desk-forbidden-title").to_string(),
            text: desk.t("desk-forbidden").with("role", desk.role()).to_string(),
            home: desk.home(),
        };
        add("desk-refused", refused.render());
    }
}

/// Forms that came back: too long, stale, refused, kept.
fn returned_forms(
    add: &mut impl FnMut(&'static str, askama::Result<String>),
    desk: &Desk,
    case: &Case,
    names: &Names,
) {
    let refusals = [
        Refusal::NotAllowed,
        Refusal::WrongState {
            noun: cases::NOUN,
            state: case.state.code(),
            allowed: vec![CommandKind::Note.code(), CommandKind::Reply.code()],
        },
        Refusal::TooLate {
            since: case.opened_at,
        },
        Refusal::OftenEnough {
            noun: cases::NOUN,
            what: "reopened",
            times: 1,
        },
        Refusal::Invalid(Vec::new()),
    ];
    for refused in refusals {
        let fields = Fields::parse("text=한국어&language=zh&version=1".as_bytes());
        let problems = vec![
            Problem::TooLong {
                max: MESSAGE_MAX,
                by: 7,
            }
            .of("text"),
        ];
        let draft = Draft {
            kind: CommandKind::Reply,
            state: FormState::new(fields, problems),
        };
        let notice = Notice {
            kept: Some(text("kept")),
            ..refusal(desk, CommandKind::Reply, &refused)
        };
        add(
            "desk-case",
            CasePage::of(desk, case, names, Some(&draft), Some(notice), None).render(),
        );
    }
    let notice = Notice {
        title: desk.t("desk-case-stale-title").to_string(),
        text: desk.t("desk-case-stale").to_string(),
        lines: vec![desk.t("desk-case-stale-not-possible").to_string()],
        kept: None,
        form: None,
        is_error: true,
    };
    add(
        "desk-case",
        CasePage::of(desk, case, names, None, Some(notice), None).render(),
    );
}

fn new_case(add: &mut impl FnMut(&'static str, askama::Result<String>), desk: &Desk, cases: &[Case]) {
    add("desk-new", Choose::of(desk.clone()).render());
    for service in &desk.city().services {
        let blank = NewCase::of(desk, service, &FormState::default(), text("key"));
        add("desk-new-case", blank.render());
        let body = format!(
            "service={}&channel=counter&language=ko&contact.email=x",
            service.code
        );
        let problems = vec![
            Problem::Required.of("text"),
            Problem::NotAnEmail.of("contact.email"),
        ];
        let state = FormState::new(Fields::parse(body.as_bytes()), problems);
        let title = desk.t("desk-resumed-title").to_string();
        let notice = Some((title, desk.t("desk-resumed").to_string()));
        let back = NewCase {
            notice,
            ..NewCase::of(desk, service, &state, text("key"))
        };
        add("desk-new-case", back.render());
    }
    if let Some(case) = cases.first() {
        add(
            "desk-new-done",
            Done::of(desk.clone(), case, text("1111-1111-1111")).render(),
        );
    }
}

fn translation(
    add: &mut impl FnMut(&'static str, askama::Result<String>),
    desk: &Desk,
    cases: &[Case],
    names: &Names,
) {
    for (case, (is_mine, doubtful)) in cases.iter().zip([(true, false), (false, false), (true, true)]) {
        let want = store::Want {
            reference: case.reference,
            message: 1,
            field: None,
            waits: doubtful,
            rank: 2,
            from: Lang::KO,
            to: Lang::ZH,
            since: case.opened_at,
            due_at: None,
            unit: case.unit.clone(),
            doubtful,
        };
        let wants: Vec<WantLine> = WantLine::of(desk, &want, case).into_iter().collect();
        let list = WantList {
            page: desk.clone(),
            wants: if is_mine { wants } else { Vec::new() },
            total: 3,
            which: if is_mine {
                Which::Mine
            } else {
                Which::With(Lang::KO)
            },
            pairs: pairs(desk, Which::All),
            next: Some(text("/desk/translation?cursor=x")),
            missing: Missing::among(
                desk,
                &[(Lang::KO, Lang::ZH, 3), (Lang::EN, Lang::ZH, 1)],
                |_, _| is_mine,
            ),
            laws: is_mine.then(|| crate::kit::slice::Waiting {
                text: text("12"),
                href: text("/desk"),
            }),
            may_translate: is_mine,
            done: Some(desk.t("desk-translation-all-done").to_string()),
        };
        add("desk-translation", list.render());
        let fields = case.fields.keys().cloned().map(Some);
        let parts = fields.map(|field| Part { message: 1, field });
        let messages = case.messages.iter().map(|message| Part {
            message: message.id,
            field: None,
        });
        for part in messages.chain(parts) {
            for to in [Lang::ZH, Lang::KO] {
                if let Some(one) = One::of(desk.clone(), case, (&part, to), names, None) {
                    let suggestions = vec![Suggestion {
                        is_same: false,
                        percent: text("87%"),
                        source: one.original.clone(),
                        target: one.original.clone(),
                    }];
                    let one = One {
                        done: true,
                        suggestions,
                        ..one
                    };
                    add("desk-translate", one.render());
                }
            }
        }
    }
}
