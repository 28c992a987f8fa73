//! Points on the ground: how far apart they are, and whether one can be where it is said to be.
//!
//! All points are longitude and latitude (WGS-84), in degrees.

use geo::{Distance as _, Euclidean, Haversine, LineString, Point, Polygon, Validation as _};

use std::f64::consts::PI;

/// How far beyond a coarse outline a point may lie, in metres: outlines are rounded to a thousandth of a degree.
pub const TOLERANCE: f64 = 200.0;
/// How far an island may lie off the outline of its district, in metres.
pub const OFF_OUTLINE: f64 = 20_000.0;

/// A closed line around a piece of land.
pub type Shape<'a> = &'a [[f64; 2]];

/// Why a point cannot be where it is said to be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Astray {
    #[error("is no longitude and latitude in degrees")]
    NotDegrees,
    #[error("lies in its district with its numbers changed over: longitude comes first")]
    Swapped,
    #[error(
        "lies {0} m outside its district as it is given, and inside as GCJ-02, which Chinese map services give: write {1:.5}, {2:.5} (WGS-84)"
    )]
    Gcj02(u32, f64, f64),
    #[error("lies {0} m outside its district")]
    Outside(u32),
}

/// Why that point cannot be in the land of these shapes; `None` when it can, or when no shape is known.
///
/// `off_outline`: somebody has looked, and it lies beyond them. `china`: map services there give points that are moved.
pub fn astray(at: [f64; 2], shapes: &[Shape], off_outline: bool, china: bool) -> Option<Astray> {
    if !is_degrees(at) {
        let turned = is_degrees([at[1], at[0]]);
        return Some(if turned {
            Astray::Swapped
        } else {
            Astray::NotDegrees
        });
    }
    let outside = |at| {
        let each = shapes.iter().map(|shape| metres_outside(at, shape));
        each.fold(f64::INFINITY, f64::min)
    };
    let metres = outside(at);
    let allowed = if off_outline { OFF_OUTLINE } else { TOLERANCE };
    if shapes.is_empty() || metres <= allowed {
        return None;
    }
    let turned = [at[1], at[0]];
    if is_degrees(turned) && outside(turned) <= allowed {
        return Some(Astray::Swapped);
    }
    let whole = whole(metres);
    let [longitude, latitude] = from_gcj02(at);
    if china && outside([longitude, latitude]) <= 0.0 {
        return Some(Astray::Gcj02(whole, longitude, latitude));
    }
    Some(Astray::Outside(whole))
}

fn is_degrees([longitude, latitude]: [f64; 2]) -> bool {
    (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on the Earth in metres has eight digits"
)]
fn whole(metres: f64) -> u32 {
    metres.round() as u32
}

/// How far apart two points are, in metres, over ground.
pub fn metres([from, to]: [[f64; 2]; 2]) -> f64 {
    Haversine.distance(Point::from(from), Point::from(to))
}

/// How far a point lies outside a shape, in metres; 0 inside.
///
/// It is measured on a plane that touches the Earth at the point: over a district that is exact to a metre.
pub fn metres_outside(at: [f64; 2], shape: Shape) -> f64 {
    let by_latitude = PI * EARTH / 180.0;
    let by_longitude = by_latitude * at[1].to_radians().cos();
    let flat = |[longitude, latitude]: &[f64; 2]| {
        (
            (longitude - at[0]) * by_longitude,
            (latitude - at[1]) * by_latitude,
        )
    };
    let line: LineString = shape.iter().map(flat).collect();
    Euclidean.distance(&Point::new(0.0, 0.0), &Polygon::new(line, Vec::new()))
}

/// The mean radius of the Earth, in metres.
const EARTH: f64 = 6_371_008.8;

/// Whether a closed line is the border of a piece of land: at least a triangle, and it nowhere crosses itself.
pub fn is_simple(shape: Shape) -> bool {
    let line: LineString = shape.iter().map(|point| (point[0], point[1])).collect();
    Polygon::new(line, Vec::new()).is_valid()
}

/// The point in WGS-84 of one that a Chinese map service gives (GCJ-02, which moves points by some hundred metres).
///
/// What the datum adds changes slowly, so taking it off what comes out, a few times over, is exact to a millimetre.
pub fn from_gcj02(given: [f64; 2]) -> [f64; 2] {
    let mut at = given;
    for _ in 0..5 {
        let [east, north] = moved(at);
        at = [given[0] - east, given[1] - north];
    }
    at
}

