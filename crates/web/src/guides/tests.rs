//! Guides and helpers over HTTP.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::Lang;
use domain::city::Checker;
use tower::ServiceExt as _;

use crate::testing::{Visitor, app, app_of, city};

/// What stands between two words, the first time.
#[track_caller]
fn between<'t>(text: &'t str, begins: &str, ends: &str) -> &'t str {
    let (_, rest) = text
        .split_once(begins)
        .unwrap_or_else(|| panic!("{begins} is not there: {text}"));
    rest.split_once(ends)
        .unwrap_or_else(|| panic!("{ends} is not there"))
        .0
}

async fn read(path: &str) -> String {
    let seen = Visitor::anyone(&app()).get(path).await;
    assert_eq!(seen.status, StatusCode::OK, "{path}");
    seen.text
}

#[tokio::test]
async fn a_guide_says_first_what_to_do_and_ends_in_its_service() {
    let page = read("/en/guides/refunds").await;
    let lead = between(&page, "<dl class=\"hl-lead\">", "</dl>");
    for said in [
        "What to do",
        "refunds.do in English",
        "Whom to call",
        "What it costs",
        "How long it takes",
    ] {
        assert!(lead.contains(said), "{said}");
    }
    assert!(lead.contains("href=\"tel:110\">110</a>") && lead.contains("href=\"tel:12366\">12366</a>"));
    let body = between(&page, "<div class=\"hl-guide\">", "hl-next");
    assert!(body.contains("<a href=\"/en/services/complaint\">the form</a>"));
    assert!(body.contains("Not confirmed (as of 30 June 2025)") && body.contains("&lt;b&gt;"));
    let next = between(&page, "hl-next", "</section>");
    assert!(next.contains("class=\"govuk-button hl-button-large\" href=\"/en/services/complaint\""));
    assert!(next.contains("href=\"/en/services/rescue\""));
    let contents = between(&page, "hl-contents", "</nav>");
    assert!(
        contents.contains("<a class=\"govuk-link\" href=\"#part-3\">When</a>"),
        "{contents}"
    );
    assert!(page.contains(
        "<span lang=\"zh-Hans\" dir=\"auto\"><a class=\"govuk-link\" href=\"https://law.example/\""
    ));
    assert!(page.contains("<span lang=\"en-GB\" dir=\"auto\">A page about it</span>"));
    assert!(page.contains("October 1993") && page.contains("Not yet checked"));
    assert!(page.contains("href=\"/en/regulation/8\"") && page.contains("13 February 2027"));
    assert!(!page.contains("expired on"));
}

#[tokio::test]
async fn an_expired_guide_says_so_before_anything_else() {
    let page = read("/zh/guides/queues").await;
    assert!(page.find("2026年1月31日").unwrap() < page.find("hl-lead").unwrap());
    assert!(page.contains("已于2026年1月31日到期"));
}

#[tokio::test]
async fn a_guide_that_is_not_there_in_a_language_is_shown_in_the_original_and_says_so() {
    let page = read("/ko/guides/refunds").await;
    assert!(page.contains("<span lang=\"zh-Hans\" dir=\"ltr\">guides/refunds.title（原文）"));
    assert!(page.contains("<div class=\"hl-guide\" lang=\"zh-Hans\" dir=\"ltr\">"));
    assert!(page.contains("<p class=\"hl-aside__label\" lang=\"ko\" dir=\"ltr\">확인되지 않은 내용"));
    assert_eq!(page.matches("아직 담당자의 확인을 거치지 않아").count(), 1);
    assert!(!page.contains("in English"));
    let list = read("/ko/guides").await;
    assert!(list.contains("<span lang=\"zh-Hans\" dir=\"ltr\">guides/queues.title（原文）"));
}

