//! Signing in and out, sessions and passwords, as each role has them, by page and by API.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::roles::Role;
use serde_json::json;
use tower::ServiceExt as _;

use crate::kit::app::{App, Options};
use crate::kit::session::name_of;
use crate::testing::{PASSWORD, Visitor, app_with, settle};

const NEW: &str = "seven gulls over a quay";

/// With somebody in every role, who may try as often as a test does.
async fn peopled() -> App {
    let app = app_with(Options {
        unlimited: true,
        ..Options::default()
    });
    settle(&app).await;
    app
}

fn roles() -> impl Iterator<Item = &'static str> {
    let staff = Role::ALL.into_iter().filter(|role| *role != Role::Resident);
    staff.map(Role::code)
}

fn name(visitor: &Visitor) -> String {
    name_of(visitor.token.trim_start_matches("Bearer "))
}

async fn is_on(visitor: &Visitor) -> bool {
    visitor.get("/api/v1/desk/sessions").await.status == StatusCode::OK
}

/// Somebody who signs in by the page, on a browser that keeps these cookies.
async fn by_page(app: &App, login: &str, password: &str, cookies: &str) -> (StatusCode, Visitor) {
    let visitor = Visitor {
        cookie: cookies.to_owned(),
        ..Visitor::anyone(app)
    };
    let form = format!("login={login}&password={}", password.replace(' ', "+"));
    let seen = visitor.form("/desk/sign-in", &form).await;
    let token = seen.cookies.first().and_then(|cookie| cookie.split_once('='));
    let token = token.map_or("", |(_, token)| token);
    let visitor = Visitor {
        token: format!("Bearer {token}"),
        cookie: seen.cookies.join("; "),
        ..visitor
    };
    (seen.status, visitor)
}

