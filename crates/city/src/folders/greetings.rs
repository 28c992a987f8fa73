//! A line in each language that the interface lacks. A pack may be without this file.
//!
//! They are no texts of the pack's languages: there is nothing that they are translated from or into.

use domain::city::Greeting;
use serde::Deserialize;

use super::{Folder, Part, codes, listed};
use crate::document::Files;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::texts::Folders;

const FILE: &str = "greetings/greetings.toml";
/// Stands in a line for the hotline's number.
const PHONE: &str = "{phone}";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GreetingsFile {
    #[serde(rename = "greeting")]
    list: Vec<Greeting>,
}

#[derive(Debug)]
pub struct Greetings<'f> {
    is_there: bool,
    /// `None` also when it could not be understood.
    part: Option<Part<'f, GreetingsFile>>,
}

impl<'f> Greetings<'f> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let is_there = files.has(FILE);
        let part = is_there.then(|| Part::load(files, FILE, findings)).flatten();
        Self { is_there, part }
    }

    /// Without those in a language that the interface speaks by now.
    pub fn give(&self, pack: &Pack) -> Option<Vec<Greeting>> {
        let lacks = |greeting: &&Greeting| !pack.offers(greeting.language);
        match &self.part {
            Some(part) => Some(part.is.list.iter().filter(lacks).cloned().collect()),
            None => (!self.is_there).then(Vec::new),
        }
    }
}

impl Folder for Greetings<'_> {
    fn files(&self) -> Vec<String> {
        vec![FILE.to_owned()]
    }

    fn places(&self) -> Vec<String> {
        Vec::new()
    }

    fn check(&self, _: &Pack, findings: &mut Vec<Finding>) {
        let Some(Part { document, is }) = &self.part else {
            return;
        };
        let languages = listed(&is.list, "greeting", |greeting| greeting.language.as_str());
        codes(Kind::LANGUAGE, languages, document, findings);
        for (i, greeting) in is.list.iter().enumerate() {
            if greeting.text.matches(PHONE).count() != 1 {
                let key = PHONE.to_owned();
                findings.push(document.finding(&format!("greeting/{i}/text"), What::MissingText { key }));
            }
        }
    }

    fn check_texts(&self, _: &Folders, _: &mut Vec<Finding>) {}
}
