//! Places of the city. A pack may be without this folder.

use domain::partners::is_language;
use domain::places::{Confidence, Group, Kind as PlaceKind, Place, Places, Route, Shape, Source, ground};
use domain::typed::phone;
use serde::Deserialize;

use super::{Coded, Content, Wrong, asked, codes, known, listed, not_an_address};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{
    Codes,
    Is::{May, Must},
    Key,
};
use crate::texts::Folders;

const KIND: Kind = Kind("kind of place");
const ROUTE: Kind = Kind("route");
const SPECIALITY: Kind = Kind("speciality");

/// Two places that are nearer to each other than this, in metres, are one that is there twice.
const SAME: f64 = 1.0;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacesFile {
    #[serde(default, rename = "kind")]
    kinds: Vec<PlaceKind>,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    #[serde(default, rename = "speciality")]
    pub specialities: Vec<Coded>,
    #[serde(default, rename = "place")]
    pub list: Vec<Place>,
    #[serde(default, rename = "route")]
    routes: Vec<Route>,
}

impl Content for PlacesFile {
    const NAME: &'static str = "places";
    const TEXTS: &'static [Key] = &[
        ("kind.{kind}.name", Must),
        ("kind.{kind}.plural", Must),
        ("source.{source}", Must),
        ("speciality.{speciality}", Must),
        ("place.{place}.name", Must),
        ("place.{place}.address", May),
        ("place.{place}.note", May),
        ("route.{route}.name", Must),
        ("route.{route}.text", Must),
        ("approval", May),
    ];
    type Gives = Places;

    fn codes(&self) -> Codes {
        Codes::from([
            ("kind", asked(&self.kinds, "kind", |kind| kind.code.as_str())),
            (
                "source",
                asked(&self.sources, "source", |source| source.code.as_str()),
            ),
            (
                "speciality",
                asked(&self.specialities, "speciality", |one| one.code.as_str()),
            ),
            ("place", asked(&self.list, "place", |place| place.code.as_str())),
            ("route", asked(&self.routes, "route", |route| route.code.as_str())),
        ])
    }

    fn give(&self) -> Places {
        let order = |place: &Place| self.kinds.iter().position(|kind| kind.code == place.kind);
        let mut list = self.list.clone();
        list.sort_by_key(order);
        Places {
            kinds: self.kinds.clone(),
            sources: self.sources.clone(),
            specialities: self.specialities.iter().map(|one| one.code.clone()).collect(),
            list,
            routes: self.routes.clone(),
        }
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let lists: [(Kind, Vec<(&str, String)>); 5] = [
            (
                KIND,
                listed(&self.kinds, "kind", |kind| kind.code.as_str()).collect(),
            ),
            (
                Kind::SOURCE,
                listed(&self.sources, "source", |source| source.code.as_str()).collect(),
            ),
            (
                SPECIALITY,
                listed(&self.specialities, "speciality", |one| one.code.as_str()).collect(),
            ),
            (
                Kind::PLACE,
                listed(&self.list, "place", |place| place.code.as_str()).collect(),
            ),
            (
                ROUTE,
                listed(&self.routes, "route", |route| route.code.as_str()).collect(),
            ),
        ];
        for (kind, list) in lists {
            codes(kind, list, document, findings);
        }
        for (i, kind) in self.kinds.iter().enumerate() {
            let unknown = kind.articles.iter().enumerate();
            for (j, article) in unknown.filter(|(_, article)| !pack.has_article(**article)) {
                let what = What::unknown(Kind::ARTICLE, article.to_string());
                findings.push(document.finding(&format!("kind/{i}/articles/{j}"), what));
            }
        }
        for (i, source) in self.sources.iter().enumerate() {
            let url = source.url.as_deref();
            let path = format!("source/{i}/url");
            findings.extend(not_an_address(url).map(|what| document.finding(&path, what)));
        }
        for (i, place) in self.list.iter().enumerate() {
            let found = self.refers(place, pack).into_iter().chain(is_there(place, pack));
            let found = found.chain(self.twice(i, document));
            let finding = |(path, what): (String, What)| document.finding(&format!("place/{i}/{path}"), what);
            findings.extend(found.map(finding));
        }
        for (i, route) in self.routes.iter().enumerate() {
            let places = known(&route.calls, "calls", Kind::PLACE, |code| {
                self.list.iter().any(|place| place.code == code)
            });
            let found = places.chain(self.unsourced(&route.sources));
            let finding = |(path, what): (String, What)| document.finding(&format!("route/{i}/{path}"), what);
            findings.extend(found.map(finding));
        }
    }

    /// Two places of one name cannot be told apart on a list.
    fn compare(&self, document: &Document, texts: &Folders, findings: &mut Vec<Finding>) {
        let Some(source) = texts.source_of(Self::NAME) else {
            return;
        };
        let name = |place: &Place| {
            let row = source.rows.get(&format!("place.{}.name", place.code))?;
            (!row.text.is_empty()).then_some(row.text.as_str())
        };
        for (i, place) in self.list.iter().enumerate() {
            let Some(own) = name(place) else { continue };
            if let Some(j) = self.list[..i].iter().position(|other| name(other) == Some(own)) {
                let what = What::SameName(document.line(&format!("place/{j}/code")));
                findings.push(document.finding(&format!("place/{i}/code"), what));
            }
        }
    }
}

