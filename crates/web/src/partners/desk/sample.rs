//! Samples of the pages of the desk.

use axum::http::StatusCode;
use domain::Lang;
use domain::journaled::Refusal;
use domain::partners::{BadCell, Duplicate, Imported, NOUN, Partner, Proposal, State};
use domain::people::Staff;
use domain::problems::Problem;
use domain::roles::{Role, StaffId};
use store::Page as Found;
use store::partners::PartnerFilter;

use super::import::{Entered, ImportPage, Looked};
use super::list::{Counts, List};
use super::new::New;
use super::partner::PartnerPage;
use super::{Desk, ROOM};
use crate::kit::asked::Asked;
use crate::kit::desk::Names;
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::kit::work::{Draft, Shown, Worked as _};
use crate::partners::filter::NAMES;
use crate::partners::samples::{events, render, sister_city};

fn desk(page: &Page, role: Role) -> Desk {
    let staff = Staff {
        id: StaffId(1),
        login: "someone".to_owned(),
        name: "Someone".to_owned(),
        role,
        unit: "market".into(),
        languages: vec![Lang::ZH, Lang::EN],
        active: true,
    };
    Desk::new(&page.app, staff, page.lang, "/desk/partners")
        .room(&ROOM)
        .called("partners")
}

fn list(page: &Page, partners: &[Partner], query: &str) -> Sample {
    let fields = Fields::parse(query.as_bytes());
    let asked = Asked::of(Partner::PATH, &NAMES, &fields, |_, _| true);
    let found = Found {
        rows: partners.to_vec(),
        next: Some("n".to_owned()),
        previous: Some("p".to_owned()),
        total: partners.len() as u64,
    };
    let counts = Counts {
        by_state: vec![(State::Active, 2)],
        by_kind: vec![("sister-city".to_owned(), 1)],
    };
    let filter = PartnerFilter::default();
    let done = Some("open".to_owned());
    let list = List::of(desk(page, Role::Planner), &asked, &filter, &found, &counts, done);
    ("partners/desk/list.html", render(&list))
}

fn partner(page: &Page, partner: &Partner, role: Role, shown: Shown) -> Sample {
    let desk = desk(page, role);
    let steps = desk.steps(partner, &Names::default(), &events(&page.app));
    let partner = partner.seen_by(&desk.actor);
    let mut page = PartnerPage::of(desk, &partner, &Names::default(), Vec::new(), steps, shown);
    page.name_those(std::slice::from_ref(&partner));
    ("partners/desk/partner.html", render(&page))
}

/// A form that came back, and why.
fn refused(page: &Page) -> Shown {
    let desk = desk(page, Role::Planner);
    let problems = vec![Problem::Required.of("names"), Problem::NotAWebsite.of("website")];
    Shown {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        draft: Some(Draft {
            code: "edit".to_owned(),
            state: FormState::new(Fields::parse(b"website=example"), problems),
        }),
        notice: Some(desk.refusal(NOUN, "edit", &Refusal::NotAllowed)),
        done: Some("edit".to_owned()),
    }
}

fn imports(page: &Page) -> Vec<Sample> {
    let of = |page: ImportPage| ("partners/desk/import.html", render(&page));
    let empty = || ImportPage::of(desk(page, Role::Planner));
    let looked = |imported: &Imported| ImportPage {
        looked: Some(Looked::of(&desk(page, Role::Planner), imported)),
        table: "kind,name_zh\n".to_owned(),
        ..empty()
    };
    let columns = [
        "kind",
        "country",
        "status",
        "articles",
        "since",
        "until",
        "languages",
    ];
    let mut bad: Vec<BadCell> = columns
        .into_iter()
        .zip([
            Problem::NotAnOption,
            Problem::NotAnOption,
            Problem::NotAnOption,
            Problem::NotANumber,
            Problem::NotADate,
            Problem::NotADate,
            Problem::NotALanguage,
        ])
        .map(|(column, problem)| BadCell {
            line: 2,
            column: column.to_owned(),
            value: "x".repeat(100),
            problem,
        })
        .collect();
    bad.push(BadCell {
        line: 3,
        column: "colour".to_owned(),
        value: String::new(),
        problem: Problem::UnknownField,
    });
    let open = sister_city();
    let good = Imported {
        proposals: vec![Proposal { line: 2, open }],
        duplicates: vec![
            Duplicate::OfLine { line: 3, other: 2 },
            Duplicate::OfPartner {
                line: 4,
                other: domain::receipts::Reference::from_random([9; 7]),
            },
        ],
        bad: Vec::new(),
    };
    let entered = |left| ImportPage {
        entered: Some(Entered {
            count: 500,
            left,
            partners: vec![(
                None,
                "ABCD-EFGH".to_owned(),
                "/desk/partners/ABCD-EFGH".to_owned(),
            )],
        }),
        ..empty()
    };
    let wrong = ImportPage {
        error: Some(page.t("partners-import-not-csv").to_string()),
        ..empty()
    };
    vec![
        of(empty()),
        of(wrong),
        of(looked(&Imported {
            bad,
            ..Imported::default()
        })),
        of(looked(&Imported::default())),
        of(looked(&good)),
        of(entered(0)),
        of(entered(21)),
    ]
}

pub fn samples(page: &Page, partners: &[Partner]) -> Vec<Sample> {
    let mut samples = vec![
        list(page, partners, ""),
        list(page, &[], ""),
        list(page, &[], "state=active&unit=market&q=x"),
    ];
    for one in partners {
        for role in [Role::Planner, Role::Interpreter, Role::Administrator] {
            samples.push(partner(page, one, role, Shown::default()));
        }
    }
    samples.push(partner(page, &partners[0], Role::Planner, refused(page)));
    for (code, field, problem) in [
        ("renew", "until", Problem::NotAfterStart),
        ("link", "to", Problem::UnknownReference),
    ] {
        let shown = Shown {
            draft: Some(Draft {
                code: code.to_owned(),
                state: FormState::new(Fields::default(), vec![problem.of(field)]),
            }),
            ..Shown::default()
        };
        samples.push(partner(page, &partners[0], Role::Planner, shown));
    }
    for role in [Role::Planner, Role::Officer] {
        let desk = desk(page, role);
        let problems = vec![Problem::Required.of("names"), Problem::Required.of("kind")];
        let state = FormState::new(Fields::parse(b"country=KR&languages=ko"), problems);
        let notice = desk.refusal(NOUN, "open", &Refusal::Invalid(Vec::new()));
        let new = New::of(desk.clone(), Some(&state), Some(notice));
        samples.push(("partners/desk/new.html", render(&new)));
        samples.push(("partners/desk/new.html", render(&New::of(desk, None, None))));
    }
    samples.extend(imports(page));
    samples
}
