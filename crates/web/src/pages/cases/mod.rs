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

#[cfg(test)]
pub(crate) fn samples(page: &crate::page::Page) -> Vec<crate::samples::Sample> {
    [apply::samples, receipt::samples, follow::samples]
        .iter()
        .flat_map(|samples| samples(page))
        .collect()
}
