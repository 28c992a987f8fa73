//! Partners from a table. Reading its bytes is the shell's; what comes here is rows of cells by the names of columns.
//!
//! The columns: `kind`, `name_<language>`, `summary_<language>`, `country`, `since`, `until`, `languages`, `articles`,
//! `website`, `unit`, `source`, `status`. What is not known stays empty.

use std::collections::BTreeMap;

use super::check::given;
use super::{Entry, Open, Terms};
use crate::problems::Problem;
use crate::receipts::Reference;
use crate::{Lang, UnitCode};

/// The columns of which there is one, in the order of a table.
const COLUMNS: [&str; 10] = [
    "kind",
    "country",
    "since",
    "until",
    "languages",
    "articles",
    "website",
    "unit",
    "source",
    "status",
];

/// A row of a table: its cells by the name of their column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// On which it stands in its file, from 1.
    pub line: usize,
    pub cells: BTreeMap<String, String>,
}

/// A cell that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    pub line: usize,
    pub column: String,
    pub problem: Problem,
}

/// A partner that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Existing {
    pub reference: Reference,
    pub kind: String,
    pub names: BTreeMap<Lang, String>,
}

/// A row of the kind and name of another, which is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplicate {
    /// Of one further up.
    OfLine { line: usize, other: usize },
    /// Of one that is there.
    OfPartner { line: usize, other: Reference },
}

/// A row that becomes a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub line: usize,
    pub open: Open,
}

/// What a table says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Complete only when no cell is bad.
    pub proposals: Vec<Proposal>,
    pub bad: Vec<BadCell>,
    pub duplicates: Vec<Duplicate>,
}

/// Reads a table. `country` gives the ISO code of what a cell calls a country, if it is one.
pub fn import(
    rows: &[Row],
    known: &[Existing],
    terms: &Terms<'_>,
    country: &dyn Fn(&str) -> Option<String>,
) -> Imported {
    let mut imported = Imported::default();
    for row in rows {
        let mut reader = Reader {
            row,
            country,
            bad: Vec::new(),
        };
        let open = reader.open();
        reader.check(&open.entry, terms);
        if !reader.bad.is_empty() {
            imported.bad.append(&mut reader.bad);
            continue;
        }
        let line = row.line;
        let alike = |kind: &str, names: &BTreeMap<Lang, String>| {
            kind == open.entry.kind && same_name(names, &open.entry.names)
        };
        let above = imported
            .proposals
            .iter()
            .find(|other| alike(&other.open.entry.kind, &other.open.entry.names));
        if let Some(other) = known.iter().find(|other| alike(&other.kind, &other.names)) {
            let other = other.reference;
            imported.duplicates.push(Duplicate::OfPartner { line, other });
        } else if let Some(above) = above {
            let other = above.line;
            imported.duplicates.push(Duplicate::OfLine { line, other });
        } else {
            imported.proposals.push(Proposal { line, open });
        }
    }
    imported
}

/// In a language that both have.
fn same_name(one: &BTreeMap<Lang, String>, other: &BTreeMap<Lang, String>) -> bool {
    one.iter().any(|(lang, name)| {
        other
            .get(lang)
            .is_some_and(|other| name.trim().to_lowercase() == other.trim().to_lowercase())
    })
}

struct Reader<'a> {
    row: &'a Row,
    country: &'a dyn Fn(&str) -> Option<String>,
    bad: Vec<BadCell>,
}

