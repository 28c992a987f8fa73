//! The pages of a case over HTTP, laid out by address.

mod answered;
mod booking;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt as _;

use crate::kit::app::App;
use crate::router;

mod forms;
mod urgent;

/// Someone with a browser that keeps its cookies.
struct Resident {
    router: Router,
    cookies: Vec<(String, String)>,
}

struct Answer {
    status: StatusCode,
    location: String,
    body: String,
    cache: String,
}

impl Resident {
    fn new() -> Self {
        Self::of(&crate::testing::app())
    }

    fn of(app: &App) -> Self {
        Self {
            router: router(app.clone()),
            cookies: Vec::new(),
        }
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: impl Into<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .body(body.into())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        let text = |name| {
            response
                .headers()
                .get(name)
                .map_or("", |v| v.to_str().unwrap())
                .to_owned()
        };
        let (location, cache) = (text(header::LOCATION), text(header::CACHE_CONTROL));
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap();
        Answer {
            status,
            location,
            body: String::from_utf8(body.to_vec()).unwrap(),
            cache,
        }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    async fn post(&mut self, path: &str, form: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.send(request, form.to_owned()).await
    }

    /// Sends a whole form at once, as its last page does, and gives the reference and the access code.
    async fn apply(&mut self) -> (String, String) {
        let sent = self
            .post(APPLY, &format!("at=check&go=send&once=1&{ANSWERS}"))
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let receipt = self.get(&sent.location).await;
        let shown = |id: &str| {
            let (_, rest) = receipt.body.split_once(&format!("id=\"{id}\">")).expect(id);
            rest.split('<').next().unwrap().to_owned()
        };
        (shown("receipt-reference"), shown("receipt-code"))
    }
}

const APPLY: &str = "/en/services/complaint/apply";
const ANSWERS: &str = "topic=food&fields.shop=Shop&fields.bought=in-shop&place=harbour&text=It+broke";

#[tokio::test]
async fn apply_asks_one_question_a_page_and_keeps_every_answer() {
    let mut resident = Resident::new();
    let first = resident.get(APPLY).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.body.contains("name=\"at\" value=\"topic\""));

    let second = resident.post(APPLY, "at=topic&topic=food&go=next").await;
    assert!(second.body.contains("name=\"at\" value=\"fields.shop\""));
    assert!(
        second
            .body
            .contains("type=\"hidden\" name=\"topic\" value=\"food\"")
    );

    let empty = resident
        .post(APPLY, "at=fields.shop&topic=food&fields.shop=&go=next")
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("href=\"#fields-shop\"") && empty.body.contains("id=\"fields-shop\""));
    assert!(
        empty
            .body
            .contains("type=\"hidden\" name=\"topic\" value=\"food\"")
    );
}

#[tokio::test]
async fn apply_asks_what_another_answer_brings_up_and_nothing_else() {
    let mut resident = Resident::new();
    let online = resident
        .post(
            APPLY,
            "at=fields.bought&fields.shop=S&fields.bought=online&go=next",
        )
        .await;
    assert!(online.body.contains("name=\"at\" value=\"fields.platform\""));
    let in_shop = resident
        .post(
            APPLY,
            "at=fields.bought&fields.shop=S&fields.bought=in-shop&go=next",
        )
        .await;
    assert!(in_shop.body.contains("name=\"at\" value=\"fields.bought_on\""));
}

#[tokio::test]
async fn apply_shows_a_changed_answer_on_the_way_back_to_the_check() {
    let mut resident = Resident::new();
    let change = resident
        .post(APPLY, &format!("at=check&change=fields.shop&{ANSWERS}"))
        .await;
    assert!(
        change.body.contains("name=\"at\" value=\"fields.shop\"")
            && change.body.contains("name=\"to_check\"")
    );
    let answers = ANSWERS.replace("=Shop", "=Other");
    let back = resident
        .post(APPLY, &format!("at=fields.shop&to_check=yes&go=next&{answers}"))
        .await;
    assert!(back.body.contains("value=\"send\"") && back.body.contains("Other"));
}

