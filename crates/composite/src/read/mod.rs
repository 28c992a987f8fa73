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
//! Files are UTF-8, UTF-16 with its mark, or GB18030; fields are parted by commas, semicolons or tabs. Empty cells and `NA`, `N/A`,
//! `#N/A`, `n.a.`, `NaN`, `NULL`, `-`, `–`, `—`, `.`, `..`, `...` and `…` are missing values. Rows without any content are passed over.
//! Numbers have a decimal point and no separators between thousands: what could be read in two ways is refused.
//!
//! All that is wrong is said at once, by table, row and column.

mod data;
mod error;
mod meta;
mod number;
mod text;

use crate::data::Panel;
use crate::framework::Framework;

pub use error::{ReadError, ReadErrors, Wrong};
pub use number::NumberError;
pub use text::{Encoding, Layout};

/// A table as it was found.
#[derive(Debug, Clone, Copy)]
pub struct File<'f> {
    /// What messages call it.
    pub name: &'f str,
    pub bytes: &'f [u8],
}

/// What both tables hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    pub framework: Framework,
    /// The data by year; one without a year if there is no `Time`.
    pub panel: Panel,
    /// Columns of the data that are not used: not named in the metadata, or of the type Other.
    pub left_out: Vec<String>,
    /// How the data were written, …
    pub data: Layout,
    /// … and the metadata.
    pub meta: Layout,
}

/// Reads both.
///
/// # Errors
/// All that is wrong with the metadata; if nothing is, all that is wrong with the data.
pub fn tables(data: File<'_>, meta: File<'_>) -> Result<Tables, ReadErrors> {
    let meta = meta::read(meta)?;
    data::read(data, meta)
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
