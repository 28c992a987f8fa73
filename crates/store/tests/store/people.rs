use domain::Lang;
use domain::journaled::Context;
use domain::people::session::{Browser, IDLE, LASTS, MOST, SeenAs};
use domain::people::{Actor, Change, Member, Role, Staff, StaffId};
use jiff::{Timestamp, ToSpan};
use store::people::{NewSession, NewStaff, PeopleError, session_name, session_of};
use store::{Heard, Subscription};

use crate::both::{House, on_both};
use crate::sample;

pub fn new(login: &str) -> NewStaff {
    NewStaff {
        login: login.to_owned(),
        name: "陈".to_owned(),
        role: Role::Officer,
        unit: "market".into(),
        languages: vec![Lang::ZH, Lang::EN],
        password_hash: "$argon2id$one".to_owned(),
    }
}

pub async fn added(house: &House, login: &str) -> Staff {
    house
        .store
        .add_staff(&house.city, house.now(), &command_line(), &new(login))
        .await
        .unwrap()
}

pub fn command_line() -> Actor {
    Actor::System {
        worker: "command line".to_owned(),
    }
}

#[tokio::test]
async fn staff_is_found_by_login_however_it_is_typed() {
    on_both(async |house| {
        let staff = house
            .store
            .add_staff(&house.city, house.now(), &command_line(), &new("Chen"))
            .await
            .unwrap();
        let (found, hash) = house.store.staff_by_login(" CHEN ").await.unwrap().unwrap();
        assert_eq!((found, hash.as_str()), (staff.clone(), "$argon2id$one"));
        assert_eq!(staff.languages, [Lang::ZH, Lang::EN]);
        assert!(house.store.staff_by_login("li").await.unwrap().is_none());
        let taken = house
            .store
            .add_staff(&house.city, house.now(), &command_line(), &new("chen"))
            .await;
        assert_eq!(taken, Err(PeopleError::LoginTaken));
        assert_eq!(house.store.staff().await.unwrap(), [staff]);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn many_added_at_once_are_told_apart() {
    on_both(async |house| {
        let (actor, now) = (command_line(), house.now());
        // More than the tries of one.
        let logins: Vec<NewStaff> = (0..40).map(|n| new(&format!("person{n}"))).collect();
        let added = logins
            .iter()
            .map(|new| house.store.add_staff(&house.city, now, &actor, new));
        for staff in futures::future::join_all(added.collect::<Vec<_>>()).await {
            staff.unwrap();
        }
        assert_eq!(house.store.staff().await.unwrap().len(), 40);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn only_who_manages_staff_changes_it_but_for_ones_own_password() {
    on_both(async |house| {
        let staff = house
            .store
            .add_staff(&house.city, house.now(), &command_line(), &new("chen"))
            .await
            .unwrap();
        let themselves = Actor::from(&staff);
        let promoted = Change {
            role: Some(Role::Administrator),
            ..Change::default()
        };
        let changed = house
            .store
            .change_staff(&house.city, house.now(), &themselves, staff.id, promoted)
            .await;
        assert_eq!(changed, Err(PeopleError::NotAllowed));
        let added = house
            .store
            .add_staff(&house.city, house.now(), &themselves, &new("li"))
            .await;
        assert_eq!(added, Err(PeopleError::NotAllowed));
        house
            .store
            .set_password(&house.city, house.now(), &themselves, staff.id, "$two".to_owned())
            .await
            .unwrap();
        let other = house
            .store
            .set_password(
                &house.city,
                house.now(),
                &sample::officer(),
                staff.id,
                "$3".to_owned(),
            )
            .await;
        // Who may not see someone is not told that they are there.
        assert_eq!(other, Err(PeopleError::NotFound));
        let seen = async |actor: &Actor| house.store.get::<Member>(staff.id, actor).await.unwrap();
        assert_eq!(
            seen(&themselves).await.map(|member| member.staff),
            Some(staff.clone())
        );
        assert_eq!(seen(&sample::officer()).await, None);
        assert_eq!(
            house.store.staff_by_login("chen").await.unwrap().unwrap().1,
            "$two"
        );
        house.is_clean().await;
    })
    .await;
}

/// Begins a session with that token.
async fn begin(
    house: &House,
    now: Timestamp,
    staff: &Staff,
    token: u8,
    device: Option<u8>,
) -> NewSession<'static> {
    let hash = |n: u8| -> &'static [u8; 32] { Box::leak(Box::new([n; 32])) };
    let new = NewSession {
        token_hash: hash(token),
        staff: staff.id,
        seen_as: SeenAs::of("Firefox/133.0 Linux"),
        device: device.map(hash),
        before: None,
        from: None,
    };
    house
        .store
        .begin_session(&house.city, now, staff, &new)
        .await
        .unwrap();
    new
}

async fn is_on(house: &House, now: Timestamp, token: u8) -> bool {
    house.store.session(now, &[token; 32]).await.unwrap().is_some()
}

/// What the bus has said of sessions that ended.
async fn ended(heard: &mut Subscription, how_many: usize) -> Vec<String> {
    let mut ended = Vec::new();
    while ended.len() < how_many {
        match heard.next().await.unwrap() {
            Heard::Changed(changed) => ended.extend(session_of(&changed).map(|(_, name)| name.to_owned())),
            Heard::Missed => panic!("the bus lost something"),
        }
    }
    ended
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_at_last_however_it_is_used() {
    on_both(async |house| {
        let staff = added(&house, "chen").await;
        let now = house.now();
        begin(&house, now, &staff, 7, None).await;
        let session = house.store.session(now, &[7; 32]).await.unwrap().unwrap();
        assert_eq!(
            (session.staff.clone(), session.ends_at),
            (staff.clone(), now + IDLE)
        );
        assert_eq!(session.seen_as.browser, Browser::Firefox);
        assert!(!is_on(&house, now + IDLE, 7).await);
        // Used all the time, it goes on for its hours and no longer.
        let mut at = now;
        while at + IDLE < now + LASTS {
            at += 50.minutes();
            let session = house.store.session(at, &[7; 32]).await.unwrap().unwrap();
            house.store.use_session(at, &session).await.unwrap();
        }
        let last = now + LASTS;
        assert!(is_on(&house, last - 1.second(), 7).await);
        assert!(!is_on(&house, last, 7).await);
        // What has ended is not taken up again.
        let session = house
            .store
            .session(last - 1.second(), &[7; 32])
            .await
            .unwrap()
            .unwrap();
        house.store.use_session(last, &session).await.unwrap();
        assert!(!is_on(&house, last, 7).await);
        house.store.forget_sessions(last).await.unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM sessions").await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn another_sign_in_on_the_same_device_ends_the_one_before_and_says_so() {
    on_both(async |house| {
        let (chen, li) = (added(&house, "chen").await, added(&house, "li").await);
        let now = house.now();
        let mut heard = house.store.bus().subscribe();
        begin(&house, now, &chen, 1, Some(9)).await;
        begin(&house, now, &chen, 2, Some(8)).await;
        begin(&house, now, &chen, 3, None).await;
        // Whoever it is: a browser holds one token.
        begin(&house, now, &li, 4, Some(9)).await;
        assert!(!is_on(&house, now, 1).await);
        assert_eq!(ended(&mut heard, 1).await, [session_name(&[1; 32])]);
        for still in [2, 3, 4] {
            assert!(is_on(&house, now, still).await, "{still}");
        }
        // A program tells which token it had.
        let before = NewSession {
            token_hash: &[5; 32],
            before: Some(&[3; 32]),
            device: None,
            ..begin(&house, now, &chen, 6, None).await
        };
        house
            .store
            .begin_session(&house.city, now, &chen, &before)
            .await
            .unwrap();
        assert!(!is_on(&house, now, 3).await && is_on(&house, now, 5).await);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn of_very_many_sessions_of_one_login_the_oldest_ends() {
    on_both(async |house| {
        let staff = added(&house, "chen").await;
        let start = house.now();
        for n in 0..=u8::try_from(MOST).unwrap() {
            let at = start + i64::from(n).seconds();
            begin(&house, at, &staff, n, None).await;
        }
        let now = start + 1.minute();
        assert!(!is_on(&house, now, 0).await);
        assert!(is_on(&house, now, 1).await);
        assert_eq!(house.number("SELECT COUNT(*) FROM sessions").await, 50);
    })
    .await;
}

#[tokio::test]
async fn everyone_sees_and_ends_their_own_sessions_and_an_administrator_all() {
    on_both(async |house| {
        let chief = house
            .store
            .add_staff(
                &house.city,
                house.now(),
                &command_line(),
                &NewStaff {
                    role: Role::Administrator,
                    ..new("chief")
                },
            )
            .await
            .unwrap();
        let (chen, li) = (added(&house, "chen").await, added(&house, "li").await);
        let now = house.now();
        for (staff, token) in [(&chief, 1), (&chen, 2), (&chen, 3), (&li, 4)] {
            let at = now + i64::from(token).seconds();
            begin(&house, at, staff, token, None).await;
        }
        let now = now + 1.minute();
        let ctx = |actor| Context {
            now,
            actor,
            city: &house.city,
        };
        let (chief, chen_acts) = (Actor::from(&chief), Actor::from(&chen));
        let listed = async |actor: &Actor, of: Option<StaffId>| {
            let page = house.store.sessions(actor, now, of, None, 10).await.unwrap();
            let names = page.rows.iter().map(|session| session.name.clone());
            (page.total, names.collect::<Vec<_>>())
        };
        let name = |token: u8| session_name(&[token; 32]);
        assert_eq!(listed(&chief, None).await, (4, [4, 3, 2, 1].map(name).into()));
        assert_eq!(listed(&chen_acts, None).await, (2, [3, 2].map(name).into()));
        assert_eq!(listed(&chen_acts, Some(li.id)).await, (0, Vec::new()));
        assert_eq!(listed(&Actor::ANYONE, None).await, (0, Vec::new()));
        // Page by page.
        let page = house.store.sessions(&chief, now, None, None, 3).await.unwrap();
        let rest = house
            .store
            .sessions(&chief, now, None, page.next.as_deref(), 3)
            .await
            .unwrap();
        assert_eq!(rest.rows.len(), 1);
        // Of another's they end none, and hear no more than of one that is not there.
        for (actor, token) in [(&chen_acts, 4), (&chen_acts, 1), (&Actor::ANYONE, 2)] {
            assert!(!house.store.end_session(&ctx(actor), &name(token)).await.unwrap());
            assert!(is_on(&house, now, token).await);
        }
        assert_eq!(
            house
                .store
                .end_sessions_of(&ctx(&chen_acts), li.id, None)
                .await
                .unwrap(),
            0
        );
        let mut heard = house.store.bus().subscribe();
        assert!(house.store.end_session(&ctx(&chen_acts), &name(2)).await.unwrap());
        assert!(!house.store.end_session(&ctx(&chen_acts), &name(2)).await.unwrap());
        assert_eq!(
            house
                .store
                .end_sessions_of(&ctx(&chief), li.id, None)
                .await
                .unwrap(),
            1
        );
        assert_eq!(ended(&mut heard, 2).await, [name(2), name(4)]);
        assert!(!is_on(&house, now, 2).await && !is_on(&house, now, 4).await);
        // All others of one's own.
        begin(&house, now, &chen, 5, None).await;
        let but = name(5);
        assert_eq!(
            house
                .store
                .end_sessions_of(&ctx(&chen_acts), chen.id, Some(&but))
                .await
                .unwrap(),
            1
        );
        assert!(is_on(&house, now, 5).await && is_on(&house, now, 1).await);
        house.store.sign_out(&house.city, now, &[5; 32]).await.unwrap();
        assert!(!is_on(&house, now, 5).await);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_new_password_and_the_end_of_the_work_here_end_all_sessions() {
    on_both(async |house| {
        let staff = added(&house, "chen").await;
        let now = house.now();
        begin(&house, now, &staff, 7, None).await;
        house
            .store
            .set_password(&house.city, now, &command_line(), staff.id, "$two".to_owned())
            .await
            .unwrap();
        assert!(!is_on(&house, now, 7).await);
        begin(&house, now, &staff, 8, None).await;
        let gone = house
            .store
            .deactivate_staff(&house.city, now, &command_line(), staff.id)
            .await
            .unwrap();
        assert!(!gone.active);
        assert!(!is_on(&house, now, 8).await);
        house.is_clean().await;
    })
    .await;
}
