//! Every page of the hotline with a sample of what it shows.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template as _;
use domain::Lang;
use domain::cases::{Doubt, Made, TranslatedBy, Why};
use domain::contacts::figures::{Counted, Figures, SLOTS};
use domain::contacts::matching::{AgentState, What};
use domain::contacts::staffing::day::{By, Speaker, day};
use domain::contacts::staffing::forecast::{Expected, Forecast, Pace, WEEK};
use domain::contacts::{
    CallBack, Command, Contact, Conversation, Device, Event, Hotline as HotlineRules, Kind, Known, Open,
    Spoken as Heard, Translated, Window,
};
use domain::journaled::{Context, Journaled as _, numbered};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::roles::{Actor, Role, Staff, StaffId};
use domain::services::Service;
use domain::training::Level;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use store::contacts::{Now as WallNow, NowIn, Queue};

use super::begin::Begin;
use super::call::Call;
use super::call_back::Ask;
use super::chat::{Chat, Lines};
use super::desk::{Before, ContactPage, Hotline, Lines as DeskLines, Lists, Now as Held};
use super::front::{Front, Now, Spoken};
use super::staffing::{Done, Planned, Staffing};
use super::view::{Reads, lines};
use super::voice::Voice;
use super::wall::{Asked, Body as WallBody, Seen, WallPage};
use crate::kit::desk::{Desk, Names};
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::kit::work::Shown;

/// The service that a chat opens a case of.
pub fn service() -> Service {
    serde_json::from_value(serde_json::json!({
        "code": "hotline", "article": 8, "need": "shopping", "unit": "hotline", "text": false, "form": false,
        "topic": [{"code": "visa"}],
        "clock": [{"kind": "first-reply", "limit": "1 working day", "basis": "own"}]
    }))
    .expect("a service")
}

/// Open on working days, with one reason for a break.
pub fn hotline() -> HotlineRules {
    serde_json::from_value(
        serde_json::json!({"hours": "Mo-Fr 08:00-18:00", "breaks": ["meal"], "recording_kept_days": 30}),
    )
    .expect("a hotline")
}

fn staff(id: i64, role: Role) -> Staff {
    Staff {
        id: StaffId(id),
        login: format!("{}-{id}", role.code()),
        name: format!("李<{id}>"),
        role,
        unit: "hotline".into(),
        languages: vec![Lang::ZH],
        active: true,
    }
}

/// A chat, and its journal, as commands make it.
struct Story<'p> {
    page: &'p Page,
    contact: Contact,
    journal: Vec<Event>,
}

impl<'p> Story<'p> {
    fn begin(page: &'p Page) -> Self {
        let case = Reference::from_random([3; 7]);
        Self::opened(page, &Self::first(), &Actor::holder(case))
    }

    fn first() -> Open {
        let case = Reference::from_random([3; 7]);
        Open {
            case,
            unit: "hotline".into(),
            kind: Kind::Chat,
            language: Lang::KO,
            topic: None,
            urgent: true,
            device: Device { id: 1, n: 1 },
            text: "비자가 <곧> 끝나요.".to_owned(),
            call_back: None,
            rang_at: None,
            telephone: None,
        }
    }

    /// A call-back somewhere west of here.
    fn call_back(page: &'p Page) -> Self {
        let from = page.app.now();
        let until = from + SignedDuration::from_hours(2);
        let open = Open {
            kind: Kind::CallBack,
            topic: Some("visa".to_owned()),
            call_back: Some(CallBack {
                number: "+86 631 523 1122".to_owned(),
                window: Window {
                    from,
                    until,
                    offset: -300,
                },
            }),
            ..Self::first()
        };
        Self::opened(page, &open, &Actor::holder(open.case))
    }

    /// A call, answered.
    fn call(page: &'p Page) -> Self {
        let open = Open {
            kind: Kind::Call,
            text: String::new(),
            rang_at: Some(page.app.now() - SignedDuration::from_secs(20)),
            ..Self::first()
        };
        Self::opened(page, &open, &Actor::from(&staff(1, Role::Agent)))
    }

