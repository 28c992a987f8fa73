use domain::Lang;
use domain::interpretation::{Command, Job, Kind, Open, Setting, State};
use domain::receipts::Reference;
use store::people::NewStaff;

use super::tasks::{due, one_round};
use super::*;
use crate::duties::tasks::KINDS;

#[tokio::test]
async fn what_somebody_has_is_reminded_of_and_what_nobody_took_on_ends() {
    let house = House::new().await;
    let city = &house.node.city;
    let unit = city.hotline_unit.clone();
    let store = &house.node.store;
    let new = NewStaff {
        login: "kim".to_owned(),
        name: "Kim".to_owned(),
        role: Role::Interpreter,
        unit: unit.clone(),
        languages: vec![Lang::ZH, Lang::KO],
        password_hash: "none".to_owned(),
    };
    let now = house.node.clock.now();
    let added = store.add_staff(city, now, &system("command-line"), &new).await;
    let kim = added.unwrap();
    let supervisor = staff(Role::Supervisor, unit.as_str());
    let ctx = house.context(&supervisor);
    let open = Open {
        kind: Kind::Appointment,
        setting: Some(Setting::School),
        languages: vec![Lang::KO],
        into: None,
        starts_at: "2026-03-05T02:00:00Z".parse().unwrap(),
        ends_at: "2026-03-05T03:00:00Z".parse().unwrap(),
        travel_before: None,
        travel_after: None,
        place_code: String::new(),
        place: String::new(),
        details: String::new(),
        case: None,
        staff: None,
    };
    let (taken, left) = (Reference::from_random([1; 7]), Reference::from_random([2; 7]));
    for reference in [taken, left] {
        let opened = store.open_stream::<Job>(&ctx, &open, reference, None).await;
        opened.unwrap();
    }
    let offer = Command::Offer { staff: kim.id };
    store.carry_out(&ctx, taken, None, &offer).await.unwrap();
    let accept = Command::Accept {
        confidentiality: city.interpretation.confidentiality,
        promised: true,
    };
    let actor = Actor::from(&kim);
    let own = house.context(&actor);
    store.carry_out(&own, taken, None, &accept).await.unwrap();

    let stand = async |now: &str| {
        house.set(now);
        one_round(&house, KINDS).await;
        let job = async |reference| {
            store
                .get::<Job>(reference, &system("test"))
                .await
                .unwrap()
                .unwrap()
        };
        let (taken, left) = (job(taken).await, job(left).await);
        (taken.state, taken.reminded, left.state)
    };
    let (accepted, asked) = (State::Accepted, State::Asked);
    // Nine in the morning of the day before, in the city.
    assert_eq!(stand("2026-03-04T00:59:00Z").await, (accepted, false, asked));
    assert_eq!(stand("2026-03-04T01:00:00Z").await, (accepted, true, asked));
    assert_eq!(stand("2026-03-05T02:59:00Z").await, (accepted, true, asked));
    assert_eq!(
        stand("2026-03-05T03:00:00Z").await,
        (accepted, true, State::NotFound)
    );
    for kind in ["interpretation-reminder", "interpretation-end"] {
        assert_eq!(due(&house, kind).await, [], "{kind}");
    }
}
