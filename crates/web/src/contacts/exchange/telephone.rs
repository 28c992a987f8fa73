//! An agent's telephone in a page of the desk: what it signs in at the exchange with, and what the exchange is told when it asks
//! whether that is so.
//!
//! The name is `expiry.login`, in seconds since 1970; the password is its keyed hash under the installation's secret, so that any
//! node gives and knows it, and nothing is kept. It registers the agent's own telephone, and is good for nothing else.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::roles::{Role, Staff};
use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::json;

use super::route::{encoded, telephone};
use super::{admitted, body_of, user};
use crate::contacts::HOTLINE;
use crate::contacts::signalling::json as answer;
use crate::kit::app::{App, SipSocket};
use crate::kit::desk::{Answer, Desk};
use crate::kit::error::Error;
use crate::kit::form::Fields;

/// So long a telephone may register by one name. The page fetches another before; who has signed out gets none.
const LASTS: SignedDuration = SignedDuration::from_mins(15);

/// What a page registers with.
#[derive(Debug, Serialize)]
struct Account {
    /// `wss://…`
    socket: String,
    /// `sip:LOGIN@…`
    address: String,
    name: String,
    password: String,
    /// In seconds.
    lasts: i64,
    /// So long it rings here, in seconds: then it is the next one's turn.
    rings: i64,
}

fn rings_at(staff: &Staff) -> bool {
    staff.active && staff.role == Role::Agent
}

/// The exchange's WebSocket, for those whom it rings.
pub(in crate::contacts) fn socket(desk: &Desk) -> Option<&SipSocket> {
    let exchange = desk.app.options().exchange.as_ref()?;
    exchange.socket.as_ref().filter(|_| rings_at(&desk.staff))
}

fn password(app: &App, name: &str) -> String {
    hex::encode(app.secret().hash("exchange-telephone", &[name.as_bytes()]))
}

/// `expiry.login`, if it was one and still is.
fn login(name: &str, now: Timestamp) -> Option<String> {
    let (until, login) = name.split_once('.')?;
    let until = until.parse().ok().and_then(|s| Timestamp::from_second(s).ok())?;
    let login = percent_decode_str(login).decode_utf8().ok()?;
    (now < until).then(|| login.into_owned())
}

/// `GET /desk/hotline/telephone`
pub(in crate::contacts) async fn account(desk: Desk) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let app = &desk.app;
    let exchange = app.options().exchange.as_ref().zip(socket(&desk));
    let (exchange, socket) = exchange.ok_or(Error::NotFound)?;
    let until = app.now().saturating_add(LASTS).unwrap_or(Timestamp::MAX);
    let name = format!("{}.{}", until.as_second(), encoded(&desk.staff.login));
    Ok(answer(&Account {
        socket: socket.url.clone(),
        address: telephone(exchange, &desk.staff),
        password: password(app, &name),
        name,
        lasts: LASTS.as_secs(),
        rings: app.city().hotline.policy.offer_lasts.as_secs().max(1),
    }))
}

