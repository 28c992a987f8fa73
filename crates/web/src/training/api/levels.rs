//! Levels by the API: who speaks a language, what expires, a person's record, a unit's table.

use std::collections::BTreeSet;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::problems::{FieldProblem, Problem};
use domain::roles::{Actor, Reach, Staff, StaffId};
use domain::training::{self, Level, SEE_LEVELS};
use domain::{Lang, UnitCode};
use serde::{Deserialize, Serialize};
use store::training::{CourseFilter, HeldLevel, LevelFilter};
use utoipa::{IntoParams, ToSchema};

use super::{CourseView, ReachedLevelView};
use crate::kit::api::{Token, limit};
use crate::kit::app::App;
use crate::kit::desk::Names;
use crate::kit::error::Error;
use crate::kit::work;
use crate::training::view::sees_record;

/// The most levels, and the most courses, of a person's record.
const PERSON_MAX: usize = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SpeakersQuery {
    language: String,
    /// At least this one: `basic`, `working` [default] or `native`.
    level: Option<String>,
    /// Code of the unit in which they work.
    unit: Option<String>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SpeakersView {
    speakers: Vec<SpeakerView>,
    total: u64,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SpeakerView {
    login: String,
    name: String,
    /// Code of the unit in which they work.
    unit: String,
    /// The course in which they reached it.
    course: String,
    #[serde(flatten)]
    level: ReachedLevelView,
}

impl SpeakerView {
    fn of(names: &Names, held: &HeldLevel) -> Self {
        Self {
            login: held.login.clone(),
            name: names.get(held.reached.staff),
            unit: held.unit.to_string(),
            course: held.course.to_string(),
            level: ReachedLevelView::of(&held.reached),
        }
    }
}

/// The unit that a query names.
pub(super) fn unit_of(app: &App, code: Option<&str>) -> Result<Option<UnitCode>, FieldProblem> {
    let known = |code| {
        let unit = app.city().unit(code).map(|unit| unit.code.clone());
        unit.ok_or_else(|| Problem::UnknownUnit.of("unit"))
    };
    code.map(known).transpose()
}

/// Whether the caller may know any levels but their own.
fn sees_levels(actor: &Actor) -> Result<Reach, Error> {
    match domain::permissions::reach(actor, SEE_LEVELS) {
        Reach::No => Err(Error::Forbidden),
        reach => Ok(reach),
    }
}

/// A page of levels, with the names of those who have them.
async fn levels_view(
    app: &App,
    actor: &Actor,
    filter: &LevelFilter,
    page: (Option<&str>, Option<usize>),
) -> Result<SpeakersView, Error> {
    let store = app.store();
    let names = Names::of(store.staff().await?);
    let page = store.levels(actor, filter, page.0, limit(page.1)).await?;
    Ok(SpeakersView {
        speakers: page
            .rows
            .iter()
            .map(|held| SpeakerView::of(&names, held))
            .collect(),
        total: page.total,
        next: page.next,
    })
}

/// Who speaks a language at least so well today, as far as the caller may know. Of each the best level.
#[utoipa::path(
    get, path = "/api/v1/desk/training/speakers", operation_id = "training_speakers", tag = "desk",
    security(("token" = [])), params(SpeakersQuery),
    responses((status = 200, body = SpeakersView))
)]
pub(super) async fn speakers(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<SpeakersQuery>,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    sees_levels(&actor)?;
    let mut wrong = Vec::new();
    let language = Lang::parse(&query.language).map_err(|_| Problem::NotALanguage.of("language"));
    let level = query.level.as_deref().map_or(Some(Level::Working), Level::parse);
    let level = level.ok_or_else(|| Problem::NotAnOption.of("level"));
    let unit = unit_of(&app, query.unit.as_deref());
    wrong.extend(language.as_ref().err().cloned());
    wrong.extend(level.as_ref().err().cloned());
    wrong.extend(unit.as_ref().err().cloned());
    let (Ok(language), Ok(level), Ok(unit)) = (language, level, unit) else {
        return Err(Error::Invalid(wrong));
    };
    let filter = LevelFilter {
        language: Some(language),
        at_least: Some(level),
        unit,
        valid_on: Some(app.today()),
        ..LevelFilter::default()
    };
    let page = (query.cursor.as_deref(), query.limit);
    let view = levels_view(&app, &actor, &filter, page).await?;
    Ok(work::fresh(StatusCode::OK, &view))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExpiringQuery {
    /// Code of the unit in which they work.
    unit: Option<String>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

/// Levels that still count and expire soon, the first to expire first, as far as the caller may know.
#[utoipa::path(
    get, path = "/api/v1/desk/training/expiring", operation_id = "training_expiring", tag = "desk",
    security(("token" = [])), params(ExpiringQuery),
    responses((status = 200, body = SpeakersView))
)]
pub(super) async fn expiring(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<ExpiringQuery>,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    sees_levels(&actor)?;
    let unit = unit_of(&app, query.unit.as_deref()).map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let filter = crate::training::speakers::expiring_soon(app.today(), unit);
    let page = (query.cursor.as_deref(), query.limit);
    let view = levels_view(&app, &actor, &filter, page).await?;
    Ok(work::fresh(StatusCode::OK, &view))
}

