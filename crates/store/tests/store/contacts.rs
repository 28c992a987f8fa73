//! Contacts with the hotline: each changes with its case or not at all, waits as a row, and is answered once.

use domain::cases::{self, Case, Outcome, TranslatedBy, Why};
use domain::contacts::matching::Policy;
use domain::contacts::{At, Command, Contact, Device, Kind, Open, Says, State, Translated};
use domain::journaled::{Context, Journaled as _, Refusal};
use domain::people::{Actor, Role};
use domain::receipts::Reference;
use domain::roles::{Staff, StaffId};
use domain::{Lang, UnitCode};
use jiff::{SignedDuration, Timestamp};
use store::contacts::{Aside, Begins, Does, Filter, Held};
use store::people::NewStaff;
use store::{CommandError, Heard};

use crate::both::{House, on_both, receipt};
use crate::sample;

const SERVICE: &str = r#"
code = "hotline"
article = 8
need = "ask"
unit = "hotline"
anonymous = true
text = false
[[clock]]
kind = "first-reply"
limit = "1 working day"
basis = "first-reply"
"#;

pub(crate) fn contact_reference(n: u8) -> Reference {
    Reference::from_random([n, 9, 9, 9, 9, 9, 9])
}

pub(crate) fn open() -> Open {
    Open {
        case: receipt(1).reference,
        unit: "hotline".into(),
        kind: Kind::Chat,
        language: Lang::KO,
        topic: None,
        urgent: false,
        device: Device { id: 7, n: 1 },
        text: "비자가 곧 끝나요 zanzibar".to_owned(),
        call_back: None,
        rang_at: None,
        telephone: None,
    }
}

fn say(n: u32, text: &str) -> Command {
    Command::Say {
        device: Device { id: 7, n },
        text: text.to_owned(),
        language: None,
    }
}

pub async fn hotline(mut house: House) -> House {
    house.city.services.push(toml::from_str(SERVICE).unwrap());
    house.store.adopt(&house.city).await.unwrap();
    house
}

impl House {
    pub fn at<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        Context {
            now: self.now(),
            actor,
            city: &self.city,
        }
    }

    /// The `n`th chat, in a case of its own.
    pub async fn chat(&self, n: u8) -> Contact {
        let receipt = receipt(n);
        let actor = Actor::holder(receipt.reference);
        let open = Open {
            case: receipt.reference,
            ..open()
        };
        let begins = Begins {
            open: &open,
            contact: contact_reference(n),
            receipt: &receipt,
        };
        let opened = self.store.open_contact(&self.at(&actor), &begins, true).await;
        opened.unwrap().1
    }

    pub async fn staff(&self, login: &str, role: Role, languages: &[Lang]) -> (Staff, Actor) {
        let new = NewStaff {
            login: login.to_owned(),
            name: login.to_owned(),
            role,
            unit: "hotline".into(),
            languages: languages.to_vec(),
            password_hash: "$".to_owned(),
        };
        let system = Actor::System {
            worker: "command line".to_owned(),
        };
        let staff = self
            .store
            .add_staff(&self.city, self.now(), &system, &new)
            .await
            .unwrap();
        let actor = Actor::from(&staff);
        (staff, actor)
    }

    pub async fn on(
        &self,
        contact: &Contact,
        actor: &Actor,
        command: Command,
    ) -> Result<Contact, CommandError<Contact>> {
        self.store
            .carry_out(&self.at(actor), contact.reference, None, &command)
            .await
    }

    pub(crate) async fn case_of(&self, contact: &Contact) -> Case {
        let case = self.store.get::<Case>(contact.case, &sample::supervisor()).await;
        case.unwrap().unwrap()
    }

    /// Every visitor is there still.
    pub(crate) async fn beats(&self, contacts: &[&Contact], now: Timestamp) {
        for contact in contacts {
            self.store.visitor_beat(contact.reference, now).await.unwrap();
        }
    }

    pub(crate) async fn rounds(&self, now: Timestamp) -> Vec<(Reference, i64)> {
        let today = self.city.day(now);
        let made = self
            .store
            .offer_round(&Policy::default(), today, |_| false, now)
            .await;
        made.unwrap()
            .iter()
            .map(|offer| (offer.contact, offer.staff.0))
            .collect()
    }
}

