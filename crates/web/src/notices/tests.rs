use axum::http::StatusCode;
use domain::Lang;
use domain::cases::{Case, Channel, Command, Contact, Open};
use domain::notices::{Change, Notices, Stands};
use domain::receipts::{AccessCode, Reference};
use domain::roles::Actor;
use store::Receipt;

use super::follow::Mails;
use super::links::{Does, Link};
use super::{Letter, Letters};
use crate::kit::app::{App, Secret};
use crate::kit::form::FormState;
use crate::kit::page::{Nav, Page};
use crate::testing::{Visitor, peopled, worker};

fn open(language: Lang, pages: Lang) -> Open {
    Open {
        service: "complaint".to_owned(),
        language,
        detected: false,
        channel: Channel::Web,
        text: "My coat tore".to_owned(),
        topic: Some("food".to_owned()),
        fields: [("shop", "Shop"), ("bought", "in-shop")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into(),
        contact: Contact {
            name: Some("Kim Minji".to_owned()),
            email: Some("kim@example.org".to_owned()),
            pages: Some(pages),
            ..Contact::default()
        },
        place: Some("harbour".to_owned()),
    }
}

async fn case(app: &App, language: Lang, pages: Lang) -> Case {
    let reference = Reference::from_random([3; 7]);
    let code = AccessCode::from_random([5; 12]);
    let receipt = Receipt {
        reference,
        code_hash: app.secret().access_hash(reference, &code),
    };
    let open = open(language, pages);
    let context = app.context(&Actor::ANYONE);
    let opened = app
        .store()
        .open_held::<Case>(&context, &open, &receipt, None)
        .await;
    opened.unwrap().record
}

async fn change(app: &App, case: &Case, actor: &Actor, change: Change) -> Case {
    let command = Command::Notices(change);
    let context = app.context(actor);
    let done = app
        .store()
        .carry_out(&context, case.reference, None, &command)
        .await;
    done.unwrap()
}

async fn now(app: &App, case: &Case) -> Case {
    app.store().get(case.reference, &worker()).await.unwrap().unwrap()
}

fn letters(app: &App) -> Letters {
    Letters {
        texts: crate::texts(&app.city().languages, app.city().source_language, None).unwrap(),
        city: std::sync::Arc::clone(app.city()),
        secret: Secret::new([7; 32]),
        site: "https://harbour.example".to_owned(),
    }
}

/// The links in a letter, below the site.
fn links(letter: &Letter) -> Vec<&str> {
    let lines = letter.body.lines();
    lines
        .filter_map(|line| line.strip_prefix("https://harbour.example"))
        .collect()
}

/// Of somebody who has confirmed the address.
async fn confirmed(app: &App) -> Case {
    let case = case(app, Lang::EN, Lang::EN).await;
    let holder = Actor::holder(case.reference);
    change(app, &case, &holder, Change::Confirm { left: 1 }).await;
    case
}

#[tokio::test]
async fn a_link_asks_and_its_button_confirms() {
    let app = crate::testing::app();
    let case = case(&app, Lang::KO, Lang::KO).await;
    let letter = letters(&app).confirmation(&case).unwrap();
    let [confirm, _] = links(&letter)[..] else {
        panic!("{}", letter.body)
    };
    let reader = Visitor::anyone(&app);
    let page = reader.get(confirm).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<form method=\"post\">"), "{}", page.text);
    assert_eq!(now(&app, &case).await.notices.unwrap().stands, Stands::Waiting);
    let pressed = reader.form(confirm, "").await;
    assert_eq!(pressed.status, StatusCode::OK);
    assert_eq!(now(&app, &case).await.notices.unwrap().stands, Stands::Confirmed);
    let again = reader.get(confirm).await;
    assert!(!again.text.contains("<form method=\"post\">"));
}

