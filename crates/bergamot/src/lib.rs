//! Neural machine translation on the CPU, with the open Bergamot/Marian student models that Firefox uses.
//!
//! A [`Translator`] is one direction, loaded from a folder; a [`Route`] is several one after the other. Both are shared by
//! all threads. Nothing leaves the machine, and nothing is kept of what was translated.
//!
//! What it must not do: know of the city, of a network, or of the time of day (it only measures how long a call takes).
//!
//! Rooms: `file`, `vocabulary` and `shortlist` read a model's files, `bundle` a whole folder; `kernel` calculates, `model` knows
//! in what order, `search` chooses words; `split`, `step`, `translator` and `route` make texts of sentences; `keep` finds what
//! must come through (`exact` words, a `quantity` with its `measure`, a time of the `clock`, in a language's `writing` or in
//! `words`), `stand_in` hides it from the model, `mend` looks for it and puts it right, `doubt` says what looks wrong; `capitals`
//! are read as if they were none, `terms` has a glossary's words; `markup` puts tags where their words went.
//!
//! To add an architecture: `model::config` says what is refused now, `model::layers` has the parts.

mod bundle;
mod capitals;
mod clock;
mod doubt;
mod error;
mod exact;
mod file;
mod keep;
mod kernel;
mod links;
mod markup;
mod measure;
mod mend;
mod model;
mod quantity;
mod route;
mod search;
mod shortlist;
mod split;
mod stand_in;
mod step;
mod taken;
mod terms;
mod translator;
mod vocabulary;
mod words;
mod writing;

pub use doubt::Doubt;
pub use error::Error;
pub use kernel::Kernel;
pub use links::Link;
pub use markup::{Event, Mark, Marked, TranslatedHtml};
pub use route::Route;
pub use split::sentences;
pub use translator::{Options, Term, TranslatedSentence, Translation, Translator};
