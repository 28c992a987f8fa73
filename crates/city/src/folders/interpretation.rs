//! What the city has decided about interpreters: where they go, how early one cancels, what they promise. A pack may be without
//! this folder; then nothing is booked.

use domain::interpretation::{Policy, QUARTER_MINUTES, TRAVEL_MAX};
use serde::Deserialize;

use super::{Content, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};
use crate::texts::Rules;

const SETTING: Kind = Kind("setting");

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct InterpretationFile(Policy);

impl Content for InterpretationFile {
    const NAME: &'static str = "interpretation";
    const TEXTS: &'static [Key] = &[("intro", Must), ("confidentiality", Must)];
    /// An interpreter is held to the promise, and a resident to the notice.
    const RULES: Rules = Rules::CHECKED;
    type Gives = Policy;

    fn codes(&self) -> Codes {
        Codes::new()
    }

    fn give(&self) -> Policy {
        self.0.clone()
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let policy = &self.0;
        let settings = listed(&policy.settings, "setting", |demand| demand.code.code());
        codes(SETTING, settings, document, findings);
        let mut wrong = |path: &str, what| findings.push(document.finding(path, what));
        if !policy.travel.is_multiple_of(QUARTER_MINUTES) || policy.travel > TRAVEL_MAX {
            wrong("travel", What::NotQuarters(TRAVEL_MAX));
        }
        for (path, number) in [
            ("days_ahead", u32::from(policy.days_ahead)),
            ("confidentiality", policy.confidentiality),
        ] {
            if number == 0 {
                wrong(path, What::Nought);
            }
        }
        let Some(code) = policy.service.as_ref().map(domain::ServiceCode::as_str) else {
            return;
        };
        if !pack.has_service(code) {
            wrong("service", What::unknown(Kind::SERVICE, code));
            return;
        }
        let Some(service) = pack.services.get(code) else {
            return;
        };
        let required = service.fields.iter().filter(|field| field.required);
        let asked = required.map(|field| field.code.as_str());
        let documents = service.documents.iter().filter(|document| document.required);
        for field in asked.chain(documents.map(|document| document.code.as_str())) {
            wrong("service", What::NotAskedInBooking(field.to_owned()));
        }
        if !service.anonymous {
            wrong("service", What::NotAskedInBooking("contact".to_owned()));
        }
        if service.place == domain::services::Place::Required {
            wrong("service", What::NotAskedInBooking("district".to_owned()));
        }
    }
}
