//! A small city, made by hand: what a pack would give.

use domain::Lang;
use domain::city::{CannedReply, City, ReplyUse, Term, Texts};

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
    City {
        code: "seaside".to_owned(),
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
        texts,
        ..City::bare(languages)
    }
}
