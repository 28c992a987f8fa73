//! Staff: added, changed and let go. Who acts and what a role is stands in [`crate::roles`].

mod member;
mod password;
pub mod session;

pub use member::{
    Change, Command, CommandKind, EventKind, Facts, LOGIN_MAX, Member, MemberEvent, NAME_MAX, Name, NewMember,
};
pub use password::{PASSWORD_MAX, PASSWORD_MIN, check_length};

pub use crate::roles::{Action, Actor, Reach, Role, Row, Staff, StaffId};

/// The name of this noun in every room.
pub const NOUN: &str = "people";

/// See staff: everyone themselves.
pub const SEE: Action = Action::new(NOUN, "see");
/// Change staff. Everyone may set their own password: that is a rule of [`Member`].
pub const MANAGE: Action = Action::new(NOUN, "manage");
/// See who is signed in, and end it: everyone their own.
pub const SESSIONS: Action = Action::new(NOUN, "sessions");

/// Who may do what with staff.
pub const PERMISSIONS: &[Row] = &[
    (
        SEE,
        &[
            (Role::Agent, Reach::Own),
            (Role::Interpreter, Reach::Own),
            (Role::Officer, Reach::Own),
            (Role::Mediator, Reach::Own),
            (Role::Supervisor, Reach::Own),
            (Role::Planner, Reach::Own),
            (Role::Reviewer, Reach::Own),
            (Role::Administrator, Reach::All),
        ],
    ),
    (
        Action::new(NOUN, "see-journal"),
        &[(Role::Administrator, Reach::All)],
    ),
    (MANAGE, &[(Role::Administrator, Reach::All)]),
    (
        SESSIONS,
        &[
            (Role::Agent, Reach::Own),
            (Role::Interpreter, Reach::Own),
            (Role::Officer, Reach::Own),
            (Role::Mediator, Reach::Own),
            (Role::Supervisor, Reach::Own),
            (Role::Planner, Reach::Own),
            (Role::Reviewer, Reach::Own),
            (Role::Administrator, Reach::All),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what_with_staff() {
        let expected = [
            ("see", "NoooooooA"),
            ("see-journal", "NNNNNNNNA"),
            ("manage", "NNNNNNNNA"),
            ("sessions", "NoooooooA"),
        ];
        let expected = expected.map(|(does, reaches)| (does, reaches.to_owned()));
        assert_eq!(crate::roles::written(PERMISSIONS), expected);
    }
}
