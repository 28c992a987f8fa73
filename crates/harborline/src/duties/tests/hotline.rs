use domain::Lang;
use domain::contacts::{At, Command, Contact, Device, Kind, Open, State};
use domain::receipts::Reference;
use domain::roles::Staff;
use futures::future::BoxFuture;
use language::translate::{Engine, Request, Translated, Translator, Unavailable};
use store::Receipt;
use store::contacts::Begins;
use store::people::NewStaff;

use super::*;
use crate::duties::chatting::Chatting;
use crate::duties::hotline::Hotline;

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
        let translated = Translated {
            text: format!("[{}] {}", request.to, request.text),
            engine: Engine::default(),
            ..Translated::default()
        };
        std::future::ready(Ok(translated)).boxed()
    }
}

impl House {
    async fn chat(&self) -> Contact {
        let case = Reference::from_random([9; 7]);
        let open = Open {
            case,
            unit: self.node.city.hotline_unit.clone(),
            kind: Kind::Chat,
            language: Lang::parse("pt").unwrap(),
            topic: None,
            urgent: false,
            device: Device { id: 1, n: 1 },
            text: "O meu visto acaba.".to_owned(),
            call_back: None,
            rang_at: None,
            telephone: None,
        };
        let begins = Begins {
            open: &open,
            contact: Reference::from_random([8; 7]),
            receipt: &Receipt {
                reference: case,
                code_hash: [1; 32],
            },
        };
        let actor = Actor::holder(case);
        let opened = self
            .node
            .store
            .open_contact(&self.context(&actor), &begins, true)
            .await;
        opened.unwrap().1
    }

    async fn agent(&self, login: &str) -> Staff {
        let new = NewStaff {
            login: login.to_owned(),
            name: login.to_owned(),
            role: Role::Agent,
            unit: self.node.city.hotline_unit.clone(),
            languages: vec![Lang::ZH, Lang::parse("pt").unwrap()],
            password_hash: "$".to_owned(),
        };
        let (store, now) = (&self.node.store, self.node.clock.now());
        store
            .add_staff(&self.node.city, now, &system("command line"), &new)
            .await
            .unwrap()
    }

    async fn contact(&self, contact: &Contact) -> Contact {
        let found = self.node.store.get(contact.reference, &system("test")).await;
        found.unwrap().unwrap()
    }

    /// Runs duties until that holds.
    async fn until(&self, duties: Duties, holds: impl AsyncFn() -> bool) {
        let held = async {
            while !holds().await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let ended = tokio::time::timeout(Duration::from_secs(20), duties.run(held)).await;
        ended.expect("in time");
    }

    fn hotline(&self) -> Duties {
        let translators = Translators::new(&self.node.city);
        let hotline = Hotline::new(self.node.clone(), translators);
        Duties::none(self.node.store.bus().clone()).and(hotline)
    }

    async fn rings_at(&self, staff: &Staff) -> bool {
        let (city, now) = (&self.node.city, self.node.clock.now());
        let queue = self
            .node
            .store
            .hotline_queue(&city.hotline.policy, city.day(now), now)
            .await;
        queue.unwrap().ringing(staff.id).count() == 1
    }
}

#[tokio::test]
async fn who_waits_rings_at_who_is_ready_and_goes_on_when_they_vanish() {
    let house = House::new().await;
    let contact = house.chat().await;
    let (first, second) = (house.agent("first").await, house.agent("second").await);
    let store = &house.node.store;
    store
        .be_at(first.id, At::Ready, None, house.node.clock.now())
        .await
        .unwrap();
    house
        .until(house.hotline(), async || house.rings_at(&first).await)
        .await;

    let actor = Actor::from(&first);
    let ctx = house.context(&actor);
    store
        .carry_out(&ctx, contact.reference, None, &Command::Answer)
        .await
        .unwrap();
    house.set("2026-03-02T01:02:00Z");
    let now = house.node.clock.now();
    store.be_at(second.id, At::Ready, None, now).await.unwrap();
    house
        .until(house.hotline(), async || house.rings_at(&second).await)
        .await;
    let contact = house.contact(&contact).await;
    assert_eq!((contact.state, contact.again), (State::Waiting, true));
    assert_eq!(store.presence(first.id).await.unwrap().unwrap().at, At::Offline);
}

#[tokio::test]
async fn a_visitor_who_is_gone_for_ten_minutes_has_left() {
    let house = House::new().await;
    let contact = house.chat().await;
    house.set("2026-03-02T01:10:00Z");
    house
        .until(house.hotline(), async || {
            house.contact(&contact).await.state == State::Ended
        })
        .await;
}

#[tokio::test]
async fn what_nobody_there_reads_is_translated() {
    let house = House::new().await;
    let contact = house.chat().await;
    let translators = Translators::new(&house.node.city).then(Marking, Duration::from_secs(1));
    let duties =
        Duties::none(house.node.store.bus().clone()).and(Chatting::new(house.node.clone(), translators));
    let read = async || {
        let contact = house.contact(&contact).await;
        let said = house
            .node
            .store
            .conversation(&contact, 0, &system("test"))
            .await
            .unwrap();
        let translation = said.lines[0]
            .translation(Lang::ZH)
            .and_then(|one| one.text.clone());
        translation.as_deref() == Some("[zh] O meu visto acaba.")
    };
    house.until(duties, read).await;
}

#[tokio::test]
async fn when_the_hotline_closes_nobody_is_kept_waiting() {
    let mut house = House::new().await;
    let mut city = (*house.node.city).clone();
    city.hotline.hours = Some(serde_json::from_str(r#""Mo-Fr 08:00-18:00""#).unwrap());
    house.is_now(city).await;
    let contact = house.chat().await;
    house.set("2026-03-02T09:59:00Z");
    let here = house.node.clock.now();
    let store = &house.node.store;
    store.visitor_beat(contact.reference, here).await.unwrap();
    house.set("2026-03-02T10:00:30Z");
    house
        .until(house.hotline(), async || {
            house.contact(&contact).await.why == Some(domain::cases::Why::NobodyCame)
        })
        .await;
}

/// Translates one language into one other.
struct OneWay;

impl Translator for OneWay {
    fn name(&self) -> &'static str {
        "one way"
    }

    fn has(&self, from: Lang, to: Lang) -> bool {
        (from, to) == (Lang::ZH, Lang::KO)
            || (from == Lang::EN && to == Lang::ZH)
            || (from, to) == (Lang::ZH, Lang::EN)
    }

    fn translate<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
        std::future::ready(Err(Unavailable::Nobody)).boxed()
    }
}

#[tokio::test]
async fn a_machine_stands_in_only_for_languages_that_it_translates_both_ways() {
    let house = House::new().await;
    assert_eq!(house.node.city.source_language, Lang::ZH);
    let translators = Translators::new(&house.node.city).then(OneWay, Duration::from_secs(1));
    let hotline = Hotline::new(house.node.clone(), translators);
    assert!(hotline.translates(Lang::EN));
    assert!(!hotline.translates(Lang::KO), "there is no way back");
    assert!(!hotline.translates(Lang::RU));
}
