//! How the city shows itself abroad. A pack may be without this folder.

use domain::abroad::{Abroad, Drawing, Source};
use serde::Deserialize;

use super::{Content, asked, codes, listed, not_an_address};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};
use crate::texts::Rules;

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct AbroadFile(Abroad);

impl Content for AbroadFile {
    const NAME: &'static str = "abroad";
    const TEXTS: &'static [Key] = &[
        ("title", Must),
        ("about", Must),
        ("contact", Must),
        ("naming", Must),
        ("number.{number}", Must),
        ("picture.{picture}.title", Must),
        ("picture.{picture}.alt", Must),
        ("picture.{picture}.credit", Must),
        ("news.{news}.title", Must),
        ("news.{news}.text", Must),
    ];
    /// What others write down is the city's word.
    const RULES: Rules = Rules::CHECKED;
    type Gives = Abroad;

    fn codes(&self) -> Codes {
        let Abroad {
            numbers,
            pictures,
            news,
        } = &self.0;
        Codes::from([
            ("number", asked(numbers, "number", |one| one.code.as_str())),
            ("picture", asked(pictures, "picture", |one| one.code.as_str())),
            ("news", asked(news, "news", |one| one.code.as_str())),
        ])
    }

    fn give(&self) -> Abroad {
        self.0.clone()
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let Abroad {
            numbers,
            pictures,
            news,
        } = &self.0;
        let lists: [(&str, Vec<(&str, String)>); 3] = [
            ("number", listed(numbers, "number", |one| &one.code).collect()),
            ("picture", listed(pictures, "picture", |one| &one.code).collect()),
            ("news", listed(news, "news", |one| &one.code).collect()),
        ];
        for (kind, list) in lists {
            codes(Kind(kind), list, document, findings);
        }
        let mut address = |path: String, source: &Source| {
            let wrong = not_an_address(source.url.as_deref());
            findings.extend(wrong.map(|what| document.finding(&path, what)));
        };
        for (i, number) in numbers.iter().enumerate() {
            address(format!("number/{i}/source/url"), &number.source);
        }
        for (i, news) in news.iter().enumerate() {
            address(format!("news/{i}/source/url"), &news.source);
        }
        let drawn = pack.map.own().next().is_some();
        for (i, _) in pictures
            .iter()
            .enumerate()
            .filter(|(_, picture)| picture.shows == Drawing::Districts && !drawn)
        {
            let what = What::unknown(Kind("drawing"), Drawing::Districts.code());
            findings.push(document.finding(&format!("picture/{i}/shows"), what));
        }
    }
}
