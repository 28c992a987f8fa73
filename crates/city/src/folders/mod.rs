//! The folders of a pack, a module each: what its structure files say, which texts that asks for, and what must hold.
//!
//! To add one: a module with a type that is a [`Folder`] (where there is one structure file, a [`Content`] is enough), its
//! line in the list in `pack.rs`, and the field of that name in [`domain::city::City`].

pub mod abroad;
pub mod arrivals;
pub mod bases;
pub mod calendar;
pub mod city;
mod districts;
pub mod glossary;
pub mod greetings;
pub mod guides;
pub mod health;
pub mod helpers;
pub mod hotline;
pub mod interpretation;
pub mod legal;
pub mod many;
pub mod map;
pub mod needs;
pub mod neighbourhoods;
pub mod pages;
pub mod partners;
pub mod places;
pub mod regulation;
pub mod replies;
pub mod services;
mod stages;
pub mod units;
pub mod words;

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::fmt::{self, Debug};

use domain::guides::Link;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::document::{Document, Files};
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{self, Codes, Key};
use crate::texts::{Folders, Rules};

/// A folder of a pack.
pub trait Folder {
    /// The structure files that it may have, by their path in the pack.
    fn files(&self) -> Vec<String>;

    /// The folders that hold its texts, by their path in the pack: what `domain` calls a place.
    fn places(&self) -> Vec<String>;

    fn rules(&self) -> Rules {
        Rules::NAMES
    }

    /// Compares what its structure files say with the other files.
    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>);

    /// Texts that are missing in the source language, and texts that nothing uses.
    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>);

    /// What its pages say of other parts of the pack, and each in its own way.
    fn check_pages(&self, _: &Pack, _: &Folders, _: &mut Vec<Finding>) {}
}

/// What the one structure file of a folder says.
pub trait Content: DeserializeOwned + Debug {
    /// The folder, and the name of its structure file.
    const NAME: &'static str;
    const TEXTS: &'static [Key];
    const RULES: Rules = Rules::NAMES;
    /// What the city gets of it.
    type Gives;

    /// What stands for the placeholders in the keys of its texts.
    fn codes(&self) -> Codes;

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>);

    /// Compares what it says with its texts, besides that each is there.
    fn compare(&self, _: &Document, _: &Folders, _: &mut Vec<Finding>) {}

    /// See [`Folder::check_pages`].
    fn check_pages(_: &Pack, _: &Folders, _: &mut Vec<Finding>) {}

    fn give(&self) -> Self::Gives;
}

/// A structure file and what it says.
#[derive(Debug)]
pub struct Part<'f, T> {
    pub document: Document<'f>,
    pub is: T,
}

impl<'f, T: DeserializeOwned> Part<'f, T> {
    /// `None` when it could not be understood, which the findings tell.
    pub fn load(files: &'f Files, name: &str, findings: &mut Vec<Finding>) -> Option<Self> {
        let document = Document::parse(files, name, findings)?;
        let is = document.shape(findings)?;
        Some(Self { document, is })
    }
}

/// A folder with one structure file, if that could be understood.
#[derive(Debug)]
pub struct One<'f, T>(pub Option<Part<'f, T>>);

impl<'f, T: Content> One<'f, T> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        Self(Part::load(files, &Self::file(), findings))
    }

    pub fn is(&self) -> Option<&T> {
        self.0.as_ref().map(|part| &part.is)
    }

    pub fn give(&self, _: &Pack) -> Option<T::Gives> {
        self.is().map(T::give)
    }

    fn file() -> String {
        structure_file(T::NAME, T::NAME)
    }
}

impl<T: Content> Folder for One<'_, T> {
    fn files(&self) -> Vec<String> {
        vec![Self::file()]
    }

    fn places(&self) -> Vec<String> {
        vec![T::NAME.to_owned()]
    }

    fn rules(&self) -> Rules {
        T::RULES
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        if let Some(part) = &self.0 {
            part.is.check(&part.document, pack, findings);
        }
    }

    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        if let Some(part) = &self.0 {
            required::check(
                T::NAME,
                T::TEXTS,
                &part.is.codes(),
                &part.document,
                texts,
                findings,
            );
            part.is.compare(&part.document, texts, findings);
        }
    }

    fn check_pages(&self, pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
        T::check_pages(pack, texts, findings);
    }
}

/// A folder with one structure file that a pack may be without. The city gets of none what is empty.
#[derive(Debug)]
pub struct Optional<'f, T>(Option<One<'f, T>>);

