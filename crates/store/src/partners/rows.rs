//! The rows that follow from a partner.

use std::collections::BTreeSet;

use domain::Lang;
use domain::partners::{Link, Partner, State};

use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::lists::normalise;
use crate::value::params;

/// What follows from a partner.
pub(super) static TABLES: [Table<Partner>; 6] = [
    Table {
        name: "partners",
        what: "row",
        columns: &[
            "reference",
            "version",
            "kind",
            "state",
            "country",
            "unit",
            "is_public",
            "confirmed",
            "since",
            "until",
            "renew_by",
            "renewal",
            "opened_at",
            "changed_at",
            "name",
            "folded",
        ],
        found_by: &["reference"],
        sorted_by: &[],
        of_city: false,
        rows: row,
        statements: Statements::new(),
    },
    Table {
        name: "partner_names",
        what: "names",
        columns: &["reference", "language", "name"],
        found_by: &["reference"],
        sorted_by: &["language"],
        of_city: false,
        rows: names,
        statements: Statements::new(),
    },
    Table {
        name: "partner_articles",
        what: "articles",
        columns: &["reference", "article"],
        found_by: &["reference"],
        sorted_by: &["article"],
        of_city: false,
        rows: articles,
        statements: Statements::new(),
    },
    Table {
        name: "partner_languages",
        what: "languages",
        columns: &["reference", "language"],
        found_by: &["reference"],
        sorted_by: &["language"],
        of_city: false,
        rows: languages,
        statements: Statements::new(),
    },
    Table {
        name: "partner_links",
        what: "links",
        columns: &["reference", "noun", "target"],
        found_by: &["reference"],
        sorted_by: &["noun", "target"],
        of_city: false,
        rows: links,
        statements: Statements::new(),
    },
    Table {
        name: "partner_search",
        what: "search",
        columns: &["reference", "words", "contacts", "notes"],
        found_by: &["reference"],
        sorted_by: &[],
        of_city: false,
        rows: searched,
        statements: Statements::new(),
    },
];

/// What lists are sorted by. An English name comes first: by their code points, letters stand in an order that a reader
/// knows, and Chinese characters do not.
pub(super) fn sort_name(partner: &Partner) -> String {
    partner
        .name(Lang::EN)
        .map(|(_, name)| normalise(name))
        .unwrap_or_default()
}

/// When it must be renewed, as lists sort it. What need not be comes after every day.
pub(super) fn renew_by(partner: &Partner) -> String {
    let until = partner.until.filter(|_| partner.state == State::Active);
    until.map_or_else(|| "never".to_owned(), |until| until.to_string())
}

/// The noun of a link, as rows name it.
fn noun_of(link: Link) -> &'static str {
    match link {
        Link::Partners(_) => domain::partners::NOUN,
        Link::Cases(_) => domain::cases::NOUN,
    }
}

fn row(folded: &Folded<'_, Partner>) -> Rows {
    let partner = folded.record;
    let warned = partner.until.is_some() && partner.warned_for == partner.until;
    let row = params![
        partner.reference,
        partner.version,
        partner.kind.as_str(),
        partner.state.code(),
        partner.country.as_deref(),
        partner.unit.as_str(),
        partner.public,
        partner.confirmed,
        partner.since.map(|since| since.to_string()),
        partner.until.map(|until| until.to_string()),
        renew_by(partner),
        warned && partner.state == State::Active,
        partner.opened_at,
        partner.changed_at,
        sort_name(partner),
        folded.json,
    ];
    vec![row.into()]
}

fn names(folded: &Folded<'_, Partner>) -> Rows {
    let partner = folded.record;
    let names = partner.names.iter();
    names
        .map(|(lang, name)| params![partner.reference, lang.as_str(), name.as_str()].into())
        .collect()
}

fn articles(folded: &Folded<'_, Partner>) -> Rows {
    let partner = folded.record;
    let articles: BTreeSet<u16> = partner.articles.iter().copied().collect();
    let rows = articles.into_iter().map(i64::from);
    rows.map(|article| params![partner.reference, article].into())
        .collect()
}

fn languages(folded: &Folded<'_, Partner>) -> Rows {
    let partner = folded.record;
    let languages: BTreeSet<&str> = partner.languages.iter().map(Lang::as_str).collect();
    let rows = languages.into_iter();
    rows.map(|lang| params![partner.reference, lang].into()).collect()
}

fn links(folded: &Folded<'_, Partner>) -> Rows {
    let partner = folded.record;
    let links = partner.links.iter();
    let links: BTreeSet<(&str, String)> = links
        .map(|link| (noun_of(*link), link.reference().to_string()))
        .collect();
    let rows = links.into_iter();
    rows.map(|(noun, target)| params![partner.reference, noun, target].into())
        .collect()
}

/// What finds a partner, and what finds it for those who may see its contacts and notes. Nothing once it is erased.
fn searched(folded: &Folded<'_, Partner>) -> Rows {
    let partner = folded.record;
    let [words, contacts, notes] = if partner.erased {
        [const { String::new() }; 3]
    } else {
        words(partner)
    };
    vec![params![partner.reference, words, contacts, notes].into()]
}

fn words(partner: &Partner) -> [String; 3] {
    let reference = partner.reference.to_string();
    let mut words: Vec<&str> = vec![&reference];
    words.extend(partner.names.values().map(String::as_str));
    words.extend(partner.summaries.values().map(String::as_str));
    words.extend(partner.country.as_deref());
    let contacts: Vec<&str> = partner
        .contacts
        .iter()
        .flat_map(|contact| {
            let person = &contact.person;
            let reached = [person.email.as_deref(), person.phone.as_deref()];
            [person.name.as_str(), person.role.as_str()]
                .into_iter()
                .chain(reached.into_iter().flatten())
        })
        .collect();
    let notes: Vec<&str> = partner.notes.iter().map(|note| note.text.as_str()).collect();
    [words, contacts, notes].map(|words| normalise(&words.join(" ")))
}