#[tokio::test]
async fn what_only_the_project_checked_says_so_in_one_quiet_sentence() {
    let quiet = "the city has not confirmed it yet";
    let mut city = city();
    for (place, key) in [
        ("guides/refunds", "title"),
        ("guides/refunds", "body"),
        ("pages", "help.body"),
    ] {
        city.texts.note_checked(place, key, Lang::EN, Checker::Project);
    }
    let anyone = Visitor::anyone(&app_of(city.clone(), None));
    for path in ["/en/guides/refunds", "/en/help"] {
        let page = anyone.get(path).await.text;
        assert_eq!(page.matches(quiet).count(), 1, "{path}");
        assert!(!page.contains("hl-notice"), "{path}");
    }
    assert!(!anyone.get("/zh/help").await.text.contains("尚未经本市确认"));
    let told = anyone.get("/api/v1/guides/refunds").await.json();
    assert_eq!(told["checked_by"], "project");

    for key in ["title", "body"] {
        let reviewer = Checker::named("Li Na <Office>");
        city.texts.note_checked("guides/refunds", key, Lang::EN, reviewer);
    }
    let anyone = Visitor::anyone(&app_of(city, None));
    let page = anyone.get("/en/guides/refunds").await.text;
    assert!(!page.contains(quiet) && page.contains("Translation confirmed by Li Na &#60;Office&#62;."));
    let told = anyone.get("/api/v1/guides/refunds").await.json();
    assert_eq!(told["checked_by"], "Li Na <Office>");
}

#[tokio::test]
async fn a_guide_is_found_where_its_service_is() {
    let start = read("/en/services/complaint").await;
    let beside = between(&start, "hl-beside", "</nav>");
    assert!(beside.contains("href=\"/en/guides/refunds\"") && !beside.contains("All guides"));
    assert!(start.find("hl-beside").unwrap() < start.find("/en/services/complaint/apply").unwrap());
    let list = read("/en/services").await;
    assert!(list.contains("href=\"/en/guides/refunds\""));
    let home = read("/en").await;
    assert!(home.contains("href=\"/en/guides\">Read a guide</a>"));
}

#[tokio::test]
async fn a_need_without_a_service_leads_to_what_there_is_to_read() {
    let mut city = city();
    city.needs.push("arriving".to_owned());
    let bare = Visitor::anyone(&app_of(city.clone(), None)).get("/en").await.text;
    assert!(!bare.contains("/en/guides#arriving"));
    city.guides[1].need = "arriving".to_owned();
    let anyone = Visitor::anyone(&app_of(city, None));
    assert!(anyone.get("/en").await.text.contains("/en/guides#arriving"));
    assert!(anyone.get("/en/guides").await.text.contains("id=\"arriving\""));
    assert!(!anyone.get("/en/services").await.text.contains("id=\"arriving\""));
}

#[tokio::test]
async fn programs_that_read_pages_are_told_what_a_guide_is() {
    let page = read("/en/guides/refunds").await;
    let data = between(&page, "<script type=\"application/ld+json\">", "</script>");
    assert!(!data.contains('<'));
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["@type"], "Article");
    assert_eq!(data["inLanguage"], "en-GB");
    assert_eq!(data["url"], "http://localhost/en/guides/refunds");
    assert_eq!(data["expires"], "2027-02-13");
    assert_eq!(data["citation"][0]["name"], "商品法 <1>");
    let foreign = read("/ru/guides/refunds").await;
    let data = between(&foreign, "<script type=\"application/ld+json\">", "</script>");
    assert!(data.contains("\"inLanguage\":\"zh-Hans\""));
}

