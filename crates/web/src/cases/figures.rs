//! What is said of cases on the regulation's pages: requests taken, and those answered in time.

use domain::city::Live;
use futures::FutureExt as _;

use crate::cases::results::{self, Results};
use crate::kit::app::App;
use crate::kit::slice::{Figure, Figures};

pub fn figures(app: &App) -> Figures<'_> {
    async {
        let taken = app.store().cases_by_service().await?;
        let city = app.city();
        let mut figures = Vec::new();
        for mechanism in &city.regulation.mechanisms {
            let services = city.services.iter().filter(|service| match &mechanism.live {
                Some(Live::Service(code)) => service.code == *code,
                Some(Live::Need(need)) => service.need == *need,
                // All of them go through the hotline.
                Some(Live::Page(page)) => page == "services",
                None => false,
            });
            let codes: Vec<_> = services.map(|service| &service.code).collect();
            let own = taken.iter().filter(|(code, _)| codes.contains(&code));
            if !codes.is_empty() {
                figures.push(Figure {
                    mechanism: mechanism.code.clone(),
                    text: "cases-figure-requests",
                    n: own.map(|(_, count)| count).sum(),
                    of: None,
                    path: None,
                    runs: false,
                });
            }
            if matches!(&mechanism.live, Some(Live::Page(page)) if page == "home") {
                let responded = Results::read(app).await?.all().rates().responded;
                figures.push(Figure {
                    mechanism: mechanism.code.clone(),
                    text: "cases-figure-in-time",
                    n: responded.count,
                    of: Some(responded.of),
                    path: Some(results::PATH.to_owned()),
                    runs: true,
                });
            }
        }
        Ok(figures)
    }
    .boxed()
}
