//! Reads a city pack, a folder as `cities/README.md` describes it, checks it, and gives it as a [`domain::city::City`].
//!
//! - [`read`] is for starting: the city, or everything that keeps it from being one.
//! - [`check`] is for writing a pack: everything that is wrong or stale, each with file and line.
//! - [`confirm`] says that a person has checked translations, and who: it keeps digests of them and of their source texts
//!   in `translated.toml`.
//! - [`sheets`] is for whoever edits a pack: its texts in all languages beside each other, and what a change would bring.
//! - [`markdown`] is what a guide may be written in.
//!
//! A translated guide, legal text or canned reply that nobody has confirmed as it stands is not in the city that comes
//! out: it shows in the source language (each folder says which of its texts those are).
//!
//! It must not decide anything about cases, ask for the time, or know any city: what is true of one city only is in
//! its pack. It writes one file, `translated.toml`.
//!
//! Reading is two steps. Every file is parsed once into a [`document`] that knows its lines, and becomes a type of
//! `domain` by serde; then the files are compared with each other. All that is known of a folder of the pack stands in
//! its module of [`folders`]; `pack.rs` lists them. To add
//! - a folder: a module there and its line in the list, and the field of that name in [`City`];
//! - a text that a folder needs: a row of its `TEXTS`, and, in its `RULES`, whether a person must check it;
//! - a rule: a variant of [`What`] and a few lines in the `check` of the folder, and a test that breaks a pack in just
//!   that way.

mod document;
mod finding;
mod folders;
pub mod markdown;
mod pack;
mod required;
mod sheets;
mod texts;
mod translated;

use std::io;
use std::path::Path;

use domain::Lang;
use domain::city::{Checker, City};
use jiff::civil::Date;

pub use finding::{Finding, Kind, Severity, What};
pub use sheets::{Cell, Change, Column, Sheet, Sheets, Standing, sheets};
pub use translated::Confirmed;

/// The city of a pack, if nothing is wrong with it. Translations that wait to be confirmed are not wrong; guides, legal
/// texts and canned replies among them are left out, so that they show in the source language.
///
/// ```
/// let nowhere = city::read(std::path::Path::new("no/such/pack")).unwrap_err();
/// let told: Vec<String> = nowhere.iter().map(ToString::to_string).collect();
/// assert!(told.contains(&"no/such/pack/city.toml:1: this file is missing".to_owned()));
///
/// let weihai = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cities/weihai");
/// let weihai = city::read(std::path::Path::new(weihai)).unwrap();
/// assert_eq!(weihai.code, "weihai");
/// ```
///
/// # Errors
/// Every finding of severity [`Severity::Error`].
pub fn read(folder: &Path) -> Result<City, Vec<Finding>> {
    let (city, mut findings) = look(folder, None);
    findings.retain(|finding| finding.severity == Severity::Error);
    match city {
        Some(city) if findings.is_empty() => Ok(city),
        _ => Err(findings),
    }
}

/// Everything that is wrong with a pack, in the order of its files and lines, and the city if its files could be
/// understood at all. What holds until a day has expired when that is before `today`.
///
/// ```
/// let today = jiff::civil::date(2026, 11, 28);
/// let (city, findings) = city::check(std::path::Path::new("no/such/pack"), today);
/// assert!(city.is_none() && !findings.is_empty());
/// ```
pub fn check(folder: &Path, today: Date) -> (Option<City>, Vec<Finding>) {
    look(folder, Some(today))
}

fn look(folder: &Path, today: Option<Date>) -> (Option<City>, Vec<Finding>) {
    let files = document::Files::load(folder);
    let Looked {
        pack,
        texts,
        translated,
        findings,
    } = Looked::at(&files, today);
    (pack.to_city(texts.to_domain(&translated)), findings)
}

/// A pack that was read and checked.
struct Looked<'f> {
    pack: pack::Pack<'f>,
    texts: texts::Folders,
    translated: translated::Translated,
    /// In the order of the files and lines.
    findings: Vec<Finding>,
}

impl<'f> Looked<'f> {
    fn at(files: &'f document::Files, today: Option<Date>) -> Self {
        let mut findings = Vec::new();
        let pack = pack::Pack::load(files, today, &mut findings);
        let texts = texts::Folders::load(files, &pack, &mut findings);
        for folder in pack.folders() {
            folder.check(&pack, &mut findings);
            folder.check_texts(&texts, &mut findings);
            folder.check_pages(&pack, &texts, &mut findings);
        }
        pack::unexpected(files, &pack, &texts, &mut findings);
        texts.check_translations(&mut findings);
        let translated = translated::Translated::load(files, &mut findings);
        translated.check(&texts, &mut findings);
        findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        findings.dedup();
        Self {
            pack,
            texts,
            translated,
            findings,
        }
    }
}

/// Remembers that a person has checked translations as they and their source texts now stand: those into one language or
/// all, and of these `only` what it names (a place as `pages`, a text as `pages/help.body`, or all that begins with
/// a name, as `pages/help`); everything, if it is empty. It was `by` who checked them. Gives those for which that is new.
///
/// ```no_run
/// # use domain::Lang;
/// # use domain::city::Checker;
/// let pack = std::path::Path::new("cities/weihai");
/// for confirmed in city::confirm(pack, Some(Lang::KO), &["pages/help".to_owned()], &Checker::Project)? {
///     println!("{confirmed}");
/// }
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// When a file of the pack cannot be parsed, `language` is none of the city's, `only` names what is not translated, or
/// `translated.toml` cannot be written.
pub fn confirm(
    folder: &Path,
    language: Option<Lang>,
    only: &[String],
    by: &Checker,
) -> io::Result<Vec<Confirmed>> {
    let mut findings = Vec::new();
    let files = document::Files::load(folder);
    let pack = pack::Pack::load(&files, None, &mut findings);
    let texts = texts::Folders::load(&files, &pack, &mut findings);
    let mut translated = translated::Translated::load(&files, &mut findings);
    let unread = |finding: &&Finding| {
        matches!(
            finding.what,
            What::Unreadable(_)
                | What::NotUtf8
                | What::Syntax(_)
                | What::NotAText { .. }
                | What::TooLong(_)
                | What::NoKeys
        )
    };
    if let Some(finding) = findings.iter().find(unread) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, finding.to_string()));
    }
    if texts.languages.is_empty() {
        let why = findings.first().map(ToString::to_string).unwrap_or_default();
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    if let Some(unknown) = language.filter(|l| !texts.translations().any(|t| t == *l)) {
        let why = format!("{unknown} is no language that this pack is translated into");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    if let Some(nothing) = only.iter().find(|name| !texts.has_translation(language, name)) {
        let why = format!("nothing that is translated is called {nothing}; write it as pages or pages/help");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    let new = translated.confirm(&texts, language, only, by);
    translated.save(folder)?;
    Ok(new)
}
