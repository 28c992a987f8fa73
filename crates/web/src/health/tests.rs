//! Health as those see it who need a doctor.

use askama::Template as _;
use axum::http::StatusCode;
use domain::Lang;
use domain::city::Checker;

use crate::testing::{Visitor, app, app_of};

async fn page(path: &str) -> String {
    let page = Visitor::anyone(&app()).get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    page.text
}

#[tokio::test]
async fn who_is_called_stands_before_what_is_read() {
    let html = page("/en/health").await;
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} is not there"));
    assert!(at("tel:120") < at("/en/health/doctors"));
    assert!(at("/en/health/doctors") < at("/en/services/complaint/apply"));
}

#[tokio::test]
async fn what_is_known_to_fit_comes_before_what_nobody_knows() {
    // The clinic speaks Russian, is open at 10:00 on a Friday, and treats teeth.
    let html = page("/en/health/doctors?language=ru&open=now&speciality=teeth").await;
    let fits = html.split("Not known yet").next().unwrap();
    assert!(
        fits.contains("/en/places/clinic") && fits.contains("Open now"),
        "{fits}"
    );
    // That it is listed for teeth does not say that it treats nothing else.
    let html = page("/en/health/doctors?language=ru").await;
    assert!(!html.contains("/en/places/school"), "nobody is treated there");
    let html = page("/en/health/doctors?language=ja").await;
    assert!(html.contains("No hospital is known to fit."));
    assert!(
        !html.contains("/en/places/clinic"),
        "it says what is spoken there"
    );
}

#[tokio::test]
async fn an_appointment_begins_with_the_hospital_and_no_address_names_it() {
    let visitor = Visitor::anyone(&app());
    for from in ["/en/places/clinic", "/en/health/doctors"] {
        let html = visitor.get(from).await.text;
        let form = html.split("<form class=\"hl-ask-there").nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        assert!(
            form.contains("method=\"post\" action=\"/en/services/complaint/apply\""),
            "{form}"
        );
        assert!(
            form.contains("name=\"fields.shop\" value=\"place.clinic.name\""),
            "{form}"
        );
    }
    let asked = "go=stay&once=1&at=fields.shop&topic=food&fields.shop=Pier+Clinic";
    let form = visitor.form("/en/services/complaint/apply", asked).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("value=\"Pier Clinic\"") && !form.text.contains("govuk-error-summary"));
    assert!(
        form.text
            .contains("<input type=\"hidden\" name=\"topic\" value=\"food\">")
    );
    let school = visitor.get("/en/places/school").await.text;
    assert!(!school.contains("hl-ask-there"), "nobody is treated there");
}

#[tokio::test]
async fn the_card_has_nothing_that_could_send_it() {
    let html = page("/ko/health/card").await;
    let card = html
        .split("data-medical")
        .nth(1)
        .unwrap()
        .split("</main>")
        .next()
        .unwrap();
    assert!(!card.contains("<form"), "{card}");
    assert_eq!(card.matches("type=\"checkbox\"").count(), 6);
    assert_eq!(card.matches("data-one").count(), 1, "one blood type");
    assert_eq!(card.matches("data-none").count(), 1);
    assert!(card.contains("id=\"allergies-no-allergies\" type=\"checkbox\" autocomplete=\"off\" data-none>"));
    let inputs = card.split("<input ").skip(1);
    for input in inputs.map(|input| input.split('>').next().unwrap()) {
        assert!(input.contains("autocomplete=\"off\""), "{input}");
    }
    // Each term in both languages, and once where the reader's is the doctor's.
    assert_eq!(
        card.matches("hl-pair__doctor").count(),
        card.matches("hl-pair__own").count()
    );
    assert!(!page("/zh/health/card").await.contains("hl-pair__doctor"));
}

#[tokio::test]
async fn a_sentence_fills_the_screen_without_a_script_and_leads_back() {
    let html = page("/ru/health/sentences").await;
    assert!(html.contains("href=\"#say-chest-pain\"") && html.contains("id=\"say-chest-pain\""));
    assert!(html.contains("href=\"#back-chest-pain\"") && html.contains("id=\"back-chest-pain\""));
    assert!(html.contains("<p class=\"hl-say__large\"><span lang=\"zh-Hans\""));
}

#[test]
fn what_is_not_confirmed_is_said_of_names_as_of_what_stands_below_them() {
    let says = |page: &str, but: &str| {
        let mut city = crate::testing::city();
        let health = &city.health;
        let groups = health.groups.iter().flat_map(|group| {
            let items = group.items.iter().map(|item| format!("item.{item}"));
            items.chain([format!("group.{}", group.code)])
        });
        let scenes = health.scenes.iter().flat_map(|scene| {
            let sentences = scene.sentences.iter().map(|code| format!("sentence.{code}"));
            sentences.chain([format!("scene.{}", scene.code)])
        });
        let keys: Vec<String> = groups.chain(scenes).collect();
        for key in keys.iter().filter(|key| *key != but) {
            let checker = Checker::named("A clerk");
            city.texts.insert("health", key, Lang::EN, key.clone());
            city.texts.note_checked("health", key, Lang::EN, checker);
        }
        let app = app_of(city, None);
        let page = crate::kit::page::Page::new(&app, Lang::EN, page, crate::kit::page::Nav::None);
        let html = match page.rest.as_str() {
            super::card::PATH => super::card::Card::of(&page).render(),
            _ => super::sentences::Sentences::of(&page).render(),
        };
        html.unwrap().contains("has not confirmed these translations")
    };
    for (page, keys) in [
        (super::card::PATH, ["item.latex", "group.blood"]),
        (super::sentences::PATH, ["sentence.headache", "scene.pain"]),
    ] {
        assert!(!says(page, "nothing"), "{page}");
        for key in keys {
            assert!(says(page, key), "{key}");
        }
    }
}

#[tokio::test]
async fn a_city_that_says_nothing_of_it_has_no_such_pages() {
    let mut city = crate::testing::city();
    city.health = domain::health::Health::default();
    let visitor = Visitor::anyone(&app_of(city, None));
    for path in ["", "/doctors", "/card", "/sentences"] {
        let path = format!("/en/health{path}");
        assert_eq!(visitor.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(
        !visitor
            .get("/en/places/clinic")
            .await
            .text
            .contains("hl-ask-there")
    );
}

#[tokio::test]
async fn sentences_and_specialities_are_found_where_they_are_shown() {
    let mut city = crate::testing::city();
    for (key, text) in [
        ("sentence.chest-pain", "My chest hurts."),
        ("sentence.headache", "My head hurts."),
    ] {
        city.texts.insert("health", key, Lang::EN, text.to_owned());
    }
    city.texts
        .insert("places", "speciality.teeth", Lang::EN, "Teeth".to_owned());
    let app = app_of(city, None);
    let found = crate::kit::findable::all(&app).await.unwrap();
    let path = |title: &str| {
        let text = found.iter().find(|text| text.title == title);
        text.map(|text| text.path.as_str())
    };
    assert_eq!(path("My chest hurts."), Some("/health/sentences#say-chest-pain"));
    assert_eq!(path("Teeth"), Some("/health/doctors?speciality=teeth"));
}
