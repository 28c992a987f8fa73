//! A full-text index over texts in many languages: documents in, hits out. It stands alone: no city, no network, no clock.
//!
//! An [`Index`] is made from [`Document`]s, in memory or in a folder, and is never changed: a new one is built beside it, and
//! takes its place in one step. A [`Query`] is what somebody typed, with filters; what it finds are [`Hits`].
//!
//! What is written in several ways is found by each of them: `fold` has what is one character, `phones` telephone numbers,
//! `stems` endings, `runs` where words are, `pieces` what of it an index keeps, and `question` how a text may say what is
//! asked. `find` weighs it. To make a further spelling the same, fold it, and add its row to `tests/foldings.rs`.
//!
//! tantivy keeps the terms, postings and texts. Not its query parser: a question is never a language. Not its scores either:
//! they favour one rare word over all that was asked.

mod chinese;
mod columns;
mod damaged;
mod excerpt;
mod filters;
mod find;
mod fold;
mod generations;
mod index;
mod phones;
mod pieces;
mod postings;
mod query;
mod question;
mod runs;
mod stems;
mod vocabulary;

pub use damaged::Damaged;
pub use generations::{BuildError, OpenError};
pub use index::Index;
pub use query::{Count, Document, Excerpt, Hit, Hits, Query, Sort, Suggestion};
