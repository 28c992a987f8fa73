//! Guides, a folder each: `guide.toml`, and a page of texts in each language that it is there in.

use std::collections::{BTreeMap, BTreeSet};

use domain::guides::{Guide, Link, SourceStatus};
use domain::{GuideCode, ServiceCode};

use super::{Folder, Part, codes};
use crate::document::{BODY, Files};
use crate::finding::{Finding, Kind, What};
use crate::markdown;
use crate::pack::Pack;
use crate::required::{self, Codes, Is::Must, Key};
use crate::texts::{Folders, Rules, Text, TextFile};

/// The folder that holds one a guide.
const NAME: &str = "guides";

const TEXTS: &[Key] = &[
    ("title", Must),
    ("summary", Must),
    ("do", Must),
    ("call", Must),
    ("cost", Must),
    ("time", Must),
    (BODY, Must),
];

/// By the name of the folder; `None` for those that could not be understood.
#[derive(Debug)]
pub struct Guides<'f>(BTreeMap<String, Option<Part<'f, Guide>>>);

impl<'f> Guides<'f> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let folders = files.folders_below(NAME).into_iter();
        Self(
            folders
                .map(|folder| {
                    let part = Part::load(files, &file(folder), findings);
                    (folder.to_owned(), part)
                })
                .collect(),
        )
    }

    pub fn has(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }

    pub fn give(&self, _: &Pack) -> Option<Vec<Guide>> {
        let mut guides = Vec::new();
        for part in self.0.values() {
            guides.push(part.as_ref()?.is.clone());
        }
        guides.sort_by(|a, b| (a.order, &a.code).cmp(&(b.order, &b.code)));
        Some(guides)
    }

    /// Those that could be understood.
    fn parts(&self) -> impl Iterator<Item = (&str, &Part<'f, Guide>)> {
        self.0
            .iter()
            .filter_map(|(folder, part)| Some((folder.as_str(), part.as_ref()?)))
    }
}

fn file(folder: &str) -> String {
    format!("{NAME}/{folder}/guide.toml")
}

fn place(folder: &str) -> String {
    format!("{NAME}/{folder}")
}

impl Folder for Guides<'_> {
    fn files(&self) -> Vec<String> {
        self.0.keys().map(|folder| file(folder)).collect()
    }

    fn places(&self) -> Vec<String> {
        self.0.keys().map(|folder| place(folder)).collect()
    }

    /// Everything: what to do, whom to call, what it costs.
    fn needs_a_check(&self) -> fn(&str) -> bool {
        |_| true
    }

    /// A guide is in a language or it is not: half a one would be read as the whole.
    fn rules(&self) -> Rules {
        Rules {
            needs_a_check: self.needs_a_check(),
            whole: true,
            pages: true,
        }
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        for (folder, part) in self.parts() {
            heading(pack, folder, part, findings);
            leads(pack, part, findings);
            rests(pack, part, findings);
        }
    }

    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        for (folder, part) in self.parts() {
            let place = place(folder);
            required::check(&place, TEXTS, &Codes::new(), &part.document, texts, findings);
        }
    }

    fn check_pages(&self, pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
        for folder in self.0.keys() {
            let place = place(folder);
            let Some(source) = texts.source_of(&place) else {
                continue;
            };
            body(pack, source, findings);
            for translation in texts
                .translations()
                .filter_map(|lang| texts.translation_of(&place, lang))
            {
                body(pack, translation, findings);
                // Who starts a city reads no notes, and need not wait for them.
                if pack.today.is_some() {
                    compare(texts, source, translation, findings);
                }
            }
        }
    }
}

fn heading(pack: &Pack, folder: &str, part: &Part<'_, Guide>, findings: &mut Vec<Finding>) {
    let Part { document, is: guide } = part;
    let code = guide.code.as_str();
    codes(Kind::GUIDE, [(code, "code".to_owned())], document, findings);
    if code != folder {
        let what = What::OtherFolder {
            folder: folder.to_owned(),
            code: code.to_owned(),
        };
        findings.push(document.finding("code", what));
    }
    if !pack.has_article(guide.article) {
        let what = What::unknown(Kind::ARTICLE, guide.article.to_string());
        findings.push(document.finding("article", what));
    }
    if !pack.has_unit(guide.unit.as_str()) {
        findings.push(document.finding("unit", What::unknown(Kind::UNIT, guide.unit.as_str())));
    }
    if !pack.has_need(&guide.need) {
        findings.push(document.finding("need", What::unknown(Kind::NEED, &guide.need)));
    }
}

