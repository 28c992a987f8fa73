use domain::cases::Case;
use std::collections::BTreeSet;

use domain::Lang;
use domain::cases::{Command, State};
use domain::deadlines::{ClockKind, Limit};
use domain::journaled::Context;
use domain::people::Actor;
use domain::receipts::Reference;
use jiff::ToSpan;
use store::cases::{DueFilter, Filter, Sort};
use store::{Page, Period};

use crate::both::{House, on_both, receipt};
use crate::sample;

/// Twelve cases: every fourth urgent, some accepted, one declined.
async fn furnish(house: &House) -> Vec<Reference> {
    let mut references = Vec::new();
    for n in 1..=12 {
        let receipt = receipt(n);
        let mut open = if n % 4 == 0 {
            sample::urgent("Help")
        } else {
            sample::open("A question")
        };
        open.language = [Lang::EN, Lang::KO][usize::from(n % 2)];
        let ctx = Context {
            now: house.now(),
            actor: &Actor::ANYONE,
            city: &house.city,
        };
        let opened = house.store.open_held::<Case>(&ctx, &open, &receipt, None);
        let case = opened.await.unwrap().record;
        if n % 5 == 0 {
            house
                .act(&sample::officer(), &case, Command::Accept)
                .await
                .unwrap();
        }
        if n == 7 {
            let decline = Command::Decline {
                text: "不受理".to_owned(),
                language: Some(case.language),
            };
            house.act(&sample::officer(), &case, decline).await.unwrap();
        }
        references.push(case.reference);
    }
    references
}

fn references(page: &Page<Case>) -> Vec<Reference> {
    page.rows.iter().map(|case| case.reference).collect()
}

#[tokio::test]
async fn pages_follow_one_another_and_lead_back() {
    on_both(async |house| {
        let all: BTreeSet<_> = furnish(&house).await.into_iter().collect();
        for sort in [Sort::Due, Sort::Newest, Sort::Changed] {
            let filter = Filter {
                sort,
                ..Filter::default()
            };
            let page = async |cursor: Option<&str>| {
                house
                    .store
                    .queue(&sample::agent(), &filter, cursor, 5)
                    .await
                    .unwrap()
            };
            let first = page(None).await;
            let second = page(first.next.as_deref()).await;
            let third = page(second.next.as_deref()).await;
            assert_eq!((first.rows.len(), second.rows.len(), third.rows.len()), (5, 5, 2));
            assert_eq!(
                (first.total, third.total, &third.next, &first.previous),
                (12, 12, &None, &None)
            );
            let seen: Vec<_> = [&first, &second, &third]
                .into_iter()
                .flat_map(references)
                .collect();
            assert_eq!(seen.iter().copied().collect::<BTreeSet<_>>(), all, "{sort:?}");
            let back = page(third.previous.as_deref()).await;
            assert_eq!(references(&back), references(&second));
            let start = page(back.previous.as_deref()).await;
            assert_eq!(references(&start), references(&first));
            assert_eq!(start.previous, None);
            // What cannot be read is the beginning.
            assert_eq!(references(&page(Some("nonsense")).await), references(&first));
        }
    })
    .await;
}

#[tokio::test]
async fn urgent_cases_come_first_and_those_without_a_date_last() {
    on_both(async |house| {
        furnish(&house).await;
        let page = house
            .store
            .queue(&sample::agent(), &Filter::default(), None, 50)
            .await
            .unwrap();
        let urgent: Vec<_> = page.rows.iter().map(|case| case.urgent).collect();
        assert!(urgent.is_sorted_by(|a, b| a >= b));
        assert_eq!(page.rows.last().unwrap().state, State::Declined);
    })
    .await;
}

