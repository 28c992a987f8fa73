//! The security log: who signed in and who was refused, what was changed of people and their rights, what was taken out, erased or
//! laid open, and by whom. People stand in it by their numbers and records by their streams: no name, no address, no word of anybody.
//!
//! An entry is a stream of one event, so that nobody waits for anybody to write one, and whatever proves the journal proves it.

mod entry;

pub use entry::{Entry, EntryId, Kind, Never, NeverKind, Noted};

use crate::roles::{Action, Reach, Role, Row};

/// The name of this noun in every room.
pub const NOUN: &str = "security";

pub const SEE: Action = Action::new(NOUN, "see");

/// Who may do what with it. What happens is noted by whoever does it, and never changed.
pub const PERMISSIONS: &[Row] = &[
    (SEE, &[(Role::Administrator, Reach::All)]),
    (
        Action::new(NOUN, "see-journal"),
        &[(Role::Administrator, Reach::All)],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what_with_the_security_log() {
        let expected = [("see", "NNNNNNNNA"), ("see-journal", "NNNNNNNNA")];
        let expected = expected.map(|(does, reaches)| (does, reaches.to_owned()));
        assert_eq!(crate::roles::written(PERMISSIONS), expected);
    }
}
