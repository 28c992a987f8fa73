//! The files of a pack, and a parsed file that still knows its lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, Kind, What};

/// The deepest a pack's files lie: `services/<code>/zh.toml`.
const DEPTH: usize = 3;

/// The largest page of texts, in bytes.
const PAGE_MAX: usize = 64 * 1024;
/// The line before and after the keys of a page.
const FENCE: &str = "+++";
/// The key of what follows them.
pub const BODY: &str = "body";

/// The files of a pack, TOML, tables, pages and outlines, by their path relative to its folder, with `/`.
#[derive(Debug)]
pub struct Files {
    pub folder: PathBuf,
    bytes: BTreeMap<String, io::Result<Vec<u8>>>,
}

impl Files {
    pub fn load(folder: &Path) -> Self {
        let mut bytes = BTreeMap::new();
        gather(folder, "", DEPTH, &mut bytes);
        let folder = folder.to_owned();
        Self { folder, bytes }
    }

    /// From here on that file says something else than in the folder.
    pub fn change(&mut self, name: &str, text: &str) {
        self.bytes.insert(name.to_owned(), Ok(text.as_bytes().to_vec()));
    }

    pub fn has(&self, name: &str) -> bool {
        self.bytes.contains_key(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.bytes.keys().map(String::as_str)
    }

    /// The text of a file; `None`, and a finding that says why, when there is none or it is no text.
    pub fn text(&self, name: &str, findings: &mut Vec<Finding>) -> Option<&str> {
        let file = self.folder.join(name);
        let bytes = match self.bytes.get(name) {
            Some(Ok(bytes)) => bytes,
            Some(Err(e)) => {
                findings.push(Finding::new(file, 1, What::Unreadable(e.to_string())));
                return None;
            }
            None => {
                findings.push(Finding::new(file, 1, What::MissingFile));
                return None;
            }
        };
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(e) => {
                let valid = &bytes[..e.valid_up_to()];
                let line = valid.split(|b| *b == b'\n').count();
                findings.push(Finding::new(file, line, What::NotUtf8));
                None
            }
        }
    }

    /// The folders right below that one that hold files, by name.
    pub fn folders_below(&self, place: &str) -> BTreeSet<&str> {
        let below =
            |name: &'_ str| -> Option<usize> { name.strip_prefix(place)?.strip_prefix('/')?.find('/') };
        let begin = place.len() + 1;
        self.names()
            .filter_map(|name| below(name).map(|len| &name[begin..begin + len]))
            .collect()
    }
}

fn gather(folder: &Path, prefix: &str, depth: usize, bytes: &mut BTreeMap<String, io::Result<Vec<u8>>>) {
    // A folder that cannot be listed has no files: what should be in it is reported as missing.
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            if depth > 1 {
                gather(&path, &format!("{name}/"), depth - 1, bytes);
            }
        } else if path
            .extension()
            .is_some_and(|e| e == "toml" || e == "csv" || e == "md" || e == "geojson")
        {
            bytes.insert(name, read(&path));
        }
    }
}

/// What is no file, a pipe or a device, may never come to an end.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_file() {
        fs::read(path)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"))
    }
}

/// One TOML file of a pack, or a page: TOML, and then a text that is none.
#[derive(Debug)]
pub struct Document<'f> {
    /// Begins with the pack's folder as it was given.
    pub file: PathBuf,
    /// Relative to the pack's folder, with `/`.
    pub name: String,
    root: Spanned<DeTable<'f>>,
    /// The offset at which each line begins.
    lines: Vec<usize>,
    /// Where its TOML begins.
    begins: usize,
    /// What follows that, with its first and last line.
    body: Option<(Range<usize>, &'f str)>,
}

impl<'f> Document<'f> {
    /// Parses a file; `None`, and a finding that says why, when there is none or it is not TOML.
    pub fn parse(files: &'f Files, name: &str, findings: &mut Vec<Finding>) -> Option<Self> {
        let text = files.text(name, findings)?;
        Self::of(files, name, text, 0..text.len(), findings)
    }

    /// Parses a page of texts: TOML between two lines `+++`, and after them the text `body`.
    pub fn parse_page(files: &'f Files, name: &str, findings: &mut Vec<Finding>) -> Option<Self> {
        let text = files.text(name, findings)?;
        let refused = |what| Finding::new(files.folder.join(name), 1, what);
        if text.len() > PAGE_MAX {
            findings.push(refused(What::TooLong(PAGE_MAX)));
            return None;
        }
        let Some((keys, body)) = parts(text) else {
            findings.push(refused(What::NoKeys));
            return None;
        };
        let mut document = Self::of(files, name, text, keys, findings)?;
        if document.root.get_ref().contains_key(BODY) {
            findings.push(document.finding(BODY, What::twice(Kind("text"), BODY)));
        }
        let written = text[body..].trim();
        if !written.is_empty() {
            let begins = text.len() - text[body..].trim_start().len();
            let last = document.line_of(begins + written.len() - 1);
            document.body = Some((document.line_of(begins)..last, written));
        }
        Some(document)
    }

