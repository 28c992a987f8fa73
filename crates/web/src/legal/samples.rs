//! Laws for the small city of the tests, and every page with a sample of what it shows.

use askama::Template;
use domain::Lang;
use domain::city::Texts;
use domain::journaled::{Context, Event, Journaled as _, Refusal, numbered};
use domain::legal::{Command, CommandKind, Known, Law, NOUN, Open, Public, Translation};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::roles::{Actor, Role, Staff, StaffId};
use store::legal::Line;

use super::desk::{List as DeskList, Wanted};
use super::feed::feed;
use super::law::LawPage;
use super::list::{Chosen, List};
use super::record::{New, RecordPage};
use super::register::{Entry, entries};
use crate::kit::asked::Asked;
use crate::kit::desk::{Desk, Names};
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::kit::work::{Draft, Shown};

/// One that the city owes in two languages, one that a guide rests on, and one of another city.
pub fn laws() -> Vec<Law> {
    serde_json::from_value(serde_json::json!([
        {
            "code": "harbour", "kind": "regulation", "scope": "city", "order": 1, "number": "第1号",
            "adopted": "2025-10-20", "published": "2025-11-03", "in_force": "2025-12-01", "amended": "2026-02-02",
            "status": "in-force", "url": "https://law.example/harbour",
            "translation": {
                "unit": "market", "unit_inferred": true, "languages": ["en", "ru"], "limit": "30 working days",
                "basis": "own"
            }
        },
        {
            "code": "goods", "kind": "law", "scope": "nation", "order": 2, "dated": "1993-10", "status": "verify",
            "cited": ["商品法"]
        },
        { "code": "far", "kind": "rules", "scope": "elsewhere", "order": 3, "status": "in-force" }
    ]))
    .expect("laws")
}

/// Their texts, in the source language and in English.
pub fn texts(texts: &mut Texts) {
    for place in ["legal/harbour", "legal/goods", "legal/far"] {
        for key in ["title", "summary", "issuer"] {
            texts.insert(place, key, Lang::ZH, format!("{place}.{key}（原文）"));
            texts.insert(place, key, Lang::EN, format!("{place}.{key} in English"));
        }
    }
}

fn staff(id: i64, role: Role, unit: &str) -> Staff {
    Staff {
        id: StaffId(id),
        login: format!("{}-{id}", role.code()),
        name: format!("李<{id}>"),
        role,
        unit: unit.into(),
        languages: vec![Lang::ZH, Lang::EN],
        active: true,
    }
}

/// Who does what is done below: a translator, a second reader, and who publishes.
fn actors() -> [Actor; 4] {
    [
        (1, Role::Agent),
        (2, Role::Interpreter),
        (3, Role::Supervisor),
        (4, Role::Administrator),
    ]
    .map(|(id, role)| Actor::from(&staff(id, role, "hotline")))
}

/// A translation, and its journal, as commands make it.
pub(super) struct Story<'p> {
    page: &'p Page,
    pub translation: Translation,
    journal: Vec<Event<Translation>>,
}

impl<'p> Story<'p> {
    pub fn begin(page: &'p Page, language: Lang) -> Self {
        let open = Open {
            law: "harbour".into(),
            language,
            title: "Rules of the <harbour>".to_owned(),
            text: "Article 1\n\nShips <wait>.".to_owned(),
        };
        let [writer, ..] = &actors();
        let ctx = Context {
            now: page.app.now(),
            actor: writer,
            city: page.city(),
        };
        let new = Translation::open(&open, &Known::default(), &ctx).expect("it is owed");
        let journal: Vec<_> = numbered(&new, 0, ctx.now, writer).collect();
        let translation = Translation::fold(Reference::from_random([8; 7]), &journal);
        Self {
            page,
            translation: translation.expect("a translation"),
            journal,
        }
    }

    pub fn then(mut self, by: usize, command: &Command) -> Self {
        let actor = &actors()[by];
        let ctx = Context {
            now: self.page.app.now(),
            actor,
            city: self.page.city(),
        };
        let new = self.translation.decide(command, &Known::default(), &ctx);
        let new = new.unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        for event in numbered(&new, self.translation.version, ctx.now, actor) {
            self.translation.apply(&event);
            self.journal.push(event);
        }
        self
    }

    pub fn published(self) -> Self {
        let on = self.page.app.today();
        let publish = Command::Publish {
            on,
            url: "https://law.example/en?a=1&b=2".to_owned(),
        };
        self.then(1, &Command::Review).then(2, &publish)
    }

    fn line(&self) -> Line {
        Line {
            reference: self.translation.reference,
            law: self.translation.law.clone(),
            language: self.translation.language,
            unit: self.translation.unit.clone(),
            progress: self.translation.progress(),
        }
    }

    fn public(&self) -> Option<Public> {
        Public::of(self.translation.clone())
    }
}

