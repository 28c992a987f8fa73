//! Measures what the store does in a second: `cargo run --release -p store --example measure -- 3000`.
//!
//! On SQLite, and on PostgreSQL where `HARBORLINE_TEST_POSTGRES` says so.

#[allow(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../tests/store/both.rs"]
mod both;
#[allow(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../tests/store/sample.rs"]
mod sample;

use domain::cases::Case;
use std::time::Instant;

use domain::journaled::Context;
use domain::people::Actor;
use domain::receipts::Reference;
use futures::StreamExt;
use store::cases::Filter;
use store::{Period, Receipt};

use both::{House, on_both};

fn nth(n: u32) -> Receipt {
    let digits = [n, n / 31, n / 961, n / 29_791, 4, 5, 6].map(|digit| u8::try_from(digit % 31).unwrap());
    Receipt {
        reference: Reference::from_random(digits),
        code_hash: [1; 32],
    }
}

const TEXTS: [&str; 4] = [
    "I bought a kettle in the shopping centre last week and it leaks; the shop refuses to take it back.",
    "上周我在商场买了一个水壶，漏水，店家不肯退货，也不给发票，请帮忙处理。",
    "지난주에 쇼핑센터에서 주전자를 샀는데 물이 새고 가게에서 환불을 거부합니다.",
    "На прошлой неделе я купил чайник в торговом центре, он протекает, магазин отказывается его принять.",
];

async fn fill(house: &House, from: u32, to: u32, at_once: usize) {
    futures::stream::iter(from..to)
        .for_each_concurrent(at_once, |n| async move {
            let open = sample::open(TEXTS[n as usize % 4]);
            let opened = house
                .store
                .open_held::<Case>(
                    &Context {
                        now: sample::start(),
                        actor: &Actor::ANYONE,
                        city: &house.city,
                    },
                    &open,
                    &nth(n),
                    None,
                )
                .await;
            opened.unwrap();
        })
        .await;
}

async fn measure(house: &House, cases: u32) {
    let engine = if house.is_postgres() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    let began = Instant::now();
    fill(house, 0, cases, 64).await;
    println!(
        "{engine}: {:.0} cases opened a second",
        f64::from(cases) / began.elapsed().as_secs_f64()
    );

    let began = Instant::now();
    for n in 0..2_000 {
        let Receipt { reference, code_hash } = nth(n * 7 % cases);
        house
            .store
            .by_receipt::<Case>(reference, &code_hash)
            .await
            .unwrap()
            .unwrap();
    }
    println!(
        "{engine}: {:.1} µs to open by receipt",
        began.elapsed().as_secs_f64() * 1e6 / 2_000.0
    );

    let officer = sample::officer();
    let mut rare = sample::open("Nobody else says kumquat marmalade");
    rare.fields.insert("shop".to_owned(), "Orchard".to_owned());
    house
        .store
        .open_held::<Case>(
            &Context {
                now: sample::start(),
                actor: &Actor::ANYONE,
                city: &house.city,
            },
            &rare,
            &nth(cases + 1),
            None,
        )
        .await
        .unwrap();
    for (what, q) in [
        ("first page", ""),
        ("a word of all", "kettle"),
        ("水壶", "水壶"),
        ("a rare word", "kumquat"),
    ] {
        let filter = Filter {
            q: q.to_owned(),
            ..Filter::default()
        };
        for (who, actor) in [("agent", sample::agent()), ("officer", officer.clone())] {
            let began = Instant::now();
            let mut total = 0;
            for _ in 0..5 {
                total = house.store.queue(&actor, &filter, None, 25).await.unwrap().total;
            }
            let ms = began.elapsed().as_secs_f64() * 200.0;
            println!("{engine}, {cases} cases: {what}, {who}: {ms:.1} ms, {total} found");
        }
    }
    let began = Instant::now();
    let period = Period {
        from: sample::start(),
        to: sample::start() + jiff::Span::new().hours(2400),
    };
    house.store.tallies(&sample::supervisor(), period).await.unwrap();
    println!(
        "{engine}, {cases} cases: tallies: {:.1} ms",
        began.elapsed().as_secs_f64() * 1e3
    );
    let began = Instant::now();
    house.is_clean().await;
    println!(
        "{engine}, {cases} cases: verify: {:.2} s",
        began.elapsed().as_secs_f64()
    );
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let cases = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(3_000);
    on_both(async |house| measure(&house, cases).await).await;
}
