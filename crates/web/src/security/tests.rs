use askama::Template as _;
use axum::http::StatusCode;
use domain::roles::{Actor, Role, StaffId};
use domain::security::{Entry, EntryId, Kind, Noted};
use serde_json::{Value, json};
use store::Page as Rows;

use super::PATH;
use super::list::List;
use crate::kit::app::{App, Options};
use crate::kit::asked::Asked;
use crate::kit::desk::{Desk, Names};
use crate::kit::form::Fields;
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::testing::{Visitor, app_with, settle};

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let staff = crate::samples::supervisor(page.lang);
    let desk = Desk::new(&page.app, staff.clone(), page.lang, PATH);
    let actor = Actor::from(&staff);
    let at = page.app.now();
    let entry = |(n, noted): (u8, Noted)| Entry {
        id: EntryId::new(at, [n; 10]),
        at,
        actor: if n % 3 == 0 { Actor::ANYONE } else { actor.clone() },
        noted,
    };
    let all = Kind::ALL.iter().map(|kind| Noted::new(*kind));
    let whats =
        |kind, codes: &'static [&'static str]| codes.iter().map(move |code| Noted::new(kind).what(*code));
    let lists = [
        "cases",
        "rates",
        "levels",
        "training",
        "legal",
        "staffing",
        "hotline",
        "partners",
        "interpretation",
        "interpreting-hours",
        "security",
    ];
    let all = all
        .chain(whats(Kind::SignInRefused, &["gathered", "password-change"]))
        .chain(whats(Kind::SessionEnded, &["same-device", "too-many"]))
        .chain(whats(Kind::Erased, &["words", "file"]))
        .chain(whats(Kind::SecretRead, &["recording", "access-code"]))
        .chain(whats(Kind::SignedIn, &["firefox/linux", "program/other"]))
        .chain(lists.map(|list| Noted::new(Kind::Exported).what(list).count(3)))
        .chain([
            Noted {
                was: Some("officer/market".to_owned()),
                is: Some("supervisor/<b>".to_owned()),
                from: Some("0a1b2c3d".to_owned()),
                ..Noted::new(Kind::RightsChanged).whom(StaffId(7)).count(2)
            },
            Noted::new(Kind::Denied).what("POST /desk/cases/{reference}/erase"),
            Noted::new(Kind::Erased).what("words").of("case/1111-1111"),
        ]);
    let rows: Vec<Entry> = (0..).zip(all).map(entry).collect();
    let some = Rows {
        total: rows.len() as u64,
        rows,
        next: Some("cursor".to_owned()),
        previous: None,
    };
    let names = Names::of(vec![staff]);
    let asked = Asked::of(PATH, &["kind"], &Fields::parse(b"kind=erased"), |_, _| true);
    [some, Rows::default()]
        .map(|found| {
            (
                "security",
                List::of(desk.clone(), &names, &asked, &found)
                    .render()
                    .unwrap_or_default(),
            )
        })
        .into()
}

async fn peopled() -> App {
    let app = app_with(Options {
        unlimited: true,
        ..Options::default()
    });
    settle(&app).await;
    app
}

