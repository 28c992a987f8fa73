//! Places and districts as GeoJSON (RFC 7946), for whoever draws maps.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use domain::Lang;
use domain::places::{Access, Confidence, Place, is_open};
use serde::Serialize;
use utoipa::ToSchema;

use super::filter::Filter;
use super::view;
use crate::kit::api::unless_known;
use crate::kit::app::App;
use crate::kit::desk::query_of;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page};
use crate::kit::reader::Reader;

/// The media type of GeoJSON.
const GEO_JSON: &str = "application/geo+json";

/// A GeoJSON collection.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Collection<P: ToSchema> {
    #[schema(value_type = String, example = "FeatureCollection")]
    r#type: Is,
    features: Vec<Feature<P>>,
}

/// A GeoJSON feature.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Feature<P: ToSchema> {
    #[schema(value_type = String, example = "Feature")]
    r#type: Is,
    id: String,
    /// `null` where the point is not known.
    geometry: Option<Geometry>,
    properties: P,
}

/// What kind of GeoJSON object it is.
#[derive(Debug, Serialize)]
enum Is {
    FeatureCollection,
    Feature,
}

/// Longitude and latitude (WGS-84), in degrees; the outer ring of a polygon goes anticlockwise.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", content = "coordinates")]
pub(super) enum Geometry {
    Point([f64; 2]),
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

/// A place. What is not known is `null`, or an empty list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlaceView {
    code: String,
    name: String,
    /// The language of `name`, `address` and the like.
    #[schema(value_type = String)]
    language: Lang,
    /// Code of its kind.
    kind: String,
    kind_name: String,
    /// What its kind is for.
    group: Option<&'static str>,
    /// Code of its district or zone.
    district: Option<String>,
    district_name: Option<String>,
    address: Option<String>,
    note: Option<String>,
    /// Languages that people there speak.
    #[schema(value_type = Vec<String>)]
    spoken: Vec<Lang>,
    /// Languages that somebody interprets there.
    #[schema(value_type = Vec<String>)]
    interpreted: Vec<Lang>,
    /// `yes`, `partly` or `no`.
    #[schema(value_type = Option<String>)]
    wheelchair: Option<Access>,
    phone: Option<String>,
    email: Option<String>,
    website: Option<String>,
    /// As OpenStreetMap writes them.
    hours: Option<String>,
    /// Whether it is known to be open at the moment of the answer; `null` when nobody knows.
    open: Option<bool>,
    /// Codes of what a hospital treats.
    specialities: Vec<String>,
    /// `high`, `medium` or `listed`.
    #[schema(value_type = String)]
    confidence: Confidence,
    /// Codes of where it was found.
    sources: Vec<String>,
    url: String,
}

/// A district.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DistrictView {
    code: String,
    name: String,
    adcode: String,
    /// Whom its outline is from.
    credit: String,
}

/// All places, or those that the filters mean, in the language of `Accept-Language`.
#[utoipa::path(
    get, path = "/api/v1/places.geojson", tag = "places",
    params(
        ("kind" = Option<String>, Query, description = "code of a kind"),
        ("group" = Option<String>, Query, description = "what kinds are for"),
        ("district" = Option<String>, Query, description = "code of a district or zone"),
        ("language" = Option<String>, Query, description = "a language that is spoken or interpreted there"),
        ("by" = Option<String>, Query, description = "`spoken`: that it is only interpreted is not enough"),
        ("wheelchair" = Option<String>, Query, description = "`yes`: known to be open to wheelchairs, at least in part"),
        ("speciality" = Option<String>, Query, description = "code of what a hospital is known to treat"),
        ("open" = Option<String>, Query, description = "`now`: known to be open"),
    ),
    responses((status = 200, body = Collection<PlaceView>, content_type = "application/geo+json"))
)]
pub(super) async fn places(
    State(app): State<App>,
    reader: Reader,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let filter = Filter::strictly(app.city(), &query_of(&uri))?;
    let page = Page::new(&app, reader.lang, "/", Nav::None);
    let now = view::now(&page);
    let feature = |place: &&Place| {
        let open = is_open(place, now, &app.city().calendar).known();
        Feature {
            r#type: Is::Feature,
            id: place.code.clone(),
            geometry: place.at.map(Geometry::Point),
            properties: PlaceView::of(&page, place, open),
        }
    };
    let places = filter.places(app.city(), now);
    let collection = Collection {
        r#type: Is::FeatureCollection,
        features: places.iter().map(feature).collect(),
    };
    Ok(unless_known(&headers, reader.lang, GEO_JSON, &collection))
}

