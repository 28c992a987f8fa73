//! What is written into a form stays: in another language, with a file, and when it is sent again.

use std::fmt::Write as _;

use axum::http::{Request, StatusCode, header};
use domain::Lang;
use domain::cases::{Case, Command};
use domain::people::Actor;
use domain::receipts::Reference;

use super::{ANSWERS, APPLY, Answer, Resident};
use crate::testing::peopled;

const PAPER: &str = "%PDF-1.4 paper";

/// A form as `multipart/form-data`.
fn parts(fields: &str, file: Option<(&str, &str)>) -> String {
    let mut body = String::new();
    for pair in fields.split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        let value = value.replace('+', " ").replace("%2B", "+");
        write!(
            body,
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
        .unwrap();
    }
    if let Some((name, content)) = file {
        body += "--x\r\nContent-Disposition: form-data; name=\"file\"; ";
        write!(body, "filename=\"{name}\"\r\n\r\n{content}\r\n").unwrap();
    }
    body + "--x--\r\n"
}

async fn send(resident: &mut Resident, path: &str, fields: &str, file: Option<(&str, &str)>) -> Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    resident.send(request, parts(fields, file)).await
}

fn hidden(name: &str, value: &str) -> String {
    format!("type=\"hidden\" name=\"{name}\" value=\"{value}\"")
}

/// The value of a hidden field.
fn value_of<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect(name);
    rest.split('"').next().unwrap()
}

#[tokio::test]
async fn another_language_keeps_every_answer_and_what_is_not_finished() {
    let mut resident = Resident::new();
    let first = resident.get(APPLY).await;
    let button = "name=\"go\" value=\"stay\" form=\"form\" formaction=\"/ko/services/complaint/apply\"";
    assert!(first.body.contains(button), "the picker takes the form along");
    // Enter does not pick a language.
    let enter = first.body.find("name=\"go\" value=\"\" form=\"form\"").unwrap();
    assert!(enter < first.body.find("value=\"stay\"").unwrap());

    let ko = "/ko/services/complaint/apply";
    let chosen =
        "at=fields.wish&go=stay&written=en&once=abc&topic=food&fields.wish=refund&fields.wish=repair";
    let boxes = resident.post(ko, chosen).await;
    assert_eq!(boxes.status, StatusCode::OK);
    assert!(
        boxes.body.contains("<html lang=\"ko\"") && boxes.body.contains("name=\"at\" value=\"fields.wish\"")
    );
    for value in ["refund", "repair"] {
        assert!(
            boxes.body.contains(&format!("value=\"{value}\" checked")),
            "{value}"
        );
    }
    assert!(boxes.body.contains(&hidden("topic", "food")) && boxes.body.contains(&hidden("once", "abc")));

    // Nothing is said of what is not there yet.
    let empty = resident.post(ko, "at=fields.shop&go=stay&fields.shop=").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(!empty.body.contains("govuk-error-message"));

    let day = "at=fields.bought_on&go=stay&fields.bought_on.year=2026&fields.bought_on.month=&fields.bought_on.day=";
    let half = resident.post(ko, day).await;
    assert!(
        half.body
            .contains("name=\"fields.bought_on.year\" type=\"text\" inputmode=\"numeric\" value=\"2026\"")
    );

    let check = resident.post(ko, &format!("at=check&go=stay&{ANSWERS}")).await;
    assert!(check.body.contains("value=\"send\"") && check.body.contains("It broke"));
}

#[tokio::test]
async fn a_number_is_read_in_the_language_it_was_typed_in() {
    let mut resident = Resident::new();
    let ru = "/ru/services/complaint/apply";
    let form = format!("at=fields.amount&go=stay&written=en&{ANSWERS}&fields.amount=1%2C500");
    let shown = resident.post(ru, &form).await;
    let (_, control) = shown.body.split_once("id=\"fields-amount\"").unwrap();
    let typed = control
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let there = typed.replace('\u{a0}', "%C2%A0").replace(' ', "+");
    let form = format!("at=fields.amount&to_check=yes&go=next&written=ru&{ANSWERS}&fields.amount={there}");
    let check = resident.post(ru, &form).await;
    assert!(check.body.contains(&hidden("fields.amount", "1500")), "{typed}");
}

#[tokio::test]
async fn a_file_goes_with_the_form_and_once() {
    let mut resident = Resident::new();
    let form = format!("at=check&go=send&once=abc&{ANSWERS}");
    let mut sent = Vec::new();
    for _ in 0..2 {
        let answer = send(&mut resident, APPLY, &form, Some(("bill.pdf", PAPER))).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        sent.push(answer.location);
    }
    assert_eq!(sent[0], sent[1]);
    let case = resident.get(&sent[0].replace("receipt", "follow")).await;
    assert_eq!(case.body.matches("bill.pdf</a>").count(), 1);
    let (_, link) = case.body.split_once("/files/").unwrap();
    let id = link.split('"').next().unwrap();
    let file = resident
        .get(&format!("{}/files/{id}", sent[0].replace("receipt", "follow")))
        .await;
    assert_eq!(file.body, PAPER);
}

