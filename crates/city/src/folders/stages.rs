//! The ways through a service's stages.

use std::collections::BTreeSet;

use domain::services::{Service, Stage};

use super::{codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};

pub fn check(service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    let list = listed(&service.stages, "stage", |stage| stage.code.as_str());
    codes(Kind::STAGE, list, document, findings);
    for (i, stage) in service.stages.iter().enumerate() {
        for (j, next) in stage.next.iter().enumerate() {
            if service.stage(next).is_none() {
                let what = What::unknown(Kind::STAGE, next);
                findings.push(document.finding(&format!("stage/{i}/next/{j}"), what));
            }
        }
    }
    let Some(first) = service.stages.first() else {
        return;
    };
    let reached = reachable(service, first);
    // Without any final stage a case may be resolved from every stage.
    let some_final = service.stages.iter().any(|stage| stage.last);
    for (i, stage) in service.stages.iter().enumerate() {
        let at = format!("stage/{i}/code");
        if !reached.contains(stage.code.as_str()) {
            let what = What::UnreachableStage(stage.code.clone());
            findings.push(document.finding(&at, what));
        } else if some_final {
            let ahead = reachable(service, stage);
            if !service
                .stages
                .iter()
                .any(|s| s.last && ahead.contains(s.code.as_str()))
            {
                findings.push(document.finding(&at, What::NoWayOut(stage.code.clone())));
            }
        }
    }
}

/// The stages a case can come to from that one, itself among them.
fn reachable<'a>(service: &'a Service, from: &'a Stage) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(stage) = ahead.pop() {
        if reached.insert(stage.code.as_str()) {
            ahead.extend(stage.next.iter().filter_map(|next| service.stage(next)));
        }
    }
    reached
}
