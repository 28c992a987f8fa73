//! What a case says once it is answered, and what was promised before.

use domain::cases::Command;
use domain::receipts::Reference;
use domain::roles::{Actor, Role};

use super::{ANSWERS, APPLY, Resident};
use crate::kit::app::App;

/// A resident whose case an officer works on.
struct Worked {
    app: App,
    resident: Resident,
    reference: Reference,
}

impl Worked {
    async fn accepted() -> Self {
        let app = crate::testing::app();
        let mut resident = Resident::of(&app);
        let (reference, _) = resident.apply().await;
        let worked = Self {
            app,
            resident,
            reference: Reference::parse(&reference).unwrap(),
        };
        worked.act(Command::Accept).await;
        worked
            .act(Command::Advance {
                stage: "end".to_owned(),
            })
            .await;
        worked
    }

    async fn act(&self, command: Command) {
        let officer = Actor::Staff {
            id: domain::people::StaffId(1),
            role: Role::Officer,
            unit: "market".into(),
        };
        let context = self.app.context(&officer);
        let store = self.app.store();
        store
            .carry_out(&context, self.reference, None, &command)
            .await
            .unwrap();
    }

    async fn resolve(&self, text: &str) {
        let (text, language) = (text.to_owned(), Some(domain::Lang::EN));
        self.act(Command::Resolve { text, language }).await;
    }

    async fn sends(&mut self, what: &str, form: &str) -> String {
        let path = format!("/en/follow/{}/{what}", self.reference);
        let sent = self.resident.post(&path, form).await;
        self.resident.get(&sent.location).await.body
    }

    async fn page(&mut self) -> String {
        let path = format!("/en/follow/{}", self.reference);
        self.resident.get(&path).await.body
    }
}

#[tokio::test]
async fn a_question_and_an_answer_stand_once() {
    let mut worked = Worked::accepted().await;
    worked
        .act(Command::Ask {
            text: "Which receipt?".to_owned(),
            language: Some(domain::Lang::EN),
        })
        .await;
    let asked = worked.page().await;
    assert_eq!(asked.matches("Which receipt?").count(), 1);
    let back = worked
        .sends("answer-question", "answer-question=The+blue+one")
        .await;
    assert_eq!(
        back.matches("Which receipt?").count(),
        1,
        "among the messages now"
    );
    worked.resolve("The shop pays back.").await;
    let answered = worked.page().await;
    for said in [
        "The shop pays back.",
        "Which receipt?",
        "The blue one",
        "It broke",
    ] {
        assert_eq!(answered.matches(said).count(), 1, "{said}");
    }
}

#[tokio::test]
async fn who_says_that_nothing_is_solved_is_offered_to_reopen_and_not_asked_to_rate_again() {
    let mut worked = Worked::accepted().await;
    worked.resolve("The shop pays back.").await;
    let answered = worked.page().await;
    let asks = |page: &str| page.contains("/rate\"") || page.contains("tell us how it was");
    assert!(asks(&answered) && !answered.contains("id=\"unsolved\""));

    let rated = worked.sends("rate", "solved=no&satisfied=no").await;
    assert!(!asks(&rated));
    assert!(rated.contains("you have rated the answer"));
    assert!(rated.contains("say below what is still missing"));
    let (_, offered) = rated.split_once("id=\"unsolved\"").unwrap();
    let (offered, _) = offered.split_once("</section>").unwrap();
    assert!(offered.contains("/reopen\"") && offered.contains("16 March 2026"));
    assert!(!offered.contains("<details"), "it is not folded away");
    assert!(!worked.page().await.contains("say below"), "said once");

    worked.sends("reopen", "reopen=Nothing+came").await;
    worked.resolve("Now it does.").await;
    assert!(asks(&worked.page().await), "of another answer it is asked anew");
    let again = worked.sends("rate", "solved=no&satisfied=no").await;
    assert!(!asks(&again) && !again.contains("/reopen\""));
    assert!(again.contains("cannot be reopened any more") && again.contains("/en/services/complaint\""));
}

#[tokio::test]
async fn who_says_that_it_is_solved_is_not_pressed_to_reopen() {
    let mut worked = Worked::accepted().await;
    worked.resolve("The shop pays back.").await;
    let rated = worked.sends("rate", "solved=yes&satisfied=no").await;
    assert!(!rated.contains("id=\"unsolved\"") && !rated.contains("say below"));
    assert!(rated.contains("<details class=\"govuk-details hl-reopen\">"));
}

#[tokio::test]
async fn the_receipt_names_a_unit_that_the_page_promised() {
    let mut city = crate::testing::city();
    let routes = serde_json::json!([
        {"topic": ["food"], "unit": "district"},
        {"topic": ["other"], "unit": "hotline"},
    ]);
    city.services[0].routes = serde_json::from_value(routes).unwrap();
    let app = crate::testing::app_of(city, None);
    let mut resident = Resident::of(&app);
    let start = resident.get("/en/services/complaint").await.body;
    let (_, promised) = start.split_once("<ul class=\"hl-units\">").unwrap();
    let (promised, _) = promised.split_once("</ul>").unwrap();
    for (n, topic, place, unit, promise) in [
        (
            1,
            "food",
            "&place=harbour",
            "harbour",
            "The district or zone you name<br>",
        ),
        (
            2,
            "food",
            "",
            "market",
            "market<br><span class=\"hl-soft\">topic.food<",
        ),
        (
            3,
            "other",
            "&place=harbour",
            "hotline",
            "hotline<br><span class=\"hl-soft\">topic.other<",
        ),
    ] {
        let form = ANSWERS
            .replace("topic=food", &format!("topic={topic}"))
            .replace("&place=harbour", place);
        let sent = resident
            .post(APPLY, &format!("at=check&go=send&once={n}&{form}"))
            .await;
        let receipt = resident.get(&sent.location).await.body;
        assert!(
            receipt.contains(&format!("{unit} has it now.")),
            "{topic} {place}"
        );
        assert!(promised.contains(promise), "{topic} {place}: {promised}");
    }
}

#[tokio::test]
async fn a_reference_has_one_address() {
    let mut worked = Worked::accepted().await;
    let plain = worked.reference.to_string().replace('-', "").to_lowercase();
    let other = worked.resident.get(&format!("/en/follow/{plain}")).await;
    assert_eq!(other.status, axum::http::StatusCode::PERMANENT_REDIRECT);
    assert_eq!(other.location, format!("/en/follow/{}", worked.reference));
}
