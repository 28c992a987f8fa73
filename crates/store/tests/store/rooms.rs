//! Calls that go over a media server leave a row, until their rooms there are closed.

use domain::Lang;
use domain::cases::Why;
use domain::contacts::Command;
use domain::people::Role;
use store::contacts::{Peer, SignalError};

use crate::both::on_both;
use crate::contacts::hotline;

#[tokio::test]
async fn a_room_is_left_when_its_call_is_over_and_nobody_asks_without_end() {
    on_both(async |house| {
        let house = hotline(house).await;
        let (kim, kim_acts) = house.staff("kim", Role::Agent, &[Lang::JA]).await;
        let (lin, _) = house.staff("lin", Role::Interpreter, &[Lang::JA]).await;
        house.rings(1, house.now()).await;
        let contact = house.picked_up(1, &kim_acts).await.unwrap().unwrap();
        let opens = async |peer| house.store.open_room(&contact, peer, house.now()).await;
        assert_eq!(opens(Peer::Staff(lin.id)).await, Err(SignalError::NotThere));
        assert_eq!(house.number("SELECT COUNT(*) FROM hotline_rooms").await, 0);
        for peer in [Peer::Caller, Peer::Staff(kim.id)] {
            assert_eq!(opens(peer).await, Ok(()));
        }
        assert_eq!(house.number("SELECT offers FROM hotline_rooms").await, 2);
        house.raw("UPDATE hotline_rooms SET offers = 499").await;
        assert_eq!(opens(Peer::Caller).await, Ok(()));
        assert_eq!(opens(Peer::Caller).await, Err(SignalError::TooMany));
        assert!(house.store.rooms_left().await.unwrap().is_empty());
        let end = Command::End {
            why: Why::Done,
            reason: String::new(),
        };
        house.on(&contact, &kim_acts, end).await.unwrap();
        assert_eq!(house.store.rooms_left().await.unwrap(), [contact.reference]);
        house.store.room_closed(contact.reference).await.unwrap();
        // A page that has not heard of the end leaves nothing behind.
        assert!(opens(Peer::Caller).await.is_err());
        assert!(house.store.rooms_left().await.unwrap().is_empty());
        house.is_clean().await;
    })
    .await;
}