impl Reader<'_> {
    fn open(&mut self) -> Open {
        self.unknown_columns();
        let status = self.status();
        let entry = Entry {
            kind: code(self.cell("kind").unwrap_or_default()),
            names: self.texts("name_"),
            summaries: self.texts("summary_"),
            country: self.read("country", |cell| (self.country)(cell).ok_or(Problem::NotAnOption)),
            since: self.read("since", |cell| cell.parse().map_err(|_| Problem::NotADate)),
            until: self.read("until", |cell| cell.parse().map_err(|_| Problem::NotADate)),
            languages: self.list("languages", |item| {
                Lang::parse(item).map_err(|_| Problem::NotALanguage)
            }),
            articles: self.list("articles", |item| item.parse().map_err(|_| Problem::NotANumber)),
            unit: self.cell("unit").map(UnitCode::from),
            website: self.cell("website").map(str::to_owned),
            source: self.cell("source").map(str::to_owned),
        };
        Open {
            entry,
            public: None,
            confirmed: status == Status::InForce,
            already: status != Status::Proposed,
        }
    }

    fn cell(&self, column: &str) -> Option<&str> {
        given(self.row.cells.get(column).map(String::as_str))
    }

    fn bad(&mut self, column: impl Into<String>, problem: Problem) {
        self.bad.push(BadCell {
            line: self.row.line,
            column: column.into(),
            problem,
        });
    }

    fn unknown_columns(&mut self) {
        let known = |column: &&String| {
            let language = ["name_", "summary_"].iter().find_map(|p| column.strip_prefix(p));
            COLUMNS.contains(&column.as_str()) || language.is_some_and(|l| Lang::parse(l).is_ok())
        };
        let row = self.row;
        for column in row.cells.keys().filter(|column| !known(column)) {
            self.bad(column, Problem::UnknownField);
        }
    }

    fn read<T>(&mut self, column: &str, as_kept: impl Fn(&str) -> Result<T, Problem>) -> Option<T> {
        match as_kept(self.cell(column)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.bad(column, problem);
                None
            }
        }
    }

    /// Items parted by commas, semicolons or blanks.
    fn list<T>(&mut self, column: &str, as_kept: impl Fn(&str) -> Result<T, Problem>) -> Vec<T> {
        let items = |cell: &str| {
            cell.split([',', ';', '、', ' '])
                .filter(|item| !item.is_empty())
                .map(&as_kept)
                .collect()
        };
        self.read(column, items).unwrap_or_default()
    }

    fn texts(&self, prefix: &str) -> BTreeMap<Lang, String> {
        let row = self.row;
        row.cells
            .iter()
            .filter_map(|(column, cell)| {
                let lang = Lang::parse(column.strip_prefix(prefix)?).ok()?;
                Some((lang, given(Some(cell))?.to_owned()))
            })
            .collect()
    }

    fn status(&mut self) -> Status {
        self.read("status", |cell| match code(cell).as_str() {
            "in-force" => Ok(Status::InForce),
            "verify" => Ok(Status::Verify),
            "proposed" => Ok(Status::Proposed),
            _ => Err(Problem::NotAnOption),
        })
        .unwrap_or(Status::Proposed)
    }

    /// What is wrong with an entry, by the column it came from. A cell that is bad already is not named again.
    fn check(&mut self, entry: &Entry, terms: &Terms<'_>) {
        let Err(wrong) = entry.checked(terms) else { return };
        for problem in wrong {
            let column = match problem.field.split_once('.') {
                Some(("names", lang)) => format!("name_{lang}"),
                Some(("summaries", lang)) => format!("summary_{lang}"),
                _ if problem.field == "names" => self.first_name(),
                _ => problem.field,
            };
            if !self.bad.iter().any(|bad| bad.column == column) {
                self.bad(column, problem.problem);
            }
        }
    }

    /// The column that a missing name is missing in.
    fn first_name(&self) -> String {
        let mut columns = self.row.cells.keys();
        columns
            .find(|column| column.starts_with("name_"))
            .map_or_else(|| "name_zh".to_owned(), Clone::clone)
    }
}

/// What a table knows of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// It is a partner, and that was checked.
    InForce,
    /// It is said to be one.
    Verify,
    Proposed,
}

/// As codes are written: `sister city` is `sister-city`.
fn code(cell: &str) -> String {
    cell.trim().to_lowercase().replace(' ', "-")
}