#[tokio::test]
async fn one_request_stops_mails_without_signing_in_and_leads_nowhere_else() {
    let app = crate::testing::app();
    let case = confirmed(&app).await;
    let letter = letters(&app).notice(&now(&app, &case).await).unwrap();
    let stop = letter.stop.strip_prefix("https://harbour.example").unwrap();
    assert!(links(&letter).contains(&stop));
    let program = Visitor::anyone(&app);
    let shown = program.get(stop).await;
    assert!(shown.text.contains("Stop these mails"));
    assert_eq!(now(&app, &case).await.notices.unwrap().stands, Stands::Confirmed);
    for _ in 0..2 {
        let posted = program.form(stop, "List-Unsubscribe=One-Click").await;
        assert_eq!((posted.status, posted.to.as_str()), (StatusCode::OK, ""));
    }
    assert_eq!(now(&app, &case).await.notices.unwrap().stands, Stands::Stopped);
    assert_eq!(letters(&app).notice(&now(&app, &case).await), None);
}

#[tokio::test]
async fn a_link_that_came_from_no_mail_is_not_there() {
    let app = crate::testing::app();
    let case = case(&app, Lang::EN, Lang::EN).await;
    let link = |secret: [u8; 32], left| {
        let link = Link {
            does: Does::Confirm,
            reference: case.reference,
            left,
        };
        link.path(&Secret::new(secret), Lang::EN)
    };
    let reader = Visitor::anyone(&app);
    assert_eq!(
        reader.form(&link([8; 32], 1), "").await.status,
        StatusCode::NOT_FOUND
    );
    let over = reader.form(&link([7; 32], 2), "").await;
    assert!(over.text.contains("This link no longer works"), "{}", over.text);
    assert_eq!(now(&app, &case).await.notices.unwrap().stands, Stands::Waiting);
}

#[tokio::test]
async fn a_mail_holds_no_word_of_the_case_and_no_way_into_it() {
    let app = crate::testing::app();
    let case = case(&app, Lang::RU, Lang::EN).await;
    let confirmation = letters(&app).confirmation(&case).unwrap();
    change(
        &app,
        &case,
        &Actor::holder(case.reference),
        Change::Confirm { left: 1 },
    )
    .await;
    let notice = letters(&app).notice(&now(&app, &case).await).unwrap();
    let follow = format!("/ru/follow/{}", case.reference);
    assert!(links(&notice).contains(&follow.as_str()), "{}", notice.body);
    let code = AccessCode::from_random([5; 12]).reveal();
    for letter in [&confirmation, &notice] {
        assert_eq!(letter.to, "kim@example.org");
        let said = format!("{} {} {}", letter.subject, letter.body, letter.stop);
        for word in ["kim", "Kim", "coat", "Shop", "@", &code, &code.replace('-', "")] {
            assert!(!said.contains(word), "{word} in {said}");
        }
        assert!(!format!("{letter:?}").contains("kim"), "nor does a log");
    }
    assert_ne!(confirmation.name, notice.name);
    let follows = Visitor::anyone(&app).get(&follow).await;
    assert!(follows.text.contains("name=\"code\""), "the code is asked for");
}

#[tokio::test]
async fn a_mail_is_in_the_language_of_the_person_or_in_two_that_may_do() {
    let app = crate::testing::app();
    let vietnamese = Lang::parse("vi").unwrap();
    for (language, pages, first, second) in [
        (Lang::ZH, Lang::EN, "编号", None),
        (Lang::EN, Lang::EN, "This address was left", None),
        (Lang::KO, Lang::ZH, "접수번호", None),
        (Lang::JA, Lang::EN, "受付番号", None),
        (Lang::RU, Lang::RU, "Этот адрес", None),
        (vietnamese, Lang::KO, "This address was left", Some("접수번호")),
        (vietnamese, Lang::EN, "This address was left", None),
    ] {
        let app = crate::testing::app();
        let case = case(&app, language, pages).await;
        let letter = letters(&app).confirmation(&case).unwrap();
        assert!(letter.body.contains(first), "{}", letter.body);
        let parts: Vec<&str> = letter.body.split("\n----------\n").collect();
        assert_eq!(parts.len(), 1 + usize::from(second.is_some()), "{}", letter.body);
        assert!(second.is_none_or(|second| parts[1].contains(second)));
        assert!(!letter.subject.contains('⟦') && !letter.body.contains('⟦'));
    }
    drop(app);
}

