use std::fmt::Write as _;

use axum::http::StatusCode;
use domain::Lang;
use domain::cases::{Case, Channel, Contact, Open};
use domain::people::{Actor, Role};
use store::people::NewStaff;

use crate::cases::intake;
use crate::kit::app::App;
use crate::testing::{PASSWORD, Visitor};

/// A city with somebody in every role: officers in `market`, all others in `hotline`.
async fn city() -> App {
    let app = crate::testing::app();
    let password_hash = crate::hash_password(PASSWORD, &[7; 16]).unwrap();
    let worker = Actor::System {
        worker: "test".to_owned(),
    };
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Resident) {
        let unit = if matches!(role, Role::Officer | Role::Mediator) {
            "market"
        } else {
            "hotline"
        };
        let new = NewStaff {
            login: role.code().to_owned(),
            name: format!("The {}", role.code()),
            role,
            unit: unit.into(),
            languages: vec![Lang::EN, Lang::ZH],
            password_hash: password_hash.clone(),
        };
        app.store()
            .add_staff(app.city(), app.now(), &worker, &new)
            .await
            .unwrap();
    }
    app
}

async fn signed_in(app: &App, role: Role) -> Visitor {
    let form = format!("login={}&password=harbour+lights&to=/desk", role.code());
    let seen = Visitor::anyone(app).form("/desk/sign-in", &form).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", role.code());
    let cookie = seen.cookie.unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    Visitor {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        ..Visitor::anyone(app)
    }
}

fn complaint() -> Open {
    Open {
        service: "complaint".to_owned(),
        language: Lang::KO,
        detected: true,
        channel: Channel::Web,
        text: "환불을 거부당했습니다.".to_owned(),
        topic: None,
        fields: [("shop", "1"), ("bought", "in-shop")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into(),
        contact: Contact::default(),
        place: None,
    }
}

async fn open(app: &App) -> Case {
    intake::open(app, &Actor::ANYONE, &complaint(), None)
        .await
        .unwrap()
        .case
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_get_the_same_answer() {
    let app = city().await;
    let try_with = async |login: &str| {
        let form = format!("login={login}&password=wrong&to=/desk");
        Visitor::anyone(&app).form("/desk/sign-in", &form).await
    };
    let (wrong, unknown) = (try_with("agent").await, try_with("nobody").await);
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.text.replace("agent", "nobody"), unknown.text);
    assert!(wrong.cookie.is_none());
}

#[tokio::test]
async fn every_role_sees_its_rooms_and_is_refused_the_others_in_plain_words() {
    let app = city().await;
    let rooms = [
        "/desk",
        "/desk/inbox",
        "/desk/new",
        "/desk/translation",
        "/desk/wall",
        "/desk/cases.csv",
    ];
    let expected = [
        (Role::Agent, [200, 200, 200, 200, 403, 403]),
        (Role::Interpreter, [200, 403, 403, 200, 403, 403]),
        (Role::Officer, [200, 200, 403, 403, 403, 403]),
        (Role::Mediator, [200, 200, 403, 403, 403, 403]),
        (Role::Supervisor, [200, 403, 200, 200, 200, 200]),
        (Role::Planner, [303, 403, 403, 403, 200, 403]),
        (Role::Reviewer, [200, 403, 403, 403, 403, 403]),
        (Role::Administrator, [200, 403, 403, 403, 200, 200]),
    ];
    for (role, statuses) in expected {
        let visitor = signed_in(&app, role).await;
        for (room, status) in rooms.iter().zip(statuses) {
            let seen = visitor.get(room).await;
            assert_eq!(seen.status.as_u16(), status, "{} at {room}", role.code());
            if status == 403 {
                assert!(seen.text.contains("Your role does not have this page"), "{room}");
            }
        }
    }
}

#[tokio::test]
async fn a_unit_does_not_see_another_units_case() {
    let app = city().await;
    let case = open(&app).await;
    let agent = signed_in(&app, Role::Agent).await;
    let path = format!("/desk/cases/{}", case.reference);
    let officer = signed_in(&app, Role::Officer).await;
    assert_eq!(officer.get(&path).await.status, StatusCode::OK);
    let routed = agent
        .form(&format!("{path}/route"), "unit=harbour&version=1")
        .await;
    assert_eq!(routed.status, StatusCode::SEE_OTHER);
    assert_eq!(officer.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        officer.form(&format!("{path}/note"), "text=x").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn who_comes_second_sees_what_changed_and_keeps_the_text() {
    let app = city().await;
    let case = open(&app).await;
    let officer = signed_in(&app, Role::Officer).await;
    let path = format!("/desk/cases/{}", case.reference);
    let accepted = officer.form(&format!("{path}/accept"), "version=1").await;
    assert_eq!(accepted.to, format!("{path}?done=accept"));
    let second = officer
        .form(&format!("{path}/decline"), "version=1&text=Not+ours")
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text.contains("This case changed since you opened it"));
    assert!(second.text.contains("Accepted by"), "it says what happened");
    assert!(second.text.contains("Not ours"), "the text is there");
    assert!(
        second.text.contains("name=\"version\" value=\"2\""),
        "it can be sent again"
    );
}

#[tokio::test]
async fn a_command_that_is_not_possible_names_those_that_are() {
    let app = city().await;
    let case = open(&app).await;
    let officer = signed_in(&app, Role::Officer).await;
    let path = format!("/desk/cases/{}", case.reference);
    let refused = officer
        .form(&format!("{path}/resolve"), "version=1&text=Done+long+ago")
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Possible now:") && refused.text.contains("Send back"));
    assert!(
        refused.text.contains("Done long ago"),
        "what was written can be copied"
    );
}

#[tokio::test]
async fn a_text_that_is_too_long_or_no_text_comes_back() {
    let app = city().await;
    let case = open(&app).await;
    let officer = signed_in(&app, Role::Officer).await;
    let path = format!("/desk/cases/{}/note", case.reference);
    let long = "好".repeat(4_001);
    let encoded = "%E5%A5%BD".repeat(4_001);
    let seen = officer.form(&path, &format!("version=1&text={encoded}")).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.text.contains(&long) && seen.text.contains("4,000"));
    let broken = officer.form(&path, "version=1&text=caf%E9").await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.text.contains("caf\u{fffd}"));
}

