//! Partners of the small city of the tests, and every page with them.

use std::collections::BTreeMap;

use domain::Lang;
use domain::files::File;
use domain::journaled::{Context, Journaled as _, numbered};
use domain::partners::{Command, Entry, Event, Known, Link, Open, Partner, Partners, Person, Public, Since};
use domain::receipts::Reference;
use domain::roles::{Actor, Role, StaffId};

use super::desk::sample;
use super::pages;
use crate::kit::app::App;
use crate::kit::form::Fields;
use crate::kit::page::Page;
use crate::kit::slice::Sample;

/// The kinds of the small city, each of another unit.
pub fn kinds() -> Partners {
    let kind = |code: &str, article: u16, unit: &str, public: bool| {
        serde_json::from_value(serde_json::json!({
            "code": code, "articles": [article], "notice": "60 days", "unit": unit, "public": public
        }))
        .expect("a kind")
    };
    Partners {
        kinds: vec![
            kind("sister-city", 8, "market", true),
            kind("volunteer-group", 9, "harbour", true),
            kind("outbound-project", 9, "market", false),
        ],
        register: Vec::new(),
    }
}

pub fn staff(role: Role) -> Actor {
    Actor::Staff {
        id: StaffId(1),
        role,
        unit: "market".into(),
    }
}

pub fn names(names: &[(&str, &str)]) -> BTreeMap<Lang, String> {
    names
        .iter()
        .map(|(lang, name)| (Lang::parse(lang).expect("a language"), (*name).to_owned()))
        .collect()
}

/// A sister city that is one already, made up.
pub fn sister_city() -> Open {
    Open {
        entry: Entry {
            kind: "sister-city".to_owned(),
            names: names(&[("zh", "样例市"), ("en", "Sampleton"), ("fr", "Échantillon")]),
            summaries: names(&[("en", "A made-up town by the sea.")]),
            country: Some("KR".to_owned()),
            since: Some("1993".parse::<Since>().expect("a year")),
            until: "2026-03-01".parse().ok(),
            languages: vec![Lang::KO, Lang::EN],
            website: Some("https://sampleton.example.org".to_owned()),
            source: Some("a made-up treaty".to_owned()),
            ..Entry::default()
        },
        confirmed: true,
        already: true,
        public: None,
    }
}

fn reference(n: u8) -> Reference {
    Reference::from_random([n; 7])
}

/// A partner after these commands.
fn partner(app: &App, n: u8, open: &Open, commands: Vec<Command>) -> Partner {
    let events = journal(app, open, commands);
    Partner::fold(reference(n), &events).expect("a partner")
}

/// The events that a partner is opened by, and that these commands make.
fn journal(app: &App, open: &Open, commands: Vec<Command>) -> Vec<Event> {
    let actor = staff(Role::Planner);
    let ctx = Context {
        now: app.now(),
        actor: &actor,
        city: app.city(),
    };
    let new = Partner::open(open, &Known::default(), &ctx).expect("it opens");
    let mut events: Vec<Event> = numbered(&new, 0, ctx.now, &actor).collect();
    let known = Known {
        target: Some(Link::Partners(reference(8))),
    };
    for command in commands {
        let partner = Partner::fold(reference(9), &events).expect("a partner");
        let administrator = staff(Role::Administrator);
        let erases = matches!(command, Command::Erase { .. });
        let ctx = Context {
            actor: if erases { &administrator } else { &actor },
            ..ctx
        };
        let new = partner
            .decide(&command, &known, &ctx)
            .unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        events.extend(numbered(&new, partner.version, ctx.now, ctx.actor));
    }
    events
}

