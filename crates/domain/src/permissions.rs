//! What each role may see or do: one table, asked in one place. Each noun owns its rows; [`TABLES`] joins them.

use crate::roles::{self, Action, Actor, Reach, Role, Row};

/// The table: each noun's name and rows. Who or what it does not name is not allowed.
pub const TABLES: &[(&str, &[Row])] = &[
    (crate::cases::NOUN, crate::cases::PERMISSIONS),
    (crate::contacts::NOUN, crate::contacts::PERMISSIONS),
    (crate::interpretation::NOUN, crate::interpretation::PERMISSIONS),
    (crate::legal::NOUN, crate::legal::PERMISSIONS),
    (crate::notices::NOUN, crate::notices::PERMISSIONS),
    (crate::pack::NOUN, crate::pack::PERMISSIONS),
    (crate::partners::NOUN, crate::partners::PERMISSIONS),
    (crate::people::NOUN, crate::people::PERMISSIONS),
    (crate::security::NOUN, crate::security::PERMISSIONS),
    (crate::tasks::NOUN, crate::tasks::PERMISSIONS),
    (crate::training::NOUN, crate::training::PERMISSIONS),
    // A reviewer's actions come with nominations; until then the role is known and may do nothing.
];

fn rows(noun: &str) -> &'static [Row] {
    TABLES
        .iter()
        .find(|(named, _)| *named == noun)
        .map_or(&[], |(_, rows)| rows)
}

/// How far that role may take that action. What the table does not name reaches nowhere.
pub fn may(role: Role, action: Action) -> Reach {
    roles::may(rows(action.noun), role, action)
}

/// How far that actor may take that action.
pub fn reach(actor: &Actor, action: Action) -> Reach {
    roles::reach(rows(action.noun), actor, action)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_tables_are_read_by_these_roles_in_this_order() {
        let order = Role::ALL.map(Role::code).join(" ");
        assert_eq!(
            order,
            "resident agent interpreter officer mediator supervisor planner reviewer administrator"
        );
    }

    #[test]
    fn a_noun_stands_once_and_owns_its_rows_alone() {
        let mut nouns = BTreeSet::new();
        for (noun, rows) in TABLES {
            assert!(nouns.insert(*noun), "{noun} stands twice");
            let mut named = BTreeSet::new();
            for (action, _) in *rows {
                assert_eq!(action.noun, *noun);
                assert!(named.insert(action.does), "{action:?} stands twice");
            }
        }
    }

    #[test]
    fn what_the_table_does_not_name_is_denied() {
        for (action, roles) in TABLES.iter().flat_map(|(_, rows)| *rows) {
            for role in Role::ALL {
                let named = roles.iter().any(|(named, _)| *named == role);
                assert_eq!(may(role, *action) == Reach::No, !named, "{role:?} {action:?}");
            }
        }
        for role in Role::ALL {
            assert_eq!(may(role, Action::new("cases", "unheard-of")), Reach::No);
            assert_eq!(may(role, Action::new("unheard-of", "see")), Reach::No);
        }
    }
}