#[tokio::test]
async fn the_check_page_shows_what_will_be_kept_as_the_reader_writes_it() {
    let mut resident = Resident::new();
    for (page, typed, shown, kept) in [
        ("ru", "1250%2C50", "1\u{a0}250,50", "1250.50"),
        ("ru", "1%2C5", "1,5", "1.5"),
        ("en", "1%2C500", "1,500", "1500"),
        ("en", "%EF%BC%91%EF%BC%92%EF%BC%95%EF%BC%90", "1,250", "1250"),
        ("zh", "1.5%E4%B8%87", "15,000", "15000"),
    ] {
        let answer = resident
            .post(
                &format!("/{page}/services/complaint/apply"),
                &format!(
                    "at=fields.amount&to_check=yes&go=next&{ANSWERS}&fields.amount={typed}\
                     &contact.phone=0631-5231122%E8%BD%AC8&fields.bought_on.year=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%96%E5%B9%B4\
                     &fields.bought_on.month=2&fields.bought_on.day=3"
                ),
            )
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let hidden = format!("name=\"fields.amount\" value=\"{kept}\"");
        assert!(
            answer.body.contains(shown) && answer.body.contains(&hidden),
            "{page} {typed}"
        );
        assert!(
            answer.body.contains("+86 631 523 1122"),
            "the number, and what is dialled after it"
        );
        assert!(
            answer
                .body
                .contains("name=\"fields.bought_on\" value=\"2026-02-03\"")
        );
    }
}

#[tokio::test]
async fn who_can_have_meant_two_things_is_asked() {
    let mut resident = Resident::new();
    let asked = resident
        .post(APPLY, "at=fields.amount&go=next&fields.amount=1.500")
        .await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (value, label) in [("1500", "1,500"), ("1.50", "1.50")] {
        let button = format!("name=\"reading\" value=\"fields.amount={value}\">{label}</button>");
        assert!(asked.body.contains(&button), "{}", asked.body);
    }
    assert!(asked.body.contains("value=\"1.500\""), "what was typed is kept");
    // Enter sends what was typed.
    let first = asked
        .body
        .find("<button class=\"govuk-visually-hidden\" name=\"go\"")
        .unwrap();
    assert!(first < asked.body.find("name=\"reading\"").unwrap());
    let meant = resident
        .post(
            APPLY,
            "at=fields.amount&reading=fields.amount%3D1500&fields.amount=1.500",
        )
        .await;
    assert_eq!(meant.status, StatusCode::OK);
    assert!(meant.body.contains("name=\"fields.amount\" value=\"1500\""));
}

#[tokio::test]
async fn an_error_names_its_question_and_an_example_of_that_very_type() {
    let mut resident = Resident::new();
    let wrong = resident
        .post(
            "/ru/services/complaint/apply",
            "at=fields.amount&go=next&fields.amount=много",
        )
        .await;
    let (_, summary) = wrong.body.split_once("govuk-error-summary__list").unwrap();
    let line = summary.split("</li>").next().unwrap();
    assert!(
        line.contains("368,50") && line.contains("field.amount.label"),
        "{line}"
    );
    let (_, at_the_field) = summary.split_once("govuk-error-message").unwrap();
    assert!(
        !at_the_field
            .split("</p>")
            .next()
            .unwrap()
            .contains("field.amount.label")
    );
}

#[tokio::test]
async fn apply_keeps_a_text_that_is_too_long_or_is_no_text() {
    let mut resident = Resident::new();
    let long = "x".repeat(4_001);
    let answer = resident
        .post(APPLY, &format!("at=text&go=next&text={long}"))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(&long) && answer.body.contains("at most 4,000 characters"));

    let broken = resident.post(APPLY, "at=text&go=next&text=caf%E9+au+lait").await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.body.contains("au lait") && broken.body.contains("could not be read"));
}