impl<'f, T: Content> Optional<'f, T>
where
    T::Gives: Default,
{
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let begins = format!("{}/", T::NAME);
        let has_folder = files.names().any(|name| name.starts_with(&begins));
        Self(has_folder.then(|| One::load(files, findings)))
    }

    /// What it says, if the pack has it and it could be understood.
    pub fn is(&self) -> Option<&T> {
        self.0.as_ref()?.is()
    }

    /// Whether the pack has it, and it could not be understood.
    pub fn is_broken(&self) -> bool {
        self.0.is_some() && self.is().is_none()
    }

    pub fn give(&self, pack: &Pack) -> Option<T::Gives> {
        match &self.0 {
            None => Some(T::Gives::default()),
            Some(folder) => folder.give(pack),
        }
    }
}

impl<T: Content> Folder for Optional<'_, T> {
    fn files(&self) -> Vec<String> {
        self.0.iter().flat_map(Folder::files).collect()
    }

    fn places(&self) -> Vec<String> {
        self.0.iter().flat_map(Folder::places).collect()
    }

    fn rules(&self) -> Rules {
        T::RULES
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        if let Some(folder) = &self.0 {
            folder.check(pack, findings);
        }
    }

    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        if let Some(folder) = &self.0 {
            folder.check_texts(texts, findings);
        }
    }

    fn check_pages(&self, pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
        if let Some(folder) = &self.0 {
            folder.check_pages(pack, texts, findings);
        }
    }
}

/// Files of the place `city` lie at the root.
fn structure_file(place: &str, name: &str) -> String {
    match place {
        "city" => "city.toml".to_owned(),
        place => format!("{place}/{name}.toml"),
    }
}

/// A list entry that is nothing but a code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    pub code: String,
}

/// Whether the codes of a list are codes, each there once. `paths` says where each stands.
fn codes<'a>(
    kind: Kind,
    codes: impl IntoIterator<Item = (&'a str, String)>,
    document: &Document,
    findings: &mut Vec<Finding>,
) {
    let mut seen = BTreeSet::new();
    for (code, path) in codes {
        if !is_code(code) {
            findings.push(document.finding(&path, What::NotACode(code.to_owned())));
        }
        if !seen.insert(code) {
            findings.push(document.finding(&path, What::twice(kind, code)));
        }
    }
}

/// The codes of a list of tables, with where they stand.
fn listed<'a, T>(
    list: &'a [T],
    name: &'static str,
    code: impl Fn(&'a T) -> &'a str,
) -> impl Iterator<Item = (&'a str, String)> {
    list.iter()
        .enumerate()
        .map(move |(i, entry)| (code(entry), format!("{name}/{i}/code")))
}

/// [`listed`], for the keys of texts.
fn asked<'a, T>(list: &'a [T], name: &'static str, code: impl Fn(&'a T) -> &'a str) -> Vec<(String, String)> {
    listed(list, name, code)
        .map(|(code, path)| (code.to_owned(), path))
        .collect()
}

/// Underscores are let through: a field's code may be a word of a form's own.
fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

/// Something that is wrong, and where in the structure file.
type Wrong = (String, What);

/// Codes of a list that name nothing.
fn known<'a, C: Borrow<str>>(
    list: &'a [C],
    path: impl fmt::Display + 'a,
    kind: Kind,
    is_known: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = Wrong> + 'a {
    let unknown = list
        .iter()
        .enumerate()
        .filter(move |(_, code)| !is_known((*code).borrow()));
    unknown.map(move |(i, code)| (format!("{path}/{i}"), What::unknown(kind, (*code).borrow())))
}

/// An address that is none of the web. One that is only cited may be as old as `http`.
fn not_an_address(url: Option<&str>) -> Option<What> {
    let secure = |url: &str| url.replacen("http://", "https://", 1);
    let is_web = |url: &&str| matches!(Link::parse(&secure(url)), Some(Link::Web(_)));
    let wrong = url.filter(|url| !is_web(url));
    wrong.map(|url| What::NotAnAddress(url.to_owned()))
}

/// Words by which something is found, of one language: each with something in it to find, and there once.
fn spoken(list: &[String], path: &str, document: &Document, findings: &mut Vec<Finding>) {
    for (i, word) in list.iter().enumerate() {
        let path = format!("{path}/{i}");
        if !word.chars().any(char::is_alphanumeric) {
            findings.push(document.finding(&path, What::NotAWord(word.clone())));
        }
        if list[..i].contains(word) {
            findings.push(document.finding(&path, What::twice(Kind("word"), word)));
        }
    }
}