/// The entries of that kind, as soon as there are so many: a refusal is noted after it is answered.
async fn entries(chief: &Visitor, kind: &str, at_least: usize) -> Vec<Value> {
    for _ in 0..100 {
        let seen = chief
            .get(&format!("/api/v1/desk/security?kind={kind}&limit=100"))
            .await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
        let entries = seen.json()["entries"].as_array().unwrap().clone();
        if entries.len() >= at_least {
            return entries;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("not so many entries of {kind}");
}

#[tokio::test]
async fn the_log_is_for_administrators_at_the_desk_and_by_the_api_and_their_reading_of_it_is_not_denied() {
    let app = peopled().await;
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Resident) {
        let who = Visitor::signed_in(&app, role.code()).await;
        let paths = [PATH, "/desk/security/log.csv", "/api/v1/desk/security"];
        for path in paths {
            let seen = who.get(path).await;
            let expected = if role == Role::Administrator {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(seen.status, expected, "{role:?} {path}");
        }
        let home = who.get("/desk/account").await;
        assert_eq!(
            home.text.contains("href=\"/desk/security\""),
            role == Role::Administrator
        );
    }
    // Who was denied what stands in it.
    let chief = Visitor::signed_in(&app, "administrator").await;
    let denied = entries(&chief, "denied", 21).await;
    let of_officer = denied
        .iter()
        .filter(|entry| entry["who"]["login"] == json!("officer"));
    let mut what: Vec<&str> = of_officer.map(|entry| entry["what"].as_str().unwrap()).collect();
    what.sort_unstable();
    assert_eq!(
        what,
        [
            "GET /api/v1/desk/security",
            "GET /desk/security",
            "GET /desk/security/log.csv"
        ]
    );
    assert!(
        denied
            .iter()
            .all(|entry| entry["who"]["login"] != json!("administrator"))
    );
    // And that it was taken out.
    let exported = entries(&chief, "exported", 1).await;
    assert_eq!(exported[0]["what"], json!("security"));
    assert_eq!(exported[0]["who"]["login"], json!("administrator"));
    let anyone = Visitor::anyone(&app);
    assert_eq!(
        anyone.get("/api/v1/desk/security").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn refused_sign_ins_are_noted_without_what_was_entered_and_bounded_when_they_flood() {
    let app = peopled().await;
    let chief = Visitor::signed_in(&app, "administrator").await;
    let anyone = Visitor::anyone(&app);
    anyone
        .form("/desk/sign-in", "login=agent&password=secret-word-one")
        .await;
    let body = json!({"login": "secret-word-two", "password": "x"});
    anyone.json("/api/v1/session", &body).await;
    let refused = entries(&chief, "sign-in-refused", 2).await;
    assert_eq!(refused.len(), 2);
    assert!(
        refused
            .iter()
            .any(|entry| entry["whom"]["login"] == json!("agent"))
    );
    assert!(
        refused
            .iter()
            .all(|entry| entry["from"].as_str().unwrap().len() == 8)
    );
    let log = chief.get(&format!("{PATH}?kind=sign-in-refused")).await.text;
    assert!(
        log.contains("The agent (agent)") && !log.contains("secret-word"),
        "{log}"
    );
    for _ in 0..30 {
        anyone.form("/desk/sign-in", "login=agent&password=no").await;
    }
    let refused = entries(&chief, "sign-in-refused", 11).await;
    assert_eq!(refused.len(), 11);
}

#[tokio::test]
async fn what_is_taken_out_and_what_secret_is_read_stands_in_the_log() {
    let app = peopled().await;
    let chief = Visitor::signed_in(&app, "administrator").await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    for (path, what) in [
        ("/desk/cases.csv", "cases"),
        ("/desk/wall.csv", "rates"),
        ("/desk/training/courses.csv", "training"),
        ("/desk/training/levels.csv", "levels"),
        ("/desk/legal/translations.csv", "legal"),
        ("/desk/hotline/wall.csv", "hotline"),
        ("/desk/hotline/staffing.csv", "staffing"),
        ("/desk/partners.csv", "partners"),
        ("/desk/interpretation/jobs.csv", "interpretation"),
        ("/desk/interpretation/hours.csv", "interpreting-hours"),
    ] {
        assert_eq!(supervisor.get(path).await.status, StatusCode::OK, "{path}");
        let exported = entries(&chief, "exported", 1).await;
        let of_it = exported.iter().find(|entry| entry["what"] == json!(what));
        let of_it = of_it.unwrap_or_else(|| panic!("{path} is not noted"));
        assert_eq!(of_it["who"]["login"], json!("supervisor"), "{path}");
    }
    let signed_in = entries(&chief, "signed-in", 2).await;
    assert!(
        signed_in
            .iter()
            .all(|entry| entry["what"] == json!("program/other"))
    );
}

#[tokio::test]
async fn the_log_is_filtered_by_kind_person_and_day_and_says_what_it_does_not_understand() {
    let app = peopled().await;
    let chief = Visitor::signed_in(&app, "administrator").await;
    let officer = Visitor::signed_in(&app, "officer").await;
    officer.form("/desk/sign-out", "").await;
    let total = async |query: &str| {
        let seen = chief.get(&format!("/api/v1/desk/security?{query}")).await;
        (seen.status, seen.json()["total"].as_u64())
    };
    let listed = chief.get("/api/v1/desk/security?kind=signed-out").await.json();
    let number = listed["entries"][0]["who"]["number"].as_i64().unwrap();
    let ok = |n| (StatusCode::OK, Some(n));
    // Added, signed in, signed out.
    assert_eq!(total(&format!("person={number}")).await, ok(3));
    assert_eq!(total(&format!("person={number}&kind=signed-out")).await, ok(1));
    assert_eq!(
        total("from=2026-02-13&until=2026-02-13&kind=signed-out").await,
        ok(1)
    );
    assert_eq!(total("from=2026-02-14").await, ok(0));
    assert_eq!(total("until=2026-02-12").await, ok(0));
    for wrong in ["kind=unheard-of", "person=me", "from=yesterday"] {
        assert_eq!(total(wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        // A page passes over what it does not understand.
        assert_eq!(chief.get(&format!("{PATH}?{wrong}")).await.status, StatusCode::OK);
    }
    let first = chief.get("/api/v1/desk/security?limit=2").await.json();
    let next = first["next"].as_str().unwrap();
    let second = chief
        .get(&format!("/api/v1/desk/security?limit=2&cursor={next}"))
        .await
        .json();
    assert_ne!(first["entries"][0]["id"], second["entries"][0]["id"]);
}