#[tokio::test]
async fn a_form_that_is_sent_twice_opens_one_case() {
    let mut resident = Resident::new();
    let form = format!("at=check&go=send&once=abc&{ANSWERS}");
    let first = resident.post(APPLY, &form).await;
    let second = resident.post(APPLY, &form).await;
    assert_eq!(first.location, second.location);
    let other = resident.post(APPLY, &form.replace("broke", "tore")).await;
    assert_ne!(first.location, other.location);
}

#[tokio::test]
async fn a_reply_that_is_sent_twice_is_written_once() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    let page = format!("/en/follow/{reference}");
    let shown = resident.get(&page).await.body;
    assert!(
        shown.matches("name=\"once\"").count() > 1,
        "each form has its own"
    );
    for _ in 0..2 {
        let sent = resident
            .post(&format!("{page}/reply"), "once=abc&reply=Please+hurry")
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(resident.get(&page).await.body.matches("Please hurry").count(), 1);
    // The same words again, from another form, are meant.
    resident
        .post(&format!("{page}/reply"), "once=def&reply=Please+hurry")
        .await;
    assert_eq!(resident.get(&page).await.body.matches("Please hurry").count(), 2);
}

#[tokio::test]
async fn the_receipt_shows_the_code_to_the_device_that_sent_it_and_to_no_other() {
    let mut resident = Resident::new();
    let (reference, code) = resident.apply().await;
    let page = resident.get(&format!("/en/receipt/{reference}")).await;
    assert!(page.body.contains(&code) && page.body.contains("<svg viewBox"));
    assert_eq!(page.cache, "no-store");

    resident.cookies.clear();
    let other = resident.get(&format!("/en/receipt/{reference}")).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
    assert_eq!(other.location, format!("/en/follow/{reference}"));
}

#[tokio::test]
async fn follow_opens_with_both_halves_of_the_receipt_only() {
    let mut resident = Resident::new();
    let (reference, code) = resident.apply().await;
    resident.cookies.clear();
    let wrong_code = resident
        .post(
            "/en/follow",
            &format!("reference={reference}&code=1111-1111-1111"),
        )
        .await;
    let unknown = resident
        .post("/en/follow", &format!("reference=1111-1111&code={code}"))
        .await;
    assert_eq!(wrong_code.status, StatusCode::UNAUTHORIZED);
    assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    let blank = |answer: &Answer, reference: &str| answer.body.replace(reference, "…");
    assert_eq!(blank(&wrong_code, &reference), blank(&unknown, "1111-1111"));

    let plain = code.replace('-', "").to_lowercase();
    let open = resident
        .post("/en/follow", &format!("reference={reference}&code={plain}"))
        .await;
    assert_eq!(open.status, StatusCode::SEE_OTHER);
    let case = resident.get(&open.location).await;
    assert!(case.body.contains("It broke"));
    assert_eq!(case.cache, "no-store");
}

#[tokio::test]
async fn follow_without_the_receipt_asks_for_it_and_tells_nothing() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    resident.cookies.clear();
    let known = resident.get(&format!("/en/follow/{reference}")).await;
    let unknown = resident.get("/en/follow/1111-1111").await;
    assert_eq!(known.status, StatusCode::OK);
    assert!(!known.body.contains("It broke"));
    assert_eq!(
        known.body.replace(&reference, "…"),
        unknown.body.replace("1111-1111", "…")
    );
}

#[tokio::test]
async fn a_message_survives_a_receipt_that_was_given_up_meanwhile() {
    let mut resident = Resident::new();
    let (reference, code) = resident.apply().await;
    let closed = resident.post(&format!("/en/follow/{reference}/close"), "").await;
    assert_eq!(closed.location, "/en/follow");
    let reply = resident
        .post(&format!("/en/follow/{reference}/reply"), "reply=One+more+thing")
        .await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert!(
        reply
            .body
            .contains("type=\"hidden\" name=\"reply\" value=\"One more thing\"")
    );
    let open = format!("reference={reference}&code={code}&reply=One+more+thing");
    let case = resident.post("/en/follow", &open).await;
    assert_eq!(case.status, StatusCode::OK);
    assert!(case.body.contains("One more thing</textarea>"));
}

