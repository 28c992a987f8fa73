//! Nobody is written down in a call that not everybody agreed to, and what was heard goes.

use domain::Lang;
use domain::cases::{Outcome, Why};
use domain::contacts::{Command, Contact};
use domain::people::{Actor, Role};
use domain::roles::StaffId;
use jiff::{SignedDuration, Timestamp};
use store::contacts::{Agreed, Captions, Peer};

use crate::both::{House, on_both};
use crate::contacts::hotline;

impl House {
    async fn agrees(&self, contact: &Contact, peer: Peer, agrees: bool) {
        self.store
            .agree::<Captions>(contact, peer, agrees, self.now())
            .await
            .unwrap();
    }

    async fn all_agreed(&self, contact: &Contact) -> Option<Agreed<Captions>> {
        let consent = self.store.consent::<Captions>(contact).await.unwrap();
        consent.all()
    }

    async fn rows_of_captions(&self) -> (i64, i64) {
        (
            self.number("SELECT COUNT(*) FROM hotline_consents").await,
            self.number("SELECT COUNT(*) FROM hotline_captions").await,
        )
    }

    async fn rows_of_signals(&self) -> i64 {
        self.number("SELECT COUNT(*) FROM hotline_signals").await
    }

    /// What none of those who write it may leave beside a call that is over.
    async fn leaves_behind(&self, contact: &Contact, at: Timestamp) {
        let (contact, at) = (contact.reference, at.as_microsecond());
        let rows = format!(
            "INSERT INTO hotline_consents (contact, purpose, peer, at) VALUES ('{contact}', 'captions', 0, {at}); \
             INSERT INTO hotline_captions (contact, seq, speaker, data, at) VALUES ('{contact}', 1, 0, 'late', {at}); \
             INSERT INTO hotline_signals (contact, seq, sender, receiver, data, at) \
             VALUES ('{contact}', 1, 0, 1, 'late', {at})"
        );
        self.raw(&rows).await;
    }
}

/// A call that somebody has answered.
pub async fn called(house: &House) -> (Contact, StaffId, Actor) {
    let (kim, kim_acts) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
    house.rings(1, house.now()).await;
    let contact = house.picked_up(1, &kim_acts).await.unwrap().unwrap();
    (contact, kim.id, kim_acts)
}

