//! Neural machine translation on the CPU.
mod error;
mod file;
pub(crate) mod kernel;

pub use error::Error;
pub use kernel::Kernel;
mod vocabulary;
mod shortlist;
mod model;
mod search;
mod bundle;
mod translator;
pub use translator::Translator;