#[tokio::test]
async fn a_chat_and_its_case_begin_in_one_unit_of_work() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let case = house.case_of(&contact).await;
        assert_eq!(
            (case.service.as_str(), case.contacts.as_slice()),
            ("hotline", &[contact.reference][..])
        );
        assert_eq!(contact.unit, case.unit);
        let words = "SELECT COUNT(*) FROM contacts WHERE folded LIKE '%zanzibar%'";
        assert_eq!(house.number(words).await, 0, "what was said is in no row");
        // The reference of the contact is another's: nothing of the case is written either.
        let other = receipt(2);
        let actor = Actor::holder(other.reference);
        let open = Open {
            case: other.reference,
            ..open()
        };
        let begins = Begins {
            open: &open,
            contact: contact.reference,
            receipt: &other,
        };
        let taken = house.store.open_contact(&house.at(&actor), &begins, true).await;
        assert_eq!(taken.unwrap_err(), store::OpenError::KeyTaken);
        assert_eq!(house.number("SELECT COUNT(*) FROM cases").await, 1);
        assert_eq!(house.number("SELECT COUNT(DISTINCT stream) FROM events").await, 2);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn the_receipt_of_the_case_opens_its_contacts_and_no_others() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (one, other) = (house.chat(1).await, house.chat(2).await);
        let holder = Actor::holder(one.case);
        assert_eq!(
            house
                .on(&one, &holder, say(2, "여보세요"))
                .await
                .unwrap()
                .count
                .visitor,
            2
        );
        assert_eq!(
            house.on(&other, &holder, say(2, "여보세요")).await,
            Err(CommandError::NotFound)
        );
        assert_eq!(
            house
                .store
                .live_contact(one.case)
                .await
                .unwrap()
                .unwrap()
                .reference,
            one.reference
        );
        // About a case that is there.
        let case = house.case(3).await;
        let actor = Actor::holder(case.reference);
        let open = Open {
            case: case.reference,
            unit: case.unit.clone(),
            ..open()
        };
        let reference = contact_reference(3);
        let opened = house
            .store
            .open_stream::<Contact>(&house.at(&actor), &open, reference, None)
            .await;
        let opened = opened.unwrap().record;
        assert_eq!(opened.unit.as_str(), "market");
        assert_eq!(house.case_of(&opened).await.contacts, [reference]);
        let seen = house
            .store
            .get::<Contact>(reference, &sample::officer())
            .await
            .unwrap();
        assert!(seen.is_some(), "its case is their unit's");
        assert_eq!(
            house
                .store
                .get::<Contact>(one.reference, &sample::officer())
                .await
                .unwrap(),
            None
        );
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn of_eight_who_answer_at_once_one_does() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let mut agents = Vec::new();
        for n in 0..8 {
            agents.push(
                house
                    .staff(&format!("agent{n}"), Role::Agent, &[Lang::ZH])
                    .await
                    .1,
            );
        }
        let answers = agents
            .iter()
            .map(|actor| house.on(&contact, actor, Command::Answer));
        let answers = futures::future::join_all(answers).await;
        let (taken, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((taken.len(), refused.len()), (1, 7));
        for refusal in refused {
            assert!(matches!(
                refusal,
                Err(CommandError::Refused(Refusal::WrongState { .. }))
            ));
        }
        assert_eq!(house.case_of(&contact).await.steps.len(), 3);
        let open = "SELECT COUNT(*) FROM hotline_waiting WHERE until IS NULL AND kind <> 'interpreter'";
        assert_eq!(house.number(open).await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_both_sides_say_at_once_is_all_said_once() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        house.on(&contact, &agent, Command::Answer).await.unwrap();
        let holder = Actor::holder(contact.case);
        let said = (2..10u32).flat_map(|n| [n, n]).map(|n| {
            let by_agent = Command::Say {
                device: Device { id: 8, n },
                text: format!("第{n}句"),
                language: None,
            };
            let (house, contact, holder, agent) = (&house, &contact, &holder, &agent);
            async move {
                house.on(contact, holder, say(n, "말")).await.unwrap();
                house.on(contact, agent, by_agent).await.unwrap();
            }
        });
        futures::future::join_all(said).await;
        let contact = house
            .store
            .get::<Contact>(contact.reference, &agent)
            .await
            .unwrap()
            .unwrap();
        let said = house.store.conversation(&contact, 0, &agent).await.unwrap();
        let words = said.lines.iter().filter(|line| line.says == Says::Words).count();
        assert_eq!(
            (contact.count.visitor, contact.count.staff),
            (9, 8),
            "in whatever order it came"
        );
        assert_eq!(words, 17);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_change_of_its_case_meanwhile_has_both_decided_anew() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        let case = house.case_of(&contact).await;
        let note = |n: usize| cases::Command::Note {
            text: format!("第{n}条"),
        };
        let notes = (0..6).map(|n| {
            let (house, case) = (&house, &case);
            async move {
                house
                    .act(&sample::agent(), case, note(n))
                    .await
                    .map(drop)
                    .map_err(drop)
            }
        });
        let answers = async {
            house
                .on(&contact, &agent, Command::Answer)
                .await
                .map(drop)
                .map_err(drop)
        };
        let (written, answered) = tokio::join!(futures::future::join_all(notes), answers);
        assert!(written.iter().all(Result::is_ok) && answered.is_ok());
        let case = house.case_of(&contact).await;
        assert_eq!(
            case.steps
                .iter()
                .filter(|step| step.kind == "contact-answered")
                .count(),
            1
        );
        assert_eq!(case.messages.len(), 6);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn the_words_of_a_contact_are_erased_with_its_case() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let other = house.chat(2).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        house.on(&contact, &agent, Command::Answer).await.unwrap();
        house.on(&contact, &Actor::holder(contact.case), say(2, "zanzibar")).await.unwrap();
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        house.on(&contact, &agent, end).await.unwrap();
        let wrap_up = Command::WrapUp {
            outcome: Outcome::Answered,
            topic: None,
            unit: None,
            note: "给了网址".to_owned(),
        };
        house.on(&contact, &agent, wrap_up).await.unwrap();
        let erase = cases::Command::Erase {
            reason: "asked for".to_owned(),
        };
        let case = house.case_of(&contact).await;
        assert_eq!(case.state, cases::State::Answered);
        house.act(&sample::administrator(), &case, erase).await.unwrap();
        let left = "SELECT COUNT(*) FROM events WHERE stream = 'contact/{}' AND (body IS NOT NULL OR salt IS NOT NULL)";
        let left = |contact: &Contact| left.replace("{}", &contact.reference.to_string());
        assert_eq!(house.number(&left(&contact)).await, 0);
        assert_eq!(house.number(&left(&other)).await, 1, "the other still has its words");
        let erased = house.store.get::<Contact>(contact.reference, &agent).await.unwrap().unwrap();
        assert!(erased.erased);
        let said = house.store.conversation(&erased, 0, &agent).await.unwrap();
        assert!(said.lines.iter().all(|line| line.text.is_none()));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_contact_moves_with_its_case() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let case = house.case_of(&contact).await;
        let route = cases::Command::Route {
            unit: UnitCode::new("tourism"),
            reason: String::new(),
        };
        house.act(&sample::agent(), &case, route).await.unwrap();
        let seen = house
            .store
            .get::<Contact>(contact.reference, &sample::officer_elsewhere())
            .await;
        assert_eq!(seen.unwrap().unwrap().unit.as_str(), "tourism");
        // Passed on by its agent: the case goes, and the contact with it, once.
        let passed = house.chat(2).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        house.on(&passed, &agent, Command::Answer).await.unwrap();
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        house.on(&passed, &agent, end).await.unwrap();
        let wrap_up = Command::WrapUp {
            outcome: Outcome::PassedOn,
            topic: None,
            unit: Some("market".into()),
            note: String::new(),
        };
        let passed = house.on(&passed, &agent, wrap_up).await.unwrap();
        assert_eq!(house.case_of(&passed).await.unit.as_str(), "market");
        assert_eq!((passed.version, passed.unit.as_str()), (5, "market"));
        // And on from there, though the chat is over.
        let case = house.case_of(&passed).await;
        let back = cases::Command::Return {
            reason: "不归我们管".to_owned(),
            suggested: None,
        };
        house.act(&sample::officer(), &case, back).await.unwrap();
        let case = house.case_of(&passed).await;
        let route = cases::Command::Route {
            unit: UnitCode::new("tourism"),
            reason: String::new(),
        };
        house.act(&sample::agent(), &case, route).await.unwrap();
        let is_seen = async |actor: &Actor| {
            let seen = house.store.get::<Contact>(passed.reference, actor).await;
            seen.unwrap().is_some()
        };
        assert!(is_seen(&sample::officer_elsewhere()).await && !is_seen(&sample::officer()).await);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn an_interpreter_finds_what_they_were_asked_into() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        house.chat(2).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        let (interpreter, kim) = house.staff("kim", Role::Interpreter, &[Lang::ZH, Lang::KO]).await;
        house.on(&contact, &agent, Command::Answer).await.unwrap();
        let found = async || {
            let page = house
                .store
                .contacts(&kim, &Filter::default(), None, 9)
                .await
                .unwrap();
            page.total
        };
        assert_eq!(found().await, 0);
        house
            .on(
                &contact,
                &agent,
                Command::Ring {
                    staff: interpreter.id,
                },
            )
            .await
            .unwrap();
        assert_eq!(found().await, 1);
        house.on(&contact, &kim, Command::Join).await.unwrap();
        let all = house
            .store
            .contacts(&agent, &Filter::default(), None, 9)
            .await
            .unwrap();
        assert_eq!(all.total, 2);
        let mine = Filter {
            mine: true,
            ..Filter::default()
        };
        assert_eq!(
            house.store.contacts(&agent, &mine, None, 9).await.unwrap().total,
            1
        );
        let counted = house
            .store
            .contacts_by_state(&agent, &Filter::default())
            .await
            .unwrap();
        assert_eq!(counted[..2], [(State::Waiting, 1), (State::Talking, 1)]);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_translation_goes_to_its_message_and_a_correction_before_it() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        let worker = Actor::System {
            worker: "translating".to_owned(),
        };
        let translate = |message, made: bool, text: &str| Command::Translate {
            translated: Translated {
                message,
                language: Lang::ZH,
                text: text.to_owned(),
            },
            made: made.then(|| TranslatedBy::Memory.into()),
        };
        house.on(&contact, &agent, Command::Answer).await.unwrap();
        let nothing = house.on(&contact, &worker, translate(2, true, "签证")).await;
        assert!(
            matches!(nothing, Err(CommandError::Refused(_))),
            "no words were said there"
        );
        house
            .on(&contact, &worker, translate(1, true, "签证快到期了"))
            .await
            .unwrap();
        house
            .on(&contact, &agent, translate(1, false, "我的签证快到期了"))
            .await
            .unwrap();
        let contact = house
            .on(&contact, &worker, translate(1, true, "签证"))
            .await
            .unwrap();
        let said = house.store.conversation(&contact, 0, &agent).await.unwrap();
        let translation = said.lines[0].translation(Lang::ZH).unwrap();
        assert_eq!(
            (translation.text.as_deref(), translation.corrected),
            (Some("我的签证快到期了"), true)
        );
        let rest = house.store.conversation(&contact, 2, &agent).await.unwrap();
        assert_eq!((rest.translated.len(), rest.seq), (2, contact.version));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn who_waits_is_offered_to_one_agent_at_a_time() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (one, other) = (house.chat(1).await, house.chat(2).await);
        let (kim, _) = house.staff("kim", Role::Agent, &[Lang::KO, Lang::ZH]).await;
        let (lin, lin_acts) = house.staff("lin", Role::Agent, &[Lang::KO]).await;
        let policy = Policy::default();
        let now = house.now();
        house.beats(&[&one, &other], now).await;
        assert_eq!(house.rounds(now).await, [], "nobody is there");
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        house
            .store
            .be_at(lin.id, At::Break, Some("meal"), now)
            .await
            .unwrap();
        assert_eq!(
            house.rounds(now).await,
            [(one.reference, kim.id.0), (other.reference, kim.id.0)]
        );
        assert_eq!(house.rounds(now).await, [], "they ring already");
        assert!(house.store.decline_offer(one.reference, kim.id).await.unwrap());
        assert!(!house.store.decline_offer(one.reference, kim.id).await.unwrap());
        house.store.be_at(lin.id, At::Ready, None, now).await.unwrap();
        assert_eq!(house.rounds(now).await, [(one.reference, lin.id.0)]);
        let queue = house
            .store
            .hotline_queue(&policy, house.city.day(now), now)
            .await
            .unwrap();
        assert_eq!(queue.ringing(lin.id).count(), 1);
        house.on(&one, &lin_acts, Command::Answer).await.unwrap();
        // Nobody takes the other in time: it goes on to who has not had it.
        let later = now + policy.offer_lasts;
        house.store.agent_beat(kim.id, later).await.unwrap();
        house.store.agent_beat(lin.id, later).await.unwrap();
        assert_eq!(house.rounds(later).await, [(other.reference, lin.id.0)]);
        let waits = house
            .store
            .recent_waits(now - SignedDuration::from_hours(1))
            .await
            .unwrap();
        assert_eq!(waits[&Lang::KO].len(), 1);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn two_nodes_that_match_at_once_offer_nobody_twice() {
    on_both(async |house| {
        let house = hotline(house).await;
        let mut contacts = Vec::new();
        for n in 1..5 {
            contacts.push(house.chat(n).await);
        }
        let (kim, _) = house.staff("kim", Role::Agent, &[Lang::KO]).await;
        let now = house.now();
        house.beats(&contacts.iter().collect::<Vec<_>>(), now).await;
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        let rounds = (0..8).map(|_| house.rounds(now));
        let made: Vec<_> = futures::future::join_all(rounds)
            .await
            .into_iter()
            .flatten()
            .collect();
        let at_once = usize::from(Policy::default().chats_at_once);
        assert!(made.len() <= at_once, "{made:?}");
        let ringing = house
            .number("SELECT COUNT(*) FROM hotline_waiting WHERE offered_to IS NOT NULL")
            .await;
        assert_eq!(usize::try_from(ringing).unwrap(), made.len());
        house.rounds(now).await;
        let ringing = house
            .number("SELECT COUNT(*) FROM hotline_waiting WHERE offered_to IS NOT NULL")
            .await;
        assert_eq!(usize::try_from(ringing).unwrap(), at_once);
    })
    .await;
}

#[tokio::test]
async fn an_agent_who_vanishes_gives_back_what_they_held() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let (lin, actor) = house.staff("lin", Role::Agent, &[Lang::KO]).await;
        let policy = Policy::default();
        let now = house.now();
        house.store.be_at(lin.id, At::Ready, None, now).await.unwrap();
        let contact = house.on(&contact, &actor, Command::Answer).await.unwrap();
        assert_eq!(house.store.vanished(&policy, now).await.unwrap(), []);
        let later = contact.changed_at + policy.vanished_after;
        let held = house.store.vanished(&policy, later).await.unwrap();
        assert_eq!(held.len(), 1);
        assert_eq!(
            house.store.presence(lin.id).await.unwrap().unwrap().at,
            At::Offline
        );
        let worker = Actor::System {
            worker: "hotline".to_owned(),
        };
        let back = Command::PutBack { staff: held[0].staff };
        let contact = house.on(&contact, &worker, back).await.unwrap();
        assert_eq!((contact.state, contact.again), (State::Waiting, true));
        let (kim, _) = house.staff("kim", Role::Agent, &[Lang::KO]).await;
        house.store.visitor_beat(contact.reference, later).await.unwrap();
        house.store.be_at(kim.id, At::Ready, None, later).await.unwrap();
        assert_eq!(house.rounds(later).await, [(contact.reference, kim.id.0)]);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_takes_a_chat_is_there_and_can_be_missed() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let (lin, actor) = house.staff("lin", Role::Agent, &[Lang::KO]).await;
        let policy = Policy::default();
        let contact = house.on(&contact, &actor, Command::Answer).await.unwrap();
        let there = house.store.presence(lin.id).await.unwrap().unwrap();
        assert_eq!((there.at, there.beat_at), (At::Ready, contact.changed_at));
        let later = contact.changed_at + policy.vanished_after;
        let held = house.store.vanished(&policy, later).await.unwrap();
        let held: Vec<_> = held.iter().map(|held| (held.contact, held.staff)).collect();
        assert_eq!(held, [(contact.reference, lin.id)]);
    })
    .await;
}