#[tokio::test]
async fn captions_need_everybody_in_the_call_and_who_comes_must_agree_too() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (contact, kim, kim_acts) = called(&house).await;
        let (lin, lin_acts) = house.staff("lin", Role::Interpreter, &[Lang::JA, Lang::ZH]).await;
        let (caller, agent, interpreter) = (Peer::Caller, Peer::Staff(kim), Peer::Staff(lin.id));
        assert_eq!(house.all_agreed(&contact).await, None);
        house.agrees(&contact, caller, true).await;
        house.agrees(&contact, caller, true).await;
        // Whoever is not in it agrees to nothing.
        house.agrees(&contact, interpreter, true).await;
        assert_eq!(house.rows_of_captions().await, (1, 0));
        assert_eq!(house.all_agreed(&contact).await, None);
        house.agrees(&contact, agent, true).await;
        let agreed = house.all_agreed(&contact).await.unwrap();
        let now = house.now();
        assert!(house.store.caption(&agreed, caller, "one", now).await.unwrap());
        assert!(house.store.caption(&agreed, agent, "two", now).await.unwrap());
        let heard = house.store.captions(&agreed, 0).await.unwrap();
        let said: Vec<_> = heard.iter().map(|one| (one.speaker, one.data.as_str())).collect();
        assert_eq!(said, [(caller, "one"), (agent, "two")]);
        assert_eq!(
            house.store.captions(&agreed, heard[0].seq).await.unwrap(),
            heard[1..]
        );

        // Somebody comes: what was said before is not for them, and nothing more is written.
        house
            .on(&contact, &kim_acts, Command::Ring { staff: lin.id })
            .await
            .unwrap();
        let three = house.on(&contact, &lin_acts, Command::Join).await.unwrap();
        assert_eq!(house.all_agreed(&three).await, None);
        assert!(!house.store.caption(&agreed, caller, "three", now).await.unwrap());
        assert_eq!(house.rows_of_captions().await, (2, 0));
        house.agrees(&three, interpreter, true).await;
        let agreed = house.all_agreed(&three).await.unwrap();
        assert!(
            house
                .store
                .caption(&agreed, interpreter, "four", now)
                .await
                .unwrap()
        );

        // Whoever leaves has not agreed any more, should they come back.
        let two = house.on(&three, &lin_acts, Command::Leave).await.unwrap();
        assert_eq!(house.rows_of_captions().await, (2, 0));
        assert!(house.all_agreed(&two).await.is_some());
        house
            .on(&two, &kim_acts, Command::Ring { staff: lin.id })
            .await
            .unwrap();
        let back = house.on(&two, &lin_acts, Command::Join).await.unwrap();
        assert_eq!(house.all_agreed(&back).await, None);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_takes_it_back_stops_captions_at_once_and_the_end_leaves_nothing() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (contact, kim, kim_acts) = called(&house).await;
        let (caller, agent) = (Peer::Caller, Peer::Staff(kim));
        house.agrees(&contact, caller, true).await;
        house.agrees(&contact, agent, true).await;
        let agreed = house.all_agreed(&contact).await.unwrap();
        let now = house.now();
        assert!(house.store.caption(&agreed, agent, "one", now).await.unwrap());
        let seen = house.store.captions(&agreed, 0).await.unwrap()[0].seq;
        house.agrees(&contact, caller, false).await;
        assert_eq!(house.rows_of_captions().await, (1, 0));
        assert_eq!(house.all_agreed(&contact).await, None);
        // Whoever had listened before is too late.
        assert!(!house.store.caption(&agreed, agent, "two", now).await.unwrap());
        house.agrees(&contact, caller, true).await;
        let later = now + SignedDuration::from_secs(1);
        assert!(house.store.caption(&agreed, agent, "three", later).await.unwrap());
        let next = house.store.captions(&agreed, seen).await.unwrap();
        assert_eq!(next.len(), 1, "a page that has seen the last sees the next");
        // What nobody has asked for in half a minute is gone.
        let late = later + SignedDuration::from_secs(31);
        assert!(house.store.caption(&agreed, caller, "four", late).await.unwrap());
        assert_eq!(house.rows_of_captions().await, (2, 1));

        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        let over = house.on(&contact, &kim_acts, end).await.unwrap();
        assert_eq!(house.rows_of_captions().await, (0, 0));
        assert!(!house.store.caption(&agreed, agent, "five", late).await.unwrap());
        house.agrees(&over, caller, true).await;
        assert_eq!(house.rows_of_captions().await, (0, 0));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_stays_beside_a_call_that_is_over_however_it_came_there() {
    Box::pin(on_both(async |house| {
        let house = hotline(house).await;
        let (contact, kim, kim_acts) = called(&house).await;
        let (caller, agent) = (Peer::Caller, Peer::Staff(kim));
        house.agrees(&contact, caller, true).await;
        house.agrees(&contact, agent, true).await;
        let agreed = house.all_agreed(&contact).await.unwrap();
        let now = house.now();
        assert!(house.store.caption(&agreed, agent, "one", now).await.unwrap());
        let told = house.store.signal(&contact, (caller, agent), "offer", now).await;
        told.unwrap();
        // While it goes on, only what was said is not kept for long.
        let late = now + SignedDuration::from_secs(31);
        for (at, captions) in [(now, 1), (late, 0)] {
            house.store.mend_queue(at).await.unwrap();
            assert_eq!(house.rows_of_captions().await, (2, captions));
            assert_eq!(house.rows_of_signals().await, 1);
        }

        // Whoever agrees or says something while it ends is before the end or too late.
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        let (over, (), said, _) = tokio::join!(
            Box::pin(house.on(&contact, &kim_acts, end)),
            house.agrees(&contact, caller, true),
            house.store.caption(&agreed, agent, "two", late),
            house.store.signal(&contact, (agent, caller), "answer", late)
        );
        let over = over.unwrap();
        said.unwrap();
        assert_eq!(house.rows_of_captions().await, (0, 0));
        assert_eq!(house.rows_of_signals().await, 0);

        house.leaves_behind(&over, late).await;
        house.store.mend_queue(late).await.unwrap();
        assert_eq!(house.rows_of_captions().await, (0, 0));
        assert_eq!(house.rows_of_signals().await, 0);

        house.leaves_behind(&over, late).await;
        let wrap_up = Command::WrapUp {
            outcome: Outcome::Answered,
            topic: None,
            unit: None,
            note: String::new(),
        };
        house.on(&over, &kim_acts, wrap_up).await.unwrap();
        assert_eq!(house.rows_of_captions().await, (0, 0));
        assert_eq!(house.rows_of_signals().await, 0);
        house.is_clean().await;
    }))
    .await;
}
