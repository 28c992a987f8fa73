//! Laws as the public reads them, and their translations as each role meets them at the desk and by the API.

use axum::http::StatusCode;
use domain::Lang;
use domain::city::City;
use domain::journaled::{Context, Refusal};
use domain::legal::{Open, Translation};
use domain::problems::Problem;
use domain::receipts::Reference;
use domain::roles::{Actor, Role, StaffId};
use serde_json::json;
use store::OpenError;

use crate::kit::page::{Nav, Page};
use crate::kit::work::open_new;
use crate::testing::{Visitor, peopled};

const WORDS: &str = "law=harbour&language=en&title=Harbour+rules&text=Article+1%0A%0AShips+%3Cwait%3E.";

fn harbour_rules() -> Open {
    Open {
        law: "harbour".into(),
        language: Lang::EN,
        title: "Harbour rules".to_owned(),
        text: "Article 1".to_owned(),
    }
}

/// Takes up the English translation of the one law that is owed; its page.
async fn taken_up(agent: &Visitor) -> String {
    let opened = agent.form("/desk/legal/new", WORDS).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    opened.to.split('?').next().unwrap().to_owned()
}

async fn done(who: &Visitor, page: &str, command: &str, form: &str) {
    let done = who.form(&format!("{page}/{command}"), form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{command}: {}", done.text);
}

#[tokio::test]
async fn a_translation_goes_from_owed_to_the_public_through_two_pairs_of_eyes() {
    let app = peopled().await;
    let anyone = Visitor::anyone(&app);
    let list = anyone.get("/en/laws").await.text;
    assert!(
        list.contains("Translations owed: 2. Published: 0. Late: 2."),
        "{list}"
    );
    assert!(list.contains("44 working days late") && list.contains("Not yet checked"));

    let agent = Visitor::signed_in(&app, "agent").await;
    let page = taken_up(&agent).await;
    let own = agent.get(&page).await.text;
    assert!(own.contains("another colleague has to read it"), "{own}");
    assert!(own.contains("Ships &#60;wait&#62;.") && !own.contains(&format!("{page}/review")));
    let review = agent.form(&format!("{page}/review"), "version=1").await;
    assert_eq!(review.status, StatusCode::FORBIDDEN);
    let law = anyone.get("/en/laws/harbour").await.text;
    assert!(law.contains("Draft") && !law.contains("Ships"), "{law}");

    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    done(&interpreter, &page, "review", "version=1").await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let early = supervisor
        .form(&format!("{page}/publish"), "version=2&on=2026-01-01")
        .await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        early.text.contains("before the version that was translated"),
        "{}",
        early.text
    );
    done(
        &supervisor,
        &page,
        "publish",
        "version=2&on=2026-02-12&url=https://law.example/en",
    )
    .await;

    let law = anyone.get("/en/laws/harbour").await.text;
    assert!(
        law.contains("Harbour rules") && law.contains("Ships &#60;wait&#62;."),
        "{law}"
    );
    assert!(law.contains("Read against the original by a second person (market, 13 February 2026)."));
    assert!(
        law.contains("href=\"https://law.example/en\"") && law.contains("published 43 working days late")
    );
    assert!(!law.contains("The interpreter"), "nobody is named");
    let russian = anyone.get("/ru/laws/harbour").await.text;
    assert!(russian.contains("href=\"/en/laws/harbour#translation\"") && !russian.contains("Ships"));
    let list = anyone.get("/en/laws?state=published").await.text;
    assert!(
        list.contains("Published: 1. Late: 1.") && !list.contains("/en/laws/goods"),
        "{list}"
    );
    assert!(
        anyone
            .get("/en/laws?kind=normative-document")
            .await
            .text
            .contains("No law fits.")
    );
    let feed = anyone.get("/ko/laws.atom").await.text;
    assert!(
        feed.contains("<title xml:lang=\"en-GB\">Harbour rules</title>"),
        "{feed}"
    );
    assert!(feed.contains("<updated>2026-02-13T02:00:00Z</updated>"), "{feed}");

    let found = (super::SLICE.findable)(&app).await.unwrap();
    let said: Vec<Lang> = found
        .iter()
        .filter(|text| text.body.contains("Ships"))
        .map(|text| text.lang)
        .collect();
    assert_eq!(said, [Lang::EN]);

    done(&supervisor, &page, "withdraw", "version=3&reason=It+was+wrong").await;
    let law = anyone.get("/en/laws/harbour").await.text;
    assert!(!law.contains("Ships") && law.contains("Withdrawn"), "{law}");
    let record = supervisor.get(&page).await.text;
    assert!(record.contains("Reason: It was wrong") && record.contains("Read against the original"));
}

