//! The hotline: when its chat is answered, and how those who wait are matched. A pack may be without this folder: then there
//! is no chat.

use domain::cases::HOTLINE;
use domain::contacts::Hotline;
use serde::Deserialize;

use super::{Content, codes};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{
    Codes,
    Is::{May, Must},
    Key,
};

const BREAK: Kind = Kind("break");

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct HotlineFile(Hotline);

impl HotlineFile {
    /// The codes of breaks, with where they stand.
    fn breaks(&self) -> impl Iterator<Item = (&str, String)> {
        let breaks = self.0.breaks.iter().enumerate();
        breaks.map(|(i, code)| (code.as_str(), format!("breaks/{i}")))
    }
}

impl Content for HotlineFile {
    const NAME: &'static str = "hotline";
    const TEXTS: &'static [Key] = &[("hours", Must), ("break.{break}", Must), ("standard", May)];
    type Gives = Hotline;

    fn codes(&self) -> Codes {
        let breaks = self.breaks().map(|(code, path)| (code.to_owned(), path));
        Codes::from([("break", breaks.collect())])
    }

    fn give(&self) -> Hotline {
        self.0.clone()
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        codes(BREAK, self.breaks(), document, findings);
        if let Err(wrong) = self.0.policy.check() {
            let path = format!("policy/{}", wrong.field);
            findings.push(document.finding(&path, What::Shape(wrong.why.to_owned())));
        }
        if let Err(wrong) = self.0.staffing.check() {
            let path = format!("staffing/{}", wrong.field);
            findings.push(document.finding(&path, What::Shape(wrong.why.to_owned())));
        }
        if let Err(wrong) = self.0.check_recording() {
            findings.push(document.finding(wrong.field, What::Shape(wrong.why.to_owned())));
        }
        let is_dialled = |number: &String| {
            let digits = number.strip_prefix('+').unwrap_or(number);
            (2..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !self.0.after_hours.iter().all(is_dialled) {
            let why = "digits as they are dialled, with or without a + before them";
            findings.push(document.finding("after_hours", What::Shape(why.to_owned())));
        }
        // A chat opens a case of it.
        if self.0.hours.is_some() && !pack.has_service(HOTLINE) {
            findings.push(document.finding("hours", What::unknown(Kind::SERVICE, HOTLINE)));
        }
    }
}
