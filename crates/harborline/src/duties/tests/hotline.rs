use domain::Lang;
use domain::contacts::{At, CallBack, Command, Contact, Device, Kind, Open, State, Window};
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
    fn begins_chat(&self) -> Open {
        Open {
            case: Reference::from_random([9; 7]),
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
        }
    }

    async fn chat(&self) -> Contact {
        self.opened(&self.begins_chat(), 8).await
    }

    /// Somebody wants to be called between five and seven in the evening, as it is in the city.
    async fn call_back(&self) -> Contact {
        let open = Open {
            case: Reference::from_random([7; 7]),
            kind: Kind::CallBack,
            text: String::new(),
            call_back: Some(CallBack {
                number: "+82 10 1234 5678".to_owned(),
                window: Window {
                    from: "2026-03-02T09:00:00Z".parse().unwrap(),
                    until: "2026-03-02T11:00:00Z".parse().unwrap(),
                    offset: 540,
                },
            }),
            ..self.begins_chat()
        };
        self.opened(&open, 6).await
    }

    async fn opened(&self, open: &Open, n: u8) -> Contact {
        let begins = Begins {
            open,
            contact: Reference::from_random([n; 7]),
            receipt: &Receipt {
                reference: open.case,
                code_hash: [1; 32],
            },
        };
        let actor = Actor::holder(open.case);
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

    /// Who is in the queue at that time.
    async fn waiting(&self, now: &str) -> Vec<Reference> {
        let (city, now) = (&self.node.city, now.parse().unwrap());
        let queue = self
            .node
            .store
            .hotline_queue(&city.hotline.policy, city.day(now), now)
            .await;
        let waiting = queue.unwrap().waiting;
        waiting.iter().filter_map(|waits| waits.contact).collect()
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

#[tokio::test]
async fn who_is_to_be_called_back_waits_on_when_the_hotline_closes() {
    let mut house = House::new().await;
    let mut city = (*house.node.city).clone();
    city.hotline.hours = Some(serde_json::from_str(r#""Mo-Fr 08:00-18:00""#).unwrap());
    house.is_now(city).await;
    let call_back = house.call_back().await;
    house.set("2026-03-02T09:55:00Z");
    let chat = house.chat().await;
    house.set("2026-03-02T10:00:30Z");
    // The call-back comes first in the queue.
    assert_eq!(
        house.waiting("2026-03-02T10:00:30Z").await,
        [call_back.reference, chat.reference]
    );
    house
        .until(house.hotline(), async || {
            house.contact(&chat).await.why == Some(domain::cases::Why::NobodyCame)
        })
        .await;
    let call_back = house.contact(&call_back).await;
    assert_eq!((call_back.state, call_back.why), (State::Waiting, None));
}

#[tokio::test]
async fn a_call_back_whose_time_is_over_rings_at_nobody_until_its_hours_come_again() {
    let house = House::new().await;
    let call_back = house.call_back().await;
    for (now, is_due) in [
        ("2026-03-02T08:59:59Z", false),
        ("2026-03-02T09:00:00Z", true),
        ("2026-03-02T10:59:59Z", true),
        ("2026-03-02T11:00:00Z", false),
        ("2026-03-02T18:00:00Z", false),
        ("2026-03-03T08:59:59Z", false),
        ("2026-03-03T09:00:00Z", true),
        ("2026-03-03T11:00:00Z", false),
    ] {
        let waiting = house.waiting(now).await;
        assert_eq!(waiting.contains(&call_back.reference), is_due, "{now}");
    }
    let agent = house.agent("first").await;
    let store = &house.node.store;
    house.set("2026-03-02T10:59:50Z");
    let now = house.node.clock.now();
    store.be_at(agent.id, At::Ready, None, now).await.unwrap();
    house
        .until(house.hotline(), async || house.rings_at(&agent).await)
        .await;
    store.rest_call_backs(now).await.unwrap();
    assert_eq!(store.ringing_at(agent.id).await.unwrap().len(), 1);
    house.set("2026-03-02T11:00:00Z");
    store.rest_call_backs(house.node.clock.now()).await.unwrap();
    assert_eq!(store.ringing_at(agent.id).await.unwrap(), []);
    assert_eq!(house.contact(&call_back).await.state, State::Waiting);
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
