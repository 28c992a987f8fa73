use axum::Json;
use axum::extract::State;
use domain::ServiceCode;
use domain::rates::{FEWEST, Share, Tally};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Cell, Results};
use crate::kit::app::App;
use crate::kit::error::Error;

/// How the city answers: the three rates since the beginning, by service and by month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ResultsView {
    /// When it was counted.
    #[schema(value_type = String, format = DateTime)]
    at: jiff::Timestamp,
    /// Over fewer than these no percentage is given, and of a service in a month nothing.
    fewest: u64,
    all: TallyView,
    services: Vec<ServiceResults>,
    /// The oldest first.
    months: Vec<MonthResults>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ServiceResults {
    /// None for services that the city has no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    service: Option<ServiceCode>,
    #[serde(flatten)]
    results: TallyView,
    months: Vec<CellView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MonthResults {
    #[schema(example = "2026-02")]
    month: String,
    #[serde(flatten)]
    results: TallyView,
}

#[derive(Debug, Serialize, ToSchema)]
struct TallyView {
    /// Answered in time, of the cases whose first response was due or given.
    responded: ShareView,
    /// Solved, of the follow-ups that were answered.
    solved: ShareView,
    /// Satisfied, of the follow-ups that were answered.
    satisfied: ShareView,
    /// Left out: the same as another case, which counts.
    merged: u64,
    /// Left out: not a matter the city may decide.
    declined: u64,
    /// Answered, and nobody rated it: no follow-up.
    unrated: u64,
}

/// A service in a month. Where numbers are so small that somebody could be known, they are withheld, and so is what would
/// give them away.
#[derive(Debug, Serialize, ToSchema)]
struct CellView {
    #[schema(example = "2026-02")]
    month: String,
    responded: Option<ShareView>,
    solved: Option<ShareView>,
    satisfied: Option<ShareView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ShareView {
    count: u64,
    of: u64,
    /// With one place after the point; none where there are too few to say.
    percent: Option<f64>,
}

impl From<Share> for ShareView {
    fn from(share: Share) -> Self {
        let tenths = share.per_mille().filter(|_| share.tells());
        Self {
            count: share.count,
            of: share.of,
            percent: tenths
                .and_then(|tenths| u16::try_from(tenths).ok())
                .map(|tenths| f64::from(tenths) / 10.0),
        }
    }
}

impl From<Tally> for TallyView {
    fn from(tally: Tally) -> Self {
        let rates = tally.rates();
        Self {
            responded: rates.responded.into(),
            solved: rates.solved.into(),
            satisfied: rates.satisfied.into(),
            merged: tally.merged,
            declined: tally.declined,
            unrated: tally.unrated,
        }
    }
}

impl CellView {
    fn of(month: String, cell: Cell) -> Self {
        Self {
            month,
            responded: cell.responded.map(Into::into),
            solved: cell.solved.map(Into::into),
            satisfied: cell.satisfied.map(Into::into),
        }
    }
}

impl ResultsView {
    fn of(results: &Results) -> Self {
        let name = |month: usize| results.months[month].strftime("%Y-%m").to_string();
        let months = 0..results.months.len();
        let service = |(at, service): (usize, &Option<ServiceCode>)| ServiceResults {
            service: service.clone(),
            results: results.of_service(at).into(),
            months: months
                .clone()
                .map(|month| CellView::of(name(month), results.cell(at, month)))
                .collect(),
        };
        Self {
            at: results.at,
            fewest: FEWEST,
            all: results.all().into(),
            services: results.services.iter().enumerate().map(service).collect(),
            months: months
                .clone()
                .map(|month| MonthResults {
                    month: name(month),
                    results: results.of_month(month).into(),
                })
                .collect(),
        }
    }
}

/// How the city answers, by service and by month since the beginning. Counted from the cases, once a minute.
#[utoipa::path(get, path = "/api/v1/results", tag = "services", responses((status = 200, body = ResultsView)))]
pub(super) async fn show(State(app): State<App>) -> Result<Json<ResultsView>, Error> {
    Ok(Json(ResultsView::of(&*Results::read(&app).await?)))
}
