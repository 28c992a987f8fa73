//! The wall by the API, for screens and reports of the city's own.

use axum::Json;
use axum::extract::{Query, State};
use domain::Lang;
use domain::contacts::SEE_WALL;
use domain::contacts::figures::Figures;
use domain::contacts::matching::AgentState;
use domain::roles::{Actor, Reach};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Asked, Seen};
use crate::kit::api::{Token, filters};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::Fields;

pub(in crate::contacts) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(wall))
}

/// Which days, and of which language the half-hours.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WallQuery {
    /// A day: 2026-10-12 [default: today].
    of: Option<String>,
    /// `day` [default] or `week`: that of the day, from Monday.
    span: Option<String>,
    /// The half-hours are those of this language alone.
    language: Option<String>,
}

/// The hotline at this moment, and the figures of a day or a week.
#[derive(Debug, Serialize, ToSchema)]
struct WallView {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    now: WallNow,
    /// First and last day of the figures.
    #[schema(value_type = String, format = Date)]
    first: Date,
    #[schema(value_type = String, format = Date)]
    last: Date,
    all: WallFigures,
    languages: Vec<WallLanguage>,
    /// Those in which somebody came or was there.
    half_hours: Vec<WallHalfHour>,
}

#[derive(Debug, Serialize, ToSchema)]
struct WallNow {
    waiting: usize,
    /// Of who waits longest.
    longest_wait_s: Option<i64>,
    /// Agents.
    ready: usize,
    talking: usize,
    wrapping_up: usize,
    on_break: usize,
    interpreters_ready: usize,
    languages: Vec<WallNowLanguage>,
}

#[derive(Debug, Serialize, ToSchema)]
struct WallNowLanguage {
    #[schema(value_type = String)]
    language: Lang,
    waiting: usize,
    longest_wait_s: Option<i64>,
    /// Agents who speak it and could take somebody.
    ready: usize,
}

/// What is counted, with what it is counted from.
#[derive(Debug, Serialize, ToSchema)]
struct WallFigures {
    /// Who waited for the first time in it.
    offered: u64,
    answered: u64,
    /// Of `counted`, answered within the time that the city has set.
    in_time: u64,
    counted: u64,
    abandoned: u64,
    /// Among the abandoned: so early that they do not count.
    abandoned_short: u64,
    waiting: u64,
    /// Came and said nothing.
    silent: u64,
    /// Waited again, since their agent had gone.
    again: u64,
    /// Mean of the answered.
    speed_of_answer_s: Option<f64>,
    handled: u64,
    /// Mean of the handled, with the wrap-up.
    handling_s: Option<f64>,
    /// Agent-seconds with a contact, and at the desk.
    busy_s: f64,
    there_s: f64,
}

#[derive(Debug, Serialize, ToSchema)]
struct WallLanguage {
    #[schema(value_type = String)]
    language: Lang,
    figures: WallFigures,
}

#[derive(Debug, Serialize, ToSchema)]
struct WallHalfHour {
    /// In the city: 09:30.
    begins: String,
    figures: WallFigures,
}

impl From<&Figures> for WallFigures {
    fn from(figures: &Figures) -> Self {
        let tally = &figures.tally;
        let counted = tally.counted();
        Self {
            offered: figures.offered(),
            answered: tally.answered,
            in_time: counted.count,
            counted: counted.of,
            abandoned: tally.abandoned,
            abandoned_short: tally.abandoned_short,
            waiting: figures.waits,
            silent: figures.silent,
            again: figures.again,
            speed_of_answer_s: tally.speed_of_answer(),
            handled: figures.handled,
            handling_s: figures.handling_time(),
            busy_s: figures.busy,
            there_s: figures.there,
        }
    }
}

/// The wall of the hotline
///
/// Who waits and who is there now, and the figures of a day or a week by language and half-hour. What each means stands on the
/// page of the wall.
#[utoipa::path(
    get, path = "/api/v1/desk/hotline/wall", operation_id = "hotline_wall", tag = "desk",
    security(("token" = [])), params(WallQuery),
    responses((status = 200, body = WallView), (status = 403, description = "Not for your role"))
)]
async fn wall(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<WallQuery>,
) -> Result<Json<WallView>, Error> {
    let actor = Actor::from(&staff);
    if domain::permissions::reach(&actor, SEE_WALL) == Reach::No {
        return Err(Error::Forbidden);
    }
    let mut fields = Fields::default();
    let given = [
        ("of", &query.of),
        ("span", &query.span),
        ("language", &query.language),
    ];
    for (name, value) in filters(given) {
        fields.set(name, value.to_owned());
    }
    let asked = Asked::read(&fields, app.today());
    let Seen { now, at, counted } = Seen::of(&app, asked).await?;
    let waited = |since: Option<Timestamp>| since.map(|since| at.duration_since(since).as_secs());
    let languages = now.languages.iter().map(|(language, of)| WallNowLanguage {
        language: *language,
        waiting: of.waiting,
        longest_wait_s: waited(of.since),
        ready: of.ready,
    });
    let busy = counted
        .slots
        .iter()
        .enumerate()
        .filter(|(_, figures)| !figures.is_empty());
    Ok(Json(WallView {
        at,
        now: WallNow {
            waiting: now.waiting(),
            longest_wait_s: waited(now.since()),
            ready: now.agents(AgentState::Ready),
            talking: now.agents(AgentState::Talking),
            wrapping_up: now.agents(AgentState::WrappingUp),
            on_break: now.agents(AgentState::Break),
            interpreters_ready: now.interpreters,
            languages: languages.collect(),
        },
        first: asked.first,
        last: asked.last(),
        all: WallFigures::from(&counted.all),
        languages: counted
            .languages
            .iter()
            .map(|(language, figures)| WallLanguage {
                language: *language,
                figures: figures.into(),
            })
            .collect(),
        half_hours: busy
            .map(|(slot, figures)| WallHalfHour {
                begins: format!("{:02}:{:02}", slot / 2, slot % 2 * 30),
                figures: figures.into(),
            })
            .collect(),
    }))
}
