//! A language is added by files alone: here German, made of the English texts with a mark before each, so that whatever
//! comes from anywhere else is seen.

use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Request, StatusCode};
use domain::Lang;
use domain::city::{Checker, InterfaceLanguage};
use domain::people::{Actor, Role};
use store::people::NewStaff;
use tower::ServiceExt as _;

use crate::kit::app::App;
use crate::kit::page::{Nav, Page};
use crate::kit::texts::MISSING;
use crate::testing::app_of;

const MARK: char = '§';

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn german() -> Lang {
    Lang::parse("de").unwrap()
}

/// A copy of a folder of the pack; beside each file of English texts one of German ones.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).unwrap();
            if path.ends_with("en.toml") && !path.to_string_lossy().contains("/demo/") {
                let mut texts: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
                mark(&mut texts);
                fs::write(to.join("de.toml"), texts.to_string()).unwrap();
            } else if path.ends_with("en.md") {
                let page = fs::read_to_string(&path)
                    .unwrap()
                    .replace(" = \"", &format!(" = \"{MARK}"));
                fs::write(to.join("de.md"), page).unwrap();
            }
        }
    }
}

fn mark(texts: &mut toml::Table) {
    for (_, value) in texts.iter_mut() {
        match value {
            toml::Value::Table(inner) => mark(inner),
            toml::Value::String(text) => text.insert(0, MARK),
            _ => {}
        }
    }
}

/// Weihai with German in the pack, and German texts of the interface in its `locales/`.
fn pack() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("cities/weihai"), folder.path());
    let city = folder.path().join("city.toml");
    let german = "[[language]]\ncode = \"de\"\ntag = \"de\"\nname = \"Deutsch\"\n[limits]";
    let with_german = fs::read_to_string(&city).unwrap().replace("[limits]", german);
    fs::write(&city, with_german).unwrap();
    city::confirm(folder.path(), Some(self::german()), &[], &Checker::Project).unwrap();
    let locales = folder.path().join("locales/de");
    fs::create_dir_all(&locales).unwrap();
    let english = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en");
    for entry in fs::read_dir(english).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(entry.path()).unwrap();
        let marked = text.lines().map(|line| match line.split_once(" = ") {
            Some((key, text)) if !line.starts_with(' ') => format!("{key} = {MARK}{text}\n"),
            _ => format!("{line}\n"),
        });
        fs::write(locales.join(entry.file_name()), marked.collect::<String>()).unwrap();
    }
    folder
}

fn app() -> App {
    let pack = pack();
    let city = city::read(pack.path()).unwrap();
    app_of(city, Some(&pack.path().join("locales")))
}

