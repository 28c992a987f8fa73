//! What `harborline index build` reads and writes.

pub mod charts;
mod events;
pub mod looks;
pub mod read;
pub mod report;
pub mod tables;