/// All of them in one language.
#[expect(clippy::too_many_lines, reason = "one page after another")]
pub(super) fn all(page: &Page) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut add = |name, html: askama::Result<String>| samples.push((name, html.unwrap_or_default()));
    let reason = || "because <so>".to_owned();
    let revise = Command::Revise {
        title: "Rules".to_owned(),
        text: "Anew".to_owned(),
    };
    let draft = Story::begin(page, Lang::EN);
    let sent_back = Story::begin(page, Lang::EN).then(1, &Command::SendBack { reason: reason() });
    let published = Story::begin(page, Lang::EN).published();
    let revised = Story::begin(page, Lang::EN).published().then(0, &revise);
    let withdrawn = Story::begin(page, Lang::RU).then(2, &Command::Withdraw { reason: reason() });
    let erased = Story::begin(page, Lang::RU)
        .then(2, &Command::Withdraw { reason: reason() })
        .then(3, &Command::Erase { reason: reason() });
    let stories = [&draft, &sent_back, &published, &revised, &withdrawn, &erased];

    let today = page.app.today();
    let late = today.saturating_add(jiff::Span::new().days(90));
    let registers: Vec<Vec<Entry>> = stories
        .iter()
        .flat_map(|story| [today, late].map(|day| entries(page.city(), &[story.line()], day)))
        .chain([entries(page.city(), &[], late)])
        .collect();
    for query in ["", "state=published", "kind=rules", "kind=normative-document"] {
        let chosen = Chosen::of(&Fields::parse(query.as_bytes()));
        for register in &registers {
            add("legal/list", List::of(page.clone(), register, &chosen).render());
        }
    }
    for law in &page.city().legal {
        for (story, register) in stories.iter().zip(registers.chunks(2)) {
            for register in register {
                let own: Vec<&Entry> = register.iter().filter(|entry| entry.law == law.code).collect();
                let read = story.public().filter(|public| public.language == page.lang);
                add("legal/law", LawPage::of(page, law, &own, read.as_ref()).render());
            }
        }
    }

    let desk = |id, role, unit: &str| Desk::new(&page.app, staff(id, role, unit), page.lang, "/desk/legal");
    let names = Names::of([1, 2, 3, 4].map(|id| staff(id, Role::Agent, "hotline")).into());
    for story in stories {
        for (id, role) in [
            (1, Role::Agent),
            (2, Role::Interpreter),
            (3, Role::Supervisor),
            (5, Role::Officer),
        ] {
            let desk = desk(id, role, "market");
            let steps = desk.steps(&story.translation, &names, &story.journal);
            let record = RecordPage::with(desk, &story.translation, &names, Shown::default(), steps);
            add("legal/desk/record", record.render());
        }
    }
    let supervisor = || desk(3, Role::Supervisor, "hotline");
    let read = Story::begin(page, Lang::EN).then(1, &Command::Review);
    let refused = Shown {
        draft: Some(Draft {
            code: "publish".to_owned(),
            state: FormState::new(
                Fields::parse(b"on=2020-01-01"),
                vec![Problem::NotAfterStart.of("on")],
            ),
        }),
        notice: Some(supervisor().refusal(NOUN, CommandKind::Publish.code(), &Refusal::NotAllowed)),
        done: Some("open".to_owned()),
        ..Shown::default()
    };
    let back = RecordPage::with(supervisor(), &read.translation, &names, refused, Vec::new());
    add("legal/desk/record", back.render());

    for (role, query) in [
        (Role::Supervisor, ""),
        (Role::Officer, "state=draft&late=yes"),
        (Role::Planner, "language=en&unit=market"),
    ] {
        let fields = Fields::parse(query.as_bytes());
        let asked = Asked::of(
            "/desk/legal",
            &["state", "unit", "language", "late"],
            &fields,
            |_, _| true,
        );
        let wanted = Wanted::of(&page.app, asked.pairs()).unwrap_or_default();
        for register in &registers {
            let list = DeskList::of(desk(3, role, "market"), register, &asked, &wanted);
            add("legal/desk/list", list.render());
        }
        add(
            "legal/desk/list",
            DeskList::of(desk(3, role, "market"), &[], &asked, &wanted).render(),
        );
    }
    let chosen = Fields::parse(b"law=harbour&language=en");
    add("legal/desk/new", New::of(supervisor(), &chosen, None).render());
    let states = [
        FormState::new(chosen.clone(), Vec::new()),
        FormState::new(chosen.clone(), vec![Problem::Twice.of("language")]),
    ];
    for state in &states {
        add(
            "legal/desk/new",
            New::of(supervisor(), &chosen, Some(state)).render(),
        );
    }
    samples
}

/// The feed, with an entry and without.
pub(super) fn feeds(page: &Page) -> [String; 2] {
    let published = Story::begin(page, Lang::EN).published().public();
    [published.as_slice(), &[]].map(|of| feed(page, of).xml().unwrap_or_default())
}
