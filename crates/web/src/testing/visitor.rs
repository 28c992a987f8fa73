//! Somebody who visits, as the tests of every noun have them.

use axum::body::Body;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderName, Request, StatusCode};
use domain::Lang;
use domain::roles::{Actor, Role};
use serde_json::Value;
use store::people::NewStaff;
use tower::ServiceExt as _;

use crate::kit::app::App;
use crate::kit::session::Place;

pub const PASSWORD: &str = "harbour lights";

pub struct Seen {
    pub status: StatusCode,
    pub to: String,
    /// The first that was set, with what is said of it.
    pub cookie: Option<String>,
    /// All that were set, as they are sent back.
    pub cookies: Vec<String>,
    pub text: String,
}

impl Seen {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }
}

/// Somebody, signed in or not, with a browser or a program.
#[derive(Clone)]
pub struct Visitor {
    pub app: App,
    pub cookie: String,
    pub token: String,
    pub language: &'static str,
    /// `Idempotency-Key` of what is sent.
    pub key: &'static str,
}

impl Visitor {
    pub fn anyone(app: &App) -> Self {
        Self {
            app: app.clone(),
            cookie: String::new(),
            token: String::new(),
            language: "en",
            key: "",
        }
    }

    pub async fn signed_in(app: &App, login: &str) -> Self {
        let begun = crate::kit::session::sign_in(app, login, PASSWORD, &Place::default())
            .await
            .unwrap();
        let (_, token) = begun.unwrap();
        Self {
            cookie: format!("harborline-session={token}"),
            token: format!("Bearer {token}"),
            ..Self::anyone(app)
        }
    }

    pub async fn send(&self, method: &str, path: &str, kind: &str, body: impl Into<Body>) -> Seen {
        let mut request = Request::builder().method(method).uri(path);
        for (header, value) in [
            (COOKIE, self.cookie.as_str()),
            (AUTHORIZATION, &self.token),
            (ACCEPT_LANGUAGE, self.language),
            (CONTENT_TYPE, kind),
            (HeaderName::from_static("idempotency-key"), self.key),
        ] {
            if !value.is_empty() {
                request = request.header(header, value);
            }
        }
        let request = request.body(body.into()).unwrap();
        let response = crate::router(self.app.clone()).oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let header = |name| Some(head.headers.get(name)?.to_str().unwrap().to_owned());
        let (status, to, cookie) = (
            head.status,
            header(LOCATION).unwrap_or_default(),
            header(SET_COOKIE),
        );
        let cookies = head.headers.get_all(SET_COOKIE).iter();
        let pair = |cookie: &str| cookie.split(';').next().map(str::to_owned);
        let cookies = cookies
            .filter_map(|cookie| pair(cookie.to_str().unwrap()))
            .collect();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Seen {
            status,
            to,
            cookie,
            cookies,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Seen {
        self.send("GET", path, "", Body::empty()).await
    }

    pub async fn form(&self, path: &str, form: &str) -> Seen {
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", path, kind, form.to_owned()).await
    }

    pub async fn json(&self, path: &str, body: &Value) -> Seen {
        self.send("POST", path, "application/json", body.to_string())
            .await
    }

    /// Sends a file in a form.
    pub async fn file(&self, path: &str, content: &str) -> Seen {
        let head = "content-disposition: form-data; name=\"file\"; filename=\"table.csv\"";
        let body = format!("--b\r\n{head}\r\n\r\n{content}\r\n--b--\r\n");
        self.send("POST", path, "multipart/form-data; boundary=b", body)
            .await
    }
}

/// A city with somebody in every role in `market`, and an officer of the harbour.
pub async fn peopled() -> App {
    let app = crate::testing::app();
    settle(&app).await;
    app
}

/// Everybody of [`peopled`], in the city of that app.
pub async fn settle(app: &App) {
    let password_hash = crate::hash_password(PASSWORD, &[7; 16]).unwrap();
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Resident);
    let posts = roles.map(|role| (role.code(), role, "market"));
    for (login, role, unit) in posts.chain([("harbour", Role::Officer, "harbour")]) {
        let new = NewStaff {
            login: login.to_owned(),
            name: format!("The {login}"),
            role,
            unit: unit.into(),
            languages: vec![Lang::EN, Lang::ZH],
            password_hash: password_hash.clone(),
        };
        let (store, actor) = (app.store(), worker());
        store
            .add_staff(app.city(), app.now(), &actor, &new)
            .await
            .unwrap();
    }
}

pub fn worker() -> Actor {
    Actor::System {
        worker: "test".to_owned(),
    }
}
