//! Composite indicators: many numbers about each unit (country, city, office) become one, and the way there can be
//! recomputed, questioned and shown.
//!
//! [`build()`] takes [`Data`], a [`Framework`] (what the index is made of) and a [`Recipe`] (every choice on the way), and gives
//! a [`Build`]: each stage as a table, and a [`Record`] of every value that is not as it came. Methods, names and defaults
//! are those of the R package COINr (Becker et al., 2022, <https://doi.org/10.21105/joss.04567>) where it has them; the
//! steps are those of the handbook of OECD and JRC (2008, <https://doi.org/10.1787/9789264043466-en>). What COINr does
//! otherwise is said at the method.
//!
//! The same data and recipe give the same bits on every machine and with any number of threads: sums have one order, and
//! logarithms and powers come from `libm`.
//!
//! ```
//! use composite::{Data, Element, Framework, Recipe, Table, build};
//!
//! let framework = Framework::new(vec![
//!     Element::new("schools", 1, Some("index")),
//!     Element::new("clinics", 1, Some("index")),
//!     Element::new("index", 2, None),
//! ])?;
//! let table = Table::new(
//!     ["north".into(), "south".into(), "west".into()].into(),
//!     ["schools".into(), "clinics".into()].into(),
//!     vec![[1.0, 2.0, 3.0].into(), [30.0, 10.0, 20.0].into()],
//! );
//! let built = build(&Data::new(table), &framework, &Recipe::default())?;
//! assert_eq!(built.scores("index")?, [50.0, 25.0, 75.0]);
//! assert_eq!(built.ranks("index")?, [2.0, 3.0, 1.0]);
//! # Ok::<(), composite::Error>(())
//! ```

pub mod aggregate;
pub mod build;
pub mod chart;
pub mod data;
mod denominate;
mod error;
pub mod framework;
pub mod impute;
mod linear;
pub mod look;
pub mod method;
pub mod normalise;
pub mod read;
pub mod recipe;
pub mod record;
pub mod screen;
pub mod stats;
mod table;
pub mod treat;
pub mod uncertainty;
pub mod weights;
pub mod write;

pub use aggregate::Aggregate;
pub use build::{Build, build};
pub use data::{Data, Grouping, ImputeYears, Panel};
pub use error::Error;
pub use framework::{Direction, Element, Framework, FrameworkError};
pub use impute::Impute;
pub use normalise::Normalise;
pub use recipe::{Levels, Recipe};
pub use record::{Event, Record};
pub use table::{Column, Table};
pub use treat::Treat;
pub use weights::Weighting;