impl PlacesFile {
    /// What the place of that code is for.
    pub fn group_of(&self, code: &str) -> Option<Group> {
        let place = self.list.iter().find(|place| place.code == code)?;
        let kind = self.kinds.iter().find(|kind| kind.code == place.kind)?;
        Some(kind.group)
    }

    /// Codes that name nothing, and ways to reach it that are none.
    fn refers(&self, place: &Place, pack: &Pack) -> Vec<Wrong> {
        let mut wrong: Vec<Wrong> = Vec::new();
        if !self.kinds.iter().any(|kind| kind.code == place.kind) {
            wrong.push(("kind".to_owned(), What::unknown(KIND, &place.kind)));
        }
        if let Some(district) = place
            .district
            .as_ref()
            .filter(|code| !pack.has_district(code.as_str()))
        {
            let what = What::unknown(Kind::DISTRICT, district.as_str());
            wrong.push(("district".to_owned(), what));
        }
        for (list, languages) in [("spoken", &place.spoken), ("interpreted", &place.interpreted)] {
            for (i, language) in languages
                .iter()
                .enumerate()
                .filter(|(_, language)| !is_language(**language))
            {
                let what = What::unknown(Kind::LANGUAGE, language.as_str());
                wrong.push((format!("{list}/{i}"), what));
            }
        }
        wrong.extend(known(&place.specialities, "specialities", SPECIALITY, |code| {
            self.specialities.iter().any(|one| one.code == code)
        }));
        wrong.extend(self.unsourced(&place.sources));
        let country = pack.city.is().map(|city| city.country.as_str());
        if let Some((number, country)) = place.phone.as_deref().zip(country)
            && phone(number, country).is_err()
        {
            wrong.push(("phone".to_owned(), What::NotCallable(number.to_owned())));
        }
        let address = not_an_address(place.website.as_deref());
        wrong.extend(address.map(|what| ("website".to_owned(), what)));
        wrong
    }

    fn unsourced<'a>(&'a self, sources: &'a [String]) -> impl Iterator<Item = Wrong> + 'a {
        known(sources, "sources", Kind::SOURCE, |code| {
            self.sources.iter().any(|source| source.code == code)
        })
    }

    /// Whether an earlier place has the same point.
    fn twice(&self, i: usize, document: &Document) -> Option<Wrong> {
        let at = self.list[i].at?;
        let same = |other: &Place| other.at.is_some_and(|other| ground::metres([at, other]) < SAME);
        let j = self.list[..i].iter().position(same)?;
        let what = What::SamePoint(document.line(&format!("place/{j}/code")));
        Some(("at".to_owned(), what))
    }
}

/// Whether its point can be right.
fn is_there(place: &Place, pack: &Pack) -> Option<Wrong> {
    let at = place.at?;
    if place.confidence == Confidence::Listed {
        return Some(("at".to_owned(), What::PointOfAListing));
    }
    let china = pack.city.is().is_some_and(|city| city.country == "CN");
    let shapes = shapes(place, pack);
    let astray = ground::astray(at, &shapes, place.off_outline, china)?;
    Some(("at".to_owned(), What::Astray { at, why: astray }))
}

/// The outlines that it must lie in: its district's or, where that has none, as zones have, all of the city's.
fn shapes<'p>(place: &Place, pack: &'p Pack) -> Vec<Shape<'p>> {
    let adcode = place
        .district
        .as_ref()
        .and_then(|code| pack.adcode(code.as_str()));
    let points = |outline: &'p domain::city::Outline| outline.points.as_slice();
    let of_district = pack
        .map
        .own()
        .filter(|outline| outline.adcode.as_deref() == adcode);
    let shapes: Vec<Shape> = of_district.map(points).collect();
    if shapes.is_empty() {
        pack.map.own().map(points).collect()
    } else {
        shapes
    }
}