#[tokio::test]
async fn a_helper_asks_one_question_a_page_and_keeps_the_answers_in_its_address_by_number() {
    let first = read("/en/helpers/which").await;
    assert!(first.contains("question.where in English") && first.contains("hint.where in English"));
    assert!(first.contains("href=\"/en/helpers/which/1\"") && !first.contains("govuk-back-link"));
    assert!(!first.contains("noindex"));
    let second = read("/en/helpers/which/1").await;
    assert!(second.contains("question.late in English") && second.contains("href=\"/en/helpers/which/1-2\""));
    assert!(second.contains("govuk-back-link hl-no-print\" href=\"/en/helpers/which\""));
    assert!(second.contains("noindex"));
    let result = read("/en/helpers/which/1-2").await;
    assert!(result.contains("result.refund in English") && result.contains("href=\"/en/guides/refunds\""));
    assert!(result.contains("href=\"/en/services/complaint\""));
    let given = between(&result, "hl-given", "</dl>");
    assert!(given.contains("answer.where.shop in English") && given.contains("href=\"/en/helpers/which/1\""));
    for nothing in [
        "/en/helpers/none",
        "/en/helpers/which/3",
        "/en/helpers/which/0",
        "/en/helpers/which/01",
        "/en/helpers/which/1-",
        "/en/helpers/which/2-1",
        "/en/helpers/which/shop",
        "/en/helpers/which/99999999999999999999",
        "/en/guides/none",
        "/en/helpers/none/all",
    ] {
        let seen = Visitor::anyone(&app()).get(nothing).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn a_whole_helper_stands_on_one_page() {
    let page = read("/en/helpers/which/all").await;
    for key in [
        "question.where",
        "question.late",
        "answer.late.no",
        "text.refund",
        "text.nothing",
    ] {
        assert!(page.contains(&format!("{key} in English")), "{key}");
    }
    assert_eq!(page.matches("href=\"#nothing\"").count(), 2);
    assert!(page.contains("id=\"nothing\"") && page.contains("id=\"late\""));
}

#[tokio::test]
async fn the_api_gives_guides_in_the_language_they_are_in() {
    let anyone = Visitor::anyone(&app());
    let guides = anyone.get("/api/v1/guides").await.json();
    assert_eq!(
        guides[0],
        serde_json::json!({
            "code": "refunds", "topic": "refunds in town", "language": "en",
            "title": "guides/refunds.title in English: 110, 12366",
            "reviewed_on": "2026-01-02", "expires_on": "2027-02-13", "url": "http://localhost/en/guides/refunds",
        })
    );
    assert_eq!(guides[1]["language"], "zh");
    let guide = anyone.get("/api/v1/guides/refunds").await.json();
    assert!(guide["do"].as_str().unwrap().contains("in English"));
    assert!(guide["body"].as_str().unwrap().starts_with("## To bring"));
    assert_eq!(guide["sources"][0]["date"], "1993-10");
    assert_eq!(guide["expired"], false);
    assert_eq!(guide.get("checked_by"), None);
    assert_eq!(anyone.get("/api/v1/guides/queues").await.json()["expired"], true);
    assert_eq!(
        anyone.get("/api/v1/guides/none").await.status,
        StatusCode::NOT_FOUND
    );
    let described = anyone.get("/api/v1/openapi.json").await.json();
    assert!(described["paths"]["/api/v1/guides/{code}"]["get"].is_object());
}

#[tokio::test]
async fn who_has_an_answer_already_is_told_only_that() {
    let app = app();
    let ask = |path: &'static str, known: String, language: &'static str| {
        let request = Request::get(path)
            .header("accept-language", language)
            .header("if-none-match", known)
            .body(Body::empty())
            .unwrap();
        crate::router(app.clone()).oneshot(request)
    };
    for path in ["/api/v1/guides", "/api/v1/guides/refunds"] {
        let first = ask(path, String::new(), "en").await.unwrap();
        let mark = first.headers()["etag"].to_str().unwrap().to_owned();
        assert_eq!(first.headers()["vary"], "accept-language");
        for known in [mark.clone(), format!("\"x\", W/{mark}"), "*".to_owned()] {
            let again = ask(path, known, "en").await.unwrap();
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
            assert_eq!(again.headers()["etag"].to_str().unwrap(), mark);
            let body = axum::body::to_bytes(again.into_body(), 1 << 20).await.unwrap();
            assert!(body.is_empty());
        }
        let other = ask(path, mark, "zh").await.unwrap();
        assert_eq!(other.status(), StatusCode::OK, "{path}");
    }
}
