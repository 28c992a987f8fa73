//! What one is told where one arrives, as those see it who arrive.

use std::io::Write as _;
use std::process::{Command, Stdio};

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::Lang;
use domain::arrivals::Arrival;
use tower::ServiceExt as _;

use crate::kit::app::{App, Options};
use crate::testing::Visitor;

/// The small city, which people reach by a name.
fn app() -> App {
    crate::testing::app_with(Options {
        public_url: Some("https://harbour.example".to_owned()),
        ..Options::default()
    })
}

async fn page(path: &str) -> String {
    let seen = Visitor::anyone(&app()).get(path).await;
    assert_eq!(seen.status, StatusCode::OK, "{path}");
    seen.text
}

async fn pdf(app: &App, path: &str, known: Option<&str>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(path);
    if let Some(mark) = known {
        request = request.header(header::IF_NONE_MATCH, mark);
    }
    let request = request.body(Body::empty()).unwrap();
    let response = crate::router(app.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, body.to_vec())
}

/// What one of poppler's programs says of a PDF.
fn with(program: &str, args: &[&str], pdf: &[u8]) -> String {
    let mut reader = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`cargo xtask test` installs poppler-utils");
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[tokio::test]
async fn a_page_says_how_to_go_on_whom_to_call_and_where_to_go() {
    let html = page("/en/arrivals/quay").await;
    for words in [
        "0631-12345",
        "tel:110",
        "way",
        "route.ferry.name",
        "Not confirmed; as of 15 August 2025",
        "/en/places/clinic",
        "/en/places/shop",
        "/en/guides/refunds",
        "/en/arrivals/quay/a4.pdf",
        "Checked on 2 January 2026",
        "show the driver your address in Chinese",
    ] {
        assert!(html.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_guide_that_has_expired_is_not_printed() {
    let html = page("/en/arrivals/quay").await;
    assert!(!html.contains("/en/guides/queues"));
}

#[tokio::test]
async fn a_place_of_which_nothing_is_known_has_a_leaflet_of_the_numbers_alone() {
    let app = app();
    let html = Visitor::anyone(&app).get("/en/arrivals/shop").await.text;
    assert!(html.contains("tel:110") && !html.contains("id=\"medical\"") && !html.contains("id=\"border\""));
    let (status, _, pdf) = pdf(&app, "/en/arrivals/shop/a5.pdf", None).await;
    assert_eq!(status, StatusCode::OK);
    assert!(with("pdftotext", &["-", "-"], &pdf).contains("110"));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let visitor = Visitor::anyone(&app());
    for path in [
        "/en/arrivals/clinic",
        "/en/arrivals/clinic/a4.pdf",
        "/en/arrivals/none/a4.pdf",
        "/en/arrivals/quay/a6.pdf",
        "/en/arrivals/quay/kiosk/none",
        "/en/arrivals/none/kiosk",
        "/en/arrivals/shop/kiosk/medical",
    ] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_leaflet_says_what_its_page_says_in_each_language_on_both_papers() {
    let app = app();
    for language in &app.city().languages {
        let lang = language.code;
        for (paper, size) in [("a4", "A4"), ("a5", "419.528 x 595.276")] {
            let (status, headers, pdf) = pdf(&app, &format!("/{lang}/arrivals/quay/{paper}.pdf"), None).await;
            assert_eq!(status, StatusCode::OK, "{lang} {paper}");
            assert_eq!(headers[header::CONTENT_TYPE], "application/pdf");
            let text = without_blanks(&with("pdftotext", &["-", "-"], &pdf));
            let title = app.texts().get(lang, "arrivals-numbers").to_string();
            let way = app.texts().get(lang, "arrivals-way").to_string();
            for words in [without_blanks(&way), without_blanks(&title)] {
                // The numbers stand under no heading there.
                assert!(
                    words == without_blanks(&title) || text.contains(&words),
                    "{words} in {text}"
                );
            }
            for words in ["0631-12345", "harbour.example", "place.quay.name"] {
                assert!(text.contains(words), "{lang} {paper}: {words} in {text}");
            }
            assert!(
                text.replace('-', "").contains("6315231122"),
                "{lang} {paper}: {text}"
            );
            let about = with("pdfinfo", &["-"], &pdf);
            assert!(
                about.contains(size) && about.contains("Tagged:          yes"),
                "{about}"
            );
            let meta = without_blanks(&with("pdfinfo", &["-meta", "-"], &pdf));
            assert!(meta.contains("<pdfuaid:part>1<"), "{lang} {paper}");
            assert!(
                meta.contains(&format!("<rdf:li>{lang}<")),
                "{lang} {paper}: {meta}"
            );
        }
    }
}

#[tokio::test]
async fn a_leaflet_is_set_once_and_sent_once() {
    let app = app();
    let path = "/ko/arrivals/quay/a4.pdf";
    let (_, headers, first) = pdf(&app, path, None).await;
    let mark = headers[header::ETAG].to_str().unwrap().to_owned();
    let (again, same) = tokio::join!(pdf(&app, path, None), pdf(&app, path, Some(&mark)));
    assert_eq!(again.2, first);
    assert_eq!((same.0, same.2.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(same.1[header::ETAG], mark.as_str());
    assert_eq!(same.1[header::CACHE_CONTROL], headers[header::CACHE_CONTROL]);
    // As caches on the way ask for it.
    let weak = pdf(&app, path, Some(&format!("\"other\", W/{mark}"))).await;
    assert_eq!(weak.0, StatusCode::NOT_MODIFIED);
    let other = pdf(&app, "/ja/arrivals/quay/a4.pdf", None).await;
    assert_ne!(other.1[header::ETAG], mark.as_str());
}

#[tokio::test]
async fn nothing_on_the_screen_in_the_hall_leads_away_from_it_or_asks_for_anything() {
    let visitor = Visitor::anyone(&app());
    let begins = "/zh/arrivals/quay/kiosk".to_owned();
    let mut paths = vec![begins.clone()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(path) = paths.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = visitor.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let body = page.text.split("<body").nth(1).unwrap();
        assert!(
            !["<form", "<input", "tel:", "mailto:", "https://"]
                .iter()
                .any(|bad| body.contains(bad)),
            "{path}"
        );
        assert!(page.text.contains("content=\"noindex\""), "{path}");
        let links = body.split(" href=\"").skip(1);
        for href in links.filter_map(|rest| rest.split('"').next()) {
            assert!(
                href.split('/')
                    .skip(2)
                    .collect::<Vec<_>>()
                    .join("/")
                    .starts_with("arrivals/quay/kiosk"),
                "{path}: {href}"
            );
            paths.push(href.to_owned());
        }
        // What was chosen before does not stay: it goes back to the city's own language.
        let goes_back = format!("url={begins}\"");
        assert_eq!(page.text.contains(&goes_back), path.contains("kiosk/"), "{path}");
    }
    // The menu and six topics in five languages, and where it begins.
    assert_eq!(seen.len(), 1 + 5 * 7, "{seen:?}");
}

#[tokio::test]
async fn ports_are_those_where_one_crosses_the_border() {
    let html = page("/en/ports").await;
    assert!(html.contains("/en/arrivals/quay\"") && !html.contains("/en/arrivals/shop\""));
    assert!(html.contains("/en/guides/refunds") && html.contains("route.ferry.name"));
}

#[tokio::test]
async fn who_looks_for_transport_finds_where_one_arrives() {
    let html = page("/en/transport").await;
    assert!(html.contains("href=\"/en/arrivals/quay\""));
    let list = page("/en/arrivals").await;
    assert!(list.contains("/en/arrivals/quay/a5.pdf") && list.contains("href=\"/en/ports\""));
}

/// What a city with those arrivals has at these paths, what its sitemap says of them, and its page of transport.
async fn seen_with(arrivals: impl Fn(&mut Vec<Arrival>)) -> ([StatusCode; 2], [bool; 2], String) {
    let mut city = crate::testing::city();
    arrivals(&mut city.arrivals);
    let app = crate::testing::app_of(city, None);
    let visitor = Visitor::anyone(&app);
    let listed = (super::SLICE.public)(&app).await.unwrap();
    let paths = [super::PATH, super::PORTS];
    let list = visitor.get("/en/arrivals").await;
    assert_eq!(
        list.status == StatusCode::OK && list.text.contains("href=\"/en/ports\""),
        listed.iter().any(|path| path == super::PORTS)
    );
    let ports = visitor.get("/en/ports").await;
    let transport = visitor.get("/en/transport").await;
    assert_eq!(transport.status, StatusCode::OK);
    (
        [list.status, ports.status],
        paths.map(|path| listed.iter().any(|own| own == path)),
        transport.text,
    )
}

#[tokio::test]
async fn a_city_without_arrivals_has_no_such_pages_and_nothing_leads_to_them() {
    let (statuses, listed, transport) = seen_with(Vec::clear).await;
    assert_eq!(statuses, [StatusCode::NOT_FOUND; 2]);
    assert_eq!(listed, [false; 2]);
    assert!(!transport.contains("/en/ports") && !transport.contains("/en/arrivals"));
}

#[tokio::test]
async fn a_city_where_nobody_crosses_the_border_has_no_page_of_ports() {
    let inland = |arrivals: &mut Vec<Arrival>| arrivals.iter_mut().for_each(|one| one.border.clear());
    let (statuses, listed, transport) = seen_with(inland).await;
    assert_eq!(statuses, [StatusCode::OK, StatusCode::NOT_FOUND]);
    assert_eq!(listed, [true, false]);
    assert!(!transport.contains("/en/ports") && transport.contains("/en/arrivals/quay"));
}

#[tokio::test]
async fn ports_are_led_to_also_where_there_is_no_guide_to_read() {
    let (statuses, listed, transport) = seen_with(|_| ()).await;
    assert_eq!(statuses, [StatusCode::OK; 2]);
    assert_eq!(listed, [true; 2]);
    assert!(transport.contains("/en/ports") && !transport.contains("id=\"guides\""));
}

/// The names of the fields of that value, of its first section, and of the first entry of that.
fn fields(data: &serde_json::Value) -> Vec<Vec<&String>> {
    let section = data["sections"].as_array().unwrap();
    let section = section.iter().find(|one| one["entries"][0].is_object()).unwrap();
    [data, section, &section["entries"][0]]
        .map(|value| value.as_object().unwrap().keys().collect())
        .into()
}

#[test]
fn the_leaflet_that_is_measured_has_the_parts_of_a_real_one() {
    let measured = include_str!("../../../typesetting/examples/leaflet.json");
    let measured: serde_json::Value = serde_json::from_str(measured).unwrap();
    let app = app();
    let page = crate::kit::page::Page::new(&app, Lang::JA, "/", crate::kit::page::Nav::None);
    let leaflet = super::leaflet::Leaflet::of(&page, &app.city().arrivals[0], app.today()).unwrap();
    let real = super::print::data(&page, &leaflet, super::print::Paper::A4);
    assert_eq!(fields(&measured), fields(&real));
}

#[test]
fn numbers_are_read_from_left_to_right_also_in_arabic() {
    let app = app();
    let page = crate::kit::page::Page::new(&app, Lang::EN, "/", crate::kit::page::Nav::None);
    let leaflet = super::leaflet::Leaflet::of(&page, &app.city().arrivals[0], app.today()).unwrap();
    let mut data = super::print::data(&page, &leaflet, super::print::Paper::A4);
    data["lang"] = "ar".into();
    data["hotline"] = "اتصل بنا".into();
    data["numbers"] = serde_json::json!([["0631 523 1122", "الشرطة"]]);
    let sections = data["sections"].as_array_mut().unwrap();
    let medical = sections
        .iter_mut()
        .find(|section| section["title"] == "Doctors and hospitals");
    medical.unwrap()["entries"][0]["phone"] = "+86 631 523 3344".into();
    let fonts = typesetting::Fonts::of_this_machine().unwrap();
    let sheet = typesetting::set(&fonts, super::print::TEMPLATE, &data).unwrap();
    let text = with("pdftotext", &["-", "-"], &sheet.pdf);
    for number in ["0631 523 1122", "+86 631 523 3344"] {
        assert!(text.contains(number), "{text}");
    }
}

#[test]
fn the_hotline_is_the_first_of_the_numbers() {
    let app = app();
    let page = crate::kit::page::Page::new(&app, Lang::EN, "/", crate::kit::page::Nav::None);
    let arrival = &app.city().arrivals[0];
    let leaflet = super::leaflet::Leaflet::of(&page, arrival, app.today()).unwrap();
    let numbers: Vec<&str> = leaflet
        .numbers
        .iter()
        .map(|(number, _)| number.as_str())
        .collect();
    assert_eq!(numbers, ["0631-12345", "110", "120"]);
}
