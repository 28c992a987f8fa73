//! How the city answers, for everybody: the three rates by service and by month, counted from the cases themselves.

mod api;
mod bars;
mod page;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use domain::ServiceCode;
use domain::rates::{Share, Tally, withheld};
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Counted, StoreError};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::app::App;
#[cfg(test)]
pub(super) use page::samples;

/// Where they are, below the language.
pub const PATH: &str = "/results";

pub fn pages() -> Router<App> {
    Router::new()
        .route(PATH, get(page::show))
        .route("/results.csv", get(page::csv))
}

pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(api::show))
}

/// All that is published, as of a moment.
#[derive(Debug)]
pub struct Results {
    at: Timestamp,
    /// Of the pack, in its order; `None` are those that it has no more.
    services: Vec<Option<ServiceCode>>,
    /// Their first days, the oldest first. A month in which nothing happened is there, too.
    months: Vec<Date>,
    /// By service, then by month.
    tallies: Vec<Vec<Tally>>,
    /// Of which there are too few to publish them: responses, and follow-ups.
    held: [Vec<Vec<bool>>; 2],
}

/// The three rates of a service in a month; `None` where they are withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    responded: Option<Share>,
    solved: Option<Share>,
    satisfied: Option<Share>,
}

impl Results {
    /// No older than a minute: counting looks at every case, and the page is public.
    pub async fn read(app: &App) -> Result<Arc<Self>, StoreError> {
        app.lately(async {
            let (city, now) = (app.city(), app.now());
            let counted = app.store().results(now, &city.timezone).await?;
            let codes: Vec<&ServiceCode> = city.services.iter().map(|service| &service.code).collect();
            Ok(Self::of(&counted, &codes, city.day(now), now))
        })
        .await
    }

    fn of(counted: &[Counted], known: &[&ServiceCode], today: Date, at: Timestamp) -> Self {
        let place = |code: &ServiceCode| {
            known
                .iter()
                .position(|known| *known == code)
                .unwrap_or(known.len())
        };
        let places: BTreeSet<usize> = counted.iter().map(|counted| place(&counted.service)).collect();
        let first = counted.iter().map(|counted| counted.month).min();
        let months: Vec<Date> = first.map_or_else(Vec::new, |first| {
            let months = first.series(jiff::Span::new().months(1));
            months.take_while(|month| *month <= today).collect()
        });
        let mut tallies = vec![vec![Tally::default(); months.len()]; places.len()];
        for counted in counted {
            let row = places.iter().position(|row| *row == place(&counted.service));
            let column = months.binary_search(&counted.month).ok();
            if let Some((row, column)) = row.zip(column) {
                tallies[row][column] += counted.tally;
            }
        }
        let held = |count: fn(&Tally) -> u64| {
            let counts: Vec<Vec<u64>> = tallies
                .iter()
                .map(|row| row.iter().map(count).collect())
                .collect();
            withheld(&counts)
        };
        Self {
            at,
            services: places
                .iter()
                .map(|place| known.get(*place).map(|code| (*code).clone()))
                .collect(),
            months,
            held: [held(|tally| tally.due), held(|tally| tally.follow_ups)],
            tallies,
        }
    }

    /// Of everything since the beginning.
    pub fn all(&self) -> Tally {
        sum(self.tallies.iter().flatten())
    }

    /// Of the month that is not over yet.
    pub fn this_month(&self) -> Tally {
        self.months
            .len()
            .checked_sub(1)
            .map_or_else(Tally::default, |month| self.of_month(month))
    }

    fn of_service(&self, service: usize) -> Tally {
        sum(self.tallies.get(service).into_iter().flatten())
    }

    fn of_month(&self, month: usize) -> Tally {
        sum(self.tallies.iter().filter_map(|row| row.get(month)))
    }

    fn cell(&self, service: usize, month: usize) -> Cell {
        let rates = self.tallies[service][month].rates();
        let [due, follow_ups] = &self.held;
        let shown = |held: &[Vec<bool>], share: Share| (!held[service][month]).then_some(share);
        Cell {
            responded: shown(due, rates.responded),
            solved: shown(follow_ups, rates.solved),
            satisfied: shown(follow_ups, rates.satisfied),
        }
    }
}

