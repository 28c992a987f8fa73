//! Decision helpers, a folder each: questions whose answers lead to a question or a result.

use std::collections::{BTreeMap, BTreeSet};

use domain::guides::Helper;

use super::{Folder, Part, asked, codes, listed};
use crate::document::Files;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{self, Codes, Is::May, Is::Must, Key};
use crate::texts::{Folders, Rules};

/// The folder that holds one a helper.
const NAME: &str = "helpers";

const TEXTS: &[Key] = &[
    ("title", Must),
    ("summary", Must),
    ("question.{question}", Must),
    ("hint.{question}", May),
    ("answer.{answer}", Must),
    ("result.{result}", Must),
    ("text.{result}", Must),
];

/// By the name of the folder; `None` for those that could not be understood.
#[derive(Debug)]
pub struct Helpers<'f>(BTreeMap<String, Option<Part<'f, Helper>>>);

impl<'f> Helpers<'f> {
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

    pub fn give(&self, _: &Pack) -> Option<Vec<Helper>> {
        let mut helpers = Vec::new();
        for part in self.0.values() {
            helpers.push(part.as_ref()?.is.clone());
        }
        helpers.sort_by(|a, b| (a.order, &a.code).cmp(&(b.order, &b.code)));
        Some(helpers)
    }

    /// Those that could be understood.
    fn parts(&self) -> impl Iterator<Item = (&str, &Part<'f, Helper>)> {
        self.0
            .iter()
            .filter_map(|(folder, part)| Some((folder.as_str(), part.as_ref()?)))
    }
}

fn file(folder: &str) -> String {
    format!("{NAME}/{folder}/helper.toml")
}

fn place(folder: &str) -> String {
    format!("{NAME}/{folder}")
}

impl Folder for Helpers<'_> {
    fn files(&self) -> Vec<String> {
        self.0.keys().map(|folder| file(folder)).collect()
    }

    fn places(&self) -> Vec<String> {
        self.0.keys().map(|folder| place(folder)).collect()
    }

    /// Everything: a wrong word sends somebody the wrong way.
    fn needs_a_check(&self) -> fn(&str) -> bool {
        |_| true
    }

    /// Nobody can answer questions of which the answers are in another language.
    fn rules(&self) -> Rules {
        Rules {
            needs_a_check: self.needs_a_check(),
            whole: true,
            pages: false,
        }
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        for (folder, part) in self.parts() {
            heading(pack, folder, part, findings);
            leads(part, findings);
            results(pack, part, findings);
        }
    }

    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        for (folder, part) in self.parts() {
            let codes = asks_for(&part.is);
            required::check(&place(folder), TEXTS, &codes, &part.document, texts, findings);
        }
    }
}

fn asks_for(helper: &Helper) -> Codes {
    let answers = helper.questions.iter().enumerate().flat_map(|(i, question)| {
        question.answers.iter().enumerate().map(move |(j, answer)| {
            (
                format!("{}.{}", question.code, answer.code),
                format!("question/{i}/answer/{j}/code"),
            )
        })
    });
    Codes::from([
        (
            "question",
            asked(&helper.questions, "question", |question| question.code.as_str()),
        ),
        ("answer", answers.collect()),
        (
            "result",
            asked(&helper.results, "result", |result| result.code.as_str()),
        ),
    ])
}

fn heading(pack: &Pack, folder: &str, part: &Part<'_, Helper>, findings: &mut Vec<Finding>) {
    let Part { document, is: helper } = part;
    let code = helper.code.as_str();
    codes(Kind::HELPER, [(code, "code".to_owned())], document, findings);
    if code != folder {
        let what = What::OtherFolder {
            folder: folder.to_owned(),
            code: code.to_owned(),
        };
        findings.push(document.finding("code", what));
    }
    if !pack.has_need(&helper.need) {
        findings.push(document.finding("need", What::unknown(Kind::NEED, &helper.need)));
    }
}

/// Whether every answer leads somewhere, everything is led to, and nothing leads back.
fn leads(part: &Part<'_, Helper>, findings: &mut Vec<Finding>) {
    let Part { document, is: helper } = part;
    let questions = listed(&helper.questions, "question", |question| question.code.as_str());
    let results = listed(&helper.results, "result", |result| result.code.as_str());
    // Answers name either, so that they may not share a code.
    codes(Kind::STEP, questions.chain(results), document, findings);
    if helper.questions.is_empty() {
        findings.push(document.finding("question", What::NoAnswers));
    }
    let mut leads_on = true;
    for (i, question) in helper.questions.iter().enumerate() {
        let answers = question.answers.iter().enumerate();
        let answers =
            answers.map(|(j, answer)| (answer.code.as_str(), format!("question/{i}/answer/{j}/code")));
        codes(Kind::ANSWER, answers, document, findings);
        if question.answers.is_empty() {
            findings.push(document.finding(&format!("question/{i}/code"), What::NoAnswers));
        }
        for (j, answer) in question.answers.iter().enumerate() {
            if helper.find(&answer.to).is_none() {
                leads_on = false;
                let what = What::unknown(Kind::STEP, &answer.to);
                findings.push(document.finding(&format!("question/{i}/answer/{j}/to"), what));
            }
        }
    }
    if !leads_on {
        // What else is wrong follows from that.
        return;
    }
    let unreached: BTreeSet<&str> = helper.unreached().into_iter().collect();
    let steps = listed(&helper.questions, "question", |question| question.code.as_str()).chain(listed(
        &helper.results,
        "result",
        |result| result.code.as_str(),
    ));
    for (code, path) in steps {
        if unreached.contains(code) {
            findings.push(document.finding(&path, What::Unreachable(code.to_owned())));
        }
        if helper.looped() == Some(code) {
            findings.push(document.finding(&path, What::Loop(code.to_owned())));
        }
    }
}

fn results(pack: &Pack, part: &Part<'_, Helper>, findings: &mut Vec<Finding>) {
    let Part { document, is: helper } = part;
    for (i, result) in helper.results.iter().enumerate() {
        for (j, guide) in result.guides.iter().enumerate() {
            if !pack.has_guide(guide.as_str()) {
                let what = What::unknown(Kind::GUIDE, guide.as_str());
                findings.push(document.finding(&format!("result/{i}/guides/{j}"), what));
            }
        }
        for (j, service) in result.services.iter().enumerate() {
            if !pack.has_service(service.as_str()) {
                let what = What::unknown(Kind::SERVICE, service.as_str());
                findings.push(document.finding(&format!("result/{i}/services/{j}"), what));
            }
        }
    }
}