#[tokio::test]
async fn everybody_changes_their_own_password_and_stays_signed_in_here_alone() {
    let app = peopled().await;
    let field = |text: &str| text.replace(' ', "+");
    let form = |current: &str, new: &str, again: &str| {
        let names = ["current-password", "new-password", "again-password"];
        let fields = names.iter().zip([current, new, again]);
        let fields: Vec<String> = fields
            .map(|(name, value)| format!("{name}={}", field(value)))
            .collect();
        fields.join("&")
    };
    for login in roles() {
        let (here, elsewhere) = (
            Visitor::signed_in(&app, login).await,
            Visitor::signed_in(&app, login).await,
        );
        let page = here.get("/desk/account").await;
        assert_eq!(page.status, StatusCode::OK, "{login}");
        for (current, new, again, said) in [
            ("not this one", NEW, NEW, "This is not your current password"),
            ("", NEW, NEW, "This cannot be left empty"),
            (PASSWORD, "short", "short", "at least 10 characters"),
            (PASSWORD, "password1234", "password1234", "easy to guess"),
            (
                PASSWORD,
                &format!("The {login}"),
                &format!("The {login}"),
                "easy to guess",
            ),
            (PASSWORD, &"long ".repeat(50), &"long ".repeat(50), "at most 200"),
            (PASSWORD, NEW, "another one", "not the same"),
        ]
        .into_iter()
        .take(if login == "officer" { 7 } else { 1 })
        {
            let seen = here
                .form("/desk/account/password", &form(current, new, again))
                .await;
            assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{login} {new}");
            assert!(seen.text.contains(said), "{login} {new}: {}", seen.text);
            assert!(!seen.text.contains(&field(NEW)) && !seen.text.contains(NEW));
        }
        let seen = here
            .form("/desk/account/password", &form(PASSWORD, NEW, NEW))
            .await;
        assert_eq!(
            (seen.status, seen.to.as_str()),
            (StatusCode::SEE_OTHER, "/desk/account?done=password")
        );
        assert!(!is_on(&here).await && !is_on(&elsewhere).await, "{login}");
        let cookie = seen.cookie.unwrap();
        let now = Visitor {
            cookie: cookie.split(';').next().unwrap().to_owned(),
            token: String::new(),
            ..here
        };
        let page = now.get(&seen.to).await;
        assert!(
            page.text.contains("Your password is changed"),
            "{login}: {}",
            page.text
        );
        assert_eq!(
            by_page(&app, login, PASSWORD, "").await.0,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(
            by_page(&app, login, NEW, "").await.0,
            StatusCode::SEE_OTHER,
            "{login}"
        );
    }
}

#[tokio::test]
async fn the_api_changes_a_password_by_the_same_rules() {
    let app = peopled().await;
    for login in roles() {
        let program = Visitor::signed_in(&app, login).await;
        let change = async |body| program.json("/api/v1/session/password", &body).await;
        for (body, field, problem) in [
            (
                json!({"current": "not this one", "new": NEW}),
                "current",
                "wrong-password",
            ),
            (json!({"current": "", "new": NEW}), "current", "required"),
            (json!({"current": PASSWORD, "new": ""}), "new", "required"),
            (
                json!({"current": PASSWORD, "new": "123456789"}),
                "new",
                "too-short",
            ),
            (
                json!({"current": PASSWORD, "new": "1234567890"}),
                "new",
                "too-common",
            ),
            (
                json!({"current": PASSWORD, "new": "密".repeat(201)}),
                "new",
                "too-long",
            ),
        ]
        .into_iter()
        .take(if login == "officer" { 6 } else { 1 })
        {
            let seen = change(body).await;
            assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", seen.text);
            let error = &seen.json()["errors"][0];
            assert_eq!(
                (&error["field"], &error["problem"]),
                (&json!(field), &json!(problem))
            );
        }
        let seen = change(json!({"current": PASSWORD, "new": NEW})).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
        assert!(!is_on(&program).await);
        let token = format!("Bearer {}", seen.json()["token"].as_str().unwrap());
        assert!(is_on(&Visitor { token, ..program }).await);
    }
    let anyone = Visitor::anyone(&app);
    let seen = anyone
        .json(
            "/api/v1/session/password",
            &json!({"current": PASSWORD, "new": NEW}),
        )
        .await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn everybody_sees_and_ends_their_own_sessions_and_only_an_administrator_those_of_others() {
    let app = peopled().await;
    let victim = Visitor::signed_in(&app, "harbour").await;
    for login in roles() {
        let (here, elsewhere) = (
            Visitor::signed_in(&app, login).await,
            Visitor::signed_in(&app, login).await,
        );
        let sees_all = login == "administrator";
        let listed = here.get("/api/v1/desk/sessions?limit=100").await.json();
        let sessions = listed["sessions"].as_array().unwrap();
        let own = sessions.iter().filter(|session| session["login"] == json!(login));
        assert_eq!(own.count(), 2, "{login}: {listed}");
        assert_eq!(sessions.len() > 2, sees_all, "{login}: {listed}");
        let current: Vec<_> = sessions
            .iter()
            .filter(|session| session["current"] == json!(true))
            .collect();
        assert_eq!(current.len(), 1);
        assert_eq!(current[0]["name"], json!(name(&here)));
        assert!(
            !listed
                .to_string()
                .contains(here.token.trim_start_matches("Bearer "))
        );

        let room = here.get("/desk/sessions").await;
        let end = here
            .form("/desk/sessions/end", &format!("session={}", name(&victim)))
            .await;
        let end_all = here.form("/desk/sessions/end-all", "person=1").await;
        if sees_all {
            assert_eq!(room.status, StatusCode::OK);
            assert!(room.text.contains("The harbour"), "{}", room.text);
            assert_eq!(
                (end.status, end_all.status),
                (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER)
            );
            assert!(!is_on(&victim).await);
        } else {
            let all = [room.status, end.status, end_all.status];
            assert_eq!(all, [StatusCode::FORBIDDEN; 3], "{login}");
            // Nor by their own page, nor by the API.
            here.form("/desk/account/end", &format!("session={}", name(&victim)))
                .await;
            let api = format!("/api/v1/desk/sessions/{}", name(&victim));
            assert_eq!(
                here.send("DELETE", &api, "", "").await.status,
                StatusCode::NOT_FOUND
            );
            assert!(is_on(&victim).await, "{login}");
        }
        let page = here.get("/desk/account").await;
        assert!(
            page.text.contains(&name(&elsewhere)) && !page.text.contains(&name(&here)),
            "{login}"
        );
        let ended = here
            .form("/desk/account/end", &format!("session={}", name(&elsewhere)))
            .await;
        assert_eq!(ended.to, "/desk/account?done=end");
        assert!(!is_on(&elsewhere).await && is_on(&here).await, "{login}");
        let third = Visitor::signed_in(&app, login).await;
        here.form("/desk/account/end-others", "").await;
        assert!(!is_on(&third).await && is_on(&here).await, "{login}");
        let own = format!("/api/v1/desk/sessions/{}", name(&here));
        assert_eq!(
            here.send("DELETE", &own, "", "").await.status,
            StatusCode::NO_CONTENT
        );
        assert!(!is_on(&here).await, "{login}");
    }
    let anyone = Visitor::anyone(&app);
    assert_eq!(anyone.get("/desk/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        anyone.get("/api/v1/desk/sessions").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn another_sign_in_on_the_same_browser_or_with_the_old_token_ends_the_session_before() {
    let app = peopled().await;
    let (_, first) = by_page(&app, "officer", PASSWORD, "").await;
    let (_, elsewhere) = by_page(&app, "officer", PASSWORD, "").await;
    assert!(is_on(&first).await);
    let (_, device) = first.cookie.split_once("; ").unwrap();
    assert!(device.contains("device="), "{device}");
    // Its cookie of the session is gone with the window that was closed.
    let (_, second) = by_page(&app, "agent", PASSWORD, device).await;
    assert!(!is_on(&first).await && is_on(&second).await && is_on(&elsewhere).await);
    // A failed try ends nothing.
    by_page(&app, "agent", "not this one", device).await;
    assert!(is_on(&second).await);
    let (_, third) = by_page(&app, "agent", PASSWORD, &second.cookie).await;
    assert!(!is_on(&second).await && is_on(&third).await);
    let body = json!({"login": "agent", "password": PASSWORD});
    let program = third.json("/api/v1/session", &body).await;
    assert_eq!(program.status, StatusCode::CREATED);
    assert!(!is_on(&third).await);
}

#[tokio::test]
async fn what_is_told_live_ends_with_the_session_at_once() {
    let app = peopled().await;
    for how in ["signs out", "is signed out", "has another password"] {
        let officer = Visitor::signed_in(&app, "officer").await;
        let request = Request::get("/desk/live").header(header::COOKIE, &officer.cookie);
        let request = request.body(Body::empty()).unwrap();
        let answer = crate::router(app.clone()).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let heard = tokio::spawn(axum::body::to_bytes(answer.into_body(), usize::MAX));
        tokio::task::yield_now().await;
        assert!(!heard.is_finished());
        match how {
            "signs out" => {
                officer.form("/desk/sign-out", "").await;
            }
            "is signed out" => {
                let chief = Visitor::signed_in(&app, "administrator").await;
                let api = format!("/api/v1/desk/sessions/{}", name(&officer));
                assert_eq!(
                    chief.send("DELETE", &api, "", "").await.status,
                    StatusCode::NO_CONTENT
                );
            }
            _ => {
                let body = json!({"current": PASSWORD, "new": NEW});
                assert_eq!(
                    officer.json("/api/v1/session/password", &body).await.status,
                    StatusCode::OK
                );
            }
        }
        // It is looked for by itself later than that.
        let ended = tokio::time::timeout(Duration::from_secs(5), heard).await;
        ended
            .unwrap_or_else(|_| panic!("it goes on: {how}"))
            .unwrap()
            .unwrap();
        let again = officer.get("/desk/live").await;
        assert_eq!(again.status, StatusCode::UNAUTHORIZED, "{how}");
    }
}

#[tokio::test]
async fn a_password_that_came_after_the_end_of_the_session_is_not_shown_again() {
    let app = peopled().await;
    let officer = Visitor::signed_in(&app, "officer").await;
    officer.form("/desk/sign-out", "").await;
    let form = format!(
        "current-password=secret-one&new-password={}&text=words",
        NEW.replace(' ', "+")
    );
    let seen = officer.form("/desk/account/password", &form).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    assert!(seen.text.contains("kept.text"));
    assert!(
        !seen.text.contains("secret-one") && !seen.text.contains(NEW),
        "{}",
        seen.text
    );
}
