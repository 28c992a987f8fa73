//! What a course needs beside its table of inputs to be worked on at the desk.

use domain::inputs::Input;
use domain::roles::{Action, Actor, Reach, StaffId};
use domain::training::{self, CommandKind, Course, OPEN, SEE_JOURNAL, Session};
use domain::{UnitCode, journaled::Journaled as _};
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::TRAINING;
use super::course::CoursePage;
use crate::kit::desk::{Answer, Desk, Names, show_with};
use crate::kit::field::choice;
use crate::kit::form::Choice;
use crate::kit::inputs::Given;
use crate::kit::work::{Shown, Worked};

/// Sessions that the hint of a form lists.
const LISTED: usize = 8;

impl Worked for Course {
    const PATH: &'static str = TRAINING.href;

    fn allowed(&self, desk: &Desk) -> Vec<CommandKind> {
        training::allowed(self, &desk.actor, desk.city())
    }

    fn given(&self, desk: &Desk, names: &Names, kind: CommandKind, input: &Input) -> Option<Given> {
        use CommandKind as K;
        Some(match (kind, input.name) {
            (K::Edit, "titles") => Given::texts("titles", &self.titles),
            (K::Edit, "language") => match &self.language {
                Some(language) => Given::default().valued("language", language.to_string()),
                None => Given::default(),
            },
            (K::Edit, "unit") => units(desk, kind.action()).valued("unit", self.unit.as_str()),
            (K::Attend | K::CancelSession, "session") => sessions(self, desk, kind),
            (K::WithdrawLevel, "staff") => {
                let mut with: Vec<StaffId> = self.levels.iter().map(|level| level.staff).collect();
                with.dedup();
                Given::among(with.into_iter().map(|id| colleague(desk, names, id)).collect())
            }
            (_, "staff") => {
                let there = names.at_work(desk).into_iter();
                Given::among(there.map(|staff| colleague(desk, names, staff.id)).collect())
            }
            // A course of a language is of no other.
            (K::Reach | K::WithdrawLevel, "language") if self.language.is_some() => return None,
            (K::Reach, "reached_on") => Given::default().valued("reached_on", desk.app.today().to_string()),
            _ => Given::default(),
        })
    }

    fn given_new(desk: &Desk, input: &Input) -> Option<Given> {
        Some(match input.name {
            "unit" => units(desk, OPEN).valued("unit", desk.staff.unit.as_str()),
            _ => Given::default(),
        })
    }

    fn is_danger(kind: CommandKind) -> bool {
        matches!(
            kind,
            CommandKind::CancelSession | CommandKind::WithdrawLevel | CommandKind::Erase
        )
    }

    fn page(&self, desk: Desk, shown: Shown) -> BoxFuture<'_, Answer> {
        async move {
            let names = desk.names().await?;
            let status = shown.status;
            show_with(status, &CoursePage::of(desk, self, &names, shown).await?)
        }
        .boxed()
    }

    /// Notes are for those who run it.
    fn seen_by(&self, actor: &Actor) -> Self {
        let mut seen = self.clone();
        if !self.permits(actor, SEE_JOURNAL) {
            seen.notes.clear();
        }
        seen
    }
}

/// The units whose courses they may take that action on.
pub(super) fn units(desk: &Desk, action: Action) -> Given {
    let theirs = |unit: &&UnitCode| desk.reach(action) == Reach::All || **unit == desk.staff.unit;
    let units = desk.city().units.iter().map(|unit| &unit.code).filter(theirs);
    Given::among(units.map(|unit| choice(unit, desk.unit(unit))).collect())
}

fn colleague(desk: &Desk, names: &Names, id: StaffId) -> Choice {
    let name = names.get(id);
    match names.staff(id) {
        Some(staff) => choice(id.0, format!("{name} · {}", desk.short_unit(&staff.unit))),
        None => choice(id.0, name),
    }
}

/// The number of a session is entered: that of the last one that began stands there, and the hint says which is when.
fn sessions(course: &Course, desk: &Desk, kind: CommandKind) -> Given {
    let open = |session: &&Session| {
        let empty = course.attended(session.number) == 0;
        !session.cancelled && (kind != CommandKind::CancelSession || empty)
    };
    let mut open: Vec<&Session> = course.sessions.iter().filter(open).collect();
    open.sort_by_key(|session| session.starts_at);
    let begun = |session: &&&Session| session.starts_at <= desk.app.now();
    let begun = open
        .iter()
        .rev()
        .find(begun)
        .filter(|_| kind == CommandKind::Attend);
    let value = begun.or(open.first()).map(|session| session.number.to_string());
    let named = open.iter().rev().take(LISTED).rev();
    let named = named.map(|session| format!("{} = {}", session.number, desk.brief(session.starts_at)));
    let given = Given {
        hint: named.collect::<Vec<_>>().join(" · "),
        ..Given::default()
    };
    match value {
        Some(value) => given.valued("session", value),
        None => given,
    }
}

/// The commands as they stand together on the page.
pub(super) fn group(kind: CommandKind) -> &'static str {
    use CommandKind as K;
    match kind {
        K::Attend | K::Reach => "training-group-enter",
        K::Edit | K::Schedule | K::CancelSession => "training-group-plan",
        K::WithdrawLevel | K::Close | K::Reopen | K::Note | K::Warn | K::Erase => "training-group-more",
    }
}

/// The groups, in their order.
pub(super) const GROUPS: [&str; 3] = [
    "training-group-enter",
    "training-group-plan",
    "training-group-more",
];
