//! No part of a recording is taken that not everybody in the call agreed to, and what was taken is kept for its time.

use std::cell::Cell;

use domain::Lang;
use domain::cases::{self, Outcome, Why};
use domain::contacts::{Command, Contact, PARTS_MAX};
use domain::people::{Actor, Role};
use domain::roles::StaffId;
use jiff::{SignedDuration, Timestamp};
use store::contacts::{Captions, Peer, Recorded, RecordedPart, RecordingEnd};
use store::{CommandError, Reminder as _};

use crate::both::{House, on_both};
use crate::captions::called;
use crate::contacts::hotline;
use crate::sample;

const END: Command = Command::End {
    why: Why::Done,
    reason: String::new(),
};

/// A call that has been answered, and its agent.
struct Call {
    house: House,
    contact: Contact,
    kim: StaffId,
    acts: Actor,
    clock: Cell<Timestamp>,
}

impl Call {
    async fn answered(house: House) -> Self {
        let mut house = hotline(house).await;
        house.city.hotline.recording_kept_days = Some(30);
        let (contact, kim, acts) = called(&house).await;
        let clock = Cell::new(house.now());
        Self {
            house,
            contact,
            kim,
            acts,
            clock,
        }
    }

    /// Each time a second later.
    fn tick(&self) -> Timestamp {
        self.later(1)
    }

    fn later(&self, seconds: i64) -> Timestamp {
        let now = self.clock.get() + SignedDuration::from_secs(seconds);
        self.clock.set(now);
        now
    }

    async fn agrees(&self, peer: Peer, agrees: bool) {
        let store = &self.house.store;
        store
            .agree::<Recorded>(&self.contact, peer, agrees, self.tick())
            .await
            .unwrap();
    }

    async fn all_agree(&self) {
        self.agrees(Peer::Staff(self.kim), true).await;
        self.agrees(Peer::Caller, true).await;
    }

    /// Hands over a part as if everybody agreed when it was looked at before.
    async fn part(&self, take: u32, n: u32) -> bool {
        self.part_of(self.kim, take, n, &[7; 100]).await
    }

    async fn part_of(&self, by: StaffId, take: u32, n: u32, sealed: &[u8]) -> bool {
        let store = &self.house.store;
        let agreed = store.consent::<Recorded>(&self.contact).await.unwrap().all();
        let Some(agreed) = agreed else { return false };
        let part = RecordedPart { by, take, n, sealed };
        store.record(&agreed, &part, self.tick()).await.unwrap()
    }

    async fn parts(&self) -> i64 {
        self.house.number("SELECT COUNT(*) FROM hotline_recorded").await
    }

    async fn files(&self) -> i64 {
        self.house.number("SELECT COUNT(*) FROM files").await
    }

    /// What the duty does.
    async fn looked_after(&self) -> Contact {
        let house = &self.house;
        let worker = Actor::System {
            worker: "hotline".to_owned(),
        };
        for over in house.store.recordings_over(self.tick()).await.unwrap() {
            let ctx = house.at(&worker);
            house.store.keep_recording(&ctx, over).await.unwrap();
        }
        self.now().await
    }

    async fn now(&self) -> Contact {
        let supervisor = sample::supervisor();
        let found = self.house.store.get(self.contact.reference, &supervisor);
        found.await.unwrap().unwrap()
    }
}