    fn opened(page: &'p Page, open: &Open, actor: &Actor) -> Self {
        let ctx = Context {
            now: page.app.now(),
            actor,
            city: page.city(),
        };
        let known = Known {
            case: None,
            staff: Some(staff(1, Role::Agent)),
            spoken: None,
        };
        let new = Contact::open(open, &known, &ctx).expect("it is theirs");
        let journal: Vec<Event> = numbered(&new, 0, ctx.now, actor).collect();
        let contact = Contact::fold(Reference::from_random([4; 7]), &journal);
        Self {
            page,
            contact: contact.expect("a contact"),
            journal,
        }
    }

    fn then(mut self, actor: &Actor, command: &Command) -> Self {
        let ctx = Context {
            now: self.page.app.now(),
            actor,
            city: self.page.city(),
        };
        let known = Known {
            case: None,
            staff: Some(staff(1, Role::Agent)),
            spoken: Some(Heard {
                language: Lang::KO,
                translated: false,
                corrected: false,
            }),
        };
        let new = self.contact.decide(command, &known, &ctx);
        let new = new.unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        for event in numbered(&new, self.contact.version, ctx.now, actor) {
            self.contact.apply(&event);
            self.journal.push(event);
        }
        self
    }

    fn talk(self) -> Self {
        let agent = Actor::from(&staff(1, Role::Agent));
        let worker = Actor::System {
            worker: "sample".to_owned(),
        };
        let made = Made {
            by: TranslatedBy::Engine {
                name: "neural".to_owned(),
                model: "koen".to_owned(),
                version: "1".to_owned(),
            },
            doubts: BTreeSet::from([Doubt::LowConfidence]),
        };
        let translate = |made| Command::Translate {
            translated: Translated {
                message: 1,
                language: Lang::ZH,
                text: "签证<快>到期了。".to_owned(),
            },
            made,
        };
        self.then(&agent, &Command::Answer)
            .then(&worker, &translate(Some(made)))
            .then(&agent, &translate(None))
            .then(
                &agent,
                &Command::Say {
                    device: Device { id: 2, n: 1 },
                    text: "您好".to_owned(),
                    language: None,
                },
            )
            .then(
                &agent,
                &Command::Whisper {
                    text: "请看<一下>".to_owned(),
                },
            )
    }

    fn ended(self) -> Self {
        let agent = Actor::from(&staff(1, Role::Agent));
        let end = Command::End {
            why: Why::Insult,
            reason: "because <so>".to_owned(),
        };
        self.then(&agent, &end)
    }

    fn rated(self) -> Self {
        let holder = Actor::holder(self.contact.case);
        let rate = Command::Rate {
            solved: true,
            satisfied: true,
        };
        self.then(&holder, &rate)
    }

    fn voice(&self, state: FormState, refused: Option<String>) -> Voice {
        let all = [Self::begin(self.page).contact, self.contact.clone()];
        Voice::with(self.page.clone(), &self.contact, &all, state, refused)
    }

    fn chat(&self, state: FormState, refused: Option<String>) -> Chat {
        let said = Conversation::of(&self.journal, false);
        let lines = lines(self.page, &self.contact, &said, Reads::Visitor, |_| {
            "<somebody>".to_owned()
        });
        let talk = Lines::with(self.page.clone(), &self.contact, lines);
        Chat::with(self.page.clone(), &self.contact, talk, state, refused)
    }
}

/// A form that lacks one of its fields.
fn wrong(fields: &str, field: &str) -> FormState {
    FormState::new(
        Fields::parse(fields.as_bytes()),
        vec![Problem::Required.of(field)],
    )
}

