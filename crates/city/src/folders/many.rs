//! Many of a kind, a folder each: `services/<code>/service.toml`, with its texts beside it.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;

use super::{Folder, Part, codes};
use crate::document::{Document, Files};
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{self, Codes, Key};
use crate::texts::{Folders, Rules};

/// What the structure file of one of them says.
pub trait Entry: DeserializeOwned + Debug + Clone {
    const KIND: Kind;
    /// The folder that holds a folder of each.
    const NAME: &'static str;
    /// The structure file in it.
    const FILE: &'static str;
    const TEXTS: &'static [Key];
    const RULES: Rules;

    /// What its folder is called, too.
    fn code(&self) -> &str;

    /// Its place on lists.
    fn order(&self) -> u32;

    /// What stands for the placeholders in the keys of its texts.
    fn codes(&self) -> Codes {
        Codes::new()
    }

    /// Compares what it says with the rest of the pack.
    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>);

    /// See [`Folder::check_pages`]; of the one at that place.
    fn check_pages(_place: &str, _: &Pack, _: &Folders, _: &mut Vec<Finding>) {}
}

/// By the name of the folder; `None` for those that could not be understood.
#[derive(Debug)]
pub struct Many<'f, T>(BTreeMap<String, Option<Part<'f, T>>>);

impl<'f, T: Entry> Many<'f, T> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let folders = files.folders_below(T::NAME).into_iter();
        let load = |folder: &str| (folder.to_owned(), Part::load(files, &file::<T>(folder), findings));
        Self(folders.map(load).collect())
    }

    pub fn has(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }

    /// The one of that code, if it could be understood.
    pub fn get(&self, code: &str) -> Option<&T> {
        let part = self.0.get(code)?.as_ref()?;
        Some(&part.is)
    }

    pub fn give(&self, _: &Pack) -> Option<Vec<T>> {
        let all = self.0.values().map(|part| Some(part.as_ref()?.is.clone()));
        let mut all: Vec<T> = all.collect::<Option<_>>()?;
        all.sort_by(|a, b| (a.order(), a.code()).cmp(&(b.order(), b.code())));
        Some(all)
    }

    /// Those that could be understood.
    fn parts(&self) -> impl Iterator<Item = (&str, &Part<'f, T>)> {
        self.0
            .iter()
            .filter_map(|(folder, part)| Some((folder.as_str(), part.as_ref()?)))
    }
}

fn file<T: Entry>(folder: &str) -> String {
    format!("{}/{folder}/{}", T::NAME, T::FILE)
}

fn place<T: Entry>(folder: &str) -> String {
    format!("{}/{folder}", T::NAME)
}

impl<T: Entry> Folder for Many<'_, T> {
    fn files(&self) -> Vec<String> {
        self.0.keys().map(|folder| file::<T>(folder)).collect()
    }

    fn places(&self) -> Vec<String> {
        self.0.keys().map(|folder| place::<T>(folder)).collect()
    }

    fn rules(&self) -> Rules {
        T::RULES
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        for (folder, Part { document, is }) in self.parts() {
            let code = is.code();
            codes(T::KIND, [(code, "code".to_owned())], document, findings);
            if code != folder {
                let what = What::OtherFolder {
                    folder: folder.to_owned(),
                    code: code.to_owned(),
                };
                findings.push(document.finding("code", what));
            }
            is.check(document, pack, findings);
        }
    }

    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        for (folder, Part { document, is }) in self.parts() {
            let place = place::<T>(folder);
            required::check(&place, T::TEXTS, &is.codes(), document, texts, findings);
        }
    }

    fn check_pages(&self, pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
        for folder in self.0.keys() {
            T::check_pages(&place::<T>(folder), pack, texts, findings);
        }
    }
}