/// The services and guides that it leads to.
fn leads(pack: &Pack, part: &Part<'_, Guide>, findings: &mut Vec<Finding>) {
    let Part { document, is: guide } = part;
    if guide.services.is_empty() {
        findings.push(document.finding("services", What::NoService));
    }
    let mut list = |kind: Kind, name: &str, codes: Vec<&str>, known: &dyn Fn(&str) -> bool| {
        for (i, code) in codes.iter().enumerate() {
            let path = format!("{name}/{i}");
            if !known(code) {
                findings.push(document.finding(&path, What::unknown(kind, *code)));
            }
            if codes[..i].contains(code) {
                findings.push(document.finding(&path, What::twice(kind, *code)));
            }
        }
    };
    let services = guide.services.iter().map(ServiceCode::as_str).collect();
    list(Kind::SERVICE, "services", services, &|code| {
        pack.has_service(code)
    });
    let related = guide.related.iter().map(GuideCode::as_str).collect();
    let other = |code: &str| pack.has_guide(code) && guide.code != *code;
    list(Kind::GUIDE, "related", related, &other);
}

/// What it rests on, and until when.
fn rests(pack: &Pack, part: &Part<'_, Guide>, findings: &mut Vec<Finding>) {
    let Part { document, is: guide } = part;
    if guide.expires_on < guide.reviewed_on {
        findings.push(document.finding("expires_on", What::DatesTurned));
    } else if pack.today.is_some_and(|today| guide.has_expired(today)) {
        findings.push(document.finding("expires_on", What::Expired(guide.expires_on)));
    }
    for (i, source) in guide.sources.iter().enumerate() {
        // An old page may have no other address.
        let secure = |url: &String| url.replacen("http://", "https://", 1);
        let is_web = |url: &String| matches!(Link::parse(&secure(url)), Some(Link::Web(_)));
        if let Some(url) = source.url.as_ref().filter(|url| !is_web(url)) {
            let what = What::NotALink(url.clone());
            findings.push(document.finding(&format!("source/{i}/url"), what));
        }
    }
    if !guide
        .sources
        .iter()
        .any(|source| source.status == SourceStatus::InForce)
    {
        findings.push(document.finding("source", What::NoCheckedSource));
    }
}

/// Whether a body is what a guide may have, and its links lead somewhere.
fn body(pack: &Pack, file: &TextFile, findings: &mut Vec<Finding>) {
    let Some(Text { lines, text }) = file.rows.get(BODY) else {
        return;
    };
    let line = |at: usize| lines.start + text[..at].matches('\n').count();
    for (at, what) in markdown::faults(text) {
        findings.push(Finding::new(&file.file, line(at), what));
    }
    for (at, link) in markdown::links(text) {
        if let Some((kind, code)) = pack.unknown(&link) {
            findings.push(Finding::new(&file.file, line(at), What::unknown(kind, code)));
        }
    }
}

/// What a translation says otherwise than its source, as far as that can be seen without knowing the language.
fn compare(texts: &Folders, source: &TextFile, translation: &TextFile, findings: &mut Vec<Finding>) {
    let Some(source_language) = texts.source else {
        return;
    };
    let bodies = [source, translation].map(|file| file.rows.get(BODY));
    let [Some(there), Some(here)] = bodies else {
        return;
    };
    let links = |text: &Text| {
        markdown::links(&text.text)
            .map(|(_, link)| link.to_string())
            .collect()
    };
    let all = |file: &TextFile| {
        let each = file.rows.values().map(|text| markdown::numbers(&text.text));
        each.flatten().collect::<BTreeSet<String>>()
    };
    let mut differ = |what, there: &BTreeSet<String>, here: &BTreeSet<String>, line| {
        let [lacks, adds] =
            [there.difference(here), here.difference(there)].map(|d| d.cloned().collect::<Vec<_>>());
        if !lacks.is_empty() || !adds.is_empty() {
            let what = What::Differs {
                what,
                source_language,
                lacks,
                adds,
            };
            findings.push(Finding::new(&translation.file, line, what));
        }
    };
    differ("numbers", &all(source), &all(translation), 1);
    differ("links", &links(there), &links(here), here.lines.start);
    let [was, is] = [there, here].map(|text| markdown::headings(&text.text));
    if was != is {
        let what = What::Differs {
            what: "headings",
            source_language,
            lacks: was,
            adds: is,
        };
        findings.push(Finding::new(&translation.file, here.lines.start, what));
    }
}
