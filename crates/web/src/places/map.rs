//! The places of a list on a map, as SVG: the city, and beside it whatever of it is too crowded to be read there. The land is
//! drawn once; each picture is a window on it.

use domain::city::Map;
use domain::places::Place;

use crate::city::map::{Drawing, Scale};
use crate::kit::page::Page;

/// How wide a picture is, in its own units.
const WIDTH: f64 = 640.0;
/// How wide a mark is drawn, in units of a picture.
const MARK: f64 = 40.0;
/// How wide a line is drawn, in units of a picture.
const LINE: f64 = 1.2;
/// The most crowded parts that get a picture of their own.
const DETAILS: usize = 3;
/// A window is never narrower, in units of the land: it shows where in the city it is.
const NARROWEST: f64 = 100.0;

/// A map of the places of a page.
#[derive(Debug)]
pub struct Pictures {
    pub land: Drawing,
    pub views: Vec<View>,
    /// What must stand below a map, if the city must say it.
    pub approval: Option<String>,
}

/// One picture.
#[derive(Debug)]
pub struct View {
    /// A letter for a part of the city that another picture has in a box.
    pub letter: Option<char>,
    pub height: String,
    /// From the land to this picture.
    pub transform: String,
    /// How wide the lines of the land are, in its units, to be as wide in every picture.
    pub line: String,
    pub districts: Vec<Named>,
    pub marks: Vec<Mark>,
    /// Places that the next pictures name.
    pub dots: Vec<[String; 2]>,
    pub boxes: Vec<Part>,
}

/// A name that stands somewhere.
#[derive(Debug)]
pub struct Named {
    pub name: String,
    pub at: [String; 2],
}

/// A place, by its number on the list; on a page of its own it has none.
#[derive(Debug)]
pub struct Mark {
    pub number: Option<usize>,
    pub at: [String; 2],
}

/// The part of a picture that another shows.
#[derive(Debug)]
pub struct Part {
    pub letter: char,
    pub from: [String; 2],
    pub size: [String; 2],
    pub label: [String; 2],
}

/// What of the land a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Window {
    from: [f64; 2],
    size: [f64; 2],
}

impl Window {
    /// The least that shows these points with some land around them, neither a strip nor a tower, and none of what the land
    /// ends before.
    fn around(points: impl Iterator<Item = [f64; 2]>, margin: f64, land: [f64; 2]) -> Self {
        let (mut least, mut most) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for point in points {
            for axis in 0..2 {
                least[axis] = least[axis].min(point[axis]);
                most[axis] = most[axis].max(point[axis]);
            }
        }
        let middle = [0, 1].map(|axis| f64::midpoint(least[axis], most[axis]));
        let [width, height] = [0, 1].map(|axis| (most[axis] - least[axis]) * (1.0 + 2.0 * margin));
        let width = width.max(height).max(NARROWEST);
        let size = [width, height.max(width * 0.6)];
        let from = [0, 1].map(|axis| {
            let room = (land[axis] - size[axis]).max(0.0);
            (middle[axis] - size[axis] / 2.0).clamp(0.0, room)
        });
        Self { from, size }
    }

    fn scale(self) -> f64 {
        WIDTH / self.size[0]
    }

    fn place(self, point: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| (point[axis] - self.from[axis]) * self.scale())
    }
}

/// To a tenth of a unit.
fn short(number: f64) -> String {
    let tenths = (number * 10.0).round() / 10.0;
    format!("{}", if tenths == 0.0 { 0.0 } else { tenths })
}

fn shorts(point: [f64; 2]) -> [String; 2] {
    point.map(short)
}

impl Pictures {
    /// Whether its places stand on a list.
    pub fn is_numbered(&self) -> bool {
        let marks = self.views.iter().flat_map(|view| &view.marks);
        marks.into_iter().any(|mark| mark.number.is_some())
    }

    /// Of these places, each with its number on the list, if there is one; `None` when the city is not drawn or none of them has a point.
    pub fn of(page: &Page, places: &[(Option<usize>, &Place)]) -> Option<Self> {
        let map = page.city().map.as_ref()?;
        let scale = Scale::of(map.frame);
        let points: Vec<(Option<usize>, [f64; 2])> = places
            .iter()
            .filter_map(|(number, place)| Some((*number, scale.exact(place.at?))))
            .collect();
        if points.is_empty() {
            return None;
        }
        let land = Drawing::of(page, map);
        let size = scale.exact([map.frame.east, map.frame.south]);
        let whole = Window::around(
            corners(map, scale).chain(points.iter().map(|(_, point)| *point)),
            0.02,
            size,
        );
        let crowds = crowds(whole, &points);
        let windows: Vec<Window> = crowds
            .iter()
            .map(|crowd| Window::around(crowd.iter().map(|i| points[*i].1), 0.14, size))
            .collect();
        let crowded = |i: usize| crowds.iter().any(|crowd| crowd.contains(&i));
        let (inside, alone): (Vec<_>, Vec<_>) = (0..points.len()).partition(|i| crowded(*i));
        let view = |window: Window, letter: Option<char>, marked: &[usize]| View {
            letter,
            height: short(window.size[1] * window.scale()),
            transform: format!(
                "scale({:.4}) translate({} {})",
                window.scale(),
                short(-window.from[0]),
                short(-window.from[1])
            ),
            line: format!("{:.3}", LINE / window.scale()),
            districts: if letter.is_none() {
                names(&land, window)
            } else {
                Vec::new()
            },
            marks: marked.iter().map(|i| mark(window, points[*i])).collect(),
            dots: Vec::new(),
            boxes: Vec::new(),
        };
        let mut first = view(whole, None, &alone);
        first.dots = inside.iter().map(|i| shorts(whole.place(points[*i].1))).collect();
        first.boxes = windows
            .iter()
            .zip('A'..)
            .map(|(window, letter)| part(whole, *window, letter))
            .collect();
        let details = windows.iter().zip('A'..).zip(&crowds);
        let details = details.map(|((window, letter), crowd)| view(*window, Some(letter), crowd));
        Some(Self {
            views: std::iter::once(first).chain(details).collect(),
            approval: page.c_opt("places", "approval").map(str::to_owned),
            land,
        })
    }
}

