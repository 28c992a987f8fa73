//! Partners from a table. Reading its bytes is the shell's; what comes here is rows of cells by the names of columns.
//!
//! The columns: `kind`, `name_<language>`, `summary_<language>`, `country`, `since`, `until`, `languages`, `articles`,
//! `website`, `unit`, `source`, `status`, `public`. What is not known stays empty. An export has them, too, with the
//! `reference` of each partner, so that a table that was exported can be read again: a row of a reference that is there
//! says nothing new.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::check::given;
use super::{Entry, Open, Partner, Since, State, Terms};
use crate::problems::Problem;
use crate::receipts::Reference;
use crate::{Lang, UnitCode};

/// The columns of which there is one, in the order of a table; those of names and summaries come after the kind.
pub const COLUMNS: [&str; 12] = [
    "reference",
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
    "public",
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
    /// What stands in it.
    pub value: String,
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
    let mut imported = Imported {
        bad: unknown_columns(rows),
        ..Imported::default()
    };
    let mut there: HashMap<Named, Reference> = HashMap::new();
    for partner in known {
        for name in named(&partner.kind, &partner.names) {
            there.entry(name).or_insert(partner.reference);
        }
    }
    let references: BTreeSet<Reference> = known.iter().map(|partner| partner.reference).collect();
    let mut above: HashMap<Named, usize> = HashMap::new();
    for row in rows {
        let mut reader = Reader {
            row,
            country,
            bad: Vec::new(),
        };
        let line = row.line;
        let reference = reader
            .cell("reference")
            .and_then(|cell| Reference::parse(cell).ok());
        if let Some(other) = reference.filter(|reference| references.contains(reference)) {
            imported.duplicates.push(Duplicate::OfPartner { line, other });
            continue;
        }
        let open = reader.open();
        reader.check(&open.entry, terms);
        if !reader.bad.is_empty() {
            imported.bad.append(&mut reader.bad);
            continue;
        }
        let names: Vec<Named> = named(&open.entry.kind, &open.entry.names).collect();
        if let Some(other) = names.iter().find_map(|name| there.get(name)) {
            let other = *other;
            imported.duplicates.push(Duplicate::OfPartner { line, other });
        } else if let Some(other) = names.iter().filter_map(|name| above.get(name)).min() {
            let other = *other;
            imported.duplicates.push(Duplicate::OfLine { line, other });
        } else {
            above.extend(names.into_iter().map(|name| (name, line)));
            imported.proposals.push(Proposal { line, open });
        }
    }
    imported
}

/// A kind, and a name in a language as names are compared: what no two partners share.
type Named = (String, Lang, String);

fn named<'a>(kind: &'a str, names: &'a BTreeMap<Lang, String>) -> impl Iterator<Item = Named> + 'a {
    names
        .iter()
        .map(move |(lang, name)| (kind.to_owned(), *lang, name.trim().to_lowercase()))
}

/// The columns that there are not, each named once, on the line that names columns.
fn unknown_columns(rows: &[Row]) -> Vec<BadCell> {
    let known = |column: &str| {
        let language = ["name_", "summary_"].iter().find_map(|p| column.strip_prefix(p));
        COLUMNS.contains(&column) || language.is_some_and(|l| Lang::parse(l).is_ok())
    };
    let columns: BTreeSet<&String> = rows.iter().flat_map(|row| row.cells.keys()).collect();
    let unknown = columns.into_iter().filter(|column| !known(column));
    unknown
        .map(|column| BadCell {
            line: 1,
            column: column.clone(),
            value: String::new(),
            problem: Problem::UnknownField,
        })
        .collect()
}

struct Reader<'a> {
    row: &'a Row,
    country: &'a dyn Fn(&str) -> Option<String>,
    bad: Vec<BadCell>,
}

impl Reader<'_> {
    fn open(&mut self) -> Open {
        let status = self.status();
        let public = self.read("public", |cell| match code(cell).as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(Problem::NotAnOption),
        });
        let entry = Entry {
            kind: code(self.cell("kind").unwrap_or_default()),
            names: self.texts("name_"),
            summaries: self.texts("summary_"),
            country: self.read("country", |cell| (self.country)(cell).ok_or(Problem::NotAnOption)),
            since: self.read("since", |cell| cell.parse().map_err(|_| Problem::NotADate)),
            until: self.read("until", |cell| {
                let until: Option<Since> = cell.parse().ok();
                until.and_then(Since::day).ok_or(Problem::NotADate)
            }),
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
            public,
            confirmed: status == Status::InForce,
            already: status != Status::Proposed,
        }
    }

    fn cell(&self, column: &str) -> Option<&str> {
        given(self.row.cells.get(column).map(String::as_str))
    }

    fn bad(&mut self, column: impl Into<String>, problem: Problem) {
        let column = column.into();
        self.bad.push(BadCell {
            line: self.row.line,
            value: self.cell(&column).unwrap_or_default().to_owned(),
            column,
            problem,
        });
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
            cell.split([',', ';', '、', '·', ' '])
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
        let statuses = [Status::InForce, Status::Verify, Status::Proposed];
        let read = |cell: &str| {
            let code = code(cell);
            let mut statuses = statuses.into_iter();
            statuses
                .find(|status| status.code() == code)
                .ok_or(Problem::NotAnOption)
        };
        self.read("status", read).unwrap_or(Status::Proposed)
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

impl Status {
    const fn code(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Verify => "verify",
            Self::Proposed => "proposed",
        }
    }
}

/// What the column `status` has of a partner. What a table cannot enter, it calls by the state: that row is read again
/// only where the partner is there.
pub fn status_of(partner: &Partner) -> &'static str {
    match partner.state {
        State::Active if partner.confirmed => Status::InForce.code(),
        State::Active => Status::Verify.code(),
        State::Proposed => Status::Proposed.code(),
        State::Agreed | State::Ended => partner.state.code(),
    }
}

/// As codes are written: `sister city` is `sister-city`.
fn code(cell: &str) -> String {
    cell.trim().to_lowercase().replace(' ', "-")
}