/// Every kind of change, one after the other.
pub fn events(app: &App) -> Vec<Event> {
    let json = |text: &str| serde_json::from_str(text).expect("a command");
    let edited = Entry {
        names: names(&[("zh", "样例新市"), ("en", "Sampleton")]),
        summaries: names(&[("ko", "바닷가 도시")]),
        country: None,
        languages: vec![Lang::JA],
        articles: vec![9],
        unit: Some("harbour".into()),
        website: None,
        source: Some("a letter".to_owned()),
        ..sister_city().entry
    };
    let commands = vec![
        json(
            r#"{"command":"add-contact","name":"Made-up Person","email":"person@example.org","phone":"+82 2 1234567"}"#,
        ),
        json(
            r#"{"command":"change-contact","contact":"3","name":"Made-up Other","role":"Secretary","phone":"+82 2 7654321","email":"other@example.org","language":"ko"}"#,
        ),
        Command::RemoveContact {
            contact: "3".to_owned(),
        },
        Command::Attach {
            title: "Treaty".to_owned(),
            date: None,
            public: false,
            file: File {
                name: "treaty.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                size: 2_000,
                digest: "00".repeat(32),
            },
        },
        json(r#"{"command":"publish-document","document":"6"}"#),
        json(r#"{"command":"withdraw-document","document":"6"}"#),
        json(r#"{"command":"remove-document","document":"6"}"#),
        Command::Link {
            to: reference(8).to_string(),
        },
        Command::Unlink {
            link: reference(8).to_string(),
        },
        Command::Edit(edited),
        json(r#"{"command":"confirm","source":"A visit"}"#),
        json(r#"{"command":"renew","until":"2030-06-30","decided_by":"Both mayors"}"#),
        json(r#"{"command":"end","reason":"It was wound up.","decided_by":"The council"}"#),
    ];
    journal(app, &sister_city(), commands)
}

/// Partners that stand anywhere a partner can stand.
pub fn partners(app: &App) -> Vec<Partner> {
    let text = str::to_owned;
    let full = vec![
        Command::AddContact(Person {
            name: text("Made-up Person"),
            role: text("Secretary"),
            email: Some(text("person@example.org")),
            phone: Some(text("+82 2 1234567")),
            language: Some(Lang::KO),
        }),
        Command::Attach {
            title: text("Treaty"),
            date: "1993-05-18".parse().ok(),
            public: true,
            file: File {
                name: text("treaty.pdf"),
                media_type: text("application/pdf"),
                size: 2_000,
                digest: "00".repeat(32),
            },
        },
        Command::Link {
            to: reference(8).to_string(),
        },
        Command::Note {
            text: text("Call in May."),
        },
    ];
    let proposed = Open {
        entry: Entry {
            kind: "volunteer-group".to_owned(),
            names: names(&[("zh", "样例志愿者")]),
            ..Entry::default()
        },
        ..Open::default()
    };
    let agree = Command::Agree {
        decided_by: text("市政府常务会议"),
        on: None,
    };
    let activate = Command::Activate {
        since: None,
        until: None,
    };
    let end = Command::End {
        reason: text("It was wound up."),
        decided_by: String::new(),
        on: None,
    };
    let erase = Command::Erase {
        reason: text("asked for"),
    };
    vec![
        partner(app, 9, &sister_city(), full),
        partner(app, 8, &proposed, Vec::new()),
        partner(app, 7, &proposed, vec![agree.clone()]),
        partner(app, 6, &proposed, vec![agree.clone(), activate]),
        partner(app, 5, &proposed, vec![end.clone()]),
        partner(app, 4, &proposed, vec![end, erase]),
    ]
}

pub fn samples(page: &Page) -> Vec<Sample> {
    let partners = partners(&page.app);
    let public: Vec<Public> = partners.iter().filter_map(Public::of).collect();
    let found = |rows: &[Public]| store::Page {
        rows: rows.to_vec(),
        next: (!rows.is_empty()).then(|| "n".to_owned()),
        previous: (!rows.is_empty()).then(|| "p".to_owned()),
        total: rows.len() as u64,
    };
    let counts = || {
        let counted = |code: &str| vec![(code.to_owned(), 7_171)];
        pages::Counts {
            kinds: counted("sister-city"),
            countries: vec![("KR".to_owned(), 7_000), ("none".to_owned(), 171)],
            shown: counted("sister-city"),
        }
    };
    let titled = || page.clone().titled("partners");
    let asked = ["", "by=country", "kind=sister-city", "country=ZZ&article=8"];
    let lists = asked.into_iter().map(|query| {
        let chosen = pages::Chosen::of(page, &Fields::parse(query.as_bytes()));
        (
            "partners/list.html",
            render(&pages::List::of(titled(), &found(&public), &counts(), &chosen)),
        )
    });
    let none = pages::List::of(
        titled(),
        &found(&[]),
        &pages::Counts::default(),
        &pages::Chosen::default(),
    );
    let shown = public.iter().map(|partner| {
        let page = pages::PartnerPage::of(page, partner, &public);
        ("partners/partner.html", render(&page))
    });
    lists
        .chain([("partners/list.html", render(&none))])
        .chain(shown)
        .chain(sample::samples(page, &partners))
        .collect()
}

pub fn render(template: &impl askama::Template) -> String {
    template.render().expect("it renders")
}