#[tokio::test]
async fn who_is_in_danger_comes_before_everybody_until_they_are_answered() {
    on_both(async |house| {
        furnish(&house).await;
        let mut open = sample::urgent("He is at the door");
        open.fields = [("safe".to_owned(), "no".to_owned())].into();
        let ctx = Context {
            // Others are due before.
            now: house.now() + 5.hours(),
            actor: &Actor::ANYONE,
            city: &house.city,
        };
        let paper = receipt(20);
        let opened = house.store.open_held::<Case>(&ctx, &open, &paper, None);
        let case = opened.await.unwrap().record;
        let (agent, any) = (sample::agent(), Filter::default());
        let queue = async |filter: Filter| {
            let page = house.store.queue(&agent, &filter, None, 2).await.unwrap();
            (references(&page), page)
        };
        let danger = || Filter {
            danger: true,
            ..Filter::default()
        };
        let (first, page) = queue(Filter::default()).await;
        assert_eq!(first[0], case.reference);
        let further = house.store.queue(&agent, &any, page.next.as_deref(), 50);
        assert!(!references(&further.await.unwrap()).contains(&case.reference));
        assert_eq!(queue(danger()).await.0, [case.reference]);
        let urgent = Filter {
            urgent: true,
            ..Filter::default()
        };
        assert_eq!(queue(urgent).await.0[0], case.reference);

        let resolve = Command::Resolve {
            text: "You are safe now.".to_owned(),
            language: Some(case.language),
        };
        for command in [Command::Accept, resolve] {
            let case = house.store.get::<Case>(case.reference, &agent).await.unwrap();
            house.act(&agent, &case.unwrap(), command).await.unwrap();
        }
        assert_ne!(queue(Filter::default()).await.0[0], case.reference);
        assert!(queue(danger()).await.0.is_empty());
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn lists_hold_only_what_the_actor_may_see() {
    on_both(async |house| {
        furnish(&house).await;
        let count = async |actor: &Actor| {
            let page = house
                .store
                .queue(actor, &Filter::default(), None, 50)
                .await
                .unwrap();
            assert_eq!(page.total, page.rows.len() as u64);
            let by_state = house.store.counts_by_state(actor, None).await.unwrap();
            assert_eq!(by_state.iter().map(|(_, count)| count).sum::<u64>(), page.total);
            page.total
        };
        assert_eq!(count(&sample::agent()).await, 12);
        assert_eq!(count(&sample::officer()).await, 9);
        assert_eq!(count(&sample::officer_elsewhere()).await, 0);
        assert_eq!(count(&sample::planner()).await, 0);
        assert_eq!(count(&Actor::ANYONE).await, 0);
    })
    .await;
}

#[tokio::test]
async fn filters_keep_what_they_say() {
    on_both(async |house| {
        furnish(&house).await;
        let list = async |actor: &Actor, filter: Filter| {
            house.store.queue(actor, &filter, None, 50).await.unwrap().rows
        };
        let agent = sample::agent();
        let accepted = Filter {
            states: vec![State::Accepted, State::Declined],
            ..Filter::default()
        };
        assert_eq!(list(&agent, accepted).await.len(), 3);
        let korean = list(
            &agent,
            Filter {
                languages: vec![Lang::KO],
                ..Filter::default()
            },
        )
        .await;
        assert!(korean.len() == 6 && korean.iter().all(|case| case.language == Lang::KO));
        assert_eq!(
            list(
                &agent,
                Filter {
                    urgent: true,
                    ..Filter::default()
                }
            )
            .await
            .len(),
            3
        );
        assert_eq!(
            list(
                &agent,
                Filter {
                    unit: Some("hotline".into()),
                    ..Filter::default()
                }
            )
            .await
            .len(),
            3
        );
        let service = Filter {
            service: Some("urgent-help".into()),
            ..Filter::default()
        };
        assert_eq!(list(&agent, service).await.len(), 3);
        let mine = list(
            &sample::officer(),
            Filter {
                mine: true,
                ..Filter::default()
            },
        )
        .await;
        assert_eq!(mine.len(), 2);
        // Two hours on, the urgent ones are late, and nothing else.
        let now = sample::start() + 5.hours();
        let late = list(
            &agent,
            Filter {
                due: DueFilter::Late { now },
                ..Filter::default()
            },
        )
        .await;
        assert!(late.len() == 3 && late.iter().all(|case| case.urgent));
        // Six have a week to be accepted; the rest, which were, have sixty days.
        for (hours, soon) in [(5, 0), (130, 6)] {
            let now = sample::start() + hours.hours();
            let until = now + 720.hours();
            let filter = Filter {
                due: DueFilter::Soon { now, until },
                ..Filter::default()
            };
            let found = list(&agent, filter).await;
            assert_eq!(found.len(), soon, "after {hours} hours");
        }
    })
    .await;
}

#[tokio::test]
async fn words_are_found_in_any_script_and_any_form() {
    on_both(async |house| {
        let latin = house.case_about(1, "Ｋｅｔｔｌｅ 100% broken in CAFÉ_3").await;
        let chinese = house.case_about(2, "我在商场买的水壶坏了").await;
        let korean = house.case_about(3, "주전자가 고장났어요").await;
        let find = async |actor: &Actor, q: &str| {
            let filter = Filter {
                q: q.to_owned(),
                sort: Sort::Newest,
                ..Filter::default()
            };
            references(&house.store.queue(actor, &filter, None, 10).await.unwrap())
        };
        let agent = sample::agent();
        // The shop of all three is the Kettle House.
        assert_eq!(find(&agent, "kettle BROKEN").await, [latin.reference]);
        assert_eq!(find(&agent, "cafe\u{301}").await, [latin.reference]);
        assert_eq!(find(&agent, "100%").await, [latin.reference]);
        assert_eq!(find(&agent, "é_3").await, [latin.reference]);
        assert_eq!(find(&agent, "1_0").await, []);
        assert_eq!(find(&agent, "水壶").await, [chinese.reference]);
        assert_eq!(find(&agent, "고장").await, [korean.reference]);
        assert_eq!(find(&agent, "  ").await.len(), 3);
        assert_eq!(
            find(&agent, &chinese.reference.to_string().to_lowercase()).await,
            [chinese.reference]
        );
        assert_eq!(find(&sample::officer_elsewhere(), "水壶").await, []);
        assert_eq!(find(&agent, "'; DROP TABLE cases; --").await, []);

        // Words of a note are found by those who may read notes.
        let note = Command::Note {
            text: "店主态度恶劣".to_owned(),
        };
        house.act(&sample::officer(), &korean, note).await.unwrap();
        assert_eq!(find(&sample::officer(), "态度").await, [korean.reference]);
        assert_eq!(find(&sample::interpreter(), "态度").await, []);
    })
    .await;
}

#[tokio::test]
async fn the_wall_shows_what_presses() {
    on_both(async |house| {
        furnish(&house).await;
        let officer = sample::officer();
        let case = house.case(20).await;
        for _ in 0..2 {
            let back = Command::Return {
                reason: "不属于本单位".to_owned(),
                suggested: None,
            };
            house.act(&officer, &case, back).await.unwrap();
            if house
                .store
                .get::<Case>(case.reference, &sample::agent())
                .await
                .unwrap()
                .unwrap()
                .escalated
            {
                break;
            }
            let route = Command::Route {
                unit: "market".into(),
                reason: String::new(),
            };
            house.act(&sample::agent(), &case, route).await.unwrap();
        }
        let asks = house.case(21).await;
        house.act(&officer, &asks, Command::Accept).await.unwrap();
        let extend = Command::Extend {
            clock: ClockKind::Resolution,
            by: Limit::Days(5),
            reason: "等待鉴定".to_owned(),
        };
        house.act(&officer, &asks, extend).await.unwrap();

        let now = sample::start() + 5.hours();
        let wall = house
            .store
            .wall(&sample::supervisor(), now, now + 720.hours(), 2)
            .await
            .unwrap();
        assert_eq!((wall.late.total, wall.late.rows.len()), (3, 2));
        assert_eq!(references(&wall.escalated), [case.reference]);
        assert_eq!(references(&wall.extensions), [asks.reference]);
        assert_eq!(wall.urgent, 3);
        assert_eq!(wall.soon.total, 0, "what has just come in is not due soon");
        let later = now + 125.hours();
        let wall = house
            .store
            .wall(&sample::supervisor(), later, later + 720.hours(), 2)
            .await
            .unwrap();
        assert!(wall.soon.total > 0);
        // An officer has no wall; a planner has its counts.
        let none = house.store.wall(&officer, now, now, 2).await.unwrap();
        assert_eq!(none, store::Wall::default());
        let planners = house.store.wall(&sample::planner(), now, now, 2).await.unwrap();
        assert_eq!(planners.late.total, 0);
    })
    .await;
}

#[tokio::test]
async fn the_rates_are_counted_with_what_is_left_out() {
    on_both(async |house| {
        let solved = house.answered(1).await;
        let rate = |solved, satisfied| Command::Rate {
            solved,
            satisfied,
            comment: String::new(),
        };
        house
            .act(&Actor::holder(solved.reference), &solved, rate(true, false))
            .await
            .unwrap();
        let unsolved = house.answered(2).await;
        house
            .act(&Actor::holder(unsolved.reference), &unsolved, rate(false, false))
            .await
            .unwrap();
        house.answered(3).await;
        let declined = house.case(4).await;
        let decline = Command::Decline {
            text: "不受理".to_owned(),
            language: Some(domain::Lang::EN),
        };
        house.act(&sample::officer(), &declined, decline).await.unwrap();
        let merged = house.case(5).await;
        let merge = Command::Merge {
            into: solved.reference.to_string(),
        };
        house.act(&sample::agent(), &merged, merge).await.unwrap();
        let waiting = house.case(6).await;

        let from = sample::start();
        let tallies = async |actor: &Actor, days: i64| {
            let period = Period {
                from,
                to: from + (24 * days).hours(),
            };
            house.store.tallies(actor, period).await.unwrap()
        };
        let tally = tallies(&sample::supervisor(), 1).await[&waiting.unit];
        assert_eq!((tally.due, tally.responded_in_time), (3, 3));
        assert_eq!(
            (tally.follow_ups, tally.solved, tally.satisfied, tally.unrated),
            (2, 1, 0, 1)
        );
        assert_eq!((tally.merged, tally.declined), (1, 1));
        // A month on, the one that nobody took up was due.
        let tally = tallies(&sample::planner(), 30).await[&waiting.unit];
        assert_eq!((tally.due, tally.responded_in_time), (4, 3));
        assert!(tallies(&sample::officer(), 1).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_presses_most_is_translated_first() {
    on_both(async |house| {
        let plain = house.case(1).await;
        let awaited = house.case(2).await;
        let reply = Command::Reply {
            text: "请稍候".to_owned(),
            language: None,
        };
        house.act(&sample::agent(), &awaited, reply).await.unwrap();
        let context = Context {
            now: house.now(),
            actor: &Actor::ANYONE,
            city: &house.city,
        };
        let (mut urgent, held) = (sample::urgent("Помогите"), receipt(3));
        urgent.language = Lang::RU;
        let urgent = house.store.open_held::<Case>(&context, &urgent, &held, None);
        let urgent = urgent.await.unwrap().record;
        let wants = house
            .store
            .translation_wants(&sample::interpreter(), &[], None, 10)
            .await
            .unwrap();
        let first: Vec<_> = wants
            .rows
            .iter()
            .map(|want| (want.reference, want.waits))
            .collect();
        assert_eq!(first[0], (urgent.reference, false));
        assert_eq!(first[1], (awaited.reference, true));
        assert!(first[2..].contains(&(plain.reference, false)));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn wants_are_paged_and_chosen_by_language() {
    on_both(async |house| {
        for n in 1..=7 {
            house.case(n).await;
        }
        let interpreter = sample::interpreter();
        let page = async |languages: &[Lang], cursor: Option<&str>| {
            house
                .store
                .translation_wants(&interpreter, languages, cursor, 3)
                .await
                .unwrap()
        };
        let mut seen = BTreeSet::new();
        let mut cursor = None;
        let mut pages = 0;
        loop {
            let found = page(&[Lang::EN, Lang::ZH], cursor.as_deref()).await;
            assert_eq!(found.total, 7);
            seen.extend(found.rows.iter().map(|want| want.reference));
            pages += 1;
            cursor = found.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!((seen.len(), pages), (7, 3));
        assert_eq!(page(&[Lang::KO, Lang::ZH], None).await.total, 0);
    })
    .await;
}