#[tokio::test]
async fn a_note_that_is_sent_twice_is_written_once() {
    let app = city().await;
    let case = open(&app).await;
    let officer = signed_in(&app, Role::Officer).await;
    let path = format!("/desk/cases/{}/note", case.reference);
    for _ in 0..2 {
        let sent = officer.form(&path, "version=1&once=abc&text=Rung+up").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    let shown = officer.get(&format!("/desk/cases/{}", case.reference)).await;
    assert_eq!(shown.text.matches("Rung up").count(), 1);
}

#[tokio::test]
async fn a_form_outlives_its_session_and_is_not_sent_by_itself() {
    let app = city().await;
    let case = open(&app).await;
    let stranger = Visitor {
        cookie: "harborline-session=0000".to_owned(),
        ..Visitor::anyone(&app)
    };
    let path = format!("/desk/cases/{}/note", case.reference);
    let asked = stranger.form(&path, "version=1&text=Two%0Alines+%26+more").await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.text.contains("name=\"kept.text\"") && asked.text.contains("Two\nlines &#38; more"));
    let form = format!(
        "login=officer&password=harbour+lights&to={path}&kept.version=1&kept.text=Two%0Alines+%26+more"
    );
    let seen = stranger.form("/desk/sign-in", &form).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.cookie.is_some());
    assert!(
        seen.text.contains("Your text has not been sent yet") && seen.text.contains("Two\nlines &#38; more")
    );
    let now = app
        .store()
        .get::<Case>(
            case.reference,
            &Actor::System {
                worker: "test".to_owned(),
            },
        )
        .await
        .unwrap();
    assert_eq!(now.unwrap().version, 1, "nothing was written");
}

