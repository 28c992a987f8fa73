use domain::cases::Case;
use domain::people::Member;
use domain::receipts::Reference;
use jiff::{SignedDuration, Timestamp, ToSpan};
use store::Task;

use crate::both::on_both;
use crate::sample;

fn task(name: &str, due_at: Timestamp) -> Task {
    Task::new("warn", name, "case/1111-1111", due_at)
}

#[tokio::test]
async fn what_is_asked_for_twice_is_done_once_and_not_before_its_time() {
    on_both(async |house| {
        let now = sample::start();
        for _ in 0..2 {
            house.store.ask_for(task("a", now + 1.hour())).await.unwrap();
        }
        assert!(house.store.claim(now, "warn", 10).await.unwrap().is_empty());
        let later = now + 2.hours();
        assert!(house.store.claim(later, "mail", 10).await.unwrap().is_empty());
        let claimed = house.store.claim(later, "warn", 10).await.unwrap();
        assert_eq!(claimed.len(), 1);
        house.store.done(&claimed[0]).await.unwrap();
        assert!(
            house
                .store
                .claim(later + 24.hours(), "warn", 10)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn of_many_who_claim_at_once_one_gets_it() {
    on_both(async |house| {
        let now = sample::start();
        for n in 0..5 {
            house.store.ask_for(task(&n.to_string(), now)).await.unwrap();
        }
        let nodes = (0..8).map(|_| house.store.claim(now, "warn", 10));
        let claimed = futures::future::join_all(nodes).await;
        let mut names: Vec<String> = claimed
            .into_iter()
            .flat_map(Result::unwrap)
            .map(|task| task.name)
            .collect();
        names.sort();
        assert_eq!(names, ["0", "1", "2", "3", "4"]);
    })
    .await;
}

#[tokio::test]
async fn a_node_that_dies_leaves_its_task_to_others() {
    on_both(async |house| {
        let now = sample::start();
        house.store.ask_for(task("a", now)).await.unwrap();
        let dead = house.store.claim(now, "warn", 1).await.unwrap().remove(0);
        assert!(
            house
                .store
                .claim(now + 4.minutes(), "warn", 1)
                .await
                .unwrap()
                .is_empty()
        );
        let alive = house
            .store
            .claim(now + 6.minutes(), "warn", 1)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(alive.tries, 2);
        // The dead one comes back: its claim is worth nothing any more.
        house.store.done(&dead).await.unwrap();
        house.store.failed(now, &dead, "late").await.unwrap();
        house.store.done(&alive).await.unwrap();
        assert!(
            house
                .store
                .claim(now + 24.hours(), "warn", 1)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn pauses_grow_until_it_is_given_up_and_taken_up_again() {
    on_both(async |house| {
        let mut now = sample::start();
        house.store.ask_for(task("a", now)).await.unwrap();
        let mut pauses = Vec::new();
        loop {
            let task = house.store.claim(now, "warn", 1).await.unwrap().remove(0);
            let gave_up = house.store.failed(now, &task, "unreachable").await.unwrap();
            if gave_up {
                break;
            }
            let mut pause = SignedDuration::ZERO;
            while house
                .store
                .claim(now + pause, "nothing", 1)
                .await
                .unwrap()
                .is_empty()
                && house
                    .number(&format!(
                        "SELECT COUNT(*) FROM tasks WHERE due_at <= {}",
                        (now + pause).as_microsecond()
                    ))
                    .await
                    == 0
            {
                pause += SignedDuration::from_mins(1);
            }
            pauses.push(pause.as_mins());
            now += pause;
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
        let late = now + 1000.hours();
        assert!(house.store.claim(late, "warn", 1).await.unwrap().is_empty());
        let given_up = house.store.given_up(None, 10).await.unwrap();
        assert_eq!(given_up.total, 1);
        assert_eq!(given_up.rows[0].why, "unreachable");

        assert!(house.store.try_again(late, "warn", "a").await.unwrap());
        assert!(!house.store.try_again(late, "warn", "a").await.unwrap());
        assert_eq!(house.store.given_up(None, 10).await.unwrap().total, 0);
        assert_eq!(house.store.claim(late, "warn", 1).await.unwrap()[0].tries, 1);
    })
    .await;
}

#[tokio::test]
async fn what_ends_whoever_begins_it_is_given_up_too() {
    on_both(async |house| {
        let mut now = sample::start();
        house.store.ask_for(task("a", now)).await.unwrap();
        for _ in 0..12 {
            let claimed = house.store.claim(now, "warn", 1).await.unwrap();
            assert!(!claimed[0].is_worn_out());
            now += 5.minutes();
        }
        let claimed = house.store.claim(now, "warn", 1).await.unwrap().remove(0);
        assert!(claimed.is_worn_out());
        assert!(house.store.failed(now, &claimed, "lost").await.unwrap());
        assert_eq!(house.store.given_up(None, 10).await.unwrap().total, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_put_off_is_as_if_nobody_had_begun_it() {
    on_both(async |house| {
        let now = sample::start();
        house.store.ask_for(task("a", now)).await.unwrap();
        let early = house.store.claim(now, "warn", 1).await.unwrap().remove(0);
        house.store.put_off(&early, now + 1.hour()).await.unwrap();
        let claim = async |at| house.store.claim(at, "warn", 1).await.unwrap();
        assert!(claim(now + 59.minutes()).await.is_empty());
        assert_eq!(claim(now + 1.hour()).await[0].tries, 1);
    })
    .await;
}

#[test]
fn a_task_says_which_record_it_is_about() {
    let task = task("a", sample::start());
    assert_eq!(task.of::<Case>(), Reference::parse("1111-1111").ok());
    assert_eq!(task.of::<Member>(), None);
}