#[tokio::test]
async fn a_message_is_sent_and_what_the_state_does_not_allow_is_refused() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    let sent = resident
        .post(&format!("/en/follow/{reference}/reply"), "reply=Hello")
        .await;
    assert_eq!(sent.location, format!("/en/follow/{reference}?done=reply"));
    let case = resident.get(&sent.location).await;
    assert!(case.body.contains("Hello") && case.body.contains("Your message has been sent."));

    let empty = resident
        .post(&format!("/en/follow/{reference}/reply"), "reply=")
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("id=\"reply-error\""));

    let early = resident
        .post(&format!("/en/follow/{reference}/rate"), "solved=yes&satisfied=no")
        .await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("Its state is now: Received."));
}

#[tokio::test]
async fn a_page_left_open_hears_of_news() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    let still = resident
        .get(&format!("/en/follow/{reference}/status?seen=1"))
        .await;
    assert!(still.body.starts_with("<div class=\"hl-where") && !still.body.contains("news on your case"));
    resident
        .post(&format!("/en/follow/{reference}/reply"), "reply=Hello")
        .await;
    let news = resident
        .get(&format!("/en/follow/{reference}/status?seen=1"))
        .await;
    assert!(news.body.contains("news on your case"));
}

#[tokio::test]
async fn a_file_is_added_and_fetched_and_one_of_another_kind_is_refused() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    let form = |content: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bill.pdf\"\r\n\r\n{content}\r\n--x--\r\n"
        )
    };
    let path = format!("/en/follow/{reference}/attach");
    let request = || Request::post(&path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let refused = resident.send(request(), form("not a paper")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"file-error\""));
    let sent = resident.send(request(), form("%PDF-1.4 paper")).await;
    assert_eq!(
        sent.location,
        format!("/en/follow/{reference}?done=attach"),
        "{}",
        sent.body
    );
    let case = resident.get(&sent.location).await;
    assert!(case.body.contains("bill.pdf"));
    let href = format!("/en/follow/{reference}/files/2");
    assert!(case.body.contains(&href));
    assert_eq!(resident.get(&href).await.body, "%PDF-1.4 paper");
    resident.cookies.clear();
    assert_eq!(resident.get(&href).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn another_site_cannot_make_a_browser_send_anything() {
    let mut resident = Resident::new();
    let request = Request::post(APPLY)
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = resident.send(request, "at=topic").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("came from another site"));
}

#[tokio::test]
async fn an_error_is_a_page_a_fragment_or_a_problem_in_the_readers_language() {
    let mut resident = Resident::new();
    let page = resident.get("/ko/nowhere/at/all").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("<html lang=\"ko\"") && page.body.contains("페이지를 찾을 수 없습니다"));

    let fragment = resident
        .send(
            Request::get("/ru/nowhere").header("hx-request", "true"),
            Body::empty(),
        )
        .await;
    assert!(fragment.body.starts_with("<div") && fragment.body.contains("Страница не найдена"));

    let problem = Request::get("/nowhere")
        .header(header::ACCEPT, "application/json")
        .header(header::ACCEPT_LANGUAGE, "ja");
    let problem = resident.send(problem, Body::empty()).await;
    let problem: serde_json::Value = serde_json::from_str(&problem.body).unwrap();
    assert_eq!(problem["type"], "/problems/not-found");
    assert_eq!(problem["title"], "ページが見つかりません");

    let wrong_method = resident.post("/en/services", "").await;
    assert_eq!(wrong_method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong_method.body.contains("cannot be done here"));
}

#[tokio::test]
async fn the_language_of_the_last_page_is_remembered() {
    let mut resident = Resident::new();
    assert_eq!(resident.get("/").await.location, "/en");
    resident.get("/ru/services").await;
    assert_eq!(resident.get("/").await.location, "/ru");
    assert_eq!(resident.get("/xx/services").await.status, StatusCode::NOT_FOUND);
}