#[tokio::test]
async fn a_page_without_a_session_asks_to_sign_in_and_leads_back() {
    let app = city().await;
    let stranger = Visitor {
        cookie: String::new(),
        ..Visitor::anyone(&app)
    };
    let seen = stranger.get("/desk/inbox?x=1").await;
    assert_eq!(
        (seen.status, seen.to.as_str()),
        (StatusCode::SEE_OTHER, "/desk/sign-in?to=/desk/inbox%3Fx%3D1")
    );
    let signed = stranger
        .form(
            "/desk/sign-in",
            "login=agent&password=harbour+lights&to=/desk/inbox?x=1",
        )
        .await;
    assert_eq!(signed.to, "/desk/inbox?x=1");
    let away = stranger
        .form(
            "/desk/sign-in",
            "login=agent&password=harbour+lights&to=https://example.org",
        )
        .await;
    assert_eq!(away.to, "/desk");
}

#[tokio::test]
async fn after_signing_out_the_session_is_worth_nothing() {
    let app = city().await;
    let agent = signed_in(&app, Role::Agent).await;
    assert_eq!(agent.get("/desk").await.status, StatusCode::OK);
    assert_eq!(agent.form("/desk/sign-out", "").await.to, "/desk/sign-in?out");
    assert_eq!(agent.get("/desk").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_case_is_opened_for_a_caller_and_its_receipt_read_out() {
    let app = city().await;
    let agent = signed_in(&app, Role::Agent).await;
    let missing = agent.form("/desk/new/complaint", "text=Hello").await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.text.contains("Hello") && missing.text.contains("href=\"#new-language\""));
    let form = "key=once&channel=phone&language=en&text=Hello&fields.shop=A+shop&fields.bought=in-shop";
    let opened = agent.form("/desk/new/complaint", form).await;
    assert_eq!(opened.status, StatusCode::OK);
    let again = agent.form("/desk/new/complaint", form).await;
    assert_eq!(
        again.text, opened.text,
        "sent twice, it is one case with one receipt"
    );
}

#[tokio::test]
async fn a_country_is_shown_by_its_name_in_the_readers_language() {
    let app = city().await;
    let mut complaint = complaint();
    complaint.fields.insert("from".to_owned(), "KR".to_owned());
    let opened = intake::open(&app, &Actor::ANYONE, &complaint, None)
        .await
        .unwrap();
    let mut officer = signed_in(&app, Role::Officer).await;
    let path = format!("/desk/cases/{}", opened.case.reference);
    let english = officer.get(&path).await.text;
    assert!(english.contains("<dd dir=\"auto\">South Korea</dd>"));
    officer.cookie.push_str("; harborline-desk-language=zh");
    let chinese = officer.get(&path).await.text;
    assert!(chinese.contains("<dd dir=\"auto\">韩国</dd>"));
}

#[tokio::test]
async fn a_language_that_nobody_here_reads_is_unknown_at_the_desk_and_its_script_is_named() {
    const KAZAKH: &str = "Сәлеметсіз бе, төлқұжатымды жоғалтып алдым, не істеуім керек?";
    let app = city().await;
    let (language, detected) = intake::language_of(&app, None, KAZAKH, Lang::ZH);
    assert_eq!((language, detected), (Lang::ZH, false), "the page's stands");
    let unread = Open {
        language,
        detected,
        text: KAZAKH.to_owned(),
        ..complaint()
    };
    let opened = intake::open(&app, &Actor::ANYONE, &unread, None).await.unwrap();
    let agent = signed_in(&app, Role::Agent).await;
    let path = format!("/desk/cases/{}", opened.case.reference);
    for (lang, unknown) in [
        ("en", "Unknown, Cyrillic"),
        ("zh", "未能识别（西里尔文）"),
        ("ko", "알 수 없음(키릴 문자)"),
        ("ja", "不明（キリル文字）"),
        ("ru", "не определён (кириллица)"),
    ] {
        let mut reader = agent.clone();
        write!(reader.cookie, "; harborline-desk-language={lang}").unwrap();
        let seen = reader.get(&path).await.text;
        assert!(
            seen.contains(unknown) && seen.contains("lang=\"und-Cyrl\""),
            "{lang}: {seen}"
        );
    }
}

#[tokio::test]
async fn a_language_that_was_stated_is_believed() {
    let app = city().await;
    let dutch = Open {
        language: Lang::parse("nl").unwrap(),
        detected: false,
        text: "Ik ben mijn paspoort kwijtgeraakt in een taxi, wat moet ik doen?".to_owned(),
        ..complaint()
    };
    let opened = intake::open(&app, &Actor::ANYONE, &dutch, None).await.unwrap();
    let agent = signed_in(&app, Role::Agent).await;
    let seen = agent.get(&format!("/desk/cases/{}", opened.case.reference)).await;
    assert!(seen.text.contains("· Dutch") && !seen.text.contains("Unknown, "));
}

#[tokio::test]
async fn whoever_is_asked_for_a_place_may_say_that_they_do_not_know() {
    let app = city().await;
    let agent = signed_in(&app, Role::Agent).await;
    let form = agent.get("/desk/new/complaint").await;
    assert!(form.text.contains("district.none in English"));
}

#[tokio::test]
async fn what_waits_is_translated_and_the_next_one_comes() {
    let app = city().await;
    let case = open(&app).await;
    let interpreter = signed_in(&app, Role::Interpreter).await;
    let all = interpreter.get("/desk/translation?languages=all").await;
    let path = format!("/desk/translation/{}/1/zh", case.reference);
    assert!(all.text.contains(&path));
    assert!(
        !interpreter.get("/desk/translation").await.text.contains(&path),
        "they know no Korean"
    );
    assert!(
        all.text.contains("harborline models add ko-en en-zh"),
        "no machine translates it, and the desk says so"
    );
    let saved = interpreter.form(&path, "text=%E9%80%80%E6%AC%BE&next=yes").await;
    assert_eq!(
        (saved.status, saved.to.as_str()),
        (StatusCode::SEE_OTHER, "/desk/translation?done=last")
    );
    let officer = signed_in(&app, Role::Officer).await;
    let seen = officer.get(&format!("/desk/cases/{}", case.reference)).await;
    assert!(seen.text.contains("退款") && seen.text.contains("by The interpreter"));
    let refused = officer.form(&path, "text=x").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_list_keeps_to_its_address_and_forgets_what_it_does_not_know() {
    let app = city().await;
    let case = open(&app).await;
    let agent = signed_in(&app, Role::Agent).await;
    let reference = case.reference.to_string();
    assert!(
        agent
            .get("/desk?group=to-accept&language=ko")
            .await
            .text
            .contains(&reference)
    );
    assert!(!agent.get("/desk?group=answered").await.text.contains(&reference));
    for (words, found) in [("nothing-like-it", false), ("%ED%99%98%EB%B6%88", true)] {
        let sent = agent
            .form("/desk/search", &format!("q={words}&sort=newest"))
            .await;
        let to = sent.to;
        assert_eq!(
            to, "/desk?search=yes&sort=newest",
            "the words stay out of the address"
        );
        let search = sent.cookie.unwrap();
        let cookie = format!("{}; {}", agent.cookie, search.split(';').next().unwrap());
        let visitor = Visitor {
            cookie: cookie.clone(),
            ..Visitor::anyone(&app)
        };
        let seen = visitor.get(&to).await;
        assert_eq!(seen.text.contains(&reference), found, "{words}");
    }
    assert!(
        agent
            .get("/desk?unit=atlantis&sort=sideways&cursor=%00")
            .await
            .text
            .contains(&reference)
    );
    let table = signed_in(&app, Role::Supervisor)
        .await
        .get("/desk/cases.csv")
        .await;
    assert!(
        table.text.contains(&reference) && !table.text.contains("환불"),
        "nobody's words are in it"
    );
}
