//! The texts of the city's pack, before they are published: who sees them in all languages and tries a change.
//!
//! Nobody changes them here: a pack is files, which a city keeps as it keeps its files.

use crate::roles::{Action, Reach, Role, Row};

pub const NOUN: &str = "pack";

pub const SEE: Action = Action::new(NOUN, "see");

pub const PERMISSIONS: &[Row] = &[(
    SEE,
    &[
        (Role::Interpreter, Reach::All),
        (Role::Officer, Reach::All),
        (Role::Supervisor, Reach::All),
        (Role::Planner, Reach::All),
        (Role::Administrator, Reach::All),
    ],
)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what_with_the_pack() {
        let expected = [("see", "NNAANAANA".to_owned())];
        assert_eq!(crate::roles::written(PERMISSIONS), expected);
    }
}
