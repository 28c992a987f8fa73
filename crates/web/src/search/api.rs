use axum::Json;
use axum::extract::{Query, State};
use domain::Lang;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answers::{Answer, Asked, MOST, answers, beginning};
use crate::cases::intake;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::reader::Reader;

/// Results when nobody says how many.
const LIMIT: usize = 10;

/// Never logged: people write what they are looking for.
#[derive(Debug, Deserialize, IntoParams)]
pub(super) struct Asks {
    /// In any language, as people write.
    q: String,
    /// Kinds, parted by commas: `guide,service`. Of every kind otherwise.
    #[serde(default)]
    kinds: String,
    /// At most 50.
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Found {
    results: Vec<ResultView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ResultView {
    /// `guide`, `service`, `place`, `partner`, `article`, `page`, `helper`.
    kind: String,
    #[schema(example = "residence-registration")]
    code: String,
    title: String,
    snippet: String,
    /// Of title and snippet: not the reader's where the text is published in another only.
    #[schema(value_type = String)]
    language: Lang,
    url: String,
}

/// Everything that the city has written, by words in any language.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "public", params(Asks),
    responses((status = 200, description = "The best first", body = Found))
)]
pub(super) async fn search(
    State(app): State<App>,
    reader: Reader,
    Query(asks): Query<Asks>,
) -> Result<Json<Found>, Error> {
    let text = beginning(&asks.q);
    let (lang, told) = intake::language_of(&app, None, text, reader.lang);
    let kinds = asks
        .kinds
        .split(',')
        .map(str::trim)
        .filter(|kind| !kind.is_empty());
    let kinds: Vec<String> = kinds.map(str::to_owned).collect();
    let asked = Asked {
        text,
        lang: told.then_some(lang),
        reads: reader.lang,
        kinds: &kinds,
        limit: asks.limit.unwrap_or(LIMIT).clamp(1, MOST),
    };
    let found = answers(&app, &asked).await;
    let view = |answer: Answer| ResultView {
        code: answer.code().to_owned(),
        url: format!("/{}{}", reader.lang, answer.path),
        kind: answer.kind,
        title: answer.title.text,
        snippet: answer.excerpt.text,
        language: answer.lang,
    };
    Ok(Json(Found {
        results: found.list.into_iter().map(view).collect(),
    }))
}
