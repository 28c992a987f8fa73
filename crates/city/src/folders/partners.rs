//! Kinds of partners, and the register that the city begins with. A pack may be without this folder.

use std::path::PathBuf;

use domain::partners::{Duplicate, Imported, Kind as PartnerKind, Partners, Row, Terms, import};
use serde::Deserialize;

use super::{Content, Folder, One, asked, codes, listed};
use crate::document::{Document, Files};
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};
use crate::texts::Folders;

const PARTNER: Kind = Kind("kind of partner");
const REGISTER: &str = "partners/register.csv";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindsFile {
    #[serde(default, rename = "kind")]
    list: Vec<PartnerKind>,
}

impl Content for KindsFile {
    const NAME: &'static str = "partners";
    const TEXTS: &'static [Key] = &[
        ("{kind}.name", Must),
        ("{kind}.plural", Must),
        ("{kind}.summary", Must),
    ];
    type Gives = Vec<PartnerKind>;

    fn codes(&self) -> Codes {
        Codes::from([("kind", asked(&self.list, "kind", |kind| kind.code.as_str()))])
    }

    fn give(&self) -> Vec<PartnerKind> {
        self.list.clone()
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let list = listed(&self.list, "kind", |kind| kind.code.as_str());
        codes(PARTNER, list, document, findings);
        for (i, kind) in self.list.iter().enumerate() {
            for (j, article) in kind.articles.iter().enumerate() {
                if !pack.has_article(*article) {
                    let what = What::unknown(Kind::ARTICLE, article.to_string());
                    findings.push(document.finding(&format!("kind/{i}/articles/{j}"), what));
                }
            }
            if !pack.has_unit(kind.unit.as_str()) {
                let what = What::unknown(Kind::UNIT, kind.unit.as_str());
                findings.push(document.finding(&format!("kind/{i}/unit"), what));
            }
        }
    }
}

/// The folder; empty when the pack has none.
#[derive(Debug)]
pub struct Register<'f> {
    kinds: Option<One<'f, KindsFile>>,
    file: PathBuf,
    /// `None` when it could not be read.
    rows: Option<Vec<Row>>,
}

impl<'f> Register<'f> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let has_folder = files.names().any(|name| name.starts_with("partners/"));
        let rows = if files.has(REGISTER) {
            rows(files, findings)
        } else {
            Some(Vec::new())
        };
        Self {
            kinds: has_folder.then(|| One::load(files, findings)),
            file: files.folder.join(REGISTER),
            rows,
        }
    }

    pub fn give(&self, pack: &Pack) -> Option<Partners> {
        let Some(kinds) = &self.kinds else {
            return Some(Partners::default());
        };
        let proposals = self.imported(pack)?.proposals.into_iter();
        Some(Partners {
            kinds: kinds.give(pack)?,
            register: proposals.map(|proposal| proposal.open).collect(),
        })
    }

    /// The register as far as it can be taken; `None` when what it refers to could not be understood.
    fn imported(&self, pack: &Pack) -> Option<Imported> {
        let terms = Terms {
            kinds: &self.kinds.as_ref()?.is()?.list,
            units: &pack.units.is()?.list,
            last_article: pack.regulation.is()?.last_article,
            today: None,
        };
        // A pack calls countries by their codes: names are a reader's.
        let country = |cell: &str| Some(cell.to_owned());
        Some(import(self.rows.as_ref()?, &[], &terms, &country))
    }
}

impl Folder for Register<'_> {
    fn files(&self) -> Vec<String> {
        let kinds = self.kinds.iter().flat_map(Folder::files);
        kinds.chain([REGISTER.to_owned()]).collect()
    }

    fn places(&self) -> Vec<String> {
        self.kinds.iter().flat_map(Folder::places).collect()
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        if let Some(kinds) = &self.kinds {
            kinds.check(pack, findings);
        }
        let imported = self.imported(pack).unwrap_or_default();
        for bad in imported.bad {
            let what = What::BadCell {
                column: bad.column,
                problem: bad.problem.code(),
            };
            findings.push(Finding::new(&self.file, bad.line, what));
        }
        for duplicate in imported.duplicates {
            if let Duplicate::OfLine { line, other } = duplicate {
                findings.push(Finding::new(&self.file, line, What::RowTwice(other)));
            }
        }
    }

    fn check_texts(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        if let Some(kinds) = &self.kinds {
            kinds.check_texts(texts, findings);
        }
    }
}

/// The rows of the register, each with its line; `None`, and a finding that says why, when it is no table.
fn rows(files: &Files, findings: &mut Vec<Finding>) -> Option<Vec<Row>> {
    // With one kind of line end the reader counts lines right.
    let text = files.text(REGISTER, findings)?.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut read = || -> Result<Vec<Row>, csv::Error> {
        let columns = reader.headers()?.clone();
        let row = |record: csv::StringRecord| {
            let line = record.position().map_or(1, csv::Position::line);
            let cells = columns.iter().zip(&record);
            Row {
                line: usize::try_from(line).unwrap_or(usize::MAX),
                cells: cells
                    .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
                    .collect(),
            }
        };
        reader.records().map(|record| record.map(row)).collect()
    };
    match read() {
        Ok(rows) => Some(rows),
        Err(error) => {
            let line = error.position().map_or(1, csv::Position::line);
            let line = usize::try_from(line).unwrap_or(usize::MAX);
            let what = What::NotATable(error.to_string());
            findings.push(Finding::new(files.folder.join(REGISTER), line, what));
            None
        }
    }
}
