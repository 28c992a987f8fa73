//! Guides, a folder each: `guide.toml`, and a page of texts in each language that it is there in.

use std::collections::BTreeSet;

use domain::guides::{Guide, SourceStatus};
use domain::{GuideCode, ServiceCode};

use super::many::{Entry, Many};
use super::{not_an_address, spoken};
use crate::document::{BODY, Document};
use crate::finding::{Finding, Kind, What};
use crate::markdown;
use crate::pack::Pack;
use crate::required::{Is::Must, Key};
use crate::texts::{Folders, Rules, Text, TextFile};

const TEXTS: &[Key] = &[
    ("title", Must),
    ("summary", Must),
    ("do", Must),
    ("call", Must),
    ("cost", Must),
    ("time", Must),
    (BODY, Must),
];

/// By the name of the folder.
pub type Guides<'f> = Many<'f, Guide>;

impl Entry for Guide {
    const KIND: Kind = Kind::GUIDE;
    const NAME: &'static str = "guides";
    const FILE: &'static str = "guide.toml";
    const TEXTS: &'static [Key] = TEXTS;
    /// What to do, whom to call, what it costs. A guide is in a language or it is not: half a one would be read as the
    /// whole.
    const RULES: Rules = Rules {
        whole: true,
        pages: true,
        ..Rules::CHECKED
    };

    fn code(&self) -> &str {
        self.code.as_str()
    }

    fn order(&self) -> u32 {
        self.order
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        heading(pack, self, document, findings);
        leads(pack, self, document, findings);
        rests(pack, self, document, findings);
        for (lang, words) in &self.words {
            spoken(words, &format!("words/{lang}"), document, findings);
        }
    }

    fn check_pages(place: &str, pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
        let Some(source) = texts.source_of(place) else {
            return;
        };
        body(pack, source, findings);
        let translations = texts.translations();
        for translation in translations.filter_map(|lang| texts.translation_of(place, lang)) {
            body(pack, translation, findings);
            // Who starts a city reads no notes, and need not wait for them.
            if pack.today.is_some() {
                compare(texts, source, translation, findings);
            }
        }
    }
}

fn heading(pack: &Pack, guide: &Guide, document: &Document, findings: &mut Vec<Finding>) {
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
fn leads(pack: &Pack, guide: &Guide, document: &Document, findings: &mut Vec<Finding>) {
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
fn rests(pack: &Pack, guide: &Guide, document: &Document, findings: &mut Vec<Finding>) {
    if guide.expires_on < guide.reviewed_on {
        findings.push(document.finding("expires_on", What::DatesTurned));
    } else if pack.today.is_some_and(|today| guide.has_expired(today)) {
        findings.push(document.finding("expires_on", What::Expired(guide.expires_on)));
    }
    for (i, source) in guide.sources.iter().enumerate() {
        if let Some(what) = not_an_address(source.url.as_deref()) {
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