/// Points of the outlines of the city's own land.
fn corners(map: &Map, scale: Scale) -> impl Iterator<Item = [f64; 2]> {
    let own = map.outlines.iter().filter(|outline| outline.adcode.is_some());
    own.flat_map(|outline| &outline.points)
        .map(move |point| scale.exact(*point))
}

fn names(land: &Drawing, window: Window) -> Vec<Named> {
    let named = land.districts.iter().filter_map(|district| {
        let (x, y) = district.label?;
        #[expect(clippy::cast_precision_loss, reason = "units of a picture")]
        let at = window.place([x as f64, y as f64]);
        Some(Named {
            name: district.name.clone(),
            at: shorts(at),
        })
    });
    named.collect()
}

fn mark(window: Window, (number, point): (Option<usize>, [f64; 2])) -> Mark {
    Mark {
        number,
        at: shorts(window.place(point)),
    }
}

fn part(whole: Window, window: Window, letter: char) -> Part {
    let from = whole.place(window.from);
    let size = window.size.map(|size| size * whole.scale());
    Part {
        letter,
        from: shorts(from),
        size: shorts(size),
        label: shorts([from[0] + size[0], from[1]]),
    }
}

/// The points that stand in each other's way, in as many parts as there are, the largest first.
fn crowds(window: Window, points: &[(Option<usize>, [f64; 2])]) -> Vec<Vec<usize>> {
    let near = |a: [f64; 2], b: [f64; 2]| {
        let apart = [0, 1].map(|axis| (a[axis] - b[axis]) * window.scale());
        apart[0].hypot(apart[1]) < MARK
    };
    let mut part: Vec<usize> = (0..points.len()).collect();
    for i in 0..points.len() {
        for j in 0..i {
            if near(points[i].1, points[j].1) {
                let (from, to) = (part[i], part[j]);
                part.iter_mut()
                    .filter(|part| **part == from)
                    .for_each(|part| *part = to);
            }
        }
    }
    let members = |of: usize| -> Vec<usize> { (0..points.len()).filter(|i| part[*i] == of).collect() };
    let mut crowds: Vec<Vec<usize>> = (0..points.len())
        .map(members)
        .filter(|crowd| crowd.len() > 1)
        .collect();
    crowds.sort_by_key(|crowd| std::cmp::Reverse(crowd.len()));
    crowds.truncate(DETAILS);
    crowds
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window {
        from: [0.0, 0.0],
        size: [640.0, 480.0],
    };

    #[test]
    fn points_that_would_cover_each_other_are_shown_apart() {
        let point = |n: usize, x: f64| (Some(n), [x, 100.0]);
        let points = [point(1, 10.0), point(2, 45.0), point(3, 300.0), point(4, 75.0)];
        // 1 and 4 are 65 apart, and both stand in the way of 2.
        assert_eq!(crowds(WINDOW, &points), [vec![0, 1, 3]]);
        assert!(crowds(WINDOW, &points[2..3]).is_empty());
    }

    #[test]
    fn a_window_is_neither_a_strip_nor_a_tower_nor_a_point() {
        for points in [
            [[0.0, 0.0], [100.0, 1.0]],
            [[0.0, 0.0], [1.0, 100.0]],
            [[5.0, 5.0], [5.0, 5.0]],
        ] {
            let window = Window::around(points.into_iter(), 0.1, [500.0, 400.0]);
            assert!(window.size[0] >= NARROWEST, "{window:?}");
            let shape = window.size[1] / window.size[0];
            assert!((0.59..=1.01).contains(&shape), "{window:?}");
            for point in points.map(|point| window.place(point)) {
                assert!((0.0..=WIDTH).contains(&point[0]), "{window:?} {point:?}");
                assert!(
                    point[1] >= 0.0 && point[1] <= window.size[1] * window.scale(),
                    "{window:?}"
                );
            }
        }
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            ["0", "12.3", "-4"],
            [-0.01, 12.345, -4.0].map(short).each_ref().map(String::as_str)
        );
    }
}
