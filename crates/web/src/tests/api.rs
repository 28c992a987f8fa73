//! The description of the API with every noun's operations.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// The description as it was before the house was rebuilt. It may grow, not shrink.
const BEFORE: &str = include_str!("openapi-ab81db9.json");

async fn described() -> Value {
    let request = Request::get("/api/v1/openapi.json").body(Body::empty()).unwrap();
    let response = crate::router(crate::testing::app())
        .oneshot(request)
        .await
        .unwrap();
    let body = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

/// What `before` has and `now` lacks; words that only describe may change.
fn lost(before: &Value, now: &Value, at: &str, found: &mut Vec<String>) {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            // Names of operations stood twice.
            let told = before
                .iter()
                .filter(|(key, _)| !["description", "summary", "operationId"].contains(&key.as_str()));
            for (key, value) in told {
                let at = format!("{at}/{key}");
                match now.get(key) {
                    Some(now) => lost(value, now, &at, found),
                    None => found.push(at),
                }
            }
        }
        (Value::Array(before), Value::Array(now)) => {
            for value in before {
                let name = value.get("name");
                let same = |other: &&Value| *other == value || name.is_some() && other.get("name") == name;
                match now.iter().find(same) {
                    Some(now) => lost(value, now, &format!("{at}/{}", name.unwrap_or(value)), found),
                    None => found.push(format!("{at}/{value}")),
                }
            }
        }
        (before, now) if before != now => found.push(format!("{at}: {before} is {now}")),
        _ => {}
    }
}

#[tokio::test]
async fn the_description_grows_and_does_not_shrink() {
    let before: Value = serde_json::from_str(BEFORE).unwrap();
    let now = described().await;
    let mut found = Vec::new();
    for part in ["paths", "components"] {
        lost(&before[part], &now[part], part, &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn operations_have_names_of_their_own_and_say_what_they_do() {
    let now = described().await;
    let mut names = BTreeSet::new();
    for (path, operations) in now["paths"].as_object().unwrap() {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for (method, operation) in operations.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "{method} {path}: {name} stands twice");
            let said = operation["summary"]
                .as_str()
                .or(operation["description"].as_str());
            assert!(said.is_some_and(|said| !said.is_empty()), "{method} {path}");
        }
    }
}

#[test]
fn nouns_give_their_types_names_of_their_own() {
    let mut types = BTreeMap::new();
    for slice in crate::slices::SLICES {
        let schemas = (slice.api)().to_openapi().components.unwrap_or_default().schemas;
        for (name, schema) in schemas {
            let schema = serde_json::to_value(schema).unwrap();
            let before = types.entry(name.clone()).or_insert_with(|| schema.clone());
            assert_eq!(*before, schema, "{}: {name} is another noun's, too", slice.noun);
        }
    }
}

#[tokio::test]
async fn each_command_has_a_body_of_its_own() {
    let now = described().await;
    let body = |command: &str| {
        let path = format!("/api/v1/desk/cases/{{reference}}/{command}");
        now["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"].clone()
    };
    assert_eq!(body("route")["required"], json!(["unit"]));
    assert_eq!(body("reply")["properties"]["text"]["maxLength"], 4000);
    assert_eq!(body("rate")["properties"]["solved"]["type"], "boolean");
    assert_eq!(body("route")["properties"]["version"]["type"], "integer");
    assert!(body("attach").is_null(), "its bytes come another way");
}