#[tokio::test]
async fn parts_are_taken_in_their_order_once_each_and_only_while_everybody_agrees() {
    Box::pin(on_both(async |house| {
        let call = Call::answered(house).await;
        let caller = Peer::Caller;
        assert!(!call.part(1, 0).await, "nobody agreed");
        call.agrees(Peer::Staff(call.kim), true).await;
        assert!(!call.part(1, 0).await, "the agent alone");
        // Captions are another thing to agree to.
        let now = call.tick();
        for peer in [caller, Peer::Staff(call.kim)] {
            let store = &call.house.store;
            store
                .agree::<Captions>(&call.contact, peer, true, now)
                .await
                .unwrap();
        }
        assert!(!call.part(1, 0).await);
        call.agrees(caller, true).await;
        assert!(!call.part(1, 1).await, "not the first");
        for (n, parts) in [(0, 1), (0, 1), (1, 2), (1, 2), (2, 3)] {
            assert!(call.part(1, n).await);
            assert_eq!(call.parts().await, parts);
        }
        assert!(!call.part(1, 4).await, "one is missing");
        assert!(!call.part(2, 0).await, "one at a time");
        assert!(!call.part(1, PARTS_MAX).await);
        let (lin, _) = call.house.staff("lin", Role::Agent, &[Lang::JA]).await;
        assert!(!call.part_of(lin.id, 1, 3, &[7]).await, "no agent of this call");
        assert!(call.looked_after().await.recordings.is_empty(), "it goes on");

        let agreed = call.house.store.consent::<Recorded>(&call.contact).await.unwrap();
        let agreed = agreed.all().unwrap();
        call.agrees(caller, false).await;
        let late = RecordedPart {
            by: call.kim,
            take: 1,
            n: 3,
            sealed: &[7],
        };
        let store = &call.house.store;
        assert!(!store.record(&agreed, &late, call.tick()).await.unwrap());
        let mine = store.consent::<Recorded>(&call.contact).await.unwrap();
        assert_eq!(mine.count(), 0, "who takes it back ends it for all");
        let captions = store.consent::<Captions>(&call.contact).await.unwrap();
        assert!(captions.all().is_some());
        let kept = call.looked_after().await;
        let kept = &kept.recordings[0];
        assert_eq!((kept.take, kept.bytes), (1, 300));
        assert_eq!((call.parts().await, call.files().await), (0, 1));
        let sound = store.file(&call.now().await, kept.id).await.unwrap().unwrap();
        assert_eq!(sound, [7; 300]);
        // It is another recording that begins when everybody agreed anew.
        call.all_agree().await;
        assert!(!call.part(1, 3).await);
        assert!(call.part(2, 0).await);
        call.house.is_clean().await;
    }))
    .await;
}

#[tokio::test]
async fn whoever_comes_ends_a_recording_until_they_agree_and_then_it_is_another() {
    Box::pin(on_both(async |house| {
        let call = Call::answered(house).await;
        let (lin, lin_acts) = call
            .house
            .staff("lin", Role::Interpreter, &[Lang::JA, Lang::ZH])
            .await;
        call.all_agree().await;
        assert!(call.part(1, 0).await);
        let ring = Command::Ring { staff: lin.id };
        call.house.on(&call.contact, &call.acts, ring).await.unwrap();
        let three = call
            .house
            .on(&call.contact, &lin_acts, Command::Join)
            .await
            .unwrap();
        let call = Call {
            contact: three,
            ..call
        };
        assert!(!call.part(1, 1).await);
        // They agree before anybody has looked at it: what goes on is not what they agreed to.
        call.agrees(Peer::Staff(lin.id), true).await;
        assert!(!call.part(1, 1).await);
        assert!(
            !call.part_of(lin.id, 1, 1, &[7]).await,
            "who interprets records nothing"
        );
        let worker = Actor::System {
            worker: "recording".to_owned(),
        };
        let ctx = call.house.at(&worker);
        let keep = call.house.store.keep_recording(&ctx, call.contact.reference);
        keep.await.unwrap();
        assert!(call.part(2, 0).await);
        // The end of the call ends it.
        call.house.on(&call.contact, &call.acts, END).await.unwrap();
        assert!(!call.part(2, 1).await);
        let kept = call.looked_after().await;
        let takes: Vec<u32> = kept.recordings.iter().map(|one| one.take).collect();
        assert_eq!(takes, [1, 2]);
        assert_eq!((call.parts().await, call.files().await), (0, 2));
        call.house.is_clean().await;
    }))
    .await;
}

