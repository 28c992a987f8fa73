//! Reading an index's two tables, in the layout of COINr's `iData` and `iMeta`.
//!
//! **Data**: a row for each unit (and year). `uCode` names the unit; `uName` is its name, `Time` the year, both if there. All
//! other columns are named in the metadata; those that are not are left out, and [`Tables::left_out`] says so.
//!
//! **Metadata**: a row for each column of the data and each aggregate. `iCode` names it, `Type` is Indicator, Aggregate, Group,
//! Denominator or Other. Indicators and aggregates have a `Level` (1 of indicators), a `Parent` (none at the highest level), a
//! `Direction` (1: more is better, −1: less is; read of an aggregate and not used) and a `Weight` (of the highest level it may
//! be left empty). `iName`, `Unit`, `Target` and `Denominator` are read if they are there, and numbers of any further column are
//! [`Element::numbers`](crate::Element::numbers): `ScaleFactor`, `goalpost_lower` and so on.
//!
//! Names may be there in several languages: `uName_ko` and `iName_ko` go before `uName` and `iName` where [`Options`] ask for
//! Korean.
//!
//! Files are UTF-8, UTF-16 with its mark, in the encoding that [`Options`] name, or in one that their bytes tell
//! ([`encodings`]); what they leave open is refused. Fields are parted by commas, semicolons or tabs. Rows without any content
//! are passed over.
//!
//! In columns of numbers, empty cells and `NA`, `N/A`, `#N/A`, `n.a.`, `NaN`, `NULL`, `-`, `–`, `—`, `.`, `..`, `...` and `…` are
//! missing values. Elsewhere they are text: `NA` is Namibia's code, and a group may be called so. (Of `Parent` and `Denominator`
//! they are none, unless there is an element of that name.)
//!
//! A number that has one meaning is read: 12,5 and 1.234,5 as well as 12.5 and 1,234.5; [`Tables::read_as`] has the first of each
//! column that is not written as machines do. 1.234 and 1,234 have two. Other cells of the column tell which it is, else what is
//! said in [`Options`], else all other columns of the table together; else it is refused. So is a column that is written in both
//! ways.
//!
//! All that is wrong is said at once, by table, row and column.

mod column;
mod data;
mod error;
mod meta;
mod number;
mod text;

use crate::data::Panel;
use crate::framework::Framework;

pub use column::ReadAs;
pub use encodings::{Encoding, NotAnEncoding, NotRead, Reading};
pub use error::{ReadError, ReadErrors, Wrong};
pub use number::{NotNumbers, NumberError, Numbers};
pub use text::Layout;

/// A table as it was found.
#[derive(Debug, Clone, Copy)]
pub struct File<'f> {
    /// What messages call it.
    pub name: &'f str,
    pub bytes: &'f [u8],
}

/// What tables do not say themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Of both, where they have no mark. A table that is UTF-8, and spells no words in this, stays UTF-8.
    pub encoding: Option<Encoding>,
    /// Of columns that can be read in two ways.
    pub numbers: Option<Numbers>,
    /// Names in this language are preferred, by the ending of their column: `ko`.
    pub language: Option<String>,
}

impl Options {
    /// Places of names in the language that is wanted, and of the others.
    fn names(&self, header: &[String], column: &str) -> [Option<usize>; 2] {
        let language = self.language.as_ref();
        let own = language.and_then(|language| place(header, &format!("{column}_{language}")));
        [own, place(header, column)]
    }
}

/// What both tables hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    pub framework: Framework,
    /// The data by year; one without a year if there is no `Time`.
    pub panel: Panel,
    /// Columns of the data that are not used: not named in the metadata, or of the type Other.
    pub left_out: Vec<String>,
    /// Of each column with numbers that are not written as machines do, the first.
    pub read_as: Vec<ReadAs>,
    /// Groups whose name would be a missing number: `NA` is one.
    pub like_missing: Vec<LikeMissing>,
    /// How the data were written, …
    pub data: Layout,
    /// … and the metadata.
    pub meta: Layout,
}

/// A group whose name would be a missing number, such as `NA`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikeMissing {
    pub column: String,
    pub group: String,
}

/// Reads both.
///
/// # Errors
/// All that is wrong with the metadata; if nothing is, all that is wrong with the data.
pub fn tables(data: File<'_>, meta: File<'_>, options: &Options) -> Result<Tables, ReadErrors> {
    let meta = meta::read(meta, options)?;
    data::read(data, meta, options)
}

/// Where a column stands.
fn place(header: &[String], name: &str) -> Option<usize> {
    header.iter().position(|other| other == name)
}

/// What to say of a column that is not there.
fn no_column(header: &[String], name: &str) -> Wrong {
    let like = header
        .iter()
        .find(|other| other.to_lowercase() == name.to_lowercase());
    Wrong::NoColumn { like: like.cloned() }
}

/// Columns that stand twice.
fn check_header(header: &[String], wrongs: &mut error::Wrongs) {
    for (at, name) in header.iter().enumerate() {
        if !name.is_empty() && header[..at].contains(name) {
            wrongs.add(Some(1), Some(name), Wrong::ColumnTwice);
        }
    }
}