fn sum<'a>(tallies: impl Iterator<Item = &'a Tally>) -> Tally {
    tallies.fold(Tally::default(), |mut all, tally| {
        all += *tally;
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Visitor;

    pub fn counted(service: &str, month: &str, due: u64, follow_ups: u64) -> Counted {
        Counted {
            service: service.into(),
            month: month.parse().unwrap(),
            tally: Tally {
                due,
                responded_in_time: due.saturating_sub(1),
                follow_ups,
                solved: follow_ups / 2,
                satisfied: follow_ups,
                unrated: 1,
                ..Tally::default()
            },
        }
    }

    fn results() -> Results {
        let counted = [
            counted("enquiry", "2026-01-01", 20, 10),
            counted("enquiry", "2026-03-01", 30, 2),
            counted("complaint", "2026-01-01", 3, 0),
            counted("gone", "2026-03-01", 8, 6),
        ];
        let known: [ServiceCode; 3] = ["complaint", "other", "enquiry"].map(Into::into);
        let known: Vec<&ServiceCode> = known.iter().collect();
        Results::of(
            &counted,
            &known,
            "2026-04-02".parse().unwrap(),
            Timestamp::UNIX_EPOCH,
        )
    }

    #[test]
    fn sums_are_of_the_same_cases_by_service_and_by_month() {
        let results = results();
        let codes: Vec<_> = results
            .services
            .iter()
            .map(|code| code.as_ref().map(ServiceCode::as_str))
            .collect();
        assert_eq!(codes, [Some("complaint"), Some("enquiry"), None]);
        assert_eq!(
            results.months.len(),
            4,
            "with the months in which nothing happened"
        );
        let by_service: Vec<u64> = (0..3).map(|at| results.of_service(at).due).collect();
        let by_month: Vec<u64> = (0..4).map(|at| results.of_month(at).due).collect();
        assert_eq!((by_service, by_month), (vec![3, 50, 8], vec![23, 0, 38, 0]));
        assert_eq!(results.all().due, 61);
    }

    #[test]
    fn what_counts_so_few_that_somebody_could_be_known_is_withheld_with_what_gives_it_away() {
        let results = results();
        let due = |service, month| results.cell(service, month).responded.map(|share| share.of);
        assert_eq!(due(0, 0), None, "three cases");
        let months_of_it = (0..4).filter(|month| due(0, *month).is_none()).count();
        let services_of_january = (0..3).filter(|service| due(*service, 0).is_none()).count();
        assert!(months_of_it > 1 && services_of_january > 1);
        assert_eq!(due(1, 2), Some(30));
        assert_eq!(results.cell(1, 2).solved, None, "two follow-ups");
    }

    #[tokio::test]
    async fn everybody_reads_them_as_a_page_a_table_and_by_the_api() {
        let app = crate::testing::peopled().await;
        let visitor = Visitor::anyone(&app);
        assert!(
            visitor
                .get("/en/results")
                .await
                .text
                .contains("There is nothing to count yet.")
        );

        let app = crate::testing::peopled().await;
        let visitor = Visitor::anyone(&app);
        let complaint = serde_json::json!({
            "service": "complaint", "text": "It broke", "topic": "food", "fields": {"shop": "Shop", "bought": "in-shop"}
        });
        let opened = visitor.json("/api/v1/cases", &complaint).await.json();
        let reference = opened["reference"].as_str().unwrap();
        let officer = Visitor::signed_in(&app, "officer").await;
        let accept = format!("/api/v1/desk/cases/{reference}/accept");
        let accepted = officer.json(&accept, &serde_json::json!({})).await;
        assert_eq!(accepted.status, 200, "{}", accepted.text);

        let results = visitor.get("/api/v1/results").await.json();
        let one = serde_json::json!({"count": 1, "of": 1, "percent": null});
        assert_eq!(
            (&results["all"]["responded"], &results["fewest"]),
            (&one, &5.into())
        );
        let service = &results["services"][0];
        assert_eq!(
            (&service["service"], &service["responded"]),
            (&"complaint".into(), &one)
        );
        assert_eq!(
            service["months"][0],
            serde_json::json!({
                "month": "2026-02", "responded": null, "solved": {"count": 0, "of": 0, "percent": null},
                "satisfied": {"count": 0, "of": 0, "percent": null}
            })
        );
        assert_eq!(results["months"][0]["month"], "2026-02");
        let page = visitor.get("/ru/results?service=complaint").await.text;
        assert!(page.contains("слишком мало") && page.contains("/ru/results.csv"));
        assert!(!page.contains(reference), "nothing of the case itself");
        let table = visitor.get("/ja/results.csv").await.text;
        assert!(table.contains("\"2026-02\"") && !table.contains(reference));
    }
}