async fn send(app: &App, request: Request<Body>) -> (StatusCode, Option<String>, String) {
    let response = crate::router(app.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let cookie = response.headers().get(SET_COOKIE);
    let cookie = cookie.map(|value| value.to_str().unwrap().to_owned());
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    (status, cookie, String::from_utf8(bytes.to_vec()).unwrap())
}

async fn get(app: &App, path: &str, header: (axum::http::HeaderName, &str)) -> String {
    let request = Request::get(path).header(header.0, header.1);
    let (status, _, text) = send(app, request.body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    text
}

#[test]
fn every_page_is_there_in_the_language_that_was_added_and_nothing_is_missing() {
    // The small city of this room has a sample of every state a case can stand in.
    let mut city = crate::testing::city();
    city.languages.push(InterfaceLanguage {
        code: german(),
        tag: "de".to_owned(),
        name: "Deutsch".to_owned(),
    });
    let app = app_of(city, Some(&pack().path().join("locales")));
    let page = Page::new(&app, german(), "/somewhere", Nav::Services);
    for (name, html) in crate::samples::all(&page) {
        assert!(html.contains("<html lang=\"de\""), "{name}");
        assert!(html.contains(MARK) && !html.contains(MISSING), "{name}");
    }
}

#[test]
fn its_numbers_dates_and_names_are_its_own() {
    let app = app();
    let page = Page::new(&app, german(), "/", Nav::None);
    let date = "2026-02-27".parse().unwrap();
    assert_eq!(page.short_date(date), "27. Februar 2026");
    assert_eq!(page.date(date), "§Freitag 27. Februar 2026");
    assert_eq!(
        page.moment("2026-02-27T08:05:00Z".parse().unwrap()),
        "§27. Februar 2026, 16:05"
    );
    assert_eq!(page.number(40_000), "40.000");
    assert_eq!(page.country("kr"), "Südkorea");
    assert_eq!(
        page.country("HK"),
        "§Hong Kong, China",
        "as the city's country says"
    );
    assert_eq!(page.language_name(Lang::ZH), "Chinesisch");
    assert_eq!(page.writing().date_order(), ["day", "month", "year"]);
    let countries: Vec<&str> = page.writing().names().countries().map(|(_, name)| name).collect();
    let at = |name: &str| countries.iter().position(|known| *known == name);
    assert!(
        at("Ägypten") < at("Albanien") && at("Oman") < at("Österreich") && at("Österreich") < at("Pakistan")
    );
}

#[tokio::test]
async fn it_stands_in_the_picker_and_its_pages_speak_it() {
    let app = app();
    let any = || (ACCEPT_LANGUAGE, "en");
    let english = get(&app, "/en", any()).await;
    assert!(english.contains("<a href=\"/de\" lang=\"de\" hreflang=\"de\">Deutsch</a>"));
    let home = get(&app, "/de", any()).await;
    assert!(home.contains("<html lang=\"de\" dir=\"ltr\"") && home.contains("§Skip to main content"));
    let guide = get(&app, "/de/help", any()).await;
    assert!(
        guide.contains(MARK) && !guide.contains("lang=\"zh-Hans\" dir"),
        "it was confirmed"
    );
    let request = Request::get("/").header(ACCEPT_LANGUAGE, "de-AT, en;q=0.5");
    let response = crate::router(app.clone())
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(response.headers()["location"], "/de");
    let services = get(&app, "/api/v1/services", (ACCEPT_LANGUAGE, "de")).await;
    let services: serde_json::Value = serde_json::from_str(&services).unwrap();
    assert!(services[0]["name"].as_str().unwrap().starts_with(MARK));
}

#[tokio::test]
async fn the_desk_speaks_it_to_whoever_picks_it() {
    let app = app();
    let worker = Actor::System {
        worker: "test".to_owned(),
    };
    let new = NewStaff {
        login: "agent".to_owned(),
        name: "Jörg".to_owned(),
        role: Role::Agent,
        unit: app.city().hotline_unit.clone(),
        languages: vec![app.city().source_language, german()],
        password_hash: crate::hash_password("harbour lights", &[7; 16]).unwrap(),
    };
    app.store()
        .add_staff(app.city(), app.now(), &worker, &new)
        .await
        .unwrap();
    let request = Request::post("/desk/sign-in").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let form = "login=agent&password=harbour+lights&to=/desk";
    let (_, cookie, _) = send(&app, request.body(Body::from(form)).unwrap()).await;
    let session = cookie.unwrap().split(';').next().unwrap().to_owned();
    let cookies = format!("{session}; harborline-desk-language=de");
    for path in ["/desk", "/desk/new", "/desk/new/enquiry", "/desk/translation"] {
        let page = get(&app, path, (COOKIE, &cookies)).await;
        assert!(page.contains("<html lang=\"de\""), "{path}");
        assert!(page.contains("§") && !page.contains(MISSING), "{path}");
    }
    let picker = get(&app, "/desk", (COOKIE, &cookies)).await;
    assert!(picker.contains("?lang=de") && picker.contains("Deutsch"));
}

/// Where the pack lacks a file, its pages show those texts in the city's own language and say so, and programs get the words.
#[tokio::test]
async fn what_it_lacks_is_shown_in_the_citys_own_language_and_says_so() {
    let pack = pack();
    for file in ["search.ftl", "errors.ftl"] {
        fs::remove_file(pack.path().join("locales/de").join(file)).unwrap();
    }
    let city = city::read(pack.path()).unwrap();
    let locales = pack.path().join("locales");
    let texts = crate::texts(&city.languages, city.source_language, Some(&locales)).unwrap();
    let told: Vec<String> = texts.gaps().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(
        told[0],
        "locales/de/errors.ftl: note: nothing of it is there; its readers get zh-Hans"
    );
    let app = app_of(city, Some(&locales));
    let find = get(&app, "/de/find", (ACCEPT_LANGUAGE, "de")).await;
    assert!(find.contains("<html lang=\"de\"") && find.contains("<title lang=\"zh-Hans\" dir=\"ltr\">"));
    assert!(find.contains("><bdi lang=\"zh-Hans\" dir=\"ltr\">"));
    let request = Request::get("/api/v1/cases/1111-1111-1111").header(ACCEPT_LANGUAGE, "de");
    let (status, _, problem) = send(&app, request.body(Body::empty()).unwrap()).await;
    assert!(status.is_client_error());
    let problem: serde_json::Value = serde_json::from_str(&problem).unwrap();
    let title = problem["title"].as_str().unwrap();
    assert!(
        !title.contains(MARK) && !title.contains(crate::kit::fallback::OPENS),
        "{title}"
    );
    let request = Request::get("/de/nowhere").body(Body::empty()).unwrap();
    let (_, _, nowhere) = send(&app, request).await;
    assert!(
        nowhere.contains("<bdi lang=\"zh-Hans\" dir=\"ltr\">")
            && !nowhere.contains(crate::kit::fallback::OPENS)
    );
}

/// Every sample of every page, in a language of which nearly everything is missing.
#[test]
fn a_page_of_which_nearly_all_is_in_another_language_stays_a_page() {
    let mut city = crate::testing::city();
    let code = Lang::parse("ar").unwrap();
    city.languages.push(InterfaceLanguage {
        code,
        tag: "ar".to_owned(),
        name: "العربية".to_owned(),
    });
    let locales = tempfile::tempdir().unwrap();
    fs::create_dir_all(locales.path().join("ar")).unwrap();
    fs::write(locales.path().join("ar/page.ftl"), "page-home = الرئيسية\n").unwrap();
    let app = app_of(city, Some(locales.path()));
    let page = Page::new(&app, code, "/somewhere", Nav::Services);
    for (name, written) in crate::samples::all(&page) {
        let html = crate::kit::fallback::html(&written);
        assert!(html.contains("<html lang=\"ar\" dir=\"rtl\""), "{name}");
        assert!(
            html.contains("<bdi lang=\"zh-Hans\" dir=\"ltr\">") && !html.contains(MISSING),
            "{name}"
        );
        assert!(!html.contains(['\u{fdd0}', '\u{fdd1}', '\u{fdd2}']), "{name}");
        // What was added closes.
        let added = |what: &str| html.matches(what).count() - written.matches(what).count();
        let opened = added("<bdi lang=\"zh-Hans\" dir=\"ltr\">");
        assert_eq!(added("</bdi>"), opened, "{name}");
    }
}

/// Weihai's own languages, so that one it offers is never found wanting only when it starts.
#[test]
fn the_city_at_hand_offers_only_languages_that_are_whole() {
    let city = city::read(&root().join("cities/weihai")).unwrap();
    let texts = crate::texts(&city.languages, city.source_language, None).unwrap();
    assert_eq!(texts.gaps(), []);
}