#[tokio::test]
async fn the_same_mail_has_the_same_name_until_it_is_known_to_be_sent() {
    let app = crate::testing::app();
    let case = confirmed(&app).await;
    let name = async || letters(&app).notice(&now(&app, &case).await).unwrap().name;
    let first = name().await;
    assert_eq!(first, name().await);
    change(&app, &case, &worker(), Change::Tell { left: 1, up_to: 9 }).await;
    assert_ne!(first, name().await);
}

#[tokio::test]
async fn the_desk_lists_addresses_that_take_no_mail_for_who_sees_every_case() {
    let app = peopled().await;
    let case = case(&app, Lang::EN, Lang::EN).await;
    change(&app, &case, &worker(), Change::Refuse { left: 1 }).await;
    let officer = Visitor::signed_in(&app, "officer").await;
    assert_eq!(officer.get("/desk/notices").await.status, StatusCode::FORBIDDEN);
    for login in ["agent", "supervisor"] {
        let list = Visitor::signed_in(&app, login).await.get("/desk/notices").await;
        assert!(
            list.text.contains(&format!("/desk/cases/{}", case.reference)),
            "{}",
            list.text
        );
        assert!(!list.text.contains("kim@"), "the address stands with the case");
        assert!(list.text.contains("No mail server is configured"));
    }
}

/// Somebody at the page of the case.
async fn holding(app: &App, case: &Case) -> Visitor {
    let anyone = Visitor::anyone(app);
    let code = AccessCode::from_random([5; 12]).reveal();
    let form = format!("reference={}&code={code}", case.reference);
    let opened = anyone.form("/en/follow", &form).await;
    let cookie = opened.cookie.expect("the receipt is kept");
    Visitor {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        ..anyone
    }
}

#[tokio::test]
async fn an_address_is_left_and_mails_are_stopped_on_the_page_of_the_case() {
    let app = crate::testing::app();
    let case = case(&app, Lang::EN, Lang::EN).await;
    let follow = format!("/en/follow/{}", case.reference);
    let holder = holding(&app, &case).await;
    let shown = holder.get(&follow).await;
    assert!(
        shown.text.contains("No mails are sent about your case"),
        "{}",
        shown.text
    );
    let leave = format!("{follow}/notices");
    let wrong = holder.form(&leave, "email=kim%40").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let left = holder.form(&leave, "email=other%40example.org").await;
    assert_eq!(
        (left.status, left.to),
        (StatusCode::SEE_OTHER, format!("{follow}?done=notices"))
    );
    let after = now(&app, &case).await;
    assert_eq!(after.waiting_address(), Some("other@example.org"));
    let stopped = holder.form(&format!("{follow}/notices-stop"), "").await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER);
    assert_eq!(now(&app, &case).await.notices.unwrap().stands, Stands::Stopped);
    let stranger = Visitor::anyone(&app)
        .form(&leave, "email=other%40example.org")
        .await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_page_of_a_case_says_how_its_address_stands() {
    let app = crate::testing::app();
    let case = case(&app, Lang::EN, Lang::EN).await;
    let left = case.notices.clone().unwrap();
    let standing = |stands| {
        Some(Notices {
            stands,
            ..left.clone()
        })
    };
    let expired = Notices {
        since: jiff::Timestamp::UNIX_EPOCH,
        ..left.clone()
    };
    for language in &app.city().languages {
        let page = Page::new(&app, language.code, "/follow", Nav::Follow);
        let mut said = std::collections::BTreeSet::new();
        for (notices, asks, stops) in [
            (None, true, false),
            (standing(Stands::Waiting), true, false),
            (Some(expired.clone()), true, false),
            (standing(Stands::Confirmed), false, true),
            (standing(Stands::Stopped), true, false),
            (standing(Stands::Refused), true, false),
        ] {
            let case = Case {
                notices,
                ..case.clone()
            };
            let mails = Mails::sent(&page, &case, &FormState::default());
            assert_eq!(
                (mails.control.is_some(), mails.may_stop),
                (asks, stops),
                "{}",
                mails.text
            );
            assert!(!format!("{} {}", mails.text, mails.leave).contains('⟦'));
            said.insert(mails.text);
        }
        assert_eq!(said.len(), 6, "each is said in words of its own");
    }
}