impl PlaceView {
    fn of(page: &Page, place: &Place, open: Option<bool>) -> Self {
        let group = page.city().places.group_of(place);
        Self {
            code: place.code.clone(),
            name: view::name(page, place),
            language: page.lang,
            kind: place.kind.clone(),
            kind_name: view::kind(page, place),
            group: group.map(domain::places::Group::code),
            district: place.district.as_ref().map(ToString::to_string),
            district_name: view::district(page, place),
            address: view::said(page, place, "address"),
            note: view::said(page, place, "note"),
            spoken: place.spoken.clone(),
            interpreted: place.interpreted.clone(),
            wheelchair: place.wheelchair,
            phone: place.phone.clone(),
            email: place.email.clone(),
            website: place.website.clone(),
            hours: place.hours.as_ref().map(ToString::to_string),
            open,
            specialities: place.specialities.clone(),
            confidence: place.confidence,
            sources: place.sources.clone(),
            url: view::href(page, &place.code),
        }
    }
}

/// The outlines of the city's districts: coarse, a sketch and not for legal use.
#[utoipa::path(
    get, path = "/api/v1/districts.geojson", tag = "places",
    responses((status = 200, body = Collection<DistrictView>, content_type = "application/geo+json"))
)]
pub(super) async fn districts(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Response {
    let page = Page::new(&app, reader.lang, "/", Nav::None);
    let city = app.city();
    let outlines = |adcode: &str| {
        let all = city.map.iter().flat_map(|map| &map.outlines);
        let own = all.filter(|outline| outline.adcode.as_deref() == Some(adcode));
        own.map(|outline| vec![ring(&outline.points)]).collect::<Vec<_>>()
    };
    let feature = city.units.iter().filter_map(|unit| {
        let adcode = unit.adcode.clone()?;
        // A district with islands has an outline of each.
        let mut polygons = outlines(&adcode);
        let geometry = match polygons.len() {
            0 => return None,
            1 => Geometry::Polygon(polygons.swap_remove(0)),
            _ => Geometry::MultiPolygon(polygons),
        };
        Some(Feature {
            r#type: Is::Feature,
            id: adcode.clone(),
            geometry: Some(geometry),
            properties: DistrictView {
                code: unit.code.to_string(),
                name: page.unit(&unit.code).to_owned(),
                adcode,
                credit: page.c_owned("map", "credit"),
            },
        })
    });
    let collection = Collection {
        r#type: Is::FeatureCollection,
        features: feature.collect(),
    };
    unless_known(&headers, reader.lang, GEO_JSON, &collection)
}

/// A closed line whose last point is its first, with the land on its left.
fn ring(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let next = points.iter().cycle().skip(1);
    let doubled: f64 = points
        .iter()
        .zip(next)
        .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
        .sum();
    let mut ring = points.to_vec();
    if doubled < 0.0 {
        ring.reverse();
    }
    ring.extend(ring.first().copied());
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_closed_and_has_its_land_on_the_left() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        let mut turned = square;
        turned.reverse();
        for ring in [ring(&square), ring(&turned)] {
            assert_eq!(ring.len(), 5);
            assert_eq!(ring.first(), ring.last());
            let doubled: f64 = ring
                .windows(2)
                .map(|p| p[0][0] * p[1][1] - p[1][0] * p[0][1])
                .sum();
            assert!(doubled > 0.0, "{ring:?}");
        }
    }
}
