//! A contact: someone calls the hotline or writes to it, and somebody answers in their language.

pub mod matching;
pub mod staffing;