#[tokio::test]
async fn what_a_laptop_that_was_closed_had_sent_is_kept() {
    Box::pin(on_both(async |house| {
        let call = Call::answered(house).await;
        call.all_agree().await;
        assert!(call.part(1, 0).await && call.part(1, 1).await);
        call.later(358);
        assert!(
            call.looked_after().await.recordings.is_empty(),
            "it may come back"
        );
        call.tick();
        let kept = call.looked_after().await;
        assert_eq!(kept.recordings[0].bytes, 200);
        assert!(!call.part(1, 2).await, "it begins another");
        // Where the pack has none any more, what was sent goes.
        let mut call = call;
        assert!(call.part(2, 0).await);
        call.house.city.hotline.recording_kept_days = None;
        call.later(360);
        let kept = call.looked_after().await;
        assert_eq!((kept.recordings.len(), call.parts().await), (1, 0));
    }))
    .await;
}

#[tokio::test]
async fn a_recording_goes_with_the_words_of_its_case_or_when_its_time_is_over() {
    Box::pin(on_both(async |house| {
        let call = Call::answered(house).await;
        for take in [1, 2] {
            call.all_agree().await;
            assert!(call.part(take, 0).await);
            call.agrees(Peer::Caller, false).await;
            call.looked_after().await;
        }
        call.house.on(&call.contact, &call.acts, END).await.unwrap();
        let wrap_up = Command::WrapUp {
            outcome: Outcome::Answered,
            topic: None,
            unit: None,
            note: String::new(),
        };
        call.house.on(&call.contact, &call.acts, wrap_up).await.unwrap();
        let kept = call.now().await;
        let [first, second] = &kept.recordings[..] else {
            panic!("{:?}", kept.recordings)
        };

        // The task of the first is there; when it is done, that of the second.
        let (store, city) = (&call.house.store, &call.house.city);
        let goes_at = first.goes_at(city).unwrap();
        let early = goes_at - SignedDuration::from_secs(1);
        assert!(
            store
                .claim(early, RecordingEnd::KIND, 10)
                .await
                .unwrap()
                .is_empty()
        );
        let due = store.claim(goes_at, RecordingEnd::KIND, 10).await.unwrap();
        let [task] = &due[..] else { panic!("{due:?}") };
        let (reference, forget) = RecordingEnd::asked(task).unwrap();
        assert_eq!(reference, kept.reference);
        let worker = Actor::System {
            worker: RecordingEnd::KIND.to_owned(),
        };
        let ctx = domain::journaled::Context {
            now: goes_at,
            actor: &worker,
            city,
        };
        let after = store.carry_out(&ctx, reference, None, &forget).await.unwrap();
        assert!(after.recordings[0].erased && !after.recordings[1].erased);
        assert_eq!(store.file(&after, first.id).await.unwrap(), None);
        assert!(store.file(&after, second.id).await.unwrap().is_some());
        call.house.is_clean().await;
        store.done(task).await.unwrap();
        let next = store.claim(goes_at, RecordingEnd::KIND, 10).await.unwrap();
        assert!(next[0].name.ends_with(&format!("/{}", second.id)), "{next:?}");

        let case = call.house.case_of(&kept).await;
        let erase = cases::Command::Erase {
            reason: "asked for".to_owned(),
        };
        let administrator = sample::administrator();
        let ctx = domain::journaled::Context {
            now: goes_at,
            actor: &administrator,
            city,
        };
        store.carry_out(&ctx, case.reference, None, &erase).await.unwrap();
        assert_eq!(call.files().await, 0);
        assert!(call.now().await.recordings.iter().all(|one| one.erased));
        let listen = Command::Listen { recording: second.id };
        let heard = call.house.on(&kept, &call.acts, listen).await;
        assert!(matches!(heard, Err(CommandError::Refused(_))), "{heard:?}");
        call.house.is_clean().await;
    }))
    .await;
}
