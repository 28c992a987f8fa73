use domain::Lang;
use domain::people::Change;
use domain::people::{Actor, Role};
use jiff::ToSpan;
use store::people::{NewStaff, PeopleError};

use crate::both::on_both;
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

fn command_line() -> Actor {
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
        assert_eq!(
            house.store.staff_by_login("chen").await.unwrap().unwrap().1,
            "$two"
        );
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_session_lasts_until_it_ends_and_no_longer() {
    on_both(async |house| {
        let staff = house
            .store
            .add_staff(&house.city, house.now(), &command_line(), &new("chen"))
            .await
            .unwrap();
        let now = house.now();
        let token = [7; 32];
        house
            .store
            .create_session(now, &token, staff.id, now + 1.hour())
            .await
            .unwrap();
        let session = house.store.session(now, &token).await.unwrap().unwrap();
        assert_eq!(
            (session.staff, session.expires_at),
            (staff.clone(), now + 1.hour())
        );
        assert!(
            house
                .store
                .session(now + 1.hour(), &token)
                .await
                .unwrap()
                .is_none()
        );
        house
            .store
            .extend_session(now + 30.minutes(), &token, now + 2.hours())
            .await
            .unwrap();
        assert!(
            house
                .store
                .session(now + 1.hour(), &token)
                .await
                .unwrap()
                .is_some()
        );
        house.store.end_session(&token).await.unwrap();
        assert!(house.store.session(now, &token).await.unwrap().is_none());

        // A new password, or the end of the work here, ends all sessions.
        house
            .store
            .create_session(now, &token, staff.id, now + 1.hour())
            .await
            .unwrap();
        house
            .store
            .set_password(&house.city, now, &command_line(), staff.id, "$two".to_owned())
            .await
            .unwrap();
        assert!(house.store.session(now, &token).await.unwrap().is_none());
        house
            .store
            .create_session(now, &token, staff.id, now + 1.hour())
            .await
            .unwrap();
        let gone = house
            .store
            .deactivate_staff(&house.city, now, &command_line(), staff.id)
            .await
            .unwrap();
        assert!(!gone.active);
        assert!(house.store.session(now, &token).await.unwrap().is_none());
        house.is_clean().await;
    })
    .await;
}