/// Where somebody reaches the hotline.
fn doors(page: &Page, add: &mut dyn FnMut(&'static str, askama::Result<String>)) {
    let seconds = SignedDuration::from_secs;
    let spoken = |language, ready, machine, wait| Spoken {
        language,
        ready,
        machine,
        wait,
    };
    for now in [
        Now::default(),
        Now {
            is_open: true,
            languages: vec![
                spoken(Lang::ZH, 2, false, Some((seconds(12), seconds(4), seconds(240)))),
                spoken(Lang::RU, 0, true, None),
            ],
        },
        Now {
            is_open: true,
            languages: vec![
                spoken(Lang::RU, 0, false, None),
                spoken(Lang::KO, 0, true, Some((seconds(12), seconds(4), seconds(240)))),
            ],
        },
    ] {
        add("contacts/hotline", Front::of(page.clone(), &now).render());
    }
    let about = Some(Reference::from_random([3; 7]));
    for (state, about, refused) in [
        (FormState::default(), None, None),
        (wrong("text=", "text"), about, Some("<no>".to_owned())),
    ] {
        add(
            "contacts/begin",
            Begin::of(page.clone(), state, about, refused).render(),
        );
    }
    for (state, about, refused) in [
        (FormState::default(), None, None),
        (
            wrong("number=x&offset=345&time=14:00", "number"),
            about,
            Some("<no>".to_owned()),
        ),
    ] {
        add(
            "contacts/call_back",
            Ask::of(page.clone(), state, about, refused).render(),
        );
    }
    for goes_on in [false, true] {
        add("contacts/call", Call::of(page.clone(), goes_on).render());
    }
}

/// All of them in one language.
pub(super) fn all(page: &Page) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut add = |name, html: askama::Result<String>| samples.push((name, html.unwrap_or_default()));
    doors(page, &mut add);
    let agent = Actor::from(&staff(1, Role::Agent));
    let asked = Story::call_back(page);
    let calling = Story::call_back(page).then(&agent, &Command::Answer);
    let again = Story::call_back(page)
        .then(&agent, &Command::Answer)
        .then(&agent, &Command::NotReached);
    let called = Story::call(page);
    let over = Story::call(page).ended().rated();
    for story in [&asked, &calling, &again, &called, &over] {
        add("contacts/voice", story.voice(FormState::default(), None).render());
    }
    let refused = Story::call(page).ended();
    let refused = refused.voice(wrong("solved=no", "satisfied"), Some("<no>".to_owned()));
    add("contacts/voice", refused.render());
    let begun = Story::begin(page);
    let talking = Story::begin(page).talk();
    let ended = Story::begin(page).talk().ended();
    let rated = Story::begin(page).talk().ended().rated();
    for story in [&begun, &talking, &ended, &rated] {
        add("contacts/chat", story.chat(FormState::default(), None).render());
    }
    let refused = ended.chat(wrong("solved=no", "satisfied"), Some("<no>".to_owned()));
    add("contacts/chat", refused.render());

    walls(page, &mut add);
    let desk = |role| Desk::new(&page.app, staff(1, role), page.lang, "/desk/hotline");
    let names = Names::of(vec![staff(1, Role::Agent)]);
    for role in [Role::Agent, Role::Interpreter, Role::Supervisor] {
        let held = [talking.contact.clone(), ended.contact.clone()];
        let lists = Lists {
            held: held.to_vec(),
            left: held.to_vec(),
            rung: vec![called.contact.clone()],
            agreed: vec![asked.contact.clone()],
        };
        let now = Held::with(desk(role), None, &Queue::default(), &lists);
        add(
            "contacts/desk/hotline",
            Hotline {
                telephone: (role == Role::Agent).then(|| "[]".to_owned()),
                ..Hotline::with(desk(role), now, &held)
            }
            .render(),
        );
        for story in [
            &begun, &talking, &ended, &rated, &asked, &calling, &again, &called, &over,
        ] {
            let desk = desk(role);
            let said = Conversation::of(&story.journal, true);
            let lines = lines(&desk, &story.contact, &said, Reads::Staff, |_| {
                "<somebody>".to_owned()
            });
            let talk = DeskLines::with(desk.clone(), &story.contact, lines);
            let steps = desk.steps(&story.contact, &names, &story.journal);
            let shown = Shown {
                done: Some("answer".to_owned()),
                ..Shown::default()
            };
            let page = ContactPage::with(
                desk,
                &story.contact,
                (&names, Before { cases: 2, chats: 3 }),
                (talk, &held),
                (said.number.clone(), 7),
                shown,
                steps,
            );
            add("contacts/desk/contact", page.render());
        }
    }
    samples
}

