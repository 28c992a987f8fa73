use domain::Lang;
use domain::cases::{Case, Channel, Command, Contact, Open};
use domain::receipts::Reference;
use futures::future::BoxFuture;
use language::translate::{Engine, Request, Translated, Translator, Unavailable};
use store::Receipt;

use super::*;
use crate::duties::translating::Translating;

const AT_ONCE: Duration = Duration::from_secs(1);

/// Writes the language before the text.
struct Marking;

impl Translator for Marking {
    fn name(&self) -> &'static str {
        "marking"
    }

    fn has(&self, _: Lang, _: Lang) -> bool {
        true
    }

    fn translate<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
        let text = format!("[{}] {}", request.to, request.text);
        let engine = Engine {
            name: "marking".to_owned(),
            ..Engine::default()
        };
        let translated = Translated {
            text,
            engine,
            ..Translated::default()
        };
        std::future::ready(Ok(translated)).boxed()
    }
}

pub(super) async fn open(house: &House, n: u8, text: &str) -> Reference {
    let open = Open {
        service: "enquiry".to_owned(),
        language: Lang::parse("pt").unwrap(),
        detected: false,
        channel: Channel::Web,
        text: text.to_owned(),
        topic: None,
        fields: std::collections::BTreeMap::new(),
        contact: Contact::default(),
        place: None,
    };
    let receipt = Receipt {
        reference: Reference::from_random([n; 7]),
        code_hash: [1; 32],
    };
    let ctx = house.context(&Actor::ANYONE);
    let store = &house.node.store;
    let opened = store.open_held::<Case>(&ctx, &open, &receipt, None).await;
    opened.unwrap().record.reference
}

pub(super) async fn note(house: &House, reference: Reference) {
    let agent = staff(Role::Supervisor, house.node.city.hotline_unit.as_str());
    let note = Command::Note {
        text: "looked into".to_owned(),
    };
    let ctx = house.context(&agent);
    let noted = house.node.store.carry_out(&ctx, reference, None, &note).await;
    noted.unwrap();
}

/// A text of that case in Chinese, once the duty has seen it.
async fn chinese(house: &House, reference: Reference) -> String {
    let memory = Memory::new(house.node.store.clone(), &house.node.city);
    let translators = Translators::new(&house.node.city)
        .then(memory.translator(), AT_ONCE)
        .then(Marking, AT_ONCE);
    let duties =
        Duties::none(house.node.store.bus().clone()).and(Translating::new(house.node.clone(), translators));
    let (found, text) = tokio::sync::oneshot::channel();
    let translated = async {
        loop {
            let worker = system(Translating::NAME);
            let case = house.node.store.get::<Case>(reference, &worker).await.unwrap();
            let case = case.unwrap();
            if let Some(translation) = case.messages[0].translation(Lang::ZH) {
                let text = translation.text.clone().unwrap();
                return found.send(text).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(20), duties.run(translated)).await;
    ended.expect("it is translated");
    text.await.unwrap()
}

#[tokio::test]
async fn a_case_whose_unit_left_the_pack_is_translated_all_the_same() {
    let mut house = House::new().await;
    let reference = open(&house, 1, "Perdi o meu passaporte").await;
    let unit = {
        let worker = system(Translating::NAME);
        let case = house.node.store.get::<Case>(reference, &worker).await.unwrap();
        case.unwrap().unit
    };
    let mut city = weihai();
    city.units.retain(|known| known.code != unit);
    house.is_now(city).await;
    let wants = house.node.store.wants_for_engines(None, 10).await.unwrap();
    assert_eq!(wants.rows[0].to, Lang::ZH);
    assert_eq!(chinese(&house, reference).await, "[zh] Perdi o meu passaporte");
    let wants = house.node.store.wants_for_engines(None, 10).await.unwrap();
    assert_eq!(wants.rows, []);
}