/// What a member of staff has reached.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrainedPersonView {
    staff: i64,
    login: String,
    name: String,
    /// Code of the unit in which they work.
    unit: String,
    levels: Vec<SpeakerView>,
    /// Courses in which they took part and which the caller may see, the newest first; of the rest, ask the list.
    courses: Vec<CourseView>,
}

/// A person's record: their levels, also those that have expired, and their courses. Everyone reads their own.
#[utoipa::path(
    get, path = "/api/v1/desk/training/people/{id}", operation_id = "training_person", tag = "desk",
    security(("token" = [])), params(("id" = i64, Path)),
    responses((status = 200, body = TrainedPersonView))
)]
pub(super) async fn person(
    State(app): State<App>,
    Token(staff): Token,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    let id = StaffId(id.parse().map_err(|_| Error::NotFound)?);
    let names = Names::of(app.store().staff().await?);
    let of = names.staff(id).ok_or(Error::NotFound)?;
    if !sees_record(&staff, of) {
        return Err(Error::NotFound);
    }
    let theirs = LevelFilter {
        staff: Some(id),
        ..LevelFilter::default()
    };
    let held = crate::training::levels::all(&app, &actor, &theirs, PERSON_MAX).await?;
    let filter = CourseFilter {
        staff: Some(id),
        ..CourseFilter::default()
    };
    let courses = app.store().courses(&actor, &filter, None, PERSON_MAX).await?;
    let view = TrainedPersonView {
        staff: id.0,
        login: of.login.clone(),
        name: of.name.clone(),
        unit: of.unit.to_string(),
        levels: held.iter().map(|held| SpeakerView::of(&names, held)).collect(),
        courses: courses
            .rows
            .iter()
            .map(|course| CourseView::of(&app, course, &actor))
            .collect(),
    };
    Ok(work::fresh(StatusCode::OK, &view))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct UnitsQuery {
    /// Code of the unit; without it the whole city, or one's own for who sees no other.
    unit: Option<String>,
}

/// How many of a unit hold which level today. Who has a higher one is counted at the lower ones too.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitLevelsView {
    /// Code of the unit; absent for the whole city.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    members: usize,
    languages: Vec<LanguageCountView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct LanguageCountView {
    #[schema(value_type = String)]
    language: Lang,
    basic: usize,
    working: usize,
    native: usize,
}

/// A unit's table, or that of the whole city.
#[utoipa::path(
    get, path = "/api/v1/desk/training/units", operation_id = "training_units", tag = "desk",
    security(("token" = [])), params(UnitsQuery),
    responses((status = 200, body = UnitLevelsView))
)]
pub(super) async fn units(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<UnitsQuery>,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    let reach = sees_levels(&actor)?;
    let unit = unit_of(&app, query.unit.as_deref()).map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let unit = match (reach, unit) {
        (Reach::All, unit) => unit,
        (_, None) => Some(staff.unit.clone()),
        (_, Some(unit)) if unit == staff.unit => Some(unit),
        _ => return Err(Error::Forbidden),
    };
    let all = app.store().staff().await?;
    let there = |member: &&Staff| member.active && unit.as_ref().is_none_or(|unit| member.unit == *unit);
    let members: BTreeSet<StaffId> = all.iter().filter(there).map(|member| member.id).collect();
    let filter = LevelFilter {
        unit: unit.clone(),
        valid_on: Some(app.today()),
        ..LevelFilter::default()
    };
    let held =
        crate::training::levels::all(&app, &actor, &filter, crate::training::units::LEVELS_MAX).await?;
    let reached = held.iter().map(|held| &held.reached);
    let counted = training::table(&members, reached, app.today()).into_iter();
    let view = UnitLevelsView {
        unit: unit.map(|unit| unit.to_string()),
        members: members.len(),
        languages: counted
            .map(|(language, counted)| LanguageCountView {
                language,
                basic: counted.basic,
                working: counted.working,
                native: counted.native,
            })
            .collect(),
    };
    Ok(work::fresh(StatusCode::OK, &view))
}