#[tokio::test]
async fn what_is_taken_up_is_taken_up_once() {
    let app = peopled().await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let new = agent.get("/desk/legal/new?law=harbour&language=ru").await.text;
    assert!(new.contains("<option value=\"ru\" selected>"), "{new}");
    assert!(new.contains("https://law.example/harbour"));
    taken_up(&agent).await;
    let again = agent.form("/desk/legal/new", WORDS).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again
            .text
            .contains("Somebody has taken up this translation already"),
        "{}",
        again.text
    );
    assert!(again.text.contains("value=\"Harbour rules\""));
    let not_owed = agent.form("/desk/legal/new", &WORDS.replace("=en", "=ko")).await;
    assert_eq!(not_owed.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn who_takes_up_the_same_at_the_same_moment_hears_that_it_is_taken() {
    let app = peopled().await;
    let agent = Actor::Staff {
        id: StaffId(1),
        role: Role::Agent,
        unit: "hotline".into(),
    };
    let ctx = app.context(&agent);
    let open = harbour_rules();
    let entropy = app.entropy();
    let opening = || open_new::<Translation>(app.store(), &ctx, entropy.as_ref(), &open, None);
    let all = futures::future::join_all((0..8).map(|_| opening())).await;
    let (first, others): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
    assert_eq!((first.len(), others.len()), (1, 7));
    let taken = Refusal::from(Problem::Twice.of("language"));
    for other in others {
        assert_eq!(other.unwrap_err(), OpenError::Refused(taken.clone()));
    }
}

#[tokio::test]
async fn each_role_comes_to_what_is_theirs() {
    let app = peopled().await;
    let page = taken_up(&Visitor::signed_in(&app, "agent").await).await;
    for (login, sees, writes) in [
        ("agent", true, true),
        ("interpreter", true, true),
        ("officer", true, true),
        ("supervisor", true, true),
        ("planner", true, false),
        ("administrator", true, false),
        ("mediator", false, false),
        ("reviewer", false, false),
        ("harbour", false, true),
    ] {
        let who = Visitor::signed_in(&app, login).await;
        let one = who.get(&page).await.status;
        let theirs = login != "mediator" && login != "reviewer";
        let unseen = if theirs {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(one, if sees { StatusCode::OK } else { unseen }, "{login}");
        let list = who.get("/desk/legal").await;
        let seen = if theirs {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(list.status, seen, "{login}");
        assert_eq!(list.text.contains(&page), sees, "{login}");
        let new = who.get("/desk/legal/new").await.status;
        assert_eq!(new == StatusCode::OK, writes, "{login}");
        let api = who.get(&page.replace("/desk", "/api/v1/desk")).await.status;
        assert_eq!(api == StatusCode::OK, sees, "{login}");
    }
}

#[tokio::test]
async fn what_was_taken_up_stays_with_its_unit_though_the_pack_names_another_since() {
    let app = peopled().await;
    let mut before = City::clone(app.city());
    before.legal[0].translation.as_mut().unwrap().unit = "harbour".into();
    let ctx = Context {
        now: app.now(),
        actor: &Actor::Staff {
            id: StaffId(1),
            role: Role::Agent,
            unit: "hotline".into(),
        },
        city: &before,
    };
    let open = harbour_rules();
    let reference = Reference::from_random([9; 7]);
    let opened = app
        .store()
        .open_stream::<Translation>(&ctx, &open, reference, None);
    assert_eq!(opened.await.unwrap().record.unit, "harbour");
    let page = format!("/desk/legal/{reference}");
    let takes_up = |language| format!("/desk/legal/new?law=harbour&#38;language={language}");
    for (login, of_theirs, of_others) in [
        ("harbour", vec![page.clone()], vec![takes_up("ru")]),
        ("officer", vec![takes_up("ru")], vec![page.clone()]),
        ("agent", vec![page.clone(), takes_up("ru")], vec![]),
    ] {
        let who = Visitor::signed_in(&app, login).await;
        let list = who.get("/desk/legal").await.text;
        assert!(of_theirs.iter().all(|link| list.contains(link)), "{login} {list}");
        assert!(
            !of_others.iter().any(|link| list.contains(link)),
            "{login} {list}"
        );
        assert!(!list.contains(&takes_up("en")), "{login}: it is taken up");
        let opens = who.get(&page).await.status == StatusCode::OK;
        assert_eq!(opens, of_theirs.contains(&page), "{login}");
    }
}

#[tokio::test]
async fn the_desk_lists_what_is_owed_by_state_unit_language_and_lateness() {
    let app = peopled().await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let page = taken_up(&agent).await;
    for (query, drafted, owed) in [
        ("", true, true),
        ("?state=draft", true, false),
        ("?state=owed&late=yes", false, true),
        ("?language=ru", false, true),
        ("?unit=harbour", false, false),
        ("?state=unheard-of", true, true),
    ] {
        let list = agent.get(&format!("/desk/legal{query}")).await.text;
        assert_eq!(list.contains(&page), drafted, "{query}");
        let takes_up = "/desk/legal/new?law=harbour&#38;language=ru";
        assert_eq!(list.contains(takes_up), owed, "{query} {list}");
    }
    let table = agent.get("/desk/legal/translations.csv?state=draft").await.text;
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(
        table.contains("\"legal/harbour.title in English\",\"English\",\"Draft\""),
        "{table}"
    );
    let desk = agent.get("/desk/translation").await.text;
    assert!(
        desk.contains("<a href=\"/desk/legal\">Laws owed: 2, late: 2</a>"),
        "{desk}"
    );
}

#[tokio::test]
async fn programs_read_the_register_and_work_on_it() {
    let app = peopled().await;
    let anyone = Visitor::anyone(&app);
    let laws = anyone.get("/api/v1/laws").await.json();
    assert_eq!(laws[0]["code"], "harbour");
    assert_eq!(laws[0]["translations"][0]["state"], "owed");
    assert_eq!(laws[0]["translations"][0]["due_on"], "2025-12-15");
    assert_eq!(laws[0]["translations"][0]["days_late"], 44);
    assert_eq!(
        (&laws[1]["checked"], &laws[1]["translations"]),
        (&json!(false), &json!([]))
    );
    let korean = Visitor {
        language: "ko",
        ..anyone.clone()
    };
    assert_eq!(korean.get("/api/v1/laws").await.json()[0]["language"], "zh");

    let agent = Visitor::signed_in(&app, "agent").await;
    let open = json!({"law": "harbour", "language": "en", "title": "Rules", "text": "One"});
    let opened = agent.json("/api/v1/desk/legal", &open).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text);
    let path = format!(
        "/api/v1/desk/legal/{}",
        opened.json()["reference"].as_str().unwrap()
    );
    assert_eq!(opened.json()["actions"], json!(["revise"]));
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    let sent = interpreter
        .json(&format!("{path}/send-back"), &json!({"reason": "Two"}))
        .await;
    assert_eq!(sent.json()["sent_back"], "Two", "{}", sent.text);
    let revised = agent
        .json(
            &format!("{path}/revise"),
            &json!({"title": "Rules", "text": "Two", "version": 2}),
        )
        .await;
    assert_eq!(revised.json()["text"], "Two", "{}", revised.text);
    let reviewed = interpreter.json(&format!("{path}/review"), &json!({})).await;
    assert_eq!(reviewed.json()["state"], "reviewed", "{}", reviewed.text);
    let list = agent.get("/api/v1/desk/legal?state=reviewed").await.json();
    assert_eq!(
        (&list["total"], &list["translations"][0]["law"]),
        (&json!(1), &json!("harbour"))
    );
    let unknown = agent.get("/api/v1/desk/legal?state=lost").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        anyone.get("/api/v1/desk/legal").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_law_names_the_guides_that_rest_on_it_and_what_it_is_really_called() {
    let anyone = Visitor::anyone(&crate::testing::app());
    let goods = anyone.get("/en/laws/goods").await.text;
    assert!(goods.contains("href=\"/en/guides/refunds\""), "{goods}");
    assert!(
        goods.contains("lang=\"zh-Hans\" dir=\"ltr\">legal/goods.title（原文）"),
        "{goods}"
    );
    let number = |page: &str, marked: &str| page.contains(&format!("<dd>{marked}第1号"));
    let marked = "<span lang=\"zh-Hans\" dir=\"ltr\">";
    let harbour = anyone.get("/en/laws/harbour").await.text;
    assert!(number(&harbour, marked), "{harbour}");
    assert!(
        harbour.contains("<dd>legal/harbour.issuer in English</dd>"),
        "{harbour}"
    );
    let korean = anyone.get("/ko/laws/harbour").await.text;
    assert!(
        korean.contains(&format!("<dd>{marked}legal/harbour.issuer（原文）")),
        "{korean}"
    );
    let chinese = anyone.get("/zh/laws/harbour").await.text;
    assert!(number(&chinese, ""), "{chinese}");
    assert!(goods.contains("This city owes no translation of it"));
    assert_eq!(anyone.get("/en/laws/moon").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_feed_is_whole_with_entries_and_without() {
    let app = crate::testing::app();
    for language in &app.city().languages {
        let page = Page::new(&app, language.code, "/laws.atom", Nav::None);
        let [full, empty] = super::samples::feeds(&page);
        assert_eq!(full.matches("<entry>").count(), 1);
        assert!(full.contains("Rules of the &#60;harbour&#62;"), "{full}");
        assert!(!empty.contains("<entry>"));
        for feed in [full, empty] {
            assert!(
                feed.starts_with("<?xml version=\"1.0\"") && feed.ends_with("</feed>"),
                "{feed}"
            );
            assert_eq!(
                feed.matches("<updated>").count(),
                1 + feed.matches("<entry>").count()
            );
        }
    }
}

#[tokio::test]
async fn a_law_is_found_by_its_title_and_by_how_it_is_cited() {
    let app = crate::testing::app();
    let found = (super::SLICE.findable)(&app).await.unwrap();
    let goods: Vec<Lang> = found
        .iter()
        .filter(|text| text.path == "/laws/goods" && text.words == ["商品法"])
        .map(|text| text.lang)
        .collect();
    assert_eq!(goods, [Lang::ZH, Lang::EN]);
}
