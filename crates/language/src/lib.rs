//! Languages of texts and of people: which one a text is in, which one to answer in, what the city's words are in
//! another, who can translate, and who can write down what is said.
//!
//! - [`detect`]: the language of a text that somebody wrote.
//! - [`negotiate`]: the language a page is shown in.
//! - [`glossary`]: the city's terms in a text, for those who translate and for checking what they wrote.
//! - [`memory`]: what has been translated before, the very text and what is nearly it.
//! - [`neural`]: the translator on this machine, of Bergamot's students.
//! - [`services`]: which of the city's services a text asks for.
//! - [`speech`]: engines that write down what is said, in their order.
//! - [`terms`]: whether the city's terms came back from an engine.
//! - [`translate`]: translators in their order; when none can, people do it.
//!
//! It must not write a translation of its own making, hold up a text because no engine is there, keep or log what
//! people wrote or said, or know a language's interface texts (those are in `web`) or the city's (those are in its pack).
//!
//! To add a language that is detected: its feature of `lingua` in the workspace's manifest, rows in [`detect`]'s tables of
//! languages, letters and small words, twenty sentences in `tests/data` and fifteen messages in `tests/data/people`. To add a translation engine: implement
//! [`Translator`](translate::Translator) and give it to [`Translators::then`](translate::Translators::then); one for speech, [`Speech`](speech::Speech) to
//! [`Transcribers::then`](speech::Transcribers::then).

pub mod detect;
pub mod glossary;
pub mod memory;
pub mod negotiate;
pub mod neural;
pub mod services;
pub mod speech;
pub mod terms;
pub mod translate;