/// The point that a Chinese map service gives for one in WGS-84.
pub fn to_gcj02(at: [f64; 2]) -> [f64; 2] {
    let [east, north] = moved(at);
    [at[0] + east, at[1] + north]
}

/// How far GCJ-02 moves a point, in degrees: a polynomial around 105° E 35° N with waves of several lengths on it, in metres
/// on the ellipsoid of Krasovsky.
fn moved([longitude, latitude]: [f64; 2]) -> [f64; 2] {
    const AXIS: f64 = 6_378_245.0;
    const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let wave = |height: f64, of: f64| height * (of * PI).sin();
    let common = (wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x)) / 1.5;
    let root = x.abs().sqrt();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + common
        + (wave(20.0, y) + wave(40.0, y / 3.0)) / 1.5
        + (wave(160.0, y / 12.0) + wave(320.0, y / 30.0)) / 1.5;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + common
        + (wave(20.0, x) + wave(40.0, x / 3.0)) / 1.5
        + (wave(150.0, x / 12.0) + wave(300.0, x / 30.0)) / 1.5;
    let at = latitude.to_radians();
    let flat = 1.0 - ECCENTRICITY * at.sin().powi(2);
    let degree_north = AXIS * (1.0 - ECCENTRICITY) / (flat * flat.sqrt()) * PI / 180.0;
    let degree_east = AXIS / flat.sqrt() * at.cos() * PI / 180.0;
    [east / degree_east, north / degree_north]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [[f64; 2]; 4] = [[122.0, 37.0], [122.1, 37.0], [122.1, 37.1], [122.0, 37.1]];

    fn found(at: [f64; 2]) -> Option<Astray> {
        astray(at, &[&SQUARE], false, true)
    }

    #[test]
    fn a_point_within_its_district_or_on_its_shore_is_there() {
        assert_eq!(found([122.05, 37.05]), None);
        // 0.002° of longitude are 178 m here.
        assert_eq!(found([122.102, 37.05]), None);
        assert_eq!(found([122.05, 36.9]), Some(Astray::Outside(11_120)));
        assert_eq!(astray([12.0, 3.0], &[], false, true), None, "no shape is known");
    }

    #[test]
    fn an_island_that_somebody_looked_at_lies_off_its_district() {
        let off = |at| astray(at, &[&SQUARE], true, true);
        assert_eq!(off([122.15, 37.05]), None);
        assert!(matches!(off([122.5, 37.05]), Some(Astray::Outside(_))));
    }

    #[test]
    fn numbers_that_are_changed_over_are_named_as_such() {
        assert_eq!(found([37.05, 122.05]), Some(Astray::Swapped));
        // Where both are degrees, too.
        let shape = [[10.0, 50.0], [11.0, 50.0], [11.0, 51.0], [10.0, 51.0]];
        assert_eq!(
            astray([50.5, 10.5], &[&shape], false, false),
            Some(Astray::Swapped)
        );
        assert_eq!(found([400.0, 37.0]), Some(Astray::NotDegrees));
        assert_eq!(found([f64::NAN, 37.0]), Some(Astray::NotDegrees));
    }

    #[test]
    fn a_point_of_a_chinese_map_service_is_named_with_the_right_one() {
        let right = [122.0985, 37.05];
        let given = to_gcj02(right);
        let Some(Astray::Gcj02(_, longitude, latitude)) = found(given) else {
            panic!("{given:?} is taken for {:?}", found(given))
        };
        assert!(metres([right, [longitude, latitude]]) < 0.01);
        // Elsewhere nothing is moved.
        let elsewhere = astray(given, &[&SQUARE], false, false);
        assert!(matches!(elsewhere, Some(Astray::Outside(_))));
    }

    /// A point as a map service gave it, and the same as converted by others to five digits.
    #[test]
    fn gcj_02_is_converted_as_others_convert_it() {
        for (given, others) in [
            ([122.144_823, 37.465_201], [122.139_82, 37.464_21]),
            ([122.698_982, 37.401_724], [122.694_16, 37.400_93]),
            ([122.042_007, 37.527_536], [122.036_99, 37.526_56]),
        ] {
            let metres = metres([from_gcj02(given), others]);
            assert!(metres < 3.0, "{given:?}: {metres} m");
        }
    }

    #[test]
    fn a_line_that_crosses_itself_borders_nothing() {
        assert!(is_simple(&SQUARE));
        assert!(!is_simple(&[SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]));
        assert!(!is_simple(&SQUARE[..2]));
    }
}