#[tokio::test]
async fn what_was_to_be_wrapped_up_is_given_back_too() {
    on_both(async |house| {
        let house = hotline(house).await;
        let contact = house.chat(1).await;
        let (lin, actor) = house.staff("lin", Role::Agent, &[Lang::KO]).await;
        let (_, kim) = house.staff("kim", Role::Agent, &[Lang::KO]).await;
        let policy = Policy::default();
        house.on(&contact, &actor, Command::Answer).await.unwrap();
        let left = Command::End {
            why: Why::VisitorLeft,
            reason: String::new(),
        };
        house
            .on(&contact, &Actor::holder(contact.case), left)
            .await
            .unwrap();
        // They say that they go, and are not heard of any more.
        house
            .store
            .be_at(lin.id, At::Offline, None, house.now())
            .await
            .unwrap();
        let later = house.now() + policy.vanished_after;
        assert_eq!(house.store.vanished(&policy, later).await.unwrap().len(), 1);
        let worker = Actor::System {
            worker: "hotline".to_owned(),
        };
        let back = Command::PutBack { staff: lin.id };
        house.on(&contact, &worker, back).await.unwrap();
        assert_eq!(house.store.vanished(&policy, later).await.unwrap(), []);
        let wrap_up = Command::WrapUp {
            outcome: Outcome::Answered,
            topic: None,
            unit: None,
            note: String::new(),
        };
        house.on(&contact, &kim, wrap_up).await.unwrap();
        assert_eq!(house.case_of(&contact).await.state, cases::State::Answered);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn who_is_heard_of_meanwhile_is_not_set_offline() {
    on_both(async |house| {
        let house = hotline(house).await;
        let policy = Policy::default();
        for n in 1..20 {
            let contact = house.chat(n).await;
            let (lin, actor) = house.staff(&format!("lin{n}"), Role::Agent, &[Lang::KO]).await;
            let contact = house.on(&contact, &actor, Command::Answer).await.unwrap();
            let later = contact.changed_at + policy.vanished_after;
            let (held, beat) = tokio::join!(
                house.store.vanished(&policy, later),
                house.store.be_at(lin.id, At::Ready, None, later)
            );
            beat.unwrap();
            held.unwrap();
            let at = house.store.presence(lin.id).await.unwrap().unwrap().at;
            assert_eq!(at, At::Ready, "whichever was first");
        }
    })
    .await;
}

#[tokio::test]
async fn a_beat_that_is_seen_keeps_who_held_something() {
    on_both(async |house| {
        let house = hotline(house).await;
        let policy = Policy::default();
        let contact = house.chat(1).await;
        let (lin, actor) = house.staff("lin", Role::Agent, &[Lang::KO]).await;
        let contact = house.on(&contact, &actor, Command::Answer).await.unwrap();
        let later = contact.changed_at + policy.vanished_after;
        house.store.agent_beat(lin.id, later).await.unwrap();
        assert_eq!(house.store.vanished(&policy, later).await.unwrap(), []);
        assert_eq!(
            house.store.presence(lin.id).await.unwrap().unwrap().beat_at,
            later
        );
        // Right after one nothing is written.
        let sooner = later + SignedDuration::from_secs(10);
        house.store.agent_beat(lin.id, sooner).await.unwrap();
        assert_eq!(
            house.store.presence(lin.id).await.unwrap().unwrap().beat_at,
            later
        );
    })
    .await;
}

#[tokio::test]
async fn one_conversation_goes_on_in_a_case_at_a_time() {
    on_both(async |house| {
        let house = hotline(house).await;
        let case = house.case(3).await;
        let actor = Actor::holder(case.reference);
        let opens = (1..7u8).map(|n| {
            let (house, case, actor) = (&house, &case, &actor);
            async move {
                let open = Open {
                    case: case.reference,
                    unit: case.unit.clone(),
                    ..open()
                };
                let reference = contact_reference(n);
                house
                    .store
                    .open_stream::<Contact>(&house.at(actor), &open, reference, None)
                    .await
            }
        });
        let opened = futures::future::join_all(opens).await;
        let (begun, refused): (Vec<_>, Vec<_>) = opened.into_iter().partition(Result::is_ok);
        assert_eq!((begun.len(), refused.len()), (1, 5));
        for refusal in refused {
            assert_eq!(refusal.unwrap_err(), store::OpenError::Taken);
        }
        let live = house.store.live_contact(case.reference).await.unwrap().unwrap();
        assert_eq!(house.case_of(&live).await.contacts, [live.reference]);
        // When it is over, another may begin.
        let left = Command::End {
            why: Why::VisitorLeft,
            reason: String::new(),
        };
        house.on(&live, &actor, left).await.unwrap();
        let open = Open {
            case: case.reference,
            unit: case.unit.clone(),
            ..open()
        };
        let ctx = house.at(&actor);
        let again = house
            .store
            .open_stream::<Contact>(&ctx, &open, contact_reference(9), None);
        assert!(again.await.is_ok());
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_chat_that_begins_while_its_case_is_erased_keeps_no_word() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::KO]).await;
        for n in 1..9u8 {
            // One that is over: only such a case is erased.
            let before = house.chat(n).await;
            house.on(&before, &agent, Command::Answer).await.unwrap();
            let end = Command::End {
                why: Why::Done,
                reason: String::new(),
            };
            house.on(&before, &agent, end).await.unwrap();
            let wrap_up = Command::WrapUp {
                outcome: Outcome::NoMatter,
                topic: None,
                unit: None,
                note: String::new(),
            };
            house.on(&before, &agent, wrap_up).await.unwrap();
            let case = house.case_of(&before).await;
            assert_eq!(case.state, cases::State::Closed);
            let actor = Actor::holder(case.reference);
            let second = Reference::from_random([n, 8, 8, 8, 8, 8, 8]);
            let open = Open {
                case: case.reference,
                unit: case.unit.clone(),
                ..open()
            };
            let erase = cases::Command::Erase {
                reason: "asked for".to_owned(),
            };
            let ctx = house.at(&actor);
            let begins = house.store.open_stream::<Contact>(&ctx, &open, second, None);
            let administrator = sample::administrator();
            let erasing = house.act(&administrator, &case, erase);
            let (begun, erased) = tokio::join!(Box::pin(begins), Box::pin(erasing));
            erased.unwrap();
            match begun {
                Ok(opened) => assert_eq!(
                    house.case_of(&opened.record).await.contacts,
                    [before.reference, second]
                ),
                Err(error) => assert_eq!(error, store::OpenError::Refused(Refusal::NotAllowed)),
            }
        }
        let words = "SELECT COUNT(*) FROM events WHERE stream LIKE 'contact/%' AND body IS NOT NULL";
        assert_eq!(house.number(words).await, 0);
        let places = "SELECT COUNT(*) FROM hotline_waiting WHERE until IS NULL";
        assert_eq!(house.number(places).await, 0, "nor a place in the queue");
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_its_case_does_meanwhile_takes_a_wrap_up_to_no_other_unit() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        for n in 1..9u8 {
            let contact = house.chat(n).await;
            house.on(&contact, &agent, Command::Answer).await.unwrap();
            let end = Command::End {
                why: Why::Done,
                reason: String::new(),
            };
            house.on(&contact, &agent, end).await.unwrap();
            let wrap_up = Command::WrapUp {
                outcome: Outcome::PassedOn,
                topic: None,
                unit: Some("market".into()),
                note: String::new(),
            };
            let case = house.case_of(&contact).await;
            let route = cases::Command::Route {
                unit: UnitCode::new("tourism"),
                reason: String::new(),
            };
            let supervisor = sample::supervisor();
            let (wrapped, routed) = tokio::join!(
                Box::pin(house.on(&contact, &agent, wrap_up)),
                Box::pin(house.act(&supervisor, &case, route))
            );
            let case = house.case_of(&contact).await;
            let contact = house
                .store
                .get::<Contact>(contact.reference, &agent)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(contact.unit, case.unit, "{wrapped:?} {routed:?}");
            assert!(wrapped.is_ok() || contact.state == State::WrappingUp);
        }
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_place_in_the_queue_that_was_lost_is_given_again() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (one, other) = (house.chat(1).await, house.chat(2).await);
        let now = house.now();
        let open = "SELECT COUNT(*) FROM hotline_waiting WHERE until IS NULL";
        house.raw("DELETE FROM hotline_waiting").await;
        house.store.mend_queue(now).await.unwrap();
        assert_eq!(house.number(open).await, 2);
        let (kim, _) = house.staff("kim", Role::Agent, &[Lang::KO]).await;
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        assert_eq!(house.rounds(now).await.len(), 2);
        // And one whose contact waits no more is none.
        let left = Command::End {
            why: Why::VisitorLeft,
            reason: String::new(),
        };
        house.on(&one, &Actor::holder(one.case), left).await.unwrap();
        house
            .raw("UPDATE hotline_waiting SET until = NULL, outcome = NULL")
            .await;
        house.store.mend_queue(now).await.unwrap();
        let kept = house
            .store
            .hotline_queue(&Policy::default(), house.city.day(now), now)
            .await
            .unwrap();
        let kept: Vec<_> = kept.waiting.iter().filter_map(|waits| waits.contact).collect();
        assert_eq!(kept, [other.reference]);
    })
    .await;
}

#[tokio::test]
async fn only_who_answers_or_interprets_counts_at_the_desk() {
    on_both(async |house| {
        let house = hotline(house).await;
        let now = house.now();
        for (login, role) in [
            ("kim", Role::Agent),
            ("lee", Role::Interpreter),
            ("han", Role::Officer),
            ("seo", Role::Supervisor),
        ] {
            let (staff, _) = house.staff(login, role, &[Lang::KO]).await;
            house.store.be_at(staff.id, At::Ready, None, now).await.unwrap();
        }
        let queue = house
            .store
            .hotline_queue(&Policy::default(), house.city.day(now), now)
            .await
            .unwrap();
        let roles: Vec<Role> = queue.agents.iter().map(|agent| agent.role).collect();
        assert_eq!(roles, [Role::Agent, Role::Interpreter]);
    })
    .await;
}

#[tokio::test]
async fn who_takes_chats_from_the_list_meanwhile_is_offered_no_more_than_they_can_hold() {
    on_both(async |house| {
        let house = hotline(house).await;
        let at_once = usize::from(Policy::default().chats_at_once);
        for round in 0..4u8 {
            let mut contacts = Vec::new();
            for n in 0..6 {
                contacts.push(house.chat(1 + round * 6 + n).await);
            }
            let (kim, actor) = house
                .staff(&format!("kim{round}"), Role::Agent, &[Lang::KO])
                .await;
            let now = house.now();
            house.beats(&contacts.iter().collect::<Vec<_>>(), now).await;
            house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
            let answers = contacts[..2]
                .iter()
                .map(|contact| house.on(contact, &actor, Command::Answer));
            let answers = futures::future::join_all(answers);
            let rounds = (0..6).map(|_| house.rounds(now));
            let (answered, _) = tokio::join!(answers, futures::future::join_all(rounds));
            let taken = answered.iter().flatten().count();
            house.rounds(now).await;
            let ringing = house
                .number(&format!(
                    "SELECT COUNT(*) FROM hotline_waiting WHERE until IS NULL AND offered_to = {}",
                    kim.id.0
                ))
                .await;
            let ringing = usize::try_from(ringing).unwrap();
            // What rang before they took others from the list still rings.
            assert!(ringing <= at_once && taken == 2, "{taken} taken, {ringing} ring");
            house.store.be_at(kim.id, At::Offline, None, now).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn who_opens_the_chat_and_says_nothing_is_a_row_that_goes() {
    on_both(async |house| {
        let house = hotline(house).await;
        let now = house.now();
        let id = |n| domain::contacts::matching::WaitingId(n);
        for n in 1..4 {
            house.store.visits(id(n), Lang::RU, now).await.unwrap();
        }
        house.store.visited(id(1), true, now).await.unwrap();
        let (kim, _) = house.staff("kim", Role::Agent, &[Lang::RU]).await;
        house.store.be_at(kim.id, At::Ready, None, now).await.unwrap();
        assert_eq!(house.rounds(now).await, [], "they ring at nobody");
        let later = now + SignedDuration::from_mins(9);
        house.store.visits(id(2), Lang::RU, later).await.unwrap();
        assert_eq!(
            house
                .store
                .left_waiting(&Policy::default(), now + SignedDuration::from_mins(10))
                .await
                .unwrap(),
            []
        );
        let open = "SELECT COUNT(*) FROM hotline_waiting WHERE until IS NULL AND kind <> 'interpreter'";
        assert_eq!(house.number(open).await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM cases").await, 0);
        let contact = house.chat(1).await;
        let gone = contact.changed_at + SignedDuration::from_mins(10);
        assert_eq!(
            house.store.left_waiting(&Policy::default(), gone).await.unwrap(),
            [contact.reference]
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_listens_hears_of_the_queue_and_of_who_types() {
    on_both(async |house| {
        let house = hotline(house).await;
        let mut bus = house.store.bus().subscribe();
        let mut hears = async |stream: &str, kind: &str| {
            loop {
                let next = tokio::time::timeout(std::time::Duration::from_secs(5), bus.next()).await;
                let Heard::Changed(changed) = next.expect("in time").unwrap() else {
                    continue;
                };
                if changed.stream == stream && changed.kind == kind {
                    break;
                }
            }
        };
        let contact = house.chat(1).await;
        hears(&format!("contact/{}", contact.reference), "opened").await;
        hears(store::contacts::QUEUE, "queue").await;
        house
            .store
            .tell_hotline(
                contact.reference,
                Aside {
                    by: None,
                    does: Does::Reads(1),
                },
            )
            .await
            .unwrap();
        hears(&format!("hotline/{}", contact.reference), "reads 0").await;
        let aside = Aside {
            by: Some(StaffId(3)),
            does: Does::Types,
        };
        let mut bus = house.store.bus().subscribe();
        house.store.tell_hotline(contact.reference, aside).await.unwrap();
        let told = tokio::time::timeout(std::time::Duration::from_secs(5), async {
            loop {
                if let Some(Heard::Changed(changed)) = bus.next().await
                    && let Some(told) = Aside::of(&changed)
                    && told.1.by.is_some()
                {
                    return told;
                }
            }
        });
        assert_eq!(told.await.unwrap(), (contact.reference, aside));
        assert_eq!(Contact::NOUN, "contacts");
    })
    .await;
}

#[tokio::test]
async fn conversations_are_counted_by_language_and_by_how_soon_they_were_answered() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (_, agent) = house.staff("lin", Role::Agent, &[Lang::ZH]).await;
        let begun = house.now();
        let soon = SignedDuration::from_mins(1);
        let (first, second, left) = (house.chat(1).await, house.chat(2).await, house.chat(3).await);
        house.chat(4).await;
        assert_eq!(
            house.store.conversations_held(begun, soon).await.unwrap(),
            [],
            "all of them wait"
        );
        let answer = async |contact: &Contact, after: SignedDuration| {
            let ctx = Context {
                now: contact.opened_at + after,
                ..house.at(&agent)
            };
            let answered = house
                .store
                .carry_out(&ctx, contact.reference, None, &Command::Answer);
            answered.await.unwrap();
        };
        answer(&first, soon).await;
        answer(&second, soon + SignedDuration::from_micros(1)).await;
        let end = Command::End {
            why: Why::VisitorLeft,
            reason: String::new(),
        };
        house.on(&left, &Actor::holder(left.case), end).await.unwrap();
        let held = Held {
            language: Lang::KO,
            begun: 3,
            answered: 2,
            soon: 1,
        };
        assert_eq!(house.store.conversations_held(begun, soon).await.unwrap(), [held]);
        let later = house.now() + soon;
        assert_eq!(house.store.conversations_held(later, soon).await.unwrap(), []);
    })
    .await;
}
