//! Decision helpers, a folder each: questions whose answers lead to a question or a result.

use std::collections::BTreeSet;

use domain::guides::Helper;

use super::many::{Entry, Many};
use super::{asked, codes, known, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::May, Is::Must, Key};
use crate::texts::Rules;

const TEXTS: &[Key] = &[
    ("title", Must),
    ("summary", Must),
    ("question.{question}", Must),
    ("hint.{question}", May),
    ("answer.{answer}", Must),
    ("result.{result}", Must),
    ("text.{result}", Must),
];

/// By the name of the folder.
pub type Helpers<'f> = Many<'f, Helper>;

impl Entry for Helper {
    const KIND: Kind = Kind::HELPER;
    const NAME: &'static str = "helpers";
    const FILE: &'static str = "helper.toml";
    const TEXTS: &'static [Key] = TEXTS;
    /// A wrong word sends somebody the wrong way, and nobody can answer questions of which the answers are in another
    /// language.
    const RULES: Rules = Rules {
        whole: true,
        ..Rules::CHECKED
    };

    fn code(&self) -> &str {
        self.code.as_str()
    }

    fn order(&self) -> u32 {
        self.order
    }

    fn codes(&self) -> Codes {
        asks_for(self)
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        if !pack.has_need(&self.need) {
            findings.push(document.finding("need", What::unknown(Kind::NEED, &self.need)));
        }
        leads(self, document, findings);
        results(pack, self, document, findings);
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

/// Questions and results, each with where it stands.
fn steps(helper: &Helper) -> impl Iterator<Item = (&str, String)> {
    let questions = listed(&helper.questions, "question", |question| question.code.as_str());
    let results = listed(&helper.results, "result", |result| result.code.as_str());
    questions.chain(results)
}

/// Whether every answer leads somewhere, everything is led to, and nothing leads back.
fn leads(helper: &Helper, document: &Document, findings: &mut Vec<Finding>) {
    // Answers name either, so that they may not share a code.
    codes(Kind::STEP, steps(helper), document, findings);
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
    let looped = helper.looped();
    for (code, path) in steps(helper) {
        if unreached.contains(code) {
            findings.push(document.finding(&path, What::Unreachable(code.to_owned())));
        }
        if looped == Some(code) {
            findings.push(document.finding(&path, What::Loop(code.to_owned())));
        }
    }
}

fn results(pack: &Pack, helper: &Helper, document: &Document, findings: &mut Vec<Finding>) {
    for (i, result) in helper.results.iter().enumerate() {
        let guides = known(&result.guides, "guides", Kind::GUIDE, |code| pack.has_guide(code));
        let services = known(&result.services, "services", Kind::SERVICE, |code| {
            pack.has_service(code)
        });
        for (path, what) in guides.chain(services) {
            findings.push(document.finding(&format!("result/{i}/{path}"), what));
        }
    }
}
