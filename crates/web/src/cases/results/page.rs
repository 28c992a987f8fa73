//! The page of results, and the same as a table for spreadsheets.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::ServiceCode;
use domain::rates::{FEWEST, Rates, Share, Tally};

use super::bars::{self, Bars};
use super::{Cell, Results};
use crate::cases::sums::{self, RATES};
use crate::kit::app::App;
use crate::kit::desk::query_of;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
#[cfg(test)]
use crate::kit::slice::Sample;
use crate::kit::table::csv_file;

#[derive(Template)]
#[template(path = "cases/results.html")]
struct ResultsPage {
    page: Page,
    as_of: String,
    rates: Vec<Rate>,
    /// Key of the text, and how many.
    excluded: [(&'static str, String); 3],
    services: Vec<Line>,
    /// The newest first.
    months: Vec<Line>,
    choices: Vec<(String, String, bool)>,
    /// The one whose months are shown.
    chosen: Option<String>,
    fewest: u64,
}

/// A rate of everything, and how it went in the last months.
struct Rate {
    name: String,
    share: ShareView,
    bars: Bars,
}

/// A line of a table: a service or a month with its rates.
struct Line {
    name: String,
    href: Option<String>,
    shares: [ShareView; 3],
}

/// A share as it is read.
enum ShareView {
    /// Percent, and how many of how many.
    Told(String, String),
    /// There are too few to say; how many of how many.
    Few(String),
    Withheld,
    None,
}

impl ShareView {
    fn of(page: &Page, share: Share) -> Self {
        let counts = page
            .t("results-of")
            .with("count", page.writing().number(share.count))
            .with("of", page.writing().number(share.of))
            .to_string();
        match share.per_mille() {
            None => Self::None,
            Some(tenths) if share.tells() => {
                let n = page.writing().tenths(tenths);
                Self::Told(page.t("desk-wall-percent").with("n", n).to_string(), counts)
            }
            Some(_) => Self::Few(counts),
        }
    }

    fn all(page: &Page, rates: Rates) -> [Self; 3] {
        [rates.responded, rates.solved, rates.satisfied].map(|share| Self::of(page, share))
    }

    fn cell(page: &Page, cell: Cell) -> [Self; 3] {
        let shares = [cell.responded, cell.solved, cell.satisfied];
        shares.map(|share| share.map_or(Self::Withheld, |share| Self::of(page, share)))
    }
}

fn name_of(page: &Page, service: Option<&ServiceCode>) -> String {
    match service {
        Some(code) => page.service_text(code, "name"),
        None => page.t("results-other-services").to_string(),
    }
}

impl ResultsPage {
    fn of(page: &Page, results: &Results, chosen: &str) -> Self {
        let number = |n: u64| page.writing().number(n);
        let all = results.all();
        let known = |service: &Option<ServiceCode>| service.as_ref().is_some_and(|code| *code == *chosen);
        let at = results.services.iter().position(known);
        let months = 0..results.months.len();
        let of_months: Vec<Rates> = months
            .clone()
            .map(|month| results.of_month(month).rates())
            .collect();
        let rate = |(key, of): (&'static str, fn(&Rates) -> Share)| Rate {
            name: page.t(key).to_string(),
            share: ShareView::of(page, of(&all.rates())),
            bars: Bars::of(&of_months.iter().map(of).collect::<Vec<_>>()),
        };
        let shares: [fn(&Rates) -> Share; 3] = [|r| r.responded, |r| r.solved, |r| r.satisfied];
        let month = |month: usize| Line {
            name: page.writing().month(results.months[month]),
            href: None,
            shares: match at {
                Some(service) => ShareView::cell(page, results.cell(service, month)),
                None => ShareView::all(page, of_months[month]),
            },
        };
        let names: Vec<String> = results
            .services
            .iter()
            .map(|code| name_of(page, code.as_ref()))
            .collect();
        let service = |(at, name): (usize, &String)| Line {
            name: name.clone(),
            href: results.services[at]
                .as_ref()
                .map(|code| page.url(&format!("/services/{code}"))),
            shares: ShareView::all(page, results.of_service(at).rates()),
        };
        let choices = results.services.iter().zip(&names).filter_map(|(code, name)| {
            let code = code.as_ref()?;
            Some((code.to_string(), name.clone(), code.as_str() == chosen))
        });
        let [title, about] = ["results-title", "results-description"]
            .map(|key| page.t(key).with("city", page.city_name()).to_string());
        Self {
            as_of: page
                .t("results-as-of")
                .with("at", page.moment(results.at))
                .to_string(),
            rates: RATES.into_iter().zip(shares).map(rate).collect(),
            excluded: [
                ("results-merged", number(all.merged)),
                ("results-declined", number(all.declined)),
                ("results-unrated", number(all.unrated)),
            ],
            services: names.iter().enumerate().map(service).collect(),
            months: months.rev().map(month).collect(),
            choices: choices.collect(),
            chosen: at.map(|at| names[at].clone()),
            fewest: FEWEST,
            page: page.clone().titled(title).described(about),
        }
    }
}

/// `GET /{lang}/results`, with the months of one service when `service` names one.
pub(super) async fn show(State(app): State<App>, visit: Visit, uri: Uri) -> Shown {
    let results = Results::read(&app).await?;
    let query = query_of(&uri);
    render(&ResultsPage::of(
        &visit.page(Nav::None),
        &results,
        query.get("service"),
    ))
}

/// `GET /{lang}/results.csv`: everything, each service, each month, and each service in each month.
pub(super) async fn csv(State(app): State<App>, visit: Visit) -> Result<Response, Error> {
    let results = Results::read(&app).await?;
    let name = format!("results-{}", app.city().day(results.at));
    csv_file(&name, &lines(&visit.page(Nav::None), &results))
}

fn lines(page: &Page, results: &Results) -> Vec<Vec<String>> {
    let t = |key: &str| page.t(key).to_string();
    let mut head = vec![t("results-service"), t("results-month")];
    head.extend(sums::heads(page));
    let line = |names: [String; 2], shares: [Option<Share>; 3], tally: Option<Tally>| {
        let mut line = Vec::from(names);
        for share in shares {
            line.extend(sums::rate(share, share.is_some_and(Share::tells)));
        }
        line.extend(tally.as_ref().map(sums::left_out).unwrap_or_default());
        line
    };
    let sum = |names: [String; 2], tally: Tally| {
        let rates = tally.rates();
        line(
            names,
            [rates.responded, rates.solved, rates.satisfied].map(Some),
            Some(tally),
        )
    };
    let (all_services, all_months) = (t("results-all-services"), t("results-all-months"));
    let services: Vec<String> = results
        .services
        .iter()
        .map(|code| name_of(page, code.as_ref()))
        .collect();
    let month_of = |month: usize| results.months[month].strftime("%Y-%m").to_string();
    let mut lines = vec![
        head,
        sum([all_services.clone(), all_months.clone()], results.all()),
    ];
    for (at, name) in services.iter().enumerate() {
        lines.push(sum([name.clone(), all_months.clone()], results.of_service(at)));
    }
    for month in 0..results.months.len() {
        lines.push(sum(
            [all_services.clone(), month_of(month)],
            results.of_month(month),
        ));
    }
    for (at, name) in services.iter().enumerate() {
        for month in 0..results.months.len() {
            let cell = results.cell(at, month);
            let shares = [cell.responded, cell.solved, cell.satisfied];
            lines.push(line([name.clone(), month_of(month)], shares, None));
        }
    }
    lines
}

#[cfg(test)]
pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    use super::tests::counted;
    let few = [counted("complaint", "2026-01-01", 3, 1)];
    let many = [
        counted("complaint", "2025-11-01", 40, 20),
        counted("complaint", "2026-01-01", 3, 0),
        counted("gone", "2026-02-01", 1_200, 60),
    ];
    let known: Vec<&ServiceCode> = page.city().services.iter().map(|service| &service.code).collect();
    let (today, now) = (page.app.today(), page.app.now());
    let shown = |(counted, chosen): (&[store::Counted], &str)| {
        let results = Results::of(counted, &known, today, now);
        let shown = ResultsPage::of(page, &results, chosen);
        ("cases/results", shown.render().unwrap_or_default())
    };
    [(&many[..], ""), (&many, "complaint"), (&few, ""), (&[], "")]
        .map(shown)
        .into()
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;
    use crate::cases::results::PATH;
    use crate::cases::results::tests::counted;

    fn results(page: &Page) -> Results {
        let counted = [
            counted("complaint", "2025-11-01", 40, 20),
            counted("complaint", "2026-01-01", 3, 0),
            counted("gone", "2026-02-01", 1_200, 60),
        ];
        let known: Vec<&ServiceCode> = page.city().services.iter().map(|service| &service.code).collect();
        Results::of(&counted, &known, page.app.today(), page.app.now())
    }

    #[test]
    fn a_rate_stands_with_what_it_is_counted_from_and_over_few_with_nothing_else() {
        let page = Page::new(&crate::testing::app(), Lang::EN, PATH, Nav::None);
        let results = results(&page);
        let shown = |chosen| ResultsPage::of(&page, &results, chosen).render().unwrap();
        let all = shown("");
        for of in [
            "(1,240 of 1,243)",
            "(40 of 80)",
            "(39 of 40)",
            "too few to say (2 of 3)",
        ] {
            assert!(all.contains(of), "{of}");
        }
        assert!(all.contains("99.8") && all.contains("none yet"));
        let months: Vec<_> = ["February 2026", "January 2026", "December 2025", "November 2025"]
            .map(|month| all.find(month).unwrap())
            .into();
        assert!(months.is_sorted(), "the newest first");

        let of_one = shown("complaint");
        assert!(of_one.contains("By month: name") && of_one.contains("fewer than 5"));
        assert!(of_one.contains("too few to say") && !of_one.contains("of 3)"));
    }

    #[test]
    fn the_table_holds_every_sum_and_no_number_that_is_withheld() {
        let page = Page::new(&crate::testing::app(), Lang::EN, PATH, Nav::None);
        let lines = lines(&page, &results(&page));
        let line = |service: &str, month: &str| {
            let mut found = lines.iter().filter(|line| line[0] == service && line[1] == month);
            let line = found.next().unwrap();
            assert!(found.next().is_none());
            line[2..].join(",")
        };
        let (all, always) = ("All services", "Since the beginning");
        assert_eq!(line(all, always), "99.8,1240,1243,50.0,40,80,100.0,80,80,0,0,3");
        assert_eq!(line("name", always), "95.3,41,43,50.0,10,20,100.0,20,20,0,0,2");
        assert_eq!(line(all, "2026-01"), ",2,3,,0,0,,0,0,0,0,1");
        assert_eq!(line("name", "2026-01"), ",,,,0,0,,0,0,,,");
        assert_eq!(line("name", "2025-11"), "97.5,39,40,50.0,10,20,100.0,20,20,,,");
        assert_eq!(
            line("name", "2025-12"),
            ",,,,0,0,,0,0,,,",
            "or it would be what is left of a sum"
        );
        assert!(lines.iter().all(|line| line.len() == lines[0].len()));
    }
}