/// The wall, empty and with all that may stand on it, and the plan of a day.
fn walls(page: &Page, add: &mut dyn FnMut(&'static str, askama::Result<String>)) {
    let desk = || {
        Desk::new(
            &page.app,
            staff(1, Role::Supervisor),
            page.lang,
            "/desk/hotline/wall",
        )
    };
    let at: Timestamp = "2026-03-02T09:40:00Z".parse().expect("a time");
    let mut figures = Figures {
        silent: 2,
        again: 1,
        waits: 1,
        handled: 2,
        handling: 700.0,
        busy: 1200.0,
        there: 3600.0,
        ..Figures::default()
    };
    let policy = &page.city().hotline.policy;
    for seconds in [3, 40] {
        figures.tally.answered(SignedDuration::from_secs(seconds), policy);
        figures
            .tally
            .abandoned(SignedDuration::from_secs(seconds), policy);
    }
    let mut slots = vec![Figures::default(); SLOTS];
    slots[19] = figures;
    let seen = |now, counted| Seen { now, at, counted };
    let empty = Counted {
        all: Figures::default(),
        languages: BTreeMap::new(),
        slots: vec![Figures::default(); SLOTS],
    };
    let full = Counted {
        all: figures,
        languages: BTreeMap::from([(Lang::KO, figures), (Lang::ZH, Figures::default())]),
        slots,
    };
    let waiting = NowIn {
        waiting: 2,
        since: Some(at - SignedDuration::from_secs(100)),
        ready: 1,
    };
    let now = WallNow {
        languages: BTreeMap::from([(Lang::KO, waiting)]),
        states: BTreeMap::from([(AgentState::Ready, 1), (AgentState::Break, 1)]),
        interpreters: 1,
    };
    let today: Date = "2026-03-02".parse().expect("a day");
    for (asked, seen, is_big) in [
        ("", seen(WallNow::default(), empty), false),
        ("span=week&language=ko", seen(now.clone(), full.clone()), false),
        ("", seen(now, full), true),
    ] {
        let asked = Asked::read(&Fields::parse(asked.as_bytes()), today);
        let body = WallBody::of(&desk(), asked, &seen, is_big);
        add(
            "contacts/wall/wall",
            WallPage::of(desk(), asked, &seen, body).render(),
        );
    }
    let names = Names::of(vec![staff(1, Role::Agent)]);
    for forecast in [Forecast::default(), expected()] {
        let steady = |_| Pace {
            handling: SignedDuration::from_mins(5),
            patience: None,
        };
        let speakers = [Speaker {
            staff: StaffId(1),
            languages: BTreeMap::from([(Lang::KO, Level::Working)]),
        }];
        let by = By {
            policy,
            target: page.city().hotline.staffing.target(policy),
            pace: &steady,
            machine: &|_| false,
            speakers: &speakers,
        };
        let planned = Planned {
            on: today,
            n: 0,
            weeks: 8,
            day: day(&forecast, 0, by).expect("it can be planned"),
            forecast,
            duties: Vec::new(),
        };
        let done = Done {
            made: 2,
            left: 1,
            missing: 3,
        };
        add(
            "contacts/wall/staffing",
            Staffing::of(desk(), &names, &planned, Some(done)).render(),
        );
    }
}

/// Some Korean, which somebody speaks, and some Russian, which nobody does.
fn expected() -> Forecast {
    let one = Expected {
        mean: 0.5,
        deviation: 0.25,
    };
    let week = |slot| {
        let mut week = vec![Expected::default(); WEEK];
        week[slot] = one;
        week
    };
    Forecast::from([
        ((Lang::KO, What::Chat), week(18)),
        ((Lang::RU, What::Chat), week(19)),
    ])
}