/// `POST /exchange/telephones`: the exchange asks for the password of somebody who would register (`user_backends`, `http`). A name
/// that is none of ours may be in another list of its.
pub(super) async fn sign_in(State(app): State<App>, request: Request) -> Result<Response, Error> {
    admitted(&app, &request)?;
    let asked = Fields::parse(&body_of(request).await?);
    let name = asked.get("username");
    let is_ours = name
        .split_once('.')
        .is_some_and(|(until, _)| !until.is_empty() && until.bytes().all(|b| b.is_ascii_digit()));
    if !is_ours {
        let unknown = Json(json!({ "reason": "not_found" }));
        return Ok((StatusCode::NOT_FOUND, unknown).into_response());
    }
    let staff = match login(name, app.now()) {
        Some(login) => app.store().staff_by_login(&login).await?,
        None => None,
    };
    // Not as somebody else, whose calls would ring here, and not to call: a call is asked for at a number, a place in the register at
    // the exchange itself.
    let own = |staff: &Staff| user(asked.get("To")).is_some_and(|to| to == staff.login);
    let registers = asked.filled("request_uri").is_some_and(|uri| !uri.contains('@'));
    let staff = staff
        .map(|(staff, _)| staff)
        .filter(|staff| rings_at(staff) && own(staff) && registers);
    Ok(match staff {
        Some(staff) => answer(&json!({
            "username": encoded(&staff.login), "password": password(&app, name), "enabled": true,
        })),
        None => answer(&json!({ "username": name, "enabled": false })),
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::header::CONTENT_SECURITY_POLICY;
    use serde_json::Value;
    use tower::ServiceExt as _;

    use super::super::tests::{app_with, exchange, open, pbx};
    use super::*;
    use crate::kit::app::Exchange;
    use crate::testing::Visitor;

    const ADDRESS: &str = "sip:agent@127.0.0.1:9470";

    async fn with_socket() -> App {
        let socket = Some(SipSocket {
            url: "wss://pbx.example/ws".to_owned(),
            origin: "wss://pbx.example".to_owned(),
        });
        app_with(Exchange { socket, ..exchange() }, "hours = \"24/7\"").await
    }

    async fn of_agent(app: &App) -> Value {
        let agent = Visitor::signed_in(app, "agent").await;
        agent.get("/desk/hotline/telephone").await.json()
    }

    /// What the exchange is told of who registers by that name.
    async fn told(app: &App, name: &str, to: &str, uri: &str) -> (StatusCode, Value) {
        let fields = [
            ("username", name),
            ("realm", "pbx"),
            ("request_uri", uri),
            ("To", to),
        ];
        let pair = |(name, value): (&str, &str)| format!("{name}={}", encoded(value));
        let form = fields.map(pair).join("&");
        let seen = pbx(app).form("/exchange/telephones", &form).await;
        (seen.status, seen.json())
    }

    #[tokio::test]
    async fn an_agent_registers_by_what_the_desk_gives_and_only_their_own_telephone() {
        let app = with_socket().await;
        let account = of_agent(&app).await;
        assert_eq!(account["socket"], "wss://pbx.example/ws");
        assert_eq!(account["address"], ADDRESS);
        let (name, to) = (account["name"].as_str().unwrap(), format!("<{ADDRESS}>"));
        let to = to.as_str();
        let registrar = "sip:127.0.0.1:9470";
        let (status, user) = told(&app, name, to, registrar).await;
        assert_eq!((status, &user["username"]), (StatusCode::OK, &json!("agent")));
        assert_eq!(
            (&user["password"], &user["enabled"]),
            (&account["password"], &json!(true))
        );
        let colleague = "<sip:officer@127.0.0.1:9470>";
        let (until, _) = name.split_once('.').unwrap();
        let later = format!("{until}1.agent");
        let [officer, nobody] = ["officer", "nobody"].map(|login| format!("{until}.{login}"));
        for (name, to, uri, why) in [
            (name, colleague, registrar, "who is somebody else"),
            (name, "", registrar, "who does not say whose it is"),
            (name, to, "sip:110@127.0.0.1:9470", "who would call"),
            ("1.agent", to, registrar, "whose name has expired"),
            (officer.as_str(), colleague, registrar, "who is no agent"),
            (nobody.as_str(), "<sip:nobody@pbx>", registrar, "who is not there"),
        ] {
            let (status, user) = told(&app, name, to, uri).await;
            assert_eq!(
                (status, &user["enabled"]),
                (StatusCode::OK, &json!(false)),
                "{why}"
            );
            assert_eq!(user["password"], Value::Null, "{why}");
        }
        // A name that was made longer has another password.
        let (_, user) = told(&app, &later, to, registrar).await;
        assert_ne!(user["password"], account["password"]);
        // The exchange looks in its other lists.
        let (status, unknown) = told(&app, "hotline", to, registrar).await;
        assert_eq!(
            (status, &unknown["reason"]),
            (StatusCode::NOT_FOUND, &json!("not_found"))
        );
        let elsewhere = Visitor::anyone(&app)
            .form("/exchange/telephones", "username=a")
            .await;
        assert_eq!(elsewhere.status, StatusCode::UNAUTHORIZED);
    }

    #[tokio::test]
    async fn only_those_whom_it_rings_get_a_telephone_and_only_their_page_connects_to_the_exchange() {
        let app = with_socket().await;
        let policy = async |app: &App, who: &Visitor, path: &str| {
            let request = axum::http::Request::get(path).header("cookie", &who.cookie);
            let request = request.body(Body::empty()).unwrap();
            let answer = crate::router(app.clone()).oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
            header(CONTENT_SECURITY_POLICY.as_str()) + &header("permissions-policy")
        };
        let [agent, supervisor] = ["agent", "supervisor"].map(|login| Visitor::signed_in(&app, login));
        let (agent, supervisor) = (agent.await, supervisor.await);
        let room = policy(&app, &agent, "/desk/hotline").await;
        assert!(room.contains("connect-src 'self' wss://pbx.example;"), "{room}");
        assert!(
            room.contains("microphone=(self)") && room.contains("camera=()"),
            "{room}"
        );
        let plain = open().await;
        let there = Visitor::signed_in(&plain, "agent").await;
        for (app, who, path) in [
            (&app, &agent, "/desk"),
            (&app, &supervisor, "/desk/hotline"),
            (&plain, &there, "/desk/hotline"),
        ] {
            let other = policy(app, who, path).await;
            assert!(
                !other.contains("pbx.example") && other.contains("microphone=()"),
                "{other}"
            );
        }
        assert!(agent.get("/desk/hotline").await.text.contains("id=\"telephone\""));
        for who in [&supervisor, &there] {
            let seen = who.get("/desk/hotline/telephone").await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND);
            assert!(!who.get("/desk/hotline").await.text.contains("telephone.js"));
        }
    }
}
