//! Canned replies, the glossary and the city's own pages.

use super::{codes, listed};
use crate::finding::{Finding, Kind, What};
use crate::pack::{OWN_PAGES, Pack};

pub fn check(pack: &Pack, findings: &mut Vec<Finding>) {
    if let Some(part) = &pack.replies {
        let list = listed(&part.is.list, "reply", |reply| reply.code.as_str());
        codes(Kind::Reply, list, &part.document, findings);
        for (i, reply) in part.is.list.iter().enumerate() {
            for (j, service) in reply.services.iter().enumerate() {
                if !pack.has_service(service.as_str()) {
                    let what = What::unknown(Kind::Service, service.as_str());
                    findings.push(part.document.finding(&format!("reply/{i}/services/{j}"), what));
                }
            }
        }
    }
    if let Some(part) = &pack.glossary {
        let list = listed(&part.is.list, "term", |term| term.code.as_str());
        codes(Kind::Term, list, &part.document, findings);
    }
    if let Some(part) = &pack.pages {
        let list = listed(&part.is.list, "page", |page| page.code.as_str());
        codes(Kind::Page, list, &part.document, findings);
        for (i, page) in part.is.list.iter().enumerate() {
            if OWN_PAGES.contains(&page.code.as_str()) {
                let what = What::twice(Kind::Page, &page.code);
                findings.push(part.document.finding(&format!("page/{i}/code"), what));
            }
        }
    }
}
