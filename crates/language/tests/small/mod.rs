//! A small city, made by hand: what a pack would give.

use domain::Lang;
use domain::city::{
    BasedLimit, CannedReply, City, InterfaceLanguage, Limits, Regulation, Reopen, ReplyUse, Term, Texts,
};
use domain::deadlines::{Calendar, Limit};
use jiff::civil::date;
use jiff::tz::TimeZone;

/// A city with these canned replies and terms: code, and the text in each language.
pub fn city(
    languages: &[Lang],
    replies: &[(&str, &[(Lang, &str)])],
    terms: &[(&str, &[(Lang, &str)])],
) -> City {
    let mut texts = Texts::default();
    for (code, rows) in replies {
        for (lang, text) in *rows {
            texts.insert("replies", &format!("{code}.text"), *lang, (*text).to_owned());
        }
    }
    for (code, rows) in terms {
        for (lang, text) in *rows {
            texts.insert("glossary", code, *lang, (*text).to_owned());
        }
    }
    let based = |limit| BasedLimit {
        limit,
        basis: "standard".into(),
    };
    City {
        code: "seaside".to_owned(),
        timezone: TimeZone::UTC,
        country: "CN".to_owned(),
        source_language: Lang::ZH,
        hotline_unit: "hotline".into(),
        phone: "12345".to_owned(),
        languages: languages
            .iter()
            .map(|lang| InterfaceLanguage {
                code: *lang,
                tag: lang.to_string(),
                name: lang.to_string(),
            })
            .collect(),
        limits: Limits {
            wrong_unit: based(Limit::WorkingDays(2)),
            reopen: Reopen {
                limit: Limit::Days(30),
                times: 1,
                basis: "standard".into(),
            },
            close: based(Limit::Days(15)),
        },
        units: Vec::new(),
        calendar: Calendar::default(),
        bases: Vec::new(),
        regulation: Regulation {
            in_force: date(2021, 8, 3),
            source: None,
            mechanisms: Vec::new(),
            articles: Vec::new(),
        },
        needs: Vec::new(),
        services: Vec::new(),
        replies: replies
            .iter()
            .map(|(code, _)| CannedReply {
                code: (*code).to_owned(),
                services: Vec::new(),
                purpose: ReplyUse::Reply,
            })
            .collect(),
        glossary: terms
            .iter()
            .map(|(code, _)| Term {
                code: (*code).to_owned(),
                domain: "city".to_owned(),
            })
            .collect(),
        pages: Vec::new(),
        partners: domain::partners::Partners::default(),
        texts,
    }
}
