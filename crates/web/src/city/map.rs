//! The city as its pack draws it, as SVG: land, districts and places, to the scale of its own latitude.

use std::fmt::Write as _;

use domain::city::{Frame, Map, Outline};

use crate::kit::page::Page;

/// How wide it is drawn, in units of the picture.
const WIDTH: f64 = 1280.0;

/// A picture of the city. Made anew for each page: it is a few hundred numbers.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub width: i64,
    pub height: i64,
    /// Outlines of the land next to the city.
    pub around: Vec<String>,
    pub districts: Vec<District>,
    /// In the order in which they are numbered.
    pub places: Vec<Place>,
}

#[derive(Debug)]
pub(crate) struct District {
    pub outline: String,
    pub name: String,
    /// Where its name stands.
    pub label: Option<(i64, i64)>,
}

#[derive(Debug)]
pub(crate) struct Place {
    pub name: String,
    pub x: i64,
    pub y: i64,
}

impl Drawing {
    pub fn of(page: &Page, map: &Map) -> Self {
        let scale = Scale::of(map.frame);
        let (own, around): (Vec<_>, Vec<_>) =
            map.outlines.iter().partition(|outline| outline.adcode.is_some());
        let district = |outline: &&Outline| District {
            outline: scale.path(&outline.points),
            name: name(page, outline),
            label: outline.label.map(|at| scale.at(at)),
        };
        let place = |place: &domain::city::DrawnPlace| {
            let (x, y) = scale.at(place.at);
            let name = page.c_owned("map", format!("place.{}", place.code));
            Place { name, x, y }
        };
        let (width, height) = scale.at([map.frame.east, map.frame.south]);
        Self {
            width,
            height,
            around: around.iter().map(|outline| scale.path(&outline.points)).collect(),
            districts: own.iter().map(district).collect(),
            places: map.places.iter().map(place).collect(),
        }
    }
}

/// The short name of the district of an outline.
fn name(page: &Page, outline: &Outline) -> String {
    let adcode = outline.adcode.as_deref();
    let unit = adcode.and_then(|adcode| page.city().district_of(adcode));
    unit.map_or_else(String::new, |unit| {
        page.c_owned("units", format!("{}.short", unit.code))
    })
}

/// From degrees to the picture. A degree of longitude is as much shorter than one of latitude as it is in the middle of
/// the frame: over one city that is as exact as a line is wide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    west: f64,
    north: f64,
    by_longitude: f64,
    by_latitude: f64,
}

impl Scale {
    pub fn of(frame: Frame) -> Self {
        let by_longitude = WIDTH / (frame.east - frame.west);
        let middle = f64::midpoint(frame.south, frame.north).to_radians();
        Self {
            west: frame.west,
            north: frame.north,
            by_longitude,
            by_latitude: by_longitude / middle.cos(),
        }
    }

    /// Where a point lies in the picture.
    pub fn exact(self, [longitude, latitude]: [f64; 2]) -> [f64; 2] {
        [
            (longitude - self.west) * self.by_longitude,
            (self.north - latitude) * self.by_latitude,
        ]
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the check of the pack holds every point to the frame"
    )]
    fn at(self, point: [f64; 2]) -> (i64, i64) {
        let [x, y] = self.exact(point).map(f64::round);
        (x as i64, y as i64)
    }

    /// A closed line, each point by its distance from the one before: a third shorter than by its place.
    fn path(self, points: &[[f64; 2]]) -> String {
        let mut path = String::new();
        let mut before = None;
        for (x, y) in points.iter().map(|point| self.at(*point)) {
            let written = match before {
                None => write!(path, "M{x} {y}l"),
                Some((x0, y0)) if (x0, y0) == (x, y) => continue,
                Some((x0, y0)) => write!(path, "{} {} ", x - x0, y - y0),
            };
            written.expect("a String can be written");
            before = Some((x, y));
        }
        path.truncate(path.trim_end().len());
        path.push('z');
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_lies_where_the_frame_puts_it() {
        let frame = Frame {
            west: 120.0,
            east: 122.0,
            south: 36.0,
            north: 37.0,
        };
        let scale = Scale::of(frame);
        assert_eq!(scale.at([120.0, 37.0]), (0, 0));
        assert_eq!(scale.at([121.0, 37.0]), (640, 0));
        // A degree of latitude is longer: 1 / cos 36.5°.
        assert_eq!(scale.at([120.0, 36.0]), (0, 796));
        assert_eq!(
            scale.path(&[[120.0, 37.0], [121.0, 37.0], [121.0, 37.0], [121.0, 36.5]]),
            "M0 0l640 0 0 398z"
        );
    }
}
