//! Work that goes on by itself: who sees what was given up, and may have it tried again.

use crate::roles::{Action, Reach, Role, Row};

pub const NOUN: &str = "tasks";

pub const SEE: Action = Action::new(NOUN, "see");
pub const RETRY: Action = Action::new(NOUN, "retry");

pub const PERMISSIONS: &[Row] = &[
    (
        SEE,
        &[(Role::Supervisor, Reach::All), (Role::Administrator, Reach::All)],
    ),
    (
        RETRY,
        &[(Role::Supervisor, Reach::All), (Role::Administrator, Reach::All)],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what_with_tasks() {
        let expected = [("see", "NNNNNANNA"), ("retry", "NNNNNANNA")];
        let expected = expected.map(|(does, reaches)| (does, reaches.to_owned()));
        assert_eq!(crate::roles::written(PERMISSIONS), expected);
    }
}