#[tokio::test]
async fn a_file_stays_when_an_answer_is_changed_or_another_language_is_picked() {
    let mut resident = Resident::new();
    let form = format!("at=check&change=fields.shop&once=abc&{ANSWERS}");
    let changing = send(&mut resident, APPLY, &form, Some(("bill.pdf", PAPER))).await;
    assert!(changing.body.contains("enctype=\"multipart/form-data\""));
    let carried = |page: &str| {
        let bytes = value_of(page, "enclosed.bytes").replace('+', "%2B");
        format!(
            "enclosed.name={}&enclosed.bytes={bytes}",
            value_of(page, "enclosed.name")
        )
    };
    let form = format!(
        "at=fields.shop&to_check=yes&go=next&once=abc&{ANSWERS}&{}",
        carried(&changing.body)
    );
    let check = send(&mut resident, APPLY, &form, None).await;
    assert!(check.body.contains("Comes with it: bill.pdf"));

    let ko = "/ko/services/complaint/apply";
    let held = carried(&check.body);
    let there = send(
        &mut resident,
        ko,
        &format!("at=check&go=stay&once=abc&{ANSWERS}&{held}"),
        None,
    )
    .await;
    assert!(there.body.contains("<html lang=\"ko\"") && there.body.contains("bill.pdf"));
    let left = send(
        &mut resident,
        ko,
        &format!("at=check&go=leave-out&once=abc&{ANSWERS}&{held}"),
        None,
    )
    .await;
    assert!(!left.body.contains("bill.pdf") && left.body.contains("type=\"file\""));

    let sent = send(
        &mut resident,
        ko,
        &format!("at=check&go=send&once=abc&{ANSWERS}&{held}"),
        None,
    )
    .await;
    let case = resident.get(&sent.location.replace("receipt", "follow")).await;
    assert!(case.body.contains("bill.pdf"));
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_takes_nothing_else_with_it() {
    let app = peopled().await;
    let mut resident = Resident::of(&app);
    let form = format!("at=check&go=send&once=abc&{ANSWERS}");
    let large = format!("%PDF-1.4 {}", "x".repeat(11 * 1024 * 1024));
    for (content, said) in [
        ("no paper", "id=\"file-error\""),
        (large.as_str(), "at most 10 MB"),
    ] {
        let refused = send(&mut resident, APPLY, &form, Some(("bill.pdf", content))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said));
        assert!(refused.body.contains("It broke") && refused.body.contains(&hidden("once", "abc")));
    }
    let (staff, _) = app.store().staff_by_login("supervisor").await.unwrap().unwrap();
    let counts = app
        .store()
        .counts_by_state(&Actor::from(&staff), None)
        .await
        .unwrap();
    assert_eq!(
        counts.iter().map(|(_, count)| count).sum::<u64>(),
        0,
        "nothing was opened"
    );
}

#[tokio::test]
async fn a_form_opens_no_second_case_after_the_first_was_erased() {
    let app = peopled().await;
    let mut resident = Resident::of(&app);
    let form = format!("at=check&go=send&once=abc&{ANSWERS}");
    let first = resident.post(APPLY, &form).await;
    let reference = Reference::parse(first.location.rsplit('/').next().unwrap()).unwrap();
    let decline = Command::Decline {
        text: "Not ours.".to_owned(),
        language: Some(Lang::EN),
    };
    let erase = Command::Erase {
        reason: "asked for".to_owned(),
    };
    for (login, command) in [("officer", decline), ("administrator", erase)] {
        let (staff, _) = app.store().staff_by_login(login).await.unwrap().unwrap();
        let actor = Actor::from(&staff);
        let context = app.context(&actor);
        let done = app.store().carry_out(&context, reference, None, &command).await;
        let case: Case = done.unwrap();
        assert_eq!(case.erased, login == "administrator");
    }
    assert_eq!(resident.post(APPLY, &form).await.location, first.location);
}

#[tokio::test]
async fn nothing_stays_in_the_browser_of_a_kiosk() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    let pages = [
        APPLY.to_owned(),
        "/en/services/rescue/apply".to_owned(),
        format!("/en/follow/{reference}"),
    ];
    for page in &pages {
        assert!(resident.get(page).await.body.contains(" data-draft"), "{page}");
    }
    assert_eq!(resident.get("/kiosk").await.location, "/");
    for page in &pages {
        assert!(!resident.get(page).await.body.contains(" data-draft>"), "{page}");
    }
    // Whoever comes next is offered no case of another's.
    let case = format!("/en/follow/{reference}\"");
    assert!(!resident.get("/en/follow").await.body.contains(&case));
    let sent = resident
        .post(APPLY, &format!("at=check&go=send&once=2&{ANSWERS}"))
        .await;
    let second = sent.location.replace("receipt", "follow");
    assert!(!resident.get(&second).await.body.contains("name=\"code\""));
    let first = resident.get(&format!("/en/follow/{reference}")).await.body;
    assert!(first.contains("name=\"code\""), "it holds one at a time");
}
