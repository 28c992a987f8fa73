//! The contract, address by address, as its callers meet it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::people::{Actor, Role, Staff};
use serde_json::{Value, json};
use store::people::NewStaff;
use tower::ServiceExt as _;

use crate::kit::app::App;

/// Someone who calls the API.
struct Caller {
    app: App,
    authorization: Option<String>,
    language: &'static str,
}

impl Caller {
    fn anonymous(app: &App) -> Self {
        Self {
            app: app.clone(),
            authorization: None,
            language: "en",
        }
    }

    fn with_receipt(app: &App, receipt: &Value) -> Self {
        let code = receipt["access_code"].as_str().unwrap();
        Self {
            authorization: Some(format!("Receipt {code}")),
            ..Self::anonymous(app)
        }
    }

    /// Someone of that role and unit, signed in.
    async fn staff(app: &App, role: Role, unit: &str) -> Self {
        let new = NewStaff {
            login: format!("{}-{unit}", role.code()),
            name: "Somebody".to_owned(),
            role,
            unit: unit.into(),
            languages: vec![domain::Lang::ZH],
            password_hash: crate::hash_password("a long password", &[3; 16]).unwrap(),
        };
        let actor = Actor::System {
            worker: "test".to_owned(),
        };
        let staff: Staff = app
            .store()
            .add_staff(app.city(), app.now(), &actor, &new)
            .await
            .unwrap();
        let anonymous = Self::anonymous(app);
        let body = json!({"login": staff.login, "password": "a long password"});
        let (status, session) = anonymous.post("/api/v1/session", body).await;
        assert_eq!(status, StatusCode::CREATED, "{session}");
        Self {
            authorization: Some(format!("Bearer {}", session["token"].as_str().unwrap())),
            ..anonymous
        }
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> (StatusCode, Value) {
        let mut request = request.header("accept-language", self.language);
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let response = crate::router(self.app.clone())
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send(Request::get(path), Body::empty()).await
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::post(path).header("content-type", "application/json");
        self.send(request, Body::from(body.to_string())).await
    }

    async fn post_once(&self, key: &str, body: &Value) -> (StatusCode, Value) {
        let request = Request::post("/api/v1/cases")
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        self.send(request, Body::from(body.to_string())).await
    }
}

fn complaint() -> Value {
    json!({
        "service": "complaint", "text": "가게가 환불을 거부합니다.",
        "fields": {"shop": "Harbour shop", "bought": "in-shop"}, "contact": {"email": "a@example.org"}
    })
}

async fn opened(app: &App) -> Value {
    let (status, receipt) = Caller::anonymous(app).post("/api/v1/cases", complaint()).await;
    assert_eq!(status, StatusCode::CREATED, "{receipt}");
    receipt
}

#[tokio::test]
async fn a_case_is_opened_without_an_account_and_read_with_its_receipt() {
    let app = crate::testing::app();
    let receipt = opened(&app).await;
    assert_eq!(receipt["language"], "ko", "detected");
    assert_eq!(receipt["status"], "received");
    let path = format!("/api/v1/cases/{}", receipt["reference"].as_str().unwrap());
    let (status, case) = Caller::with_receipt(&app, &receipt).get(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(case["messages"][0]["text"], "가게가 환불을 거부합니다.");
    assert_eq!(case["due_on"], receipt["due_on"]);
    assert_eq!(case["actions"], json!(["reply", "attach"]));
    assert!(
        case["clocks"]
            .as_array()
            .unwrap()
            .iter()
            .all(|clock| clock["kind"] != "return")
    );
}

#[tokio::test]
async fn a_wrong_code_and_an_unknown_reference_get_the_same_answer() {
    let app = crate::testing::app();
    let receipt = opened(&app).await;
    let known = receipt["reference"].as_str().unwrap();
    let unknown = domain::receipts::Reference::from_random([9; 7]).to_string();
    let wrong = Caller {
        authorization: Some("Receipt 1111-1111-1111".to_owned()),
        ..Caller::anonymous(&app)
    };
    let to_known = wrong.get(&format!("/api/v1/cases/{known}")).await;
    assert_eq!(to_known.0, StatusCode::UNAUTHORIZED);
    assert_eq!(to_known.1["type"], "/problems/wrong-receipt");
    assert_eq!(to_known, wrong.get(&format!("/api/v1/cases/{unknown}")).await);
    assert_eq!(to_known, wrong.get("/api/v1/cases/nonsense").await);
    assert_eq!(
        to_known,
        Caller::anonymous(&app)
            .get(&format!("/api/v1/cases/{known}"))
            .await
    );
}

#[tokio::test]
async fn the_same_key_opens_one_case_and_shows_the_same_receipt() {
    let app = crate::testing::app();
    let caller = Caller::anonymous(&app);
    let (status, first) = caller.post_once("key-1", &complaint()).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(
        caller.post_once("key-1", &complaint()).await,
        (status, first.clone())
    );
    let mut other = complaint();
    other["text"] = json!("다른 내용입니다.");
    let (status, problem) = caller.post_once("key-1", &other).await;
    assert_eq!(
        (status, problem["type"].clone()),
        (StatusCode::UNPROCESSABLE_ENTITY, json!("/problems/key-reused"))
    );
    let (_, second) = caller.post_once("key-2", &complaint()).await;
    assert_ne!(first["reference"], second["reference"]);
}

#[tokio::test]
async fn a_message_with_the_same_key_is_written_once() {
    let app = crate::testing::app();
    let receipt = opened(&app).await;
    let holder = Caller::with_receipt(&app, &receipt);
    let path = format!(
        "/api/v1/cases/{}/messages",
        receipt["reference"].as_str().unwrap()
    );
    let send = async |key: &str, text: &str| {
        let request = Request::post(&path)
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        holder
            .send(request, Body::from(json!({"text": text}).to_string()))
            .await
    };
    for _ in 0..2 {
        let (status, case) = send("key-1", "빨리 처리해 주세요.").await;
        assert_eq!(status, StatusCode::CREATED, "{case}");
        assert_eq!(case["messages"].as_array().unwrap().len(), 2);
    }
    let (status, problem) = send("key-1", "다른 말입니다.").await;
    assert_eq!(
        (status, problem["type"].clone()),
        (StatusCode::UNPROCESSABLE_ENTITY, json!("/problems/key-reused"))
    );
    let (_, case) = send("key-2", "다른 말입니다.").await;
    assert_eq!(case["messages"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn every_wrong_field_is_named_in_the_callers_language() {
    let app = crate::testing::app();
    let russian = Caller {
        language: "ru",
        ..Caller::anonymous(&app)
    };
    let body = json!({"service": "complaint", "text": "x".repeat(4_001), "fields": {"bought": "stolen"}});
    let (status, problem) = russian.post("/api/v1/cases", body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["text", "fields.shop", "fields.bought"]);
    let message = problem["errors"][0]["message"].as_str().unwrap();
    assert!(message.chars().any(|c| ('а'..='я').contains(&c)), "{message}");
}

#[tokio::test]
async fn what_is_no_request_is_refused_with_a_reason() {
    let app = crate::testing::app();
    let caller = Caller::anonymous(&app);
    let post = |kind: &'static str, body: &'static [u8]| {
        caller.send(
            Request::post("/api/v1/cases").header("content-type", kind),
            Body::from(body),
        )
    };
    assert_eq!(
        post("text/plain", b"{}").await.0,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let (status, problem) = post("application/json", b"{\"service\": 3}").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        problem["reason"].as_str().unwrap().contains("string"),
        "{problem}"
    );
    assert_eq!(
        post("application/json", b"{\"service\": \"\xff\"}").await.0,
        StatusCode::BAD_REQUEST
    );
    let unknown = post("application/json", b"{\"service\": \"moon\"}").await.1;
    assert_eq!(unknown["errors"][0]["field"], "service");
}

#[tokio::test]
async fn staff_see_and_do_what_their_role_reaches() {
    let app = crate::testing::app();
    let receipt = opened(&app).await;
    let reference = receipt["reference"].as_str().unwrap();
    let market = Caller::staff(&app, Role::Officer, "market").await;
    let harbour = Caller::staff(&app, Role::Officer, "harbour").await;
    let interpreter = Caller::staff(&app, Role::Interpreter, "hotline").await;
    let reviewer = Caller::staff(&app, Role::Reviewer, "hotline").await;
    let path = format!("/api/v1/desk/cases/{reference}");
    let count = |caller| async move {
        let (status, page) = Caller::get(caller, "/api/v1/desk/cases").await;
        assert_eq!(status, StatusCode::OK);
        page["cases"].as_array().unwrap().len()
    };
    assert_eq!(
        (
            count(&market).await,
            count(&harbour).await,
            count(&reviewer).await
        ),
        (1, 0, 0)
    );
    assert_eq!(harbour.get(&path).await.0, StatusCode::NOT_FOUND);
    let (status, _) = market
        .post(&format!("{path}/note"), json!({"text": "Only for us."}))
        .await;
    assert_eq!(status, StatusCode::OK);
    let notes = |case: &Value| {
        case["messages"]
            .as_array()
            .unwrap()
            .iter()
            .any(|m| m["kind"] == "note")
    };
    assert!(notes(&market.get(&path).await.1));
    assert!(!notes(&interpreter.get(&path).await.1));
    assert_eq!(
        interpreter.post(&format!("{path}/accept"), json!({})).await.0,
        StatusCode::FORBIDDEN
    );
    let (status, problem) = market
        .post(&format!("{path}/resolve"), json!({"text": "Done."}))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        problem["allowed"].as_array().unwrap().contains(&json!("accept")),
        "{problem}"
    );
    assert_eq!(
        market
            .post(&format!("{path}/accept"), json!({"version": 1}))
            .await
            .0,
        StatusCode::CONFLICT
    );
    assert_eq!(
        market
            .post(&format!("{path}/accept"), json!({"version": 2}))
            .await
            .0,
        StatusCode::OK
    );
    assert_eq!(
        Caller::anonymous(&app).get(&path).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn the_resident_answers_rates_and_reopens() {
    let app = crate::testing::app();
    let receipt = opened(&app).await;
    let reference = receipt["reference"].as_str().unwrap();
    let resident = Caller::with_receipt(&app, &receipt);
    let market = Caller::staff(&app, Role::Officer, "market").await;
    let (desk, own) = (
        format!("/api/v1/desk/cases/{reference}"),
        format!("/api/v1/cases/{reference}"),
    );
    let language = &receipt["language"];
    let ask = json!({"text": "발급 번호를 알려 주세요.", "language": language});
    for (command, body) in [("accept", json!({})), ("ask", ask)] {
        let (status, case) = market.post(&format!("{desk}/{command}"), body).await;
        assert_eq!(status, StatusCode::OK, "{case}");
    }
    let (status, case) = resident
        .post(&format!("{own}/messages"), json!({"text": "번호는 12번입니다."}))
        .await;
    assert_eq!(
        (status, case["status"].clone()),
        (StatusCode::CREATED, json!("accepted"))
    );
    for (command, body) in [
        ("advance", json!({"stage": "end"})),
        (
            "resolve",
            json!({"text": "환불되었습니다.", "language": language}),
        ),
    ] {
        let (status, case) = market.post(&format!("{desk}/{command}"), body).await;
        assert_eq!(status, StatusCode::OK, "{case}");
    }
    let rating = json!({"solved": true, "satisfied": false});
    assert_eq!(
        resident.post(&format!("{own}/rating"), rating.clone()).await.0,
        StatusCode::CREATED
    );
    assert_eq!(
        resident.post(&format!("{own}/rating"), rating).await.0,
        StatusCode::CONFLICT
    );
    let again = json!({"text": "아직 돈을 받지 못했습니다."});
    let (status, case) = resident.post(&format!("{own}/reopening"), again).await;
    assert_eq!(
        (status, case["status"].clone()),
        (StatusCode::CREATED, json!("reopened"))
    );
}

#[tokio::test]
async fn a_file_is_taken_for_what_it_is_and_read_by_staff_alone() {
    let app = crate::testing::app();
    let receipt = opened(&app).await;
    let reference = receipt["reference"].as_str().unwrap();
    let resident = Caller::with_receipt(&app, &receipt);
    let path = format!("/api/v1/cases/{reference}/attachments");
    let send = |content: &'static str| {
        let body = format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"../invoice.pdf\"\r\n\
             content-type: application/pdf\r\n\r\n{content}\r\n--b--\r\n"
        );
        let request = Request::post(&path).header("content-type", "multipart/form-data; boundary=b");
        resident.send(request, Body::from(body))
    };
    let (status, problem) = send("<script>not a pdf</script>").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["problem"], "not-a-file-type");
    let (status, case) = send("%PDF-1.7 made up").await;
    assert_eq!(status, StatusCode::CREATED, "{case}");
    assert_eq!(case["attachments"][0]["name"], "invoice.pdf");
    let id = case["attachments"][0]["id"].as_u64().unwrap();
    let file = format!("/api/v1/desk/cases/{reference}/attachments/{id}");
    let market = Caller::staff(&app, Role::Officer, "market").await;
    let harbour = Caller::staff(&app, Role::Officer, "harbour").await;
    assert_eq!(market.get(&file).await.0, StatusCode::OK);
    assert_eq!(harbour.get(&file).await.0, StatusCode::NOT_FOUND);
    assert_eq!(resident.get(&file).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_ends_with_its_session() {
    let app = crate::testing::app();
    let agent = Caller::staff(&app, Role::Agent, "hotline").await;
    assert_eq!(agent.get("/api/v1/desk/cases").await.0, StatusCode::OK);
    let (status, _) = agent
        .send(Request::delete("/api/v1/session"), Body::empty())
        .await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(agent.get("/api/v1/desk/cases").await.0, StatusCode::UNAUTHORIZED);
    let wrong = json!({"login": "agent-hotline", "password": "wrong"});
    assert_eq!(
        Caller::anonymous(&app).post("/api/v1/session", wrong).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn the_description_names_every_operation_of_the_contract() {
    let app = crate::testing::app();
    let (_, api) = Caller::anonymous(&app).get("/api/v1/openapi.json").await;
    assert_eq!(api["openapi"], "3.1.0");
    for (path, method) in [
        ("/api/v1/services", "get"),
        ("/api/v1/cases", "post"),
        ("/api/v1/cases/{reference}", "get"),
        ("/api/v1/cases/{reference}/messages", "post"),
        ("/api/v1/cases/{reference}/attachments", "post"),
        ("/api/v1/cases/{reference}/rating", "post"),
        ("/api/v1/session", "post"),
        ("/api/v1/desk/cases", "get"),
        ("/api/v1/desk/cases/{reference}/{command}", "post"),
    ] {
        assert!(api["paths"][path][method].is_object(), "{method} {path}");
    }
}
