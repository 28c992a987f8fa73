//! A resident's cases: apply, receipt, follow.

mod answers;
pub mod apply;
pub mod files;
pub mod follow;
mod held;
mod messages;
mod questions;
pub mod receipt;
#[cfg(test)]
mod tests;
mod view;

use crate::page::Page;
use crate::samples::Sample;

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    [apply::samples, receipt::samples, follow::samples]
        .iter()
        .flat_map(|samples| samples(page))
        .collect()
}