    fn of(
        files: &Files,
        name: &str,
        text: &'f str,
        keys: Range<usize>,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let (root, errors) = DeTable::parse_recoverable(&text[keys.clone()]);
        let document = Self {
            file: files.folder.join(name),
            name: name.to_owned(),
            root,
            lines: std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
            begins: keys.start,
            body: None,
        };
        for error in &errors {
            let line = error.span().map_or(1, |span| document.line_at(span.start));
            let what = What::Syntax(error.message().to_owned());
            findings.push(Finding::new(&document.file, line, what));
        }
        errors.is_empty().then_some(document)
    }

    /// A finding in this file.
    pub fn finding(&self, path: &str, what: What) -> Finding {
        Finding::new(&self.file, self.line(path), what)
    }

    /// Its content as `T`, or a finding that says which key is missing, unknown or not of its kind.
    pub fn shape<T: DeserializeOwned>(&self, findings: &mut Vec<Finding>) -> Option<T> {
        let unbased = self.limits_without_basis();
        for line in &unbased {
            findings.push(Finding::new(&self.file, *line, What::NoBasis));
        }
        match T::deserialize(toml::de::Deserializer::from(self.root.clone())) {
            Ok(shape) => Some(shape),
            Err(error) => {
                let told = !unbased.is_empty() && error.message().contains("missing field `basis`");
                if !told {
                    let line = error.span().map_or(1, |span| self.line_at(span.start));
                    let what = What::Shape(error.message().to_owned());
                    findings.push(Finding::new(&self.file, line, what));
                }
                None
            }
        }
    }

    /// The line of a key or list item: names and positions parted by `/`, as `clock/2/basis`. Where that is not
    /// written, the line of what is around it.
    pub fn line(&self, path: &str) -> usize {
        let mut at = 0;
        let mut table = Some(self.root.get_ref());
        let mut list: Option<&toml::de::DeArray<'_>> = None;
        for step in path.split('/') {
            let next = match (table, list) {
                (Some(t), _) => t.get_key_value(step).map(|(key, value)| (key.span(), value)),
                (None, Some(l)) => step
                    .parse::<usize>()
                    .ok()
                    .and_then(|i| l.as_ref().get(i))
                    .map(|value| (value.span(), value)),
                (None, None) => None,
            };
            let Some((span, value)) = next else { break };
            at = span.start;
            table = value.get_ref().as_table();
            list = value.get_ref().as_array();
        }
        self.line_at(at)
    }

    /// Its texts, dots in a key being part of the key: key, first and last line, text. What is no text is a finding.
    pub fn texts(&self, findings: &mut Vec<Finding>) -> Vec<(String, Range<usize>, String)> {
        let mut found = Vec::new();
        self.texts_of(self.root.get_ref(), "", &mut found, findings);
        if let Some((lines, text)) = &self.body {
            found.push((BODY.to_owned(), lines.clone(), (*text).to_owned()));
        }
        found
    }

    fn texts_of(
        &self,
        table: &DeTable<'_>,
        prefix: &str,
        found: &mut Vec<(String, Range<usize>, String)>,
        findings: &mut Vec<Finding>,
    ) {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            match value.get_ref() {
                DeValue::Table(inner) => self.texts_of(inner, &format!("{name}."), found, findings),
                DeValue::String(text) => {
                    let last = value.span().end.saturating_sub(1);
                    let lines = self.line_at(key.span().start)..self.line_at(last);
                    found.push((name, lines, text.trim().to_owned()));
                }
                _ => {
                    let line = self.line_at(key.span().start);
                    findings.push(Finding::new(&self.file, line, What::NotAText { key: name }));
                }
            }
        }
    }

    /// The lines of tables that have a `limit` and no `basis`: worth a message of their own.
    fn limits_without_basis(&self) -> Vec<usize> {
        fn walk(table: &DeTable<'_>, found: &mut Vec<usize>) {
            if let Some((key, value)) = table.get_key_value("limit")
                && value.get_ref().is_str()
                && !table.contains_key("basis")
            {
                found.push(key.span().start);
            }
            for value in table.values() {
                match value.get_ref() {
                    DeValue::Table(inner) => walk(inner, found),
                    DeValue::Array(list) => list
                        .iter()
                        .filter_map(|item| item.get_ref().as_table())
                        .for_each(|inner| walk(inner, found)),
                    _ => {}
                }
            }
        }
        let mut found = Vec::new();
        walk(self.root.get_ref(), &mut found);
        found.into_iter().map(|at| self.line_at(at)).collect()
    }

    /// The line of an offset into its TOML.
    fn line_at(&self, offset: usize) -> usize {
        self.line_of(self.begins + offset)
    }

    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|begin| *begin <= offset).max(1)
    }
}

/// Where the keys of a page stand, and where its body begins.
fn parts(text: &str) -> Option<(Range<usize>, usize)> {
    let mut at = 0;
    let mut fences = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.trim_end() == FENCE {
            fences.push((at, at + line.len()));
        } else if fences.is_empty() {
            return None;
        }
        at += line.len();
        if let [(_, begin), (end, body)] = fences[..] {
            return Some((begin..end, body));
        }
    }
    None
}
